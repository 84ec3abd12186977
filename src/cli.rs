//! The command line: one file per command.

mod add;
mod doctor;
mod economy;
mod export;
mod fetch;
pub mod find;
mod import;
mod list;
mod manual;
mod mark;
mod markdown;
mod naming;
mod outlets;
mod place;
mod read;
mod reader;
mod remove;
mod saved;
mod search;
mod sections;
mod session;
mod sources;
mod stats;
mod stories;
mod table;
mod themes;
mod weather;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::app::EditionKind;

use session::Given;

/// What the exit codes mean, as `--help` says it.
const EXIT_CODES: &str = "\
Exit codes:
  0  done
  1  something that was asked for could not be had
  2  the command line or a file of yours is wrong
  3  nothing was found";

/// The exit code of a list without a row.
const NOTHING_FOUND: u8 = 3;

/// A news reader for the terminal.
///
/// Without a command it opens the reader: sections, headlines, stories. Without a network, and with nothing kept from
/// before, it opens the sample edition.
#[derive(Debug, Parser)]
#[command(version, max_term_width = 100, after_help = EXIT_CODES)]
struct Cli {
    /// Open the sample edition: a small made-up newspaper out of the program itself.
    #[arg(long, global = true)]
    sample: bool,
    /// Leave the network alone: what is kept from before is shown, and nothing is fetched.
    #[arg(long, global = true, conflicts_with = "sample")]
    offline: bool,
    /// Use this theme: plain, dark, light, paper, mono, or a file of the themes folder.
    #[arg(long, value_name = "NAME")]
    theme: Option<String>,
    /// Use this config file.
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Write a log of what goes on to the state folder.
    #[arg(long)]
    log: bool,
    #[command(flatten)]
    thrift: economy::Thrift,
    #[command(flatten)]
    looks: reader::Looks,
    #[command(subcommand)]
    command: Option<Command>,
}

/// What each is for stands with its arguments, where `--help` takes it from.
#[derive(Debug, Subcommand)]
enum Command {
    Sections(sections::Sections),
    List(list::List),
    Read(read::Read),
    Search(search::Search),
    Save(mark::Save),
    Mark(mark::MarkAs),
    Fetch(fetch::Fetch),
    /// Ask every address of an outlet, and say which step failed and what to do.
    Doctor(doctor::Doctor),
    Outlets(outlets::Outlets),
    /// Add a feed, or one that a page names, to your own outlets.
    Add(add::Add),
    /// Take an outlet, or a section, out of your own file of outlets.
    Remove(remove::Remove),
    /// Add the feeds of an OPML file: its folders become outlets, and folders in them sections.
    Import(import::Import),
    Export(export::Export),
    /// Print the weather of a place; without a place, list those that are known.
    Weather(weather::Weather),
    Stats(stats::Stats),
    Completions(manual::Completions),
    Man(manual::Man),
}

/// Runs what the command line asks for; errors are printed as sentences.
///
/// Exit codes: 0 done, 1 something that was asked for could not be had, 2 the command line or a file of the reader's is
/// wrong, 3 nothing was found. A pipe that is closed before its end is no error.
#[must_use]
pub fn main() -> ExitCode {
    match run(Cli::parse()) {
        Ok(code) => code,
        Err(error) if session::is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            // A closed standard error leaves nobody to tell.
            let _ = std::io::Write::write_all(&mut std::io::stderr(), format!("dateline: {error:#}\n").as_bytes());
            ExitCode::from(2)
        }
    }
}

fn run(cli: Cli) -> anyhow::Result<ExitCode> {
    let config = cli.config.as_deref();
    let given = Given { sample: cli.sample, offline: cli.offline, thrift: cli.thrift, config };
    match cli.command {
        Some(Command::Sections(sections)) => sections.run(given),
        Some(Command::List(list)) => list.run(given),
        Some(Command::Read(read)) => read.run(given),
        Some(Command::Search(search)) => search.run(given),
        Some(Command::Save(save)) => save.run(given),
        Some(Command::Mark(mark)) => mark.run(given),
        Some(Command::Fetch(fetch)) => fetch.run(given),
        Some(Command::Doctor(doctor)) => doctor.run(cli.sample, cli.offline, cli.thrift, config),
        Some(Command::Outlets(outlets)) => outlets.run(config),
        Some(Command::Add(add)) => add.run(cli.sample, cli.thrift, config),
        Some(Command::Remove(remove)) => remove.run(config),
        Some(Command::Import(import)) => import.run(config),
        Some(Command::Export(export)) => export.run(given),
        Some(Command::Weather(weather)) => weather.run(cli.sample, cli.offline, cli.thrift, config),
        Some(Command::Stats(stats)) => stats.run(),
        Some(Command::Completions(completions)) => completions.run(),
        Some(Command::Man(man)) => man.run(),
        None => {
            let kind = if cli.sample { EditionKind::Sample } else { EditionKind::Live };
            reader::run(kind, cli.offline, cli.thrift, cli.theme.as_deref(), config, cli.log, cli.looks)
        }
    }
}
