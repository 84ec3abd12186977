//! Forecasts are asked for as their service wants it: never before the last one expires, and then only for a newer one.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

#[path = "support/server.rs"]
mod server;

use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use dateline::app::{EditionKind, Effect, Msg};
use dateline::cache::{Cache, Visit};
use dateline::fetch::{Fetcher, Limits};
use dateline::marks::Marks;
use dateline::news::Freshness;
use dateline::runtime::{Desk, Economy, Runtime, Told, Wishes, forecast};
use dateline::trouble::{Trouble, TroubleKind};
use dateline::weather::{Forecast, town};
use serde_json::json;
use server::{Reply, Server};
use tokio::sync::mpsc::unbounded_channel;

const PATH: &str = "/weatherapi/locationforecast/2.0/compact?lat=-35.1125&lon=173.2628";
const LAST_MODIFIED: &str = "Sun, 22 Nov 2026 00:00:00 GMT";

/// Minutes after midnight (Greenwich) of 22 November 2026.
fn at(minutes: i64) -> DateTime<Utc> {
    "2026-11-22T00:00:00Z".parse::<DateTime<Utc>>().unwrap() + TimeDelta::minutes(minutes)
}

/// A forecast of so many degrees, made at midnight, that expires so many minutes later.
fn reply(celsius: f64, minutes: i64) -> Reply {
    let step = json!({"time": "2026-11-22T00:00:00Z", "data": {"instant": {"details": {"air_temperature": celsius}}}});
    Reply {
        headers: [
            ("Content-Type", "application/json".to_owned()),
            ("Date", "Sun, 22 Nov 2026 00:00:00 GMT".to_owned()),
            ("Expires", at(minutes).format("%a, %d %b %Y %H:%M:%S GMT").to_string()),
            ("Last-Modified", LAST_MODIFIED.to_owned()),
        ]
        .map(|(name, value)| (name.to_owned(), value))
        .into(),
        body: json!({"properties": {"timeseries": [step]}}).to_string().into_bytes(),
        ..Reply::default()
    }
}

fn desk(cache: Cache) -> Arc<Desk> {
    Arc::new(Desk { fetcher: Fetcher::network(Limits { allow_private: true, ..Limits::default() }), cache })
}

fn on_file(path: &Path) -> Arc<Desk> {
    desk(Cache::open(path).unwrap().0)
}

async fn asked(desk: &Arc<Desk>, server: &Server, minutes: i64) -> Result<Told, Trouble> {
    forecast(desk, &town("kaitaia").unwrap().address(&server.url("")), at(minutes)).await
}

/// What a forecast says of the temperature, when it was last right, and what went wrong since.
fn words(told: Result<Told, Trouble>) -> (Option<f64>, DateTime<Utc>, Option<TroubleKind>) {
    let told = told.unwrap();
    (told.forecast.steps[0].celsius, told.answered, told.trouble.map(|trouble| trouble.kind))
}

#[tokio::test]
async fn nothing_is_asked_before_it_expires_and_then_only_for_a_newer_one() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("cache.sqlite");
    let server = Server::start();
    server.on(PATH, reply(18.0, 30));
    assert_eq!(words(asked(&on_file(&path), &server, 0).await), (Some(18.0), at(0), None));
    // Each time another process: what is kept is enough until it expires.
    for minutes in [1, 10, 29] {
        assert_eq!(words(asked(&on_file(&path), &server, minutes).await), (Some(18.0), at(0), None));
    }
    assert_eq!(server.requests().len(), 1);
    assert_eq!(server.requests()[0].path, PATH);
    assert_eq!(server.requests()[0].headers["accept"], "application/json");
    assert_eq!(server.requests()[0].headers.get("if-modified-since"), None);

    // A 304 keeps it, and names a new time.
    assert_eq!(words(asked(&on_file(&path), &server, 30).await), (Some(18.0), at(30), None));
    assert_eq!(server.requests().len(), 2);
    assert_eq!(server.requests()[1].headers["if-modified-since"], LAST_MODIFIED);
    assert_eq!(words(asked(&on_file(&path), &server, 59).await), (Some(18.0), at(30), None));
    assert_eq!(server.requests().len(), 2);

    server.on(PATH, Reply { conditional: false, ..reply(21.0, 30) });
    assert_eq!(words(asked(&on_file(&path), &server, 60).await), (Some(21.0), at(60), None));
    assert_eq!(words(asked(&on_file(&path), &server, 61).await), (Some(21.0), at(60), None));
    assert_eq!(server.requests().len(), 3);
}

#[tokio::test]
async fn what_is_kept_is_shown_when_there_is_no_newer_one() {
    let server = Server::start();
    let desk = desk(Cache::in_memory().unwrap());
    server.on(PATH, reply(18.0, 30));
    assert_eq!(words(asked(&desk, &server, 0).await), (Some(18.0), at(0), None));
    server.on(PATH, Reply { body: b"<html>".to_vec(), conditional: false, ..reply(0.0, 30) });
    assert_eq!(words(asked(&desk, &server, 30).await), (Some(18.0), at(0), Some(TroubleKind::NotAForecast)));
    server.on(PATH, Reply { status: 500, conditional: false, ..Reply::default() });
    assert_eq!(words(asked(&desk, &server, 31).await), (Some(18.0), at(0), Some(TroubleKind::Status(500))));
    // The service wants to be left alone, and is.
    let headers = vec![("Retry-After".to_owned(), "600".to_owned())];
    server.on(PATH, Reply { status: 429, headers, conditional: false, ..Reply::default() });
    assert_eq!(words(asked(&desk, &server, 32).await), (Some(18.0), at(0), Some(TroubleKind::TooSoon(at(42)))));
    let so_far = server.requests().len();
    assert_eq!(words(asked(&desk, &server, 41).await), (Some(18.0), at(0), None));
    assert_eq!(server.requests().len(), so_far);
}

#[tokio::test]
async fn a_clock_that_goes_back_an_hour_does_not_silence_the_reader_for_an_hour() {
    let server = Server::start();
    let desk = desk(Cache::in_memory().unwrap());
    server.on(PATH, reply(18.0, 30));
    assert_eq!(words(asked(&desk, &server, 0).await), (Some(18.0), at(0), None));
    assert_eq!(words(asked(&desk, &server, -60).await), (Some(18.0), at(-60), None));
    assert_eq!(server.requests().len(), 2);
}

#[tokio::test]
async fn without_a_forecast_the_trouble_is_told() {
    let server = Server::start();
    let desk = desk(Cache::in_memory().unwrap());
    assert_eq!(asked(&desk, &server, 0).await.unwrap_err().kind, TroubleKind::Gone(404));
    server.on(PATH, Reply { body: b"{}".to_vec(), ..reply(0.0, 30) });
    assert_eq!(asked(&desk, &server, 1).await.unwrap_err().kind, TroubleKind::NotAForecast);
    let headers = vec![("Retry-After".to_owned(), "600".to_owned())];
    server.on(PATH, Reply { status: 429, headers, ..Reply::default() });
    assert_eq!(asked(&desk, &server, 2).await.unwrap_err().kind, TroubleKind::TooSoon(at(12)));
    assert_eq!(asked(&desk, &server, 3).await.unwrap_err().kind, TroubleKind::TooSoon(at(12)));
    assert_eq!(server.requests().len(), 3);
    server.on(PATH, reply(18.0, 30));
    assert_eq!(words(asked(&desk, &server, 12).await), (Some(18.0), at(12), None));
}

#[tokio::test]
async fn the_reader_gets_what_is_kept_and_then_what_is_new() {
    let server = Server::start();
    let address = town("kaitaia").unwrap().address(&server.url(""));
    let (sender, mut answers) = unbounded_channel();
    let cache = Cache::in_memory().unwrap();
    // Kept, and expired.
    let kept = Forecast::parse(&reply(18.0, 30).body).unwrap();
    let answered = "2026-11-01T00:00:00Z".parse().unwrap();
    cache.keep_forecast(&address, &kept, &Visit { answered: Some(answered), ..Visit::default() }).unwrap();
    let fetcher = Fetcher::network(Limits { allow_private: true, ..Limits::default() });
    let stale_after = Duration::from_secs(60);
    let wishes = Wishes {
        searches: Vec::new(),
        mutes: dateline::mute::Mutes::default(),
        outlets: Vec::new(),
        languages: Vec::new(),
        sources: None,
        stale_after,
        cache_folder: None,
        data_folder: None,
        offline: false,
        economy: Economy::default(),
    };
    let io = tokio::runtime::Handle::current();
    let mut runtime = Runtime::new(io, sender, wishes, Desk { fetcher, cache }, (None, Marks::default()));
    let key = town("kaitaia").unwrap().headline().key;
    let mut ask = || runtime.perform(Effect::LoadForecast { key: key.clone(), address: address.clone() });
    let mut told = async || {
        let Msg::Forecast(told) = answers.recv().await.unwrap() else { panic!("a forecast was asked for") };
        assert_eq!(told.key, key);
        let outcome = told.outcome.map(|(forecast, freshness)| (forecast.steps[0].celsius.unwrap(), freshness));
        (outcome.map_err(|trouble| trouble.kind), told.waiting)
    };

    ask();
    assert_eq!(told().await, (Ok((18.0, Freshness::Cached(answered))), true));
    // A refusal is told after what there is.
    assert_eq!(told().await, (Ok((18.0, Freshness::Cached(answered))), true));
    assert_eq!(told().await, (Err(TroubleKind::Gone(404)), false));

    server.on(PATH, reply(21.0, 30));
    ask();
    assert_eq!(told().await, (Ok((18.0, Freshness::Cached(answered))), true));
    let (outcome, waiting) = told().await;
    assert!(matches!(outcome, Ok((celsius, Freshness::Live(_))) if celsius > 20.0) && !waiting, "{outcome:?}");
}

#[test]
fn the_weather_is_a_section_of_the_live_edition() {
    let wishes = Wishes {
        searches: Vec::new(),
        mutes: dateline::mute::Mutes::default(),
        languages: Vec::new(),
        sources: None,
        outlets: Vec::new(),
        stale_after: Duration::ZERO,
        cache_folder: None,
        data_folder: None,
        offline: true,
        economy: Economy::default(),
    };
    let ids = |kind| -> Vec<String> {
        let opened = Desk::open(kind, &wishes, at(0)).unwrap();
        opened.edition.sections.into_iter().map(|section| section.id.0).collect()
    };
    let live = ids(EditionKind::Live);
    let saved = live.iter().position(|id| id == "saved").unwrap();
    assert_eq!(live[saved + 1], "weather");
    assert!(!ids(EditionKind::Sample).contains(&"weather".to_owned()));
}

#[test]
fn the_command_lists_the_places_and_refuses_others() {
    let folder = tempfile::tempdir().unwrap();
    let hut = "[[weather]]\nname = \"The hut\"\nlatitude = -43.5\nlongitude = 171\n";
    let config = folder.path().join("config.toml");
    std::fs::write(&config, hut).unwrap();
    let said = |words: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_dateline"));
        let command = command.env("HOME", folder.path()).env("XDG_CACHE_HOME", folder.path());
        let output = command.arg("--offline").arg("--config").arg(&config).arg("weather").args(words).output().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        (output.status.code(), text(output.stdout), text(output.stderr))
    };
    let (code, list, _) = said(&[]);
    assert_eq!((code, list.lines().count()), (Some(0), 42));
    assert_eq!(list.lines().next(), Some("The hut\tThe hut"));
    assert_eq!(list.lines().nth(1), Some("kaitaia\tKaitaia"));
    let offline = (Some(1), String::new(), "Working offline; not in the cache.\n".to_owned());
    assert_eq!(said(&["the", "hut"]), offline);
    assert_eq!(said(&["palmerston", "north"]), offline);
    let sample = Command::new(env!("CARGO_BIN_EXE_dateline"))
        .env("HOME", folder.path())
        .env_remove("XDG_CONFIG_HOME")
        .args(["--sample", "weather", "gore"])
        .output()
        .unwrap();
    assert_eq!(String::from_utf8(sample.stderr).unwrap(), "dateline: the sample edition has no weather\n");
    let unknown = "dateline: there is no place \"atlantis\"; `dateline weather` lists those that are known\n";
    assert_eq!(said(&["atlantis"]), (Some(2), String::new(), unknown.to_owned()));
}
