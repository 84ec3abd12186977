//! Numbers before a motion.

use dateline::app::{Effect, Model, Msg, Pane};
use dateline::config::Config;
use dateline::news::Headline;

use super::edition::{self, headline, id, listed, paragraph, story};
use super::{arrive, loads, notice, press, selected, tell};

/// A list of so many stories, called 0, 1, 2 …
fn long_list(stories: usize) -> Model {
    let list: Vec<Headline> = (0..stories).map(|at| headline(&at.to_string(), &format!("Story {at}"))).collect();
    let mut model = edition::model((80, 24));
    let _ = model.begin();
    tell(&mut model, Msg::Headlines(listed("front-page", list)));
    model
}

/// A story of a hundred rows and more, with subheads in it.
fn reading() -> Model {
    let mut long = story();
    for at in 0..60 {
        long.blocks.push(paragraph(&format!("Paragraph {at}.")));
    }
    let mut model = edition::open((80, 12));
    press(&mut model, "Enter");
    arrive(&mut model, "bridge", long);
    model
}

fn top(model: &Model) -> usize {
    model.article.top
}

#[test]
fn a_motion_is_done_so_many_times() {
    let mut model = long_list(60);
    for (keys, expected) in [
        ("5 j", 5),
        ("j", 6),
        ("1 2 j", 18),
        ("3 k", 15),
        ("4 0 G", 39),
        ("7 g", 6),
        ("9 9 9 9 9 9 9 9 9 9 9 9 9 9 9 9 9 9 9 9 9 9 j", 59),
        ("2 0 n", 59),
        ("2 0 N", 39),
        ("1 0 K", 29),
        ("1 0 J", 39),
        ("0 j", 40),
        ("g", 0),
    ] {
        press(&mut model, keys);
        assert_eq!(selected(&model), expected, "{keys}");
    }
}

#[test]
fn of_the_stories_on_the_way_none_is_opened_and_none_is_asked_for() {
    let mut model = long_list(60);
    press(&mut model, "Enter");
    for (keys, expected) in [("3 J", "3"), ("2 n", "5"), ("2 K", "3"), ("9 9 9 J", "59"), ("5 8 K", "1")] {
        let effects = press(&mut model, keys);
        assert_eq!(loads(&effects), [format!("courier.example/{expected} IfStale")], "{keys}");
        let read = |effect: &&Effect| matches!(effect, Effect::Record(marks) if marks.len() > 1);
        assert_eq!(effects.iter().find(read), None, "{keys}");
    }
    assert_eq!(model.headlines.unread(&model.marks), 60 - 5);
    // Where no story is left on that side, as without a number.
    press(&mut model, "K");
    assert_eq!(press(&mut model, "5 K"), []);
    assert_eq!(notice(&model), "That is the first story of the list.");
}

#[test]
fn space_goes_so_many_pages_on_or_to_the_nth_unread_story() {
    let mut model = reading();
    let height = model.article_height();
    press(&mut model, "2 Space");
    assert_eq!(top(&model), 2 * height);
    press(&mut model, "2 b");
    assert_eq!(top(&model), 0);
    assert_eq!(press(&mut model, "9 9 9 Space"), []);
    assert!(model.article.at_end(height), "not past the end of the story");
    assert_eq!(loads(&press(&mut model, "2 Space")), ["courier.example/treaty IfStale"]);
    let mut model = long_list(9);
    assert_eq!(loads(&press(&mut model, "3 Space")), ["courier.example/2 IfStale"], "the one under the marker counts");
    press(&mut model, "h g");
    assert_eq!(loads(&press(&mut model, "2 Space")), ["courier.example/1 IfStale"]);
}

#[test]
fn in_a_story_rows_and_subheads_are_counted() {
    let mut model = reading();
    for (keys, expected) in [("1 5 j", 15), ("5 k", 10), ("3 3 G", 32), ("1 g", 0)] {
        press(&mut model, keys);
        assert_eq!(top(&model), expected, "{keys}");
    }
    let row = |model: &Model| model.article.page.lines[top(model)].to_plain();
    press(&mut model, "2 }");
    assert_eq!(row(&model), "The pies");
    press(&mut model, "9 {");
    assert_eq!(row(&model), "What it costs", "the first there is");
}

#[test]
fn hits_are_counted_round_the_end() {
    let mut model = long_list(5);
    press(&mut model, "/ S t o r y Enter g");
    for (keys, expected) in [("2 n", 2), ("4 n", 1), ("3 N", 3), ("5 N", 3), ("1 1 n", 4)] {
        press(&mut model, keys);
        assert_eq!(selected(&model), expected, "{keys}");
    }
}

#[test]
fn the_tree_counts_the_rows_that_are_seen() {
    let mut model = edition::open((80, 24));
    press(&mut model, "h 2 G");
    assert_eq!(model.sections.current().unwrap().id, id("world"));
    press(&mut model, "9 9 g");
    assert_eq!(model.sections.current().unwrap().id, id("courier"), "the last row: its sections are folded");
    press(&mut model, "2 k");
    assert_eq!(model.sections.current().unwrap().id, id("sport"));
}

#[test]
fn a_number_changes_nothing_until_a_motion_follows() {
    let mut model = long_list(60);
    press(&mut model, "m");
    let said = notice(&model).to_owned();
    assert_eq!(press(&mut model, "1 2"), []);
    assert_eq!((notice(&model), selected(&model)), (said.as_str(), 0));
    assert_eq!(press(&mut model, "Esc"), []);
    assert_eq!(notice(&model), said, "Esc forgets the number and does nothing else");
    press(&mut model, "j");
    assert_eq!(selected(&model), 1);
    press(&mut model, "4 m j");
    assert_eq!(selected(&model), 2, "it belongs to the key after it alone");
    // Where something stands before the panes, digits are for that.
    press(&mut model, "4 ? Esc j");
    assert_eq!(selected(&model), 3);
    press(&mut model, "/ 4 Enter Esc j");
    assert_eq!(selected(&model), 5, "the needle was 4, which stands in story 4");
}

#[test]
fn digits_that_the_reader_bound_are_theirs_and_sequences_are_counted() {
    let mut model = long_list(60);
    model.keymap = Config::parse("[keys]\nbottom = \"5\"\ndown = \"g j\"\ntop = \"g g\"").unwrap().keymap;
    press(&mut model, "3 g j");
    assert_eq!(selected(&model), 3);
    press(&mut model, "2 g x g j");
    assert_eq!(selected(&model), 4, "a sequence that comes to nothing takes its number along");
    press(&mut model, "5");
    assert_eq!(selected(&model), 59);
    press(&mut model, "1 5");
    assert_eq!((selected(&model), model.focus), (0, Pane::Headlines), "the first row");
}
