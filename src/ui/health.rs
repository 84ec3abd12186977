//! The list of what failed.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::app::Model;
use crate::app::health::{Failures, SENTENCE_ROWS};
use crate::page::wrap;
use crate::text::shorten;
use crate::theme::Theme;

use super::{MARKER, put, put_right, title};

pub(super) fn view(model: &Model, list: Failures, theme: &Theme, buffer: &mut Buffer) {
    let area = buffer.area;
    let margin = area.width.saturating_sub(78) / 2;
    let column = Rect { x: margin, width: area.width.saturating_sub(2 * margin), ..area };
    let row = Rect { height: area.height.min(1), ..column };
    let rows = model.failure_rows();
    let size = if rows.len() == 1 { "1 address".to_owned() } else { format!("{} addresses", rows.len()) };
    title(buffer, theme, row, theme.strong, ["What failed", &size, ""]);
    let body = Rect { y: 2.min(area.height), height: area.height.saturating_sub(3), ..column };
    if rows.is_empty() {
        put(buffer, body, body.x, body.y, "All of it is well again.", theme.ground);
    }
    let mut y = body.y;
    for (index, row) in rows.iter().enumerate().skip(list.top).take(model.failures_fitting()) {
        if index == list.selected {
            put(buffer, body, body.x, y, MARKER, theme.accent);
        }
        let since = put_right(buffer, body, y, &row.since, theme.dim);
        let room = usize::from(since.saturating_sub(body.x)).saturating_sub(4);
        put(buffer, body, body.x + 2, y, &shorten(&row.path, room), theme.strong);
        y += 1;
        let room = usize::from(body.width.saturating_sub(2));
        let mut pieces = wrap::greedy_rows(&row.sentence, room).into_iter();
        for number in 1..=SENTENCE_ROWS {
            let Some(piece) = pieces.next() else { break };
            let words = row.sentence.get(piece.clone()).unwrap_or_default().trim_end();
            let is_cut = number == SENTENCE_ROWS && pieces.len() > 0;
            let rest = row.sentence.get(piece.start..).unwrap_or_default();
            let shown = if is_cut { shorten(rest, room) } else { words.to_owned() };
            put(buffer, body, body.x + 2, y, &shown, theme.ground);
            y += 1;
        }
        y += 1;
    }
}
