//! What went over the line.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::app::Model;
use crate::app::details::Details;
use crate::theme::Theme;

use super::overlay::panel;

pub(super) fn view(model: &Model, details: &Details, theme: &Theme, status: Rect, buffer: &mut Buffer) {
    let rows = model.detail_rows(details).into_iter().enumerate();
    let lines: Vec<_> = rows.map(|(at, words)| (words, if at == 0 { theme.strong } else { theme.ground })).collect();
    panel(&lines, None, theme, status, buffer);
}
