//! Kept segments into the document's blocks: rows of a list, cells of a table, the parts of a figure and of a quote
//! come together again.

use std::collections::HashSet;

use url::Url;

use super::credit;
use super::dom::{At, Dom};
use super::furniture;
use super::segment::{self, Role, Segment};
use crate::article::{Block, Face, Item, Text, safe_link};
use crate::text;

/// Blocks of one article.
const BLOCKS_AT_MOST: usize = 4_000;
/// Characters of a bold paragraph that acts as a heading.
const HEADING_AT_MOST: usize = 90;
/// Characters from which a paragraph that comes twice is a repetition.
const REPEATED_AT_LEAST: usize = 60;

/// Builds blocks from segments in order.
pub struct Builder<'d, 'a> {
    dom: &'d Dom<'a>,
    base: &'d Url,
    blocks: Vec<Block>,
    /// The element of the last block, where its neighbours may join it.
    group: Option<At>,
    row: At,
    cell: At,
    heads: bool,
    seen: HashSet<String>,
}

impl<'d, 'a> Builder<'d, 'a> {
    /// A builder for the segments of one page, at `base`.
    pub fn new(dom: &'d Dom<'a>, base: &'d Url) -> Self {
        Self { dom, base, blocks: Vec::new(), group: None, row: 0, cell: 0, heads: false, seen: HashSet::new() }
    }

    /// Takes the next kept segment.
    pub fn push(&mut self, segment: &Segment) {
        if self.blocks.len() >= BLOCKS_AT_MOST {
            return;
        }
        let text = segment.text.clone();
        match &segment.role {
            Role::Paragraph | Role::Loose => self.paragraph(segment, text),
            Role::Heading(level) => self.alone(Block::Heading { level: (*level).clamp(2, 4), text: plain_face(&text) }),
            Role::Item { list, ordered, depth } => self.item(*list, *ordered, Item { depth: *depth, text }),
            Role::Quote { quote } => self.quote(*quote, text),
            Role::Source { quote } => self.source(*quote, text),
            Role::Image { figure, source } => self.image(*figure, source),
            Role::Caption { figure, credit } => self.caption(*figure, *credit, text),
            Role::Cell { table, row, cell, head } => self.cell(*table, *row, *cell, *head, text),
            Role::Code { pre } => {
                if self.group != Some(*pre) {
                    let lines = text::clean_lines(&segment::raw(self.dom, *pre));
                    if !lines.is_empty() {
                        self.blocks.push(Block::Code { lines });
                    }
                    self.group = Some(*pre);
                }
            }
            Role::Rule => {
                if !matches!(self.blocks.last(), None | Some(Block::Rule)) {
                    self.alone(Block::Rule);
                }
            }
            Role::Embed { what, url, title } => {
                if let Some(url) = self.base.join(url.trim()).ok().and_then(|url| safe_link(url.as_str())) {
                    self.alone(Block::Embed { what: (*what).to_owned(), title: title.clone(), url });
                }
            }
        }
    }

    fn alone(&mut self, block: Block) {
        self.group = None;
        self.blocks.push(block);
    }

    fn paragraph(&mut self, segment: &Segment, text: Text) {
        let plain = text.to_plain();
        if segment.chars >= REPEATED_AT_LEAST && !self.seen.insert(furniture::normal(&plain)) {
            return;
        }
        let heads = segment.chars > 0
            && segment.strong == segment.chars
            && plain.chars().count() <= HEADING_AT_MOST
            && !plain.ends_with(['.', ',', ';', '”', '"'])
            && segment.linked == 0;
        if heads {
            self.alone(Block::Heading { level: 2, text: plain_face(&text) });
        } else {
            self.alone(Block::Paragraph { text });
        }
    }

    fn item(&mut self, list: At, ordered: bool, item: Item) {
        match self.blocks.last_mut() {
            Some(Block::List { items, .. }) if self.group == Some(list) => items.push(item),
            _ => {
                self.alone(Block::List { ordered, items: vec![item] });
                self.group = Some(list);
            }
        }
    }

    fn quote(&mut self, quote: At, text: Text) {
        let plain = text.to_plain();
        if plain.chars().count() >= REPEATED_AT_LEAST && !self.seen.insert(furniture::normal(&plain)) {
            return;
        }
        match self.blocks.last_mut() {
            // "— Name (@name) date" under a post is where it is from.
            Some(Block::Quote { source, .. }) if self.group == Some(quote) && plain.starts_with(['—', '–']) => {
                source.get_or_insert(without_dash(&text));
            }
            Some(Block::Quote { paragraphs, .. }) if self.group == Some(quote) => paragraphs.push(text),
            _ => {
                self.alone(Block::Quote { paragraphs: vec![text], source: None });
                self.group = Some(quote);
            }
        }
    }

    fn source(&mut self, quote: At, text: Text) {
        match self.blocks.last_mut() {
            Some(Block::Quote { source, .. }) if self.group == Some(quote) => {
                source.get_or_insert(without_dash(&text));
            }
            _ => self.alone(Block::Paragraph { text }),
        }
    }

    /// The figure of this element, begun if it is new. A figure is the last block while its parts come in.
    fn figure(&mut self, figure: At) -> Option<&mut Block> {
        if self.group != Some(figure) || !matches!(self.blocks.last(), Some(Block::Figure { .. })) {
            self.alone(Block::Figure { caption: None, credit: None, image: None });
            self.group = Some(figure);
        }
        self.blocks.last_mut()
    }

    fn image(&mut self, figure: At, source: &str) {
        let address = self.base.join(source.trim()).ok().and_then(|url| safe_link(url.as_str()));
        if let (Some(address), Some(Block::Figure { image, .. })) = (address, self.figure(figure)) {
            image.get_or_insert(address);
        }
    }

    fn caption(&mut self, figure: At, is_credit: bool, text: Text) {
        let plain = text.to_plain();
        let (words, by) = if is_credit { ("", Some(credit::without_lead(&plain))) } else { credit::split(&plain) };
        if !words.is_empty() && !self.seen.insert(furniture::normal(words)) {
            return;
        }
        let Some(Block::Figure { caption, credit, .. }) = self.figure(figure) else { return };
        if let Some(by) = by {
            credit.get_or_insert(by);
        }
        if !words.is_empty() && caption.is_none() {
            *caption = Some(if words.len() == plain.len() { text } else { Text::plain(words) });
        }
    }

    fn cell(&mut self, table: At, row: At, cell: At, head: bool, text: Text) {
        let joins = self.group == Some(table) && matches!(self.blocks.last(), Some(Block::Table { .. }));
        if !joins {
            self.alone(Block::Table { header: false, rows: Vec::new() });
            self.group = Some(table);
            (self.row, self.cell, self.heads) = (At::MAX, At::MAX, true);
        }
        let Some(Block::Table { header, rows }) = self.blocks.last_mut() else { return };
        if self.row != row {
            (self.row, self.cell) = (row, At::MAX);
            rows.push(Vec::new());
            self.heads = rows.len() == 1;
        }
        let first = rows.len() == 1;
        let Some(cells) = rows.last_mut() else { return };
        if first {
            *header = head && (cells.is_empty() || *header);
        }
        // Cells without words have no segment; the ones before this say how many were passed over.
        let column = self.dom.children(row).take_while(|&at| at < cell).count();
        while cells.len() < column.min(64) {
            cells.push(Text::default());
        }
        match cells.last_mut() {
            Some(last) if self.cell == cell => {
                last.push(" ", Face::default(), None);
                append(last, &text);
                last.trim_end();
            }
            _ => cells.push(text),
        }
        self.cell = cell;
    }

    /// The blocks, tables made square, figures without words left out, no rule at either end.
    pub fn finish(mut self) -> Vec<Block> {
        for block in &mut self.blocks {
            if let Block::Table { rows, .. } = block {
                let width = rows.iter().map(Vec::len).max().unwrap_or_default();
                for row in rows {
                    row.resize(width, Text::default());
                }
            }
        }
        self.blocks.retain(|block| !matches!(block, Block::Figure { caption: None, .. }));
        while matches!(self.blocks.last(), Some(Block::Rule)) {
            self.blocks.pop();
        }
        // Bold words with nothing under them are no heading: a note on the author, a last remark.
        if let Some(Block::Heading { text, .. }) = self.blocks.last_mut() {
            let text = std::mem::take(text);
            self.blocks.pop();
            self.blocks.push(Block::Paragraph { text });
        }
        self.blocks
    }
}

fn append(text: &mut Text, more: &Text) {
    for inline in more.inlines() {
        text.push(&inline.text, inline.face, inline.link.as_deref());
    }
}

/// The text without bold and italics, which a heading has by itself; links stay.
fn plain_face(text: &Text) -> Text {
    let mut plain = Text::default();
    for inline in text.inlines() {
        plain.push(&inline.text, Face::default(), inline.link.as_deref());
    }
    plain
}

fn without_dash(text: &Text) -> Text {
    let mut bare = Text::default();
    for (nth, inline) in text.inlines().iter().enumerate() {
        let words = if nth == 0 { inline.text.trim_start_matches(['—', '–', '-', ' ']) } else { &inline.text };
        bare.push(words, inline.face, inline.link.as_deref());
    }
    bare
}
