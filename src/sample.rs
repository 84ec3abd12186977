//! The sample edition: a small newspaper embedded in the binary, answered at the fetch door.

use chrono::{DateTime, Utc};

use crate::catalogue::{Catalogue, CatalogueError};

/// The edition as it is delivered at one moment: its dates are counted back from the hour it was opened in.
#[derive(Debug)]
pub struct Edition {
    hour: DateTime<Utc>,
}

/// One embedded answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Embedded {
    /// Such as `text/html; charset=utf-8`.
    pub content_type: &'static str,
    /// The validator, quotes included.
    pub etag: String,
    /// What a server would have sent.
    pub body: Vec<u8>,
}

impl Edition {
    /// The edition of the hour that `now` is in.
    #[must_use]
    pub fn of(now: DateTime<Utc>) -> Self {
        Self { hour: now }
    }

    /// Its outlets and sections.
    ///
    /// # Errors
    /// When an embedded file is wrong; a test keeps that from being shipped.
    pub fn catalogue() -> Result<Catalogue, CatalogueError> {
        Ok(Catalogue::default())
    }

    /// What the edition's server answers for `url`; `None` for an address that it does not have.
    #[must_use]
    pub fn answer(&self, url: &str) -> Option<Embedded> {
        let _ = (url, self.hour);
        None
    }
}
