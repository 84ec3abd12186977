//! `dateline doctor`: how each address of an outlet is, which step failed, and what to do.

use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, bail};
use chrono::{DateTime, SecondsFormat, Utc};
use futures_util::{StreamExt as _, stream};
use serde_json::{Value, json};
use url::Url;

use crate::catalogue::Catalogue;
use crate::clock::ago;
use crate::doctor::{self, Finding, Seen};
use crate::extract::RawPage;
use crate::fetch::Fetcher;
use crate::news::{Feed, Fill, Source, SourceKind};
use crate::page::wrap;
use crate::runtime::Economy;
use crate::sample::Edition;
use crate::text::{clean, shorten, width};
use crate::trouble::TroubleKind;

use super::economy::{Thrift, keep_books};
use super::place::Places;
use super::reader::read_config;
use super::sources::Sources;

/// A file may be as long as an answer of the network.
const FILE_BYTES_AT_MOST: u64 = 16 * 1024 * 1024;
/// Outlets that are asked at once.
const OUTLETS_AT_ONCE: usize = 4;
/// What is printed fits the classic terminal.
const COLUMNS: usize = 80;
/// Columns of the step.
const STEP: usize = 14;
/// Columns of the section.
const SECTION: usize = 26;

/// Ask every address of an outlet (of all that you read, by default) and say which step failed, and what to do.
#[derive(Debug, clap::Args)]
pub(super) struct Doctor {
    /// An outlet's id, such as rnz.
    outlet: Option<String>,
    /// Ask this address, or judge FILE as if it had come from there.
    #[arg(long, value_name = "URL", conflicts_with = "outlet")]
    url: Option<String>,
    /// Judge this file; the network is left alone.
    #[arg(long, value_name = "FILE", requires = "url")]
    file: Option<PathBuf>,
    /// One JSON object a line, one for each address.
    #[arg(long)]
    json: bool,
}

impl Doctor {
    /// Asks and prints. An address that failed makes the exit code 1.
    pub(super) fn run(
        &self,
        sample: bool,
        offline: bool,
        thrift: Thrift,
        config: Option<&Path>,
    ) -> anyhow::Result<ExitCode> {
        let economy = thrift.economy(config)?;
        let outcome = self.examine(sample, offline, &economy, config);
        keep_books(&economy);
        outcome
    }

    fn examine(
        &self,
        sample: bool,
        offline: bool,
        economy: &Economy,
        config: Option<&Path>,
    ) -> anyhow::Result<ExitCode> {
        let now = Utc::now();
        let catalogue = if sample { Edition::catalogue()? } else { Sources::open(config)?.catalogue };
        let fetcher = match (sample, offline) {
            (true, _) => Fetcher::sample(Edition::of(now)),
            (_, true) => Fetcher::closed(),
            _ => economy.fetcher().minding(&catalogue.outlets),
        };
        let io =
            tokio::runtime::Builder::new_current_thread().enable_all().build().context("no thread for requests")?;
        let mut report = Report { json: self.json, now, asked: 0, failed: Vec::new() };
        let printed = if let Some(url) = &self.url {
            let (feed, source) = known(&catalogue, url);
            let finding = if let Some(file) = &self.file {
                judge_file(file, &feed, &source, now)?
            } else {
                let (outcome, _) = io.block_on(doctor::ask(&fetcher, &feed, &source, now));
                Finding { outlet: feed.outlet, section: clean(url), kind: "feed", url: url.clone(), outcome }
            };
            report.tell(&finding)
        } else {
            let chosen = self.chosen(&catalogue, sample, config)?;
            let outlets = chosen.iter().filter_map(|id| catalogue.outlet(id));
            let asked = outlets.map(|outlet| doctor::examine(&fetcher, outlet, now));
            let mut answers = stream::iter(asked).buffered(OUTLETS_AT_ONCE);
            io.block_on(async {
                while let Some(findings) = answers.next().await {
                    findings.iter().try_for_each(|finding| report.tell(finding))?;
                }
                Ok(())
            })
        };
        match printed.and_then(|()| report.sum_up()) {
            Ok(()) => Ok(ExitCode::from(u8::from(!report.failed.is_empty()))),
            // Whoever reads us has read enough: `head` is not an error.
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(ExitCode::SUCCESS),
            Err(error) => Err(error).context("standard output can't be written"),
        }
    }

    /// The outlets to ask: the one that is named, else those that the reader reads.
    fn chosen(&self, catalogue: &Catalogue, sample: bool, config: Option<&Path>) -> anyhow::Result<Vec<String>> {
        if let Some(id) = &self.outlet {
            if catalogue.outlet(id).is_none() {
                let known: Vec<&str> = catalogue.outlets.iter().map(|outlet| outlet.id.as_str()).collect();
                bail!("there is no outlet {id:?}; known are {}", known.join(", "));
            }
            return Ok(vec![id.clone()]);
        }
        if sample {
            return Ok(catalogue.outlets.iter().map(|outlet| outlet.id.clone()).collect());
        }
        let settings = read_config(&Places::of_this_machine(), config)?;
        Ok(catalogue.chosen(&settings.outlets, &settings.languages))
    }
}

/// The source at `url`, as the catalogue has it; else a feed of no outlet.
fn known(catalogue: &Catalogue, url: &str) -> (Feed, Source) {
    let sections = catalogue.outlets.iter().flat_map(|outlet| &outlet.sections);
    let feeds = sections.flat_map(|section| match &section.fill {
        Fill::Feeds(feeds) => feeds.as_slice(),
        _ => &[],
    });
    let found = feeds
        .flat_map(|feed| feed.sources.iter().map(move |source| (feed, source)))
        .find(|(_, source)| source.url == url)
        .map(|(feed, source)| (feed.clone(), source.clone()));
    found.unwrap_or_else(|| {
        let feed = Feed::at(url.to_owned(), String::new(), String::new());
        (feed, Source { url: url.to_owned(), kind: SourceKind::Feed })
    })
}

/// A file as if it had come from the source: as what the catalogue says stands there, else as what it looks like.
fn judge_file(file: &Path, feed: &Feed, source: &Source, now: DateTime<Utc>) -> anyhow::Result<Finding> {
    let url = Url::parse(&source.url).with_context(|| format!("{:?} is not an address", source.url))?;
    let mut bytes = Vec::new();
    std::fs::File::open(file)
        .and_then(|opened| opened.take(FILE_BYTES_AT_MOST).read_to_end(&mut bytes))
        .with_context(|| format!("{} can't be read", file.display()))?;
    let page = RawPage { bytes: &bytes, url: &url, charset: None };
    let (outcome, _) = doctor::judge(page, feed, &source.kind, now);
    let is_story = feed.outlet.is_empty() && outcome == Err(TroubleKind::NotAFeed);
    let (kind, outcome) = if is_story { ("story", doctor::judge_story(page)) } else { ("feed", outcome) };
    Ok(Finding { outlet: feed.outlet.clone(), section: clean(&source.url), kind, url: source.url.clone(), outcome })
}

/// What is printed, line by line as it is found.
struct Report {
    json: bool,
    now: DateTime<Utc>,
    asked: usize,
    /// What failed, and where.
    failed: Vec<(TroubleKind, String)>,
}

impl Report {
    fn tell(&mut self, finding: &Finding) -> io::Result<()> {
        self.asked += 1;
        if let Err(kind) = finding.outcome {
            self.failed.push((kind, clean(&finding.url)));
        }
        print(&if self.json { to_json(finding).to_string() } else { to_line(finding, self.now) })
    }

    /// How many are well; then each advice once, with the addresses it is for.
    fn sum_up(&self) -> io::Result<()> {
        if self.json {
            return Ok(());
        }
        let asked = if self.asked == 1 { "1 address".to_owned() } else { format!("{} addresses", self.asked) };
        print("")?;
        match self.failed.len() {
            0 => print(&format!("{asked}, all well."))?,
            failed => print(&format!("{asked}, {failed} failed."))?,
        }
        let mut said: Vec<&str> = Vec::new();
        for (kind, _) in &self.failed {
            let advice = doctor::advice(*kind);
            if said.contains(&advice) {
                continue;
            }
            said.push(advice);
            print("")?;
            let words = format!("{}: {advice}", doctor::step(*kind));
            for row in wrap::greedy_rows(&words, COLUMNS) {
                print(words.get(row).unwrap_or_default().trim_end())?;
            }
            let same = self.failed.iter().filter(|(kind, _)| doctor::advice(*kind) == advice);
            same.map(|(_, url)| shorten(url, COLUMNS - 2)).try_for_each(|url| print(&format!("  {url}")))?;
        }
        Ok(())
    }
}

fn print(line: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(line.as_bytes())?;
    out.write_all(b"\n")?;
    out.flush()
}

fn to_line(finding: &Finding, now: DateTime<Utc>) -> String {
    let (step, rest) = match &finding.outcome {
        Ok(seen) => ("ok", health(*seen, now)),
        Err(kind) => (doctor::step(*kind), doctor::what(*kind)),
    };
    let kind = if finding.kind == "feed" { String::new() } else { format!(" ({})", finding.kind) };
    let section = format!("{}{kind}", shorten(&clean(&finding.section), SECTION.saturating_sub(width(&kind))));
    let gap = " ".repeat(SECTION.saturating_sub(width(&section)));
    shorten(&format!("{step:<STEP$}  {section}{gap}  {rest}"), COLUMNS)
}

fn health(seen: Seen, now: DateTime<Utc>) -> String {
    let newest = seen.newest.map(|at| format!(", newest {}", ago(at, now))).unwrap_or_default();
    match (seen.stories, seen.words) {
        (Some(1), _) => format!("1 story{newest}"),
        (Some(stories), _) => format!("{stories} stories{newest}"),
        (None, Some(words)) => format!("{words} words"),
        (None, None) => "answers".to_owned(),
    }
}

fn to_json(finding: &Finding) -> Value {
    let (seen, trouble) = match &finding.outcome {
        Ok(seen) => (*seen, None),
        Err(kind) => (Seen::default(), Some(*kind)),
    };
    json!({
        "outlet": finding.outlet,
        "section": finding.section,
        "kind": finding.kind,
        "url": finding.url,
        "failed": trouble.map(doctor::step),
        "what": trouble.map(doctor::what),
        "advice": trouble.map(doctor::advice),
        "stories": seen.stories,
        "newest": seen.newest.map(|at| at.to_rfc3339_opts(SecondsFormat::Secs, true)),
        "words": seen.words,
        "recovered": seen.recovered,
    })
}
