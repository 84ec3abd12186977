//! Painting: when, and what.

use std::io;
use std::time::Instant;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::app::Effect;
use crate::line;
use crate::paint::Cursor;
use crate::repertoire::hyperlink::Hyperlinks;
use crate::ui;

use super::waiting::Wait;
use super::{RESIZING, RESIZING_AT_MOST, Screen};

impl Screen {
    /// What the screen is about to show of the reader's place is on disk before it shows it.
    pub(super) fn keep_bookmark(&mut self) {
        let bookmark = self.model.bookmark();
        if let Some(here) = &bookmark
            && self.bookmark != bookmark
        {
            self.runtime.perform(Effect::Bookmark(here.clone()));
            self.bookmark = bookmark;
        }
    }

    /// Paints if there is something to paint and no reason to wait.
    pub(super) fn show(&mut self) -> io::Result<()> {
        let now = Instant::now();
        self.line.lapse(now);
        self.terminal.write(&[])?;
        if let Some(wait) = self.reason_to_wait(now)? {
            self.wait = wait;
        } else {
            self.paint(now)?;
            self.wait = if self.terminal.is_writing() { Wait::Room } else { Wait::Nothing };
        }
        if let Some(until) = self.list_due.filter(|_| !self.typed.is_empty()) {
            self.wait = Wait::Until(until);
        }
        Ok(())
    }

    /// What the next frame has to wait for. This is the one place that decides whether a frame is painted now.
    fn reason_to_wait(&self, now: Instant) -> io::Result<Option<Wait>> {
        if self.terminal.is_writing() {
            return Ok(Some(Wait::Room));
        }
        if !self.behind {
            return Ok(Some(Wait::Nothing));
        }
        if let Some((began, last)) = self.resized {
            let until = (last + RESIZING).min(began + RESIZING_AT_MOST);
            if now < until {
                return Ok(Some(Wait::Until(until)));
            }
        }
        // What is kept comes in a moment: one frame with it is half of two frames.
        if let Some(until) = self.patience.filter(|until| now < *until) {
            return Ok(Some(Wait::Until(until)));
        }
        if !self.terminal.takes_more()? {
            return Ok(Some(Wait::Room));
        }
        Ok(self.line.waits(now).map(Wait::Until))
    }

    fn paint(&mut self, now: Instant) -> io::Result<()> {
        if self.resized.is_some() {
            self.resize();
        }
        self.behind = false;
        self.patience = None;
        self.keep_bookmark();
        self.runtime.keep_books(self.model.now);
        if self.easel.holds(&self.model) {
            return Ok(());
        }
        let size = self.model.size;
        let mut buffer = Buffer::empty(Rect::new(0, 0, size.width, size.height));
        let shown = self.themes.get(self.model.theme()).or(self.themes.first());
        let typing = shown.and_then(|theme| ui::view(&self.model, theme, &mut buffer));
        self.repertoire.fit(&mut buffer);
        let marker = ui::marker(&self.model);
        let cursor = typing.map(Cursor::Shown).or(marker.map(Cursor::Beside)).unwrap_or(Cursor::Anywhere);
        let layout = self.model.layout();
        self.painter.expect_scrolling(ui::body_alone(&self.model));
        if self.hyperlinks != Hyperlinks::Never {
            self.painter.lead_to(ui::addresses(&self.model, self.hyperlinks == Hyperlinks::All));
        }
        let mut bytes = self.easel.clear(&mut self.painter);
        bytes.extend(match layout.article.filter(|_| self.model.settings.thrifty && layout.side_by_side) {
            Some(story) => self.painter.paint_first(story.title.union(story.body), buffer, cursor),
            None => self.painter.paint(buffer, cursor),
        });
        bytes.extend(self.easel.put_up(&self.model));
        if !bytes.is_empty() && self.line.paints(now, bytes.len()) {
            bytes.extend_from_slice(line::QUESTION);
        }
        self.terminal.write(&bytes)
    }
}
