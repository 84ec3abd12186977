//! The loop: wait, update, perform, paint.

mod easel;
mod signals;
mod waiting;

use std::io;
use std::ops::ControlFlow;
use std::time::{Duration, Instant};

use chrono::{DateTime, Local, Utc};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};

use crate::app::{Effect, Model, Msg, update};
use crate::browse::Browser;
use crate::clock::Zone;
use crate::config::Config;
use crate::input::Input;
use crate::keymap::Key;
use crate::line::{self, Line};
use crate::marks::Bookmark;
use crate::paint::{Colours, Cursor, Painter};
use crate::picture::Way;
use crate::repertoire::Repertoire;
use crate::runtime::{Opened, Runtime, Wishes};
use crate::terminal::{self, Keys, Terminal};
use crate::theme::Theme;
use crate::ui;

use easel::Easel;
use signals::{Change, Changes, Ends};
use waiting::{PATIENCE, Wait, asks_what_is_kept, is_what_is_kept, next_inputs, over};

/// A window that is dragged sends sizes one after the other: the next frame waits for so long whether another one comes.
const RESIZING: Duration = Duration::from_millis(50);
/// But no longer than this in all.
const RESIZING_AT_MOST: Duration = Duration::from_millis(300);

/// Everything the loop starts from.
#[derive(Debug)]
pub struct Start {
    /// The reader's settings.
    pub config: Config,
    /// How it looks.
    pub theme: Theme,
    /// What the terminal can show.
    pub colours: Colours,
    /// Its letters and attributes.
    pub repertoire: Repertoire,
    /// Opens addresses.
    pub browser: Browser,
    /// How pictures are shown.
    pub pictures: Way,
    /// Wishes for the runtime.
    pub wishes: Wishes,
    /// The edition to begin with.
    pub opened: Opened,
}

/// Runs the reader until it ends.
///
/// # Errors
/// When the terminal can't be taken, or no thread or signal can be had. A terminal that goes away is an end, not an error.
pub fn run(start: Start) -> anyhow::Result<()> {
    let io = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
    let outcome = io.block_on(async { Screen::open(start)?.turn().await });
    // Requests under way are nobody's any more.
    io.shutdown_background();
    outcome
}

/// The reader's wall clock.
fn local(at: DateTime<Utc>) -> chrono::NaiveDateTime {
    at.with_timezone(&Local).naive_local()
}

struct Screen {
    terminal: Terminal,
    painter: Painter,
    easel: Easel,
    repertoire: Repertoire,
    line: Line,
    model: Model,
    theme: Theme,
    browser: Browser,
    runtime: Runtime,
    answers: UnboundedReceiver<Msg>,
    /// `None` while somebody else has the keys.
    keys: Option<Keys>,
    last_key: Option<Key>,
    /// Something happened since the last frame.
    behind: bool,
    /// What the next frame waits for.
    wait: Wait,
    /// When the window began to change, and when it last did.
    resized: Option<(Instant, Instant)>,
    /// We stopped ourselves: the SIGCONT that follows is known of.
    suspended: bool,
    first: Vec<Effect>,
    /// Until when the next frame waits for what is kept, while that is on its way.
    patience: Option<Instant>,
    /// Where the reader was when it was last written down.
    bookmark: Option<Bookmark>,
}

impl Screen {
    fn open(start: Start) -> anyhow::Result<Self> {
        let (sender, answers) = unbounded_channel();
        let Opened { desk, edition, library, notice } = start.opened;
        let ledger = start.wishes.economy.ledger.clone();
        let runtime = Runtime::new(
            tokio::runtime::Handle::current(),
            sender,
            start.wishes,
            desk,
            (library, edition.marks.clone()),
        );
        let terminal = Terminal::take(ledger)?;
        let mut model = Model::new(terminal.size(), Utc::now(), Zone(local), &start.config, edition);
        model.settings.pictures = start.pictures;
        model.cell = terminal.cell().unwrap_or(model.cell);
        let mut first = model.begin();
        // The first frame shows what is kept; nothing has been asked yet.
        let kept: Vec<Msg> = first.iter().filter_map(|effect| runtime.first_answer(effect)).collect();
        for answer in kept {
            first.extend(update(&mut model, answer));
        }
        model.notice = notice;
        let painter = Painter::new(start.colours);
        let theme = if start.colours == Colours::None { start.theme.without_colour() } else { start.theme };
        Ok(Self {
            terminal,
            painter: if start.repertoire.shifts { painter } else { painter.without_shifts() },
            easel: Easel::default(),
            repertoire: start.repertoire,
            line: Line::new(),
            model,
            theme,
            browser: start.browser,
            runtime,
            answers,
            keys: None,
            last_key: None,
            behind: true,
            wait: Wait::Nothing,
            resized: None,
            suspended: false,
            first,
            patience: None,
            bookmark: None,
        })
    }

    async fn turn(mut self) -> anyhow::Result<()> {
        let outcome = self.go_round().await;
        self.hand_over();
        outcome
    }

    /// Goes round until the program ends.
    async fn go_round(&mut self) -> anyhow::Result<()> {
        if self.show().is_err() {
            return Ok(());
        }
        let (mut ends, mut changes) = (Ends::listen()?, Changes::listen()?);
        self.keys = Some(Keys::listen()?);
        if self.terminal.size() != self.model.size {
            // It changed while nobody listened.
            self.note_resize();
        }
        let first = std::mem::take(&mut self.first);
        if self.perform(first).is_break() {
            return Ok(());
        }
        loop {
            let turn = tokio::select! {
                // In this order, as a closed terminal sends SIGCONT too and must not be taken anew.
                biased;
                () = ends.any() => break,
                inputs = next_inputs(&mut self.keys) => match inputs {
                    Ok(inputs) => self.take_inputs(inputs),
                    // No more keys will ever come.
                    Err(_) => break,
                },
                Some(msg) = self.answers.recv() => self.take(msg),
                change = changes.next() => match change {
                    Change::Resumed if terminal::is_gone() => break,
                    // Our own suspension has seen to the terminal already. Stopped from outside (SIGSTOP), the shell may
                    // have set it as it likes: take it anew.
                    Change::Resumed if std::mem::take(&mut self.suspended) => ControlFlow::Continue(()),
                    Change::Resumed => self.lend(String::new),
                    Change::Resized => {
                        self.note_resize();
                        ControlFlow::Continue(())
                    }
                },
                waited = over(self.wait, &mut self.terminal) => match waited {
                    Ok(()) => ControlFlow::Continue(()),
                    Err(_) => break,
                },
            };
            if turn.is_break() || self.take_all().is_break() {
                return Ok(());
            }
            if self.show().is_err() {
                // The terminal is gone.
                break;
            }
        }
        self.keep_bookmark();
        // An end that no key asked for: where the reader is in the story is kept all the same.
        for effect in self.model.leave() {
            self.runtime.perform(effect);
        }
        Ok(())
    }

    /// Takes everything that waits, before one frame is painted.
    fn take_all(&mut self) -> ControlFlow<()> {
        loop {
            // What can't be read is seen by the next wait.
            let inputs = self.keys.as_mut().and_then(|keys| keys.waiting().ok()).unwrap_or_default();
            if !inputs.is_empty() {
                self.take_inputs(inputs)?;
            } else if let Ok(msg) = self.answers.try_recv() {
                self.take(msg)?;
            } else {
                return ControlFlow::Continue(());
            }
        }
    }

    fn take_inputs(&mut self, inputs: Vec<Input>) -> ControlFlow<()> {
        for input in inputs {
            match input {
                Input::Key(key) => {
                    let again = self.last_key.replace(key) == Some(key);
                    self.line.typed(Instant::now(), again);
                    self.take(Msg::Key(key))?;
                }
                Input::Paste(words) => self.take(Msg::Paste(words))?,
                Input::Answer => self.line.answered(Instant::now()),
            }
        }
        ControlFlow::Continue(())
    }

    fn note_resize(&mut self) {
        let now = Instant::now();
        let (began, _) = self.resized.unwrap_or((now, now));
        self.resized = Some((began, now));
        self.behind = true;
    }

    /// The window as it is now, of which nothing is known but its size.
    fn resize(&mut self) {
        self.resized = None;
        self.painter.lose_screen();
        self.model.cell = self.terminal.cell().unwrap_or(self.model.cell);
        for effect in update(&mut self.model, Msg::Resize(self.terminal.size())) {
            self.runtime.perform(effect);
        }
    }

    fn take(&mut self, msg: Msg) -> ControlFlow<()> {
        self.behind = true;
        self.model.now = Utc::now();
        if is_what_is_kept(&msg) {
            self.patience = None;
        }
        let effects = update(&mut self.model, msg);
        if self.patience.is_none() && effects.iter().any(asks_what_is_kept) {
            self.patience = Some(Instant::now() + PATIENCE);
        }
        self.perform(effects)
    }

    fn perform(&mut self, effects: Vec<Effect>) -> ControlFlow<()> {
        for effect in effects {
            match effect {
                Effect::Quit => {
                    // Keys that came with the last one were never painted.
                    self.keep_bookmark();
                    return ControlFlow::Break(());
                }
                Effect::Redraw => self.painter.forget(),
                Effect::Copy(words) => {
                    if self.terminal.write(&terminal::clipboard(&words)).is_err() {
                        return ControlFlow::Break(());
                    }
                }
                Effect::Browse(url) if self.browser.needs_terminal() => {
                    let browser = self.browser.clone();
                    if self.lend(|| browser.open(&url)).is_break() {
                        return ControlFlow::Break(());
                    }
                }
                Effect::Browse(url) => self.model.notice = Some(self.browser.open(&url)),
                Effect::Suspend => {
                    let stop = || {
                        // Whether it was stopped or could not be, the way on is the same.
                        let _ = rustix::process::kill_process(rustix::process::getpid(), rustix::process::Signal::TSTP);
                        String::new()
                    };
                    if self.lend(stop).is_break() {
                        return ControlFlow::Break(());
                    }
                    self.suspended = true;
                }
                other => self.runtime.perform(other),
            }
        }
        ControlFlow::Continue(())
    }

    /// Gives the terminal and its keys to somebody else for a while.
    fn lend(&mut self, meanwhile: impl FnOnce() -> String) -> ControlFlow<()> {
        self.hand_over();
        let said = meanwhile();
        let (Ok(()), Ok(keys)) = (self.terminal.take_again(), Keys::listen()) else {
            return ControlFlow::Break(());
        };
        self.keys = Some(keys);
        self.line.forget();
        self.painter.forget();
        self.behind = true;
        self.model.notice = Some(said).filter(|said| !said.is_empty());
        self.resize();
        ControlFlow::Continue(())
    }

    /// Gives the terminal and its keys back. What it still has to answer is read first: the shell would take it for keys.
    fn hand_over(&mut self) {
        let taken = self.terminal.give_screen_back();
        if let (Ok(()), Some(keys), Some(until)) = (taken, &mut self.keys, self.line.farewell(Instant::now())) {
            while self.line.is_asked() && Instant::now() < until {
                // Keys are for nobody: they were typed neither for what was on the screen nor for what comes.
                let Ok(inputs) = keys.next_until(until) else { break };
                for _ in inputs.iter().filter(|input| **input == Input::Answer) {
                    self.line.answered(Instant::now());
                }
            }
        }
        // Our reading must not take somebody else's keys.
        self.keys = None;
        self.terminal.give_back();
    }

    /// What the screen is about to show of the reader's place is on disk before it shows it.
    fn keep_bookmark(&mut self) {
        let bookmark = self.model.bookmark();
        if let Some(here) = &bookmark
            && self.bookmark != bookmark
        {
            self.runtime.perform(Effect::Bookmark(here.clone()));
            self.bookmark = bookmark;
        }
    }

    /// Paints if there is something to paint and no reason to wait.
    fn show(&mut self) -> io::Result<()> {
        let now = Instant::now();
        self.line.lapse(now);
        self.terminal.write(&[])?;
        if let Some(wait) = self.reason_to_wait(now)? {
            self.wait = wait;
        } else {
            self.paint(now)?;
            self.wait = if self.terminal.is_writing() { Wait::Room } else { Wait::Nothing };
        }
        Ok(())
    }

    /// What the next frame has to wait for. This is the one place that decides whether a frame is painted now.
    fn reason_to_wait(&self, now: Instant) -> io::Result<Option<Wait>> {
        if self.terminal.is_writing() {
            return Ok(Some(Wait::Room));
        }
        if !self.behind {
            return Ok(Some(Wait::Nothing));
        }
        if let Some((began, last)) = self.resized {
            let until = (last + RESIZING).min(began + RESIZING_AT_MOST);
            if now < until {
                return Ok(Some(Wait::Until(until)));
            }
        }
        // What is kept comes in a moment: one frame with it is half of two frames.
        if let Some(until) = self.patience.filter(|until| now < *until) {
            return Ok(Some(Wait::Until(until)));
        }
        if !self.terminal.takes_more()? {
            return Ok(Some(Wait::Room));
        }
        Ok(self.line.waits(now).map(Wait::Until))
    }

    fn paint(&mut self, now: Instant) -> io::Result<()> {
        if self.resized.is_some() {
            self.resize();
        }
        self.behind = false;
        self.patience = None;
        self.keep_bookmark();
        self.runtime.keep_books(self.model.now);
        if self.easel.holds(&self.model) {
            return Ok(());
        }
        let size = self.model.size;
        let mut buffer = Buffer::empty(Rect::new(0, 0, size.width, size.height));
        let typing = ui::view(&self.model, &self.theme, &mut buffer);
        self.repertoire.fit(&mut buffer);
        let marker = ui::marker(&self.model);
        let cursor = typing.map(Cursor::Shown).or(marker.map(Cursor::Beside)).unwrap_or(Cursor::Anywhere);
        let layout = self.model.layout();
        self.painter.expect_scrolling(ui::body_alone(&self.model));
        let mut bytes = self.easel.clear(&mut self.painter);
        bytes.extend(match layout.article.filter(|_| self.model.settings.thrifty && layout.side_by_side) {
            Some(story) => self.painter.paint_first(story.title.union(story.body), buffer, cursor),
            None => self.painter.paint(buffer, cursor),
        });
        bytes.extend(self.easel.put_up(&self.model));
        if !bytes.is_empty() && self.line.paints(now, bytes.len()) {
            bytes.extend_from_slice(line::QUESTION);
        }
        self.terminal.write(&bytes)
    }
}
