//! What the reader did to sections: each kind of deed is a register of its own, in which the newest mark wins.

use std::collections::{BTreeSet, HashMap};

use serde::{Deserialize, Serialize};

use crate::news::SectionId;

use super::newest;

const DAY: i64 = 24 * 60 * 60 * 1000;
/// Use that is longer ago says nothing about what is used now.
const DAYS_THAT_COUNT: i64 = 90;
/// So many days are kept of a section, the newest: all that can count.
const DAYS_KEPT: usize = 90;

/// One thing the reader did to one section.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SectionMark {
    /// When, in milliseconds since 1970 (as the machine's clock said).
    pub at: i64,
    /// To which section.
    pub section: SectionId,
    /// What.
    #[serde(flatten)]
    pub deed: SectionDeed,
}

/// What can be done to a section.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "did", rename_all = "lowercase")]
pub enum SectionDeed {
    /// Gone to; one mark a day is enough.
    Opened,
    /// Its children were hidden.
    Folded,
    /// Its children were shown.
    Unfolded,
    /// Put on top of the tree.
    Pinned {
        /// Its place among the pinned ones, ascending.
        rank: i64,
    },
    /// Put back into its place in the tree.
    Unpinned,
    /// Left out of the tree.
    Hidden,
    /// In the tree again.
    Shown,
    /// Put among its siblings.
    Moved {
        /// Its place, ascending; `None` for the catalogue's.
        rank: Option<i64>,
    },
}

/// All marks of sections merged.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct SectionMarks {
    unfolded: HashMap<SectionId, (i64, bool)>,
    pinned: HashMap<SectionId, (i64, Option<i64>)>,
    hidden: HashMap<SectionId, (i64, bool)>,
    ranks: HashMap<SectionId, (i64, Option<i64>)>,
    /// Days since 1970 on which it was opened.
    opened: HashMap<SectionId, BTreeSet<i64>>,
}

impl SectionMarks {
    /// Takes one mark in; order and repetition don't matter.
    pub fn merge(&mut self, mark: &SectionMark) {
        let SectionMark { at, section, deed } = mark;
        let id = section.clone();
        match deed {
            SectionDeed::Opened => {
                let days = self.opened.entry(id).or_default();
                days.insert(at.div_euclid(DAY));
                // The newest of all days are the same whatever order they came in.
                if days.len() > DAYS_KEPT {
                    days.pop_first();
                }
            }
            SectionDeed::Folded => newest(self.unfolded.entry(id).or_insert((i64::MIN, false)), (*at, false)),
            SectionDeed::Unfolded => newest(self.unfolded.entry(id).or_insert((i64::MIN, false)), (*at, true)),
            SectionDeed::Pinned { rank } => {
                newest(self.pinned.entry(id).or_insert((i64::MIN, None)), (*at, Some(*rank)));
            }
            SectionDeed::Unpinned => newest(self.pinned.entry(id).or_insert((i64::MIN, None)), (*at, None)),
            SectionDeed::Hidden => newest(self.hidden.entry(id).or_insert((i64::MIN, false)), (*at, true)),
            SectionDeed::Shown => newest(self.hidden.entry(id).or_insert((i64::MIN, false)), (*at, false)),
            SectionDeed::Moved { rank } => newest(self.ranks.entry(id).or_insert((i64::MIN, None)), (*at, *rank)),
        }
    }

    /// The parents whose children are to be shown; at first there are none.
    pub fn unfolded(&self) -> impl Iterator<Item = &SectionId> {
        self.unfolded.iter().filter(|(_, (_, unfolded))| *unfolded).map(|(id, _)| id)
    }

    /// What was ever hidden, and whether it is.
    pub fn hidden(&self) -> impl Iterator<Item = (&SectionId, bool)> {
        self.hidden.iter().map(|(id, (_, hidden))| (id, *hidden))
    }

    /// True for a section that is left out of the tree.
    #[must_use]
    pub fn is_hidden(&self, id: &SectionId) -> bool {
        self.hidden.get(id).is_some_and(|(_, hidden)| *hidden)
    }

    /// The place of a section on top of the tree, if it is pinned there.
    #[must_use]
    pub fn pin(&self, id: &SectionId) -> Option<i64> {
        self.pinned.get(id).and_then(|(_, rank)| *rank)
    }

    /// The pinned sections, the first one first.
    #[must_use]
    pub fn pins(&self) -> Vec<(i64, &SectionId)> {
        let mut pins: Vec<(i64, &SectionId)> =
            self.pinned.iter().filter_map(|(id, (_, rank))| Some(((*rank)?, id))).collect();
        pins.sort_unstable();
        pins
    }

    /// The place that the reader gave a section among its siblings.
    #[must_use]
    pub fn rank(&self, id: &SectionId) -> Option<i64> {
        self.ranks.get(id).and_then(|(_, rank)| *rank)
    }

    /// On how many of the last ninety days the section was opened.
    #[must_use]
    pub fn used(&self, id: &SectionId, now: i64) -> usize {
        let today = now.div_euclid(DAY);
        // Tomorrow as well: another machine may be a few hours ahead.
        self.opened.get(id).map_or(0, |days| days.range(today - DAYS_THAT_COUNT + 1..=today + 1).count())
    }

    /// True when that day's opening is known.
    #[must_use]
    pub fn was_opened_on_day_of(&self, id: &SectionId, at: i64) -> bool {
        self.opened.get(id).is_some_and(|days| days.contains(&at.div_euclid(DAY)))
    }

    /// The time of the latest mark on the section.
    #[must_use]
    pub fn latest(&self, id: &SectionId) -> Option<i64> {
        let unfolded = self.unfolded.get(id).map(|(at, _)| *at);
        let pinned = self.pinned.get(id).map(|(at, _)| *at);
        let hidden = self.hidden.get(id).map(|(at, _)| *at);
        let rank = self.ranks.get(id).map(|(at, _)| *at);
        unfolded.max(pinned).max(hidden).max(rank)
    }

    /// Everything that is known, as the fewest marks that say it.
    #[must_use]
    pub fn to_marks(&self) -> Vec<SectionMark> {
        let mark = |at: i64, id: &SectionId, deed| SectionMark { at, section: id.clone(), deed };
        let unfolded = self.unfolded.iter().map(|(id, (at, unfolded))| {
            mark(*at, id, if *unfolded { SectionDeed::Unfolded } else { SectionDeed::Folded })
        });
        let pinned = self.pinned.iter().map(|(id, (at, rank))| {
            mark(*at, id, rank.map_or(SectionDeed::Unpinned, |rank| SectionDeed::Pinned { rank }))
        });
        let hidden = self
            .hidden
            .iter()
            .map(|(id, (at, hidden))| mark(*at, id, if *hidden { SectionDeed::Hidden } else { SectionDeed::Shown }));
        let ranks = self.ranks.iter().map(|(id, (at, rank))| mark(*at, id, SectionDeed::Moved { rank: *rank }));
        let opened = self
            .opened
            .iter()
            .flat_map(|(id, days)| days.iter().map(move |day| mark(day.saturating_mul(DAY), id, SectionDeed::Opened)));
        unfolded.chain(pinned).chain(hidden).chain(ranks).chain(opened).collect()
    }
}
