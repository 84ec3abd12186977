//! Questions put to a cache.

use chrono::{DateTime, TimeDelta, Utc};
use dateline::article::{Article, Block, Text};
use dateline::cache::{Cache, Visit};
use dateline::clock::Zone;
use dateline::news::{Headline, Label, StoryKey};
use dateline::query::{Found, Query, State};

const WORLD: &str = "https://harbour.example/world.xml";
const LOCAL: &str = "https://harbour.example/local.xml";

fn story(title: &str, hours_ago: i64) -> Headline {
    let url = format!("https://harbour.example/{}", title.to_lowercase().replace(' ', "-"));
    Headline {
        key: StoryKey::of(&url),
        url,
        title: title.to_owned(),
        kicker: None,
        standfirst: None,
        authors: Vec::new(),
        labels: Vec::new(),
        published: Some(super::now() - TimeDelta::hours(hours_ago)),
        updated: None,
        seconds: None,
        enclosure: None,
        outlet: "post".to_owned(),
        outlet_name: "The Harbour Post".to_owned(),
    }
}

fn visit() -> Visit {
    Visit { answered: Some(super::now()), ..Visit::default() }
}

/// Two sections, four stories; the text of one is kept.
fn filled() -> Cache {
    let cache = Cache::in_memory().unwrap();
    let bridge = Headline {
        authors: vec!["Jánoš Petters".to_owned()],
        labels: vec![Label::Live],
        standfirst: Some("A crack was found below the third pier.".to_owned()),
        ..story("Bridge closed", 1)
    };
    let fog = Headline {
        outlet: "karaka".to_owned(),
        outlet_name: "Radio Karaka".to_owned(),
        ..story("Fog on the bridge", 30)
    };
    cache.keep_feed(WORLD, &[bridge, story("Ferry sails", 2)], &visit()).unwrap();
    cache.keep_feed(LOCAL, &[fog.clone(), story("霧ヶ浜の橋", 3)], &visit()).unwrap();
    let article = Article {
        url: fog.url.clone(),
        title: fog.title.clone(),
        blocks: vec![Block::Paragraph {
            text: Text::plain("Nobody saw the crack in the lighthouse until the evening."),
        }],
        ..Article::default()
    };
    cache.keep_article(&fog.key, &article, &fog.url, &visit()).unwrap();
    cache
}

fn ask(cache: &Cache, typed: &str, limit: usize, has: impl Fn(&StoryKey, State) -> bool) -> Found {
    let query = Query::parse(typed, Zone::utc(), super::now()).unwrap();
    let feeds = |name: &str| vec![if name == "world" { WORLD } else { LOCAL }.to_owned()];
    cache.search(&query.resolve(feeds).unwrap(), limit, has).unwrap()
}

fn titles(typed: &str) -> Vec<String> {
    let read_ferry = |key: &StoryKey, state| (key.0.contains("ferry")) == (state == State::Read);
    ask(&filled(), typed, 50, read_ferry).headlines.into_iter().map(|headline| headline.title).collect()
}

#[test]
fn words_are_ranked_by_where_they_stand() {
    assert_eq!(titles("bridge"), ["Bridge closed", "Fog on the bridge"]);
    assert_eq!(titles("crack"), ["Bridge closed", "Fog on the bridge"], "a standfirst before a text");
    assert_eq!(titles("\"fog on\""), ["Fog on the bridge"]);
    assert_eq!(titles("\"on fog\""), Vec::<String>::new());
    assert_eq!(titles("bridge -fog"), ["Bridge closed"]);
    assert_eq!(titles("橋"), ["霧ヶ浜の橋"], "in the middle of a run without blanks");
    assert_eq!(titles("橋の"), Vec::<String>::new());
}

#[test]
fn fields_narrow_and_stand_alone() {
    assert_eq!(titles("bridge outlet:karaka"), ["Fog on the bridge"]);
    assert_eq!(titles("outlet:\"harbour post\""), ["Bridge closed", "Ferry sails", "霧ヶ浜の橋"], "the newest first");
    assert_eq!(titles("-outlet:post"), ["Fog on the bridge"]);
    assert_eq!(titles("section:world"), ["Bridge closed", "Ferry sails"]);
    assert_eq!(titles("bridge -section:world"), ["Fog on the bridge"]);
    assert_eq!(titles("author:janos"), ["Bridge closed"]);
    assert_eq!(titles("label:live"), ["Bridge closed"]);
    assert_eq!(titles("is:read"), ["Ferry sails"]);
    assert_eq!(titles("section:world is:unread"), ["Bridge closed"]);
    assert_eq!(titles("after:today"), ["Bridge closed", "Ferry sails", "霧ヶ浜の橋"]);
    assert_eq!(titles("before:24h"), ["Fog on the bridge"]);
    assert_eq!(titles("-ferry -bridge"), ["霧ヶ浜の橋"]);
}

#[test]
fn a_list_that_is_cut_says_so() {
    let cache = filled();
    let found = ask(&cache, "bridge", 1, |_, _| false);
    assert_eq!((found.headlines.len(), found.is_cut), (1, true));
    assert!(!ask(&cache, "bridge", 2, |_, _| false).is_cut);
    let found = ask(&cache, "-nothing", 3, |_, _| false);
    assert_eq!((found.headlines.len(), found.is_cut), (3, true));
}

#[test]
fn what_a_story_says_round_the_words_comes_with_it() {
    let found = ask(&filled(), "crack", 9, |_, _| false);
    let said: Vec<&str> = found.headlines.iter().map(|headline| found.snippets[&headline.key].as_str()).collect();
    assert_eq!(
        said,
        ["A crack was found below the third pier.", "Nobody saw the crack in the lighthouse until the evening."]
    );
    assert_eq!(ask(&filled(), "ferry", 9, |_, _| false).snippets.len(), 0, "the headline says it");
}

#[test]
fn a_moment_of_nothing_is_no_answer() {
    let never: DateTime<Utc> = DateTime::UNIX_EPOCH;
    let query = Query::parse("before:2h", Zone::utc(), never).unwrap();
    assert!(filled().search(&query, 9, |_, _| false).unwrap().headlines.is_empty());
}
