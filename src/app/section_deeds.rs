//! What the reader does to sections: pinned, hidden, moved, folded, gone to; and taking it back.

use crate::keymap::Action;
use crate::marks::{SectionDeed, SectionMark, millis};
use crate::mute;
use crate::news::{Section, SectionId};

use super::arrangement::APART;
use super::deeds::Undo;
use super::{Effect, Model, Pane};

impl Model {
    /// Keeps marks of sections without a way back.
    pub(super) fn record_sections(&mut self, deeds: Vec<(SectionId, SectionDeed)>) -> Vec<Effect> {
        let mut marks = Vec::with_capacity(deeds.len());
        for (section, deed) in deeds {
            // Later than any mark of the same section, so that it wins over what it takes back.
            let latest = self.marks.sections.latest(&section).map_or(i64::MIN, |latest| latest.saturating_add(1));
            let at = if deed == SectionDeed::Opened { i64::MIN } else { latest }.max(millis(self.now));
            let mark = SectionMark { at, section, deed };
            self.marks.sections.merge(&mark);
            marks.push(mark);
        }
        self.note_mutes();
        if marks.is_empty() { Vec::new() } else { vec![Effect::RecordSections(marks)] }
    }

    /// Does something to sections that changes the tree, and notes how to take it back.
    pub(super) fn section_deed(&mut self, deeds: Vec<(SectionId, SectionDeed)>) -> Vec<Effect> {
        let back = deeds.iter().map(|(id, deed)| (id.clone(), self.section_inverse(id, *deed))).collect();
        self.note_undo(Undo::Sections(back));
        self.arrange_by(deeds)
    }

    /// What is true of the section now, as the deed that makes it so again.
    fn section_inverse(&self, id: &SectionId, deed: SectionDeed) -> SectionDeed {
        let marks = &self.marks.sections;
        match deed {
            SectionDeed::Pinned { .. } | SectionDeed::Unpinned => {
                marks.pin(id).map_or(SectionDeed::Unpinned, |rank| SectionDeed::Pinned { rank })
            }
            SectionDeed::Hidden | SectionDeed::Shown if marks.is_hidden(id) => SectionDeed::Hidden,
            SectionDeed::Hidden | SectionDeed::Shown => SectionDeed::Shown,
            SectionDeed::Moved { .. } => SectionDeed::Moved { rank: marks.rank(id) },
            SectionDeed::Opened | SectionDeed::Folded | SectionDeed::Unfolded => deed,
        }
    }

    pub(super) fn take_back_sections(&mut self, back: Vec<(SectionId, SectionDeed)>) -> Vec<Effect> {
        let named = |model: &Self| match back.as_slice() {
            [] => String::new(),
            [(id, _), ..] => {
                let title = model.sections.known(id).map(|section| section.title.clone());
                mute::named(id).or(title).unwrap_or_else(|| id.0.clone())
            }
        };
        self.notice = Some(match back.first().map(|(_, deed)| deed) {
            Some(SectionDeed::Pinned { .. } | SectionDeed::Moved { .. }) => {
                format!("{} is back in its place.", named(self))
            }
            Some(SectionDeed::Unpinned) => format!("{} is no longer pinned.", named(self)),
            Some(SectionDeed::Shown) => format!("{} is shown again.", named(self)),
            Some(SectionDeed::Hidden) => format!("{} is hidden again.", named(self)),
            _ => "Undone.".to_owned(),
        });
        let back_to = back.first().map(|(id, _)| id.clone());
        let mut effects = self.arrange_by(back);
        if back_to.as_ref().and_then(mute::named).is_some() {
            effects.extend(self.list_again());
        }
        if let Some(id) = back_to.filter(|_| self.focus == Pane::Sections) {
            let height = self.sections_height();
            self.sections.select_seen(&id, height);
        }
        effects
    }

    fn arrange_by(&mut self, deeds: Vec<(SectionId, SectionDeed)>) -> Vec<Effect> {
        let mut effects = self.record_sections(deeds);
        self.arrange();
        effects.push(self.count());
        effects
    }

    fn arrange(&mut self) {
        self.sections.arrange(&self.marks.sections);
        let height = self.sections_height();
        self.sections.keep_in_sight(height);
        self.look_again(Pane::Sections);
    }

    /// The section that a key is about: under the marker of the tree, else the one whose list is open.
    fn section_at_hand(&self) -> Option<Section> {
        let section = match self.focus {
            Pane::Sections => self.sections.current(),
            _ => self.sections.find(&self.headlines.section),
        };
        section.cloned().or_else(|| self.headlines.section.query().map(Section::search))
    }

    pub(super) fn toggle_pin(&mut self) -> Vec<Effect> {
        let Some(Section { id, title, .. }) = self.section_at_hand() else {
            self.notice = Some("There is no section here.".to_owned());
            return Vec::new();
        };
        let marks = &self.marks.sections;
        let mut deeds = Vec::new();
        if marks.pin(&id).is_some() {
            self.notice = Some(match id.query() {
                Some(_) => format!("{title} is no longer among the sections."),
                None => format!("{title} is back in its place."),
            });
            deeds.push((id.clone(), SectionDeed::Unpinned));
        } else {
            let last = marks.pins().last().map_or(0, |(rank, _)| *rank);
            deeds.push((id.clone(), SectionDeed::Pinned { rank: last.saturating_add(APART) }));
            if marks.is_hidden(&id) {
                deeds.push((id.clone(), SectionDeed::Shown));
            }
            self.notice = Some(format!("{title} is pinned on top."));
        }
        // A search was in no tree before: from now on its list is the one of that row.
        let new = id.query().is_some().then_some(id);
        let effects = self.section_deed(deeds);
        if let Some(id) = new.filter(|_| self.focus != Pane::Sections) {
            let height = self.sections_height();
            self.sections.select_seen(&id, height);
        }
        effects
    }

    pub(super) fn toggle_hidden(&mut self) -> Vec<Effect> {
        let Some(Section { id, title, .. }) = self.sections.current().filter(|_| self.focus == Pane::Sections).cloned()
        else {
            self.notice = Some("Only in the sections a section is hidden.".to_owned());
            return Vec::new();
        };
        if self.marks.sections.is_hidden(&id) {
            self.notice = Some(format!("{title} is shown again."));
            return self.section_deed(vec![(id, SectionDeed::Shown)]);
        }
        let [undo, all] = [Action::Undo, Action::ShowHidden].map(|action| self.keymap.hint(action));
        self.notice = Some(format!("{title} is hidden. {undo} takes it back, {all} shows what is hidden."));
        self.sections.forget_visit(&id);
        self.section_deed(vec![(id, SectionDeed::Hidden)])
    }

    pub(super) fn toggle_show_hidden(&mut self) -> Vec<Effect> {
        self.sections.show_hidden = !self.sections.show_hidden;
        self.arrange();
        let hidden = self.sections.arranged.hidden.len();
        self.notice = Some(match (self.sections.show_hidden, hidden) {
            (false, _) => "Hidden sections are hidden again.".to_owned(),
            (true, 0) => {
                self.sections.show_hidden = false;
                "No section is hidden.".to_owned()
            }
            (true, 1) => "1 hidden section is shown dim.".to_owned(),
            (true, many) => format!("{many} hidden sections are shown dim."),
        });
        vec![self.count()]
    }

    pub(super) fn move_section(&mut self, down: bool) -> Vec<Effect> {
        let at_hand = self.focus == Pane::Sections && self.sections.current().is_some();
        let ranks = if at_hand { self.sections.ranks_after_moving(down) } else { None };
        let Some(ranks) = ranks else {
            self.notice = Some(match (at_hand, down) {
                (false, _) => "Only in the sections a section is moved.".to_owned(),
                (true, true) => "It is the last one here.".to_owned(),
                (true, false) => "It is the first one here.".to_owned(),
            });
            return Vec::new();
        };
        let pinned = self.sections.selected < self.sections.arranged.pinned
            && self.sections.current().is_some_and(|section| section.depth == 0);
        let deed = |rank| if pinned { SectionDeed::Pinned { rank } } else { SectionDeed::Moved { rank: Some(rank) } };
        self.section_deed(ranks.into_iter().map(|(id, rank)| (id, deed(rank))).collect())
    }

    /// Notes that the reader went to a section, once a day.
    pub(super) fn note_opened(&mut self, id: &SectionId) -> Vec<Effect> {
        if self.marks.sections.was_opened_on_day_of(id, millis(self.now)) {
            return Vec::new();
        }
        self.record_sections(vec![(id.clone(), SectionDeed::Opened)])
    }

    /// Notes what was unfolded.
    pub(super) fn note_unfolded(&mut self, ids: Vec<SectionId>) -> Vec<Effect> {
        self.record_sections(ids.into_iter().map(|id| (id, SectionDeed::Unfolded)).collect())
    }

    /// Asks for the unread stories of every section that is shown.
    #[must_use]
    pub fn count(&self) -> Effect {
        Effect::Count(self.sections.countable())
    }
}
