//! What writes on the terminal: where its cursor is, what it draws with and between which margins it scrolls, from frame
//! to frame; and the shortest way from there to the next cell.

use std::sync::Arc;

use ratatui::buffer::Cell;
use ratatui::layout::Size;

use super::link::Links;
use super::row::{Row, columns_of, is_unsure, widest};
use super::sgr::Pen;
use crate::repertoire::hyperlink::{CLOSING, number, opening};

/// What is known of the terminal besides the cells it shows. All of it holds between frames.
#[derive(Debug, Clone, Copy)]
pub(super) struct State {
    /// The row and the column of the cursor, as far as they are certain. In the last column the cursor is on it or past
    /// it, by the terminal's taste.
    row: Option<u16>,
    column: Option<u16>,
    /// What it draws with, if that is certain.
    pen_is_sure: bool,
    pen: Pen,
    /// The number of the link that it draws; 0, that of none, between frames.
    link: usize,
    /// First and last row of what scrolls.
    margins: (u16, u16),
    size: Size,
}

/// Writes a frame.
#[derive(Debug, Clone)]
pub(super) struct Hand {
    links: Arc<Links>,
    bytes: Vec<u8>,
    state: State,
}

/// A place in the frame to return to, when another way turned out shorter.
#[derive(Debug, Clone, Copy)]
pub(super) struct Mark {
    length: usize,
    state: State,
}

/// From so many line feeds or backspaces on there is a sequence as short.
const STEPS: u16 = 4;

impl State {
    /// A terminal of which nothing is known.
    pub(super) const UNKNOWN: Self = Self {
        row: None,
        column: None,
        pen_is_sure: false,
        pen: Pen::PLAIN,
        link: 0,
        margins: (0, 0),
        size: Size::ZERO,
    };
}

impl Hand {
    pub(super) fn new(state: State, links: Arc<Links>) -> Self {
        Self { links, bytes: Vec::new(), state }
    }

    /// The bytes, and what is known once they are sent.
    pub(super) fn end(self) -> (Vec<u8>, State) {
        (self.bytes, self.state)
    }

    /// How many bytes there are by now.
    pub(super) fn written(&self) -> usize {
        self.bytes.len()
    }

    pub(super) fn show_cursor(&mut self, visible: bool) {
        self.bytes.extend_from_slice(if visible { b"\x1b[?25h" } else { b"\x1b[?25l" });
    }

    pub(super) fn mark(&self) -> Mark {
        Mark { length: self.bytes.len(), state: self.state }
    }

    /// Takes back what was written since `mark`.
    pub(super) fn back_to(&mut self, mark: Mark) {
        self.bytes.truncate(mark.length);
        self.state = mark.state;
    }

    /// The row of the cursor, if it is certain.
    pub(super) fn row(&self) -> Option<u16> {
        self.state.row
    }

    /// Makes a terminal of this size a known one: no margins, nothing on it.
    pub(super) fn begin(&mut self, size: Size) {
        if !self.state.pen_is_sure {
            self.bytes.extend_from_slice(b"\x1b[m");
            (self.state.pen_is_sure, self.state.pen) = (true, Pen::PLAIN);
        }
        self.blank_ground();
        // To take the margins away leads home, but not on a screen that has no room for any.
        let home: &[u8] = if size.height > 1 { b"\x1b[r\x1b[J" } else { b"\x1b[r\x1b[H\x1b[J" };
        self.bytes.extend_from_slice(home);
        self.state.size = size;
        self.state.margins = (0, size.height.saturating_sub(1));
        self.arrive(0, 0);
    }

    /// Blanks the whole screen.
    pub(super) fn clear(&mut self) {
        self.blank_ground();
        self.bytes.extend_from_slice(b"\x1b[H\x1b[J");
        self.arrive(0, 0);
    }

    /// Moves the rows between the margins by `by`, up when it is positive, by taking rows out or putting blank ones in at
    /// the top: right everywhere but on a vt100.
    pub(super) fn shift(&mut self, by: i32) {
        self.blank_ground();
        self.go_to_row(self.state.margins.0);
        let end = if by > 0 { 'M' } else { 'L' };
        self.bytes.extend_from_slice(format!("\x1b[{}{end}", by.unsigned_abs()).as_bytes());
        // Some terminals go to the first column with it, some stay.
        self.state.column = None;
    }

    /// Between which rows a line feed at the end scrolls.
    pub(super) fn set_margins(&mut self, top: u16, bottom: u16) {
        if self.state.margins == (top, bottom) {
            return;
        }
        self.state.margins = (top, bottom);
        if (top, bottom) == (0, self.state.size.height.saturating_sub(1)) {
            self.bytes.extend_from_slice(b"\x1b[r");
            self.arrive(0, 0);
        } else {
            self.bytes.extend_from_slice(format!("\x1b[{};{}r", top + 1, bottom + 1).as_bytes());
            // The cursor goes home: to the corner of the screen, or of what is between the margins, by the terminal.
            (self.state.row, self.state.column) = (None, None);
        }
    }

    pub(super) fn margins(&self) -> (u16, u16) {
        self.state.margins
    }

    /// Goes to a row, whatever the column.
    pub(super) fn go_to_row(&mut self, row: u16) {
        let cup = cup(0, row);
        match self.state.row {
            Some(at) if at == row => {}
            Some(at) if self.feeds(at, row) && usize::from(row - at) <= cup.len() => {
                // A line feed past the last column may wrap first.
                if self.state.column.is_none() {
                    self.carriage_return();
                }
                self.bytes.extend(std::iter::repeat_n(b'\n', usize::from(row - at)));
                self.state.row = Some(row);
            }
            _ => {
                self.bytes.extend_from_slice(cup.as_bytes());
                self.arrive(0, row);
            }
        }
    }

    /// Lets the rows between the margins move up by one: the cursor is on the last of them.
    pub(super) fn feed(&mut self) {
        if self.state.column.is_none() {
            self.carriage_return();
        }
        self.bytes.push(b'\n');
    }

    /// Lets the rows between the margins move down by one: the cursor is on the first of them.
    pub(super) fn feed_back(&mut self) {
        self.bytes.extend_from_slice(b"\x1bM");
    }

    /// Makes sure that what the terminal blanks is blank: of what it draws with, a blank shows the ground alone, and
    /// terminals differ over whether it also shows lines under it, and belongs to a link.
    pub(super) fn blank_ground(&mut self) {
        self.end_link();
        if !self.state.pen.leaves_blanks() {
            self.state.pen.reset(&mut self.bytes);
        }
    }

    /// Blanks the row from the cursor on.
    pub(super) fn erase_tail(&mut self) {
        self.blank_ground();
        self.bytes.extend_from_slice(b"\x1b[K");
    }

    /// Prints a cell of `row` at `(x, y)` and says how many columns it takes.
    pub(super) fn print(&mut self, row: &Row<'_>, cell: &Cell, x: u16, y: u16) -> u16 {
        let symbol = cell.symbol();
        let wide = u16::try_from(columns_of(symbol)).unwrap_or(1);
        let link = number(cell);
        if link == 0 {
            // Before the way there, on which plain cells may be printed.
            self.end_link();
        }
        self.go(row, x, y);
        self.link(link);
        self.state.pen.draw(cell, &mut self.bytes);
        if is_unsure(symbol) {
            // Terminals differ over how wide this is: blank its cells, address it, and address what follows.
            self.bytes.extend(std::iter::repeat_n(b' ', usize::from(wide)));
            (self.state.row, self.state.column) = (None, None);
            self.go(row, x, y);
            // Where its parts one by one would run past the edge and scroll the screen, the first of them has to do.
            let room = usize::from(self.state.size.width.saturating_sub(x));
            let parts = if widest(symbol) <= room { usize::MAX } else { 1 };
            self.bytes.extend_from_slice(symbol.chars().take(parts).collect::<String>().as_bytes());
            (self.state.row, self.state.column) = (None, None);
            return wide;
        }
        self.bytes.extend_from_slice(symbol.as_bytes());
        self.state.column = (x + wide < self.state.size.width).then_some(x + wide);
        wide
    }

    /// Ends the link that is drawn, if one is.
    pub(super) fn end_link(&mut self) {
        self.link(0);
    }

    /// Draws this link from here on, or none. One that goes on in the next row stays open on the way there.
    fn link(&mut self, to: usize) {
        if self.state.link == to {
            return;
        }
        let address = self.links.address(to);
        let sequence = address.map_or_else(|| CLOSING.to_owned(), |address| opening(to, address));
        self.bytes.extend_from_slice(sequence.as_bytes());
        self.state.link = to;
    }

    /// Goes to `(x, y)` by the shortest of the motions that are right everywhere. `row` is what row `y` is to show:
    /// where that is shorter, the cells on the way are printed.
    pub(super) fn go(&mut self, row: &Row<'_>, x: u16, y: u16) {
        if (self.state.row, self.state.column) == (Some(y), Some(x)) {
            return;
        }
        let mut best = cup(x, y).into_bytes();
        if let Some(down) = self.state.row.and_then(|at| self.vertical(at, y)) {
            let from_here = self.state.column.map(|column| [down.clone(), self.along(row, column, x)].concat());
            let from_the_edge = [b"\r".to_vec(), down, self.along(row, 0, x)].concat();
            for way in from_here.into_iter().chain([from_the_edge]) {
                if way.len() < best.len() {
                    best = way;
                }
            }
        }
        self.bytes.extend_from_slice(&best);
        self.arrive(x, y);
    }

    /// The shortest way from row `at` to row `to` in the same column.
    fn vertical(&self, at: u16, to: u16) -> Option<Vec<u8>> {
        let (top, bottom) = self.state.margins;
        if to >= at {
            let down = to - at;
            let steps = if down <= STEPS { vec![b'\n'; usize::from(down)] } else { csi(down, 'B') };
            return self.feeds(at, to).then_some(steps);
        }
        let stopped = at >= top && to < top || at > bottom && to <= bottom;
        (!stopped).then(|| csi(at - to, 'A'))
    }

    /// True when line feeds lead from one row to the other without scrolling.
    fn feeds(&self, from: u16, to: u16) -> bool {
        let (_, bottom) = self.state.margins;
        from <= to && !(from <= bottom && to > bottom)
    }

    /// The shortest way from one column to the other in the row.
    fn along(&self, row: &Row<'_>, from: u16, to: u16) -> Vec<u8> {
        if to == from {
            return Vec::new();
        }
        if to < from {
            return if from - to <= STEPS { vec![8; usize::from(from - to)] } else { csi(from - to, 'D') };
        }
        let jump = csi(to - from, 'C');
        self.again(row, from, to, jump.len()).unwrap_or(jump)
    }

    /// The cells of the row from one column to the other, if they can be printed as the pen is and in no more than
    /// `at_most` bytes.
    fn again(&self, row: &Row<'_>, from: u16, to: u16, at_most: usize) -> Option<Vec<u8>> {
        if usize::from(to - from) > at_most * 2 {
            return None;
        }
        let cells = row.cells.get(usize::from(from)..usize::from(to))?;
        cells.first()?.as_ref()?;
        let mut bytes = Vec::new();
        for cell in cells.iter().flatten() {
            if is_unsure(cell.symbol()) || !self.state.pen.draws(cell) || number(cell) != self.state.link {
                return None;
            }
            bytes.extend_from_slice(cell.symbol().as_bytes());
            if bytes.len() > at_most {
                return None;
            }
        }
        // A wide character that reaches over the end would be cut in two by what follows.
        let ends = row.cells.get(usize::from(to)).is_none_or(Option::is_some);
        ends.then_some(bytes)
    }

    fn carriage_return(&mut self) {
        self.bytes.push(b'\r');
        self.state.column = Some(0);
    }

    fn arrive(&mut self, x: u16, y: u16) {
        (self.state.row, self.state.column) = (Some(y), Some(x));
    }
}

/// A sequence with a count, which is left out when it is one.
fn csi(count: u16, end: char) -> Vec<u8> {
    match count {
        0 => Vec::new(),
        1 => format!("\x1b[{end}").into_bytes(),
        count => format!("\x1b[{count}{end}").into_bytes(),
    }
}

fn cup(x: u16, y: u16) -> String {
    match (y, x) {
        (0, 0) => "\x1b[H".to_owned(),
        (y, 0) => format!("\x1b[{}H", y + 1),
        (0, x) => format!("\x1b[;{}H", x + 1),
        (y, x) => format!("\x1b[{};{}H", y + 1, x + 1),
    }
}
