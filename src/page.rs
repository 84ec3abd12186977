//! An article laid out for a width: lines of spans that say what they are (their [`Role`]), not how they look.
//!
//! Every line knows its [`Place`], so the same spot is found again after any reflow.

mod changes;
mod compose;
mod head;
mod link_list;
mod table;
pub mod typeset;
pub mod wrap;

use serde::Deserialize;

use crate::article::{Article, Face, Place, Related};
use crate::clock::Zone;

use typeset::{Set, Typesetting};

/// The widest a line of text gets, in columns: all that a window of 80 has between its margins, about thirteen English
/// words.
pub const MEASURE: u16 = 78;

/// What a span is; the theme says how that looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Role {
    /// Plain text.
    Body,
    /// Section and kind, above the headline.
    Kicker,
    /// The headline.
    Headline,
    /// The summary under it.
    Standfirst,
    /// Who wrote it, when, how long it is.
    Byline,
    /// Premium, Updated, Live, …
    Label,
    /// A heading inside the story.
    Subhead,
    /// Somebody's words, set apart.
    Quote,
    /// What a picture shows.
    Caption,
    /// Preformatted lines.
    Code,
    /// The names of a table's columns.
    TableHead,
    /// Words that lead somewhere.
    Link,
    /// A story that the page leads to, in the list at its end.
    Related,
    /// The number of a link, while links are being chosen.
    LinkNumber,
    /// Words that a story did not have when it was read.
    Inserted,
    /// Words that it no longer has.
    Removed,
    /// Bars, bullets, rules, notes: what is not the story.
    Furniture,
}

/// How one paragraph of a story is set apart from the one before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Paragraphs {
    /// By a blank row.
    #[default]
    Spaced,
    /// By its first row, which begins two columns further right, as in a book.
    Indent,
}

/// What the layout depends on besides the article.
#[derive(Debug, Clone, Copy)]
pub struct Setting {
    /// Columns to fill, at least 1; text is never wider than [`Setting::measure`].
    pub width: u16,
    /// The widest a line may get.
    pub measure: u16,
    /// What stands between paragraphs.
    pub paragraphs: Paragraphs,
    /// How paragraphs are set.
    pub typesetting: Typesetting,
    /// Show a number after each link.
    pub numbers: bool,
    /// List the links of the text at the end as well.
    pub link_list: bool,
    /// The reader's zone, for dates.
    pub zone: Zone,
}

/// A run of words that look alike.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    /// Clean, from the document.
    pub text: String,
    /// What it is.
    pub role: Role,
    /// How the words themselves are marked.
    pub face: Face,
    /// Index into [`Page::links`].
    pub link: Option<usize>,
}

impl Span {
    /// Unmarked words that lead nowhere.
    #[must_use]
    pub fn new(text: impl Into<String>, role: Role) -> Self {
        Self { text: text.into(), role, face: Face::default(), link: None }
    }
}

/// One row of the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// From left to right, no wider than the page.
    pub spans: Vec<Span>,
    /// The spot in the article that the row begins with. Blank rows have that of the row before them.
    pub place: Place,
    /// True for the first row of a subhead.
    pub subhead: bool,
    /// How it is drawn.
    pub set: Set,
}

impl Line {
    /// Its words.
    #[must_use]
    pub fn to_plain(&self) -> String {
        self.spans.iter().map(|span| span.text.as_str()).collect()
    }

    /// The link that it is a row of, in the list at the end of the page.
    #[must_use]
    pub fn end_link(&self) -> Option<usize> {
        self.spans.iter().filter(|span| span.role == Role::Related).find_map(|span| span.link)
    }
}

/// Where some words of the page lead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageLink {
    /// The words.
    pub text: String,
    /// http(s) or mailto.
    pub url: String,
}

impl PageLink {
    /// A page, and no address to write to.
    #[must_use]
    pub fn is_readable(&self) -> bool {
        self.url.starts_with("http")
    }
}

/// An article at a width.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Page {
    /// No wider than this many columns.
    pub width: u16,
    /// From top to bottom.
    pub lines: Vec<Line>,
    /// In reading order; their numbers on the screen count from 1. Related stories are among them.
    pub links: Vec<PageLink>,
}

impl Page {
    /// Lays the article out. Never panics, whatever the width.
    ///
    /// `outlet` is the name the end note uses for a story that is only partly for everyone; `credit` the line that the publisher's terms ask for.
    #[must_use]
    pub fn of(article: &Article, outlet: &str, credit: Option<&str>, setting: Setting) -> Self {
        let mut composer = compose::Composer::new(setting);
        composer.speak(article.language.as_deref());
        head::compose(&mut composer, article, outlet, setting.zone);
        for (index, block) in article.blocks.iter().enumerate() {
            composer.block(index, block);
        }
        composer.tail(article, outlet, credit);
        if setting.link_list {
            composer.link_list(article);
        }
        composer.finish()
    }

    /// The row that `place` is in.
    #[must_use]
    pub fn line_of(&self, place: Place) -> usize {
        let after = self.lines.partition_point(|line| line.place <= place);
        let Some(found) = after.checked_sub(1).and_then(|at| self.lines.get(at)) else {
            return 0;
        };
        self.lines.partition_point(|line| line.place < found.place)
    }

    /// The spot that row `line` begins with; of a blank row, the spot of the words below it.
    #[must_use]
    pub fn place_of(&self, line: usize) -> Place {
        let rows = self.lines.get(line..).unwrap_or_default();
        rows.iter().find(|row| !row.spans.is_empty()).or(rows.first()).map(|row| row.place).unwrap_or_default()
    }

    /// The row of the `by`th subhead after `line` (before it where `by` is negative), or of the last one on that side.
    #[must_use]
    pub fn subhead(&self, line: usize, by: isize) -> Option<usize> {
        let rows = self.lines.iter().enumerate().filter(|(_, row)| row.subhead).map(|(at, _)| at);
        let times = by.unsigned_abs();
        if by > 0 {
            rows.filter(|at| *at > line).take(times).last()
        } else {
            rows.rev().filter(|at| *at < line).take(times).last()
        }
    }
}

/// The related stories that a reader can choose: those that lead somewhere.
pub(crate) fn related(article: &Article) -> impl Iterator<Item = &Related> {
    article.related.iter().filter(|story| !story.title.is_empty())
}
