//! The terminal is gone: so is the program, within a second, and what the reader did is kept.

use std::time::{Duration, Instant};

use chrono::Utc;
use portable_pty::CommandBuilder;
use vt100::Screen;

use dateline::app::EditionKind;
use dateline::browse::{Browser, Player};
use dateline::config::Config;
use dateline::fetch::{Fetcher, Limits};
use dateline::paint::Colours;
use dateline::repertoire::Repertoire;
use dateline::repertoire::hyperlink::Hyperlinks;
use dateline::run::{self, Start};
use dateline::runtime::{Desk, Economy, Wishes};
use dateline::theme::Theme;

use super::{SECOND, home, is_front_page, open_sample, row};
use crate::pty::{Program, Session};

/// A second is what a reader's machine has for it; this one may have other things to do as well.
const SOON: Duration = Duration::from_secs(3);

#[track_caller]
fn ends_soon(mut program: Program) {
    let gone = Instant::now();
    program.wait_for_end();
    assert!(gone.elapsed() < SOON, "it took {:?}", gone.elapsed());
}

/// Keeps the second story.
fn save(session: &mut Session) {
    session.send("jw");
    session.wait_for_words("Saved for later.");
}

fn shows_what_was_saved(screen: &Screen) -> bool {
    row(screen, 0).contains("Saved") && screen.contents().contains(SECOND)
}

#[track_caller]
fn assert_is_saved(mut session: Session) {
    session.send("Ssaved\r");
    session.wait_for("the saved story", shows_what_was_saved);
}

#[test]
fn ends_when_its_terminal_is_closed() {
    let home = home();
    let mut session = open_sample(home.path(), (80, 24));
    save(&mut session);
    ends_soon(session.hang_up());
    assert_is_saved(open_sample(home.path(), (80, 24)));
}

#[test]
fn ends_when_its_terminal_is_closed_and_no_signal_tells() {
    let home = home();
    let mut command = CommandBuilder::new("sh");
    command.args(["-c", r#"trap "" HUP; exec "$0" --sample"#, env!("CARGO_BIN_EXE_dateline")]);
    let session = Session::run(home.path(), (80, 24), command);
    session.wait_for("the front page", is_front_page);
    ends_soon(session.hang_up());
}

#[test]
fn ends_when_its_terminal_is_closed_in_the_middle_of_a_frame() {
    let home = home();
    let mut session = open_sample(home.path(), (80, 24));
    save(&mut session);
    session.fill();
    // Nobody saw that it was taken back, and it is all the same.
    session.send("kw");
    ends_soon(session.hang_up());
    assert_is_saved(open_sample(home.path(), (80, 24)));
}

/// Run by the test below, in a terminal of its own: the program with its door open to this machine.
#[test]
#[ignore = "reads in a terminal"]
fn reader() {
    let home = std::env::home_dir().unwrap();
    let sources = home.join("sources.toml");
    let wishes = Wishes {
        searches: Vec::new(),
        mutes: dateline::mute::Mutes::default(),
        outlets: vec!["slow".to_owned()],
        languages: Vec::new(),
        sources: Some(sources),
        stale_after: Duration::from_secs(1800),
        cache_folder: Some(home.join("cache")),
        data_folder: Some(home.join("data")),
        offline: false,
        economy: Economy::default(),
    };
    let mut opened = Desk::open(EditionKind::Live, &wishes, Utc::now()).unwrap();
    opened.desk.fetcher = Fetcher::network(Limits { allow_private: true, ..Limits::default() });
    let theme = Theme::built_in("plain").unwrap();
    let browser = Browser::of(&[], None);
    let (config, colours) = (Config::default(), Colours::None);
    let repertoire = Repertoire::of(Some("xterm"), false);
    run::run(Start {
        config,
        theme,
        themes: Vec::new(),
        colours,
        repertoire,
        hyperlinks: Hyperlinks::Never,
        browser,
        player: Player::of(&[], None),
        pictures: dateline::picture::Way::Nowhere,
        wishes,
        opened,
    })
    .unwrap();
}

#[test]
fn ends_when_its_terminal_is_closed_while_a_server_keeps_it_waiting() {
    let home = home();
    let server = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let section = format!("title = \"Latest\"\npath = \"latest\"\nfeed = \"http://{}/\"", server.local_addr().unwrap());
    let outlet = format!("[[outlet]]\nid = \"slow\"\nname = \"The Slow One\"\n[[outlet.section]]\n{section}\n");
    std::fs::write(home.path().join("sources.toml"), outlet).unwrap();
    let mut command = CommandBuilder::new(std::env::current_exe().unwrap());
    command.args(["hang_up::reader", "--exact", "--ignored", "--nocapture", "--test-threads=1"]);
    let mut session = Session::run(home.path(), (80, 24), command);
    session
        .wait_for("its sections", |screen| screen.contents().contains("Latest") || row(screen, -1).contains("? help"));
    session.send("Slatest\r");
    // Asked, and never answered.
    let (asked, _) = server.accept().unwrap();
    ends_soon(session.hang_up());
    drop(asked);
}
