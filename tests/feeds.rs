//! Feeds in every format and every state, one lesson a test.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use chrono::{DateTime, TimeZone, Utc};
use dateline::feed::{Parsed, parse};
use dateline::news::{Feed, Headline, Label};
use dateline::trouble::TroubleKind;
use url::Url;

const RSS2: &[u8] = include_bytes!("feeds/rss2.xml");
const RSS092: &[u8] = include_bytes!("feeds/rss092.xml");
const RSS1: &[u8] = include_bytes!("feeds/rss1.rdf");
const ATOM: &[u8] = include_bytes!("feeds/atom.xml");
const JSON: &[u8] = include_bytes!("feeds/feed.json");
const BROKEN: &[u8] = include_bytes!("feeds/broken.xml");

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn now() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 10, 4, 0, 0, 0).unwrap()
}

fn try_read(bytes: &[u8], charset: Option<&str>) -> Result<Parsed, TroubleKind> {
    let feed = Feed::at("https://courier.example/rss".to_owned(), "courier".to_owned(), "The Courier".to_owned());
    parse(bytes, &feed, &Url::parse(&feed.url).unwrap(), charset, now())
}

fn read(bytes: &[u8]) -> Parsed {
    try_read(bytes, None).unwrap()
}

/// The headlines of an RSS 2.0 feed of one item with these elements.
fn item(elements: &str) -> Vec<Headline> {
    read(
        format!(
            "<rss version=\"2.0\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" \
             xmlns:content=\"http://purl.org/rss/1.0/modules/content/\"><channel><item>{elements}</item></channel></rss>"
        )
        .as_bytes(),
    )
    .headlines
}

/// The same for an item that has a title and a link already.
fn story(elements: &str) -> Headline {
    item(&format!("<title>Ducks</title><link>https://courier.example/ducks</link>{elements}")).remove(0)
}

fn titled(title: &str) -> Headline {
    item(&format!("<title>{title}</title><link>https://courier.example/ducks</link>")).remove(0)
}

fn linked(link: &str) -> Headline {
    item(&format!("<title>Ducks</title><link>{link}</link>")).remove(0)
}

fn published(date: &str) -> Option<DateTime<Utc>> {
    story(&format!("<pubDate>{date}</pubDate>")).published
}

#[test]
fn rss_2_gives_every_field() {
    let parsed = read(RSS2);
    assert!(!parsed.recovered);
    assert_eq!(parsed.ttl_minutes, Some(15));
    let ferry = &parsed.headlines[0];
    assert_eq!(ferry.title, "Ferry finds its way home after a week in the fog");
    assert_eq!(ferry.key.0, "ABCDEFGHIJKLMNOPQRSTUVWX23");
    assert_eq!(ferry.kicker.as_deref(), Some("Harbour"));
    assert_eq!(ferry.standfirst.as_deref(), Some("The crew played cards & sang."));
    assert_eq!(ferry.authors, ["Ana Reyes"]);
    assert_eq!(ferry.labels, [Label::Premium]);
    assert_eq!(ferry.published, Some(at("2026-10-02T20:30:00Z")));
    assert_eq!(ferry.updated, None);
    assert_eq!((ferry.outlet.as_str(), ferry.outlet_name.as_str()), ("courier", "The Courier"));
}

#[test]
fn a_story_listed_twice_is_shown_once() {
    let titles: Vec<_> = read(RSS2).headlines.into_iter().map(|headline| headline.title).collect();
    assert_eq!(titles, ["Ferry finds its way home after a week in the fog", "Council counts its ducks"]);
}

#[test]
fn an_address_that_was_escaped_twice_is_read_and_completed() {
    let ducks = &read(RSS2).headlines[1];
    assert_eq!(ducks.url, "https://courier.example/town/ducks?utm_source=rss&ref=rss");
    assert_eq!(ducks.key.0, "courier.example/town/ducks");
}

#[test]
fn a_summary_that_repeats_the_title_is_no_standfirst() {
    assert_eq!(read(RSS2).headlines[1].standfirst, None);
}

#[test]
fn rss_0_92_is_read() {
    let parsed = read(RSS092);
    assert!(!parsed.recovered);
    assert_eq!(parsed.headlines[0].title, "Bell rings twice");
    assert_eq!(parsed.headlines[0].published, None);
}

#[test]
fn rss_0_90_and_1_0_are_read_with_the_subject_as_kicker() {
    let parsed = read(RSS1);
    assert!(!parsed.recovered);
    let bridge = &parsed.headlines[0];
    assert_eq!((bridge.title.as_str(), bridge.url.as_str()), ("Bridge opens early", "https://kurier.example/1"));
    assert_eq!(bridge.kicker.as_deref(), Some("Transport"));
    assert_eq!(bridge.authors, ["Mara Vogel"]);
    assert_eq!(bridge.published, Some(at("2026-10-02T20:15:00Z")));

    let oldest =
        String::from_utf8_lossy(RSS1).replace("http://purl.org/rss/1.0/", "http://my.netscape.com/rdf/simple/0.9/");
    assert_eq!(read(oldest.as_bytes()).headlines.len(), 1);
}

#[test]
fn atom_is_read() {
    let parsed = read(ATOM);
    assert!(!parsed.recovered);
    let wave = &parsed.headlines[0];
    assert_eq!(wave.title, "Mayor finally waves");
    assert_eq!(wave.url, "https://gazette.example/news/wave", "relative to xml:base, and not the enclosure");
    assert_eq!(wave.standfirst.as_deref(), Some("It took four years & a parade."));
    assert_eq!(wave.authors, ["Iosefa Lam", "Ruth Okoro"]);
    assert_eq!(wave.kicker.as_deref(), Some("Local affairs"));
    assert_eq!(wave.published, Some(at("2026-10-01T21:00:00Z")));
    assert_eq!(wave.updated, Some(at("2026-10-01T23:00:00Z")));
    assert_eq!(wave.labels, [Label::Updated, Label::Audio]);
}

#[test]
fn without_a_summary_the_story_opens_with_its_first_paragraph_and_no_caption() {
    let tea = &read(ATOM).headlines[1];
    assert_eq!(tea.standfirst.as_deref(), Some("Both cost the same."));
    assert_eq!(tea.labels, [Label::Opinion], "with no first date, a change is no update");
}

#[test]
fn json_feed_is_read() {
    let parsed = read(JSON);
    assert!(!parsed.recovered);
    let kite = &parsed.headlines[0];
    assert_eq!((kite.title.as_str(), kite.url.as_str()), ("Lost: one kite", "https://board.example/7"));
    assert_eq!(kite.standfirst.as_deref(), Some("Red, with a tail."));
    assert_eq!(kite.authors, ["Piripi"]);
    assert_eq!(kite.published, Some(at("2026-10-01T20:00:00Z")));
}

#[test]
fn a_headline_without_title_takes_the_first_words_and_one_without_link_its_permanent_id() {
    let hall = &read(JSON).headlines[1];
    assert_eq!(hall.title, "The hall is open on Sunday for everybody who likes to sing…");
    assert_eq!(hall.url, "https://board.example/8");
}

#[test]
fn an_id_that_is_no_permanent_link_leads_nowhere() {
    assert!(item("<title>Ducks</title><guid isPermaLink=\"false\">https://courier.example/1</guid>").is_empty());
    assert!(item("<title>Ducks</title><guid>4711</guid>").is_empty());
    assert_eq!(item("<title>Ducks</title><guid>https://courier.example/1</guid>").len(), 1);
}

#[test]
fn only_http_addresses_are_kept() {
    assert!(item("<title>Ducks</title><link>javascript:alert(1)</link>").is_empty());
    assert!(item("<title>Ducks</title><link>file:///etc/passwd</link>").is_empty());
}

#[test]
fn what_is_not_well_formed_still_gives_its_stories() {
    let parsed = read(BROKEN);
    assert!(parsed.recovered);
    let rows: Vec<_> = parsed.headlines.iter().map(|h| (h.title.as_str(), h.standfirst.as_deref())).collect();
    assert_eq!(
        rows,
        [("Rain & wind", Some("Café closed until noon")), ("Sun <3 us", None), ("Snow", None), ("Hail", None)]
    );
    assert_eq!(parsed.headlines[0].url, "https://broken.example/?a=1&b=2");
    assert_eq!(parsed.headlines[1].authors, ["Kim Sol"], "a prefix that nobody declared means what it always means");
}

#[test]
fn each_breach_alone_is_recovered_and_said() {
    let sound = "<rss version=\"2.0\"><channel><item><title>Ducks</title><link>https://courier.example/1</link>\
                 <description>Forty.</description></item></channel></rss>";
    assert!(!read(sound.as_bytes()).recovered);
    for (from, to) in [
        ("Forty.", "Forty & one."),
        ("Forty.", "Forty&nbsp;one."),
        ("Forty.", "<p>Forty."),
        ("Forty.", "1 < 2"),
        ("Forty.", "<![CDATA[Forty."),
        ("</description>", ""),
        ("</title>", ""),
        ("</item>", ""),
        ("</rss>", ""),
        ("<rss", "Warning: disk full <rss"),
        ("<item>", "<item><media:credit>Who</media:credit>"),
    ] {
        let parsed = read(sound.replacen(from, to, 1).as_bytes());
        assert!(parsed.recovered, "{from} as {to}");
        assert_eq!(parsed.headlines[0].title, "Ducks", "{from} as {to}");
    }
}

#[test]
fn pages_and_other_files_are_not_feeds() {
    for bytes in [
        &b"<!DOCTYPE html><html><head><title>Moved</title></head><body><p>Here</p></body></html>"[..],
        b"<head><title>Document Moved</title></head><body><h1>Object Moved</h1></body>",
        b"<urlset><url><loc>https://courier.example/</loc></url></urlset>",
        b"{\"error\": \"not here\"}",
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
        b"just words",
        b"",
    ] {
        assert_eq!(try_read(bytes, None), Err(TroubleKind::NotAFeed), "{}", String::from_utf8_lossy(bytes));
    }
}

#[test]
fn an_empty_feed_is_a_feed() {
    assert_eq!(read(b"<rss version=\"2.0\"><channel><title>Quiet</title></channel></rss>").headlines, []);
}

#[test]
fn hostile_characters_never_get_through_however_often_they_are_escaped() {
    for escape in ["&#27;", "&amp;#27;", "&amp;amp;#x1b;", "\u{1b}", "\u{202e}", "&amp;#8238;", "&#x2066;", "&#0;"] {
        let headline = item(&format!(
            "<title>Red{escape}[31m</title><link>https://courier.example/a{escape}b</link>\
             <description>Bl{escape}ue</description><category>Har{escape}bour</category><dc:creator>A{escape}na</dc:creator>"
        ))
        .remove(0);
        let kept = format!("{headline:?}");
        assert_eq!(headline.title, "Red[31m", "{escape}");
        assert_eq!(headline.standfirst.as_deref(), Some("Blue"), "{escape}");
        assert_eq!(headline.kicker.as_deref(), Some("Harbour"), "{escape}");
        assert_eq!(headline.authors, ["Ana"], "{escape}");
        assert!(!kept.chars().any(dateline::text::is_hostile), "{escape}: {kept}");
        assert!(headline.url.is_ascii() && !kept.contains("\\u{"), "{escape}: {kept}");
    }
}

#[test]
fn entities_are_decoded_also_when_escaped_twice() {
    assert_eq!(titled("Tea &amp; toast").title, "Tea & toast");
    assert_eq!(titled("Tea &amp;amp; toast").title, "Tea & toast");
    assert_eq!(titled("Caf&amp;eacute; &amp;#8216;Owl&amp;#8217;").title, "Café ‘Owl’");
    assert_eq!(titled("Q&amp;A at R&amp;D").title, "Q&A at R&D");
}

#[test]
fn html_in_titles_and_summaries_is_taken_off() {
    assert_eq!(titled("The &lt;i&gt;Kea&lt;/i&gt; sails").title, "The Kea sails");
    assert_eq!(titled("The <i>Kea</i> sails").title, "The Kea sails");
    assert_eq!(titled("Profit &lt; 5%, loss &gt; 2%").title, "Profit < 5%, loss > 2%");
    let twice = story("<description>&amp;lt;p&amp;gt;Forty.&amp;lt;/p&amp;gt;</description>");
    assert_eq!(twice.standfirst.as_deref(), Some("Forty."));
    let script = story("<description>&lt;script&gt;alert(1)&lt;/script&gt;Forty.</description>");
    assert_eq!(script.standfirst.as_deref(), Some("Forty."));
}

#[test]
fn a_long_summary_is_cut_after_a_word() {
    let standfirst = story(&format!("<description>{}</description>", "quack ".repeat(200))).standfirst.unwrap();
    assert!(standfirst.ends_with("quack…") && standfirst.chars().count() <= 401, "{standfirst}");
}

#[test]
fn a_summary_of_paragraphs_is_kept_to_its_opening() {
    let long = "The council counted every duck on the pond, and then it counted them again.";
    let summary = format!("<description>&lt;p&gt;{long}&lt;/p&gt;&lt;p&gt;More.&lt;/p&gt;</description>");
    assert_eq!(story(&summary).standfirst.as_deref(), Some(long));
    let dateline = story("<description>&lt;p&gt;HARBOUR&lt;/p&gt;&lt;p&gt;Forty ducks.&lt;/p&gt;</description>");
    assert_eq!(dateline.standfirst.as_deref(), Some("HARBOUR Forty ducks."));
}

#[test]
fn invitations_to_the_site_are_not_part_of_the_summary() {
    let summary = "<description>&lt;p&gt;Forty.&lt;/p&gt;&lt;a href='x'&gt;Continue reading...&lt;/a&gt;</description>";
    assert_eq!(story(summary).standfirst.as_deref(), Some("Forty."));
    let wordpress = "<description>&lt;p&gt;Forty.&lt;/p&gt;&lt;p&gt;The post Ducks appeared first on Courier.&lt;/p&gt;</description>";
    assert_eq!(story(wordpress).standfirst.as_deref(), Some("Forty."));
}

#[test]
fn authors_are_names_without_by_and_without_addresses() {
    let authors = |field: &str| story(&format!("<author>{field}</author>")).authors;
    assert_eq!(authors("desk@courier.example (Tama Ngata)"), ["Tama Ngata"]);
    assert_eq!(authors("Tama Ngata &lt;tama@courier.example&gt;"), ["Tama Ngata"]);
    assert_eq!(authors("BY TAMA NGATA"), ["TAMA NGATA"]);
    assert_eq!(authors("desk@courier.example"), [""; 0]);
    assert_eq!(authors("The Courier"), [""; 0], "the outlet is no author");
}

#[test]
fn an_address_beside_a_letter_outside_ascii_is_survived() {
    assert_eq!(story("<author>Müller “Zoë”é.m@courier.example</author>").authors, ["Müller"]);
    let json = JSON.to_vec();
    let json = String::from_utf8(json).unwrap().replace("Piripi", "Piripi Āé.m@board.example—x");
    assert_eq!(read(json.as_bytes()).headlines[0].authors, ["Piripi"]);
}

#[test]
fn kickers_say_something() {
    let kicker = |category: &str| story(&format!("<category>{category}</category>")).kicker;
    assert_eq!(kicker("Harbour").as_deref(), Some("Harbour"));
    for dull in [
        "News",
        "Top Stories",
        "Uncategorized",
        "42",
        "town/ducks",
        "The Courier",
        "A category that goes on and on and on",
    ] {
        assert_eq!(kicker(dull), None, "{dull}");
    }
}

#[test]
fn labels_come_from_the_address() {
    for (path, label) in [
        ("town/ducks/premium/1", Label::Premium),
        ("town/live/ducks", Label::Live),
        ("opinion/ducks", Label::Opinion),
        ("commentisfree/ducks", Label::Opinion),
        ("video/ducks", Label::Video),
        ("sponsored-stories/ducks", Label::Sponsored),
    ] {
        assert_eq!(linked(&format!("https://courier.example/{path}")).labels, [label], "{path}");
    }
    assert_eq!(linked("https://courier.example/town/live-ducks").labels, []);
}

#[test]
fn labels_come_from_the_title() {
    for title in [
        "LIVE: Ducks march",
        "Live: Ducks march",
        "Ducks LIVE: they march",
        "Ducks march – live",
        "Live updates: ducks",
        "Ducks live: they march",
    ] {
        assert_eq!(titled(title).labels, [Label::Live], "{title}");
    }
    for title in ["Live music returns", "Ducks live here", "WHERE DUCKS LIVE NOW", "We live and learn"] {
        assert_eq!(titled(title).labels, [], "{title}");
    }
    assert_eq!(titled("Opinion: Enough ducks").labels, [Label::Opinion]);
    assert_eq!(titled("Watch: Ducks march").labels, [Label::Video]);
}

#[test]
fn labels_come_from_categories_and_enclosures_each_once() {
    let headline = item(
        "<title>Live: Ducks</title><link>https://courier.example/premium/live/1</link><category>Premium</category>\
         <category>Sponsored</category><enclosure url=\"https://courier.example/d.mp4\" type=\"video/mp4\" length=\"1\"/>",
    )
    .remove(0);
    assert_eq!(headline.labels, [Label::Premium, Label::Live, Label::Sponsored, Label::Video]);
    assert_eq!(headline.kicker, None, "a label is not said twice");
}

#[test]
fn dates_are_read_in_the_forms_that_feeds_use() {
    let expected = Some(at("2026-10-02T20:30:00Z"));
    for date in [
        "Sat, 03 Oct 2026 09:30:00 +1300",
        "Sat, 3 Oct 2026 9:30:00 NZDT",
        "3 Oct 26 08:30 NZST",
        "Fri, 02 Oct 2026 20:30:00 GMT",
        "Friday, 2 October 2026 20:30:00 UTC",
        "Fri Oct  2 20:30:00 2026",
        "Fri, 02 Oct 2026 16:30:00 EDT",
        "Fri, 02 Oct 2026 15:30:00 EST",
        "October 2, 2026 8:30 PM GMT",
        "Sex, 02 Out 2026 17:30:00 -0300",
        "mar, 02 ott 2026 22:30:00 +0200",
        "2026-10-02T20:30:00Z",
        "2026-10-02T20:30Z",
        "2026-10-03T09:30:00.000+13:00",
        "2026-10-03T09:30:00+1300",
        "2026-10-02 20:30:00",
    ] {
        assert_eq!(published(date), expected, "{date}");
    }
    assert_eq!(published("2026-10-02"), Some(at("2026-10-02T00:00:00Z")));
    assert_eq!(published("Fri, 02 Oct 2026 24:00:00 GMT"), Some(at("2026-10-03T00:00:00Z")));
    for nonsense in
        ["", "soon", "32 Oct 2026 09:30:00 GMT", "2026-13-45T00:00:00Z", "Fri, 02 Oct 999999999999 09:30:00", "９月"]
    {
        assert_eq!(published(nonsense), None, "{nonsense}");
    }
}

#[test]
fn a_date_in_the_future_is_now() {
    assert_eq!(published("Fri, 01 Jan 2100 00:00:00 GMT"), Some(now()));
}

#[test]
fn a_touch_within_the_minute_is_no_update() {
    let changed =
        |at: &str| story(&format!("<pubDate>Fri, 02 Oct 2026 20:30:00 GMT</pubDate><updated>{at}</updated>")).updated;
    assert_eq!(changed("2026-10-02T20:30:59Z"), None);
    assert_eq!(changed("2026-10-02T19:00:00Z"), None);
    assert_eq!(changed("2026-10-02T20:32:00Z"), Some(at("2026-10-02T20:32:00Z")));
}

/// "Kōwhai" fits no charset but Unicode's; "Café" fits windows-1252 too.
fn with_title(declaration: &str, title: &str) -> String {
    format!(
        "{declaration}<rss version=\"2.0\"><channel><item><title>{title}</title>\
         <link>https://courier.example/1</link></item></channel></rss>"
    )
}

#[test]
fn the_byte_order_mark_outranks_what_http_and_the_declaration_say() {
    let text = with_title("<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>", "Kōwhai");
    let marked = [b"\xef\xbb\xbf", text.as_bytes()].concat();
    assert_eq!(try_read(&marked, Some("windows-1252")).unwrap().headlines[0].title, "Kōwhai");
    let utf16: Vec<u8> = std::iter::once(0xFEFF).chain(text.encode_utf16()).flat_map(u16::to_be_bytes).collect();
    assert_eq!(read(&utf16).headlines[0].title, "Kōwhai");
}

#[test]
fn http_outranks_the_declaration() {
    let text = with_title("<?xml version=\"1.0\" encoding=\"UTF-8\"?>", "Caf\u{e9}");
    let latin: Vec<u8> = text.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect();
    let parsed = try_read(&latin, Some("iso-8859-1")).unwrap();
    assert_eq!((parsed.headlines[0].title.as_str(), parsed.recovered), ("Café", false));
}

#[test]
fn without_a_word_on_the_charset_it_is_utf_8_or_else_windows_1252() {
    assert_eq!(read(with_title("", "Kōwhai").as_bytes()).headlines[0].title, "Kōwhai");
    let latin: Vec<u8> = with_title("", "Caf\u{e9}").chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect();
    let parsed = read(&latin);
    assert_eq!((parsed.headlines[0].title.as_str(), parsed.recovered), ("Café", true));
}

#[test]
fn one_broken_byte_does_not_spoil_the_rest() {
    let mut bytes = with_title("", "Kōwhai Kākā Tūī x").into_bytes();
    let at = bytes.iter().position(|&byte| byte == b'x').unwrap();
    bytes[at] = 0xff;
    assert_eq!(read(&bytes).headlines[0].title, "Kōwhai Kākā Tūī \u{fffd}");
}

#[test]
fn an_unknown_charset_is_not_believed() {
    assert_eq!(try_read(with_title("", "Kōwhai").as_bytes(), Some("klingon")).unwrap().headlines[0].title, "Kōwhai");
}

#[test]
fn a_billion_laughs_are_not_laughed() {
    let bomb = "<!DOCTYPE rss [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;\"><!ENTITY c \"&b;&b;&b;&b;\">]>";
    let headline = read(with_title(bomb, "He said &c;").as_bytes()).headlines.remove(0);
    assert_eq!(headline.title, "He said &c;");
}

#[test]
fn a_feed_gives_500_headlines_at_most() {
    let items: Vec<_> = (0..2000)
        .map(|n| format!("<item><title>Duck {n}</title><link>https://courier.example/{n}</link></item>"))
        .collect();
    let parsed = read(format!("<rss version=\"2.0\"><channel>{}</channel></rss>", items.concat()).as_bytes());
    assert_eq!(parsed.headlines.len(), 500);
    assert!(!parsed.recovered);
}

#[test]
fn depth_is_harmless() {
    let deep = format!("{}Forty.{}", "<div>".repeat(20_000), "</div>".repeat(20_000));
    assert_eq!(story(&format!("<description>{deep}</description>")).title, "Ducks");
    assert_eq!(story(&format!("<unknown>{deep}</unknown>")).title, "Ducks");
    assert_eq!(try_read("[".repeat(20_000).as_bytes(), None), Err(TroubleKind::NotAFeed));
    assert_eq!(try_read("{\"items\":".repeat(20_000).as_bytes(), None), Err(TroubleKind::NotAFeed));
}

#[test]
fn cut_anywhere_or_changed_anywhere_a_feed_never_panics() {
    for fixture in [RSS2, RSS092, RSS1, ATOM, JSON, BROKEN] {
        for (end, other) in (0..fixture.len()).zip([b'<', b'"', b'&', 0, 0xff, b'/', b'>'].into_iter().cycle()) {
            let (head, tail) = fixture.split_at(end);
            let _ = try_read(head, None);
            if end % 5 == 0 {
                let _ = try_read(&[head, &[other], tail.get(1..).unwrap_or_default()].concat(), None);
            }
        }
    }
}

#[test]
fn a_feed_cut_off_keeps_the_stories_that_came() {
    let whole = String::from_utf8_lossy(RSS2).into_owned();
    let (head, _) = whole.split_once("<title>Ducks again").unwrap();
    let parsed = read(head.as_bytes());
    assert!(parsed.recovered);
    assert_eq!(parsed.headlines.len(), 2);
}
