//! Programs that run beside the reader until they end or are ended: without the terminal, in a group of their own.

use std::io::{self, Write as _};
use std::os::unix::process::CommandExt as _;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use rustix::process::{Pid, Signal, WaitId, WaitIdOptions, kill_process_group, waitid};

/// One program after the other, until somebody stops it.
#[derive(Debug, Default)]
pub(super) struct Turn(Mutex<State>);

#[derive(Debug, Default)]
struct State {
    stopped: bool,
    /// There until its exit status was taken, so that its id is nobody else's.
    child: Option<Child>,
}

/// A turn that is under way, on a thread of its own.
#[derive(Debug)]
pub(super) struct Running {
    turn: Arc<Turn>,
    thread: JoinHandle<()>,
    /// Nothing ever comes of it but its end.
    ended: Receiver<()>,
}

impl Running {
    /// Begins it; nothing where the system gives no thread.
    pub(super) fn begin(name: &str, work: impl FnOnce(&Turn) + Send + 'static) -> Option<Self> {
        let (turn, (until, ended)) = (Arc::new(Turn::default()), channel());
        let theirs = Arc::clone(&turn);
        let work = move || {
            work(&theirs);
            drop(until);
        };
        let thread = std::thread::Builder::new().name(name.to_owned()).spawn(work).ok()?;
        Some(Self { turn, thread, ended })
    }

    /// Ends the program that runs, and starts no other: it is asked to end, and is ended when `patience` is over.
    pub(super) fn stop(self, patience: Duration) {
        if !patience.is_zero() {
            self.turn.stop(Signal::TERM);
            // Whether it ended or not is told by what is left of it.
            let _ = self.ended.recv_timeout(patience);
        }
        self.turn.stop(Signal::KILL);
        let _ = self.thread.join();
    }
}

impl Turn {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn stop(&self, signal: Signal) {
        let mut state = self.lock();
        state.stopped = true;
        let id = state.child.as_ref().and_then(|child| Pid::from_raw(i32::try_from(child.id()).ok()?));
        if let Some(id) = id {
            // It may have ended by itself just now.
            let _ = kill_process_group(id, signal);
        }
    }

    /// Runs a program to its end, with `said` on its standard input if there is something to say; `None` when it was
    /// stopped.
    pub(super) fn run(&self, mut command: Command, said: Option<&str>) -> io::Result<Option<ExitStatus>> {
        let (id, stdin) = {
            let mut state = self.lock();
            if state.stopped {
                return Ok(None);
            }
            command.stdin(if said.is_some() { Stdio::piped() } else { Stdio::null() });
            command.stdout(Stdio::null()).stderr(Stdio::null());
            // A group of its own: what it starts ends with it, and keys that end the reader's are not for it.
            let child = state.child.insert(command.process_group(0).spawn()?);
            (child.id(), child.stdin.take())
        };
        if let (Some(mut stdin), Some(said)) = (stdin, said) {
            // One that does not read says by its end what is wrong.
            let _ = stdin.write_all(said.as_bytes()).and_then(|()| stdin.write_all(b"\n"));
        }
        if let Some(id) = Pid::from_raw(i32::try_from(id).unwrap_or(0)) {
            // Without taking its status: that is done while nobody can be about to end it.
            let wait = || waitid(WaitId::Pid(id), WaitIdOptions::EXITED | WaitIdOptions::NOWAIT);
            while matches!(wait(), Err(rustix::io::Errno::INTR)) {}
        }
        let mut state = self.lock();
        let Some(mut child) = state.child.take() else { return Ok(None) };
        let status = child.wait()?;
        Ok((!state.stopped).then_some(status))
    }
}
