//! Muting words and outlets, and what is muted in the open list.

use crate::marks::SectionDeed;
use crate::mute::Mutes;
use crate::news::{Headline, SectionId};

use super::{Ask, Effect, Model, Pane};

/// What the reader wants to see in no section.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Muting {
    /// All of it.
    pub mutes: Mutes,
    /// What the config says, before what was muted by hand.
    by_config: Mutes,
    /// Sections show it all the same.
    is_shown: bool,
}

impl Muting {
    /// Nothing was muted by hand yet.
    #[must_use]
    pub fn new(by_config: Mutes) -> Self {
        Self { mutes: by_config.clone(), by_config, is_shown: false }
    }
}

impl Model {
    /// True for a story that sections leave out, or show dim.
    #[must_use]
    pub fn is_muted(&self, headline: &Headline) -> bool {
        !self.muting.mutes.is_empty() && self.muting.mutes.has(headline)
    }

    /// Leaves out what is muted, and counts it.
    pub(super) fn leave_out_muted(&mut self, list: &mut Vec<Headline>) {
        let all = list.len();
        let muted = |headline: &Headline| self.is_muted(headline);
        let count = if self.muting.is_shown {
            list.iter().filter(|headline| muted(headline)).count()
        } else {
            list.retain(|headline| !muted(headline));
            all - list.len()
        };
        self.headlines.muted = count;
    }

    /// Mutes stories with these words, from here on and on every machine, or no longer.
    pub(super) fn mute(&mut self, words: &str, muted: bool) -> Vec<Effect> {
        if !words.chars().any(char::is_alphanumeric) {
            self.notice = Some("Which words? :mute royal tour, or :mute quiz* for all that begins so.".to_owned());
            return Vec::new();
        }
        let id = SectionId::mute_words(&words.to_lowercase());
        let (more, rest) = if muted { ("", "now muted") } else { ("no longer ", "muted") };
        self.notice = Some(format!("Stories with “{words}” are {more}{rest}."));
        self.change_mutes(id, muted)
    }

    /// Mutes an outlet, or no longer.
    pub(super) fn mute_outlet(&mut self, id: &str, muted: bool) -> Vec<Effect> {
        let Some(name) = self.outlet(id).map(|outlet| outlet.name.clone()) else {
            self.notice = Some(format!("There is no outlet “{id}”; Tab completes."));
            return Vec::new();
        };
        self.notice = Some(format!("{name} is {}.", if muted { "now muted" } else { "no longer muted" }));
        self.change_mutes(SectionId::mute_outlet(id), muted)
    }

    fn change_mutes(&mut self, id: SectionId, muted: bool) -> Vec<Effect> {
        let deed = if muted { SectionDeed::Hidden } else { SectionDeed::Shown };
        let mut effects = self.section_deed(vec![(id, deed)]);
        effects.extend(self.list_again());
        effects
    }

    /// Takes in what the marks say is muted.
    pub(super) fn note_mutes(&mut self) {
        self.muting.mutes = self.muting.by_config.after(&self.marks.sections);
    }

    /// Shows what is muted in its place, or leaves it out again.
    pub(super) fn toggle_show_muted(&mut self) -> Vec<Effect> {
        if self.headlines.muted == 0 && !self.muting.is_shown {
            self.notice = Some("Nothing is muted here.".to_owned());
            return Vec::new();
        }
        self.muting.is_shown = !self.muting.is_shown;
        self.notice = Some(match (self.muting.is_shown, self.headlines.muted) {
            (true, 1) => "The muted story is shown dim.".to_owned(),
            (true, many) => format!("{many} muted stories are shown dim."),
            (false, _) => "What is muted is left out again.".to_owned(),
        });
        self.list_again()
    }

    /// The open list anew, from what is kept; the marker stays on its story. A story that is being read is left alone.
    pub(super) fn list_again(&mut self) -> Vec<Effect> {
        if self.focus == Pane::Article || self.sections.feeds(&self.headlines.section).is_empty() {
            return Vec::new();
        }
        let id = self.headlines.section.clone();
        let at = self.headlines.current().map(|headline| headline.key.clone());
        let effects = self.open_list(&id, Ask::IfMissing);
        self.headlines.resume = at;
        effects
    }
}
