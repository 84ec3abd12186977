//! Which segments are the story, as learned from pages whose story is known: every segment becomes a row of numbers
//! (`profile`), two forests say how likely it belongs to the story and to the standfirst, and [`decide`] makes of
//! that a decision for the page. The weights are data; `tests/bench/labeller/train.py` makes them.

mod columns;
mod forest;
mod profile;
mod wording;

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use super::candidate::{self, Page, Sight};
use super::dom::{At, Tag};
use super::segment::{Role, Segment};
use super::vocabulary::Groups;
use forest::Forest;
pub use profile::{Told, profile};

/// Segments that a standfirst may consist of.
const STANDFIRST_AT_MOST: usize = 6;
/// Where less is taken than this part of what the rules would keep, something is wrong with the page or the forest.
const LEAST_OF_RULES: usize = 3;
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
        let elsewhere = candidate::elsewhere(page);
        let profile = profile(page, told);
        let width = profile.names.len().max(1);
        let mut kept = vec![false; page.segments.len()];
        let mut lead = kept.clone();
        for (row, &nth) in profile.values.chunks_exact(width).zip(&profile.segments) {
            if let (Some(kept), Some(lead)) = (kept.get_mut(nth), lead.get_mut(nth)) {
                *kept = elsewhere.get(nth) != Some(&true) && self.story.finds(row);
                *lead = self.standfirst.finds(row);
            }
        }
        decide(page, kept, &lead, &profile.rules)
    }
}

/// What the forests found, put right where a rule knows better.
fn decide(page: &Page<'_, '_>, mut kept: Vec<bool>, lead: &[bool], sight: &Sight) -> Decision {
    for (segment, kept) in page.segments.iter().zip(&mut kept) {
        *kept &= !is_furniture(segment) && !is_time(page, segment);
    }
    posts(page, &mut kept);
    sources(page, &mut kept);
    tables(page, &mut kept);
    let mut standfirst = standfirst(page, lead);
    let after = |nth: usize| (nth + 1..kept.len()).find(|after| kept.get(*after) == Some(&true));
    let begins = standfirst.last().is_some_and(|&last| after(last).is_some_and(|after| are_alike(page, last, after)));
    for &nth in &standfirst {
        if let Some(kept) = kept.get_mut(nth) {
            *kept = begins;
        }
    }
    if begins {
        standfirst.clear();
    }
    things(page, &mut kept, sight);
    candidate::drop_empty_headings(page, &mut kept);
    if chars(page, &kept) < chars(page, &sight.kept) / LEAST_OF_RULES {
        kept.clone_from(&sight.kept);
    }
    Decision { kept, standfirst }
}

/// True for the sentences of pages: whatever a forest thinks of them, no story says them.
fn is_furniture(segment: &Segment) -> bool {
    !matches!(segment.role, Role::Cell { .. } | Role::Code { .. }) && segment.sentence.is_furniture
}

/// True for a line that is nothing but a time.
fn is_time(page: &Page<'_, '_>, segment: &Segment) -> bool {
    let time = page.dom.ancestors(segment.from).take(3).find(|&at| page.dom.tag(at) == Tag::Time);
    time.is_some_and(|at| page.dom.words(at, 200).chars().filter(|c| !c.is_whitespace()).count() == segment.chars)
}

/// Somebody's post between two paragraphs of the story is the story's: what it was taught from is of two minds about them.
fn posts(page: &Page<'_, '_>, kept: &mut [bool]) {
    let dom = page.dom;
    let parent = |nth: usize| page.segments.get(nth).map(|segment| dom.item(profile::block(dom, segment.from)).parent);
    let mut waiting: Vec<usize> = Vec::new();
    let mut before = None;
    for nth in 0..page.segments.len() {
        match page.segments.get(nth).map(|segment| &segment.role) {
            Some(Role::Quote { quote }) if kept.get(nth) == Some(&false) => {
                let is_post = page.own.get(*quote).is_some_and(|own| own.has(Groups::EMBED));
                if is_post && before.is_some() && before == Some(dom.item(*quote).parent) {
                    waiting.push(nth);
                }
            }
            Some(_) if kept.get(nth) == Some(&true) => {
                let around = parent(nth);
                for quote in waiting.drain(..) {
                    if let Some(kept) = kept.get_mut(quote).filter(|_| around == before) {
                        *kept = true;
                    }
                }
                before = around;
            }
            _ => {}
        }
    }
}

/// Who said it is kept with what was said.
fn sources(page: &Page<'_, '_>, kept: &mut [bool]) {
    let said: HashSet<At> = page
        .segments
        .iter()
        .zip(kept.iter())
        .filter_map(|(segment, kept)| match segment.role {
            Role::Quote { quote } if *kept => Some(quote),
            _ => None,
        })
        .collect();
    for (segment, kept) in page.segments.iter().zip(kept) {
        if let Role::Source { quote } = segment.role {
            *kept = said.contains(&quote);
        }
    }
}

/// A table is kept as a whole, where most of its words are, or not at all.
fn tables(page: &Page<'_, '_>, kept: &mut [bool]) {
    let mut sums: HashMap<At, (usize, usize)> = HashMap::new();
    let table = |segment: &Segment| if let Role::Cell { table, .. } = segment.role { Some(table) } else { None };
    for (segment, kept) in page.segments.iter().zip(kept.iter()) {
        if let Some(table) = table(segment) {
            let (all, taken) = sums.entry(table).or_default();
            *all += segment.chars;
            *taken += if *kept { segment.chars } else { 0 };
        }
    }
    for (segment, kept) in page.segments.iter().zip(kept) {
        if let Some((all, taken)) = table(segment).and_then(|table| sums.get(&table)) {
            *kept = taken * 2 > *all;
        }
    }
}

/// True for paragraphs that nothing tells apart: the first of them is how the story begins.
fn are_alike(page: &Page<'_, '_>, one: usize, other: usize) -> bool {
    let looks = |nth: usize| {
        let segment = page.segments.get(nth)?;
        let at = profile::block(page.dom, segment.from);
        let bold = segment.strong * 2 > segment.chars;
        Some((page.dom.item(at).parent, page.dom.tag(at), page.dom.attr(at, "class"), bold))
    };
    looks(one) == looks(other)
}

fn chars(page: &Page<'_, '_>, kept: &[bool]) -> usize {
    page.segments.iter().zip(kept).filter(|(_, kept)| **kept).map(|(segment, _)| segment.chars).sum()
}

/// The first segments in a row that read like a standfirst.
fn standfirst(page: &Page<'_, '_>, lead: &[bool]) -> Vec<usize> {
    let mut found: Vec<usize> = Vec::new();
    let mut chars = 0;
    for (nth, segment) in page.segments.iter().enumerate().filter(|(_, segment)| segment.chars > 0) {
        let taken = lead.get(nth) == Some(&true);
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

/// Pictures, captions, embeds, rules and code have no words that tell: they go with what is kept around them.
fn things(page: &Page<'_, '_>, kept: &mut [bool], sight: &Sight) {
    let first = kept.iter().position(|kept| *kept);
    let last = kept.iter().rposition(|kept| *kept);
    for (nth, (segment, kept)) in page.segments.iter().zip(kept.iter_mut()).enumerate() {
        let thing = matches!(
            segment.role,
            Role::Image { .. } | Role::Caption { .. } | Role::Embed { .. } | Role::Rule | Role::Code { .. }
        );
        if thing {
            let inside = first.is_some_and(|first| first <= nth) && last.is_some_and(|last| nth <= last);
            let furniture = sight.furniture.get(nth).copied().unwrap_or_default();
            *kept = (inside && !furniture) || sight.kept.get(nth).copied().unwrap_or_default();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Labeller;

    #[test]
    fn the_weights_that_come_with_the_program_are_whole() {
        let (story, standfirst) = (include_str!("labeller/story.txt"), include_str!("labeller/standfirst.txt"));
        assert!(Labeller::parse(story, standfirst).is_some());
        // A file without a tree would read as a forest that finds nothing.
        for weights in [story, standfirst] {
            assert!(weights.lines().filter(|line| line.contains(':') && !line.starts_with('#')).count() > 10);
        }
    }
}
