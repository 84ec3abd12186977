//! What a segment's own words look like, whatever their language.

use super::super::furniture::Sentence;

/// Counts over the characters of one segment, and what its beginning and end say.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Wording {
    /// Characters without blanks.
    pub chars: f32,
    pub words: f32,
    /// Commas and semicolons.
    pub commas: f32,
    /// Full stops, question and exclamation marks.
    pub stops: f32,
    pub digits: f32,
    pub capitals: f32,
    pub quotes: f32,
    /// Bars, bullets, arrows, slashes: what stands between links.
    pub seams: f32,
    /// Words that begin with a capital letter.
    pub titled: f32,
    /// Letters outside of ASCII.
    pub foreign: f32,
    /// How it ends: 0 in a letter, 1 in a full stop, 2 with a question or exclamation mark, 3 with a closing quote, 4 with a
    /// colon, 5 with dots, 6 with a comma, 7 in a digit, 8 in anything else.
    pub end: f32,
    /// How it begins: 0 small letter, 1 capital, 2 digit, 3 quote, 4 anything else.
    pub start: f32,
    pub has_at: f32,
    pub has_address: f32,
    /// 1 for a furniture sentence, 2 for a line that ends a story, 3 for one under which readers speak.
    pub sentence: f32,
}

impl Wording {
    /// Reads the words of a segment.
    pub fn of(plain: &str, sentence: Sentence) -> Self {
        let mut wording = Self::default();
        let mut before = ' ';
        for c in plain.chars() {
            if c.is_whitespace() {
                before = ' ';
                continue;
            }
            wording.chars += 1.0;
            if before == ' ' {
                wording.words += 1.0;
                wording.titled += flag(c.is_uppercase());
            }
            match c {
                ',' | ';' | '、' | '，' | '،' => wording.commas += 1.0,
                '.' | '!' | '?' | '。' | '！' | '？' | '।' | '؟' => wording.stops += 1.0,
                '"' | '“' | '”' | '„' | '«' | '»' | '「' | '」' | '‘' | '’' => wording.quotes += 1.0,
                '|' | '•' | '·' | '›' | '→' | '/' | '>' | '►' => wording.seams += 1.0,
                '@' => wording.has_at = 1.0,
                c if c.is_ascii_digit() => wording.digits += 1.0,
                c => {
                    wording.capitals += flag(c.is_uppercase());
                    wording.foreign += flag(!c.is_ascii() && c.is_alphabetic());
                }
            }
            before = c;
        }
        wording.has_address = flag(plain.contains("http") || plain.contains("www."));
        wording.start = plain.chars().find(|c| !c.is_whitespace()).map_or(4.0, starts);
        wording.end = plain.chars().rev().find(|c| !c.is_whitespace()).map_or(8.0, ends);
        wording.sentence = match sentence {
            Sentence { is_furniture: true, .. } => 1.0,
            Sentence { is_end: true, .. } => 2.0,
            Sentence { is_comments: true, .. } => 3.0,
            _ => 0.0,
        };
        wording
    }
}

/// 1 for yes.
pub fn flag(holds: bool) -> f32 {
    f32::from(u8::from(holds))
}

fn starts(c: char) -> f32 {
    match c {
        '"' | '“' | '„' | '«' | '「' | '‘' | '\'' => 3.0,
        c if c.is_lowercase() => 0.0,
        c if c.is_alphabetic() => 1.0,
        c if c.is_numeric() => 2.0,
        _ => 4.0,
    }
}

fn ends(c: char) -> f32 {
    match c {
        '.' | '。' | '।' => 1.0,
        '?' | '!' | '？' | '！' | '؟' => 2.0,
        '"' | '”' | '“' | '»' | '」' | '’' | '\'' | ')' => 3.0,
        ':' | '：' => 4.0,
        '…' => 5.0,
        ',' => 6.0,
        c if c.is_alphabetic() => 0.0,
        c if c.is_numeric() => 7.0,
        _ => 8.0,
    }
}
