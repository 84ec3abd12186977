//! What the screen says in words: freshness, position, what is going on, the help page.

use chrono::{DateTime, Utc};

use crate::clock::{Zone, ago};
use crate::config::Progress;
use crate::keymap::{Action, Group, Keymap, TABLE};
use crate::news::{Filled, Freshness, Lack, Origin};
use crate::trouble::{Trouble, TroubleKind};

use super::colon::{WITH_WORDS, WithWords};
use super::overlay::Overlay;
use super::{Model, Pane};

/// `live 14:05`, `cached 14 min ago`, `offline since 09:12`, `sample edition`.
#[must_use]
pub fn freshness(freshness: Freshness, zone: Zone, now: DateTime<Utc>) -> String {
    match freshness {
        Freshness::Live(at) => format!("live {}", zone.since(at, now)),
        Freshness::Cached(at) => format!("cached {}", ago(at, now)),
        Freshness::Offline(at) => format!("offline since {}", zone.since(at, now)),
        Freshness::Sample => "sample edition".to_owned(),
    }
}

/// What filled the section, in two or three words; nothing for its feed.
#[must_use]
pub fn filled(origin: Origin) -> &'static str {
    match origin.filled {
        Filled::Feed => "",
        Filled::Front => "from the section's page",
        Filled::Sitemap => "from the sitemap",
    }
}

/// Why it was not the feed, or that even the newest story is old, in one sentence.
#[must_use]
pub fn lack(origin: Origin, now: DateTime<Utc>) -> Option<String> {
    let shown = match filled(origin) {
        "" => String::new(),
        words => format!(": shown {words}"),
    };
    let lack = origin.lack.map(|lack| match lack {
        Lack::Empty => format!("The feed is empty{shown}"),
        Lack::Stale => format!("The feed lists only old stories{shown}"),
        Lack::Failed => format!("The feed can't be had{shown}"),
    });
    let old = origin.old.map(|newest| format!("newest story {} days old", (now - newest).num_days()));
    match (lack, old) {
        (Some(lack), Some(old)) => Some(format!("{lack}, {old}")),
        (Some(said), None) => Some(said),
        (None, Some(old)) => Some(format!("Nothing new here: {old}")),
        (None, None) => None,
    }
}

/// What is said of feeds that failed, in one line: the sentence of one, the count of many.
#[must_use]
pub fn troubles(troubles: &[Trouble]) -> Option<String> {
    match troubles {
        [] => None,
        [one] => Some(one.to_string()),
        [first, rest @ ..]
            if matches!(first.kind, TroubleKind::Spent(_)) && rest.iter().all(|trouble| trouble.kind == first.kind) =>
        {
            Some(first.to_string())
        }
        [first, ..] if troubles.iter().all(|trouble| trouble.kind == first.kind && trouble.is_network()) => {
            Some(format!("No network: {} addresses did not answer. r tries again", troubles.len()))
        }
        [first, ..] => Some(format!("{} addresses failed, among them: {first}", troubles.len())),
    }
}

impl Model {
    /// The left part of the last row.
    #[must_use]
    pub fn status(&self) -> String {
        if let Some(notice) = &self.notice {
            return notice.clone();
        }
        if self.settings.thrifty && self.overlay.is_some() {
            return String::new();
        }
        if matches!(self.overlay, Some(Overlay::Themes { .. })) {
            let [down, up, close] = [Action::Down, Action::Up, Action::Back].map(|action| self.keymap.hint(action));
            return format!("{down}/{up} show another  Enter keeps it  {close} back");
        }
        if matches!(self.overlay, Some(Overlay::Menu(_))) {
            let [down, up, close] = [Action::Down, Action::Up, Action::Back].map(|action| self.keymap.hint(action));
            return format!("{down}/{up} move  Enter does it  {close} back");
        }
        if matches!(self.overlay, Some(Overlay::QrCode(_))) {
            return "any key goes back".to_owned();
        }
        if matches!(self.overlay, Some(Overlay::Failures(_))) {
            let [down, up, again, browse, close] =
                [Action::Down, Action::Up, Action::Refresh, Action::Menu, Action::Back]
                    .map(|action| self.keymap.hint(action));
            return format!("{down}/{up} move  Enter its section  {again} tries again  {browse} open  {close} back");
        }
        if let Some(Overlay::Help(help)) = &self.overlay {
            return self.help_status(help);
        }
        if let Some(find) = self.find.as_ref().filter(|find| find.pane == self.focus) {
            return match find.hits.len() {
                0 => format!("“{}” is not here", find.needle),
                1 => format!("“{}” once", find.needle),
                many => format!("“{}” {many} times: n next, N before, Esc ends", find.needle),
            };
        }
        if let Some(said) = self.going_on() {
            return said;
        }
        self.hints()
    }

    /// What is under way or went wrong in the pane that has the keys.
    fn going_on(&self) -> Option<String> {
        if self.focus == Pane::Article {
            if let Some(trouble) = &self.article.trouble {
                return Some(trouble.to_string());
            }
            let headline = self.article.headline.as_ref()?;
            return self.article.waiting.then(|| match &self.article.article {
                Some(_) => format!("Asking {} for changes …", headline.outlet_name),
                None => format!("Fetching the story from {} …", headline.outlet_name),
            });
        }
        let list = &self.headlines;
        if let Some(said) = list.unasked.filter(|_| !list.list.is_empty()) {
            return Some(format!("Shown as it is kept; {}", self.asks(said)));
        }
        match list.waiting {
            0 => {}
            _ if list.section.query().is_some() => return Some("Searching …".to_owned()),
            1 => return Some("Asking 1 address for news …".to_owned()),
            many => return Some(format!("Asking {many} addresses for news …")),
        }
        match list.pending_new() {
            0 => {}
            1 => return Some(format!("1 new story: {} shows it", self.keymap.hint(Action::Refresh))),
            many => return Some(format!("{many} new stories: {} shows them", self.keymap.hint(Action::Refresh))),
        }
        troubles(&list.troubles).or_else(|| lack(list.origin?, self.now))
    }

    /// `r asks 14 addresses for news`.
    #[must_use]
    pub fn asks(&self, addresses: usize) -> String {
        let key = self.keymap.hint(Action::Refresh);
        if addresses == 1 {
            format!("{key} asks 1 address for news")
        } else {
            format!("{key} asks {addresses} addresses for news")
        }
    }

    /// Says how to begin, to a reader who has done nothing here yet, in the place of the hints and for the whole sitting: a
    /// line that went with the first key would cost a row more with it. What matters most comes first: a narrow window
    /// shows no more.
    pub fn greet(&mut self) {
        let hints = [
            (Action::ReadOn, "reads the whole paper"),
            (Action::Help, "helps"),
            (Action::Open, "opens"),
            (Action::GoTo, "goes to a section"),
        ];
        let hints = hints.map(|(action, does)| format!("{} {does}", self.keymap.hint(action)));
        self.greeting = Some(hints.join("  "));
    }

    /// The keys that do the same in every pane: going from one to the other changes none of this row.
    fn hints(&self) -> String {
        if self.settings.thrifty {
            return String::new();
        }
        if let Some(greeting) = &self.greeting {
            return greeting.clone();
        }
        let actions = [
            (Action::Open, "opens"),
            (Action::Out, "goes back"),
            (Action::ReadOn, "reads on"),
            (Action::Help, "helps"),
        ];
        let hints = actions.map(|(action, does)| format!("{} {does}", self.keymap.hint(action)));
        hints.join("  ")
    }

    /// The right part of the last row: where a list came from. How far a story is read is said here only to readers who
    /// wish it, since every page sends it; [`Model::detail_rows`] says it when asked.
    #[must_use]
    pub fn position(&self) -> String {
        if self.settings.thrifty || self.overlay.is_some() {
            return String::new();
        }
        match self.focus {
            Pane::Headlines if !self.headlines.list.is_empty() => {
                self.headlines.origin.map(filled).unwrap_or_default().to_owned()
            }
            Pane::Article if self.settings.progress == Progress::Shown && self.article.article.is_some() => {
                let height = self.article_height();
                match self.article.minutes_left(height) {
                    0 => "end".to_owned(),
                    minutes => format!("{}%, {minutes} min left", self.article.percent_read(height)),
                }
            }
            _ => String::new(),
        }
    }

    /// `12 unread of 41`, or `41 stories` when all are read.
    #[must_use]
    pub fn list_size(&self) -> String {
        let size = match (self.headlines.list.len(), self.headlines.unread(&self.marks)) {
            (0, _) => String::new(),
            (1, 0) => "1 story".to_owned(),
            (all, 0) => format!("{all} stories"),
            (all, unread) => format!("{unread} unread of {all}"),
        };
        match self.headlines.muted {
            0 => size,
            muted if size.is_empty() => format!("{muted} muted"),
            muted => format!("{size} · {muted} muted"),
        }
    }
}

/// A line of the help page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HelpLine {
    /// A group's heading.
    Heading(&'static str),
    /// Keys, and what they do.
    Keys(String, &'static str),
    /// Between groups.
    Gap,
}

/// The help page, made from the table of keys.
#[must_use]
pub fn help_lines(keymap: &Keymap) -> Vec<HelpLine> {
    let mut lines = Vec::new();
    for group in Group::ALL {
        if !lines.is_empty() {
            lines.push(HelpLine::Gap);
        }
        lines.push(HelpLine::Heading(group.title()));
        for entry in TABLE.iter().filter(|entry| entry.group == group) {
            let keys = keymap.keys(entry.action);
            let between = if keys.iter().any(|key| key.contains(' ')) { ", " } else { " " };
            let keys = if keys.is_empty() { "–".to_owned() } else { keys.join(between) };
            lines.push(HelpLine::Keys(keys, entry.help));
        }
        let digits = match group {
            Group::Move => Some("before a motion: so many times; before g: that row"),
            Group::Find => Some("before Enter: the link of the story with that number"),
            _ => None,
        };
        lines.extend(digits.map(|does| HelpLine::Keys("1 … 9".to_owned(), does)));
    }
    lines.push(HelpLine::Gap);
    lines.push(HelpLine::Heading("Commands, after : and by any name that a key has in the config"));
    for WithWords { name, words, help } in WITH_WORDS {
        lines.push(HelpLine::Keys(format!(":{name} {words}"), help));
    }
    lines.push(HelpLine::Keys(":12".to_owned(), "to the twelfth row"));
    lines
}
