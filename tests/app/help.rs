//! The help page, and finding in it.

use dateline::app::Model;
use dateline::app::help::Help;
use dateline::app::overlay::Overlay;
use dateline::app::status::{HelpLine, help_lines};
use dateline::config::Config;

use super::{edition, press, write};

fn help(model: &Model) -> &Help {
    let Some(Overlay::Help(help)) = &model.overlay else { panic!("no help page") };
    help
}

/// The row that `words` stand in.
fn row_of(model: &Model, words: &str) -> usize {
    let has = |line: &HelpLine| matches!(line, HelpLine::Keys(_, said) if said.contains(words));
    help_lines(&model.keymap).iter().position(has).unwrap()
}

#[test]
fn words_are_found_in_the_help_page_as_they_are_typed() {
    let mut model = edition::open((80, 24));
    press(&mut model, "? /");
    write(&mut model, "drAw");
    let row = row_of(&model, "draw the screen");
    assert!(row > 21, "it was out of sight");
    let page = help(&model).clone();
    assert!((page.top..page.top + 21).contains(&row), "{page:?}");
    assert_eq!((page.needle.as_str(), page.typing), ("drAw", true));
    press(&mut model, "Backspace Enter");
    assert_eq!((help(&model).needle.as_str(), help(&model).typing), ("drA", false));
    assert_eq!(model.status(), "“drA” once");
    press(&mut model, "Esc");
    assert_eq!((help(&model).needle.as_str(), help(&model).top), ("", page.top), "Esc ends the finding first");
    press(&mut model, "Esc");
    assert_eq!(model.overlay, None);
}

#[test]
fn n_goes_round_the_hits() {
    let mut model = edition::open((80, 24));
    press(&mut model, "? /");
    write(&mut model, "unread story");
    press(&mut model, "Enter");
    let hits = model.help_hits("unread story");
    assert!(hits.len() >= 3, "{hits:?}");
    assert_eq!(model.status(), format!("“unread story” {} times: n next, N before, Esc ends", hits.len()));
    assert_eq!(help(&model).at, hits[0]);
    let round = hits.iter().copied().cycle().skip(1).take(hits.len());
    for hit in round {
        press(&mut model, "n");
        assert_eq!(help(&model).at, hit);
    }
    press(&mut model, "N");
    assert_eq!(Some(&help(&model).at), hits.last());
    press(&mut model, "/");
    write(&mut model, "nowhere");
    press(&mut model, "Enter n");
    assert_eq!(model.status(), "“nowhere” is not here");
    press(&mut model, "/ Esc g");
    assert_eq!((help(&model).top, help(&model).typing), (0, false));
}

#[test]
fn the_help_page_shows_the_keys_in_force() {
    let mut model = edition::open((80, 24));
    model.keymap = Config::parse("[keys]\nfind = \"F\"\ntop = [\"g g\", \"Home\"]\nzen = []").unwrap().keymap;
    let lines = help_lines(&model.keymap);
    for (keys, words) in [("F", "find here"), ("Home, g g", "to the top"), ("–", "the story alone, or all panes again")]
    {
        assert!(lines.contains(&HelpLine::Keys(keys.to_owned(), words)), "{keys}");
    }
    press(&mut model, "? F");
    write(&mut model, "g g");
    assert_eq!(model.help_hits("g g"), [row_of(&model, "to the top")]);
    assert_eq!(help(&model).needle, "g g");
}
