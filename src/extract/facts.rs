//! What a page says about its story, from whichever source; sources are laid over each other, the better first.

use chrono::{DateTime, Duration, FixedOffset};

use super::access::Access;
use super::names::Names;
use super::title::Site;
use crate::news::Label;

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
        if self.names.authors.is_empty() {
            self.names.authors = next.names.authors;
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
            names: Names { authors: self.names.authors, agency: self.names.agency.or(next.names.agency) },
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

    /// A name that is the publisher's own is no author. As the agency it stays: the page says where the story comes from.
    pub fn settle_names(&mut self, site: &Site) {
        self.names.authors.retain(|name| !site.is_called(name));
    }
}

/// A name without what is written one way here and another there: case, blanks, a leading "the".
pub fn bare(name: &str) -> String {
    let name: String = name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    name.strip_prefix("the").map_or(name.clone(), str::to_owned)
}
