//! What a run may cost: the flags and settings of it, and its books.

use std::path::Path;

use crate::cache::Cache;
use crate::config::Config;
use crate::ledger::{Traffic, bytes_of};
use crate::runtime::Economy;

use super::place::Places;
use super::reader::read_config;
use super::weather::complain;

/// What the command line says of it.
#[derive(Debug, Clone, Copy, Default, clap::Args)]
pub(super) struct Thrift {
    /// Spare a thin line: at most 16 colours, short words, and nobody is asked before you say so.
    #[arg(long, global = true)]
    low_bandwidth: bool,
    /// Stop asking when so much has come in from the network in this run, such as 500kB or 5MB.
    #[arg(long, global = true, value_name = "AMOUNT", value_parser = bytes_of)]
    max_bytes: Option<u64>,
}

impl Thrift {
    /// With the config's words where the command line says nothing.
    pub(super) fn economy(self, config: Option<&Path>) -> anyhow::Result<Economy> {
        Ok(self.over(&read_config(&Places::of_this_machine(), config)?))
    }

    pub(super) fn over(self, config: &Config) -> Economy {
        Economy {
            max_bytes: self.max_bytes.or(config.max_bytes),
            low_bandwidth: self.low_bandwidth || config.low_bandwidth,
            ..Economy::default()
        }
    }
}

/// Adds what a command fetched to what is kept of today. The command has done its work: a failure is only told of.
pub(super) fn keep_books(economy: &Economy) {
    let file = Places::of_this_machine().cache.map(|folder| folder.join("cache.sqlite"));
    let Some(file) = file.filter(|_| economy.ledger.so_far() != Traffic::default()) else { return };
    let said = match Cache::open(&file) {
        Ok((cache, notice)) => economy.keep(&cache).err().map(|error| format!("{error}.")).or(notice),
        Err(error) => Some(format!("{error}.")),
    };
    if let Some(said) = said {
        complain(&format!("dateline: {said}"));
    }
}
