//! Sound and film: what can be played, what that costs, and when it ends.

use dateline::app::media::{Media, MediaEnd, MediaWish};
use dateline::app::overlay::{MenuDeed, Overlay};
use dateline::app::{Effect, Model, Msg, update};
use dateline::news::{Enclosure, Headline};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::edition;
use super::{arrive, notice, press, tell};

const SOUND: &str = "https://courier.example/bridge.mp3";

/// The program with a first story that is to be heard.
fn model() -> Model {
    let mut headlines = edition::headlines();
    let enclosure = Some(Enclosure { url: SOUND.to_owned(), bytes: Some(11_000_000) });
    headlines[0] = Headline { seconds: Some(23 * 60), enclosure, ..headlines[0].clone() };
    let mut model = edition::model((80, 24));
    let _ = update(&mut model, Msg::Headlines(edition::listed("front-page", headlines)));
    model
}

fn played(turn: u64, url: &str) -> Effect {
    Effect::Media(MediaWish::Play { turn, url: url.to_owned() })
}

fn ended(turn: u64, trouble: Option<&str>) -> Msg {
    Msg::Played(MediaEnd { turn, trouble: trouble.map(str::to_owned) })
}

#[test]
fn one_key_plays_and_stops_from_the_list_and_from_the_story() {
    let mut model = model();
    for (keys, turn) in [("P", 1), ("Enter P", 2)] {
        assert!(press(&mut model, keys).contains(&played(turn, SOUND)), "{keys}");
        assert_eq!(notice(&model), "Playing 23 min, 11 MB. P stops it.");
        assert_eq!(press(&mut model, "P"), [Effect::Media(MediaWish::Stop)], "{keys}");
        assert_eq!(notice(&model), "Stopped playing.");
    }
    press(&mut model, "q j");
    assert_eq!(press(&mut model, "P"), []);
    assert_eq!(notice(&model), "There is nothing to hear or see here.");
}

#[test]
fn it_goes_on_while_one_reads_something_else_and_its_end_is_noted() {
    let mut model = model();
    press(&mut model, "P");
    for keys in ["j", "Enter", "Esc", "J", "q", "q"] {
        assert!(!press(&mut model, keys).contains(&Effect::Media(MediaWish::Stop)), "{keys}");
    }
    assert!(model.is_playing());
    // An end that nobody waits for.
    tell(&mut model, ended(0, Some("It broke.")));
    assert!(model.is_playing() && model.notice.is_none());
    tell(&mut model, ended(1, None));
    assert!(!model.is_playing() && model.notice.is_none(), "an end is no news");
    press(&mut model, "l g P");
    tell(&mut model, ended(2, Some("mpv ended with an error.")));
    assert_eq!(notice(&model), "mpv ended with an error.");
    assert!(!model.is_playing());
}

#[test]
fn the_menu_says_what_it_costs() {
    let mut model = model();
    press(&mut model, "o");
    let Some(Overlay::Menu(menu)) = &model.overlay else { panic!("no menu") };
    assert_eq!(menu.deeds()[0], MenuDeed::Play);
    let mut buffer = Buffer::empty(Rect::new(0, 0, 80, 24));
    dateline::ui::view(&model, &dateline::theme::Theme::built_in("plain").unwrap(), &mut buffer);
    let shown: String = buffer.content.iter().map(ratatui::buffer::Cell::symbol).collect();
    assert!(shown.contains("p  play it: 23 min, 11 MB"), "{shown}");
    assert_eq!(press(&mut model, "p"), [played(1, SOUND)]);
    assert!(model.overlay.is_none());
    press(&mut model, "P j o");
    let Some(Overlay::Menu(menu)) = &model.overlay else { panic!("no menu") };
    assert!(!menu.deeds().contains(&MenuDeed::Play), "this one has none");
}

#[test]
fn on_a_thin_line_the_cost_is_said_first() {
    let mut model = model();
    model.settings.thrifty = true;
    assert_eq!(press(&mut model, "P"), []);
    let Some(Overlay::Menu(menu)) = &model.overlay else { panic!("no menu") };
    assert_eq!(menu.deeds().get(menu.selected), Some(&MenuDeed::Play));
    assert_eq!(press(&mut model, "Enter"), [played(1, SOUND)]);
    assert_eq!(press(&mut model, "P"), [Effect::Media(MediaWish::Stop)]);
}

#[test]
fn a_film_in_the_text_can_be_played_by_itself_and_as_a_link() {
    let film = "https://courier.example/film";
    let mut model = edition::open((80, 24));
    press(&mut model, "Enter");
    arrive(&mut model, "bridge", edition::story());
    assert_eq!(press(&mut model, "P"), [played(1, film)]);
    assert_eq!(notice(&model), "Playing. P stops it.");
    press(&mut model, "P");
    press(&mut model, "f 3");
    let Some(Overlay::Menu(menu)) = &model.overlay else { panic!("no menu") };
    assert_eq!((menu.url.as_str(), menu.media.as_ref().map(Media::cost)), (film, Some(String::new())));
    assert_eq!(press(&mut model, "p"), [played(2, film)]);
    press(&mut model, "P f 1");
    let Some(Overlay::Menu(menu)) = &model.overlay else { panic!("no menu") };
    assert_eq!(menu.media, None, "a report is read");
}
