//! HTTP: conditional GET, limits per host, caps, timeouts, compression. The one door to the network, and to the
//! sample edition in its place.

use std::time::Duration;

use chrono::{DateTime, Utc};
use url::Url;

use self::headers::ContentType;
use self::network::Network;
use self::pace::Pace;
use crate::ledger::Ledger;
use crate::news::Outlet;
use crate::sample::Edition;
use crate::trouble::{Trouble, TroubleKind};

mod address;
mod headers;
mod network;
mod pace;
mod unpack;

pub use pace::host_of;

/// What a server gave to ask again with, byte for byte.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Validators {
    /// The `ETag` header.
    pub etag: Option<String>,
    /// The `Last-Modified` header.
    pub last_modified: Option<String>,
}

/// What kind of answer is wanted; sets the `Accept` header.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Want {
    /// RSS, Atom, JSON Feed.
    Feed,
    /// HTML: a page that the reader opens.
    Page,
    /// HTML: the page of a section, which the program reads by itself.
    Front,
    /// A weather forecast: JSON.
    Forecast,
    /// A picture that the reader asks for.
    Picture,
}

/// What a server answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// 304: what was kept is still right.
    NotModified {
        /// How long the answer may be kept without asking, by `Cache-Control` or `Expires`.
        fresh_for: Option<Duration>,
    },
    /// 200.
    Body {
        /// After redirects.
        url: Url,
        /// Of the `Content-Type` header, lower case.
        charset: Option<String>,
        /// Decompressed, at most the cap.
        bytes: Vec<u8>,
        /// To be sent back next time.
        validators: Validators,
        /// How long the answer may be kept without asking, by `Cache-Control` or `Expires`.
        fresh_for: Option<Duration>,
    },
}

/// How the fetcher behaves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// To a connection.
    pub connect: Duration,
    /// To the last byte.
    pub total: Duration,
    /// Of a body, after decompression.
    pub bytes: usize,
    /// Bytes that may come in from the network, until the fetcher asks nobody any more.
    pub max_bytes: Option<u64>,
    /// Requests at once; the last turn is for a page that the reader opens.
    pub at_once: usize,
    /// Requests at once to one host.
    pub per_host: usize,
    /// Lets requests reach private addresses; only tests with loopback servers do.
    pub allow_private: bool,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(10),
            total: Duration::from_secs(30),
            bytes: 4 * 1024 * 1024,
            max_bytes: None,
            // Manners are kept host by host. In all it is the reader's own line that is shared, and a dead host keeps its
            // turn for as long as `total`: a few of them must leave the living enough.
            at_once: 12,
            per_host: 2,
            allow_private: false,
        }
    }
}

/// Answers requests: from the network, from the sample edition, or (offline) not at all.
#[derive(Debug)]
pub struct Fetcher {
    door: Door,
}

#[derive(Debug)]
enum Door {
    Network(Box<Network>),
    Sample(Box<Edition>),
    Closed,
}

impl Fetcher {
    /// A fetcher for the network. Nothing is set up before the first request. It connects directly: proxies that the
    /// environment names are not used.
    #[must_use]
    pub fn network(limits: Limits) -> Self {
        Self { door: Door::Network(Box::new(Network::new(limits))) }
    }

    /// The same fetcher, asking the hosts of these outlets as their [`Manners`](crate::news::Manners) say.
    #[must_use]
    pub fn minding(mut self, outlets: &[Outlet]) -> Self {
        if let Door::Network(network) = &mut self.door {
            network.pace = Pace::of(outlets);
        }
        self
    }

    /// The same fetcher, counting in `ledger` what goes over the line. What was counted there before counts against
    /// [`Limits::max_bytes`] too.
    #[must_use]
    pub fn counting(mut self, ledger: Ledger) -> Self {
        if let Door::Network(network) = &mut self.door {
            network.ledger = ledger;
        }
        self
    }

    /// A fetcher that answers from the sample edition and opens no connection.
    #[must_use]
    pub fn sample(edition: Edition) -> Self {
        Self { door: Door::Sample(Box::new(edition)) }
    }

    /// A fetcher that answers [`TroubleKind::NetworkOff`] to everything.
    #[must_use]
    pub fn closed() -> Self {
        Self { door: Door::Closed }
    }

    /// True when it answers from the sample edition.
    #[must_use]
    pub fn is_sample(&self) -> bool {
        matches!(self.door, Door::Sample(_))
    }

    /// Gets `url`, with `validators` from the last 200 if there are any. `now` dates `Retry-After`.
    ///
    /// Runs on a tokio runtime; dropping the future ends the request and gives its turn to the next.
    ///
    /// # Errors
    /// A [`Trouble`] of the class that fits.
    pub async fn get(
        &self,
        url: &str,
        want: Want,
        validators: &Validators,
        now: DateTime<Utc>,
    ) -> Result<Answer, Trouble> {
        let trouble = |kind| Trouble::at(kind, url);
        let address = Url::parse(url).ok().filter(is_http).ok_or_else(|| trouble(TroubleKind::Address))?;
        match &self.door {
            Door::Network(network) => network.get(address, want, validators, now).await,
            Door::Sample(edition) => from_edition(edition, address, validators).ok_or(trouble(TroubleKind::Gone(404))),
            Door::Closed => Err(trouble(TroubleKind::NetworkOff)),
        }
    }

    /// Asks how many bytes `url` has, without getting them; `None` where its server does not say. `now` dates
    /// `Retry-After`.
    ///
    /// # Errors
    /// As [`Self::get`].
    pub async fn weigh(&self, url: &str, want: Want, now: DateTime<Utc>) -> Result<Option<u64>, Trouble> {
        let trouble = |kind| Trouble::at(kind, url);
        let address = Url::parse(url).ok().filter(is_http).ok_or_else(|| trouble(TroubleKind::Address))?;
        match &self.door {
            Door::Network(network) => network.weigh(address, want, now).await,
            Door::Sample(edition) => {
                let embedded = edition.answer(url).ok_or_else(|| trouble(TroubleKind::Gone(404)))?;
                Ok(u64::try_from(embedded.body.len()).ok())
            }
            Door::Closed => Err(trouble(TroubleKind::NetworkOff)),
        }
    }
}

fn is_http(url: &Url) -> bool {
    matches!(url.scheme(), "http" | "https") && url.has_host()
}

fn from_edition(edition: &Edition, url: Url, validators: &Validators) -> Option<Answer> {
    let embedded = edition.answer(url.as_str())?;
    if validators.etag.as_ref() == Some(&embedded.etag) {
        return Some(Answer::NotModified { fresh_for: None });
    }
    Some(Answer::Body {
        url,
        charset: ContentType::parse(embedded.content_type).charset,
        bytes: embedded.body,
        validators: Validators { etag: Some(embedded.etag), last_modified: None },
        fresh_for: None,
    })
}
