//! The reader on terminals of every make: to each is sent what it has, and on each the words are right.

#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

#[path = "support/pty.rs"]
mod pty;

use std::collections::BTreeSet;
use std::path::Path;

use portable_pty::CommandBuilder;
use tempfile::TempDir;

use pty::Session;

const FIRST: &str = "The clock that was right four times";
/// In the middle of the first story, and at its end.
const MIDDLE: &str = "Four clocks, one mind";
const NEAR_THE_END: &str = "Related stories";

fn home() -> TempDir {
    tempfile::tempdir().unwrap()
}

/// What was sent to a terminal, taken apart.
#[derive(Debug, Default)]
struct Sent {
    /// Final characters of the control sequences with numbers alone, and `ESC M`.
    sequences: BTreeSet<char>,
    /// Private modes that were set or reset.
    modes: BTreeSet<String>,
    /// Parameters of SGR, those of 256 and of all colours each as one.
    attributes: BTreeSet<String>,
    /// Anything else that is no letter.
    others: Vec<String>,
}

impl Sent {
    fn parse(bytes: &[u8]) -> Self {
        let mut sent = Self::default();
        let text = String::from_utf8(bytes.to_vec()).unwrap();
        let mut chars = text.chars();
        while let Some(c) = chars.next() {
            match c {
                '\r' | '\n' | '\u{8}' => {}
                '\u{1b}' => match chars.next() {
                    Some('M') => {
                        // RI, not DL.
                        sent.sequences.insert('R');
                    }
                    Some('[') => {
                        let body: String = chars.clone().take_while(|c| matches!(c, ' '..='?')).collect();
                        let end = chars.nth(body.len()).unwrap();
                        sent.control(&body, end);
                    }
                    other => sent.others.push(format!("ESC {other:?}")),
                },
                c if c.is_control() => sent.others.push(format!("{c:?}")),
                _ => {}
            }
        }
        sent
    }

    fn control(&mut self, body: &str, end: char) {
        if let (Some(mode), 'h' | 'l') = (body.strip_prefix('?'), end) {
            self.modes.extend(mode.split(';').map(str::to_owned));
        } else if body.chars().any(|c| !c.is_ascii_digit() && c != ';') {
            self.others.push(format!("ESC [{body}{end}"));
        } else if end == 'm' {
            let mut numbers = body.split(';');
            while let Some(number) = numbers.next() {
                let attribute = match (number, numbers.clone().next()) {
                    ("38" | "48", Some("5")) => format!("{number};5;{}", numbers.nth(1).unwrap()),
                    ("38" | "48", Some("2")) => format!("{number};2;{}", numbers.nth(3).unwrap()),
                    ("", _) => "0".to_owned(),
                    _ => number.to_owned(),
                };
                self.attributes.insert(attribute);
            }
        } else if (body, end) != ("5", 'n') {
            // The question whether all of it has come moves nothing.
            self.sequences.insert(end);
        }
    }

    /// Nothing but what every terminal with a cursor has.
    #[track_caller]
    fn assert_common(&self, term: &str) {
        assert_eq!(self.others, Vec::<String>::new(), "{term}");
        let extra: Vec<&char> = self.sequences.iter().filter(|end| !"HCABDKJrRMLm".contains(**end)).collect();
        assert!(extra.is_empty(), "{term}: {extra:?}");
        let shifts = self.sequences.contains(&'L') || self.sequences.contains(&'M');
        assert!(!(shifts && term == "vt100"), "a VT100 can neither take rows out nor put rows in");
        let modes: Vec<&str> = self.modes.iter().map(String::as_str).collect();
        assert_eq!(modes, ["1049", "2004", "25"], "{term}");
    }

    #[track_caller]
    fn assert_attributes(&self, term: &str, allowed: &[&str], colours: bool) {
        let is_colour = |code: &str| {
            let number: u16 = code.parse().unwrap_or_default();
            matches!(number, 30..=37 | 39..=47 | 49 | 90..=97 | 100..=107)
        };
        for code in &self.attributes {
            assert!(allowed.contains(&code.as_str()) || (colours && is_colour(code)), "{term}: SGR {code}");
        }
        // Looked at in vain, nothing would be found above.
        assert!(self.attributes.contains("1"), "{term}: headlines are bold");
        assert_eq!(self.attributes.iter().any(|code| is_colour(code)), colours, "{term}: kickers have a colour");
    }
}

const PLAIN: &[&str] = &["0", "1", "22", "4", "24", "7", "27"];
const WITH_DIM: &[&str] = &["0", "1", "22", "4", "24", "7", "27", "2"];
const ALL: &[&str] = &["0", "1", "22", "4", "24", "7", "27", "2", "3", "23"];

/// A session with what is set as `NAME=VALUE`.
fn session(home: &Path, window: (u16, u16), environment: &[&str], arguments: &[&str]) -> Session {
    let mut command = CommandBuilder::new("env");
    command.args(environment);
    command.arg(env!("CARGO_BIN_EXE_dateline"));
    command.args(arguments);
    Session::run(home, window, command)
}

/// Opens the sample edition, reads the first story to its end, goes back and quits; gives all that was sent.
#[track_caller]
fn read_a_story(mut session: Session) -> Vec<u8> {
    let has = |words: &'static str| move |screen: &vt100::Screen| screen.contents().contains(words);
    session.wait_for("the list", |screen| screen.contents().contains(FIRST) && screen.contents().contains("? help"));
    session.send("\r");
    session.wait_for("the story", |screen| screen.contents().contains("There are four faces"));
    for _ in 0..20 {
        session.send("j");
    }
    session.wait_for("its middle", has(MIDDLE));
    session.send("kkG");
    session.wait_for("its end", has(NEAR_THE_END));
    session.send("q");
    session.wait_for("the list again", |screen| screen.contents().contains(FIRST));
    session.send("jjQ");
    assert!(session.wait_for_end().success());
    let received = session.line.received();
    received.bytes.clone()
}

#[test]
fn each_terminal_is_sent_what_it_has() {
    for (term, attributes, colours) in [
        ("linux", WITH_DIM, true),
        ("vt100", PLAIN, false),
        ("xterm", ALL, true),
        ("xterm-256color", ALL, true),
        ("tmux-256color", ALL, true),
        ("screen", WITH_DIM, true),
        ("never-heard-of-it", WITH_DIM, true),
    ] {
        let home = home();
        let environment = format!("TERM={term}");
        let bytes = read_a_story(session(home.path(), (80, 24), &[&environment], &["--sample"]));
        let sent = Sent::parse(&bytes);
        sent.assert_common(term);
        sent.assert_attributes(term, attributes, colours);
        let environment = [environment.as_str(), "NO_COLOR=1"];
        let new_home = self::home();
        let sent = Sent::parse(&read_a_story(session(new_home.path(), (80, 24), &environment, &["--sample"])));
        sent.assert_common(term);
        sent.assert_attributes(term, attributes, false);
    }
}

#[test]
fn themes_are_reduced_to_what_there_is() {
    for (term, theme) in [("linux", "dark"), ("screen", "paper"), ("vt100", "dark")] {
        let home = home();
        let environment = format!("TERM={term}");
        let bytes = read_a_story(session(home.path(), (80, 24), &[&environment], &["--sample", "--theme", theme]));
        let sent = Sent::parse(&bytes);
        sent.assert_common(term);
        let wide: Vec<&String> = sent.attributes.iter().filter(|code| code.contains(';') || *code == "3").collect();
        assert!(wide.is_empty(), "{term}, {theme}: {wide:?}");
    }
}

#[test]
fn a_locale_without_letters_is_sent_ascii() {
    for (environment, arguments) in [
        (["LC_ALL=C", "A=b"], vec!["--sample"]),
        (["LC_CTYPE=de_DE.ISO-8859-1", "A=b"], vec!["--sample"]),
        (["LANG=C.UTF-8", "A=b"], vec!["--sample", "--ascii"]),
    ] {
        let home = home();
        let bytes = read_a_story(session(home.path(), (140, 45), &environment, &arguments));
        assert!(bytes.is_ascii(), "{environment:?}");
        let text = String::from_utf8(bytes).unwrap();
        for words in ["Tawhai", "TE AO MAORI", "drunk kereru", ">", "\"", "'"] {
            assert!(text.contains(words), "{words} for {environment:?}");
        }
    }
    let home = home();
    std::fs::write(home.path().join("c.toml"), "ascii = false\n").unwrap();
    let bytes = read_a_story(session(home.path(), (80, 24), &["LC_ALL=C"], &["--sample", "--config", "c.toml"]));
    assert!(!bytes.is_ascii(), "the config knows better");
}

#[test]
fn a_story_on_standard_output_is_ascii_on_such_a_terminal_alone() {
    let home = home();
    let page = home.path().join("page.html");
    let words =
        "“Tāwhai” — and a paragraph with enough words in it to be taken for a story by whoever reads the page. ";
    std::fs::write(&page, format!("<title>Café</title><article><h1>Café</h1><p>{}</p></article>", words.repeat(8)))
        .unwrap();
    let page = page.to_str().unwrap();
    let mut session = session(home.path(), (80, 24), &["LC_ALL=C"], &["read", page]);
    assert!(session.wait_for_end().success());
    let printed = String::from_utf8(session.line.received().bytes.clone()).unwrap();
    assert!(printed.is_ascii() && printed.contains("\"Tawhai\" - and"), "{printed}");
    let piped =
        std::process::Command::new(env!("CARGO_BIN_EXE_dateline")).args(["read", page]).env("LC_ALL", "C").output();
    let piped = String::from_utf8(piped.unwrap().stdout).unwrap();
    assert!(piped.contains("“Tāwhai” — and"), "{piped}");
}

#[test]
fn the_largest_and_the_smallest_window() {
    for window in [(400, 200), (20, 5)] {
        let home = home();
        let mut session = Session::start(home.path(), window, &["--sample"]);
        session.wait_for("the list", |screen| screen.contents().contains("The clock"));
        session.send("\r");
        session.wait_for("the story", |screen| screen.contents().contains("The clock"));
        for keys in
            ["GgjjkkG", "q?", "q", "hh", "jjj", "/the\r", "nN", "ll", " ", "zz", "S", "\x03", "e", "o", "q", "Q"]
        {
            session.send(keys);
        }
        assert!(session.wait_for_end().success());
        Sent::parse(&session.line.received().bytes).assert_common("xterm-256color");
    }
}

#[test]
fn the_cursor_stands_on_the_choice_when_asked_to() {
    let home = home();
    let mut session = Session::start(home.path(), (80, 24), &["--sample", "--cursor"]);
    let chosen = |screen: &vt100::Screen| {
        let (row, column) = screen.cursor_position();
        let shown = screen.rows(column, 80).nth(usize::from(row)).unwrap_or_default();
        (!screen.hide_cursor()).then_some(shown)
    };
    let on = |words: &'static str| {
        move |screen: &vt100::Screen| chosen(screen).is_some_and(|shown| shown.starts_with(words))
    };
    session.wait_for("the first story", on(FIRST));
    session.send("j");
    session.wait_for("the second", on("Saltmark is talking"));
    session.send("h");
    session.wait_for("the section", on("Front page"));
    session.send("Q");
    assert!(session.wait_for_end().success());
    assert!(!session.line.received().terminal.screen().hide_cursor());
}
