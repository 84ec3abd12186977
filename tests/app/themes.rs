//! Looking at the themes.

use dateline::app::Model;
use dateline::app::themes::{Choosable, Themes};

use super::{edition, notice, press};

fn model() -> Model {
    let mut model = edition::open((80, 24));
    let named =
        |name: &str, trouble: Option<&str>| Choosable { name: name.to_owned(), trouble: trouble.map(str::to_owned) };
    let all = vec![named("plain", None), named("dark", None), named("broken", Some("line 1")), named("paper", None)];
    model.themes = Themes { all, kept: 1 };
    model
}

#[test]
fn the_theme_under_the_marker_is_shown_at_once() {
    let mut model = model();
    press(&mut model, "t");
    assert_eq!(model.theme(), 1);
    press(&mut model, "j");
    assert_eq!((model.theme(), notice(&model)), (1, "line 1"), "one that can't be used says why");
    press(&mut model, "Enter");
    assert!(model.overlay.is_some());
    press(&mut model, "j");
    assert_eq!((model.theme(), notice(&model)), (3, ""));
    press(&mut model, "Esc");
    assert_eq!((model.theme(), model.overlay.clone()), (1, None), "as it was");
    for (keys, theme) in [("t k Enter", 0), ("t G Enter", 3), ("t g q", 3)] {
        press(&mut model, keys);
        assert_eq!(model.theme(), theme, "{keys}");
    }
}

#[test]
fn a_theme_is_kept_for_the_sitting_and_says_how_for_good() {
    let mut model = model();
    press(&mut model, "t j j Enter");
    assert_eq!((model.theme(), model.overlay.clone()), (3, None));
    assert_eq!(notice(&model), "Until you quit. theme = \"paper\" in config.toml keeps it.");
    assert!(model.undo.is_empty());
}

#[test]
fn where_there_is_no_choice_it_says_so() {
    let mut model = edition::open((80, 24));
    press(&mut model, "t");
    assert_eq!((notice(&model), &model.overlay), ("There are no themes here.", &None));
}
