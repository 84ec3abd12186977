//! A line that was typed, as what it asks for.

/// What a line asks for. Numbers are as they stand in the list, from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Typed {
    /// Nothing was typed: read on.
    ReadOn,
    /// A row of what was listed last.
    Number(usize),
    /// The next unread story.
    NextUnread,
    /// The list.
    Back,
    /// The story or the list from its top.
    Top,
    /// Search everything.
    Search(String),
    /// Go to the section that is called most like this.
    GoTo(String),
    /// List the sections, or those that are called like this.
    Sections(String),
    /// Save a story, or let it go.
    Save(Option<usize>),
    /// Mark a story read or unread.
    Mark(Option<usize>),
    /// Print the address of a story.
    Address(Option<usize>),
    /// Read a story as the next outlet tells it.
    Elsewhere(Option<usize>),
    /// List the links of the story, or read one.
    Links(Option<usize>),
    /// Play what the story is about, or stop.
    Play(Option<usize>),
    /// Print what changed in the story since it was read, or the story again.
    Changes,
    /// Take the last deed back.
    Undo,
    /// Ask for news.
    Refresh,
    /// List the commands.
    Help,
    /// End.
    Quit,
    /// None of these, with the way out.
    Unknown(String),
}

/// The commands, as `h` lists them.
pub const HELP: [(&str, &str); 18] = [
    ("a number", "opens what has that number in the last list"),
    ("Enter", "reads on: the next page, the next unread story, the next section"),
    ("n", "the next unread story"),
    ("a", "the same story in the next outlet that tells it; a 3 that of the third of the list"),
    ("b", "back to the list, where the story stands in it"),
    ("t", "the story or the list from its top"),
    ("l", "lists the sections; l WORD those that are called so"),
    ("S NAME", "goes to a section"),
    ("s WORDS", "searches everything that was fetched"),
    ("w", "saves the story for later, or lets it go; w 3 the third of the list"),
    ("m", "marks the story read or unread; m 3 the third of the list"),
    ("c", "prints what changed in the story since you read it, or the story again"),
    ("u", "takes back what was last marked"),
    ("y", "prints the story's address; y 3 that of the third of the list"),
    ("f", "lists the links of the story; f 3 reads the third here"),
    ("p", "plays what is to be heard or seen, or stops; p 3 that of the third of the list"),
    ("r", "asks for news"),
    ("q", "quits; h or ? prints this"),
];

impl Typed {
    /// Reads a line.
    #[must_use]
    pub fn of(line: &str) -> Self {
        let line = crate::text::clean(line);
        if let Some(command) = line.strip_prefix(':') {
            return Self::named(command);
        }
        if let Ok(number) = line.parse() {
            return Self::Number(number);
        }
        let (word, rest) = line.split_once(' ').unwrap_or((&line, ""));
        let about = |command: fn(Option<usize>) -> Self| match (rest, rest.parse()) {
            ("", _) => command(None),
            (_, Ok(number)) => command(Some(number)),
            (_, Err(_)) => Self::Unknown(format!("“{rest}” is no number; {word} 3 is about the third of the list.")),
        };
        match word {
            "" => Self::ReadOn,
            "n" => Self::NextUnread,
            "b" => Self::Back,
            "t" => Self::Top,
            "s" if rest.is_empty() => Self::Unknown("What for? s WORDS searches.".to_owned()),
            "s" => Self::Search(rest.to_owned()),
            "S" if !rest.is_empty() => Self::GoTo(rest.to_owned()),
            "l" | "S" => Self::Sections(rest.to_owned()),
            "w" => about(Self::Save),
            "m" => about(Self::Mark),
            "y" | "o" => about(Self::Address),
            "a" => about(Self::Elsewhere),
            "f" => about(Self::Links),
            "p" | "P" => about(Self::Play),
            "c" => Self::Changes,
            "u" => Self::Undo,
            "r" | "R" => Self::Refresh,
            "h" | "?" | "help" => Self::Help,
            "q" | "Q" | "quit" | "exit" => Self::Quit,
            _ => Self::Unknown(format!("“{word}” is no command; h lists them.")),
        }
    }

    /// A command by the name that it has on a screen, where it makes sense without one.
    fn named(command: &str) -> Self {
        let (name, words) = command.split_once(' ').unwrap_or((command, ""));
        let letter = match name {
            "go" | "go-to" => "S",
            "search" => "s",
            "next-unread" => "n",
            "back" => "b",
            "top" => "t",
            "save" => "w",
            "toggle-read" => "m",
            "copy" | "menu" => "y",
            "elsewhere" => "a",
            "links" => "f",
            "changes" => "c",
            "undo" => "u",
            "refresh" => "r",
            "help" => "h",
            "quit" => "q",
            number if number.parse::<usize>().is_ok() => number,
            _ => return Self::Unknown(format!("“:{name}” is no command here; h lists them.")),
        };
        Self::of(&format!("{letter} {words}"))
    }
}
