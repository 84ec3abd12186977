//! What the reader did, as marks that can be merged in any order: of two marks on the same thing, the newer wins.

mod bookmark;
mod sections;

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::article::{Spot, Version};
use crate::news::{Headline, StoryKey};

pub use bookmark::{Bookmark, Pane};
pub use sections::{SectionDeed, SectionMark, SectionMarks};

/// One thing the reader did to one story.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Mark {
    /// When, in milliseconds since 1970 (as the machine's clock said).
    pub at: i64,
    /// To which story.
    pub key: StoryKey,
    /// What.
    #[serde(flatten)]
    pub deed: Deed,
}

/// What can be done to a story.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "did", rename_all = "lowercase")]
pub enum Deed {
    /// Opened, or marked by hand.
    Read,
    /// Marked unread again.
    Unread,
    /// Kept for later, with the row it had.
    Saved {
        /// As it stood in the list.
        headline: Box<Headline>,
    },
    /// No longer kept.
    Unsaved,
    /// Shown in this version.
    Seen(Seen),
    /// Left at this spot.
    Place {
        /// The first line on the screen.
        place: Spot,
    },
}

/// What of a story was shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
pub struct Seen {
    /// Of its text.
    pub version: Version,
    /// Of the headline that its list had.
    pub title: Version,
}

/// All marks merged.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Marks {
    read: HashMap<StoryKey, (i64, bool)>,
    saved: BTreeMap<StoryKey, (i64, Option<Headline>)>,
    places: HashMap<StoryKey, (i64, Spot)>,
    seen: HashMap<StoryKey, (i64, Seen)>,
    /// What was done to sections.
    pub sections: SectionMarks,
    bookmark: Option<(i64, Bookmark)>,
}

impl Marks {
    /// Takes one mark in. Order and repetition don't matter: a mark older than what is known changes nothing, and of
    /// two with the same time the one that keeps more (read, saved, the later place) wins.
    pub fn merge(&mut self, mark: &Mark) {
        let Mark { at, key, deed } = mark;
        match deed {
            Deed::Read | Deed::Unread => {
                newest(self.read.entry(key.clone()).or_insert((i64::MIN, false)), (*at, *deed == Deed::Read));
            }
            Deed::Saved { headline } => self.merge_saved(key, *at, Some(headline.as_ref())),
            Deed::Unsaved => self.merge_saved(key, *at, None),
            Deed::Seen(seen) => {
                newest(self.seen.entry(key.clone()).or_insert((i64::MIN, Seen::default())), (*at, *seen));
            }
            Deed::Place { place } => {
                newest(self.places.entry(key.clone()).or_insert((i64::MIN, Spot::default())), (*at, *place));
            }
        }
    }

    /// Takes in where the reader was at that time; of several machines' bookmarks the newest stays.
    pub fn merge_bookmark(&mut self, at: i64, bookmark: Bookmark) {
        if self.bookmark.as_ref().is_none_or(|(known, _)| *known < at) {
            self.bookmark = Some((at, bookmark));
        }
    }

    /// Where the reader was last.
    #[must_use]
    pub fn bookmark(&self) -> Option<&Bookmark> {
        self.bookmark.as_ref().map(|(_, bookmark)| bookmark)
    }

    fn merge_saved(&mut self, key: &StoryKey, at: i64, headline: Option<&Headline>) {
        let known = self.saved.entry(key.clone()).or_insert((i64::MIN, None));
        if (at, headline.map(rank)) > (known.0, known.1.as_ref().map(rank)) {
            *known = (at, headline.cloned());
        }
    }

    /// True for a story that was read.
    #[must_use]
    pub fn is_read(&self, key: &StoryKey) -> bool {
        self.read.get(key).is_some_and(|(_, read)| *read)
    }

    /// True for a story that is kept for later.
    #[must_use]
    pub fn is_saved(&self, key: &StoryKey) -> bool {
        self.saved.get(key).is_some_and(|(_, headline)| headline.is_some())
    }

    /// The saved stories, last saved first.
    #[must_use]
    pub fn saved(&self) -> Vec<Headline> {
        let mut saved: Vec<(i64, &Headline)> = self
            .saved
            .values()
            .filter_map(|(at, headline)| headline.as_ref().map(|headline| (*at, headline)))
            .collect();
        saved.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.key.cmp(&b.1.key)));
        saved.into_iter().map(|(_, headline)| headline.clone()).collect()
    }

    /// Where the reader left the story.
    #[must_use]
    pub fn place(&self, key: &StoryKey) -> Option<Spot> {
        self.places.get(key).map(|(_, place)| *place)
    }

    /// What was shown of the story last, and when that was first shown.
    #[must_use]
    pub fn seen(&self, key: &StoryKey) -> Option<(i64, Seen)> {
        self.seen.get(key).copied()
    }

    /// The time of the latest mark on the story, of any kind.
    #[must_use]
    pub fn latest(&self, key: &StoryKey) -> Option<i64> {
        let read = self.read.get(key).map(|(at, _)| *at);
        let saved = self.saved.get(key).map(|(at, _)| *at);
        let place = self.places.get(key).map(|(at, _)| *at);
        let seen = self.seen.get(key).map(|(at, _)| *at);
        read.max(saved).max(place).max(seen)
    }

    /// A mark of the moment `now`, but later than any mark of the same story, so that it wins over what it takes back.
    #[must_use]
    pub fn mark(&self, key: StoryKey, deed: Deed, now: DateTime<Utc>) -> Mark {
        let at = self.latest(&key).map_or(i64::MIN, |latest| latest.saturating_add(1)).max(millis(now));
        Mark { at, key, deed }
    }

    /// Everything that is known of stories, as the fewest marks that say it; what a compacted journal holds.
    #[must_use]
    pub fn to_marks(&self) -> Vec<Mark> {
        let read = self.read.iter().map(|(key, (at, read))| Mark {
            at: *at,
            key: key.clone(),
            deed: if *read { Deed::Read } else { Deed::Unread },
        });
        let saved = self.saved.iter().map(|(key, (at, headline))| Mark {
            at: *at,
            key: key.clone(),
            deed: headline.clone().map_or(Deed::Unsaved, |headline| Deed::Saved { headline: Box::new(headline) }),
        });
        let places = self.places.iter().map(|(key, (at, place))| Mark {
            at: *at,
            key: key.clone(),
            deed: Deed::Place { place: *place },
        });
        let seen =
            self.seen.iter().map(|(key, (at, seen))| Mark { at: *at, key: key.clone(), deed: Deed::Seen(*seen) });
        let mut marks: Vec<Mark> = read.chain(saved).chain(places).chain(seen).collect();
        marks.sort_by(|a, b| (a.at, &a.key).cmp(&(b.at, &b.key)));
        marks
    }
}

/// An order over all that a row holds: of two rows saved at the same time, every machine must keep the same one.
fn rank(headline: &Headline) -> impl Ord {
    let Headline {
        key,
        url,
        title,
        kicker,
        standfirst,
        authors,
        labels,
        published,
        updated,
        seconds,
        enclosure,
        outlet,
        outlet_name,
    } = headline;
    (
        key,
        url,
        title,
        kicker,
        standfirst,
        authors,
        labels,
        (published, updated, seconds, enclosure, outlet, outlet_name),
    )
}

fn newest<T: PartialOrd + Copy>(known: &mut (i64, T), told: (i64, T)) {
    if told > *known {
        *known = told;
    }
}

/// Milliseconds since 1970, as [`Mark::at`] counts them.
#[must_use]
pub fn millis(now: DateTime<Utc>) -> i64 {
    now.timestamp_millis()
}
