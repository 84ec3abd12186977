//! Addresses on their way out of a terminal, by the bytes that it gets.

use std::time::{Duration, Instant};

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

/// A reader with this config, in the first story of the sample edition.
fn reading(home: &std::path::Path, config: &str) -> Session {
    let folder = home.join(".config/dateline");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("config.toml"), config).unwrap();
    let mut session = open_sample(home, (80, 24));
    session.send("\r");
    session.wait_for_words(" min read");
    session
}

/// A program that does what `script` says, with what it is fed on its standard input.
pub fn program(home: &std::path::Path, script: &str) -> String {
    use std::os::unix::fs::PermissionsExt as _;
    let path = home.join("program");
    std::fs::write(&path, format!("#!/bin/sh\n{script}\n")).unwrap();
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
    path.display().to_string()
}

#[test]
fn a_listener_is_fed_sentence_by_sentence_and_ends_at_once() {
    let home = home();
    // What it says itself must not reach the screen; after two sentences it speaks without end.
    let script =
        "cat >> heard; echo NOISE; echo NOISE >&2; test $(wc -l < heard) -lt 2 || { echo $$ > id; sleep 600; }";
    let mut session = reading(home.path(), &format!("listen = [{:?}]\n", program(home.path(), script)));
    session.send("L");
    session.wait_for_words("Reading aloud. L stops it.");
    let id = home.path().join("id");
    let spoken = || std::fs::read_to_string(&id).ok().and_then(|id| id.trim().parse::<i32>().ok());
    let until = Instant::now() + Duration::from_secs(20);
    let speaker = loop {
        if let Some(speaker) = spoken() {
            break speaker;
        }
        assert!(Instant::now() < until, "nothing is spoken");
        std::thread::sleep(Duration::from_millis(10));
    };
    session.send("L");
    session.wait_for_words("Stopped reading aloud.");
    let speaker = rustix::process::Pid::from_raw(speaker).unwrap();
    assert!(rustix::process::test_kill_process(speaker).is_err(), "it is gone, and not a zombie");
    let heard = std::fs::read_to_string(home.path().join("heard")).unwrap();
    assert_eq!(heard.lines().next(), Some(FIRST));
    assert_eq!(heard.lines().count(), 2);
    let bytes = session.line.received().bytes.clone();
    assert!(!String::from_utf8_lossy(&bytes).contains("NOISE"));
}

#[test]
fn without_a_listener_it_is_said_how_to_set_one() {
    let home = home();
    let mut session = reading(home.path(), "");
    session.send("L");
    session.wait_for_words("Nothing is set to read aloud: listen = [\"espeak-ng\", \"--stdin\"]");
    drop(session);
    let mut session = reading(home.path(), "listen = [\"/nowhere/owl\"]\n");
    session.send("L");
    session.wait_for_words("There is no /nowhere/owl on this machine.");
}

#[test]
fn of_several_browsers_the_first_that_is_there_gets_the_address_and_nothing_else() {
    use dateline::browse::Browser;
    let home = home();
    let argv = home.path().join("argv");
    let fake = program(home.path(), &format!("printf '%s\\n' \"$@\" > {0}.new; mv {0}.new {0}", argv.display()));
    let hostile = "https://courier.example/$(touch%20x);--help?a=%s";
    let browser = Browser::of(&[], Some(&format!("::no-such-owl %s:{fake} --new {{}} x%sx %u:w3m")));
    assert!(!browser.needs_terminal());
    assert_eq!(browser.open(hostile), format!("Handed to {fake}."));
    let until = Instant::now() + Duration::from_secs(20);
    while !argv.is_file() {
        assert!(Instant::now() < until, "nothing is opened");
        std::thread::sleep(Duration::from_millis(10));
    }
    let given = std::fs::read_to_string(&argv).unwrap();
    assert_eq!(given, format!("--new\n{hostile}\nx{hostile}x\n{hostile}\n"));
    assert_eq!(browser.open("--help"), "That is not an address for a browser.");
    assert_eq!(browser.open("file:///etc/passwd"), "That is not an address for a browser.");
}
