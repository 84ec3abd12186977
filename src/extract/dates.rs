//! Times as the markup and the data of pages write them.

use chrono::{DateTime, Datelike, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime};

use crate::dates::{self, Order};
use crate::text;

/// Formats of pages that don't follow RFC 3339, with a zone.
const ZONED: [&str; 6] = [
    "%Y-%m-%dT%H:%M:%S%.f%z",
    "%Y-%m-%dT%H:%M%z",
    "%Y-%m-%d %H:%M:%S%.f %z",
    "%Y-%m-%d %H:%M:%S%.f%z",
    "%Y/%m/%d %H:%M:%S %z",
    "%a %b %d %H:%M:%S %z %Y",
];
/// Without one; read as UTC.
const LOCAL: [&str; 9] = [
    "%Y-%m-%dT%H:%M:%S%.f",
    "%Y-%m-%dT%H:%M",
    "%Y-%m-%d %H:%M:%S%.f",
    "%Y-%m-%d %H:%M",
    "%Y/%m/%d %H:%M:%S",
    "%Y/%m/%d %H:%M",
    "%B %d, %Y %I:%M %p",
    "%d %b, %Y %I:%M %p",
    "%d.%m.%Y %H:%M",
];
/// A day alone.
const DAYS: [&str; 8] =
    ["%Y-%m-%d", "%Y/%m/%d", "%Y%m%d", "%B %d, %Y", "%d %B %Y", "%b %d, %Y", "%d %b %Y", "%d.%m.%Y"];
/// Bytes of a date; more is a sentence.
const DATE_AT_MOST: usize = 64;

/// The moment that a page's words name, if it lies in the age of the web, in the zone that they name. A day alone is its
/// noon in UTC, which is the same day nearly everywhere.
pub fn parse(outside: &str) -> Option<DateTime<FixedOffset>> {
    parse_as(outside, Order::DayFirst)
}

/// Like [`parse`], for words in the custom of `order`.
pub fn parse_as(outside: &str, order: Order) -> Option<DateTime<FixedOffset>> {
    let words = text::clean(outside);
    if words.len() > DATE_AT_MOST {
        return None;
    }
    let moment = zoned(&words).or_else(|| local(&words)).or_else(|| day(&words)).or_else(|| freely(&words, order))?;
    (1990..2100).contains(&moment.year()).then_some(moment)
}

fn zoned(words: &str) -> Option<DateTime<FixedOffset>> {
    if let Ok(moment) = DateTime::parse_from_rfc3339(words).or_else(|_| DateTime::parse_from_rfc2822(words)) {
        return Some(moment);
    }
    let words = words.strip_suffix('Z').map_or_else(|| words.to_owned(), |rest| format!("{rest}+0000"));
    ZONED.iter().find_map(|format| DateTime::parse_from_str(&words, format).ok())
}

fn local(words: &str) -> Option<DateTime<FixedOffset>> {
    let moment = LOCAL.iter().find_map(|format| NaiveDateTime::parse_from_str(words, format).ok())?;
    Some(moment.and_utc().fixed_offset())
}

fn day(words: &str) -> Option<DateTime<FixedOffset>> {
    let noon = NaiveTime::from_hms_opt(12, 0, 0)?;
    let day = DAYS.iter().find_map(|format| NaiveDate::parse_from_str(words, format).ok())?;
    Some(day.and_time(noon).and_utc().fixed_offset())
}

/// What is written for readers, or by a programmer who never read a standard: "Mon Aug 03 12:45:00 EDT 2015".
fn freely(words: &str, order: Order) -> Option<DateTime<FixedOffset>> {
    let year = |word: &str| word.len() == 4 && (word.starts_with("19") || word.starts_with("20"));
    let has_year = || words.split(|c: char| !c.is_ascii_digit()).any(year);
    dates::find(words, order).or_else(|| has_year().then(|| dates::parse(words)).flatten())
}

/// The day in an address such as `/2026/10/06/slug`.
pub fn in_path(path: &str) -> Option<DateTime<FixedOffset>> {
    let pieces: Vec<&str> = path.split('/').collect();
    pieces.windows(3).find_map(|window| match window {
        [year, month, day] if year.len() == 4 && month.len() <= 2 && day.len() <= 2 => {
            parse(&format!("{year}-{month:0>2}-{day:0>2}"))
        }
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_keep_their_zone() {
        for (words, moment) in [
            ("2026-02-11T08:30:00+13:00", "2026-02-11T08:30:00+13:00"),
            ("2026-02-11T08:30:00.123Z", "2026-02-11T08:30:00.123+00:00"),
            ("2026-02-11T08:30:00+1300", "2026-02-11T08:30:00+13:00"),
            ("2026-02-11 08:30:00", "2026-02-11T08:30:00+00:00"),
            ("Wed, 11 Feb 2026 08:30:00 +1300", "2026-02-11T08:30:00+13:00"),
            ("Wed Feb 11 08:30:00 NZDT 2026", "2026-02-11T08:30:00+13:00"),
            ("2026-02-11UTC08:30:00+00:00", "2026-02-11T08:30:00+00:00"),
            ("Published Feb 11, 2026 at 8:30 PM PST", "2026-02-11T20:30:00-08:00"),
            ("February 11, 2026", "2026-02-11T12:00:00+00:00"),
            ("20260211", "2026-02-11T12:00:00+00:00"),
        ] {
            assert_eq!(parse(words).map(|moment| moment.to_rfc3339()).as_deref(), Some(moment), "{words}");
        }
        for words in
            ["", "yesterday", "06 Oct 10:04 PM", "0001-01-01T00:00:00Z", "2026-13-40", "9999999999999999999999"]
        {
            assert_eq!(parse(words), None, "{words}");
        }
    }

    #[test]
    fn an_address_may_name_a_day() {
        assert_eq!(
            in_path("/news/2026/2/11/slug").map(|day| day.date_naive().to_string()).as_deref(),
            Some("2026-02-11")
        );
        assert_eq!(in_path("/2026/slug/11"), None);
    }
}
