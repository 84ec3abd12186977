//! Bytes into text.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// How far into a document its declaration is looked for.
const HEAD: usize = 1024;

/// The text of `bytes`, and whether some of it had to be guessed.
///
/// The first of these that speaks decides: the byte order mark, `charset` (what HTTP said), the XML declaration. Where
/// none does, or what it says is plainly not so, it is UTF-8, or else windows-1252.
pub(super) fn decode(bytes: &[u8], charset: Option<&str>) -> (String, bool) {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        let (text, is_bad) = encoding.decode_without_bom_handling(bytes.get(mark..).unwrap_or_default());
        return (text.into_owned(), is_bad);
    }
    let told = charset.and_then(|label| Encoding::for_label(label.trim_matches(['"', '\'', ' ']).as_bytes()));
    match told.or_else(|| declared(bytes)) {
        Some(encoding) if encoding != UTF_8 => {
            let (text, is_bad) = encoding.decode_without_bom_handling(bytes);
            (text.into_owned(), is_bad)
        }
        _ => undeclared(bytes),
    }
}

/// UTF-8 with a few broken bytes keeps what is sound; bytes that make no sense as UTF-8 are windows-1252.
fn undeclared(bytes: &[u8]) -> (String, bool) {
    let (text, is_bad) = UTF_8.decode_without_bom_handling(bytes);
    if !is_bad {
        return (text.into_owned(), false);
    }
    let broken = text.matches(char::REPLACEMENT_CHARACTER).count();
    let sound = text.chars().filter(|c| !c.is_ascii()).count() - broken;
    if sound >= broken {
        return (text.into_owned(), true);
    }
    (WINDOWS_1252.decode_without_bom_handling(bytes).0.into_owned(), true)
}

/// What `<?xml … encoding="…"?>` says.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    if bytes.starts_with(b"<\0?\0") {
        return Some(UTF_16LE);
    }
    if bytes.starts_with(b"\0<\0?") {
        return Some(UTF_16BE);
    }
    let head: String = bytes.iter().take(HEAD).map(|&byte| char::from(byte)).collect();
    let (declaration, _) = head.trim_start().strip_prefix("<?xml")?.split_once("?>")?;
    let (_, value) = declaration.split_once("encoding")?;
    let value = value.trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let label = value.strip_prefix(quote)?.split_once(quote)?.0;
    // A declaration that can be read byte by byte is not in UTF-16, whatever it says.
    Encoding::for_label(label.trim().as_bytes()).filter(|encoding| encoding.is_ascii_compatible())
}
