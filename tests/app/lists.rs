//! Sections and headlines: moving, folding, opening, and answers that come when they like.

use dateline::app::overlay::Overlay;
use dateline::app::{Ask, EditionKind, Effect, Msg, Pane};
use dateline::trouble::{Trouble, TroubleKind};

use super::edition::{self, feed, headline, headlines, id, listed, unread};
use super::{loads, notice, press, selected, tell};

fn trouble() -> Trouble {
    Trouble::at(TroubleKind::Dns, "https://courier.example/home.rss")
}

#[test]
fn the_marker_moves_and_stops_at_the_ends() {
    let mut model = edition::open((80, 24));
    for (keys, expected) in [
        ("k", 0),
        ("j", 1),
        ("Down", 2),
        ("Up", 1),
        ("G", 6),
        ("j", 6),
        ("g", 0),
        ("End", 6),
        ("Home", 0),
        ("J", 1),
        ("K", 0),
    ] {
        assert_eq!(press(&mut model, keys), []);
        assert_eq!(selected(&model), expected, "{keys}");
    }
    press(&mut model, "K");
    assert_eq!(notice(&model), "That is the first story of the list.");
    press(&mut model, "G J");
    assert_eq!(notice(&model), "That was the last story of the list.");
}

#[test]
fn the_story_under_the_marker_is_wholly_in_sight() {
    for size in [(80, 24), (40, 12), (140, 45), (100, 10), (30, 7)] {
        let mut model = edition::open(size);
        for keys in ["j", "j", "j", "j", "j", "j", "k", "k", "G", "g", "PageDown", "PageDown", "b", "b"] {
            press(&mut model, keys);
            let layout = dateline::app::layout::Layout::of(model.size, Pane::Headlines, false);
            let body = layout.headlines.unwrap().body;
            let style = dateline::app::headlines_pane::RowStyle::of(body, layout.side_by_side);
            let pane = &model.headlines;
            assert!(pane.top <= pane.selected, "{size:?} {keys}");
            let to_its_end: usize = pane.list[pane.top..=pane.selected].iter().map(|row| style.height(row)).sum();
            let gap = usize::from(style.gap);
            let alone = pane.top == pane.selected;
            assert!(to_its_end - gap <= usize::from(body.height) || alone, "{size:?} {keys}: {to_its_end} rows");
        }
    }
}

#[test]
fn sections_unfold_fold_and_open() {
    let mut model = edition::open((80, 24));
    press(&mut model, "Tab");
    let visible = |model: &dateline::app::Model| {
        model
            .sections
            .rows()
            .iter()
            .filter(|row| matches!(row, dateline::app::sections_pane::TreeRow::Section(_)))
            .count()
    };
    let current = |model: &dateline::app::Model| model.sections.current().unwrap().id.0.clone();
    assert_eq!(visible(&model), 5, "an outlet's own tree is folded at first");
    press(&mut model, "G");
    for (keys, expected, rows) in [
        ("l", "courier", 8),
        ("j", "courier/home", 8),
        ("l", "courier/home", 9),
        ("j", "courier/home/harbour", 9),
        ("h", "courier/home", 9),
        ("h", "courier/home", 8),
        ("h", "courier", 8),
        ("h", "courier", 5),
        ("h", "courier", 5),
    ] {
        assert_eq!(loads(&press(&mut model, keys)), Vec::<String>::new());
        assert_eq!((current(&model).as_str(), visible(&model)), (expected, rows), "{keys}");
    }
    press(&mut model, "Enter");
    assert_eq!(loads(&press(&mut model, "Enter")), ["courier IfStale"], "unfolded, it opens");
    assert_eq!(model.focus, Pane::Headlines);
}

#[test]
fn opening_a_section_asks_for_its_feeds() {
    let mut model = edition::open((80, 24));
    let effects = press(&mut model, "h j l");
    let asked = Effect::LoadSection { section: id("world"), feeds: vec![feed("world")], ask: Ask::IfStale };
    assert_eq!(effects.first(), Some(&asked));
    assert_eq!(loads(&effects).len(), 1);
    assert_eq!((model.focus, model.headlines.waiting), (Pane::Headlines, 1));
    assert!(model.headlines.list.is_empty());
    // Going back to the one that is open asks for nothing.
    assert_eq!(press(&mut model, "h l"), []);
}

#[test]
fn a_section_for_the_browser_shows_its_address() {
    let mut model = edition::open((80, 24));
    let effects = press(&mut model, "h G l G l");
    assert_eq!(loads(&effects), Vec::<String>::new());
    assert_eq!(model.headlines.browser_page.as_deref(), Some("https://courier.example/courier/puzzles"));
    press(&mut model, "Enter");
    assert!(
        matches!(&model.overlay, Some(Overlay::Menu(menu)) if menu.url == "https://courier.example/courier/puzzles")
    );
}

#[test]
fn an_answer_for_another_section_is_dropped() {
    let mut model = edition::open((80, 24));
    let effects = tell(&mut model, Msg::Headlines(listed("world", vec![headline("new", "New")])));
    assert!(matches!(effects.as_slice(), [Effect::Count(_)]), "but what was fetched is counted");
    assert_eq!(model.headlines.list, headlines());
    let mut waiting = listed("world", Vec::new());
    waiting.waiting = 1;
    assert_eq!(tell(&mut model, Msg::Headlines(waiting)), []);
}

/// The list with a story on top that was not there.
fn newer() -> Vec<dateline::news::Headline> {
    let mut newer = vec![headline("new", "New")];
    newer.extend(headlines());
    newer
}

#[test]
fn an_untouched_list_is_simply_replaced() {
    let mut model = edition::open((80, 24));
    tell(&mut model, Msg::Headlines(listed("front-page", newer())));
    assert_eq!(model.headlines.list, newer());
    assert_eq!(model.headlines.pending, None);
}

#[test]
fn a_list_in_use_stays_as_it_is_until_it_is_asked_for() {
    for keys in ["j", "Enter", "j Enter", "G"] {
        let mut model = edition::open((80, 24));
        press(&mut model, keys);
        let before = selected(&model);
        tell(&mut model, Msg::Headlines(listed("front-page", newer())));
        assert_eq!((&model.headlines.list, selected(&model)), (&headlines(), before), "{keys}");
        assert_eq!(model.headlines.pending_new(), 1);
        if model.focus == Pane::Article {
            press(&mut model, "h");
        }
        assert_eq!(model.status(), "1 new story: r shows it");
        assert_eq!(press(&mut model, "r"), [], "{keys}");
        assert_eq!((&model.headlines.list, selected(&model)), (&newer(), 0));
        assert_eq!(loads(&press(&mut model, "r")), ["front-page Now"]);
    }
}

#[test]
fn the_same_list_again_is_no_news() {
    let mut model = edition::open((80, 24));
    press(&mut model, "j");
    tell(&mut model, Msg::Headlines(listed("front-page", headlines())));
    assert_eq!((model.headlines.pending.as_ref(), selected(&model)), (None, 1));
}

#[test]
fn refreshing_asks_now() {
    let mut model = edition::open((80, 24));
    assert_eq!(loads(&press(&mut model, "r")), ["front-page Now"]);
    assert_eq!(loads(&press(&mut model, "R")), ["front-page Now", "world Now", "sport Now"]);
    press(&mut model, "h j");
    assert_eq!(loads(&press(&mut model, "r")), ["world Now"], "the section under the marker");
    press(&mut model, "l Enter");
}

#[test]
fn the_sample_stands_in_only_when_there_is_nothing_at_all() {
    let nobody = || {
        let mut answer = listed("front-page", Vec::new());
        answer.freshness = None;
        answer.troubles = vec![trouble(), trouble()];
        answer
    };
    let asks = |nothing_kept: bool, kind: EditionKind, answer| {
        let mut model = edition::model((80, 24));
        model.edition = kind;
        model.nothing_kept = nothing_kept;
        tell(&mut model, Msg::Headlines(answer)).contains(&Effect::OpenSample)
    };
    assert!(asks(true, EditionKind::Live, nobody()));
    assert!(!asks(false, EditionKind::Live, nobody()), "something is kept");
    assert!(!asks(true, EditionKind::Sample, nobody()), "it is open already");
    assert!(!asks(true, EditionKind::SampleInstead, nobody()));
    let mut waiting = nobody();
    waiting.waiting = 1;
    assert!(!asks(true, EditionKind::Live, waiting), "somebody may still answer");
    assert!(!asks(true, EditionKind::Live, listed("front-page", Vec::new())), "answered, but empty");
    assert!(!asks(true, EditionKind::Live, listed("front-page", headlines())));
}

#[test]
fn once_something_came_the_sample_stays_shut() {
    let mut model = edition::model((80, 24));
    model.nothing_kept = true;
    tell(&mut model, Msg::Headlines(listed("front-page", headlines())));
    press(&mut model, "h j l");
    let mut answer = listed("world", Vec::new());
    answer.troubles = vec![trouble()];
    assert!(!tell(&mut model, Msg::Headlines(answer)).contains(&Effect::OpenSample));
}

#[test]
fn from_the_stand_in_sample_r_tries_the_network_in_every_pane() {
    let mut model = edition::open((80, 24));
    let effects = tell(&mut model, Msg::Edition(Box::new(edition::edition(EditionKind::SampleInstead))));
    assert_eq!(loads(&effects), ["front-page IfStale"]);
    tell(&mut model, Msg::Headlines(listed("front-page", headlines())));
    assert!(model.status().starts_with("No news can be had: this is the sample edition"), "{}", model.status());
    for keys in ["r", "Enter r", "Tab j r"] {
        let mut model = model.clone();
        assert_eq!(press(&mut model, keys), [Effect::OpenLive], "{keys}");
    }
}

#[test]
fn turning_to_another_edition_begins_anew() {
    let mut model = edition::open((140, 45));
    press(&mut model, "j Enter z /");
    tell(&mut model, Msg::Edition(Box::new(edition::edition(EditionKind::Sample))));
    assert_eq!((model.focus, selected(&model)), (Pane::Headlines, 0));
    assert!(model.overlay.is_none() && model.article.headline.is_none() && model.layout().side_by_side);
}

#[test]
fn counts_of_nothing_are_not_shown() {
    let mut model = edition::open((80, 24));
    tell(&mut model, Msg::Counts(vec![(id("world"), unread(3)), (id("sport"), unread(0))]));
    assert_eq!(model.sections.counts.get(&id("world")), Some(&unread(3)));
    assert_eq!(model.sections.counts.get(&id("sport")), None);
}

#[test]
fn a_window_that_grows_at_the_end_of_a_list_is_filled() {
    let mut model = edition::open((80, 12));
    press(&mut model, "G");
    assert!(model.headlines.top > 0);
    tell(&mut model, Msg::Resize((80, 60).into()));
    assert_eq!((model.headlines.top, selected(&model)), (0, 6));
}

#[test]
fn the_program_stops_from_prompts_and_menus_too() {
    for before in ["/", "S", "s", "o", "?"] {
        let mut model = edition::open((80, 24));
        press(&mut model, before);
        let open = model.overlay.clone();
        assert_eq!(press(&mut model, "C-z"), [Effect::Suspend], "{before}");
        assert_eq!(model.overlay, open, "{before}");
    }
}
