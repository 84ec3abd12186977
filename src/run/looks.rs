//! The themes that the reader may choose from.

use crate::app::themes::{Choosable, Themes};
use crate::text;
use crate::theme::{Named, Theme};

/// The themes as the model knows them, and as they look; the one in use stands in for those that can't be used.
pub(super) fn choice(theme: Theme, named: Vec<Named>) -> (Themes, Vec<Theme>) {
    if named.is_empty() {
        return (Themes::default(), vec![theme]);
    }
    let kept = named.iter().position(|named| named.theme.as_ref() == Ok(&theme)).unwrap_or_default();
    let looks = named.iter().map(|named| named.theme.clone().unwrap_or_else(|_| theme.clone())).collect();
    let all = named.into_iter().map(|Named { name, theme }| {
        let trouble = theme.err().map(|error| {
            // What stands there, with the caret below it, takes rows of its own: the start of the program shows them.
            text::clean(error.to_string().lines().next().unwrap_or_default())
        });
        Choosable { name, trouble }
    });
    (Themes { all: all.collect(), kept }, looks)
}
