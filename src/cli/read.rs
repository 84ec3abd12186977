//! `dateline read`: stories to standard output, as a page or as one JSON object a line.

use std::io::{self, IsTerminal as _, Read as _, Write as _};
use std::path::Path;
use std::process::ExitCode;

use anyhow::Context as _;
use chrono::{DateTime, FixedOffset, Local, SecondsFormat, Utc};
use serde_json::{Value, json};
use url::Url;

use crate::article::{Article, Block};
use crate::clock::Zone;
use crate::extract::{self, RawPage};
use crate::fetch::{Answer, Fetcher, Validators, Want};
use crate::news::Label;
use crate::page::{MEASURE, Page, Setting};
use crate::repertoire::ascii;
use crate::runtime::Economy;
use crate::sample::Edition;
use crate::trouble::{Trouble, TroubleKind};

use super::economy::{Thrift, keep_books};
use super::reader::locale_is_utf8;

/// A page in a file may be as long as one from the network.
const FILE_BYTES_AT_MOST: u64 = 16 * 1024 * 1024;

/// Print the story of a page, reflowed, to standard output.
#[derive(Debug, clap::Args)]
pub(super) struct Read {
    /// Addresses or files, in the order they are to be printed; `-` is standard input.
    #[arg(required = true, value_name = "URL_OR_FILE")]
    pages: Vec<String>,
    /// Columns of the page; those of the terminal, at most 76, by default.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(10..=400))]
    width: Option<u16>,
    /// One JSON object a line, one for each page.
    #[arg(long)]
    json: bool,
}

impl Read {
    /// Prints all pages. A page without a story is told of and does not end the run; it makes the exit code 1.
    pub(super) fn run(&self, sample: bool, thrift: Thrift, config: Option<&Path>) -> anyhow::Result<ExitCode> {
        let economy = thrift.economy(config)?;
        let outcome = self.print_all(sample, &economy);
        keep_books(&economy);
        outcome
    }

    fn print_all(&self, sample: bool, economy: &Economy) -> anyhow::Result<ExitCode> {
        let io =
            tokio::runtime::Builder::new_current_thread().enable_all().build().context("no thread for requests")?;
        let fetcher = if sample { Fetcher::sample(Edition::of(Utc::now())) } else { economy.fetcher() };
        let width = self.width.unwrap_or_else(terminal_width);
        let mut failed = false;
        for (index, page) in self.pages.iter().enumerate() {
            let story = io.block_on(fetch_and_extract(&fetcher, page));
            failed |= story.is_err();
            let printed = if self.json {
                let mut line = to_json(page, &story).to_string();
                line.push('\n');
                write_out(&line)
            } else {
                match &story {
                    Ok(article) => print(&to_text(article, width, reader_zone(), index > 0)),
                    Err(error) => {
                        let _ = io::stderr().write_all(format!("{}: {error}.\n", crate::text::clean(page)).as_bytes());
                        Ok(())
                    }
                }
            };
            match printed {
                Ok(()) => {}
                // Whoever reads us has read enough: `head` is not an error.
                Err(error) if error.kind() == io::ErrorKind::BrokenPipe => return Ok(ExitCode::SUCCESS),
                Err(error) => return Err(error).context("standard output can't be written"),
            }
        }
        Ok(ExitCode::from(u8::from(failed)))
    }
}

/// Prints words; on a terminal whose locale has no other letters, in ASCII.
pub(super) fn print(words: &str) -> io::Result<()> {
    if io::stdout().is_terminal() && !locale_is_utf8() {
        let lines: Vec<String> = words.split('\n').map(ascii::spelled).collect();
        return write_out(&lines.join("\n"));
    }
    write_out(words)
}

fn write_out(words: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(words.as_bytes())?;
    out.flush()
}

pub(super) fn terminal_width() -> u16 {
    match crossterm::terminal::size() {
        Ok((width, _)) if io::stdout().is_terminal() && width > 0 => width.min(MEASURE),
        _ => MEASURE,
    }
}

async fn fetch_and_extract(fetcher: &Fetcher, page: &str) -> Result<Article, String> {
    let (bytes, url, charset) = if page.starts_with("http://") || page.starts_with("https://") {
        let answer = fetcher
            .get(page, Want::Page, &Validators::default(), Utc::now())
            .await
            .map_err(|trouble| trouble.to_string())?;
        match answer {
            Answer::Body { url, charset, bytes, .. } => (bytes, url, charset),
            Answer::NotModified { .. } => return Err(Trouble::at(TroubleKind::NoStory, page).to_string()),
        }
    } else {
        let bytes = read_file(page).map_err(|error| format!("the file can't be read ({error})"))?;
        (bytes, file_url(page)?, None)
    };
    // A page that breaks the extractor is one bad page, not the end of the run.
    let extracted = std::panic::catch_unwind(|| {
        extract::article(RawPage { bytes: &bytes, url: &url, charset: charset.as_deref() })
    });
    match extracted {
        Ok(outcome) => outcome.map_err(|kind| {
            if kind == TroubleKind::NoStory {
                "no story was found in it".to_owned()
            } else {
                Trouble::at(kind, url.as_str()).to_string()
            }
        }),
        Err(_) => Err("the page could not be taken apart; please report it".to_owned()),
    }
}

fn read_file(page: &str) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    if page == "-" {
        io::stdin().lock().take(FILE_BYTES_AT_MOST).read_to_end(&mut bytes)?;
    } else {
        std::fs::File::open(page)?.take(FILE_BYTES_AT_MOST).read_to_end(&mut bytes)?;
    }
    Ok(bytes)
}

/// What relative links in a file are resolved against until its page says better.
fn file_url(page: &str) -> Result<Url, String> {
    let path = std::path::absolute(Path::new(page)).map_err(|error| format!("its path is not usable ({error})"))?;
    Url::from_file_path(path).map_err(|()| "its path is not usable".to_owned())
}

/// This machine's clock.
pub(super) fn reader_zone() -> Zone {
    Zone(|at| at.with_timezone(&Local).naive_local())
}

/// The article as a page; `again` sets it off from one before.
pub(super) fn to_text(article: &Article, width: u16, zone: Zone, again: bool) -> String {
    let setting = Setting { width, measure: width, numbers: false, zone };
    let page = Page::of(article, "", None, setting);
    let mut text = if again { "\n\n".to_owned() } else { String::new() };
    for line in &page.lines {
        text.push_str(line.to_plain().trim_end());
        text.push('\n');
    }
    text
}

fn to_json(file: &str, story: &Result<Article, String>) -> Value {
    let nothing = Article::default();
    let (article, error) = match story {
        Ok(article) => (article, None),
        Err(error) => (&nothing, Some(error)),
    };
    let time = |at: Option<DateTime<FixedOffset>>| at.map(|at| at.to_rfc3339_opts(SecondsFormat::Secs, true));
    json!({
        "file": file,
        "url": article.url,
        "title": article.title,
        "authors": article.authors,
        "agency": article.agency,
        "published": time(article.published),
        "updated": time(article.updated),
        "kicker": article.kicker,
        "section": article.section,
        "standfirst": article.standfirst,
        "labels": article.labels.iter().map(|label: &Label| label.word()).collect::<Vec<_>>(),
        "minutes": article.minutes(),
        "language": article.language,
        "body": article.body(),
        "blocks": article.blocks.iter().map(block).collect::<Vec<_>>(),
        "related": article.related,
        "error": error,
    })
}

/// A block, which says whether its words are the story's own: those of `body`.
fn block(block: &Block) -> Value {
    let mut printed = json!(block);
    if let Some(fields) = printed.as_object_mut() {
        fields.insert("body".to_owned(), Value::Bool(block.is_body()));
    }
    printed
}
