//! A story's picture: what it costs is said first, and it is fetched when the reader then asks again.

use ratatui::layout::{Rect, Size};

use crate::article::{Block, safe_link};
use crate::keymap::{Action, Key};
use crate::ledger::in_words;
use crate::picture::{BYTES_AT_MOST, Drawn, Way};

use super::overlay::Overlay;
use super::{Effect, Model, Msg, Pane};

/// A picture before the panes.
#[derive(Debug, Clone, PartialEq)]
pub struct Viewing {
    /// Where it is.
    pub url: String,
    /// What it shows, and who made it.
    pub words: String,
    /// How far it has come.
    pub step: Step,
}

/// How far a picture has come.
#[derive(Debug, Clone, PartialEq)]
pub enum Step {
    /// Its size is asked for.
    Weighing,
    /// Its size, if it was told: the reader decides.
    Weighed(Option<u64>),
    /// It is fetched.
    Loading,
    /// It is on the screen.
    Shown(Drawn),
}

/// What is to be done about a picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PictureWish {
    /// Ask how large it is.
    Weigh {
        /// Comes back with the answer.
        url: String,
    },
    /// Fetch it and make it ready.
    Load {
        /// Comes back with the answer.
        url: String,
        /// For such a terminal.
        way: Way,
        /// Cells that it may take.
        room: Size,
        /// Pixels of a cell.
        cell: Size,
    },
    /// Nobody waits for it any more.
    Forget,
}

/// An answer to a [`PictureWish`].
#[derive(Debug, Clone, PartialEq)]
pub struct PictureAnswer {
    /// The question.
    pub url: String,
    /// What came of it.
    pub news: PictureNews,
}

/// What came of it.
#[derive(Debug, Clone, PartialEq)]
pub enum PictureNews {
    /// Bytes of the picture, if they were told.
    Weight(Option<u64>),
    /// The picture.
    Drawn(Drawn),
    /// Why there is none, as a sentence.
    Failed(String),
}

/// Where a picture stands: under a row of words and a blank one, above another and the status row. Sixels come six rows
/// of pixels at a time, and may run over into the blank one.
#[must_use]
pub fn body(size: Size, measure: u16) -> Rect {
    Rect::new(0, 2, size.width.min(measure), size.height.saturating_sub(4))
}

impl Model {
    /// The picture that is in sight, else the next one below, else the first.
    fn picture(&self) -> Option<(String, String)> {
        let article = self.article.article.as_ref().filter(|_| self.focus == Pane::Article)?;
        let top = usize::try_from(self.article.place().block).unwrap_or(usize::MAX);
        let pictures = || {
            article.blocks.iter().enumerate().filter_map(|(index, block)| match block {
                Block::Figure { caption, credit, image } => Some((
                    index + 1,
                    caption,
                    credit,
                    safe_link(image.as_deref()?).filter(|url| url.starts_with("http"))?,
                )),
                _ => None,
            })
        };
        let (_, caption, credit, url) = pictures().find(|(block, ..)| *block >= top).or_else(|| pictures().next())?;
        let caption = caption.as_ref().map(crate::article::Text::to_plain);
        let words = [caption, credit.clone()].into_iter().flatten().collect::<Vec<_>>().join(" ");
        Some((url, words))
    }

    /// Begins with what the picture costs.
    pub(super) fn ask_picture(&mut self) -> Vec<Effect> {
        let Some((url, words)) = self.picture() else {
            let why = if self.focus == Pane::Article { "This story has no picture." } else { "No story is open." };
            self.notice = Some(why.to_owned());
            return Vec::new();
        };
        match self.settings.pictures {
            Way::Browser => vec![Effect::Browse(url)],
            Way::Nowhere => {
                let menu = self.keymap.hint(Action::Menu);
                self.notice = Some(format!("This terminal can't show pictures. {menu} opens the story in a browser."));
                Vec::new()
            }
            _ => {
                self.overlay = Some(Overlay::Picture(Viewing { url: url.clone(), words, step: Step::Weighing }));
                vec![Effect::Picture(PictureWish::Weigh { url })]
            }
        }
    }

    /// The same key goes on, Esc and its like leave; any other key leaves too, and does what it does.
    pub(super) fn picture_key(&mut self, viewing: Viewing, key: Key) -> Vec<Effect> {
        let action = self.keymap.action(key);
        let goes_on = matches!(action, Some(Action::Picture | Action::Open));
        match viewing.step {
            Step::Weighed(_) if goes_on => {
                let url = viewing.url.clone();
                let room = body(self.size, self.settings.measure).as_size();
                self.overlay = Some(Overlay::Picture(Viewing { step: Step::Loading, ..viewing }));
                vec![Effect::Picture(PictureWish::Load { url, way: self.settings.pictures, room, cell: self.cell })]
            }
            Step::Weighing | Step::Loading if goes_on => {
                self.overlay = Some(Overlay::Picture(viewing));
                Vec::new()
            }
            _ => {
                let mut effects = vec![Effect::Picture(PictureWish::Forget)];
                match action {
                    Some(Action::Cancel | Action::Back | Action::Out) => {}
                    Some(action) if !goes_on => effects.extend(self.act(action)),
                    _ => {}
                }
                effects
            }
        }
    }

    /// Takes an answer, if it is still waited for.
    pub(super) fn take_picture(&mut self, answer: PictureAnswer) {
        let Some(Overlay::Picture(viewing)) = &mut self.overlay else { return };
        if viewing.url != answer.url {
            return;
        }
        match (answer.news, &viewing.step) {
            (PictureNews::Weight(Some(bytes)), Step::Weighing) if bytes > BYTES_AT_MOST => {
                self.overlay = None;
                self.notice = Some(format!(
                    "The picture has {}, more than is fetched here ({}). {} opens the story in a browser.",
                    in_words(bytes),
                    in_words(BYTES_AT_MOST),
                    self.keymap.hint(Action::Menu)
                ));
            }
            (PictureNews::Weight(weight), Step::Weighing) => viewing.step = Step::Weighed(weight),
            (PictureNews::Drawn(drawn), Step::Loading) => viewing.step = Step::Shown(drawn),
            (PictureNews::Failed(why), Step::Weighing | Step::Loading) => {
                self.overlay = None;
                self.notice = Some(why);
            }
            _ => {}
        }
    }

    /// A picture was made for the window as it was.
    pub(super) fn drop_picture(&mut self) -> Vec<Effect> {
        if !matches!(self.overlay, Some(Overlay::Picture(_))) {
            return Vec::new();
        }
        self.overlay = None;
        vec![Effect::Picture(PictureWish::Forget)]
    }

    /// What is said of a picture that is not on the screen yet: what it costs, and how to go on.
    #[must_use]
    pub fn picture_rows(&self, viewing: &Viewing) -> Vec<String> {
        let (show, leave) = (self.keymap.hint(Action::Picture), self.keymap.hint(Action::Cancel));
        match &viewing.step {
            Step::Weighing => vec!["Asking how large the picture is …".to_owned(), format!("{leave} leaves it.")],
            Step::Weighed(weight) => {
                let room = body(self.size, self.settings.measure).as_size();
                let to_terminal = in_words(self.settings.pictures.cost(room, self.cell));
                let to_fetch = match weight {
                    Some(bytes) => format!("{} to fetch", in_words(*bytes)),
                    None => format!("its server does not say how much to fetch (at most {})", in_words(BYTES_AT_MOST)),
                };
                vec![
                    format!("Picture: {to_fetch}, about {to_terminal} to your terminal."),
                    format!("{show} shows it, {leave} leaves it."),
                ]
            }
            Step::Loading => vec!["Fetching the picture …".to_owned(), format!("{leave} leaves it.")],
            Step::Shown(_) => vec![format!("{leave} goes back to the story.")],
        }
    }

    /// The picture on the screen.
    #[must_use]
    pub fn shown_picture(&self) -> Option<&Drawn> {
        match &self.overlay {
            Some(Overlay::Picture(Viewing { step: Step::Shown(drawn), .. })) => Some(drawn),
            _ => None,
        }
    }
}

impl From<PictureAnswer> for Msg {
    fn from(answer: PictureAnswer) -> Self {
        Self::Picture(answer)
    }
}
