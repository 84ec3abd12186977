//! What a section was filled from, in words.

use chrono::TimeDelta;
use dateline::app::{Msg, SectionAnswer, update};
use dateline::news::{Filled, Lack, Origin};
use dateline::theme::Theme;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::edition::{headlines, listed, model, now};

/// The first rows of the screen and the status line, once the front page was answered so.
fn screen(origin: Option<Origin>, empty: bool) -> String {
    let mut model = model((110, 20));
    let headlines = if empty { Vec::new() } else { headlines() };
    let answer = SectionAnswer { origin, ..listed("front-page", headlines) };
    let _ = update(&mut model, Msg::Headlines(answer));
    let area = Rect::new(0, 0, 110, 20);
    let mut buffer = Buffer::empty(area);
    let _ = dateline::ui::view(&model, &Theme::built_in("plain").unwrap(), &mut buffer);
    let row = |y: u16| (0..area.width).map(|x| buffer[(x, y)].symbol()).collect::<String>();
    (0..area.height).map(row).collect::<Vec<_>>().join("\n")
}

#[test]
fn the_pane_says_which_source_filled_it_and_why() {
    let old = Some(now() - TimeDelta::days(9));
    for (filled, lack, old, words) in [
        (Filled::Front, None, None, "from the section's page"),
        (Filled::Sitemap, None, None, "from the sitemap"),
        (Filled::Front, Some(Lack::Empty), None, "The feed is empty: shown from the section's page"),
        (Filled::Sitemap, Some(Lack::Stale), None, "The feed lists only old stories: shown from the sitemap"),
        (
            Filled::Front,
            Some(Lack::Failed),
            old,
            "The feed can't be had: shown from the section's page, newest story 9 days old",
        ),
        (Filled::Feed, None, old, "Nothing new here: newest story 9 days old"),
    ] {
        let shown = screen(Some(Origin { filled, lack, old }), false);
        assert!(shown.contains(words), "{words}\n{shown}");
    }
    let plain = screen(None, false);
    assert!(!plain.contains("from the") && !plain.contains("The feed"), "{plain}");
}

#[test]
fn an_empty_feed_is_said_in_words() {
    let empty = Origin { filled: Filled::Feed, lack: Some(Lack::Empty), old: None };
    assert!(screen(Some(empty), true).contains("The feed is empty."));
    assert!(!screen(None, true).contains("The feed is empty"));
}
