//! Rows that only moved: found, so that the terminal moves them itself.

use ratatui::buffer::{Buffer, Cell};

/// Rows `top..=bottom` move by `by`: up when it is positive. What they leave behind is blank.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Scroll {
    pub(super) top: u16,
    pub(super) bottom: u16,
    pub(super) by: i32,
}

/// Fewer moved rows than this are painted: ncurses' rule (hashmap.c), which keeps small blocks from jumping about.
const ROWS_AT_LEAST: usize = 3;
/// What margins, the way to them and their end cost in bytes; each row moved costs one or two more.
const OVERHEAD: i64 = 18;
/// Bytes for finding the place of a changed run, about.
const JUMP: i64 = 5;

/// The scroll that saves most bytes on the way from `old` to `new`, if one saves any.
pub(super) fn find(old: &Buffer, new: &Buffer) -> Option<Scroll> {
    let (old, new) = (rows(old), rows(new));
    let height = old.len().min(new.len());
    let stays: Vec<i64> = (0..height).map(|y| cost(old[y], new[y])).collect();
    if stays.iter().filter(|cost| **cost > 0).count() < ROWS_AT_LEAST {
        return None;
    }
    let blank: Vec<i64> =
        new.iter().map(|row| row.iter().filter(|cell| cell.symbol() != " ").count()).map(saturating).collect();
    let mut best: Option<(i64, Scroll)> = None;
    for shift in 1..height {
        for up in [true, false] {
            // Row `to` of the new screen comes from row `from` of the old one.
            let pairs = (0..height - shift).map(|y| if up { (y, y + shift) } else { (y + shift, y) });
            let gains: Vec<i64> = pairs.map(|(to, from)| stays[to] - cost(old[from], new[to])).collect();
            let Some((first, last)) = richest(&gains) else { continue };
            let moved = last + 1 - first;
            if moved < ROWS_AT_LEAST || moved + (moved / 8).min(2) < shift {
                continue;
            }
            let (top, bottom) = (first, last + shift);
            let left_behind = if up { bottom + 1 - shift..=bottom } else { top..=top + shift - 1 };
            let loss: i64 = left_behind.map(|y| blank[y] - stays[y]).sum();
            let gain = gains[first..=last].iter().sum::<i64>() - loss - OVERHEAD - saturating(shift);
            if gain > best.map_or(0, |(gain, _)| gain) {
                let by = i32::try_from(shift).unwrap_or(i32::MAX) * if up { 1 } else { -1 };
                let row = |y: usize| u16::try_from(y).unwrap_or(u16::MAX);
                best = Some((gain, Scroll { top: row(top), bottom: row(bottom), by }));
            }
        }
    }
    best.map(|(_, scroll)| scroll)
}

impl Scroll {
    /// What the screen looks like after it.
    pub(super) fn apply(self, shown: &Buffer) -> Buffer {
        let mut moved = shown.clone();
        for y in self.top..=self.bottom {
            let from = i32::from(y) + self.by;
            let inside = (i32::from(self.top)..=i32::from(self.bottom)).contains(&from);
            for x in 0..shown.area.width {
                let cell = u16::try_from(from).ok().filter(|_| inside).and_then(|from| shown.cell((x, from)));
                if let Some(place) = moved.cell_mut((x, y)) {
                    *place = cell.cloned().unwrap_or_default();
                }
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
        bytes += if differs { saturating(new.symbol().len()) } else { 0 };
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

fn saturating(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}
