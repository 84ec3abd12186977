//! Stories that changed since they were read.

use crate::article::{Article, Version};
use crate::changes::Changes;
use crate::keymap::Action;
use crate::marks::{Deed, Seen};
use crate::news::{Headline, Label, StoryKey};

use super::{Effect, Model, Pane};

/// An answer to [`Effect::Compare`].
#[derive(Debug, Clone, PartialEq)]
pub struct ChangesAnswer {
    /// The question.
    pub key: StoryKey,
    /// Which version was read.
    pub was: Version,
    /// What changed, or a sentence that says why that can't be told.
    pub outcome: Result<Box<Changes>, String>,
}

impl Model {
    /// True for the row of a story that was read in another version than the one that is kept, or under another headline
    /// than its feed gives it now.
    #[must_use]
    pub fn is_updated(&self, headline: &Headline) -> bool {
        let Some((_, seen)) = self.marks.seen(&headline.key) else { return false };
        let version = self.headlines.versions.get(&headline.key);
        // Feeds word the headline of one story differently: only one that was changed by the feed that had it counts.
        let is_reworded = headline.labels.contains(&Label::Updated) && seen.title != Version::of(&[&headline.title]);
        self.marks.is_read(&headline.key) && (is_reworded || version.is_some_and(|version| *version != seen.version))
    }

    /// Looks at the version that is about to be shown: whether the reader knows it.
    pub(super) fn meet_version(&mut self, key: &StoryKey, article: &Article) {
        let version = article.version();
        self.article.version = Some(version);
        if let Some((at, seen)) = self.marks.seen(key).filter(|(_, seen)| seen.version != version) {
            self.article.since = Some((at, seen.version));
        }
        self.headlines.versions.insert(key.clone(), version);
    }

    /// Notes the version on the screen as the one that was read.
    pub(super) fn note_version(&mut self) -> Vec<Effect> {
        let (Some(headline), Some(version)) = (&self.article.headline, self.article.version) else {
            return Vec::new();
        };
        let seen = Seen { version, title: Version::of(&[&headline.title]) };
        let key = headline.key.clone();
        if self.marks.seen(&key).is_some_and(|(_, known)| known == seen) || !self.marks.is_read(&key) {
            return Vec::new();
        }
        self.record(vec![(key, Deed::Seen(seen))])
    }

    /// The line above a story that changed since it was read.
    pub(super) fn note_of_change(&self) -> Option<String> {
        let (at, _) = self.article.since?;
        let at = chrono::DateTime::from_timestamp_millis(at)?;
        let (when, key) = (self.zone.day_and_time(at), self.keymap.hint(Action::Changes));
        Some(if self.article.changes.is_some() {
            format!("Changes since you read it on {when}. {key} shows the story again.")
        } else {
            format!("Updated since you read it on {when}. {key} shows what changed.")
        })
    }

    /// Shows what changed in the open story, or the story again.
    pub(super) fn toggle_changes(&mut self) -> Vec<Effect> {
        if self.focus == Pane::Article && self.article.changes.take().is_some() {
            self.fit();
            return Vec::new();
        }
        let open = self.article.headline.as_ref().filter(|_| self.focus == Pane::Article);
        self.notice = Some(match (open.map(|open| open.key.clone()), self.article.since) {
            (Some(key), Some((_, was))) => {
                self.article.comparing = true;
                return vec![Effect::Compare { key, was }];
            }
            (Some(_), None) => "Nothing in it has changed since you read it.".to_owned(),
            (None, _) => {
                format!("Open the story first; {} then shows what changed.", self.keymap.hint(Action::Changes))
            }
        });
        Vec::new()
    }

    pub(super) fn take_changes(&mut self, answer: ChangesAnswer) {
        let is_open = self.article.headline.as_ref().is_some_and(|open| open.key == answer.key);
        if !is_open || self.article.since.is_none_or(|(_, was)| was != answer.was) {
            return;
        }
        self.article.comparing = false;
        match answer.outcome {
            Ok(changes) => {
                self.article.changes = Some(changes);
                self.fit();
            }
            Err(said) => self.notice = Some(said),
        }
    }
}
