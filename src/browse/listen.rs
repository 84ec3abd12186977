//! Reading aloud: a program of the reader's choice is fed with sentences, one start for each.
//!
//! Programs that speak take their input to its end before they begin, so one that got the whole story would begin late
//! and could be stopped only in the middle of everything. The sentence that is being spoken is all that is ever under way.

use std::io;
use std::process::Command;
use std::time::Duration;

use super::turn::{Running, Turn};

/// Speaks sentences until it is stopped or dropped.
#[derive(Debug)]
pub struct Listener {
    command: Vec<String>,
    speaking: Option<Running>,
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
        let Some((program, arguments)) = self.command.split_first() else {
            return done(Some(
                "Nothing is set to read aloud: listen = [\"espeak-ng\", \"--stdin\"] sets it.".to_owned(),
            ));
        };
        let (program, arguments) = (program.clone(), arguments.to_vec());
        let speak = move |turn: &Turn| {
            for sentence in sentences {
                let mut command = Command::new(&program);
                command.args(&arguments);
                // Shorter than what a pipe holds, so writing it never waits.
                match turn.run(command, Some(&sentence)) {
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
        self.speaking = Running::begin("listen", speak);
    }

    /// Ends what is being spoken, at once.
    pub fn stop(&mut self) {
        if let Some(speaking) = self.speaking.take() {
            speaking.stop(Duration::ZERO);
        }
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        self.stop();
    }
}
