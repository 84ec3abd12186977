//! All that the program decides: a model and a message in, a model and effects out.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

#[path = "app/economy.rs"]
mod economy;
#[path = "app/counts.rs"]
mod counts;
#[path = "app/edition.rs"]
mod edition;
#[path = "app/anything.rs"]
mod anything;
#[path = "app/colon.rs"]
mod colon;
#[path = "app/commands.rs"]
mod commands;
#[path = "app/elsewhere.rs"]
mod elsewhere;
#[path = "app/end_list.rs"]
mod end_list;
#[path = "app/finding.rs"]
mod finding;
#[path = "app/greeting.rs"]
mod greeting;
#[path = "app/health.rs"]
mod health;
#[path = "app/help.rs"]
mod help;
#[path = "app/links.rs"]
mod links;
#[path = "app/lists.rs"]
mod lists;
#[path = "app/marking.rs"]
mod marking;
#[path = "app/measure.rs"]
mod measure;
#[path = "app/media.rs"]
mod media;
#[path = "app/mouse.rs"]
mod mouse;
#[path = "app/muting.rs"]
mod muting;
#[path = "app/origin.rs"]
mod origin;
#[path = "app/outward.rs"]
mod outward;
#[path = "app/pictures.rs"]
mod pictures;
#[path = "app/places.rs"]
mod places;
#[path = "app/reading.rs"]
mod reading;
#[path = "app/sections.rs"]
mod sections;
#[path = "app/sequences.rs"]
mod sequences;
#[path = "app/themes.rs"]
mod themes;
#[path = "app/versions.rs"]
mod versions;
#[path = "app/weather.rs"]
mod weather;

use dateline::app::{ArticleAnswer, Effect, Model, Msg, Pane, update};
use dateline::article::Article;
use dateline::clock::Zone;
use dateline::keymap::{Code, Key};
use dateline::news::{Freshness, Headline, StoryKey};
use dateline::query::{Found, Query};

use edition::now;

/// Types keys by their names, one after the other; gives what the last of them asked for.
fn press(model: &mut Model, keys: &str) -> Vec<Effect> {
    let mut effects = Vec::new();
    for key in keys.split(' ') {
        effects = update(model, Msg::Key(Key::parse(key).unwrap()));
    }
    effects
}

fn tell(model: &mut Model, msg: Msg) -> Vec<Effect> {
    update(model, msg)
}

/// What a search asks for.
fn asked(typed: &str) -> Effect {
    let query = Query::parse(typed, Zone::utc(), now()).unwrap();
    Effect::Search { typed: typed.to_owned(), query: Box::new(query) }
}

/// The answer to it.
fn found(typed: &str, headlines: Vec<Headline>) -> Msg {
    Msg::Found { typed: typed.to_owned(), found: Box::new(Found { headlines, ..Found::default() }) }
}

/// Types letters as they are.
fn write(model: &mut Model, words: &str) -> Vec<Effect> {
    let mut effects = Vec::new();
    for c in words.chars() {
        effects = update(model, Msg::Key(Key::plain(Code::Char(c))));
    }
    effects
}

fn story_key(name: &str) -> StoryKey {
    StoryKey::of(&format!("https://courier.example/{name}"))
}

/// A story arrives, and nothing follows it.
fn arrive(model: &mut Model, name: &str, article: Article) -> Vec<Effect> {
    let outcome = Ok((Box::new(article), Freshness::Live(now())));
    update(model, Msg::Article(ArticleAnswer { key: story_key(name), outcome, waiting: false }))
}

/// What of the effects asks for a story or a section: the rest is bookkeeping.
fn loads(effects: &[Effect]) -> Vec<String> {
    effects
        .iter()
        .filter_map(|effect| match effect {
            Effect::LoadArticle { key, ask, .. } => Some(format!("{} {ask:?}", key.0)),
            Effect::LoadSection { section, ask, .. } => Some(format!("{section} {ask:?}")),
            _ => None,
        })
        .collect()
}

fn selected(model: &Model) -> usize {
    model.headlines.selected
}

fn notice(model: &Model) -> &str {
    model.notice.as_deref().unwrap_or_default()
}

#[test]
fn the_program_begins_on_the_front_page() {
    let mut model = edition::model((80, 24));
    let effects = model.begin();
    assert_eq!(loads(&effects), ["front-page IfStale"]);
    assert!(matches!(effects.last(), Some(Effect::Count(_))));
    assert_eq!(model.focus, Pane::Headlines);
    assert_eq!((model.headlines.title.as_str(), model.headlines.waiting), ("Front page", 2));
}

#[test]
fn tab_goes_round_the_panes_there_are() {
    use Pane::{Article, Headlines, Sections};
    let mut model = edition::open((140, 45));
    for (keys, expected) in
        [("Tab", Sections), ("Tab", Headlines), ("S-Tab", Sections), ("S-Tab", Headlines), ("Enter", Article)]
    {
        press(&mut model, keys);
        assert_eq!(model.focus, expected, "{keys}");
    }
    for (keys, expected) in [("Tab", Sections), ("Tab", Headlines), ("Tab", Article), ("S-Tab", Headlines)] {
        press(&mut model, keys);
        assert_eq!(model.focus, expected, "{keys}");
    }
}

#[test]
fn zen_is_for_a_story_and_ends_with_it() {
    let mut model = edition::open((140, 45));
    press(&mut model, "z");
    assert!(!model.zen, "there is no story to be alone with");
    press(&mut model, "Enter z");
    assert!(model.zen && model.layout().headlines.is_none());
    press(&mut model, "J");
    assert!(model.zen, "the next story is read alone as well");
    for keys in ["h", "q", "Tab", "S-Tab", "z"] {
        let mut model = model.clone();
        press(&mut model, keys);
        assert!(!model.zen, "{keys}");
        assert!(model.layout().side_by_side, "{keys}");
    }
}

#[test]
fn q_goes_back_until_it_quits() {
    let mut model = edition::open((80, 24));
    press(&mut model, "Enter");
    arrive(&mut model, "bridge", edition::story());
    for expected in [Pane::Headlines, Pane::Sections] {
        assert!(!press(&mut model, "q").contains(&Effect::Quit));
        assert_eq!(model.focus, expected);
    }
    assert_eq!(press(&mut model, "q").last(), Some(&Effect::Quit));
}

#[test]
fn esc_never_leaves() {
    let mut model = edition::open((80, 24));
    for keys in ["Esc", "Enter Esc", "Tab Esc"] {
        press(&mut model, keys);
        let before = model.focus;
        assert_eq!(press(&mut model, "Esc"), []);
        assert_eq!(model.focus, before);
    }
}

#[test]
fn keys_of_the_program_ask_for_what_they_say() {
    let mut model = edition::open((80, 24));
    for (keys, effect) in
        [("C-l", Effect::Redraw), ("C-z", Effect::Suspend), ("Q", Effect::Quit), ("C-c", Effect::Quit)]
    {
        assert_eq!(press(&mut model, keys), [effect], "{keys}");
    }
    assert_eq!(press(&mut model, "C-x"), [], "a key without an action");
}
