//! The weather: the service's answer as now, today and seven days, for clocks on the walls of the place.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::collections::HashSet;

use chrono::{DateTime, TimeDelta, Utc};
use dateline::article::{Article, Block};
use dateline::clock::Zone;
use dateline::page::{Page, Setting};
use dateline::text::width;
use dateline::weather::{Forecast, Locality, SERVICE, town, towns};
use proptest::prelude::*;
use serde_json::{Value, json};

fn at(time: &str) -> DateTime<Utc> {
    time.parse().unwrap()
}

fn kaitaia() -> &'static Locality {
    town("Kaitaia").unwrap()
}

/// A step of the service: temperature, wind (m/s, degrees), then its spans (`next_1_hours` and the like).
fn step(time: &str, celsius: f64, wind: (f64, f64), spans: &[(&str, &str, f64)]) -> Value {
    let mut data = json!({"instant": {"details": {
        "air_pressure_at_sea_level": 1010.2, "air_temperature": celsius, "relative_humidity": 80.4,
        "wind_speed": wind.0, "wind_from_direction": wind.1,
    }}});
    for (name, symbol, rain) in spans {
        data[*name] = json!({"summary": {"symbol_code": symbol}, "details": {"precipitation_amount": rain}});
    }
    json!({"time": time, "data": data})
}

fn answer(steps: &[Value]) -> String {
    json!({"type": "Feature", "geometry": {"type": "Point", "coordinates": [173.3, -35.1, 10]}, "properties": {
        "meta": {"updated_at": "2026-11-21T22:00:00Z", "units": {"wind_speed": "m/s"}}, "timeseries": steps,
    }})
    .to_string()
}

const HOUR: &str = "next_1_hours";
const SIX: &str = "next_6_hours";

/// Sunday 22 November 2026 in Kaitaia (13 hours before Greenwich) from noon on, and a bit of the days after.
fn sunday() -> Forecast {
    let steps = [
        step("2026-11-21T23:00:00Z", 17.4, (6.9, 310.0), &[(HOUR, "lightrain", 0.2), (SIX, "heavyrain", 9.0)]),
        step("2026-11-22T00:00:00Z", 18.2, (7.0, 315.0), &[(HOUR, "rainshowers_day", 1.1), (SIX, "rain", 9.0)]),
        step("2026-11-22T01:00:00Z", 19.0, (3.0, 350.0), &[(HOUR, "cloudy", 0.0), (SIX, "rain", 9.0)]),
        step("2026-11-22T02:00:00Z", 19.6, (2.0, 90.0), &[(HOUR, "fair_day", 0.0), (SIX, "rain", 9.0)]),
        // The six hours from 17:00 on are told by no hours.
        step("2026-11-22T04:00:00Z", 15.0, (2.0, 180.0), &[(SIX, "partlycloudy_night", 0.4)]),
        step("2026-11-22T10:00:00Z", -0.4, (0.0, 0.0), &[(SIX, "clearsky_night", 0.0)]),
        step("2026-11-22T16:00:00Z", -3.6, (1.0, 45.0), &[(SIX, "fog", 0.0)]),
        step("2026-11-22T22:00:00Z", 12.0, (5.0, 225.0), &[(SIX, "lightssnowshowersandthunder_day", 12.25)]),
        step("2026-11-23T23:00:00Z", 14.0, (5.0, 359.0), &[(SIX, "plague_of_frogs_day", 0.0)]),
        step("2026-11-29T23:00:00Z", 30.0, (5.0, 0.0), &[]),
    ];
    Forecast::parse(answer(&steps).as_bytes()).unwrap()
}

fn article(forecast: &Forecast, now: &str) -> Article {
    forecast.article(kaitaia(), kaitaia().zone(Zone::utc()), at(now))
}

/// Headings and paragraphs as lines, tables as rows.
fn told(article: &Article) -> Vec<String> {
    article
        .blocks
        .iter()
        .flat_map(|block| match block {
            Block::Table { header, rows } => {
                assert!(*header);
                rows.iter()
                    .map(|row| row.iter().map(dateline::article::Text::to_plain).collect::<Vec<_>>().join(" | "))
                    .collect()
            }
            other => other.lines(),
        })
        .collect()
}

#[test]
fn a_forecast_tells_of_now_today_and_seven_days() {
    let article = article(&sunday(), "2026-11-22T00:20:00Z");
    assert_eq!(article.title, "Weather in Kaitaia");
    assert_eq!(article.url, "https://www.nzherald.co.nz/weather/kaitaia/");
    assert_eq!(
        told(&article),
        [
            "Now: 18°, rain showers, wind 25 km/h from the north-west, humidity 80 %.",
            "Today and tonight",
            "time | °C | sky | mm | km/h",
            "12:00 | 18 | rain showers | 1.1 | 25 NW",
            "15:00 | 20 | partly cloudy | 0.4 | 7 S",
            "21:00 | 0 | clear sky | 0.0 | 0 N",
            "03:00 | −4 | fog | 0.0 | 4 NE",
            "Seven days",
            "day | sky | low | high | mm | km/h",
            "Sun 22 | rain showers | 0 | 20 | 1.5 | 25 NW",
            "Mon 23 | light snow showers and thunder | −4 | 12 | 12.2 | 18 SW",
            "Tue 24 | plague of frogs | 14 | 14 | 0.0 | 18 N",
            "Weather data from MET Norway, CC BY 4.0.",
        ]
    );
    let Some(Block::Paragraph { text }) = article.blocks.last() else { panic!("no credit") };
    let links: Vec<&str> = text.inlines().iter().filter_map(|inline| inline.link.as_deref()).collect();
    assert_eq!(links, ["https://api.met.no/"]);
}

#[test]
fn now_is_what_began_last_or_else_what_begins_first() {
    let now = |time| told(&article(&sunday(), time)).swap_remove(0);
    assert_eq!(now("2026-11-01T00:00:00Z"), "Now: 17°, light rain, wind 25 km/h from the north-west, humidity 80 %.");
    assert_eq!(now("2026-11-22T00:59:59Z"), "Now: 18°, rain showers, wind 25 km/h from the north-west, humidity 80 %.");
    assert_eq!(now("2026-11-22T01:00:00Z"), "Now: 19°, cloudy, wind 11 km/h from the north, humidity 80 %.");
    assert_eq!(now("2026-11-22T11:00:00Z"), "Now: 0°, clear sky, no wind, humidity 80 %.");
}

#[test]
fn a_forecast_that_has_run_out_says_so() {
    let told = told(&article(&sunday(), "2026-12-01T00:00:00Z"));
    assert_eq!(
        told,
        ["This forecast has run out; there is none for today.", "Weather data from MET Norway, CC BY 4.0."]
    );
}

#[test]
fn every_symbol_of_the_service_has_words() {
    let words = |symbol: &str| {
        let forecast = Forecast::parse(
            answer(&[step("2026-11-22T00:00:00Z", 1.0, (1.0, 1.0), &[(HOUR, symbol, 0.0)])]).as_bytes(),
        );
        forecast.unwrap().steps.remove(0).hour.unwrap().sky
    };
    for (symbol, expected) in [
        ("clearsky_polartwilight", "clear sky"),
        ("fair_night", "fair"),
        ("partlycloudy_day", "partly cloudy"),
        ("cloudy", "cloudy"),
        ("fog", "fog"),
        ("heavysleet", "heavy sleet"),
        ("lightsleet", "light sleet"),
        ("lightsnow", "light snow"),
        ("lightssleetshowersandthunder_day", "light sleet showers and thunder"),
        ("heavyrainandthunder", "heavy rain and thunder"),
        ("heavysnowshowers_night", "heavy snow showers"),
        ("fair\u{1b}[31m_dust\u{202e}", "fair[31m dust"),
        ("lightrainofashes", "lightrainofashes"),
    ] {
        assert_eq!(words(symbol).as_deref(), Some(expected), "{symbol}");
    }
    assert_eq!(words("\u{7}"), None);
}

#[test]
fn what_no_gauge_shows_is_left_out() {
    let steps = [
        step("yesterday", 10.0, (1.0, 1.0), &[]),
        step("+262142-12-31T23:59:59Z", 10.0, (1.0, 1.0), &[]),
        step("2026-11-22T02:00:00Z", 11.0, (1.0, 1.0), &[]),
        step("2026-11-22T01:00:00Z", 1e300, (-1.0, 361.0), &[(HOUR, "fog", -0.1)]),
        step("2026-11-22T02:00:00Z", 12.0, (1.0, 1.0), &[]),
    ];
    let forecast = Forecast::parse(answer(&steps).as_bytes()).unwrap();
    let times: Vec<_> = forecast.steps.iter().map(|step| step.time).collect();
    assert_eq!(times, [at("2026-11-22T01:00:00Z"), at("2026-11-22T02:00:00Z")]);
    let first = &forecast.steps[0];
    assert_eq!((first.celsius, first.wind, first.wind_from), (None, None, None));
    assert_eq!(first.hour.as_ref().unwrap().rain, None);
    assert_eq!(told(&article(&forecast, "2026-11-22T01:00:00Z"))[0], "Now: fog, humidity 80 %.");
}

#[test]
fn what_is_no_forecast_is_refused_and_what_is_too_long_is_cut() {
    for (bytes, error) in [
        (answer(&[]), "the forecast is empty"),
        (answer(&[step("soon", 1.0, (1.0, 1.0), &[])]), "the forecast is empty"),
        ("<html>".to_owned(), "the forecast is not in the form that is known (expected value at line 1 column 1)"),
        ("[".repeat(100_000), "the forecast is not in the form that is known ("),
    ] {
        let found = Forecast::parse(bytes.as_bytes()).unwrap_err().to_string();
        assert!(found.starts_with(error), "{found}");
    }
    let start = at("2026-11-22T00:00:00Z");
    let many: Vec<Value> = (0..2000)
        .map(|hour| step(&(start + TimeDelta::hours(hour)).to_rfc3339(), 1.0, (1.0, 1.0), &[(HOUR, "fog", 0.1)]))
        .collect();
    let forecast = Forecast::parse(answer(&many).as_bytes()).unwrap();
    assert_eq!(forecast.steps.len(), 500);
    assert_eq!(forecast.steps[0].time, start);
}

#[test]
fn a_forecast_is_kept_whole() {
    let forecast = sunday();
    let kept = serde_json::to_string(&forecast).unwrap();
    assert_eq!(serde_json::from_str::<Forecast>(&kept).unwrap(), forecast);
}

#[test]
fn the_tables_fit_the_page() {
    let article = article(&sunday(), "2026-11-22T00:20:00Z");
    let lines = |columns: u16| -> Vec<String> {
        let setting = Setting {
            width: columns,
            measure: columns,
            paragraphs: dateline::page::Paragraphs::Spaced,
            typesetting: dateline::page::typeset::Typesetting::default(),
            numbers: false,
            link_list: false,
            zone: Zone::utc(),
        };
        Page::of(&article, "", None, setting).lines.iter().map(|line| line.to_plain().trim_end().to_owned()).collect()
    };
    for columns in [80, 40, 20] {
        for line in lines(columns) {
            assert!(width(&line) <= usize::from(columns), "{columns}: {line}");
        }
    }
    // On a wide screen a row is a line; on a narrow one the sky's words wrap in their column.
    let wide = lines(80);
    for row in [
        " time  °C  sky             mm  km/h",
        "12:00  18  rain showers   1.1  25 NW",
        "03:00  −4  fog            0.0  4 NE",
        "day     sky                             low  high    mm  km/h",
        "Mon 23  light snow showers and thunder   −4    12  12.2  18 SW",
    ] {
        assert!(wide.iter().any(|line| line == row), "{row}\nis not in\n{}", wide.join("\n"));
    }
    let narrow = lines(40);
    assert!(narrow.iter().any(|line| line == "Tue 24  plague     14    14   0.0  18 N"), "{}", narrow.join("\n"));
}

#[test]
fn the_towns_are_in_new_zealand_and_each_in_its_own_place() {
    let towns = towns();
    assert_eq!(towns.len(), 41);
    for town in towns {
        assert!((-46.6..=-34.9).contains(&town.latitude), "{town:?}");
        assert!((168.0..=178.2).contains(&town.longitude), "{town:?}");
        for degrees in [town.latitude, town.longitude] {
            let written = degrees.to_string();
            assert!(written.split_once('.').is_none_or(|(_, decimals)| decimals.len() <= 4), "{town:?}");
        }
        assert!(town.slug.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-'), "{town:?}");
    }
    let slugs: HashSet<&str> = towns.iter().map(|town| town.slug.as_str()).collect();
    let names: HashSet<&str> = towns.iter().map(|town| town.name.as_str()).collect();
    let addresses: HashSet<String> = towns.iter().map(|town| town.address(SERVICE)).collect();
    assert_eq!([slugs.len(), names.len(), addresses.len()], [41; 3]);
    assert_eq!(town("wanganui").map(|town| town.name.as_str()), Some("Whanganui"));
    assert_eq!(town("taumarunui").map(|town| town.name.as_str()), Some("Taumarunui"));
    // None stands where its neighbour does: Napier and Hastings are the nearest pair.
    for (index, one) in towns.iter().enumerate() {
        for other in &towns[..index] {
            let (up, across) = (one.latitude - other.latitude, one.longitude - other.longitude);
            assert!(up.hypot(across) > 0.1, "{} and {}", one.name, other.name);
        }
    }
}

#[test]
fn forecasts_are_asked_for_with_four_decimals() {
    let place = Locality { slug: String::new(), name: "A hut".to_owned(), latitude: -43.123_456_789, longitude: 171.0 };
    assert_eq!(
        place.address("https://weather.example"),
        "https://weather.example/weatherapi/locationforecast/2.0/compact?lat=-43.1235&lon=171.0000"
    );
}

#[test]
fn a_town_keeps_new_zealands_time_wherever_the_reader_is() {
    let zone = kaitaia().zone(Zone::utc());
    for (instant, wall) in [
        ("2026-11-22T00:00:00Z", "22 Nov 2026, 13:00"),
        ("2026-07-01T12:00:00Z", "2 Jul 2026, 00:00"),
        // Summer time ends on Sunday 5 April 2026 at three, and begins on Sunday 27 September at two.
        ("2026-04-04T13:59:59Z", "5 Apr 2026, 02:59"),
        ("2026-04-04T14:00:00Z", "5 Apr 2026, 02:00"),
        ("2026-09-26T13:59:59Z", "27 Sep 2026, 01:59"),
        ("2026-09-26T14:00:00Z", "27 Sep 2026, 03:00"),
        // In 2028 October begins on a Sunday.
        ("2028-09-23T14:00:00Z", "24 Sep 2028, 03:00"),
        ("2025-12-31T11:00:00Z", "1 Jan 2026, 00:00"),
    ] {
        assert_eq!(zone.day_and_time(at(instant)), wall, "{instant}");
    }
    let away = Locality { slug: String::new(), name: "Oslo".to_owned(), latitude: 59.91, longitude: 10.75 };
    assert_eq!(away.zone(Zone::utc()).day_and_time(at("2026-11-22T00:00:00Z")), "22 Nov 2026, 00:00");
}

proptest! {
    #[test]
    fn nothing_that_is_sent_stops_the_program(
        times in prop::collection::vec(prop_oneof!["[0-9]{4}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:00:00Z", ".*"], 0..12),
        numbers in prop::collection::vec(prop_oneof![any::<f64>(), -50.0..400.0], 5),
        symbol in ".*",
        now in -62_135_596_800_i64..253_402_300_799,
    ) {
        let steps: Vec<Value> = times
            .iter()
            .map(|time| step(time, numbers[0], (numbers[1], numbers[2]), &[(HOUR, &symbol, numbers[3]), (SIX, &symbol, numbers[4])]))
            .collect();
        if let Ok(forecast) = Forecast::parse(answer(&steps).as_bytes()) {
            let now = DateTime::from_timestamp(now, 0).unwrap();
            let zone = Zone(|at| at.naive_utc());
            for line in told(&forecast.article(kaitaia(), zone, now)) {
                prop_assert_eq!(dateline::text::clean(&line), line);
            }
        }
    }
}
