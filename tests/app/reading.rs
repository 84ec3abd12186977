//! Stories: opening, answers, places, and reading on.

use dateline::app::details::Details;
use dateline::app::{ArticleAnswer, Ask, Effect, Model, Msg, Pane};
use dateline::article::Place;
use dateline::config::Progress;
use dateline::ledger::Traffic;
use dateline::marks::Deed;
use dateline::news::Freshness;
use dateline::trouble::{Trouble, TroubleKind};
use ratatui::layout::Size;

use super::edition::{self, headlines, id, listed, now, paragraph, story, unread};
use super::{arrive, loads, notice, press, selected, story_key, tell};

fn refused() -> Trouble {
    Trouble::at(TroubleKind::Blocked(403), "https://courier.example/bridge")
}

fn places(effects: &[Effect]) -> Vec<Place> {
    effects
        .iter()
        .filter_map(|effect| match effect {
            Effect::Record(marks) => Some(marks),
            _ => None,
        })
        .flatten()
        .filter_map(|mark| match mark.deed {
            Deed::Place { place } => Some(place.place),
            _ => None,
        })
        .collect()
}

#[test]
fn opening_shows_the_headline_at_once_and_asks_for_the_story() {
    let mut model = edition::open((80, 24));
    let effects = press(&mut model, "Enter");
    let asked = Effect::LoadArticle {
        key: story_key("bridge"),
        url: "https://courier.example/bridge".to_owned(),
        ask: Ask::IfStale,
    };
    assert_eq!(effects.last(), Some(&asked));
    assert_eq!(model.focus, Pane::Article);
    assert!(model.article.waiting && model.article.article.is_none());
    let shown: Vec<String> = model.article.page.lines.iter().map(dateline::page::Line::to_plain).collect();
    assert!(shown.contains(&headlines()[0].title), "{shown:#?}");
    assert_eq!(model.status(), "Fetching the story from The Courier …");
}

#[test]
fn an_answer_to_another_story_is_dropped() {
    let mut model = edition::open((80, 24));
    press(&mut model, "Enter");
    let before = model.article.clone();
    assert_eq!(arrive(&mut model, "strait", story()), []);
    assert_eq!(model.article, before);
    arrive(&mut model, "bridge", story());
    assert!(model.article.article.is_some() && !model.article.waiting);
}

#[test]
fn a_story_fetched_anew_keeps_the_place() {
    let mut model = edition::open((80, 12));
    press(&mut model, "Enter");
    let outcome = Ok((Box::new(story()), Freshness::Cached(now())));
    tell(&mut model, Msg::Article(ArticleAnswer { key: story_key("bridge"), outcome, waiting: true }));
    assert!(model.article.waiting);
    press(&mut model, "Space Space");
    let place = model.article.place();
    assert!(place.block > 1);
    let mut longer = story();
    longer.blocks.push(paragraph("A line that was added since."));
    arrive(&mut model, "bridge", longer);
    assert_eq!(model.article.place(), place);
    assert_eq!(model.article.freshness, Some(Freshness::Live(now())));
}

#[test]
fn trouble_leaves_what_is_there() {
    let mut model = edition::open((80, 24));
    press(&mut model, "Enter");
    let answer = ArticleAnswer { key: story_key("bridge"), outcome: Err(refused()), waiting: false };
    tell(&mut model, Msg::Article(answer.clone()));
    assert_eq!(model.article.headline.as_ref(), Some(&headlines()[0]));
    assert!(!model.article.page.lines.is_empty());
    assert_eq!(model.status(), "courier.example refused (403). o opens it in a browser");
    // Asked again it comes, and the trouble is forgotten; later trouble does not take it away.
    assert_eq!(loads(&press(&mut model, "r")), ["courier.example/bridge Now"]);
    assert_eq!(model.article.trouble, None);
    arrive(&mut model, "bridge", story());
    tell(&mut model, Msg::Article(answer));
    assert!(model.article.article.is_some());
}

#[test]
fn a_story_given_up_is_forgotten_where_it_is_out_of_sight() {
    let mut model = edition::open((80, 24));
    press(&mut model, "Enter");
    assert_eq!(press(&mut model, "h"), [Effect::ForgetArticle]);
    assert_eq!(model.article.headline, None);
    // Side by side it stays in sight, so it is waited for.
    let mut model = edition::open((140, 45));
    press(&mut model, "Enter");
    assert_eq!(press(&mut model, "h"), []);
    arrive(&mut model, "bridge", story());
    assert!(model.article.article.is_some());
    assert_eq!(model.focus, Pane::Headlines);
}

#[test]
fn opening_the_open_story_asks_for_nothing() {
    let mut model = edition::open((140, 45));
    press(&mut model, "Enter");
    arrive(&mut model, "bridge", story());
    assert_eq!(loads(&press(&mut model, "h Enter")), Vec::<String>::new());
    assert_eq!(model.focus, Pane::Article);
}

#[test]
fn a_resize_keeps_the_place() {
    let mut model = edition::open((80, 14));
    press(&mut model, "Enter");
    arrive(&mut model, "bridge", story());
    press(&mut model, "Space j j j");
    let (place, top) = (model.article.place(), model.article.top);
    assert!(place.byte > 0 || place.block > 1);
    for (width, height) in [(40, 10), (140, 14), (80, 10), (33, 9), (100, 12)] {
        tell(&mut model, Msg::Resize(Size::new(width, height)));
        let first = model.article.place();
        let next = model.article.page.place_of(model.article.top + 1);
        assert!(first <= place && (place < next || first == next), "{width}×{height}: {first:?} for {place:?}");
    }
    // However often the window changes, the place does not drift.
    tell(&mut model, Msg::Resize(Size::new(80, 14)));
    assert_eq!((model.article.place(), model.article.top), (place, top));
}

#[test]
fn the_place_is_kept_and_taken_up_again() {
    let mut model = edition::open((80, 12));
    press(&mut model, "Enter");
    arrive(&mut model, "bridge", story());
    press(&mut model, "Space");
    let place = model.article.place();
    assert_eq!(places(&press(&mut model, "h")), [place]);
    assert_eq!(places(&press(&mut model, "Tab S-Tab")), [], "once is enough");
    press(&mut model, "j Enter");
    press(&mut model, "K");
    assert_eq!(model.article.resume.map(|spot| spot.place), Some(place));
    arrive(&mut model, "bridge", story());
    assert_eq!(model.article.place(), place);
}

#[test]
fn a_story_read_to_its_end_begins_anew() {
    let mut model = edition::open((80, 12));
    press(&mut model, "Enter");
    arrive(&mut model, "bridge", story());
    press(&mut model, "Space");
    press(&mut model, "h l G");
    assert_eq!(places(&press(&mut model, "h")), [Place::default()]);
}

#[test]
fn quitting_notes_the_place() {
    let mut model = edition::open((80, 12));
    press(&mut model, "Enter");
    arrive(&mut model, "bridge", story());
    press(&mut model, "Space");
    let place = model.article.place();
    for keys in ["Q", "C-c", "? Q"] {
        let mut model = model.clone();
        let effects = press(&mut model, keys);
        assert_eq!((places(&effects), effects.last()), (vec![place], Some(&Effect::Quit)), "{keys}");
    }
    assert_eq!(places(&model.leave()), [place], "also when the terminal hangs up");
}

#[test]
fn paging_loses_no_row_and_stops_at_the_ends() {
    let mut model = edition::open((80, 12));
    press(&mut model, "Enter");
    arrive(&mut model, "bridge", story());
    let height = model.article_height();
    let last = model.article.page.lines.len() - height;
    for (keys, expected) in
        [("PageDown", height), ("b", 0), ("b", 0), ("j", 1), ("k", 0), ("k", 0), ("G", last), ("j", last), ("g", 0)]
    {
        press(&mut model, keys);
        assert_eq!(model.article.top, expected, "{keys}");
    }
}

#[test]
fn braces_go_from_subhead_to_subhead() {
    let mut model = edition::open((80, 12));
    press(&mut model, "Enter");
    arrive(&mut model, "bridge", story());
    let top = |model: &Model| model.article.page.lines[model.article.top].to_plain();
    press(&mut model, "}");
    assert_eq!(top(&model), "What it costs");
    press(&mut model, "}");
    assert_eq!(top(&model), "The pies");
    press(&mut model, "{");
    assert_eq!(top(&model), "What it costs");
    press(&mut model, "{");
    assert_eq!(notice(&model), "No subhead above.");
}

#[test]
fn j_and_k_in_capitals_go_from_story_to_story() {
    let mut model = edition::open((80, 24));
    press(&mut model, "Enter");
    assert_eq!(loads(&press(&mut model, "J")), ["courier.example/strait IfStale"]);
    assert_eq!(loads(&press(&mut model, "K")), ["courier.example/bridge IfStale"]);
    assert_eq!(press(&mut model, "K"), []);
    assert_eq!(notice(&model), "That is the first story of the list.");
}

#[test]
fn space_reads_the_whole_paper() {
    let mut model = edition::open((80, 12));
    tell(&mut model, Msg::Counts(vec![(id("front-page"), unread(7)), (id("sport"), unread(2))]));
    assert_eq!(loads(&press(&mut model, "Space")), ["courier.example/bridge IfStale"]);
    arrive(&mut model, "bridge", story());
    let mut pages = 1;
    while !model.article.at_end(model.article_height()) {
        assert_eq!(press(&mut model, "Space"), []);
        pages += 1;
    }
    assert!(pages > 2);
    for name in ["strait", "treaty", "kettles", "gutters", "bowls", "quill"] {
        assert_eq!(loads(&press(&mut model, "Space")), [format!("courier.example/{name} IfStale")]);
        not_there(&mut model, name);
    }
    // The list is read: on to the next section that has something.
    assert_eq!(loads(&press(&mut model, "Space")), ["sport IfStale"]);
    assert_eq!((model.focus, notice(&model)), (Pane::Headlines, "On to Sport."));
    // Waiting for the list, more of the same key changes nothing.
    assert_eq!(press(&mut model, "Space"), []);
    let effects = tell(&mut model, Msg::Headlines(listed("sport", vec![edition::headline("cup", "Cup final")])));
    assert_eq!(loads(&effects), ["courier.example/cup IfStale"]);
    assert_eq!(model.focus, Pane::Article);
    tell(&mut model, Msg::Counts(Vec::new()));
    not_there(&mut model, "cup");
    press(&mut model, "Space");
    assert_eq!(notice(&model), "Everything is read.");
}

/// A story can't be had.
fn not_there(model: &mut Model, name: &str) {
    tell(model, Msg::Article(ArticleAnswer { key: story_key(name), outcome: Err(refused()), waiting: false }));
}

#[test]
fn space_goes_back_for_what_was_skipped() {
    let mut model = edition::open((80, 24));
    press(&mut model, "G Enter");
    arrive(&mut model, "quill", story());
    press(&mut model, "G");
    press(&mut model, "Space");
    assert_eq!(selected(&model), 5, "the unread story nearest above");
}

#[test]
fn any_other_key_keeps_the_next_section_from_opening_a_story() {
    let mut model = edition::open((80, 24));
    tell(&mut model, Msg::Counts(vec![(id("sport"), unread(2))]));
    press(&mut model, "A Space");
    assert!(model.headlines.then_read);
    press(&mut model, "h");
    let effects = tell(&mut model, Msg::Headlines(listed("sport", vec![edition::headline("cup", "Cup final")])));
    assert_eq!(loads(&effects), Vec::<String>::new());
    assert_eq!(model.focus, Pane::Sections);
}

#[test]
fn reading_on_alone_stays_alone() {
    let mut model = edition::open((140, 45));
    tell(&mut model, Msg::Counts(vec![(id("sport"), unread(2))]));
    press(&mut model, "A Enter z");
    not_there(&mut model, "bridge");
    press(&mut model, "Space");
    assert_eq!(model.focus, Pane::Headlines);
    assert!(model.layout().side_by_side, "between two stories the list is drawn as it is measured");
    tell(&mut model, Msg::Headlines(listed("sport", vec![edition::headline("cup", "Cup final")])));
    assert!(model.zen && model.layout().headlines.is_none());
}

#[test]
fn reading_on_goes_past_a_section_whose_count_was_old() {
    let mut model = edition::open((80, 24));
    tell(&mut model, Msg::Counts(vec![(id("world"), unread(3)), (id("sport"), unread(2))]));
    press(&mut model, "A Space");
    assert_eq!(notice(&model), "On to World.");
    let read = headlines();
    let effects = tell(&mut model, Msg::Headlines(listed("world", read)));
    assert_eq!(loads(&effects), ["sport IfStale"]);
    assert_eq!(notice(&model), "On to Sport.");
}

#[test]
fn how_far_a_story_is_read_is_said_to_who_wishes_it() {
    let mut long = story();
    long.blocks = (0..90).map(|at| paragraph(&format!("Paragraph {at} has ten words and no more than ten."))).collect();
    let mut model = edition::open((80, 24));
    press(&mut model, "Enter");
    arrive(&mut model, "bridge", long);
    assert_eq!(model.position(), "", "every page would send it");
    model.settings.progress = Progress::Shown;
    let mut said = vec![model.position()];
    while loads(&press(&mut model, "Space")).is_empty() {
        said.push(model.position());
    }
    let (first, last) = (said.first().unwrap(), said.last().unwrap());
    assert_eq!((first.as_str(), last.as_str()), ("10%, 4 min left", "end"));
    let percent = |said: &String| said.split('%').next().unwrap().parse::<usize>().unwrap_or(100);
    assert!(said.is_sorted_by_key(percent), "{said:?}");
    assert_eq!(model.position(), "", "the next story is not there yet");
}

#[test]
fn what_is_asked_for_says_it_as_well() {
    let mut model = edition::open((80, 12));
    press(&mut model, "Enter");
    arrive(&mut model, "bridge", story());
    let figures = Details { asked: now(), run: Traffic::default(), today: Traffic::default(), max_bytes: None };
    let says = |model: &Model, words: &str| model.detail_rows(&figures).iter().any(|row| row == words);
    assert!(says(&model, "20% of the story is read, about 1 min to go."), "{:?}", model.detail_rows(&figures));
    press(&mut model, "G");
    assert!(says(&model, "The end of the story is on the screen."));
}

#[test]
fn space_does_not_skip_a_story_whose_text_is_on_its_way() {
    let mut model = edition::open((80, 24));
    press(&mut model, "Enter Space Space");
    assert_eq!(model.article.headline.as_ref().unwrap().key, story_key("bridge"));
    assert!(model.status().starts_with("Fetching the story"));
    arrive(&mut model, "bridge", story());
    press(&mut model, "G Space");
    assert_ne!(model.article.headline.as_ref().unwrap().key, story_key("bridge"));
    let next = model.article.headline.as_ref().unwrap().key.clone();
    press(&mut model, "J");
    assert_ne!(model.article.headline.as_ref().unwrap().key, next, "J leaves it all the same");
}
