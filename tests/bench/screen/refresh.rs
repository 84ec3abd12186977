//! The most memory that a refresh takes: in a process of its own, which runs the program's runtime, model and painter on
//! feeds of the loopback interface. (The program itself asks no private address.)

use std::fmt::Write as _;
use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::process::Command;
use std::time::Duration;

use anyhow::Context as _;
use chrono::{TimeDelta, Utc};
use dateline::app::{Ask, Edition, EditionKind, Effect, Model, Msg, update};
use dateline::cache::Cache;
use dateline::clock::Zone;
use dateline::config::Config;
use dateline::fetch::{Fetcher, Limits};
use dateline::marks::Marks;
use dateline::news::{Feed, Fill, Section, SectionId};
use dateline::paint::{Colours, Painter};
use dateline::runtime::{Desk, Economy, Runtime, Wishes};
use dateline::theme::Theme;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use tokio::sync::mpsc::unbounded_channel;

/// The argument that makes this bench the process that refreshes.
const CHILD: &str = "--refresh-from";
/// The words of a story in a feed that gives it in full, again and again.
const WORDS: &str = "<p>The first count had come out one short, and the second one long; the third was put off.</p>";

const ITEMS: usize = 50;

/// What is in the feeds.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Content {
    /// One in seven gives its stories in full, of some 8 KB each: with that, the feeds' median (20 KB) and mean (80 KB)
    /// are those of real ones.
    Usual,
    /// All give them in full.
    Full,
}

/// The peak of a refresh of `feeds` feeds with fifty stories each, in KiB.
pub fn peak(feeds: usize, content: Content) -> anyhow::Result<u64> {
    let address = serve(content)?;
    let child = Command::new(std::env::current_exe()?).args([CHILD, &address, &feeds.to_string()]).output()?;
    let said = String::from_utf8(child.stdout)?;
    said.trim().parse().with_context(|| format!("{said}{}", String::from_utf8_lossy(&child.stderr)))
}

/// In the process that refreshes: does it, and says what it took. `None` elsewhere.
pub fn child() -> Option<anyhow::Result<u64>> {
    let mut arguments = std::env::args().skip_while(|argument| argument != CHILD).skip(1);
    let (address, feeds) = (arguments.next()?, arguments.next()?.parse().ok()?);
    Some(refresh(&address, feeds))
}

/// Every path of the host is a feed of its own.
fn serve(content: Content) -> anyhow::Result<String> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let address = format!("http://{}", listener.local_addr()?);
    std::thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            std::thread::spawn(move || {
                let mut asked = [0; 4096];
                let read = stream.read(&mut asked)?;
                let asked = String::from_utf8_lossy(&asked[..read]).into_owned();
                let path = asked.split(' ').nth(1).unwrap_or("/");
                let number: usize = path.trim_start_matches("/feed-").parse().unwrap_or(0);
                let body = rss(path, content == Content::Full || number.is_multiple_of(7));
                write!(
                    stream,
                    "HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
                    body.len()
                )
            });
        }
    });
    Ok(address)
}

fn rss(path: &str, is_full: bool) -> String {
    let mut feed =
        "<?xml version=\"1.0\"?><rss version=\"2.0\" xmlns:content=\"http://purl.org/rss/1.0/modules/content/\">\
                    <channel><title>Lantern</title>"
            .to_owned();
    for item in 0..ITEMS {
        let at = Utc::now() - TimeDelta::minutes(i64::try_from(item * 7).unwrap_or(0));
        let words = WORDS.repeat(if is_full { 80 + item % 20 } else { 1 });
        let _ = write!(
            feed,
            "<item><title>Story {item} of {path}: boats are counted twice</title>\
             <link>https://lantern.example{path}/story-{item}</link><pubDate>{}</pubDate>\
             <description>The first count had come out one short.</description>\
             <content:encoded><![CDATA[{words}]]></content:encoded></item>",
            at.to_rfc2822()
        );
    }
    feed.push_str("</channel></rss>");
    feed
}

fn refresh(address: &str, feeds: usize) -> anyhow::Result<u64> {
    let feed = |number| Feed::at(format!("{address}/feed-{number}"), "lantern".to_owned(), "The Lantern".to_owned());
    let feeds: Vec<Feed> = (0..feeds).map(feed).collect();
    let folder = tempfile::tempdir()?;
    let io = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
    let (sender, mut answers) = unbounded_channel();
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
    let fetcher = Fetcher::network(Limits { allow_private: true, ..Limits::default() });
    let desk = Desk { fetcher, cache: Cache::open(&folder.path().join("cache.sqlite"))?.0 };
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
        kind: EditionKind::Live,
        sections: vec![section.clone()],
        shelf: Vec::new(),
        outlets: Vec::new(),
        nothing_kept: true,
        marks: Marks::default(),
    };
    let mut model = Model::new((80, 24).into(), Utc::now(), Zone::utc(), &Config::default(), edition);
    let _ = model.begin();
    let theme = Theme::built_in("plain").context("the plain theme is in the binary")?;
    let mut painter = Painter::new(Colours::Sixteen);
    runtime.perform(Effect::LoadSection { section: section.id, feeds, ask: Ask::IfStale });
    let mut waiting = usize::MAX;
    while waiting > 0 {
        let Some(msg) = answers.blocking_recv() else { break };
        if let Msg::Headlines(answer) = &msg {
            waiting = answer.waiting;
            anyhow::ensure!(answer.troubles.is_empty(), "{:?}", answer.troubles);
        }
        let _ = update(&mut model, msg);
        let mut buffer = Buffer::empty(Rect::new(0, 0, 80, 24));
        let cursor = dateline::ui::view(&model, &theme, &mut buffer);
        let _ = painter.paint(buffer, cursor);
    }
    anyhow::ensure!(!model.headlines.list.is_empty(), "nothing was listed");
    super::peak_of("/proc/self")
}
