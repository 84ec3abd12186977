//! The story read aloud, by whatever program the reader has for it.

use unicode_segmentation::UnicodeSegmentation as _;

use crate::keymap::Action;

use super::{Effect, Model};

/// Longer sentences are spoken in pieces: each fits a pipe.
const SENTENCE_AT_MOST: usize = 1_000;

/// A story as what is said between two breaths.
#[must_use]
pub fn sentences(story: &str) -> Vec<String> {
    let mut sentences = Vec::new();
    for sentence in story.lines().flat_map(str::unicode_sentences) {
        let mut piece = String::new();
        for word in sentence.split_word_bounds() {
            if piece.len() + word.len() > SENTENCE_AT_MOST && !piece.is_empty() {
                sentences.push(std::mem::take(&mut piece));
            }
            piece.extend(word.chars().take(SENTENCE_AT_MOST));
        }
        sentences.push(piece);
    }
    // What `say` of macOS takes for commands is text here.
    let said = sentences.into_iter().map(|sentence| sentence.trim().replace("[[", "[ ["));
    said.filter(|sentence| !sentence.is_empty()).collect()
}

impl Model {
    /// Begins to read the open story aloud, or stops.
    pub(super) fn toggle_listening(&mut self) -> Vec<Effect> {
        if self.listening.is_some() {
            self.notice = Some("Stopped reading aloud.".to_owned());
            return self.stop_listening();
        }
        let Some(headline) = self.article.headline.as_ref().filter(|_| self.focus == super::Pane::Article) else {
            self.notice = Some("Open a story to have it read aloud.".to_owned());
            return Vec::new();
        };
        let body = match &self.article.article {
            Some(article) => article.body(),
            None => headline.standfirst.clone().unwrap_or_default(),
        };
        let sentences = sentences(&format!("{}\n{body}", headline.title));
        self.listened += 1;
        self.listening = Some(self.listened);
        self.notice = Some(format!("Reading aloud. {} stops it.", self.keymap.hint(Action::Listen)));
        vec![Effect::Listen { turn: self.listened, sentences }]
    }

    /// Nothing is read aloud any more.
    pub(super) fn stop_listening(&mut self) -> Vec<Effect> {
        self.listening.take().map(|_| Effect::StopListening).into_iter().collect()
    }

    /// All was said, or why it was not.
    pub(super) fn take_listened(&mut self, turn: u64, trouble: Option<String>) {
        if self.listening == Some(turn) {
            self.listening = None;
            self.notice = trouble.or(self.notice.take());
        }
    }
}
