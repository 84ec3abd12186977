//! A story that stood in its feed. Nothing is to be found there: the markup is the story.

use url::Url;

use super::{STORY_AT_LEAST, from_markup, lead, shape, words};
use crate::article::{Article, Block};
use crate::news::Headline;

/// The story that a feed gives in full (`html`, its addresses relative to `base`), with what the feed says of it. `None`
/// where there is next to no text in it.
#[must_use]
pub fn from_feed(headline: &Headline, html: &str, base: &Url) -> Option<Article> {
    let mut blocks = from_markup(html, base);
    blocks.retain(|block| !is_shortcode(block));
    let standfirst = lead::standfirst(headline.standfirst.clone(), &mut blocks);
    lead::trim(&mut blocks, Some(&headline.title), &headline.authors);
    shape::levels(&mut blocks);
    (words(&blocks) >= STORY_AT_LEAST).then(|| Article {
        url: headline.url.clone(),
        title: headline.title.clone(),
        kicker: headline.kicker.clone(),
        standfirst,
        authors: headline.authors.clone(),
        published: headline.published.map(|time| time.fixed_offset()),
        updated: headline.updated.map(|time| time.fixed_offset()),
        labels: headline.labels.clone(),
        blocks,
        ..Article::default()
    })
}

/// `[gallery ids="1,2"]`: what a publishing system would have put something in the place of, on the page.
fn is_shortcode(block: &Block) -> bool {
    let Block::Paragraph { text } = block else { return false };
    let line = text.to_plain();
    let inside = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or_default();
    let name = inside.split(' ').next().unwrap_or_default();
    inside.contains('=')
        && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'-' | b'_'))
}
