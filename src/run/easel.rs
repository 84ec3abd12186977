//! Where a picture of pixels stands: beside the frames, since the painter knows cells only.

use crate::app::Model;
use crate::app::picture::body;
use crate::paint::Painter;
use crate::picture::Drawn;

/// Cursor and attributes are put by, and taken up again: the painter knows where it left them. Margins are taken away,
/// lest sixels at the last row of theirs scroll it; after a picture the painter sets everything anew.
const PUT_BY: &str = "\x1b7\x1b[r";
const TAKE_UP: &str = "\x1b8";

/// The picture of pixels that the terminal shows, if any.
#[derive(Debug, Default)]
pub(super) struct Easel {
    shown: Option<Drawn>,
}

impl Easel {
    /// True while the model wants the picture that stands there: nothing is painted then, for it would be painted over.
    pub(super) fn holds(&self, model: &Model) -> bool {
        self.shown.is_some() && self.shown.as_ref() == model.shown_picture()
    }

    /// Takes the picture down. What stands under it is not known: everything is painted anew.
    pub(super) fn clear(&mut self, painter: &mut Painter) -> Vec<u8> {
        let Some(Drawn::Pixels(pixels)) = self.shown.take() else { return Vec::new() };
        painter.forget();
        pixels.farewell.as_bytes().to_vec()
    }

    /// Puts the model's picture up, if it is one of pixels: what follows the frame that leaves room for it.
    pub(super) fn put_up(&mut self, model: &Model) -> Vec<u8> {
        let Some(Drawn::Pixels(pixels)) = model.shown_picture() else { return Vec::new() };
        let body = body(model.size, model.settings.measure);
        let mut bytes = PUT_BY.as_bytes().to_vec();
        let rows = pixels.rows.iter().zip(body.y + 1..=body.bottom());
        for (row, y) in rows.filter(|(row, _)| !row.is_empty()) {
            bytes.extend(format!("\x1b[{y};{}H{row}", body.x + 1).as_bytes());
        }
        bytes.extend(TAKE_UP.as_bytes());
        self.shown = Some(Drawn::Pixels(pixels.clone()));
        bytes
    }
}
