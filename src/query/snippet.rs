//! The words of a text round those that were looked for, and where on a line they stand.

use std::borrow::Cow;
use std::ops::Range;

use super::Words;
use crate::text::{is_combining, is_spaced};

/// So many words a snippet has.
const WORDS: usize = 20;
/// So many of them stand before the first that was looked for.
const BEFORE: usize = 6;
/// A text is looked through no further: the rest of a book is not worth the wait.
const BYTES_AT_MOST: usize = 200_000;

/// A word as the index compares it: without case and accents.
#[must_use]
pub fn folded(word: &str) -> String {
    word.chars().filter_map(deunicode::deunicode_char).flat_map(str::chars).map(|c| c.to_ascii_lowercase()).collect()
}

/// What is looked for, word by word.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Needles(Vec<(String, bool)>);

impl Needles {
    /// The words that a story has to have.
    #[must_use]
    pub fn of<'a>(wanted: impl Iterator<Item = &'a Words>) -> Self {
        let mut needles = Vec::new();
        for words in wanted {
            needles.extend(words_of(&words.text).map(|word| (folded(word), false)));
            if let Some(last) = needles.last_mut().filter(|_| words.beginning) {
                last.1 = true;
            }
        }
        Self(needles)
    }

    fn which(&self, word: &str) -> Option<usize> {
        let word = folded(word);
        self.0.iter().position(
            |(needle, beginning)| {
                if *beginning { word.starts_with(needle.as_str()) } else { word == *needle }
            },
        )
    }

    /// Where the words stand in a line, in bytes.
    #[must_use]
    pub fn hits(&self, line: &str) -> Vec<Range<usize>> {
        let is_hit = |run: &Range<usize>| line.get(run.clone()).is_some_and(|word| self.which(word).is_some());
        if self.0.is_empty() { Vec::new() } else { runs(line).filter(is_hit).collect() }
    }

    /// Some twenty words of the text, where most of the words that were looked for stand; `None` where none does.
    #[must_use]
    pub fn snippet(&self, text: &str) -> Option<String> {
        let end = text.char_indices().map(|(at, _)| at).find(|at| *at >= BYTES_AT_MOST).unwrap_or(text.len());
        let words: Vec<&str> = text.get(..end)?.split_whitespace().collect();
        let found: Vec<(usize, usize)> = words
            .iter()
            .enumerate()
            .flat_map(|(at, word)| words_of(word).map(move |part| (at, part)))
            .filter_map(|(at, part)| Some((at, self.which(part)?)))
            .collect();
        let kinds = |from: usize| {
            let seen = found.iter().filter(|(at, _)| (from..from + WORDS - BEFORE).contains(at));
            let seen: std::collections::BTreeSet<usize> = seen.map(|(_, which)| *which).collect();
            seen.len()
        };
        // Of equals the first: the beginning of a story says most.
        let best = found.iter().map(|(at, _)| *at).take(200).min_by_key(|at| std::cmp::Reverse(kinds(*at)))?;
        let from = best.saturating_sub(BEFORE);
        let to = (from + WORDS).min(words.len());
        let cut = |is_cut: bool| if is_cut { "…" } else { "" };
        let said = words.get(from..to)?.join(" ");
        Some(format!("{}{said}{}", cut(from > 0), if to < words.len() { " …" } else { "" }))
    }
}

/// A text as the index takes it: blanks round each letter of a script that has none between words, so that words can be
/// found inside a run of them.
#[must_use]
pub fn spaced(text: &str) -> Cow<'_, str> {
    if text.chars().all(is_spaced) {
        return Cow::Borrowed(text);
    }
    let mut apart = String::with_capacity(text.len() * 2);
    for c in text.chars() {
        if is_spaced(c) {
            apart.push(c);
        } else {
            apart.extend([' ', c, ' ']);
        }
    }
    Cow::Owned(apart)
}

/// The words of a line.
pub fn words_of(line: &str) -> impl Iterator<Item = &str> {
    runs(line).filter_map(|run| line.get(run))
}

/// The runs of letters and numbers of a line, in bytes; a letter of a script without blanks is one of its own.
fn runs(line: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut chars = line.char_indices().peekable();
    std::iter::from_fn(move || {
        let is_part = |c: char| c.is_alphanumeric() || is_combining(c);
        let (start, first) = chars.by_ref().find(|(_, c)| c.is_alphanumeric())?;
        let mut end = line.len();
        while let Some((at, c)) = chars.peek().copied() {
            if !is_part(c) || !is_spaced(first) || !is_spaced(c) {
                end = at;
                break;
            }
            chars.next();
        }
        Some(start..end)
    })
}
