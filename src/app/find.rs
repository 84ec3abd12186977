//! Finding words in a pane.

use crate::news::{Headline, Section};
use crate::page::Page;

use super::Pane;

/// What is being looked for, and where it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Find {
    /// The pane it was begun in.
    pub pane: Pane,
    /// As typed.
    pub needle: String,
    /// Indices into the pane's rows (sections, stories, lines of the page), ascending, each once.
    pub hits: Vec<usize>,
    /// The hit that was gone to last.
    pub at: Option<usize>,
}

impl Find {
    /// The first hit at or after `from`, else the first of all.
    #[must_use]
    pub fn from(&self, from: usize) -> Option<usize> {
        self.hits.iter().copied().find(|hit| *hit >= from).or_else(|| self.hits.first().copied())
    }

    /// The `by`th hit after `at` (before it where `by` is negative), round the end.
    #[must_use]
    pub fn next(&self, at: usize, by: isize) -> Option<usize> {
        let behind = self.hits.partition_point(|hit| if by > 0 { *hit <= at } else { *hit < at });
        let steps = if by > 0 { by - 1 } else { by };
        let all = isize::try_from(self.hits.len()).ok().filter(|all| *all > 0)?;
        let nth = isize::try_from(behind).ok()?.checked_add(steps)?.rem_euclid(all);
        self.hits.get(usize::try_from(nth).ok()?).copied()
    }
}

/// Stories whose title, kicker or standfirst has the words.
#[must_use]
pub fn in_headlines(list: &[Headline], needle: &str) -> Vec<usize> {
    let needle = needle.to_lowercase();
    let has = |words: &str| words.to_lowercase().contains(&needle);
    list.iter()
        .enumerate()
        .filter(|(_, headline)| {
            has(&headline.title)
                || headline.kicker.as_deref().is_some_and(has)
                || headline.standfirst.as_deref().is_some_and(has)
        })
        .map(|(index, _)| index)
        .collect()
}

/// Sections whose title has the words.
#[must_use]
pub fn in_sections(all: &[Section], needle: &str) -> Vec<usize> {
    let needle = needle.to_lowercase();
    all.iter()
        .enumerate()
        .filter(|(_, section)| section.title.to_lowercase().contains(&needle))
        .map(|(index, _)| index)
        .collect()
}

/// Rows of the page in which the words begin, also where they go on in the next row.
#[must_use]
pub fn in_page(page: &Page, needle: &str) -> Vec<usize> {
    let needle = needle.to_lowercase();
    if needle.is_empty() {
        return Vec::new();
    }
    let mut words = String::new();
    let mut starts = Vec::with_capacity(page.lines.len());
    let mut goes_on = false;
    for line in &page.lines {
        starts.push(words.len());
        let plain = if goes_on { line.own_words() } else { line.to_plain() }.to_lowercase();
        goes_on = line.set.hyphen;
        words.push_str(plain.trim_end());
        // A word that is broken is one word.
        if !line.set.hyphen {
            words.push(' ');
        }
    }
    let mut hits: Vec<usize> = words
        .match_indices(&needle)
        .map(|(at, _)| starts.partition_point(|start| *start <= at).saturating_sub(1))
        .collect();
    hits.dedup();
    hits
}
