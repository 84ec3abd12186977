//! Keys that are typed one after the other.

use dateline::app::overlay::Overlay;
use dateline::app::{Effect, Model};
use dateline::config::Config;

use super::{edition, notice, press, selected};

fn with_keys(keys: &str) -> Model {
    let mut model = edition::open((80, 24));
    model.keymap = Config::parse(&format!("[keys]\n{keys}")).unwrap().keymap;
    model
}

#[test]
fn a_sequence_does_what_it_is_bound_to() {
    let mut model = with_keys("top = \"g g\"\nquit = \"C-x C-c\"");
    press(&mut model, "j j g");
    assert_eq!(selected(&model), 2, "only begun");
    press(&mut model, "g");
    assert_eq!(selected(&model), 0);
    assert_eq!(press(&mut model, "C-x"), []);
    assert_eq!(press(&mut model, "C-c"), [Effect::Quit]);
}

#[test]
fn what_was_begun_changes_nothing_and_is_forgotten() {
    let mut model = with_keys("top = \"g g\"");
    press(&mut model, "m");
    let said = notice(&model).to_owned();
    press(&mut model, "g");
    assert_eq!(notice(&model), said, "the screen stays as it is");
    press(&mut model, "Esc");
    assert_eq!(notice(&model), said);
    press(&mut model, "j");
    assert_eq!(selected(&model), 1, "Esc forgot it");
    press(&mut model, "g j");
    assert_eq!((selected(&model), notice(&model)), (1, "g j does nothing."));
    press(&mut model, "j");
    assert_eq!((selected(&model), notice(&model)), (2, ""));
}

#[test]
fn sequences_are_known_where_something_stands_before_the_panes_but_not_while_words_are_typed() {
    let mut model = with_keys("back = \"g q\"\ntop = \"g g\"");
    press(&mut model, "? j g g");
    assert!(matches!(&model.overlay, Some(Overlay::Help(help)) if help.top == 0));
    press(&mut model, "g q");
    assert_eq!(model.overlay, None);
    press(&mut model, "/ g g");
    let Some(Overlay::Prompt(prompt)) = &model.overlay else { panic!("a prompt") };
    assert_eq!(prompt.input, "gg");
}
