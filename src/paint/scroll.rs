//! Rows that only moved: found, so that the terminal moves them itself.

use std::collections::HashMap;
use std::hash::{BuildHasher as _, BuildHasherDefault, DefaultHasher};

use ratatui::buffer::{Buffer, Cell};

/// Rows `top..=bottom` move by `by`: up when it is positive. What they leave behind is blank.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Scroll {
    pub(super) top: u16,
    pub(super) bottom: u16,
    pub(super) by: i32,
}

/// Fewer moved rows than this are painted, and a block that moves further than it is high, too: ncurses' rule (hashmap.c),
/// which keeps small blocks from jumping about.
const ROWS_AT_LEAST: usize = 3;
/// As many moves are looked at closely.
const SHIFTS_AT_MOST: usize = 2;
/// Bytes for finding the place of a changed run, about.
const JUMP: i64 = 5;

/// The scrolls that may save bytes on the way from `old` to `new`: for each of the moves that most rows made, the block
/// of rows that gains most by it.
pub(super) fn likely(old: &Buffer, new: &Buffer) -> Vec<Scroll> {
    let (old, new) = (rows(old), rows(new));
    let height = old.len().min(new.len());
    let changed: Vec<usize> = (0..height).filter(|y| old[*y] != new[*y]).collect();
    if changed.len() < ROWS_AT_LEAST {
        return Vec::new();
    }
    // Where most rows change, a small block may come from far: little that stays is in its way.
    let turns_over = changed.len() * 2 >= height;
    shifts(&old, &new, &changed).into_iter().filter_map(|shift| best_block(&old, &new, shift, turns_over)).collect()
}

/// The moves that most of the changed rows made, up when positive; rows are told apart by their hashes.
fn shifts(old: &[&[Cell]], new: &[&[Cell]], changed: &[usize]) -> Vec<i32> {
    // Two rows with one hash cost a vote that comes to nothing; the same frames cost the same bytes every time.
    let hasher = BuildHasherDefault::<DefaultHasher>::default();
    let hash = |row: &[Cell]| hasher.hash_one(row);
    let is_blank = |row: &[Cell]| row.iter().all(|cell| cell.symbol() == " ");
    let mut places: HashMap<u64, Vec<usize>> = HashMap::new();
    for (y, row) in old.iter().enumerate().filter(|(_, row)| !is_blank(row)) {
        places.entry(hash(row)).or_default().push(y);
    }
    let mut votes: HashMap<i32, usize> = HashMap::new();
    for to in changed {
        let same = places.get(&hash(new[*to])).map(Vec::as_slice).unwrap_or_default();
        // A row that stands in many places says little about where it came from.
        for from in same.iter().filter(|_| same.len() <= 4) {
            *votes.entry(signed(*from) - signed(*to)).or_default() += 1;
        }
    }
    votes.remove(&0);
    let mut shifts: Vec<(i32, usize)> = votes.into_iter().collect();
    shifts.sort_by_key(|(shift, votes)| (std::cmp::Reverse(*votes), shift.unsigned_abs(), *shift));
    shifts.into_iter().take(SHIFTS_AT_MOST).map(|(shift, _)| shift).collect()
}

/// The block of rows that gains most by moving by `shift`.
fn best_block(old: &[&[Cell]], new: &[&[Cell]], shift: i32, turns_over: bool) -> Option<Scroll> {
    let by = usize::try_from(shift.unsigned_abs()).ok()?;
    let up = shift > 0;
    // Row `to` of the new screen comes from row `from` of the old one.
    let pairs = (0..new.len().min(old.len()).saturating_sub(by)).map(|y| if up { (y, y + by) } else { (y + by, y) });
    let gains: Vec<i64> = pairs.map(|(to, from)| cost(old[to], new[to]) - cost(old[from], new[to])).collect();
    let (first, last) = richest(&gains)?;
    let moved = last + 1 - first;
    if !turns_over && (moved < ROWS_AT_LEAST || moved + (moved / 8).min(2) < by) {
        return None;
    }
    Some(Scroll { top: u16::try_from(first).ok()?, bottom: u16::try_from(last + by).ok()?, by: shift })
}

impl Scroll {
    /// The rows that are blank after it, and that a frame fills as they come in: from the one that comes in first.
    pub(super) fn comes_in(self) -> Vec<u16> {
        let count = u16::try_from(self.by.unsigned_abs()).unwrap_or(u16::MAX).min(self.bottom + 1 - self.top);
        if self.by > 0 {
            (self.bottom + 1 - count..=self.bottom).collect()
        } else {
            (self.top..self.top + count).rev().collect()
        }
    }

    /// Where row `y` goes, if it stays on the screen.
    pub(super) fn carries(self, y: u16) -> Option<u16> {
        let rows = i32::from(self.top)..=i32::from(self.bottom);
        let to = i32::from(y) - self.by;
        (rows.contains(&i32::from(y)) && rows.contains(&to)).then_some(to).and_then(|to| u16::try_from(to).ok())
    }

    /// What the screen looks like after it.
    pub(super) fn apply(self, shown: &Buffer) -> Buffer {
        let mut moved = shown.clone();
        let columns = usize::from(shown.area.width);
        for y in self.top..=self.bottom {
            let at = usize::from(y) * columns;
            let from = usize::try_from(i32::from(y) + self.by).ok();
            let from = from.filter(|from| (usize::from(self.top)..=usize::from(self.bottom)).contains(from));
            let source = from.and_then(|from| shown.content.get(from * columns..(from + 1) * columns));
            let Some(row) = moved.content.get_mut(at..at + columns) else { continue };
            match source {
                Some(source) => row.clone_from_slice(source),
                None => row.fill(Cell::EMPTY),
            }
        }
        moved
    }
}

fn rows(buffer: &Buffer) -> Vec<&[Cell]> {
    buffer.content.chunks(usize::from(buffer.area.width).max(1)).collect()
}

/// About how many bytes turn one row into the other.
fn cost(old: &[Cell], new: &[Cell]) -> i64 {
    let (mut bytes, mut in_run) = (0, false);
    for (old, new) in old.iter().zip(new) {
        let differs = old != new;
        bytes += if differs { i64::try_from(new.symbol().len()).unwrap_or(i64::MAX) } else { 0 };
        bytes += if differs && !in_run { JUMP } else { 0 };
        in_run = differs;
    }
    bytes
}

/// The run of neighbours with the greatest sum, if any is above nothing: (first, last).
fn richest(gains: &[i64]) -> Option<(usize, usize)> {
    let (mut best, mut best_run) = (0, None);
    let (mut sum, mut first) = (0, 0);
    for (at, gain) in gains.iter().enumerate() {
        if sum <= 0 {
            (sum, first) = (0, at);
        }
        sum += gain;
        if sum > best {
            (best, best_run) = (sum, Some((first, at)));
        }
    }
    best_run
}

fn signed(row: usize) -> i32 {
    i32::try_from(row).unwrap_or(i32::MAX)
}
