//! The loop: wait, update, perform, paint.

use std::ops::ControlFlow;
use std::task::Poll;
use std::time::Duration;

use chrono::{DateTime, Local, Utc};
use crossterm::event::{Event, EventStream};
use futures_util::StreamExt as _;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};
use tokio::time::Instant;

use crate::app::{Effect, Model, Msg, update};
use crate::browse::Browser;
use crate::clock::Zone;
use crate::config::Config;
use crate::marks::Bookmark;
use crate::paint::{Colours, Cursor, Painter};
use crate::repertoire::Repertoire;
use crate::runtime::{Opened, Runtime, Wishes};
use crate::terminal::{self, Terminal};
use crate::theme::Theme;
use crate::ui;

/// A frame waits this long for what the cache answers: less than anybody sees.
const PATIENCE: Duration = Duration::from_millis(60);

/// Everything the loop starts from.
#[derive(Debug)]
pub struct Start {
    /// The reader's settings.
    pub config: Config,
    /// How it looks.
    pub theme: Theme,
    /// What the terminal can show.
    pub colours: Colours,
    /// What else it can show.
    pub repertoire: Repertoire,
    /// Opens addresses.
    pub browser: Browser,
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
    let io = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let outcome = io.block_on(async { Screen::open(start)?.turn().await });
    // Requests under way are nobody's any more.
    io.shutdown_background();
    outcome
}

/// The reader's wall clock.
fn local(at: DateTime<Utc>) -> chrono::NaiveDateTime {
    at.with_timezone(&Local).naive_local()
}

/// The next key, paste or resize; never, while nobody listens.
async fn next_event(events: &mut Option<EventStream>) -> Option<std::io::Result<Event>> {
    match events {
        Some(events) => events.next().await,
        None => std::future::pending().await,
    }
}

/// That moment; never, while nothing is waited for.
async fn until(moment: Option<Instant>) {
    match moment {
        Some(moment) => tokio::time::sleep_until(moment).await,
        None => std::future::pending().await,
    }
}

/// True for a question whose first answer is what is kept.
fn asks_what_is_kept(effect: &Effect) -> bool {
    matches!(
        effect,
        Effect::LoadSection { .. } | Effect::LoadArticle { .. } | Effect::LoadForecast { .. } | Effect::Search(_)
    )
}

struct Screen {
    terminal: Terminal,
    painter: Painter,
    repertoire: Repertoire,
    model: Model,
    theme: Theme,
    browser: Browser,
    runtime: Runtime,
    answers: UnboundedReceiver<Msg>,
    /// `None` while somebody else has the keys.
    events: Option<EventStream>,
    /// We stopped ourselves: the SIGCONT that follows is known of.
    suspended: bool,
    first: Vec<Effect>,
    /// How long the next frame waits for what is kept, while that is on its way.
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
            repertoire: start.repertoire,
            model,
            theme,
            browser: start.browser,
            runtime,
            answers,
            events: None,
            suspended: false,
            first,
            patience: None,
            bookmark: None,
        })
    }

    async fn turn(mut self) -> anyhow::Result<()> {
        if self.paint().is_err() {
            return Ok(());
        }
        let mut ends = Ends::listen()?;
        let mut resumed = signal(SignalKind::from_raw(rustix::process::Signal::CONT.as_raw()))?;
        self.events = Some(EventStream::new());
        let first = std::mem::take(&mut self.first);
        if self.perform(first).is_break() {
            return Ok(());
        }
        loop {
            let msg = tokio::select! {
                // In this order, as a closed terminal sends SIGCONT too and must not be taken anew.
                biased;
                () = ends.any() => break,
                event = next_event(&mut self.events) => match event {
                    Some(Ok(event)) => terminal::message(event),
                    // No more keys will ever come.
                    Some(Err(_)) | None => break,
                },
                msg = self.answers.recv() => msg,
                () = until(self.patience) => {
                    self.patience = None;
                    None
                }
                _ = resumed.recv() => {
                    if terminal::is_gone() {
                        break;
                    }
                    // Our own suspension has seen to the terminal already. Stopped from outside (SIGSTOP), the shell may
                    // have set it as it likes: take it anew.
                    if !std::mem::take(&mut self.suspended) && self.lend(String::new).is_break() {
                        return Ok(());
                    }
                    None
                }
            };
            if self.take(msg).is_break() {
                return Ok(());
            }
            // Everything that waits is taken before one frame is painted.
            loop {
                // Polled with this task's own waker: the stream remembers only one, and a borrowed one would never wake us.
                let key = futures_util::poll!(std::pin::pin!(next_event(&mut self.events)));
                let waiting = match key {
                    Poll::Ready(Some(Ok(event))) => terminal::message(event),
                    _ => match self.answers.try_recv() {
                        Ok(msg) => Some(msg),
                        Err(_) => break,
                    },
                };
                if self.take(waiting).is_break() {
                    return Ok(());
                }
            }
            // What is kept comes in a moment: one frame with it is half of two frames.
            if self.patience.is_none() && self.paint().is_err() {
                // The terminal is gone; what the reader did is on disk.
                return Ok(());
            }
        }
        self.keep_bookmark();
        // An end that no key asked for: where the reader is in the story is kept all the same.
        for effect in self.model.leave() {
            self.runtime.perform(effect);
        }
        Ok(())
    }

    fn take(&mut self, msg: Option<Msg>) -> ControlFlow<()> {
        let Some(msg) = msg else { return ControlFlow::Continue(()) };
        self.model.now = Utc::now();
        if matches!(msg, Msg::Headlines(_) | Msg::Article(_) | Msg::Forecast(_) | Msg::Found { .. }) {
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
        // Dropped first: our reader must not take the other one's keys.
        self.events = None;
        let lent = self.terminal.lend(meanwhile);
        self.events = Some(EventStream::new());
        self.painter.forget();
        match lent {
            Ok(said) => {
                self.model.notice = Some(said).filter(|said| !said.is_empty());
                let size = self.terminal.size();
                let _ = update(&mut self.model, Msg::Resize(size));
                ControlFlow::Continue(())
            }
            Err(_) => ControlFlow::Break(()),
        }
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

    fn paint(&mut self) -> std::io::Result<()> {
        self.keep_bookmark();
        self.runtime.keep_books(self.model.now);
        let size = self.model.size;
        let mut buffer = Buffer::empty(Rect::new(0, 0, size.width, size.height));
        let typing = ui::view(&self.model, &self.theme, &mut buffer);
        self.repertoire.fit(&mut buffer);
        let marker = ui::marker(&self.model);
        let cursor = typing.map(Cursor::Shown).or(marker.map(Cursor::Beside)).unwrap_or(Cursor::Anywhere);
        let layout = self.model.layout();
        self.painter.expect_scrolling(ui::body_alone(&self.model));
        let bytes = match layout.article.filter(|_| self.model.thrifty && layout.side_by_side) {
            Some(story) => self.painter.paint_first(story.title.union(story.body), buffer, cursor),
            None => self.painter.paint(buffer, cursor),
        };
        self.terminal.write(&bytes)
    }
}

/// The signals that end the program, and the terminal's own end.
struct Ends {
    terminate: Signal,
    hang_up: Signal,
    interrupt: Signal,
    gone: tokio::sync::oneshot::Receiver<()>,
}

impl Ends {
    fn listen() -> std::io::Result<Self> {
        let (tell, gone) = tokio::sync::oneshot::channel();
        terminal::watch_for_hang_up(move || {
            let _ = tell.send(());
        });
        Ok(Self {
            terminate: signal(SignalKind::terminate())?,
            hang_up: signal(SignalKind::hangup())?,
            interrupt: signal(SignalKind::interrupt())?,
            gone,
        })
    }

    async fn any(&mut self) {
        tokio::select! {
            _ = self.terminate.recv() => {}
            _ = self.hang_up.recv() => {}
            _ = self.interrupt.recv() => {}
            Ok(()) = &mut self.gone => {}
        }
    }
}
