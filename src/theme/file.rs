//! A theme's file, laid over those that it inherits.

use std::collections::BTreeMap;
use std::ops::Range;

use ratatui::style::{Color, Modifier, Style};
use serde::Deserialize;
use toml::Spanned;

use super::{BUILT_IN, Theme, ThemeError, parse_colour};
use crate::text;

/// Nobody needs more.
const GENERATIONS: usize = 8;

/// The text of a theme, and what its file is called on the screen; nothing for one that is shipped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// For errors.
    pub file: String,
    /// TOML.
    pub text: String,
}

impl Source {
    fn wrong(&self, span: &Range<usize>, said: &str) -> ThemeError {
        self.error(&text::point_out(&self.text, span, said))
    }

    fn error(&self, said: &str) -> ThemeError {
        ThemeError(if self.file.is_empty() { said.to_owned() } else { format!("{} is not right: {said}", self.file) })
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    inherits: Option<Spanned<String>>,
    #[serde(default)]
    palette: BTreeMap<String, Spanned<String>>,
    ground: Option<Look>,
    accent: Option<Look>,
    strong: Option<Look>,
    dim: Option<Look>,
    label: Option<Look>,
    link: Option<Look>,
    hit: Option<Look>,
    quote: Option<Look>,
    code: Option<Look>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Look {
    fg: Option<Spanned<String>>,
    bg: Option<Spanned<String>>,
    bold: Option<bool>,
    dim: Option<bool>,
    italic: Option<bool>,
    underline: Option<bool>,
    reverse: Option<bool>,
}

/// A theme, then what it inherits, then what that inherits.
type Generations = Vec<(Source, File)>;

/// Asks a look for one of its switches.
type Switch = fn(&Look) -> Option<bool>;

pub(super) fn read(theme: Source, others: impl Fn(&str) -> Option<Source>) -> Result<Theme, ThemeError> {
    let generations = generations(theme, others)?;
    let palette = palette(&generations)?;
    let style = |name: &str, look: fn(&File) -> Option<&Look>| style(&generations, &palette, name, look);
    Ok(Theme {
        ground: style("ground", |file| file.ground.as_ref())?,
        accent: style("accent", |file| file.accent.as_ref())?,
        strong: style("strong", |file| file.strong.as_ref())?,
        dim: style("dim", |file| file.dim.as_ref())?,
        label: style("label", |file| file.label.as_ref())?,
        link: style("link", |file| file.link.as_ref())?,
        hit: style("hit", |file| file.hit.as_ref())?,
        quote: style("quote", |file| file.quote.as_ref())?,
        code: style("code", |file| file.code.as_ref())?,
    })
}

fn generations(theme: Source, others: impl Fn(&str) -> Option<Source>) -> Result<Generations, ThemeError> {
    let mut generations = Generations::new();
    let mut next = Some(theme);
    while let Some(source) = next.take() {
        let file: File = toml::from_str(&source.text).map_err(|error| source.error(&error.to_string()))?;
        if let Some(name) = &file.inherits {
            let wrong = |said: &str| source.wrong(&name.span(), said);
            let shipped = BUILT_IN.iter().find(|(known, _)| known == name.get_ref());
            let shipped = shipped.map(|(_, text)| Source { file: String::new(), text: (*text).to_owned() });
            let parent = shipped
                .or_else(|| others(name.get_ref()))
                .ok_or_else(|| wrong(&format!("there is no theme {:?} to inherit", name.get_ref())))?;
            if parent == source || generations.iter().any(|(known, _)| *known == parent) {
                return Err(wrong(&format!("{:?} inherits this theme itself", name.get_ref())));
            }
            if generations.len() + 1 == GENERATIONS {
                return Err(wrong(&format!("this is the {GENERATIONS}th theme of a chain; no more are followed")));
            }
            next = Some(parent);
        }
        generations.push((source, file));
    }
    Ok(generations)
}

/// The colours by name: of each name the one that stands nearest to the theme itself.
fn palette(generations: &Generations) -> Result<BTreeMap<&str, Color>, ThemeError> {
    let mut palette = BTreeMap::new();
    for (source, file) in generations.iter().rev() {
        for (name, word) in &file.palette {
            let colour = parse_colour(word.get_ref()).ok_or_else(|| not_a_colour(source, word))?;
            palette.insert(name.as_str(), colour);
        }
    }
    Ok(palette)
}

fn not_a_colour(source: &Source, word: &Spanned<String>) -> ThemeError {
    source.wrong(&word.span(), &format!("{:?} is not a colour", word.get_ref()))
}

fn style(
    generations: &Generations,
    palette: &BTreeMap<&str, Color>,
    name: &str,
    look: fn(&File) -> Option<&Look>,
) -> Result<Style, ThemeError> {
    let looks: Vec<(&Source, &Look)> =
        generations.iter().filter_map(|(source, file)| Some((source, look(file)?))).collect();
    if looks.is_empty() {
        let said = format!("missing field `{name}`: name it, or inherit a theme that does, as in inherits = \"dark\"");
        return Err(generations.first().map_or_else(|| ThemeError(said.clone()), |(source, _)| source.error(&said)));
    }
    let colour = |of: fn(&Look) -> Option<&Spanned<String>>| {
        let Some((source, word)) = looks.iter().find_map(|(source, look)| Some((source, of(look)?))) else {
            return Ok(None);
        };
        let named = palette.get(word.get_ref().as_str()).copied();
        named.or_else(|| parse_colour(word.get_ref())).map(Some).ok_or_else(|| not_a_colour(source, word))
    };
    let mut style = Style::new();
    style.fg = colour(|look| look.fg.as_ref())?;
    style.bg = colour(|look| look.bg.as_ref())?;
    let switches: [(Switch, Modifier); 5] = [
        (|look| look.bold, Modifier::BOLD),
        (|look| look.dim, Modifier::DIM),
        (|look| look.italic, Modifier::ITALIC),
        (|look| look.underline, Modifier::UNDERLINED),
        (|look| look.reverse, Modifier::REVERSED),
    ];
    for (switch, modifier) in switches {
        if looks.iter().find_map(|(_, look)| switch(look)) == Some(true) {
            style = style.add_modifier(modifier);
        }
    }
    Ok(style)
}
