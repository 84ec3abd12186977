//! The weather in the reader: places as rows, forecasts as pages.

use chrono::{DateTime, Utc};
use dateline::app::{EditionKind, Effect, ForecastAnswer, Model, Msg, Pane};
use dateline::clock::Zone;
use dateline::config::Config;
use dateline::news::{Fill, Freshness, Section, SectionId};
use dateline::trouble::{Trouble, TroubleKind};
use dateline::weather::{Forecast, Span, Step};

use super::edition::{edition, now};
use super::{press, tell};

/// On the section, with a hut of the reader's own.
fn open() -> Model {
    let mut edition = edition(EditionKind::Live);
    let (id, title) = (SectionId::weather(), "Weather".to_owned());
    edition.sections.insert(0, Section { id, title, depth: 0, fill: Fill::Weather, page: None, blends: Vec::new() });
    let config = Config::parse("[[weather]]\nname = \"The hut\"\nlatitude = 60.5\nlongitude = 8.25\n").unwrap();
    let mut model = Model::new((80, 24).into(), now(), Zone::utc(), &config, edition);
    let _ = model.begin();
    model
}

fn told(celsius: f64, freshness: Freshness) -> (Box<Forecast>, Freshness) {
    let hour = Some(Span { rain: Some(0.4), sky: Some("light rain".to_owned()) });
    let (humidity, wind, wind_from, six_hours) = (Some(80.0), Some(25.0), Some(315.0), None);
    let step = Step { time: now(), celsius: Some(celsius), humidity, wind, wind_from, hour, six_hours };
    (Box::new(Forecast { updated: Some(now()), steps: vec![step] }), freshness)
}

fn answer(model: &mut Model, outcome: Result<(Box<Forecast>, Freshness), Trouble>, waiting: bool) {
    let key = model.article.headline.as_ref().unwrap().key.clone();
    assert_eq!(tell(model, Msg::Forecast(ForecastAnswer { key, outcome, waiting })), []);
}

fn shown(model: &Model) -> Vec<String> {
    model.article.page.lines.iter().map(dateline::page::Line::to_plain).collect()
}

#[test]
fn the_places_are_the_rows_the_readers_own_first() {
    let model = open();
    let titles: Vec<&str> = model.headlines.list.iter().map(|headline| headline.title.as_str()).collect();
    assert_eq!(titles.len(), 42);
    assert_eq!(titles[..3], ["The hut", "Kaitaia", "Whangārei"]);
    assert_eq!(model.headlines.waiting, 0);
}

#[test]
fn a_place_opens_as_its_forecast() {
    let mut model = open();
    let effects = press(&mut model, "j Enter");
    let key = model.headlines.list[1].key.clone();
    let address = "https://api.met.no/weatherapi/locationforecast/2.0/compact?lat=-35.1125&lon=173.2628".to_owned();
    let asked = Effect::LoadForecast { key, address };
    assert_eq!(effects.last(), Some(&asked));
    assert_eq!(model.focus, Pane::Article);

    let kept: DateTime<Utc> = now() - chrono::TimeDelta::hours(2);
    answer(&mut model, Ok(told(17.0, Freshness::Cached(kept))), true);
    assert!(model.article.waiting);
    answer(&mut model, Ok(told(18.0, Freshness::Live(now()))), false);
    assert_eq!((model.article.waiting, model.article.freshness), (false, Some(Freshness::Live(now()))));
    let page = shown(&model);
    let row = |words: &str| page.iter().any(|line| line.contains(words));
    assert!(row("Now: 18°, light rain, wind 25 km/h from the north-west, humidity 80 %."), "{page:#?}");
    // It is 14:05 for the reader, and three in the morning of Monday in Kaitaia.
    assert!(row("03:00  18  light rain  0.4  25 NW"), "{page:#?}");
    assert!(row("Updated 23 Nov 2026, 03:05"), "{page:#?}");
    assert!(row("Weather data from MET Norway, CC BY 4.0."), "{page:#?}");

    assert_eq!(press(&mut model, "r"), [asked]);
    assert_eq!(press(&mut model, "o b"), [Effect::Browse("https://www.nzherald.co.nz/weather/kaitaia/".to_owned())]);
}

#[test]
fn a_place_of_the_readers_own_keeps_the_readers_time() {
    let mut model = open();
    let effects = press(&mut model, "Enter");
    assert!(
        matches!(effects.last(), Some(Effect::LoadForecast { address, .. }) if address.ends_with("?lat=60.5000&lon=8.2500"))
    );
    answer(&mut model, Ok(told(-1.0, Freshness::Live(now()))), false);
    assert!(shown(&model).iter().any(|line| line.contains("12:00  −1  light rain")), "{:#?}", shown(&model));
}

#[test]
fn a_forecast_for_another_place_is_dropped_and_a_trouble_told() {
    let mut model = open();
    press(&mut model, "j Enter");
    let before = model.article.clone();
    let other = model.headlines.list[2].key.clone();
    let outcome = Ok(told(18.0, Freshness::Live(now())));
    tell(&mut model, Msg::Forecast(ForecastAnswer { key: other, outcome, waiting: false }));
    assert_eq!(model.article, before);
    let trouble = Trouble::at(TroubleKind::NotAForecast, "https://api.met.no/");
    answer(&mut model, Err(trouble.clone()), false);
    assert_eq!((model.article.waiting, &model.article.trouble), (false, &Some(trouble)));
}

#[test]
fn a_forecast_that_was_open_is_asked_for_again_at_the_next_start() {
    let mut model = open();
    let effects = press(&mut model, "j Enter");
    let mut again = open();
    again.marks.merge_bookmark(1, model.bookmark().unwrap());
    let begun = again.begin();
    assert!(begun.contains(effects.last().unwrap()), "{begun:#?}");
}
