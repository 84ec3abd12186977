//! One row: from what the terminal shows to what it should show.

use ratatui::buffer::{Buffer, Cell};
use ratatui::style::Color;

use super::hand::Hand;
use super::sgr;
use crate::text::width;

/// The cells of a row by column; `None` where a wide character of the column before reaches in.
#[derive(Debug, Clone)]
pub(super) struct Row<'a> {
    pub(super) cells: Vec<Option<&'a Cell>>,
}

/// What the terminal shows where it erased.
static BLANK: Cell = Cell::EMPTY;

/// Blank runs from this length on may be erased together with all that follows, as three bytes do that.
const ERASED_FROM: usize = 4;
/// So many of the blank runs of a row are tried.
const TRIED_AT_MOST: usize = 3;

impl<'a> Row<'a> {
    /// A wide character that has no room left is a blank: printed in the last column it would wrap.
    pub(super) fn of(buffer: &'a Buffer, y: u16) -> Self {
        let columns = usize::from(buffer.area.width);
        let first = usize::from(y) * columns;
        let mut cells = Vec::with_capacity(columns);
        let mut covered = 0;
        for cell in buffer.content.get(first..first + columns).unwrap_or_default() {
            if covered > 0 {
                covered -= 1;
                cells.push(None);
                continue;
            }
            let over = columns_of(cell.symbol()).saturating_sub(1);
            let fits = cells.len() + over < columns;
            covered = if fits { over } else { 0 };
            cells.push(Some(if fits { cell } else { &BLANK }));
        }
        Self { cells }
    }

    /// A row that was erased.
    pub(super) fn blank(columns: u16) -> Self {
        Self { cells: vec![Some(&BLANK); usize::from(columns)] }
    }

    /// Where an erasure to the end of the row could pay: at the start of its long blank runs, the blank tail among them.
    fn erasures(&self, old: &Self) -> Vec<usize> {
        let mut found = Vec::new();
        let mut x = 0;
        while x < self.cells.len() && found.len() < TRIED_AT_MOST {
            let run = self.cells.iter().skip(x).take_while(|cell| cell.is_some_and(is_erased)).count();
            let blanked = (x..x + run).filter(|at| old.cells.get(*at) != self.cells.get(*at)).count();
            if run >= ERASED_FROM && blanked >= ERASED_FROM {
                found.push(x);
            }
            x += run.max(1);
        }
        found
    }
}

/// Turns row `y` of the terminal, which shows `old`, into `new`, in the fewest bytes that are found.
pub(super) fn paint(hand: &mut Hand, y: u16, old: &Row<'_>, new: &Row<'_>) {
    if old.cells == new.cells {
        return;
    }
    let erasures = new.erasures(old);
    if erasures.is_empty() {
        paint_erasing(hand, y, old, new, None);
        return;
    }
    let start = hand.mark();
    let mut best = None;
    for erasure in std::iter::once(None).chain(erasures.into_iter().map(Some)) {
        paint_erasing(hand, y, old, new, erasure);
        let bytes = hand.written();
        if best.is_none_or(|(least, _)| bytes < least) {
            best = Some((bytes, erasure));
        }
        hand.back_to(start);
    }
    if let Some((_, erasure)) = best {
        paint_erasing(hand, y, old, new, erasure);
    }
}

/// The same, with everything from a column on erased when it is that column's turn.
fn paint_erasing(hand: &mut Hand, y: u16, old: &Row<'_>, new: &Row<'_>, mut erasure: Option<usize>) {
    let mut erased = false;
    let shows = |x: usize, erased: bool| {
        let now = if erased { Some(&Some(&BLANK)) } else { old.cells.get(x) };
        now == new.cells.get(x)
    };
    // Up to here a character that was just printed may have run over its neighbours.
    let mut spilled = 0;
    let mut x = 0;
    while x < new.cells.len() {
        let column = u16::try_from(x).unwrap_or(u16::MAX);
        if erasure.is_some_and(|from| from <= x) {
            hand.go(new, column, y);
            hand.erase_tail();
            erased = true;
            erasure = None;
            spilled = x;
        }
        if shows(x, erased) && x >= spilled {
            x += 1;
            continue;
        }
        match new.cells.get(x).copied().flatten() {
            Some(cell) => {
                spilled = spilled.max(x + widest(cell.symbol()));
                x += usize::from(hand.print(new, cell, column, y));
            }
            None => x += 1,
        }
    }
}

/// True for a cell that looks like one the terminal erased.
fn is_erased(cell: &Cell) -> bool {
    cell.symbol() == " " && cell.bg == Color::Reset && !sgr::shows_on_blank(cell.modifier)
}

/// How many columns a symbol takes, at least one. Nearly all of them are one byte.
pub(super) fn columns_of(symbol: &str) -> usize {
    if symbol.len() == 1 { 1 } else { width(symbol).max(1) }
}

/// The most columns a terminal may give a character: one that knows no joined sequences shows each part by itself.
pub(super) fn widest(symbol: &str) -> usize {
    if symbol.len() == 1 {
        return 1;
    }
    let apart = symbol.chars().map(|c| match c {
        // Half a flag: one column by the tables, two where it is drawn as a letter in a box.
        '\u{1F1E6}'..='\u{1F1FF}' => 2,
        _ => unicode_width::UnicodeWidthChar::width(c).unwrap_or(0),
    });
    apart.sum::<usize>().max(width(symbol))
}

/// True for what terminals disagree about the width of: emoji, variation selectors, joined sequences, flags.
pub(super) fn is_unsure(symbol: &str) -> bool {
    if symbol.len() == 1 {
        return false;
    }
    symbol.chars().any(|c| matches!(c, '\u{200D}' | '\u{FE0F}' | '\u{1F000}'..='\u{1FAFF}' | '\u{2600}'..='\u{27BF}'))
        || (symbol.chars().count() > 1 && !symbol.is_ascii())
}
