//! What an answer is worth, and the words for it.

use chrono::{DateTime, TimeDelta, Utc};

use crate::extract::{self, RawPage};
use crate::feed::{self, Parsed};
use crate::front;
use crate::ledger::in_words;
use crate::news::{Feed, Headline, SourceKind};
use crate::trouble::TroubleKind;

/// A feed without a story of these days is no longer kept up.
const STALE_AFTER: TimeDelta = TimeDelta::days(14);
/// How far into a page the marks of a wall are looked for.
const HEAD: usize = 64 * 1024;
/// What walls against programs write into the pages that they send with a friendly status.
const WALL_MARKS: [&str; 6] = [
    "captcha-delivery.com",
    "<title>just a moment...</title>",
    "_incapsula_resource",
    "px-captcha",
    "pardon our interruption",
    "awswafintegration",
];

/// What stands at an address that is well.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Seen {
    /// Stories that it lists; `None` for a single story, or a list that is not read here.
    pub stories: Option<usize>,
    /// Of the newest of them.
    pub newest: Option<DateTime<Utc>>,
    /// Words of a single story.
    pub words: Option<usize>,
    /// The feed was not well-formed, and was read all the same.
    pub recovered: bool,
}

/// Judges what came from a source; what it lists comes second.
pub fn judge(
    page: RawPage<'_>,
    feed: &Feed,
    kind: &SourceKind,
    now: DateTime<Utc>,
) -> (Result<Seen, TroubleKind>, Vec<Headline>) {
    let parsed = match read(page, feed, kind, now) {
        Ok(parsed) => parsed,
        Err(_) if has_wall(page.bytes) => return (Err(TroubleKind::BotWall(200)), Vec::new()),
        Err(kind) => return (Err(kind), Vec::new()),
    };
    let newest = parsed.headlines.iter().filter_map(Headline::time).max();
    let outcome = match kind {
        _ if !parsed.headlines.is_empty() => match newest {
            Some(at) if now - at > STALE_AFTER => Err(TroubleKind::Stale(at)),
            _ => {
                let stories = Some(parsed.headlines.len());
                Ok(Seen { stories, newest, words: None, recovered: parsed.recovered })
            }
        },
        _ if has_wall(page.bytes) => Err(TroubleKind::BotWall(200)),
        // A section's page always has stories; where none are found, they stand otherwise than they did.
        SourceKind::Front => Err(TroubleKind::Layout),
        _ => Err(TroubleKind::Empty),
    };
    (outcome, parsed.headlines)
}

fn read(page: RawPage<'_>, feed: &Feed, kind: &SourceKind, now: DateTime<Utc>) -> Result<Parsed, TroubleKind> {
    let headlines = match kind {
        SourceKind::Feed => return feed::parse(page.bytes, feed, page.url, page.charset, now),
        SourceKind::Front => front::parse(page.bytes, feed, page.url, page.charset, now)?,
        SourceKind::Sitemap { under } => feed::sitemap::parse(page.bytes, feed, under, page.url, page.charset, now)?,
    };
    Ok(Parsed { headlines, ..Parsed::default() })
}

/// Judges the page of a story that a feed lists.
///
/// # Errors
/// [`TroubleKind::Layout`] when no story is found in it, or nothing of what is known of its outlet's pages.
pub fn judge_story(page: RawPage<'_>) -> Result<Seen, TroubleKind> {
    match extract::article(page) {
        Ok(_) if extract::fits(page) == Some(false) => Err(TroubleKind::Layout),
        Ok(article) => Ok(Seen { words: Some(article.body().split_whitespace().count()), ..Seen::default() }),
        Err(_) if has_wall(page.bytes) => Err(TroubleKind::BotWall(200)),
        Err(TroubleKind::NoStory) => Err(TroubleKind::Layout),
        Err(kind) => Err(kind),
    }
}

fn has_wall(bytes: &[u8]) -> bool {
    let head = String::from_utf8_lossy(bytes.get(..HEAD).unwrap_or(bytes)).to_lowercase();
    WALL_MARKS.iter().any(|mark| head.contains(mark))
}

/// The step at which it failed, in at most 14 columns.
#[must_use]
pub fn step(kind: TroubleKind) -> &'static str {
    match kind {
        TroubleKind::Offline | TroubleKind::NetworkOff => "network",
        TroubleKind::Spent(_) | TroubleKind::NotAsked => "not asked",
        TroubleKind::Address | TroubleKind::Private => "address",
        TroubleKind::Dns => "DNS",
        TroubleKind::Timeout | TroubleKind::Connection => "connect",
        TroubleKind::Tls => "TLS",
        TroubleKind::Blocked(_) | TroubleKind::Gone(_) | TroubleKind::Status(_) => "status",
        TroubleKind::TooSoon(_) => "asks to wait",
        TroubleKind::BotWall(_) => "bot wall",
        TroubleKind::Consent => "consent page",
        TroubleKind::Redirects => "redirects",
        TroubleKind::TooLarge => "too large",
        TroubleKind::NotAFeed => "not a feed",
        TroubleKind::NotAPage => "not a page",
        TroubleKind::NotAForecast => "not a forecast",
        TroubleKind::NotAPicture => "not a picture",
        TroubleKind::Empty => "empty",
        TroubleKind::Stale(_) => "stale",
        TroubleKind::Layout | TroubleKind::NoStory => "layout changed",
    }
}

/// What happened there, in at most 36 columns.
#[must_use]
pub fn what(kind: TroubleKind) -> String {
    let words = match kind {
        TroubleKind::Offline => "no network",
        TroubleKind::NetworkOff => "not asked: working offline",
        TroubleKind::Spent(limit) => return format!("the {} of this run are used up", in_words(limit)),
        TroubleKind::NotAsked => "to spare the line",
        TroubleKind::Address => "not an http address",
        TroubleKind::Private => "leads into a private network",
        TroubleKind::Dns => "the name was not found",
        TroubleKind::Timeout => "no answer in time",
        TroubleKind::Connection => "refused or broken off",
        TroubleKind::Tls => "no secure connection",
        TroubleKind::Blocked(status) => return format!("refused ({status})"),
        TroubleKind::BotWall(status) => return format!("keeps programs out ({status})"),
        TroubleKind::Gone(status) => return format!("gone ({status})"),
        TroubleKind::Status(status) => return format!("answered {status}"),
        TroubleKind::TooSoon(until) => return format!("until {}", until.format("%-d %b, %H:%M UTC")),
        TroubleKind::Consent => "wants consent first",
        TroubleKind::Redirects => "in a circle, or off the web",
        TroubleKind::TooLarge => "more bytes than a page may have",
        TroubleKind::NotAFeed => "neither RSS, Atom nor JSON Feed",
        TroubleKind::NotAPage => "a file, not a page",
        TroubleKind::NotAForecast => "no forecast in it",
        TroubleKind::NotAPicture => "no picture in it",
        TroubleKind::Empty => "no stories",
        TroubleKind::Stale(at) => return format!("nothing newer than {}", at.format("%-d %b %Y")),
        TroubleKind::Layout | TroubleKind::NoStory => "stories are not where they were",
    };
    words.to_owned()
}

/// What to do about it.
#[must_use]
pub fn advice(kind: TroubleKind) -> &'static str {
    match kind {
        TroubleKind::Offline => "Look after the network first; then ask again.",
        TroubleKind::NetworkOff => "Leave --offline away to have it asked.",
        TroubleKind::Spent(_) => "Allow more with --max-bytes, or max_bytes in the config.",
        TroubleKind::NotAsked => "Ask for it with r.",
        TroubleKind::Address => "Correct the address: it begins with http:// or https://.",
        TroubleKind::Private => "An address inside a private network is never asked; correct the outlet's file.",
        TroubleKind::Dns => {
            "If other names are found, the host has moved: look for the outlet's new address. If none is, look after the \
             network."
        }
        TroubleKind::Timeout => "Ask again later; if it is always slow, give the outlet a longer timeout_seconds.",
        TroubleKind::Connection => "Ask again later. If a browser reaches it, the host may turn this network away.",
        TroubleKind::Tls => {
            "Look at this machine's clock and certificates. If a browser complains as well, the host has to mend it."
        }
        TroubleKind::Blocked(401 | 402) => "Only subscribers may have it. Look for an open feed of the outlet.",
        TroubleKind::Blocked(429) => {
            "It was asked too often. Leave it alone for some hours, and give the outlet a crawl_delay_seconds."
        }
        TroubleKind::Blocked(_) => {
            "Some hosts let in only names that they know: the outlet's agent may help. Else its page opens in a browser."
        }
        TroubleKind::BotWall(_) => {
            "A wall lets only browsers in, often judged by the network one comes from. There is no way round it from here: \
             its page opens in a browser."
        }
        TroubleKind::Gone(_) => "The address is no longer in use: look for the new one on the outlet's site.",
        TroubleKind::Status(_) | TroubleKind::NotAForecast | TroubleKind::NotAPicture => {
            "The host has a fault of its own. Ask again later."
        }
        TroubleKind::TooSoon(_) => "The host named a time until which it is not to be asked. The reader waits for it.",
        TroubleKind::Consent => "Open the page in a browser once to see what it wants; here it stays closed.",
        TroubleKind::Redirects => "Look in a browser where the address leads, and use that one.",
        TroubleKind::TooLarge => "Look for a feed with fewer stories.",
        TroubleKind::NotAFeed | TroubleKind::NotAPage => {
            "A page is where the feed was. Its source may name the new one, in <link rel=\"alternate\">."
        }
        TroubleKind::Empty => "The feed is there but has nothing in it: look for another one of the section.",
        TroubleKind::Stale(_) => "The feed is there but no longer kept up: look for another one of the section.",
        TroubleKind::Layout | TroubleKind::NoStory => {
            "Compare with `dateline read ADDRESS`: if the text is not whole, the outlet's entry in sites.toml is out of date."
        }
    }
}
