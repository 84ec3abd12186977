//! The text of saved stories, kept out of the cache's reach: copied beside the journals, and brought back into a cache
//! that does not have it.

use std::sync::{Arc, Mutex, PoisonError};

use chrono::Utc;
use tokio::sync::mpsc::UnboundedSender;

use crate::app::Msg;
use crate::cache::{KeptArticle, Visit};
use crate::library::{Copy, Stories};
use crate::marks::Marks;
use crate::news::StoryKey;
use crate::weather;

use super::ask;
use super::desk::Desk;

/// Where saved stories are, and which they are.
#[derive(Debug, Clone)]
pub(super) struct Saved {
    pub(super) stories: Stories,
    pub(super) marks: Arc<Mutex<Marks>>,
}

impl Saved {
    /// True for a story that is saved.
    pub(super) fn has(&self, key: &StoryKey) -> bool {
        self.marks.lock().unwrap_or_else(PoisonError::into_inner).is_saved(key)
    }

    /// True where any story is saved.
    pub(super) fn has_any(&self) -> bool {
        !self.marks.lock().unwrap_or_else(PoisonError::into_inner).saved().is_empty()
    }

    /// Puts a saved story back into a cache that was deleted, or made anew. To be called from where one may wait.
    pub(super) fn bring_back(&self, desk: &Desk, key: &StoryKey) {
        if !self.has(key) || matches!(desk.cache.article(key), Ok(Some(_))) {
            return;
        }
        if let Some(copy) = self.stories.read(key) {
            let visit = Visit { answered: Some(copy.answered), ..Visit::default() };
            ask::keep(desk.cache.keep_article(key, &copy.article, &copy.url, &visit));
        }
    }

    /// Makes the copy what the cache has of the story, or lets go of it when the story is not saved any more. False when
    /// the story is saved and the cache has none. To be called from where one may wait.
    pub(super) fn copy(&self, desk: &Desk, key: &StoryKey, url: &str) -> bool {
        let done = if !self.has(key) {
            self.stories.forget(key)
        } else if let Ok(Some(KeptArticle { article, answered, .. })) = desk.cache.article(key) {
            // A copy that says the same is not written again with every opening.
            if self.stories.read(key).is_some_and(|before| before.article == article) {
                return true;
            }
            self.stories.keep(&Copy { key: key.clone(), url: url.to_owned(), answered, article })
        } else {
            return self.stories.read(key).is_some();
        };
        if let Err(error) = done {
            tracing::warn!("the copy of {url}: {error}");
        }
        true
    }
}

/// Copies what was saved when there was no time to copy it: the program ended, or another machine saved it.
pub(super) fn catch_up(saved: &Saved, desk: &Desk) {
    let rows = saved.marks.lock().unwrap_or_else(PoisonError::into_inner).saved();
    for row in rows.iter().filter(|row| !saved.stories.has(&row.key)) {
        saved.copy(desk, &row.key, &row.url);
    }
}

/// Copies a story that was just saved, or lets go of the copy of one that was let go. Where its text is not here yet it is
/// asked for, if anybody may be asked.
pub(super) async fn follow(
    saved: Saved,
    desk: Arc<Desk>,
    answers: UnboundedSender<Msg>,
    (key, url): (StoryKey, String),
    may_ask: bool,
) {
    let copy = |saved: Saved, desk: Arc<Desk>| {
        let (key, url) = (key.clone(), url.clone());
        ask::off_screen(move || saved.copy(&desk, &key, &url))
    };
    if copy(saved.clone(), Arc::clone(&desk)).await != Some(false) || !may_ask || weather::is_forecast(&url) {
        return;
    }
    match ask::page(&desk, &key, &url, Utc::now()).await {
        Ok(()) => {
            copy(saved, desk).await;
        }
        Err(trouble) => {
            let _ = answers.send(Msg::Notice(format!("Saved, but its text is not here yet. {trouble}.")));
        }
    }
}
