//! Frames made at random, and the naive way to show one: each cell addressed, with all its attributes.

use std::fmt::Write as _;

use dateline::paint::Cursor;
use proptest::collection::vec;
use proptest::prelude::*;
use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::{Position, Rect};
use ratatui::style::{Color, Modifier, Style};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

fn sgr_of(style: &Cell) -> String {
    let mut codes = "0".to_owned();
    for (modifier, code) in [
        (Modifier::BOLD, 1),
        (Modifier::DIM, 2),
        (Modifier::ITALIC, 3),
        (Modifier::UNDERLINED, 4),
        (Modifier::REVERSED, 7),
    ] {
        if style.modifier.contains(modifier) {
            write!(codes, ";{code}").unwrap();
        }
    }
    for (colour, base) in [(style.fg, 30), (style.bg, 40)] {
        let named = [
            Color::Black,
            Color::Red,
            Color::Green,
            Color::Yellow,
            Color::Blue,
            Color::Magenta,
            Color::Cyan,
            Color::Gray,
        ];
        let bright = [
            Color::DarkGray,
            Color::LightRed,
            Color::LightGreen,
            Color::LightYellow,
            Color::LightBlue,
            Color::LightMagenta,
            Color::LightCyan,
            Color::White,
        ];
        match colour {
            Color::Reset => {}
            Color::Indexed(index) => write!(codes, ";{};5;{index}", base + 8).unwrap(),
            Color::Rgb(r, g, b) => write!(codes, ";{};2;{r};{g};{b}", base + 8).unwrap(),
            named_colour => {
                let dark = named.iter().position(|known| *known == named_colour).map(|at| base + at);
                let light = bright.iter().position(|known| *known == named_colour).map(|at| base + 60 + at);
                write!(codes, ";{}", dark.or(light).unwrap()).unwrap();
            }
        }
    }
    codes
}

/// The frame, cell by cell, on a cleared screen.
pub fn naive(buffer: &Buffer) -> Vec<u8> {
    let mut out = "\x1b[m\x1b[2J".to_owned();
    for y in 0..buffer.area.height {
        let mut covered = 0;
        for x in 0..buffer.area.width {
            if covered > 0 {
                covered -= 1;
                continue;
            }
            let cell = buffer.cell((x, y)).unwrap();
            let wide = cell.symbol().width();
            covered = wide - 1;
            let to = format!("\x1b[{};{}H\x1b[{}m", y + 1, x + 1, sgr_of(cell));
            // Blanks first, so that what a terminal thinks narrower than it is leaves no hole.
            write!(out, "{to}{}{to}{}", " ".repeat(wide), cell.symbol()).unwrap();
        }
    }
    out.push_str("\x1b[m");
    out.into_bytes()
}

#[derive(Debug, Clone)]
pub struct Stroke {
    pub x: u16,
    pub y: u16,
    pub words: Vec<&'static str>,
    pub style: Style,
}

#[derive(Debug, Clone)]
pub struct Sketch {
    pub width: u16,
    pub height: u16,
    /// Begin with the frame before, if it has this size.
    pub keep: bool,
    pub strokes: Vec<Stroke>,
    pub cursor: Cursor,
}

fn colour() -> impl Strategy<Value = Option<Color>> {
    prop_oneof![
        4 => Just(None),
        1 => Just(Some(Color::Reset)),
        3 => prop_oneof![
            Just(Color::Black), Just(Color::Red), Just(Color::Gray), Just(Color::Cyan),
            Just(Color::DarkGray), Just(Color::LightRed), Just(Color::White), Just(Color::LightCyan),
        ].prop_map(Some),
        // The first sixteen of the palette are the named ones to vt100, so they are left out.
        1 => (16..=255_u8).prop_map(|index| Some(Color::Indexed(index))),
        1 => any::<(u8, u8, u8)>().prop_map(|(r, g, b)| Some(Color::Rgb(r, g, b))),
    ]
}

pub fn style() -> impl Strategy<Value = Style> {
    (colour(), colour(), prop_oneof![3 => Just(0), 2 => 0..32_u8]).prop_map(|(fg, bg, bits)| {
        let all = [Modifier::BOLD, Modifier::DIM, Modifier::ITALIC, Modifier::UNDERLINED, Modifier::REVERSED];
        let modifier = (0..5).filter(|bit| bits >> bit & 1 == 1).map(|bit| all[bit]).collect();
        Style { fg, bg, add_modifier: modifier, ..Style::default() }
    })
}

pub fn word() -> impl Strategy<Value = &'static str> {
    prop_oneof![
        8 => prop::sample::select(vec!["a", "Z", "7", ".", "x", "m"]),
        6 => Just(" "),
        1 => Just("          "),
        2 => prop::sample::select(vec!["新", "聞", "あ", "한", "—", "▌", "é", "ā"]),
        1 => prop::sample::select(vec!["e\u{301}", "n\u{303}", "क\u{93f}"]),
        1 => prop::sample::select(vec!["😀", "🦀", "☀\u{fe0f}", "❤\u{fe0f}"]),
        1 => prop::sample::select(vec!["👩\u{200d}🌾", "👨\u{200d}👩\u{200d}👧", "🇳🇿"]),
    ]
}

fn sketch(width: u16, height: u16) -> impl Strategy<Value = Sketch> {
    let stroke = (0..width, 0..height, vec(word(), 1..12), style()).prop_map(|(x, y, words, style)| Stroke {
        x,
        y,
        words,
        style,
    });
    let cursor = (0..width, 0..height).prop_flat_map(|(x, y)| {
        let at = Position::new(x, y);
        prop_oneof![3 => Just(Cursor::Anywhere), 2 => Just(Cursor::Beside(at)), 2 => Just(Cursor::Shown(at))]
    });
    (prop::bool::weighted(0.8), vec(stroke, 0..10), cursor).prop_map(move |(keep, strokes, cursor)| Sketch {
        width,
        height,
        keep,
        strokes,
        cursor,
    })
}

/// Runs of frames of one size, with the window resized between them.
pub fn frames((widest, highest): (u16, u16)) -> impl Strategy<Value = Vec<Sketch>> {
    let run = (1..=widest, 1..=highest).prop_flat_map(|(width, height)| vec(sketch(width, height), 1..5));
    vec(run, 1..4).prop_map(|runs| runs.concat())
}

/// The most columns a terminal that joins nothing gives the symbol.
fn apart(symbol: &str) -> usize {
    symbol.chars().map(|c| if matches!(c, '🇦'..='🇿') { 2 } else { c.width().unwrap_or(0) }).sum()
}

pub fn draw(sketch: &Sketch, before: Option<&Buffer>) -> Buffer {
    let area = Rect::new(0, 0, sketch.width, sketch.height);
    let mut buffer = match before {
        Some(before) if sketch.keep && before.area == area => before.clone(),
        _ => Buffer::empty(area),
    };
    for stroke in &sketch.strokes {
        let mut x = stroke.x;
        for word in &stroke.words {
            // vt100 joins nothing: what runs over the edge there would wrap in the naive frame, and the painter leaves
            // its parts out.
            if usize::from(x) + apart(word) > usize::from(sketch.width) {
                break;
            }
            x = buffer.set_stringn(x, stroke.y, word, usize::from(sketch.width - x), stroke.style).0;
        }
    }
    mend(&mut buffer);
    buffer
}

/// A stroke that begins in the second half of a wide character leaves its first half: half characters do not exist.
/// And vt100 knows one weight: of bold and dim it keeps whichever was said last, so no cell is both.
pub fn mend(buffer: &mut Buffer) {
    for y in 0..buffer.area.height {
        for x in 0..buffer.area.width {
            let wide = u16::try_from(buffer[(x, y)].symbol().width()).unwrap();
            let halved = (1..wide).any(|by| x + by >= buffer.area.width || buffer[(x + by, y)].symbol() != " ");
            if buffer[(x, y)].modifier.contains(Modifier::BOLD) {
                buffer[(x, y)].modifier.remove(Modifier::DIM);
            }
            if halved {
                buffer[(x, y)].set_symbol(" ");
            }
        }
    }
}
