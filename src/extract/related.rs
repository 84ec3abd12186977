//! Stories that the page points to: the cards under and beside the story.

use url::Url;

use super::dom::{At, Dom, Tag};
use super::vocabulary::Groups;
use crate::article::{Related, safe_link};
use crate::news::StoryKey;
use crate::text;

/// Stories pointed to.
const RELATED_AT_MOST: usize = 12;
/// Nodes of one card.
const CARD_AT_MOST: usize = 120;

/// Links of several words in parts of the page named as related, on the same site, each story once. `own` are the word
/// groups of the nodes.
pub fn read(dom: &Dom<'_>, own: &[Groups], page: &Url) -> Vec<Related> {
    let mut related: Vec<Related> = Vec::new();
    let mut keys = vec![StoryKey::of(page.as_str())];
    for link in dom.all(Tag::A) {
        if related.len() >= RELATED_AT_MOST {
            break;
        }
        let Some(url) = address(dom, link, page) else { continue };
        let key = StoryKey::of(&url);
        if keys.contains(&key) || !is_related(dom, own, link) {
            continue;
        }
        let title = text::clean(&dom.words(heading(dom, link).unwrap_or(link), 400));
        if title.split_whitespace().count() >= 4 && title.chars().count() <= 200 {
            keys.push(key);
            related.push(Related { title, url });
        }
    }
    related
}

/// A story's address on the page's own site: with a path of its own.
fn address(dom: &Dom<'_>, link: At, page: &Url) -> Option<String> {
    let url = page.join(dom.attr(link, "href")?.trim()).ok()?;
    let story = url.host_str() == page.host_str() && url.path().len() > 12 && !url.path().contains("/sponsored");
    story.then(|| safe_link(url.as_str())).flatten().filter(|url| url.starts_with("http"))
}

/// The heading inside a link, or the link inside a heading.
fn heading(dom: &Dom<'_>, link: At) -> Option<At> {
    dom.subtree(link).find(|&at| matches!(dom.tag(at), Tag::Heading(_)))
}

fn is_related(dom: &Dom<'_>, own: &[Groups], link: At) -> bool {
    let mut named = false;
    for at in dom.ancestors(link).skip(1).take(12) {
        let groups = own.get(at).copied().unwrap_or_default();
        if matches!(dom.tag(at), Tag::Nav | Tag::Footer | Tag::Body) || groups.has(Groups::NAV) {
            break;
        }
        named |= groups.has(Groups::RELATED);
        let card = matches!(dom.tag(at), Tag::Article | Tag::Li) && dom.subtree(at).len() <= CARD_AT_MOST;
        if card && dom.subtree(at).any(|inner| own.get(inner).is_some_and(|groups| groups.has(Groups::ADVERT))) {
            return false;
        }
        if groups.has(Groups::ADVERT) {
            return false;
        }
    }
    named
}
