//! What a feed says of each story, in the shapes that feedparser's tests know: charsets, bases, dates, sound and film,
//! whole texts.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use chrono::{DateTime, TimeZone, Utc};
use dateline::extract;
use dateline::feed::{self, Document, Entry, MediaKind, Parsed};
use dateline::news::{Feed, Headline, Label};
use url::Url;

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn base() -> Url {
    Url::parse("https://courier.example/feeds/all.xml").unwrap()
}

fn document(bytes: &[u8]) -> Document {
    feed::read(bytes, &base(), None).unwrap()
}

/// The only entry of a feed.
fn entry(text: &str) -> Entry {
    document(text.as_bytes()).entries.remove(0)
}

fn rss(elements: &str) -> String {
    format!("<rss version=\"2.0\"><channel><title>The Courier</title><item>{elements}</item></channel></rss>")
}

fn atom(elements: &str) -> String {
    format!("<feed xmlns=\"http://www.w3.org/2005/Atom\"><entry>{elements}</entry></feed>")
}

fn parsed(text: &str) -> Parsed {
    let source = Feed::at(base().into(), "courier".to_owned(), "The Courier".to_owned());
    let now = Utc.with_ymd_and_hms(2026, 10, 4, 0, 0, 0).unwrap();
    feed::parse(text.as_bytes(), &source, &base(), None, now).unwrap()
}

fn headline(elements: &str) -> Headline {
    parsed(&rss(&format!("<title>Ducks</title><link>/ducks</link>{elements}"))).headlines.remove(0)
}

#[test]
fn every_unicode_form_is_read_with_and_without_its_mark() {
    let text = format!("<?xml version=\"1.0\"?>{}", rss("<title>Kōwhai 🌼</title>"));
    let utf16 = |bytes: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(bytes).collect::<Vec<u8>>();
    let utf32 = |bytes: fn(u32) -> [u8; 4]| text.chars().map(u32::from).flat_map(bytes).collect::<Vec<u8>>();
    let forms = [
        (&b"\xef\xbb\xbf"[..], text.clone().into_bytes()),
        (b"\xff\xfe", utf16(u16::to_le_bytes)),
        (b"\xfe\xff", utf16(u16::to_be_bytes)),
        (b"\xff\xfe\0\0", utf32(u32::to_le_bytes)),
        (b"\0\0\xfe\xff", utf32(u32::to_be_bytes)),
    ];
    for (mark, bytes) in forms {
        for bytes in [[mark, &bytes].concat(), bytes] {
            let read = document(&bytes);
            assert_eq!(read.entries[0].title.as_deref(), Some("Kōwhai 🌼"), "{:x?}", &bytes[..4]);
            assert!(!read.recovered, "{:x?}", &bytes[..4]);
        }
    }
}

#[test]
fn utf_8_that_is_declared_as_latin_is_read_as_what_it_is() {
    let text = format!("<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>{}", rss("<title>Café Kākā</title>"));
    assert_eq!(document(text.as_bytes()).entries[0].title.as_deref(), Some("Café Kākā"));
    let told = feed::read(text.as_bytes(), &base(), Some("windows-1252")).unwrap();
    assert_eq!(told.entries[0].title.as_deref(), Some("Café Kākā"));
}

#[test]
fn a_charset_that_does_not_fit_gives_way_to_the_declaration() {
    let mut bytes = b"<?xml version=\"1.0\" encoding=\"windows-1251\"?><rss><channel><item><title>".to_vec();
    bytes.extend(b"\xcc\xee\xf1\xea\xe2\xe0</title></item></channel></rss>");
    let told = feed::read(&bytes, &base(), Some("utf-8")).unwrap();
    assert_eq!(told.entries[0].title.as_deref(), Some("Москва"));
}

#[test]
fn windows_1252_and_utf_8_taken_for_latin_1_are_mended() {
    for (written, meant) in [
        ("don&#146;t", "don’t"),
        ("don\u{92}t", "don’t"),
        ("don&amp;#146;t", "don’t"),
        ("wait&#226;&#128;&#166;", "wait…"),
        ("wait&acirc;&#128;&brvbar;", "wait…"),
    ] {
        assert_eq!(entry(&rss(&format!("<title>{written}</title>"))).title.as_deref(), Some(meant), "{written}");
    }
}

#[test]
fn words_in_angle_brackets_are_no_tags_unless_html_has_them() {
    for (written, shown) in [
        ("History of the &lt;blink&gt; tag", "History of the <blink> tag"),
        ("The &lt;b&gt;bold&lt;/b&gt; tag", "The bold tag"),
        ("A &lt;x-y&gt;made up&lt;/x-y&gt; tag", "A made up tag"),
        ("A &lt;circle r=\"1\"&gt; drawn", "A drawn"),
    ] {
        assert_eq!(entry(&rss(&format!("<title>{written}</title>"))).title.as_deref(), Some(shown), "{written}");
    }
}

#[test]
fn xml_base_is_followed_down_to_the_field() {
    let text = "<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:base=\"https://a.example/x/\"><entry xml:base=\"y/\">\
                <title>Ducks</title><link href=\"1\"/><content type=\"html\" xml:base=\"z/\">&lt;a href=\"2\"&gt;on&lt;/a&gt;\
                </content><summary>short</summary></entry></feed>";
    let entry = entry(text);
    assert_eq!(entry.link.as_deref(), Some("https://a.example/x/y/1"));
    assert_eq!(entry.content.unwrap().base.as_str(), "https://a.example/x/y/z/");
    assert_eq!(entry.summary.unwrap().base.as_str(), "https://a.example/x/y/");
}

#[test]
fn markup_in_atom_is_text_html_xml_or_base64() {
    for (element, html) in [
        ("<content type=\"xhtml\"><div><b>1</b> &lt; 2</div></content>", "<div ><b >1</b> &lt; 2</div>"),
        ("<content type=\"html\">&lt;b>1&lt;/b></content>", "<b>1</b>"),
        ("<content mode=\"base64\">PGI+MTwvYj4=</content>", "<b>1</b>"),
        ("<content type=\"application/octet-stream\">PGI+MTwvYj4=</content>", "<b>1</b>"),
    ] {
        assert_eq!(entry(&atom(element)).content.unwrap().html, html, "{element}");
    }
}

#[test]
fn an_item_is_named_by_guid_atom_id_or_rdf_about() {
    let told = entry(&rss("<guid isPermaLink=\"false\">tag:1</guid><link>/1</link>"));
    assert_eq!((told.id.as_deref(), told.link.as_deref()), (Some("tag:1"), Some("https://courier.example/1")));
    let permanent = entry(&rss("<guid>https://courier.example/2</guid>"));
    assert_eq!(permanent.link.as_deref(), Some("https://courier.example/2"));
    let better = entry(&rss("<guid>https://courier.example/2</guid><link>https://courier.example/3</link>"));
    assert_eq!(better.link.as_deref(), Some("https://courier.example/3"));
    assert_eq!(entry(&atom("<id>urn:uuid:7</id>")).id.as_deref(), Some("urn:uuid:7"));
    let rdf = "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" xmlns=\"http://purl.org/rss/1.0/\">\
               <item rdf:about=\"https://courier.example/4\"><title>Ducks</title></item></rdf:RDF>";
    assert_eq!(entry(rdf).id.as_deref(), Some("https://courier.example/4"));
}

#[test]
fn stories_that_share_an_address_are_told_apart_by_their_ids() {
    let item = |id: &str, title: &str| {
        format!(
            "<item><title>{title}</title><link>https://courier.example/live</link><guid isPermaLink=\"false\">{id}</guid></item>"
        )
    };
    let feed = |items: &[String]| parsed(&format!("<rss><channel>{}</channel></rss>", items.concat())).headlines;
    let apart = feed(&[item("a", "Rain"), item("b", "Snow")]);
    let keys: Vec<_> = apart.iter().map(|headline| headline.key.0.as_str()).collect();
    assert_eq!(keys, ["courier.example/live#a", "courier.example/live#b"]);
    assert_eq!(feed(&[item("a", "Rain"), item("a", "Rain again")]).len(), 1, "one id is one story");
    assert_eq!(feed(&[item("a", "Rain"), item("b", "Rain")]).len(), 1, "so is one title at one address");
    assert_eq!(feed(&[item("a", "Rain")])[0].key.0, "courier.example/live");
}

#[test]
fn the_date_of_the_format_outranks_that_of_an_extension() {
    let both = "<dc:date>2026-10-01T00:00:00Z</dc:date><pubDate>Fri, 02 Oct 2026 20:30:00 GMT</pubDate>";
    assert_eq!(entry(&rss(both)).published, Some(at("2026-10-02T20:30:00Z")));
    let empty = "<pubDate></pubDate><dc:date>2026-10-01T00:00:00Z</dc:date>";
    assert_eq!(entry(&rss(empty)).published, Some(at("2026-10-01T00:00:00Z")));
}

#[test]
fn dates_are_read_in_their_rarer_forms() {
    let published = |date: &str| entry(&rss(&format!("<pubDate>{date}</pubDate>"))).published;
    for (date, meant) in [
        ("20261002", "2026-10-02T00:00:00Z"),
        ("20261002T203000Z", "2026-10-02T20:30:00Z"),
        ("20261002T20:30:00Z", "2026-10-02T20:30:00Z"),
        ("2026/10/02 20:30:00", "2026-10-02T20:30:00Z"),
        ("2026-275T20:30:00Z", "2026-10-02T20:30:00Z"),
        ("2026-10", "2026-10-01T00:00:00Z"),
        ("Fri, 02 Oct 2026 22:30:00 MEST", "2026-10-02T20:30:00Z"),
        ("Fri, 02 Oct 2026 20:30:00 Etc/GMT", "2026-10-02T20:30:00Z"),
        ("Fri,02 Oct 2026 20:30:00 -0000", "2026-10-02T20:30:00Z"),
        ("Fri, 02 Oct 2026 22:40:00 GMT+02:10", "2026-10-02T20:30:00Z"),
    ] {
        assert_eq!(published(date), Some(at(meant)), "{date}");
    }
    assert_eq!(published("2026"), None, "a year is no date");
    assert_eq!(published("99999999"), None);
    assert_eq!(published("2026-02-11 2023-06-08"), None, "two days are no day with a time");
}

#[test]
fn a_podcast_says_so_and_how_long_it_is() {
    for (duration, seconds) in [
        ("1932", Some(1932)),
        ("32:12", Some(1932)),
        ("01:02:03", Some(3723)),
        ("0", None),
        ("soon", None),
        ("1:2:3:4", None),
    ] {
        let heard = headline(&format!(
            "<enclosure url=\"/d.mp3\" type=\"audio/mpeg\" length=\"7\"/><itunes:duration>{duration}</itunes:duration>"
        ));
        assert_eq!((heard.labels.as_slice(), heard.seconds), (&[Label::Audio][..], seconds), "{duration}");
    }
    assert_eq!(headline("<enclosure url=\"/d.m4a\"/>").labels, [Label::Audio], "by its name, where no type is told");
    assert_eq!(headline("<enclosure url=\"/d.jpg\" type=\"image/jpeg\"/>").labels, []);
    assert_eq!(headline("<itunes:duration>1932</itunes:duration>").seconds, None, "nothing plays");
}

#[test]
fn a_film_is_known_by_its_medium_and_a_clip_beside_a_text_is_none() {
    let clip = "<media:group><media:content url=\"/d.mp4\" medium=\"video\" duration=\"211200\"/></media:group>";
    let film = headline(clip);
    assert_eq!(
        (film.labels.as_slice(), film.seconds),
        (&[Label::Video][..], Some(211)),
        "thousandths, when it is long"
    );
    let beside = headline(&format!("{clip}<content:encoded>Forty ducks.</content:encoded>"));
    assert_eq!((beside.labels.as_slice(), beside.seconds), (&[][..], None));
}

#[test]
fn what_only_plays_leads_to_its_file() {
    let heard = parsed(&rss("<title>Ducks</title><enclosure url=\"/d.mp3\" type=\"audio/mpeg\"/>")).headlines;
    assert_eq!(heard[0].url, "https://courier.example/d.mp3");
}

#[test]
fn what_a_story_is_about_is_told_with_its_length_where_that_is_known() {
    for (fields, expected) in [
        ("<enclosure url=\"/d.mp3\" type=\"audio/mpeg\" length=\"7340032\"/>", Some(("/d.mp3", Some(7_340_032)))),
        ("<enclosure url=\"/d.mp3\" type=\"audio/mpeg\" length=\"0\"/>", Some(("/d.mp3", None))),
        ("<enclosure url=\"/d.mp3\" type=\"audio/mpeg\" length=\"-9\"/>", Some(("/d.mp3", None))),
        ("<enclosure url=\"/d.mp3\" type=\"audio/mpeg\" length=\"99999999999999999999999\"/>", Some(("/d.mp3", None))),
        ("<media:content url=\"/d.mp4\" medium=\"video\" fileSize=\"21\"/>", Some(("/d.mp4", Some(21)))),
        ("<enclosure url=\"/d.jpg\" type=\"image/jpeg\" length=\"9\"/>", None),
        ("<enclosure url=\"javascript:owl()\" type=\"audio/mpeg\"/>", None),
        ("<enclosure url=\"file:///etc/d.mp3\" type=\"audio/mpeg\"/>", None),
        (&format!("<enclosure url=\"/{}.mp3\"/>", "a".repeat(100_000)), None),
        ("<enclosure url=\"/a&#27;]0;b&#7;.mp3\" type=\"audio/mpeg\"/>", Some(("/a%1B]0;b%07.mp3", None))),
    ] {
        let told = headline(fields).enclosure.map(|enclosure| (enclosure.url, enclosure.bytes));
        let expected = expected.map(|(path, bytes)| (format!("https://courier.example{path}"), bytes));
        assert_eq!(told, expected, "{fields}");
    }
}

#[test]
fn json_feed_tells_files_and_ids_too() {
    let entry = entry(
        "{\"version\":\"https://jsonfeed.org/version/1.1\",\"title\":\"Board\",\"items\":[{\"id\":7,\"url\":\"/7\",\
         \"content_text\":\"1 < 2\",\"attachments\":[{\"url\":\"/7.mp3\",\"mime_type\":\"audio/mpeg\",\
         \"duration_in_seconds\":61.5,\"size_in_bytes\":9}]}]}",
    );
    assert_eq!((entry.id.as_deref(), entry.link.as_deref()), (Some("7"), Some("https://courier.example/7")));
    assert_eq!(entry.content.unwrap().html, "<p>1 &lt; 2</p>");
    assert_eq!((entry.media[0].kind, entry.media[0].seconds), (MediaKind::Audio, Some(62)));
    assert_eq!(entry.media[0].bytes, Some(9));
}

/// `count` words in paragraphs of thirty.
fn long(count: usize) -> String {
    format!("<p>{} quack.</p>", ["quack"; 29].join(" ")).repeat(count / 30)
}

fn is_whole(content: &str) -> bool {
    let text = rss(&format!(
        "<title>Ducks</title><link>/ducks</link><description>Forty ducks.</description>\
         <content:encoded><![CDATA[ {content} ]]></content:encoded>"
    ));
    !parsed(&text).stories.is_empty()
}

#[test]
fn a_feed_that_gives_the_whole_story_is_believed() {
    assert!(is_whole(&long(300)));
    assert!(is_whole(&format!(
        "{}<p>The post <a href='/1'>Ducks</a> appeared first on <a href='/'>Pond</a>.</p>",
        long(300)
    )));
}

#[test]
fn what_is_marked_premium_is_not_there_in_full() {
    let text = |mark: &str| {
        let story = format!(
            "<title>Ducks</title><link>/ducks</link>{mark}<content:encoded><![CDATA[{}]]></content:encoded>",
            long(300)
        );
        parsed(&rss(&story)).stories.len()
    };
    assert_eq!((text(""), text("<category>Premium</category>")), (1, 0));
}

#[test]
fn a_teaser_is_not_the_story() {
    assert!(!is_whole(&long(210)), "some outlets cut without a word");
    assert!(!is_whole("<img src='/d.jpg'><p>Forty ducks have crossed the road, and nobody knows why.</p>"));
    for end in [
        "<p>And then […]</p>",
        "<p>And then...</p>",
        "<p>Forty.</p><p><a href='/1'>Continue reading...</a></p>",
        "<p>Forty. <a href='/1'>Read more</a></p>",
        "<p>Read the full story at Pond</p>",
        "<p><a href='/1'>Seguir leyendo</a></p>",
        "<p>And then [&hellip;]</p><p>The post Ducks appeared first on Pond.</p>",
    ] {
        assert!(!is_whole(&format!("{}{end}", long(300))), "{end}");
    }
    let text = rss(&format!(
        "<title>Ducks</title><link>/ducks</link><description><![CDATA[{}]]></description>\
         <content:encoded><![CDATA[{}]]></content:encoded>",
        long(240),
        long(300)
    ));
    assert!(parsed(&text).stories.is_empty(), "hardly longer than the summary");
}

#[test]
fn a_cdata_that_is_never_closed_costs_one_item_and_not_the_next() {
    let feed = document(
        b"<rss><channel><item><title>Rain</title><description><![CDATA[Wet.</description></item>\
          <item><title><![CDATA[ Snow\n ]]></title></item></channel></rss>",
    );
    let titles: Vec<_> = feed.entries.iter().map(|entry| entry.title.as_deref()).collect();
    assert_eq!(titles, [Some("Rain"), Some("Snow")]);
    assert!(feed.recovered);
}

#[test]
fn a_comment_that_is_never_closed_does_not_take_the_rest_along() {
    let feed = document(b"<rss><channel><!-- nothing > <item><title>Rain</title></item></channel></rss>");
    assert_eq!(feed.entries.len(), 1);
}

#[test]
fn the_feeds_own_title_is_not_that_of_its_picture() {
    let feed =
        document(b"<rss><channel><image><title>Logo</title></image><title>Tea &amp;amp; toast</title></channel></rss>");
    assert_eq!(feed.title.as_deref(), Some("Tea & toast"));
}

#[test]
fn a_story_from_a_feed_is_an_article() {
    let text = format!(
        "<h1>Ducks</h1>{}<p>[gallery ids=\"1,2\"]</p><p>[sic]</p><p>Ask the <a href=\"/pond\">pond</a>.</p>",
        (0..12)
            .map(|n| format!("<p>Duck {n} crossed the road, and nobody asked it why.</p>"))
            .collect::<Vec<_>>()
            .concat()
    );
    let headline = headline("<dc:creator>Ana Reyes</dc:creator><description>Forty ducks.</description>");
    let article = extract::from_feed(&headline, &text, &base()).unwrap();
    assert_eq!((article.title.as_str(), article.url.as_str()), ("Ducks", "https://courier.example/ducks"));
    assert_eq!(
        (article.standfirst.as_deref(), article.authors.as_slice()),
        (Some("Forty ducks."), &["Ana Reyes".to_owned()][..])
    );
    let lines: Vec<String> = article.blocks.iter().flat_map(dateline::article::Block::lines).collect();
    assert_eq!(lines.first().map(String::as_str), Some("Duck 0 crossed the road, and nobody asked it why."));
    assert_eq!(lines.get(12..), Some(&["[sic]".to_owned(), "Ask the pond.".to_owned()][..]));
    assert!(format!("{article:?}").contains("https://courier.example/pond"));
    assert_eq!(extract::from_feed(&headline, "<p>Forty ducks crossed the road.</p>", &base()), None);
}
