//! A number typed before a motion: it is done that many times, in one step.

use crate::keymap::{Action, Code, Key, Typed};

use super::overlay::{Overlay, Prompt, PromptKind};
use super::sections_pane::TreeRow;
use super::{Effect, Model, Pane};

/// Nothing here is longer; and whatever is typed, the number stays one.
const COUNT_AT_MOST: usize = 9_999;

impl Model {
    /// A key with the number that was typed before it. Digits are kept and change nothing on the screen, like the keys
    /// that begin a sequence; Esc forgets them. A digit that the reader bound does what it is bound to.
    pub(super) fn with_count(&mut self, key: Key) -> Option<(Key, Option<usize>)> {
        let count = self.begun.count.take();
        if !matches!(self.overlay, None | Some(Overlay::Details(_))) {
            return Some((key, None));
        }
        let digit = match key.code {
            Code::Char(c) if !key.ctrl && !key.alt => c.to_digit(10).and_then(|digit| usize::try_from(digit).ok()),
            _ => None,
        };
        match (digit, count) {
            (Some(0), None) => {}
            (Some(digit), _) if self.keymap.typed(&[key]) == Typed::Nothing => {
                self.begun.count = Some((count.unwrap_or(0) * 10 + digit).min(COUNT_AT_MOST));
                return None;
            }
            (None, Some(_)) if key.code == Code::Esc => return None,
            _ => {}
        }
        Some((key, count))
    }

    /// Does what a key stands for, as often as the number before it says. What is not a motion is done once.
    pub(super) fn act_times(&mut self, action: Action, count: Option<usize>) -> Vec<Effect> {
        let Some(times) = count else { return self.act(action) };
        let by = isize::try_from(times).unwrap_or(isize::MAX);
        match action {
            Action::Down => self.going_down(|model| model.step(by)),
            Action::Up => self.step(-by),
            Action::PageDown => self.going_down(|model| model.page(by)),
            Action::PageUp => self.page(-by),
            Action::Top | Action::Bottom => self.go_to_row(times.saturating_sub(1)),
            Action::ReadOn => self.read_on(times),
            Action::NextUnread => self.hit_or_unread(by),
            Action::PreviousUnread => self.hit_or_unread(-by),
            Action::NextStory => self.neighbour(by),
            Action::PreviousStory => self.neighbour(-by),
            Action::NextSubhead => self.subhead(by),
            Action::PreviousSubhead => self.subhead(-by),
            Action::MoveUp => self.move_or_measure(false, times),
            Action::MoveDown => self.move_or_measure(true, times),
            Action::Open if self.focus == Pane::Article => self.choose_link(&times.to_string()),
            Action::Links if self.focus == Pane::Article && !self.article.page.links.is_empty() => {
                self.number_links();
                let mut prompt = Prompt::new(PromptKind::Link, Vec::new());
                prompt.paste(&times.to_string());
                self.link_prompt(prompt)
            }
            other => self.act(other),
        }
    }

    /// While words are looked for the next of them, else the next unread story.
    pub(super) fn hit_or_unread(&mut self, by: isize) -> Vec<Effect> {
        self.next_hit(by).unwrap_or_else(|| self.unread(by))
    }

    /// To a row by its number, or to the last one: a row of the tree, a story of the list, a line of the story.
    pub(super) fn go_to_row(&mut self, row: usize) -> Vec<Effect> {
        match self.focus {
            Pane::Sections => {
                let rows = self.sections.rows();
                let mut sections = rows.iter().filter_map(|row| match row {
                    TreeRow::Section(index) => Some(*index),
                    TreeRow::Gap => None,
                });
                self.sections.selected =
                    sections.clone().nth(row).or_else(|| sections.next_back()).unwrap_or(self.sections.selected);
                let height = self.sections_height();
                self.sections.keep_in_sight(height);
            }
            Pane::Headlines => {
                let (style, height) = (self.row_style(), self.headlines_height());
                self.headlines.select(row, style, height);
            }
            Pane::Article => {
                let height = self.article_height();
                self.article.scroll_to(row, height);
            }
        }
        Vec::new()
    }
}
