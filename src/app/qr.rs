//! An address as a QR code: the way from a terminal without a clipboard to a telephone.

use qrcodegen::QrCodeEcc;
use ratatui::layout::Size;

/// Light modules around a code, as its standard asks for.
const QUIET: u16 = 4;
/// With this many, readers still find it.
const QUIET_AT_LEAST: u16 = 2;

/// An address as modules, dark or light.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QrCode {
    /// What it says.
    pub url: String,
    /// Modules in a row, and rows.
    side: u16,
    /// Row after row.
    dark: Vec<bool>,
}

/// How a code stands on a screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fit {
    /// Light modules around it.
    pub quiet: u16,
    /// Columns and rows, the light ones included.
    pub size: Size,
}

impl QrCode {
    /// The code of an address; `None` for one that is longer than any code.
    #[must_use]
    pub fn of(url: &str) -> Option<Self> {
        let code = qrcodegen::QrCode::encode_text(url, QrCodeEcc::Low).ok()?;
        let side = code.size();
        let dark = (0..side).flat_map(|y| (0..side).map(move |x| (x, y))).map(|(x, y)| code.get_module(x, y)).collect();
        Some(Self { url: url.to_owned(), side: u16::try_from(side).ok()?, dark })
    }

    /// True when the module is dark. Those around the code are light.
    #[must_use]
    pub fn is_dark(&self, x: i32, y: i32) -> bool {
        let within = |at: i32| u16::try_from(at).ok().filter(|at| *at < self.side);
        let index = within(x).zip(within(y)).map(|(x, y)| usize::from(y) * usize::from(self.side) + usize::from(x));
        index.and_then(|index| self.dark.get(index)).copied().unwrap_or_default()
    }

    /// How it stands in so much room, with as much light around it as there is room for; `None` where it does not fit.
    /// In half blocks a cell has two modules, one above the other; in letters a module has two columns.
    #[must_use]
    pub fn fit(&self, room: Size, ascii: bool) -> Option<Fit> {
        (QUIET_AT_LEAST..=QUIET).rev().find_map(|quiet| {
            let all = self.side + 2 * quiet;
            let size = if ascii { Size::new(all * 2, all) } else { Size::new(all, all.div_ceil(2)) };
            (size.width <= room.width && size.height <= room.height).then_some(Fit { quiet, size })
        })
    }
}
