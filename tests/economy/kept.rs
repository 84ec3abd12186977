//! In the cache, day by day, and on the command line.

use std::path::Path;
use std::process::{Command, Output};

use chrono::{Datelike as _, NaiveDate, TimeDelta, Utc};
use dateline::cache::Cache;
use dateline::ledger::Traffic;
use dateline::runtime::Economy;
use serde_json::{Value, json};

fn traffic(network_in: u64) -> Traffic {
    Traffic { network_in, network_out: 10, requests: 1, terminal_out: 2 }
}

fn day(words: &str) -> NaiveDate {
    words.parse().unwrap()
}

#[test]
fn days_add_up_and_old_ones_are_dropped() {
    let cache = Cache::in_memory().unwrap();
    cache.add_traffic(day("2026-03-01"), traffic(100)).unwrap();
    cache.add_traffic(day("2026-03-02"), traffic(5)).unwrap();
    cache.add_traffic(day("2026-03-01"), traffic(23)).unwrap();
    let first = Traffic { network_in: 123, network_out: 20, requests: 2, terminal_out: 4 };
    assert_eq!(cache.traffic().unwrap(), [(day("2026-03-01"), first), (day("2026-03-02"), traffic(5))]);
    // Four hundred days after the first; the second is one day younger.
    cache.add_traffic(day("2027-04-06"), traffic(1)).unwrap();
    let days: Vec<NaiveDate> = cache.traffic().unwrap().into_iter().map(|(day, _)| day).collect();
    assert_eq!(days, [day("2026-03-02"), day("2027-04-06")]);
}

#[test]
fn programs_that_run_at_once_add_up() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("cache.sqlite");
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                for _ in 0..10 {
                    let economy = Economy::default();
                    economy.ledger.received(7);
                    economy.ledger.asked(3);
                    economy.keep(&Cache::open(&path).unwrap().0).unwrap();
                }
            });
        }
    });
    let all = Cache::open(&path).unwrap().0.traffic().unwrap();
    let all = all.into_iter().fold(Traffic::default(), |all, (_, one)| all.plus(one));
    assert_eq!(all, Traffic { network_in: 560, network_out: 240, requests: 80, terminal_out: 0 });
}

fn dateline(home: &Path, words: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_dateline"));
    command.env_clear().env("HOME", home).env("TZ", "UTC").args(words).output().unwrap()
}

fn said(home: &Path, words: &[&str]) -> String {
    let output = dateline(home, words);
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn stats_tell_of_today_the_week_the_month_and_all() {
    let home = tempfile::tempdir().unwrap();
    let nothing = said(home.path(), &["stats"]);
    assert!(nothing.lines().skip(1).all(|line| line.ends_with("\t0\t0\t0\t0")), "{nothing}");

    let today = Utc::now().date_naive();
    let cache = Cache::open(&home.path().join(".cache/dateline/cache.sqlite")).unwrap().0;
    let before = |days| today - TimeDelta::days(days);
    for (day, amount) in [(today, 1_000_000), (before(6), 200_000), (before(7), 30_000), (before(60), 4_000)] {
        cache.add_traffic(day, traffic(amount)).unwrap();
    }
    let lines = said(home.path(), &["stats"]);
    let fields: Vec<Vec<&str>> = lines.lines().map(|line| line.split('\t').collect()).collect();
    assert_eq!(fields[0], ["span", "since", "network_in", "network_out", "requests", "terminal_out"]);
    assert_eq!(fields[1], ["today", &today.to_string(), "1000000", "10", "1", "2"]);
    assert_eq!(fields[2], ["last_7_days", &before(6).to_string(), "1200000", "20", "2", "4"]);
    let month = [(0, 1_000_000), (6, 200_000), (7, 30_000)].into_iter();
    let month: u64 = month.filter(|(ago, _)| before(*ago).month() == today.month()).map(|(_, amount)| amount).sum();
    assert_eq!(fields[3][2], month.to_string());
    assert_eq!(fields[4], ["all", &before(60).to_string(), "1234000", "40", "4", "8"]);

    let page: Value = serde_json::from_str(&said(home.path(), &["stats", "--json"])).unwrap();
    assert_eq!(page["all"]["network_in"], 1_234_000);
    let oldest =
        json!({"day": before(60).to_string(), "network_in": 4000, "network_out": 10, "requests": 1, "terminal_out": 2});
    assert_eq!(page["days"][0], oldest);
    assert_eq!(page["days"].as_array().unwrap().len(), 4);
}

#[test]
fn a_run_without_bytes_asks_nobody_and_says_how_to_go_on() {
    let home = tempfile::tempdir().unwrap();
    let story = "https://news.example/story";
    let used_up =
        "The 0 B that this run may fetch are used up. What is kept still opens; a larger --max-bytes fetches more";
    let told = |words: &[&str]| {
        let output = dateline(home.path(), words);
        (output.status.code(), String::from_utf8(output.stderr).unwrap())
    };
    assert_eq!(told(&["read", "--max-bytes", "0B", story]), (Some(1), format!("{story}: {used_up}.\n")));
    assert_eq!(told(&["--max-bytes", "0B", "add", story]), (Some(2), format!("dateline: {used_up}\n")));
    assert_eq!(told(&["weather", "--max-bytes", "0B", "gore"]), (Some(1), format!("{used_up}.\n")));
    let doctor = dateline(home.path(), &["doctor", "--url", story, "--max-bytes", "0B"]);
    let page = String::from_utf8(doctor.stdout).unwrap();
    assert!(page.starts_with("not asked") && page.contains("the 0 B of this run are used up"), "{page}");
    // The config says it for every run; the command line has the last word.
    let config = home.path().join("config.toml");
    std::fs::write(&config, "max_bytes = \"0kB\"\n").unwrap();
    let config = config.to_str().unwrap();
    assert_eq!(told(&["--config", config, "read", story]), (Some(1), format!("{story}: {used_up}.\n")));
    let wrong = told(&["read", "--max-bytes", "5", story]);
    assert!(wrong.0 == Some(2) && wrong.1.contains("\"5\" is no amount of data; write it as 500kB, 5MB or 1.5GB"));
}
