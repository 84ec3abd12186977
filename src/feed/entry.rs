//! What a feed says of one story, whatever format it says it in.

use chrono::{DateTime, Utc};
use url::Url;

/// One `<item>`, `<entry>` or member of `items`.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Entry {
    /// What the feed calls it for ever, as written: often an address, and then an absolute one.
    pub id: Option<String>,
    /// Where it leads, absolute if it can be.
    pub link: Option<String>,
    /// One clean line, not empty.
    pub title: Option<String>,
    /// What stands under the title.
    pub summary: Option<Markup>,
    /// The story, or as much of it as the feed gives.
    pub content: Option<Markup>,
    /// Names without addresses, each once.
    pub authors: Vec<String>,
    /// Clean lines, as many as the feed gives.
    pub categories: Vec<String>,
    /// When it appeared.
    pub published: Option<DateTime<Utc>>,
    /// When it changed last.
    pub updated: Option<DateTime<Utc>>,
    /// Sound and film that come with it.
    pub media: Vec<Media>,
    /// How long it plays, where the feed says it of the whole entry.
    pub seconds: Option<u32>,
}

impl Entry {
    /// What the entry is about, if it is about sound or film: a clip beside a text leaves it a text.
    pub(super) fn played(&self) -> impl Iterator<Item = &Media> {
        self.media.iter().filter(|media| media.is_enclosed || self.content.is_none())
    }
}

/// HTML, or words that are HTML by accident.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Markup {
    /// As it came; never shown without being read as HTML first.
    pub html: String,
    /// What its addresses are relative to.
    pub base: Url,
}

/// A file that comes with an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Media {
    /// Absolute if it can be.
    pub url: String,
    /// Whether it is heard or seen.
    pub kind: MediaKind,
    /// How long it plays.
    pub seconds: Option<u32>,
    /// How long it is, in bytes.
    pub bytes: Option<u64>,
    /// It is what the entry is about (an enclosure), not a clip beside a text.
    pub is_enclosed: bool,
}

/// What a file of an entry is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MediaKind {
    /// It is heard.
    Audio,
    /// It is seen.
    Video,
}

impl MediaKind {
    /// By the type that the feed states, else its `medium`, else the end of the address. `None` for pictures and the rest.
    pub(super) fn of(kind: &str, medium: &str, url: &str) -> Option<Self> {
        let major = kind.trim().split('/').next().unwrap_or_default();
        let stated = if major.is_empty() { medium.trim() } else { major };
        match stated.to_ascii_lowercase().as_str() {
            "audio" => Some(Self::Audio),
            "video" => Some(Self::Video),
            "" | "application" => {
                let path = url.split(['?', '#']).next().unwrap_or_default().to_ascii_lowercase();
                match path.rsplit('.').next().unwrap_or_default() {
                    "mp3" | "m4a" | "aac" | "ogg" | "oga" | "opus" | "wav" | "flac" => Some(Self::Audio),
                    "mp4" | "m4v" | "mov" | "webm" | "ogv" | "mpg" | "mpeg" | "m3u8" => Some(Self::Video),
                    _ => None,
                }
            }
            _ => None,
        }
    }
}

/// A length in bytes, as an attribute says it. Of a file of no length its feed knows none.
pub(super) fn bytes(length: &str) -> Option<u64> {
    length.trim().parse().ok().filter(|bytes| *bytes > 0)
}

/// Longer than this nothing plays: the number counts thousandths.
const SECONDS_AT_MOST: u32 = 24 * 60 * 60;

/// `1932`, `32:12`, `1:02:03`, `90.5`: how long something plays. Nothing for what does not play at all.
pub(super) fn seconds(duration: &str) -> Option<u32> {
    let mut whole: u32 = 0;
    let parts: Vec<&str> = duration.trim().split(':').collect();
    if parts.len() > 3 {
        return None;
    }
    for part in parts {
        let number: u32 = part.trim().split('.').next()?.parse().ok()?;
        whole = whole.checked_mul(60)?.checked_add(number)?;
    }
    let whole = if whole > SECONDS_AT_MOST { whole / 1000 } else { whole };
    (whole > 0).then_some(whole)
}
