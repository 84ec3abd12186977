//! Marks from scripts: what the keys do, appended to the same journals.

use dateline::library::Library;

use super::{EBB, RISING, TURNING, dateline, fed, home};
use crate::pty::Session;

fn states(home: &std::path::Path) -> Vec<(String, String, String)> {
    let list = dateline(home, &["list", "lantern/tides"]);
    list.rows().iter().map(|row| (row[0].to_owned(), row[5].to_owned(), row[6].to_owned())).collect()
}

fn state(key: &str, read: &str, saved: &str) -> (String, String, String) {
    (key.to_owned(), read.to_owned(), saved.to_owned())
}

#[test]
fn a_list_goes_through_a_pipe_into_marks() {
    let home = home();
    let two = dateline(home.path(), &["list", "lantern/tides", "--limit", "2"]).out;
    let marked = fed(home.path(), &["mark", "read", "-"], &two);
    assert_eq!((marked.out.as_str(), marked.err.as_str(), marked.code), ("", "", Some(0)));
    let now = [state(EBB, "read", ""), state(RISING, "read", ""), state(TURNING, "unread", "")];
    assert_eq!(states(home.path()), now);
    let unread = dateline(home.path(), &["list", "--unread", "lantern/tides"]);
    assert_eq!(unread.rows().iter().map(|row| row[0]).collect::<Vec<_>>(), [TURNING]);
    let counted = dateline(home.path(), &["sections", "--unread"]);
    assert!(counted.out.contains("lantern/tides\tThe Lantern › Tides\t1\tlantern\n"), "{}", counted.out);
    // By address, and taken back.
    assert_eq!(
        dateline(home.path(), &["mark", "unread", "https://www.lantern.example/story/ebb/?utm_source=x"]).code,
        Some(0)
    );
    assert_eq!(states(home.path())[0], state(EBB, "unread", ""));
}

#[test]
fn a_mark_holds_against_one_of_a_clock_that_is_ahead() {
    let home = home();
    let journals = home.path().join(".local/share/dateline/marks");
    std::fs::create_dir_all(&journals).unwrap();
    let ahead = (chrono::Utc::now() + chrono::TimeDelta::hours(3)).timestamp_millis();
    let line = format!("{{\"at\":{ahead},\"key\":\"{EBB}\",\"did\":\"read\"}}\n");
    std::fs::write(journals.join("marks-elsewhere.jsonl"), line).unwrap();
    assert_eq!(states(home.path())[0], state(EBB, "read", ""));
    assert_eq!(dateline(home.path(), &["mark", "unread", EBB]).code, Some(0));
    assert_eq!(states(home.path())[0], state(EBB, "unread", ""));
}

#[test]
fn what_is_saved_is_a_section() {
    let home = home();
    assert_eq!(dateline(home.path(), &["save", TURNING, "https://lantern.example/story/ebb"]).code, Some(0));
    let saved = dateline(home.path(), &["list", "saved"]);
    let mut rows: Vec<(&str, &str)> = saved.rows().iter().map(|row| (row[0], row[6])).collect();
    rows.sort_unstable();
    assert_eq!(rows, [(EBB, "saved"), (TURNING, "saved")]);
    assert_eq!(dateline(home.path(), &["mark", "unsaved", EBB]).code, Some(0));
    assert_eq!(dateline(home.path(), &["list", "saved"]).rows().len(), 1);
    // A story that only the journal knows.
    std::fs::remove_dir_all(home.path().join(".cache/dateline")).unwrap();
    assert_eq!(dateline(home.path(), &["mark", "read", TURNING]).code, Some(0));
    assert_eq!(dateline(home.path(), &["list", "saved"]).rows()[0][5], "read");
}

#[test]
fn a_page_that_was_never_seen_is_saved_under_its_address_where_it_cannot_be_had() {
    let home = home();
    let said = dateline(home.path(), &["--offline", "save", "https://elsewhere.example/a"]);
    let expected = "https://elsewhere.example/a: Working offline; not in the cache; saved under its address.\n";
    assert_eq!((said.err.as_str(), said.code), (expected, Some(0)));
    let saved = dateline(home.path(), &["list", "saved"]);
    assert_eq!(saved.rows()[0][4], "https://elsewhere.example/a");
}

#[test]
fn an_unknown_key_is_told_of_and_the_others_are_marked() {
    let home = home();
    let said = dateline(home.path(), &["mark", "read", "no\u{1b}[31msuch", EBB]);
    assert_eq!((said.err.as_str(), said.code), ("no[31msuch: no story with that key is kept.\n", Some(1)));
    assert_eq!(states(home.path())[0], state(EBB, "read", ""));
    let wrong = dateline(home.path(), &["mark", "eaten", EBB]);
    assert_eq!((wrong.out.as_str(), wrong.code), ("", Some(2)));
}

#[test]
fn many_at_once_lose_nothing_while_a_reader_has_the_files_open() {
    let home = home();
    let reader = (super::cache(home.path()), Library::open(&home.path().join(".local/share/dateline/marks")).unwrap());
    let runs: Vec<_> = [("read", EBB), ("read", RISING), ("read", TURNING), ("saved", EBB), ("saved", TURNING)]
        .into_iter()
        .map(|(word, key)| super::command(home.path(), &["mark", word, key]).spawn().unwrap())
        .collect();
    for mut run in runs {
        assert!(run.wait().unwrap().success());
    }
    drop(reader);
    let now = [state(EBB, "read", "saved"), state(RISING, "read", ""), state(TURNING, "read", "saved")];
    assert_eq!(states(home.path()), now);
}

#[test]
fn a_reader_at_its_terminal_and_commands_beside_it_are_not_in_each_others_way() {
    let home = home();
    let mut reader = Session::start(home.path(), (80, 24), &["--sample"]);
    reader.wait_for("the list", |screen| screen.contents().contains("The clock"));
    let list = dateline(home.path(), &["--sample", "list", "front-page"]);
    let keys: Vec<&str> = list.rows().iter().map(|row| row[0]).collect();
    for arguments in [&["fetch", "--now"][..], &["mark", "read", keys[1]], &["save", keys[2]]] {
        let said = dateline(home.path(), &[&["--sample"], arguments].concat());
        assert_eq!((said.err.as_str(), said.code), ("", Some(0)), "{arguments:?}");
    }
    // What the reader does meanwhile is kept as well.
    reader.send("m");
    reader.send("Q");
    assert!(reader.wait_for_end().success());
    let now = dateline(home.path(), &["--sample", "list", "front-page"]);
    let state = |at: usize| (now.rows()[at][5].to_owned(), now.rows()[at][6].to_owned());
    assert_eq!(state(0), ("read".to_owned(), String::new()));
    assert_eq!(state(1), ("read".to_owned(), String::new()));
    assert_eq!(state(2), ("unread".to_owned(), "saved".to_owned()));
}

#[test]
fn the_sample_edition_keeps_its_marks_apart() {
    let home = home();
    let list = dateline(home.path(), &["--sample", "list", "front-page", "--limit", "1"]);
    let key = list.rows()[0][0].to_owned();
    assert_eq!(dateline(home.path(), &["save", "--sample", &key]).code, Some(0));
    assert_eq!(dateline(home.path(), &["list", "--sample", "saved"]).rows()[0][0], key);
    assert_eq!(dateline(home.path(), &["list", "saved"]).code, Some(3));
}
