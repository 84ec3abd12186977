//! One frame: the ways there are from what the terminal shows to what it should show, each written out, and the shortest
//! of them taken.

use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Position;

use super::hand::Hand;
use super::row::{self, Row};
use super::scroll::{self, Scroll};

/// How a frame begins, before the rows that still differ are painted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Plan {
    /// On what is there.
    Stay,
    /// By letting the terminal move rows one by one, or all of them out of sight, while the new ones come in.
    Roll(Scroll),
    /// By letting it move them all at once, and painting the new ones from the top.
    Shift(Scroll),
    /// On a blank screen.
    Clear,
}

/// The two screens, and what is to be painted last.
#[derive(Debug, Clone, Copy)]
pub(super) struct Change<'a> {
    pub(super) shown: &'a Buffer,
    pub(super) next: &'a Buffer,
    /// Of `next`.
    pub(super) rows: &'a [Row<'a>],
    /// Of `next`: the marker of what is chosen.
    pub(super) marker: Option<Position>,
    /// Rows that mostly move together, first and last.
    pub(super) body: Option<(u16, u16)>,
    /// The terminal can take rows out of the screen and put rows in (DL, IL).
    pub(super) shifts: bool,
}

/// So few rows are never moved for less than by feeding them one by one.
const FED_AT_MOST: u32 = 4;
/// What it costs to set margins, about.
const MARGINS: usize = 7;

/// Writes the change in the shortest way that is found.
pub(super) fn write(change: Change<'_>, hand: Hand) -> Hand {
    let mut best: Option<(usize, Hand)> = None;
    for plan in plans(change, hand.margins()) {
        let least = best.as_ref().map_or(usize::MAX, |(least, _)| *least);
        let (begun, under) = begin(change, plan, hand.clone(), least);
        if begun.written() >= least {
            continue;
        }
        // The rows that still differ, and from which of them on it pays to begin where the cursor is.
        let rows: Vec<u16> =
            (0..change.next.area.height).filter(|y| row_of(&under, *y) != row_of(change.next, *y)).collect();
        let here = begun.row().map_or(0, |here| rows.partition_point(|y| *y < here));
        for from in [0, here].iter().take(if here == 0 || here == rows.len() { 1 } else { 2 }) {
            let mut hand = begun.clone();
            let (before, after) = rows.split_at(*from);
            finish(&mut hand, change, &under, after.iter().chain(before), least);
            hand.end_link();
            // Margins around what will move again are worth setting once.
            let is_set_up = change.body.is_some_and(|body| hand.margins() == body);
            let price = hand.written() + if is_set_up { 0 } else { MARGINS };
            if best.as_ref().is_none_or(|(least, _)| price < *least) {
                best = Some((price, hand));
            }
        }
    }
    best.map_or(hand, |(_, best)| best)
}

fn plans(change: Change<'_>, margins: (u16, u16)) -> Vec<Plan> {
    // Margins that are set already, or will be of use again, need not be the closest ones.
    let regions = [Some(margins), change.body.filter(|body| *body != margins)];
    let mut moves = Vec::new();
    for scroll in scroll::likely(change.shown, change.next) {
        moves.push(scroll);
        for (top, bottom) in regions.into_iter().flatten() {
            let rows = u32::from(bottom.saturating_sub(top)) + 1;
            if scroll.top <= bottom && top <= scroll.bottom && scroll.by.unsigned_abs() < rows {
                moves.push(Scroll { top, bottom, by: scroll.by });
            }
        }
    }
    let mut turns = Vec::new();
    let changed: Vec<u16> =
        (0..change.next.area.height).filter(|y| row_of(change.shown, *y) != row_of(change.next, *y)).collect();
    if let (Some(first), Some(last)) = (changed.first().copied(), changed.last().copied())
        && changed.len() * 2 > usize::from(change.next.area.height)
    {
        turns.push(Plan::Clear);
        for (top, bottom) in regions.into_iter().flatten().chain([(first, last)]) {
            if top < bottom {
                moves.push(Scroll { top, bottom, by: i32::from(bottom - top) + 1 });
            }
        }
    }
    moves.sort_unstable_by_key(|scroll| (scroll.top, scroll.bottom, scroll.by));
    moves.dedup();
    moves.sort_by_key(|scroll| scroll.by.unsigned_abs());
    let far = |scroll: &Scroll| change.shifts && scroll.by.unsigned_abs() > FED_AT_MOST;
    let shifts: Vec<Plan> = moves.iter().copied().filter(far).map(Plan::Shift).collect();
    // What is likely to be short comes first: the others are given up as soon as they are longer.
    moves.into_iter().map(Plan::Roll).chain([Plan::Stay]).chain(shifts).chain(turns).collect()
}

fn row_of(buffer: &Buffer, y: u16) -> &[Cell] {
    let columns = usize::from(buffer.area.width);
    buffer.content.get(usize::from(y) * columns..(usize::from(y) + 1) * columns).unwrap_or_default()
}

/// Does what the plan begins with: the hand after it, and what the terminal shows then. Gives up where it gets as long as
/// `least`, like all below.
fn begin(change: Change<'_>, plan: Plan, mut hand: Hand, least: usize) -> (Hand, Buffer) {
    let under = match plan {
        Plan::Stay => change.shown.clone(),
        Plan::Shift(scroll) => {
            hand.set_margins(scroll.top, scroll.bottom);
            hand.shift(scroll.by);
            scroll.apply(change.shown)
        }
        Plan::Roll(scroll) => roll(&mut hand, change, scroll, least),
        Plan::Clear => {
            hand.clear();
            Buffer::empty(change.shown.area)
        }
    };
    (hand, under)
}

/// Moves rows, and paints those that come in as they come.
fn roll(hand: &mut Hand, change: Change<'_>, scroll: Scroll, least: usize) -> Buffer {
    let Change { shown, next, .. } = change;
    let mut under = scroll.apply(shown);
    // The row that the cursor is on is painted before it moves: no motion leads to it.
    if let Some(from) = hand.row()
        && let Some(to) = scroll.carries(from)
    {
        paint_row(hand, change, Row::of(shown, from), to, from);
        settle(&mut under, change, to);
    }
    hand.set_margins(scroll.top, scroll.bottom);
    hand.blank_ground();
    let edge = if scroll.by > 0 { scroll.bottom } else { scroll.top };
    hand.go_to_row(edge);
    for to in scroll.comes_in() {
        if hand.written() >= least {
            break;
        }
        if scroll.by > 0 {
            hand.feed();
        } else {
            hand.feed_back();
        }
        paint_row(hand, change, Row::blank(next.area.width), to, edge);
        hand.blank_ground();
        // A row that is blank, or cut short by the edge, may have left the cursor anywhere.
        hand.go_to_row(edge);
        settle(&mut under, change, to);
    }
    under
}

/// Notes that row `y` was painted: all of it but the marker.
fn settle(under: &mut Buffer, change: Change<'_>, y: u16) {
    for x in (0..under.area.width).filter(|x| change.marker != Some(Position::new(*x, y))) {
        if let (Some(cell), Some(painted)) = (under.cell_mut((x, y)), change.next.cell((x, y))) {
            cell.clone_from(painted);
        }
    }
}

/// Paints these rows, and the marker after them.
fn finish<'a>(hand: &mut Hand, change: Change<'_>, under: &Buffer, rows: impl Iterator<Item = &'a u16>, least: usize) {
    let marker = change.marker;
    for y in rows {
        if hand.written() >= least {
            return;
        }
        paint_row(hand, change, Row::of(under, *y), *y, *y);
    }
    let Some(at) = marker else { return };
    let Some(row) = change.rows.get(usize::from(at.y)) else { return };
    let (was, x) = (Row::of(under, at.y), usize::from(at.x));
    if was.cells.get(x) != row.cells.get(x)
        && let Some(cell) = row.cells.get(x).copied().flatten()
    {
        hand.print(row, cell, at.x, at.y);
    }
}

/// Paints row `y` of the next screen where it is at the moment, over `old`; the marker is left for last.
fn paint_row<'a>(hand: &mut Hand, change: Change<'a>, mut old: Row<'a>, y: u16, at: u16) {
    let Some(new) = change.rows.get(usize::from(y)) else { return };
    if let Some(marker) = change.marker.filter(|marker| marker.y == y)
        && let (Some(old), Some(new)) = (old.cells.get_mut(usize::from(marker.x)), new.cells.get(usize::from(marker.x)))
    {
        *old = *new;
    }
    row::paint(hand, at, &old, new);
}
