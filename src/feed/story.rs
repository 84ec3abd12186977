//! Whether a feed gives a story in full.

use crate::feed::{Entry, Markup, plain};
use crate::text;

/// Words that a teaser does not have: some outlets cut a story for subscribers after 180 words, and say nothing.
const WORDS_AT_LEAST: usize = 250;
/// Bytes that no story has.
const BYTES_AT_MOST: usize = 512 * 1024;
/// A story is longer than its summary by this much.
const TIMES_THE_SUMMARY: usize = 2;

/// The story itself, where the feed has all of it.
pub(super) fn whole(entry: &Entry) -> Option<Markup> {
    let content = entry.content.as_ref().filter(|content| content.html.len() <= BYTES_AT_MOST)?;
    let html = without_credit(&content.html);
    let paragraphs = plain::all_paragraphs(html);
    let told = paragraphs.iter().map(|paragraph| words(paragraph)).sum::<usize>();
    if told < WORDS_AT_LEAST || is_cut(paragraphs.last()?) {
        return None;
    }
    let summary = entry.summary.as_ref().map(|summary| plain::all_paragraphs(&summary.html)).unwrap_or_default();
    // A summary that is the story itself says nothing about how much of it there is.
    let summed_up = summary.iter().map(|paragraph| words(paragraph)).sum::<usize>();
    let is_whole = summary == paragraphs || told >= summed_up * TIMES_THE_SUMMARY;
    is_whole.then(|| Markup { html: html.to_owned(), base: content.base.clone() })
}

/// The text without `The post … appeared first on …`, which stands under whole stories too.
fn without_credit(html: &str) -> &str {
    let tail = html.rfind("<p").and_then(|at| html.split_at_checked(at));
    tail.filter(|(_, tail)| is_credit(&plain::line(tail))).map_or(html, |(head, _)| head)
}

/// What feeds add under a text to bring the reader to the site.
pub(super) fn is_invitation(paragraph: &str) -> bool {
    is_credit(paragraph) || is_call(paragraph)
}

fn is_credit(paragraph: &str) -> bool {
    let lower = paragraph.to_lowercase();
    lower.starts_with("the post ") && lower.contains(" appeared first on ")
}

/// How feeds say that the text goes on elsewhere.
const CALLS: [&str; 17] = [
    "continue reading",
    "click here to read",
    "keep reading",
    "läs mer",
    "lees verder",
    "leggi tutto",
    "leia mais",
    "lire la suite",
    "read full",
    "read more",
    "read the full",
    "read the rest",
    "read the whole",
    "seguir leyendo",
    "sigue leyendo",
    "subscribe to read",
    "weiterlesen",
];

/// A line that says nothing else.
fn is_call(line: &str) -> bool {
    let lower = line.to_lowercase();
    let bare = lower.trim_matches(['.', '…', '»', '>', '→', '[', ']', '(', ')', ' ']);
    bare == "comments" || bare == "read full story" || CALLS.contains(&bare)
}

/// True when the text goes on elsewhere.
fn is_cut(last: &str) -> bool {
    let ends = ["…", "→", "»", "...", "…]", "...]", "…)", "...)"];
    // A call to go on is a paragraph of its own, or the last sentence of one.
    let sentence = last.rsplit(['.', '!', '?', '…']).find(|sentence| !sentence.trim().is_empty()).unwrap_or_default();
    let sentence = sentence.trim().to_lowercase();
    ends.iter().any(|end| last.ends_with(end)) || CALLS.iter().any(|call| sentence.starts_with(call))
}

/// A run of a script without blanks counts by its length.
fn words(line: &str) -> usize {
    line.split_whitespace().map(|word| 1 + text::width(word) / 16).sum()
}
