//! The times of feeds: RFC 822 and its descendants, ISO 8601, and what is written instead.
//!
//! `feed-rs` drops a date whose zone has a name ("NZDT") or whose month is not English; a headline without a time
//! sinks to the end of every list, so those are read here.

use chrono::{DateTime, Days, FixedOffset, NaiveDate, NaiveTime, TimeDelta, Utc};

/// The time that `outside` states. Without a zone, or with one that nobody knows, it is taken as UTC.
pub(super) fn parse(outside: &str) -> Option<DateTime<Utc>> {
    let outside = outside.trim();
    let starts_with_year =
        outside.bytes().take(4).all(|b| b.is_ascii_digit()) && outside.as_bytes().get(4) == Some(&b'-');
    if starts_with_year { iso(outside) } else { written(outside) }
}

/// `2026-10-03T09:30:00.5+13:00` and every shortening of it.
fn iso(outside: &str) -> Option<DateTime<Utc>> {
    let (day, rest) = outside.split_at_checked(10).unwrap_or((outside, ""));
    let day = NaiveDate::parse_from_str(day, "%Y-%m-%d").ok()?;
    let rest = rest.trim_start_matches(['T', 't', ' ']);
    let end = rest.find(|c: char| !c.is_ascii_digit() && c != ':' && c != '.').unwrap_or(rest.len());
    let (clock, zone) = rest.split_at_checked(end)?;
    let (time, carried) = if clock.is_empty() { (NaiveTime::MIN, 0) } else { time(clock)? };
    at(day, time, carried, offset(zone.trim()).unwrap_or(0))
}

/// `Fri, 3 Oct 2026 09:30:00 NZDT`, `October 3, 2026 9:30 PM`: the words in any order, read by what they look like.
fn written(outside: &str) -> Option<DateTime<Utc>> {
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

/// `9:30`, `09:30:00` and `09:30:00.25`; with the day that `24:00` carries over.
fn time(clock: &str) -> Option<(NaiveTime, u64)> {
    let whole = clock.split('.').next().unwrap_or_default();
    let mut parts = whole.split(':').map(str::parse::<u32>);
    let hour = parts.next()?.ok()?;
    let minute = parts.next().unwrap_or(Ok(0)).ok()?;
    let second = parts.next().unwrap_or(Ok(0)).ok()?.min(59);
    let (hour, carried) = if hour == 24 { (0, 1) } else { (hour, 0) };
    Some((NaiveTime::from_hms_opt(hour, minute, second)?, carried))
}

fn at(day: NaiveDate, time: NaiveTime, carried: u64, minutes_east: i32) -> Option<DateTime<Utc>> {
    let zone = FixedOffset::east_opt(minutes_east.checked_mul(60)?)?;
    let local = day.checked_add_days(Days::new(carried))?.and_time(time);
    Some(local.and_local_timezone(zone).single()?.with_timezone(&Utc))
}

/// Minutes east of UTC.
fn offset(zone: &str) -> Option<i32> {
    let zone = zone.trim_matches(['(', ')']);
    let zone = zone.strip_prefix("GMT").or_else(|| zone.strip_prefix("UTC")).filter(|z| !z.is_empty()).unwrap_or(zone);
    if let Some(sign) = zone.chars().next().filter(|c| matches!(c, '+' | '-')) {
        let digits: String = zone.chars().filter(char::is_ascii_digit).take(4).collect();
        let number: i32 = digits.parse().ok()?;
        let minutes = if digits.len() <= 2 { number * 60 } else { number / 100 * 60 + number % 100 };
        return Some(if sign == '-' { -minutes } else { minutes });
    }
    // Names that mean several zones are read as the one that news in English means by them.
    let minutes = match zone.to_ascii_uppercase().as_str() {
        "NZDT" => 13 * 60,
        "NZST" | "NZT" => 12 * 60,
        "AEDT" => 11 * 60,
        "ACDT" => 10 * 60 + 30,
        "AEST" => 10 * 60,
        "ACST" => 9 * 60 + 30,
        "JST" | "KST" => 9 * 60,
        "AWST" | "SGT" | "HKT" | "PHT" => 8 * 60,
        "WIB" | "ICT" => 7 * 60,
        "IST" => 5 * 60 + 30,
        "PKT" => 5 * 60,
        "MSK" | "EAT" | "EEST" | "IDT" => 3 * 60,
        "CEST" | "EET" | "SAST" => 2 * 60,
        "BST" | "CET" | "WAT" | "WEST" => 60,
        "NDT" => -(2 * 60 + 30),
        "BRT" | "ART" | "ADT" => -3 * 60,
        "NST" => -(3 * 60 + 30),
        "AST" | "EDT" => -4 * 60,
        "EST" | "CDT" | "ET" => -5 * 60,
        "CST" | "MDT" => -6 * 60,
        "MST" | "PDT" => -7 * 60,
        "PST" | "AKDT" | "PT" => -8 * 60,
        "AKST" => -9 * 60,
        "HST" => -10 * 60,
        "UTC" | "GMT" | "UT" | "Z" => 0,
        _ => return None,
    };
    Some(minutes)
}

/// The month that a word names in English, French, German, Italian, Portuguese or Spanish, by its first three letters.
fn month_of(word: &str) -> Option<u32> {
    let head: String = word.to_lowercase().chars().take(3).collect();
    let month = match head.as_str() {
        "jan" | "ene" | "gen" | "jän" => 1,
        "feb" | "fev" | "fév" => 2,
        "mar" | "mär" | "mrz" => 3,
        "apr" | "abr" | "avr" => 4,
        "may" | "mai" | "mag" => 5,
        "jui" if word.to_lowercase().starts_with("juil") => 7,
        "jun" | "giu" | "jui" => 6,
        "jul" | "lug" => 7,
        "aug" | "ago" | "aoû" | "aou" => 8,
        "sep" | "set" => 9,
        "oct" | "okt" | "out" | "ott" => 10,
        "nov" => 11,
        "dec" | "dez" | "dic" | "déc" => 12,
        _ => return None,
    };
    Some(month)
}
