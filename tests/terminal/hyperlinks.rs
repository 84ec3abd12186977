//! Links of a story where the terminal is known to take them, and not a byte of them anywhere else.

use portable_pty::CommandBuilder;

use super::{FIRST, Session, home};

const OPENING: &str = "\x1b]8;id=";
const CLOSING: &str = "\x1b]8;;\x1b\\";

/// Reads the first story of the sample edition to its end, where others are listed, looks at its address alone, and
/// quits; says what the terminal was sent until it was told that, and in all.
fn sitting(config: &str, set: &[(&str, &str)], arguments: &[&str]) -> (String, String) {
    let home = home();
    let folder = home.path().join(".config/dateline");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("config.toml"), config).unwrap();
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_dateline"));
    command.args(["--sample"]);
    command.args(arguments);
    let mut session = Session::run_with(home.path(), (80, 24), command, set);
    session.wait_for_words(FIRST);
    session.send("\r");
    session.wait_for_words("min read");
    session.send("G");
    session.wait_for_words("Related stories");
    session.send("oa");
    session.wait_for_words("Enter goes back.");
    let words = |session: &Session| String::from_utf8_lossy(&session.line.received().bytes).into_owned();
    let before = words(&session);
    session.send("\r");
    session.wait_for_words("Related stories");
    session.send("Q");
    assert!(session.wait_for_end().success());
    (before, words(&session))
}

#[test]
fn a_terminal_that_is_known_is_told_where_links_lead_and_every_link_ends() {
    for (config, set) in [("", &[("KITTY_WINDOW_ID", "1")][..]), ("hyperlinks = true\n", &[])] {
        let (before, all) = sitting(config, set, &[]);
        assert!(before.matches(OPENING).count() >= 3, "{before:?}");
        // The address alone, in the shell's screen.
        let (_, alone) = before.rsplit_once("\x1b[?1049l").unwrap();
        assert!(alone.contains("\x1b]8;id=0;https://"), "{alone:?}");
        let (last_open, last_end) = (all.rfind(OPENING).unwrap(), all.rfind(CLOSING).unwrap());
        assert!(
            last_open < last_end && last_end < all.rfind("\x1b[?1049l").unwrap(),
            "the last thing said is their end"
        );
    }
}

#[test]
fn no_other_is() {
    for (config, set, arguments) in [
        ("", &[][..], &[][..]),
        ("", &[("KITTY_WINDOW_ID", "1"), ("TMUX", "/nowhere,1,0")], &[]),
        ("hyperlinks = false\n", &[("KITTY_WINDOW_ID", "1")], &[]),
        ("hyperlinks = \"all\"\n", &[("KITTY_WINDOW_ID", "1")], &["--low-bandwidth"]),
    ] {
        let (_, all) = sitting(config, set, arguments);
        assert!(!all.contains("\x1b]8;"), "{config} {set:?} {arguments:?}");
    }
}
