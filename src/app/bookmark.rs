//! Where the reader is, to be kept; and beginning there.

use crate::article::Spot;
use crate::marks::Bookmark;
use crate::news::Headline;

use super::article_pane::ArticlePane;
use super::{Ask, Effect, Model, Pane};

impl Model {
    /// Where the reader is; the loop keeps it before it paints what it shows.
    #[must_use]
    pub fn bookmark(&self) -> Option<Bookmark> {
        let marker = self.sections.current()?.id.clone();
        // What a search found is not there at the next start.
        let section = self.sections.find(&self.headlines.section).map_or(&marker, |section| &section.id).clone();
        let story = if section == self.headlines.section {
            let waited_for = self.headlines.resume.clone();
            waited_for.or_else(|| self.headlines.current().map(|headline| headline.key.clone()))
        } else {
            None
        };
        let reading = self.article.headline.as_ref().filter(|_| self.focus == Pane::Article).map(|headline| {
            // Some feeds put whole stories where the summary should be; the story's own text follows anyway.
            let row = Headline { standfirst: None, ..headline.clone() };
            (Box::new(row), self.article.resume.unwrap_or_else(|| self.article.spot()))
        });
        Some(Bookmark { pane: self.focus, marker, section, story, reading })
    }

    /// What to ask for before the first key: where the reader was, else the first section; and the counts.
    #[must_use]
    pub fn begin(&mut self) -> Vec<Effect> {
        self.begin_asking(if self.spares_the_line() { Ask::Never } else { Ask::IfStale })
    }

    /// The same, asking as eagerly as this.
    pub(super) fn begin_asking(&mut self, ask: Ask) -> Vec<Effect> {
        let bookmark = self.marks.bookmark().cloned();
        let known = bookmark.filter(|bookmark| self.sections.bring(&bookmark.section, &self.marks.sections));
        let mut effects = if let Some(bookmark) = known {
            self.resume(bookmark, ask)
        } else {
            let first = self.sections.all().first().map(|section| section.id.clone());
            first.map(|id| self.open_section(&id, ask)).unwrap_or_default()
        };
        effects.push(self.count());
        effects
    }

    fn resume(&mut self, bookmark: Bookmark, ask: Ask) -> Vec<Effect> {
        let mut effects = self.open_list(&bookmark.section, ask);
        let height = self.sections_height();
        // The tree stays folded as it was left.
        self.sections.select_seen(&bookmark.section, height);
        self.sections.select_seen(&bookmark.marker, height);
        self.headlines.resume = bookmark.story;
        self.headlines.put_on_resumed();
        self.focus = bookmark.pane;
        match bookmark.reading {
            // A forecast is always asked for.
            Some((headline, place))
                if bookmark.pane == Pane::Article && (ask != Ask::Never || !self.is_place(&headline.key)) =>
            {
                effects.extend(self.read_again(*headline, place, ask));
            }
            _ if bookmark.pane == Pane::Article => self.focus = Pane::Headlines,
            _ => {}
        }
        self.fit();
        effects
    }

    /// Opens the story that was being read; it was read before.
    fn read_again(&mut self, headline: Headline, spot: Spot, ask: Ask) -> Vec<Effect> {
        let effect = self.load(&headline, ask);
        self.article = ArticlePane::opening(headline, Some(spot));
        self.reflow();
        vec![effect]
    }
}
