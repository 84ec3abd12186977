//! Writing to a terminal that may be slow to take it: no write ever blocks.

use std::io;
use std::os::fd::{AsFd as _, OwnedFd};
use std::sync::Arc;
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec};
use rustix::fs::{Mode, OFlags};
use rustix::io::Errno;
use tokio::io::Interest;
use tokio::io::unix::AsyncFd;

use crate::ledger::Ledger;

/// The terminal that standard output is.
#[derive(Debug)]
pub(super) struct Output {
    fd: Arc<OwnedFd>,
    /// What was written and is not taken yet.
    rest: Vec<u8>,
    /// Tells when the terminal takes more; there from the first time on that it did not.
    ready: Option<AsyncFd<Arc<OwnedFd>>>,
    /// Counts what was taken.
    ledger: Ledger,
}

impl Output {
    /// Opens it anew, so that writes need not block: what is set for standard output is set for everybody who has it,
    /// the shell too.
    pub(super) fn open(ledger: Ledger) -> io::Result<Self> {
        let stdout = io::stdout();
        let set = OFlags::WRONLY | OFlags::NONBLOCK | OFlags::NOCTTY | OFlags::CLOEXEC;
        let by_name = || rustix::fs::open(rustix::termios::ttyname(&stdout, Vec::new())?, set, Mode::empty());
        // A terminal of another user (`su`) can't be opened by its name, but by this one if it is the session's own.
        let by_session = || {
            rustix::termios::tcgetsid(&stdout)?;
            rustix::fs::open("/dev/tty", set, Mode::empty())
        };
        let fd = match by_name().or_else(|_| by_session()) {
            Ok(fd) => fd,
            // Writing may block then, until the watch for a hang-up ends it.
            Err(_) => stdout.as_fd().try_clone_to_owned()?,
        };
        Ok(Self { fd: Arc::new(fd), rest: Vec::new(), ready: None, ledger })
    }

    /// Writes what is taken now and keeps the rest.
    pub(super) fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.write_rest()?;
        let taken = if self.rest.is_empty() { self.write_some(bytes)? } else { 0 };
        self.rest.extend_from_slice(bytes.get(taken..).unwrap_or_default());
        Ok(())
    }

    /// True while something is left to write.
    pub(super) fn is_writing(&self) -> bool {
        !self.rest.is_empty()
    }

    /// True when nothing is left to write and more would be taken.
    pub(super) fn takes_more(&self) -> io::Result<bool> {
        Ok(self.rest.is_empty() && self.takes_within(Duration::ZERO)?)
    }

    /// Waits until [`Self::takes_more`].
    pub(super) async fn taken(&mut self) -> io::Result<()> {
        loop {
            self.write_rest()?;
            if self.takes_more()? {
                return Ok(());
            }
            let ready = match &mut self.ready {
                Some(ready) => ready,
                none => none.insert(super::told_of(Arc::clone(&self.fd), Interest::WRITABLE)?),
            };
            let mut told = ready.writable().await?;
            // It may have been told of long ago.
            if !takes_within(&self.fd, Duration::ZERO)? {
                told.clear_ready();
            }
        }
    }

    /// Forgets what was not taken. True when there was something: a sequence may be cut in the middle.
    pub(super) fn drop_rest(&mut self) -> bool {
        let cut = !self.rest.is_empty();
        self.rest.clear();
        cut
    }

    /// Writes all of it, unless that takes longer than `time`.
    pub(super) fn write_within(&mut self, mut bytes: &[u8], time: Duration) -> io::Result<()> {
        let until = Instant::now() + time;
        loop {
            let taken = self.write_some(bytes)?;
            bytes = bytes.get(taken..).unwrap_or_default();
            let left = until.saturating_duration_since(Instant::now());
            if bytes.is_empty() {
                return Ok(());
            }
            if left.is_zero() {
                return Err(io::ErrorKind::TimedOut.into());
            }
            self.takes_within(left)?;
        }
    }

    fn write_rest(&mut self) -> io::Result<()> {
        let taken = self.write_some(&self.rest)?;
        self.rest.drain(..taken);
        Ok(())
    }

    /// How much of it was taken.
    fn write_some(&self, bytes: &[u8]) -> io::Result<usize> {
        let mut taken = 0;
        while let Some(left) = bytes.get(taken..).filter(|left| !left.is_empty()) {
            match rustix::io::write(&self.fd, left) {
                Ok(0) | Err(Errno::AGAIN) => break,
                Ok(more) => taken += more,
                Err(Errno::INTR) => {}
                Err(error) => return Err(error.into()),
            }
        }
        self.ledger.shown(taken);
        Ok(taken)
    }

    fn takes_within(&self, time: Duration) -> io::Result<bool> {
        takes_within(&self.fd, time)
    }
}

/// True when a write would not block, be it that it fails.
fn takes_within(fd: &OwnedFd, time: Duration) -> io::Result<bool> {
    let mut fds = [PollFd::new(fd, PollFlags::OUT)];
    match rustix::event::poll(&mut fds, Some(&Timespec::try_from(time).unwrap_or_default())) {
        Ok(ready) => Ok(ready > 0),
        Err(Errno::INTR) => Ok(false),
        Err(error) => Err(error.into()),
    }
}
