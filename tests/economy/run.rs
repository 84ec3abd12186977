//! In a run of the reader: what is counted reaches the books, and who is asked.

use std::time::Duration;

use chrono::{TimeDelta, Utc};
use dateline::app::details::Details;
use dateline::app::{Ask, Effect, Msg};
use dateline::cache::Cache;
use dateline::fetch::{Fetcher, Limits};
use dateline::ledger::Traffic;
use dateline::marks::Marks;
use dateline::news::{Feed, Freshness, SectionId, StoryKey};
use dateline::runtime::{Desk, Economy, Runtime, Wishes};
use dateline::trouble::TroubleKind;
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};

use crate::loopback;
use crate::server::{Reply, Server};

struct Bench {
    runtime: Runtime,
    answers: UnboundedReceiver<Msg>,
}

impl Bench {
    fn new(cache: Cache, max_bytes: Option<u64>) -> Self {
        Self::over(cache, Economy { max_bytes, ..Economy::default() }, Limits { max_bytes, ..loopback() })
    }

    fn over(cache: Cache, economy: Economy, limits: Limits) -> Self {
        let fetcher = Fetcher::network(limits).counting(economy.ledger.clone());
        let wishes = Wishes {
            searches: Vec::new(),
            mutes: dateline::mute::Mutes::default(),
            outlets: Vec::new(),
            languages: Vec::new(),
            sources: None,
            stale_after: Duration::ZERO,
            cache_folder: None,
            data_folder: None,
            offline: false,
            economy,
        };
        let (sender, answers) = unbounded_channel();
        let io = tokio::runtime::Handle::current();
        Self { runtime: Runtime::new(io, sender, wishes, Desk { fetcher, cache }, (None, Marks::default())), answers }
    }

    async fn next(&mut self) -> Msg {
        self.answers.recv().await.unwrap()
    }

    /// The last answer to a section's question, and how many addresses were waited for at first.
    async fn section(&mut self, feeds: &[Feed], ask: Ask) -> (dateline::app::SectionAnswer, usize) {
        let section = SectionId("world".to_owned());
        self.runtime.perform(Effect::LoadSection { section, feeds: feeds.to_vec(), ask });
        let mut first = None;
        loop {
            let Msg::Headlines(answer) = self.next().await else { continue };
            let waited = *first.get_or_insert(answer.waiting);
            if answer.waiting == 0 {
                return (answer, waited);
            }
        }
    }

    async fn story(&mut self, url: &str, ask: Ask) -> Result<Freshness, TroubleKind> {
        self.runtime.perform(Effect::LoadArticle { key: StoryKey::of(url), url: url.to_owned(), ask });
        loop {
            let Msg::Article(answer) = self.next().await else { continue };
            if !answer.waiting {
                return answer.outcome.map(|(_, freshness)| freshness).map_err(|trouble| trouble.kind);
            }
        }
    }

    async fn details(&mut self) -> Details {
        self.runtime.perform(Effect::Details { asked: Utc::now() });
        loop {
            if let Msg::Details(details) = self.next().await {
                return details;
            }
        }
    }
}

fn feeds(server: &Server) -> Vec<Feed> {
    let item = "<item><title>Lamp relit</title><link>https://lantern.example/1</link></item>";
    let body = format!("<rss version='2.0'><channel><title>Lantern</title>{item}</channel></rss>");
    ["/a", "/b", "/c"]
        .map(|path| {
            server.on(path, Reply { body: body.clone().into_bytes(), ..Reply::default() });
            Feed::at(server.url(path), "lantern".to_owned(), "The Lantern".to_owned())
        })
        .to_vec()
}

fn page() -> Reply {
    let words = "The harbour master counted the boats twice on Tuesday evening, because the first count had come out one \
        short and the second, taken from the other end of the breakwater, came out one long.";
    let body = format!("<!DOCTYPE html><article><h1>Boats</h1>{}</article>", format!("<p>{words}</p>").repeat(4));
    Reply { body: body.into_bytes(), ..Reply::default() }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_not_to_be_asked_is_not_asked_and_what_is_kept_is_shown() {
    let server = Server::start();
    let feeds = feeds(&server);
    let mut bench = Bench::new(Cache::in_memory().unwrap(), None);
    let (answer, waited) = bench.section(&feeds, Ask::Never).await;
    assert!(answer.headlines.is_empty() && answer.troubles.is_empty() && waited == 0);
    assert_eq!(server.requests().len(), 0);
    bench.section(&feeds, Ask::Now).await;
    assert_eq!(server.requests().len(), 3);
    let (answer, waited) = bench.section(&feeds, Ask::Never).await;
    assert_eq!((answer.headlines.len(), answer.troubles.len(), waited), (1, 0, 0));

    server.on("/story", page());
    let story = server.url("/story");
    assert_eq!(bench.story(&story, Ask::Never).await, Err(TroubleKind::NotAsked));
    assert_eq!(server.requests().len(), 3);
    assert!(matches!(bench.story(&story, Ask::IfMissing).await, Ok(Freshness::Live(_))));
    assert_eq!(server.requests().len(), 4);
    for ask in [Ask::Never, Ask::IfMissing] {
        assert!(bench.story(&story, ask).await.is_ok());
    }
    assert_eq!(server.requests().len(), 4);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_fetched_is_in_the_books_at_once_and_the_rest_when_the_reader_ends() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("cache.sqlite");
    let before = Traffic { network_in: 1000, network_out: 100, requests: 10, terminal_out: 1 };
    let today = chrono::Local::now().date_naive();
    Cache::open(&path).unwrap().0.add_traffic(today, before).unwrap();
    let server = Server::start();
    let feeds = feeds(&server);
    let mut bench = Bench::new(Cache::open(&path).unwrap().0, Some(9_000_000));
    bench.section(&feeds, Ask::IfStale).await;
    let other = Cache::open(&path).unwrap().0;
    // Written after the answer was sent: a program that is killed later has not lost it.
    while other.traffic().unwrap()[0].1.requests < 13 {
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    let details = bench.details().await;
    assert_eq!((details.run.requests, details.max_bytes), (3, Some(9_000_000)));
    assert_eq!(details.today, before.plus(details.run));
    // What happened less than a minute ago waits; nothing is lost at the end.
    bench.runtime.keep_books(Utc::now() + TimeDelta::seconds(1));
    drop(bench);
    assert_eq!(other.traffic().unwrap()[0].1, details.today);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_books_are_kept_at_most_once_a_minute_and_an_evenings_bytes_are_the_evenings() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("cache.sqlite");
    let economy = Economy::default();
    let bench = Bench::over(Cache::open(&path).unwrap().0, economy.clone(), loopback());
    let other = Cache::open(&path).unwrap().0;
    let shown = || -> Vec<u64> { other.traffic().unwrap().iter().map(|(_, traffic)| traffic.terminal_out).collect() };
    let evening = Utc::now() + TimeDelta::days(3);
    bench.runtime.keep_books(evening);
    economy.ledger.shown(500);
    bench.runtime.keep_books(evening + TimeDelta::seconds(59));
    economy.ledger.shown(7);
    // The night passes, and the first key of the morning comes.
    let morning = evening + TimeDelta::days(1);
    bench.runtime.keep_books(morning);
    while shown().is_empty() {
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    let at = evening + TimeDelta::seconds(59);
    let day = at.with_timezone(&chrono::Local).date_naive();
    assert_eq!(other.traffic().unwrap(), [(day, Traffic { terminal_out: 507, ..Traffic::default() })]);
    economy.ledger.shown(3);
    bench.runtime.keep_books(morning + TimeDelta::seconds(59));
    bench.runtime.keep_books(morning + TimeDelta::seconds(60));
    while shown() != [507, 3] {
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn with_the_bytes_used_up_all_that_is_kept_still_opens_and_no_feed_is_called_failing() {
    let server = Server::start();
    let feeds = feeds(&server);
    server.on("/story", page());
    server.on("/endless", Reply { endless: true, ..Reply::default() });
    let mut bench = Bench::new(Cache::in_memory().unwrap(), Some(20_000));
    bench.section(&feeds[..2], Ask::IfStale).await;
    assert!(bench.story(&server.url("/story"), Ask::IfStale).await.is_ok());
    assert_eq!(bench.story(&server.url("/endless"), Ask::IfStale).await, Err(TroubleKind::Spent(20_000)));
    let asked = server.requests().len();

    let (answer, _) = bench.section(&feeds, Ask::IfStale).await;
    let kinds: Vec<TroubleKind> = answer.troubles.iter().map(|trouble| trouble.kind).collect();
    assert_eq!((answer.headlines.len(), kinds), (1, vec![TroubleKind::Spent(20_000)]));
    assert!(matches!(answer.freshness, Some(Freshness::Live(_))), "{:?}", answer.freshness);
    let alone = SectionId("alone".to_owned());
    let counted = dateline::app::sections_pane::Counted {
        section: alone,
        depth: 0,
        feeds: feeds.iter().map(|feed| feed.url.clone()).collect(),
    };
    bench.runtime.perform(Effect::Count(vec![counted]));
    assert!(matches!(bench.next().await, Msg::Counts(_)));
    bench.runtime.perform(Effect::Details { asked: Utc::now() });
    assert!(matches!(bench.next().await, Msg::Details(_)), "a feed was called failing");
    assert_eq!(server.requests().len(), asked);
    // Kept, and told of as what it is: neither new nor offline.
    let key = StoryKey::of(&server.url("/story"));
    let url = server.url("/story");
    bench.runtime.perform(Effect::LoadArticle { key, url, ask: Ask::IfStale });
    let Msg::Article(first) = bench.next().await else { panic!("the story was asked for") };
    assert!(first.outcome.is_ok());
}
