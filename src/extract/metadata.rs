//! What a page says in its head: `<meta>`, `<link>`, the language.

use url::Url;

use super::access::Access;
use super::dom::{Dom, Tag};
use super::facts::Facts;
use super::names::Names;
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
            // A few write the content into the attribute of form fields.
            let content =
                ["content", "value"].iter().find_map(|key| dom.attr(at, key).filter(|it| !it.trim().is_empty()))?;
            Some((name.trim().to_ascii_lowercase(), content))
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
    let names = authors(&head);
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
            "uploaddate",
            "article:published:time",
            "article.published",
            "citation_online_date",
            "citation_publication_date",
            "citation_date",
        ]),
        updated: head.date(&[
            "article:modified_time",
            "article:modified:time",
            "og:updated_time",
            "datemodified",
            "lastmod",
            "revised",
        ]),
        section: head.line(&["article:section", "og:article:section"]).map(first_of_list).into_iter().collect(),
        language: dom.all(Tag::Block).take(3).find_map(|at| dom.attr(at, "lang")).and_then(language),
        access: access(&head),
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
    facts.label(
        Label::Sponsored,
        head.line(&["article:sponsored", "is_sponsored"]).is_some_and(|value| value == "true"),
    );
    facts.label(Label::Video, head.line(&["og:type"]).is_some_and(|kind| kind.starts_with("video")));
    facts
}

/// Fields of the head that name authors, the surest first.
const AUTHORS: [&str; 14] = [
    "author",
    "article:author",
    "article:byline",
    "dc.creator",
    "dcterms.creator",
    "dc.creator.creator",
    "parsely-author",
    "sailthru.author",
    "byl",
    "byline",
    "twitter:creator_name",
    "cxenseparse:author",
    "article.author",
    "authors",
];
/// What the card of `WordPress` for social media calls the author, in the languages of its users.
const WRITTEN_BY: [&str; 14] = [
    "written by",
    "verfasst von",
    "geschrieben von",
    "écrit par",
    "escrito por",
    "scritto da",
    "geschreven door",
    "skrevet av",
    "skrivet av",
    "skrevet af",
    "napisane przez",
    "автор",
    "yazan",
    "par",
];

fn authors(head: &Head<'_>) -> Names {
    let mut names = Names::default();
    for name in AUTHORS {
        if names.authors.is_empty() {
            head.all(name).take(12).for_each(|value| names.add(value));
        }
    }
    if names.authors.is_empty() {
        // Indexes of science write the family name first, one field for each author.
        for value in head.all("citation_author").take(12) {
            match value.split_once(',') {
                Some((family, given)) if !given.contains(',') => names.add(&format!("{given} {family}")),
                _ => names.add(value),
            }
        }
    }
    for (label, value) in [("twitter:label1", "twitter:data1"), ("twitter:label2", "twitter:data2")] {
        let says_author = head.line(&[label]).is_some_and(|label| WRITTEN_BY.contains(&label.to_lowercase().as_str()));
        if names.authors.is_empty() && says_author {
            head.all(value).take(1).for_each(|value| names.add(value));
        }
    }
    names
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

/// What the head says about who may read the story.
fn access(head: &Head<'_>) -> Option<Access> {
    let tier = head.line(&["article:content_tier", "content_tier", "bb:content-tier"]).map(|tier| tier.to_lowercase());
    let told = |names: &[&str]| {
        let word = head.line(names)?;
        json::truth(&serde_json::Value::String(word))
    };
    match tier.as_deref() {
        Some("free") => Some(Access::Free),
        Some("locked" | "metered" | "premium") => Some(Access::Premium),
        _ => told(&["isaccessibleforfree", "article:is_accessible_for_free", "is_free"])
            .or_else(|| told(&["ispremium", "article:premium", "is_premium"]).map(|premium| !premium))
            .map(Access::of),
    }
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
