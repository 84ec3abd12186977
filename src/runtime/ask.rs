//! Questions to the cache and to outlets: each shows first what is kept, then what is new.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, LazyLock, Mutex, PoisonError};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use tokio::runtime::{Builder, Runtime};
use tokio::sync::Semaphore;
use tokio::sync::mpsc::UnboundedSender;
use tokio::task::JoinSet;
use url::Url;

use crate::app::sections_pane::{Counted, Unread};
use crate::app::{ArticleAnswer, Ask, Msg, SectionAnswer};
use crate::article::{Article, Version};
use crate::cache::{Cache, CacheError, KeptArticle, Visit};
use crate::changes::Changes;
use crate::extract::{self, RawPage};
use crate::fetch::{Answer, Validators, Want};
use crate::marks::Marks;
use crate::mute::Mutes;
use crate::news::{Feed, Freshness, SectionId, StoryKey};
use crate::query::{Found, Query};
use crate::trouble::{Trouble, TroubleKind};

use super::desk::Desk;
use super::{LIST_AT_MOST, chain, errand, manners};

/// An answer this young still counts as live.
pub(super) const LIVE_FOR: TimeDelta = TimeDelta::minutes(5);
/// A page's wish to be left alone (`Cache-Control`) is followed up to this long: stories go on.
const WISH_AT_MOST: Duration = Duration::from_secs(60 * 60);

/// How eager a question is, and what counts as stale.
pub(super) type Eagerness = (Ask, Duration);

/// What is kept of a section, now.
pub(super) fn kept_section(
    desk: &Desk,
    section: &SectionId,
    feeds: &[Feed],
    waiting: usize,
    troubles: Vec<Trouble>,
    now: DateTime<Utc>,
) -> SectionAnswer {
    let urls: Vec<String> = feeds.iter().map(|feed| feed.url.clone()).collect();
    let headlines = desk.cache.headlines(&urls, LIST_AT_MOST).unwrap_or_else(|error| {
        tracing::warn!("{section}: {error}");
        Vec::new()
    });
    let newest = desk.cache.answered(&urls).unwrap_or_default().into_iter().flatten().max();
    let all_failed = troubles.len() == feeds.len() && troubles.iter().all(Trouble::is_offline);
    let freshness = newest.map(|at| match at {
        _ if desk.fetcher.is_sample() => Freshness::Sample,
        _ if all_failed && !feeds.is_empty() => Freshness::Offline(at),
        _ if now - at < LIVE_FOR => Freshness::Live(at),
        _ => Freshness::Cached(at),
    });
    let origin = chain::origin(&desk.cache, feeds, now);
    let versions = desk.cache.versions(&headlines).unwrap_or_default().into_iter().collect();
    SectionAnswer { section: section.clone(), headlines, versions, freshness, origin, waiting, troubles }
}

/// Answers with what is kept, then after each feed that answers with all that is known by then.
pub(super) async fn section(
    desk: Arc<Desk>,
    answers: UnboundedSender<Msg>,
    section: SectionId,
    feeds: Vec<Feed>,
    eagerness: Eagerness,
) {
    let now = Utc::now();
    let asked = {
        let (desk, feeds) = (Arc::clone(&desk), feeds.clone());
        off_screen(move || {
            feeds.into_iter().filter(|feed| chain::is_due(&desk.cache, feed, eagerness, now)).collect::<Vec<_>>()
        })
        .await
    };
    let asked = asked.unwrap_or_default();
    let mut waiting = asked.len();
    let mut troubles = Vec::new();
    let answer = |waiting: usize, troubles: &[Trouble]| {
        let (desk, section, feeds, troubles) = (Arc::clone(&desk), section.clone(), feeds.clone(), troubles.to_vec());
        off_screen(move || kept_section(&desk, &section, &feeds, waiting, troubles, Utc::now()))
    };
    if let Some(kept) = answer(waiting, &troubles).await {
        let _ = answers.send(Msg::Headlines(kept));
    }
    let mut tasks = JoinSet::new();
    for feed in asked {
        let desk = Arc::clone(&desk);
        tasks.spawn(async move {
            let url = feed.url.clone();
            let outcome = chain::fill(&desk, feed, eagerness, now).await;
            manners::note(&desk, &url, &outcome, now).await;
            outcome
        });
    }
    while let Some(first) = tasks.join_next().await {
        // Those that answered meanwhile are told of together: a list of hundreds of feeds is not made for each of them.
        let mut next = Some(first);
        while let Some(outcome) = next {
            waiting -= 1;
            match outcome {
                Ok(Ok(())) => {}
                Ok(Err(trouble)) => troubles.push(trouble),
                Err(error) => tracing::error!("{section}: {error}"),
            }
            next = tasks.try_join_next();
        }
        if let Some(news) = answer(waiting, &troubles).await {
            let _ = answers.send(Msg::Headlines(news));
        }
    }
}

/// When a page may be asked again.
fn not_before(fresh_for: Option<Duration>, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let wish = fresh_for.unwrap_or_default().clamp(manners::FLOOR, WISH_AT_MOST);
    TimeDelta::from_std(wish).ok().and_then(|wish| now.checked_add_signed(wish))
}

/// What is kept of a story, now; another answer follows.
pub(super) fn kept_article(desk: &Desk, key: &StoryKey, now: DateTime<Utc>) -> Option<ArticleAnswer> {
    let kept = desk.cache.article(key).ok().flatten()?;
    let freshness = freshness_of(desk, &kept, now);
    Some(ArticleAnswer { key: key.clone(), outcome: Ok((Box::new(kept.article), freshness)), waiting: true })
}

fn freshness_of(desk: &Desk, kept: &KeptArticle, now: DateTime<Utc>) -> Freshness {
    match kept.answered {
        _ if desk.fetcher.is_sample() => Freshness::Sample,
        at if now - at < LIVE_FOR => Freshness::Live(at),
        at => Freshness::Cached(at),
    }
}

/// Answers with what is kept of a story, then with its page as it is now.
pub(super) async fn article(
    desk: Arc<Desk>,
    answers: UnboundedSender<Msg>,
    key: StoryKey,
    url: String,
    eagerness: Eagerness,
) {
    let now = Utc::now();
    let (kept, due) = {
        let (desk, key, url) = (Arc::clone(&desk), key.clone(), url.clone());
        off_screen(move || {
            let kept = desk.cache.article(&key).unwrap_or_else(|error| {
                tracing::warn!("{url}: {error}");
                None
            });
            // What a feed gave in full is the story; its page is asked only when the reader asks for it.
            let is_enough = kept.as_ref().is_some_and(|kept| kept.is_from_feed) && eagerness.0 != Ask::Now;
            let is_due = || manners::is_due(desk.cache.visit(&url).ok().flatten().as_ref(), eagerness, now);
            let due = match eagerness.0 {
                Ask::Never => false,
                Ask::IfMissing => kept.is_none(),
                Ask::IfStale | Ask::Now => !is_enough && (kept.is_none() || is_due()),
            };
            (kept, due)
        })
        .await
        .unwrap_or((None, true))
    };
    let sample = desk.fetcher.is_sample();
    if let Some(kept) = &kept {
        let outcome = Ok((Box::new(kept.article.clone()), freshness_of(&desk, kept, now)));
        let _ = answers.send(Msg::Article(ArticleAnswer { key: key.clone(), outcome, waiting: due }));
    }
    if !due {
        if kept.is_none() {
            let outcome = Err(Trouble::at(TroubleKind::NotAsked, &url));
            let _ = answers.send(Msg::Article(ArticleAnswer { key, outcome, waiting: false }));
        }
        return;
    }
    let had = kept.as_ref().map(|kept| kept.article.clone());
    let outcome = ask_page(&desk, &key, &url, had, now).await;
    if let (Err(trouble), Some(kept)) = (&outcome, kept)
        && trouble.is_offline()
    {
        let freshness = Freshness::Offline(kept.answered);
        let still = Ok((Box::new(kept.article), freshness));
        let _ = answers.send(Msg::Article(ArticleAnswer { key: key.clone(), outcome: still, waiting: false }));
    }
    let fresh = if sample { Freshness::Sample } else { Freshness::Live(now) };
    let outcome = outcome.map(|article| (Box::new(article), fresh));
    let _ = answers.send(Msg::Article(ArticleAnswer { key, outcome, waiting: false }));
}

async fn ask_page(
    desk: &Arc<Desk>,
    key: &StoryKey,
    url: &str,
    had: Option<Article>,
    now: DateTime<Utc>,
) -> Result<Article, Trouble> {
    let known = visit_of(desk, url).await;
    // Without the story, "not modified" would be an answer to nothing.
    let validators = if had.is_some() { known.validators.clone() } else { Validators::default() };
    let answer = manners::get(desk, url, Want::Page, &validators, now).await?;
    let (desk, key, address) = (Arc::clone(desk), key.clone(), url.to_owned());
    let extracted = off_screen(move || match (answer, had) {
        (Answer::NotModified { fresh_for }, Some(article)) => {
            let visit = Visit { answered: Some(now), not_before: not_before(fresh_for, now), ..known };
            keep(desk.cache.note_visit(&address, &visit));
            Ok(article)
        }
        (Answer::NotModified { .. }, None) => Err(Trouble::at(TroubleKind::NoStory, &address)),
        (Answer::Body { url, charset, bytes, validators, fresh_for }, _) => {
            let article = extract(&bytes, &url, charset.as_deref()).map_err(|kind| Trouble::at(kind, &address))?;
            let hash = Some(*blake3::hash(&bytes).as_bytes());
            let visit = Visit {
                validators,
                hash,
                answered: Some(now),
                not_before: not_before(fresh_for, now),
                ..Visit::default()
            };
            keep(desk.cache.keep_article(&key, &article, &address, &visit));
            Ok(article)
        }
    });
    extracted.await.unwrap_or_else(|| Err(Trouble::at(TroubleKind::NoStory, url)))
}

/// Asks for a story that is not kept, for the cache alone.
pub(super) async fn page(desk: &Arc<Desk>, key: &StoryKey, url: &str, now: DateTime<Utc>) -> Result<(), Trouble> {
    ask_page(desk, key, url, None, now).await.map(drop)
}

/// What changed in a story since it was read in that version.
pub(super) fn changes(desk: &Desk, key: &StoryKey, was: Version) -> Result<Box<Changes>, String> {
    let read = |article: Result<Option<Article>, CacheError>| article.ok().flatten();
    let Some(before) = read(desk.cache.version(key, was)) else {
        return Err("The version you read is no longer kept.".to_owned());
    };
    let Some(now) = desk.cache.article(key).ok().flatten() else {
        return Err("The story is no longer kept; r asks for it again.".to_owned());
    };
    let changes = Changes::between(&before, &now.article);
    changes.map(Box::new).ok_or_else(|| "The story is too long to be compared.".to_owned())
}

fn extract(bytes: &[u8], url: &Url, charset: Option<&str>) -> Result<Article, TroubleKind> {
    extract::article(RawPage { bytes, url, charset })
}

pub(super) async fn visit_of(desk: &Arc<Desk>, url: &str) -> Visit {
    let (desk, url) = (Arc::clone(desk), url.to_owned());
    off_screen(move || desk.cache.visit(&url).ok().flatten()).await.flatten().unwrap_or_default()
}

/// A search finds at most this many.
const FOUND_AT_MOST: usize = 200;

/// What a search finds.
pub(super) fn search(cache: &Cache, marks: &Mutex<Marks>, query: &Query) -> Result<Found, CacheError> {
    cache.search(query, FOUND_AT_MOST, |key, state| {
        errand::is(&marks.lock().unwrap_or_else(PoisonError::into_inner), key, state)
    })
}

/// How many stories are not read: of each section itself, and of it with all that is below it, each story once.
pub(super) fn count(
    cache: &Cache,
    marks: &Mutex<Marks>,
    mutes: &Mutes,
    sections: &[Counted],
) -> Result<Vec<(SectionId, Unread)>, CacheError> {
    let urls: HashSet<&String> = sections.iter().flat_map(|counted| &counted.feeds).collect();
    let urls: Vec<String> = urls.into_iter().cloned().collect();
    // Asked story by story: the screen's thread does not wait for the whole of it when a story is marked meanwhile.
    let is_unread = |key: &StoryKey| !marks.lock().unwrap_or_else(PoisonError::into_inner).is_read(key);
    let left_out = cache.muted(mutes)?;
    let mut unread: HashMap<&str, Vec<i64>> = HashMap::new();
    for (index, story) in cache.stories(&urls, is_unread)? {
        if let Some(url) = urls.get(index).filter(|_| !left_out.contains(&story)) {
            unread.entry(url).or_default().push(story);
        }
    }
    let stories = |sections: &[Counted]| {
        let feeds: HashSet<&str> = sections.iter().flat_map(|counted| &counted.feeds).map(String::as_str).collect();
        let stories: HashSet<i64> = feeds.iter().filter_map(|url| unread.get(url)).flatten().copied().collect();
        stories.len()
    };
    let counts = sections.iter().enumerate().map(|(at, counted)| {
        let (alone, rest) = sections.get(at..).unwrap_or_default().split_at(1);
        let below = rest.iter().take_while(|below| below.depth > counted.depth).count();
        let own = stories(alone);
        let all = if below == 0 { own } else { stories(sections.get(at..=at + below).unwrap_or_default()) };
        (counted.section.clone(), Unread { own, all })
    });
    Ok(counts.collect())
}

/// Runs what may take a while on a thread that may wait; `None` when it panicked or was aborted.
///
/// So much of it at once and no more: what a hundred feeds have to note would else get a hundred threads, each with a
/// stack and a heap of its own, to wait for one cache.
pub(super) async fn off_screen<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Option<T> {
    static TURNS: Semaphore = Semaphore::const_new(3);
    let turn = TURNS.acquire().await.ok()?;
    let work = move || {
        let done = work();
        // Kept until here, even where nobody waits for the answer any more.
        drop(turn);
        done
    };
    tokio::task::spawn_blocking(work).await.ok()
}

/// Like [`off_screen`], but one after the other and on one thread: what is made of a feed takes several times its room,
/// and each thread's heap stays as large as it ever was.
pub(super) async fn in_turn<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Option<T> {
    static ONE_BY_ONE: LazyLock<Option<Runtime>> =
        LazyLock::new(|| Builder::new_current_thread().max_blocking_threads(1).build().ok());
    ONE_BY_ONE.as_ref()?.spawn_blocking(work).await.ok()
}

/// The cache is disposable: a failure to keep something is logged and the reader reads on.
pub(super) fn keep(outcome: Result<(), CacheError>) {
    if let Err(error) = outcome {
        tracing::warn!("{error}");
    }
}
