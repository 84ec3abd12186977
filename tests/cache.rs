//! What was fetched, kept: order, edits, search, damage, and many at once.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

#[path = "support/search.rs"]
mod search;

use std::fs;
use std::path::Path;

use chrono::{DateTime, TimeDelta, Utc};
use dateline::article::{Article, Block, Text};
use dateline::cache::{Cache, Visit};
use dateline::clock::Zone;
use dateline::fetch::Validators;
use dateline::news::{Enclosure, Headline, Label, StoryKey};
use dateline::query::Query;
use proptest::prelude::*;

use search::search;

const WORLD: &str = "https://harbour.example/world.xml";
const LOCAL: &str = "https://harbour.example/local.xml";

fn at(minutes: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_790_000_000, 0).unwrap() + TimeDelta::minutes(minutes)
}

fn visit(minutes: i64) -> Visit {
    Visit { answered: Some(at(minutes)), ..Visit::default() }
}

fn story(name: &str, published: Option<i64>) -> Headline {
    let url = format!("https://harbour.example/story/{name}");
    Headline {
        key: StoryKey::of(&url),
        url,
        title: name.to_owned(),
        kicker: None,
        standfirst: None,
        authors: Vec::new(),
        labels: Vec::new(),
        published: published.map(at),
        updated: None,
        seconds: None,
        enclosure: None,
        outlet: "harbour".to_owned(),
        outlet_name: "The Harbour Post".to_owned(),
    }
}

fn article(title: &str, paragraph: &str) -> Article {
    Article {
        url: format!("https://www.harbour.example/story/{title}"),
        title: title.to_owned(),
        blocks: vec![Block::Paragraph { text: Text::plain(paragraph) }],
        ..Article::default()
    }
}

fn feeds(urls: &[&str]) -> Vec<String> {
    urls.iter().map(|url| (*url).to_owned()).collect()
}

fn titles(headlines: &[Headline]) -> Vec<&str> {
    headlines.iter().map(|headline| headline.title.as_str()).collect()
}

fn found(cache: &Cache, query: &str) -> Vec<String> {
    search(cache, query, 50).into_iter().map(|headline| headline.title).collect()
}

#[test]
fn a_headline_comes_back_as_it_was_kept() {
    let cache = Cache::in_memory().unwrap();
    let whole = Headline {
        kicker: Some("Taupō".to_owned()),
        standfirst: Some("Two lines, 🌊 and a \"quote\".".to_owned()),
        authors: vec!["Ana Rewi".to_owned(), "Jo O'Neil".to_owned()],
        labels: vec![Label::Premium, Label::Updated],
        updated: Some(at(9)),
        ..story("whole", Some(5))
    };
    assert!(cache.is_empty().unwrap());
    cache.keep_feed(WORLD, std::slice::from_ref(&whole), &visit(10)).unwrap();
    assert!(!cache.is_empty().unwrap());
    assert_eq!(cache.headlines(&feeds(&[WORLD]), 10).unwrap(), [whole]);
}

#[test]
fn blended_feeds_give_each_story_once_newest_first() {
    let cache = Cache::in_memory().unwrap();
    let elsewhere = Headline { outlet: "coast".to_owned(), outlet_name: "Coast".to_owned(), ..story("both", Some(20)) };
    cache.keep_feed(WORLD, &[story("old", Some(1)), story("both", Some(20))], &visit(30)).unwrap();
    cache
        .keep_feed(LOCAL, &[elsewhere.clone(), story("undated", None), story("undated too", None)], &visit(31))
        .unwrap();
    let world_first = cache.headlines(&feeds(&[WORLD, LOCAL]), 10).unwrap();
    // An undated story counts as new when it was first seen, and stands as its feed has it.
    assert_eq!(titles(&world_first), ["undated", "undated too", "both", "old"]);
    assert_eq!(world_first[2].outlet, "harbour");
    let local_first = cache.headlines(&feeds(&[LOCAL, WORLD, "https://never.example/asked"]), 3).unwrap();
    assert_eq!(titles(&local_first), ["undated", "undated too", "both"]);
    assert_eq!(local_first[2], elsewhere);
    assert_eq!(cache.headlines(&[], 10).unwrap(), []);

    let keys = cache.stories(&feeds(&[LOCAL, WORLD]), |_| true).unwrap();
    let per_feed = |index| keys.iter().filter(|(of, _)| *of == index).count();
    assert_eq!((keys.len(), per_feed(0), per_feed(1)), (5, 3, 2));
}

#[test]
fn a_story_of_several_feeds_takes_one_place_of_the_limit() {
    let cache = Cache::in_memory().unwrap();
    let both = ["one", "two", "three"].into_iter().zip([30, 29, 28]).map(|(name, time)| story(name, Some(time)));
    let and = |other| both.clone().chain([other]).collect::<Vec<_>>();
    cache.keep_feed(WORLD, &and(story("world alone", Some(5))), &visit(40)).unwrap();
    cache.keep_feed(LOCAL, &and(story("local alone", Some(6))), &visit(40)).unwrap();
    let listed = cache.headlines(&feeds(&[WORLD, LOCAL]), 5).unwrap();
    assert_eq!(titles(&listed), ["one", "two", "three", "local alone", "world alone"]);
}

#[test]
fn a_limit_takes_the_newest_of_all_feeds_not_of_the_first() {
    let cache = Cache::in_memory().unwrap();
    let numbered = |from: i64| -> Vec<Headline> {
        (0..50).map(|n| story(&format!("{:03}", from + 2 * n), Some(from + 2 * n))).collect()
    };
    cache.keep_feed(WORLD, &numbered(0), &visit(200)).unwrap();
    cache.keep_feed(LOCAL, &numbered(1), &visit(200)).unwrap();
    let newest = cache.headlines(&feeds(&[WORLD, LOCAL]), 5).unwrap();
    assert_eq!(titles(&newest), ["099", "098", "097", "096", "095"]);
}

#[test]
fn an_edited_story_is_the_same_story_with_new_words() {
    let cache = Cache::in_memory().unwrap();
    let first = Headline { standfirst: Some("It is closed.".to_owned()), ..story("bridge", Some(5)) };
    cache.keep_feed(WORLD, &[first.clone(), story("other", Some(4))], &visit(10)).unwrap();
    cache
        .keep_article(&first.key, &article("bridge", "Engineers inspect the cables."), &first.url, &visit(11))
        .unwrap();
    let edited = Headline {
        title: "Viaduct reopens".to_owned(),
        updated: Some(at(40)),
        labels: vec![Label::Updated],
        ..first.clone()
    };
    let silent = Headline { standfirst: None, published: None, ..edited.clone() };
    cache.keep_feed(WORLD, &[silent], &visit(50)).unwrap();
    // What the feed left out this time is kept, what it no longer lists stays.
    assert_eq!(cache.headlines(&feeds(&[WORLD]), 10).unwrap(), [edited, story("other", Some(4))]);
    assert_eq!(found(&cache, "viaduct"), ["Viaduct reopens"]);
    assert_eq!(found(&cache, "engineers viaduct"), ["Viaduct reopens"]);
    assert_eq!(found(&cache, "bridge"), Vec::<String>::new());
}

#[test]
fn a_date_that_one_feed_tells_moves_the_story_in_all() {
    let cache = Cache::in_memory().unwrap();
    cache.keep_feed(WORLD, &[story("moved", None), story("stays", Some(50))], &visit(100)).unwrap();
    assert_eq!(titles(&cache.headlines(&feeds(&[WORLD]), 1).unwrap()), ["moved"]);
    cache.keep_feed(LOCAL, &[story("moved", Some(1))], &visit(101)).unwrap();
    assert_eq!(titles(&cache.headlines(&feeds(&[WORLD]), 9).unwrap()), ["stays", "moved"]);
    assert_eq!(titles(&cache.headlines(&feeds(&[LOCAL, WORLD]), 1).unwrap()), ["stays"]);
}

#[test]
fn stories_age_out_of_a_list_by_time_and_by_number() {
    let cache = Cache::in_memory().unwrap();
    let day = 24 * 60;
    cache.keep_feed(WORLD, &[story("gone", Some(0))], &visit(0)).unwrap();
    cache.keep_feed(WORLD, &[story("new", Some(20 * day))], &visit(20 * day)).unwrap();
    assert_eq!(titles(&cache.headlines(&feeds(&[WORLD]), 9).unwrap()), ["new", "gone"]);
    cache.keep_feed(WORLD, &[], &visit(31 * day)).unwrap();
    assert_eq!(titles(&cache.headlines(&feeds(&[WORLD]), 9).unwrap()), ["new"]);

    let flood: Vec<Headline> = (0..1200).map(|n| story(&format!("flood {n}"), Some(n))).collect();
    cache.keep_feed(LOCAL, &flood, &visit(1300)).unwrap();
    let kept = cache.headlines(&feeds(&[LOCAL]), usize::MAX).unwrap();
    assert_eq!((kept.len(), kept[0].title.as_str(), kept[999].title.as_str()), (1000, "flood 1199", "flood 200"));
}

#[test]
fn visits_are_noted_whole_and_replaced() {
    let cache = Cache::in_memory().unwrap();
    assert_eq!(cache.visit(WORLD).unwrap(), None);
    let full = Visit {
        validators: Validators { etag: Some("W/\"é\"".to_owned()), last_modified: Some("yesterday".to_owned()) },
        hash: Some([7; 32]),
        answered: Some(at(1)),
        not_before: Some(at(60)),
        source: Some(LOCAL.to_owned()),
        items: Some(12),
        newest: Some(at(0)),
    };
    cache.keep_feed(WORLD, &[], &full).unwrap();
    assert_eq!(cache.visit(WORLD).unwrap(), Some(full.clone()));
    let later = Visit { answered: Some(at(2)), not_before: None, ..full };
    cache.note_visit(WORLD, &later).unwrap();
    assert_eq!(cache.visit(WORLD).unwrap(), Some(later));
    cache.note_visit(LOCAL, &Visit { not_before: Some(at(9)), ..Visit::default() }).unwrap();
    let answered = cache.answered(&feeds(&[LOCAL, "https://never.example/asked", WORLD])).unwrap();
    assert_eq!(answered, [None, None, Some(at(2))]);
    // A feed is as fresh as the source that filled it.
    cache.note_visit(LOCAL, &visit(5)).unwrap();
    assert_eq!(cache.answered(&feeds(&[WORLD])).unwrap(), [Some(at(5))]);
}

#[test]
fn other_words_are_an_edit_and_other_signs_are_not() {
    let cache = Cache::in_memory().unwrap();
    let edited = |cache: &Cache| cache.headlines(&feeds(&[WORLD]), 9).unwrap()[0].labels.contains(&Label::Updated);
    let told = |title: &str, standfirst: Option<&str>| Headline {
        title: title.to_owned(),
        standfirst: standfirst.map(str::to_owned),
        ..story("lamp", Some(1))
    };
    let from = |source: &str, minutes| Visit { source: Some(source.to_owned()), ..visit(minutes) };
    cache.keep_feed(WORLD, &[told("Lamp relit", None)], &from(WORLD, 1)).unwrap();
    // White space, case, signs, and a standfirst that comes.
    for same in [told("Lamp  relit", None), told("LAMP relit.", None), told("Lamp relit", Some("At nine, again."))] {
        cache.keep_feed(WORLD, &[same], &from(WORLD, 2)).unwrap();
        assert!(!edited(&cache));
    }
    // Another source of the feed has words of its own.
    cache.keep_feed(WORLD, &[told("The lamp is relit", None)], &from(LOCAL, 3)).unwrap();
    assert!(!edited(&cache));
    // Another feed, which lists it for the first time, too.
    cache.keep_feed(LOCAL, &[told("Lamp is on", None)], &visit(4)).unwrap();
    assert!(!edited(&cache));
    cache.keep_feed(LOCAL, &[told("Lamp is off", None)], &visit(5)).unwrap();
    assert!(edited(&cache));
    // Once edited, edited.
    cache.keep_feed(LOCAL, &[told("Lamp is off", None)], &visit(6)).unwrap();
    assert!(edited(&cache));
}

#[test]
fn an_article_is_as_fresh_as_the_last_answer_of_its_address() {
    let cache = Cache::in_memory().unwrap();
    let headline = story("bridge", Some(1));
    assert_eq!(cache.article(&headline.key).unwrap(), None);
    let document = article("bridge", "First.");
    cache.keep_article(&headline.key, &document, &headline.url, &visit(5)).unwrap();
    let kept = cache.article(&headline.key).unwrap().unwrap();
    assert_eq!((kept.article, kept.answered), (document, at(5)));
    cache.note_visit(&headline.url, &visit(8)).unwrap();
    assert_eq!(cache.article(&headline.key).unwrap().unwrap().answered, at(8));
    let newer = article("bridge", "Second.");
    cache.keep_article(&headline.key, &newer, &headline.url, &visit(9)).unwrap();
    assert_eq!(cache.article(&headline.key).unwrap().unwrap().article, newer);
    assert_eq!((found(&cache, "first").len(), found(&cache, "second").len()), (0, 1));
}

#[test]
fn search_wants_all_words_and_ranks_headlines_first() {
    let cache = Cache::in_memory().unwrap();
    let listed = [
        Headline { standfirst: Some("Council votes on the harbour.".to_owned()), ..story("Vote tonight", Some(3)) },
        story("Harbour bridge closed", Some(2)),
        story("Tāmaki welcomes visitors", Some(1)),
    ];
    cache.keep_feed(WORLD, &listed, &visit(5)).unwrap();
    // Reached by a link, listed nowhere.
    let linked = article("Fish", "The harbour is full of fish, and the bridge of anglers.");
    cache.keep_article(&StoryKey::of(&linked.url), &linked, &linked.url, &visit(6)).unwrap();
    assert_eq!(found(&cache, "harbour"), ["Harbour bridge closed", "Vote tonight", "Fish"]);
    assert_eq!(found(&cache, "HARBOUR brid"), ["Harbour bridge closed", "Fish"]);
    assert_eq!(found(&cache, "harb bridge"), Vec::<String>::new(), "only the last word may be a beginning");
    assert_eq!(found(&cache, "tamaki"), ["Tāmaki welcomes visitors"]);
    assert_eq!(found(&cache, "  "), Vec::<String>::new());
    assert_eq!(search(&cache, "fish", 5)[0].outlet_name, "harbour.example");
    assert_eq!(search(&cache, "harbour", 1).len(), 1);
}

proptest! {
    #[test]
    fn no_query_is_syntax(query in any::<String>(), word in "[a-z]{1,8}", tail in "[\"'*:^(){}+~ ]{0,12}") {
        let cache = Cache::in_memory().unwrap();
        cache.keep_feed(WORLD, &[story(&word, Some(1))], &visit(2)).unwrap();
        search(&cache, &query, 5);
        prop_assert_eq!(found(&cache, &format!("{tail} {word} {tail}")), [word]);
    }
}

#[test]
fn a_story_from_a_feed_is_kept_until_its_page_is() {
    let cache = Cache::in_memory().unwrap();
    let told = story("bridge", Some(5));
    let from_feed = |words: &str| {
        cache.keep_stories(WORLD, &[(told.key.clone(), article("bridge", words))], at(3)).unwrap();
    };
    let kept = || cache.article(&told.key).unwrap().map(|kept| (kept.article.body(), kept.is_from_feed));
    cache.keep_feed(WORLD, std::slice::from_ref(&told), &visit(2)).unwrap();
    from_feed("It opened.");
    assert_eq!(kept(), Some(("It opened.".to_owned(), true)));
    from_feed("It opened late.");
    assert_eq!(kept(), Some(("It opened late.".to_owned(), true)));
    assert_eq!(found(&cache, "late"), ["bridge"]);
    cache.keep_article(&told.key, &article("bridge", "It never opened."), &told.url, &visit(4)).unwrap();
    assert_eq!(kept(), Some(("It never opened.".to_owned(), false)));
    from_feed("It opened again.");
    assert_eq!(kept(), Some(("It never opened.".to_owned(), false)));
    assert!(found(&cache, "again").is_empty());
}

#[test]
fn what_a_story_plays_and_how_long_is_kept() {
    let cache = Cache::in_memory().unwrap();
    let enclosure = Enclosure { url: "https://courier.example/bell.mp3".to_owned(), bytes: Some(7_000_000) };
    let heard = Headline { seconds: Some(1932), enclosure: Some(enclosure), ..story("bell", Some(5)) };
    cache.keep_feed(WORLD, std::slice::from_ref(&heard), &visit(2)).unwrap();
    assert_eq!(cache.headlines(&feeds(&[WORLD]), 5).unwrap(), std::slice::from_ref(&heard));
    assert_eq!(cache.headline(&heard.key).unwrap().as_ref(), Some(&heard));
    // Another of its feeds says less.
    cache.keep_feed(WORLD, &[story("bell", Some(5))], &visit(3)).unwrap();
    assert_eq!(cache.headlines(&feeds(&[WORLD]), 5).unwrap(), [heard]);
}

fn fill(path: &Path) {
    let (cache, notice) = Cache::open(path).unwrap();
    assert_eq!(notice, None);
    let stories: Vec<Headline> = (0..200).map(|n| story(&format!("story {n}"), Some(n))).collect();
    cache.keep_feed(WORLD, &stories, &visit(300)).unwrap();
    let document = article("story 1", &"Words of some length. ".repeat(500));
    cache.keep_article(&stories[1].key, &document, &stories[1].url, &visit(301)).unwrap();
}

#[test]
fn a_closed_cache_opens_again_with_all_it_had() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("dateline").join("file:cache?mode=memory.sqlite");
    fill(&path);
    let (cache, notice) = Cache::open(&path).unwrap();
    assert_eq!((notice, cache.headlines(&feeds(&[WORLD]), 500).unwrap().len()), (None, 200));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let rights = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(rights(path.parent().unwrap()), 0o700);
        for file in fs::read_dir(path.parent().unwrap()).unwrap() {
            assert_eq!(rights(&file.unwrap().path()), 0o600);
        }
    }
}

#[test]
fn a_file_that_is_no_cache_of_ours_is_set_aside_with_a_notice() {
    let sqlite = |sql: &str| {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("planted");
        rusqlite::Connection::open(&path).unwrap().execute_batch(sql).unwrap();
        fs::read(path).unwrap()
    };
    let folder = tempfile::tempdir().unwrap();
    let filled = folder.path().join("filled");
    fill(&filled);
    let whole = fs::read(&filled).unwrap();
    let damaged = [
        b"This is no database, whatever its name says.".repeat(40),
        whole[..whole.len() / 2].to_vec(),
        whole[..100].to_vec(),
        [&[0; 100], &whole[100..]].concat(),
        sqlite("PRAGMA user_version = 999; CREATE TABLE visit (later);"),
        sqlite("PRAGMA user_version = -3; CREATE TABLE visit (before);"),
        sqlite("PRAGMA user_version = 1;"),
        sqlite("CREATE TABLE story (somebody, elses);"),
    ];
    let path = folder.path().join("cache.sqlite");
    for (index, bytes) in damaged.iter().enumerate() {
        fs::write(&path, bytes).unwrap();
        fs::write(folder.path().join("cache.sqlite-wal"), b"of the old file").unwrap();
        let aside = format!("cache.sqlite.broken-{}", index + 1);
        let (cache, notice) = Cache::open(&path).unwrap();
        let notice = notice.unwrap_or_else(|| panic!("case {index} was taken for a good file"));
        assert!(notice.contains(&aside) && notice.contains("not touched"), "{notice}");
        assert!(cache.is_empty().unwrap());
        cache.keep_feed(WORLD, &[story("new", Some(1))], &visit(2)).unwrap();
        drop(cache);
        assert_eq!(fs::read(folder.path().join(&aside)).unwrap().len(), bytes.len(), "{index}");
        assert_eq!(Cache::open(&path).unwrap().1, None, "{index}");
        fs::remove_file(&path).unwrap();
    }
}

#[test]
fn a_file_of_the_version_before_is_brought_up_with_all_that_is_in_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("cache.sqlite");
    fill(&path);
    let kept = |cache: &Cache| cache.headlines(&[WORLD.to_owned()], 10).unwrap();
    let before = kept(&Cache::open(&path).unwrap().0);
    assert!(!before.is_empty());
    rusqlite::Connection::open(&path)
        .unwrap()
        .execute_batch(
            "DROP TABLE host; DROP TABLE forecast; DROP TABLE traffic; DROP TABLE version;
             ALTER TABLE story DROP COLUMN version;
             ALTER TABLE headline DROP COLUMN enclosure; ALTER TABLE headline DROP COLUMN seconds; ALTER TABLE visit DROP COLUMN source;
             ALTER TABLE visit DROP COLUMN items; ALTER TABLE visit DROP COLUMN newest;
             ALTER TABLE visit DROP COLUMN trouble; ALTER TABLE visit DROP COLUMN failed; PRAGMA user_version = 1;",
        )
        .unwrap();
    let (cache, notice) = Cache::open(&path).unwrap();
    assert_eq!(notice, None);
    assert_eq!(kept(&cache), before);
}

#[test]
fn flipped_bytes_are_an_error_or_nothing_but_never_the_end() {
    let folder = tempfile::tempdir().unwrap();
    let filled = folder.path().join("filled");
    fill(&filled);
    let whole = fs::read(&filled).unwrap();
    for start in (0..whole.len()).step_by(whole.len() / 97) {
        let mut bytes = whole.clone();
        for byte in bytes.iter_mut().skip(start).take(300) {
            *byte ^= 0x5a;
        }
        let path = folder.path().join(format!("flipped-{start}"));
        fs::write(&path, bytes).unwrap();
        let (cache, _) = Cache::open(&path).unwrap();
        // Whatever these say, they return.
        drop(cache.headlines(&feeds(&[WORLD]), 500));
        let query = Query::parse("story", Zone::utc(), at(1)).unwrap();
        drop(cache.search(&query, 50, |_, _| false));
        drop(cache.keep_feed(WORLD, &[story("new", Some(1))], &visit(2)));
    }
}

#[test]
fn a_place_where_no_file_can_be_is_an_error() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("file"), b"").unwrap();
    assert!(Cache::open(&folder.path().join("file").join("cache.sqlite")).is_err());
    assert!(Cache::open(folder.path()).is_err());
}

#[test]
fn many_open_one_file_and_write_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("cache.sqlite");
    std::thread::scope(|scope| {
        for writer in 0..8 {
            let path = &path;
            scope.spawn(move || {
                let (cache, notice) = Cache::open(path).unwrap();
                assert_eq!(notice, None);
                let feed = format!("https://harbour.example/{writer}.xml");
                for round in 0..10 {
                    let stories = [story("shared", Some(1)), story(&format!("{writer} {round}"), Some(round))];
                    cache.keep_feed(&feed, &stories, &visit(round)).unwrap();
                    cache.headlines(std::slice::from_ref(&feed), 5).unwrap();
                }
            });
        }
    });
    let all: Vec<String> = (0..8).map(|writer| format!("https://harbour.example/{writer}.xml")).collect();
    let (cache, _) = Cache::open(&path).unwrap();
    assert_eq!(cache.headlines(&all, 500).unwrap().len(), 81);
}
