//! The command line, as scripts, pipes and cron meet it: each command run as a program, with a home of its own.

#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

#[path = "support/pty.rs"]
mod pty;
#[path = "support/server.rs"]
#[expect(dead_code, reason = "requests are only counted here")]
mod server;

#[path = "cli/errands.rs"]
mod errands;
#[path = "cli/files.rs"]
mod files;
#[path = "cli/marks.rs"]
mod marks;
#[path = "cli/reading.rs"]
mod reading;
#[path = "cli/rows.rs"]
mod rows;

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use chrono::{DateTime, TimeDelta, Utc};
use dateline::article::{Article, Block, Text};
use dateline::cache::{Cache, Visit};
use dateline::news::{Headline, Label, StoryKey};
use tempfile::TempDir;

/// What a run said.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Said {
    out: String,
    err: String,
    code: Option<i32>,
}

impl Said {
    /// The fields of each line.
    fn rows(&self) -> Vec<Vec<&str>> {
        self.out.lines().map(|line| line.split('\t').collect()).collect()
    }

    fn json(&self) -> Vec<serde_json::Value> {
        self.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }
}

fn command(home: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_dateline"));
    command.args(arguments).env_clear().env("HOME", home).stdin(Stdio::null());
    command
}

/// Runs the program with a home of its own.
fn dateline(home: &Path, arguments: &[&str]) -> Said {
    let output = command(home, arguments).output().unwrap();
    Said {
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
        code: output.status.code(),
    }
}

/// The same, with words on standard input.
fn fed(home: &Path, arguments: &[&str], input: &str) -> Said {
    let mut command = command(home, arguments);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut program = command.spawn().unwrap();
    program.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    let output = program.wait_with_output().unwrap();
    Said {
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
        code: output.status.code(),
    }
}

const FEED: &str = "https://lantern.example/feed";
const SOURCES: &str = r#"[[outlet]]
id = "lantern"
name = "The Lantern"

[[outlet.section]]
title = "Tides"
path = "tides"
feed = "https://lantern.example/feed"

[[outlet.section]]
title = "Tidal power"
path = "tidal-power"
feed = "https://lantern.example/power"
"#;

fn published(hours: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_790_000_000, 0).unwrap() + TimeDelta::hours(hours)
}

fn headline(name: &str, title: &str, hours: i64) -> Headline {
    let url = format!("https://lantern.example/story/{name}");
    Headline {
        key: StoryKey::of(&url),
        url,
        title: title.to_owned(),
        kicker: None,
        standfirst: None,
        authors: vec!["Ada Quill".to_owned()],
        labels: Vec::new(),
        published: Some(published(hours)),
        updated: None,
        seconds: None,
        enclosure: None,
        outlet: "lantern".to_owned(),
        outlet_name: "The Lantern".to_owned(),
    }
}

fn cache(home: &Path) -> Cache {
    Cache::open(&home.join(".cache/dateline/cache.sqlite")).unwrap().0
}

/// A home with an outlet of one's own, three stories of it in the cache, the text of one.
fn home() -> TempDir {
    let home = tempfile::tempdir().unwrap();
    for folder in [".config/dateline", ".cache/dateline"] {
        std::fs::create_dir_all(home.path().join(folder)).unwrap();
    }
    std::fs::write(home.path().join(".config/dateline/sources.toml"), SOURCES).unwrap();
    let cache = cache(home.path());
    let rising = Headline { labels: vec![Label::Premium, Label::Opinion], ..headline("rising", "The tide rises", 2) };
    let stories = [headline("turning", "The tide turns", 1), rising, headline("ebb", "Ebb", 3)];
    let visit = Visit { answered: Some(Utc::now()), ..Visit::default() };
    cache.keep_feed(FEED, &stories, &visit).unwrap();
    let words = "The gauge at the end of the pier had stood at nothing since the spring, said its keeper.";
    let article = Article {
        url: stories[0].url.clone(),
        title: stories[0].title.clone(),
        blocks: vec![Block::Paragraph { text: Text::plain(words) }],
        ..Article::default()
    };
    cache.keep_article(&stories[0].key, &article, &stories[0].url, &visit).unwrap();
    home
}

const EBB: &str = "lantern.example/story/ebb";
const RISING: &str = "lantern.example/story/rising";
const TURNING: &str = "lantern.example/story/turning";
