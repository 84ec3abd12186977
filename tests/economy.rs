//! What goes over the line is counted, can be limited, and is spared where the reader wants it so.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

#[path = "economy/door.rs"]
mod door;
#[path = "economy/kept.rs"]
mod kept;
#[path = "support/pty.rs"]
mod pty;
#[path = "economy/reader.rs"]
mod reader;
#[path = "economy/run.rs"]
mod run;
#[path = "support/server.rs"]
mod server;

use dateline::fetch::Limits;

fn loopback() -> Limits {
    Limits { allow_private: true, ..Limits::default() }
}

fn headers(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}
