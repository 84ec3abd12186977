//! Breaking rich text into rows of a width.

use std::ops::Range;

use textwrap::WordSeparator;
use textwrap::core::Fragment;
use textwrap::wrap_algorithms::{Penalties, wrap_first_fit, wrap_optimal_fit};
use unicode_segmentation::UnicodeSegmentation;

use crate::text::width;

/// A stretch between two places where a row may end: bytes `start..end` and the blanks after it.
#[derive(Debug)]
struct Word {
    start: usize,
    end: usize,
    columns: usize,
    blanks: usize,
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
        0.0
    }
}

/// Paragraphs longer than this are broken greedily: the pleasing breaks are searched over the whole paragraph.
const PLEASING_UP_TO: usize = 4_000;

/// A ragged edge may cost a lot, but never as much as a column that runs over the page.
const NEVER_OVER: usize = u32::MAX as usize;

/// Where the rows of `line` begin and end (bytes, blanks at a row's end left out) when none may be wider than
/// `columns`. An empty line has no row. A word wider than a row is cut between graphemes.
#[must_use]
pub fn rows(line: &str, columns: usize) -> Vec<Range<usize>> {
    let columns = columns.max(2);
    let words = words(line, columns);
    #[expect(clippy::cast_precision_loss, reason = "a row has at most a few thousand columns")]
    let widths = [columns as f64];
    let broken = if words.len() <= PLEASING_UP_TO {
        let penalties = Penalties { overflow_penalty: NEVER_OVER, ..Penalties::new() };
        wrap_optimal_fit(&words, &widths, &penalties).unwrap_or_else(|_| wrap_first_fit(&words, &widths))
    } else {
        wrap_first_fit(&words, &widths)
    };
    broken
        .into_iter()
        .filter_map(|row| Some(row.first()?.start..row.last()?.end))
        .filter(|row| !row.is_empty())
        .collect()
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
            words.push(Word { start: at, end, columns: columns_taken, blanks: word.whitespace.len() });
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
            words.push(Word { start: at + start, end: at + offset, columns: taken, blanks: 0 });
            (start, taken) = (offset, 0);
        }
        taken += wide;
    }
    words.push(Word { start: at + start, end: at + word.len(), columns: taken, blanks: 0 });
}
