//! RSS of any version and Atom as they come.
//!
//! Read leniently: a feed with a bare `&`, a tag that is never closed or an end that never came still gives the stories
//! that are in it, and elements are known by what their names mean, whatever prefix stands before them.

use std::collections::HashMap;

use url::Url;

use crate::feed::item::{Item, based, content};
use crate::feed::names::{Dialect, Role, Space, role_of, space_by_habit, space_of};
use crate::feed::tokens::{Tag, Token, Tokens, split_name};
use crate::feed::{Document, ITEMS_AT_MOST, plain};

/// An element being read.
struct Field<'a> {
    tag: Tag<'a>,
    place: Place,
    text: String,
    /// Elements of the same name opened inside it.
    same_inside: usize,
    /// Elements opened inside it less those closed.
    open_inside: isize,
    /// Its text is XML, not HTML inside XML: a `<` in it is a character.
    is_xml: bool,
}

/// What an element is read for.
#[derive(Clone, Copy, PartialEq)]
enum Place {
    /// A part of an item.
    Part(Role),
    /// The feed's own name.
    FeedTitle,
    Ttl,
    /// Nothing: all in it is passed over.
    Unread,
}

struct Reader<'a> {
    dialect: Dialect,
    document: Document,
    spaces: HashMap<&'a str, Space>,
    base: Url,
    field: Option<Field<'a>>,
    item: Option<Item<'a>>,
    is_closed: bool,
}

/// `None` for what is no feed at all.
pub(super) fn read(document: &str, base: &Url) -> Option<Document> {
    let mut tokens = Tokens::of(document);
    let mut junk = false;
    let (dialect, root) = loop {
        match tokens.next()? {
            Token::Start(tag) => match tag.local().to_ascii_lowercase().as_str() {
                "rss" | "rdf" => break (Dialect::Rss, tag),
                "feed" => break (Dialect::Atom, tag),
                "html" => return None,
                _ => junk = true,
            },
            Token::Text(text) => junk |= !text.trim().is_empty(),
            Token::End(_) => junk = true,
        }
    };

    let mut reader = Reader {
        dialect,
        document: Document { recovered: junk, ..Document::default() },
        spaces: HashMap::new(),
        base: based(base, root),
        field: None,
        item: None,
        is_closed: false,
    };
    reader.declare(root);
    for token in tokens.by_ref() {
        match token {
            Token::Start(tag) => reader.start(tag),
            Token::End(name) => reader.end(name, root.name),
            Token::Text(text) => reader.text(&text),
        }
        if reader.document.entries.len() >= ITEMS_AT_MOST && reader.item.is_none() {
            reader.is_closed = true;
            break;
        }
    }
    reader.end_item();
    reader.document.recovered |= tokens.is_repaired() || !reader.is_closed;
    Some(reader.document)
}

impl<'a> Reader<'a> {
    fn start(&mut self, tag: Tag<'a>) {
        if self.field.is_none() {
            self.declare(tag);
        }
        if self.is_item(tag.name) && self.space(tag) == Space::Native {
            self.document.recovered |= self.item.is_some() || self.field.is_some();
            self.end_item();
            if self.document.entries.len() < ITEMS_AT_MOST {
                self.item = Some(Item::new(tag, based(&self.base, tag)));
            }
            return;
        }
        if let Some(field) =
            self.field.take_if(|field| field.place != Place::Unread && !field.is_xml && begins_next_field(tag.name))
        {
            self.document.recovered = true;
            self.take(&field);
        }
        if let Some(field) = &mut self.field {
            field.open_inside += 1;
            field.same_inside += usize::from(field.tag.name == tag.name);
            field.markup(&["<", tag.local(), " ", tag.inside.trim(), ">"]);
            return;
        }
        let is_transparent = match self.dialect {
            Dialect::Rss => tag.local().eq_ignore_ascii_case("channel"),
            Dialect::Atom => self.item.is_some() && tag.local() == "author",
        };
        if is_transparent {
            if self.item.is_none() {
                self.base = based(&self.base, tag);
            }
            return;
        }
        if self.space(tag) == Space::Media && tag.local() == "group" {
            return;
        }
        let place = self.place(tag);
        let is_xml = is_xml(tag);
        self.field = Some(Field { tag, place, text: String::new(), same_inside: 0, open_inside: 0, is_xml });
    }

    fn end(&mut self, name: &str, root: &str) {
        if let Some(mut field) = self.field.take() {
            if field.tag.name == name && field.same_inside == 0 {
                self.document.recovered |= field.open_inside != 0;
                self.take(&field);
                return;
            }
            let is_cut_off = self.closes_item(name) || name == root || name == "channel";
            if !is_cut_off {
                field.open_inside -= 1;
                if field.tag.name == name {
                    field.same_inside -= 1;
                }
                field.markup(&["</", split_name(name).1, ">"]);
                self.field = Some(field);
                return;
            }
            self.document.recovered = true;
        }
        if self.closes_item(name) {
            self.end_item();
        } else if name == root || name == "channel" {
            self.document.recovered |= self.item.is_some();
            self.end_item();
            self.is_closed |= name == root;
        } else {
            self.document.recovered |= !matches!(split_name(name).1, "author" | "group");
        }
    }

    fn text(&mut self, text: &str) {
        match &mut self.field {
            Some(field) if field.is_xml => field.markup(&[&escape(text)]),
            Some(field) => field.markup(&[text]),
            None => {}
        }
    }

    /// Closes the item that is open, if one is. A field that is cut off is dropped, the item is kept.
    fn end_item(&mut self) {
        self.field = None;
        self.document.entries.extend(self.item.take().map(|item| item.entry));
    }

    fn is_item(&self, name: &str) -> bool {
        let local = split_name(name).1;
        match self.dialect {
            Dialect::Rss => local.eq_ignore_ascii_case("item"),
            Dialect::Atom => local == "entry",
        }
    }

    fn closes_item(&self, name: &str) -> bool {
        self.item.as_ref().is_some_and(|item| item.name == name)
    }

    fn declare(&mut self, tag: Tag<'a>) {
        for (key, uri) in tag.attributes() {
            if let Some(prefix) = key.strip_prefix("xmlns:") {
                self.spaces.insert(prefix, space_of(uri));
            }
        }
    }

    fn space(&mut self, tag: Tag<'_>) -> Space {
        let (prefix, _) = split_name(tag.name);
        if prefix.is_empty() {
            return match tag.attribute("xmlns").map_or(Space::Native, |uri| space_of(&uri)) {
                Space::Atom if self.dialect == Dialect::Atom => Space::Native,
                space => space,
            };
        }
        let space = self.spaces.get(prefix).copied().unwrap_or_else(|| {
            self.document.recovered = true;
            space_by_habit(prefix)
        });
        if space == Space::Atom && self.dialect == Dialect::Atom { Space::Native } else { space }
    }

    fn place(&mut self, tag: Tag<'_>) -> Place {
        let name = tag.local().to_ascii_lowercase();
        let space = self.space(tag);
        let place = match (self.item.is_some(), space, name.as_str()) {
            (true, ..) => role_of(self.dialect, space, &name).map(Place::Part),
            (false, Space::Native | Space::DublinCore, "title") => Some(Place::FeedTitle),
            (false, Space::Native, "ttl") => Some(Place::Ttl),
            _ => None,
        };
        place.unwrap_or(Place::Unread)
    }

    fn take(&mut self, field: &Field<'a>) {
        match (field.place, &mut self.item) {
            (Place::Part(role), Some(item)) => item.take(role, field.tag, &field.text),
            (Place::FeedTitle, None) => {
                let title = Some(plain::line(&content(field.tag, &field.text))).filter(|title| !title.is_empty());
                self.document.title = self.document.title.take().or(title);
            }
            (Place::Ttl, None) => self.document.ttl_minutes = field.text.trim().parse().ok(),
            _ => {}
        }
    }
}

impl Field<'_> {
    fn markup(&mut self, pieces: &[&str]) {
        if self.place != Place::Unread {
            self.text.extend(pieces.iter().copied());
        }
    }
}

/// True for elements whose text is markup as it stands, not markup escaped.
fn is_xml(tag: Tag<'_>) -> bool {
    if tag.local() == "body" {
        return true;
    }
    if let Some(mode) = tag.attribute("mode") {
        return mode.eq_ignore_ascii_case("xml");
    }
    tag.attribute("type").is_some_and(|kind| {
        let kind = kind.trim().to_ascii_lowercase();
        kind == "xhtml" || kind.ends_with("+xml") || kind.ends_with("/xml")
    })
}

/// True for elements of RSS that never stand inside another field of an item: one that was left open ends before them.
fn begins_next_field(name: &str) -> bool {
    matches!(name, "description" | "enclosure" | "guid" | "link" | "pubDate")
}

fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + text.len() / 16);
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            _ => escaped.push(c),
        }
    }
    escaped
}
