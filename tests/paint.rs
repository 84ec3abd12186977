//! The painter: whatever frames follow each other, the terminal ends up showing the last one, for few bytes.
//!
//! The oracle is a terminal ([`vt100`]) that is sent the same frame the naive way: each cell addressed, with all its
//! attributes.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

#[path = "support/frames.rs"]
mod frames;
#[path = "support/seen.rs"]
mod seen;

use dateline::paint::{Colours, Cursor, Painter};
use proptest::collection::vec;
use proptest::prelude::*;
use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::{Position, Rect};
use ratatui::style::{Color, Modifier, Style};

use frames::{Sketch, Stroke, draw, frames, naive, style, word};
use seen::{screen, size, terminal_of};

/// Windows of the property tests: larger ones are tried in `tests/oracle.rs`.
const WIDEST: (u16, u16) = (60, 20);

const SHOWN: Modifier =
    Modifier::BOLD.union(Modifier::DIM).union(Modifier::ITALIC).union(Modifier::UNDERLINED).union(Modifier::REVERSED);

/// All that the painter may send: nothing here depends on the terminal's make.
fn assert_allowed(bytes: &[u8]) {
    let sent = String::from_utf8(bytes.to_vec()).unwrap();
    let mut chars = sent.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\r' | '\n' | '\u{8}' => {}
            '\u{1b}' => {
                let kind = chars.next();
                if kind == Some('M') {
                    // RI, at the top margin.
                    continue;
                }
                assert_eq!(kind, Some('['), "only CSI sequences: {sent:?}");
                let mut body = String::new();
                let end = loop {
                    let c = chars.next().unwrap();
                    if c.is_ascii_alphabetic() {
                        break c;
                    }
                    body.push(c);
                };
                let numbers = body.chars().all(|c| c.is_ascii_digit() || c == ';');
                let allowed = match end {
                    'H' | 'm' | 'r' => numbers,
                    'A'..='D' | 'L' | 'M' => body.chars().all(|c| c.is_ascii_digit()),
                    'K' | 'J' => body.is_empty(),
                    'h' | 'l' => body == "?25",
                    _ => false,
                };
                assert!(allowed, "ESC[{body}{end} in {sent:?}");
            }
            c => assert!(!c.is_control(), "{c:?} in {sent:?}"),
        }
    }
}

/// True for what every terminal gives the same width.
fn is_plain(cell: &Cell) -> bool {
    cell.symbol().chars().count() == 1 && !cell.symbol().contains(['😀', '🦀'])
}

fn cases() -> ProptestConfig {
    ProptestConfig { cases: cases_or(96), failure_persistence: None, ..ProptestConfig::default() }
}

fn cases_or(modest: u32) -> u32 {
    std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(modest)
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn the_terminal_shows_the_last_frame(sketches in frames(WIDEST)) {
        let mut painter = Painter::new(Colours::True);
        let mut terminal = terminal_of(1, 1);
        // The terminal module hides the cursor before the first frame.
        terminal.process(b"\x1b[?25l");
        let mut before: Option<Buffer> = None;
        for sketch in &sketches {
            let buffer = draw(sketch, before.as_ref());
            terminal.screen_mut().set_size(size(sketch.height), size(sketch.width));
            let bytes = painter.paint(buffer.clone(), sketch.cursor);
            assert_allowed(&bytes);
            terminal.process(&bytes);

            let mut plain = terminal_of(sketch.height, sketch.width);
            plain.process(&naive(&buffer));
            let (painted, expected) = (screen(&terminal), screen(&plain));
            for (y, (painted, expected)) in painted.iter().zip(&expected).enumerate() {
                prop_assert_eq!(painted, expected, "row {} after {:?}", y, String::from_utf8_lossy(&bytes));
            }
            prop_assert_eq!(terminal.screen().hide_cursor(), !matches!(sketch.cursor, Cursor::Shown(_)));
            match sketch.cursor {
                Cursor::Shown(at) => prop_assert_eq!(terminal.screen().cursor_position(), (at.y, at.x)),
                Cursor::Beside(at) if !bytes.is_empty() && is_plain(&buffer[at]) => {
                    let beside = (at.y, (at.x + 1).min(sketch.width - 1));
                    prop_assert_eq!(terminal.screen().cursor_position(), beside, "{:?}", String::from_utf8_lossy(&bytes));
                }
                Cursor::Beside(_) | Cursor::Anywhere => {}
            }
            prop_assert_eq!(painter.paint(buffer.clone(), sketch.cursor), Vec::<u8>::new(), "the same frame again");
            before = Some(buffer);
        }
    }

    #[test]
    fn rows_that_moved_end_where_they_belong(
        (width, height) in (12..=60_u16, 6..=20_u16),
        lines in vec(vec(word(), 20..40), 60),
        moves in vec((0..20_u16, 0..20_u16, -7..=7_i32, vec((0..60_u16, 0..20_u16, word(), style()), 0..4)), 1..6),
    ) {
        let area = Rect::new(0, 0, width, height);
        let mut lines = lines.iter().cycle();
        let mut write = |buffer: &mut Buffer, y: u16| {
            let stroke = Stroke { x: 0, y, words: lines.next().unwrap().clone(), style: Style::default() };
            let sketch = Sketch { width, height, keep: true, strokes: vec![stroke], cursor: Cursor::Anywhere };
            *buffer = draw(&sketch, Some(buffer));
        };
        let mut buffer = Buffer::empty(area);
        (0..height).for_each(|y| write(&mut buffer, y));
        let mut painter = Painter::new(Colours::True);
        let mut terminal = terminal_of(height, width);
        terminal.process(&painter.paint(buffer.clone(), Cursor::Anywhere));
        for (one, other, by, changes) in &moves {
            let (top, bottom) = ((*one).min(*other).min(height - 1), (*one).max(*other).min(height - 1));
            let before = buffer.clone();
            for y in top..=bottom {
                let from = i32::from(y) + by;
                if (i32::from(top)..=i32::from(bottom)).contains(&from) {
                    for x in 0..width {
                        buffer[(x, y)] = before[(x, u16::try_from(from).unwrap())].clone();
                    }
                } else {
                    buffer.set_style(Rect::new(0, y, width, 1), Style::reset());
                    buffer.set_string(0, y, " ".repeat(usize::from(width)), Style::reset());
                    write(&mut buffer, y);
                }
            }
            let strokes = changes
                .iter()
                .map(|(x, y, word, style)| Stroke { x: x % width, y: y % height, words: vec![word], style: *style })
                .collect();
            buffer = draw(&Sketch { width, height, keep: true, strokes, cursor: Cursor::Anywhere }, Some(&buffer));
            let bytes = painter.paint(buffer.clone(), Cursor::Anywhere);
            assert_allowed(&bytes);
            terminal.process(&bytes);
            let mut plain = terminal_of(height, width);
            plain.process(&naive(&buffer));
            prop_assert_eq!(screen(&terminal), screen(&plain), "after {:?}", String::from_utf8_lossy(&bytes));
        }
    }

    #[test]
    fn a_terminal_with_fewer_colours_is_sent_no_others(sketches in frames(WIDEST)) {
        for colours in [Colours::None, Colours::Sixteen, Colours::Palette] {
            let mut painter = Painter::new(colours);
            let mut before: Option<Buffer> = None;
            for sketch in &sketches {
                let buffer = draw(sketch, before.as_ref());
                let sent = String::from_utf8(painter.paint(buffer.clone(), Cursor::Anywhere)).unwrap();
                prop_assert!(!sent.contains("8;2;"), "{:?}", sent);
                if colours != Colours::Palette {
                    prop_assert!(!sent.contains("8;5;"), "{:?}", sent);
                }
                if colours == Colours::None {
                    let mut terminal = terminal_of(sketch.height, sketch.width);
                    terminal.process(sent.as_bytes());
                    let plain = (0..sketch.height).all(|y| (0..sketch.width).all(|x| {
                        let cell = terminal.screen().cell(y, x).unwrap();
                        cell.fgcolor() == vt100::Color::Default && cell.bgcolor() == vt100::Color::Default
                    }));
                    prop_assert!(plain, "{:?}", sent);
                }
                before = Some(buffer);
            }
        }
    }
}

fn list(marker_row: u16) -> Buffer {
    let mut buffer = Buffer::empty(Rect::new(0, 0, 80, 24));
    for y in 0..24 {
        buffer.set_string(3, y, format!("{y:>2} A headline of the usual length, give or take"), Style::new());
    }
    buffer.set_string(1, marker_row, "▌", Style::new().fg(Color::Cyan));
    buffer
}

fn settled(buffer: Buffer) -> Painter {
    let mut painter = Painter::new(Colours::Sixteen);
    let _ = painter.paint(buffer, Cursor::Anywhere);
    painter
}

#[test]
fn an_unchanged_frame_costs_nothing() {
    let mut painter = settled(list(4));
    assert_eq!(painter.paint(list(4), Cursor::Anywhere), b"");
}

#[test]
fn moving_the_marker_costs_two_dozen_bytes_at_most() {
    for row in 0..23 {
        let mut painter = settled(list(row));
        let bytes = painter.paint(list(row + 1), Cursor::Anywhere);
        assert!(bytes.len() <= 24, "{} bytes: {:?}", bytes.len(), String::from_utf8_lossy(&bytes));
    }
}

#[test]
fn a_blank_tail_is_erased_not_printed() {
    let mut painter = settled(list(4));
    let mut next = list(4);
    next.set_string(3, 7, " ".repeat(60), Style::new());
    assert_eq!(String::from_utf8(painter.paint(next, Cursor::Anywhere)).unwrap(), "\x1b[8H\x1b[K");
}

#[test]
fn a_short_gap_is_printed_again_and_a_long_one_jumped() {
    let mut before = Buffer::empty(Rect::new(0, 0, 40, 1));
    before.set_string(0, 0, "one and two and three and four", Style::new());
    let mut next = before.clone();
    next.set_string(0, 0, "ONE and TWO", Style::new());
    next.set_string(26, 0, "FOUR", Style::new());
    let sent = String::from_utf8(settled(before).paint(next, Cursor::Anywhere)).unwrap();
    assert_eq!(sent, "\rONE\x1b[5CTWO\x1b[15CFOUR");
}

/// Terminals that find no room for margins on one row leave the cursor where it was.
#[test]
fn a_screen_of_one_row_is_gone_to_by_an_address() {
    let mut painter = Painter::new(Colours::Sixteen);
    let bytes = painter.paint(Buffer::with_lines(["a"]), Cursor::Anywhere);
    let blank = bytes.windows(3).position(|bytes| bytes == b"\x1b[J");
    let home = bytes.windows(3).position(|bytes| bytes == b"\x1b[H");
    assert!(home.is_some() && home < blank, "{:?}", String::from_utf8_lossy(&bytes));
}

#[test]
fn forgetting_paints_everything_anew() {
    let mut painter = settled(list(4));
    painter.forget();
    let sent = String::from_utf8(painter.paint(list(4), Cursor::Anywhere)).unwrap();
    assert!(sent.starts_with("\x1b[m\x1b[r\x1b[J"), "margins, attributes, cells: {sent:?}");
    assert!(sent.contains("23 A headline"));
}

#[test]
fn the_cursor_is_shown_moved_and_hidden() {
    let mut painter = settled(list(4));
    assert_eq!(painter.paint(list(4), Cursor::Shown(Position::new(5, 21))), b"\x1b[22;6H\x1b[?25h");
    assert_eq!(painter.paint(list(4), Cursor::Shown(Position::new(5, 21))), b"");
    assert_eq!(painter.paint(list(4), Cursor::Shown(Position::new(6, 21))), b" ", "the blank there, printed again");
    assert_eq!(painter.paint(list(4), Cursor::Anywhere), b"\x1b[?25l");
}

#[test]
fn a_joined_character_never_runs_over_the_edge() {
    // vt100 shows the parts of a joined character one by one, as many terminals do: three of them would wrap and, in the
    // last row, scroll the screen away.
    let mut buffer = Buffer::empty(Rect::new(0, 0, 10, 2));
    buffer.set_string(0, 0, "top", Style::new());
    buffer.set_string(8, 1, "👨\u{200d}👩\u{200d}👧", Style::new());
    let mut terminal = terminal_of(2, 10);
    terminal.process(&Painter::new(Colours::True).paint(buffer, Cursor::Anywhere));
    assert_eq!(terminal.screen().contents(), "top\n        👨");
}

#[test]
fn a_changed_joined_character_leaves_its_neighbours_whole() {
    let frame = |who: &str| {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 20, 1));
        let x = buffer.set_stringn(0, 0, who, 20, Style::new()).0;
        buffer.set_string(x, 0, " farms the hill", Style::new());
        buffer
    };
    let mut terminal = terminal_of(1, 20);
    let mut painter = Painter::new(Colours::True);
    terminal.process(&painter.paint(frame("新"), Cursor::Anywhere));
    terminal.process(&painter.paint(frame("👩\u{200d}🌾"), Cursor::Anywhere));
    assert!(terminal.screen().contents().ends_with(" farms the hill"), "{:?}", terminal.screen().contents());
}

#[test]
fn modifiers_the_painter_does_not_know_are_left_out() {
    let mut buffer = Buffer::empty(Rect::new(0, 0, 5, 2));
    buffer.set_string(0, 0, "word", Style::new().add_modifier(Modifier::all().difference(SHOWN)));
    let sent = String::from_utf8(Painter::new(Colours::True).paint(buffer, Cursor::Anywhere)).unwrap();
    assert_eq!(sent, "\x1b[m\x1b[r\x1b[Jword");
}

/// Rows of words that differ from each other.
fn story(first: usize) -> Buffer {
    let mut buffer = Buffer::empty(Rect::new(0, 0, 80, 24));
    for y in 0..22_u16 {
        let number = first + usize::from(y);
        let row = format!("Row {number} of the story, with some words that no other row has: {}", number * 7919);
        buffer.set_string(2, y, row, Style::default());
    }
    buffer.set_string(1, 23, "Space on  b back", Style::default());
    buffer
}

#[test]
fn a_story_scrolled_by_a_row_costs_about_that_row() {
    let mut painter = Painter::new(Colours::Sixteen);
    let mut terminal = terminal_of(24, 80);
    terminal.process(&painter.paint(story(100), Cursor::Anywhere));
    for first in [101, 102, 103, 102, 101, 98] {
        let bytes = painter.paint(story(first), Cursor::Anywhere);
        terminal.process(&bytes);
        let mut plain = terminal_of(24, 80);
        plain.process(&naive(&story(first)));
        assert_eq!(screen(&terminal), screen(&plain), "from {first}");
        let rows = if first == 98 { 3 } else { 1 };
        assert!(bytes.len() <= 70 * rows + 35, "{} bytes for {rows} rows", bytes.len());
    }
}

#[test]
fn a_marker_that_moves_scrolls_nothing() {
    let mut painter = Painter::new(Colours::Sixteen);
    let marked = |y: u16| {
        let mut buffer = story(0);
        buffer.set_string(0, y, "▌", Style::default());
        buffer
    };
    let _ = painter.paint(marked(3), Cursor::Anywhere);
    let bytes = painter.paint(marked(4), Cursor::Anywhere);
    assert!(!bytes.ends_with(b"\x1b[r") && bytes.len() <= 24, "{:?}", String::from_utf8_lossy(&bytes));
}

#[test]
fn what_comes_first_is_sent_before_the_rest() {
    let screen_of = |words: &str| {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 80, 24));
        for y in 0..24 {
            buffer.set_string(0, y, format!("{words} in the list {y}"), Style::new());
            buffer.set_string(40, y, format!("{words} of the story {y}"), Style::new());
        }
        buffer
    };
    let story = Rect::new(40, 0, 40, 24);
    let (before, after) = (screen_of("old words"), screen_of("new news"));
    let mut painter = settled(before.clone());
    let bytes = painter.paint_first(story, after.clone(), Cursor::Anywhere);
    let sent = String::from_utf8(bytes.clone()).unwrap();
    assert!(sent.rfind("of the story").unwrap() < sent.find("in the list").unwrap(), "{sent:?}");
    let mut terminal = terminal_of(24, 80);
    terminal.process(&Painter::new(Colours::Sixteen).paint(before, Cursor::Anywhere));
    terminal.process(&bytes);
    let mut plain = terminal_of(24, 80);
    plain.process(&naive(&after));
    assert_eq!(screen(&terminal), screen(&plain));
}
