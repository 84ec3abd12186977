//! Reads every file of a folder as a feed and says what came of each: format, stories, how many of them have a date and
//! how many are there in full, time, and whether it had to be repaired.
//!
//! `cargo bench --bench feeds -- FOLDER [--titles]`

#![expect(clippy::print_stdout, reason = "a bench reports on standard output")]

use std::fs;
use std::path::PathBuf;
use std::time::Instant;

use chrono::Utc;
use dateline::feed;
use dateline::news::Feed;
use url::Url;

fn main() -> anyhow::Result<()> {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| word != "--bench").collect();
    let Some(folder) = words.iter().find(|word| !word.starts_with("--")) else {
        println!("usage: cargo bench --bench feeds -- FOLDER [--titles]");
        return Ok(());
    };
    let wants_titles = words.iter().any(|word| word == "--titles");
    let source = Feed::at("https://courier.example/".to_owned(), "courier".to_owned(), "The Courier".to_owned());
    let base = Url::parse(&source.url)?;
    let mut files: Vec<PathBuf> =
        fs::read_dir(folder)?.filter_map(|entry| Some(entry.ok()?.path())).filter(|path| path.is_file()).collect();
    files.sort();

    let (mut read, mut repaired, mut refused, mut stories) = (0, 0, 0, 0);
    let started = Instant::now();
    for file in files {
        let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let bytes = fs::read(&file)?;
        let before = Instant::now();
        let answer = feed::parse(&bytes, &source, &base, None, Utc::now());
        let took = before.elapsed().as_secs_f64() * 1000.0;
        match answer {
            Ok(parsed) => {
                read += 1;
                repaired += usize::from(parsed.recovered);
                stories += parsed.headlines.len();
                let dated = parsed.headlines.iter().filter(|headline| headline.published.is_some()).count();
                println!(
                    "{name:40} {:5} {:4} stories, {dated:4} dated, {:4} in full, {took:7.2} ms{}",
                    format_of(&bytes),
                    parsed.headlines.len(),
                    parsed.stories.len(),
                    if parsed.recovered { ", repaired" } else { "" }
                );
                for headline in parsed.headlines.iter().filter(|_| wants_titles) {
                    println!("    {headline:?}");
                }
            }
            Err(kind) => {
                refused += 1;
                println!("{name:40} {:5} {kind:?}, {took:7.2} ms", format_of(&bytes));
            }
        }
    }
    println!(
        "{read} read ({repaired} repaired), {refused} refused, {stories} stories, {:.0} ms in all",
        started.elapsed().as_secs_f64() * 1000.0
    );
    Ok(())
}

/// By the first name in it, as a person would say.
fn format_of(bytes: &[u8]) -> &'static str {
    let head = String::from_utf8_lossy(bytes.get(..bytes.len().min(4096)).unwrap_or_default()).into_owned();
    [("<rss", "RSS"), ("rdf:RDF", "RDF"), ("<feed", "Atom"), ("jsonfeed.org", "JSON")]
        .into_iter()
        .find_map(|(mark, format)| head.contains(mark).then_some(format))
        .unwrap_or("?")
}
