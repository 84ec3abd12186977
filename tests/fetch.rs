//! The network door against a loopback server: what is sent, what is refused, and what each failure is called.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

#[path = "support/server.rs"]
mod server;

use std::io::Write;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use dateline::fetch::{Answer, Fetcher, Limits, Validators, Want};
use dateline::news::{Feed, Fill, Manners, Outlet, Section, SectionId};
use dateline::sample::Edition;
use dateline::trouble::{Trouble, TroubleKind};
use server::{Gate, Reply, Server};

fn loopback() -> Limits {
    Limits { allow_private: true, ..Limits::default() }
}

fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(1_790_000_000, 0).unwrap()
}

fn headers(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

async fn get(fetcher: &Fetcher, url: &str) -> Result<Answer, Trouble> {
    fetcher.get(url, Want::Page, &Validators::default(), now()).await
}

async fn trouble(limits: Limits, url: &str) -> TroubleKind {
    get(&Fetcher::network(limits), url).await.unwrap_err().kind
}

fn bytes(answer: Answer) -> Vec<u8> {
    match answer {
        Answer::Body { bytes, .. } => bytes,
        Answer::NotModified { .. } => panic!("a body was expected"),
    }
}

fn validators(answer: &Answer) -> Validators {
    match answer {
        Answer::Body { validators, .. } => validators.clone(),
        Answer::NotModified { .. } => panic!("a body was expected"),
    }
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

#[tokio::test]
async fn validators_go_back_byte_for_byte_and_are_replaced_on_each_200() {
    let server = Server::start();
    let fetcher = Fetcher::network(loopback());
    let url = server.url("/feed");
    let (etag, date) = ("W/\"a-é, b\"-gzip", "Sun,  1 Mar 2026 08:00:00 +0000");
    server.on(
        "/feed",
        Reply {
            headers: headers(&[("ETag", etag), ("Last-Modified", date), ("Cache-Control", "max-age=300")]),
            body: b"first".to_vec(),
            ..Reply::default()
        },
    );
    let first = fetcher.get(&url, Want::Feed, &Validators::default(), now()).await.unwrap();
    let kept = validators(&first);
    assert_eq!(kept, Validators { etag: Some(etag.to_owned()), last_modified: Some(date.to_owned()) });
    assert_eq!(bytes(first), b"first");

    let second = fetcher.get(&url, Want::Feed, &kept, now()).await.unwrap();
    assert_eq!(second, Answer::NotModified { fresh_for: Some(Duration::from_secs(300)) });

    server
        .on("/feed", Reply { headers: headers(&[("ETag", "\"new\"")]), body: b"second".to_vec(), ..Reply::default() });
    let third = fetcher.get(&url, Want::Feed, &kept, now()).await.unwrap();
    assert_eq!(validators(&third), Validators { etag: Some("\"new\"".to_owned()), last_modified: None });
    assert_eq!(bytes(third), b"second");

    let requests = server.requests();
    assert!(!requests[0].headers.contains_key("if-none-match"));
    for request in &requests[1..] {
        assert_eq!(request.headers.get("if-none-match").map(String::as_str), Some(etag));
        assert_eq!(request.headers.get("if-modified-since").map(String::as_str), Some(date));
    }
}

#[tokio::test]
async fn a_request_says_who_asks_for_what_and_nothing_else() {
    let server = Server::start();
    let fetcher = Fetcher::network(loopback());
    let cookie = headers(&[("Set-Cookie", "id=1; Path=/"), ("Location", "/there")]);
    server.on("/here", Reply { status: 302, headers: cookie, ..Reply::default() });
    server.on("/there", Reply::default());
    fetcher.get(&server.url("/here"), Want::Feed, &Validators::default(), now()).await.unwrap();
    get(&fetcher, &server.url("/there")).await.unwrap();
    let requests = server.requests();
    assert!(requests[0].headers["user-agent"].starts_with("dateline/"));
    assert!(requests[0].headers["accept"].starts_with("application/rss+xml, application/atom+xml"));
    assert!(requests[2].headers["accept"].starts_with("text/html"));
    for request in requests {
        let encodings = &request.headers["accept-encoding"];
        assert!(encodings.contains("gzip") && encodings.contains("br"), "{encodings}");
        for name in ["cookie", "referer", "authorization"] {
            assert!(!request.headers.contains_key(name), "{name} was sent");
        }
    }
}

#[tokio::test]
async fn a_304_to_a_request_without_validators_is_not_believed() {
    let server = Server::start();
    server.on("/", Reply { status: 304, ..Reply::default() });
    assert_eq!(trouble(loopback(), &server.url("/")).await, TroubleKind::Status(304));
}

#[tokio::test]
async fn bodies_are_decompressed_and_their_charset_is_told() {
    let server = Server::start();
    let fetcher = Fetcher::network(loopback());
    let html = "<p>kia ora</p>".as_bytes();
    // `<p>kia ora</p>` as brotli: one uncompressed meta-block, then the empty last one.
    let brotli = [&[0x8b, 0x06, 0x80], html, &[0x03]].concat();
    for (encoding, body) in [("gzip", gzip(html)), ("br", brotli), ("identity", html.to_vec())] {
        server.on(
            "/",
            Reply {
                headers: headers(&[("Content-Type", "text/html; charset=ISO-8859-1"), ("Content-Encoding", encoding)]),
                body,
                ..Reply::default()
            },
        );
        let Answer::Body { bytes, charset, .. } = get(&fetcher, &server.url("/")).await.unwrap() else {
            panic!("{encoding}")
        };
        assert_eq!((bytes.as_slice(), charset.as_deref()), (html, Some("iso-8859-1")), "{encoding}");
    }
}

#[tokio::test]
async fn a_body_stops_at_the_cap_however_it_is_packed_and_whatever_it_claims() {
    let server = Server::start();
    let limits = Limits { bytes: 100_000, ..loopback() };
    server.on("/just", Reply { body: vec![b'x'; 100_000], ..Reply::default() });
    server.on("/over", Reply { body: vec![b'x'; 100_001], ..Reply::default() });
    server.on("/endless", Reply { endless: true, ..Reply::default() });
    let bomb = gzip(&vec![0; 50_000_000]);
    assert!(bomb.len() < limits.bytes, "only unpacked is it too large");
    server.on("/bomb", Reply { headers: headers(&[("Content-Encoding", "gzip")]), body: bomb, ..Reply::default() });
    // Twenty million zeros as brotli.
    let brotli = [
        0xcb, 0xff, 0xff, 0x3f, 0xf8, 0x27, 0x00, 0xe2, 0xb1, 0x40, 0x20, 0xf7, 0xfe, 0x8f, 0xff, 0xff, 0x7f, 0xf0,
        0x4f, 0x00, 0xc4, 0x61, 0x11, 0x80, 0xee, 0xfd, 0x5f, 0xfe, 0xb3, 0xc4, 0xe0, 0x9f, 0x00, 0x88, 0xc3, 0x02,
        0x00, 0x5d, 0x92, 0x18,
    ];
    let packed = headers(&[("Content-Encoding", "br")]);
    server.on("/brotli", Reply { headers: packed, body: brotli.to_vec(), ..Reply::default() });
    server.on("/claims", Reply { headers: headers(&[("Content-Length", "999999999999")]), ..Reply::default() });
    let fetcher = Fetcher::network(limits.clone());
    assert_eq!(bytes(get(&fetcher, &server.url("/just")).await.unwrap()).len(), 100_000);
    for path in ["/over", "/endless", "/bomb", "/brotli", "/claims"] {
        assert_eq!(trouble(limits.clone(), &server.url(path)).await, TroubleKind::TooLarge, "{path}");
    }
}

#[tokio::test]
async fn a_body_that_breaks_off_is_not_taken_for_a_whole_one() {
    let server = Server::start();
    let short = headers(&[("Content-Length", "500")]);
    server.on("/short", Reply { headers: short, body: b"only this".to_vec(), ..Reply::default() });
    let mut torn = gzip(&[b'x'; 1000]);
    torn.truncate(torn.len() - 10);
    server.on("/torn", Reply { headers: headers(&[("Content-Encoding", "gzip")]), body: torn, ..Reply::default() });
    let packed = headers(&[("Content-Encoding", "br")]);
    let torn = [&[0x8b, 0x06, 0x80], b"<p>kia ora</p>".as_slice()].concat();
    server.on("/unended", Reply { headers: packed.clone(), body: torn, ..Reply::default() });
    server.on("/noise", Reply { headers: packed, body: b"<p>kia ora</p>".to_vec(), ..Reply::default() });
    let chunked = headers(&[("Transfer-Encoding", "chunked"), ("Content-Length", "7")]);
    server.on("/chunk", Reply { headers: chunked, body: b"ff\r\nabc".to_vec(), ..Reply::default() });
    for path in ["/short", "/torn", "/unended", "/noise", "/chunk"] {
        assert_eq!(trouble(loopback(), &server.url(path)).await, TroubleKind::Connection, "{path}");
    }
}

#[tokio::test]
async fn five_redirects_are_followed_and_the_way_is_told() {
    let server = Server::start();
    for n in 0..6 {
        // The query is kept: some sites choose the form of a page by it.
        let to = headers(&[("Location", &format!("/{}?outputType=xml", n + 1))]);
        let path = if n == 0 { "/0".to_owned() } else { format!("/{n}?outputType=xml") };
        server.on(&path, Reply { status: 301, headers: to, ..Reply::default() });
    }
    server.on("/6?outputType=xml", Reply { body: b"here".to_vec(), ..Reply::default() });
    let fetcher = Fetcher::network(loopback());
    let Answer::Body { url, bytes, .. } = get(&fetcher, &server.url("/1?outputType=xml")).await.unwrap() else {
        panic!("a body was expected")
    };
    assert_eq!((url.as_str(), bytes.as_slice()), (server.url("/6?outputType=xml").as_str(), b"here".as_slice()));
    assert_eq!(get(&fetcher, &server.url("/0")).await.unwrap_err().kind, TroubleKind::Redirects);
}

#[tokio::test]
async fn redirects_in_a_circle_or_out_of_the_web_end() {
    let server = Server::start();
    let cases = [
        ("/circle", "/circle", TroubleKind::Redirects),
        ("/file", "file:///etc/passwd", TroubleKind::Redirects),
        ("/ftp", "ftp://news.example/", TroubleKind::Redirects),
        ("/data", "data:text/html,hello", TroubleKind::Redirects),
        ("/broken", "http://[", TroubleKind::Redirects),
        ("/asks", "https://consent.news.example/?to=story", TroubleKind::Consent),
        ("/guce", "https://guce.yahoo.example/consent?brand=news", TroubleKind::Consent),
        ("/cmp", "https://cmp.news.example/index.html", TroubleKind::Consent),
        ("/path", "/zustimmung?url=story", TroubleKind::Consent),
    ];
    for (path, to, expected) in cases {
        server.on(path, Reply { status: 302, headers: headers(&[("Location", to)]), ..Reply::default() });
        assert_eq!(trouble(loopback(), &server.url(path)).await, expected, "{path}");
    }
    assert_eq!(server.requests().iter().filter(|request| request.path == "/circle").count(), 6);
    server.on("/nowhere", Reply { status: 302, ..Reply::default() });
    assert_eq!(trouble(loopback(), &server.url("/nowhere")).await, TroubleKind::Redirects);
}

#[tokio::test]
async fn private_addresses_are_not_asked() {
    let server = Server::start();
    let port = server.url("").rsplit(':').next().unwrap().to_owned();
    for host in ["127.0.0.1", "localhost", "[::ffff:127.0.0.1]", "0.0.0.0", "2130706433"] {
        assert_eq!(trouble(Limits::default(), &format!("http://{host}:{port}/")).await, TroubleKind::Private, "{host}");
    }
    assert!(server.requests().is_empty());
}

type Refusal<'a> = (u16, &'a [(&'a str, &'a str)], TroubleKind);

#[tokio::test]
async fn refusals_have_their_classes() {
    let server = Server::start();
    let at = |seconds| TroubleKind::TooSoon(now() + TimeDelta::seconds(seconds));
    let date = (now() + TimeDelta::hours(1)).to_rfc2822().replace("+0000", "GMT");
    let cases: [Refusal; 20] = [
        (401, &[], TroubleKind::Blocked(401)),
        (402, &[], TroubleKind::Blocked(402)),
        (403, &[], TroubleKind::Blocked(403)),
        (403, &[("Server", "nginx")], TroubleKind::Blocked(403)),
        (451, &[], TroubleKind::Blocked(451)),
        (401, &[("x-datadome", "protected")], TroubleKind::BotWall(401)),
        (403, &[("Server", "cloudflare")], TroubleKind::BotWall(403)),
        (403, &[("cf-mitigated", "challenge")], TroubleKind::BotWall(403)),
        (405, &[("x-datadome", "protected")], TroubleKind::BotWall(405)),
        (503, &[("cf-mitigated", "challenge")], TroubleKind::BotWall(503)),
        (404, &[("x-datadome", "protected")], TroubleKind::Gone(404)),
        (410, &[], TroubleKind::Gone(410)),
        (429, &[], TroubleKind::Blocked(429)),
        (429, &[("Retry-After", "120")], at(120)),
        (503, &[("Retry-After", &date)], at(3600)),
        (503, &[("Retry-After", "31536000")], at(86_400)),
        (503, &[], TroubleKind::Status(503)),
        (500, &[("Retry-After", "120")], TroubleKind::Status(500)),
        (204, &[], TroubleKind::Status(204)),
        (200, &[("Content-Type", "video/mp4")], TroubleKind::NotAPage),
    ];
    for (status, pairs, expected) in cases {
        server.on("/", Reply { status, headers: headers(pairs), ..Reply::default() });
        assert_eq!(trouble(loopback(), &server.url("/")).await, expected, "{status} {pairs:?}");
    }
}

#[tokio::test]
async fn silence_is_a_timeout_before_and_within_the_body() {
    let server = Server::start();
    let limits = Limits { total: Duration::from_millis(300), ..loopback() };
    server.on("/mute", Reply { gate: Some(Arc::default()), ..Reply::default() });
    server.on("/stalls", Reply { body: b"<p>and then".to_vec(), stalls: true, ..Reply::default() });
    for path in ["/mute", "/stalls"] {
        assert_eq!(trouble(limits.clone(), &server.url(path)).await, TroubleKind::Timeout, "{path}");
    }
}

#[tokio::test]
async fn failed_connections_have_their_classes() {
    // Bound and dropped: nobody listens there.
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    assert_eq!(trouble(loopback(), &format!("http://127.0.0.1:{port}/")).await, TroubleKind::Connection);
    let plain = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("https://{}/", plain.local_addr().unwrap());
    let answering = std::thread::spawn(move || {
        let (mut stream, _) = plain.accept().unwrap();
        stream.write_all(b"HTTP/1.1 400 This is not TLS\r\n\r\n").unwrap();
        stream
    });
    assert_eq!(trouble(loopback(), &address).await, TroubleKind::Tls);
    drop(answering.join());
    // A label has at most 63 bytes (RFC 1035), so this name fails before any name server is asked.
    let nameless = format!("http://{}.example/", "a".repeat(64));
    assert_eq!(trouble(loopback(), &nameless).await, TroubleKind::Dns);
    for address in ["file:///etc/passwd", "gopher://news.example/", "news", ""] {
        assert_eq!(trouble(loopback(), address).await, TroubleKind::Address, "{address}");
    }
}

/// An outlet whose only feed is at `url`.
fn outlet(url: &str, manners: Manners) -> Outlet {
    Outlet {
        id: "lantern".to_owned(),
        name: "The Lantern".to_owned(),
        country: "NZ".to_owned(),
        language: "en".to_owned(),
        home: "https://lantern.example/".to_owned(),
        manners,
        sections: vec![Section {
            id: SectionId("lantern/oil".to_owned()),
            title: "Oil".to_owned(),
            depth: 0,
            fill: Fill::Feeds(vec![Feed::at(url.to_owned(), "lantern".to_owned(), "The Lantern".to_owned())]),
            page: None,
            blends: Vec::new(),
        }],
        ..Outlet::default()
    }
}

#[tokio::test]
async fn an_outlets_hosts_are_asked_by_the_name_that_they_let_in() {
    let (picky, other) = (Server::start(), Server::start());
    let agent = Some("Mozilla/5.0 (compatible; dateline)".to_owned());
    let outlets = [outlet(&picky.url("/feed"), Manners { agent: agent.clone(), ..Manners::default() })];
    let fetcher = Fetcher::network(loopback()).minding(&outlets);
    picky.on("/feed", Reply { status: 301, headers: headers(&[("Location", "/moved")]), ..Reply::default() });
    picky.on("/moved", Reply { status: 302, headers: headers(&[("Location", &other.url("/"))]), ..Reply::default() });
    other.on("/", Reply::default());
    fetcher.get(&picky.url("/feed"), Want::Feed, &Validators::default(), now()).await.unwrap();
    for request in picky.requests() {
        assert_eq!(request.headers.get("user-agent"), agent.as_ref(), "{}", request.path);
    }
    // Where it leads, nobody asked for another name.
    assert!(other.requests()[0].headers["user-agent"].starts_with("dateline/"));
}

#[tokio::test]
async fn an_outlets_hosts_may_take_the_time_that_they_need_and_no_more() {
    let (slow, other) = (Server::start(), Server::start());
    for server in [&slow, &other] {
        server.on("/", Reply { body: b"<p>and then".to_vec(), stalls: true, ..Reply::default() });
    }
    let limits = Limits { total: Duration::from_millis(300), ..loopback() };
    let patient = [outlet(&slow.url("/"), Manners { timeout_seconds: Some(100), ..Manners::default() })];
    let fetcher = Fetcher::network(limits).minding(&patient);
    let url = slow.url("/");
    let asked = get(&fetcher, &url);
    let in_time = async { get(&fetcher, &other.url("/")).await.unwrap_err().kind };
    tokio::select! {
        biased;
        kind = in_time => assert_eq!(kind, TroubleKind::Timeout),
        answer = asked => panic!("it was to wait for more: {answer:?}"),
    }
    let hasty = [outlet(&slow.url("/"), Manners { timeout_seconds: Some(0), ..Manners::default() })];
    let fetcher = Fetcher::network(loopback()).minding(&hasty);
    assert_eq!(get(&fetcher, &slow.url("/")).await.unwrap_err().kind, TroubleKind::Timeout);
}

#[tokio::test]
async fn a_crawl_delay_holds_back_the_next_feed_of_its_host_and_nothing_else() {
    let (paced, other) = (Server::start(), Server::start());
    paced.on("/feed", Reply::default());
    paced.on("/story", Reply::default());
    other.on("/feed", Reply::default());
    let manners = Manners { crawl_delay_seconds: Some(60), ..Manners::default() };
    let fetcher = Arc::new(Fetcher::network(loopback()).minding(&[outlet(&paced.url("/feed"), manners)]));
    let ask = |url: String, want: Want| {
        let fetcher = Arc::clone(&fetcher);
        tokio::spawn(async move { fetcher.get(&url, want, &Validators::default(), now()).await.is_ok() })
    };
    assert!(ask(paced.url("/feed"), Want::Feed).await.unwrap());
    let held = ask(paced.url("/feed"), Want::Feed);
    // More of them than may run at once: one that waits for its turn takes none of the turns of others.
    let others: Vec<_> = (0..20).map(|_| ask(other.url("/feed"), Want::Feed)).collect();
    for asked in others {
        assert!(asked.await.unwrap());
    }
    assert!(ask(paced.url("/story"), Want::Page).await.unwrap());
    let paths: Vec<String> = paced.requests().into_iter().map(|request| request.path).collect();
    assert_eq!(paths, ["/feed", "/story"]);
    held.abort();
}

#[tokio::test]
async fn what_waits_for_a_host_that_fails_meanwhile_fails_with_it() {
    let server = Server::start();
    let gate = Arc::new(Gate::default());
    let wait = headers(&[("Retry-After", "60")]);
    server.on("/", Reply { status: 429, headers: wait, gate: Some(Arc::clone(&gate)), ..Reply::default() });
    let fetcher = Arc::new(Fetcher::network(loopback()));
    let waiting: Vec<_> = (0..20)
        .map(|_| {
            let (fetcher, url) = (Arc::clone(&fetcher), server.url("/"));
            tokio::spawn(async move { get(&fetcher, &url).await.unwrap_err().kind })
        })
        .collect();
    seen(&server, 2).await;
    gate.open();
    for asked in waiting {
        assert_eq!(asked.await.unwrap(), TroubleKind::TooSoon(now() + TimeDelta::seconds(60)));
    }
    assert_eq!(server.requests().len(), 2);
    // What comes later is a new question.
    server.on("/", Reply::default());
    assert!(get(&fetcher, &server.url("/")).await.is_ok());
}

/// Waits until the server has seen `count` requests.
async fn seen(server: &Server, count: usize) {
    while server.requests().len() < count {
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
}

#[tokio::test]
async fn one_host_is_asked_twice_at_once_and_others_do_not_wait_for_it() {
    let (slow, quick) = (Server::start(), Server::start());
    let gate = Arc::new(Gate::default());
    slow.on("/", Reply { gate: Some(Arc::clone(&gate)), ..Reply::default() });
    quick.on("/", Reply::default());
    let fetcher = Arc::new(Fetcher::network(loopback()));
    let ask = |url: String| {
        let fetcher = Arc::clone(&fetcher);
        tokio::spawn(async move { get(&fetcher, &url).await.is_ok() })
    };
    let waiting: Vec<_> = (0..8).map(|_| ask(slow.url("/"))).collect();
    seen(&slow, 2).await;
    // The queue of the slow host holds no turn that another could use.
    for _ in 0..4 {
        assert!(ask(quick.url("/")).await.unwrap());
    }
    assert_eq!(slow.requests().len(), 2, "a third request was sent before one of two was answered");
    gate.open();
    for asked in waiting {
        assert!(asked.await.unwrap());
    }
    assert_eq!(slow.requests().len(), 8);
}

#[tokio::test]
async fn no_more_than_the_limit_run_at_once_and_an_aborted_request_gives_its_turn_back() {
    let gate = Arc::new(Gate::default());
    let servers: Vec<Server> = (0..4).map(|_| Server::start()).collect();
    let fetcher = Arc::new(Fetcher::network(Limits { at_once: 3, ..loopback() }));
    let mut asked = Vec::new();
    for server in &servers {
        server.on("/", Reply { gate: Some(Arc::clone(&gate)), ..Reply::default() });
        let (fetcher, url) = (Arc::clone(&fetcher), server.url("/"));
        asked.push(tokio::spawn(async move { get(&fetcher, &url).await.is_ok() }));
    }
    let running = || servers.iter().map(|server| server.requests().len()).sum::<usize>();
    while running() < 3 {
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    let idle = servers.iter().position(|server| server.requests().is_empty()).unwrap();
    let busy = (idle + 1) % servers.len();
    asked[busy].abort();
    seen(&servers[idle], 1).await;
    gate.open();
    for (index, asked) in asked.into_iter().enumerate() {
        assert_eq!(asked.await.is_ok_and(|ok| ok), index != busy);
    }
}

#[tokio::test]
async fn the_other_doors_open_no_connection() {
    let server = Server::start();
    server.on("/", Reply::default());
    let closed = Fetcher::closed();
    assert_eq!(get(&closed, &server.url("/")).await.unwrap_err().kind, TroubleKind::NetworkOff);
    let sample = Fetcher::sample(Edition::of(now()));
    assert!(sample.is_sample() && !closed.is_sample());
    assert_eq!(get(&sample, &server.url("/")).await.unwrap_err().kind, TroubleKind::Gone(404));
    assert!(server.requests().is_empty());
}

#[tokio::test]
async fn the_sample_edition_answers_as_a_server_would() {
    let catalogue = Edition::catalogue().unwrap();
    let mut fills = catalogue.outlets.iter().flat_map(|outlet| &outlet.sections).map(|section| &section.fill);
    let url = fills
        .find_map(|fill| match fill {
            Fill::Feeds(feeds) => feeds.first().map(|feed| feed.url.clone()),
            _ => None,
        })
        .unwrap();
    let fetcher = Fetcher::sample(Edition::of(now()));
    let first = fetcher.get(&url, Want::Feed, &Validators::default(), now()).await.unwrap();
    let kept = validators(&first);
    assert!(kept.etag.is_some() && !bytes(first).is_empty());
    let again = fetcher.get(&url, Want::Feed, &kept, now()).await.unwrap();
    assert_eq!(again, Answer::NotModified { fresh_for: None });
    let stale = Validators { etag: Some("\"of another hour\"".to_owned()), ..kept };
    assert!(!bytes(fetcher.get(&url, Want::Feed, &stale, now()).await.unwrap()).is_empty());
}
