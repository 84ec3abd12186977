//! Reading what the terminal sends. Standard input is shared with the shell and with programs that are started, so it is
//! read only when something is there, and never set to anything.

use std::io::{self, Stdin};
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec};
use rustix::io::Errno;
use tokio::io::Interest;
use tokio::io::unix::AsyncFd;

use crate::input::{Decoder, Input};

/// What one round of the loop takes at most, in reads: a paste without end must not keep the screen from being painted.
const READS: usize = 16;

/// The keys, for as long as they are ours. Dropping it leaves them to somebody else.
#[derive(Debug)]
pub struct Keys {
    stdin: AsyncFd<Stdin>,
    decoder: Decoder,
    /// When something was read last.
    heard: Instant,
}

impl Keys {
    /// Begins to listen.
    ///
    /// # Errors
    /// The system's.
    pub fn listen() -> io::Result<Self> {
        let stdin = super::told_of(io::stdin(), Interest::READABLE)?;
        Ok(Self { stdin, decoder: Decoder::default(), heard: Instant::now() })
    }

    /// Waits for the next inputs; there may be none, when what came is not yet a whole one. Nothing is lost when this is
    /// broken off.
    ///
    /// # Errors
    /// No more keys will ever come.
    pub async fn next(&mut self) -> io::Result<Vec<Input>> {
        loop {
            let mut told = match self.decoder.patience() {
                None => self.stdin.readable().await?,
                Some(patience) => {
                    let until = tokio::time::Instant::from_std(self.heard + patience);
                    match tokio::time::timeout_at(until, self.stdin.readable()).await {
                        Ok(told) => told?,
                        Err(_) => return Ok(self.decoder.give_up()),
                    }
                }
            };
            if has_some_within(self.stdin.get_ref(), Duration::ZERO)? {
                return self.waiting();
            }
            // It was told of before the last read.
            told.clear_ready();
        }
    }

    /// What has come, without waiting.
    ///
    /// # Errors
    /// No more keys will ever come.
    pub fn waiting(&mut self) -> io::Result<Vec<Input>> {
        let mut inputs = Vec::new();
        let mut chunk = [0; 4096];
        for _ in 0..READS {
            if !has_some_within(self.stdin.get_ref(), Duration::ZERO)? {
                break;
            }
            match rustix::io::read(self.stdin.get_ref(), &mut chunk) {
                // The end is told the next time, too: what came before it is not lost.
                Ok(0) | Err(_) if !inputs.is_empty() => break,
                Ok(0) => return Err(io::ErrorKind::UnexpectedEof.into()),
                Ok(read) => {
                    self.heard = Instant::now();
                    inputs.extend(self.decoder.decode(chunk.get(..read).unwrap_or_default()));
                }
                Err(Errno::INTR) => {}
                Err(Errno::AGAIN) => break,
                Err(error) => return Err(error.into()),
            }
        }
        Ok(inputs)
    }

    /// Waits for the next inputs with the whole program, at most until `until`.
    ///
    /// # Errors
    /// No more keys will ever come.
    pub fn next_until(&mut self, until: Instant) -> io::Result<Vec<Input>> {
        has_some_within(self.stdin.get_ref(), until.saturating_duration_since(Instant::now()))?;
        self.waiting()
    }
}

/// True when a read would not block, be it that it fails.
fn has_some_within(stdin: &Stdin, time: Duration) -> io::Result<bool> {
    let mut fds = [PollFd::new(stdin, PollFlags::IN)];
    match rustix::event::poll(&mut fds, Some(&Timespec::try_from(time).unwrap_or_default())) {
        Ok(ready) => Ok(ready > 0),
        Err(Errno::INTR) => Ok(false),
        Err(error) => Err(error.into()),
    }
}
