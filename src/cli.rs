//! The command line: one file per command.

mod add;
mod doctor;
mod economy;
mod export;
pub mod find;
mod import;
mod outlets;
mod place;
mod read;
mod reader;
mod remove;
mod sources;
mod stats;
mod themes;
mod weather;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::app::EditionKind;

/// A news reader for the terminal.
///
/// Without a command it opens the reader: sections, headlines, stories. Without a network, and with nothing kept from
/// before, it opens the sample edition.
#[derive(Debug, Parser)]
#[command(version, max_term_width = 100)]
struct Cli {
    /// Open the sample edition: a small made-up newspaper out of the program itself.
    #[arg(long)]
    sample: bool,
    /// Leave the network alone: what is kept from before is shown, and nothing is fetched.
    #[arg(long, conflicts_with = "sample")]
    offline: bool,
    /// Use this theme: plain, dark, light, paper, mono, or a file of the themes folder.
    #[arg(long, value_name = "NAME")]
    theme: Option<String>,
    /// Use this config file.
    #[arg(long, value_name = "FILE")]
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

#[derive(Debug, Subcommand)]
enum Command {
    /// Print the story of a page, reflowed, to standard output.
    Read(read::Read),
    /// Ask every address of an outlet, and say which step failed and what to do.
    Doctor(doctor::Doctor),
    /// List the outlets that there are: those in the tree first.
    Outlets(outlets::Outlets),
    /// Add a feed, or one that a page names, to your own outlets.
    Add(add::Add),
    /// Take an outlet, or a section, out of your own file of outlets.
    Remove(remove::Remove),
    /// Add the feeds of an OPML file: its folders become outlets, and folders in them sections.
    Import(import::Import),
    /// Write your own outlets as OPML, for other readers or another machine.
    Export(export::Export),
    /// Print the weather of a place; without a place, list those that are known.
    Weather(weather::Weather),
    /// Say how much went over the line: today, in the last days, this month, in all.
    Stats(stats::Stats),
}

/// Runs what the command line asks for; errors are printed as sentences.
///
/// Exit codes: 0 done, 1 something that was asked for could not be read, 2 the command line or a config file is wrong.
#[must_use]
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    let config = cli.config.as_deref();
    let outcome = match cli.command {
        Some(Command::Read(read)) => read.run(cli.sample, cli.thrift, config),
        Some(Command::Doctor(doctor)) => doctor.run(cli.sample, cli.offline, cli.thrift, config),
        Some(Command::Outlets(outlets)) => outlets.run(config),
        Some(Command::Add(add)) => add.run(cli.sample, cli.thrift, config),
        Some(Command::Remove(remove)) => remove.run(config),
        Some(Command::Import(import)) => import.run(config),
        Some(Command::Export(export)) => export.run(config),
        Some(Command::Weather(weather)) => weather.run(cli.sample, cli.offline, cli.thrift, config),
        Some(Command::Stats(stats)) => stats.run(),
        None => {
            let kind = if cli.sample { EditionKind::Sample } else { EditionKind::Live };
            reader::run(kind, cli.offline, cli.thrift, cli.theme.as_deref(), config, cli.log, cli.looks)
        }
    };
    match outcome {
        Ok(code) => code,
        Err(error) => {
            // A closed standard error leaves nobody to tell.
            let _ = std::io::Write::write_all(&mut std::io::stderr(), format!("dateline: {error:#}\n").as_bytes());
            ExitCode::from(2)
        }
    }
}
