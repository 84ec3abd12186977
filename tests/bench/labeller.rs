//! The labeller's school: `cargo bench --bench labeller -- survey OUT DIR…` writes what the labeller is shown of every page
//! in folders of pages with gold, `… -- apply WEIGHTS OUT.jsonl DIR…` extracts them with other weights than the built-in
//! ones. `tests/bench/labeller/train.py` calls both.
#![expect(clippy::print_stdout, reason = "a bench says what it does")]

use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Read, Write};
use std::path::Path;

use anyhow::Context as _;
use dateline::extract::{Labeller, RawPage, article_by, survey};
use serde_json::{Value, json};
use url::Url;

const USAGE: &str = "usage: cargo bench --bench labeller -- survey OUT DIR…\n       cargo bench --bench labeller -- apply WEIGHTS OUT.jsonl DIR…";

fn main() -> anyhow::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["survey", out, folders @ ..] => write_surveys(out, folders),
        ["apply", weights, out, folders @ ..] => apply(Path::new(weights), out, folders),
        _ => {
            println!("{USAGE}");
            Ok(())
        }
    }
}

/// `OUT.jsonl`: one object a page with its segments' words; `OUT.f32`: all rows, little-endian.
fn write_surveys(out: &str, folders: &[&str]) -> anyhow::Result<()> {
    let mut pages = BufWriter::new(File::create(format!("{out}.jsonl"))?);
    let mut rows = BufWriter::new(File::create(format!("{out}.f32"))?);
    each(folders, |folder, id, page| {
        let survey = survey(page);
        for value in &survey.values {
            rows.write_all(&value.to_le_bytes())?;
        }
        let line = json!({ "folder": folder, "id": id, "names": survey.names, "segments": survey.segments });
        Ok(writeln!(pages, "{line}")?)
    })
}

fn apply(weights: &Path, out: &str, folders: &[&str]) -> anyhow::Result<()> {
    let read = |name: &str| std::fs::read_to_string(weights.join(name));
    let labeller = Labeller::parse(&read("story.txt")?, &read("standfirst.txt")?).context("the weights are broken")?;
    let mut out = BufWriter::new(File::create(out)?);
    each(folders, |folder, id, page| {
        let story = article_by(&labeller, page).unwrap_or_default();
        let line = json!({
            "folder": folder, "id": id, "title": story.title, "standfirst": story.standfirst, "body": story.body(),
        });
        Ok(writeln!(out, "{line}")?)
    })
}

fn each(folders: &[&str], mut with: impl FnMut(&str, &str, RawPage<'_>) -> anyhow::Result<()>) -> anyhow::Result<()> {
    for folder in folders.iter().map(Path::new) {
        let name = folder.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        for line in BufReader::new(File::open(folder.join("gold.jsonl"))?).lines() {
            let gold: Value = serde_json::from_str(&line?)?;
            let Some(id) = gold["id"].as_str() else { continue };
            let url = gold["url"].as_str().and_then(|url| Url::parse(url).ok());
            let url = url.map_or_else(|| Url::parse("https://example.org/"), Ok)?;
            let mut bytes = Vec::new();
            flate2::read::GzDecoder::new(File::open(folder.join("html").join(format!("{id}.html.gz")))?)
                .read_to_end(&mut bytes)?;
            with(&name, id, RawPage { bytes: &bytes, url: &url, charset: None })?;
        }
    }
    Ok(())
}
