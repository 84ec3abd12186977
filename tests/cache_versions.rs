//! The versions of stories that were read: which are kept, how long, and what a list knows of them.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

#[path = "support/search.rs"]
mod search;

use chrono::{DateTime, TimeDelta, Utc};
use dateline::article::{Article, Block, Text};
use dateline::cache::{Cache, Visit};
use dateline::news::StoryKey;

use search::search;

const PAGE: &str = "https://harbour.example/story/bridge";

fn at(days: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_790_000_000, 0).unwrap() + TimeDelta::days(days)
}

fn article(words: &str) -> Article {
    Article {
        url: PAGE.to_owned(),
        title: "Bridge".to_owned(),
        blocks: vec![Block::Paragraph { text: Text::plain(words) }],
        ..Article::default()
    }
}

fn keep(cache: &Cache, key: &StoryKey, words: &str) -> Article {
    let article = article(words);
    let visit = Visit { answered: Some(at(0)), ..Visit::default() };
    cache.keep_article(key, &article, &key.0, &visit).unwrap();
    article
}

#[test]
fn what_was_read_is_there_after_the_story_changed() {
    let cache = Cache::in_memory().unwrap();
    let key = StoryKey::of(PAGE);
    let read = keep(&cache, &key, "It goes.");
    cache.keep_version(&key, read.version(), at(1)).unwrap();
    let unread = keep(&cache, &key, "It may stay.");
    assert_eq!(cache.version(&key, read.version()).unwrap().as_ref(), Some(&read));
    assert_eq!(cache.version(&key, unread.version()).unwrap(), None, "nobody read it");
    // What is kept now is not what was read: no copy is made under a wrong name.
    cache.keep_version(&key, article("Never seen.").version(), at(2)).unwrap();
    assert_eq!(cache.version(&key, article("Never seen.").version()).unwrap(), None);

    let second = keep(&cache, &key, "It stays.");
    cache.keep_version(&key, second.version(), at(3)).unwrap();
    assert_eq!(cache.version(&key, read.version()).unwrap().as_ref(), Some(&read), "to be compared with");
    let third = keep(&cache, &key, "It stays for good.");
    cache.keep_version(&key, third.version(), at(4)).unwrap();
    assert_eq!(cache.version(&key, read.version()).unwrap(), None, "two of a story are kept");
    assert_eq!(cache.version(&key, second.version()).unwrap().as_ref(), Some(&second));
}

#[test]
fn what_was_read_long_ago_goes() {
    let cache = Cache::in_memory().unwrap();
    let (old, new) = (StoryKey("old".to_owned()), StoryKey("new".to_owned()));
    let article = keep(&cache, &old, "It goes.");
    cache.keep_version(&old, article.version(), at(0)).unwrap();
    keep(&cache, &new, "It goes.");
    cache.keep_version(&new, article.version(), at(89)).unwrap();
    assert!(cache.version(&old, article.version()).unwrap().is_some());
    cache.keep_version(&new, article.version(), at(91)).unwrap();
    assert_eq!(cache.version(&old, article.version()).unwrap(), None);
    assert!(cache.version(&new, article.version()).unwrap().is_some());
}

#[test]
fn a_list_knows_the_versions_of_the_stories_that_are_kept() {
    let cache = Cache::in_memory().unwrap();
    let key = StoryKey::of(PAGE);
    let article = keep(&cache, &key, "It goes.");
    let listed = search(&cache, "goes", 5);
    assert_eq!(cache.versions(&listed).unwrap(), [(key.clone(), article.version())]);
    let article = keep(&cache, &key, "It stays.");
    assert_eq!(cache.versions(&listed).unwrap(), [(key, article.version())]);
}

#[test]
fn a_file_from_before_versions_learns_them_as_its_stories_are_read() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("cache.sqlite");
    let key = StoryKey::of(PAGE);
    let article = keep(&Cache::open(&path).unwrap().0, &key, "It goes.");
    rusqlite::Connection::open(&path)
        .unwrap()
        .execute_batch(
            "DROP TABLE version; ALTER TABLE story DROP COLUMN version; ALTER TABLE headline DROP COLUMN enclosure;
             PRAGMA user_version = 4;",
        )
        .unwrap();
    let (cache, notice) = Cache::open(&path).unwrap();
    assert_eq!(notice, None);
    let listed = search(&cache, "goes", 5);
    assert_eq!(cache.versions(&listed).unwrap(), []);
    cache.keep_version(&key, article.version(), at(1)).unwrap();
    assert_eq!(cache.versions(&listed).unwrap(), [(key.clone(), article.version())]);
    assert!(cache.version(&key, article.version()).unwrap().is_some());
}

#[test]
fn a_story_that_its_feed_gives_in_full_is_known_by_its_version_too() {
    const FEED: &str = "https://harbour.example/world.xml";
    let cache = Cache::in_memory().unwrap();
    let key = StoryKey::of(PAGE);
    keep(&cache, &StoryKey("other".to_owned()), "It goes.");
    let mut listed = search(&cache, "goes", 1);
    listed[0].key = key.clone();
    cache.keep_feed(FEED, &listed, &Visit { answered: Some(at(0)), ..Visit::default() }).unwrap();
    let read = article("It goes.");
    cache.keep_stories(FEED, &[(key.clone(), read.clone())], at(0)).unwrap();
    cache.keep_version(&key, read.version(), at(1)).unwrap();
    let changed = article("It stays.");
    cache.keep_stories(FEED, &[(key.clone(), changed.clone())], at(2)).unwrap();
    assert_eq!(cache.versions(&listed).unwrap(), [(key.clone(), changed.version())]);
    assert_eq!(cache.version(&key, read.version()).unwrap(), Some(read));
}
