//! A feed's sources are asked in order, and the first that has stories fills the section.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use dateline::app::sections_pane::Counted;
use dateline::app::{Ask, Effect, Msg};
use dateline::cache::Cache;
use dateline::news::{Feed, Filled, Freshness, Label, Lack, Origin, SectionId, Source, SourceKind, StoryKey};

use super::server::{Gate, Reply, Server};
use super::{Bench, feed, make_old, ok, rss, titles};

const EMPTY: &str = r#"<?xml version="1.0"?><rss version="2.0"><channel><title>Lantern</title></channel></rss>"#;

/// A feed at `/feed`, the section's page at `/world/`, the sitemap at `/sitemap`.
fn chain(server: &Server) -> Feed {
    let source = |path: &str, kind| Source { url: server.url(path), kind };
    let sources = vec![
        source("/feed", SourceKind::Feed),
        source("/world/", SourceKind::Front),
        source("/sitemap", SourceKind::Sitemap { under: "/world/".to_owned() }),
    ];
    Feed { sources, ..feed(server.url("/feed")) }
}

fn dated(title: &str, link: &str, at: DateTime<Utc>) -> String {
    let at = at.to_rfc2822();
    format!("<item><title>{title}</title><link>{link}</link><pubDate>{at}</pubDate></item>")
}

fn rss_of(items: &str) -> String {
    format!(r#"<?xml version="1.0"?><rss version="2.0"><channel><title>Lantern</title>{items}</channel></rss>"#)
}

fn front(stories: &[(&str, &str)]) -> String {
    let mut cards = String::new();
    for (title, path) in stories {
        write!(cards, r#"<article><h3><a href="{path}">{title}</a></h3><p>And a line about it below.</p></article>"#)
            .unwrap();
    }
    format!("<!DOCTYPE html><html><body><nav><a href=/>Home</a></nav><main>{cards}</main></body></html>")
}

fn sitemap(stories: &[(&str, String)]) -> String {
    let mut urls = String::new();
    for (title, url) in stories {
        write!(urls, "<url><loc>{url}</loc><news:news><news:title>{title}</news:title></news:news></url>").unwrap();
    }
    format!(
        r#"<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">{urls}</urlset>"#
    )
}

fn tagged(body: &str, etag: &str) -> Reply {
    Reply { headers: vec![("ETag".to_owned(), etag.to_owned())], ..ok(body) }
}

fn paths(server: &Server) -> Vec<String> {
    server.requests().into_iter().map(|request| request.path).collect()
}

const CARDS: [(&str, &str); 2] = [
    ("Harbour lights go out for an hour", "/world/harbour-lights-go-out-for-an-hour/4411223/"),
    ("The last ferry waits for nobody", "/world/the-last-ferry-waits-for-nobody/4411224/"),
];

#[tokio::test(flavor = "multi_thread")]
async fn a_feed_with_stories_is_all_that_is_asked() {
    let server = Server::start();
    server.on("/feed", ok(&rss_of(&dated("Lamp relit", "https://lantern.example/1", Utc::now()))));
    server.on("/world/", ok(&front(&CARDS)));
    let mut bench = Bench::new(Cache::in_memory().unwrap());
    let answers = bench.section(&[chain(&server)], Ask::IfStale).await;
    assert_eq!(titles(answers.last().unwrap()), ["Lamp relit"]);
    assert_eq!(answers.last().unwrap().origin, None);
    assert_eq!(paths(&server), ["/feed"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn behind_an_empty_feed_the_page_of_the_section_is_asked_and_remembered() {
    let server = Server::start();
    server.on("/feed", ok(EMPTY));
    server.on("/world/", tagged(&front(&CARDS), "\"front-1\""));
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("cache.sqlite");
    let mut bench = Bench::new(Cache::open(&file).unwrap().0);
    let feed = chain(&server);

    let answers = bench.section(std::slice::from_ref(&feed), Ask::IfStale).await;
    let last = answers.last().unwrap();
    assert_eq!(titles(last), [CARDS[0].0, CARDS[1].0]);
    assert_eq!(last.origin, Some(Origin { filled: Filled::Front, lack: Some(Lack::Empty), old: None }));
    assert!(matches!(last.freshness, Some(Freshness::Live(_))));
    assert!(last.troubles.is_empty());
    assert_eq!(paths(&server), ["/feed", "/world/"]);

    let cache = Cache::open(&file).unwrap().0;
    let own = cache.visit(&feed.url).unwrap().unwrap();
    assert_eq!((own.source, own.items), (Some(server.url("/world/")), Some(0)));
    assert_eq!(cache.visit(&server.url("/world/")).unwrap().unwrap().items, Some(2));

    // Two hours later the page alone is asked, and has nothing new to say.
    make_old(&cache, &server.url("/world/"));
    let answers = bench.section(std::slice::from_ref(&feed), Ask::IfStale).await;
    assert_eq!(titles(answers.last().unwrap()).len(), 2);
    assert_eq!(paths(&server), ["/feed", "/world/", "/world/"]);
    assert_eq!(server.requests()[2].headers.get("if-none-match").unwrap(), "\"front-1\"");

    // When its time has come again, the feed is asked first, and is the feed again once it has stories.
    make_old(&cache, &feed.url);
    make_old(&cache, &server.url("/world/"));
    server.on("/feed", ok(&rss_of(&dated("Lamp relit", "https://lantern.example/1", Utc::now()))));
    let answers = bench.section(std::slice::from_ref(&feed), Ask::IfStale).await;
    assert!(titles(answers.last().unwrap()).contains(&"Lamp relit"));
    assert_eq!(answers.last().unwrap().origin, None);
    assert_eq!(paths(&server).last().unwrap(), "/feed");
    assert_eq!(paths(&server).len(), 4);
}

#[tokio::test(flavor = "multi_thread")]
async fn where_neither_feed_nor_page_has_stories_the_sitemap_has_those_of_the_section() {
    let server = Server::start();
    server.on("/feed", ok("<!DOCTYPE html><html><body>Welcome</body></html>"));
    server.on("/world/", ok("<!DOCTYPE html><html><body><main><p>Please wait.</p></main></body></html>"));
    let stories = [
        ("A tide table for the new year", server.url("/world/tide-table/")),
        ("A cup for the rowers", server.url("/sport/a-cup/")),
    ];
    server.on("/sitemap", ok(&sitemap(&stories)));
    let mut bench = Bench::new(Cache::in_memory().unwrap());
    let answers = bench.section(&[chain(&server)], Ask::IfStale).await;
    let last = answers.last().unwrap();
    assert_eq!(titles(last), ["A tide table for the new year"]);
    assert_eq!(last.origin, Some(Origin { filled: Filled::Sitemap, lack: Some(Lack::Failed), old: None }));
    assert!(last.troubles.is_empty(), "{:?}", last.troubles);
    assert_eq!(paths(&server), ["/feed", "/world/", "/sitemap"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_old_feed_gives_way_to_newer_stories_and_to_nothing_else() {
    let old = Utc::now() - TimeDelta::days(9);
    let server = Server::start();
    server.on("/feed", ok(&rss_of(&dated("Lamp relit", "https://lantern.example/1", old))));
    let mut bench = Bench::new(Cache::in_memory().unwrap());
    let answers = bench.section(&[chain(&server)], Ask::IfStale).await;
    let last = answers.last().unwrap();
    assert_eq!(titles(last), ["Lamp relit"]);
    let origin = last.origin.unwrap();
    assert_eq!((origin.filled, origin.lack), (Filled::Feed, None));
    assert_eq!(origin.old.unwrap().timestamp(), old.timestamp());

    let server = Server::start();
    server.on("/feed", ok(&rss_of(&dated("Lamp relit", "https://lantern.example/1", old))));
    server.on("/world/", ok(&front(&CARDS)));
    let answers = bench.section(&[chain(&server)], Ask::IfStale).await;
    let last = answers.last().unwrap();
    assert_eq!(titles(last), [CARDS[0].0, CARDS[1].0]);
    assert_eq!(last.origin, Some(Origin { filled: Filled::Front, lack: Some(Lack::Stale), old: None }));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_feed_that_is_empty_for_good_says_so() {
    let server = Server::start();
    server.on("/feed", ok(EMPTY));
    let mut bench = Bench::new(Cache::in_memory().unwrap());
    let answers = bench.section(&[feed(server.url("/feed"))], Ask::IfStale).await;
    let last = answers.last().unwrap();
    assert!(last.headlines.is_empty() && last.troubles.is_empty());
    assert_eq!(last.origin, Some(Origin { filled: Filled::Feed, lack: Some(Lack::Empty), old: None }));
}

#[tokio::test(flavor = "multi_thread")]
async fn one_story_in_five_sections_is_one_record() {
    let server = Server::start();
    let mut bench = Bench::new(Cache::in_memory().unwrap());
    let id = "TEHXK7A2XJEN5KD46SSM4ITK2Y";
    let mut feeds = Vec::new();
    for section in ["nz", "politics", "business", "world", "premium"] {
        let link = format!("https://lantern.example/{section}/a-bridge-is-opened/{id}/?ref={section}");
        server.on(&format!("/{section}"), ok(&rss(&[("A bridge is opened", &link)])));
        feeds.push(feed(server.url(&format!("/{section}"))));
    }
    let answers = bench.section(&feeds, Ask::IfStale).await;
    let last = answers.last().unwrap();
    assert_eq!(titles(last), ["A bridge is opened"]);
    assert_eq!(last.headlines[0].key, StoryKey(id.to_owned()));
    bench.runtime.perform(crate::asked("bridge"));
    let Msg::Found { found, .. } = bench.next().await else { panic!("no finds") };
    let headlines = found.headlines;
    assert_eq!(headlines.len(), 1);
    let counted =
        |feed: &Feed| Counted { section: SectionId(feed.url.clone()), depth: 0, feeds: vec![feed.url.clone()] };
    let sections = feeds.iter().map(counted).collect();
    bench.runtime.perform(Effect::Count(sections));
    let Msg::Counts(counts) = bench.next().await else { panic!("no counts") };
    assert_eq!(counts.len(), 5);
    assert!(counts.iter().all(|(_, unread)| unread.own == 1), "{counts:?}");
}

/// A feed that changes: what it lists now, by number, with title and the minute it is dated.
type Listing = Vec<(u32, String, i64)>;

#[tokio::test(flavor = "multi_thread")]
async fn twenty_four_snapshots_of_a_changing_feed_lose_nothing_and_double_nothing() {
    let server = Server::start();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("cache.sqlite");
    let mut bench = Bench::new(Cache::open(&file).unwrap().0);
    let cache = Cache::open(&file).unwrap().0;
    let feeds = [feed(server.url("/feed"))];
    let start = Utc::now() - TimeDelta::days(1);

    let mut listing: Listing =
        (0..12).map(|number| (number, format!("Story number {number}"), i64::from(number))).collect();
    let mut told: BTreeMap<u32, (String, i64)> = BTreeMap::new();
    let mut edited = BTreeSet::new();
    for round in 0..24_u32 {
        match round % 6 {
            0 => listing.insert(0, (100 + round, format!("New in round {round}"), 100 + i64::from(round))),
            1 => {
                let story = &mut listing[round as usize % 7];
                write!(story.1, " and what came of it").unwrap();
                edited.insert(story.0);
            }
            // Other white space and other signs are no edit.
            2 => {
                let story = &mut listing[(round as usize + 3) % 7];
                story.1 = story.1.replacen(' ', "  ", 1) + "!";
            }
            3 => {
                listing.pop();
            }
            4 => listing.reverse(),
            _ => listing[round as usize % 5].2 += 7,
        }
        let items: String = listing
            .iter()
            .map(|(number, title, minute)| {
                let link = format!("https://lantern.example/story-{number}");
                dated(title, &link, start + TimeDelta::minutes(*minute))
            })
            .collect();
        for (number, title, minute) in &listing {
            told.insert(*number, (title.split_whitespace().collect::<Vec<_>>().join(" "), *minute));
        }
        server.on("/feed", tagged(&rss_of(&items), &format!("\"{round}\"")));
        if round > 0 {
            make_old(&cache, &feeds[0].url);
        }
        let answers = bench.section(&feeds, Ask::IfStale).await;
        let last = answers.last().unwrap();

        let shown: BTreeMap<&str, _> =
            last.headlines.iter().map(|headline| (headline.key.0.as_str(), headline)).collect();
        assert_eq!(shown.len(), last.headlines.len(), "round {round}: a story is listed twice");
        assert_eq!(shown.len(), told.len(), "round {round}: a story is lost");
        for (number, (title, minute)) in &told {
            let headline = shown[format!("lantern.example/story-{number}").as_str()];
            assert_eq!(headline.title, *title, "round {round}");
            let minutes = (headline.published.unwrap() - start).num_seconds();
            assert!((minutes - minute * 60).abs() <= 1, "round {round}: story {number} is dated {minutes} s");
            assert_eq!(
                headline.labels.contains(&Label::Updated),
                edited.contains(number),
                "round {round}: story {number} “{title}”"
            );
        }
    }
    assert_eq!(server.requests().len(), 24);
}

#[tokio::test(flavor = "multi_thread")]
async fn two_hundred_feeds_are_filled_while_a_dead_host_hangs() {
    let mut servers = Vec::new();
    let mut feeds = Vec::new();
    let dead = Server::start();
    let gate = Arc::new(Gate::default());
    dead.on("/feed", Reply { gate: Some(Arc::clone(&gate)), ..ok(EMPTY) });
    feeds.push(feed(dead.url("/feed")));
    for number in 0..200 {
        let server = Server::start();
        let link = format!("https://lantern.example/{number}");
        server.on("/feed", ok(&rss(&[(&format!("Story {number}"), &link)])));
        feeds.push(feed(server.url("/feed")));
        servers.push(server);
    }
    let mut bench = Bench::new(Cache::in_memory().unwrap());
    let section = SectionId("world".to_owned());
    bench.runtime.perform(Effect::LoadSection { section, feeds, ask: Ask::IfStale });
    // The cache answers before anybody else.
    let Msg::Headlines(first) = bench.next().await else { panic!("no answer") };
    assert_eq!((first.headlines.len(), first.waiting), (0, 201));
    let filled = loop {
        let Msg::Headlines(answer) = bench.next().await else { continue };
        if answer.waiting == 1 {
            break answer;
        }
        assert!(answer.waiting > 1, "the dead host has answered");
    };
    assert_eq!(filled.headlines.len(), 200);
    assert!(filled.troubles.is_empty(), "{:?}", filled.troubles);
    assert_eq!(dead.requests().len(), 1);
    gate.open();
    let Msg::Headlines(last) = tokio::time::timeout(Duration::from_secs(20), bench.next()).await.unwrap() else {
        panic!("no answer")
    };
    assert_eq!((last.headlines.len(), last.waiting), (200, 0));
}
