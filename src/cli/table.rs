//! How commands print rows: a table on a terminal, fields with a tab between them in a pipe, JSON lines when asked for.

use std::io::{self, IsTerminal as _, Write as _};

use serde_json::Value;

use crate::paint::Colours;
use crate::repertoire::ascii;
use crate::text::{clean, shorten, width};

use super::reader::locale_is_utf8;

/// A table is no wider, however wide the terminal is.
const COLUMNS_AT_MOST: usize = 100;
/// Between two columns.
const GAP: &str = "  ";
/// What is cut keeps at least so much.
const CUT_AT_LEAST: usize = 8;
const BOLD: &str = "\x1b[1m";
const DIM: &str = "\x1b[2m";
const PLAIN: &str = "\x1b[m";

/// How a column of a terminal's table is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fit {
    /// As wide as its widest cell.
    Whole,
    /// The same, flush right.
    Number,
    /// Cut where the table would be wider than the terminal.
    Cut,
}

/// How much a row says on a terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Face {
    Bold,
    Plain,
    Dim,
}

/// A row in all its forms.
#[derive(Debug)]
pub(super) struct Row {
    /// The cells of a terminal's table.
    pub(super) shown: Vec<String>,
    pub(super) face: Face,
    /// The fields of a line in a pipe.
    pub(super) fields: Vec<String>,
    pub(super) json: Value,
}

/// What standard output shows, where it is a terminal.
#[derive(Debug, Clone, Copy)]
pub(super) struct Screen {
    /// Bold and dim.
    faces: bool,
    /// Its locale has no other letters.
    ascii: bool,
}

impl Screen {
    /// `None` for a pipe or a file, which get no attribute and every letter.
    pub(super) fn of_standard_output() -> Option<Self> {
        let variable = |name: &str| std::env::var(name).ok();
        let faces = || Colours::of(variable("NO_COLOR").as_deref(), None, variable("TERM").as_deref());
        io::stdout().is_terminal().then(|| Self { faces: faces() != Colours::None, ascii: !locale_is_utf8() })
    }

    /// A clean line as it is sent.
    pub(super) fn line(self, line: &str, face: Face) -> String {
        let line = if self.ascii { ascii::spelled(line) } else { line.to_owned() };
        match face {
            Face::Bold if self.faces && !line.is_empty() => format!("{BOLD}{line}{PLAIN}"),
            Face::Dim if self.faces && !line.is_empty() => format!("{DIM}{line}{PLAIN}"),
            _ => line,
        }
    }
}

/// Rows on their way to standard output. In a pipe each is written as it comes.
#[derive(Debug)]
pub(super) struct Table {
    fits: &'static [Fit],
    form: Form,
}

#[derive(Debug)]
enum Form {
    Terminal(Screen, Vec<(Vec<String>, Face)>),
    Pipe,
    Json,
}

impl Table {
    pub(super) fn new(fits: &'static [Fit], json: bool) -> Self {
        let form = match Screen::of_standard_output() {
            _ if json => Form::Json,
            Some(screen) => Form::Terminal(screen, Vec::new()),
            None => Form::Pipe,
        };
        Self { fits, form }
    }

    /// Takes in a row, and cleans it: what is printed here passes no screen.
    pub(super) fn push(&mut self, row: Row) -> io::Result<()> {
        match &mut self.form {
            Form::Terminal(_, rows) => {
                rows.push((row.shown.iter().map(|cell| clean(cell)).collect(), row.face));
                Ok(())
            }
            Form::Pipe => {
                let fields: Vec<String> = row.fields.iter().map(|field| clean(field)).collect();
                write_line(&fields.join("\t"))
            }
            Form::Json => write_line(&cleaned(row.json).to_string()),
        }
    }

    /// Takes in a second line for the row before it, for a terminal alone; it stands back, in the last column.
    pub(super) fn push_below(&mut self, line: &str) {
        if let Form::Terminal(_, rows) = &mut self.form {
            let mut cells = vec![String::new(); self.fits.len().saturating_sub(1)];
            cells.push(clean(line));
            rows.push((cells, Face::Dim));
        }
    }

    /// True where a person looks at it.
    pub(super) fn is_terminal(&self) -> bool {
        matches!(self.form, Form::Terminal(..))
    }

    /// Prints what is still held back.
    pub(super) fn finish(self) -> io::Result<()> {
        let Form::Terminal(screen, rows) = self.form else { return Ok(()) };
        let told = crossterm::terminal::size().ok().map(|(columns, _)| usize::from(columns));
        // Some pseudo-terminals have no size.
        let columns = told.filter(|columns| *columns > 0).unwrap_or(80);
        let page = laid_out(&rows, self.fits, columns.clamp(1, COLUMNS_AT_MOST), screen);
        let mut out = io::stdout().lock();
        out.write_all(page.as_bytes())?;
        out.flush()
    }
}

fn write_line(line: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(line.as_bytes())?;
    out.write_all(b"\n")
}

/// Every string of an object, and of the lists in it.
fn cleaned(mut json: Value) -> Value {
    let clean_in_place = |value: &mut Value| match value {
        Value::String(words) => *words = clean(words),
        Value::Array(values) => {
            for value in values {
                if let Value::String(words) = value {
                    *words = clean(words);
                }
            }
        }
        _ => {}
    };
    match &mut json {
        Value::Object(fields) => fields.values_mut().for_each(clean_in_place),
        other => clean_in_place(other),
    }
    json
}

/// The rows as lines of at most `columns`, with attributes where the terminal is to have them.
fn laid_out(rows: &[(Vec<String>, Face)], fits: &[Fit], columns: usize, screen: Screen) -> String {
    let mut widths: Vec<usize> = fits
        .iter()
        .enumerate()
        .map(|(at, _)| rows.iter().filter_map(|(cells, _)| cells.get(at)).map(|cell| width(cell)).max().unwrap_or(0))
        .collect();
    let room = columns.saturating_sub(GAP.len() * fits.len().saturating_sub(1));
    let mut over = widths.iter().sum::<usize>().saturating_sub(room);
    while over > 0 {
        // The widest gives way, down to what the next one has.
        let cut = fits.iter().zip(widths.iter_mut()).filter(|(fit, width)| **fit == Fit::Cut && **width > CUT_AT_LEAST);
        let Some((_, widest)) = cut.max_by_key(|(_, width)| **width) else { break };
        *widest -= 1;
        over -= 1;
    }
    let mut page = String::new();
    for (cells, face) in rows {
        let mut line = String::new();
        for ((cell, fit), columns) in cells.iter().zip(fits).zip(&widths) {
            let cell = shorten(cell, *columns);
            let blanks = " ".repeat(columns.saturating_sub(width(&cell)));
            let gap = if line.is_empty() { "" } else { GAP };
            let (before, after) = if *fit == Fit::Number { (blanks.as_str(), "") } else { ("", blanks.as_str()) };
            for piece in [gap, before, &cell, after] {
                line.push_str(piece);
            }
        }
        // Where even the parts that are never cut don't fit.
        let line = shorten(line.trim_end(), columns);
        page.push_str(&screen.line(&line, *face));
        page.push('\n');
    }
    page
}

#[cfg(test)]
mod tests {
    use super::{Face, Fit, Screen, cleaned, laid_out};
    use serde_json::json;

    const FITS: &[Fit] = &[Fit::Whole, Fit::Cut, Fit::Number];

    fn rows() -> Vec<(Vec<String>, Face)> {
        let row = |cells: [&str; 3], face| (cells.map(str::to_owned).to_vec(), face);
        vec![row(["2h", "Glacier lake drains in a night", "7"], Face::Bold), row(["22 Sep", "Tāwhai", "12"], Face::Dim)]
    }

    const PLAIN: Screen = Screen { faces: false, ascii: false };

    #[test]
    fn a_table_is_cut_where_it_may_be() {
        let wide = laid_out(&rows(), FITS, 60, PLAIN);
        assert_eq!(wide, "2h      Glacier lake drains in a night   7\n22 Sep  Tāwhai                          12\n");
        let narrow = laid_out(&rows(), FITS, 24, PLAIN);
        assert_eq!(narrow, "2h      Glacier lak…   7\n22 Sep  Tāwhai        12\n");
        let faces = laid_out(&rows(), FITS, 24, Screen { faces: true, ascii: false });
        assert_eq!(faces, "\x1b[1m2h      Glacier lak…   7\x1b[m\n\x1b[2m22 Sep  Tāwhai        12\x1b[m\n");
        let ascii = laid_out(&rows(), FITS, 24, Screen { faces: true, ascii: true });
        assert!(ascii.is_ascii() && ascii.contains("\x1b[2m22 Sep  Tawhai        12\x1b[m\n"), "{ascii:?}");
        assert!(laid_out(&rows(), FITS, 5, PLAIN).lines().all(|line| crate::text::width(line) <= 5));
    }

    #[test]
    fn json_is_cleaned_as_lines_are() {
        let told = json!({"title": "a\u{1b}[31m\tb\u{9b}", "labels": ["\u{202e}c"], "unread": 3, "saved": false});
        let kept = json!({"title": "a[31m b", "labels": ["c"], "unread": 3, "saved": false});
        assert_eq!(cleaned(told), kept);
    }
}
