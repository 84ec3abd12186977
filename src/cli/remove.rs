//! `dateline remove`: an outlet or a section of one's own goes.

use std::path::Path;
use std::process::ExitCode;

use anyhow::bail;

use super::sources::{Sources, print};

/// Take an outlet, or a section, out of your own file of outlets.
#[derive(Debug, clap::Args)]
pub(super) struct Remove {
    /// The outlet's id, as `dateline outlets` lists it, or a section's: `harbour/tides`.
    id: String,
}

impl Remove {
    pub(super) fn run(&self, config: Option<&Path>) -> anyhow::Result<ExitCode> {
        let mut sources = Sources::open(config)?;
        if sources.remove(&self.id)? {
            print(&format!("Removed {} from {}.\n", self.id, sources.name()))?;
            return Ok(ExitCode::SUCCESS);
        }
        if sources.catalogue.outlet(&self.id).is_some() {
            bail!("{} is built in. `outlets = […]` in the config names the outlets that are shown", self.id);
        }
        bail!("{} has no {:?}; `dateline outlets` lists what there is", sources.name(), self.id);
    }
}
