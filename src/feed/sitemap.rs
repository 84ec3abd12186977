//! A news sitemap into headlines: `<url>` by `<url>`, as far as each says what its story is called.
//!
//! Read with the tokenizer of feeds, so that one which breaks off still gives the stories before the break. An index of
//! sitemaps lists no stories and is no feed.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use url::Url;

use crate::dates;
use crate::feed::tokens::{Token, Tokens, split_name};
use crate::feed::{ITEMS_AT_MOST, decode, labels, plain};
use crate::news::{Feed, Headline, StoryKey};
use crate::trouble::TroubleKind;

/// Entries that are looked at: a day of a large paper, for all its sections, is a few hundred.
const ENTRIES_AT_MOST: usize = 20_000;
/// What one field may hold.
const FIELD_AT_MOST: usize = 4 * 1024;
/// A kicker is a word or two.
const KICKER_AT_MOST: usize = 30;

/// An entry being read.
#[derive(Debug, Default)]
struct Entry {
    loc: String,
    title: String,
    published: String,
    keywords: String,
}

impl Entry {
    /// Where the words of an element go.
    fn field(&mut self, name: &str) -> Option<&mut String> {
        match split_name(name) {
            // Pictures and films have titles of their own.
            ("image" | "video", _) => None,
            (_, "loc") => Some(&mut self.loc),
            (_, "title") => Some(&mut self.title),
            (_, "publication_date") => Some(&mut self.published),
            (_, "keywords") => Some(&mut self.keywords),
            _ => None,
        }
    }
}

/// The stories of a news sitemap whose path begins with `under`, in its order, each once.
///
/// `base` is where the bytes came from; `charset` what HTTP said, if it did; dates later than `now` are set to it.
///
/// # Errors
/// [`TroubleKind::NotAFeed`] for anything else than a sitemap that lists addresses.
pub fn parse(
    bytes: &[u8],
    feed: &Feed,
    under: &str,
    base: &Url,
    charset: Option<&str>,
    now: DateTime<Utc>,
) -> Result<Vec<Headline>, TroubleKind> {
    let (document, _) = decode::decode(bytes, charset);
    let mut tokens = Tokens::of(&document);
    let is_sitemap = tokens.by_ref().find_map(|token| match token {
        Token::Start(tag) => Some(tag.local() == "urlset"),
        _ => None,
    });
    if is_sitemap != Some(true) {
        return Err(TroubleKind::NotAFeed);
    }
    let mut headlines = Vec::new();
    let mut seen = HashSet::new();
    let mut entries = 0;
    let mut entry: Option<Entry> = None;
    let mut open: Option<&str> = None;
    for token in tokens {
        match token {
            Token::Start(tag) if tag.name == "url" => {
                (entry, open) = (Some(Entry::default()), None);
                entries += 1;
            }
            Token::Start(tag) => open = Some(tag.name),
            Token::Text(words) => {
                let field = open.and_then(|name| entry.as_mut()?.field(name));
                if let Some(field) = field.filter(|field| field.len() + words.len() <= FIELD_AT_MOST) {
                    field.push_str(&words);
                }
            }
            Token::End("url") => {
                let told = entry.take().and_then(|entry| headline(&entry, feed, under, base, now));
                headlines.extend(told.filter(|headline| seen.insert(headline.key.clone())));
            }
            Token::End(_) => open = None,
        }
        if entries > ENTRIES_AT_MOST || headlines.len() >= ITEMS_AT_MOST {
            break;
        }
    }
    Ok(headlines)
}

/// `None` for an entry without a title, and for one of another section.
fn headline(entry: &Entry, feed: &Feed, under: &str, base: &Url, now: DateTime<Utc>) -> Option<Headline> {
    let url = base.join(entry.loc.trim()).ok().filter(|url| matches!(url.scheme(), "http" | "https"))?;
    if entry.loc.trim().is_empty() || !url.path().starts_with(under) {
        return None;
    }
    let title = plain::line(&entry.title);
    if title.is_empty() {
        return None;
    }
    let mut marks = labels::told(&url, &title);
    marks.sort_unstable();
    marks.dedup();
    let first = entry.keywords.split(',').map(plain::line).find(|word| !word.is_empty());
    Some(Headline {
        key: StoryKey::of(url.as_str()),
        url: url.into(),
        kicker: first.filter(|word| crate::text::width(word) <= KICKER_AT_MOST),
        standfirst: None,
        authors: Vec::new(),
        labels: marks,
        published: dates::parse(&entry.published).map(|at| at.to_utc().min(now)),
        updated: None,
        seconds: None,
        enclosure: None,
        outlet: feed.outlet.clone(),
        outlet_name: feed.outlet_name.clone(),
        title,
    })
}
