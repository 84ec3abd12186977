//! Pages into articles: what must be there, what must not, and pages that want to do harm.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

#[path = "extract/shape.rs"]
mod shape;

use std::fmt::Write as _;

use dateline::article::{Article, Block};
use dateline::extract::{RawPage, article};
use dateline::news::Label;
use dateline::trouble::TroubleKind;
use url::Url;

const ARC: &str = include_str!("pages/arc.html");
const REPORT: &str = include_str!("pages/report.html");

fn read_at(bytes: &[u8], url: &str, charset: Option<&str>) -> Result<Article, TroubleKind> {
    article(RawPage { bytes, url: &Url::parse(url).unwrap(), charset })
}

fn read(html: &str) -> Article {
    read_at(html.as_bytes(), "https://www.lorneherald.example/story", None).unwrap()
}

/// A page of a plain shape around some markup of the story's own.
fn page(story: &str) -> String {
    format!(
        "<html><head><title>A title of five words</title></head><body><nav><a href=/>Home</a></nav><article>\
         <h1>A title of five words</h1><div class=body>\
         <p>The first paragraph is long enough to be taken for prose, which is what it is, and it ends with a stop.</p>\
         {story}\
         <p>The last paragraph says in as many words that nothing else will follow it, and nobody has reason to doubt it.</p>\
         <p>Between the two stands whatever the test is about, so that it is judged as a part of the story would be.</p>\
         </div></article></body></html>"
    )
}

fn kinds(article: &Article) -> Vec<&'static str> {
    article
        .blocks
        .iter()
        .map(|block| match block {
            Block::Heading { .. } => "heading",
            Block::Paragraph { .. } => "paragraph",
            Block::Quote { .. } => "quote",
            Block::List { .. } => "list",
            Block::Figure { .. } => "figure",
            Block::Table { .. } => "table",
            Block::Code { .. } => "code",
            Block::Rule => "rule",
            Block::Embed { .. } => "embed",
        })
        .collect()
}

/// Everything an article says, in one string.
fn all_words(article: &Article) -> String {
    serde_json::to_string(article).unwrap()
}

#[test]
fn a_free_story_is_whole_though_the_page_hides_most_of_it() {
    let story = read(ARC);
    let body = story.body();
    for sentence in
        ["left the wharf at dawn", "good enough for a boat of her size", "horse float", "full again by Wednesday"]
    {
        assert!(body.contains(sentence), "missing: {sentence}\n{body}");
    }
    assert_eq!(
        kinds(&story),
        ["figure", "paragraph", "paragraph", "heading", "paragraph", "figure", "paragraph", "paragraph"]
    );
}

#[test]
fn the_head_of_a_story_is_what_the_publisher_says_without_its_dressing() {
    let story = read(ARC);
    assert_eq!(story.title, "Ferry to Port Lorne resumes after record swell");
    assert_eq!(story.authors, ["Mere Tahana"]);
    assert_eq!(story.agency.as_deref(), Some("Northern Wire"));
    assert_eq!(story.section, ["New Zealand", "Transport"]);
    assert_eq!(story.kicker.as_deref(), Some("Transport"));
    assert_eq!(story.published.unwrap().to_rfc3339(), "2026-05-04T06:45:28.631+00:00");
    assert_eq!(story.updated.unwrap().to_rfc3339(), "2026-05-04T18:59:51.546+00:00");
    assert_eq!(story.labels, [Label::Updated]);
    assert_eq!(story.language.as_deref(), Some("en-NZ"));
    assert_eq!(
        story.url,
        "https://www.lorneherald.example/nz/transport/ferry-to-port-lorne-resumes/AAAABBBBCCCCDDDDEEEE222233/"
    );
    assert_eq!(
        story.standfirst.as_deref(),
        Some("The first sailing in nine days carried 212 people and one very patient goat.")
    );
}

#[test]
fn none_of_the_page_around_a_story_is_in_it() {
    for access in [ARC.to_owned(), premium(ARC)] {
        let body = read(&access).body();
        for furniture in [
            "Advertise",
            "Subscribe",
            "subscriber",
            "Share this",
            "Save",
            "Latest from",
            "Copyright",
            "mins to read",
            "Bridge toll",
            "fjords",
        ] {
            assert!(!body.contains(furniture), "{furniture} in:\n{body}");
        }
    }
}

/// The same page, sold.
fn premium(html: &str) -> String {
    html.replace("\"isPremium\":false", "\"isPremium\":true")
        .replace("\"contentCode\":\"free\"", "\"contentCode\":\"premium\"")
        .replace("\"isAccessibleForFree\":\"true\"", "\"isAccessibleForFree\":\"False\"")
}

#[test]
fn a_premium_story_shows_what_its_publisher_shows_everyone_and_says_so() {
    let story = read(&premium(ARC));
    assert_eq!(story.labels, [Label::Premium, Label::Updated]);
    assert!(story.body().contains("left the wharf at dawn"));
    let words = all_words(&story);
    for paid in ["good enough for a boat", "horse float", "full again by Wednesday", "Nine days on the quay"] {
        assert!(!words.contains(paid), "paid: {paid}");
    }
}

#[test]
fn any_one_word_of_premium_is_enough() {
    let only_flag = ARC.replace("\"isPremium\":false", "\"isPremium\":true");
    let only_code = ARC.replace("\"contentCode\":\"free\"", "\"contentCode\":\"premium\"");
    for html in [only_flag, only_code] {
        assert!(!all_words(&read(&html)).contains("horse float"));
    }
}

#[test]
fn a_premium_page_without_embedded_data_stays_closed_too() {
    let body = "<p>What everyone may read stands here in one paragraph, and it is a good deal longer than eight words.</p>\
                <p style='display:none'>What only those who pay may read stands here, hidden by a style and nothing more than that.</p>";
    for truth in ["false", "\"False\"", "\"http://schema.org/False\""] {
        let html = format!(
            "<html><head><script type='application/ld+json'>{{\"@type\":\"NewsArticle\",\"headline\":\"A paid story of the valley\",\
             \"articleBody\":\"What only those who pay may read is here as well, in full, as search engines want it to be.\",\
             \"isAccessibleForFree\":{truth}}}</script></head><body><article><h1>A paid story of the valley</h1>{body}</article></body></html>"
        );
        let story = read(&html);
        assert_eq!(story.labels, [Label::Premium]);
        assert!(!all_words(&story).contains("who pay"), "{truth}");
        assert!(story.body().contains("everyone may read"));
    }
}

#[test]
fn related_stories_are_kept_apart_each_once_and_none_that_is_paid_for() {
    let titles: Vec<String> = read(ARC).related.into_iter().map(|related| related.title).collect();
    assert_eq!(titles, ["Bridge toll dropped after one week", "Night buses return to the hill suburbs"]);
    let related = read(REPORT).related;
    assert_eq!(related.len(), 1);
    assert_eq!(related[0].url, "https://www.lorneherald.example/science/the-winter-the-river-froze-twice/");
}

#[test]
fn captions_and_credits_part() {
    let story = read(ARC);
    let Block::Figure { caption, credit, image } = &story.blocks[0] else { panic!("{:?}", story.blocks[0]) };
    assert_eq!(caption.as_ref().unwrap().to_plain(), "Passengers wait on the quay at Port Lorne.");
    assert_eq!(credit.as_deref(), Some("The Lorne Herald"));
    assert_eq!(image.as_deref(), Some("https://www.lorneherald.example/resizer/v2/YYY.jpg?auth=2"));
    let story = read(REPORT);
    let Block::Figure { caption, credit, .. } = &story.blocks[0] else { panic!("{:?}", story.blocks[0]) };
    assert_eq!(
        caption.as_ref().unwrap().to_plain(),
        "The basin above Harn valley, empty for the first time since 1974."
    );
    assert_eq!(credit.as_deref(), Some("Lio Marsh"));
}

#[test]
fn the_parts_of_a_story_keep_their_shape() {
    let story = read(REPORT);
    assert_eq!(
        kinds(&story),
        [
            "figure",
            "paragraph",
            "paragraph",
            "heading",
            "paragraph",
            "list",
            "quote",
            "heading",
            "table",
            "code",
            "heading",
            "paragraph",
            "embed"
        ]
    );
    let Block::List { ordered: false, items } = &story.blocks[5] else { panic!("{:?}", story.blocks[5]) };
    assert_eq!(items.iter().map(|item| item.depth).collect::<Vec<_>>(), [0, 1, 0, 0]);
    let Block::Quote { paragraphs, source } = &story.blocks[6] else { panic!("{:?}", story.blocks[6]) };
    assert_eq!(paragraphs.len(), 1);
    assert_eq!(source.as_ref().unwrap().to_plain(), "Ruta Senn, water board");
    let Block::Table { header: true, rows } = &story.blocks[8] else { panic!("{:?}", story.blocks[8]) };
    assert_eq!(rows.iter().map(Vec::len).collect::<Vec<_>>(), [2, 2, 2]);
    let Block::Code { lines } = &story.blocks[9] else { panic!("{:?}", story.blocks[9]) };
    assert_eq!(lines, &["T  level", "18 12.4"]);
    let Block::Heading { level: 2, text } = &story.blocks[10] else { panic!("{:?}", story.blocks[10]) };
    assert_eq!(text.to_plain(), "What happens next");
    let Block::Embed { what, title, .. } = &story.blocks[12] else { panic!("{:?}", story.blocks[12]) };
    assert_eq!((what.as_str(), title.as_deref()), ("video", Some("Drone over the empty basin")));
}

#[test]
fn links_are_whole_addresses() {
    let story = read(REPORT);
    let Block::Paragraph { text } = &story.blocks[2] else { panic!("{:?}", story.blocks[2]) };
    let links: Vec<_> = text.inlines().iter().filter_map(|inline| inline.link.clone()).collect();
    assert_eq!(links, ["https://www.lorneherald.example/people/ruta-senn?utm_source=x"]);
    let hostile = read(&page(
        "<p>Follow <a href='javascript:alert(1)'>this</a> or <a href='data:text/html,x'>that</a> if you dare to do so.</p>",
    ));
    assert!(!all_words(&hostile).contains("\"link\""));
}

#[test]
fn a_report_reads_cleanly() {
    let story = read(REPORT);
    assert_eq!(story.title, "Glacier lake drains in a night");
    assert_eq!(story.authors, ["Ada Quill", "Tomas Brandt"]);
    assert_eq!(story.section, ["Science"]);
    assert_eq!(story.published.unwrap().to_rfc3339(), "2026-02-11T08:30:00+13:00");
    assert_eq!(story.updated, None, "forty seconds later is the same time");
    assert_eq!(
        story.standfirst.as_deref(),
        Some("Gauges below the ice saw the water leave in six hours, and nobody was there to watch.")
    );
    let words = all_words(&story);
    for furniture in [
        "jumpers",
        "cookies",
        "READ MORE",
        "Unsubscribe",
        "Copyright",
        "for the Courier since",
        "First!",
        "press council",
        "11 February",
    ] {
        assert!(!words.contains(furniture), "{furniture}");
    }
}

#[test]
fn boilerplate_in_many_languages_is_not_the_story() {
    for line in [
        "Advertisement",
        "ADVERTISEMENT",
        "Advertise with NZME.",
        "Already a subscriber?",
        "Read more: Where the river goes in winter",
        "Sign up for our newsletter",
        "Lesen Sie auch: Wohin der Fluss im Winter geht",
        "Anzeige",
        "Publicité",
        "À lire aussi : Où va la rivière en hiver",
        "Publicidad",
        "Lea también: Adónde va el río",
        "Lees ook: Waar de rivier heen gaat",
        "© 2026 Valley Papers",
        "Contact Ada Quill at ada@courier.example",
        "Photo by Lio Marsh",
    ] {
        let story = read(&page(&format!("<p>{line}</p>")));
        assert_eq!(kinds(&story), ["paragraph"; 3], "{line}");
    }
}

#[test]
fn sentences_that_only_begin_like_boilerplate_stay() {
    for line in [
        "Share prices in the valley fell for a third day as traders waited for word of the lake and of the river under it.",
        "Comments by the minister on Sunday, in which she named no names, were read in the valley as a promise all the same.",
        "Picture a valley without a river, the old people say, and you have pictured the end of everything that they know of.",
        "Photographers were kept behind the bridge until noon, when the wind turned and the last of the water had gone by.",
    ] {
        assert!(read(&page(&format!("<p>{line}</p>"))).body().contains(line), "{line}");
    }
}

#[test]
fn a_story_that_only_a_script_draws_is_read_from_its_data() {
    let paragraphs: Vec<String> = (1..=6)
        .map(|nth| format!("{{\"type\":\"paragraph\",\"text\":\"Paragraph {nth} of a story that the page itself does not show, long enough to count as one of its kind.\"}}"))
        .collect();
    let html = format!(
        "<html><head><title>A story in a script of its own</title></head><body><div id=__next></div><script id=__NEXT_DATA__ type='application/json'>\
         {{\"props\":{{\"pageProps\":{{\"story\":{{\"body\":[{}]}}}}}}}}</script></body></html>",
        paragraphs.join(",")
    );
    assert_eq!(kinds(&read(&html)), ["paragraph"; 6]);
}

#[test]
fn json_ld_is_found_in_graphs_and_through_ids() {
    let html = page("").replace(
        "<head>",
        "<head><script type='application/ld+json'>[{\"@graph\":[{\"@type\":\"Person\",\"@id\":\"#p\",\"name\":\"Ada Quill\"},\
         {\"@type\":[\"Article\",\"NewsArticle\"],\"headline\":\"A title of five words\",\"author\":{\"@id\":\"#p\"},\"datePublished\":\"2026-03-01T10:00:00+13:00\"}]}]</script>",
    );
    let story = read(&html);
    assert_eq!(story.authors, ["Ada Quill"]);
    assert_eq!(story.published.unwrap().to_rfc3339(), "2026-03-01T10:00:00+13:00");
}

#[test]
fn old_charsets_are_read() {
    let html =
        page("<p>Die Brücke über den Fluß bleibt bis auf weiteres für Fußgänger gesperrt, wie das Amt mitteilte.</p>");
    let (latin, _, _) = encoding_rs::WINDOWS_1252.encode(&html);
    let declared =
        html.replace("<head>", "<head><meta http-equiv=Content-Type content='text/html; charset=iso-8859-1'>");
    let (declared, _, _) = encoding_rs::WINDOWS_1252.encode(&declared);
    let (cyrillic, _, _) = encoding_rs::WINDOWS_1251
        .encode("<p>Река поднялась за ночь на полметра, сообщили в управлении, и к утру вода ушла.</p>");
    let url = "https://example.org/a";
    assert!(read_at(&latin, url, None).unwrap().body().contains("Fußgänger"));
    assert!(read_at(&declared, url, None).unwrap().body().contains("Fußgänger"));
    assert!(read_at(&latin, url, Some("windows-1252")).unwrap().body().contains("Fußgänger"));
    assert!(read_at(&cyrillic, url, Some("windows-1251")).unwrap().body().contains("поднялась"));
    let bytes: Vec<u8> = [0xFF, 0xFE].into_iter().chain(html.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    assert!(read_at(&bytes, url, None).unwrap().body().contains("Fußgänger"));
}

#[test]
fn a_page_cut_short_in_a_character_is_read_as_far_as_it_goes() {
    let html =
        page("<p>Die Brücke über den Fluß bleibt bis auf weiteres für Fußgänger gesperrt, wie das Amt mitteilte.</p>");
    let cut = html.find("Fußgänger").unwrap() + 3;
    let story = read_at(&html.as_bytes()[..cut], "https://example.org/a", None).unwrap();
    assert!(story.body().contains("Brücke über den Fluß"));
}

#[test]
fn control_codes_do_not_come_through_in_any_form() {
    let html = page("<p>Red &#27;[31m text, a bell &#7;, &#x9b;2J and &#x202e;turned words stand in this paragraph.</p>\
                     <figure><img src='/a&#27;.png'><figcaption>A caption with &#27;]0;title&#7; inside it.</figcaption></figure>\
                     <table><tr><td>a&#27;[0m</td><td>b</td></tr><tr><td>c</td><td>d&#x9d;</td></tr></table><pre>code &#27;[2J</pre>")
        .replace("<head>", "<head><meta property='og:site_name' content='Site&#27;[2J'><meta name=author content='Ada &#27;[1m Quill'>\
                 <script type='application/ld+json'>{\"@type\":\"NewsArticle\",\"headline\":\"A \\u001b[31mtitle\\u0007 of five words\",\"articleSection\":\"Sci\\u001bence\",\"description\":\"Five \\u009b2J words of a summary\"}</script>");
    let words = all_words(&read(&html));
    let hostile = |c: char| dateline::text::is_hostile(c);
    assert!(!words.contains(hostile), "{words}");
    assert!(!words.contains("\\u00"), "escaped by JSON: {words}");
}

#[test]
fn things_that_are_no_page_are_called_so() {
    for bytes in [&b"%PDF-1.7 <x>"[..], b"\x89PNG\r\n\0\0<", b"PK\x03\x04<", b"plain words only", b""] {
        assert_eq!(read_at(bytes, "https://example.org/a", None), Err(TroubleKind::NotAPage));
    }
    assert_eq!(
        read_at(b"<html><body><p>Hi</p></body></html>", "https://example.org/a", None),
        Err(TroubleKind::NoStory)
    );
    assert_eq!(
        read_at(b"<html><body><p>Hi</p></body></html>", "https://consent.example.org/a", None),
        Err(TroubleKind::Consent)
    );
}

#[test]
fn deep_nesting_is_only_deep() {
    for (open, close) in [
        ("<div>", "</div>"),
        ("<b>", ""),
        ("<font size=1>", ""),
        ("<table><tr><td>", ""),
        ("<ul><li>", ""),
        ("<blockquote>", ""),
        ("<svg><g>", ""),
        ("<a href=x>", ""),
        ("<p><i>", ""),
    ] {
        let html = page(&format!("{}deep inside{}", open.repeat(20_000), close.repeat(20_000)));
        assert!(read(&html).body().contains("The first paragraph is long"), "{open}");
    }
}

#[test]
fn formatting_that_is_never_closed_does_not_multiply() {
    let mut story = String::new();
    for nth in 0..2_000 {
        let _ = write!(story, "<b id=n{nth}>");
    }
    story.push_str(&"<p>word".repeat(20_000));
    assert!(read(&page(&story)).body().contains("The first paragraph is long"));
}

#[test]
fn a_tag_with_hundreds_of_thousands_of_attributes_is_passed_over() {
    let mut tag = "<div".to_owned();
    for nth in 0..600_000 {
        let _ = write!(tag, " a{nth}=1");
    }
    assert!(read(&page(&format!("{tag}>x</div>"))).body().contains("The first paragraph is long"));
}

#[test]
fn eight_megabytes_of_text_are_text() {
    let long = "word ".repeat(8 * 1024 * 1024 / 5);
    assert!(read(&page(&format!("<p>{long}</p>"))).body().contains("The first paragraph is long"));
    let unbroken = "x".repeat(8 * 1024 * 1024);
    assert!(read(&page(&format!("<p>{unbroken}</p>"))).body().contains("The first paragraph is long"));
}

#[test]
fn entities_in_masses_and_in_pieces_are_read() {
    let story = format!(
        "<p>{}</p><p>{}</p><p>{}</p>",
        "&amp;".repeat(200_000),
        "&#0;&#xFFFFFFFF;&#xD800;&nosuch;&".repeat(10_000),
        "&lt;script&gt;".repeat(10_000)
    );
    assert!(read(&page(&story)).body().contains("The first paragraph is long"));
}

#[test]
fn json_without_a_bottom_is_treated_as_absent() {
    let deep = "[".repeat(100_000);
    for script in [
        format!("<script type='application/ld+json'>{deep}</script>"),
        format!("<script type='application/ld+json'>{{\"@graph\":{deep}</script>"),
        format!("<script>Fusion.globalContent={{\"elements\":{deep}</script>"),
        format!("<script id=__NEXT_DATA__ type='application/json'>{deep}</script>"),
        "<script>Fusion.globalContent={\"headline\":</script>".to_owned(),
        "<script>Fusion.globalContent=</script><script>Fusion.globalContent".to_owned() + "</script>",
    ] {
        assert_eq!(read(&page("").replace("<head>", &format!("<head>{script}"))).title, "A title of five words");
    }
}

#[test]
fn numbers_are_bounded() {
    let mut story =
        "<p>A paragraph among very many, all alike but for the number, which is the only thing that is new: 0.</p>"
            .repeat(10);
    for nth in 0..30_000 {
        let _ = write!(
            story,
            "<p>A paragraph among very many, all alike but for the number, which is the only thing that is new: {nth}.</p>"
        );
    }
    let story = read(&page(&story).replace(
        "<head>",
        &format!("<head><meta name=author content='{}'>", "Ada Quill, Tomas Brandt, ".repeat(5_000)),
    ));
    assert!(story.blocks.len() <= 4_000);
    assert!(story.authors.len() <= 12);
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(64))]
    #[test]
    fn no_bytes_make_it_panic(bytes in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..2_000)) {
        let _ = read_at(&bytes, "https://example.org/a", None);
    }

    #[test]
    fn no_markup_makes_it_panic(pieces in proptest::collection::vec(proptest::sample::select(vec![
        "<p>", "</p>", "<div class=related>", "</div>", "<table>", "<tr>", "<td>", "</table>", "<ul>", "<li>", "</ul>", "<blockquote>", "<cite>", "</blockquote>",
        "<figure>", "<img src=a.jpg>", "<figcaption>", "</figure>", "<pre>", "</pre>", "<h1>", "<h2>", "</h2>", "<br>", "<hr>", "<a href=/x>", "</a>", "<b>", "</b>",
        "<span hidden>", "</span>", "words of a story, some. ", "Photo / ", "© ", "By Ada Quill", "\u{1b}[1m", "&#27;", "<iframe src=//youtube.com/x>", "<template>", "<svg>",
    ]), 0..200)) {
        let html = pieces.concat();
        if let Ok(story) = read_at(html.as_bytes(), "https://example.org/a", None) {
            let words = serde_json::to_string(&story).unwrap();
            proptest::prop_assert!(!words.contains(dateline::text::is_hostile));
        }
    }
}
