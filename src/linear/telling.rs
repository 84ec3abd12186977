//! What the model has come to, printed.

use std::io::{self, Write as _};
use std::ops::ControlFlow;

use crate::app::command::Command;
use crate::app::{Msg, Pane};
use crate::page::wrap;
use crate::repertoire::ascii;
use crate::text::{is_hostile, shorten};

use super::words::Told;
use super::{Due, Linear, Progress, words};

impl Linear {
    /// Prints what is due, if it is there; then, if nothing is any more and something was `said`, prompts.
    pub(super) fn tell(&mut self, mut said: bool) -> ControlFlow<()> {
        if self.model.focus == Pane::Article && matches!(self.due, Due::List | Due::WholeList) {
            // The first unread story of a section opened by itself.
            self.due = Due::Story;
        }
        if self.is_there() {
            let due = std::mem::replace(&mut self.due, Due::Nothing);
            match due {
                Due::List | Due::WholeList => self.tell_list()?,
                Due::Story => self.tell_story()?,
                Due::NewStory => self.tell_change()?,
                Due::Changes if self.model.article.changes.is_some() => {
                    self.progress = Progress::default();
                    self.take(Msg::Command(Command::Top))?;
                    self.tell_story()?;
                }
                // Why changes can't be told was said already.
                Due::Nothing | Due::Edition | Due::Changes => {}
            }
            said = true;
        }
        if self.due == Due::Nothing {
            self.since = None;
            if said && self.typing {
                let columns = usize::from(self.model.size.width);
                return self.print(&shorten(&words::prompt(&self.model, self.told), columns));
            }
        }
        ControlFlow::Continue(())
    }

    fn is_there(&self) -> bool {
        let (list, story) = (&self.model.headlines, &self.model.article);
        match self.due {
            Due::Nothing | Due::Edition => false,
            Due::List => list.waiting == 0 || (!list.list.is_empty() && !list.then_read),
            Due::WholeList => list.waiting == 0,
            Due::Story => story.article.is_some() || !story.waiting,
            Due::NewStory => !story.waiting,
            Due::Changes => !story.comparing,
        }
    }

    /// For a reader who has waited for a while.
    pub(super) fn say_what_is_due(&self) -> ControlFlow<()> {
        let is_asked_for = self.model.headlines.waiting > 0 || self.model.article.waiting;
        if !is_asked_for {
            return ControlFlow::Continue(());
        }
        let way_out = match self.due {
            Due::List | Due::WholeList => " Enter lists what has come.",
            _ => " b goes back to the list.",
        };
        self.say(&[self.model.status() + way_out])
    }

    fn tell_list(&mut self) -> ControlFlow<()> {
        if self.model.focus != Pane::Headlines || self.model.headlines.pending.is_some() {
            self.take(Msg::Command(Command::List))?;
        }
        // From here on its numbers stand for what they were printed for.
        self.take(Msg::Command(Command::Heard))?;
        self.say(&words::list_head(&self.model))?;
        self.rows = if std::mem::take(&mut self.from_here) { self.model.headlines.selected } else { 0 };
        if self.rows > 0 {
            self.say(&[format!("From {} on; t lists all.", self.rows + 1)])?;
        }
        self.tell_rows()
    }

    /// Prints as many stories of the list as fit a window.
    pub(super) fn tell_rows(&mut self) -> ControlFlow<()> {
        let room = usize::from(self.model.size.height).saturating_sub(2);
        let mut rows = Vec::new();
        let mut taken = 0;
        for (index, headline) in self.model.headlines.list.iter().enumerate().skip(self.rows) {
            let row = words::row(&self.model, index, headline);
            taken += self.wrapped(&row).len();
            if taken > room && !rows.is_empty() {
                break;
            }
            rows.push(row);
        }
        self.rows += rows.len();
        self.told = Told::List { more: self.rows < self.model.headlines.list.len() };
        self.say(&rows)
    }

    fn tell_story(&mut self) -> ControlFlow<()> {
        let pane = &self.model.article;
        let Some(headline) = &pane.headline else { return ControlFlow::Continue(()) };
        let mut told = Vec::new();
        let from = if self.progress.story.as_ref() != Some(&headline.key) {
            told.push(words::story_head(&self.model, headline));
            told.push(String::new());
            if pane.top > 0 {
                told.push(headline.title.clone());
                told.push("You were here before. t tells it from its top.".to_owned());
                told.push(String::new());
            }
            pane.top
        } else if self.progress.page == pane.page {
            self.progress.rows
        } else {
            pane.page.line_of(self.progress.page.place_of(self.progress.rows))
        };
        let all = pane.page.lines.len();
        let to = pane.top.saturating_add(self.model.article_height()).clamp(from.min(all), all);
        self.progress = Progress { story: Some(headline.key.clone()), page: pane.page.clone(), rows: to };
        self.told = Told::Story { more: (to < all).then(|| to * 100 / all) };
        let rows = words::story_rows(&self.model, from.min(all)..to);
        let trouble = pane.trouble.as_ref().map(|trouble| format!("{trouble}."));
        self.say(&told)?;
        self.print_rows(&rows)?;
        trouble.map_or(ControlFlow::Continue(()), |trouble| self.say(&[trouble]))
    }

    fn tell_change(&mut self) -> ControlFlow<()> {
        let pane = &self.model.article;
        let said = match &pane.trouble {
            Some(trouble) => format!("{trouble}."),
            None if pane.page == self.progress.page => "Nothing in it has changed.".to_owned(),
            None => "It has changed. t tells it from its top.".to_owned(),
        };
        self.say(&[said])
    }

    /// Prints lines, broken at the width of the window.
    pub(super) fn say(&self, lines: &[String]) -> ControlFlow<()> {
        let rows: Vec<String> = lines.iter().flat_map(|line| self.wrapped(line)).collect();
        self.print_rows(&rows)
    }

    fn wrapped(&self, line: &str) -> Vec<String> {
        // An address stays whole, so that it can be taken from the screen.
        if !line.contains(' ') {
            return vec![line.to_owned()];
        }
        let columns = usize::from(self.model.size.width.min(self.model.measure));
        wrap::greedy_rows(line, columns).into_iter().filter_map(|row| line.get(row)).map(str::to_owned).collect()
    }

    fn print_rows(&self, rows: &[String]) -> ControlFlow<()> {
        let mut lines = String::new();
        for row in rows {
            lines.push_str(row.trim_end());
            lines.push('\n');
        }
        self.print(&lines)
    }

    /// Prints at once. All outside words came through the door; what of the rest could be taken for a command to a
    /// terminal stops here.
    fn print(&self, words: &str) -> ControlFlow<()> {
        let mut safe: String = words.chars().filter(|c| *c == '\n' || !is_hostile(*c)).collect();
        if self.ascii {
            let lines: Vec<String> = safe.split('\n').map(ascii::spelled).collect();
            safe = lines.join("\n");
        }
        let mut out = io::stdout().lock();
        match out.write_all(safe.as_bytes()).and_then(|()| out.flush()) {
            Ok(()) => ControlFlow::Continue(()),
            // Nobody listens any more.
            Err(_) => ControlFlow::Break(()),
        }
    }
}
