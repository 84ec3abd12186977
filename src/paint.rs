//! A painter that spends few bytes: it keeps what the terminal shows and encodes only the difference to what it should
//! show, as one string of bytes for one write.
//!
//! It works on whole buffers, not on the changed cells that a ratatui backend is handed: only so can it see blank tails,
//! gaps worth re-printing, rows that only moved, and what hides under a wide character. It uses only sequences that every
//! terminal and multiplexer has right: CUP, CR, LF, RI, CUF, EL, SGR, and margins (DECSTBM) for as long as rows move.

mod colour;
mod scroll;
mod sgr;

use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::{Position, Rect};

pub use colour::Colours;
use scroll::Scroll;
use sgr::Pen;

use crate::text::width;

/// Encodes frames.
#[derive(Debug)]
pub struct Painter {
    colours: Colours,
    /// What the terminal shows; `None` when that is unknown and the screen has to be cleared first.
    shown: Option<Buffer>,
    /// Where the visible cursor stands, if there is one.
    cursor: Option<Position>,
}

/// A run of unchanged cells up to this long is printed again rather than jumped over: `ESC[4C` has four bytes too.
const BRIDGE: u16 = 4;

impl Painter {
    /// A painter for a terminal that was just cleared.
    #[must_use]
    pub fn new(colours: Colours) -> Self {
        Self { colours, shown: None, cursor: None }
    }

    /// Forgets what the terminal shows; the next frame clears the screen and paints every cell.
    pub fn forget(&mut self) {
        self.shown = None;
        self.cursor = None;
    }

    /// The bytes that turn what is shown into `next`, with the cursor shown at `cursor` or hidden. No bytes when nothing
    /// changed.
    #[must_use]
    pub fn paint(&mut self, next: Buffer, cursor: Option<Position>) -> Vec<u8> {
        let mut frame = Frame { bytes: Vec::new(), at: None, pen: Pen::new(self.colours), area: next.area };
        let shown = match self.shown.take() {
            Some(shown) if shown.area == next.area => match scroll::find(&shown, &next) {
                Some(scroll) => {
                    frame.scroll(scroll);
                    scroll.apply(&shown)
                }
                None => shown,
            },
            _ => {
                frame.bytes.extend_from_slice(b"\x1b[H\x1b[2J");
                frame.at = Some(Position::new(0, 0));
                Buffer::empty(next.area)
            }
        };
        for y in 0..next.area.height {
            frame.row(&shown, &next, y);
        }
        frame.pen.reset(&mut frame.bytes);
        match (self.cursor, cursor) {
            (_, Some(to)) if self.cursor != Some(to) || !frame.bytes.is_empty() => {
                frame.go(to);
                if self.cursor.is_none() {
                    frame.bytes.extend_from_slice(b"\x1b[?25h");
                }
            }
            (Some(_), None) => frame.bytes.extend_from_slice(b"\x1b[?25l"),
            _ => {}
        }
        self.cursor = cursor;
        self.shown = Some(next);
        frame.bytes
    }
}

/// A frame in the making.
#[derive(Debug)]
struct Frame {
    bytes: Vec<u8>,
    /// Where the terminal's cursor is, while that is certain.
    at: Option<Position>,
    pen: Pen,
    area: Rect,
}

impl Frame {
    /// Lets the terminal move rows. It blanks what they leave in the colours it draws with: at the start of a frame, its
    /// own.
    fn scroll(&mut self, scroll: Scroll) {
        let Scroll { top, bottom, by } = scroll;
        self.bytes.extend_from_slice(format!("\x1b[{};{}r", top + 1, bottom + 1).as_bytes());
        // Setting margins moves the cursor to a corner; which one depends on the terminal's modes.
        self.at = None;
        let (edge, step) = if by > 0 { (bottom, "\n") } else { (top, "\x1bM") };
        self.go(Position::new(0, edge));
        for _ in 0..by.unsigned_abs() {
            self.bytes.extend_from_slice(step.as_bytes());
        }
        self.bytes.extend_from_slice(b"\x1b[r");
        self.at = None;
    }

    fn row(&mut self, shown: &Buffer, next: &Buffer, y: u16) {
        let (old, new) = (units(shown, y), units(next, y));
        let Some(mut last) = (0..new.len()).rev().find(|x| old[*x] != new[*x]) else {
            return;
        };
        // Up to here a character that was just printed may have run over its neighbours.
        let mut spilled = 0;
        // From `tail` on the row is to be blank and an erased blank looks the same.
        let tail = new.iter().rposition(|unit| unit.is_none_or(|cell| !is_erased(cell))).map_or(0, |x| x + 1);
        let mut x = 0;
        while x <= last {
            if old[x] == new[x] && x >= spilled {
                x += 1;
                continue;
            }
            // Three bytes erase the tail; fewer blanks than that are printed.
            if x >= tail && last + 1 - x > 3 {
                self.go(position(x, y));
                self.pen.reset(&mut self.bytes);
                self.bytes.extend_from_slice(b"\x1b[K");
                return;
            }
            x = self.bridge(&new, x, y);
            match new[x] {
                Some(cell) => {
                    spilled = spilled.max((x + widest(cell.symbol())).min(new.len()));
                    last = last.max(spilled.saturating_sub(1));
                    x += self.print(cell, position(x, y));
                }
                None => x += 1,
            }
        }
    }

    /// Where to go on printing so that column `x` comes next: `x` itself, or a little before it when printing the cells
    /// between again is shorter than a jump.
    fn bridge(&self, new: &[Option<&Cell>], x: usize, y: u16) -> usize {
        let Some(at) =
            self.at.filter(|at| at.y == y && usize::from(at.x) < x && x - usize::from(at.x) <= usize::from(BRIDGE))
        else {
            return x;
        };
        let between = new.get(usize::from(at.x)..x).unwrap_or_default();
        let plain =
            between.iter().all(|unit| unit.is_some_and(|cell| cell.symbol().len() == 1 && self.pen.draws(cell)));
        if plain { usize::from(at.x) } else { x }
    }

    /// Prints a cell and says how many columns it takes.
    fn print(&mut self, cell: &Cell, at: Position) -> usize {
        let symbol = cell.symbol();
        let wide = width(symbol).max(1);
        self.go(at);
        self.pen.draw(cell, &mut self.bytes);
        if is_unsure(symbol) {
            // Terminals differ over how wide this is: blank its cells, address it, and address what follows.
            self.bytes.extend(std::iter::repeat_n(b' ', wide));
            self.at = None;
            self.go(at);
            // Where its parts one by one would run past the edge and scroll the screen, the first of them has to do.
            let room = usize::from(self.area.width.saturating_sub(at.x));
            let parts = if widest(symbol) <= room { usize::MAX } else { 1 };
            self.bytes.extend_from_slice(symbol.chars().take(parts).collect::<String>().as_bytes());
            self.at = None;
            return wide;
        }
        self.bytes.extend_from_slice(symbol.as_bytes());
        let after = usize::from(at.x) + wide;
        // After the last column the cursor is on it or past it, by the terminal's taste.
        self.at = (after < usize::from(self.area.width)).then(|| position(after, at.y));
        wide
    }

    /// Moves the cursor by the shortest of the motions that are right everywhere.
    fn go(&mut self, to: Position) {
        if self.at == Some(to) {
            return;
        }
        let mut best = cup(to);
        if let Some(at) = self.at {
            let mut try_instead = |other: String| {
                if other.len() < best.len() {
                    best = other;
                }
            };
            if to.y == at.y && to.x > at.x {
                try_instead(cuf(to.x - at.x));
            }
            if to.y >= at.y && to.y - at.y <= 3 {
                try_instead(format!("\r{}{}", "\n".repeat(usize::from(to.y - at.y)), cuf(to.x)));
            }
        }
        self.bytes.extend_from_slice(best.as_bytes());
        self.at = Some(to);
    }
}

fn position(x: usize, y: u16) -> Position {
    Position::new(u16::try_from(x).unwrap_or(u16::MAX), y)
}

fn cuf(by: u16) -> String {
    match by {
        0 => String::new(),
        1 => "\x1b[C".to_owned(),
        by => format!("\x1b[{by}C"),
    }
}

fn cup(to: Position) -> String {
    match (to.y, to.x) {
        (0, 0) => "\x1b[H".to_owned(),
        (y, 0) => format!("\x1b[{}H", y + 1),
        (0, x) => format!("\x1b[;{}H", x + 1),
        (y, x) => format!("\x1b[{};{}H", y + 1, x + 1),
    }
}

/// The row's cells by column; `None` where a wide character of the column before reaches in.
fn units(buffer: &Buffer, y: u16) -> Vec<Option<&Cell>> {
    let mut units = Vec::with_capacity(usize::from(buffer.area.width));
    let mut covered = 0;
    for x in 0..buffer.area.width {
        let cell = buffer.cell((x, y));
        if covered > 0 {
            covered -= 1;
            units.push(None);
        } else {
            covered = cell.map_or(0, |cell| width(cell.symbol()).saturating_sub(1));
            units.push(cell);
        }
    }
    units
}

/// True for a cell that looks like one the terminal erased.
fn is_erased(cell: &Cell) -> bool {
    cell.symbol() == " " && cell.bg == ratatui::style::Color::Reset && !sgr::shows_on_blank(cell.modifier)
}

/// The most columns a terminal may give a character: one that knows no joined sequences shows each part by itself.
fn widest(symbol: &str) -> usize {
    let apart = symbol.chars().map(|c| match c {
        // Half a flag: one column by the tables, two where it is drawn as a letter in a box.
        '\u{1F1E6}'..='\u{1F1FF}' => 2,
        _ => unicode_width::UnicodeWidthChar::width(c).unwrap_or(0),
    });
    apart.sum::<usize>().max(width(symbol))
}

/// True for what terminals disagree about the width of: emoji, variation selectors, joined sequences, flags.
fn is_unsure(symbol: &str) -> bool {
    symbol.chars().any(|c| matches!(c, '\u{200D}' | '\u{FE0F}' | '\u{1F000}'..='\u{1FAFF}' | '\u{2600}'..='\u{27BF}'))
        || (symbol.chars().count() > 1 && !symbol.is_ascii())
}
