//! What an outlet's file may say, and the words for what it may not.

use std::collections::HashSet;
use std::ops::Range;

use serde::Deserialize;
use toml::Spanned;
use url::Url;

use crate::catalogue::BLENDED;
use crate::news::{Feed, Fill, Manners, Outlet, Section, SectionId};
use crate::text;

/// The tree under an outlet is at most this deep: more does not fit beside the headlines.
const DEEPEST: u8 = 3;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OutletFile {
    id: Slug,
    name: Words,
    country: Words,
    language: Words,
    home: Address,
    credit: Option<Words>,
    off: Option<Words>,
    #[serde(default, rename = "section")]
    sections: Vec<SectionEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SectionEntry {
    title: Words,
    path: Spanned<Slug>,
    level: Option<Spanned<u8>>,
    feed: Option<Spanned<Address>>,
    #[serde(default)]
    feeds: Vec<Spanned<Address>>,
    page: Option<Address>,
    #[serde(default)]
    blend: Vec<Blend>,
}

/// One clean line that is not empty.
#[derive(Deserialize)]
#[serde(try_from = "String")]
struct Words(String);

impl TryFrom<String> for Words {
    type Error = &'static str;

    fn try_from(outside: String) -> Result<Self, Self::Error> {
        let clean = text::clean(&outside);
        if clean.is_empty() { Err("must not be empty") } else { Ok(Self(clean)) }
    }
}

/// What ids are made of.
#[derive(Deserialize)]
#[serde(try_from = "String")]
struct Slug(String);

impl TryFrom<String> for Slug {
    type Error = &'static str;

    fn try_from(outside: String) -> Result<Self, Self::Error> {
        let piece = |piece: &str| {
            !piece.is_empty() && piece.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
        };
        if outside.split('/').all(piece) {
            Ok(Self(outside))
        } else {
            Err("must be made of a-z, 0-9 and -, in pieces parted by /")
        }
    }
}

#[derive(Deserialize)]
#[serde(try_from = "String")]
struct Address(String);

impl TryFrom<String> for Address {
    type Error = &'static str;

    fn try_from(outside: String) -> Result<Self, Self::Error> {
        match Url::parse(&outside) {
            Ok(url) if matches!(url.scheme(), "http" | "https") => Ok(Self(url.into())),
            _ => Err("must be an http or https address"),
        }
    }
}

#[derive(Deserialize)]
#[serde(try_from = "String")]
struct Blend(String);

impl TryFrom<String> for Blend {
    type Error = String;

    fn try_from(outside: String) -> Result<Self, Self::Error> {
        if BLENDED.iter().any(|(id, _)| *id == outside) {
            return Ok(Self(outside));
        }
        let known: Vec<&str> = BLENDED.iter().map(|(id, _)| *id).collect();
        Err(format!("is not a blended section; there are {}", known.join(", ")))
    }
}

/// Reads one file; an error is text with line and caret.
pub(super) fn outlet(toml: &str) -> Result<Outlet, String> {
    let file: OutletFile = toml::from_str(toml).map_err(|error| error.to_string())?;
    let mut outlet = Outlet {
        id: file.id.0,
        name: file.name.0,
        country: file.country.0,
        language: file.language.0,
        home: file.home.0,
        credit: file.credit.map(|words| words.0),
        off: file.off.map(|words| words.0),
        manners: Manners::default(),
        sections: Vec::with_capacity(file.sections.len()),
    };
    let mut paths = HashSet::new();
    let mut addresses = HashSet::new();
    let mut level_above = 0;
    for entry in file.sections {
        let path_at = entry.path.span();
        let path = entry.path.into_inner().0;
        if !paths.insert(path.clone()) {
            return Err(point_at(toml, path_at, "this path is taken by another section"));
        }

        let (level, level_at) = entry.level.map_or((1, path_at), |level| (*level.get_ref(), level.span()));
        if !(1..=DEEPEST).contains(&level) {
            return Err(point_at(toml, level_at, "level is 1, 2 or 3"));
        }
        if level > level_above + 1 {
            return Err(point_at(toml, level_at, "no section of the level above stands before this one"));
        }
        level_above = level;

        let mut feeds = Vec::new();
        for address in entry.feed.into_iter().chain(entry.feeds) {
            let at = address.span();
            let url = address.into_inner().0;
            if !addresses.insert(url.clone()) {
                return Err(point_at(toml, at, "this feed fills another section of the outlet already"));
            }
            feeds.push(Feed::at(url, outlet.id.clone(), outlet.name.clone()));
        }

        let page = entry.page.map(|page| page.0);
        outlet.sections.push(Section {
            id: SectionId(format!("{}/{path}", outlet.id)),
            title: entry.title.0,
            depth: level - 1,
            page: if feeds.is_empty() { page.or_else(|| Some(outlet.home.clone())) } else { page },
            fill: if feeds.is_empty() { Fill::Browser } else { Fill::Feeds(feeds) },
            blends: entry.blend.into_iter().map(|blend| blend.0).collect(),
        });
    }
    Ok(outlet)
}

/// `message` in the form of the TOML parser's own: line, column, the line itself, and a caret under `span`.
fn point_at(toml: &str, span: Range<usize>, message: &str) -> String {
    let before = toml.get(..span.start).unwrap_or(toml);
    let line_number = before.matches('\n').count() + 1;
    let line = toml.lines().nth(line_number - 1).unwrap_or_default();
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count();
    let carets = "^".repeat(toml.get(span).map_or(1, |at| at.chars().count()).max(1));
    let margin = " ".repeat(line_number.to_string().len());
    let indent = " ".repeat(column);
    format!(
        "TOML parse error at line {line_number}, column {}\n{margin} |\n{line_number} | {line}\n{margin} | {indent}{carets}\n{message}\n",
        column + 1
    )
}
