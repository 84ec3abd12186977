//! Commands that are typed.

use dateline::app::colon::WITH_WORDS;
use dateline::app::overlay::Overlay;
use dateline::app::{Effect, Model, Pane};
use dateline::keymap::TABLE;
use dateline::news::SectionId;

use super::edition;
use super::{asked, notice, press, selected, write};

/// Types a command and gives what it asked for, without its being remembered.
fn obey(model: &mut Model, typed: &str) -> Vec<Effect> {
    press(model, ":");
    write(model, typed);
    let mut effects = press(model, "Enter");
    assert_eq!(effects.remove(0), Effect::RememberCommand(typed.trim().to_owned()));
    effects
}

fn typed(model: &Model) -> &str {
    match &model.overlay {
        Some(Overlay::Prompt(prompt)) => &prompt.input,
        other => panic!("no prompt: {other:?}"),
    }
}

fn offered(model: &Model) -> String {
    match &model.overlay {
        Some(Overlay::Prompt(prompt)) => model.offered(prompt),
        other => panic!("no prompt: {other:?}"),
    }
}

#[test]
fn every_action_is_a_command_and_does_what_its_key_does() {
    for entry in TABLE.iter().filter(|entry| !entry.keys.is_empty()) {
        let (mut by_key, mut by_name) = (edition::open((80, 24)), edition::open((80, 24)));
        let asked = press(&mut by_key, entry.keys[0]);
        assert_eq!(obey(&mut by_name, entry.name), asked, "{}", entry.name);
        assert_eq!(
            (by_name.focus, &by_name.overlay, &by_name.notice, by_name.headlines.selected),
            (by_key.focus, &by_key.overlay, &by_key.notice, by_key.headlines.selected),
            "{}",
            entry.name
        );
    }
}

#[test]
fn a_beginning_is_enough_where_it_is_the_only_one() {
    let mut model = edition::open((80, 24));
    obey(&mut model, "bott");
    assert_eq!(selected(&model), 6);
    obey(&mut model, "mark");
    assert_eq!(notice(&model), "“mark” may be mark-above, mark-all-read, mark-below.");
    obey(&mut model, "dance");
    assert_eq!(notice(&model), "There is no command “dance”; Tab completes, ? lists them.");
    obey(&mut model, "zen garden");
    assert_eq!(notice(&model), ":zen takes no words, and “garden” are some.");
    assert_eq!(press(&mut model, ": Enter"), [], "nothing typed, nothing done");
}

#[test]
fn commands_take_words() {
    let mut model = edition::open((80, 24));
    assert!(obey(&mut model, "search fish -bone").contains(&asked("fish -bone")));
    obey(&mut model, "go world");
    assert_eq!(model.headlines.section, SectionId("world".to_owned()));
    obey(&mut model, "go nowhere at all");
    assert_eq!(notice(&model), "No section is called “nowhere at all”.");
    obey(&mut model, "go");
    assert_eq!(notice(&model), "No section is called “”.");
    obey(&mut model, "help undo");
    assert!(matches!(&model.overlay, Some(Overlay::Help(help)) if help.needle == "undo" && !help.typing));
    press(&mut model, "q q");
    obey(&mut model, "theme nil");
    assert!(notice(&model).starts_with("There is no theme “nil”"));
    for command in WITH_WORDS {
        let mut model = edition::open((80, 24));
        obey(&mut model, &format!("{} x", command.name));
        assert!(!model.notice.is_some_and(|said| said.contains("command")), "{}", command.name);
    }
}

#[test]
fn a_number_goes_to_a_row() {
    let mut model = edition::open((80, 24));
    obey(&mut model, "3");
    assert_eq!(selected(&model), 2);
    obey(&mut model, "0");
    assert_eq!(selected(&model), 0);
    obey(&mut model, "99999999999999999999999");
    assert!(notice(&model).starts_with("There is no command"));
    obey(&mut model, "999");
    assert_eq!(selected(&model), 6);
    press(&mut model, "h");
    assert_eq!(model.focus, Pane::Sections);
    obey(&mut model, "2");
    assert_eq!(model.sections.selected, 1);
}

#[test]
fn tab_goes_through_what_fits_and_letters_begin_anew() {
    let mut model = edition::open((80, 24));
    press(&mut model, ":");
    assert_eq!(offered(&model), "Tab completes");
    write(&mut model, "mark");
    assert_eq!(offered(&model), "mark-above  mark-all-read  mark-below");
    press(&mut model, "Tab");
    assert_eq!((typed(&model), offered(&model).as_str()), ("mark-above", "mark-all-read  mark-below"));
    press(&mut model, "Tab Tab Tab");
    assert_eq!(typed(&model), "mark-above", "round");
    press(&mut model, "S-Tab");
    assert_eq!(typed(&model), "mark-below");
    press(&mut model, "C-u g o Tab");
    assert_eq!(typed(&model), "go ", "the shorter one first");
    press(&mut model, "C-u");
    write(&mut model, "go wor");
    press(&mut model, "Tab");
    assert_eq!(typed(&model), "go world");
    press(&mut model, "C-u Tab S-Tab");
    assert!(!typed(&model).is_empty(), "all of them fit nothing typed");
    press(&mut model, "C-u x y z Tab");
    assert_eq!((typed(&model), offered(&model).as_str()), ("xyz", ""));
}

#[test]
fn what_was_typed_comes_back_and_once_only() {
    let mut model = edition::open((80, 24));
    model.commanded = vec!["top".to_owned()];
    for command in ["zen", "bottom", "zen"] {
        obey(&mut model, command);
    }
    assert_eq!(model.commanded, ["top", "bottom", "zen"]);
    press(&mut model, ": Up Up");
    assert_eq!(typed(&model), "bottom");
    press(&mut model, "Down Down");
    assert_eq!(typed(&model), "");
}
