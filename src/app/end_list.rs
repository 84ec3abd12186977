//! The list at the end of a story: related stories, and the links of its text. Once the page scrolls no further, the keys
//! that scroll it by rows walk the list.

use std::ops::Range;

use crate::page::PageLink;

use super::article_pane::ArticlePane;
use super::overlay::{Menu, Overlay};
use super::{Effect, Model, Pane};

impl ArticlePane {
    /// Scrolls by rows; at the end of the page, and from there on, goes from one row of the list to the next.
    pub fn walk(&mut self, by: isize, height: usize) {
        if self.chosen.is_none() && (by <= 0 || self.top < self.last_top(height)) {
            self.scroll(by, height);
            return;
        }
        let list = self.page.end_list();
        let at = self.chosen.and_then(|chosen| list.iter().position(|(link, _)| *link == chosen));
        let next = match at {
            Some(at) => at.checked_add_signed(by).ok_or(at),
            // The first one in sight.
            None => list
                .iter()
                .position(|(_, rows)| rows.start >= self.top)
                .unwrap_or(0)
                .checked_add_signed(by - 1)
                .ok_or(0),
        };
        match next {
            Ok(next) => {
                if let Some((link, rows)) = list.get(next).or(list.last()) {
                    self.chosen = Some(*link);
                    let rows = rows.clone();
                    self.bring(&rows, height);
                }
            }
            // Back from the first row into the text, by what is left of the way.
            Err(at) => {
                self.chosen = None;
                self.scroll(by.saturating_add_unsigned(at), height);
            }
        }
    }

    /// Scrolls no further than needed to have these rows in sight.
    fn bring(&mut self, rows: &Range<usize>, height: usize) {
        let lowest = rows.end.saturating_sub(height).min(self.last_top(height));
        self.top = self.top.max(lowest).min(rows.start);
    }

    /// What is no longer in sight is no longer chosen.
    pub(super) fn let_go_out_of_sight(&mut self, height: usize) {
        if let Some(chosen) = self.chosen {
            let seen = self.top..self.top.saturating_add(height);
            let list = self.page.end_list();
            let row = list.iter().find(|(link, _)| *link == chosen).map(|(_, rows)| rows.start);
            self.chosen = self.chosen.filter(|_| row.is_some_and(|row| seen.contains(&row)));
        }
    }
}

impl Model {
    /// Scrolls by rows where a story is read, without walking its end; else moves the marker.
    pub(super) fn jump(&mut self, by: isize) -> Vec<Effect> {
        if self.focus != Pane::Article {
            return self.step(by);
        }
        let height = self.article_height();
        self.article.scroll(by, height);
        Vec::new()
    }

    /// What is chosen at the end of the story that is being read.
    #[must_use]
    pub fn chosen_link(&self) -> Option<&PageLink> {
        let chosen = self.article.chosen.filter(|_| self.focus == Pane::Article)?;
        self.article.page.links.get(chosen)
    }

    /// Reads what is chosen; what can't be read here is offered in the ways that are left.
    pub(super) fn open_chosen(&mut self) -> Vec<Effect> {
        match self.chosen_link().cloned() {
            Some(link) if link.is_readable() => self.open_address(&link.text, &link.url),
            Some(link) => {
                self.offer(link);
                Vec::new()
            }
            None => Vec::new(),
        }
    }

    /// Offers the ways that a link can take.
    pub(super) fn offer(&mut self, link: PageLink) {
        let readable = link.is_readable();
        let media = self.media_at(&link.url);
        self.overlay = Some(Overlay::Menu(Menu { title: link.text, url: link.url, readable, media, selected: 0 }));
    }
}
