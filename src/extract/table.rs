//! Tables of data, and tables that only lay a page out.

use super::dom::{At, Dom, Tag};

/// Characters of one cell; more is a column of a page.
const CELL_AT_MOST: usize = 300;
/// Rows of one table that are looked at.
const ROWS_AT_MOST: usize = 2_000;

/// True for a table whose rows are rows: at least two of two cells or more, none of them long, no table inside.
pub fn is_data(dom: &Dom<'_>, table: At) -> bool {
    let inside = dom.subtree(table).skip(1);
    let (mut rows, mut cells, mut chars) = (0, 0, 0);
    for at in inside {
        let item = dom.item(at);
        match item.tag {
            Tag::Table | Tag::Heading(1) | Tag::Form => return false,
            Tag::Tr => rows += 1,
            Tag::Cell | Tag::HeadCell => {
                cells += 1;
                chars = 0;
            }
            Tag::Text => {
                chars += item.text.trim().len();
                if chars > CELL_AT_MOST {
                    return false;
                }
            }
            _ => {}
        }
    }
    (2..=ROWS_AT_MOST).contains(&rows) && cells >= rows * 3 / 2
}
