//! Bytes into characters: BOM, then the header's charset, then the page's own, then UTF-8, then windows-1252.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252, X_USER_DEFINED};

/// How far into a page its own charset is looked for. Browsers look at 1,024 bytes; publishers put it later.
const PRESCAN: usize = 8 * 1024;

/// False for what is plainly no page: pictures, archives, PDF, anything without a tag.
pub fn is_markup(bytes: &[u8]) -> bool {
    let head = bytes.get(..4_096).unwrap_or(bytes);
    let wide = Encoding::for_bom(bytes).is_some() || wide(bytes).is_some();
    let binary = head.starts_with(b"%PDF") || head.starts_with(b"PK\x03\x04") || (head.contains(&0) && !wide);
    !binary && bytes.contains(&b'<')
}

/// The page's characters. Bytes that fit no character become U+FFFD; nothing fails.
pub fn decode<'a>(bytes: &'a [u8], header: Option<&str>) -> Cow<'a, str> {
    if let Some((encoding, skip)) = Encoding::for_bom(bytes) {
        return encoding.decode_without_bom_handling(bytes.get(skip..).unwrap_or_default()).0;
    }
    let told = header.and_then(|label| named(label.as_bytes()));
    // A server that was told nothing says Latin-1 of everything.
    if let Some(encoding) = told.filter(|encoding| ![UTF_8, WINDOWS_1252].contains(encoding)) {
        return encoding.decode_without_bom_handling(bytes).0;
    }
    if let Some(encoding) = wide(bytes) {
        return encoding.decode_without_bom_handling(bytes).0;
    }
    // What is UTF-8 throughout is UTF-8: proxies and archives change the bytes and leave the page's word for them.
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Cow::Borrowed(text);
    }
    let encoding = match told.or_else(|| prescan(bytes)) {
        Some(encoding) if encoding != UTF_8 => encoding,
        // A page cut in the middle of a character is still UTF-8, and so is one with a few bad bytes; one that has
        // more of them than good ones is not, whatever it says.
        _ if is_mostly_utf8(bytes) => UTF_8,
        _ => WINDOWS_1252,
    };
    encoding.decode_without_bom_handling(bytes).0
}

/// The encoding of a label, also of one that is nearly right: `"utf-8"`, `utf_8`, `latin-1`, `utf8mb4`.
fn named(label: &[u8]) -> Option<&'static Encoding> {
    let label = label.split(|b| matches!(b, b';' | b',')).next().unwrap_or_default();
    let label = label.trim_ascii();
    let bare: Vec<u8> = label.iter().filter(|b| b.is_ascii_alphanumeric()).map(u8::to_ascii_lowercase).collect();
    Encoding::for_label_no_replacement(label)
        .or_else(|| Encoding::for_label_no_replacement(&bare))
        .or_else(|| bare.starts_with(b"utf8").then_some(UTF_8))
}

/// UTF-16 without a BOM: every second byte of a page's first tag is nothing.
fn wide(bytes: &[u8]) -> Option<&'static Encoding> {
    match bytes {
        [b'<', 0, 1..=127, 0, ..] => Some(UTF_16LE),
        [0, b'<', 0, 1..=127, ..] => Some(UTF_16BE),
        _ => None,
    }
}

/// True when there are at least as many whole multi-byte characters as broken ones, one that is cut by the end not
/// counted.
fn is_mostly_utf8(bytes: &[u8]) -> bool {
    let (mut whole, mut broken) = (0_usize, 0_usize);
    let mut read = 0;
    for chunk in bytes.utf8_chunks() {
        read += chunk.valid().len() + chunk.invalid().len();
        whole += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        broken += usize::from(!chunk.invalid().is_empty() && read < bytes.len());
    }
    whole >= broken
}

/// The charset that the page's own `<meta>` or XML declaration names (WHATWG, "prescan a byte stream").
fn prescan(bytes: &[u8]) -> Option<&'static Encoding> {
    let mut rest = bytes.get(..PRESCAN).unwrap_or(bytes);
    let xml = rest.strip_prefix(b"<?xml").and_then(|rest| rest.get(..find(rest, b">")?));
    let mut charset = xml.and_then(|declaration| assigned(declaration, b"encoding"));
    while let (None, Some(tag)) = (charset, find(rest, b"<")) {
        rest = rest.get(tag + 1..).unwrap_or_default();
        if rest.starts_with(b"!--") {
            // "<!-->" is a whole comment.
            rest = rest.get(1..).and_then(|rest| rest.get(find(rest, b"-->")? + 3..)).unwrap_or_default();
        } else if rest.starts_with(b"!") || rest.starts_with(b"?") {
            rest = rest.get(find(rest, b">").unwrap_or(rest.len())..).unwrap_or_default();
        } else if rest.get(usize::from(rest.starts_with(b"/"))..)?.first().is_some_and(u8::is_ascii_alphabetic) {
            let name = rest.iter().take_while(|b| !b.is_ascii_whitespace() && !matches!(b, b'>' | b'/')).count().max(1);
            let (name, after) = rest.split_at(name);
            rest = after;
            let mut fields = Vec::new();
            while let Some((key, value, after)) = attribute(rest) {
                rest = after;
                fields.push((key, value));
            }
            if name.eq_ignore_ascii_case(b"meta") {
                charset = declared(&fields);
            }
        }
    }
    // The declaration was read as ASCII, so the page can't be UTF-16.
    charset.map(|encoding| match encoding {
        _ if encoding == UTF_16LE || encoding == UTF_16BE => UTF_8,
        _ if encoding == X_USER_DEFINED => WINDOWS_1252,
        _ => encoding,
    })
}

/// What the attributes of a `<meta>` say of the charset.
fn declared(fields: &[(Vec<u8>, Vec<u8>)]) -> Option<&'static Encoding> {
    let field = |name: &[u8]| fields.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_slice());
    field(b"charset").and_then(named).or_else(|| {
        field(b"http-equiv").filter(|kind| kind.eq_ignore_ascii_case(b"content-type"))?;
        assigned(field(b"content")?, b"charset")
    })
}

/// The encoding behind `name=`, in quotes or not.
fn assigned(text: &[u8], name: &[u8]) -> Option<&'static Encoding> {
    let text = text.to_ascii_lowercase();
    let mut rest = text.as_slice();
    loop {
        rest = rest.get(find(rest, name)? + name.len()..)?;
        let Some(value) = rest.trim_ascii_start().strip_prefix(b"=").map(<[u8]>::trim_ascii_start) else { continue };
        let value = match value {
            [quote @ (b'"' | b'\''), value @ ..] => value.get(..find(value, &[*quote])?)?,
            _ => value.split(|b| b.is_ascii_whitespace() || *b == b';').next()?,
        };
        return named(value);
    }
}

/// The next attribute of a tag, lower case, and what follows it; nothing at the tag's end.
fn attribute(tag: &[u8]) -> Option<(Vec<u8>, Vec<u8>, &[u8])> {
    let until = |bytes: &[u8], ends: &dyn Fn(u8) -> bool| bytes.iter().take_while(|b| !ends(**b)).count();
    let blanks = tag.iter().take_while(|b| b.is_ascii_whitespace() || **b == b'/').count();
    let tag = tag.get(blanks..).filter(|tag| !tag.is_empty() && !tag.starts_with(b">"))?;
    // A "=" at the start is part of the name.
    let first = 1 + until(tag.get(1..)?, &|b| b.is_ascii_whitespace() || matches!(b, b'=' | b'>' | b'/'));
    let (name, rest) = tag.split_at(first);
    let name = name.to_ascii_lowercase();
    let Some(value) = rest.trim_ascii_start().strip_prefix(b"=").map(<[u8]>::trim_ascii_start) else {
        return Some((name, Vec::new(), rest));
    };
    let (value, rest) = match value {
        // Cut off by the end of what is looked at, it says nothing.
        [quote @ (b'"' | b'\''), value @ ..] => {
            let end = find(value, &[*quote])?;
            (value.get(..end)?, value.get(end + 1..)?)
        }
        _ => value.split_at(until(value, &|b| b.is_ascii_whitespace() || b == b'>')),
    };
    Some((name, value.to_ascii_lowercase(), rest))
}

fn find(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    haystack.windows(needle.len()).position(|window| window == needle)
}

/// The longest head of `text` of at most `bytes` bytes that ends between characters.
pub fn head(text: &str, bytes: usize) -> &str {
    let mut end = bytes.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or_default()
}
