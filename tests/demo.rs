//! Plays `demo.tape` (a script for VHS) through a pty to its end: what the tape waits for must come.

#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

#[path = "support/pty.rs"]
mod pty;

use pty::Session;

const TAPE: &str = include_str!("../demo.tape");
/// About the window that the tape sets in pixels.
const WINDOW: (u16, u16) = (140, 40);

/// A line of the tape that a player without a camera has to follow.
#[derive(Debug, PartialEq)]
enum Step<'a> {
    Keys(String),
    WaitFor(&'a str),
}

/// Reads the commands that the tape uses; any other is an error, so that none is skipped unseen.
fn steps(tape: &str) -> Vec<Step<'_>> {
    tape.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')).filter_map(step).collect()
}

fn step(line: &str) -> Option<Step<'_>> {
    let (command, rest) = line.split_once(' ').unwrap_or((line, ""));
    match command {
        "Output" | "Require" | "Set" | "Sleep" => None,
        "Type" => Some(Step::Keys(rest.strip_prefix('"').unwrap().strip_suffix('"').unwrap().to_owned())),
        "Enter" => Some(Step::Keys("\r".to_owned())),
        "Space" => Some(Step::Keys(" ".to_owned())),
        "Wait+Screen" => {
            let words = rest.strip_prefix('/').unwrap().strip_suffix('/').unwrap();
            assert!(!words.contains(|c| r"\.+*?()|[]{}^$".contains(c)), "plain words, the same to VHS: {words}");
            Some(Step::WaitFor(words))
        }
        other => panic!("the tape has a command that is not played here: {other}"),
    }
}

#[test]
fn the_demo_shows_what_it_waits_for() {
    let steps = steps(TAPE);
    let mut steps = steps.iter();
    // The first thing that is typed is the command, into a shell.
    let Some(Step::Keys(command)) = steps.next() else { panic!("the tape begins by typing a command") };
    let arguments: Vec<&str> = command.strip_prefix("dateline ").unwrap().split(' ').collect();
    assert_eq!(steps.next(), Some(&Step::Keys("\r".to_owned())));

    let home = tempfile::tempdir().unwrap();
    let mut session = Session::start(home.path(), WINDOW, &arguments);
    for step in steps {
        match step {
            Step::Keys(keys) => session.send(keys),
            Step::WaitFor(words) => {
                session.wait_for(&format!("{words:?}"), |screen| screen.contents().contains(words));
            }
        }
    }
    assert!(session.wait_for_end().success(), "the tape ends the program");
}
