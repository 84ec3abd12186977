//! Outlets as data: `catalogue/*.toml`, one file each, into the section tree.
//!
//! ```toml
//! id = "courier"
//! name = "The Courier"
//! country = "NZ"
//! language = "en"
//! also_in = ["mi"]                        # optional: other languages that some of its stories are in
//! home = "https://courier.example/"
//! credit = "news from courier.example"    # optional: a line the publisher's terms ask for
//! off = "closed its feeds in May"         # optional: switched off unless the reader names it, and why
//! shown = true                            # optional: in the tree of a reader of its language who chose no outlets
//! sitemap = "https://courier.example/sitemap-news.xml"  # optional: for sections with sitemap = true
//! agent = "courier-reader/1"              # optional: the User-Agent its hosts want
//! timeout_seconds = 20                    # optional: for a slow one
//! crawl_delay_seconds = 7                 # optional: between two requests, as its robots.txt asks
//!
//! [[section]]
//! title = "World"
//! path = "world"                          # the section is courier/world from now on, in state and config
//! level = 1                               # optional, 1 to 3: 2 is a child of the level 1 above it
//! feed = "https://courier.example/rss"    # optional; or feeds = ["…", "…"]
//! off = "nobody saw it answer"            # optional: the feed is kept here, and not asked
//! front = true                            # optional: what is asked next, the page; or another address
//! sitemap = true                          # optional: what is asked last; or another address
//! under = "/world/"                       # optional: the stories of the sitemap that belong here; the page's path
//! page = "https://courier.example/world"  # optional: for a browser
//! blend = ["world"]                       # optional: blended sections that this feed fills too
//! ```
//!
//! A section is filled by its feed, its front and its sitemap in this order: the first that has stories. One with
//! `same = "world"` shows what that section of the outlet shows, one with `gather = true` all that the sections under it
//! show. A section with none of these opens its page in a browser.
//!
//! # Yours
//!
//! A reader's `sources.toml` has the same keys, with each outlet as a table:
//!
//! ```toml
//! [[outlet]]
//! id = "harbour"
//! name = "Harbour Blog"
//!
//! [[outlet.section]]
//! title = "Latest"
//! path = "latest"
//! feed = "https://harbour.example/feed"
//! ```
//!
//! An outlet of a new id needs only a name and its sections; with `folder = true` its sections are sites in their own
//! right, and their stories are signed with the section's title. A table with the id of a built-in outlet *extends* it:
//! the keys it sets replace the outlet's, a section with the path of one that is there takes its place, and any other
//! comes after them. So nothing that the program ships has to be written out again to change one part of it, and a
//! later version's new sections are not lost. What is not to be seen any more is left out by `outlets` in the config.

use std::collections::HashSet;

use crate::news::{Feed, Fill, Outlet, Section, SectionId};

mod build;
pub mod opml;
mod schema;

/// The outlets that the program ships, in the order they are shown: New Zealand's first, then those
/// that are shown unasked, then all others by id.
const BUILT_IN: &[(&str, &str)] = &[
    ("nzherald.toml", include_str!("catalogue/nzherald.toml")),
    ("rnz.toml", include_str!("catalogue/rnz.toml")),
    ("stuff.toml", include_str!("catalogue/stuff.toml")),
    ("1news.toml", include_str!("catalogue/1news.toml")),
    ("teaonews.toml", include_str!("catalogue/teaonews.toml")),
    ("spinoff.toml", include_str!("catalogue/spinoff.toml")),
    ("newsroom.toml", include_str!("catalogue/newsroom.toml")),
    ("odt.toml", include_str!("catalogue/odt.toml")),
    ("bbc.toml", include_str!("catalogue/bbc.toml")),
    ("guardian.toml", include_str!("catalogue/guardian.toml")),
    ("aljazeera.toml", include_str!("catalogue/aljazeera.toml")),
    ("dw.toml", include_str!("catalogue/dw.toml")),
    ("npr.toml", include_str!("catalogue/npr.toml")),
    ("abc-au.toml", include_str!("catalogue/abc-au.toml")),
    ("ap.toml", include_str!("catalogue/ap.toml")),
    ("ars.toml", include_str!("catalogue/ars.toml")),
    ("cbc.toml", include_str!("catalogue/cbc.toml")),
    ("cbs.toml", include_str!("catalogue/cbs.toml")),
    ("cna.toml", include_str!("catalogue/cna.toml")),
    ("cnn.toml", include_str!("catalogue/cnn.toml")),
    ("dawn.toml", include_str!("catalogue/dawn.toml")),
    ("economist.toml", include_str!("catalogue/economist.toml")),
    ("elpais.toml", include_str!("catalogue/elpais.toml")),
    ("elpais-en.toml", include_str!("catalogue/elpais-en.toml")),
    ("france24.toml", include_str!("catalogue/france24.toml")),
    ("globalnews.toml", include_str!("catalogue/globalnews.toml")),
    ("globe.toml", include_str!("catalogue/globe.toml")),
    ("ieee.toml", include_str!("catalogue/ieee.toml")),
    ("japantimes.toml", include_str!("catalogue/japantimes.toml")),
    ("japantoday.toml", include_str!("catalogue/japantoday.toml")),
    ("latimes.toml", include_str!("catalogue/latimes.toml")),
    ("lemonde.toml", include_str!("catalogue/lemonde.toml")),
    ("lemonde-en.toml", include_str!("catalogue/lemonde-en.toml")),
    ("mainichi.toml", include_str!("catalogue/mainichi.toml")),
    ("nbc.toml", include_str!("catalogue/nbc.toml")),
    ("nhk.toml", include_str!("catalogue/nhk.toml")),
    ("npr-text.toml", include_str!("catalogue/npr-text.toml")),
    ("nyt.toml", include_str!("catalogue/nyt.toml")),
    ("pbs.toml", include_str!("catalogue/pbs.toml")),
    ("reuters.toml", include_str!("catalogue/reuters.toml")),
    ("rte.toml", include_str!("catalogue/rte.toml")),
    ("sbs.toml", include_str!("catalogue/sbs.toml")),
    ("scmp.toml", include_str!("catalogue/scmp.toml")),
    ("skynews.toml", include_str!("catalogue/skynews.toml")),
    ("smh.toml", include_str!("catalogue/smh.toml")),
    ("spiegel.toml", include_str!("catalogue/spiegel.toml")),
    ("spiegel-en.toml", include_str!("catalogue/spiegel-en.toml")),
    ("straitstimes.toml", include_str!("catalogue/straitstimes.toml")),
    ("tagesschau.toml", include_str!("catalogue/tagesschau.toml")),
    ("thehindu.toml", include_str!("catalogue/thehindu.toml")),
    ("verge.toml", include_str!("catalogue/verge.toml")),
    ("wapo.toml", include_str!("catalogue/wapo.toml")),
    ("wired.toml", include_str!("catalogue/wired.toml")),
];

/// The country whose outlets come first unless the reader chooses otherwise.
const FIRST_COUNTRY: &str = "NZ";

/// The language of a reader who names none.
const DEFAULT_LANGUAGE: &str = "en";

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

impl CatalogueError {
    /// Without the line and the caret, for where there is one line.
    #[must_use]
    pub fn in_one_line(&self) -> String {
        let mut lines = self.reason.lines();
        let place = lines.next().unwrap_or_default().replace("TOML parse error at ", "");
        let why = lines.next_back().unwrap_or_default();
        format!("{}, {place}: {why}", self.file)
    }
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
        build::outlet(toml).map_err(|reason| CatalogueError { file: file.to_owned(), reason })
    }

    /// The outlet with this id.
    #[must_use]
    pub fn outlet(&self, id: &str) -> Option<&Outlet> {
        self.outlets.iter().find(|outlet| outlet.id == id)
    }

    /// These outlets with the reader's own file laid over them.
    ///
    /// # Errors
    /// With line and caret when it does not fit the schema.
    pub fn with_yours(&self, file: &str, toml: &str) -> Result<Self, CatalogueError> {
        let outlets = build::lay_over(self.outlets.clone(), toml)
            .map_err(|reason| CatalogueError { file: file.to_owned(), reason })?;
        Ok(Self { outlets })
    }

    /// The ids of the outlets that a reader of English sees who chooses nothing.
    #[must_use]
    pub fn default_chosen(&self) -> Vec<String> {
        self.chosen(&[], &[])
    }

    /// The ids of the outlets to show. With `outlets` these, in order, whatever their language and even where they are
    /// switched off; then the reader's own that are not among them. Without: the reader's own, then of those in
    /// `languages` (English, where there are none) the ones that are shown unasked, New Zealand's first.
    ///
    /// Not all of a language are shown unasked. A blended section asks each outlet in the tree, and forty of them would
    /// cost a reader on a slow line a minute before the first list is whole.
    #[must_use]
    pub fn chosen(&self, outlets: &[String], languages: &[String]) -> Vec<String> {
        let named: Vec<&Outlet> = outlets.iter().filter_map(|id| self.outlet(id)).collect();
        let yours = self.outlets.iter().filter(|outlet| outlet.yours && outlet.off.is_none());
        let unnamed = yours.filter(|outlet| !named.iter().any(|named| named.id == outlet.id));
        if !named.is_empty() {
            return named.iter().copied().chain(unnamed).map(|outlet| outlet.id.clone()).collect();
        }
        let speaks = |language: &str| {
            if languages.is_empty() {
                language == DEFAULT_LANGUAGE
            } else {
                languages.iter().any(|wanted| wanted.eq_ignore_ascii_case(language))
            }
        };
        let (first, rest): (Vec<_>, Vec<_>) = self
            .outlets
            .iter()
            .filter(|outlet| outlet.shown && !outlet.yours && outlet.off.is_none())
            .filter(|outlet| speaks(&outlet.language) || outlet.also_in.iter().any(|language| speaks(language)))
            .partition(|outlet| outlet.country == FIRST_COUNTRY);
        unnamed.chain(first).chain(rest).map(|outlet| outlet.id.clone()).collect()
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

/// An outlet as a section of its own: what it puts on its front page, else its first section; all of one that the reader
/// put together.
fn root(outlet: &Outlet) -> Section {
    let mut feeds =
        feeds_of(outlet.sections.iter().filter(|section| section.blends.iter().any(|blend| blend == FRONT_PAGE)));
    if outlet.yours && feeds.is_empty() {
        feeds = feeds_of(outlet.sections.iter());
    } else if feeds.is_empty() {
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
