//! What the reader wants to see in no list: stories with certain words, and outlets.

use std::collections::BTreeSet;

use crate::marks::SectionMarks;
use crate::news::{Headline, SectionId};
use crate::query::Words;
use crate::query::snippet::{folded, words_of};
use crate::text;

/// All that is muted.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Mutes {
    words: Vec<Muted>,
    outlets: BTreeSet<String>,
}

/// Words side by side.
#[derive(Debug, Clone, PartialEq)]
struct Muted {
    words: Words,
    /// One by one, as they are compared.
    folded: Vec<String>,
}

impl Mutes {
    /// From words (`fog`, `royal tour`, `quiz*`) and ids of outlets. What has no letter mutes nothing.
    #[must_use]
    pub fn new(words: &[String], outlets: &[String]) -> Self {
        let words = words.iter().filter_map(|typed| Muted::of(typed)).collect();
        Self { words, outlets: outlets.iter().cloned().collect() }
    }

    /// The same after what the reader muted and unmuted by hand.
    #[must_use]
    pub fn after(&self, marks: &SectionMarks) -> Self {
        let mut mutes = self.clone();
        for (id, hidden) in marks.hidden() {
            if let Some(outlet) = id.muted_outlet() {
                if hidden {
                    mutes.outlets.insert(outlet.to_owned())
                } else {
                    mutes.outlets.remove(outlet)
                };
            } else if let Some(muted) = id.muted_words().and_then(Muted::of) {
                mutes.words.retain(|other| other.folded != muted.folded);
                mutes.words.extend(hidden.then_some(muted));
            }
        }
        mutes
    }

    /// True where nothing is muted.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.words.is_empty() && self.outlets.is_empty()
    }

    /// The words, for an index.
    pub fn words(&self) -> impl Iterator<Item = &Words> {
        self.words.iter().map(|muted| &muted.words)
    }

    /// Ids.
    pub fn outlets(&self) -> impl Iterator<Item = &String> {
        self.outlets.iter()
    }

    /// True for a story that is to be in no list: of a muted outlet, or with muted words in its headline or standfirst.
    #[must_use]
    pub fn has(&self, headline: &Headline) -> bool {
        if self.outlets.contains(&headline.outlet) {
            return true;
        }
        if self.words.is_empty() {
            return false;
        }
        let has = |line: &str| {
            let said: Vec<String> = words_of(line).map(folded).collect();
            self.words.iter().any(|muted| muted.is_in(&said))
        };
        has(&headline.title) || headline.standfirst.as_deref().is_some_and(has)
    }
}

impl Muted {
    fn of(typed: &str) -> Option<Self> {
        let typed = text::clean(typed);
        let beginning = typed.ends_with('*');
        let text = typed.trim_end_matches('*').to_owned();
        let folded: Vec<String> = words_of(&text).map(folded).collect();
        (!folded.is_empty()).then_some(Self { words: Words { not: false, text, beginning }, folded })
    }

    fn is_in(&self, said: &[String]) -> bool {
        let Some((last, others)) = self.folded.split_last() else { return false };
        said.windows(self.folded.len()).any(|run| match run.split_last() {
            Some((end, start)) if self.words.beginning => start == others && end.starts_with(last.as_str()),
            Some((end, start)) => start == others && end == last,
            None => false,
        })
    }
}

/// What the reader muted or unmuted by hand, in words.
#[must_use]
pub fn named(id: &SectionId) -> Option<String> {
    id.muted_words().map(|words| format!("“{words}”")).or_else(|| id.muted_outlet().map(str::to_owned))
}
