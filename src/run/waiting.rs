//! What the loop waits for besides messages and signals.

use std::io;
use std::time::Instant;

use crate::input::Input;
use crate::terminal::{Keys, Terminal};

/// The next inputs; never, while somebody else has the keys.
pub(super) async fn next_inputs(keys: &mut Option<Keys>) -> io::Result<Vec<Input>> {
    match keys {
        Some(keys) => keys.next().await,
        None => std::future::pending().await,
    }
}

/// What a frame waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wait {
    /// Nothing that will come by itself.
    Nothing,
    /// A time.
    Until(Instant),
    /// That the terminal takes more.
    Room,
}

/// Returns when it is over; never, when nothing is waited for.
pub(super) async fn over(wait: Wait, terminal: &mut Terminal) -> io::Result<()> {
    match wait {
        Wait::Nothing => std::future::pending().await,
        Wait::Until(at) => tokio::time::sleep_until(at.into()).await,
        Wait::Room => terminal.taken().await?,
    }
    Ok(())
}
