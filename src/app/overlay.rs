//! What stands before the panes and takes the keys: the help page, the prompt, the menu of an address.

use nucleo_matcher::pattern::{CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};

use crate::keymap::{Code, Key};
use crate::news::{Section, SectionId};

/// One of them at a time.
#[derive(Debug, Clone, PartialEq)]
pub enum Overlay {
    /// The table of keys.
    Help {
        /// First visible row.
        top: usize,
    },
    /// A line that is being typed.
    Prompt(Prompt),
    /// What can be done with an address.
    Menu(Menu),
}

/// A line that is being typed.
#[derive(Debug, Clone, PartialEq)]
pub struct Prompt {
    /// What for.
    pub kind: PromptKind,
    /// What was typed; one clean line.
    pub input: String,
    /// The sections that fit, best first ([`PromptKind::Section`] only).
    pub choices: Vec<Choice>,
    /// Index into `choices`.
    pub selected: usize,
}

/// What a prompt asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PromptKind {
    /// Words in this pane.
    Find,
    /// Words in everything that was fetched.
    Search,
    /// A section's name.
    Section,
    /// A link's number.
    Link,
}

impl PromptKind {
    /// What stands before the typed words.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Find => "Find here: ",
            Self::Search => "Search everything: ",
            Self::Section => "Go to section: ",
            Self::Link => "Link number: ",
        }
    }
}

/// A section that fits what was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// Which.
    pub id: SectionId,
    /// Its way through the tree: `NZ Herald › World › Asia`.
    pub path: String,
}

/// What can be done with an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Menu {
    /// What it is the address of.
    pub title: String,
    /// http(s) or mailto.
    pub url: String,
    /// It can be read here.
    pub readable: bool,
    /// Index into [`Menu::deeds`].
    pub selected: usize,
}

/// One of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MenuDeed {
    /// Fetch it and show its story.
    Read,
    /// Hand it to a browser.
    Browse,
    /// Send it to the clipboard of the reader's terminal.
    Copy,
}

impl MenuDeed {
    /// The key that does it at once, and its words.
    #[must_use]
    pub fn words(self) -> (char, &'static str) {
        match self {
            Self::Read => ('r', "read it here"),
            Self::Browse => ('b', "open it in a browser"),
            Self::Copy => ('y', "send it to your terminal's clipboard"),
        }
    }
}

impl Menu {
    /// What can be done, in order.
    #[must_use]
    pub fn deeds(&self) -> &'static [MenuDeed] {
        if self.readable {
            &[MenuDeed::Read, MenuDeed::Browse, MenuDeed::Copy]
        } else {
            &[MenuDeed::Browse, MenuDeed::Copy]
        }
    }
}

/// More than this is not typed by a person.
const INPUT_AT_MOST: usize = 200;
/// How many sections the prompt offers.
const CHOICES_AT_MOST: usize = 8;

impl Prompt {
    /// An empty one.
    #[must_use]
    pub fn new(kind: PromptKind, sections: &[Section]) -> Self {
        let mut prompt = Self { kind, input: String::new(), choices: Vec::new(), selected: 0 };
        prompt.choose(sections);
        prompt
    }

    /// Takes a key that changes the line or the choice; false if it is not one.
    pub fn edit(&mut self, key: Key, sections: &[Section]) -> bool {
        match key.code {
            Code::Char('u') if key.ctrl => self.input.clear(),
            Code::Char('w') if key.ctrl => {
                let kept = self.input.trim_end().rfind(' ').map_or(0, |blank| blank + 1);
                self.input.truncate(kept);
            }
            Code::Char('n') if key.ctrl => return self.step(1),
            Code::Char('p') if key.ctrl => return self.step(-1),
            Code::Char(c) if !key.ctrl && !key.alt => self.type_in(&c.to_string()),
            Code::Backspace => {
                self.input.pop();
            }
            Code::Down => return self.step(1),
            Code::Up => return self.step(-1),
            _ => return false,
        }
        self.choose(sections);
        true
    }

    /// Takes pasted words.
    pub fn paste(&mut self, words: &str, sections: &[Section]) {
        self.type_in(words);
        self.choose(sections);
    }

    fn type_in(&mut self, words: &str) {
        for c in words.chars().take(INPUT_AT_MOST) {
            let c = if c.is_whitespace() { ' ' } else { c };
            let fits = self.kind != PromptKind::Link || c.is_ascii_digit();
            if fits && !crate::text::is_hostile(c) && self.input.len() < INPUT_AT_MOST {
                self.input.push(c);
            }
        }
    }

    fn step(&mut self, by: isize) -> bool {
        self.selected = self.selected.saturating_add_signed(by).min(self.choices.len().saturating_sub(1));
        true
    }

    fn choose(&mut self, sections: &[Section]) {
        self.selected = 0;
        if self.kind == PromptKind::Section {
            self.choices = matching(sections, &self.input);
        }
    }
}

/// The sections that fit the typed letters, best first; without letters the first of the tree.
fn matching(sections: &[Section], typed: &str) -> Vec<Choice> {
    let all = paths(sections);
    if typed.trim().is_empty() {
        return all.into_iter().take(CHOICES_AT_MOST).collect();
    }
    let mut matcher = Matcher::new(Config::DEFAULT);
    let pattern = Pattern::parse(typed, CaseMatching::Ignore, Normalization::Smart);
    let mut letters = Vec::new();
    let mut fits: Vec<(u32, usize, Choice)> = all
        .into_iter()
        .enumerate()
        .filter_map(|(index, choice)| {
            let score = pattern.score(Utf32Str::new(&choice.path, &mut letters), &mut matcher)?;
            // Of equals the one whose own name is typed, not its parent's, and the shorter way to it.
            let name = choice.path.rsplit(" › ").next().unwrap_or_default();
            let own = pattern.score(Utf32Str::new(name, &mut letters), &mut matcher).unwrap_or(0);
            Some((score + own, index, choice))
        })
        .collect();
    fits.sort_by(|a, b| b.0.cmp(&a.0).then(a.2.path.len().cmp(&b.2.path.len())).then(a.1.cmp(&b.1)));
    fits.into_iter().map(|(_, _, choice)| choice).take(CHOICES_AT_MOST).collect()
}

fn paths(sections: &[Section]) -> Vec<Choice> {
    let mut way: Vec<&str> = Vec::new();
    sections
        .iter()
        .map(|section| {
            way.truncate(usize::from(section.depth));
            way.push(&section.title);
            Choice { id: section.id.clone(), path: way.join(" › ") }
        })
        .collect()
}
