//! The card around a headline, and what stands in it.

use chrono::{DateTime, Utc};
use url::Url;

use crate::dates;
use crate::html::dom::{At, Dom, Tag};
use crate::text;

use super::address::Place;
use super::words::{BYLINE, CAPTION, DECK, KICKER, LABELS, MARKS, STAMP, STAMP_ATTRIBUTES, UTC_STAMPS};
use super::{Lead, Said, reading, stamp};

/// A card has no more nodes than this: what is larger is a part of the page with one story in it.
const NODES_AT_MOST: usize = 800;
/// The lines under a headline are at least this many words.
const DECK_WORDS: usize = 5;
/// And no more characters than a standfirst may have.
const DECK_CHARS: usize = 400;
/// A kicker is a word or two.
const KICKER_AT_MOST: usize = 30;
/// A name is no longer than this.
const NAME_AT_MOST: usize = 40;
/// Names of a card.
const NAMES_AT_MOST: usize = 6;

/// The largest part of the page around a lead in which no other story is.
pub(super) fn around(dom: &Dom<'_>, leads: &[Lead], index: usize) -> At {
    let Some(lead) = leads.get(index) else { return 0 };
    let mut card = lead.at;
    // The leads looked at so far, so that each is looked at once however deep the page is.
    let (mut first, mut past) = (index, index + 1);
    for up in dom.ancestors(lead.at) {
        let range = dom.subtree(up);
        if matches!(dom.tag(up), Tag::Body | Tag::Main) || range.len() > NODES_AT_MOST {
            break;
        }
        while let Some(other) =
            first.checked_sub(1).and_then(|at| leads.get(at)).filter(|other| other.at >= range.start)
        {
            if bounds(lead, other) {
                return card;
            }
            first -= 1;
        }
        while let Some(other) = leads.get(past).filter(|other| other.at < range.end) {
            if bounds(lead, other) {
                return card;
            }
            past += 1;
        }
        card = up;
    }
    card
}

/// True for a lead that is not of the same card: another story, not a section or a page of another site.
fn bounds(lead: &Lead, other: &Lead) -> bool {
    other.key != lead.key && (other.own || !lead.own) && (other.place == Place::Story || lead.place != Place::Story)
}

/// True for a link in the row of another story, whose link is `marked` as its headline.
pub(super) fn is_beside(dom: &Dom<'_>, lead: &Lead, marked: &[&Lead]) -> bool {
    let row = dom.ancestors(lead.at).skip(1).find(|&up| matches!(dom.tag(up), Tag::Article | Tag::Li | Tag::Tr));
    row.map(|row| dom.subtree(row)).filter(|range| range.len() <= NODES_AT_MOST).is_some_and(|range| {
        let first = marked.partition_point(|other| other.at < range.start);
        marked.iter().skip(first).take_while(|other| other.at < range.end).any(|other| other.key != lead.key)
    })
}

/// What the card says beside the headline.
pub(super) fn read(dom: &Dom<'_>, card: At, title: &str, url: &Url, now: DateTime<Utc>) -> Said {
    let mut said = Said::default();
    let host = url.host_str().unwrap_or_default();
    let is_utc =
        UTC_STAMPS.iter().any(|site| host == *site || host.strip_suffix(site).is_some_and(|w| w.ends_with('.')));
    let mut skipped_to = card;
    for at in dom.subtree(card).take(NODES_AT_MOST) {
        let item = dom.item(at);
        if at < skipped_to {
            continue;
        }
        if item.tag == Tag::Figcaption || reading::is_named(dom, at, CAPTION) {
            skipped_to = item.end;
            continue;
        }
        if item.element.is_none() {
            let words = text::clean(item.text).to_lowercase();
            let label = LABELS.iter().find(|(word, _)| words.trim_end_matches([':', '.']) == *word);
            said.labels.extend(label.map(|(_, label)| *label));
            continue;
        }
        for value in ["data-test-ui", "data-testid"].iter().filter_map(|name| dom.attr(at, name)) {
            said.labels.extend(MARKS.iter().filter(|(mark, _)| value.ends_with(mark)).map(|(_, label)| *label));
        }
        let counted = STAMP_ATTRIBUTES.iter().find_map(|name| stamp::seconds(dom.attr(at, name)?));
        said.published = said.published.or(counted);
        if said.published.is_none() && (item.tag == Tag::Time || reading::is_named(dom, at, STAMP)) {
            let told = dom.attr(at, "datetime").and_then(dates::parse).map(|time| time.to_utc());
            said.published = told.or_else(|| stamp::read(&reading::line(dom, at), is_utc, now));
        }
        if said.kicker.is_none() && reading::is_named(dom, at, KICKER) {
            said.kicker = kicker(&reading::line(dom, at), title);
        }
        if said.authors.len() < NAMES_AT_MOST && is_name(dom, at) {
            let name = name(&reading::line(dom, at));
            said.authors.extend(name.filter(|name| !said.authors.contains(name)));
        }
        if said.standfirst.is_none() && (item.tag == Tag::P || reading::is_named(dom, at, DECK)) {
            said.standfirst = deck(after_stamp(dom, at, &reading::line(dom, at)), title);
        }
    }
    let authors = &said.authors;
    said.standfirst = said.standfirst.filter(|words| {
        let rest = authors.iter().fold(words.clone(), |rest, name| rest.replace(name.as_str(), ""));
        rest.split_whitespace().count() >= DECK_WORDS
    });
    said
}

fn kicker(words: &str, title: &str) -> Option<String> {
    let fits = text::width(words) <= KICKER_AT_MOST && words.chars().any(char::is_alphabetic) && !title.contains(words);
    let lower = words.to_lowercase();
    (fits && !LABELS.iter().any(|(word, _)| *word == lower)).then(|| words.to_owned())
}

/// The innermost of what is called an author, or a link to one.
fn is_name(dom: &Dom<'_>, at: At) -> bool {
    let leads = dom.tag(at) == Tag::A
        && (dom.attr(at, "rel") == Some("author")
            || dom
                .attr(at, "href")
                .is_some_and(|href| ["/author/", "/authors/", "/people/"].iter().any(|p| href.contains(p))));
    leads
        || (reading::is_named(dom, at, BYLINE)
            && !dom.subtree(at).skip(1).take(NODES_AT_MOST).any(|inner| dom.item(inner).element.is_some()))
}

fn name(words: &str) -> Option<String> {
    let bare = match words.split_once(' ') {
        Some((by, rest)) if by.eq_ignore_ascii_case("by") => rest,
        _ => words,
    };
    let many = bare.split(' ').count();
    let fits = bare.chars().count() <= NAME_AT_MOST && (1..=5).contains(&many) && bare.chars().any(char::is_alphabetic);
    let is_time = bare.chars().any(|c| c.is_ascii_digit());
    (fits && !is_time && !bare.eq_ignore_ascii_case("by")).then(|| bare.to_owned())
}

/// The words of a paragraph without the time that they begin with.
fn after_stamp<'a>(dom: &Dom<'_>, paragraph: At, words: &'a str) -> &'a str {
    let stamp = dom.subtree(paragraph).take(NODES_AT_MOST).find(|&at| dom.tag(at) == Tag::Time);
    let rest = stamp.and_then(|stamp| words.strip_prefix(&reading::line(dom, stamp)));
    rest.map_or(words, |rest| rest.trim_start_matches([' ', '•', '·', '|', '–', '—', '-']))
}

fn deck(words: &str, title: &str) -> Option<String> {
    let many = words.split(' ').count();
    let is_title = title.contains(words) || words.contains(title);
    if many < DECK_WORDS || is_title {
        return None;
    }
    let Some((end, _)) = words.char_indices().nth(DECK_CHARS) else { return Some(words.to_owned()) };
    let head = words.get(..end).unwrap_or_default();
    let whole = head.rsplit_once(' ').map_or(head, |(whole, _)| whole);
    Some(format!("{}…", whole.trim_end_matches([',', ';', ':', '-', '–', '—', ' '])))
}
