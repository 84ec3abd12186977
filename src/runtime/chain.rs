//! How a feed is filled: its sources are asked in order, and the first that has stories fills it.
//!
//! Each source has a visit of its own, by its own address: validators, when it may be asked again, how many stories it
//! listed and how new they were. The visit of the feed's address (that of its first source) also names the source that
//! filled it last. That one is asked first of all; those before it, which had nothing, only now and then.

use std::collections::HashMap;
use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use url::Url;

use crate::cache::{Cache, Visit};
use crate::extract;
use crate::feed::{self, Parsed};
use crate::fetch::{Answer, Validators, Want};
use crate::front;
use crate::news::{Feed, Filled, Headline, Lack, Origin, Source, SourceKind, StoryKey};
use crate::trouble::{Trouble, TroubleKind};

use super::ask::{Eagerness, in_turn, keep, off_screen};
use super::desk::Desk;
use super::manners;

/// A source whose newest story is older gives way to a later one that has newer stories.
const STALE_AFTER: TimeDelta = TimeDelta::days(7);
/// A source that had nothing is asked again after this long, while a later one fills the section.
const EMPTY_FOR: TimeDelta = TimeDelta::hours(6);
/// One that failed, after this long.
const FAILED_FOR: TimeDelta = TimeDelta::hours(1);

/// What a source listed.
struct Listed {
    index: usize,
    /// `None` where it is what is kept already.
    parsed: Option<Parsed>,
    visit: Visit,
}

/// What came of asking a source.
enum Outcome {
    /// What it said the last time.
    Unchanged(Visit),
    Listed(Box<Parsed>, Visit),
}

/// True when any source that may fill the feed is to be asked.
pub(super) fn is_due(cache: &Cache, feed: &Feed, eagerness: Eagerness, now: DateTime<Utc>) -> bool {
    let visits = visits(cache, feed);
    let last = filled_by(feed, &visits).unwrap_or(feed.sources.len());
    let asked = feed.sources.iter().zip(&visits).take(last + 1);
    asked.into_iter().any(|(source, visit)| is_source_due(cache, source, visit.as_ref(), eagerness, now))
}

/// True when a source is to be asked.
fn is_source_due(
    cache: &Cache,
    source: &Source,
    visit: Option<&Visit>,
    eagerness: Eagerness,
    now: DateTime<Utc>,
) -> bool {
    manners::is_due(visit, eagerness, now) && !manners::is_resting(cache, &source.url, eagerness, now)
}

/// Where the stories of a section's only feed came from; `None` when there is nothing to say about it.
pub(super) fn origin(cache: &Cache, feeds: &[Feed], now: DateTime<Utc>) -> Option<Origin> {
    let [feed] = feeds else { return None };
    let visits = visits(cache, feed);
    let first = visits.first()?.as_ref();
    let index = filled_by(feed, &visits).unwrap_or(0);
    let source = feed.sources.get(index)?;
    let visit = visits.get(index)?.as_ref()?;
    let filled = match source.kind {
        SourceKind::Feed => Filled::Feed,
        SourceKind::Front => Filled::Front,
        SourceKind::Sitemap { .. } => Filled::Sitemap,
    };
    let lack = match first {
        Some(first) if first.items == Some(0) => Some(Lack::Empty),
        _ if index == 0 => None,
        Some(first) if is_stale(first, now) => Some(Lack::Stale),
        _ => Some(Lack::Failed),
    };
    let old = visit.newest.filter(|_| is_stale(visit, now));
    (filled != Filled::Feed || lack.is_some() || old.is_some()).then_some(Origin { filled, lack, old })
}

/// Asks the sources of a feed until one has filled it.
pub(super) async fn fill(
    desk: &Arc<Desk>,
    feed: Feed,
    eagerness: Eagerness,
    now: DateTime<Utc>,
) -> Result<(), Trouble> {
    let feed = Arc::new(feed);
    let known = {
        let (desk, feed) = (Arc::clone(desk), Arc::clone(&feed));
        off_screen(move || {
            let visits = visits(&desk.cache, &feed);
            let is_due = |(source, visit): (&Source, &Option<Visit>)| {
                is_source_due(&desk.cache, source, visit.as_ref(), eagerness, now)
            };
            let due: Vec<bool> = feed.sources.iter().zip(&visits).map(is_due).collect();
            (visits, due)
        })
        .await
        .unwrap_or_default()
    };
    let (known, due) = known;
    let filled = filled_by(&feed, &known);
    let mut trouble: Option<Trouble> = None;
    // What an earlier source has not is no trouble while the one that fills the feed is well.
    let mut is_felt = false;
    let mut spare: Option<Listed> = None;
    for (index, source) in feed.sources.iter().enumerate() {
        let visit = known.get(index).cloned().flatten();
        let is_last = index + 1 == feed.sources.len();
        if due.get(index) != Some(&true) {
            if filled == Some(index) {
                // What it listed a short while ago stays.
                spare = None;
                break;
            }
            continue;
        }
        let host = |url: &str| Url::parse(url).ok().and_then(|url| url.host_str().map(str::to_owned));
        if trouble
            .as_ref()
            .is_some_and(|trouble| trouble.is_network() && host(&source.url).as_ref() == Some(&trouble.host))
        {
            continue;
        }
        let visit = asked_as(visit.unwrap_or_default(), filled == Some(index));
        let (parsed, mut visit) = match ask(desk, &feed, source, visit.clone(), now).await {
            Ok(Outcome::Unchanged(visit)) => (None, visit),
            Ok(Outcome::Listed(parsed, visit)) => (Some(*parsed), visit),
            Err(failed) => {
                let until = match failed.kind {
                    TroubleKind::TooSoon(until) => Some(until),
                    _ if is_last || failed.is_network() => visit.not_before,
                    _ => now.checked_add_signed(FAILED_FOR),
                };
                note(desk, source, Visit { not_before: until, ..visit }).await;
                is_felt |= failed.is_network() || filled.is_none_or(|filled| filled <= index);
                trouble.get_or_insert(failed);
                continue;
            }
        };
        let is_empty = visit.items == Some(0);
        if is_last || !(is_empty || is_stale(&visit, now)) {
            if !is_empty || index == 0 {
                spare = Some(newer(spare, Listed { index, parsed, visit }));
            } else {
                note(desk, source, visit).await;
            }
            break;
        }
        let listed = visit.clone();
        visit.not_before = visit.not_before.max(now.checked_add_signed(EMPTY_FOR));
        note(desk, source, visit).await;
        if !is_empty {
            spare = Some(newer(spare, Listed { index, parsed, visit: listed }));
        }
    }
    match (spare, trouble) {
        (Some(listed), _) => {
            let (desk, feed) = (Arc::clone(desk), Arc::clone(&feed));
            in_turn(move || keep_listed(&desk.cache, &feed, listed)).await;
            Ok(())
        }
        (None, Some(trouble)) if is_felt => Err(trouble),
        (None, _) => Ok(()),
    }
}

/// The list with the newer stories; the earlier source's where they are of an age.
fn newer(one: Option<Listed>, other: Listed) -> Listed {
    match one {
        Some(one) if one.visit.newest >= other.visit.newest && other.visit.newest.is_some() => one,
        Some(one) if other.visit.items == Some(0) => one,
        _ => other,
    }
}

fn is_stale(visit: &Visit, now: DateTime<Utc>) -> bool {
    visit.newest.is_some_and(|newest| now - newest > STALE_AFTER)
}

fn visits(cache: &Cache, feed: &Feed) -> Vec<Option<Visit>> {
    feed.sources.iter().map(|source| cache.visit(&source.url).ok().flatten()).collect()
}

/// Which source filled the feed last.
fn filled_by(feed: &Feed, visits: &[Option<Visit>]) -> Option<usize> {
    let filled = visits.first()?.as_ref()?.source.as_deref()?;
    feed.sources.iter().position(|source| source.url == filled)
}

/// "Not modified" is an answer where what it was is kept, or was nothing.
fn asked_as(visit: Visit, filled: bool) -> Visit {
    if filled || visit.items == Some(0) {
        return visit;
    }
    Visit { validators: Validators::default(), hash: None, ..visit }
}

async fn ask(
    desk: &Arc<Desk>,
    feed: &Arc<Feed>,
    source: &Source,
    known: Visit,
    now: DateTime<Utc>,
) -> Result<Outcome, Trouble> {
    let want = if source.kind == SourceKind::Front { Want::Front } else { Want::Feed };
    let validators = manners::validators(desk, &feed.url, &known, now).await;
    match manners::get(desk, &source.url, want, &validators, now).await? {
        Answer::NotModified { fresh_for } => {
            let not_before = manners::next_poll(fresh_for, None, &known, now);
            Ok(Outcome::Unchanged(Visit { answered: Some(now), not_before, ..known }))
        }
        Answer::Body { url, charset, bytes, validators, fresh_for } => {
            let (desk, feed, source) = (Arc::clone(desk), Arc::clone(feed), source.clone());
            let address = source.url.clone();
            let read = in_turn(move || {
                let hash = Some(*blake3::hash(&bytes).as_bytes());
                let visit = |parsed: Option<&Parsed>| Visit {
                    validators,
                    hash,
                    answered: Some(now),
                    not_before: manners::next_poll(fresh_for, parsed, &known, now),
                    ..known.clone()
                };
                if hash == known.hash {
                    if known.items != Some(0) {
                        keep(desk.cache.note_whole(&feed.url, now));
                    }
                    return Ok(Outcome::Unchanged(visit(None)));
                }
                let parsed = parse(&bytes, &feed, &source, &url, charset.as_deref(), now)
                    .map_err(|kind| Trouble::at(kind, &source.url))?;
                let items = u32::try_from(parsed.headlines.len()).ok();
                let newest = parsed.headlines.iter().filter_map(Headline::time).max();
                let visit = visit(Some(&parsed));
                Ok(Outcome::Listed(Box::new(parsed), Visit { items, newest, ..visit }))
            });
            // A task that panicked or was aborted has found no feed.
            read.await.unwrap_or_else(|| Err(Trouble::at(TroubleKind::NotAFeed, &address)))
        }
    }
}

fn parse(
    bytes: &[u8],
    feed: &Feed,
    source: &Source,
    url: &Url,
    charset: Option<&str>,
    now: DateTime<Utc>,
) -> Result<Parsed, TroubleKind> {
    let headlines = match &source.kind {
        SourceKind::Feed => return feed::parse(bytes, feed, url, charset, now),
        SourceKind::Front => front::parse(bytes, feed, url, charset, now)?,
        SourceKind::Sitemap { under } => feed::sitemap::parse(bytes, feed, under, url, charset, now)?,
    };
    Ok(Parsed { headlines, ..Parsed::default() })
}

/// Notes the visit of a source, and leaves what is known of the feed as it is.
async fn note(desk: &Arc<Desk>, source: &Source, visit: Visit) {
    let (desk, url) = (Arc::clone(desk), source.url.clone());
    off_screen(move || keep(desk.cache.note_visit(&url, &visit))).await;
}

/// Keeps what a source listed as the feed's, and that it did.
fn keep_listed(cache: &Cache, feed: &Feed, listed: Listed) {
    let Some(source) = feed.sources.get(listed.index) else { return };
    let named = Some(source.url.clone());
    let own = if listed.index == 0 {
        Visit { source: named, ..listed.visit }
    } else {
        keep(cache.note_visit(&source.url, &listed.visit));
        Visit { source: named, ..cache.visit(&feed.url).ok().flatten().unwrap_or_default() }
    };
    match listed.parsed {
        Some(parsed) => {
            keep(cache.keep_feed(&feed.url, &parsed.headlines, &own));
            keep_stories(cache, &feed.url, &parsed, own.answered.unwrap_or_default());
        }
        None => keep(cache.note_visit(&feed.url, &own)),
    }
}

/// Keeps the stories that a feed gives in full, so that opening one asks for nothing.
fn keep_stories(cache: &Cache, feed_url: &str, parsed: &Parsed, now: DateTime<Utc>) {
    let headlines: HashMap<&StoryKey, &Headline> = parsed.headlines.iter().map(|told| (&told.key, told)).collect();
    let stories = parsed.stories.iter().filter_map(|(key, story)| {
        let article = extract::from_feed(headlines.get(key)?, &story.html, &story.base)?;
        Some((key.clone(), article))
    });
    let stories: Vec<_> = stories.collect();
    if !stories.is_empty() {
        keep(cache.keep_stories(feed_url, &stories, now));
    }
}
