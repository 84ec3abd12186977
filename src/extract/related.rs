//! Stories that the page points to: the cards under and beside the story.

use std::collections::HashSet;
use std::ops::Range;
use std::sync::LazyLock;

use url::Url;

use super::access;
use super::dom::{At, Dom, Tag};
use super::furniture::normal;
use super::vocabulary::Groups;
use crate::article::Related;
use crate::news::StoryKey;
use crate::text;

/// Stories pointed to.
const RELATED_AT_MOST: usize = 12;
/// Links of one page that are looked at.
const LINKS_AT_MOST: usize = 10_000;
/// Nodes of one card.
const CARD_AT_MOST: usize = 120;
/// Nodes of what stands under a heading such as "Related stories".
const GROUP_AT_MOST: usize = 1_500;
/// Columns of a headline; less is the name of a section.
const TITLE_AT_LEAST: usize = 16;
/// Ways to lists of stories, to people and to shops.
const NO_STORIES: [&str; 14] = [
    "tag",
    "tags",
    "topic",
    "topics",
    "author",
    "authors",
    "category",
    "sponsored",
    "sponsored-stories",
    "subscribe",
    "newsletters",
    "profile",
    "search",
    "thema",
];

/// Lines that stand over related stories, in the form that [`normal`] gives them.
static HEADS: LazyLock<HashSet<&str>> = LazyLock::new(|| include_str!("related.txt").lines().collect());

/// The story itself, which is not related to itself.
#[derive(Debug, Clone, Copy)]
pub struct Own<'a> {
    /// Its addresses.
    pub urls: &'a [&'a str],
    pub title: Option<&'a str>,
}

/// Links of several words in parts of the page that are named or headed as related, on the same site, each story once.
/// `groups` are the word groups of the nodes, `base` is what addresses are relative to.
pub fn read(dom: &Dom<'_>, groups: &[Groups], base: &Url, own: Own<'_>) -> Vec<Related> {
    let headed = headed(dom);
    let mut related: Vec<Related> = Vec::new();
    let mut keys: Vec<StoryKey> = own.urls.iter().map(|url| StoryKey::of(url)).collect();
    let mut titles: Vec<String> = own.title.map(normal).into_iter().collect();
    for link in dom.all(Tag::A).take(LINKS_AT_MOST) {
        if related.len() >= RELATED_AT_MOST {
            break;
        }
        if !is_related(dom, groups, &headed, link) {
            continue;
        }
        let Some(url) = address(dom, link, base) else { continue };
        let key = StoryKey::of(url.as_str());
        let own = own.urls.iter().any(|own| url.as_str().split(['?', '#']).next() == own.split(['?', '#']).next());
        // Share buttons are the story's own address with a question after it.
        let shares = own && url.path().len() > 12;
        if shares || keys.contains(&key) || in_prose(dom, link) {
            continue;
        }
        let words = text::clean(&dom.words(headline(dom, link), 400));
        let title = words
            .split_once(": ")
            .filter(|(lead, _)| heads(lead))
            .map_or(words.as_str(), |(_, title)| title)
            .to_owned();
        let known = normal(&title);
        if text::width(&title) >= TITLE_AT_LEAST && title.chars().count() <= 200 && !titles.contains(&known) {
            // Two words are a section, however long they are; a title in a script without blanks is one.
            if title.is_ascii() && title.split_whitespace().count() < 4 {
                continue;
            }
            keys.push(key);
            titles.push(known);
            related.push(Related { title, url: url.into() });
        }
    }
    related
}

/// A story's address on the page's own site: with a path of its own.
fn address(dom: &Dom<'_>, link: At, base: &Url) -> Option<Url> {
    let url = base.join(dom.attr(link, "href")?.trim()).ok()?;
    let site = |url: &Url| url.host_str().map(|host| host.strip_prefix("www.").unwrap_or(host).to_owned());
    let own = matches!(url.scheme(), "http" | "https") && site(&url) == site(base);
    let story = own
        && (url.path().len() > 12 || url.query().is_some_and(|query| query.chars().any(|c| c.is_ascii_digit())))
        && !url.path_segments().is_some_and(|mut parts| parts.any(|part| NO_STORIES.contains(&part)));
    story.then_some(url)
}

/// The headline in a link: its heading, the part named as one, or all of its words.
fn headline(dom: &Dom<'_>, link: At) -> At {
    let heading = dom.subtree(link).find(|&at| matches!(dom.tag(at), Tag::Heading(_)));
    let named = || {
        dom.subtree(link).skip(1).take(CARD_AT_MOST).find(|&at| {
            dom.attr(at, "class").is_some_and(|class| {
                let class = class.to_ascii_lowercase();
                (class.contains("headline") || class.contains("title")) && !class.contains("sub")
            })
        })
    };
    heading.or_else(named).unwrap_or(link)
}

/// What stands under headings such as "Related stories": their later siblings, up to the next heading like them.
fn headed(dom: &Dom<'_>) -> Vec<Range<At>> {
    let mut found = Vec::new();
    for at in 0..dom.len() {
        if !matches!(dom.tag(at), Tag::Heading(2..) | Tag::P | Tag::Strong)
            || dom.subtree(at).len() > 12
            || !heads(&dom.words(at, 200))
        {
            continue;
        }
        // A heading may stand alone in boxes of its own.
        let alone = |at: &At| dom.item(*at).end == dom.item(dom.item(*at).parent).end;
        let outermost = dom.ancestors(at).take(4).find(|at| !alone(at)).unwrap_or(at);
        let end = dom.item(dom.item(outermost).parent).end;
        let start = dom.item(outermost).end;
        let next = (start..end.min(start + GROUP_AT_MOST)).find(|&other| {
            dom.item(other).parent == dom.item(outermost).parent && dom.tag(other) == dom.tag(outermost)
        });
        let boxed = !matches!(dom.tag(outermost), Tag::Heading(_));
        found.push(start..next.filter(|_| !boxed).unwrap_or(end).min(start + GROUP_AT_MOST));
    }
    found
}

/// True for a link among the words of a paragraph: it is said in the story, not shown under it.
fn in_prose(dom: &Dom<'_>, link: At) -> bool {
    let paragraph = dom.ancestors(link).skip(1).take(4).find(|&at| dom.tag(at) == Tag::P);
    let length = |at: At| dom.words(at, 2_000).trim().len();
    paragraph.is_some_and(|paragraph| length(paragraph) > 2 * length(link))
}

fn heads(line: &str) -> bool {
    let line = normal(line);
    let lead = ["more from ", "more on ", "latest from ", "latest in "].iter().any(|lead| line.starts_with(lead));
    (lead && line.chars().count() <= 40) || HEADS.contains(line.as_str())
}

fn is_related(dom: &Dom<'_>, own: &[Groups], headed: &[Range<At>], link: At) -> bool {
    let mut named = headed.iter().any(|range| range.contains(&link));
    for (nth, at) in dom.ancestors(link).take(13).enumerate() {
        let groups = own.get(at).copied().unwrap_or_default();
        // What a page hides from everyone may be what it sells.
        if groups.has(Groups::ADVERT) || access::is_hidden(dom, at) {
            return false;
        }
        if matches!(dom.tag(at), Tag::Nav | Tag::Footer | Tag::Body) || groups.has(Groups::NAV) {
            break;
        }
        named |= nth > 0 && groups.has(Groups::RELATED);
        let card = matches!(dom.tag(at), Tag::Article | Tag::Li) && dom.subtree(at).len() <= CARD_AT_MOST;
        if card && dom.subtree(at).any(|inner| own.get(inner).is_some_and(|groups| groups.has(Groups::ADVERT))) {
            return false;
        }
    }
    named
}
