//! The story as data: some pages draw their text with a script from JSON that they carry along. What is found is
//! written down as plain markup, so that one way leads to blocks.

use serde_json::Value;

use super::arc;
use super::decode;
use super::dom::Dom;
use super::facts::Facts;
use super::json;

/// JSON values of one page that are looked at.
const VALUES_AT_MOST: usize = 200_000;
/// Bytes of text that make a story.
const BODY_AT_LEAST: usize = 500;

/// A story found as data.
#[derive(Debug, Default)]
pub struct Embedded {
    /// What is said about it.
    pub facts: Facts,
    /// Markup of the picture that leads it.
    pub lead: String,
    /// Markup of its text.
    pub body: String,
}

/// Markup being written.
#[derive(Debug, Default)]
pub struct Markup {
    /// So far.
    pub html: String,
}

impl Markup {
    /// Opens an element.
    pub fn open(&mut self, tag: &str) {
        self.html.extend(["<", tag, ">"]);
    }

    /// Closes an element.
    pub fn close(&mut self, tag: &str) {
        self.html.extend(["</", tag, ">"]);
    }

    /// The publisher's own markup.
    pub fn raw(&mut self, html: &str) {
        self.html.push_str(html);
    }

    /// An element around the publisher's own markup, unless that is empty.
    pub fn block(&mut self, tag: &str, html: &str) {
        if !html.trim().is_empty() {
            self.open(tag);
            self.raw(html);
            self.close(tag);
        }
    }

    /// Paragraphs of plain text.
    pub fn plain(&mut self, text: &str) {
        for line in text.lines() {
            self.block("p", &escaped(line));
        }
    }

    /// A picture.
    pub fn image(&mut self, url: &str) {
        if !url.is_empty() {
            self.html.extend(["<img src=\"", &escaped(url), "\">"]);
        }
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}

/// The longest text in the page's JSON scripts that reads like a story: Arc's shape, an HTML string, or an array of paragraphs.
/// A last resort, for pages that show next to no text of their own.
pub fn in_scripts(dom: &Dom<'_>) -> Option<String> {
    let mut best: Option<String> = None;
    for script in &dom.scripts {
        let Some(root) = (script.text.len() > BODY_AT_LEAST).then(|| data(script.kind, script.text)).flatten() else {
            continue;
        };
        let found = longest(&root);
        if let Some(found) = found
            && best.as_ref().is_none_or(|best| best.len() < found.len())
        {
            best = Some(found);
        }
    }
    best
}

/// The JSON of a data script, or what a script assigns (`window.__STATE__ = {…}`).
fn data(kind: &str, text: &str) -> Option<Value> {
    if kind.contains("ld+json") {
        return None;
    }
    if kind.contains("json") {
        return json::first_value(text.trim_start());
    }
    let head = decode::head(text, 200);
    let (name, _) = head.split_once('=')?;
    let value = text.get(name.len() + 1..)?.trim_start();
    (name.contains("__") && value.starts_with('{')).then(|| json::first_value(value)).flatten()
}

fn longest(root: &Value) -> Option<String> {
    let mut best = String::new();
    let mut waiting = vec![root];
    let mut seen = 0;
    while let Some(value) = waiting.pop() {
        seen += 1;
        if seen > VALUES_AT_MOST {
            break;
        }
        let found = match value {
            Value::Object(fields) => {
                waiting.extend(fields.values());
                if fields.contains_key("content_elements") {
                    arc::story(value).map(|story| story.body)
                } else {
                    fields.iter().find_map(|(key, value)| html_string(key, value.as_str()?))
                }
            }
            Value::Array(values) => {
                waiting.extend(values);
                paragraphs(values)
            }
            _ => None,
        };
        if let Some(found) = found
            && found.len() > best.len().max(BODY_AT_LEAST)
        {
            best = found;
        }
    }
    (!best.is_empty()).then_some(best)
}

fn html_string(key: &str, text: &str) -> Option<String> {
    if text.len() < BODY_AT_LEAST {
        return None;
    }
    if text.matches("<p").take(2).count() == 2 {
        return Some(text.to_owned());
    }
    let key = key.to_ascii_lowercase();
    matches!(key.as_str(), "articlebody" | "body" | "content" | "bodytext" | "fulltext" | "text" | "plaintext").then(
        || {
            let mut markup = Markup::default();
            markup.plain(text);
            markup.html
        },
    )
}

/// An array whose members are mostly objects that hold a paragraph each.
fn paragraphs(values: &[Value]) -> Option<String> {
    if values.len() < 3 || values.len() > 5_000 {
        return None;
    }
    let mut markup = Markup::default();
    let mut found = 0;
    for value in values {
        let kind = ["type", "nodeType", "_type", "kind", "name", "tag", "component", "__typename"]
            .iter()
            .find_map(|key| value.get(*key)?.as_str())
            .unwrap_or_default()
            .to_ascii_lowercase();
        let text = match value {
            Value::String(text) => text.clone(),
            Value::Object(_) if is_text(&kind) => run(value),
            _ => continue,
        };
        found += usize::from(text.len() > 40);
        let heading = kind.contains("head") || kind.contains("title") || matches!(kind.as_str(), "h2" | "h3" | "h4");
        markup.block(if heading { "h2" } else { "p" }, &text);
    }
    (found >= 3 && found * 2 >= values.len().min(6)).then_some(markup.html)
}

fn is_text(kind: &str) -> bool {
    ["para", "text", "head", "html", "block", "quote"].iter().any(|word| kind.contains(word))
        || matches!(kind, "p" | "h2" | "h3" | "h4")
}

/// The words of a paragraph object, in order.
fn run(paragraph: &Value) -> String {
    let mut words = String::new();
    let mut waiting = vec![paragraph];
    while let Some(value) = waiting.pop() {
        match value {
            Value::Object(fields) => {
                for (key, value) in fields.iter().rev() {
                    if matches!(
                        key.as_str(),
                        "text"
                            | "value"
                            | "content"
                            | "html"
                            | "children"
                            | "data"
                            | "model"
                            | "blocks"
                            | "textHtml"
                            | "richText"
                    ) {
                        waiting.push(value);
                    }
                }
            }
            Value::Array(values) => waiting.extend(values.iter().rev()),
            Value::String(text) => words.push_str(text),
            _ => {}
        }
        if words.len() > 50_000 {
            break;
        }
    }
    words
}
