//! Data inside pages: lenient about how publishers write it down, strict about what is taken from it.

use serde_json::Value;

use super::guard;
use crate::extract::dom::Dom;
use crate::text;

/// Characters of a title, name or summary; more is no metadata.
pub const FIELD_AT_MOST: usize = 1_000;

/// What the data of one page may weigh in memory, in the units of [`weight`]: about 100 MB.
pub const WEIGHT_AT_MOST: usize = 3_000_000;

/// About what the JSON in `source` weighs once it is read, in units of one value (32 bytes): two bytes of brackets can
/// cost hundreds.
pub fn weight(source: &str) -> usize {
    let of = |byte: u8| match byte {
        b'{' => 20,
        b'[' => 4,
        b',' => 3,
        _ => 0,
    };
    source.bytes().map(of).sum()
}

/// The first JSON value at the start of `source`, whatever follows it. Nothing when it is broken or nested deeper than
/// the parser allows (128), or too heavy.
pub fn first_value(source: &str) -> Option<Value> {
    if weight(source) > WEIGHT_AT_MOST {
        return None;
    }
    let mut values = serde_json::Deserializer::from_str(source).into_iter::<Value>();
    if let Some(Ok(value)) = values.next() {
        return Some(value);
    }
    let mended = mended(source);
    serde_json::Deserializer::from_str(&mended).into_iter::<Value>().next()?.ok()
}

/// JSON with the usual faults put right: line ends and control codes inside strings, escapes that JSON doesn't know,
/// commas after the last of a list, comments.
fn mended(source: &str) -> String {
    let mut mended = String::with_capacity(source.len());
    let mut chars = source.chars().peekable();
    let mut quoted = false;
    while let Some(c) = chars.next() {
        match (quoted, c) {
            (true, '\\') => match chars.next() {
                Some(known @ ('"' | '\\' | '/' | 'b' | 'f' | 'n' | 'r' | 't' | 'u')) => mended.extend(['\\', known]),
                Some(other) => mended.push(other),
                None => {}
            },
            (true, c) if c.is_control() => mended.push(' '),
            (_, '"') => {
                quoted = !quoted;
                mended.push('"');
            }
            (false, '/') if chars.peek() == Some(&'*') => {
                let mut before = ' ';
                let _ = chars.by_ref().find(|&c| std::mem::replace(&mut before, c) == '*' && c == '/');
            }
            (false, '/') if chars.peek() == Some(&'/') => {
                let _ = chars.by_ref().find(|&c| c == '\n');
            }
            (false, '}' | ']') => {
                mended.truncate(mended.trim_end().trim_end_matches(',').len());
                mended.push(c);
            }
            (false, c) if c.is_control() => mended.push(' '),
            (_, c) => mended.push(c),
        }
    }
    mended
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
    let mut line = if outside.contains(['<', '&']) { plain(outside) } else { text::clean(outside) };
    // "&amp;quot;": a system escaped what another one had escaped.
    if has_entity(&line) {
        line = plain(&line);
    }
    (!line.is_empty() && line.chars().count() <= FIELD_AT_MOST).then_some(line)
}

/// True for a line in which a reference to a character is left.
fn has_entity(line: &str) -> bool {
    line.split('&').skip(1).any(|rest| {
        let name = rest.split(';').next().filter(|name| name.len() < rest.len()).unwrap_or_default();
        (2..=8).contains(&name.len()) && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '#')
    })
}

/// The words of a piece of HTML.
fn plain(html: &str) -> String {
    let html = guard::parse(html);
    let dom = Dom::of(&html);
    text::clean(&dom.words(0, FIELD_AT_MOST * 8))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_usual_faults_of_json_are_put_right() {
        for source in [
            "{\"a\": [1, 2,], \"b\": \"x\",}",
            "{\"a\": [1, 2], /* why */ \"b\": \"x\"}",
            "{\"a\": [1, 2], // why\n \"b\": \"x\"}",
            "{\"a\": [1, 2],\n\t\"b\": \"x\"}; window.more = {",
        ] {
            assert_eq!(first_value(source), Some(serde_json::json!({"a": [1, 2], "b": "x"})), "{source}");
        }
        assert_eq!(first_value("[\"a\nb\\'c // d, ]\"]"), Some(serde_json::json!(["a b'c // d, ]"])));
        for source in ["", "{", "{\"a\": }", "nothing", "/* ", "\"\\"] {
            assert_eq!(first_value(source), None, "{source}");
        }
    }

    #[test]
    fn what_was_escaped_twice_is_read_twice() {
        assert_eq!(field("Tom &amp;amp; Jerry &quot;live&quot;").as_deref(), Some("Tom & Jerry \"live\""));
        assert_eq!(field("AT&T; 3 < 4").as_deref(), Some("AT&T; 3 < 4"));
        assert_eq!(field("&amp;#27;[2J"), field("[2J"));
    }
}
