//! Reads a folder of section fronts and scores the headlines found against those that a person found.
//!
//! `cargo bench --bench fronts -- FOLDER [--titles] [--keys PAGE] [--key ADDRESS …]`
//!
//! `FOLDER` holds HTML files and `index.json` (a list of objects with `file` and `url`). What a person found stands in
//! `tests/bench/fronts/expected.txt`: one page a line, its name, how many stories it lists, and a fingerprint of each
//! story's key, so that the table says which are right without repeating anybody's words. Counted by hand: every link of
//! the page with its words was gone through in a browser's order, and those were taken whose words are the headline of a
//! story of that page's list, each story once; menus, "most read" lists, what somebody paid for, newsletters, podcasts'
//! and sections' own pages, authors and links in the middle of a text were not.
//!
//! Prints for each page: listed (by hand), found, right, missed, wrong, and how long it took. `--titles` prints what was
//! found; `--keys PAGE` prints the fingerprint beside each address found, `--key ADDRESS …` those of any addresses, to
//! write the table with.

#![expect(clippy::print_stdout, reason = "a bench reports on standard output")]

use std::collections::{HashMap, HashSet};
use std::fs;
use std::path::Path;
use std::time::Instant;

use chrono::Utc;
use dateline::front;
use dateline::news::{Feed, StoryKey};
use url::Url;

/// One line of the table: how many stories, and their fingerprints.
type Listed = (usize, HashSet<String>);

fn main() -> anyhow::Result<()> {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| word != "--bench").collect();
    let Some(folder) = words.iter().find(|word| !word.starts_with("--")) else {
        println!("usage: cargo bench --bench fronts -- FOLDER [--titles] [--keys PAGE]");
        return Ok(());
    };
    if let Some(at) = words.iter().position(|word| word == "--key") {
        for address in words.iter().skip(at + 1) {
            println!("{} {address}", fingerprint(&StoryKey::of(address)));
        }
        return Ok(());
    }
    let has = |flag: &str| words.iter().any(|word| word == flag);
    let keys_of = words.iter().position(|word| word == "--keys").and_then(|at| words.get(at + 1));
    let listed = table(include_str!("fronts/expected.txt"));
    let index: serde_json::Value = serde_json::from_slice(&fs::read(Path::new(folder).join("index.json"))?)?;
    let addresses: HashMap<String, Url> = index
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|page| {
            let name = page.get("file")?.as_str()?.rsplit('/').next()?.to_owned();
            Some((name, Url::parse(page.get("url")?.as_str()?).ok()?))
        })
        .collect();
    let mut names: Vec<&String> = addresses.keys().collect();
    names.sort();
    println!("{:58} listed  found  right missed  wrong      ms", "page");
    let mut sums = [0_usize; 5];
    for name in names {
        let Some(url) = addresses.get(name) else { continue };
        let bytes = fs::read(Path::new(folder).join(name))?;
        let feed = Feed::at(url.to_string(), "page".to_owned(), "Page".to_owned());
        let before = Instant::now();
        let found = front::parse(&bytes, &feed, url, None, Utc::now()).unwrap_or_default();
        let took = before.elapsed().as_secs_f64() * 1000.0;
        if has("--titles") || keys_of == Some(name) {
            for headline in &found {
                let print = fingerprint(&headline.key);
                if keys_of == Some(name) {
                    println!("{print} {} {}", headline.url, headline.title);
                } else {
                    println!("    {print} {headline:?}");
                }
            }
        }
        let (count, prints) = listed.get(name.as_str()).cloned().unwrap_or_default();
        let right = found.iter().filter(|headline| prints.contains(&fingerprint(&headline.key))).count();
        let row = [count, found.len(), right, count.saturating_sub(right), found.len() - right];
        println!("{name:58} {:6} {:6} {:6} {:6} {:6} {took:7.1}", row[0], row[1], row[2], row[3], row[4]);
        for (sum, figure) in sums.iter_mut().zip(row) {
            *sum += figure;
        }
    }
    println!("{:58} {:6} {:6} {:6} {:6} {:6}", "all", sums[0], sums[1], sums[2], sums[3], sums[4]);
    Ok(())
}

fn table(text: &str) -> HashMap<&str, Listed> {
    let rows = text.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty());
    rows.filter_map(|line| {
        let mut words = line.split_whitespace();
        let name = words.next()?;
        let count = words.next()?.parse().ok()?;
        Some((name, (count, words.map(str::to_owned).collect())))
    })
    .collect()
}

/// The first four bytes of the key's hash.
fn fingerprint(key: &StoryKey) -> String {
    blake3::hash(key.0.as_bytes()).to_hex().chars().take(8).collect()
}
