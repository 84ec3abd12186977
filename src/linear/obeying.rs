//! What was typed, done.

use std::ops::ControlFlow;

use crate::app::command::Command;
use crate::app::{Msg, Pane, picker, update};
use crate::marks::millis;
use crate::news::Headline;

use super::typed::Typed;
use super::words::Told;
use super::{Due, Linear, Progress, window, words};

impl Linear {
    /// Does what a line asks for, prints what comes of it at once, and waits for the rest.
    pub(super) fn obey(&mut self, typed: &Typed) -> ControlFlow<()> {
        let size = window();
        if size != self.model.size {
            let effects = update(&mut self.model, Msg::Resize(size));
            self.perform(effects)?;
        }
        match typed {
            Typed::ReadOn => self.read_on()?,
            Typed::NextUnread => self.go_on(Command::NextUnread)?,
            Typed::Number(number) => self.choose(*number)?,
            Typed::Back => {
                self.from_here = self.model.focus == Pane::Article;
                self.command(Command::List, Due::List)?;
            }
            Typed::Top if self.model.focus == Pane::Article => {
                self.progress = Progress::default();
                self.command(Command::Top, Due::Story)?;
            }
            Typed::Top => self.command(Command::List, Due::List)?,
            Typed::Search(words) => self.command(Command::Search(words.clone()), Due::WholeList)?,
            Typed::GoTo(name) => self.go_to(name)?,
            Typed::Sections(wanted) => {
                let (ids, rows) = words::sections(&self.model, wanted);
                self.sections = ids;
                self.told = Told::Sections;
                self.say(&rows)?;
            }
            Typed::Save(number) => self.about(*number, Command::Save)?,
            Typed::Mark(number) => self.about(*number, Command::Mark)?,
            Typed::Address(number) => {
                let said = match self.story(*number) {
                    Ok((_, headline)) => headline.url.clone(),
                    Err(why) => why,
                };
                self.say(&[said])?;
            }
            Typed::Elsewhere(number) => self.elsewhere(*number)?,
            Typed::Links(number) => self.links(*number)?,
            Typed::Play(number) => self.play(*number)?,
            Typed::Changes => {
                let shown = self.model.article.changes.is_some();
                self.command(Command::Changes, self.due)?;
                if self.model.article.comparing {
                    self.due = Due::Changes;
                } else if shown {
                    self.progress = Progress::default();
                    self.command(Command::Top, Due::Story)?;
                }
            }
            Typed::Undo => self.command(Command::Undo, self.due)?,
            Typed::Refresh => {
                let due = if self.model.focus == Pane::Article { Due::NewStory } else { Due::WholeList };
                self.command(Command::Refresh, due)?;
                // What comes is not put under the numbers that were printed.
                self.take(Msg::Command(Command::Heard))?;
            }
            Typed::Help => self.say(&words::help())?,
            Typed::Quit => self.command(Command::Quit, Due::Nothing)?,
            Typed::Unknown(why) => self.say(std::slice::from_ref(why))?,
        }
        self.tell(true)?;
        self.be_patient();
        ControlFlow::Continue(())
    }

    fn command(&mut self, command: Command, due: Due) -> ControlFlow<()> {
        self.due = due;
        self.take(Msg::Command(command)).map_continue(|_| ())
    }

    fn read_on(&mut self) -> ControlFlow<()> {
        match (self.due, self.told) {
            // Whatever has come is better than more waiting.
            (Due::List | Due::WholeList, _) if !self.model.headlines.list.is_empty() => {
                self.due = Due::List;
                ControlFlow::Continue(())
            }
            (Due::Nothing, Told::List { more: true }) => self.tell_rows(),
            (Due::Nothing, _) => self.go_on(Command::ReadOn),
            _ => self.say_what_is_due(),
        }
    }

    /// On to a story, or to a section whose first unread story opens when it is there.
    fn go_on(&mut self, command: Command) -> ControlFlow<()> {
        self.command(command, Due::Nothing)?;
        if self.model.focus == Pane::Article {
            self.due = Due::Story;
        } else if self.model.headlines.then_read {
            self.due = Due::List;
        }
        ControlFlow::Continue(())
    }

    fn choose(&mut self, number: usize) -> ControlFlow<()> {
        let index = number.checked_sub(1);
        if self.told == Told::Sections {
            return match index.and_then(|index| self.sections.get(index)).cloned() {
                Some(id) => self.command(Command::Section(id), Due::List),
                None => self.say(&[format!("There is no section {number} in the list.")]),
            };
        }
        match self.story(Some(number)) {
            Ok((Some(index), _)) => {
                self.progress = Progress::default();
                self.command(Command::Story(index), Due::Story)
            }
            Ok((None, _)) => ControlFlow::Continue(()),
            Err(why) => self.say(&[why]),
        }
    }

    /// The story that a command is about, with its row if it is one of the list.
    fn story(&self, number: Option<usize>) -> Result<(Option<usize>, &Headline), String> {
        let list = &self.model.headlines.list;
        let Some(number) = number else {
            let open = self.model.article.headline.as_ref().filter(|_| self.model.focus == Pane::Article);
            let open = open.ok_or("Which story? Say its number in the list as well.");
            return Ok((None, open?));
        };
        let row = number.checked_sub(1).and_then(|index| Some((Some(index), list.get(index)?)));
        row.ok_or_else(|| format!("There is no story {number}: the list has {}.", list.len()))
    }

    fn play(&mut self, number: Option<usize>) -> ControlFlow<()> {
        let story = self.story(number).map(|(index, _)| index);
        match story {
            // What is being played is stopped, whatever else could be meant.
            _ if self.model.is_playing() => self.command(Command::Play(None), self.due),
            Ok(index) => self.command(Command::Play(index), self.due),
            Err(why) => self.say(&[why]),
        }
    }

    fn elsewhere(&mut self, number: Option<usize>) -> ControlFlow<()> {
        let (index, key) = match self.story(number) {
            Ok((index, headline)) => (index, headline.key.clone()),
            Err(why) => return self.say(&[why]),
        };
        let due = if self.model.version(&key).is_some() { Due::Story } else { self.due };
        self.command(Command::Elsewhere(index), due)
    }

    fn about(&mut self, number: Option<usize>, command: fn(Option<usize>) -> Command) -> ControlFlow<()> {
        let index = match self.story(number) {
            Ok((index, _)) => index,
            Err(why) => return self.say(&[why]),
        };
        self.command(command(index), self.due)?;
        let row = index.and_then(|index| Some(words::row(&self.model, index, self.model.headlines.list.get(index)?)));
        row.map_or(ControlFlow::Continue(()), |row| self.say(&[row]))
    }

    fn go_to(&mut self, name: &str) -> ControlFlow<()> {
        let all = picker::choices(&self.model.sections, &self.model.marks.sections, millis(self.model.now));
        match picker::matching(&all, name).first().and_then(|best| all.get(*best)) {
            Some(choice) => self.command(Command::Section(choice.id.clone()), Due::List),
            None => self.say(&[format!("No section is called “{name}”. l lists them.")]),
        }
    }

    fn links(&mut self, number: Option<usize>) -> ControlFlow<()> {
        if self.model.focus != Pane::Article {
            return self.say(&["There is no story open. A number opens one.".to_owned()]);
        }
        let Some(number) = number else { return self.say(&words::links(&self.model)) };
        let index = number.checked_sub(1);
        let link = index.and_then(|index| Some((index, self.model.article.page.links.get(index)?.url.clone())));
        match link {
            Some((index, url)) if url.starts_with("http") => {
                self.progress = Progress::default();
                self.command(Command::Link(index), Due::Story)
            }
            Some((_, url)) => self.say(&[url]),
            None => self.say(&[format!("There is no link {number}.")]),
        }
    }
}
