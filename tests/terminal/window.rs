//! What the window's size does to the screen: how many panes there are, and that no change of it loses the reader's place.

use vt100::Screen;

use super::{FIRST, SECOND, home, open_sample, pty, row};
use crate::pty::Session;

impl Session {
    /// Changes the window and waits for the frame that fills it.
    #[track_caller]
    fn resize(&mut self, columns: u16, rows: u16) {
        let before = {
            let mut received = self.line.received();
            received.terminal.screen_mut().set_size(pty::cells(rows), pty::cells(columns));
            received.bytes.len()
        };
        self.terminal.0.resize(pty::window(columns, rows)).unwrap();
        self.line.wait(&format!("a frame of {columns}×{rows}"), |received| received.bytes.len() > before);
    }
}

fn text_at_top(screen: &Screen) -> String {
    row(screen, 2).trim().to_owned()
}

#[test]
fn three_panes_stand_side_by_side_where_there_is_room() {
    let home = home();
    let session = open_sample(home.path(), (140, 45));
    let shown = session.screen().contents();
    for words in ["The Harbour Post", "Saved", SECOND, "opens the story"] {
        assert!(shown.contains(words), "{words:?} in\n{shown}");
    }
}

#[test]
fn a_small_window_shows_one_pane_at_a_time() {
    let home = home();
    let mut session = open_sample(home.path(), (80, 24));
    assert!(!session.screen().contents().contains("Saved"), "the list alone");
    session.send("\r");
    session.wait_for("the story alone", |screen| {
        screen.contents().contains("There are four faces on the Harbour Board tower")
            && !screen.contents().contains(SECOND)
    });
    session.send("qq");
    session.wait_for("the sections alone", |screen| {
        screen.contents().contains("Saved") && !screen.contents().contains(FIRST)
    });
}

#[test]
fn a_new_width_keeps_the_place_in_the_story() {
    let home = home();
    let mut session = open_sample(home.path(), (80, 24));
    session.send("/Ilmar\r\r");
    session.wait_for("the story", |screen| screen.contents().contains(" min read"));
    // Words in the middle of a paragraph, in the middle of the story.
    session.send("/twenty minutes into\r");
    session.wait_for("its middle", |screen| text_at_top(screen).contains("twenty minutes into"));
    let at_80 = text_at_top(&session.screen());
    let first_word = at_80.split(' ').next().unwrap();
    for columns in [60, 33, 47, 79] {
        session.resize(columns, 24);
        session.wait_for(&format!("{first_word:?} in the row at the top"), |screen| {
            text_at_top(screen).contains(first_word) && !row(screen, -1).is_empty()
        });
    }
    session.resize(80, 24);
    session.wait_for("the row that was at the top", |screen| text_at_top(screen) == at_80);
}

#[test]
fn no_window_is_too_small() {
    let home = home();
    let mut session = open_sample(home.path(), (80, 24));
    session.send("\r");
    session.wait_for("the story", |screen| screen.contents().contains(" min read"));
    for (columns, rows) in [(20, 5), (1, 1), (2, 40), (200, 1), (1, 1)] {
        session.resize(columns, rows);
    }
    session.resize(80, 24);
    session.wait_for("the story", |screen| screen.contents().contains(" min read"));
    session.send("Q");
    assert!(session.wait_for_end().success());
    session.assert_given_back();
}
