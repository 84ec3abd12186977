//! Takes the terminal and gives it back, whatever happens: on return, on a panic, on a signal, after a hang-up. Nothing
//! here waits without end for a terminal that takes nothing.

mod clipboard;
mod keys;
mod output;

use std::io;
use std::os::fd::AsRawFd;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use ratatui::layout::Size;
use rustix::event::{PollFd, PollFlags, Timespec};
use tokio::io::Interest;
use tokio::io::unix::AsyncFd;

pub use clipboard::{Between, clipboard};
pub use keys::Keys;
use output::Output;

use crate::ledger::Ledger;
use crate::repertoire::hyperlink::CLOSING;

/// Alternate screen, pasted text marked as such, no cursor. The screen is cleared by the first frame: not every
/// multiplexer clears it here.
const TAKE: &[u8] = b"\x1b[?1049;2004h\x1b[?25l";
/// What somebody else may have left set: margins and attributes.
const SET_BACK: &[u8] = b"\x1b[r\x1b[m";
/// The way back, after [`SET_BACK`]: paste, cursor, screen.
const GIVE_BACK: &[u8] = b"\x1b[?2004l\x1b[?25h\x1b[?1049l";
/// Buttons and wheel, with places as numbers; while the mouse is ours, a terminal leaves it to itself with Shift held.
const TAKE_MOUSE: &[u8] = b"\x1b[?1000;1006h";
/// The way back.
const GIVE_MOUSE_BACK: &[u8] = b"\x1b[?1006;1000l";
/// Ends a sequence that was not written to its end.
const CANCEL: &[u8] = b"\x18";

/// How long the program may take to end after its terminal is gone.
const GRACE: Duration = Duration::from_millis(700);
/// How long a terminal that takes nothing is waited for before it is left as it is.
const UNTAKEN: Duration = Duration::from_millis(500);

/// Whether the terminal is ours at the moment; also read by the panic hook.
static TAKEN: AtomicBool = AtomicBool::new(false);
/// Whether its mouse is taken with it.
static MOUSE: AtomicBool = AtomicBool::new(false);
/// Whether a link may stand open in a frame that was not written to its end.
static LINKS: AtomicBool = AtomicBool::new(false);

/// What a terminal is sent besides frames and what every one of them knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Sent {
    /// Its mouse is taken.
    pub mouse: bool,
    /// Frames have hyperlinks in them.
    pub links: bool,
}

/// The terminal while the program has it. Dropping it gives it back.
#[derive(Debug)]
pub struct Terminal {
    output: Output,
}

impl Terminal {
    /// Takes the terminal that standard output is, and counts in `ledger` what it takes.
    ///
    /// # Errors
    /// When standard output is not a terminal, or it does not let itself be set.
    pub fn take(ledger: Ledger, sent: Sent) -> io::Result<Self> {
        MOUSE.store(sent.mouse, Ordering::SeqCst);
        LINKS.store(sent.links, Ordering::SeqCst);
        let mut output = Output::open(ledger)?;
        take(&mut output, TAKE)?;
        install_panic_hook();
        Ok(Self { output })
    }

    /// True while clicks and the wheel are told of to us.
    #[must_use]
    pub fn has_mouse(&self) -> bool {
        MOUSE.load(Ordering::SeqCst)
    }

    /// Its size in columns and rows; 80×24 for one that does not know.
    #[must_use]
    pub fn size(&self) -> Size {
        match rustix::termios::tcgetwinsize(io::stdout()) {
            Ok(window) if window.ws_col > 0 && window.ws_row > 0 => Size::new(window.ws_col, window.ws_row),
            _ => Size::new(80, 24),
        }
    }

    /// How many pixels a cell has, where the terminal says so.
    #[must_use]
    pub fn cell(&self) -> Option<Size> {
        let window = rustix::termios::tcgetwinsize(io::stdout()).ok()?;
        let part = |pixels: u16, of: u16| pixels.checked_div(of).filter(|pixels| (2..=256).contains(pixels));
        Some(Size::new(part(window.ws_xpixel, window.ws_col)?, part(window.ws_ypixel, window.ws_row)?))
    }

    /// Writes a frame: all of it at once where the terminal takes it, else what it takes. The rest goes out with the next
    /// write, be it an empty one, or in [`Self::taken`].
    ///
    /// # Errors
    /// The system's: the terminal is gone.
    pub fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.output.write(bytes)
    }

    /// True when not all that was written is taken yet.
    #[must_use]
    pub fn is_writing(&self) -> bool {
        self.output.is_writing()
    }

    /// True when all that was written is taken, and more would be.
    ///
    /// # Errors
    /// The system's: the terminal is gone.
    pub fn takes_more(&self) -> io::Result<bool> {
        self.output.takes_more()
    }

    /// Waits until all that was written is taken, and more would be.
    ///
    /// # Errors
    /// The system's: the terminal is gone.
    pub async fn taken(&mut self) -> io::Result<()> {
        self.output.taken().await
    }

    /// Gives the screen back, but not the keys: what the terminal still has to say is not for the shell.
    ///
    /// # Errors
    /// The terminal did not take it.
    pub fn give_screen_back(&mut self) -> io::Result<()> {
        give_screen_back(&mut self.output)
    }

    /// Gives all of it back.
    pub fn give_back(&mut self) {
        give_back(&mut self.output);
    }

    /// Takes it again after [`Self::give_back`]. The screen is unknown.
    ///
    /// # Errors
    /// The system's.
    pub fn take_again(&mut self) -> io::Result<()> {
        take(&mut self.output, &[TAKE, SET_BACK].concat())
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        give_back(&mut self.output);
    }
}

fn take(output: &mut Output, bytes: &[u8]) -> io::Result<()> {
    crossterm::terminal::enable_raw_mode()?;
    TAKEN.store(true, Ordering::SeqCst);
    output.write(bytes)?;
    if MOUSE.load(Ordering::SeqCst) {
        output.write(TAKE_MOUSE)?;
    }
    Ok(())
}

/// Restores the screen if it is taken.
fn give_screen_back(output: &mut Output) -> io::Result<()> {
    if !TAKEN.swap(false, Ordering::SeqCst) {
        return Ok(());
    }
    let cancel = if output.drop_rest() { CANCEL } else { &[] };
    let mouse = if MOUSE.load(Ordering::SeqCst) { GIVE_MOUSE_BACK } else { &[] };
    let link = if LINKS.load(Ordering::SeqCst) { CLOSING.as_bytes() } else { &[] };
    output.write_within(&[cancel, link, SET_BACK, mouse, GIVE_BACK].concat(), UNTAKEN)
}

fn give_back(output: &mut Output) {
    // A failure means that the terminal is gone, and there is nobody left to tell.
    let _ = give_screen_back(output);
    // Does nothing when they are as they were.
    let _ = crossterm::terminal::disable_raw_mode();
}

/// Has the system tell of what can be done with `fd`, which is ours and stays open for as long.
#[expect(deprecated, reason = "the new name is unsafe, for the sake of types that close or change what they own")]
fn told_of<T: AsRawFd>(fd: T, of: Interest) -> io::Result<AsyncFd<T>> {
    AsyncFd::with_interest(fd, of)
}

/// A panic on the screen's own thread gives the terminal back before its message is printed. One on a worker thread
/// (a page that breaks the extractor) ends that task only, and says nothing on the screen.
fn install_panic_hook() {
    let main_thread = std::thread::current().id();
    let before = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        if std::thread::current().id() == main_thread {
            if let Ok(mut output) = Output::open(Ledger::default()) {
                give_back(&mut output);
            }
            before(panic);
        } else {
            tracing::error!("{panic}");
        }
    }));
}

/// Waits, on a thread of its own and without ever waking up in between, until the terminal is gone, then calls `gone`;
/// a program that has not ended soon after that is ended.
/// A closed pty does not always send SIGHUP (`nohup`, a lost session leader).
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
        // Whoever waits for a program that has the terminal meanwhile, or writes where that blocks, is not waited for.
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
