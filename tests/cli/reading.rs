//! Stories on standard output.

use std::collections::BTreeSet;

use super::{EBB, TURNING, dateline, home};
use crate::pty::Session;

const REPORT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/pages/report.html");
const KEPT: &str = "The gauge at the end of the pier";

#[test]
fn what_is_kept_is_read_by_key_and_by_address_without_asking_anybody() {
    let home = home();
    for story in [TURNING, "https://www.lantern.example/story/turning?utm_source=x"] {
        let said = dateline(home.path(), &["read", "--offline", story]);
        assert!(said.out.starts_with("The tide turns\n") && said.out.contains(KEPT), "{}", said.out);
        assert_eq!((said.err.as_str(), said.code), ("", Some(0)));
    }
    let json = dateline(home.path(), &["read", "--offline", "--json", TURNING]).json();
    assert_eq!((&json[0]["file"], &json[0]["title"]), (&TURNING.into(), &"The tide turns".into()));
}

#[test]
fn what_is_not_kept_is_told_of_and_ends_nothing() {
    let home = home();
    let said = dateline(home.path(), &["--offline", "read", EBB, "nowhere.html", TURNING]);
    assert!(said.out.contains(KEPT));
    let expected = format!(
        "{EBB}: Working offline; not in the cache.\n\
         nowhere.html: there is no such file, and no story with that key is kept.\n"
    );
    assert_eq!((said.err, said.code), (expected, Some(1)));
}

#[test]
fn reading_marks_nothing_unless_it_is_to() {
    let home = home();
    let read = || dateline(home.path(), &["list", "lantern/tides"]).rows()[2][5].to_owned();
    dateline(home.path(), &["--offline", "read", TURNING]);
    assert_eq!(read(), "unread");
    assert_eq!(dateline(home.path(), &["--offline", "read", "--mark-read", TURNING, EBB]).code, Some(1));
    assert_eq!(read(), "read");
    assert_eq!(dateline(home.path(), &["list", "lantern/tides"]).rows()[0][5], "unread", "what could not be had");
}

#[test]
fn a_file_needs_no_home_and_leaves_nothing_there() {
    let home = tempfile::tempdir().unwrap();
    assert_eq!(dateline(home.path(), &["read", REPORT]).code, Some(0));
    assert_eq!(std::fs::read_dir(home.path()).unwrap().count(), 0);
}

#[test]
fn on_a_terminal_headings_stand_out_and_what_is_beside_the_story_stands_back() {
    let home = tempfile::tempdir().unwrap();
    let mut session = Session::start(home.path(), (60, 24), &["read", REPORT]);
    assert!(session.wait_for_end().success());
    let page = String::from_utf8(session.line.received().bytes.clone()).unwrap().replace('\r', "");
    assert!(page.contains("\x1b[1mGlacier lake drains in a night\x1b[m\n"), "{page}");
    assert!(page.contains("\x1b[1mWhat the gauges saw\x1b[m\n\nPressure under the tongue"), "{page}");
    assert!(page.contains("\x1b[2mBy Ada Quill, Tomas Brandt\x1b[m\n"), "{page}");
    let plain = page.replace("\x1b[1m", "").replace("\x1b[2m", "").replace("\x1b[m", "");
    assert_eq!(plain, dateline(home.path(), &["read", "--width", "60", REPORT]).out, "the same but for that");
}

/// The words of a text, in the form in which they are compared.
fn words(text: &str) -> BTreeSet<String> {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect()
}

/// A dump of the page as browsers for terminals make it has all that stands around the story, too.
#[test]
fn the_story_is_all_there_and_nothing_around_it() {
    let home = tempfile::tempdir().unwrap();
    let told = std::fs::read_to_string(REPORT.replace(".html", ".json")).unwrap();
    let told: serde_json::Value = serde_json::from_str(&told).unwrap();
    let printed = dateline(home.path(), &["read", REPORT]).out;
    let page = std::fs::read_to_string(REPORT).unwrap();
    let mut story = String::new();
    let mut waiting = vec![&told["title"], &told["standfirst"], &told["authors"], &told["blocks"]];
    while let Some(value) = waiting.pop() {
        match value {
            serde_json::Value::Array(values) => waiting.extend(values),
            serde_json::Value::Object(fields) => waiting.extend(
                fields
                    .iter()
                    .filter(|(name, _)| !["kind", "image", "link", "url"].contains(&name.as_str()))
                    .map(|(_, field)| field),
            ),
            serde_json::Value::String(words) => story.extend([words.as_str(), "\n"]),
            _ => {}
        }
    }
    assert!(words(&story).len() > 100);
    let missing: Vec<_> = words(&story).difference(&words(&printed)).cloned().collect();
    assert!(missing.is_empty(), "{missing:?} of the story are missing in:\n{printed}");
    for furniture in [
        "cookies",
        "Weather",
        "Tweet",
        "Advertisement",
        "jumpers",
        "READ MORE",
        "two dogs",
        "Comments",
        "sounded hollow",
        "press council",
    ] {
        assert!(page.contains(furniture) && !printed.contains(furniture), "{furniture}:\n{printed}");
    }
}
