//! Articles laid out: at any width no line is too wide, no word is lost, and every place is found again.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use chrono::{TimeZone, Utc};
use dateline::article::{Article, Block, Face, Item, Place, Related, Text};
use dateline::clock::Zone;
use dateline::news::Label;
use dateline::page::typeset::Typesetting;
use dateline::page::{MEASURE, Page, Paragraphs, Role, Setting};
use dateline::text::width;
use proptest::collection::vec;
use proptest::prelude::*;

const PLAIN: Face = Face { strong: false, emphasis: false, code: false };
const STRONG: Face = Face { strong: true, ..PLAIN };

fn setting(width: u16) -> Setting {
    Setting {
        width,
        measure: MEASURE,
        paragraphs: Paragraphs::Spaced,
        typesetting: Typesetting::default(),
        numbers: false,
        link_list: false,
        zone: Zone::utc(),
    }
}

fn indented(article: &Article, width: u16) -> Page {
    Page::of(article, "The Courier", None, Setting { paragraphs: Paragraphs::Indent, ..setting(width) })
}

fn page(article: &Article, width: u16) -> Page {
    Page::of(article, "The Courier", None, setting(width))
}

fn numbered(article: &Article, width: u16) -> Page {
    Page::of(article, "The Courier", None, Setting { numbers: true, ..setting(width) })
}

fn paragraph(words: &str) -> Block {
    Block::Paragraph { text: Text::plain(words) }
}

fn article(blocks: Vec<Block>) -> Article {
    Article { url: "https://courier.example/a".to_owned(), title: "A title".to_owned(), blocks, ..Article::default() }
}

/// The rows of the blocks, without the head and the address at the end.
fn body(page: &Page) -> Vec<String> {
    let last = page.lines.iter().map(|line| line.place.block).max().unwrap();
    let mut rows: Vec<String> = page
        .lines
        .iter()
        .filter(|line| line.place.block > 0 && line.place.block < last)
        .map(dateline::page::Line::to_plain)
        .collect();
    while rows.last().is_some_and(String::is_empty) {
        rows.pop();
    }
    rows
}

fn all(page: &Page) -> Vec<String> {
    page.lines.iter().map(dateline::page::Line::to_plain).collect()
}

fn table(header: bool, rows: &[&[&str]]) -> Block {
    Block::Table { header, rows: rows.iter().map(|row| row.iter().map(|cell| Text::plain(cell)).collect()).collect() }
}

fn list(ordered: bool, items: &[(u8, &str)]) -> Block {
    let items = items.iter().map(|(depth, words)| Item { depth: *depth, text: Text::plain(words) }).collect();
    Block::List { ordered, items }
}

// ---- what everything holds for ----

fn words() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        12 => "[a-zA-Z]{1,9}[,.]?",
        2 => "[0-9]{1,4}",
        1 => "[a-z]{30,120}",
        1 => "https://courier\\.example/[a-z/]{10,60}",
        2 => prop::sample::select(vec![
            "新聞記者", "日本語の長い文章は空白なしで続きます。", "서울", "Ōtāhuhu", "e\u{301}te\u{301}", "👩\u{200d}🌾", "🇳🇿",
            "👍🏽", "☀\u{fe0f}", "स्त्री", "—", "“quoted”", "co-operation", "a/b",
        ]).prop_map(str::to_owned),
    ];
    vec(word, 1..40).prop_map(|words| words.join(" "))
}

fn text() -> impl Strategy<Value = Text> {
    vec((words(), any::<bool>(), any::<bool>(), prop::option::weighted(0.2, 0..4_u8)), 1..4).prop_map(|pieces| {
        let mut text = Text::default();
        for (words, strong, emphasis, link) in pieces {
            let link = link.map(|link| format!("https://courier.example/{link}"));
            text.push(&words, Face { strong, emphasis, code: false }, link.as_deref());
            text.push(" ", PLAIN, None);
        }
        text.trim_end();
        text
    })
}

fn block() -> impl Strategy<Value = Block> {
    prop_oneof![
        6 => text().prop_map(|text| Block::Paragraph { text }),
        1 => text().prop_map(|text| Block::Heading { level: 2, text }),
        1 => (vec(text(), 1..3), prop::option::of(text()))
            .prop_map(|(paragraphs, source)| Block::Quote { paragraphs, source }),
        1 => (any::<bool>(), vec((0..6_u8, text()), 1..12)).prop_map(|(ordered, items)| Block::List {
            ordered,
            items: items.into_iter().map(|(depth, text)| Item { depth, text }).collect(),
        }),
        1 => (prop::option::of(text()), prop::option::of(words()))
            .prop_map(|(caption, credit)| Block::Figure { caption, credit, image: None }),
        1 => (any::<bool>(), 1..7_usize, 1..5_usize, vec(prop_oneof![words(), "[0-9]{0,5}"], 35)).prop_map(
            |(header, columns, rows, cells)| Block::Table {
                header,
                rows: cells.chunks(columns).take(rows).filter(|row| row.len() == columns)
                    .map(|row| row.iter().map(|cell| Text::plain(cell)).collect()).collect(),
            }
        ),
        1 => vec(words(), 1..4).prop_map(|lines| Block::Code { lines }),
        1 => Just(Block::Rule),
        1 => (prop::option::of(words()), "[a-z]{1,20}").prop_map(|(title, path)| Block::Embed {
            what: "video".to_owned(),
            title,
            url: format!("https://courier.example/{path}"),
        }),
    ]
}

fn any_article() -> impl Strategy<Value = Article> {
    let head = (words(), prop::option::of(words()), prop::option::of(words()), vec(words(), 0..3), any::<bool>());
    (head, vec(block(), 0..8), vec(words(), 0..3)).prop_map(
        |((title, kicker, standfirst, authors, labelled), blocks, related)| Article {
            url: "https://courier.example/2026/11/a-story-with-a-long-address".to_owned(),
            title,
            kicker,
            standfirst,
            authors,
            labels: if labelled {
                vec![Label::Premium, Label::Live, Label::Sponsored, Label::Video]
            } else {
                Vec::new()
            },
            published: Some(Utc.with_ymd_and_hms(2026, 11, 22, 9, 30, 0).unwrap().fixed_offset()),
            blocks,
            related: related
                .into_iter()
                .map(|title| Related { title, url: "https://courier.example/r".to_owned() })
                .collect(),
            ..Article::default()
        },
    )
}

/// Letters and digits of the words, in order: what may never be lost, wherever rows end.
fn letters(words: &str) -> String {
    words.chars().filter(|c| c.is_alphanumeric()).collect()
}

fn cases() -> ProptestConfig {
    let cases = std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(64);
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn no_line_is_wider_than_the_page(article in any_article(), columns in 1..200_u16, how in 0..3_u8) {
        let page = [page, numbered, indented][usize::from(how)](&article, columns);
        prop_assert!(page.width <= columns && page.width <= MEASURE);
        for line in &page.lines {
            let plain = line.to_plain();
            // A single character that is wider than its room can only stand alone, or behind the sign of a list.
            let words: String = line.spans.iter().filter(|span| span.role != Role::Furniture)
                .map(|span| span.text.as_str()).collect();
            let alone = unicode_segmentation::UnicodeSegmentation::graphemes(words.trim_start_matches(['›', ' ']), true).count() == 1;
            prop_assert!(
                width(&plain) <= usize::from(page.width).max(2) || alone,
                "{} columns on a page of {}: {:?}", width(&plain), page.width, plain
            );
        }
    }

    #[test]
    fn no_word_is_lost(article in any_article(), columns in 1..200_u16, indent in any::<bool>()) {
        let page = if indent { indented(&article, columns) } else { page(&article, columns) };
        for (index, block) in article.blocks.iter().enumerate() {
            if matches!(block, Block::Table { .. } | Block::Rule) {
                continue;
            }
            let number = u32::try_from(index + 1).unwrap();
            let shown: String = page.lines.iter().filter(|line| line.place.block == number)
                .flat_map(|line| &line.spans)
                .filter(|span| span.role != Role::Furniture)
                .map(|span| span.text.as_str()).collect();
            let told: String = match block {
                Block::Embed { title, url, .. } => format!("Video{}", title.as_ref().unwrap_or(url)),
                block => block.lines().concat(),
            };
            prop_assert_eq!(letters(&shown), letters(&told));
        }
        let title: String = page.lines.iter().flat_map(|line| &line.spans)
            .filter(|span| span.role == Role::Headline).map(|span| span.text.as_str()).collect();
        prop_assert_eq!(letters(&title), letters(&article.title));
    }

    #[test]
    fn places_only_grow_and_are_found_again(article in any_article(), columns in 1..200_u16, other in 1..200_u16, indent in any::<bool>()) {
        let (page, narrow) = (page(&article, columns), if indent { indented } else { page }(&article, other));
        for pair in page.lines.windows(2) {
            prop_assert!(pair[0].place <= pair[1].place, "{:?} then {:?}", pair[0], pair[1]);
        }
        for row in 0..page.lines.len() {
            let place = page.place_of(row);
            let found = page.line_of(place);
            // A blank row stands for the words below it.
            prop_assert!(found <= row || page.lines[row].spans.is_empty());
            prop_assert_eq!(page.place_of(found), place);
            // At another width the row that is found holds the same spot.
            let there = narrow.line_of(place);
            prop_assert!(narrow.place_of(there) <= place);
            let after = narrow.lines.iter().skip(there).find(|line| line.place > narrow.place_of(there));
            prop_assert!(after.is_none_or(|line| line.place > place));
        }
    }

    #[test]
    fn numbers_do_not_move_places(article in any_article(), columns in 20..100_u16) {
        let (plain, numbered) = (page(&article, columns), numbered(&article, columns));
        prop_assert_eq!(&plain.links, &numbered.links);
        for pair in numbered.lines.windows(2) {
            prop_assert!(pair[0].place <= pair[1].place);
        }
        let ends = |page: &Page| page.lines.last().map(|line| line.place.block);
        prop_assert_eq!(ends(&plain), ends(&numbered));
        let shown: Vec<String> = numbered.lines.iter().flat_map(|line| &line.spans)
            .filter(|span| span.role == Role::LinkNumber).map(|span| span.text.clone()).collect();
        let expected: Vec<String> = (1..=numbered.links.len()).map(|number| format!("[{number}]")).collect();
        prop_assert_eq!(shown.concat(), expected.concat(), "each number once, in order");
    }
}

// ---- paragraphs ----

#[test]
fn paragraphs_that_follow_each_other_are_indented_in_place_of_the_blank_row() {
    let quote = Block::Quote { paragraphs: vec![Text::plain("“Said.”")], source: None };
    let bare = Block::Figure { caption: None, credit: None, image: None };
    let story = article(vec![
        paragraph("The first one begins at the left."),
        paragraph("The second one begins further right, and its other rows do not."),
        bare,
        paragraph("A third."),
        Block::Heading { level: 2, text: Text::plain("A subhead") },
        paragraph("After it the first again begins at the left."),
        quote,
        paragraph("After a quote too."),
        list(false, &[(0, "One.")]),
        paragraph("And after a list."),
        paragraph("Not the one after."),
    ]);
    assert_eq!(
        body(&indented(&story, 30)),
        [
            "The first one begins at the",
            "left.",
            "  The second one begins",
            "further right, and its other",
            "rows do not.",
            "  A third.",
            "",
            "A subhead",
            "",
            "After it the first again",
            "begins at the left.",
            "",
            "│ “Said.”",
            "",
            "After a quote too.",
            "",
            "• One.",
            "",
            "And after a list.",
            "  Not the one after.",
        ]
    );
    // Rows know their places by the words alone, and the words of a link begin where they did.
    let page = indented(&story, 30);
    let second: Vec<u32> = page.lines.iter().filter(|line| line.place.block == 2).map(|line| line.place.byte).collect();
    assert_eq!(second, [0, 22, 51]);
    assert_eq!(
        body(&indented(&article(vec![paragraph("one"), paragraph("two")]), 3)),
        ["one", "two"],
        "no room for it"
    );
}

#[test]
fn a_link_in_an_indented_row_is_whole_and_numbered() {
    let mut text = Text::default();
    text.push("a link", PLAIN, Some("https://courier.example/b"));
    let story = article(vec![paragraph("One."), Block::Paragraph { text }]);
    let setting = Setting { paragraphs: Paragraphs::Indent, numbers: true, ..setting(30) };
    let page = Page::of(&story, "The Courier", None, setting);
    assert_eq!(body(&page), ["One.", "  a link[1]"]);
    let line = page.lines.iter().find(|line| line.to_plain().ends_with("[1]")).unwrap();
    let roles: Vec<(Role, Option<usize>)> = line.spans.iter().map(|span| (span.role, span.link)).collect();
    assert_eq!(roles, [(Role::Body, None), (Role::Link, Some(0)), (Role::LinkNumber, None)]);
}

// ---- the head ----

fn full_head() -> Article {
    Article {
        kicker: Some("Analysis".to_owned()),
        section: vec!["World".to_owned(), "Asia".to_owned()],
        standfirst: Some("What was agreed, and what was not.".to_owned()),
        authors: vec!["Ada Quill".to_owned(), "Ben Moss".to_owned()],
        agency: Some("Tidewire".to_owned()),
        published: Some(Utc.with_ymd_and_hms(2026, 11, 21, 18, 0, 0).unwrap().fixed_offset()),
        updated: Some("2026-11-22T20:05:00+13:00".parse().unwrap()),
        labels: vec![Label::Premium, Label::Updated],
        ..article(vec![paragraph("Words of the story.")])
    }
}

#[test]
fn the_head_says_whence_what_who_and_when() {
    let rows = all(&page(&full_head(), 76));
    assert_eq!(
        rows[..10],
        [
            "World › Asia › Analysis",
            "",
            "A title",
            "",
            "What was agreed, and what was not.",
            "",
            "By Ada Quill, Ben Moss · Tidewire",
            "21 Nov 2026, 18:00 · Updated 22 Nov, 07:05 · 1 min read",
            "Premium",
            "",
        ]
    );
}

#[test]
fn what_is_missing_in_the_head_leaves_no_hole() {
    let bare = Article { title: "Only a title".to_owned(), ..article(Vec::new()) };
    assert_eq!(all(&page(&bare, 76)), ["The Courier", "", "Only a title", "", "https://courier.example/a"]);
}

#[test]
fn labels_wrap_on_a_narrow_page() {
    let labels = vec![Label::Premium, Label::Live, Label::Sponsored, Label::Opinion, Label::Video];
    let rows = all(&page(&Article { labels, ..article(Vec::new()) }, 20));
    assert!(rows.iter().any(|row| row.starts_with("Premium · Live")), "{rows:#?}");
    assert!(rows.iter().all(|row| width(row) <= 20), "{rows:#?}");
}

// ---- blocks ----

#[test]
fn a_paragraph_fills_the_measure_and_no_more() {
    let long = "word ".repeat(100);
    for (columns, widest) in [(200, MEASURE), (76, 76), (40, 40)] {
        let rows = body(&page(&article(vec![paragraph(&long)]), columns));
        let most = rows.iter().map(|row| width(row)).max().unwrap();
        assert!(most <= usize::from(widest) && most + 5 > usize::from(widest), "{columns}: {most}");
    }
}

#[test]
fn quotes_stand_behind_a_bar_with_their_source() {
    let quote = Block::Quote {
        paragraphs: vec![Text::plain("The tide waits for nobody."), Text::plain("Nor do I.")],
        source: Some(Text::plain("Ada Quill, harbour master")),
    };
    assert_eq!(
        body(&page(&article(vec![quote]), 40)),
        ["│ The tide waits for nobody.", "│", "│ Nor do I.", "│ — Ada Quill, harbour master"]
    );
}

#[test]
fn lists_hang_their_items() {
    let items = [(0, "eels and how to keep them in a bucket"), (1, "short-finned"), (0, "whitebait")];
    assert_eq!(
        body(&page(&article(vec![list(false, &items)]), 24)),
        ["• eels and how to keep", "  them in a bucket", "  • short-finned", "• whitebait"]
    );
}

#[test]
fn numbered_lists_align_their_numbers() {
    let items: Vec<(u8, &str)> = (0..10).map(|_| (0, "round")).collect();
    let rows = body(&page(&article(vec![list(true, &items)]), 40));
    assert_eq!((rows[0].as_str(), rows[9].as_str()), (" 1. round", "10. round"));
}

#[test]
fn captions_stand_behind_a_bar_with_their_credit() {
    let figure = |caption: Option<&str>, credit: Option<&str>| Block::Figure {
        caption: caption.map(Text::plain),
        credit: credit.map(str::to_owned),
        image: None,
    };
    let page = page(
        &article(vec![
            figure(Some("The ferry at dusk."), Some("Photo / Ben Moss")),
            figure(Some("The ferry at dawn"), Some("Tidewire")),
            figure(None, Some("Supplied")),
            figure(None, None),
        ]),
        60,
    );
    assert_eq!(
        body(&page),
        ["│ The ferry at dusk. Photo / Ben Moss", "", "│ The ferry at dawn. Tidewire", "", "│ Supplied"]
    );
}

#[test]
fn code_keeps_its_blanks_and_is_cut_at_the_edge() {
    let code =
        Block::Code { lines: vec!["if tide {".to_owned(), "    row();".to_owned(), String::new(), "}".repeat(20)] };
    assert_eq!(
        body(&page(&article(vec![code]), 16)),
        ["  if tide {", "      row();", "  ", "  }}}}}}}}}}}}}}", "  }}}}}}"]
    );
}

#[test]
fn a_rule_stands_in_the_middle() {
    let rows = body(&page(&article(vec![paragraph("before"), Block::Rule, paragraph("after")]), 25));
    assert_eq!(rows, ["before", "", "          * * *", "", "after"]);
}

#[test]
fn an_embed_says_what_it_is_and_leads_there() {
    let embed = Block::Embed {
        what: "video".to_owned(),
        title: Some("The launch".to_owned()),
        url: "https://courier.example/v".to_owned(),
    };
    let page = page(&article(vec![embed]), 60);
    assert_eq!(body(&page), ["│ Video: The launch"]);
    assert_eq!(page.links[0].url, "https://courier.example/v");
}

// ---- tables ----

const RESULTS: &[&[&str]] =
    &[&["Boat", "Time", "Points"], &["Kittiwake", "1:02", "10"], &["Old Margaret", "11:15", "8"]];

#[test]
fn a_table_that_fits_is_aligned() {
    let page = page(&article(vec![table(true, RESULTS)]), 60);
    assert_eq!(
        body(&page),
        ["Boat           Time  Points", "Kittiwake      1:02      10", "Old Margaret  11:15       8"]
    );
    let head = page.lines.iter().find(|line| line.to_plain().starts_with("Boat")).unwrap();
    assert_eq!(head.spans[0].role, Role::TableHead);
}

#[test]
fn a_table_that_nearly_fits_wraps_its_cells() {
    let rows: &[&[&str]] = &[&["Boat", "Remarks"], &["Kittiwake", "lost her rudder off the point and rowed home"]];
    assert_eq!(
        body(&page(&article(vec![table(true, rows)]), 36)),
        ["Boat       Remarks", "Kittiwake  lost her rudder off the", "           point and rowed home"]
    );
}

#[test]
fn a_table_that_does_not_fit_is_told_row_by_row() {
    let rows: &[&[&str]] = &[&["Boat", "Skipper", "Remarks"], &["Kittiwake", "Ada Quill", "lost her rudder"]];
    assert_eq!(
        body(&page(&article(vec![table(true, rows)]), 20)),
        ["Boat: Kittiwake", "Skipper: Ada Quill", "Remarks: lost her", "rudder"]
    );
}

#[test]
fn rows_of_a_table_have_places_of_their_own() {
    for columns in [60, 12] {
        let page = page(&article(vec![table(false, RESULTS)]), columns);
        let mut places: Vec<Place> =
            page.lines.iter().map(|line| line.place).filter(|place| place.block == 1).collect();
        places.dedup();
        assert_eq!(places.len(), 3, "at {columns} columns");
    }
}

// ---- links ----

#[test]
fn links_are_numbered_once_each() {
    let mut text = Text::default();
    text.push("See the ", PLAIN, None);
    text.push("report of ", PLAIN, Some("https://courier.example/report"));
    text.push("the harbour", STRONG, Some("https://courier.example/report"));
    text.push(" and the ", PLAIN, None);
    text.push("reply", PLAIN, Some("https://courier.example/reply"));
    text.push(".", PLAIN, None);
    let article = article(vec![Block::Paragraph { text }]);
    let numbered = numbered(&article, 60);
    assert_eq!(body(&numbered), ["See the report of the harbour[1] and the reply[2]."]);
    let links: Vec<(&str, &str)> = numbered.links.iter().map(|link| (link.text.as_str(), link.url.as_str())).collect();
    assert_eq!(
        links,
        [("report of the harbour", "https://courier.example/report"), ("reply", "https://courier.example/reply")]
    );
    assert_eq!(body(&page(&article, 60)), ["See the report of the harbour and the reply."]);
}

#[test]
fn a_number_may_be_cut_on_the_narrowest_page() {
    let mut text = Text::default();
    text.push("a", PLAIN, Some("https://courier.example/a"));
    text.push("bcdefgh", PLAIN, None);
    for columns in 1..8 {
        let page = numbered(&article(vec![Block::Paragraph { text: text.clone() }]), columns);
        assert_eq!(body(&page).concat(), "a[1]bcdefgh", "{columns}");
    }
}

// ---- the tail ----

#[test]
fn a_premium_story_says_that_it_goes_on_elsewhere() {
    let premium = Article { labels: vec![Label::Premium], ..article(vec![paragraph("The beginning.")]) };
    let rows = all(&page(&premium, 76));
    assert!(rows.contains(&"Premium: The Courier shows the rest to its subscribers.".to_owned()), "{rows:#?}");
}

#[test]
fn related_stories_credit_and_address_close_the_page() {
    let related = vec![
        Related { title: "The bridge stays".to_owned(), url: "https://courier.example/bridge".to_owned() },
        Related { title: String::new(), url: "https://courier.example/nameless".to_owned() },
    ];
    let article = Article { related, ..article(vec![paragraph("Words.")]) };
    let page = Page::of(&article, "The Courier", Some("news from courier.example"), setting(60));
    assert_eq!(
        all(&page)[4..],
        [
            "1 min read",
            "",
            "Words.",
            "",
            "Related stories",
            "› The bridge stays",
            "",
            "news from courier.example",
            "https://courier.example/a",
        ]
    );
    assert_eq!(page.links.len(), 1);
}

#[test]
fn subheads_are_found_in_both_directions() {
    let heading = |words: &str| Block::Heading { level: 2, text: Text::plain(words) };
    let page = page(&article(vec![heading("One"), paragraph("a"), heading("Two"), paragraph("b")]), 40);
    let row = |words: &str| page.lines.iter().position(|line| line.to_plain() == words).unwrap();
    assert_eq!(page.subhead(0, 1), Some(row("One")));
    assert_eq!(page.subhead(row("One"), 1), Some(row("Two")));
    assert_eq!(page.subhead(row("Two"), 1), None);
    assert_eq!(page.subhead(row("Two"), -1), Some(row("One")));
    assert_eq!(page.subhead(row("One"), -1), None);
}

#[test]
fn links_in_a_table_lead_somewhere() {
    let mut linked = Text::default();
    linked.push("Kittiwake", Face::default(), Some("https://courier.example/kittiwake"));
    let rows = vec![vec![Text::plain("Boat"), Text::plain("Time")], vec![linked, Text::plain("1:02")]];
    let story = article(vec![Block::Table { header: true, rows }]);
    for columns in [60, 12] {
        let page = page(&story, columns);
        assert_eq!(page.links.len(), 1, "at {columns} columns");
        assert_eq!(page.links[0].url, "https://courier.example/kittiwake");
        let spans = page.lines.iter().flat_map(|line| &line.spans);
        assert_eq!(spans.filter(|span| span.link == Some(0)).map(|span| span.role).next(), Some(Role::Link));
    }
    assert_eq!(body(&numbered(&story, 60)), ["Boat            Time", "Kittiwake[1]    1:02"]);
}
