//! What is heard or seen: played by whatever program the reader has for it.

use crate::article::{Article, Block};
use crate::clock;
use crate::keymap::Action;
use crate::ledger::in_words;
use crate::news::Headline;

use super::overlay::{MenuDeed, Overlay};
use super::{Effect, Model, Pane};

/// How what is said of it begins while it goes on.
const PLAYING: &str = "Playing";

/// Sound or film, as far as a feed or a page tells of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Media {
    /// http or https.
    pub url: String,
    /// How long it plays.
    pub seconds: Option<u32>,
    /// How much there is to fetch.
    pub bytes: Option<u64>,
}

/// What a player is to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MediaWish {
    /// Play this, in place of what is being played.
    Play {
        /// Comes back at the end.
        turn: u64,
        /// http or https.
        url: String,
    },
    /// Play no further.
    Stop,
}

/// The end of what was played.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MediaEnd {
    /// The question.
    pub turn: u64,
    /// What went wrong.
    pub trouble: Option<String>,
}

impl Media {
    /// What a story of a list is about.
    #[must_use]
    pub fn of(headline: &Headline) -> Option<Self> {
        let enclosure = headline.enclosure.as_ref()?;
        Some(Self { url: enclosure.url.clone(), seconds: headline.seconds, bytes: enclosure.bytes })
    }

    /// What stands in a story's text.
    pub fn in_text(article: &Article) -> impl Iterator<Item = Self> {
        article.blocks.iter().filter_map(|block| match block {
            Block::Embed { what, url, .. } if matches!(what.as_str(), "audio" | "video") && url.starts_with("http") => {
                Some(Self { url: url.clone(), seconds: None, bytes: None })
            }
            _ => None,
        })
    }

    /// How long it plays and how much there is to fetch: `23 min, 11 MB`; empty where nobody says.
    #[must_use]
    pub fn cost(&self) -> String {
        let said = [self.seconds.map(clock::length), self.bytes.map(in_words)];
        said.into_iter().flatten().collect::<Vec<_>>().join(", ")
    }
}

impl Model {
    /// True while something is played.
    #[must_use]
    pub fn is_playing(&self) -> bool {
        self.playing.is_going()
    }

    /// What there is to hear or see: what the story is about, else the first of what stands in its text.
    pub(super) fn media(&self) -> Option<Media> {
        let of_story = self.subject().and_then(Media::of);
        of_story.or_else(|| self.in_open_story().next().filter(|_| self.focus == Pane::Article))
    }

    /// The same at an address that was met in the open story.
    pub(super) fn media_at(&self, url: &str) -> Option<Media> {
        let of_story = self.article.headline.as_ref().and_then(Media::of);
        of_story.into_iter().chain(self.in_open_story()).find(|media| media.url == url)
    }

    fn in_open_story(&self) -> impl Iterator<Item = Media> {
        self.article.article.iter().flat_map(Media::in_text)
    }

    /// Plays what the story is about, or stops. On a thin line the menu says first what that costs.
    pub(super) fn toggle_playing(&mut self) -> Vec<Effect> {
        let media = self.media();
        if !self.settings.thrifty || self.is_playing() || media.is_none() {
            return self.play_or_stop(media);
        }
        let effects = self.open_menu();
        if let Some(Overlay::Menu(menu)) = &mut self.overlay {
            menu.selected = menu.deeds().iter().position(|deed| *deed == MenuDeed::Play).unwrap_or(0);
        }
        effects
    }

    /// Stops what is being played, else plays this.
    pub(super) fn play_or_stop(&mut self, media: Option<Media>) -> Vec<Effect> {
        if self.playing.end() {
            self.notice = Some("Stopped playing.".to_owned());
            return vec![Effect::Media(MediaWish::Stop)];
        }
        if let Some(media) = media {
            return self.play(&media);
        }
        self.notice = Some("There is nothing to hear or see here.".to_owned());
        Vec::new()
    }

    pub(super) fn play(&mut self, media: &Media) -> Vec<Effect> {
        let Some(url) = self.outgoing(&media.url) else { return Vec::new() };
        let (cost, key) = (media.cost(), self.keymap.hint(Action::Play));
        let cost = if cost.is_empty() { cost } else { format!(" {cost}") };
        self.notice = Some(format!("{PLAYING}{cost}. {key} stops it."));
        vec![Effect::Media(MediaWish::Play { turn: self.playing.begin(), url })]
    }

    /// It was played to its end, or why not. One that was stopped or took another's place is not waited for.
    pub(super) fn take_played(&mut self, end: MediaEnd) -> Vec<Effect> {
        if self.playing.is(end.turn) {
            self.playing.end();
            // It would go on being said until the next key.
            let other = self.notice.take().filter(|said| !said.starts_with(PLAYING));
            self.notice = end.trouble.or(other);
        }
        Vec::new()
    }
}
