//! Kept segments into the document's blocks: rows of a list, cells of a table, the parts of a figure and of a quote
//! come together again.

use std::collections::{HashMap, HashSet};

use url::Url;

use super::dom::{At, Dom, Tag};
use super::figure::Figure;
use super::furniture;
use super::lines;
use super::live;
use super::segment::{self, Role, Segment};
use super::shape;
use super::table::Rows;
use super::tidy;
use super::vocabulary::{self, Groups, Reader};
use crate::article::{Block, Face, Item, Text, safe_link};
use crate::text;

/// Characters from which a paragraph that comes twice is a repetition.
const REPEATED_AT_LEAST: usize = 60;
/// Characters of the line that says who a quote is from.
const SOURCE_AT_MOST: usize = 120;
/// Characters of a line that no code has, but prose between `<pre>` and `</pre>` does.
const CODE_LINE_AT_MOST: usize = 160;
/// Characters of a question or name in a list of them.
const TERM_AT_MOST: usize = 240;
/// Bytes of text from which a row of a list with paragraphs in it is layout.
const ROW_AT_MOST: usize = 500;

/// Builds blocks from segments in order.
pub struct Builder<'d, 'a> {
    dom: &'d Dom<'a>,
    base: &'d Url,
    blocks: Vec<Block>,
    /// Paragraphs that are bold or in capitals throughout, by their index.
    bold: Vec<usize>,
    /// The element of the last block, where its neighbours may join it.
    group: Option<At>,
    /// The row of a list that the last item came from.
    row: Option<At>,
    /// Rows of lists that hold paragraphs of a story, or don't.
    layout: HashMap<At, bool>,
    rows: Rows,
    /// The entry of a live page that the last segment was in, and its time.
    entry: Option<At>,
    time: Option<String>,
    seen: HashSet<String>,
    /// Bytes of addresses for which there is room.
    addresses: usize,
}

impl<'d, 'a> Builder<'d, 'a> {
    /// A builder for the segments of one page, at `base`.
    pub fn new(dom: &'d Dom<'a>, base: &'d Url) -> Self {
        Self {
            dom,
            base,
            blocks: Vec::new(),
            bold: Vec::new(),
            group: None,
            row: None,
            layout: HashMap::new(),
            rows: Rows::default(),
            entry: None,
            time: None,
            seen: HashSet::new(),
            addresses: segment::ADDRESSES_AT_MOST,
        }
    }

    /// Takes the next kept segment.
    pub fn push(&mut self, segment: &Segment) {
        if self.blocks.len() >= tidy::BLOCKS_AT_MOST {
            return;
        }
        let mut text = segment.text(self.dom, self.base, &mut self.addresses);
        if self.is_time(&text) {
            return;
        }
        let begun = self.begin(segment);
        match &segment.role {
            Role::Heading(level) => {
                if let Some(time) = begun {
                    let head = std::mem::replace(&mut text, Text::plain(&time));
                    text.push(" – ", Face::default(), None);
                    shape::append(&mut text, &head);
                }
                self.alone(Block::Heading { level: (*level).max(2), text: shape::plain_face(&text) });
            }
            Role::Paragraph | Role::Loose => {
                if let Some(time) = begun {
                    self.alone(Block::Heading { level: 3, text: Text::plain(&time) });
                }
                self.paragraph(segment, text);
            }
            Role::Item { list, ordered, depth } => self.item(segment, text, (*list, *ordered, *depth)),
            Role::Quote { quote } => self.quote(segment, text, *quote),
            Role::Source { quote } => self.source(*quote, text),
            Role::Image { figure, source } => {
                // A drawing is a placeholder, an icon or a logo.
                if let Some(url) = self.address(source).filter(|url| !is_drawing(url)) {
                    self.figure(*figure, |figure| figure.image(url));
                }
            }
            Role::Caption { figure, credit } => self.caption(*figure, *credit, text),
            Role::Cell { table, row, cell, head } => self.cell(*table, *row, *cell, *head, text),
            Role::Code { pre } => self.code(*pre),
            Role::Rule => self.alone(Block::Rule),
            Role::Embed { what, url, title } => self.embed(segment.from, what, url, title.clone()),
        }
    }

    /// The time of a live page's entry, where this segment is the first of it.
    fn begin(&mut self, segment: &Segment) -> Option<String> {
        let entry = live::entry(self.dom, segment.from).filter(|_| segment.chars > 0);
        if entry.is_none() || entry == self.entry {
            return None;
        }
        self.entry = entry;
        self.time = entry.and_then(|entry| live::time(self.dom, entry));
        self.time.clone()
    }

    /// True for the time of the entry, which is told with its first words.
    fn is_time(&self, text: &Text) -> bool {
        !text.is_empty() && self.time.as_ref().is_some_and(|time| *time == text.to_plain())
    }

    fn alone(&mut self, block: Block) {
        self.group = None;
        self.blocks.push(block);
    }

    fn address(&self, outside: &str) -> Option<String> {
        self.base.join(outside.trim()).ok().and_then(|url| safe_link(url.as_str()))
    }

    /// True for words that were there before: themes print some things twice.
    fn repeats(&mut self, segment: &Segment) -> bool {
        segment.plain.chars().count() >= REPEATED_AT_LEAST && !self.seen.insert(segment.normal.clone())
    }

    fn paragraph(&mut self, segment: &Segment, text: Text) {
        if self.repeats(segment) {
            return;
        }
        let mut lines = lines::of(self.dom, segment, &text);
        if lines.iter().filter(|line| shape::bulleted(&line.to_plain()).is_some()).count() > 1 {
            return lines.into_iter().for_each(|line| self.line(line));
        }
        // A subhead and its paragraph, held apart by a line end.
        let headed = lines.len() > 1
            && segment.strong < segment.chars
            && lines.first().is_some_and(|line| shape::is_bold(line) && shape::is_headline(&line.to_plain()));
        if headed {
            let head = lines.remove(0);
            let length = head.to_plain().len();
            self.line(head);
            let rest = shape::tail(&text, length);
            return self.line(rest);
        }
        if self.is_term(segment.from) && segment.plain.chars().count() <= TERM_AT_MOST {
            return self.alone(Block::Heading { level: 3, text: shape::plain_face(&text) });
        }
        self.line(text);
    }

    fn line(&mut self, text: Text) {
        if shape::is_bold(&text) || shape::shouts(&text.to_plain()) {
            self.bold.push(self.blocks.len());
        }
        self.alone(Block::Paragraph { text });
    }

    /// True for the `<dt>` of a list of questions or names.
    fn is_term(&self, at: At) -> bool {
        let inline = |at: &At| matches!(self.dom.tag(*at), Tag::Text | Tag::Inline | Tag::A | Tag::Emphasis | Tag::P);
        self.dom.ancestors(at).find(|at| !inline(at)).is_some_and(|at| self.dom.tag(at) == Tag::Dt)
    }

    fn item(&mut self, segment: &Segment, text: Text, (list, ordered, depth): (At, bool, u8)) {
        let line = self.dom.ancestors(segment.from).take(24).find(|&at| self.dom.tag(at) == Tag::Li);
        if depth == 0 && line.is_some_and(|line| self.is_layout(line)) {
            return self.paragraph(segment, text);
        }
        let text = shape::without_bullet(text);
        match self.blocks.last_mut() {
            Some(Block::List { items, .. }) if self.group == Some(list) => match items.last_mut() {
                Some(item) if line.is_some() && self.row == line => {
                    item.text.push(" ", Face::default(), None);
                    shape::append(&mut item.text, &text);
                }
                _ => items.push(Item { depth, text }),
            },
            _ => {
                self.alone(Block::List { ordered, items: vec![Item { depth, text }] });
                self.group = Some(list);
            }
        }
        self.row = line;
    }

    /// True for the row of a list that holds paragraphs, and much in them: the entry of a page, not of a list.
    fn is_layout(&mut self, row: At) -> bool {
        let dom = self.dom;
        *self.layout.entry(row).or_insert_with(|| {
            let paragraphs = dom.subtree(row).filter(|&at| dom.tag(at) == Tag::P).take(2).count();
            paragraphs > 1 && dom.words(row, ROW_AT_MOST * 2).trim().len() >= ROW_AT_MOST
        })
    }

    fn quote(&mut self, segment: &Segment, text: Text, quote: At) {
        if self.repeats(segment) {
            return;
        }
        let mut lines = lines::of(self.dom, segment, &text);
        let joins = self.group == Some(quote) && matches!(self.blocks.last(), Some(Block::Quote { .. }));
        let named = lines.last().is_some_and(|line| {
            let line = line.to_plain();
            let dashed = line.starts_with(['—', '–', '―']) || line.starts_with("- ");
            line.chars().count() <= SOURCE_AT_MOST && ((joins && self.is_attribution(segment.from)) || dashed)
        });
        // "— Name (@name) date" under a post is where it is from.
        if named && (joins || lines.len() > 1) {
            let source = lines.pop().unwrap_or_default();
            if let Some(rest) = segment.plain.strip_suffix(&source.to_plain()).filter(|rest| !rest.trim().is_empty()) {
                let kept = shape::head(&text, rest.len());
                self.said(quote, kept);
            }
            return self.source(quote, source);
        }
        self.said(quote, text);
    }

    fn said(&mut self, quote: At, text: Text) {
        match self.blocks.last_mut() {
            Some(Block::Quote { paragraphs, .. }) if self.group == Some(quote) => paragraphs.push(text),
            _ => {
                self.alone(Block::Quote { paragraphs: vec![text], source: None });
                self.group = Some(quote);
            }
        }
    }

    /// True for words in an element named after who said it.
    fn is_attribution(&self, at: At) -> bool {
        self.dom.ancestors(at).take(3).take_while(|&at| self.dom.tag(at) != Tag::Blockquote).any(|at| {
            let element = self.dom.item(at).element;
            vocabulary::is_credit(element)
                || element
                    .is_some_and(|element| Reader::default().groups(element).has(Groups::AUTHOR.with(Groups::CAPTION)))
        })
    }

    fn source(&mut self, quote: At, text: Text) {
        match self.blocks.last_mut() {
            Some(Block::Quote { source, .. }) if self.group == Some(quote) => name(source, &text),
            _ => self.alone(Block::Paragraph { text }),
        }
    }

    /// Adds to the figure of this element, begun if it is new. A figure is the last block while its parts come in.
    fn figure(&mut self, at: At, add: impl FnOnce(&mut Figure)) {
        let mut figure = match self.blocks.pop() {
            Some(Block::Figure { caption, credit, image }) if self.group == Some(at) => {
                Figure { caption, credit, image }
            }
            Some(other) => {
                self.blocks.push(other);
                Figure::default()
            }
            None => Figure::default(),
        };
        add(&mut figure);
        self.alone(figure.into());
        self.group = Some(at);
    }

    fn caption(&mut self, figure: At, is_credit: bool, text: Text) {
        let plain = text.to_plain();
        match (self.blocks.last_mut(), self.group) {
            // What stands under a quote in a figure says who spoke.
            (Some(Block::Quote { source, .. }), Some(quote)) if self.dom.holds(figure, quote) => name(source, &text),
            // What stands under a film is what it is called.
            (Some(Block::Embed { title, .. }), Some(frame)) if title.is_none() && self.dom.holds(figure, frame) => {
                *title = Some(plain);
            }
            _ if is_credit => self.figure(figure, |figure| figure.credit(&plain)),
            _ => {
                if !self.seen.insert(furniture::normal(&plain)) {
                    return;
                }
                self.figure(figure, |figure| figure.words(text));
            }
        }
    }

    fn cell(&mut self, table: At, row: At, cell: At, head: bool, text: Text) {
        if self.group != Some(table) || !matches!(self.blocks.last(), Some(Block::Table { .. })) {
            self.alone(Block::Table { header: false, rows: Vec::new() });
            self.group = Some(table);
            self.rows = Rows::default();
        }
        if let Some(Block::Table { header, rows }) = self.blocks.last_mut() {
            self.rows.push(self.dom, header, rows, (row, cell, head), text);
        }
    }

    fn code(&mut self, pre: At) {
        if self.group == Some(pre) {
            return;
        }
        let raw = segment::raw(self.dom, pre);
        let lines = text::clean_lines(&raw);
        let is_code = self.dom.subtree(pre).any(|at| self.dom.tag(at) == Tag::Code);
        if !is_code && lines.iter().any(|line| line.chars().count() > CODE_LINE_AT_MOST) {
            lines
                .split(String::is_empty)
                .filter(|part| !part.is_empty())
                .for_each(|part| self.line(Text::plain(&part.join(" "))));
        } else if !lines.is_empty() {
            self.alone(Block::Code { lines });
        }
        self.group = Some(pre);
    }

    fn embed(&mut self, at: At, what: &str, url: &str, title: Option<String>) {
        let Some(url) = self.address(url) else { return };
        if self.blocks.iter().any(|block| matches!(block, Block::Embed { url: other, .. } if *other == url)) {
            return;
        }
        self.alone(Block::Embed { what: what.to_owned(), title, url });
        self.group = Some(at);
    }

    /// The blocks as they are shown.
    pub fn finish(self) -> Vec<Block> {
        tidy::tidy(self.blocks, &self.bold)
    }
}

/// True for a file of shapes.
fn is_drawing(url: &str) -> bool {
    let path = url.split(['?', '#']).next().unwrap_or_default();
    path.rsplit_once('.').is_some_and(|(_, end)| end.eq_ignore_ascii_case("svg"))
}

/// Says who spoke, unless that is known or the text is nothing but a dash.
fn name(source: &mut Option<Text>, text: &Text) {
    let bare = without_dash(text);
    if source.is_none() && !bare.is_empty() {
        *source = Some(bare);
    }
}

fn without_dash(text: &Text) -> Text {
    let mut bare = Text::default();
    for (nth, inline) in text.inlines().iter().enumerate() {
        let words =
            if nth == 0 { inline.text.trim_start_matches(['—', '–', '―', '-', ' ']) } else { &inline.text };
        bare.push(words, inline.face, inline.link.as_deref());
    }
    bare
}
