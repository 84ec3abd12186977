//! What the reader does to stories: read, unread, saved; and taking back whatever was done.

use crate::marks::{Deed, Mark, SectionDeed, millis};
use crate::news::{Headline, SectionId, StoryKey};

use super::{Effect, Model, Pane};

/// How many deeds can be taken back.
const UNDO_DEEP: usize = 50;

/// How to take back what the reader did at once.
#[derive(Debug, Clone, PartialEq)]
pub enum Undo {
    /// To stories.
    Stories(Vec<Mark>),
    /// To sections: the deeds that make of each what it was.
    Sections(Vec<(SectionId, SectionDeed)>),
}

impl Model {
    /// Does something to stories, notes how to take it back, and asks for it to be kept.
    pub(super) fn deed(&mut self, deeds: Vec<(StoryKey, Deed)>) -> Vec<Effect> {
        if deeds.is_empty() {
            return Vec::new();
        }
        let back = deeds.iter().filter_map(|(key, deed)| self.inverse(key, deed)).collect();
        self.note_undo(Undo::Stories(back));
        self.record(deeds)
    }

    pub(super) fn note_undo(&mut self, back: Undo) {
        self.undo.push(back);
        if self.undo.len() > UNDO_DEEP {
            self.undo.remove(0);
        }
    }

    /// Keeps marks without a way back.
    pub(super) fn record(&mut self, deeds: Vec<(StoryKey, Deed)>) -> Vec<Effect> {
        let marks: Vec<Mark> = deeds.into_iter().map(|(key, deed)| self.mark(key, deed)).collect();
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

    /// A mark of this moment, but later than any mark of the same story, so that it wins over what it takes back.
    fn mark(&self, key: StoryKey, deed: Deed) -> Mark {
        let at = self.marks.latest(&key).map_or(i64::MIN, |latest| latest.saturating_add(1)).max(millis(self.now));
        Mark { at, key, deed }
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
            Some(Undo::Stories(back)) => back,
            Some(Undo::Sections(back)) => return self.take_back_sections(back),
            None => {
                self.notice = Some("Nothing to undo.".to_owned());
                return Vec::new();
            }
        };
        self.notice = Some(match back.as_slice() {
            [mark] => match mark.deed {
                Deed::Unread => "Unread again.".to_owned(),
                Deed::Read => "Read again.".to_owned(),
                Deed::Saved { .. } => "Saved again.".to_owned(),
                Deed::Unsaved => "No longer saved.".to_owned(),
                Deed::Place { .. } | Deed::Seen(_) => "Undone.".to_owned(),
            },
            many => format!("{} stories are as they were.", many.len()),
        });
        let deeds = back.into_iter().map(|mark| (mark.key, mark.deed)).collect::<Vec<_>>();
        let effects = if deeds.is_empty() { Vec::new() } else { self.record(deeds) };
        self.refill_saved();
        effects
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
        let unread: Vec<(StoryKey, Deed)> = self
            .headlines
            .list
            .iter()
            .filter(|headline| !self.marks.is_read(&headline.key))
            .map(|headline| (headline.key.clone(), Deed::Read))
            .collect();
        let undo = self.keymap.hint(crate::keymap::Action::Undo);
        self.notice = Some(match unread.len() {
            0 => "All of them are read already.".to_owned(),
            1 => format!("1 story marked read. {undo} takes it back."),
            many => format!("{many} stories marked read. {undo} takes it back."),
        });
        self.deed(unread)
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
