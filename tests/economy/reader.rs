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

#[test]
fn a_thin_line_is_spared_and_the_details_say_what_went_over_it() {
    let home = tempfile::tempdir().unwrap();
    let mut session = Session::start(
        home.path(),
        (80, 24),
        &["--offline", "--low-bandwidth", "--max-bytes", "5MB", "--config", "/dev/null"],
    );
    session.wait_for("what to press", |screen| screen.contents().contains("r asks"));
    let said = session.line.received().terminal.screen().contents();
    assert!(said.contains("Nothing of Front page is kept"), "{said}");
    assert!(!said.contains("? help"), "{said}");
    session.send("D");
    session.wait_for("the details", |screen| screen.contents().contains("5 MB of 5 MB are left for this run."));
    session.send("D");
    session.wait_for("their end", |screen| !screen.contents().contains("for this run."));
    session.send("Q");
    assert!(session.wait_for_end().success());
    let bytes = session.line.received().bytes.clone();
    let written = String::from_utf8_lossy(&bytes);
    assert!(!written.contains("\x1b[38;") && !written.contains(";38;"), "more than sixteen colours");
}
