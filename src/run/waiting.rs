//! What the loop waits for besides messages and signals.

use std::io;
use std::time::{Duration, Instant};

use crate::app::{Effect, Msg};
use crate::input::Input;
use crate::terminal::{Keys, Terminal};

/// A frame waits this long for what the cache answers: less than anybody sees.
pub(super) const PATIENCE: Duration = Duration::from_millis(60);

/// True for a question whose first answer is what is kept.
pub(super) fn asks_what_is_kept(effect: &Effect) -> bool {
    matches!(
        effect,
        Effect::LoadSection { .. } | Effect::LoadArticle { .. } | Effect::LoadForecast { .. } | Effect::Search { .. }
    )
}

/// True for such an answer.
pub(super) fn is_what_is_kept(msg: &Msg) -> bool {
    matches!(msg, Msg::Headlines(_) | Msg::Article(_) | Msg::Forecast(_) | Msg::Found { .. })
}

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
