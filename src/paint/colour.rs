//! Colours reduced to what the terminal has.

use ratatui::style::Color;

/// How many colours a terminal has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Colours {
    /// None: weight and underline only.
    None,
    /// The sixteen of every terminal.
    Sixteen,
    /// The palette of 256.
    Palette,
    /// Red, green and blue at will.
    True,
}

/// The six steps of each channel in the palette's cube (xterm).
const STEPS: [u8; 6] = [0, 95, 135, 175, 215, 255];

/// What the sixteen look like on most terminals (VGA); only used to find the nearest.
const SIXTEEN: [(Color, [u8; 3]); 16] = [
    (Color::Black, [0, 0, 0]),
    (Color::Red, [170, 0, 0]),
    (Color::Green, [0, 170, 0]),
    (Color::Yellow, [170, 85, 0]),
    (Color::Blue, [0, 0, 170]),
    (Color::Magenta, [170, 0, 170]),
    (Color::Cyan, [0, 170, 170]),
    (Color::Gray, [170, 170, 170]),
    (Color::DarkGray, [85, 85, 85]),
    (Color::LightRed, [255, 85, 85]),
    (Color::LightGreen, [85, 255, 85]),
    (Color::LightYellow, [255, 255, 85]),
    (Color::LightBlue, [85, 85, 255]),
    (Color::LightMagenta, [255, 85, 255]),
    (Color::LightCyan, [85, 255, 255]),
    (Color::White, [255, 255, 255]),
];

impl Colours {
    /// What the environment says: `NO_COLOR` (any value but an empty one), `COLORTERM`, `TERM`.
    #[must_use]
    pub fn of(no_color: Option<&str>, colorterm: Option<&str>, term: Option<&str>) -> Self {
        let term = term.unwrap_or_default();
        if no_color.is_some_and(|value| !value.is_empty())
            || term == "dumb"
            || term.starts_with("vt") && !term.starts_with("vte")
        {
            Self::None
        } else if matches!(colorterm, Some("truecolor" | "24bit")) || term.ends_with("-direct") {
            Self::True
        } else if term.contains("256color") || matches!(term, "alacritty" | "xterm-kitty" | "foot" | "xterm-ghostty") {
            Self::Palette
        } else {
            Self::Sixteen
        }
    }

    /// The same, but no more than the sixteen: the others take more bytes.
    #[must_use]
    pub fn at_most_sixteen(self) -> Self {
        if self == Self::None { self } else { Self::Sixteen }
    }

    /// About how many bytes a cell with a colour of its own before one of its own takes; `None` without colours.
    #[must_use]
    pub fn bytes_of_two(self) -> Option<u16> {
        match self {
            Self::None => None,
            Self::Sixteen => Some(6),
            Self::Palette => Some(18),
            Self::True => Some(38),
        }
    }

    /// The nearest colour that the terminal has.
    #[must_use]
    pub fn reduce(self, colour: Color) -> Color {
        match (self, colour) {
            (Self::None, _) => Color::Reset,
            (Self::Palette, Color::Rgb(r, g, b)) => Color::Indexed(nearest_index([r, g, b])),
            (Self::Sixteen, Color::Rgb(r, g, b)) => nearest_of_sixteen([r, g, b]),
            (Self::Sixteen, Color::Indexed(index)) => match SIXTEEN.get(usize::from(index)) {
                Some((named, _)) => *named,
                None => nearest_of_sixteen(rgb_of(index)),
            },
            _ => colour,
        }
    }
}

fn distance(a: [u8; 3], b: [u8; 3]) -> u32 {
    a.iter().zip(b).map(|(a, b)| u32::from(a.abs_diff(b)).pow(2)).sum()
}

fn rgb_of(index: u8) -> [u8; 3] {
    if index >= 232 {
        return [8 + (index - 232) * 10; 3];
    }
    let index = index.saturating_sub(16);
    [index / 36, index / 6 % 6, index % 6].map(|step| STEPS[usize::from(step)])
}

fn nearest_index(rgb: [u8; 3]) -> u8 {
    (16..=255).min_by_key(|index| distance(rgb_of(*index), rgb)).unwrap_or(7)
}

fn nearest_of_sixteen(rgb: [u8; 3]) -> Color {
    SIXTEEN.iter().min_by_key(|(_, known)| distance(*known, rgb)).map_or(Color::Reset, |(colour, _)| *colour)
}
