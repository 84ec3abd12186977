//! What stands before the panes: finding, searching, going to a section, links, the menu, help.

use dateline::app::overlay::{MenuDeed, Overlay, PromptKind};
use dateline::app::{Effect, Model, Msg, Pane};
use dateline::news::SectionId;
use ratatui::layout::Size;

use super::edition::{self, headline, headlines, listed, story};
use super::{arrive, asked, found, loads, notice, press, selected, tell, write};

fn input(model: &Model) -> &str {
    match &model.overlay {
        Some(Overlay::Prompt(prompt)) => &prompt.input,
        other => panic!("no prompt but {other:?}"),
    }
}

fn choices(model: &Model) -> Vec<&str> {
    match &model.overlay {
        Some(Overlay::Prompt(prompt)) => prompt.offered().map(|choice| choice.path.as_str()).collect(),
        other => panic!("no prompt but {other:?}"),
    }
}

fn menu(model: &Model) -> (&str, &str) {
    match &model.overlay {
        Some(Overlay::Menu(menu)) => (&menu.title, &menu.url),
        other => panic!("no menu but {other:?}"),
    }
}

fn reading() -> Model {
    let mut model = edition::open((80, 12));
    press(&mut model, "Enter");
    arrive(&mut model, "bridge", story());
    model
}

#[test]
fn finding_goes_to_the_first_hit_as_one_types() {
    let mut model = edition::open((80, 24));
    press(&mut model, "/");
    for (letters, hits, at) in [("T", 6, 0), ("h", 5, 0), ("e ", 4, 0), ("t", 1, 2)] {
        write(&mut model, letters);
        let find = model.find.clone().unwrap();
        assert_eq!((find.hits.len(), selected(&model)), (hits, at), "{}: {:?}", find.needle, find.hits);
    }
    press(&mut model, "Enter");
    assert!(model.overlay.is_none());
    assert_eq!(model.status(), "“The t” once");
    press(&mut model, "Esc");
    assert!(model.find.is_none());
}

#[test]
fn n_goes_round_the_hits_and_esc_gives_n_its_meaning_back() {
    let mut model = edition::open((80, 24));
    press(&mut model, "/");
    write(&mut model, "final");
    press(&mut model, "Enter");
    assert_eq!(selected(&model), 5);
    press(&mut model, "g / b r i d g e Enter");
    assert_eq!(selected(&model), 0);
    press(&mut model, "n");
    assert_eq!(selected(&model), 0, "round again to the only hit");
    press(&mut model, "Esc n");
    assert_eq!(selected(&model), 1, "the next unread story");
}

#[test]
fn what_is_not_there_is_said() {
    let mut model = edition::open((80, 24));
    press(&mut model, "/");
    write(&mut model, "zebra");
    press(&mut model, "Enter");
    assert_eq!((notice(&model), model.find.as_ref()), ("“zebra” is not here.", None));
}

#[test]
fn hits_at_the_end_of_a_page_are_all_met() {
    let mut model = reading();
    press(&mut model, "/");
    write(&mut model, "bridge");
    press(&mut model, "Enter");
    let hits = model.find.as_ref().unwrap().hits.clone();
    assert!(hits.len() > 4);
    let met = |model: &mut Model, keys: &str| -> Vec<usize> {
        (0..hits.len())
            .map(|_| {
                let at = model.find.as_ref().unwrap().at.unwrap();
                let seen = model.article.top..model.article.top + model.article_height();
                assert!(seen.contains(&at), "row {at} is out of sight");
                press(model, keys);
                at
            })
            .collect()
    };
    assert_eq!(met(&mut model, "n"), hits);
    press(&mut model, "N");
    let mut backwards = hits.clone();
    backwards.reverse();
    assert_eq!(met(&mut model, "N"), backwards);
}

#[test]
fn hits_follow_the_rows_they_are_in() {
    let mut model = edition::open((80, 24));
    press(&mut model, "/");
    write(&mut model, "bowls");
    press(&mut model, "Enter g");
    assert_eq!(model.find.as_ref().unwrap().hits, [5]);
    let mut newer = vec![headline("new", "New")];
    newer.extend(headlines());
    tell(&mut model, Msg::Headlines(listed("front-page", newer.clone())));
    assert_eq!(model.find.as_ref().unwrap().hits, [5], "the list stands still");
    press(&mut model, "r");
    assert_eq!(model.find.as_ref().unwrap().hits, [6]);
    press(&mut model, "j");
    tell(&mut model, Msg::Headlines(listed("front-page", headlines())));
    press(&mut model, "r");
    assert_eq!(model.find.as_ref().unwrap().hits, [5]);

    let mut model = reading();
    press(&mut model, "/");
    write(&mut model, "herring");
    press(&mut model, "Enter");
    for size in [(40, 12), (80, 12)] {
        tell(&mut model, Msg::Resize(Size::new(size.0, size.1)));
        let [hit] = model.find.as_ref().unwrap().hits[..] else { panic!("{:?}", model.find) };
        assert!(model.article.page.lines[hit].to_plain().contains("herring"));
    }
}

#[test]
fn a_prompt_is_a_line_that_can_be_edited() {
    let mut model = edition::open((80, 24));
    press(&mut model, "s");
    write(&mut model, "two fishes");
    for (keys, expected) in
        [("Backspace", "two fishe"), ("C-w", "two "), ("x", "two x"), ("C-u", ""), ("q", "q"), ("Left", "q")]
    {
        press(&mut model, keys);
        assert_eq!(input(&model), expected, "{keys}");
    }
    press(&mut model, "Backspace Backspace");
    assert!(model.overlay.is_none(), "one Backspace more leaves");
}

#[test]
fn what_is_pasted_into_a_prompt_is_cleaned() {
    let mut model = edition::open((80, 24));
    press(&mut model, "s");
    tell(&mut model, Msg::Paste("two\r\nfish\u{1b}[31m\u{202e}\tja".to_owned()));
    assert_eq!(input(&model), "two  fish[31m ja");
    tell(&mut model, Msg::Paste("x".repeat(5000)));
    assert!(input(&model).len() <= 200);
}

#[test]
fn a_pasted_address_opens_its_menu() {
    let mut model = edition::open((80, 24));
    tell(&mut model, Msg::Paste(" https://tribune.example/a\n".to_owned()));
    assert_eq!(menu(&model).1, "https://tribune.example/a");
    assert_eq!(loads(&press(&mut model, "r")), ["tribune.example/a IfStale"]);
    for words in ["just words", "javascript:alert(1)", "file:///etc/passwd"] {
        let mut model = edition::open((80, 24));
        tell(&mut model, Msg::Paste(words.to_owned()));
        assert!(model.overlay.is_none(), "{words}");
    }
    let mut model = edition::open((80, 24));
    tell(&mut model, Msg::Paste("mailto:desk@courier.example".to_owned()));
    assert!(matches!(&model.overlay, Some(Overlay::Menu(menu)) if !menu.readable), "a letter is not read here");
}

#[test]
fn a_search_asks_and_takes_only_its_own_answer() {
    let mut model = edition::open((80, 24));
    press(&mut model, "s");
    write(&mut model, "fish ");
    assert_eq!(press(&mut model, "Enter"), [asked("fish")]);
    assert_eq!((model.headlines.section.clone(), model.status().as_str()), (SectionId::search("fish"), "Searching …"));
    tell(&mut model, found("foul", headlines()));
    assert!(model.headlines.list.is_empty());
    tell(&mut model, found("fish", headlines()));
    assert_eq!(model.headlines.list.len(), 7);
    press(&mut model, "G");
    tell(&mut model, found("fish", Vec::new()));
    assert_eq!(model.headlines.list.len(), 7, "one question, one answer");
    press(&mut model, "s");
    assert_eq!(press(&mut model, "Enter"), [], "nothing asked");
}

#[test]
fn a_section_is_gone_to_by_typing() {
    let mut model = edition::open((80, 24));
    press(&mut model, "S");
    assert_eq!(choices(&model)[..2], ["Front page", "World"]);
    write(&mut model, "harb");
    assert_eq!(choices(&model), ["The Courier › Home news › Harbour"]);
    assert_eq!(loads(&press(&mut model, "Enter")), ["courier/home/harbour IfStale"]);
    assert_eq!(model.sections.current().unwrap().id.0, "courier/home/harbour", "and the tree is open there");
    press(&mut model, "S s p o r t");
    assert_eq!(choices(&model), ["Sport", "The Courier › Sport", "The Lantern › Sport"]);
    press(&mut model, "Down");
    assert_eq!(loads(&press(&mut model, "Enter")), ["courier/sport IfStale"]);
    press(&mut model, "S x y z z y Enter");
    assert_eq!(notice(&model), "No section is called “xyzzy”.");
}

#[test]
fn links_are_chosen_by_their_numbers() {
    let mut model = reading();
    assert_eq!(model.article.page.links.len(), 4);
    press(&mut model, "f");
    assert!(model.article.numbers);
    press(&mut model, "2");
    assert_eq!(menu(&model), ("second report", "https://courier.example/second"), "no longer number can be meant");
    assert!(!model.article.numbers);
    press(&mut model, "Esc");
    assert!(model.overlay.is_none());
    press(&mut model, "1 Enter");
    assert_eq!(menu(&model).0, "a report last year", "without the numbers on the screen");
    press(&mut model, "Esc 2 f");
    assert_eq!(menu(&model).0, "second report", "the number first, then what it is");
    press(&mut model, "Esc 9 Enter");
    assert_eq!(notice(&model), "There is no link 9.");
    press(&mut model, "f 9");
    assert_eq!(notice(&model), "There is no link 9.");
    press(&mut model, "f Enter");
    assert!(model.notice.is_none() && !model.article.numbers);
    press(&mut model, "f x");
    assert_eq!(input(&model), "", "only digits");
    press(&mut model, "Esc");
    assert!(!model.article.numbers && model.overlay.is_none());
}

#[test]
fn of_many_links_both_digits_are_waited_for() {
    let mut many = story();
    many.related = (0..20)
        .map(|at| dateline::article::Related {
            title: format!("Story {at}"),
            url: format!("https://courier.example/{at}"),
        })
        .collect();
    let mut model = edition::open((80, 24));
    press(&mut model, "Enter");
    arrive(&mut model, "bridge", many);
    press(&mut model, "f 1");
    assert!(matches!(&model.overlay, Some(Overlay::Prompt(prompt)) if prompt.kind == PromptKind::Link));
    press(&mut model, "2");
    assert_eq!(menu(&model).0, "Story 8");
    press(&mut model, "Esc f 1 Enter");
    assert_eq!(menu(&model).0, "a report last year");
    press(&mut model, "Esc 1 f");
    assert!(model.article.numbers && input(&model) == "1", "the numbers stand there, the first digit is typed");
    press(&mut model, "2");
    assert_eq!(menu(&model).0, "Story 8");
    press(&mut model, "Esc f 3");
    assert_eq!(menu(&model).0, "The bridge turns", "there are no thirty");
}

#[test]
fn the_menu_reads_browses_and_copies() {
    let mut model = reading();
    press(&mut model, "1 Enter");
    for (keys, expected) in [
        ("b", vec![Effect::Browse("https://courier.example/report".to_owned())]),
        ("y", vec![Effect::Copy("https://courier.example/report".to_owned())]),
        ("j Enter", vec![Effect::Browse("https://courier.example/report".to_owned())]),
        ("j j j k Enter", vec![Effect::Copy("https://courier.example/report".to_owned())]),
        ("Esc", vec![]),
        ("q", vec![]),
        ("h", vec![]),
    ] {
        let mut model = model.clone();
        assert_eq!(press(&mut model, keys), expected, "{keys}");
        assert!(model.overlay.is_none(), "{keys}");
        assert_eq!(model.focus, Pane::Article);
    }
    let mut held = model.clone();
    assert_eq!(press(&mut held, "C-b"), [], "a key held with Control is another key");
    assert_eq!(loads(&press(&mut model, "r")), ["courier.example/report IfStale"]);
    let opened = model.article.headline.as_ref().unwrap();
    assert_eq!((opened.title.as_str(), opened.outlet_name.as_str()), ("a report last year", "courier.example"));
}

#[test]
fn o_and_y_are_about_what_has_the_keys() {
    let mut model = edition::open((80, 24));
    press(&mut model, "j o");
    assert_eq!(menu(&model).1, "https://courier.example/strait");
    assert!(matches!(&model.overlay, Some(Overlay::Menu(menu)) if menu.deeds().first() == Some(&MenuDeed::Browse)));
    press(&mut model, "Esc");
    assert_eq!(press(&mut model, "y"), [Effect::Copy("https://courier.example/strait".to_owned())]);
    assert_eq!(notice(&model), "The address was sent to your terminal.");
    press(&mut model, "h o");
    assert_eq!(notice(&model), "There is no address here.");
}

#[test]
fn help_scrolls_and_closes() {
    let mut model = edition::open((80, 12));
    press(&mut model, "?");
    let top = |model: &Model| match &model.overlay {
        Some(Overlay::Help(help)) => Some(help.top),
        _ => None,
    };
    for (keys, expected) in [("j", 1), ("k", 0), ("k", 0), ("Space", 9), ("b", 0), ("PageDown", 9), ("g", 0), ("x", 0)]
    {
        press(&mut model, keys);
        assert_eq!(top(&model), Some(expected), "{keys}");
    }
    for _ in 0..200 {
        press(&mut model, "j");
    }
    let last = dateline::app::status::help_lines(&model.keymap).len() - 9;
    assert_eq!(top(&model), Some(last), "the last page stays full");
    assert_eq!(press(&mut model, "C-z"), [Effect::Suspend]);
    for keys in ["?", "q", "Esc", "h"] {
        let mut model = model.clone();
        press(&mut model, keys);
        assert_eq!(top(&model), None, "{keys}");
    }
}

#[test]
fn keys_go_to_what_stands_before_the_panes() {
    let mut model = edition::open((80, 24));
    for opener in ["?", "/", "S", "s", "o"] {
        let mut model = model.clone();
        press(&mut model, opener);
        press(&mut model, "J");
        assert_eq!(selected(&model), 0, "{opener}");
    }
    press(&mut model, "J");
    assert_eq!(selected(&model), 1);
}

#[test]
fn a_question_that_is_none_is_said_and_leaves_the_list() {
    let mut model = edition::open((80, 24));
    press(&mut model, "s");
    write(&mut model, "section:moon fish");
    assert_eq!(press(&mut model, "Enter"), []);
    assert_eq!(notice(&model), "No section with stories is called “moon”.");
    assert_eq!(model.headlines.list.len(), 7);
}

#[test]
fn what_was_searched_for_is_called_back() {
    let mut model = edition::open((80, 24));
    for words in ["fish", "boats", "fish"] {
        press(&mut model, "s");
        write(&mut model, words);
        press(&mut model, "Enter");
    }
    let typed = |model: &Model| match &model.overlay {
        Some(Overlay::Prompt(prompt)) => prompt.input.clone(),
        _ => panic!("no prompt"),
    };
    press(&mut model, "s Up");
    assert_eq!(typed(&model), "fish");
    press(&mut model, "Up Up");
    assert_eq!(typed(&model), "boats", "the first of them stays");
    press(&mut model, "Down Down");
    assert_eq!(typed(&model), "");
}

#[test]
fn a_search_is_pinned_opened_without_typing_and_let_go() {
    let mut model = edition::open((80, 24));
    press(&mut model, "s");
    write(&mut model, "fish is:unread");
    press(&mut model, "Enter");
    press(&mut model, "p");
    let id = SectionId::search("fish is:unread");
    assert_eq!(model.sections.all()[0].id, id);
    press(&mut model, "h j");
    assert_ne!(model.sections.current().unwrap().id, id);
    press(&mut model, "Enter h");
    let effects = press(&mut model, "g Enter");
    assert!(effects.contains(&asked("fish is:unread")), "{effects:?}");
    tell(&mut model, found("fish is:unread", headlines()));
    assert_eq!(model.headlines.list.len(), 7);
    press(&mut model, "p");
    assert_eq!(model.sections.find(&id), None);
    press(&mut model, "u");
    assert_eq!(model.sections.all()[0].id, id);
}
