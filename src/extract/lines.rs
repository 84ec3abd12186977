//! The lines of a paragraph whose author pressed the return key: `<br>` between the rows of a list, after a bold
//! subhead, before the name under a quote. A segment's text is one line; where it was broken is read from the tree.

use super::dom::{Dom, Tag};
use super::segment::Segment;
use crate::article::Text;
use crate::text;

/// Lines of one paragraph.
const LINES_AT_MOST: usize = 200;

/// The segment's text, cut where the page breaks the line; one line where it does not, or where what the page shows
/// is not all that stands in it.
pub fn of(dom: &Dom<'_>, segment: &Segment, text: &Text) -> Vec<Text> {
    let mut breaks: Vec<usize> = Vec::new();
    let mut words = String::new();
    let mut counted = 0;
    let mut at = segment.from;
    while counted < segment.chars && at < dom.len() {
        let item = dom.item(at);
        match item.tag {
            Tag::Text => {
                counted += item.text.chars().filter(|c| !c.is_whitespace()).count();
                words.extend(visible(item.text));
            }
            Tag::Br if breaks.last() != Some(&words.len()) && breaks.len() < LINES_AT_MOST => breaks.push(words.len()),
            _ => {}
        }
        at += 1;
    }
    if breaks.is_empty() || counted != segment.chars || !visible(&segment.plain).eq(words.chars()) {
        return vec![text.clone()];
    }
    cut(text, &breaks)
}

fn visible(words: &str) -> impl Iterator<Item = char> + '_ {
    words.chars().filter(|c| !c.is_whitespace() && !text::is_hostile(*c))
}

/// Cuts before the visible bytes that `breaks` count.
fn cut(whole: &Text, breaks: &[usize]) -> Vec<Text> {
    let mut lines = Vec::new();
    let mut line = Text::default();
    let mut waiting = breaks.iter().copied().peekable();
    let mut counted = 0;
    for inline in whole.inlines() {
        let mut rest = inline.text.as_str();
        while let Some(next) = waiting.peek().copied() {
            let Some(end) = end_of(rest, next - counted) else { break };
            let (head, tail) = rest.split_at(end);
            line.push(head, inline.face, inline.link.as_deref());
            counted = next;
            rest = tail;
            waiting.next();
            end_line(&mut lines, &mut line);
        }
        counted += visible(rest).map(char::len_utf8).sum::<usize>();
        line.push(rest, inline.face, inline.link.as_deref());
    }
    end_line(&mut lines, &mut line);
    lines
}

fn end_line(lines: &mut Vec<Text>, line: &mut Text) {
    let mut ended = std::mem::take(line);
    ended.trim_end();
    if !ended.is_empty() {
        lines.push(ended);
    }
}

/// The byte in `words` after `visible_bytes` of what is visible; nothing when it has no more than that.
fn end_of(words: &str, visible_bytes: usize) -> Option<usize> {
    let mut counted = 0;
    for (at, c) in words.char_indices() {
        if c.is_whitespace() || text::is_hostile(c) {
            continue;
        }
        if counted >= visible_bytes {
            return Some(at);
        }
        counted += c.len_utf8();
    }
    None
}
