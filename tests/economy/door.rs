//! At the door to the network.

use std::io::Write;
use std::sync::Arc;
use std::time::Duration;

use chrono::Utc;
use dateline::fetch::{Answer, Fetcher, Limits, Validators, Want};
use dateline::ledger::{Ledger, Traffic};
use dateline::trouble::TroubleKind;

use crate::server::{Gate, Reply, Request, Server};
use crate::{headers, loopback};

/// A fetcher that may get so many bytes, and its ledger.
fn fetcher(max_bytes: Option<u64>) -> (Fetcher, Ledger) {
    let ledger = Ledger::default();
    (Fetcher::network(Limits { max_bytes, ..loopback() }).counting(ledger.clone()), ledger)
}

async fn get(fetcher: &Fetcher, url: &str, want: Want) -> Result<usize, TroubleKind> {
    match fetcher.get(url, want, &Validators::default(), Utc::now()).await {
        Ok(Answer::Body { bytes, .. }) => Ok(bytes.len()),
        Ok(Answer::NotModified { .. }) => Ok(0),
        Err(trouble) => Err(trouble.kind),
    }
}

fn bytes(count: usize) -> u64 {
    u64::try_from(count).unwrap()
}

/// The head that the server sends, with the usual word for the status.
fn head(status: &str, more: &[(&str, &str)], length: usize) -> usize {
    let more: usize = more.iter().map(|(name, value)| format!("{name}: {value}\r\n").len()).sum();
    format!("HTTP/1.1 {status}\r\nConnection: close\r\nContent-Length: {length}\r\n\r\n").len() + more
}

/// What the server was sent.
fn written(request: &Request) -> usize {
    let lines: usize = request.headers.iter().map(|(name, value)| format!("{name}: {value}\r\n").len()).sum();
    format!("GET {} HTTP/1.1\r\n\r\n", request.path).len() + lines
}

#[tokio::test]
async fn what_a_server_sent_and_was_sent_is_counted_to_the_byte() {
    let server = Server::start();
    let (fetcher, ledger) = fetcher(None);
    // Ten thousand equal letters: packed they are a few dozen bytes.
    let page = "a".repeat(10_000);
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    packed.write_all(page.as_bytes()).unwrap();
    let packed = packed.finish().unwrap();
    assert!(packed.len() < 100);
    let moved = [("Location", "/page?outputType=xml")];
    let gzip = [("Content-Encoding", "gzip"), ("ETag", "\"1\"")];
    server.on("/", Reply { status: 301, headers: headers(&moved), ..Reply::default() });
    server.on("/page?outputType=xml", Reply { headers: headers(&gzip), body: packed.clone(), ..Reply::default() });

    assert_eq!(get(&fetcher, &server.url("/"), Want::Page).await, Ok(10_000));
    let expected = head("301 Moved Permanently", &moved, 0) + head("200 OK", &gzip, packed.len()) + packed.len();
    let asked: usize = server.requests().iter().map(written).sum();
    let counted = Traffic { network_in: bytes(expected), network_out: bytes(asked), requests: 2, terminal_out: 0 };
    assert_eq!(ledger.so_far(), counted);

    // A page that has not changed costs its head.
    let kept = Validators { etag: Some("\"1\"".to_owned()), last_modified: None };
    fetcher.get(&server.url("/page?outputType=xml"), Want::Feed, &kept, Utc::now()).await.unwrap();
    let unchanged = ledger.so_far().since(counted);
    assert_eq!(unchanged.network_in, bytes(head("304 Not Modified", &gzip, packed.len())));
    assert_eq!((unchanged.network_out, unchanged.requests), (bytes(written(&server.requests()[2])), 1));
}

#[tokio::test]
async fn a_body_that_is_too_large_was_counted_up_to_where_it_was_left() {
    let server = Server::start();
    server.on("/endless", Reply { endless: true, ..Reply::default() });
    let ledger = Ledger::default();
    let limits = Limits { bytes: 100_000, ..loopback() };
    let fetcher = Fetcher::network(limits).counting(ledger.clone());
    assert_eq!(get(&fetcher, &server.url("/endless"), Want::Page).await, Err(TroubleKind::TooLarge));
    assert!(ledger.so_far().network_in > 100_000);
}

#[tokio::test]
async fn nothing_is_asked_any_more_once_the_runs_bytes_are_used_up() {
    let server = Server::start();
    server.on("/page", Reply { body: vec![b'x'; 2000], ..Reply::default() });
    let (fetcher, ledger) = fetcher(Some(5000));
    assert_eq!(get(&fetcher, &server.url("/page"), Want::Page).await, Ok(2000));
    assert_eq!(get(&fetcher, &server.url("/page"), Want::Page).await, Ok(2000));
    // The third would pass the limit, and says so: its body is left where it is.
    assert_eq!(get(&fetcher, &server.url("/page"), Want::Page).await, Err(TroubleKind::Spent(5000)));
    assert_eq!(ledger.so_far().network_in, bytes(3 * head("200 OK", &[], 2000) + 4000));
    // What is left is enough for something small.
    server.on("/note", Reply { body: b"small".to_vec(), ..Reply::default() });
    assert_eq!(get(&fetcher, &server.url("/note"), Want::Page).await, Ok(5));
    // One that does not say how long it is is ended when it passes the limit.
    server.on("/endless", Reply { endless: true, ..Reply::default() });
    assert_eq!(get(&fetcher, &server.url("/endless"), Want::Page).await, Err(TroubleKind::Spent(5000)));
    assert!(ledger.so_far().network_in > 5000);
    let asked = server.requests().len();
    for want in [Want::Page, Want::Feed, Want::Front, Want::Forecast] {
        assert_eq!(get(&fetcher, &server.url("/note"), want).await, Err(TroubleKind::Spent(5000)));
    }
    assert_eq!(server.requests().len(), asked);
}

#[tokio::test]
async fn what_waits_for_its_turn_when_the_bytes_are_used_up_is_not_asked() {
    let server = Server::start();
    let gate = Arc::new(Gate::default());
    server.on("/", Reply { body: vec![b'x'; 3000], gate: Some(Arc::clone(&gate)), ..Reply::default() });
    let (fetcher, _) = fetcher(Some(1000));
    let fetcher = Arc::new(fetcher);
    let waiting: Vec<_> = (0..10)
        .map(|_| {
            let (fetcher, url) = (Arc::clone(&fetcher), server.url("/"));
            tokio::spawn(async move { get(&fetcher, &url, Want::Feed).await })
        })
        .collect();
    seen(&server, 2).await;
    server.on("/", Reply { endless: true, ..Reply::default() });
    gate.open();
    for asked in waiting {
        assert_eq!(asked.await.unwrap(), Err(TroubleKind::Spent(1000)));
    }
    assert!(server.requests().len() < 10);
}

/// Waits until the server has seen `count` requests.
async fn seen(server: &Server, count: usize) {
    while server.requests().len() < count {
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
}

#[tokio::test]
async fn a_page_that_the_reader_opens_goes_before_feeds_that_wait() {
    let server = Server::start();
    let gate = Arc::new(Gate::default());
    let gated = Reply { gate: Some(Arc::clone(&gate)), ..Reply::default() };
    server.on("/feed", gated);
    server.on("/page", Reply::default());
    let other = Server::start();
    other.on("/page", Reply::default());
    let fetcher = Arc::new(Fetcher::network(Limits { at_once: 3, ..loopback() }));
    let ask = |url: String, want| {
        let fetcher = Arc::clone(&fetcher);
        tokio::spawn(async move { get(&fetcher, &url, want).await })
    };
    let feeds: Vec<_> = (0..8).map(|_| ask(server.url("/feed"), Want::Feed)).collect();
    seen(&server, 2).await;
    // Two feeds have their host's turns; the page of another host does not wait for either.
    assert_eq!(ask(other.url("/page"), Want::Page).await.unwrap(), Ok(0));
    // At the feeds' own host it takes the first turn that comes free; the second may be taken in the same moment.
    let page = ask(server.url("/page"), Want::Page);
    tokio::task::yield_now().await;
    gate.open();
    assert_eq!(page.await.unwrap(), Ok(0));
    for feed in feeds {
        assert_eq!(feed.await.unwrap(), Ok(0));
    }
    let paths: Vec<String> = server.requests().into_iter().map(|request| request.path).collect();
    assert!(matches!(paths.iter().position(|path| path == "/page"), Some(2 | 3)), "{paths:?}");
}

#[tokio::test]
async fn a_page_does_not_wait_for_feeds_of_its_host_that_wait_themselves() {
    let gate = Arc::new(Gate::default());
    let slow = [Server::start(), Server::start()];
    let fetcher = Arc::new(Fetcher::network(Limits { at_once: 3, ..loopback() }));
    let ask = |url: String, want| {
        let fetcher = Arc::clone(&fetcher);
        tokio::spawn(async move { get(&fetcher, &url, want).await })
    };
    let mut feeds = Vec::new();
    for server in &slow {
        server.on("/", Reply { gate: Some(Arc::clone(&gate)), ..Reply::default() });
        feeds.push(ask(server.url("/"), Want::Feed));
        seen(server, 1).await;
    }
    // The feeds have all the turns that they may have; those of a third host wait.
    let third = Server::start();
    third.on("/", Reply::default());
    third.on("/page", Reply::default());
    feeds.extend((0..4).map(|_| ask(third.url("/"), Want::Feed)));
    tokio::task::yield_now().await;
    assert_eq!(ask(third.url("/page"), Want::Page).await.unwrap(), Ok(0));
    assert_eq!(third.requests().len(), 1);
    gate.open();
    for feed in feeds {
        assert_eq!(feed.await.unwrap(), Ok(0));
    }
}

#[tokio::test]
async fn one_turn_of_all_is_kept_free_for_what_the_reader_opens() {
    let gate = Arc::new(Gate::default());
    let slow: Vec<Server> = (0..4).map(|_| Server::start()).collect();
    let fetcher = Arc::new(Fetcher::network(Limits { at_once: 3, ..loopback() }));
    let ask = |url: String, want| {
        let fetcher = Arc::clone(&fetcher);
        tokio::spawn(async move { get(&fetcher, &url, want).await })
    };
    let mut feeds = Vec::new();
    for server in &slow {
        server.on("/", Reply { gate: Some(Arc::clone(&gate)), ..Reply::default() });
        feeds.push(ask(server.url("/"), Want::Feed));
    }
    let running = || slow.iter().map(|server| server.requests().len()).sum::<usize>();
    while running() < 2 {
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    let quick = Server::start();
    quick.on("/", Reply::default());
    assert_eq!(ask(quick.url("/"), Want::Page).await.unwrap(), Ok(0));
    assert_eq!(running(), 2, "a feed took the turn that is kept for pages");
    gate.open();
    for feed in feeds {
        assert_eq!(feed.await.unwrap(), Ok(0));
    }
}
