//! What the terminal sends: bytes → keys, pasted text, and the answer to the one question that is ever asked of it.
//!
//! A decoder of our own, for three reasons. Event readers swallow the answer to `CSI 5 n`. Parsers of terminal output
//! take the other direction's view: `ESC P` begins a string that nothing but a terminator ends, where at a keyboard it
//! is Alt-P. And an Esc key that was pressed can be told from a sequence that is still on its way by time alone, which
//! is handed in here ([`Decoder::patience`], [`Decoder::give_up`]).

use std::time::Duration;

use crate::keymap::{Code, Gesture, Key, Mouse};
use crate::text::is_hostile;

/// Something that the terminal sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// A key.
    Key(Key),
    /// Text that was pasted, in one piece.
    Paste(String),
    /// The mouse.
    Mouse(Mouse),
    /// The terminal has come as far as our question (`CSI 5 n`).
    Answer,
}

/// More of a paste than this is dropped: nobody pastes a longer address or search.
const PASTE_AT_MOST: usize = 64 * 1024;
/// More of a sequence than this says nothing to us.
const SEQUENCE_AT_MOST: usize = 32;

/// How long after an ESC more of a sequence may come. The Esc key sends the same byte.
const AFTER_ESC: Duration = Duration::from_millis(50);
/// How long a sequence that has begun may stand still.
const IN_SEQUENCE: Duration = Duration::from_secs(1);
/// How long a paste may.
const IN_PASTE: Duration = Duration::from_secs(5);

/// Turns bytes into inputs, wherever the reads split them.
#[derive(Debug, Default)]
pub struct Decoder {
    state: State,
    /// What a paste has brought so far.
    paste: Option<String>,
    /// The first bytes of a character that is not all there.
    partial: Vec<u8>,
    /// The next character was typed with Alt.
    alt: bool,
    /// An ESC was taken for the Esc key a moment ago; it may have been the beginning of a sequence all the same.
    late: bool,
    inputs: Vec<Input>,
}

#[derive(Debug, Default)]
enum State {
    #[default]
    Ground,
    /// After an ESC.
    Escape,
    /// After `ESC [` or `ESC O`, with what follows up to the final byte.
    Sequence { introducer: u8, bytes: Vec<u8>, too_long: bool },
    /// In a string that ends with `ESC \` or BEL: answers to questions that somebody else asked.
    Text { introducer: u8, empty: bool, escape: bool },
    /// So many bytes belong to a sequence that is known to have them, and say nothing to us.
    Skip(u8),
}

impl Decoder {
    /// Takes what was read and returns what is complete.
    #[must_use]
    pub fn decode(&mut self, bytes: &[u8]) -> Vec<Input> {
        for byte in bytes {
            self.take(*byte);
        }
        std::mem::take(&mut self.inputs)
    }

    /// How long to wait for more of what has begun, before [`Self::give_up`]; `None` when nothing has.
    #[must_use]
    pub fn patience(&self) -> Option<Duration> {
        match &self.state {
            _ if self.paste.is_some() => Some(IN_PASTE),
            State::Ground => None,
            State::Escape => Some(AFTER_ESC),
            State::Sequence { .. } | State::Text { .. } | State::Skip(_) => Some(IN_SEQUENCE),
        }
    }

    /// Nothing more has come: what has begun is what it is.
    #[must_use]
    pub fn give_up(&mut self) -> Vec<Input> {
        match std::mem::take(&mut self.state) {
            _ if self.paste.is_some() => self.end_paste(),
            State::Escape => {
                self.key(Code::Esc);
                self.late = true;
            }
            // Only the beginning of a sequence came, and that is what Alt with that character sends.
            State::Sequence { introducer, bytes, too_long: false } if bytes.is_empty() => {
                self.after_alt(introducer);
            }
            State::Text { introducer, empty: true, .. } => self.after_alt(introducer),
            _ => {}
        }
        std::mem::take(&mut self.inputs)
    }

    fn take(&mut self, byte: u8) {
        let late = std::mem::take(&mut self.late);
        let before = std::mem::take(&mut self.state);
        if byte == ESC {
            self.partial.clear();
            self.alt = false;
            self.state = match before {
                State::Text { introducer, escape: false, .. } => State::Text { introducer, empty: false, escape: true },
                _ => State::Escape,
            };
            if matches!(before, State::Escape) && self.paste.is_none() {
                self.key(Code::Esc);
            }
            return;
        }
        match before {
            State::Ground if late && byte == b'[' => self.after_escape(byte),
            State::Ground => self.text(byte),
            State::Sequence { introducer, mut bytes, mut too_long } => match byte {
                0x20..=0x3F => {
                    too_long |= bytes.len() == SEQUENCE_AT_MOST;
                    if !too_long {
                        bytes.push(byte);
                    }
                    self.state = State::Sequence { introducer, bytes, too_long };
                }
                0x40..=0x7E if too_long => {}
                0x40..=0x7E => self.sequence(introducer, &bytes, byte),
                // No part of a sequence: what had begun is broken off, and this is a key.
                _ => self.text(byte),
            },
            State::Text { escape: true, .. } if byte == b'\\' => {}
            State::Escape | State::Text { escape: true, .. } => self.after_escape(byte),
            State::Text { .. } if matches!(byte, BEL | CAN | SUB) => {}
            State::Text { introducer, .. } => self.state = State::Text { introducer, empty: false, escape: false },
            State::Skip(more) => {
                if let Some(more @ 1..) = more.checked_sub(1) {
                    self.state = State::Skip(more);
                }
            }
        }
    }

    fn after_escape(&mut self, byte: u8) {
        match byte {
            b'[' => self.state = State::Sequence { introducer: byte, bytes: Vec::new(), too_long: false },
            // A paste has no keys, and its end begins with `ESC [`.
            _ if self.paste.is_some() => self.text(byte),
            b'O' => self.state = State::Sequence { introducer: byte, bytes: Vec::new(), too_long: false },
            b'P' | b'X' | b']' | b'^' | b'_' => {
                self.state = State::Text { introducer: byte, empty: true, escape: false };
            }
            _ => self.after_alt(byte),
        }
    }

    fn after_alt(&mut self, byte: u8) {
        self.alt = true;
        self.text(byte);
    }

    /// A byte that is part of no sequence.
    fn text(&mut self, byte: u8) {
        if !self.partial.is_empty() || !byte.is_ascii() {
            return self.part_of_character(byte);
        }
        let code = match byte {
            b'\r' => Code::Enter,
            b'\t' => Code::Tab,
            DEL => Code::Backspace,
            0 => return self.control(' '),
            1..=26 => return self.control(char::from(byte - 1 + b'a')),
            // As terminals send C-4 to C-7.
            0x1C..=0x1F => return self.control(char::from(byte - 0x1C + b'4')),
            _ => return self.character(char::from(byte)),
        };
        match &self.paste {
            None => self.key(code),
            Some(_) if byte == DEL => {}
            Some(_) => self.pasted(char::from(byte)),
        }
    }

    fn part_of_character(&mut self, byte: u8) {
        self.partial.push(byte);
        match std::str::from_utf8(&self.partial).map(|text| text.chars().next()) {
            Ok(Some(c)) => {
                self.partial.clear();
                self.character(c);
            }
            // More of it is to come.
            Err(error) if error.error_len().is_none() => {}
            Ok(None) | Err(_) => {
                let was_alone = self.partial.len() == 1;
                self.partial.clear();
                if was_alone {
                    self.alt = false;
                } else {
                    // It broke off what had begun, and may begin something itself.
                    self.text(byte);
                }
            }
        }
    }

    fn character(&mut self, c: char) {
        if is_hostile(c) {
            self.alt = false;
        } else if self.paste.is_some() {
            self.pasted(c);
        } else {
            self.key(Code::Char(c));
        }
    }

    fn control(&mut self, with: char) {
        if self.paste.is_none() {
            let alt = std::mem::take(&mut self.alt);
            self.inputs.push(Input::Key(Key { code: Code::Char(with), ctrl: true, alt }));
        } else if with == 'j' {
            self.pasted('\n');
        }
    }

    fn key(&mut self, code: Code) {
        let alt = std::mem::take(&mut self.alt);
        self.inputs.push(Input::Key(Key { code, ctrl: false, alt }));
    }

    fn pasted(&mut self, c: char) {
        self.alt = false;
        if let Some(paste) = self.paste.as_mut().filter(|paste| paste.len() < PASTE_AT_MOST) {
            paste.push(c);
        }
    }

    fn end_paste(&mut self) {
        self.partial.clear();
        if let Some(paste) = self.paste.take() {
            self.inputs.push(Input::Paste(paste));
        }
    }

    /// A whole sequence. One that says nothing to us is no key either.
    fn sequence(&mut self, introducer: u8, bytes: &[u8], last: u8) {
        let is_csi = introducer == b'[';
        match (last, bytes) {
            (b'~', b"201") => return self.end_paste(),
            _ if self.paste.is_some() => return,
            (b'~', b"200") => return self.paste = Some(String::new()),
            (b'n', b"0" | b"3") if is_csi => return self.inputs.push(Input::Answer),
            // The function keys of the Linux console have one letter more.
            (b'[', b"") if is_csi => return self.state = State::Skip(1),
            (b'M', [b'<', report @ ..]) if is_csi => return self.inputs.extend(mouse(report).map(Input::Mouse)),
            // An older report of a mouse that some other program left on: button, column and row follow.
            (b'M', b"") if is_csi => return self.state = State::Skip(3),
            _ => {}
        }
        let Some(numbers) = Numbers::read(bytes) else { return };
        let (modifiers, code) = match last {
            b'~' if numbers.first(0) == 27 => (numbers.first(1), typed(numbers.first(2), numbers.first(1))),
            b'~' => (numbers.first(1), numbered(numbers.first(0))),
            b'u' => (numbers.first(1), typed(numbers.first(0), numbers.first(1))),
            b'M' if !is_csi => (0, Some(Code::Enter)),
            _ => (numbers.first(1), lettered(last)),
        };
        let is_release = numbers.second(1) == RELEASE;
        if let Some(code) = code.filter(|_| !is_release) {
            let held = |bit| modifiers.saturating_sub(1) & bit != 0;
            self.inputs.push(Input::Key(Key { code, ctrl: held(CTRL), alt: held(ALT) }));
        }
    }
}

const ESC: u8 = 0x1B;
const BEL: u8 = 0x07;
const CAN: u8 = 0x18;
const SUB: u8 = 0x1A;
const DEL: u8 = 0x7F;

/// Modifiers are sent as one more than the sum of these.
const SHIFT: u32 = 1;
const ALT: u32 = 2;
const CTRL: u32 = 4;
/// What a terminal adds when it tells of the end of a key press, too.
const RELEASE: u32 = 3;

/// The parameters of a sequence: `1;5:3` is 1, then 5 with 3.
struct Numbers(Vec<(u32, u32)>);

impl Numbers {
    /// `None` for what is no list of numbers: a private sequence.
    fn read(bytes: &[u8]) -> Option<Self> {
        let text = std::str::from_utf8(bytes).ok()?;
        let number = |digits: &str| if digits.is_empty() { Some(0) } else { digits.parse().ok() };
        let pair = |part: &str| {
            let mut numbers = part.split(':').map(number);
            Some((numbers.next()??, numbers.next().unwrap_or(Some(0))?))
        };
        text.split(';').map(pair).collect::<Option<_>>().map(Self)
    }

    fn first(&self, at: usize) -> u32 {
        self.0.get(at).map_or(0, |pair| pair.0)
    }

    fn second(&self, at: usize) -> u32 {
        self.0.get(at).map_or(0, |pair| pair.1)
    }
}

/// A press or a turn of the wheel as `CSI < button ; column ; row M` tells of it, counted from 1. What is held with it, or
/// done with other buttons, says nothing to us.
fn mouse(report: &[u8]) -> Option<Mouse> {
    let numbers = Numbers::read(report)?;
    let gesture = match numbers.first(0) {
        0 => Gesture::Click,
        64 => Gesture::WheelUp,
        65 => Gesture::WheelDown,
        _ => return None,
    };
    let cell = |at| numbers.first(at).checked_sub(1).and_then(|cell| u16::try_from(cell).ok());
    Some(Mouse { gesture, column: cell(1)?, row: cell(2)? })
}

fn lettered(last: u8) -> Option<Code> {
    Some(match last {
        b'A' => Code::Up,
        b'B' => Code::Down,
        b'C' => Code::Right,
        b'D' => Code::Left,
        b'F' => Code::End,
        b'H' => Code::Home,
        b'Z' => Code::BackTab,
        _ => return None,
    })
}

fn numbered(number: u32) -> Option<Code> {
    Some(match number {
        1 | 7 => Code::Home,
        3 => Code::Delete,
        4 | 8 => Code::End,
        5 => Code::PageUp,
        6 => Code::PageDown,
        _ => return None,
    })
}

/// A key by the character on it, as terminals send it that were told to by somebody else.
fn typed(number: u32, modifiers: u32) -> Option<Code> {
    let shift = modifiers.saturating_sub(1) & SHIFT != 0;
    Some(match number {
        9 if shift => Code::BackTab,
        9 => Code::Tab,
        13 | 57414 => Code::Enter,
        27 => Code::Esc,
        127 => Code::Backspace,
        57417 => Code::Left,
        57418 => Code::Right,
        57419 => Code::Up,
        57420 => Code::Down,
        57421 => Code::PageUp,
        57422 => Code::PageDown,
        57423 => Code::Home,
        57424 => Code::End,
        57426 => Code::Delete,
        // Other keys without a character stand in the private use area.
        0xE000..=0xF8FF => return None,
        _ => {
            let c = char::from_u32(number).filter(|c| !is_hostile(*c))?;
            Code::Char(if shift { c.to_uppercase().next().unwrap_or(c) } else { c })
        }
    })
}
