//! What a page says in its head and its markup: `<meta>`, microdata, `<time>`, byline elements.

use url::Url;

use super::access::Access;
use super::dom::{At, Dom, Tag};
use super::facts::Facts;
use super::names::Names;
use super::vocabulary::Groups;
use super::{dates, json};
use crate::article::safe_link;
use crate::news::Label;

/// The `<meta>` elements, by lower-case name or property.
struct Head<'a> {
    fields: Vec<(String, &'a str)>,
}

impl<'a> Head<'a> {
    fn of(dom: &Dom<'a>) -> Self {
        let fields = dom.all(Tag::Meta).take(500).filter_map(|at| {
            let name = ["property", "name", "itemprop"].iter().find_map(|key| dom.attr(at, key))?;
            Some((name.trim().to_ascii_lowercase(), dom.attr(at, "content")?))
        });
        Self { fields: fields.collect() }
    }

    fn all<'s>(&'s self, name: &'s str) -> impl Iterator<Item = &'a str> + 's {
        self.fields.iter().filter(move |(key, _)| key == name).map(|(_, value)| *value)
    }

    /// The first of these that is there and not empty.
    fn line(&self, names: &[&str]) -> Option<String> {
        names.iter().flat_map(|name| self.all(name)).find_map(json::field)
    }

    fn date(&self, names: &[&str]) -> Option<chrono::DateTime<chrono::FixedOffset>> {
        names.iter().flat_map(|name| self.all(name)).find_map(dates::parse)
    }
}

/// The facts of head and markup.
pub fn read(dom: &Dom<'_>, url: &Url) -> Facts {
    let head = Head::of(dom);
    let mut names = Names::default();
    for name in [
        "author",
        "article:author",
        "dc.creator",
        "dc.creator.creator",
        "parsely-author",
        "sailthru.author",
        "byl",
        "twitter:creator_name",
        "cxenseparse:author",
        "citation_author",
    ] {
        if names.authors.is_empty() {
            head.all(name).take(12).for_each(|value| names.add(value));
        }
    }
    let mut facts = Facts {
        url: canonical(dom, url),
        standfirst: head.line(&["og:description", "description", "twitter:description", "dc.description"]),
        published: head.date(&[
            "article:published_time",
            "og:article:published_time",
            "og:published_time",
            "datepublished",
            "date",
            "dc.date.issued",
            "dcterms.created",
            "parsely-pub-date",
            "sailthru.date",
            "cxenseparse:recs:publishtime",
            "publish-date",
            "pubdate",
            "publishdate",
            "publication_date",
            "dc.date",
            "dc.date.created",
            "article_date_original",
            "originalpublicationdate",
            "last-modified",
            "ptime",
        ]),
        updated: head.date(&["article:modified_time", "og:updated_time", "datemodified", "lastmod", "revised"]),
        section: head.line(&["article:section", "og:article:section"]).map(first_of_list).into_iter().collect(),
        language: dom.all(Tag::Block).take(3).find_map(|at| dom.attr(at, "lang")).and_then(language),
        access: head.line(&["article:content_tier"]).and_then(|tier| match tier.as_str() {
            "free" => Some(Access::Free),
            "locked" | "metered" => Some(Access::Premium),
            _ => None,
        }),
        publishers: ["og:site_name", "application-name"]
            .iter()
            .flat_map(|name| head.all(name))
            .take(4)
            .filter_map(json::field)
            .collect(),
        names,
        ..Facts::default()
    };
    facts.label(Label::Opinion, head.line(&["article:opinion"]).is_some_and(|value| value == "true"));
    facts.label(Label::Video, head.line(&["og:type"]).is_some_and(|kind| kind.starts_with("video")));
    facts
}

/// The titles that the head tells for other sites, readers and indexes, the most trusted first.
pub fn titles(dom: &Dom<'_>) -> Vec<String> {
    let head = Head::of(dom);
    let names = [
        "og:title",
        "twitter:title",
        "parsely-title",
        "sailthru.title",
        "title",
        "dc.title",
        "dcterms.title",
        "citation_title",
    ];
    names.iter().flat_map(|name| head.all(name)).take(16).filter_map(json::field).collect()
}

/// Facts that only the visible page tells, near the headline. `own` are the word groups of the nodes.
pub fn visible(dom: &Dom<'_>, own: &[Groups], headline: Option<At>, url: &Url) -> Facts {
    let near = headline.map_or(0..dom.len(), |h1| h1.saturating_sub(300)..(h1 + 900).min(dom.len()));
    let published = near.clone().find_map(|at| time(dom, at)).or_else(|| dates::in_path(url.path()));
    let mut facts = Facts { published, ..Facts::default() };
    let named = near.clone().filter(|&at| is_byline(dom, at));
    let called = near.clone().filter(|&at| own.get(at).is_some_and(|groups| groups.has(Groups::AUTHOR)));
    let signed = near.filter(|&at| dom.tag(at) == Tag::Text && is_signature(dom.item(at).text));
    // The surest sign first; the next only where that found nobody.
    for (places, words) in [(named.collect::<Vec<At>>(), 12), (called.collect(), 8), (signed.collect(), 8)] {
        for at in places.into_iter().take(20) {
            let line = dom.words(at, 400);
            if (1..=words).contains(&line.split_whitespace().count()) {
                facts.names.add(&line);
            }
        }
        if !facts.names.authors.is_empty() {
            break;
        }
    }
    facts
}

/// "By Jane Doe", alone on its line.
fn is_signature(line: &str) -> bool {
    let line = line.trim();
    let name = ["By ", "BY ", "Von ", "Par ", "Por ", "Door "].iter().find_map(|lead| line.strip_prefix(lead));
    name.is_some_and(|name| {
        (2..=6).contains(&name.split_whitespace().count())
            && name.split_whitespace().all(|word| word.starts_with(char::is_uppercase))
    })
}

fn time(dom: &Dom<'_>, at: At) -> Option<chrono::DateTime<chrono::FixedOffset>> {
    if dom.tag(at) == Tag::Time {
        // "06 Oct 10:04 PM" without a year or zone is no date; the attribute is.
        return dom.attr(at, "datetime").and_then(dates::parse).or_else(|| dates::parse(&dom.words(at, 80)));
    }
    match dom.attr(at, "itemprop") {
        Some("datePublished") => dom.attr(at, "content").or_else(|| dom.attr(at, "datetime")).and_then(dates::parse),
        _ => None,
    }
}

fn is_byline(dom: &Dom<'_>, at: At) -> bool {
    let Some(element) = dom.item(at).element else { return false };
    element.attrs().any(|(name, value)| match name {
        "rel" => value.split_ascii_whitespace().any(|word| word == "author"),
        "itemprop" => value == "author",
        "class" => value.split_ascii_whitespace().any(|word| {
            matches!(
                word.to_ascii_lowercase().as_str(),
                "author"
                    | "byline"
                    | "author-name"
                    | "byline-name"
                    | "byline__name"
                    | "author__name"
                    | "article-author"
                    | "post-author"
                    | "article__author"
                    | "authorname"
            )
        }),
        "data-testid" | "data-test-ui" | "data-test" => matches!(value, "author--link" | "author-name" | "byline-name"),
        _ => false,
    })
}

fn first_of_list(section: String) -> String {
    match section.split_once(", ") {
        Some((first, _)) => first.to_owned(),
        None => section,
    }
}

/// A language tag as BCP 47 writes it, if it looks like one.
pub fn language(outside: &str) -> Option<String> {
    let tag = outside.trim().replace('_', "-");
    let fits = (2..=12).contains(&tag.len()) && tag.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    fits.then_some(tag)
}

/// The address that the page gives itself, http(s) only.
pub fn own_address(dom: &Dom<'_>, url: &Url) -> Option<Url> {
    let link =
        dom.all(Tag::Link).find(|&at| dom.attr(at, "rel").is_some_and(|rel| rel.eq_ignore_ascii_case("canonical")))?;
    let told = url.join(dom.attr(link, "href")?.trim()).ok()?;
    matches!(told.scheme(), "http" | "https").then_some(told)
}

/// The story's own address: what the page calls canonical, if it is on the same site.
fn canonical(dom: &Dom<'_>, url: &Url) -> Option<String> {
    let told = own_address(dom, url)?;
    let site = |url: &Url| url.host_str().map(|host| host.strip_prefix("www.").unwrap_or(host).to_owned());
    (site(&told) == site(url) && told.path() != "/").then(|| safe_link(told.as_str())).flatten()
}
