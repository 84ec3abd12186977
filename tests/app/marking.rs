//! Marks and taking them back; saving; counting.

use dateline::app::{Effect, Model, Msg, Pane};
use dateline::config::MarkRead;
use dateline::marks::Deed;
use dateline::news::SectionId;

use super::edition::{self, headlines, id, listed};
use super::{loads, notice, press, selected, story_key, tell};

fn recorded(effects: &[Effect]) -> Vec<(String, &Deed)> {
    effects
        .iter()
        .filter_map(|effect| match effect {
            Effect::Record(marks) => Some(marks),
            _ => None,
        })
        .flatten()
        .map(|mark| (mark.key.0.clone(), &mark.deed))
        .collect()
}

/// Which stories of the list are read, and which saved.
fn state(model: &Model) -> Vec<(bool, bool)> {
    model.headlines.list.iter().map(|row| (model.marks.is_read(&row.key), model.marks.is_saved(&row.key))).collect()
}

#[test]
fn m_marks_and_unmarks_and_u_takes_back() {
    let mut model = edition::open((80, 24));
    let effects = press(&mut model, "m");
    assert_eq!(recorded(&effects), [("courier.example/bridge".to_owned(), &Deed::Read)]);
    assert!(matches!(effects.last(), Some(Effect::Count(_))), "the counts beside the sections change");
    assert!(model.marks.is_read(&story_key("bridge")));
    assert_eq!(recorded(&press(&mut model, "m")), [("courier.example/bridge".to_owned(), &Deed::Unread)]);
    press(&mut model, "u");
    assert!(model.marks.is_read(&story_key("bridge")));
    assert_eq!(notice(&model), "“The swing bridge stays, and the pies wi…” is read again.");
    press(&mut model, "u");
    assert!(!model.marks.is_read(&story_key("bridge")));
    assert_eq!(press(&mut model, "u"), []);
    assert_eq!(notice(&model), "Nothing to undo.");
}

#[test]
fn opening_a_story_marks_it_read_and_can_be_taken_back() {
    let mut model = edition::open((80, 24));
    press(&mut model, "Enter");
    assert!(model.marks.is_read(&story_key("bridge")));
    press(&mut model, "u");
    assert!(!model.marks.is_read(&story_key("bridge")));
}

#[test]
fn marking_all_and_taking_it_back_restores_exactly() {
    let mut model = edition::open((80, 24));
    press(&mut model, "j m j j m w");
    let before = state(&model);
    let effects = press(&mut model, "A");
    assert_eq!(recorded(&effects).len(), 5, "only those that were unread");
    assert_eq!(notice(&model), "5 stories marked read. u takes it back.");
    assert_eq!(model.headlines.unread(&model.marks), 0);
    press(&mut model, "u");
    assert_eq!(state(&model), before);
    assert_eq!(notice(&model), "5 stories are unread again.");
    press(&mut model, "A");
    press(&mut model, "A");
    assert_eq!(notice(&model), "All of them are read already.");
    press(&mut model, "u");
    assert_eq!(state(&model), before, "what changed nothing is not a step");
}

#[test]
fn fifty_deeds_can_be_taken_back() {
    let mut model = edition::open((80, 24));
    for _ in 0..60 {
        press(&mut model, "m");
    }
    for _ in 0..50 {
        press(&mut model, "u");
        assert_ne!(notice(&model), "Nothing to undo.");
    }
    press(&mut model, "u");
    assert_eq!(notice(&model), "Nothing to undo.");
}

#[test]
fn the_rows_above_and_below_are_marked_as_one_step() {
    let mut model = edition::open((80, 24));
    press(&mut model, "j j j");
    let before = state(&model);
    let effects = press(&mut model, "[");
    assert_eq!(recorded(&effects).len(), 3);
    assert_eq!(notice(&model), "3 stories marked read. u takes it back.");
    let read = |model: &Model| state(model).iter().map(|(read, _)| *read).collect::<Vec<_>>();
    assert_eq!(read(&model), [true, true, true, false, false, false, false], "the marker's own row stays as it is");
    press(&mut model, "]");
    assert_eq!(read(&model), [true, true, true, false, true, true, true]);
    press(&mut model, "]");
    assert_eq!(notice(&model), "Nothing unread below.");
    press(&mut model, "u u");
    assert_eq!(state(&model), before);
    assert_eq!(notice(&model), "3 stories are unread again.");
    press(&mut model, "g [");
    assert_eq!(notice(&model), "Nothing unread above.");
    press(&mut model, "h");
    assert_eq!(press(&mut model, "]"), [], "the tree has no stories");
}

#[test]
fn undo_is_fifty_deep_over_every_kind_of_deed() {
    let mut model = edition::open((80, 24));
    let picture = |model: &Model| {
        let stories =
            headlines().into_iter().map(|row| (model.marks.is_read(&row.key), model.marks.is_saved(&row.key)));
        let tree = model.sections.all().iter().map(|section| section.id.clone()).collect::<Vec<_>>();
        (stories.collect::<Vec<_>>(), tree, model.sections.arranged.pinned)
    };
    let mut before = Vec::new();
    let mut kinds = std::collections::HashSet::new();
    for key in "j m w ] h p j > < x Tab g m j w m j m [ j m ] m A m j m".split(' ').cycle().take(200) {
        let (steps, now) = (model.undo.clone(), picture(&model));
        press(&mut model, key);
        if model.undo != steps {
            before.push(now);
            kinds.insert(key);
        }
    }
    assert_eq!(kinds.len(), 9, "{kinds:?}");
    assert!(before.len() > 60);
    for (step, before) in before.iter().rev().take(50).enumerate() {
        press(&mut model, "u");
        assert!(!notice(&model).is_empty());
        assert_eq!(picture(&model), *before, "step {step}");
    }
    press(&mut model, "u");
    assert_eq!(notice(&model), "Nothing to undo.");
}

#[test]
fn what_marks_a_story_read_is_set() {
    for (set, opened, passed) in [(MarkRead::Open, true, 0), (MarkRead::Scroll, true, 4), (MarkRead::Hand, false, 0)] {
        let mut model = edition::open((80, 12));
        model.settings.mark_read = set;
        press(&mut model, "j j j j j j");
        let top = model.headlines.top;
        assert!(top > 2, "the list is longer than the screen");
        let read = || model.headlines.list.iter().filter(|row| model.marks.is_read(&row.key)).count();
        assert_eq!(read(), passed.min(top), "{set:?}");
        press(&mut model, "Enter");
        assert_eq!(model.marks.is_read(&model.headlines.list[6].key), opened, "{set:?}");
    }
}

#[test]
fn what_goes_by_is_one_step_and_jumping_marks_nothing() {
    let mut model = edition::open((80, 12));
    model.settings.mark_read = MarkRead::Scroll;
    press(&mut model, "G");
    assert!(model.headlines.top > 0 && model.undo.is_empty(), "a jump");
    press(&mut model, "g");
    let before = state(&model);
    press(&mut model, "j j j PageDown j j");
    assert_eq!(model.undo.len(), 1);
    let passed = model.headlines.unread(&model.marks);
    assert!(passed < before.len());
    // Left and come back to, it is another sitting.
    press(&mut model, "h l g m m");
    let steps = model.undo.len();
    press(&mut model, "j PageDown");
    assert_eq!(model.undo.len(), steps, "nothing unread went by");
    press(&mut model, "u u u");
    assert_eq!(state(&model), before);
    assert!(notice(&model).ends_with("are unread again."), "{}", notice(&model));
}

#[test]
fn read_rows_stay_put_until_the_list_is_left() {
    let mut model = edition::open((80, 24));
    let rows = model.headlines.list.clone();
    press(&mut model, "A");
    tell(&mut model, Msg::Headlines(listed("front-page", headlines()[2..].to_vec())));
    assert_eq!(model.headlines.list, rows);
    press(&mut model, "Enter q");
    assert_eq!(model.headlines.list, rows);
    press(&mut model, "q l");
    assert_eq!(model.headlines.list.len(), rows.len() - 2);
}

#[test]
fn a_later_mark_wins_though_the_clock_stands_still() {
    // `now` never moves in these tests: each mark of a story must still be later than the one before.
    let mut model = edition::open((80, 24));
    let mut times = Vec::new();
    for _ in 0..4 {
        let effects = press(&mut model, "m");
        times.extend(effects.iter().filter_map(|effect| match effect {
            Effect::Record(marks) => Some(marks[0].at),
            _ => None,
        }));
    }
    assert!(times.is_sorted_by(|one, next| one < next), "{times:?}");
}

#[test]
fn w_saves_and_lets_go() {
    let mut model = edition::open((80, 24));
    let saved = Deed::Saved { headline: Box::new(headlines()[1].clone()) };
    assert_eq!(recorded(&press(&mut model, "j w")), [("courier.example/strait".to_owned(), &saved)]);
    assert_eq!(notice(&model), "Saved for later.");
    assert_eq!(recorded(&press(&mut model, "w")), [("courier.example/strait".to_owned(), &Deed::Unsaved)]);
    press(&mut model, "u");
    assert_eq!(model.marks.saved(), [headlines()[1].clone()], "with the row it had");
}

#[test]
fn saved_stories_are_listed_and_stay_put_while_they_are_let_go() {
    let mut model = edition::open((80, 24));
    press(&mut model, "w j w");
    press(&mut model, "h j j j l");
    assert_eq!((model.headlines.section.clone(), model.headlines.list.len()), (SectionId::saved(), 2));
    press(&mut model, "w");
    assert_eq!(model.headlines.list.len(), 2, "a row does not vanish under the reader's finger");
    press(&mut model, "h k l h j l");
    assert_eq!(model.headlines.list.len(), 1);
}

#[test]
fn keys_for_a_story_do_nothing_where_there_is_none() {
    let mut model = edition::model((80, 24));
    for keys in ["m", "w", "A", "Enter"] {
        assert_eq!(press(&mut model, keys), [], "{keys}");
    }
    press(&mut model, "Tab");
    for keys in ["m", "w"] {
        assert_eq!(press(&mut model, keys), [], "{keys}");
    }
    assert!(model.undo.is_empty());
}

#[test]
fn n_goes_to_what_is_unread() {
    let mut model = edition::open((80, 24));
    press(&mut model, "j m j m g");
    for (keys, expected) in [("n", 3), ("n", 4), ("N", 3), ("N", 0)] {
        assert_eq!(press(&mut model, keys), []);
        assert_eq!(selected(&model), expected, "{keys}");
    }
    press(&mut model, "N");
    assert_eq!(notice(&model), "Nothing unread above.");
    press(&mut model, "G n");
    assert_eq!(notice(&model), "Nothing unread below.");
    // From a story the next one opens.
    press(&mut model, "g Enter");
    assert_eq!(loads(&press(&mut model, "n")), ["courier.example/kettles IfStale"]);
    assert_eq!((model.focus, selected(&model)), (Pane::Article, 3));
}

#[test]
fn only_sections_with_feeds_are_counted() {
    let mut model = edition::open((80, 24));
    let effects = tell(&mut model, Msg::Headlines(listed("front-page", headlines())));
    let [Effect::Count(sections)] = effects.as_slice() else { panic!("{effects:?}") };
    let counted: Vec<&SectionId> = sections.iter().map(|counted| &counted.section).collect();
    assert_eq!(counted.len(), 7);
    assert!(!counted.contains(&&SectionId::saved()) && !counted.contains(&&id("courier/puzzles")));
}
