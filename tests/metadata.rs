//! What a page says about its story: who, when, under which headline, from which corner of the paper.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use dateline::article::Article;
use dateline::extract::{RawPage, article};
use url::Url;

const ADDRESS: &str = "https://www.lorneherald.example/story";

/// The story on a page with `head` in its head and `top` above the text.
fn read_at(address: &str, head: &str, top: &str) -> Article {
    let html = format!(
        "<html lang=en-NZ><head>{head}</head><body><nav><a href=/>Home</a></nav><main><article>{top}\
         <div class=body><p>The harbour board met for two hours, and nobody outside the room learned what was said there.</p>\
         <p>By noon the ferries ran again, full of people who had slept on benches and in the hall of the school.</p>\
         <p>The next meeting is in a week, when the divers will have seen the footings of the northern wharf.</p>\
         </div></article></main></body></html>"
    );
    article(RawPage { bytes: html.as_bytes(), url: &Url::parse(address).unwrap(), charset: None }).unwrap()
}

fn read(head: &str, top: &str) -> Article {
    read_at(ADDRESS, head, top)
}

#[test]
fn a_time_keeps_the_zone_of_its_page() {
    let story =
        read("<meta property=article:published_time content='2026-02-11T08:30:00+13:00'>", "<h1>Ferries run</h1>");
    assert_eq!(story.published.unwrap().to_rfc3339(), "2026-02-11T08:30:00+13:00");
}

#[test]
fn an_article_kept_before_times_had_zones_is_still_read() {
    let kept = serde_json::to_value(Article { title: "Ferries run".to_owned(), ..Article::default() }).unwrap();
    let mut old = kept.as_object().unwrap().clone();
    old.insert("published".to_owned(), "2026-02-10T19:30:00Z".into());
    let story: Article = serde_json::from_value(old.into()).unwrap();
    assert_eq!(story.published.unwrap().to_utc().to_rfc3339(), "2026-02-10T19:30:00+00:00");
}
