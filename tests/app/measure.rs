//! The lines of a story made narrower and wider.

use dateline::app::{Model, Msg, Pane};
use dateline::article::Article;
use dateline::page::Paragraphs;
use dateline::text::width;
use ratatui::layout::Size;

use super::edition::{self, paragraph, story};
use super::{arrive, notice, press, tell};

fn reading(columns: u16) -> Model {
    let mut model = edition::open((columns, 14));
    press(&mut model, "Enter");
    arrive(&mut model, "bridge", story());
    model
}

fn widest(model: &Model) -> usize {
    model.article.page.lines.iter().map(|line| width(&line.to_plain())).max().unwrap()
}

#[test]
fn two_keys_make_the_lines_of_a_story_narrower_and_wider() {
    let mut model = reading(120);
    assert_eq!(model.article.page.width, 78);
    press(&mut model, "<");
    assert_eq!((model.article.page.width, widest(&model) <= 74), (74, true));
    assert_eq!(notice(&model), "74 columns, until you quit. measure = 74 in config.toml keeps it.");
    press(&mut model, "j");
    assert_eq!(notice(&model), "", "said once");
    press(&mut model, "> > >");
    assert_eq!(model.article.page.width, 86);
    press(&mut model, "5 <");
    assert_eq!(model.article.page.width, 66);
    // For the next story too, and for pictures not at all.
    press(&mut model, "J");
    arrive(&mut model, "strait", story());
    assert_eq!((model.article.page.width, model.settings.measure), (66, 78));
}

#[test]
fn there_is_a_least_and_a_most_and_no_more_than_the_pane_has() {
    let mut model = reading(300);
    press(&mut model, "9 9 9 <");
    assert_eq!(model.article.page.width, 20);
    press(&mut model, "<");
    assert_eq!((model.article.page.width, notice(&model)), (20, "20 columns are the least."));
    press(&mut model, "z 9 9 9 >");
    assert_eq!(model.article.page.width, 200);
    press(&mut model, ">");
    assert_eq!(notice(&model), "200 columns are the most.");
    let mut model = reading(60);
    let pane = model.article.page.width;
    press(&mut model, ">");
    assert_eq!((model.article.page.width, notice(&model)), (pane, "The pane has no more than 60 columns."));
    press(&mut model, "<");
    assert_eq!(model.article.page.width, pane - 4, "from what is seen, not from what was set");
    let mut model = reading(12);
    press(&mut model, "< >");
    assert_eq!(model.article.page.width, 12);
}

#[test]
fn the_paragraph_on_top_stays_there() {
    let mut model = reading(120);
    press(&mut model, "1 2 j");
    let place = model.article.place();
    assert!(place.block > 1);
    for keys in ["<", "< <", "8 <", "> > >", "9 >"] {
        press(&mut model, keys);
        let (first, next) =
            (model.article.page.place_of(model.article.top), model.article.page.place_of(model.article.top + 1));
        assert!(first <= place && (place < next || first == next), "{keys}: {first:?} for {place:?}");
    }
    assert_eq!(model.article.place(), place);
}

#[test]
fn elsewhere_the_keys_are_what_they_were() {
    let mut model = edition::open((80, 24));
    press(&mut model, ">");
    assert_eq!(notice(&model), "Only in the sections a section is moved.");
    press(&mut model, "h >");
    assert_eq!(model.focus, Pane::Sections);
    assert_eq!(model.sections.all()[1].title, "Front page");
    tell(&mut model, Msg::Resize(Size::new(120, 30)));
    assert_eq!(model.measure, 78);
}

#[test]
fn paragraphs_are_set_apart_as_the_reader_wishes() {
    let mut model = edition::open((80, 24));
    model.settings.paragraphs = Paragraphs::Indent;
    press(&mut model, "Enter");
    let blocks = vec![paragraph("The first of them."), paragraph("The second, which says kettle.")];
    arrive(&mut model, "bridge", Article { blocks, ..story() });
    let rows: Vec<String> = model.article.page.lines.iter().map(dateline::page::Line::to_plain).collect();
    let at = rows.iter().position(|row| row == "The first of them.").unwrap();
    assert_eq!(rows[at + 1], "  The second, which says kettle.");
    press(&mut model, "/ k e t t l e Enter");
    assert_eq!(model.find.unwrap().hits, [at + 1]);
}
