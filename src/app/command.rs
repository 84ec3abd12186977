//! What a reader asks for in words, without a screen to point at: each command says what it is about.

use crate::news::SectionId;

use super::media::Media;
use super::{Effect, Model};

/// A command, whatever keys are bound to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// The list was told as it is now: from here on nothing in it moves by itself.
    Heard,
    /// Back to the list; one that came meanwhile is shown.
    List,
    /// The story of this row.
    Story(usize),
    /// The next page, the next unread story, the next section that has one.
    ReadOn,
    /// The next unread story, or the next section that has one.
    NextUnread,
    /// To the top of the story.
    Top,
    /// A section, wherever it is.
    Section(SectionId),
    /// Words in everything that was fetched.
    Search(String),
    /// The story that a link of the open one leads to; its place in the page's list.
    Link(usize),
    /// Keep the story of this row for later, or let it go; of no row, the open one.
    Save(Option<usize>),
    /// Mark the story of this row read or unread; of no row, the open one.
    Mark(Option<usize>),
    /// The story of this row, or the open one, as the next outlet tells it.
    Elsewhere(Option<usize>),
    /// Play what the story of this row is about, or the open one, or stop.
    Play(Option<usize>),
    /// What changed in the open story since it was read, or the story again.
    Changes,
    /// Take the last deed back.
    Undo,
    /// Ask for news.
    Refresh,
    /// End the program.
    Quit,
}

impl Model {
    pub(super) fn command(&mut self, command: Command) -> Vec<Effect> {
        if command == Command::Heard {
            self.headlines.touched = true;
            return Vec::new();
        }
        self.begin_deed();
        self.overlay = None;
        match command {
            Command::Heard => Vec::new(),
            Command::List => {
                let effects = self.leave_to_list();
                self.headlines.show_pending();
                effects
            }
            Command::Story(index) => self.open_story(index),
            Command::ReadOn => self.read_on(1),
            Command::NextUnread => self.next_unread_story(1),
            Command::Top => {
                let height = self.article_height();
                self.article.scroll_to(0, height);
                Vec::new()
            }
            Command::Section(id) => self.go_to_section(&id),
            Command::Search(words) => self.search(&words),
            Command::Link(index) => match self.article.page.links.get(index).cloned() {
                Some(link) => self.open_address(&link.text, &link.url),
                None => Vec::new(),
            },
            Command::Save(row) => {
                self.point_at(row);
                self.toggle_saved()
            }
            Command::Mark(row) => {
                self.point_at(row);
                self.toggle_read()
            }
            Command::Elsewhere(row) => {
                let row = row.map_or(self.article.headline.as_ref(), |index| self.headlines.list.get(index));
                row.map(|row| row.key.clone()).map(|key| self.next_version(&key)).unwrap_or_default()
            }
            Command::Play(row) => {
                let media = match row {
                    Some(index) => self.headlines.list.get(index).and_then(Media::of),
                    None => self.media(),
                };
                self.play_or_stop(media)
            }
            Command::Changes => self.toggle_changes(),
            Command::Undo => self.take_back(),
            Command::Refresh => self.refresh(),
            Command::Quit => self.quit(),
        }
    }

    /// Puts the marker on a row, so that what follows is about it.
    fn point_at(&mut self, row: Option<usize>) {
        if let Some(index) = row {
            let (style, height) = (self.row_style(), self.headlines_height());
            self.headlines.select(index, style, height);
        }
    }
}
