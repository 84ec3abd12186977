//! A figure while its parts come in: a caption in pieces, a credit in or beside it.

use super::credit;
use super::furniture;
use super::shape;
use crate::article::{Block, Face, Text};

/// Characters of a caption; what comes after is not about the picture.
const CAPTION_AT_MOST: usize = 800;

/// Its parts so far.
#[derive(Debug, Default)]
pub struct Figure {
    pub caption: Option<Text>,
    pub credit: Option<String>,
    pub image: Option<String>,
}

impl Figure {
    /// Where the picture is; the first of several.
    pub fn image(&mut self, url: String) {
        self.image.get_or_insert(url);
    }

    /// Words under the picture, which may end with who made it.
    pub fn words(&mut self, text: Text) {
        let plain = text.to_plain();
        let (words, by) = credit::split(&plain);
        if let Some(by) = by {
            self.credit(&by);
        }
        if words.is_empty() {
            return;
        }
        let text = if words.len() == plain.len() { text } else { begin(&text, words) };
        let Some(caption) = &mut self.caption else {
            self.caption = Some(text);
            return;
        };
        let (old, new) = (furniture::normal(&caption.to_plain()), furniture::normal(words));
        if new.starts_with(&old) {
            *caption = text;
        } else if !old.contains(&new) && old.chars().count() + new.chars().count() < CAPTION_AT_MOST {
            caption.push(" ", Face::default(), None);
            shape::append(caption, &text);
        }
    }

    /// Who made it: a person, a house, or both.
    pub fn credit(&mut self, words: &str) {
        let by = credit::without_lead(words);
        if by.is_empty() || credit::is_lead(&by) {
            return;
        }
        match &mut self.credit {
            None => self.credit = Some(by),
            Some(told) if furniture::normal(told).contains(&furniture::normal(&by)) => {}
            Some(told) => *told = format!("{told}/{by}"),
        }
    }
}

/// The part of a caption that `words`, which it begins with, are.
fn begin(text: &Text, words: &str) -> Text {
    let head = shape::head(text, words.len());
    if head.to_plain() == words { head } else { Text::plain(words) }
}

impl From<Figure> for Block {
    fn from(figure: Figure) -> Self {
        Self::Figure { caption: figure.caption, credit: figure.credit, image: figure.image }
    }
}
