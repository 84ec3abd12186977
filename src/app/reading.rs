//! Opening sections and stories, and reading on from one to the next.

use crate::config::{MarkRead, SameStory};
use crate::marks::Deed;
use crate::news::{Fill, Freshness, Headline, Section, SectionId, StoryKey};
use crate::weather::{Forecast, Locality, SERVICE};

use super::article_pane::{ArticlePane, Sheet};
use super::headlines_pane::{HeadlinesPane, RowStyle};
use super::layout::Layout;
use super::{Ask, EditionKind, Effect, Model, Pane, Settings};

/// On a thin line a section of more addresses is asked only when the reader says so.
const ADDRESSES_AT_MOST: usize = 2;

impl Model {
    /// True when nothing is to be asked by itself. The sample edition asks nobody anyway.
    pub(super) fn spares_the_line(&self) -> bool {
        self.settings.thrifty && self.edition == EditionKind::Live
    }

    /// Goes to a section in the tree and opens its list from the top.
    pub(super) fn open_section(&mut self, id: &SectionId, ask: Ask) -> Vec<Effect> {
        let mut effects = self.open_list(id, ask);
        let height = self.sections_height();
        let unfolded = self.sections.select(id, height);
        effects.extend(self.note_unfolded(unfolded));
        effects
    }

    /// Opens a section's list from its top.
    pub(super) fn open_list(&mut self, id: &SectionId, ask: Ask) -> Vec<Effect> {
        let Some(section) = self.sections.find(id).cloned() else {
            return Vec::new();
        };
        let mut effects = self.leave_article();
        self.end_sitting();
        self.find = None;
        self.headlines =
            HeadlinesPane { section: id.clone(), title: section.title.clone(), ..HeadlinesPane::default() };
        match section.fill {
            Fill::Feeds(feeds) => {
                let too_many = feeds.len() > ADDRESSES_AT_MOST && ask == Ask::IfStale;
                let ask = if too_many && self.spares_the_line() { Ask::Never } else { ask };
                let outlets = feeds.iter().any(|feed| feeds.first().is_some_and(|first| first.outlet != feed.outlet));
                self.headlines.elsewhere.folds = outlets && self.settings.same_story == SameStory::Folded;
                self.headlines.waiting = feeds.len();
                self.headlines.unasked = (ask == Ask::Never).then_some(feeds.len());
                effects.push(Effect::LoadSection { section: id.clone(), feeds, ask });
            }
            Fill::Saved => self.headlines.list = self.marks.saved(),
            Fill::Weather => {
                self.headlines.list = self.places.iter().map(|(_, place)| place.headline()).collect();
            }
            Fill::Search(typed) => match self.question(&typed) {
                Ok(asked) => {
                    self.headlines.waiting = 1;
                    effects.push(asked);
                }
                Err(error) => self.notice = Some(error.to_string()),
            },
            Fill::Browser => self.headlines.browser_page = section.page,
        }
        effects
    }

    /// Asks again for what the open section lists.
    pub(super) fn refresh_section(&mut self) -> Vec<Effect> {
        if self.edition == EditionKind::SampleInstead {
            self.notice = Some("Trying the network again.".to_owned());
            return vec![Effect::OpenLive];
        }
        if self.headlines.show_pending() {
            self.look_again(Pane::Headlines);
            return Vec::new();
        }
        if let Some(typed) = self.headlines.section.query().map(str::to_owned) {
            self.headlines.waiting = 1;
            return self.question(&typed).into_iter().collect();
        }
        let feeds = self.sections.feeds(&self.headlines.section);
        if feeds.is_empty() {
            return Vec::new();
        }
        // Asked for at the top of the list, the news may come in there until the next key.
        self.headlines.touched = false;
        self.headlines.waiting = feeds.len();
        self.headlines.unasked = None;
        self.headlines.troubles.clear();
        vec![Effect::LoadSection { section: self.headlines.section.clone(), feeds, ask: Ask::Now }]
    }

    /// Asks for the news of every blended section.
    pub(super) fn refresh_all(&mut self) -> Vec<Effect> {
        let mut effects = self.refresh_section();
        if self.edition == EditionKind::SampleInstead {
            return effects;
        }
        let open = self.headlines.section.clone();
        let blended = self.sections.tree.iter().take_while(|section| section.id != SectionId::saved());
        let wanted = |section: &&Section| section.id != open && !self.marks.sections.is_hidden(&section.id);
        for section in blended.filter(wanted) {
            if let Fill::Feeds(feeds) = &section.fill {
                effects.push(Effect::LoadSection { section: section.id.clone(), feeds: feeds.clone(), ask: Ask::Now });
            }
        }
        self.notice = Some("Asking all outlets for their news.".to_owned());
        effects
    }

    /// Opens the story of row `index`.
    pub(super) fn open_story(&mut self, index: usize) -> Vec<Effect> {
        let Some(headline) = self.headlines.list.get(index).cloned() else {
            return Vec::new();
        };
        let (style, height) = (self.row_style(), self.headlines_height());
        self.headlines.select(index, style, height);
        self.open(headline)
    }

    /// Opens a story: its headline stands there at once, the text follows.
    pub(super) fn open(&mut self, headline: Headline) -> Vec<Effect> {
        let already = self.article.headline.as_ref().is_some_and(|open| open.key == headline.key);
        self.focus = Pane::Article;
        if already && self.article.article.is_some() {
            // The version on the screen is not the one that is kept by now.
            if self.is_updated(&headline) {
                self.article.waiting = true;
                return vec![self.load(&headline, Ask::IfStale)];
            }
            return Vec::new();
        }
        let mut effects = self.leave_article();
        self.focus = Pane::Article;
        let (key, load) = (headline.key.clone(), self.load(&headline, Ask::IfStale));
        let resume = self.marks.place(&key);
        self.article = ArticlePane::opening(headline, resume);
        self.reflow();
        if self.find.as_ref().is_some_and(|find| find.pane == Pane::Article) {
            self.find = None;
        }
        if self.settings.mark_read != MarkRead::Hand && !self.marks.is_read(&key) {
            effects.extend(self.deed(vec![(key.clone(), Deed::Read)]));
        }
        effects.push(load);
        effects
    }

    /// What to ask for so that the text of a row comes: a story, or the forecast of a place.
    pub(super) fn load(&self, headline: &Headline, ask: Ask) -> Effect {
        let key = headline.key.clone();
        let ask = if ask == Ask::IfStale && self.spares_the_line() { Ask::IfMissing } else { ask };
        match self.place_of(&key) {
            Some(place) => Effect::LoadForecast { key, address: place.address(SERVICE) },
            None => Effect::LoadArticle { key, url: headline.url.clone(), ask },
        }
    }

    /// True for the row of a place that has a forecast.
    pub(super) fn is_place(&self, key: &StoryKey) -> bool {
        self.place_of(key).is_some()
    }

    fn place_of(&self, key: &StoryKey) -> Option<&Locality> {
        self.places.iter().find(|(place, _)| place == key).map(|(_, place)| place)
    }

    /// What to keep when the program ends without a key.
    #[must_use]
    pub fn leave(&mut self) -> Vec<Effect> {
        self.leave_article()
    }

    /// Notes where the reader leaves the story; a story read to its end begins anew next time.
    pub(super) fn leave_article(&mut self) -> Vec<Effect> {
        let mut effects = self.stop_listening();
        effects.extend(self.note_place());
        effects
    }

    fn note_place(&mut self) -> Vec<Effect> {
        let pane = &self.article;
        let (Some(headline), Some(_)) = (&pane.headline, &pane.article) else {
            // Side by side it stays in sight, and its story comes when it comes.
            if !pane.waiting || self.layout().side_by_side {
                return Vec::new();
            }
            self.article = ArticlePane::default();
            return vec![Effect::ForgetArticle];
        };
        let at_end = pane.at_end(self.article_height());
        let place = if at_end { crate::article::Spot::default() } else { pane.spot() };
        let known = self.marks.place(&headline.key).unwrap_or_default();
        let key = headline.key.clone();
        let mut effects = if place == known { Vec::new() } else { self.record(vec![(key, Deed::Place { place })]) };
        effects.extend(self.note_version());
        effects
    }

    /// The story so many rows after the open one, or before it; of those on the way none is opened.
    pub(super) fn neighbour(&mut self, by: isize) -> Vec<Effect> {
        let last = self.headlines.list.len().saturating_sub(1);
        let index = self.headlines.selected.saturating_add_signed(by).min(last);
        match (index != self.headlines.selected, self.focus) {
            (true, Pane::Article) => self.open_story(index),
            (true, _) => {
                let (style, height) = (self.row_style(), self.headlines_height());
                self.headlines.select(index, style, height);
                Vec::new()
            }
            (false, _) => {
                let said = if by > 0 {
                    "That was the last story of the list."
                } else {
                    "That is the first story of the list."
                };
                self.notice = Some(said.to_owned());
                Vec::new()
            }
        }
    }

    /// The next or previous story that is not read, or one further on: opened from a story, marked from the list.
    pub(super) fn unread(&mut self, by: isize) -> Vec<Effect> {
        let Some(index) = self.headlines.unread_from(by, &self.marks) else {
            let said = if by > 0 { "Nothing unread below." } else { "Nothing unread above." };
            self.notice = Some(said.to_owned());
            return Vec::new();
        };
        if self.focus == Pane::Article {
            return self.open_story(index);
        }
        self.focus = Pane::Headlines;
        let (style, height) = (self.row_style(), self.headlines_height());
        self.headlines.select(index, style, height);
        Vec::new()
    }

    /// One key reads the paper: a page further, then the next unread story, then the next section that has one. Several
    /// `times` at once it goes as many pages on, but not past the end of the story.
    pub(super) fn read_on(&mut self, times: usize) -> Vec<Effect> {
        if self.focus == Pane::Article && self.article.waiting && self.article.article.is_none() {
            // Nothing of the story was seen yet: only a key that goes to another story leaves it.
            return Vec::new();
        }
        let height = self.article_height();
        if self.focus == Pane::Article && !self.article.at_end(height) {
            let pages = isize::try_from(times).unwrap_or(isize::MAX);
            self.article.scroll(page_step(height).saturating_mul(pages), height);
            return Vec::new();
        }
        self.next_unread_story(times)
    }

    /// The next unread story of the list, or one further on in it; or that of the next section that has one.
    pub(super) fn next_unread_story(&mut self, times: usize) -> Vec<Effect> {
        if self.headlines.list.is_empty() && self.headlines.waiting > 0 {
            // Nothing to skip yet: the first unread story opens as soon as it is there.
            self.headlines.then_read = true;
            return Vec::new();
        }
        let current_unread = self.headlines.current().is_some_and(|headline| !self.marks.is_read(&headline.key));
        let here = (self.focus != Pane::Article && current_unread).then_some(self.headlines.selected);
        let by = isize::try_from(times.saturating_sub(usize::from(here.is_some()))).unwrap_or(isize::MAX);
        let below = if by > 0 { self.headlines.unread_from(by, &self.marks) } else { None };
        if let Some(index) = below.or(here).or_else(|| self.headlines.unread_from(-1, &self.marks)) {
            return self.open_story(index);
        }
        let Some(section) = self.sections.next_with_unread(&self.headlines.section).cloned() else {
            self.notice = Some("Everything is read.".to_owned());
            return Vec::new();
        };
        let effects = self.open_list(&section.id, Ask::IfStale);
        // What the reader folded stays so, however much is read in it.
        let height = self.sections_height();
        self.sections.select_seen(&section.id, height);
        self.focus = Pane::Headlines;
        self.headlines.then_read = true;
        self.notice = Some(format!("On to {}.", section.title));
        effects
    }

    /// Reads an address that was met in a story.
    pub(super) fn open_address(&mut self, title: &str, url: &str) -> Vec<Effect> {
        let outlet = self.article.headline.as_ref();
        let headline = Headline {
            outlet: outlet.map(|headline| headline.outlet.clone()).unwrap_or_default(),
            outlet_name: host_of(url),
            ..Headline::bare(title, url)
        };
        self.open(headline)
    }

    pub(super) fn take_article(
        &mut self,
        key: &StoryKey,
        outcome: Result<(Box<crate::article::Article>, Freshness), crate::trouble::Trouble>,
        waiting: bool,
    ) -> Vec<Effect> {
        if self.article.headline.as_ref().is_none_or(|open| open.key != *key) {
            return Vec::new();
        }
        self.article.waiting = waiting;
        match outcome {
            Ok((article, freshness)) => {
                if !self.is_place(key) {
                    self.meet_version(key, &article);
                }
                self.on_sheet(|pane, sheet| pane.show(*article, freshness, sheet));
                let height = self.article_height();
                self.article.scroll(0, height);
            }
            Err(trouble) => self.article.trouble = Some(trouble),
        }
        // One that is about to be replaced was not read yet.
        if waiting { Vec::new() } else { self.note_version() }
    }

    pub(super) fn take_forecast(
        &mut self,
        key: &StoryKey,
        outcome: Result<(Box<Forecast>, Freshness), crate::trouble::Trouble>,
        waiting: bool,
    ) -> Vec<Effect> {
        let Some(place) = self.place_of(key) else { return Vec::new() };
        let article = |forecast: &Forecast| Box::new(forecast.article(place, place.zone(self.zone), self.now));
        let outcome = outcome.map(|(forecast, freshness)| (article(&forecast), freshness));
        self.take_article(key, outcome, waiting)
    }

    /// Lays the open story out for the present size.
    pub(super) fn reflow(&mut self) {
        self.on_sheet(ArticlePane::reflow);
    }

    fn on_sheet(&mut self, lay_out: impl FnOnce(&mut ArticlePane, Sheet<'_>)) {
        let note = self.note_of_change();
        let mut pane = std::mem::take(&mut self.article);
        let outlet = pane.headline.as_ref().and_then(|headline| self.outlet(&headline.outlet));
        let width = Layout::page_width(self.size, self.zen);
        // A forecast's times are all those of its place.
        let place = pane.headline.as_ref().and_then(|headline| self.place_of(&headline.key));
        let zone = place.map_or(self.zone, |place| place.zone(self.zone));
        let Settings { paragraphs, typesetting, .. } = self.settings;
        let sheet = Sheet {
            width,
            measure: self.measure,
            paragraphs,
            typesetting,
            link_list: self.link_list,
            zone,
            note: note.as_deref(),
            outlet,
        };
        lay_out(&mut pane, sheet);
        self.article = pane;
        self.look_again(Pane::Article);
    }

    pub(super) fn row_style(&self) -> RowStyle {
        let layout = Layout::of(self.size, Pane::Headlines, false);
        self.headlines.row_style(layout.headlines.map(|area| area.body).unwrap_or_default(), layout.side_by_side)
    }

    pub(super) fn sections_height(&self) -> usize {
        let layout = Layout::of(self.size, Pane::Sections, false);
        layout.sections.map_or(0, |area| usize::from(area.body.height))
    }

    pub(super) fn headlines_height(&self) -> usize {
        let layout = Layout::of(self.size, Pane::Headlines, false);
        layout.headlines.map_or(0, |area| usize::from(area.body.height))
    }

    /// Rows of the article pane.
    #[must_use]
    pub fn article_height(&self) -> usize {
        let layout = Layout::of(self.size, Pane::Article, self.zen);
        layout.article.map_or(0, |area| usize::from(area.body.height)).max(1)
    }
}

/// A page further begins with the row after the last one of the page before, as in a pager.
pub(super) fn page_step(height: usize) -> isize {
    isize::try_from(height.max(1)).unwrap_or(isize::MAX)
}

fn host_of(url: &str) -> String {
    let host = url::Url::parse(url).ok().and_then(|url| url.host_str().map(str::to_owned)).unwrap_or_default();
    host.strip_prefix("www.").map(str::to_owned).unwrap_or(host)
}
