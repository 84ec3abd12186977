//! May everyone read the story? Asked before anything of it is taken: publishers hide the text of free and of paid
//! stories in the same way.

use super::dom::{At, Dom, Tag};

/// Paragraphs that are looked at.
const SIBLINGS_AT_MOST: usize = 200;

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

/// True for a page that shows the beginning of a text and hides its end: paragraphs that are hidden beside some that
/// are not. Without a word of its publisher that is no free story.
pub fn breaks_off(dom: &Dom<'_>) -> bool {
    let long = |at: At| dom.words(at, 200).trim().len() > 60;
    let follows_shown = |at: At| {
        let before = dom.children(dom.item(at).parent).take_while(|&other| other < at).take(SIBLINGS_AT_MOST);
        before.filter(|&other| dom.tag(other) == Tag::P && !is_hidden(dom, other)).any(long)
    };
    dom.all(Tag::P).filter(|&at| is_hidden(dom, at)).take(SIBLINGS_AT_MOST).any(|at| long(at) && follows_shown(at))
}

fn hides(style: &str) -> bool {
    style.split(';').filter_map(|rule| rule.split_once(':')).any(|(name, value)| {
        let (name, value) = (name.trim(), value.trim().trim_end_matches("!important").trim_end());
        (name.eq_ignore_ascii_case("display") && value.eq_ignore_ascii_case("none"))
            || (name.eq_ignore_ascii_case("visibility") && value.eq_ignore_ascii_case("hidden"))
    })
}
