//! The story as data is written down as plain markup, so that one way leads to blocks.

use super::facts::Facts;

/// A story found as data.
#[derive(Debug, Default)]
pub struct Embedded {
    /// What is said about it.
    pub facts: Facts,
    /// Markup of the picture that leads it.
    pub lead: String,
    /// Markup of its text.
    pub body: String,
}

/// Markup being written.
#[derive(Debug, Default)]
pub struct Markup {
    /// So far.
    pub html: String,
}

impl Markup {
    /// Opens an element.
    pub fn open(&mut self, tag: &str) {
        self.html.extend(["<", tag, ">"]);
    }

    /// Closes an element.
    pub fn close(&mut self, tag: &str) {
        self.html.extend(["</", tag, ">"]);
    }

    /// The publisher's own markup.
    pub fn raw(&mut self, html: &str) {
        self.html.push_str(html);
    }

    /// An element around the publisher's own markup, unless that is empty.
    pub fn block(&mut self, tag: &str, html: &str) {
        if !html.trim().is_empty() {
            self.open(tag);
            self.raw(html);
            self.close(tag);
        }
    }

    /// Paragraphs of plain text.
    pub fn plain(&mut self, text: &str) {
        for line in text.lines() {
            self.block("p", &escaped(line));
        }
    }

    /// A picture.
    pub fn image(&mut self, url: &str) {
        if !url.is_empty() {
            self.html.extend(["<img src=\"", &escaped(url), "\">"]);
        }
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}
