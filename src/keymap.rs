//! One table of what can be done: action, name, help, default keys. From it come the defaults, the names in the config's
//! `[keys]`, the help page and the README's list.

mod bindings;
mod mouse;

pub use bindings::{Keymap, KeymapError, Refusal, Spot, Typed, Wish, in_words};
pub use mouse::{Gesture, Mouse};

/// A key as it is typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Key {
    /// Which key.
    pub code: Code,
    /// Held with Control.
    pub ctrl: bool,
    /// Held with Alt.
    pub alt: bool,
}

/// Which key it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Code {
    /// A character, shifted if it was.
    Char(char),
    /// Enter or Return.
    Enter,
    /// Esc.
    Esc,
    /// Tab.
    Tab,
    /// Shift-Tab.
    BackTab,
    /// Backspace.
    Backspace,
    /// Delete.
    Delete,
    /// Cursor keys.
    Up,
    /// Cursor keys.
    Down,
    /// Cursor keys.
    Left,
    /// Cursor keys.
    Right,
    /// Page keys.
    PageUp,
    /// Page keys.
    PageDown,
    /// Home.
    Home,
    /// End.
    End,
    /// None that can be typed: what a sequence of keys came to.
    Bound(Action),
}

const NAMED: [(&str, Code); 15] = [
    ("Space", Code::Char(' ')),
    ("Enter", Code::Enter),
    ("Esc", Code::Esc),
    ("Tab", Code::Tab),
    ("S-Tab", Code::BackTab),
    ("Backspace", Code::Backspace),
    ("Delete", Code::Delete),
    ("Up", Code::Up),
    ("Down", Code::Down),
    ("Left", Code::Left),
    ("Right", Code::Right),
    ("PageUp", Code::PageUp),
    ("PageDown", Code::PageDown),
    ("Home", Code::Home),
    ("End", Code::End),
];

impl Key {
    /// A key without modifiers.
    #[must_use]
    pub fn plain(code: Code) -> Self {
        Self { code, ctrl: false, alt: false }
    }

    /// A character.
    #[must_use]
    pub fn char(c: char) -> Self {
        Self::plain(Code::Char(c))
    }

    /// Reads a key's name: `j`, `Space`, `C-z`, `A-x`, `PageDown`.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        let (mut rest, mut ctrl, mut alt) = (name, false, false);
        loop {
            if let Some(after) = rest.strip_prefix("C-").filter(|after| !after.is_empty()) {
                (rest, ctrl) = (after, true);
            } else if let Some(after) = rest.strip_prefix("A-").filter(|after| !after.is_empty()) {
                (rest, alt) = (after, true);
            } else {
                break;
            }
        }
        let mut chars = rest.chars();
        let code = match (chars.next(), chars.next()) {
            (Some(c), None) => Code::Char(c),
            _ => NAMED.iter().find(|(name, _)| *name == rest)?.1,
        };
        Some(Self { code, ctrl, alt })
    }
}

impl std::fmt::Display for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.ctrl {
            f.write_str("C-")?;
        }
        if self.alt {
            f.write_str("A-")?;
        }
        match (NAMED.iter().find(|(_, code)| *code == self.code), self.code) {
            (Some((name, _)), _) => f.write_str(name),
            (None, Code::Char(c)) => write!(f, "{c}"),
            (None, other) => write!(f, "{other:?}"),
        }
    }
}

/// A row of the table.
#[derive(Debug, Clone, Copy)]
pub struct Entry {
    /// What it does.
    pub action: Action,
    /// Its name in the config.
    pub name: &'static str,
    /// What the help page says.
    pub help: &'static str,
    /// The keys it has by default.
    pub keys: &'static [&'static str],
    /// The part of the help page it stands in.
    pub group: Group,
}

/// A part of the help page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Group {
    /// Getting about.
    Move,
    /// Reading on.
    Read,
    /// Looking for something.
    Find,
    /// Doing something with a story.
    Story,
    /// Doing something with a section.
    Section,
    /// The program itself.
    Program,
}

impl Group {
    /// All of them, in the order of the help page.
    pub const ALL: [Self; 6] = [Self::Move, Self::Read, Self::Find, Self::Story, Self::Section, Self::Program];

    /// Its heading.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Move => "Move",
            Self::Read => "Read",
            Self::Find => "Find",
            Self::Story => "With a story",
            Self::Section => "With a section",
            Self::Program => "Program",
        }
    }
}

macro_rules! actions {
    ($($group:ident { $($action:ident $name:literal [$($key:literal),*] $help:literal)* })*) => {
        /// Everything a key can do.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Action { $($(#[doc = $help] $action,)*)* }

        /// **The table.**
        pub const TABLE: &[Entry] = &[$($(Entry {
            action: Action::$action,
            name: $name,
            help: $help,
            keys: &[$($key),*],
            group: Group::$group,
        },)*)*];
    };
}

actions! {
    Move {
        Down "down" ["j", "Down"] "one line or story down"
        Up "up" ["k", "Up"] "one line or story up"
        In "in" ["l", "Right"] "into the section, list or story"
        Out "out" ["h", "Left"] "back out; folds a section"
        Open "open" ["Enter"] "open; folds and unfolds an outlet"
        NextPane "next-pane" ["Tab"] "to the next pane"
        PreviousPane "previous-pane" ["S-Tab"] "to the pane before"
        Top "top" ["g", "Home"] "to the top"
        Bottom "bottom" ["G", "End"] "to the bottom"
        PageDown "page-down" ["PageDown", "C-f"] "one page down"
        PageUp "page-up" ["b", "PageUp", "C-b"] "one page back"
    }
    Read {
        ReadOn "read-on" ["Space"] "read on: page, next unread story, next section"
        NextUnread "next-unread" ["n"] "next unread story (next hit while finding)"
        PreviousUnread "previous-unread" ["N"] "unread story before (hit before while finding)"
        NextStory "next-story" ["J"] "next story in the list"
        PreviousStory "previous-story" ["K"] "story before in the list"
        Elsewhere "elsewhere" ["a"] "the same story in other outlets"
        NextSubhead "next-subhead" ["}"] "next subhead"
        PreviousSubhead "previous-subhead" ["{"] "subhead before"
        Changes "changes" ["c"] "what changed since you read it, or the story again"
        ShowMuted "show-muted" ["M"] "show what is muted here, or leave it out again"
        Zen "zen" ["z"] "the story alone, or all panes again"
    }
    Find {
        Find "find" ["/"] "find here"
        Search "search" ["s"] "search everything that was fetched"
        GoTo "go-to" ["S"] "go to a section by typing its name"
        Links "links" ["f"] "number the links; type one to choose it"
    }
    Story {
        Menu "menu" ["o"] "open in a browser, copy, or show the address"
        Copy "copy" ["y"] "send the address to your terminal's clipboard"
        Listen "listen" ["L"] "have the story read aloud, or stop"
        Play "play" ["P"] "play what is to be heard or seen, or stop"
        Save "save" ["w"] "save for later, or let go"
        ToggleRead "toggle-read" ["m"] "mark read or unread"
        MarkAllRead "mark-all-read" ["A"] "mark the whole list read"
        MarkAbove "mark-above" ["["] "mark all above read"
        MarkBelow "mark-below" ["]"] "mark all below read"
        Picture "picture" ["i"] "show the picture; says first what it costs"
        Undo "undo" ["u"] "undo what was last marked, pinned, hidden or moved"
    }
    Section {
        Pin "pin" ["p"] "pin on top of the tree, or let go"
        MoveUp "move-up" ["<"] "move up among its siblings; in a story, narrower lines"
        MoveDown "move-down" [">"] "move down among its siblings; in a story, wider lines"
        Hide "hide" ["x"] "hide, or show again"
        ShowHidden "show-hidden" ["X"] "show hidden sections, or hide them again"
    }
    Program {
        Refresh "refresh" ["r"] "ask for news in this pane"
        RefreshAll "refresh-all" ["R"] "ask for news in all blended sections"
        Help "help" ["?"] "this page"
        Failures "failures" ["e"] "what failed, and why"
        Themes "theme" ["t"] "look at the themes, and choose one"
        Command "command" [":"] "type a command; Tab completes it, Up brings back others"
        Details "details" ["D"] "what went over the line, and how old the list is"
        Back "back" ["q"] "back; out of the sections it quits"
        Quit "quit" ["Q", "C-c"] "quit"
        Cancel "cancel" ["Esc"] "cancel what was begun; never leaves"
        Redraw "redraw" ["C-l"] "draw the screen anew"
        Suspend "suspend" ["C-z"] "to the shell; fg comes back"
    }
}

impl Action {
    /// Its row of the table.
    #[must_use]
    pub fn entry(self) -> &'static Entry {
        // The macro lists each action once, so the first row is a match that can't be missed.
        TABLE.iter().find(|entry| entry.action == self).unwrap_or(&TABLE[0])
    }
}
