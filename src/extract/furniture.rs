//! Sentences that pages say and stories don't, as data: compared with whole paragraphs, in the form that
//! [`normal`] gives them.

use std::collections::HashSet;
use std::sync::LazyLock;

/// Characters of a paragraph that the beginnings in the data may condemn.
const START_AT_MOST: usize = 300;
/// Characters of a line that the labels in the data may condemn.
const LABEL_AT_MOST: usize = 90;

struct Sentences {
    lines: HashSet<&'static str>,
    starts: Vec<&'static str>,
    labels: Vec<&'static str>,
    ends: HashSet<&'static str>,
    comments: HashSet<&'static str>,
}

static SENTENCES: LazyLock<Sentences> = LazyLock::new(|| {
    let mut sentences = Sentences {
        lines: HashSet::new(),
        starts: Vec::new(),
        labels: Vec::new(),
        ends: HashSet::new(),
        comments: HashSet::new(),
    };
    let mut part = "";
    for line in include_str!("furniture.txt").lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        match (line, part) {
            ("[line]" | "[start]" | "[label]" | "[end]" | "[comments]", _) => part = line,
            (_, "[line]") => drop(sentences.lines.insert(line)),
            (_, "[start]") => sentences.starts.push(line),
            (_, "[label]") => sentences.labels.push(line),
            (_, "[comments]") => drop(sentences.comments.insert(line)),
            _ => drop(sentences.ends.insert(line)),
        }
    }
    sentences
});

/// Lower case, letters and digits of any script, single blanks, Latin letters without their marks.
pub fn normal(line: &str) -> String {
    let mut normal = String::with_capacity(line.len());
    for c in line.chars() {
        if c.is_alphanumeric() {
            normal.extend(plain_letter(c).to_lowercase());
        } else if !normal.is_empty() && !normal.ends_with(' ') {
            normal.push(' ');
        }
    }
    normal.truncate(normal.trim_end().len());
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

/// True for a paragraph that belongs to the page, not to the story.
pub fn is_furniture(paragraph: &str) -> bool {
    // "Advertisement" and "Advertise with…" come with all sorts of marks around them; a long paragraph is prose.
    if paragraph.chars().count() > START_AT_MOST {
        return false;
    }
    let normal = normal(paragraph);
    if normal.is_empty() || paragraph.trim_start().starts_with('©') {
        return true;
    }
    // "Contact Jane Doe at jane@example.org."
    if paragraph.contains('@')
        && ["contact ", "email ", "e mail ", "reach ", "write to "].iter().any(|lead| normal.starts_with(lead))
    {
        return true;
    }
    let begins = |start: &&str| normal.strip_prefix(start).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '));
    let label = paragraph.chars().count() <= LABEL_AT_MOST;
    SENTENCES.lines.contains(normal.as_str())
        || SENTENCES.starts.iter().any(begins)
        || (label && SENTENCES.labels.iter().any(begins))
}

/// True for a heading or short line that ends the story.
pub fn is_end(line: &str) -> bool {
    line.chars().count() <= 60 && SENTENCES.ends.contains(normal(line).as_str())
}

/// True for a line under which readers speak.
pub fn is_comments(line: &str) -> bool {
    line.chars().count() <= 60
        && SENTENCES.comments.contains(normal(line).trim_matches(|c: char| c.is_ascii_digit() || c == ' '))
}
