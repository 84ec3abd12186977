//! Outlets as data: `catalogue/*.toml`, one file each, into the section tree.

use crate::news::{Outlet, Section};

/// The outlets that are known, built in or added.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Catalogue {
    /// In the order they are shown.
    pub outlets: Vec<Outlet>,
}

/// A catalogue file that can't be used: which, and where in it (line and caret).
#[derive(Debug, thiserror::Error)]
#[error("{file}: {reason}")]
pub struct CatalogueError {
    /// The file's name.
    pub file: String,
    /// What is wrong, with line and caret.
    pub reason: String,
}

impl Catalogue {
    /// The outlets that the program ships.
    ///
    /// # Errors
    /// When a built-in file is wrong; a test keeps that from being shipped.
    pub fn built_in() -> Result<Self, CatalogueError> {
        Ok(Self::default())
    }

    /// Reads one outlet's file.
    ///
    /// # Errors
    /// With line and caret when it does not fit the schema.
    pub fn parse_outlet(file: &str, toml: &str) -> Result<Outlet, CatalogueError> {
        Err(CatalogueError { file: file.to_owned(), reason: toml.to_owned() })
    }

    /// The tree on the screen: the blended sections (those with at least one feed), the saved stories, then each chosen outlet as a root with
    /// its own sections one deeper. Outlets are taken in the order of `chosen`; an unknown id is skipped.
    #[must_use]
    pub fn tree(&self, chosen: &[String]) -> Vec<Section> {
        let _ = chosen;
        Vec::new()
    }
}
