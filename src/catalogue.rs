//! Outlets as data: `catalogue/*.toml`, one file each, into the section tree.
//!
//! ```toml
//! id = "courier"
//! name = "The Courier"
//! country = "NZ"
//! language = "en"
//! home = "https://courier.example/"
//! credit = "news from courier.example"    # optional: a line the publisher's terms ask for
//! off = "closed its feeds in May"         # optional: shipped switched off, and why
//!
//! [[section]]
//! title = "World"
//! path = "world"                          # the section is courier/world from now on, in state and config
//! level = 1                               # optional, 1 to 3: 2 is a child of the level 1 above it
//! feed = "https://courier.example/rss"    # optional; or feeds = ["…", "…"]
//! page = "https://courier.example/world"  # optional: for a browser
//! blend = ["world"]                       # optional: blended sections that this feed fills too
//! ```
//!
//! A section without a feed opens its page in a browser.

use std::collections::HashSet;

use crate::news::{Feed, Fill, Outlet, Section, SectionId};

mod schema;

/// The outlets that the program ships, in the order they are shown: New Zealand's first.
const BUILT_IN: &[(&str, &str)] = &[
    ("nzherald.toml", include_str!("catalogue/nzherald.toml")),
    ("rnz.toml", include_str!("catalogue/rnz.toml")),
    ("bbc.toml", include_str!("catalogue/bbc.toml")),
    ("guardian.toml", include_str!("catalogue/guardian.toml")),
    ("aljazeera.toml", include_str!("catalogue/aljazeera.toml")),
    ("dw.toml", include_str!("catalogue/dw.toml")),
    ("npr.toml", include_str!("catalogue/npr.toml")),
    ("abc-au.toml", include_str!("catalogue/abc-au.toml")),
];

/// The country whose outlets come first unless the reader chooses otherwise.
const FIRST_COUNTRY: &str = "NZ";

/// The blended section that an outlet's own root shows its share of.
const FRONT_PAGE: &str = "front-page";

/// The blended sections in the order of the tree: id, and the words on the screen.
pub const BLENDED: &[(&str, &str)] = &[
    (FRONT_PAGE, "Front page"),
    ("new-zealand", "New Zealand"),
    ("world", "World"),
    ("politics", "Politics"),
    ("business", "Business"),
    ("technology", "Technology"),
    ("science", "Science"),
    ("health", "Health"),
    ("environment", "Environment"),
    ("sport", "Sport"),
    ("culture", "Culture"),
    ("opinion", "Opinion"),
];

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
        let outlets = BUILT_IN.iter().map(|(file, toml)| Self::parse_outlet(file, toml)).collect::<Result<_, _>>()?;
        Ok(Self { outlets })
    }

    /// Reads one outlet's file.
    ///
    /// # Errors
    /// With line and caret when it does not fit the schema.
    pub fn parse_outlet(file: &str, toml: &str) -> Result<Outlet, CatalogueError> {
        schema::outlet(toml).map_err(|reason| CatalogueError { file: file.to_owned(), reason })
    }

    /// The outlet with this id.
    #[must_use]
    pub fn outlet(&self, id: &str) -> Option<&Outlet> {
        self.outlets.iter().find(|outlet| outlet.id == id)
    }

    /// The ids of the outlets that are read unless the reader chooses: all that are not switched off, New Zealand's
    /// first.
    #[must_use]
    pub fn default_chosen(&self) -> Vec<String> {
        let (first, rest): (Vec<_>, Vec<_>) = self
            .outlets
            .iter()
            .filter(|outlet| outlet.off.is_none())
            .partition(|outlet| outlet.country == FIRST_COUNTRY);
        first.into_iter().chain(rest).map(|outlet| outlet.id.clone()).collect()
    }

    /// The tree on the screen: the blended sections (those with at least one feed), the saved stories, then each chosen
    /// outlet as a root with its own sections one deeper. Outlets are taken in the order of `chosen`; an unknown id is
    /// skipped.
    #[must_use]
    pub fn tree(&self, chosen: &[String]) -> Vec<Section> {
        let mut seen = HashSet::new();
        let outlets: Vec<&Outlet> =
            chosen.iter().filter(|id| seen.insert(*id)).filter_map(|id| self.outlet(id)).collect();

        let mut tree: Vec<Section> = BLENDED.iter().filter_map(|&(id, title)| blended(id, title, &outlets)).collect();
        tree.push(Section {
            id: SectionId::saved(),
            title: "Saved".to_owned(),
            depth: 0,
            fill: Fill::Saved,
            page: None,
            blends: Vec::new(),
        });
        for outlet in outlets {
            tree.push(root(outlet));
            tree.extend(outlet.sections.iter().map(|section| Section { depth: section.depth + 1, ..section.clone() }));
        }
        tree
    }
}

fn blended(id: &str, title: &str, outlets: &[&Outlet]) -> Option<Section> {
    let sections = outlets.iter().flat_map(|outlet| &outlet.sections);
    let feeds = feeds_of(sections.filter(|section| section.blends.iter().any(|blend| blend == id)));
    (!feeds.is_empty()).then(|| Section {
        id: SectionId(id.to_owned()),
        title: title.to_owned(),
        depth: 0,
        fill: Fill::Feeds(feeds),
        page: None,
        blends: Vec::new(),
    })
}

/// An outlet as a section of its own: what it puts on its front page.
fn root(outlet: &Outlet) -> Section {
    let mut feeds =
        feeds_of(outlet.sections.iter().filter(|section| section.blends.iter().any(|blend| blend == FRONT_PAGE)));
    if feeds.is_empty() {
        feeds = feeds_of(outlet.sections.iter().find(|section| matches!(section.fill, Fill::Feeds(_))).into_iter());
    }
    Section {
        id: SectionId(outlet.id.clone()),
        title: outlet.name.clone(),
        depth: 0,
        fill: if feeds.is_empty() { Fill::Browser } else { Fill::Feeds(feeds) },
        page: Some(outlet.home.clone()),
        blends: Vec::new(),
    }
}

/// The feeds of `sections` in order, each address once.
fn feeds_of<'a>(sections: impl Iterator<Item = &'a Section>) -> Vec<Feed> {
    let mut seen = HashSet::new();
    sections
        .filter_map(|section| match &section.fill {
            Fill::Feeds(feeds) => Some(feeds),
            _ => None,
        })
        .flatten()
        .filter(|feed| seen.insert(feed.url.as_str()))
        .cloned()
        .collect()
}
