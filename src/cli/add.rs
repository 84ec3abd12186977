//! `dateline add`: a feed or a site becomes an outlet of one's own.

use std::fmt::Write as _;
use std::io::{self, BufRead as _, IsTerminal as _, Write as _};
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context as _, anyhow, bail};
use chrono::Utc;
use url::Url;

use crate::fetch::Fetcher;
use crate::news::{Fill, SectionId};
use crate::runtime::Economy;
use crate::sample::Edition;

use super::economy::{Thrift, keep_books};
use super::find::{self, Found, Site};
use super::sources::{ALONE, NewOutlet, NewSection, Sources, free, print, slug};

/// Add a feed, or one that a page names, to your own outlets.
#[derive(Debug, clap::Args)]
pub(super) struct Add {
    /// Of a feed, or of a site that has one.
    url: String,
    /// Which, where the site has several; 1 is the first.
    #[arg(long, value_name = "N")]
    pick: Option<usize>,
}

impl Add {
    pub(super) fn run(&self, sample: bool, thrift: Thrift, config: Option<&Path>) -> anyhow::Result<ExitCode> {
        let economy = thrift.economy(config)?;
        let outcome = self.add(sample, &economy, config);
        keep_books(&economy);
        outcome
    }

    fn add(&self, sample: bool, economy: &Economy, config: Option<&Path>) -> anyhow::Result<ExitCode> {
        let mut sources = Sources::open(config)?;
        let fetcher = if sample { Fetcher::sample(Edition::of(Utc::now())) } else { economy.fetcher() };
        let io =
            tokio::runtime::Builder::new_current_thread().enable_all().build().context("no thread for requests")?;
        let url = if self.url.contains("://") { self.url.clone() } else { format!("https://{}", self.url) };
        let mut site = io.block_on(find::feeds(&fetcher, &url))?;
        let Some(index) = self.which(&site)? else { return Ok(ExitCode::from(1)) };
        let found = site.feeds.get(index).ok_or_else(|| anyhow!("there is no number {}", index + 1))?.clone();
        if found.url != url && site.feeds.len() > 1 {
            // A page may name what is no feed any more.
            let checked = io.block_on(find::feeds(&fetcher, &found.url))?;
            site.name = site.name.or(checked.name);
            if checked.feeds.len() != 1 {
                bail!("{} is not a feed, whatever the page says", found.url);
            }
        }
        if let Some(id) = reader_of(&sources, &found.url) {
            bail!("{id} reads {} already", found.url);
        }
        let outlet = outlet_for(&sources, &site, &found);
        let (id, name) = (outlet.id.clone(), outlet.name.clone().unwrap_or_else(|| outlet.id.clone()));
        sources.add(&[outlet])?;
        print(&format!("Added {name} to {}. `dateline remove {id}` takes it out again.\n", sources.name()))?;
        Ok(ExitCode::SUCCESS)
    }

    /// Which of a site's feeds is meant: the only one, the one that was picked, or the one that the reader names. `None`
    /// where nobody says.
    fn which(&self, site: &Site) -> anyhow::Result<Option<usize>> {
        match (self.pick, site.feeds.len()) {
            (_, 0) => bail!("{} names no feed, and none is where sites usually have one", site.home),
            (Some(pick), count) if pick == 0 || pick > count => bail!("there are {count} feeds, so no number {pick}"),
            (Some(pick), _) => return Ok(Some(pick - 1)),
            (None, 1) => return Ok(Some(0)),
            (None, _) => {}
        }
        let mut list = String::new();
        for (index, found) in site.feeds.iter().enumerate() {
            let title = found.title.as_deref().unwrap_or("Without a title");
            let _ = writeln!(list, "{:>3}  {title}\n     {}", index + 1, found.url);
        }
        print(&list)?;
        if !io::stdin().is_terminal() {
            // A closed standard error leaves nobody to tell.
            let _ = io::stderr().write_all(b"dateline: the site has several feeds; --pick N takes one of them\n");
            return Ok(None);
        }
        print("Which one? ")?;
        let mut answer = String::new();
        io::stdin().lock().read_line(&mut answer).context("no answer can be read")?;
        match answer.trim().parse::<usize>() {
            Ok(pick) if (1..=site.feeds.len()).contains(&pick) => Ok(Some(pick - 1)),
            _ => Ok(None),
        }
    }
}

/// The section that is filled from `url`.
fn reader_of<'a>(sources: &'a Sources, url: &str) -> Option<&'a SectionId> {
    let sections = sources.catalogue.outlets.iter().flat_map(|outlet| &outlet.sections);
    let reads = |fill: &Fill| match fill {
        Fill::Feeds(feeds) => feeds.iter().any(|feed| feed.url == url),
        _ => false,
    };
    sections.into_iter().find(|section| reads(&section.fill)).map(|section| &section.id)
}

/// A new outlet, or one more section of the reader's own for the same site.
fn outlet_for(sources: &Sources, site: &Site, found: &Found) -> NewOutlet {
    let home = Url::parse(&site.home).ok();
    let host = home.as_ref().and_then(|url| url.host_str()).unwrap_or("feed");
    let host = host.strip_prefix("www.").unwrap_or(host);
    let title = found.title.clone().or_else(|| site.name.clone()).unwrap_or_else(|| host.to_owned());
    let section = |title: String, path: String| NewSection {
        title,
        path,
        level: 1,
        feed: Some(found.url.clone()),
        page: Some(site.home.clone()),
    };
    let same_site = sources.catalogue.outlets.iter().find(|outlet| outlet.yours && outlet.home == site.home);
    if let Some(outlet) = same_site {
        let taken = |path: &str| {
            let id = SectionId(format!("{}/{path}", outlet.id));
            outlet.sections.iter().any(|section| section.id == id)
        };
        let path = free(&slug(&title), taken);
        let sections = vec![section(title, path)];
        return NewOutlet { id: outlet.id.clone(), name: None, home: None, is_folder: false, sections };
    }
    NewOutlet {
        id: sources.free_id(&slug(host), &[]),
        name: Some(site.name.clone().unwrap_or(title)),
        home: Some(site.home.clone()),
        is_folder: false,
        sections: vec![section("All stories".to_owned(), ALONE.to_owned())],
    }
}
