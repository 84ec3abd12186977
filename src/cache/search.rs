//! What a reader types, as a query of the full-text index.

use crate::text;

/// More words than anybody searches for; the index limits how deep a query may be.
const WORDS_AT_MOST: usize = 32;

/// `typed` as an FTS5 query for stories with all of its words, the last one as a beginning; `None` when it has no
/// word.
///
/// Each word is quoted, so nothing in it is syntax. Cleaning takes NUL out, which would end the query early.
pub(super) fn fts_query(typed: &str) -> Option<String> {
    let typed = text::clean(typed);
    let words: Vec<String> = typed
        .split(' ')
        .filter(|word| word.chars().any(char::is_alphanumeric))
        .take(WORDS_AT_MOST)
        .map(|word| format!("\"{}\"", word.replace('"', "\"\"")))
        .collect();
    (!words.is_empty()).then(|| format!("{} *", words.join(" ")))
}

#[cfg(test)]
mod tests {
    use super::fts_query;

    #[test]
    fn every_word_is_quoted_and_the_last_is_a_beginning() {
        assert_eq!(fts_query("harbour  brid").as_deref(), Some("\"harbour\" \"brid\" *"));
        assert_eq!(fts_query("a \"b\" OR -c").as_deref(), Some("\"a\" \"\"\"b\"\"\" \"OR\" \"-c\" *"));
        assert_eq!(fts_query(" — \u{0} \" "), None);
    }
}
