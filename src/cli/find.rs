//! The feeds of a site: at an address, in the head of a page, or where sites usually keep them.

use chrono::Utc;
use scraper::Selector;
use url::Url;

use crate::feed;
use crate::fetch::{Answer, Fetcher, Validators, Want};
use crate::html::guard;
use crate::news::Feed;
use crate::text;
use crate::trouble::{Trouble, TroubleKind};

/// What a page names beyond this is no choice.
const FEEDS_AT_MOST: usize = 30;
/// The head of a page, with its scripts, ends before this.
const HEAD_BYTES: usize = 1024 * 1024;
/// Where a feed may be that no page names, the most usual first.
const USUAL_PATHS: &[&str] = &["/feed", "/rss", "/rss.xml", "/feed.xml", "/atom.xml", "/index.xml"];

/// A site and its feeds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Site {
    /// Its front page, or the page that was asked.
    pub home: String,
    /// What it calls itself.
    pub name: Option<String>,
    /// In the order they are named; empty where none was found.
    pub feeds: Vec<Found>,
}

/// A feed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Where it is.
    pub url: String,
    /// What it, or the page that names it, calls it.
    pub title: Option<String>,
}

/// Finds the feeds at `url`: it is one, or its page names some. Where the page names none, the usual paths of the site
/// are asked, and the first that answers with a feed is it.
///
/// # Errors
/// When `url` itself can't be had.
pub async fn feeds(fetcher: &Fetcher, url: &str) -> Result<Site, Trouble> {
    let page = get(fetcher, url).await?;
    if let Some(found) = page.as_feed() {
        let home = page.url.join("/").map_or_else(|_| page.url.to_string(), Into::into);
        return Ok(Site { home, name: found.title.clone(), feeds: vec![found] });
    }
    let mut site = page.named();
    if site.feeds.is_empty() {
        for path in USUAL_PATHS {
            let Ok(address) = page.url.join(path) else { continue };
            if address == page.url {
                continue;
            }
            if let Ok(found) = get(fetcher, address.as_str()).await
                && let Some(found) = found.as_feed()
            {
                site.feeds.push(found);
                break;
            }
        }
    }
    Ok(site)
}

struct Fetched {
    url: Url,
    charset: Option<String>,
    bytes: Vec<u8>,
}

async fn get(fetcher: &Fetcher, url: &str) -> Result<Fetched, Trouble> {
    match fetcher.get(url, Want::Page, &Validators::default(), Utc::now()).await? {
        Answer::Body { url, charset, bytes, .. } => Ok(Fetched { url, charset, bytes }),
        // Nothing was sent that could be unchanged.
        Answer::NotModified { .. } => Err(Trouble::at(TroubleKind::Status(304), url)),
    }
}

impl Fetched {
    fn as_feed(&self) -> Option<Found> {
        let feed = Feed::at(self.url.to_string(), String::new(), String::new());
        let parsed = feed::parse(&self.bytes, &feed, &self.url, self.charset.as_deref(), Utc::now()).ok()?;
        Some(Found { url: self.url.to_string(), title: parsed.title })
    }

    /// The head of the body as text.
    fn text(&self) -> String {
        let head = self.bytes.get(..HEAD_BYTES).unwrap_or(&self.bytes);
        let charset = self.charset.as_deref().and_then(|label| encoding_rs::Encoding::for_label(label.as_bytes()));
        charset.unwrap_or(encoding_rs::UTF_8).decode(head).0.into_owned()
    }

    /// What a page says of itself and its feeds.
    fn named(&self) -> Site {
        let document = guard::parse(&self.text());
        let all = |selector: &str| {
            let selected = Selector::parse(selector).ok();
            selected.map(|selector| document.select(&selector).collect::<Vec<_>>()).unwrap_or_default()
        };
        let base = all("base[href]").first().and_then(|base| self.url.join(base.attr("href")?).ok());
        let base = base.unwrap_or_else(|| self.url.clone());
        let mut feeds: Vec<Found> = Vec::new();
        for link in all("link[href]") {
            let has = |name: &str, word: &str| {
                let words = link.attr(name).unwrap_or_default();
                words.split_ascii_whitespace().any(|said| said.trim_end_matches(';').eq_ignore_ascii_case(word))
            };
            let is_feed = ["application/rss+xml", "application/atom+xml", "application/feed+json"]
                .into_iter()
                .any(|kind| has("type", kind));
            let Some(url) = link.attr("href").and_then(|href| base.join(href).ok()) else { continue };
            if !has("rel", "alternate") || !is_feed || !matches!(url.scheme(), "http" | "https") {
                continue;
            }
            let url = url.to_string();
            if feeds.len() < FEEDS_AT_MOST && !feeds.iter().any(|found| found.url == url) {
                feeds.push(Found { url, title: link.attr("title").and_then(clean) });
            }
        }
        let site_name = all("meta[property='og:site_name']").first().and_then(|meta| clean(meta.attr("content")?));
        let title = || all("title").first().and_then(|title| clean(&title.text().collect::<String>()));
        Site { home: self.url.to_string(), name: site_name.or_else(title), feeds }
    }
}

fn clean(words: &str) -> Option<String> {
    Some(text::clean(words)).filter(|clean| !clean.is_empty())
}
