//! From nothing in memory to the bytes of the first frame, with 20,000 headlines in the cache:
//! `cargo bench --bench first_frame`. Prints the median and the slowest of 25 starts, in milliseconds.
#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a bench stops at the first surprise and prints its figures"
)]

use std::time::{Duration, Instant};

use chrono::{TimeDelta, Utc};
use dateline::app::{Ask, EditionKind, Effect, Model, update};
use dateline::cache::{Cache, Visit};
use dateline::catalogue::Catalogue;
use dateline::clock::Zone;
use dateline::config::Config;
use dateline::news::{Feed, Fill, Headline, StoryKey};
use dateline::paint::{Colours, Painter};
use dateline::runtime::{Desk, Economy, Runtime, Wishes};
use dateline::theme::Theme;
use dateline::ui;
use ratatui::buffer::Buffer;
use ratatui::layout::{Rect, Size};

const STORIES: usize = 20_000;
const STARTS: usize = 25;

fn main() {
    let folder = tempfile::tempdir().unwrap();
    let feeds = feeds();
    fill(&folder.path().join("cache.sqlite"), &feeds);
    let io = tokio::runtime::Builder::new_multi_thread().worker_threads(1).build().unwrap();
    let wishes = Wishes {
        searches: Vec::new(),
        mutes: dateline::mute::Mutes::default(),
        outlets: Vec::new(),
        languages: Vec::new(),
        sources: None,
        stale_after: Duration::from_secs(1800),
        cache_folder: Some(folder.path().to_owned()),
        data_folder: Some(folder.path().to_owned()),
        offline: false,
        economy: Economy::default(),
    };
    let mut times: Vec<Duration> = (0..STARTS).map(|_| start(&wishes, &io)).collect();
    times.sort_unstable();
    let millis = |at: usize| times[at].as_secs_f64() * 1000.0;
    println!("{STORIES} headlines of {} feeds", feeds.len());
    println!("first frame: median {:.1} ms, slowest {:.1} ms", millis(STARTS / 2), millis(STARTS - 1));
}

fn start(wishes: &Wishes, io: &tokio::runtime::Runtime) -> Duration {
    let begun = Instant::now();
    let opened = Desk::open(EditionKind::Live, wishes, Utc::now()).unwrap();
    let (sender, _answers) = tokio::sync::mpsc::unbounded_channel();
    let runtime = Runtime::new(
        io.handle().clone(),
        sender,
        wishes.clone(),
        opened.desk,
        (opened.library, opened.edition.marks.clone()),
    );
    let size = Size::new(140, 45);
    let mut model = Model::new(size, Utc::now(), Zone::utc(), &Config::default(), opened.edition);
    let effects = model.begin();
    assert!(matches!(effects[0], Effect::LoadSection { ask: Ask::IfStale, .. }));
    let kept = runtime.first_answer(&effects[0]).unwrap();
    let _ = update(&mut model, kept);
    let mut buffer = Buffer::empty(Rect::new(0, 0, size.width, size.height));
    let cursor = ui::view(&model, &Theme::built_in("plain").unwrap(), &mut buffer);
    let bytes = Painter::new(Colours::Sixteen).paint(buffer, cursor);
    let took = begun.elapsed();
    assert!(bytes.len() > 1000 && !model.headlines.list.is_empty());
    took
}

fn feeds() -> Vec<Feed> {
    let catalogue = Catalogue::built_in().unwrap();
    let mut feeds: Vec<Feed> = Vec::new();
    for section in catalogue.tree(&catalogue.default_chosen()) {
        if let Fill::Feeds(own) = section.fill {
            feeds.extend(own);
        }
    }
    feeds.sort_by(|a, b| a.url.cmp(&b.url));
    feeds.dedup();
    feeds
}

fn fill(file: &std::path::Path, feeds: &[Feed]) {
    let (cache, _) = Cache::open(file).unwrap();
    let now = Utc::now();
    let each = STORIES.div_ceil(feeds.len());
    let mut made = 0;
    for feed in feeds {
        let headlines: Vec<Headline> = (0..each.min(STORIES - made))
            .map(|index| {
                let number = made + index;
                let url = format!("https://news.example/story/{number}");
                Headline {
                    key: StoryKey::of(&url),
                    url,
                    title: format!("Harbour board weighs plan number {number} for the long wharf and its cranes"),
                    kicker: Some("City".to_owned()),
                    standfirst: Some(
                        "A summary of the usual length, which says in a line or two what the story is about."
                            .to_owned(),
                    ),
                    authors: vec!["A. Writer".to_owned()],
                    labels: Vec::new(),
                    published: Some(now - TimeDelta::seconds(i64::try_from(number % 9_973).unwrap() * 60)),
                    updated: None,
                    seconds: None,
                    enclosure: None,
                    outlet: feed.outlet.clone(),
                    outlet_name: feed.outlet_name.clone(),
                }
            })
            .collect();
        made += headlines.len();
        let visit = Visit { answered: Some(now), ..Visit::default() };
        cache.keep_feed(&feed.url, &headlines, &visit).unwrap();
    }
}
