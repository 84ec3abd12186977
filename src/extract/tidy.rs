//! The last look at the blocks of an article: what has nothing to show is left out.

use std::collections::HashSet;

use super::shape;
use crate::article::{Block, Text};

/// Blocks of one article.
pub const BLOCKS_AT_MOST: usize = 4_000;

/// Blocks with headings found by their looks (`bold`: paragraphs that are bold throughout), tables made square; without
/// empty texts, pictures that came before, and rules beside nothing.
pub fn tidy(mut blocks: Vec<Block>, bold: &[usize]) -> Vec<Block> {
    shape::headings(&mut blocks, bold);
    let mut blocks = shape::dissolve(shape::lists(blocks));
    // One segment may be many lines, and one table many paragraphs.
    blocks.truncate(BLOCKS_AT_MOST);
    blocks.retain_mut(says_something);
    let mut pictures = HashSet::new();
    blocks.retain(|block| match block {
        Block::Figure { caption: None, image, .. } => {
            image.as_ref().is_some_and(|image| pictures.insert(image.clone()))
        }
        Block::Figure { image: Some(image), .. } => {
            pictures.insert(image.clone());
            true
        }
        _ => true,
    });
    blocks.dedup_by(|later, block| matches!((later, block), (Block::Rule, Block::Rule)));
    while matches!(blocks.last(), Some(Block::Rule)) {
        blocks.pop();
    }
    if matches!(blocks.first(), Some(Block::Rule)) {
        blocks.remove(0);
    }
    // Words with nothing under them are no heading: a note on the author, a last remark.
    if let Some(Block::Heading { text, .. }) = blocks.last_mut() {
        let text = std::mem::take(text);
        blocks.pop();
        blocks.push(Block::Paragraph { text });
    }
    blocks
}

/// False for a block without words that is made of words. Parts of it without words are left out.
fn says_something(block: &mut Block) -> bool {
    match block {
        Block::Heading { text, .. } | Block::Paragraph { text } => !text.is_empty(),
        Block::Quote { paragraphs, source } => {
            paragraphs.retain(|text| !text.is_empty());
            source.take_if(|text| text.is_empty());
            !paragraphs.is_empty()
        }
        Block::List { items, .. } => {
            for item in &mut *items {
                item.text.trim_end();
            }
            items.retain(|item| !item.text.is_empty());
            !items.is_empty()
        }
        Block::Figure { caption, .. } => {
            caption.take_if(|text| text.is_empty());
            true
        }
        Block::Table { rows, .. } => {
            let width = rows.iter().map(Vec::len).max().unwrap_or_default();
            for row in &mut *rows {
                row.resize(width, Text::default());
            }
            rows.iter().flatten().any(|cell| !cell.is_empty())
        }
        Block::Embed { .. } | Block::Code { .. } | Block::Rule => true,
    }
}

#[cfg(test)]
mod tests {
    use super::tidy;
    use crate::article::{Block, Item, Text};

    #[test]
    fn what_says_nothing_is_left_out() {
        let said = || Text::plain("said");
        let item = |text| Item { depth: 0, text };
        let blocks = vec![
            Block::Paragraph { text: Text::default() },
            Block::Quote { paragraphs: vec![Text::default()], source: Some(said()) },
            Block::Quote { paragraphs: vec![said(), Text::default()], source: Some(Text::default()) },
            Block::List { ordered: false, items: vec![item(said()), item(Text::default())] },
            Block::List { ordered: false, items: vec![item(Text::default())] },
            Block::Table { header: false, rows: vec![vec![Text::default()]] },
            Block::Heading { level: 2, text: Text::default() },
            Block::Paragraph { text: said() },
        ];
        assert_eq!(
            tidy(blocks, &[]),
            [
                Block::Quote { paragraphs: vec![said()], source: None },
                Block::List { ordered: false, items: vec![item(said())] },
                Block::Paragraph { text: said() },
            ]
        );
    }
}
