//! Addresses on their way out of a terminal, by the bytes that it gets.

use base64::Engine as _;
use dateline::terminal::{Between, clipboard};
use portable_pty::CommandBuilder;

use super::{FIRST, home, open_sample};
use crate::pty::Session;

/// What tmux passes on of what it gets, and what screen does: the insides of their own sequences.
fn passed_on(bytes: &[u8], begin: &str) -> String {
    let words = String::from_utf8(bytes.to_vec()).unwrap();
    words.split(begin).skip(1).filter_map(|piece| piece.split("\x1b\\").next()).collect()
}

#[test]
fn what_stands_between_is_told_by_the_environment() {
    for (tmux, sty, term, expected) in [
        (None, None, "xterm-256color", Between::Nothing),
        (Some("/tmp/tmux-1000/default,1,0"), None, "screen-256color", Between::Tmux),
        (Some(""), None, "xterm", Between::Nothing),
        (None, Some("7.pts-1.host"), "screen", Between::Screen),
        (None, None, "tmux-256color", Between::Tmux),
        (None, None, "screen.xterm-256color", Between::Either),
        (Some("x"), Some("y"), "tmux-256color", Between::Tmux),
    ] {
        assert_eq!(Between::of(tmux, sty, Some(term)), expected, "{tmux:?} {sty:?} {term}");
    }
}

#[test]
fn a_long_address_passes_screen_in_pieces_and_tmux_whole() {
    let address = format!("https://courier.example/{}", "a".repeat(2000));
    let plain = clipboard(&address, Between::Nothing);
    let encoded = base64::engine::general_purpose::STANDARD.encode(&address);
    assert_eq!(plain, format!("\x1b]52;c;{encoded}\x07").as_bytes());

    let screen = clipboard(&address, Between::Screen);
    assert_eq!(passed_on(&screen, "\x1bP").as_bytes(), plain);
    assert!(screen.split(|byte| *byte == b'\\').all(|piece| piece.len() < 256), "screen keeps no more of one");

    let tmux = clipboard(&address, Between::Tmux);
    assert!(tmux.starts_with(&plain), "for set-clipboard on");
    assert_eq!(passed_on(&tmux, "\x1bPtmux;").replace("\x1b\x1b", "\x1b").as_bytes(), plain);

    let either = clipboard(&address, Between::Either);
    assert_eq!(either, [plain, screen].concat());
}

#[test]
fn in_tmux_both_ways_are_tried() {
    let home = home();
    let mut command = CommandBuilder::new("env");
    command.args(["TMUX=/nowhere,1,0", env!("CARGO_BIN_EXE_dateline"), "--sample"]);
    let mut session = Session::run(home.path(), (80, 24), command);
    session.wait_for_words(FIRST);
    session.send("y");
    session.wait_for_words("The address was sent to your terminal.");
    let bytes = session.line.received().bytes.clone();
    let words = String::from_utf8_lossy(&bytes);
    assert!(words.contains("\x1b]52;c;aHR0cHM6Ly") && words.contains("\x1bPtmux;\x1b\x1b]52;c;aHR0cHM6Ly"));
}

#[test]
fn an_address_stands_alone_on_the_terminal_until_enter() {
    let home = home();
    let mut session = Session::start(home.path(), (40, 12), &["--sample"]);
    session.wait_for_words("The clock that was");
    session.send("oa");
    session.wait_for_words("Enter goes back.");
    let bytes = session.line.received().bytes.clone();
    let words = String::from_utf8_lossy(&bytes);
    // Longer than a row, and yet in one piece.
    let line = words.lines().rev().find(|line| line.starts_with("https://")).unwrap().trim_end();
    assert!(line.len() > 40 && line.bytes().all(|byte| byte.is_ascii_graphic()), "{line:?}");
    session.send("\r");
    session.wait_for("the list again", |screen| screen.contents().contains("The clock that was"));
    session.send("Q");
    assert!(session.wait_for_end().success());
}

#[test]
fn a_code_stands_on_the_screen_in_half_blocks() {
    let home = home();
    let mut session = open_sample(home.path(), (80, 24));
    session.send("oc");
    session.wait_for("the code", |screen| screen.contents().matches('▀').count() > 50);
    session.send("q");
    session.wait_for_words(FIRST);
}
