//! What a sitting costs: bytes of each step beside plain ratatui drawing the very same frames and beside the fewest that
//! could have shown them, time to the first frame and from a key to its last byte, and memory.
//!
//! `cargo bench --bench screen`. The bytes are those of the program in a pty; its own include setting the terminal up.

#![cfg(target_os = "linux")]
#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a bench stops at the first surprise and prints its figures"
)]

#[path = "../support/floor.rs"]
mod floor;
#[path = "screen/kept.rs"]
mod kept;
#[path = "../support/meter.rs"]
mod meter;
#[path = "../support/pty.rs"]
mod pty;
#[path = "screen/refresh.rs"]
mod refresh;
#[path = "../support/stock.rs"]
mod stock;

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::Context as _;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Color, Modifier, Style};
use vt100::Screen;

use floor::{Rows, floor_utf8};
use pty::Session;
use refresh::Content;
use stock::Stock;

const STARTS: usize = 25;
const KEYS: usize = 300;
/// So long after a byte another of the same frame would have come.
const FRAME: Duration = Duration::from_millis(10);

fn main() -> anyhow::Result<()> {
    if let Some(outcome) = refresh::child() {
        println!("{}", outcome?);
        return Ok(());
    }
    let (small, large) = (tempfile::tempdir()?, tempfile::tempdir()?);
    kept::fill(small.path(), 20, 50)?;
    kept::fill(large.path(), 200, 100)?;
    for size in [(80, 24), (120, 40)] {
        table(size, small.path())?;
    }
    for (name, home) in [("20×50", small.path()), ("200×100", large.path())] {
        let (median, slowest) = first_frames(home);
        println!("first frame, {name} headlines kept: median {median:.1} ms, slowest of {STARTS} {slowest:.1} ms");
    }
    let (median, p99) = keys();
    println!("key to last byte: median {median:.2} ms, 99 of 100 within {p99:.2} ms");
    for (name, home) in [("20×50", small.path()), ("200×100", large.path())] {
        println!("peak memory reading from the cache, {name}: {:.1} MiB", mib(reading(home)?));
    }
    for (name, content) in [("", Content::Usual), (", all in full", Content::Full)] {
        println!("peak memory after a refresh of 20 feeds{name}: {:.1} MiB", mib(refresh::peak(20, content)?));
    }
    Ok(())
}

#[expect(clippy::cast_precision_loss, reason = "a program of this size")]
fn mib(kib: u64) -> f64 {
    kib as f64 / 1024.0
}

/// The most memory a process ever had, in KiB.
fn peak_of(process: &str) -> anyhow::Result<u64> {
    let status = fs::read_to_string(format!("{process}/status"))?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).context("no VmHWM")?;
    Ok(line.trim().trim_end_matches(" kB").parse()?)
}

/// The steps of a sitting: what each cost the program and plain ratatui, and its floor.
#[derive(Default)]
struct Steps {
    stock: Option<Stock>,
    all: Vec<(&'static str, [usize; 3])>,
}

impl Steps {
    fn begin(&mut self, session: &Session) {
        let mut stock = Stock::new();
        let theirs = stock.draw(&buffer_of(session), None).len();
        self.all.push(("start", [session.sent(), theirs, floor_utf8(&Rows::new(), &session.screen())]));
        self.stock = Some(stock);
    }

    fn step(&mut self, session: &mut Session, kind: &'static str, keys: &str) {
        let (ours, floor) = session.cost_of(keys);
        let theirs = self.stock.as_mut().map_or(0, |stock| stock.draw(&buffer_of(session), None).len());
        self.all.push((kind, [ours, theirs, floor]));
    }

    fn print(&self, (columns, rows): (u16, u16)) {
        println!("{columns}×{rows}, bytes (medians)");
        println!("{:<14}{:>4}{:>10}{:>10}{:>10}", "step", "n", "dateline", "ratatui", "floor8");
        let mut told: Vec<&str> = Vec::new();
        for (kind, _) in self.all.iter().filter(|(kind, _)| !kind.is_empty()) {
            if told.contains(kind) {
                continue;
            }
            told.push(kind);
            let of_kind = || self.all.iter().filter(|step| step.0 == *kind);
            let median = |at: usize| {
                let mut bytes: Vec<usize> = of_kind().map(|step| step.1[at]).collect();
                bytes.sort_unstable();
                bytes[bytes.len() / 2]
            };
            println!("{kind:<14}{:>4}{:>10}{:>10}{:>10}", of_kind().count(), median(0), median(1), median(2));
        }
        println!();
    }
}

fn rested(home: &Path, size: (u16, u16), arguments: &[&str]) -> Session {
    let mut session = Session::start(home, size, arguments);
    // As terminals do; without an answer the line is taken for a slow one at first.
    session.line.received().answers = Some(Duration::ZERO);
    session.wait_for("a list", |screen| screen.contents().contains("Front page"));
    session.wait_for_rest();
    session
}

fn table(size: (u16, u16), kept: &Path) -> anyhow::Result<()> {
    let home = tempfile::tempdir()?;
    let mut first = rested(home.path(), size, &["--sample"]);
    first.send("Q");
    first.wait_for_end();

    let mut steps = Steps::default();
    let mut session = rested(home.path(), size, &["--sample"]);
    steps.begin(&session);
    for _ in 0..24 {
        let before = session.screen();
        steps.step(&mut session, "", "j");
        let inner = |rows: &Rows| rows[1..rows.len() - 1].iter().map(|row| row[30..].to_vec()).collect::<Vec<_>>();
        let kind = if inner(&before) == inner(&session.screen()) { "list move" } else { "list scrolls" };
        steps.all.last_mut().context("a step")?.0 = kind;
    }
    steps.step(&mut session, "", "g");
    for _ in 0..5 {
        for keys in ["\r", "q"] {
            steps.step(&mut session, "", keys);
        }
        steps.step(&mut session, "open", "\r");
        for _ in 0..6 {
            steps.step(&mut session, "line", "j");
        }
        steps.step(&mut session, "", "g");
        steps.step(&mut session, "page", " ");
        steps.step(&mut session, "back", "q");
        for (kind, keys) in
            [("", "\r"), ("", "z"), ("line, zen", "j"), ("line, zen", "j"), ("", "z"), ("", "q"), ("", "j")]
        {
            steps.step(&mut session, kind, keys);
        }
    }
    let mut session = rested(kept, size, &["--offline"]);
    steps.stock = Some(Stock::new());
    for keys in ["g", "j", "\r", "z"] {
        steps.step(&mut session, "", keys);
    }
    for _ in 0..12 {
        steps.step(&mut session, "line of CJK", "j");
    }
    for keys in ["z", "q", "g"] {
        steps.step(&mut session, "", keys);
    }
    session.send("Q");
    session.wait_for_end();
    steps.print(size);
    Ok(())
}

/// What the terminal shows, as a frame.
fn buffer_of(session: &Session) -> Buffer {
    let received = session.line.received();
    let screen = received.terminal.screen();
    let (rows, columns) = screen.size();
    let mut buffer = Buffer::empty(Rect::new(0, 0, columns.get(), rows.get()));
    for y in 0..rows.get() {
        for x in 0..columns.get() {
            if let Some((words, style)) = look(screen, x, y) {
                buffer.set_string(x, y, words, style);
            }
        }
    }
    buffer
}

fn look(screen: &Screen, x: u16, y: u16) -> Option<(&str, Style)> {
    let cell = screen.cell(y, x).filter(|cell| !cell.contents().is_empty())?;
    let mut style = Style::new();
    for (has, modifier) in [
        (cell.bold(), Modifier::BOLD),
        (cell.dim(), Modifier::DIM),
        (cell.italic(), Modifier::ITALIC),
        (cell.underline(), Modifier::UNDERLINED),
        (cell.inverse(), Modifier::REVERSED),
    ] {
        if has {
            style = style.add_modifier(modifier);
        }
    }
    let colour = |colour| match colour {
        vt100::Color::Default => Color::Reset,
        vt100::Color::Idx(index) => Color::Indexed(index),
        vt100::Color::Rgb(red, green, blue) => Color::Rgb(red, green, blue),
    };
    Some((cell.contents(), style.fg(colour(cell.fgcolor())).bg(colour(cell.bgcolor()))))
}

/// Median and slowest of the times from exec to a list on the screen, in milliseconds.
fn first_frames(home: &Path) -> (f64, f64) {
    let start = |_| {
        let begun = Instant::now();
        let mut session = Session::start(home, (80, 24), &["--offline"]);
        // The last row is painted last.
        session.wait_for("a list", |screen| {
            let shown = screen.contents();
            shown.contains("Harbour board weighs") && shown.contains("help")
        });
        let took = begun.elapsed();
        session.send("Q");
        session.wait_for_end();
        took
    };
    let times = sorted((0..STARTS).map(start));
    (times[STARTS / 2], times[STARTS - 1])
}

/// Median and 99th of 100 of the times from a key to the last byte of its frame, in milliseconds: a story scrolled up
/// and down.
fn keys() -> (f64, f64) {
    let home = tempfile::tempdir().unwrap();
    let mut session = rested(home.path(), (80, 24), &["--sample"]);
    session.cost_of("\r");
    let mut press = |nth: usize| {
        let sent = session.sent();
        let begun = Instant::now();
        session.send(if (nth / 8).is_multiple_of(2) { "j" } else { "k" });
        session.line.wait("the frame", |received| received.bytes.len() > sent);
        let (mut took, mut sent) = (begun.elapsed(), session.sent());
        loop {
            std::thread::sleep(FRAME);
            if session.sent() == sent {
                return took;
            }
            (took, sent) = (begun.elapsed(), session.sent());
        }
    };
    let times = sorted((0..KEYS).map(&mut press));
    (times[KEYS / 2], times[KEYS * 99 / 100])
}

fn sorted(times: impl Iterator<Item = Duration>) -> Vec<f64> {
    let mut times: Vec<f64> = times.map(|time| time.as_secs_f64() * 1000.0).collect();
    times.sort_by(f64::total_cmp);
    times
}

/// The peak of a reader who opens a few stories that are kept, with the network switched off.
fn reading(home: &Path) -> anyhow::Result<u64> {
    let mut session = rested(home, (80, 24), &["--offline"]);
    for keys in ["\r", " ", " ", "q", "j", "\r", "j", "j", "q", "j", "j", "\r", " ", "q", "h", "j", "j", "l"] {
        session.cost_of(keys);
    }
    let peak = peak_of(&format!("/proc/{}", session.program.0.process_id().context("a process")?))?;
    session.send("Q");
    session.wait_for_end();
    Ok(peak)
}
