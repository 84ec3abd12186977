//! The rows of one section.

use std::collections::HashMap;

use crate::article::Version;
use crate::marks::Marks;
use crate::news::{Freshness, Headline, Origin, SectionId, StoryKey};
use crate::page::wrap;
use crate::query::snippet::Needles;
use crate::trouble::Trouble;

use super::SectionAnswer;
use super::elsewhere::Elsewhere;

/// The list's state.
#[derive(Debug, Clone, PartialEq)]
pub struct HeadlinesPane {
    /// Which section is open.
    pub section: SectionId,
    /// Its words on the screen.
    pub title: String,
    /// In a frozen order: what comes while the reader is in the list waits in `pending`.
    pub list: Vec<Headline>,
    /// What is not in the list because a row of it tells the same.
    pub elsewhere: Elsewhere,
    /// What is looked for, in the list of a search.
    pub needles: Needles,
    /// What its stories say round the words that are looked for.
    pub snippets: HashMap<StoryKey, String>,
    /// Which version of its stories is kept.
    pub versions: HashMap<StoryKey, Version>,
    /// Index into `list`.
    pub selected: usize,
    /// First visible story.
    pub top: usize,
    /// Of what is shown.
    pub freshness: Option<Freshness>,
    /// Where it came from, when that was not simply its feed.
    pub origin: Option<Origin>,
    /// Feeds that have not answered yet.
    pub waiting: usize,
    /// How many feeds it has, when none of them was asked, to spare the line.
    pub unasked: Option<usize>,
    /// Feeds that failed.
    pub troubles: Vec<Trouble>,
    /// So many stories of the section are muted.
    pub muted: usize,
    /// A newer list, shown when the reader asks for it or comes back.
    pub pending: Option<Vec<Headline>>,
    /// A key was pressed in the list, or in a story of it, since it was opened: from then on nothing in it moves.
    pub touched: bool,
    /// Where the marker goes once the list has that story.
    pub resume: Option<StoryKey>,
    /// Once the list is there, open its first unread story.
    pub then_read: bool,
    /// Where to look instead, for a section that opens in the browser.
    pub browser_page: Option<String>,
}

impl Default for HeadlinesPane {
    fn default() -> Self {
        Self {
            section: SectionId(String::new()),
            title: String::new(),
            list: Vec::new(),
            elsewhere: Elsewhere::default(),
            needles: Needles::default(),
            snippets: HashMap::new(),
            versions: HashMap::new(),
            selected: 0,
            top: 0,
            freshness: None,
            origin: None,
            waiting: 0,
            unasked: None,
            troubles: Vec::new(),
            muted: 0,
            pending: None,
            touched: false,
            resume: None,
            then_read: false,
            browser_page: None,
        }
    }
}

/// How the rows of a list are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RowStyle {
    /// Columns for the words (the marker's column left out).
    pub width: usize,
    /// A line of the standfirst is shown.
    pub standfirst: bool,
    /// What a story says round the words that are looked for is shown, or else its standfirst.
    pub snippet: bool,
    /// A blank row follows each story.
    pub gap: bool,
}

/// The marker.
pub const MARKER_COLUMNS: u16 = 1;
/// From this many rows on a list shows standfirsts. On the usual 24 they would halve the stories in sight and double what
/// a scrolled list sends.
const ROOM_FOR_STANDFIRSTS: u16 = 30;
/// A title takes at most this many rows of a list.
pub const TITLE_ROWS: usize = 2;

impl RowStyle {
    /// For a pane of this size.
    #[must_use]
    pub fn of(body: ratatui::layout::Rect, side_by_side: bool) -> Self {
        Self {
            width: usize::from(body.width.saturating_sub(MARKER_COLUMNS)).max(1),
            snippet: false,
            standfirst: !side_by_side && body.height >= ROOM_FOR_STANDFIRSTS && body.width >= 60,
            gap: body.height >= 8,
        }
    }

    /// How many rows a story takes: kicker, title, standfirst, gap.
    #[must_use]
    pub fn height(self, headline: &Headline) -> usize {
        let title = wrap::greedy_rows(&headline.title, self.width).len().clamp(1, TITLE_ROWS);
        let below = self.snippet || (self.standfirst && headline.standfirst.is_some());
        1 + title + usize::from(below) + usize::from(self.gap)
    }
}

impl HeadlinesPane {
    /// How its rows are drawn in a pane of this size.
    #[must_use]
    pub fn row_style(&self, body: ratatui::layout::Rect, side_by_side: bool) -> RowStyle {
        RowStyle { snippet: !self.snippets.is_empty(), ..RowStyle::of(body, side_by_side) }
    }

    /// The story the marker stands on.
    #[must_use]
    pub fn current(&self) -> Option<&Headline> {
        self.list.get(self.selected)
    }

    /// How many stories of the list are not read.
    #[must_use]
    pub fn unread(&self, marks: &Marks) -> usize {
        self.list.iter().filter(|headline| !marks.is_read(&headline.key)).count()
    }

    /// Takes an answer in. While the reader has pressed no key in the list nor `reads` a story of it, it is simply
    /// replaced; else it stays as it is and a list that differs waits.
    pub fn take(&mut self, answer: SectionAnswer, reads: bool) {
        self.freshness = answer.freshness.or(self.freshness);
        self.origin = answer.origin;
        self.versions = answer.versions;
        self.waiting = answer.waiting;
        self.troubles = answer.troubles;
        let in_use = self.touched || self.selected > 0 || self.top > 0 || reads;
        if !self.list.is_empty() && self.is_of(&answer.headlines) {
            self.pending = None;
            self.put_on_resumed();
        } else if !in_use || self.list.is_empty() {
            self.lay_out(answer.headlines);
            self.pending = None;
            self.put_on_resumed();
        } else {
            self.pending = Some(answer.headlines);
        }
    }

    /// Puts the marker where the reader left it, if the list has that story.
    pub fn put_on_resumed(&mut self) {
        let at = self.resume.as_ref().and_then(|key| self.row_of(key));
        if let Some(at) = at {
            self.selected = at;
            self.resume = None;
        }
    }

    /// How many stories of the waiting list are not in the shown one.
    #[must_use]
    pub fn pending_new(&self) -> usize {
        let Some(pending) = &self.pending else { return 0 };
        let known = self.list.iter().chain(self.elsewhere.hidden());
        let known: std::collections::HashSet<_> = known.map(|headline| &headline.key).collect();
        pending.iter().filter(|headline| !known.contains(&headline.key)).count()
    }

    /// Shows the waiting list from its top; true if there was one.
    pub fn show_pending(&mut self) -> bool {
        let Some(pending) = self.pending.take() else { return false };
        self.lay_out(pending);
        (self.selected, self.top, self.touched) = (0, 0, false);
        true
    }

    /// Moves the marker by `steps` stories.
    pub fn go(&mut self, steps: isize, style: RowStyle, height: usize) {
        let last = self.list.len().saturating_sub(1);
        self.select(self.selected.saturating_add_signed(steps).min(last), style, height);
    }

    /// Puts the marker on a story and scrolls no further than needed.
    pub fn select(&mut self, index: usize, style: RowStyle, height: usize) {
        self.selected = index.min(self.list.len().saturating_sub(1));
        self.keep_in_sight(style, height);
    }

    /// Scrolls so that the whole of the selected story is on the screen.
    pub fn keep_in_sight(&mut self, style: RowStyle, height: usize) {
        self.top = self.top.min(self.selected);
        let mut taken = 0;
        let mut first = self.selected;
        for index in (self.top..=self.selected).rev() {
            let Some(headline) = self.list.get(index) else { break };
            // The last story's gap may fall below the edge.
            let gap = usize::from(style.gap && index == self.selected);
            taken += style.height(headline) - gap;
            if taken > height && index != self.selected {
                break;
            }
            first = index;
        }
        self.top = self.top.max(first);
        self.fill_from_above(style, height);
    }

    /// A window that grew at the end of the list is filled again.
    fn fill_from_above(&mut self, style: RowStyle, height: usize) {
        let room = height + usize::from(style.gap);
        let mut taken = 0;
        for headline in self.list.iter().skip(self.top) {
            taken += style.height(headline);
            if taken > room {
                return;
            }
        }
        while let Some(above) = self.top.checked_sub(1) {
            taken += self.list.get(above).map_or(0, |headline| style.height(headline));
            if taken > room {
                return;
            }
            self.top = above;
        }
    }

    /// Scrolls by stories; the marker comes along only as far as it must to stay in sight.
    pub fn scroll(&mut self, by: isize, style: RowStyle, height: usize) {
        let last = self.list.len().saturating_sub(1);
        self.top = self.top.saturating_add_signed(by).min(last);
        self.fill_from_above(style, height);
        let seen = self.top..self.top + self.fitting(style, height);
        self.selected = self.selected.clamp(seen.start, seen.end - 1).min(last);
    }

    /// The story that the `row`th visible row belongs to.
    #[must_use]
    pub fn row_at(&self, row: usize, style: RowStyle) -> Option<usize> {
        let mut below = 0;
        let mut rows = self.list.iter().enumerate().skip(self.top);
        rows.find(|(_, headline)| {
            below += style.height(headline);
            row < below
        })
        .map(|(index, _)| index)
    }

    /// How many whole stories fit from `top` on; at least one.
    #[must_use]
    pub fn fitting(&self, style: RowStyle, height: usize) -> usize {
        let mut taken = 0;
        self.list
            .iter()
            .skip(self.top)
            .take_while(|headline| {
                let tall = style.height(headline);
                taken += tall;
                taken <= height + usize::from(style.gap)
            })
            .count()
            .max(1)
    }

    /// The `by`th story after the marker (before it where `by` is negative) that is not read, or the last one on that side.
    #[must_use]
    pub fn unread_from(&self, by: isize, marks: &Marks) -> Option<usize> {
        let unread = |index: &usize| self.list.get(*index).is_some_and(|headline| !marks.is_read(&headline.key));
        let times = by.unsigned_abs();
        if by > 0 {
            (self.selected + 1..self.list.len()).filter(unread).take(times).last()
        } else {
            (0..self.selected).rev().filter(unread).take(times).last()
        }
    }
}
