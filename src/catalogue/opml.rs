//! OPML, the list of feeds that readers hand to each other: in and out.
//!
//! newsboat lists feeds one after the other, and puts its tags into `category`; Miniflux and `FreshRSS` put feeds into
//! outlines without an address: folders. Some write `text`, some `title`, most both.

use std::fmt::Write as _;

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use crate::text;

/// A list has at most this many outlines.
const OUTLINES_AT_MOST: usize = 10_000;
/// Folders lie in each other at most this deep.
const DEPTH_AT_MOST: u8 = 64;

/// A folder or a feed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outline {
    /// 0 at the top; what lies in a folder follows it with a greater depth.
    pub depth: u8,
    /// Clean, never empty.
    pub title: String,
    /// The feed's address as it is written; `None` for a folder.
    pub feed: Option<String>,
    /// The site's page.
    pub page: Option<String>,
}

/// Why a list can't be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OpmlError {
    /// Not XML, or broken off.
    #[error("it is not well-formed XML ({0})")]
    Xml(String),
    /// XML of another kind.
    #[error("it is not an OPML file: there is no <opml> in it")]
    NotOpml,
    /// It makes up entities of its own.
    #[error("it declares entities of its own, which a list of feeds has no use for")]
    Entities,
    /// Too much of it.
    #[error("it has more than {OUTLINES_AT_MOST} entries, or folders in folders more than {DEPTH_AT_MOST} deep")]
    TooMuch,
}

/// Reads a list, in its order. A feed outside all folders that has a category lies in a folder of that name.
///
/// # Errors
/// When it is not a list that can be read in full.
pub fn parse(xml: &str) -> Result<Vec<Outline>, OpmlError> {
    let mut reader = Reader::from_str(xml.trim_start_matches('\u{feff}'));
    let mut outlines = Vec::new();
    let mut filed: Vec<(String, Vec<Outline>)> = Vec::new();
    let mut depth: u8 = 0;
    let mut is_opml = false;
    // Elements that are open, as a list cut short is no list.
    let mut open = 0_usize;
    loop {
        let event = reader.read_event().map_err(|error| OpmlError::Xml(text::clean(&error.to_string())))?;
        let is_empty = matches!(event, Event::Empty(_));
        match event {
            Event::Start(start) | Event::Empty(start) => {
                let name = start.local_name();
                let name: &str = name.as_ref();
                is_opml |= name.eq_ignore_ascii_case("opml");
                open += usize::from(!is_empty);
                if name.eq_ignore_ascii_case("outline") {
                    if outlines.len() + filed.len() >= OUTLINES_AT_MOST || depth >= DEPTH_AT_MOST {
                        return Err(OpmlError::TooMuch);
                    }
                    let (outline, category) = outline(&start, depth);
                    match category {
                        Some(folder) if depth == 0 && outline.feed.is_some() => {
                            let outline = Outline { depth: 1, ..outline };
                            match filed.iter_mut().find(|(name, _)| *name == folder) {
                                Some((_, feeds)) => feeds.push(outline),
                                None => filed.push((folder, vec![outline])),
                            }
                        }
                        _ => outlines.push(outline),
                    }
                    depth += u8::from(!is_empty);
                }
            }
            Event::End(end) => {
                open = open.saturating_sub(1);
                let name = end.local_name();
                let name: &str = name.as_ref();
                if name.eq_ignore_ascii_case("outline") {
                    depth = depth.saturating_sub(1);
                }
            }
            Event::DocType(declared) => {
                let declared: &str = &declared;
                if declared.contains('[') {
                    return Err(OpmlError::Entities);
                }
            }
            Event::Eof => break,
            _ => {}
        }
    }
    if !is_opml {
        return Err(OpmlError::NotOpml);
    }
    if open > 0 {
        return Err(OpmlError::Xml("it breaks off".to_owned()));
    }
    for (title, feeds) in filed {
        outlines.push(Outline { depth: 0, title, feed: None, page: None });
        outlines.extend(feeds);
    }
    Ok(outlines)
}

/// One outline, and the folder that its category names.
fn outline(start: &BytesStart<'_>, depth: u8) -> (Outline, Option<String>) {
    let (mut title, mut words, mut feed, mut page, mut category) = (None, None, None, None, None);
    for attribute in start.attributes().with_checks(false).flatten() {
        let name: &str = attribute.key.as_ref();
        let place = match name {
            "title" => &mut title,
            "text" => &mut words,
            "xmlUrl" | "xmlurl" => &mut feed,
            "htmlUrl" | "htmlurl" => &mut page,
            "category" => &mut category,
            _ => continue,
        };
        // An entity that XML does not know stays as it is written.
        let value = attribute
            .normalized_value(XmlVersion::Implicit1_0)
            .map_or_else(|_| attribute.value.to_string(), Into::into);
        *place = Some(text::clean(&value)).filter(|clean: &String| !clean.is_empty());
    }
    let title = words.or(title).or_else(|| feed.clone()).unwrap_or_else(|| "Without a name".to_owned());
    // The first of several, and the outermost of a path.
    let category = category.and_then(|category: String| {
        let first = category.split(',').next()?.split('/').find(|piece| !piece.trim().is_empty())?;
        Some(first.trim().to_owned())
    });
    (Outline { depth, title, feed, page }, category)
}

/// Writes a list.
#[must_use]
pub fn write(title: &str, outlines: &[Outline]) -> String {
    let escape = |words: &str| quick_xml::escape::escape(words).into_owned();
    let mut xml = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<opml version=\"2.0\">\n  <head>\n    <title>{}</title>\n  </head>\n  <body>\n",
        escape(title)
    );
    let indent = |depth: u8| "  ".repeat(usize::from(depth) + 2);
    let mut open: Vec<u8> = Vec::new();
    for (index, outline) in outlines.iter().enumerate() {
        while let Some(depth) = open.pop_if(|depth| *depth >= outline.depth) {
            let _ = writeln!(xml, "{}</outline>", indent(depth));
        }
        let title = escape(&outline.title);
        let mut tag = format!("{}<outline text=\"{title}\" title=\"{title}\"", indent(outline.depth));
        if let Some(feed) = &outline.feed {
            let _ = write!(tag, " type=\"rss\" xmlUrl=\"{}\"", escape(feed));
        }
        if let Some(page) = &outline.page {
            let _ = write!(tag, " htmlUrl=\"{}\"", escape(page));
        }
        let has_more = outlines.get(index + 1).is_some_and(|next| next.depth > outline.depth);
        tag.push_str(if has_more { ">\n" } else { "/>\n" });
        if has_more {
            open.push(outline.depth);
        }
        xml.push_str(&tag);
    }
    while let Some(depth) = open.pop() {
        let _ = writeln!(xml, "{}</outline>", indent(depth));
    }
    xml.push_str("  </body>\n</opml>\n");
    xml
}
