//! What a page says about its story, from whichever source; sources are laid over each other, the better first.

use chrono::{DateTime, Duration, FixedOffset};

use super::access::Access;
use super::names::Names;
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
    /// The publisher's name.
    pub publisher: Option<String>,
}

impl Facts {
    /// Fills what is missing from the next source. Labels add up.
    #[must_use]
    pub fn or(mut self, next: Self) -> Self {
        self.labels.extend(next.labels);
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
            publisher: self.publisher.or(next.publisher),
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
    pub fn settle_names(&mut self, host: &str) {
        let publisher = self.publisher.as_deref().map(bare).unwrap_or_default();
        let site = host.strip_prefix("www.").unwrap_or(host).split('.').next().unwrap_or_default().to_owned();
        let own = |name: &str| {
            let name = bare(name);
            !name.is_empty() && (name == publisher || name == site)
        };
        self.names.authors.retain(|name| !own(name));
    }
}

/// A name without what writes itself differently: case, blanks, a leading "the".
fn bare(name: &str) -> String {
    let name: String = name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    name.strip_prefix("the").map_or(name.clone(), str::to_owned)
}

/// Marks between a headline and the name of its site.
const SEAMS: [&str; 8] = [" | ", " - ", " – ", " — ", " · ", " • ", " :: ", " » "];

/// The headline in a page's `<title>` or social title: without the site's name at its end.
pub fn without_site(title: &str, publisher: Option<&str>) -> String {
    let mut title = title.trim();
    if let Some(publisher) = publisher {
        for seam in SEAMS {
            if let Some((head, tail)) = title.rsplit_once(seam)
                && bare(tail) == bare(publisher)
            {
                title = head.trim_end();
            }
        }
    }
    title.to_owned()
}

/// Like [`without_site`] for a title of which nothing else is known: a short end after the last seam is the site.
pub fn without_tail(title: &str) -> String {
    let cut = SEAMS.iter().filter_map(|seam| title.rsplit_once(seam)).min_by_key(|(_, tail)| tail.len());
    match cut {
        Some((head, tail)) if tail.split_whitespace().count() <= 4 && head.split_whitespace().count() >= 3 => {
            without_tail(head.trim_end())
        }
        _ => title.trim().to_owned(),
    }
}
