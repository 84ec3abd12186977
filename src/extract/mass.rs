//! How much of something any element of a page holds: running sums over its segments.

use std::ops::Range;

use super::dom::{At, Dom};
use super::segment::Segment;

/// Where the segments of a page stand.
#[derive(Debug)]
pub struct Places(Vec<At>);

impl Places {
    /// The places of all segments.
    pub fn of(segments: &[Segment]) -> Self {
        Self(segments.iter().map(|segment| segment.from).collect())
    }

    /// The segments that an element holds, as a range of the list.
    pub fn inside(&self, dom: &Dom<'_>, at: At) -> Range<usize> {
        let nodes = dom.subtree(at);
        let place = |end: At| self.0.partition_point(|&from| from < end);
        place(nodes.start)..place(nodes.end)
    }
}

/// A running sum.
#[derive(Debug)]
pub struct Sum(Vec<usize>);

impl Sum {
    /// Over things in order, each with its weight.
    pub fn of<T>(things: impl IntoIterator<Item = T>, weigh: impl Fn(T) -> usize) -> Self {
        let mut sum = 0;
        let running = things.into_iter().map(|thing| {
            sum += weigh(thing);
            sum
        });
        Self(std::iter::once(0).chain(running).collect())
    }

    /// Over all things before a place.
    pub fn before(&self, place: usize) -> usize {
        self.0.get(place).or(self.0.last()).copied().unwrap_or_default()
    }

    /// Over a range of places.
    pub fn between(&self, range: &Range<usize>) -> usize {
        self.before(range.end).saturating_sub(self.before(range.start))
    }

    /// Over all.
    pub fn total(&self) -> usize {
        self.0.last().copied().unwrap_or_default()
    }
}

/// What segments weigh, summed up for any element.
pub struct Mass {
    places: Places,
    sum: Sum,
}

impl Mass {
    /// Each segment with its weight; the number is its place in the list.
    pub fn of(segments: &[Segment], weigh: impl Fn(usize, &Segment) -> usize) -> Self {
        Self {
            places: Places::of(segments),
            sum: Sum::of(segments.iter().enumerate(), |(nth, segment)| weigh(nth, segment)),
        }
    }

    /// Of the page.
    pub fn total(&self) -> usize {
        self.sum.total()
    }

    /// Of one element.
    pub fn inside(&self, dom: &Dom<'_>, at: At) -> usize {
        self.sum.between(&self.places.inside(dom, at))
    }
}
