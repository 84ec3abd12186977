//! What a reader sees on a terminal, for comparing two of them.

use std::num::NonZeroU16;

/// What a reader sees of a cell: of a blank only its ground, unless it is underlined or reversed.
pub type Seen = (String, Option<vt100::Color>, vt100::Color, [bool; 5]);

fn seen(cell: &vt100::Cell) -> Seen {
    let words = if cell.contents().is_empty() { " " } else { cell.contents() }.to_owned();
    let blank = words == " " && !cell.underline() && !cell.inverse();
    let attributes =
        [cell.bold() && !blank, cell.dim() && !blank, cell.italic() && !blank, cell.underline(), cell.inverse()];
    (words, (!blank).then(|| cell.fgcolor()), cell.bgcolor(), attributes)
}

/// What is seen of every cell; `None` for the second half of a wide character.
pub fn screen(terminal: &vt100::Parser) -> Vec<Vec<Option<Seen>>> {
    let (rows, columns) = terminal.screen().size();
    (0..rows.get())
        .map(|y| {
            (0..columns.get())
                .map(|x| {
                    let cell = terminal.screen().cell(y, x).unwrap();
                    // The second half of a wide character has no look of its own.
                    (!cell.is_wide_continuation()).then(|| seen(cell))
                })
                .collect()
        })
        .collect()
}

pub fn size(cells: u16) -> NonZeroU16 {
    NonZeroU16::new(cells).unwrap()
}

pub fn terminal_of(rows: u16, columns: u16) -> vt100::Parser {
    vt100::Parser::new(size(rows), size(columns), 0)
}
