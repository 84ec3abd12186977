//! `dateline export`: one's own outlets as a list that other readers take, or the saved stories as files.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context as _;

use crate::catalogue::opml::{self, Outline};
use crate::news::{Feed, Fill, Outlet, Section, SourceKind};
use crate::private;

use super::place::Places;
use super::reader::read_config;
use super::saved;
use super::session::Given;
use super::sources::{ALONE, Sources, print};

/// Write your own outlets as OPML, for other readers or another machine; or saved stories as files.
#[derive(Debug, clap::Args)]
pub(super) struct Export {
    /// Where to; standard output by default.
    file: Option<PathBuf>,
    /// All outlets in the tree, not only your own.
    #[arg(long)]
    all: bool,
    /// Instead: write each saved story to a file of its own in this folder, and print the files' names. In a pipe, with a
    /// tab between them: file, key, title.
    #[arg(long, value_name = "FOLDER", conflicts_with_all = ["file", "all"])]
    saved: Option<PathBuf>,
    /// With --saved: as Markdown, with the story's links, instead of plain text.
    #[arg(long, requires = "saved")]
    markdown: bool,
    /// With --saved: one JSON object a line, one for each file.
    #[arg(long, requires = "saved")]
    json: bool,
}

impl Export {
    pub(super) fn run(&self, given: Given<'_>) -> anyhow::Result<ExitCode> {
        if let Some(folder) = &self.saved {
            return saved::export(given, folder, self.markdown, self.json);
        }
        let sources = Sources::open(given.config)?;
        let settings = read_config(&Places::of_this_machine(), given.config)?;
        let chosen = sources.catalogue.chosen(&settings.outlets, &settings.languages);
        let outlets =
            sources.catalogue.outlets.iter().filter(|outlet| outlet.yours || (self.all && chosen.contains(&outlet.id)));
        let outlines: Vec<Outline> = outlets.flat_map(outlines_of).collect();
        let list = opml::write("dateline", &outlines);
        match &self.file {
            None => print(&list)?,
            Some(file) => private::replace(file, list.as_bytes())
                .with_context(|| format!("{} can't be written", file.display()))?,
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// An outlet as a folder of its sections; one that is a single feed as that.
fn outlines_of(outlet: &Outlet) -> Vec<Outline> {
    if let [section] = outlet.sections.as_slice()
        && section.id.0 == format!("{}/{ALONE}", outlet.id)
        && let [feed] = feeds(section)
    {
        return vec![Outline {
            depth: 0,
            title: outlet.name.clone(),
            feed: Some(feed.url.clone()),
            page: section.page.clone(),
        }];
    }
    let mut outlines = vec![Outline { depth: 0, title: outlet.name.clone(), feed: None, page: None }];
    for (index, section) in outlet.sections.iter().enumerate() {
        let under: Vec<&Section> =
            outlet.sections.iter().skip(index + 1).take_while(|inner| inner.depth > section.depth).collect();
        let outline = |feed: Option<&Feed>| Outline {
            depth: section.depth + 1,
            title: section.title.clone(),
            feed: feed.map(|feed| feed.url.clone()),
            page: section.page.clone(),
        };
        // What gathers the feeds under it is a folder, and has none of its own.
        let own = |feed: &&Feed| {
            feed.sources.first().is_some_and(|source| source.kind == SourceKind::Feed)
                && !under.iter().any(|inner| feeds(inner).contains(feed))
        };
        let before = outlines.len();
        outlines.extend(feeds(section).iter().filter(own).map(|feed| outline(Some(feed))));
        if outlines.len() == before && !under.is_empty() {
            outlines.push(outline(None));
        }
    }
    outlines
}

fn feeds(section: &Section) -> &[Feed] {
    if let Fill::Feeds(feeds) = &section.fill { feeds } else { &[] }
}
