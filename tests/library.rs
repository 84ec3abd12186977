//! What the reader did: it survives, it merges in any order, and no clock and no torn line takes it over.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use chrono::{TimeDelta, Utc};
use dateline::article::spot::Fingerprint;
use dateline::article::{Place, Spot, Version};
use dateline::library::Library;
use dateline::marks::{Bookmark, Deed, Mark, Marks, Pane, SectionDeed, SectionMark, SectionMarks, Seen, millis};
use dateline::news::{Enclosure, Headline, SectionId, StoryKey};
use proptest::prelude::*;

fn mark(at: i64, key: &str, deed: Deed) -> Mark {
    Mark { at, key: StoryKey(key.to_owned()), deed }
}

fn row(key: &str, title: &str) -> Box<Headline> {
    Box::new(Headline {
        key: StoryKey(key.to_owned()),
        url: "https://harbour.example/story".to_owned(),
        title: title.to_owned(),
        kicker: None,
        standfirst: None,
        authors: Vec::new(),
        labels: Vec::new(),
        published: None,
        updated: None,
        seconds: None,
        enclosure: None,
        outlet: "harbour".to_owned(),
        outlet_name: "The Harbour Post".to_owned(),
    })
}

fn open(folder: &Path) -> (Library, Marks) {
    let (library, marks, notice) = Library::open(folder).unwrap();
    assert_eq!(notice, None);
    (library, marks)
}

fn journal(folder: &Path) -> PathBuf {
    let mut files = fs::read_dir(folder).unwrap();
    let own = files.next().unwrap().unwrap().path();
    assert!(files.next().is_none(), "one journal was expected");
    own
}

fn key(name: &str) -> StoryKey {
    StoryKey(name.to_owned())
}

#[test]
fn what_was_recorded_is_there_at_the_next_start() {
    let data = tempfile::tempdir().unwrap();
    let folder = data.path().join("dateline").join("library");
    let (mut library, marks) = open(&folder);
    assert_eq!(marks, Marks::default());
    library
        .record(&[mark(1, "a", Deed::Read), mark(1, "b", Deed::Saved { headline: row("b", "Kept — 日本") })])
        .unwrap();
    library.record(&[]).unwrap();
    library.record(&[mark(2, "a", Deed::Place { place: Place { block: 3, byte: 40 }.into() })]).unwrap();
    let (_, marks) = open(&folder);
    assert!(marks.is_read(&key("a")) && !marks.is_read(&key("b")));
    assert_eq!(marks.saved(), [*row("b", "Kept — 日本")]);
    assert_eq!(marks.place(&key("a")), Some(Place { block: 3, byte: 40 }.into()));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(fs::metadata(&folder).unwrap().permissions().mode() & 0o777, 0o700);
        assert_eq!(fs::metadata(journal(&folder)).unwrap().permissions().mode() & 0o777, 0o600);
    }
}

#[test]
fn a_machine_keeps_to_one_journal_with_a_plain_name() {
    let folder = tempfile::tempdir().unwrap();
    drop(open(folder.path()));
    drop(open(folder.path()));
    let name = journal(folder.path()).file_name().unwrap().to_str().unwrap().to_owned();
    let machine = name.strip_prefix("marks-").and_then(|name| name.strip_suffix(".jsonl")).unwrap();
    assert!(!machine.is_empty());
    assert!(machine.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'), "{machine}");
}

#[test]
fn a_torn_last_line_costs_only_itself() {
    let folder = tempfile::tempdir().unwrap();
    let (mut library, _) = open(folder.path());
    library.record(&[mark(1, "whole", Deed::Read)]).unwrap();
    let mut file = fs::OpenOptions::new().append(true).open(journal(folder.path())).unwrap();
    file.write_all(br#"{"at":2,"key":"torn","did":"re"#).unwrap();
    library.record(&[mark(3, "after", Deed::Read)]).unwrap();
    let (_, marks) = open(folder.path());
    assert!(marks.is_read(&key("whole")) && marks.is_read(&key("after")) && !marks.is_read(&key("torn")));
}

#[test]
fn lines_that_say_nothing_are_skipped() {
    let folder = tempfile::tempdir().unwrap();
    let (_, before) = open(folder.path());
    let mut lines = b"\n\xff\xfe\n[1,2]\n{\"at\":1}\n{\"at\":1,\"key\":\"x\",\"did\":\"folded\"}\n".to_vec();
    // Longer than any mark, and nested deeper than any parser's stack.
    lines.extend(vec![b'['; 3_000_000]);
    lines.extend(b"\n{\"at\":1,\"key\":\"deep\",\"x\":");
    lines.extend(vec![b'['; 60_000]);
    lines.extend(b"\n{\"at\":1,\"key\":\"good\",\"did\":\"read\",\"since\":\"a later version\"}\n");
    fs::write(folder.path().join("marks-other.jsonl"), lines).unwrap();
    fs::write(folder.path().join("notes.txt"), b"{\"at\":1,\"key\":\"note\",\"did\":\"read\"}\n").unwrap();
    let (_, marks) = open(folder.path());
    assert_ne!(marks, before);
    assert!(marks.is_read(&key("good")) && !marks.is_read(&key("note")));
    assert_eq!(marks.to_marks().len(), 1);
}

#[test]
fn which_version_was_read_is_kept_and_deeds_of_later_programs_are_skipped() {
    let data = tempfile::tempdir().unwrap();
    let (mut library, _) = open(data.path());
    let seen = Seen { version: Version::of(&["the bridge stays"]), title: Version::of(&["bridge"]) };
    library.record(&[mark(5, "a", Deed::Read), mark(5, "a", Deed::Seen(seen))]).unwrap();
    let journal = journal(data.path());
    let mut lines = fs::OpenOptions::new().append(true).open(&journal).unwrap();
    // As a program of another year may write.
    writeln!(lines, r#"{{"at":9,"key":"a","did":"framed","wall":{{"of":"pictures"}}}}"#).unwrap();
    // As this one wrote before it knew of versions.
    writeln!(lines, r#"{{"at":6,"key":"b","did":"read"}}"#).unwrap();
    let (mut library, marks) = open(data.path());
    assert_eq!(marks.seen(&key("a")), Some((5, seen)));
    assert!(marks.is_read(&key("a")) && marks.is_read(&key("b")));
    assert_eq!(marks.seen(&key("b")), None);
    assert_eq!(marks.latest(&key("a")), Some(5));
    library.record(&[mark(7, "a", Deed::Read)]).unwrap();
    assert_eq!(open(data.path()).1.seen(&key("a")), Some((5, seen)));
}

#[test]
fn two_machines_agree_whatever_order_their_journals_come_in() {
    let (here, there) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let (mut library, _) = open(here.path());
    library.record(&[mark(10, "a", Deed::Read), mark(11, "b", Deed::Saved { headline: row("b", "Here") })]).unwrap();
    let (mut library, _) = open(there.path());
    library.record(&[mark(20, "a", Deed::Unread), mark(11, "b", Deed::Saved { headline: row("b", "There") })]).unwrap();
    let (ours, theirs) = (journal(here.path()), journal(there.path()));
    fs::copy(&ours, there.path().join("marks-here.jsonl")).unwrap();
    // Once under its own name, and once as the copy that some syncs make.
    for name in ["marks-there.jsonl", "marks-there (conflicted copy).jsonl"] {
        fs::copy(&theirs, here.path().join(name)).unwrap();
    }
    let (_, one) = open(here.path());
    let (_, other) = open(there.path());
    assert_eq!(one, other);
    assert!(!one.is_read(&key("a")) && one.is_saved(&key("b")));
}

#[test]
fn a_clock_that_is_years_ahead_wins_over_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let now = Utc::now();
    let years = millis(now + TimeDelta::days(3650));
    let (mut library, _) = open(folder.path());
    library
        .record(&[mark(years, "a", Deed::Read), mark(years, "b", Deed::Read), mark(i64::MAX, "c", Deed::Read)])
        .unwrap();
    library.record(&[mark(years + 1, "b", Deed::Unread)]).unwrap();
    library.record(&[mark(millis(now), "a", Deed::Unread), mark(0, "c", Deed::Unread)]).unwrap();
    let (_, marks) = open(folder.path());
    assert!(!marks.is_read(&key("a")), "a mark of now was overruled from the future");
    assert!(!marks.is_read(&key("b")), "marks from the future keep their own order");
    // An hour ahead is a clock that is a little off: believed.
    let hour = millis(now + TimeDelta::hours(1));
    library.record(&[mark(hour, "a", Deed::Read)]).unwrap();
    assert!(open(folder.path()).1.is_read(&key("a")));
}

#[test]
fn rows_from_a_shared_folder_are_cleaned() {
    let folder = tempfile::tempdir().unwrap();
    drop(open(folder.path()));
    let mut bad = row("bad", "x");
    bad.url = "javascript:alert(1)".to_owned();
    let mut good = row("good", "Red \u{1b}[31malert\n");
    let sound = |url: &str| Some(Enclosure { url: url.to_owned(), bytes: Some(7) });
    good.enclosure = sound("https://harbour.example/a\u{1b}]0;b\u{7}.mp3");
    let mut mute = row("mute", "Mute");
    mute.enclosure = sound("file:///etc/passwd");
    let lines: Vec<String> = [good, mute, bad]
        .into_iter()
        .map(|headline| serde_json::to_string(&mark(1, &headline.key.0.clone(), Deed::Saved { headline })).unwrap())
        .collect();
    fs::write(folder.path().join("marks-other.jsonl"), lines.join("\n")).unwrap();
    let saved = open(folder.path()).1.saved();
    let mut kept: Vec<_> = saved.iter().map(|headline| (headline.title.as_str(), headline.enclosure.clone())).collect();
    kept.sort_unstable();
    assert_eq!(kept, [("Mute", None), ("Red [31malert", sound("https://harbour.example/a%1B]0;b%07.mp3"))]);
}

#[test]
fn a_summary_that_is_a_whole_story_does_not_cost_the_mark() {
    let folder = tempfile::tempdir().unwrap();
    let (mut library, _) = open(folder.path());
    let mut headline = row("long", "Long");
    headline.standfirst = Some("words ".repeat(20_000));
    library.record(&[mark(1, "long", Deed::Saved { headline })]).unwrap();
    assert!(open(folder.path()).1.is_saved(&key("long")));
    assert!(
        library.record(&[mark(1, &"k".repeat(70_000), Deed::Read)]).is_err(),
        "what can't be read back is not kept silently"
    );
}

#[test]
fn a_journal_that_can_not_be_read_is_told_of_and_the_others_count() {
    let folder = tempfile::tempdir().unwrap();
    let (mut library, _) = open(folder.path());
    library.record(&[mark(1, "a", Deed::Read)]).unwrap();
    fs::create_dir(folder.path().join("folder.jsonl")).unwrap();
    assert!(open(folder.path()).1.is_read(&key("a")));
    let file = folder.path().join("file");
    fs::write(&file, b"").unwrap();
    assert!(Library::open(&file).is_err());
}

#[test]
fn many_writers_of_one_journal_lose_nothing() {
    let folder = tempfile::tempdir().unwrap();
    std::thread::scope(|scope| {
        for writer in 0..8 {
            let folder = folder.path();
            scope.spawn(move || {
                let (mut library, _) = open(folder);
                for n in 0..50 {
                    library.record(&[mark(n, &format!("{writer}/{n}"), Deed::Read)]).unwrap();
                }
            });
        }
    });
    let (_, marks) = open(folder.path());
    for writer in 0..8 {
        for n in 0..50 {
            assert!(marks.is_read(&key(&format!("{writer}/{n}"))), "{writer}/{n} was lost");
        }
    }
}

fn section(name: &str) -> SectionId {
    SectionId(name.to_owned())
}

fn section_mark(at: i64, name: &str, deed: SectionDeed) -> SectionMark {
    SectionMark { at, section: section(name), deed }
}

fn bookmark(story: &str) -> Bookmark {
    let reading = Some((row(story, "Being read"), Place { block: 3, byte: 40 }.into()));
    Bookmark {
        pane: Pane::Article,
        marker: section("world"),
        section: section("world"),
        story: Some(key(story)),
        reading,
    }
}

#[test]
fn what_was_done_to_sections_is_there_at_the_next_start() {
    let folder = tempfile::tempdir().unwrap();
    let (mut library, _) = open(folder.path());
    let now = millis(Utc::now());
    let deeds = [
        section_mark(now, "world", SectionDeed::Opened),
        section_mark(now, "world", SectionDeed::Pinned { rank: -5 }),
        section_mark(now, "sport", SectionDeed::Hidden),
        section_mark(now, "courier", SectionDeed::Unfolded),
        section_mark(now, "courier/sport", SectionDeed::Moved { rank: Some(i64::MAX) }),
        section_mark(now + 1, "courier/sport", SectionDeed::Moved { rank: None }),
    ];
    library.record_sections(&deeds).unwrap();
    library.record(&[mark(now, "a", Deed::Read)]).unwrap();
    let (_, marks) = open(folder.path());
    let sections = &marks.sections;
    assert!(marks.is_read(&key("a")), "both kinds stand in one journal");
    assert_eq!((sections.pin(&section("world")), sections.used(&section("world"), now)), (Some(-5), 1));
    assert!(sections.is_hidden(&section("sport")) && !sections.is_hidden(&section("world")));
    assert_eq!(sections.unfolded().collect::<Vec<_>>(), [&section("courier")]);
    assert_eq!(sections.rank(&section("courier/sport")), None);
    // A later change of mind wins, also from another machine.
    fs::write(
        folder.path().join("marks-other.jsonl"),
        serde_json::to_string(&section_mark(now + 2, "sport", SectionDeed::Shown)).unwrap(),
    )
    .unwrap();
    assert!(!open(folder.path()).1.sections.is_hidden(&section("sport")));
}

#[test]
fn use_is_counted_in_days_of_all_machines_and_is_bounded() {
    const DAY: i64 = 86_400_000;
    let now = 20_000 * DAY + 5;
    let mut one = SectionMarks::default();
    for day in 0..400 {
        for hour in 0..3 {
            one.merge(&section_mark(now - day * DAY + hour, "world", SectionDeed::Opened));
        }
    }
    assert_eq!(one.used(&section("world"), now), 90, "ninety days, however often on each");
    assert_eq!(one.to_marks().len(), 90, "and no more are kept");
    let mut two = SectionMarks::default();
    for day in [1, 2, 2, 100] {
        two.merge(&section_mark(now - day * DAY, "sport", SectionDeed::Opened));
    }
    let mut three = SectionMarks::default();
    for day in [0, 1] {
        three.merge(&section_mark(now - day * DAY, "sport", SectionDeed::Opened));
    }
    three.to_marks().iter().for_each(|mark| two.merge(mark));
    assert_eq!(two.used(&section("sport"), now), 3, "a day on two machines is one day");
    assert_eq!(two.used(&section("sport"), now + 89 * DAY), 1, "it fades");
}

#[test]
fn the_newest_bookmark_of_all_machines_counts() {
    let folder = tempfile::tempdir().unwrap();
    let (mut library, marks) = open(folder.path());
    assert_eq!(marks.bookmark(), None);
    let now = millis(Utc::now());
    let long = "long".repeat(200);
    for (at, story) in [(now, long.as_str()), (now + 1, "short")] {
        library.keep_bookmark(at, &bookmark(story)).unwrap();
        assert_eq!(open(folder.path()).1.bookmark(), Some(&bookmark(story)));
    }
    let own = fs::read_dir(folder.path()).unwrap().map(|file| file.unwrap().path());
    let own = own.filter(|path| path.extension().is_some_and(|ending| ending == "json")).collect::<Vec<_>>();
    assert_eq!(own.len(), 1, "one file, written over and over");
    assert_eq!(fs::read_to_string(&own[0]).unwrap().lines().count(), 1);
    let line = fs::read_to_string(&own[0]).unwrap();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(fs::metadata(&own[0]).unwrap().permissions().mode() & 0o777, 0o600);
    }
    let other = folder.path().join("bookmark-other.json");
    let at = |at: i64| line.replace(&format!("\"at\":{}", now + 1), &format!("\"at\":{at}")).replace("short", "other");
    for (written, expected) in [
        (at(now + 2), "other"),
        (at(now), "short"),
        (at(millis(Utc::now() + TimeDelta::days(3650))), "short"),
        (at(now + 2).chars().take(40).collect(), "short"),
        (format!("{}\n{line}", at(now + 2).trim_end()), "other"),
        (at(now + 2).replace("https://harbour.example/story", "javascript:alert(1)"), "short"),
        (format!("{}\n", "[".repeat(300_000)), "short"),
        (String::new(), "short"),
    ] {
        fs::write(&other, written).unwrap();
        assert_eq!(open(folder.path()).1.bookmark(), Some(&bookmark(expected)));
    }
}

fn any_section_mark() -> impl Strategy<Value = SectionMark> {
    let rank = || prop_oneof![-2..3_i64, Just(i64::MAX)];
    let deed = prop_oneof![
        Just(SectionDeed::Opened),
        Just(SectionDeed::Folded),
        Just(SectionDeed::Unfolded),
        Just(SectionDeed::Hidden),
        Just(SectionDeed::Shown),
        Just(SectionDeed::Unpinned),
        rank().prop_map(|rank| SectionDeed::Pinned { rank }),
        prop::option::of(rank()).prop_map(|rank| SectionDeed::Moved { rank }),
    ];
    let at = prop_oneof![0..4_i64, (0..200_i64).prop_map(|day| day * 86_400_000), Just(i64::MIN), Just(i64::MAX)];
    (at, "[xy]", deed).prop_map(|(at, name, deed)| section_mark(at, &name, deed))
}

fn merged_sections<'a>(marks: impl IntoIterator<Item = &'a SectionMark>) -> SectionMarks {
    let mut all = SectionMarks::default();
    marks.into_iter().for_each(|mark| all.merge(mark));
    all
}

fn any_mark() -> impl Strategy<Value = Mark> {
    let deed = prop_oneof![
        Just(Deed::Read),
        Just(Deed::Unread),
        Just(Deed::Unsaved),
        "[ab]".prop_map(|title| Deed::Saved { headline: row("k", &title) }),
        (0..3_u32, 0..3_u32, prop::option::of((0..2_u8, 0..2_u32))).prop_map(|(block, byte, print)| {
            let print =
                print.map(|(words, word)| Fingerprint { words: Version::of(&[&words.to_string()]), word, above: None });
            Deed::Place { place: Spot { place: Place { block, byte }, print } }
        }),
        "[ab]".prop_map(|words| Deed::Seen(Seen { version: Version::of(&[&words]), title: Version::default() })),
    ];
    // Few times and keys, so that they often meet; the ends of the range as well.
    let at = prop_oneof![0..4_i64, Just(i64::MIN), Just(i64::MAX)];
    (at, "[xy]", deed).prop_map(|(at, key, deed)| mark(at, &key, deed))
}

fn merged<'a>(marks: impl IntoIterator<Item = &'a Mark>) -> Marks {
    let mut all = Marks::default();
    marks.into_iter().for_each(|mark| all.merge(mark));
    all
}

proptest! {
    #[test]
    fn merging_is_a_join(
        (marks, shuffled) in prop::collection::vec(any_mark(), 0..30)
            .prop_flat_map(|marks| (Just(marks.clone()), Just(marks).prop_shuffle())),
        cut in 0..30_usize,
    ) {
        let all = merged(&marks);
        // In any order, any number of times.
        prop_assert_eq!(&merged(&shuffled), &all);
        prop_assert_eq!(&merged(marks.iter().chain(&shuffled)), &all);
        // In any grouping: parts that were merged and compacted elsewhere.
        let (one, other) = marks.split_at(cut.min(marks.len()));
        let (one, other) = (merged(one).to_marks(), merged(other).to_marks());
        prop_assert_eq!(&merged(other.iter().chain(&one)), &all);
    }

    #[test]
    fn merging_marks_of_sections_is_a_join(
        (marks, shuffled) in prop::collection::vec(any_section_mark(), 0..250)
            .prop_flat_map(|marks| (Just(marks.clone()), Just(marks).prop_shuffle())),
        cut in 0..250_usize,
    ) {
        let all = merged_sections(&marks);
        prop_assert_eq!(&merged_sections(&shuffled), &all);
        prop_assert_eq!(&merged_sections(marks.iter().chain(&shuffled)), &all);
        let (one, other) = marks.split_at(cut.min(marks.len()));
        let (one, other) = (merged_sections(one).to_marks(), merged_sections(other).to_marks());
        prop_assert_eq!(&merged_sections(other.iter().chain(&one)), &all);
    }
}

#[test]
fn commands_are_remembered_once_and_not_for_ever() {
    let folder = tempfile::tempdir().unwrap();
    let (library, ..) = Library::open(folder.path()).unwrap();
    assert_eq!(library.commands(), Vec::<String>::new());
    for command in ["zen", "top", "zen", "a \u{1b}[31m b\nc"] {
        library.remember_command(command).unwrap();
    }
    assert_eq!(library.commands(), ["top", "zen", "a [31m b c"]);
    let other = Library::open(folder.path()).unwrap().0;
    for number in 0..250 {
        other.remember_command(&number.to_string()).unwrap();
    }
    assert_eq!(library.commands().len(), 200);
    assert_eq!(library.commands()[199], "249");
    let file = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().path());
    let file = file.into_iter().find(|path| path.extension().is_some_and(|kind| kind == "txt")).unwrap();
    #[cfg(unix)]
    assert_eq!(std::os::unix::fs::PermissionsExt::mode(&fs::metadata(&file).unwrap().permissions()) & 0o777, 0o600);
    fs::write(&file, [0xff, 0xfe, b'\n']).unwrap();
    assert_eq!(library.commands(), Vec::<String>::new(), "what is not text is nothing");
}

#[test]
fn names_of_sections_from_a_shared_folder_are_cleaned() {
    let folder = tempfile::tempdir().unwrap();
    let hidden = r#"{"at":1,"section":"mute:\u001b[31mfog\u202e","did":"hidden"}"#;
    let pinned = r#"{"at":1,"section":"search:a\u0007\u009b b","did":"pinned","rank":1}"#;
    fs::write(folder.path().join("marks-other.jsonl"), format!("{hidden}\n{pinned}\n")).unwrap();
    let (_, marks, _) = Library::open(folder.path()).unwrap();
    let hidden: Vec<&str> = marks.sections.hidden().filter_map(|(id, _)| id.muted_words()).collect();
    assert_eq!(hidden, ["[31mfog"]);
    assert_eq!(marks.sections.pins()[0].1.query(), Some("a b"));
}
