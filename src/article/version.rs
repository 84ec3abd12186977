//! Which version of a story it is: a number made of the words that are read.

use serde::{Deserialize, Serialize};

use super::Article;

/// Stands for the words of a story: what does not change them (white space, other quotation marks, pictures and their
/// captions, names, times, labels, related stories) is no other version. 53 bits, so that every reader of JSON keeps it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Version(i64);

impl Version {
    /// Of some words.
    #[must_use]
    pub fn of(parts: &[&str]) -> Self {
        let mut hasher = blake3::Hasher::new();
        for part in parts {
            for word in part.split_whitespace() {
                hasher.update(folded(word).as_bytes()).update(b" ");
            }
            hasher.update(b"\n");
        }
        let mut first = [0; 8];
        hasher.finalize_xof().fill(&mut first);
        Self((u64::from_le_bytes(first) >> 11).cast_signed())
    }

    /// As the cache keeps it.
    #[must_use]
    pub fn number(self) -> i64 {
        self.0
    }

    /// As the cache kept it.
    #[must_use]
    pub fn from_number(number: i64) -> Self {
        Self(number)
    }
}

impl Article {
    /// Which version of the story this is.
    #[must_use]
    pub fn version(&self) -> Version {
        Version::of(&[&self.title, &self.body()])
    }
}

/// A word with plain quotation marks: publishers turn one kind into the other without touching the story.
#[must_use]
pub fn folded(word: &str) -> String {
    let plain = |c| match c {
        '‘' | '’' | '‚' | '‛' => '\'',
        '“' | '”' | '„' | '‟' | '«' | '»' => '"',
        other => other,
    };
    word.chars().map(plain).collect()
}
