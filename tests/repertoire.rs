//! Frames made to fit a terminal: whatever stands in them, no column moves, and what can't be shown is not sent.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use dateline::repertoire::{Repertoire, ascii, is_utf8, only_prints};
use dateline::text::width;
use proptest::collection::vec;
use proptest::prelude::*;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Color, Modifier, Style};

const EVERYTHING: Repertoire = Repertoire { ascii: true, attributes: Modifier::all(), shifts: true };

/// The row of a frame after it was made to fit.
fn fitted(words: &str, columns: u16) -> String {
    let mut frame = Buffer::empty(Rect::new(0, 0, columns, 1));
    frame.set_string(0, 0, words, Style::new());
    EVERYTHING.fit(&mut frame);
    frame.content.iter().map(ratatui::buffer::Cell::symbol).collect()
}

/// Letters of all widths and kinds, also such as the door for outside text would not let in.
fn symbol() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => "[ -~]",
        4 => any::<char>().prop_map(String::from),
        2 => "(新|聞|あ|é|ß|Щ|…|—|▌|│|½|👩\u{200d}🌾|🇳🇿|☀\u{fe0f}|e\u{301}\u{302})",
        1 => "(\u{200b}|\u{301}|\u{1b}|\u{7}|\u{7f}|\u{9b}|\u{202e}|)",
        1 => ".{0,4}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_frame_becomes_printable_ascii(columns in 1..40_u16, rows in 1..4_u16, symbols in vec(symbol(), 0..160)) {
        let mut frame = Buffer::empty(Rect::new(0, 0, columns, rows));
        for (cell, symbol) in frame.content.iter_mut().zip(&symbols) {
            cell.set_symbol(symbol);
        }
        let before = frame.clone();
        EVERYTHING.fit(&mut frame);
        prop_assert_eq!(before.area, frame.area);
        for cell in &frame.content {
            let bytes = cell.symbol().as_bytes();
            prop_assert!(matches!(bytes, [b' '..=b'~']), "{:?}", cell.symbol());
        }
        // What was ASCII stands where it stood, unless a wide character reached over it; dots may stand in a blank.
        for (old, new) in before.content.chunks(usize::from(columns)).zip(frame.content.chunks(usize::from(columns))) {
            let mut covered = 0;
            for (old, new) in old.iter().zip(new) {
                let is_dot = old.symbol() == " " && new.symbol() == ".";
                if covered == 0 && !is_dot && matches!(old.symbol().as_bytes(), [b' '..=b'~']) {
                    prop_assert_eq!(old, new);
                }
                covered = if covered == 0 { width(old.symbol()).saturating_sub(1) } else { covered - 1 };
            }
        }
        let again = frame.clone();
        EVERYTHING.fit(&mut frame);
        prop_assert_eq!(again, frame);
    }

    #[test]
    fn any_words_keep_their_width(words in vec(symbol(), 0..40).prop_map(|symbols| symbols.concat())) {
        let clean = dateline::text::clean(&words);
        let spelled = ascii::spelled(&clean);
        prop_assert!(spelled.bytes().all(|byte| matches!(byte, b' '..=b'~')), "{spelled:?}");
        let apart: usize = unicode_segmentation::UnicodeSegmentation::graphemes(clean.as_str(), true).map(width).sum();
        prop_assert_eq!(spelled.len(), apart);
    }
}

#[test]
fn letters_and_signs_read_well() {
    for (words, spelled) in [
        ("▌World · The Courier", ">World - The Courier"),
        ("“It’s” – a café…", "\"It's\" - a cafe."),
        ("│ — Mere Tāwhai", "| - Mere Tawhai"),
        ("• one › two", "* one > two"),
        ("▸ folded ▾ open", "+ folded - open"),
        ("Ærø, Łódź, Straße, Åse", "Aro, Lodz, Strase, Ase"),
        ("Привет, Ильмень", "Privet, Il'men'"),
        ("£5m, €3, 21°, 2×2, ½", "L5m, E3, 21o, 2x2, ?"),
        ("e\u{301}te\u{301}", "ete"),
        ("a\u{a0}b\u{2003}c", "a b c"),
        ("final 🏆 ☀\u{fe0f} 🇳🇿", "final [] [] NZ"),
        ("新聞 やかん 한국", "XiWe yakan  hagu"),
    ] {
        assert_eq!(ascii::spelled(words), spelled, "{words}");
        let columns = u16::try_from(width(words)).unwrap();
        assert_eq!(fitted(words, columns), spelled, "{words}");
    }
}

#[test]
fn an_ellipsis_has_all_its_dots_where_there_is_room() {
    for (words, spelled) in [
        ("cut here…", "cut here."),
        ("cut here… ", "cut here.."),
        ("cut here…     ", "cut here...   "),
        ("cut here…  next", "cut here.. next"),
        ("cut here…   next", "cut here... next"),
        ("wait… what", "wait. what"),
        ("wait…what", "wait.what"),
    ] {
        assert_eq!(fitted(words, u16::try_from(width(words)).unwrap()), spelled, "{words}");
    }
}

#[test]
fn a_wide_character_keeps_its_look_in_both_columns() {
    let mut frame = Buffer::empty(Rect::new(0, 0, 4, 1));
    let look = Style::new().fg(Color::Cyan).add_modifier(Modifier::BOLD);
    frame.set_string(1, 0, "新", look);
    EVERYTHING.fit(&mut frame);
    let shown: Vec<(&str, Color)> = frame.content.iter().map(|cell| (cell.symbol(), cell.fg)).collect();
    assert_eq!(shown, [(" ", Color::Reset), ("X", Color::Cyan), ("i", Color::Cyan), (" ", Color::Reset)]);
}

#[test]
fn a_wide_character_over_the_edge_is_cut_there() {
    let mut frame = Buffer::empty(Rect::new(0, 0, 2, 2));
    frame.content[1].set_symbol("新");
    EVERYTHING.fit(&mut frame);
    assert_eq!(frame.content.iter().map(ratatui::buffer::Cell::symbol).collect::<String>(), " X  ");
}

#[test]
fn attributes_are_those_of_the_terminal() {
    let (bold, dim, italic) = (Modifier::BOLD, Modifier::DIM, Modifier::ITALIC);
    let (underlined, reversed) = (Modifier::UNDERLINED, Modifier::REVERSED);
    for (term, without) in [
        ("xterm", Modifier::empty()),
        ("xterm-256color", Modifier::empty()),
        ("tmux-256color", Modifier::empty()),
        ("vte-256color", Modifier::empty()),
        ("screen", italic),
        ("screen-256color", italic),
        ("linux", italic),
        ("made-up", italic),
        ("vt100", dim | italic),
        ("vt220", dim | italic),
    ] {
        let repertoire = Repertoire::of(Some(term), false);
        assert_eq!(repertoire.attributes, (bold | dim | italic | underlined | reversed) - without, "{term}");
        let mut frame = Buffer::empty(Rect::new(0, 0, 3, 1));
        frame.set_string(0, 0, "“é”", Style::new().add_modifier(bold | dim | italic).fg(Color::Red));
        repertoire.fit(&mut frame);
        let cell = &frame.content[1];
        assert_eq!(
            (cell.symbol(), cell.modifier, cell.fg),
            ("é", (bold | dim | italic) - without, Color::Red),
            "{term}"
        );
    }
}

#[test]
fn the_first_name_that_is_set_is_the_locale() {
    for (locale, utf8) in [
        (["", "", "en_NZ.UTF-8"], true),
        (["", "", "C.utf8"], true),
        (["", "UTF-8", ""], true),
        (["", "", "de_AT.UTF-8@euro"], true),
        (["C", "en_NZ.UTF-8", "en_NZ.UTF-8"], false),
        (["", "POSIX", "en_NZ.UTF-8"], false),
        (["en_NZ.UTF-8", "C", "C"], true),
        (["", "", "en_NZ"], false),
        (["", "", "de_DE@euro"], false),
        (["", "", "de_DE.ISO-8859-1"], false),
        (["", "", "C"], false),
    ] {
        assert_eq!(is_utf8(locale.map(Some)), utf8, "{locale:?}");
    }
    assert_eq!(is_utf8([None, Some(""), None]), cfg!(target_os = "macos"));
}

#[test]
fn a_terminal_of_which_nothing_is_known_only_prints() {
    for term in [None, Some(""), Some("dumb"), Some("unknown"), Some("network")] {
        assert!(only_prints(term), "{term:?}");
    }
    for term in ["linux", "vt100", "xterm", "screen", "made-up"] {
        assert!(!only_prints(Some(term)), "{term}");
    }
}
