//! Where this machine keeps config, cache, data and logs.

use std::path::{Path, PathBuf};

use directories::ProjectDirs;

/// The folders; `None` where the machine names no home.
#[derive(Debug, Clone, Default)]
pub(super) struct Places {
    pub(super) config: Option<PathBuf>,
    pub(super) cache: Option<PathBuf>,
    pub(super) data: Option<PathBuf>,
    pub(super) state: Option<PathBuf>,
}

impl Places {
    pub(super) fn of_this_machine() -> Self {
        let Some(dirs) = ProjectDirs::from("", "", "dateline") else {
            return Self::default();
        };
        Self {
            config: Some(dirs.config_dir().to_owned()),
            cache: Some(dirs.cache_dir().to_owned()),
            data: Some(dirs.data_dir().to_owned()),
            state: Some(dirs.state_dir().unwrap_or_else(|| dirs.data_local_dir()).to_owned()),
        }
    }

    /// The file of the reader's own outlets: beside the config that is used.
    pub(super) fn sources(&self, config: Option<&Path>) -> Option<PathBuf> {
        let folder = match config {
            Some(config) => config.parent(),
            None => self.config.as_deref(),
        };
        folder.map(|folder| folder.join("sources.toml"))
    }
}
