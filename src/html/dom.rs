//! The parsed page as a flat list in reading order: a node's descendants are those that follow it up to its `end`.
//! Walks are loops over indices, so no page can overflow the stack, and every side table is a `Vec`.

use std::ops::Range;

use ego_tree::iter::Edge;
use ego_tree::{NodeId, NodeRef};
use scraper::node::Element;
use scraper::{ElementRef, Html, Node, Selector};

use super::decode;

/// Index of a node in [`Dom`].
pub type At = usize;

/// What kind of element it is, as far as extraction cares.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tag {
    /// Not an element.
    Text,
    /// `h1` to `h6`.
    Heading(u8),
    P,
    Br,
    Hr,
    Ul,
    Ol,
    Li,
    Dt,
    Dd,
    Blockquote,
    Cite,
    Pre,
    Figure,
    Figcaption,
    /// What a table is called.
    Caption,
    Img,
    Frame,
    Film,
    Table,
    Tr,
    Cell,
    HeadCell,
    A,
    Strong,
    Emphasis,
    Code,
    Nav,
    Aside,
    Footer,
    Header,
    Form,
    Button,
    Time,
    Article,
    Main,
    Body,
    Meta,
    Link,
    Title,
    /// Another element that begins a new line.
    Block,
    /// Another element that runs on with the text around it.
    Inline,
}

/// A node.
#[derive(Debug, Clone, Copy)]
pub struct Item<'a> {
    /// Its kind.
    pub tag: Tag,
    /// The element, or nothing for text.
    pub element: Option<&'a Element>,
    /// The words of a text node.
    pub text: &'a str,
    /// Its parent; the root is its own.
    pub parent: At,
    /// One past its last descendant.
    pub end: At,
}

/// A script that holds data.
#[derive(Debug, Clone)]
pub struct Script<'a> {
    /// Its `type`, or empty.
    pub kind: &'a str,
    /// What it holds.
    pub text: &'a str,
}

/// The page.
#[derive(Debug)]
pub struct Dom<'a> {
    items: Vec<Item<'a>>,
    /// Scripts in order, with their text.
    pub scripts: Vec<Script<'a>>,
    html: &'a Html,
    nodes: Vec<NodeId>,
}

impl<'a> Dom<'a> {
    /// Lays the tree out. Scripts go to their own list; styles, templates, drawings and comments are left out.
    pub fn of(html: &'a Html) -> Self {
        let mut dom = Self { items: Vec::new(), scripts: Vec::new(), html, nodes: Vec::new() };
        let mut open: Vec<At> = Vec::new();
        let mut skipped = 0_usize;
        for edge in html.tree.root().traverse() {
            match edge {
                Edge::Open(node) => match node.value() {
                    Node::Text(text) if skipped == 0 => dom.push(Tag::Text, None, text, &open, node.id()),
                    Node::Element(element) if skipped > 0 || is_left_out(element.name()) => {
                        if skipped == 0 && element.name() == "script" {
                            dom.scripts.push(script(element, node));
                        }
                        skipped += 1;
                    }
                    Node::Element(element) => {
                        let at = dom.items.len();
                        dom.push(tag(element.name()), Some(element), "", &open, node.id());
                        open.push(at);
                    }
                    _ => {}
                },
                Edge::Close(node) if node.value().is_element() => {
                    if skipped > 0 {
                        skipped -= 1;
                    } else if let Some(at) = open.pop() {
                        let end = dom.items.len();
                        if let Some(item) = dom.items.get_mut(at) {
                            item.end = end;
                        }
                    }
                }
                Edge::Close(_) => {}
            }
        }
        dom
    }

    fn push(&mut self, tag: Tag, element: Option<&'a Element>, text: &'a str, open: &[At], node: NodeId) {
        let at = self.items.len();
        let parent = open.last().copied().unwrap_or(at);
        self.items.push(Item { tag, element, text, parent, end: at + 1 });
        self.nodes.push(node);
    }

    /// How many nodes there are.
    pub fn len(&self) -> usize {
        self.items.len()
    }

    /// The node, or an empty text for an index out of range.
    pub fn item(&self, at: At) -> Item<'a> {
        const NOTHING: Item<'static> = Item { tag: Tag::Text, element: None, text: "", parent: 0, end: 0 };
        self.items.get(at).copied().unwrap_or(NOTHING)
    }

    /// The kind of a node.
    pub fn tag(&self, at: At) -> Tag {
        self.item(at).tag
    }

    /// An attribute of an element.
    pub fn attr(&self, at: At, name: &str) -> Option<&'a str> {
        attr(self.item(at).element?, name)
    }

    /// The node and its descendants.
    pub fn subtree(&self, at: At) -> Range<At> {
        at..self.item(at).end.max(at)
    }

    /// True when `inner` is `outer` or inside it.
    pub fn holds(&self, outer: At, inner: At) -> bool {
        self.subtree(outer).contains(&inner)
    }

    /// The node and its ancestors, innermost first.
    pub fn ancestors(&self, at: At) -> impl Iterator<Item = At> + '_ {
        std::iter::successors(Some(at), |&at| Some(self.item(at).parent).filter(|&parent| parent != at))
    }

    /// The node's element children.
    pub fn children(&self, at: At) -> impl Iterator<Item = At> + '_ {
        let range = self.subtree(at);
        let first = Some(range.start + 1).filter(|first| range.contains(first));
        std::iter::successors(first, move |&child| {
            Some(self.item(child).end.max(child + 1)).filter(|next| range.contains(next))
        })
        .filter(|&child| self.item(child).element.is_some())
    }

    /// Elements of one kind, in order.
    pub fn all(&self, tag: Tag) -> impl Iterator<Item = At> + '_ {
        (0..self.len()).filter(move |&at| self.tag(at) == tag)
    }

    /// The words inside a node, at most about `cap` bytes, white space as it is.
    pub fn words(&self, at: At, cap: usize) -> String {
        let mut words = String::new();
        for inner in self.subtree(at) {
            let item = self.item(inner);
            match item.tag {
                Tag::Text => words.push_str(item.text),
                Tag::A | Tag::Strong | Tag::Emphasis | Tag::Code | Tag::Inline => {}
                _ => words.push(' '),
            }
            if words.len() > cap {
                words.truncate(decode::head(&words, cap).len());
                break;
            }
        }
        words
    }

    /// The elements that a selector matches.
    pub fn select(&self, selector: &Selector) -> Vec<At> {
        let matches = |node: &NodeId| {
            self.html.tree.get(*node).and_then(ElementRef::wrap).is_some_and(|element| selector.matches(&element))
        };
        self.nodes.iter().enumerate().filter(|(_, node)| matches(node)).map(|(at, _)| at).collect()
    }
}

/// An attribute of an element.
pub fn attr<'a>(element: &'a Element, name: &str) -> Option<&'a str> {
    element.attrs().find(|(key, _)| *key == name).map(|(_, value)| value)
}

fn script<'a>(element: &'a Element, node: NodeRef<'a, Node>) -> Script<'a> {
    let text = node.first_child().and_then(|child| child.value().as_text());
    Script { kind: attr(element, "type").unwrap_or_default(), text: text.map_or("", |text| text) }
}

fn is_left_out(name: &str) -> bool {
    matches!(
        name,
        "script"
            | "style"
            | "noscript"
            | "template"
            | "svg"
            | "math"
            | "canvas"
            | "select"
            | "textarea"
            | "object"
            | "datalist"
    )
}

fn tag(name: &str) -> Tag {
    match name {
        "h1" => Tag::Heading(1),
        "h2" => Tag::Heading(2),
        "h3" => Tag::Heading(3),
        "h4" => Tag::Heading(4),
        "h5" => Tag::Heading(5),
        "h6" => Tag::Heading(6),
        "p" => Tag::P,
        "br" => Tag::Br,
        "hr" => Tag::Hr,
        "ul" | "menu" => Tag::Ul,
        "ol" => Tag::Ol,
        "li" => Tag::Li,
        "dt" => Tag::Dt,
        "dd" => Tag::Dd,
        "blockquote" => Tag::Blockquote,
        "cite" => Tag::Cite,
        "pre" => Tag::Pre,
        "figure" | "amp-img" => Tag::Figure,
        "figcaption" => Tag::Figcaption,
        "caption" => Tag::Caption,
        "img" => Tag::Img,
        "iframe" => Tag::Frame,
        "video" | "audio" => Tag::Film,
        "table" => Tag::Table,
        "tr" => Tag::Tr,
        "td" => Tag::Cell,
        "th" => Tag::HeadCell,
        "a" => Tag::A,
        "b" | "strong" => Tag::Strong,
        "i" | "em" => Tag::Emphasis,
        "code" | "kbd" | "samp" => Tag::Code,
        "nav" => Tag::Nav,
        "aside" => Tag::Aside,
        "footer" => Tag::Footer,
        "header" => Tag::Header,
        "form" => Tag::Form,
        "button" => Tag::Button,
        "time" => Tag::Time,
        "article" => Tag::Article,
        "main" => Tag::Main,
        "body" => Tag::Body,
        "meta" => Tag::Meta,
        "link" => Tag::Link,
        "title" => Tag::Title,
        "html" | "head" | "div" | "section" | "address" | "center" | "details" | "summary" | "dialog" | "dl"
        | "fieldset" | "hgroup" | "search" | "tbody" | "thead" | "tfoot" | "legend" | "frameset" | "noframes"
        | "dir" | "listing" | "xmp" | "plaintext" | "optgroup" | "option" => Tag::Block,
        _ => Tag::Inline,
    }
}
