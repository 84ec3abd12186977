//! The end of a page as a list: related stories, and the links of the story's text once more.

use std::collections::HashSet;
use std::ops::Range;

use crate::article::{Article, Face, Place, Text};

use super::compose::{Composer, ROW};
use super::{Page, Role, Span, related};

impl Composer {
    /// The links of the text, below the page: each address once, and none that stands among the related stories.
    pub(super) fn link_list(&mut self, article: &Article) {
        let mut known: HashSet<String> = related(article).map(|story| story.url.clone()).collect();
        let mut listed = Vec::new();
        for (link, target) in self.links().iter().enumerate() {
            if known.insert(target.url.clone()) {
                let words = if target.text.is_empty() { &target.url } else { &target.text };
                listed.push(Span { text: words.clone(), role: Role::Related, face: Face::default(), link: Some(link) });
            }
        }
        if listed.is_empty() {
            return;
        }
        // Behind all that is the page's own.
        self.place = Place { block: self.place.block.saturating_add(1), byte: 0 };
        self.row(Vec::new());
        self.subhead(&Text::plain("Links"));
        for words in listed {
            self.spans(words, ROW);
        }
    }
}

impl Page {
    /// The rows of the list at the end: for each, its link and where it stands.
    #[must_use]
    pub fn end_list(&self) -> Vec<(usize, Range<usize>)> {
        let mut found: Vec<(usize, Range<usize>)> = Vec::new();
        for (at, line) in self.lines.iter().enumerate() {
            let Some(link) = line.end_link() else { continue };
            match found.last_mut() {
                Some((last, rows)) if *last == link => rows.end = at + 1,
                _ => found.push((link, at..at + 1)),
            }
        }
        found
    }
}
