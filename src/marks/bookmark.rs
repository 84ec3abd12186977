//! Where the reader is: what the next start opens.

use serde::{Deserialize, Serialize};

use crate::article::Spot;
use crate::news::{Headline, SectionId, StoryKey};

/// The three panes, from left to right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Pane {
    /// The section tree.
    Sections,
    /// The rows of one section.
    Headlines,
    /// One story.
    Article,
}

/// Where the reader is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Bookmark {
    /// The pane that has the keys.
    pub pane: Pane,
    /// Where the marker stands in the tree.
    pub marker: SectionId,
    /// Whose list is open.
    pub section: SectionId,
    /// Where the marker stands in the list.
    pub story: Option<StoryKey>,
    /// The story that is being read, with the row it had, and the first line on the screen.
    pub reading: Option<(Box<Headline>, Spot)>,
}
