//! The file itself: opening it, and setting it aside when it can't be used.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, OpenFlags};

use super::{CacheError, schema};
use crate::private;

/// How long a statement waits for another process to finish its own.
const BUSY: Duration = Duration::from_secs(5);
/// So many damaged files are kept: a failing disk must not be filled with them.
const KEPT_ASIDE: u32 = 9;

/// Opens the file, or sets a damaged one aside and starts anew; the second value tells the reader of that.
pub(super) fn open(path: &Path) -> Result<(Connection, Option<String>), CacheError> {
    if let Some(folder) = path.parent() {
        private::make_folder(folder)?;
    }
    if let Some(connection) = usable(path)? {
        return Ok((connection, None));
    }
    // Of two processes that find the damage, the second must not move away what the first has made anew.
    let damaged = File::open(path)?;
    damaged.lock()?;
    if let Some(connection) = usable(path)? {
        return Ok((connection, None));
    }
    let aside = set_aside(path)?;
    let connection = usable(path)?.ok_or_else(|| io::Error::other("a new file is damaged at once"))?;
    let notice = format!(
        "The cache was damaged and has been set aside as {}; starting a new one. Read marks and saved stories are not touched.",
        aside.file_name().unwrap_or_default().to_string_lossy()
    );
    Ok((connection, Some(notice)))
}

/// What every connection is told first, on disk or in memory.
pub(super) fn set_up(connection: &mut Connection) -> rusqlite::Result<bool> {
    connection.busy_timeout(BUSY)?;
    connection.set_prepared_statement_cache_capacity(32);
    // A statement is planned once, not again for each address that it is asked for.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    // With a write-ahead log readers never wait, and NORMAL loses nothing when the process is killed (only, at worst,
    // the last answers when the machine is).
    connection.pragma_update_and_check(None, "journal_mode", "wal", |_| Ok(()))?;
    connection.pragma_update(None, "synchronous", "normal")?;
    connection.pragma_update(None, "journal_size_limit", 4 * 1024 * 1024)?;
    connection.pragma_update(None, "temp_store", "memory")?;
    // Whatever a damaged or planted file holds: its pages are checked as they are read, its schema can't call
    // functions.
    connection.pragma_update(None, "cell_size_check", true)?;
    connection.pragma_update(None, "trusted_schema", false)?;
    schema::bring_up(connection)
}

/// A connection, or `None` when the file is not a database of ours, is damaged, or is of a later version.
fn usable(path: &Path) -> Result<Option<Connection>, CacheError> {
    // Made before `SQLite` would make it; its companions get the rights of the file.
    private::appending().open(path)?;
    // Without SQLITE_OPEN_URI a path is a path, whatever it is spelled like.
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let opened = Connection::open_with_flags(path, flags).and_then(|mut connection| {
        let ours = set_up(&mut connection)? && is_whole(&connection)?;
        Ok(ours.then_some(connection))
    });
    match opened {
        Err(error) if is_damage(&error) => Ok(None),
        other => Ok(other?),
    }
}

/// A cheap look at every table; a full check of a large file takes longer than a first frame may.
fn is_whole(connection: &Connection) -> rusqlite::Result<bool> {
    for table in ["visit", "story", "headline", "listed", "article", "words", "host", "forecast", "traffic"] {
        if !connection.table_exists(None, table)? {
            return Ok(false);
        }
        connection.query_row(&format!("SELECT EXISTS (SELECT 1 FROM {table})"), [], |_| Ok(()))?;
    }
    Ok(true)
}

/// True when the file's content is at fault, not its surroundings (a lock, a full disk, a missing right).
fn is_damage(error: &rusqlite::Error) -> bool {
    // SQL that can't be prepared, on a file whose version promises that it can: the tables are not ours.
    matches!(error, rusqlite::Error::SqlInputError { .. })
        || error.sqlite_error().is_some_and(|error| error.extended_code == rusqlite::ffi::SQLITE_ERROR)
        || matches!(error.sqlite_error_code(), Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt))
}

/// Renames the file and its companions to the first free `….broken-N`; the last of them is used again and again.
fn set_aside(path: &Path) -> io::Result<PathBuf> {
    let with = |ending: &str| {
        let mut name = path.as_os_str().to_owned();
        name.push(ending);
        PathBuf::from(name)
    };
    let mut names = (1..KEPT_ASIDE).map(|n| with(&format!(".broken-{n}")));
    let aside = names.find(|aside| !aside.exists()).unwrap_or_else(|| with(&format!(".broken-{KEPT_ASIDE}")));
    // The log goes first: next to a new file, an old one would be played into it.
    for companion in ["-wal", "-shm"] {
        let mut kept = aside.clone().into_os_string();
        kept.push(companion);
        match fs::rename(with(companion), kept) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    fs::rename(path, &aside)?;
    Ok(aside)
}
