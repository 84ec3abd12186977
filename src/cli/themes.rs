//! The shipped themes, and those of the reader's `themes` folder.

use std::fs::File;
use std::io::Read as _;

use anyhow::bail;

use crate::theme::{BUILT_IN, Named, Source, Theme, ThemeError};

use super::place::Places;

/// A theme's file is no longer than this.
const BYTES_AT_MOST: u64 = 64 * 1024;
/// So many of the reader's own are offered.
const OWN_AT_MOST: usize = 100;

/// The theme of that name.
pub(super) fn named(places: &Places, name: &str) -> anyhow::Result<Theme> {
    if let Some(theme) = Theme::built_in(name) {
        return Ok(theme);
    }
    let whole = |name: &str| {
        let source = own(places, name)?;
        let file = places.config.as_ref()?.join("themes").join(source.file);
        Some(Source { file: file.display().to_string(), text: source.text })
    };
    if let Some(source) = whole(name) {
        return Ok(Theme::read(source, whole)?);
    }
    let shipped: Vec<&str> = BUILT_IN.iter().map(|(name, _)| *name).collect();
    let file = places.config.as_ref().map(|folder| folder.join("themes").join(format!("{name}.toml")));
    let missing = file.map_or(String::new(), |file| format!(", and {} is not there", file.display()));
    bail!("there is no theme {name:?}; shipped are {}{missing}", shipped.join(", "))
}

/// All there are: the shipped ones, then the reader's own by name.
pub(super) fn all(places: &Places) -> Vec<Named> {
    let shipped = BUILT_IN.iter().filter_map(|(name, _)| Some(((*name).to_owned(), Ok(Theme::built_in(name)?))));
    let folder = places.config.as_ref().and_then(|folder| std::fs::read_dir(folder.join("themes")).ok());
    let mut names: Vec<String> = folder
        .into_iter()
        .flatten()
        .filter_map(|entry| Some(entry.ok()?.file_name().to_str()?.strip_suffix(".toml")?.to_owned()))
        .filter(|name| BUILT_IN.iter().all(|(shipped, _)| shipped != name))
        .take(OWN_AT_MOST)
        .collect();
    names.sort_unstable();
    let own = names.into_iter().filter_map(|name| {
        let theme: Result<Theme, ThemeError> = Theme::read(own(places, &name)?, |name| own(places, name));
        Some((name, theme))
    });
    shipped.chain(own).map(|(name, theme)| Named { name, theme }).collect()
}

/// The text of one of the reader's own, and the name of its file.
fn own(places: &Places, name: &str) -> Option<Source> {
    let is_plain = !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '_');
    let name = format!("{name}.toml");
    let file = places.config.as_ref().filter(|_| is_plain)?.join("themes").join(&name);
    // A pipe by that name would be waited for without end.
    if !file.is_file() {
        return None;
    }
    let mut text = String::new();
    File::open(&file).ok()?.take(BYTES_AT_MOST).read_to_string(&mut text).ok()?;
    Some(Source { file: name, text })
}
