//! What went over the line, and how old the open list is.

use chrono::{DateTime, Utc};

use crate::ledger::{Traffic, in_words};

use super::status::freshness;
use super::{Effect, Model, Pane};

/// What went over the line, shown before the panes until the next key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Details {
    /// The question.
    pub asked: DateTime<Utc>,
    /// Since the program was started.
    pub run: Traffic,
    /// Today, by all programs together.
    pub today: Traffic,
    /// Bytes that may come in from the network in this run.
    pub max_bytes: Option<u64>,
}

impl Model {
    /// Asks for the figures; nothing keeps them ready.
    pub(super) fn ask_details(&mut self) -> Vec<Effect> {
        self.details_asked = Some(self.now);
        vec![Effect::Details { asked: self.now }]
    }

    /// Shows them, unless the reader has gone on meanwhile.
    pub(super) fn take_details(&mut self, details: Details) {
        if self.details_asked == Some(details.asked) && self.overlay.is_none() {
            self.overlay = Some(super::overlay::Overlay::Details(details));
        }
    }

    /// The figures in rows of words, under a heading; then sentences.
    #[must_use]
    pub fn detail_rows(&self, details: &Details) -> Vec<String> {
        let Details { run, today, max_bytes, .. } = details;
        let row = |name: &str, run: String, today: String| format!("{name:<16}{run:>10}{today:>10}");
        let bytes = |name, of: fn(&Traffic) -> u64| row(name, in_words(of(run)), in_words(of(today)));
        let mut rows = vec![
            row("Over the line", "this run".to_owned(), "today".to_owned()),
            bytes("network in", |traffic| traffic.network_in),
            bytes("network out", |traffic| traffic.network_out),
            row("requests", run.requests.to_string(), today.requests.to_string()),
            bytes("to the terminal", |traffic| traffic.terminal_out),
        ];
        if let Some(limit) = max_bytes {
            let left = limit.saturating_sub(run.network_in);
            rows.push(format!("{} of {} are left for this run.", in_words(left), in_words(*limit)));
        }
        if self.focus == Pane::Article && self.article.article.is_some() {
            let height = self.article_height();
            rows.push(match self.article.minutes_left(height) {
                0 => "The end of the story is on the screen.".to_owned(),
                minutes => {
                    let percent = self.article.percent_read(height);
                    format!("{percent}% of the story is read, about {minutes} min to go.")
                }
            });
        }
        if let Some(fresh) = self.headlines.freshness {
            rows.push(format!("{}: {}.", self.headlines.title, freshness(fresh, self.zone, self.now)));
        }
        rows
    }
}
