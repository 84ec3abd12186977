//! Weather: the places whose forecast is known where to ask for, and what the answer looks like as an article.
//!
//! The forecast is MET Norway's locationforecast. Its licence (CC BY 4.0) asks for a credit, which stands at the end of
//! each article; its terms ask for coordinates of at most four decimals, which [`Locality::address`] sees to.

use std::sync::LazyLock;

use chrono::{DateTime, Datelike as _, NaiveDate, NaiveDateTime, TimeDelta, Utc, Weekday};
use serde::{Deserialize, Serialize};

use crate::clock::Zone;
use crate::news::Headline;

mod parse;
mod tables;
mod words;

pub use self::parse::ForecastError;

/// Where forecasts are asked for.
pub const SERVICE: &str = "https://api.met.no";

/// A place on the map with a forecast.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Locality {
    /// The last part of the address of its weather page at the New Zealand Herald, and its name on the command line;
    /// empty for a place of the reader's own.
    #[serde(default)]
    pub slug: String,
    /// As it is written: `Whangārei`.
    pub name: String,
    /// Degrees, south negative.
    pub latitude: f64,
    /// Degrees, west negative.
    pub longitude: f64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Towns {
    town: Vec<Locality>,
}

/// The towns that the New Zealand Herald has a weather page for, north to south.
#[must_use]
pub fn towns() -> &'static [Locality] {
    // A test sees to it that the file, which is part of the program, can be read.
    static TOWNS: LazyLock<Vec<Locality>> = LazyLock::new(|| {
        toml::from_str::<Towns>(include_str!("weather/towns.toml")).map(|file| file.town).unwrap_or_default()
    });
    &TOWNS
}

/// The town that is meant by `words`: its slug or its name, however it is capitalised.
///
/// ```
/// let found = ["Wanganui", "whanganui", "palmerston north", "Atlantis"].map(dateline::weather::town);
/// assert_eq!(found.map(|town| town.map(|town| town.name.as_str())), [
///     Some("Whanganui"), Some("Whanganui"), Some("Palmerston North"), None
/// ]);
/// ```
#[must_use]
pub fn town(words: &str) -> Option<&'static Locality> {
    towns().iter().find(|town| town.is_meant_by(words))
}

impl Locality {
    /// True for its slug or its name, however it is capitalised.
    #[must_use]
    pub fn is_meant_by(&self, words: &str) -> bool {
        let words = words.trim().to_lowercase();
        !words.is_empty() && (self.slug == words || self.name.to_lowercase() == words)
    }

    /// Where its forecast is, below `service`.
    #[must_use]
    pub fn address(&self, service: &str) -> String {
        format!("{service}/weatherapi/locationforecast/2.0/compact?lat={:.4}&lon={:.4}", self.latitude, self.longitude)
    }

    /// Its weather page for a browser: the New Zealand Herald's, or MET Norway's own for a place that has none there.
    #[must_use]
    pub fn page(&self) -> String {
        if self.slug.is_empty() {
            format!("https://www.yr.no/en/forecast/daily-table/{:.4},{:.4}", self.latitude, self.longitude)
        } else {
            format!("https://www.nzherald.co.nz/weather/{}/", self.slug)
        }
    }

    /// Its row in the list of places.
    #[must_use]
    pub fn headline(&self) -> Headline {
        Headline { outlet_name: "MET Norway".to_owned(), ..Headline::bare(&self.name, &self.page()) }
    }

    /// What clocks on its walls show: New Zealand's time there, wherever the reader is, and the reader's elsewhere.
    #[must_use]
    pub fn zone(&self, reader: Zone) -> Zone {
        let is_here = (-48.0..=-34.0).contains(&self.latitude) && (166.0..=179.0).contains(&self.longitude);
        if is_here { Zone(new_zealand) } else { reader }
    }
}

/// True for the weather page of a place: there is no story on it that could be kept.
#[must_use]
pub fn is_forecast(url: &str) -> bool {
    ["https://www.yr.no/en/forecast/", "https://www.nzherald.co.nz/weather/"].iter().any(|start| url.starts_with(start))
}

/// The clock in Auckland. Summer time is from the last Sunday of September to the first of April; both changes fall on
/// two in the morning of standard time.
fn new_zealand(at: DateTime<Utc>) -> NaiveDateTime {
    let standard = at.naive_utc() + TimeDelta::hours(12);
    let first_sunday = |month| NaiveDate::from_weekday_of_month_opt(standard.year(), month, Weekday::Sun, 1);
    let change = |day: NaiveDate| day.and_hms_opt(2, 0, 0);
    let winter =
        first_sunday(4).and_then(change).zip(first_sunday(10).map(|day| day - TimeDelta::days(7)).and_then(change));
    match winter {
        Some((begins, ends)) if (begins..ends).contains(&standard) => standard,
        _ => standard + TimeDelta::hours(1),
    }
}

/// What is forecast for a place: steps in the order of time, an hour apart at first and six hours later on.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Forecast {
    /// When the weather was last computed.
    pub updated: Option<DateTime<Utc>>,
    /// Each time once, the earliest first.
    pub steps: Vec<Step>,
}

/// The weather from a time on. Every number is one that a thermometer or gauge could show; what was not is missing.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Step {
    /// When.
    pub time: DateTime<Utc>,
    /// Temperature of the air.
    pub celsius: Option<f64>,
    /// Relative, in per cent.
    pub humidity: Option<f64>,
    /// Speed of the wind in km/h.
    pub wind: Option<f64>,
    /// Where the wind comes from, in degrees from north.
    pub wind_from: Option<f64>,
    /// The hour that begins now.
    pub hour: Option<Span>,
    /// The six hours that begin now.
    pub six_hours: Option<Span>,
}

/// What comes down in a span of time.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Span {
    /// Rain, or what snow would be as rain, in millimetres.
    pub rain: Option<f64>,
    /// The sky in words: `light rain`.
    pub sky: Option<String>,
}
