//! What a command works at: the same desk, tree and journals as the reader's.

use std::io;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use chrono::{DateTime, Utc};

use crate::app::{Ask, Edition, EditionKind};
use crate::article::safe_link;
use crate::library::Library;
use crate::mute::Mutes;
use crate::news::{Headline, StoryKey};
use crate::runtime::{Desk, Economy, Opened, Wishes};
use crate::trouble::{Trouble, TroubleKind};

use super::economy::{Thrift, keep_books};
use super::place::Places;
use super::reader::read_config;
use super::weather::complain;

/// What the command line says to every command.
#[derive(Debug, Clone, Copy)]
pub(super) struct Given<'a> {
    pub(super) sample: bool,
    pub(super) offline: bool,
    pub(super) thrift: Thrift,
    pub(super) config: Option<&'a Path>,
}

/// An edition that was opened for one command.
#[derive(Debug)]
pub(super) struct Session {
    pub(super) desk: Arc<Desk>,
    pub(super) edition: Edition,
    /// What is in no list.
    pub(super) mutes: Mutes,
    pub(super) library: Option<Library>,
    pub(super) now: DateTime<Utc>,
    stale_after: Duration,
    economy: Economy,
}

/// What the reader names: a story that is known, or an address that is not.
#[derive(Debug)]
pub(super) enum Named {
    Story(Box<Headline>),
    Address { key: StoryKey, url: String },
}

impl Given<'_> {
    pub(super) fn open(self) -> anyhow::Result<Session> {
        let places = Places::of_this_machine();
        let config = read_config(&places, self.config)?;
        let economy = self.thrift.over(&config);
        let stale_after = Duration::from_secs(u64::from(config.refresh_minutes) * 60);
        let mutes = Mutes::new(&config.mute, &config.mute_outlets);
        let wishes = Wishes {
            outlets: config.outlets,
            languages: config.languages,
            sources: places.sources(self.config),
            stale_after,
            cache_folder: places.cache,
            data_folder: places.data,
            mutes: mutes.clone(),
            searches: config.searches,
            offline: self.offline,
            economy: economy.clone(),
        };
        let kind = if self.sample { EditionKind::Sample } else { EditionKind::Live };
        let now = Utc::now();
        let Opened { desk, edition, library, notice } = Desk::open(kind, &wishes, now)?;
        if let Some(notice) = notice {
            complain(&format!("dateline: {notice}"));
        }
        let mutes = mutes.after(&edition.marks.sections);
        Ok(Session { desk: Arc::new(desk), mutes, edition, library, now, stale_after, economy })
    }
}

impl Session {
    /// Asks as the reader does by itself; on a thin line only for what is not kept at all.
    pub(super) fn eagerness(&self) -> (Ask, Duration) {
        let ask = if self.economy.low_bandwidth { Ask::IfMissing } else { Ask::IfStale };
        (ask, self.stale_after)
    }

    /// Adds what was fetched to the books.
    pub(super) fn keep_books(&self) {
        keep_books(&self.economy);
    }

    /// What the reader means by an address, or by the key of a story that is known.
    ///
    /// # Errors
    /// A sentence without its full stop.
    pub(super) fn named(&self, words: &str) -> Result<Named, String> {
        let is_address = is_address(words);
        let key = if is_address { StoryKey::of(words) } else { StoryKey(words.to_owned()) };
        let kept = self.desk.cache.headline(&key).map_err(|error| error.to_string())?;
        let saved = || self.edition.marks.saved().into_iter().find(|headline| headline.key == key);
        if let Some(headline) = kept.or_else(saved) {
            return Ok(Named::Story(Box::new(headline)));
        }
        if !is_address {
            return Err("no story with that key is kept".to_owned());
        }
        let url = safe_link(words).ok_or_else(|| Trouble::at(TroubleKind::Address, words).to_string())?;
        Ok(Named::Address { key, url })
    }
}

pub(super) fn is_address(words: &str) -> bool {
    ["http://", "https://"]
        .iter()
        .any(|scheme| words.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme)))
}

/// A thread for requests.
pub(super) fn io_thread() -> anyhow::Result<tokio::runtime::Runtime> {
    tokio::runtime::Builder::new_current_thread().enable_all().build().context("no thread for requests")
}

/// A trouble in a sentence without the reader's keys, which do nothing in a shell.
pub(super) fn sentence(trouble: &Trouble) -> String {
    if trouble.kind == TroubleKind::NoStory {
        return "no story was found in it".to_owned();
    }
    let told = trouble.to_string();
    let useful = |part: &&str| !["r tries again", "r asks it", "o opens"].iter().any(|key| part.contains(key));
    told.split(". ").filter(useful).collect::<Vec<_>>().join(". ")
}

/// True where whoever read standard output has read enough: `head` is not an error.
pub(super) fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error
        .chain()
        .filter_map(|cause| cause.downcast_ref::<io::Error>())
        .any(|cause| cause.kind() == io::ErrorKind::BrokenPipe)
}
