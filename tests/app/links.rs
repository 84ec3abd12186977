//! Numbers for the links of a story: at the right places, whatever the window, and gone without a trace.

use dateline::app::overlay::{Overlay, PromptKind};
use dateline::app::{Model, Msg, Pane, update};
use dateline::article::{Article, Block, Face, Text};
use dateline::page::Role;

use super::edition;
use super::{arrive, press};

fn url(number: usize) -> String {
    format!("https://courier.example/{number}")
}

/// A story with so many links, in sentences of Latin and of CJK, some of them marked differently in the middle.
fn linked(count: usize) -> Article {
    let plain = Face::default();
    let blocks = (1..=count).map(|number| {
        let mut text = Text::default();
        text.push("The council had asked for a report and 報告を求めた ", plain, None);
        text.push(&format!("report of the year {number} "), plain, Some(&url(number)));
        text.push("on the bridge", Face { emphasis: number % 2 == 0, ..plain }, Some(&url(number)));
        text.push(if number % 3 == 0 { "。それから会議が開かれた" } else { ", and read it." }, plain, None);
        Block::Paragraph { text }
    });
    Article { blocks: blocks.collect(), related: Vec::new(), ..edition::story() }
}

fn reading(size: (u16, u16), count: usize) -> Model {
    let mut model = edition::open(size);
    press(&mut model, "Enter");
    arrive(&mut model, "bridge", linked(count));
    model
}

/// What stands before each number: the link that the words there belong to.
fn numbers(model: &Model) -> Vec<(String, Option<usize>)> {
    let spans = model.article.page.lines.iter().flat_map(|line| &line.spans);
    let mut last = None;
    let mut numbers = Vec::new();
    for span in spans {
        match (span.role, span.link) {
            (Role::LinkNumber, _) => numbers.push((span.text.clone(), last)),
            (_, Some(link)) => last = Some(link),
            _ => {}
        }
    }
    numbers
}

fn is_choosing(model: &Model) -> bool {
    matches!(&model.overlay, Some(Overlay::Prompt(prompt)) if prompt.kind == PromptKind::Link)
}

#[test]
fn every_link_has_its_number_behind_it_in_every_window() {
    for width in [16, 24, 40, 60, 80, 100, 140] {
        let mut model = reading((width, 20), 25);
        press(&mut model, "f");
        let expected: Vec<_> = (0..25).map(|link| (format!("[{}]", link + 1), Some(link))).collect();
        // Once in the text, and once in the list at its end.
        assert_eq!(numbers(&model), [expected.clone(), expected].concat(), "{width} columns");
    }
}

#[test]
fn each_number_chooses_its_link_from_anywhere_in_the_story() {
    for (size, down) in [((80, 24), 0), ((80, 24), 1), ((40, 12), 3), ((24, 12), 9)] {
        let mut model = reading(size, 25);
        (0..down).for_each(|_| {
            press(&mut model, "PageDown");
        });
        for number in 1..=25_usize {
            let mut model = model.clone();
            let mut keys: Vec<String> = number.to_string().chars().map(String::from).collect();
            // Only where a longer number begins so, it has to be said that this is all.
            keys.extend((number < 3).then(|| "Enter".to_owned()));
            press(&mut model, &format!("f {}", keys.join(" ")));
            let Some(Overlay::Menu(menu)) = &model.overlay else { panic!("{number}: {:?}", model.overlay) };
            assert_eq!(menu.url, url(number));
            assert!(!model.article.numbers && numbers(&model).is_empty());
        }
    }
}

#[test]
fn esc_takes_the_numbers_away_and_leaves_the_page_where_it_was() {
    for size in [(24, 12), (40, 12), (80, 24), (140, 45)] {
        let mut model = reading(size, 25);
        press(&mut model, "/ y e a r Enter");
        for _ in 0..12 {
            let (page, top) = (model.article.page.clone(), model.article.top);
            for end in ["f Esc", "f C-c", "f Backspace", "f 1 Esc"] {
                press(&mut model, end);
                assert!(model.overlay.is_none(), "{end}");
                assert_eq!(model.article.top, top, "{size:?} {end}");
                assert!(model.article.page == page, "{size:?} {end}");
            }
            assert!(model.find.is_some(), "what is looked for is another matter");
            press(&mut model, "PageDown");
        }
    }
}

#[test]
fn while_the_links_have_numbers_the_story_scrolls() {
    let mut model = reading((80, 24), 25);
    press(&mut model, "f");
    let top = model.article.top;
    for (keys, further) in [("j", true), ("k", false), ("Space", true), ("b", false), ("PageDown", true), ("g", false)]
    {
        press(&mut model, keys);
        assert_eq!(model.article.top > top, further, "{keys}");
        assert!(is_choosing(&model) && numbers(&model).len() == 50, "{keys}");
    }
    press(&mut model, "G 2 j 5");
    let Some(Overlay::Menu(menu)) = &model.overlay else { panic!("{:?}", model.overlay) };
    assert_eq!(menu.url, url(25), "digits go on where they were");
}

#[test]
fn where_there_is_one_address_it_is_that() {
    let mut model = edition::open((140, 45));
    press(&mut model, "j f");
    let Some(Overlay::Menu(menu)) = &model.overlay else { panic!("{:?}", model.overlay) };
    assert_eq!(menu.url, "https://courier.example/strait", "of a list's row its own");
    // Beside an open story too: the list has the keys.
    let mut model = reading((140, 45), 25);
    press(&mut model, "q j f");
    assert_eq!(model.focus, Pane::Headlines);
    let Some(Overlay::Menu(menu)) = &model.overlay else { panic!("{:?}", model.overlay) };
    assert_eq!(menu.url, "https://courier.example/strait");
    let mut model = reading((80, 24), 0);
    press(&mut model, "f");
    let Some(Overlay::Menu(menu)) = &model.overlay else { panic!("{:?}", model.overlay) };
    assert_eq!(menu.url, "https://courier.example/bridge", "of a story without links its own");
}

#[test]
fn a_pasted_number_is_a_number() {
    let mut model = reading((80, 24), 25);
    press(&mut model, "f");
    let _ = update(&mut model, Msg::Paste("1\u{1b}[2J7x".to_owned()));
    press(&mut model, "Backspace Backspace Enter");
    let Some(Overlay::Menu(menu)) = &model.overlay else { panic!("{:?}", model.overlay) };
    assert_eq!(menu.url, url(1));
}
