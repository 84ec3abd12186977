//! The rows of a section.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::{Modifier, Style};

use crate::app::headlines_pane::{MARKER_COLUMNS, RowStyle, TITLE_ROWS};
use crate::app::layout::Area;
use crate::app::status;
use crate::app::{Model, Pane};
use crate::clock;
use crate::keymap::Action;
use crate::news::{Headline, Label, SectionId};
use crate::page::wrap;
use crate::text::{shorten, width};
use crate::theme::Theme;

use super::{MARKER, indented, links, put, put_right, title, title_style};

/// Narrower rows say it in fewer words.
const ROOM_FOR_UPDATED: usize = 50;

pub(super) fn view(model: &Model, theme: &Theme, area: Area, side_by_side: bool, buffer: &mut Buffer) {
    let pane = &model.headlines;
    let focused = model.focus == Pane::Headlines;
    let fresh = pane.freshness.map(|fresh| status::freshness(fresh, model.zone, model.now)).unwrap_or_default();
    title(
        buffer,
        theme,
        if side_by_side { indented(area.title, MARKER_COLUMNS) } else { area.title },
        title_style(model, theme, Pane::Headlines),
        [&pane.title, &model.list_size(), &fresh],
    );
    if pane.list.is_empty() {
        empty(model, theme, area.body, buffer);
        return;
    }
    let style = pane.row_style(area.body, side_by_side);
    if let Some(at) = marker(model, area, side_by_side) {
        put(buffer, area.body, at.x, at.y, MARKER, if focused { theme.accent } else { theme.dim });
    }
    let mut y = area.body.top();
    for (nth, headline) in pane.list.iter().skip(pane.top).enumerate() {
        if y >= area.body.bottom() {
            break;
        }
        row(model, theme, area.body, y, (nth, headline), style, buffer);
        y = y.saturating_add(u16::try_from(style.height(headline)).unwrap_or(u16::MAX));
    }
}

/// Where the marker stands, if the chosen story is on the screen.
pub(super) fn marker(model: &Model, area: Area, side_by_side: bool) -> Option<Position> {
    let pane = &model.headlines;
    let style = pane.row_style(area.body, side_by_side);
    let above = pane.list.get(pane.top..=pane.selected)?.split_last()?.1;
    let rows: usize = above.iter().map(|headline| style.height(headline)).sum();
    let y = area.body.top().saturating_add(u16::try_from(rows).ok()?);
    (y < area.body.bottom()).then_some(Position::new(area.body.x, y))
}

fn row(
    model: &Model,
    theme: &Theme,
    body: Rect,
    top: u16,
    (nth, headline): (usize, &Headline),
    style: RowStyle,
    buffer: &mut Buffer,
) {
    let read = model.marks.is_read(&headline.key) || model.is_muted(headline);
    let x = body.x + MARKER_COLUMNS;
    let mut y = top;

    let age = headline.time().map(|at| model.zone.age(at, model.now)).unwrap_or_default();
    put_right(buffer, body, y, &age, if read { theme.dim } else { theme.accent });
    let room = style.width.saturating_sub(width(&age) + 1);
    let said = about(model, headline, room);
    put(buffer, body, x, y, &said, if read { theme.dim } else { theme.accent });
    y += 1;

    let rows = wrap::greedy_rows(&headline.title, style.width);
    let title_style = links::title(if read { theme.dim } else { theme.strong }, nth);
    for (at, range) in rows.iter().take(TITLE_ROWS).enumerate() {
        let cut = at + 1 == TITLE_ROWS && rows.len() > TITLE_ROWS;
        // The last row that fits takes all that is left, so that the dots stand where words are missing.
        let words = if cut { headline.title.get(range.start..) } else { headline.title.get(range.clone()) };
        put(buffer, body, x, y, &shorten(words.unwrap_or_default(), style.width), title_style);
        mark_hits(model, theme, body, x, y, words.unwrap_or_default(), buffer);
        y += 1;
    }
    if rows.is_empty() {
        y += 1;
    }
    let snippet = model.headlines.snippets.get(&headline.key).filter(|_| style.snippet);
    let below = snippet.or(headline.standfirst.as_ref().filter(|_| style.standfirst || style.snippet));
    if let Some(below) = below {
        put(buffer, body, x, y, &shorten(below, style.width), theme.dim);
        mark_hits(model, theme, body, x, y, below, buffer);
    }
}

/// The line above a title: its kicker, who publishes it, what the publisher says of it, what the reader did. One line in
/// one colour: on a slow line every change of colour is felt. A kicker that leaves no room for the rest is shortened.
fn about(model: &Model, headline: &Headline, room: usize) -> String {
    let elsewhere = &model.headlines.elsewhere;
    let updated = model.is_updated(headline);
    // What was changed since the reader read it says more than that it was changed.
    let own =
        updated.then_some(if room < ROOM_FOR_UPDATED { "Updated since read" } else { "Updated since you read it" });
    let labels = headline.labels.iter().filter(|label| !(updated && **label == Label::Updated)).map(|label| {
        match (label, headline.seconds) {
            // Of what plays, how long.
            (Label::Video | Label::Audio, Some(seconds)) => format!("{} {}", label.word(), clock::length(seconds)),
            _ => label.word().to_owned(),
        }
    });
    let saved = model.marks.is_saved(&headline.key).then(|| "saved".to_owned());
    let saved = saved.into_iter().chain(model.is_muted(headline).then(|| "muted".to_owned()));
    let rest: Vec<String> = std::iter::once(headline.outlet_name.clone())
        .chain(own.map(str::to_owned))
        .chain(labels)
        .chain(saved)
        .collect();
    let mut rest = rest.join(" · ");
    let kicker = if elsewhere.is_below(&headline.key) { Some("also") } else { headline.kicker.as_deref() };
    let kicker = kicker.map(str::to_uppercase).unwrap_or_default();
    let taken = if kicker.is_empty() { 0 } else { width(&kicker) + 3 };
    if let Some(also) = elsewhere.also(&headline.key, room.saturating_sub(taken + width(&rest) + 3)) {
        rest = format!("{rest} · {also}");
    }
    let kicker_room = room.saturating_sub(width(&rest) + 3);
    if kicker.is_empty() || kicker_room < 4 {
        return shorten(&rest, room);
    }
    format!("{} · {rest}", shorten(&kicker, kicker_room))
}

fn mark_hits(model: &Model, theme: &Theme, body: Rect, x: u16, y: u16, words: &str, buffer: &mut Buffer) {
    // What was searched for costs a change of attributes at each word: on a thin line the words speak for themselves.
    if !model.settings.thrifty {
        for hit in model.headlines.needles.hits(words) {
            super::article::mark_range(buffer, body, x, y, words, hit, Style::new().add_modifier(Modifier::UNDERLINED));
        }
    }
    let Some(find) = model.find.as_ref().filter(|find| find.pane == Pane::Headlines) else { return };
    super::article::mark(buffer, theme, body, x, y, words, &find.needle);
}

/// What stands in a list without stories: what is going on, since when, what to press.
fn empty(model: &Model, theme: &Theme, body: Rect, buffer: &mut Buffer) {
    let pane = &model.headlines;
    let mut said: Vec<(String, bool)> = Vec::new();
    if let Some(page) = &pane.browser_page {
        said.push((format!("{} is not a list of stories: it opens in a browser.", pane.title), true));
        said.push((page.clone(), false));
        said.push(("o opens it or sends the address to your terminal.".to_owned(), false));
    } else if let Some(addresses) = pane.unasked {
        // Until the cache has answered there is nothing to say.
        if pane.waiting == 0 {
            said.push((
                format!("Nothing of {} is kept, and nobody is asked by itself on a thin line.", pane.title),
                true,
            ));
            said.push((format!("{}; S goes to another section.", model.asks(addresses)), false));
        }
    } else if pane.waiting > 0 {
        said.push(("Fetching the first stories …".to_owned(), true));
        said.push(("They stay in the cache: the next start shows them at once.".to_owned(), false));
    } else if pane.section == SectionId::saved() {
        said.push(("Nothing is saved yet.".to_owned(), true));
        said.push(("w on a story keeps it here.".to_owned(), false));
    } else if pane.section.query().is_some() {
        said.push(("Nothing that was fetched has these words.".to_owned(), true));
        said.push(("s searches for others.".to_owned(), false));
    } else if pane.muted > 0 {
        said.push((format!("All that is here is muted: {} stories.", pane.muted), true));
        said.push((format!("{} shows them.", model.keymap.hint(Action::ShowMuted)), false));
    } else if pane.troubles.is_empty() {
        let lack = pane.origin.and_then(|origin| status::lack(origin, model.now));
        let lack = lack.map_or_else(|| "The outlet lists no stories here at the moment.".to_owned(), |said| said + ".");
        said.push((lack, true));
        said.push(("r asks again; S goes to another section.".to_owned(), false));
    } else {
        for trouble in pane.troubles.iter().take(6) {
            said.push((format!("{trouble}."), said.is_empty()));
        }
    }
    let width = usize::from(body.width.saturating_sub(MARKER_COLUMNS)).clamp(1, 60);
    let mut y = body.top();
    for (words, first) in said {
        let style = if first { theme.ground.remove_modifier(Modifier::DIM) } else { theme.dim };
        let style = if pane.browser_page.as_ref() == Some(&words) { links::page(style) } else { style };
        for range in wrap::rows(&words, width) {
            put(buffer, body, body.x + MARKER_COLUMNS, y, words.get(range).unwrap_or_default(), style);
            y += 1;
        }
        y += 1;
    }
}
