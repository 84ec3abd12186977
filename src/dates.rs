//! Times as publishers write them: RFC 822 and its descendants, ISO 8601, what feeds write instead, and what pages show
//! their readers. The zone that stands there is kept.

mod shown;
mod words;

use chrono::{DateTime, Days, FixedOffset, NaiveDate, NaiveTime, TimeDelta};

pub use shown::{Order, find};
use words::{month_of, offset};

/// True for the name of a month, or its short form.
#[must_use]
pub fn is_month(word: &str) -> bool {
    month_of(word.trim_end_matches(',')).is_some()
}

/// The time that `outside` states, if that is all it states. Without a zone, or with one that nobody knows, it is taken
/// as UTC.
#[must_use]
pub fn parse(outside: &str) -> Option<DateTime<FixedOffset>> {
    let outside = outside.trim();
    let digits = outside.bytes().take_while(u8::is_ascii_digit).count();
    let starts_with_year = digits == 8 || digits == 4 && matches!(outside.as_bytes().get(4), Some(b'-' | b'/'));
    if starts_with_year { iso(outside) } else { written(outside) }
}

/// `2026-10-03T09:30:00.5+13:00` and every shortening of it.
fn iso(outside: &str) -> Option<DateTime<FixedOffset>> {
    let (day, rest) = outside.split_at_checked(10).unwrap_or((outside, ""));
    let (day, rest) = match NaiveDate::parse_from_str(day, "%Y-%m-%d") {
        Ok(day) => (day, rest),
        Err(_) => rarer(outside)?,
    };
    let is_basic = rest.starts_with(['T', 't']);
    let rest = rest.trim_start_matches(['T', 't', ' ']);
    let end = rest.find(|c: char| !c.is_ascii_digit() && c != ':' && c != '.').unwrap_or(rest.len());
    let (clock, zone) = rest.split_at_checked(end)?;
    // "2022-02-11 2023-06-08" is two days, and not a time of the first.
    if !is_basic && clock.len() >= 4 && !clock.contains(':') {
        return None;
    }
    let (time, carried) = if clock.is_empty() { (NaiveTime::MIN, 0) } else { time(clock)? };
    at(day, time, carried, offset(zone.trim()).unwrap_or(0))
}

/// `20261003`, `2026/10/03`, `2026-276` (the day of the year), `2026-10`; and what follows.
fn rarer(outside: &str) -> Option<(NaiveDate, &str)> {
    let end = outside.find(['T', 't', ' ']).unwrap_or(outside.len());
    let (day, rest) = outside.split_at_checked(end)?;
    let read = |day: &str, form| NaiveDate::parse_from_str(day, form).ok();
    let day = match day.len() {
        7 => read(&format!("{day}-01"), "%Y-%m-%d"),
        8 => read(day, "%Y%m%d").or_else(|| read(day, "%Y-%j")),
        _ => read(day, "%Y/%m/%d"),
    };
    day.map(|day| (day, rest))
}

/// `Fri, 3 Oct 2026 09:30:00 NZDT`, `October 3, 2026 9:30 PM`: the words in any order, read by what they look like.
fn written(outside: &str) -> Option<DateTime<FixedOffset>> {
    let (mut day, mut month, mut year) = (None, None, None);
    let mut month_is_settled = false;
    let mut clock = None;
    let mut zone = None;
    for word in outside.split([' ', ',', '\t', '\n', '\r']).filter(|word| !word.is_empty()).take(12) {
        let number: Option<i32> = if word.bytes().all(|b| b.is_ascii_digit()) { word.parse().ok() } else { None };
        match number {
            Some(number) if day.is_none() && (1..=31).contains(&number) && word.len() <= 2 => {
                day = u32::try_from(number).ok();
            }
            Some(number) if year.is_none() => year = Some(full_year(number)),
            Some(_) => {}
            None if word.contains(':') && clock.is_none() => clock = time(word),
            None => {
                // "mar" is a month and, in Spanish, French and Italian, a weekday: what follows the day decides.
                let named = month_of(word).filter(|_| month.is_none() || !month_is_settled);
                match (named, word.to_ascii_lowercase().as_str(), &mut clock) {
                    (Some(named), ..) => {
                        month = Some(named);
                        month_is_settled = day.is_some();
                    }
                    (_, "pm", Some((time, _))) if *time < noon() => *time = time.overflowing_add_signed(HALF_DAY).0,
                    (_, "am", Some((time, _))) if *time >= noon() => *time = time.overflowing_sub_signed(HALF_DAY).0,
                    (_, _, Some(_)) if zone.is_none() => zone = offset(word),
                    _ => {}
                }
            }
        }
    }
    let day = NaiveDate::from_ymd_opt(year?, month?, day?)?;
    let (time, carried) = clock.unwrap_or((NaiveTime::MIN, 0));
    at(day, time, carried, zone.unwrap_or(0))
}

const HALF_DAY: TimeDelta = TimeDelta::hours(12);

fn noon() -> NaiveTime {
    NaiveTime::MIN.overflowing_add_signed(HALF_DAY).0
}

/// RFC 822 wrote two digits; RFC 2822 says what they mean.
fn full_year(number: i32) -> i32 {
    match number {
        0..=49 => number + 2000,
        50..=999 => number + 1900,
        _ => number,
    }
}

/// `9:30`, `09:30:00`, `09:30:00.25` and `093000`; with the day that `24:00` carries over.
fn time(clock: &str) -> Option<(NaiveTime, u64)> {
    let whole = clock.split('.').next().unwrap_or_default();
    let is_compact = whole.len() >= 4 && !whole.contains(':');
    let mut parts: [Option<&str>; 3] = [None; 3];
    if is_compact {
        parts = [whole.get(..2), whole.get(2..4), whole.get(4..6)];
    } else {
        for (part, told) in parts.iter_mut().zip(whole.split(':')) {
            *part = Some(told);
        }
    }
    let [hour, minute, second] = parts.map(|part| part.map(str::parse::<u32>));
    let hour = hour?.ok()?;
    let minute = minute.unwrap_or(Ok(0)).ok()?;
    let second = second.unwrap_or(Ok(0)).ok()?.min(59);
    let (hour, carried) = if hour == 24 { (0, 1) } else { (hour, 0) };
    Some((NaiveTime::from_hms_opt(hour, minute, second)?, carried))
}

fn at(day: NaiveDate, time: NaiveTime, carried: u64, minutes_east: i32) -> Option<DateTime<FixedOffset>> {
    let zone = FixedOffset::east_opt(minutes_east.checked_mul(60)?)?;
    let local = day.checked_add_days(Days::new(carried))?.and_time(time);
    local.and_local_timezone(zone).single()
}
