//! Requests over the network: their turns, their redirects, their bodies.

use std::collections::HashMap;
use std::error::Error;
use std::io;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};
use reqwest::header::{
    ACCEPT, ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, HeaderMap, HeaderValue, IF_MODIFIED_SINCE,
    IF_NONE_MATCH, LOCATION, USER_AGENT,
};
use reqwest::{Client, ClientBuilder, Method, Response, StatusCode};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use url::Url;

use super::address::{PrivateOnly, PublicResolver, names_private};
use super::headers::{self, ContentType};
use super::pace::{Pace, name_of};
use super::unpack::{PACKINGS, Unpacked};
use super::{Answer, Limits, Validators, Want};
use crate::ledger::Ledger;
use crate::trouble::{Trouble, TroubleKind};

const REDIRECTS_AT_MOST: usize = 5;

/// The network behind the door.
#[derive(Debug)]
pub(super) struct Network {
    limits: Limits,
    pub(super) pace: Pace,
    /// What goes over the line is counted here.
    pub(super) ledger: Ledger,
    /// Made with the first request: reading the system's certificates takes longer than a first frame may.
    client: OnceLock<Result<Client, reqwest::Error>>,
    at_once: Gate,
    /// Only hosts that are being asked, or waited for, have an entry.
    hosts: Mutex<HashMap<String, Gate>>,
    /// Hosts whose last request failed in a way that says something about all others: when, and how.
    failed: Mutex<HashMap<String, (Instant, TroubleKind)>>,
}

/// So many requests at once, those for a page that the reader opens before all others.
#[derive(Debug, Clone)]
struct Gate {
    turns: Arc<Semaphore>,
    /// What the program asks by itself waits here, so that before the turns themselves hardly anything waits.
    queue: Arc<Semaphore>,
}

impl Gate {
    /// Of `turns` at once, `kept_free` are for pages alone.
    fn new(turns: usize, kept_free: usize) -> Self {
        let queue = turns.saturating_sub(kept_free).max(1);
        Self { turns: Arc::new(Semaphore::new(turns)), queue: Arc::new(Semaphore::new(queue)) }
    }
}

/// The right to ask; given back when dropped.
type Turn = [Option<OwnedSemaphorePermit>; 4];

/// What is asked of a server.
struct Question<'a> {
    method: Method,
    want: Want,
    validators: &'a Validators,
    now: DateTime<Utc>,
}

enum Hop {
    Done(Answer),
    /// How long the body would be, if that was said.
    Weighed(Option<u64>),
    Moved(Url),
}

impl Network {
    pub(super) fn new(limits: Limits) -> Self {
        // A story that is opened while hundreds of slow feeds are asked finds a turn.
        let at_once = Gate::new(limits.at_once, 1);
        Self {
            limits,
            pace: Pace::default(),
            ledger: Ledger::default(),
            client: OnceLock::new(),
            at_once,
            hosts: Mutex::default(),
            failed: Mutex::default(),
        }
    }

    pub(super) async fn get(
        &self,
        first: Url,
        want: Want,
        validators: &Validators,
        now: DateTime<Utc>,
    ) -> Result<Answer, Trouble> {
        let at = first.clone();
        match self.walk(first, &Question { method: Method::GET, want, validators, now }).await? {
            Hop::Done(answer) => Ok(answer),
            Hop::Weighed(_) | Hop::Moved(_) => Err(Trouble::at(TroubleKind::Redirects, at.as_str())),
        }
    }

    pub(super) async fn weigh(&self, first: Url, want: Want, now: DateTime<Utc>) -> Result<Option<u64>, Trouble> {
        let validators = &Validators::default();
        match self.walk(first, &Question { method: Method::HEAD, want, validators, now }).await? {
            Hop::Weighed(length) => Ok(length),
            Hop::Done(_) | Hop::Moved(_) => Ok(None),
        }
    }

    /// Asks, and follows redirects to what is no redirect.
    async fn walk(&self, first: Url, question: &Question<'_>) -> Result<Hop, Trouble> {
        let want = question.want;
        if self.is_barred(&first) {
            return Err(Trouble::at(TroubleKind::Private, first.as_str()));
        }
        self.affords(1).map_err(|kind| Trouble::at(kind, first.as_str()))?;
        let client = match self.client.get_or_init(|| client(&self.limits)) {
            Ok(client) => client,
            Err(error) => {
                tracing::warn!(%error, "no HTTP client");
                return Err(Trouble::at(TroubleKind::Tls, first.as_str()));
            }
        };
        let mut url = first;
        let mut spent = Duration::ZERO;
        for _ in 0..=REDIRECTS_AT_MOST {
            let trouble = |kind| Trouble::at(kind, url.as_str());
            let queued = Instant::now();
            self.pace.wait(&url, want).await;
            let _turn = self.turn(&url, want).await;
            self.affords(1).map_err(trouble)?;
            if let Some(kind) = self.failed_since(&url, queued) {
                return Err(trouble(kind));
            }
            // Waiting for a turn is not the server's fault: only what it takes itself counts.
            let began = Instant::now();
            let left = self.pace.timeout(&url).unwrap_or(self.limits.total).saturating_sub(spent);
            let hop = tokio::time::timeout(left, self.hop(client, &url, question)).await;
            let hop = hop.unwrap_or(Err(TroubleKind::Timeout));
            self.remember(&url, hop.as_ref().err());
            let hop = hop.map_err(trouble)?;
            match hop {
                Hop::Moved(to) => url = to,
                answered => return Ok(answered),
            }
            spent += began.elapsed();
        }
        Err(Trouble::at(TroubleKind::Redirects, url.as_str()))
    }

    /// How the host failed while a request waited for its turn since `queued`: it would only fail in the same way, and a
    /// hundred feeds of one dead host would take an hour to find that out two by two.
    fn failed_since(&self, url: &Url, queued: Instant) -> Option<TroubleKind> {
        let failed = self.failed.lock().unwrap_or_else(PoisonError::into_inner);
        failed.get(&name_of(url)).filter(|(at, _)| *at > queued).map(|(_, kind)| *kind)
    }

    fn remember(&self, url: &Url, failure: Option<&TroubleKind>) {
        let mut failed = self.failed.lock().unwrap_or_else(PoisonError::into_inner);
        match failure {
            Some(
                kind @ (TroubleKind::Timeout | TroubleKind::Connection | TroubleKind::Dns | TroubleKind::TooSoon(_)),
            ) => {
                failed.insert(name_of(url), (Instant::now(), *kind));
            }
            _ => {
                failed.remove(&name_of(url));
            }
        }
    }

    fn is_barred(&self, url: &Url) -> bool {
        !self.limits.allow_private && names_private(url)
    }

    /// First the host's turn, then one of all: a slow host's queue must not hold what others could use. What is queued
    /// holds no turn, neither the host's nor one of all: a page that the reader opens waits for what runs at its host,
    /// never for what waits.
    async fn turn(&self, url: &Url, want: Want) -> Turn {
        let name = name_of(url);
        let host = {
            let mut hosts = self.hosts.lock().unwrap_or_else(PoisonError::into_inner);
            hosts.retain(|_, gate| Arc::strong_count(&gate.turns) > 1);
            hosts.entry(name).or_insert_with(|| Gate::new(self.limits.per_host, 0)).clone()
        };
        let (mut host_queue, mut queue) = (None, None);
        if !matches!(want, Want::Page | Want::Picture) {
            host_queue = host.queue.acquire_owned().await.ok();
            queue = Arc::clone(&self.at_once.queue).acquire_owned().await.ok();
        }
        let host = host.turns.acquire_owned().await.ok();
        [host_queue, queue, host, Arc::clone(&self.at_once.turns).acquire_owned().await.ok()]
    }

    /// Fails where so many bytes more are beyond what may be fetched.
    fn affords(&self, more: u64) -> Result<(), TroubleKind> {
        let after = self.ledger.so_far().network_in.saturating_add(more);
        match self.limits.max_bytes {
            Some(limit) if after > limit => Err(TroubleKind::Spent(limit)),
            _ => Ok(()),
        }
    }

    async fn hop(&self, client: &Client, url: &Url, question: &Question<'_>) -> Result<Hop, TroubleKind> {
        let Question { want, validators, now, .. } = *question;
        let mut sent = request_headers(want, validators);
        let own = user_agent();
        let mut agents = [self.pace.agent(url), Some(own.as_str())].into_iter().flatten();
        if let Some(agent) = agents.find_map(|agent| HeaderValue::from_str(agent).ok()) {
            sent.insert(USER_AGENT, agent);
        }
        self.ledger.asked(length_of_request(&question.method, url, &sent));
        let asked = client.request(question.method.clone(), url.clone()).headers(sent);
        let response = asked.send().await.map_err(|error| kind_of(&error))?;
        let (status, answered) = (response.status(), response.headers());
        self.ledger.received(length_of_head(status, answered));
        let fresh_for = headers::fresh_for(answered, now);
        match status {
            StatusCode::OK | StatusCode::NON_AUTHORITATIVE_INFORMATION => {}
            StatusCode::NOT_MODIFIED if *validators != Validators::default() => {
                return Ok(Hop::Done(Answer::NotModified { fresh_for }));
            }
            StatusCode::MOVED_PERMANENTLY
            | StatusCode::FOUND
            | StatusCode::SEE_OTHER
            | StatusCode::TEMPORARY_REDIRECT
            | StatusCode::PERMANENT_REDIRECT => return self.moved(url, answered).map(Hop::Moved),
            _ => return Err(refusal(status, answered, now)),
        }
        let content_type = ContentType::parse(headers::text(answered, &CONTENT_TYPE).unwrap_or_default());
        if let Some(kind) = content_type.trouble(want) {
            return Err(kind);
        }
        if question.method == Method::HEAD {
            let length = headers::text(answered, &CONTENT_LENGTH).and_then(|length| length.parse().ok());
            return Ok(Hop::Weighed(length));
        }
        let validators = headers::validators(answered);
        let bytes = self.body(response).await?;
        Ok(Hop::Done(Answer::Body { url: url.clone(), charset: content_type.charset, bytes, validators, fresh_for }))
    }

    /// The body, unpacked; what its headers say about its length is only believed when it says "too much".
    async fn body(&self, mut response: Response) -> Result<Vec<u8>, TroubleKind> {
        let cap = self.limits.bytes;
        let told = response.content_length().unwrap_or_default();
        if usize::try_from(told).is_ok_and(|told| told > cap) {
            return Err(TroubleKind::TooLarge);
        }
        self.affords(told)?;
        let mut body = Unpacked::new(headers::text(response.headers(), &CONTENT_ENCODING).unwrap_or_default(), cap);
        while let Some(piece) = response.chunk().await.map_err(|error| kind_of(&error))? {
            self.ledger.received(piece.len());
            body.take(&piece)?;
            self.affords(0)?;
        }
        body.finish()
    }

    fn moved(&self, from: &Url, answered: &HeaderMap) -> Result<Url, TroubleKind> {
        let to = headers::text(answered, &LOCATION)
            .and_then(|to| from.join(to).ok())
            .filter(super::is_http)
            .ok_or(TroubleKind::Redirects)?;
        if self.is_barred(&to) {
            return Err(TroubleKind::Private);
        }
        if headers::is_consent(&to) && !headers::is_consent(from) {
            return Err(TroubleKind::Consent);
        }
        Ok(to)
    }
}

fn client(limits: &Limits) -> Result<Client, reqwest::Error> {
    // An error means that another fetcher of this process has set it already.
    let _ = rustls::crypto::ring::default_provider().install_default();
    // A machine without certificates can still read what comes over plain http; https then fails as what it is.
    builder(limits).build().or_else(|error| {
        tracing::warn!(%error, "the system has no usable certificates");
        builder(limits).tls_certs_only([]).build()
    })
}

fn builder(limits: &Limits) -> ClientBuilder {
    let builder = Client::builder()
        .connect_timeout(limits.connect)
        .redirect(reqwest::redirect::Policy::none())
        .referer(false)
        // A proxy would look names up itself, past the check of what they lead to.
        .no_proxy()
        .pool_max_idle_per_host(limits.per_host);
    if limits.allow_private { builder } else { builder.dns_resolver(PublicResolver) }
}

fn user_agent() -> String {
    let about = match env!("CARGO_PKG_REPOSITORY") {
        "" => "news reader for the terminal".to_owned(),
        repository => format!("+{repository}"),
    };
    format!("dateline/{} ({about})", env!("CARGO_PKG_VERSION"))
}

fn request_headers(want: Want, validators: &Validators) -> HeaderMap {
    let accept = match want {
        Want::Feed => {
            "application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, text/xml;q=0.9, \
             application/json;q=0.8, */*;q=0.5"
        }
        Want::Page | Want::Front => "text/html, application/xhtml+xml;q=0.9, */*;q=0.5",
        Want::Forecast => "application/json",
        // Only what can be read here: some servers send what the asker names first.
        Want::Picture => "image/jpeg, image/png, image/webp, image/gif;q=0.9",
    };
    let mut sent = HeaderMap::new();
    sent.insert(ACCEPT, HeaderValue::from_static(accept));
    sent.insert(ACCEPT_ENCODING, HeaderValue::from_static(PACKINGS));
    for (name, value) in [(IF_NONE_MATCH, &validators.etag), (IF_MODIFIED_SINCE, &validators.last_modified)] {
        if let Some(value) = value.as_ref().and_then(|value| HeaderValue::from_bytes(value.as_bytes()).ok()) {
            sent.insert(name, value);
        }
    }
    sent
}

fn refusal(status: StatusCode, answered: &HeaderMap, now: DateTime<Utc>) -> TroubleKind {
    let code = status.as_u16();
    match (code, headers::retry_after(answered, now)) {
        (404 | 410, _) => TroubleKind::Gone(code),
        (429 | 503, Some(until)) => TroubleKind::TooSoon(until),
        _ if headers::is_bot_wall(status, answered) => TroubleKind::BotWall(code),
        (401 | 402 | 403 | 429 | 451, _) => TroubleKind::Blocked(code),
        _ => TroubleKind::Status(code),
    }
}

/// A request as HTTP/1.1 writes it.
fn length_of_request(method: &Method, url: &Url, sent: &HeaderMap) -> usize {
    let target = url.path().len() + url.query().map_or(0, |query| query.len() + 1);
    let line = method.as_str().len() + "  HTTP/1.1\r\n".len() + target;
    line + "host: \r\n".len() + name_of(url).len() + length_of_headers(sent)
}

/// The head of an answer as HTTP/1.1 writes it, with the usual words for its status.
fn length_of_head(status: StatusCode, answered: &HeaderMap) -> usize {
    let line = "HTTP/1.1 200 \r\n".len() + status.canonical_reason().map_or(0, str::len);
    line + length_of_headers(answered)
}

/// Header lines, and the blank line after them.
fn length_of_headers(headers: &HeaderMap) -> usize {
    let lines = headers.iter().map(|(name, value)| name.as_str().len() + value.len() + ": \r\n".len());
    lines.sum::<usize>() + "\r\n".len()
}

/// The class of a failed request, from the first cause that names one.
fn kind_of(error: &reqwest::Error) -> TroubleKind {
    tracing::debug!(error = error as &dyn Error, "a request failed");
    if error.is_timeout() {
        return TroubleKind::Timeout;
    }
    let mut cause: Option<&(dyn Error + 'static)> = Some(error);
    while let Some(error) = cause {
        if error.is::<PrivateOnly>() {
            return TroubleKind::Private;
        }
        if error.is::<rustls::Error>() {
            return TroubleKind::Tls;
        }
        cause = error.source();
        if let Some(error) = error.downcast_ref::<io::Error>() {
            match error.kind() {
                io::ErrorKind::NetworkUnreachable | io::ErrorKind::NetworkDown => return TroubleKind::Offline,
                io::ErrorKind::TimedOut => return TroubleKind::Timeout,
                _ => {}
            }
            // What an `io::Error` wraps is not its source: it stands in for it.
            if let Some(wrapped) = error.get_ref() {
                cause = Some(wrapped);
            }
        }
    }
    if error.is_dns() { TroubleKind::Dns } else { TroubleKind::Connection }
}
