//! Outlets of one's own: found on a site, written to `sources.toml`, taken out again, imported and exported.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

#[path = "support/server.rs"]
mod server;

use std::path::Path;
use std::process::{Command, Output};

use dateline::app::EditionKind;
use dateline::catalogue::opml::{self, OpmlError, Outline};
use dateline::cli::find::{self, Found, Site};
use dateline::fetch::{Fetcher, Limits};
use dateline::runtime::{Desk, Economy, Wishes};
use server::{Reply, Server};

const RSS: &str = r#"<?xml version="1.0"?><rss version="2.0"><channel><title>Gulls &amp; <![CDATA[Terns]]></title>
<item><title>A gull lands</title><link>http://gulls.example/1</link></item></channel></rss>"#;

fn html(body: &str) -> Reply {
    let headers = vec![("Content-Type".to_owned(), "text/html; charset=utf-8".to_owned())];
    Reply { headers, body: body.into(), ..Reply::default() }
}

fn xml(body: &str) -> Reply {
    let headers = vec![("Content-Type".to_owned(), "application/rss+xml".to_owned())];
    Reply { headers, body: body.into(), ..Reply::default() }
}

fn feeds_at(server: &Server, path: &str) -> Site {
    let fetcher = Fetcher::network(Limits { allow_private: true, ..Limits::default() });
    let io = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    io.block_on(find::feeds(&fetcher, &server.url(path))).unwrap()
}

#[test]
fn a_feed_is_found_where_it_is() {
    let server = Server::start();
    server.on("/gulls.rss", xml(RSS));
    let found = Found { url: server.url("/gulls.rss"), title: Some("Gulls & Terns".to_owned()) };
    let site = Site { home: server.url("/"), name: found.title.clone(), feeds: vec![found] };
    assert_eq!(feeds_at(&server, "/gulls.rss"), site);
    let asked = server.requests();
    assert_eq!(asked.len(), 1);
    assert!(asked[0].headers.contains_key("user-agent"));
}

#[test]
fn a_page_names_its_feeds() {
    let server = Server::start();
    server.on(
        "/birds/",
        html(
            r#"<html><head><title>Birds of the harbour</title><base href="/feeds/">
<link rel="stylesheet" type="text/css" href="a.css">
<link rel="alternate" hreflang="mi" href="/mi/">
<link rel="alternate" type="application/rss+xml" title="All birds" href="all.rss">
<link rel="Alternate" type="application/atom+xml; charset=utf-8" href="/gulls.atom">
<link rel="alternate" type="application/rss+xml" title="Again" href="all.rss">
<link rel="alternate" type="application/json" href="/wp-json/">
<link rel="alternate" type="application/rss+xml" href="javascript:alert(1)">
</head></html>"#,
        ),
    );
    let site = feeds_at(&server, "/birds/");
    assert_eq!(site.name.as_deref(), Some("Birds of the harbour"));
    assert_eq!(
        site.feeds,
        [
            Found { url: server.url("/feeds/all.rss"), title: Some("All birds".to_owned()) },
            Found { url: server.url("/gulls.atom"), title: None },
        ]
    );
    assert_eq!(server.requests().len(), 1, "where a page names feeds, nothing is guessed");
}

#[test]
fn where_no_page_names_one_the_usual_paths_are_asked() {
    let server = Server::start();
    server.on("/", html("<html><head><title>Gulls</title></head><body>Nothing here</body></html>"));
    server.on("/feed", html("<html><body>not found, but kindly</body></html>"));
    server.on("/rss.xml", xml(RSS));
    server.on("/feed.xml", xml(RSS));
    let site = feeds_at(&server, "/");
    assert_eq!(site.feeds.iter().map(|found| found.url.clone()).collect::<Vec<_>>(), [server.url("/rss.xml")]);
    let paths: Vec<_> = server.requests().into_iter().map(|request| request.path).collect();
    assert_eq!(paths, ["/", "/feed", "/rss", "/rss.xml"], "the first feed is enough");
}

/// Runs the program with a home of its own.
fn dateline(home: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_dateline"));
    command.args(arguments).env_clear().env("HOME", home);
    command.output().unwrap()
}

fn said(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

/// The file of one's own outlets under a home; its folder is made.
fn sources_of(home: &Path) -> std::path::PathBuf {
    let folder = home.join(".config/dateline");
    std::fs::create_dir_all(&folder).unwrap();
    folder.join("sources.toml")
}

const BY_HAND: &str = r#"# What I read besides.

[[outlet]]
id = "harbour"       # the blog, not the paper
name = "Harbour Blog"

[[outlet.section]]
title = "Latest"
path = "latest"
feed = "https://harbour.example/feed"

# Tides change daily.
[[outlet.section]]
title = "Tides"
path = "tides"
feed = "https://harbour.example/tides"
"#;

#[test]
fn what_is_there_is_listed() {
    let home = tempfile::tempdir().unwrap();
    std::fs::write(sources_of(home.path()), BY_HAND).unwrap();
    let listed = said(&dateline(home.path(), &["outlets"]));
    let line =
        |id: &str| listed.lines().find(|line| line.split('\t').next() == Some(id)).unwrap_or_default().to_owned();
    assert!(listed.starts_with("harbour\tHarbour Blog\t"), "{listed}");
    assert!(line("harbour").ends_with("\t2\ton"), "{listed}");
    assert!(line("nzherald").ends_with("\ton"), "{listed}");
    assert!(line("wired").ends_with("\toff"), "{listed}");
    assert!(line("reuters").contains("off: its terms forbid"), "{listed}");
    let json = said(&dateline(home.path(), &["outlets", "--json"]));
    let first: serde_json::Value = serde_json::from_str(json.lines().next().unwrap()).unwrap();
    assert_eq!((&first["id"], &first["on"], &first["yours"]), (&"harbour".into(), &true.into(), &true.into()));
    assert_eq!(json.lines().count(), listed.lines().count());
}

#[test]
fn a_broken_file_is_pointed_at() {
    let home = tempfile::tempdir().unwrap();
    std::fs::write(sources_of(home.path()), BY_HAND.replace("https://harbour.example/tides", "harbour")).unwrap();
    let output = dateline(home.path(), &["outlets"]);
    assert_eq!(output.status.code(), Some(2));
    let message = said(&output);
    assert!(message.contains("sources.toml: TOML parse error at line 16, column 8"), "{message}");
    assert!(message.contains("16 | feed = \"harbour\"\n   |        ^^^^^^^^^"), "{message}");
}

#[test]
fn a_broken_file_leaves_the_built_in_outlets() {
    let home = tempfile::tempdir().unwrap();
    let file = sources_of(home.path());
    let open = |text: &str| {
        std::fs::write(&file, text).unwrap();
        let wishes = Wishes {
            searches: Vec::new(),
            mutes: dateline::mute::Mutes::default(),
            outlets: Vec::new(),
            languages: Vec::new(),
            sources: Some(file.clone()),
            stale_after: std::time::Duration::from_secs(60),
            cache_folder: None,
            data_folder: Some(home.path().to_owned()),
            offline: true,
            economy: Economy::default(),
        };
        let opened = Desk::open(EditionKind::Live, &wishes, chrono::Utc::now()).unwrap();
        let roots: Vec<String> = opened.edition.sections.into_iter().map(|section| section.id.0).collect();
        (roots, opened.notice)
    };
    let (roots, notice) = open(BY_HAND);
    assert!(roots.contains(&"harbour/tides".to_owned()) && roots.contains(&"nzherald".to_owned()));
    assert_eq!(notice, None);
    let (roots, notice) = open(&BY_HAND.replace("title = \"Tides\"", "titel = \"Tides\""));
    assert!(!roots.contains(&"harbour/tides".to_owned()) && roots.contains(&"nzherald".to_owned()));
    let notice = notice.unwrap();
    assert!(notice.contains("sources.toml, line 14, column 1: unknown field `titel`"), "{notice}");
}

#[test]
fn what_is_removed_goes_and_the_rest_stays_as_it_is_written() {
    let home = tempfile::tempdir().unwrap();
    let file = sources_of(home.path());
    std::fs::write(&file, BY_HAND).unwrap();
    assert_eq!(dateline(home.path(), &["remove", "harbour/tides"]).status.code(), Some(0));
    let left = std::fs::read_to_string(&file).unwrap();
    assert_eq!(left, BY_HAND.split("\n# Tides").next().unwrap());
    for (id, why) in [("harbour/tides", "has no \"harbour/tides\""), ("bbc", "bbc is built in"), ("gulls", "has no")] {
        let output = dateline(home.path(), &["remove", id]);
        assert_eq!(output.status.code(), Some(2));
        assert!(said(&output).contains(why), "{}", said(&output));
    }
    assert_eq!(dateline(home.path(), &["remove", "harbour/latest"]).status.code(), Some(0));
    assert!(!std::fs::read_to_string(&file).unwrap().contains("harbour"), "with its last section goes the outlet");
}

#[test]
fn what_is_added_can_be_read_and_is_nobody_elses_business() {
    let home = tempfile::tempdir().unwrap();
    let file = home.path().join(".config/dateline/sources.toml");
    let feed = {
        let catalogue = dateline::sample::Edition::catalogue().unwrap();
        let section = catalogue.outlets[0].sections.iter().find(|section| section.page.is_some()).unwrap().clone();
        let dateline::news::Fill::Feeds(feeds) = section.fill else { panic!("the sample's sections have feeds") };
        feeds[0].url.clone()
    };
    let output = dateline(home.path(), &["--sample", "add", &feed]);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    let written = std::fs::read_to_string(&file).unwrap();
    assert!(written.contains(&format!("feed = \"{feed}\"")), "{written}");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    }
    let again = dateline(home.path(), &["--sample", "add", &feed]);
    assert_eq!(again.status.code(), Some(2));
    assert!(said(&again).contains("already"), "{}", said(&again));
    let nowhere = dateline(home.path(), &["--sample", "add", "https://nowhere.example/"]);
    assert_eq!(nowhere.status.code(), Some(2));
    assert_eq!(std::fs::read_to_string(&file).unwrap(), written);
}

fn outline(depth: u8, title: &str, feed: Option<&str>) -> Outline {
    Outline { depth, title: title.to_owned(), feed: feed.map(str::to_owned), page: None }
}

#[test]
fn other_readers_lists_are_read() {
    let miniflux = r#"<?xml version="1.0" encoding="UTF-8"?>
<opml version="2.0"><head><title>Miniflux</title></head><body>
<outline text="Birds"><outline title="Gulls" text="Gulls" xmlUrl="https://gulls.example/rss" type="rss"></outline>
<outline title="Terns &amp; skuas" text="Terns &amp; skuas" xmlUrl="https://terns.example/?a=1&amp;b=2"/></outline></body></opml>"#;
    let freshrss = r#"<?xml version="1.0"?><opml xmlns:frss="https://freshrss.org/opml" version="2.0"><head/><body>
<outline text="Birds"><outline text="Sea"><outline text="Gulls" type="rss" xmlUrl="https://gulls.example/rss" frss:priority="main"/></outline></outline>
<outline text="Weather" type="rss" xmlUrl="https://weather.example/rss"/></body></opml>"#;
    let newsboat = r#"<?xml version="1.0"?><opml version="1.0"><head><title>newsboat - Exported Feeds</title></head><body>
<outline type="rss" xmlUrl="https://gulls.example/rss" title="Gulls"/>
<outline type="rss" xmlUrl="https://terns.example/rss" category="birds,sea" text=""/></body></opml>"#;
    let gulls = Some("https://gulls.example/rss");
    assert_eq!(
        opml::parse(miniflux).unwrap(),
        [
            outline(0, "Birds", None),
            outline(1, "Gulls", gulls),
            outline(1, "Terns & skuas", Some("https://terns.example/?a=1&b=2")),
        ]
    );
    assert_eq!(
        opml::parse(freshrss).unwrap(),
        [
            outline(0, "Birds", None),
            outline(1, "Sea", None),
            outline(2, "Gulls", gulls),
            outline(0, "Weather", Some("https://weather.example/rss")),
        ]
    );
    assert_eq!(
        opml::parse(newsboat).unwrap(),
        [
            outline(0, "Gulls", gulls),
            outline(0, "birds", None),
            outline(1, "https://terns.example/rss", Some("https://terns.example/rss")),
        ]
    );
}

#[test]
fn hostile_lists_are_refused() {
    let bomb =
        r#"<!DOCTYPE opml [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><opml><body><outline text="&b;"/></body></opml>"#;
    assert_eq!(opml::parse(bomb), Err(OpmlError::Entities));
    let deep = format!("<opml><body>{}", "<outline text=\"a\">".repeat(100_000));
    assert_eq!(opml::parse(&deep), Err(OpmlError::TooMuch));
    let long = format!("<opml><body>{}</body></opml>", "<outline text=\"a\"/>".repeat(20_000));
    assert_eq!(opml::parse(&long), Err(OpmlError::TooMuch));
    assert_eq!(opml::parse("<html><body></body></html>"), Err(OpmlError::NotOpml));
    assert_eq!(opml::parse(""), Err(OpmlError::NotOpml));
    assert!(matches!(opml::parse("<opml><body><outline text=\"a\">"), Err(OpmlError::Xml(_))));
    assert!(matches!(opml::parse("<opml></body>"), Err(OpmlError::Xml(_))));
    let escape = opml::parse("<opml><outline text=\"a&#27;[31mb&nbsp;c\"/></opml>").unwrap();
    assert!(!escape[0].title.contains('\u{1b}'), "{escape:?}");
}

#[test]
fn a_list_comes_back_as_it_went_in() {
    let home = tempfile::tempdir().unwrap();
    let list = [
        outline(0, "Birds", None),
        outline(1, "Sea \"birds\"", None),
        outline(2, "Gulls", Some("https://gulls.example/rss?a=1&b=2")),
        outline(2, "Terns", Some("https://terns.example/rss")),
        outline(1, "Terns", Some("https://terns.example/other")),
        outline(0, "鳥", Some("https://tori.example/rss")),
        outline(0, "鳥", None),
        outline(1, "鷗", Some("https://kamome.example/rss")),
    ];
    let file = home.path().join("list.opml");
    std::fs::write(&file, opml::write("a list", &list)).unwrap();
    let imported = dateline(home.path(), &["import", file.to_str().unwrap()]);
    assert_eq!(imported.status.code(), Some(0), "{}", said(&imported));
    assert!(said(&imported).starts_with("5 feeds in 3 outlets added"), "{}", said(&imported));
    let exported = dateline(home.path(), &["export"]);
    assert_eq!(opml::parse(&String::from_utf8(exported.stdout).unwrap()).unwrap(), list);

    let before = std::fs::read_to_string(home.path().join(".config/dateline/sources.toml")).unwrap();
    let again = dateline(home.path(), &["import", file.to_str().unwrap()]);
    assert!(said(&again).contains("5 were there already"), "{}", said(&again));
    assert_eq!(std::fs::read_to_string(home.path().join(".config/dateline/sources.toml")).unwrap(), before);
}

#[test]
fn what_no_list_holds_is_said() {
    let home = tempfile::tempdir().unwrap();
    let file = home.path().join("list.opml");
    for (text, why) in [
        ("<html></html>", "there is no <opml> in it"),
        ("<opml><body><outline text=\"a\" xmlUrl=\"query:all\"/></body></opml>", "1 have no http address"),
    ] {
        std::fs::write(&file, text).unwrap();
        let output = dateline(home.path(), &["import", file.to_str().unwrap()]);
        assert_ne!(output.status.code(), Some(0));
        assert!(said(&output).contains(why), "{}", said(&output));
    }
    let all = dateline(home.path(), &["export", "--all"]);
    let all = opml::parse(&String::from_utf8(all.stdout).unwrap()).unwrap();
    assert!(all.iter().any(|outline| outline.feed.as_deref() == Some("https://www.rnz.co.nz/rss/national.xml")));
}
