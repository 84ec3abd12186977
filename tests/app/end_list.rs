//! The list at the end of a story: walked, opened, and in nobody's way.

use dateline::app::overlay::Overlay;
use dateline::app::{Effect, Model, Msg};
use dateline::article::{Article, Block, Face, Place, Related, Text};
use dateline::paint::{Colours, Painter};
use ratatui::buffer::Buffer;
use ratatui::layout::{Rect, Size};

use super::edition::{self, paragraph, story};
use super::{arrive, loads, press, story_key, tell};

fn reading(rows: u16) -> Model {
    let mut model = edition::open((80, rows));
    press(&mut model, "Enter");
    arrive(&mut model, "bridge", story());
    model
}

fn chosen(model: &Model) -> &str {
    model.chosen_link().map_or("", |link| link.text.as_str())
}

/// What stands beside the marker on the screen.
fn marked(model: &Model) -> Vec<String> {
    let theme = dateline::theme::Theme::built_in("plain").unwrap();
    let area = Rect::new(0, 0, model.size.width, model.size.height);
    let mut buffer = Buffer::empty(area);
    let _ = dateline::ui::view(model, &theme, &mut buffer);
    let row = |y| (0..area.width).map(|x| buffer[(x, y)].symbol()).collect::<String>();
    let rows = (0..area.height).map(row).filter_map(|row| row.strip_prefix('▌').map(|row| row.trim().to_owned()));
    rows.collect()
}

#[test]
fn where_the_page_scrolls_no_further_the_keys_go_on_in_its_list() {
    let mut model = reading(24);
    press(&mut model, "j");
    assert_eq!((chosen(&model), model.article.top), ("", 1), "it still scrolls");
    press(&mut model, "G");
    let top = model.article.top;
    assert_eq!((chosen(&model), marked(&model)), ("", vec![]));
    let ferry = story().related[0].title.clone();
    for (keys, expected) in [
        ("j", ferry.as_str()),
        ("j", "a report last year"),
        ("2 j", "The bridge turns"),
        ("j", "The bridge turns"),
        ("k", "second report"),
        ("9 k", ""),
    ] {
        press(&mut model, keys);
        assert_eq!(chosen(&model), expected, "{keys}");
        assert_eq!(marked(&model), Some(expected).filter(|words| !words.is_empty()).as_slice(), "{keys}");
    }
    assert_eq!(model.article.top, top - 7, "what was left of the nine went back into the text");
}

#[test]
fn what_is_chosen_opens_here_and_has_the_menu() {
    let mut model = reading(24);
    press(&mut model, "G j j");
    let mut read = model.clone();
    assert_eq!(loads(&press(&mut read, "Enter")), ["courier.example/report IfStale"]);
    assert_eq!(press(&mut model.clone(), "y"), [Effect::Copy("https://courier.example/report".to_owned())]);
    press(&mut model, "o");
    let Some(Overlay::Menu(menu)) = &model.overlay else { panic!("a menu") };
    assert_eq!((menu.title.as_str(), menu.url.as_str()), ("a report last year", "https://courier.example/report"));
    assert!(menu.readable);
    // Esc lets go of it: then they are about the story again, and Enter about nothing.
    press(&mut model, "Esc Esc");
    assert_eq!(chosen(&model), "");
    assert_eq!(press(&mut model, "Enter"), []);
    assert_eq!(press(&mut model, "y"), [Effect::Copy("https://courier.example/bridge".to_owned())]);
}

#[test]
fn what_is_no_page_is_offered_and_what_is_out_of_sight_is_not_chosen() {
    let mut text = Text::default();
    text.push("Write to us", Face::default(), Some("mailto:desk@courier.example"));
    let letter = Article { blocks: vec![Block::Paragraph { text }], related: Vec::new(), ..story() };
    let mut model = edition::open((80, 24));
    press(&mut model, "Enter");
    arrive(&mut model, "bridge", letter);
    press(&mut model, "j");
    assert_eq!(chosen(&model), "Write to us", "a page that fits the window is at its end at once");
    assert_eq!(press(&mut model, "Enter"), []);
    assert!(matches!(&model.overlay, Some(Overlay::Menu(menu)) if !menu.readable));
    let mut model = reading(24);
    for keys in ["b", "g", "{"] {
        press(&mut model, "G j j j");
        assert_eq!(chosen(&model), "second report");
        press(&mut model, keys);
        assert_eq!((chosen(&model), marked(&model)), ("", vec![]), "{keys}");
    }
    press(&mut model, "G j j");
    tell(&mut model, Msg::Resize(Size::new(60, 20)));
    assert_eq!(chosen(&model), marked(&model).concat(), "what is marked is chosen, and nothing else");
    press(&mut model, "h");
    assert_eq!(chosen(&model), "", "in another pane nothing of it is");
}

#[test]
fn a_list_longer_than_the_window_scrolls_with_the_choice() {
    let mut many = story();
    many.related = (0..30)
        .map(|at| Related { title: format!("Story {at}"), url: format!("https://courier.example/{at}") })
        .collect();
    let mut model = edition::open((80, 12));
    press(&mut model, "Enter");
    arrive(&mut model, "bridge", many);
    press(&mut model, "G j");
    let bottom = model.article.top;
    let first = chosen(&model).to_owned();
    assert_ne!(first, "Story 0", "the first one in sight");
    for _ in 0..40 {
        press(&mut model, "k");
        assert!(chosen(&model).is_empty() || marked(&model) == [chosen(&model)], "{}", chosen(&model));
    }
    assert_eq!(chosen(&model), "");
    press(&mut model, "G j 9 9 j");
    assert_eq!((chosen(&model), model.article.top), ("The bridge turns", bottom));
}

#[test]
fn the_links_are_in_nobodys_way() {
    // The list costs no key of reading on: the story ends where it ended without it.
    let mut linked = Text::default();
    for at in 0..60 {
        linked.push(&format!("link {at}, "), Face::default(), Some(&format!("https://courier.example/{at}")));
    }
    linked.push("the same", Face::default(), Some("https://courier.example/7"));
    let mut long = story();
    long.blocks.push(Block::Paragraph { text: linked });
    long.blocks.push(paragraph("The end."));
    let pages = |list: bool| {
        let mut model = edition::open((80, 12));
        model.link_list = list;
        press(&mut model, "Enter");
        arrive(&mut model, "bridge", long.clone());
        let mut pages = 0;
        while loads(&press(&mut model, "Space")).is_empty() {
            pages += 1;
        }
        let place = model.marks.place(&story_key("bridge"));
        assert_eq!(place.unwrap_or_default().place, Place::default(), "it was read to its end");
        pages
    };
    assert_eq!(pages(true), pages(false));
    let mut model = edition::open((80, 12));
    press(&mut model, "Enter");
    arrive(&mut model, "bridge", long);
    let list = model.article.page.end_list();
    let mut urls: Vec<&str> = list.iter().map(|(link, _)| model.article.page.links[*link].url.as_str()).collect();
    assert_eq!(urls.len(), 60 + 3 + 1, "each address once, the related story first");
    urls.sort_unstable();
    urls.dedup();
    assert_eq!(urls.len(), 64);
    // Numbers stand there too.
    press(&mut model, "f");
    let lowest = model.article.page.lines.last().unwrap().to_plain();
    assert_eq!(lowest, "› link 59,[63]");
}

#[test]
fn a_step_in_the_list_sends_its_marker_and_a_number_nothing() {
    let theme = dateline::theme::Theme::built_in("plain").unwrap();
    let mut painter = Painter::new(Colours::Sixteen);
    let mut model = reading(24);
    press(&mut model, "G j");
    let mut sent = |model: &Model| {
        let mut buffer = Buffer::empty(Rect::new(0, 0, model.size.width, model.size.height));
        let cursor = dateline::ui::view(model, &theme, &mut buffer);
        painter.paint(buffer, cursor).len()
    };
    assert!(sent(&model) > 300, "a whole screen first");
    for (keys, most) in [("j", 24), ("j", 24), ("2", 0), ("k", 24), ("Esc", 24), ("9 9 9", 0), ("Esc", 0)] {
        press(&mut model, keys);
        let bytes = sent(&model);
        assert!(bytes <= most, "{keys}: {bytes} bytes");
    }
}
