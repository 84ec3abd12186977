//! Which part of the page holds the story, and which of its segments are the story: [`decide`] answers for every
//! segment, from what surrounds it and what it says.

use super::dom::{At, Dom, Tag};
use super::mass::Mass;
use super::segment::{Role, Segment, ratio};
use super::vocabulary::Groups;

/// Characters of a run without an element of its own that make it prose.
const LOOSE_AT_LEAST: usize = 60;
/// An element named as furniture that holds this share of the page's prose is the story all the same: themes write
/// such names on the page as a whole.
const FURNITURE_SHARE: f64 = 0.4;
/// The container is narrowed while one child holds this share of its prose.
const NARROW_SHARE: f64 = 0.8;

/// Characters of prose that an article with the headline has at least, if it is the story.
const STORY_CHARS: usize = 400;
/// Nodes of a card: picture, linked heading, a sentence.
const CARD_AT_MOST: usize = 60;

/// How strictly segments are judged. When too little was found, the next is tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sieve {
    /// Names of elements count, and only one container.
    Fine,
    /// Names don't count.
    Coarse,
    /// Everything that reads like prose.
    Open,
}

/// A page ready to be judged.
pub struct Page<'p, 'a> {
    pub dom: &'p Dom<'a>,
    /// Word groups of each node's own names.
    pub own: &'p [Groups],
    pub segments: &'p [Segment],
    /// The headline's element.
    pub headline: Option<At>,
    /// Elements that a site's rules take out.
    pub dropped: &'p [At],
    /// Elements that a site's rules name as the story's.
    pub body: &'p [At],
}

/// For each segment whether it belongs to the story.
pub fn decide(page: &Page<'_, '_>, sieve: Sieve) -> Vec<bool> {
    sight(page, sieve).kept
}

/// What the rules make of a page.
#[derive(Debug, Default)]
pub struct Sight {
    /// For each segment whether it belongs to the story.
    pub kept: Vec<bool>,
    /// For each segment whether an element around it is not the story.
    pub furniture: Vec<bool>,
    /// The elements that hold the story.
    pub container: Vec<At>,
}

/// Like [`decide`], with the reasons.
pub fn sight(page: &Page<'_, '_>, sieve: Sieve) -> Sight {
    let prose = Mass::of(page.segments, |_, segment| weight(segment));
    let furniture = furniture_flags(page, &prose, sieve);
    let good = Mass::of(page.segments, |nth, segment| if flag(&furniture, nth) { 0 } else { weight(segment) });
    let container = container(page, &good, sieve);
    let mut kept: Vec<bool> = page
        .segments
        .iter()
        .enumerate()
        .map(|(nth, segment)| {
            let inside =
                container.iter().any(|&at| page.dom.holds(at, segment.from)) || leads(page, segment, &container);
            inside && !flag(&furniture, nth) && judge(page, segment, sieve)
        })
        .collect();
    drop_linked_lists(page, &mut kept);
    drop_cards(page, &mut kept);
    cut_tail(page, &mut kept);
    drop_empty_headings(page, &mut kept);
    Sight { kept, furniture, container }
}

/// For the segments of markup that is only the story.
pub fn all_but_furniture(page: &Page<'_, '_>) -> Vec<bool> {
    let mut kept: Vec<bool> =
        page.segments.iter().map(|segment| !segment.is_prose() || !segment.sentence.is_furniture).collect();
    drop_empty_headings(page, &mut kept);
    kept
}

fn flag(flags: &[bool], nth: usize) -> bool {
    flags.get(nth).copied().unwrap_or_default()
}

/// Characters that count as prose.
pub fn weight(segment: &Segment) -> usize {
    let long = match segment.role {
        Role::Paragraph | Role::Quote { .. } => 25,
        Role::Loose => LOOSE_AT_LEAST,
        Role::Item { .. } => 50,
        _ => return 0,
    };
    if segment.chars < long || segment.link_density() > 0.5 { 0 } else { segment.chars - segment.linked }
}

/// Names of elements that no story is in.
const NEVER: Groups = Groups::COMMENTS.with(Groups::COOKIE).with(Groups::ADVERT).with(Groups::SIGNUP);

/// For each segment whether it is another's, whatever it reads like: readers' comments, adverts, subscriptions, the
/// articles beside the one with the headline, what a site's rules take out.
pub fn elsewhere(page: &Page<'_, '_>) -> Vec<bool> {
    let prose = Mass::of(page.segments, |_, segment| weight(segment));
    let story = headed_article(page, &prose);
    let beside = |at: At| {
        page.dom.tag(at) == Tag::Article
            && story.is_some_and(|story| !page.dom.holds(story, at) && !page.dom.holds(at, story))
    };
    flags_inside(page, |at| {
        let own = page.own.get(at).copied().unwrap_or_default();
        let others = own.has(NEVER) && is_furniture(page, &prose, at, Sieve::Fine);
        others || beside(at) || page.dropped.contains(&at)
    })
}

/// For each segment whether an element around it is not the story.
fn furniture_flags(page: &Page<'_, '_>, prose: &Mass, sieve: Sieve) -> Vec<bool> {
    flags_inside(page, |at| is_furniture(page, prose, at, sieve))
}

/// For each segment whether it stands in an element that is found.
fn flags_inside(page: &Page<'_, '_>, found: impl Fn(At) -> bool) -> Vec<bool> {
    let mut roots = Vec::new();
    let mut at = 0;
    while at < page.dom.len() {
        if found(at) {
            let end = page.dom.item(at).end.max(at + 1);
            roots.push(at..end);
            at = end;
        } else {
            at += 1;
        }
    }
    page.segments
        .iter()
        .map(|segment| {
            let next = roots.partition_point(|root| root.start <= segment.from);
            next.checked_sub(1).and_then(|nth| roots.get(nth)).is_some_and(|root| root.contains(&segment.from))
        })
        .collect()
}

fn is_furniture(page: &Page<'_, '_>, prose: &Mass, at: At, sieve: Sieve) -> bool {
    if page.dropped.contains(&at) {
        return true;
    }
    let tag = page.dom.tag(at);
    if matches!(tag, Tag::Text | Tag::Body | Tag::Main | Tag::Br) || sieve == Sieve::Open {
        return false;
    }
    let own = page.own.get(at).copied().unwrap_or_default();
    // The footer of a quote says who spoke.
    let ends_quote = tag == Tag::Footer && page.dom.tag(page.dom.item(at).parent) == Tag::Blockquote;
    let by_tag = matches!(tag, Tag::Nav | Tag::Aside | Tag::Footer | Tag::Form) && !ends_quote;
    // On a paragraph "paywall" only says where a wall would stand.
    let walled = tag == Tag::P && own == Groups::SIGNUP;
    let by_name = sieve == Sieve::Fine && own.has(Groups::FURNITURE) && !walled;
    if !by_tag && !by_name {
        return false;
    }
    let mass = prose.inside(page.dom, at);
    if own.has(Groups::COMMENTS) {
        // Comments may well be longer than the story; what they never hold is the headline.
        return !page.headline.is_some_and(|headline| page.dom.holds(at, headline)) && ratio(mass, prose.total()) < 0.9;
    }
    // A name that says "pull quote" on the whole text means its looks.
    !(own == Groups::PULLQUOTE && mass > 400) && ratio(mass, prose.total()) < FURNITURE_SHARE
}

/// The smallest elements that hold nearly all of the story's prose.
fn container(page: &Page<'_, '_>, good: &Mass, sieve: Sieve) -> Vec<At> {
    if !page.body.is_empty() && sieve == Sieve::Fine {
        return page.body.to_vec();
    }
    let mut at = page.dom.all(Tag::Body).next().unwrap_or_default();
    if sieve == Sieve::Open {
        return vec![at];
    }
    if let Some(named) = named_body(page, good).or_else(|| headed_article(page, good)) {
        at = named;
    }
    loop {
        let mass = good.inside(page.dom, at);
        let heaviest =
            page.dom.children(at).map(|child| (good.inside(page.dom, child), child)).max_by_key(|(mass, _)| *mass);
        match heaviest {
            Some((inner, child))
                if ratio(inner, mass) >= NARROW_SHARE
                    && narrows(page.dom.tag(child))
                    && !has_twin(page.dom, good, at, child) =>
            {
                at = child;
            }
            _ => break,
        }
    }
    vec![at]
}

/// True when a sibling with the same name goes on with the prose: bodies are cut in pieces by adverts.
fn has_twin(dom: &Dom<'_>, good: &Mass, parent: At, child: At) -> bool {
    let name = |at: At| dom.attr(at, "class").unwrap_or_default();
    let class = name(child);
    dom.children(parent).any(|other| {
        other != child
            && dom.tag(other) == dom.tag(child)
            && !class.is_empty()
            && name(other) == class
            && good.inside(dom, other) > 0
    })
}

/// Paragraphs and lists are never the container.
fn narrows(tag: Tag) -> bool {
    !matches!(
        tag,
        Tag::P
            | Tag::Ul
            | Tag::Ol
            | Tag::Li
            | Tag::Blockquote
            | Tag::Heading(_)
            | Tag::A
            | Tag::Inline
            | Tag::Strong
            | Tag::Emphasis
    )
}

/// The element that microdata names as the story's body, where it holds a good part of the page's prose.
fn named_body(page: &Page<'_, '_>, good: &Mass) -> Option<At> {
    let named: Vec<At> = (0..page.dom.len())
        .filter(|&at| {
            page.dom
                .attr(at, "itemprop")
                .is_some_and(|name| name.split_ascii_whitespace().any(|name| name == "articleBody"))
        })
        .take(2)
        .collect();
    let [at] = named.as_slice() else { return None };
    (ratio(good.inside(page.dom, *at), good.total()) > 0.3).then_some(*at)
}

/// True for a figure between the headline and the story.
fn leads(page: &Page<'_, '_>, segment: &Segment, container: &[At]) -> bool {
    let (Role::Caption { figure, .. } | Role::Image { figure, .. }) = segment.role else { return false };
    let Some(headline) = page.headline else { return false };
    page.dom.tag(figure) == Tag::Figure
        && segment.from > headline
        && container.first().is_some_and(|&start| segment.from < start && start - segment.from < 400)
}

/// The `<article>` with the headline: pages that never end carry the next stories in articles of their own.
fn headed_article(page: &Page<'_, '_>, good: &Mass) -> Option<At> {
    let article = page.dom.ancestors(page.headline?).find(|&at| page.dom.tag(at) == Tag::Article)?;
    let mass = good.inside(page.dom, article);
    let share = ratio(mass, good.total());
    let mut others = 0;
    let mut end = 0;
    for other in page.dom.all(Tag::Article).filter(|&other| other != article) {
        if other >= end {
            others += good.inside(page.dom, other);
            end = page.dom.item(other).end;
        }
    }
    // A small share is the story where the rest are stories too.
    let among_stories = share > 0.05 && ratio(mass + others, good.total()) > 0.9;
    (mass > STORY_CHARS && (share > 0.15 || among_stories)).then_some(article)
}

/// Whether a segment inside the container reads like the story.
fn judge(page: &Page<'_, '_>, segment: &Segment, sieve: Sieve) -> bool {
    match &segment.role {
        Role::Heading(1) => page.headline.is_none_or(|headline| !page.dom.holds(headline, segment.from)),
        Role::Heading(_) => segment.link_density() < 0.8 && !segment.sentence.is_furniture,
        Role::Paragraph | Role::Quote { .. } | Role::Source { .. } => {
            let leads_on = segment.link_density() > 0.85 && segment.chars < 250;
            !leads_on && !segment.sentence.is_furniture
        }
        Role::Loose => {
            let ends = segment.plain.ends_with(['.', '!', '?', '”', '"', ':', '…', '。', '」']);
            let long = segment.chars >= if sieve == Sieve::Open { 80 } else { 20 };
            (ends || segment.chars > 60) && long && segment.link_density() < 0.6 && !segment.sentence.is_furniture
        }
        Role::Item { .. } => !segment.sentence.is_furniture || segment.chars > 60,
        Role::Caption { .. }
        | Role::Image { .. }
        | Role::Embed { .. }
        | Role::Rule
        | Role::Code { .. }
        | Role::Cell { .. } => true,
    }
}

/// Lists and tables that are mostly links lead away from the story.
fn drop_linked_lists(page: &Page<'_, '_>, kept: &mut [bool]) {
    let group = |segment: &Segment| match segment.role {
        Role::Item { list, .. } => Some(list),
        Role::Cell { table, .. } => Some(table),
        _ => None,
    };
    let mut sums: std::collections::HashMap<At, (usize, usize, usize)> = std::collections::HashMap::new();
    for segment in page.segments {
        if let Some(group) = group(segment) {
            let sum = sums.entry(group).or_default();
            *sum = (sum.0 + segment.linked, sum.1 + segment.chars, sum.2 + 1);
        }
    }
    for (segment, kept) in page.segments.iter().zip(kept) {
        if let Some((linked, chars, count)) = group(segment).and_then(|group| sums.get(&group)) {
            let density = ratio(*linked, *chars);
            if density > 0.65 || (density > 0.4 && chars / count.max(&1) < 50) {
                *kept = false;
            }
        }
    }
}

/// A heading that is a link, with a sentence under it, is the card of another story.
fn drop_cards(page: &Page<'_, '_>, kept: &mut [bool]) {
    let mut card = 0..0;
    for (segment, kept) in page.segments.iter().zip(kept) {
        if matches!(segment.role, Role::Heading(2..)) && segment.link_density() > 0.8 {
            let heading = page.dom.ancestors(segment.from).find(|&at| matches!(page.dom.tag(at), Tag::Heading(_)));
            let around = heading.map(|heading| page.dom.subtree(page.dom.item(heading).parent)).unwrap_or_default();
            let listed = heading.is_some_and(|heading| {
                page.dom.ancestors(heading).take(4).any(|at| matches!(page.dom.tag(at), Tag::Li | Tag::Article))
            });
            if listed && around.len() <= CARD_AT_MOST {
                card = around;
            }
        }
        *kept &= !card.contains(&segment.from);
    }
}

/// Ends the story at a line such as "Related stories", if most of it is above.
fn cut_tail(page: &Page<'_, '_>, kept: &mut [bool]) {
    let total: usize = kept_chars(page, kept);
    let mut above = 0;
    let mut end = None;
    for (nth, segment) in page.segments.iter().enumerate() {
        let short = matches!(segment.role, Role::Heading(_) | Role::Loose | Role::Paragraph);
        let ends = || {
            let sentence = segment.sentence;
            (above * 5 > total * 4 && sentence.is_end) || (above * 8 > total && sentence.is_comments)
        };
        if short && ends() {
            end = Some(nth);
            break;
        }
        if flag(kept, nth) && segment.is_prose() {
            above += segment.chars;
        }
    }
    if let Some(end) = end {
        kept.iter_mut().skip(end).for_each(|kept| *kept = false);
    }
}

fn kept_chars(page: &Page<'_, '_>, kept: &[bool]) -> usize {
    page.segments
        .iter()
        .zip(kept)
        .filter(|(segment, kept)| **kept && segment.is_prose())
        .map(|(segment, _)| segment.chars)
        .sum()
}

/// A heading with nothing under it heads what was dropped.
pub fn drop_empty_headings(page: &Page<'_, '_>, kept: &mut [bool]) {
    let mut under: Option<u8> = None;
    for (segment, kept) in page.segments.iter().zip(kept).rev() {
        if !*kept {
            continue;
        }
        match segment.role {
            Role::Heading(level) => {
                // `under` is what follows: prose (0) or a deeper heading that was kept.
                *kept = under.is_some_and(|follows| follows == 0 || follows > level);
                if *kept {
                    under = Some(level);
                }
            }
            Role::Caption { .. } | Role::Image { .. } | Role::Rule | Role::Embed { .. } => {}
            _ => under = Some(0),
        }
    }
}
