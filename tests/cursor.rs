//! The terminal's cursor on what is chosen, for screen readers and braille lines: where its words begin, in every pane.

#[path = "app/edition.rs"]
mod edition;

use dateline::app::health::Failing;
use dateline::app::{ArticleAnswer, Model, Msg, update};
use dateline::keymap::Key;
use dateline::news::{Freshness, StoryKey};
use dateline::theme::Theme;
use dateline::trouble::{Trouble, TroubleKind};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use edition::{feed, id, now, story, unread};

const SIZES: [(u16, u16); 2] = [(80, 24), (140, 45)];

fn open(size: (u16, u16)) -> Model {
    let mut model = edition::open(size);
    model.settings.cursor = true;
    model
}

fn press(model: &mut Model, keys: &str) {
    for key in keys.split(' ') {
        let key = Key::parse(key).unwrap_or_else(|| panic!("{key} is not a key"));
        let _ = update(model, Msg::Key(key));
    }
}

fn arrive(model: &mut Model) {
    let outcome = Ok((Box::new(story()), Freshness::Live(now())));
    let key = StoryKey::of("https://courier.example/bridge");
    let _ = update(model, Msg::Article(ArticleAnswer { key, outcome, waiting: false }));
}

/// What stands from the cursor on, and the column it stands in.
#[track_caller]
fn at_cursor(model: &Model) -> (String, u16) {
    let theme = Theme::built_in("plain").unwrap_or_else(|| panic!("the plain theme is shipped"));
    let mut buffer = Buffer::empty(Rect::new(0, 0, model.size.width, model.size.height));
    let Some(at) = dateline::ui::view(model, &theme, &mut buffer) else { panic!("no cursor") };
    let row: String =
        (at.x..model.size.width).filter_map(|x| buffer.cell((x, at.y))).map(ratatui::buffer::Cell::symbol).collect();
    (row, at.x)
}

#[track_caller]
fn assert_at(model: &Model, words: &str) {
    let (row, _) = at_cursor(model);
    assert!(row.starts_with(words), "{words:?} at {:?}, not {row:?}", model.size);
}

#[test]
fn in_the_list_it_stands_on_the_headline() {
    for size in SIZES {
        let mut model = open(size);
        assert_at(&model, "The swing bridge stays");
        press(&mut model, "j j");
        assert_at(&model, "What the treaty says");
        press(&mut model, "G");
        assert_at(&model, "Dorothea Quill");
    }
}

#[test]
fn in_the_tree_it_stands_on_the_section() {
    for size in SIZES {
        let mut model = open(size);
        let _ = update(&mut model, Msg::Counts(vec![(id("front-page"), unread(5)), (id("courier"), unread(12))]));
        press(&mut model, "h");
        assert_at(&model, "Front page");
        press(&mut model, "j j j j");
        assert_at(&model, "The Courier");
        press(&mut model, "l j");
        assert_at(&model, "Home news");
        press(&mut model, "l j");
        assert_at(&model, "Harbour");
    }
}

#[test]
fn in_a_story_it_stands_on_the_first_row() {
    for size in SIZES {
        let mut model = open(size);
        press(&mut model, "Enter");
        assert_at(&model, "Harbour");
        arrive(&mut model);
        assert_at(&model, "Home news › Harbour");
        press(&mut model, "}");
        assert_at(&model, if size.1 == 24 { "What it costs" } else { "Engineers had called" });
        // At the end of the story on the row of the list there.
        press(&mut model, "G j");
        assert_at(&model, "Letters: bridge, pie, bridge");
    }
}

#[test]
fn in_the_menu_of_an_address_it_stands_on_the_deed() {
    for size in SIZES {
        let mut model = open(size);
        press(&mut model, "j o");
        assert_at(&model, "b  open it in a browser");
        press(&mut model, "j");
        assert_at(&model, "y  send to");
    }
}

#[test]
fn in_the_list_of_failures_it_stands_on_the_section() {
    for size in SIZES {
        let mut model = open(size);
        let failing = ["home", "sport"].map(|name| Failing {
            feed: feed(name).url,
            trouble: Trouble::at(TroubleKind::Timeout, &feed(name).url),
            since: now(),
            answered: None,
        });
        let _ = update(&mut model, Msg::Failing(failing.to_vec()));
        press(&mut model, "e");
        assert_at(&model, "The Courier › Home news");
        press(&mut model, "j");
        assert_at(&model, "The Courier › Sport");
    }
}

#[test]
fn where_something_is_typed_it_stands_behind_it() {
    for size in SIZES {
        for keys in ["S s p", "s s p", "/ s p"] {
            let mut model = open(size);
            press(&mut model, keys);
            let (row, column) = at_cursor(&model);
            assert!(row.starts_with(' ') && column > 8, "{keys}: {row:?} from {column}");
        }
        let mut model = open(size);
        press(&mut model, "Enter");
        arrive(&mut model);
        press(&mut model, "f");
        let (row, column) = at_cursor(&model);
        assert!(row.starts_with(' ') && column > 8, "the number of a link: {row:?} from {column}");
    }
}

#[test]
fn on_the_help_page_it_stands_on_the_first_row() {
    for size in SIZES {
        let mut model = open(size);
        press(&mut model, "?");
        assert_at(&model, "Move");
    }
}

#[test]
fn nobody_who_did_not_ask_for_it_has_a_cursor() {
    let theme = Theme::built_in("plain").unwrap_or_else(|| panic!("the plain theme is shipped"));
    for keys in ["j", "h", "Enter", "o", "?"] {
        let mut model = edition::open((80, 24));
        press(&mut model, keys);
        let mut buffer = Buffer::empty(Rect::new(0, 0, 80, 24));
        assert_eq!(dateline::ui::view(&model, &theme, &mut buffer), None, "{keys}");
    }
}
