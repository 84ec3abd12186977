//! A QR code: black on white whatever the theme, since a reader of codes wants it so.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Color, Modifier, Style};
use ratatui::widgets::{Clear, Widget};

use crate::app::Model;
use crate::app::qr::QrCode;
use crate::page::wrap;
use crate::theme::Theme;

use super::put;

pub(super) fn view(model: &Model, code: &QrCode, theme: &Theme, buffer: &mut Buffer) {
    let room = model.code_room();
    let area = Rect::new(0, 0, room.width, room.height).intersection(buffer.area);
    Clear.render(area, buffer);
    buffer.set_style(area, theme.ground);
    let ascii = model.settings.ascii;
    let Some(fit) = code.fit(room, ascii) else {
        // The window was made smaller.
        let said = model.code_is_too_long();
        for (range, y) in wrap::rows(&said, usize::from(area.width)).into_iter().zip(area.top()..area.bottom()) {
            put(buffer, area, area.x, y, said.get(range).unwrap_or_default(), theme.label);
        }
        return;
    };
    let ink = Style::new().fg(Color::Black).bg(Color::White).remove_modifier(Modifier::all());
    let x = (area.width - fit.size.width) / 2;
    let quiet = i32::from(fit.quiet);
    for row in 0..fit.size.height {
        let words: String = if ascii {
            let modules = (0..fit.size.width / 2).map(|x| code.is_dark(i32::from(x) - quiet, i32::from(row) - quiet));
            modules.map(|dark| if dark { "##" } else { "  " }).collect()
        } else {
            let above = i32::from(row) * 2 - quiet;
            let pairs = (0..fit.size.width).map(|x| i32::from(x) - quiet);
            pairs.map(|x| block(code.is_dark(x, above), code.is_dark(x, above + 1))).collect()
        };
        put(buffer, area, x, area.y + row, &words, ink);
    }
}

fn block(above: bool, below: bool) -> char {
    match (above, below) {
        (true, true) => '█',
        (true, false) => '▀',
        (false, true) => '▄',
        (false, false) => ' ',
    }
}
