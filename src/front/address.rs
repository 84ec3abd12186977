//! What an address says about what is behind it.

use url::Url;

use super::words::{FILES, NO_STORY, STORY};

/// Words of a slug from which on it is a headline and not the name of a section.
const SLUG_WORDS: usize = 4;
/// Digits of a number that names a story.
const NUMBER_DIGITS: usize = 5;
/// Characters of a random name that names a story.
const ID_AT_LEAST: usize = 8;

/// What may be at an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// Most likely a story.
    Story,
    /// A story or a section.
    Perhaps,
    /// No story.
    Elsewhere,
}

/// What is at `url`, seen from `page`.
pub(super) fn place(url: &Url, page: &Url) -> Place {
    let path = url.path().trim_end_matches('/');
    let own = page.path().trim_end_matches('/');
    let is_over = url.host_str() == page.host_str() && (own == path || own.starts_with(&format!("{path}/")));
    let pieces: Vec<&str> = path.split('/').filter(|piece| !piece.is_empty()).collect();
    let Some(last) = pieces.last() else {
        return if url.host_str() == page.host_str() || url.query().is_none() && path.is_empty() {
            outside(url, page)
        } else {
            Place::Perhaps
        };
    };
    if last.rsplit_once('.').is_some_and(|(_, kind)| FILES.contains(&kind.to_ascii_lowercase().as_str())) {
        return Place::Elsewhere;
    }
    let numbered = url.query_pairs().any(|(_, value)| is_number(&value));
    if is_over && !numbered {
        return Place::Elsewhere;
    }
    if pieces.iter().any(|piece| NO_STORY.contains(&piece.to_ascii_lowercase().as_str()))
        && !is_dated(&pieces)
        && !has_story_id(last)
    {
        return Place::Elsewhere;
    }
    let follows = pieces.windows(2).any(|pair| pair.first().is_some_and(|piece| STORY.contains(piece)));
    let is_story = is_dated(&pieces)
        || numbered
        || follows
        || slug_words(last) >= SLUG_WORDS
        || pieces.iter().any(|piece| has_story_id(piece) || piece.split(['-', '_', '.']).any(is_number));
    if is_story { Place::Story } else { Place::Perhaps }
}

/// The front page of a site is no story of that site, but may be what a page of links points to.
fn outside(url: &Url, page: &Url) -> Place {
    if url.host_str() == page.host_str() { Place::Elsewhere } else { Place::Perhaps }
}

/// Where an address lies: host and path without the last piece.
pub(super) fn home(url: &Url) -> String {
    let path = url.path().trim_end_matches('/');
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    format!("{}{folder}", url.host_str().unwrap_or_default())
}

fn slug_words(piece: &str) -> usize {
    let slug = piece.rsplit_once('.').map_or(piece, |(slug, _)| slug);
    slug.split(['-', '_']).filter(|word| !word.is_empty()).count()
}

fn is_number(word: &str) -> bool {
    word.len() >= NUMBER_DIGITS && word.bytes().all(|b| b.is_ascii_digit())
}

/// A year with something after it: `/2026/03/`, `/2026/mar/`, `/20260303-slug`.
fn is_dated(pieces: &[&str]) -> bool {
    pieces.windows(2).any(|pair| matches!(pair, [year, _] if is_year(year)))
}

fn is_year(piece: &str) -> bool {
    piece.len() == 4
        && (piece.starts_with("19") || piece.starts_with("20"))
        && piece.bytes().all(|b| b.is_ascii_digit())
}

/// A random name, such as `c05v28eqjyvo`, `TEHXK7A2XJEN5KD46SSM4ITK2Y`, `nx-s1-5729433`.
fn has_story_id(piece: &str) -> bool {
    let digits = piece.bytes().filter(u8::is_ascii_digit).count();
    let letters = piece.bytes().filter(u8::is_ascii_alphabetic).count();
    let is_word = piece.bytes().all(|b| b.is_ascii_alphanumeric());
    is_word && piece.len() >= ID_AT_LEAST && digits >= 2 && letters >= 2
}

/// Whose page it is: publishers spread over hosts (`bbc.com` and `bbc.co.uk`, `money.…` and `www.…`) that share a name.
#[derive(Debug)]
pub(super) struct Site(String);

impl Site {
    pub(super) fn of(page: &Url) -> Self {
        Self(name(page))
    }

    pub(super) fn has(&self, url: &Url) -> bool {
        name(url) == self.0
    }
}

/// The part of the host's name that is the publisher's own: the last that is neither a country nor a kind.
fn name(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default();
    if url.domain().is_none() {
        return format!("{host}:{}", url.port_or_known_default().unwrap_or_default());
    }
    let labels: Vec<&str> = host.split('.').collect();
    let own =
        labels.iter().rev().skip(1).find(|label| {
            label.len() > 3 || !matches!(**label, "co" | "com" | "org" | "net" | "gov" | "ac" | "or" | "ne")
        });
    own.copied().unwrap_or(host).to_owned()
}
