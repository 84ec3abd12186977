//! One entry of a feed as a headline.

use chrono::{DateTime, TimeDelta, Utc};
use feed_rs::model::Entry;
use url::Url;

use crate::feed::{authors, labels, plain};
use crate::news::{Feed, Headline, Label, StoryKey};
use crate::text;

/// A standfirst is two or three lines, not the story.
const STANDFIRST_AT_MOST: usize = 400;
/// A summary of several paragraphs opens with the standfirst; a shorter opening is a dateline, and the next belongs to it.
const STANDFIRST_AT_LEAST: usize = 60;
/// Words of a summary that stand for a missing title.
const TITLE_WORDS: usize = 12;
/// A kicker is a word or two.
const KICKER_AT_MOST: usize = 30;
/// Publishing systems touch a story twice while it is first published.
const TOUCHED: TimeDelta = TimeDelta::minutes(1);

/// `None` for an entry that leads nowhere or says nothing.
pub(super) fn headline(entry: &Entry, feed: &Feed, base: &Url, now: DateTime<Utc>) -> Option<Headline> {
    let url = address(entry, base)?;
    let paragraphs = summary(entry);
    let title = entry.title.as_ref().map(|title| plain::line(&title.content)).filter(|title| !title.is_empty());
    let title = title.or_else(|| first_words(paragraphs.first()?))?;

    let published = entry.published.map(|at| at.min(now));
    let updated = entry.updated.map(|at| at.min(now)).filter(|&at| published.is_none_or(|first| at - first > TOUCHED));
    let categories: Vec<String> = entry
        .categories
        .iter()
        .map(|category| plain::line(category.label.as_ref().unwrap_or(&category.term)))
        .collect();

    let mut marks = labels::of(&url, &title, &categories, entry);
    if published.is_some() && updated.is_some() {
        marks.push(Label::Updated);
    }
    marks.sort_unstable();
    marks.dedup();

    Some(Headline {
        key: StoryKey::of(url.as_str()),
        url: url.into(),
        kicker: kicker(&categories, feed),
        standfirst: standfirst(&paragraphs, &title),
        authors: bylines(entry, feed),
        labels: marks,
        published,
        updated,
        outlet: feed.outlet.clone(),
        outlet_name: feed.outlet_name.clone(),
        title,
    })
}

/// Where the story is: its link, else an id that is an address.
fn address(entry: &Entry, base: &Url) -> Option<Url> {
    let link = entry.links.iter().find(|link| matches!(link.rel.as_deref(), None | Some("alternate")));
    let http = |address: &str| {
        // Some publishing systems escape their addresses twice.
        let url = base.join(&address.trim().replace("&amp;", "&")).ok()?;
        (matches!(url.scheme(), "http" | "https") && url.host_str().is_some_and(|host| !host.is_empty())).then_some(url)
    };
    if let Some(url) = link.filter(|link| !link.href.is_empty()).and_then(|link| http(&link.href)) {
        return Some(url);
    }
    // An id is an address only when it says so: any other word would join with the base.
    Url::parse(entry.id.trim()).ok().and_then(|id| http(id.as_str()))
}

/// The paragraphs of the summary, or the first of the story itself.
fn summary(entry: &Entry) -> Vec<String> {
    let paragraphs = entry.summary.as_ref().map(|summary| plain::paragraphs(&summary.content)).unwrap_or_default();
    let paragraphs: Vec<String> = paragraphs.into_iter().filter(|paragraph| !is_invitation(paragraph)).collect();
    if !paragraphs.is_empty() {
        return paragraphs;
    }
    let body = entry.content.as_ref().and_then(|content| content.body.as_deref()).unwrap_or_default();
    plain::paragraphs(body).into_iter().filter(|paragraph| !is_invitation(paragraph)).take(1).collect()
}

/// What feeds add under a summary to bring the reader to the site.
fn is_invitation(paragraph: &str) -> bool {
    let lower = paragraph.to_lowercase();
    let bare = lower.trim_end_matches(['.', '…', '»', '>', '→', ' ']);
    matches!(bare, "continue reading" | "read more" | "read full story" | "keep reading" | "comments")
        || (lower.starts_with("the post ") && lower.contains(" appeared first on "))
}

fn first_words(summary: &str) -> Option<String> {
    let mut words = summary.split(' ');
    let mut head = words.by_ref().take(TITLE_WORDS).collect::<Vec<_>>().join(" ");
    if words.next().is_some() {
        head.push('…');
    }
    (!head.is_empty()).then_some(head)
}

fn standfirst(paragraphs: &[String], title: &str) -> Option<String> {
    let mut words = String::new();
    for paragraph in paragraphs {
        if words.chars().count() >= STANDFIRST_AT_LEAST {
            break;
        }
        if !words.is_empty() {
            words.push(' ');
        }
        words.push_str(paragraph);
    }
    if let Some(kept) = words.strip_suffix("Continue reading...") {
        words.truncate(kept.trim_end().len());
    }
    let is_title = words.to_lowercase() == title.to_lowercase();
    (!words.is_empty() && !is_title).then(|| shorten(&words))
}

/// The head of `words`, cut after a word.
fn shorten(words: &str) -> String {
    let Some((end, _)) = words.char_indices().nth(STANDFIRST_AT_MOST) else {
        return words.to_owned();
    };
    let head = words.get(..end).unwrap_or_default();
    let whole = head.rsplit_once(' ').map_or(head, |(whole, _)| whole);
    format!("{}…", whole.trim_end_matches([',', ';', ':', '-', '–', '—', ' ']))
}

/// The first category that tells a reader something.
fn kicker(categories: &[String], feed: &Feed) -> Option<String> {
    categories
        .iter()
        .find(|category| {
            text::width(category) <= KICKER_AT_MOST
                && category.chars().any(char::is_alphabetic)
                && !category.contains(['/', '_', '=', ':', '|', '#', '<'])
                && !is_noise(&category.to_lowercase())
                && !category.eq_ignore_ascii_case(&feed.outlet_name)
        })
        .cloned()
}

/// Categories that are true of every story, or said by a label.
fn is_noise(category: &str) -> bool {
    matches!(
        category,
        "news"
            | "all"
            | "all news"
            | "article"
            | "articles"
            | "default"
            | "featured"
            | "feed"
            | "front page"
            | "updated"
            | "general"
            | "home"
            | "homepage"
            | "latest"
            | "latest news"
            | "live"
            | "main"
            | "news-article"
            | "free"
            | "other"
            | "paid"
            | "post"
            | "premium"
            | "rss"
            | "sponsored"
            | "stories"
            | "story"
            | "top news"
            | "top stories"
            | "uncategorised"
            | "uncategorized"
            | "video"
    )
}

fn bylines(entry: &Entry, feed: &Feed) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for person in &entry.authors {
        let Some(name) = person.name.as_deref().and_then(|name| authors::name(&plain::line(name))) else { continue };
        if !names.contains(&name) && name != feed.outlet_name {
            names.push(name);
        }
    }
    names
}
