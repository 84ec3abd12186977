//! What somebody is told who was never here.

use super::{edition, press};

const USUAL: &str = "Enter opens  h goes back  Space reads on  ? helps";

#[test]
fn who_was_never_here_is_told_how_to_begin() {
    let mut model = edition::open((80, 24));
    assert_eq!(model.status(), USUAL, "nobody else is");
    model.greet();
    let greeting = "Space reads the whole paper  ? helps  Enter opens  S goes to a section";
    assert_eq!(model.status(), greeting);
    for keys in ["j", "h", "Tab"] {
        press(&mut model, keys);
        assert_eq!(model.status(), greeting, "no key pays for another line");
    }
}

#[test]
fn the_greeting_names_the_keys_in_force_and_is_no_notice() {
    let mut model = edition::open((80, 24));
    model.keymap = dateline::config::Config::parse("[keys]\nhelp = \"H\"").unwrap().keymap;
    model.greet();
    assert!(model.status().contains("  H helps  "));
    model.notice = Some("The cache was broken.".to_owned());
    assert_eq!(model.status(), "The cache was broken.", "what happened comes first");
}
