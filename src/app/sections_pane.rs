//! The section tree: folding, moving, counts.

use std::collections::{HashMap, HashSet};

use crate::marks::SectionMarks;
use crate::news::{Feed, Fill, Section, SectionId};

use super::arrangement::{APART, Arrangement, Source, branch};

/// The tree's state.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct SectionsPane {
    /// The edition's tree in the catalogue's order, and outlets that were opened since.
    pub tree: Vec<Section>,
    /// The trees of all outlets that are known, chosen or not.
    pub shelf: Vec<Section>,
    /// The tree as it is shown, as if nothing were folded.
    pub arranged: Arrangement,
    /// Hidden sections are shown as well.
    pub show_hidden: bool,
    /// Hidden sections that were gone to all the same, with those above them.
    visited: HashSet<SectionId>,
    /// Roots that are outlets.
    outlets: HashSet<SectionId>,
    /// Parents whose children are shown.
    unfolded: HashSet<SectionId>,
    /// Index into the arranged tree; never a folded section.
    pub selected: usize,
    /// First visible row.
    pub top: usize,
    /// Stories not yet read; no entry for none or unknown.
    pub counts: HashMap<SectionId, Unread>,
}

/// How many stories are not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Unread {
    /// In the section itself.
    pub own: usize,
    /// In it and all that is below it, each story once.
    pub all: usize,
}

/// A section as the runtime counts it. A list of them is a flat tree, as [`Section`]s are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counted {
    /// Which.
    pub section: SectionId,
    /// 0 for a root.
    pub depth: u8,
    /// The feeds that fill it, as the cache names them.
    pub feeds: Vec<String>,
}

/// A row on the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TreeRow {
    /// Index into the arranged tree.
    Section(usize),
    /// A blank row between the parts: what is pinned, the blended sections, the outlets.
    Gap,
}

impl SectionsPane {
    /// A tree as the reader left it; at first all its parents are folded.
    #[must_use]
    pub fn new(tree: Vec<Section>, shelf: Vec<Section>, marks: &SectionMarks) -> Self {
        let outlets = shelf.iter().filter(|section| section.depth == 0).map(|section| section.id.clone()).collect();
        let unfolded = marks.unfolded().cloned().collect();
        let mut pane = Self { tree, shelf, outlets, unfolded, ..Self::default() };
        pane.arrange(marks);
        pane
    }

    /// Arranges the tree anew; the marker stays on its section, or goes to the row that took its place.
    pub fn arrange(&mut self, marks: &SectionMarks) {
        let before = self.current().map(|section| section.id.clone());
        // A search that is pinned is known by its pin alone.
        for (_, id) in marks.pins() {
            if let Some(query) = id.query().filter(|_| self.known(id).is_none()) {
                self.shelf.push(Section::search(query));
            }
        }
        let source = Source { tree: &self.tree, shelf: &self.shelf, marks };
        let shown = |id: &SectionId| self.show_hidden || self.visited.contains(id);
        self.arranged = Arrangement::of(source, &self.outlets, shown);
        let same = before.and_then(|id| self.all().iter().position(|section| section.id == id));
        self.selected = self.in_the_open(same.unwrap_or(self.selected.min(self.all().len().saturating_sub(1))));
    }

    /// The section itself where it is to be seen, else the nearest one above it that hides it.
    fn in_the_open(&self, index: usize) -> usize {
        self.visible().take_while(|visible| *visible <= index).last().unwrap_or(0)
    }

    /// The tree as it is shown, as if nothing were folded.
    #[must_use]
    pub fn all(&self) -> &[Section] {
        &self.arranged.all
    }

    /// Puts a section into the tree that is known but not shown: a hidden one, or one of an outlet that was not chosen,
    /// which comes as a whole. False for an unknown one.
    pub fn bring(&mut self, id: &SectionId, marks: &SectionMarks) -> bool {
        if self.find(id).is_some() {
            return true;
        }
        if !self.tree.iter().any(|section| section.id == *id) {
            let Some(at) = self.shelf.iter().position(|section| section.id == *id) else {
                return false;
            };
            let root = self.shelf.iter().take(at + 1).rposition(|section| section.depth == 0).unwrap_or(at);
            self.tree.extend_from_slice(branch(&self.shelf, root));
        }
        let at = self.tree.iter().position(|section| section.id == *id).unwrap_or_default();
        let mut depth = u8::MAX;
        for above in self.tree.iter().take(at + 1).rev() {
            if above.depth < depth {
                depth = above.depth;
                self.visited.insert(above.id.clone());
            }
        }
        self.arrange(marks);
        self.find(id).is_some()
    }

    /// True when children follow the section.
    #[must_use]
    pub fn is_parent(&self, index: usize) -> bool {
        match (self.all().get(index), self.all().get(index + 1)) {
            (Some(section), Some(next)) => next.depth > section.depth,
            _ => false,
        }
    }

    /// True when its children are not shown.
    #[must_use]
    pub fn is_folded(&self, index: usize) -> bool {
        self.all().get(index).is_some_and(|section| !self.unfolded.contains(&section.id)) && self.is_parent(index)
    }

    /// The unread stories that the row of a section tells of: with those of the children that it hides.
    #[must_use]
    pub fn unread(&self, index: usize) -> usize {
        let Some(section) = self.all().get(index) else { return 0 };
        let unread = self.counts.get(&section.id).copied().unwrap_or_default();
        if self.is_folded(index) { unread.all } else { unread.own }
    }

    /// The outlet of a section that stands apart from it, among the pinned ones.
    #[must_use]
    pub fn pinned_from(&self, index: usize) -> Option<&SectionId> {
        let section = self.all().get(index).filter(|section| index < self.arranged.pinned && section.depth == 0)?;
        let (outlet, _) = section.id.0.split_once('/')?;
        self.outlets.get(&SectionId(outlet.to_owned()))
    }

    /// The section the marker stands on.
    #[must_use]
    pub fn current(&self) -> Option<&Section> {
        self.all().get(self.selected)
    }

    /// The section with this id.
    #[must_use]
    pub fn find(&self, id: &SectionId) -> Option<&Section> {
        self.all().iter().find(|section| section.id == *id)
    }

    /// The section with this id, shown or not.
    #[must_use]
    pub fn known(&self, id: &SectionId) -> Option<&Section> {
        self.tree.iter().chain(&self.shelf).find(|section| section.id == *id)
    }

    /// A section that is hidden again is gone, though it was gone to before.
    pub fn forget_visit(&mut self, id: &SectionId) {
        self.visited.remove(id);
    }

    /// The rows that are to be seen: folded sections left out, gaps between the parts.
    #[must_use]
    pub fn rows(&self) -> Vec<TreeRow> {
        let Arrangement { all, pinned, outlets_from, .. } = &self.arranged;
        let mut rows = Vec::with_capacity(all.len());
        let mut folded_below = u8::MAX;
        for (index, section) in all.iter().enumerate() {
            if section.depth > folded_below {
                continue;
            }
            folded_below = if self.is_folded(index) { section.depth } else { u8::MAX };
            if index > 0 && (index == *pinned || index == *outlets_from) {
                rows.push(TreeRow::Gap);
            }
            rows.push(TreeRow::Section(index));
        }
        rows
    }

    /// Moves the marker by `steps` sections and keeps it among `height` visible rows.
    pub fn go(&mut self, steps: isize, height: usize) {
        let visible: Vec<usize> = self.visible().collect();
        let at = visible.iter().position(|index| *index == self.selected).unwrap_or(0);
        let to = at.saturating_add_signed(steps).min(visible.len().saturating_sub(1));
        if let Some(index) = visible.get(to) {
            self.selected = *index;
        }
        self.keep_in_sight(height);
    }

    /// Puts the marker on a section and unfolds what hides it; gives what was unfolded.
    pub fn select(&mut self, id: &SectionId, height: usize) -> Vec<SectionId> {
        let Some(index) = self.all().iter().position(|section| section.id == *id) else {
            return Vec::new();
        };
        let mut depth = self.all().get(index).map_or(0, |section| section.depth);
        let mut unfolded = Vec::new();
        for parent in self.arranged.all.iter().take(index).rev() {
            if parent.depth < depth {
                depth = parent.depth;
                if self.unfolded.insert(parent.id.clone()) {
                    unfolded.push(parent.id.clone());
                }
            }
        }
        self.selected = index;
        self.keep_in_sight(height);
        unfolded
    }

    /// Puts the marker on a section, or on the one above it that hides it.
    pub fn select_seen(&mut self, id: &SectionId, height: usize) {
        if let Some(index) = self.all().iter().position(|section| section.id == *id) {
            self.selected = self.in_the_open(index);
            self.keep_in_sight(height);
        }
    }

    /// Shows the children of the selected section; gives it if there was something to unfold.
    pub fn unfold(&mut self) -> Option<SectionId> {
        let id = self.current().filter(|_| self.is_folded(self.selected))?.id.clone();
        self.unfolded.insert(id.clone()).then_some(id)
    }

    /// Folds the selected section, which is given, or goes to its parent.
    pub fn fold_or_out(&mut self, height: usize) -> Option<SectionId> {
        let (id, depth) = self.current().map(|section| (section.id.clone(), section.depth))?;
        if self.is_parent(self.selected) && !self.is_folded(self.selected) {
            self.unfolded.remove(&id);
            self.keep_in_sight(height);
            return Some(id);
        }
        if let Some(parent) = self.all().iter().take(self.selected).rposition(|before| before.depth < depth) {
            self.selected = parent;
            self.keep_in_sight(height);
        }
        None
    }

    /// The ranks that put the selected section a place further down or up among its siblings: its own, or, where no
    /// room is left between two of them, those of all. `None` when there is no sibling on that side.
    #[must_use]
    pub fn ranks_after_moving(&self, down: bool) -> Option<Vec<(SectionId, i64)>> {
        let mut siblings = self.siblings();
        let at = siblings.iter().position(|index| *index == self.selected)?;
        let to = if down { at + 1 } else { at.checked_sub(1)? };
        if to >= siblings.len() {
            return None;
        }
        let moved = siblings.remove(at);
        let rank = |at: Option<usize>| at.and_then(|at| self.arranged.ranks.get(*siblings.get(at)?).copied());
        let (above, below) = (rank(to.checked_sub(1)), rank(Some(to)));
        let between = match (above, below) {
            (Some(above), Some(below)) => above.midpoint(below),
            (Some(above), None) => above.saturating_add(APART),
            (None, Some(below)) => below.saturating_sub(APART),
            (None, None) => 0,
        };
        let id = |index: usize| self.all().get(index).map(|section| section.id.clone());
        if above.is_none_or(|above| above < between) && below.is_none_or(|below| between < below) {
            return Some(vec![(id(moved)?, between)]);
        }
        siblings.insert(to, moved);
        let ranks = std::iter::successors(Some(0_i64), |rank| Some(rank.saturating_add(APART)));
        Some(siblings.into_iter().filter_map(id).zip(ranks).collect())
    }

    /// The sections among which the selected one can be moved, itself too: those of its parent, or of its part of the
    /// tree.
    fn siblings(&self) -> Vec<usize> {
        let Arrangement { all, pinned, outlets_from, .. } = &self.arranged;
        let Some(depth) = self.current().map(|section| section.depth) else {
            return Vec::new();
        };
        let is_edge = |index: usize| index == *pinned || index == *outlets_from;
        let same_parent = |index: &usize| all.get(*index).is_some_and(|section| section.depth >= depth);
        let mut first = self.selected;
        while first > 0 && !(depth == 0 && is_edge(first)) && same_parent(&(first - 1)) {
            first -= 1;
        }
        let after =
            (self.selected + 1..all.len()).take_while(|index| same_parent(index) && !(depth == 0 && is_edge(*index)));
        (first..=self.selected)
            .chain(after)
            .filter(|index| all.get(*index).is_some_and(|section| section.depth == depth))
            .collect()
    }

    /// The feeds that fill a section.
    #[must_use]
    pub fn feeds(&self, id: &SectionId) -> Vec<Feed> {
        match self.find(id).map(|section| &section.fill) {
            Some(Fill::Feeds(feeds)) => feeds.clone(),
            _ => Vec::new(),
        }
    }

    /// The next section after `id`, in tree order and round again, that has unread stories by the counts.
    #[must_use]
    pub fn next_with_unread(&self, id: &SectionId) -> Option<&Section> {
        let at = self.all().iter().position(|section| section.id == *id).map_or(0, |at| at + 1);
        let (before, after) = self.all().split_at(at.min(self.all().len()));
        after
            .iter()
            .chain(before)
            .find(|section| section.id != *id && self.counts.get(&section.id).is_some_and(|unread| unread.own > 0))
    }

    /// What the runtime is to count: all that is shown and has feeds, or has children.
    #[must_use]
    pub fn countable(&self) -> Vec<Counted> {
        let feeds = |section: &Section| match &section.fill {
            Fill::Feeds(feeds) => feeds.iter().map(|feed| feed.url.clone()).collect(),
            _ => Vec::new(),
        };
        self.all()
            .iter()
            .enumerate()
            .map(|(index, section)| {
                let counted = Counted { section: section.id.clone(), depth: section.depth, feeds: feeds(section) };
                (index, counted)
            })
            .filter(|(index, counted)| !counted.feeds.is_empty() || self.is_parent(*index))
            .map(|(_, counted)| counted)
            .collect()
    }

    /// Keeps the marker among `height` visible rows.
    pub fn keep_in_sight(&mut self, height: usize) {
        let rows = self.rows();
        let at = rows.iter().position(|row| *row == TreeRow::Section(self.selected)).unwrap_or(0);
        self.top = self.top.min(rows.len().saturating_sub(height)).min(at);
        if at >= self.top + height {
            self.top = at + 1 - height.max(1);
        }
    }

    /// Scrolls by rows; the marker comes along only as far as it must to stay in sight.
    pub fn scroll(&mut self, by: isize, height: usize) {
        let rows = self.rows();
        self.top = self.top.saturating_add_signed(by).min(rows.len().saturating_sub(height));
        let seen: Vec<usize> = rows
            .iter()
            .skip(self.top)
            .take(height)
            .filter_map(|row| if let TreeRow::Section(index) = row { Some(*index) } else { None })
            .collect();
        if let (Some(first), Some(last)) = (seen.first(), seen.last()) {
            self.selected = self.selected.clamp(*first, *last);
            // What a fold hides between two rows in sight is never under the marker.
            self.selected = self.in_the_open(self.selected);
        }
    }

    /// Puts the marker on the section in the `row`th visible row, if there is one.
    pub fn select_row(&mut self, row: usize, height: usize) {
        if let Some(TreeRow::Section(index)) = self.rows().get(self.top + row) {
            self.selected = *index;
            self.keep_in_sight(height);
        }
    }

    fn visible(&self) -> impl Iterator<Item = usize> {
        self.rows().into_iter().filter_map(|row| match row {
            TreeRow::Section(index) => Some(index),
            TreeRow::Gap => None,
        })
    }
}
