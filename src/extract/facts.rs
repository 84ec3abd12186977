//! What a page says about its story, from whichever source; sources are laid over each other, the better first.

use chrono::{DateTime, Duration, FixedOffset};

use super::access::Access;
use super::names::Names;
use crate::news::Label;
use crate::text;

/// The fields of one source; everything may be missing.
#[derive(Debug, Default)]
pub struct Facts {
    pub url: Option<String>,
    pub title: Option<String>,
    pub kicker: Option<String>,
    pub section: Vec<String>,
    pub standfirst: Option<String>,
    pub names: Names,
    pub published: Option<DateTime<FixedOffset>>,
    pub updated: Option<DateTime<FixedOffset>>,
    pub labels: Vec<Label>,
    pub language: Option<String>,
    pub access: Option<Access>,
    /// The publisher's names, as each source gives them.
    pub publishers: Vec<String>,
}

impl Facts {
    /// Fills what is missing from the next source. Labels add up.
    #[must_use]
    pub fn or(mut self, next: Self) -> Self {
        self.labels.extend(next.labels);
        self.publishers.extend(next.publishers);
        if self.names.authors.is_empty() || same_people(&self.names.authors, &next.names.authors) {
            self.names.authors = next.names.authors;
        }
        if self.names.houses.is_empty() {
            self.names.houses = next.names.houses;
        }
        if self.section.is_empty() {
            self.section = next.section;
        }
        Self {
            url: self.url.or(next.url),
            title: self.title.or(next.title),
            kicker: self.kicker.or(next.kicker),
            section: self.section,
            standfirst: self.standfirst.or(next.standfirst),
            names: Names { agency: self.names.agency.or(next.names.agency), ..self.names },
            published: self.published.or(next.published),
            updated: self.updated.or(next.updated),
            labels: self.labels,
            language: self.language.or(next.language),
            access: self.access.or(next.access),
            publishers: self.publishers,
        }
    }

    /// Notes a label.
    pub fn label(&mut self, label: Label, holds: bool) {
        if holds {
            self.labels.push(label);
        }
    }

    /// When the story changed, if that is later than when it appeared by more than a minute: publishers' systems write
    /// the two within seconds of each other.
    pub fn changed(&self) -> Option<DateTime<FixedOffset>> {
        let updated = self.updated?;
        self.published.is_none_or(|published| updated - published > Duration::minutes(1)).then_some(updated)
    }
}

/// True when both name the same people and only write the parts of their names in another order: a system that puts
/// given names first is wrong about names that end with them.
fn same_people(ours: &[String], theirs: &[String]) -> bool {
    let parts = |name: &String| {
        let mut parts: Vec<&str> = name.split_whitespace().collect();
        parts.sort_unstable();
        parts.concat()
    };
    ours.len() == theirs.len() && ours.iter().zip(theirs).all(|(one, other)| parts(one) == parts(other))
}

/// Names of a site's front page in breadcrumbs.
const FRONT_PAGES: [&str; 19] = [
    "home",
    "homepage",
    "home page",
    "startseite",
    "start",
    "accueil",
    "inicio",
    "portada",
    "início",
    "principal",
    "hem",
    "hjem",
    "etusivu",
    "strona główna",
    "главная",
    "news",
    "front page",
    "トップ",
    "홈",
];
/// Words of a section's name.
const SECTION_AT_MOST: usize = 4;

/// The way of sections that breadcrumbs show, without the site's own front page and the story itself, which stands last
/// and is longer than the name of a section.
pub fn section_path(names: impl Iterator<Item = String>) -> Vec<String> {
    let mut path: Vec<String> =
        names.filter(|name| name.split_whitespace().count() <= SECTION_AT_MOST).take(8).collect();
    if path.first().is_some_and(|name| FRONT_PAGES.contains(&name.to_lowercase().as_str())) {
        path.remove(0);
    }
    path.retain(|name| text::width(name) <= 30);
    path.dedup();
    path.truncate(4);
    path
}

/// A name without what is written one way here and another there: case, blanks, a leading "the".
pub fn bare(name: &str) -> String {
    let name: String = name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    name.strip_prefix("the").map_or(name.clone(), str::to_owned)
}
