//! How much may be on its way to the terminal, on lines that are reckoned and not waited for.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use dateline::line::{Line, QUESTION};

/// A line and the terminal at its end.
struct Link {
    /// Bytes a second.
    rate: f64,
    round_trip: Duration,
    answers: bool,
}

/// What a reader sees who holds a key down.
struct Seen {
    /// From the release of the key to the frame that shows all of it.
    final_after: Duration,
    frames: usize,
    questions: usize,
}

/// Each key moves rows that take so many bytes, a frame at most a screenful.
const ROW: usize = 90;
const SCREENFUL: usize = 1400;

impl Link {
    /// Holds a key at 30 a second for `held`, seconds.
    fn hold(&self, line: &mut Line, start: Instant, held: f64) -> Seen {
        let way = self.round_trip / 2;
        let count = (held * 30.0).round();
        let mut keys: VecDeque<Instant> = VecDeque::new();
        let mut at = 0.0;
        while at < count {
            keys.push_back(start + way + Duration::from_secs_f64(at / 30.0));
            at += 1.0;
        }
        let released = start + Duration::from_secs_f64((count - 1.0) / 30.0);
        let mut answers: VecDeque<Instant> = VecDeque::new();
        let (mut free, mut unseen, mut arrived) = (start, 0, start);
        let (mut frames, mut questions) = (0, 0);
        let mut wake = None;
        // As the loop of the program does: something comes, all that waits is taken, perhaps a frame goes out.
        while let Some(now) = [keys.front().copied(), answers.front().copied(), wake].into_iter().flatten().min() {
            while keys.front().is_some_and(|at| *at <= now) {
                keys.pop_front();
                line.typed(now, unseen + frames > 0);
                unseen += 1;
            }
            while answers.front().is_some_and(|at| *at <= now) {
                answers.pop_front();
                line.answered(now);
            }
            line.lapse(now);
            if unseen == 0 {
                wake = None;
                continue;
            }
            wake = line.waits(now);
            if wake.is_none() {
                let mut bytes = (unseen * ROW).min(SCREENFUL);
                (unseen, frames) = (0, frames + 1);
                let asked = line.paints(now, bytes);
                bytes += if asked { QUESTION.len() } else { 0 };
                free = free.max(now) + Duration::from_secs_f64(f64::from(u32::try_from(bytes).unwrap()) / self.rate);
                arrived = free + way;
                if asked {
                    questions += 1;
                    if self.answers {
                        answers.push_back(arrived + way);
                    }
                }
            }
        }
        Seen { final_after: arrived.saturating_duration_since(released), frames, questions }
    }
}

fn link(rate: f64, round_trip: u64) -> Link {
    Link { rate, round_trip: Duration::from_millis(round_trip), answers: true }
}

#[test]
fn a_held_key_leaves_no_queue_behind() {
    // Bytes a second, the round trip, and within how many milliseconds of its release the last frame has come: after three
    // seconds, and after any time.
    for (rate, round_trip, after_three, after_any) in [
        (960.0, 300, 2200, 3100),
        (960.0, 30, 2000, 2600),
        (5760.0, 300, 800, 800),
        (5760.0, 30, 500, 500),
        (1e5, 300, 400, 700),
        (1e7, 1, 50, 50),
    ] {
        for tenths in 2..80_u8 {
            let start = Instant::now();
            let mut line = Line::new();
            line.paints(start, 800);
            // The first frame of all has long arrived.
            let mut at = start + Duration::from_secs(5);
            // The second time with what the first one taught.
            for _ in 0..2 {
                let seen = link(rate, round_trip).hold(&mut line, at, f64::from(tenths) / 10.0);
                let limit = Duration::from_millis(if tenths == 30 { after_three } else { after_any });
                let after = seen.final_after;
                assert!(after <= limit, "{rate} B/s, {round_trip} ms, held for {tenths} tenths: {after:?}");
                at += Duration::from_secs(60);
            }
        }
    }
}

#[test]
fn a_fast_line_shows_every_key() {
    for (rate, round_trip) in [(5760.0, 300), (1e5, 300), (1e6, 30), (1e7, 1)] {
        let start = Instant::now();
        let mut line = Line::new();
        line.paints(start, 800);
        let seen = link(rate, round_trip).hold(&mut line, start + Duration::from_secs(5), 3.0);
        assert!(seen.frames >= 80, "{rate} B/s, {round_trip} ms: {} frames of 90", seen.frames);
    }
}

#[test]
fn a_slow_line_shows_where_one_is_now_and_then() {
    let start = Instant::now();
    let mut line = Line::new();
    line.paints(start, 800);
    let seen = link(960.0, 300).hold(&mut line, start + Duration::from_secs(5), 30.0);
    assert!(seen.frames >= 8, "{} frames in half a minute", seen.frames);
}

#[test]
fn a_silent_terminal_is_never_waited_for_and_soon_asked_no_more() {
    let start = Instant::now();
    let mut line = Line::new();
    line.paints(start, 800);
    let silent = Link { answers: false, ..link(1e6, 1) };
    let seen = silent.hold(&mut line, start + Duration::from_secs(5), 10.0);
    assert!(seen.frames >= 240, "a frame for every key, but for two seconds: {}", seen.frames);
    assert_eq!(seen.questions, 1);
    assert_eq!(line.farewell(start + Duration::from_secs(20)), None, "nothing is waited for at the end");
    let seen = silent.hold(&mut line, start + Duration::from_secs(60), 3.0);
    assert_eq!((seen.frames, seen.questions), (90, 0));
}

#[test]
fn nothing_is_asked_before_or_with_the_first_frame() {
    let start = Instant::now();
    let mut line = Line::new();
    assert!(!line.paints(start, 5000));
    assert!(!line.paints(start, 5000), "nor before a key was typed");
    assert!(!line.is_asked());
    line.typed(start, false);
    assert!(line.paints(start, 1400));
}

#[test]
fn single_keys_cost_no_question() {
    let mut line = Line::new();
    let start = Instant::now();
    line.paints(start, 800);
    line.typed(start, false);
    let mut at = start + Duration::from_secs(2);
    for _ in 0..100 {
        assert!(!line.paints(at, 240));
        at += Duration::from_millis(250);
    }
    assert!(line.paints(at, 1400), "a page is worth one");
    assert!(!line.paints(at, 40), "a marker is not");
}

#[test]
fn an_answer_that_never_comes_stops_nothing_for_long() {
    let start = Instant::now();
    let second = Duration::from_secs(1);
    let mut line = Line::new();
    line.paints(start, 800);
    let mut at = start + 5 * second;
    line.typed(at, false);
    assert!(line.paints(at, 1400));
    line.answered(at + second / 10);
    for _ in 0..2 {
        at += 10 * second;
        assert!(line.paints(at, 5000));
        let until = line.waits(at).unwrap();
        assert!(until > at && until <= at + 8 * second);
        line.lapse(until);
        assert!(line.waits(until).is_none() && !line.is_asked());
    }
    assert!(!line.paints(at + 5 * second, 1400), "a terminal that fell silent is asked no more");
    line.answered(at + 6 * second);
    assert!(line.paints(at + 9 * second, 5000), "until it says something again");
}

#[test]
fn at_the_end_answers_are_waited_for_as_long_as_they_take() {
    let start = Instant::now();
    let second = Duration::from_secs(1);
    let mut line = Line::new();
    line.paints(start, 800);
    assert_eq!(line.farewell(start), None, "nothing was asked");
    let at = start + 5 * second;
    line.typed(at, false);
    assert!(line.paints(at, 1400));
    assert_eq!(line.farewell(at), Some(at + second / 2), "whether it answers at all is not known");
    line.answered(at + 2 * second);
    assert_eq!(line.farewell(at + 2 * second), None, "all is answered");
    let at = at + 10 * second;
    assert!(line.paints(at, 1400));
    let until = line.farewell(at).unwrap();
    assert!(until > at + second && until <= at + 2 * second, "{:?}", until - at);
}
