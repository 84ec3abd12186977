//! What a hostile page may ask of the parser: thousands of attributes on one tag (compared pairwise), thousands of
//! open elements (walked for every new one), formatting that is opened again in every paragraph, and a tree without
//! end. Excess tags are taken out before parsing; the tree's size is watched while it grows.

use std::borrow::Cow;

use html5ever::tendril::TendrilSink;
use scraper::{Html, HtmlTreeSink};

use super::decode;

/// Blink stops at 512 open elements.
const DEPTH_AT_MOST: usize = 400;
/// Open `<b>`, `<font>` and the like, each of which is opened again in every paragraph that follows.
const FORMATS_AT_MOST: usize = 48;
/// Attributes of one tag.
const ATTRIBUTES_AT_MOST: usize = 256;
/// Nodes of one tree. The largest page of a news corpus has about 40,000.
const NODES_AT_MOST: usize = 250_000;
/// Fed to the parser at once, in bytes.
const PIECE: usize = 8 * 1024;

/// The page as a tree of bounded depth and size.
pub fn parse(html: &str) -> Html {
    let html = tame(html);
    let mut parser =
        html5ever::parse_document(HtmlTreeSink::new(Html::new_document()), html5ever::ParseOpts::default());
    let mut rest: &str = &html;
    while !rest.is_empty() {
        let (piece, after) = rest.split_at(decode::head(rest, PIECE).len());
        parser.process(piece.into());
        rest = after;
        if parser.tokenizer.sink.sink.0.borrow().tree.nodes().len() > NODES_AT_MOST {
            break;
        }
    }
    parser.finish()
}

/// Takes out the tags that go beyond the limits; an ordinary page comes back as it is.
fn tame(html: &str) -> Cow<'_, str> {
    let mut open: Vec<&[u8]> = Vec::new();
    let mut formats = 0_usize;
    let mut kept = String::new();
    let mut copied = 0;
    let mut at = 0;
    while let Some(tag) = Tag::next(html.as_bytes(), at) {
        at = tag.end;
        let excess = tag.attributes > ATTRIBUTES_AT_MOST
            || match tag.sort {
                Sort::Closed if tag.closes => {
                    close(&mut open, tag.name);
                    false
                }
                Sort::Closed if open.len() >= DEPTH_AT_MOST => true,
                Sort::Closed => {
                    open.push(tag.name);
                    false
                }
                Sort::Format if tag.closes => {
                    formats = formats.saturating_sub(1);
                    false
                }
                Sort::Format => {
                    formats += 1;
                    formats > FORMATS_AT_MOST
                }
                Sort::Other => false,
            };
        if excess {
            kept.push_str(html.get(copied..tag.start).unwrap_or_default());
            copied = tag.end;
        }
    }
    if copied == 0 {
        return Cow::Borrowed(html);
    }
    kept.push_str(html.get(copied..).unwrap_or_default());
    Cow::Owned(kept)
}

fn close(open: &mut Vec<&[u8]>, name: &[u8]) {
    let near = open.len().saturating_sub(64);
    if let Some(found) = open.iter().skip(near).rposition(|other| other.eq_ignore_ascii_case(name)) {
        open.truncate(near + found);
    }
}

struct Tag<'a> {
    /// Of its `<`.
    start: usize,
    /// After its `>`.
    end: usize,
    name: &'a [u8],
    closes: bool,
    attributes: usize,
    sort: Sort,
}

#[derive(Clone, Copy, PartialEq)]
enum Sort {
    /// Needs its end tag, so it nests.
    Closed,
    /// Opened again by the parser where its end tag is missing.
    Format,
    /// Ends by itself.
    Other,
}

impl<'a> Tag<'a> {
    /// The next tag at or after `from`, comments and the insides of scripts left out.
    fn next(html: &'a [u8], from: usize) -> Option<Self> {
        let mut at = from;
        loop {
            let start = at + position(html.get(at..)?, |b| b == b'<')?;
            let rest = html.get(start + 1..)?;
            if rest.starts_with(b"!--") {
                at = start + 4 + rest.get(3..)?.windows(3).position(|window| window == b"-->")?;
                continue;
            }
            let closes = rest.first() == Some(&b'/');
            let name = rest.get(usize::from(closes)..)?;
            if !name.first().is_some_and(u8::is_ascii_alphabetic) {
                at = start + 1;
                continue;
            }
            let name = name.get(..position(name, |b| b.is_ascii_whitespace() || matches!(b, b'>' | b'/'))?)?;
            let inside = start + 1 + usize::from(closes) + name.len();
            let (length, attributes) = attributes(html.get(inside..)?);
            let mut end = inside + length;
            let sort = sort(name);
            if !closes && is_raw(name) {
                end += raw_text(html.get(end..)?, name);
            }
            return Some(Self { start, end, name, closes, attributes, sort });
        }
    }
}

/// The length of a tag from after its name to after its `>`, and about how many attributes it has.
fn attributes(tag: &[u8]) -> (usize, usize) {
    let mut count = 0;
    let mut quote = None;
    let mut before = b' ';
    for (at, &byte) in tag.iter().enumerate() {
        match quote {
            Some(open) if byte == open => quote = None,
            Some(_) => {}
            None if byte == b'>' => return (at + 1, count),
            // Quotes only count where a value begins.
            None if matches!(byte, b'"' | b'\'') && before == b'=' => quote = Some(byte),
            None => count += usize::from(!byte.is_ascii_whitespace() && matches!(before, b' ' | b'"' | b'\'' | b'/')),
        }
        if byte.is_ascii_whitespace() {
            before = if before == b'=' { b'=' } else { b' ' };
        } else {
            before = byte;
        }
    }
    (tag.len(), count)
}

/// The length of what a script or style holds, up to its end tag.
fn raw_text(rest: &[u8], name: &[u8]) -> usize {
    let mut at = 0;
    while let Some(found) = rest.get(at..).and_then(|rest| position(rest, |b| b == b'<')) {
        at += found;
        let tail = rest.get(at + 1..).unwrap_or_default();
        if tail.first() == Some(&b'/') && tail.get(1..=name.len()).is_some_and(|end| end.eq_ignore_ascii_case(name)) {
            return at;
        }
        at += 1;
    }
    rest.len()
}

fn position(bytes: &[u8], found: impl Fn(u8) -> bool) -> Option<usize> {
    bytes.iter().position(|&b| found(b))
}

fn is_raw(name: &[u8]) -> bool {
    [b"script".as_slice(), b"style", b"textarea", b"title", b"xmp", b"noscript", b"iframe"]
        .iter()
        .any(|raw| name.eq_ignore_ascii_case(raw))
}

fn sort(name: &[u8]) -> Sort {
    const FORMATS: [&[u8]; 13] =
        [b"b", b"big", b"code", b"em", b"font", b"i", b"nobr", b"s", b"small", b"strike", b"strong", b"tt", b"u"];
    const ENDED: [&[u8]; 40] = [
        b"p",
        b"li",
        b"dt",
        b"dd",
        b"option",
        b"optgroup",
        b"tr",
        b"td",
        b"th",
        b"thead",
        b"tbody",
        b"tfoot",
        b"colgroup",
        b"a",
        b"rb",
        b"rp",
        b"rt",
        b"rtc",
        b"html",
        b"head",
        b"body",
        b"area",
        b"base",
        b"br",
        b"col",
        b"embed",
        b"hr",
        b"img",
        b"input",
        b"link",
        b"meta",
        b"param",
        b"source",
        b"track",
        b"wbr",
        b"script",
        b"style",
        b"textarea",
        b"title",
        b"path",
    ];
    let is = |names: &[&[u8]]| names.iter().any(|other| name.eq_ignore_ascii_case(other));
    if is(&FORMATS) {
        Sort::Format
    } else if is(&ENDED) {
        Sort::Other
    } else {
        Sort::Closed
    }
}
