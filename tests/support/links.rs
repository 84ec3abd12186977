//! A terminal's own reading of hyperlinks (OSC 8), by the bytes that it gets.

use ratatui::style::Color;

/// Words printed while one link was open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    pub id: String,
    pub address: String,
    pub words: String,
}

enum Piece<'a> {
    /// One that begins or ends a link: its parameters and its address.
    Link(&'a str, &'a str),
    /// Any other sequence, with its escape.
    Sequence(&'a str),
    Char(char),
}

/// Takes apart what was sent, and finds no other string in it than hyperlinks, none of them able to say anything else.
fn pieces(bytes: &[u8]) -> Vec<Piece<'_>> {
    let sent = std::str::from_utf8(bytes).expect("what is sent is text");
    let mut pieces = Vec::new();
    let mut rest = sent;
    while let Some(first) = rest.chars().next() {
        let (piece, length) = if let Some(link) = rest.strip_prefix("\x1b]8;") {
            let (inside, _) = link.split_once("\x1b\\").expect("a link's sequence has an end");
            assert!(inside.bytes().all(|byte| (0x20..0x7f).contains(&byte)), "{inside:?}");
            let (parameters, address) = inside.split_once(';').expect("parameters, then an address");
            (Piece::Link(parameters, address), inside.len() + "\x1b]8;\x1b\\".len())
        } else if rest.starts_with("\x1b[") {
            let end = rest.bytes().skip(2).position(|byte| (0x40..0x7f).contains(&byte)).expect("an end") + 3;
            (Piece::Sequence(rest.get(..end).unwrap()), end)
        } else if first == '\x1b' {
            assert!(rest.starts_with("\x1bM"), "no other string: {rest:?}");
            (Piece::Sequence("\x1bM"), 2)
        } else {
            assert!(!('\u{80}'..='\u{9f}').contains(&first) && first != '\x07', "{first:?}");
            (Piece::Char(first), first.len_utf8())
        };
        pieces.push(piece);
        rest = rest.get(length..).unwrap();
    }
    pieces
}

/// What was printed under links. Each has an id, and none is left open.
pub fn runs(bytes: &[u8]) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    let mut open = false;
    for piece in pieces(bytes) {
        match piece {
            Piece::Link("", "") => {
                assert!(open, "what ends was begun");
                open = false;
            }
            Piece::Link(parameters, address) => {
                let id = parameters.strip_prefix("id=").expect("a link has an id").to_owned();
                runs.push(Run { id, address: address.to_owned(), words: String::new() });
                open = true;
            }
            Piece::Char(c) if open => runs.last_mut().unwrap().words.extend(Some(c).filter(|c| !c.is_control())),
            Piece::Char(_) | Piece::Sequence(_) => {}
        }
    }
    assert!(!open, "a frame leaves no link open: {:?}", String::from_utf8_lossy(bytes));
    runs
}

/// The ground that stands for an address.
pub fn ground(address: &str) -> Color {
    let sum = address.bytes().fold(7_u32, |sum, byte| sum.wrapping_mul(31).wrapping_add(u32::from(byte)));
    let [_, r, g, b] = sum.to_be_bytes();
    Color::Rgb(r, g, b)
}

/// The same for a terminal without hyperlinks: grounds stand for them.
pub fn with_grounds(bytes: &[u8]) -> Vec<u8> {
    let _ = runs(bytes);
    let mut out = String::new();
    let mut open = String::new();
    for piece in pieces(bytes) {
        match piece {
            Piece::Link(_, "") => {
                open.clear();
                out.push_str("\x1b[49m");
            }
            Piece::Link(_, address) => {
                let Color::Rgb(r, g, b) = ground(address) else { unreachable!("all grounds are of this kind") };
                open = format!("\x1b[48;2;{r};{g};{b}m");
                out.push_str(&open);
            }
            Piece::Sequence(sequence) => {
                out.push_str(sequence);
                // What resets all attributes leaves a link open.
                if sequence.ends_with('m') {
                    out.push_str(&open);
                }
            }
            Piece::Char(c) => out.push(c),
        }
    }
    out.into_bytes()
}
