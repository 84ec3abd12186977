//! One story.

use std::ops::Range;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};

use crate::app::layout::Area;
use crate::app::status;
use crate::app::{Model, Pane};
use crate::keymap::Action;
use crate::page::{Line, Role, Span, wrap};
use crate::text::width;
use crate::theme::Theme;

use super::links::Story;
use super::{MARKER, put, title, title_style};

/// A margin narrower than this is left out: it costs up to five bytes a row.
const MARGIN_AT_LEAST: u16 = 30;

pub(super) fn view(model: &Model, theme: &Theme, area: Area, side_by_side: bool, buffer: &mut Buffer) {
    let pane = &model.article;
    let focused = model.focus == Pane::Article;
    let Some(headline) = &pane.headline else {
        at_rest(model, theme, area.body, buffer);
        return;
    };
    let fresh = pane.freshness.map(|fresh| status::freshness(fresh, model.zone, model.now)).unwrap_or_default();
    let mut name = headline.outlet_name.clone();
    if let Some(version) = model.version(&headline.key) {
        name = format!("{name}, {version}");
    }
    let list = &model.headlines;
    if let Some(at) = list.row_of(&headline.key).filter(|_| !side_by_side) {
        name = format!("{} › {} of {} · {name}", list.title, at + 1, list.list.len());
    }
    title(buffer, theme, area.title, title_style(model, theme, Pane::Article), [&name, "", &fresh]);

    let body = area.body;
    let margin = body.width.saturating_sub(pane.page.width) / 2;
    let margin = if margin < MARGIN_AT_LEAST { 0 } else { margin };
    let body = Rect { x: body.x + margin, width: body.width - margin, ..body };
    let read = focused || !side_by_side;
    let mut y = body.top();
    let story = Story::of(model, body);
    let mut above = None;
    for line in story.lines {
        let mut x = body.x;
        for (span, shown) in line.shown() {
            x = put(buffer, body, x, y, &shown, story.style(style_of(theme, span), line, span));
        }
        if pane.chosen.is_some() && line.end_link() == pane.chosen && pane.chosen != above {
            put(buffer, body, body.x, y, MARKER, if focused { theme.accent } else { theme.dim });
        }
        above = line.end_link();
        if let Some(find) = model.find.as_ref().filter(|find| find.pane == Pane::Article && read) {
            let nth = pane.top + usize::from(y - body.top());
            let row = |nth: Option<usize>| nth.and_then(|nth| pane.page.lines.get(nth));
            let rows = [row(nth.checked_sub(1)), Some(line), row(nth.checked_add(1))];
            mark_line(buffer, theme, body, y, rows, &find.needle);
        }
        y += 1;
    }
    if pane.article.is_none() {
        y += 1;
        let said = match &pane.trouble {
            Some(trouble) => format!("{trouble}."),
            None => format!("Fetching the story from {} …", headline.outlet_name),
        };
        for range in wrap::rows(&said, usize::from(pane.page.width)) {
            put(buffer, body, body.x, y, said.get(range).unwrap_or_default(), theme.label);
            y += 1;
        }
    }
}

fn style_of(theme: &Theme, span: &Span) -> Style {
    let mut style = theme.role(span.role);
    if span.face.strong {
        style = style.add_modifier(Modifier::BOLD);
    }
    if span.face.emphasis && span.role != Role::Headline {
        // Inside italic words, emphasis stands upright.
        style = if style.add_modifier.contains(Modifier::ITALIC) {
            style.remove_modifier(Modifier::ITALIC)
        } else {
            style.add_modifier(Modifier::ITALIC)
        };
    }
    if span.face.code {
        style = style.patch(theme.code);
    }
    style
}

/// Shows where the row `words`, which begins at (x, y), has `needle`.
fn mark_line(
    buffer: &mut Buffer,
    theme: &Theme,
    area: Rect,
    y: u16,
    [above, line, below]: [Option<&Line>; 3],
    needle: &str,
) {
    let Some(line) = line else { return };
    let words = line.to_plain();
    // A word that is broken is looked for as a whole: what is said of it in the rows above and below belongs to it.
    let head = above.filter(|above| above.set.hyphen).map(Line::to_plain).unwrap_or_default();
    let margin = if head.is_empty() { 0 } else { words.len() - line.own_words().len() };
    let tail = below.filter(|_| line.set.hyphen).map(Line::own_words).unwrap_or_default();
    let whole = format!("{head}{}{tail}", words.get(margin..).unwrap_or_default());
    for hit in hits(&whole, needle) {
        let [start, end] =
            [hit.start, hit.end].map(|at| (at + margin).saturating_sub(head.len()).clamp(margin, words.len()));
        let hit = start..end;
        let (before, after) = (line.wider_before(hit.start), line.wider_before(hit.end));
        let from = words.get(..hit.start).map_or(0, width) + before;
        let wide = words.get(hit).map_or(0, width) + after - before;
        let (Ok(from), Ok(wide)) = (u16::try_from(from), u16::try_from(wide)) else { continue };
        buffer.set_style(Rect::new(area.x.saturating_add(from), y, wide, 1).intersection(area), theme.hit);
    }
}

pub(super) fn mark(buffer: &mut Buffer, theme: &Theme, area: Rect, x: u16, y: u16, words: &str, needle: &str) {
    for hit in hits(words, needle) {
        mark_range(buffer, area, x, y, words, hit, theme.hit);
    }
}

/// Where the words stand that are looked for, in bytes.
fn hits(words: &str, needle: &str) -> Vec<Range<usize>> {
    let (lower, needle) = (words.to_lowercase(), needle.to_lowercase());
    // Where lower case is as long as the words, bytes of one are bytes of the other; elsewhere (İ, ẞ) nothing is marked.
    if lower.len() != words.len() || needle.is_empty() {
        return Vec::new();
    }
    lower.match_indices(&needle).map(|(at, hit)| at..at + hit.len()).collect()
}

/// Marks a stretch (bytes) of words that stand at `x`, `y`.
pub(super) fn mark_range(
    buffer: &mut Buffer,
    area: Rect,
    x: u16,
    y: u16,
    words: &str,
    hit: Range<usize>,
    style: Style,
) {
    let before = words.get(..hit.start).map_or(0, width);
    let wide = words.get(hit).map_or(0, width);
    let (Ok(before), Ok(wide)) = (u16::try_from(before), u16::try_from(wide)) else { return };
    let hit = Rect::new(x.saturating_add(before), y, wide, 1);
    buffer.set_style(hit.intersection(area), style);
}

/// The pane before a story is opened.
fn at_rest(model: &Model, theme: &Theme, body: Rect, buffer: &mut Buffer) {
    let keys = &model.keymap;
    let lines = [
        (model.zone.day(model.now), theme.strong),
        (String::new(), theme.dim),
        (format!("{:<7} opens the story", keys.hint(Action::Open)), theme.dim),
        (format!("{:<7} reads the whole paper", keys.hint(Action::ReadOn)), theme.dim),
        (format!("{:<7} goes to a section by its name", keys.hint(Action::GoTo)), theme.dim),
        (format!("{:<7} shows every key", keys.hint(Action::Help)), theme.dim),
    ];
    for ((words, style), y) in lines.iter().zip(body.top()..body.bottom()) {
        put(buffer, body, body.x, y, words, *style);
    }
}
