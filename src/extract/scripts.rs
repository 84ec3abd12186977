//! Pages that draw their text with a script, from data that they carry along: JSON in a script of its own, a value
//! that a script assigns or passes on, a string of markup somewhere in a script. Looked at only where the page shows
//! next to no text of its own; what reads most like a story is it.

use std::borrow::Cow;

use serde_json::Value;

use super::arc;
use super::dom::{Dom, Script};
use super::embedded::Markup;
use super::json;

/// JSON values of one page that are looked at.
const VALUES_AT_MOST: usize = 200_000;
/// Bytes of values that scripts of one page assign or pass on that are read, those of failures counted to the end.
const ASSIGNED_AT_MOST: usize = 32 * 1024 * 1024;
/// Strings of markup in one script that are tried.
const STRINGS_AT_MOST: usize = 64;
/// Bytes of text that make a story.
const BODY_AT_LEAST: usize = 500;
/// Bytes of prose in it, without the markup.
const PROSE_AT_LEAST: usize = 300;
/// Bytes of one story.
const BODY_AT_MOST: usize = 400_000;
/// Members of an array that may hold the paragraphs of a story.
const MEMBERS_AT_MOST: usize = 5_000;

/// Keys that a story's text has in the data of most systems, lower case.
const BODY_KEYS: [&str; 13] = [
    "articlebody",
    "body",
    "content",
    "bodytext",
    "bodyhtml",
    "fulltext",
    "text",
    "plaintext",
    "html",
    "contenthtml",
    "articletext",
    "storybody",
    "rendered",
];
/// Keys under which an object holds what kind of part it is.
const KIND_KEYS: [&str; 9] =
    ["type", "nodeType", "_type", "kind", "name", "tag", "component", "__typename", "blockName"];
/// Keys under which the part of a story has its words or its own parts.
const WORD_KEYS: [&str; 15] = [
    "text",
    "value",
    "content",
    "html",
    "children",
    "data",
    "model",
    "blocks",
    "textHtml",
    "richText",
    "attributes",
    "props",
    "nodes",
    "innerHTML",
    "paragraph",
];
/// Keys under which a list has its rows.
const ITEM_KEYS: [&str; 4] = ["items", "listItems", "children", "content"];

/// The longest text in the page's scripts that reads like a story, as markup.
pub fn body(dom: &Dom<'_>) -> Option<String> {
    let mut best = Best::default();
    let mut left = ASSIGNED_AT_MOST;
    let mut flight = String::new();
    for script in dom.scripts.iter().filter(|script| !script.kind.contains("ld+json")) {
        if script.text.len() < BODY_AT_LEAST && !script.text.contains(FLIGHT) {
            continue;
        }
        if script.kind.contains("json") {
            best.search_in(json::first_value(script.text.trim_start()));
        } else if script.text.contains(FLIGHT) {
            push_flight(&mut flight, script.text);
        } else {
            assigned(script, &mut left, &mut best);
            if best.html.is_empty() {
                strings(script.text, &mut best);
            }
        }
    }
    read_flight(&flight, &mut best);
    (!best.html.is_empty()).then_some(best.html)
}

/// The longest so far.
#[derive(Default)]
struct Best {
    html: String,
    /// Bytes of its prose.
    prose: usize,
    values: usize,
}

impl Best {
    fn take(&mut self, found: Option<String>) {
        let Some(found) = found.filter(|found| found.len() <= BODY_AT_MOST) else { return };
        let prose = prose(&found);
        if prose > self.prose.max(PROSE_AT_LEAST) {
            (self.html, self.prose) = (found, prose);
        }
    }

    fn search_in(&mut self, root: Option<Value>) {
        if let Some(root) = root {
            self.search(&root);
        }
    }

    /// Looks at a value and all that it holds: Arc's shape, a string of markup or text, an array of paragraphs.
    fn search(&mut self, root: &Value) {
        let mut waiting = vec![root];
        while let Some(value) = waiting.pop() {
            self.values += 1;
            if self.values > VALUES_AT_MOST {
                return;
            }
            match value {
                Value::Object(fields) => {
                    waiting.extend(fields.values().filter(|value| !value.is_string()));
                    if fields.contains_key("content_elements") {
                        self.take(arc::story(value).map(|story| story.body));
                    }
                    for (key, text) in fields.iter().filter_map(|(key, value)| Some((key, value.as_str()?))) {
                        self.take(markup(key, text));
                    }
                }
                Value::Array(values) => {
                    waiting.extend(values);
                    self.take(paragraphs(values));
                }
                Value::String(text) => self.take(markup("", text)),
                _ => {}
            }
        }
    }
}

/// Bytes of words in a piece of markup: those of its paragraphs if it has any. Pages carry scripts and styles as
/// strings, too.
fn prose(html: &str) -> usize {
    let words = |html: &str| {
        let outside = html.split('<').map(|part| part.split_once('>').map_or(part, |(_, words)| words).trim().len());
        let code = ["<script", "<style", "{", "&lt;"].iter().any(|mark| html.contains(mark));
        if code { 0 } else { outside.sum() }
    };
    let mut paragraphs = html.split("<p").skip(1).filter(|part| part.starts_with(['>', ' '])).peekable();
    if paragraphs.peek().is_none() {
        return words(html);
    }
    paragraphs.map(|part| words(part.split("</p").next().unwrap_or_default())).sum()
}

/// The JSON values that a script assigns or passes on: `window.__STATE__ = {…}`, `queries.push({…})`,
/// `JSON.parse("{…}")`.
fn assigned(script: &Script<'_>, left: &mut usize, best: &mut Best) {
    let mut rest = script.text;
    while let Some(at) = rest.find(['=', '(']) {
        let value = rest.get(at + 1..).unwrap_or_default().trim_start();
        rest = value;
        let opens = value.starts_with("{\"")
            || value.starts_with("[{")
            || value.starts_with("\"{")
            || value.starts_with("\"%7B");
        if !opens || value.len() < BODY_AT_LEAST {
            continue;
        }
        if value.len() > *left {
            return;
        }
        let mut values = serde_json::Deserializer::from_str(value).into_iter::<Value>();
        match values.next() {
            Some(Ok(Value::String(inner))) => {
                let inner = if inner.starts_with('%') { decoded(&inner) } else { Cow::Borrowed(inner.as_str()) };
                best.search_in(json::first_value(&inner));
            }
            Some(Ok(root)) => best.search(&root),
            _ => {
                *left -= value.len();
                continue;
            }
        }
        *left -= values.byte_offset();
        rest = value.get(values.byte_offset()..).unwrap_or_default();
    }
}

fn decoded(text: &str) -> Cow<'_, str> {
    url::form_urlencoded::parse(text.replace('+', "%2B").as_bytes())
        .next()
        .map_or(Cow::Borrowed(text), |(key, _)| Cow::Owned(key.into_owned()))
}

/// Strings of markup in a script that is no JSON: functions around their data, values without a name.
fn strings(script: &str, best: &mut Best) {
    let mut from = 0;
    for _ in 0..STRINGS_AT_MOST {
        let rest = script.get(from..).unwrap_or_default();
        let Some(found) = ["<p", "\\u003Cp", "\\u003cp", "\\x3Cp"].iter().filter_map(|mark| rest.find(mark)).min()
        else {
            return;
        };
        let mark = from + found;
        from = mark + 2;
        // Quotation marks may be words of other strings: the last one before the markup is what counts.
        let Some(open) = script.get(..mark).and_then(|before| before.rfind('"')) else { continue };
        let text = script.get(open + 1..).unwrap_or_default();
        let length = string_length(text);
        let inside = text.get(..length).unwrap_or_default();
        let literal = format!("\"{inside}\"").replace("\\x3C", "<").replace("\\x3E", ">").replace("\\'", "'");
        if let Ok(text) = serde_json::from_str::<String>(&literal) {
            best.take(markup("", &text));
        }
        from = from.max(open + 1 + length);
    }
}

/// Bytes up to the quotation mark that ends a string.
fn string_length(text: &str) -> usize {
    let mut escaped = false;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => return at,
            _ => {}
        }
    }
    text.len()
}

/// What React's server sends its pages with: pieces of one stream, each passed on as a string.
const FLIGHT: &str = "__next_f.push(";

fn push_flight(flight: &mut String, script: &str) {
    for (at, _) in script.match_indices(FLIGHT).take(1_000) {
        let value = script.get(at + FLIGHT.len()..).and_then(json::first_value);
        if let Some(piece) = value.as_ref().and_then(|value| value.get(1)?.as_str())
            && flight.len() + piece.len() <= 8 * BODY_AT_MOST
        {
            flight.push_str(piece);
        }
    }
}

/// The stream's rows: `ID:JSON` up to the end of the line, `ID:Tlength,text` as long as it says in hexadecimal.
fn read_flight(flight: &str, best: &mut Best) {
    let mut rest = flight;
    while let Some((id, after)) = rest.split_once(':') {
        if id.is_empty() || !id.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            // Not a row after all: go on at the next line.
            let Some((_, next)) = rest.split_once('\n') else { break };
            rest = next;
            continue;
        }
        let text = after.strip_prefix('T').and_then(|after| after.split_once(','));
        if let Some((length, text)) = text
            && let Some(text_at) = usize::from_str_radix(length, 16).ok().filter(|end| text.is_char_boundary(*end))
        {
            let (text, next) = text.split_at(text_at);
            best.take(markup("", text));
            rest = next;
            continue;
        }
        let (line, next) = after.split_once('\n').unwrap_or((after, ""));
        let value = line.trim_start_matches(|c: char| c.is_ascii_uppercase());
        best.search_in(serde_json::from_str(value).ok());
        rest = next;
    }
}

/// Markup with paragraphs, or the plain text of a key that holds a story's.
fn markup(key: &str, text: &str) -> Option<String> {
    if text.len() < BODY_AT_LEAST {
        return None;
    }
    if text.matches("<p").take(2).count() == 2 {
        return Some(text.to_owned());
    }
    if text.matches("&lt;p").take(2).count() == 2 {
        return Some(text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&"));
    }
    let named = BODY_KEYS.contains(&key.to_ascii_lowercase().as_str()) && text.split_whitespace().count() > 60;
    named.then(|| {
        let mut markup = Markup::default();
        if text.contains("</") || text.contains("<br") {
            markup.raw(text);
        } else {
            markup.plain(text);
        }
        markup.html
    })
}

/// An array whose members are mostly the paragraphs of a story.
fn paragraphs(values: &[Value]) -> Option<String> {
    if values.len() < 3 || values.len() > MEMBERS_AT_MOST {
        return None;
    }
    let mut markup = Markup::default();
    let mut found = 0;
    for value in values {
        if let Value::String(text) = value {
            // Addresses and names are strings, too.
            if text.len() > 40 && text.split_whitespace().count() > 3 {
                found += 1;
                markup.block("p", text);
            }
            continue;
        }
        let kind = KIND_KEYS.iter().find_map(|key| value.get(*key)?.as_str()).unwrap_or_default().to_ascii_lowercase();
        if kind.contains("list") || matches!(kind.as_str(), "ul" | "ol") {
            list(&mut markup, value);
        } else if is_text(&kind) {
            let text = words(value);
            found += usize::from(text.len() > 40);
            let heads = kind.contains("head") || kind.contains("title") || matches!(kind.as_str(), "h2" | "h3" | "h4");
            markup.block(
                if heads {
                    "h2"
                } else if kind.contains("quote") {
                    "blockquote"
                } else {
                    "p"
                },
                &text,
            );
        }
    }
    (found >= 3 && found * 3 >= values.len()).then_some(markup.html)
}

fn list(markup: &mut Markup, list: &Value) {
    let items = ITEM_KEYS.iter().find_map(|key| {
        list.get(*key).or_else(|| list.get("data")?.get(*key)).or_else(|| list.get("attributes")?.get(*key))?.as_array()
    });
    let Some(items) = items else { return };
    markup.open("ul");
    for item in items {
        markup.block("li", &words(item));
    }
    markup.close("ul");
}

fn is_text(kind: &str) -> bool {
    ["para", "text", "head", "html", "block", "quote"].iter().any(|word| kind.contains(word))
        || matches!(kind, "p" | "h2" | "h3" | "h4")
}

/// The words of a paragraph object, in order.
fn words(paragraph: &Value) -> String {
    let mut words = String::new();
    let mut waiting = vec![paragraph];
    while let Some(value) = waiting.pop() {
        match value {
            Value::Object(fields) => {
                let inner = fields.iter().rev().filter(|(key, _)| WORD_KEYS.contains(&key.as_str()));
                waiting.extend(inner.map(|(_, value)| value));
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
