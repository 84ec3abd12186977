//! Which section the reader means: by its id, by its name, or by a few letters as `S` in the reader takes them.

use anyhow::bail;

use crate::app::picker::{CHOICES_AT_MOST, Choice, STEP, Stands, choices, matching};
use crate::app::sections_pane::SectionsPane;
use crate::marks::millis;
use crate::news::Section;
use crate::text::clean;

use super::session::Session;

/// The tree with what there is beside it.
#[derive(Debug)]
pub(super) struct Names {
    pane: SectionsPane,
    all: Vec<Choice>,
}

impl Names {
    pub(super) fn of(session: &Session) -> Self {
        let edition = &session.edition;
        let marks = &edition.marks.sections;
        let pane = SectionsPane::new(edition.sections.clone(), edition.shelf.clone(), marks);
        let all = choices(&pane, marks, millis(session.now));
        Self { pane, all }
    }

    /// The tree itself.
    pub(super) fn pane(&self) -> &SectionsPane {
        &self.pane
    }

    /// All sections with their ways: those of the tree first.
    pub(super) fn sections(&self) -> impl Iterator<Item = (&Section, &Choice)> {
        self.all.iter().filter_map(|choice| Some((self.pane.known(&choice.id)?, choice)))
    }

    /// The section that `typed` means.
    ///
    /// # Errors
    /// Where it means none, or several: then with the first of them.
    pub(super) fn section(&self, typed: &str) -> anyhow::Result<&Section> {
        let found = self.meant(typed);
        match found.as_slice() {
            [] => bail!("there is no section {:?}; `dateline sections --all` lists them", clean(typed)),
            [choice] => match self.pane.known(&choice.id) {
                Some(section) => Ok(section),
                None => bail!("there is no section {:?} any more", clean(typed)),
            },
            several => {
                let lines =
                    several.iter().take(CHOICES_AT_MOST).map(|choice| format!("\n{}\t{}", choice.id, choice.path));
                let more = several.len().saturating_sub(CHOICES_AT_MOST);
                let more = if more > 0 { format!("\nand {more} more") } else { String::new() };
                bail!("{:?} may be any of these; say which by its id:{}{more}", clean(typed), lines.collect::<String>())
            }
        }
    }

    /// An id or a whole name means what it says. Letters mean what has each word of them as it stands, else what `S`
    /// finds; where that is one section, or one with what lies below it, in the tree or else anywhere.
    fn meant(&self, typed: &str) -> Vec<&Choice> {
        let same = |words: &str| words.to_lowercase() == typed.trim().to_lowercase();
        if let Some(choice) = self.all.iter().find(|choice| same(&choice.id.0)) {
            return vec![choice];
        }
        let name = |choice: &&Choice| same(&choice.path) || choice.path.rsplit(STEP).next().is_some_and(same);
        let mut found: Vec<&Choice> = self.all.iter().filter(name).collect();
        // A quote before a word: its letters stand side by side.
        let quoted: Vec<String> = typed.split_whitespace().map(|word| format!("'{word}")).collect();
        for letters in [&quoted.join(" "), typed] {
            if found.is_empty() {
                found = matching(&self.all, letters).into_iter().filter_map(|at| self.all.get(at)).collect();
            }
        }
        let in_tree: Vec<&Choice> = found.iter().copied().filter(|choice| choice.stands != Stands::Elsewhere).collect();
        let found = if in_tree.is_empty() { found } else { in_tree };
        match found.first() {
            Some(best) if found.iter().all(|other| is_in(&other.path, &best.path)) => vec![best],
            _ => found,
        }
    }
}

fn is_in(path: &str, above: &str) -> bool {
    path.strip_prefix(above).is_some_and(|rest| rest.is_empty() || rest.starts_with(STEP))
}
