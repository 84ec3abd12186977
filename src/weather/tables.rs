//! A forecast as an article: now in words, today and seven days as tables.

use chrono::{DateTime, NaiveDate, TimeDelta, Timelike as _, Utc};

use super::words::{point, whole};
use super::{Forecast, Locality, Step};
use crate::article::{Article, Block, Face, Text};
use crate::clock::Zone;

/// Hours to a row of today's table.
const PART: u32 = 3;
/// The night of a day is over at this hour.
const MORNING: u32 = 6;
const DAYS: i64 = 7;
/// A step tells of the weather so long.
const STEP_HOLDS: TimeDelta = TimeDelta::hours(6);

/// A step with its time on the place's clock, and the rain that it alone speaks of.
struct Ahead<'a> {
    step: &'a Step,
    date: NaiveDate,
    hour: u32,
    rain: Option<f64>,
}

impl Forecast {
    /// The forecast for a place as an article. Times are those of `zone`: see [`Locality::zone`].
    #[must_use]
    pub fn article(&self, place: &Locality, zone: Zone, now: DateTime<Utc>) -> Article {
        // What has passed is no forecast; the step that holds now stays.
        let begin = self.steps.partition_point(|step| step.time <= now).saturating_sub(1);
        let ahead: Vec<Ahead> = self
            .steps
            .iter()
            .enumerate()
            .skip(begin)
            .filter(|(_, step)| step.time + STEP_HOLDS > now)
            .map(|(index, step)| {
                // What began before now is shown as beginning now: its part of the day is not over.
                let time = (zone.0)(step.time.max(now));
                Ahead { step, date: time.date(), hour: time.hour(), rain: self.rain(index) }
            })
            .collect();
        let mut blocks = Vec::new();
        if let Some(first) = ahead.first() {
            let today = (zone.0)(now).date();
            blocks.push(Block::Paragraph { text: Text::plain(&in_words(first.step)) });
            table(&mut blocks, "Today and tonight", &["time", "°C", "sky", "mm", "km/h"], &parts(&ahead, today));
            table(&mut blocks, "Seven days", &["day", "sky", "low", "high", "mm", "km/h"], &days(&ahead, today));
        } else {
            let words = "This forecast has run out; there is none for today.";
            blocks.push(Block::Paragraph { text: Text::plain(words) });
        }
        blocks.push(Block::Paragraph { text: credit() });
        Article {
            url: place.page(),
            title: format!("Weather in {}", place.name),
            updated: self.updated.map(|updated| updated.fixed_offset()),
            language: Some("en".to_owned()),
            blocks,
            ..Article::default()
        }
    }

    /// The rain that a step alone speaks of: that of its hour, or of its six hours where no later step tells of an hour
    /// among them.
    fn rain(&self, index: usize) -> Option<f64> {
        let step = self.steps.get(index)?;
        if let Some(hour) = &step.hour {
            return hour.rain;
        }
        let later = self.steps.iter().skip(index + 1).take_while(|later| later.time < step.time + STEP_HOLDS);
        let is_told_by_hours = later.into_iter().any(|later| later.hour.is_some());
        if is_told_by_hours { None } else { step.six_hours.as_ref()?.rain }
    }
}

impl Step {
    fn sky(&self) -> Option<&str> {
        let spans = [&self.hour, &self.six_hours];
        spans.into_iter().flatten().find_map(|span| span.sky.as_deref())
    }
}

fn credit() -> Text {
    let mut text = Text::default();
    text.push("Weather data from ", Face::default(), None);
    text.push("MET Norway", Face::default(), Some("https://api.met.no/"));
    text.push(", CC BY 4.0.", Face::default(), None);
    text
}

/// `18°, light rain, wind 25 km/h from the north-west, humidity 80 %.`
fn in_words(step: &Step) -> String {
    let wind = step.wind.map(|speed| match (whole(speed).as_str(), step.wind_from) {
        ("0", _) => "no wind".to_owned(),
        (speed, Some(from)) => format!("wind {speed} km/h from the {}", point(from).0),
        (speed, None) => format!("wind {speed} km/h"),
    });
    let said = [
        step.celsius.map(|celsius| format!("{}°", whole(celsius))),
        step.sky().map(str::to_owned),
        wind,
        step.humidity.map(|humidity| format!("humidity {} %", whole(humidity))),
    ];
    let said: Vec<String> = said.into_iter().flatten().collect();
    if said.is_empty() { "Nothing is told of now.".to_owned() } else { format!("Now: {}.", said.join(", ")) }
}

fn table(blocks: &mut Vec<Block>, title: &str, columns: &[&str], rows: &[Vec<String>]) {
    if rows.is_empty() {
        return;
    }
    blocks.push(Block::Heading { level: 2, text: Text::plain(title) });
    let head = columns.iter().map(|column| Text::plain(column)).collect();
    let rows = rows.iter().map(|row| row.iter().map(|cell| Text::plain(cell)).collect());
    blocks.push(Block::Table { header: true, rows: std::iter::once(head).chain(rows).collect() });
}

/// The rows of today: three hours each, up to the next morning. The sky is that of the wettest step.
fn parts(ahead: &[Ahead], today: NaiveDate) -> Vec<Vec<String>> {
    let is_today =
        |local: &Ahead| local.date == today || (Some(local.date) == today.succ_opt() && local.hour < MORNING);
    let near: Vec<&Ahead> = ahead.iter().filter(|local| is_today(local)).collect();
    near.chunk_by(|one, other| (one.date, one.hour / PART) == (other.date, other.hour / PART))
        .map(|part| {
            let first = part.first();
            let wet = |local: &Ahead| local.rain.unwrap_or_default();
            let wettest = part.iter().rev().max_by(|one, other| wet(one).total_cmp(&wet(other)));
            vec![
                first.map(|first| format!("{:02}:00", first.hour / PART * PART)).unwrap_or_default(),
                number(first.and_then(|first| first.step.celsius)),
                wettest.and_then(|wettest| wettest.step.sky()).unwrap_or_default().to_owned(),
                rain(part),
                wind(part),
            ]
        })
        .collect()
}

/// The rows of the days. The sky is that of noon, or as near to it as the forecast goes.
fn days(ahead: &[Ahead], today: NaiveDate) -> Vec<Vec<String>> {
    let near: Vec<&Ahead> = ahead.iter().filter(|local| (local.date - today).num_days() < DAYS).collect();
    near.chunk_by(|one, other| one.date == other.date)
        .map(|day| {
            let noon =
                day.iter().filter(|local| local.step.sky().is_some()).min_by_key(|local| local.hour.abs_diff(12));
            let degrees = || day.iter().filter_map(|local| local.step.celsius);
            vec![
                day.first().map(|first| first.date.format("%a %-d").to_string()).unwrap_or_default(),
                noon.and_then(|noon| noon.step.sky()).unwrap_or_default().to_owned(),
                number(degrees().min_by(f64::total_cmp)),
                number(degrees().max_by(f64::total_cmp)),
                rain(day),
                wind(day),
            ]
        })
        .collect()
}

fn number(value: Option<f64>) -> String {
    value.map(whole).unwrap_or_default()
}

/// What comes down in all of them; nothing where none tells.
fn rain(steps: &[&Ahead]) -> String {
    let told: Vec<f64> = steps.iter().filter_map(|local| local.rain).collect();
    if told.is_empty() { String::new() } else { format!("{:.1}", told.iter().sum::<f64>()) }
}

/// The strongest wind of all of them: `25 NW`.
fn wind(steps: &[&Ahead]) -> String {
    let winds = steps.iter().filter_map(|local| Some((local.step.wind?, local.step.wind_from)));
    match winds.max_by(|(one, _), (other, _)| one.total_cmp(other)) {
        Some((speed, Some(from))) => format!("{} {}", whole(speed), point(from).1),
        Some((speed, None)) => whole(speed),
        None => String::new(),
    }
}
