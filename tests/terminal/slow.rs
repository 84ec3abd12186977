//! Lines that take their time, and terminals that do not answer.

use std::time::{Duration, Instant};

use vt100::Screen;

use super::{home, open_sample, row};
use crate::pty::{Line, Received, Session};

const QUESTION: &[u8] = b"\x1b[5n";

impl Line {
    /// Lets the terminal stand still, or go on.
    pub fn stall(&self, stalled: bool) {
        self.received().stalled = stalled;
        self.0.1.notify_all();
    }

    /// Ends the reading with the next read, or at once where nothing is read.
    pub fn end(&self) {
        self.received().last = true;
        self.0.1.notify_all();
    }
}

impl Session {
    fn questions(&self) -> usize {
        let bytes = self.line.received().bytes.clone();
        bytes.windows(QUESTION.len()).filter(|bytes| *bytes == QUESTION).count()
    }

    /// Lets the terminal stand still, and has more painted than there is room for.
    pub fn fill(&mut self) {
        self.line.stall(true);
        // A whole screen each, were there room: a hundred times what a pty takes.
        for _ in 0..100 {
            self.send("\x0c");
            std::thread::sleep(Duration::from_millis(10));
        }
    }
}

/// Which story of the list the marker stands on; each of the first ones takes three rows.
fn chosen(screen: &Screen) -> Option<usize> {
    (2..22).find(|at| row(screen, *at).starts_with('▌')).and_then(|at| usize::try_from((at - 2) / 3 + 1).ok())
}

#[test]
fn nothing_is_asked_for_a_key_now_and_then() {
    let home = home();
    let mut session = open_sample(home.path(), (80, 24));
    session.settle();
    for story in 2..5 {
        session.send("j");
        session.wait_for("the next story", |screen| chosen(screen) == Some(story));
        std::thread::sleep(Duration::from_millis(300));
    }
    assert_eq!(session.questions(), 0);
}

#[test]
fn answers_that_are_out_at_the_end_are_not_left_to_the_shell() {
    let home = home();
    let mut command = portable_pty::CommandBuilder::new("sh");
    // What the program left unread, the shell reads as a line; counted, as an answer shown is not to be seen.
    let script = r#""$0" --sample; read -r left; echo "left: ${#left} characters"; read -r end"#;
    command.args(["-c", script, env!("CARGO_BIN_EXE_dateline")]);
    let mut session = Session::run(home.path(), (80, 24), command);
    session.line.received().answers = Some(Duration::from_millis(250));
    session.wait_for("the front page", super::is_front_page);
    session.settle();
    session.send("\r");
    session.wait_for("the story", |screen| screen.contents().contains(" min read"));
    session.send(" ");
    session.wait_for("its second page", |screen| !screen.contents().contains(" min read"));
    assert!(session.questions() > 0, "a page is followed by a question");
    session.send("Q");
    session.wait_for("the shell's screen", |screen| !screen.alternate_screen());
    // Past the last answer.
    std::thread::sleep(Duration::from_millis(600));
    session.send("\n");
    session.wait_for_words("left: 0 characters");
}

#[test]
fn a_terminal_that_never_answers_is_soon_asked_no_more() {
    let home = home();
    let mut session = open_sample(home.path(), (80, 24));
    session.send("\x0c");
    let asks = |received: &Received| received.bytes.windows(QUESTION.len()).any(|bytes| bytes == QUESTION);
    session.line.wait("a question", asks);
    // As long as an answer is waited for.
    std::thread::sleep(Duration::from_millis(2100));
    let asked = session.questions();
    for _ in 0..3 {
        let before = session.line.received().bytes.len();
        session.send("\x0c");
        session.line.wait("a frame", |received| received.bytes.len() > before);
    }
    session.settle();
    assert_eq!(session.questions(), asked);
    session.send("jjj");
    session.wait_for("the fourth story", |screen| chosen(screen) == Some(4));
}

#[test]
fn keys_are_taken_while_the_terminal_takes_nothing() {
    let home = home();
    let mut session = open_sample(home.path(), (80, 24));
    session.fill();
    session.send("jjjj");
    session.line.stall(false);
    session.wait_for("the fifth story", |screen| chosen(screen) == Some(5));
}

#[test]
fn a_terminal_that_takes_nothing_is_left_all_the_same() {
    let home = home();
    let mut session = open_sample(home.path(), (80, 24));
    session.fill();
    let asked = Instant::now();
    session.send("Q");
    assert!(session.program.wait_for_end().success());
    assert!(asked.elapsed() < Duration::from_secs(5), "{:?}", asked.elapsed());
}
