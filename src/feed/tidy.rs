//! A feed as it comes, rewritten into one that `feed-rs` reads whole.
//!
//! `feed-rs` wants well-formed XML, gives up the whole feed for one bad item, ignores what stands under another name
//! (RSS 0.90, the subject and the modified date of Dublin Core, any prefix that is not declared), and panics on some
//! author fields that hold an e-mail address. So a feed is first read leniently and only what becomes a headline is
//! written out again, under the names that `feed-rs` knows, without addresses in author fields.

use std::collections::HashMap;

use url::Url;

use crate::feed::ITEMS_AT_MOST;
use crate::feed::authors::without_addresses;
use crate::feed::names::{Dialect, Role, Space, role_of, space_by_habit, space_of};
use crate::feed::tokens::{Tag, Token, Tokens, split_name};

/// What one field may hold: enough for the first paragraph of any story.
const FIELD_AT_MOST: usize = 64 * 1024;

/// A feed that `feed-rs` reads.
pub(super) struct Tidied {
    /// Well-formed.
    pub xml: String,
    /// True when what came was not.
    pub repaired: bool,
}

/// An element being read.
struct Field<'a> {
    tag: Tag<'a>,
    role: Option<Role>,
    text: String,
    /// Elements of the same name opened inside it.
    same_inside: usize,
    /// Elements opened inside it less those closed.
    open_inside: isize,
    /// Its text is XML, not HTML inside XML: a `<` in it is a character.
    is_xml: bool,
}

/// An item being written.
struct Item<'a> {
    /// With its prefix, as written.
    name: &'a str,
    base: Url,
    link: Option<String>,
    is_dated: bool,
    is_summed_up: bool,
}

struct Writer<'a> {
    dialect: Dialect,
    xml: String,
    spaces: HashMap<&'a str, Space>,
    base: Url,
    field: Option<Field<'a>>,
    item: Option<Item<'a>>,
    items: usize,
    is_closed: bool,
    repaired: bool,
}

/// `None` for what is no feed at all.
pub(super) fn tidy(document: &str, base: &Url) -> Option<Tidied> {
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

    let mut writer = Writer {
        dialect,
        xml: String::with_capacity(document.len().min(1 << 20)),
        spaces: HashMap::new(),
        base: base.clone(),
        field: None,
        item: None,
        items: 0,
        is_closed: false,
        repaired: junk,
    };
    writer.declare(root);
    writer.base = based(&writer.base, root);
    writer.xml.push_str(match dialect {
        Dialect::Rss => {
            "<rss version=\"2.0\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" \
             xmlns:content=\"http://purl.org/rss/1.0/modules/content/\"><channel>"
        }
        Dialect::Atom => "<feed xmlns=\"http://www.w3.org/2005/Atom\">",
    });
    for token in tokens.by_ref() {
        match token {
            Token::Start(tag) => writer.start(tag),
            Token::End(name) => writer.end(name, root.name),
            Token::Text(text) => writer.text(&text),
        }
        if writer.items >= ITEMS_AT_MOST && writer.item.is_none() {
            writer.is_closed = true;
            break;
        }
    }
    writer.end_item();
    writer.xml.push_str(match dialect {
        Dialect::Rss => "</channel></rss>",
        Dialect::Atom => "</feed>",
    });
    Some(Tidied { repaired: writer.repaired || tokens.is_repaired() || !writer.is_closed, xml: writer.xml })
}

impl<'a> Writer<'a> {
    fn start(&mut self, tag: Tag<'a>) {
        if self.field.is_none() {
            self.declare(tag);
        }
        if self.is_item(tag.name) && self.space(tag) == Space::Native {
            self.repaired |= self.item.is_some() || self.field.is_some();
            self.end_item();
            if self.items >= ITEMS_AT_MOST {
                return;
            }
            self.item = Some(Item {
                name: tag.name,
                base: based(&self.base, tag),
                link: None,
                is_dated: false,
                is_summed_up: false,
            });
            self.xml.push_str(self.item_tags().0);
            return;
        }
        if let Some(field) = self.field.take_if(|field| field.role.is_some() && begins_next_field(tag.name)) {
            self.repaired = true;
            self.write(&field);
        }
        if let Some(field) = &mut self.field {
            field.open_inside += 1;
            field.same_inside += usize::from(field.tag.name == tag.name);
            if field.role.is_some() {
                field.markup(&["<", tag.name, " ", tag.inside.trim(), ">"]);
            }
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
        let role = self.role(tag);
        let is_xml = tag.attribute("type").as_deref() == Some("xhtml");
        self.field = Some(Field { tag, role, text: String::new(), same_inside: 0, open_inside: 0, is_xml });
    }

    fn end(&mut self, name: &str, root: &str) {
        if let Some(mut field) = self.field.take() {
            if field.tag.name == name && field.same_inside == 0 {
                self.repaired |= field.open_inside != 0;
                self.write(&field);
                return;
            }
            let is_cut_off = self.closes_item(name) || name == root || name == "channel";
            if !is_cut_off {
                field.open_inside -= 1;
                if field.tag.name == name {
                    field.same_inside -= 1;
                }
                if field.role.is_some() {
                    field.markup(&["</", name, ">"]);
                }
                self.field = Some(field);
                return;
            }
            self.repaired = true;
        }
        if self.closes_item(name) {
            self.end_item();
        } else if name == root || name == "channel" {
            self.repaired |= self.item.is_some();
            self.end_item();
            self.is_closed |= name == root;
        } else {
            self.repaired |= split_name(name).1 != "author";
        }
    }

    fn text(&mut self, text: &str) {
        match &mut self.field {
            Some(field) if field.role.is_none() => {}
            Some(field) if field.is_xml => field.markup(&[&escape(text)]),
            Some(field) => field.markup(&[text]),
            None => {}
        }
    }

    /// Closes the item that is open, if one is. A field that is cut off is dropped, the item is kept.
    fn end_item(&mut self) {
        self.field = None;
        let Some(item) = self.item.take() else { return };
        if let Some(link) = item.link {
            match self.dialect {
                Dialect::Rss => self.element("link", &link),
                Dialect::Atom => {
                    self.xml.extend(["<link rel=\"alternate\" href=\"", &escape(&link), "\"/>"]);
                }
            }
        }
        self.xml.push_str(self.item_tags().1);
        self.items += 1;
    }

    fn item_tags(&self) -> (&'static str, &'static str) {
        match self.dialect {
            Dialect::Rss => ("<item>", "</item>"),
            Dialect::Atom => ("<entry>", "</entry>"),
        }
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
            self.repaired = true;
            space_by_habit(prefix)
        });
        if space == Space::Atom && self.dialect == Dialect::Atom { Space::Native } else { space }
    }

    fn role(&mut self, tag: Tag<'_>) -> Option<Role> {
        let name = tag.local().to_ascii_lowercase();
        let space = self.space(tag);
        match &self.item {
            Some(item) => {
                role_of(self.dialect, space, &name).filter(|role| *role != Role::Abstract || !item.is_summed_up)
            }
            None => (space == Space::Native && name == "ttl").then_some(Role::Text("ttl")),
        }
    }

    fn write(&mut self, field: &Field<'a>) {
        let Some(role) = field.role else { return };
        let text = field.text.trim();
        let Some(item) = &mut self.item else {
            if let Role::Text(name) = role {
                self.element(name, text);
            }
            return;
        };
        match (role, self.dialect) {
            (Role::Link, Dialect::Atom) => {
                let rel = field.tag.attribute("rel");
                if let Some(href) = field.tag.attribute("href")
                    && matches!(rel.as_deref(), None | Some("alternate"))
                    && item.link.is_none()
                {
                    item.link = Some(joined(&based(&item.base, field.tag), &href));
                }
            }
            (Role::Link, Dialect::Rss) if text.is_empty() => {}
            (Role::Link, Dialect::Rss) => {
                let link = joined(&based(&item.base, field.tag), text);
                item.link.get_or_insert(link);
            }
            (Role::Origin, _) => item.link = Some(joined(&item.base, text)),
            (Role::Published, _) if item.is_dated => {}
            (Role::Published, dialect) => {
                item.is_dated = true;
                self.element(if dialect == Dialect::Rss { "pubDate" } else { "published" }, text);
            }
            (Role::Summary | Role::Abstract, dialect) => {
                item.is_summed_up = true;
                self.rich(if dialect == Dialect::Rss { "description" } else { "summary" }, text);
            }
            (Role::Content, Dialect::Rss) => self.element("content:encoded", text),
            (Role::Content, Dialect::Atom) => self.rich("content", text),
            (Role::Updated, _) => self.element("updated", text),
            (Role::Text("title"), _) => self.rich("title", text),
            (Role::Text(name), _) => self.element(name, text),
            (Role::Guid, _) => {
                if field.tag.attribute("isPermaLink").is_none_or(|is| !is.eq_ignore_ascii_case("false")) {
                    self.element("guid", text);
                }
            }
            (Role::Enclosure, _) => {
                let value = |name| field.tag.attribute(name).map(|value| escape(&value)).unwrap_or_default();
                self.xml.extend(["<enclosure url=\"", &value("url"), "\" type=\"", &value("type"), "\"/>"]);
            }
            (Role::Category, dialect) => {
                let named = field.tag.attribute("label").or_else(|| field.tag.attribute("term"));
                let category = named.as_deref().unwrap_or(text);
                if dialect == Dialect::Rss {
                    self.element("category", category);
                } else {
                    self.xml.extend(["<category term=\"", &escape(category), "\"/>"]);
                }
            }
            (Role::Author, dialect) => {
                let name = without_addresses(text);
                if dialect == Dialect::Rss {
                    self.element("dc:creator", &name);
                } else if !name.is_empty() {
                    self.xml.push_str("<author>");
                    self.element("name", &name);
                    self.xml.push_str("</author>");
                }
            }
        }
    }

    fn element(&mut self, name: &str, text: &str) {
        if !text.is_empty() {
            self.xml.extend(["<", name, ">", &escape(text), "</", name, ">"]);
        }
    }

    /// An element whose text may hold HTML.
    fn rich(&mut self, name: &str, text: &str) {
        match self.dialect {
            Dialect::Rss => self.element(name, text),
            Dialect::Atom if text.is_empty() => {}
            Dialect::Atom => self.xml.extend(["<", name, " type=\"html\">", &escape(text), "</", name, ">"]),
        }
    }
}

impl Field<'_> {
    fn markup(&mut self, pieces: &[&str]) {
        if self.text.len() < FIELD_AT_MOST {
            self.text.extend(pieces.iter().copied());
        }
    }
}

/// True for elements of RSS that never stand inside another field of an item: one that was left open ends before them.
fn begins_next_field(name: &str) -> bool {
    matches!(name, "description" | "enclosure" | "guid" | "link" | "pubDate")
}

/// `base`, moved by the tag's `xml:base`.
fn based(base: &Url, tag: Tag<'_>) -> Url {
    tag.attribute("xml:base").and_then(|moved| base.join(moved.trim()).ok()).unwrap_or_else(|| base.clone())
}

fn joined(base: &Url, address: &str) -> String {
    base.join(address.trim()).map_or_else(|_| address.trim().to_owned(), String::from)
}

fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + text.len() / 16);
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            _ => escaped.push(c),
        }
    }
    escaped
}
