//! Asks addresses as the reader would, and says of each how it is or which step failed.
//!
//! `judge` looks at what came and names things; the rest asks. Requests pass the one door to the network, so its limits
//! and the manners of the outlets hold here too.

use chrono::{DateTime, Utc};
use futures_util::StreamExt as _;
use futures_util::stream;

use crate::extract::RawPage;
use crate::fetch::{Answer, Fetcher, Validators, Want};
use crate::news::{Feed, Fill, Headline, Label, Outlet, Source, SourceKind};
use crate::trouble::TroubleKind;

mod judge;

pub use judge::{Seen, advice, judge, judge_story, step, what};

/// Addresses of one outlet that are asked at once; how many of them at one host is the door's business.
const AT_ONCE: usize = 4;
/// So many of an outlet's newest stories are looked at before its pages are said to be built in a new way: some are of
/// an odd kind.
const STORIES: usize = 3;

/// How one address is.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// [`Outlet::id`]; empty for an address that belongs to none.
    pub outlet: String,
    /// The section that it fills, or whose newest story it is.
    pub section: String,
    /// `feed`, `front`, `sitemap`, `story`.
    pub kind: &'static str,
    /// The address.
    pub url: String,
    /// What is there, or what is wrong.
    pub outcome: Result<Seen, TroubleKind>,
}

/// Asks all that fills the outlet's sections, each address once, and then for one of its newest stories.
pub async fn examine(fetcher: &Fetcher, outlet: &Outlet, now: DateTime<Utc>) -> Vec<Finding> {
    let mut asked: Vec<(&str, &Feed, &Source)> = Vec::new();
    for section in &outlet.sections {
        let Fill::Feeds(feeds) = &section.fill else { continue };
        for (feed, source) in feeds.iter().flat_map(|feed| feed.sources.iter().map(move |source| (feed, source))) {
            if !asked.iter().any(|(.., known)| known.url == source.url) {
                asked.push((&section.id.0, feed, source));
            }
        }
    }
    let mut findings = Vec::with_capacity(asked.len() + 1);
    let mut newest: Vec<(String, Headline)> = Vec::new();
    let answers = asked.into_iter().map(|(section, feed, source)| async move {
        let (outcome, headlines) = ask(fetcher, feed, source, now).await;
        let (kind, url) = (kind_of(&source.kind), source.url.clone());
        let finding = Finding { outlet: outlet.id.clone(), section: section.to_owned(), kind, url, outcome };
        (finding, headlines)
    });
    let mut answers = stream::iter(answers).buffered(AT_ONCE);
    while let Some((finding, headlines)) = answers.next().await {
        // A film or a live page is built in another way than a story.
        let plain = |story: &Headline| !story.labels.iter().any(|label| matches!(label, Label::Live | Label::Video));
        newest.extend(headlines.into_iter().filter(plain).map(|story| (finding.section.clone(), story)));
        findings.push(finding);
    }
    newest.sort_by_key(|(_, story)| std::cmp::Reverse(story.time()));
    newest.dedup_by(|(_, one), (_, other)| one.key == other.key);
    newest.truncate(STORIES);
    findings.extend(examine_stories(fetcher, &outlet.id, newest, now).await);
    findings
}

/// Asks one source; what it lists comes second.
pub async fn ask(
    fetcher: &Fetcher,
    feed: &Feed,
    source: &Source,
    now: DateTime<Utc>,
) -> (Result<Seen, TroubleKind>, Vec<Headline>) {
    let want = if source.kind == SourceKind::Front { Want::Front } else { Want::Feed };
    match fetcher.get(&source.url, want, &Validators::default(), now).await {
        Ok(Answer::Body { url, charset, bytes, .. }) => {
            let page = RawPage { bytes: &bytes, url: &url, charset: charset.as_deref() };
            // An answer that breaks a parser is one bad answer, not the end of the round.
            std::panic::catch_unwind(|| judge(page, feed, &source.kind, now))
                .unwrap_or((Err(TroubleKind::NotAFeed), Vec::new()))
        }
        Ok(Answer::NotModified { .. }) => (Err(TroubleKind::Status(304)), Vec::new()),
        Err(trouble) => (Err(trouble.kind), Vec::new()),
    }
}

/// The first story that is as its outlet's stories are; if none is, how the newest one is.
async fn examine_stories(
    fetcher: &Fetcher,
    outlet: &str,
    stories: Vec<(String, Headline)>,
    now: DateTime<Utc>,
) -> Option<Finding> {
    let mut first = None;
    for (section, story) in stories {
        let outcome = match fetcher.get(&story.url, Want::Page, &Validators::default(), now).await {
            Ok(Answer::Body { url, charset, bytes, .. }) => {
                let page = RawPage { bytes: &bytes, url: &url, charset: charset.as_deref() };
                std::panic::catch_unwind(|| judge_story(page)).unwrap_or(Err(TroubleKind::NoStory))
            }
            Ok(Answer::NotModified { .. }) => Err(TroubleKind::Status(304)),
            Err(trouble) => Err(trouble.kind),
        };
        let odd = outcome == Err(TroubleKind::Layout);
        let finding = Finding { outlet: outlet.to_owned(), section, kind: "story", url: story.url, outcome };
        if !odd {
            return Some(finding);
        }
        first.get_or_insert(finding);
    }
    first
}

fn kind_of(kind: &SourceKind) -> &'static str {
    match kind {
        SourceKind::Feed => "feed",
        SourceKind::Front => "front",
        SourceKind::Sitemap { .. } => "sitemap",
    }
}
