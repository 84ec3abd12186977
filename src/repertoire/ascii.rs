//! Any letters in ASCII, column for column.

use unicode_segmentation::UnicodeSegmentation;

use crate::text::{is_hostile, width};

/// What says most in one column, where the usual spelling needs more or says something else: the screen's own furniture,
/// and signs.
const SIGNS: [(char, &str); 21] = [
    ('▌', ">"),
    ('▸', "+"),
    ('▾', "-"),
    ('·', "-"),
    ('«', "\""),
    ('»', "\""),
    ('„', "\""),
    ('£', "L"),
    ('¥', "Y"),
    ('¢', "c"),
    ('°', "o"),
    ('÷', "/"),
    ('±', "~"),
    ('≈', "~"),
    ('≠', "!"),
    ('≤', "<"),
    ('≥', ">"),
    ('→', ">"),
    ('←', "<"),
    ('™', " "),
    ('®', " "),
];

/// `words` in ASCII, as wide as they are; what has no width is left out.
///
/// ```
/// use dateline::repertoire::ascii::spelled;
/// assert_eq!(spelled("“Tāwhai’s” café — Волга…"), "\"Tawhai's\" cafe - Volga.");
/// ```
#[must_use]
pub fn spelled(words: &str) -> String {
    let mut spelled = String::with_capacity(words.len());
    for grapheme in words.graphemes(true) {
        match grapheme.as_bytes() {
            [b' '..=b'~'] => spelled.push_str(grapheme),
            _ => spelled.push_str(&letters(grapheme, width(grapheme))),
        }
    }
    spelled
}

/// One character as shown on a screen, in exactly `columns` letters of ASCII.
#[must_use]
pub fn letters(grapheme: &str, columns: usize) -> String {
    let mut letters: String = grapheme.chars().filter(|c| !is_hostile(*c)).map(|c| spelling(c, columns)).collect();
    letters.truncate(columns);
    let missing = columns - letters.len();
    // Nothing of it can be spelled: it is still seen that something stands there.
    let filling = if letters.is_empty() && !grapheme.trim().is_empty() { "?" } else { " " };
    letters.push_str(&filling.repeat(missing));
    letters
}

fn spelling(c: char, columns: usize) -> &'static str {
    if let Some((_, sign)) = SIGNS.iter().find(|(known, _)| *known == c) {
        return sign;
    }
    // The name of a picture is too long for its two columns: "trophy" would be "tr".
    if columns > 1 && matches!(c, '\u{1F000}'..='\u{1F1E5}' | '\u{1F200}'..='\u{1FAFF}' | '\u{2600}'..='\u{27BF}') {
        return "[]";
    }
    let spelled = deunicode::deunicode_char(c).unwrap_or_default();
    let first = spelled.chars().next().unwrap_or_default();
    // The first letter of several stands for all, and of `...` a dot; but the 1 of 1/2 is another number.
    let is_cut_badly = spelled.len() > columns && !first.is_ascii_alphabetic() && spelled.chars().any(|c| c != first);
    let is_printable = spelled.bytes().all(|byte| matches!(byte, b' '..=b'~'));
    if is_cut_badly || !is_printable { "" } else { spelled }
}
