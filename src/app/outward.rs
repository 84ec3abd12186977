//! Ways of an address out of a remote shell, besides a browser there: a QR code, the address alone, a player.

use crate::article::safe_link;
use crate::keymap::{Action, Key};

use super::overlay::Overlay;
use super::qr::QrCode;
use super::{Effect, Model};

/// No address is longer than this and still an address: it is the limit that browsers and servers came to share.
pub const ADDRESS_AT_MOST: usize = 2083;

impl Model {
    /// Sends an address to the clipboard at the reader's end. Whether it came there, nobody says.
    pub(super) fn send_address(&mut self, url: &str) -> Vec<Effect> {
        let Some(url) = self.outgoing(url) else { return Vec::new() };
        self.notice = Some("The address was sent to your terminal.".to_owned());
        vec![Effect::Copy(url)]
    }

    /// The address as it may leave the program, and no longer than addresses are.
    pub(super) fn outgoing(&mut self, url: &str) -> Option<String> {
        let url = self.clean_address(url)?;
        if url.len() > ADDRESS_AT_MOST {
            self.notice = Some("The address is too long for a terminal, a browser or a player.".to_owned());
            return None;
        }
        Some(url)
    }

    /// The address as a browser opens it, in signs of ASCII that no terminal, shell or reader of codes takes for anything
    /// else, whatever way it came into the program.
    fn clean_address(&mut self, url: &str) -> Option<String> {
        let clean = safe_link(url);
        if clean.is_none() {
            self.notice = Some("That is not an address.".to_owned());
        }
        // As its publisher writes it, where nothing is wrong with that.
        let is_clean = url.bytes().all(|byte| byte.is_ascii_graphic());
        clean.map(|clean| if is_clean { url.to_owned() } else { clean })
    }

    pub(super) fn show_code(&mut self, url: &str) -> Vec<Effect> {
        let Some(url) = self.clean_address(url) else { return Vec::new() };
        match QrCode::of(&url).filter(|code| self.code_fits(code)) {
            Some(code) => self.overlay = Some(Overlay::QrCode(code)),
            None => self.notice = Some(self.code_is_too_long()),
        }
        Vec::new()
    }

    fn code_fits(&self, code: &QrCode) -> bool {
        code.fit(self.code_room(), self.settings.ascii).is_some()
    }

    /// All of the window but the status line.
    #[must_use]
    pub fn code_room(&self) -> ratatui::layout::Size {
        ratatui::layout::Size::new(self.size.width, self.layout().status.y)
    }

    /// Said where a code would stand.
    #[must_use]
    pub fn code_is_too_long(&self) -> String {
        format!("Too long for a QR code in {}×{}.", self.size.width, self.size.height)
    }

    /// Any key puts the code away; those of the program do what they do.
    pub(super) fn code_key(&mut self, code: QrCode, key: Key) -> Vec<Effect> {
        match self.keymap.action(key) {
            Some(Action::Quit) => self.quit(),
            Some(kept @ (Action::Suspend | Action::Redraw)) => {
                self.overlay = Some(Overlay::QrCode(code));
                vec![if kept == Action::Suspend { Effect::Suspend } else { Effect::Redraw }]
            }
            _ => Vec::new(),
        }
    }
}
