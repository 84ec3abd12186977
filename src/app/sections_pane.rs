//! The section tree: folding, moving, counts.

use std::collections::{HashMap, HashSet};

use crate::news::{Feed, Fill, Section, SectionId};

/// The tree's state.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct SectionsPane {
    /// The whole tree, flat, in reading order.
    pub all: Vec<Section>,
    /// Parents whose children are hidden.
    pub folded: HashSet<SectionId>,
    /// Index into `all`; never a hidden section.
    pub selected: usize,
    /// First visible row.
    pub top: usize,
    /// Stories not yet read; no entry for none or unknown.
    pub counts: HashMap<SectionId, usize>,
}

/// A row on the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TreeRow {
    /// Index into [`SectionsPane::all`].
    Section(usize),
    /// A blank row between the blended sections and the outlets.
    Gap,
}

impl SectionsPane {
    /// A tree with all its parents folded.
    #[must_use]
    pub fn new(all: Vec<Section>) -> Self {
        let mut pane = Self { all, ..Self::default() };
        pane.folded = (0..pane.all.len())
            .filter(|at| pane.is_parent(*at))
            .filter_map(|at| pane.all.get(at))
            .map(|s| s.id.clone())
            .collect();
        pane
    }

    /// True when children follow the section.
    #[must_use]
    pub fn is_parent(&self, index: usize) -> bool {
        match (self.all.get(index), self.all.get(index + 1)) {
            (Some(section), Some(next)) => next.depth > section.depth,
            _ => false,
        }
    }

    /// True when its children are hidden.
    #[must_use]
    pub fn is_folded(&self, index: usize) -> bool {
        self.all.get(index).is_some_and(|section| self.folded.contains(&section.id))
    }

    /// The section the marker stands on.
    #[must_use]
    pub fn current(&self) -> Option<&Section> {
        self.all.get(self.selected)
    }

    /// The section with this id.
    #[must_use]
    pub fn find(&self, id: &SectionId) -> Option<&Section> {
        self.all.iter().find(|section| section.id == *id)
    }

    /// The rows that are to be seen: hidden sections left out, a gap before the first outlet.
    #[must_use]
    pub fn rows(&self) -> Vec<TreeRow> {
        let mut rows = Vec::with_capacity(self.all.len());
        let mut hidden_below = u8::MAX;
        let mut gap_made = false;
        for (index, section) in self.all.iter().enumerate() {
            if section.depth > hidden_below {
                continue;
            }
            hidden_below = if self.is_folded(index) { section.depth } else { u8::MAX };
            if !gap_made && section.depth == 0 && self.is_parent(index) && index > 0 {
                rows.push(TreeRow::Gap);
                gap_made = true;
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

    /// Puts the marker on a section, unfolding what hides it.
    pub fn select(&mut self, id: &SectionId, height: usize) {
        let Some(index) = self.all.iter().position(|section| section.id == *id) else {
            return;
        };
        let mut depth = self.all.get(index).map_or(0, |section| section.depth);
        for parent in self.all.iter().take(index).rev() {
            if parent.depth < depth {
                depth = parent.depth;
                self.folded.remove(&parent.id);
            }
        }
        self.selected = index;
        self.keep_in_sight(height);
    }

    /// Shows the children of the selected section; false if there is nothing to unfold.
    pub fn unfold(&mut self) -> bool {
        self.current().map(|section| section.id.clone()).is_some_and(|id| self.folded.remove(&id))
    }

    /// Hides the children of the selected section, or goes to its parent; false if there is neither.
    pub fn fold_or_out(&mut self, height: usize) -> bool {
        let Some(section) = self.current().cloned() else {
            return false;
        };
        if self.is_parent(self.selected) && !self.is_folded(self.selected) {
            self.folded.insert(section.id);
            self.keep_in_sight(height);
            return true;
        }
        let parent = self.all.iter().take(self.selected).rposition(|before| before.depth < section.depth);
        if let Some(parent) = parent {
            self.selected = parent;
            self.keep_in_sight(height);
        }
        parent.is_some()
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
        let at = self.all.iter().position(|section| section.id == *id).map_or(0, |at| at + 1);
        let (before, after) = self.all.split_at(at.min(self.all.len()));
        after
            .iter()
            .chain(before)
            .find(|section| section.id != *id && self.counts.get(&section.id).is_some_and(|count| *count > 0))
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

    fn visible(&self) -> impl Iterator<Item = usize> {
        self.rows().into_iter().filter_map(|row| match row {
            TreeRow::Section(index) => Some(index),
            TreeRow::Gap => None,
        })
    }
}
