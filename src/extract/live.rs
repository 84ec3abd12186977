//! Live pages: entries, each with the time at which it was written.

use super::dom::{At, Dom, Tag};
use crate::text;

/// Elements around a segment among which its entry is looked for.
const NEAR: usize = 8;
/// Nodes of an entry before its time.
const HEAD: usize = 60;
/// Characters of a time: "12.40", "6 October 2026, 12:40 GMT".
const TIME_AT_MOST: usize = 32;

/// The entry of a live page that a node is in.
pub fn entry(dom: &Dom<'_>, at: At) -> Option<At> {
    dom.ancestors(at).skip(1).take(NEAR).find(|&at| {
        let says = |name: &str, word: &str| dom.attr(at, name).is_some_and(|value| value.contains(word));
        let named = || {
            dom.attr(at, "class").is_some_and(|class| {
                class.split_ascii_whitespace().any(|token| {
                    let token = token.to_ascii_lowercase();
                    let part = ["entry", "post", "update", "event", "item"].iter().any(|part| token.ends_with(part));
                    part && (token.starts_with("live") || token.contains("ticker") || token.contains("liveblog"))
                })
            })
        };
        says("itemprop", "liveBlogUpdate") || named()
    })
}

/// When an entry was written, in its own words.
pub fn time(dom: &Dom<'_>, entry: At) -> Option<String> {
    let time = dom.subtree(entry).take(HEAD).find(|&at| dom.tag(at) == Tag::Time)?;
    let words = text::clean(&dom.words(time, 200));
    (words.chars().count() <= TIME_AT_MOST && words.chars().any(|c| c.is_ascii_digit())).then_some(words)
}
