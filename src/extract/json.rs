//! Data inside pages: lenient about how publishers write it down, strict about what is taken from it.

use serde_json::Value;

use super::guard;
use crate::extract::dom::Dom;
use crate::text;

/// Characters of a title, name or summary; more is no metadata.
pub const FIELD_AT_MOST: usize = 1_000;

/// The first JSON value at the start of `source`, whatever follows it. Nothing when it is broken or nested deeper than
/// the parser allows (128).
pub fn first_value(source: &str) -> Option<Value> {
    let mut values = serde_json::Deserializer::from_str(source).into_iter::<Value>();
    if let Some(Ok(value)) = values.next() {
        return Some(value);
    }
    // Line ends inside strings are the usual fault; outside of strings a blank is as good.
    let mended = source.replace(|c: char| c.is_control(), " ");
    serde_json::Deserializer::from_str(&mended).into_iter::<Value>().next()?.ok()
}

/// The value at the end of a way of keys.
pub fn at<'a>(value: &'a Value, way: &[&str]) -> Option<&'a Value> {
    way.iter().try_fold(value, |value, key| value.get(key))
}

/// A string at the end of a way, clean, not empty, at most [`FIELD_AT_MOST`] characters.
pub fn line(value: &Value, way: &[&str]) -> Option<String> {
    at(value, way).and_then(Value::as_str).and_then(field)
}

/// True and false as publishers write them: `true`, `"True"`, `"http://schema.org/False"`.
pub fn truth(value: &Value) -> Option<bool> {
    match value {
        Value::Bool(truth) => Some(*truth),
        Value::String(word) => {
            let word = word.trim().rsplit('/').next().unwrap_or_default();
            if word.eq_ignore_ascii_case("true") {
                Some(true)
            } else {
                word.eq_ignore_ascii_case("false").then_some(false)
            }
        }
        _ => None,
    }
}

/// The value itself, or each of an array's.
pub fn each(value: &Value) -> impl Iterator<Item = &Value> {
    match value {
        Value::Array(values) => values.as_slice(),
        other => std::slice::from_ref(other),
    }
    .iter()
}

/// One clean line of a field that may hold HTML; nothing for one that is empty or too long to be one.
pub fn field(outside: &str) -> Option<String> {
    if outside.len() > FIELD_AT_MOST * 8 {
        return None;
    }
    let line = if outside.contains(['<', '&']) { plain(outside) } else { text::clean(outside) };
    (!line.is_empty() && line.chars().count() <= FIELD_AT_MOST).then_some(line)
}

/// The words of a piece of HTML.
fn plain(html: &str) -> String {
    let html = guard::parse(html);
    let dom = Dom::of(&html);
    text::clean(&dom.words(0, FIELD_AT_MOST * 8))
}
