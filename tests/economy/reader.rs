//! In a terminal.

#![cfg(unix)]

use std::process::Command;

use crate::pty::Session;

#[test]
fn the_terminals_bytes_are_counted_to_the_last() {
    let home = tempfile::tempdir().unwrap();
    // With nothing kept and nobody to ask it turns to the sample edition, whose cache is another.
    let mut session = Session::start(home.path(), (80, 24), &["--offline"]);
    session.wait_for("the sample edition", |screen| screen.contents().contains("all of it made up"));
    session.send("?");
    session.wait_for("the help page", |screen| screen.contents().contains("one line or story down"));
    session.send("Q");
    assert!(session.wait_for_end().success());
    let received = session.line.received().bytes.len();
    let stats = Command::new(env!("CARGO_BIN_EXE_dateline"))
        .env_clear()
        .env("HOME", home.path())
        .env("TZ", "UTC")
        .arg("stats")
        .output()
        .unwrap();
    let stats = String::from_utf8(stats.stdout).unwrap();
    let all: Vec<&str> = stats.lines().last().unwrap().split('\t').collect();
    assert_eq!((all[0], all[2], all[5]), ("all", "0", received.to_string().as_str()));
}
