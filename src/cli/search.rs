//! `dateline search`: over everything that was fetched.

use std::process::ExitCode;

use crate::cache::{Cache, CacheError};
use crate::news::Headline;

use super::session::Given;
use super::stories;
use super::{EXIT_CODES, NOTHING_FOUND};

/// Find stories among all that was fetched, the best first.
///
/// Nobody is asked. In a pipe the columns are those of `list`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXIT_CODES)]
pub(super) struct Search {
    /// Words that the story has in its headline, standfirst or text; the last one may be a beginning.
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
        let headlines = found(&session.desk.cache, &self.query.join(" "), self.limit)?;
        stories::print(&headlines, &session.edition.marks, session.now, self.json)?;
        Ok(if headlines.is_empty() { ExitCode::from(NOTHING_FOUND) } else { ExitCode::SUCCESS })
    }
}

fn found(cache: &Cache, query: &str, limit: usize) -> Result<Vec<Headline>, CacheError> {
    cache.search(query, limit)
}
