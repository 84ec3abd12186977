//! Arc XP, the system behind NZ Herald and many papers: the story is in the page as `Fusion.globalContent={…}`.

use serde_json::Value;

use super::access::Access;
use super::dom::Dom;
use super::embedded::{Embedded, Markup};
use super::facts::Facts;
use super::names::Names;
use super::{dates, json};
use crate::news::Label;

/// What stands before the object.
const MARK: &str = "Fusion.globalContent";
/// How often it is looked for behind that: it is the first or second time that counts.
const MARKS_AT_MOST: usize = 8;

/// The story of a page made by Arc's renderer.
pub fn read(dom: &Dom<'_>) -> Option<Embedded> {
    dom.scripts.iter().find_map(|script| {
        script.text.match_indices(MARK).take(MARKS_AT_MOST).find_map(|(at, _)| {
            let after = script.text.get(at + MARK.len()..)?.trim_start().strip_prefix('=')?.trim_start();
            // The decoder finds the end of the object by itself: what follows is more script.
            after.starts_with('{').then(|| json::first_value(after)).flatten().and_then(|content| story(&content))
        })
    })
}

/// A story in Arc's shape; nothing for an object of another shape.
pub fn story(content: &Value) -> Option<Embedded> {
    let content = content.get("result").filter(|result| result.is_object()).unwrap_or(content);
    let elements = ["elements", "content_elements"].iter().find_map(|key| content.get(*key)?.as_array());
    let headline = json::line(content, &["headline"])
        .or_else(|| json::line(content, &["headlines", "basic"]))
        .or_else(|| json::line(content, &["title"]));
    if elements.is_none() && headline.is_none() {
        return None;
    }
    let mut markup = Markup::default();
    if let Some(image) = lead_image(content) {
        figure(&mut markup, image);
    }
    let lead = std::mem::take(&mut markup);
    for element in elements.into_iter().flatten().take(2_000) {
        lower(&mut markup, element);
    }
    Some(Embedded { facts: facts(content, headline), lead: lead.html, body: markup.html })
}

fn facts(content: &Value, title: Option<String>) -> Facts {
    let date = |keys: &[&str]| keys.iter().find_map(|key| dates::parse(content.get(*key)?.as_str()?));
    let mut names = Names::default();
    for author in json::at(content, &["credits", "by"])
        .or_else(|| content.get("authors"))
        .into_iter()
        .flat_map(json::each)
        .take(20)
    {
        let original = ["additional_properties", "original", "byline"];
        if let Some(name) = json::line(author, &["name"]).or_else(|| json::line(author, &original)) {
            names.add(&name);
        }
    }
    if let Some(agency) = json::line(content, &["distributor", "name"]) {
        names.agency = Some(agency);
    }
    let flag = |key: &str| content.get(key).and_then(json::truth) == Some(true);
    let kinds = [json::line(content, &["subtype"]), json::line(content, &["template"]), json::line(content, &["type"])];
    let is = |word: &str| kinds.iter().flatten().any(|kind| kind.to_lowercase().contains(word));
    let mut facts = Facts {
        title,
        kicker: json::line(content, &["label", "basic", "text"])
            .or_else(|| json::line(content, &["label", "kicker", "text"])),
        section: sections(content),
        standfirst: json::line(content, &["subheadlines", "basic"])
            .or_else(|| json::line(content, &["description", "basic"]))
            .or_else(|| json::line(content, &["description"])),
        names,
        published: date(&[
            "displayDate",
            "display_date",
            "firstPublishDate",
            "first_publish_date",
            "publish_date",
            "published_time",
        ]),
        updated: date(&["lastUpdatedDate", "last_updated_date", "updated_time"]),
        access: access(content),
        ..Facts::default()
    };
    facts.label(Label::Updated, flag("isUpdated"));
    facts.label(Label::Sponsored, flag("isSponsored") || is("sponsor"));
    facts.label(Label::Opinion, is("opinion"));
    facts.label(Label::Live, is("live"));
    facts.label(Label::Video, is("video"));
    facts
}

fn access(content: &Value) -> Option<Access> {
    if let Some(premium) = content.get("isPremium").and_then(json::truth) {
        let code = json::line(content, &["contentCode"]);
        return Some(Access::of(!premium && code.is_none_or(|code| code.eq_ignore_ascii_case("free"))));
    }
    let code = json::line(content, &["contentCode"])
        .or_else(|| json::line(content, &["content_restrictions", "content_code"]))?;
    match code.to_lowercase().as_str() {
        "free" | "open" | "public" => Some(Access::Free),
        "premium" | "subscriber" | "subscribers" | "paid" | "locked" | "yellow" | "red" | "plus" | "exclusive" => {
            Some(Access::Premium)
        }
        _ => None,
    }
}

fn sections(content: &Value) -> Vec<String> {
    let labels = [json::line(content, &["sectionLabel"]), json::line(content, &["subSectionLabel"])];
    let mut path: Vec<String> = labels.into_iter().flatten().collect();
    path.dedup();
    if path.is_empty() {
        let primary = json::at(content, &["taxonomy", "primary_section"]);
        path.extend(primary.and_then(|section| json::line(section, &["name"])));
    }
    path
}

fn lead_image(content: &Value) -> Option<&Value> {
    content.get("image").filter(|image| image.is_object()).or_else(|| {
        json::at(content, &["promo_items", "basic"])
            .filter(|item| item.get("type").and_then(Value::as_str) == Some("image"))
    })
}

/// One element as markup. Its text is the publisher's HTML, and is read by the same parser as a page.
fn lower(markup: &mut Markup, element: &Value) {
    let text = |key: &str| element.get(key).and_then(Value::as_str).unwrap_or_default();
    match text("type") {
        "text" | "paragraph" => markup.block("p", text("content")),
        "header" | "heading" => {
            let level = element.get("level").and_then(Value::as_u64).unwrap_or(2).clamp(2, 4);
            markup.block(&format!("h{level}"), text("content"));
        }
        "raw_html" | "table_html" => markup.raw(text("content")),
        "quote" => {
            markup.open("blockquote");
            element.get("content_elements").into_iter().flat_map(json::each).for_each(|inner| {
                markup.block("p", inner.get("content").and_then(Value::as_str).unwrap_or_default());
            });
            markup.block("p", text("content"));
            markup
                .block("cite", json::at(element, &["citation", "content"]).and_then(Value::as_str).unwrap_or_default());
            markup.close("blockquote");
        }
        "list" => list(markup, element),
        "image" => figure(markup, element),
        "table" => table(markup, element),
        "divider" => markup.raw("<hr>"),
        _ => {}
    }
}

fn list(markup: &mut Markup, list: &Value) {
    let tag = if list.get("list_type").and_then(Value::as_str) == Some("ordered") { "ol" } else { "ul" };
    markup.open(tag);
    for item in list.get("items").into_iter().flat_map(json::each) {
        markup.block("li", item.get("content").and_then(Value::as_str).unwrap_or_default());
    }
    markup.close(tag);
}

fn table(markup: &mut Markup, table: &Value) {
    markup.open("table");
    let header = table.get("header").map(|header| (header, "th"));
    let rows = table.get("rows").into_iter().flat_map(json::each).map(|row| (row, "td"));
    for (cells, tag) in header.into_iter().chain(rows) {
        markup.open("tr");
        for cell in json::each(cells) {
            markup.block(tag, cell.get("content").unwrap_or(cell).as_str().unwrap_or_default());
        }
        markup.close("tr");
    }
    markup.close("table");
}

fn figure(markup: &mut Markup, image: &Value) {
    let text = |way: &[&str]| json::at(image, way).and_then(Value::as_str);
    let caption = text(&["caption"]).or_else(|| text(&["subtitle"])).unwrap_or_default();
    markup.open("figure");
    markup.image(text(&["url"]).unwrap_or_default());
    markup.open("figcaption");
    markup.raw(caption);
    let credits = ["by", "affiliation"].map(|key| json::at(image, &["credits", key]));
    for name in credits
        .iter()
        .flatten()
        .flat_map(|credits| json::each(credits))
        .filter_map(|credit| credit.get("name")?.as_str())
    {
        markup.block("cite", name);
    }
    markup.close("figcaption");
    markup.close("figure");
}
