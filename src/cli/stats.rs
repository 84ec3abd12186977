//! `dateline stats`: what went over the line.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{self, IsTerminal as _};
use std::process::ExitCode;

use chrono::{Datelike as _, Local, NaiveDate, TimeDelta};
use serde_json::{Value, json};

use crate::cache::Cache;
use crate::ledger::{Traffic, in_words};

use super::place::Places;
use super::sources::print;
use super::weather::complain;

/// Say how much went over the line: today, in the last days, this month, in all.
///
/// Counted are the bodies of answers as they came (packed), the heads of answers and the requests as HTTP/1.1 writes
/// them, and all that went to the terminal; not the opening of connections (with TLS some 5 kB each). Days older than 400
/// are forgotten.
#[derive(Debug, clap::Args)]
pub(super) struct Stats {
    /// One JSON object, with every day that is kept.
    #[arg(long)]
    json: bool,
}

/// What went over the line since a day.
struct Span {
    name: &'static str,
    words: String,
    since: NaiveDate,
    traffic: Traffic,
}

impl Stats {
    pub(super) fn run(&self) -> anyhow::Result<ExitCode> {
        let today = Local::now().date_naive();
        let days = kept()?;
        let spans = spans(&days, today);
        let page = if self.json {
            format!("{}\n", to_json(&spans, &days))
        } else if io::stdout().is_terminal() {
            to_table(&spans)
        } else {
            to_lines(&spans)
        };
        print(&page)?;
        Ok(ExitCode::SUCCESS)
    }
}

/// The days that are kept, the oldest first; none where nothing was ever read. The sample edition costs the terminal's
/// line as much as any other.
fn kept() -> anyhow::Result<Vec<(NaiveDate, Traffic)>> {
    let Some(folder) = Places::of_this_machine().cache else { return Ok(Vec::new()) };
    let mut days: BTreeMap<NaiveDate, Traffic> = BTreeMap::new();
    for file in ["cache.sqlite", "sample.sqlite"].map(|file| folder.join(file)).into_iter().filter(|file| file.exists())
    {
        let (cache, notice) = Cache::open(&file)?;
        if let Some(notice) = notice {
            complain(&format!("dateline: {notice}"));
        }
        for (day, traffic) in cache.traffic()? {
            let all = days.entry(day).or_default();
            *all = all.plus(traffic);
        }
    }
    Ok(days.into_iter().collect())
}

fn spans(days: &[(NaiveDate, Traffic)], today: NaiveDate) -> [Span; 4] {
    let since = |name, words: &str, since| {
        let traffic =
            days.iter().filter(|(day, _)| *day >= since).fold(Traffic::default(), |all, (_, one)| all.plus(*one));
        Span { name, words: words.to_owned(), since, traffic }
    };
    let first = days.first().map_or(today, |(day, _)| *day);
    let week = today.checked_sub_signed(TimeDelta::days(6)).unwrap_or(today);
    let month = today.with_day(1).unwrap_or(today);
    [
        since("today", "today", today),
        since("last_7_days", "last 7 days", week),
        since("this_month", "this month", month),
        since("all", &format!("since {}", first.format("%-d %b %Y")), first),
    ]
}

fn to_table(spans: &[Span]) -> String {
    let row = |name: &str, figures: [&str; 4]| {
        let [network_in, network_out, requests, terminal_out] = figures;
        format!("{name:<18}{network_in:>12}{network_out:>13}{requests:>10}{terminal_out:>14}\n")
    };
    let mut table = row("", ["network in", "network out", "requests", "terminal out"]);
    for Span { words, traffic, .. } in spans {
        let Traffic { network_in, network_out, requests, terminal_out } = *traffic;
        let figures = [in_words(network_in), in_words(network_out), requests.to_string(), in_words(terminal_out)];
        table.push_str(&row(words, figures.each_ref().map(String::as_str)));
    }
    table
}

/// Lines of fields with a tab between them: whole bytes, under a line of names.
fn to_lines(spans: &[Span]) -> String {
    let mut lines = "span\tsince\tnetwork_in\tnetwork_out\trequests\tterminal_out\n".to_owned();
    for Span { name, since, traffic, .. } in spans {
        let Traffic { network_in, network_out, requests, terminal_out } = traffic;
        // Writing to a string does not fail.
        let _ = writeln!(lines, "{name}\t{since}\t{network_in}\t{network_out}\t{requests}\t{terminal_out}");
    }
    lines
}

fn to_json(spans: &[Span], days: &[(NaiveDate, Traffic)]) -> Value {
    let mut page = serde_json::Map::new();
    for Span { name, since, traffic, .. } in spans {
        page.insert((*name).to_owned(), figures("since", *since, *traffic));
    }
    page.insert("days".to_owned(), days.iter().map(|(day, traffic)| figures("day", *day, *traffic)).collect());
    page.into()
}

fn figures(date: &str, day: NaiveDate, traffic: Traffic) -> Value {
    json!({
        date: day.to_string(),
        "network_in": traffic.network_in,
        "network_out": traffic.network_out,
        "requests": traffic.requests,
        "terminal_out": traffic.terminal_out,
    })
}
