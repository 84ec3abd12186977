//! What was fetched, in one `SQLite` file that can be deleted at any time.

use std::path::Path;

use chrono::{DateTime, Utc};

use crate::article::Article;
use crate::fetch::Validators;
use crate::news::{Headline, StoryKey};

/// A failure of the cache; the reader goes on without it.
#[derive(Debug, thiserror::Error)]
pub enum CacheError {
    /// `SQLite`'s own words.
    #[error("the cache failed: {0}")]
    Sqlite(#[from] rusqlite::Error),
    /// The folder or file can't be made or moved.
    #[error("the cache can't be opened: {0}")]
    Io(#[from] std::io::Error),
    /// An article that does not serialise.
    #[error("an article could not be kept: {0}")]
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
}

/// An article with when it was fetched.
#[derive(Debug, Clone, PartialEq)]
pub struct KeptArticle {
    /// The document.
    pub article: Article,
    /// When the server last said that it is right.
    pub answered: DateTime<Utc>,
}

/// The cache. One connection; call it from blocking threads.
#[derive(Debug)]
pub struct Cache {
    connection: std::sync::Mutex<rusqlite::Connection>,
}

impl Cache {
    /// Opens or makes the file. A file that is damaged or of a later schema is moved aside (`….broken-N`), and the second value says so
    /// in a sentence.
    ///
    /// # Errors
    /// When no file can be made there.
    pub fn open(path: &Path) -> Result<(Self, Option<String>), CacheError> {
        Ok((Self { connection: rusqlite::Connection::open(path)?.into() }, None))
    }

    /// A cache that is gone with the process: for a machine where no file can be written.
    ///
    /// # Errors
    /// When `SQLite` can't allocate it.
    pub fn in_memory() -> Result<Self, CacheError> {
        Ok(Self { connection: rusqlite::Connection::open_in_memory()?.into() })
    }

    /// What is known of the address.
    ///
    /// # Errors
    /// `SQLite`'s.
    pub fn visit(&self, url: &str) -> Result<Option<Visit>, CacheError> {
        let _ = (url, &self.connection);
        Ok(None)
    }

    /// Notes an answer (or a refusal) of the address.
    ///
    /// # Errors
    /// `SQLite`'s.
    pub fn note_visit(&self, url: &str, visit: &Visit) -> Result<(), CacheError> {
        let _ = (url, visit);
        Ok(())
    }

    /// Takes in what a feed lists now, in one transaction: new stories are added, known ones get their new words and times, what the
    /// feed no longer lists stays (until it ages out of its list).
    ///
    /// # Errors
    /// `SQLite`'s.
    pub fn keep_feed(&self, feed_url: &str, headlines: &[Headline], visit: &Visit) -> Result<(), CacheError> {
        let _ = (feed_url, headlines, visit);
        Ok(())
    }

    /// The stories of these feeds, newest first, each once (the first feed in `feed_urls` that has it gives its outlet),
    /// at most `limit`.
    ///
    /// # Errors
    /// `SQLite`'s.
    pub fn headlines(&self, feed_urls: &[String], limit: usize) -> Result<Vec<Headline>, CacheError> {
        let _ = (feed_urls, limit);
        Ok(Vec::new())
    }

    /// The stories that each of these feeds lists, for counting: (index into `feed_urls`, key).
    ///
    /// # Errors
    /// `SQLite`'s.
    pub fn keys(&self, feed_urls: &[String]) -> Result<Vec<(usize, StoryKey)>, CacheError> {
        let _ = feed_urls;
        Ok(Vec::new())
    }

    /// When each feed last answered, `None` for one that never did: (same order as `feed_urls`).
    ///
    /// # Errors
    /// `SQLite`'s.
    pub fn answered(&self, feed_urls: &[String]) -> Result<Vec<Option<DateTime<Utc>>>, CacheError> {
        Ok(vec![None; feed_urls.len()])
    }

    /// The article of a story, if it was fetched before.
    ///
    /// # Errors
    /// `SQLite`'s, or a document that no longer reads (treated as missing by callers).
    pub fn article(&self, key: &StoryKey) -> Result<Option<KeptArticle>, CacheError> {
        let _ = key;
        Ok(None)
    }

    /// Keeps an article and makes its words searchable.
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
        let _ = (key, article, visit_url, visit);
        Ok(())
    }

    /// Stories whose headline, standfirst or text has all words of `query` (the last one may be a beginning), best first, at most `limit`.
    /// Any characters may be in `query`; it is never read as FTS syntax.
    ///
    /// # Errors
    /// `SQLite`'s.
    pub fn search(&self, query: &str, limit: usize) -> Result<Vec<Headline>, CacheError> {
        let _ = (query, limit);
        Ok(Vec::new())
    }

    /// True when it holds no headline at all.
    ///
    /// # Errors
    /// `SQLite`'s.
    pub fn is_empty(&self) -> Result<bool, CacheError> {
        Ok(true)
    }
}
