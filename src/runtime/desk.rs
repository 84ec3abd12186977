//! One edition's working place: the door its requests go through, the cache its answers are kept in.

use anyhow::Context as _;
use chrono::{DateTime, Utc};

use crate::app::{Edition, EditionKind};
use crate::cache::Cache;
use crate::catalogue::Catalogue;
use crate::fetch::{Fetcher, Limits};
use crate::sample;

use super::Wishes;

/// Where an edition's requests go and its answers are kept.
#[derive(Debug)]
pub struct Desk {
    /// The door.
    pub fetcher: Fetcher,
    /// What came through it.
    pub cache: Cache,
}

/// A desk with what there is to read on it.
#[derive(Debug)]
pub struct Opened {
    /// The working place.
    pub desk: Desk,
    /// For the model.
    pub edition: Edition,
    /// Something the reader should know.
    pub notice: Option<String>,
}

impl Desk {
    /// Opens the live outlets or the sample edition, each with a cache file of its own.
    ///
    /// # Errors
    /// When the built-in catalogue can't be read, or not even a cache in memory can be had.
    pub fn open(kind: EditionKind, wishes: &Wishes, now: DateTime<Utc>) -> anyhow::Result<Opened> {
        let live = kind == EditionKind::Live;
        let (catalogue, fetcher, file) = if live {
            let door = if wishes.offline { Fetcher::closed() } else { Fetcher::network(Limits::default()) };
            (Catalogue::built_in()?, door, "cache.sqlite")
        } else {
            (sample::Edition::catalogue()?, Fetcher::sample(sample::Edition::of(now)), "sample.sqlite")
        };
        let opened = match &wishes.cache_folder {
            Some(folder) => Cache::open(&folder.join(file)),
            None => Cache::in_memory().map(|cache| (cache, None)),
        };
        let (cache, mut notice) = match opened {
            Ok(opened) => opened,
            Err(error) => {
                let cache = Cache::in_memory().context("no cache can be made, not even in memory")?;
                (cache, Some(format!("{error}; what is fetched is kept until you quit.")))
            }
        };
        let unknown: Vec<&str> =
            wishes.outlets.iter().map(String::as_str).filter(|id| live && catalogue.outlet(id).is_none()).collect();
        if !unknown.is_empty() {
            notice = Some(format!("The config names outlets that are not known: {}.", unknown.join(", ")));
        }
        let chosen: Vec<String> = wishes.outlets.iter().filter(|id| catalogue.outlet(id).is_some()).cloned().collect();
        let chosen = if chosen.is_empty() { catalogue.default_chosen() } else { chosen };
        let nothing_kept = cache.is_empty().unwrap_or(true);
        let edition = Edition { kind, sections: catalogue.tree(&chosen), outlets: catalogue.outlets, nothing_kept };
        Ok(Opened { desk: Self { fetcher, cache }, edition, notice })
    }
}
