//! The top of an article: path, headline, standfirst, who, when, how long.

use crate::article::{Article, Text};
use crate::clock::Zone;
use crate::news::Label;

use super::Role;
use super::compose::{Composer, NO_MARGIN};

/// Lays out the head. Parts that are missing leave no gap.
pub(super) fn compose(composer: &mut Composer, article: &Article, outlet: &str, zone: Zone) {
    let path = path(article, outlet);
    if !path.is_empty() {
        composer.text(&Text::plain(&path), Role::Kicker, NO_MARGIN);
        composer.gap();
    }
    composer.text(&Text::plain(&article.title), Role::Headline, NO_MARGIN);
    if let Some(standfirst) = &article.standfirst {
        composer.gap();
        composer.text(&Text::plain(standfirst), Role::Standfirst, NO_MARGIN);
    }
    composer.gap();
    if let Some(byline) = byline(article) {
        composer.text(&Text::plain(&byline), Role::Byline, NO_MARGIN);
    }
    let dates = dates(article, zone);
    if !dates.is_empty() {
        composer.text(&Text::plain(&dates), Role::Byline, NO_MARGIN);
    }
    let labels: Vec<&str> =
        article.labels.iter().filter(|label| **label != Label::Updated).map(|label| label.word()).collect();
    if !labels.is_empty() {
        composer.text(&Text::plain(&labels.join(" · ")), Role::Label, NO_MARGIN);
    }
}

/// The way to the story and its kind; the outlet's name where the page says neither.
fn path(article: &Article, outlet: &str) -> String {
    let mut parts: Vec<&str> = article.section.iter().map(String::as_str).collect();
    if let Some(kicker) = &article.kicker
        && !parts.iter().any(|part| part.eq_ignore_ascii_case(kicker))
    {
        parts.push(kicker);
    }
    if parts.is_empty() {
        parts.push(outlet);
    }
    parts.join(" › ")
}

fn byline(article: &Article) -> Option<String> {
    let agency = article.agency.as_deref().filter(|agency| !article.authors.iter().any(|author| author == agency));
    match (article.authors.is_empty(), agency) {
        (true, None) => None,
        (true, Some(agency)) => Some(agency.to_owned()),
        (false, None) => Some(format!("By {}", article.authors.join(", "))),
        (false, Some(agency)) => Some(format!("By {} · {agency}", article.authors.join(", "))),
    }
}

fn dates(article: &Article, zone: Zone) -> String {
    let mut parts = Vec::new();
    let published = article.published.map(|time| time.to_utc());
    if let Some(published) = published {
        parts.push(zone.day_and_time(published));
    }
    if let Some(updated) = article.updated.map(|time| time.to_utc()) {
        parts.push(match published {
            Some(published) => format!("Updated {}", zone.since(updated, published)),
            None => format!("Updated {}", zone.day_and_time(updated)),
        });
    }
    match article.minutes() {
        0 => {}
        minutes => parts.push(format!("{minutes} min read")),
    }
    parts.join(" · ")
}
