//! The mouse and the themes, in a terminal.

use std::path::Path;

use rustix::process::Signal;

use super::pty::Session;
use super::{home, is_front_page, row};

const TAKEN: &[u8] = b"\x1b[?1000;1006h";
const GIVEN_BACK: &[u8] = b"\x1b[?1006;1000l";

/// The sample edition, with this in the config.
fn open(home: &Path, size: (u16, u16), config: &str) -> Session {
    let file = home.join("config.toml");
    std::fs::write(&file, config).unwrap();
    let session = Session::start(home, size, &["--sample", "--config", file.to_str().unwrap()]);
    session.wait_for("the front page", is_front_page);
    session
}

fn count(session: &Session, bytes: &[u8]) -> usize {
    session.line.received().bytes.windows(bytes.len()).filter(|window| *window == bytes).count()
}

#[test]
fn without_the_setting_the_mouse_is_left_to_the_terminal() {
    let home = home();
    let mut session = open(home.path(), (80, 24), "");
    // One that some other program left on: its reports are neither keys nor listened to.
    session.send("\x1b[<65;10;10M\x1b[<0;10;10Mj");
    session.wait_for("the second story chosen", |screen| row(screen, 5).starts_with('▌'));
    session.send("Q");
    assert!(session.wait_for_end().success());
    assert_eq!((count(&session, b"\x1b[?1000"), count(&session, GIVEN_BACK)), (0, 0));
    assert_eq!(count(&session, b"1000"), 0, "no byte of it is sent");
}

#[test]
fn a_click_selects_and_the_mouse_is_given_back_at_the_end() {
    let home = home();
    let mut session = open(home.path(), (80, 24), "mouse = true");
    assert_eq!(count(&session, TAKEN), 1);
    // Row 6 of the screen, counted from 1: the second story.
    session.send("\x1b[<0;10;6M\x1b[<0;10;6m");
    session.wait_for("the second story chosen", |screen| row(screen, 5).starts_with('▌'));
    session.send("\x1b[<65;10;10M");
    session.wait_for("the first story gone", |screen| !screen.contents().contains("The clock that was right"));
    session.send("Q");
    assert!(session.wait_for_end().success());
    session.assert_given_back();
    assert_eq!(count(&session, GIVEN_BACK), 1);
}

#[test]
fn the_mouse_is_given_back_when_the_program_is_told_to_end() {
    for signal in [Signal::TERM, Signal::INT, Signal::HUP] {
        let home = home();
        let mut session = open(home.path(), (80, 24), "mouse = true");
        session.signal(signal);
        session.wait_for_end();
        session.assert_given_back();
        assert_eq!(count(&session, GIVEN_BACK), 1, "{signal:?}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn the_mouse_is_taken_anew_after_a_stop() {
    let home = home();
    let mut session = open(home.path(), (80, 24), "mouse = true");
    session.settle();
    session.signal(Signal::STOP);
    session.signal(Signal::CONT);
    session.line.wait("the mouse taken again", |received| {
        received.bytes.windows(TAKEN.len()).filter(|window| *window == TAKEN).count() == 2
    });
    session.send("Q");
    assert!(session.wait_for_end().success());
    session.assert_given_back();
    assert_eq!(count(&session, GIVEN_BACK), 2);
}

#[test]
fn a_theme_is_shown_before_it_is_chosen() {
    let home = home();
    let folder = home.path().join(".config/dateline/themes");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("night.toml"), "inherits = \"dark\"\n[palette]\npaper = \"#010203\"\n").unwrap();
    std::fs::write(folder.join("round.toml"), "inherits = \"round\"\n").unwrap();
    let mut session = open(home.path(), (80, 24), "");
    let paper = |screen: &vt100::Screen| screen.cell(3, 30).map(vt100::Cell::bgcolor);
    let plain = paper(&session.screen());
    session.send("t");
    session.wait_for_words("night");
    session.wait_for_words("round  can't be used");
    session.send("G");
    session.wait_for_words("inherits this theme itself");
    assert_eq!(paper(&session.screen()), plain);
    session.send("k");
    session.wait_for("another paper", |screen| paper(screen) != plain);
    session.send("q");
    session.wait_for("the paper as it was", |screen| paper(screen) == plain && is_front_page(screen));
    session.send("tGk\r");
    session.wait_for_words("theme = \"night\" in config.toml keeps it");
    assert_ne!(paper(&session.screen()), plain);
    session.send("Q");
    assert!(session.wait_for_end().success());
    session.assert_given_back();
}

#[test]
fn the_first_start_says_how_to_begin_and_no_later_one() {
    let home = home();
    let mut session = Session::start(home.path(), (80, 24), &["--sample"]);
    session.wait_for("the front page", is_front_page);
    session.wait_for_words("Space reads the whole paper  ? helps  Enter opens  S goes to a section");
    session.send("Q");
    assert!(session.wait_for_end().success());
    let session = Session::start(home.path(), (80, 24), &["--sample"]);
    session.wait_for("the front page", is_front_page);
    assert!(row(&session.screen(), -1).starts_with("Enter opens"));
}
