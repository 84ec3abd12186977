//! A home in which a made-up outlet of many sections is the only one, and all its lists are kept.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use chrono::{DateTime, TimeDelta, Utc};
use dateline::article::{Article, Block, Text};
use dateline::cache::{Cache, Visit};
use dateline::news::{Headline, StoryKey};

/// So many stories of each list can be opened.
const IN_FULL: usize = 3;

const SENTENCES: [&str; 6] = [
    "The harbour board weighed the plan for the long wharf and its cranes, and sent it back to be counted again.",
    "Two of the ferries were late, which nobody had noticed, since the third was later.",
    "“We did not take this lightly,” said the keeper of the clock, who had been asked about the tide.",
    "The figures are from the spring, when the herring were elsewhere and the pies were not.",
    "A second count came out one short, and the council voted nine to four to believe it.",
    "What happens next is up to the bridge, which turns at ten.",
];
const WIDE: [&str; 6] = [
    "やかんのオーケストラが港のホールで初めての演奏会を開き、満席の聴衆は立ち上がって拍手した。",
    "指揮者によると、湯が沸く速さをそろえるのに三年かかったという。",
    "港务局表示，旧吊桥将分三个阶段修复，预计于明年秋天之前重新开放。",
    "附近的居民对这一计划反应不一，部分人担心渡轮的班次。",
    "항구의 시계는 하루에 네 번만 맞았지만 이제 제자리로 돌아왔다.",
    "来月には隣の町の体育館でも公演がある。",
];

pub fn feed_url(feed: usize) -> String {
    format!("https://lantern.example/feed/{feed}")
}

/// Fills `home`; the second story of all is in wide characters.
pub fn fill(home: &Path, feeds: usize, items: usize) -> anyhow::Result<()> {
    let config = home.join(".config/dateline");
    fs::create_dir_all(&config)?;
    fs::write(config.join("config.toml"), "outlets = [\"lantern\"]\n")?;
    let mut sources = "[[outlet]]\nid = \"lantern\"\nname = \"The Lantern\"\n".to_owned();
    for feed in 0..feeds {
        write!(
            sources,
            "[[outlet.section]]\ntitle = \"Coast {feed}\"\npath = \"coast-{feed}\"\nfeed = \"{}\"\nblend = [\"front-page\"]\n",
            feed_url(feed)
        )?;
    }
    fs::write(config.join("sources.toml"), sources)?;
    let (cache, _) = Cache::open(&home.join(".cache/dateline/cache.sqlite"))?;
    let now = Utc::now();
    for feed in 0..feeds {
        let stories: Vec<(Headline, Article)> = (0..items).map(|item| story(feed, item, now)).collect();
        let visit = Visit { answered: Some(now), ..Visit::default() };
        let headlines: Vec<Headline> = stories.iter().map(|story| story.0.clone()).collect();
        cache.keep_feed(&feed_url(feed), &headlines, &visit)?;
        let in_full: Vec<(StoryKey, Article)> =
            stories.into_iter().take(IN_FULL).map(|(headline, article)| (headline.key, article)).collect();
        cache.keep_stories(&feed_url(feed), &in_full, now)?;
    }
    Ok(())
}

fn story(feed: usize, item: usize, now: DateTime<Utc>) -> (Headline, Article) {
    let is_wide = feed == 0 && item == 1;
    let said = if is_wide { WIDE } else { SENTENCES };
    let url = format!("https://lantern.example/{feed}/story-{item}");
    let title = if is_wide {
        "やかんのオーケストラが初めての演奏会を開く".to_owned()
    } else {
        format!("Harbour board weighs plan number {feed}-{item} for the long wharf and its cranes")
    };
    // The first list has the newest stories.
    let minutes = i64::try_from(if feed == 0 && item < 2 { item } else { 2 + item * 7 + feed % 7 }).unwrap_or(i64::MAX);
    let headline = Headline {
        key: StoryKey::of(&url),
        url: url.clone(),
        title: title.clone(),
        kicker: Some("City".to_owned()),
        standfirst: Some("A summary of the usual length, which says in a line or two what it is about.".to_owned()),
        authors: vec!["A. Writer".to_owned()],
        labels: Vec::new(),
        published: Some(now - TimeDelta::minutes(minutes)),
        updated: None,
        seconds: None,
        enclosure: None,
        outlet: "lantern".to_owned(),
        outlet_name: "The Lantern".to_owned(),
    };
    let paragraph = |nth: usize| {
        let sentences = (0..3 + nth % 3).map(|at| said[(nth * 5 + at * (nth + 1) + item) % said.len()]);
        let words = sentences.collect::<Vec<_>>().join(if is_wide { "" } else { " " });
        Block::Paragraph { text: Text::plain(&format!("{words} ({nth})")) }
    };
    let article = Article { url, title, blocks: (0..24).map(paragraph).collect(), ..Article::default() };
    (headline, article)
}
