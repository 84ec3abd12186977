//! What paragraphs are by their looks: a bold line over prose is a heading, lines with bullets are a list.

use crate::article::{Block, Face, Item, Text};

/// Characters of a bold paragraph that acts as a heading.
const HEADING_AT_MOST: usize = 90;
/// The same for a question, which an answer follows.
const QUESTION_AT_MOST: usize = 240;
/// Marks that stand before the rows of a list and nowhere else.
const BULLETS: [char; 12] = ['•', '‣', '▪', '◦', '■', '●', '►', '▶', '▸', '∙', '·', '➤'];
/// Marks that may as well begin a remark or a footnote.
const DASHES: [&str; 2] = ["- ", "* "];

/// Makes headings of those bold paragraphs that act as one; `bold` are their indices, in order.
pub fn headings(blocks: &mut [Block], bold: &[usize]) {
    let paragraphs = blocks.iter().filter(|block| matches!(block, Block::Paragraph { .. })).count();
    // Where most is bold, bold says nothing. Half of it may be the questions of an interview.
    if bold.len() * 2 > paragraphs {
        return;
    }
    let heads: Vec<usize> = bold.iter().copied().filter(|&at| heads(blocks, bold, at)).collect();
    for at in heads {
        if let Some(block) = blocks.get_mut(at)
            && let Block::Paragraph { text } = block
        {
            *block = Block::Heading { level: 2, text: plain_face(text) };
        }
    }
}

/// True for a line with prose under it that is no other bold line: a name over a role is none.
fn heads(blocks: &[Block], bold: &[usize], at: usize) -> bool {
    let is_bold = |at: usize| bold.binary_search(&at).is_ok();
    let Some(Block::Paragraph { text }) = blocks.get(at) else { return false };
    let silent = |block: &&Block| matches!(block, Block::Figure { .. } | Block::Embed { .. } | Block::Rule);
    let under = at + 1 + blocks.iter().skip(at + 1).take_while(silent).count();
    let prose = match blocks.get(under) {
        Some(Block::Paragraph { .. }) => !is_bold(under),
        Some(Block::List { .. } | Block::Quote { .. } | Block::Table { .. } | Block::Code { .. }) => true,
        _ => false,
    };
    prose && !(at > 0 && is_bold(at - 1)) && is_headline(&text.to_plain())
}

/// True for a line that could stand over a part of the story: short, no sentence, no remark.
pub fn is_headline(line: &str) -> bool {
    let question = line.ends_with(['?', '？']);
    let count = line.chars().count();
    count <= if question { QUESTION_AT_MOST } else { HEADING_AT_MOST }
        && !line.ends_with(['.', ',', ';', '…', '”', '"', '»', '“', '。', '」'])
        && line.chars().next().is_some_and(|c| !c.is_lowercase())
        && line.chars().any(char::is_alphabetic)
        && !is_person(line)
        && bulleted(line).is_none()
}

/// True for a line in capitals: what a typewriter has for bold.
pub fn shouts(line: &str) -> bool {
    let cased = |c: &char| c.is_uppercase() || c.is_lowercase();
    line.chars().count() <= HEADING_AT_MOST
        && line.chars().filter(cased).count() > 5
        && !line.chars().any(char::is_lowercase)
}

/// "Jane Doe, transport reporter": two to four names before the comma, few words after it.
fn is_person(line: &str) -> bool {
    let Some((name, role)) = line.split_once(',') else { return false };
    let names: Vec<&str> = name.split_whitespace().collect();
    (2..=4).contains(&names.len())
        && role.split_whitespace().count() <= 6
        && names.iter().all(|name| name.chars().next().is_some_and(char::is_uppercase))
}

/// Makes a list of paragraphs in a row that begin with a bullet.
pub fn lists(blocks: Vec<Block>) -> Vec<Block> {
    let mut shaped: Vec<Block> = Vec::with_capacity(blocks.len());
    let mut row: Vec<Block> = Vec::new();
    for block in blocks {
        let marked = matches!(&block, Block::Paragraph { text } if bulleted(&text.to_plain()).is_some());
        if !marked {
            end_row(&mut shaped, &mut row);
            shaped.push(block);
            continue;
        }
        row.push(block);
    }
    end_row(&mut shaped, &mut row);
    shaped
}

fn end_row(shaped: &mut Vec<Block>, row: &mut Vec<Block>) {
    let row = std::mem::take(row);
    // Two remarks of a talk begin with a dash, too; rows of a list don't ask.
    let sure = row.len() > 1
        && row.iter().all(|block| {
            matches!(block, Block::Paragraph { text } if text.to_plain().starts_with(BULLETS)
                || (row.len() > 2 && !text.to_plain().ends_with(['?', '!'])))
        });
    if !sure {
        shaped.extend(row);
        return;
    }
    let items = row
        .into_iter()
        .filter_map(|block| match block {
            Block::Paragraph { text } => Some(Item { depth: 0, text: without_bullet(text) }),
            _ => None,
        })
        .collect();
    shaped.push(Block::List { ordered: false, items });
}

/// The words after a bullet or dash, if the line begins with one.
pub fn bulleted(line: &str) -> Option<&str> {
    let after = line.strip_prefix(BULLETS).or_else(|| DASHES.iter().find_map(|dash| line.strip_prefix(dash)))?;
    Some(after.trim_start()).filter(|after| !after.is_empty())
}

/// The text without the bullet that it begins with.
pub fn without_bullet(text: Text) -> Text {
    let plain = text.to_plain();
    match bulleted(&plain) {
        Some(words) => tail(&text, plain.len() - words.len()),
        None => text,
    }
}

/// The text without its first `bytes`.
pub fn tail(text: &Text, bytes: usize) -> Text {
    let mut left = bytes;
    let mut tail = Text::default();
    for inline in text.inlines() {
        let cut = left.min(inline.text.len());
        left -= cut;
        tail.push(inline.text.get(cut..).unwrap_or_default(), inline.face, inline.link.as_deref());
    }
    tail
}

/// The first `bytes` of a text.
pub fn head(text: &Text, bytes: usize) -> Text {
    let mut left = bytes;
    let mut head = Text::default();
    for inline in text.inlines() {
        let words = inline.text.get(..left.min(inline.text.len())).unwrap_or_default();
        left -= words.len();
        head.push(words, inline.face, inline.link.as_deref());
    }
    head.trim_end();
    head
}

/// Adds a text to the end of another.
pub fn append(text: &mut Text, more: &Text) {
    for inline in more.inlines() {
        text.push(&inline.text, inline.face, inline.link.as_deref());
    }
}

/// The text without bold and italics, which a heading has by itself; links stay.
pub fn plain_face(text: &Text) -> Text {
    let mut plain = Text::default();
    for inline in text.inlines() {
        plain.push(&inline.text, Face::default(), inline.link.as_deref());
    }
    plain
}

/// The story's own subheads are of level 2, those under them of level 3, whatever the page calls them.
pub fn levels(blocks: &mut [Block]) {
    let mut told: Vec<u8> = blocks
        .iter()
        .filter_map(|block| if let Block::Heading { level, .. } = block { Some(*level) } else { None })
        .collect();
    told.sort_unstable();
    told.dedup();
    for block in blocks {
        if let Block::Heading { level, .. } = block {
            let above = told.iter().take_while(|other| *other < level).count();
            *level = u8::try_from(above + 2).unwrap_or(4).min(4);
        }
    }
}

/// Old pages indent a whole story as a quote.
pub fn dissolve(blocks: Vec<Block>) -> Vec<Block> {
    let length = |block: &Block| block.lines().iter().map(String::len).sum::<usize>();
    let all: usize = blocks.iter().filter(|block| block.is_body()).map(length).sum();
    let whole = |block: &Block| {
        matches!(block, Block::Quote { paragraphs, .. } if paragraphs.len() > 5) && length(block) * 5 > all * 3
    };
    if !blocks.iter().any(whole) {
        return blocks;
    }
    let mut flat = Vec::with_capacity(blocks.len());
    for block in blocks {
        if !whole(&block) {
            flat.push(block);
        } else if let Block::Quote { paragraphs, source } = block {
            flat.extend(paragraphs.into_iter().chain(source).map(|text| Block::Paragraph { text }));
        }
    }
    flat
}

/// True for words that are all bold and lead nowhere.
pub fn is_bold(text: &Text) -> bool {
    let mut words = text.inlines().iter().filter(|inline| !inline.text.trim().is_empty()).peekable();
    words.peek().is_some() && words.all(|inline| inline.face.strong && inline.link.is_none())
}
