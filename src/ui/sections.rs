//! The section tree.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use crate::app::layout::Area;
use crate::app::sections_pane::TreeRow;
use crate::app::{Model, Pane};
use crate::news::Fill;
use crate::text::{shorten, width};
use crate::theme::Theme;

use super::{MARKER, indented, put, put_right, title, title_style};

/// The tree's columns, at most.
const WIDEST: u16 = 44;

pub(super) fn view(model: &Model, theme: &Theme, area: Area, buffer: &mut Buffer) {
    let focused = model.focus == Pane::Sections;
    title(buffer, theme, indented(area.title, 1), title_style(model, theme, Pane::Sections), ["dateline", "", ""]);
    // Across a whole screen a count would stand too far from its name.
    let body = Rect { width: area.body.width.min(WIDEST), ..area.body };
    let pane = &model.sections;
    let rows = pane.rows();
    if let Some(at) = marker(model, area) {
        put(buffer, body, at.x, at.y, MARKER, if focused { theme.accent } else { theme.dim });
    }
    for (y, row) in (area.body.top()..area.body.bottom()).zip(rows.iter().skip(pane.top)) {
        let TreeRow::Section(index) = *row else { continue };
        let Some(section) = pane.all().get(index) else { continue };
        let parent = pane.is_parent(index);
        let indent = 1 + u16::from(section.depth) * 2;
        let mark = match (parent, pane.is_folded(index)) {
            (true, true) => "▸ ",
            (true, false) => "▾ ",
            (false, _) if section.depth > 0 => "  ",
            (false, _) => "",
        };
        let count = match pane.unread(index) {
            0 => String::new(),
            unread => unread.min(999).to_string(),
        };
        let open = section.id == model.headlines.section;
        let style = match (&section.fill, open) {
            _ if pane.arranged.hidden.contains(&section.id) => theme.dim,
            (_, true) => theme.strong,
            (Fill::Browser, false) => theme.dim,
            _ => theme.ground,
        };
        let x = put(buffer, body, body.x + indent, y, mark, theme.ground);
        let failing = if model.is_failing(index) { "!" } else { "" };
        let gap = if failing.is_empty() || count.is_empty() { "" } else { " " };
        let tail = width(&count) + width(gap) + width(failing);
        let room = usize::from(body.right().saturating_sub(x)).saturating_sub(tail + usize::from(tail > 0));
        let title = shorten(&section.title, room);
        let after = put(buffer, body, x, y, &title, style);
        // Among the pinned ones, two sections of the same name are told apart by their outlets.
        if let Some(outlet) = pane.pinned_from(index).and_then(|id| model.outlet(&id.0)) {
            let room = room.saturating_sub(width(&title));
            put(buffer, body, after, y, &shorten(&format!(" · {}", outlet.name), room), theme.dim);
        }
        put_right(buffer, body, y, &count, theme.ground);
        let taken = u16::try_from(width(&count) + width(gap)).unwrap_or(u16::MAX);
        put_right(buffer, Rect { width: body.width.saturating_sub(taken), ..body }, y, failing, theme.strong);
    }
}

/// Where the marker stands, if the chosen section is on the screen.
pub(super) fn marker(model: &Model, area: Area) -> Option<Position> {
    let pane = &model.sections;
    let row = pane.rows().iter().position(|row| *row == TreeRow::Section(pane.selected))?;
    let y = area.body.top().saturating_add(u16::try_from(row.checked_sub(pane.top)?).ok()?);
    (y < area.body.bottom()).then_some(Position::new(area.body.x, y))
}
