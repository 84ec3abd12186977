//! The help page, the menu of an address, the sections that fit what is typed.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::widgets::{Clear, Widget};

use crate::app::Model;
use crate::app::overlay::{Menu, Prompt};
use crate::app::status::{HelpLine, help_lines};
use crate::text::{head, shorten, width};
use crate::theme::Theme;

use super::{MARKER, put, title};

pub(super) fn help(model: &Model, top: usize, theme: &Theme, buffer: &mut Buffer) {
    let area = buffer.area;
    let lines = help_lines(&model.keymap);
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
    title(buffer, theme, row, true, ["Keys", "j and k move, q goes back", ""]);
    for (line, y) in lines.iter().skip(top).zip(body.top()..body.bottom()) {
        match line {
            HelpLine::Heading(words) => {
                put(buffer, body, body.x, y, words, theme.strong);
            }
            HelpLine::Keys(keys, words) => {
                put(buffer, body, body.x + 2, y, &shorten(keys, keys_width), theme.accent);
                let x = body.x + 2 + u16::try_from(keys_width).unwrap_or(0) + 2;
                put(buffer, body, x, y, words, theme.ground);
            }
            HelpLine::Gap => {}
        }
    }
}

pub(super) fn menu(menu: &Menu, theme: &Theme, status: Rect, buffer: &mut Buffer) {
    let room = usize::from(status.width.saturating_sub(2)).max(1);
    let mut lines: Vec<(String, Style)> = vec![(shorten(&menu.title, room), theme.strong)];
    // The address stands on lines of its own, from the edge on, so that a terminal's own selection takes it whole.
    let mut rest = menu.url.as_str();
    while !rest.is_empty() {
        let row = head(rest, room);
        if row.is_empty() {
            break;
        }
        lines.push((row.to_owned(), theme.ground));
        rest = rest.strip_prefix(row).unwrap_or_default();
    }
    lines.push((String::new(), theme.ground));
    let first_deed = lines.len();
    for deed in menu.deeds() {
        let (key, words) = deed.words();
        lines.push((format!("  {key}  {words}"), theme.ground));
    }
    panel(&lines, Some(first_deed + menu.selected), theme, status, buffer);
}

pub(super) fn choices(prompt: &Prompt, theme: &Theme, status: Rect, buffer: &mut Buffer) {
    if prompt.choices.is_empty() {
        return;
    }
    let room = usize::from(status.width.saturating_sub(4)).max(1);
    let lines: Vec<(String, Style)> =
        prompt.choices.iter().map(|choice| (format!("  {}", shorten(&choice.path, room)), theme.ground)).collect();
    panel(&lines, Some(prompt.selected), theme, status, buffer);
}

/// Lines on a cleared ground above the status row, with a blank row on either side.
fn panel(lines: &[(String, Style)], selected: Option<usize>, theme: &Theme, status: Rect, buffer: &mut Buffer) {
    let tall = u16::try_from(lines.len() + 2).unwrap_or(u16::MAX).min(status.y);
    let area = Rect { x: status.x, y: status.y - tall, width: status.width, height: tall };
    Clear.render(area, buffer);
    buffer.set_style(area, theme.ground);
    let x = area.x + u16::from(area.width >= 60);
    for ((index, (words, style)), y) in lines.iter().enumerate().zip(area.y + 1..area.bottom()) {
        put(buffer, area, x, y, words, *style);
        if selected == Some(index) {
            put(buffer, area, x, y, MARKER, theme.accent);
        }
    }
}
