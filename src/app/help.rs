//! The help page: moving in it, and finding words in it as they are typed.

use crate::keymap::{Action, Code, Key};

use super::find::Find;
use super::overlay::{Overlay, Prompt, PromptKind};
use super::status::{HelpLine, help_lines};
use super::{Effect, Model, Pane};

/// The help page's state.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Help {
    /// First visible row.
    pub top: usize,
    /// What is looked for; empty for nothing.
    pub needle: String,
    /// It is being typed.
    pub typing: bool,
    /// Row of the hit that was gone to last.
    pub at: usize,
}

impl Model {
    pub(super) fn help_key(&mut self, mut help: Help, key: Key) -> Vec<Effect> {
        if help.typing {
            return self.help_typing(help, key);
        }
        let page = self.help_rows();
        let top = match self.keymap.action(key) {
            Some(Action::Down) => help.top + 1,
            Some(Action::Up) => help.top.saturating_sub(1),
            Some(Action::ReadOn | Action::PageDown) => help.top + page,
            Some(Action::PageUp) => help.top.saturating_sub(page),
            Some(Action::Top) => 0,
            Some(Action::Bottom) => usize::MAX,
            Some(Action::Find) => {
                help = Help { needle: String::new(), typing: true, at: help.top, ..help };
                help.top
            }
            Some(action @ (Action::NextUnread | Action::PreviousUnread)) if !help.needle.is_empty() => {
                self.next_help_hit(&mut help, action == Action::NextUnread)
            }
            Some(Action::Quit) => return self.quit(),
            Some(Action::Suspend) => {
                self.overlay = Some(Overlay::Help(help));
                return vec![Effect::Suspend];
            }
            Some(Action::Cancel) if !help.needle.is_empty() => {
                help.needle.clear();
                help.top
            }
            Some(Action::Help | Action::Back | Action::Cancel | Action::Out) => return Vec::new(),
            _ => help.top,
        };
        self.overlay = Some(Overlay::Help(help));
        self.scroll_help(top);
        Vec::new()
    }

    /// A line is edited here as in every prompt, and the first hit from where the page stood is gone to with each letter.
    fn help_typing(&mut self, mut help: Help, key: Key) -> Vec<Effect> {
        let mut top = help.top;
        match key.code {
            Code::Enter => help.typing = false,
            Code::Esc => help = Help { needle: String::new(), typing: false, ..help },
            Code::Backspace if help.needle.is_empty() => help.typing = false,
            _ => {
                let mut prompt = Prompt::new(PromptKind::Find, Vec::new());
                prompt.paste(&help.needle);
                prompt.edit(key);
                help.needle = prompt.input;
                if let Some(hit) = self.found_in_help(&help.needle).from(help.at) {
                    top = self.in_sight(help.top, hit);
                }
            }
        }
        if !help.typing && !help.needle.is_empty() {
            help.at = self.found_in_help(&help.needle).from(help.at).unwrap_or(help.at);
        }
        self.overlay = Some(Overlay::Help(help));
        self.scroll_help(top);
        Vec::new()
    }

    fn next_help_hit(&self, help: &mut Help, forward: bool) -> usize {
        let Some(hit) = self.found_in_help(&help.needle).next(help.at, if forward { 1 } else { -1 }) else {
            return help.top;
        };
        help.at = hit;
        self.in_sight(help.top, hit)
    }

    /// The first row of the page once it shows that row: as it is, if it does already.
    fn in_sight(&self, top: usize, row: usize) -> usize {
        if (top..top + self.help_rows()).contains(&row) { top } else { row.saturating_sub(1) }
    }

    pub(super) fn found_in_help(&self, needle: &str) -> Find {
        Find { pane: Pane::Article, needle: needle.to_owned(), hits: self.help_hits(needle), at: None }
    }

    /// Rows of the help page with these words, in a key, an action or a heading.
    #[must_use]
    pub fn help_hits(&self, needle: &str) -> Vec<usize> {
        let needle = needle.trim().to_lowercase();
        let has = |words: &str| words.to_lowercase().contains(&needle);
        let lines = help_lines(&self.keymap);
        let hits = lines.iter().enumerate().filter(|(_, line)| match line {
            _ if needle.is_empty() => false,
            HelpLine::Heading(words) => has(words),
            HelpLine::Keys(keys, words) => has(keys) || has(words),
            HelpLine::Gap => false,
        });
        hits.map(|(row, _)| row).collect()
    }

    /// Puts that row on top of the page, or one as near as the end allows.
    pub(super) fn scroll_help(&mut self, top: usize) {
        let last = help_lines(&self.keymap).len().saturating_sub(self.help_rows());
        if let Some(Overlay::Help(help)) = &mut self.overlay {
            help.top = top.min(last);
        }
    }

    fn help_rows(&self) -> usize {
        usize::from(self.size.height).saturating_sub(3).max(1)
    }

    /// What stands beside its title.
    #[must_use]
    pub fn help_hint(&self) -> String {
        let [down, up, find, back] =
            [Action::Down, Action::Up, Action::Find, Action::Back].map(|action| self.keymap.hint(action));
        format!("{down} and {up} move, {find} finds, {back} goes back")
    }

    pub(super) fn help_status(&self, help: &Help) -> String {
        let hint = |action| self.keymap.hint(action);
        let [next, before] = [Action::NextUnread, Action::PreviousUnread].map(hint);
        if !help.needle.is_empty() {
            return match self.help_hits(&help.needle).len() {
                0 => format!("“{}” is not here", help.needle),
                1 => format!("“{}” once", help.needle),
                many => format!("“{}” {many} times: {next} next, {before} before, Esc ends", help.needle),
            };
        }
        let [down, up, page, close] = [Action::Down, Action::Up, Action::ReadOn, Action::Back].map(hint);
        format!("{down}/{up} move  {page} page  {close} back")
    }
}
