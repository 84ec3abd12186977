//! The program in a terminal: a real pty, and a terminal that reads what it writes. Everything waits for a condition,
//! never for a time; what does not come within the limit fails and shows the screen.

use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::path::Path;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, ExitStatus, MasterPty, PtySize, native_pty_system};
use vt100::{Parser, Screen};

/// For what takes milliseconds on a machine that has nothing else to do.
const LIMIT: Duration = Duration::from_secs(20);

/// What the terminal got, and what that looks like.
pub struct Received {
    pub terminal: Parser,
    pub bytes: Vec<u8>,
    /// The other end is closed.
    pub ended: bool,
    /// What comes next is the last that is read.
    pub last: bool,
    /// Nothing is read: what the program writes stays with the system, as far as there is room.
    pub stalled: bool,
    /// How long after it the question whether the terminal is there (`CSI 5 n`) is answered, if ever.
    pub answers: Option<Duration>,
}

/// The keys' end of the line, shared with what answers.
#[derive(Clone)]
pub struct Keyboard(Arc<Mutex<Box<dyn Write + Send>>>);

impl Keyboard {
    pub fn send(&self, bytes: &[u8]) -> std::io::Result<()> {
        let mut keys = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        keys.write_all(bytes).and_then(|()| keys.flush())
    }
}

const QUESTION: &[u8] = b"\x1b[5n";
const ANSWER: &[u8] = b"\x1b[0n";

/// Shared with the thread that reads the pty.
#[derive(Clone)]
pub struct Line(pub Arc<(Mutex<Received>, Condvar)>);

impl Line {
    pub fn received(&self) -> MutexGuard<'_, Received> {
        // A test that fails while it looks at the screen has told why; the reading thread need not tell it again.
        self.0.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn listen(&self, mut reader: Box<dyn Read + Send>, keyboard: &Keyboard) {
        let mut chunk = [0; 16 * 1024];
        loop {
            let stalls = |received: &mut Received| received.stalled && !received.last;
            let received = self.0.1.wait_while(self.received(), stalls).unwrap_or_else(PoisonError::into_inner);
            if received.stalled {
                return;
            }
            drop(received);
            // Linux says EIO when the last process has closed its end.
            let read = reader.read(&mut chunk).unwrap_or(0);
            let mut received = self.received();
            let from = received.bytes.len().saturating_sub(QUESTION.len() - 1);
            received.bytes.extend_from_slice(&chunk[..read]);
            let asked = received.bytes[from..].windows(QUESTION.len()).filter(|bytes| *bytes == QUESTION).count();
            if let Some(delay) = received.answers.filter(|_| asked > 0) {
                let keyboard = keyboard.clone();
                std::thread::spawn(move || {
                    std::thread::sleep(delay);
                    // Whoever asked may have gone.
                    let _ = keyboard.send(&ANSWER.repeat(asked));
                });
            }
            received.terminal.process(&chunk[..read]);
            received.ended = read == 0;
            self.0.1.notify_all();
            if received.ended || received.last {
                return;
            }
        }
    }

    /// Waits until what was received is as `condition` wants it.
    #[track_caller]
    pub fn wait(&self, what: &str, condition: impl Fn(&Received) -> bool) {
        let until = Instant::now() + LIMIT;
        let mut received = self.received();
        while !condition(&received) {
            let left = until.saturating_duration_since(Instant::now());
            let screen = received.terminal.screen();
            let shown = format!("{}×{}:\n{}", screen.size().1, screen.size().0, screen.contents());
            assert!(!left.is_zero(), "waited in vain for {what}, at {shown}");
            assert!(!received.ended, "the program ended before {what}, at {shown}");
            received = self.0.1.wait_timeout(received, left).unwrap().0;
        }
    }
}

/// A running program; it does not outlive the test.
pub struct Program(pub Box<dyn Child + Send + Sync>);

impl Program {
    /// Waits until it has ended.
    #[track_caller]
    pub fn wait_for_end(&mut self) -> ExitStatus {
        let until = Instant::now() + LIMIT;
        loop {
            if let Some(status) = self.0.try_wait().unwrap() {
                return status;
            }
            assert!(Instant::now() < until, "the program does not end");
            // The system tells of an end by a signal only, which a thread among many can't wait for.
            std::thread::sleep(Duration::from_millis(10));
        }
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        if matches!(self.0.try_wait(), Ok(None)) {
            let _ = self.0.kill();
            let _ = self.0.wait();
        }
    }
}

/// A program and the terminal it runs in.
pub struct Session {
    pub line: Line,
    pub reader: Option<JoinHandle<()>>,
    pub terminal: (Box<dyn MasterPty + Send>, Keyboard),
    pub program: Program,
}

impl Session {
    /// Starts `dateline` with `arguments` in a window of `columns` × `rows`, with `home` for all it keeps.
    pub fn start(home: &Path, window: (u16, u16), arguments: &[&str]) -> Self {
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_dateline"));
        command.args(arguments);
        Self::run(home, window, command)
    }

    /// Starts any command.
    pub fn run(home: &Path, window: (u16, u16), command: CommandBuilder) -> Self {
        Self::run_with(home, window, command, &[])
    }

    /// Starts any command with these variables besides the usual ones.
    pub fn run_with(
        home: &Path,
        (columns, rows): (u16, u16),
        mut command: CommandBuilder,
        variables: &[(&str, &str)],
    ) -> Self {
        command.env_clear();
        command.env("HOME", home);
        command.env("PATH", std::env::var_os("PATH").unwrap_or_default());
        command.env("TERM", "xterm-256color");
        command.env("LANG", "C.UTF-8");
        command.env("TZ", "UTC");
        for (name, value) in variables {
            command.env(name, value);
        }
        command.cwd(home);
        let pty = native_pty_system().openpty(window(columns, rows)).unwrap();
        let reader = pty.master.try_clone_reader().unwrap();
        let keyboard = Keyboard(Arc::new(Mutex::new(pty.master.take_writer().unwrap())));
        let terminal = Parser::new(cells(rows), cells(columns), 0);
        let received =
            Received { terminal, bytes: Vec::new(), ended: false, last: false, stalled: false, answers: None };
        let line = Line(Arc::new((Mutex::new(received), Condvar::new())));
        let program = Program(pty.slave.spawn_command(command).unwrap());
        let listening = line.clone();
        let answering = keyboard.clone();
        let reader = Some(std::thread::spawn(move || listening.listen(reader, &answering)));
        Self { line, reader, terminal: (pty.master, keyboard), program }
    }

    /// Types keys: characters as they are, control keys as the bytes they send.
    pub fn send(&mut self, keys: &str) {
        self.terminal.1.send(keys.as_bytes()).unwrap();
    }

    /// Waits until the screen is as `condition` wants it.
    #[track_caller]
    pub fn wait_for(&self, what: &str, condition: impl Fn(&Screen) -> bool) {
        self.line.wait(what, |received| condition(received.terminal.screen()));
    }

    /// Waits until the program has ended and all that it wrote was read.
    #[track_caller]
    pub fn wait_for_end(&mut self) -> ExitStatus {
        let status = self.program.wait_for_end();
        self.line.wait("the end", |received| received.ended);
        if let Some(reader) = self.reader.take() {
            reader.join().unwrap();
        }
        status
    }
}

/// A window without a size in pixels.
pub fn window(columns: u16, rows: u16) -> PtySize {
    PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 }
}

/// As many rows or columns, at least one.
pub fn cells(count: u16) -> NonZeroU16 {
    NonZeroU16::new(count).unwrap()
}
