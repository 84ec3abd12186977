//! An outlet of the catalogue as its own pages and feeds show it.

use serde::Serialize;

use super::story::is_within;
use crate::news::{Fill, Outlet, Section};

/// An outlet as its templates see it.
#[derive(Debug, Serialize)]
pub struct Masthead {
    pub id: String,
    name: String,
    pub sections: Vec<Desk>,
}

/// A section of an outlet.
#[derive(Debug, Serialize)]
pub struct Desk {
    title: String,
    /// Its id without the outlet's.
    pub path: String,
    depth: u8,
    pub feed: String,
    page: Option<String>,
}

impl Masthead {
    pub fn of(outlet: Outlet) -> Self {
        let Outlet { id, name, sections, .. } = outlet;
        let sections = sections.into_iter().filter_map(|section| Desk::of(section, &id)).collect();
        Self { id, name, sections }
    }

    /// The sections from the top down to `path`.
    pub fn way_to(&self, path: &str) -> Vec<&Desk> {
        self.sections.iter().filter(|desk| is_within(path, &desk.path)).collect()
    }
}

impl Desk {
    fn of(section: Section, outlet: &str) -> Option<Self> {
        let Section { id, title, depth, fill: Fill::Feeds(feeds), page, .. } = section else { return None };
        let path = id.0.strip_prefix(outlet)?.strip_prefix('/')?.to_owned();
        Some(Self { title, path, depth, feed: feeds.into_iter().next()?.url, page })
    }
}
