//! When an address may be asked, and what its host made of it: floors between polls, wishes of feeds, rests of hosts.
//!
//! What a host *asks for* (`Retry-After`) holds whatever the reader presses. What was *made up here* after it failed (a
//! rest that doubles from failure to failure) keeps the program from asking by itself, and gives way to the reader.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use chrono::{DateTime, Datelike as _, TimeDelta, Timelike as _, Utc};
use tokio::sync::mpsc::UnboundedSender;

use crate::app::health::Failing;
use crate::app::sections_pane::Counted;
use crate::app::{Ask, Msg};
use crate::cache::{Cache, Failure, Rest, Visit};
use crate::feed::Parsed;
use crate::fetch::{self, Answer, Validators, Want};
use crate::trouble::{Trouble, TroubleKind};

use super::ask::{Eagerness, keep, off_screen};
use super::desk::Desk;

/// No feed is asked again sooner unless the reader says so, whatever it says itself.
pub(super) const FEED_FLOOR: Duration = Duration::from_secs(30 * 60);
/// No address is asked again sooner, whatever the reader presses.
pub(super) const FLOOR: Duration = Duration::from_secs(60);
/// A feed's wish to be left alone is followed up to this long.
const WISH_AT_MOST: TimeDelta = TimeDelta::hours(24);
/// A wish that is only remembered is followed if it is no longer than this.
const MEMORY_AT_MOST: TimeDelta = TimeDelta::hours(6);
/// So old a feed is fetched whole, whatever its server says of changes.
const WHOLE_AGAIN: TimeDelta = TimeDelta::hours(24);
/// How long a host rests after its first failure.
const REST_AT_LEAST: TimeDelta = TimeDelta::minutes(1);
/// However often it failed, it rests no longer.
const REST_AT_MOST: TimeDelta = TimeDelta::hours(6);

/// True when an address should be asked, by what is known of it alone.
pub(super) fn is_due(visit: Option<&Visit>, (ask, stale_after): Eagerness, now: DateTime<Utc>) -> bool {
    if ask == Ask::Never {
        return false;
    }
    let Some(visit) = visit else { return true };
    if ask == Ask::IfMissing && visit.answered.is_some() {
        return false;
    }
    let by_itself = ask != Ask::Now;
    if by_itself && visit.not_before.is_some_and(|until| until > now) {
        return false;
    }
    let wait = if by_itself { stale_after } else { FLOOR };
    // A clock that was set back must not keep an address from being asked for ever.
    visit.answered.is_none_or(|at| at > now || (now - at).to_std().is_ok_and(|passed| passed >= wait))
}

/// True when the host of `url` is left alone for now. The reader's own questions go as far as [`get`], which tells them
/// what the host said.
pub(super) fn is_resting(cache: &Cache, url: &str, (ask, _): Eagerness, now: DateTime<Utc>) -> bool {
    ask != Ask::Now && rest_of(cache, url, now).is_some_and(|rest| rest.not_before > now)
}

/// When a feed may be asked again by itself, after an answer that came at `now`; `parsed` is its content, if the answer
/// had one that was new.
pub(super) fn next_poll(
    fresh_for: Option<Duration>,
    parsed: Option<&Parsed>,
    known: &Visit,
    now: DateTime<Utc>,
) -> Option<DateTime<Utc>> {
    let floor = TimeDelta::from_std(FEED_FLOOR).unwrap_or(REST_AT_MOST);
    let told = fresh_for.and_then(|wish| TimeDelta::from_std(wish).ok()).unwrap_or_default();
    let own = match parsed {
        Some(parsed) => parsed.ttl_minutes.map(|minutes| TimeDelta::minutes(minutes.into())).unwrap_or_default(),
        // "Not modified" says nothing of the feed's own wish: the last one goes on.
        None => match (known.answered, known.not_before) {
            (Some(answered), Some(until)) if until - answered <= MEMORY_AT_MOST => until - answered,
            _ => TimeDelta::zero(),
        },
    };
    let next = now.checked_add_signed(told.max(own).clamp(floor, WISH_AT_MOST))?;
    Some(parsed.map_or(next, |parsed| awake(next, parsed)))
}

/// `at`, or the first full hour after it at which the feed does not ask to be left alone.
fn awake(at: DateTime<Utc>, parsed: &Parsed) -> DateTime<Utc> {
    let sleeps = |at: &DateTime<Utc>| {
        parsed.skip_hours.iter().any(|hour| u32::from(*hour) == at.hour()) || parsed.skip_days.contains(&at.weekday())
    };
    if !sleeps(&at) {
        return at;
    }
    let hour = at - TimeDelta::minutes(at.minute().into()) - TimeDelta::seconds(at.second().into());
    // A feed that never wants to be read wants nonsense.
    (1..=7 * 24).map(|hours| hour + TimeDelta::hours(hours)).find(|later| !sleeps(later)).unwrap_or(at)
}

/// The validators to send for a feed: none when it has not come whole for a day, since servers were met that say "not
/// modified" for ever.
pub(super) async fn validators(desk: &Arc<Desk>, url: &str, known: &Visit, now: DateTime<Utc>) -> Validators {
    let (desk, url) = (Arc::clone(desk), url.to_owned());
    let whole = off_screen(move || desk.cache.whole_since(&url).ok().flatten()).await.flatten();
    if whole.is_some_and(|at| now - at < WHOLE_AGAIN) { known.validators.clone() } else { Validators::default() }
}

/// [`Fetcher::get`](fetch::Fetcher::get) for hosts that are not at rest; what comes of it is noted for the host.
pub(super) async fn get(
    desk: &Arc<Desk>,
    url: &str,
    want: Want,
    validators: &Validators,
    now: DateTime<Utc>,
) -> Result<Answer, Trouble> {
    let rest = {
        let (desk, url) = (Arc::clone(desk), url.to_owned());
        off_screen(move || rest_of(&desk.cache, &url, now)).await.flatten()
    };
    if let Some(Rest { not_before, failures: 0 }) = rest
        && not_before > now
    {
        return Err(Trouble::at(TroubleKind::TooSoon(not_before), url));
    }
    let answer = desk.fetcher.get(url, want, validators, now).await;
    let noted = answer.as_ref().map(|_| ()).map_err(|trouble| trouble.kind);
    if let Some(host) = fetch::host_of(url).filter(|_| rest.is_some() || noted.is_err()) {
        let desk = Arc::clone(desk);
        off_screen(move || note_host(&desk.cache, &host, noted, now)).await;
    }
    answer
}

/// Notes what came of asking a feed: that it failed, or that it is well again.
pub(super) async fn note<T>(desk: &Arc<Desk>, url: &str, outcome: &Result<T, Trouble>, now: DateTime<Utc>) {
    let trouble = outcome.as_ref().err().cloned();
    let (desk, url) = (Arc::clone(desk), url.to_owned());
    off_screen(move || {
        let Some(trouble) = trouble else { return keep(desk.cache.clear_failure(&url)) };
        match trouble.kind {
            // Nothing was asked, so nothing is known.
            TroubleKind::NetworkOff | TroubleKind::Spent(_) => {}
            kind => {
                // As soon as there is a network, all is asked again; a host that is away has its own rest.
                let wait = (!trouble.is_network()).then(|| TimeDelta::from_std(FEED_FLOOR).ok()).flatten();
                let until = match kind {
                    TroubleKind::TooSoon(until) => Some(until),
                    _ => wait.and_then(|wait| now.checked_add_signed(wait)),
                };
                keep(desk.cache.note_failure(&url, &trouble, now, until));
            }
        }
    })
    .await;
}

/// Says which feeds of these sections fail, if that is not what was said the last time.
pub(super) fn tell_failing(
    cache: &Cache,
    sections: &[Counted],
    told: &Mutex<Vec<Failing>>,
    answers: &UnboundedSender<Msg>,
) {
    let mut seen = HashSet::new();
    let feeds: Vec<String> =
        sections.iter().flat_map(|counted| &counted.feeds).filter(|url| seen.insert(*url)).cloned().collect();
    // Held until it is sent: of two that count at once, the later one has the last word.
    let mut told = told.lock().unwrap_or_else(PoisonError::into_inner);
    let Ok(failures) = cache.failures(&feeds) else { return };
    let failing: Vec<Failing> = failures
        .into_iter()
        .map(|Failure { url, trouble, since, answered }| Failing { feed: url, trouble, since, answered })
        .collect();
    if failing != *told {
        told.clone_from(&failing);
        let _ = answers.send(Msg::Failing(failing));
    }
}

/// The rest of the host at `url`. None is longer than a day: a clock that was set back must not make it one of years.
fn rest_of(cache: &Cache, url: &str, now: DateTime<Utc>) -> Option<Rest> {
    let rest = fetch::host_of(url).and_then(|host| cache.rest(&host).ok().flatten())?;
    Some(Rest { not_before: rest.not_before.min(now + WISH_AT_MOST), ..rest })
}

/// How long a host rests after so many failures in a row.
fn length(failures: u32) -> TimeDelta {
    let doubled = i32::try_from(1_u64 << failures.saturating_sub(1).min(20)).unwrap_or(i32::MAX);
    REST_AT_LEAST.checked_mul(doubled).map_or(REST_AT_MOST, |rest| rest.min(REST_AT_MOST))
}

/// Takes in what came of a request to `host` that was made at `asked`.
fn note_host(cache: &Cache, host: &str, outcome: Result<(), TroubleKind>, asked: DateTime<Utc>) {
    let before = cache.rest(host).ok().flatten();
    match outcome {
        Err(TroubleKind::TooSoon(until)) => keep(cache.note_rest(host, Rest { not_before: until, failures: 0 })),
        Err(
            TroubleKind::Timeout
            | TroubleKind::Connection
            | TroubleKind::Blocked(429)
            | TroubleKind::BotWall(429 | 503)
            | TroubleKind::Status(503),
        ) => {
            let failures = match before {
                // What the host asked for is not shortened.
                Some(Rest { not_before, failures: 0 }) if not_before > asked => return,
                // Several that were under way together, or wanted by the reader all the same: one failure of the host.
                Some(rest) if rest.not_before > asked => rest.failures,
                Some(rest) => rest.failures.saturating_add(1),
                None => 1,
            };
            keep(cache.note_rest(host, Rest { not_before: Utc::now() + length(failures), failures }));
        }
        // A good answer to one request does not take back what the host said to another.
        Ok(()) if before.is_some_and(|rest| rest.failures > 0 || rest.not_before <= asked) => {
            keep(cache.end_rest(host));
        }
        _ => {}
    }
}
