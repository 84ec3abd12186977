//! Words from outside, made safe and measured: what the one door ([`crate::article::Text::push`]) and every
//! single-line field are cleaned with, and how wide a string is on the screen.
//!
//! HTML entities such as `&#27;` decode to live control characters inside a parser, so text is cleaned after
//! parsing and before anything keeps it: the screen, standard output, the cache and saved files all read what is
//! already clean.

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// More combining marks than this on one character are a drawing, not a language.
const MARKS_AT_MOST: u8 = 6;

/// True for what must never reach a terminal or a file: control characters (C0, DEL, C1), bidirectional
/// embeddings, overrides and isolates, and characters that are invisible and change nothing but comparison.
///
/// White space is not judged here: it is collapsed by [`clean`].
#[must_use]
pub fn is_hostile(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{00AD}'                    // soft hyphen: invisible, breaks search and width
            | '\u{061C}' | '\u{200E}' | '\u{200F}'
            | '\u{202A}'..='\u{202E}'     // embeddings and overrides
            | '\u{2066}'..='\u{2069}'     // isolates
            | '\u{200B}' | '\u{2060}'..='\u{2064}' | '\u{206A}'..='\u{206F}'
            | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}'
            | '\u{E0000}'..='\u{E0FFF}') // tags: hidden text
}

/// One line of clean text: white space (of any kind, line ends too) collapsed to single blanks, both ends trimmed,
/// hostile characters dropped.
///
/// ```
/// assert_eq!(dateline::text::clean(" A\u{1b}[31m  red\n\tline\u{202e} "), "A[31m red line");
/// ```
#[must_use]
pub fn clean(outside: &str) -> String {
    let mut line = String::with_capacity(outside.len());
    push_clean(&mut line, outside);
    let kept = line.trim_end_matches(' ').len();
    line.truncate(kept);
    line
}

/// Appends `outside` to `line` as [`clean`] would, so that text can arrive in pieces: a blank between two pieces is
/// kept once, one at the very start is dropped, one at the end is kept for what may follow.
pub fn push_clean(line: &mut String, outside: &str) {
    let mut marks: u8 = 0;
    for c in outside.chars() {
        if c.is_ascii_graphic() {
            marks = 0;
            line.push(c);
        } else if c.is_whitespace() {
            if !line.is_empty() && !line.ends_with(' ') {
                line.push(' ');
            }
        } else if !is_hostile(c) {
            if is_combining(c) {
                marks = marks.saturating_add(1);
                if marks > MARKS_AT_MOST {
                    continue;
                }
            } else {
                marks = 0;
            }
            line.push(c);
        }
    }
}

/// Preformatted text: lines are kept, tabs become four blanks, everything else is cleaned as by [`clean`] but without
/// collapsing. No line has trailing blanks, and there is no empty line at either end.
#[must_use]
pub fn clean_lines(outside: &str) -> Vec<String> {
    let mut lines: Vec<String> = outside
        .lines()
        .map(|line| {
            let mut kept = String::with_capacity(line.len());
            for c in line.chars() {
                if c == '\t' {
                    kept.push_str("    ");
                } else if c.is_whitespace() {
                    kept.push(' ');
                } else if !is_hostile(c) {
                    kept.push(c);
                }
            }
            kept.trim_end().to_owned()
        })
        .collect();
    while lines.last().is_some_and(String::is_empty) {
        lines.pop();
    }
    let blank_head = lines.iter().take_while(|line| line.is_empty()).count();
    lines.drain(..blank_head);
    lines
}

/// True for what stands on the character before it and takes no column: accents, vowel signs.
#[must_use]
pub fn is_combining(c: char) -> bool {
    c != '\u{200D}' && !c.is_ascii() && unicode_width::UnicodeWidthChar::width(c) == Some(0)
}

/// False for letters of scripts that put no blanks between words: what a word is there, only a dictionary knows.
#[must_use]
pub fn is_spaced(c: char) -> bool {
    !matches!(c, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{2e80}'..='\u{a4cf}'
        | '\u{f900}'..='\u{faff}' | '\u{20000}'..)
}

/// How many terminal columns `line` takes.
#[must_use]
pub fn width(line: &str) -> usize {
    // Most lines are plain ASCII, and those are as wide as they are long.
    if line.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        return line.len();
    }
    UnicodeWidthStr::width(line)
}

/// The longest head of `line` that fits in `columns`, cut between graphemes.
#[must_use]
pub fn head(line: &str, columns: usize) -> &str {
    let mut taken = 0;
    for (at, grapheme) in line.grapheme_indices(true) {
        taken += width(grapheme);
        if taken > columns {
            return line.get(..at).unwrap_or_default();
        }
    }
    line
}

/// `line` if it fits in `columns`, else as much of it as fits with `…` after it.
#[must_use]
pub fn shorten(line: &str, columns: usize) -> String {
    if width(line) <= columns {
        return line.to_owned();
    }
    match columns {
        0 => String::new(),
        _ => format!("{}…", head(line, columns - 1).trim_end()),
    }
}

/// `message` with the line of `source` that `span` (bytes) begins in, and carets under it.
#[must_use]
pub fn point_out(source: &str, span: &std::ops::Range<usize>, message: &str) -> String {
    let before = source.get(..span.start).unwrap_or(source);
    let number = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().map_or(0, width);
    let line = source.lines().nth(number - 1).unwrap_or_default();
    let marked = source.get(span.clone()).and_then(|marked| marked.lines().next()).map_or(1, width).max(1);
    let pad = " ".repeat(number.to_string().len());
    format!(
        "line {number}, column {}: {message}\n{pad} |\n{number} | {line}\n{pad} | {}{}",
        column + 1,
        " ".repeat(column),
        "^".repeat(marked)
    )
}
