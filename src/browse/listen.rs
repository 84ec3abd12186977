//! Reading aloud: a program of the reader's choice is fed with sentences, one start for each.
//!
//! Programs that speak take their input to its end before they begin, so one that got the whole story would begin late
//! and could be stopped only in the middle of everything. The sentence that is being spoken is all that is ever under way.

use std::io::{self, Write as _};
use std::os::unix::process::CommandExt as _;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;

use rustix::process::{Pid, Signal, WaitId, WaitIdOptions, kill_process_group, waitid};

/// Speaks sentences until it is stopped or dropped.
#[derive(Debug)]
pub struct Listener {
    command: Vec<String>,
    speaking: Option<(Arc<Mutex<Turn>>, JoinHandle<()>)>,
}

#[derive(Debug, Default)]
struct Turn {
    stopped: bool,
    /// There until its exit status was taken, so that its id is nobody else's.
    child: Option<Child>,
}

impl Listener {
    /// One that runs `command`: a program and its arguments.
    #[must_use]
    pub fn new(command: Vec<String>) -> Self {
        Self { command, speaking: None }
    }

    /// Begins to speak, in place of what is being spoken; `done` is told when all was said, or why not.
    pub fn speak(&mut self, sentences: Vec<String>, done: impl FnOnce(Option<String>) + Send + 'static) {
        self.stop();
        let Some(program) = self.command.first().cloned() else {
            return done(Some(
                "Nothing is set to read aloud: listen = [\"espeak-ng\", \"--stdin\"] sets it.".to_owned(),
            ));
        };
        let (turn, command) = (Arc::new(Mutex::new(Turn::default())), self.command.clone());
        let theirs = Arc::clone(&turn);
        let speak = move || {
            for sentence in sentences {
                match say(&command, &sentence, &theirs) {
                    Ok(Some(status)) if status.success() => {}
                    // Stopped.
                    Ok(None) => return,
                    Ok(Some(status)) => return done(Some(format!("{program} ended with an error ({status})."))),
                    Err(error) if error.kind() == io::ErrorKind::NotFound => {
                        return done(Some(format!("There is no {program} on this machine.")));
                    }
                    Err(error) => return done(Some(format!("{program} did not read aloud ({error})."))),
                }
            }
            done(None);
        };
        self.speaking =
            std::thread::Builder::new().name("listen".to_owned()).spawn(speak).ok().map(|thread| (turn, thread));
    }

    /// Ends what is being spoken, at once.
    pub fn stop(&mut self) {
        let Some((turn, thread)) = self.speaking.take() else { return };
        {
            let mut turn = turn.lock().unwrap_or_else(PoisonError::into_inner);
            turn.stopped = true;
            let id = turn.child.as_ref().and_then(|child| Pid::from_raw(i32::try_from(child.id()).ok()?));
            if let Some(id) = id {
                // It may have ended by itself just now.
                let _ = kill_process_group(id, Signal::KILL);
            }
        }
        let _ = thread.join();
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        self.stop();
    }
}

/// Speaks one sentence to its end; `None` when it was stopped.
fn say(command: &[String], sentence: &str, turn: &Mutex<Turn>) -> io::Result<Option<ExitStatus>> {
    let lock = || turn.lock().unwrap_or_else(PoisonError::into_inner);
    let Some((program, arguments)) = command.split_first() else { return Ok(None) };
    let (id, stdin) = {
        let mut turn = lock();
        if turn.stopped {
            return Ok(None);
        }
        let mut start = Command::new(program);
        start.args(arguments).stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
        // A group of its own: what it starts ends with it.
        let child = turn.child.insert(start.process_group(0).spawn()?);
        (child.id(), child.stdin.take())
    };
    if let Some(mut stdin) = stdin {
        // Shorter than what a pipe holds, so it never waits. One that does not read says by its end what is wrong.
        let _ = stdin.write_all(sentence.as_bytes()).and_then(|()| stdin.write_all(b"\n"));
    }
    if let Some(id) = Pid::from_raw(i32::try_from(id).unwrap_or(0)) {
        // Without taking its status: that is done while nobody can be about to end it.
        let wait = || waitid(WaitId::Pid(id), WaitIdOptions::EXITED | WaitIdOptions::NOWAIT);
        while matches!(wait(), Err(rustix::io::Errno::INTR)) {}
    }
    let mut turn = lock();
    let Some(mut child) = turn.child.take() else { return Ok(None) };
    let status = child.wait()?;
    Ok((!turn.stopped).then_some(status))
}
