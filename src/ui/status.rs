//! The last row: what is going on, or the line being typed; where the reader is.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use crate::app::Model;
use crate::app::help::Help;
use crate::app::overlay::{Overlay, PromptKind};
use crate::query::FIELDS;
use crate::text::{shorten, width};
use crate::theme::Theme;

use super::{put, put_right};

pub(super) fn view(model: &Model, theme: &Theme, row: Rect, buffer: &mut Buffer) -> Option<Position> {
    if row.height == 0 || row.width == 0 {
        return None;
    }
    if let Some(Overlay::Prompt(prompt)) = &model.overlay {
        let x = put(buffer, row, row.x, row.y, prompt.kind.label(), theme.dim);
        // The end of a long line is what is being typed.
        let mut typed = prompt.input.as_str();
        while width(typed) + 1 > usize::from(row.right().saturating_sub(x)) && !typed.is_empty() {
            let mut chars = typed.chars();
            chars.next();
            typed = chars.as_str();
        }
        let x = put(buffer, row, x, row.y, typed, theme.ground);
        let found = match (prompt.kind, &model.find) {
            (PromptKind::Find, Some(find)) => Some(find.hits.len()),
            (PromptKind::Section, _) => Some(prompt.fitting),
            _ => None,
        };
        if let Some(found) = found {
            put_right(buffer, row, row.y, &format!("{found} found"), theme.dim);
        }
        if prompt.kind == PromptKind::Command {
            // At a fixed place, so that a letter more changes little.
            let from = row.x + row.width / 3;
            if x + 2 < from {
                let room = usize::from(row.right() - from);
                put(buffer, row, from, row.y, &shorten(&model.offered(prompt), room), theme.dim);
            }
        }
        if prompt.kind == PromptKind::Search && prompt.input.is_empty() {
            let fields = format!("{}: -not", FIELDS.join(": "));
            if width(&fields) + 2 <= usize::from(row.right().saturating_sub(x)) {
                put_right(buffer, row, row.y, &fields, theme.dim);
            }
        }
        return Some(Position::new(x.min(row.right().saturating_sub(1)), row.y));
    }
    if let Some(Overlay::Help(Help { needle, typing: true, .. })) = &model.overlay {
        return Some(typed_line(model, theme, row, needle, buffer));
    }
    let position = if row.width >= 20 { model.position() } else { String::new() };
    let room = usize::from(row.width).saturating_sub(width(&position) + 2);
    put(buffer, row, row.x, row.y, &whole_hints(&model.status(), room), theme.ground);
    put_right(buffer, row, row.y, &position, theme.dim);
    None
}

/// The words that are looked for in the help page.
fn typed_line(model: &Model, theme: &Theme, row: Rect, needle: &str, buffer: &mut Buffer) -> Position {
    let x = put(buffer, row, row.x, row.y, PromptKind::Find.label(), theme.dim);
    let x = put(buffer, row, x, row.y, needle, theme.ground);
    put_right(buffer, row, row.y, &format!("{} found", model.help_hits(needle).len()), theme.dim);
    Position::new(x.min(row.right().saturating_sub(1)), row.y)
}

/// As many hints as fit, none of them cut; a sentence that does not fit is shortened. Hints have two blanks between them.
fn whole_hints(words: &str, room: usize) -> String {
    let mut fitting = words;
    while width(fitting) > room {
        match fitting.rsplit_once("  ") {
            Some((before, _)) => fitting = before,
            None => return shorten(words, room),
        }
    }
    fitting.to_owned()
}
