//! Bytes of a feed into headlines: decode, tidy, parse, and one headline for each story.
//!
//! What a format's elements mean is `feed-rs`'s business. Feeds in the wild are not what it asks for, so they are read
//! leniently and written out again first (`tidy`, `json`): a feed with a bare `&`, a tag that is never closed or an end
//! that never came still gives the stories that are in it.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use feed_rs::parser::Builder;
use url::Url;

use crate::dates;
use crate::news::{Feed, Headline};
use crate::trouble::TroubleKind;

mod authors;
mod decode;
mod headline;
mod json;
mod labels;
mod names;
mod plain;
mod tidy;
mod tokens;

/// A list longer than this is an archive, not news.
const ITEMS_AT_MOST: usize = 500;

/// What a feed's bytes said.
#[derive(Debug, Clone, PartialEq)]
pub struct Parsed {
    /// In the feed's order, each story once.
    pub headlines: Vec<Headline>,
    /// How long the feed asks to be left alone.
    pub ttl_minutes: Option<u32>,
    /// True when the bytes were not well-formed and the items were recovered leniently.
    pub recovered: bool,
}

/// Reads RSS 0.9x/1.0/2.0, Atom or JSON Feed.
///
/// `base` is where the bytes came from; `charset` what HTTP said, if it did; dates later than `now` are set to it.
///
/// # Errors
/// [`TroubleKind::NotAFeed`] for anything else.
pub fn parse(
    bytes: &[u8],
    feed: &Feed,
    base: &Url,
    charset: Option<&str>,
    now: DateTime<Utc>,
) -> Result<Parsed, TroubleKind> {
    let (document, is_guessed) = decode::decode(bytes, charset);
    let (tidied, is_repaired) = if document.trim_start().starts_with('{') {
        (json::tidy(&document).ok_or(TroubleKind::NotAFeed)?, false)
    } else {
        let tidied = tidy::tidy(&document, base).ok_or(TroubleKind::NotAFeed)?;
        (tidied.xml, tidied.repaired)
    };
    let parser = Builder::new()
        .sanitize_content(false)
        .timestamp_parser(|text| dates::parse(text).map(|time| time.to_utc()))
        .build();
    let parsed = parser.parse(tidied.as_bytes()).map_err(|_| TroubleKind::NotAFeed)?;

    let mut seen = HashSet::new();
    let headlines = parsed
        .entries
        .iter()
        .filter_map(|entry| headline::headline(entry, feed, base, now))
        .filter(|headline| seen.insert(headline.key.clone()))
        .collect();
    Ok(Parsed { headlines, ttl_minutes: parsed.ttl, recovered: is_guessed || is_repaired })
}
