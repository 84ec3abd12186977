//! Going to a section by typing: all sections of all outlets, the best match first, of equals the one used most.

use std::collections::HashSet;

use nucleo_matcher::pattern::{CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};

use crate::marks::SectionMarks;
use crate::news::{Section, SectionId};

use super::sections_pane::SectionsPane;

/// Between the steps of a way.
pub const STEP: &str = " › ";
/// How many sections the prompt offers.
pub const CHOICES_AT_MOST: usize = 8;

/// A section that can be gone to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// Which.
    pub id: SectionId,
    /// Its way through the tree: `NZ Herald › World › Asia`.
    pub path: String,
    /// On how many of the last days it was gone to.
    pub used: usize,
    /// Where it stands.
    pub stands: Stands,
}

/// Where a section stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stands {
    /// In the tree.
    Shown,
    /// In the tree, but the reader hid it or what it belongs to.
    Hidden,
    /// In an outlet that the reader did not choose.
    Elsewhere,
}

impl Stands {
    /// What is said of it beside the way.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Shown => "",
            Self::Hidden => "hidden",
            Self::Elsewhere => "not in the tree",
        }
    }
}

/// The part of a way that can be shown in `room` columns: its steps in the middle go first.
#[must_use]
pub fn fitting(path: &str, room: usize) -> String {
    let steps: Vec<&str> = path.split(STEP).collect();
    if crate::text::width(path) > room
        && let [first, _, .., last] = steps.as_slice()
    {
        let ends = [first, "…", last].join(STEP);
        return if crate::text::width(&ends) > room { crate::text::shorten(last, room) } else { ends };
    }
    crate::text::shorten(path, room)
}

/// All that can be gone to: the tree in its own order, then the outlets that are not in it.
#[must_use]
pub fn choices(sections: &SectionsPane, marks: &SectionMarks, now: i64) -> Vec<Choice> {
    let in_tree: HashSet<&SectionId> = sections.tree.iter().map(|section| &section.id).collect();
    let shown: HashSet<&SectionId> = sections.all().iter().map(|section| &section.id).collect();
    let choice = |(section, path): (&Section, String)| {
        let stands = match section.id {
            ref id if shown.contains(id) => Stands::Shown,
            ref id if in_tree.contains(id) => Stands::Hidden,
            _ => Stands::Elsewhere,
        };
        Choice { id: section.id.clone(), path, used: marks.used(&section.id, now), stands }
    };
    let others = with_paths(&sections.shelf).filter(|(section, _)| !in_tree.contains(&section.id));
    with_paths(&sections.tree).chain(others).map(choice).collect()
}

pub(super) fn with_paths(tree: &[Section]) -> impl Iterator<Item = (&Section, String)> {
    let mut way: Vec<&str> = Vec::new();
    tree.iter().map(move |section| {
        way.truncate(usize::from(section.depth));
        way.push(&section.title);
        (section, way.join(STEP))
    })
}

/// Indices of the sections that fit the typed letters, best first; without letters those used most.
#[must_use]
pub fn matching(all: &[Choice], typed: &str) -> Vec<usize> {
    let mut matcher = Matcher::new(Config::DEFAULT);
    let pattern = Pattern::parse(typed, CaseMatching::Ignore, Normalization::Smart);
    let mut letters = Vec::new();
    let mut fits: Vec<(u32, usize)> = all
        .iter()
        .enumerate()
        .filter_map(|(index, choice)| {
            let score = pattern.score(Utf32Str::new(&choice.path, &mut letters), &mut matcher)?;
            // Of equals the one whose own name is typed, not its parent's.
            let name = choice.path.rsplit(STEP).next().unwrap_or_default();
            let own = pattern.score(Utf32Str::new(name, &mut letters), &mut matcher).unwrap_or(0);
            Some((score + own, index))
        })
        .collect();
    let shortest_first = !typed.trim().is_empty();
    fits.sort_by_cached_key(|(score, index)| {
        let (used, stands, length) = all.get(*index).map_or((0, Stands::Elsewhere, 0), |choice| {
            (choice.used, choice.stands, if shortest_first { choice.path.len() } else { 0 })
        });
        (std::cmp::Reverse((*score, used)), stands, length, *index)
    });
    fits.into_iter().map(|(_, index)| index).collect()
}
