//! The text of saved stories, beside the journals: what the cache forgets, or a folder that is carried to another machine
//! leaves behind, can still be read.
//!
//! A story is one file, `stories/NAME.json.gz`, NAME being a hash of its key. Whoever reads the folder's other machines'
//! files reads what others may have written: a copy with anything in it that never comes through the door for outside text
//! is none.

use std::fs::{self, File};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::article::{Article, safe_link};
use crate::news::StoryKey;
use crate::private;
use crate::text::is_hostile;

/// A copy is no longer than this, unpacked: as much as a page may have.
const BYTES_AT_MOST: u64 = 4 << 20;

/// The folder of the copies.
#[derive(Debug, Clone)]
pub struct Stories {
    folder: PathBuf,
}

/// A saved story as it was when it was copied.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Copy {
    /// Which.
    pub key: StoryKey,
    /// Where its page is.
    pub url: String,
    /// When its page last said that it is right.
    pub answered: DateTime<Utc>,
    /// The document.
    pub article: Article,
}

impl Stories {
    pub(super) fn beside(journals: &Path) -> Self {
        Self { folder: journals.join("stories") }
    }

    /// Puts a copy in the place of the one before, whole or not at all.
    ///
    /// # Errors
    /// The system's; and for a story that is longer than any page may be.
    pub fn keep(&self, copy: &Copy) -> io::Result<()> {
        let document = serde_json::to_vec(copy)?;
        if document.len() as u64 > BYTES_AT_MOST {
            return Err(io::Error::other("the story is too long to be kept"));
        }
        let mut packed = GzEncoder::new(Vec::new(), Compression::default());
        packed.write_all(&document)?;
        private::replace(&self.file(&copy.key), &packed.finish()?)
    }

    /// The copy of a story, if there is one that can be read.
    #[must_use]
    pub fn read(&self, key: &StoryKey) -> Option<Copy> {
        let file = self.file(key);
        // A pipe by that name would be waited for without end.
        if !file.is_file() {
            return None;
        }
        let mut document = Vec::new();
        let packed = File::open(file).ok()?.take(BYTES_AT_MOST);
        GzDecoder::new(packed).take(BYTES_AT_MOST + 1).read_to_end(&mut document).ok()?;
        if document.len() as u64 > BYTES_AT_MOST {
            return None;
        }
        let value: Value = serde_json::from_slice(&document).ok()?;
        let copy: Copy = is_clean(&value).then(|| serde_json::from_value(value).ok())??;
        (copy.key == *key).then_some(copy)
    }

    /// True when there is a copy, readable or not.
    #[must_use]
    pub fn has(&self, key: &StoryKey) -> bool {
        self.file(key).exists()
    }

    /// Lets go of a copy; there need not be one.
    ///
    /// # Errors
    /// The system's.
    pub fn forget(&self, key: &StoryKey) -> io::Result<()> {
        match fs::remove_file(self.file(key)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }

    fn file(&self, key: &StoryKey) -> PathBuf {
        let hash = blake3::hash(key.0.as_bytes()).to_hex();
        self.folder.join(format!("{}.json.gz", hash.get(..32).unwrap_or(&hash)))
    }
}

/// True when all words are such as the door lets in, and all addresses lead where a reader may follow.
fn is_clean(document: &Value) -> bool {
    let mut waiting = vec![("", document)];
    while let Some((name, value)) = waiting.pop() {
        match value {
            Value::String(words) if words.chars().any(is_hostile) => return false,
            Value::String(words) if is_address(name) && !words.is_empty() && safe_link(words).is_none() => {
                return false;
            }
            Value::Array(values) => waiting.extend(values.iter().map(|value| (name, value))),
            Value::Object(fields) => waiting.extend(fields.iter().map(|(name, value)| (name.as_str(), value))),
            _ => {}
        }
    }
    true
}

fn is_address(name: &str) -> bool {
    matches!(name, "url" | "link" | "image")
}
