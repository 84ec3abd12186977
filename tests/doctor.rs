//! What the doctor says of addresses: each step that can fail, against a loopback server, and what is printed.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

#[path = "support/server.rs"]
mod server;

use std::io::Write as _;
use std::process::{Command, Output};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use dateline::doctor::{self, Finding, advice, step, what};
use dateline::extract::RawPage;
use dateline::fetch::{Fetcher, Limits};
use dateline::news::{Feed, Fill, Outlet, Section, SectionId, Source, SourceKind};
use dateline::text::width;
use dateline::trouble::TroubleKind;
use server::{Reply, Server};

fn limits() -> Limits {
    Limits { allow_private: true, total: Duration::from_secs(2), ..Limits::default() }
}

fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(1_790_000_000, 0).unwrap()
}

fn feed(url: String) -> Feed {
    Feed::at(url, "lantern".to_owned(), "The Lantern".to_owned())
}

fn outlet(feeds: Vec<Feed>) -> Outlet {
    let sections = feeds.into_iter().enumerate().map(|(n, feed)| Section {
        id: SectionId(format!("lantern/{n}")),
        title: "Oil".to_owned(),
        depth: 0,
        fill: Fill::Feeds(vec![feed]),
        page: None,
        blends: Vec::new(),
    });
    Outlet {
        id: "lantern".to_owned(),
        name: "The Lantern".to_owned(),
        country: "NZ".to_owned(),
        language: "en".to_owned(),
        home: "https://lantern.example/".to_owned(),
        sections: sections.collect(),
        ..Outlet::default()
    }
}

fn rss(link: &str, at: DateTime<Utc>) -> String {
    format!(
        "<rss version=\"2.0\"><channel><title>Lantern</title><item><title>Lamp relit</title><link>{link}</link>\
         <pubDate>{}</pubDate></item></channel></rss>",
        at.to_rfc2822()
    )
}

fn ok(body: &str) -> Reply {
    Reply { body: body.as_bytes().to_vec(), ..Reply::default() }
}

fn refused(status: u16, headers: &[(&str, &str)]) -> Reply {
    let headers = headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    Reply { status, headers, ..Reply::default() }
}

fn story(marks: &str) -> String {
    let words = "The harbour master counted the boats twice on Tuesday evening, because the first count had come out one \
        short and the second, taken from the other end of the breakwater, came out one long.";
    let paragraphs = format!("<p>{words}</p>").repeat(4);
    format!(
        "<!DOCTYPE html><html><head><title>Boats</title></head><body><article {marks}><h1>Boats</h1>{paragraphs}</article></body></html>"
    )
}

async fn failed(url: &str) -> Option<&'static str> {
    let fetcher = Fetcher::network(limits());
    let feed = feed(url.to_owned());
    let (outcome, _) = doctor::ask(&fetcher, &feed, &feed.sources[0], now()).await;
    outcome.err().map(step)
}

#[tokio::test]
async fn each_step_that_fails_is_named() {
    let server = Server::start();
    let good = rss("https://lantern.example/1", now());
    let cases = [
        ("/good", ok(&good), None),
        ("/gone", refused(404, &[]), Some("status")),
        ("/subscribers", refused(402, &[]), Some("status")),
        ("/broken", refused(500, &[]), Some("status")),
        ("/busy", refused(429, &[("Retry-After", "60")]), Some("asks to wait")),
        ("/wall", refused(403, &[("cf-mitigated", "challenge")]), Some("bot wall")),
        ("/friendly-wall", ok("<html><head><title>Just a moment...</title></head></html>"), Some("bot wall")),
        ("/asks", refused(302, &[("Location", "https://consent.lantern.example/")]), Some("consent page")),
        ("/circle", refused(302, &[("Location", "/circle")]), Some("redirects")),
        ("/private", refused(302, &[("Location", "file:///etc/passwd")]), Some("redirects")),
        ("/html", ok(&story("")), Some("not a feed")),
        ("/film", refused(200, &[("Content-Type", "video/mp4")]), Some("not a feed")),
        ("/empty", ok("<rss version=\"2.0\"><channel><title>Lantern</title></channel></rss>"), Some("empty")),
        ("/stale", ok(&rss("https://lantern.example/1", now() - TimeDelta::days(90))), Some("stale")),
        ("/mute", Reply { stalls: true, ..Reply::default() }, Some("connect")),
    ];
    for (path, reply, expected) in cases {
        server.on(path, reply);
        assert_eq!(failed(&server.url(path)).await, expected, "{path}");
    }
    // Bound and dropped: nobody listens there.
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    assert_eq!(failed(&format!("http://127.0.0.1:{port}/")).await, Some("connect"));
    let plain = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("https://{}/", plain.local_addr().unwrap());
    let answering = std::thread::spawn(move || {
        let (mut stream, _) = plain.accept().unwrap();
        stream.write_all(b"HTTP/1.1 400 This is not TLS\r\n\r\n").unwrap();
        stream
    });
    assert_eq!(failed(&address).await, Some("TLS"));
    drop(answering.join());
    // A label has at most 63 bytes (RFC 1035), so this name fails before any name server is asked.
    assert_eq!(failed(&format!("http://{}.example/", "a".repeat(64))).await, Some("DNS"));
    assert_eq!(failed("gopher://lantern.example/").await, Some("address"));
}

#[tokio::test]
async fn an_outlet_is_asked_once_for_each_address_and_for_one_story() {
    let server = Server::start();
    server.on("/a", ok(&rss(&server.url("/old"), now() - TimeDelta::hours(3))));
    server.on("/b", ok(&rss(&server.url("/new"), now())));
    server.on("/old", ok(&story("")));
    server.on("/new", ok(&story("")));
    let mut both = feed(server.url("/b"));
    both.sources.push(Source { url: server.url("/a"), kind: SourceKind::Feed });
    let outlet = outlet(vec![feed(server.url("/a")), both, feed(server.url("/gone"))]);
    let findings = doctor::examine(&Fetcher::network(limits()), &outlet, now()).await;
    let told: Vec<_> =
        findings.iter().map(|found| (found.section.as_str(), found.kind, found.outcome.err().map(step))).collect();
    assert_eq!(
        told,
        [
            ("lantern/0", "feed", None),
            ("lantern/1", "feed", None),
            ("lantern/2", "feed", Some("status")),
            ("lantern/1", "story", None)
        ]
    );
    assert_eq!(findings[0].outcome.unwrap().newest, Some(now() - TimeDelta::hours(3)));
    assert!(findings[3].outcome.unwrap().words.unwrap() > 20);
    let asked = server.requests();
    assert!(asked.iter().all(|asked| asked.headers["user-agent"].starts_with("dateline/")));
    let mut paths: Vec<String> = asked.into_iter().map(|request| request.path).collect();
    paths.sort();
    assert_eq!(paths, ["/a", "/b", "/gone", "/new"]);
}

#[tokio::test]
async fn stories_that_are_not_found_where_a_feed_has_them_are_a_new_layout() {
    let server = Server::start();
    let item = |n: i64| {
        let at = (now() - TimeDelta::hours(n)).to_rfc2822();
        format!(
            "<item><title>Story {n}</title><link>{}</link><pubDate>{at}</pubDate></item>",
            server.url(&format!("/{n}"))
        )
    };
    let items: String = (1..=5).map(item).collect::<Vec<_>>().concat();
    server.on("/feed", ok(&format!("<rss version=\"2.0\"><channel><title>Lantern</title>{items}</channel></rss>")));
    for n in 1..=5 {
        server.on(&format!("/{n}"), ok("<html><body><div id=app></div></body></html>"));
    }
    let outlet = outlet(vec![feed(server.url("/feed"))]);
    let last = async || doctor::examine(&Fetcher::network(limits()), &outlet, now()).await.pop().unwrap();
    let finding = last().await;
    assert_eq!((finding.url, finding.outcome), (server.url("/1"), Err(TroubleKind::Layout)));
    assert_eq!(server.requests().len(), 4, "three stories are enough");
    // One that is as it should be makes up for odd ones before it.
    server.on("/3", ok(&story("")));
    let Finding { url, outcome, .. } = last().await;
    assert_eq!((url, outcome.is_ok()), (server.url("/3"), true));
}

#[tokio::test]
async fn a_section_page_without_stories_is_a_new_layout() {
    let server = Server::start();
    let card = |n: u8| {
        format!(
            "<article><h3><a href=\"/news/2026/the-lamp-on-the-{n}th-pier-is-lit-again-{n}{n}{n}\">The lamp on the {n}th pier is \
             lit again after the storm</a></h3><p>It had been dark for a week.</p></article>"
        )
    };
    let cards: String = (1..=6).map(card).collect();
    server.on("/full", ok(&format!("<html><body><main>{cards}</main></body></html>")));
    server.on("/bare", ok("<html><body><div id=app></div></body></html>"));
    server.on("/wall", ok("<html><head><title>Just a moment...</title></head></html>"));
    let front = |path: &str| {
        let mut front = feed(server.url(path));
        front.sources = vec![Source { url: server.url(path), kind: SourceKind::Front }];
        front
    };
    let fetcher = Fetcher::network(limits());
    let mut told = Vec::new();
    for path in ["/full", "/bare", "/wall"] {
        let feed = front(path);
        let (outcome, _) = doctor::ask(&fetcher, &feed, &feed.sources[0], now()).await;
        told.push(outcome.map(|seen| seen.stories));
    }
    assert_eq!(told, [Ok(Some(6)), Err(TroubleKind::Layout), Err(TroubleKind::BotWall(200))]);
}

#[test]
fn a_page_without_what_is_known_of_its_outlets_pages_is_a_new_layout() {
    let url = url::Url::parse("https://www.rnz.co.nz/news/1").unwrap();
    let judge = |html: &str| doctor::judge_story(RawPage { bytes: html.as_bytes(), url: &url, charset: None });
    assert_eq!(judge(&story("")), Err(TroubleKind::Layout));
    assert!(judge(&story("class=article__body")).is_ok());
    assert_eq!(
        judge("<html><script src=https://geo.captcha-delivery.com/x></script></html>"),
        Err(TroubleKind::BotWall(200))
    );
}

#[test]
fn every_class_has_words_that_fit_their_columns() {
    let at = now();
    let kinds = [
        TroubleKind::Offline,
        TroubleKind::Dns,
        TroubleKind::Timeout,
        TroubleKind::Connection,
        TroubleKind::Tls,
        TroubleKind::Blocked(403),
        TroubleKind::BotWall(403),
        TroubleKind::Consent,
        TroubleKind::Gone(404),
        TroubleKind::Status(500),
        TroubleKind::TooLarge,
        TroubleKind::Redirects,
        TroubleKind::Private,
        TroubleKind::NotAFeed,
        TroubleKind::NoStory,
        TroubleKind::NotAPage,
        TroubleKind::Empty,
        TroubleKind::Stale(at),
        TroubleKind::Layout,
        TroubleKind::TooSoon(at),
        TroubleKind::Address,
        TroubleKind::NetworkOff,
    ];
    for kind in kinds {
        assert!(width(step(kind)) <= 14, "{kind:?}");
        assert!(width(&what(kind)) <= 36, "{kind:?}");
        assert!(advice(kind).ends_with('.'), "{kind:?}");
    }
}

fn run(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_dateline")).args(arguments).output().unwrap()
}

fn printed(output: &Output) -> &str {
    std::str::from_utf8(&output.stdout).unwrap()
}

#[test]
fn what_is_printed_fits_eighty_columns_and_has_no_control_codes() {
    for (arguments, code) in [(["--sample", "doctor"].as_slice(), 0), (&["--offline", "doctor", "rnz"], 1)] {
        let output = run(arguments);
        let text = printed(&output);
        assert_eq!(output.status.code(), Some(code), "{text}");
        assert!(text.lines().count() > 5, "{text}");
        for line in text.lines() {
            assert!(width(line) <= 80 && !line.chars().any(char::is_control), "{line:?}");
        }
    }
    let sample = run(&["--sample", "doctor"]);
    assert!(printed(&sample).lines().next().unwrap().starts_with("ok "));
    assert!(printed(&sample).trim_end().ends_with(" addresses, all well."));
    let offline = run(&["--offline", "doctor", "rnz"]);
    assert!(printed(&offline).contains("\nnetwork: Leave --offline away to have it asked.\n  https://www.rnz.co.nz/"));
}

#[test]
fn json_is_one_object_an_address() {
    let output = run(&["--offline", "doctor", "rnz", "--json"]);
    let lines: Vec<serde_json::Value> =
        printed(&output).lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert!(!lines.is_empty());
    for line in lines {
        assert_eq!((line["outlet"].as_str(), line["kind"].as_str()), (Some("rnz"), Some("feed")));
        assert_eq!(line["failed"], "network");
        assert!(line["url"].as_str().unwrap().starts_with("https://"));
    }
}

#[test]
fn a_file_is_judged_as_if_it_came_from_its_address() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, content: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, content).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let (fresh, page) =
        (file("feed.xml", &rss("https://l.example/\u{1b}[31m", Utc::now())), file("page.html", &story("")));
    let old = file("old.xml", &rss("https://l.example/1", Utc::now() - TimeDelta::days(400)));
    let known = "https://www.rnz.co.nz/rss/national.xml";
    let cases = [
        (&fresh, "https://l.example/feed", 0, "ok "),
        (&old, "https://l.example/feed", 1, "stale "),
        (&page, "https://l.example/story", 0, "ok "),
        (&page, "https://www.rnz.co.nz/news/1", 1, "layout changed "),
        // The catalogue says that a feed stands there.
        (&page, known, 1, "not a feed "),
    ];
    for (file, url, code, begins) in cases {
        let output = run(&["doctor", "--file", file, "--url", url]);
        assert!(printed(&output).starts_with(begins), "{url}: {}", printed(&output));
        assert_eq!(output.status.code(), Some(code), "{url}");
    }
    assert_eq!(run(&["doctor", "--file", &fresh]).status.code(), Some(2), "a file without its address");
    assert_eq!(run(&["doctor", "--file", "/nowhere/feed.xml", "--url", known]).status.code(), Some(2));
    let output = run(&["doctor", "nobody"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("there is no outlet \"nobody\"; known are "));
}
