//! Skies, winds and numbers in words.

use crate::text::{clean, head};

/// What a symbol may begin with. Two of the service's own symbols have a letter too many.
const STRENGTHS: &[(&str, &str)] = &[("lights", "light "), ("light", "light "), ("heavy", "heavy "), ("", "")];
/// What a symbol is about.
const SKIES: &[(&str, &str)] = &[
    ("clearsky", "clear sky"),
    ("fair", "fair"),
    ("partlycloudy", "partly cloudy"),
    ("cloudy", "cloudy"),
    ("fog", "fog"),
    ("rain", "rain"),
    ("sleet", "sleet"),
    ("snow", "snow"),
];
/// What may follow.
const MANNERS: &[(&str, &str)] =
    &[("", ""), ("showers", " showers"), ("andthunder", " and thunder"), ("showersandthunder", " showers and thunder")];
/// The light that a picture of it would have.
const LIGHTS: &[&str] = &["_day", "_night", "_polartwilight"];
/// A symbol that is not known is shown as it is, up to here.
const COLUMNS_AT_MOST: usize = 40;

/// The points of the compass from north clockwise, in words and in letters.
const POINTS: &[(&str, &str)] = &[
    ("north", "N"),
    ("north-east", "NE"),
    ("east", "E"),
    ("south-east", "SE"),
    ("south", "S"),
    ("south-west", "SW"),
    ("west", "W"),
    ("north-west", "NW"),
];

/// `lightrainshowers_day` → `light rain showers`.
pub(super) fn sky(symbol: &str) -> String {
    let code = LIGHTS.iter().find_map(|light| symbol.strip_suffix(light)).unwrap_or(symbol);
    let known = STRENGTHS.iter().find_map(|(strength, strongly)| {
        let rest = code.strip_prefix(strength)?;
        SKIES.iter().find_map(|(what, words)| {
            let manner = rest.strip_prefix(what)?;
            let (_, how) = MANNERS.iter().find(|(name, _)| *name == manner)?;
            Some(format!("{strongly}{words}{how}"))
        })
    });
    known.unwrap_or_else(|| head(&clean(&code.replace('_', " ")), COLUMNS_AT_MOST).trim_end().to_owned())
}

/// The nearest of the eight points of the compass, in words and in letters.
pub(super) fn point(degrees: f64) -> (&'static str, &'static str) {
    let mut ends = (0..).map(|index| f64::from(index) * 45.0 + 22.5);
    let found = POINTS.iter().find(|_| ends.next().is_some_and(|end| degrees < end));
    // The last half of an eighth is north again.
    found.or(POINTS.first()).copied().unwrap_or_default()
}

/// A number without decimals and with a true minus.
pub(super) fn whole(value: f64) -> String {
    let digits = format!("{:.0}", value.abs());
    if value < 0.0 && digits != "0" { format!("−{digits}") } else { digits }
}
