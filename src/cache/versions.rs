//! The versions of stories that were read, so that a later one can be compared with them.
//!
//! Of each story the two that were read last are kept (the one of now, and the one before it), packed; of all stories
//! those of the last [`READ_FOR`], and no more than [`AT_MOST`].

use std::io::{Read as _, Write as _};

use chrono::{DateTime, TimeDelta, Utc};
use flate2::Compression;
use flate2::read::DeflateDecoder;
use flate2::write::DeflateEncoder;
use rusqlite::{OptionalExtension, Transaction, TransactionBehavior, params};

use super::{Cache, CacheError, clamp};
use crate::article::{Article, Version};
use crate::news::{Headline, StoryKey};

/// How long what was read is kept.
const READ_FOR: TimeDelta = TimeDelta::days(90);
/// How many versions are kept of all stories.
const AT_MOST: usize = 2000;
/// How many of one.
const OF_ONE_STORY: usize = 2;
/// A document is no larger than this once it is unpacked.
const DOCUMENT_AT_MOST: u64 = 32 * 1024 * 1024;

impl Cache {
    /// Keeps a copy of the story as it is kept now, if that is the version that was read.
    ///
    /// # Errors
    /// `SQLite`'s, or a document that no longer reads.
    pub fn keep_version(&self, key: &StoryKey, version: Version, read: DateTime<Utc>) -> Result<(), CacheError> {
        let mut connection = self.lock();
        let all = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let found: Option<(i64, String)> = all
            .prepare_cached("SELECT id, document FROM story JOIN article ON article.story = story.id WHERE key = ?1")?
            .query_row([&key.0], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        let Some((story, document)) = found else { return Ok(()) };
        let article: Article = serde_json::from_str(&document)?;
        // A file from before versions were noted learns them as its stories are read.
        note_version(&all, story, &article)?;
        if article.version() == version {
            let mut packed = DeflateEncoder::new(Vec::new(), Compression::default());
            packed.write_all(document.as_bytes())?;
            all.prepare_cached(
                "INSERT INTO version (story, version, read, document) VALUES (?1, ?2, ?3, ?4)
                 ON CONFLICT (story, version) DO UPDATE SET read = max(read, excluded.read)",
            )?
            .execute(params![story, version.number(), read.timestamp_millis(), packed.finish()?])?;
        }
        all.prepare_cached(
            "DELETE FROM version WHERE story = ?1 AND id NOT IN
                (SELECT id FROM version WHERE story = ?1 ORDER BY read DESC, id DESC LIMIT ?2)",
        )?
        .execute(params![story, clamp(OF_ONE_STORY)])?;
        all.prepare_cached("DELETE FROM version WHERE read < ?1")?.execute([(read - READ_FOR).timestamp_millis()])?;
        all.prepare_cached(
            "DELETE FROM version WHERE id IN (SELECT id FROM version ORDER BY read DESC, id DESC LIMIT -1 OFFSET ?1)",
        )?
        .execute([clamp(AT_MOST)])?;
        all.commit()?;
        Ok(())
    }

    /// The story in a version that was read; `None` when that is no longer kept.
    ///
    /// # Errors
    /// `SQLite`'s, or a document that no longer reads (treated as missing by callers).
    pub fn version(&self, key: &StoryKey, version: Version) -> Result<Option<Article>, CacheError> {
        let packed: Option<Vec<u8>> = self
            .lock()
            .prepare_cached(
                "SELECT document FROM version JOIN story ON story.id = version.story
                 WHERE key = ?1 AND version.version = ?2",
            )?
            .query_row(params![key.0, version.number()], |row| row.get(0))
            .optional()?;
        let Some(packed) = packed else { return Ok(None) };
        let mut document = String::new();
        DeflateDecoder::new(packed.as_slice()).take(DOCUMENT_AT_MOST).read_to_string(&mut document)?;
        Ok(Some(serde_json::from_str(&document)?))
    }

    /// Which version of these stories is kept, of those of which one is: numbers only, no text is read for it.
    ///
    /// # Errors
    /// `SQLite`'s.
    pub fn versions(&self, headlines: &[Headline]) -> Result<Vec<(StoryKey, Version)>, CacheError> {
        let connection = self.lock();
        let mut found = connection.prepare_cached("SELECT version FROM story WHERE key = ?1")?;
        let mut versions = Vec::new();
        for headline in headlines {
            let number: Option<i64> = found.query_row([&headline.key.0], |row| row.get(0)).optional()?.flatten();
            if let Some(number) = number {
                versions.push((headline.key.clone(), Version::from_number(number)));
            }
        }
        Ok(versions)
    }
}

/// Notes which version of the story is kept, beside its key: lists ask for it without touching the text.
pub(super) fn note_version(all: &Transaction, story: i64, article: &Article) -> rusqlite::Result<()> {
    all.prepare_cached("UPDATE story SET version = ?2 WHERE id = ?1")?.execute([story, article.version().number()])?;
    Ok(())
}
