//! What response headers say, read leniently.

use std::time::Duration;

use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};
use reqwest::StatusCode;
use reqwest::header::{
    AGE, CACHE_CONTROL, DATE, ETAG, EXPIRES, HeaderMap, HeaderName, LAST_MODIFIED, RETRY_AFTER, SERVER,
};
use url::Url;

use super::{Validators, Want};
use crate::trouble::TroubleKind;

/// However long a server asks to be left alone, it is asked again after this.
const WAIT_AT_MOST: TimeDelta = TimeDelta::hours(24);
/// However long an answer may be kept, it is asked for again after this: a year (RFC 9111 lets servers say so) is a
/// mistake in news.
const FRESH_AT_MOST: Duration = Duration::from_secs(24 * 60 * 60);
/// Longer validators are not kept: they would be sent again with every request.
const VALIDATOR_BYTES: usize = 1024;

pub(super) fn text<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    headers.get(name).and_then(|value| std::str::from_utf8(value.as_bytes()).ok()).map(str::trim)
}

pub(super) fn validators(headers: &HeaderMap) -> Validators {
    let kept = |name| {
        text(headers, name).filter(|value| !value.is_empty() && value.len() <= VALIDATOR_BYTES).map(str::to_owned)
    };
    Validators { etag: kept(&ETAG), last_modified: kept(&LAST_MODIFIED) }
}

/// Type and charset of a `Content-Type` value, both in lower case.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct ContentType {
    pub(super) essence: String,
    pub(super) charset: Option<String>,
}

impl ContentType {
    pub(super) fn parse(value: &str) -> Self {
        let mut parts = value.split(';');
        let essence = parts.next().unwrap_or_default().trim().to_ascii_lowercase();
        let charset = parts
            .filter_map(|part| part.split_once('='))
            .find(|(name, _)| name.trim().eq_ignore_ascii_case("charset"))
            .map(|(_, value)| value.trim().trim_matches(['"', '\'']).trim().to_ascii_lowercase())
            .filter(|charset| !charset.is_empty());
        Self { essence, charset }
    }

    /// What is wrong with an answer of this type, before any of its body is read. Only what can't hold text is
    /// refused: feeds and pages come under all sorts of text, XML, JSON and binary labels.
    pub(super) fn trouble(&self, want: Want) -> Option<TroubleKind> {
        let (kind, _) = self.essence.split_once('/').unwrap_or_default();
        if want == Want::Picture {
            // What it is, its bytes say; a type that is missing or means nothing says no less.
            let may_be = matches!(kind, "image" | "") || self.essence == "application/octet-stream";
            return (!may_be).then_some(TroubleKind::NotAPicture);
        }
        let binary = matches!(kind, "image" | "video" | "audio" | "font")
            || matches!(
                self.essence.as_str(),
                "application/pdf"
                    | "application/zip"
                    | "application/gzip"
                    | "application/x-gzip"
                    | "application/x-tar"
                    | "application/epub+zip"
                    | "application/msword"
                    | "application/vnd.ms-excel"
            )
            || self.essence.starts_with("application/vnd.openxmlformats-");
        binary.then_some(match want {
            Want::Feed => TroubleKind::NotAFeed,
            Want::Page | Want::Front => TroubleKind::NotAPage,
            Want::Forecast => TroubleKind::NotAForecast,
            Want::Picture => TroubleKind::NotAPicture,
        })
    }
}

/// When `Retry-After` (seconds or a date) lets one ask again, at most a day from `now`.
pub(super) fn retry_after(headers: &HeaderMap, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let value = text(headers, &RETRY_AFTER)?;
    let latest = now + WAIT_AT_MOST;
    let until = match value.parse::<u64>() {
        Ok(seconds) => {
            i64::try_from(seconds).ok().and_then(TimeDelta::try_seconds).and_then(|wait| now.checked_add_signed(wait))
        }
        Err(_) if value.bytes().all(|b| b.is_ascii_digit()) => Some(latest),
        Err(_) => Some(http_date(value)?),
    };
    Some(until.unwrap_or(latest).clamp(now, latest))
}

/// How long an answer may be kept without asking (RFC 9111, as a private cache), at most a day; `None` when nothing
/// is said.
pub(super) fn fresh_for(headers: &HeaderMap, now: DateTime<Utc>) -> Option<Duration> {
    let directives = || {
        headers
            .get_all(CACHE_CONTROL)
            .iter()
            .filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.split(','))
            .map(|directive| directive.trim().to_ascii_lowercase())
    };
    if directives().any(|directive| directive == "no-store" || directive == "no-cache") {
        return Some(Duration::ZERO);
    }
    let max_age = directives()
        .find_map(|directive| directive.strip_prefix("max-age=").map(|seconds| seconds.trim_matches('"').to_owned()));
    let lifetime = if let Some(seconds) = max_age {
        Duration::from_secs(seconds.parse().ok()?)
    } else {
        let expires = text(headers, &EXPIRES)?;
        let sent = text(headers, &DATE).and_then(http_date).unwrap_or(now);
        // An unreadable date, "0" above all, means "already stale".
        http_date(expires).and_then(|until| (until - sent).to_std().ok()).unwrap_or_default()
    };
    let age = text(headers, &AGE).and_then(|age| age.parse().ok()).map(Duration::from_secs).unwrap_or_default();
    Some(lifetime.saturating_sub(age).min(FRESH_AT_MOST))
}

/// A date in any of the three forms of RFC 9110, 5.6.7; a weekday before it is not compared with it.
fn http_date(value: &str) -> Option<DateTime<Utc>> {
    let date = value.split_once(", ").map_or(value, |(_, date)| date);
    if let Ok(date) = DateTime::parse_from_rfc2822(date) {
        return Some(date.to_utc());
    }
    ["%d-%b-%y %H:%M:%S GMT", "%a %b %e %H:%M:%S %Y"]
        .iter()
        .find_map(|form| NaiveDateTime::parse_from_str(date, form).ok())
        .map(|date| date.and_utc())
}

/// Headers that bot walls leave on their refusals.
const WALL_MARKS: [&str; 3] = ["cf-mitigated", "x-datadome", "x-amzn-waf-action"];
/// Servers that stand before an outlet's own: when they refuse by themselves, it is because of who asks.
const WALL_SERVERS: [&str; 3] = ["cloudflare", "akamaighost", "ddos-guard"];
/// How the hosts begin that stand between a reader and a story until somebody agrees to something.
const CONSENT_HOSTS: [&str; 5] = ["consent.", "guce.", "cmp.", "myprivacy.", "privacy-gate."];
/// The first part of the path of such pages.
const CONSENT_PATHS: [&str; 5] = ["consent", "consent-a-", "zustimmung", "privacywall", "gdpr-consent"];

/// True for a refusal of a wall against programs.
pub(super) fn is_bot_wall(status: StatusCode, headers: &HeaderMap) -> bool {
    let server = text(headers, &SERVER).unwrap_or_default().to_ascii_lowercase();
    WALL_MARKS.iter().any(|name| headers.contains_key(*name))
        || (status == StatusCode::FORBIDDEN && WALL_SERVERS.iter().any(|name| server.starts_with(name)))
}

/// True for a page that asks for consent instead of showing what was asked for.
pub(super) fn is_consent(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    let first = url.path().split('/').nth(1).unwrap_or_default();
    CONSENT_HOSTS.iter().any(|head| host.starts_with(head)) || CONSENT_PATHS.contains(&first)
}

#[cfg(test)]
mod tests {
    use reqwest::header::HeaderValue;

    use super::*;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value))).collect()
    }

    fn now() -> DateTime<Utc> {
        DateTime::from_timestamp(784_111_777, 0).unwrap_or_default() // Sun, 06 Nov 1994 08:49:37 GMT
    }

    #[test]
    fn the_three_forms_of_a_date_agree() {
        for form in ["Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994"] {
            assert_eq!(http_date(form), Some(now()), "{form}");
        }
        assert_eq!(http_date("0"), None);
    }

    #[test]
    fn retry_after_is_seconds_or_a_date_and_at_most_a_day() {
        let cases = [
            ("120", Some(120)),
            ("0", Some(0)),
            ("999999999", Some(86_400)),
            ("99999999999999999999999999", Some(86_400)),
            ("Sun, 06 Nov 1994 09:49:37 GMT", Some(3600)),
            ("Sun, 06 Nov 2094 09:49:37 GMT", Some(86_400)),
            ("Sat, 05 Nov 1994 09:49:37 GMT", Some(0)),
            ("soon", None),
        ];
        for (value, seconds) in cases {
            assert_eq!(
                retry_after(&headers(&[("retry-after", value)]), now()),
                seconds.map(|s| now() + TimeDelta::seconds(s)),
                "{value}"
            );
        }
    }

    #[test]
    fn freshness_counts_the_age_that_an_answer_already_has() {
        type Case<'a> = (&'a [(&'a str, &'a str)], Option<u64>);
        let cases: [Case; 9] = [
            (&[], None),
            (&[("cache-control", "public, Max-Age=300")], Some(300)),
            (&[("cache-control", "max-age=300"), ("age", "200")], Some(100)),
            (&[("cache-control", "max-age=60"), ("age", "200")], Some(0)),
            (&[("cache-control", "max-age=31536000")], Some(86_400)),
            (&[("cache-control", "max-age=300, no-cache")], Some(0)),
            (&[("expires", "Sun, 06 Nov 1994 09:49:37 GMT")], Some(3600)),
            (&[("expires", "Sun, 06 Nov 1994 09:49:37 GMT"), ("date", "Sun, 06 Nov 1994 09:39:37 GMT")], Some(600)),
            (&[("expires", "0")], Some(0)),
        ];
        for (pairs, seconds) in cases {
            let map: HeaderMap = pairs
                .iter()
                .filter_map(|(name, value)| {
                    Some((HeaderName::try_from(*name).ok()?, HeaderValue::from_str(value).ok()?))
                })
                .collect();
            assert_eq!(fresh_for(&map, now()), seconds.map(Duration::from_secs), "{pairs:?}");
        }
    }

    #[test]
    fn content_types_are_read_as_servers_write_them() {
        let read = ContentType::parse(" Text/HTML ; charset = \"ISO-8859-1\"");
        assert_eq!((read.essence.as_str(), read.charset.as_deref()), ("text/html", Some("iso-8859-1")));
        assert_eq!(ContentType::parse("application/pdf").trouble(Want::Page), Some(TroubleKind::NotAPage));
        assert_eq!(ContentType::parse("audio/mpeg").trouble(Want::Feed), Some(TroubleKind::NotAFeed));
        for label in ["", "text/plain", "application/octet-stream", "application/json", "nonsense"] {
            assert_eq!(ContentType::parse(label).trouble(Want::Page), None, "{label}");
        }
    }
}
