//! On a thin line: who is asked, what is said; and what went over it.

use chrono::Duration;
use dateline::app::details::Details;
use dateline::app::overlay::Overlay;
use dateline::app::{ArticleAnswer, EditionKind, Effect, Model, Msg, Pane, SectionAnswer};
use dateline::ledger::Traffic;
use dateline::news::Freshness;
use dateline::theme::Theme;
use dateline::trouble::{Trouble, TroubleKind};
use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Rect;

use super::edition::{self, feed, headlines, listed, now};
use super::{arrive, loads, press, tell};

fn thrifty() -> Model {
    let mut model = edition::model((80, 24));
    model.settings.thrifty = true;
    model
}

/// The front page as it was kept three hours ago.
fn kept() -> SectionAnswer {
    let freshness = Some(Freshness::Cached(now() - Duration::hours(3)));
    SectionAnswer { freshness, ..listed("front-page", headlines()) }
}

#[test]
fn nothing_is_asked_by_itself_and_r_asks() {
    let mut model = thrifty();
    assert_eq!(loads(&model.begin()), ["front-page Never"]);
    let _ = tell(&mut model, Msg::Headlines(kept()));
    assert_eq!(model.status(), "Shown as it is kept; r asks 2 addresses for news");
    assert_eq!(loads(&press(&mut model, "r")), ["front-page Now"]);
    assert_eq!(model.status(), "Asking 2 addresses for news …");
    let _ = tell(&mut model, Msg::Headlines(listed("front-page", headlines())));
    assert_eq!(model.status(), "", "no hints");
}

#[test]
fn where_nothing_is_kept_the_list_says_what_to_press_and_the_sample_stays_away() {
    let mut model = thrifty();
    model.nothing_kept = true;
    let _ = model.begin();
    let effects =
        tell(&mut model, Msg::Headlines(SectionAnswer { freshness: None, ..listed("front-page", Vec::new()) }));
    assert!(!effects.contains(&Effect::OpenSample));
    let screen = screen(&model);
    assert!(screen.contains("r asks 2 addresses for news; S goes to another section."), "{screen}");
    // Asked for in vain, it comes as it does for everybody.
    press(&mut model, "r");
    let troubles = vec![Trouble::at(TroubleKind::Dns, &feed("world").url)];
    let nothing = SectionAnswer { troubles, ..listed("front-page", Vec::new()) };
    assert_eq!(tell(&mut model, Msg::Headlines(nothing)).first(), Some(&Effect::OpenSample));
    // And r there turns back and asks at once.
    let _ = tell(&mut model, Msg::Edition(Box::new(edition::edition(EditionKind::SampleInstead))));
    assert_eq!(press(&mut model, "r"), [Effect::OpenLive]);
    let effects = tell(&mut model, Msg::Edition(Box::new(edition::edition(EditionKind::Live))));
    assert_eq!(loads(&effects), ["front-page Now"]);
}

#[test]
fn a_section_of_few_addresses_is_asked_when_it_is_opened_and_a_blended_one_is_not() {
    for (thrifty, many) in [(true, "Never"), (false, "IfStale")] {
        let mut edition = edition::edition(EditionKind::Live);
        let wide = edition.sections.iter_mut().find(|section| section.id == edition::id("world")).unwrap();
        wide.fill = dateline::news::Fill::Feeds(["a", "b", "c"].map(feed).to_vec());
        let mut model = edition::model((80, 24));
        let _ = tell(&mut model, Msg::Edition(Box::new(edition)));
        model.settings.thrifty = thrifty;
        assert_eq!(loads(&press(&mut model, "S h a r b o u r Enter")), ["courier/home/harbour IfStale"]);
        assert_eq!(loads(&press(&mut model, "S w o r l d Enter")), [format!("world {many}")]);
    }
}

#[test]
fn the_sample_edition_asks_nobody_and_so_spares_nothing() {
    let mut model = edition::model((80, 24));
    model.settings.thrifty = true;
    let effects = tell(&mut model, Msg::Edition(Box::new(edition::edition(EditionKind::Sample))));
    assert_eq!(loads(&effects), ["front-page IfStale"]);
}

#[test]
fn a_story_is_fetched_when_it_is_not_kept_and_asked_for_anew_by_r_alone() {
    let mut model = thrifty();
    let _ = model.begin();
    let _ = tell(&mut model, Msg::Headlines(kept()));
    let opened = loads(&press(&mut model, "Enter"));
    assert!(opened.iter().all(|load| load.ends_with(" IfMissing")) && opened.len() == 1, "{opened:?}");
    arrive(&mut model, "bridge", edition::story());
    assert_eq!((model.status().as_str(), model.position().as_str()), ("", ""));
    assert!(loads(&press(&mut model, "r"))[0].ends_with(" Now"));
    // A start where the reader was in the story asks nobody either.
    let mut again = thrifty();
    again.marks.merge_bookmark(1, model.bookmark().unwrap());
    let effects = loads(&again.begin());
    assert_eq!(again.focus, Pane::Article);
    assert!(effects.iter().all(|load| load.ends_with(" Never")) && effects.len() == 2, "{effects:?}");
    let outcome = Err(Trouble::at(TroubleKind::NotAsked, "https://courier.example/bridge"));
    let key = again.article.headline.as_ref().unwrap().key.clone();
    let _ = tell(&mut again, Msg::Article(ArticleAnswer { key, outcome, waiting: false }));
    assert_eq!(again.status(), "courier.example was not asked, to spare the line. r asks it");
}

#[test]
fn when_the_runs_bytes_are_used_up_it_is_said_once_and_the_sample_stays_away() {
    let mut model = edition::model((80, 24));
    model.nothing_kept = true;
    let _ = model.begin();
    let spent = Trouble::at(TroubleKind::Spent(5_000_000), &feed("world").url);
    let troubles = vec![spent.clone(), Trouble::at(TroubleKind::Spent(5_000_000), &feed("harbour").url)];
    let answer = SectionAnswer { troubles, ..listed("front-page", Vec::new()) };
    assert!(!tell(&mut model, Msg::Headlines(answer)).contains(&Effect::OpenSample));
    assert_eq!(model.status(), spent.to_string());
    assert_eq!(
        spent.to_string(),
        "The 5 MB that this run may fetch are used up. What is kept still opens; a larger --max-bytes fetches more"
    );
}

fn screen(model: &Model) -> String {
    let mut buffer = Buffer::empty(Rect::new(0, 0, model.size.width, model.size.height));
    let _ = dateline::ui::view(model, &Theme::built_in("plain").unwrap(), &mut buffer);
    let width = usize::from(model.size.width);
    let cells: Vec<&str> = buffer.content().iter().map(Cell::symbol).collect();
    cells.chunks(width).map(|row| row.concat().trim_end().to_owned() + "\n").collect()
}

fn details() -> Details {
    let run = Traffic { network_in: 1_234_567, network_out: 45_600, requests: 12, terminal_out: 88_000 };
    Details { asked: now(), run, today: run.plus(run), max_bytes: None }
}

#[test]
fn the_details_come_for_a_key_and_go_with_the_next() {
    let mut model = edition::open((80, 24));
    assert_eq!(press(&mut model, "D"), [Effect::Details { asked: now() }]);
    assert_eq!(model.overlay, None, "nothing is drawn before there is something to say");
    let _ = tell(&mut model, Msg::Details(details()));
    assert_eq!(model.overlay, Some(Overlay::Details(details())));
    assert_eq!(
        model.detail_rows(&Details { max_bytes: Some(5_000_000), ..details() }),
        [
            "Over the line     this run     today",
            "network in          1.2 MB    2.5 MB",
            "network out          46 kB     91 kB",
            "requests                12        24",
            "to the terminal      88 kB    176 kB",
            "3.8 MB of 5 MB are left for this run.",
            "Front page: live 14:05.",
        ]
    );
    for keys in ["D", "q", "Esc", "h"] {
        let mut model = model.clone();
        assert_eq!(press(&mut model, keys), [], "{keys}");
        assert_eq!((model.overlay, model.focus), (None, Pane::Headlines), "{keys}");
    }
    let before = model.headlines.selected;
    press(&mut model, "j");
    assert_eq!((model.overlay.as_ref(), model.headlines.selected), (None, before + 1), "it does what it does");
}

#[test]
fn details_that_nobody_waits_for_are_dropped() {
    let mut model = edition::open((80, 24));
    let _ = tell(&mut model, Msg::Details(details()));
    assert_eq!(model.overlay, None);
    press(&mut model, "D j");
    let _ = tell(&mut model, Msg::Details(details()));
    assert_eq!(model.overlay, None);
}
