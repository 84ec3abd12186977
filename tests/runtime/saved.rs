//! A saved story is kept whatever becomes of the cache.

use std::path::Path;
use std::time::{Duration, Instant};

use chrono::Utc;
use dateline::app::{Ask, Effect};
use dateline::article::{Article, Block, Text};
use dateline::cache::Cache;
use dateline::fetch::{Fetcher, Limits};
use dateline::library::{Copy, Library};
use dateline::marks::{Deed, Mark};
use dateline::news::{Freshness, Headline, StoryKey};
use dateline::runtime::{Desk, Economy, Runtime, Wishes};
use dateline::trouble::TroubleKind;
use tokio::sync::mpsc::unbounded_channel;

use super::server::Server;
use super::{Bench, LONG, WORDS, ok, page};

fn row(url: &str) -> Headline {
    Headline {
        key: StoryKey::of(url),
        url: url.to_owned(),
        title: "Boats counted twice".to_owned(),
        kicker: None,
        standfirst: None,
        authors: Vec::new(),
        labels: Vec::new(),
        published: None,
        updated: None,
        seconds: None,
        enclosure: None,
        outlet: "lantern".to_owned(),
        outlet_name: "The Lantern".to_owned(),
    }
}

/// The reader's folder with an empty cache, on the network or behind a door that leads nowhere.
fn open(home: &Path, is_open: bool, thin: bool) -> Bench {
    let (library, marks, _) = Library::open(&home.join("marks")).unwrap();
    let (sender, answers) = unbounded_channel();
    let wishes = Wishes {
        searches: Vec::new(),
        mutes: dateline::mute::Mutes::default(),
        outlets: Vec::new(),
        languages: Vec::new(),
        sources: None,
        stale_after: Duration::from_secs(1800),
        cache_folder: None,
        data_folder: Some(home.to_owned()),
        offline: !is_open,
        economy: Economy { low_bandwidth: thin, ..Economy::default() },
    };
    let network = || Fetcher::network(Limits { allow_private: true, ..Limits::default() });
    let fetcher = if is_open { network() } else { Fetcher::closed() };
    let desk = Desk { fetcher, cache: Cache::in_memory().unwrap() };
    let runtime = Runtime::new(tokio::runtime::Handle::current(), sender, wishes, desk, (Some(library), marks));
    Bench { runtime, answers }
}

fn copies(home: &Path) -> Vec<std::path::PathBuf> {
    let Ok(folder) = std::fs::read_dir(home.join("marks/stories")) else { return Vec::new() };
    folder.map(|entry| entry.unwrap().path()).filter(|path| path.extension().is_some_and(|its| its == "gz")).collect()
}

async fn wait_for_copies(home: &Path, count: usize) {
    let until = Instant::now() + LONG;
    while copies(home).len() != count {
        assert!(Instant::now() < until, "there are {} copies, not {count}", copies(home).len());
        // The file system tells nobody of a new file.
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

fn mark(at: i64, url: &str, deed: Deed) -> Effect {
    Effect::Record(vec![Mark { at, key: StoryKey::of(url), deed }])
}

fn saved(url: &str) -> Deed {
    Deed::Saved { headline: Box::new(row(url)) }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_saved_story_opens_offline_after_the_cache_was_deleted() {
    let server = Server::start();
    server.on("/story", ok(&page("Boats counted twice", WORDS)));
    let (home, url) = (tempfile::tempdir().unwrap(), server.url("/story"));
    // Never opened: its text is fetched because it is saved.
    let mut bench = open(home.path(), true, false);
    bench.runtime.perform(mark(1, &url, saved(&url)));
    wait_for_copies(home.path(), 1).await;
    assert_eq!(server.requests().iter().filter(|request| request.path == "/story").count(), 1);
    let article = bench.story(&url, Ask::Never).await.remove(0).outcome.unwrap().0;
    drop(bench);

    let mut bench = open(home.path(), false, false);
    let answers = bench.story(&url, Ask::IfStale).await;
    let (kept, freshness) = answers[0].outcome.as_ref().unwrap();
    assert_eq!(*kept, article);
    assert!(matches!(freshness, Freshness::Live(_) | Freshness::Cached(_)));
    // For the first frame, too.
    let bench = open(home.path(), false, false);
    let question = Effect::LoadArticle { key: StoryKey::of(&url), url: url.clone(), ask: Ask::IfStale };
    assert!(bench.runtime.first_answer(&question).is_some());
    drop(bench);

    // Let go, it is gone with the next cache; saved again, it is copied from the cache.
    let mut bench = open(home.path(), false, false);
    bench.story(&url, Ask::Never).await;
    bench.runtime.perform(mark(2, &url, Deed::Unsaved));
    wait_for_copies(home.path(), 0).await;
    bench.runtime.perform(mark(3, &url, saved(&url)));
    wait_for_copies(home.path(), 1).await;
    assert_eq!(server.requests().iter().filter(|request| request.path == "/story").count(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_story_that_is_saved_on_a_thin_line_is_copied_when_it_is_opened() {
    let server = Server::start();
    server.on("/story", ok(&page("Boats counted twice", WORDS)));
    let (home, url) = (tempfile::tempdir().unwrap(), server.url("/story"));
    let mut bench = open(home.path(), true, true);
    bench.runtime.perform(mark(1, &url, saved(&url)));
    let refused = bench.story(&url, Ask::Never).await.remove(0).outcome.unwrap_err();
    assert_eq!((refused.kind, server.requests().len()), (TroubleKind::NotAsked, 0), "nobody was asked");
    bench.story(&url, Ask::IfMissing).await;
    wait_for_copies(home.path(), 1).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_copy_is_for_the_reader_alone_and_is_believed_only_if_it_could_be_ours() {
    let home = tempfile::tempdir().unwrap();
    let (library, ..) = Library::open(&home.path().join("marks")).unwrap();
    let stories = library.stories();
    let key = StoryKey::of("https://lantern.example/1");
    let copy = |words: &str, link: &str| Copy {
        key: key.clone(),
        url: link.to_owned(),
        answered: Utc::now(),
        article: Article {
            url: link.to_owned(),
            title: words.to_owned(),
            blocks: vec![Block::Paragraph { text: Text::plain(WORDS) }],
            ..Article::default()
        },
    };
    let good = copy("Boats counted — twice 日本", "https://lantern.example/1");
    stories.keep(&good).unwrap();
    assert_eq!(stories.read(&key), Some(good.clone()));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
        let file = &copies(home.path())[0];
        assert_eq!((mode(file), mode(file.parent().unwrap())), (0o600, 0o700));
    }
    assert_eq!(stories.read(&StoryKey::of("https://lantern.example/2")), None);
    for bad in [copy("a\u{1b}[2Jb", "https://lantern.example/1"), copy("Boats", "javascript:alert(1)")] {
        stories.keep(&bad).unwrap();
        assert_eq!(stories.read(&key), None, "{bad:?}");
    }
    for bytes in [&b""[..], b"\x1f\x8b", b"{}"] {
        std::fs::write(&copies(home.path())[0], bytes).unwrap();
        assert_eq!(stories.read(&key), None);
    }
    assert!(stories.keep(&copy(&"long ".repeat(1 << 20), "https://lantern.example/1")).is_err());
    stories.forget(&key).unwrap();
    stories.forget(&key).unwrap();
    assert_eq!(copies(home.path()).len(), 0);
}
