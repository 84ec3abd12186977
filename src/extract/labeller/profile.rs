//! What the labeller sees of each segment: one row of numbers. Order and meaning of the columns are those of the
//! weights; whoever changes them trains anew.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::super::candidate::{self, Page, Sieve, Sight};
use super::super::dom::{At, Dom, Tag};
use super::super::furniture::normal;
use super::super::mass::{Places, Sum};
use super::super::segment::{Role, Segment, ratio};
use super::columns;
use super::wording::Wording;

/// Elements of one parent that are looked at.
const SIBLINGS_AT_MOST: usize = 400;

/// What the page says of its story outside of its text.
#[derive(Debug, Clone, Copy, Default)]
pub struct Told<'t> {
    pub title: Option<&'t str>,
    pub standfirst: Option<&'t str>,
    /// The story as structured data gives it.
    pub body: Option<&'t str>,
}

/// The rows of one page: one for each segment that has words.
#[derive(Debug, Default)]
pub struct Profile {
    /// All rows, one after another.
    pub values: Vec<f32>,
    /// For each row the segment's place in the list.
    pub segments: Vec<usize>,
    /// What the rules make of the page.
    pub rules: Sight,
    /// What the columns are; as many as one row has numbers.
    pub names: Vec<String>,
}

/// Rows being written.
#[derive(Debug, Default)]
pub struct Sink {
    values: Vec<f32>,
    names: Vec<String>,
    named: bool,
}

impl Sink {
    /// Writes the next column.
    pub fn put(&mut self, name: &'static str, value: f32) {
        if self.named {
            self.names.push(name.to_owned());
        }
        self.values.push(value);
    }

    /// Writes the next column of several that mean the same for different things.
    pub fn put_for(&mut self, what: impl std::fmt::Display, name: &'static str, value: f32) {
        if self.named {
            self.names.push(format!("{name}({what})"));
        }
        self.values.push(value);
    }
}

/// A count as a column's number.
#[expect(clippy::cast_precision_loss, reason = "counts of one page are far below 2^24")]
pub fn number(count: usize) -> f32 {
    count as f32
}

/// `part` of `whole` as a column's number.
#[expect(clippy::cast_possible_truncation, reason = "a share needs few digits")]
pub fn share(part: usize, whole: usize) -> f32 {
    ratio(part, whole) as f32
}

/// The order of magnitude.
pub fn log(count: f32) -> f32 {
    (1.0 + count.max(0.0)).ln()
}

/// Running sums over the segments: what stands between any two places of the list.
#[derive(Debug)]
pub struct Sums {
    pub places: Places,
    pub chars: Sum,
    pub linked: Sum,
    /// Characters of prose.
    pub prose: Sum,
    /// Segments with words.
    pub count: Sum,
    /// Segments with prose.
    pub paragraphs: Sum,
    pub headings: Sum,
}

impl Sums {
    fn of(segments: &[Segment]) -> Self {
        Self {
            places: Places::of(segments),
            chars: Sum::of(segments, |segment| segment.chars),
            linked: Sum::of(segments, |segment| segment.linked),
            prose: Sum::of(segments, candidate::weight),
            count: Sum::of(segments, |segment| usize::from(segment.chars > 0)),
            paragraphs: Sum::of(segments, |segment| usize::from(candidate::weight(segment) > 0)),
            headings: Sum::of(segments, |segment| usize::from(matches!(segment.role, Role::Heading(_)))),
        }
    }
}

/// A segment with words, and what is asked of it more than once.
pub struct Row<'p> {
    /// Its place in the list of segments.
    pub nth: usize,
    pub segment: &'p Segment,
    /// The innermost element around it that begins a line of its own.
    pub block: At,
    /// Elements like it beside it, itself counted.
    pub siblings: usize,
    /// The names of that element and of the two around it.
    pub shape: u64,
    pub wording: Wording,
    /// Its words, in a form that can be compared.
    pub words: Vec<u64>,
}

/// Segments whose elements have the same names.
#[derive(Debug, Default, Clone, Copy)]
pub struct Shape {
    pub count: usize,
    pub chars: usize,
    pub linked: usize,
    pub prose: usize,
    /// Its first and last row.
    pub first: usize,
    pub last: usize,
}

/// The page as a whole.
pub struct Whole<'p, 'a> {
    pub page: &'p Page<'p, 'a>,
    pub rows: Vec<Row<'p>>,
    pub sums: Sums,
    /// What the rules make of it.
    pub fine: Sight,
    /// What is kept where names don't count.
    pub coarse: Vec<bool>,
    /// The places that the rules' container holds, and its nodes.
    pub container: Range<usize>,
    pub nodes: Range<At>,
    /// The place after the headline.
    pub headline: Option<usize>,
    pub title: Vec<u64>,
    pub standfirst: Vec<u64>,
    /// Runs of three words of the story as structured data gives it.
    pub body: HashSet<u64>,
    /// How often each text is on the page.
    pub texts: HashMap<u64, usize>,
    pub shapes: HashMap<u64, Shape>,
    /// Pictures before each node.
    pub pictures: Sum,
}

/// Words as one number.
pub fn joined(words: &[u64]) -> u64 {
    words.iter().fold(0, |sum: u64, word| sum.rotate_left(21).wrapping_mul(0x0100_0000_01b3) ^ word)
}

/// Runs of three words.
pub fn runs(words: &[u64]) -> impl Iterator<Item = u64> + '_ {
    words.windows(3).map(joined)
}

/// A word as a number, by the method of Fowler, Noll and Vo: a page may well try to make two alike, and gains nothing.
fn number_of(word: &str) -> u64 {
    word.bytes().fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

/// Words of what [`normal`] gives.
fn words(normal: &str) -> Vec<u64> {
    normal.split(' ').filter(|word| !word.is_empty()).map(number_of).collect()
}

/// The innermost element around a segment that begins a line of its own.
pub fn block(dom: &Dom<'_>, from: At) -> At {
    let runs_on = |tag: Tag| {
        matches!(
            tag,
            Tag::Text | Tag::Inline | Tag::A | Tag::Strong | Tag::Emphasis | Tag::Code | Tag::Time | Tag::Cite
        )
    };
    dom.ancestors(from).find(|&at| !runs_on(dom.tag(at))).unwrap_or_default()
}

fn shape(dom: &Dom<'_>, at: At) -> u64 {
    let names = |at: At| {
        let class = dom.attr(at, "class").unwrap_or_default().split_ascii_whitespace().next();
        [dom.item(at).element.map_or("", |element| element.name()), class.unwrap_or_default()]
    };
    let names: Vec<u64> = dom.ancestors(at).take(3).flat_map(names).map(number_of).collect();
    joined(&names)
}

/// How many elements of one kind stand beside each other; the last answer is the next one's as a rule.
#[derive(Default)]
struct Siblings(Option<((At, Tag), usize)>);

impl Siblings {
    fn count(&mut self, dom: &Dom<'_>, at: At) -> usize {
        let asked = (dom.item(at).parent, dom.tag(at));
        match self.0 {
            Some((known, count)) if known == asked => count,
            _ => {
                let like = dom.children(asked.0).take(SIBLINGS_AT_MOST).filter(|&child| dom.tag(child) == asked.1);
                let count = like.count();
                self.0 = Some((asked, count));
                count
            }
        }
    }
}

/// Writes a row for every segment with words.
pub fn profile(page: &Page<'_, '_>, told: Told<'_>) -> Profile {
    let whole = Whole::of(page, told);
    let mut sink = Sink::default();
    for row in 0..whole.rows.len() {
        sink.named = row == 0;
        columns::row(&mut sink, &whole, row);
        if row == 0 {
            sink.values.reserve(sink.values.len() * whole.rows.len());
        }
    }
    Profile {
        values: sink.values,
        segments: whole.rows.iter().map(|row| row.nth).collect(),
        names: sink.names,
        rules: whole.fine,
    }
}

impl<'p, 'a> Whole<'p, 'a> {
    fn of(page: &'p Page<'p, 'a>, told: Told<'_>) -> Self {
        let mut beside = Siblings::default();
        let rows: Vec<Row<'p>> = page
            .segments
            .iter()
            .enumerate()
            .filter(|(_, segment)| segment.chars > 0)
            .map(|(nth, segment)| {
                let block = block(page.dom, segment.from);
                Row {
                    nth,
                    segment,
                    block,
                    siblings: beside.count(page.dom, block),
                    shape: shape(page.dom, block),
                    wording: Wording::of(&segment.plain, segment.sentence),
                    words: words(&segment.normal),
                }
            })
            .collect();
        let mut texts: HashMap<u64, usize> = HashMap::new();
        let mut shapes: HashMap<u64, Shape> = HashMap::new();
        for (nth, row) in rows.iter().enumerate() {
            *texts.entry(joined(&row.words)).or_default() += 1;
            let shape = shapes.entry(row.shape).or_insert(Shape { first: nth, ..Shape::default() });
            shape.count += 1;
            shape.chars += row.segment.chars;
            shape.linked += row.segment.linked;
            shape.prose += candidate::weight(row.segment);
            shape.last = nth;
        }
        let sums = Sums::of(page.segments);
        let fine = candidate::sight(page, Sieve::Fine);
        let over = |ranges: Vec<Range<usize>>| {
            let start = ranges.iter().map(|range| range.start).min().unwrap_or_default();
            start..ranges.iter().map(|range| range.end).max().unwrap_or(start)
        };
        Self {
            rows,
            coarse: candidate::decide(page, Sieve::Coarse),
            container: over(fine.container.iter().map(|&at| sums.places.inside(page.dom, at)).collect()),
            nodes: over(fine.container.iter().map(|&at| page.dom.subtree(at)).collect()),
            headline: page.headline.map(|at| sums.places.inside(page.dom, at).end),
            title: words(&normal(told.title.unwrap_or_default())),
            standfirst: words(&normal(told.standfirst.unwrap_or_default())),
            body: runs(&words(&normal(told.body.unwrap_or_default()))).collect(),
            texts,
            shapes,
            pictures: Sum::of(0..page.dom.len(), |at| usize::from(page.dom.tag(at) == Tag::Img)),
            fine,
            sums,
            page,
        }
    }
}
