//! The tables, as steps: each brings a file of the version before it one version further, and is never changed once
//! shipped.

use rusqlite::{Connection, TransactionBehavior};

/// `user_version` is how many of these a file has been through.
const STEPS: &[&str] = &[
    // A story is a number and a key in a narrow table, so that counting what is unread touches few pages; its words
    // lie apart. `listed` carries the story's time, so that the newest of a feed are read off an index. The words
    // index keeps no text (content=''): what it finds is looked up by the story's number.
    "CREATE TABLE visit (
        id INTEGER PRIMARY KEY,
        url TEXT NOT NULL UNIQUE,
        etag TEXT,
        last_modified TEXT,
        hash BLOB,
        answered INTEGER,
        not_before INTEGER
    ) STRICT;
    CREATE TABLE story (
        id INTEGER PRIMARY KEY,
        key TEXT NOT NULL UNIQUE
    ) STRICT;
    CREATE TABLE headline (
        story INTEGER PRIMARY KEY REFERENCES story (id),
        url TEXT NOT NULL,
        title TEXT NOT NULL,
        kicker TEXT,
        standfirst TEXT,
        authors TEXT NOT NULL,
        labels TEXT NOT NULL,
        published INTEGER,
        updated INTEGER,
        first_seen INTEGER NOT NULL,
        outlet TEXT NOT NULL,
        outlet_name TEXT NOT NULL
    ) STRICT;
    CREATE TABLE listed (
        story INTEGER NOT NULL REFERENCES story (id),
        feed INTEGER NOT NULL REFERENCES visit (id),
        time INTEGER NOT NULL,
        position INTEGER NOT NULL,
        last_seen INTEGER NOT NULL,
        outlet TEXT NOT NULL,
        outlet_name TEXT NOT NULL,
        PRIMARY KEY (story, feed)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX listed_newest ON listed (feed, time DESC, position);
    CREATE TABLE article (
        story INTEGER PRIMARY KEY REFERENCES story (id),
        visit INTEGER NOT NULL REFERENCES visit (id),
        kept INTEGER NOT NULL,
        document TEXT NOT NULL
    ) STRICT;
    CREATE VIRTUAL TABLE words USING fts5 (
        title, standfirst, body,
        content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 2'
    );",
    // How long a story plays; what a feed's address came to (which of its sources had stories, how many, how new, and
    // what went wrong since); and hosts that want to be left alone.
    "ALTER TABLE headline ADD COLUMN seconds INTEGER;
    ALTER TABLE visit ADD COLUMN source TEXT;
    ALTER TABLE visit ADD COLUMN items INTEGER;
    ALTER TABLE visit ADD COLUMN newest INTEGER;
    ALTER TABLE visit ADD COLUMN trouble TEXT;
    ALTER TABLE visit ADD COLUMN failed INTEGER;
    CREATE TABLE host (
        name TEXT PRIMARY KEY,
        not_before INTEGER,
        failures INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;",
    // Weather forecasts, as fresh as the last answer of their address.
    "CREATE TABLE forecast (
        visit INTEGER PRIMARY KEY REFERENCES visit (id),
        document TEXT NOT NULL
    ) STRICT;",
    // What went over the line, by the reader's days.
    "CREATE TABLE traffic (
        day TEXT PRIMARY KEY,
        network_in INTEGER NOT NULL,
        network_out INTEGER NOT NULL,
        requests INTEGER NOT NULL,
        terminal_out INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;",
    // Which version of a story is kept, in its narrow row; and the versions that were read, packed.
    "ALTER TABLE story ADD COLUMN version INTEGER;
    CREATE TABLE version (
        id INTEGER PRIMARY KEY,
        story INTEGER NOT NULL REFERENCES story (id),
        version INTEGER NOT NULL,
        read INTEGER NOT NULL,
        document BLOB NOT NULL,
        UNIQUE (story, version)
    ) STRICT;
    CREATE INDEX version_read ON version (read);",
    // The file that a story is about, to be heard or seen.
    "ALTER TABLE headline ADD COLUMN enclosure TEXT;",
];

/// Takes the steps that the file has not been through, all or none.
///
/// Returns false for a file of a later version, which this program can't read.
pub(super) fn bring_up(connection: &mut Connection) -> rusqlite::Result<bool> {
    if missing(connection)?.is_some_and(<[_]>::is_empty) {
        return Ok(true);
    }
    // Another process may be at it too: the lock comes first, then a second look.
    let all = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let Some(steps) = missing(&all)? else {
        return Ok(false);
    };
    for step in steps {
        all.execute_batch(step)?;
    }
    all.pragma_update(None, "user_version", super::clamp(STEPS.len()))?;
    all.commit()?;
    Ok(true)
}

/// The steps that the file has not been through; `None` when its version is none of ours.
fn missing(connection: &Connection) -> rusqlite::Result<Option<&'static [&'static str]>> {
    let version: i64 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
    Ok(usize::try_from(version).ok().and_then(|done| STEPS.get(done..)))
}
