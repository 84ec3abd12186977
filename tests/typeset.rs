//! Paragraphs set flush and with hyphens: what is drawn is what is said, and no wider than the measure.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use dateline::article::{Article, Block, Face, Item, Text};
use dateline::clock::Zone;
use dateline::page::typeset::Typesetting;
use dateline::page::{Line, Page, Paragraphs, Role, Setting};
use dateline::text::width;
use proptest::prelude::*;

const BOTH: Typesetting = Typesetting { justify: true, hyphenate: true };
const HYPHENS: Typesetting = Typesetting { justify: false, hyphenate: true };
const FLUSH: Typesetting = Typesetting { justify: true, hyphenate: false };

fn set(blocks: Vec<Block>, language: &str, measure: u16, typesetting: Typesetting) -> Page {
    let article = Article {
        url: "https://courier.example/a".to_owned(),
        title: "A".to_owned(),
        language: Some(language.to_owned()),
        blocks,
        ..Article::default()
    };
    let setting = Setting {
        width: measure,
        measure,
        paragraphs: Paragraphs::Spaced,
        typesetting,
        numbers: false,
        link_list: false,
        zone: Zone::utc(),
    };
    Page::of(&article, "The Courier", None, setting)
}

fn paragraph(words: &str) -> Vec<Block> {
    vec![Block::Paragraph { text: Text::plain(words) }]
}

/// The rows of the story as they are drawn.
fn rows(page: &Page) -> Vec<String> {
    page.lines.iter().filter(|line| is_story(line)).map(drawn).collect()
}

fn is_story(line: &Line) -> bool {
    line.spans.iter().any(|span| matches!(span.role, Role::Body | Role::Quote | Role::Link))
}

fn drawn(line: &Line) -> String {
    line.shown().map(|(_, shown)| shown.into_owned()).collect()
}

/// The words of a page as they are said: rows joined, broken words whole.
fn said(page: &Page) -> String {
    let mut said = String::new();
    for line in page.lines.iter().filter(|line| is_story(line)) {
        said.push_str(line.to_plain().trim_end());
        if !line.set.hyphen {
            said.push(' ');
        }
    }
    said.trim_end().to_owned()
}

#[test]
fn a_row_is_flush_and_its_gaps_are_not_all_on_one_side() {
    let page = set(
        paragraph(
            "The lift at the Hotel Concord works on weekdays when there is a delegation in the building. This month it has worked.",
        ),
        "en",
        38,
        FLUSH,
    );
    assert_eq!(
        rows(&page),
        [
            "The  lift at  the Hotel  Concord works",
            "on weekdays when there is a delegation",
            "in  the  building. This  month  it has",
            "worked."
        ]
    );
}

#[test]
fn off_means_off() {
    let words = "Internationally acknowledged representatives misunderstood straightforward recommendations.";
    let plain = set(paragraph(words), "en", 34, Typesetting::default());
    assert!(plain.lines.iter().all(|line| line.set == dateline::page::typeset::Set::default()));
    let unknown = set(paragraph(words), "fi", 34, HYPHENS);
    assert_eq!(rows(&unknown), rows(&plain), "a language whose rules are not known");
}

#[test]
fn words_are_broken_where_their_language_breaks_them() {
    for (language, words, broken) in [
        ("en", "aa acknowledgement bb", "acknowledge-ment|acknowl-edgement|ac-knowledgement"),
        ("en-NZ", "aa representative bb", "rep-resentative|repre-sentative|represen-tative|representa-tive"),
        ("de", "aa Bundeskanzlerin bb", "Bun-deskanzlerin|Bundes-kanzlerin|Bundeskanz-lerin|Bundeskanzle-rin"),
        ("fr", "aa gouvernement bb", "gou-vernement|gouver-nement|gouverne-ment"),
        ("es", "aa presidente bb", "pre-sidente|presi-dente|presiden-te"),
        ("nl", "aa verkiezingen bb", "ver-kiezingen|verkie-zingen|verkiezin-gen"),
    ] {
        let filler = "xx ".repeat(40);
        let mut seen = Vec::new();
        for measure in 20..60 {
            let page = set(paragraph(&format!("{filler}{words} {filler}")), language, measure, HYPHENS);
            let drawn = rows(&page);
            let pairs = drawn.windows(2).filter(|pair| pair[0].ends_with('-'));
            seen.extend(pairs.map(|pair| {
                let head = pair[0].rsplit(' ').next().unwrap().to_owned();
                format!("{head}{}", pair[1].split(' ').next().unwrap())
            }));
        }
        assert!(!seen.is_empty(), "{language}: never broken");
        let right: Vec<&str> = broken.split('|').collect();
        assert!(seen.iter().all(|word| right.contains(&word.as_str())), "{language}: {seen:?}");
    }
}

#[test]
fn what_is_no_plain_word_stays_whole() {
    let words = "https://internationally.example/representatives INTERNATIONALLY representative2026 self-representation \
                 committee@international.example ";
    for measure in 50..70 {
        let page = set(paragraph(&words.repeat(6)), "en", measure, BOTH);
        assert!(page.lines.iter().all(|line| !line.set.hyphen), "{measure}");
    }
}

#[test]
fn only_the_story_is_set_so() {
    let words =
        "Representatives of the international community acknowledged the recommendations of the committee, and left. ";
    let blocks = vec![
        Block::Heading { level: 2, text: Text::plain(&words.repeat(2)) },
        Block::Code { lines: vec![words.repeat(2)] },
        Block::Figure { caption: Some(Text::plain(&words.repeat(2))), credit: None, image: None },
        Block::Paragraph { text: Text::plain(&format!("港の市場で{words}")) },
        Block::Paragraph { text: Text::plain(&format!("שלום {words}")) },
    ];
    let page = set(blocks, "en", 40, FLUSH);
    assert!(page.lines.iter().all(|line| line.set.stretch == 0));
    let blocks = vec![
        Block::Quote { paragraphs: vec![Text::plain(&words.repeat(2))], source: None },
        Block::List { ordered: false, items: vec![Item { depth: 0, text: Text::plain(&words.repeat(2)) }] },
    ];
    let page = set(blocks, "en", 40, FLUSH);
    let flush: Vec<String> = rows(&page).into_iter().filter(|row| width(row) == 40).collect();
    assert!(
        flush.iter().any(|row| row.starts_with("│ ")) && flush.iter().any(|row| row.starts_with("  ")),
        "{flush:#?}"
    );
    assert!(flush.iter().all(|row| !row.starts_with("│  ") && !row.starts_with("•  ")), "the margin is no gap");
}

#[test]
fn a_broken_word_is_found_beside_a_bar() {
    let words = "Nobody would have thought that the internationalisation of the harbour would surprise the council.";
    let broken = (24..60).filter(|measure| {
        let quote = Block::Quote { paragraphs: vec![Text::plain(words)], source: None };
        let page = set(vec![quote], "en", *measure, HYPHENS);
        assert!(!dateline::app::find::in_page(&page, "internationalisation").is_empty(), "{measure}");
        page.lines.iter().any(|line| line.set.hyphen)
    });
    assert!(broken.count() > 0);
}

#[test]
fn cells_and_code_are_not_set_so() {
    let words = "Representatives of the international community acknowledged the recommendations, and left. ".repeat(2);
    let mut code = Text::plain(&words);
    code.push(" let  x", Face { code: true, ..Face::default() }, None);
    let table = Block::Table { header: false, rows: vec![vec![Text::plain(&words), Text::plain(&words)]] };
    for block in [table, Block::Paragraph { text: code }] {
        let page = set(vec![block], "en", 34, BOTH);
        assert!(
            page.lines.iter().all(|line| line.set == dateline::page::typeset::Set::default()),
            "{:#?}",
            rows(&page)
        );
    }
}

#[test]
fn a_broken_word_is_found() {
    let words =
        "Nobody would have thought that the internationalisation of the harbour would take the council by surprise.";
    let found: Vec<u16> = (24..60)
        .filter(|measure| {
            let page = set(paragraph(words), "en", *measure, HYPHENS);
            assert!(!dateline::app::find::in_page(&page, "internationalisation of").is_empty(), "{measure}");
            page.lines.iter().any(|line| line.set.hyphen)
        })
        .collect();
    assert!(!found.is_empty(), "it was broken in some");
}

/// Words of a few letters and many, marks and links among them.
fn texts() -> impl Strategy<Value = Text> {
    let word = prop_oneof![4 => "[a-z]{1,4}", 3 => "[a-z]{6,14}", 1 => "[A-Z]{8}", 1 => "[a-zäöüéñ]{5,20}", 1 => "港の市場", 1 => "[0-9]{2,5}[a-z]{4,9}"];
    let run = (prop::collection::vec(word, 1..12), any::<bool>(), any::<bool>());
    prop::collection::vec(run, 1..6).prop_map(|runs| {
        let mut text = Text::default();
        for (words, strong, linked) in runs {
            let face = Face { strong, ..Face::default() };
            text.push(&format!("{} ", words.join(" ")), face, linked.then_some("https://courier.example/b"));
        }
        text
    })
}

proptest! {
    #[test]
    fn what_is_drawn_is_what_is_said(
        text in texts(),
        language in prop::sample::select(vec!["en", "de", "fr", "es", "nl", "xx"]),
        measure in 8_u16..90,
        justify in any::<bool>(),
        hyphenate in any::<bool>(),
        indent in any::<bool>(),
    ) {
        let mut blocks = vec![Block::Paragraph { text: text.clone() }];
        if indent {
            blocks.push(Block::Quote { paragraphs: vec![text.clone()], source: None });
        }
        let page = set(blocks.clone(), language, measure, Typesetting { justify, hyphenate });
        let plain = set(blocks, language, measure, Typesetting::default());
        let bare = |page: &Page| said(page).replace("│ ", "").split_whitespace().collect::<String>();
        prop_assert_eq!(bare(&page), bare(&plain));
        let mut hyphens = 0;
        for line in &page.lines {
            let drawn = drawn(line);
            prop_assert!(width(&drawn) <= usize::from(measure), "{drawn:?}");
            hyphens = if line.set.hyphen { hyphens + 1 } else { 0 };
            prop_assert!(hyphens <= 2);
            if line.set.stretch > 0 {
                prop_assert_eq!(width(&drawn), usize::from(measure), "{:?}", drawn);
                prop_assert!(!drawn.trim_start_matches("│ ").contains("    "), "{drawn:?}");
            }
            let plain = line.to_plain();
            for (at, _) in plain.char_indices() {
                // Where find marks a word is where the word is drawn.
                let (before, rest) = plain.split_at(at);
                let column = width(before) + line.wider_before(at);
                let rest = rest.chars().next().unwrap().to_string();
                let drawn_there: String = {
                    let mut taken = 0;
                    drawn.chars().skip_while(|c| { let here = taken < column; taken += width(&c.to_string()); here }).take(1).collect()
                };
                prop_assert_eq!(drawn_there, rest);
            }
        }
    }
}
