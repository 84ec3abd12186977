//! Searching everything that was fetched: the question, its list, what was asked before.

use crate::news::{Fill, Section, SectionId};
use crate::query::snippet::Needles;
use crate::query::{Found, Query, QueryError};

use super::headlines_pane::HeadlinesPane;
use super::sections_pane::SectionsPane;
use super::{Effect, Model, Pane};

/// So many questions of a sitting can be called back.
const RECALLED_AT_MOST: usize = 50;

impl Model {
    /// Searches all that was fetched, and goes to the list of what is found.
    pub(super) fn search(&mut self, typed: &str) -> Vec<Effect> {
        let asked = match self.question(typed) {
            Ok(asked) => asked,
            Err(error) => {
                self.notice = Some(error.to_string());
                return Vec::new();
            }
        };
        self.searched.retain(|before| before != typed);
        self.searched.push(typed.to_owned());
        let old = self.searched.len().saturating_sub(RECALLED_AT_MOST);
        self.searched.drain(..old);
        let Section { id, title, .. } = Section::search(typed);
        if self.sections.find(&id).is_some() {
            return self.go_to_section(&id);
        }
        let mut effects = self.leave_article();
        self.end_sitting();
        self.headlines = HeadlinesPane { section: id, title, ..HeadlinesPane::default() };
        self.headlines.waiting = 1;
        self.focus = Pane::Headlines;
        self.zen = false;
        self.find = None;
        effects.push(asked);
        effects
    }

    /// The question of a section that is filled by a search.
    pub(super) fn question(&self, typed: &str) -> Result<Effect, QueryError> {
        let query = Query::parse(typed, self.zone, self.now)?.resolve(|name| feeds_named(&self.sections, name))?;
        Ok(Effect::Search { typed: typed.to_owned(), query: Box::new(query) })
    }

    /// Takes an answer in, if it is still waited for.
    pub(super) fn take_found(&mut self, typed: &str, found: Found) {
        if self.headlines.section.query() != Some(typed) || self.headlines.waiting == 0 {
            return;
        }
        let query = Query::parse(typed, self.zone, self.now).unwrap_or_default();
        let pane = &mut self.headlines;
        pane.waiting = 0;
        pane.needles = Needles::of(query.wanted());
        if found.is_cut {
            self.notice = Some(format!("There are more: these are the {} that fit best.", found.headlines.len()));
        }
        pane.snippets = found.snippets;
        pane.list = found.headlines;
        pane.put_on_resumed();
        self.fit();
    }
}

/// The feeds of the sections that are meant by a name: their id or title, else a part of their title; with all below
/// them.
#[must_use]
pub fn feeds_named(sections: &SectionsPane, name: &str) -> Vec<String> {
    let name = name.to_lowercase();
    let all: Vec<&Section> = sections.tree.iter().chain(&sections.shelf).collect();
    let whole = |section: &Section| section.id.0.to_lowercase() == name || section.title.to_lowercase() == name;
    let part = |section: &Section| section.title.to_lowercase().contains(&name);
    let meant: Vec<&SectionId> = match all.iter().filter(|section| whole(section)).map(|section| &section.id).collect()
    {
        none if Vec::is_empty(&none) => all.iter().filter(|section| part(section)).map(|section| &section.id).collect(),
        some => some,
    };
    let mut feeds = std::collections::BTreeSet::new();
    // A flat tree: what is below a section follows it.
    let mut below = None;
    for section in all {
        if below.is_some_and(|depth| section.depth <= depth) {
            below = None;
        }
        if below.is_none() && meant.contains(&&section.id) {
            below = Some(section.depth);
        }
        if let (Some(_), Fill::Feeds(own)) = (below, &section.fill) {
            feeds.extend(own.iter().map(|feed| feed.url.clone()));
        }
    }
    feeds.into_iter().collect()
}
