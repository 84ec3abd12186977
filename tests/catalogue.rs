//! The catalogue: the shipped outlets are sound, and a file that is not says where.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::collections::HashSet;

use dateline::catalogue::{BLENDED, Catalogue};
use dateline::news::{Feed, Fill, Outlet, Section, SectionId};

const COURIER: &str = r#"
id = "courier"
name = "The Courier"
country = "NZ"
language = "en"
home = "https://courier.example/"

[[section]]
title = "Home news"
path = "home"
feed = "https://courier.example/home.rss"
blend = ["front-page", "new-zealand"]

[[section]]
title = "Harbour"
path = "home/harbour"
level = 2
feeds = ["https://courier.example/harbour.rss", "https://courier.example/ferries.rss"]
page = "https://courier.example/harbour"

[[section]]
title = "Crosswords"
path = "crosswords"
page = "https://courier.example/crosswords"
"#;

fn courier() -> Outlet {
    Catalogue::parse_outlet("courier.toml", COURIER).unwrap()
}

fn feeds(section: &Section) -> &[Feed] {
    match &section.fill {
        Fill::Feeds(feeds) => feeds,
        _ => &[],
    }
}

fn refusal(toml: &str) -> String {
    Catalogue::parse_outlet("broken.toml", toml).unwrap_err().to_string()
}

#[test]
fn a_file_becomes_an_outlet_with_its_tree() {
    let outlet = courier();
    let rows: Vec<_> = outlet.sections.iter().map(|s| (s.id.0.as_str(), s.depth, feeds(s).len())).collect();
    assert_eq!(rows, [("courier/home", 0, 1), ("courier/home/harbour", 1, 2), ("courier/crosswords", 0, 0)]);
    assert_eq!(outlet.sections[0].blends, ["front-page", "new-zealand"]);
    assert_eq!(outlet.sections[1].fill, {
        let feed = |url: &str| Feed::at(url.to_owned(), "courier".to_owned(), "The Courier".to_owned());
        Fill::Feeds(vec![feed("https://courier.example/harbour.rss"), feed("https://courier.example/ferries.rss")])
    });
}

#[test]
fn a_section_without_a_feed_opens_in_a_browser() {
    let outlet = courier();
    assert_eq!(outlet.sections[2].fill, Fill::Browser);
    assert_eq!(outlet.sections[2].page.as_deref(), Some("https://courier.example/crosswords"));
}

#[test]
fn the_tree_is_blended_sections_then_saved_then_outlets_one_deeper() {
    let catalogue = Catalogue { outlets: vec![courier()] };
    let tree = catalogue.tree(&["courier".to_owned(), "nobody".to_owned(), "courier".to_owned()]);
    let rows: Vec<_> = tree.iter().map(|s| (s.id.0.as_str(), s.title.as_str(), s.depth)).collect();
    assert_eq!(
        rows,
        [
            ("front-page", "Front page", 0),
            ("new-zealand", "New Zealand", 0),
            ("saved", "Saved", 0),
            ("courier", "The Courier", 0),
            ("courier/home", "Home news", 1),
            ("courier/home/harbour", "Harbour", 2),
            ("courier/crosswords", "Crosswords", 1),
        ]
    );
    assert_eq!(tree[2].fill, Fill::Saved);
    assert_eq!(tree[2].id, SectionId::saved());
    assert_eq!(tree[3].fill, tree[4].fill, "an outlet's root shows what it gives to the front page");
}

#[test]
fn without_a_front_page_an_outlets_root_shows_its_first_feeds() {
    let toml = COURIER.replace("\"front-page\", ", "");
    let catalogue = Catalogue { outlets: vec![Catalogue::parse_outlet("courier.toml", &toml).unwrap()] };
    let tree = catalogue.tree(&["courier".to_owned()]);
    let root = tree.iter().find(|section| section.id.0 == "courier").unwrap();
    assert_eq!(feeds(root)[0].url, "https://courier.example/home.rss");
}

#[test]
fn an_unknown_key_is_shown_with_line_and_caret() {
    let message = refusal(&COURIER.replace("path = \"crosswords\"", "paht = \"crosswords\""));
    assert!(message.starts_with("broken.toml: TOML parse error at line 23, column 1"), "{message}");
    assert!(message.contains("23 | paht = \"crosswords\"\n   | ^^^^"), "{message}");
    assert!(message.contains("unknown field `paht`"), "{message}");
}

#[test]
fn every_rule_of_the_schema_points_at_what_breaks_it() {
    for (sound, broken, line, why) in [
        ("feed = \"https://courier.example/home.rss\"", "feed = \"gopher://courier.example/\"", 11, "http or https"),
        ("home = \"https://courier.example/\"", "home = \"/\"", 6, "http or https"),
        ("title = \"Harbour\"", "title = \" \"", 15, "must not be empty"),
        ("path = \"crosswords\"", "path = \"home\"", 23, "taken by another section"),
        ("path = \"crosswords\"", "path = \"Cross Words\"", 23, "a-z, 0-9 and -"),
        ("level = 2", "level = 4", 17, "level is 1, 2 or 3"),
        ("level = 2", "level = 3", 17, "no section of the level above"),
        ("/ferries.rss", "/home.rss", 18, "fills another section"),
        ("\"new-zealand\"", "\"gardening\"", 12, "not a blended section; there are front-page"),
    ] {
        let message = refusal(&COURIER.replace(sound, broken));
        assert!(message.contains(&format!("at line {line}, column ")), "{broken}: {message}");
        assert!(message.contains("| ") && message.contains('^'), "{broken}: {message}");
        assert!(message.contains(why), "{broken}: {message}");
    }
}

#[test]
fn the_shipped_outlets_are_sound() {
    let catalogue = Catalogue::built_in().unwrap();
    let ids: Vec<_> = catalogue.outlets.iter().map(|outlet| outlet.id.as_str()).collect();
    assert_eq!(ids, ["nzherald", "rnz", "bbc", "guardian", "aljazeera", "dw", "npr", "abc-au"]);
    let mut seen = HashSet::new();
    for section in catalogue.outlets.iter().flat_map(|outlet| &outlet.sections) {
        assert!(seen.insert(&section.id), "{} twice", section.id);
        assert!(section.depth < 3, "{} is too deep", section.id);
        assert!(dateline::text::width(&section.title) <= 32, "{} is too wide for the tree", section.title);
        assert!(matches!(section.fill, Fill::Feeds(_)) || section.page.is_some(), "{} leads nowhere", section.id);
    }
    assert_eq!(catalogue.outlet("nzherald").unwrap().credit.as_deref(), Some("news from nzherald.co.nz"));
}

#[test]
fn every_blended_section_is_filled_and_asks_each_feed_once() {
    let catalogue = Catalogue::built_in().unwrap();
    let tree = catalogue.tree(&catalogue.default_chosen());
    for (section, (id, _)) in tree.iter().zip(BLENDED) {
        assert_eq!(section.id.0, *id);
        let urls: Vec<_> = feeds(section).iter().map(|feed| &feed.url).collect();
        assert!(!urls.is_empty(), "{id} is empty");
        assert_eq!(urls.iter().collect::<HashSet<_>>().len(), urls.len(), "{id} asks twice");
    }
}

#[test]
fn new_zealand_comes_first_and_what_is_off_is_not_chosen() {
    let mut far = courier();
    far.id = "far".to_owned();
    far.country = "AU".to_owned();
    let mut closed = courier();
    closed.id = "closed".to_owned();
    closed.off = Some("closed its feeds".to_owned());
    let catalogue = Catalogue { outlets: vec![far, closed, courier()] };
    assert_eq!(catalogue.default_chosen(), ["courier", "far"]);
}
