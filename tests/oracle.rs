//! The painter beside plain ratatui: the same keys, the same frames, and after every one of them the two terminals show
//! the same, text and attributes.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

#[path = "support/frames.rs"]
mod frames;
#[path = "support/seen.rs"]
mod seen;
#[path = "oracle/sitting.rs"]
mod sitting;
#[path = "support/stock.rs"]
mod stock;

use dateline::app::Msg;
use dateline::keymap::{Code, Key, TABLE};
use dateline::paint::{Colours, Painter};
use proptest::collection::vec;
use proptest::prelude::*;
use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Size;
use unicode_width::UnicodeWidthStr as _;

use seen::{screen, size, terminal_of};
use sitting::Sitting;
use stock::Stock;

/// The sizes of the house: the classic terminal, three panes, a phone.
const SIZES: [(u16, u16); 3] = [(80, 24), (120, 40), (40, 12)];

/// Through everything that can be on the screen.
const SITTING: [&str; 12] = [
    "j j j j j j j j k g G g",
    "Enter j j j k Space Space b G g n J J K { } q",
    "h j j j l h G Enter j j g Enter",
    "? j j Space b ?",
    "S s p o r t Enter j Enter Space q",
    "S h a r b Down Up Esc",
    "/ t h e Enter n n N Esc",
    "Enter / t h e Enter n N Esc q",
    "s f o g Enter j Enter j q",
    "Enter f 1 Esc o j j Esc z z q",
    "m w u A u S s a v e d Enter",
    "Tab Tab Tab y r Z Esc",
];

/// A painter, plain ratatui, and the terminal of each.
struct Pair {
    painter: Painter,
    stock: Stock,
    shown: Buffer,
    terminals: [vt100::Parser; 2],
}

impl Pair {
    fn new() -> Self {
        let mut terminals = [terminal_of(1, 1), terminal_of(1, 1)];
        // The terminal module hides the cursor before the first frame.
        terminals[0].process(b"\x1b[?25l");
        Self { painter: Painter::new(Colours::True), stock: Stock::new(), shown: Buffer::default(), terminals }
    }

    /// Shows the frame on both.
    fn show(&mut self, sitting: &Sitting) -> Result<(), TestCaseError> {
        let (mut frame, seen) = sitting.frame();
        frames::mend(&mut frame);
        for terminal in &mut self.terminals {
            terminal.screen_mut().set_size(size(frame.area.height), size(frame.area.width));
        }
        if halves(&self.shown, &frame) {
            self.stock = Stock::new();
        }
        let theirs = self.stock.draw(&frame, seen);
        self.shown.clone_from(&frame);
        let aim = sitting.aim(&mut self.painter, seen);
        let ours = self.painter.paint(frame, aim);
        self.terminals[0].process(&ours);
        self.terminals[1].process(&theirs);
        let (painted, expected) = (screen(&self.terminals[0]), screen(&self.terminals[1]));
        for (y, (painted, expected)) in painted.iter().zip(&expected).enumerate() {
            prop_assert_eq!(painted, expected, "row {} after {:?}", y, String::from_utf8_lossy(&ours));
        }
        let [painted, expected] = [0, 1].map(|at| {
            let screen = self.terminals[at].screen();
            (screen.hide_cursor(), (!screen.hide_cursor()).then(|| screen.cursor_position()))
        });
        prop_assert_eq!(painted, expected, "the cursor");
        Ok(())
    }
}

/// True where a wide character gives way to another one. A terminal blanks the half that is left with the attributes of
/// what it writes over the other, and plain ratatui, for which that blank has not changed, leaves it so: there it has to
/// begin anew to show the frame.
fn halves(shown: &Buffer, next: &Buffer) -> bool {
    let wide = |at: &(&Cell, &Cell)| at.0.symbol().width() > 1 && at.0.symbol() != at.1.symbol();
    shown.area == next.area && shown.content.iter().zip(&next.content).any(|at| wide(&at))
}

/// Takes the messages in one after the other, and compares after each and after each answer to it.
fn play(sitting: &mut Sitting, messages: impl IntoIterator<Item = Msg>) -> Result<(), TestCaseError> {
    let mut pair = Pair::new();
    pair.show(sitting)?;
    for msg in messages {
        let mut waiting = vec![msg];
        while let Some(msg) = waiting.pop() {
            waiting.extend(sitting.take(msg));
            pair.show(sitting)?;
        }
    }
    Ok(())
}

#[test]
fn a_sitting_looks_the_same_on_plain_ratatui() {
    for at in 0..SIZES.len() {
        let key = |written: &str| Msg::Key(Key::parse(written).unwrap_or_else(|| panic!("{written} is not a key")));
        let scene = |(nth, keys): (usize, &&'static str)| {
            // The window changes in the middle of a scene, and back.
            let (other, own) = (SIZES[(at + nth) % SIZES.len()], SIZES[at]);
            let resize = |(width, height)| Msg::Resize(Size::new(width, height));
            let keys: Vec<Msg> = keys.split(' ').map(key).collect();
            let middle = keys.len() / 2;
            let (first, second) = keys.split_at(middle);
            [first, &[resize(other)], second, &[resize(own)]].concat()
        };
        let mut sitting = Sitting::begin(SIZES[at]);
        let messages: Vec<Msg> = SITTING.iter().enumerate().flat_map(scene).collect();
        play(&mut sitting, messages).unwrap();
    }
}

fn message() -> impl Strategy<Value = Msg> {
    let bound: Vec<Key> =
        TABLE.iter().flat_map(|entry| entry.keys).map(|written| Key::parse(written).unwrap()).collect();
    prop_oneof![
        // Moving about is what readers do most.
        12 => prop::sample::select(vec!["j", "k", "Space", "b", "Enter", "q", "l", "h", "J"])
            .prop_map(|written| Msg::Key(Key::parse(written).unwrap())),
        8 => prop::sample::select(bound).prop_map(Msg::Key),
        2 => prop::sample::select(vec!['a', 'e', 't', '1', '2', '新']).prop_map(|c| Msg::Key(Key::char(c))),
        2 => prop::sample::select(vec![Code::Enter, Code::Esc, Code::Backspace]).prop_map(|code| Msg::Key(Key::plain(code))),
        2 => prop::sample::select(SIZES.to_vec()).prop_map(|(width, height)| Msg::Resize(Size::new(width, height))),
        1 => (1..=200_u16, 1..=60_u16).prop_map(|(width, height)| Msg::Resize(Size::new(width, height))),
    ]
}

fn cases(modest: u32) -> ProptestConfig {
    let asked = std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok());
    ProptestConfig { cases: asked.unwrap_or(modest), failure_persistence: None, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(cases(24))]

    #[test]
    fn keys_in_any_order_look_the_same_on_plain_ratatui(messages in vec(message(), 1..80)) {
        play(&mut Sitting::begin(SIZES[0]), messages)?;
    }
}

proptest! {
    #![proptest_config(cases(64))]

    /// At every size from one cell to a wall of them. The oracle is the naive frame: plain ratatui gets joined characters
    /// wrong itself.
    #[test]
    fn frames_of_every_size_end_as_they_should(sketches in frames::frames((200, 60))) {
        let mut painter = Painter::new(Colours::True);
        let mut terminal = terminal_of(1, 1);
        let mut before: Option<Buffer> = None;
        for sketch in &sketches {
            let buffer = frames::draw(sketch, before.as_ref());
            terminal.screen_mut().set_size(size(sketch.height), size(sketch.width));
            let bytes = painter.paint(buffer.clone(), sketch.cursor);
            terminal.process(&bytes);
            let mut plain = terminal_of(sketch.height, sketch.width);
            plain.process(&frames::naive(&buffer));
            let (painted, expected) = (screen(&terminal), screen(&plain));
            for (y, (painted, expected)) in painted.iter().zip(&expected).enumerate() {
                prop_assert_eq!(painted, expected, "row {} after {:?}", y, String::from_utf8_lossy(&bytes));
            }
            before = Some(buffer);
        }
    }
}
