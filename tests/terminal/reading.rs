//! A reader at the keys: sections, headlines, stories, and what is remembered of them.

use std::path::Path;

use chrono::{TimeDelta, Utc};
use rustix::process::Signal;
use vt100::Screen;

use dateline::article::{Article, Block, Text};
use dateline::cache::{Cache, Visit};
use dateline::catalogue::Catalogue;
use dateline::news::{Fill, Headline, StoryKey};

use super::{FIRST, SECOND, home, is_front_page, open_sample, row};
use crate::pty::Session;

/// How many stories of the open list are not read, as its title says.
fn unread(screen: &Screen) -> Option<usize> {
    row(screen, 0).split(" unread of ").next()?.rsplit(' ').next()?.parse().ok()
}

/// How long a story is stands in its head.
fn is_story_at_its_top(screen: &Screen) -> bool {
    screen.contents().contains(" min read") && row(screen, 0).contains(" of ")
}

/// The row of the screen that the list's marker is in; the first story is in the third row.
fn chosen_row(screen: &Screen) -> Option<usize> {
    let (_, columns) = screen.size();
    // Side by side the list has the tree at its left, with a marker of its own.
    let at = if columns.get() < 100 { 0 } else { 20 };
    screen.rows(0, columns.get()).position(|row| row.chars().skip(at).any(|c| c == '▌'))
}

/// True when the words are on the screen in bold, as what is not read is.
fn is_bold(screen: &Screen, words: &str) -> bool {
    let (rows, columns) = screen.size();
    let found = screen.rows(0, columns.get()).zip(0..rows.get()).find_map(|(line, y)| {
        let column = line.split(words).next().filter(|before| before.len() < line.len())?.chars().count();
        screen.cell(y, u16::try_from(column).unwrap())
    });
    found.is_some_and(vt100::Cell::bold)
}

#[test]
fn a_story_is_opened_read_and_left() {
    let home = home();
    let mut session = open_sample(home.path(), (80, 24));
    assert!(is_bold(&session.screen(), FIRST));
    session.send("\r");
    session.wait_for("its beginning", |screen| screen.contents().contains(FIRST) && is_story_at_its_top(screen));
    session.send(" ");
    session.wait_for("its second page", |screen| !screen.contents().contains(FIRST) && row(screen, 0).contains(" of "));
    session.send("b");
    session.wait_for("its beginning again", is_story_at_its_top);
    session.send("q");
    session.wait_for("the list, with the story read", |screen| {
        is_front_page(screen) && !is_bold(screen, FIRST) && is_bold(screen, SECOND)
    });
}

#[test]
fn space_reads_on_into_the_next_story() {
    let home = home();
    let mut session = open_sample(home.path(), (80, 24));
    session.send(" ");
    session.wait_for("the first story", |screen| {
        row(screen, 0).contains("› 1 of") && screen.contents().contains(" min read")
    });
    session.send("G");
    session.wait_for("its end", |screen| screen.contents().contains("https://"));
    session.send(" ");
    session
        .wait_for("the second story", |screen| row(screen, 0).contains("› 2 of") && screen.contents().contains(SECOND));
}

#[test]
fn sections_are_opened_folded_and_found_by_name() {
    let home = home();
    let mut session = open_sample(home.path(), (140, 45));
    session.send("hG");
    session.wait_for_words("▸ The Meridian");
    session.send("\r");
    session.wait_for_words("▾ The Meridian");
    session.send("h");
    session.wait_for_words("▸ The Meridian");
    session.send("Ssport");
    session.wait_for_words("Go to section: sport");
    session.send("\r");
    session
        .wait_for("the sport pages", |screen| row(screen, 0).contains("Sport") && screen.contents().contains("ROWING"));
}

#[test]
fn words_are_found_in_a_list_and_in_all_that_was_fetched() {
    let home = home();
    let mut session = open_sample(home.path(), (80, 24));
    session.send("/ferry");
    session.wait_for_words("Find here: ferry");
    session.send("\r");
    session.wait_for("the second story chosen", |screen| row(screen, -1).contains("“ferry”"));
    session.send("\x1b");
    session.wait_for("the hints again", |screen| row(screen, -1).contains("? help"));
    session.send("sfog\r");
    session.wait_for("what was found", |screen| {
        row(screen, 0).contains("Search: fog") && screen.contents().contains("The man who sold the fog")
    });
}

#[test]
fn help_lists_every_key() {
    let home = home();
    let mut session = open_sample(home.path(), (100, 100));
    session.send("?");
    for entry in dateline::keymap::TABLE {
        session.wait_for_words(entry.help);
    }
    session.send("?");
    session.wait_for("the front page", is_front_page);
}

#[test]
fn a_saved_story_stands_under_saved() {
    let home = home();
    let mut session = open_sample(home.path(), (80, 24));
    session.send("jw");
    session.wait_for_words("Saved for later.");
    session.send("Ssaved\r");
    session.wait_for("the saved stories", |screen| {
        row(screen, 0).contains("Saved") && screen.contents().contains(SECOND) && !screen.contents().contains(FIRST)
    });
}

#[test]
fn marks_are_set_and_taken_back() {
    let home = home();
    let mut session = open_sample(home.path(), (140, 45));
    let all = unread(&session.screen()).unwrap();
    session.send("m");
    session.wait_for("one read", |screen| unread(screen) == Some(all - 1) && !is_bold(screen, "The clock that was"));
    session.send("u");
    session.wait_for("none read", |screen| unread(screen) == Some(all) && is_bold(screen, "The clock that was"));
    session.send("A");
    session.wait_for("all read", |screen| {
        // The Tāwhai Cup was rowed for two outlets.
        unread(screen).is_none()
            && row(screen, -1).contains(&format!("{} stories marked read, folded ones too", all + 1))
    });
    session.send("u");
    session.wait_for("none read again", |screen| unread(screen) == Some(all));
}

/// What the race is called where it is told first, and where it is told again.
const CUP: &str = "Ōhinepai women take the Tāwhai Cup";
const CUP_AGAIN: &str = "Four centimetres: Ōhinepai women win";

#[test]
fn one_race_in_two_outlets_is_one_row_and_two_stories() {
    let home = home();
    for window in [(80, 24), (140, 45)] {
        let mut session = open_sample(home.path(), window);
        session.send("/bow ball\r");
        session.wait_for("the race, told once", |screen| {
            let all = screen.contents();
            let named = all.contains("also Radio Karaka") || all.contains("The Harbour Post · +1 outlet");
            all.contains(CUP) && named && !all.contains(CUP_AGAIN)
        });
        session.send("a");
        session.wait_for("the other outlet's row", |screen| {
            screen.contents().contains("ALSO · Radio Karaka") && screen.contents().contains(CUP_AGAIN)
        });
        session.send("a");
        session.wait_for("one row again", |screen| !screen.contents().contains(CUP_AGAIN));
        session.send("\ra");
        session.wait_for("the other outlet's story", |screen| {
            row(screen, 0).contains("Radio Karaka, 2 of 2 outlets") && screen.contents().contains("min read")
        });
        session.send("a");
        session.wait_for("the first again", |screen| row(screen, 0).contains("The Harbour Post, 1 of 2 outlets"));
        session.send("hgQ");
        session.wait_for_end();
    }
}

#[test]
fn what_was_read_and_saved_is_kept_whatever_happens() {
    let home = home();
    let mut session = open_sample(home.path(), (140, 45));
    let all = unread(&session.screen()).unwrap();
    session.send("mjw");
    session.wait_for_words("Saved for later.");
    session.signal(Signal::KILL);
    session.wait_for_end();

    let mut session = open_sample(home.path(), (140, 45));
    assert_eq!(unread(&session.screen()), Some(all - 1));
    assert!(!is_bold(&session.screen(), "The clock that was"));
    session.send("Ssaved\r");
    session.wait_for("the saved story", |screen| row(screen, 0).contains("Saved") && is_bold(screen, SECOND));
}

/// The tree and the list as they are after a few keys: an outlet unfolded, a section pinned, another hidden, the second
/// story of a list chosen.
fn arrange(session: &mut Session) {
    session.send("hG\r");
    session.wait_for_words("▾ The Meridian");
    session.send("gjp");
    session.wait_for_words("New Zealand is pinned on top.");
    session.send("jjx");
    session.wait_for_words("World is hidden.");
    session.send("Smeridian world\r");
    session.wait_for("its list", |screen| row(screen, 0).contains("World") && chosen_row(screen) == Some(2));
    session.send("j");
    session.wait_for("its second story chosen", |screen| chosen_row(screen) > Some(2));
}

fn is_as_it_was_left(screen: &Screen) -> bool {
    let tree: Vec<String> = (2..8).map(|at| row(screen, at).chars().skip(1).take(14).collect()).collect();
    let tree: Vec<&str> = tree.iter().map(|row| row.trim_end()).collect();
    let list = row(screen, 0).contains("World") && chosen_row(screen) > Some(2);
    list && tree[..4] == ["New Zealand", "", "Front page", "Politics"] && screen.contents().contains("▾ The Meridian")
}

#[test]
fn the_tree_and_the_place_survive_a_quit_a_signal_and_a_kill() {
    let home = home();
    let mut session = open_sample(home.path(), (140, 45));
    arrange(&mut session);
    session.wait_for("the tree as it was arranged", is_as_it_was_left);
    session.send("Q");
    assert!(session.wait_for_end().success());
    for signal in [Signal::TERM, Signal::KILL] {
        let mut session = Session::start(home.path(), (140, 45), &["--sample"]);
        session.wait_for("all as it was left", is_as_it_was_left);
        session.signal(signal);
        session.wait_for_end();
    }
    // In the middle of a story, whatever the screen showed last.
    let mut session = Session::start(home.path(), (80, 24), &["--sample"]);
    session.wait_for("the list", |screen| chosen_row(screen) > Some(2));
    session.send("\r");
    session.wait_for("the story", is_story_at_its_top);
    session.send(" ");
    session.wait_for("its second page", |screen| !is_story_at_its_top(screen) && row(screen, 0).contains(" of "));
    let in_the_middle = row(&session.screen(), 8);
    session.signal(Signal::KILL);
    session.wait_for_end();
    let session = Session::start(home.path(), (80, 24), &["--sample"]);
    session.wait_for("the same page", |screen| {
        // A blank row at the top has no place of its own.
        (7..10).any(|at| row(screen, at) == in_the_middle) && row(screen, 0).contains(" of ")
    });
}

#[test]
fn an_address_is_sent_to_the_terminal_at_the_readers_end() {
    let home = home();
    let mut session = open_sample(home.path(), (80, 24));
    session.send("y");
    session.wait_for_words("The address was sent to your terminal.");
    let bytes = session.line.received().bytes.clone();
    // "https://" in base64, so far as whole letters go.
    assert!(String::from_utf8_lossy(&bytes).contains("\x1b]52;c;aHR0cHM6Ly"));
}

#[test]
fn without_a_network_and_with_nothing_kept_the_sample_edition_opens() {
    let home = home();
    let mut session = Session::start(home.path(), (80, 24), &["--offline"]);
    let said = "No news can be had: this is the sample edition";
    session
        .wait_for("the sample edition", |screen| screen.contents().contains(FIRST) && row(screen, -1).contains(said));
    session.send("r");
    session.wait_for("the sample edition again", |screen| {
        screen.contents().contains(FIRST) && row(screen, -1).contains(said)
    });
}

const OWL: &str = "https://news.example/owl-elected";

/// The cache as it was left yesterday, with one story in its front page.
fn keep_a_front_page(home: &Path) -> Cache {
    let catalogue = Catalogue::built_in().unwrap();
    let sections = catalogue.tree(&catalogue.default_chosen());
    let Some(Fill::Feeds(feeds)) = sections.first().map(|section| &section.fill) else {
        panic!("the front page has feeds")
    };
    let feed = feeds.first().unwrap();
    let yesterday = Utc::now() - TimeDelta::days(1);
    let url = OWL;
    let headline = Headline {
        key: StoryKey::of(url),
        url: url.to_owned(),
        title: "Owl elected to the parish council".to_owned(),
        kicker: None,
        standfirst: None,
        authors: Vec::new(),
        labels: Vec::new(),
        published: Some(yesterday),
        updated: None,
        seconds: None,
        enclosure: None,
        outlet: feed.outlet.clone(),
        outlet_name: "The Example".to_owned(),
    };
    let visit = Visit { answered: Some(yesterday), ..Visit::default() };
    let (cache, _) = Cache::open(&home.join(".cache/dateline/cache.sqlite")).unwrap();
    cache.keep_feed(&feed.url, &[headline], &visit).unwrap();
    cache
}

#[test]
fn without_a_network_what_is_kept_is_shown_and_dated() {
    let home = home();
    drop(keep_a_front_page(home.path()));
    let mut session = Session::start(home.path(), (80, 24), &["--offline"]);
    session.wait_for("what is kept", |screen| {
        screen.contents().contains("Owl elected to the parish council") && row(screen, 0).contains("offline since")
    });
    session.send("\r");
    session.wait_for("what can't be had", |screen| row(screen, -1).contains("Working offline; not in the cache"));
}

#[test]
fn a_story_that_changed_since_it_was_read_says_so_and_shows_how() {
    let home = home();
    let cache = keep_a_front_page(home.path());
    let key = StoryKey::of(OWL);
    let keep = |words: &str| {
        let blocks = vec![Block::Paragraph { text: Text::plain(words) }];
        let title = "Owl elected to the parish council".to_owned();
        let article = Article { url: OWL.to_owned(), title, blocks, ..Article::default() };
        let visit = Visit { answered: Some(Utc::now() - TimeDelta::hours(1)), ..Visit::default() };
        cache.keep_article(&key, &article, OWL, &visit).unwrap();
        article.version()
    };
    let read = keep("The owl won by nine votes to four on Sunday.");
    let mut session = Session::start(home.path(), (80, 24), &["--offline"]);
    session.wait_for_words("Owl elected");
    session.send("\r");
    session.wait_for_words("by nine votes");
    // It is read once nothing newer can come.
    let kept = (0..1000).any(|_| {
        std::thread::sleep(std::time::Duration::from_millis(10));
        cache.version(&key, read).unwrap().is_some()
    });
    assert!(kept, "no copy of what was read");
    session.send("q");
    keep("The owl won by ten votes to four on Sunday.");
    session.send("r");
    session.wait_for_words("Updated since you read it");
    session.send("\r");
    session.wait_for_words("c shows what changed.");
    session.send("c");
    session.wait_for_words("by [-nine-] {+ten+} votes");
    session.send("c");
    session.wait_for_words("The owl won by ten votes to four");
    session.send("q");
    session.wait_for("the label gone", |screen| {
        screen.contents().contains("Owl elected") && !screen.contents().contains("Updated")
    });
}
