//! Stories as rows: what `list` and `search` print.

use std::collections::HashMap;

use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::{Value, json};

use crate::app::media::Media;
use crate::clock::Zone;
use crate::marks::Marks;
use crate::news::{Headline, StoryKey};

use super::read::reader_zone;
use super::session::Session;
use super::table::{Face, Fit, Row, Table};

/// Age, outlet, words.
const FITS: &[Fit] = &[Fit::Number, Fit::Cut, Fit::Cut];

/// Prints stories; those that were read stand back.
///
/// `snippets` are what some of them say round the words that were searched for.
pub(super) fn print(
    headlines: &[Headline],
    snippets: &HashMap<StoryKey, String>,
    session: &Session,
    json: bool,
) -> std::io::Result<()> {
    let mut table = Table::new(FITS, json);
    let zone = reader_zone();
    for headline in headlines {
        let mut row = row(headline, &session.edition.marks, session.now, zone);
        if session.mutes.has(headline) {
            row.json["muted"] = json!(true);
        }
        let snippet = snippets.get(&headline.key);
        if let Some(snippet) = snippet {
            row.json["snippet"] = json!(snippet);
        }
        table.push(row)?;
        if let Some(snippet) = snippet {
            table.push_below(snippet);
        }
    }
    table.finish()
}

/// In a pipe: key, time, outlet, labels, title, read or unread, saved, address.
fn row(headline: &Headline, marks: &Marks, now: DateTime<Utc>, zone: Zone) -> Row {
    let Headline { key, url, title, kicker, standfirst, authors, published, updated, outlet, .. } = headline;
    let labels: Vec<&str> = headline.labels.iter().map(|label| label.word()).collect();
    let (read, saved) = (marks.is_read(key), marks.is_saved(key));
    let time = |at: Option<DateTime<Utc>>| at.map(|at| at.to_rfc3339_opts(SecondsFormat::Secs, true));
    let mut words = vec![title.as_str()];
    words.extend(&labels);
    words.extend(saved.then_some("Saved"));
    Row {
        shown: vec![
            headline.time().map(|at| zone.age(at, now)).unwrap_or_default(),
            headline.outlet_name.clone(),
            words.join(" · "),
        ],
        face: if read { Face::Dim } else { Face::Bold },
        fields: vec![
            key.0.clone(),
            time(headline.time()).unwrap_or_default(),
            headline.outlet_name.clone(),
            labels.join(","),
            title.clone(),
            (if read { "read" } else { "unread" }).to_owned(),
            (if saved { "saved" } else { "" }).to_owned(),
            url.clone(),
        ],
        json: json!({
            "key": key,
            "url": url,
            "title": title,
            "kicker": kicker,
            "standfirst": standfirst,
            "authors": authors,
            "labels": labels,
            "published": time(*published),
            "updated": time(*updated),
            "seconds": headline.seconds,
            "media": media(Media::of(headline).as_ref()),
            "outlet": outlet,
            "outlet_name": headline.outlet_name,
            "read": read,
            "saved": saved,
        }),
    }
}

/// What there is to hear or see, as JSON has it.
pub(super) fn media(media: Option<&Media>) -> Value {
    media.map_or(Value::Null, |media| json!({ "url": media.url, "seconds": media.seconds, "bytes": media.bytes }))
}
