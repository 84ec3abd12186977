//! The reader without a screen, through pipes and in a terminal: it prints words and line ends and nothing else, and what
//! is read in it is read.

#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

#[path = "support/pty.rs"]
mod pty;

#[path = "support/search.rs"]
mod search;

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use chrono::{TimeDelta, Utc};
use dateline::article::{Article, Block, Text};
use dateline::cache::{Cache, Visit};
use dateline::catalogue::Catalogue;
use dateline::news::{Fill, Headline, Label, StoryKey};
use portable_pty::CommandBuilder;
use rustix::process::{Pid, Signal, kill_process};
use tempfile::TempDir;

use pty::Session;

use search::search;

/// The first story of the sample edition, and its last words.
const FIRST: &str = "The clock that was right four times a day goes home";
const LAST_WORDS: &str = "She will not say whether she has shown it to Rāwiri.";
/// The second one.
const SECOND: &str = "Saltmark is talking to everyone. Not everyone admits it";

fn home() -> TempDir {
    tempfile::tempdir().unwrap()
}

fn command(home: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_dateline"));
    command.arg("--linear").args(arguments).env_clear().env("HOME", home).env("LANG", "C.UTF-8").env("TZ", "UTC");
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// All that is printed when these lines come out of a pipe.
#[track_caller]
fn printed_by(mut command: Command, lines: &[u8]) -> String {
    let mut program = command.spawn().unwrap();
    program.stdin.take().unwrap().write_all(lines).unwrap();
    let Output { status, stdout, stderr } = program.wait_with_output().unwrap();
    assert!(status.success() && stderr.is_empty(), "{status}: {}", String::from_utf8_lossy(&stderr));
    let printed = String::from_utf8(stdout).unwrap();
    assert_only_words(&printed);
    printed
}

#[track_caller]
fn printed(home: &Path, lines: &str) -> String {
    printed_by(command(home, &["--sample"]), lines.as_bytes())
}

#[track_caller]
fn assert_only_words(printed: &str) {
    let control = printed.chars().find(|c| (c.is_control() && *c != '\n') || ('\u{202a}'..='\u{202e}').contains(c));
    assert_eq!(control, None, "in {printed:?}");
}

/// The words of what was printed, wherever its lines end.
fn words(printed: &str) -> String {
    printed.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn a_pipe_lists_reads_and_ends() {
    let home = home();
    let said = printed(home.path(), "1\nq\nnever read\n");
    let said = words(&said);
    assert!(said.starts_with("Front page, 21 unread of 21, sample edition. 1 The clock"), "{said}");
    assert!(said.contains(&format!("2 {SECOND} (Analysis, The Harbour Post, 4 h ago, unread)")), "{said}");
    assert!(said.contains("Premium, unread)"), "{said}");
    assert!(said.contains("Front page, 1 of 21, The Harbour Post, sample edition. New Zealand › City life"), "{said}");
    assert!(said.contains("Picture: Clockmaker Wilhelmina Achterberg"), "{said}");
    assert!(said.contains(LAST_WORDS), "the whole story: {said}");
    assert!(!said.contains('│') && !said.contains("no command"), "{said}");
}

#[test]
fn the_end_of_what_is_typed_is_the_end() {
    let home = home();
    for lines in ["", "1", "1\n"] {
        let said = printed(home.path(), lines);
        assert_eq!(said.contains(LAST_WORDS), lines.starts_with('1'), "{said}");
    }
}

#[test]
fn what_is_read_is_read_at_the_next_start() {
    let home = home();
    printed(home.path(), "1\nb\nw 2\nm 3\n");
    let said = words(&printed(home.path(), ""));
    assert!(said.starts_with("Front page, 19 unread of 21"), "{said}");
    assert!(said.contains(&format!("1 {FIRST} (City life, The Harbour Post, 3 h ago, read)")), "{said}");
    assert!(said.contains(&format!("2 {SECOND} (Analysis, The Harbour Post, 4 h ago, unread, saved)")), "{said}");
    // In the middle of a story, the next start goes on with it.
    printed(home.path(), "2\n");
    let said = words(&printed(home.path(), ""));
    assert!(said.starts_with("Front page, 2 of 21, The Harbour Post, sample edition."), "{said}");
}

#[test]
fn the_same_story_elsewhere_is_named_and_read() {
    let home = home();
    let said = words(&printed(home.path(), ""));
    let (before, _) = said.split_once(" Ōhinepai women take the Tāwhai Cup").unwrap();
    let number = before.rsplit(' ').next().unwrap();
    assert!(said.contains("(Rowing, The Harbour Post, also Radio Karaka, 6 h ago, unread)"), "{said}");
    let said = words(&printed(home.path(), &format!("a {number}\na\nb\na 1\na 99\n")));
    let expected = [
        &format!("Front page, {number} of 21, Radio Karaka, 2 of 2 outlets, sample edition."),
        "Race officer Hugh Averill",
        &format!("Front page, {number} of 21, The Harbour Post, 1 of 2 outlets, sample edition."),
        "No other outlet in this list tells this story.",
        "There is no story 99",
    ];
    let mut rest = said.as_str();
    for words in expected {
        rest = rest.split_once(words).unwrap_or_else(|| panic!("{words:?} is not in {rest}")).1;
    }
}

#[test]
fn every_command_does_what_its_help_says() {
    let home = home();
    for (lines, expected) in [
        ("\n", vec![FIRST, LAST_WORDS]),
        ("n\n", vec!["Front page, 2 of 21", SECOND]),
        ("n\n\n", vec!["Front page, 4 of 21"]),
        ("b\n", vec!["Front page, 17 unread of 21"]),
        ("1\nt\n", vec![LAST_WORDS, LAST_WORDS]),
        ("6\nb\n", vec!["unread of 21, sample edition. From 6 on; t lists all. 6 Eel cuts power"]),
        ("6\nb\nt\n", vec!["From 6 on", "sample edition. 1 The clock"]),
        ("b\nl\n", vec!["10 Sport 11 Culture", "14 The Harbour Post, ", "14 inside"]),
        ("l\n10\n", vec!["Sport, 4 unread of 4", "Debutante’s 104"]),
        ("l books\n1\n", vec!["1 Radio Karaka, Culture, Books", "Books, ", "Ten questions"]),
        ("S sport\n", vec!["Sport, 4 unread of 4"]),
        ("S qqqq\n", vec!["No section is called “qqqq”"]),
        ("s bow ball\n1\n", vec!["Search: bow ball, ", "Tāwhai Cup", "Search: bow ball, 1 of"]),
        ("s zyzzyva\n", vec!["Nothing that was fetched has these words."]),
        ("S front\nm 1\nu\n", vec!["Marked unread. 1 The clock", "is read again."]),
        ("w\n", vec!["Which story? Say its number in the list as well."]),
        ("w 1\nl\n13\n", vec!["Saved for later. 1 The clock", "saved)", "Saved, ", FIRST]),
        ("S front\n1\nw\n", vec!["No longer saved."]),
        ("b\ny 1\no 1\n", vec!["https://www.harbourpost.example/nz/harbour-clock-returns/"]),
        ("1\nf\nf 1\n", vec!["1 Council votes 7-6", "What was decided"]),
        ("f 99\n", vec!["There is no link 99."]),
        ("b\np\np 1\n", vec!["Which story? Say its number", "There is nothing to hear or see here."]),
        (
            "s caravan soundproof\n1\np\n",
            vec!["Audio: Nine minutes in the caravan", "Playing. P stops it.", "Nothing is set to play it"],
        ),
        ("b\n99\n0\n", vec!["There is no story 99: the list has 21.", "There is no story 0"]),
        (":go sport\n:1\n:back\n:go front\n", vec!["Sport, 3 unread of 4", "Sport, 1 of 4", "Sport, ", "Front page, "]),
        (":search zyzzyva\n:zen\n", vec!["Nothing that was fetched", "“:zen” is no command here; h lists them."]),
        ("dance\nw two\n", vec!["“dance” is no command; h lists them.", "“two” is no number"]),
        ("r\n", vec!["Front page, "]),
        ("h\n?\n", vec!["Enter: reads on", "q: quits"]),
    ] {
        let said = words(&printed(home.path(), lines));
        let mut rest = said.as_str();
        for words in &expected {
            let Some((_, after)) = rest.split_once(words) else { panic!("{lines:?}: {words:?} in {said}") };
            rest = after;
        }
    }
}

#[test]
fn what_comes_out_of_a_pipe_is_never_a_command_to_a_terminal() {
    let home = home();
    let lines = "s \x1b[2J\x1b]0;x\x07\u{9b}31mfog\u{202e}\n\x1b[A\n\x08\x08w 1\r\n";
    let said = printed_by(command(home.path(), &["--sample"]), lines.as_bytes());
    assert!(said.contains("fog"), "{said}");
    let bytes = [b"\xff\xfe\x1b\n".as_slice(), &vec![b'x'; 300_000], b"\n\0\x1b\nl\n"].concat();
    let said = printed_by(command(home.path(), &["--sample"]), &bytes);
    assert!(said.contains("The Meridian") && said.len() < 100_000, "a line has an end");
}

/// The files under a folder.
fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

#[test]
fn hostile_words_of_a_shared_journal_are_no_commands_either() {
    let home = home();
    printed(home.path(), "w 2\n");
    let journal = files(home.path())
        .into_iter()
        .find(|file| std::fs::read_to_string(file).is_ok_and(|text| text.contains(SECOND)));
    let journal = journal.unwrap();
    let text = std::fs::read_to_string(&journal).unwrap();
    std::fs::write(&journal, text.replace("Saltmark is", r"\u001b[2J\u009b31m\b\r\u202eSaltmark is")).unwrap();
    let said = printed(home.path(), "S saved\n1\n");
    assert!(said.contains("1 [2J31m Saltmark is talking"), "{said}");
    // What is pinned may be a search, and its words are the section's name.
    let pin = r#"{"at":1,"section":"search:\u001b]52;c;AAAA\u0007fog\u202e","did":"pinned","rank":1}"#;
    let mute = r#"{"at":1,"section":"mute:\u001b[31mzyzzyva","did":"hidden"}"#;
    let text = std::fs::read_to_string(&journal).unwrap();
    std::fs::write(&journal, format!("{text}{pin}\n{mute}\n")).unwrap();
    let said = printed(home.path(), "l fog\n1\n");
    assert!(said.contains("Search: ]52;c;AAAAfog"), "{said}");
}

#[test]
fn a_locale_without_letters_gets_ascii() {
    let home = home();
    for (variable, value, argument) in [("LC_ALL", "C", "--sample"), ("LC_ALL", "C.UTF-8", "--ascii")] {
        let mut command = command(home.path(), &["--sample", argument][usize::from(argument == "--sample")..]);
        command.env(variable, value);
        let said = printed_by(command, "l rai\nS front\n7\n5\n".as_bytes());
        assert!(said.is_ascii(), "{said}");
        assert!(words(&said).contains("Ohinepai women take the Tawhai Cup"), "{said}");
    }
}

#[test]
fn nobody_listening_is_no_error() {
    let home = home();
    let mut program = command(home.path(), &["--sample"]).spawn().unwrap();
    drop(program.stdout.take());
    program.stdin.take().unwrap().write_all(b"1\n1\n1\n").unwrap();
    let Output { status, stderr, .. } = program.wait_with_output().unwrap();
    assert!(status.success() && stderr.is_empty(), "{status}: {}", String::from_utf8_lossy(&stderr));
}

/// A session in a terminal; what is set comes as `NAME=VALUE`, or `-u` and a name.
fn session(home: &Path, window: (u16, u16), environment: &[&str], arguments: &[&str]) -> Session {
    let mut command = CommandBuilder::new("env");
    command.args(environment);
    command.arg(env!("CARGO_BIN_EXE_dateline"));
    command.args(arguments);
    Session::run(home, window, command)
}

impl Session {
    #[track_caller]
    fn type_line(&mut self, line: &str, prompt: &str) {
        let before = self.line.received().bytes.len();
        self.send(&format!("{line}\n"));
        self.line.wait(&format!("{prompt:?} after {line:?}"), |received| {
            let new = received.bytes.get(before..).unwrap_or_default();
            String::from_utf8_lossy(new).trim_end_matches(' ').ends_with(prompt)
        });
    }

    /// All that was sent; a terminal's own echo is part of it.
    fn sent(&self) -> String {
        String::from_utf8(self.line.received().bytes.clone()).unwrap()
    }
}

/// Words, and the line ends that a terminal makes of ours.
#[track_caller]
fn assert_plain(sent: &str) {
    assert_only_words(&sent.replace("\r\n", "\n"));
}

#[test]
fn in_a_terminal_it_tells_page_by_page() {
    for columns in [40, 80] {
        let home = home();
        let mut session = Session::start(home.path(), (columns, 24), &["--linear", "--sample"]);
        session.wait_for("the prompt", |screen| screen.contents().trim_end().ends_with("Enter for more:"));
        assert!(!session.sent().contains("Shearers"), "the list in pages too: {}", session.sent());
        session.type_line("1", "%, Enter for more:");
        let first_page = session.sent();
        assert!(first_page.contains("For nineteen years") && !words(&first_page).contains(LAST_WORDS));
        session.type_line("t", "%, Enter for more:");
        for _ in 0..20 {
            if session.sent().ends_with("End, Enter for the next: ") {
                break;
            }
            session.type_line("", ":");
        }
        let sent = session.sent();
        let pages: String = sent.split_inclusive('\n').filter(|line| !line.contains("Enter for more:")).collect();
        assert!(words(&pages).contains(LAST_WORDS), "{sent}");
        let paragraph = "The faces were always meant to be driven by a single movement";
        assert_eq!(words(&pages).matches(paragraph).count(), 1, "no row is told twice: {sent}");
        session.type_line("", "%, Enter for more:");
        assert!(session.sent().contains("Front page, 2 of 21"));
        session.type_line("b", "Enter for more:");
        session.send("q\n");
        assert!(session.wait_for_end().success());
        let sent = session.sent();
        assert_plain(&sent);
        let widest = sent.split("\r\n").filter(|line| line.contains(' ')).map(dateline::text::width).max();
        assert!(widest <= Some(usize::from(columns)), "{widest:?} of {columns}");
    }
}

/// Nobody sits there who could ask for the next page.
#[test]
fn a_pipe_into_a_terminal_is_told_all() {
    let home = home();
    let mut command = CommandBuilder::new("sh");
    command.args(["-c", r#"printf '1\n' | "$0" --linear --sample"#, env!("CARGO_BIN_EXE_dateline")]);
    let mut session = Session::run(home.path(), (60, 24), command);
    assert!(session.wait_for_end().success());
    let sent = session.sent();
    assert_plain(&sent);
    assert!(words(&sent).contains(LAST_WORDS) && !sent.contains("Enter for more"), "{sent}");
}

#[test]
fn a_story_left_in_the_middle_goes_on_there() {
    let home = home();
    let start = || session(home.path(), (80, 24), &[], &["--linear", "--sample"]);
    let mut first = start();
    first.line.wait("the prompt", |received| received.bytes.ends_with(b": "));
    first.type_line("1", "%, Enter for more:");
    first.type_line("", "%, Enter for more:");
    first.send("q\n");
    assert!(first.wait_for_end().success());
    let mut again = start();
    again.line.wait("the prompt", |received| received.bytes.ends_with(b"%, Enter for more: "));
    let sent = again.sent();
    assert!(sent.contains("You were here before. t tells it from its top.") && sent.contains(FIRST), "{sent}");
    assert!(!sent.contains("For nineteen years"), "{sent}");
    again.type_line("t", "%, Enter for more:");
    assert!(again.sent().contains("For nineteen years"));
}

#[test]
fn a_terminal_that_can_do_no_more_turns_to_it_by_itself() {
    for environment in [["TERM=dumb", "A=b"], ["TERM=", "A=b"], ["-u", "TERM"], ["TERM=unknown", "A=b"]] {
        let home = home();
        let mut session = session(home.path(), (80, 24), &environment, &["--sample"]);
        session.line.wait("the prompt", |received| received.bytes.ends_with(b": "));
        session.type_line("2", "%, Enter for more:");
        assert!(words(&session.sent()).starts_with("By its TERM this terminal can't move a cursor"));
        // The end of what is typed.
        session.send("\x04");
        assert!(session.wait_for_end().success());
        assert_plain(&session.sent());
    }
}

#[test]
fn a_signal_ends_it_with_the_place_kept() {
    for signal in [Signal::TERM, Signal::HUP, Signal::INT] {
        let home = home();
        let mut first = session(home.path(), (80, 24), &[], &["--linear", "--sample"]);
        first.line.wait("the prompt", |received| received.bytes.ends_with(b": "));
        first.type_line("2", "%, Enter for more:");
        first.type_line("", "%, Enter for more:");
        kill_process(Pid::from_raw(first.program.0.process_id().unwrap().try_into().unwrap()).unwrap(), signal)
            .unwrap();
        assert_eq!(first.wait_for_end().signal(), None, "it ends by itself on {signal:?}");
        assert_plain(&first.sent());
        let said = words(&printed(home.path(), "b\n"));
        assert!(said.contains(&format!("2 {SECOND} (Analysis, The Harbour Post, 4 h ago, read)")), "{said}");
    }
}

#[test]
fn without_a_network_what_is_kept_is_told_and_dated() {
    let home = home();
    let catalogue = Catalogue::built_in().unwrap();
    let sections = catalogue.tree(&catalogue.default_chosen());
    let Some(Fill::Feeds(feeds)) = sections.first().map(|section| &section.fill) else {
        panic!("the front page has feeds")
    };
    let feed = feeds.first().unwrap();
    let yesterday = Utc::now() - TimeDelta::hours(25);
    let url = "https://news.example/owl-elected";
    // Straight into the cache: these words passed no door.
    let hostile = "\u{1b}[2J\u{9b}31m\u{8}\r\n\u{202e}";
    let headline = Headline {
        key: StoryKey::of(url),
        url: url.to_owned(),
        title: format!("Owl {hostile}elected to the parish council"),
        kicker: Some(format!("Birds{hostile}")),
        standfirst: Some(format!("By a wing. {hostile}")),
        authors: vec![format!("A. Quill{hostile}")],
        labels: vec![Label::Premium],
        published: Some(yesterday),
        updated: None,
        seconds: None,
        enclosure: None,
        outlet: feed.outlet.clone(),
        outlet_name: format!("The {hostile}Example"),
    };
    let visit = Visit { answered: Some(yesterday), ..Visit::default() };
    let (cache, _) = Cache::open(&home.path().join(".cache/dateline/cache.sqlite")).unwrap();
    cache.keep_feed(&feed.url, &[headline], &visit).unwrap();
    drop(cache);

    let said = words(&printed_by(command(home.path(), &["--offline"]), b"1\nf\ny\nb\nr\nl\nS weather\n1\n"));
    for expected in [
        "1 unread of 1, cached yesterday",
        "offline since",
        "elected to the parish council (Birds",
        "yesterday, Premium, unread)",
    ] {
        assert!(said.contains(expected), "{expected} in {said}");
    }
    for expected in ["Working offline; not in the cache", "No links here.", url, "Weather, "] {
        assert!(said.contains(expected), "{expected} in {said}");
    }
}

#[test]
fn a_hang_up_ends_it() {
    let home = home();
    let mut session = Session::start(home.path(), (80, 24), &["--linear", "--sample"]);
    session.line.wait("the prompt", |received| received.bytes.ends_with(b": "));
    session.type_line("1", "%, Enter for more:");
    // Our own reading keeps the terminal open: it ends with the echo of one more line.
    session.line.received().last = true;
    session.send("\n");
    session.reader.take().unwrap().join().unwrap();
    let Session { terminal, mut program, .. } = session;
    drop(terminal);
    program.wait_for_end();
    assert!(
        words(&printed(home.path(), "b\n"))
            .contains(&format!("1 {FIRST} (City life, The Harbour Post, 3 h ago, read)"))
    );
}

#[test]
fn what_changed_since_a_story_was_read_is_told() {
    let home = home();
    let (cache, _) = Cache::open(&home.path().join(".cache/dateline/cache.sqlite")).unwrap();
    let catalogue = Catalogue::built_in().unwrap();
    let sections = catalogue.tree(&catalogue.default_chosen());
    let Some(Fill::Feeds(feeds)) = sections.first().map(|section| &section.fill) else {
        panic!("the front page has feeds")
    };
    let url = "https://news.example/owl-elected";
    let key = StoryKey::of(url);
    let keep = |words: &str| {
        let blocks = vec![Block::Paragraph { text: Text::plain(words) }];
        let article = Article { url: url.to_owned(), title: "Owl elected".to_owned(), blocks, ..Article::default() };
        let visit = Visit { answered: Some(Utc::now() - TimeDelta::hours(1)), ..Visit::default() };
        cache.keep_article(&key, &article, url, &visit).unwrap();
        article.version()
    };
    let read = keep("The owl won by nine votes to four on Sunday.");
    let listed = search(&cache, "owl", 1);
    cache.keep_feed(&feeds[0].url, &listed, &Visit { answered: Some(Utc::now()), ..Visit::default() }).unwrap();
    let said = |lines: &str| words(&printed_by(command(home.path(), &["--offline"]), lines.as_bytes()));
    assert!(said("1\nc\nb\n").contains("Nothing in it has changed since you read it."));
    assert!(cache.version(&key, read).unwrap().is_some(), "a copy of what was read outlives the program");
    keep("The owl won by ten \u{1b}[2Jvotes to four on Sunday.");
    let told = said("1\nc\nc\nb\n");
    for expected in [
        "updated since you read it)",
        "c shows what changed.",
        "[-nine votes-] {+ten [2Jvotes+}",
        "c shows the story again.",
    ] {
        assert!(told.contains(expected), "{expected} in {told}");
    }
    assert!(said("").contains(", read)"));
}
