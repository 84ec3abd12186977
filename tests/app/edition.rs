//! A little newspaper of plainly fictional places, for the tests of the core and of its screens.

use chrono::{DateTime, Duration, TimeZone, Utc};
use dateline::app::sections_pane::Unread;
use dateline::app::{Edition, EditionKind, Model, Msg, SectionAnswer, update};
use dateline::article::{Article, Block, Face, Item, Related, Text};
use dateline::clock::Zone;
use dateline::config::Config;
use dateline::marks::Marks;
use dateline::news::{Feed, Fill, Freshness, Headline, Label, Outlet, Section, SectionId, StoryKey};
use ratatui::layout::Size;

/// Sunday 22 November 2026, 14:05.
pub fn now() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 11, 22, 14, 5, 0).unwrap()
}

pub fn id(section: &str) -> SectionId {
    SectionId(section.to_owned())
}

pub fn feed(name: &str) -> Feed {
    Feed::at(format!("https://courier.example/{name}.rss"), "courier".to_owned(), "The Courier".to_owned())
}

fn section(name: &str, title: &str, depth: u8, fill: Fill) -> Section {
    let page = (fill == Fill::Browser).then(|| format!("https://courier.example/{name}"));
    Section { id: id(name), title: title.to_owned(), depth, fill, page, blends: Vec::new() }
}

pub fn edition(kind: EditionKind) -> Edition {
    let feeds = |names: &[&str]| Fill::Feeds(names.iter().map(|name| feed(name)).collect());
    let outlet = Outlet {
        id: "courier".to_owned(),
        name: "The Courier".to_owned(),
        country: "NZ".to_owned(),
        language: "en".to_owned(),
        home: "https://courier.example/".to_owned(),
        credit: Some("News from courier.example".to_owned()),
        ..Outlet::default()
    };
    let paper = vec![
        section("courier", "The Courier", 0, feeds(&["home"])),
        section("courier/home", "Home news", 1, feeds(&["home"])),
        section("courier/home/harbour", "Harbour", 2, feeds(&["harbour"])),
        section("courier/sport", "Sport", 1, feeds(&["sport"])),
        section("courier/puzzles", "Puzzles", 1, Fill::Browser),
    ];
    // Known, but not chosen by the reader.
    let other = vec![
        section("lantern", "The Lantern", 0, feeds(&["lantern"])),
        section("lantern/coast", "Coast", 1, feeds(&["coast"])),
        section("lantern/coast/lights", "Lights", 2, feeds(&["lights"])),
        section("lantern/sport", "Sport", 1, feeds(&["lantern-sport"])),
    ];
    let of_another = Feed { outlet: "lantern".to_owned(), outlet_name: "The Lantern".to_owned(), ..feed("world") };
    let blended = vec![
        section("front-page", "Front page", 0, Fill::Feeds(vec![feed("home"), of_another])),
        section("world", "World", 0, feeds(&["world"])),
        section("sport", "Sport", 0, feeds(&["sport"])),
        section("saved", "Saved", 0, Fill::Saved),
    ];
    let lantern = Outlet {
        id: "lantern".to_owned(),
        name: "The Lantern".to_owned(),
        off: Some("its lamp is being mended".to_owned()),
        ..outlet.clone()
    };
    Edition {
        commanded: Vec::new(),
        kind,
        sections: [blended, paper.clone()].concat(),
        shelf: [paper, other].concat(),
        outlets: vec![outlet, lantern],
        nothing_kept: false,
        marks: Marks::default(),
    }
}

/// So many unread stories, none of them in sections below.
pub fn unread(count: usize) -> Unread {
    Unread { own: count, all: count }
}

pub fn headline(name: &str, title: &str) -> Headline {
    let url = format!("https://courier.example/{name}");
    Headline {
        key: StoryKey::of(&url),
        url,
        title: title.to_owned(),
        kicker: None,
        standfirst: None,
        authors: Vec::new(),
        labels: Vec::new(),
        published: Some(now() - Duration::hours(2)),
        updated: None,
        seconds: None,
        enclosure: None,
        outlet: "courier".to_owned(),
        outlet_name: "The Courier".to_owned(),
    }
}

pub fn headlines() -> Vec<Headline> {
    let kicker = |words: &str| Some(words.to_owned());
    vec![
        Headline {
            kicker: kicker("Harbour"),
            standfirst: Some("The council voted nine to four to keep the swing bridge and mend it.".to_owned()),
            published: Some(now() - Duration::minutes(12)),
            ..headline("bridge", "The swing bridge stays, and the pies with it")
        },
        Headline {
            kicker: kicker("World"),
            labels: vec![Label::Live, Label::Updated],
            ..headline(
                "strait",
                "Fishing truce in the Ilmar Strait holds for a third night while both fleets wait for the herring that \
                 neither has seen since the spring",
            )
        },
        Headline {
            kicker: kicker("Analysis"),
            labels: vec![Label::Premium],
            standfirst: Some("Two towns, one fish, and a treaty nobody has read to its end.".to_owned()),
            published: Some(now() - Duration::hours(5)),
            ..headline("treaty", "What the treaty says")
        },
        Headline {
            kicker: kicker("カルチャー"),
            published: Some(now() - Duration::days(1)),
            ..headline(
                "kettles",
                "やかんのオーケストラが満席の港のホールで初めての演奏会を開き、聴衆は立ち上がって拍手した",
            )
        },
        Headline {
            labels: vec![Label::Sponsored],
            published: Some(now() - Duration::days(3)),
            ..headline("gutters", "Ten things your gutters would tell you")
        },
        Headline {
            kicker: kicker("Sport"),
            published: Some(now() - Duration::days(40)),
            ..headline("bowls", "Magpie decides bowls final 🏆")
        },
        Headline { kicker: kicker("Obituary"), published: None, ..headline("quill", "Dorothea Quill, 1931–2026") },
    ]
}

pub fn paragraph(words: &str) -> Block {
    Block::Paragraph { text: Text::plain(words) }
}

/// The story of the first headline, with a block of every kind.
pub fn story() -> Article {
    let plain = Face::default();
    let mut linked = Text::default();
    linked.push("Engineers had called for its removal in ", plain, None);
    linked.push("a report last year", plain, Some("https://courier.example/report"));
    linked.push(", and for ", plain, None);
    linked.push("good", Face { emphasis: true, ..plain }, None);
    linked.push(" reason; their ", plain, None);
    linked.push("second report", plain, Some("https://courier.example/second"));
    linked.push(" is milder.", plain, None);
    let cells = |row: [&str; 3]| row.map(Text::plain).to_vec();
    let item = |depth, words: &str| Item { depth, text: Text::plain(words) };
    Article {
        url: "https://courier.example/bridge".to_owned(),
        title: "The swing bridge stays, and the pies with it".to_owned(),
        kicker: Some("Harbour".to_owned()),
        section: vec!["Home news".to_owned()],
        standfirst: Some("The council voted nine to four to keep the swing bridge and mend it.".to_owned()),
        authors: vec!["Ada Quill".to_owned(), "Ben Moss".to_owned()],
        agency: Some("Tidewire".to_owned()),
        published: Some((now() - Duration::minutes(12)).fixed_offset()),
        updated: None,
        labels: Vec::new(),
        language: Some("en-NZ".to_owned()),
        blocks: vec![
            Block::Figure {
                caption: Some(Text::plain("The bridge on Saturday, open for the ferry Toroa.")),
                credit: Some("Photo / Ben Moss".to_owned()),
                image: None,
            },
            paragraph(
                "Waitorea will keep its swing bridge. After four hours of talk, two adjournments and one \
                 amendment about pies, the council voted nine to four on Sunday to mend the 1911 crossing rather than \
                 replace it.",
            ),
            Block::Paragraph { text: linked },
            Block::Heading { level: 2, text: Text::plain("What it costs") },
            Block::Table {
                header: true,
                rows: vec![
                    cells(["Part", "Years", "Cost"]),
                    cells(["Bearings", "2", "1.4"]),
                    cells(["Deck and rails", "3", "12.9"]),
                ],
            },
            Block::List {
                ordered: false,
                items: vec![
                    item(0, "rates rise by two percent for six years, then fall back to what they were"),
                    item(1, "pensioners excepted"),
                    item(0, "the toll stays at 40 cents"),
                ],
            },
            Block::Heading { level: 2, text: Text::plain("The pies") },
            Block::Quote {
                paragraphs: vec![Text::plain("A bridge without a pie cart is a road with ideas.")],
                source: Some(Text::plain("Mere Tāwhai, who runs the cart")),
            },
            paragraph("The harbour board's notice 「橋は残る」 was posted in two languages by noon."),
            Block::Rule,
            Block::Code { lines: vec!["open   06:10  06:50".to_owned(), "closed 07:00".to_owned()] },
            Block::Embed {
                what: "video".to_owned(),
                title: Some("The bridge turns".to_owned()),
                url: "https://courier.example/film".to_owned(),
            },
            paragraph("The mending begins in autumn, when the herring are elsewhere."),
        ],
        related: vec![Related {
            title: "Letters: bridge, pie, bridge".to_owned(),
            url: "https://courier.example/letters".to_owned(),
        }],
    }
}

/// The program on the front page, before any answer.
pub fn model(size: (u16, u16)) -> Model {
    let edition = edition(EditionKind::Live);
    let mut model = Model::new(size.into(), now(), Zone::utc(), &Config::default(), edition);
    let _ = model.begin();
    model
}

pub fn listed(section: &str, headlines: Vec<Headline>) -> SectionAnswer {
    SectionAnswer {
        versions: std::collections::HashMap::new(),
        section: id(section),
        headlines,
        freshness: Some(Freshness::Live(now())),
        origin: None,
        waiting: 0,
        troubles: Vec::new(),
    }
}

/// The program with the front page listed.
pub fn open(size: (u16, u16)) -> Model {
    let mut model = model(size);
    let _ = update(&mut model, Msg::Headlines(listed("front-page", headlines())));
    assert_eq!(model.size, Size::new(size.0, size.1));
    model
}
