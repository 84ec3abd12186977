//! Opening an address outside: always as arguments, never through a shell.

mod listen;
mod play;
mod turn;

use std::io::{self, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};

use crate::repertoire::hyperlink::{CLOSING, is_sendable, opening};

pub use listen::Listener;
pub use play::Player;

/// Programs that draw in the terminal themselves and need it for as long as they run.
const IN_THE_TERMINAL: [&str; 7] = ["w3m", "lynx", "links", "elinks", "links2", "browsh", "cha"];

/// A program that opens addresses, and how.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Browser {
    /// Best first; at least one.
    commands: Vec<Vec<String>>,
}

impl Browser {
    /// The configured command, else those of `$BROWSER`, else the platform's own opener.
    #[must_use]
    pub fn of(configured: &[String], from_environment: Option<&str>) -> Self {
        let words = |command: &str| command.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
        let named = from_environment.unwrap_or_default().split(':').map(words).filter(|command| !command.is_empty());
        let own = if cfg!(target_os = "macos") { "open" } else { "xdg-open" };
        let mut commands: Vec<Vec<String>> =
            if configured.is_empty() { named.collect() } else { vec![configured.to_vec()] };
        if commands.is_empty() {
            commands.push(vec![own.to_owned()]);
        }
        Self { commands }
    }

    /// The first whose program is on this machine; if none is, the first, so that it can be named.
    fn command(&self) -> &[String] {
        let there = self.commands.iter().find(|command| command.first().is_some_and(|program| is_there(program)));
        there.or(self.commands.first()).map(Vec::as_slice).unwrap_or_default()
    }

    /// True when it takes the terminal over while it runs.
    #[must_use]
    pub fn needs_terminal(&self) -> bool {
        let program = self.command().first().map(String::as_str).unwrap_or_default();
        let name = program.rsplit('/').next().unwrap_or_default();
        IN_THE_TERMINAL.contains(&name)
    }

    /// Opens `url`; waits for the end of a program that needs the terminal, and only for that. Says what came of it.
    #[must_use]
    pub fn open(&self, url: &str) -> String {
        let Some((program, rest)) = self.command().split_first() else {
            return "No browser is set.".to_owned();
        };
        // An argument that is no address could be taken for an option.
        if !is_web_address(url) && !url.starts_with("mailto:") {
            return "That is not an address for a browser.".to_owned();
        }
        let mut command = Command::new(program);
        command.args(with_address(rest, url));
        let outcome = if self.needs_terminal() {
            command.status().map(|_| ())
        } else {
            command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
            command.spawn().map(|mut child| {
                // Somebody has to take its exit status, or it stays in the process table.
                let _ = std::thread::Builder::new().name("browser".to_owned()).spawn(move || child.wait());
            })
        };
        match outcome {
            Ok(()) => format!("Handed to {program}."),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                format!("There is no {program} on this machine; y sends the address to your terminal instead.")
            }
            Err(error) => format!("{program} did not start ({error}); y sends the address to your terminal instead."),
        }
    }
}

fn is_web_address(url: &str) -> bool {
    ["http://", "https://"].iter().any(|scheme| url.starts_with(scheme))
}

/// The arguments of a command, with the address where its sign stands, else at the end.
fn with_address(arguments: &[String], url: &str) -> Vec<String> {
    let with_address = |argument: &String| {
        // One of them only: an address may have another's letters in it.
        let sign = ["{}", "%u", "%s"].into_iter().find(|sign| argument.contains(sign));
        sign.map_or_else(|| argument.clone(), |sign| argument.replace(sign, url))
    };
    let mut with: Vec<String> = arguments.iter().map(with_address).collect();
    if with == arguments {
        with.push(url.to_owned());
    }
    with
}

/// True when `program` is a file by its path, or by its name in one of the folders of `PATH`.
fn is_there(program: &str) -> bool {
    if program.contains('/') {
        return Path::new(program).is_file();
    }
    let folders = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&folders).any(|folder| folder.join(program).is_file())
}

/// Prints an address alone, unbroken, on a terminal that was given back, and waits for Enter: the terminal breaks it
/// where it likes, knows that it is one line, and lets it be selected or clicked whole. One that is `linked` leads there
/// also on a terminal that knows no address when it sees one.
#[must_use]
pub fn show_alone(url: &str, linked: bool) -> String {
    let mut stdout = io::stdout();
    let (before, after) = if linked && is_sendable(url) { (opening(0, url), CLOSING) } else { (String::new(), "") };
    if writeln!(stdout, "\n{before}{url}{after}\n\nEnter goes back.").and_then(|()| stdout.flush()).is_ok() {
        // One line, however long; at the end of the keys it goes back as well.
        let _ = rustix::io::read(io::stdin(), &mut [0; 256]);
    }
    String::new()
}
