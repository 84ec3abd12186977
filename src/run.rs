//! The loop: wait, update, perform, paint.

mod beside;
mod easel;
mod looks;
mod painting;
mod signals;
mod waiting;

use std::collections::VecDeque;
use std::ops::ControlFlow;
use std::time::{Duration, Instant};

use chrono::{DateTime, Local, Utc};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

use crate::app::{Effect, Model, Msg, update};
use crate::browse::{self, Browser, Listener, Player};
use crate::clock::Zone;
use crate::config::Config;
use crate::input::Input;
use crate::keymap::Key;
use crate::line::Line;
use crate::marks::{Bookmark, Marks};
use crate::paint::{Colours, Painter};
use crate::picture::Way;
use crate::repertoire::Repertoire;
use crate::repertoire::hyperlink::Hyperlinks;
use crate::runtime::{Opened, Runtime, Wishes};
use crate::terminal::{self, Between, Keys, Sent, Terminal};
use crate::theme::{Named, Theme};

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
    /// All that the reader may choose from; empty for no choice.
    pub themes: Vec<Named>,
    /// What the terminal can show.
    pub colours: Colours,
    /// Its letters and attributes.
    pub repertoire: Repertoire,
    /// For which words it is told where they lead.
    pub hyperlinks: Hyperlinks,
    /// Opens addresses.
    pub browser: Browser,
    /// Plays sound and film.
    pub player: Player,
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
    hyperlinks: Hyperlinks,
    line: Line,
    model: Model,
    /// How it looks, by the model's own count of them; never empty.
    themes: Vec<Theme>,
    browser: Browser,
    listener: Listener,
    player: Player,
    /// For what answers without the runtime.
    sender: UnboundedSender<Msg>,
    /// What the clipboard's sequences have to pass.
    between: Between,
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
    /// Until when keys wait for a list that is on its way.
    list_due: Option<Instant>,
    /// What was typed and not yet obeyed.
    typed: VecDeque<Msg>,
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
            sender.clone(),
            start.wishes,
            desk,
            (library, edition.marks.clone()),
        );
        let links = start.hyperlinks != Hyperlinks::Never;
        let terminal = Terminal::take(ledger, Sent { mouse: start.config.mouse, links })?;
        let mut model = Model::new(terminal.size(), Utc::now(), Zone(local), &start.config, edition);
        // What letters there are is known of the terminal, too.
        let is_untouched = Config { ascii: None, ..start.config.clone() } == Config::default();
        if is_untouched && model.marks == Marks::default() {
            model.greet();
        }
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
        let (known, themes) = looks::choice(start.theme, start.themes);
        model.themes = known;
        let bare = |theme: Theme| if start.colours == Colours::None { theme.without_colour() } else { theme };
        let themes = themes.into_iter().map(bare).collect();
        Ok(Self {
            terminal,
            painter: if start.repertoire.shifts { painter } else { painter.without_shifts() },
            easel: Easel::default(),
            repertoire: start.repertoire,
            hyperlinks: start.hyperlinks,
            line: Line::new(),
            model,
            themes,
            browser: start.browser,
            listener: Listener::new(start.config.listen),
            player: start.player,
            sender,
            between: Between::of_this_process(),
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
            list_due: None,
            typed: VecDeque::new(),
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
            } else if self.may_obey() {
                self.obey()?;
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
                    self.typed.push_back(Msg::Key(self.model.keymap.meant(key)));
                }
                Input::Paste(words) => self.typed.push_back(Msg::Paste(words)),
                // One that some other program left on is not listened to.
                Input::Mouse(mouse) if self.terminal.has_mouse() => self.typed.push_back(Msg::Mouse(mouse)),
                Input::Mouse(_) => {}
                Input::Answer => self.line.answered(Instant::now()),
            }
        }
        self.obey()
    }

    /// Obeys what was typed, in order, until something has to be shown first.
    fn obey(&mut self) -> ControlFlow<()> {
        while self.may_obey()
            && let Some(msg) = self.typed.pop_front()
        {
            self.take(msg)?;
        }
        ControlFlow::Continue(())
    }

    /// True when a key waits and it is known what it is for: one that is typed ahead of a list which comes in a moment is
    /// for that list, not for the blank one before it.
    fn may_obey(&self) -> bool {
        !self.typed.is_empty() && self.list_due.is_none_or(|until| until <= Instant::now())
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
        if matches!(msg, Msg::Headlines(_) | Msg::Found { .. }) {
            self.list_due = None;
        }
        let effects = update(&mut self.model, msg);
        if effects.iter().any(|effect| matches!(effect, Effect::LoadSection { .. } | Effect::Search { .. })) {
            self.list_due = Some(Instant::now() + PATIENCE);
        }
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
                    if self.terminal.write(&terminal::clipboard(&words, self.between)).is_err() {
                        return ControlFlow::Break(());
                    }
                }
                Effect::Browse(url) if self.browser.needs_terminal() => {
                    let browser = self.browser.clone();
                    if self.lend(|| browser.open(&url)).is_break() {
                        return ControlFlow::Break(());
                    }
                }
                Effect::Listen { turn, sentences } => self.speak(turn, sentences),
                Effect::StopListening => self.listener.stop(),
                Effect::Media(wish) => self.play(wish),
                Effect::ShowAddress(url) => {
                    let linked = self.hyperlinks != Hyperlinks::Never;
                    if self.lend(|| browse::show_alone(&url, linked)).is_break() {
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
}
