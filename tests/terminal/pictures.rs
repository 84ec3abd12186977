//! A picture in the terminal: as the terminal can show it, and gone without a trace.

use portable_pty::CommandBuilder;
use vt100::Screen;

use super::{FIRST, Session, home, is_front_page};

/// The first story of the sample edition, which has a picture.
fn open_story(home: &std::path::Path, set: &[(&str, &str)]) -> Session {
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_dateline"));
    command.args(["--sample"]);
    let mut session = Session::run_with(home, (80, 24), command, set);
    session.wait_for("the front page", is_front_page);
    session.send("\r");
    session.wait_for("the story", |screen| screen.contents().contains("min read"));
    session
}

fn contents(screen: &Screen) -> String {
    screen.contents()
}

/// Asks what the picture costs, has it shown, and goes back to the story; says what the terminal was sent for it.
fn show_and_leave(session: &mut Session, shown: &[u8]) -> Vec<u8> {
    let story = contents(&session.screen());
    assert!(story.contains(FIRST), "{story}");
    session.send("i");
    session.wait_for_words("to your terminal.");
    let from = session.line.received().bytes.len();
    session.send("i");
    let wanted = |bytes: &[u8]| bytes.windows(shown.len()).any(|at| at == shown);
    session.line.wait("the picture", |received| wanted(received.bytes.get(from..).unwrap_or_default()));
    session.wait_for_words("Esc goes back to the story.");
    session.send("\x1b");
    session.wait_for("the story as it was", |screen| contents(screen) == story);
    session.line.received().bytes.get(from..).unwrap_or_default().to_vec()
}

fn holds(bytes: &[u8], what: &[u8]) -> bool {
    bytes.windows(what.len()).any(|at| at == what)
}

#[test]
fn a_plain_terminal_gets_half_blocks() {
    let home = home();
    let mut session = open_story(home.path(), &[]);
    let sent = show_and_leave(&mut session, "▀".as_bytes());
    assert!(!holds(&sent, b"\x1b_G") && !holds(&sent, b"\x1bP"));
}

#[test]
fn a_kitty_gets_pixels_and_is_told_to_forget_them() {
    let home = home();
    let mut session = open_story(home.path(), &[("KITTY_WINDOW_ID", "1")]);
    let sent = show_and_leave(&mut session, b"\x1b_Gq=2,i=13925905,a=T");
    assert!(holds(&sent, b"\x1b_Ga=d,d=I,i=13925905") && !holds(&sent, "▀".as_bytes()));
}

#[test]
fn a_terminal_with_sixels_gets_those() {
    let home = home();
    let mut session = open_story(home.path(), &[("TERM_PROGRAM", "WezTerm")]);
    let sent = show_and_leave(&mut session, b"\x1bP");
    assert!(!holds(&sent, b"\x1b_G"));
}
