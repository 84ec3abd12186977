//! What stands between headline and story: the standfirst, and what of headline and byline is said again where the text
//! begins.

use super::dom::{At, Dom, Tag};
use super::furniture::normal;
use super::vocabulary::Groups;
use crate::article::Block;
use crate::text;

/// Blocks at the start in which a repetition is looked for.
const START: usize = 4;
/// Nodes after the headline in which a standfirst may stand.
const NEAR: usize = 250;

/// The standfirst that `blocks` don't repeat. What the page shows under its headline is better than what it says of itself; a repetition goes from
/// the one or the other.
pub fn standfirst(
    dom: &Dom<'_>,
    own: &[Groups],
    headline: Option<At>,
    told: Option<String>,
    blocks: &mut Vec<Block>,
) -> Option<String> {
    let shown = headline.and_then(|headline| shown(dom, own, headline));
    if let Some(shown) = shown {
        let same = normal(&shown);
        let repeated = |block: &Block| block.is_body() && normal(&block.lines().join(" ")) == same;
        if let Some(at) = blocks.iter().take(START).position(repeated) {
            blocks.remove(at);
        }
        return Some(shown);
    }
    let told = told.filter(|told| !told.ends_with("...") && !told.ends_with('…'))?;
    let head: String = normal(&told).chars().take(60).collect();
    let begins = |block: &Block| block.is_body() && normal(&block.lines().join(" ")).starts_with(&head);
    let fits = told.split_whitespace().count() >= 4 && told.chars().count() <= 500;
    (fits && !blocks.iter().take(START).any(begins)).then_some(told)
}

/// The words of an element named as standfirst between the headline and the story.
fn shown(dom: &Dom<'_>, own: &[Groups], headline: At) -> Option<String> {
    let after = dom.item(headline).end;
    let near = after..(after + NEAR).min(dom.len());
    near.filter(|&at| {
        own.get(at)
            .is_some_and(|groups| groups.has(Groups::DEK) && !groups.has(Groups::FURNITURE.with(Groups::CAPTION)))
    })
    .filter(|&at| matches!(dom.tag(at), Tag::P | Tag::Block | Tag::Heading(2..) | Tag::Inline))
    .map(|at| text::clean(&dom.words(at, 1_200)))
    .find(|words| (30..=500).contains(&words.chars().count()) && words.contains(' '))
}

/// Takes the headline, a byline or a date from the start of the story.
pub fn trim(blocks: &mut Vec<Block>, title: Option<&str>, authors: &[String]) {
    let title = title.map(normal).unwrap_or_default();
    let mut nth = 0;
    let mut at = 0;
    while nth < START && at < blocks.len() {
        let repeats = blocks.get(at).is_some_and(|block| match block {
            Block::Heading { text, .. } | Block::Paragraph { text } => {
                let words = text.to_plain();
                normal(&words) == title || is_byline(&words, authors)
            }
            _ => false,
        });
        if repeats {
            blocks.remove(at);
        } else {
            at += 1;
        }
        nth += 1;
    }
}

/// "By Jane Doe, Wellington", "Jane Doe | 6 October 2026".
fn is_byline(line: &str, authors: &[String]) -> bool {
    let count = line.split_whitespace().count();
    if count > 14 || line.ends_with(['.', '!', '?']) {
        return false;
    }
    let normal_line = normal(line);
    let named = authors.iter().any(|author| normal_line.contains(&normal(author)));
    let by = ["by ", "von ", "par ", "por ", "door "].iter().any(|lead| normal_line.starts_with(lead));
    let dated =
        line.chars().filter(char::is_ascii_digit).count() >= 4 && count <= 8 && normal_line.split(' ').any(is_year);
    (by && (named || count <= 5)) || (named && count <= 10) || dated
}

fn is_year(word: &str) -> bool {
    word.len() == 4 && (word.starts_with("19") || word.starts_with("20")) && word.chars().all(|c| c.is_ascii_digit())
}
