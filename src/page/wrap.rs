//! Breaking rich text into rows of a width.

use std::ops::Range;

use hypher::Lang;
use textwrap::WordSeparator;
use textwrap::core::Fragment;
use textwrap::wrap_algorithms::{Penalties, wrap_first_fit, wrap_optimal_fit};
use unicode_segmentation::UnicodeSegmentation;

use super::typeset;
use crate::text::width;

/// A stretch between two places where a row may end: bytes `start..end` and the blanks after it.
#[derive(Debug)]
struct Word {
    start: usize,
    end: usize,
    columns: usize,
    blanks: usize,
    /// Where a row ends with it, a hyphen follows.
    hyphen: bool,
}

// Column counts are far below 2^52: exact as f64.
#[expect(clippy::cast_precision_loss, reason = "a row has at most a few thousand columns")]
impl Fragment for Word {
    fn width(&self) -> f64 {
        self.columns as f64
    }

    fn whitespace_width(&self) -> f64 {
        self.blanks as f64
    }

    fn penalty_width(&self) -> f64 {
        if self.hyphen { 1.0 } else { 0.0 }
    }
}

/// Paragraphs longer than this are broken greedily: the pleasing breaks are searched over the whole paragraph.
const PLEASING_UP_TO: usize = 4_000;

/// On fewer columns half the words would be broken.
const HYPHENATED_FROM: usize = 20;
/// So many hyphens may stand one under the other.
const LADDER: usize = 2;

/// A ragged edge may cost a lot, but never as much as a column that runs over the page.
const NEVER_OVER: usize = u32::MAX as usize;

/// Where the rows of `line` begin and end (bytes, blanks at a row's end left out) when none may be wider than
/// `columns`. An empty line has no row. A word wider than a row is cut between graphemes.
#[must_use]
pub fn rows(line: &str, columns: usize) -> Vec<Range<usize>> {
    hyphenated_rows(line, columns, None).into_iter().map(|(row, _)| row).collect()
}

/// As [`rows`], with words broken by the rules of a language where a row would else be rather empty; true where a hyphen
/// follows the row.
#[must_use]
pub(super) fn hyphenated_rows(line: &str, columns: usize, language: Option<Lang>) -> Vec<(Range<usize>, bool)> {
    let columns = columns.max(2);
    let whole = words(line, columns);
    if let Some(language) = language.filter(|_| columns >= HYPHENATED_FROM && whole.len() <= PLEASING_UP_TO) {
        let rows = broken(&syllables(line, whole, language), columns);
        let ladder = rows.windows(LADDER + 1).any(|rows| rows.iter().all(|(_, hyphen)| *hyphen));
        // Hyphens one under the other read worse than a ragged edge.
        return if ladder { broken(&words(line, columns), columns) } else { rows };
    }
    broken(&whole, columns)
}

fn broken(words: &[Word], columns: usize) -> Vec<(Range<usize>, bool)> {
    #[expect(clippy::cast_precision_loss, reason = "a row has at most a few thousand columns")]
    let widths = [columns as f64];
    let rows = if words.len() <= PLEASING_UP_TO {
        // A hyphen costs as much as a row of which a sixth is empty.
        let hyphen_penalty = (columns / 6).pow(2);
        let penalties = Penalties { overflow_penalty: NEVER_OVER, hyphen_penalty, ..Penalties::new() };
        wrap_optimal_fit(words, &widths, &penalties).unwrap_or_else(|_| wrap_first_fit(words, &widths))
    } else {
        wrap_first_fit(words, &widths)
    };
    rows.into_iter()
        .filter_map(|row| Some((row.first()?.start..row.last()?.end, row.last()?.hyphen)))
        .filter(|(row, _)| !row.is_empty())
        .collect()
}

/// The words, broken wherever they may be; the last one stays whole.
fn syllables(line: &str, words: Vec<Word>, language: Lang) -> Vec<Word> {
    let last = words.len().saturating_sub(1);
    let mut syllables = Vec::with_capacity(words.len() * 2);
    let mut is_glued = false;
    for (nth, word) in words.into_iter().enumerate() {
        let said = line.get(word.start..word.end).unwrap_or_default();
        // A part of something longer (`self-made`, an address) has its places to break already.
        let stays = nth == last || is_glued || word.blanks == 0;
        is_glued = word.blanks == 0;
        let breaks = if stays { Vec::new() } else { typeset::breaks(said, language) };
        let mut start = 0;
        for at in breaks {
            let columns = said.get(start..at).map_or(0, width);
            syllables.push(Word { start: word.start + start, end: word.start + at, columns, blanks: 0, hyphen: true });
            start = at;
        }
        let columns = said.get(start..).map_or(0, width);
        syllables.push(Word { start: word.start + start, columns, ..word });
    }
    syllables
}

/// As [`rows`], but each row takes what fits before the next begins: what a reader expects of headlines in a list.
#[must_use]
pub fn greedy_rows(line: &str, columns: usize) -> Vec<Range<usize>> {
    let words = words(line, columns.max(2));
    #[expect(clippy::cast_precision_loss, reason = "a row has at most a few thousand columns")]
    let widths = [columns.max(2) as f64];
    wrap_first_fit(&words, &widths)
        .into_iter()
        .filter_map(|row| Some(row.first()?.start..row.last()?.end))
        .filter(|row| !row.is_empty())
        .collect()
}

fn words(line: &str, columns: usize) -> Vec<Word> {
    let mut words = Vec::new();
    let mut at = 0;
    for word in WordSeparator::UnicodeBreakProperties.find_words(line) {
        let end = at + word.word.len();
        let columns_taken = width(word.word);
        if columns_taken > columns {
            cut(word.word, at, columns, &mut words);
            if let Some(last) = words.last_mut() {
                last.blanks = word.whitespace.len();
            }
        } else {
            words.push(Word { start: at, end, columns: columns_taken, blanks: word.whitespace.len(), hyphen: false });
        }
        at = end + word.whitespace.len();
    }
    words
}

fn cut(word: &str, at: usize, columns: usize, words: &mut Vec<Word>) {
    let (mut start, mut taken) = (0, 0);
    for (offset, grapheme) in word.grapheme_indices(true) {
        let wide = width(grapheme);
        if taken + wide > columns && offset > start {
            words.push(Word { start: at + start, end: at + offset, columns: taken, blanks: 0, hyphen: false });
            (start, taken) = (offset, 0);
        }
        taken += wide;
    }
    words.push(Word { start: at + start, end: at + word.len(), columns: taken, blanks: 0, hyphen: false });
}
