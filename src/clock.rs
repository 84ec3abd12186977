//! Times in words. Nothing here asks what time it is: `now` and the zone are handed in.

use chrono::{DateTime, Datelike, NaiveDateTime, TimeDelta, Utc};

/// The reader's time zone, as the function that turns an instant into what a clock on the wall shows.
#[derive(Debug, Clone, Copy)]
pub struct Zone(pub fn(DateTime<Utc>) -> NaiveDateTime);

impl Zone {
    /// Greenwich; for tests and for a machine without a zone.
    #[must_use]
    pub fn utc() -> Self {
        Self(|at| at.naive_utc())
    }

    /// `14:05`.
    #[must_use]
    pub fn time(self, at: DateTime<Utc>) -> String {
        (self.0)(at).format("%H:%M").to_string()
    }

    /// `22 Sep 2025, 18:00`.
    #[must_use]
    pub fn day_and_time(self, at: DateTime<Utc>) -> String {
        (self.0)(at).format("%-d %b %Y, %H:%M").to_string()
    }

    /// `Sunday 22 November 2026`.
    #[must_use]
    pub fn day(self, at: DateTime<Utc>) -> String {
        (self.0)(at).format("%A %-d %B %Y").to_string()
    }

    /// `14:05` for today, `22 Sep, 14:05` for an earlier day.
    #[must_use]
    pub fn since(self, at: DateTime<Utc>, now: DateTime<Utc>) -> String {
        let (at, now) = ((self.0)(at), (self.0)(now));
        let format = if at.date() == now.date() { "%H:%M" } else { "%-d %b, %H:%M" };
        at.format(format).to_string()
    }

    /// How old a story is, in at most six columns: `now`, `12m`, `2h`, `3d`, `22 Sep`, `2024`.
    #[must_use]
    pub fn age(self, at: DateTime<Utc>, now: DateTime<Utc>) -> String {
        let passed = now - at;
        if passed < TimeDelta::minutes(1) {
            "now".to_owned()
        } else if passed < TimeDelta::hours(1) {
            format!("{}m", passed.num_minutes())
        } else if passed < TimeDelta::days(1) {
            format!("{}h", passed.num_hours())
        } else if passed < TimeDelta::days(7) {
            format!("{}d", passed.num_days())
        } else {
            let (day, today) = ((self.0)(at), (self.0)(now));
            let format = if day.year() == today.year() { "%-d %b" } else { "%Y" };
            day.format(format).to_string()
        }
    }
}

/// How long something plays.
///
/// ```
/// let lengths = [40, 1932, 3600, 3931].map(dateline::clock::length);
/// assert_eq!(lengths, ["40 s", "32 min", "1 h", "1 h 6 min"]);
/// ```
#[must_use]
pub fn length(seconds: u32) -> String {
    let minutes = seconds.saturating_add(30) / 60;
    match (seconds, minutes / 60, minutes % 60) {
        (..60, ..) => format!("{seconds} s"),
        (_, 0, minutes) => format!("{minutes} min"),
        (_, hours, 0) => format!("{hours} h"),
        (_, hours, minutes) => format!("{hours} h {minutes} min"),
    }
}

/// How long ago in words: `just now`, `14 min ago`, `3 h ago`, `2 days ago`.
#[must_use]
pub fn ago(at: DateTime<Utc>, now: DateTime<Utc>) -> String {
    let passed = now - at;
    match (passed.num_minutes(), passed.num_hours(), passed.num_days()) {
        (..1, ..) => "just now".to_owned(),
        (minutes @ 1..60, ..) => format!("{minutes} min ago"),
        (_, hours @ 1..24, _) => format!("{hours} h ago"),
        (_, _, 1) => "yesterday".to_owned(),
        (_, _, days) => format!("{days} days ago"),
    }
}
