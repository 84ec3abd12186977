//! A place that is found again in another version of its article: after paragraphs came, went or moved.

use serde::{Deserialize, Serialize};

use super::{Article, Block, Place, Version};

/// Of a block's words so many bytes are looked at.
const BYTES_AT_MOST: usize = 16 * 1024;

/// A place, and what stood there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
pub struct Spot {
    /// Where it was.
    #[serde(flatten)]
    pub place: Place,
    /// What stood there; `None` above and below the story's own blocks, for a block without words, and where only the
    /// place was noted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub print: Option<Fingerprint>,
}

/// Stands for the words of a block, and for one of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Fingerprint {
    /// Of all its words; the same on every machine and after every update of the program.
    pub words: Version,
    /// The one at the place, counted from 0.
    pub word: u32,
    /// Of the words of the block above it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub above: Option<Version>,
}

impl From<Place> for Spot {
    fn from(place: Place) -> Self {
        Self { place, print: None }
    }
}

impl Spot {
    /// A place of this article.
    #[must_use]
    pub fn of(article: &Article, place: Place) -> Self {
        let at = index(place.block);
        let told = |at: usize| article.blocks.get(at).map(words).filter(|words| !words.trim().is_empty());
        let above = at.and_then(|at| at.checked_sub(1)).and_then(told).map(|words| Version::of(&[&words]));
        let print = at.and_then(told).map(|words| Fingerprint {
            words: Version::of(&[&words]),
            word: word_at(&words, place.byte),
            above,
        });
        Self { place, print }
    }

    /// The place in this version of the article: in the block with the same words, the one nearest to where it was; if
    /// none has them any more, in the block below the one that it stood below; or else in the block that has its number.
    #[must_use]
    pub fn found_in(self, article: &Article) -> Place {
        let count = article.blocks.len();
        let last = u32::try_from(count).unwrap_or(u32::MAX);
        let (Some(print), Some(was)) = (self.print, index(self.place.block)) else {
            return Place { block: self.place.block.min(last.saturating_add(1)), ..self.place };
        };
        let nearest = |version: Version, from: usize| {
            let outward = (0..=count).flat_map(|far| [from.checked_add(far), from.checked_sub(far)]);
            outward.flatten().find_map(|at| {
                let words = words(article.blocks.get(at)?);
                (Version::of(&[&words]) == version).then_some((at, words))
            })
        };
        let from = was.min(count);
        if let Some((at, words)) = nearest(print.words, from) {
            // Other quotation marks are no other words, but other bytes.
            let same = word_at(&words, self.place.byte) == print.word;
            let byte = if same { self.place.byte } else { start_of(&words, print.word) };
            return Place { block: number(at), byte };
        }
        match print.above.and_then(|above| nearest(above, from.saturating_sub(1))) {
            Some((at, _)) if at + 1 < count => Place { block: number(at + 1), ..self.place },
            _ if self.place.block > last => Place { block: last, byte: 0 },
            _ => self.place,
        }
    }
}

/// Of a block, by its number in a [`Place`]; `None` for the head.
fn index(block: u32) -> Option<usize> {
    usize::try_from(block).ok()?.checked_sub(1)
}

/// The number of a block in a [`Place`].
fn number(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX).saturating_add(1)
}

/// A block's words; their bytes are those that a [`Place`] counts. The beginning stands for a block that is longer than any
/// paragraph: a place is told before every frame.
fn words(block: &Block) -> String {
    let mut words = block.lines().join("\n");
    let end = (0..=words.len().min(BYTES_AT_MOST)).rev().find(|at| words.is_char_boundary(*at));
    words.truncate(end.unwrap_or_default());
    words
}

/// The word that this byte is in, or before.
fn word_at(words: &str, byte: u32) -> u32 {
    let byte = usize::try_from(byte).unwrap_or(usize::MAX);
    let behind = starts(words).take_while(|start| *start <= byte).count();
    u32::try_from(behind.saturating_sub(1)).unwrap_or(u32::MAX)
}

fn start_of(words: &str, word: u32) -> u32 {
    let nth = usize::try_from(word).unwrap_or(usize::MAX);
    starts(words).nth(nth).and_then(|start| u32::try_from(start).ok()).unwrap_or(0)
}

/// Where the words begin.
fn starts(words: &str) -> impl Iterator<Item = usize> {
    let mut after_blank = true;
    words.char_indices().filter_map(move |(at, c)| {
        let begins = after_blank && !c.is_whitespace();
        after_blank = c.is_whitespace();
        begins.then_some(at)
    })
}
