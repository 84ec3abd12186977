//! Tables of data, and tables that only lay a page out.

use super::dom::{At, Dom, Tag};
use super::shape;
use crate::article::{Face, Text};

/// Bytes of one cell; more is a column of a page.
const CELL_AT_MOST: usize = 300;
/// The same where the columns have names.
const NAMED_CELL_AT_MOST: usize = 1_000;
/// Rows of one table that are looked at.
const ROWS_AT_MOST: usize = 2_000;
/// Columns of one table; the cells beyond join the last.
const COLUMNS_AT_MOST: usize = 64;

/// True for a table whose rows are rows: at least two of two cells or more, none of them long, no table inside.
pub fn is_data(dom: &Dom<'_>, table: At) -> bool {
    // The author says that it is layout.
    if dom.attr(table, "role").is_some_and(|role| matches!(role, "presentation" | "none")) {
        return false;
    }
    let (mut rows, mut cells, mut chars, mut longest, mut named) = (0, 0, 0, 0, false);
    for at in dom.subtree(table).skip(1) {
        let item = dom.item(at);
        match item.tag {
            Tag::Table | Tag::Heading(1) | Tag::Form => return false,
            Tag::Tr => rows += 1,
            Tag::Cell | Tag::HeadCell => {
                cells += 1;
                chars = 0;
                named |= item.tag == Tag::HeadCell;
            }
            Tag::Text => {
                chars += item.text.trim().len();
                longest = longest.max(chars);
            }
            _ => {}
        }
    }
    let long = if named { NAMED_CELL_AT_MOST } else { CELL_AT_MOST };
    (2..=ROWS_AT_MOST).contains(&rows) && cells >= rows * 3 / 2 && longest <= long
}

/// Where in a table its next cell goes.
#[derive(Debug, Default)]
pub struct Rows {
    row: Option<At>,
    cell: Option<At>,
    /// For each column how many rows, this one too, are taken by a cell that began above.
    taken: Vec<usize>,
    /// The same for cells that begin in this row, for the rows below.
    begun: Vec<(usize, usize)>,
}

impl Rows {
    /// Puts words into a cell, which may have some already. `place` is the row, the cell, and whether it is a name.
    pub fn push(
        &mut self,
        dom: &Dom<'_>,
        header: &mut bool,
        rows: &mut Vec<Vec<Text>>,
        place: (At, At, bool),
        text: Text,
    ) {
        let (row, cell, head) = place;
        if self.row != Some(row) {
            self.taken.iter_mut().for_each(|rows| *rows = rows.saturating_sub(1));
            self.taken.resize(COLUMNS_AT_MOST, 0);
            for (column, rows) in self.begun.drain(..) {
                if let Some(taken) = self.taken.get_mut(column) {
                    *taken = rows.max(*taken);
                }
            }
            (self.row, self.cell) = (Some(row), None);
            rows.push(Vec::new());
        }
        let first = rows.len() == 1;
        let Some(cells) = rows.last_mut() else { return };
        if self.cell != Some(cell) && cells.len() < COLUMNS_AT_MOST {
            if first {
                *header = head && (cells.is_empty() || *header);
            }
            let column = self.column(dom, row, cell);
            while cells.len() < column {
                cells.push(Text::default());
            }
            if cells.len() < COLUMNS_AT_MOST {
                cells.push(text);
                self.cell = Some(cell);
                return;
            }
        }
        if let Some(last) = cells.last_mut() {
            last.push(" ", Face::default(), None);
            shape::append(last, &text);
            last.trim_end();
        }
    }

    /// The column of a cell. Cells without words have no segment; those before this one say how many were passed over.
    fn column(&mut self, dom: &Dom<'_>, row: At, cell: At) -> usize {
        let span = |at: At, name: &str| dom.attr(at, name).and_then(|span| span.trim().parse().ok()).unwrap_or(1_usize);
        let free = |taken: &[usize], from: usize| {
            taken.iter().enumerate().skip(from).find(|(_, rows)| **rows == 0).map_or(COLUMNS_AT_MOST, |(at, _)| at)
        };
        let mut column = free(&self.taken, 0);
        for before in dom.children(row).take_while(|&at| at < cell).take(COLUMNS_AT_MOST) {
            column = free(&self.taken, column.saturating_add(span(before, "colspan").clamp(1, COLUMNS_AT_MOST)));
        }
        let rows = span(cell, "rowspan").min(ROWS_AT_MOST);
        if rows > 1 {
            let across = span(cell, "colspan").clamp(1, COLUMNS_AT_MOST);
            self.begun.extend((column..column + across).map(|column| (column, rows - 1)));
        }
        column
    }
}
