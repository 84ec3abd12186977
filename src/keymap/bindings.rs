//! Which keys do what: those of the table, and what the reader changed about them.

use std::collections::HashMap;

use super::{Action, Code, Key, TABLE};

/// Which keys do what. Most actions have keys of their own; some a reader gives them are typed one after the other.
#[derive(Debug, Clone, PartialEq)]
pub struct Keymap {
    keys: HashMap<Vec<Key>, Action>,
}

/// What the keys typed so far come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Typed {
    /// An action.
    Whole(Action),
    /// The beginning of a sequence.
    Begun,
    /// Nothing.
    Nothing,
}

/// An action of the table by its name, with all the keys it is to have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wish {
    /// The action's name.
    pub action: String,
    /// Keys; those of a sequence with blanks between them.
    pub keys: Vec<String>,
}

/// Where a wish is wrong: its index, and that of the key in it; `None` for its action.
pub type Spot = (usize, Option<usize>);

/// A wish that can't be followed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{why}")]
pub struct Refusal {
    /// Why not.
    pub why: KeymapError,
    /// The one that is wrong.
    pub at: Spot,
    /// The one it does not go with.
    pub other: Option<Spot>,
}

/// A key that can't be bound.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KeymapError {
    /// Not an action of the table.
    #[error("there is no action {0:?}")]
    Action(String),
    /// Not the name of a key.
    #[error("there is no key {0:?}; write it as j, Space, C-d or PageDown")]
    Key(String),
    /// Esc forgets what was begun.
    #[error("{0} has Esc in it, which forgets the keys before it")]
    Escape(String),
    /// One key for two actions.
    #[error("{key} is bound to both {first} and {second}")]
    Conflict {
        /// The key.
        key: String,
        /// The action that has it.
        first: &'static str,
        /// The action that wants it as well.
        second: &'static str,
    },
    /// A sequence that could never be typed to its end.
    #[error("{long} begins with {short}, which already does something: {action}")]
    Begins {
        /// The sequence.
        long: String,
        /// What it begins with.
        short: String,
        /// What that does.
        action: &'static str,
    },
}

/// A sequence that was wished for.
struct Given {
    sequence: Vec<Key>,
    action: Action,
    at: Spot,
}

impl Default for Keymap {
    fn default() -> Self {
        let keys = TABLE
            .iter()
            .flat_map(|entry| entry.keys.iter().filter_map(|key| Some((vec![Key::parse(key)?], entry.action))))
            .collect();
        Self { keys }
    }
}

impl Keymap {
    /// The defaults with some actions' keys replaced: an action that is named gets exactly the keys given, and takes them
    /// from whatever had them by default. But a sequence takes away nothing: the key that it begins with must be free.
    ///
    /// # Errors
    /// For an unknown action or key, for keys given to two actions, and for a sequence that begins with keys that do
    /// something by themselves.
    pub fn with(wishes: &[Wish]) -> Result<Self, Refusal> {
        let mut keymap = Self::default();
        let mut given: Vec<Given> = Vec::new();
        for (row, wish) in wishes.iter().enumerate() {
            let entry = TABLE.iter().find(|entry| entry.name == wish.action).ok_or_else(|| Refusal {
                why: KeymapError::Action(wish.action.clone()),
                at: (row, None),
                other: None,
            })?;
            keymap.keys.retain(|_, action| *action != entry.action);
            for (column, written) in wish.keys.iter().enumerate() {
                let at = (row, Some(column));
                let sequence = read(written).map_err(|why| Refusal { why, at, other: None })?;
                let new = Given { sequence, action: entry.action, at };
                if let Some(before) = given.iter().find(|before| before.is_against(&new)) {
                    return Err(Refusal { why: before.clash(&new), at, other: Some(before.at) });
                }
                given.push(new);
            }
        }
        keymap.keys.extend(given.iter().filter(|new| new.sequence.len() == 1).map(Given::binding));
        for new in given.iter().filter(|new| new.sequence.len() > 1) {
            let first = new.sequence.first().copied();
            if let Some(action) = first.and_then(|first| keymap.action(first)) {
                let by_itself = Given { sequence: first.into_iter().collect(), action, at: new.at };
                return Err(Refusal { why: by_itself.clash(new), at: new.at, other: None });
            }
        }
        keymap.keys.extend(given.iter().map(Given::binding));
        Ok(keymap)
    }

    /// The key that was meant: Enter comes as a line feed where it was typed before the program had the terminal. Where
    /// `C-j` does something, or begins a sequence, it is itself.
    #[must_use]
    pub fn meant(&self, key: Key) -> Key {
        let line_feed = Key { ctrl: true, ..Key::char('j') };
        let is_bound = self.keys.keys().any(|keys| keys.first() == Some(&line_feed));
        if key == line_feed && !is_bound { Key::plain(Code::Enter) } else { key }
    }

    /// What `key` does by itself.
    #[must_use]
    pub fn action(&self, key: Key) -> Option<Action> {
        match key.code {
            Code::Bound(action) => Some(action),
            _ => self.keys.get([key].as_slice()).copied(),
        }
    }

    /// What the keys typed so far come to.
    #[must_use]
    pub fn typed(&self, keys: &[Key]) -> Typed {
        match self.keys.get(keys) {
            Some(action) => Typed::Whole(*action),
            None if self.keys.keys().any(|sequence| sequence.starts_with(keys)) => Typed::Begun,
            None => Typed::Nothing,
        }
    }

    /// The keys of `action`, those of the table first and in its order.
    #[must_use]
    pub fn keys(&self, action: Action) -> Vec<String> {
        let defaults = action.entry().keys;
        let mut keys: Vec<String> =
            self.keys.iter().filter(|(_, bound)| **bound == action).map(|(keys, _)| in_words(keys)).collect();
        keys.sort_by_key(|key| (defaults.iter().position(|default| default == key).unwrap_or(usize::MAX), key.clone()));
        keys
    }

    /// The first key of `action` as the hints show it; a dash when it has none.
    #[must_use]
    pub fn hint(&self, action: Action) -> String {
        self.keys(action).into_iter().next().unwrap_or_else(|| "–".to_owned())
    }
}

impl Given {
    /// True when not both can be had.
    fn is_against(&self, other: &Self) -> bool {
        let same = self.sequence == other.sequence && self.action == other.action;
        !same && (self.sequence.starts_with(&other.sequence) || other.sequence.starts_with(&self.sequence))
    }

    fn clash(&self, new: &Self) -> KeymapError {
        if self.sequence == new.sequence {
            let [first, second] = [self, new].map(|given| given.action.entry().name);
            return KeymapError::Conflict { key: in_words(&new.sequence), first, second };
        }
        let (long, short) = if self.sequence.len() > new.sequence.len() { (self, new) } else { (new, self) };
        let [long_words, short_words] = [long, short].map(|given| in_words(&given.sequence));
        KeymapError::Begins { long: long_words, short: short_words, action: short.action.entry().name }
    }

    fn binding(&self) -> (Vec<Key>, Action) {
        (self.sequence.clone(), self.action)
    }
}

/// Reads the name of a key, or of several with blanks between them.
fn read(written: &str) -> Result<Vec<Key>, KeymapError> {
    let sequence: Option<Vec<Key>> = written.split(' ').map(Key::parse).collect();
    let sequence = sequence.ok_or_else(|| KeymapError::Key(written.to_owned()))?;
    if sequence.len() > 1 && sequence.contains(&Key::plain(Code::Esc)) {
        return Err(KeymapError::Escape(written.to_owned()));
    }
    Ok(sequence)
}

/// The keys' names, as they are written in the config.
#[must_use]
pub fn in_words(keys: &[Key]) -> String {
    keys.iter().map(Key::to_string).collect::<Vec<_>>().join(" ")
}
