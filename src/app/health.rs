//! What failed: the mark on sections, and the list that says why.

use std::collections::HashSet;

use chrono::{DateTime, Utc};

use crate::keymap::{Action, Key};
use crate::news::{Fill, SectionId};
use crate::trouble::Trouble;

use super::overlay::{Menu, Overlay};
use super::picker::with_paths;
use super::{Ask, Effect, Model, Pane};

/// A feed that failed when it was last asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failing {
    /// Its address.
    pub feed: String,
    /// What went wrong.
    pub trouble: Trouble,
    /// For how long.
    pub since: DateTime<Utc>,
    /// When it last had news.
    pub answered: Option<DateTime<Utc>>,
}

/// What is known of feeds that failed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Health {
    /// In the order of the tree.
    pub failing: Vec<Failing>,
    /// The sections that they fill.
    marked: HashSet<SectionId>,
}

/// The list of what failed, open before the panes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Failures {
    /// Index into [`Health::failing`].
    pub selected: usize,
    /// First visible entry.
    pub top: usize,
}

/// An entry of that list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FailureRow {
    /// The section that the feed fills, with its way through the tree.
    pub path: String,
    /// `since 09:12`.
    pub since: String,
    /// What happened and the way out.
    pub sentence: String,
}

/// A sentence takes at most this many rows of the list.
pub const SENTENCE_ROWS: usize = 2;

impl Model {
    /// Takes in which feeds fail now.
    pub(super) fn take_failing(&mut self, failing: Vec<Failing>) {
        let feeds: HashSet<&str> = failing.iter().map(|failing| failing.feed.as_str()).collect();
        let sections = self.sections.all().iter().filter(|section| match &section.fill {
            Fill::Feeds(filled) => filled.iter().any(|feed| feeds.contains(feed.url.as_str())),
            _ => false,
        });
        let marked = sections.map(|section| section.id.clone()).collect();
        self.health = Health { failing, marked };
        self.fit_failures();
    }

    /// After a resize or another list: the marker is in sight.
    pub(super) fn fit_failures(&mut self) {
        if let Some(Overlay::Failures(mut list)) = self.overlay {
            self.keep_failure_in_sight(&mut list);
            self.overlay = Some(Overlay::Failures(list));
        }
    }

    /// True for a section that has a mark: one of its feeds failed, or one of a section that is folded into it.
    #[must_use]
    pub fn is_failing(&self, index: usize) -> bool {
        let all = self.sections.all();
        let Some(section) = all.get(index).filter(|_| !self.health.marked.is_empty()) else { return false };
        let is_marked = |id| self.health.marked.contains(id);
        let mut inside = all.iter().skip(index + 1).take_while(|inner| inner.depth > section.depth);
        is_marked(&section.id) || (self.sections.is_folded(index) && inside.any(|inner| is_marked(&inner.id)))
    }

    /// The list of what failed, as it is shown.
    #[must_use]
    pub fn failure_rows(&self) -> Vec<FailureRow> {
        let paths: Vec<String> = with_paths(self.sections.all()).map(|(_, path)| path).collect();
        let path = |index: Option<usize>| index.and_then(|index| paths.get(index)).cloned();
        self.health
            .failing
            .iter()
            .map(|failing| FailureRow {
                path: path(self.section_of(&failing.feed)).unwrap_or_else(|| failing.trouble.host.clone()),
                since: format!("since {}", self.zone.since(failing.since, self.now)),
                sentence: match failing.answered {
                    Some(at) => format!("{}; last news {}", failing.trouble, crate::clock::ago(at, self.now)),
                    None => failing.trouble.to_string(),
                },
            })
            .collect()
    }

    /// Entries that fit the window.
    #[must_use]
    pub fn failures_fitting(&self) -> usize {
        let rows = usize::from(self.size.height).saturating_sub(3);
        // A title, the sentence, a gap; the last gap may fall below the edge.
        ((rows + 1) / (SENTENCE_ROWS + 2)).max(1)
    }

    /// The section that the feed fills: the one that has the fewest others, since a blended section is everybody's.
    fn section_of(&self, feed: &str) -> Option<usize> {
        let filled = self.sections.all().iter().enumerate().filter_map(|(index, section)| match &section.fill {
            Fill::Feeds(feeds) if feeds.iter().any(|own| own.url == feed) => Some((feeds.len(), index)),
            _ => None,
        });
        // Of an outlet and its own section with the same feed, the section says more.
        filled
            .min_by_key(|(feeds, index)| {
                (*feeds, std::cmp::Reverse(self.sections.all().get(*index).map(|section| section.depth)))
            })
            .map(|(_, index)| index)
    }

    pub(super) fn open_failures(&mut self) -> Vec<Effect> {
        if self.health.failing.is_empty() {
            self.notice = Some("Nothing failed.".to_owned());
        } else {
            self.overlay = Some(Overlay::Failures(Failures::default()));
        }
        Vec::new()
    }

    pub(super) fn failures_key(&mut self, mut list: Failures, key: Key) -> Vec<Effect> {
        let page = self.failures_fitting();
        let mut effects = Vec::new();
        match self.keymap.action(key) {
            Some(Action::Down) => list.selected += 1,
            Some(Action::Up) => list.selected = list.selected.saturating_sub(1),
            Some(Action::ReadOn | Action::PageDown) => list.selected += page,
            Some(Action::PageUp) => list.selected = list.selected.saturating_sub(page),
            Some(Action::Top) => list.selected = 0,
            Some(Action::Bottom) => list.selected = usize::MAX,
            Some(Action::Open | Action::In) => return self.open_failing_section(list.selected),
            Some(Action::Refresh) => effects = self.ask_failing_again(list.selected),
            Some(Action::Menu) => return self.open_failing_page(list),
            Some(Action::Suspend) => effects = vec![Effect::Suspend],
            Some(Action::Quit) => return self.quit(),
            Some(Action::Failures | Action::Back | Action::Cancel | Action::Out) => return Vec::new(),
            _ => {}
        }
        self.keep_failure_in_sight(&mut list);
        self.overlay = Some(Overlay::Failures(list));
        effects
    }

    fn keep_failure_in_sight(&self, list: &mut Failures) {
        let (all, page) = (self.health.failing.len(), self.failures_fitting());
        list.selected = list.selected.min(all.saturating_sub(1));
        list.top = list.top.min(list.selected).max((list.selected + 1).saturating_sub(page));
    }

    fn failing_section(&self, selected: usize) -> Option<&crate::news::Section> {
        let failing = self.health.failing.get(selected)?;
        self.section_of(&failing.feed).and_then(|index| self.sections.all().get(index))
    }

    fn open_failing_section(&mut self, selected: usize) -> Vec<Effect> {
        let Some(id) = self.failing_section(selected).map(|section| section.id.clone()) else { return Vec::new() };
        let effects = self.open_section(&id, Ask::IfStale);
        self.focus = Pane::Headlines;
        self.zen = false;
        self.fit();
        effects
    }

    fn ask_failing_again(&mut self, selected: usize) -> Vec<Effect> {
        let Some(section) = self.failing_section(selected).cloned() else { return Vec::new() };
        self.notice = Some(format!("Asking for {} again.", section.title));
        let feeds = self.sections.feeds(&section.id);
        vec![Effect::LoadSection { section: section.id, feeds, ask: Ask::Now }]
    }

    /// What `o` opens: the section's page, or the front page of the feed's outlet.
    fn open_failing_page(&mut self, list: Failures) -> Vec<Effect> {
        let address = self.health.failing.get(list.selected).and_then(|failing| {
            let section = self.failing_section(list.selected)?;
            let feed = self.sections.feeds(&section.id).into_iter().find(|feed| feed.url == failing.feed)?;
            let front = || self.outlet(&feed.outlet).map(|outlet| outlet.home.clone());
            Some((section.title.clone(), section.page.clone().or_else(front)?))
        });
        self.overlay = Some(match address {
            Some((title, url)) => Overlay::Menu(Menu { title, url, readable: false, media: None, selected: 0 }),
            None => Overlay::Failures(list),
        });
        Vec::new()
    }
}
