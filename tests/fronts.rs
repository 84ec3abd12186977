//! Section fronts and news sitemaps into headlines: pages in our own words, in the shapes that outlets' pages have.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::fmt::Write as _;

use chrono::{DateTime, TimeZone as _, Utc};
use dateline::feed::sitemap;
use dateline::front;
use dateline::news::{Feed, Headline, Label, StoryKey};
use dateline::trouble::TroubleKind;
use url::Url;

fn now() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 10, 7, 9, 0, 0).unwrap()
}

fn feed(url: &str) -> Feed {
    Feed::at(url.to_owned(), "lantern".to_owned(), "The Lantern".to_owned())
}

fn read(page: &str, url: &str) -> Vec<Headline> {
    front::parse(page.as_bytes(), &feed(url), &Url::parse(url).unwrap(), None, now()).unwrap()
}

fn titles(headlines: &[Headline]) -> Vec<&str> {
    headlines.iter().map(|headline| headline.title.as_str()).collect()
}

fn html(body: &str) -> String {
    format!("<!DOCTYPE html><html lang=en><head><title>World</title></head><body>{body}</body></html>")
}

/// Cards of the NZ Herald: the link of the picture, a kicker, the headline in its link, the deck, a time in UTC without a
/// year, and marks that are elements.
fn card(id: &str, slug: &str, title: &str, beside: &str) -> String {
    let url = format!("https://www.nzherald.co.nz/nz/politics/{slug}/{id}/");
    format!(
        r#"<article data-js-story-card="true"><div data-test-ui="story-card--img-box"><a href="{url}" data-test-ui="story-card--link--image" aria-label="story card picture"><img alt="A picture of it" src="/x.png"/></a></div>
        <div data-test-ui="story-card--card-header"><a href="https://www.nzherald.co.nz/nz/politics/" data-test-ui="story-card--kicker">Politics</a></div>
        <a href="{url}" data-test-ui="story-card--link--title"><h3 data-test-ui="story-card--headline">{title}</h3></a>{beside}</article>"#
    )
}

#[test]
fn cards_of_the_nz_herald() {
    let first = "ABCDEFGHIJKLMNOPQRSTUVWX01";
    let deck = r#"<a href="https://www.nzherald.co.nz/nz/politics/the-ferry-vote-is-counted-again/ABCDEFGHIJKLMNOPQRSTUVWX01/" data-test-ui="story-card--link--synopsis"><p data-test-ui="story-card__deck">The second count took the whole night.</p></a><div data-test-ui="meta-data__time-stamp">06 Oct 10:04 PM</div>"#;
    let watch = r#"<span data-test-ui="story-card--watch-icon"></span><span>Watch</span><div data-test-ui="meta-data__time-stamp">31 Dec 08:35 PM</div>"#;
    let paid = r#"<div data-test-ui="story-card--sponsored-label">Sponsored</div>"#;
    let page = html(&format!(
        "<nav><a href=/nz/a-long-name-in-the-menu/12345678/>A long name in the menu</a></nav><main>{}{}{}{}</main>",
        card(first, "the-ferry-vote-is-counted-again", "The ferry vote is counted again", deck),
        card("ABCDEFGHIJKLMNOPQRSTUVWX02", "minister-walks", "Minister walks to work in the rain", watch),
        card("ABCDEFGHIJKLMNOPQRSTUVWX03", "buy-a-boat", "Ten reasons to buy a boat today", paid),
        card(first, "the-ferry-vote-is-counted-again", "The ferry vote is counted again", ""),
    ));
    let found = read(&page, "https://www.nzherald.co.nz/nz/politics/");
    assert_eq!(titles(&found), ["The ferry vote is counted again", "Minister walks to work in the rain"]);
    assert_eq!(found[0].key, StoryKey(first.to_owned()));
    assert_eq!(found[0].kicker.as_deref(), Some("Politics"));
    assert_eq!(found[0].standfirst.as_deref(), Some("The second count took the whole night."));
    assert_eq!(found[0].published, Some(Utc.with_ymd_and_hms(2026, 10, 6, 22, 4, 0).unwrap()));
    assert_eq!(found[0].labels, []);
    assert_eq!(found[1].labels, [Label::Video]);
    // December in October was last year's.
    assert_eq!(found[1].published, Some(Utc.with_ymd_and_hms(2025, 12, 31, 20, 35, 0).unwrap()));
}

#[test]
fn a_list_of_links_is_a_text_edition() {
    let page = html(
        r#"<header><a href="/">The Lantern</a></header><div><ul>
        <li><a href="/2026/10/07/world/boats-counted-twice/index.html">Boats are counted twice in the small harbour</a></li>
        <li><a href="/2026/10/07/world/oil-runs-low/index.html">Oil runs low before the winter</a></li>
        <li><a href="/2026/10/06/asia/bridge-opens/index.html">A bridge opens, and nobody comes</a></li>
        <li><a href="/2026/10/06/asia/bridge-opens/index.html">A bridge opens, and nobody comes</a></li>
        </ul></div><footer><a href="/terms">Terms of use of this small site</a></footer>"#,
    );
    let found = read(&page, "https://lite.lantern.example/");
    assert_eq!(
        titles(&found),
        [
            "Boats are counted twice in the small harbour",
            "Oil runs low before the winter",
            "A bridge opens, and nobody comes"
        ]
    );
    let numbered = html(
        r#"<ul><li><a class="topic-title" href="/nx-s1-5729433">Scientists listen to the ice</a></li>
        <li><a class="topic-title" href="/g-s1-111346">A frozen lake has a party</a></li>
        <li><a class="topic-title" href="/1198909000">The moon mission waits another month</a></li></ul>
        <ul><li><a href="/1001">News</a></li><li><a href="/contact">Contact</a></li></ul>"#,
    );
    let found = read(&numbered, "https://text.lantern.example/1007");
    assert_eq!(
        titles(&found),
        ["Scientists listen to the ice", "A frozen lake has a party", "The moon mission waits another month"]
    );
}

#[test]
fn what_a_card_says_is_read_and_what_stands_around_the_list_is_not() {
    let page = html(
        r#"<div class="main-navigation"><a href="/2026/10/07/flyout">A story that hangs in the menu</a></div><main>
        <div class="ticker"><a href="/live/2026/10/07/quake">The quake as it happens, minute by minute</a></div>
        <ul><li class="card"><a class="overlay" href="/world/2026/oct/07/one" aria-label="The island votes on its flag"></a>
          <h3><span class="kicker">Islands</span> <span>The island votes on its flag</span></h3>
          <p class="standfirst">Two designs are left, and both have a gull.</p>
          <footer><time datetime="2026-10-07T08:00:14.000Z">1h ago</time></footer></li>
        <li class="card"><h3><a href="/world/live/2026/oct/07/two"><span>Live</span>Storm nears the coast</a></h3>
          <span class="byline"><a href="/author/ana-reyes">Ana Reyes</a></span><span class="timestamp">58 mins ago</span></li>
        <li class="card"><h3><a href="/opinion/2026/oct/06/three#comments">Leave the gulls alone</a></h3><span>Premium</span>
          <a href="/opinion/2026/oct/06/three#comments">19</a></li>
        <li class="card"><a href="https://shop.example/boats-for-everybody-2026"><h3>Boats for everybody, this week only</h3></a></li>
        </ul>
        <p>This is a paragraph with <a href="/world/2026/oct/01/old">a link to something old that was told</a> and more
        words around it than in the link itself.</p>
        <section><h2>Most read</h2><ol><li><a href="/world/2026/oct/05/four"><h4>A story that is only read a lot</h4></a></li></ol></section>
        <h3><a href="/section/islands">More from the islands and the sea</a></h3>
        </main>"#,
    );
    let found = read(&page, "https://www.lantern.example/world");
    assert_eq!(titles(&found), ["The island votes on its flag", "Storm nears the coast", "Leave the gulls alone"]);
    assert_eq!(found[0].kicker.as_deref(), Some("Islands"));
    assert_eq!(found[0].standfirst.as_deref(), Some("Two designs are left, and both have a gull."));
    assert_eq!(found[0].published, Some(Utc.with_ymd_and_hms(2026, 10, 7, 8, 0, 14).unwrap()));
    assert_eq!(found[1].labels, [Label::Live]);
    assert_eq!(found[1].authors, ["Ana Reyes"]);
    assert_eq!(found[1].published, Some(Utc.with_ymd_and_hms(2026, 10, 7, 8, 2, 0).unwrap()));
    assert_eq!(found[2].url, "https://www.lantern.example/opinion/2026/oct/06/three");
    assert_eq!(found[2].labels, [Label::Premium, Label::Opinion]);
}

#[test]
fn a_page_that_points_elsewhere_gives_its_rows() {
    let mut rows = String::new();
    for (site, title) in [
        ("https://one.example/a", "What a lighthouse keeper reads"),
        ("https://two.example/", "Show and tell: a boat from paper"),
        ("https://three.example/x/y", "Ropes, and how they are tied"),
        ("https://four.example/blog/z", "The second winter on the island"),
    ] {
        write!(rows, r#"<tr><td class="title"><span class="titleline"><a href="{site}">{title}</a></span></td></tr>"#)
            .unwrap();
        rows.push_str(r#"<tr><td><a href="user?id=ana">ana</a> <a href="item?id=123456">2 comments</a></td></tr>"#);
    }
    let found = read(&html(&format!("<table>{rows}</table>")), "https://links.example/newest");
    assert_eq!(found.len(), 4);
    assert_eq!(found[1].url, "https://two.example/");
}

#[test]
fn a_page_without_stories_has_none_and_a_picture_is_no_page() {
    let shell = html("<nav><a href=/world>World</a><a href=/sport>Sport</a></nav><p>Please enable JavaScript.</p>");
    assert_eq!(read(&shell, "https://www.lantern.example/world"), []);
    let url = "https://www.lantern.example/world";
    let kind = front::parse(b"\x89PNG\r\n", &feed(url), &Url::parse(url).unwrap(), None, now()).unwrap_err();
    assert_eq!(kind, TroubleKind::NotAPage);
}

#[test]
fn what_is_nested_without_end_and_listed_without_end_has_an_end() {
    let url = "https://www.lantern.example/world";
    let deep = format!("{}<h3><a href=/2026/10/07/deep>A story at the very bottom</a></h3>", "<div>".repeat(50_000));
    assert!(read(&html(&deep), url).len() <= 1);
    let mut long = String::new();
    for number in 0..9_000 {
        write!(long, "<li><h3><a href=/2026/10/07/story-{number}>Story with the number {number}</a></h3></li>")
            .unwrap();
    }
    assert_eq!(read(&html(&long), url).len(), 400);
}

fn news_sitemap(body: &str) -> String {
    format!(
        r#"<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9" xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">{body}"#
    )
}

fn sitemap_of(bytes: &str, under: &str) -> Result<Vec<Headline>, TroubleKind> {
    let url = "https://www.lantern.example/sitemap-news";
    sitemap::parse(bytes.as_bytes(), &feed(url), under, &Url::parse(url).unwrap(), None, now())
}

const ENTRIES: &str = r"<url><loc>https://www.lantern.example/nz/politics/vote/ABCDEFGHIJKLMNOPQRSTUVWX01/</loc><lastmod>2026-10-07T08:00:00Z</lastmod>
    <news:news><news:publication><news:name>The Lantern</news:name><news:language>en</news:language></news:publication>
    <news:publication_date>2026-10-07T20:30:00+13:00</news:publication_date><news:title><![CDATA[ Votes &amp; boats ]]></news:title>
    <news:keywords>Politics, Harbour</news:keywords></news:news>
    <image:image><image:loc>https://img.lantern.example/1.jpg</image:loc><image:title>A picture of it</image:title></image:image></url>
    <url><loc>https://www.lantern.example/sport/rowing/live/ABCDEFGHIJKLMNOPQRSTUVWX02/</loc><news:news><news:title>Rowers set out</news:title></news:news></url>
    <url><loc>https://www.lantern.example/nz/politics/untitled/</loc></url>";

#[test]
fn a_news_sitemap_lists_the_stories_under_a_path() {
    let whole = news_sitemap(&format!("{ENTRIES}</urlset>"));
    let found = sitemap_of(&whole, "/nz/politics/").unwrap();
    assert_eq!(titles(&found), ["Votes & boats"]);
    assert_eq!(found[0].key, StoryKey("ABCDEFGHIJKLMNOPQRSTUVWX01".to_owned()));
    assert_eq!(found[0].kicker.as_deref(), Some("Politics"));
    assert_eq!(found[0].published, Some(Utc.with_ymd_and_hms(2026, 10, 7, 7, 30, 0).unwrap()));
    let all = sitemap_of(&whole, "/").unwrap();
    assert_eq!(titles(&all), ["Votes & boats", "Rowers set out"]);
    assert_eq!(all[1].labels, [Label::Live]);
    // What breaks off still gives what came before.
    assert_eq!(sitemap_of(&news_sitemap(&format!("{ENTRIES}<url><loc>https://www.lan")), "/").unwrap().len(), 2);
}

#[test]
fn an_index_of_sitemaps_and_a_page_are_no_feed() {
    let index = r#"<?xml version="1.0"?><sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><sitemap><loc>https://www.lantern.example/1</loc></sitemap></sitemapindex>"#;
    for bytes in [index, "<!DOCTYPE html><html><body>No</body></html>", "", "{}"] {
        assert_eq!(sitemap_of(bytes, "/").unwrap_err(), TroubleKind::NotAFeed, "{bytes}");
    }
    assert_eq!(sitemap_of(&news_sitemap("</urlset>"), "/").unwrap(), []);
}
