//! What failed: marks on sections, and the list that says why.

use chrono::Duration;
use dateline::app::health::Failing;
use dateline::app::overlay::{Menu, Overlay};
use dateline::app::{Model, Msg, Pane};
use dateline::trouble::{Trouble, TroubleKind};

use super::edition::{self, feed, now};
use super::{loads, notice, press, tell};

pub fn failing(name: &str, kind: TroubleKind) -> Failing {
    let feed = feed(name).url;
    let trouble = Trouble::at(kind, &feed);
    Failing { feed, trouble, since: now() - Duration::hours(5), answered: Some(now() - Duration::hours(6)) }
}

/// The titles of the sections in sight that have a mark.
fn marked(model: &Model) -> Vec<&str> {
    let all = model.sections.all().iter().enumerate();
    all.filter(|(index, _)| model.is_failing(*index)).map(|(_, section)| section.id.0.as_str()).collect()
}

fn two_fail(size: (u16, u16)) -> Model {
    let mut model = edition::open(size);
    let failed = vec![failing("harbour", TroubleKind::Gone(404)), failing("world", TroubleKind::BotWall(403))];
    assert_eq!(tell(&mut model, Msg::Failing(failed)), []);
    model
}

fn selected(model: &Model) -> Option<usize> {
    match model.overlay {
        Some(Overlay::Failures(list)) => Some(list.selected),
        _ => None,
    }
}

#[test]
fn a_section_has_a_mark_while_one_of_its_feeds_fails_and_a_folded_one_for_those_inside() {
    let mut model = two_fail((80, 24));
    // The outlet is folded, and so is the section that the harbour lies in.
    assert_eq!(marked(&model), ["front-page", "world", "courier", "courier/home", "courier/home/harbour"]);
    press(&mut model, "S h a r b o u r Enter");
    assert_eq!(marked(&model), ["front-page", "world", "courier/home/harbour"]);
    let _ = tell(&mut model, Msg::Failing(Vec::new()));
    assert_eq!(marked(&model), Vec::<&str>::new());
}

#[test]
fn the_list_says_what_failed_and_why_and_since_when() {
    let mut model = two_fail((80, 24));
    let rows: Vec<_> = model
        .failure_rows()
        .into_iter()
        .map(|row| format!("{} | {} | {}", row.path, row.since, row.sentence))
        .collect();
    assert_eq!(
        rows,
        [
            "The Courier › Home news › Harbour | since 09:05 | courier.example no longer has it (404); last news 6 h ago",
            "World | since 09:05 | courier.example keeps programs out (403). o opens it in a browser; last news 6 h ago",
        ]
    );
    press(&mut model, "e");
    assert_eq!(selected(&model), Some(0));
    press(&mut model, "j j j");
    assert_eq!(selected(&model), Some(1));
    press(&mut model, "g");
    assert_eq!(selected(&model), Some(0));
    for close in ["e", "q", "h", "Esc"] {
        press(&mut model, close);
        assert_eq!(model.overlay, None, "{close}");
        press(&mut model, "e");
    }
}

#[test]
fn from_the_list_one_goes_to_the_section_asks_again_or_opens_its_page() {
    let mut model = two_fail((80, 24));
    press(&mut model, "e");
    assert_eq!(loads(&press(&mut model, "r")), ["courier/home/harbour Now"]);
    assert_eq!((notice(&model), selected(&model)), ("Asking for Harbour again.", Some(0)));
    // It is well again: the list follows.
    let _ = tell(&mut model, Msg::Failing(vec![failing("world", TroubleKind::BotWall(403))]));
    assert_eq!((selected(&model), model.failure_rows().len()), (Some(0), 1));
    press(&mut model, "o");
    // A blended section has no page of its own.
    let home = |menu: &Menu| menu.url == "https://courier.example/";
    assert!(matches!(&model.overlay, Some(Overlay::Menu(menu)) if home(menu)), "{:?}", model.overlay);
    press(&mut model, "q e");
    assert_eq!(loads(&press(&mut model, "Enter")), ["world IfStale"]);
    assert_eq!((model.overlay.as_ref(), model.focus), (None, Pane::Headlines));
    assert_eq!(model.headlines.title, "World");
}

#[test]
fn without_failures_there_is_nothing_to_list() {
    let mut model = edition::open((80, 24));
    press(&mut model, "e");
    assert_eq!((notice(&model), model.overlay.as_ref()), ("Nothing failed.", None));
}

#[test]
fn the_marker_stays_in_sight_in_a_window_that_shrinks() {
    let mut model = edition::open((80, 60));
    let names = ["home", "world", "sport", "harbour"];
    let failed = names.map(|name| failing(name, TroubleKind::Timeout)).to_vec();
    let _ = tell(&mut model, Msg::Failing(failed));
    press(&mut model, "e G");
    let _ = tell(&mut model, Msg::Resize((40, 12).into()));
    let Some(Overlay::Failures(list)) = model.overlay else { panic!("the list is open") };
    assert_eq!((list.selected, list.top, model.failures_fitting()), (3, 2, 2));
}
