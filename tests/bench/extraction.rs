//! Extraction over a folder of pages with gold: `cargo bench --bench extraction -- DIR [OUT.jsonl]`.
//!
//! `DIR` holds `gold.jsonl` (one object a line with `id` and `url`) and `html/ID.html.gz`. One prediction a line goes
//! to `OUT`: `{"id", "body", "title", "authors", "published"}`. Speed is printed beside the bare parse of the same pages.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a bench says what it measured")]

use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Read, Write};
use std::path::Path;
use std::time::{Duration, Instant};

use dateline::extract::{RawPage, article};
use url::Url;

fn main() -> anyhow::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let Some(folder) = arguments.first() else {
        println!("usage: cargo bench --bench extraction -- DIR [OUT.jsonl]");
        return Ok(());
    };
    let folder = Path::new(folder);
    let mut out: Box<dyn Write> = match arguments.get(1) {
        Some(path) => Box::new(BufWriter::new(File::create(path)?)),
        None => Box::new(std::io::sink()),
    };
    let (mut pages, mut ours, mut bare, mut slowest) =
        (0_u32, Duration::ZERO, Duration::ZERO, (Duration::ZERO, String::new()));
    for line in BufReader::new(File::open(folder.join("gold.jsonl"))?).lines() {
        let gold: serde_json::Value = serde_json::from_str(&line?)?;
        let (Some(id), Some(url)) = (gold["id"].as_str(), gold["url"].as_str()) else { continue };
        let url = Url::parse(url).or_else(|_| Url::parse("https://example.org/"))?;
        let mut bytes = Vec::new();
        flate2::read::GzDecoder::new(File::open(folder.join("html").join(format!("{id}.html.gz")))?)
            .read_to_end(&mut bytes)?;

        let before = Instant::now();
        let story = article(RawPage { bytes: &bytes, url: &url, charset: None });
        let took = before.elapsed();
        let text = String::from_utf8_lossy(&bytes);
        let before = Instant::now();
        let tree = scraper::Html::parse_document(&text);
        bare += before.elapsed();
        drop(tree);

        (pages, ours) = (pages + 1, ours + took);
        if took > slowest.0 {
            slowest = (took, id.to_owned());
        }
        let prediction = match story {
            Ok(story) => serde_json::json!({
                "id": id, "body": story.body(), "title": story.title, "authors": story.authors,
                "published": story.published.map(|time| time.to_rfc3339()),
            }),
            Err(_) => serde_json::json!({ "id": id, "body": "", "title": "", "authors": [], "published": null }),
        };
        writeln!(out, "{prediction}")?;
    }
    out.flush()?;
    eprintln!(
        "{pages} pages, {:.1} pages/s, {:.2} of the bare parse; slowest {:.0} ms ({})",
        f64::from(pages) / ours.as_secs_f64(),
        ours.as_secs_f64() / bare.as_secs_f64(),
        slowest.0.as_secs_f64() * 1e3,
        slowest.1
    );
    Ok(())
}
