//! One edition's working place: the door its requests go through, the cache its answers are kept in, the journals of what
//! the reader does in it.

use std::collections::HashSet;

use anyhow::Context as _;
use chrono::{DateTime, Utc};

use crate::app::{Edition, EditionKind};
use crate::cache::Cache;
use crate::catalogue::Catalogue;
use crate::fetch::Fetcher;
use crate::library::Library;
use crate::marks::Marks;
use crate::news::{Fill, Section, SectionId};
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
    /// The journals that what the reader does is written to, if they can be kept.
    pub library: Option<Library>,
    /// Something the reader should know.
    pub notice: Option<String>,
}

impl Desk {
    /// Opens the live outlets or the sample edition, each with a cache file and journals of its own: a made-up story
    /// that was saved is not among the real ones.
    ///
    /// # Errors
    /// When the built-in catalogue can't be read, or not even a cache in memory can be had.
    pub fn open(kind: EditionKind, wishes: &Wishes, now: DateTime<Utc>) -> anyhow::Result<Opened> {
        let live = kind == EditionKind::Live;
        let mut of_yours = Vec::new();
        // The two that take longest, at the same time: a start waits for the slower one only.
        let (bare, catalogue) = std::thread::scope(|scope| {
            let bare = scope.spawn(|| Self::bare(kind, wishes, now));
            let catalogue = if live {
                with_yours(wishes, &mut of_yours)
            } else {
                sample::Edition::catalogue().map_err(anyhow::Error::from)
            };
            (bare.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)), catalogue)
        });
        let (desk, notice) = bare?;
        let catalogue = catalogue?;
        let mut notices: Vec<String> = notice.into_iter().chain(of_yours).collect();
        let journals = if live { "marks" } else { "sample-marks" };
        let desk = Self { fetcher: desk.fetcher.minding(&catalogue.outlets), ..desk };
        let (library, marks) = open_library(wishes, journals, &mut notices);
        let unknown: Vec<&str> = wishes
            .outlets
            .iter()
            .chain(wishes.mutes.outlets())
            .map(String::as_str)
            .filter(|id| live && catalogue.outlet(id).is_none())
            .collect();
        if !unknown.is_empty() {
            notices.push(format!("The config names outlets that are not known: {}.", unknown.join(", ")));
        }
        // A sample is shown whole, whatever the reader reads otherwise.
        let everything = || catalogue.outlets.iter().map(|outlet| outlet.id.clone()).collect();
        let chosen: Vec<String> =
            if live { catalogue.chosen(&wishes.outlets, &wishes.languages) } else { everything() };
        let chosen = if chosen.is_empty() {
            notices.push("The config asks for languages that no outlet is in; those in English are shown.".to_owned());
            catalogue.default_chosen()
        } else {
            chosen
        };
        let nothing_kept = desk.cache.is_empty().unwrap_or(true);
        let mut sections = catalogue.tree(&chosen);
        if live {
            let after_saved =
                sections.iter().position(|section| section.id == SectionId::saved()).map_or(0, |at| at + 1);
            sections.insert(after_saved, weather());
        }
        let before_outlets = sections.iter().position(is_outlets_own(&catalogue)).unwrap_or(sections.len());
        let searches = wishes.searches.iter();
        let searches = searches.map(|(name, query)| Section { title: name.clone(), ..Section::search(query) });
        sections.splice(before_outlets..before_outlets, searches);
        let shelf = shelf(&catalogue);
        let commanded = library.as_ref().map(Library::commands).unwrap_or_default();
        let edition = Edition { kind, sections, shelf, outlets: catalogue.outlets, nothing_kept, marks, commanded };
        let notice = (!notices.is_empty()).then(|| notices.join(" "));
        Ok(Opened { desk, edition, library, notice })
    }

    /// The door and the cache alone, for a command that shows no edition; the second value is something the reader
    /// should know.
    ///
    /// # Errors
    /// When not even a cache in memory can be had.
    pub fn bare(kind: EditionKind, wishes: &Wishes, now: DateTime<Utc>) -> anyhow::Result<(Self, Option<String>)> {
        let (fetcher, file) = match kind {
            EditionKind::Live if wishes.offline => (Fetcher::closed(), "cache.sqlite"),
            EditionKind::Live => (wishes.economy.fetcher(), "cache.sqlite"),
            EditionKind::Sample | EditionKind::SampleInstead => {
                (Fetcher::sample(sample::Edition::of(now)), "sample.sqlite")
            }
        };
        let opened = match &wishes.cache_folder {
            Some(folder) => Cache::open(&folder.join(file)),
            None => Cache::in_memory().map(|cache| (cache, None)),
        };
        match opened {
            Ok((cache, notice)) => Ok((Self { fetcher, cache }, notice)),
            Err(error) => {
                let cache = Cache::in_memory().context("no cache can be made, not even in memory")?;
                Ok((Self { fetcher, cache }, Some(format!("{error}; what is fetched is kept until you quit."))))
            }
        }
    }
}

/// The weather, as a section; the sample edition, which asks nobody, has none.
fn weather() -> Section {
    Section {
        id: SectionId::weather(),
        title: "Weather".to_owned(),
        depth: 0,
        fill: Fill::Weather,
        page: None,
        blends: Vec::new(),
    }
}

/// The trees of all outlets, chosen or not.
fn shelf(catalogue: &Catalogue) -> Vec<Section> {
    let all: Vec<String> = catalogue.outlets.iter().map(|outlet| outlet.id.clone()).collect();
    let is_own = is_outlets_own(catalogue);
    catalogue.tree(&all).into_iter().filter(|section| is_own(section)).collect()
}

/// Tells the sections of one outlet from those that are blended from several.
fn is_outlets_own(catalogue: &Catalogue) -> impl Fn(&Section) -> bool + '_ {
    let known: HashSet<&str> = catalogue.outlets.iter().map(|outlet| outlet.id.as_str()).collect();
    move |section| known.contains(section.id.0.split('/').next().unwrap_or_default())
}

/// The built-in outlets with the reader's own laid over them; without those where their file is not right.
fn with_yours(wishes: &Wishes, notices: &mut Vec<String>) -> anyhow::Result<Catalogue> {
    let built_in = Catalogue::built_in()?;
    let Some(file) = &wishes.sources else { return Ok(built_in) };
    let name = file.display().to_string();
    let read = match std::fs::read_to_string(file) {
        Ok(text) => built_in.with_yours(&name, &text).map_err(|error| error.in_one_line()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(built_in),
        Err(error) => Err(format!("{name} can't be read ({error})")),
    };
    Ok(read.unwrap_or_else(|why| {
        notices.push(format!("Your own outlets are left out: {why}. `dateline outlets` shows where."));
        built_in
    }))
}

/// The edition's journals; without them the reader works, and says that it will not remember.
fn open_library(wishes: &Wishes, journals: &str, notices: &mut Vec<String>) -> (Option<Library>, Marks) {
    let Some(data) = &wishes.data_folder else {
        notices.push("This machine names no home: what you read is remembered until you quit.".to_owned());
        return (None, Marks::default());
    };
    match Library::open(&data.join(journals)) {
        Ok((library, marks, notice)) => {
            notices.extend(notice);
            (Some(library), marks)
        }
        Err(error) => {
            notices.push(format!("{error}. What you read is remembered until you quit."));
            (None, Marks::default())
        }
    }
}
