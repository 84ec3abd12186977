//! What was fetched, in one `SQLite` file that can be deleted at any time.
//!
//! Several processes may have it open: each statement waits for the others' (up to five seconds), and what a call
//! wrote is on disk when it returns, so that a killed process loses nothing. Times are kept to the millisecond.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashSet};
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, TimeDelta, Utc};
use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};

use self::rows::{has_headline, headline, headline_of, index_words, put_headline, put_story, put_visit, time};
use crate::article::Article;
use crate::fetch::Validators;
use crate::news::{Headline, StoryKey};
use crate::weather::Forecast;

mod file;
mod health;
mod known;
mod rows;
mod schema;
mod search;
mod traffic;
mod versions;

pub use health::{Failure, Rest};

/// A story that its feed has not listed for this long leaves the feed's list.
const LISTED_FOR: TimeDelta = TimeDelta::days(30);
/// A feed's list is no longer than this, however much it publishes.
const LISTED_AT_MOST: usize = 1000;

/// A failure of the cache; the reader goes on without it.
#[derive(Debug, thiserror::Error)]
pub enum CacheError {
    /// `SQLite`'s own words.
    #[error("the cache failed: {0}")]
    Sqlite(#[from] rusqlite::Error),
    /// The folder or file can't be made or moved.
    #[error("the cache can't be opened: {0}")]
    Io(#[from] std::io::Error),
    /// A document that does not serialise, or no longer reads.
    #[error("a document could not be kept: {0}")]
    Json(#[from] serde_json::Error),
}

/// What is known of an address that was asked before.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Visit {
    /// To be sent with the next request, byte for byte.
    pub validators: Validators,
    /// Of the last body.
    pub hash: Option<[u8; 32]>,
    /// When the server last said something usable (200 or 304).
    pub answered: Option<DateTime<Utc>>,
    /// Not to be asked before.
    pub not_before: Option<DateTime<Utc>>,
    /// For a feed's own address: the source that filled it last.
    pub source: Option<String>,
    /// How many stories the address listed last.
    pub items: Option<u32>,
    /// The newest of them, where they are dated.
    pub newest: Option<DateTime<Utc>>,
}

/// An article with when it was fetched.
#[derive(Debug, Clone, PartialEq)]
pub struct KeptArticle {
    /// The document.
    pub article: Article,
    /// When the server last said that it is right.
    pub answered: DateTime<Utc>,
    /// It stood in a feed; its page was never asked for.
    pub is_from_feed: bool,
}

/// The cache. One connection; call it from blocking threads.
#[derive(Debug)]
pub struct Cache {
    connection: Mutex<Connection>,
}

impl Cache {
    /// Opens or makes the file. A file that is damaged or of a later schema is moved aside (`….broken-N`), and the
    /// second value says so in a sentence.
    ///
    /// # Errors
    /// When no file can be made there.
    pub fn open(path: &Path) -> Result<(Self, Option<String>), CacheError> {
        let (connection, notice) = file::open(path)?;
        Ok((Self { connection: connection.into() }, notice))
    }

    /// A cache that is gone with the process: for a machine where no file can be written.
    ///
    /// # Errors
    /// When `SQLite` can't allocate it.
    pub fn in_memory() -> Result<Self, CacheError> {
        let mut connection = Connection::open_in_memory()?;
        file::set_up(&mut connection)?;
        Ok(Self { connection: connection.into() })
    }

    /// What is known of the address.
    ///
    /// # Errors
    /// `SQLite`'s.
    pub fn visit(&self, url: &str) -> Result<Option<Visit>, CacheError> {
        let connection = self.lock();
        let mut found = connection.prepare_cached(
            "SELECT etag, last_modified, hash, answered, not_before, source, items, newest FROM visit WHERE url = ?1",
        )?;
        let visit = found.query_row([url], |row| {
            Ok(Visit {
                validators: Validators { etag: row.get(0)?, last_modified: row.get(1)? },
                hash: row.get(2)?,
                answered: time(row, 3)?,
                not_before: time(row, 4)?,
                source: row.get(5)?,
                items: row.get(6)?,
                newest: time(row, 7)?,
            })
        });
        Ok(visit.optional()?)
    }

    /// Notes an answer (or a refusal) of the address.
    ///
    /// # Errors
    /// `SQLite`'s.
    pub fn note_visit(&self, url: &str, visit: &Visit) -> Result<(), CacheError> {
        put_visit(&self.lock(), url, visit)?;
        Ok(())
    }

    /// Takes in what a feed lists now, in one transaction: new stories are added, known ones get their new words and
    /// times, what the feed no longer lists stays (until it ages out of its list: after 30 days, or beyond the
    /// thousand newest).
    ///
    /// # Errors
    /// `SQLite`'s.
    pub fn keep_feed(&self, feed_url: &str, headlines: &[Headline], visit: &Visit) -> Result<(), CacheError> {
        let seen = visit.answered.unwrap_or_else(Utc::now).timestamp_millis();
        let mut connection = self.lock();
        let all = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        // Another source of the same feed words its titles otherwise: that is no edit.
        let before: Option<Option<String>> = all
            .prepare_cached("SELECT source FROM visit WHERE url = ?1")?
            .query_row([feed_url], |row| row.get(0))
            .optional()?;
        let feed = put_visit(&all, feed_url, visit)?;
        let same_source = before.is_some_and(|source| source.is_none() || source == visit.source).then_some(feed);
        for (position, headline) in headlines.iter().enumerate() {
            let story = put_story(&all, &headline.key)?;
            let time = put_headline(&all, story, headline, seen, same_source)?;
            all.prepare_cached(
                "INSERT INTO listed (story, feed, time, position, last_seen, outlet, outlet_name)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
                 ON CONFLICT (story, feed) DO UPDATE SET
                    time = excluded.time, position = excluded.position, last_seen = excluded.last_seen,
                    outlet = excluded.outlet, outlet_name = excluded.outlet_name",
            )?
            .execute(params![
                story,
                feed,
                time,
                clamp(position),
                seen,
                headline.outlet,
                headline.outlet_name
            ])?;
        }
        all.prepare_cached("DELETE FROM listed WHERE feed = ?1 AND last_seen < ?2")?
            .execute(params![feed, seen - LISTED_FOR.num_milliseconds()])?;
        all.prepare_cached(
            "DELETE FROM listed WHERE feed = ?1 AND story IN
                (SELECT story FROM listed WHERE feed = ?1 ORDER BY time DESC, position LIMIT -1 OFFSET ?2)",
        )?
        .execute(params![feed, clamp(LISTED_AT_MOST)])?;
        all.commit()?;
        Ok(())
    }

    /// The stories of these feeds, newest first, each once (the first feed in `feed_urls` that has it gives its
    /// outlet), at most `limit`. A story without a time counts as published when it was first seen; those of the same
    /// time keep their feed's order.
    ///
    /// # Errors
    /// `SQLite`'s.
    pub fn headlines(&self, feed_urls: &[String], limit: usize) -> Result<Vec<Headline>, CacheError> {
        let mut connection = self.lock();
        // One view of all feeds, even while another process writes.
        let all = connection.transaction()?;
        let mut newest = Vec::new();
        let mut stories = HashSet::new();
        // When the newest `limit` stories so far were published, the oldest on top: a feed is read down to there.
        let mut times = BinaryHeap::new();
        for (rank, url) in feed_urls.iter().enumerate() {
            // Each feed's own newest are enough: a story is as new in one feed as in any other.
            let mut listed = all.prepare_cached(
                "SELECT time, position, feed, story FROM listed
                 WHERE feed = (SELECT id FROM visit WHERE url = ?1) ORDER BY time DESC, position LIMIT ?2",
            )?;
            let mut rows = listed.query(params![url, clamp(limit)])?;
            while let Some(row) = rows.next()? {
                let (time, story): (i64, i64) = (row.get(0)?, row.get(3)?);
                if times.len() >= limit && times.peek().is_some_and(|Reverse(oldest)| time < *oldest) {
                    break;
                }
                if stories.insert(story) {
                    times.push(Reverse(time));
                    if times.len() > limit {
                        times.pop();
                    }
                }
                newest.push((-time, row.get::<_, i64>(1)?, rank, row.get::<_, i64>(2)?, story));
            }
        }
        // Which feed names the outlet is decided in the order asked for, before the order of time.
        newest.sort_unstable_by_key(|&(.., rank, _, story)| (story, rank));
        newest.dedup_by_key(|&mut (.., story)| story);
        newest.sort_unstable();
        newest.truncate(limit);
        let mut whole = all.prepare_cached(
            "SELECT story.key, url, title, kicker, standfirst, authors, labels, published, updated,
                    seconds, listed.outlet, listed.outlet_name, enclosure
             FROM story JOIN headline ON headline.story = story.id
                        JOIN listed ON listed.story = story.id AND listed.feed = ?2
             WHERE story.id = ?1",
        )?;
        let mut headlines = Vec::with_capacity(newest.len());
        for (.., feed, story) in newest {
            headlines.push(whole.query_row([story, feed], headline)?);
        }
        Ok(headlines)
    }

    /// The stories that each of these feeds lists and `counts` wants, for counting: (index into `feed_urls`, a number that
    /// stands for the story). Only numbers are kept: of twenty thousand keys each would be a string.
    ///
    /// # Errors
    /// `SQLite`'s.
    pub fn stories(
        &self,
        feed_urls: &[String],
        counts: impl Fn(&StoryKey) -> bool,
    ) -> Result<Vec<(usize, i64)>, CacheError> {
        let mut connection = self.lock();
        let all = connection.transaction()?;
        let mut listed = all.prepare_cached(
            "SELECT key, story FROM listed JOIN story ON story.id = listed.story
             WHERE feed = (SELECT id FROM visit WHERE url = ?1)",
        )?;
        let mut stories = Vec::new();
        for (index, url) in feed_urls.iter().enumerate() {
            let mut rows = listed.query([url])?;
            while let Some(row) = rows.next()? {
                if counts(&StoryKey(row.get(0)?)) {
                    stories.push((index, row.get(1)?));
                }
            }
        }
        Ok(stories)
    }

    /// When each feed (that of its sources which filled it) last answered, `None` for one that never did: (same order as `feed_urls`).
    ///
    /// # Errors
    /// `SQLite`'s.
    pub fn answered(&self, feed_urls: &[String]) -> Result<Vec<Option<DateTime<Utc>>>, CacheError> {
        let connection = self.lock();
        let mut found = connection.prepare_cached(
            "SELECT coalesce(filled.answered, visit.answered)
             FROM visit LEFT JOIN visit AS filled ON filled.url = visit.source WHERE visit.url = ?1",
        )?;
        let answered = feed_urls.iter().map(|url| Ok(found.query_row([url], |row| time(row, 0)).optional()?.flatten()));
        answered.collect()
    }

    /// The article of a story, if it was fetched before. It is as fresh as the last answer of the address it came
    /// from.
    ///
    /// # Errors
    /// `SQLite`'s, or a document that no longer reads (treated as missing by callers).
    pub fn article(&self, key: &StoryKey) -> Result<Option<KeptArticle>, CacheError> {
        let found = self
            .lock()
            .prepare_cached(
                "SELECT document, kept, max(kept, coalesce(answered, kept)),
                        EXISTS (SELECT 1 FROM listed WHERE feed = article.visit)
                 FROM story JOIN article ON article.story = story.id JOIN visit ON visit.id = article.visit
                 WHERE key = ?1",
            )?
            .query_row([&key.0], |row| Ok((row.get::<_, String>(0)?, time(row, 1)?, time(row, 2)?, row.get(3)?)))
            .optional()?;
        let Some((document, kept, answered, is_from_feed)) = found else {
            return Ok(None);
        };
        let article = serde_json::from_str(&document)?;
        Ok(Some(KeptArticle { article, answered: answered.or(kept).unwrap_or_default(), is_from_feed }))
    }

    /// Keeps the stories that a feed gives in full, after [`Cache::keep_feed`] of it. Where a story's page was fetched,
    /// the page stays: it knows more.
    ///
    /// # Errors
    /// `SQLite`'s.
    pub fn keep_stories(
        &self,
        feed_url: &str,
        stories: &[(StoryKey, Article)],
        now: DateTime<Utc>,
    ) -> Result<(), CacheError> {
        let mut connection = self.lock();
        let all = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        for (key, article) in stories {
            let story = put_story(&all, key)?;
            let changed = all
                .prepare_cached(
                    "INSERT INTO article (story, visit, kept, document)
                     SELECT ?1, id, ?3, ?4 FROM visit WHERE url = ?2
                     ON CONFLICT (story) DO UPDATE SET
                        visit = excluded.visit, kept = excluded.kept, document = excluded.document
                     WHERE article.document <> excluded.document
                       AND EXISTS (SELECT 1 FROM listed WHERE feed = article.visit)",
                )?
                .execute(params![story, feed_url, now.timestamp_millis(), serde_json::to_string(article)?])?;
            if changed > 0 {
                versions::note_version(&all, story, article)?;
                index_words(&all, story, &article.body())?;
            }
        }
        all.commit()?;
        Ok(())
    }

    /// Keeps an article and makes its words searchable. A later 304 of `visit_url` only needs [`Cache::note_visit`].
    ///
    /// # Errors
    /// `SQLite`'s.
    pub fn keep_article(
        &self,
        key: &StoryKey,
        article: &Article,
        visit_url: &str,
        visit: &Visit,
    ) -> Result<(), CacheError> {
        let document = serde_json::to_string(article)?;
        let kept = visit.answered.unwrap_or_else(Utc::now).timestamp_millis();
        let mut connection = self.lock();
        let all = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let visit = put_visit(&all, visit_url, visit)?;
        let story = put_story(&all, key)?;
        all.prepare_cached(
            "INSERT INTO article (story, visit, kept, document) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT (story) DO UPDATE SET visit = excluded.visit, kept = excluded.kept, document = excluded.document",
        )?
        .execute(params![story, visit, kept, document])?;
        versions::note_version(&all, story, article)?;
        if !has_headline(&all, story)? {
            // Reached by a link, not from a list: it gets a row of its own, so that a search can show it.
            put_headline(&all, story, &headline_of(key, article), kept, None)?;
        }
        index_words(&all, story, &article.body())?;
        all.commit()?;
        Ok(())
    }

    /// The forecast that the address answered with, if it was asked before.
    ///
    /// # Errors
    /// `SQLite`'s, or a document that no longer reads (treated as missing by callers).
    pub fn forecast(&self, url: &str) -> Result<Option<Forecast>, CacheError> {
        let found = self
            .lock()
            .prepare_cached("SELECT document FROM forecast JOIN visit ON visit.id = forecast.visit WHERE url = ?1")?
            .query_row([url], |row| row.get::<_, String>(0))
            .optional()?;
        Ok(found.map(|document| serde_json::from_str(&document)).transpose()?)
    }

    /// Keeps a forecast in place of the one before. A later 304 of the address only needs [`Cache::note_visit`].
    ///
    /// # Errors
    /// `SQLite`'s.
    pub fn keep_forecast(&self, url: &str, forecast: &Forecast, visit: &Visit) -> Result<(), CacheError> {
        let document = serde_json::to_string(forecast)?;
        let mut connection = self.lock();
        let all = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let visit = put_visit(&all, url, visit)?;
        all.prepare_cached(
            "INSERT INTO forecast (visit, document) VALUES (?1, ?2)
             ON CONFLICT (visit) DO UPDATE SET document = excluded.document",
        )?
        .execute(params![visit, document])?;
        all.commit()?;
        Ok(())
    }

    /// True when no feed lists any story.
    ///
    /// # Errors
    /// `SQLite`'s.
    pub fn is_empty(&self) -> Result<bool, CacheError> {
        Ok(self.lock().query_row("SELECT NOT EXISTS (SELECT 1 FROM listed)", [], |row| row.get(0))?)
    }

    /// A thread that panicked with the lock left a transaction that was rolled back, so the connection is sound.
    fn lock(&self) -> MutexGuard<'_, Connection> {
        self.connection.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A count as `SQLite` counts.
fn clamp(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}
