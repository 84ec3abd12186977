//! Roles into styles, from `themes/*.toml` or the reader's own file.

mod file;

use ratatui::style::{Color, Modifier, Style};

use crate::page::Role;

pub use file::Source;

/// The themes that are shipped: (name, text).
pub const BUILT_IN: [(&str, &str); 5] = [
    ("plain", include_str!("../themes/plain.toml")),
    ("dark", include_str!("../themes/dark.toml")),
    ("light", include_str!("../themes/light.toml")),
    ("paper", include_str!("../themes/paper.toml")),
    ("mono", include_str!("../themes/mono.toml")),
];

/// How everything looks. Each part is used as it is: nothing else in the program names a colour.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Theme {
    /// The paper and the plain words on it.
    pub ground: Style,
    /// The one accent: kickers, the marker of the selection, the title of the pane that has the keys.
    pub accent: Style,
    /// Headlines, and what is unread.
    pub strong: Style,
    /// What is secondary: dates, captions, counts, what was read.
    pub dim: Style,
    /// Premium, Live, Updated, … and warnings.
    pub label: Style,
    /// Words that lead somewhere.
    pub link: Style,
    /// What a search found, and the row a menu stands on.
    pub hit: Style,
    /// Somebody's words, set apart.
    pub quote: Style,
    /// Preformatted lines.
    pub code: Style,
}

/// A theme by its name, or why it can't be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// What the config calls it.
    pub name: String,
    /// How it looks.
    pub theme: Result<Theme, ThemeError>,
}

/// A theme that can't be used: where and why, with line and caret.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct ThemeError(String);

impl Theme {
    /// A shipped theme by its name.
    #[must_use]
    pub fn built_in(name: &str) -> Option<Self> {
        let (_, text) = BUILT_IN.iter().find(|(known, _)| *known == name)?;
        Self::parse(text).ok()
    }

    /// Reads a theme that inherits none, or a shipped one. Colours are the terminal's sixteen by name (`red`,
    /// `bright-red`, `default`), `#rrggbb`, a number of the 256, or a name of the `[palette]`.
    ///
    /// # Errors
    /// With line and caret.
    pub fn parse(source: &str) -> Result<Self, ThemeError> {
        Self::read(Source { file: String::new(), text: source.to_owned() }, |_| None)
    }

    /// Reads a theme that may inherit shipped ones, and those that `others` gives by their names. What it says of a role
    /// or a colour of the palette counts; the rest is as in the theme that it inherits.
    ///
    /// # Errors
    /// With file, line and caret.
    pub fn read(theme: Source, others: impl Fn(&str) -> Option<Source>) -> Result<Self, ThemeError> {
        file::read(theme, others)
    }

    /// How a span of that role looks.
    #[must_use]
    pub fn role(&self, role: Role) -> Style {
        match role {
            Role::Body | Role::Standfirst | Role::Related => self.ground,
            Role::Kicker => self.accent,
            Role::Headline | Role::Subhead | Role::TableHead => self.strong,
            // Crossed out is no attribute that every terminal has: what was removed is dim, between its brackets.
            Role::Byline | Role::Caption | Role::Furniture | Role::Removed => self.dim,
            Role::Label | Role::LinkNumber => self.label,
            Role::Inserted => self.strong.add_modifier(Modifier::UNDERLINED),
            Role::Quote => self.quote,
            Role::Code => self.code,
            Role::Link => self.link,
        }
    }

    /// The theme with every colour left out: what `NO_COLOR` asks for. Weight and underline stay; what stood out by its
    /// ground alone is reversed.
    #[must_use]
    pub fn without_colour(mut self) -> Self {
        if self.hit.bg.is_some() {
            self.hit = self.hit.add_modifier(Modifier::REVERSED);
        }
        for style in [
            &mut self.ground,
            &mut self.accent,
            &mut self.strong,
            &mut self.dim,
            &mut self.label,
            &mut self.link,
            &mut self.hit,
            &mut self.quote,
            &mut self.code,
        ] {
            style.fg = None;
            style.bg = None;
        }
        self
    }
}

fn parse_colour(word: &str) -> Option<Color> {
    Some(match word {
        "default" => Color::Reset,
        "black" => Color::Black,
        "red" => Color::Red,
        "green" => Color::Green,
        "yellow" => Color::Yellow,
        "blue" => Color::Blue,
        "magenta" => Color::Magenta,
        "cyan" => Color::Cyan,
        "white" => Color::Gray,
        "bright-black" => Color::DarkGray,
        "bright-red" => Color::LightRed,
        "bright-green" => Color::LightGreen,
        "bright-yellow" => Color::LightYellow,
        "bright-blue" => Color::LightBlue,
        "bright-magenta" => Color::LightMagenta,
        "bright-cyan" => Color::LightCyan,
        "bright-white" => Color::White,
        _ => match word.strip_prefix('#') {
            Some(hex) if hex.len() == 6 && hex.bytes().all(|digit| digit.is_ascii_hexdigit()) => {
                let rgb = u32::from_str_radix(hex, 16).ok()?.to_be_bytes();
                Color::Rgb(rgb[1], rgb[2], rgb[3])
            }
            Some(_) => return None,
            None if word.starts_with('+') => return None,
            None => Color::Indexed(word.parse().ok()?),
        },
    })
}
