//! Whatever happens in whatever order, the program does not panic, and every state of it can be drawn.

use dateline::app::command::Command;
use dateline::app::sections_pane::{TreeRow, Unread};
use dateline::app::{ArticleAnswer, Edition, EditionKind, Msg, SectionAnswer, update};
use dateline::article::{Article, Block, Text};
use dateline::keymap::{Code, Gesture, Key, Mouse, TABLE};
use dateline::marks::Marks;
use dateline::news::{Freshness, Headline, Label, SectionId};
use dateline::paint::{Colours, Painter};
use dateline::repertoire::Repertoire;
use dateline::theme::Theme;
use dateline::trouble::{Trouble, TroubleKind};
use proptest::collection::vec;
use proptest::prelude::*;
use ratatui::buffer::Buffer;
use ratatui::layout::{Rect, Size};

use super::edition::{self, id, now};
use super::story_key;

fn key() -> impl Strategy<Value = Key> {
    let bound: Vec<Key> =
        TABLE.iter().flat_map(|entry| entry.keys).map(|written| Key::parse(written).unwrap()).collect();
    prop_oneof![
        6 => prop::sample::select(bound),
        1 => (b'0'..=b'9').prop_map(|digit| Key::char(char::from(digit))),
        1 => prop::sample::select(vec!['a', 'e', 'W', 'v', '新', 'é']).prop_map(Key::char),
        1 => prop::sample::select(vec![Code::Backspace, Code::Enter, Code::Esc, Code::Delete]).prop_map(Key::plain),
    ]
}

fn words() -> impl Strategy<Value = String> {
    prop_oneof![
        6 => "[A-Za-z]{1,12}( [a-z]{1,12}){0,20}",
        1 => "[a-z]{60,200}",
        1 => "(新|聞|あ|👩\u{200d}🌾|🇳🇿|é| ){1,40}",
    ]
    .prop_map(|words| dateline::text::clean(&words))
    .prop_filter("a title has words", |words| !words.is_empty())
}

fn headline() -> impl Strategy<Value = Headline> {
    let labels =
        [Label::Premium, Label::Live, Label::Updated, Label::Sponsored, Label::Opinion, Label::Video, Label::Audio];
    (
        0..12_u8,
        words(),
        prop::option::of(words()),
        prop::option::of(words()),
        prop::sample::subsequence(labels.to_vec(), 0..6),
        any::<bool>(),
    )
        .prop_map(|(name, title, kicker, standfirst, labels, dated)| Headline {
            kicker,
            standfirst,
            labels,
            published: dated.then(now),
            ..edition::headline(&format!("story-{name}"), &title)
        })
}

/// A story that other outlets tell in much the same words.
fn told_elsewhere() -> impl Strategy<Value = Headline> {
    let outlets = ["courier", "lantern", "gazette", "echo"];
    let first = ["Waitorea council votes to mend swing bridge", "Swing bridge of Waitorea mended, council votes"];
    (0..12_u8, prop::sample::select(outlets.to_vec()), prop::sample::select(first.to_vec())).prop_map(
        |(name, outlet, title)| Headline {
            outlet: outlet.to_owned(),
            outlet_name: outlet.to_uppercase(),
            standfirst: Some("The council of Waitorea voted nine to four to mend its old swing bridge.".to_owned()),
            ..edition::headline(&format!("story-{name}"), title)
        },
    )
}

fn article() -> impl Strategy<Value = Article> {
    prop_oneof![
        1 => Just(edition::story()),
        2 => (words(), vec(words(), 0..12)).prop_map(|(title, paragraphs)| Article {
            url: "https://courier.example/story-1".to_owned(),
            title,
            blocks: paragraphs.iter().map(|words| Block::Paragraph { text: Text::plain(words) }).collect(),
            ..Article::default()
        }),
    ]
}

fn trouble() -> Trouble {
    Trouble::at(TroubleKind::Timeout, "https://courier.example/")
}

fn section() -> impl Strategy<Value = SectionId> {
    let known = ["front-page", "world", "sport", "saved", "courier", "courier/home/harbour", "search", "nowhere"];
    prop::sample::select(known.to_vec()).prop_map(id)
}

fn freshness() -> impl Strategy<Value = Option<Freshness>> {
    let all = [Freshness::Live(now()), Freshness::Cached(now()), Freshness::Offline(now()), Freshness::Sample];
    prop::option::of(prop::sample::select(all.to_vec()))
}

/// Mostly such as are seen; the largest rarely, as each frame of it is eighty thousand cells.
fn window() -> impl Strategy<Value = (u16, u16)> {
    prop_oneof![
        80 => (5..=150_u16, 2..=45_u16),
        20 => (0..=4_u16, 0..=4_u16),
        2 => (0..=400_u16, 0..=200_u16),
        1 => Just((400, 200)),
    ]
}

fn command() -> impl Strategy<Value = Command> {
    let row = prop::option::of(0..14_usize);
    prop_oneof![
        prop::sample::select(vec![
            Command::Heard,
            Command::List,
            Command::ReadOn,
            Command::NextUnread,
            Command::Top,
            Command::Undo,
            Command::Refresh,
        ]),
        (0..14_usize).prop_map(Command::Story),
        (0..14_usize).prop_map(Command::Link),
        section().prop_map(Command::Section),
        words().prop_map(Command::Search),
        row.clone().prop_map(Command::Save),
        row.clone().prop_map(Command::Elsewhere),
        row.prop_map(Command::Mark),
    ]
}

fn message() -> impl Strategy<Value = Msg> {
    prop_oneof![
        30 => key().prop_map(Msg::Key),
        4 => (0..3, 0..150_u16, 0..50_u16).prop_map(|(gesture, column, row)| {
            let gesture = match gesture {
                0 => Gesture::Click,
                1 => Gesture::WheelUp,
                _ => Gesture::WheelDown,
            };
            Msg::Mouse(Mouse { gesture, column, row })
        }),
        5 => window().prop_map(|(width, height)| Msg::Resize(Size::new(width, height))),
        6 => (section(), vec(prop_oneof![2 => headline(), 1 => told_elsewhere()], 0..12), freshness(), 0..3_usize, 0..3_usize).prop_map(
            |(section, headlines, freshness, waiting, troubles)| Msg::Headlines(SectionAnswer {
                versions: std::collections::HashMap::new(),
                section, headlines, freshness, origin: None, waiting, troubles: vec![trouble(); troubles],
            })
        ),
        5 => (0..12_u8, prop::option::weighted(0.8, article()), freshness(), any::<bool>()).prop_map(
            |(name, article, freshness, waiting)| Msg::Article(ArticleAnswer {
                key: story_key(&format!("story-{name}")),
                outcome: article.map(|article| (Box::new(article), freshness.unwrap_or(Freshness::Sample))).ok_or_else(trouble),
                waiting,
            })
        ),
        1 => ("[aex]", vec(headline(), 0..5)).prop_map(|(typed, headlines)| crate::found(&typed, headlines)),
        1 => vec((section(), (0..2000_usize, 0..2000_usize).prop_map(|(own, more)| Unread { own, all: own + more })), 0..8)
            .prop_map(Msg::Counts),
        2 => prop::sample::subsequence(vec!["home", "world", "sport", "harbour", "nowhere"], 0..5).prop_map(|names| {
            let names = names.into_iter();
            Msg::Failing(names.map(|name| super::health::failing(name, TroubleKind::NotAFeed)).collect())
        }),
        1 => prop_oneof![words(), Just("https://tribune.example/x".to_owned()), Just("\u{1b}[2J\r\n7".to_owned())]
            .prop_map(Msg::Paste),
        1 => words().prop_map(Msg::Notice),
        6 => command().prop_map(Msg::Command),
        1 => prop_oneof![Just(EditionKind::Live), Just(EditionKind::Sample), Just(EditionKind::SampleInstead)]
            .prop_map(|kind| Msg::Edition(Box::new(edition::edition(kind)))),
        1 => Just(Msg::Edition(Box::new(Edition {
            commanded: Vec::new(),
            kind: EditionKind::Live, sections: Vec::new(), shelf: Vec::new(), outlets: Vec::new(), nothing_kept: true, marks: Marks::default(),
        }))),
    ]
}

fn cases() -> ProptestConfig {
    let cases = std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(64);
    ProptestConfig { cases, failure_persistence: None, max_shrink_iters: 4096, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn nothing_makes_it_panic(
        (width, height) in window(),
        messages in vec(message(), 1..60),
        cursor in any::<bool>(),
        ascii in any::<bool>(),
    ) {
        let theme = Theme::built_in("plain").unwrap();
        let mut model = edition::model((width, height));
        model.settings.cursor = cursor;
        let mut painter = Painter::new(Colours::Sixteen);
        let repertoire = Repertoire::of(Some("vt100"), ascii);
        for message in messages {
            let _ = update(&mut model, message);
            let mut buffer = Buffer::empty(Rect::new(0, 0, model.size.width, model.size.height));
            let cursor = dateline::ui::view(&model, &theme, &mut buffer);
            repertoire.fit(&mut buffer);
            if let Some(cursor) = cursor {
                prop_assert!(buffer.area.contains(cursor), "the cursor is at {cursor:?} of {:?}", model.size);
            }
            let sent = painter.paint(buffer, cursor);
            prop_assert!(!ascii || sent.is_ascii());
            let list = &model.headlines;
            prop_assert!(list.selected < list.list.len().max(1), "{} of {}", list.selected, list.list.len());
            prop_assert!(list.top <= list.selected);
            prop_assert!(model.undo.len() <= 50);
            let tree = &model.sections;
            prop_assert!(tree.selected < tree.all().len().max(1), "{} of {}", tree.selected, tree.all().len());
            prop_assert_eq!(tree.all().len(), tree.arranged.ranks.len());
            let seen = tree.rows().contains(&TreeRow::Section(tree.selected));
            prop_assert!(seen || tree.all().is_empty(), "the marker stands on a folded section");
            prop_assert_eq!(model.bookmark().is_none(), tree.all().is_empty());
            let last = model.article.last_top(model.article_height());
            prop_assert!(model.article.top <= last, "{} of {last}", model.article.top);
            let article = &model.article;
            prop_assert!(article.chosen.is_none_or(|chosen| chosen < article.page.links.len()), "{:?}", article.chosen);
            let hits_exist = model.find.as_ref().is_none_or(|find| {
                let rows = match find.pane {
                    dateline::app::Pane::Sections => model.sections.all().len(),
                    dateline::app::Pane::Headlines => list.list.len(),
                    dateline::app::Pane::Article => model.article.page.lines.len(),
                };
                find.hits.iter().all(|hit| *hit < rows)
            });
            prop_assert!(hits_exist, "{:?}", model.find);
        }
    }
}
