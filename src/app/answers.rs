//! What comes back for an effect that asked for something to read: each answer carries its question.

use std::collections::HashMap;

use crate::article::{Article, Version};
use crate::news::{Freshness, Headline, Origin, SectionId, StoryKey};
use crate::trouble::Trouble;
use crate::weather::Forecast;

/// An answer to [`Effect::LoadSection`](super::Effect::LoadSection); several come to one question, each with all that is
/// known by then.
#[derive(Debug, Clone, PartialEq)]
pub struct SectionAnswer {
    /// The question.
    pub section: SectionId,
    /// Newest first, each story once.
    pub headlines: Vec<Headline>,
    /// Which version of each story is kept, of those of which one is.
    pub versions: HashMap<StoryKey, Version>,
    /// Of what is shown; `None` when nothing was ever fetched.
    pub freshness: Option<Freshness>,
    /// Where it came from, when that was not simply its feed; not said of a section that several outlets fill.
    pub origin: Option<Origin>,
    /// Feeds that have not answered yet.
    pub waiting: usize,
    /// Feeds that failed.
    pub troubles: Vec<Trouble>,
}

/// An answer to [`Effect::LoadArticle`](super::Effect::LoadArticle); up to two come to one question (kept, then fetched).
#[derive(Debug, Clone, PartialEq)]
pub struct ArticleAnswer {
    /// The question.
    pub key: StoryKey,
    /// The story and its freshness, or why it is not there.
    pub outcome: Result<(Box<Article>, Freshness), Trouble>,
    /// True when another answer follows.
    pub waiting: bool,
}

/// An answer to [`Effect::LoadForecast`](super::Effect::LoadForecast); up to two come to one question (kept, then fetched).
#[derive(Debug, Clone, PartialEq)]
pub struct ForecastAnswer {
    /// The question.
    pub key: StoryKey,
    /// The forecast and its freshness, or why it is not there.
    pub outcome: Result<(Box<Forecast>, Freshness), Trouble>,
    /// True when another answer follows.
    pub waiting: bool,
}
