//! One item of an XML feed while it is read: each field finds its place in the [`Entry`].

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use url::Url;

use crate::dates;
use crate::feed::authors;
use crate::feed::entry::{Entry, Markup, Media, MediaKind, bytes, seconds};
use crate::feed::names::Role;
use crate::feed::plain;
use crate::feed::tokens::Tag;

/// An item of a podcast network lists each of its formats; no reader needs more of them.
pub(super) const MEDIA_AT_MOST: usize = 32;
/// Nobody reads the fiftieth category, nor author.
pub(super) const NAMES_AT_MOST: usize = 32;

/// An item being read.
pub(super) struct Item<'a> {
    /// With its prefix, as written.
    pub name: &'a str,
    pub base: Url,
    pub entry: Entry,
    /// Which role gave what the entry has so far: a later field of a better one takes its place.
    title: Rank,
    summary: Rank,
    link: Rank,
    published: Rank,
}

/// How much a field is worth beside another for the same place; 0 for none yet.
type Rank = u8;

impl<'a> Item<'a> {
    pub(super) fn new(tag: Tag<'a>, base: Url) -> Self {
        let mut item =
            Self { name: tag.name, base, entry: Entry::default(), title: 0, summary: 0, link: 0, published: 0 };
        // RSS 1.0 names its items so.
        if let Some(about) = tag.attribute("rdf:about") {
            item.identify(about.trim());
        }
        item
    }

    /// An id that is an address leads there, for want of a link. Any other word would join with the base.
    fn identify(&mut self, id: &str) {
        if id.is_empty() {
            return;
        }
        self.entry.id.get_or_insert_with(|| id.to_owned());
        if id.starts_with("http") && Url::parse(id).is_ok() {
            self.lead(id, 1);
        }
    }

    /// Takes in one element: `tag` with the text that stood in it.
    pub(super) fn take(&mut self, role: Role, tag: Tag<'_>, text: &str) {
        let text = text.trim();
        match role {
            Role::Title => self.title(tag, text, 2),
            Role::Caption => self.title(tag, text, 1),
            Role::Link => self.link(tag, text),
            Role::Origin => self.lead(text, 3),
            Role::Guid => {
                let permanent = tag.attribute("isPermaLink");
                if permanent.is_none_or(|is| !is.trim().eq_ignore_ascii_case("false")) {
                    self.identify(text);
                } else if !text.is_empty() {
                    self.entry.id = Some(text.to_owned());
                }
            }
            Role::Id => self.identify(text),
            Role::Summary => self.summary(tag, text, 2),
            Role::Abstract => self.summary(tag, text, 1),
            Role::Content => {
                let markup = self.markup(tag, text);
                if self.entry.content.as_ref().is_none_or(|had| had.html.len() < markup.html.len()) {
                    self.entry.content = Some(markup).filter(|markup| !markup.html.is_empty());
                }
            }
            Role::Published => self.published(text, 2),
            Role::Appeared => self.published(text, 1),
            Role::Updated => {
                self.entry.updated = dates::parse(text).map(|time| time.to_utc()).or(self.entry.updated);
            }
            Role::Author => self.author(text),
            Role::Category => {
                let named = tag.attribute("label").or_else(|| tag.attribute("term"));
                let category = plain::line(named.as_deref().unwrap_or(text));
                if !category.is_empty() && self.entry.categories.len() < NAMES_AT_MOST {
                    self.entry.categories.push(category);
                }
            }
            Role::Enclosure => self.media(tag, true),
            Role::Clip => self.media(tag, false),
            Role::Duration => self.entry.seconds = self.entry.seconds.or_else(|| seconds(text)),
        }
    }

    /// RSS has the address in the element, Atom in an attribute.
    fn link(&mut self, tag: Tag<'_>, text: &str) {
        let rel = tag.attribute("rel").unwrap_or_default();
        match tag.attribute("href") {
            Some(_) if rel == "enclosure" => self.media(tag, true),
            Some(href) if rel.is_empty() || rel == "alternate" => {
                let address = joined(&based(&self.base, tag), &href);
                self.lead(&address, 2);
            }
            Some(_) => {}
            None if text.is_empty() => {}
            None => {
                let address = joined(&based(&self.base, tag), text);
                self.lead(&address, 2);
            }
        }
    }

    fn title(&mut self, tag: Tag<'_>, text: &str, rank: Rank) {
        let title = plain::line(&content(tag, text));
        if rank > self.title && !title.is_empty() {
            self.title = rank;
            self.entry.title = Some(title);
        }
    }

    fn lead(&mut self, address: &str, rank: Rank) {
        if !address.is_empty() && rank > self.link {
            self.link = rank;
            self.entry.link = Some(joined(&self.base, address));
        }
    }

    fn summary(&mut self, tag: Tag<'_>, text: &str, rank: Rank) {
        let markup = self.markup(tag, text);
        if rank > self.summary && !markup.html.is_empty() {
            self.summary = rank;
            self.entry.summary = Some(markup);
        }
    }

    fn markup(&self, tag: Tag<'_>, text: &str) -> Markup {
        Markup { html: content(tag, text), base: based(&self.base, tag) }
    }

    /// The last date that is one: some feeds have an empty `pubDate` beside a `dc:date`.
    fn published(&mut self, text: &str, rank: Rank) {
        if rank >= self.published
            && let Some(time) = dates::parse(text)
        {
            self.published = rank;
            self.entry.published = Some(time.to_utc());
        }
    }

    fn author(&mut self, text: &str) {
        if let Some(name) = authors::name(&plain::line(text))
            && !self.entry.authors.contains(&name)
            && self.entry.authors.len() < NAMES_AT_MOST
        {
            self.entry.authors.push(name);
        }
    }

    fn media(&mut self, tag: Tag<'_>, is_enclosed: bool) {
        let value = |name| tag.attribute(name).unwrap_or_default();
        let url = [value("url"), value("href")].into_iter().find(|url| !url.is_empty());
        let Some(url) = url.map(|url| joined(&based(&self.base, tag), &url)) else { return };
        let Some(kind) = MediaKind::of(&value("type"), &value("medium"), &url) else { return };
        if self.entry.media.len() < MEDIA_AT_MOST {
            // An enclosure says it in one word, Media RSS in the other.
            let bytes = bytes(&value("length")).or_else(|| bytes(&value("fileSize")));
            self.entry.media.push(Media { url, kind, seconds: seconds(&value("duration")), bytes, is_enclosed });
        }
    }
}

/// The text of a field that may hold HTML. Atom writes in base64 what is neither text nor XML.
pub(super) fn content(tag: Tag<'_>, text: &str) -> String {
    let kind = tag.attribute("type").unwrap_or_default();
    let is_packed = match tag.attribute("mode") {
        Some(mode) => mode.eq_ignore_ascii_case("base64"),
        None => kind.starts_with("application/") && !kind.ends_with("xml"),
    };
    if is_packed {
        let packed: String = text.split_whitespace().collect();
        return STANDARD.decode(packed).map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).unwrap_or_default();
    }
    text.to_owned()
}

/// `base`, moved by the tag's `xml:base`.
pub(super) fn based(base: &Url, tag: Tag<'_>) -> Url {
    tag.attribute("xml:base").and_then(|moved| base.join(moved.trim()).ok()).unwrap_or_else(|| base.clone())
}

fn joined(base: &Url, address: &str) -> String {
    base.join(address.trim()).map_or_else(|_| address.trim().to_owned(), String::from)
}
