//! Frames in a real tmux: what its pane shows after the painter's bytes is what it shows after the same frames sent the
//! naive way, text and attributes.
//!
//! `cargo bench --bench tmux -- [CASES]` (100 random runs of frames, and a sitting with the sample edition)

#![cfg(unix)]
#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a bench stops at the first surprise and reports on standard output"
)]

#[path = "../support/frames.rs"]
mod frames;
#[path = "../support/seen.rs"]
mod seen;
#[path = "../oracle/sitting.rs"]
mod sitting;

use std::fs::{File, OpenOptions};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail, ensure};
use dateline::app::Msg;
use dateline::keymap::Key;
use dateline::paint::{Colours, Painter};
use proptest::strategy::{Strategy as _, ValueTree as _};
use proptest::test_runner::{RngAlgorithm, TestRng, TestRunner};
use ratatui::buffer::Buffer;
use ratatui::layout::Size;

use sitting::Sitting;

const WINDOW: (u16, u16) = (80, 24);
const SITTING: &str = "j j j j j Enter j j j k Space Space b q k k g G g h j j l ? j j ? Enter z Space z q S s p Esc";

fn main() -> anyhow::Result<()> {
    let Ok(version) = Command::new("tmux").arg("-V").output() else {
        println!("tmux is not installed: nothing was compared");
        return Ok(());
    };
    let cases = std::env::args().skip(1).find_map(|word| word.parse().ok()).unwrap_or(100);
    let folder = tempfile::tempdir()?;
    let server = Server { socket: folder.path().join("socket") };
    let mut ours = server.pane(folder.path(), "ours")?;
    let mut theirs = server.pane(folder.path(), "naive")?;

    let rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let mut runner = TestRunner::new_with_rng(proptest::test_runner::Config::default(), rng);
    let mut compared = 0;
    for case in 0..cases {
        let Ok(sketches) = frames::frames(WINDOW).new_tree(&mut runner) else { bail!("no frames could be made") };
        let mut painter = Painter::new(Colours::True);
        let mut before: Option<Buffer> = None;
        for mut sketch in sketches.current() {
            // tmux takes characters joined by a joiner apart where it happens to read them in two pieces: with them the
            // naive frame is not even the same as itself.
            for stroke in &mut sketch.strokes {
                stroke.words.retain(|word| !word.contains('\u{200d}'));
            }
            let buffer = frames::draw(&sketch, before.as_ref());
            for pane in [&mut ours, &mut theirs] {
                pane.resize((sketch.width, sketch.height))?;
            }
            let bytes = painter.paint(buffer.clone(), sketch.cursor);
            compare(&mut ours, &mut theirs, &bytes, &buffer).with_context(|| format!("in case {case}"))?;
            compared += 1;
            before = Some(buffer);
        }
    }
    println!("{compared} random frames are the same in {}", String::from_utf8_lossy(&version.stdout).trim());

    for pane in [&mut ours, &mut theirs] {
        pane.resize(WINDOW)?;
    }
    let mut sitting = Sitting::begin(WINDOW);
    let mut painter = Painter::new(Colours::Sixteen);
    let mut compared = 0;
    let keys = SITTING.split(' ').map(|key| Msg::Key(Key::parse(key).unwrap()));
    for msg in [Msg::Resize(Size::new(WINDOW.0, WINDOW.1))].into_iter().chain(keys) {
        let mut waiting = vec![msg];
        while let Some(msg) = waiting.pop() {
            waiting.extend(sitting.take(msg));
            let (mut frame, seen) = sitting.frame();
            frames::mend(&mut frame);
            let aim = sitting.aim(&mut painter, seen);
            let bytes = painter.paint(frame.clone(), aim);
            compare(&mut ours, &mut theirs, &bytes, &frame).context("in the sample edition")?;
            compared += 1;
        }
    }
    println!("{compared} frames of the sample edition are the same");
    Ok(())
}

fn compare(ours: &mut Pane, theirs: &mut Pane, bytes: &[u8], frame: &Buffer) -> anyhow::Result<()> {
    let (painted, expected) = (ours.after(bytes)?, theirs.after(&frames::naive(frame))?);
    for (y, (painted, expected)) in painted.iter().zip(&expected).enumerate() {
        if let Some(x) = (0..expected.len()).find(|x| painted[*x] != expected[*x]) {
            let sent = String::from_utf8_lossy(bytes);
            bail!("row {y}, column {x}: {:?} instead of {:?} after {sent:?}", painted[x], expected[x]);
        }
    }
    Ok(())
}

/// A tmux of its own, which nobody's config shapes.
struct Server {
    socket: PathBuf,
}

fn tmux(socket: &Path) -> Command {
    let mut command = Command::new("tmux");
    command.env("LC_ALL", "C.UTF-8").env_remove("TMUX").args(["-f", "/dev/null", "-S"]).arg(socket);
    command
}

impl Server {
    /// A session whose pane shows what is written to its line.
    fn pane(&self, folder: &Path, name: &str) -> anyhow::Result<Pane> {
        let line = folder.join(name);
        ensure!(Command::new("mkfifo").arg(&line).status()?.success(), "no line can be made");
        let (columns, rows) = (WINDOW.0.to_string(), WINDOW.1.to_string());
        let shown = format!("stty raw -echo; exec cat '{}'", line.display());
        let mut command = tmux(&self.socket);
        command.args(["new-session", "-d", "-s", name, "-x", &columns, "-y", &rows, &shown]);
        command.args([";", "set", "-g", "status", "off", ";", "set", "-g", "allow-rename", "on"]);
        ensure!(command.status()?.success(), "tmux does not start");
        // Opened for both, so that opening it waits for nobody.
        let line = OpenOptions::new().read(true).write(true).open(&line)?;
        // Whatever it was opened with, it is given its size before a frame.
        Ok(Pane { socket: self.socket.clone(), name: name.to_owned(), line, size: (0, 0), frames: 0 })
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = tmux(&self.socket).arg("kill-server").status();
    }
}

struct Pane {
    socket: PathBuf,
    name: String,
    line: File,
    size: (u16, u16),
    frames: usize,
}

impl Pane {
    fn resize(&mut self, size: (u16, u16)) -> anyhow::Result<()> {
        if self.size != size {
            let (columns, rows) = (size.0.to_string(), size.1.to_string());
            self.say(&["resize-window", "-t", &self.name, "-x", &columns, "-y", &rows])?;
            self.size = size;
        }
        Ok(())
    }

    /// The rows of the pane after these bytes, as what a reader sees of each cell.
    fn after(&mut self, bytes: &[u8]) -> anyhow::Result<Vec<Vec<Option<seen::Seen>>>> {
        self.frames += 1;
        self.line.write_all(bytes)?;
        // The title comes behind the frame: when it is there, the frame was taken in.
        write!(self.line, "\x1b]2;frame {}\x07", self.frames)?;
        let until = Instant::now() + Duration::from_secs(20);
        while self.say(&["display-message", "-p", "-t", &self.name, "#{pane_title}"])?.trim()
            != format!("frame {}", self.frames)
        {
            ensure!(Instant::now() < until, "tmux does not take the frame in");
        }
        let shown = self.say(&["capture-pane", "-e", "-N", "-p", "-t", &self.name])?;
        // Wide enough for one that shows the parts of joined characters one by one.
        let mut terminal = seen::terminal_of(self.size.1, self.size.0 * 4);
        terminal.process(shown.trim_end_matches('\n').replace('\n', "\r\n").as_bytes());
        Ok(seen::screen(&terminal))
    }

    fn say(&self, words: &[&str]) -> anyhow::Result<String> {
        let said = tmux(&self.socket).args(words).output()?;
        ensure!(said.status.success(), "{}", String::from_utf8_lossy(&said.stderr));
        Ok(String::from_utf8_lossy(&said.stdout).into_owned())
    }
}
