//! What a program in a pty costs, step by step: it is waited for until it rests, which Linux tells.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use super::floor::{Rows, floor_utf8, rows_of};
use super::pty::Session;

/// How long the program has to be at rest before a step counts as done; longer than anything in it waits on purpose.
const REST: Duration = Duration::from_millis(150);
/// For what takes milliseconds on a machine that has nothing else to do.
const AT_MOST: Duration = Duration::from_secs(20);

impl Session {
    pub fn screen(&self) -> Rows {
        rows_of(self.line.received().terminal.screen())
    }

    pub fn sent(&self) -> usize {
        self.line.received().bytes.len()
    }

    pub fn process(&self) -> String {
        format!("/proc/{}", self.program.0.process_id().unwrap())
    }

    /// The state of each thread, and how often it was taken off its processor (proc(5)).
    pub fn threads(&self) -> BTreeMap<String, (String, u64)> {
        let field = |status: &str, name: &str| {
            let value = status.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':'));
            value.unwrap_or_default().trim().to_owned()
        };
        let tasks = std::fs::read_dir(format!("{}/task", self.process())).unwrap();
        let read = |task: std::io::Result<std::fs::DirEntry>| {
            let folder = task.unwrap().path();
            // A thread may end while it is looked at.
            let status = std::fs::read_to_string(folder.join("status")).ok()?;
            let times = |name| field(&status, name).parse::<u64>().unwrap_or(0);
            let switches = times("voluntary_ctxt_switches") + times("nonvoluntary_ctxt_switches");
            Some((folder.display().to_string(), (field(&status, "State"), switches)))
        };
        tasks.filter_map(read).collect()
    }

    /// Waits until the program has painted all that it is going to: every thread sleeps, for a while without ever having
    /// woken up, and nothing came meanwhile.
    #[track_caller]
    pub fn wait_for_rest(&mut self) {
        let until = Instant::now() + AT_MOST;
        let look = |session: &Self| (session.sent(), session.threads());
        let (mut before, mut since) = (look(self), Instant::now());
        while since.elapsed() < REST {
            std::thread::sleep(Duration::from_millis(10));
            let now = look(self);
            let sleeps = now.1.values().all(|(state, _)| state.starts_with('S'));
            if now != before || !sleeps || now.0 == 0 {
                (before, since) = (now, Instant::now());
            }
            assert!(Instant::now() < until, "the program does not come to rest");
        }
    }

    /// Types keys, waits until they have had their effect, and gives the bytes of it and its floor.
    #[track_caller]
    pub fn cost_of(&mut self, keys: &str) -> (usize, usize) {
        let woken = |session: &Self| session.threads().values().map(|thread| thread.1).sum::<u64>();
        let (before, sent, slept) = (self.screen(), self.sent(), woken(self));
        self.send(keys);
        let until = Instant::now() + AT_MOST;
        while woken(self) == slept {
            assert!(Instant::now() < until, "nobody reads {keys:?}");
            std::thread::yield_now();
        }
        self.wait_for_rest();
        (self.sent() - sent, floor_utf8(&before, &self.screen()))
    }
}
