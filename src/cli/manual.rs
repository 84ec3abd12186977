//! `dateline completions` and `dateline man`: what a shell and a manual take from the command line's own table.

use std::process::ExitCode;

use anyhow::{Context as _, bail};
use clap::CommandFactory as _;
use clap_complete::Shell;

use super::Cli;
use super::sources::print;

/// Print what a shell completes with.
///
/// Source it, or put it where the shell looks for completions.
#[derive(Debug, clap::Args)]
pub(super) struct Completions {
    /// Which shell.
    shell: Shell,
}

/// Print the manual as roff.
///
/// `dateline man | man -l -` shows it.
#[derive(Debug, clap::Args)]
pub(super) struct Man {
    /// The page of this command; without one, the program's own.
    command: Option<String>,
}

impl Completions {
    pub(super) fn run(&self) -> anyhow::Result<ExitCode> {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut Cli::command(), "dateline", &mut script);
        print(&String::from_utf8_lossy(&script))?;
        Ok(ExitCode::SUCCESS)
    }
}

impl Man {
    pub(super) fn run(&self) -> anyhow::Result<ExitCode> {
        let mut all = Cli::command();
        // What is true of all commands is written into each.
        all.build();
        let command = match &self.command {
            None => all,
            Some(name) => match all.find_subcommand(name) {
                Some(command) => command.clone(),
                None => bail!("there is no command {name:?}; `dateline --help` lists them"),
            },
        };
        let mut page = Vec::new();
        clap_mangen::Man::new(command).render(&mut page).context("the page can't be made")?;
        print(&String::from_utf8_lossy(&page))?;
        Ok(ExitCode::SUCCESS)
    }
}
