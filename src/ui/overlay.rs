//! The help page, the menu of an address, the sections that fit what is typed.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::widgets::{Clear, Widget};

use crate::app::Model;
use crate::app::help::Help;
use crate::app::overlay::{Menu, Prompt, PromptKind};
use crate::app::picker::{self, CHOICES_AT_MOST, Stands};
use crate::app::status::{HelpLine, help_lines};
use crate::text::{head, shorten, width};
use crate::theme::Theme;

use super::{MARKER, article, indented, links, put, put_right, title};

pub(super) fn help(model: &Model, help: &Help, theme: &Theme, buffer: &mut Buffer) {
    let area = buffer.area;
    let (lines, needle) = (help_lines(&model.keymap), help.needle.trim());
    let keys_width = lines
        .iter()
        .map(|line| if let HelpLine::Keys(keys, _) = line { width(keys) } else { 0 })
        .max()
        .unwrap_or(0)
        .min(usize::from(area.width) / 2);
    let margin = area.width.saturating_sub(72) / 2;
    let body =
        Rect { x: margin, y: 2.min(area.height), width: area.width - margin, height: area.height.saturating_sub(3) };
    let row = Rect { x: margin, width: area.width - margin, height: area.height.min(1), ..area };
    title(buffer, theme, row, theme.strong, ["Keys", &model.help_hint(), ""]);
    for (line, y) in lines.iter().skip(help.top).zip(body.top()..body.bottom()) {
        match line {
            HelpLine::Heading(words) => {
                put(buffer, body, body.x, y, words, theme.strong);
                article::mark(buffer, theme, body, body.x, y, words, needle);
            }
            HelpLine::Keys(keys, words) => {
                put(buffer, body, body.x + 2, y, &shorten(keys, keys_width), theme.accent);
                let x = body.x + 2 + u16::try_from(keys_width).unwrap_or(0) + 2;
                put(buffer, body, x, y, words, theme.ground);
                article::mark(buffer, theme, body, body.x + 2, y, &shorten(keys, keys_width), needle);
                article::mark(buffer, theme, body, x, y, words, needle);
            }
            HelpLine::Gap => {}
        }
    }
}

pub(super) fn menu(menu: &Menu, theme: &Theme, status: Rect, buffer: &mut Buffer) {
    let room = usize::from(status.width.saturating_sub(2)).max(1);
    let mut lines: Vec<(String, Style)> = vec![(shorten(&menu.title, room), theme.strong)];
    // The address stands on lines of its own, from the edge on, so that a terminal's own selection takes it whole.
    // So many rows of it as leave the deeds in sight: one of them shows all of it.
    let spare = usize::from(status.y).saturating_sub(menu.deeds().len() + 4).max(1);
    let mut rest = menu.url.as_str();
    while !rest.is_empty() && lines.len() <= spare {
        let row = head(rest, room);
        if row.is_empty() {
            break;
        }
        lines.push((row.to_owned(), links::menu(theme.ground)));
        rest = rest.strip_prefix(row).unwrap_or_default();
    }
    lines.push((String::new(), theme.ground));
    let first_deed = lines.len();
    lines.extend(menu.rows().into_iter().map(|row| (format!("  {row}"), theme.ground)));
    panel(&lines, Some(first_deed + menu.selected), theme, status, buffer);
}

/// The columns of a choice, at most.
const WIDEST: u16 = 78;

/// As many rows as choices can be, however few there are: nothing behind the panel is drawn anew with every letter.
pub(super) fn choices(prompt: &Prompt, theme: &Theme, status: Rect, buffer: &mut Buffer) {
    if prompt.kind != PromptKind::Section {
        return;
    }
    let area = ground(CHOICES_AT_MOST, theme, status, buffer);
    let rows = area.y.saturating_add(1)..area.bottom().saturating_sub(1);
    if prompt.choices.is_empty() {
        put(buffer, area, area.x + 2, rows.start, "No section is called that.", theme.dim);
    }
    // What is said at the right is not to stand too far from what it is about.
    let row = Rect { width: area.width.min(WIDEST), ..area };
    // In a low window the choice stays in sight.
    let above = (prompt.selected + 1).saturating_sub(rows.len());
    for ((index, choice), y) in prompt.offered().enumerate().skip(above).zip(rows) {
        let words = choice.stands.words();
        let room = usize::from(row.width.saturating_sub(3));
        let beside = if words.is_empty() || width(words) + 24 > room { "" } else { words };
        let path =
            picker::fitting(&choice.path, room.saturating_sub(if beside.is_empty() { 0 } else { width(beside) + 2 }));
        let style = if choice.stands == Stands::Shown { theme.ground } else { theme.dim };
        put(buffer, area, area.x + 2, y, &path, style);
        put_right(buffer, Rect { width: row.width.saturating_sub(1), ..row }, y, beside, theme.dim);
        if prompt.selected == index {
            put(buffer, area, area.x, y, MARKER, theme.accent);
        }
    }
}

/// Lines on a cleared ground above the status row.
pub(super) fn panel(
    lines: &[(String, Style)],
    selected: Option<usize>,
    theme: &Theme,
    status: Rect,
    buffer: &mut Buffer,
) {
    let area = ground(lines.len(), theme, status, buffer);
    for ((index, (words, style)), y) in lines.iter().enumerate().zip(area.y + 1..area.bottom()) {
        put(buffer, area, area.x, y, words, *style);
        if selected == Some(index) {
            put(buffer, area, area.x, y, MARKER, theme.accent);
        }
    }
}

/// A cleared ground for `rows` rows above the status row, with a blank row on either side; says where words may stand.
fn ground(rows: usize, theme: &Theme, status: Rect, buffer: &mut Buffer) -> Rect {
    let tall = u16::try_from(rows + 2).unwrap_or(u16::MAX).min(status.y);
    let area = Rect { x: status.x, y: status.y - tall, width: status.width, height: tall };
    Clear.render(area, buffer);
    buffer.set_style(area, theme.ground);
    indented(area, u16::from(area.width >= 60))
}
