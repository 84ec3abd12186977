//! The catalogue: the shipped outlets are sound, and a file that is not says where.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::collections::{BTreeMap, BTreeSet, HashSet};

use dateline::catalogue::{BLENDED, Catalogue};
use dateline::news::{Feed, Fill, Manners, Outlet, Section, SectionId, Source, SourceKind};

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

/// What is asked for a section, in order: `feed`, `front`, `sitemap /path/`.
fn chain(section: &Section) -> Vec<String> {
    let sources = feeds(section).iter().flat_map(|feed| &feed.sources);
    let kind = |source: &Source| match &source.kind {
        SourceKind::Feed => format!("feed {}", source.url),
        SourceKind::Front => format!("front {}", source.url),
        SourceKind::Sitemap { under } => format!("sitemap {} under {under}", source.url),
    };
    sources.map(kind).collect()
}

/// The Courier, with `sections` as its only ones.
fn courier_of(sections: &str) -> String {
    let head = COURIER.split("[[section]]").next().unwrap();
    format!("{head}sitemap = \"https://courier.example/news.xml\"\n\n{sections}")
}

#[test]
fn a_section_names_its_chain() {
    let toml = courier_of(
        r#"
[[section]]
title = "Politics"
path = "politics"
feed = "https://courier.example/politics.rss"
front = true
sitemap = true
page = "https://courier.example/nz/politics"

[[section]]
title = "World"
path = "world"
front = "https://courier.example/world/list"
sitemap = "https://courier.example/world.xml"
under = "/w/"

[[section]]
title = "Harbour"
path = "harbour"
sitemap = true
under = "/harbour/"

[[section]]
title = "Ferries"
path = "ferries"
sitemap = true
under = "/ferries/"

[[section]]
title = "Tides"
path = "tides"
feed = "https://courier.example/tides.rss"
off = "nobody saw it answer"
page = "https://courier.example/tides"
"#,
    );
    let outlet = Catalogue::parse_outlet("courier.toml", &toml).unwrap();
    assert_eq!(
        chain(&outlet.sections[0]),
        [
            "feed https://courier.example/politics.rss",
            "front https://courier.example/nz/politics",
            "sitemap https://courier.example/news.xml under /nz/politics/"
        ]
    );
    assert_eq!(feeds(&outlet.sections[0])[0].url, "https://courier.example/politics.rss");
    assert_eq!(
        chain(&outlet.sections[1]),
        ["front https://courier.example/world/list", "sitemap https://courier.example/world.xml under /w/"]
    );
    // Two shares of one sitemap are two things to keep.
    assert_eq!(feeds(&outlet.sections[2])[0].url, "https://courier.example/news.xml#/harbour/");
    assert_eq!(feeds(&outlet.sections[3])[0].url, "https://courier.example/news.xml#/ferries/");
    assert_eq!(outlet.sections[4].fill, Fill::Browser, "a feed that is off is not asked");
    assert_eq!(outlet.sections[4].page.as_deref(), Some("https://courier.example/tides"));
}

#[test]
fn a_section_may_stand_twice_and_a_folder_shows_all_that_is_in_it() {
    let toml = courier_of(
        r#"
[[section]]
title = "All of it"
path = "all"
gather = true

[[section]]
title = "Politics"
path = "all/politics"
level = 2
same = "politics"

[[section]]
title = "Harbour"
path = "all/harbour"
level = 2
feed = "https://courier.example/harbour.rss"

[[section]]
title = "Politics"
path = "politics"
feed = "https://courier.example/politics.rss"
page = "https://courier.example/politics"
"#,
    );
    let outlet = Catalogue::parse_outlet("courier.toml", &toml).unwrap();
    assert_eq!(outlet.sections[1].fill, outlet.sections[3].fill);
    assert_eq!(outlet.sections[1].page, outlet.sections[3].page);
    assert_eq!(
        chain(&outlet.sections[0]),
        ["feed https://courier.example/politics.rss", "feed https://courier.example/harbour.rss"]
    );
}

#[test]
fn a_chain_that_makes_no_sense_is_pointed_at() {
    let section = "[[section]]\ntitle = \"Tides\"\npath = \"tides\"\n";
    for (keys, why) in [
        ("front = true", "stands for the page, and there is none"),
        ("front = \"tides.html\"", "must be an http or https address"),
        ("sitemap = true", "needs to know under which path"),
        ("sitemap = true\nunder = \"tides\"", "a path begins with /"),
        ("under = \"/tides/\"", "only a sitemap is filtered by path"),
        (
            "feeds = [\"https://courier.example/a\", \"https://courier.example/b\"]\nfront = \"https://courier.example/\"",
            "behind one feed, not behind several",
        ),
        ("same = \"nowhere\"", "there is no such section"),
        ("same = \"tides\"", "repeats another itself"),
        ("same = \"tides\"\nfeed = \"https://courier.example/a\"", "is the same as another, or gathers"),
        ("feeds = [\"https://courier.example/a\", \"https://courier.example/a\"]", "fills another section"),
    ] {
        let message = refusal(&courier_of(&format!("{section}{keys}\n")));
        assert!(message.contains("TOML parse error at line ") && message.contains('^'), "{keys}: {message}");
        assert!(message.contains(why), "{keys}: {message}");
    }
    let message = refusal(&courier_of("").replace("sitemap", "timeout_seconds = 0 # sitemap"));
    assert!(message.contains("timeout_seconds goes from 1 to 120"), "{message}");
    let message = refusal(&COURIER.replace("country = \"NZ\"\n", ""));
    assert!(message.contains("missing field `country`"), "{message}");
}

#[test]
fn the_shipped_outlets_are_sound() {
    let catalogue = Catalogue::built_in().unwrap();
    let mut seen = HashSet::new();
    for section in catalogue.outlets.iter().flat_map(|outlet| &outlet.sections) {
        assert!(seen.insert(&section.id), "{} twice", section.id);
        assert!(section.depth < 3, "{} is too deep", section.id);
        assert!(dateline::text::width(&section.title) <= 32, "{} is too wide for the tree", section.title);
        assert!(matches!(section.fill, Fill::Feeds(_)) || section.page.is_some(), "{} leads nowhere", section.id);
    }
    assert_eq!(catalogue.outlet("nzherald").unwrap().credit.as_deref(), Some("news from nzherald.co.nz"));
}

/// The files of the catalogue, read without the program's schema.
fn files() -> BTreeMap<String, toml::Table> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/catalogue");
    let mut files = BTreeMap::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "toml") {
            let table = std::fs::read_to_string(&path).unwrap().parse().unwrap();
            files.insert(path.file_stem().unwrap().to_str().unwrap().to_owned(), table);
        }
    }
    files
}

#[test]
fn every_file_of_the_folder_is_shipped_under_its_name() {
    let catalogue = Catalogue::built_in().unwrap();
    let shipped: BTreeSet<_> = catalogue.outlets.iter().map(|outlet| outlet.id.clone()).collect();
    assert_eq!(shipped.len(), catalogue.outlets.len(), "an outlet is listed twice");
    assert_eq!(shipped, files().into_keys().collect());
    for id in OUTLETS.split_whitespace() {
        assert!(shipped.contains(id), "{id} is missing");
    }
}

/// Those that are to be there, at least.
const OUTLETS: &str = "nzherald rnz stuff 1news teaonews spinoff newsroom odt bbc guardian abc-au smh sbs aljazeera dw npr nyt wapo cnn
    ap reuters cbc lemonde france24 spiegel tagesschau elpais nhk japantimes skynews pbs cbs scmp straitstimes dawn thehindu latimes ars
    verge nbc economist globalnews globe japantoday mainichi cna rte ieee wired npr-text";

#[test]
fn no_address_is_asked_for_two_sections() {
    let mut seen = BTreeMap::new();
    for (file, table) in files() {
        for section in table["section"].as_array().unwrap() {
            let many = section.get("feeds").and_then(|feeds| feeds.as_array()).into_iter().flatten();
            for feed in section.get("feed").into_iter().chain(many) {
                // What is switched off counts too: switched on it would be asked twice.
                let feed = feed.as_str().unwrap();
                assert!(feed.starts_with("https://") || feed.starts_with("http://"), "{feed}");
                let other = seen.insert(feed.to_owned(), file.clone());
                assert_eq!(other, None, "{feed} is in {file} too");
            }
        }
    }
    assert!(seen.len() > 450, "{} feeds", seen.len());
}

#[test]
fn what_can_be_relied_on_less_says_so() {
    let catalogue = Catalogue::built_in().unwrap();
    for id in ["ap", "reuters"] {
        let outlet = catalogue.outlet(id).unwrap();
        assert!(outlet.off.as_deref().is_some_and(|why| why.contains("terms forbid")), "{id}");
        assert!(chain(&outlet.sections[0])[0].ends_with("under /"), "{id} is read from its sitemap once it is chosen");
        assert!(!catalogue.default_chosen().contains(&outlet.id));
        assert_eq!(catalogue.chosen(std::slice::from_ref(&outlet.id), &[]), [id]);
    }
    for (id, home) in [("npr-text", "https://text.npr.org/"), ("cnn", "https://lite.cnn.com/")] {
        let outlet = catalogue.outlet(id).unwrap();
        assert_eq!(chain(&outlet.sections[0]), [format!("front {home}")]);
    }
    let manners = |id: &str| catalogue.outlet(id).unwrap().manners.clone();
    assert_eq!(manners("wapo"), Manners { timeout_seconds: Some(20), ..Manners::default() });
    assert_eq!(manners("rnz"), Manners { crawl_delay_seconds: Some(7), ..Manners::default() });
    assert_eq!(manners("bbc"), Manners::default());
    let smell = |section: &Section| section.id.0 == "rnz/regional" && section.fill == Fill::Browser;
    assert!(catalogue.outlet("rnz").unwrap().sections.iter().any(smell), "a feed without evidence is not asked");
}

/// NZ Herald's own menu has 330 nodes; these rows of ours are not among them.
fn is_ours(section: &Section) -> bool {
    let path = section.id.0.strip_prefix("nzherald/").unwrap();
    matches!(path, "top" | "regions" | "media" | "puzzles-and-quizzes" | "subscriptions")
        || path.starts_with("nzme-network")
}

#[test]
fn nz_herald_is_whole() {
    let catalogue = Catalogue::built_in().unwrap();
    let outlet = catalogue.outlet("nzherald").unwrap();
    let nodes: Vec<&Section> = outlet.sections.iter().filter(|section| !is_ours(section)).collect();
    assert_eq!(nodes.len(), 330);

    let mut groups = BTreeMap::new();
    let mut group = "";
    for section in &outlet.sections {
        let path = section.id.0.strip_prefix("nzherald/").unwrap();
        if section.depth == 0 {
            group = match path {
                "regions" | "media" | "puzzles-and-quizzes" | "subscriptions" | "nzme-network" => path,
                _ => "sections",
            };
        }
        if !is_ours(section) {
            *groups.entry(group).or_insert(0) += 1;
        }
    }
    // The site's own count, with the one that it shows above its menu (Election 2026) among the sections.
    let expected =
        [("sections", 235), ("regions", 71), ("media", 10), ("puzzles-and-quizzes", 10), ("subscriptions", 4)];
    assert_eq!(groups, BTreeMap::from(expected));

    let mut fills = BTreeMap::new();
    for node in &nodes {
        let kinds: Vec<&str> = feeds(node)
            .iter()
            .flat_map(|feed| &feed.sources)
            .map(|source| match source.kind {
                SourceKind::Feed => "feed",
                SourceKind::Front => "front",
                SourceKind::Sitemap { .. } => "sitemap",
            })
            .collect();
        let word = if kinds.is_empty() { "browser".to_owned() } else { kinds.join(" ") };
        if kinds.is_empty() {
            assert!(node.page.is_some(), "{} is a dead row", node.id);
        }
        *fills.entry(word).or_insert(0) += 1;
    }
    assert_eq!(
        fills,
        BTreeMap::from([
            ("feed front sitemap".to_owned(), 123),
            ("feed front".to_owned(), 142),
            ("front sitemap".to_owned(), 1),
            ("front".to_owned(), 1),
            ("browser".to_owned(), 63),
        ])
    );
    let depths: BTreeSet<u8> = outlet.sections.iter().map(|section| section.depth).collect();
    assert_eq!(depths, BTreeSet::from([0, 1, 2]));
    let weather = outlet.sections.iter().skip_while(|section| section.title != "Weather forecasts").skip(1);
    assert_eq!(weather.take_while(|section| section.depth == 1).count(), 41, "the towns stand under one row");
}

#[test]
fn a_node_of_each_kind_is_filled_as_the_site_has_it() {
    let catalogue = Catalogue::built_in().unwrap();
    let outlet = catalogue.outlet("nzherald").unwrap();
    let site = "https://www.nzherald.co.nz";
    let feed = |what: &str, website: &str| {
        format!("feed {site}/arc/outboundfeeds/rss/{what}/?outputType=xml&_website={website}")
    };
    let sitemap = |under: &str| {
        format!("sitemap {site}/arc/outboundfeeds/sitemap-news/?outputType=xml&_website=nzh under {under}")
    };
    let front = |path: &str| format!("front {site}{path}");
    for (path, expected) in [
        ("nz/politics", vec![feed("section/nz/politics", "nzh"), front("/nz/politics/"), sitemap("/nz/politics/")]),
        ("nz/politics-too", vec![feed("section/nz/politics", "nzh"), front("/nz/politics/"), sitemap("/nz/politics/")]),
        ("topic/asia", vec![feed("topic/asia", "nzh"), front("/topic/asia/")]),
        (
            "northern-advocate",
            vec![feed("section/nz", "northern-advocate"), front("/northern-advocate/"), sitemap("/northern-advocate/")],
        ),
        ("latest-news", vec![front("/latest-news/"), sitemap("/")]),
        ("weather/gore", vec![]),
        ("video/sport", vec![]),
    ] {
        let id = SectionId(format!("nzherald/{path}"));
        let section = outlet.sections.iter().find(|section| section.id == id).unwrap();
        assert_eq!(chain(section), expected, "{path}");
    }
}

#[test]
fn every_blended_section_is_filled_and_asks_each_feed_once() {
    let catalogue = Catalogue::built_in().unwrap();
    let tree = catalogue.tree(&catalogue.default_chosen());
    for (section, (id, _)) in tree.iter().zip(BLENDED) {
        assert_eq!(section.id.0, *id);
        let urls: Vec<_> = feeds(section).iter().map(|feed| &feed.url).collect();
        assert!(!urls.is_empty(), "{id} is empty");
        assert!(urls.len() <= 20, "{id} asks {} addresses before its list is whole", urls.len());
        assert_eq!(urls.iter().collect::<HashSet<_>>().len(), urls.len(), "{id} asks twice");
    }
}

#[test]
fn a_language_brings_its_outlets() {
    let catalogue = Catalogue::built_in().unwrap();
    let chosen = |languages: &[&str]| {
        let languages: Vec<String> = languages.iter().map(|language| (*language).to_owned()).collect();
        catalogue.chosen(&[], &languages)
    };
    assert_eq!(
        catalogue.default_chosen(),
        [
            "nzherald",
            "rnz",
            "stuff",
            "1news",
            "teaonews",
            "spinoff",
            "newsroom",
            "odt",
            "bbc",
            "guardian",
            "aljazeera",
            "dw",
            "npr",
            "abc-au"
        ]
    );
    assert_eq!(chosen(&["en"]), catalogue.default_chosen());
    assert_eq!(chosen(&["DE"]), ["spiegel", "tagesschau"]);
    assert_eq!(chosen(&["mi", "fr"]), ["teaonews", "lemonde"]);
    assert_eq!(chosen(&["tlh"]), Vec::<String>::new());
}

#[test]
fn new_zealand_comes_first_and_what_is_off_is_not_chosen() {
    let mut near = courier();
    near.shown = true;
    let mut far = near.clone();
    far.id = "far".to_owned();
    far.country = "AU".to_owned();
    let mut closed = near.clone();
    closed.id = "closed".to_owned();
    closed.off = Some("closed its feeds".to_owned());
    let mut quiet = near.clone();
    quiet.id = "quiet".to_owned();
    quiet.shown = false;
    let catalogue = Catalogue { outlets: vec![far, closed, quiet, near] };
    assert_eq!(catalogue.default_chosen(), ["courier", "far"]);
}

#[test]
fn your_own_file_adds_and_extends() {
    let catalogue = Catalogue { outlets: vec![Outlet { shown: true, ..courier() }] };
    let yours = catalogue
        .with_yours(
            "sources.toml",
            r#"
[[outlet]]
id = "courier"
name = "The Old Courier"
off = "too loud"

[[outlet.section]]
title = "The harbour"
path = "home/harbour"
feed = "https://courier.example/boats.rss"

[[outlet.section]]
title = "Chess"
path = "chess"
feed = "https://courier.example/chess.rss"

[[outlet]]
id = "gulls"
name = "Gulls"
folder = true

[[outlet.section]]
title = "Beaks"
path = "beaks"
feed = "https://gulls.example/beaks.rss"

[[outlet]]
id = "gulls"

[[outlet.section]]
title = "Wings"
path = "wings"
feed = "https://gulls.example/wings.rss"
"#,
        )
        .unwrap();
    let rows = |id: &str| -> Vec<(String, u8, Vec<String>)> {
        let sections = &yours.outlet(id).unwrap().sections;
        sections.iter().map(|section| (section.title.clone(), section.depth, chain(section))).collect()
    };
    let row = |title: &str, depth: u8, urls: &[&str]| {
        (title.to_owned(), depth, urls.iter().map(|url| format!("feed {url}")).collect::<Vec<_>>())
    };
    assert_eq!(
        rows("courier"),
        [
            row("Home news", 0, &["https://courier.example/home.rss"]),
            row("The harbour", 1, &["https://courier.example/boats.rss"]),
            row("Crosswords", 0, &[]),
            row("Chess", 0, &["https://courier.example/chess.rss"]),
        ]
    );
    let old = yours.outlet("courier").unwrap();
    assert_eq!((old.name.as_str(), old.off.as_deref(), old.yours), ("The Old Courier", Some("too loud"), false));
    let gulls = yours.outlet("gulls").unwrap();
    assert_eq!(gulls.home, "https://gulls.example/", "where it is read from");
    assert_eq!(feeds(&gulls.sections[0])[0].outlet_name, "Beaks", "a site in a folder signs for itself");
    assert_eq!(yours.default_chosen(), ["gulls"], "what a reader adds is shown");
    assert_eq!(yours.chosen(&["courier".to_owned()], &[]), ["courier", "gulls"]);
    let tree = yours.tree(&["gulls".to_owned()]);
    let root = tree.iter().find(|section| section.id.0 == "gulls").unwrap();
    assert_eq!(feeds(root).len(), 2, "the root of what a reader put together shows all of it");
}

#[test]
fn your_own_file_is_pointed_at_where_it_is_wrong() {
    let catalogue = Catalogue { outlets: vec![courier()] };
    for (toml, line, why) in [
        ("[[outlet]]\nid = \"new\"\n", 2, "needs a name"),
        ("[[outlet]]\nid = \"new\"\nname = \"New\"\n", 2, "needs a home"),
        ("[[outlet]]\nid = \"a/b\"\nname = \"New\"\n", 2, "has no /"),
        ("\n[[outlets]]\nid = \"new\"\n", 2, "unknown field"),
        (
            "[[outlet]]\nid = \"courier\"\n[[outlet.section]]\ntitle = \"A\"\npath = \"a\"\nfeed = \"https://courier.example/home.rss\"\n",
            6,
            "fills another section",
        ),
    ] {
        let error = catalogue.with_yours("sources.toml", toml).unwrap_err();
        let message = error.to_string();
        assert!(message.starts_with(&format!("sources.toml: TOML parse error at line {line}, column ")), "{message}");
        assert!(message.contains('^') && message.contains(why), "{message}");
        let short = error.in_one_line();
        assert!(short.starts_with(&format!("sources.toml, line {line}, column ")) && short.contains(why), "{short}");
        assert!(!short.contains('\n'), "{short}");
    }
}
