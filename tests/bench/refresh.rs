//! How long a refresh of two hundred feeds takes over a slow line, and whether the screen's thread is free meanwhile.
//!
//! `cargo bench --bench refresh -- [FEEDS [ITEMS [MILLISECONDS]]]` (200, 100, 200)
//!
//! Every feed is a host of its own on the loopback interface that says nothing for that long, then everything; one more
//! host never answers. All feeds fill one section. The messages that come are taken in and drawn as the program does it.
//! Printed: when the last of the feeds was filled, how many stories are listed, how many answers came, and the longest
//! time that one of them kept the screen's thread busy.

#![expect(clippy::print_stdout, reason = "a bench reports on standard output")]

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use anyhow::Context as _;
use chrono::{TimeDelta, Utc};
use dateline::app::{Ask, Edition, EditionKind, Effect, Model, Msg, update};
use dateline::cache::Cache;
use dateline::clock::Zone;
use dateline::config::Config;
use dateline::fetch::{Fetcher, Limits};
use dateline::marks::Marks;
use dateline::news::{Feed, Fill, Section, SectionId};
use dateline::runtime::{Desk, Economy, Runtime, Wishes};
use dateline::theme::Theme;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;
use tokio::sync::mpsc::unbounded_channel;

fn main() -> anyhow::Result<()> {
    let figures: Vec<usize> = std::env::args().skip(1).filter_map(|word| word.parse().ok()).collect();
    let figure = |at: usize, usual: usize| figures.get(at).copied().unwrap_or(usual);
    let (count, items, latency) = (figure(0, 200), figure(1, 100), Duration::from_millis(figure(2, 200) as u64));
    let servers = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
    let mut feeds = Vec::new();
    for number in 0..count {
        feeds.push(feed(&servers.block_on(serve(number, items, Some(latency)))?));
    }
    feeds.push(feed(&servers.block_on(serve(count, items, None))?));

    let io = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let folder = tempfile::tempdir()?;
    let cache = Cache::open(&folder.path().join("cache.sqlite"))?.0;
    let (sender, mut answers) = unbounded_channel();
    let fetcher = Fetcher::network(Limits { allow_private: true, ..Limits::default() });
    let wishes = Wishes {
        searches: Vec::new(),
        mutes: dateline::mute::Mutes::default(),
        languages: Vec::new(),
        sources: None,
        outlets: Vec::new(),
        stale_after: Duration::from_secs(1800),
        cache_folder: None,
        data_folder: None,
        offline: false,
        economy: Economy::default(),
    };
    let desk = Desk { fetcher, cache };
    let mut runtime = Runtime::new(io.handle().clone(), sender, wishes, desk, (None, Marks::default()));
    let section = Section {
        id: SectionId("world".to_owned()),
        title: "World".to_owned(),
        depth: 0,
        fill: Fill::Feeds(feeds.clone()),
        page: None,
        blends: Vec::new(),
    };
    let edition = Edition {
        commanded: Vec::new(),
        shelf: Vec::new(),
        kind: EditionKind::Live,
        sections: vec![section.clone()],
        outlets: Vec::new(),
        nothing_kept: true,
        marks: Marks::default(),
    };
    let size = (120, 40);
    let mut model = Model::new(size.into(), Utc::now(), Zone::utc(), &Config::default(), edition);
    let _ = model.begin();
    let theme = Theme::built_in("plain").context("the plain theme is in the binary")?;

    let began = Instant::now();
    runtime.perform(Effect::LoadSection { section: section.id, feeds, ask: Ask::IfStale });
    let (mut longest, mut many, mut waiting) = (Duration::ZERO, 0, usize::MAX);
    while waiting > 1 {
        let Some(msg) = answers.blocking_recv() else { break };
        if let Msg::Headlines(answer) = &msg {
            waiting = answer.waiting;
            many += 1;
        }
        let before = Instant::now();
        model.now = Utc::now();
        let _ = update(&mut model, msg);
        let mut buffer = Buffer::empty(Rect::new(0, 0, size.0, size.1));
        let _ = dateline::ui::view(&model, &theme, &mut buffer);
        longest = longest.max(before.elapsed());
    }
    println!(
        "{count} feeds of {items} stories, {} ms each: filled after {:.2} s while one host is dead; {} stories listed, \
         {many} answers, the screen's thread busy for {:.1} ms at most",
        latency.as_millis(),
        began.elapsed().as_secs_f64(),
        model.headlines.list.len(),
        longest.as_secs_f64() * 1000.0
    );
    io.shutdown_background();
    servers.shutdown_background();
    Ok(())
}

fn feed(url: &str) -> Feed {
    Feed::at(url.to_owned(), "lantern".to_owned(), "The Lantern".to_owned())
}

/// A host that answers every request with a feed after `latency`, or never. Its address.
async fn serve(number: usize, items: usize, latency: Option<Duration>) -> anyhow::Result<String> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = format!("http://{}/feed", listener.local_addr()?);
    let body = rss(number, items)?;
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let body = body.clone();
            tokio::spawn(async move {
                let mut asked = [0; 4096];
                let _ = stream.read(&mut asked).await;
                let Some(latency) = latency else { return std::future::pending().await };
                tokio::time::sleep(latency).await;
                let head = format!(
                    "HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
                    body.len()
                );
                let _ = stream.write_all(head.as_bytes()).await;
                let _ = stream.write_all(body.as_bytes()).await;
            });
        }
    });
    Ok(address)
}

fn rss(number: usize, items: usize) -> anyhow::Result<String> {
    let mut feed = String::from(r#"<?xml version="1.0"?><rss version="2.0"><channel><title>Lantern</title>"#);
    for item in 0..items {
        let at = Utc::now() - TimeDelta::minutes(i64::try_from(item * 7 + number % 7)?);
        write!(
            feed,
            "<item><title>Story {item} of host {number}: boats are counted twice</title>\
             <link>https://lantern.example/{number}/story-{item}</link><pubDate>{}</pubDate>\
             <description>The first count had come out one short and the second one long.</description></item>",
            at.to_rfc2822()
        )?;
    }
    feed.push_str("</channel></rss>");
    Ok(feed)
}
