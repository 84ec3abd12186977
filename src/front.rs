//! A section's page into headlines, in the order of the page.
//!
//! There is no format to read: what a page of stories has is links to stories, each in a card or a row that looks like
//! the next one. So the links are sorted first (`address`: which of them can lead to a story; `zones`: which stand where
//! no list of the day's stories is), then each story's card is found (as far up as no other story is in it), and what
//! the card says beside the headline is read (`card`). Words and names that decide are data (`words`).

mod address;
mod card;
mod reading;
mod stamp;
mod words;
mod zones;

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc};
use url::Url;

use crate::feed;
use crate::html::dom::{At, Dom, Tag};
use crate::html::{decode, guard};
use crate::news::{Feed, Headline, Label, StoryKey};
use crate::trouble::TroubleKind;

use address::{Place, Site};
use reading::Manner;

/// A page that links to more places than this is an index of a site.
const LINKS_AT_MOST: usize = 5000;
/// `<base>` stands in the head of a page.
const HEAD_NODES: usize = 1000;
/// A list longer than this is an archive, not news.
const STORIES_AT_MOST: usize = 400;
/// A plain link is a headline where at least this many stories are linked in the same way.
const ROWS_AT_LEAST: usize = 3;
/// From this many stories on, the page's own addresses tell what the address of a story looks like.
const STORIES_THAT_TELL: usize = 5;

/// A link that may lead to a story.
#[derive(Debug)]
struct Lead {
    at: At,
    url: Url,
    key: StoryKey,
    place: Place,
    /// False where it leads to another site.
    own: bool,
}

/// A lead whose words read like a headline.
#[derive(Debug)]
struct Found {
    lead: usize,
    /// The lead to the same story that says best what it is: around it is the card.
    best: usize,
    title: String,
    manner: Manner,
}

/// The stories that the page of a section lists, each once, none where it lists none.
///
/// `url` is where the bytes came from; `charset` what HTTP said, if it did; dates later than `now` are set to it.
///
/// # Errors
/// [`TroubleKind::NotAPage`] for bytes that are not HTML.
pub fn parse(
    bytes: &[u8],
    feed: &Feed,
    url: &Url,
    charset: Option<&str>,
    now: DateTime<Utc>,
) -> Result<Vec<Headline>, TroubleKind> {
    if !decode::is_markup(bytes) {
        return Err(TroubleKind::NotAPage);
    }
    let html = decode::decode(bytes, charset);
    let tree = guard::parse(&html);
    let dom = Dom::of(&tree);
    let mut leads = leads(&dom, url);
    settle(&dom, &mut leads);
    let found = found(&dom, &leads);
    let mut seen = HashSet::new();
    let headlines = found
        .iter()
        .filter_map(|found| {
            let lead = leads.get(found.lead)?;
            let card = card::around(&dom, &leads, found.best);
            if seen.contains(&lead.key) || zones::is_paid(&dom, card) {
                return None;
            }
            seen.insert(&lead.key);
            Some(headline(&dom, card, lead, found.title.clone(), feed, now))
        })
        .take(STORIES_AT_MOST)
        .collect();
    Ok(headlines)
}

/// The links of the page that can lead to a story and stand where stories are listed, in order.
fn leads(dom: &Dom<'_>, page: &Url) -> Vec<Lead> {
    let base = (0..dom.len().min(HEAD_NODES)).find_map(|at| base_of(dom, at, page)).unwrap_or_else(|| page.clone());
    let site = Site::of(page);
    let mut leads: Vec<Lead> = dom
        .all(Tag::A)
        .take(LINKS_AT_MOST)
        .filter_map(|at| {
            let mut url = base.join(dom.attr(at, "href")?.trim()).ok()?;
            if !matches!(url.scheme(), "http" | "https") {
                return None;
            }
            url.set_fragment(None);
            let place = address::place(&url, page);
            let own = site.has(&url);
            (place != Place::Elsewhere).then(|| Lead { at, key: StoryKey::of(url.as_str()), url, place, own })
        })
        .collect();
    let left_out = zones::left_out(dom, &leads);
    leads.retain(|lead| !left_out.iter().any(|zone| zone.contains(&lead.at)));
    leads
}

/// What `<base>` moves the page's links to.
fn base_of(dom: &Dom<'_>, at: At, page: &Url) -> Option<Url> {
    let element = dom.item(at).element.filter(|element| element.name() == "base")?;
    page.join(crate::html::dom::attr(element, "href")?.trim()).ok()
}

/// The leads that are headlines: those of the site itself, or, on a page that mostly points elsewhere, all of them.
/// Where several links lead to one story, each has the words of the one that says best that it is a headline.
fn found(dom: &Dom<'_>, leads: &[Lead]) -> Vec<Found> {
    let own = readable(dom, leads, true);
    let all = readable(dom, leads, false);
    let mut found = if all.len() > ROWS_AT_LEAST * own.len().max(1) { all } else { own };
    let key = |found: &Found| leads.get(found.lead).map(|lead| &lead.key);
    let mut best: HashMap<&StoryKey, (Manner, usize, String)> = HashMap::new();
    for one in &found {
        let Some(key) = key(one) else { continue };
        let known = best.entry(key).or_insert_with(|| (one.manner, one.lead, one.title.clone()));
        if one.manner < known.0 {
            *known = (one.manner, one.lead, one.title.clone());
        }
    }
    for one in &mut found {
        if let Some((_, lead, title)) = key(one).and_then(|key| best.get(key)) {
            one.best = *lead;
            one.title.clone_from(title);
        }
    }
    found
}

fn readable(dom: &Dom<'_>, leads: &[Lead], own: bool) -> Vec<Found> {
    let mut found: Vec<Found> = leads
        .iter()
        .enumerate()
        .filter(|(_, lead)| lead.own || !own)
        .filter_map(|(index, _)| {
            let (title, manner) = reading::title(dom, leads, index)?;
            Some(Found { lead: index, best: index, title, manner })
        })
        .collect();
    let story = |found: &Found| leads.get(found.lead).is_some_and(|lead| lead.place == Place::Story);
    let sure: HashSet<&StoryKey> = found
        .iter()
        .filter(|found| story(found) && found.manner != Manner::Plain)
        .filter_map(|found| leads.get(found.lead).map(|lead| &lead.key))
        .collect();
    let telling = sure.len() >= STORIES_THAT_TELL;
    // Plain links are headlines in a list of such, not in the middle of a text.
    let mut rows: HashMap<String, HashSet<&StoryKey>> = HashMap::new();
    for plain in found.iter().filter(|found| found.manner == Manner::Plain) {
        if let Some(lead) = leads.get(plain.lead) {
            rows.entry(reading::shape(dom, lead.at)).or_default().insert(&lead.key);
        }
    }
    let rows: HashSet<String> =
        rows.into_iter().filter(|(_, keys)| keys.len() >= ROWS_AT_LEAST).map(|(shape, _)| shape).collect();
    let marked: Vec<&Lead> = found
        .iter()
        .filter(|found| found.manner == Manner::Heading)
        .filter_map(|found| leads.get(found.lead))
        .collect();
    found.retain(|found| {
        let Some(lead) = leads.get(found.lead) else { return false };
        let may_be = story(found) || !lead.own;
        match found.manner {
            Manner::Heading => may_be || !telling,
            Manner::Named | Manner::Card => (may_be || !telling) && !card::is_beside(dom, lead, &marked),
            Manner::Plain => {
                may_be && rows.contains(&reading::shape(dom, lead.at)) && !card::is_beside(dom, lead, &marked)
            }
        }
    });
    found
}

/// Says of leads that may be stories that they are, where they lie in a folder in which stories of the page lie.
fn settle(dom: &Dom<'_>, leads: &mut [Lead]) {
    let mut homes: HashMap<String, HashSet<&StoryKey>> = HashMap::new();
    for (index, lead) in leads.iter().enumerate().filter(|(_, lead)| lead.place == Place::Story && lead.own) {
        if reading::title(dom, leads, index).is_some_and(|(_, manner)| manner != Manner::Plain) {
            homes.entry(address::home(&lead.url)).or_default().insert(&lead.key);
        }
    }
    let homes: HashSet<String> =
        homes.into_iter().filter(|(_, keys)| keys.len() >= ROWS_AT_LEAST).map(|(home, _)| home).collect();
    for lead in leads.iter_mut().filter(|lead| lead.place == Place::Perhaps && lead.own) {
        if homes.contains(&address::home(&lead.url)) {
            lead.place = Place::Story;
        }
    }
}

fn headline(dom: &Dom<'_>, card: At, lead: &Lead, title: String, feed: &Feed, now: DateTime<Utc>) -> Headline {
    let said = card::read(dom, card, &title, &lead.url, now);
    let mut labels = feed::labels_of(&lead.url, &title);
    labels.extend(said.labels);
    labels.sort_unstable();
    labels.dedup();
    Headline {
        key: lead.key.clone(),
        url: lead.url.clone().into(),
        kicker: said.kicker.filter(|kicker| *kicker != feed.outlet_name),
        standfirst: said.standfirst,
        authors: said.authors,
        labels,
        published: said.published.map(|at| at.min(now)),
        updated: None,
        seconds: None,
        enclosure: None,
        outlet: feed.outlet.clone(),
        outlet_name: feed.outlet_name.clone(),
        title,
    }
}

/// What a card says of its story.
#[derive(Debug, Default)]
struct Said {
    kicker: Option<String>,
    standfirst: Option<String>,
    authors: Vec<String>,
    labels: Vec<Label>,
    published: Option<DateTime<Utc>>,
}
