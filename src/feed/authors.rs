//! Names out of author fields.

use crate::text;

/// The words of an author field that are not an e-mail address: `desk@courier.example (Ana Reyes)` gives `(Ana Reyes)`.
pub(super) fn without_addresses(field: &str) -> String {
    field.split_whitespace().filter(|word| !word.contains('@')).collect::<Vec<_>>().join(" ")
}

/// The name in an author field that is already plain text: without address, "By" and the brackets around it.
pub(super) fn name(field: &str) -> Option<String> {
    let words = without_addresses(field);
    let mut name = words.trim_matches(|c: char| c.is_whitespace() || ",;:|-–—<>".contains(c));
    if let Some((by, rest)) = name.split_once(' ')
        && by.eq_ignore_ascii_case("by")
    {
        name = rest.trim_start();
    }
    if let Some(inside) = name.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) {
        name = inside;
    }
    let name = text::clean(name);
    name.chars().any(char::is_alphabetic).then_some(name)
}
