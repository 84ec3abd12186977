//! What can go wrong between an address and a reader, as plain data with one sentence each.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::ledger::in_words;

/// A failed request or an unusable answer: what happened and the way out, in one sentence (`Display`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trouble {
    /// What kind of failure it is.
    pub kind: TroubleKind,
    /// The host, or the file's name, that it happened with. Clean.
    pub host: String,
}

/// The classes a failure falls into.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum TroubleKind {
    /// No connection to anything.
    Offline,
    /// The name has no address.
    Dns,
    /// No answer in time.
    Timeout,
    /// The connection was refused or broke off.
    Connection,
    /// The certificate or the encryption failed.
    Tls,
    /// 401, 402 or 403; the status.
    Blocked(u16),
    /// A refusal with the marks of a wall against programs; the status.
    BotWall(u16),
    /// A page that asks for consent instead of the story.
    Consent,
    /// 404 or 410; the status.
    Gone(u16),
    /// 5xx or any other unexpected status.
    Status(u16),
    /// More bytes than a page may have.
    TooLarge,
    /// Redirected more often than five times, or to something that is not http(s).
    Redirects,
    /// An address inside a private network, reached from a public one.
    Private,
    /// 200, but neither RSS nor Atom nor JSON Feed.
    NotAFeed,
    /// 200, but no weather forecast.
    NotAForecast,
    /// 200, but no picture.
    NotAPicture,
    /// A page in which no story was found.
    NoStory,
    /// Not a page at all: an image, a film, an archive.
    NotAPage,
    /// A feed without a single story.
    Empty,
    /// A feed whose newest story is of then.
    Stale(DateTime<Utc>),
    /// A page on which what is known of its outlet's pages matches nothing any more.
    Layout,
    /// The server asked to be left alone until then.
    TooSoon(DateTime<Utc>),
    /// Not an http(s) address.
    Address,
    /// The network is switched off by the reader.
    NetworkOff,
    /// As many bytes as this have come in, which is what the reader allowed the run.
    Spent(u64),
    /// Not asked, to spare the reader's line.
    NotAsked,
}

impl Trouble {
    /// A trouble with the host of `url` (or `url` itself where it has none).
    #[must_use]
    pub fn at(kind: TroubleKind, url: &str) -> Self {
        let host = url::Url::parse(url).ok().and_then(|url| url.host_str().map(str::to_owned));
        Self { kind, host: crate::text::clean(&host.unwrap_or_else(|| url.to_owned())) }
    }

    /// True where the network as a whole may be away, or closed to us, so that trying the next host at once is of little
    /// use.
    #[must_use]
    pub fn is_network(&self) -> bool {
        self.is_offline() || matches!(self.kind, TroubleKind::Spent(_) | TroubleKind::NotAsked)
    }

    /// True where the network as a whole may be away.
    #[must_use]
    pub fn is_offline(&self) -> bool {
        matches!(
            self.kind,
            TroubleKind::Offline
                | TroubleKind::Dns
                | TroubleKind::Timeout
                | TroubleKind::Connection
                | TroubleKind::NetworkOff
        )
    }
}

impl std::fmt::Display for Trouble {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let host = &self.host;
        match self.kind {
            TroubleKind::Offline => write!(f, "No network. What was read before is still here; r tries again"),
            TroubleKind::Dns => write!(f, "The name {host} was not found. Offline? r tries again"),
            TroubleKind::Timeout => write!(f, "{host} did not answer in time. r tries again"),
            TroubleKind::Connection => write!(f, "The connection to {host} failed. r tries again"),
            TroubleKind::Tls => write!(f, "No secure connection to {host}. o opens it in a browser"),
            TroubleKind::Blocked(status) => write!(f, "{host} refused ({status}). o opens it in a browser"),
            TroubleKind::BotWall(status) => {
                write!(f, "{host} keeps programs out ({status}). o opens it in a browser")
            }
            TroubleKind::Consent => write!(f, "{host} wants consent first. o opens it in a browser"),
            TroubleKind::Gone(status) => write!(f, "{host} no longer has it ({status})"),
            TroubleKind::Status(status) => write!(f, "{host} answered {status}. r tries again"),
            TroubleKind::TooLarge => write!(f, "{host} sent more than a page may have. o opens it in a browser"),
            TroubleKind::Redirects => write!(f, "{host} sends readers in a circle. o opens it in a browser"),
            TroubleKind::Private => write!(f, "{host} pointed into a private network; not followed"),
            TroubleKind::NotAFeed => {
                write!(f, "{host} sent something that is not a feed. o opens its page in a browser")
            }
            TroubleKind::NotAForecast => write!(f, "{host} sent something that is not a forecast"),
            TroubleKind::NotAPicture => write!(f, "{host} sent something that is not a picture"),
            TroubleKind::NoStory => write!(f, "No story was found on the page of {host}. o opens it in a browser"),
            TroubleKind::NotAPage => write!(f, "{host} sent a file, not a page. o opens it in a browser"),
            TroubleKind::TooSoon(_) => write!(f, "{host} asked to be left alone for a while; what is kept is shown"),
            TroubleKind::Empty => write!(f, "{host} sent a feed without stories. o opens its page in a browser"),
            TroubleKind::Stale(at) => write!(f, "{host} has nothing newer than {}", at.format("%-d %b %Y")),
            TroubleKind::Layout => write!(f, "{host} builds its pages in a new way; stories may have gaps"),
            TroubleKind::Address => write!(f, "{host} is not an http address"),
            TroubleKind::NetworkOff => write!(f, "Working offline; not in the cache"),
            TroubleKind::Spent(limit) => write!(
                f,
                "The {} that this run may fetch are used up. What is kept still opens; a larger --max-bytes fetches more",
                in_words(limit)
            ),
            TroubleKind::NotAsked => write!(f, "{host} was not asked, to spare the line. r asks it"),
        }
    }
}

impl std::error::Error for Trouble {}
