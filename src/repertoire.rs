//! What a terminal can show besides colours, which are the painter's: its letters and its attributes. A frame is made to
//! fit just before it is painted, so that no pane has to know what terminal it is on.

pub mod ascii;
pub mod hyperlink;

use ratatui::buffer::{Buffer, Cell};
use ratatui::style::Modifier;

use crate::text::width;

/// The letters and attributes of a terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Repertoire {
    /// No letters but those of ASCII.
    pub ascii: bool,
    /// Of the painter's, those that look like what they mean.
    pub attributes: Modifier,
    /// Rows can be taken out of the screen and put in (DL, IL).
    pub shifts: bool,
}

/// Those that every terminal with attributes has had since the VT100.
const OLDEST: Modifier = Modifier::BOLD.union(Modifier::UNDERLINED).union(Modifier::REVERSED);

/// Terminals that show slanted letters, by how their names begin. On others the sequence means something else: Linux'
/// console shows a colour, `screen` takes it for reverse.
const SLANTING: [&str; 17] = [
    "xterm",
    "tmux",
    "alacritty",
    "foot",
    "kitty",
    "wezterm",
    "ghostty",
    "rio",
    "contour",
    "konsole",
    "vte",
    "gnome",
    "iterm",
    "st-",
    "mintty",
    "ms-terminal",
    "rxvt-unicode",
];

impl Repertoire {
    /// What `TERM` has by terminfo, with letters as `ascii` says.
    #[must_use]
    pub fn of(term: Option<&str>, ascii: bool) -> Self {
        let term = term.unwrap_or_default();
        let attributes = if term.starts_with("vt") && !term.starts_with("vte") {
            OLDEST
        } else if SLANTING.iter().any(|name| term.starts_with(name)) {
            OLDEST | Modifier::DIM | Modifier::ITALIC
        } else {
            OLDEST | Modifier::DIM
        };
        // Its successors all have them.
        let shifts = !term.starts_with("vt100");
        Self { ascii, attributes, shifts }
    }

    /// Makes a frame fit: what can't be shown becomes what can, and everything stays in its columns.
    pub fn fit(self, frame: &mut Buffer) {
        for cell in &mut frame.content {
            cell.modifier &= self.attributes | hyperlink::BITS;
        }
        if self.ascii {
            let columns = usize::from(frame.area.width).max(1);
            frame.content.chunks_mut(columns).for_each(spell);
        }
    }
}

/// Spells a row in ASCII: a wide character fills its columns with as many letters.
fn spell(row: &mut [Cell]) {
    let mut at = 0;
    while let Some(cell) = row.get(at) {
        if let [b' '..=b'~'] = cell.symbol().as_bytes() {
            at += 1;
            continue;
        }
        let (style, columns) = (cell.style(), width(cell.symbol()).max(1));
        let letters = ascii::letters(cell.symbol(), columns);
        let dots = if cell.symbol() == "…" { more_dots(row.get(at + 1..).unwrap_or_default()) } else { 0 };
        let letters = letters + &".".repeat(dots);
        for (cell, letter) in row.iter_mut().skip(at).zip(letters.chars()) {
            cell.set_char(letter).set_style(style);
        }
        at += columns + dots;
    }
}

/// How many dots fit after the first of an ellipsis, with a blank before what follows.
fn more_dots(after: &[Cell]) -> usize {
    let blanks = after.iter().take(3).take_while(|cell| cell.symbol() == " ").count();
    if blanks == after.len() { blanks.min(2) } else { blanks.saturating_sub(1) }
}

/// True for a terminal whose cursor can't be moved, or of which nothing is known, as git and others take it: words can
/// only be printed one after the other.
#[must_use]
pub fn only_prints(term: Option<&str>) -> bool {
    matches!(term.unwrap_or_default(), "" | "dumb" | "unknown" | "network" | "dialup")
}

/// True when the locale's letters are UTF-8, by the first that is set of `LC_ALL`, `LC_CTYPE` and `LANG`, in this order.
/// A name without a codeset (`en_NZ`, `C`) is not, nor is none at all, but on a Mac, where every terminal is UTF-8.
///
/// ```
/// use dateline::repertoire::is_utf8;
/// assert!(is_utf8([None, Some("en_NZ.UTF-8"), Some("C")]));
/// assert!(!is_utf8([Some("C"), Some("en_NZ.UTF-8"), None]));
/// ```
#[must_use]
pub fn is_utf8(locale: [Option<&str>; 3]) -> bool {
    let Some(name) = locale.into_iter().flatten().find(|name| !name.is_empty()) else {
        return cfg!(target_os = "macos");
    };
    // A Mac's own terminal says `UTF-8` and nothing else to other machines.
    let codeset = name.split_once('.').map_or(name, |(_, codeset)| codeset);
    let codeset = codeset.split('@').next().unwrap_or_default();
    codeset.eq_ignore_ascii_case("utf-8") || codeset.eq_ignore_ascii_case("utf8")
}
