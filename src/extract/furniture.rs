//! Sentences that pages say and stories don't, as data: compared with whole paragraphs, in the form that
//! [`normal`] gives them.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

/// Characters of a paragraph that the beginnings in the data may condemn.
const START_AT_MOST: usize = 300;
/// Characters of a line that the labels in the data may condemn.
const LABEL_AT_MOST: usize = 90;

/// Characters of a line that ends a story.
const END_AT_MOST: usize = 60;

struct Sentences {
    lines: HashSet<&'static str>,
    starts: Leads,
    labels: Leads,
    ends: HashSet<&'static str>,
    comments: HashSet<&'static str>,
}

/// What a line may begin with, by the first word.
type Leads = HashMap<&'static str, Vec<&'static str>>;

fn first_word(line: &str) -> &str {
    line.split(' ').next().unwrap_or_default()
}

static SENTENCES: LazyLock<Sentences> = LazyLock::new(|| {
    let mut sentences = Sentences {
        lines: HashSet::new(),
        starts: Leads::new(),
        labels: Leads::new(),
        ends: HashSet::new(),
        comments: HashSet::new(),
    };
    let mut part = "";
    for line in include_str!("furniture.txt").lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        match (line, part) {
            ("[line]" | "[start]" | "[label]" | "[end]" | "[comments]", _) => part = line,
            (_, "[line]") => drop(sentences.lines.insert(line)),
            (_, "[start]") => sentences.starts.entry(first_word(line)).or_default().push(line),
            (_, "[label]") => sentences.labels.entry(first_word(line)).or_default().push(line),
            (_, "[comments]") => drop(sentences.comments.insert(line)),
            _ => drop(sentences.ends.insert(line)),
        }
    }
    sentences
});

/// Lower case, letters and digits of any script, single blanks, Latin letters without their marks.
pub fn normal(line: &str) -> String {
    let mut normal = String::with_capacity(line.len());
    let mut parted = false;
    for c in line.chars() {
        let word = if c.is_ascii() { c.is_ascii_alphanumeric() } else { c.is_alphanumeric() };
        if !word {
            parted = true;
            continue;
        }
        if parted && !normal.is_empty() {
            normal.push(' ');
        }
        parted = false;
        if c.is_ascii() {
            normal.push(c.to_ascii_lowercase());
        } else {
            normal.extend(plain_letter(c).to_lowercase());
        }
    }
    normal
}

/// The letter without its mark, for the languages of the data.
fn plain_letter(c: char) -> char {
    match c {
        'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' | 'À' | 'Á' | 'Â' | 'Ã' | 'Ä' | 'Å' => 'a',
        'è' | 'é' | 'ê' | 'ë' | 'È' | 'É' | 'Ê' | 'Ë' | 'ę' => 'e',
        'ì' | 'í' | 'î' | 'ï' | 'Í' | 'Î' => 'i',
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' | 'Ò' | 'Ó' | 'Ô' | 'Õ' | 'Ö' | 'Ø' => 'o',
        'ù' | 'ú' | 'û' | 'ü' | 'Ù' | 'Ú' | 'Û' | 'Ü' => 'u',
        'ñ' | 'Ñ' => 'n',
        'ç' | 'Ç' | 'ć' => 'c',
        'ż' | 'ź' => 'z',
        other => other,
    }
}

/// What a line says about where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Sentence {
    /// It belongs to the page, not to the story.
    pub is_furniture: bool,
    /// A heading or short line that ends the story.
    pub is_end: bool,
    /// A line under which readers speak.
    pub is_comments: bool,
}

/// Compares a paragraph with the sentences of pages; `normal` is what [`normal`] makes of it.
pub fn sentence(paragraph: &str, normal: &str) -> Sentence {
    let chars = paragraph.chars().take(START_AT_MOST + 1).count();
    // "Advertisement" and "Advertise with…" come with all sorts of marks around them; a long paragraph is prose.
    if chars > START_AT_MOST {
        return Sentence::default();
    }
    let short = chars <= END_AT_MOST;
    let spoken = normal.trim_matches(|c: char| c.is_ascii_digit() || c == ' ');
    Sentence {
        is_furniture: is_said_by_pages(paragraph, normal, chars),
        is_end: short && SENTENCES.ends.contains(normal),
        is_comments: short && SENTENCES.comments.contains(spoken),
    }
}

fn is_said_by_pages(paragraph: &str, normal: &str, chars: usize) -> bool {
    if normal.is_empty() || paragraph.trim_start().starts_with('©') {
        return true;
    }
    // "Contact Jane Doe at jane@example.org."
    if paragraph.contains('@')
        && ["contact ", "email ", "e mail ", "reach ", "write to "].iter().any(|lead| normal.starts_with(lead))
    {
        return true;
    }
    let begins = |leads: &Leads| {
        let fits = |lead: &&str| normal.strip_prefix(lead).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '));
        leads.get(first_word(normal)).is_some_and(|leads| leads.iter().any(fits))
    };
    SENTENCES.lines.contains(normal)
        || begins(&SENTENCES.starts)
        || (chars <= LABEL_AT_MOST && begins(&SENTENCES.labels))
}
