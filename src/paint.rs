//! A painter that spends few bytes: it keeps what the terminal shows and encodes only the difference to what it should
//! show, as one string of bytes for one write.
//!
//! It works on whole buffers, not on the changed cells that a ratatui backend is handed: only so can it see blank tails,
//! gaps worth re-printing, rows that only moved, and what hides under a wide character. It writes a frame in several ways
//! (over what is there, with rows moved, on rows taken out, on a blank screen) and sends the shortest. The cursor, the
//! attributes and the margins stay as the last frame left them, so that a line scrolled costs that line.
//!
//! It uses only sequences that every terminal and multiplexer has right: CUP, CR, LF, BS, RI, CUU, CUD, CUF, CUB, EL, ED,
//! SGR, margins (DECSTBM), and but for a vt100, which has none, DL and IL; where it is told addresses, OSC 8 as well.

mod colour;
mod frame;
mod hand;
mod link;
mod row;
mod scroll;
mod sgr;

use std::sync::Arc;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

pub use colour::Colours;
use frame::Change;
use hand::{Hand, State};
use link::Links;
use row::Row;

/// Encodes frames.
#[derive(Debug)]
pub struct Painter {
    colours: Colours,
    /// The terminal can take rows out of the screen and put rows in (DL, IL).
    shifts: bool,
    /// What the terminal shows; `None` when that is unknown and the screen has to be cleared first.
    shown: Option<Buffer>,
    state: State,
    /// Rows that mostly move together, first and last.
    body: Option<(u16, u16)>,
    /// Whether the cursor can be seen, if that is known.
    visible: Option<bool>,
    /// Where the numbered cells of the next frame lead.
    addresses: Vec<String>,
    links: Arc<Links>,
}

/// Where the cursor is to be after a frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cursor {
    /// Seen, here.
    Shown(Position),
    /// Not seen; beside the marker of what is chosen, which is painted last: there braille lines and screen readers look
    /// for it, and there the next frame begins.
    Beside(Position),
    /// Not seen, and wherever the last cell was painted.
    Anywhere,
}

impl From<Option<Position>> for Cursor {
    fn from(seen: Option<Position>) -> Self {
        seen.map_or(Self::Anywhere, Self::Shown)
    }
}

impl Painter {
    /// A painter for a terminal that was just taken, with its cursor hidden.
    #[must_use]
    pub fn new(colours: Colours) -> Self {
        Self {
            colours,
            shifts: true,
            shown: None,
            state: State::UNKNOWN,
            body: None,
            visible: Some(false),
            addresses: Vec::new(),
            links: Arc::default(),
        }
    }

    /// The same painter for a terminal that can't take rows out of the screen nor put rows in (vt100).
    #[must_use]
    pub fn without_shifts(self) -> Self {
        Self { shifts: false, ..self }
    }

    /// Says which rows will mostly move together: margins are set around all of them, and stay.
    pub fn expect_scrolling(&mut self, rows: Option<Rect>) {
        self.body = rows.filter(|rows| rows.height > 1).map(|rows| (rows.top(), rows.bottom() - 1));
    }

    /// Says where the [numbered](crate::repertoire::hyperlink) cells of the next frames lead: by number, from 1 on. A number
    /// without an address, or with one that no terminal should be told, leads nowhere.
    pub fn lead_to(&mut self, addresses: Vec<String>) {
        self.addresses = addresses;
    }

    /// Forgets what the terminal shows, its margins and where its cursor is: the window changed, but not its attributes.
    pub fn lose_screen(&mut self) {
        self.shown = None;
    }

    /// Forgets what the terminal shows and how it is set; the next frame sets it, clears the screen and paints every cell.
    pub fn forget(&mut self) {
        self.shown = None;
        self.state = State::UNKNOWN;
        self.visible = None;
    }

    /// The bytes that turn what is shown into `next`. None when nothing changed.
    #[must_use]
    pub fn paint(&mut self, mut next: Buffer, cursor: impl Into<Cursor>) -> Vec<u8> {
        self.make_ours(&mut next);
        self.write(next, cursor.into())
    }

    /// Makes the cells of a frame what we would draw of them.
    fn make_ours(&mut self, next: &mut Buffer) {
        for cell in &mut next.content {
            sgr::plainest(cell, self.colours);
        }
        Arc::make_mut(&mut self.links).renumber(next, &self.addresses, self.shown.as_ref());
    }

    fn write(&mut self, next: Buffer, cursor: Cursor) -> Vec<u8> {
        let area = next.area;
        let mut hand = Hand::new(self.state, Arc::clone(&self.links));
        let shown = self.shown.take().filter(|shown| shown.area == area).unwrap_or_else(|| {
            hand.begin(area.as_size());
            Buffer::empty(area)
        });
        let (marker, seen) = match cursor {
            Cursor::Beside(at) => (Some(at), None),
            Cursor::Shown(at) => (None, Some(at)),
            Cursor::Anywhere => (None, None),
        };
        // What may run over its neighbours can't come last.
        let is_sure = |at: &Position| next.cell(*at).is_some_and(|cell| !row::is_unsure(cell.symbol()));
        let marker = marker.filter(|at| area.contains(*at) && is_sure(at));
        let seen = seen.filter(|at| area.contains(*at));
        let body = self.body.filter(|(_, last)| *last < area.height);
        let rows: Vec<Row<'_>> = (0..area.height).map(|y| Row::of(&next, y)).collect();
        let change = Change { shown: &shown, next: &next, rows: &rows, marker, body, shifts: self.shifts };
        let mut hand = frame::write(change, hand);
        if let Some((at, row)) = seen.and_then(|at| Some((at, rows.get(usize::from(at.y))?))) {
            hand.go(row, at.x, at.y);
        }
        if self.visible != Some(seen.is_some()) {
            hand.show_cursor(seen.is_some());
            self.visible = Some(seen.is_some());
        }
        if let Some((at, row)) = marker.and_then(|at| Some((at, rows.get(usize::from(at.y))?)))
            && hand.written() > 0
        {
            hand.go(row, (at.x + 1).min(area.width.saturating_sub(1)), at.y);
        }
        let (bytes, state) = hand.end();
        drop(rows);
        (self.state, self.shown) = (state, Some(next));
        bytes
    }

    /// The same, with what stands inside `first` sent before the rest: on a slow line the story can be read while the
    /// panes around it still come.
    #[must_use]
    pub fn paint_first(&mut self, first: Rect, mut next: Buffer, cursor: Cursor) -> Vec<u8> {
        self.make_ours(&mut next);
        let mut between =
            self.shown.clone().filter(|shown| shown.area == next.area).unwrap_or_else(|| Buffer::empty(next.area));
        for at in first.intersection(next.area).positions() {
            if let (Some(cell), Some(new)) = (between.cell_mut(at), next.cell(at)) {
                cell.clone_from(new);
            }
        }
        let mut bytes = self.write(between, Cursor::Anywhere);
        bytes.extend(self.write(next, cursor));
        bytes
    }
}
