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

/// Which of the rows that differ comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Order {
    FromTheTop,
    /// Where the cursor is: what changes there needs no motion.
    FromTheCursor,
}

/// The two screens, and what is to be painted last.
#[derive(Debug, Clone, Copy)]
pub(super) struct Change<'a> {
    pub(super) shown: &'a Buffer,
    pub(super) next: &'a Buffer,
    /// Of `next`: the marker of what is chosen.
    pub(super) marker: Option<Position>,
    /// Rows that mostly move together, first and last.
    pub(super) body: Option<(u16, u16)>,
    /// The terminal can take rows out of the screen and put rows in (DL, IL).
    pub(super) shifts: bool,
}

/// What it costs to set margins, about.
const MARGINS: usize = 7;

/// Writes the change in the shortest way that is found.
pub(super) fn write(change: Change<'_>, hand: Hand) -> Hand {
    let mut best: Option<(usize, Hand)> = None;
    for plan in plans(change, hand.margins()) {
        let (begun, under) = begin(change, plan, hand.clone());
        let orders = [Order::FromTheTop, Order::FromTheCursor];
        for order in orders.iter().take(if begun.row().is_none_or(|row| row == 0) { 1 } else { 2 }) {
            let mut hand = begun.clone();
            finish(&mut hand, change, &under, *order);
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
    let mut moves = Vec::new();
    for scroll in scroll::likely(change.shown, change.next) {
        moves.push(scroll);
        // Margins that are set already need not be set again; whatever is not in the block is painted after it.
        for (top, bottom) in std::iter::once(margins).chain(change.body) {
            let rows = u32::from(bottom.saturating_sub(top)) + 1;
            if scroll.top <= bottom && top <= scroll.bottom && scroll.by.unsigned_abs() < rows {
                moves.push(Scroll { top, bottom, by: scroll.by });
            }
        }
    }
    let mut plans = vec![Plan::Stay];
    let changed: Vec<u16> =
        (0..change.next.area.height).filter(|y| row_of(change.shown, *y) != row_of(change.next, *y)).collect();
    if let (Some(first), Some(last)) = (changed.first().copied(), changed.last().copied())
        && changed.len() * 2 > usize::from(last - first)
    {
        plans.push(Plan::Clear);
        // A title and a status line at the ends may be better changed than written anew.
        let ends = changed.get(1).copied().zip(changed.len().checked_sub(2).and_then(|at| changed.get(at).copied()));
        for (top, bottom) in [Some((first, last)), ends, Some(margins), change.body].into_iter().flatten() {
            if top < bottom {
                moves.push(Scroll { top, bottom, by: i32::from(bottom - top) + 1 });
            }
        }
    }
    moves.sort_unstable_by_key(|scroll| (scroll.top, scroll.bottom, scroll.by));
    moves.dedup();
    plans.extend(moves.iter().copied().filter(|_| change.shifts).map(Plan::Shift));
    plans.extend(moves.into_iter().map(Plan::Roll));
    plans
}

fn row_of(buffer: &Buffer, y: u16) -> &[Cell] {
    let columns = usize::from(buffer.area.width);
    buffer.content.get(usize::from(y) * columns..(usize::from(y) + 1) * columns).unwrap_or_default()
}

/// Does what the plan begins with: the hand after it, and what the terminal shows then.
fn begin(change: Change<'_>, plan: Plan, mut hand: Hand) -> (Hand, Buffer) {
    let under = match plan {
        Plan::Stay => change.shown.clone(),
        Plan::Shift(scroll) => {
            hand.set_margins(scroll.top, scroll.bottom);
            hand.shift(scroll.by);
            scroll.apply(change.shown)
        }
        Plan::Roll(scroll) => roll(&mut hand, change, scroll),
        Plan::Clear => {
            hand.clear();
            Buffer::empty(change.shown.area)
        }
    };
    (hand, under)
}

/// Moves rows, and paints those that come in as they come.
fn roll(hand: &mut Hand, change: Change<'_>, scroll: Scroll) -> Buffer {
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
        if scroll.by > 0 {
            hand.feed()
        } else {
            hand.feed_back()
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

/// Paints the rows that still differ, and the marker after them.
fn finish(hand: &mut Hand, change: Change<'_>, under: &Buffer, order: Order) {
    let Change { next, marker, .. } = change;
    let height = next.area.height;
    let from = if order == Order::FromTheCursor { hand.row().unwrap_or(0).min(height) } else { 0 };
    for y in (from..height).chain(0..from) {
        paint_row(hand, change, Row::of(under, y), y, y);
    }
    let Some(at) = marker else { return };
    let (was, row) = (Row::of(under, at.y), Row::of(next, at.y));
    let x = usize::from(at.x);
    if was.cells.get(x) != row.cells.get(x)
        && let Some(cell) = row.cells.get(x).copied().flatten()
    {
        hand.print(&row, cell, at.x, at.y);
    }
}

/// Paints row `y` of the next screen where it is at the moment, over `old`; the marker is left for last.
fn paint_row<'a>(hand: &mut Hand, change: Change<'a>, mut old: Row<'a>, y: u16, at: u16) {
    let new = Row::of(change.next, y);
    if let Some(marker) = change.marker.filter(|marker| marker.y == y)
        && let (Some(old), Some(new)) = (old.cells.get_mut(usize::from(marker.x)), new.cells.get(usize::from(marker.x)))
    {
        *old = *new;
    }
    row::paint(hand, at, &old, &new);
}
