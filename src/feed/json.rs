//! JSON Feed as it comes.

use serde_json::{Map, Value};
use url::Url;

use crate::dates;
use crate::feed::entry::{Entry, Markup, Media, MediaKind};
use crate::feed::item::{MEDIA_AT_MOST, NAMES_AT_MOST};
use crate::feed::{Document, ITEMS_AT_MOST, authors, plain};

/// `None` for what is no JSON Feed.
pub(super) fn read(document: &str, base: &Url) -> Option<Document> {
    let Value::Object(feed) = serde_json::from_str(document).ok()? else { return None };
    if !words(&feed, "version")?.contains("jsonfeed.org") {
        return None;
    }
    let items = feed.get("items")?.as_array()?;
    let own = names(&feed);
    let entries = items.iter().filter_map(Value::as_object).take(ITEMS_AT_MOST).map(|item| entry(item, &own, base));
    Some(Document {
        title: words(&feed, "title").map(plain::line).filter(|title| !title.is_empty()),
        entries: entries.collect(),
        ..Document::default()
    })
}

fn entry(item: &Map<String, Value>, feed_authors: &[String], base: &Url) -> Entry {
    let address = |url: &str| base.join(url.trim()).map_or_else(|_| url.trim().to_owned(), String::from);
    let markup = |html: String| Markup { html, base: base.clone() };
    let time = |name| words(item, name).and_then(dates::parse).map(|time| time.to_utc());
    // The standard asks readers to accept ids that are numbers.
    let id = item.get("id").map(|id| id.as_str().map_or_else(|| id.to_string(), str::to_owned));
    let permanent = id.as_deref().filter(|id| Url::parse(id).is_ok());
    let mut authors = names(item);
    if authors.is_empty() {
        authors = feed_authors.to_vec();
    }
    let content = words(item, "content_html").map(str::to_owned);
    Entry {
        link: words(item, "url").or_else(|| words(item, "external_url")).or(permanent).map(address),
        title: words(item, "title").map(plain::line).filter(|title| !title.is_empty()),
        summary: words(item, "summary").map(|summary| markup(summary.to_owned())),
        content: content.or_else(|| words(item, "content_text").map(paragraphs)).map(markup),
        authors,
        categories: list(item, "tags").filter_map(Value::as_str).take(NAMES_AT_MOST).map(plain::line).collect(),
        published: time("date_published"),
        updated: time("date_modified"),
        media: list(item, "attachments")
            .take(MEDIA_AT_MOST)
            .filter_map(Value::as_object)
            .filter_map(|file| media(file, base))
            .collect(),
        seconds: None,
        id,
    }
}

fn media(file: &Map<String, Value>, base: &Url) -> Option<Media> {
    let url = base.join(words(file, "url")?).ok()?.to_string();
    let kind = MediaKind::of(words(file, "mime_type").unwrap_or_default(), "", &url)?;
    let seconds = file.get("duration_in_seconds").and_then(Value::as_f64).filter(|&seconds| seconds >= 1.0);
    // Within range by the clamp; what is left of a second does not matter.
    let seconds = seconds.and_then(|seconds| format!("{:.0}", seconds.min(f64::from(u32::MAX))).parse().ok());
    let bytes = file.get("size_in_bytes").and_then(Value::as_u64).filter(|bytes| *bytes > 0);
    Some(Media { url, kind, seconds, bytes, is_enclosed: true })
}

/// Version 1 had one author, 1.1 a list.
fn names(holder: &Map<String, Value>) -> Vec<String> {
    let all = holder.get("author").into_iter().chain(list(holder, "authors"));
    let mut names: Vec<String> = Vec::new();
    for name in all.filter_map(|author| authors::name(&plain::line(author.get("name")?.as_str()?))) {
        if !names.contains(&name) && names.len() < NAMES_AT_MOST {
            names.push(name);
        }
    }
    names
}

fn list<'v>(holder: &'v Map<String, Value>, name: &str) -> impl Iterator<Item = &'v Value> {
    holder.get(name).and_then(Value::as_array).into_iter().flatten()
}

fn words<'v>(holder: &'v Map<String, Value>, name: &str) -> Option<&'v str> {
    holder.get(name)?.as_str().filter(|words| !words.trim().is_empty())
}

/// Plain text as the HTML that shows it.
fn paragraphs(text: &str) -> String {
    let escaped = text.replace('&', "&amp;").replace('<', "&lt;");
    ["<p>", &escaped.replace("\n\n", "</p><p>"), "</p>"].concat()
}
