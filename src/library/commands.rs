//! The commands that were typed on this machine: one a line, the last one last, each once.

use std::fs::File;
use std::io::{self, BufRead as _, BufReader, Read as _};

use super::{Library, LibraryError};
use crate::private;
use crate::text;

/// So many are kept.
const LINES_AT_MOST: usize = 200;
/// A longer file is none of ours.
const BYTES_AT_MOST: u64 = 64 * 1024;

impl Library {
    /// What was typed before; none where that can't be read.
    #[must_use]
    pub fn commands(&self) -> Vec<String> {
        self.read_commands().unwrap_or_default()
    }

    /// Adds a command to those that are kept; another reader on this machine may have added some meanwhile.
    ///
    /// # Errors
    /// The system's, when it can't be written.
    pub fn remember_command(&self, typed: &str) -> Result<(), LibraryError> {
        let mut lines = self.commands();
        let typed = text::clean(typed);
        lines.retain(|line| *line != typed);
        lines.push(typed);
        let old = lines.len().saturating_sub(LINES_AT_MOST);
        let kept: String = lines.iter().skip(old).flat_map(|line| [line.as_str(), "\n"]).collect();
        private::replace(&self.commands, kept.as_bytes()).map_err(LibraryError::at(&self.commands))
    }

    fn read_commands(&self) -> io::Result<Vec<String>> {
        let file = BufReader::new(File::open(&self.commands)?.take(BYTES_AT_MOST));
        let mut lines = Vec::new();
        for line in file.lines() {
            lines.push(text::clean(&line?));
        }
        lines.retain(|line| !line.is_empty());
        Ok(lines)
    }
}
