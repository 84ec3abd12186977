//! Addresses on their way out: the clipboard, the QR code, the address alone.

use dateline::app::aloud::sentences;
use dateline::app::media::MediaWish;
use dateline::app::overlay::{Menu, MenuDeed, Overlay};
use dateline::app::qr::QrCode;
use dateline::app::{Effect, Model, Msg};
use dateline::news::{Enclosure, Headline};
use dateline::terminal::{Between, clipboard};
use ratatui::layout::Size;

use super::edition;
use super::{arrive, notice, press, tell};

fn menu_of(size: (u16, u16), url: &str) -> Model {
    let mut model = edition::open(size);
    let (title, url) = ("Somewhere".to_owned(), url.to_owned());
    model.overlay = Some(Overlay::Menu(Menu { title, url, readable: false, media: None, selected: 0 }));
    model
}

/// An address of so many bytes.
fn address(length: usize) -> String {
    let begin = "https://courier.example/";
    format!("{begin}{}", "a".repeat(length - begin.len()))
}

#[test]
fn the_menu_offers_each_way_out() {
    let model = menu_of((80, 24), "https://courier.example/report");
    let Some(Overlay::Menu(menu)) = &model.overlay else { panic!("no menu") };
    assert_eq!(menu.deeds(), [MenuDeed::Browse, MenuDeed::Copy, MenuDeed::QrCode, MenuDeed::Alone]);
    for (keys, expected) in [("a", true), ("j j j Enter", true), ("j Enter", false)] {
        let alone = Effect::ShowAddress("https://courier.example/report".to_owned());
        assert_eq!(press(&mut model.clone(), keys) == [alone], expected, "{keys}");
    }
}

#[test]
fn an_address_is_sent_up_to_the_length_that_addresses_have() {
    for (length, sent) in [(100, true), (2083, true), (2084, false)] {
        let mut model = menu_of((80, 24), &address(length));
        let effects = press(&mut model, "y");
        assert_eq!(effects == [Effect::Copy(address(length))], sent, "{length}");
        assert_eq!(notice(&model).contains("too long"), !sent, "{length}");
    }
}

#[test]
fn a_code_is_shown_where_it_fits() {
    // 134 bytes are 41 modules; with a rim of two, 23 rows of half blocks.
    for (size, length, fits) in [
        ((80, 24), 40, true),
        ((80, 24), 134, true),
        ((80, 24), 135, false),
        ((40, 24), 134, false),
        ((40, 12), 40, false),
        ((120, 40), 300, true),
        ((200, 100), 2953, true),
        ((400, 200), 2954, false),
    ] {
        let mut model = menu_of(size, &address(length));
        assert_eq!(press(&mut model, "c"), []);
        assert_eq!(matches!(model.overlay, Some(Overlay::QrCode(_))), fits, "{size:?} {length}");
        if !fits {
            let said = format!("Too long for a QR code in {}×{}.", size.0, size.1);
            assert_eq!(notice(&model), said);
        }
    }
}

#[test]
fn letters_take_two_columns_a_module() {
    let code = QrCode::of(&address(40)).unwrap();
    let fit = code.fit(Size::new(200, 100), false).unwrap();
    // 29 modules, and a rim of four.
    assert_eq!((fit.quiet, fit.size), (4, Size::new(37, 19)));
    assert_eq!(code.fit(Size::new(37, 18), false).unwrap().quiet, 3);
    assert_eq!(code.fit(Size::new(200, 100), true).unwrap().size, Size::new(74, 37));
    assert_eq!(code.fit(Size::new(80, 23), true), None);
}

#[test]
fn any_key_puts_the_code_away_and_quit_quits() {
    let mut model = menu_of((80, 24), "https://courier.example/report");
    press(&mut model, "c");
    for keys in ["q", "Esc", "h", "Enter", "j", "o"] {
        let mut model = model.clone();
        assert_eq!(press(&mut model, keys), [], "{keys}");
        assert!(model.overlay.is_none(), "{keys}");
    }
    assert_eq!(press(&mut model.clone(), "Q"), [Effect::Quit]);
    assert_eq!(press(&mut model, "C-z"), [Effect::Suspend]);
    assert!(model.overlay.is_some(), "it is still there when one comes back");
}

#[test]
fn a_story_is_read_aloud_until_it_is_stopped_or_left() {
    let mut model = edition::open((80, 24));
    assert_eq!(press(&mut model, "L"), [], "a list is not read aloud");
    press(&mut model, "Enter");
    arrive(&mut model, "bridge", edition::story());
    let effects = press(&mut model, "L");
    let [Effect::Listen { turn: 1, sentences }] = &effects[..] else { panic!("{effects:?}") };
    assert_eq!(sentences[0], "The swing bridge stays, and the pies with it");
    assert!(sentences.len() > 4);
    assert_eq!(notice(&model), "Reading aloud. L stops it.");
    for keys in ["L", "Esc", "q", "J", "Q"] {
        let mut model = model.clone();
        let effects = press(&mut model, keys);
        assert!(effects.contains(&Effect::StopListening), "{keys}: {effects:?}");
        assert!(!press(&mut model, "Esc").contains(&Effect::StopListening), "{keys}");
    }
    assert_eq!(press(&mut model, "j"), [], "it goes on while one reads");
    // An end that nobody waits for.
    tell(&mut model, Msg::Listened { turn: 0, trouble: Some("It broke.".to_owned()) });
    assert_eq!(model.notice, None);
    tell(&mut model, Msg::Listened { turn: 1, trouble: Some("It broke.".to_owned()) });
    assert_eq!(notice(&model), "It broke.");
    assert!(matches!(press(&mut model, "L")[..], [Effect::Listen { turn: 2, .. }]));
}

#[test]
fn sentences_are_short_enough_for_a_pipe_and_lose_nothing() {
    assert_eq!(sentences("One. Two [[slnc 9]]!\nThree"), ["One.", "Two [ [slnc 9]]!", "Three"]);
    let long = "word ".repeat(1000);
    let pieces = sentences(&long);
    assert!(pieces.iter().all(|piece| piece.len() <= 1000));
    assert_eq!(pieces.join(" "), long.trim());
}

/// As if no door had cleaned them: a headline, a link and a sound of these addresses.
const HOSTILE: [&str; 12] = [
    "https://courier.example/\u{1b}]52;c;cm0gLXJm\u{7}",
    "https://courier.example/\u{9b}2J\u{9d}0;owl\u{9c}",
    "https://courier.example/a\nrm -rf ~\n",
    "https://courier.example/a\r\u{8}\u{0}\t",
    "https://courier.example/\u{202e}gpj.elif\u{2066}",
    "https://courier.example/\u{e0041}\u{200b}",
    "https://courier.example\u{2044}.owl.example/",
    "https://\u{1b}[2J/",
    "javascript:alert(1)",
    "file:///etc/passwd",
    "--help",
    "mailto:owl@courier.example?body=a b\u{1b}c",
];

fn assert_harmless(effects: &[Effect], about: &str) {
    for effect in effects {
        let (Effect::Copy(address)
        | Effect::Browse(address)
        | Effect::ShowAddress(address)
        | Effect::Media(MediaWish::Play { url: address, .. })) = effect
        else {
            continue;
        };
        assert!(address.bytes().all(|byte| byte.is_ascii_graphic()), "{about:?}: {address:?}");
        let is_one = ["https://", "http://", "mailto:"].iter().any(|scheme| address.starts_with(scheme));
        assert!(is_one && address.len() <= 2083, "{about:?}: {address:?}");
    }
}

#[test]
fn no_way_out_lets_a_hostile_address_through_as_it_is() {
    let long = format!("https://courier.example/{}", "a\u{1b}".repeat(100_000));
    for hostile in HOSTILE.into_iter().chain([long.as_str()]) {
        let mut headlines = edition::headlines();
        let enclosure = Some(Enclosure { url: hostile.to_owned(), bytes: None });
        headlines[0] = Headline { url: hostile.to_owned(), enclosure, ..headlines[0].clone() };
        let mut model = edition::model((120, 40));
        tell(&mut model, Msg::Headlines(edition::listed("front-page", headlines)));
        for keys in ["y", "o y", "o a", "o b", "P", "o p", "f y"] {
            let mut model = model.clone();
            let effects = press(&mut model, keys);
            assert_harmless(&effects, hostile);
            assert!(model.notice.is_some() || !effects.is_empty(), "{keys} {hostile:?}: nothing is said");
            assert!(!notice(&model).chars().any(char::is_control));
        }
        press(&mut model, "o c");
        if let Some(Overlay::QrCode(code)) = &model.overlay {
            assert!(code.url.bytes().all(|byte| byte.is_ascii_graphic()), "{:?}", code.url);
        }
    }
}

#[test]
fn the_clipboard_is_sent_letters_of_base64_and_nothing_else() {
    for between in [Between::Nothing, Between::Tmux, Between::Screen, Between::Either] {
        for hostile in HOSTILE {
            let sent = String::from_utf8(clipboard(hostile, between)).unwrap();
            let payload = sent.replace("\u{1b}Ptmux;", "").replace("\u{1b}P", "").replace("\u{1b}\\", "");
            let payload = payload.replace("\u{1b}\u{1b}]52;c;", "").replace("\u{1b}]52;c;", "").replace('\u{7}', "");
            let is_base64 = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '/' | '=');
            assert!(payload.chars().all(is_base64), "{between:?} {hostile:?}: {payload:?}");
        }
    }
}
