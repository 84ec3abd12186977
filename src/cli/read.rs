//! `dateline read`: stories to standard output, as a page or as one JSON object a line.

use std::io::{self, IsTerminal as _, Read as _};
use std::path::Path;
use std::process::ExitCode;

use chrono::{DateTime, FixedOffset, Local, SecondsFormat};
use serde_json::{Value, json};
use url::Url;

use crate::app::media::Media;
use crate::article::{Article, Block};
use crate::clock::{Zone, ago};
use crate::extract::{self, RawPage};
use crate::marks::Deed;
use crate::news::{Freshness, Label, StoryKey};
use crate::page::typeset::Typesetting;
use crate::page::{MEASURE, Page, Paragraphs, Role, Setting};
use crate::runtime::errand;
use crate::text::clean;
use crate::trouble::{Trouble, TroubleKind};

use super::EXIT_CODES;
use super::mark::record;
use super::session::{Given, Named, Session, io_thread, is_address, sentence};
use super::sources::print;
use super::stories;
use super::table::{Face, Screen};
use super::weather::complain;

/// A page in a file may be as long as one from the network.
const FILE_BYTES_AT_MOST: u64 = 16 * 1024 * 1024;

/// Print stories, reflowed, to standard output.
///
/// An address or key of a story that is kept and fresh asks nobody; one that is older is asked for, and where that can't be
/// had the kept one is printed all the same, which is said on standard error.
#[derive(Debug, clap::Args)]
#[command(after_help = EXIT_CODES)]
pub(super) struct Read {
    /// Addresses, keys as `list` and `search` print them, or files, in the order they are to be printed; `-` is a page on
    /// standard input.
    #[arg(required = true, value_name = "URL_OR_KEY_OR_FILE")]
    pages: Vec<String>,
    /// Columns of the page; those of the terminal, at most 78, by default.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(10..=400))]
    width: Option<u16>,
    /// One JSON object a line, one for each page.
    #[arg(long)]
    json: bool,
    /// Mark what is printed read, as if it had been opened in the reader.
    #[arg(long = "mark-read")]
    marks: bool,
}

/// A story, and what there is to hear or see with it.
type Told = (Article, Option<Media>);

/// Opens pages. Files need neither cache nor journals: those are opened for the first page that does.
struct Opener<'a> {
    given: Given<'a>,
    session: Option<Session>,
    io: tokio::runtime::Runtime,
    read: Vec<(StoryKey, Deed)>,
}

impl Read {
    /// Prints all pages. A page without a story is told of and does not end the run; it makes the exit code 1.
    pub(super) fn run(&self, given: Given<'_>) -> anyhow::Result<ExitCode> {
        // What is wrong in the config is said, whatever is to be read.
        given.thrift.economy(given.config)?;
        let mut opener = Opener { given, session: None, io: io_thread()?, read: Vec::new() };
        let outcome = self.print_all(&mut opener);
        if let Some(session) = &mut opener.session {
            session.keep_books();
            if self.marks {
                record(session, opener.read)?;
            }
        }
        outcome
    }

    fn print_all(&self, opener: &mut Opener<'_>) -> anyhow::Result<ExitCode> {
        let width = self.width.unwrap_or_else(terminal_width);
        let mut failed = false;
        for (index, page) in self.pages.iter().enumerate() {
            let story = opener.open(page)?;
            failed |= story.is_err();
            match &story {
                _ if self.json => print(&format!("{}\n", to_json(page, &story)))?,
                Ok((article, media)) => {
                    print(&to_page(article, width, reader_zone(), index > 0))?;
                    if let Some(media) = media {
                        print(&to_play(media))?;
                    }
                }
                Err(error) => complain(&format!("{}: {error}.", clean(page))),
            }
        }
        Ok(ExitCode::from(u8::from(failed)))
    }
}

impl Opener<'_> {
    /// The story, or a sentence without its full stop.
    fn open(&mut self, page: &str) -> anyhow::Result<Result<Told, String>> {
        if page == "-" || (!is_address(page) && Path::new(page).exists()) {
            return Ok(from_file(page).map(|article| {
                let media = Media::in_text(&article).next();
                (article, media)
            }));
        }
        let session = match &mut self.session {
            Some(session) => session,
            none => none.insert(self.given.open()?),
        };
        let (key, url, media) = match session.named(page) {
            Ok(Named::Story(headline)) => {
                let media = Media::of(&headline);
                (headline.key, headline.url, media)
            }
            Ok(Named::Address { key, url }) => (key, url, None),
            Err(why) if is_address(page) => return Ok(Err(why)),
            Err(why) => return Ok(Err(format!("there is no such file, and {why}"))),
        };
        let story = self.io.block_on(errand::story(&session.desk, key.clone(), &url, session.eagerness()));
        Ok(match story {
            Ok(story) => {
                if let (Some(trouble), Freshness::Cached(at) | Freshness::Offline(at)) =
                    (&story.trouble, story.freshness)
                    && trouble.kind != TroubleKind::NetworkOff
                {
                    let kept = ago(at, session.now);
                    complain(&format!("{}: {}. This is what was kept {kept}.", clean(page), sentence(trouble)));
                }
                self.read.push((key, Deed::Read));
                let media = media.or_else(|| Media::in_text(&story.article).next());
                Ok((story.article, media))
            }
            Err(trouble) => Err(sentence(&trouble)),
        })
    }
}

pub(super) fn terminal_width() -> u16 {
    match crossterm::terminal::size() {
        Ok((width, _)) if io::stdout().is_terminal() && width > 0 => width.min(MEASURE),
        _ => MEASURE,
    }
}

fn from_file(page: &str) -> Result<Article, String> {
    let bytes = read_file(page).map_err(|error| format!("the file can't be read ({error})"))?;
    let url = file_url(page)?;
    // A page that breaks the extractor is one bad page, not the end of the run.
    let extracted = std::panic::catch_unwind(|| extract::article(RawPage { bytes: &bytes, url: &url, charset: None }));
    match extracted {
        Ok(outcome) => outcome.map_err(|kind| sentence(&Trouble::at(kind, url.as_str()))),
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

/// What there is to hear or see: its address on a row of its own.
fn to_play(media: &Media) -> String {
    let cost = media.cost();
    let cost = if cost.is_empty() { cost } else { format!(" ({cost})") };
    format!("\nTo play{cost}:\n{}\n", media.url)
}

/// The article as a page for standard output; `again` sets it off from one before.
pub(super) fn to_page(article: &Article, width: u16, zone: Zone, again: bool) -> String {
    laid_out(article, width, zone, again, Screen::of_standard_output())
}

/// The article as a page without any attribute.
pub(super) fn to_text(article: &Article, width: u16, zone: Zone) -> String {
    laid_out(article, width, zone, false, None)
}

fn laid_out(article: &Article, width: u16, zone: Zone, again: bool, screen: Option<Screen>) -> String {
    let setting = Setting {
        width,
        measure: width,
        paragraphs: Paragraphs::Spaced,
        typesetting: Typesetting::default(),
        numbers: false,
        link_list: false,
        zone,
    };
    let page = Page::of(article, "", None, setting);
    let mut text = if again { "\n\n".to_owned() } else { String::new() };
    for line in &page.lines {
        let plain = line.to_plain();
        let plain = plain.trim_end();
        let role = line.spans.iter().find(|span| !span.text.trim().is_empty()).map(|span| span.role);
        text.push_str(&screen.map_or_else(|| plain.to_owned(), |screen| screen.line(plain, face(role))));
        text.push('\n');
    }
    text
}

/// Headings stand out, what stands beside the story stands back.
fn face(role: Option<Role>) -> Face {
    match role {
        Some(Role::Headline | Role::Subhead | Role::TableHead) => Face::Bold,
        Some(Role::Kicker | Role::Byline | Role::Furniture | Role::Caption) => Face::Dim,
        _ => Face::Plain,
    }
}

fn to_json(file: &str, story: &Result<Told, String>) -> Value {
    let nothing = Article::default();
    let (article, media, error) = match story {
        Ok((article, media)) => (article, media.as_ref(), None),
        Err(error) => (&nothing, None, Some(error)),
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
        "media": stories::media(media),
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
