//! What holds of every article, whatever the page was.

use dateline::article::{Article, Block, Text};
use dateline::news::Headline;
use dateline::text::is_hostile;

/// What is wrong with an article, if anything is: control codes, bidirectional overrides or stray white space in any of
/// its strings, text that is not as [`Text`] promises, tables that are not square, addresses that nobody may follow, more
/// of anything than there may be.
pub fn fault(article: &Article) -> Option<String> {
    let value = serde_json::to_value(article).ok()?;
    strings(&value)
        .or_else(|| article.blocks.iter().find_map(of_block))
        .or_else(|| article.related.iter().find_map(|related| of_address(&related.url)))
        .or_else(|| Some(&article.url).filter(|url| !url.is_empty()).and_then(|url| of_address(url)))
        .or_else(|| {
            [
                ("blocks", article.blocks.len(), 4_000),
                ("authors", article.authors.len(), 12),
                ("related stories", article.related.len(), 12),
                ("sections", article.section.len(), 8),
            ]
            .into_iter()
            .find(|(_, count, most)| count > most)
            .map(|(what, count, most)| format!("{count} {what}, more than {most}"))
        })
}

/// What is wrong with the rows of a list, if anything is: the same, and rows without words or an address.
pub fn fault_in_rows(headlines: &[Headline]) -> Option<String> {
    headlines.iter().find_map(|headline| {
        strings(&serde_json::to_value(headline).ok()?)
            .or_else(|| of_address(&headline.url))
            .or_else(|| headline.enclosure.as_ref().and_then(|file| of_address(&file.url)))
            .or_else(|| headline.title.trim().is_empty().then(|| format!("a row without a title: {}", headline.url)))
    })
}

/// Every string of the document, whatever field it is in; code keeps its blanks.
fn strings(root: &serde_json::Value) -> Option<String> {
    let mut waiting = vec![root];
    while let Some(value) = waiting.pop() {
        match value {
            serde_json::Value::Array(values) => waiting.extend(values),
            serde_json::Value::Object(fields) => waiting.extend(fields.values()),
            serde_json::Value::String(line) if line.contains(is_hostile) => return Some(format!("hostile: {line:?}")),
            serde_json::Value::String(line) if line.contains(|c: char| c.is_whitespace() && c != ' ') => {
                return Some(format!("white space: {line:?}"));
            }
            _ => {}
        }
    }
    None
}

fn of_block(block: &Block) -> Option<String> {
    let texts: Vec<&Text> = match block {
        Block::Heading { level, text } => {
            if !(2..=4).contains(level) {
                return Some(format!("a heading of level {level}"));
            }
            vec![text]
        }
        Block::Paragraph { text } => vec![text],
        Block::Quote { paragraphs, source } => paragraphs.iter().chain(source).collect(),
        Block::List { items, .. } => items.iter().map(|item| &item.text).collect(),
        Block::Figure { caption, image, .. } => {
            if let Some(fault) = image.as_deref().and_then(of_address) {
                return Some(fault);
            }
            caption.iter().collect()
        }
        Block::Table { rows, .. } => {
            if rows.iter().any(|row| Some(row.len()) != rows.first().map(Vec::len)) {
                return Some("a table that is not square".to_owned());
            }
            return rows.iter().flatten().find_map(of_text);
        }
        Block::Embed { url, .. } => return of_address(url),
        Block::Code { .. } | Block::Rule => return None,
    };
    if let Some(empty) = texts.iter().position(|text| text.is_empty()) {
        return Some(format!("text {empty} of {block:?} is empty"));
    }
    texts.into_iter().find_map(of_text)
}

fn of_text(text: &Text) -> Option<String> {
    let plain = text.to_plain();
    let blank = plain.starts_with(' ') || plain.ends_with(' ') || plain.contains("  ");
    let pieces = text.inlines();
    let empty = pieces.iter().any(|piece| piece.text.is_empty());
    let split = pieces.windows(2).any(|two| matches!(two, [a, b] if a.face == b.face && a.link == b.link));
    let link = pieces.iter().filter_map(|piece| piece.link.as_deref()).find_map(of_address);
    link.or_else(|| (blank || empty || split).then(|| format!("not as text should be: {text:?}")))
}

fn of_address(address: &str) -> Option<String> {
    let allowed = ["http://", "https://", "mailto:"].iter().any(|scheme| address.starts_with(scheme));
    (!allowed || !address.bytes().all(|b| b.is_ascii_graphic())).then(|| format!("an address: {address:?}"))
}
