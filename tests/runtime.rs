//! From an effect to the messages it is answered with, through the network door, the parsers and the cache, against a
//! loopback server.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

#[path = "runtime/chain.rs"]
mod chain;
#[path = "runtime/manners.rs"]
mod manners;
#[path = "runtime/saved.rs"]
mod saved;
#[path = "support/server.rs"]
mod server;

use std::time::Duration;

use chrono::Utc;
use dateline::app::sections_pane::{Counted, Unread};
use dateline::app::{ArticleAnswer, Ask, EditionKind, Effect, Msg, SectionAnswer};
use dateline::cache::Cache;
use dateline::clock::Zone;
use dateline::fetch::{Fetcher, Limits};
use dateline::library::Library;
use dateline::marks::{Deed, Mark, Marks, Seen};
use dateline::news::{Feed, Freshness, SectionId, StoryKey};
use dateline::query::Query;
use dateline::runtime::{Desk, Economy, Runtime, Wishes};
use dateline::trouble::TroubleKind;
use server::{Reply, Server};
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};

const LONG: Duration = Duration::from_secs(20);

/// What a search asks for.
fn asked(typed: &str) -> Effect {
    let query = Query::parse(typed, Zone::utc(), Utc::now()).unwrap();
    Effect::Search { typed: typed.to_owned(), query: Box::new(query) }
}

struct Bench {
    runtime: Runtime,
    answers: UnboundedReceiver<Msg>,
}

impl Bench {
    fn new(cache: Cache) -> Self {
        let (sender, answers) = unbounded_channel();
        let fetcher = Fetcher::network(Limits { allow_private: true, ..Limits::default() });
        let wishes = Wishes {
            searches: Vec::new(),
            mutes: dateline::mute::Mutes::default(),
            outlets: Vec::new(),
            languages: Vec::new(),
            sources: None,
            stale_after: Duration::from_secs(1800),
            cache_folder: None,
            data_folder: None,
            offline: false,
            economy: Economy::default(),
        };
        let io = tokio::runtime::Handle::current();
        let runtime = Runtime::new(io, sender, wishes, Desk { fetcher, cache }, (None, Marks::default()));
        Self { runtime, answers }
    }

    async fn next(&mut self) -> Msg {
        tokio::time::timeout(LONG, self.answers.recv()).await.unwrap().unwrap()
    }

    /// All answers to a section's question, to the last.
    async fn section(&mut self, feeds: &[Feed], ask: Ask) -> Vec<SectionAnswer> {
        let section = SectionId("world".to_owned());
        self.runtime.perform(Effect::LoadSection { section, feeds: feeds.to_vec(), ask });
        let mut answers = Vec::new();
        loop {
            let Msg::Headlines(answer) = self.next().await else { continue };
            let done = answer.waiting == 0;
            answers.push(answer);
            if done {
                return answers;
            }
        }
    }

    /// All answers to a story's question, to the last.
    async fn story(&mut self, url: &str, ask: Ask) -> Vec<ArticleAnswer> {
        self.runtime.perform(Effect::LoadArticle { key: StoryKey::of(url), url: url.to_owned(), ask });
        let mut answers = Vec::new();
        loop {
            let Msg::Article(answer) = self.next().await else { continue };
            let done = !answer.waiting;
            answers.push(answer);
            if done {
                return answers;
            }
        }
    }
}

fn feed(url: String) -> Feed {
    Feed::at(url, "lantern".to_owned(), "The Lantern".to_owned())
}

fn rss(stories: &[(&str, &str)]) -> String {
    use std::fmt::Write as _;
    let mut items = String::new();
    for (title, link) in stories {
        write!(
            items,
            "<item><title>{title}</title><link>{link}</link><pubDate>Mon, 02 Mar 2026 10:00:00 GMT</pubDate></item>"
        )
        .unwrap();
    }
    format!(r#"<?xml version="1.0"?><rss version="2.0"><channel><title>Lantern</title>{items}</channel></rss>"#)
}

fn page(title: &str, words: &str) -> String {
    let paragraphs = format!("<p>{words}</p>").repeat(4);
    format!(
        "<!DOCTYPE html><html lang=en><head><title>{title}</title></head><body><nav><a href=/>Home</a></nav><article><h1>{title}</h1>{paragraphs}</article></body></html>"
    )
}

const WORDS: &str = "The harbour master counted the boats twice on Tuesday evening, because the first count had come out one short \
    and the second, taken from the other end of the breakwater, came out one long.";

fn ok(body: &str) -> Reply {
    Reply { body: body.as_bytes().to_vec(), ..Reply::default() }
}

fn titles(answer: &SectionAnswer) -> Vec<&str> {
    answer.headlines.iter().map(|headline| headline.title.as_str()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_section_is_asked_once_kept_and_shown_before_it_is_asked_again() {
    let server = Server::start();
    let body = rss(&[("Lamp relit", "https://lantern.example/1"), ("Oil runs low", "https://lantern.example/2")]);
    server.on("/feed", ok(&body));
    let mut bench = Bench::new(Cache::in_memory().unwrap());
    let feeds = [feed(server.url("/feed"))];

    let answers = bench.section(&feeds, Ask::IfStale).await;
    assert!(answers[0].headlines.is_empty() && answers[0].waiting == 1 && answers[0].freshness.is_none());
    assert_eq!(titles(answers.last().unwrap()), ["Lamp relit", "Oil runs low"]);
    assert!(matches!(answers.last().unwrap().freshness, Some(Freshness::Live(_))));

    // It was answered a moment ago: shown as it is, not asked.
    let answers = bench.section(&feeds, Ask::IfStale).await;
    assert_eq!(answers.len(), 1);
    assert_eq!(titles(&answers[0]).len(), 2);
    // Not even when the reader insists: there is a floor.
    bench.section(&feeds, Ask::Now).await;
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unchanged_feed_costs_a_304_and_counts_as_live() {
    let server = Server::start();
    let headers = vec![("ETag".to_owned(), "W/\"v1-gzip\"".to_owned())];
    server.on("/feed", Reply { headers, ..ok(&rss(&[("Lamp relit", "https://lantern.example/1")])) });
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("cache.sqlite");
    let feeds = [feed(server.url("/feed"))];
    let mut bench = Bench::new(Cache::open(&file).unwrap().0);
    bench.section(&feeds, Ask::IfStale).await;
    make_old(&Cache::open(&file).unwrap().0, &feeds[0].url);

    let answers = bench.section(&feeds, Ask::IfStale).await;
    let requests = server.requests();
    assert_eq!(requests.iter().map(|request| request.path.as_str()).collect::<Vec<_>>(), ["/feed", "/feed"]);
    assert_eq!(requests[0].headers.get("if-none-match"), None);
    assert_eq!(requests[1].headers.get("if-none-match").unwrap(), "W/\"v1-gzip\"");
    assert!(matches!(answers[0].freshness, Some(Freshness::Cached(_))));
    let last = answers.last().unwrap();
    assert_eq!(titles(last), ["Lamp relit"]);
    assert!(matches!(last.freshness, Some(Freshness::Live(_))));
}

/// As if the address had last answered two hours ago.
fn make_old(cache: &Cache, url: &str) -> chrono::DateTime<Utc> {
    let mut visit = cache.visit(url).unwrap().unwrap();
    let before = Utc::now() - chrono::TimeDelta::hours(2);
    (visit.answered, visit.not_before) = (Some(before), None);
    cache.note_visit(url, &visit).unwrap();
    before
}

#[tokio::test(flavor = "multi_thread")]
async fn one_feed_that_fails_takes_nothing_from_the_others() {
    let server = Server::start();
    server.on("/good", ok(&rss(&[("Lamp relit", "https://lantern.example/1")])));
    server.on("/html", ok("<!DOCTYPE html><html><body>Welcome</body></html>"));
    let mut bench = Bench::new(Cache::in_memory().unwrap());
    let feeds = [feed(server.url("/gone")), feed(server.url("/good")), feed(server.url("/html"))];

    let answers = bench.section(&feeds, Ask::IfStale).await;
    let last = answers.last().unwrap();
    assert_eq!(titles(last), ["Lamp relit"]);
    let mut kinds: Vec<String> = last.troubles.iter().map(|trouble| format!("{:?}", trouble.kind)).collect();
    kinds.sort();
    assert_eq!(kinds, ["Gone(404)", "NotAFeed"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_story_in_two_feeds_is_one_row_and_counted_once() {
    let server = Server::start();
    let story = [("Lamp relit", "https://lantern.example/1")];
    server.on("/a", ok(&rss(&story)));
    server.on("/b", ok(&rss(&[story[0], ("Oil runs low", "https://lantern.example/2")])));
    let mut bench = Bench::new(Cache::in_memory().unwrap());
    let feeds = [feed(server.url("/a")), feed(server.url("/b"))];
    let answers = bench.section(&feeds, Ask::IfStale).await;
    assert_eq!(answers.last().unwrap().headlines.len(), 2);

    let world = SectionId("world".to_owned());
    let feeds = feeds.iter().map(|feed| feed.url.clone()).collect();
    let question = Effect::Count(vec![Counted { section: world.clone(), depth: 0, feeds }]);
    let unread = |count| Unread { own: count, all: count };
    bench.runtime.perform(question.clone());
    assert_eq!(bench.next().await, Msg::Counts(vec![(world.clone(), unread(2))]));

    let read = Mark { at: 1, key: StoryKey::of("https://lantern.example/1"), deed: Deed::Read };
    bench.runtime.perform(Effect::Record(vec![read]));
    bench.runtime.perform(question);
    assert_eq!(bench.next().await, Msg::Counts(vec![(world, unread(1))]));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_section_is_counted_alone_and_with_all_that_is_below_it() {
    let server = Server::start();
    let one = ("Lamp relit", "https://lantern.example/1");
    let two = ("Oil runs low", "https://lantern.example/2");
    server.on("/top", ok(&rss(&[one])));
    server.on("/coast", ok(&rss(&[one, two])));
    server.on("/lights", ok(&rss(&[two, ("Fog", "https://lantern.example/3")])));
    let mut bench = Bench::new(Cache::in_memory().unwrap());
    let feeds = ["/top", "/coast", "/lights"].map(|path| feed(server.url(path)));
    bench.section(&feeds, Ask::IfStale).await;

    let counted = |name: &str, depth, feed: Option<&Feed>| Counted {
        section: SectionId(name.to_owned()),
        depth,
        feeds: feed.map(|feed| feed.url.clone()).into_iter().collect(),
    };
    let tree = vec![
        counted("lantern", 0, Some(&feeds[0])),
        counted("lantern/coast", 1, Some(&feeds[1])),
        counted("lantern/coast/lights", 2, Some(&feeds[2])),
        // Without a feed of its own, and with one that stands elsewhere too.
        counted("lantern/more", 1, None),
        counted("lantern/more/top", 2, Some(&feeds[0])),
        counted("other", 0, Some(&feeds[2])),
    ];
    let read = Mark { at: 1, key: StoryKey::of("https://lantern.example/3"), deed: Deed::Read };
    for (marks, expected) in [
        (vec![], [(1, 3), (2, 3), (2, 2), (0, 1), (1, 1), (2, 2)]),
        (vec![read], [(1, 2), (2, 2), (1, 1), (0, 1), (1, 1), (1, 1)]),
    ] {
        bench.runtime.perform(Effect::Record(marks));
        bench.runtime.perform(Effect::Count(tree.clone()));
        let expected = expected.map(|(own, all)| Unread { own, all });
        let ids = tree.iter().map(|counted| counted.section.clone());
        assert_eq!(bench.next().await, Msg::Counts(ids.zip(expected).collect()));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_story_is_fetched_once_and_found_again_by_its_words() {
    let server = Server::start();
    server.on("/story", ok(&page("Boats counted twice", WORDS)));
    let mut bench = Bench::new(Cache::in_memory().unwrap());
    let url = server.url("/story");

    let answers = bench.story(&url, Ask::IfStale).await;
    assert_eq!(answers.len(), 1);
    let (article, freshness) = answers[0].outcome.clone().unwrap();
    assert_eq!(article.title, "Boats counted twice");
    assert!(matches!(freshness, Freshness::Live(_)));

    let answers = bench.story(&url, Ask::IfStale).await;
    assert!(answers[0].outcome.is_ok() && !answers[0].waiting);
    assert_eq!(server.requests().len(), 1);

    bench.runtime.perform(asked("breakwater"));
    let Msg::Found { typed, found } = bench.next().await else { panic!("no finds") };
    assert_eq!((typed.as_str(), found.headlines.len()), ("breakwater", 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_story_that_can_not_be_had_says_why() {
    let server = Server::start();
    server.on("/wall", Reply { status: 403, ..Reply::default() });
    server.on("/empty", ok("<!DOCTYPE html><html><body></body></html>"));
    let mut bench = Bench::new(Cache::in_memory().unwrap());
    for (path, kind) in
        [("/wall", TroubleKind::Blocked(403)), ("/gone", TroubleKind::Gone(404)), ("/empty", TroubleKind::NoStory)]
    {
        let answers = bench.story(&server.url(path), Ask::IfStale).await;
        assert_eq!(answers[0].outcome.clone().unwrap_err().kind, kind, "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_answer_comes_from_the_cache_alone() {
    let server = Server::start();
    server.on("/feed", ok(&rss(&[("Lamp relit", "https://lantern.example/1")])));
    let mut bench = Bench::new(Cache::in_memory().unwrap());
    let feeds = vec![feed(server.url("/feed"))];
    let question =
        Effect::LoadSection { section: SectionId("world".to_owned()), feeds: feeds.clone(), ask: Ask::IfStale };
    assert_eq!(bench.runtime.first_answer(&question), None);
    bench.section(&feeds, Ask::IfStale).await;
    let asked = server.requests().len();
    let Some(Msg::Headlines(kept)) = bench.runtime.first_answer(&question) else { panic!("nothing kept") };
    assert_eq!(titles(&kept), ["Lamp relit"]);
    // A story as well, for a reader who left in the middle of it.
    server.on("/story", ok(&page("Boats counted twice", WORDS)));
    let url = server.url("/story");
    let question = Effect::LoadArticle { key: StoryKey::of(&url), url: url.clone(), ask: Ask::IfStale };
    assert_eq!(bench.runtime.first_answer(&question), None);
    let fetched = bench.story(&url, Ask::IfStale).await.remove(0).outcome.unwrap().0;
    let asked = asked + 1;
    let Some(Msg::Article(kept)) = bench.runtime.first_answer(&question) else { panic!("nothing kept") };
    assert_eq!((kept.outcome.unwrap().0, kept.waiting), (fetched, true));
    assert_eq!(server.requests().len(), asked);
}

#[tokio::test(flavor = "multi_thread")]
async fn offline_shows_what_is_kept_and_says_since_when() {
    let server = Server::start();
    server.on("/feed", ok(&rss(&[("Lamp relit", "https://lantern.example/1")])));
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("cache.sqlite");
    let feeds = [feed(server.url("/feed"))];
    let mut bench = Bench::new(Cache::open(&file).unwrap().0);
    bench.section(&feeds, Ask::IfStale).await;

    // The same cache two hours later, behind a door that leads nowhere.
    let cache = Cache::open(&file).unwrap().0;
    let before = make_old(&cache, &feeds[0].url);
    let (sender, answers) = unbounded_channel();
    let wishes = Wishes {
        searches: Vec::new(),
        mutes: dateline::mute::Mutes::default(),
        outlets: Vec::new(),
        languages: Vec::new(),
        sources: None,
        stale_after: Duration::from_secs(1800),
        cache_folder: None,
        data_folder: None,
        offline: false,
        economy: Economy::default(),
    };
    let desk = Desk { fetcher: Fetcher::closed(), cache };
    let runtime = Runtime::new(tokio::runtime::Handle::current(), sender, wishes, desk, (None, Marks::default()));
    let mut bench = Bench { runtime, answers };

    let answers = bench.section(&feeds, Ask::IfStale).await;
    let first = &answers[0];
    assert!(matches!(first.freshness, Some(Freshness::Cached(_))), "{:?}", first.freshness);
    let last = answers.last().unwrap();
    assert_eq!(titles(last), ["Lamp relit"]);
    assert!(
        matches!(last.freshness, Some(Freshness::Offline(at)) if (at - before).num_seconds() == 0),
        "{:?}",
        last.freshness
    );
    assert_eq!(last.troubles[0].kind, TroubleKind::NetworkOff);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_read_in_the_sample_is_kept_apart() {
    let folder = tempfile::tempdir().unwrap();
    let (library, marks, _) = Library::open(&folder.path().join("marks")).unwrap();
    let (sender, answers) = unbounded_channel();
    let wishes = Wishes {
        searches: Vec::new(),
        mutes: dateline::mute::Mutes::default(),
        outlets: Vec::new(),
        languages: Vec::new(),
        sources: None,
        stale_after: Duration::from_secs(1800),
        cache_folder: Some(folder.path().to_owned()),
        data_folder: Some(folder.path().to_owned()),
        offline: true,
        economy: Economy::default(),
    };
    let desk = Desk { fetcher: Fetcher::closed(), cache: Cache::in_memory().unwrap() };
    let runtime = Runtime::new(tokio::runtime::Handle::current(), sender, wishes, desk, (Some(library), marks));
    let mut bench = Bench { runtime, answers };
    let read = |story: &str| Effect::Record(vec![Mark { at: 1, key: StoryKey(story.to_owned()), deed: Deed::Read }]);

    bench.runtime.perform(read("real"));
    bench.runtime.perform(Effect::OpenSample);
    let Msg::Edition(sample) = bench.next().await else { panic!("no edition") };
    assert_eq!(sample.kind, EditionKind::SampleInstead);
    assert_eq!(sample.marks, Marks::default());
    bench.runtime.perform(read("made up"));
    bench.runtime.perform(Effect::OpenLive);
    let Msg::Edition(live) = bench.next().await else { panic!("no edition") };
    assert_eq!(live.kind, EditionKind::Live);
    assert!(live.marks.is_read(&StoryKey("real".to_owned())));
    assert!(!live.marks.is_read(&StoryKey("made up".to_owned())));
}

fn requests_for(server: &Server, path: &str) -> usize {
    server.requests().iter().filter(|request| request.path == path).count()
}

/// A feed of one story with all of its text.
fn whole(title: &str, link: &str, words: &str) -> String {
    let text: Vec<String> = (1..9).map(|n| format!("<p>{words} That was count {n}.</p>")).collect();
    let text = text.concat();
    format!(
        "<rss version=\"2.0\"><channel><item><title>{title}</title><link>{link}</link><description>Counted twice.</description>\
         <content:encoded><![CDATA[{text}]]></content:encoded></item></channel></rss>"
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn a_story_that_its_feed_gives_in_full_is_opened_without_a_request() {
    let server = Server::start();
    let story = server.url("/story");
    server.on("/feed", ok(&whole("Boats counted", &story, WORDS)));
    server.on("/story", ok(&page("Boats counted", &WORDS.replace("Tuesday", "Friday"))));
    let mut bench = Bench::new(Cache::in_memory().unwrap());
    bench.section(&[feed(server.url("/feed"))], Ask::IfStale).await;

    let answers = bench.story(&story, Ask::IfStale).await;
    let (article, freshness) = answers.last().unwrap().outcome.clone().unwrap();
    assert!(article.body().contains("Tuesday"), "{article:?}");
    assert_eq!((article.title.as_str(), article.standfirst.as_deref()), ("Boats counted", Some("Counted twice.")));
    assert!(matches!(freshness, Freshness::Live(_)));
    assert_eq!((answers.len(), requests_for(&server, "/story")), (1, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_was_fetched_outranks_what_its_feed_gives() {
    let server = Server::start();
    let story = server.url("/story");
    server.on("/feed", ok(&whole("Boats counted", &story, WORDS)));
    server.on("/story", ok(&page("Boats counted", &WORDS.replace("Tuesday", "Friday"))));
    let mut bench = Bench::new(Cache::in_memory().unwrap());
    bench.section(&[feed(server.url("/feed"))], Ask::IfStale).await;
    let asked = bench.story(&story, Ask::Now).await;
    let (article, _) = asked.last().unwrap().outcome.clone().unwrap();
    assert!(article.body().contains("Friday"), "r asks for the page");

    let other = server.url("/other-feed");
    server.on("/other-feed", ok(&whole("Boats counted", &story, &WORDS.replace("Tuesday", "Sunday"))));
    bench.section(&[feed(other)], Ask::IfStale).await;
    let again = bench.story(&story, Ask::IfStale).await;
    let (article, _) = again.last().unwrap().outcome.clone().unwrap();
    assert!(article.body().contains("Friday"), "{article:?}");
    assert_eq!(requests_for(&server, "/story"), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_changed_after_it_was_read_is_compared_with_what_was_read() {
    let server = Server::start();
    let url = server.url("/story");
    server.on("/story", ok(&page("Boats counted", WORDS)));
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("cache.sqlite");
    let mut bench = Bench::new(Cache::open(&path).unwrap().0);
    let answers = bench.story(&url, Ask::IfStale).await;
    let read = answers.last().unwrap().outcome.clone().unwrap().0.version();
    let (key, title) = (StoryKey::of(&url), read);
    let mark = Mark { at: 1, key: key.clone(), deed: Deed::Seen(Seen { version: read, title }) };
    bench.runtime.perform(Effect::Record(vec![mark]));
    let other = Cache::open(&path).unwrap().0;
    while other.version(&key, read).unwrap().is_none() {
        tokio::task::yield_now().await;
    }

    server.on("/story", ok(&page("Boats counted thrice", &WORDS.replace("Tuesday", "Friday"))));
    make_old(&other, &url);
    let answers = bench.story(&url, Ask::IfStale).await;
    assert_ne!(answers.last().unwrap().outcome.clone().unwrap().0.version(), read);
    bench.runtime.perform(Effect::Compare { key: key.clone(), was: read });
    let Msg::Changes(answer) = bench.next().await else { panic!("no changes") };
    let changes = answer.outcome.unwrap();
    assert_eq!(changes.title_was.as_deref(), Some("Boats counted"));
    let told = format!("{:?}", changes.rows);
    assert!(told.contains("(Removed, \"Tuesday\"), (Inserted, \"Friday\")"), "{told}");

    // Never read, or no longer kept.
    bench.runtime.perform(Effect::Compare { key: StoryKey("other".to_owned()), was: read });
    let Msg::Changes(answer) = bench.next().await else { panic!("no answer") };
    assert_eq!(answer.outcome.unwrap_err(), "The version you read is no longer kept.");
}
