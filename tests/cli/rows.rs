//! What comes out as rows: sections, lists, what a search finds.

use std::process::Stdio;

use dateline::cache::Visit;
use dateline::text::is_hostile;
use portable_pty::CommandBuilder;
use serde_json::json;

use super::{EBB, FEED, RISING, TURNING, cache, command, dateline, headline, home};
use crate::pty::Session;

#[test]
fn a_list_in_a_pipe_has_its_columns() {
    let home = home();
    let list = dateline(home.path(), &["list", "lantern/tides"]);
    let row =
        |key: &'static str, time, labels, title, url| vec![key, time, "The Lantern", labels, title, "unread", "", url];
    let ebb = row(EBB, "2026-09-21T17:13:20Z", "", "Ebb", "https://lantern.example/story/ebb");
    let rising = row(
        RISING,
        "2026-09-21T16:13:20Z",
        "Premium,Opinion",
        "The tide rises",
        "https://lantern.example/story/rising",
    );
    let turning = row(TURNING, "2026-09-21T15:13:20Z", "", "The tide turns", "https://lantern.example/story/turning");
    assert_eq!(list.rows(), [ebb, rising, turning]);
    assert_eq!((list.err.as_str(), list.code), ("", Some(0)));
    let two = dateline(home.path(), &["list", "lantern/tides", "--limit", "2"]);
    assert_eq!(two.rows(), list.rows()[..2]);
}

#[test]
fn a_list_as_json_has_its_fields() {
    let home = home();
    let list = dateline(home.path(), &["list", "lantern/tides", "--json"]).json();
    let expected = json!({
        "key": RISING, "url": "https://lantern.example/story/rising", "title": "The tide rises", "kicker": null,
        "standfirst": null, "authors": ["Ada Quill"], "labels": ["Premium", "Opinion"],
        "published": "2026-09-21T16:13:20Z", "updated": null, "seconds": null, "media": null, "outlet": "lantern",
        "outlet_name": "The Lantern", "read": false, "saved": false,
    });
    assert_eq!(list.get(1), Some(&expected));
}

#[test]
fn sections_are_listed_with_what_is_unread() {
    let home = home();
    let sections = dateline(home.path(), &["sections"]);
    let rows = sections.rows();
    assert!(rows.iter().all(|row| row.len() == 4), "{}", sections.out);
    assert!(rows.contains(&vec!["lantern/tides", "The Lantern › Tides", "3", "lantern"]));
    assert!(rows.contains(&vec!["lantern/tidal-power", "The Lantern › Tidal power", "0", "lantern"]));
    assert!(rows.iter().any(|row| row[0] == "world" && row[3].is_empty()), "a blended one has no outlet");
    let unread = dateline(home.path(), &["sections", "--unread", "--json"]).json();
    let ids: Vec<&str> = unread.iter().map(|section| section["id"].as_str().unwrap()).collect();
    assert_eq!(ids, ["lantern", "lantern/tides"]);
    assert_eq!(unread[1]["unread"], 3);
    let all = dateline(home.path(), &["sections", "--all"]);
    assert!(all.rows().len() > rows.len() && all.out.contains("\nweather\t") && !sections.out.contains("weather"));
}

#[test]
fn a_section_is_named_by_id_by_name_or_by_a_few_letters() {
    let home = home();
    let whole = dateline(home.path(), &["list", "lantern/tides"]).out;
    for name in [&["Tides"][..], &["the lantern › tides"], &["LANTERN/TIDES"], &["lantern", "tides"], &["lantides"]] {
        let said = dateline(home.path(), &[&["list"], name].concat());
        assert_eq!(said.out, whole, "{name:?}: {}", said.err);
    }
    let several = dateline(home.path(), &["list", "lan tid"]);
    let expected = "dateline: \"lan tid\" may be any of these; say which by its id:\n\
        lantern/tides\tThe Lantern › Tides\nlantern/tidal-power\tThe Lantern › Tidal power\n";
    assert_eq!((several.err.as_str(), several.code), (expected, Some(2)));
    let none = dateline(home.path(), &["list", "qqqzzz"]);
    let expected = "dateline: there is no section \"qqqzzz\"; `dateline sections --all` lists them\n";
    assert_eq!((none.out.as_str(), none.err.as_str(), none.code), ("", expected, Some(2)));
}

#[test]
fn another_config_is_another_tree() {
    let home = home();
    let folder = home.path().join("other");
    std::fs::create_dir(&folder).unwrap();
    let config = folder.join("config.toml");
    std::fs::write(&config, "outlets = [\"bbc\"]\n").unwrap();
    let config = config.to_str().unwrap();
    let outlets = |said: super::Said| -> Vec<String> {
        let mut outlets: Vec<String> = said.rows().iter().map(|row| row[3].to_owned()).collect();
        outlets.retain(|outlet| !outlet.is_empty());
        outlets.dedup();
        outlets
    };
    assert_eq!(outlets(dateline(home.path(), &["sections", "--config", config])), ["bbc"]);
    assert!(outlets(dateline(home.path(), &["sections"])).contains(&"lantern".to_owned()));
    std::fs::write(config, "outlet = 3\n").unwrap();
    let wrong = dateline(home.path(), &["--config", config, "list", "bbc"]);
    assert!(wrong.err.contains("config.toml is not right") && wrong.code == Some(2), "{wrong:?}");
}

#[test]
fn nothing_found_has_a_code_of_its_own() {
    let home = home();
    let empty = dateline(home.path(), &["list", "lantern/tidal-power"]);
    let expected = "Nothing is kept of Tidal power; --fetch asks for it.\n";
    assert_eq!((empty.out.as_str(), empty.err.as_str(), empty.code), ("", expected, Some(3)));
    let saved = dateline(home.path(), &["list", "saved"]);
    assert_eq!((saved.out.as_str(), saved.err.as_str(), saved.code), ("", "", Some(3)));
    let search = dateline(home.path(), &["search", "zeppelin"]);
    assert_eq!((search.out.as_str(), search.code), ("", Some(3)));
    let weather = dateline(home.path(), &["list", "weather"]);
    assert_eq!((weather.err.as_str(), weather.code), ("dateline: `dateline weather` lists its places\n", Some(2)));
}

#[test]
fn a_search_finds_words_of_headlines_and_stories() {
    let home = home();
    let titles = |query: &[&str]| -> Vec<String> {
        let said = dateline(home.path(), &[&["search"], query].concat());
        said.rows().iter().map(|row| row[4].to_owned()).collect()
    };
    assert_eq!(titles(&["gauge", "pier"]), ["The tide turns"]);
    assert_eq!(titles(&["ebb"]), ["Ebb"]);
    assert_eq!(titles(&["tide", "--limit", "1"]).len(), 1);
}

#[test]
fn control_codes_reach_neither_pipe_nor_json_nor_terminal() {
    let home = home();
    let mut hostile = headline("hostile", "Red\u{1b}[31m\talert\r\n\u{9b}2Jnow \u{202e}gnp", 9);
    hostile.outlet_name = "The\tLantern\u{7}".to_owned();
    hostile.authors = vec!["Ada\u{1b}]0;x\u{7}".to_owned()];
    let visit = Visit { answered: Some(super::published(9)), ..Visit::default() };
    cache(home.path()).keep_feed(FEED, &[hostile], &visit).unwrap();
    let list = dateline(home.path(), &["list", "lantern/tides"]);
    let row = &list.rows()[0];
    assert_eq!((row.len(), row[2], row[4]), (8, "The Lantern", "Red[31m alert 2Jnow gnp"));
    for arguments in [&["list", "lantern/tides", "--json"][..], &["search", "red", "--json"]] {
        let said = dateline(home.path(), arguments);
        let story = said.json()[0].clone();
        assert_eq!((&story["title"], &story["authors"][0]), (&json!("Red[31m alert 2Jnow gnp"), &json!("Ada]0;x")));
        assert!(!said.out.chars().any(|c| c != '\n' && is_hostile(c)));
    }
    let mut session = Session::start(home.path(), (80, 24), &["list", "lantern/tides"]);
    assert!(session.wait_for_end().success());
    let printed = String::from_utf8(session.line.received().bytes.clone()).unwrap();
    assert!(printed.contains("Red[31m alert 2Jnow gnp"), "{printed:?}");
    let own = printed.replace("\x1b[1m", "").replace("\x1b[2m", "").replace("\x1b[m", "");
    assert!(!own.chars().any(|c| !matches!(c, '\r' | '\n') && is_hostile(c)), "{printed:?}");
}

#[test]
fn whoever_stops_reading_has_read_enough() {
    let home = home();
    let page = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/pages/report.html");
    for arguments in [
        &["sections", "--all"][..],
        &["list", "lantern/tides"],
        &["list", "lantern/tides", "--json"],
        &["search", "tide"],
        &["--sample", "fetch"],
        &["read", page],
        &["outlets"],
        &["weather"],
        &["stats"],
        &["export", "--all"],
        &["completions", "bash"],
        &["man"],
    ] {
        let mut program = command(home.path(), arguments);
        program.stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut program = program.spawn().unwrap();
        // Before a byte of it was read.
        drop(program.stdout.take());
        let output = program.wait_with_output().unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!((said.as_str(), output.status.code()), ("", Some(0)), "{arguments:?}");
    }
    let one = std::process::Command::new("sh")
        .args(["-c", "\"$0\" sections --all | head -n 1", env!("CARGO_BIN_EXE_dateline")])
        .env_clear()
        .env("HOME", home.path())
        .env("PATH", std::env::var_os("PATH").unwrap_or_default())
        .output()
        .unwrap();
    assert_eq!(String::from_utf8(one.stdout).unwrap().lines().count(), 1);
    assert_eq!(String::from_utf8(one.stderr).unwrap(), "");
}

#[test]
fn a_terminal_gets_a_table_as_wide_as_it_is_and_no_wider_than_a_hundred() {
    let home = home();
    let table = |columns: u16, no_color: bool| {
        let mut program = CommandBuilder::new(env!("CARGO_BIN_EXE_dateline"));
        program.args(["list", "--sample", "front-page"]);
        let mut session = if no_color {
            let mut shell = CommandBuilder::new("/bin/sh");
            shell.args(["-c", "NO_COLOR=1 \"$0\" list --sample front-page", env!("CARGO_BIN_EXE_dateline")]);
            Session::run(home.path(), (columns, 50), shell)
        } else {
            Session::run(home.path(), (columns, 50), program)
        };
        assert!(session.wait_for_end().success());
        String::from_utf8(session.line.received().bytes.clone()).unwrap().replace('\r', "")
    };
    for (columns, at_most) in [(40, 40), (200, 100)] {
        let page = table(columns, false);
        assert!(page.lines().all(|line| line.starts_with("\x1b[1m") && line.ends_with("\x1b[m")), "unread: {page:?}");
        let widths = page.lines().map(|line| dateline::text::width(&line.replace("\x1b[1m", "").replace("\x1b[m", "")));
        let widest = widths.max().unwrap();
        assert!(widest <= at_most && widest > at_most / 2, "{widest} columns of {columns}:\n{page}");
        assert!(!page.contains('\t'));
    }
    assert!(!table(80, true).contains('\x1b'));
}
