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

/// Something that goes on beside the reader, of which a late end must not be taken for that of what came after it: how
/// often it was begun, and which of these goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Turns {
    begun: u64,
    going: Option<u64>,
}

impl Turns {
    /// Begins, in place of what goes on; says how this beginning is known.
    pub(super) fn begin(&mut self) -> u64 {
        self.begun += 1;
        self.going = Some(self.begun);
        self.begun
    }

    /// Ends; true if something went on.
    pub(super) fn end(&mut self) -> bool {
        self.going.take().is_some()
    }

    /// True for the one that goes on.
    pub(super) fn is(&self, turn: u64) -> bool {
        self.going == Some(turn)
    }

    /// True while one does.
    pub(super) fn is_going(&self) -> bool {
        self.going.is_some()
    }
}

impl Model {
    /// Begins to read the open story aloud, or stops.
    pub(super) fn toggle_listening(&mut self) -> Vec<Effect> {
        if self.listening.is_going() {
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
        self.notice = Some(format!("Reading aloud. {} stops it.", self.keymap.hint(Action::Listen)));
        vec![Effect::Listen { turn: self.listening.begin(), sentences }]
    }

    /// Nothing is read aloud any more.
    pub(super) fn stop_listening(&mut self) -> Vec<Effect> {
        self.listening.end().then_some(Effect::StopListening).into_iter().collect()
    }

    /// All was said, or why it was not.
    pub(super) fn take_listened(&mut self, turn: u64, trouble: Option<String>) {
        if self.listening.is(turn) {
            self.listening.end();
            self.notice = trouble.or(self.notice.take());
        }
    }
}
