//! Parts of a page that list no story of the day: menus, footers, what was read most, what somebody paid for.

use std::ops::Range;

use crate::html::dom::{At, Dom, Tag};
use crate::text;

use super::Lead;
use super::words::{FURNITURE, MOST, PAID};

/// What holds more than this share of a page's leads, in tenths, is the page and not a part of it.
const PART_AT_MOST: usize = 6;
/// A heading over a list is no longer than this.
const HEADING_CHARS: usize = 40;
/// How much of a card is looked at for a word that says that it was paid for.
const CARD_NODES: usize = 400;

/// The ranges of nodes whose links are no headlines.
pub(super) fn left_out(dom: &Dom<'_>, leads: &[Lead]) -> Vec<Range<At>> {
    let count = |range: &Range<At>| {
        let first = leads.partition_point(|lead| lead.at < range.start);
        leads.partition_point(|lead| lead.at < range.end) - first
    };
    let is_part = |range: &Range<At>| count(range) * 10 <= leads.len() * PART_AT_MOST;
    let mut zones: Vec<Range<At>> = Vec::new();
    let mut at = 0;
    while at < dom.len() {
        let range = dom.subtree(at);
        if count(&range) > 0 && is_furniture(dom, at) && is_part(&range) {
            at = range.end.max(at + 1);
            zones.push(range);
        } else {
            at += 1;
        }
    }
    for heading in (0..dom.len()).filter(|&at| matches!(dom.tag(at), Tag::Heading(_))) {
        let words = text::clean(&dom.words(heading, HEADING_CHARS * 2)).to_lowercase();
        if words.chars().count() > HEADING_CHARS || !MOST.iter().any(|most| words.starts_with(most)) {
            continue;
        }
        // The list under the heading: as far up as the first links come in, and no further.
        let own = count(&dom.subtree(heading));
        let list = dom.ancestors(heading).map(|above| dom.subtree(above)).find(|range| count(range) > own);
        zones.extend(list.filter(is_part));
    }
    zones
}

fn is_furniture(dom: &Dom<'_>, at: At) -> bool {
    match dom.tag(at) {
        Tag::Nav => return true,
        // The head and foot of a card belong to it.
        Tag::Footer | Tag::Header => {
            return !dom.ancestors(at).any(|up| matches!(dom.tag(up), Tag::Article | Tag::Main | Tag::Li));
        }
        Tag::Text | Tag::Body | Tag::Main | Tag::Article => return false,
        _ => {}
    }
    if dom.attr(at, "role").is_some_and(|role| matches!(role, "navigation" | "contentinfo" | "menu")) {
        return true;
    }
    let mut pieces = ["class", "id"].iter().filter_map(|name| dom.attr(at, name)).flat_map(names);
    let mut before = String::new();
    pieces.any(|piece| {
        let is = FURNITURE.contains(&piece.as_str())
            || MOST.contains(&format!("{before} {piece}").as_str())
            || matches!(piece.as_str(), "mostread" | "mostpopular" | "mostviewed" | "trending");
        before = piece;
        is
    })
}

/// The words of a name: `MainNavigationItem most-read` gives main, navigation, item, most, read.
pub(super) fn names(attribute: &str) -> impl Iterator<Item = String> {
    let mut words: Vec<String> = Vec::new();
    let mut was_lower = false;
    let mut is_open = false;
    for c in attribute.chars().take(512) {
        if !c.is_ascii_alphanumeric() {
            is_open = false;
            continue;
        }
        if !is_open || (c.is_ascii_uppercase() && was_lower) {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut() {
            word.push(c.to_ascii_lowercase());
        }
        (is_open, was_lower) = (true, c.is_ascii_lowercase());
    }
    words.into_iter()
}

/// True where a card says that somebody paid for its story.
pub(super) fn is_paid(dom: &Dom<'_>, card: At) -> bool {
    dom.subtree(card).take(CARD_NODES).any(|at| {
        let item = dom.item(at);
        match item.element {
            None => {
                let words = item.text.trim();
                words.len() <= HEADING_CHARS && {
                    let words = text::clean(words).to_lowercase();
                    PAID.contains(&words.trim_end_matches([':', '.']))
                }
            }
            Some(_) => {
                ["class", "data-test-ui", "data-testid"].iter().filter_map(|name| dom.attr(at, name)).any(|value| {
                    names(value).any(|piece| matches!(piece.as_str(), "sponsored" | "advertorial" | "paidcontent"))
                })
            }
        }
    })
}
