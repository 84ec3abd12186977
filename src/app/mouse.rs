//! The mouse, for a reader who switched it on: its wheel scrolls the pane under it, a click puts the marker on a row. It
//! never opens anything, and never changes what is read.

use ratatui::layout::Position;

use crate::keymap::{Gesture, Mouse};

use super::layout::Area;
use super::overlay::Overlay;
use super::{Effect, Model, Pane};

/// A notch of the wheel scrolls so many rows.
const NOTCH: isize = 3;

impl Model {
    pub(super) fn mouse(&mut self, mouse: Mouse) -> Vec<Effect> {
        let by = match mouse.gesture {
            Gesture::Click => 0,
            Gesture::WheelUp => -NOTCH,
            Gesture::WheelDown => NOTCH,
        };
        if let Some(Overlay::Help(help)) = &mut self.overlay {
            let top = help.top.saturating_add_signed(by);
            self.scroll_help(top);
            return Vec::new();
        }
        let at = Position::new(mouse.column, mouse.row);
        let Some((pane, area)) = self.pane_at(at).filter(|_| self.overlay.is_none()) else { return Vec::new() };
        self.begin_deed();
        match mouse.gesture {
            Gesture::Click => self.click(pane, area, mouse.row),
            Gesture::WheelUp | Gesture::WheelDown => {
                self.wheel(pane, by);
                Vec::new()
            }
        }
    }

    fn pane_at(&self, at: Position) -> Option<(Pane, Area)> {
        let layout = self.layout();
        let panes =
            [(Pane::Sections, layout.sections), (Pane::Headlines, layout.headlines), (Pane::Article, layout.article)];
        panes.into_iter().find_map(|(pane, area)| Some((pane, area.filter(|area| area.body.contains(at))?)))
    }

    /// Scrolls; the marker comes along only as far as it must to stay in sight.
    fn wheel(&mut self, pane: Pane, by: isize) {
        match pane {
            Pane::Sections => {
                let height = self.sections_height();
                self.sections.scroll(by, height);
            }
            Pane::Headlines => {
                // A list that is scrolled is in use: nothing in it moves by itself.
                self.headlines.touched = true;
                let (style, height) = (self.row_style(), self.headlines_height());
                self.headlines.scroll(by.signum(), style, height);
            }
            Pane::Article => {
                let height = self.article_height();
                self.article.scroll(by, height);
            }
        }
    }

    fn click(&mut self, pane: Pane, area: Area, row: u16) -> Vec<Effect> {
        let below = usize::from(row.saturating_sub(area.body.y));
        match pane {
            Pane::Sections => {
                let height = self.sections_height();
                self.sections.select_row(below, height);
            }
            Pane::Headlines => {
                let (style, height) = (self.row_style(), self.headlines_height());
                if let Some(index) = self.headlines.row_at(below, style) {
                    self.headlines.touched = true;
                    self.headlines.select(index, style, height);
                }
            }
            Pane::Article if self.article.headline.is_none() => return Vec::new(),
            Pane::Article => {}
        }
        self.focus_on(pane)
    }
}
