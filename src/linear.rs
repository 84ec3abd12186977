//! The reader without a screen: it prints line after line, never moves the cursor and sends no escape sequence, and takes
//! its commands by the line. For screen readers, braille lines, printers, terminals that can do no more, and pipes.
//!
//! The model is the screen's own, with a window that is one page of what is printed: so what is read, saved, kept and
//! asked for is the same. What `view` and the painter do there is done here by printing what the model has come to.

mod obeying;
mod telling;
mod typed;
mod words;

use std::io::{self, BufRead as _, IsTerminal as _, Read as _};
use std::ops::ControlFlow;
use std::time::Duration;

use chrono::{DateTime, Local, Utc};
use ratatui::layout::Size;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::mpsc::{Receiver, UnboundedReceiver, UnboundedSender, channel, unbounded_channel};
use tokio::time::Instant;

use crate::app::media::{MediaEnd, MediaWish};
use crate::app::{Effect, Model, Msg, Pane, update};
use crate::browse::Player;
use crate::clock::Zone;
use crate::config::Config;
use crate::keymap::Keymap;
use crate::marks::Bookmark;
use crate::news::{SectionId, StoryKey};
use crate::page::Page;
use crate::page::typeset::Typesetting;
use crate::runtime::{Opened, Runtime, Wishes};

use typed::Typed;
use words::Told;

/// Everything it starts from.
#[derive(Debug)]
pub struct Start {
    /// The reader's settings.
    pub config: Config,
    /// No letters but those of ASCII are printed.
    pub ascii: bool,
    /// Plays sound and film.
    pub player: Player,
    /// Wishes for the runtime.
    pub wishes: Wishes,
    /// The edition to begin with.
    pub opened: Opened,
}

/// A longer line is cut here.
const LINE_AT_MOST: u64 = 4096;
/// What is waited for this long is told of.
const PATIENCE: Duration = Duration::from_secs(1);
/// From this many columns on the model would show panes side by side.
const WIDEST: u16 = 99;

/// Runs the reader until `q`, the end of what is typed, or a signal.
///
/// # Errors
/// When no thread or signal can be had. Nobody listening any more is an end, not an error.
pub fn run(start: Start) -> anyhow::Result<()> {
    let io = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let outcome = io.block_on(async { Linear::open(start).turn().await });
    // Requests under way are nobody's any more.
    io.shutdown_background();
    outcome
}

/// The reader's wall clock.
fn local(at: DateTime<Utc>) -> chrono::NaiveDateTime {
    at.with_timezone(&Local).naive_local()
}

/// What the reader waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Due {
    Nothing,
    /// The list: as it is kept, or, where nothing is, as it is when all have answered.
    List,
    /// The list when all have answered.
    WholeList,
    /// A story, as it is kept or as it comes.
    Story,
    /// The story as its page is now.
    NewStory,
    /// What changed in the story.
    Changes,
    /// Another edition: the model is not what it will be.
    Edition,
}

/// How far a story was told.
#[derive(Debug, Default)]
struct Progress {
    story: Option<StoryKey>,
    page: Page,
    rows: usize,
}

struct Linear {
    model: Model,
    runtime: Runtime,
    player: Player,
    /// For what answers without the runtime.
    sender: UnboundedSender<Msg>,
    answers: UnboundedReceiver<Msg>,
    typed: Receiver<String>,
    ascii: bool,
    /// Somebody types: is to be prompted, and may say the next thing before the last was answered.
    typing: bool,
    first: Vec<Effect>,
    bookmark: Option<Bookmark>,
    due: Due,
    since: Option<Instant>,
    told: Told,
    /// What the numbers of the last printed list of sections stand for.
    sections: Vec<SectionId>,
    /// Stories of the list up to the last that was printed.
    rows: usize,
    /// The list is to begin with the story that was read last.
    from_here: bool,
    progress: Progress,
}

impl Linear {
    fn open(start: Start) -> Self {
        let (sender, answers) = unbounded_channel();
        let Opened { desk, edition, library, notice } = start.opened;
        let journals = (library, edition.marks.clone());
        let runtime = Runtime::new(tokio::runtime::Handle::current(), sender.clone(), start.wishes, desk, journals);
        // Hints name the commands here, not the keys of the screen.
        let config = Config { keymap: Keymap::default(), ..start.config };
        let mut model = Model::new(window(), Utc::now(), Zone(local), &config, edition);
        // Whoever listens, or reads with the fingers, wants words whole.
        model.settings.typesetting = Typesetting::default();
        // Here links are listed when they are asked for.
        model.link_list = false;
        let mut first = model.begin();
        let kept: Vec<Msg> = first.iter().filter_map(|effect| runtime.first_answer(effect)).collect();
        for answer in kept {
            first.extend(update(&mut model, answer));
        }
        model.notice = notice;
        let due = if model.focus == Pane::Article { Due::Story } else { Due::List };
        Self {
            model,
            runtime,
            player: start.player,
            sender,
            answers,
            typed: listen(),
            ascii: start.ascii,
            typing: io::stdin().is_terminal(),
            first,
            bookmark: None,
            due,
            since: None,
            told: Told::List { more: false },
            sections: Vec::new(),
            rows: 0,
            from_here: false,
            progress: Progress::default(),
        }
    }

    async fn turn(mut self) -> anyhow::Result<()> {
        let mut terminate = signal(SignalKind::terminate())?;
        let mut hang_up = signal(SignalKind::hangup())?;
        let mut interrupt = signal(SignalKind::interrupt())?;
        let first = std::mem::take(&mut self.first);
        let notice = self.model.notice.take();
        let mut going = notice.map_or(ControlFlow::Continue(()), |notice| self.say(&[notice]));
        if going.is_continue() {
            going = self.perform(first);
        }
        if going.is_continue() {
            going = self.tell(true);
            self.be_patient();
        }
        while going.is_continue() {
            // What comes out of a pipe is not in a hurry: each line finds what the one before it asked for.
            let takes_lines = self.typing || self.due == Due::Nothing;
            let until = self.since.map(|since| since + PATIENCE);
            going = tokio::select! {
                biased;
                _ = terminate.recv() => ControlFlow::Break(()),
                _ = hang_up.recv() => ControlFlow::Break(()),
                _ = interrupt.recv() => ControlFlow::Break(()),
                Some(msg) = self.answers.recv() => self.hear(msg),
                line = self.typed.recv(), if takes_lines => match line {
                    Some(line) => self.obey(&Typed::of(&line)),
                    None => ControlFlow::Break(()),
                },
                () = tokio::time::sleep_until(until.unwrap_or_else(Instant::now)), if until.is_some() => {
                    self.since = None;
                    self.say_what_is_due()
                }
            };
        }
        if self.typing {
            // The shell's own prompt begins a line; whether anybody sees it is all the same now.
            let _ = self.say(&[String::new()]);
        }
        self.keep_bookmark();
        for effect in self.model.leave() {
            self.runtime.perform(effect);
        }
        Ok(())
    }

    /// Takes in an answer, and prints it if it is what the reader waits for.
    fn hear(&mut self, msg: Msg) -> ControlFlow<()> {
        match &msg {
            // Where there is no other edition, a notice says why.
            Msg::Edition(_) | Msg::Notice(_) if self.due == Due::Edition => self.due = Due::List,
            // Nothing is kept: a list of the one outlet that is quickest would be a poor beginning.
            Msg::Headlines(answer)
                if self.due == Due::List
                    && answer.section == self.model.headlines.section
                    && answer.headlines.is_empty()
                    && answer.waiting > 0 =>
            {
                self.due = Due::WholeList;
            }
            _ => {}
        }
        let is_waiting = self.due != Due::Nothing;
        let said = self.take(msg)?;
        if is_waiting || said { self.tell(said) } else { ControlFlow::Continue(()) }
    }

    /// Changes the model, does what that asks for, and says what the model has to say; true if it had.
    fn take(&mut self, msg: Msg) -> ControlFlow<(), bool> {
        self.model.now = Utc::now();
        let effects = update(&mut self.model, msg);
        self.perform(effects)?;
        self.keep_bookmark();
        match self.model.notice.take() {
            Some(notice) => self.say(&[notice]).map_continue(|()| true),
            None => ControlFlow::Continue(false),
        }
    }

    fn perform(&mut self, effects: Vec<Effect>) -> ControlFlow<()> {
        for effect in effects {
            match effect {
                Effect::Quit => return ControlFlow::Break(()),
                Effect::OpenSample | Effect::OpenLive => {
                    self.due = Due::Edition;
                    self.runtime.perform(effect);
                }
                Effect::Media(MediaWish::Play { turn, url }) => {
                    let sender = self.sender.clone();
                    self.player.play(&url, move |trouble| {
                        let _ = sender.send(Msg::Played(MediaEnd { turn, trouble }));
                    });
                }
                Effect::Media(MediaWish::Stop) => self.player.stop(),
                other => self.runtime.perform(other),
            }
        }
        ControlFlow::Continue(())
    }

    /// From now on, what is waited for is told of after a while.
    fn be_patient(&mut self) {
        self.since = (self.due != Due::Nothing).then(Instant::now);
    }

    /// What is about to be printed of the reader's place is on disk before it is.
    fn keep_bookmark(&mut self) {
        let bookmark = self.model.bookmark();
        if let Some(here) = &bookmark
            && self.bookmark != bookmark
        {
            self.runtime.perform(Effect::Bookmark(here.clone()));
            self.bookmark = bookmark;
        }
    }
}

/// A window as wide as the terminal and one page high. What is no terminal has lines of the usual length; and where
/// nobody sits who could ask for more, one page takes all.
fn window() -> Size {
    let (width, height) = match crossterm::terminal::size() {
        Ok((width, height)) if io::stdout().is_terminal() && width > 0 && height > 0 => (width, height),
        _ => (80, 24),
    };
    let height = if io::stdout().is_terminal() && io::stdin().is_terminal() { height } else { u16::MAX };
    // Many terminals go to the next line by themselves after the last column, and then once more.
    Size::new(width.min(WIDEST + 1).saturating_sub(1).max(1), height)
}

/// Reads lines on a thread of its own, each when the one before it was taken; ends with what is read.
fn listen() -> Receiver<String> {
    let (sender, typed) = channel(1);
    let read = move || {
        let mut input = io::stdin().lock();
        loop {
            let mut line = Vec::new();
            match input.by_ref().take(LINE_AT_MOST).read_until(b'\n', &mut line) {
                Ok(0) | Err(_) => return,
                Ok(_) => {}
            }
            if line.last() != Some(&b'\n') && input.skip_until(b'\n').is_err() {
                return;
            }
            if sender.blocking_send(String::from_utf8_lossy(&line).into_owned()).is_err() {
                return;
            }
        }
    };
    // Without the thread nothing is ever typed: the reader ends as at the end of a file.
    let _ = std::thread::Builder::new().name("lines".to_owned()).spawn(read);
    typed
}
