//! The words of a headline as they are compared: folded to plain letters, without endings and without those that every
//! story has.

use crate::news::{Headline, Label};
use crate::text::is_spaced;

/// Of a title, so many characters are looked at.
const TITLE_CHARS: usize = 300;
/// Of a standfirst: some feeds put the whole story there.
const LEAD_CHARS: usize = 400;

/// Words that say nothing of what a story is about, in the languages that blended lists are mostly in. What is left of
/// `don't` and `l'eau` is among them.
pub(super) const COMMON: &[&str] = &[
    // English
    "a", "about", "after", "all", "also", "amid", "among", "an", "and", "are", "as", "at", "be", "been", "before",
    "but", "by", "can", "could", "day", "days", "did", "do", "does", "don", "first", "for", "from", "had", "has",
    "have", "he", "her", "his", "how", "if", "in", "into", "is", "it", "its", "last", "like", "ll", "may", "might",
    "more", "most", "new", "no", "not", "of", "off", "on", "one", "only", "or", "our", "out", "over", "people", "re",
    "said", "say", "says", "she", "so", "some", "than", "that", "the", "their", "them", "there", "these", "they",
    "this", "those", "to", "two", "up", "us", "ve", "was", "we", "week", "were", "what", "when", "where", "which",
    "while", "who", "why", "will", "with", "would", "year", "years", "you", "your", // German
    "auch", "auf", "aus", "bei", "das", "dem", "den", "der", "des", "die", "ein", "eine", "einem", "einen", "einer",
    "er", "es", "fur", "hat", "ich", "im", "ist", "mit", "nach", "nicht", "noch", "sein", "sich", "sie", "sind",
    "uber", "um", "und", "vom", "von", "vor", "was", "wie", "wird", "zu", "zum", "zur", // French
    "au", "aux", "avec", "ce", "ces", "cette", "ces", "dans", "de", "du", "elle", "en", "est", "et", "il", "ils", "la",
    "le", "les", "leur", "lui", "mais", "ne", "ou", "par", "pas", "plus", "pour", "qu", "que", "qui", "sa", "se",
    "ses", "son", "sont", "sur", "un", "une", // Spanish
    "al", "como", "con", "del", "el", "entre", "esta", "este", "ha", "han", "las", "lo", "los", "mas", "muy", "para",
    "pero", "por", "sin", "sobre", "su", "sus", "tras", "una", "uno", "ya",
];

/// One word of a title as it stands there.
#[derive(Debug)]
pub(super) struct Word {
    /// It begins a sentence, a quotation or a clause of its own, where any word may have a capital.
    pub opens: bool,
    /// In small plain letters, as it is.
    pub plain: String,
}

impl Word {
    pub fn is_number(&self) -> bool {
        is_number(&self.plain)
    }

    /// `24-18`: who won, and by how much.
    pub fn is_score(&self) -> bool {
        self.is_number() && self.plain.contains('-')
    }
}

pub(super) fn title(headline: &Headline) -> Vec<Word> {
    let mut words = Vec::new();
    each_of_title(headline, |plain, _, opens| words.push(Word { opens, plain: plain.to_owned() }));
    words
}

/// Hands over each word of the title: in small plain letters, whether it has a capital, whether it opens a sentence.
pub(super) fn each_of_title(headline: &Headline, take: impl FnMut(&str, bool, bool)) {
    each(&headline.title, TITLE_CHARS, take);
}

/// The same for the standfirst.
pub(super) fn each_of_lead(headline: &Headline, take: impl FnMut(&str, bool, bool)) {
    each(headline.standfirst.as_deref().unwrap_or_default(), LEAD_CHARS, take);
}

fn each(said: &str, chars: usize, mut take: impl FnMut(&str, bool, bool)) {
    let (mut plain, mut capital, mut opens) = (String::new(), false, true);
    let mut chars = said.chars().take(chars).peekable();
    while let Some(c) = chars.next() {
        if c.is_alphanumeric() && is_spaced(c) {
            if plain.is_empty() {
                capital = c.is_uppercase();
            }
            match c {
                _ if c.is_ascii() => plain.push(c.to_ascii_lowercase()),
                _ => plain.push_str(&deunicode::deunicode_char(c).unwrap_or_default().to_ascii_lowercase()),
            }
            continue;
        }
        let in_number = plain.ends_with(|c: char| c.is_ascii_digit()) && chars.peek().is_some_and(char::is_ascii_digit);
        match c {
            ',' if in_number => continue,
            '.' if in_number => {
                plain.push('.');
                continue;
            }
            '-' | '–' if in_number => {
                plain.push('-');
                continue;
            }
            _ => {}
        }
        let ended = !plain.is_empty();
        if ended {
            take(&plain, capital, opens);
            plain.clear();
            opens = false;
        }
        // An apostrophe in a word opens nothing.
        opens |= match c {
            '\'' | '’' => !ended,
            _ => !c.is_whitespace() && !matches!(c, ',' | '-' | '&' | '/'),
        };
    }
    if !plain.is_empty() {
        take(&plain, capital, opens);
    }
}

/// A word without the ending that its place in the sentence gives it. Both `votes` and `voted` become `vot`: a stem need
/// not be a word, only the same one.
pub(super) fn stem(plain: &str) -> &str {
    let endings = ["ing", "ed", "es", "s", "e"];
    let cut = endings.iter().find_map(|ending| plain.strip_suffix(ending).filter(|rest| rest.len() >= 4));
    cut.unwrap_or(plain)
}

pub(super) fn is_number(plain: &str) -> bool {
    plain.starts_with(|c: char| c.is_ascii_digit())
}

/// What kind of piece it is, as far as its title and labels tell. A report and a gallery are about one event, but nobody
/// who has read the one has read the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Kind(u8);

const PICTURES: u8 = 1;
const LIVE: u8 = 2;
const QUESTION: u8 = 4;
const VIEW: u8 = 8;
const AUDIO: u8 = 16;
const PAID: u8 = 32;
const SEVERAL: u8 = 64;

impl Kind {
    pub fn of(headline: &Headline, title: &[Word]) -> Self {
        let labels = headline.labels.iter().map(|label| match label {
            Label::Video => PICTURES,
            Label::Live => LIVE,
            Label::Opinion => VIEW,
            Label::Audio => AUDIO,
            Label::Sponsored => PAID,
            Label::Premium | Label::Updated => 0,
        });
        let words = title.iter().map(|word| match word.plain.as_str() {
            "pictures" | "photos" | "pictured" | "gallery" | "watch" | "video" | "videos" | "highlights" => PICTURES,
            "live" | "updates" | "liveblog" | "ticker" => LIVE,
            "explained" | "explainer" | "analysis" | "takeaways" | "guide" => QUESTION,
            "opinion" | "column" | "comment" | "editorial" | "letters" | "review" | "obituary" => VIEW,
            // Several stories in one.
            "briefing" | "newsletter" | "papers" | "morning" | "quiz" | "roundup" => SEVERAL,
            "podcast" | "listen" => AUDIO,
            _ => 0,
        });
        let first = title.first().is_some_and(|word| {
            [
                "what", "why", "how", "who", "where", "when", "which", "can", "could", "does", "do", "is", "are",
                "will", "should", "warum", "wieso", "wie", "wer", "pourquoi",
            ]
            .contains(&word.plain.as_str())
        });
        let asks = first || headline.title.contains(['?', '？']) || has(title, &["need", "to", "know"]);
        // `Council keeps bridge. And, a duck`: several stories in one.
        let goes_on = title.iter().skip(1).any(|word| word.opens && word.plain == "and");
        let happened = has(title, &["as", "it", "happened"]);
        let found = labels.chain(words).fold(0, |all, one| all | one);
        let of_form = [(asks, QUESTION), (happened, LIVE), (goes_on, SEVERAL)];
        Self(of_form.iter().filter(|(is, _)| *is).fold(found, |all, (_, one)| all | one))
    }

    /// Somebody paid for it: it tells of no event.
    pub fn is_paid(self) -> bool {
        self.0 & PAID != 0
    }
}

/// True for a title that tells of what is still to come.
pub(super) fn is_ahead(title: &[Word]) -> bool {
    let word = |word: &Word| matches!(word.plain.as_str(), "preview" | "upcoming" | "looms" | "poised");
    let to = ["meet", "hold", "attend", "visit", "face", "play", "host", "decide"];
    title.iter().any(word)
        || [["ahead", "of"], ["set", "to"], ["expected", "to"]].iter().any(|words| has(title, words))
        || title.windows(2).any(|pair| matches!(pair, [a, b] if a.plain == "to" && to.contains(&b.plain.as_str())))
}

/// Which of a row of matches, sittings or elections the title tells of, and whose.
pub(super) fn stages(title: &[Word]) -> Vec<String> {
    const STAGES: &[&str] = &[
        "opener",
        "opening",
        "heat",
        "heats",
        "round",
        "semi",
        "semifinal",
        "final",
        "finals",
        "playoff",
        "playoffs",
        "qualifier",
        "replay",
        "rematch",
        "women",
        "men",
        "girls",
        "man",
        "woman",
        "boys",
    ];
    let words = title.iter().filter(|word| STAGES.contains(&word.plain.as_str()));
    let mut stages: Vec<String> = words.map(|word| stem(&word.plain).to_owned()).collect();
    stages.sort_unstable();
    stages.dedup();
    stages
}

fn has(title: &[Word], words: &[&str]) -> bool {
    title.windows(words.len()).any(|here| here.iter().zip(words).all(|(word, wanted)| word.plain == *wanted))
}
