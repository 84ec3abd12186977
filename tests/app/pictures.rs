//! Pictures: what one costs comes first, and nothing is fetched before the reader asks again.

use std::sync::Arc;

use dateline::app::overlay::Overlay;
use dateline::app::picture::{PictureAnswer, PictureNews, PictureWish, Step, Viewing};
use dateline::app::{Effect, Model, Msg};
use dateline::article::{Article, Block, Text};
use dateline::picture::{Drawn, Way};
use ratatui::buffer::Buffer;
use ratatui::layout::{Rect, Size};

use super::edition::{self, paragraph, story};
use super::{arrive, notice, press, tell};

const FIRST: &str = "https://courier.example/bridge.jpg";
const SECOND: &str = "https://courier.example/ferry.jpg";

fn figure(words: &str, image: Option<&str>) -> Block {
    Block::Figure { caption: Some(Text::plain(words)), credit: None, image: image.map(str::to_owned) }
}

fn pictured() -> Article {
    let mut blocks = vec![figure("No address.", None), figure("The bridge.", Some(FIRST))];
    blocks
        .extend((0..20).map(|_| paragraph("A paragraph that fills a row or two of the story, so that it has pages.")));
    blocks.push(figure("The ferry.", Some(SECOND)));
    blocks
        .extend((0..20).map(|_| paragraph("A paragraph that fills a row or two of the story, so that it has pages.")));
    Article { blocks, ..story() }
}

fn reading(article: Article) -> Model {
    let mut model = edition::open((80, 24));
    model.settings.pictures = Way::Blocks { cell: 20 };
    press(&mut model, "Enter");
    arrive(&mut model, "bridge", article);
    model
}

fn weigh(url: &str) -> Vec<Effect> {
    vec![Effect::Picture(PictureWish::Weigh { url: url.to_owned() })]
}

fn forget() -> Effect {
    Effect::Picture(PictureWish::Forget)
}

fn answer(model: &mut Model, url: &str, news: PictureNews) {
    assert_eq!(tell(model, Msg::Picture(PictureAnswer { url: url.to_owned(), news })), []);
}

fn step(model: &Model) -> Option<&Step> {
    match &model.overlay {
        Some(Overlay::Picture(Viewing { step, .. })) => Some(step),
        _ => None,
    }
}

fn drawn() -> Drawn {
    Drawn::Cells(Arc::new(Buffer::empty(Rect::new(0, 0, 4, 2))))
}

#[test]
fn the_cost_is_said_before_anything_is_fetched() {
    let mut model = reading(pictured());
    assert_eq!(press(&mut model, "i"), weigh(FIRST));
    assert_eq!(press(&mut model, "i"), [], "nothing is known yet");
    answer(&mut model, FIRST, PictureNews::Weight(Some(240_000)));
    let Some(Overlay::Picture(viewing)) = &model.overlay else { panic!("no picture is asked about") };
    assert_eq!(viewing.words, "The bridge.");
    let rows = model.picture_rows(viewing);
    assert_eq!(rows, ["Picture: 240 kB to fetch, about 24 kB to your terminal.", "i shows it, Esc leaves it."]);
    let wish = PictureWish::Load {
        url: FIRST.to_owned(),
        way: Way::Blocks { cell: 20 },
        room: Size::new(78, 20),
        cell: Size::new(8, 16),
    };
    assert_eq!(press(&mut model, "i"), [Effect::Picture(wish)]);
    assert_eq!(press(&mut model, "i"), [], "it is on its way");
    answer(&mut model, FIRST, PictureNews::Drawn(drawn()));
    assert_eq!(step(&model), Some(&Step::Shown(drawn())));
    assert_eq!(press(&mut model, "Esc"), [forget()]);
    assert_eq!(model.overlay, None);
}

#[test]
fn a_size_that_is_not_told_is_said_to_be_unknown() {
    let mut model = reading(pictured());
    press(&mut model, "i");
    answer(&mut model, FIRST, PictureNews::Weight(None));
    let Some(Overlay::Picture(viewing)) = &model.overlay else { panic!("no picture is asked about") };
    assert!(model.picture_rows(viewing)[0].contains("does not say how much to fetch (at most 4.2 MB)"));
}

#[test]
fn the_picture_in_sight_is_meant_else_the_next_below_else_the_first() {
    let mut model = reading(pictured());
    press(&mut model, "Space");
    assert_eq!(press(&mut model, "i"), weigh(SECOND));
    press(&mut model, "Esc");
    press(&mut model, "G");
    assert_eq!(press(&mut model, "i"), weigh(FIRST));
}

#[test]
fn a_story_without_a_picture_says_so() {
    let mut model = reading(story());
    assert_eq!(press(&mut model, "i"), []);
    assert_eq!(notice(&model), "This story has no picture.");
    press(&mut model, "q");
    press(&mut model, "i");
    assert_eq!(notice(&model), "No story is open.");
}

#[test]
fn a_terminal_without_a_way_is_told_of_the_browser() {
    let mut model = reading(pictured());
    model.settings.pictures = Way::Nowhere;
    assert_eq!(press(&mut model, "i"), []);
    assert_eq!(notice(&model), "This terminal can't show pictures. o opens the story in a browser.");
    model.settings.pictures = Way::Browser;
    assert_eq!(press(&mut model, "i"), [Effect::Browse(FIRST.to_owned())]);
}

#[test]
fn leaving_drops_what_is_on_its_way() {
    let mut model = reading(pictured());
    press(&mut model, "i");
    assert_eq!(press(&mut model, "Esc"), [forget()]);
    answer(&mut model, FIRST, PictureNews::Weight(Some(1)));
    assert_eq!(model.overlay, None);
    // An answer to another picture, and one to a question of before.
    press(&mut model, "i");
    answer(&mut model, SECOND, PictureNews::Weight(Some(1)));
    answer(&mut model, FIRST, PictureNews::Drawn(drawn()));
    assert_eq!(step(&model), Some(&Step::Weighing));
    // A window of another size has no room made for it.
    assert_eq!(tell(&mut model, Msg::Resize(Size::new(60, 20))), [forget()]);
    assert_eq!(model.overlay, None);
}

#[test]
fn another_key_leaves_and_does_what_it_does() {
    let mut model = reading(pictured());
    press(&mut model, "i");
    let effects = press(&mut model, "?");
    assert_eq!(effects, [forget()]);
    assert!(matches!(model.overlay, Some(Overlay::Help { .. })));
}

#[test]
fn what_fails_or_is_too_large_is_said_in_a_sentence() {
    let mut model = reading(pictured());
    press(&mut model, "i");
    answer(&mut model, FIRST, PictureNews::Weight(Some(9_000_000)));
    assert_eq!(model.overlay, None);
    assert!(
        notice(&model).starts_with("The picture has 9 MB, more than is fetched here (4.2 MB)."),
        "{}",
        notice(&model)
    );
    press(&mut model, "i");
    answer(&mut model, FIRST, PictureNews::Failed("It is no picture.".to_owned()));
    assert_eq!((model.overlay.clone(), notice(&model)), (None, "It is no picture."));
}
