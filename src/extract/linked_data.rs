//! JSON-LD: schema.org's words for an article, in the many shapes that publishers give them.

use serde_json::Value;
use url::Url;

use super::access::Access;
use super::dom::Dom;
use super::facts::{Facts, section_path};
use super::furniture::normal;
use super::names::Names;
use super::{dates, json, marks, metadata};
use crate::news::Label;

/// Nodes of all scripts of one page that are looked at.
const NODES_AT_MOST: usize = 2_000;
/// Entries of one list of authors that are looked at.
const AUTHORS_AT_MOST: usize = 20;

/// What a page's JSON-LD holds.
#[derive(Debug, Default)]
pub struct LinkedData {
    /// About the story.
    pub facts: Facts,
    /// The story as one string, as the publisher gives it.
    pub body: Option<String>,
}

/// Reads every JSON-LD script of the page.
pub fn read(dom: &Dom<'_>, url: &Url) -> LinkedData {
    // All of it is in memory at once.
    let mut left = json::WEIGHT_AT_MOST;
    let roots: Vec<Value> = dom
        .scripts
        .iter()
        .filter(|script| script.kind.to_ascii_lowercase().contains("ld+json"))
        .take_while(|script| {
            let rest = left.checked_sub(json::weight(script.text));
            left = rest.unwrap_or_default();
            rest.is_some()
        })
        .filter_map(|script| json::first_value(unwrapped(script.text)))
        .collect();
    let nodes = flatten(&roots);
    let mut data = LinkedData::default();
    // A page may hold the data of its related stories too.
    let titles: Vec<String> = metadata::titles(dom).iter().map(|title| normal(title)).collect();
    let is_this = |node: &Value| {
        let told = json::line(node, &["headline"]).map(|title| normal(&title)).filter(|title| !title.is_empty());
        u8::from(is_at(node, url)) * 2
            + u8::from(told.is_some_and(|told| titles.iter().any(|title| title.starts_with(&told))))
    };
    let articles = nodes.iter().copied().rev().filter(|node| rank(node) > 0);
    if let Some(article) = articles.max_by_key(|node| rank(node) + 4 * is_this(node)) {
        data = from_article(article, &nodes);
    }
    if data.facts.section.len() < 2
        && let Some(crumbs) = nodes.iter().find(|node| is_a(node, "BreadcrumbList")).map(|node| breadcrumbs(node))
        && !crumbs.is_empty()
    {
        data.facts.section = crumbs;
    }
    data
}

fn unwrapped(script: &str) -> &str {
    script
        .trim_start()
        .trim_start_matches("<!--")
        .trim_start_matches("//")
        .trim_start()
        .trim_start_matches("<![CDATA[")
        .trim_start()
}

/// The objects of all scripts: of arrays, of `@graph`, and what a page says it is about.
fn flatten(roots: &[Value]) -> Vec<&Value> {
    let mut nodes = Vec::new();
    let mut waiting: Vec<&Value> = roots.iter().rev().collect();
    while let Some(value) = waiting.pop() {
        if nodes.len() >= NODES_AT_MOST {
            break;
        }
        match value {
            Value::Array(values) => waiting.extend(values.iter().rev()),
            Value::Object(fields) => {
                nodes.push(value);
                let inner = ["@graph", "mainEntity", "mainEntityOfPage", "breadcrumb"];
                waiting.extend(inner.iter().filter_map(|key| fields.get(*key)));
            }
            _ => {}
        }
    }
    nodes
}

fn is_a(node: &Value, kind: &str) -> bool {
    types(node).any(|word| word == kind)
}

fn types(node: &Value) -> impl Iterator<Item = &str> {
    node.get("@type")
        .into_iter()
        .flat_map(json::each)
        .filter_map(Value::as_str)
        .map(|word| word.rsplit(['/', ':']).next().unwrap_or(word))
}

/// True for a node that gives the page's own address.
fn is_at(node: &Value, url: &Url) -> bool {
    let ways: [&[&str]; 4] = [&["url"], &["mainEntityOfPage"], &["mainEntityOfPage", "@id"], &["@id"]];
    ways.iter().filter_map(|way| url.join(json::at(node, way)?.as_str()?.trim()).ok()).any(|told| {
        told.path().trim_end_matches('/') == url.path().trim_end_matches('/')
            && told.path() != "/"
            && told.query() == url.query()
    })
}

/// How well a node stands for a story; 0 for one that does not.
fn rank(node: &Value) -> u8 {
    let kind = types(node)
        .map(|word| match word {
            "NewsArticle"
            | "ReportageNewsArticle"
            | "AnalysisNewsArticle"
            | "OpinionNewsArticle"
            | "LiveBlogPosting" => 4,
            "Article" | "BlogPosting" | "Report" | "AdvertiserContentArticle" | "BackgroundNewsArticle" | "Review" => 3,
            word if word.ends_with("Article") || word.ends_with("Posting") => 3,
            _ => 0,
        })
        .max()
        .unwrap_or_default();
    if kind == 0 {
        return 0;
    }
    let has = |key| u8::from(node.get(key).is_some());
    kind + 4 * has("headline") + 2 * has("articleBody") + 2 * has("datePublished") + has("author")
}

fn from_article(article: &Value, nodes: &[&Value]) -> LinkedData {
    let date = |key: &str| article.get(key).and_then(Value::as_str).and_then(dates::parse);
    let mut facts = Facts {
        title: json::line(article, &["headline"]).or_else(|| json::line(article, &["name"])),
        standfirst: json::line(article, &["description"]),
        names: authors(article, nodes),
        published: date("datePublished").or_else(|| date("dateCreated")),
        updated: date("dateModified"),
        section: sections(article),
        language: json::line(article, &["inLanguage"]),
        access: access(article),
        publishers: article.get("publisher").and_then(|publisher| named(publisher, nodes)).into_iter().collect(),
        ..Facts::default()
    };
    facts.label(Label::Live, is_a(article, "LiveBlogPosting"));
    facts.label(Label::Opinion, is_a(article, "OpinionNewsArticle"));
    for line in ["genre", "articleSection"].iter().filter_map(|key| article.get(*key)).flat_map(json::each) {
        let label = line.as_str().and_then(marks::label_of).filter(|label| *label != Label::Premium);
        facts.labels.extend(label);
    }
    facts.label(Label::Sponsored, is_a(article, "AdvertiserContentArticle"));
    LinkedData { facts, body: article.get("articleBody").and_then(Value::as_str).map(str::to_owned) }
}

/// What the story says about itself; where it says nothing, a part that is not free speaks for it.
fn access(article: &Value) -> Option<Access> {
    let free = |node: &Value| node.get("isAccessibleForFree").and_then(json::truth);
    let parts = || article.get("hasPart").into_iter().flat_map(json::each).filter_map(free).min();
    free(article).or_else(|| parts().filter(|free| !free)).map(Access::of)
}

fn sections(article: &Value) -> Vec<String> {
    article
        .get("articleSection")
        .into_iter()
        .flat_map(json::each)
        .filter_map(|name| json::field(name.as_str()?))
        .take(1)
        .collect()
}

/// Where the page stands on its site, without the site's own front page and the story itself.
fn breadcrumbs(list: &Value) -> Vec<String> {
    let items: Vec<&Value> = list.get("itemListElement").into_iter().flat_map(json::each).take(8).collect();
    let name = |item: &Value| json::line(item, &["name"]).or_else(|| json::line(item, &["item", "name"]));
    section_path(items.iter().filter_map(|item| name(item)))
}

fn authors(article: &Value, nodes: &[&Value]) -> Names {
    let mut names = Names::default();
    let Some(told) = ["author", "creator"].iter().find_map(|key| article.get(*key)) else { return names };
    // A few publishers put a list into the list, or give one author a list of names.
    for author in json::each(told).flat_map(json::each).take(AUTHORS_AT_MOST) {
        match author.get("name").and_then(Value::as_array) {
            Some(several) => several.iter().filter_map(Value::as_str).for_each(|name| names.add_entry(name)),
            None => named(author, nodes).into_iter().for_each(|name| names.add_entry(&name)),
        }
    }
    names
}

/// The name of a person or organisation: a string, an object, or an `@id` that points to one.
fn named(value: &Value, nodes: &[&Value]) -> Option<String> {
    if let Some(name) = value.as_str() {
        return json::field(name);
    }
    let parts = || {
        let parts = [json::line(value, &["givenName"]), json::line(value, &["familyName"])];
        Some(parts.into_iter().flatten().collect::<Vec<_>>().join(" ")).filter(|name| !name.is_empty())
    };
    json::line(value, &["name"]).or_else(parts).or_else(|| {
        let id = value.get("@id")?.as_str()?;
        nodes
            .iter()
            .find(|node| node.get("@id").and_then(Value::as_str) == Some(id) && node.get("name").is_some())
            .and_then(|node| json::line(node, &["name"]))
    })
}
