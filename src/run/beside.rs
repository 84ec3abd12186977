//! What goes on beside the reader: its end comes back as a message.

use crate::app::Msg;
use crate::app::media::{MediaEnd, MediaWish};

use super::Screen;

impl Screen {
    pub(super) fn speak(&mut self, turn: u64, sentences: Vec<String>) {
        let sender = self.sender.clone();
        self.listener.speak(sentences, move |trouble| {
            // Nobody waits for it once the program ends.
            let _ = sender.send(Msg::Listened { turn, trouble });
        });
    }

    pub(super) fn play(&mut self, wish: MediaWish) {
        let MediaWish::Play { turn, url } = wish else { return self.player.stop() };
        let sender = self.sender.clone();
        self.player.play(&url, move |trouble| {
            let _ = sender.send(Msg::Played(MediaEnd { turn, trouble }));
        });
    }
}
