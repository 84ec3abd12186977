//! A story's picture: what it costs, then the picture itself alone on the screen.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::app::Model;
use crate::app::picture::{Viewing, body};
use crate::page::wrap;
use crate::picture::Drawn;
use crate::text::shorten;
use crate::theme::Theme;

use super::overlay::panel;
use super::put;

pub(super) fn asked(model: &Model, viewing: &Viewing, theme: &Theme, status: Rect, buffer: &mut Buffer) {
    let room = usize::from(status.width.saturating_sub(2)).max(1);
    let mut lines: Vec<(String, Style)> = Vec::new();
    if !viewing.words.is_empty() {
        lines.push((shorten(&viewing.words, room), theme.dim));
    }
    for words in model.picture_rows(viewing) {
        let rows = wrap::greedy_rows(&words, room);
        let rows = rows.into_iter().map(|row| words.get(row).unwrap_or_default().trim_end().to_owned());
        lines.extend(rows.map(|row| (row, theme.ground)));
    }
    panel(&lines, None, theme, status, buffer);
}

/// Its words above it. Where the terminal has pixels the ground stays blank for them.
pub(super) fn shown(model: &Model, viewing: &Viewing, drawn: &Drawn, theme: &Theme, buffer: &mut Buffer) {
    let area = buffer.area;
    let room = usize::from(area.width);
    put(buffer, area, area.x, area.y, &shorten(&viewing.words, room), theme.dim);
    if let Drawn::Cells(cells) = drawn {
        let body = body(model.size, model.settings.measure).intersection(area);
        for at in cells.area.positions() {
            let (x, y) = (body.x + at.x, body.y.saturating_add(at.y));
            if x < body.right()
                && y < body.bottom()
                && let (Some(cell), Some(of)) = (buffer.cell_mut((x, y)), cells.cell(at))
            {
                cell.clone_from(of);
            }
        }
    }
    let last = area.bottom().saturating_sub(1);
    for words in model.picture_rows(viewing) {
        put(buffer, area, area.x, last, &shorten(&words, room), theme.ground);
    }
}
