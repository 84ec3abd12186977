//! Which segments are the story, as learned from pages whose story is known: every segment becomes a row of numbers
//! (`profile`), two forests say how likely it belongs to the story and to the standfirst, and [`decide`] makes of
//! that a decision for the page. The weights are data; `tests/bench/labeller/train.py` makes them.

mod columns;
mod forest;
mod profile;
mod wording;

use std::sync::LazyLock;

use super::candidate::{self, Page, Sieve};
use super::segment::Role;
use forest::Forest;
pub use profile::{Told, profile};

/// Likelihood from which a segment is taken.
const TAKEN: f32 = 0.5;
/// Segments that a standfirst may consist of.
const STANDFIRST_AT_MOST: usize = 6;
/// Characters of a standfirst.
const STANDFIRST_CHARS: usize = 700;

/// Two forests.
#[derive(Debug, Clone, Default)]
pub struct Labeller {
    story: Forest,
    standfirst: Forest,
}

static BUILT_IN: LazyLock<Labeller> = LazyLock::new(|| {
    Labeller::parse(include_str!("labeller/story.txt"), include_str!("labeller/standfirst.txt")).unwrap_or_default()
});

/// What belongs to the story.
#[derive(Debug, Default)]
pub struct Decision {
    /// For each segment whether it is the story's.
    pub kept: Vec<bool>,
    /// The segments of the standfirst, in order.
    pub standfirst: Vec<usize>,
}

impl Labeller {
    /// Reads the weights of both forests; `None` when one of them is broken.
    #[must_use]
    pub fn parse(story: &str, standfirst: &str) -> Option<Self> {
        Some(Self { story: Forest::parse(story)?, standfirst: Forest::parse(standfirst)? })
    }

    /// The one that comes with the program.
    #[must_use]
    pub fn built_in() -> &'static Self {
        &BUILT_IN
    }

    /// Decides for every segment of a page.
    pub(super) fn decide(&self, page: &Page<'_, '_>, told: Told<'_>) -> Decision {
        let profile = profile(page, told);
        let width = profile.names.len().max(1);
        let mut story = vec![0.0; page.segments.len()];
        let mut lead = vec![0.0; page.segments.len()];
        for (row, &nth) in profile.values.chunks_exact(width).zip(&profile.segments) {
            if let (Some(story), Some(lead)) = (story.get_mut(nth), lead.get_mut(nth)) {
                *story = self.story.likelihood(row);
                *lead = self.standfirst.likelihood(row);
            }
        }
        let sight = candidate::sight(page, Sieve::Fine);
        decide(page, &story, &lead, &sight)
    }
}

fn decide(page: &Page<'_, '_>, story: &[f32], lead: &[f32], sight: &candidate::Sight) -> Decision {
    let mut kept: Vec<bool> = story.iter().map(|&likelihood| likelihood > TAKEN).collect();
    let standfirst = standfirst(page, lead);
    for &nth in &standfirst {
        if let Some(kept) = kept.get_mut(nth) {
            *kept = false;
        }
    }
    things(page, &mut kept, sight);
    candidate::drop_empty_headings(page, &mut kept);
    Decision { kept, standfirst }
}

/// The first segments in a row that read like a standfirst.
fn standfirst(page: &Page<'_, '_>, lead: &[f32]) -> Vec<usize> {
    let mut found: Vec<usize> = Vec::new();
    let mut chars = 0;
    for (nth, segment) in page.segments.iter().enumerate().filter(|(_, segment)| segment.chars > 0) {
        let taken = lead.get(nth).is_some_and(|&likelihood| likelihood > TAKEN);
        if taken && chars + segment.chars <= STANDFIRST_CHARS {
            found.push(nth);
            chars += segment.chars;
        }
        let over = found.last().is_some_and(|&last| nth > last + 2);
        if found.len() >= STANDFIRST_AT_MOST || over {
            break;
        }
    }
    found
}

/// Pictures, captions, embeds and rules have no words of the story: they go with what is kept around them.
fn things(page: &Page<'_, '_>, kept: &mut [bool], sight: &candidate::Sight) {
    let first = kept.iter().position(|kept| *kept);
    let last = kept.iter().rposition(|kept| *kept);
    for (nth, (segment, kept)) in page.segments.iter().zip(kept.iter_mut()).enumerate() {
        let thing =
            matches!(segment.role, Role::Image { .. } | Role::Caption { .. } | Role::Embed { .. } | Role::Rule);
        if thing {
            let inside = first.is_some_and(|first| first <= nth) && last.is_some_and(|last| nth <= last);
            let furniture = sight.furniture.get(nth).copied().unwrap_or_default();
            *kept = (inside && !furniture) || sight.kept.get(nth).copied().unwrap_or_default();
        }
    }
}
