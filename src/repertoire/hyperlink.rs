//! Hyperlinks (OSC 8): which terminals have them, how a frame says which of its words lead somewhere, and the sequence
//! itself.
//!
//! A cell has no room for an address, so what is drawn carries a number, and the numbers' addresses go to the painter
//! beside the frame. The number stands in the bits of a cell's attributes that stand for none: there it stays with its words
//! when they are spelt in other letters or move, and goes when something is drawn over them.

use ratatui::buffer::Cell;
use ratatui::style::{Modifier, Style};

/// For which words the terminal is told where they lead.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Hyperlinks {
    /// Links, where the terminal is known to take it.
    #[default]
    Auto,
    /// Links.
    Links,
    /// Links, and the titles of lists: an address for each of them.
    All,
    /// None.
    Never,
}

/// Longer addresses are not sent: terminals stop listening at about this length.
const ADDRESS_AT_MOST: usize = 2000;

/// Terminals with hyperlinks by how their `TERM` begins: it is what an ssh brings along.
const TERMS: [&str; 8] =
    ["xterm-kitty", "xterm-ghostty", "ghostty", "foot", "wezterm", "alacritty", "contour", "mintty"];
/// And by the name they give themselves in `TERM_PROGRAM`.
const PROGRAMS: [&str; 7] = ["iTerm.app", "WezTerm", "ghostty", "vscode", "mintty", "rio", "contour"];
/// These set a variable of their own in each of their windows: kitty, Windows Terminal, Alacritty since 0.11, Konsole.
const VARIABLES: [&str; 4] = ["KITTY_WINDOW_ID", "WT_SESSION", "ALACRITTY_WINDOW_ID", "KONSOLE_VERSION"];
/// VTE (GNOME Terminal, Tilix, …) has them since 0.50; from this release on they do no harm.
const VTE_AT_LEAST: u32 = 5200;

impl Hyperlinks {
    /// The names in the config, besides `true` and `false`.
    pub const NAMES: &str = "\"auto\", \"all\", true, false";

    /// Reads one of the names.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        match name {
            "auto" => Some(Self::Auto),
            "all" => Some(Self::All),
            _ => None,
        }
    }

    /// What becomes of it here, by the environment: never [`Self::Auto`]. On a thin line an address is too dear.
    ///
    /// An ssh brings none of the variables but `TERM` (and iTerm's, which begins with `LC_`): there most terminals are not
    /// known. A multiplexer passes on links only where it was told that its terminal takes them.
    #[must_use]
    pub fn settled(self, variable: impl Fn(&str) -> Option<String>, thrifty: bool) -> Self {
        let value = |name: &str| variable(name).unwrap_or_default();
        let is_set = |name: &str| !value(name).is_empty();
        let term = value("TERM");
        let multiplexed = is_set("TMUX") || is_set("STY") || term.starts_with("screen") || term.starts_with("tmux");
        let known = || {
            TERMS.iter().any(|name| term.starts_with(name))
                || PROGRAMS.contains(&value("TERM_PROGRAM").as_str())
                || value("LC_TERMINAL") == "iTerm2"
                || VARIABLES.into_iter().any(is_set)
                || value("VTE_VERSION").parse::<u32>().is_ok_and(|version| version >= VTE_AT_LEAST)
        };
        match self {
            _ if thrifty => Self::Never,
            Self::Auto if !multiplexed && known() => Self::Links,
            Self::Auto => Self::Never,
            settled => settled,
        }
    }
}

/// The bits of a cell's attributes that stand for none.
pub const BITS: Modifier = Modifier::from_bits_retain(!Modifier::all().bits());
/// The greatest number: more links than these are not on one screen.
pub const NUMBER_AT_MOST: usize = (BITS.bits() >> SHIFT) as usize;
/// Below the bits stand attributes.
const SHIFT: u32 = Modifier::all().bits().count_ones();

/// How words look that lead to the address of this number; 0, and a number that is too great, is of none.
#[must_use]
pub fn numbered(style: Style, number: usize) -> Style {
    style.add_modifier(bits(number))
}

/// The number that a cell carries; 0 for none.
#[must_use]
pub fn number(cell: &Cell) -> usize {
    usize::from((cell.modifier & BITS).bits() >> SHIFT)
}

/// Has a cell carry a number.
pub fn set_number(cell: &mut Cell, number: usize) {
    cell.modifier = cell.modifier.difference(BITS) | bits(number);
}

fn bits(number: usize) -> Modifier {
    let number = u16::try_from(number).ok().filter(|number| usize::from(*number) <= NUMBER_AT_MOST);
    Modifier::from_bits_retain(number.unwrap_or(0) << SHIFT)
}

/// True for an address that a terminal may be told: one that a browser opens, without a byte that could end the sequence
/// or mean anything else to a terminal. The last door: whatever an address went through before, it is asked here.
#[must_use]
pub fn is_sendable(address: &str) -> bool {
    ["http://", "https://", "mailto:"].iter().any(|scheme| address.starts_with(scheme))
        && address.len() <= ADDRESS_AT_MOST
        && address.bytes().all(|byte| byte.is_ascii_graphic())
}

/// What follows leads to `address`, which is [sendable](is_sendable). Words with the same number are one link, however
/// many rows they stand in.
#[must_use]
pub fn opening(number: usize, address: &str) -> String {
    format!("\x1b]8;id={number};{address}\x1b\\")
}

/// What follows leads nowhere.
pub const CLOSING: &str = "\x1b]8;;\x1b\\";
