//! Takes the terminal and gives it back, whatever happens: on return, on a panic, on a signal, after a hang-up.

use std::io::{self, Write};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use crossterm::event::{Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers};
use ratatui::layout::Size;
use rustix::event::{PollFd, PollFlags, Timespec};

use crate::app::Msg;
use crate::keymap::{Code, Key};
use crate::ledger::Ledger;
use crate::text::is_hostile;

/// Alternate screen, pasted text marked as such, no cursor. The screen is cleared by the first frame: not every
/// multiplexer clears it here.
const TAKE: &[u8] = b"\x1b[?1049;2004h\x1b[?25l";
/// The way back: attributes, paste, cursor, screen.
const GIVE_BACK: &[u8] = b"\x1b[m\x1b[?2004l\x1b[?25h\x1b[?1049l";

/// How long the program may take to end after its terminal is gone.
const GRACE: Duration = Duration::from_millis(700);

/// Whether the terminal is ours at the moment; also read by the panic hook.
static TAKEN: AtomicBool = AtomicBool::new(false);

/// The terminal while the program has it. Dropping it gives it back.
#[derive(Debug)]
pub struct Terminal {
    /// Counts every byte that goes out.
    ledger: Ledger,
}

impl Terminal {
    /// Takes the terminal that standard output is, and counts in `ledger` what is written to it.
    ///
    /// # Errors
    /// When standard output is not a terminal, or it does not let itself be set.
    pub fn take(ledger: Ledger) -> io::Result<Self> {
        take()?;
        install_panic_hook();
        ledger.shown(TAKE.len());
        Ok(Self { ledger })
    }

    /// Its size in columns and rows; 80×24 for one that does not know.
    #[must_use]
    pub fn size(&self) -> Size {
        match crossterm::terminal::size() {
            Ok((width, height)) if width > 0 && height > 0 => Size::new(width, height),
            _ => Size::new(80, 24),
        }
    }

    /// Writes a frame, all of it at once.
    ///
    /// # Errors
    /// The system's: the terminal is gone.
    pub fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        if bytes.is_empty() {
            return Ok(());
        }
        self.ledger.shown(bytes.len());
        let mut out = io::stdout().lock();
        out.write_all(bytes)?;
        out.flush()
    }

    /// Gives the terminal to `meanwhile` and takes it again. The screen is unknown afterwards.
    ///
    /// # Errors
    /// The system's.
    pub fn lend<T>(&mut self, meanwhile: impl FnOnce() -> T) -> io::Result<T> {
        give_back();
        let outcome = meanwhile();
        take()?;
        self.ledger.shown(GIVE_BACK.len() + TAKE.len());
        Ok(outcome)
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        self.ledger.shown(GIVE_BACK.len());
        give_back();
    }
}

fn take() -> io::Result<()> {
    crossterm::terminal::enable_raw_mode()?;
    TAKEN.store(true, Ordering::SeqCst);
    let mut out = io::stdout().lock();
    out.write_all(TAKE)?;
    out.flush()
}

/// Restores the terminal if it is taken. A failure means that it is gone, and there is nobody left to tell.
fn give_back() {
    if TAKEN.swap(false, Ordering::SeqCst) {
        let mut out = io::stdout().lock();
        let _ = out.write_all(GIVE_BACK).and_then(|()| out.flush());
        let _ = crossterm::terminal::disable_raw_mode();
    }
}

/// A panic on the screen's own thread gives the terminal back before its message is printed. One on a worker thread
/// (a page that breaks the extractor) ends that task only, and says nothing on the screen.
fn install_panic_hook() {
    let main_thread = std::thread::current().id();
    let before = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        if std::thread::current().id() == main_thread {
            give_back();
            before(panic);
        } else {
            tracing::error!("{panic}");
        }
    }));
}

/// Waits, on a thread of its own and without ever waking up in between, until the terminal is gone, then calls `gone`;
/// a program that has not ended soon after that is ended.
/// A closed pty does not always send SIGHUP (`nohup`, a lost session leader), and reading from one never ends.
pub fn watch_for_hang_up(gone: impl FnOnce() + Send + 'static) {
    let watch = move || {
        loop {
            match hangs_up_within(None) {
                Ok(true) => break,
                Ok(false) => {}
                // A terminal that can't be watched is not one that is gone.
                Err(_) => return,
            }
        }
        gone();
        // The keys' reader takes the end of a closed terminal for no news and reads on without end, with its lock held:
        // whoever waits for that lock is not waited for.
        std::thread::sleep(GRACE);
        std::process::exit(0);
    };
    // Without the thread a hang-up is still seen by the signal and by the next write.
    let _ = std::thread::Builder::new().name("hang-up".to_owned()).spawn(watch);
}

/// True when the terminal is gone: nobody will read what is written to it.
#[must_use]
pub fn is_gone() -> bool {
    hangs_up_within(Some(&Timespec::default())).unwrap_or(false)
}

fn hangs_up_within(time: Option<&Timespec>) -> io::Result<bool> {
    let stdout = io::stdout();
    let mut fds = [PollFd::new(&stdout, PollFlags::empty())];
    match rustix::event::poll(&mut fds, time) {
        Ok(_) => Ok(fds[0].revents().intersects(PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL)),
        Err(rustix::io::Errno::INTR) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

/// A terminal event as a message; `None` for those that say nothing to us.
#[must_use]
pub fn message(event: Event) -> Option<Msg> {
    match event {
        Event::Key(key) if key.kind != KeyEventKind::Release => Some(Msg::Key(to_key(key)?)),
        Event::Paste(words) => Some(Msg::Paste(words)),
        Event::Resize(width, height) => Some(Msg::Resize(Size::new(width, height))),
        _ => None,
    }
}

fn to_key(event: KeyEvent) -> Option<Key> {
    let code = match event.code {
        KeyCode::Char(c) if is_hostile(c) => return None,
        KeyCode::Char(c) => Code::Char(c),
        KeyCode::Enter => Code::Enter,
        KeyCode::Esc => Code::Esc,
        KeyCode::Tab => Code::Tab,
        KeyCode::BackTab => Code::BackTab,
        KeyCode::Backspace => Code::Backspace,
        KeyCode::Delete => Code::Delete,
        KeyCode::Up => Code::Up,
        KeyCode::Down => Code::Down,
        KeyCode::Left => Code::Left,
        KeyCode::Right => Code::Right,
        KeyCode::PageUp => Code::PageUp,
        KeyCode::PageDown => Code::PageDown,
        KeyCode::Home => Code::Home,
        KeyCode::End => Code::End,
        _ => return None,
    };
    Some(Key {
        code,
        ctrl: event.modifiers.contains(KeyModifiers::CONTROL),
        alt: event.modifiers.contains(KeyModifiers::ALT),
    })
}

/// The sequence that sends `text` to the clipboard of the terminal at the reader's end (OSC 52); through tmux and screen
/// as well, when they are told to pass it on.
#[must_use]
pub fn clipboard(text: &str) -> Vec<u8> {
    use base64::Engine as _;
    let encoded = base64::engine::general_purpose::STANDARD.encode(text);
    format!("\x1b]52;c;{encoded}\x07").into_bytes()
}
