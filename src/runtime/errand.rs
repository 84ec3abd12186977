//! What a command asks for once: the same questions as the reader's, answered to whoever waits for them.

use std::collections::HashSet;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use chrono::{DateTime, Utc};
use tokio::sync::mpsc::unbounded_channel;
use tokio::task::JoinSet;

use super::ask::{self, off_screen};
use super::desk::Desk;
use super::{LIST_AT_MOST, chain, manners};
use crate::app::sections_pane::Counted;
use crate::app::{Ask, Msg};
use crate::article::Article;
use crate::cache::{Cache, CacheError, Failure};
use crate::marks::Marks;
use crate::mute::Mutes;
use crate::news::{Feed, Fill, Freshness, Headline, Section, SectionId, StoryKey};
use crate::query;
use crate::trouble::{Trouble, TroubleKind};

/// A story that can be shown.
#[derive(Debug, Clone, PartialEq)]
pub struct Story {
    /// The document.
    pub article: Article,
    /// How old it is.
    pub freshness: Freshness,
    /// Why there is no newer one, if one was asked for in vain.
    pub trouble: Option<Trouble>,
}

/// What is known of a feed after a [`fill`].
#[derive(Debug, Clone, PartialEq)]
pub struct Filled {
    /// Which.
    pub feed: Feed,
    /// What came of it.
    pub state: State,
    /// So many of its stories are kept.
    pub stories: usize,
    /// When it last answered.
    pub answered: Option<DateTime<Utc>>,
}

/// What came of a feed.
#[derive(Debug, Clone, PartialEq)]
pub enum State {
    /// It was asked and answered.
    Answered,
    /// Its time had not come: what is kept is as new as its publisher wants it to be read.
    Kept,
    /// It did not answer now, or not lately and is left alone for a while.
    Failed(Trouble),
}

/// True where the reader did that to a story.
#[must_use]
pub fn is(marks: &Marks, key: &StoryKey, state: query::State) -> bool {
    match state {
        query::State::Read => marks.is_read(key),
        query::State::Unread => !marks.is_read(key),
        query::State::Saved => marks.is_saved(key),
    }
}

/// The story at `url`: what is kept as long as it is fresh, else its page as it is now; where that can't be had, what is
/// kept all the same.
///
/// # Errors
/// What went wrong, where nothing is kept that could be shown instead.
pub async fn story(
    desk: &Arc<Desk>,
    key: StoryKey,
    url: &str,
    (ask, stale_after): (Ask, Duration),
) -> Result<Story, Trouble> {
    let (sender, mut answers) = unbounded_channel();
    ask::article(Arc::clone(desk), sender, key, url.to_owned(), (ask, stale_after)).await;
    let mut had = Err(Trouble::at(TroubleKind::NoStory, url));
    while let Some(answer) = answers.recv().await {
        let Msg::Article(answer) = answer else { continue };
        had = match (answer.outcome, had) {
            (Ok((article, freshness)), _) => Ok(Story { article: *article, freshness, trouble: None }),
            (Err(trouble), Ok(story)) => Ok(Story { trouble: Some(trouble), ..story }),
            (Err(trouble), Err(_)) => Err(trouble),
        };
    }
    had
}

/// Asks those of `feeds` whose time has come, each once, all hosts at the same time, and tells of each as soon as it is
/// known what came of it. It ends with the first error of `told`; what is still on its way then is given up.
///
/// # Errors
/// Those of `told`.
pub async fn fill<E>(
    desk: &Arc<Desk>,
    feeds: Vec<Feed>,
    (ask, stale_after): (Ask, Duration),
    mut told: impl FnMut(Filled) -> Result<(), E>,
) -> Result<(), E> {
    let now = Utc::now();
    let eagerness = (ask, stale_after.max(manners::FEED_FLOOR));
    let mut seen = HashSet::new();
    let mut tasks = JoinSet::new();
    for feed in feeds.into_iter().filter(|feed| seen.insert(feed.url.clone())) {
        let desk = Arc::clone(desk);
        tasks.spawn(async move {
            let due = {
                let (desk, feed) = (Arc::clone(&desk), feed.clone());
                off_screen(move || chain::is_due(&desk.cache, &feed, eagerness, now)).await
            };
            let mut outcome = None;
            if due == Some(true) {
                let filled = chain::fill(&desk, feed.clone(), eagerness, now).await;
                manners::note(&desk, &feed.url, &filled, now).await;
                outcome = Some(filled);
            }
            off_screen(move || filled(&desk.cache, feed, outcome)).await
        });
    }
    while let Some(ended) = tasks.join_next().await {
        // A task that panicked has said so.
        if let Ok(Some(filled)) = ended {
            told(filled)?;
        }
    }
    Ok(())
}

fn filled(cache: &Cache, feed: Feed, outcome: Option<Result<(), Trouble>>) -> Filled {
    let urls = [feed.url.clone()];
    let stories = cache.stories(&urls, |_| true).map_or(0, |stories| stories.len());
    let answered = cache.answered(&urls).ok().and_then(|answered| answered.into_iter().flatten().next());
    let failure = || cache.failures(&urls).ok().and_then(|failures| failures.into_iter().next());
    let state = match (outcome, failure()) {
        (Some(Ok(())), _) => State::Answered,
        (Some(Err(trouble)), _) | (None, Some(Failure { trouble, .. })) => State::Failed(trouble),
        // Left alone, and nothing was ever had of it: its host rests.
        (None, None) if answered.is_none() => State::Failed(Trouble::at(TroubleKind::NotAsked, &feed.url)),
        (None, None) => State::Kept,
    };
    Filled { feed, state, stories, answered }
}

/// The stories that are kept of these feeds, as a list of the reader shows them.
///
/// # Errors
/// The cache's.
pub fn listed(cache: &Cache, feeds: &[Feed]) -> Result<Vec<Headline>, CacheError> {
    let urls: Vec<String> = feeds.iter().map(|feed| feed.url.clone()).collect();
    cache.headlines(&urls, LIST_AT_MOST)
}

/// How many stories of each of these sections are not read; none are told of what is not filled from feeds.
///
/// # Errors
/// The cache's.
pub fn unread(
    cache: &Cache,
    marks: &Marks,
    mutes: &Mutes,
    sections: &[&Section],
) -> Result<Vec<(SectionId, usize)>, CacheError> {
    let filled = sections.iter().filter_map(|section| match &section.fill {
        Fill::Feeds(feeds) => Some(Counted {
            section: section.id.clone(),
            depth: 0,
            feeds: feeds.iter().map(|feed| feed.url.clone()).collect(),
        }),
        _ => None,
    });
    let counts = ask::count(cache, &Mutex::new(marks.clone()), mutes, &filled.collect::<Vec<_>>())?;
    Ok(counts.into_iter().map(|(section, unread)| (section, unread.own)).collect())
}
