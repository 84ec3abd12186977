//! What changed between two versions of a story, by paragraph and by word.
//!
//! The work is bounded whatever the two hold: stories of too many paragraphs are not compared, and once a number of
//! words was compared one by one, paragraphs that differ are told of as a whole.

use std::collections::HashMap;

use similar::{Algorithm, DiffOp, DiffTag, capture_diff_slices};

use crate::article::version::folded;
use crate::article::{Article, Block, Place};

/// A story of more paragraphs is not compared: the work grows with the square of what differs.
const PARAGRAPHS_AT_MOST: usize = 4000;
/// Words compared one by one in one paragraph, and in all of them.
const WORDS_AT_MOST: usize = 1500;
const ALL_WORDS_AT_MOST: usize = 30_000;
/// How far below a paragraph its former wording is looked for.
const LOOK_AHEAD: usize = 6;
/// Unchanged paragraphs that stay in sight beside a change, before and after it.
const BESIDE: usize = 1;

/// What happened to some words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// They stand in both versions.
    Kept,
    /// Only in the one of now.
    Inserted,
    /// Only in the one that was read.
    Removed,
}

/// What a paragraph is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The summary under the headline.
    Standfirst,
    /// A heading inside the story.
    Subhead,
    /// All else.
    Body,
}

/// A row of the comparison.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Row {
    /// So many paragraphs that stand in both.
    Unchanged {
        /// How many.
        paragraphs: usize,
        /// The first of them.
        place: Place,
    },
    /// One paragraph.
    Paragraph {
        /// What it is.
        part: Part,
        /// Its words in order, each run with what happened to it; no run is empty.
        runs: Vec<(Change, String)>,
        /// Where it stands in the version of now; of one that is gone, what stands before it.
        place: Place,
    },
}

/// All that changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changes {
    /// The headline of now.
    pub title: String,
    /// The headline that was read, where it was another.
    pub title_was: Option<String>,
    /// From top to bottom.
    pub rows: Vec<Row>,
}

#[derive(Debug)]
struct Paragraph {
    part: Part,
    words: Vec<String>,
    /// What is compared: quotation marks of another kind are no change.
    folded: Vec<String>,
    place: Place,
}

impl Changes {
    /// Compares what is read of two versions; `None` where they are too long for that.
    #[must_use]
    pub fn between(was: &Article, is: &Article) -> Option<Self> {
        let (old, new) = (paragraphs(was), paragraphs(is));
        if old.len().max(new.len()) > PARAGRAPHS_AT_MOST {
            return None;
        }
        let key = |paragraphs: &[Paragraph]| paragraphs.iter().map(|each| each.folded.join(" ")).collect::<Vec<_>>();
        let ops = capture_diff_slices(Algorithm::Myers, &key(&old), &key(&new));
        let mut comparison = Comparison { rows: Vec::new(), place: Place::default(), words_left: ALL_WORDS_AT_MOST };
        let last = ops.len().saturating_sub(1);
        for (at, op) in ops.iter().enumerate() {
            let gone = old.get(op.old_range()).unwrap_or_default();
            let come = new.get(op.new_range()).unwrap_or_default();
            if op.tag() == DiffTag::Equal {
                comparison.unchanged(come, at == 0, at == last);
            } else {
                comparison.replaced(gone, come);
            }
        }
        let words = |title: &str| title.split_whitespace().map(folded).collect::<Vec<_>>();
        let title_was = (words(&was.title) != words(&is.title)).then(|| was.title.clone());
        Some(Self { title: is.title.clone(), title_was, rows: comparison.rows })
    }
}

struct Comparison {
    rows: Vec<Row>,
    place: Place,
    words_left: usize,
}

impl Comparison {
    fn whole(&mut self, paragraph: &Paragraph, change: Change) {
        if change != Change::Removed {
            self.place = paragraph.place;
        }
        let runs = vec![(change, paragraph.words.join(" "))];
        self.rows.push(Row::Paragraph { part: paragraph.part, runs, place: self.place });
    }

    fn wholes(&mut self, paragraphs: &[Paragraph], change: Change) {
        for paragraph in paragraphs {
            self.whole(paragraph, change);
        }
    }

    /// Those beside a change are shown, the others are counted.
    fn unchanged(&mut self, paragraphs: &[Paragraph], is_first: bool, is_last: bool) {
        let (above, below) = (if is_first { 0 } else { BESIDE }, if is_last { 0 } else { BESIDE });
        if paragraphs.len() <= above + below + 1 {
            self.wholes(paragraphs, Change::Kept);
            return;
        }
        let (head, rest) = paragraphs.split_at(above);
        let (folded, tail) = rest.split_at(rest.len() - below);
        self.wholes(head, Change::Kept);
        if let Some(first) = folded.first() {
            self.place = first.place;
            self.rows.push(Row::Unchanged { paragraphs: folded.len(), place: first.place });
        }
        self.wholes(tail, Change::Kept);
    }

    /// A paragraph that has most of its words in another one of the other version was rewritten; the others came or went.
    fn replaced(&mut self, gone: &[Paragraph], come: &[Paragraph]) {
        let mut rest = gone;
        for paragraph in come {
            let former = rest.iter().take(LOOK_AHEAD).position(|former| is_like(former, paragraph));
            let Some((former, before)) = former.and_then(|at| rest.get(..=at)).and_then(<[_]>::split_last) else {
                self.whole(paragraph, Change::Inserted);
                continue;
            };
            rest = rest.get(before.len() + 1..).unwrap_or_default();
            self.wholes(before, Change::Removed);
            self.rewritten(former, paragraph);
        }
        self.wholes(rest, Change::Removed);
    }

    fn rewritten(&mut self, was: &Paragraph, is: &Paragraph) {
        let words = was.words.len() + is.words.len();
        if words > WORDS_AT_MOST || words > self.words_left {
            self.whole(was, Change::Removed);
            self.whole(is, Change::Inserted);
            return;
        }
        self.words_left -= words;
        let mut runs = Vec::new();
        for op in capture_diff_slices(Algorithm::Myers, &was.folded, &is.folded) {
            let gone = was.words.get(op.old_range()).unwrap_or_default();
            let come = is.words.get(op.new_range()).unwrap_or_default();
            let told = match op {
                DiffOp::Equal { .. } => [(Change::Kept, come), (Change::Kept, &[])],
                _ => [(Change::Removed, gone), (Change::Inserted, come)],
            };
            runs.extend(
                told.into_iter()
                    .filter(|(_, words)| !words.is_empty())
                    .map(|(change, words)| (change, words.join(" "))),
            );
        }
        self.place = is.place;
        self.rows.push(Row::Paragraph { part: is.part, runs, place: is.place });
    }
}

/// True where at least two in five words of the longer are in the other.
fn is_like(one: &Paragraph, other: &Paragraph) -> bool {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for word in &one.folded {
        *counts.entry(word).or_default() += 1;
    }
    let mut common = 0;
    for word in &other.folded {
        if let Some(count) = counts.get_mut(word.as_str()).filter(|count| **count > 0) {
            *count -= 1;
            common += 1;
        }
    }
    one.part == other.part && common * 5 >= one.words.len().max(other.words.len()) * 2
}

/// Standfirst and body, as they are read.
fn paragraphs(article: &Article) -> Vec<Paragraph> {
    let standfirst = article.standfirst.iter().map(|words| (Part::Standfirst, words.clone(), 0));
    let blocks = article.blocks.iter().enumerate().filter(|(_, block)| block.is_body()).flat_map(|(at, block)| {
        let part = if matches!(block, Block::Heading { .. }) { Part::Subhead } else { Part::Body };
        block.lines().into_iter().map(move |line| (part, line, at + 1))
    });
    let paragraph = |(part, line, block): (Part, String, usize)| {
        let words: Vec<String> = line.split_whitespace().map(str::to_owned).collect();
        let folded = words.iter().map(|word| folded(word)).collect();
        let place = Place { block: u32::try_from(block).unwrap_or(u32::MAX), byte: 0 };
        (!words.is_empty()).then_some(Paragraph { part, words, folded, place })
    };
    standfirst.chain(blocks).filter_map(paragraph).collect()
}

/// The place in `is` of what stood at `place` in `was`: the paragraph with the same words, wherever it stands now.
#[must_use]
pub fn carried(was: &Article, is: &Article, place: Place) -> Place {
    let at = |article: &Article, block: usize| article.blocks.get(block).map(Block::lines);
    let Some(block) = usize::try_from(place.block).ok().and_then(|block| block.checked_sub(1)) else { return place };
    let words = |words: Option<Vec<String>>| words.filter(|lines| lines.iter().any(|line| !line.is_empty()));
    let Some(sought) = words(at(was, block)) else { return place };
    if at(is, block).as_ref() == Some(&sought) {
        return place;
    }
    // What is gone: the next paragraph that is still there.
    let (mut sought, mut byte) = (sought, place.byte);
    for next in block + 1.. {
        if let Some(now) = is.blocks.iter().position(|block| block.lines() == sought) {
            return Place { block: u32::try_from(now + 1).unwrap_or(u32::MAX), byte };
        }
        byte = 0;
        match words(at(was, next)) {
            Some(lines) if next < block + LOOK_AHEAD => sought = lines,
            _ => break,
        }
    }
    place
}
