//! Extraction over folders of pages with gold, scored and timed beside the bare parse and beside `dom_smoothie`:
//!
//! `cargo bench --bench extraction -- [--title] DIR … [--out FILE.jsonl]`
//!
//! `DIR` holds `gold.jsonl` (one object a line: `id`, `url`, and any of `body`, `title`, `authors`, `published`, `with`,
//! `without`) and `html/ID.html.gz`. Some golds begin with the headline, which the document keeps apart from
//! the body: the flag before a `DIR` says that of this folder. One prediction a line goes to `FILE`.
//!
//! Everything runs on one thread. A page's time is the least of three: what else the machine does is not ours. The bare
//! parse is without dropping its tree; ours and `dom_smoothie`'s are all they do.
#![expect(clippy::print_stdout, reason = "a bench says what it measured")]

#[path = "extraction/corpus.rs"]
mod corpus;
#[path = "extraction/metric.rs"]
mod metric;

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::PathBuf;
use std::time::{Duration, Instant};

use dateline::article::Article;
use dateline::extract::{RawPage, article};
use dom_smoothie::{Readability, TextMode};

use corpus::{Corpus, Prediction};
use metric::{Page, Score};

/// How often a page is read.
const TRIES: usize = 3;

/// What one way of reading pages took.
#[derive(Default)]
struct Times {
    sum: Duration,
    slowest: Duration,
    /// The slowest page's id.
    on: String,
}

impl Times {
    fn add(&mut self, id: &str, took: Duration) {
        self.sum += took;
        if took > self.slowest {
            (self.slowest, self.on) = (took, id.to_owned());
        }
    }

    fn say(&self, name: &str, pages: usize, bare: Duration) {
        let pages = f64::from(u32::try_from(pages).unwrap_or(u32::MAX));
        println!(
            "{name:<14} {:>7.1} pages/s  {:>5.2} of the bare parse  slowest {:>6.1} ms ({})",
            pages / self.sum.as_secs_f64(),
            self.sum.as_secs_f64() / bare.as_secs_f64(),
            self.slowest.as_secs_f64() * 1e3,
            self.on
        );
    }
}

fn main() -> anyhow::Result<()> {
    let (corpora, out) = arguments()?;
    if corpora.is_empty() {
        println!("usage: cargo bench --bench extraction -- [--title] DIR … [--out FILE.jsonl]");
        return Ok(());
    }
    let mut out: Box<dyn Write> = match out {
        Some(path) => Box::new(BufWriter::new(File::create(path)?)),
        None => Box::new(std::io::sink()),
    };
    let (mut ours, mut bare, mut theirs) = (Times::default(), Times::default(), Times::default());
    let mut results = Vec::new();
    for corpus in &corpora {
        let mut pages = Vec::new();
        for page in corpus.pages()? {
            let (gold, bytes) = page?;
            let (story, took) = timed(|| article(RawPage { bytes: &bytes, url: &gold.url, charset: None }).ok());
            ours.add(&gold.id, took);
            let text = String::from_utf8_lossy(&bytes);
            bare.add(&gold.id, timed(|| scraper::Html::parse_document(&text)).1);
            let predicted = compose(corpus, story);
            pages.push(gold.judge(&predicted));
            let Prediction { body, title, authors, published } = predicted;
            let line = serde_json::json!({
                "id": gold.id, "body": body, "title": title, "authors": authors, "published": published,
            });
            writeln!(out, "{line}")?;
        }
        results.push((corpus.name(), pages));
    }
    out.flush()?;
    let peak = peak();
    table("dateline", &results);

    let mut others = Vec::new();
    for corpus in &corpora {
        let mut pages = Vec::new();
        for page in corpus.pages()? {
            let (gold, bytes) = page?;
            let text = String::from_utf8_lossy(&bytes);
            let (story, took) = timed(|| readability(&text, gold.url.as_str()));
            theirs.add(&gold.id, took);
            let title =
                |story: &dom_smoothie::Article| if corpus.with_title { story.title.clone() } else { String::new() };
            let body = story.map(|story| [&title(&story), "\n\n", &story.text_content].concat()).unwrap_or_default();
            let predicted = Prediction { body, ..Prediction::default() };
            pages.push(Page { title: None, authors: None, same_day: None, ..gold.judge(&predicted) });
        }
        others.push((corpus.name(), pages));
    }
    table("dom_smoothie", &others);

    let count = results.iter().map(|(_, pages)| pages.len()).sum();
    println!();
    ours.say("dateline", count, bare.sum);
    theirs.say("dom_smoothie", count, bare.sum);
    bare.say("bare parse", count, bare.sum);
    println!("peak memory of dateline with the bench around it: {}", peak.as_deref().unwrap_or("not known here"));
    Ok(())
}

fn arguments() -> anyhow::Result<(Vec<Corpus>, Option<PathBuf>)> {
    let (mut corpora, mut out, mut next) = (Vec::new(), None, Corpus::default());
    let mut words = std::env::args().skip(1).filter(|word| word != "--bench");
    while let Some(word) = words.next() {
        match word.as_str() {
            "--title" => next.with_title = true,
            "--out" => out = words.next().map(PathBuf::from),
            flag if flag.starts_with("--") => anyhow::bail!("{flag} is not known"),
            folder => corpora.push(Corpus { folder: PathBuf::from(folder), ..std::mem::take(&mut next) }),
        }
    }
    anyhow::ensure!(!next.with_title, "--title stands before its folder");
    Ok((corpora, out))
}

/// The last result of [`TRIES`] and the time of the fastest.
fn timed<T>(mut work: impl FnMut() -> T) -> (T, Duration) {
    let mut once = || {
        let before = Instant::now();
        let result = work();
        (result, before.elapsed())
    };
    let (mut result, mut least) = once();
    for _ in 1..TRIES {
        drop(result);
        let (next, took) = once();
        (result, least) = (next, least.min(took));
    }
    (result, least)
}

/// The document as its corpus writes it down. A page without a story is an empty prediction.
fn compose(corpus: &Corpus, story: Option<Article>) -> Prediction {
    let Some(story) = story else { return Prediction::default() };
    let body = story.body();
    Prediction {
        body: if corpus.with_title { format!("{}\n\n{body}", story.title) } else { body },
        published: story.published.map(|time| time.to_rfc3339()),
        title: story.title,
        authors: story.authors,
    }
}

/// `dom_smoothie`'s own body, as plain text with its paragraphs apart.
fn readability(html: &str, url: &str) -> Option<dom_smoothie::Article> {
    let config = dom_smoothie::Config { text_mode: TextMode::Formatted, ..dom_smoothie::Config::default() };
    Readability::new(html, Some(url), Some(config)).ok()?.parse().ok()
}

fn table(name: &str, results: &[(String, Vec<Page>)]) {
    println!("\n{name:<18}    n     F1      P      R    acc pageF1  snips  title  names    day");
    for (name, pages) in results {
        row(name, &Score::of(&pages.iter().collect::<Vec<_>>()));
    }
    if results.len() > 1 {
        row("pooled", &Score::of(&results.iter().flat_map(|(_, pages)| pages).collect::<Vec<_>>()));
    }
}

fn row(name: &str, score: &Score) {
    print!("{name:<18} {:>4}", score.pages);
    for figure in [
        score.f1,
        score.precision,
        score.recall,
        score.accuracy,
        score.page_f1,
        score.snippets_f1,
        score.title_exact,
        score.authors_f1,
        score.same_day,
    ] {
        match figure {
            Some(figure) => print!(" {figure:>6.3}"),
            None => print!(" {:>6}", "–"),
        }
    }
    println!();
}

/// The most memory that this process had at once, where the system tells.
fn peak() -> Option<String> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let kib: u32 =
        status.lines().find_map(|line| line.strip_prefix("VmHWM:")?.trim().strip_suffix(" kB")?.parse().ok())?;
    Some(format!("{:.1} MiB", f64::from(kib) / 1024.0))
}
