//! The sample edition as its own server: what it names it has, and nobody in it is real.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::collections::BTreeSet;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use chrono::{DateTime, TimeDelta, Timelike, Utc};
use dateline::news::{Fill, Section};
use dateline::sample::Edition;

const HOSTS: [&str; 3] = ["www.harbourpost.example", "karaka.example", "meridian.example"];
/// What the binary may grow by.
const MOST_BYTES: usize = 300 * 1024;

fn folder(name: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/sample").join(name);
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

fn sections() -> Vec<Section> {
    Edition::catalogue().unwrap().outlets.into_iter().flat_map(|outlet| outlet.sections).collect()
}

fn feeds() -> Vec<String> {
    let fills = sections().into_iter().map(|section| section.fill);
    let feeds = fills.flat_map(|fill| if let Fill::Feeds(feeds) = fill { feeds } else { Vec::new() });
    feeds.map(|feed| feed.url).collect()
}

fn opened_at() -> DateTime<Utc> {
    "2031-05-06T09:41:13.5Z".parse().unwrap()
}

fn text(edition: &Edition, url: &str) -> String {
    let answer = edition.answer(url).unwrap_or_else(|| panic!("{url} is named and does not answer"));
    String::from_utf8(answer.body).unwrap()
}

/// The story at a feed's link: real feeds hang their own query on it.
fn without_query(link: &str) -> String {
    let mut url = url::Url::parse(link).unwrap();
    url.set_query(None);
    url.into()
}

/// Every entry of every feed.
fn entries(edition: &Edition) -> Vec<feed_rs::model::Entry> {
    let read = |url: String| {
        let body = text(edition, &url);
        let feed = feed_rs::parser::parse(body.as_bytes()).unwrap_or_else(|e| panic!("{url}: {e}"));
        assert!(!feed.entries.is_empty(), "{url} is empty");
        feed.entries
    };
    feeds().into_iter().flat_map(read).collect()
}

fn links(edition: &Edition) -> BTreeSet<String> {
    entries(edition).iter().map(|entry| entry.links.first().unwrap().href.clone()).collect()
}

fn story_urls(edition: &Edition) -> BTreeSet<String> {
    links(edition).iter().map(|link| without_query(link)).collect()
}

#[test]
fn every_story_file_is_in_a_feed_and_has_a_page() {
    let edition = Edition::of(opened_at());
    let urls = story_urls(&edition);
    let files = folder("stories");
    for file in &files {
        let slug = file.file_stem().unwrap().to_str().unwrap();
        assert!(urls.iter().any(|url| url.split('/').any(|piece| piece == slug)), "{slug} is in no feed");
    }
    assert_eq!(urls.len(), files.len());
    assert!(files.len() >= 40, "{} stories", files.len());
    for url in &links(&edition) {
        assert!(text(&edition, url).trim_end().ends_with("</html>"), "{url}");
    }
}

#[test]
fn the_tree_is_wide_and_deep_enough() {
    let outlets = Edition::catalogue().unwrap().outlets;
    let ids: Vec<_> = outlets.iter().map(|outlet| outlet.id.as_str()).collect();
    assert_eq!(ids, ["harbour", "karaka", "meridian"]);
    let sections = sections();
    assert_eq!(sections.len(), feeds().len());
    let blends: BTreeSet<_> = sections.iter().flat_map(|section| &section.blends).collect();
    assert!(blends.len() >= 8, "{blends:?}");
    let parents = sections.windows(2).filter(|pair| pair[0].depth == 0 && pair[1].depth == 1).count();
    assert!(parents >= 2, "{parents}");
    for page in sections.iter().map(|section| section.page.as_deref().unwrap()) {
        let host = url::Url::parse(page).unwrap().host_str().unwrap().to_owned();
        assert!(HOSTS.contains(&host.as_str()), "{host}");
    }
}

#[test]
fn dates_are_whole_hours_before_the_hour_it_was_opened_in() {
    let now = opened_at();
    let hour = now.with_minute(0).unwrap().with_second(0).unwrap().with_nanosecond(0).unwrap();
    let edition = Edition::of(now);
    let mut updated = 0;
    for entry in entries(&edition) {
        let published = entry.published.unwrap();
        assert!(published <= hour - TimeDelta::hours(1), "{:?}", entry.links);
        assert_eq!((published.minute(), published.second()), (0, 0));
        if entry.updated.is_some_and(|updated| updated > published) {
            updated += 1;
        }
    }
    assert!(updated >= 1, "no feed says that a story changed");
}

#[test]
fn an_hour_later_the_same_addresses_answer_with_new_validators() {
    let now = opened_at();
    let (first, same, next) =
        (Edition::of(now), Edition::of(now + TimeDelta::minutes(10)), Edition::of(now + TimeDelta::hours(1)));
    for url in story_urls(&first) {
        let answer = first.answer(&url).unwrap();
        assert_eq!(answer, same.answer(&url).unwrap());
        assert!(answer.etag.starts_with('"') && answer.etag.ends_with('"'));
        assert_ne!(answer.etag, next.answer(&url).unwrap().etag);
    }
}

#[test]
fn only_its_own_addresses_answer() {
    let edition = Edition::of(opened_at());
    for url in ["https://www.harbourpost.example/", "https://karaka.example/news/national/nothing", "about:blank", ""] {
        assert!(edition.answer(url).is_none(), "{url}");
    }
}

#[test]
fn pages_lead_only_to_hosts_that_cannot_exist() {
    let edition = Edition::of(opened_at());
    for url in story_urls(&edition) {
        let page = scraper::Html::parse_document(&text(&edition, &url));
        for link in page.select(&scraper::Selector::parse("a[href], img[src]").unwrap()) {
            let target = link.attr("href").or(link.attr("src")).unwrap();
            let target = url::Url::parse(&url).unwrap().join(target).unwrap();
            if let Some(host) = target.host_str() {
                assert!(host.ends_with(".example"), "{url} leads to {target}");
            }
        }
    }
}

#[test]
fn the_data_in_a_page_is_well_formed() {
    let edition = Edition::of(opened_at());
    for url in story_urls(&edition) {
        let body = text(&edition, &url);
        let page = scraper::Html::parse_document(&body);
        for script in page.select(&scraper::Selector::parse("script[type='application/ld+json']").unwrap()) {
            let json = script.text().collect::<String>();
            serde_json::from_str::<serde_json::Value>(&json).unwrap_or_else(|e| panic!("{url}: {e}: {json}"));
        }
        if let Some((_, data)) = body.split_once("Fusion.globalContent=") {
            let content =
                serde_json::Deserializer::from_str(data).into_iter::<serde_json::Value>().next().unwrap().unwrap();
            assert!(content["elements"].as_array().unwrap().len() >= 2, "{url}");
        }
    }
}

#[test]
fn the_premium_story_hides_what_is_not_for_everyone() {
    let edition = Edition::of(opened_at());
    let premium: Vec<_> = story_urls(&edition)
        .into_iter()
        .filter(|url| text(&edition, url).contains(r#""contentCode":"premium""#))
        .collect();
    let [url] = premium.as_slice() else { panic!("{premium:?}") };
    let page = scraper::Html::parse_document(&text(&edition, url));
    let paragraphs = scraper::Selector::parse(".article__body > p, .article-paywall-hide > p").unwrap();
    let shown = page
        .select(&paragraphs)
        .filter(|p| p.attr("style").is_none() && p.select(&scraper::Selector::parse("span").unwrap()).next().is_none());
    assert_eq!(shown.count(), 2);
    assert!(page.select(&paragraphs).count() > 10);
}

#[test]
fn it_is_small_enough_to_be_carried() {
    let files = ["outlets", "stories", "templates"].map(folder).concat();
    let packed = files.iter().map(|file| {
        let mut encoder = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::default());
        encoder.write_all(&fs::read(file).unwrap()).unwrap();
        encoder.finish().unwrap().len()
    });
    let total: usize = packed.sum();
    assert!(total < MOST_BYTES, "{total} bytes compressed");
}
