//! The list of themes, over what they change.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::app::Model;
use crate::theme::Theme;

use super::overlay::panel;

/// So many names at once: what is behind the list is what the reader wants to see.
const ROWS: usize = 8;

pub(super) fn view(model: &Model, selected: usize, theme: &Theme, status: Rect, buffer: &mut Buffer) {
    let rows = ROWS.min(usize::from(status.y.saturating_sub(2))).max(1);
    let above = (selected + 1).saturating_sub(rows);
    let names = model.themes.all.iter().enumerate().skip(above).take(rows);
    let lines: Vec<(String, Style)> = names
        .map(|(index, named)| {
            let about = match &named.trouble {
                Some(_) => "  can't be used",
                None if index == model.themes.kept => "  in use",
                None => "",
            };
            let style = if named.trouble.is_some() { theme.dim } else { theme.ground };
            (format!("  {}{about}", named.name), style)
        })
        .collect();
    panel(&lines, Some(selected - above), theme, status, buffer);
}
