//! One story's row.

use rusqlite::OptionalExtension;

use super::rows::headline;
use super::{Cache, CacheError};
use crate::news::{Headline, StoryKey};

impl Cache {
    /// The row of a story that was listed, or reached by its address, before.
    ///
    /// # Errors
    /// `SQLite`'s.
    pub fn headline(&self, key: &StoryKey) -> Result<Option<Headline>, CacheError> {
        let connection = self.lock();
        let mut found = connection.prepare_cached(
            "SELECT story.key, url, title, kicker, standfirst, authors, labels, published, updated,
                    seconds, outlet, outlet_name, enclosure
             FROM story JOIN headline ON headline.story = story.id WHERE story.key = ?1",
        )?;
        Ok(found.query_row([&key.0], headline).optional()?)
    }
}
