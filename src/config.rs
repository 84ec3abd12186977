//! The reader's `config.toml`.

mod keys;

use std::ops::RangeInclusive;

use serde::Deserialize;

use crate::clock::Zone;
use crate::keymap::Keymap;
use crate::ledger::bytes_of;
use crate::page::typeset::Typesetting;
use crate::page::{MEASURE, Paragraphs};
use crate::picture::Choice;
use crate::query::Query;
use crate::repertoire::hyperlink::Hyperlinks;
use crate::text;
use crate::weather::Locality;

/// What the reader set, defaults for the rest.
#[derive(Debug, Clone, PartialEq)]
pub struct Config {
    /// Ids of the outlets to show, in order; empty for the catalogue's default.
    pub outlets: Vec<String>,
    /// Tags of the languages whose outlets are shown where `outlets` is empty; empty for the catalogue's default.
    pub languages: Vec<String>,
    /// Name of a theme: shipped, or a file of the `themes` folder beside the config.
    pub theme: String,
    /// The widest a line of an article gets, in columns.
    pub measure: u16,
    /// What stands between the paragraphs of an article.
    pub paragraphs: Paragraphs,
    /// How they are set.
    pub typesetting: Typesetting,
    /// A section is asked for anew when what is kept is older than this many minutes.
    pub refresh_minutes: u32,
    /// What marks a story read.
    pub mark_read: MarkRead,
    /// The line is thin: little is drawn, and nothing is asked by itself.
    pub low_bandwidth: bool,
    /// Bytes that may come in from the network in one run.
    pub max_bytes: Option<u64>,
    /// Program and arguments that open an address; `%u` stands for it, else it comes last. Empty: `$BROWSER`, then
    /// the platform's own.
    pub browser: Vec<String>,
    /// Program and arguments that read aloud what comes on their standard input. Empty: nothing does.
    pub listen: Vec<String>,
    /// Program and arguments that play sound and film; `%u` stands for the address, else it comes last. Empty: `$PLAYER`,
    /// else nothing does.
    pub player: Vec<String>,
    /// How pictures are shown when they are asked for.
    pub pictures: Choice,
    /// For which words the terminal is told where they lead.
    pub hyperlinks: Hyperlinks,
    /// Send the terminal no letters but ASCII, or all; `None` to go by the locale.
    pub ascii: Option<bool>,
    /// Show the terminal's cursor on the row that is chosen.
    pub cursor: bool,
    /// Clicks and the wheel are for the reader, not for the terminal.
    pub mouse: bool,
    /// Places of the reader's own, for the weather.
    pub weather: Vec<Locality>,
    /// Words of stories that are in no list: `fog`, `royal tour`, `quiz*`.
    pub mute: Vec<String>,
    /// Ids of outlets whose stories are in no list.
    pub mute_outlets: Vec<String>,
    /// Searches that stand among the sections: names and questions, each right.
    pub searches: Vec<(String, String)>,
    /// What becomes of one story in several outlets.
    pub same_story: SameStory,
    /// Whether it is said at all times how far a story is read.
    pub progress: Progress,
    /// Keys by action.
    pub keymap: Keymap,
}

/// What becomes of one story that several outlets of a list tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SameStory {
    /// It takes one row, which names the others.
    Folded,
    /// Each outlet's has a row.
    Apart,
}

/// When the reader is told how far a story is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    /// When the reader asks: whatever stands in the status line is sent anew with every page.
    Asked,
    /// At all times, in the status line.
    Shown,
}

/// What marks a story read, besides the reader's hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum MarkRead {
    /// That it is opened.
    #[default]
    Open,
    /// That, or that its row leaves the top of the list as the reader goes down.
    Scroll,
    /// Nothing.
    Hand,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    outlets: Option<Vec<String>>,
    languages: Option<Vec<String>>,
    theme: Option<String>,
    measure: Option<toml::Spanned<u16>>,
    paragraphs: Option<Paragraphs>,
    justify: Option<bool>,
    hyphenate: Option<bool>,
    refresh_minutes: Option<u32>,
    mark_read: Option<MarkRead>,
    low_bandwidth: Option<bool>,
    max_bytes: Option<toml::Spanned<String>>,
    browser: Option<Vec<String>>,
    listen: Option<Vec<String>>,
    player: Option<Vec<String>>,
    pictures: Option<toml::Spanned<String>>,
    hyperlinks: Option<toml::Spanned<toml::Value>>,
    ascii: Option<bool>,
    cursor: Option<bool>,
    fold_same: Option<bool>,
    progress: Option<bool>,
    mouse: Option<bool>,
    weather: Option<Vec<Place>>,
    search: Option<Vec<Search>>,
    mute: Option<Vec<toml::Spanned<String>>>,
    mute_outlets: Option<Vec<String>>,
    keys: Option<keys::Table>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Place {
    name: toml::Spanned<String>,
    latitude: toml::Spanned<f64>,
    longitude: toml::Spanned<f64>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Search {
    name: toml::Spanned<String>,
    query: toml::Spanned<String>,
}

/// A config that can't be used: what and where, with line and caret.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct ConfigError(String);

/// How wide the lines of an article can be made, in columns.
pub const MEASURES: RangeInclusive<u16> = 20..=200;

/// The floor between two polls of a feed, whatever the config says.
const REFRESH_AT_LEAST: u32 = 5;

impl Default for Config {
    fn default() -> Self {
        Self {
            outlets: Vec::new(),
            languages: Vec::new(),
            theme: "plain".to_owned(),
            measure: MEASURE,
            paragraphs: Paragraphs::Spaced,
            typesetting: Typesetting::default(),
            refresh_minutes: 30,
            mark_read: MarkRead::Open,
            low_bandwidth: false,
            max_bytes: None,
            browser: Vec::new(),
            listen: Vec::new(),
            player: Vec::new(),
            pictures: Choice::Auto,
            hyperlinks: Hyperlinks::Auto,
            ascii: None,
            cursor: false,
            mouse: false,
            weather: Vec::new(),
            mute: Vec::new(),
            mute_outlets: Vec::new(),
            searches: Vec::new(),
            same_story: SameStory::Folded,
            progress: Progress::Asked,
            keymap: Keymap::default(),
        }
    }
}

impl Config {
    /// Reads `config.toml`.
    ///
    /// # Errors
    /// With line and caret for what is not TOML, not a setting, or not one of a setting's values.
    pub fn parse(source: &str) -> Result<Self, ConfigError> {
        let file: File = toml::from_str(source).map_err(|error| ConfigError(error.to_string()))?;
        let defaults = Self::default();
        let measure = match file.measure {
            Some(measure) if !MEASURES.contains(measure.get_ref()) => {
                return Err(ConfigError(text::point_out(
                    source,
                    &measure.span(),
                    "measure goes from 20 to 200 columns",
                )));
            }
            Some(measure) => measure.into_inner(),
            None => defaults.measure,
        };
        let max_bytes = match file.max_bytes {
            None => None,
            Some(words) => Some(
                bytes_of(words.get_ref())
                    .map_err(|error| ConfigError(text::point_out(source, &words.span(), &error.to_string())))?,
            ),
        };
        let pictures = match file.pictures {
            None => defaults.pictures,
            Some(name) => Choice::parse(name.get_ref()).ok_or_else(|| {
                let message = format!("pictures is one of {}", Choice::NAMES);
                ConfigError(text::point_out(source, &name.span(), &message))
            })?,
        };
        let hyperlinks = match file.hyperlinks {
            None => defaults.hyperlinks,
            Some(wish) => match wish.get_ref() {
                toml::Value::Boolean(true) => Some(Hyperlinks::Links),
                toml::Value::Boolean(false) => Some(Hyperlinks::Never),
                toml::Value::String(name) => Hyperlinks::parse(name),
                _ => None,
            }
            .ok_or_else(|| {
                let message = format!("hyperlinks is one of {}", Hyperlinks::NAMES);
                ConfigError(text::point_out(source, &wish.span(), &message))
            })?,
        };
        let keymap = file.keys.map_or(Ok(defaults.keymap), |keys| keys::keymap(keys, source))?;
        let places = file.weather.unwrap_or_default().into_iter();
        let muted = |words: toml::Spanned<String>| {
            if words.get_ref().chars().any(char::is_alphanumeric) {
                return Ok(words.into_inner());
            }
            Err(ConfigError(text::point_out(source, &words.span(), "what is muted needs a letter or number")))
        };
        let searches = file.search.unwrap_or_default().into_iter();
        Ok(Self {
            mute: file.mute.unwrap_or_default().into_iter().map(muted).collect::<Result<_, _>>()?,
            mute_outlets: file.mute_outlets.unwrap_or_default(),
            searches: searches.map(|search| search.checked(source)).collect::<Result<_, _>>()?,
            weather: places.map(|place| place.checked(source)).collect::<Result<_, _>>()?,
            outlets: file.outlets.unwrap_or_default(),
            languages: file.languages.unwrap_or_default(),
            theme: file.theme.unwrap_or(defaults.theme),
            measure,
            paragraphs: file.paragraphs.unwrap_or_default(),
            typesetting: Typesetting {
                justify: file.justify.unwrap_or_default(),
                hyphenate: file.hyphenate.unwrap_or_default(),
            },
            refresh_minutes: file.refresh_minutes.unwrap_or(defaults.refresh_minutes).max(REFRESH_AT_LEAST),
            mark_read: file.mark_read.unwrap_or_default(),
            low_bandwidth: file.low_bandwidth.unwrap_or_default(),
            max_bytes,
            browser: file.browser.unwrap_or_default(),
            listen: file.listen.unwrap_or_default(),
            player: file.player.unwrap_or_default(),
            pictures,
            hyperlinks,
            ascii: file.ascii,
            mouse: file.mouse.unwrap_or_default(),
            cursor: file.cursor.unwrap_or_default(),
            same_story: if file.fold_same == Some(false) { SameStory::Apart } else { defaults.same_story },
            progress: if file.progress == Some(true) { Progress::Shown } else { defaults.progress },
            keymap,
        })
    }
}

impl Search {
    fn checked(self, source: &str) -> Result<(String, String), ConfigError> {
        let wrong = |span, message: &str| ConfigError(text::point_out(source, &span, message));
        let (name, query) = (text::clean(self.name.get_ref()), text::clean(self.query.get_ref()));
        if name.is_empty() {
            return Err(wrong(self.name.span(), "a search needs a name"));
        }
        // Whether it is right does not depend on the day.
        Query::parse(&query, Zone::utc(), chrono::DateTime::UNIX_EPOCH)
            .map_err(|error| wrong(self.query.span(), &error.to_string()))?;
        Ok((name, query))
    }
}

impl Place {
    fn checked(self, source: &str) -> Result<Locality, ConfigError> {
        let wrong = |span, message| ConfigError(text::point_out(source, &span, message));
        let name = text::clean(self.name.get_ref());
        if name.is_empty() {
            return Err(wrong(self.name.span(), "a place needs a name"));
        }
        if !(-90.0..=90.0).contains(self.latitude.get_ref()) {
            return Err(wrong(self.latitude.span(), "latitude goes from -90 to 90 degrees"));
        }
        if !(-180.0..=180.0).contains(self.longitude.get_ref()) {
            return Err(wrong(self.longitude.span(), "longitude goes from -180 to 180 degrees"));
        }
        let (latitude, longitude) = (self.latitude.into_inner(), self.longitude.into_inner());
        Ok(Locality { slug: String::new(), name, latitude, longitude })
    }
}
