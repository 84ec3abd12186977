//! The tree as the reader arranged it: what is pinned on top, what is moved in its place, what is hidden left out.

use std::collections::{HashMap, HashSet};

use crate::marks::SectionMarks;
use crate::news::{Section, SectionId};

/// The distance of two neighbours' ranks in the catalogue's own order: room for what is moved between them.
pub const APART: i64 = 1 << 32;

/// The tree that is shown.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Arrangement {
    /// Flat, in reading order: first what is pinned, with its children, then the rest.
    pub all: Vec<Section>,
    /// The place of each of them among its siblings, ascending.
    pub ranks: Vec<i64>,
    /// So many of `all` stand in the pinned part.
    pub pinned: usize,
    /// Index of the first outlet; those before it, and below the pinned ones, are blended from several.
    pub outlets_from: usize,
    /// Hidden ones that are shown all the same.
    pub hidden: HashSet<SectionId>,
}

/// What is arranged.
#[derive(Debug, Clone, Copy)]
pub struct Source<'a> {
    /// The edition's tree, flat, in the catalogue's order.
    pub tree: &'a [Section],
    /// The trees of all outlets that are known; what is pinned may come from one that is not in the tree.
    pub shelf: &'a [Section],
    /// What the reader did.
    pub marks: &'a SectionMarks,
}

impl Arrangement {
    /// Arranges the tree; hidden sections are left out, with what is below them, unless `shown` says otherwise.
    #[must_use]
    pub fn of(source: Source<'_>, outlets: &HashSet<SectionId>, shown: impl Fn(&SectionId) -> bool) -> Self {
        let Source { tree, marks, .. } = source;
        let forest = Forest::of(source);
        let mut arrangement = Self::default();
        for (rank, root) in &forest.pinned {
            arrangement.plant(&forest, *root, *rank, marks, &shown);
        }
        arrangement.pinned = arrangement.all.len();
        arrangement.outlets_from = usize::MAX;
        let is_outlet = |index: usize| tree.get(index).is_some_and(|section| outlets.contains(&section.id));
        let (papers, blended) = forest.in_order(&forest.roots, marks).into_iter().partition(|(_, at)| is_outlet(*at));
        for part in [blended, papers] as [Vec<(i64, usize)>; 2] {
            arrangement.outlets_from = arrangement.all.len();
            for (rank, root) in part {
                if forest.nodes.get(root).is_some_and(|section| marks.pin(&section.id).is_none()) {
                    arrangement.plant(&forest, root, rank, marks, &shown);
                }
            }
        }
        arrangement
    }

    /// Takes in a section with what is below it, as a root.
    fn plant(
        &mut self,
        forest: &Forest<'_>,
        root: usize,
        rank: i64,
        marks: &SectionMarks,
        shown: &impl Fn(&SectionId) -> bool,
    ) {
        let above = forest.nodes.get(root).map_or(0, |section| section.depth);
        let mut waiting = vec![(rank, root)];
        while let Some((rank, index)) = waiting.pop() {
            let (Some(section), Some(children)) = (forest.nodes.get(index), forest.children.get(index)) else {
                continue;
            };
            let elsewhere = index != root && marks.pin(&section.id).is_some();
            let hidden = marks.is_hidden(&section.id);
            if elsewhere || (hidden && !shown(&section.id)) {
                continue;
            }
            if hidden {
                self.hidden.insert(section.id.clone());
            }
            self.all.push(Section { depth: section.depth.saturating_sub(above), ..(*section).clone() });
            self.ranks.push(rank);
            waiting.extend(forest.in_order(children, marks).into_iter().rev());
        }
    }
}

/// The sections with what lies below each.
struct Forest<'a> {
    nodes: Vec<&'a Section>,
    children: Vec<Vec<usize>>,
    /// Of the tree.
    roots: Vec<usize>,
    /// By rank.
    pinned: Vec<(i64, usize)>,
}

impl<'a> Forest<'a> {
    fn of(Source { tree, shelf, marks }: Source<'a>) -> Self {
        let mut forest = Self {
            nodes: Vec::with_capacity(tree.len()),
            children: Vec::with_capacity(tree.len()),
            roots: Vec::new(),
            pinned: Vec::new(),
        };
        forest.roots = forest.grow(tree);
        let pins = marks.pins();
        if pins.is_empty() {
            return forest;
        }
        let mut known: HashMap<&SectionId, usize> =
            tree.iter().enumerate().map(|(index, section)| (&section.id, index)).collect();
        let on_shelf: HashMap<&SectionId, usize> =
            shelf.iter().enumerate().map(|(index, section)| (&section.id, index)).collect();
        for (rank, id) in pins {
            let index = known.get(id).copied().or_else(|| {
                let branch = branch(shelf, *on_shelf.get(id)?);
                let first = forest.nodes.len();
                forest.grow(branch);
                known.extend(branch.iter().enumerate().map(|(index, section)| (&section.id, first + index)));
                Some(first)
            });
            forest.pinned.extend(index.map(|index| (rank, index)));
        }
        forest
    }

    /// Takes a flat tree in; gives its roots.
    fn grow(&mut self, tree: &'a [Section]) -> Vec<usize> {
        let mut way: Vec<usize> = Vec::new();
        let mut roots = Vec::new();
        for section in tree {
            while way.last().and_then(|at| self.nodes.get(*at)).is_some_and(|above| above.depth >= section.depth) {
                way.pop();
            }
            let index = self.nodes.len();
            match way.last().and_then(|parent| self.children.get_mut(*parent)) {
                Some(siblings) => siblings.push(index),
                None => roots.push(index),
            }
            self.nodes.push(section);
            self.children.push(Vec::new());
            way.push(index);
        }
        roots
    }

    /// Siblings with their ranks, in order: the catalogue's, but for those that the reader moved.
    fn in_order(&self, siblings: &[usize], marks: &SectionMarks) -> Vec<(i64, usize)> {
        let mut ranked: Vec<(i64, usize)> = Vec::with_capacity(siblings.len());
        let mut usual = 0_i64;
        for index in siblings {
            let moved = self.nodes.get(*index).and_then(|section| marks.rank(&section.id));
            ranked.push((moved.unwrap_or(usual), *index));
            usual = usual.saturating_add(APART);
        }
        ranked.sort_by_key(|(rank, _)| *rank);
        ranked
    }
}

/// A section of a flat tree with all that is below it.
#[must_use]
pub fn branch(tree: &[Section], root: usize) -> &[Section] {
    let rest = tree.get(root..).unwrap_or_default();
    let depth = rest.first().map_or(0, |section| section.depth);
    let below = rest.iter().skip(1).take_while(|section| section.depth > depth).count();
    rest.get(..=below).unwrap_or_default()
}
