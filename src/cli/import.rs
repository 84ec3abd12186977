//! `dateline import`: another reader's list of feeds becomes outlets of one's own.

use std::collections::HashSet;
use std::fmt::Write as _;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, bail};
use url::Url;

use crate::catalogue::opml::{self, Outline};
use crate::news::Fill;

use super::sources::{ALONE, NewOutlet, NewSection, Sources, free, print, slug};

/// A list of feeds is text for a person, not a store.
const BYTES_AT_MOST: u64 = 4 * 1024 * 1024;
/// The deepest level of an outlet's tree.
const DEEPEST: u8 = 3;

/// Add the feeds of an OPML file: its folders become outlets, and folders in them sections.
#[derive(Debug, clap::Args)]
pub(super) struct Import {
    /// An OPML file, as other readers export it.
    file: PathBuf,
}

impl Import {
    pub(super) fn run(&self, config: Option<&Path>) -> anyhow::Result<ExitCode> {
        let name = self.file.display();
        let mut bytes = Vec::new();
        let file = std::fs::File::open(&self.file).with_context(|| format!("{name} can't be read"))?;
        file.take(BYTES_AT_MOST + 1).read_to_end(&mut bytes).with_context(|| format!("{name} can't be read"))?;
        if bytes.len() as u64 > BYTES_AT_MOST {
            bail!("{name} is larger than 4 MiB; a list of feeds is not");
        }
        let (text, ..) = encoding_rs::UTF_8.decode(&bytes);
        let outlines = opml::parse(&text).with_context(|| format!("{name} can't be imported"))?;
        let mut sources = Sources::open(config)?;
        let outcome = outlets_of(&outlines, &sources);
        let feeds: usize =
            outcome.outlets.iter().flat_map(|outlet| &outlet.sections).filter(|s| s.feed.is_some()).count();
        if !outcome.outlets.is_empty() {
            sources.add(&outcome.outlets)?;
        }
        let outlets = outcome.outlets.len();
        let plural = |count: usize| if count == 1 { "" } else { "s" };
        let mut said = format!(
            "{feeds} feed{} in {outlets} outlet{} added to {}.\n",
            plural(feeds),
            plural(outlets),
            sources.name()
        );
        if outcome.known > 0 {
            let _ = writeln!(said, "{} were there already.", outcome.known);
        }
        if outcome.unusable > 0 {
            let _ = writeln!(said, "{} have no http address and were left out.", outcome.unusable);
        }
        print(&said)?;
        Ok(ExitCode::from(u8::from(feeds == 0 && outcome.known == 0)))
    }
}

struct Outcome {
    outlets: Vec<NewOutlet>,
    known: usize,
    unusable: usize,
}

/// Top folders are outlets, and so is each feed outside of them. Folders deeper than the tree are left out, and their feeds
/// put where the tree ends.
fn outlets_of(outlines: &[Outline], sources: &Sources) -> Outcome {
    let mut outcome = Outcome { outlets: Vec::new(), known: 0, unusable: 0 };
    let yours = sources.catalogue.outlets.iter().filter(|outlet| outlet.yours).flat_map(|outlet| &outlet.sections);
    let read: HashSet<String> = yours
        .filter_map(|section| if let Fill::Feeds(feeds) = &section.fill { Some(feeds) } else { None })
        .flatten()
        .map(|feed| feed.url.clone())
        .collect();
    let mut here: HashSet<String> = HashSet::new();
    for (index, outline) in outlines.iter().enumerate() {
        let feed = match &outline.feed {
            None => None,
            Some(feed) => {
                let Some(feed) = http(feed) else {
                    outcome.unusable += 1;
                    continue;
                };
                if outline.depth == 0 {
                    here.clear();
                }
                if read.contains(&feed) || !here.insert(feed.clone()) {
                    outcome.known += 1;
                    continue;
                }
                Some(feed)
            }
        };
        let page = outline.page.as_deref().and_then(http);
        if outline.depth == 0 {
            here = feed.iter().cloned().collect();
            let id = sources.free_id(&slug(&outline.title), &outcome.outlets);
            let own = feed.map(|feed| NewSection {
                title: "All stories".to_owned(),
                path: ALONE.to_owned(),
                level: 1,
                feed: Some(feed),
                page: page.clone(),
            });
            let is_folder = own.is_none();
            let sections = own.into_iter().collect();
            outcome.outlets.push(NewOutlet { id, name: Some(outline.title.clone()), home: page, is_folder, sections });
            continue;
        }
        let level = outline.depth.min(DEEPEST);
        let holds = outlines.iter().skip(index + 1).take_while(|inner| inner.depth > outline.depth);
        let is_empty =
            holds.filter_map(|inner| inner.feed.as_deref()).filter_map(http).all(|feed| read.contains(&feed));
        if feed.is_none() && (level == DEEPEST || is_empty) {
            continue;
        }
        // A list whose first outline is not at the top has no outlet to be put in.
        let Some(outlet) = outcome.outlets.last_mut() else { continue };
        let above = outlet.sections.last().map_or(0, |section| section.level);
        let wanted = slug(&outline.title);
        let path = free(&wanted, |path| path == ALONE || outlet.sections.iter().any(|section| section.path == path));
        let section = NewSection { title: outline.title.clone(), path, level: level.min(above + 1), feed, page };
        outlet.sections.push(section);
    }
    outcome.outlets.retain(|outlet| outlet.sections.iter().any(|section| section.feed.is_some()));
    outcome
}

/// The address as the catalogue writes it, if it is one of the web's.
fn http(address: &str) -> Option<String> {
    Url::parse(address).ok().filter(|url| matches!(url.scheme(), "http" | "https")).map(Into::into)
}
