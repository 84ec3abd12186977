//! May everyone read the story? Asked before anything of it is taken: publishers hide the text of free and of paid
//! stories in the same way.

use super::dom::{At, Dom};

/// What the publisher says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// For everyone: hidden parts are only layout.
    Free,
    /// Only what is visible is for everyone.
    Premium,
}

impl Access {
    /// The access that "is it free" means.
    pub fn of(free: bool) -> Self {
        if free { Self::Free } else { Self::Premium }
    }
}

/// True for an element that a browser without scripts does not show.
pub fn is_hidden(dom: &Dom<'_>, at: At) -> bool {
    let Some(element) = dom.item(at).element else { return false };
    element.attrs().any(|(name, value)| match name {
        // React sends late parts of a page as `<div hidden id="S:1">` and moves them in.
        "hidden" => !dom.attr(at, "id").is_some_and(|id| id.starts_with("S:")),
        "aria-hidden" => value == "true",
        "style" => hides(value),
        _ => false,
    })
}

fn hides(style: &str) -> bool {
    style.split(';').filter_map(|rule| rule.split_once(':')).any(|(name, value)| {
        let (name, value) = (name.trim(), value.trim().trim_end_matches("!important").trim_end());
        (name.eq_ignore_ascii_case("display") && value.eq_ignore_ascii_case("none"))
            || (name.eq_ignore_ascii_case("visibility") && value.eq_ignore_ascii_case("hidden"))
    })
}
