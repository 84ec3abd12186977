//! `dateline search`: over everything that was fetched.

use std::process::ExitCode;

use crate::app::searching::feeds_named;
use crate::query::{Found, Query};
use crate::runtime::errand;

use super::naming::Names;
use super::read::reader_zone;
use super::session::{Given, Session};
use super::stories;
use super::weather::complain;
use super::{EXIT_CODES, NOTHING_FOUND};

/// Find stories among all that was fetched, the best first.
///
/// Nobody is asked. In a pipe the columns are those of `list`. Words narrow what is found; the last one may be a beginning, -word leaves out, and "two words" stand side by side. So do fields: outlet:rnz section:world author:smith label:live is:unread after:yesterday before:2026-11.
#[derive(Debug, clap::Args)]
#[command(after_help = EXIT_CODES)]
pub(super) struct Search {
    /// Words that the story has in its headline, standfirst or text, and fields; `--` before a first one with a minus.
    #[arg(required = true, value_name = "QUERY")]
    query: Vec<String>,
    /// At most so many.
    #[arg(long, value_name = "N", default_value_t = 200)]
    limit: usize,
    /// One JSON object a line, one for each story.
    #[arg(long)]
    json: bool,
}

impl Search {
    pub(super) fn run(&self, given: Given<'_>) -> anyhow::Result<ExitCode> {
        let session = given.open()?;
        // A shell took the quotes off: what it gave as one word is one.
        let quoted =
            |word: &String| if word.contains(' ') && !word.contains('"') { phrase(word) } else { word.clone() };
        let typed = match self.query.as_slice() {
            [alone] => alone.clone(),
            several => several.iter().map(quoted).collect::<Vec<_>>().join(" "),
        };
        let found = found(&session, &typed, self.limit)?;
        if found.is_cut {
            complain(&format!("There are more: these are the {} that fit best.", found.headlines.len()));
        }
        stories::print(&found.headlines, &found.snippets, &session, self.json)?;
        Ok(if found.headlines.is_empty() { ExitCode::from(NOTHING_FOUND) } else { ExitCode::SUCCESS })
    }
}

/// `author:jane doe` is `author:"jane doe"`.
fn phrase(word: &str) -> String {
    match word.split_once(':') {
        Some((field, value)) if field.chars().all(|c| c.is_ascii_alphabetic() || c == '-') => {
            format!("{field}:\"{value}\"")
        }
        _ => format!("\"{word}\""),
    }
}

/// What a question finds; it is the reader's to see that it is right.
pub(super) fn found(session: &Session, typed: &str, limit: usize) -> anyhow::Result<Found> {
    let names = Names::of(session);
    let query = Query::parse(typed, reader_zone(), session.now)?;
    let query = query.resolve(|name| feeds_named(names.pane(), name))?;
    let marks = &session.edition.marks;
    Ok(session.desk.cache.search(&query, limit, |key, state| errand::is(marks, key, state))?)
}
