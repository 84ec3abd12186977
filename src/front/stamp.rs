//! Times as cards show them: "3h ago", "58 mins ago", "06 Oct 10:04 PM".

use chrono::{DateTime, Datelike, TimeDelta, Utc};

use crate::dates;

/// What a card's words say about when its story was published. `is_utc` where the site is known to mean UTC when it
/// leaves out year and zone; elsewhere such a time is half a day wrong, and is not read.
pub(super) fn read(words: &str, is_utc: bool, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    if let Some(past) = ago(words, now) {
        return Some(past);
    }
    if !is_utc {
        return None;
    }
    let this = |year: i32| dates::parse(&format!("{words} {year}")).map(|time| time.to_utc());
    let stamped = this(now.year())?;
    // In January, December was last year.
    if stamped > now + TimeDelta::days(1) { this(now.year() - 1) } else { Some(stamped) }
}

/// A time as a count of seconds since 1970, or of thousandths of them.
pub(super) fn seconds(count: &str) -> Option<DateTime<Utc>> {
    let number: i64 = count.trim().parse().ok()?;
    match count.trim().len() {
        10 => DateTime::from_timestamp(number, 0),
        13 => DateTime::from_timestamp_millis(number),
        _ => None,
    }
}

/// "3h ago" and its longer forms. Of what is days old the day is known and not the hour: it is its noon, so that it is
/// the same time again when the page is read an hour later.
fn ago(words: &str, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let lower = words.to_lowercase();
    let before = lower.trim().strip_suffix("ago")?.trim();
    let digits = before.find(|c: char| !c.is_ascii_digit()).filter(|end| *end > 0)?;
    let (count, unit) = before.split_at_checked(digits)?;
    let count: i64 = count.parse().ok()?;
    let (passed, is_day) = match unit.trim() {
        "s" | "sec" | "secs" | "second" | "seconds" => (TimeDelta::try_seconds(count), false),
        "m" | "min" | "mins" | "minute" | "minutes" => (TimeDelta::try_minutes(count), false),
        "h" | "hr" | "hrs" | "hour" | "hours" => (TimeDelta::try_hours(count), false),
        "d" | "day" | "days" => (TimeDelta::try_days(count), true),
        "w" | "wk" | "wks" | "week" | "weeks" => (TimeDelta::try_weeks(count), true),
        _ => return None,
    };
    let past = now.checked_sub_signed(passed?)?;
    if is_day { past.date_naive().and_hms_opt(12, 0, 0).map(|noon| noon.and_utc()) } else { Some(past) }
}
