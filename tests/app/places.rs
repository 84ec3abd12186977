//! Places that are found again: in a story that changed, at another width, after another start.

use dateline::app::{Model, Msg};
use dateline::article::{Article, Block, Place, Spot};
use dateline::marks::{Bookmark, Deed, Mark};
use ratatui::layout::Size;

use super::edition::{self, paragraph, story};
use super::{arrive, press, story_key, tell};

fn words(at: usize) -> String {
    format!("Paragraph number {at} says in some words what no other one of them says, and so it is {at} to the end.")
}

fn of(paragraphs: &[String]) -> Article {
    Article { blocks: paragraphs.iter().map(|words| paragraph(words)).collect(), ..story() }
}

fn twenty() -> Vec<String> {
    (1..=20).map(words).collect()
}

/// What becomes of a place in paragraph 10 (byte 60, inside a word) when these are the paragraphs of now.
fn found(now: &[String]) -> (u32, u32) {
    let spot = Spot::of(&of(&twenty()), Place { block: 10, byte: 60 });
    let place = spot.found_in(&of(now));
    (place.block, place.byte)
}

#[test]
fn the_paragraph_is_found_by_its_words_and_else_by_its_number() {
    let was = twenty();
    let with = |change: &dyn Fn(&mut Vec<String>)| {
        let mut now = was.clone();
        change(&mut now);
        found(&now)
    };
    assert_eq!(with(&|_| {}), (10, 60), "nothing changed");
    assert_eq!(with(&|now| now.insert(0, "New.".to_owned())), (11, 60), "one before it came");
    assert_eq!(with(&|now| drop(now.drain(2..5))), (7, 60), "three before it went");
    assert_eq!(with(&|now| now.push("New.".to_owned())), (10, 60), "one after it came");
    assert_eq!(with(&|now| now.reverse()), (11, 60), "all of them moved");
    assert_eq!(with(&|now| now[3] = "Another.".to_owned()), (10, 60), "another was edited");
    assert_eq!(with(&|now| now[9] = "Another.".to_owned()), (10, 60), "it was edited itself");
    assert_eq!(with(&|now| drop(now.remove(9))), (10, 60), "it is gone: the next");
    let edited = |at: usize, insert: usize| {
        move |now: &mut Vec<String>| {
            now[at] = "Another.".to_owned();
            (0..insert).for_each(|_| now.insert(0, "New.".to_owned()));
        }
    };
    assert_eq!(with(&edited(9, 3)), (13, 60), "edited, and three came before it: it still stands below its neighbour");
    assert_eq!(with(&edited(8, 3)), (13, 60), "its neighbour was edited, itself it is found");
    assert_eq!(
        with(&|now| {
            edited(9, 3)(now);
            edited(11, 0)(now);
        }),
        (10, 60),
        "both were: the number is left"
    );
    assert_eq!(with(&|now| now.truncate(4)), (4, 0), "it and all about it are gone");
    assert_eq!(with(&Vec::clear), (0, 0), "all are gone");
    let twin = |at: usize| move |now: &mut Vec<String>| now.insert(at, words(10));
    assert_eq!(with(&twin(0)), (11, 60), "of two the nearest");
    assert_eq!(with(&twin(9)), (10, 60));
}

#[test]
fn what_changes_no_word_changes_no_place() {
    let (was, now) = ("“It is so,” he said and went home.", "\"It is so,\" he said and  went home.");
    let said = |words: &str| u32::try_from(words.find("he said").unwrap()).unwrap();
    let spot = Spot::of(&of(&[was.to_owned()]), Place { block: 1, byte: said(was) });
    let expected = Place { block: 1, byte: said(&dateline::text::clean(now)) };
    assert_eq!(spot.found_in(&of(&[now.to_owned()])), expected);
    assert_ne!(spot.place, expected);
}

#[test]
fn the_print_is_the_same_at_every_start() {
    // What is in a journal must be found by every later program.
    let spot = Spot::of(&of(&twenty()), Place { block: 10, byte: 60 });
    let written = serde_json::to_string(&spot).unwrap();
    assert_eq!(
        written,
        r#"{"block":10,"byte":60,"print":{"words":4587677068351870,"word":12,"above":7153581255202313}}"#
    );
    assert_eq!(serde_json::from_str::<Spot>(&written).unwrap(), spot);
    // Of the head, and of what has no words, there is none; nor did earlier programs write any.
    for (article, block) in
        [(of(&twenty()), 0), (of(&twenty()), 21), (Article { blocks: vec![Block::Rule], ..story() }, 1)]
    {
        assert_eq!(Spot::of(&article, Place { block, byte: 0 }).print, None, "{block}");
    }
    // A place without one is written as it always was: what a bookmark of before holds is read as well.
    let place = Place { block: 3, byte: 40 };
    assert_eq!(serde_json::to_string(&Spot::from(place)).unwrap(), serde_json::to_string(&place).unwrap());
    let old: Mark = serde_json::from_str(r#"{"at":2,"key":"a","did":"place","place":{"block":3,"byte":40}}"#).unwrap();
    assert_eq!(old.deed, Deed::Place { place: place.into() });
}

#[test]
fn words_of_every_kind_of_block_are_found() {
    let story = story();
    let mut longer = story.clone();
    longer.blocks.insert(1, paragraph("This is new."));
    longer.blocks.insert(2, paragraph("And so is this."));
    for block in 2..=u32::try_from(story.blocks.len()).unwrap() {
        let spot = Spot::of(&story, Place { block, byte: 3 });
        let expected = if spot.print.is_some() { block + 2 } else { block };
        assert_eq!(spot.found_in(&longer).block, expected, "{:?}", story.blocks[usize::try_from(block - 1).unwrap()]);
    }
}

fn reading(paragraphs: &[String]) -> Model {
    let mut model = edition::open((80, 12));
    press(&mut model, "Enter");
    arrive(&mut model, "bridge", of(paragraphs));
    model
}

/// The first row on the screen with words in it.
fn top(model: &Model) -> String {
    let rows = model.article.page.lines.iter().skip(model.article.top);
    rows.map(dateline::page::Line::to_plain).find(|row| !row.is_empty()).unwrap()
}

#[test]
fn a_story_that_changed_meanwhile_opens_at_the_same_paragraph() {
    let mut model = reading(&twenty());
    while !top(&model).starts_with("Paragraph number 9 ") {
        press(&mut model, "j");
    }
    press(&mut model, "q j Enter q k Enter");
    let mut now = twenty();
    now.splice(0..2, ["One that is new.".to_owned(), "Two.".to_owned(), "Three.".to_owned(), "Four.".to_owned()]);
    arrive(&mut model, "bridge", of(&now));
    assert!(top(&model).starts_with("Paragraph number 9 "), "{}", top(&model));
    // And so after the end of the program, in a window of another size.
    let bookmark: Bookmark = serde_json::from_str(&serde_json::to_string(&model.bookmark().unwrap()).unwrap()).unwrap();
    now.drain(1..3);
    let mut edition = edition::edition(dateline::app::EditionKind::Live);
    edition.marks.merge_bookmark(1, bookmark);
    let mut again = edition::model((80, 24));
    tell(&mut again, Msg::Edition(Box::new(edition)));
    tell(&mut again, Msg::Resize(Size::new(50, 16)));
    assert_eq!(again.article.headline.as_ref().map(|row| &row.key), Some(&story_key("bridge")));
    arrive(&mut again, "bridge", of(&now));
    assert!(top(&again).starts_with("Paragraph number 9 "), "{}", top(&again));
}

#[test]
fn a_paragraph_of_no_blanks_keeps_the_byte() {
    let long = "霧の中の町で二つの魚屋が夕食の話をやめた。".repeat(600);
    let article = |before: &str| of(&[before.to_owned(), long.clone()]);
    let byte = u32::try_from("霧".len() * 9_000).unwrap();
    let spot = Spot::of(&article("One."), Place { block: 2, byte });
    let longer = Article { blocks: [vec![paragraph("New.")], article("One.").blocks].concat(), ..story() };
    assert_eq!(spot.found_in(&longer), Place { block: 3, byte });
    assert_eq!(Spot::of(&longer, Place { block: 3, byte: 7 }).found_in(&article("One.")), Place { block: 2, byte: 7 });
}
