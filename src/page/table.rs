//! Tables: aligned columns where they fit, wrapped cells where they nearly fit, one "name: value" list a row where they don't.

use crate::article::{Face, Text};
use crate::text::width;

use super::compose::Composer;
use super::{Role, Span, wrap};

const BETWEEN: usize = 2;
/// A column narrower than this is no column.
const NARROWEST: usize = 6;

/// Lays out the rows.
pub(super) fn compose(composer: &mut Composer, header: bool, rows: &[Vec<Text>]) {
    let cells: Vec<Vec<String>> = rows.iter().map(|row| row.iter().map(Text::to_plain).collect()).collect();
    match column_widths(&cells, composer.measure) {
        Some(widths) => columns(composer, header, &cells, &widths),
        None => dissolved(composer, header, &cells),
    }
}

/// The width of each column so that all fit in `room`; `None` when they can't.
fn column_widths(cells: &[Vec<String>], room: usize) -> Option<Vec<usize>> {
    let count = cells.iter().map(Vec::len).max()?;
    let mut widths = vec![1; count];
    for row in cells {
        for (wide, cell) in widths.iter_mut().zip(row) {
            *wide = (*wide).max(width(cell));
        }
    }
    let room = room.checked_sub(BETWEEN * count.saturating_sub(1))?;
    let least: usize = widths.iter().map(|wide| (*wide).min(NARROWEST)).sum();
    if least > room {
        return None;
    }
    let mut over = widths.iter().sum::<usize>().saturating_sub(room);
    while over > 0 {
        // The widest column gives, down to the next widest at once.
        let widest = widths.iter().copied().max()?;
        let next =
            widths.iter().copied().filter(|wide| *wide < widest).max().unwrap_or(0).max(NARROWEST.min(widest - 1));
        let wide = widths.iter_mut().find(|wide| **wide == widest)?;
        let give = (widest - next).min(over).max(1);
        *wide -= give;
        over -= give;
    }
    Some(widths)
}

fn columns(composer: &mut Composer, header: bool, cells: &[Vec<String>], widths: &[usize]) {
    let numeric: Vec<bool> = (0..widths.len()).map(|column| is_numeric(cells, column, header)).collect();
    for (index, row) in cells.iter().enumerate() {
        let role = if header && index == 0 { Role::TableHead } else { Role::Body };
        let broken: Vec<Vec<&str>> = row
            .iter()
            .zip(widths)
            .map(|(cell, wide)| {
                wrap::greedy_rows(cell, *wide).into_iter().filter_map(|range| cell.get(range)).collect()
            })
            .collect();
        let height = broken.iter().map(Vec::len).max().unwrap_or(0).max(1);
        for at in 0..height {
            let mut line = String::new();
            for ((cell, wide), numeric) in broken.iter().zip(widths).zip(&numeric) {
                if !line.is_empty() {
                    line.push_str(&" ".repeat(BETWEEN));
                }
                let words = cell.get(at).copied().unwrap_or_default();
                let pad = " ".repeat(wide.saturating_sub(width(words)));
                if *numeric {
                    line.push_str(&pad);
                    line.push_str(words);
                } else {
                    line.push_str(words);
                    line.push_str(&pad);
                }
            }
            line.truncate(line.trim_end().len());
            composer.row(vec![Span::new(line, role)]);
        }
        composer.advance(bytes(row));
    }
}

/// How far a row moves the place, however it is laid out.
fn bytes(row: &[String]) -> usize {
    row.iter().map(String::len).sum::<usize>() + 1
}

fn is_numeric(cells: &[Vec<String>], column: usize, header: bool) -> bool {
    let mut values = cells
        .iter()
        .skip(usize::from(header))
        .filter_map(|row| row.get(column))
        .filter(|cell| !cell.is_empty())
        .peekable();
    values.peek().is_some()
        && values.all(|cell| {
            cell.chars().any(|c| c.is_ascii_digit())
                && cell.chars().all(|c| c.is_ascii_digit() || " .,:%$€£+-−–/()".contains(c))
        })
}

fn dissolved(composer: &mut Composer, header: bool, cells: &[Vec<String>]) {
    let names = if header { cells.first() } else { None };
    composer.advance(names.map_or(0, |names| bytes(names)));
    for row in cells.iter().skip(usize::from(header)) {
        composer.gap();
        for (column, cell) in row.iter().enumerate().filter(|(_, cell)| !cell.is_empty()) {
            let mut words = Text::default();
            if let Some(name) = names.and_then(|names| names.get(column)).filter(|name| !name.is_empty()) {
                words.push(name, Face { strong: true, ..Face::default() }, None);
                words.push(": ", Face::default(), None);
            }
            words.push(cell, Face::default(), None);
            composer.text_in_place(&words, Role::Body);
        }
        composer.advance(bytes(row));
    }
}
