//! The mouse: it scrolls and selects, and leaves alone what is read.

use dateline::app::overlay::Overlay;
use dateline::app::{Effect, Model, Msg, Pane};
use dateline::config::MarkRead;
use dateline::keymap::{Gesture, Mouse};

use super::{arrive, edition, press, selected, tell};

fn gesture(model: &mut Model, gesture: Gesture, column: u16, row: u16) -> Vec<Effect> {
    tell(model, Msg::Mouse(Mouse { gesture, column, row }))
}

/// Three panes: sections from column 0, the list from 25, the story from 74; their rows from 2 on.
fn side_by_side() -> Model {
    let mut model = edition::open((140, 20));
    press(&mut model, "Enter");
    arrive(&mut model, "bridge", edition::story());
    press(&mut model, "Tab Tab");
    assert_eq!(model.focus, Pane::Headlines);
    model
}

#[test]
fn the_wheel_scrolls_the_pane_under_it() {
    let mut model = side_by_side();
    gesture(&mut model, Gesture::WheelDown, 100, 10);
    assert_eq!((model.article.top, model.headlines.top, model.focus), (3, 0, Pane::Headlines));
    gesture(&mut model, Gesture::WheelUp, 100, 10);
    gesture(&mut model, Gesture::WheelUp, 100, 10);
    assert_eq!(model.article.top, 0);
    gesture(&mut model, Gesture::WheelDown, 30, 10);
    assert_eq!((model.headlines.top, selected(&model)), (1, 1), "the marker stays in sight");
    for _ in 0..40 {
        gesture(&mut model, Gesture::WheelDown, 30, 10);
    }
    let last = model.headlines.list.len() - 1;
    assert!(model.headlines.top < last && (model.headlines.top..=last).contains(&selected(&model)));
    let tree = |model: &Model| (model.sections.top, model.sections.selected);
    let before = tree(&model);
    gesture(&mut model, Gesture::WheelDown, 3, 10);
    assert_eq!(tree(&model), before, "the tree is all in sight");
    // Outside the panes there is nothing to scroll.
    for (column, row) in [(0, 0), (139, 19), (500, 500), (u16::MAX, u16::MAX)] {
        let before = (model.article.top, model.headlines.top);
        gesture(&mut model, Gesture::WheelDown, column, row);
        gesture(&mut model, Gesture::Click, column, row);
        assert_eq!((model.article.top, model.headlines.top), before);
    }
}

#[test]
fn a_click_selects_and_no_more() {
    let mut model = side_by_side();
    // A story of the list takes a row for its kicker, one or two for its title, and a blank one.
    gesture(&mut model, Gesture::Click, 30, 6);
    assert_eq!((selected(&model), model.focus), (1, Pane::Headlines));
    let open = model.article.headline.clone();
    assert_eq!(gesture(&mut model, Gesture::Click, 30, 6), [], "it is there already");
    assert_eq!((model.article.headline.clone(), model.focus), (open, Pane::Headlines));
    gesture(&mut model, Gesture::Click, 5, 3);
    assert_eq!((model.sections.selected, model.focus), (1, Pane::Sections));
    assert_eq!(model.headlines.section.0, "front-page", "a section is opened by a key");
    gesture(&mut model, Gesture::Click, 5, 6);
    assert_eq!(model.sections.selected, 1, "a blank row");
    gesture(&mut model, Gesture::Click, 100, 5);
    assert_eq!(model.focus, Pane::Article);
    press(&mut model, "j");
    gesture(&mut model, Gesture::Click, 30, 3);
    assert_eq!((selected(&model), model.focus), (0, Pane::Headlines));
}

#[test]
fn the_mouse_never_changes_what_is_read() {
    for mark_read in [MarkRead::Open, MarkRead::Scroll, MarkRead::Hand] {
        let mut model = edition::open((140, 12));
        model.settings.mark_read = mark_read;
        for row in (0..12).chain((0..12).rev()) {
            for column in [5, 30, 100] {
                for it in [Gesture::WheelDown, Gesture::Click, Gesture::WheelDown, Gesture::WheelUp] {
                    let effects = gesture(&mut model, it, column, row);
                    assert!(!effects.iter().any(|effect| matches!(effect, Effect::Record(_))), "{effects:?}");
                }
            }
        }
        assert_eq!(model.headlines.unread(&model.marks), model.headlines.list.len());
        assert!(model.undo.is_empty());
    }
}

#[test]
fn before_the_panes_only_the_help_page_is_scrolled() {
    let mut model = edition::open((80, 24));
    press(&mut model, "?");
    gesture(&mut model, Gesture::WheelDown, 10, 10);
    assert!(matches!(&model.overlay, Some(Overlay::Help(help)) if help.top == 3));
    gesture(&mut model, Gesture::Click, 10, 10);
    assert!(matches!(&model.overlay, Some(Overlay::Help(help)) if help.top == 3));
    press(&mut model, "q o");
    let before = model.overlay.clone();
    gesture(&mut model, Gesture::WheelDown, 10, 10);
    gesture(&mut model, Gesture::Click, 10, 10);
    assert_eq!((model.overlay.clone(), selected(&model)), (before, 0));
}
