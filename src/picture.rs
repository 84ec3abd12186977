//! Pictures: which way a terminal can show one, what that costs on the line, and a picture made ready for it.
//!
//! What way there is, is read from the environment: a terminal that is asked may answer late, or not at all, and every
//! question costs a turn on a slow line.

mod draw;

use std::sync::Arc;

use ratatui::buffer::Buffer;
use ratatui::layout::Size;

pub use draw::{BYTES_AT_MOST, Unshown, draw};

/// What the reader set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Choice {
    /// As the environment says.
    #[default]
    Auto,
    /// In pixels, as kitty has them.
    Kitty,
    /// In pixels, as the VT340 had them.
    Sixel,
    /// Two pixels in each cell.
    Blocks,
    /// Not here: in a browser.
    Browser,
}

impl Choice {
    /// The setting's values.
    pub const NAMES: &str = "auto, kitty, sixel, blocks, browser";

    /// Reads a setting's value.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Some(match name {
            "auto" => Self::Auto,
            "kitty" => Self::Kitty,
            "sixel" => Self::Sixel,
            "blocks" => Self::Blocks,
            "browser" => Self::Browser,
            _ => return None,
        })
    }
}

/// How a picture is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Way {
    /// In pixels, as kitty has them.
    Kitty {
        /// Wrapped, for a tmux that lets it through.
        wrapped: bool,
    },
    /// In pixels, as the VT340 had them.
    Sixel,
    /// Two pixels in each cell, as its colours.
    Blocks {
        /// Bytes that a cell takes in the terminal's colours.
        cell: u16,
    },
    /// In a browser.
    Browser,
    /// Not at all: no colours, or no letters but ASCII.
    #[default]
    Nowhere,
}

/// What the environment says of a terminal.
#[derive(Debug, Clone, Copy, Default)]
pub struct Signs<'a> {
    /// `TERM`.
    pub term: &'a str,
    /// `TERM_PROGRAM`.
    pub program: &'a str,
    /// `KITTY_WINDOW_ID` is set.
    pub kitty: bool,
    /// `TMUX` or `STY` is set.
    pub multiplexed: bool,
    /// Bytes that a cell of two pixels takes; `None` where it can't be shown.
    pub blocks: Option<u16>,
    /// Few bytes count for more than many pixels.
    pub thrifty: bool,
}

/// Terminals with sixels, by how their names begin.
const SIXEL: [&str; 4] = ["foot", "mlterm", "contour", "yaft"];

impl Way {
    /// The way for this terminal.
    #[must_use]
    pub fn of(choice: Choice, signs: Signs<'_>) -> Self {
        let multiplexed = signs.multiplexed || signs.term.starts_with("tmux") || signs.term.starts_with("screen");
        let blocks = signs.blocks.map_or(Self::Nowhere, |cell| Self::Blocks { cell });
        let kitty = signs.kitty
            || matches!(signs.term, "xterm-kitty" | "xterm-ghostty")
            || signs.program.eq_ignore_ascii_case("ghostty");
        let sixel = signs.program == "WezTerm" || SIXEL.iter().any(|name| signs.term.starts_with(name));
        match choice {
            Choice::Kitty => Self::Kitty { wrapped: multiplexed },
            Choice::Sixel => Self::Sixel,
            Choice::Browser => Self::Browser,
            // Variables outlive the terminal that set them where a multiplexer runs.
            Choice::Auto if signs.blocks.is_some() && !multiplexed && !signs.thrifty && kitty => {
                Self::Kitty { wrapped: false }
            }
            Choice::Auto if signs.blocks.is_some() && !multiplexed && !signs.thrifty && sixel => Self::Sixel,
            Choice::Auto | Choice::Blocks => blocks,
        }
    }

    /// About how many bytes a picture of usual shape takes that may fill `room`, on cells of so many pixels.
    #[must_use]
    pub fn cost(self, room: Size, cell: Size) -> u64 {
        let size = draw::fitting((u32::MAX / 2, u32::MAX / 3), room, cell);
        let cells = u64::from(size.width) * u64::from(size.height);
        let pixels = cells * u64::from(cell.width) * u64::from(cell.height);
        match self {
            // Packed, then written as letters.
            Self::Kitty { .. } => pixels * 2,
            Self::Sixel => pixels * 3 / 2,
            Self::Blocks { cell } => cells * u64::from(cell),
            Self::Browser | Self::Nowhere => 0,
        }
    }
}

/// A picture made ready for a terminal. Clones share it.
#[derive(Debug, Clone, PartialEq)]
pub enum Drawn {
    /// Cells that are painted like all others.
    Cells(Arc<Buffer>),
    /// What the terminal is sent.
    Pixels(Arc<Pixels>),
}

impl Drawn {
    /// How many cells it takes.
    #[must_use]
    pub fn size(&self) -> Size {
        match self {
            Self::Cells(buffer) => buffer.area.as_size(),
            Self::Pixels(pixels) => pixels.size,
        }
    }
}

/// A picture as sequences for the terminal: nothing in them is outside text, all of it was written from pixels.
#[derive(Debug, PartialEq)]
pub struct Pixels {
    /// How many cells it takes.
    pub size: Size,
    /// What is written from the beginning of each row on.
    pub rows: Vec<String>,
    /// What has the terminal forget it.
    pub farewell: &'static str,
}
