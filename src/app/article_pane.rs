//! One story on the screen.

use crate::article::{Article, Place, Spot, Version};
use crate::changes::{Changes, carried};
use crate::clock::Zone;
use crate::news::{Freshness, Headline, Label, Outlet};
use crate::page::typeset::Typesetting;
use crate::page::{Page, Paragraphs, Setting};
use crate::trouble::Trouble;

/// The story's state.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ArticlePane {
    /// The row it was opened from: shown at once, before the story is there.
    pub headline: Option<Headline>,
    /// The story, once it is there.
    pub article: Option<Article>,
    /// The story at the pane's width; of the headline alone while there is no story.
    pub page: Page,
    /// First visible row of the page.
    pub top: usize,
    /// Of what is shown.
    pub freshness: Option<Freshness>,
    /// An answer is on its way.
    pub waiting: bool,
    /// Why there is no story, or no newer one.
    pub trouble: Option<Trouble>,
    /// Of the story.
    pub version: Option<Version>,
    /// When another version was read, and which.
    pub since: Option<(i64, Version)>,
    /// What changed since then, while the page shows that.
    pub changes: Option<Box<Changes>>,
    /// What changed was asked for.
    pub comparing: bool,
    /// What is chosen in the list at its end: index into the page's links.
    pub chosen: Option<usize>,
    /// Numbers stand after the links.
    pub numbers: bool,
    /// At which width they came, and the first visible row just before and just after.
    pub numbered: Option<(u16, usize, usize)>,
    /// Where to go on reading, once the story is there.
    pub resume: Option<Spot>,
    /// The row that a place was looked up for, and that place: as long as the reader stays there, window after window
    /// is laid out for the same place, not for the start of the row it happened to be in.
    pub anchor: Option<(usize, Place)>,
}

/// What the page is laid out for.
#[derive(Debug, Clone, Copy)]
pub struct Sheet<'a> {
    /// Columns of the pane.
    pub width: u16,
    /// The widest a line may get.
    pub measure: u16,
    /// What stands between paragraphs.
    pub paragraphs: Paragraphs,
    /// How they are set.
    pub typesetting: Typesetting,
    /// The links of the text are listed at the end as well.
    pub link_list: bool,
    /// For dates.
    pub zone: Zone,
    /// What stands above the story.
    pub note: Option<&'a str>,
    /// Who publishes the story.
    pub outlet: Option<&'a Outlet>,
}

impl ArticlePane {
    /// Begins a story: its headline is shown at once.
    #[must_use]
    pub fn opening(headline: Headline, resume: Option<Spot>) -> Self {
        Self { headline: Some(headline), waiting: true, resume, ..Self::default() }
    }

    /// Lays the page out anew and stays at the same place.
    pub fn reflow(&mut self, sheet: Sheet<'_>) {
        let Some(headline) = &self.headline else { return };
        let place = self.place();
        let stand_in;
        let article = if let Some(article) = &self.article {
            article
        } else {
            stand_in = stand_in_for(headline);
            &stand_in
        };
        let Sheet { width, measure, paragraphs, typesetting, link_list, zone, .. } = sheet;
        let setting = Setting { width, measure, paragraphs, typesetting, numbers: self.numbers, link_list, zone };
        let outlet = sheet.outlet.filter(|_| self.article.is_some());
        let credit = outlet.and_then(|outlet| outlet.credit.as_deref());
        self.page = match &self.changes {
            Some(changes) => Page::of_changes(changes, sheet.note.unwrap_or_default(), setting),
            None => Page::of(article, &headline.outlet_name, credit, setting),
        };
        if let Some(note) = sheet.note.filter(|_| self.changes.is_none() && self.article.is_some()) {
            self.page.put_note(note);
        }
        self.chosen = self.chosen.filter(|link| *link < self.page.links.len());
        self.go_to(place);
    }

    fn go_to(&mut self, place: Place) {
        self.top = self.page.line_of(place);
        self.anchor = Some((self.top, place));
    }

    /// Takes the story in: at the place where it was left if it was just opened, else where the reader is.
    pub fn show(&mut self, mut article: Article, freshness: Freshness, sheet: Sheet<'_>) {
        if let Some(headline) = &self.headline {
            complete(&mut article, headline);
        }
        let changed = self.article.as_ref() != Some(&article);
        let first = self.article.is_none();
        self.freshness = Some(freshness);
        self.trouble = None;
        if changed {
            let place = self.article.as_ref().map(|was| carried(was, &article, self.place()));
            self.article = Some(article);
            self.changes = None;
            self.chosen = None;
            self.reflow(sheet);
            if let Some(place) = place.filter(|_| self.top > 0) {
                self.go_to(place);
            }
        }
        if first && let (Some(spot), Some(article)) = (self.resume.take(), &self.article) {
            self.go_to(spot.found_in(article));
        }
    }

    /// The spot at the top of the screen.
    #[must_use]
    pub fn place(&self) -> Place {
        match self.anchor {
            Some((row, place)) if row == self.top => place,
            _ => self.page.place_of(self.top),
        }
    }

    /// The same spot, so that another version of the story has it too.
    #[must_use]
    pub fn spot(&self) -> Spot {
        let place = self.place();
        self.article.as_ref().map_or(place.into(), |article| Spot::of(article, place))
    }

    /// The last row that may stand at the top.
    #[must_use]
    pub fn last_top(&self, height: usize) -> usize {
        self.page.lines.len().saturating_sub(height)
    }

    /// Minutes that the rows below the screen take to read.
    #[must_use]
    pub fn minutes_left(&self, height: usize) -> usize {
        let minutes = self.article.as_ref().map_or(0, Article::minutes);
        let rows = self.own_rows().max(1);
        let left = rows.saturating_sub(self.top + height);
        usize::try_from(minutes).unwrap_or(usize::MAX).saturating_mul(left).div_ceil(rows)
    }

    /// How many hundredths of its rows are above the lower edge of the screen.
    #[must_use]
    pub fn percent_read(&self, height: usize) -> usize {
        let rows = self.own_rows().max(1);
        self.top.saturating_add(height).min(rows) * 100 / rows
    }

    /// The rows of the page without the list of the text's links.
    fn own_rows(&self) -> usize {
        let Some(article) = &self.article else { return self.page.lines.len() };
        let tail = u32::try_from(article.blocks.len() + 1).unwrap_or(u32::MAX);
        self.page.lines.partition_point(|line| line.place.block <= tail)
    }

    /// True when the end of the story is on the screen; what was in it need not be passed once more.
    #[must_use]
    pub fn at_end(&self, height: usize) -> bool {
        self.top.saturating_add(height) >= self.own_rows()
    }

    /// Scrolls by `rows`.
    pub fn scroll(&mut self, rows: isize, height: usize) {
        self.top = self.top.saturating_add_signed(rows).min(self.last_top(height));
        self.let_go_out_of_sight(height);
    }

    /// Scrolls until row `line` is at the top, or as near as the end allows.
    pub fn scroll_to(&mut self, line: usize, height: usize) {
        self.top = line.min(self.last_top(height));
        self.let_go_out_of_sight(height);
    }
}

/// What the list knows of a story and its page does not say. Whether it is for everyone, only the page knows.
fn complete(article: &mut Article, headline: &Headline) {
    if article.title.is_empty() {
        article.title.clone_from(&headline.title);
    }
    if article.kicker.as_ref().is_none_or(|kicker| article.section.contains(kicker)) {
        article.kicker.clone_from(&headline.kicker);
    }
    if article.authors.is_empty() && article.agency.is_none() {
        article.authors.clone_from(&headline.authors);
    }
    article.published = article.published.or(headline.published.map(|time| time.fixed_offset()));
    article.labels.extend(headline.labels.iter().filter(|label| !matches!(label, Label::Updated | Label::Premium)));
    article.labels.sort_unstable();
    article.labels.dedup();
}

/// What is known of a story before it is there: its headline and standfirst.
fn stand_in_for(headline: &Headline) -> Article {
    Article {
        title: headline.title.clone(),
        kicker: headline.kicker.clone(),
        standfirst: headline.standfirst.clone(),
        authors: headline.authors.clone(),
        published: headline.published.map(|time| time.fixed_offset()),
        updated: headline.updated.map(|time| time.fixed_offset()),
        labels: headline.labels.iter().copied().filter(|label| *label != Label::Premium).collect(),
        ..Article::default()
    }
}
