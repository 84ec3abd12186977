//! Blocks into lines.

use std::ops::Range;

use hypher::Lang;
use unicode_segmentation::UnicodeSegmentation;

use crate::article::{Article, Block, Face, Item, Place, Text};
use crate::news::Label;
use crate::text::width;

use super::typeset::{self, Set};
use super::{Line, Page, PageLink, Paragraphs, Role, Setting, Span, related, table, wrap};

/// What stands at the left of a block's rows.
#[derive(Debug, Clone, Copy)]
pub(super) struct Margin<'a> {
    first: &'a str,
    rest: &'a str,
}

pub(super) const NO_MARGIN: Margin<'static> = Margin { first: "", rest: "" };
const INDENT: Margin<'static> = Margin { first: "  ", rest: "" };
/// Before a row that can be chosen.
pub(super) const ROW: Margin<'static> = Margin { first: "› ", rest: "  " };
const BAR: Margin<'static> = Margin { first: "│ ", rest: "│ " };

/// A page in the making.
#[derive(Debug)]
pub(super) struct Composer {
    setting: Setting,
    /// Columns that text may fill.
    pub(super) measure: usize,
    page: Page,
    /// Where the next row begins.
    pub(super) place: Place,
    /// The row after the last paragraph.
    paragraph_end: Option<usize>,
    /// Where words may be broken, if they may.
    rules: Option<Lang>,
}

impl Composer {
    pub(super) fn new(setting: Setting) -> Self {
        let measure = usize::from(setting.width.min(setting.measure).max(1));
        let width = u16::try_from(measure).unwrap_or(setting.width);
        Self {
            setting,
            measure,
            page: Page { width, ..Page::default() },
            place: Place::default(),
            paragraph_end: None,
            rules: None,
        }
    }

    /// Takes the rules of a language, by its tag.
    pub(super) fn speak(&mut self, language: Option<&str>) {
        self.rules = typeset::rules(language).filter(|_| self.setting.typesetting.hyphenate);
    }

    pub(super) fn finish(mut self) -> Page {
        while self.page.lines.last().is_some_and(|line| line.spans.is_empty()) {
            self.page.lines.pop();
        }
        self.page
    }

    /// A blank row, unless there is one already or nothing above.
    pub(super) fn gap(&mut self) {
        if let Some(last) = self.page.lines.last()
            && !last.spans.is_empty()
        {
            let place = last.place;
            self.page.lines.push(Line { spans: Vec::new(), place, subhead: false, set: Set::default() });
        }
    }

    pub(super) fn row(&mut self, spans: Vec<Span>) {
        self.page.lines.push(Line { spans, place: self.place, subhead: false, set: Set::default() });
    }

    pub(super) fn block(&mut self, index: usize, block: &Block) {
        self.place = Place { block: u32::try_from(index + 1).unwrap_or(u32::MAX), byte: 0 };
        match block {
            Block::Heading { text, .. } => {
                self.gap();
                self.subhead(text);
            }
            Block::Paragraph { text } => {
                let follows = self.paragraph_end == Some(self.page.lines.len());
                if follows && self.setting.paragraphs == Paragraphs::Indent {
                    self.text(text, Role::Body, INDENT);
                } else {
                    self.gap();
                    self.text(text, Role::Body, NO_MARGIN);
                }
                self.paragraph_end = Some(self.page.lines.len());
            }
            Block::Quote { paragraphs, source } => self.quote(paragraphs, source.as_ref()),
            Block::List { ordered, items } => self.list(*ordered, items),
            Block::Figure { caption, credit, .. } => self.figure(caption.as_ref(), credit.as_deref()),
            Block::Table { header, rows } => {
                self.gap();
                table::compose(self, *header, rows);
            }
            Block::Code { lines } => self.code(lines),
            Block::Rule => {
                self.gap();
                let indent = " ".repeat(self.measure.saturating_sub(5) / 2);
                let stars = crate::text::head("* * *", self.measure);
                self.row(vec![Span::new(format!("{indent}{stars}"), Role::Furniture)]);
            }
            Block::Embed { what, title, url } => self.embed(what, title.as_deref(), url),
        }
    }

    fn quote(&mut self, paragraphs: &[Text], source: Option<&Text>) {
        self.gap();
        for (index, paragraph) in paragraphs.iter().enumerate() {
            if index > 0 {
                self.row(vec![Span::new("│", Role::Furniture)]);
            }
            self.text(paragraph, Role::Quote, BAR);
        }
        if let Some(source) = source {
            self.text(source, Role::Caption, Margin { first: "│ — ", rest: "│   " });
        }
    }

    fn list(&mut self, ordered: bool, items: &[Item]) {
        self.gap();
        let digits = items.len().to_string().len();
        let mut number = 0;
        for item in items {
            let indent = " ".repeat(usize::from(item.depth.min(4)) * 2);
            let bullet = if ordered && item.depth == 0 {
                number += 1;
                format!("{indent}{number:>digits$}. ")
            } else {
                format!("{indent}• ")
            };
            let rest = " ".repeat(width(&bullet));
            self.text(&item.text, Role::Body, Margin { first: &bullet, rest: &rest });
        }
    }

    fn figure(&mut self, caption: Option<&Text>, credit: Option<&str>) {
        let mut words = caption.cloned().unwrap_or_default();
        if let Some(credit) = credit {
            if !words.is_empty() {
                let ends = words.to_plain().trim_end().ends_with(['.', '!', '?', '…', '”', '"']);
                words.push(if ends { " " } else { ". " }, Face::default(), None);
            }
            words.push(credit, Face::default(), None);
        }
        if !words.is_empty() {
            self.gap();
            self.text(&words, Role::Caption, BAR);
        }
    }

    fn code(&mut self, lines: &[String]) {
        self.gap();
        let indent = if self.measure >= 8 { "  " } else { "" };
        for line in lines {
            let mut rest = line.as_str();
            loop {
                let fits = crate::text::head(rest, self.measure - indent.len());
                // A character wider than the page stands alone.
                let head = if fits.is_empty() { rest.graphemes(true).next().unwrap_or_default() } else { fits };
                self.row(vec![Span::new(format!("{indent}{head}"), Role::Code)]);
                rest = rest.strip_prefix(head).unwrap_or_default();
                if head.is_empty() || rest.is_empty() {
                    break;
                }
            }
            self.advance(line.len() + 1);
        }
    }

    fn embed(&mut self, what: &str, title: Option<&str>, url: &str) {
        self.gap();
        let mut chars = what.chars();
        let what: String = chars.next().into_iter().flat_map(char::to_uppercase).chain(chars).collect();
        let mut words = Text::default();
        words.push(&format!("{what}: "), Face::default(), None);
        words.push(title.unwrap_or(url), Face::default(), Some(url));
        self.text(&words, Role::Caption, BAR);
    }

    /// The end of the page: what is not shown and why, related stories, the credit and the address.
    pub(super) fn tail(&mut self, article: &Article, outlet: &str, credit: Option<&str>) {
        let after = u32::try_from(article.blocks.len() + 1).unwrap_or(u32::MAX);
        self.place = Place { block: after, byte: 0 };
        if article.labels.contains(&Label::Premium) {
            self.gap();
            let who = if outlet.is_empty() { "the publisher" } else { outlet };
            let note = format!("Premium: {who} shows the rest to its subscribers.");
            self.text(&Text::plain(&note), Role::Label, NO_MARGIN);
        }
        if related(article).next().is_some() {
            self.gap();
            self.subhead(&Text::plain("Related stories"));
            for story in related(article) {
                let mut words = Text::default();
                words.push(&story.title, Face::default(), Some(&story.url));
                self.text(&words, Role::Related, ROW);
            }
        }
        self.gap();
        if let Some(credit) = credit {
            self.text(&Text::plain(credit), Role::Furniture, NO_MARGIN);
        }
        self.text(&Text::plain(&article.url), Role::Furniture, NO_MARGIN);
    }

    /// A heading, whose first row is found by the keys for subheads.
    pub(super) fn subhead(&mut self, text: &Text) {
        let at = self.page.lines.len();
        self.text(text, Role::Subhead, NO_MARGIN);
        if let Some(line) = self.page.lines.get_mut(at) {
            line.subhead = true;
        }
    }

    /// Where the words so far lead.
    pub(super) fn links(&self) -> &[PageLink] {
        &self.page.links
    }

    pub(super) fn advance(&mut self, bytes: usize) {
        self.place.byte = self.place.byte.saturating_add(u32::try_from(bytes).unwrap_or(u32::MAX));
    }

    /// Lays out words between a margin and the measure, and moves the place past them.
    pub(super) fn text(&mut self, text: &Text, role: Role, margin: Margin<'_>) {
        let pieces = self.pieces(text, role);
        self.lay(pieces, role, margin);
        self.advance(text.to_plain().len() + 1);
    }

    /// The same for words that lead where others led before them.
    pub(super) fn spans(&mut self, span: Span, margin: Margin<'_>) {
        let (role, at) = (span.role, span.text.len());
        let number = span.link.filter(|_| self.setting.numbers).map(|link| format!("[{}]", link + 1));
        let mut pieces = vec![Piece { at: 0, is_outside: false, span }];
        pieces.extend(number.map(|number| Piece { at, is_outside: true, span: Span::new(number, Role::LinkNumber) }));
        self.lay(pieces, role, margin);
        self.advance(at + 1);
    }

    fn lay(&mut self, pieces: Vec<Piece>, role: Role, margin: Margin<'_>) {
        // On a page this narrow the words need every column.
        let margin = if width(margin.first) * 2 > self.measure { NO_MARGIN } else { margin };
        let room = self.measure.saturating_sub(width(margin.rest));
        let indent = width(margin.first).saturating_sub(width(margin.rest));
        let pieces = indented(indent, pieces);
        let line = joined(&pieces);
        let start = self.place.byte;
        // Code is not ours to break or to widen.
        let is_code = pieces.iter().any(|piece| piece.span.face.code);
        let rules = self.rules.filter(|_| matches!(role, Role::Body | Role::Quote) && !is_code);
        let justified = self.setting.typesetting.justify && !is_code && typeset::is_justified(role, &line, room);
        let rows = wrap::hyphenated_rows(&line, room, rules);
        let last = rows.len().saturating_sub(1);
        for (index, (row, hyphen)) in rows.into_iter().enumerate() {
            let before = if index == 0 { margin.first } else { margin.rest };
            let mut spans = Vec::new();
            if !before.is_empty() {
                // A list of nothing but links needs no other look, nor does an indent.
                let plain = role == Role::Related || indent > 0;
                spans.push(Span::new(before, if plain { role } else { Role::Furniture }));
            }
            spans.extend(cut(pieces.get(usize::from(indent > 0)..).unwrap_or_default(), &row));
            let unseen: usize = pieces.iter().map(|piece| piece.outside_bytes_before(row.start)).sum();
            self.place.byte = start.saturating_add(u32::try_from(row.start - unseen).unwrap_or(u32::MAX));
            let words = line.get(row).unwrap_or_default();
            let taken = width(words) + usize::from(hyphen);
            // The first row of an indented paragraph has its indent among its words.
            let inside = if index == 0 && indent > 0 { self.measure } else { room };
            let stretch = typeset::stretch(words, taken, inside).filter(|_| justified && index < last).unwrap_or(0);
            self.row(spans);
            if let Some(line) = self.page.lines.last_mut().filter(|_| stretch > 0 || hyphen) {
                let margin = u8::from(!before.is_empty());
                line.set = Set { stretch, from_right: index % 2 == 1, margin, hyphen };
            }
        }
        self.place.byte = start;
    }

    /// Columns that the numbers of the text's links take at most, while links are being chosen.
    pub(super) fn number_columns(&self, text: &Text) -> usize {
        let links = text.inlines().iter().filter(|inline| inline.link.is_some()).count();
        if self.setting.numbers { links * "[999]".len() } else { 0 }
    }

    /// Lays out words that belong to the row of a table: the place stays at the row's start.
    pub(super) fn text_in_place(&mut self, text: &Text, role: Role) {
        let at = self.page.lines.len();
        let place = self.place;
        let rules = self.rules.take();
        self.text(text, role, NO_MARGIN);
        self.rules = rules;
        self.place = place;
        for line in self.page.lines.iter_mut().skip(at) {
            line.place = place;
            line.set = Set::default();
        }
    }

    /// The text's inlines as spans, links entered into the page's list, and a number after each while links are chosen.
    pub(super) fn pieces(&mut self, text: &Text, role: Role) -> Vec<Piece> {
        let mut pieces: Vec<Piece> = Vec::new();
        let mut at = 0;
        // Words of one link may be marked differently: it is still one link.
        let mut words = String::new();
        let mut inlines = text.inlines().iter().peekable();
        while let Some(inline) = inlines.next() {
            let link = inline.link.as_ref().map(|_| self.page.links.len());
            let role = if link.is_some() && role != Role::Related { Role::Link } else { role };
            let span = Span { text: inline.text.clone(), role, face: inline.face, link };
            pieces.push(Piece { at, is_outside: false, span });
            at += inline.text.len();
            let Some(url) = &inline.link else { continue };
            words.push_str(&inline.text);
            if inlines.peek().is_some_and(|next| next.link.as_ref() == Some(url)) {
                continue;
            }
            self.page.links.push(PageLink { text: words.trim().to_owned(), url: url.clone() });
            words.clear();
            if self.setting.numbers {
                let number = format!("[{}]", self.page.links.len());
                let length = number.len();
                pieces.push(Piece { at, is_outside: true, span: Span::new(number, Role::LinkNumber) });
                at += length;
            }
        }
        pieces
    }
}

/// The pieces behind one that keeps so many columns of the first row free. It is of blanks at which no row ends, so that
/// they are broken into rows like a part of the first word.
fn indented(columns: usize, mut pieces: Vec<Piece>) -> Vec<Piece> {
    if columns == 0 || pieces.is_empty() {
        return pieces;
    }
    let blanks = "\u{a0}".repeat(columns);
    for piece in &mut pieces {
        piece.at += blanks.len();
    }
    pieces.insert(0, Piece { at: 0, is_outside: true, span: Span::new(blanks, Role::Furniture) });
    pieces
}

/// The line that the pieces make.
pub(super) fn joined(pieces: &[Piece]) -> String {
    pieces.iter().map(|piece| piece.span.text.as_str()).collect()
}

/// The spans of one row of that line.
pub(super) fn cut(pieces: &[Piece], row: &Range<usize>) -> Vec<Span> {
    let of_row = |piece: &Piece| {
        let from = row.start.max(piece.at).checked_sub(piece.at)?;
        let to = row.end.min(piece.at + piece.span.text.len()).checked_sub(piece.at)?;
        let words = piece.span.text.get(from..to).filter(|words| !words.is_empty())?;
        Some(Span { text: words.to_owned(), ..piece.span.clone() })
    };
    pieces.iter().filter_map(of_row).collect()
}

/// A span before it is broken into rows.
#[derive(Debug)]
pub(super) struct Piece {
    /// Byte in the line that is being broken.
    at: usize,
    /// On the screen, but not in the document: a link's number, an indent.
    is_outside: bool,
    span: Span,
}

impl Piece {
    /// How many of its bytes stand before `byte` of the line, if they are not the document's.
    fn outside_bytes_before(&self, byte: usize) -> usize {
        if self.is_outside { byte.saturating_sub(self.at).min(self.span.text.len()) } else { 0 }
    }
}
