//! The clipboard of the terminal at the reader's end (OSC 52), through whatever stands before it.

use base64::Engine as _;

/// What stands between the program and the reader's terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Between {
    /// Nothing that is known of.
    Nothing,
    /// tmux: takes the plain sequence with `set-clipboard on`, and passes a wrapped one on with `allow-passthrough on`.
    Tmux,
    /// GNU screen: passes on what is wrapped, in short pieces.
    Screen,
    /// One of both, at the other end of an ssh: only `TERM` came along.
    Either,
}

/// GNU screen keeps no more of one wrapped sequence than a few hundred bytes; this is what all versions take.
const PIECE: usize = 76;

impl Between {
    /// What stands before this process.
    #[must_use]
    pub fn of_this_process() -> Self {
        let [tmux, sty, term] = ["TMUX", "STY", "TERM"].map(|name| std::env::var(name).ok());
        Self::of(tmux.as_deref(), sty.as_deref(), term.as_deref())
    }

    /// As `TMUX`, `STY` and `TERM` tell. The inner one of both is not known when both are set; `TERM` is from it.
    #[must_use]
    pub fn of(tmux: Option<&str>, sty: Option<&str>, term: Option<&str>) -> Self {
        let set = |value: Option<&str>| value.is_some_and(|value| !value.is_empty());
        let term = term.unwrap_or_default();
        match (set(tmux), set(sty)) {
            (true, false) => Self::Tmux,
            (false, true) => Self::Screen,
            _ if term.starts_with("tmux") => Self::Tmux,
            _ if term.starts_with("screen") => Self::Either,
            _ => Self::Nothing,
        }
    }
}

/// The sequences that send `text` there. Which of several ways is open can't be asked: all are sent, and what comes
/// twice is the same twice.
///
/// ```
/// use dateline::terminal::{Between, clipboard};
/// assert_eq!(clipboard("owl", Between::Nothing), b"\x1b]52;c;b3ds\x07");
/// assert_eq!(clipboard("owl", Between::Screen), b"\x1bP\x1b]52;c;b3ds\x07\x1b\\");
/// ```
#[must_use]
pub fn clipboard(text: &str, between: Between) -> Vec<u8> {
    let plain = format!("\x1b]52;c;{}\x07", base64::engine::general_purpose::STANDARD.encode(text));
    let mut bytes = Vec::new();
    if between != Between::Screen {
        bytes.extend_from_slice(plain.as_bytes());
    }
    if between == Between::Tmux {
        // Inside, each escape is doubled.
        bytes.extend_from_slice(format!("\x1bPtmux;{}\x1b\\", plain.replace('\x1b', "\x1b\x1b")).as_bytes());
    }
    if matches!(between, Between::Screen | Between::Either) {
        for piece in plain.as_bytes().chunks(PIECE) {
            bytes.extend_from_slice(b"\x1bP");
            bytes.extend_from_slice(piece);
            bytes.extend_from_slice(b"\x1b\\");
        }
    }
    bytes
}
