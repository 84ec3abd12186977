//! What goes over the line in this run: what it may be, and how it is kept by day.

use std::sync::{Mutex, PoisonError};

use chrono::{DateTime, Local, NaiveDate, TimeDelta, Utc};

use crate::cache::{Cache, CacheError};
use crate::fetch::{Fetcher, Limits};
use crate::ledger::{Ledger, Traffic};

use super::ask::keep;

/// What the terminal got is written down no more often; a kill loses no more of it.
const EVERY: TimeDelta = TimeDelta::seconds(60);
/// On a thin line each request takes from the others: two feeds, and the story that the reader opens.
const AT_ONCE_ON_A_THIN_LINE: usize = 3;

/// How the reader wants the line to be used, and what of it was used.
#[derive(Debug, Clone, Default)]
pub struct Economy {
    /// Where all of the run is counted.
    pub ledger: Ledger,
    /// Bytes that may come in from the network in this run.
    pub max_bytes: Option<u64>,
    /// The line is thin.
    pub low_bandwidth: bool,
}

impl Economy {
    /// A door to the network that minds it.
    #[must_use]
    pub fn fetcher(&self) -> Fetcher {
        let mut limits = Limits { max_bytes: self.max_bytes, ..Limits::default() };
        if self.low_bandwidth {
            limits.at_once = AT_ONCE_ON_A_THIN_LINE;
        }
        Fetcher::network(limits).counting(self.ledger.clone())
    }

    /// Adds all of a run to what is kept of today, for a command that ends after it.
    ///
    /// # Errors
    /// The cache's.
    pub fn keep(&self, cache: &Cache) -> Result<(), CacheError> {
        Books::new(self.ledger.clone()).keep(cache, Utc::now())
    }
}

/// Carries the ledger over into the cache.
#[derive(Debug)]
pub(super) struct Books {
    ledger: Ledger,
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    /// What the cache has of this run.
    kept: Traffic,
    /// When it was last looked at.
    looked: DateTime<Utc>,
    /// When the reader last did something.
    active: DateTime<Utc>,
}

impl Books {
    pub(super) fn new(ledger: Ledger) -> Self {
        let now = Utc::now();
        let state = State { kept: Traffic::default(), looked: now, active: now };
        Self { ledger, state: state.into() }
    }

    /// The reader does something at `now`: says until when the books are to be kept, if it is time for that. What was
    /// counted before a night's rest belongs to the evening.
    pub(super) fn is_due(&self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let before = std::mem::replace(&mut state.active, now);
        // A clock that was set back must not keep the books closed.
        if (now - state.looked).abs() < EVERY {
            return None;
        }
        state.looked = now;
        (state.kept != self.ledger.so_far()).then_some(before)
    }

    /// What was counted in this run, and on the day of `at` by all that count.
    pub(super) fn read(&self, cache: &Cache, at: DateTime<Utc>) -> (Traffic, Traffic) {
        keep(self.keep(cache, at));
        let run = self.ledger.so_far();
        let days = cache.traffic().unwrap_or_default();
        let today = days.into_iter().find(|(kept, _)| *kept == day(at)).map_or(run, |(_, traffic)| traffic);
        (run, today)
    }

    /// Adds what is not in the cache yet to the day of `at`.
    pub(super) fn keep(&self, cache: &Cache, at: DateTime<Utc>) -> Result<(), CacheError> {
        // Held until it is written: nothing is added twice.
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let counted = self.ledger.so_far();
        if counted != state.kept {
            cache.add_traffic(day(at), counted.since(state.kept))?;
            state.kept = counted;
        }
        Ok(())
    }
}

/// The reader's day.
fn day(at: DateTime<Utc>) -> NaiveDate {
    at.with_timezone(&Local).date_naive()
}
