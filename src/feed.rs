//! Bytes of a feed into headlines: decode, read what the feed says of each story, and one headline for each story.
//!
//! Feeds in the wild are seldom what their standards ask for, so they are read leniently: a feed with a bare `&`, a tag
//! that is never closed, or an end that never came still gives the stories that are in it.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc, Weekday};
use url::Url;

use crate::news::{Feed, Headline, Label, StoryKey};
use crate::text;
use crate::trouble::TroubleKind;

mod authors;
mod decode;
mod entry;
mod headline;
mod item;
mod json;
mod labels;
mod names;
mod plain;
mod rest;
pub mod sitemap;
mod story;
mod tokens;
mod xml;

pub use entry::{Entry, Markup, Media, MediaKind};
pub use plain::line as words;

pub(crate) use labels::told as labels_of;

/// A list longer than this is an archive, not news.
const ITEMS_AT_MOST: usize = 500;

/// A feed as it is written, before anything is made of it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Document {
    /// What the feed calls itself, a clean line.
    pub title: Option<String>,
    /// In the feed's order, also those that lead nowhere.
    pub entries: Vec<Entry>,
    /// How long the feed asks to be left alone.
    pub ttl_minutes: Option<u32>,
    /// Hours of the day (in Greenwich) at which the feed asks not to be read.
    pub skip_hours: Vec<u8>,
    /// Days of the week on which it does.
    pub skip_days: Vec<Weekday>,
    /// True when the bytes were not well-formed and the items were recovered leniently.
    pub recovered: bool,
}

/// What a feed's bytes said.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Parsed {
    /// What the feed calls itself, a clean line.
    pub title: Option<String>,
    /// In the feed's order, each story once.
    pub headlines: Vec<Headline>,
    /// The stories that the feed gives in full.
    pub stories: Vec<(StoryKey, Markup)>,
    /// How long the feed asks to be left alone.
    pub ttl_minutes: Option<u32>,
    /// Hours of the day (in Greenwich) at which the feed asks not to be read.
    pub skip_hours: Vec<u8>,
    /// Days of the week on which it does.
    pub skip_days: Vec<Weekday>,
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
    let document = read(bytes, base, charset)?;
    let shared = shared_addresses(&document.entries);
    let mut parsed = Parsed {
        title: document.title,
        headlines: Vec::new(),
        stories: Vec::new(),
        ttl_minutes: document.ttl_minutes,
        skip_hours: document.skip_hours,
        skip_days: document.skip_days,
        recovered: document.recovered,
    };
    let mut seen = HashSet::new();
    for entry in &document.entries {
        let Some(mut headline) = headline::headline(entry, feed, base, now) else { continue };
        if shared.contains(&headline.key)
            && let Some(id) = &entry.id
        {
            headline.key = StoryKey(format!("{}#{}", headline.key.0, text::clean(id)));
        }
        if !seen.insert(headline.key.clone()) {
            continue;
        }
        // What only part of is for everyone is not there in full, however long it is.
        let story = story::whole(entry).filter(|_| !headline.labels.contains(&Label::Premium));
        parsed.stories.extend(story.map(|story| (headline.key.clone(), story)));
        parsed.headlines.push(headline);
    }
    Ok(parsed)
}

/// What the bytes say, as [`parse`] reads it.
///
/// # Errors
/// Those of [`parse`].
pub fn read(bytes: &[u8], base: &Url, charset: Option<&str>) -> Result<Document, TroubleKind> {
    let (decoded, is_guessed) = decode::decode(bytes, charset);
    let decoded = decoded.trim_start_matches('\u{feff}');
    let is_json = decoded.trim_start().starts_with('{');
    let document = if is_json { json::read(decoded, base) } else { xml::read(decoded, base) };
    let mut document = document.ok_or(TroubleKind::NotAFeed)?;
    document.recovered |= is_guessed;
    if !is_json {
        (document.skip_hours, document.skip_days) = rest::skipped(decoded);
    }
    Ok(document)
}

/// Addresses that stand under several stories: a live page, or the front page for want of better. There
/// the feed's own ids tell the stories apart. An id that is an address of the same story tells nothing.
fn shared_addresses(entries: &[Entry]) -> HashSet<StoryKey> {
    let mut told: HashMap<StoryKey, Vec<(&str, &str)>> = HashMap::new();
    for entry in entries {
        let (Some(link), Some(id), Some(title)) = (&entry.link, &entry.id, &entry.title) else { continue };
        let key = StoryKey::of(link);
        if StoryKey::of(id) != key {
            told.entry(key).or_default().push((id, title));
        }
    }
    told.retain(|_, stories| {
        stories.split_first().is_some_and(|((id, title), rest)| {
            rest.iter().any(|(other_id, other_title)| other_id != id && other_title != title)
        })
    });
    told.into_keys().collect()
}
