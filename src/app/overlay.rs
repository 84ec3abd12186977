//! What stands before the panes and takes the keys: the help page, the prompt, the menu of an address,
//! what failed, what went over the line.

use crate::keymap::{Code, Key};

use super::picker::{self, CHOICES_AT_MOST, Choice};
use super::qr::QrCode;

use super::colon::Completed;
use super::details::Details;
use super::health::Failures;
use super::help::Help;
use super::media::Media;
use super::picture::Viewing;

/// One of them at a time.
#[derive(Debug, Clone, PartialEq)]
pub enum Overlay {
    /// The table of keys.
    Help(Help),
    /// A line that is being typed.
    Prompt(Prompt),
    /// What can be done with an address.
    Menu(Menu),
    /// An address as a QR code.
    QrCode(QrCode),
    /// What failed, and why.
    Failures(Failures),
    /// What went over the line.
    Details(Details),
    /// The themes, to look at.
    Themes {
        /// Index into the model's.
        selected: usize,
    },
    /// A picture, or what it costs.
    Picture(Viewing),
}

/// A line that is being typed.
#[derive(Debug, Clone, PartialEq)]
pub struct Prompt {
    /// What for.
    pub kind: PromptKind,
    /// What was typed; one clean line.
    pub input: String,
    /// All that can be chosen from ([`PromptKind::Section`] only).
    pub all: Vec<Choice>,
    /// Of these, the ones that fit best, best first: indices into `all`.
    pub choices: Vec<usize>,
    /// How many fit.
    pub fitting: usize,
    /// Index into `choices`.
    pub selected: usize,
    /// What was completed last, until another key ([`PromptKind::Command`] only).
    pub completed: Option<Completed>,
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
    /// A command.
    Command,
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
            Self::Command => ":",
        }
    }
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
    /// What can be played.
    pub media: Option<Media>,
    /// Index into [`Menu::deeds`].
    pub selected: usize,
}

/// One of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MenuDeed {
    /// Fetch it and show its story.
    Read,
    /// Play what there is to hear or see.
    Play,
    /// Hand it to a browser.
    Browse,
    /// Send it to the clipboard of the reader's terminal.
    Copy,
    /// Show it as a QR code.
    QrCode,
    /// Show it alone, for the terminal's own selection.
    Alone,
}

impl MenuDeed {
    /// The key that does it at once, and its words.
    #[must_use]
    pub fn words(self) -> (char, &'static str) {
        match self {
            Self::Read => ('r', "read it here"),
            Self::Play => ('p', "play it"),
            Self::Browse => ('b', "open it in a browser"),
            Self::Copy => ('y', "send to your terminal's clipboard"),
            Self::QrCode => ('c', "show it as a QR code"),
            Self::Alone => ('a', "show the address alone"),
        }
    }
}

impl Menu {
    /// What can be done, in order.
    #[must_use]
    pub fn deeds(&self) -> Vec<MenuDeed> {
        let of_this = [self.readable.then_some(MenuDeed::Read), self.media.as_ref().map(|_| MenuDeed::Play)];
        let of_all = [MenuDeed::Browse, MenuDeed::Copy, MenuDeed::QrCode, MenuDeed::Alone];
        of_this.into_iter().flatten().chain(of_all).collect()
    }

    /// The rows that say so: the key of each, its words, and of what is played what that costs.
    #[must_use]
    pub fn rows(&self) -> Vec<String> {
        let cost = self.media.as_ref().map(Media::cost).filter(|cost| !cost.is_empty());
        let row = |deed: MenuDeed| match (deed.words(), &cost) {
            ((key, words), Some(cost)) if deed == MenuDeed::Play => format!("{key}  {words}: {cost}"),
            ((key, words), _) => format!("{key}  {words}"),
        };
        self.deeds().into_iter().map(row).collect()
    }
}

/// More than this is not typed by a person.
const INPUT_AT_MOST: usize = 200;

impl Prompt {
    /// An empty one, with what can be chosen from.
    #[must_use]
    pub fn new(kind: PromptKind, all: Vec<Choice>) -> Self {
        let mut prompt =
            Self { kind, input: String::new(), all, choices: Vec::new(), fitting: 0, selected: 0, completed: None };
        prompt.choose();
        prompt
    }

    /// Takes a key that changes the line or the choice; false if it is not one.
    pub fn edit(&mut self, key: Key) -> bool {
        self.completed = None;
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
        self.choose();
        true
    }

    /// Takes pasted words.
    pub fn paste(&mut self, words: &str) {
        self.type_in(words);
        self.choose();
    }

    /// What is offered, best first.
    pub fn offered(&self) -> impl Iterator<Item = &Choice> {
        self.choices.iter().filter_map(|index| self.all.get(*index))
    }

    /// What Enter takes.
    #[must_use]
    pub fn chosen(&self) -> Option<&Choice> {
        self.offered().nth(self.selected)
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

    fn choose(&mut self) {
        self.selected = 0;
        if self.kind == PromptKind::Section {
            self.choices = picker::matching(&self.all, &self.input);
            self.fitting = self.choices.len();
            self.choices.truncate(CHOICES_AT_MOST);
        }
    }
}
