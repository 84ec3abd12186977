//! What the reader did, kept in append-only journals that can be merged: one file per machine, in a folder of the
//! data dir that any file sync may carry.
//!
//! A journal is `marks-MACHINE.jsonl`, one [`Mark`] or [`SectionMark`] a line. Only its own machine writes it, so a sync never has two
//! versions to choose from; every machine reads them all. MACHINE is the host's name and a few digits of the system's
//! id: two machines that share a name still have two journals. Where a sync makes a copy of a journal all the same
//! (`… conflicted copy.jsonl`), the copy is read too: a mark seen twice is one mark.
//!
//! Lines are appended whole, in one write: two processes of one machine can write at once, and a process killed after
//! [`Library::record`] returned has lost nothing. Only a machine that loses power may lose the last moments.
//!
//! Where the reader is changes with every key, so it is no line of a journal: each machine has one small file of its
//! own for it, `bookmark-MACHINE.json`, which is written over and over. The newest of all machines counts.

mod commands;
mod stories;

use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use chrono::{TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use crate::article::safe_link;
use crate::marks::{Bookmark, Deed, Mark, Marks, SectionMark, millis};
use crate::news::{Enclosure, Headline, SectionId};
use crate::private;
use crate::text;

pub use stories::{Copy, Stories};

/// Longer lines are not marks of ours.
const LINE_BYTES: usize = 64 * 1024;
/// How far another machine's clock may be ahead.
const SKEW: TimeDelta = TimeDelta::days(1);

/// A journal that can't be read or written.
#[derive(Debug, thiserror::Error)]
#[error("marks can't be kept in {path}: {source}")]
pub struct LibraryError {
    /// The folder or file.
    pub path: String,
    /// The system's words.
    pub source: io::Error,
}

impl LibraryError {
    fn at(path: &Path) -> impl FnOnce(io::Error) -> Self {
        move |source| Self { path: path.display().to_string(), source }
    }
}

/// The journal and the bookmark of this machine.
#[derive(Debug)]
pub struct Library {
    journal: PathBuf,
    bookmark: PathBuf,
    commands: PathBuf,
}

/// A bookmark as its file has it.
#[derive(Serialize, Deserialize)]
struct Placed<T> {
    at: i64,
    #[serde(flatten)]
    bookmark: T,
}

impl Library {
    /// Reads all journals in `folder` (made if missing) and opens this machine's for appending. Torn or unreadable
    /// lines are skipped; a journal that can't be read is told of in the third value, as a sentence, and the others
    /// are used.
    ///
    /// A mark from a clock that is more than a day ahead loses to every mark with a credible time, until its time has
    /// come.
    ///
    /// # Errors
    /// When the folder can't be made or this machine's journal can't be opened.
    pub fn open(folder: &Path) -> Result<(Self, Marks, Option<String>), LibraryError> {
        private::make_folder(folder).map_err(LibraryError::at(folder))?;
        let machine = machine();
        let library = Self {
            journal: folder.join(format!("marks-{machine}.jsonl")),
            bookmark: folder.join(format!("bookmark-{machine}.json")),
            commands: folder.join(format!("commands-{machine}.txt")),
        };
        library.appending().map_err(LibraryError::at(&library.journal))?;
        let latest = millis(Utc::now() + SKEW);
        let mut marks = Marks::default();
        let mut unread = Vec::new();
        for journal in files(folder, "jsonl").map_err(LibraryError::at(folder))? {
            if let Err(error) = merge_journal(&journal, latest, &mut marks) {
                unread.push(format!("{} ({error})", journal.display()));
            }
        }
        for file in files(folder, "json").map_err(LibraryError::at(folder))? {
            if let Some(Placed { at, bookmark }) = read_bookmark(&file, latest) {
                marks.merge_bookmark(at, bookmark);
            }
        }
        let notice = (!unread.is_empty())
            .then(|| format!("Some read marks and saved stories are missing: can't read {}", unread.join(", ")));
        Ok((library, marks, notice))
    }

    /// Writes marks to disk; when it returns, a killed process loses none of them.
    ///
    /// # Errors
    /// The system's, when nothing could be written.
    pub fn record(&mut self, marks: &[Mark]) -> Result<(), LibraryError> {
        self.append(marks.iter().map(line)).map_err(LibraryError::at(&self.journal))
    }

    /// As [`Library::record`], for marks of sections.
    ///
    /// # Errors
    /// The system's, when nothing could be written.
    pub fn record_sections(&mut self, marks: &[SectionMark]) -> Result<(), LibraryError> {
        let lines = marks.iter().map(|mark| Ok(serde_json::to_vec(mark)?));
        self.append(lines).map_err(LibraryError::at(&self.journal))
    }

    /// Writes down where the reader is, over what stood there; when it returns, a killed process has not lost it.
    ///
    /// # Errors
    /// The system's, when nothing could be written.
    pub fn keep_bookmark(&mut self, at: i64, bookmark: &Bookmark) -> Result<(), LibraryError> {
        self.write_bookmark(at, bookmark).map_err(LibraryError::at(&self.bookmark))
    }

    fn write_bookmark(&self, at: i64, bookmark: &Bookmark) -> io::Result<()> {
        let mut line = serde_json::to_vec(&Placed { at, bookmark })?;
        line.push(b'\n');
        // In place and in one write: the end of a longer line before it is cut off afterwards, and no reader looks at
        // a second line.
        let mut file = private::overwriting().open(&self.bookmark)?;
        file.write_all(&line)?;
        file.set_len(line.len() as u64)
    }

    /// Where the text of saved stories is kept.
    #[must_use]
    pub fn stories(&self) -> Stories {
        Stories::beside(self.journal.parent().unwrap_or(&self.journal))
    }

    fn append(&self, marks: impl Iterator<Item = io::Result<Vec<u8>>>) -> io::Result<()> {
        let mut lines = Vec::new();
        for mark in marks {
            lines.extend(mark?);
            lines.push(b'\n');
        }
        if lines.is_empty() {
            return Ok(());
        }
        // Opened for each writing: a sync or a second process may have put another file in its place.
        let mut journal = self.appending()?;
        if is_torn(&mut journal)? {
            lines.insert(0, b'\n');
        }
        journal.write_all(&lines)
    }

    fn appending(&self) -> io::Result<File> {
        private::appending().read(true).open(&self.journal)
    }
}

/// A mark as a line that will be read again.
fn line(mark: &Mark) -> io::Result<Vec<u8>> {
    let line = serde_json::to_vec(mark)?;
    if line.len() < LINE_BYTES {
        return Ok(line);
    }
    // Some feeds put whole stories where the summary should be.
    let mut mark = mark.clone();
    if let Deed::Saved { headline } = &mut mark.deed {
        headline.standfirst = None;
    }
    let line = serde_json::to_vec(&mark)?;
    if line.len() < LINE_BYTES {
        Ok(line)
    } else {
        Err(io::Error::other("the story's address or headline is too long"))
    }
}

/// True when the last line has no end: its writer was killed, or the disk was full.
fn is_torn(journal: &mut File) -> io::Result<bool> {
    if journal.seek(SeekFrom::End(0))? == 0 {
        return Ok(false);
    }
    journal.seek(SeekFrom::End(-1))?;
    let mut last = [0];
    journal.read_exact(&mut last)?;
    Ok(last != *b"\n")
}

fn files(folder: &Path, ending: &str) -> io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        // A pipe by that name would be waited for without end.
        if path.extension().is_some_and(|its| its == ending) && path.is_file() {
            files.push(path);
        }
    }
    Ok(files)
}

/// A machine's bookmark, if its file has one. One that can't be read costs no more than a start on the front page.
fn read_bookmark(path: &Path, latest: i64) -> Option<Placed<Bookmark>> {
    let mut line = Vec::new();
    BufReader::new(File::open(path).ok()?).take(LINE_BYTES as u64).read_until(b'\n', &mut line).ok()?;
    let mut placed: Placed<Bookmark> = serde_json::from_slice(&line).ok()?;
    placed.at = credible(placed.at, latest);
    if let Some((headline, _)) = &mut placed.bookmark.reading {
        clean(headline)?;
    }
    Some(placed)
}

/// Merges what can be read of a journal, line by line: it may be of any size, and so may a line.
fn merge_journal(path: &Path, latest: i64, marks: &mut Marks) -> io::Result<()> {
    let mut journal = BufReader::with_capacity(LINE_BYTES, File::open(path)?);
    let mut line = Vec::new();
    loop {
        line.clear();
        if journal.by_ref().take(LINE_BYTES as u64).read_until(b'\n', &mut line)? == 0 {
            return Ok(());
        }
        if line.len() == LINE_BYTES && line.last() != Some(&b'\n') {
            journal.skip_until(b'\n')?;
        } else if let Ok(mark) = serde_json::from_slice::<Mark>(&line) {
            if let Some(mark) = mergeable(mark, latest) {
                marks.merge(&mark);
            }
        } else if let Ok(mark) = serde_json::from_slice::<SectionMark>(&line) {
            // What is searched for or muted is in the name, and comes to the screen.
            let section = SectionId(text::clean(&mark.section.0));
            marks.sections.merge(&SectionMark { at: credible(mark.at, latest), section, ..mark });
        }
    }
}

/// A time from the future is put before all credible times, in its own order still. Taking it for `now` instead would
/// let it win again at every start.
fn credible(at: i64, latest: i64) -> i64 {
    if at > latest { at.saturating_sub(i64::MAX) } else { at }
}

/// A mark as it may be merged. A journal comes from a folder that others may write to: its words are outside words.
fn mergeable(mut mark: Mark, latest: i64) -> Option<Mark> {
    mark.at = credible(mark.at, latest);
    if let Deed::Saved { headline } = &mut mark.deed {
        clean(headline)?;
    }
    Some(mark)
}

/// Cleans a row in place; `None` for one that leads nowhere.
fn clean(headline: &mut Headline) -> Option<()> {
    let web = |url: &str| safe_link(url).filter(|url| !url.starts_with("mailto:"));
    headline.url = web(&headline.url)?;
    headline.enclosure = headline.enclosure.take().and_then(|file| Some(Enclosure { url: web(&file.url)?, ..file }));
    let lines = [&mut headline.title, &mut headline.outlet, &mut headline.outlet_name];
    let optional = headline.kicker.iter_mut().chain(&mut headline.standfirst);
    for line in lines.into_iter().chain(optional).chain(&mut headline.authors) {
        *line = text::clean(line);
    }
    Some(())
}

/// This machine's name for its journal: letters, digits and hyphens. The id that systemd keeps is not to be shown as
/// it is (machine-id(5)), so a few digits of its hash stand for it; a system without one goes by the host's name
/// alone.
fn machine() -> String {
    let host: String = host_name()
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' })
        .take(40)
        .collect();
    let host = host.trim_matches('-');
    let host = if host.is_empty() { "machine" } else { host };
    match fs::read("/etc/machine-id") {
        Ok(id) if !id.trim_ascii().is_empty() => {
            let mut hasher = blake3::Hasher::new_derive_key("dateline 2026 name of a journal");
            let digits: String = hasher.update(id.trim_ascii()).finalize().to_hex().chars().take(8).collect();
            format!("{host}-{digits}")
        }
        _ => host.to_owned(),
    }
}

#[cfg(unix)]
fn host_name() -> String {
    rustix::system::uname().nodename().to_string_lossy().into_owned()
}

#[cfg(not(unix))]
fn host_name() -> String {
    std::env::var("COMPUTERNAME").unwrap_or_default()
}
