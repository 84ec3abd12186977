//! The page cut into segments: each a run of words that stands alone (a paragraph, a heading, a row of a list, a
//! caption, a cell), or a thing without words (a picture, an embed, a rule). A flat list in reading order; whether a
//! segment belongs to the story is decided elsewhere, by looking at it.

use url::Url;

use crate::article::{Face, Text};
use crate::text;

use super::access;
use super::decode;
use super::dom::{At, Dom, Tag};
use super::embed;
use super::furniture::{self, Sentence};
use super::table;
use super::vocabulary::{self, Groups};

/// Segments of one page.
const SEGMENTS_AT_MOST: usize = 20_000;
/// Words of a span with a caption's class; more is a story in a strange wrapper.
const CAPTION_AT_MOST: usize = 1_200;

/// Characters of one segment; more is not read by anyone.
const CHARS_AT_MOST: usize = 100_000;

/// Bytes of addresses in one story, each counted for every piece of text that it is under.
pub const ADDRESSES_AT_MOST: usize = 2 * 1024 * 1024;
/// What an address counts for, however short.
const ADDRESS_AT_LEAST: usize = 64;

/// What a segment is. The numbers are the element that groups it with its neighbours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Role {
    /// In an element of its own.
    Paragraph,
    /// Directly in a `<div>` or the like, beside other things.
    Loose,
    /// A heading, 1 to 6.
    Heading(u8),
    /// A row of a list.
    Item { list: At, ordered: bool, depth: u8 },
    /// In a blockquote.
    Quote { quote: At },
    /// Who a quote is from.
    Source { quote: At },
    /// Under a picture.
    Caption { figure: At, credit: bool },
    /// In a table of data.
    Cell { table: At, row: At, cell: At, head: bool },
    /// Preformatted.
    Code { pre: At },
    /// A picture in a figure.
    Image { figure: At, source: String },
    /// Something out of a browser.
    Embed { what: &'static str, url: String, title: Option<String> },
    /// A rule.
    Rule,
}

/// A run of words that look alike. Where their link leads is found out for the story alone.
#[derive(Debug, Clone, Copy)]
struct Piece {
    /// One past its last byte.
    end: usize,
    face: Face,
    link: Option<At>,
}

/// A piece of the page.
#[derive(Debug, Clone)]
pub struct Segment {
    /// Its first node; rises along the list.
    pub from: At,
    /// What it is.
    pub role: Role,
    /// Its words, clean.
    pub plain: String,
    /// How they are marked, piece by piece.
    pieces: Vec<Piece>,
    /// Its words as they are compared: see [`furniture::normal`].
    pub normal: String,
    /// Characters of its words.
    pub chars: usize,
    /// Those inside links.
    pub linked: usize,
    /// Those set in bold.
    pub strong: usize,
    /// What its words say about where it stands.
    pub sentence: Sentence,
}

impl Segment {
    /// The share of its words inside links, 0 to 1.
    pub fn link_density(&self) -> f64 {
        ratio(self.linked, self.chars)
    }

    /// Its words with their faces and links, as long as `room` for addresses lasts.
    pub fn text(&self, dom: &Dom<'_>, base: &Url, room: &mut usize) -> Text {
        let mut text = Text::default();
        let mut start = 0;
        for piece in &self.pieces {
            let words = self.plain.get(start..piece.end).unwrap_or_default();
            start = piece.end;
            let link = piece.link.and_then(|link| dom.attr(link, "href")).map(str::trim);
            let left = link.map_or(Some(*room), |link| room.checked_sub(ADDRESS_AT_LEAST + link.len()));
            let link = link.filter(|_| left.is_some());
            *room = left.unwrap_or_default();
            match link.filter(|link| !is_whole(link)).map(|link| base.join(link)) {
                Some(joined) => text.push(words, piece.face, joined.ok().as_ref().map(Url::as_str)),
                None => text.push(words, piece.face, link),
            }
        }
        text
    }

    /// True for what carries a story's words.
    pub fn is_prose(&self) -> bool {
        matches!(self.role, Role::Paragraph | Role::Loose | Role::Item { .. } | Role::Quote { .. })
    }
}

/// `part` of `whole`, 0 where there is nothing.
pub fn ratio(part: usize, whole: usize) -> f64 {
    if whole == 0 {
        0.0
    } else {
        f64::from(u32::try_from(part).unwrap_or(u32::MAX)) / f64::from(u32::try_from(whole).unwrap_or(u32::MAX))
    }
}

/// An open element, with what its content inherits.
#[derive(Clone)]
struct Frame {
    end: At,
    role: Role,
    face: Face,
    link: Option<At>,
    figure: Option<At>,
    inline: bool,
}

struct Cutter<'a, 'd> {
    dom: &'d Dom<'a>,
    segments: Vec<Segment>,
    plain: String,
    pieces: Vec<Piece>,
    from: At,
    linked: usize,
    strong: usize,
    chars: usize,
    breaks: u8,
}

/// Cuts the page. With `honour_hidden`, what a browser does not show is not there.
pub fn cut(dom: &Dom<'_>, own: &[Groups], honour_hidden: bool) -> Vec<Segment> {
    let mut cutter = Cutter {
        dom,
        segments: Vec::new(),
        plain: String::new(),
        pieces: Vec::new(),
        from: 0,
        linked: 0,
        strong: 0,
        chars: 0,
        breaks: 0,
    };
    let root =
        Frame { end: dom.len(), role: Role::Loose, face: Face::default(), link: None, figure: None, inline: false };
    let mut open = vec![root];
    let mut at = 0;
    while at < dom.len() && cutter.segments.len() < SEGMENTS_AT_MOST {
        while open.len() > 1 && open.last().is_some_and(|frame| frame.end <= at) {
            if let Some(frame) = open.pop()
                && !frame.inline
            {
                cutter.flush(&frame);
            }
        }
        let Some(frame) = open.last() else { break };
        let item = dom.item(at);
        let groups = own.get(at).copied().unwrap_or_default();
        if item.tag == Tag::Text {
            cutter.words(frame, at, item.text);
            at += 1;
            continue;
        }
        let left_out = matches!(item.tag, Tag::Button | Tag::Meta | Tag::Link | Tag::Title)
            || (item.tag == Tag::Inline && groups.has(Groups::HIDDEN))
            || (honour_hidden && access::is_hidden(dom, at));
        if left_out || cutter.alone(frame, at) {
            at = item.end.max(at + 1);
            continue;
        }
        let next = cutter.enter(frame, at, groups);
        if !next.inline {
            cutter.flush(frame);
        }
        open.push(next);
        at += 1;
    }
    while let Some(frame) = open.pop() {
        cutter.flush(&frame);
    }
    cutter.segments
}

impl Cutter<'_, '_> {
    fn words(&mut self, frame: &Frame, at: At, words: &str) {
        let words = decode::head(words, CHARS_AT_MOST.saturating_sub(self.chars));
        let count = words.chars().filter(|c| !c.is_whitespace()).count();
        if count > 0 {
            if self.breaks > 1 {
                self.flush(frame);
            }
            self.breaks = 0;
            if self.chars == 0 {
                self.from = at;
            }
        }
        if matches!(frame.role, Role::Code { .. }) {
            // Its lines are read from the element as a whole: see `raw`.
            self.chars += count;
            return;
        }
        self.piece(words, frame.face, frame.link);
        self.chars += count;
        self.linked += if frame.link.is_some() { count } else { 0 };
        self.strong += if frame.face.strong { count } else { 0 };
    }

    fn piece(&mut self, words: &str, face: Face, link: Option<At>) {
        let before = self.plain.len();
        text::push_clean(&mut self.plain, words);
        let end = self.plain.len();
        match self.pieces.last_mut() {
            Some(last) if last.face == face && last.link == link => last.end = end,
            _ if end > before => self.pieces.push(Piece { end, face, link }),
            _ => {}
        }
    }

    /// Ends the segment that the words so far make.
    fn flush(&mut self, frame: &Frame) {
        self.breaks = 0;
        let (mut plain, pieces) = (std::mem::take(&mut self.plain), std::mem::take(&mut self.pieces));
        let (chars, linked, strong) =
            (std::mem::take(&mut self.chars), std::mem::take(&mut self.linked), std::mem::take(&mut self.strong));
        if chars == 0 {
            return;
        }
        plain.truncate(plain.trim_end_matches(' ').len());
        let pieces = clipped(pieces, plain.len());
        let normal = furniture::normal(&plain);
        let sentence = furniture::sentence(&plain, &normal);
        let role = frame.role.clone();
        self.segments.push(Segment { from: self.from, role, plain, pieces, normal, chars, linked, strong, sentence });
    }

    /// Elements without words. True when the element is dealt with.
    fn alone(&mut self, frame: &Frame, at: At) -> bool {
        match self.dom.tag(at) {
            Tag::Br => {
                self.breaks = self.breaks.saturating_add(1);
                self.piece(" ", Face::default(), None);
                true
            }
            Tag::Hr => self.push(frame, at, Role::Rule),
            Tag::Img => {
                if let (Some(figure), Some(source)) = (frame.figure, picture(self.dom, at)) {
                    self.push(frame, at, Role::Image { figure, source });
                }
                true
            }
            tag @ (Tag::Frame | Tag::Film | Tag::Blockquote) => match embed::of(self.dom, at) {
                Some(embed::Embed { what, url, title }) => self.push(frame, at, Role::Embed { what, url, title }),
                None => tag != Tag::Blockquote,
            },
            _ => false,
        }
    }

    fn push(&mut self, frame: &Frame, at: At, role: Role) -> bool {
        self.flush(frame);
        self.segments.push(Segment {
            from: at,
            role,
            plain: String::new(),
            pieces: Vec::new(),
            normal: String::new(),
            chars: 0,
            linked: 0,
            strong: 0,
            sentence: Sentence::default(),
        });
        true
    }

    /// What an element's content inherits.
    fn enter(&self, frame: &Frame, at: At, groups: Groups) -> Frame {
        let item = self.dom.item(at);
        let mut next = Frame { end: item.end, inline: true, ..frame.clone() };
        match item.tag {
            // A place on this page is no other page: headings often link to themselves.
            Tag::A if self.dom.attr(at, "href").is_some_and(|href| href.trim_start().starts_with('#')) => {}
            Tag::A => next.link = Some(at),
            Tag::Strong => next.face.strong = true,
            Tag::Emphasis => next.face.emphasis = true,
            Tag::Code if !matches!(frame.role, Role::Code { .. }) => next.face.code = true,
            Tag::Cite if !matches!(frame.role, Role::Quote { .. } | Role::Caption { .. }) => next.face.emphasis = true,
            Tag::Inline | Tag::Code | Tag::Time if !groups.has(Groups::CAPTION) => {}
            _ => {
                next.inline = false;
                next.role = self.role(frame, at, groups);
                // A heading is bold by nature; that says nothing.
                next.face = if matches!(next.role, Role::Heading(_)) { Face::default() } else { frame.face };
                if item.tag == Tag::Figure {
                    next.figure = Some(at);
                }
            }
        }
        next
    }

    fn role(&self, frame: &Frame, at: At, groups: Groups) -> Role {
        let inside = &frame.role;
        let caption = |credit| Role::Caption { figure: frame.figure.unwrap_or(self.dom.item(at).parent), credit };
        match (self.dom.tag(at), inside) {
            (Tag::Tr, Role::Cell { table, .. }) => Role::Cell { table: *table, row: at, cell: at, head: false },
            (tag @ (Tag::Cell | Tag::HeadCell), Role::Cell { table, row, .. }) => {
                Role::Cell { table: *table, row: *row, cell: at, head: tag == Tag::HeadCell }
            }
            (Tag::Caption, Role::Cell { .. }) => Role::Heading(4),
            (_, Role::Code { .. } | Role::Cell { .. }) => inside.clone(),
            (Tag::Figcaption, _) => caption(false),
            (Tag::Cite | Tag::Footer, Role::Quote { quote } | Role::Source { quote }) => Role::Source { quote: *quote },
            (Tag::Cite, Role::Caption { .. }) => caption(true),
            (Tag::Blockquote, inside) if !matches!(inside, Role::Quote { .. }) => Role::Quote { quote: at },
            (Tag::Pre, _) => Role::Code { pre: at },
            (Tag::Table, _) if table::is_data(self.dom, at) => Role::Cell { table: at, row: at, cell: at, head: false },
            (Tag::Table | Tag::Tr | Tag::Cell | Tag::HeadCell, Role::Caption { .. }) => Role::Loose,
            (Tag::Figure, _) => Role::Caption { figure: at, credit: false },
            (_, Role::Caption { .. }) if groups.has(Groups::CAPTION) => {
                caption(vocabulary::is_credit(self.dom.item(at).element))
            }
            (_, Role::Caption { .. } | Role::Source { .. }) => inside.clone(),
            _ if groups.has(Groups::CAPTION) && self.dom.words(at, CAPTION_AT_MOST).len() < CAPTION_AT_MOST => {
                caption(vocabulary::is_credit(self.dom.item(at).element))
            }
            (Tag::Heading(level), _) => Role::Heading(level),
            (Tag::Ul | Tag::Ol, Role::Item { list, depth, .. }) => {
                Role::Item { list: *list, ordered: self.dom.tag(at) == Tag::Ol, depth: depth.saturating_add(1) }
            }
            (Tag::Ul | Tag::Ol, Role::Quote { .. }) => inside.clone(),
            (Tag::Ul | Tag::Ol, _) => Role::Item { list: at, ordered: self.dom.tag(at) == Tag::Ol, depth: 0 },
            (Tag::Li, Role::Loose | Role::Paragraph) => {
                Role::Item { list: self.dom.item(at).parent, ordered: false, depth: 0 }
            }
            (Tag::P | Tag::Dt | Tag::Dd, Role::Loose) => Role::Paragraph,
            (Tag::Block | Tag::Article | Tag::Header, Role::Paragraph) => Role::Loose,
            _ => inside.clone(),
        }
    }
}

/// The pieces of the first `end` bytes.
fn clipped(mut pieces: Vec<Piece>, end: usize) -> Vec<Piece> {
    while let Some(before) = pieces.len().checked_sub(2).and_then(|nth| pieces.get(nth))
        && before.end >= end
    {
        pieces.pop();
    }
    if let Some(last) = pieces.last_mut() {
        last.end = last.end.min(end);
    }
    pieces
}

/// True for an address that needs no base.
fn is_whole(link: &str) -> bool {
    link.starts_with("https://") || link.starts_with("http://")
}

/// Where a picture is: the attributes that lazy loading uses come first.
fn picture(dom: &Dom<'_>, at: At) -> Option<String> {
    ["data-src", "data-lazy-src", "data-original", "src"]
        .iter()
        .filter_map(|name| dom.attr(at, name))
        .find(|source| !source.is_empty() && !source.starts_with("data:"))
        .map(str::to_owned)
}

/// The words of preformatted text, line ends kept.
pub fn raw(dom: &Dom<'_>, at: At) -> String {
    let mut left = CHARS_AT_MOST;
    dom.subtree(at)
        .map(|inner| match dom.tag(inner) {
            Tag::Text => dom.item(inner).text,
            Tag::Br => "\n",
            _ => "",
        })
        .map_while(|words| {
            let words = (left > 0).then(|| decode::head(words, left))?;
            left -= words.len();
            Some(words)
        })
        .collect()
}
