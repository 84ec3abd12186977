//! Stories that changed since they were read.

use std::collections::HashMap;

use dateline::app::versions::ChangesAnswer;
use dateline::app::{ArticleAnswer, Effect, Model, Msg, SectionAnswer};
use dateline::article::{Article, Place};
use dateline::changes::Changes;
use dateline::marks::Deed;
use dateline::news::{Freshness, Headline, Label};

use super::edition::{self, headlines, listed, now, paragraph, story};
use super::{arrive, loads, notice, press, story_key, tell};

fn edited() -> Article {
    let mut article = story();
    article.blocks.insert(1, paragraph("The mayor has resigned over the pies."));
    article
}

fn lines(model: &Model) -> Vec<String> {
    model.article.page.lines.iter().map(dateline::page::Line::to_plain).collect()
}

/// The note of which version was read, if any.
fn seen(effects: &[Effect]) -> usize {
    let marks = effects.iter().filter_map(|effect| if let Effect::Record(marks) = effect { Some(marks) } else { None });
    marks.flatten().filter(|mark| matches!(mark.deed, Deed::Seen(_))).count()
}

/// The program after its first story was read.
fn after_reading() -> Model {
    let mut model = edition::open((80, 24));
    press(&mut model, "Enter");
    assert_eq!(seen(&arrive(&mut model, "bridge", story())), 1);
    press(&mut model, "q j Enter");
    arrive(&mut model, "strait", Article::default());
    press(&mut model, "q g");
    model
}

fn list(model: &mut Model, kept: &Article, headlines: Vec<Headline>) {
    let versions = HashMap::from([(story_key("bridge"), kept.version())]);
    tell(model, Msg::Headlines(SectionAnswer { versions, ..listed("front-page", headlines) }));
}

#[test]
fn a_read_story_whose_text_changed_is_labelled_until_it_is_read_again() {
    let mut model = after_reading();
    let row = headlines().remove(0);
    list(&mut model, &story(), headlines());
    assert!(!model.is_updated(&row));
    list(&mut model, &edited(), headlines());
    assert!(model.is_updated(&row) && model.marks.is_read(&row.key), "a badge, not unread again");
    press(&mut model, "Enter");
    assert_eq!(seen(&arrive(&mut model, "bridge", edited())), 1);
    assert!(!model.is_updated(&row));
    assert_eq!(seen(&arrive(&mut model, "bridge", edited())), 0, "noted once");
}

#[test]
fn a_headline_that_its_feed_changed_counts_and_one_that_feeds_word_differently_does_not() {
    let model = after_reading();
    let reworded = Headline { title: "The bridge goes after all".to_owned(), ..headlines().remove(0) };
    assert!(!model.is_updated(&reworded));
    assert!(model.is_updated(&Headline { labels: vec![Label::Updated], ..reworded.clone() }));
    assert!(!model.is_updated(&Headline { labels: vec![Label::Updated], ..headlines().remove(0) }));
    let unread = Headline { labels: vec![Label::Updated], ..headlines().remove(3) };
    assert!(!model.is_updated(&unread), "what was never read has not changed since");
}

#[test]
fn one_line_says_so_and_a_key_shows_what_changed_and_goes_back() {
    let mut model = after_reading();
    press(&mut model, "Enter");
    arrive(&mut model, "bridge", edited());
    assert_eq!(lines(&model)[0], "Updated since you read it on 22 Nov 2026, 14:05. c shows what changed.");
    press(&mut model, "G j j");
    assert_eq!(model.chosen_link().map(|link| link.text.as_str()), Some("a report last year"));
    let effects = press(&mut model, "c");
    let (key, was) = (story_key("bridge"), story().version());
    assert_eq!(effects, [Effect::Compare { key: key.clone(), was }]);
    let changes = Box::new(Changes::between(&story(), &edited()).unwrap());
    tell(&mut model, Msg::Changes(ChangesAnswer { key: key.clone(), was, outcome: Ok(changes.clone()) }));
    let shown = lines(&model).join("\n");
    assert!(shown.contains("{+The mayor has resigned over the pies.+}"), "{shown}");
    assert!(shown.contains("paragraphs unchanged") && shown.contains("c shows the story again."), "{shown}");
    assert_eq!(model.article.chosen, None, "there is no list below the changes");
    assert_eq!(press(&mut model, "c"), []);
    assert!(lines(&model).join("\n").contains("A bridge without a pie cart"));

    // An answer that nobody waits for.
    press(&mut model, "q j Enter");
    let before = model.article.clone();
    tell(&mut model, Msg::Changes(ChangesAnswer { key, was, outcome: Ok(changes) }));
    assert_eq!(model.article, before);
}

#[test]
fn a_version_that_is_no_longer_kept_is_a_sentence() {
    let mut model = after_reading();
    press(&mut model, "Enter");
    arrive(&mut model, "bridge", edited());
    press(&mut model, "c");
    let outcome = Err("The version you read is no longer kept.".to_owned());
    let answer = ChangesAnswer { key: story_key("bridge"), was: story().version(), outcome };
    tell(&mut model, Msg::Changes(answer));
    assert_eq!(notice(&model), "The version you read is no longer kept.");
    assert!(model.article.changes.is_none() && model.article.article.is_some());
}

#[test]
fn where_nothing_changed_the_key_says_so() {
    let mut model = after_reading();
    press(&mut model, "c");
    assert_eq!(notice(&model), "Open the story first; c then shows what changed.");
    press(&mut model, "Enter");
    arrive(&mut model, "bridge", story());
    assert!(!lines(&model)[0].contains("Updated"));
    press(&mut model, "c");
    assert_eq!(notice(&model), "Nothing in it has changed since you read it.");
}

#[test]
fn what_is_about_to_be_replaced_was_not_read() {
    let mut model = edition::open((80, 24));
    press(&mut model, "Enter");
    let answer = |article: Article, waiting| {
        let outcome = Ok((Box::new(article), Freshness::Live(now())));
        Msg::Article(ArticleAnswer { key: story_key("bridge"), outcome, waiting })
    };
    assert_eq!(seen(&tell(&mut model, answer(story(), true))), 0);
    assert_eq!(seen(&tell(&mut model, answer(edited(), false))), 1);
    assert!(!lines(&model)[0].contains("Updated"), "it was never read otherwise");
    // But whoever leaves while it is asked for has read what was there.
    let mut model = edition::open((80, 24));
    press(&mut model, "Enter");
    tell(&mut model, answer(story(), true));
    assert_eq!(seen(&press(&mut model, "q")), 1);
}

#[test]
fn the_reader_stays_in_the_paragraph_that_moved() {
    let mut model = edition::open((80, 24));
    press(&mut model, "Enter");
    arrive(&mut model, "bridge", story());
    press(&mut model, "}");
    let place = model.article.place();
    assert!(place.block > 0);
    arrive(&mut model, "bridge", edited());
    assert_eq!(model.article.place(), Place { block: place.block + 1, ..place });
}

#[test]
fn a_story_that_is_still_open_is_asked_for_again_when_its_row_says_that_it_changed() {
    let mut model = edition::open((80, 24));
    press(&mut model, "Enter");
    arrive(&mut model, "bridge", story());
    press(&mut model, "q");
    assert_eq!(loads(&press(&mut model, "Enter")), [""; 0]);
    press(&mut model, "q");
    list(&mut model, &edited(), headlines());
    assert_eq!(loads(&press(&mut model, "Enter")), [format!("{} IfStale", story_key("bridge").0)]);
}
