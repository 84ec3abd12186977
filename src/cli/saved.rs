//! `dateline export --saved`: the saved stories as files of one's own.

use std::io;
use std::path::Path;
use std::process::ExitCode;

use anyhow::Context as _;
use serde_json::json;

use crate::app::Ask;
use crate::news::Headline;
use crate::page::MEASURE;
use crate::private;
use crate::runtime::errand;

use super::NOTHING_FOUND;
use super::markdown;
use super::read::{reader_zone, to_text};
use super::session::{Given, io_thread, sentence};
use super::sources::slug;
use super::table::{Face, Fit, Row, Table};
use super::weather::complain;

/// The file.
const FITS: &[Fit] = &[Fit::Cut];

/// Writes each saved story to a file of its own in `folder`, and prints the file's name; a story that is not kept is asked
/// for. One that can't be had is told of, and makes the exit code 1.
pub(super) fn export(given: Given<'_>, folder: &Path, markdown: bool, json: bool) -> anyhow::Result<ExitCode> {
    let session = given.open()?;
    let saved = session.edition.marks.saved();
    if saved.is_empty() {
        complain("No story is saved.");
        return Ok(ExitCode::from(NOTHING_FOUND));
    }
    private::make_folder(folder).with_context(|| format!("{} can't be made", folder.display()))?;
    let io = io_thread()?;
    let mut table = Table::new(FITS, json);
    let mut failed = false;
    let (_, stale_after) = session.eagerness();
    for headline in &saved {
        let asked = errand::story(&session.desk, headline.key.clone(), &headline.url, (Ask::IfMissing, stale_after));
        match io.block_on(asked) {
            Ok(story) => {
                let file = folder.join(name(headline, if markdown { "md" } else { "txt" }));
                let page = if markdown {
                    markdown::of(&story.article, &headline.url, reader_zone())
                } else {
                    format!("{}\n{}\n", to_text(&story.article, MEASURE, reader_zone()), headline.url)
                };
                private::replace(&file, page.as_bytes())
                    .with_context(|| format!("{} can't be written", file.display()))?;
                tell(&mut table, headline, &file.display().to_string())?;
            }
            Err(trouble) => {
                failed = true;
                complain(&format!("{}: {}.", headline.url, sentence(&trouble)));
            }
        }
    }
    session.keep_books();
    table.finish()?;
    Ok(ExitCode::from(u8::from(failed)))
}

fn tell(table: &mut Table, headline: &Headline, file: &str) -> io::Result<()> {
    table.push(Row {
        shown: vec![file.to_owned()],
        face: Face::Plain,
        fields: vec![file.to_owned(), headline.key.0.clone(), headline.title.clone()],
        json: json!({ "file": file, "key": headline.key, "url": headline.url, "title": headline.title }),
    })
}

/// The same for the same story, whenever it is written: its day, its words, and a few digits for two of the same words.
fn name(headline: &Headline, ending: &str) -> String {
    let day = headline.time().map(|at| at.format("%Y-%m-%d-").to_string()).unwrap_or_default();
    let digits: String = blake3::hash(headline.key.0.as_bytes()).to_hex().chars().take(6).collect();
    format!("{day}{}-{digits}.{ending}", slug(&headline.title))
}
