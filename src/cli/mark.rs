//! `dateline save` and `dateline mark`: what the keys `w` and `m` do, from a script.

use std::io::{self, BufRead as _, Read as _};
use std::process::ExitCode;

use anyhow::{Context as _, bail};

use crate::app::Ask;
use crate::marks::{Deed, Mark};
use crate::news::{Headline, StoryKey};
use crate::runtime::errand;
use crate::text::clean;

use super::EXIT_CODES;
use super::session::{Given, Named, Session, io_thread, sentence};
use super::weather::complain;

/// More than a list has.
const STDIN_BYTES_AT_MOST: u64 = 4 * 1024 * 1024;

/// Save stories for later.
///
/// A page that was never fetched is asked for, for its headline.
#[derive(Debug, clap::Args)]
#[command(after_help = EXIT_CODES)]
pub(super) struct Save {
    /// Addresses, or keys of stories that are kept; `-` reads them from standard input, the first field of each line.
    #[arg(required = true, value_name = "URL_OR_KEY")]
    stories: Vec<String>,
}

/// Mark stories read, unread, saved or unsaved.
#[derive(Debug, clap::Args)]
#[command(after_help = EXIT_CODES)]
pub(super) struct MarkAs {
    /// As what.
    deed: Word,
    /// Addresses, or keys of stories that are kept; `-` reads them from standard input, the first field of each line.
    #[arg(required = true, value_name = "URL_OR_KEY")]
    stories: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Word {
    Read,
    Unread,
    Saved,
    Unsaved,
}

impl Save {
    pub(super) fn run(&self, given: Given<'_>) -> anyhow::Result<ExitCode> {
        mark(given, Word::Saved, &self.stories)
    }
}

impl MarkAs {
    pub(super) fn run(&self, given: Given<'_>) -> anyhow::Result<ExitCode> {
        mark(given, self.deed, &self.stories)
    }
}

/// Marks all stories; one that is not known is told of, and makes the exit code 1.
fn mark(given: Given<'_>, word: Word, stories: &[String]) -> anyhow::Result<ExitCode> {
    let named = all_named(stories)?;
    let mut session = given.open()?;
    let mut deeds = Vec::with_capacity(named.len());
    let mut failed = false;
    for words in named {
        match session.named(&words) {
            Ok(story) => deeds.push(deed(&session, word, story)?),
            Err(why) => {
                failed = true;
                complain(&format!("{}: {why}.", clean(&words)));
            }
        }
    }
    record(&mut session, deeds)?;
    session.keep_books();
    Ok(ExitCode::from(u8::from(failed)))
}

/// Appends to the journal as the reader does.
pub(super) fn record(session: &mut Session, deeds: Vec<(StoryKey, Deed)>) -> anyhow::Result<()> {
    let known = &session.edition.marks;
    let marks: Vec<Mark> = deeds.into_iter().map(|(key, deed)| known.mark(key, deed, session.now)).collect();
    let Some(library) = &mut session.library else { bail!("there is no place for marks") };
    Ok(library.record(&marks)?)
}

fn deed(session: &Session, word: Word, story: Named) -> anyhow::Result<(StoryKey, Deed)> {
    let deed = match word {
        Word::Read => Deed::Read,
        Word::Unread => Deed::Unread,
        Word::Unsaved => Deed::Unsaved,
        Word::Saved => {
            let headline = match story {
                Named::Story(headline) => headline,
                Named::Address { key, url } => Box::new(headline_at(session, key, &url)?),
            };
            return Ok((headline.key.clone(), Deed::Saved { headline }));
        }
    };
    let key = match story {
        Named::Story(headline) => headline.key,
        Named::Address { key, .. } => key,
    };
    Ok((key, deed))
}

/// The row of a story that was never seen: its page says it. Where the page can't be had the address stands for it.
fn headline_at(session: &Session, key: StoryKey, url: &str) -> anyhow::Result<Headline> {
    let (_, stale_after) = session.eagerness();
    let asked = errand::story(&session.desk, key.clone(), url, (Ask::IfMissing, stale_after));
    if let Err(trouble) = io_thread()?.block_on(asked) {
        complain(&format!("{url}: {}; saved under its address.", sentence(&trouble)));
    }
    let kept = session.desk.cache.headline(&key)?;
    Ok(kept.unwrap_or_else(|| Headline { key, ..Headline::bare(url, url) }))
}

/// The arguments, with standard input's lines in place of `-`.
fn all_named(stories: &[String]) -> anyhow::Result<Vec<String>> {
    let mut named = Vec::new();
    for words in stories {
        if words != "-" {
            named.push(words.clone());
            continue;
        }
        for line in io::stdin().lock().take(STDIN_BYTES_AT_MOST).lines() {
            let line = line.context("standard input can't be read")?;
            // A line of `list` or `search`, or of addresses alone.
            let first = line.split('\t').next().unwrap_or_default().trim();
            if !first.is_empty() {
                named.push(first.to_owned());
            }
        }
    }
    Ok(named)
}
