//! Words from outside: what the door lets in, and how wide it is.

use dateline::article::{Face, Text, safe_link};
use dateline::text::{clean, clean_lines, head, is_hostile, point_out, shorten, width};
use proptest::prelude::*;

#[test]
fn a_line_is_cleaned() {
    for (outside, inside) in [
        ("", ""),
        ("  \n\t ", ""),
        ("  two \r\n  words\t", "two words"),
        ("a\u{00a0}b\u{3000}c\u{2028}d", "a b c d"),
        ("\u{1b}[31mred\u{1b}[0m", "[31mred[0m"),
        ("\u{9b}31mred\u{7f}\u{0}", "31mred"),
        ("\u{1b}]52;c;c3VkbyBybQ==\u{7}", "]52;c;c3VkbyBybQ=="),
        ("evil\u{202e}txt.exe\u{202c}", "eviltxt.exe"),
        ("\u{2066}a\u{2069}\u{200e}\u{200f}\u{061c}", "a"),
        ("soft\u{ad}hyphen zero\u{200b}width \u{feff}mark", "softhyphen zerowidth mark"),
        ("hidden\u{e0041}\u{e0042}", "hidden"),
        ("👩\u{200d}🌾 \u{2764}\u{fe0f}", "👩\u{200d}🌾 \u{2764}\u{fe0f}"),
        ("Ōtāhuhu e\u{301}", "Ōtāhuhu e\u{301}"),
    ] {
        assert_eq!(clean(outside), inside, "{outside:?}");
    }
}

#[test]
fn a_pile_of_marks_is_cut_down() {
    let piled = format!("Z{}algo", "\u{301}".repeat(600));
    assert_eq!(clean(&piled), format!("Z{}algo", "\u{301}".repeat(6)));
}

#[test]
fn preformatted_lines_keep_their_blanks() {
    assert_eq!(
        clean_lines("\n\n\tif a {\r\n    b \u{1b}[2J\n\n}\u{202e}  \n\n"),
        ["    if a {", "    b [2J", "", "}"].map(str::to_owned)
    );
    assert!(clean_lines(" \n \n").is_empty());
}

#[test]
fn text_that_comes_in_pieces_is_one_line() {
    let plain = Face::default();
    let strong = Face { strong: true, ..plain };
    let mut text = Text::default();
    for (piece, face) in [("  One ", plain), (" two", strong), ("\n ", plain), (" three ", plain), ("  ", strong)] {
        text.push(piece, face, None);
    }
    text.trim_end();
    assert_eq!(text.to_plain(), "One two three");
    let pieces: Vec<(&str, bool)> =
        text.inlines().iter().map(|inline| (inline.text.as_str(), inline.face.strong)).collect();
    assert_eq!(pieces, [("One ", false), ("two", true), (" three", false)]);
}

#[test]
fn only_addresses_that_a_reader_may_follow_are_kept() {
    for (outside, kept) in [
        ("https://courier.example/a", Some("https://courier.example/a")),
        (" http://courier.example ", Some("http://courier.example/")),
        ("mailto:desk@courier.example", Some("mailto:desk@courier.example")),
        ("https://courier.example/a b\u{1b}c", Some("https://courier.example/a%20b%1Bc")),
        ("mailto:the desk<script>", None),
        ("javascript:alert(1)", None),
        ("data:text/html,x", None),
        ("file:///etc/passwd", None),
        ("/relative", None),
        ("", None),
    ] {
        assert_eq!(safe_link(outside).as_deref(), kept, "{outside:?}");
    }
}

#[test]
fn words_are_cut_between_characters() {
    for (line, columns, cut) in [
        ("harbour", 7, "harbour"),
        ("harbour", 6, "harbo…"),
        ("har bour", 5, "har…"),
        ("新聞記者", 8, "新聞記者"),
        ("新聞記者", 7, "新聞記…"),
        ("新聞記者", 6, "新聞…"),
        ("e\u{301}e\u{301}e\u{301}", 2, "e\u{301}…"),
        ("👩\u{200d}🌾👩\u{200d}🌾", 3, "👩\u{200d}🌾…"),
        ("word", 1, "…"),
        ("word", 0, ""),
        ("", 0, ""),
    ] {
        assert_eq!(shorten(line, columns), cut, "{line:?} in {columns}");
    }
}

#[test]
fn an_error_points_at_its_place() {
    assert_eq!(
        point_out("one\ntwo three\n", &(8..13), "odd"),
        "line 2, column 5: odd\n  |\n2 | two three\n  |     ^^^^^"
    );
    assert_eq!(point_out("新 x", &(4..5), "odd"), "line 1, column 4: odd\n  |\n1 | 新 x\n  |    ^");
    // A place that is not in the source, or that runs over its line, still gives a message.
    assert!(point_out("one", &(90..99), "odd").starts_with("line 1, column 4: odd"));
    assert!(point_out("one\ntwo", &(0..7), "odd").ends_with("^^^"));
    assert!(point_out("", &(0..0), "odd").ends_with('^'));
}

proptest! {
    #[test]
    fn nothing_hostile_passes_the_door(outside in any::<String>()) {
        let inside = clean(&outside);
        prop_assert!(!inside.chars().any(is_hostile));
        prop_assert!(!inside.contains("  ") && inside.trim() == inside);
        prop_assert_eq!(clean(&inside), inside.clone(), "what is clean stays as it is");
        prop_assert!(clean_lines(&outside).iter().all(|line| !line.chars().any(is_hostile)));
    }

    #[test]
    fn pieces_are_cleaned_as_the_whole_is(pieces in prop::collection::vec(any::<String>(), 0..6)) {
        let mut text = Text::default();
        for piece in &pieces {
            text.push(piece, Face::default(), None);
        }
        text.trim_end();
        let plain = text.to_plain();
        prop_assert!(!plain.chars().any(is_hostile));
        prop_assert!(!plain.contains("  ") && plain.trim() == plain, "{:?}", plain);
    }

    #[test]
    fn a_cut_line_fits_and_begins_as_the_whole(line in any::<String>(), columns in 0..40_usize) {
        let line = clean(&line);
        let cut = shorten(&line, columns);
        prop_assert!(width(&cut) <= columns, "{:?} has {} columns", cut, width(&cut));
        prop_assert!(line.starts_with(cut.trim_end_matches('…')) || cut == line);
        prop_assert!(width(head(&line, columns)) <= columns);
    }
}
