//! A fetched page into an article: the pipeline, read top to bottom.
//!
//! The tree is read-only and never leaves [`article`]. It is laid out as a flat list of nodes (`dom`) and cut into a
//! flat list of segments (`segment`). `candidate` says by rules which of them are the story; `labeller` has learned to
//! say it better, from what the rules say and from all that surrounds a segment; `blocks` builds the document. Where a
//! page has its story as data (`arc`, `linked_data`, `scripts`), that is used as far as its publisher shows it to all.

mod access;
mod arc;
mod blocks;
mod byline;
mod candidate;
mod credit;
mod dates;
mod embed;
mod embedded;
mod facts;
mod figure;
mod from_feed;
mod furniture;
mod json;
mod labeller;
mod lead;
mod lines;
mod linked_data;
mod live;
mod marks;
mod mass;
mod metadata;
mod names;
mod related;
mod rules;
mod scripts;
mod segment;
mod shape;
mod table;
mod tidy;
mod title;
mod visible;
mod vocabulary;

use scraper::Html;
use url::Url;

use crate::article::{Article, Block, Face, safe_link};
use crate::html::{decode, dom, guard};
use crate::news::Label;
use crate::text;
use crate::trouble::TroubleKind;

pub use from_feed::from_feed;
pub use labeller::Labeller;
pub use rules::fits;

use access::Access;
use candidate::{Page, Sieve};
use dom::{At, Dom};
use facts::Facts;
use labeller::Told;
use segment::Segment;
use title::{Site, Titles};
use visible::Top;
use vocabulary::Groups;

/// Words from which on a story is taken as found.
const STORY_AT_LEAST: usize = 60;
/// Words below which the story of a free page may be the beginning of what its data hold.
const TEASER_AT_MOST: usize = 200;
/// Words without which there is no story at all.
const WORDS_AT_LEAST: usize = 8;

/// A page as it came.
#[derive(Debug, Clone, Copy)]
pub struct RawPage<'a> {
    /// The body, decompressed, at most the fetch cap.
    pub bytes: &'a [u8],
    /// Where it came from, after redirects.
    pub url: &'a Url,
    /// The charset of the `Content-Type` header, if it named one.
    pub charset: Option<&'a str>,
}

/// The story on a page.
///
/// # Errors
/// [`TroubleKind::NoStory`] when the page holds none, [`TroubleKind::Consent`] for a consent wall,
/// [`TroubleKind::NotAPage`] for bytes that are not HTML.
pub fn article(page: RawPage<'_>) -> Result<Article, TroubleKind> {
    article_by(Labeller::built_in(), page)
}

/// Like [`article`], with another labeller than the built-in one.
///
/// # Errors
/// Those of [`article`].
pub fn article_by(labeller: &Labeller, page: RawPage<'_>) -> Result<Article, TroubleKind> {
    if !decode::is_markup(page.bytes) {
        return Err(TroubleKind::NotAPage);
    }
    let html = decode::decode(page.bytes, page.charset);
    let tree = guard::parse(&html);
    let dom = Dom::of(&tree);
    // A page from a file has no address but the one that it gives itself.
    let told = if page.url.scheme() == "file" { metadata::own_address(&dom, page.url) } else { None };
    let url = told.as_ref().unwrap_or(page.url);
    let reading = Reading::of(&dom, url);
    let premium = reading.facts.access == Some(Access::Premium);

    let mut blocks = Vec::new();
    let mut standfirst = None;
    if reading.facts.access == Some(Access::Free) && !reading.arc_body.is_empty() {
        blocks = from_markup(&[reading.arc_lead.as_str(), reading.arc_body.as_str()].concat(), &reading.base);
    }
    if words(&blocks) < STORY_AT_LEAST {
        let (found, lead) = from_page(labeller, &dom, &reading);
        if words(&found) > words(&blocks) * 3 / 2 {
            (blocks, standfirst) = (found, lead);
        }
    }
    // Where nobody says that the story is free, data are not read behind its beginning.
    let open = || !premium && (reading.facts.access.is_some() || !access::breaks_off(&dom));
    if words(&blocks) < STORY_AT_LEAST && open() {
        let base = &reading.base;
        let data = reading.body.as_deref().map(|body| from_plain(body, base)).unwrap_or_default();
        let scripts = scripts::body(&dom).map(|body| from_markup(&body, base)).unwrap_or_default();
        blocks = longer(blocks, longer(data, longer(from_markup(&reading.arc_body, base), scripts)));
    }
    if reading.facts.access == Some(Access::Free) && (STORY_AT_LEAST..TEASER_AT_MOST).contains(&words(&blocks)) {
        let data = reading.body.as_deref().map(|body| from_plain(body, &reading.base)).unwrap_or_default();
        let scripts = scripts::body(&dom).map(|body| from_markup(&body, &reading.base)).unwrap_or_default();
        blocks = continued(blocks, longer(scripts, data));
    }
    let Reading { facts, own, base, standfirst: told, .. } = reading;
    let standfirst = lead::standfirst(told.or(standfirst), &mut blocks);
    lead::trim(&mut blocks, facts.title.as_deref(), &facts.names.authors);
    shape::levels(&mut blocks);
    if words(&blocks) < WORDS_AT_LEAST
        && !(premium && facts.title.is_some() && (standfirst.is_some() || !blocks.is_empty()))
    {
        return Err(if is_consent(url) { TroubleKind::Consent } else { TroubleKind::NoStory });
    }
    if premium {
        show_cut(&mut blocks);
    }
    let urls: Vec<&str> = [url.as_str()].into_iter().chain(facts.url.as_deref()).collect();
    let related = related::read(&dom, &own, &base, related::Own { urls: &urls, title: facts.title.as_deref() });
    Ok(finish(url, facts, standfirst, blocks, related))
}

/// What the labeller is shown of a page, to teach it from pages whose story is known.
#[derive(Debug, Clone, Default)]
pub struct Survey {
    /// The words of each segment that has any, in reading order.
    pub segments: Vec<String>,
    /// For each of them one row of numbers.
    pub values: Vec<f32>,
    /// What the columns of a row are.
    pub names: Vec<String>,
}

/// The segments of a page as the labeller sees them.
#[must_use]
pub fn survey(page: RawPage<'_>) -> Survey {
    let html = decode::decode(page.bytes, page.charset);
    let tree = guard::parse(&html);
    let dom = Dom::of(&tree);
    let reading = Reading::of(&dom, page.url);
    let segments = segment::cut(&dom, &reading.own, reading.facts.access != Some(Access::Free));
    let profile = labeller::profile(&reading.page(&dom, &segments), reading.told());
    let words = profile.segments.iter().filter_map(|&nth| segments.get(nth)).map(|segment| segment.plain.clone());
    Survey { segments: words.collect(), values: profile.values, names: profile.names }
}

/// Where the publisher's teaser breaks off in the middle of a sentence, dots say so.
fn show_cut(blocks: &mut [Block]) {
    if let Some(Block::Paragraph { text }) = blocks.last_mut()
        && text.to_plain().ends_with(|c: char| c.is_alphanumeric() || c == ',')
    {
        text.push(" …", Face::default(), None);
    }
}

fn finish(
    url: &Url,
    mut facts: Facts,
    standfirst: Option<String>,
    blocks: Vec<Block>,
    related: Vec<crate::article::Related>,
) -> Article {
    let updated = facts.changed();
    facts.label(Label::Premium, facts.access == Some(Access::Premium));
    facts.labels.sort_unstable();
    facts.labels.dedup();
    let kicker = facts.kicker.or_else(|| facts.section.last().cloned());
    Article {
        // A file that does not say where it is from has no address that a reader could go to.
        url: facts.url.or_else(|| safe_link(url.as_str())).unwrap_or_default(),
        title: facts.title.unwrap_or_default(),
        kicker,
        section: facts.section,
        standfirst,
        authors: facts.names.authors,
        agency: facts.names.agency,
        published: facts.published,
        updated,
        labels: facts.labels,
        language: facts.language.as_deref().and_then(metadata::language),
        blocks,
        related,
    }
}

fn is_consent(url: &Url) -> bool {
    url.host_str().is_some_and(|host| host.starts_with("consent.")) || url.path().contains("/consent")
}

/// What addresses on the page are relative to.
fn base(dom: &Dom<'_>, url: &Url) -> Url {
    let told = (0..dom.len().min(500)).find(|&at| dom.item(at).element.is_some_and(|element| element.name() == "base"));
    told.and_then(|at| url.join(dom.attr(at, "href")?.trim()).ok())
        .filter(|base| matches!(base.scheme(), "http" | "https"))
        .unwrap_or_else(|| url.clone())
}

fn word_groups(dom: &Dom<'_>) -> Vec<Groups> {
    let mut reader = vocabulary::Reader::default();
    let groups = |at| dom.item(at).element.map(|element| reader.groups(element)).unwrap_or_default();
    (0..dom.len()).map(groups).collect()
}

/// What the selectors of a site find.
fn site_facts(dom: &Dom<'_>, site: &rules::Site) -> Facts {
    let line =
        |selectors: &[String]| rules::find(dom, selectors).first().and_then(|&at| json::field(&dom.words(at, 2_000)));
    let mut facts = Facts { standfirst: line(&site.standfirst), kicker: line(&site.kicker), ..Facts::default() };
    for at in rules::find(dom, &site.author).into_iter().take(12) {
        facts.names.add(&dom.words(at, 200));
    }
    facts.access = rules::find(dom, &site.premium).first().map(|_| Access::Premium);
    facts
}

/// What is known of a page before its text is looked at.
struct Reading {
    base: Url,
    /// Word groups of each node's own names.
    own: Vec<Groups>,
    headline: Option<At>,
    facts: Facts,
    /// The standfirst, where a source that knows says so: the publishing system, or a site's rule.
    standfirst: Option<String>,
    /// The story as JSON-LD gives it.
    body: Option<String>,
    /// Markup that Arc's renderer left in the page.
    arc_lead: String,
    arc_body: String,
    /// Elements that a site's rules take out, and those that they name as the story's.
    dropped: Vec<At>,
    named: Vec<At>,
}

impl Reading {
    fn of(dom: &Dom<'_>, url: &Url) -> Self {
        let own = word_groups(dom);
        let site = rules::of(url);
        let linked = linked_data::read(dom, url);
        let arc = arc::read(dom);
        let (arc_facts, arc_lead, arc_body) = arc.map(|arc| (arc.facts, arc.lead, arc.body)).unwrap_or_default();
        let mut facts = arc_facts.or(site.map(|site| site_facts(dom, site)).unwrap_or_default());
        let standfirst = facts.standfirst.clone();
        let exact = facts.title.is_some();
        let (mut data, mut head) = (linked.facts, metadata::read(dom, url));
        let publication = Site::of(url, &[data.publishers.as_slice(), &head.publishers].concat());
        for source in [&mut facts, &mut data, &mut head] {
            source.names.put_aside(&publication);
        }
        facts = facts.or(data).or(head);
        let titles = Titles::of(dom, facts.title.as_deref(), metadata::titles(dom), &publication);
        let headline = title::headline(dom, &own, &titles, &publication);
        let mut shown = visible::read(Top { dom, own: &own, headline }, url, &facts);
        shown.names.put_aside(&publication);
        facts = facts.or(shown);
        facts.names.settle();
        if !exact {
            let settled = title::title(dom, headline, &titles, &publication);
            facts.title = settled.title;
            facts.kicker = facts.kicker.or(settled.kicker);
        }
        Self {
            base: base(dom, url),
            own,
            headline,
            facts,
            standfirst,
            body: linked.body,
            arc_lead,
            arc_body,
            dropped: site.map(|site| rules::find(dom, &site.drop)).unwrap_or_default(),
            named: site.map(|site| rules::find(dom, &site.body)).unwrap_or_default(),
        }
    }

    fn page<'p, 'a>(&'p self, dom: &'p Dom<'a>, segments: &'p [Segment]) -> Page<'p, 'a> {
        Page { dom, own: &self.own, segments, headline: self.headline, dropped: &self.dropped, body: &self.named }
    }

    fn told(&self) -> Told<'_> {
        Told {
            title: self.facts.title.as_deref(),
            standfirst: self.facts.standfirst.as_deref(),
            body: self.body.as_deref(),
        }
    }
}

/// The story and the standfirst as the page shows them. Where the labeller finds next to nothing, the rules judge ever
/// less strictly until there is enough of it.
fn from_page(labeller: &Labeller, dom: &Dom<'_>, reading: &Reading) -> (Vec<Block>, Option<String>) {
    let access = reading.facts.access;
    let segments = segment::cut(dom, &reading.own, access != Some(Access::Free));
    let page = reading.page(dom, &segments);
    let mut decision = labeller.decide(&page, reading.told());
    let standfirst = text_of(&segments, &decision.standfirst);
    if !reading.named.is_empty() {
        decision.kept = candidate::decide(&page, Sieve::Fine);
    }
    let mut best = build(&page, &reading.base, &decision.kept);
    // The teaser of a premium story is short by nature; what else there is on its page is not the story.
    let enough = if access == Some(Access::Premium) { WORDS_AT_LEAST } else { STORY_AT_LEAST };
    for sieve in [Sieve::Fine, Sieve::Coarse, Sieve::Open] {
        if words(&best) >= enough {
            break;
        }
        best = longer(best, build(&page, &reading.base, &candidate::decide(&page, sieve)));
    }
    (best, standfirst)
}

/// The words of some segments as one line.
fn text_of(segments: &[Segment], places: &[usize]) -> Option<String> {
    let words: Vec<&str> =
        places.iter().filter_map(|&nth| segments.get(nth)).map(|segment| segment.plain.as_str()).collect();
    Some(words.join(" ")).filter(|words| !words.is_empty())
}

fn build(page: &Page<'_, '_>, base: &Url, kept: &[bool]) -> Vec<Block> {
    let mut builder = blocks::Builder::new(page.dom, base);
    page.segments.iter().zip(kept).filter(|(_, kept)| **kept).for_each(|(segment, _)| builder.push(segment));
    builder.finish()
}

/// Blocks of markup that is nothing but the story; only furniture is left out.
fn from_markup(markup: &str, base: &Url) -> Vec<Block> {
    if markup.is_empty() {
        return Vec::new();
    }
    let tree: Html = guard::parse(markup);
    let dom = Dom::of(&tree);
    let own = word_groups(&dom);
    let segments = segment::cut(&dom, &own, false);
    let page = Page { dom: &dom, own: &own, segments: &segments, headline: None, dropped: &[], body: &[] };
    build(&page, base, &candidate::all_but_furniture(&page))
}

fn from_plain(body: &str, base: &Url) -> Vec<Block> {
    let mut markup = embedded::Markup::default();
    if body.contains("<p") {
        markup.raw(body);
    } else {
        markup.plain(body);
    }
    from_markup(&markup.html, base)
}

/// The one with clearly more words; of two like ones the first, which was found more strictly.
fn longer(first: Vec<Block>, second: Vec<Block>) -> Vec<Block> {
    if words(&second) > words(&first) * 3 / 2 { second } else { first }
}

/// The story as the data have it, where the page begins as they do and they go on much longer; what the page shows
/// above stays.
fn continued(mut shown: Vec<Block>, whole: Vec<Block>) -> Vec<Block> {
    let begins =
        |block: &Block| matches!(block, Block::Paragraph { .. }) && whole.iter().take(3).any(|told| told == block);
    match shown.iter().take(6).position(begins) {
        Some(at) if words(&whole) > words(&shown) * 2 => {
            let from = whole.iter().position(|told| Some(told) == shown.get(at)).unwrap_or_default();
            let rest = shown.split_off(at);
            let pictures = rest.into_iter().filter(|block| matches!(block, Block::Figure { .. } | Block::Embed { .. }));
            shown.into_iter().chain(pictures).chain(whole.into_iter().skip(from)).collect()
        }
        _ => shown,
    }
}

/// Words of the story; a run of a script without blanks counts by its length.
fn words(blocks: &[Block]) -> usize {
    blocks
        .iter()
        .filter(|block| block.is_body())
        .flat_map(Block::lines)
        .map(|line| line.split_whitespace().map(|word| 1 + text::width(word) / 16).sum::<usize>())
        .sum()
}
