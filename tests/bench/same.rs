//! Holds the grouping of stories about one event against pairs that a hand has labelled.
//!
//! `cargo bench --bench same -- FOLDER LABELS [--groups] [--stories]`
//!
//! FOLDER has feeds, each named after its host (`example.org-1.xml`). LABELS has a pair a line: two addresses and a label,
//! with tabs between: `1` the same event, `0` not, `?` the same matter but another side of it. A pair that is folded and
//! not in the file counts as wrong.
//!
//! Feeds that were read on different days make lists of their own: a list ends where nothing was published for three days.

#![expect(clippy::print_stdout, reason = "a bench reports on standard output")]

use std::collections::HashMap;
use std::fs;
use std::ops::Range;
use std::path::PathBuf;
use std::time::Instant;

use chrono::{TimeDelta, Utc};
use dateline::news::{Feed, Headline};
use dateline::{feed, likeness};
use url::Url;

/// Where one list ends and the next begins.
const PAUSE: TimeDelta = TimeDelta::days(3);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Label {
    Same,
    Side,
    Other,
    Unread,
}

fn main() -> anyhow::Result<()> {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| word != "--bench").collect();
    let wants = |flag: &str| words.iter().any(|word| word == flag);
    let mut names = words.iter().filter(|word| !word.starts_with("--"));
    let Some(folder) = names.next() else {
        println!("usage: cargo bench --bench same -- FOLDER [LABELS] [--groups] [--stories]");
        return Ok(());
    };
    let labels = names.next().map(fs::read_to_string).transpose()?.unwrap_or_default();
    let labels: HashMap<(String, String), Label> = labels.lines().filter_map(labelled).collect();
    let lists = lists(folder)?;
    if wants("--stories") {
        for headline in lists.iter().flatten() {
            println!("{}\t{}\t{}", headline.outlet, headline.url, headline.title);
        }
        return Ok(());
    }

    let label = |a: &Headline, b: &Headline| labels.get(&pair(&a.url, &b.url)).copied().unwrap_or(Label::Unread);
    let (mut same, mut side, mut other, mut unread, mut all) = (0, 0, 0, 0, 0);
    let (mut rows, mut taken_out, mut spent) = (0, 0, 0.0);
    for list in lists.iter().filter(|list| list.len() > 20) {
        let before = Instant::now();
        let groups = likeness::groups(list.iter());
        spent += before.elapsed().as_secs_f64() * 1000.0;
        rows += list.len();
        for (index, a) in list.iter().enumerate() {
            let rest = list.iter().skip(index + 1).filter(|b| b.outlet != a.outlet);
            all += rest.filter(|b| near(a, b) && label(a, b) == Label::Same).count();
        }
        for group in groups {
            taken_out += group.len() - 1;
            let group: Vec<&Headline> = group.iter().filter_map(|index| list.get(*index)).collect();
            if wants("--groups") {
                println!();
                for headline in &group {
                    println!("    {:24} {}", headline.outlet, headline.title);
                }
            }
            for (index, a) in group.iter().enumerate() {
                for b in group.iter().skip(index + 1) {
                    let label = label(a, b);
                    if wants("--groups") && label != Label::Same {
                        println!("  {label:?}: {} // {}", a.title, b.title);
                    }
                    match label {
                        Label::Same => same += 1,
                        Label::Side => side += 1,
                        Label::Other => other += 1,
                        Label::Unread => unread += 1,
                    }
                }
            }
        }
    }
    println!("{rows} stories in lists, {taken_out} folded away, {spent:.1} ms");
    println!("pairs folded: {same} same, {side} another side of it, {other} other, {unread} that nobody has read");
    let part = |of: usize, whole: usize| {
        100.0 * f64::from(u32::try_from(of).unwrap_or(0)) / f64::from(u32::try_from(whole.max(1)).unwrap_or(1))
    };
    println!(
        "precision {:.1} % (all but the same counted wrong), {:.1} % (other events counted wrong)",
        part(same, same + side + other + unread),
        part(same + side, same + side + other + unread)
    );
    println!("recall    {:.1} % of {all} pairs", part(same, all));
    time();
    Ok(())
}

/// Which word stands at a place of a row.
type Numbers = fn(usize, usize) -> usize;

/// How long it takes: a long list, and two that are made to be slow.
fn time() {
    let lists: [(&str, usize, Numbers); 3] = [
        ("2,000 rows", 2_000, |row, word| (row * 31 + word * word * 17) % 9000),
        ("10,000 rows of the same words", 10_000, |_, word| word),
        ("10,000 rows of words that fifty others have", 10_000, |row, word| row / 50 * 40 + word),
    ];
    for (said, rows, word) in lists {
        let list: Vec<Headline> = (0..rows)
            .map(|row| Headline {
                title: said_of(0..8, "in Name", |at| word(row, at)),
                standfirst: Some(said_of(8..40, "of word", |at| word(row, at))),
                ..made_up_row(row)
            })
            .collect();
        let before = Instant::now();
        let groups = likeness::groups(list.iter()).len();
        println!("{said}: {:.1} ms, {groups} groups", before.elapsed().as_secs_f64() * 1000.0);
    }
}

fn said_of(words: Range<usize>, front: &str, number: impl Fn(usize) -> usize) -> String {
    let words: Vec<String> = words.map(|at| format!("{front}{}", number(at))).collect();
    words.join(" ")
}

fn made_up_row(index: usize) -> Headline {
    let url = format!("https://outlet{}.example/{index}", index % 20);
    Headline {
        key: dateline::news::StoryKey::of(&url),
        url,
        title: String::new(),
        kicker: None,
        standfirst: None,
        authors: Vec::new(),
        labels: Vec::new(),
        published: Some(Utc::now()),
        updated: None,
        seconds: None,
        enclosure: None,
        outlet: format!("outlet{}", index % 20),
        outlet_name: String::new(),
    }
}

/// Newest first, each story once.
fn lists(folder: &str) -> anyhow::Result<Vec<Vec<Headline>>> {
    let mut files: Vec<PathBuf> =
        fs::read_dir(folder)?.filter_map(|entry| Some(entry.ok()?.path())).filter(|path| path.is_file()).collect();
    files.sort();
    let mut all: Vec<Headline> = Vec::new();
    for file in files {
        let name = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let host = name.rsplit_once('-').map_or(name.as_str(), |(host, _)| host);
        // `rss.example.org` and `www.example.org` publish the same paper.
        let host = ["www.", "rss.", "feeds.", "en.", "data."]
            .iter()
            .fold(host, |host, front| host.strip_prefix(front).unwrap_or(host));
        let url = format!("https://{host}/");
        let Ok(base) = Url::parse(&url) else { continue };
        let source = Feed::at(url, host.to_owned(), host.to_owned());
        if let Ok(parsed) = feed::parse(&fs::read(&file)?, &source, &base, None, Utc::now()) {
            all.extend(parsed.headlines.into_iter().filter(|headline| headline.time().is_some()));
        }
    }
    all.sort_by(|a, b| b.time().cmp(&a.time()).then_with(|| a.url.cmp(&b.url)));
    let mut seen = std::collections::HashSet::new();
    all.retain(|headline| seen.insert(headline.key.clone()));
    let mut lists: Vec<Vec<Headline>> = Vec::new();
    for headline in all {
        match lists.last_mut() {
            Some(list) if list.last().is_some_and(|last| last.time() <= headline.time().map(|at| at + PAUSE)) => {
                list.push(headline);
            }
            _ => lists.push(vec![headline]),
        }
    }
    Ok(lists)
}

fn labelled(line: &str) -> Option<((String, String), Label)> {
    let mut fields = line.split('\t');
    let pair = pair(fields.next()?, fields.next()?);
    let label = match fields.next()?.trim() {
        "1" => Label::Same,
        "?" => Label::Side,
        _ => Label::Other,
    };
    Some((pair, label))
}

/// The same for (a, b) and (b, a).
fn pair(a: &str, b: &str) -> (String, String) {
    if a < b { (a.to_owned(), b.to_owned()) } else { (b.to_owned(), a.to_owned()) }
}

fn near(a: &Headline, b: &Headline) -> bool {
    a.time().zip(b.time()).is_some_and(|(a, b)| (a - b).abs() <= TimeDelta::hours(36))
}
