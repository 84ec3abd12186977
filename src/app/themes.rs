//! Looking at the themes: the marker shows each at once, Enter keeps it for the sitting, Esc goes back to the one before.

use crate::keymap::{Action, Code, Key};

use super::overlay::Overlay;
use super::{Effect, Model};

/// The themes there are.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Themes {
    /// Shipped ones first, then the reader's own.
    pub all: Vec<Choosable>,
    /// The one that is in use: index into `all`.
    pub kept: usize,
}

/// A theme by its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choosable {
    /// What the config calls it.
    pub name: String,
    /// Why it can't be used.
    pub trouble: Option<String>,
}

impl Model {
    /// Index of the theme that the screen is to be drawn in: the one under the marker while the reader looks at them.
    #[must_use]
    pub fn theme(&self) -> usize {
        match self.overlay {
            Some(Overlay::Themes { selected }) if self.themes.is_usable(selected) => selected,
            _ => self.themes.kept,
        }
    }

    pub(super) fn open_themes(&mut self) -> Vec<Effect> {
        if self.themes.all.is_empty() {
            self.notice = Some("There are no themes here.".to_owned());
        } else {
            self.overlay = Some(Overlay::Themes { selected: self.themes.kept });
        }
        Vec::new()
    }

    pub(super) fn themes_key(&mut self, selected: usize, key: Key) -> Vec<Effect> {
        let last = self.themes.all.len().saturating_sub(1);
        let selected = match (self.keymap.action(key), key.code) {
            (_, Code::Enter) => return self.keep_theme(selected),
            (Some(Action::Down | Action::NextStory), _) => selected.saturating_add(1).min(last),
            (Some(Action::Up | Action::PreviousStory), _) => selected.saturating_sub(1),
            (Some(Action::Top), _) => 0,
            (Some(Action::Bottom), _) => last,
            (Some(Action::Themes | Action::Back | Action::Cancel | Action::Out), _) => return Vec::new(),
            (Some(Action::Quit), _) => return self.quit(),
            (Some(Action::Suspend), _) => {
                self.overlay = Some(Overlay::Themes { selected });
                return vec![Effect::Suspend];
            }
            _ => selected,
        };
        self.notice = self.themes.all.get(selected).and_then(|theme| theme.trouble.clone());
        self.overlay = Some(Overlay::Themes { selected });
        Vec::new()
    }

    pub(super) fn keep_theme(&mut self, selected: usize) -> Vec<Effect> {
        let Some(theme) = self.themes.all.get(selected) else { return Vec::new() };
        if theme.trouble.is_some() {
            self.notice.clone_from(&theme.trouble);
            self.overlay = Some(Overlay::Themes { selected });
            return Vec::new();
        }
        self.notice = Some(format!("Until you quit. theme = \"{}\" in config.toml keeps it.", theme.name));
        self.themes.kept = selected;
        Vec::new()
    }
}

impl Themes {
    fn is_usable(&self, index: usize) -> bool {
        self.all.get(index).is_some_and(|theme| theme.trouble.is_none())
    }
}
