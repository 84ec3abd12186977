//! How few bytes could have shown a change: what a screen costs is measured against this, not against a guess.
//!
//! A screen is rows of cells, each cell the text in it: `" "` for a blank, `""` for the second half of a wide character.

use vt100::Screen;

/// The texts of a screen's cells, row by row.
pub type Rows = Vec<Vec<String>>;

/// What setting the margins, going to the edge and moving the rows takes at least.
const SCROLL: usize = 12;
/// Erasing to the end of a row.
const ERASE: usize = 3;
/// With more runs of moved rows than give this many blocks, only the runs and their hull are tried.
const BLOCKS_AT_MOST: usize = 60;

/// The cells of what a terminal shows.
pub fn rows_of(screen: &Screen) -> Rows {
    let (rows, columns) = screen.size();
    let text = |y, x| match screen.cell(y, x) {
        Some(cell) if cell.is_wide_continuation() => String::new(),
        Some(cell) if !cell.contents().is_empty() => cell.contents().to_owned(),
        _ => " ".to_owned(),
    };
    (0..rows.get()).map(|y| (0..columns.get()).map(|x| text(y, x)).collect()).collect()
}

/// The floor of the step from one screen to the next, in bytes: each changed cell costs its UTF-8, a blank tail one
/// erasing, and one block of rows may be moved for [`SCROLL`]. A screen of another size is one that was blank.
pub fn floor_utf8(old: &Rows, new: &Rows) -> usize {
    let height = new.len();
    let Some(width) = new.first().map(Vec::len) else { return 0 };
    let blank = vec![" ".to_owned(); width];
    let same_size = old.len() == height && old.first().map(Vec::len) == Some(width);
    let erased = vec![blank.clone(); height];
    let old = if same_size { old } else { &erased };

    // What each row costs in its place, on a blank one, and over each other row.
    let in_place: Vec<usize> = old.iter().zip(new).map(|(old, new)| cost(old, new)).collect();
    let from_blank: Vec<usize> = new.iter().map(|new| cost(&blank, new)).collect();
    let over: Vec<Vec<usize>> = old.iter().map(|old| new.iter().map(|new| cost(old, new)).collect()).collect();
    let base: usize = in_place.iter().sum();
    let mut best = base;
    if base <= SCROLL {
        return best;
    }
    for by in 1..height {
        for up in [true, false] {
            // `new[row] == old[source(row)]`: what stood there is here now.
            let source = |row: usize| {
                if up { Some(row + by).filter(|row| *row < height) } else { row.checked_sub(by) }
            };
            let moved = |row: &usize| source(*row).is_some_and(|from| new[*row] == old[from]) && new[*row] != blank;
            let rows: Vec<usize> = (0..height).filter(moved).collect();
            for (first, last) in blocks(&rows) {
                let (top, bottom) = if up { (first, last + by) } else { (first - by, last) };
                let outside: usize = in_place[..top].iter().chain(&in_place[bottom + 1..]).sum();
                let inside = (top..=bottom).map(|row| match source(row).filter(|from| (top..=bottom).contains(from)) {
                    Some(from) => over[from][row],
                    None => from_blank[row],
                });
                best = best.min(SCROLL + outside + inside.sum::<usize>());
            }
        }
    }
    best
}

/// Bytes that turn one row into the other.
fn cost(old: &[String], new: &[String]) -> usize {
    let last = new.iter().rposition(|cell| cell != " ").map_or(0, |at| at + 1);
    let tail = old.iter().skip(last).any(|cell| cell != " ");
    let changed = old.iter().zip(new).take(last).filter(|(old, new)| old != new);
    changed.map(|(_, new)| new.len()).sum::<usize>() + if tail { ERASE } else { 0 }
}

/// The blocks of rows that may have moved as one, as first and last row: from the start of any run of them to the end of
/// that run or a later one.
fn blocks(rows: &[usize]) -> Vec<(usize, usize)> {
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for row in rows.iter().copied() {
        match runs.last_mut() {
            Some((_, last)) if *last + 1 == row => *last = row,
            _ => runs.push((row, row)),
        }
    }
    let all: Vec<_> =
        runs.iter().enumerate().flat_map(|(at, first)| runs[at..].iter().map(|last| (first.0, last.1))).collect();
    match (rows.first(), rows.last()) {
        (Some(first), Some(last)) if all.len() > BLOCKS_AT_MOST => {
            runs.push((*first, *last));
            runs
        }
        _ => all,
    }
}
