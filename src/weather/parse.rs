//! The service's JSON → [`Forecast`].

use std::ops::RangeInclusive;

use chrono::{DateTime, Utc};
use serde::Deserialize;

use super::words::sky;
use super::{Forecast, Span, Step};

/// The service sends about ninety.
const STEPS_AT_MOST: usize = 500;
/// Kilometres an hour that are a metre a second.
const METRES_A_SECOND: f64 = 3.6;

/// An answer that is no forecast.
#[derive(Debug, thiserror::Error)]
pub enum ForecastError {
    /// Not the JSON that is expected.
    #[error("the forecast is not in the form that is known ({0})")]
    Json(#[from] serde_json::Error),
    /// No step has a time that can be read.
    #[error("the forecast is empty")]
    Empty,
}

#[derive(Deserialize)]
struct Answer {
    properties: Properties,
}

#[derive(Deserialize)]
struct Properties {
    meta: Option<Meta>,
    timeseries: Vec<Entry>,
}

#[derive(Deserialize)]
struct Meta {
    updated_at: Option<String>,
}

#[derive(Deserialize)]
struct Entry {
    time: String,
    data: Data,
}

#[derive(Deserialize)]
struct Data {
    instant: Option<Instant>,
    next_1_hours: Option<Next>,
    next_6_hours: Option<Next>,
}

#[derive(Deserialize)]
struct Instant {
    details: Option<Details>,
}

#[derive(Deserialize)]
struct Details {
    air_temperature: Option<f64>,
    relative_humidity: Option<f64>,
    wind_speed: Option<f64>,
    wind_from_direction: Option<f64>,
}

#[derive(Deserialize)]
struct Next {
    summary: Option<Summary>,
    details: Option<Amount>,
}

#[derive(Deserialize)]
struct Summary {
    symbol_code: Option<String>,
}

#[derive(Deserialize)]
struct Amount {
    precipitation_amount: Option<f64>,
}

impl Forecast {
    /// Reads the service's answer (the compact form; what the complete one has besides is left out).
    ///
    /// # Errors
    /// When it is not JSON of that form, or has no step.
    pub fn parse(bytes: &[u8]) -> Result<Self, ForecastError> {
        let Properties { meta, timeseries } = serde_json::from_slice::<Answer>(bytes)?.properties;
        let mut steps: Vec<Step> = timeseries.into_iter().filter_map(step).collect();
        steps.sort_by_key(|step| step.time);
        steps.dedup_by_key(|step| step.time);
        steps.truncate(STEPS_AT_MOST);
        if steps.is_empty() {
            return Err(ForecastError::Empty);
        }
        let updated = meta.and_then(|meta| meta.updated_at).and_then(|updated| time(&updated));
        Ok(Self { updated, steps })
    }
}

/// A time in the years that chrono can add days to and a screen can show.
fn time(outside: &str) -> Option<DateTime<Utc>> {
    let years = DateTime::UNIX_EPOCH..=DateTime::from_timestamp(253_402_300_799, 0)?;
    DateTime::parse_from_rfc3339(outside).ok().map(|time| time.to_utc()).filter(|time| years.contains(time))
}

fn step(entry: Entry) -> Option<Step> {
    let details = entry.data.instant.and_then(|instant| instant.details);
    let measured = |value: fn(&Details) -> Option<f64>, range| sane(details.as_ref().and_then(value), range);
    Some(Step {
        time: time(&entry.time)?,
        celsius: measured(|details| details.air_temperature, -90.0..=60.0),
        humidity: measured(|details| details.relative_humidity, 0.0..=100.0),
        wind: measured(|details| details.wind_speed, 0.0..=120.0).map(|speed| speed * METRES_A_SECOND),
        wind_from: measured(|details| details.wind_from_direction, 0.0..=360.0),
        hour: entry.data.next_1_hours.map(span),
        six_hours: entry.data.next_6_hours.map(span),
    })
}

fn span(next: Next) -> Span {
    let code = next.summary.and_then(|summary| summary.symbol_code);
    Span {
        rain: sane(next.details.and_then(|amount| amount.precipitation_amount), 0.0..=1000.0),
        sky: code.map(|code| sky(&code)).filter(|sky| !sky.is_empty()),
    }
}

fn sane(value: Option<f64>, range: RangeInclusive<f64>) -> Option<f64> {
    value.filter(|value| range.contains(value))
}
