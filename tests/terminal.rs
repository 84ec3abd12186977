//! The program in a terminal, from its first byte to its last: it takes the terminal and gives it back on every way out,
//! keeps still when there is nothing to show, and keeps the reader's place through every change of the window.

#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

#[path = "support/pty.rs"]
mod pty;
#[path = "terminal/desk.rs"]
mod desk;
#[path = "terminal/hang_up.rs"]
mod hang_up;
#[path = "terminal/outward.rs"]
mod outward;
#[path = "terminal/hyperlinks.rs"]
mod hyperlinks;
#[path = "terminal/pictures.rs"]
mod pictures;
#[path = "terminal/playing.rs"]
mod playing;
#[path = "terminal/reading.rs"]
mod reading;
#[path = "terminal/slow.rs"]
mod slow;
#[path = "terminal/window.rs"]
mod window;

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use portable_pty::{CommandBuilder, native_pty_system};
use rustix::process::{Pid, Signal, kill_process};
use tempfile::TempDir;
use vt100::Screen;

use pty::{Program, Session};

/// The first story of the sample edition.
const FIRST: &str = "The clock that was right four times a day goes home";
/// How the second one begins.
const SECOND: &str = "Saltmark is talking to everyone.";

fn home() -> TempDir {
    tempfile::tempdir().unwrap()
}

/// The sample edition with all its stories there.
#[track_caller]
fn open_sample(home: &Path, size: (u16, u16)) -> Session {
    let session = Session::start(home, size, &["--sample"]);
    session.wait_for("the front page", is_front_page);
    session
}

fn is_front_page(screen: &Screen) -> bool {
    let shown = screen.contents();
    shown.contains("Front page") && shown.contains("The clock that was right") && row(screen, -1).contains("? help")
}

/// A row of the screen, counted from the last one when negative.
fn row(screen: &Screen, at: i32) -> String {
    let (rows, columns) = screen.size();
    let at = if at < 0 { i32::from(rows.get()) + at } else { at };
    screen.rows(0, columns.get()).nth(usize::try_from(at).unwrap()).unwrap_or_default()
}

impl Session {
    /// Waits until `words` are on the screen.
    #[track_caller]
    fn wait_for_words(&self, words: &str) {
        self.wait_for(&format!("{words:?}"), |screen| screen.contents().contains(words));
    }

    fn screen(&self) -> Screen {
        self.line.received().terminal.screen().clone()
    }

    /// Waits until nothing was written for a while: what was asked for has come.
    fn settle(&self) {
        let written = || self.line.received().bytes.len();
        let mut before = written();
        loop {
            std::thread::sleep(Duration::from_millis(400));
            let now = written();
            if now == before {
                return;
            }
            before = now;
        }
    }

    fn signal(&self, signal: Signal) {
        kill_process(self.program.pid(), signal).unwrap();
    }

    /// The terminal as a shell expects it.
    #[track_caller]
    fn assert_given_back(&self) {
        let screen = self.screen();
        assert!(!screen.alternate_screen(), "the alternate screen is left");
        assert!(!screen.hide_cursor(), "the cursor is shown");
        assert!(!screen.bracketed_paste(), "pastes are no longer marked");
        let mouse = (screen.mouse_protocol_mode(), screen.mouse_protocol_encoding());
        assert_eq!(mouse, Default::default(), "the mouse is the terminal's own");
        let fresh = native_pty_system().openpty(pty::window(80, 24)).unwrap();
        assert_eq!(self.terminal.0.get_termios(), fresh.master.get_termios(), "modes are as they were");
    }

    /// Closes the terminal under the program's feet.
    fn hang_up(mut self) -> Program {
        // Our own reading keeps the terminal open: it ends with the answer to one more key.
        self.line.end();
        self.send("j");
        self.reader.take().unwrap().join().unwrap();
        drop(self.terminal);
        self.program
    }
}

impl Program {
    fn pid(&self) -> Pid {
        Pid::from_raw(self.0.process_id().unwrap().try_into().unwrap()).unwrap()
    }
}

/// A field of `/proc/PID/stat` (proc(5)), counted from the state on, which is the third.
#[cfg(target_os = "linux")]
fn process_fields(pid: Pid) -> Vec<String> {
    let stat = std::fs::read_to_string(format!("/proc/{}/stat", pid.as_raw_nonzero())).unwrap();
    // The second field is the program's name in brackets, and may hold anything.
    let (_, fields) = stat.rsplit_once(") ").unwrap();
    fields.split(' ').map(str::to_owned).collect()
}

#[test]
fn takes_the_terminal_and_gives_it_back_at_the_end() {
    let home = home();
    let mut session = open_sample(home.path(), (80, 24));
    let screen = session.screen();
    assert!(screen.alternate_screen() && screen.hide_cursor() && screen.bracketed_paste());
    session.send("Q");
    assert!(session.wait_for_end().success());
    session.assert_given_back();
    assert_eq!(session.screen().contents(), "", "nothing stays behind on the shell's screen");
}

#[test]
fn leaves_with_few_bytes() {
    let home = home();
    let mut session = open_sample(home.path(), (80, 24));
    session.settle();
    let before = session.line.received().bytes.len();
    session.send("Q");
    assert!(session.wait_for_end().success());
    let bytes = session.line.received().bytes.clone();
    let last = bytes[before..].escape_ascii().to_string();
    assert!(bytes.len() - before <= 30, "{last}");
    assert!(last.starts_with(r"\x1b[r\x1b[m"), "margins and attributes first: {last}");
}

/// Run by the test below, in a terminal of its own.
#[test]
#[ignore = "has an accident with the terminal taken"]
fn accident() {
    let sent = dateline::terminal::Sent { mouse: true, links: true };
    let _terminal = dateline::terminal::Terminal::take(dateline::ledger::Ledger::default(), sent).unwrap();
    panic!("a beam gave way");
}

#[test]
fn gives_the_terminal_back_before_it_tells_of_a_panic() {
    let home = home();
    let mut command = CommandBuilder::new(std::env::current_exe().unwrap());
    // On the main thread, as the program itself.
    command.args(["accident", "--exact", "--ignored", "--nocapture", "--test-threads=1"]);
    let mut session = Session::run(home.path(), (80, 24), command);
    assert!(!session.wait_for_end().success());
    session.assert_given_back();
    let bytes = session.line.received().bytes.clone();
    assert!(String::from_utf8_lossy(&bytes).contains("\x1b]8;;\x1b\\"), "no link stays open");
    let said = session.screen().contents();
    assert!(said.contains("a beam gave way"), "told on the shell's screen, where it stays: {said}");
}

#[test]
fn gives_the_terminal_back_when_it_is_told_to_end() {
    for signal in [Signal::TERM, Signal::HUP, Signal::INT] {
        let home = home();
        let mut session = open_sample(home.path(), (80, 24));
        session.signal(signal);
        let status = session.wait_for_end();
        assert_eq!(status.signal(), None, "it ends by itself on {signal:?}");
        session.assert_given_back();
    }
}

/// A shell with jobs, as only such a one lets a program stop: nobody would wake one that has no shell.
#[cfg(target_os = "linux")]
#[test]
fn stops_for_the_shell_and_comes_back() {
    let home = home();
    let script = r#"set -m; "$0" --sample; echo "the shell has it"; read -r answer; fg"#;
    let mut command = CommandBuilder::new("sh");
    command.args(["-c", script, env!("CARGO_BIN_EXE_dateline")]);
    let mut session = Session::run(home.path(), (80, 24), command);
    session.wait_for("the front page", is_front_page);
    session.send("j\x1a");
    session.wait_for_words("the shell has it");
    let shell = session.program.pid().as_raw_nonzero();
    let children = std::fs::read_to_string(format!("/proc/{shell}/task/{shell}/children")).unwrap();
    let reader = Pid::from_raw(children.trim().parse().unwrap()).unwrap();
    assert_eq!(process_fields(reader)[0], "T", "the program is stopped");
    session.assert_given_back();
    session.send("\n");
    session.wait_for("the front page again", |screen| screen.alternate_screen() && is_front_page(screen));
    session.wait_for("the second story still chosen", |screen| row(screen, 5).starts_with('▌'));
    session.send("Q");
    assert!(session.wait_for_end().success());
    session.assert_given_back();
}

#[cfg(target_os = "linux")]
#[test]
fn takes_the_terminal_anew_when_somebody_else_stopped_it() {
    let home = home();
    let mut session = open_sample(home.path(), (80, 24));
    session.settle();
    session.signal(Signal::STOP);
    // What a shell would do meanwhile.
    session.line.received().terminal.process(b"\x1b[?1049l\x1b[?25h$ ls\r\n");
    session.signal(Signal::CONT);
    session.wait_for("the front page again", |screen| {
        screen.alternate_screen() && screen.hide_cursor() && is_front_page(screen)
    });
    session.send("Q");
    assert!(session.wait_for_end().success());
    session.assert_given_back();
}

#[cfg(target_os = "linux")]
#[test]
fn writes_nothing_and_uses_no_time_while_nothing_happens() {
    let home = home();
    let session = open_sample(home.path(), (140, 45));
    session.settle();
    let ticks = || {
        let fields = process_fields(session.program.pid());
        let used: Vec<u64> = fields[11..13].iter().map(|field| field.parse().unwrap()).collect();
        used.iter().sum::<u64>()
    };
    let (bytes, used) = (session.line.received().bytes.len(), ticks());
    std::thread::sleep(Duration::from_secs(5));
    assert_eq!(session.line.received().bytes.len(), bytes, "bytes written while idle");
    assert!(ticks() <= used + 1, "hundredths of a second used while idle: {}", ticks() - used);
}

#[test]
fn tells_of_a_bad_config_without_touching_the_terminal() {
    let home = home();
    let config = home.path().join("bad.toml");
    std::fs::write(&config, "theme = \"plain\"\nmeasure = 7\n").unwrap();
    let mut session = Session::start(home.path(), (80, 24), &["--sample", "--config", config.to_str().unwrap()]);
    assert_eq!(session.wait_for_end().exit_code(), 2);
    let said = String::from_utf8(session.line.received().bytes.clone()).unwrap();
    assert!(!said.contains('\x1b'), "no escape sequence: {said:?}");
    for words in ["bad.toml is not right", "line 2", "measure = 7", "^", "measure goes from 20 to 200 columns"] {
        assert!(said.contains(words), "{words:?} in {said}");
    }
}

#[test]
fn says_that_it_needs_a_terminal() {
    let home = home();
    let said = Command::new(env!("CARGO_BIN_EXE_dateline"))
        .arg("--sample")
        .env("HOME", home.path())
        .stdin(Stdio::null())
        .output()
        .unwrap();
    assert_eq!(said.status.code(), Some(2));
    assert!(said.stdout.is_empty());
    let sentence = String::from_utf8(said.stderr).unwrap();
    assert!(sentence.contains("the reader needs a terminal") && !sentence.contains('\x1b'), "{sentence}");
}
