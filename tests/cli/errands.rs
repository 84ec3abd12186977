//! Filling the cache, and what a command is told of it.

use std::sync::Arc;
use std::time::Duration;

use dateline::app::Ask;
use dateline::cache::Cache;
use dateline::fetch::{Fetcher, Limits};
use dateline::news::{Feed, Freshness, StoryKey};
use dateline::runtime::Desk;
use dateline::runtime::errand::{self, Filled, State};
use dateline::trouble::TroubleKind;

use super::{dateline, home};
use crate::server::{Reply, Server};

const EAGERNESS: (Ask, Duration) = (Ask::IfStale, Duration::from_secs(30 * 60));

fn desk() -> Arc<Desk> {
    let fetcher = Fetcher::network(Limits { allow_private: true, ..Limits::default() });
    Arc::new(Desk { fetcher, cache: Cache::in_memory().unwrap() })
}

fn feed(server: &Server, path: &str) -> Feed {
    Feed::at(server.url(path), "lantern".to_owned(), "The Lantern".to_owned())
}

async fn fill(desk: &Arc<Desk>, feeds: &[Feed]) -> Vec<Filled> {
    let mut all = Vec::new();
    let told = |filled| {
        all.push(filled);
        Ok::<(), ()>(())
    };
    errand::fill(desk, feeds.to_vec(), EAGERNESS, told).await.unwrap();
    all.sort_by(|a, b| a.feed.url.cmp(&b.feed.url));
    all
}

#[tokio::test(flavor = "multi_thread")]
async fn each_feed_is_told_of_once_with_what_came_of_it() {
    let server = Server::start();
    let item = "<item><title>Lamp relit</title><link>https://lantern.example/1</link></item>";
    let body = format!("<rss version='2.0'><channel><title>Lantern</title>{item}</channel></rss>");
    server.on("/a", Reply { body: body.into_bytes(), ..Reply::default() });
    let desk = desk();
    let feeds = [feed(&server, "/a"), feed(&server, "/gone"), feed(&server, "/a")];
    let filled = fill(&desk, &feeds).await;
    let [a, gone] = filled.as_slice() else { panic!("{filled:?}") };
    assert_eq!((&a.state, a.stories, a.answered.is_some()), (&State::Answered, 1, true));
    let State::Failed(trouble) = &gone.state else { panic!("{gone:?}") };
    assert_eq!((trouble.kind, gone.stories, gone.answered), (TroubleKind::Gone(404), 0, None));
    assert_eq!(server.requests().len(), 2);
    // Nobody's time has come; what failed is still missing.
    let again = fill(&desk, &feeds).await;
    assert_eq!(again.iter().map(|filled| &filled.state).collect::<Vec<_>>(), [&State::Kept, &gone.state]);
    assert_eq!(server.requests().len(), 2);
    assert_eq!(errand::listed(&desk.cache, &feeds).unwrap().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn it_ends_where_nobody_listens_any_more() {
    let server = Server::start();
    let desk = desk();
    let mut told = 0;
    let ended = errand::fill(&desk, vec![feed(&server, "/a"), feed(&server, "/b")], EAGERNESS, |_| {
        told += 1;
        Err("enough")
    });
    assert_eq!((ended.await, told), (Err("enough"), 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_story_that_cannot_be_asked_for_is_the_kept_one() {
    let server = Server::start();
    let words = "The harbour master counted the boats twice on Tuesday evening, because the first count had come out \
        one short and the second, taken from the other end of the breakwater, came out one long.";
    let body = format!(
        "<!DOCTYPE html><title>Boats</title><article><h1>Boats</h1>{}</article>",
        format!("<p>{words}</p>").repeat(4)
    );
    server.on("/boats", Reply { body: body.into_bytes(), ..Reply::default() });
    let (url, desk) = (server.url("/boats"), desk());
    let ask = |ask| errand::story(&desk, StoryKey::of(&url), &url, (ask, Duration::ZERO));
    assert!(matches!(ask(Ask::Never).await.map_err(|trouble| trouble.kind), Err(TroubleKind::NotAsked)));
    let story = ask(Ask::IfMissing).await.unwrap();
    assert_eq!((story.article.title.as_str(), story.trouble), ("Boats", None));
    ask(Ask::IfMissing).await.unwrap();
    assert_eq!(server.requests().len(), 1);
    let closed = Desk { fetcher: Fetcher::closed(), cache: Cache::in_memory().unwrap() };
    let desk = Arc::new(Desk { cache: Arc::into_inner(desk).unwrap().cache, ..closed });
    let visit = dateline::cache::Visit::default();
    desk.cache.note_visit(&url, &visit).unwrap();
    let story = errand::story(&desk, StoryKey::of(&url), &url, EAGERNESS).await.unwrap();
    assert!(matches!(story.freshness, Freshness::Offline(_)), "{:?}", story.freshness);
    assert_eq!((story.article.title.as_str(), story.trouble.unwrap().kind), ("Boats", TroubleKind::NetworkOff));
}

#[test]
fn a_fetch_says_of_each_feed_whether_it_is_complete() {
    let home = home();
    let first = dateline(home.path(), &["fetch", "--sample", "harbour/world"]);
    let rows = first.rows();
    let [row] = rows.as_slice() else { panic!("{}", first.out) };
    assert_eq!((row.len(), row[0], row[2], row[3], row[5]), (6, "The Harbour Post", "answered", "7", ""));
    assert_eq!((first.err.as_str(), first.code), ("", Some(0)));
    let again = dateline(home.path(), &["fetch", "--sample", "--json", "harbour/world"]).json();
    assert_eq!((&again[0]["state"], &again[0]["stories"], &again[0]["error"]), (&"kept".into(), &7.into(), &().into()));
    let all = dateline(home.path(), &["fetch", "--sample"]);
    assert!(all.rows().len() > 10 && all.rows().iter().any(|row| row[2] == "kept"), "{}", all.out);
}

#[test]
fn a_fetch_that_misses_something_says_what_and_why() {
    let home = home();
    let said = dateline(home.path(), &["fetch", "--offline", "lantern/tides", "Tidal power"]);
    let mut rows = said.rows();
    rows.sort_unstable();
    assert_eq!((rows[0][1], rows[0][2], rows[0][3], rows[0][5]), ("https://lantern.example/feed", "kept", "3", ""));
    let missing =
        ["The Lantern", "https://lantern.example/power", "failed", "0", "", "Working offline; not in the cache"];
    assert_eq!(rows[1], missing);
    assert_eq!((said.err.as_str(), said.code), ("", Some(1)));
    let weather = dateline(home.path(), &["fetch", "weather"]);
    assert_eq!((weather.err.as_str(), weather.code), ("dateline: Weather has no feeds to fetch\n", Some(2)));
}

#[test]
fn a_list_can_be_asked_for_first() {
    let home = home();
    let said = dateline(home.path(), &["list", "--offline", "--fetch", "tidal power"]);
    let expected = "The Lantern: Working offline; not in the cache.\n";
    assert_eq!((said.out.as_str(), said.err.as_str(), said.code), ("", expected, Some(1)));
}
