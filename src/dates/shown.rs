//! Dates in lines made for readers: "3. Mai 2024, 17:47 Uhr", "May 3, 2024 5:47 PM EDT", "2024年5月3日 17時47分".

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveTime};

use super::words::{month_of, offset};
use super::{at, noon};

/// Which of two numbers before a year is the day, where only custom tells: `03/05/2024`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// 3 May, as nearly everywhere.
    DayFirst,
    /// 5 March, as in the United States.
    MonthFirst,
}

/// Pieces of one line that are looked at.
const PIECES_AT_MOST: usize = 80;
/// Pieces between a day and its time: "at", "um", ",", "|", "오후".
const BETWEEN: usize = 4;
/// Pieces before a day in which its time may stand: "5:47 p.m. on".
const BEFORE: usize = 9;

/// The first date with a year that stands in `line`, with its time and zone if they stand there too. A day alone is its
/// noon in UTC, which is the same day nearly everywhere.
#[must_use]
pub fn find(line: &str, order: Order) -> Option<DateTime<FixedOffset>> {
    // Most lines are no dates, and no date is without a number.
    if !line.bytes().any(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let pieces = pieces(line);
    let (start, end, day) = (0..pieces.len()).find_map(|start| {
        let (day, taken) = day(pieces.get(start..)?, order)?;
        Some((start, start + taken, day))
    })?;
    let after = pieces.get(end..).unwrap_or_default();
    let before = pieces.get(start.saturating_sub(BEFORE)..start).unwrap_or_default();
    match clock_after(after).or_else(|| clock_before(before)) {
        Some(clock) => at(day, clock.time, 0, clock.minutes_east.unwrap_or(0)),
        None => at(day, noon(), 0, 0),
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Piece<'a> {
    Number(u32, usize),
    Word(&'a str),
    Mark(char),
}

/// Numbers, words and marks; blanks only part them.
fn pieces(line: &str) -> Vec<Piece<'_>> {
    #[derive(PartialEq, Clone, Copy)]
    enum Kind {
        Digit,
        Letter,
        Mark,
    }
    let kind = |c: char| match c {
        c if c.is_ascii_digit() => Kind::Digit,
        c if c.is_alphabetic() => Kind::Letter,
        _ => Kind::Mark,
    };
    let mut pieces = Vec::new();
    let mut rest = line;
    while let Some(first) = rest.chars().next() {
        if pieces.len() >= PIECES_AT_MOST {
            break;
        }
        let first_kind = kind(first);
        let end = match first_kind {
            Kind::Mark => first.len_utf8(),
            own => rest.find(|c| kind(c) != own).unwrap_or(rest.len()),
        };
        let (piece, after) = rest.split_at_checked(end).unwrap_or((rest, ""));
        rest = after;
        match first_kind {
            Kind::Mark if first.is_whitespace() => {}
            Kind::Mark => pieces.push(Piece::Mark(first)),
            Kind::Letter => pieces.push(Piece::Word(piece)),
            Kind::Digit => pieces.push(Piece::Number(piece.parse().unwrap_or(u32::MAX), piece.len())),
        }
    }
    pieces
}

/// A day at the start of `pieces`, and how many of them it takes.
fn day(pieces: &[Piece<'_>], order: Order) -> Option<(NaiveDate, usize)> {
    numeric(pieces, order).or_else(|| day_month_year(pieces)).or_else(|| month_day_year(pieces))
}

/// `2024-05-03`, `2024. 5. 3.`, `2024年5月3日`, `03.05.2024`, `3/5/24`.
fn numeric(pieces: &[Piece<'_>], order: Order) -> Option<(NaiveDate, usize)> {
    let [
        Piece::Number(first, first_len),
        one,
        Piece::Number(second, second_len),
        two,
        Piece::Number(third, third_len),
        ..,
    ] = pieces
    else {
        return None;
    };
    let counted = |piece: &Piece<'_>, words: [&str; 2]| matches!(piece, Piece::Word(word) if words.contains(word));
    let marked = one == two && matches!(one, Piece::Mark('-' | '.' | '/'));
    if *second_len > 2 {
        return None;
    }
    if *first_len == 4 && *third_len <= 2 && (marked || (counted(one, ["年", "년"]) && counted(two, ["月", "월"])))
    {
        return Some((date(*first, *second, *third)?, 5));
    }
    let year = match (third_len, one) {
        (4, _) => *third,
        (2, Piece::Mark('.' | '/')) => 2_000 + *third,
        _ => return None,
    };
    if !marked || *first_len > 2 {
        return None;
    }
    let (day, month) = match (order, one) {
        (Order::MonthFirst, Piece::Mark('/' | '-')) if *first <= 12 => (*second, *first),
        _ if *second > 12 => (*second, *first),
        _ => (*first, *second),
    };
    Some((date(year, month, day)?, 5))
}

/// `3. Mai 2024`, `3 de mayo de 2024`, `3rd of May, 2024`, `1er mai 2024`.
fn day_month_year(pieces: &[Piece<'_>]) -> Option<(NaiveDate, usize)> {
    let (Piece::Number(day, 1..=2), mut taken) = (pieces.first()?, 1) else { return None };
    while taken < 4 && pieces.get(taken).is_some_and(is_filler) {
        taken += 1;
    }
    let month = month_at(pieces, taken)?;
    taken += 1;
    while taken < 7 && pieces.get(taken).is_some_and(is_filler) {
        taken += 1;
    }
    let Some(Piece::Number(year, 4)) = pieces.get(taken) else { return None };
    Some((date(*year, month, *day)?, taken + 1))
}

/// `May 3, 2024`, `Sept. 3rd 2024`.
fn month_day_year(pieces: &[Piece<'_>]) -> Option<(NaiveDate, usize)> {
    let mut taken = 1;
    if pieces.get(taken) == Some(&Piece::Mark('.')) {
        taken += 1;
    }
    let Some(Piece::Number(day, 1..=2)) = pieces.get(taken) else { return None };
    let month = month_at(pieces, 0)?;
    taken += 1;
    while taken < 5 && pieces.get(taken).is_some_and(is_filler) {
        taken += 1;
    }
    let Some(Piece::Number(year, 4)) = pieces.get(taken) else { return None };
    Some((date(*year, month, *day)?, taken + 1))
}

fn month_at(pieces: &[Piece<'_>], at: usize) -> Option<u32> {
    match pieces.get(at)? {
        Piece::Word(word) => month_of(word),
        _ => None,
    }
}

/// What stands between the parts of a date and says nothing.
fn is_filler(piece: &Piece<'_>) -> bool {
    match piece {
        Piece::Mark(mark) => matches!(mark, '.' | ',' | '-' | '–' | '/' | 'º' | '°'),
        Piece::Word(word) => {
            matches!(word.to_lowercase().as_str(), "st" | "nd" | "rd" | "th" | "er" | "of" | "de" | "del" | "º" | "ª")
        }
        Piece::Number(..) => false,
    }
}

fn date(year: u32, month: u32, day: u32) -> Option<NaiveDate> {
    let year = i32::try_from(year).ok().filter(|year| (1990..2100).contains(year))?;
    NaiveDate::from_ymd_opt(year, month, day)
}

struct Clock {
    time: NaiveTime,
    minutes_east: Option<i32>,
}

/// The time that follows a day.
fn clock_after(pieces: &[Piece<'_>]) -> Option<Clock> {
    (0..=BETWEEN.min(pieces.len())).find_map(|start| {
        let late = pieces.get(..start)?.iter().any(|piece| is_late(piece, true));
        clock(pieces.get(start..)?, late)
    })
}

/// The time that stands before a day, nearest to it.
fn clock_before(pieces: &[Piece<'_>]) -> Option<Clock> {
    (0..pieces.len()).rev().find_map(|start| clock(pieces.get(start..)?, false))
}

/// `17:47`, `17.47 Uhr`, `17h47`, `5:47 PM EDT`, `17時47分` at the start of `pieces`.
fn clock(pieces: &[Piece<'_>], late: bool) -> Option<Clock> {
    let [Piece::Number(hour, 1..=2), between, Piece::Number(minute, 2), rest @ ..] = pieces else { return None };
    let parts = match between {
        Piece::Mark(mark) => matches!(mark, ':' | '.' | '：'),
        Piece::Word(word) => matches!(*word, "h" | "H" | "時" | "时" | "點" | "시"),
        Piece::Number(..) => false,
    };
    if !parts {
        return None;
    }
    let mut rest = rest;
    let mut second = 0;
    if let [Piece::Mark(':'), Piece::Number(seconds, 2), after @ ..] = rest {
        (second, rest) = ((*seconds).min(59), after);
    }
    let next_is_late = rest.first().is_some_and(|piece| is_late(piece, false));
    let early = rest.first().is_some_and(|piece| is_word(piece, &["am", "a"]));
    let hour = match *hour {
        hour if (late || next_is_late) && hour < 12 => hour + 12,
        12 if early => 0,
        hour => hour,
    };
    let minutes_east = rest.iter().take(4).enumerate().find_map(|(at, piece)| match (piece, rest.get(at + 1..)) {
        (Piece::Word("GMT" | "UTC"), Some([Piece::Mark(sign @ ('+' | '-')), Piece::Number(hours, 1..=2), ..])) => {
            offset(&format!("{sign}{hours:02}"))
        }
        (Piece::Word(word), _) if word.len() >= 2 && word.chars().all(char::is_uppercase) => offset(word),
        _ => None,
    });
    Some(Clock { time: NaiveTime::from_hms_opt(hour, *minute, second)?, minutes_east })
}

/// True for the word that means the second half of the day: after the time in Europe's languages, before it in Asia's.
fn is_late(piece: &Piece<'_>, before: bool) -> bool {
    if before { is_word(piece, &["午後", "下午", "오후", "晚上"]) } else { is_word(piece, &["pm", "p"]) }
}

fn is_word(piece: &Piece<'_>, words: &[&str]) -> bool {
    matches!(piece, Piece::Word(word) if words.iter().any(|known| known.eq_ignore_ascii_case(word)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(line: &str, order: Order) -> Option<String> {
        find(line, order).map(|time| time.to_rfc3339())
    }

    #[test]
    fn dates_stand_in_lines_of_many_languages() {
        for (line, time) in [
            ("3. Mai 2024, 17:47 Uhr", "2024-05-03T17:47:00+00:00"),
            ("Stand: 03.05.2024 17.47 Uhr MESZ", "2024-05-03T17:47:00+02:00"),
            ("Publié le 3 mai 2024 à 17h47", "2024-05-03T17:47:00+00:00"),
            ("1er août 2024", "2024-08-01T12:00:00+00:00"),
            ("3 de mayo de 2024 | 17:47 h", "2024-05-03T17:47:00+00:00"),
            ("3 maggio 2024 alle 17:47", "2024-05-03T17:47:00+00:00"),
            ("vrijdag 3 mei 2024 om 17:47", "2024-05-03T17:47:00+00:00"),
            ("3 maja 2024, 17:47", "2024-05-03T17:47:00+00:00"),
            ("15 августа 2016, 13:43", "2016-08-15T13:43:00+00:00"),
            ("13:43, 15 августа 2016", "2016-08-15T13:43:00+00:00"),
            ("3 Mayıs 2024", "2024-05-03T12:00:00+00:00"),
            ("2024年5月3日 17時47分", "2024-05-03T17:47:00+00:00"),
            ("2024. 5. 3. 오후 5:47", "2024-05-03T17:47:00+00:00"),
            ("입력 2024년 5월 3일", "2024-05-03T12:00:00+00:00"),
            ("Published On May 3, 2024 05:47:54 PM EDT", "2024-05-03T17:47:54-04:00"),
            ("Fri., Sept. 3rd, 2021 at 8:31am", "2021-09-03T08:31:00+00:00"),
            ("12:05 a.m. on 3 June 2024", "2024-06-03T00:05:00+00:00"),
            ("3 June 2024 09:00 GMT+8", "2024-06-03T09:00:00+08:00"),
            ("01-11-2023 10:29", "2023-11-01T10:29:00+00:00"),
            ("2024-05-03", "2024-05-03T12:00:00+00:00"),
        ] {
            assert_eq!(found(line, Order::DayFirst).as_deref(), Some(time), "{line}");
        }
    }

    #[test]
    fn custom_says_which_number_is_the_day() {
        for (line, order, time) in [
            ("03/05/2024", Order::DayFirst, "2024-05-03T12:00:00+00:00"),
            ("03/05/2024", Order::MonthFirst, "2024-03-05T12:00:00+00:00"),
            ("23/05/2024", Order::MonthFirst, "2024-05-23T12:00:00+00:00"),
            ("05/23/2024", Order::DayFirst, "2024-05-23T12:00:00+00:00"),
            // Dots are put between numbers only where the day comes first.
            ("03.05.2024", Order::MonthFirst, "2024-05-03T12:00:00+00:00"),
            ("03.05.24", Order::DayFirst, "2024-05-03T12:00:00+00:00"),
        ] {
            assert_eq!(found(line, order).as_deref(), Some(time), "{line}");
        }
    }

    #[test]
    fn what_only_looks_like_a_date_is_none() {
        for line in [
            "",
            "today",
            "3 May",
            "06 Oct 10:04 PM",
            "Market 12, 2024 shares",
            "32 May 2024",
            "1.2.3",
            "phone 03-12-345678",
            "3 of 12, 2024",
            "99999999999999-99999-99999",
        ] {
            assert_eq!(found(line, Order::DayFirst), None, "{line}");
        }
    }
}
