//! Bytes into characters: BOM, then the header's charset, then the page's own, then UTF-8, then windows-1252.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// How far into a page its own charset is looked for. Browsers look at 1,024 bytes; publishers put it later.
const PRESCAN: usize = 8 * 1024;

/// The page's characters. Bytes that fit no character become U+FFFD; nothing fails.
pub fn decode<'a>(bytes: &'a [u8], header: Option<&str>) -> Cow<'a, str> {
    if let Some((encoding, skip)) = Encoding::for_bom(bytes) {
        return encoding.decode_without_bom_handling(bytes.get(skip..).unwrap_or_default()).0;
    }
    if let Some(encoding) = header.and_then(|label| Encoding::for_label(label.trim().as_bytes())) {
        return encoding.decode_without_bom_handling(bytes).0;
    }
    // What is UTF-8 throughout is UTF-8: proxies and archives change the bytes and leave the page's word for them.
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Cow::Borrowed(text);
    }
    match declared(bytes) {
        Some(encoding) if encoding != UTF_8 => encoding.decode_without_bom_handling(bytes).0,
        named => utf8_or_western(bytes, named.is_some()),
    }
}

fn utf8_or_western(bytes: &[u8], declared: bool) -> Cow<'_, str> {
    // A page cut in the middle of a character is still UTF-8, and so is one with a few bad bytes.
    let encoding = if declared || mostly_utf8(bytes) { UTF_8 } else { WINDOWS_1252 };
    encoding.decode_without_bom_handling(bytes).0
}

/// True when there are more whole multi-byte characters than broken ones.
fn mostly_utf8(bytes: &[u8]) -> bool {
    let (mut whole, mut broken) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        whole += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    whole > broken
}

/// The charset that the page's own `<meta>` or XML declaration names.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..PRESCAN).unwrap_or(bytes).to_ascii_lowercase();
    let mut rest = head.as_slice();
    while let Some(at) = find(rest, b"charset").or_else(|| find(rest, b"encoding")) {
        rest = rest.get(at + 7..).unwrap_or_default();
        let value = rest.strip_prefix(b"g").unwrap_or(rest).trim_ascii_start();
        let Some(value) = value.strip_prefix(b"=") else { continue };
        let value: Vec<u8> = value
            .iter()
            .copied()
            .skip_while(|b| b.is_ascii_whitespace() || matches!(b, b'"' | b'\''))
            .take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b':'))
            .collect();
        if let Some(encoding) = Encoding::for_label(&value) {
            // The declaration was read as ASCII, so the page can't be UTF-16 (WHATWG, "prescan a byte stream").
            return Some(if encoding == UTF_16LE || encoding == UTF_16BE { UTF_8 } else { encoding });
        }
    }
    None
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
