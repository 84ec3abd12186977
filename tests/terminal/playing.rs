//! Sound is played beside the reader, by a program that gets an address and nothing of the terminal.

use std::path::Path;
use std::time::{Duration, Instant};

use portable_pty::CommandBuilder;
use rustix::process::{Pid, test_kill_process};

use super::outward::program;
use super::{FIRST, Session, home};

const SOUND: &str = "https://karaka.example/sound/hearing-caravan.mp3";

/// The story of the sample edition that has a sound in it.
fn listening(home: &Path, config: &str, set: &[(&str, &str)]) -> Session {
    let folder = home.join(".config/dateline");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("config.toml"), config).unwrap();
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_dateline"));
    command.args(["--sample"]);
    let mut session = Session::run_with(home, (80, 24), command, set);
    session.wait_for_words(FIRST);
    session.send("Shealth\r");
    session.wait_for_words("hearing checked");
    session.send("/shearers\r\r");
    session.wait_for_words("Audio: Nine minutes");
    session
}

/// What a file comes to hold.
fn written(path: &Path) -> String {
    let until = Instant::now() + Duration::from_secs(20);
    loop {
        match std::fs::read_to_string(path) {
            Ok(words) if words.ends_with('\n') => return words,
            _ => assert!(Instant::now() < until, "nothing is played"),
        }
        std::thread::sleep(Duration::from_millis(10));
    }
}

/// Tells its arguments and what it has of the terminal, and plays without end.
const PLAYER: &str = "test -t 0 -o -t 1 -o -t 2 && echo TERMINAL >> argv; printf '%s\\n' \"$@\" >> argv; echo NOISE; \
                      echo NOISE >&2; echo $$ > id; exec sleep 600";

fn player(home: &Path) -> Pid {
    Pid::from_raw(written(&home.join("id")).trim().parse().unwrap()).unwrap()
}

#[test]
fn a_player_gets_the_address_alone_and_is_stopped_by_the_same_key() {
    let home = home();
    let config = format!("player = [{:?}, \"--cache=no\", \"--\", \"%u\"]\n", program(home.path(), PLAYER));
    let mut session = listening(home.path(), &config, &[]);
    session.send("P");
    session.wait_for_words("Playing. P stops it.");
    let id = player(home.path());
    assert_eq!(written(&home.path().join("argv")), format!("--cache=no\n--\n{SOUND}\n"));
    // The reader goes on meanwhile.
    session.send("q");
    session.wait_for_words("hearing checked");
    session.send("P");
    session.wait_for_words("Stopped playing.");
    assert!(test_kill_process(id).is_err(), "it is gone, and not a zombie");
    let bytes = session.line.received().bytes.clone();
    assert!(!String::from_utf8_lossy(&bytes).contains("NOISE"));
}

#[test]
fn it_ends_with_the_reader_and_the_environment_may_name_it() {
    let home = home();
    let fake = program(home.path(), PLAYER);
    let mut session = listening(home.path(), "", &[("PLAYER", &format!("{fake} --volume 5 $(touch x);"))]);
    session.send("P");
    let id = player(home.path());
    // Words, not a shell's.
    assert_eq!(written(&home.path().join("argv")), format!("--volume\n5\n$(touch\nx);\n{SOUND}\n"));
    session.send("Q");
    assert!(session.wait_for_end().success());
    assert!(test_kill_process(id).is_err(), "nothing plays on for nobody");
}

#[test]
fn one_that_takes_no_hint_is_ended_all_the_same() {
    let home = home();
    let deaf = "trap '' TERM; echo $$ > id; while :; do sleep 1; done";
    let config = format!("player = [{:?}]\n", program(home.path(), deaf));
    let mut session = listening(home.path(), &config, &[]);
    session.send("P");
    let id = player(home.path());
    session.send("P");
    session.wait_for_words("Stopped playing.");
    assert!(test_kill_process(id).is_err());
}

#[test]
fn why_nothing_is_heard_is_said() {
    for (config, said) in [
        ("", "Nothing is set to play it: player = [\"mpv\", \"--no-video\", \"%u\"]"),
        ("player = [\"/nowhere/owl\"]\n", "There is no /nowhere/owl on this machine."),
        ("player = [\"false\"]\n", "false ended with an error"),
    ] {
        let home = home();
        let mut session = listening(home.path(), config, &[]);
        session.send("P");
        session.wait_for_words(said);
    }
}

#[test]
fn what_ends_by_itself_is_not_said_to_play_any_more() {
    let home = home();
    let short = "while ! test -e over; do sleep 0.02; done";
    let config = format!("player = [{:?}]\n", program(home.path(), short));
    let mut session = listening(home.path(), &config, &[]);
    session.send("P");
    session.wait_for_words("Playing. P stops it.");
    std::fs::write(home.path().join("over"), "").unwrap();
    session.wait_for("its end", |screen| !screen.contents().contains("Playing"));
}
