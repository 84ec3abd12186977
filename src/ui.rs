//! How the model looks: one function per pane, all of it drawn from the model and the theme alone.

mod article;
mod details;
mod headlines;
mod health;
mod links;
mod overlay;
mod qr;
mod picture;
mod sections;
mod selection;
mod status;
mod themes;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

use crate::app::overlay::Overlay;
use crate::app::picture::{Step, Viewing};
use crate::app::{Model, Pane};
use crate::text::{shorten, width};
use crate::theme::Theme;

pub use links::addresses;

/// The mark of the selection.
const MARKER: &str = "▌";

/// Draws the whole screen into `buffer`, which has the model's size; says where the cursor stands, if it is to be seen.
pub fn view(model: &Model, theme: &Theme, buffer: &mut Buffer) -> Option<Position> {
    let typing = draw(model, theme, buffer);
    typing.or_else(|| if model.settings.cursor { selection::selection(model, buffer) } else { None })
}

fn draw(model: &Model, theme: &Theme, buffer: &mut Buffer) -> Option<Position> {
    buffer.set_style(buffer.area, theme.ground);
    let layout = model.layout();
    if let Some(Overlay::Help(help)) = &model.overlay {
        overlay::help(model, help, theme, buffer);
        return status::view(model, theme, layout.status, buffer);
    }
    if let Some(Overlay::Failures(list)) = model.overlay {
        health::view(model, list, theme, buffer);
        return status::view(model, theme, layout.status, buffer);
    }
    if let Some(Overlay::QrCode(code)) = &model.overlay {
        qr::view(model, code, theme, buffer);
        return status::view(model, theme, layout.status, buffer);
    }
    if let Some(Overlay::Picture(viewing @ Viewing { step: Step::Shown(drawn), .. })) = &model.overlay {
        picture::shown(model, viewing, drawn, theme, buffer);
        return None;
    }
    if let Some(area) = layout.sections {
        sections::view(model, theme, area, buffer);
    }
    if let Some(area) = layout.headlines {
        headlines::view(model, theme, area, layout.side_by_side, buffer);
    }
    if let Some(area) = layout.article {
        article::view(model, theme, area, layout.side_by_side, buffer);
    }
    match &model.overlay {
        Some(Overlay::Themes { selected }) => themes::view(model, *selected, theme, layout.status, buffer),
        Some(Overlay::Menu(menu)) => overlay::menu(menu, theme, layout.status, buffer),
        Some(Overlay::Details(details)) => details::view(model, details, theme, layout.status, buffer),
        Some(Overlay::Picture(viewing)) => picture::asked(model, viewing, theme, layout.status, buffer),
        Some(Overlay::Prompt(prompt)) => overlay::choices(prompt, theme, layout.status, buffer),
        _ => {}
    }
    status::view(model, theme, layout.status, buffer)
}

/// Where the marker of what is chosen stands in the pane that has the keys; nowhere while a story is read, or while
/// something stands before the panes.
#[must_use]
pub fn marker(model: &Model) -> Option<Position> {
    let layout = model.layout();
    match (&model.overlay, model.focus) {
        (None, Pane::Sections) => sections::marker(model, layout.sections?),
        (None, Pane::Headlines) => headlines::marker(model, layout.headlines?, layout.side_by_side),
        _ => None,
    }
}

/// The rows of the pane that stands alone, if one does: they mostly move together.
#[must_use]
pub fn body_alone(model: &Model) -> Option<Rect> {
    let layout = model.layout();
    let alone = layout.sections.or(layout.headlines).or(layout.article).filter(|_| !layout.side_by_side)?;
    Some(alone.body)
}

/// Writes `words` from (x, y) on, at most to the right edge of `area`; says in which column the next word may begin.
fn put(buffer: &mut Buffer, area: Rect, x: u16, y: u16, words: &str, style: Style) -> u16 {
    if y < area.top() || y >= area.bottom() || x >= area.right() {
        return x;
    }
    let room = usize::from(area.right() - x);
    buffer.set_stringn(x, y, words, room, style).0
}

/// Writes `words` so that they end at the right edge of `area`; says where they begin.
fn put_right(buffer: &mut Buffer, area: Rect, y: u16, words: &str, style: Style) -> u16 {
    let taken = u16::try_from(width(words)).unwrap_or(u16::MAX);
    let x = area.right().saturating_sub(taken).max(area.left());
    put(buffer, area, x, y, words, style);
    x
}

/// The part of `area` right of its first `columns`.
fn indented(area: Rect, columns: u16) -> Rect {
    let columns = columns.min(area.width);
    Rect { x: area.x + columns, width: area.width - columns, ..area }
}

/// How a pane's title looks: bold, and accented where other panes stand beside the one that has the keys.
fn title_style(model: &Model, theme: &Theme, pane: Pane) -> Style {
    match (model.focus == pane, model.layout().side_by_side) {
        (true, true) => theme.strong.patch(theme.accent),
        (true, false) => theme.strong,
        (false, _) => theme.dim,
    }
}

/// A title row: a name in its style, then what is said of it, then its freshness at the right. What does not fit goes,
/// the freshness last.
fn title(buffer: &mut Buffer, theme: &Theme, row: Rect, style: Style, words: [&str; 3]) {
    if row.height == 0 {
        return;
    }
    let [name, about, fresh] = words;
    let rest = if style == theme.dim { theme.dim } else { theme.ground };
    let room = usize::from(row.width);
    let fresh_room = if fresh.is_empty() { 0 } else { width(fresh) + 2 };
    let show_fresh = fresh_room + 8 <= room;
    let room = room - if show_fresh { fresh_room } else { 0 };
    let x = put(buffer, row, row.x, row.y, &shorten(name, room), style);
    if !about.is_empty() && width(name) + 2 + width(about) <= room {
        put(buffer, row, x + 2, row.y, about, rest);
    }
    if show_fresh {
        put_right(buffer, row, row.y, fresh, rest);
    }
}
