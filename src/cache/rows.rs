//! Rows of the tables: written from what was fetched, read back into what is shown.

use chrono::{DateTime, Utc};
use rusqlite::types::Type;
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};

use super::{CacheError, Visit};
use crate::article::Article;
use crate::news::{Headline, Label, StoryKey};
use crate::query::snippet::spaced;

/// Returns the number of the visit.
pub(super) fn put_visit(connection: &Connection, url: &str, visit: &Visit) -> rusqlite::Result<i64> {
    connection
        .prepare_cached(
            "INSERT INTO visit (url, etag, last_modified, hash, answered, not_before, source, items, newest)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
             ON CONFLICT (url) DO UPDATE SET
                etag = excluded.etag, last_modified = excluded.last_modified, hash = excluded.hash,
                answered = excluded.answered, not_before = excluded.not_before,
                source = excluded.source, items = excluded.items, newest = excluded.newest
             RETURNING id",
        )?
        .query_row(
            params![
                url,
                visit.validators.etag,
                visit.validators.last_modified,
                visit.hash,
                millis(visit.answered),
                millis(visit.not_before),
                visit.source,
                visit.items,
                millis(visit.newest)
            ],
            |row| row.get(0),
        )
}

/// Returns the number of the story.
pub(super) fn put_story(all: &Transaction, key: &StoryKey) -> rusqlite::Result<i64> {
    let known = all.prepare_cached("SELECT id FROM story WHERE key = ?1")?.query_row([&key.0], |row| row.get(0));
    match known.optional()? {
        Some(story) => Ok(story),
        None => all.prepare_cached("INSERT INTO story (key) VALUES (?1)")?.insert([&key.0]),
    }
}

/// Takes in how a story is listed now, and returns the time it is sorted by.
///
/// One of its feeds may say less than another: what it leaves out is kept. A story that `feed` listed before in other
/// words was edited, and is marked so from then on.
pub(super) fn put_headline(
    all: &Transaction,
    story: i64,
    told: &Headline,
    seen: i64,
    feed: Option<i64>,
) -> Result<i64, CacheError> {
    let known = all
        .prepare_cached("SELECT title, standfirst, labels FROM headline WHERE story = ?1")?
        .query_row([story], |row| {
            Ok((row.get::<_, String>(0)?, row.get::<_, Option<String>>(1)?, json::<Vec<Label>>(row, 2)?))
        })
        .optional()?;
    let mut labels = told.labels.clone();
    if let Some((title, standfirst, marked)) = &known
        && !labels.contains(&Label::Updated)
        && (marked.contains(&Label::Updated)
            || (is_edited(title, standfirst.as_deref(), told) && lists(all, feed, story)?))
    {
        labels.push(Label::Updated);
        labels.sort_unstable();
    }
    let time: i64 = all
        .prepare_cached(
            "INSERT INTO headline (story, url, title, kicker, standfirst, authors, labels, published, updated, first_seen,
                                   outlet, outlet_name, seconds, enclosure)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)
             ON CONFLICT (story) DO UPDATE SET
                url = excluded.url, title = excluded.title, kicker = coalesce(excluded.kicker, kicker),
                standfirst = coalesce(excluded.standfirst, standfirst),
                authors = iif(excluded.authors = '[]', authors, excluded.authors), labels = excluded.labels,
                published = coalesce(excluded.published, published), updated = coalesce(excluded.updated, updated),
                outlet = excluded.outlet, outlet_name = excluded.outlet_name,
                seconds = coalesce(excluded.seconds, seconds), enclosure = coalesce(excluded.enclosure, enclosure)
             RETURNING coalesce(published, updated, first_seen)",
        )?
        .query_row(
            params![
                story,
                told.url,
                told.title,
                told.kicker,
                told.standfirst,
                serde_json::to_string(&told.authors)?,
                serde_json::to_string(&labels)?,
                millis(told.published),
                millis(told.updated),
                seen,
                told.outlet,
                told.outlet_name,
                told.seconds,
                told.enclosure.as_ref().map(serde_json::to_string).transpose()?
            ],
            |row| row.get(0),
        )?;
    all.prepare_cached("UPDATE listed SET time = ?2 WHERE story = ?1 AND time <> ?2")?.execute([story, time])?;
    let same = known.is_some_and(|(title, standfirst, _)| {
        title == told.title && (told.standfirst.is_none() || told.standfirst == standfirst)
    });
    if !same {
        let document: Option<String> = all
            .prepare_cached("SELECT document FROM article WHERE story = ?1")?
            .query_row([story], |row| row.get(0))
            .optional()?;
        let article: Option<Article> = document.and_then(|document| serde_json::from_str(&document).ok());
        index_words(all, story, &article.map(|article| article.body()).unwrap_or_default())?;
    }
    Ok(time)
}

/// True where title or standfirst are told in other words. White space, case and signs are not words, and a standfirst
/// that comes or goes is the feed's doing.
fn is_edited(title: &str, standfirst: Option<&str>, told: &Headline) -> bool {
    differ(title, &told.title) || standfirst.zip(told.standfirst.as_deref()).is_some_and(|(was, is)| differ(was, is))
}

fn differ(one: &str, other: &str) -> bool {
    let words = |line: &str| -> Vec<String> {
        let words = line.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        words.map(str::to_lowercase).collect()
    };
    one != other && words(one) != words(other)
}

fn lists(all: &Transaction, feed: Option<i64>, story: i64) -> rusqlite::Result<bool> {
    let Some(feed) = feed else { return Ok(false) };
    all.prepare_cached("SELECT 1 FROM listed WHERE story = ?1 AND feed = ?2")?.exists([story, feed])
}

pub(super) fn has_headline(all: &Transaction, story: i64) -> rusqlite::Result<bool> {
    all.prepare_cached("SELECT 1 FROM headline WHERE story = ?1")?.exists([story])
}

/// Makes the story findable by its headline and `body`.
pub(super) fn index_words(all: &Transaction, story: i64, body: &str) -> rusqlite::Result<()> {
    let (title, standfirst): (String, Option<String>) = all
        .prepare_cached("SELECT title, standfirst FROM headline WHERE story = ?1")?
        .query_row([story], |row| Ok((row.get(0)?, row.get(1)?)))?;
    all.prepare_cached("INSERT OR REPLACE INTO words (rowid, title, standfirst, body) VALUES (?1, ?2, ?3, ?4)")?
        .execute(params![story, spaced(&title), spaced(&standfirst.unwrap_or_default()), spaced(body)])?;
    Ok(())
}

/// The row of a story that no feed lists.
pub(super) fn headline_of(key: &StoryKey, article: &Article) -> Headline {
    let host = url::Url::parse(&article.url).ok().and_then(|url| url.host_str().map(str::to_owned)).unwrap_or_default();
    Headline {
        key: key.clone(),
        url: article.url.clone(),
        title: article.title.clone(),
        kicker: article.kicker.clone(),
        standfirst: article.standfirst.clone(),
        authors: article.authors.clone(),
        labels: article.labels.clone(),
        published: article.published.map(|time| time.to_utc()),
        updated: article.updated.map(|time| time.to_utc()),
        seconds: None,
        enclosure: None,
        outlet: String::new(),
        outlet_name: host.strip_prefix("www.").unwrap_or(&host).to_owned(),
    }
}

/// A row of: key, url, title, kicker, standfirst, authors, labels, published, updated, seconds, outlet, outlet name,
/// enclosure.
pub(super) fn headline(row: &Row) -> rusqlite::Result<Headline> {
    Ok(Headline {
        key: StoryKey(row.get(0)?),
        url: row.get(1)?,
        title: row.get(2)?,
        kicker: row.get(3)?,
        standfirst: row.get(4)?,
        authors: json(row, 5)?,
        labels: json::<Vec<Label>>(row, 6)?,
        published: time(row, 7)?,
        updated: time(row, 8)?,
        seconds: row.get(9)?,
        outlet: row.get(10)?,
        outlet_name: row.get(11)?,
        enclosure: row.get_ref(12)?.as_str_or_null()?.map(|_| json(row, 12)).transpose()?,
    })
}

fn json<T: serde::de::DeserializeOwned>(row: &Row, column: usize) -> rusqlite::Result<T> {
    let text = row.get_ref(column)?.as_str()?;
    serde_json::from_str(text)
        .map_err(|error| rusqlite::Error::FromSqlConversionFailure(column, Type::Text, Box::new(error)))
}

pub(super) fn time(row: &Row, column: usize) -> rusqlite::Result<Option<DateTime<Utc>>> {
    Ok(row.get::<_, Option<i64>>(column)?.and_then(DateTime::from_timestamp_millis))
}

pub(super) fn millis(time: Option<DateTime<Utc>>) -> Option<i64> {
    time.map(|time| time.timestamp_millis())
}
