//! Sittings, each a script in `tests/sittings/`: somebody at the keys of the real program, from the morning's
//! first frame to the next day's. What a script says is what a reader would see.
//!
//! A line is a word of command and what belongs to it; `#` begins a remark.
//!
//! | line | meaning |
//! |---|---|
//! | `config setting = …` | adds a line to the config |
//! | `start 80x24 --sample …` | starts the program in a window of that size; what it keeps stays from start to start |
//! | `press j Enter C-l` | presses keys, by the names that the config has for them |
//! | `type words` | types the words as they stand |
//! | `see words` | waits until the words are on the screen, in one row |
//! | `gone words` | waits until they are not |
//! | `top words` | waits until they are in the first row; `status words`: in the last |
//! | `chosen words` | waits until the marker stands beside them, or above them |
//! | `order some / others` | waits until some stand in a row above the others |
//! | `resize 40x12` | makes the window that size |
//! | `run list world` | runs a command of the program's beside it, and keeps what it prints |
//! | `printed words` | the last command printed them |
//! | `quit` | presses `Q`, and finds the terminal given back; `quit C-c`: presses that |
//! | `kill` | kills the program where it is, as `kill -9` does |

#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

#[path = "support/pty.rs"]
mod pty;

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

use dateline::keymap::{Action, Code, Key, TABLE};
use tempfile::TempDir;
use vt100::Screen;

use pty::Session;

/// What a key sends.
fn bytes_of(name: &str) -> String {
    let key = Key::parse(name).unwrap_or_else(|| panic!("{name} is not a key"));
    match key.code {
        Code::Char(c) if key.ctrl => char::from(u8::try_from(c).unwrap() & 0x1f).to_string(),
        Code::Char(c) => c.to_string(),
        Code::Enter => "\r".to_owned(),
        Code::Esc => "\x1b".to_owned(),
        Code::Tab => "\t".to_owned(),
        Code::BackTab => "\x1b[Z".to_owned(),
        Code::Backspace => "\x7f".to_owned(),
        Code::Up => "\x1b[A".to_owned(),
        Code::Down => "\x1b[B".to_owned(),
        Code::Right => "\x1b[C".to_owned(),
        Code::Left => "\x1b[D".to_owned(),
        Code::Home => "\x1b[H".to_owned(),
        Code::End => "\x1b[F".to_owned(),
        Code::PageDown => "\x1b[6~".to_owned(),
        Code::PageUp => "\x1b[5~".to_owned(),
        other => panic!("nobody has pressed {other:?} yet"),
    }
}

fn size_of(words: &str) -> (u16, u16) {
    let (columns, rows) = words.split_once('x').unwrap_or_else(|| panic!("{words} is not a size"));
    (columns.parse().unwrap(), rows.parse().unwrap())
}

fn rows(screen: &Screen) -> Vec<String> {
    screen.rows(0, screen.size().1.get()).collect()
}

/// The marker's row, or the one below it, has the words: in a list it stands beside the kicker, the headline below.
fn is_chosen(screen: &Screen, words: &str) -> bool {
    let rows = rows(screen);
    let beside = |at: usize| rows.get(at).is_some_and(|row| row.contains(words));
    (0..rows.len()).any(|at| rows[at].contains('▌') && (beside(at) || beside(at + 1)))
}

/// A script under way.
struct Sitting {
    home: TempDir,
    session: Option<Session>,
    printed: String,
}

impl Sitting {
    fn session(&mut self) -> &mut Session {
        self.session.as_mut().expect("the program was started")
    }

    fn wait(&mut self, line: &str, condition: impl Fn(&Screen) -> bool) {
        self.session().wait_for(line, condition);
    }

    fn take(&mut self, line: &str) {
        let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
        match word {
            "start" => {
                let mut words = rest.split(' ');
                let size = size_of(words.next().unwrap());
                let arguments: Vec<&str> = words.collect();
                let session = Session::start(self.home.path(), size, &arguments);
                session.line.received().answers = Some(std::time::Duration::ZERO);
                self.session = Some(session);
            }
            "config" => {
                let folder = self.home.path().join(".config/dateline");
                std::fs::create_dir_all(&folder).unwrap();
                let file = folder.join("config.toml");
                let before = std::fs::read_to_string(&file).unwrap_or_default();
                std::fs::write(file, format!("{before}{rest}\n")).unwrap();
            }
            "press" => rest.split(' ').for_each(|key| self.session().send(&bytes_of(key))),
            "type" => self.session().send(rest),
            "see" => self.wait(line, |screen| rows(screen).iter().any(|row| row.contains(rest))),
            "gone" => self.wait(line, |screen| !rows(screen).iter().any(|row| row.contains(rest))),
            "top" => self.wait(line, |screen| rows(screen)[0].contains(rest)),
            "status" => self.wait(line, |screen| rows(screen).last().unwrap().contains(rest)),
            "chosen" => self.wait(line, |screen| is_chosen(screen, rest)),
            "order" => {
                let (some, others) = rest.split_once(" / ").unwrap();
                let place = |screen: &Screen, words: &str| rows(screen).iter().position(|row| row.contains(words));
                self.wait(line, |screen| {
                    place(screen, some).zip(place(screen, others)).is_some_and(|(some, others)| some < others)
                });
            }
            "resize" => {
                let (columns, rows) = size_of(rest);
                let session = self.session();
                let size = (pty::cells(rows), pty::cells(columns));
                session.line.received().terminal.screen_mut().set_size(size.0, size.1);
                session.terminal.0.resize(pty::window(columns, rows)).unwrap();
            }
            "run" => self.run(rest),
            "printed" => assert!(self.printed.contains(rest), "{line}: {}", self.printed),
            "quit" => {
                self.session().send(&bytes_of(if rest.is_empty() { "Q" } else { rest }));
                let mut session = self.session.take().unwrap();
                assert!(session.wait_for_end().success(), "{line}");
                let received = session.line.received();
                let screen = received.terminal.screen();
                assert!(!screen.alternate_screen() && !screen.hide_cursor(), "the terminal is given back");
            }
            "kill" => {
                let mut session = self.session.take().unwrap();
                session.program.0.kill().unwrap();
                session.program.wait_for_end();
            }
            other => panic!("{other} is not a word of the script"),
        }
    }

    fn run(&mut self, arguments: &str) {
        let mut command = Command::new(env!("CARGO_BIN_EXE_dateline"));
        command.args(arguments.split(' ')).env_clear().env("HOME", self.home.path()).env("LANG", "C.UTF-8");
        let output = command.output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{arguments}: {said}");
        self.printed = String::from_utf8(output.stdout).unwrap();
    }
}

fn play(name: &str) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sittings").join(format!("{name}.txt"));
    let script = std::fs::read_to_string(&file).unwrap();
    let mut sitting = Sitting { home: tempfile::tempdir().unwrap(), session: None, printed: String::new() };
    for (nth, line) in (1..).zip(script.lines()) {
        if !line.is_empty() && !line.starts_with('#') {
            // What went wrong is told with the screen at that moment; this says where.
            let outcome = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| sitting.take(line)));
            assert!(outcome.is_ok(), "{name}, line {nth}: {line}");
        }
    }
}

/// The keys that scripts press, of those whose outcome the next line looks for.
fn keys_with_an_outcome() -> BTreeSet<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sittings");
    let mut keys = BTreeSet::from(["Q".to_owned()]);
    for script in std::fs::read_dir(folder).unwrap() {
        let script = std::fs::read_to_string(script.unwrap().path()).unwrap();
        let lines: Vec<&str> = script.lines().filter(|line| !line.starts_with('#')).collect();
        for pair in lines.windows(2) {
            let looks =
                ["see", "gone", "top", "status", "chosen", "order"].iter().any(|word| pair[1].starts_with(word));
            keys.extend(
                pair[0]
                    .strip_prefix("press ")
                    .filter(|_| looks)
                    .and_then(|keys| keys.split(' ').next_back())
                    .map(str::to_owned),
            );
        }
        keys.extend(lines.iter().filter_map(|line| line.strip_prefix("quit ")).map(str::to_owned));
    }
    keys
}

/// Two keys are left to `tests/terminal`: it sees the shell after one, and each byte that the other sends.
#[test]
fn every_key_is_pressed_and_its_outcome_seen() {
    let pressed = keys_with_an_outcome();
    let elsewhere = [Action::Suspend, Action::Redraw];
    let table = TABLE.iter().filter(|entry| !elsewhere.contains(&entry.action));
    let missing: Vec<&str> =
        table.flat_map(|entry| entry.keys).filter(|key| !pressed.contains(**key)).copied().collect();
    assert!(missing.is_empty(), "no script presses {missing:?} and looks what comes of it");
}

macro_rules! sittings {
    ($($name:ident)*) => {
        $(#[test] fn $name() { play(stringify!($name)); })*

        #[test]
        fn every_script_is_played() {
            let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sittings");
            let mut scripts: Vec<String> = std::fs::read_dir(folder).unwrap()
                .map(|entry| entry.unwrap().path().file_stem().unwrap().to_string_lossy().into_owned()).collect();
            scripts.sort_unstable();
            let mut played = vec![$(stringify!($name)),*];
            played.sort_unstable();
            assert_eq!(scripts, played);
        }
    };
}

sittings! {
    before_work
    kept_for_the_train
    looking_for_the_fog
    a_word_in_the_story
    following_a_story_elsewhere
    the_window_is_dragged
    arranging_the_paper
    all_at_once_and_back
    the_battery_dies
    from_the_shell
    the_address_leaves
    a_sound_in_the_story
    everything_opens_and_closes
    keys_that_move
    keys_that_read
    keys_about_a_story
    keys_about_sections
    searching_with_fields
    typed_by_name
    muting_a_clock
    like_a_printed_column
    by_the_numbers
    the_place_is_kept
    on_from_the_end
}
