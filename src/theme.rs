//! Roles into styles, from `themes/*.toml` or the reader's own file.

use std::collections::BTreeMap;

use ratatui::style::{Color, Modifier, Style};
use serde::Deserialize;

use crate::page::Role;
use crate::text;

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

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    palette: BTreeMap<String, String>,
    ground: Look,
    accent: Look,
    strong: Look,
    dim: Look,
    label: Look,
    link: Look,
    hit: Look,
    quote: Look,
    code: Look,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of the file")]
struct Look {
    fg: Option<toml::Spanned<String>>,
    bg: Option<toml::Spanned<String>>,
    #[serde(default)]
    bold: bool,
    #[serde(default)]
    dim: bool,
    #[serde(default)]
    italic: bool,
    #[serde(default)]
    underline: bool,
    #[serde(default)]
    reverse: bool,
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

    /// Reads a theme. Colours are the terminal's sixteen by name (`red`, `bright-red`, `default`), `#rrggbb`, a number
    /// of the 256, or a name of the file's `[palette]`.
    ///
    /// # Errors
    /// With line and caret.
    pub fn parse(source: &str) -> Result<Self, ThemeError> {
        let file: File = toml::from_str(source).map_err(|error| ThemeError(error.to_string()))?;
        let style = |look: &Look| look.style(&file.palette, source);
        Ok(Self {
            ground: style(&file.ground)?,
            accent: style(&file.accent)?,
            strong: style(&file.strong)?,
            dim: style(&file.dim)?,
            label: style(&file.label)?,
            link: style(&file.link)?,
            hit: style(&file.hit)?,
            quote: style(&file.quote)?,
            code: style(&file.code)?,
        })
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

impl Look {
    fn style(&self, palette: &BTreeMap<String, String>, source: &str) -> Result<Style, ThemeError> {
        let mut style = Style::new();
        style.fg = self.fg.as_ref().map(|name| colour(name, palette, source)).transpose()?;
        style.bg = self.bg.as_ref().map(|name| colour(name, palette, source)).transpose()?;
        for (on, modifier) in [
            (self.bold, Modifier::BOLD),
            (self.dim, Modifier::DIM),
            (self.italic, Modifier::ITALIC),
            (self.underline, Modifier::UNDERLINED),
            (self.reverse, Modifier::REVERSED),
        ] {
            if on {
                style = style.add_modifier(modifier);
            }
        }
        Ok(style)
    }
}

fn colour(name: &toml::Spanned<String>, palette: &BTreeMap<String, String>, source: &str) -> Result<Color, ThemeError> {
    let word = palette.get(name.get_ref()).unwrap_or(name.get_ref());
    parse_colour(word)
        .ok_or_else(|| ThemeError(text::point_out(source, &name.span(), &format!("{word:?} is not a colour"))))
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
