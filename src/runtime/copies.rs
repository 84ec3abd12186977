//! Copies of what was read, made off the screen's thread; what is left of them when the program ends is made then.

use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, Utc};

use crate::article::Version;
use crate::cache::Cache;
use crate::news::StoryKey;

use super::ask;

/// A copy that is still to be made.
#[derive(Debug)]
struct Due {
    key: StoryKey,
    version: Version,
    read: DateTime<Utc>,
}

/// All of them.
#[derive(Debug, Clone, Default)]
pub(super) struct Copies {
    due: Arc<Mutex<Vec<Due>>>,
    /// Held while copies are made; the list is not, so that the screen's thread never waits for the cache.
    turn: Arc<Mutex<()>>,
}

impl Copies {
    pub(super) fn add(&self, key: StoryKey, version: Version, read: DateTime<Utc>) {
        self.due.lock().unwrap_or_else(PoisonError::into_inner).push(Due { key, version, read });
    }

    /// Makes them all. Whoever comes second waits for the first.
    pub(super) fn make(&self, cache: &Cache) {
        let _turn = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
        let due = std::mem::take(&mut *self.due.lock().unwrap_or_else(PoisonError::into_inner));
        for Due { key, version, read } in due {
            ask::keep(cache.keep_version(&key, version, read));
        }
    }
}
