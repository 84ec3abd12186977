//! `dateline list`: the stories of a section.

use std::collections::HashMap;
use std::io::IsTerminal as _;
use std::process::ExitCode;

use anyhow::bail;

use crate::news::{Fill, Headline, Section, SectionId};
use crate::runtime::errand::{self, State};

use super::naming::Names;
use super::session::{Given, Session, io_thread, sentence};
use super::weather::complain;
use super::{EXIT_CODES, NOTHING_FOUND};
use super::{search, stories};

/// List the stories of a section, newest first.
///
/// They are listed as they are kept: nobody is asked without --fetch. In a pipe, with a tab between them: key, time (RFC 3339), outlet, labels (with commas), title, read or unread, saved
/// or nothing, address.
#[derive(Debug, clap::Args)]
#[command(after_help = EXIT_CODES)]
pub(super) struct List {
    /// Its id as `dateline sections` lists it, its name, or a few letters of its way: world, "bbc pol".
    #[arg(required = true, value_name = "SECTION")]
    section: Vec<String>,
    #[command(flatten)]
    which: Which,
    /// At most so many.
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
    /// Ask first for what is older than the config's `refresh_minutes`.
    #[arg(long)]
    fetch: bool,
    /// One JSON object a line, one for each story.
    #[arg(long)]
    json: bool,
}

/// Of its stories.
#[derive(Debug, Clone, Copy, clap::Args)]
struct Which {
    /// Only stories that were not read.
    #[arg(long)]
    unread: bool,
    /// Muted stories as well; in JSON each says that it is one.
    #[arg(long)]
    muted: bool,
}

impl List {
    pub(super) fn run(&self, given: Given<'_>) -> anyhow::Result<ExitCode> {
        let session = given.open()?;
        let names = Names::of(&session);
        let typed = self.section.join(" ");
        let search = SectionId(typed.clone()).query().map(Section::search);
        let section = match &search {
            Some(search) => search,
            None => names.section(&typed)?,
        };
        // The sample edition comes out of the program itself.
        let all_answered = !(self.fetch || given.sample) || fetch(&session, section)?;
        let mut headlines = kept(&session, section)?;
        if headlines.is_empty() && !self.fetch && matches!(section.fill, Fill::Feeds(_)) {
            complain(&format!("Nothing is kept of {}; --fetch asks for it.", section.title));
        }
        let marks = &session.edition.marks;
        if !self.which.muted && matches!(section.fill, Fill::Feeds(_)) {
            let all = headlines.len();
            headlines.retain(|headline| !session.mutes.has(headline));
            let muted = all - headlines.len();
            if muted > 0 && std::io::stdout().is_terminal() {
                complain(&format!("{muted} muted; --muted lists them too."));
            }
        }
        headlines.retain(|headline| !(self.which.unread && marks.is_read(&headline.key)));
        headlines.truncate(self.limit.unwrap_or(usize::MAX));
        stories::print(&headlines, &HashMap::new(), &session, self.json)?;
        Ok(match (all_answered, headlines.is_empty()) {
            (false, _) => ExitCode::FAILURE,
            (true, true) => ExitCode::from(NOTHING_FOUND),
            (true, false) => ExitCode::SUCCESS,
        })
    }
}

/// What is kept of a section.
fn kept(session: &Session, section: &Section) -> anyhow::Result<Vec<Headline>> {
    match &section.fill {
        Fill::Feeds(feeds) => Ok(errand::listed(&session.desk.cache, feeds)?),
        Fill::Saved => Ok(session.edition.marks.saved()),
        Fill::Browser => match &section.page {
            Some(page) => bail!("{} opens in a browser: {page}", section.title),
            None => bail!("{} has nothing to list", section.title),
        },
        Fill::Search(typed) => Ok(search::found(session, typed, usize::MAX)?.headlines),
        Fill::Weather => bail!("`dateline weather` lists its places"),
    }
}

/// Asks the section's feeds whose time has come; false where one failed, which is said.
fn fetch(session: &Session, section: &Section) -> anyhow::Result<bool> {
    let Fill::Feeds(feeds) = &section.fill else { return Ok(true) };
    let mut all_answered = true;
    let asked = errand::fill(&session.desk, feeds.clone(), session.eagerness(), |filled| {
        if let State::Failed(trouble) = &filled.state {
            all_answered = false;
            complain(&format!("{}: {}.", filled.feed.outlet_name, sentence(trouble)));
        }
        Ok::<(), std::convert::Infallible>(())
    });
    let Ok(()) = io_thread()?.block_on(asked);
    session.keep_books();
    Ok(all_answered)
}
