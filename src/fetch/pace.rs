//! How hosts want to be asked, where the usual way does not do: by what name, how long they may take, how far apart
//! requests to them are.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Mutex;
use tokio::time::{Instant, sleep_until};
use url::Url;

use super::Want;
use crate::news::{Fill, Manners, Outlet};

/// A catalogue can't make a reader wait longer than this for one answer.
const TIMEOUT_AT_MOST: Duration = Duration::from_secs(120);
/// Nor for its turn.
const DELAY_AT_MOST: Duration = Duration::from_secs(60);

/// The manners of hosts that have any of their own.
#[derive(Debug, Default)]
pub(super) struct Pace {
    hosts: HashMap<String, Host>,
}

#[derive(Debug, Default)]
struct Host {
    manners: Manners,
    /// When the next request may go. Whoever waits for that moment holds the lock, so those behind wait for theirs;
    /// one that gives up leaves no gap.
    next: Arc<Mutex<Option<Instant>>>,
}

impl Pace {
    /// The hosts of the outlets: of their front pages and of all that fills their sections.
    pub(super) fn of(outlets: &[Outlet]) -> Self {
        let mut hosts: HashMap<String, Host> = HashMap::new();
        for outlet in outlets.iter().filter(|outlet| outlet.manners != Manners::default()) {
            let feeds = outlet.sections.iter().flat_map(|section| match &section.fill {
                Fill::Feeds(feeds) => feeds.as_slice(),
                _ => &[],
            });
            let sources = feeds.flat_map(|feed| &feed.sources).map(|source| &source.url);
            for name in sources.chain([&outlet.home]).filter_map(|url| host_of(url)) {
                // Of two outlets at one host, the first that says something is followed.
                hosts.entry(name).or_insert_with(|| Host { manners: outlet.manners.clone(), ..Host::default() });
            }
        }
        Self { hosts }
    }

    /// The `User-Agent` for the host of `url`, if it is not the usual one.
    pub(super) fn agent(&self, url: &Url) -> Option<&str> {
        self.manners(url)?.agent.as_deref()
    }

    /// How long the host of `url` may take, if not as long as any other.
    pub(super) fn timeout(&self, url: &Url) -> Option<Duration> {
        let seconds = self.manners(url)?.timeout_seconds?;
        Some(Duration::from_secs(seconds.into()).min(TIMEOUT_AT_MOST))
    }

    /// Returns when a request may go. A page that the reader opens goes at once: delays are asked of programs that go
    /// through a site by themselves.
    pub(super) async fn wait(&self, url: &Url, want: Want) {
        let Some(host) = self.hosts.get(&name_of(url)).filter(|_| want != Want::Page) else { return };
        let Some(seconds) = host.manners.crawl_delay_seconds else { return };
        let mut next = host.next.lock().await;
        if let Some(at) = *next {
            sleep_until(at).await;
        }
        *next = Some(Instant::now() + Duration::from_secs(seconds.into()).min(DELAY_AT_MOST));
    }

    fn manners(&self, url: &Url) -> Option<&Manners> {
        self.hosts.get(&name_of(url)).map(|host| &host.manners)
    }
}

/// The name of the host at `url`, with its port where that is not the scheme's own; `None` for what is no http(s) address.
#[must_use]
pub fn host_of(url: &str) -> Option<String> {
    Url::parse(url).ok().filter(super::is_http).map(|url| name_of(&url))
}

pub(super) fn name_of(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default();
    url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::news::{Feed, Section, SectionId};

    fn outlet(home: &str, feed: &str, manners: Manners) -> Outlet {
        let feed = Feed::at(feed.to_owned(), "lantern".to_owned(), "The Lantern".to_owned());
        Outlet {
            id: "lantern".to_owned(),
            home: home.to_owned(),
            manners,
            sections: vec![Section {
                id: SectionId("lantern/oil".to_owned()),
                title: "Oil".to_owned(),
                depth: 0,
                fill: Fill::Feeds(vec![feed]),
                page: None,
                blends: Vec::new(),
            }],
            ..Outlet::default()
        }
    }

    fn url(address: &str) -> Url {
        Url::parse(address).unwrap_or_else(|_| panic!("{address} is no address"))
    }

    #[test]
    fn an_outlets_manners_hold_at_all_its_hosts_and_nowhere_else() {
        let manners =
            Manners { agent: Some("reader".to_owned()), timeout_seconds: Some(600), crawl_delay_seconds: None };
        let pace = Pace::of(&[
            outlet("https://lantern.example/", "http://feeds.example:8080/oil", manners),
            outlet("https://other.example/", "https://other.example/rss", Manners::default()),
        ]);
        for address in ["http://lantern.example/story", "https://feeds.example:8080/x"] {
            assert_eq!(pace.agent(&url(address)), Some("reader"), "{address}");
            assert_eq!(pace.timeout(&url(address)), Some(TIMEOUT_AT_MOST), "{address}");
        }
        for address in ["https://feeds.example/oil", "https://other.example/rss"] {
            assert_eq!((pace.agent(&url(address)), pace.timeout(&url(address))), (None, None), "{address}");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn requests_to_a_host_with_a_delay_are_that_far_apart() {
        let manners = Manners { crawl_delay_seconds: Some(7), ..Manners::default() };
        let feed = url("https://lantern.example/oil");
        let pace = Arc::new(Pace::of(&[outlet("https://lantern.example/", feed.as_str(), manners)]));
        let began = Instant::now();
        let ask = |want| {
            let (pace, feed) = (Arc::clone(&pace), feed.clone());
            tokio::spawn(async move {
                pace.wait(&feed, want).await;
                began.elapsed().as_secs()
            })
        };
        let asked = [ask(Want::Feed), ask(Want::Feed), ask(Want::Feed), ask(Want::Page), ask(Want::Front)];
        tokio::time::sleep(Duration::from_secs(1)).await;
        // One that is given up takes no turn from those behind it.
        asked[1].abort();
        let mut gone = Vec::new();
        for request in asked {
            gone.extend(request.await.ok());
        }
        assert_eq!(gone, [0, 7, 0, 14]);
    }
}
