//! What stands between headline and story: the standfirst, and what of headline and byline is said again where the text
//! begins.

use super::furniture::normal;
use crate::article::Block;

/// Blocks at the start in which a repetition is looked for.
const START: usize = 4;

/// The standfirst; what of it the first blocks say again goes from them, unless it is only how the story begins.
pub fn standfirst(told: Option<String>, blocks: &mut Vec<Block>) -> Option<String> {
    let told = told.filter(|told| !told.ends_with("...") && !told.ends_with('…'))?;
    let same = normal(&told);
    let says = |block: &Block| if block.is_body() { normal(&block.lines().join(" ")) } else { String::new() };
    if let Some(at) = blocks.iter().take(START).position(|block| says(block) == same) {
        blocks.remove(at);
        return Some(told);
    }
    let head: String = same.chars().take(60).collect();
    let begins = blocks.iter().take(START).any(|block| says(block).starts_with(&head));
    (!begins && told.contains(' ') && told.chars().count() <= 900).then_some(told)
}

/// Takes the headline, a byline or a date from the start of the story.
pub fn trim(blocks: &mut Vec<Block>, title: Option<&str>, authors: &[String]) {
    let title = title.map(normal).unwrap_or_default();
    let mut nth = 0;
    let mut at = 0;
    while nth < START && at < blocks.len() {
        let repeats = blocks.get(at).is_some_and(|block| match block {
            Block::Heading { text, .. } | Block::Paragraph { text } => {
                let words = text.to_plain();
                normal(&words) == title || is_byline(&words, authors)
            }
            _ => false,
        });
        if repeats {
            blocks.remove(at);
        } else {
            at += 1;
        }
        nth += 1;
    }
}

/// "By Jane Doe, Wellington", "Jane Doe | 6 October 2026".
fn is_byline(line: &str, authors: &[String]) -> bool {
    let count = line.split_whitespace().count();
    if count > 14 || line.ends_with(['.', '!', '?']) {
        return false;
    }
    let normal_line = normal(line);
    let named = authors.iter().any(|author| normal_line.contains(&normal(author)));
    let by = ["by ", "von ", "par ", "por ", "door "].iter().any(|lead| normal_line.starts_with(lead));
    let dated =
        line.chars().filter(char::is_ascii_digit).count() >= 4 && count <= 8 && normal_line.split(' ').any(is_year);
    (by && (named || count <= 5)) || (named && count <= 10) || dated
}

fn is_year(word: &str) -> bool {
    word.len() == 4 && (word.starts_with("19") || word.starts_with("20")) && word.chars().all(|c| c.is_ascii_digit())
}
