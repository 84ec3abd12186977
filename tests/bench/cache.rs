//! How long the first screen waits for the cache: from opening a file of 20,000 headlines to the newest 200 of a
//! blended section of 40 feeds and the keys that its unread count is made of. Run: `cargo bench --bench cache`.
#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a bench stops at the first surprise and prints its figure"
)]

use std::time::Instant;

use chrono::{DateTime, TimeDelta};
use dateline::cache::{Cache, Visit};
use dateline::news::{Headline, StoryKey};

const FEEDS: usize = 40;
const STORIES_A_FEED: usize = 500;
const ROUNDS: usize = 25;

fn main() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("cache.sqlite");
    let feeds: Vec<String> = (0..FEEDS).map(|feed| format!("https://outlet-{feed}.example/feed.xml")).collect();
    fill(&Cache::open(&path).unwrap().0, &feeds);
    let size = std::fs::metadata(&path).unwrap().len();

    let mut rounds: Vec<[f64; 3]> = (0..ROUNDS)
        .map(|_| {
            let start = Instant::now();
            let ms = || start.elapsed().as_secs_f64() * 1000.0;
            let (cache, notice) = Cache::open(&path).unwrap();
            assert_eq!(notice, None);
            let opened = ms();
            assert_eq!(cache.headlines(&feeds, 200).unwrap().len(), 200);
            let listed = ms();
            assert_eq!(cache.stories(&feeds, |_| true).unwrap().len(), FEEDS * STORIES_A_FEED);
            [opened, listed - opened, ms() - listed]
        })
        .collect();
    rounds.sort_by(|a, b| a.iter().sum::<f64>().total_cmp(&b.iter().sum()));
    let [open, headlines, keys] = rounds[ROUNDS / 2];
    println!(
        "{} headlines of {FEEDS} feeds ({} kB): open {open:.1} ms, newest 200 {headlines:.1} ms, keys {keys:.1} ms; \
         in all {:.1} ms (median of {ROUNDS})",
        FEEDS * STORIES_A_FEED,
        size / 1000,
        open + headlines + keys,
    );
}

fn fill(cache: &Cache, feeds: &[String]) {
    let start = DateTime::from_timestamp(1_790_000_000, 0).unwrap();
    for (number, feed) in feeds.iter().enumerate() {
        let stories: Vec<Headline> = (0..STORIES_A_FEED)
            .map(|n| {
                let url =
                    format!("https://outlet-{number}.example/world/2026/11/a-story-with-a-usual-address-{n}.html");
                Headline {
                    key: StoryKey::of(&url),
                    url,
                    title: format!("Ferry {n} of line {number} is late again, and nobody at the harbour is surprised"),
                    kicker: Some("Harbour".to_owned()),
                    standfirst: Some(
                        "A standfirst as long as most of them are, in two sentences of plain words. ".repeat(2),
                    ),
                    authors: vec!["Mere Tapsell".to_owned()],
                    labels: Vec::new(),
                    // Feeds interleave, as they do in life.
                    published: Some(start - TimeDelta::minutes(i64::try_from(n * FEEDS + number).unwrap())),
                    updated: None,
                    seconds: None,
                    enclosure: None,
                    outlet: format!("outlet-{number}"),
                    outlet_name: format!("Outlet {number}"),
                }
            })
            .collect();
        cache.keep_feed(feed, &stories, &Visit { answered: Some(start), ..Visit::default() }).unwrap();
    }
}
