//! Attributes: the shortest way from what the terminal draws with to what a cell needs.

use std::fmt::Write as _;

use ratatui::buffer::Cell;
use ratatui::style::{Color, Modifier};

use super::colour::Colours;
use crate::repertoire::hyperlink;

/// Makes a cell what the painter would draw of it: in the colours there are, without attributes that it does not know or
/// that nobody sees. Cells that look the same are the same then.
pub(super) fn plainest(cell: &mut Cell, colours: Colours) {
    cell.modifier &= KNOWN | hyperlink::BITS;
    (cell.fg, cell.bg) = (colours.reduce(cell.fg), colours.reduce(cell.bg));
    if cell.symbol() == " " && !shows_on_blank(cell.modifier) {
        cell.fg = Color::Reset;
        cell.modifier &= hyperlink::BITS;
    }
}

/// What the terminal draws with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Pen {
    fg: Color,
    bg: Color,
    modifier: Modifier,
}

/// Those the painter knows; the code that sets it, the code that takes it away.
const MODIFIERS: [(Modifier, u8, u8); 5] = [
    (Modifier::BOLD, 1, 22),
    (Modifier::DIM, 2, 22),
    (Modifier::ITALIC, 3, 23),
    (Modifier::UNDERLINED, 4, 24),
    (Modifier::REVERSED, 7, 27),
];

/// All that is drawn.
const KNOWN: Modifier =
    Modifier::BOLD.union(Modifier::DIM).union(Modifier::ITALIC).union(Modifier::UNDERLINED).union(Modifier::REVERSED);

/// Those that are seen where nothing is printed.
const UNDER_BLANKS: Modifier = Modifier::UNDERLINED.union(Modifier::REVERSED);

/// True for attributes that are seen where nothing is printed.
pub(super) fn shows_on_blank(modifier: Modifier) -> bool {
    modifier.intersects(UNDER_BLANKS)
}

impl Pen {
    /// The terminal's own look.
    pub(super) const PLAIN: Self = Self { fg: Color::Reset, bg: Color::Reset, modifier: Modifier::empty() };

    /// True when the cell can be printed without changing anything.
    pub(super) fn draws(self, cell: &Cell) -> bool {
        self == self.for_cell(cell)
    }

    /// True when what the terminal erases or scrolls in with this pen shows nothing.
    pub(super) fn leaves_blanks(self) -> bool {
        self.bg == Color::Reset && !shows_on_blank(self.modifier)
    }

    /// Changes what differs, by single codes or by a reset and what is needed anew, whichever is shorter.
    pub(super) fn draw(&mut self, cell: &Cell, bytes: &mut Vec<u8>) {
        let to = self.for_cell(cell);
        if to == *self {
            return;
        }
        let step = codes(*self, to);
        let anew = codes(Self::PLAIN, to);
        // A code that is left out is a reset.
        let anew = if anew.is_empty() { anew } else { format!(";{anew}") };
        let code = if anew.len() < step.len() { anew } else { step };
        bytes.extend_from_slice(format!("\x1b[{code}m").as_bytes());
        *self = to;
    }

    /// Back to the terminal's own look.
    pub(super) fn reset(&mut self, bytes: &mut Vec<u8>) {
        if *self != Self::PLAIN {
            bytes.extend_from_slice(b"\x1b[m");
            *self = Self::PLAIN;
        }
    }

    fn for_cell(self, cell: &Cell) -> Self {
        let modifier = cell.modifier & KNOWN;
        if cell.symbol() == " " && !shows_on_blank(modifier) {
            // Nobody sees what a blank is written with: keep what is there.
            return Self { bg: cell.bg, modifier: self.modifier.difference(UNDER_BLANKS), ..self };
        }
        Self { fg: cell.fg, bg: cell.bg, modifier }
    }
}

fn codes(from: Pen, to: Pen) -> String {
    let mut codes = String::new();
    let mut push = |code: &str| {
        if !codes.is_empty() {
            codes.push(';');
        }
        codes.push_str(code);
    };
    let mut kept = from.modifier;
    for (modifier, _, off) in MODIFIERS {
        if kept.contains(modifier) && !to.modifier.contains(modifier) {
            push(&off.to_string());
            // 22 ends bold and dim alike.
            kept -= if off == 22 { Modifier::BOLD | Modifier::DIM } else { modifier };
        }
    }
    for (modifier, on, _) in MODIFIERS {
        if to.modifier.contains(modifier) && !kept.contains(modifier) {
            push(&on.to_string());
        }
    }
    if from.fg != to.fg {
        push(&colour_code(to.fg, 30));
    }
    if from.bg != to.bg {
        push(&colour_code(to.bg, 40));
    }
    codes
}

/// The parameters that set a colour; `base` is 30 for the foreground, 40 for the background.
fn colour_code(colour: Color, base: u8) -> String {
    let mut code = String::new();
    let named = match colour {
        Color::Reset => Some(9),
        Color::Black => Some(0),
        Color::Red => Some(1),
        Color::Green => Some(2),
        Color::Yellow => Some(3),
        Color::Blue => Some(4),
        Color::Magenta => Some(5),
        Color::Cyan => Some(6),
        Color::Gray => Some(7),
        Color::DarkGray => Some(60),
        Color::LightRed => Some(61),
        Color::LightGreen => Some(62),
        Color::LightYellow => Some(63),
        Color::LightBlue => Some(64),
        Color::LightMagenta => Some(65),
        Color::LightCyan => Some(66),
        Color::White => Some(67),
        Color::Indexed(_) | Color::Rgb(..) => None,
    };
    // Writing to a String can't fail.
    let _ = match (named, colour) {
        (Some(offset), _) => write!(code, "{}", base + offset),
        (None, Color::Indexed(index)) => write!(code, "{};5;{index}", base + 8),
        (None, Color::Rgb(r, g, b)) => write!(code, "{};2;{r};{g};{b}", base + 8),
        (None, _) => write!(code, "{}", base + 9),
    };
    code
}
