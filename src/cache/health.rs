//! How feeds and hosts are doing: what failed, which hosts are to be left alone, when a feed came whole. All of it
//! outlives the program.

use chrono::{DateTime, Utc};
use rusqlite::{OptionalExtension, params};

use super::rows::{millis, time};
use super::{Cache, CacheError};
use crate::trouble::Trouble;

/// A feed that failed, until it answers again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// The feed's address.
    pub url: String,
    /// The latest of what went wrong.
    pub trouble: Trouble,
    /// When it first went wrong after the last good answer.
    pub since: DateTime<Utc>,
    /// The last good answer.
    pub answered: Option<DateTime<Utc>>,
}

/// A host that is to be left alone for a while.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rest {
    /// It may be asked again from then on.
    pub not_before: DateTime<Utc>,
    /// Failures in a row, from which we made that time up ourselves; 0 when the host itself named it.
    pub failures: u32,
}

impl Cache {
    /// Notes that a feed failed at `now`, and that it is not to be asked by itself before `not_before`.
    ///
    /// # Errors
    /// `SQLite`'s.
    pub fn note_failure(
        &self,
        url: &str,
        trouble: &Trouble,
        now: DateTime<Utc>,
        not_before: Option<DateTime<Utc>>,
    ) -> Result<(), CacheError> {
        self.lock()
            .prepare_cached(
                "INSERT INTO visit (url, trouble, failed, not_before) VALUES (?1, ?2, ?3, ?4)
                 ON CONFLICT (url) DO UPDATE SET
                    trouble = excluded.trouble, failed = coalesce(failed, excluded.failed),
                    not_before = excluded.not_before",
            )?
            .execute(params![url, serde_json::to_string(trouble)?, millis(Some(now)), millis(not_before)])?;
        Ok(())
    }

    /// Notes that a feed is well again.
    ///
    /// # Errors
    /// `SQLite`'s.
    pub fn clear_failure(&self, url: &str) -> Result<(), CacheError> {
        self.lock()
            .prepare_cached("UPDATE visit SET trouble = NULL, failed = NULL WHERE url = ?1 AND failed IS NOT NULL")?
            .execute([url])?;
        Ok(())
    }

    /// Those of these feeds that failed when they were last asked, in the order asked for.
    ///
    /// # Errors
    /// `SQLite`'s.
    pub fn failures(&self, feed_urls: &[String]) -> Result<Vec<Failure>, CacheError> {
        let connection = self.lock();
        let mut found = connection.prepare_cached(
            "SELECT trouble, failed, answered FROM visit WHERE url = ?1 AND trouble IS NOT NULL AND failed IS NOT NULL",
        )?;
        let mut failures = Vec::new();
        for url in feed_urls {
            let row = found.query_row([url], |row| Ok((row.get::<_, String>(0)?, time(row, 1)?, time(row, 2)?)));
            let Some((trouble, since, answered)) = row.optional()? else { continue };
            // A word of a later version: that something failed is lost, until it fails again.
            let Ok(trouble) = serde_json::from_str(&trouble) else { continue };
            failures.push(Failure { url: url.clone(), trouble, since: since.unwrap_or_default(), answered });
        }
        Ok(failures)
    }

    /// When the feed last came whole, as far as its stories tell.
    ///
    /// # Errors
    /// `SQLite`'s.
    pub fn whole_since(&self, feed_url: &str) -> Result<Option<DateTime<Utc>>, CacheError> {
        let connection = self.lock();
        let mut found = connection
            .prepare_cached("SELECT max(last_seen) FROM listed WHERE feed = (SELECT id FROM visit WHERE url = ?1)")?;
        Ok(found.query_row([feed_url], |row| time(row, 0))?)
    }

    /// Notes that the feed came whole again, with the stories that it had the last time.
    ///
    /// # Errors
    /// `SQLite`'s.
    pub fn note_whole(&self, feed_url: &str, now: DateTime<Utc>) -> Result<(), CacheError> {
        self.lock()
            .prepare_cached(
                "WITH known AS (SELECT id FROM visit WHERE url = ?1)
                 UPDATE listed SET last_seen = ?2 WHERE feed = (SELECT id FROM known)
                    AND last_seen = (SELECT max(last_seen) FROM listed WHERE feed = (SELECT id FROM known))",
            )?
            .execute(params![feed_url, millis(Some(now))])?;
        Ok(())
    }

    /// Whether the host is to be left alone.
    ///
    /// # Errors
    /// `SQLite`'s.
    pub fn rest(&self, host: &str) -> Result<Option<Rest>, CacheError> {
        let found = self
            .lock()
            .prepare_cached("SELECT not_before, failures FROM host WHERE name = ?1")?
            .query_row([host], |row| Ok((time(row, 0)?, row.get::<_, u32>(1)?)))
            .optional()?;
        Ok(found.and_then(|(not_before, failures)| Some(Rest { not_before: not_before?, failures })))
    }

    /// Notes that the host is to be left alone.
    ///
    /// # Errors
    /// `SQLite`'s.
    pub fn note_rest(&self, host: &str, rest: Rest) -> Result<(), CacheError> {
        self.lock()
            .prepare_cached(
                "INSERT INTO host (name, not_before, failures) VALUES (?1, ?2, ?3)
                 ON CONFLICT (name) DO UPDATE SET not_before = excluded.not_before, failures = excluded.failures",
            )?
            .execute(params![host, millis(Some(rest.not_before)), rest.failures])?;
        Ok(())
    }

    /// Notes that the host may be asked as any other.
    ///
    /// # Errors
    /// `SQLite`'s.
    pub fn end_rest(&self, host: &str) -> Result<(), CacheError> {
        self.lock().prepare_cached("DELETE FROM host WHERE name = ?1")?.execute([host])?;
        Ok(())
    }
}
