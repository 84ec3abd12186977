//! Sound and film: a program of the reader's choice is given their address, and fetches and plays them itself.

use std::io;
use std::process::Command;
use std::time::Duration;

use super::turn::{Running, Turn};
use super::{is_web_address, with_address};

/// A player that was asked to end may put down where it was; then it is ended.
const PATIENCE: Duration = Duration::from_millis(300);

/// Plays one thing at a time, until it is stopped or dropped.
#[derive(Debug)]
pub struct Player {
    command: Vec<String>,
    playing: Option<Running>,
}

impl Player {
    /// The configured command, else that of `$PLAYER`: a program and its arguments.
    #[must_use]
    pub fn of(configured: &[String], from_environment: Option<&str>) -> Self {
        let named = from_environment.unwrap_or_default().split_whitespace().map(str::to_owned);
        let command = if configured.is_empty() { named.collect() } else { configured.to_vec() };
        Self { command, playing: None }
    }

    /// Begins to play what is at `url`, in place of what is being played; `done` is told at its end, or why there was
    /// nothing to hear.
    pub fn play(&mut self, url: &str, done: impl FnOnce(Option<String>) + Send + 'static) {
        self.stop();
        let Some((program, arguments)) = self.command.split_first() else {
            return done(Some(
                "Nothing is set to play it: player = [\"mpv\", \"--no-video\", \"%u\"] sets it, or $PLAYER.".to_owned(),
            ));
        };
        if !is_web_address(url) {
            return done(Some("That is not an address for a player.".to_owned()));
        }
        let program = program.clone();
        let mut command = Command::new(&program);
        command.args(with_address(arguments, url));
        let play = move |turn: &Turn| match turn.run(command, None) {
            Ok(Some(status)) if status.success() => done(None),
            // Stopped.
            Ok(None) => {}
            Ok(Some(status)) => done(Some(format!("{program} ended with an error ({status})."))),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                done(Some(format!("There is no {program} on this machine.")));
            }
            Err(error) => done(Some(format!("{program} did not start ({error})."))),
        };
        self.playing = Running::begin("play", play);
    }

    /// Ends what is being played.
    pub fn stop(&mut self) {
        if let Some(playing) = self.playing.take() {
            playing.stop(PATIENCE);
        }
    }
}

impl Drop for Player {
    fn drop(&mut self) {
        self.stop();
    }
}
