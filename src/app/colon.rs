//! The command line: every action by its name, and a few that take words; completion, and what was typed before.

use crate::keymap::{Code, Key, TABLE};

use super::help::Help;
use super::overlay::{Overlay, Prompt};
use super::{Effect, Model, picker};

/// A command that takes words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WithWords {
    /// Its name.
    pub name: &'static str,
    /// What the words are.
    pub words: &'static str,
    /// What the help page says.
    pub help: &'static str,
}

/// **The commands that take words.** Every action of the keymap is a command as well, by its name.
pub const WITH_WORDS: &[WithWords] = &[
    WithWords { name: "go", words: "SECTION", help: "go to a section: its id, or letters of its name" },
    WithWords { name: "search", words: "WORDS", help: "search everything that was fetched" },
    WithWords { name: "find", words: "WORDS", help: "find here" },
    WithWords {
        name: "mute",
        words: "WORDS",
        help: "leave stories with these words out of all lists; word* for beginnings",
    },
    WithWords { name: "unmute", words: "WORDS", help: "no longer" },
    WithWords { name: "mute-outlet", words: "ID", help: "leave an outlet's stories out of all lists" },
    WithWords { name: "unmute-outlet", words: "ID", help: "no longer" },
    WithWords { name: "theme", words: "NAME", help: "use a theme until you quit" },
    WithWords { name: "help", words: "WORD", help: "the help page where it says so" },
];

/// So many commands are remembered.
const REMEMBERED_AT_MOST: usize = 200;
/// So many of what fits are offered to the keys and to the eye.
const OFFERED_AT_MOST: usize = 30;

/// A line that was completed, and can be completed otherwise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Completed {
    /// All that fits, whole lines.
    pub all: Vec<String>,
    /// The one that stands in the prompt.
    pub at: usize,
}

impl Model {
    /// A key while a command is typed that means something else than in other prompts; `false` for the others.
    pub(super) fn colon_key(&self, prompt: &mut Prompt, key: Key) -> bool {
        match key.code {
            Code::Tab => self.complete(prompt, 1),
            Code::BackTab => self.complete(prompt, -1),
            Code::Up => recall(&self.commanded, prompt, true),
            Code::Down => recall(&self.commanded, prompt, false),
            _ => return false,
        }
        true
    }

    fn complete(&self, prompt: &mut Prompt, by: isize) {
        let completed = prompt.completed.take().map_or_else(
            || {
                let all = self.fitting(&prompt.input);
                let at = if by < 0 { all.len().saturating_sub(1) } else { 0 };
                Completed { all, at }
            },
            |before| {
                let count = isize::try_from(before.all.len()).unwrap_or(isize::MAX).max(1);
                let at = isize::try_from(before.at).unwrap_or(0).saturating_add(by).rem_euclid(count);
                Completed { at: usize::try_from(at).unwrap_or(0), ..before }
            },
        );
        if let Some(line) = completed.all.get(completed.at) {
            prompt.input.clone_from(line);
            // One that fits alone is done: the next Tab completes what is typed after it.
            prompt.completed = (completed.all.len() > 1).then_some(completed);
        }
    }

    /// The whole lines that what is typed may become.
    fn fitting(&self, typed: &str) -> Vec<String> {
        let Some((name, words)) = typed.split_once(' ') else {
            let takes_words = |name: &str| WITH_WORDS.iter().any(|command| command.name == name);
            let fits = names().into_iter().filter(|name| name.starts_with(typed));
            return fits.map(|name| if takes_words(name) { format!("{name} ") } else { name.to_owned() }).collect();
        };
        let words = words.trim_start();
        let ends: Vec<String> = match named(name) {
            Ok("go") => {
                let all = picker::choices(&self.sections, &self.marks.sections, crate::marks::millis(self.now));
                let fitting = picker::matching(&all, words).into_iter().take(OFFERED_AT_MOST);
                fitting.filter_map(|index| all.get(index)).map(|choice| choice.id.0.clone()).collect()
            }
            Ok("theme") => {
                let all = self.themes.all.iter().map(|theme| theme.name.clone());
                all.filter(|name| name.starts_with(words)).collect()
            }
            Ok("mute-outlet" | "unmute-outlet") => {
                let all = self.outlets.iter().map(|outlet| outlet.id.clone());
                all.filter(|id| id.starts_with(words)).collect()
            }
            Ok("unmute") => {
                let all = self.muting.mutes.words().map(|words| words.text.clone());
                all.filter(|muted| muted.starts_with(words)).collect()
            }
            Ok("search") => self.searched.iter().rev().filter(|asked| asked.starts_with(words)).cloned().collect(),
            _ => Vec::new(),
        };
        ends.into_iter().map(|end| format!("{name} {end}")).collect()
    }

    /// What fits the command that is being typed, as it is shown beside it.
    #[must_use]
    pub fn offered(&self, prompt: &Prompt) -> String {
        let all = match &prompt.completed {
            Some(completed) => {
                completed.all.iter().cycle().skip(completed.at + 1).take(completed.all.len() - 1).cloned().collect()
            }
            None if prompt.input.trim().is_empty() => return "Tab completes".to_owned(),
            None => self.fitting(&prompt.input),
        };
        let last_word = |line: &String| line.trim_end().rsplit(' ').next().unwrap_or_default().to_owned();
        all.iter().filter(|line| **line != prompt.input).map(last_word).collect::<Vec<_>>().join("  ")
    }

    /// Does what was typed, and remembers it.
    pub(super) fn obey(&mut self, typed: &str) -> Vec<Effect> {
        let typed = typed.trim().trim_start_matches(':').trim_start();
        if typed.is_empty() {
            return Vec::new();
        }
        self.commanded.retain(|before| before != typed);
        self.commanded.push(typed.to_owned());
        let old = self.commanded.len().saturating_sub(REMEMBERED_AT_MOST);
        self.commanded.drain(..old);
        let mut effects = vec![Effect::RememberCommand(typed.to_owned())];
        effects.extend(self.do_command(typed));
        effects
    }

    fn do_command(&mut self, typed: &str) -> Vec<Effect> {
        if let Ok(row) = typed.parse::<usize>() {
            return self.go_to_row(row.saturating_sub(1));
        }
        let (name, words) = typed.split_once(' ').unwrap_or((typed, ""));
        let (name, words) = match named(name) {
            Ok(name) => (name, words.trim()),
            Err(said) => {
                self.notice = Some(said);
                return Vec::new();
            }
        };
        match (name, words) {
            ("go", name) => {
                let all = picker::choices(&self.sections, &self.marks.sections, crate::marks::millis(self.now));
                let exact = all.iter().position(|choice| choice.id.0 == name);
                let found = exact.or_else(|| picker::matching(&all, name).first().copied());
                match found.and_then(|index| all.get(index)).filter(|_| !name.is_empty()) {
                    Some(choice) => self.go_to_section(&choice.id),
                    None => self.say(format!("No section is called “{name}”.")),
                }
            }
            ("search", words) if !words.is_empty() => self.search(words),
            ("mute", words) => self.mute(words, true),
            ("unmute", words) => self.mute(words, false),
            ("mute-outlet", id) => self.mute_outlet(id, true),
            ("unmute-outlet", id) => self.mute_outlet(id, false),
            ("find", words) if !words.is_empty() => {
                self.find_here(words);
                self.miss();
                Vec::new()
            }
            ("theme", name) if !name.is_empty() => {
                if let Some(index) = self.themes.all.iter().position(|theme| theme.name == name) {
                    return self.keep_theme(index);
                }
                let all: Vec<&str> = self.themes.all.iter().map(|theme| theme.name.as_str()).collect();
                self.say(format!("There is no theme “{name}”; there are {}.", all.join(", ")))
            }
            ("help", word) if !word.is_empty() => {
                let at = self.found_in_help(word).from(0).unwrap_or_default();
                self.overlay = Some(Overlay::Help(Help { needle: word.to_owned(), at, ..Help::default() }));
                self.scroll_help(at);
                Vec::new()
            }
            (_, "") => match TABLE.iter().find(|entry| entry.name == name) {
                Some(entry) => self.act(entry.action),
                None => self.say(format!(":{name} wants words.")),
            },
            (name, words) => self.say(format!(":{name} takes no words, and “{words}” are some.")),
        }
    }

    fn say(&mut self, said: String) -> Vec<Effect> {
        self.notice = Some(said);
        Vec::new()
    }
}

/// Every name that a command may have, in order, each once.
fn names() -> Vec<&'static str> {
    let mut names: Vec<&str> =
        TABLE.iter().map(|entry| entry.name).chain(WITH_WORDS.iter().map(|command| command.name)).collect();
    names.sort_unstable();
    names.dedup();
    names
}

/// The command that is meant: a whole name, or the beginning of one only; else what is to be said.
fn named(typed: &str) -> Result<&'static str, String> {
    let all = names();
    if let Some(name) = all.iter().find(|name| **name == typed) {
        return Ok(name);
    }
    let fits: Vec<&'static str> = all.into_iter().filter(|name| name.starts_with(typed)).collect();
    match fits.as_slice() {
        [] => Err(format!("There is no command “{typed}”; Tab completes, ? lists them.")),
        [name] => Ok(name),
        several => Err(format!("“{typed}” may be {}.", several.join(", "))),
    }
}

/// Puts what was typed before into the prompt, or what was typed after that.
pub(super) fn recall(lines: &[String], prompt: &mut Prompt, before: bool) {
    let at = lines.iter().position(|line| *line == prompt.input);
    let to = match (at, before) {
        (None, true) => lines.len().checked_sub(1),
        (Some(at), true) => Some(at.saturating_sub(1)),
        (Some(at), false) => Some(at + 1),
        (None, false) => None,
    };
    if let Some(to) = to {
        prompt.completed = None;
        prompt.input = lines.get(to).cloned().unwrap_or_default();
    }
}
