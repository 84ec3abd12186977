//! What a page says about its story: who, when, under which headline, from which corner of the paper.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use dateline::article::Article;
use dateline::extract::{RawPage, article};
use dateline::news::Label;
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

/// JSON-LD in a page's head.
fn data(json: &str) -> String {
    format!("<script type='application/ld+json'>{json}</script>")
}

#[test]
fn the_headline_is_the_heading_that_the_page_tells_of() {
    for (head, top) in [
        // The masthead is an h1 too.
        (
            "<title>Ferries run again after the swell | Lorne Herald</title>",
            "<h1>Lorne Herald</h1><h1>Ferries run again after the swell</h1>",
        ),
        // Nothing but the window's title says which of the headings it is.
        (
            "<title>Ferries run again after the swell - Shipping - Lorne Herald</title>",
            "<h1>From our harbour reporters today</h1><h2>Ferries run again after the swell</h2>",
        ),
        // No heading at all.
        ("<meta property=og:title content='Ferries run again after the swell – LorneHerald.example'>", ""),
        (
            "<meta property=og:site_name content='The Herald'><title>Ferries run again after the swell | Herald</title>",
            "",
        ),
        ("<title>Lorne Herald | Ferries run again after the swell</title>", ""),
    ] {
        assert_eq!(read(head, top).title, "Ferries run again after the swell", "{head}");
    }
}

#[test]
fn a_short_heading_is_the_headline_if_the_title_goes_on_behind_a_seam() {
    let story = read("<title>Ferries run - shipping pages</title>", "<h1>Ferries run</h1>");
    assert_eq!(story.title, "Ferries run");
}

#[test]
fn what_is_shown_counts_more_than_what_is_told_to_other_sites() {
    let story = read(
        "<meta property=og:title content='You will not believe what the ferries did'>\
         <meta name=twitter:title content='Ferries run again, and nobody had breakfast'>",
        "<h1>Ferries run again, nobody had breakfast</h1>",
    );
    assert_eq!(story.title, "Ferries run again, nobody had breakfast");
}

#[test]
fn a_kicker_inside_the_headline_becomes_the_kicker() {
    let story = read(
        "<meta property=og:title content='Ferries run again after the swell'>",
        "<h1><span>Harbour</span> | Ferries run again after the swell</h1>",
    );
    assert_eq!(story.title, "Ferries run again after the swell");
    assert_eq!(story.kicker.as_deref(), Some("Harbour"));
}

#[test]
fn a_title_without_blanks_loses_its_site_as_well() {
    let story = read(
        "<meta property=og:site_name content='洛恩先驱报'><title>渡船今早恢复航行乘客平安-航运｜洛恩先驱报</title>",
        "",
    );
    assert_eq!(story.title, "渡船今早恢复航行乘客平安");
}

#[test]
fn authors_are_read_in_every_shape_of_json_ld() {
    for author in [
        "\"Ada Quill and Tomas Brandt\"",
        "[\"Ada Quill\", \"Tomas Brandt\"]",
        "{\"name\": [\"Ada Quill\", \"Tomas Brandt\"]}",
        "[[{\"name\": \"By Ada Quill\"}, {\"name\": \"Tomas Brandt, Harbour Correspondent\"}]]",
        "[{\"givenName\": \"Ada\", \"familyName\": \"Quill\"}, {\"givenName\": \"Tomas\", \"familyName\": \"Brandt\"}]",
        "[{\"@id\": \"#a\"}, {\"@id\": \"#t\"}]",
    ] {
        let head = data(&format!(
            "{{\"@graph\": [{{\"@type\": \"NewsArticle\", \"headline\": \"Ferries run again\", \"author\": {author}}},\
             {{\"@type\": \"Person\", \"@id\": \"#a\", \"name\": \"Ada Quill\"}},\
             {{\"@type\": \"Person\", \"@id\": \"#t\", \"name\": \"Tomas Brandt\"}}]}}"
        ));
        assert_eq!(read(&head, "<h1>Ferries run again</h1>").authors, ["Ada Quill", "Tomas Brandt"], "{author}");
    }
}

#[test]
fn a_house_signs_only_where_nobody_is_named() {
    let publisher = "\"publisher\": {\"name\": \"The Lorne Herald\"}";
    let by = |author: &str| {
        data(&format!(
            "{{\"@type\": \"NewsArticle\", \"headline\": \"Ferries run\", \"author\": {author}, {publisher}}}"
        ))
    };
    let house = by("{\"@type\": \"Organization\", \"name\": \"Lorne Herald\"}");
    assert_eq!(read(&house, "<h1>Ferries run</h1>").authors, ["Lorne Herald"]);
    assert_eq!(read(&house, "<h1>Ferries run</h1><p class=byline>By Ada Quill</p>").authors, ["Ada Quill"]);
    let wire = read(&by("\"Reuters\""), "<h1>Ferries run</h1>");
    assert_eq!((wire.authors, wire.agency.as_deref()), (vec!["Reuters".to_owned()], Some("Reuters")));
    let both = read(&by("\"Ada Quill, Reuters\""), "<h1>Ferries run</h1>");
    assert_eq!((both.authors, both.agency.as_deref()), (vec!["Ada Quill".to_owned()], Some("Reuters")));
}

#[test]
fn an_agency_that_is_listed_as_an_author_is_one() {
    let story = read(
        &data(
            "{\"@type\": \"NewsArticle\", \"headline\": \"Ferries run\", \"author\": [{\"name\": \"Ada Quill\"}, {\"name\": \"AP\"}]}",
        ),
        "<h1>Ferries run</h1>",
    );
    assert_eq!(story.authors, ["Ada Quill", "AP"]);
    assert_eq!(story.agency.as_deref(), Some("AP"));
}

#[test]
fn the_byline_is_found_where_only_the_page_shows_it() {
    for byline in [
        "<p class=byline>By <a href=/x>Ada Quill</a> and <a href=/y>Tomas Brandt</a>, Harbour Reporters</p>",
        "<div class=entry-meta><div class=latest-by>By <a href=/author/ada-quill/>Ada Quill</a>, <a href=/author/tomas/>Tomas Brandt</a> • 3 May 2024</div></div>",
        "<span>By</span><span rel=author>Ada Quill</span> <span rel=author>Tomas Brandt</span>",
        "<p>By Ada Quill and Tomas Brandt</p>",
        "<div><p>Written by</p><p>Ada Quill and Tomas Brandt</p></div>",
        "<span class=article-authors>Von Ada Quill und Tomas Brandt, Montag 3. Mai 2024</span>",
        "<div class=author-name>ByAda Quill, Tomas Brandt</div>",
    ] {
        let story = read("", &format!("<h1>Ferries run again today</h1>{byline}"));
        assert_eq!(story.authors, ["Ada Quill", "Tomas Brandt"], "{byline}");
    }
}

#[test]
fn authors_of_other_stories_and_readers_are_not_the_storys() {
    let story = read(
        "",
        "<h1>Ferries run again today</h1><p class=byline>By Ada Quill</p>\
         <div class=related-stories><article><h3>Trains stand still</h3><img src=/a.jpg><p>What the drivers want</p>\
         <div><span class=byline>By Mere Tahana</span></div><article><h3>Buses</h3><p>Late</p></article></article></div>",
    );
    assert_eq!(story.authors, ["Ada Quill"]);
}

#[test]
fn a_card_for_social_media_names_the_author() {
    let story = read(
        "<meta name=twitter:label1 content='Verfasst von'><meta name=twitter:data1 content='Ada Quill'>",
        "<h1>Ferries run again today</h1>",
    );
    assert_eq!(story.authors, ["Ada Quill"]);
}

#[test]
fn a_date_in_words_beside_the_headline_is_the_storys() {
    for (line, time) in [
        ("<span class=date>3. Mai 2024, 17:47 Uhr</span>", "2024-05-03T17:47:00+00:00"),
        ("<p>Harbour | 3 May 2024 | 5:47 PM NZST</p>", "2024-05-03T17:47:00+12:00"),
        ("<time datetime='2024-05-03T17:47:00+12:00'>3 May</time>", "2024-05-03T17:47:00+12:00"),
        ("<span itemprop=datePublished>03/05/2024 17:47</span>", "2024-05-03T17:47:00+00:00"),
        ("<div class=post-date>2024年5月3日</div>", "2024-05-03T12:00:00+00:00"),
    ] {
        let story = read("", &format!("<h1>Ferries run again today</h1>{line}"));
        assert_eq!(story.published.map(|time| time.to_rfc3339()).as_deref(), Some(time), "{line}");
    }
}

#[test]
fn a_date_that_says_updated_is_no_date_of_birth() {
    let story = read(
        "",
        "<h1>Ferries run again today</h1><p>Updated <time datetime='2024-05-04T08:00:00Z'>4 May</time></p>\
         <p>Published <time datetime='2024-05-03T08:00:00Z'>3 May</time></p>",
    );
    assert_eq!(story.published.unwrap().to_rfc3339(), "2024-05-03T08:00:00+00:00");
    assert_eq!(story.updated.unwrap().to_rfc3339(), "2024-05-04T08:00:00+00:00");
}

#[test]
fn the_section_path_is_shown_or_told() {
    let list = "{\"@type\": \"BreadcrumbList\", \"itemListElement\": [{\"name\": \"Home\"}, {\"item\": {\"name\": \"World\"}},\
                {\"name\": \"Asia\"}, {\"name\": \"Ferries run again after the swell of Monday\"}]}";
    assert_eq!(read(&data(list), "<h1>Ferries run</h1>").section, ["World", "Asia"]);
    let shown = "<ol class=breadcrumbs><li><a href=/>Home</a><li><a href=/w>World</a><li><a href=/w/a>Asia</a></ol>";
    assert_eq!(read("", &format!("{shown}<h1>Ferries run again today</h1>")).section, ["World", "Asia"]);
}

#[test]
fn marks_beside_the_headline_are_labels() {
    for (top, label) in [
        ("<span>Opinion</span><h1>Ferries run again today</h1>", Label::Opinion),
        ("<p class=kicker>Kommentar</p><h1>Ferries run again today</h1>", Label::Opinion),
        ("<h1>Ferries run again today</h1><b>LIVE</b>", Label::Live),
        ("<div>Advertorial</div><h1>Ferries run again today</h1>", Label::Sponsored),
        ("<div>Anzeige</div><h1>Ferries run again today</h1>", Label::Sponsored),
    ] {
        assert_eq!(read("", top).labels, [label], "{top}");
    }
    for top in [
        "<nav><a href=/o>Opinion</a></nav><h1>Ferries run again today</h1>",
        "<ul><li><a href=/l>Live</a><li><a href=/p>Premium</a></ul><h1>Ferries run again today</h1>",
        "<div>Anzeige</div><p>Buy a boat now</p><h1>Ferries run again today</h1>",
        "<h1>Live music on the ferries again</h1>",
    ] {
        assert_eq!(read("", top).labels, [], "{top}");
    }
    let live = data("{\"@type\": \"LiveBlogPosting\", \"headline\": \"Ferries run\"}");
    assert_eq!(read(&live, "<h1>Ferries run</h1>").labels, [Label::Live]);
}

#[test]
fn premium_is_said_in_many_ways() {
    for head in [
        data("{\"@type\": \"NewsArticle\", \"headline\": \"Ferries run\", \"isAccessibleForFree\": \"False\"}"),
        data(
            "{\"@type\": \"NewsArticle\", \"headline\": \"Ferries run\", \"hasPart\": {\"isAccessibleForFree\": false}}",
        ),
        "<meta property=article:content_tier content=locked>".to_owned(),
        "<meta name=isPremium content=true>".to_owned(),
    ] {
        assert_eq!(read(&head, "<h1>Ferries run</h1>").labels, [Label::Premium], "{head}");
    }
    assert_eq!(read("", "<span>Subscribers only</span><h1>Ferries run again</h1>").labels, [Label::Premium]);
    let free = data(
        "{\"@type\": \"NewsArticle\", \"headline\": \"Ferries run\", \"isAccessibleForFree\": true, \"hasPart\": {\"isAccessibleForFree\": false}}",
    );
    assert_eq!(read(&free, "<h1>Ferries run</h1>").labels, []);
}

#[test]
fn of_several_stories_in_the_data_the_pages_own_counts() {
    let other = "{\"@type\": \"NewsArticle\", \"headline\": \"Trains stand still\", \"articleBody\": \"Long.\", \"datePublished\": \"2020-01-01\",\
                 \"author\": \"Mere Tahana\", \"url\": \"https://www.lorneherald.example/trains\"}";
    let own = "{\"@type\": \"Article\", \"headline\": \"Ferries run again\", \"author\": \"Ada Quill\", \"mainEntityOfPage\": \"/story\"}";
    for json in [format!("[{other}, {own}]"), format!("[{own}, {other}]")] {
        let story = read(&data(&json), "<h1>Ferries run again</h1>");
        assert_eq!(
            (story.title.as_str(), story.authors),
            ("Ferries run again", vec!["Ada Quill".to_owned()]),
            "{json}"
        );
    }
}

#[test]
fn broken_json_is_mended_as_far_as_it_is_usually_broken() {
    for json in [
        "<!--\n{\"@type\": \"NewsArticle\", \"headline\": \"Ferries run\", \"author\": \"Ada Quill\",}\n-->",
        "\n//<![CDATA[\n{\"@type\": \"NewsArticle\", \"headline\": \"Ferries\nrun\", \"author\": [\"Ada Quill\",]}\n//]]>",
        "/* data */ {\"@type\": \"NewsArticle\", \"headline\": \"Ferries run\", \"author\": \"Ada &amp;#81;uill\"}",
    ] {
        let story = read(&data(json), "<h1>Ferries run</h1>");
        assert_eq!(story.authors, ["Ada Quill"], "{json}");
    }
}
