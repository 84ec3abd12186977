//! What the terminal sends: every key in every form it comes in, wherever the reads split it.

use std::time::Duration;

use dateline::input::{Decoder, Input};
use dateline::keymap::{Code, Gesture, Key, Mouse};
use proptest::prelude::*;

fn key(name: &str) -> Input {
    Input::Key(Key::parse(name).unwrap_or_else(|| panic!("{name} is a key")))
}

fn keys(names: &str) -> Vec<Input> {
    names.split_whitespace().map(key).collect()
}

/// What comes of bytes that nothing follows.
fn decoded(bytes: &[u8]) -> Vec<Input> {
    let mut decoder = Decoder::default();
    let mut inputs = decoder.decode(bytes);
    inputs.extend(decoder.give_up());
    inputs
}

#[test]
fn every_key_is_known_in_every_form() {
    for (bytes, names) in [
        (&b"jk Q"[..], "j k Space Q"),
        ("ōé日👩".as_bytes(), "ō é 日 👩"),
        (b"\r\t\x7f", "Enter Tab Backspace"),
        (b"\n\x08\x01\x1a\x00", "C-j C-h C-a C-z C-Space"),
        (b"\x1c\x1d\x1e\x1f", "C-4 C-5 C-6 C-7"),
        (b"\x1b", "Esc"),
        (b"\x1b\x1b", "Esc Esc"),
        (b"\x1b\x1b[A", "Esc Up"),
        (b"\x1bj\x1b \x1b/\x1b\r\x1b\x7f\x1b\x01", "A-j A-Space A-/ A-Enter A-Backspace C-A-a"),
        ("\x1bé".as_bytes(), "A-é"),
        (b"\x1b[", "A-["),
        (b"\x1bO", "A-O"),
        (b"\x1b]", "A-]"),
        (b"\x1bP", "A-P"),
        (b"\x1b[A\x1b[B\x1b[C\x1b[D", "Up Down Right Left"),
        (b"\x1bOA\x1bOB\x1bOC\x1bOD\x1bOH\x1bOF\x1bOM", "Up Down Right Left Home End Enter"),
        (b"\x1b[H\x1b[1~\x1b[7~\x1b[F\x1b[4~\x1b[8~", "Home Home Home End End End"),
        (b"\x1b[5~\x1b[6~\x1b[3~\x1b[Z", "PageUp PageDown Delete S-Tab"),
        (b"\x1b[1;5A\x1b[1;3B\x1b[1;2C\x1b[1;7D", "C-Up A-Down Right C-A-Left"),
        (b"\x1b[5;5~\x1b[6;3~\x1b[1;1H\x1b[1;2Z", "C-PageUp A-PageDown Home S-Tab"),
        (b"\x1b[1;5:1A\x1b[1;1:2B\x1b[1;1:3C", "C-Up Down"),
        (b"\x1b[106u\x1b[106;5u\x1b[106;2u\x1b[106;3:3u", "j C-j J"),
        (b"\x1b[13u\x1b[27u\x1b[9u\x1b[9;2u\x1b[127;5u\x1b[57419u", "Enter Esc Tab S-Tab C-Backspace Up"),
        (b"\x1b[27;5;106~\x1b[27;2;9~", "C-j S-Tab"),
    ] {
        assert_eq!(decoded(bytes), keys(names), "{}", bytes.escape_ascii());
    }
}

#[test]
fn the_mouse_is_read_as_sgr_reports_it() {
    let mouse = |gesture, column, row| Input::Mouse(Mouse { gesture, column, row });
    assert_eq!(
        decoded(b"\x1b[<0;1;1M\x1b[<0;1;1m\x1b[<64;80;24Mj\x1b[<65;65536;9M"),
        [mouse(Gesture::Click, 0, 0), mouse(Gesture::WheelUp, 79, 23), key("j"), mouse(Gesture::WheelDown, 65535, 8)]
    );
    for nothing in [
        &b"\x1b[<0;0;1M"[..],
        b"\x1b[<0;1M",
        b"\x1b[<M",
        b"\x1b[<0;1;65537M",
        b"\x1b[<0;1;99999999999M",
        b"\x1b[<1;1;1M",
        b"\x1b[<2;1;1M",
        b"\x1b[<4;1;1M",
        b"\x1b[<32;1;1M",
        b"\x1b[<66;1;1M",
        b"\x1b[<<0;1;1M",
        b"\x1bO<0;1;1M",
        b"\x1b[M !!",
    ] {
        let inputs = decoded(nothing);
        assert!(inputs.is_empty(), "{}: {inputs:?}", nothing.escape_ascii());
    }
}

#[test]
fn what_is_not_known_is_swallowed_whole() {
    for bytes in [
        &b"\x1b[15~"[..],
        b"\x1b[[A",
        b"\x1b[?1;2c",
        b"\x1b[>41;390;0c",
        b"\x1b[24;80R",
        b"\x1b[I\x1b[O",
        b"\x1b[M !!",
        b"\x1b[<2;10;10M\x1b[<0;10;10m",
        b"\x1b[?2026;2$y",
        b"\x1b[?0u",
        b"\x1b[57358u\x1b[4294967295u\x1b[99999999999999u",
        b"\x1bOP\x1bOS\x1bO2P",
        b"\x1b]11;rgb:0000/0000/0000\x1b\\",
        b"\x1b]11;rgb:0000/0000/0000\x07",
        b"\x1bP>|XTerm(390)\x1b\\",
        b"\x1b_Gi=31;OK\x1b\\",
        b"\x1b[1;2;3;4;5;6;7;8;9;10;11;12;13;14;15;16;17;18;19;20;21;22A",
        b"\x1b[201~",
        // Half a character, and what is no character at all.
        b"\xc3",
        b"\xff\xfe\xc0\x80",
        // Direction overrides and the like are not typed, and not acted on when they are.
        "\u{202e}\u{200b}\u{9b}".as_bytes(),
    ] {
        let mut decoder = Decoder::default();
        let mut inputs = decoder.decode(bytes);
        inputs.extend(decoder.decode(b"j"));
        assert_eq!(inputs, keys("j"), "{}", bytes.escape_ascii());
    }
}

#[test]
fn the_terminals_answer_is_no_key() {
    assert_eq!(decoded(b"\x1b[0n"), [Input::Answer]);
    assert_eq!(decoded(b"j\x1b[0nk\x1b[3n"), [key("j"), Input::Answer, key("k"), Input::Answer]);
    assert_eq!(decoded(b"\x1b[?0n\x1b[1n"), [], "answers to other questions");
}

#[test]
fn a_paste_is_one_piece_whatever_is_in_it() {
    let paste = |bytes: &[u8]| decoded(&[b"\x1b[200~", bytes, b"\x1b[201~j"].concat());
    for (bytes, words) in [
        ("two words, ōne\tline\nand another".as_bytes(), "two words, ōne\tline\nand another"),
        (b"q\x1b[31mQ\x1b[0n\x1b[A\x1b]0;title\x07", "qQ]0;title"),
        (b"\x01\x03\x1a\x1bj\x7f", "j"),
        ("\u{202e}a\u{9b}b".as_bytes(), "ab"),
        (b"a\xffb\xc3", "ab"),
        (b"", ""),
    ] {
        assert_eq!(paste(bytes), [Input::Paste(words.to_owned()), key("j")], "{}", bytes.escape_ascii());
    }
    let long = paste(&b"j".repeat(1 << 20));
    assert!(
        matches!(&long[..], [Input::Paste(words), Input::Key(_)] if words.len() == 64 * 1024),
        "cut, and its end seen"
    );
}

#[test]
fn a_paste_without_an_end_is_ended() {
    let mut decoder = Decoder::default();
    assert_eq!(decoder.decode(b"\x1b[200~words"), []);
    assert!(decoder.patience() > Some(Duration::from_secs(1)), "a slow line may stand still for a while");
    assert_eq!(decoder.give_up(), [Input::Paste("words".to_owned())]);
    assert_eq!(decoder.decode(b"j"), keys("j"));
}

#[test]
fn an_arrow_key_that_comes_in_pieces_is_one() {
    let mut decoder = Decoder::default();
    assert_eq!(decoder.decode(b"\x1b"), [], "it may be the Esc key");
    assert_eq!(decoder.patience(), Some(Duration::from_millis(50)));
    assert_eq!(decoder.decode(b"["), []);
    assert!(decoder.patience() > Some(Duration::from_millis(500)), "a sequence has begun");
    assert_eq!(decoder.decode(b"A"), keys("Up"));
    assert_eq!(decoder.patience(), None, "nothing is waited for");
}

#[test]
fn an_arrow_key_that_comes_late_types_nothing() {
    let mut decoder = Decoder::default();
    assert_eq!(decoder.decode(b"\x1b"), []);
    assert_eq!(decoder.give_up(), keys("Esc"));
    // `A` would mark a whole list as read.
    assert_eq!(decoder.decode(b"[A"), keys("Up"));
    assert_eq!(decoder.decode(b"\x1b"), []);
    assert_eq!(decoder.give_up(), keys("Esc"));
    assert_eq!(decoder.decode(b"j[A"), keys("j [ A"), "typed");
}

#[test]
fn a_sequence_that_is_broken_off_swallows_no_key() {
    for (bytes, names) in [
        (&b"\x1b[1;\x1aj"[..], "C-z j"),
        (b"\x1b[1;\rj", "Enter j"),
        (b"\x1b[1;\x1b[Bj", "Down j"),
        (b"\x1b]0;words\x1b[Bj", "Down j"),
        (b"\xc3j", "j"),
        (b"\xe6\x97\x1b[B", "Down"),
    ] {
        assert_eq!(decoded(bytes), keys(names), "{}", bytes.escape_ascii());
    }
    let mut decoder = Decoder::default();
    assert_eq!(decoder.decode(b"\x1b]0;words without end"), []);
    assert_eq!(decoder.give_up(), []);
    assert_eq!(decoder.decode(b"j"), keys("j"));
}

/// Bytes that terminals send, and bytes that nobody does.
fn bytes() -> impl Strategy<Value = Vec<u8>> {
    let sequences = prop::sample::select(vec![
        &b"\x1b[A"[..],
        b"\x1b[0n",
        b"\x1bOA",
        b"\x1b[1;5A",
        b"\x1b[200~",
        b"\x1b[201~",
        b"\x1b",
        b"\x1b[",
        b"\x1b]0;",
        b"\x1bP",
        b"\x1b\\",
        b"\x1b[M",
        b"\x1b[[",
        b"\x1b[106;5u",
        "é".as_bytes(),
        "👩".as_bytes(),
        b"\xe6\x97",
    ])
    .prop_map(<[u8]>::to_vec);
    let piece = prop_oneof![sequences, prop::collection::vec(any::<u8>(), 0..6)];
    prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4096))]

    #[test]
    fn the_same_inputs_come_wherever_the_reads_split(bytes in bytes(), cuts in prop::collection::vec(0..160_usize, 0..12)) {
        let whole = decoded(&bytes);
        let mut decoder = Decoder::default();
        let mut inputs = Vec::new();
        let mut cuts: Vec<usize> = cuts.into_iter().map(|cut| cut.min(bytes.len())).collect();
        cuts.sort_unstable();
        let mut from = 0;
        for cut in cuts {
            inputs.extend(decoder.decode(&bytes[from..cut]));
            from = cut;
        }
        inputs.extend(decoder.decode(&bytes[from..]));
        inputs.extend(decoder.give_up());
        prop_assert_eq!(inputs, whole);
    }

    #[test]
    fn no_key_is_hostile_and_every_pause_ends(bytes in bytes()) {
        let mut decoder = Decoder::default();
        for byte in &bytes {
            let mut inputs = decoder.decode(&[*byte]);
            if decoder.patience().is_some() {
                inputs.extend(decoder.give_up());
                prop_assert_eq!(decoder.patience(), None);
            }
            for input in inputs {
                let typed = match input {
                    Input::Key(Key { code: Code::Char(c), .. }) => c.to_string(),
                    Input::Paste(words) => words,
                    _ => continue,
                };
                let clean = |c| c == '\n' || c == '\t' || !dateline::text::is_hostile(c);
                prop_assert!(typed.chars().all(clean), "{:?}", typed);
            }
        }
    }
}
