//! Tables: aligned columns where they fit, wrapped cells where they nearly fit, one "name: value" list a row where they don't.

use crate::article::{Face, Text};
use crate::text::width;

use super::compose::{Composer, cut, joined};
use super::{Role, Span, wrap};

const BETWEEN: usize = 2;
/// A column narrower than this is no column.
const NARROWEST: usize = 6;

/// Lays out the rows.
pub(super) fn compose(composer: &mut Composer, header: bool, rows: &[Vec<Text>]) {
    match column_widths(composer, rows) {
        Some(widths) => columns(composer, header, rows, &widths),
        None => dissolved(composer, header, rows),
    }
}

/// The width of each column so that all fit on the page; `None` when they can't.
fn column_widths(composer: &Composer, rows: &[Vec<Text>]) -> Option<Vec<usize>> {
    let room = composer.measure;
    let count = rows.iter().map(Vec::len).max()?;
    let mut widths = vec![1; count];
    for row in rows {
        for (wide, cell) in widths.iter_mut().zip(row) {
            *wide = (*wide).max(width(&cell.to_plain()) + composer.number_columns(cell));
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

fn columns(composer: &mut Composer, header: bool, rows: &[Vec<Text>], widths: &[usize]) {
    let numeric: Vec<bool> = (0..widths.len()).map(|column| is_numeric(rows, column, header)).collect();
    for (index, row) in rows.iter().enumerate() {
        let role = if header && index == 0 { Role::TableHead } else { Role::Body };
        let cells: Vec<Vec<Vec<Span>>> =
            row.iter().zip(widths).map(|(cell, wide)| broken(composer, cell, role, *wide)).collect();
        let height = cells.iter().map(Vec::len).max().unwrap_or(0).max(1);
        for at in 0..height {
            let mut spans: Vec<Span> = Vec::new();
            for (column, (cell, wide)) in cells.iter().zip(widths).enumerate() {
                if column > 0 {
                    spans.push(Span::new(" ".repeat(BETWEEN), role));
                }
                let words = cell.get(at).cloned().unwrap_or_default();
                let taken: usize = words.iter().map(|span| width(&span.text)).sum();
                let pad = Span::new(" ".repeat(wide.saturating_sub(taken)), role);
                if numeric.get(column) == Some(&true) {
                    spans.push(pad);
                    spans.extend(words);
                } else {
                    spans.extend(words);
                    spans.push(pad);
                }
            }
            while spans.last().is_some_and(|span| span.text.trim().is_empty()) {
                spans.pop();
            }
            composer.row(spans);
        }
        composer.advance(bytes(row));
    }
}

/// A cell's rows at a width.
fn broken(composer: &mut Composer, cell: &Text, role: Role, wide: usize) -> Vec<Vec<Span>> {
    let pieces = composer.pieces(cell, role);
    wrap::greedy_rows(&joined(&pieces), wide).iter().map(|row| cut(&pieces, row)).collect()
}

/// How far a row moves the place, however it is laid out.
fn bytes(row: &[Text]) -> usize {
    row.iter().map(|cell| cell.to_plain().len()).sum::<usize>() + 1
}

fn is_numeric(rows: &[Vec<Text>], column: usize, header: bool) -> bool {
    let mut values = rows
        .iter()
        .skip(usize::from(header))
        .filter_map(|row| row.get(column))
        .map(Text::to_plain)
        .filter(|cell| !cell.is_empty())
        .peekable();
    values.peek().is_some()
        && values.all(|cell| {
            cell.chars().any(|c| c.is_ascii_digit())
                && cell.chars().all(|c| c.is_ascii_digit() || " .,:%$€£+-−–/()".contains(c))
        })
}

fn dissolved(composer: &mut Composer, header: bool, rows: &[Vec<Text>]) {
    let names = if header { rows.first() } else { None };
    composer.advance(names.map_or(0, |names| bytes(names)));
    for row in rows.iter().skip(usize::from(header)) {
        composer.gap();
        for (column, cell) in row.iter().enumerate().filter(|(_, cell)| !cell.is_empty()) {
            let mut words = Text::default();
            if let Some(name) = names.and_then(|names| names.get(column)).filter(|name| !name.is_empty()) {
                words.push(&name.to_plain(), Face { strong: true, ..Face::default() }, None);
                words.push(": ", Face::default(), None);
            }
            for inline in cell.inlines() {
                words.push(&inline.text, inline.face, inline.link.as_deref());
            }
            composer.text_in_place(&words, Role::Body);
        }
        composer.advance(bytes(row));
    }
}
