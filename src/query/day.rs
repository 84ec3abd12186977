//! Days as a reader types them.

use chrono::{DateTime, Datelike as _, Days, NaiveDate, NaiveTime, TimeDelta, Utc};

use crate::clock::Zone;

/// The first moment of a day, month or year, in the reader's zone; or the moment so long ago.
///
/// `2026-11-01`, `2026-11`, `2026`, `today`, `yesterday`, `12h`, `3d`, `2w`. `None` for anything else.
pub(super) fn first_moment(typed: &str, zone: Zone, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let typed = typed.to_lowercase();
    let today = (zone.0)(now).date();
    let day = match typed.as_str() {
        "today" => Some(today),
        "yesterday" => today.checked_sub_days(Days::new(1)),
        _ => calendar(&typed),
    };
    match day {
        Some(day) => at_midnight(day, zone),
        None => now.checked_sub_signed(ago(&typed)?),
    }
}

fn calendar(typed: &str) -> Option<NaiveDate> {
    let mut parts = typed.split('-');
    let year = parts.next().filter(|year| year.len() == 4)?.parse().ok()?;
    let mut part = || parts.next().map_or(Some(1), |part| part.parse().ok().filter(|_| part.len() <= 2));
    let (month, day) = (part()?, part()?);
    let date = NaiveDate::from_ymd_opt(year, month, day)?;
    parts.next().is_none().then_some(date).filter(|date| date.year() > 0)
}

fn ago(typed: &str) -> Option<TimeDelta> {
    let unit = typed.chars().next_back()?;
    let count: i64 = typed.strip_suffix(unit)?.parse().ok().filter(|count| (0..100_000).contains(count))?;
    match unit {
        'h' => TimeDelta::try_hours(count),
        'd' => TimeDelta::try_days(count),
        'w' => TimeDelta::try_weeks(count),
        _ => None,
    }
}

/// When a day begins. On the day on which the clocks are put forward or back it may be an hour beside.
fn at_midnight(day: NaiveDate, zone: Zone) -> Option<DateTime<Utc>> {
    let wall = day.and_time(NaiveTime::MIN);
    let ahead = (zone.0)(wall.and_utc()) - wall;
    wall.checked_sub_signed(ahead).map(|moment| moment.and_utc())
}
