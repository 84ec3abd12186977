//! A forecast: from the cache as long as its service says that there is no newer one, else from the service.

use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use tokio::sync::mpsc::UnboundedSender;

use super::Desk;
use super::ask::{LIVE_FOR, keep, off_screen, visit_of};
use super::manners::{self, FLOOR};
use crate::app::{ForecastAnswer, Msg};
use crate::cache::Visit;
use crate::fetch::{Answer, Validators, Want};
use crate::news::{Freshness, StoryKey};
use crate::trouble::{Trouble, TroubleKind};
use crate::weather::Forecast;

/// A forecast that can be shown.
#[derive(Debug, Clone, PartialEq)]
pub struct Told {
    /// What is to come.
    pub forecast: Forecast,
    /// When the service last said that it is right.
    pub answered: DateTime<Utc>,
    /// Why there is no newer one, if one was asked for in vain.
    pub trouble: Option<Trouble>,
}

/// The forecast at `address`. The service is not asked before the time that it named with its last answer
/// (`Expires`), as its terms want it, and then only whether it has a newer one.
///
/// # Errors
/// What went wrong, where nothing is kept that could be shown instead.
pub async fn forecast(desk: &Arc<Desk>, address: &str, now: DateTime<Utc>) -> Result<Told, Trouble> {
    let known = visit_of(desk, address).await;
    let kept = kept(desk, address).await;
    let had = kept.clone().map(|forecast| Told { forecast, answered: known.answered.unwrap_or(now), trouble: None });
    // A clock that was set back must not keep the service from being asked for ever.
    let is_set_back = known.answered.is_some_and(|answered| answered > now);
    match (&had, known.not_before.filter(|until| *until > now && !is_set_back)) {
        (Some(told), Some(_)) => return Ok(told.clone()),
        (None, Some(until)) => return Err(Trouble::at(TroubleKind::TooSoon(until), address)),
        (_, None) => {}
    }
    match (ask(desk, address, known, kept, now).await, had) {
        (Ok(forecast), _) => Ok(Told { forecast, answered: now, trouble: None }),
        (Err(trouble), Some(told)) => Ok(Told { trouble: Some(trouble), ..told }),
        (Err(trouble), None) => Err(trouble),
    }
}

/// Answers with what is kept of a forecast, then with what its service has.
pub(super) async fn answer(desk: Arc<Desk>, answers: UnboundedSender<Msg>, key: StoryKey, address: String) {
    let now = Utc::now();
    let send = |outcome, waiting| {
        let _ = answers.send(Msg::Forecast(ForecastAnswer { key: key.clone(), outcome, waiting }));
    };
    if let Some(forecast) = kept(&desk, &address).await {
        let answered = visit_of(&desk, &address).await.answered.unwrap_or(now);
        send(Ok((Box::new(forecast), Freshness::Cached(answered))), true);
    }
    match forecast(&desk, &address, now).await {
        Ok(Told { forecast, answered, trouble }) => {
            let freshness = match &trouble {
                Some(trouble) if trouble.is_offline() => Freshness::Offline(answered),
                None if now - answered < LIVE_FOR => Freshness::Live(answered),
                _ => Freshness::Cached(answered),
            };
            send(Ok((Box::new(forecast), freshness)), trouble.is_some());
            if let Some(trouble) = trouble {
                send(Err(trouble), false);
            }
        }
        Err(trouble) => send(Err(trouble), false),
    }
}

async fn ask(
    desk: &Arc<Desk>,
    address: &str,
    known: Visit,
    kept: Option<Forecast>,
    now: DateTime<Utc>,
) -> Result<Forecast, Trouble> {
    // Without a forecast, "not modified" would be an answer to nothing.
    let validators = if kept.is_some() { known.validators.clone() } else { Validators::default() };
    let answer = manners::get(desk, address, Want::Forecast, &validators, now).await;
    let (desk, url) = (Arc::clone(desk), address.to_owned());
    let taken = off_screen(move || match (answer, kept) {
        (Ok(Answer::NotModified { fresh_for }), Some(forecast)) => {
            let visit = Visit { answered: Some(now), not_before: expiry(fresh_for, now), ..known };
            keep(desk.cache.note_visit(&url, &visit));
            Ok(forecast)
        }
        (Ok(Answer::Body { bytes, validators, fresh_for, .. }), _) => {
            let forecast = Forecast::parse(&bytes).map_err(|error| {
                tracing::warn!("{url}: {error}");
                Trouble::at(TroubleKind::NotAForecast, &url)
            })?;
            let not_before = expiry(fresh_for, now);
            let visit = Visit { validators, answered: Some(now), not_before, ..Visit::default() };
            keep(desk.cache.keep_forecast(&url, &forecast, &visit));
            Ok(forecast)
        }
        (Ok(Answer::NotModified { .. }), None) => Err(Trouble::at(TroubleKind::NotAForecast, &url)),
        (Err(trouble), _) => {
            if let TroubleKind::TooSoon(until) = trouble.kind {
                keep(desk.cache.note_visit(&url, &Visit { not_before: Some(until), ..known }));
            }
            Err(trouble)
        }
    });
    taken.await.unwrap_or_else(|| Err(Trouble::at(TroubleKind::NotAForecast, address)))
}

/// When there may be a newer one: later than the floor between requests if the service says so, never earlier.
fn expiry(fresh_for: Option<Duration>, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let wait = fresh_for.unwrap_or_default().max(FLOOR);
    TimeDelta::from_std(wait).ok().and_then(|wait| now.checked_add_signed(wait))
}

async fn kept(desk: &Arc<Desk>, address: &str) -> Option<Forecast> {
    let (desk, url) = (Arc::clone(desk), address.to_owned());
    off_screen(move || desk.cache.forecast(&url).ok().flatten()).await.flatten()
}
