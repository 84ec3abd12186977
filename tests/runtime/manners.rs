//! When feeds are asked and when they are left alone, through restarts.

use chrono::{DateTime, TimeDelta, Utc};
use dateline::app::sections_pane::{Counted, Unread};
use dateline::app::{Ask, Effect, Msg};
use dateline::cache::{Cache, Rest, Visit};
use dateline::fetch::host_of;
use dateline::news::{Feed, SectionId};
use dateline::trouble::TroubleKind;

use super::server::{Reply, Server};
use super::{Bench, WORDS, feed, make_old, ok, page, rss};

/// A cache file that outlives the programs that use it.
struct Kept {
    folder: tempfile::TempDir,
}

impl Kept {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    fn cache(&self) -> Cache {
        Cache::open(&self.folder.path().join("cache.sqlite")).unwrap().0
    }

    /// The program, started anew.
    fn bench(&self) -> Bench {
        Bench::new(self.cache())
    }

    fn rest(&self, server: &Server) -> Option<Rest> {
        self.cache().rest(&host_of(&server.url("/")).unwrap()).unwrap()
    }

    fn visit(&self, feed: &Feed) -> Visit {
        self.cache().visit(&feed.url).unwrap().unwrap()
    }

    /// As if all this had been `ago`.
    fn let_pass(&self, server: &Server, feed: &Feed, ago: TimeDelta) {
        if let Some(rest) = self.rest(server) {
            let earlier = Rest { not_before: rest.not_before - ago, ..rest };
            self.cache().note_rest(&host_of(&server.url("/")).unwrap(), earlier).unwrap();
        }
        if let Some(mut visit) = self.cache().visit(&feed.url).unwrap() {
            visit.answered = visit.answered.map(|at| at - ago);
            visit.not_before = visit.not_before.map(|at| at - ago);
            self.cache().note_visit(&feed.url, &visit).unwrap();
        }
    }
}

fn refusal(status: u16, retry_after: Option<&str>) -> Reply {
    let headers = retry_after.map(|value| ("Retry-After".to_owned(), value.to_owned())).into_iter().collect();
    Reply { status, headers, ..Reply::default() }
}

fn news() -> Reply {
    ok(&rss(&[("Lamp relit", "https://lantern.example/1")]))
}

#[tokio::test(flavor = "multi_thread")]
async fn retry_after_holds_for_the_whole_host_through_a_restart_and_against_the_reader() {
    let date = (Utc::now() + TimeDelta::hours(2)).to_rfc2822().replace("+0000", "GMT");
    for (status, value) in [(429, "7200"), (503, date.as_str())] {
        let (server, kept, other) = (Server::start(), Kept::new(), Server::start());
        server.on("/busy", refusal(status, Some(value)));
        server.on("/other", news());
        server.on("/story", ok(&page("Boats counted twice", WORDS)));
        other.on("/feed", news());
        let busy = feed(server.url("/busy"));
        let began = Utc::now();
        let answers = kept.bench().section(std::slice::from_ref(&busy), Ask::IfStale).await;
        assert!(matches!(answers.last().unwrap().troubles[0].kind, TroubleKind::TooSoon(_)));

        let rest = kept.rest(&server).unwrap();
        assert_eq!((rest.failures, (rest.not_before - began + TimeDelta::seconds(30)).num_hours()), (0, 2), "{value}");
        let mut bench = kept.bench();
        let feeds = [busy.clone(), feed(server.url("/other")), feed(other.url("/feed"))];
        let answers = bench.section(&feeds, Ask::Now).await;
        let told = &answers.last().unwrap().troubles;
        assert_eq!(
            told.iter().map(|trouble| trouble.kind).collect::<Vec<_>>(),
            [TroubleKind::TooSoon(rest.not_before); 2]
        );
        bench.section(&feeds, Ask::IfStale).await;
        let story = bench.story(&server.url("/story"), Ask::Now).await;
        assert!(matches!(story[0].outcome, Err(ref trouble) if trouble.kind == TroubleKind::TooSoon(rest.not_before)));
        assert_eq!((server.requests().len(), other.requests().len()), (1, 1), "{value}");
        assert_eq!(kept.rest(&other), None);

        // Once the time is over, all of it is asked, and the rest is forgotten.
        server.on("/busy", news());
        kept.let_pass(&server, &busy, TimeDelta::hours(3));
        kept.let_pass(&server, &feeds[1], TimeDelta::hours(3));
        kept.bench().section(&feeds, Ask::IfStale).await;
        assert_eq!((server.requests().len(), kept.rest(&server)), (3, None), "{value}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_host_that_fails_rests_twice_as_long_each_time_until_it_answers() {
    let (server, kept) = (Server::start(), Kept::new());
    server.on("/feed", refusal(503, None));
    let feeds = [feed(server.url("/feed"))];
    let mut minutes = Vec::new();
    for _ in 0..11 {
        let began = Utc::now();
        kept.bench().section(&feeds, Ask::IfStale).await;
        minutes.push((kept.rest(&server).unwrap().not_before - began).num_minutes());
        let asked = server.requests().len();
        kept.bench().section(&feeds, Ask::IfStale).await;
        assert_eq!(server.requests().len(), asked, "it was asked in its rest");
        kept.let_pass(&server, &feeds[0], TimeDelta::hours(24));
    }
    assert_eq!(minutes, [1, 2, 4, 8, 16, 32, 64, 128, 256, 360, 360]);

    server.on("/feed", news());
    kept.bench().section(&feeds, Ask::IfStale).await;
    assert_eq!(kept.rest(&server), None);
    server.on("/feed", refusal(429, None));
    kept.let_pass(&server, &feeds[0], TimeDelta::hours(24));
    kept.bench().section(&feeds, Ask::IfStale).await;
    assert_eq!(kept.rest(&server).unwrap().failures, 1, "it began anew");
}

#[tokio::test(flavor = "multi_thread")]
async fn several_feeds_of_a_dead_host_are_one_failure_and_the_reader_may_try_again() {
    let kept = Kept::new();
    // Bound and dropped: nobody listens there.
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let feeds: Vec<Feed> = (0..12).map(|n| feed(format!("http://127.0.0.1:{port}/{n}"))).collect();
    let rest = || kept.cache().rest(&format!("127.0.0.1:{port}")).unwrap();
    let answers = kept.bench().section(&feeds, Ask::IfStale).await;
    assert_eq!(answers.last().unwrap().troubles.len(), feeds.len());
    assert_eq!(rest().unwrap().failures, 1);
    assert_eq!(kept.bench().section(&feeds, Ask::IfStale).await.last().unwrap().troubles, []);
    assert_eq!(kept.bench().section(&feeds, Ask::Now).await.last().unwrap().troubles.len(), feeds.len());
    assert_eq!(rest().unwrap().failures, 1, "a rest that was broken by the reader is not a second one");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_feed_is_not_asked_by_itself_within_half_an_hour_nor_within_its_own_wish() {
    // What the server and the feed say, and the minutes until it is asked again.
    let cases = [
        ("", "", 30),
        ("", "<ttl>1</ttl>", 30),
        ("", "<ttl>300</ttl>", 300),
        ("max-age=60", "<ttl>45</ttl>", 45),
        ("max-age=7200", "<ttl>45</ttl>", 120),
        ("no-cache", "", 30),
        ("max-age=31536000", "<ttl>99999999</ttl>", 24 * 60),
    ];
    for (header, element, minutes) in cases {
        let (server, kept) = (Server::start(), Kept::new());
        let body = rss(&[("Lamp relit", "https://lantern.example/1")]).replace("<item>", &format!("{element}<item>"));
        let mut headers = vec![("ETag".to_owned(), "\"1\"".to_owned())];
        headers.extend((!header.is_empty()).then(|| ("Cache-Control".to_owned(), header.to_owned())));
        server.on("/feed", Reply { headers, ..ok(&body) });
        let feeds = [feed(server.url("/feed"))];
        kept.bench().section(&feeds, Ask::IfStale).await;
        let visit = kept.visit(&feeds[0]);
        let wait = visit.not_before.unwrap() - visit.answered.unwrap();
        assert_eq!(wait.num_minutes(), minutes, "{header} {element}");

        kept.let_pass(&server, &feeds[0], TimeDelta::minutes(minutes - 1));
        kept.bench().section(&feeds, Ask::IfStale).await;
        assert_eq!(server.requests().len(), 1, "{header} {element}");
        kept.let_pass(&server, &feeds[0], TimeDelta::minutes(1));
        kept.bench().section(&feeds, Ask::IfStale).await;
        assert_eq!(server.requests().len(), 2, "{header} {element}");
        // "Not modified" repeats no element of the feed: a wish of a few hours is remembered.
        let visit = kept.visit(&feeds[0]);
        assert_eq!((visit.not_before.unwrap() - visit.answered.unwrap()).num_minutes(), minutes, "{header} {element}");

        // The reader may ask before that, once a minute.
        kept.let_pass(&server, &feeds[0], TimeDelta::minutes(1));
        kept.bench().section(&feeds, Ask::Now).await;
        kept.bench().section(&feeds, Ask::Now).await;
        assert_eq!(server.requests().len(), 3, "{header} {element}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_feed_is_not_asked_in_the_hours_and_on_the_days_that_it_skips() {
    use std::fmt::Write as _;
    // All hours but the third after this one: that is when it is asked.
    let now = Utc::now();
    let hour_of = |at: DateTime<Utc>| at.format("%-H").to_string();
    let awake = now + TimeDelta::hours(3);
    let mut hours = String::new();
    for hour in (0..24).filter(|hour| hour.to_string() != hour_of(awake)) {
        write!(hours, "<hour>{hour}</hour>").unwrap();
    }
    let (server, kept) = (Server::start(), Kept::new());
    let element = format!("<skipHours>{hours}</skipHours>");
    let body = rss(&[("Lamp relit", "https://lantern.example/1")]).replace("<item>", &format!("{element}<item>"));
    server.on("/hours", ok(&body));
    let days = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
    let never = body.replace(&element, &format!("<skipDays><day>{}</day></skipDays>", days.join("</day><day>")));
    server.on("/never", ok(&never));
    let feeds = [feed(server.url("/hours")), feed(server.url("/never"))];
    kept.bench().section(&feeds, Ask::IfStale).await;
    let visit = kept.visit(&feeds[0]);
    let next = visit.not_before.unwrap();
    assert_eq!(hour_of(next), hour_of(awake));
    assert_eq!(next.format("%M").to_string(), "00");
    // What can't be meant is not followed.
    let visit = kept.visit(&feeds[1]);
    assert_eq!((visit.not_before.unwrap() - visit.answered.unwrap()).num_minutes(), 30);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_feed_that_has_not_come_whole_for_a_day_is_fetched_whole() {
    let (server, kept) = (Server::start(), Kept::new());
    let headers = vec![("ETag".to_owned(), "\"for ever\"".to_owned())];
    server.on("/feed", Reply { headers: headers.clone(), ..news() });
    let feeds = [feed(server.url("/feed"))];
    let whole = || kept.cache().whole_since(&feeds[0].url).unwrap().unwrap();
    // As if the last whole answer, with this story, had come a day ago.
    let list = |hours: i64| {
        let headlines = kept.cache().headlines(std::slice::from_ref(&feeds[0].url), 9).unwrap();
        let visit = Visit { answered: Some(whole() - TimeDelta::hours(hours)), ..kept.visit(&feeds[0]) };
        kept.cache().keep_feed(&feeds[0].url, &headlines, &visit).unwrap();
        kept.let_pass(&server, &feeds[0], TimeDelta::hours(1));
    };
    kept.bench().section(&feeds, Ask::IfStale).await;
    list(23);
    kept.bench().section(&feeds, Ask::IfStale).await;
    list(2);
    kept.bench().section(&feeds, Ask::IfStale).await;
    // It was the same again: that counts.
    kept.let_pass(&server, &feeds[0], TimeDelta::hours(1));
    kept.bench().section(&feeds, Ask::IfStale).await;
    list(25);
    server.on("/feed", Reply { headers, ..ok(&rss(&[("Oil runs low", "https://lantern.example/2")])) });
    let answers = kept.bench().section(&feeds, Ask::IfStale).await;
    let asked = server.requests();
    let conditional: Vec<bool> = asked.iter().map(|asked| asked.headers.contains_key("if-none-match")).collect();
    assert_eq!(conditional, [false, true, false, true, false]);
    assert_eq!(answers.last().unwrap().headlines.len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_failed_and_since_when_is_known_after_a_restart_until_it_is_well() {
    let (server, kept) = (Server::start(), Kept::new());
    server.on("/feed", news());
    let feeds = [feed(server.url("/feed")), feed(server.url("/gone"))];
    let urls: Vec<String> = feeds.iter().map(|feed| feed.url.clone()).collect();
    kept.bench().section(&feeds, Ask::IfStale).await;
    let failures = kept.cache().failures(&urls).unwrap();
    assert_eq!(failures.iter().map(|failure| (&failure.url, failure.answered)).collect::<Vec<_>>(), [(&urls[1], None)]);
    assert_eq!(failures[0].trouble.kind, TroubleKind::Gone(404));
    // Shown to be gone, it is not asked each time that somebody looks into the section.
    kept.bench().section(&feeds, Ask::IfStale).await;
    assert_eq!(server.requests().len(), 2);

    let answered = make_old(&kept.cache(), &urls[0]);
    server.on("/feed", ok("<!DOCTYPE html><html><body>Welcome</body></html>"));
    kept.bench().section(&feeds, Ask::Now).await;
    let first = kept.cache().failures(&urls).unwrap();
    assert_eq!(first[0].trouble.kind, TroubleKind::NotAFeed);
    assert_eq!(first[0].answered.map(|at| at.timestamp()), Some(answered.timestamp()));
    assert_eq!(first[1].since, failures[0].since, "it has failed since the first time");

    server.on("/feed", news());
    server.on("/gone", news());
    kept.bench().section(&feeds, Ask::Now).await;
    assert_eq!(kept.cache().failures(&urls).unwrap(), []);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_fails_is_told_when_it_changes() {
    let (server, kept) = (Server::start(), Kept::new());
    let feeds = [feed(server.url("/feed"))];
    let world = SectionId("world".to_owned());
    let question = Effect::Count(vec![Counted { section: world.clone(), depth: 0, feeds: vec![feeds[0].url.clone()] }]);
    kept.bench().section(&feeds, Ask::IfStale).await;

    // A new start knows of it before anything is asked.
    let mut bench = kept.bench();
    bench.runtime.perform(question.clone());
    assert_eq!(bench.next().await, Msg::Counts(vec![(world.clone(), Unread::default())]));
    let Msg::Failing(failing) = bench.next().await else { panic!("nothing failed") };
    assert_eq!((&failing[0].feed, failing[0].trouble.kind), (&feeds[0].url, TroubleKind::Gone(404)));
    bench.runtime.perform(question.clone());
    assert_eq!(bench.next().await, Msg::Counts(vec![(world.clone(), Unread::default())]));
    server.on("/feed", news());
    bench.section(&feeds, Ask::Now).await;
    bench.runtime.perform(question);
    assert_eq!(bench.next().await, Msg::Counts(vec![(world, Unread { own: 1, all: 1 })]));
    assert_eq!(bench.next().await, Msg::Failing(Vec::new()));
}
