//! What the system tells a program in a terminal.

use tokio::signal::unix::{Signal, SignalKind, signal};

use crate::terminal;

/// The signals that end the program, and the terminal's own end.
pub(super) struct Ends {
    terminate: Signal,
    hang_up: Signal,
    interrupt: Signal,
    gone: tokio::sync::oneshot::Receiver<()>,
}

impl Ends {
    pub(super) fn listen() -> std::io::Result<Self> {
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

    pub(super) async fn any(&mut self) {
        tokio::select! {
            _ = self.terminate.recv() => {}
            _ = self.hang_up.recv() => {}
            _ = self.interrupt.recv() => {}
            Ok(()) = &mut self.gone => {}
        }
    }
}

/// The signals after which the screen is unknown.
pub(super) struct Changes {
    resumed: Signal,
    resized: Signal,
}

/// One of them.
pub(super) enum Change {
    /// The program goes on after it was stopped.
    Resumed,
    /// The window has another size, or somebody wants it painted anew.
    Resized,
}

impl Changes {
    pub(super) fn listen() -> std::io::Result<Self> {
        Ok(Self {
            resumed: signal(SignalKind::from_raw(rustix::process::Signal::CONT.as_raw()))?,
            resized: signal(SignalKind::window_change())?,
        })
    }

    pub(super) async fn next(&mut self) -> Change {
        tokio::select! {
            _ = self.resumed.recv() => Change::Resumed,
            _ = self.resized.recv() => Change::Resized,
        }
    }
}
