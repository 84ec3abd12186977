//! What goes over the line, in bytes: what came in from the network, what was asked of it, what went to the terminal.
//!
//! Counted are the bodies of answers as they came over the wire (packed, up to where the reading of one ended), the heads
//! of answers and the whole of requests as HTTP/1.1 writes them, and every byte that is written to the terminal. Not
//! counted is what the system does about these: names looked up, connections opened, TLS (some 5 kB for each connection),
//! the frames of HTTP/2 (whose packed heads are smaller than what is counted for them), the body of an answer that is
//! not wanted, and acknowledgements.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// What went over the line in some time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Traffic {
    /// Bytes that servers sent.
    pub network_in: u64,
    /// Bytes that servers were sent.
    pub network_out: u64,
    /// How often a server was asked; each redirect that is followed is one more.
    pub requests: u64,
    /// Bytes that the terminal was sent.
    pub terminal_out: u64,
}

impl Traffic {
    /// Both together.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        self.with(other, u64::saturating_add)
    }

    /// What came since `earlier`.
    #[must_use]
    pub fn since(self, earlier: Self) -> Self {
        self.with(earlier, u64::saturating_sub)
    }

    fn with(self, other: Self, both: impl Fn(u64, u64) -> u64) -> Self {
        Self {
            network_in: both(self.network_in, other.network_in),
            network_out: both(self.network_out, other.network_out),
            requests: both(self.requests, other.requests),
            terminal_out: both(self.terminal_out, other.terminal_out),
        }
    }
}

/// Where it is counted. All clones count together.
#[derive(Debug, Clone, Default)]
pub struct Ledger(Arc<Counters>);

#[derive(Debug, Default)]
struct Counters {
    network_in: AtomicU64,
    network_out: AtomicU64,
    requests: AtomicU64,
    terminal_out: AtomicU64,
}

impl Ledger {
    /// Counts what a server sent.
    pub fn received(&self, bytes: usize) {
        add(&self.0.network_in, bytes);
    }

    /// Counts one request.
    pub fn asked(&self, bytes: usize) {
        add(&self.0.requests, 1);
        add(&self.0.network_out, bytes);
    }

    /// Counts what the terminal was sent.
    pub fn shown(&self, bytes: usize) {
        add(&self.0.terminal_out, bytes);
    }

    /// All that was counted so far.
    #[must_use]
    pub fn so_far(&self) -> Traffic {
        let read = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        Traffic {
            network_in: read(&self.0.network_in),
            network_out: read(&self.0.network_out),
            requests: read(&self.0.requests),
            terminal_out: read(&self.0.terminal_out),
        }
    }
}

fn add(counter: &AtomicU64, amount: usize) {
    counter.fetch_add(u64::try_from(amount).unwrap_or(u64::MAX), Ordering::Relaxed);
}

const UNITS: [(&str, u64); 6] =
    [("B", 1), ("kB", 1000), ("MB", 1_000_000), ("GB", 1_000_000_000), ("KiB", 1 << 10), ("MiB", 1 << 20)];

/// Bytes in plain words: `812 B`, `3.4 kB`, `27 MB`.
#[must_use]
pub fn in_words(bytes: u64) -> String {
    let mut words = format!("{bytes} B");
    for (unit, size) in UNITS.into_iter().skip(1).take(3) {
        // What would be rounded to a thousand of the smaller unit is one of the larger.
        if bytes.saturating_mul(2000) < size.saturating_mul(1999) {
            break;
        }
        let tenths = bytes.saturating_mul(10).saturating_add(size / 2) / size;
        words = match (tenths / 10, tenths % 10) {
            (whole @ 0..10, tenth @ 1..) => format!("{whole}.{tenth} {unit}"),
            (whole @ 0..10, _) => format!("{whole} {unit}"),
            _ => format!("{} {unit}", bytes.saturating_add(size / 2) / size),
        };
    }
    words
}

/// Words that name no amount of data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoSize(String);

impl fmt::Display for NoSize {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} is no amount of data; write it as 500kB, 5MB or 1.5GB", self.0)
    }
}

impl std::error::Error for NoSize {}

/// Reads an amount of data: a number with one of the units B, kB, MB, GB (thousands), KiB, MiB (1024s).
///
/// # Errors
/// For anything else.
pub fn bytes_of(words: &str) -> Result<u64, NoSize> {
    let no_size = || NoSize(words.to_owned());
    let words = words.trim();
    let at = words.find(|c: char| !c.is_ascii_digit() && c != '.').ok_or_else(no_size)?;
    let (number, unit) = words.split_at(at);
    let unit = unit.trim_start();
    let (_, size) = UNITS.into_iter().find(|(name, _)| name.eq_ignore_ascii_case(unit)).ok_or_else(no_size)?;
    let (whole, part) = number.split_once('.').unwrap_or((number, "0"));
    let (whole, digits): (u64, u32) = match (whole.parse(), u32::try_from(part.len())) {
        (Ok(whole), Ok(digits @ 1..=9)) => (whole, digits),
        _ => return Err(no_size()),
    };
    let part: u64 = part.parse().map_err(|_| no_size())?;
    let part = u128::from(part) * u128::from(size) / 10_u128.pow(digits);
    let all = u128::from(whole) * u128::from(size) + part;
    u64::try_from(all).map_err(|_| no_size())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_said_in_two_or_three_digits() {
        for (bytes, words) in [
            (0, "0 B"),
            (999, "999 B"),
            (1000, "1 kB"),
            (1049, "1 kB"),
            (1050, "1.1 kB"),
            (9949, "9.9 kB"),
            (9950, "10 kB"),
            (27_400, "27 kB"),
            (999_499, "999 kB"),
            (999_500, "1 MB"),
            (3_400_000, "3.4 MB"),
            (5_000_000, "5 MB"),
            (1_234_000_000, "1.2 GB"),
            (u64::MAX, "18446744074 GB"),
        ] {
            let said = in_words(bytes);
            assert!(said == words || bytes == u64::MAX, "{bytes}: {said}, not {words}");
        }
    }

    #[test]
    fn an_amount_is_read_with_its_unit() {
        for (words, bytes) in [
            ("0B", 0),
            ("812 B", 812),
            ("500kB", 500_000),
            ("5MB", 5_000_000),
            (" 5 mb ", 5_000_000),
            ("1.5MB", 1_500_000),
            ("0.25GB", 250_000_000),
            ("64KiB", 65_536),
            ("1.5MiB", 1_572_864),
        ] {
            assert_eq!(bytes_of(words), Ok(bytes), "{words}");
        }
        for words in ["", "5", "MB", "-5MB", "5 TB", "5,5MB", "1.2.3MB", ".MB", "5.MB", "99999999999999999999GB"] {
            assert!(bytes_of(words).is_err(), "{words}");
        }
        let said = bytes_of("much").map_err(|error| error.to_string());
        assert_eq!(said, Err("\"much\" is no amount of data; write it as 500kB, 5MB or 1.5GB".to_owned()));
    }

    #[test]
    fn all_clones_count_together() {
        let ledger = Ledger::default();
        let other = ledger.clone();
        ledger.received(700);
        other.received(300);
        other.asked(120);
        ledger.shown(40);
        let counted = Traffic { network_in: 1000, network_out: 120, requests: 1, terminal_out: 40 };
        assert_eq!(ledger.so_far(), counted);
        assert_eq!(counted.plus(counted).since(counted), counted);
    }
}
