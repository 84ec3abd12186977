//! `dateline fetch`: fills the cache, for cron and for the way to the train.

use std::collections::{HashMap, HashSet};
use std::io;
use std::process::ExitCode;

use anyhow::bail;
use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::json;

use crate::app::Ask;
use crate::app::picker::Stands;
use crate::clock::ago;
use crate::news::{Feed, Fill, Section};
use crate::runtime::errand::{self, Filled, State};

use super::EXIT_CODES;
use super::naming::Names;
use super::session::{Given, Session, io_thread, sentence};
use super::sources::print;
use super::table::{Face, Fit, Row, Table};

/// Whose it is, why there is nothing new of it, when it last answered.
const FITS: &[Fit] = &[Fit::Cut, Fit::Cut, Fit::Whole];

/// Fill the cache: ask the feeds of sections whose time has come.
///
/// Asked are those that are older than the config's `refresh_minutes`, each host when it wants to be. In a pipe a line for each feed, as soon as it
/// is known what came of it, with a tab between: outlet, feed, answered (asked, and it did) or kept (its time had not
/// come) or failed, how many of its stories are kept, when it last answered (RFC 3339, or nothing), why it failed. On a
/// terminal those that failed, and a sum.
#[derive(Debug, clap::Args)]
#[command(after_help = EXIT_CODES)]
pub(super) struct Fetch {
    /// Ids or names, as for `list`. Without any: the blended sections of the tree, and what you pinned.
    #[arg(value_name = "SECTION")]
    sections: Vec<String>,
    /// Ask also those that were asked a short while ago, as R does.
    #[arg(long)]
    now: bool,
    /// One JSON object a line, one for each feed.
    #[arg(long)]
    json: bool,
}

/// What there is to say when all is done.
#[derive(Debug, Default)]
struct Sum {
    complete: usize,
    missing: usize,
}

impl Fetch {
    /// Asks and prints. A feed that failed makes the exit code 1.
    pub(super) fn run(&self, given: Given<'_>) -> anyhow::Result<ExitCode> {
        let session = given.open()?;
        let names = Names::of(&session);
        let feeds = self.feeds(&session, &names)?;
        let ways = ways(&names);
        let mut table = Table::new(FITS, self.json);
        let mut sum = Sum::default();
        let (_, stale_after) = session.eagerness();
        // Thin line or not: whoever calls this says that it is to be asked.
        let ask = if self.now { Ask::Now } else { Ask::IfStale };
        let told = |filled: Filled| -> io::Result<()> {
            let failed = matches!(filled.state, State::Failed(_));
            *if failed { &mut sum.missing } else { &mut sum.complete } += 1;
            if failed || !table.is_terminal() { table.push(row(&filled, &ways, session.now)) } else { Ok(()) }
        };
        let outcome = io_thread()?.block_on(errand::fill(&session.desk, feeds, (ask, stale_after), told));
        session.keep_books();
        outcome?;
        let is_terminal = table.is_terminal();
        table.finish()?;
        if is_terminal {
            print(&sum.in_words())?;
        }
        Ok(ExitCode::from(u8::from(sum.missing > 0)))
    }

    /// The feeds of the sections that are named; else of those that the reader asks all together.
    fn feeds(&self, session: &Session, names: &Names) -> anyhow::Result<Vec<Feed>> {
        let mut sections: Vec<&Section> = Vec::new();
        for typed in &self.sections {
            let section = names.section(typed)?;
            if !matches!(section.fill, Fill::Feeds(_)) {
                bail!("{} has no feeds to fetch", section.title);
            }
            sections.push(section);
        }
        if self.sections.is_empty() {
            let outlets: HashSet<&str> = session.edition.outlets.iter().map(|outlet| outlet.id.as_str()).collect();
            let is_blended = |section: &Section| !outlets.contains(section.id.0.split('/').next().unwrap_or_default());
            let is_pinned = |section: &Section| session.edition.marks.sections.pin(&section.id).is_some();
            let shown = names.sections().filter(|(_, choice)| choice.stands == Stands::Shown);
            let asked = |section: &&Section| is_blended(section) || is_pinned(section);
            sections.extend(shown.map(|(section, _)| section).filter(asked));
        }
        let feeds = sections.into_iter().filter_map(|section| match &section.fill {
            Fill::Feeds(feeds) => Some(feeds),
            _ => None,
        });
        Ok(feeds.flatten().cloned().collect())
    }
}

impl Sum {
    fn in_words(&self) -> String {
        let Self { complete, missing } = self;
        let feeds = |count: usize| if count == 1 { "1 feed".to_owned() } else { format!("{count} feeds") };
        match (complete, missing) {
            (0, 0) => "There is no feed to ask.\n".to_owned(),
            (_, 0) => format!("Complete: {}.\n", feeds(*complete)),
            _ => format!(
                "Complete: {}. Missing: {}; what was kept of them before is still there.\n",
                feeds(*complete),
                feeds(*missing)
            ),
        }
    }
}

/// The way to the section that a feed alone fills, by the feed's address.
fn ways(names: &Names) -> HashMap<&str, &str> {
    let mut ways = HashMap::new();
    for (section, choice) in names.sections() {
        if let Fill::Feeds(feeds) = &section.fill
            && let [feed] = feeds.as_slice()
            && section.depth > 0
        {
            ways.entry(feed.url.as_str()).or_insert(choice.path.as_str());
        }
    }
    ways
}

fn row(filled: &Filled, ways: &HashMap<&str, &str>, now: DateTime<Utc>) -> Row {
    let Filled { feed, state, stories, answered } = filled;
    let (word, why) = match state {
        State::Answered => ("answered", String::new()),
        State::Kept => ("kept", String::new()),
        State::Failed(trouble) => ("failed", sentence(trouble)),
    };
    let at = answered.map(|at| at.to_rfc3339_opts(SecondsFormat::Secs, true));
    Row {
        shown: vec![
            ways.get(feed.url.as_str()).map_or_else(|| feed.outlet_name.clone(), |way| (*way).to_owned()),
            why.clone(),
            answered.map_or_else(|| "nothing kept".to_owned(), |at| format!("kept {}", ago(at, now))),
        ],
        face: Face::Plain,
        fields: vec![
            feed.outlet_name.clone(),
            feed.url.clone(),
            word.to_owned(),
            stories.to_string(),
            at.clone().unwrap_or_default(),
            why.clone(),
        ],
        json: json!({
            "outlet": feed.outlet,
            "outlet_name": feed.outlet_name,
            "feed": feed.url,
            "state": word,
            "stories": stories,
            "answered": at,
            "error": (!why.is_empty()).then_some(why),
        }),
    }
}
