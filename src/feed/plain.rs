//! HTML out of feeds as plain text.

use std::borrow::Cow;
use std::collections::HashSet;

use encoding_rs::WINDOWS_1252;
use scraper::Html;

use crate::feed::tokens::{Tag, Token, Tokens};
use crate::text;

/// No more than this of a field is looked at: its first paragraphs.
const LOOKED_AT: usize = 64 * 1024;

/// All of it as one clean line.
#[must_use]
pub fn line(html: &str) -> String {
    paragraphs(html).join(" ")
}

/// Its first paragraphs, each one clean line, none empty. Pictures' captions are not among them.
pub(super) fn paragraphs(html: &str) -> Vec<String> {
    all_paragraphs(head(html))
}

/// Its paragraphs to the last.
pub(super) fn all_paragraphs(html: &str) -> Vec<String> {
    let found = once(html);
    // Escaped once more than it should be: the text is markup again.
    if found.iter().any(|paragraph| ["</", "<br", "<p>"].iter().any(|mark| paragraph.contains(mark))) {
        return found.iter().flat_map(|paragraph| once(paragraph)).collect();
    }
    found
}

fn once(html: &str) -> Vec<String> {
    let mut paragraphs = vec![String::new()];
    let mut unread: Option<&str> = None;
    let closed: HashSet<&str> =
        Tokens::of(html).filter_map(|token| if let Token::End(name) = token { Some(name) } else { None }).collect();
    for token in Tokens::of(html) {
        match (token, unread) {
            (Token::End(name), Some(open)) if name.eq_ignore_ascii_case(open) => unread = None,
            (Token::Start(tag), None) if is_unread(tag.name) => unread = Some(tag.name),
            (Token::Start(tag), None) if is_block(tag.name) => paragraphs.push(String::new()),
            (Token::Start(tag), None) if is_words(tag, &closed) => {
                if let Some(paragraph) = paragraphs.last_mut() {
                    paragraph.extend(["<", tag.name, tag.inside, ">"]);
                }
            }
            (Token::End(name), None) if is_block(name) => paragraphs.push(String::new()),
            (Token::Text(words), None) => {
                if let Some(paragraph) = paragraphs.last_mut() {
                    paragraph.push_str(&words);
                }
            }
            _ => {}
        }
    }
    paragraphs
        .iter()
        .map(|words| text::clean(&mended(&named_references(words))))
        .filter(|paragraph| !paragraph.is_empty())
        .collect()
}

/// Resolves what XML does not know: `&nbsp;`, `&eacute;`. Whatever was escaped twice loses its second layer here.
fn named_references(words: &str) -> String {
    if !(words.contains('&') && words.contains(';')) {
        return words.to_owned();
    }
    // The HTML parser has the table of names. Without a tag to build, all that it makes is text.
    let document = Html::parse_fragment(&words.replace('<', "&lt;"));
    document.root_element().text().collect()
}

fn head(html: &str) -> &str {
    let mut end = html.len().min(LOOKED_AT);
    while !html.is_char_boundary(end) {
        end -= 1;
    }
    html.get(..end).unwrap_or_default()
}

fn is_block(name: &str) -> bool {
    matches!(
        name.to_ascii_lowercase().as_str(),
        "p" | "div"
            | "br"
            | "br/"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "ul"
            | "ol"
            | "li"
            | "blockquote"
            | "section"
            | "article"
            | "header"
            | "table"
            | "tr"
            | "hr"
            | "img"
    )
}

/// What is windows-1252 taken for Latin-1, or UTF-8 taken for it, and nothing else: control characters where no text has
/// any.
fn mended(words: &str) -> Cow<'_, str> {
    if !words.contains(|c| matches!(c, '\u{80}'..='\u{9f}')) {
        return Cow::Borrowed(words);
    }
    let bytes: Option<Vec<u8>> = words.chars().map(|c| u8::try_from(u32::from(c)).ok()).collect();
    if let Some(text) = bytes.and_then(|bytes| String::from_utf8(bytes).ok()) {
        return Cow::Owned(text);
    }
    let meant = |c| match c {
        '\u{80}'..='\u{9f}' => u8::try_from(u32::from(c))
            .map_or(c, |byte| WINDOWS_1252.decode_without_bom_handling(&[byte]).0.chars().next().unwrap_or(c)),
        _ => c,
    };
    Cow::Owned(words.chars().map(meant).collect())
}

/// True for what looks like a tag and is none: somebody writes about `<blink>`.
fn is_words(tag: Tag<'_>, closed: &HashSet<&str>) -> bool {
    !is_html(tag.name) && !tag.inside.contains('=') && !closed.contains(tag.name)
}

/// The names that HTML has or had, as far as they are used in feeds.
const ELEMENTS: &str = " a abbr acronym address area article aside audio b base bdi bdo big blockquote body br button \
    canvas caption center cite code col colgroup command data dd del details dfn dir div dl dt em embed fieldset \
    figcaption figure font footer form frame h1 h2 h3 h4 h5 h6 head header hr html i iframe img input ins kbd keygen label \
    legend li link main map mark marquee menu meta nav nobr noscript object ol optgroup option p param picture pre q s \
    samp script section select small source span strike strong style sub summary sup svg table tbody td textarea tfoot th \
    thead time title tr track tt u ul var video wbr ";

fn is_html(name: &str) -> bool {
    ELEMENTS.contains(&format!(" {} ", name.trim_end_matches('/').to_ascii_lowercase()))
}

fn is_unread(name: &str) -> bool {
    matches!(name.to_ascii_lowercase().as_str(), "script" | "style" | "figure" | "iframe" | "noscript")
}
