//! Rows set like a printed column: flush on both sides, and words broken with a hyphen, where the reader wishes.
//!
//! What a row says is not touched: [`Line::spans`] hold the story's own words, and the row knows how much wider its blanks
//! are drawn and whether a hyphen follows. So finding, links and places need not know of it.

use std::borrow::Cow;

use hypher::Lang;

use super::{Line, Role, Span};

/// How paragraphs are set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Typesetting {
    /// Flush on both sides.
    pub justify: bool,
    /// Long words may go on in the next row, in the languages whose rules are known: English, German, French, Spanish,
    /// Dutch.
    pub hyphenate: bool,
}

/// How one row is drawn, besides what it says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Set {
    /// Columns that its blanks take more than one each, together.
    pub stretch: u16,
    /// Those that are left over, spread over the row, begin with the last blank and not with the first: every other row,
    /// so that no gap runs down the page.
    pub from_right: bool,
    /// So many spans are no text: a bar, a bullet.
    pub margin: u8,
    /// A hyphen follows: its last word goes on in the next row.
    pub hyphen: bool,
}

/// Text on fewer columns would be more gaps than words.
const JUSTIFIED_FROM: usize = 30;
/// A blank takes at most so many columns more than one; else the row stays ragged.
const WIDER_AT_MOST: usize = 2;
/// A shorter word is not broken, nor one that is longer than any.
const LETTERS: std::ops::RangeInclusive<usize> = 6..=40;

/// The rules for a language that is told by its tag (`en`, `de-AT`); `None` where they are not known.
pub(super) fn rules(language: Option<&str>) -> Option<Lang> {
    let tag = language?.split(['-', '_']).next()?.to_ascii_lowercase();
    match tag.as_str() {
        "en" => Some(Lang::English),
        "de" => Some(Lang::German),
        "fr" => Some(Lang::French),
        "es" => Some(Lang::Spanish),
        "nl" => Some(Lang::Dutch),
        _ => None,
    }
}

/// Where a word may be broken, in bytes: never one with digits or signs inside (addresses, names of things), nor one in
/// capitals.
pub(super) fn breaks(word: &str, language: Lang) -> Vec<usize> {
    let is_letter = |c: char| c.is_alphabetic();
    let (Some(start), Some(last)) = (word.find(is_letter), word.rfind(is_letter)) else { return Vec::new() };
    let end = last + word.get(last..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
    let Some(letters) = word.get(start..end) else { return Vec::new() };
    let odd = |c: char| !c.is_alphabetic() || crate::text::is_combining(c);
    if letters.chars().any(odd)
        || word.chars().any(char::is_numeric)
        || !LETTERS.contains(&letters.chars().count())
        || !letters.chars().any(char::is_lowercase)
    {
        return Vec::new();
    }
    let mut at = start;
    let mut breaks = Vec::new();
    for syllable in hypher::hyphenate(letters, language) {
        at += syllable.len();
        let before = word.get(start..at).map_or(0, |head| head.chars().count());
        let after = word.get(at..end).map_or(0, |tail| tail.chars().count());
        if before >= 2 && after >= 3 {
            breaks.push(at);
        }
    }
    breaks
}

/// True for words that are set flush: those of the story itself, in a script of words with blanks from left to right.
pub(super) fn is_justified(role: Role, line: &str, room: usize) -> bool {
    let is_ours = |c: char| {
        crate::text::is_spaced(c)
            && !matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}')
    };
    matches!(role, Role::Body | Role::Quote) && room >= JUSTIFIED_FROM && line.chars().all(is_ours)
}

/// How much wider the blanks of a row are to be, if it can be flush.
pub(super) fn stretch(words: &str, columns: usize, room: usize) -> Option<u16> {
    let gaps = words.matches(' ').count();
    let missing = room.checked_sub(columns)?;
    (missing <= gaps * WIDER_AT_MOST).then(|| u16::try_from(missing).ok()).flatten()
}

impl Line {
    /// What it says, without the bar or bullet before it.
    #[must_use]
    pub fn own_words(&self) -> String {
        let margin = |span: &&Span| span.role == Role::Furniture;
        self.spans.iter().skip_while(margin).map(|span| span.text.as_str()).collect()
    }

    /// What is drawn of each of its spans.
    pub fn shown(&self) -> impl Iterator<Item = (&Span, Cow<'_, str>)> {
        let last = self.spans.len().saturating_sub(1);
        let mut at = 0;
        self.spans.iter().enumerate().map(move |(nth, span)| {
            let start = at;
            at += span.text.len();
            if self.set == Set::default() {
                return (span, Cow::Borrowed(span.text.as_str()));
            }
            let mut shown = String::with_capacity(span.text.len() + 8);
            for (offset, c) in span.text.char_indices() {
                shown.push(c);
                if c == ' ' {
                    let before = start + offset;
                    let wider = self.wider_before(before + 1) - self.wider_before(before);
                    shown.extend(std::iter::repeat_n(' ', wider));
                }
            }
            if nth == last && self.set.hyphen {
                shown.push('-');
            }
            (span, Cow::Owned(shown))
        })
    }

    /// How many columns the blanks before a byte of the row's words take more than one each.
    #[must_use]
    pub fn wider_before(&self, byte: usize) -> usize {
        let stretch = usize::from(self.set.stretch);
        if stretch == 0 {
            return 0;
        }
        let (mut all, mut before, mut at) = (0, 0, 0);
        for (nth, span) in self.spans.iter().enumerate() {
            if nth >= usize::from(self.set.margin) {
                all += span.text.matches(' ').count();
                before += span.text.match_indices(' ').filter(|(offset, _)| at + offset < byte).count();
            }
            at += span.text.len();
        }
        let all = all.max(1);
        let (each, left) = (stretch / all, stretch % all);
        let of_left = if self.set.from_right { before * left / all } else { (before * left).div_ceil(all) };
        each * before + of_left
    }
}
