//! What the reader does, without IO: one [`Model`], one [`Msg`], effects as data.
//!
//! [`update`](update()) holds all logic and [`crate::ui::view`] all looks. Each answer carries its question, so that `update`
//! can drop an answer that nobody waits for any more.

pub mod aloud;
mod answers;
pub mod arrangement;
pub mod article_pane;
mod bookmark;
pub mod colon;
pub mod command;
mod count;
mod end_list;
pub mod deeds;
pub mod details;
pub mod elsewhere;
pub mod find;
pub mod headlines_pane;
pub mod health;
pub mod help;
pub mod layout;
mod measure;
pub mod media;
mod mouse;
pub mod muting;
pub mod outward;
pub mod overlay;
pub mod picker;
pub mod qr;
pub mod picture;
pub mod reading;
pub mod searching;
mod section_deeds;
mod sequence;
pub mod sections_pane;
pub mod status;
pub mod themes;
mod typing;
mod update;
pub mod versions;

use chrono::{DateTime, Utc};
use ratatui::layout::Size;

use crate::article::Version;
use crate::clock::Zone;
use crate::config::{Config, MarkRead, Progress, SameStory};
use crate::keymap::{Key, Keymap, Mouse};
use crate::marks::{Bookmark, Mark, Marks, SectionMark};
use crate::mute::Mutes;
use crate::news::{Feed, Outlet, Section, SectionId, StoryKey};
use crate::page::Paragraphs;
use crate::page::typeset::Typesetting;
use crate::picture::Way;
use crate::query::{Found, Query};
use crate::weather::{Locality, towns};

use aloud::Turns;
use article_pane::ArticlePane;
use command::Command;
use deeds::Undo;
use details::Details;
use find::Find;
use headlines_pane::HeadlinesPane;
use health::{Failing, Health};
use layout::Layout;
use media::{MediaEnd, MediaWish};
use muting::Muting;
use overlay::Overlay;
use picture::{PictureAnswer, PictureWish};
use sections_pane::{Counted, SectionsPane, Unread};
use sequence::Begun;
use themes::Themes;
use versions::ChangesAnswer;

pub use crate::marks::Pane;
pub use answers::{ArticleAnswer, ForecastAnswer, SectionAnswer};
pub use update::update;

/// Everything that happens to the program.
#[derive(Debug, Clone, PartialEq)]
pub enum Msg {
    /// A key was typed.
    Key(Key),
    /// A command was given in words.
    Command(Command),
    /// Text was pasted.
    Paste(String),
    /// The mouse was used, which the reader switched on.
    Mouse(Mouse),
    /// The window has this size now.
    Resize(Size),
    /// What a section lists.
    Headlines(SectionAnswer),
    /// A story, or why there is none.
    Article(ArticleAnswer),
    /// A forecast, or why there is none.
    Forecast(ForecastAnswer),
    /// What a search found.
    Found {
        /// The question, as typed.
        typed: String,
        /// The answer.
        found: Box<Found>,
    },
    /// What changed in a story, or why that can't be told.
    Changes(ChangesAnswer),
    /// Stories not yet read, by section.
    Counts(Vec<(SectionId, Unread)>),
    /// The feeds that failed when they were last asked.
    Failing(Vec<Failing>),
    /// What went over the line.
    Details(Details),
    /// A story was read aloud to its end, or why it was not.
    Listened {
        /// The question.
        turn: u64,
        /// What went wrong.
        trouble: Option<String>,
    },
    /// What was played came to its end.
    Played(MediaEnd),
    /// How large a picture is, or the picture.
    Picture(PictureAnswer),
    /// The program turned to the sample edition, or back.
    Edition(Box<Edition>),
    /// Something to say in the status line.
    Notice(String),
}

/// What there is to read, and how it came to be shown.
#[derive(Debug, Clone, PartialEq)]
pub struct Edition {
    /// Live outlets or the sample.
    pub kind: EditionKind,
    /// The tree.
    pub sections: Vec<Section>,
    /// The trees of all outlets that are known, also of those that are not in the tree.
    pub shelf: Vec<Section>,
    /// Who publishes it.
    pub outlets: Vec<Outlet>,
    /// Nothing was ever fetched.
    pub nothing_kept: bool,
    /// What the reader did to its stories.
    pub marks: Marks,
    /// The commands that were typed, the last one last.
    pub commanded: Vec<String>,
}

/// Live outlets or the sample.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EditionKind {
    /// From the network and the cache.
    Live,
    /// The sample, because the reader asked for it.
    Sample,
    /// The sample, because nothing is kept and no outlet answered.
    SampleInstead,
}

/// What the outside is asked to do.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// Show what is kept of these feeds, then ask them.
    LoadSection {
        /// Comes back with the answer.
        section: SectionId,
        /// What fills it.
        feeds: Vec<Feed>,
        /// Whether to ask feeds that were asked a short while ago.
        ask: Ask,
    },
    /// Show what is kept of a story, then ask its page.
    LoadArticle {
        /// Comes back with the answer.
        key: StoryKey,
        /// The page.
        url: String,
        /// Whether to ask a page that was asked a short while ago.
        ask: Ask,
    },
    /// Show what is kept of a forecast, then ask for it, as soon as its service lets one.
    LoadForecast {
        /// Comes back with the answer.
        key: StoryKey,
        /// Where it is.
        address: String,
    },
    /// Nobody waits for the story, or the forecast, any more.
    ForgetArticle,
    /// Say what changed in a story since it was read in this version.
    Compare {
        /// Comes back with the answer.
        key: StoryKey,
        /// What was read.
        was: Version,
    },
    /// Keep a command that was typed, for the next sittings.
    RememberCommand(String),
    /// Search everything that is kept.
    Search {
        /// The question, as typed; comes back with the answer.
        typed: String,
        /// The question.
        query: Box<Query>,
    },
    /// Count what is not read in these sections (a flat tree), and say which of their feeds fail, if others do than before.
    Count(Vec<Counted>),
    /// Keep what the reader did to stories.
    Record(Vec<Mark>),
    /// Keep what the reader did to sections.
    RecordSections(Vec<SectionMark>),
    /// Keep where the reader is.
    Bookmark(Bookmark),
    /// Send text to the clipboard of the reader's own terminal.
    Copy(String),
    /// Open an address in a browser.
    Browse(String),
    /// Read aloud, in place of what is being read.
    Listen {
        /// Comes back at the end.
        turn: u64,
        /// Clean lines.
        sentences: Vec<String>,
    },
    /// Read no further aloud.
    StopListening,
    /// Play sound or film, or stop.
    Media(MediaWish),
    /// Show an address alone on the terminal's own screen.
    ShowAddress(String),
    /// Say what went over the line.
    Details {
        /// Comes back with the answer.
        asked: DateTime<Utc>,
    },
    /// Something about a picture.
    Picture(PictureWish),
    /// Turn to the sample edition.
    OpenSample,
    /// Turn back to live outlets.
    OpenLive,
    /// Paint every cell anew.
    Redraw,
    /// Give the terminal back and stop until `fg`.
    Suspend,
    /// End the program.
    Quit,
}

/// How eagerly to ask the network.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ask {
    /// Nobody: what is kept is shown.
    Never,
    /// Only for what is not kept at all.
    IfMissing,
    /// Only what is older than the configured age.
    IfStale,
    /// Everything (but never more often than the outlets allow).
    Now,
}

/// What the reader set for the whole sitting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Settings {
    /// The widest a line of text gets, in columns.
    pub measure: u16,
    /// What stands between the paragraphs of a story.
    pub paragraphs: Paragraphs,
    /// How they are set.
    pub typesetting: Typesetting,
    /// The terminal's cursor is shown on the row that is chosen.
    pub cursor: bool,
    /// What marks a story read.
    pub mark_read: MarkRead,
    /// The line is thin: nobody is asked but for what the reader opens, and what is said is short.
    pub thrifty: bool,
    /// What becomes of one story in several outlets.
    pub same_story: SameStory,
    /// When it is said how far a story is read.
    pub progress: Progress,
    /// The terminal shows no letters but ASCII.
    pub ascii: bool,
    /// How pictures are shown; set by who knows the terminal.
    pub pictures: Way,
}

/// Pixels of a cell on a terminal that does not tell.
const CELL: Size = Size::new(8, 16);

/// All state of the program.
#[derive(Debug, Clone)]
pub struct Model {
    /// Of the window.
    pub size: Size,
    /// Pixels of a cell.
    pub cell: Size,
    /// When the present message came; set by the loop before each [`update`](update()).
    pub now: DateTime<Utc>,
    /// The reader's.
    pub zone: Zone,
    /// Which key does what.
    pub keymap: Keymap,
    /// How it is read.
    pub settings: Settings,
    /// The widest a line of a story gets in this sitting; begins as the settings say.
    pub measure: u16,
    /// Live or sample.
    pub edition: EditionKind,
    /// Who publishes what is shown.
    pub outlets: Vec<Outlet>,
    /// Nothing was ever fetched.
    pub nothing_kept: bool,
    /// The places with a forecast, the reader's own first, by the key of their rows.
    pub places: Vec<(StoryKey, Locality)>,
    /// The links of a story stand at its end once more, to be walked.
    pub link_list: bool,
    /// The pane that has the keys.
    pub focus: Pane,
    /// The story alone.
    pub zen: bool,
    /// The tree.
    pub sections: SectionsPane,
    /// The list.
    pub headlines: HeadlinesPane,
    /// The story.
    pub article: ArticlePane,
    /// What failed.
    pub health: Health,
    /// How it can look.
    pub themes: Themes,
    /// What stands before the panes and takes the keys.
    pub overlay: Option<Overlay>,
    /// What the reader wants to see in no section.
    pub muting: Muting,
    /// What is being looked for in a pane.
    pub find: Option<Find>,
    /// What was searched for in this sitting, the last one last.
    pub searched: Vec<String>,
    /// The commands that were typed, the last one last.
    pub commanded: Vec<String>,
    /// What the reader did to stories.
    pub marks: Marks,
    /// When the reader asked what went over the line, until a key is pressed.
    details_asked: Option<DateTime<Utc>>,
    /// How to take back what the reader did, last first.
    pub undo: Vec<Undo>,
    /// What was typed and does nothing by itself.
    begun: Begun,
    /// In place of the hints, for somebody who was never here.
    greeting: Option<String>,
    /// What is being read aloud.
    listening: Turns,
    /// What is being played.
    playing: Turns,
    /// Said in the status line until the next key.
    pub notice: Option<String>,
}

impl Model {
    /// The program before its first message, on the first section of the edition.
    #[must_use]
    pub fn new(size: Size, now: DateTime<Utc>, zone: Zone, config: &Config, edition: Edition) -> Self {
        let mut model = Self {
            size,
            cell: CELL,
            now,
            zone,
            keymap: config.keymap.clone(),
            settings: Settings {
                measure: config.measure,
                paragraphs: config.paragraphs,
                typesetting: config.typesetting,
                cursor: config.cursor,
                mark_read: config.mark_read,
                thrifty: config.low_bandwidth,
                same_story: config.same_story,
                progress: config.progress,
                ascii: config.ascii == Some(true),
                pictures: Way::Nowhere,
            },
            measure: config.measure,
            edition: edition.kind,
            outlets: Vec::new(),
            nothing_kept: false,
            places: config.weather.iter().chain(towns()).map(|place| (place.headline().key, place.clone())).collect(),
            link_list: true,
            focus: Pane::Headlines,
            zen: false,
            sections: SectionsPane::default(),
            headlines: HeadlinesPane::default(),
            article: ArticlePane::default(),
            health: Health::default(),
            themes: Themes::default(),
            overlay: None,
            muting: Muting::new(Mutes::new(&config.mute, &config.mute_outlets)),
            find: None,
            searched: Vec::new(),
            commanded: Vec::new(),
            marks: Marks::default(),
            details_asked: None,
            undo: Vec::new(),
            begun: Begun::default(),
            greeting: None,
            listening: Turns::default(),
            playing: Turns::default(),
            notice: None,
        };
        model.take_edition(edition);
        model
    }

    /// Where everything stands on the screen.
    #[must_use]
    pub fn layout(&self) -> Layout {
        Layout::of(self.size, self.focus, self.zen)
    }

    /// The outlet's own words about itself.
    #[must_use]
    pub fn outlet(&self, id: &str) -> Option<&Outlet> {
        self.outlets.iter().find(|outlet| outlet.id == id)
    }

    fn take_edition(&mut self, edition: Edition) {
        self.edition = edition.kind;
        self.outlets = edition.outlets;
        self.nothing_kept = edition.nothing_kept;
        self.marks = edition.marks;
        self.note_mutes();
        self.commanded = edition.commanded;
        self.undo.clear();
        self.sections = SectionsPane::new(edition.sections, edition.shelf, &self.marks.sections);
        self.headlines = HeadlinesPane::default();
        self.article = ArticlePane::default();
        self.health = Health::default();
        self.overlay = None;
        self.find = None;
    }
}
