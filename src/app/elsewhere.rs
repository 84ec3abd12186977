//! One event, several outlets: rows of a blended list that tell what another row tells are folded into it, and one key
//! brings them out, or goes from one outlet's version of the open story to the next.
//!
//! A row that is folded away is not in the list: no key stops at it, and the list counts it with the row it is folded
//! into. It is marked read only when it is read itself, or with the whole list.

use crate::likeness;
use crate::news::{Headline, StoryKey};
use crate::text::width;

use super::headlines_pane::HeadlinesPane;
use super::{Effect, Model, Pane};

/// At most so many outlets are named in a row; of more there is a number.
const NAMED_AT_MOST: usize = 2;
const NOBODY: &str = "No other outlet in this list tells this story.";

/// What the rows of a list hide.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Elsewhere {
    /// The list is one to fold.
    pub folds: bool,
    groups: Vec<Group>,
}

/// The stories about one event.
#[derive(Debug, Clone, PartialEq)]
struct Group {
    /// The row that stands for all of them.
    first: StoryKey,
    /// The others, each with its place in the list as it came.
    others: Vec<(usize, Headline)>,
    /// The others are in the list, below the first.
    open: bool,
}

impl Group {
    fn has(&self, key: &StoryKey) -> bool {
        self.first == *key || self.others.iter().any(|(_, other)| other.key == *key)
    }
}

impl Elsewhere {
    /// Takes out of a list what other rows of it tell as well.
    pub fn fold(&mut self, list: Vec<Headline>) -> Vec<Headline> {
        self.groups.clear();
        if !self.folds {
            return list;
        }
        let mut rows: Vec<Option<Headline>> = list.into_iter().map(Some).collect();
        for group in likeness::groups(rows.iter().flatten()) {
            let Some((first, others)) = group.split_first() else { continue };
            let Some(first) = rows.get(*first).and_then(Option::as_ref).map(|row| row.key.clone()) else { continue };
            let others = others.iter().filter_map(|at| Some((*at, rows.get_mut(*at)?.take()?))).collect();
            self.groups.push(Group { first, others, open: false });
        }
        rows.into_iter().flatten().collect()
    }

    /// The stories that are not in the list.
    pub fn hidden(&self) -> impl Iterator<Item = &Headline> {
        self.groups.iter().filter(|group| !group.open).flat_map(|group| group.others.iter().map(|(_, other)| other))
    }

    /// True for a row that stands in the list because the one above it was unfolded.
    #[must_use]
    pub fn is_below(&self, key: &StoryKey) -> bool {
        self.groups.iter().any(|group| group.open && group.first != *key && group.has(key))
    }

    /// The row that stands for this story, itself or another.
    #[must_use]
    pub fn first_of<'a>(&'a self, key: &'a StoryKey) -> &'a StoryKey {
        self.groups.iter().find(|group| group.has(key)).map_or(key, |group| &group.first)
    }

    /// Who else tells the story of a row, in the order of the list.
    fn others(&self, key: &StoryKey) -> Vec<&str> {
        let group = self.groups.iter().find(|group| group.first == *key);
        let names = group.into_iter().flat_map(|group| &group.others);
        names.map(|(_, other)| other.outlet_name.strip_prefix("The ").unwrap_or(&other.outlet_name)).collect()
    }

    /// `also BBC News, RNZ +2` in as many words as there is room for, the fewest being `+4 outlets`; nothing for a story
    /// that nobody else tells.
    #[must_use]
    pub fn also(&self, key: &StoryKey, room: usize) -> Option<String> {
        let others = self.others(key);
        let fewest = match others.len() {
            0 => return None,
            1 => "+1 outlet".to_owned(),
            many => format!("+{many} outlets"),
        };
        let words = (1..=others.len().min(NAMED_AT_MOST)).rev().map(|named| {
            let names = others.get(..named).unwrap_or_default().join(", ");
            match others.len() - named {
                0 => format!("also {names}"),
                more => format!("also {names} +{more}"),
            }
        });
        Some(words.into_iter().find(|words| width(words) <= room).unwrap_or(fewest))
    }
}

impl HeadlinesPane {
    /// Shows a list that came, folded.
    pub(super) fn lay_out(&mut self, list: Vec<Headline>) {
        self.list = self.elsewhere.fold(list);
    }

    /// True when these are the stories that are here already, in the same order.
    pub(super) fn is_of(&self, list: &[Headline]) -> bool {
        let elsewhere = &self.elsewhere;
        let all = elsewhere.groups.iter().flat_map(|group| &group.others);
        let mut folded: Vec<&(usize, Headline)> = all.collect();
        folded.sort_unstable_by_key(|(at, _)| *at);
        let mut folded = folded.into_iter().peekable();
        let mut rows = self.list.iter().filter(|row| !elsewhere.is_below(&row.key));
        let same = list.iter().enumerate().all(|(at, headline)| match folded.next_if(|(place, _)| *place == at) {
            Some((_, other)) => other == headline,
            None => rows.next() == Some(headline),
        });
        same && rows.next().is_none() && folded.next().is_none()
    }

    /// Where the row is that stands for this story.
    #[must_use]
    pub fn row_of(&self, key: &StoryKey) -> Option<usize> {
        let at = |key: &StoryKey| self.list.iter().position(|row| row.key == *key);
        at(key).or_else(|| at(self.elsewhere.first_of(key)))
    }

    /// Brings out what is folded into the row that stands for this story, or folds it again; false if there is nothing.
    pub(super) fn turn_over(&mut self, key: &StoryKey) -> bool {
        let Some(group) = self.elsewhere.groups.iter_mut().find(|group| group.has(key)) else { return false };
        let Some(first) = self.list.iter().position(|row| row.key == group.first) else { return false };
        let below = first + 1..first + 1 + group.others.len();
        if group.open {
            self.list.drain(below.start..below.end.min(self.list.len()));
            // The marker stays on its story, or goes to the one that stands for it.
            self.selected = self.selected.min(first);
            self.top = self.top.min(first);
        } else {
            self.list.splice(below.start..below.start, group.others.iter().map(|(_, other)| other.clone()));
        }
        group.open = !group.open;
        true
    }

    /// The stories about what this one is about, in the order of the list, itself among them; none if nobody else tells it.
    fn versions(&self, key: &StoryKey) -> Vec<&Headline> {
        let Some(group) = self.elsewhere.groups.iter().find(|group| group.has(key)) else { return Vec::new() };
        let first = self.list.iter().find(|row| row.key == group.first);
        first.into_iter().chain(group.others.iter().map(|(_, other)| other)).collect()
    }
}

impl Model {
    /// In the list, brings out what is folded into the row, or folds it again; in a story, opens the next outlet's version.
    pub(super) fn elsewhere(&mut self) -> Vec<Effect> {
        let key = match (self.focus, self.subject()) {
            (Pane::Sections, _) | (_, None) => {
                self.notice = Some("Choose a story first: this is about the same story in other outlets.".to_owned());
                return Vec::new();
            }
            (_, Some(story)) => story.key.clone(),
        };
        if self.focus == Pane::Headlines {
            if self.headlines.turn_over(&key) {
                let (style, height) = (self.row_style(), self.headlines_height());
                self.headlines.keep_in_sight(style, height);
                self.look_again(Pane::Headlines);
            } else {
                self.notice = Some(NOBODY.to_owned());
            }
            return Vec::new();
        }
        self.next_version(&key)
    }

    /// Opens the story as the next outlet tells it; after the last one comes the first.
    pub(super) fn next_version(&mut self, key: &StoryKey) -> Vec<Effect> {
        let versions = self.headlines.versions(key);
        let after = versions.iter().position(|version| version.key == *key).map_or(0, |at| at + 1);
        let Some(next) = versions.get(after).or_else(|| versions.first()).map(|next| (*next).clone()) else {
            self.notice = Some(NOBODY.to_owned());
            return Vec::new();
        };
        if let Some(row) = self.headlines.row_of(&next.key) {
            let (style, height) = (self.row_style(), self.headlines_height());
            self.headlines.select(row, style, height);
        }
        self.open(next)
    }

    /// `2 of 3 outlets`, for a story that others in the list tell too.
    #[must_use]
    pub fn version(&self, key: &StoryKey) -> Option<String> {
        let versions = self.headlines.versions(key);
        let at = versions.iter().position(|version| version.key == *key)?;
        Some(format!("{} of {} outlets", at + 1, versions.len()))
    }
}
