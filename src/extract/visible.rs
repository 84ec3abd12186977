//! What the visible page says near its headline: who wrote it and when, from which corner of the paper, and the marks
//! that publishers set beside a headline.

use chrono::{DateTime, FixedOffset};
use url::Url;

use super::byline::{AUTHOR_PATHS, LEADS};
use super::dom::{At, Dom, Tag};
use super::facts::{Facts, section_path};
use super::names::Names;
use super::vocabulary::Groups;
use super::{dates, json, marks};
use crate::dates::Order;
use crate::text;

/// Nodes before the headline that belong to the head of the story, and after it.
const BEFORE: usize = 150;
const AFTER: usize = 600;
/// Nodes after the last name of a byline in which another may stand.
const BYLINE_GAP: usize = 60;
/// Nodes of an element that is too small to be another part of the page.
const SMALL: usize = 12;
/// Words of a line in which a date stands without being named one.
const DATE_LINE_AT_MOST: usize = 14;
/// Groups that are never the head of the story.
const ELSEWHERE: Groups =
    Groups::RELATED.with(Groups::COMMENTS).with(Groups::SIDE).with(Groups::FOOTER).with(Groups::COOKIE);

/// The page around the headline.
#[derive(Clone, Copy)]
pub struct Top<'a, 'd> {
    /// The page.
    pub dom: &'a Dom<'d>,
    /// The word groups of its nodes.
    pub own: &'a [Groups],
    /// The headline's element, if it has one.
    pub headline: Option<At>,
}

impl Top<'_, '_> {
    fn groups(&self, at: At) -> Groups {
        self.own.get(at).copied().unwrap_or_default()
    }

    /// The nodes near the headline: all of a page that has none.
    fn near(&self) -> std::ops::Range<At> {
        match self.headline {
            Some(headline) => headline.saturating_sub(BEFORE)..(headline + AFTER).min(self.dom.len()),
            None => 0..self.dom.len(),
        }
    }

    /// False inside of navigation, cards of other stories and readers' comments. What holds the headline is none of
    /// these, whatever its name.
    fn is_ours(&self, at: At) -> bool {
        self.is_out_of(at, ELSEWHERE)
    }

    fn is_out_of(&self, at: At, elsewhere: Groups) -> bool {
        let around = |at: At| self.headline.is_some_and(|headline| self.dom.holds(at, headline));
        self.dom.ancestors(at).take(12).take_while(|&at| !around(at)).all(|at| {
            let groups = self.groups(at);
            // "latest-by" around a few nodes is a byline, and not the latest stories.
            let small = self.dom.subtree(at).len() <= SMALL;
            let own = groups.has(Groups::STORY.with(Groups::AUTHOR).with(Groups::META));
            let elsewhere = groups.has(elsewhere) && !own && !small;
            let nav = groups.has(Groups::NAV) && !groups.has(Groups::AUTHOR);
            self.dom.tag(at) != Tag::Nav && !elsewhere && !nav
        })
    }

    /// The words of an element as its text nodes part them.
    fn line(&self, at: At) -> String {
        let mut line = String::new();
        for inner in self.dom.subtree(at).take(60) {
            let item = self.dom.item(inner);
            if item.tag == Tag::Text && line.len() < 600 {
                line.push_str(item.text);
                line.push(' ');
            }
        }
        text::clean(&line)
    }
}

/// Facts that only the visible page tells.
pub fn read(top: Top<'_, '_>, url: &Url, told: &Facts) -> Facts {
    let order = order(told.language.as_deref(), url);
    let (published, updated) = times(top, order, url);
    let mut facts = Facts {
        published,
        updated,
        names: authors(top, !told.names.houses.is_empty()),
        section: breadcrumbs(top),
        ..Facts::default()
    };
    marks::read(top.dom, top.headline, |at| top.is_ours(at), &mut facts);
    facts
}

/// American English puts the month first; all the world else the day.
fn order(language: Option<&str>, url: &Url) -> Order {
    let language = language.unwrap_or_default().to_ascii_lowercase();
    let end = url.host_str().unwrap_or_default().rsplit('.').next().unwrap_or_default();
    let elsewhere = end.len() == 2 && !matches!(end, "us" | "ph" | "co" | "io" | "tv" | "ai" | "me" | "fm");
    match language.as_str() {
        "en-us" | "en-ph" => Order::MonthFirst,
        "en" | "" if !elsewhere => Order::MonthFirst,
        _ => Order::DayFirst,
    }
}

/// When a story appeared, and when it changed.
type Times = (Option<DateTime<FixedOffset>>, Option<DateTime<FixedOffset>>);

/// Notes a time as what its line calls it; the first of each counts.
fn note(found: &mut Times, line: &str, time: DateTime<FixedOffset>) {
    let place = if marks::says_updated(line) { &mut found.1 } else { &mut found.0 };
    place.get_or_insert(time);
}

/// When the story appeared and when it changed, as far as lines near the headline say so.
fn times(top: Top<'_, '_>, order: Order, url: &Url) -> Times {
    let dom = top.dom;
    let mut found = (None, None);
    for at in top.near().filter(|&at| dom.item(at).element.is_some()) {
        let named = dom.attr(at, "itemprop").is_some_and(|name| name.eq_ignore_ascii_case("datePublished"));
        let timed = dom.tag(at) == Tag::Time || dom.item(at).element.is_some_and(|it| it.name().contains("time"));
        if !(named || timed) || !top.is_ours(at) {
            continue;
        }
        // "06 Oct 10:04 PM" without a year or zone is no date; the attribute is.
        let told = ["datetime", "content"].iter().find_map(|name| dates::parse_as(dom.attr(at, name)?, order));
        if let Some(time) = told.or_else(|| dates::parse_as(&dom.words(at, 80), order)) {
            note(&mut found, &said_before(top, at), time);
        }
    }
    if found.0.is_none() {
        let dated = top.near().filter(|&at| top.groups(at).has(Groups::META) && dom.item(at).element.is_some());
        for at in dated {
            let line = top.line(at);
            if line.split_whitespace().count() <= DATE_LINE_AT_MOST
                && let Some(time) = crate::dates::find(&line, order)
                && top.is_ours(at)
            {
                note(&mut found, &line, time);
                break;
            }
        }
    }
    if found.0.is_none() {
        found.0 = dates::in_path(url.path());
    }
    if found.0.is_none()
        && let Some(headline) = top.headline
    {
        for at in headline.saturating_sub(40)..(headline + 120).min(dom.len()) {
            let line = dom.item(at).text;
            if dom.tag(at) == Tag::Text
                && line.split_whitespace().count() <= DATE_LINE_AT_MOST
                && let Some(time) = crate::dates::find(line, order)
                && top.is_ours(at)
            {
                found.0 = Some(time);
                break;
            }
        }
    }
    found
}

/// The words of a time's line: what stands beside it in its parent.
fn said_before(top: Top<'_, '_>, at: At) -> String {
    let parent = top.dom.item(at).parent;
    let own = top.line(at);
    let line = top.line(parent);
    let beside = line.find(&own).and_then(|before| line.split_at_checked(before)).map(|(head, _)| head.to_owned());
    // A line may tell both times; the words nearest to this one are its own.
    let beside = beside.unwrap_or_default();
    let near: Vec<&str> = beside.split_whitespace().rev().take(3).collect();
    format!("{} {own}", near.into_iter().rev().collect::<Vec<_>>().join(" "))
}

/// What a byline is known by, the words that it has at most, and whether it holds names and nothing else.
type Sign<'s> = (&'s dyn Fn(At) -> bool, usize, bool);

/// The names of the byline: the surest sign first; the next only where that found nobody. `signed` where the page says
/// elsewhere that a house wrote the story.
fn authors(top: Top<'_, '_>, signed: bool) -> Names {
    let dom = top.dom;
    // Where a house signs, a box about an author may be about anybody.
    let called = |at: At| !signed && top.groups(at).has(Groups::AUTHOR) && dom.item(at).element.is_some();
    let signs: [Sign<'_>; 4] = [
        (&|at| is_byline(dom, at), 14, true),
        (&|at| leads_to_author(dom, at), 6, false),
        (&called, 10, false),
        (&|at| dom.tag(at) == Tag::Text && is_signature(dom.item(at).text), 10, false),
    ];
    for (is_sign, words, sure) in signs {
        let mut names = Names::default();
        let mut last: Option<At> = None;
        for at in top.near().filter(|&at| is_sign(at)) {
            if last.is_some_and(|last| at > last + BYLINE_GAP) {
                break;
            }
            let line = top.line(at);
            let line = if line.is_empty() { text::clean(dom.item(at).text) } else { line };
            // Under the story and beside it stand boxes about its author too.
            let elsewhere = if sure { Groups::RELATED.with(Groups::COMMENTS) } else { ELSEWHERE };
            if !(1..=words).contains(&line.split_whitespace().count()) || !top.is_out_of(at, elsewhere) {
                continue;
            }
            let before = names.authors.len() + names.houses.len();
            let links: Vec<At> =
                dom.subtree(at).take(200).filter(|&inner| inner != at && leads_to_author(dom, inner)).collect();
            if links.is_empty() {
                names.add_shown(&line, sure);
            }
            for link in links {
                names.add_shown(&top.line(link), sure);
            }
            if names.authors.len() + names.houses.len() > before {
                last = Some(dom.item(at).end);
            }
        }
        if !names.authors.is_empty() || !names.houses.is_empty() {
            return names;
        }
    }
    let labelled = after_label(top);
    if labelled.authors.is_empty() { alone_on_page(top) } else { labelled }
}

/// The one author whom the whole page links to, however far from its headline.
fn alone_on_page(top: Top<'_, '_>) -> Names {
    let mut names = Names::default();
    for at in (0..top.dom.len()).filter(|&at| leads_to_author(top.dom, at)).take(20) {
        names.add_shown(&top.line(at), false);
    }
    if names.authors.len() == 1 { names } else { Names::default() }
}

/// The name in the element after one that says nothing but "Written by".
fn after_label(top: Top<'_, '_>) -> Names {
    let dom = top.dom;
    let mut names = Names::default();
    let is_text = |at: &At| dom.tag(*at) == Tag::Text && !dom.item(*at).text.trim().is_empty();
    let label = top.near().filter(is_text).find(|&at| {
        let words = dom.item(at).text.trim().trim_end_matches(':').to_lowercase();
        words.len() > 1
            && !matches!(words.as_str(), "de" | "di" | "text" | "words" | "story")
            && LEADS.contains(&words.as_str())
            && top.is_ours(at)
    });
    if let Some(next) = label.and_then(|label| (label + 1..(label + 12).min(dom.len())).find(is_text)) {
        let line = text::clean(dom.item(next).text);
        if line.split_whitespace().count() <= 5 {
            names.add_shown(&line, false);
        }
    }
    names
}

/// "By Jane Doe", alone on its line.
fn is_signature(line: &str) -> bool {
    let line = line.trim();
    let name = [
        "By ",
        "BY ",
        "Von ",
        "VON ",
        "Par ",
        "Por ",
        "Door ",
        "Written by ",
        "Posted by ",
        "Geschrieben von ",
        "Text: ",
    ]
    .iter()
    .find_map(|lead| line.strip_prefix(lead));
    name.is_some_and(|name| {
        (2..=6).contains(&name.split_whitespace().count())
            && name
                .split_whitespace()
                .all(|word| word.starts_with(char::is_uppercase) || word == "and" || word == "und")
    })
}

/// A link to what the site tells about one of its authors.
fn leads_to_author(dom: &Dom<'_>, at: At) -> bool {
    dom.tag(at) == Tag::A
        && dom.attr(at, "href").is_some_and(|href| {
            let path = href.split(['?', '#']).next().unwrap_or_default();
            let mut segments = path.split('/').filter(|segment| !segment.is_empty()).rev();
            let own = segments.next().is_some();
            let names = |segment: &str| AUTHOR_PATHS.iter().any(|name| name.eq_ignore_ascii_case(segment));
            own && segments.take(2).any(names)
        })
}

fn is_byline(dom: &Dom<'_>, at: At) -> bool {
    let Some(element) = dom.item(at).element else { return false };
    element.attrs().any(|(name, value)| match name {
        "rel" => value.split_ascii_whitespace().any(|word| word == "author"),
        "itemprop" => value == "author",
        "class" => value.split_ascii_whitespace().any(is_byline_class),
        "data-testid" | "data-test-ui" | "data-test" | "data-qa" => {
            matches!(value, "author--link" | "author-name" | "byline-name" | "AuthorNameLink" | "author-link")
        }
        _ => false,
    })
}

/// `author-name`, `byline__name`, `articleAuthor`: the element of the names themselves, not a box about them.
fn is_byline_class(word: &str) -> bool {
    let word: String = word.chars().filter(char::is_ascii_alphabetic).map(|c| c.to_ascii_lowercase()).collect();
    let word = ["article", "post", "entry", "story", "blog", "text", "news"]
        .iter()
        .find_map(|lead| word.strip_prefix(lead))
        .unwrap_or(&word);
    matches!(
        word,
        "author"
            | "authors"
            | "byline"
            | "authorname"
            | "bylinename"
            | "authorlink"
            | "bylinelink"
            | "autor"
            | "autorname"
            | "auteur"
            | "authorsname"
            | "bylineauthor"
            | "authordisplayname"
    )
}

/// The way of sections that the page shows above its headline.
fn breadcrumbs(top: Top<'_, '_>) -> Vec<String> {
    let dom = top.dom;
    let end = top.headline.map_or(dom.len(), |headline| headline + 40).min(dom.len());
    let is_trail = |at: At| {
        dom.item(at).element.is_some_and(|element| {
            element.attrs().any(|(name, value)| {
                matches!(name, "class" | "id" | "aria-label" | "itemtype" | "data-testid" | "data-test-ui")
                    && value.len() < 200
                    && value.to_ascii_lowercase().contains("breadcrumb")
            })
        })
    };
    let links = |trail: At| {
        let inside = dom.subtree(trail).filter(|&at| dom.tag(at) == Tag::A).take(8);
        section_path(inside.filter_map(|at| json::field(&dom.words(at, 200))))
    };
    (0..end).filter(|&at| is_trail(at)).map(links).find(|path| !path.is_empty()).unwrap_or_default()
}
