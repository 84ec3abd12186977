//! What the reader wants to see in no list.

use dateline::app::{Effect, Model, Msg};
use dateline::news::SectionId;

use super::edition::{self, headlines, listed};
use super::{notice, press, tell, write};

/// Types a command; answers what it asks for with the list as it is kept.
fn obey(model: &mut Model, typed: &str) {
    press(model, ":");
    write(model, typed);
    let effects = press(model, "Enter");
    answer(model, &effects);
}

fn answer(model: &mut Model, effects: &[Effect]) {
    if effects.iter().any(|effect| matches!(effect, Effect::LoadSection { .. })) {
        tell(model, Msg::Headlines(listed("front-page", headlines())));
    }
}

fn titles(model: &Model) -> Vec<&str> {
    model.headlines.list.iter().filter_map(|headline| headline.title.split(' ').next()).collect()
}

#[test]
fn muted_words_leave_the_list_and_are_counted() {
    let mut model = edition::open((80, 24));
    assert_eq!(model.headlines.list.len(), 7);
    press(&mut model, "j j");
    let before = model.headlines.current().unwrap().key.clone();
    obey(&mut model, "mute Swing bridge");
    assert_eq!(notice(&model), "Stories with “Swing bridge” are now muted.");
    assert_eq!((model.headlines.list.len(), model.headlines.muted), (6, 1));
    assert_eq!(model.list_size(), "6 unread of 6 · 1 muted");
    assert_eq!(model.headlines.current().unwrap().key, before, "the marker stays on its story");
    obey(&mut model, "mute zyzzyva");
    assert_eq!(model.headlines.muted, 1);
    obey(&mut model, "unmute SWING BRIDGE");
    assert_eq!(model.headlines.list.len(), 7);
}

#[test]
fn what_is_muted_is_shown_in_its_place_and_left_out_again() {
    let mut model = edition::open((80, 24));
    press(&mut model, "M");
    assert_eq!(notice(&model), "Nothing is muted here.");
    let all: Vec<String> = titles(&model).into_iter().map(str::to_owned).collect();
    obey(&mut model, "mute swing");
    let effects = press(&mut model, "M");
    assert_eq!(notice(&model), "The muted story is shown dim.");
    answer(&mut model, &effects);
    assert_eq!(titles(&model), all);
    assert!(model.is_muted(&model.headlines.list[0]) && !model.is_muted(&model.headlines.list[1]));
    let effects = press(&mut model, "M");
    answer(&mut model, &effects);
    assert_eq!(titles(&model), all[1..]);
}

#[test]
fn muting_is_taken_back_like_any_deed() {
    let mut model = edition::open((80, 24));
    obey(&mut model, "mute-outlet courier");
    assert_eq!(model.headlines.list.len() + model.headlines.muted, 7);
    assert!(model.headlines.muted > 0);
    let effects = press(&mut model, "u");
    assert_eq!(notice(&model), "courier is shown again.");
    answer(&mut model, &effects);
    assert_eq!((model.headlines.list.len(), model.headlines.muted), (7, 0));
    obey(&mut model, "mute-outlet moon");
    assert_eq!(notice(&model), "There is no outlet “moon”; Tab completes.");
    obey(&mut model, "mute —");
    assert!(notice(&model).starts_with("Which words?"));
}

#[test]
fn what_came_from_another_machine_is_muted_too() {
    let mut model = edition::open((80, 24));
    obey(&mut model, "mute swing");
    let marks = model.marks.clone();
    let mut other = edition::edition(dateline::app::EditionKind::Live);
    other.marks = marks;
    tell(&mut model, Msg::Edition(Box::new(other)));
    tell(&mut model, Msg::Headlines(listed("front-page", headlines())));
    assert_eq!(model.headlines.muted, 1);
}

#[test]
fn a_search_finds_what_is_muted() {
    let mut model = edition::open((80, 24));
    obey(&mut model, "mute swing");
    obey(&mut model, "search bridge");
    tell(&mut model, super::found("bridge", headlines()));
    assert_eq!(model.headlines.section, SectionId::search("bridge"));
    assert_eq!(model.headlines.list.len(), 7);
}
