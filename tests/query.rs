//! What a reader types into a search, as a question; and what a story says round the words.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

#[path = "query/searching.rs"]
mod searching;

use chrono::{DateTime, TimeDelta, TimeZone, Utc};
use dateline::clock::Zone;
use dateline::news::Label;
use dateline::query::snippet::Needles;
use dateline::query::{Field, Is, Query, State, Words};
use proptest::prelude::*;

/// Sunday evening at Greenwich; Monday morning in Wellington.
fn now() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 11, 22, 20, 30, 0).unwrap()
}

/// Thirteen hours ahead.
fn wellington() -> Zone {
    Zone(|at| at.naive_utc() + TimeDelta::hours(13))
}

fn parsed(typed: &str) -> Query {
    Query::parse(typed, wellington(), now()).unwrap()
}

fn refused(typed: &str) -> String {
    Query::parse(typed, wellington(), now()).unwrap_err().to_string()
}

fn words(text: &str) -> Words {
    Words { not: false, text: text.to_owned(), beginning: false }
}

fn field(is: Is) -> Field {
    Field { not: false, is }
}

fn day(day: u32) -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 11, day, 11, 0, 0).unwrap()
}

#[test]
fn words_stand_alone_or_side_by_side() {
    assert_eq!(
        parsed("harbour \"day trip\" -ferry -“old boat” brid").words,
        [
            words("harbour"),
            words("day trip"),
            Words { not: true, ..words("ferry") },
            Words { not: true, ..words("old boat") },
            Words { beginning: true, ..words("brid") },
        ]
    );
    assert_eq!(
        parsed("brid* of").words,
        [Words { beginning: true, ..words("brid") }, Words { beginning: true, ..words("of") }]
    );
    assert_eq!(
        parsed("\"harbour").words,
        [Words { beginning: true, ..words("harbour") }],
        "a quote ends with the line"
    );
    assert_eq!(parsed("Tauranga: 10:30 https://example.org/x!").fields, [], "a colon alone makes no field");
}

#[test]
fn fields_say_which_stories_are_meant() {
    let query = parsed("outlet:rnz section:\"New Zealand\" author:smith label:LIVE -is:read fish!");
    let section = Is::Section { name: "New Zealand".to_owned(), feeds: Vec::new() };
    assert_eq!(
        query.fields,
        [
            field(Is::Outlet("rnz".to_owned())),
            field(section),
            field(Is::Author("smith".to_owned())),
            field(Is::Label(Label::Live)),
            Field { not: true, is: Is::State(State::Read) },
        ]
    );
    assert_eq!(query.words, [words("fish!")]);
}

#[test]
fn days_begin_at_the_readers_midnight() {
    let moment = |typed: &str| match parsed(&format!("after:{typed}")).fields.remove(0).is {
        Is::After(moment) => moment,
        other => panic!("{other:?}"),
    };
    // It is the 23rd there, so today began at 11:00 on the 22nd.
    assert_eq!(moment("today"), day(22));
    assert_eq!(moment("yesterday"), day(21));
    assert_eq!(moment("2026-11-02"), day(1));
    assert_eq!(moment("2026-11"), Utc.with_ymd_and_hms(2026, 10, 31, 11, 0, 0).unwrap());
    assert_eq!(moment("2026"), Utc.with_ymd_and_hms(2025, 12, 31, 11, 0, 0).unwrap());
    assert_eq!(moment("3d"), now() - TimeDelta::days(3));
    assert_eq!(moment("12h"), now() - TimeDelta::hours(12));
    for wrong in ["2026-13", "2026-02-30", "2026-1-1-1", "soon", "5x", "-3d", "99999999999999w", "0000-01-01"] {
        assert!(refused(&format!("before:{wrong}")).contains("is no day"), "{wrong}");
    }
}

#[test]
fn what_is_no_question_is_said_in_a_sentence() {
    assert_eq!(refused(" — "), "There is nothing to search for: type words.");
    assert!(refused("titel:fish").starts_with("There is no field “titel:”; there are outlet:, section:,"));
    assert_eq!(refused("is:green"), "A story is unread, read or saved, not “green”.");
    assert!(refused("label:green").contains("premium, live, updated, sponsored, opinion, video, podcast"));
    let unknown = parsed("section:moon").resolve(|_| Vec::new()).unwrap_err();
    assert_eq!(unknown.to_string(), "No section with stories is called “moon”.");
}

fn needles(typed: &str) -> Needles {
    Needles::of(parsed(typed).wanted())
}

#[test]
fn words_are_found_on_a_line_whatever_their_case_and_accents() {
    let line = "Ōhinepai’s women, ohinepai’s boat; 霧ヶ浜の港";
    let marked =
        |typed: &str| needles(typed).hits(line).into_iter().filter_map(|hit| line.get(hit)).collect::<Vec<_>>();
    assert_eq!(marked("OHINEPAI x"), ["Ōhinepai", "ohinepai"]);
    assert_eq!(marked("wom"), ["women"]);
    assert_eq!(marked("wom boat!"), ["boat"], "only the last word may be a beginning");
    assert_eq!(marked("浜の"), ["浜", "の"]);
    assert_eq!(marked("-women is:read"), Vec::<&str>::new());
}

#[test]
fn a_snippet_is_where_most_of_the_words_are() {
    let text = "The fog came first. ".to_owned()
        + &"Nothing else did. ".repeat(20)
        + "Then the man who sold the fog left the town by the last boat of the evening, and nobody followed him.";
    assert_eq!(
        needles("man fog").snippet(&text).unwrap(),
        "…did. Nothing else did. Then the man who sold the fog left the town by the last boat of the …"
    );
    assert_eq!(needles("fog").snippet("A fog.").unwrap(), "A fog.");
    assert_eq!(needles("tide").snippet(&text), None);
}

proptest! {
    #[test]
    fn nothing_that_is_typed_breaks_it(typed in any::<String>(), text in any::<String>()) {
        if let Ok(query) = Query::parse(&typed, Zone::utc(), now()) {
            prop_assert!(query.words.len() + query.fields.len() <= 32);
            let needles = Needles::of(query.wanted());
            for hit in needles.hits(&text) {
                prop_assert!(text.get(hit).is_some());
            }
            prop_assert!(needles.snippet(&text).is_none_or(|said| !said.is_empty()));
        }
    }
}
