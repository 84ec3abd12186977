//! What the reader does to stories: read, unread, saved; and taking back whatever was done.

use std::ops::Range;

use crate::config::MarkRead;
use crate::marks::{Deed, Mark, SectionDeed};
use crate::news::{Headline, SectionId, StoryKey};
use crate::text;

use super::{Effect, Model, Pane};

/// How many deeds can be taken back.
const UNDO_DEEP: usize = 50;

/// How to take back what the reader did at once.
#[derive(Debug, Clone, PartialEq)]
pub enum Undo {
    /// To stories.
    Stories(Vec<Mark>),
    /// To stories that left the top of this section's list while the reader is in it: more of them may join.
    Scrolled(SectionId, Vec<Mark>),
    /// To sections: the deeds that make of each what it was.
    Sections(Vec<(SectionId, SectionDeed)>),
}

impl Model {
    /// Does something to stories, notes how to take it back, and asks for it to be kept.
    pub(super) fn deed(&mut self, deeds: Vec<(StoryKey, Deed)>) -> Vec<Effect> {
        if deeds.is_empty() {
            return Vec::new();
        }
        let back = self.inverses(&deeds);
        self.note_undo(Undo::Stories(back));
        self.record(deeds)
    }

    fn inverses(&self, deeds: &[(StoryKey, Deed)]) -> Vec<Mark> {
        deeds.iter().filter_map(|(key, deed)| self.inverse(key, deed)).collect()
    }

    pub(super) fn note_undo(&mut self, back: Undo) {
        self.undo.push(back);
        if self.undo.len() > UNDO_DEEP {
            self.undo.remove(0);
        }
    }

    /// Keeps marks without a way back.
    pub(super) fn record(&mut self, deeds: Vec<(StoryKey, Deed)>) -> Vec<Effect> {
        let marks: Vec<Mark> = deeds.into_iter().map(|(key, deed)| self.marks.mark(key, deed, self.now)).collect();
        for mark in &marks {
            self.marks.merge(mark);
        }
        let counts = marks.iter().any(|mark| matches!(mark.deed, Deed::Read | Deed::Unread));
        let mut effects = vec![Effect::Record(marks)];
        if counts {
            effects.push(self.count());
        }
        effects
    }

    fn inverse(&self, key: &StoryKey, deed: &Deed) -> Option<Mark> {
        let back = match deed {
            Deed::Read if !self.marks.is_read(key) => Deed::Unread,
            Deed::Unread if self.marks.is_read(key) => Deed::Read,
            Deed::Saved { .. } if !self.marks.is_saved(key) => Deed::Unsaved,
            Deed::Unsaved => {
                let headline = self.marks.saved().into_iter().find(|headline| headline.key == *key)?;
                Deed::Saved { headline: Box::new(headline) }
            }
            _ => return None,
        };
        Some(Mark { at: 0, key: key.clone(), deed: back })
    }

    /// Takes the last deed back.
    pub(super) fn take_back(&mut self) -> Vec<Effect> {
        let back = match self.undo.pop() {
            Some(Undo::Stories(back) | Undo::Scrolled(_, back)) => back,
            Some(Undo::Sections(back)) => return self.take_back_sections(back),
            None => {
                self.notice = Some("Nothing to undo.".to_owned());
                return Vec::new();
            }
        };
        self.notice = self.taken_back(&back);
        let deeds = back.into_iter().map(|mark| (mark.key, mark.deed)).collect::<Vec<_>>();
        let effects = if deeds.is_empty() { Vec::new() } else { self.record(deeds) };
        self.refill_saved();
        effects
    }

    /// What was taken back, in words: what each of the stories is now, and which it is if it is one.
    fn taken_back(&self, back: &[Mark]) -> Option<String> {
        let now = match back.first()?.deed {
            Deed::Unread => "unread again",
            Deed::Read => "read again",
            Deed::Saved { .. } => "saved again",
            Deed::Unsaved => "no longer saved",
            Deed::Place { .. } | Deed::Seen(_) => "as they were",
        };
        let [Mark { key, deed, .. }] = back else { return Some(format!("{} stories are {now}.", back.len())) };
        let row = self.headlines.list.iter().chain(self.article.headline.as_ref()).find(|row| row.key == *key);
        let title = match deed {
            Deed::Saved { headline } => Some(&headline.title),
            _ => row.map(|row| &row.title),
        };
        Some(title.map_or_else(|| format!("The story is {now}."), |title| format!("“{}” is {now}.", briefly(title))))
    }

    /// The story that keys like `m` and `w` are about: the open one in the article pane, else the marked row.
    #[must_use]
    pub fn subject(&self) -> Option<&Headline> {
        match self.focus {
            Pane::Article => self.article.headline.as_ref(),
            Pane::Headlines => self.headlines.current(),
            Pane::Sections => None,
        }
    }

    pub(super) fn toggle_read(&mut self) -> Vec<Effect> {
        let Some(key) = self.subject().map(|headline| headline.key.clone()) else {
            return Vec::new();
        };
        let deed = if self.marks.is_read(&key) { Deed::Unread } else { Deed::Read };
        self.notice = Some(if deed == Deed::Read { "Marked read." } else { "Marked unread." }.to_owned());
        self.deed(vec![(key, deed)])
    }

    pub(super) fn toggle_saved(&mut self) -> Vec<Effect> {
        let Some(headline) = self.subject().cloned() else {
            return Vec::new();
        };
        let key = headline.key.clone();
        let (deed, said) = if self.marks.is_saved(&key) {
            (Deed::Unsaved, "No longer saved.")
        } else {
            (Deed::Saved { headline: Box::new(headline) }, "Saved for later.")
        };
        self.notice = Some(said.to_owned());
        self.deed(vec![(key, deed)])
    }

    pub(super) fn mark_all_read(&mut self) -> Vec<Effect> {
        let mut unread = self.unread_rows(0..self.headlines.list.len());
        let folded = self.headlines.elsewhere.hidden().filter(|row| !self.marks.is_read(&row.key));
        unread.extend(folded.map(|row| (row.key.clone(), Deed::Read)));
        self.mark_read(unread, "All of them are read already.")
    }

    /// Marks the rows above the marker read, or those below it; its own row stays as it is.
    pub(super) fn mark_beside(&mut self, below: bool) -> Vec<Effect> {
        if self.focus == Pane::Sections {
            self.notice = Some("Only in a list is there something above and below.".to_owned());
            return Vec::new();
        }
        let at = self.headlines.selected;
        let (rows, none) = if below {
            (at.saturating_add(1)..self.headlines.list.len(), "Nothing unread below.")
        } else {
            (0..at, "Nothing unread above.")
        };
        let unread = self.unread_rows(rows);
        self.mark_read(unread, none)
    }

    fn unread_rows(&self, rows: Range<usize>) -> Vec<(StoryKey, Deed)> {
        let rows = self.headlines.list.get(rows).unwrap_or_default().iter();
        rows.filter(|row| !self.marks.is_read(&row.key)).map(|row| (row.key.clone(), Deed::Read)).collect()
    }

    fn mark_read(&mut self, unread: Vec<(StoryKey, Deed)>, none: &str) -> Vec<Effect> {
        let undo = self.keymap.hint(crate::keymap::Action::Undo);
        let shown = self.headlines.unread(&self.marks);
        let folded = if unread.len() > shown { ", folded ones too" } else { "" };
        self.notice = Some(match unread.len() {
            0 => none.to_owned(),
            1 => format!("1 story marked read. {undo} takes it back."),
            many => format!("{many} stories marked read{folded}. {undo} takes it back."),
        });
        self.deed(unread)
    }

    /// Goes down the list, or whatever has the keys, by hand. Where the reader set it so, the rows that leave the top of
    /// the list on the way are read.
    pub(super) fn going_down(&mut self, go: impl FnOnce(&mut Self) -> Vec<Effect>) -> Vec<Effect> {
        let from = self.headlines.top;
        let mut effects = go(self);
        if self.settings.mark_read == MarkRead::Scroll && self.focus == Pane::Headlines {
            let passed = self.unread_rows(from..self.headlines.top.max(from));
            effects.extend(self.pass(passed));
        }
        effects
    }

    /// Marks rows that went by, as part of one step with those before them.
    fn pass(&mut self, passed: Vec<(StoryKey, Deed)>) -> Vec<Effect> {
        if passed.is_empty() {
            return Vec::new();
        }
        let back = self.inverses(&passed);
        match self.undo.last_mut() {
            Some(Undo::Scrolled(section, before)) if *section == self.headlines.section => before.extend(back),
            _ => self.note_undo(Undo::Scrolled(self.headlines.section.clone(), back)),
        }
        self.record(passed)
    }

    /// The reader leaves the list: what goes by from now on is another step.
    pub(super) fn end_sitting(&mut self) {
        if let Some(Undo::Scrolled(_, passed)) = self.undo.last_mut() {
            let passed = std::mem::take(passed);
            self.undo.pop();
            self.undo.push(Undo::Stories(passed));
        }
    }

    /// The saved stories are listed as they are now, unless the reader is in the list: then they stay put.
    pub(super) fn refill_saved(&mut self) {
        if self.headlines.section == SectionId::saved() && self.focus == Pane::Sections {
            self.headlines.list = self.marks.saved();
            self.headlines.selected = 0;
            self.headlines.top = 0;
        }
    }
}

/// A headline, short enough to leave room for what is said of it.
fn briefly(title: &str) -> String {
    text::shorten(title, 40)
}
