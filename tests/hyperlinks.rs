//! Words that lead somewhere: the terminal is told where for exactly the cells that say so, whatever frames follow each
//! other, and for nothing else.
//!
//! The oracle knows no hyperlinks ([`vt100`]), so what it is given of them is a background: cells lead where the painter
//! was told when they have the background of that address. A terminal that erased or scrolled with a link open would show
//! it.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

#[path = "support/frames.rs"]
mod frames;
#[path = "support/links.rs"]
mod links;
#[path = "app/edition.rs"]
#[expect(dead_code, reason = "of the edition only the story is opened")]
mod edition;
#[path = "support/seen.rs"]
mod seen;

use dateline::app::overlay::{Menu, Overlay};
use dateline::app::{ArticleAnswer, Model, Msg, update};
use dateline::article::{Article, Block, Face, Text};
use dateline::keymap::Key;
use dateline::news::{Freshness, StoryKey};
use dateline::paint::{Colours, Cursor, Painter};
use dateline::repertoire::Repertoire;
use dateline::repertoire::hyperlink::{Hyperlinks, NUMBER_AT_MOST, is_sendable, number, set_number};
use dateline::theme::Theme;
use dateline::ui;
use proptest::collection::vec;
use proptest::prelude::*;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Color;

use frames::{draw, frames, naive};
use links::{Run, runs, with_grounds};
use seen::{screen, size, terminal_of};

/// A place in a frame that leads somewhere, by the address's place in the frame's list.
type Spot = (u16, u16, u16, usize);

fn spots() -> impl Strategy<Value = Vec<Spot>> {
    vec((0..60_u16, 0..20_u16, 1..90_u16, 0..6_usize), 0..8)
}

/// Addresses in an order of each frame's own.
fn lists() -> impl Strategy<Value = Vec<String>> {
    let address = |nth: usize| format!("https://courier.example/{nth}");
    Just((0..6).map(address).collect::<Vec<_>>()).prop_shuffle()
}

/// The frame with some of its cells numbered, rows on end, and the same with backgrounds in place of the numbers.
fn linked(mut frame: Buffer, spots: &[Spot], addresses: &[String]) -> (Buffer, Buffer) {
    for cell in &mut frame.content {
        cell.bg = Color::Reset;
    }
    let mut expected = frame.clone();
    let columns = usize::from(frame.area.width);
    for (x, y, length, address) in spots {
        let first = usize::from(y % frame.area.height) * columns + usize::from(x % frame.area.width);
        for at in (first..frame.content.len()).take(usize::from(*length)) {
            set_number(&mut frame.content[at], address + 1);
            expected.content[at].bg = links::ground(&addresses[*address]);
        }
    }
    (frame, expected)
}

fn cases() -> ProptestConfig {
    let cases = std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(96);
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn each_cell_leads_where_the_last_frame_says(
        sketches in frames((60, 20)),
        spots in vec(spots(), 12),
        lists in vec(lists(), 12),
    ) {
        let (mut painter, mut off, mut plain) =
            (Painter::new(Colours::True), Painter::new(Colours::True), Painter::new(Colours::True));
        let mut terminal = terminal_of(1, 1);
        let mut before: Option<Buffer> = None;
        for (nth, sketch) in sketches.iter().enumerate() {
            let buffer = draw(sketch, before.as_ref());
            before = Some(buffer.clone());
            let addresses = &lists[nth % lists.len()];
            let (frame, expected) = linked(buffer, &spots[nth % spots.len()], addresses);
            terminal.screen_mut().set_size(size(sketch.height), size(sketch.width));
            painter.lead_to(addresses.clone());
            let bytes = painter.paint(frame.clone(), sketch.cursor);
            terminal.process(&with_grounds(&bytes));

            let mut wanted = terminal_of(sketch.height, sketch.width);
            wanted.process(&naive(&expected));
            prop_assert_eq!(screen(&terminal), screen(&wanted), "after {:?}", String::from_utf8_lossy(&bytes));
            prop_assert_eq!(painter.paint(frame.clone(), sketch.cursor), Vec::<u8>::new(), "the same frame again");

            // Told of no address, a painter writes what it would write of a frame without numbers.
            let mut bare = frame.clone();
            bare.content.iter_mut().for_each(|cell| set_number(cell, 0));
            prop_assert_eq!(off.paint(frame, sketch.cursor), plain.paint(bare, sketch.cursor));
        }
    }
}

/// What the terminal is told by a painter that begins, of words with this address.
fn told_of(address: &str) -> Vec<u8> {
    let mut buffer = Buffer::with_lines(["a word of the story"]);
    for x in 2..6 {
        set_number(&mut buffer[(x, 0)], 1);
    }
    let mut painter = Painter::new(Colours::Sixteen);
    painter.lead_to(vec![address.to_owned()]);
    painter.paint(buffer, Cursor::Anywhere)
}

#[test]
fn an_address_that_is_none_or_could_say_more_to_a_terminal_is_not_sent() {
    let plain = told_of("");
    assert!(!String::from_utf8(plain.clone()).unwrap().contains("\x1b]"));
    for hostile in [
        "javascript:alert(1)",
        "file:///etc/passwd",
        "x-man-page://ls",
        "https://courier.example/\x1b]52;c;AAAA\x07",
        "https://courier.example/\x07",
        "https://courier.example/\x1b\\",
        "https://courier.example/\u{9c}x",
        "https://courier.example/\u{9d}52;c;AAAA\u{9c}",
        "https://courier.example/\u{202e}moc",
        "https://courier.example/\n",
        "https://courier.example/a b",
        "https://courier.example/\0",
        "https://courier.example/\x7f",
        &format!("https://courier.example/{}", "a".repeat(100_000)),
        &format!("https://courier.example/{}", "a".repeat(2000)),
    ] {
        assert_eq!(told_of(hostile), plain, "{:?}", hostile.get(..60).unwrap_or(hostile));
    }
    for good in ["https://courier.example/a;b=c?d:e", "http://courier.example/", "mailto:ada@courier.example"] {
        let sent = String::from_utf8(told_of(good)).unwrap();
        assert!(sent.ends_with(&format!("a \x1b]8;id=1;{good}\x1b\\word\x1b]8;;\x1b\\ of the story")), "{sent:?}");
    }
}

#[test]
fn more_addresses_than_there_are_numbers_leave_some_words_plain() {
    let mut painter = Painter::new(Colours::Sixteen);
    let folder = |frame: usize| format!("https://courier.example/{frame}/");
    // Each frame leads to other addresses: what nothing on the screen leads to makes room.
    for frame in 0..5 {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 200, 1));
        for x in 0..200_u16 {
            buffer[(x, 0)].set_symbol(if frame % 2 == 0 { "a" } else { "b" });
            set_number(&mut buffer[(x, 0)], usize::from(x) + 1);
        }
        painter.lead_to((0..200).map(|nth| format!("{}{nth}", folder(frame))).collect());
        let told = runs(&painter.paint(buffer, Cursor::Anywhere));
        assert!(told.iter().all(|run| run.address.starts_with(&folder(frame))), "{told:?}");
        let least = if frame == 0 { NUMBER_AT_MOST } else { 0 };
        assert!((least..=NUMBER_AT_MOST).contains(&told.len()), "{frame}: {}", told.len());
    }
}

#[test]
fn a_link_that_breaks_over_rows_is_one_and_a_scrolled_one_is_not_told_again() {
    let page = |top: usize| {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 60, 12));
        for y in 0..11_u16 {
            let row = top + usize::from(y);
            buffer.set_string(
                0,
                y,
                format!("Row {row} of a story that has a link on two of its rows"),
                ratatui::style::Style::new(),
            );
            let cells = match row {
                14 => 40..55,
                15 => 0..9,
                _ => continue,
            };
            cells.for_each(|x| set_number(&mut buffer[(x, y)], 1));
        }
        buffer
    };
    let mut painter = Painter::new(Colours::Sixteen);
    painter.lead_to(vec!["https://courier.example/report".to_owned()]);
    let first = painter.paint(page(10), Cursor::Anywhere);
    let told = String::from_utf8(first.clone()).unwrap();
    assert_eq!(told.matches("https://").count(), 1, "it stays open on the way to the next row: {told:?}");
    let words: Vec<Run> = runs(&first);
    assert_eq!(words.iter().map(|run| run.id.as_str()).collect::<Vec<_>>(), ["1"]);
    for top in [11, 12, 11, 10] {
        let sent = painter.paint(page(top), Cursor::Anywhere);
        assert_eq!(runs(&sent), [], "rows that moved took it along: {:?}", String::from_utf8_lossy(&sent));
    }
    // Out of sight and back it is told again: half of it, with the number it has for its other half.
    painter.lead_to(vec!["https://courier.example/report".to_owned()]);
    let _ = painter.paint(page(15), Cursor::Anywhere);
    let sent = painter.paint(page(14), Cursor::Anywhere);
    let told = runs(&sent);
    assert_eq!((told.len(), told[0].id.as_str()), (1, "1"), "{told:?}");
}

/// The program with its first story open.
fn reading(size: (u16, u16), article: Article) -> Model {
    let mut model = edition::open(size);
    let _ = update(&mut model, Msg::Key(Key::parse("Enter").unwrap()));
    let answer = ArticleAnswer {
        key: StoryKey::of("https://courier.example/bridge"),
        outcome: Ok((Box::new(article), Freshness::Live(edition::now()))),
        waiting: false,
    };
    let _ = update(&mut model, Msg::Article(answer));
    model
}

/// Where the story is.
const OWN: &str = "https://courier.example/bridge";

/// What is drawn, as words with the address that they lead to.
fn drawn(model: &Model, titles: bool) -> Vec<(String, String)> {
    let mut buffer = Buffer::empty(Rect::new(0, 0, model.size.width, model.size.height));
    ui::view(model, &Theme::built_in("plain").unwrap(), &mut buffer);
    Repertoire::of(Some("xterm"), false).fit(&mut buffer);
    let addresses = ui::addresses(model, titles);
    let mut drawn: Vec<(String, String)> = Vec::new();
    let mut last = 0;
    for cell in &buffer.content {
        let number = number(cell);
        if number > 0 {
            if number != last {
                drawn.push((String::new(), addresses.get(number - 1).cloned().unwrap_or_default()));
            }
            drawn.last_mut().unwrap().0.push_str(cell.symbol());
        }
        last = number;
    }
    drawn.retain(|(_, address)| !address.is_empty());
    drawn
}

#[test]
fn the_words_of_each_link_in_sight_lead_to_it() {
    for size in [(24, 12), (40, 12), (80, 24), (100, 30), (140, 45)] {
        let mut model = reading(size, edition::story());
        let mut met = std::collections::BTreeMap::<String, String>::new();
        for _ in 0..200 {
            for (words, address) in drawn(&model, false) {
                assert!(is_sendable(&address), "{address}");
                let links = &model.article.page.links;
                let own = (address.as_str() == OWN).then_some(OWN);
                let of_link = links.iter().find(|link| link.url == address).map(|link| link.text.as_str());
                let whole = of_link.or(own).unwrap();
                assert!(whole.contains(words.trim()), "{size:?}: {words:?} of {whole:?}");
                met.entry(address).or_default().push_str(&words);
            }
            let _ = update(&mut model, Msg::Key(Key::parse("j").unwrap()));
        }
        let found: Vec<&str> = met.keys().map(|address| address.rsplit('/').next().unwrap()).collect();
        assert_eq!(found, ["bridge", "film", "letters", "report", "second"], "{size:?}");
    }
}

#[test]
fn what_stands_before_the_story_has_its_own_address_and_covers_the_others() {
    let mut model = reading((80, 24), edition::story());
    let before = drawn(&model, false);
    assert!(!before.is_empty());
    let url = format!("https://courier.example/{}", "long/".repeat(40));
    let menu = Menu { title: "Somewhere".to_owned(), url: url.clone(), readable: false, media: None, selected: 0 };
    model.overlay = Some(Overlay::Menu(menu));
    let shown = drawn(&model, false);
    let of_menu: Vec<_> = shown.iter().filter(|(_, address)| *address == url).collect();
    // As many rows as are not shown of it are left out.
    assert!(!of_menu.is_empty() && of_menu.iter().all(|(words, _)| url.contains(words.trim())), "{shown:?}");
}

#[test]
fn the_address_of_a_list_that_only_a_browser_shows_leads_there() {
    let mut model = edition::open((80, 24));
    model.headlines.list.clear();
    let page = "https://courier.example/puzzles";
    model.headlines.browser_page = Some(page.to_owned());
    assert_eq!(drawn(&model, false), [(page.to_owned(), page.to_owned())]);
}

#[test]
fn titles_lead_somewhere_where_that_is_wished() {
    for size in [(80, 24), (140, 45)] {
        let model = edition::open(size);
        assert_eq!(drawn(&model, false), []);
        let titles = drawn(&model, true);
        let first = ("The swing bridge stays".to_owned(), "https://courier.example/bridge".to_owned());
        assert!(titles.iter().any(|(words, address)| words.starts_with(&first.0) && *address == first.1), "{titles:?}");
        assert!(titles.iter().any(|(_, address)| address.ends_with("/quill")) || size.1 < 40, "{titles:?}");
    }
}

#[test]
fn a_hostile_page_reaches_the_terminal_with_clean_addresses_only() {
    let mut text = Text::default();
    for (nth, link) in [
        "https://courier.example/\x1b]0;owl\x07",
        "https://courier.example/\u{9d}52;c;AAAA\u{9c}",
        "https://courier.example/føroyar/\u{202e}/聞",
        "https://bücher.example/",
        "javascript:owl()",
        "mailto:a@courier.example?subject=a b\x1b[2J",
    ]
    .iter()
    .enumerate()
    {
        text.push(&format!("word{nth}"), Face::default(), Some(link));
        text.push(" and ", Face::default(), None);
    }
    let article = Article { blocks: vec![Block::Paragraph { text }], ..edition::story() };
    let model = reading((100, 30), article);
    let mut buffer = Buffer::empty(Rect::new(0, 0, 100, 30));
    ui::view(&model, &Theme::built_in("plain").unwrap(), &mut buffer);
    let mut painter = Painter::new(Colours::Sixteen);
    painter.lead_to(ui::addresses(&model, true));
    let bytes = painter.paint(buffer, Cursor::Anywhere);
    let told = runs(&bytes);
    let addresses: Vec<&str> = told.iter().map(|run| run.address.as_str()).collect();
    assert!(addresses.contains(&"https://courier.example/f%C3%B8royar/%E2%80%AE/%E8%81%9E"), "{addresses:?}");
    assert!(addresses.contains(&"https://xn--bcher-kva.example/"), "{addresses:?}");
    assert!(addresses.iter().all(|address| is_sendable(address)), "{addresses:?}");
    assert!(!addresses.iter().any(|address| address.contains("javascript")), "{addresses:?}");
}

#[test]
fn five_links_of_a_story_cost_their_addresses_and_a_little_more() {
    let mut text = Text::default();
    for nth in 0..5 {
        text.push("The council had asked for a ", Face::default(), None);
        let url = format!("https://www.courier.example/home-news/harbour/2026/03/15/the-report-on-the-bridge-{nth}/");
        text.push("report on the bridge", Face::default(), Some(&url));
        text.push(" before it voted on it. ", Face::default(), None);
    }
    let article = Article { blocks: vec![Block::Paragraph { text }], ..edition::story() };
    let model = reading((80, 24), article);
    let mut buffer = Buffer::empty(Rect::new(0, 0, 80, 24));
    ui::view(&model, &Theme::built_in("plain").unwrap(), &mut buffer);
    let bytes_with = |addresses: Vec<String>| {
        let mut painter = Painter::new(Colours::Sixteen);
        painter.lead_to(addresses);
        painter.paint(buffer.clone(), Cursor::Anywhere)
    };
    let (off, on) = (bytes_with(Vec::new()), bytes_with(ui::addresses(&model, false)));
    let told = runs(&on);
    let of_report: Vec<&Run> = told.iter().filter(|run| run.address.contains("the-report")).collect();
    assert_eq!(of_report.len(), 5);
    let addresses: usize = told.iter().map(|run| run.address.len()).sum();
    let more = on.len() - off.len() - addresses;
    // `ESC ] 8 ; id=1 ; … ESC \` and `ESC ] 8 ; ; ESC \`, and what can't be printed again on the way.
    assert!(more <= told.len() * 20, "{} and {}, {addresses} of addresses", off.len(), on.len());
}

#[test]
fn the_environment_says_which_terminals_have_them() {
    let settled = |wish: Hyperlinks, variables: &[(&str, &str)], thrifty: bool| {
        let value =
            |name: &str| variables.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned());
        wish.settled(value, thrifty)
    };
    for (variables, has_them) in [
        (&[("TERM", "xterm-256color")][..], false),
        (&[], false),
        (&[("TERM", "linux")], false),
        (&[("TERM", "vt100")], false),
        (&[("TERM", "xterm-256color"), ("VTE_VERSION", "7600")], true),
        (&[("TERM", "xterm-256color"), ("VTE_VERSION", "4803")], false),
        (&[("TERM", "xterm-256color"), ("VTE_VERSION", "x")], false),
        (&[("TERM", "xterm-256color"), ("TERM_PROGRAM", "iTerm.app")], true),
        (&[("TERM", "xterm-256color"), ("TERM_PROGRAM", "Apple_Terminal")], false),
        (&[("TERM", "xterm-256color"), ("LC_TERMINAL", "iTerm2")], true),
        (&[("TERM", "xterm-256color"), ("WT_SESSION", "1c")], true),
        (&[("TERM", "xterm-256color"), ("KONSOLE_VERSION", "230804")], true),
        (&[("TERM", "xterm-kitty")], true),
        (&[("TERM", "foot-extra")], true),
        (&[("TERM", "alacritty"), ("ALACRITTY_WINDOW_ID", "3")], true),
        (&[("TERM", "tmux-256color"), ("TMUX", "/tmp/t,1,0"), ("KITTY_WINDOW_ID", "1")], false),
        (&[("TERM", "xterm-kitty"), ("STY", "1.pts")], false),
        (&[("TERM", "screen-256color"), ("VTE_VERSION", "7600")], false),
    ] {
        let expected = if has_them { Hyperlinks::Links } else { Hyperlinks::Never };
        assert_eq!(settled(Hyperlinks::Auto, variables, false), expected, "{variables:?}");
        assert_eq!(settled(Hyperlinks::Links, variables, false), Hyperlinks::Links, "{variables:?}");
        assert_eq!(settled(Hyperlinks::All, variables, false), Hyperlinks::All, "{variables:?}");
        assert_eq!(settled(Hyperlinks::Never, variables, false), Hyperlinks::Never, "{variables:?}");
        assert_eq!(settled(Hyperlinks::Links, variables, true), Hyperlinks::Never, "{variables:?}");
    }
}
