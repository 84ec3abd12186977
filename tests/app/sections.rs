//! The tree as the reader arranges it, sections gone to by typing, and what of all that the next start remembers.

use chrono::Duration;
use dateline::app::sections_pane::{TreeRow, Unread};
use dateline::app::{EditionKind, Effect, Model, Msg, Pane};
use dateline::clock::Zone;
use dateline::config::Config;
use dateline::marks::{SectionDeed, SectionMark, millis};

use super::edition::{self, headline, headlines, id, listed, now, story, unread};
use super::{arrive, loads, notice, press, selected, story_key, tell, write};

/// The rows of the tree: two blanks for each step in, nothing for a gap.
fn tree(model: &Model) -> Vec<String> {
    let row = |row: &TreeRow| match row {
        TreeRow::Gap => String::new(),
        TreeRow::Section(index) => {
            let section = &model.sections.all()[*index];
            format!("{}{}", "  ".repeat(usize::from(section.depth)), section.title)
        }
    };
    model.sections.rows().iter().map(row).collect()
}

fn marker(model: &Model) -> &str {
    model.sections.current().map_or("", |section| section.id.0.as_str())
}

fn recorded(effects: &[Effect]) -> Vec<(&str, SectionDeed)> {
    effects
        .iter()
        .filter_map(|effect| match effect {
            Effect::RecordSections(marks) => Some(marks),
            _ => None,
        })
        .flatten()
        .map(|mark| (mark.section.0.as_str(), mark.deed))
        .collect()
}

/// The program as the next start finds it, with what the last one wrote down.
fn restarted(before: &Model) -> (Model, Vec<Effect>) {
    let mut edition = edition::edition(EditionKind::Live);
    edition.marks = before.marks.clone();
    if let Some(bookmark) = before.bookmark() {
        edition.marks.merge_bookmark(millis(now()), bookmark);
    }
    let mut model = Model::new(before.size, now(), Zone::utc(), &Config::default(), edition);
    let effects = model.begin();
    (model, effects)
}

const USUAL: [&str; 6] = ["Front page", "World", "Sport", "Saved", "", "The Courier"];

#[test]
fn pinned_sections_come_first_in_the_order_they_were_pinned() {
    let mut model = edition::open((80, 24));
    press(&mut model, "h j j");
    let effects = press(&mut model, "p");
    assert!(matches!(recorded(&effects).as_slice(), [("sport", SectionDeed::Pinned { .. })]), "{effects:?}");
    assert!(matches!(effects.last(), Some(Effect::Count(_))));
    assert_eq!(tree(&model), ["Sport", "", "Front page", "World", "Saved", "", "The Courier"]);
    assert_eq!((marker(&model), notice(&model)), ("sport", "Sport is pinned on top."));
    press(&mut model, "G l j l p");
    let with_children = [
        "Sport",
        "Home news",
        "  Harbour",
        "",
        "Front page",
        "World",
        "Saved",
        "",
        "The Courier",
        "  Sport",
        "  Puzzles",
    ];
    assert_eq!(tree(&model), with_children);
    assert_eq!(tree(&restarted(&model).0), with_children);
    press(&mut model, "p");
    assert_eq!(notice(&model), "Home news is back in its place.");
    press(&mut model, "u u u");
    assert_eq!(notice(&model), "Sport is no longer pinned.");
    assert_eq!(tree(&model)[..6], USUAL);
    press(&mut model, "u");
    assert_eq!(notice(&model), "Nothing to undo.");
}

#[test]
fn in_a_list_p_pins_its_section_and_the_other_keys_wait_for_the_tree() {
    let mut model = edition::open((80, 24));
    press(&mut model, "p");
    assert_eq!(tree(&model), ["Front page", "", "World", "Sport", "Saved", "", "The Courier"]);
    for (key, said) in [("x", "hidden"), ("<", "moved"), (">", "moved")] {
        assert_eq!(press(&mut model, key), [], "{key}");
        assert_eq!(notice(&model), format!("Only in the sections a section is {said}."));
    }
}

#[test]
fn a_section_pinned_from_an_outlet_that_was_not_chosen_stays_on_top() {
    let mut model = edition::open((80, 24));
    press(&mut model, "S");
    write(&mut model, "lights");
    press(&mut model, "Enter p");
    let (model, _) = restarted(&model);
    assert_eq!(
        tree(&model),
        ["Lights", "", "Front page", "World", "Sport", "Saved", "", "The Courier", "", "The Lantern"][..8]
    );
}

#[test]
fn hidden_sections_are_left_out_until_they_are_asked_for() {
    let mut model = edition::open((80, 24));
    press(&mut model, "h j");
    assert_eq!(recorded(&press(&mut model, "x")), [("world", SectionDeed::Hidden)]);
    assert_eq!(tree(&model), ["Front page", "Sport", "Saved", "", "The Courier"]);
    assert_eq!(notice(&model), "World is hidden. u takes it back, X shows what is hidden.");
    assert_eq!(marker(&model), "sport", "what took its row");
    assert_eq!(loads(&press(&mut model.clone(), "R")), ["front-page Now", "sport Now"], "nor is it asked for news");
    press(&mut model, "G x");
    assert_eq!((tree(&model).len(), marker(&model)), (3, "saved"));
    press(&mut model, "X");
    assert_eq!(tree(&model), USUAL);
    assert_eq!((notice(&model), model.sections.arranged.hidden.len()), ("2 hidden sections are shown dim.", 2));
    press(&mut model, "g j");
    assert_eq!(recorded(&press(&mut model, "x")), [("world", SectionDeed::Shown)]);
    press(&mut model, "X");
    assert_eq!(tree(&model), ["Front page", "World", "Sport", "Saved"]);
    assert_eq!(tree(&restarted(&model).0), tree(&model));
    press(&mut model, "u");
    assert_eq!((tree(&model).len(), notice(&model)), (3, "World is hidden again."));
    press(&mut model, "u u");
    assert_eq!((tree(&model), notice(&model)), (USUAL.map(str::to_owned).to_vec(), "World is shown again."));
    assert_eq!(marker(&model), "world");
    press(&mut model, "X");
    assert_eq!(notice(&model), "No section is hidden.");
}

#[test]
fn with_every_section_hidden_nothing_breaks() {
    let mut model = edition::open((80, 24));
    press(&mut model, "h x x x x x x");
    assert_eq!(tree(&model), [""; 0]);
    press(&mut model, "j l h p < > x G n Space");
    press(&mut model, "X");
    assert_eq!(tree(&model), USUAL);
}

#[test]
fn sections_move_among_their_siblings_and_not_beyond() {
    let mut model = edition::open((80, 24));
    press(&mut model, "h j");
    let effects = press(&mut model, ">");
    assert!(matches!(recorded(&effects).as_slice(), [("world", SectionDeed::Moved { .. })]), "one mark: {effects:?}");
    assert_eq!(tree(&model), ["Front page", "Sport", "World", "Saved", "", "The Courier"]);
    assert_eq!(marker(&model), "world");
    press(&mut model, "> >");
    assert_eq!(notice(&model), "It is the last one here.");
    assert_eq!(tree(&model)[..4], ["Front page", "Sport", "Saved", "World"], "an outlet is no sibling");
    press(&mut model, "< < < <");
    assert_eq!(notice(&model), "It is the first one here.");
    assert_eq!(tree(&model)[..4], ["World", "Front page", "Sport", "Saved"]);
    press(&mut model, "G l G");
    press(&mut model, "<");
    assert_eq!(tree(&model)[6..], ["  Home news", "  Puzzles", "  Sport"]);
    assert_eq!(tree(&restarted(&model).0), tree(&model));
    press(&mut model, "u");
    assert_eq!(
        (&tree(&model)[7..], notice(&model)),
        (&["  Sport".to_owned(), "  Puzzles".to_owned()][..], "Puzzles is back in its place.")
    );
    for _ in 0..5 {
        press(&mut model, "u");
    }
    assert_eq!(tree(&model)[..6], USUAL);
}

#[test]
fn pinned_sections_move_among_the_pinned() {
    let mut model = edition::open((80, 24));
    press(&mut model, "h p j p");
    assert_eq!(tree(&model)[..3], ["Front page", "World", ""]);
    press(&mut model, "g >");
    assert_eq!(tree(&model)[..3], ["World", "Front page", ""]);
    press(&mut model, ">");
    assert_eq!(notice(&model), "It is the last one here.");
    assert_eq!(tree(&restarted(&model).0), tree(&model));
}

#[test]
fn where_no_room_is_left_between_two_all_siblings_are_numbered_anew() {
    let mut edition = edition::edition(EditionKind::Live);
    for (section, rank) in [("front-page", i64::MIN), ("world", 7), ("sport", 8), ("saved", i64::MAX)] {
        let deed = SectionDeed::Moved { rank: Some(rank) };
        edition.marks.sections.merge(&SectionMark { at: 1, section: id(section), deed });
    }
    let mut model = Model::new((80, 24).into(), now(), Zone::utc(), &Config::default(), edition);
    let _ = model.begin();
    press(&mut model, "h");
    assert_eq!(recorded(&press(&mut model, ">")).len(), 4);
    assert_eq!(tree(&model)[..4], ["World", "Front page", "Sport", "Saved"]);
    press(&mut model, "G < j k k >");
    assert_eq!(tree(&model)[..4], ["World", "Front page", "Saved", "Sport"]);
    press(&mut model, "u");
    assert_eq!(tree(&model)[..4], ["World", "Front page", "Sport", "Saved"]);
}

#[test]
fn what_is_folded_is_remembered() {
    let mut model = edition::open((80, 24));
    press(&mut model, "h G");
    assert_eq!(recorded(&press(&mut model, "l")), [("courier", SectionDeed::Unfolded)]);
    press(&mut model, "j l");
    let (again, effects) = restarted(&model);
    assert_eq!((tree(&again), marker(&again)), (tree(&model), "courier/home"));
    assert_eq!(recorded(&effects), []);
    assert_eq!(recorded(&press(&mut model, "h")), [("courier/home", SectionDeed::Folded)]);
    assert_eq!(recorded(&press(&mut model, "h")), [], "going out to the parent folds nothing");
    assert_eq!(tree(&restarted(&model).0), tree(&model));
    // A section that is gone to by its name unfolds what it is in, and that is remembered as well.
    press(&mut model, "S");
    write(&mut model, "harbour");
    let effects = press(&mut model, "Enter");
    assert_eq!(
        recorded(&effects),
        [("courier/home", SectionDeed::Unfolded), ("courier/home/harbour", SectionDeed::Opened)]
    );
}

#[test]
fn the_next_start_opens_where_the_reader_was() {
    let at_the_bowls = |mut model: Model| {
        press(&mut model, "j j j j j");
        model
    };
    for size in [(80, 24), (40, 12), (140, 45)] {
        let before = at_the_bowls(edition::open(size));
        let (mut model, effects) = restarted(&before);
        assert_eq!(loads(&effects), ["front-page IfStale"]);
        assert_eq!(model.bookmark(), before.bookmark(), "also before the list is there");
        tell(&mut model, Msg::Headlines(listed("front-page", headlines())));
        assert_eq!(
            (model.focus, selected(&model), model.headlines.top),
            (Pane::Headlines, 5, before.headlines.top),
            "{size:?}"
        );

        // The list stands still at once: what comes later waits.
        let mut newer = vec![headline("new", "New")];
        newer.extend(headlines());
        tell(&mut model, Msg::Headlines(listed("front-page", newer)));
        assert_eq!((selected(&model), model.headlines.pending_new()), (5, 1));

        // In the tree, folded as it was.
        let mut before = edition::open(size);
        press(&mut before, "S s p o r t Down Enter h h h");
        assert_eq!((before.headlines.section.0.as_str(), marker(&before)), ("courier/sport", "courier"));
        let (model, effects) = restarted(&before);
        assert_eq!(loads(&effects), ["courier/sport IfStale"]);
        assert_eq!((model.focus, marker(&model), tree(&model)), (Pane::Sections, "courier", tree(&before)));
    }
}

#[test]
fn a_story_in_the_middle_is_taken_up_again() {
    let mut before = edition::open((80, 12));
    press(&mut before, "Enter");
    arrive(&mut before, "bridge", story());
    press(&mut before, "Space j");
    let place = before.article.place();
    // Killed: nothing was done on the way out.
    let (mut model, effects) = restarted(&before);
    assert_eq!(loads(&effects), ["front-page IfStale", "courier.example/bridge IfStale"]);
    assert!(matches!(effects.last(), Some(Effect::Count(_))));
    assert_eq!((model.focus, &model.undo), (Pane::Article, &Vec::new()), "nothing was done that could be undone");
    arrive(&mut model, "bridge", story());
    assert_eq!(model.article.place(), place);
    assert_eq!(model.bookmark(), before.bookmark());
    // Even when the list has lost it.
    tell(&mut model, Msg::Headlines(listed("front-page", vec![headline("new", "New")])));
    assert_eq!(model.article.headline.as_ref().unwrap().key, story_key("bridge"));
}

#[test]
fn a_bookmark_that_leads_nowhere_is_a_start_on_the_first_section() {
    let mut before = edition::open((80, 24));
    press(&mut before, "j");
    let mut bookmark = before.bookmark().unwrap();
    bookmark.section = id("gone/for/ever");
    let mut edition = edition::edition(EditionKind::Live);
    edition.marks.merge_bookmark(1, bookmark.clone());
    let mut model = Model::new((80, 24).into(), now(), Zone::utc(), &Config::default(), edition);
    assert_eq!(loads(&model.begin()), ["front-page IfStale"]);
    // In the section, but without its story.
    bookmark.section = id("world");
    let mut edition = edition::edition(EditionKind::Live);
    edition.marks.merge_bookmark(1, bookmark);
    let mut model = Model::new((80, 24).into(), now(), Zone::utc(), &Config::default(), edition);
    let _ = model.begin();
    tell(&mut model, Msg::Headlines(listed("world", vec![headline("new", "New")])));
    assert_eq!((model.headlines.section.0.as_str(), selected(&model)), ("world", 0));
}

#[test]
fn a_key_ends_the_waiting_for_the_remembered_story() {
    let mut before = edition::open((80, 24));
    press(&mut before, "G");
    let (mut model, _) = restarted(&before);
    press(&mut model, "j");
    tell(&mut model, Msg::Headlines(listed("front-page", headlines())));
    assert_eq!(selected(&model), 0);
}

#[test]
fn a_folded_parent_counts_what_it_hides() {
    let mut model = edition::open((80, 24));
    let home = Unread { own: 2, all: 7 };
    let counts = vec![
        (id("courier"), Unread { own: 4, all: 11 }),
        (id("courier/home"), home),
        (id("courier/home/harbour"), unread(5)),
        (id("courier/sport"), Unread::default()),
    ];
    tell(&mut model, Msg::Counts(counts));
    let shown = |model: &Model| -> Vec<usize> {
        let sections = model.sections.rows().into_iter().filter_map(|row| match row {
            TreeRow::Section(index) if index > 3 => Some(model.sections.unread(index)),
            _ => None,
        });
        sections.collect()
    };
    assert_eq!(shown(&model), [11]);
    press(&mut model, "h G l");
    assert_eq!(shown(&model), [4, 7, 0, 0]);
    press(&mut model, "j l");
    assert_eq!(shown(&model), [4, 2, 5, 0, 0]);
    press(&mut model, "h h h");
    assert_eq!(shown(&model), [11]);
}

#[test]
fn only_what_is_shown_is_counted() {
    let mut model = edition::open((80, 24));
    press(&mut model, "h j x");
    let Effect::Count(counted) = model.count() else { panic!("a question for counts") };
    let ids: Vec<(&str, u8)> = counted.iter().map(|counted| (counted.section.0.as_str(), counted.depth)).collect();
    let expected = [
        ("front-page", 0),
        ("sport", 0),
        ("courier", 0),
        ("courier/home", 1),
        ("courier/home/harbour", 2),
        ("courier/sport", 1),
    ];
    assert_eq!(ids, expected);
}

#[test]
fn reading_on_unfolds_nothing() {
    let mut model = edition::open((80, 24));
    tell(&mut model, Msg::Counts(vec![(id("courier/home/harbour"), unread(2))]));
    let effects = press(&mut model, "A Space");
    assert_eq!(loads(&effects), ["courier/home/harbour IfStale"]);
    assert_eq!((recorded(&effects), marker(&model)), (Vec::new(), "courier"));
    assert_eq!(tree(&model), USUAL);
}

fn offered(model: &Model) -> Vec<&str> {
    match &model.overlay {
        Some(dateline::app::overlay::Overlay::Prompt(prompt)) => {
            prompt.offered().map(|choice| choice.path.as_str()).collect()
        }
        other => panic!("no prompt but {other:?}"),
    }
}

#[test]
fn all_sections_of_all_outlets_are_found_by_typing() {
    let mut model = edition::open((80, 24));
    press(&mut model, "h j j x S");
    write(&mut model, "sport");
    assert_eq!(offered(&model), ["The Courier › Sport", "Sport", "The Lantern › Sport"], "what is shown comes first");
    let mut cancelled = model.clone();
    assert_eq!(press(&mut cancelled, "Down Esc"), []);
    assert_eq!((cancelled.focus, cancelled.headlines.section.0.as_str()), (Pane::Sections, "front-page"));

    // A hidden one can be gone to; it stands in the tree until the end.
    let mut hidden = model.clone();
    assert_eq!(loads(&press(&mut hidden, "Down Enter")), ["sport IfStale"]);
    assert_eq!((tree(&hidden), marker(&hidden)), (USUAL.map(str::to_owned).to_vec(), "sport"));
    assert_eq!(tree(&restarted(&cancelled).0).len(), 5);

    // An outlet that was not chosen comes as a whole, and says that it is switched off.
    let effects = press(&mut model, "Down Down Enter");
    assert_eq!(loads(&effects), ["lantern/sport IfStale"]);
    assert_eq!(tree(&model)[3..], ["", "The Courier", "The Lantern", "  Coast", "  Sport"]);
    assert_eq!(notice(&model), "The Lantern is switched off in the catalogue: its lamp is being mended");
    assert!(effects.iter().any(|effect| matches!(effect, Effect::Count(_))), "and is counted");
    let (again, effects) = restarted(&model);
    assert_eq!((loads(&effects), marker(&again)), (vec!["lantern/sport IfStale".to_owned()], "lantern/sport"));
}

#[test]
fn of_equal_names_the_one_that_is_used_comes_first() {
    let mut model = edition::open((80, 24));
    press(&mut model, "S");
    write(&mut model, "sport");
    assert_eq!(offered(&model)[0], "Sport");
    let effects = press(&mut model, "Down Enter");
    assert_eq!(recorded(&effects).last(), Some(&("courier/sport", SectionDeed::Opened)));
    press(&mut model, "S");
    write(&mut model, "sport");
    assert_eq!(offered(&model)[0], "The Courier › Sport");
    assert_eq!(recorded(&press(&mut model, "Enter")), [], "one mark a day is enough");
    // Without a letter, too.
    press(&mut model, "S");
    assert_eq!(offered(&model)[..2], ["The Courier › Sport", "Front page"]);
    press(&mut model, "Esc");
    // Two days of the other one outweigh it.
    for day in 1..3 {
        model.now = now() + Duration::days(day);
        press(&mut model, "S f r o n t Enter h k j j");
        assert_eq!(marker(&model), "sport");
        press(&mut model, "l");
    }
    press(&mut model, "S");
    write(&mut model, "sport");
    assert_eq!(offered(&model)[0], "Sport");
    // What was used long ago counts no more.
    press(&mut model, "Esc");
    model.now = now() + Duration::days(91);
    press(&mut model, "S");
    write(&mut model, "sport");
    assert_eq!(offered(&model), ["Sport", "The Courier › Sport", "The Lantern › Sport"]);
}

#[test]
fn nothing_in_a_list_moves_while_the_reader_is_in_it() {
    let mut newer = vec![headline("new", "New")];
    newer.extend(headlines().into_iter().rev());
    // However the reader came to be there, on the first row as well.
    for keys in ["j k", "m", "w", "m u", "Enter h", "n N", "? q", "S Esc", "/ x Esc", "J K", "Tab Tab", "j h l"] {
        let mut model = edition::open((80, 24));
        press(&mut model, keys);
        let before = (model.headlines.list.clone(), selected(&model), model.headlines.top);
        tell(&mut model, Msg::Headlines(listed("front-page", newer.clone())));
        tell(&mut model, Msg::Counts(vec![(id("front-page"), unread(3))]));
        let mut shorter = newer.clone();
        shorter.truncate(3);
        tell(&mut model, Msg::Headlines(listed("front-page", shorter)));
        tell(&mut model, Msg::Headlines(listed("front-page", newer.clone())));
        press(&mut model, "m");
        press(&mut model, "u");
        let after = (model.headlines.list.clone(), selected(&model), model.headlines.top);
        assert_eq!(after, before, "{keys}");
        let mut asked = model.clone();
        press(&mut asked, "r");
        assert_eq!((&asked.headlines.list, selected(&asked)), (&newer, 0), "{keys}: r shows what waited");
        // Back to the tree and in again.
        press(&mut model, "h");
        assert_eq!(model.headlines.list, before.0, "{keys}");
        press(&mut model, "l");
        assert_eq!((&model.headlines.list, selected(&model)), (&newer, 0), "{keys}: coming back shows what waited");
    }
    // Asked for at the top, the news comes in there; a key more, and it waits.
    for (keys, moves) in [("j k r", true), ("R", true), ("r m", false), ("j r", false)] {
        let mut model = edition::open((80, 24));
        press(&mut model, keys);
        tell(&mut model, Msg::Headlines(listed("front-page", newer.clone())));
        assert_eq!(model.headlines.list == newer, moves, "{keys}");
    }
    // What waited and is no longer so is forgotten.
    let mut model = edition::open((80, 24));
    press(&mut model, "j");
    tell(&mut model, Msg::Headlines(listed("front-page", newer)));
    tell(&mut model, Msg::Headlines(listed("front-page", headlines())));
    assert_eq!(model.headlines.pending, None);
}
