//! The document model: an article is blocks of text. All outside text enters a [`Text`] through [`Text::push`].

use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};

use crate::news::Label;
use crate::text;

pub mod spot;
pub mod version;

pub use spot::Spot;
pub use version::Version;

/// A story as it is kept and shown. Every string is one clean line.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Article {
    /// The canonical address, http(s); empty for a file that does not say where it is from.
    pub url: String,
    /// The headline; empty only for a page that has none.
    pub title: String,
    /// Kind or section as the publisher words it.
    pub kicker: Option<String>,
    /// The way to the story from the front page: `["World", "Asia"]`.
    pub section: Vec<String>,
    /// The summary under the headline; never repeated in `blocks`.
    pub standfirst: Option<String>,
    /// Names only: no "By", no roles.
    pub authors: Vec<String>,
    /// Where the page says that the story comes from: `Washington Post`, or the outlet itself.
    pub agency: Option<String>,
    /// First published, in the zone that the page states (UTC where it states none).
    pub published: Option<DateTime<FixedOffset>>,
    /// Last changed, if later than `published`.
    pub updated: Option<DateTime<FixedOffset>>,
    /// Each once, in the order of [`Label`].
    pub labels: Vec<Label>,
    /// BCP 47 as the page says: `en-NZ`.
    pub language: Option<String>,
    /// The story itself.
    pub blocks: Vec<Block>,
    /// Stories the page points to as related; shown after the text.
    pub related: Vec<Related>,
}

/// A part of a story.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum Block {
    /// A subhead; `level` 2 to 4.
    Heading {
        /// 2 for the story's own subheads.
        level: u8,
        /// Its words.
        text: Text,
    },
    /// Plain text.
    Paragraph {
        /// Its words.
        text: Text,
    },
    /// Somebody's words, set apart.
    Quote {
        /// At least one.
        paragraphs: Vec<Text>,
        /// Who said it.
        source: Option<Text>,
    },
    /// A list, numbered or not.
    List {
        /// True for 1., 2., 3.
        ordered: bool,
        /// In order, sub-items after their parent.
        items: Vec<Item>,
    },
    /// A picture, film or graphic: its words only.
    Figure {
        /// What it shows, without the credit.
        caption: Option<Text>,
        /// Who made it.
        credit: Option<String>,
        /// Address of the picture.
        image: Option<String>,
    },
    /// Rows of cells, all of the same length.
    Table {
        /// The first row names the columns.
        header: bool,
        /// At least one, each with the same number of cells.
        rows: Vec<Vec<Text>>,
    },
    /// Preformatted lines.
    Code {
        /// Clean lines, white space kept.
        lines: Vec<String>,
    },
    /// A break between parts.
    Rule,
    /// Something that only a browser can show.
    Embed {
        /// `video`, `audio`, `post`, `map`, `chart`.
        what: String,
        /// Its title, if it has one.
        title: Option<String>,
        /// Where it is.
        url: String,
    },
}

/// A list's row.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Item {
    /// 0 for the list's own rows, 1 for a list inside a row, and so on.
    pub depth: u8,
    /// Its words.
    pub text: Text,
}

/// A story that another one points to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Related {
    /// Its headline, clean.
    pub title: String,
    /// http(s).
    pub url: String,
}

/// A run of words that look alike.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Inline {
    /// Clean; blanks at its ends count.
    pub text: String,
    /// How it is marked.
    #[serde(default, skip_serializing_if = "Face::is_plain")]
    pub face: Face,
    /// http(s) or mailto address it leads to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub link: Option<String>,
}

/// How words are marked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Face {
    /// `<b>`, `<strong>`.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub strong: bool,
    /// `<i>`, `<em>`, `<cite>`.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub emphasis: bool,
    /// `<code>`, `<kbd>`, `<samp>`.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub code: bool,
}

impl Face {
    /// True for unmarked words.
    #[must_use]
    pub fn is_plain(&self) -> bool {
        *self == Self::default()
    }
}

/// Flat rich text on one logical line. The only way in is [`Text::push`], so what it holds is clean: white space
/// collapsed across its pieces, no control characters, neighbours that look alike merged.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Text {
    inlines: Vec<Inline>,
}

impl Text {
    /// Unmarked words.
    #[must_use]
    pub fn plain(outside: &str) -> Self {
        let mut text = Self::default();
        text.push(outside, Face::default(), None);
        text.trim_end();
        text
    }

    /// **The door.** Appends outside words: cleaned, white space collapsed (also against what is already there).
    /// `link` is kept when it is an http(s) or mailto address.
    pub fn push(&mut self, outside: &str, face: Face, link: Option<&str>) {
        let mut kept = String::with_capacity(outside.len());
        // A lead-in letter keeps a blank at the front of the piece; it goes again below.
        let after_blank = self.inlines.last().is_none_or(|last| last.text.ends_with(' '));
        kept.push(if after_blank { ' ' } else { 'x' });
        text::push_clean(&mut kept, outside);
        kept.remove(0);
        if kept.is_empty() {
            return;
        }
        let link = link.and_then(safe_link);
        if let Some(last) = self.inlines.last_mut()
            && last.face == face
            && last.link == link
        {
            last.text.push_str(&kept);
            return;
        }
        self.inlines.push(Inline { text: kept, face, link });
    }

    /// Drops the blank that a last [`Text::push`] may have left. Call once the text is whole.
    pub fn trim_end(&mut self) {
        while let Some(last) = self.inlines.last_mut() {
            let kept = last.text.trim_end().len();
            last.text.truncate(kept);
            if kept > 0 {
                return;
            }
            self.inlines.pop();
        }
    }

    /// Its pieces, in order.
    #[must_use]
    pub fn inlines(&self) -> &[Inline] {
        &self.inlines
    }

    /// True when it has no words.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.inlines.iter().all(|inline| inline.text.trim().is_empty())
    }

    /// Its words without faces and links. The bytes of this string are what [`Place::byte`] counts.
    #[must_use]
    pub fn to_plain(&self) -> String {
        self.inlines.iter().map(|inline| inline.text.as_str()).collect()
    }
}

/// The address if a reader may follow it: http, https or mailto, without white space or control characters.
#[must_use]
pub fn safe_link(outside: &str) -> Option<String> {
    let parsed = url::Url::parse(outside.trim()).ok()?;
    // The parser percent-encodes what may not be in an address, but not the blanks behind `mailto:`.
    let link = matches!(parsed.scheme(), "http" | "https" | "mailto").then(|| parsed.to_string())?;
    link.bytes().all(|byte| byte.is_ascii_graphic()).then_some(link)
}

/// A spot in an article that survives reflow and restart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
pub struct Place {
    /// Index into [`Article::blocks`], counted from 1; 0 is the head (headline, byline).
    pub block: u32,
    /// Byte in the block's plain text (of its first paragraph, item or cell onwards, joined).
    pub byte: u32,
}

/// Words a minute for "minutes to read": the middle of the measured range for news read on a screen.
const WORDS_A_MINUTE: usize = 230;
/// Scripts without blanks are read at about this many characters a minute.
const IDEOGRAPHS_A_MINUTE: usize = 450;

impl Block {
    /// The block's words in reading order, one string for each paragraph, item or row (cells joined by two blanks).
    /// Captions and embeds count as words of a page, not of the story: see [`Block::is_body`].
    #[must_use]
    pub fn lines(&self) -> Vec<String> {
        match self {
            Self::Heading { text, .. } | Self::Paragraph { text } => vec![text.to_plain()],
            Self::Quote { paragraphs, source } => paragraphs.iter().chain(source).map(Text::to_plain).collect(),
            Self::List { items, .. } => items.iter().map(|item| item.text.to_plain()).collect(),
            Self::Figure { caption, credit, .. } => {
                caption.iter().map(Text::to_plain).chain(credit.iter().cloned()).collect()
            }
            Self::Table { rows, .. } => {
                rows.iter().map(|row| row.iter().map(Text::to_plain).collect::<Vec<_>>().join("  ")).collect()
            }
            Self::Code { lines } => lines.clone(),
            Self::Rule => Vec::new(),
            Self::Embed { title, .. } => title.iter().cloned().collect(),
        }
    }

    /// True for what is the story itself: headings, paragraphs, quotes, lists, tables and code; not figures, embeds
    /// and rules.
    #[must_use]
    pub fn is_body(&self) -> bool {
        !matches!(self, Self::Figure { .. } | Self::Embed { .. } | Self::Rule)
    }
}

impl Article {
    /// The story as plain text: the standfirst, then paragraphs separated by a blank line, headings included, captions
    /// not; the rows of a list, table or code follow each other line by line.
    #[must_use]
    pub fn body(&self) -> String {
        let blocks = self.blocks.iter().filter(|block| block.is_body()).map(|block| match block {
            Block::Quote { .. } => block.lines().join("\n\n"),
            _ => block.lines().join("\n"),
        });
        let parts = self.standfirst.iter().cloned().chain(blocks);
        parts.filter(|part| !part.trim().is_empty()).collect::<Vec<_>>().join("\n\n")
    }

    /// Minutes to read, at least 1 for a story with any words, 0 without.
    #[must_use]
    pub fn minutes(&self) -> u32 {
        let (mut words, mut ideographs) = (0, 0);
        for line in self.blocks.iter().filter(|block| block.is_body()).flat_map(Block::lines) {
            for word in line.split_whitespace() {
                let wide = word.chars().filter(|c| is_ideograph(*c)).count();
                ideographs += wide;
                words += usize::from(wide < word.chars().count());
            }
        }
        if words + ideographs == 0 {
            return 0;
        }
        let seconds = words * 60 / WORDS_A_MINUTE + ideographs * 60 / IDEOGRAPHS_A_MINUTE;
        u32::try_from((seconds + 30) / 60).unwrap_or(u32::MAX).max(1)
    }
}

fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30FF}' | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}')
}
