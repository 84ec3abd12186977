//! What went over the line, and what is said when no more may.

use dateline::app::details::Details;
use dateline::app::overlay::Overlay;
use dateline::app::{Effect, Msg, Pane, SectionAnswer};
use dateline::ledger::Traffic;
use dateline::trouble::{Trouble, TroubleKind};

use super::edition::{self, feed, listed, now};
use super::{press, tell};

#[test]
fn when_the_runs_bytes_are_used_up_it_is_said_once_and_the_sample_stays_away() {
    let mut model = edition::model((80, 24));
    model.nothing_kept = true;
    let _ = model.begin();
    let spent = Trouble::at(TroubleKind::Spent(5_000_000), &feed("world").url);
    let troubles = vec![spent.clone(), Trouble::at(TroubleKind::Spent(5_000_000), &feed("harbour").url)];
    let answer = SectionAnswer { troubles, ..listed("front-page", Vec::new()) };
    assert!(!tell(&mut model, Msg::Headlines(answer)).contains(&Effect::OpenSample));
    assert_eq!(model.status(), spent.to_string());
    assert_eq!(
        spent.to_string(),
        "The 5 MB that this run may fetch are used up. What is kept still opens; a larger --max-bytes fetches more"
    );
}

fn details() -> Details {
    let run = Traffic { network_in: 1_234_567, network_out: 45_600, requests: 12, terminal_out: 88_000 };
    Details { asked: now(), run, today: run.plus(run), max_bytes: None }
}

#[test]
fn the_details_come_for_a_key_and_go_with_the_next() {
    let mut model = edition::open((80, 24));
    assert_eq!(press(&mut model, "D"), [Effect::Details { asked: now() }]);
    assert_eq!(model.overlay, None, "nothing is drawn before there is something to say");
    let _ = tell(&mut model, Msg::Details(details()));
    assert_eq!(model.overlay, Some(Overlay::Details(details())));
    assert_eq!(
        model.detail_rows(&Details { max_bytes: Some(5_000_000), ..details() }),
        [
            "Over the line     this run     today",
            "network in          1.2 MB    2.5 MB",
            "network out          46 kB     91 kB",
            "requests                12        24",
            "to the terminal      88 kB    176 kB",
            "3.8 MB of 5 MB are left for this run.",
            "Front page: live 14:05.",
        ]
    );
    for keys in ["D", "q", "Esc", "h"] {
        let mut model = model.clone();
        assert_eq!(press(&mut model, keys), [], "{keys}");
        assert_eq!((model.overlay, model.focus), (None, Pane::Headlines), "{keys}");
    }
    let before = model.headlines.selected;
    press(&mut model, "j");
    assert_eq!((model.overlay.as_ref(), model.headlines.selected), (None, before + 1), "it does what it does");
}

#[test]
fn details_that_nobody_waits_for_are_dropped() {
    let mut model = edition::open((80, 24));
    let _ = tell(&mut model, Msg::Details(details()));
    assert_eq!(model.overlay, None);
    press(&mut model, "D j");
    let _ = tell(&mut model, Msg::Details(details()));
    assert_eq!(model.overlay, None);
}
