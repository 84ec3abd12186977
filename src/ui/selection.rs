//! Where the cursor is to stand for those who follow it: screen readers and braille lines read the row it is in.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use crate::app::overlay::Overlay;
use crate::app::{Model, Pane};

use super::MARKER;

/// The first cell of the words that are chosen; of a story, and of whatever has nothing to choose from, of the first row.
pub(super) fn selection(model: &Model, drawn: &Buffer) -> Option<Position> {
    let layout = model.layout();
    let above_status = Rect { height: layout.status.y, ..drawn.area };
    if let Some(overlay) = &model.overlay {
        let under_title = Rect { y: 1, height: above_status.height.saturating_sub(1), ..above_status };
        let chosen = match overlay {
            // The panes are drawn behind it; its own marker is the lowest.
            Overlay::Menu(_) | Overlay::Themes { .. } => marked(drawn, above_status),
            Overlay::Failures(_) => marked(drawn, under_title),
            Overlay::Help(_) | Overlay::Prompt(_) | Overlay::Details(_) | Overlay::QrCode(_) | Overlay::Picture(_) => {
                None
            }
        };
        return chosen.or_else(|| first_words(drawn, under_title));
    }
    let body = match model.focus {
        Pane::Sections => layout.sections,
        Pane::Headlines => layout.headlines,
        Pane::Article => layout.article,
    }?
    .body;
    let chosen = match model.focus {
        Pane::Sections => marked(drawn, body),
        // The marker stands beside the kicker: the headline below it says more.
        Pane::Headlines => marked(drawn, body).map(|kicker| {
            let below = Rect { y: kicker.y + 1, height: 1, ..body };
            first_words(drawn, below.intersection(body)).unwrap_or(kicker)
        }),
        Pane::Article if model.article.chosen.is_some() => marked(drawn, body),
        Pane::Article => None,
    };
    chosen.or_else(|| first_words(drawn, body))
}

/// The words beside the lowest marker of an area; it stands left of them, before anything else in its row.
fn marked(drawn: &Buffer, area: Rect) -> Option<Position> {
    let words = |y| {
        let mut cells = (area.left()..area.right()).filter(|x| symbol(drawn, *x, y) != " ");
        let marker = cells.next().filter(|x| symbol(drawn, *x, y) == MARKER)?;
        let first = cells.find(|x| !matches!(symbol(drawn, *x, y), "▸" | "▾"));
        Some(Position::new(first.unwrap_or(marker), y))
    };
    (area.top()..area.bottom()).rev().find_map(words)
}

/// The first cell of an area with something in it.
fn first_words(drawn: &Buffer, area: Rect) -> Option<Position> {
    area.positions().find(|at| symbol(drawn, at.x, at.y) != " ")
}

fn symbol(drawn: &Buffer, x: u16, y: u16) -> &str {
    drawn.cell((x, y)).map_or(" ", ratatui::buffer::Cell::symbol)
}
