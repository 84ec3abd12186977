//! Commands in words, for a reader without a screen: they say what they are about, and mean the same whatever keys are
//! bound to.

use dateline::app::command::Command;
use dateline::app::{Effect, Model, Msg, Pane, update};
use dateline::config::Config;

use super::edition::{self, headline, headlines, id, listed, story};
use super::{arrive, loads, notice, story_key, tell};

fn command(model: &mut Model, command: Command) -> Vec<Effect> {
    update(model, Msg::Command(command))
}

#[test]
fn a_list_that_was_heard_stays_as_it_was_heard() {
    for (heard, titles) in [
        (false, ["Eels", "The swing bridge stays, and the pies with it"]),
        (true, ["The swing bridge stays, and the pies with it", "Eels"]),
    ] {
        let mut model = edition::open((80, 24));
        if heard {
            assert_eq!(command(&mut model, Command::Heard), []);
        }
        let newer = [vec![headline("eels", "Eels")], headlines()].concat();
        tell(&mut model, Msg::Headlines(listed("front-page", newer)));
        assert_eq!(model.headlines.list[0].title, titles[0]);
        command(&mut model, Command::List);
        assert_eq!(model.headlines.list[0].title, "Eels", "it is shown when the reader comes back to the list");
    }
}

#[test]
fn they_need_no_keys() {
    let mut model = edition::open((80, 24));
    let unbound: Vec<String> = dateline::keymap::TABLE.iter().map(|entry| format!("{} = []", entry.name)).collect();
    model.keymap = Config::parse(&format!("[keys]\n{}", unbound.join("\n"))).unwrap().keymap;
    assert_eq!(loads(&command(&mut model, Command::Story(2))), [format!("{} IfStale", story_key("treaty").0)]);
    assert!(model.focus == Pane::Article && model.marks.is_read(&story_key("treaty")));
    command(&mut model, Command::Save(None));
    assert!(model.marks.is_saved(&story_key("treaty")));
    command(&mut model, Command::Mark(Some(0)));
    assert!(!model.marks.is_read(&story_key("treaty")), "in a story they are about the story");
    command(&mut model, Command::List);
    command(&mut model, Command::Mark(Some(0)));
    assert!(model.marks.is_read(&story_key("bridge")), "{}", notice(&model));
    command(&mut model, Command::Undo);
    assert!(!model.marks.is_read(&story_key("bridge")));
    assert_eq!(
        loads(&command(&mut model, Command::Section(id("courier/home/harbour")))),
        ["courier/home/harbour IfStale"]
    );
    assert_eq!(command(&mut model, Command::Search("pies".to_owned())), [crate::asked("pies")]);
    assert_eq!(command(&mut model, Command::Quit), [Effect::Quit]);
}

#[test]
fn the_next_unread_story_does_not_wait_for_the_end_of_this_one() {
    for (next, name) in [(Command::ReadOn, "bridge"), (Command::NextUnread, "strait")] {
        let mut model = edition::open((80, 12));
        command(&mut model, Command::Story(0));
        arrive(&mut model, "bridge", story());
        command(&mut model, Command::ReadOn);
        let top = model.article.top;
        assert!(top > 0);
        command(&mut model, next);
        let open = model.article.headline.as_ref().map(|open| open.key.clone());
        assert_eq!(open, Some(story_key(name)));
        let kept = model.marks.place(&story_key("bridge"));
        assert_eq!(kept.is_some(), name == "strait", "the place is kept where the story is left: {kept:?}");
    }
}

#[test]
fn a_link_is_read_here() {
    let mut model = edition::open((80, 24));
    command(&mut model, Command::Story(0));
    arrive(&mut model, "bridge", story());
    assert_eq!(loads(&command(&mut model, Command::Link(0))), [format!("{} IfStale", story_key("report").0)]);
    assert_eq!(command(&mut model, Command::Link(99)), []);
}
