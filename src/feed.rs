//! Bytes of a feed into headlines.

use chrono::{DateTime, Utc};
use url::Url;

use crate::news::{Feed, Headline};
use crate::trouble::TroubleKind;

/// What a feed's bytes said.
#[derive(Debug, Clone, PartialEq)]
pub struct Parsed {
    /// In the feed's order, each story once.
    pub headlines: Vec<Headline>,
    /// How long the feed asks to be left alone.
    pub ttl_minutes: Option<u32>,
    /// True when the bytes were not well-formed and the items were recovered leniently.
    pub recovered: bool,
}

/// Reads RSS 0.9x/1.0/2.0, Atom or JSON Feed.
///
/// `base` is where the bytes came from; `charset` what HTTP said, if it did; dates later than `now` are set to it.
///
/// # Errors
/// [`TroubleKind::NotAFeed`] for anything else.
pub fn parse(
    bytes: &[u8],
    feed: &Feed,
    base: &Url,
    charset: Option<&str>,
    now: DateTime<Utc>,
) -> Result<Parsed, TroubleKind> {
    let _ = (bytes, feed, base, charset, now);
    Err(TroubleKind::NotAFeed)
}
