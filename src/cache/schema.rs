//! The tables, as steps: each brings a file of the version before it one version further, and is never changed once shipped.

use rusqlite::{Connection, TransactionBehavior};

/// `user_version` is how many of these a file has been through.
const STEPS: &[&str] = &[
    // A story is a number and a key in a narrow table, so that counting what is unread touches few pages; its words lie
    // apart. `listed` carries the story's time, so that the newest of a feed are read off an index. The words index keeps
    // no text (content=''): what it finds is looked up by the story's number.
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
];

/// The version a file has after all steps.
pub(super) const VERSION: i64 = STEPS.len() as i64;

/// Takes the steps that the file has not been through, all or none.
///
/// Returns false for a file of a later version, which this program can't read.
pub(super) fn bring_up(connection: &mut Connection) -> rusqlite::Result<bool> {
    if version(connection)? != VERSION {
        // Another process may be at it too: the lock comes first, then a second look.
        let steps = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let Ok(done) = usize::try_from(version(&steps)?) else {
            return Ok(false);
        };
        let Some(missing) = STEPS.get(done..) else {
            return Ok(false);
        };
        for step in missing {
            steps.execute_batch(step)?;
        }
        steps.pragma_update(None, "user_version", VERSION)?;
        steps.commit()?;
    }
    Ok(true)
}

fn version(connection: &Connection) -> rusqlite::Result<i64> {
    connection.pragma_query_value(None, "user_version", |row| row.get(0))
}
