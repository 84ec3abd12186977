//! HTML out of feeds as plain text.

use scraper::Html;

use crate::feed::tokens::{Token, Tokens};
use crate::text;

/// No more than this of a field is looked at: its first paragraphs.
const LOOKED_AT: usize = 64 * 1024;

/// All of it as one clean line.
pub(super) fn line(html: &str) -> String {
    paragraphs(html).join(" ")
}

/// Its paragraphs, each one clean line, none empty. Pictures' captions are not among them.
pub(super) fn paragraphs(html: &str) -> Vec<String> {
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
    for token in Tokens::of(head(html)) {
        match (token, unread) {
            (Token::End(name), Some(open)) if name.eq_ignore_ascii_case(open) => unread = None,
            (Token::Start(tag), None) if is_unread(tag.name) => unread = Some(tag.name),
            (Token::Start(tag), None) if is_block(tag.name) => paragraphs.push(String::new()),
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
        .map(|words| text::clean(&named_references(words)))
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

fn is_unread(name: &str) -> bool {
    matches!(name.to_ascii_lowercase().as_str(), "script" | "style" | "figure" | "iframe" | "noscript")
}
