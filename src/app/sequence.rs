//! Keys that are typed one after the other.

use crate::keymap::{Code, Key, Typed, in_words};

use super::Model;
use super::help::Help;
use super::overlay::Overlay;

/// What was typed and does nothing by itself.
#[derive(Debug, Clone, Default)]
pub(super) struct Begun {
    /// Keys that begin a sequence.
    keys: Vec<Key>,
    /// How often the next motion is wanted.
    pub(super) count: Option<usize>,
}

impl Model {
    /// A key as it is, or what a sequence came to with it. Keys that only begin one are kept and change nothing on the
    /// screen, however long the next one takes; Esc forgets them, and so does a key that does not go on from them.
    pub(super) fn whole_key(&mut self, key: Key) -> Option<Key> {
        // Letters that are typed are letters.
        if matches!(self.overlay, Some(Overlay::Prompt(_) | Overlay::Help(Help { typing: true, .. }))) {
            return Some(key);
        }
        let is_alone = self.begun.keys.is_empty();
        self.begun.keys.push(key);
        match self.keymap.typed(&self.begun.keys) {
            Typed::Begun => return None,
            Typed::Whole(action) if !is_alone => {
                self.begun.keys.clear();
                return Some(Key::plain(Code::Bound(action)));
            }
            _ => {}
        }
        let begun = std::mem::take(&mut self.begun.keys);
        if is_alone {
            return Some(key);
        }
        self.begun.count = None;
        if key.code != Code::Esc {
            self.notice = Some(format!("{} does nothing.", in_words(&begun)));
        }
        None
    }
}
