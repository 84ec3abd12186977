//! Pages that want to do harm, and pages that nobody wrote: what comes of them is a clean document or none.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

#[path = "support/clean.rs"]
mod clean;
#[path = "support/hostile.rs"]
mod hostile;

use dateline::article::Article;
use dateline::extract::{RawPage, article};
use dateline::news::Feed;
use dateline::trouble::TroubleKind;
use dateline::{feed, front};
use proptest::prelude::*;
use url::Url;

const ARC: &str = include_str!("pages/arc.html");
const REPORT: &str = include_str!("pages/report.html");

fn read(bytes: &[u8], charset: Option<&str>) -> Result<Article, TroubleKind> {
    let url = Url::parse("https://www.lorneherald.example/story").unwrap();
    let story = article(RawPage { bytes, url: &url, charset });
    if let Some(fault) = story.as_ref().ok().and_then(clean::fault) {
        panic!("{fault}");
    }
    story
}

/// Reads bytes as the page of a section, as a sitemap and as a feed, and hands back how many stories each lists.
fn lists(bytes: &[u8]) -> [usize; 3] {
    let url = Url::parse("https://www.lorneherald.example/world/").unwrap();
    let feed = Feed::at(url.to_string(), "lorne".to_owned(), "The Lorne Herald".to_owned());
    let now = chrono::DateTime::UNIX_EPOCH;
    [
        front::parse(bytes, &feed, &url, None, now),
        feed::sitemap::parse(bytes, &feed, "/", &url, None, now),
        feed::parse(bytes, &feed, &url, None, now).map(|parsed| parsed.headlines),
    ]
    .map(|rows| {
        let rows = rows.unwrap_or_default();
        if let Some(fault) = clean::fault_in_rows(&rows) {
            panic!("{fault}");
        }
        rows.len()
    })
}

/// Reads every `of`th page, so that they are shared out among the threads of the test.
fn read_pages(of: usize, from: usize) {
    for (name, make) in hostile::PAGES.iter().skip(from).step_by(of) {
        let page = make();
        let story = read(page.as_bytes(), None);
        assert!(lists(page.as_bytes()).iter().all(|rows| *rows <= 500), "{name}");
        if page.contains(hostile::FIRST) {
            let story = story.unwrap_or_else(|trouble| panic!("{name}: {trouble:?}"));
            assert!(story.body().contains(hostile::FIRST), "{name}");
        }
    }
}

#[test]
fn hostile_pages_give_the_story_that_is_on_them() {
    read_pages(2, 0);
}

#[test]
fn other_hostile_pages_give_the_story_that_is_on_them() {
    read_pages(2, 1);
}

/// A control code, a bidirectional override and a C1 code in every form that a page can give them.
const FORMS: [&str; 6] = [
    "\u{1b}[31m\u{9b}2J\u{202e}",
    "&#27;[31m&#x9b;2J&#x202e;",
    "&#x1B&#155;&#8238;",
    "&#0;&#7;&#127;",
    "\u{feff}\u{200b}\u{2066}",
    "\u{e0041}\u{ad}",
];

#[test]
fn control_codes_come_through_in_no_field_and_no_form() {
    for code in FORMS {
        let html = format!(
            "<html lang='e{code}n'><head><title>A title{code} of five words</title>\
             <base href='https://www.lorneherald.example/{code}'>\
             <link rel=canonical href='https://www.lorneherald.example/st{code}ory'>\
             <meta property=og:title content='A title{code} of five words'><meta name=author content='Ada{code} Quill'>\
             <meta property=og:description content='A summary of{code} the story that has enough words'>\
             <meta property=article:section content='Sci{code}ence'><meta property=og:site_name content='The{code} Herald'>\
             </head><body><article><h1>A title{code} of five words</h1><p class=standfirst>What stands{code} under the headline is not short.</p>\
             <p class=byline>By Ada{code} Quill</p><div class=body><p>{first} <b>bo{code}ld</b> <a href='/a{code}b'>li{code}nk</a> \
             <a href='java{code}script:alert(1)'>x</a></p><p>{first} {code}</p><h2>A sub{code}head</h2>\
             <p>The last paragraph says in as many words that nothing else{code} will follow it, and nobody doubts it.</p>\
             <figure><img src='/a{code}.png' alt='{code}'><figcaption>A cap{code}tion <cite>Lio{code} Marsh</cite></figcaption></figure>\
             <blockquote><p>A quo{code}te of somebody</p><cite>Some{code}body</cite></blockquote><ul><li>An it{code}em<li>Another</ul>\
             <table><caption>A ta{code}ble</caption><tr><th>a{code}<th>b<tr><td>c<td>{code}d</table><pre>co{code}de\n\tof it</pre>\
             <iframe src='https://www.youtube.com/embed/{code}' title='A fi{code}lm'></iframe></div></article>\
             <div class=related><a href='/a/long/way/to/{code}it'>Four words{code} or more</a></div></body></html>",
            first = hostile::FIRST
        );
        let story = read(html.as_bytes(), None).unwrap();
        assert!(story.body().contains("The last paragraph says"), "{code:?}");
        assert_eq!(story.related.len(), 1, "{code:?}");
    }
}

#[test]
fn control_codes_in_data_come_through_in_no_field() {
    for code in [
        "\\u001b[31m\\u009b2J\\u202e",
        "&#27;[31m&#x9b;2J&#x202e;",
        "&amp;#27;&amp;amp;#155;",
        "\u{1b}[31m\u{7}",
        "\\ud800\\u0000",
        "<b title='&#27;'>&#27;</b>",
    ] {
        let story = format!(
            "{} The rest of it is {code} as long as the first part, and is no less true for that.",
            hostile::FIRST
        );
        for html in [
            format!(
                "<html><head><script type='application/ld+json'>{{\"@type\":\"NewsArticle\",\"headline\":\"A title{code} of five words\",\
                 \"description\":\"A summary{code} of the story that has words\",\"author\":[{{\"name\":\"Ada{code} Quill\"}}],\
                 \"articleSection\":\"Sci{code}ence\",\"inLanguage\":\"e{code}n\",\"publisher\":{{\"name\":\"The{code} Herald\"}},\
                 \"articleBody\":\"{story}\"}}</script></head><body></body></html>"
            ),
            format!(
                "<html><head><script>Fusion.globalContent={{\"headline\":\"A title{code} of five words\",\"isPremium\":false,\
                 \"label\":{{\"basic\":{{\"text\":\"Ki{code}cker\"}}}},\"sectionLabel\":\"Sci{code}ence\",\"distributor\":{{\"name\":\"A{code} Wire\"}},\
                 \"image\":{{\"url\":\"https://lorne.example/a{code}.jpg\",\"caption\":\"A cap{code}tion\",\"credits\":{{\"by\":[{{\"name\":\"Lio{code} Marsh\"}}]}}}},\
                 \"elements\":[{{\"type\":\"text\",\"content\":\"{story}\"}},{{\"type\":\"header\",\"content\":\"He{code}ad\"}},\
                 {{\"type\":\"text\",\"content\":\"{story} And more.\"}}]}};</script></head><body></body></html>"
            ),
            format!(
                "<html><head><title>A title of five words</title><script id=__NEXT_DATA__ type='application/json'>{{\"body\":[{}]}}</script></head><body></body></html>",
                vec![format!("{{\"type\":\"paragraph\",\"text\":\"{story}\"}}"); 6].join(",")
            ),
        ] {
            // A raw control code breaks JSON, and a lone surrogate does: then there is no story, and nothing else either.
            if let Ok(story) = read(html.as_bytes(), None) {
                assert!(story.body().contains(hostile::FIRST), "{code:?}");
            }
        }
    }
}

/// The page's bytes in an encoding.
fn encoded(html: &str, label: &str) -> Vec<u8> {
    match label {
        "utf-16le" => html.encode_utf16().flat_map(u16::to_le_bytes).collect(),
        "utf-16be" => html.encode_utf16().flat_map(u16::to_be_bytes).collect(),
        _ => encoding_rs::Encoding::for_label(label.as_bytes()).unwrap().encode(html).0.into_owned(),
    }
}

#[test]
fn a_page_is_read_in_the_charset_that_it_is_in() {
    const WESTERN: &str = "Die Brücke über den Fluß bleibt für Fußgänger gesperrt, wie das Amt mitteilte.";
    const CYRILLIC: &str = "Река поднялась за ночь на полметра, сообщили в управлении, и к утру вода ушла.";
    const KANA: &str = "川の水は夜のうちに半メートル上がり、朝には引いたと役所は伝えた。橋は閉じたままである。";
    let bom = |bytes: &[u8], page: Vec<u8>| [bytes, &page].concat();
    let late = format!("<!-- {} -->", "padding ".repeat(100));
    // (the words, what the head says, the bytes' encoding, what HTTP says)
    for (words, head, encoding, header) in [
        (WESTERN, "", "utf-8", None),
        (WESTERN, "", "windows-1252", None),
        (WESTERN, "<meta charset=iso-8859-1>", "windows-1252", None),
        // What is UTF-8 throughout is UTF-8, whatever the page and the server's default say.
        (WESTERN, "<meta charset=iso-8859-1>", "utf-8", None),
        (WESTERN, "", "utf-8", Some("ISO-8859-1")),
        // What is not, is not.
        (WESTERN, "<meta charset=utf-8>", "windows-1252", None),
        (WESTERN, "", "windows-1252", Some("utf-8")),
        // HTTP before the page's own word.
        (CYRILLIC, "<meta charset=iso-8859-1>", "windows-1251", Some("windows-1251")),
        (CYRILLIC, "<meta charset=koi8-r>", "windows-1251", Some("windows-1251")),
        (CYRILLIC, "<meta charset=windows-1251>", "windows-1251", None),
        (CYRILLIC, "<meta charset=windows-1251>", "windows-1251", Some("no-such-charset")),
        (CYRILLIC, "<META HTTP-EQUIV=\"Content-Type\" CONTENT='text/html; Charset = \"KOI8-R\"'>", "koi8-r", None),
        (CYRILLIC, "<meta content='text/html;charset=koi8-r' http-equiv=content-type>", "koi8-r", None),
        (CYRILLIC, "<meta name=a content=b charset='windows-1251'/>", "windows-1251", None),
        // Only a whole declaration outside of comments and values is one.
        (CYRILLIC, "<!-- <meta charset=koi8-r> --><meta charset=windows-1251>", "windows-1251", None),
        (CYRILLIC, "<p title='<meta charset=koi8-r>'><meta charset=windows-1251>", "windows-1251", None),
        (CYRILLIC, "<metacharset=koi8-r><meta charset=windows-1251>", "windows-1251", None),
        (CYRILLIC, "<meta name=keywords content='charset=koi8-r'><meta charset=windows-1251>", "windows-1251", None),
        (CYRILLIC, "<!--><meta charset=windows-1251>", "windows-1251", None),
        (CYRILLIC, "<meta charset=nonsense><meta charset=windows-1251>", "windows-1251", None),
        (CYRILLIC, &format!("{late}<meta charset=windows-1251>"), "windows-1251", None),
        // A declaration that can be read byte by byte is not in UTF-16.
        (WESTERN, "<meta charset=utf-16>", "utf-8", None),
        (KANA, "<meta charset=Shift_JIS>", "shift_jis", None),
        (KANA, "", "shift_jis", Some("x-sjis")),
        (KANA, "<meta charset=euc-jp>", "euc-jp", None),
        (KANA, "", "iso-2022-jp", Some("ISO-2022-JP")),
        // Labels as people write them.
        (WESTERN, "", "utf-8", Some("\"utf-8\"")),
        (WESTERN, "", "utf-8", Some(" UTF_8; q=1")),
        (WESTERN, "", "utf-8", Some("utf8mb4")),
        (WESTERN, "", "windows-1252", Some("latin-1")),
        (CYRILLIC, "", "windows-1251", Some("'cp1251'")),
        (KANA, "", "utf-16le", None),
        (KANA, "", "utf-16be", None),
        (KANA, "<meta charset=iso-8859-1>", "utf-16le", Some("utf-16")),
        (KANA, "", "utf-16be", Some("utf-16be")),
    ] {
        let html = format!(
            "<html><head>{head}</head><body><article><p>{words}</p><p>{words} {words}</p></article></body></html>"
        );
        let story = read(&encoded(&html, encoding), header);
        let body = story.map(|story| story.body());
        assert!(body.as_ref().is_ok_and(|body| body.contains(words)), "{head} {encoding} {header:?}: {body:?}");
    }
    // A byte order mark comes before everything else that is said.
    let html = format!(
        "<html><head><meta charset=koi8-r></head><body><p>{WESTERN}</p><p>{WESTERN} {WESTERN}</p></body></html>"
    );
    for (mark, encoding) in [(&b"\xEF\xBB\xBF"[..], "utf-8"), (b"\xFF\xFE", "utf-16le"), (b"\xFE\xFF", "utf-16be")] {
        let story = read(&bom(mark, encoded(&html, encoding)), Some("windows-1251")).unwrap();
        assert!(story.body().contains(WESTERN), "{encoding}");
        assert!(!story.body().contains('\u{feff}'));
    }
    // The XML declaration counts too.
    let html = format!(
        "<?xml version='1.0' encoding='koi8-r'?><html><body><p>{CYRILLIC}</p><p>{CYRILLIC} {CYRILLIC}</p></body></html>"
    );
    assert!(read(&encoded(&html, "koi8-r"), None).unwrap().body().contains(CYRILLIC));
}

#[test]
fn a_page_cut_in_the_middle_of_a_character_keeps_the_rest() {
    let html = format!("<p>{first} – und über die Brücke.</p><p>{first} あ", first = hostile::FIRST);
    for cut in 1..=3 {
        let story = read(&html.as_bytes()[..html.len() - cut], None).unwrap();
        assert!(story.body().contains("– und über die Brücke."), "{cut}");
    }
}

/// Tags and attributes of every sort that the extractor looks at.
const TAGS: [&str; 62] = [
    "item",
    "entry",
    "description",
    "url",
    "loc",
    "pubDate",
    "p",
    "div",
    "span",
    "a",
    "b",
    "i",
    "em",
    "h1",
    "h2",
    "h6",
    "ul",
    "ol",
    "li",
    "dl",
    "dt",
    "dd",
    "table",
    "caption",
    "tr",
    "td",
    "th",
    "figure",
    "figcaption",
    "img",
    "picture",
    "blockquote",
    "cite",
    "footer",
    "header",
    "nav",
    "aside",
    "article",
    "main",
    "section",
    "pre",
    "code",
    "br",
    "hr",
    "iframe",
    "video",
    "form",
    "button",
    "select",
    "option",
    "template",
    "svg",
    "math",
    "time",
    "meta",
    "link",
    "title",
    "base",
    "body",
    "html",
    "noscript",
    "textarea",
];
const ATTRIBUTES: [(&str, &[&str]); 12] = [
    (
        "class",
        &["related", "caption", "byline", "standfirst", "comments", "ad hidden", "article-body", "credit", "pullquote"],
    ),
    ("id", &["content", "S:1", "comments"]),
    ("itemprop", &["articleBody", "author", "datePublished"]),
    ("href", &["/a/long/way/to/it", "#x", "javascript:x", "mailto:a@b", "//[", "\u{1b}"]),
    ("src", &["a.jpg", "https://youtube.com/embed/x", "data:x", "\u{202e}"]),
    ("style", &["display:none", "color:red"]),
    ("hidden", &[""]),
    ("datetime", &["2026-01-01T00:00:00Z", "now"]),
    ("property", &["og:title", "og:description", "article:published_time"]),
    ("content", &["A title of five words", "2026-01-01", "&#27;[1m"]),
    ("rel", &["canonical", "author"]),
    ("lang", &["en", "\u{7}"]),
];
const WORDS: [&str; 12] = [
    "A sentence of prose, long enough to be counted as one of a story's own. ",
    "By Ada Quill",
    "Photo / Lio Marsh",
    "Related stories",
    "Read more: x",
    " ",
    "\n",
    "&#27;[31m&#x202e;",
    "\u{9b}\u{200b}",
    "©",
    "2 January 2026",
    "—",
];

#[derive(Debug, Clone)]
enum Tree {
    Words(usize),
    Element(usize, Vec<(usize, usize)>, Vec<Tree>, bool),
}

fn tree() -> impl Strategy<Value = Tree> {
    let leaf = (0..WORDS.len()).prop_map(Tree::Words);
    leaf.prop_recursive(8, 120, 8, |inner| {
        let attributes = prop::collection::vec((0..ATTRIBUTES.len(), 0..16_usize), 0..4);
        (0..TAGS.len(), attributes, prop::collection::vec(inner, 0..8), any::<bool>())
            .prop_map(|(tag, attributes, inner, closed)| Tree::Element(tag, attributes, inner, closed))
    })
}

fn write(tree: &Tree, html: &mut String) {
    match tree {
        Tree::Words(nth) => html.push_str(WORDS[*nth]),
        Tree::Element(tag, attributes, inner, closed) => {
            html.extend(["<", TAGS[*tag]]);
            for (name, value) in attributes {
                let (name, values) = ATTRIBUTES[*name];
                html.extend([" ", name, "=\"", values[value % values.len()], "\""]);
            }
            html.push('>');
            for inner in inner {
                write(inner, html);
            }
            if *closed {
                html.extend(["</", TAGS[*tag], ">"]);
            }
        }
    }
}

/// What is done to a page at a place in it.
#[derive(Debug, Clone)]
enum Change {
    Cut(usize, usize),
    Repeat(usize, usize),
    Put(usize, Vec<u8>),
}

fn change() -> impl Strategy<Value = Change> {
    let pieces = prop::sample::select(vec![
        &b"<"[..],
        b">",
        b"\"",
        b"'",
        b"</div>",
        b"<!--",
        b"-->",
        b"</script>",
        b"<script>",
        b"<svg>",
        b"<table>",
        b"<p>",
        b"\0",
        b"\xFF",
        b"\xE3\x81",
        b"&#27;",
        b"\\u001b",
        b"{",
        b"}",
        b"[",
        b"\\",
        b"\"isPremium\":true,",
        b"class=related ",
        b"<plaintext>",
        b"<template>",
        b"<select>",
        b"<b>",
        b"</p>",
    ]);
    prop_oneof![
        (any::<usize>(), 0..400_usize).prop_map(|(at, length)| Change::Cut(at, length)),
        (any::<usize>(), 0..400_usize).prop_map(|(at, length)| Change::Repeat(at, length)),
        (any::<usize>(), pieces).prop_map(|(at, piece)| Change::Put(at, piece.to_vec())),
    ]
}

fn changed(page: &str, changes: &[Change]) -> Vec<u8> {
    let mut bytes = page.as_bytes().to_vec();
    for change in changes {
        let (Change::Cut(at, _) | Change::Repeat(at, _) | Change::Put(at, _)) = change;
        let at = at % (bytes.len() + 1);
        match change {
            Change::Cut(_, length) => drop(bytes.drain(at..(at + length).min(bytes.len()))),
            Change::Repeat(_, length) => {
                let again = bytes[at..(at + length).min(bytes.len())].to_vec();
                bytes.splice(at..at, again);
            }
            Change::Put(_, piece) => drop(bytes.splice(at..at, piece.iter().copied())),
        }
    }
    bytes
}

// More of each with PROPTEST_CASES.
proptest! {
    #[test]
    fn any_bytes_give_a_clean_document_or_none(
        bytes in prop::collection::vec(any::<u8>(), 0..4_000),
        charset in prop::option::of(prop::sample::select(vec!["utf-8", "utf-16", "shift_jis", "gb18030", "iso-2022-jp", "x-user-defined", "replacement", ""])),
    ) {
        let _ = read(&bytes, charset);
        let _ = read(&[b"<p>".as_slice(), &bytes].concat(), charset);
        lists(&bytes);
        lists(&[b"<rss><item>".as_slice(), &bytes].concat());
    }

    #[test]
    fn any_tree_gives_a_clean_document_or_none(trees in prop::collection::vec(tree(), 1..6)) {
        let mut html = String::new();
        for tree in &trees {
            write(tree, &mut html);
        }
        let _ = read(html.as_bytes(), None);
        let _ = read(hostile::wrap(&html).as_bytes(), None);
        lists(html.as_bytes());
        lists(format!("<rss><channel>{html}</channel></rss>").as_bytes());
        lists(format!("<urlset>{html}</urlset>").as_bytes());
    }

    #[test]
    fn pages_that_were_tampered_with_give_a_clean_document_or_none(
        page in prop::sample::select(vec![ARC, REPORT]),
        changes in prop::collection::vec(change(), 1..12),
    ) {
        let _ = read(&changed(page, &changes), None);
    }
}
