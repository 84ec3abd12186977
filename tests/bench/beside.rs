//! What `dateline read` prints of a page, beside `w3m -dump`, on folders of pages with gold:
//!
//! `cargo bench --bench beside -- DIR …`
//!
//! `DIR` is as for `--bench extraction`. Both programs get the page on their standard input and print on 80 columns, and all
//! that they print is judged: of ours the headline, byline and date too, which no gold counts as story. *Story* is how
//! much of the gold was printed, *noise* how much of what was printed is not in it; both of runs of four words, means
//! over the pages.
#![expect(clippy::print_stdout, reason = "a bench says what it measured")]

#[path = "extraction/corpus.rs"]
#[expect(dead_code, reason = "only the body's gold is looked at here")]
mod corpus;
#[path = "extraction/metric.rs"]
#[expect(dead_code, reason = "only the body's gold is looked at here")]
mod metric;

use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use anyhow::Context;

use corpus::Corpus;
use metric::Counts;

const OURS: [&str; 5] = [env!("CARGO_BIN_EXE_dateline"), "read", "--width", "80", "-"];
const W3M: [&str; 7] = ["w3m", "-dump", "-cols", "80", "-T", "text/html", "-no-cookie"];

/// Of one program, over all pages.
#[derive(Default)]
struct Sums {
    story: f64,
    noise: f64,
    words: usize,
}

impl Sums {
    fn add(&mut self, gold: &[&str], printed: &str) {
        let words = metric::tokens(printed);
        let counts = Counts::of(gold, &words);
        self.story += counts.right / (counts.right + counts.missing).max(f64::MIN_POSITIVE);
        self.noise += counts.wrong / (counts.right + counts.wrong).max(f64::MIN_POSITIVE);
        self.words += words.len();
    }

    fn say(&self, name: &str, pages: usize) {
        let count = f64::from(u32::try_from(pages).unwrap_or(u32::MAX));
        println!(
            "{name:<14} story {:>5.1} %   noise {:>5.1} %   {:>6} words a page",
            100.0 * self.story / count,
            100.0 * self.noise / count,
            self.words / pages.max(1)
        );
    }
}

fn main() -> anyhow::Result<()> {
    let folders: Vec<PathBuf> =
        std::env::args_os().skip(1).filter(|argument| argument != "--bench").map(PathBuf::from).collect();
    anyhow::ensure!(!folders.is_empty(), "cargo bench --bench beside -- DIR …");
    let home = tempfile::tempdir()?;
    let (mut ours, mut theirs, mut pages) = (Sums::default(), Sums::default(), 0);
    for folder in folders {
        let corpus = Corpus { folder, with_title: false };
        for page in corpus.pages()? {
            let (gold, html) = page?;
            let Some(body) = gold.body.as_deref().filter(|body| !body.is_empty()) else { continue };
            let words = metric::tokens(body);
            ours.add(&words, &printed(&OURS, &html, home.path())?);
            theirs.add(&words, &printed(&W3M, &html, home.path())?);
            pages += 1;
        }
    }
    println!("{pages} pages");
    ours.say("dateline read", pages);
    theirs.say("w3m -dump", pages);
    Ok(())
}

/// What a program prints of a page; a page that it refuses prints nothing.
fn printed(argv: &[&str], html: &[u8], home: &std::path::Path) -> anyhow::Result<String> {
    let (program, arguments) = argv.split_first().context("a program")?;
    let mut child = Command::new(program)
        .args(arguments)
        .env("HOME", home)
        .env("LANG", "C.UTF-8")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .with_context(|| format!("{program} can't be started: is it installed?"))?;
    let mut stdin = child.stdin.take().context("its input")?;
    let html = html.to_vec();
    let writer = std::thread::spawn(move || stdin.write_all(&html));
    let output = child.wait_with_output()?;
    // A program that has seen enough may close its input.
    let _ = writer.join();
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}
