//! Bytes into text.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// How far into a document its declaration is looked for.
const HEAD: usize = 1024;

/// What four bytes mean a character each.
#[derive(Clone, Copy, PartialEq)]
enum Wide {
    Little,
    Big,
}

/// The text of `bytes`, and whether some of it had to be guessed.
///
/// The first of these that speaks decides: the byte order mark, `charset` (what HTTP said), the XML declaration. Where
/// none does, or what it says is plainly not so, it is UTF-8, or else windows-1252.
pub(super) fn decode(bytes: &[u8], charset: Option<&str>) -> (String, bool) {
    if let Some((order, mark)) = wide(bytes) {
        return four_bytes_each(bytes.get(mark..).unwrap_or_default(), order);
    }
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        let (text, is_bad) = encoding.decode_without_bom_handling(bytes.get(mark..).unwrap_or_default());
        return (text.into_owned(), is_bad);
    }
    if let Some(encoding) = by_the_first_characters(bytes) {
        let (text, is_bad) = encoding.decode_without_bom_handling(bytes);
        return (text.into_owned(), is_bad);
    }
    let told = charset.and_then(|label| Encoding::for_label(label.trim_matches(['"', '\'', ' ']).as_bytes()));
    // Bytes that hold a `<` by itself are not in UTF-16, whatever HTTP says.
    let told = told.filter(|encoding| encoding.is_ascii_compatible());
    let mut broken = None;
    for encoding in [told, declared(bytes)].into_iter().flatten().filter(|&encoding| encoding != UTF_8) {
        // Every byte means something in a charset of single bytes; what is sound UTF-8 all the same was never in it.
        if encoding.is_single_byte() && is_utf_8(bytes) {
            continue;
        }
        let (text, is_bad) = encoding.decode_without_bom_handling(bytes);
        if !is_bad {
            return (text.into_owned(), false);
        }
        broken = broken.or(Some(text.into_owned()));
    }
    match broken {
        Some(text) if !is_utf_8(bytes) => (text, true),
        _ => undeclared(bytes),
    }
}

/// True for UTF-8 that is more than ASCII.
fn is_utf_8(bytes: &[u8]) -> bool {
    !bytes.is_ascii() && std::str::from_utf8(bytes).is_ok()
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

/// UTF-32, with or without its mark; and how many bytes that takes.
fn wide(bytes: &[u8]) -> Option<(Wide, usize)> {
    match bytes.first_chunk::<4>()? {
        [0xff, 0xfe, 0, 0] => Some((Wide::Little, 4)),
        [0, 0, 0xfe, 0xff] => Some((Wide::Big, 4)),
        [b'<', 0, 0, 0] => Some((Wide::Little, 0)),
        [0, 0, 0, b'<'] => Some((Wide::Big, 0)),
        _ => None,
    }
}

/// The web's encodings leave UTF-32 out.
fn four_bytes_each(bytes: &[u8], order: Wide) -> (String, bool) {
    let (characters, rest) = bytes.as_chunks::<4>();
    let mut is_bad = !rest.is_empty();
    let decoded = characters.iter().map(|&bytes| {
        let code = if order == Wide::Little { u32::from_le_bytes(bytes) } else { u32::from_be_bytes(bytes) };
        char::from_u32(code).unwrap_or_else(|| {
            is_bad = true;
            char::REPLACEMENT_CHARACTER
        })
    });
    let text: String = decoded.collect();
    (text, is_bad)
}

/// UTF-16 without its mark: a `<` of two bytes, and a second character of two.
fn by_the_first_characters(bytes: &[u8]) -> Option<&'static Encoding> {
    match bytes.first_chunk::<4>()? {
        [b'<', 0, second, 0] if *second != 0 => Some(UTF_16LE),
        [0, b'<', 0, second] if *second != 0 => Some(UTF_16BE),
        _ => None,
    }
}

/// What `<?xml … encoding="…"?>` says.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head: String = bytes.iter().take(HEAD).map(|&byte| char::from(byte)).collect();
    let (declaration, _) = head.trim_start().strip_prefix("<?xml")?.split_once("?>")?;
    let (_, value) = declaration.split_once("encoding")?;
    let value = value.trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let label = value.strip_prefix(quote)?.split_once(quote)?.0;
    // A declaration that can be read byte by byte is not in UTF-16, whatever it says.
    Encoding::for_label(label.trim().as_bytes()).filter(|encoding| encoding.is_ascii_compatible())
}
