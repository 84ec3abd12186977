//! Stories on standard output.

use std::collections::HashSet;
use std::path::Path;

use ego_tree::NodeRef;
use scraper::{Html, Node};
use serde_json::Value;

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
fn words(text: &str) -> Vec<String> {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect()
}

/// All words of a story as its fixture tells it.
fn told(page: &Path) -> HashSet<String> {
    let told = std::fs::read_to_string(page.with_extension("json")).unwrap();
    let told: Value = serde_json::from_str(&told).unwrap();
    let mut story = HashSet::new();
    let mut waiting = vec![&told["title"], &told["standfirst"], &told["authors"], &told["blocks"]];
    while let Some(value) = waiting.pop() {
        match value {
            Value::Array(values) => waiting.extend(values),
            Value::Object(fields) => {
                let unseen = ["kind", "image", "link", "url"];
                waiting.extend(fields.iter().filter(|(name, _)| !unseen.contains(&name.as_str())).map(|(_, it)| it));
            }
            Value::String(line) => story.extend(words(line)),
            _ => {}
        }
    }
    story
}

/// All words of a page that a browser shows, as `w3m -dump` or `lynx -dump` print them.
fn dumped(page: &Path) -> Vec<String> {
    let document = Html::parse_document(&String::from_utf8_lossy(&std::fs::read(page).unwrap()));
    let is_shown = |node: &NodeRef<'_, Node>| {
        let above = node.parent().and_then(|above| above.value().as_element().map(|above| above.name().to_owned()));
        !above.is_some_and(|above| ["script", "style", "template", "noscript"].contains(&above.as_str()))
    };
    let text = document.tree.nodes().filter(is_shown).filter_map(|node| node.value().as_text().map(|text| words(text)));
    text.flatten().collect()
}

#[test]
fn the_story_is_all_there_and_nothing_around_it() {
    let home = tempfile::tempdir().unwrap();
    let printed = dateline(home.path(), &["read", REPORT]).out;
    let page = std::fs::read_to_string(REPORT).unwrap();
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

#[test]
fn what_there_is_to_hear_has_its_address_on_a_row_of_its_own() {
    let home = tempfile::tempdir().unwrap();
    let list = dateline(home.path(), &["list", "--sample", "health"]).out;
    let row = list.lines().find(|row| row.contains("hearing checked")).unwrap();
    let key = row.split('\t').next().unwrap();
    let said = dateline(home.path(), &["--sample", "read", key]).out;
    assert!(said.ends_with("\n\nTo play:\nhttps://karaka.example/sound/hearing-caravan.mp3\n"), "{said}");
    let json = dateline(home.path(), &["--sample", "read", "--json", key]).json();
    assert_eq!(json[0]["media"]["url"], "https://karaka.example/sound/hearing-caravan.mp3");
}

/// Of every page that there is here: each word of its story is printed, and of other words a third of what a dump of the
/// page has.
#[test]
fn a_page_is_printed_with_its_whole_story_and_less_noise_than_a_dump() {
    let home = tempfile::tempdir().unwrap();
    let folder = Path::new(REPORT).parent().unwrap();
    let (mut pages, mut noise, mut noise_of_dump) = (0, 0, 0);
    for page in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        if page.extension().is_none_or(|ending| ending != "html") {
            continue;
        }
        let story = told(&page);
        let printed = dateline(home.path(), &["read", page.to_str().unwrap()]).out;
        // A language without blanks is broken anywhere.
        let unbroken = words(&printed.replace('\n', ""));
        let printed = words(&printed);
        let shown: HashSet<&String> = printed.iter().chain(&unbroken).collect();
        let missing: Vec<&String> = story.iter().filter(|word| !shown.contains(word)).collect();
        assert!(missing.is_empty(), "{missing:?} of the story in {} are not printed", page.display());
        let others = |words: &[String]| words.iter().filter(|word| !story.contains(*word)).count();
        pages += 1;
        noise += others(&printed);
        noise_of_dump += others(&dumped(&page));
    }
    assert!(pages > 30 && noise * 3 <= noise_of_dump, "{noise} words beside the stories, {noise_of_dump} in a dump");
}
