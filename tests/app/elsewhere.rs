//! The same story in several outlets: folded into one row, brought out, read one after the other.

use dateline::app::{ArticleAnswer, Effect, Model, Msg, Pane, update};
use dateline::clock::Zone;
use dateline::config::Config;
use dateline::news::Headline;
use dateline::trouble::{Trouble, TroubleKind};

use super::edition::{self, headline, id, listed, now};
use super::{loads, notice, press, selected, tell};

/// A story of another outlet.
fn elsewhere(outlet: &str, title: &str) -> Headline {
    let name = format!("{outlet}-bridge");
    Headline {
        outlet: outlet.to_lowercase(),
        outlet_name: format!("The {outlet}"),
        standfirst: Some(
            "Port Tāwhai keeps its swing bridge: nine councillors voted to mend it, four to replace it.".into(),
        ),
        ..headline(&name, title)
    }
}

/// One event in three outlets, and two stories that nobody else tells.
fn list() -> Vec<Headline> {
    let first = "Port Tāwhai council votes nine to four to mend the swing bridge";
    vec![
        headline("strait", "Fishing truce in the Ilmar Strait holds"),
        Headline { outlet_name: "The Courier".into(), outlet: "courier".into(), ..elsewhere("Courier", first) },
        headline("treaty", "What the treaty says"),
        elsewhere("Lantern", "Swing bridge at Port Tāwhai to be mended after council votes nine to four"),
        elsewhere("Gazette", "Port Tāwhai swing bridge saved: councillors vote nine to four to mend it"),
        headline("bowls", "Magpie decides bowls final"),
    ]
}

/// The front page, filled by two outlets, before any answer.
fn front_page(size: (u16, u16), config: &str) -> Model {
    let edition = edition::edition(dateline::app::EditionKind::Live);
    let config = Config::parse(config).unwrap();
    let mut model = Model::new(size.into(), now(), Zone::utc(), &config, edition);
    let _ = model.begin();
    model
}

fn open(size: (u16, u16)) -> Model {
    let mut model = front_page(size, "");
    let _ = update(&mut model, Msg::Headlines(listed("front-page", list())));
    model
}

fn outlets(model: &Model) -> Vec<&str> {
    model.headlines.list.iter().map(|row| row.outlet_name.as_str()).collect()
}

const FOLDED: [&str; 4] = ["The Courier", "The Courier", "The Courier", "The Courier"];
const UNFOLDED: [&str; 6] = ["The Courier", "The Courier", "The Lantern", "The Gazette", "The Courier", "The Courier"];

#[test]
fn a_list_of_several_outlets_shows_one_row_for_one_event() {
    let model = open((80, 24));
    assert_eq!(outlets(&model), FOLDED);
    assert_eq!(model.list_size(), "4 unread of 4", "what is folded counts with its row");
    let hidden: Vec<&str> = model.headlines.elsewhere.hidden().map(|story| story.outlet.as_str()).collect();
    assert_eq!(hidden, ["lantern", "gazette"]);
    let also = |room| model.headlines.elsewhere.also(&list()[1].key, room);
    assert_eq!(also(80).as_deref(), Some("also Lantern, Gazette"));
    assert_eq!(also(20).as_deref(), Some("also Lantern +1"));
    assert_eq!(also(10).as_deref(), Some("+2 outlets"));
    assert_eq!(model.headlines.elsewhere.also(&list()[0].key, 80), None);
}

#[test]
fn nothing_is_folded_where_one_outlet_fills_the_list_or_the_reader_wants_it_so() {
    let mut apart = front_page((80, 24), "fold_same = false");
    tell(&mut apart, Msg::Headlines(listed("front-page", list())));
    assert_eq!(apart.headlines.list, list());
    let mut of_one = front_page((80, 24), "fold_same = true");
    press(&mut of_one, "h j l");
    tell(&mut of_one, Msg::Headlines(listed("world", list())));
    assert_eq!((of_one.headlines.section.clone(), &of_one.headlines.list), (id("world"), &list()));
    assert_eq!(press(&mut of_one, "j a"), []);
    assert_eq!(notice(&of_one), "No other outlet in this list tells this story.");
}

#[test]
fn what_was_searched_for_is_shown_row_by_row() {
    let mut model = open((80, 24));
    press(&mut model, "s b r i d g e Enter");
    tell(&mut model, crate::found("bridge", list()));
    assert_eq!(model.headlines.list, list());
}

#[test]
fn one_key_brings_the_others_out_and_folds_them_again() {
    let mut model = open((80, 24));
    press(&mut model, "j a");
    assert_eq!((outlets(&model).as_slice(), selected(&model)), (UNFOLDED.as_slice(), 1));
    assert!(!model.headlines.elsewhere.is_below(&list()[1].key) && model.headlines.elsewhere.is_below(&list()[3].key));
    press(&mut model, "a");
    assert_eq!((outlets(&model).as_slice(), selected(&model)), (FOLDED.as_slice(), 1));
    press(&mut model, "a j j");
    assert_eq!(model.headlines.current().unwrap().outlet, "gazette");
    press(&mut model, "a");
    assert_eq!((outlets(&model).as_slice(), selected(&model)), (FOLDED.as_slice(), 1), "from below as well");
    press(&mut model, "g a");
    assert_eq!(notice(&model), "No other outlet in this list tells this story.");
    press(&mut model, "h a");
    assert_eq!(notice(&model), "Choose a story first: this is about the same story in other outlets.");
}

#[test]
fn the_row_stays_wholly_in_sight_when_it_is_turned_over() {
    for size in [(80, 24), (40, 12), (80, 10), (140, 45)] {
        let mut model = open(size);
        for keys in ["j a", "j j", "a", "G a", "k k a", "a"] {
            press(&mut model, keys);
            let pane = &model.headlines;
            assert!(pane.top <= pane.selected && pane.selected < pane.list.len(), "{size:?} {keys}");
        }
    }
}

#[test]
fn in_a_story_the_key_goes_from_outlet_to_outlet() {
    let mut model = open((80, 24));
    press(&mut model, "j Enter");
    let reads = |model: &Model| model.article.headline.as_ref().unwrap().outlet.clone();
    let version = |model: &Model| model.version(&model.article.headline.as_ref().unwrap().key).unwrap();
    for (outlet, said) in [("lantern", "2 of 3 outlets"), ("gazette", "3 of 3 outlets"), ("courier", "1 of 3 outlets")]
    {
        assert_eq!(loads(&press(&mut model, "a")).len(), 1, "{outlet}");
        assert_eq!((reads(&model).as_str(), version(&model).as_str()), (outlet, said));
        assert_eq!((selected(&model), model.focus), (1, Pane::Article), "the row stands for all of them");
    }
    press(&mut model, "a J");
    assert_eq!(model.article.headline.as_ref().unwrap().title, "What the treaty says", "on from the row");
    press(&mut model, "a");
    assert_eq!(notice(&model), "No other outlet in this list tells this story.");
}

#[test]
fn unfolded_the_marker_follows_the_version_that_is_read() {
    let mut model = open((140, 45));
    press(&mut model, "j a Enter a");
    assert_eq!((model.headlines.current().unwrap().outlet.as_str(), selected(&model)), ("lantern", 2));
}

#[test]
fn only_what_was_read_is_marked_and_can_be_taken_back() {
    let mut model = open((80, 24));
    press(&mut model, "j Enter");
    let read = |model: &Model| list().iter().map(|story| model.marks.is_read(&story.key)).collect::<Vec<_>>();
    assert_eq!(read(&model), [false, true, false, false, false, false]);
    press(&mut model, "a");
    assert_eq!(read(&model), [false, true, false, true, false, false]);
    press(&mut model, "u");
    assert_eq!(read(&model), [false, true, false, false, false, false]);
    press(&mut model, "h");
    assert_eq!(model.list_size(), "3 unread of 4");
    press(&mut model, "n");
    assert_eq!(selected(&model), 2, "what is folded is no row to stop at");
    let effects = press(&mut model, "A");
    let marks =
        effects.iter().find_map(|effect| if let Effect::Record(marks) = effect { Some(marks.len()) } else { None });
    assert_eq!(marks, Some(5), "the whole list, with what is folded away");
    assert_eq!(notice(&model), "5 stories marked read, folded ones too. u takes it back.");
    press(&mut model, "u");
    assert_eq!(model.list_size(), "3 unread of 4");
}

#[test]
fn reading_on_passes_over_what_is_folded() {
    let mut model = open((80, 24));
    let mut titles = Vec::new();
    for _ in 0..4 {
        press(&mut model, "Space");
        let open = model.article.headline.clone().unwrap();
        titles.push(open.title);
        let outcome = Err(Trouble::at(TroubleKind::NoStory, &open.url));
        tell(&mut model, Msg::Article(ArticleAnswer { key: open.key, outcome, waiting: false }));
    }
    let rows: Vec<String> = model.headlines.list.iter().map(|row| row.title.clone()).collect();
    assert_eq!(titles, rows);
}

#[test]
fn what_comes_later_joins_when_the_list_is_asked_for() {
    let mut model = open((80, 24));
    press(&mut model, "j a");
    tell(&mut model, Msg::Headlines(listed("front-page", list())));
    assert_eq!((model.headlines.pending.as_ref(), outlets(&model).as_slice()), (None, UNFOLDED.as_slice()), "no news");
    let mut newer = list();
    newer.insert(0, elsewhere("Echo", "Council of Port Tāwhai votes nine to four: the swing bridge will be mended"));
    tell(&mut model, Msg::Headlines(listed("front-page", newer)));
    assert_eq!((outlets(&model).as_slice(), selected(&model)), (UNFOLDED.as_slice(), 1), "nothing moves");
    assert_eq!(model.status(), "1 new story: r shows it");
    press(&mut model, "r");
    assert_eq!(outlets(&model), ["The Echo", "The Courier", "The Courier", "The Courier"]);
    let also = model.headlines.elsewhere.also(&model.headlines.list[0].key, 80);
    assert_eq!(also.as_deref(), Some("also Courier, Lantern +1"));
}

#[test]
fn an_untouched_list_is_folded_anew_with_each_answer() {
    let mut model = front_page((80, 24), "");
    tell(&mut model, Msg::Headlines(listed("front-page", list().into_iter().take(3).collect())));
    assert_eq!(outlets(&model).len(), 3);
    tell(&mut model, Msg::Headlines(listed("front-page", list())));
    assert_eq!(outlets(&model), FOLDED);
}

#[test]
fn a_start_where_a_folded_story_was_read_stands_on_its_row() {
    let mut model = front_page((80, 24), "");
    model.headlines.resume = Some(list()[4].key.clone());
    tell(&mut model, Msg::Headlines(listed("front-page", list())));
    assert_eq!(selected(&model), 1);
}

#[test]
fn finding_looks_at_the_rows_there_are() {
    let mut model = open((80, 24));
    press(&mut model, "/ s a v e d Enter");
    assert!(model.find.as_ref().is_none_or(|find| find.hits.is_empty()), "what is folded is not here");
    let mut model = open((80, 24));
    press(&mut model, "j a / s a v e d Enter");
    assert_eq!((model.find.as_ref().map(|find| find.hits.clone()), selected(&model)), (Some(vec![3]), 3));
    press(&mut model, "a");
    assert_eq!(model.find.as_ref().map(|find| find.hits.clone()), Some(vec![]), "found anew in the list as it is now");
}
