//! One entry of a feed as a headline.

use chrono::{DateTime, TimeDelta, Utc};
use url::Url;

use crate::feed::story::is_invitation;
use crate::feed::{Entry, Markup, labels, plain};
use crate::news::{Enclosure, Feed, Headline, Label, StoryKey};
use crate::text;

/// A standfirst is two or three lines, not the story.
const STANDFIRST_AT_MOST: usize = 400;
/// A summary of several paragraphs opens with the standfirst; a shorter opening is a dateline, and the next belongs to it.
const STANDFIRST_AT_LEAST: usize = 60;
/// Words of a summary that stand for a missing title.
const TITLE_WORDS: usize = 12;
/// A kicker is a word or two.
const KICKER_AT_MOST: usize = 30;
/// Longer addresses of files are none: with a saved story they would be kept for ever.
const ENCLOSURE_AT_MOST: usize = 4096;
/// Publishing systems touch a story twice while it is first published.
const TOUCHED: TimeDelta = TimeDelta::minutes(1);

/// `None` for an entry that leads nowhere or says nothing.
pub(super) fn headline(entry: &Entry, feed: &Feed, base: &Url, now: DateTime<Utc>) -> Option<Headline> {
    let url = address(entry, base)?;
    let paragraphs = summary(entry);
    let title = entry.title.clone().or_else(|| first_words(paragraphs.first()?))?;

    let published = entry.published.map(|at| at.min(now));
    let updated = entry.updated.map(|at| at.min(now)).filter(|&at| published.is_none_or(|first| at - first > TOUCHED));

    let mut marks = labels::of(&url, &title, entry);
    if published.is_some() && updated.is_some() {
        marks.push(Label::Updated);
    }
    marks.sort_unstable();
    marks.dedup();

    Some(Headline {
        key: StoryKey::of(url.as_str()),
        url: url.into(),
        kicker: kicker(&entry.categories, feed),
        standfirst: standfirst(&paragraphs, &title),
        authors: bylines(entry, feed),
        labels: marks,
        published,
        updated,
        seconds: seconds(entry),
        enclosure: enclosure(entry, base),
        outlet: feed.outlet.clone(),
        outlet_name: feed.outlet_name.clone(),
        title,
    })
}

/// Where the story is: what it leads to, else what is to be heard or seen.
fn address(entry: &Entry, base: &Url) -> Option<Url> {
    let media = || entry.media.iter().find_map(|media| http(base, &media.url));
    entry.link.as_deref().and_then(|link| http(base, link)).or_else(media)
}

fn http(base: &Url, address: &str) -> Option<Url> {
    // Some publishing systems escape their addresses twice.
    let url = base.join(&address.trim().replace("&amp;", "&")).ok()?;
    (matches!(url.scheme(), "http" | "https") && url.host_str().is_some_and(|host| !host.is_empty())).then_some(url)
}

/// The first file that the story is about. Of several, publishers put the one for most ears first.
fn enclosure(entry: &Entry, base: &Url) -> Option<Enclosure> {
    entry.played().find_map(|media| {
        let url = String::from(http(base, &media.url)?);
        (url.len() <= ENCLOSURE_AT_MOST).then_some(Enclosure { url, bytes: media.bytes })
    })
}

/// How long what comes with the story plays.
fn seconds(entry: &Entry) -> Option<u32> {
    let mut played = entry.played().peekable();
    played.peek()?;
    entry.seconds.or_else(|| played.find_map(|media| media.seconds))
}

/// The paragraphs of the summary, or the first of the story itself.
fn summary(entry: &Entry) -> Vec<String> {
    let told = |markup: &Option<Markup>| {
        let paragraphs = markup.as_ref().map(|markup| plain::paragraphs(&markup.html)).unwrap_or_default();
        paragraphs.into_iter().filter(|paragraph| !is_invitation(paragraph)).collect::<Vec<_>>()
    };
    let paragraphs = told(&entry.summary);
    if paragraphs.is_empty() { told(&entry.content).into_iter().take(1).collect() } else { paragraphs }
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

/// An outlet is not the author of its stories.
fn bylines(entry: &Entry, feed: &Feed) -> Vec<String> {
    entry.authors.iter().filter(|name| **name != feed.outlet_name).cloned().collect()
}
