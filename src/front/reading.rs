//! The words of a link, and whether they read like a headline.

use crate::html::dom::{At, Dom, Tag};
use crate::text;

use super::words::{HEADLINE, INVITATIONS, KICKER, LABELS, UNSEEN};
use super::{Lead, card, zones};

/// A headline has at least this many words, where it is marked as one.
const MARKED_WORDS: usize = 3;
/// The same for a link that only stands there.
const PLAIN_WORDS: usize = 4;
/// Characters that are as good as [`PLAIN_WORDS`]: some languages write long words, some no blanks.
const PLAIN_CHARS: usize = 26;
/// Characters of a headline in a script whose words are not parted.
const DENSE_CHARS: usize = 8;
/// An invitation is no longer than this: what is longer only begins like one.
const INVITATION_WORDS: usize = 10;
/// A headline is no longer than this.
const CHARS_AT_MOST: usize = 300;
/// How far up from a link the heading may be that it stands in.
const HEADING_LEVELS: usize = 4;
/// Nodes of a link that are looked at.
const NODES_AT_MOST: usize = 400;

/// How a link says that it is a headline.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Manner {
    /// By a heading.
    Heading,
    /// By what it is called.
    Named,
    /// By its words alone.
    Plain,
    /// It has no words: those of its card count.
    Card,
}

/// The headline that a lead is, if it is one.
pub(super) fn title(dom: &Dom<'_>, leads: &[Lead], index: usize) -> Option<(String, Manner)> {
    let at = leads.get(index)?.at;
    if let Some(heading) = inside(dom, at) {
        let words = title_line(dom, heading);
        return is_headline(&words, MARKED_WORDS).then_some((words, manner(dom, heading)));
    }
    let words = title_line(dom, at);
    if let Some(marked) = marked(dom, at) {
        return is_headline(&words, MARKED_WORDS).then_some((words, manner(dom, marked)));
    }
    if words.is_empty() {
        // A link that is laid over its card: the headline is the card's, or what is said of the link.
        let around = card::around(dom, leads, index);
        let heading = dom.subtree(around).skip(1).take(NODES_AT_MOST).find(|&inner| is_title(dom, inner));
        let said = heading.map(|heading| title_line(dom, heading)).filter(|words| is_headline(words, MARKED_WORDS));
        let told = dom.attr(at, "aria-label").map(text::clean).filter(|words| is_headline(words, PLAIN_WORDS));
        // What the heading has before it is a kicker.
        let words = match (said, told) {
            (Some(said), Some(told)) if !said.ends_with(&told) => said,
            (said, told) => told.or(said)?,
        };
        return Some((words, Manner::Card));
    }
    let words = if is_headline(&words, PLAIN_WORDS) && !has_blocks(dom, at) { words } else { first_block(dom, at)? };
    (is_headline(&words, PLAIN_WORDS) && !is_in_prose(dom, at)).then_some((words, Manner::Plain))
}

/// The heading in a link, or what is called one.
fn inside(dom: &Dom<'_>, link: At) -> Option<At> {
    let inner = || dom.subtree(link).skip(1).take(NODES_AT_MOST);
    inner().find(|&at| matches!(dom.tag(at), Tag::Heading(_))).or_else(|| inner().find(|&at| is_title(dom, at)))
}

/// True for a heading, and for an element whose name says that it is one.
fn is_title(dom: &Dom<'_>, at: At) -> bool {
    matches!(dom.tag(at), Tag::Heading(_)) || is_named(dom, at, HEADLINE)
}

/// True where the names of an element have one of `words`.
pub(super) fn is_named(dom: &Dom<'_>, at: At, words: &[&str]) -> bool {
    dom.item(at).element.is_some()
        && ["class", "data-test-ui", "data-testid", "itemprop"]
            .iter()
            .filter_map(|name| dom.attr(at, name))
            .any(|value| zones::names(value).any(|piece| words.contains(&piece.as_str())))
}

fn manner(dom: &Dom<'_>, title: At) -> Manner {
    if matches!(dom.tag(title), Tag::Heading(_)) { Manner::Heading } else { Manner::Named }
}

/// The heading that a link stands in and that is all its own, or what is called one, be it the link itself.
fn marked(dom: &Dom<'_>, link: At) -> Option<At> {
    let above: Vec<At> = dom
        .ancestors(link)
        .skip(1)
        .take(HEADING_LEVELS)
        .take_while(|&up| !matches!(dom.tag(up), Tag::Body | Tag::Main | Tag::Article | Tag::Li | Tag::Ul))
        .filter(|&up| is_title(dom, up) && links(dom, up) <= 2)
        .collect();
    let heading = above.iter().find(|&&up| matches!(dom.tag(up), Tag::Heading(_)));
    heading.or(above.first()).copied().or_else(|| is_named(dom, link, HEADLINE).then_some(link))
}

fn links(dom: &Dom<'_>, at: At) -> usize {
    dom.subtree(at).take(NODES_AT_MOST).filter(|&inner| dom.tag(inner) == Tag::A).take(3).count()
}

/// True for words that can be a headline of a site: enough of them, and no invitation to go somewhere else.
fn is_headline(words: &str, words_at_least: usize) -> bool {
    let chars = words.chars().count();
    if chars > CHARS_AT_MOST || !words.chars().any(char::is_alphabetic) {
        return false;
    }
    let dense = words.chars().filter(|c| !c.is_ascii()).count() * 2 > chars && !words.contains(' ');
    let many = words.split(' ').filter(|word| word.chars().any(char::is_alphanumeric)).count();
    let enough = many >= words_at_least || (chars >= PLAIN_CHARS && many > 1) || (dense && chars >= DENSE_CHARS);
    let lower = words.to_lowercase();
    enough && !INVITATIONS.iter().any(|invitation| lower.starts_with(invitation) && many <= INVITATION_WORDS)
}

/// The words of a node as one line. Pieces that the page sets apart by looks alone are parted by a blank; what is there
/// for screen readers only is left out.
pub(super) fn line(dom: &Dom<'_>, at: At) -> String {
    joined(&pieces(dom, at, UNSEEN))
}

/// The words of a headline: without the kicker or the label that stands in it too.
fn title_line(dom: &Dom<'_>, at: At) -> String {
    let names: Vec<&str> = UNSEEN.iter().chain(KICKER).copied().collect();
    let mut pieces = pieces(dom, at, &names);
    let is_label = |piece: &String| {
        let words = text::clean(piece).to_lowercase();
        LABELS.iter().any(|(word, _)| words.trim_end_matches([':', '.']) == *word)
    };
    if let Some(first) = pieces.iter().position(|piece| !piece.trim().is_empty())
        && pieces.get(first).is_some_and(is_label)
    {
        pieces.drain(..=first);
    }
    let bare = joined(&pieces);
    if is_headline(&bare, MARKED_WORDS) { bare } else { line(dom, at) }
}

/// The text of a node, cut wherever an element begins or ends that is more than emphasis. Elements of these names are
/// left out.
fn pieces(dom: &Dom<'_>, at: At, without: &[&str]) -> Vec<String> {
    let mut pieces = vec![String::new()];
    let mut ends: Vec<At> = Vec::new();
    let mut skipped_to = at;
    for inner in dom.subtree(at).take(NODES_AT_MOST) {
        if inner < skipped_to {
            continue;
        }
        let item = dom.item(inner);
        let mut is_cut = false;
        while ends.last().is_some_and(|end| *end <= inner) {
            ends.pop();
            is_cut = true;
        }
        if item.element.is_some() {
            if inner > at && is_named(dom, inner, without) {
                skipped_to = item.end;
                is_cut = true;
            } else if !matches!(item.tag, Tag::Strong | Tag::Emphasis | Tag::A) {
                ends.push(item.end);
                is_cut = true;
            }
        }
        if is_cut {
            pieces.push(String::new());
        }
        if let Some(piece) = pieces.last_mut() {
            piece.push_str(item.text);
        }
    }
    pieces
}

/// A boundary between two letters is a blank; before a comma, or in a blank, it is nothing.
fn joined(pieces: &[String]) -> String {
    let opens = |c: char| c.is_alphanumeric() || matches!(c, '‘' | '“' | '\'' | '"' | '(');
    let closes = |c: char| c.is_alphanumeric() || matches!(c, '?' | '!' | ':' | '.' | '’' | '”' | ')');
    let mut line = String::new();
    for piece in pieces {
        if line.ends_with(closes) && piece.starts_with(opens) {
            line.push(' ');
        }
        line.push_str(piece);
    }
    text::clean(line.trim_start_matches(|c: char| c.is_whitespace() || "•·|–—»›►▶".contains(c)))
}

fn has_blocks(dom: &Dom<'_>, link: At) -> bool {
    dom.subtree(link).skip(1).take(NODES_AT_MOST).any(|at| matches!(dom.tag(at), Tag::Block | Tag::P | Tag::Li))
}

/// The first block of a link that reads like a headline.
fn first_block(dom: &Dom<'_>, link: At) -> Option<String> {
    dom.subtree(link)
        .skip(1)
        .take(NODES_AT_MOST)
        .filter(|&at| matches!(dom.tag(at), Tag::Block | Tag::P | Tag::Inline) && !has_blocks(dom, at))
        .map(|at| line(dom, at))
        .find(|words| is_headline(words, PLAIN_WORDS))
}

/// True for a link in the middle of a text.
fn is_in_prose(dom: &Dom<'_>, link: At) -> bool {
    let Some(paragraph) = dom.ancestors(link).skip(1).take(HEADING_LEVELS).find(|&up| dom.tag(up) == Tag::P) else {
        return false;
    };
    line(dom, paragraph).chars().count() * 4 > line(dom, link).chars().count() * 5
}

/// How a link is built into the page: two rows of a list have the same shape.
pub(super) fn shape(dom: &Dom<'_>, link: At) -> String {
    let mut shape = String::new();
    for up in dom.ancestors(link).take(3) {
        let Some(element) = dom.item(up).element else { continue };
        shape.push_str(element.name());
        let class = dom.attr(up, "class").and_then(|class| class.split_ascii_whitespace().next()).unwrap_or_default();
        shape.extend(class.chars().take(64).filter(|c| !c.is_ascii_digit()));
        shape.push(' ');
    }
    shape
}
