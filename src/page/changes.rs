//! What changed in a story, laid out like the story itself.
//!
//! What came and what went stands in brackets as well as in a look of its own, `{+so+}` and `[-so-]`: it is told apart
//! on a terminal that has no attribute for it, when it is copied, and when it is read aloud.

use crate::article::Place;
use crate::changes::{Change, Changes, Part, Row};
use crate::text::clean;

use super::typeset::Set;
use super::{Line, Page, Role, Setting, Span, wrap};

impl Page {
    /// Lays the changes out; `note` stands above them.
    #[must_use]
    pub fn of_changes(changes: &Changes, note: &str, setting: Setting) -> Self {
        let width = setting.width.min(setting.measure).max(1);
        let mut page = Self { width, ..Self::default() };
        let top = Place::default();
        page.paragraph(&[Span::new(note, Role::Furniture)], top);
        if let Some(was) = &changes.title_was {
            page.paragraph(&[Span::new("Headline was: ", Role::Furniture), Span::new(clean(was), Role::Removed)], top);
        }
        page.paragraph(&[Span::new(clean(&changes.title), Role::Headline)], top);
        for row in &changes.rows {
            match row {
                Row::Unchanged { paragraphs, place } => {
                    let said = format!("… {paragraphs} paragraphs unchanged");
                    page.paragraph(&[Span::new(said, Role::Furniture)], *place);
                }
                Row::Paragraph { part, runs, place } => page.runs(*part, runs, *place),
            }
        }
        page
    }

    /// Puts a quiet line above the page.
    pub fn put_note(&mut self, note: &str) {
        let mut top = Self { width: self.width, ..Self::default() };
        top.paragraph(&[Span::new(note, Role::Furniture)], Place::default());
        top.lines.push(blank(Place::default()));
        self.lines.splice(..0, top.lines);
    }

    fn runs(&mut self, part: Part, runs: &[(Change, String)], place: Place) {
        let kept = match part {
            Part::Standfirst => Role::Standfirst,
            Part::Subhead => Role::Subhead,
            Part::Body => Role::Body,
        };
        let at = self.lines.len();
        let mut spans = Vec::new();
        for (change, words) in runs {
            let words = clean(words);
            if !spans.is_empty() {
                spans.push(Span::new(" ", kept));
            }
            spans.push(match change {
                Change::Kept => Span::new(words, kept),
                Change::Inserted => Span::new(format!("{{+{words}+}}"), Role::Inserted),
                Change::Removed => Span::new(format!("[-{words}-]"), Role::Removed),
            });
        }
        self.paragraph(&spans, place);
        let first = self.lines.iter_mut().skip(at).find(|line| !line.spans.is_empty());
        if let Some(first) = first.filter(|_| part == Part::Subhead) {
            first.subhead = true;
        }
    }

    /// Rows of these words, after a blank one.
    fn paragraph(&mut self, spans: &[Span], place: Place) {
        if let Some(last) = self.lines.last() {
            self.lines.push(blank(last.place));
        }
        let line: String = spans.iter().map(|span| span.text.as_str()).collect();
        for row in wrap::rows(&line, usize::from(self.width)) {
            let mut at = 0;
            let mut cut = Vec::new();
            for span in spans {
                let (from, to) = (row.start.max(at), row.end.min(at + span.text.len()));
                if let Some(words) = from.checked_sub(at).zip(to.checked_sub(at)).and_then(|(a, b)| span.text.get(a..b))
                    && !words.is_empty()
                {
                    cut.push(Span { text: words.to_owned(), ..span.clone() });
                }
                at += span.text.len();
            }
            self.lines.push(Line { spans: cut, place, subhead: false, set: Set::default() });
        }
    }
}

fn blank(place: Place) -> Line {
    Line { spans: Vec::new(), place, subhead: false, set: Set::default() }
}
