//! The `[keys]` of the config: what is wrong there is pointed at, key by key.

use std::collections::BTreeMap;
use std::fmt;
use std::ops::Range;

use serde::de::{Error, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use toml::Spanned;

use crate::keymap::{Keymap, Spot, Wish};
use crate::text;

use super::ConfigError;

/// Names of actions with their keys.
pub(super) type Table = BTreeMap<Spanned<String>, Spanned<Keys>>;

/// The keys of one action.
#[derive(Debug)]
pub(super) enum Keys {
    One(String),
    Many(Vec<Spanned<String>>),
}

impl<'de> Deserialize<'de> for Keys {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(OneOrMany)
    }
}

/// Untagged enums of serde lose the places of what is in them.
struct OneOrMany;

impl<'de> Visitor<'de> for OneOrMany {
    type Value = Keys;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key, or a list of keys")
    }

    fn visit_str<E: Error>(self, key: &str) -> Result<Keys, E> {
        Ok(Keys::One(key.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut keys: A) -> Result<Keys, A::Error> {
        let mut many = Vec::new();
        while let Some(key) = keys.next_element()? {
            many.push(key);
        }
        Ok(Keys::Many(many))
    }
}

/// An action's name and its keys, each with its place in the file.
struct Row {
    name: Range<usize>,
    keys: Vec<Range<usize>>,
}

impl Row {
    fn span(&self, key: Option<usize>) -> Range<usize> {
        key.and_then(|key| self.keys.get(key)).unwrap_or(&self.name).clone()
    }
}

/// The keys in force. Of two that don't go together the later one in the file is pointed at, and the line of the other
/// is said.
pub(super) fn keymap(table: Table, source: &str) -> Result<Keymap, ConfigError> {
    let mut rows: Vec<(Row, Wish)> = table
        .into_iter()
        .map(|(name, keys)| {
            let whole = keys.span();
            let (spans, keys) = match keys.into_inner() {
                Keys::One(key) => (vec![whole], vec![key]),
                Keys::Many(keys) => keys.into_iter().map(|key| (key.span(), key.into_inner())).unzip(),
            };
            (Row { name: name.span(), keys: spans }, Wish { action: name.into_inner(), keys })
        })
        .collect();
    rows.sort_by_key(|(row, _)| row.name.start);
    let (rows, wishes): (Vec<Row>, Vec<Wish>) = rows.into_iter().unzip();
    let span = |(row, key): Spot| rows.get(row).map(|row| row.span(key)).unwrap_or_default();
    Keymap::with(&wishes).map_err(|refusal| {
        let mut said = refusal.to_string();
        if let Some(other) = refusal.other {
            let before = source.get(..span(other).start).unwrap_or_default();
            said = format!("{said}; the other is in line {}", before.matches('\n').count() + 1);
        }
        ConfigError(text::point_out(source, &span(refusal.at), &said))
    })
}
