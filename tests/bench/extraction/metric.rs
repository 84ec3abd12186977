//! What a prediction is worth: the body metric of scrapinghub's article-extraction benchmark, trafilatura's snippets,
//! and the fields of a headline. The definitions are theirs, to the last token, so that figures can be compared.
//!
//! A body is its multiset of 4-token shingles. A page's true, false and missing shingles are shares of their sum;
//! precision and recall are means over the pages, and F1 is the harmonic mean of those two means.

use std::collections::{BTreeSet, HashMap};
use std::sync::LazyLock;

use icu_normalizer::ComposingNormalizerBorrowed;
use regex::Regex;

/// Tokens of one shingle.
const SHINGLE: usize = 4;

/// Letters and numbers of any script and the underscore; marks are none of them.
static TOKEN: LazyLock<Regex> = LazyLock::new(|| pattern(r"[\p{L}\p{N}_]+"));
static LEAD: LazyLock<Regex> = LazyLock::new(|| pattern(r"^\s*(?i:by|von|par|por|di|from)\s+"));
static GLUE: LazyLock<Regex> = LazyLock::new(|| pattern(r"\s*(?:;|,|\||/|\band\b|\bund\b|\s&\s|\bet\b)\s*"));
static DAY: LazyLock<Regex> = LazyLock::new(|| pattern(r"^\s*(\d{4}-\d{1,2}-\d{1,2})"));

fn pattern(source: &str) -> Regex {
    Regex::new(source).unwrap_or_else(|error| panic!("{error}"))
}

/// The words of a text, case kept.
pub fn tokens(text: &str) -> Vec<&str> {
    TOKEN.find_iter(text).map(|token| token.as_str()).collect()
}

/// A page's shares of right, wrong and missing shingles; they sum up to 1, or to 0 where both sides are empty.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Counts {
    pub right: f64,
    pub wrong: f64,
    pub missing: f64,
}

impl Counts {
    /// Of a predicted body against the gold's.
    pub fn of(gold: &[&str], predicted: &[&str]) -> Self {
        let mut balance: HashMap<&[&str], (u32, u32)> = HashMap::new();
        shingles(gold).for_each(|shingle| balance.entry(shingle).or_default().0 += 1);
        shingles(predicted).for_each(|shingle| balance.entry(shingle).or_default().1 += 1);
        let (mut right, mut wrong, mut missing) = (0, 0, 0);
        for (gold, predicted) in balance.into_values() {
            right += gold.min(predicted);
            wrong += predicted.saturating_sub(gold);
            missing += gold.saturating_sub(predicted);
        }
        let sum = f64::from((right + wrong + missing).max(1));
        Self { right: f64::from(right) / sum, wrong: f64::from(wrong) / sum, missing: f64::from(missing) / sum }
    }

    /// Nothing where nothing was predicted.
    fn precision(self) -> Option<f64> {
        (self.right + self.wrong > 0.0).then(|| self.right / (self.right + self.wrong))
    }

    /// Nothing where there is nothing to find.
    fn recall(self) -> Option<f64> {
        (self.right + self.missing > 0.0).then(|| self.right / (self.right + self.missing))
    }

    fn f1(self) -> f64 {
        if self.wrong + self.missing > 0.0 {
            2.0 * self.right / (2.0 * self.right + self.wrong + self.missing)
        } else {
            1.0
        }
    }
}

/// A text shorter than a shingle is one; an empty text has none.
fn shingles<'t>(tokens: &'t [&'t str]) -> impl Iterator<Item = &'t [&'t str]> {
    let size = SHINGLE.min(tokens.len()).max(1);
    tokens.windows(size)
}

/// How a page did. What its gold does not say is not judged.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Page {
    pub body: Option<Counts>,
    /// Right to the last token.
    pub exact: bool,
    pub snippets: Option<Snippets>,
    pub title: Option<bool>,
    pub authors: Option<f64>,
    pub same_day: Option<bool>,
}

/// Sentences that must and that must not occur.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Snippets {
    pub right: u32,
    pub wrong: u32,
    pub missing: u32,
}

impl Snippets {
    /// Of a predicted body. White space is white space.
    pub fn of(with: &[String], without: &[String], predicted: &str) -> Self {
        let text = blanks(predicted);
        let found = |snippets: &[String]| snippets.iter().filter(|snippet| text.contains(&blanks(snippet))).count();
        let (right, wrong) = if text.is_empty() { (0, 0) } else { (found(with), found(without)) };
        let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        Self { right: count(right), wrong: count(wrong), missing: count(with.len() - right) }
    }
}

fn blanks(text: &str) -> String {
    let is_blank = |c: char| c.is_whitespace() || matches!(c, '\u{1c}'..='\u{1f}');
    text.split(is_blank).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// A title or name without what writes itself differently: case, punctuation, blanks, forms of one letter.
pub fn normal(line: &str) -> String {
    let line = ComposingNormalizerBorrowed::new_nfkc().normalize(line).to_lowercase();
    let line = line.replace('ß', "ss").replace('ς', "σ").replace('\u{ad}', "");
    tokens(&line).join(" ")
}

/// The overlap of two bylines, as sets of names: twice what both have, of what either has.
pub fn authors(gold: &[String], predicted: &[String]) -> f64 {
    let (gold, predicted) = (names(gold), names(predicted));
    let both = gold.intersection(&predicted).count();
    match gold.len() + predicted.len() {
        0 => 1.0,
        sum => 2.0 * share(both) / share(sum),
    }
}

fn names(bylines: &[String]) -> BTreeSet<String> {
    bylines
        .iter()
        .flat_map(|byline| GLUE.split(&LEAD.replace(byline, "")).map(normal).collect::<Vec<_>>())
        .filter(|name| !name.is_empty())
        .collect()
}

/// The calendar day at the start of a date, if there is such a day.
pub fn day(date: &str) -> Option<chrono::NaiveDate> {
    DAY.captures(date)?.get(1)?.as_str().parse().ok()
}

/// The figures of many pages.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Score {
    pub pages: usize,
    pub f1: Option<f64>,
    pub precision: Option<f64>,
    pub recall: Option<f64>,
    /// Pages right to the last token.
    pub accuracy: Option<f64>,
    /// The mean of each page's own F1.
    pub page_f1: Option<f64>,
    pub snippets_f1: Option<f64>,
    pub title_exact: Option<f64>,
    pub authors_f1: Option<f64>,
    pub same_day: Option<f64>,
}

impl Score {
    /// Over these pages.
    pub fn of(pages: &[&Page]) -> Self {
        let bodies = || pages.iter().filter_map(|page| Some((page.body?, page.exact)));
        let judged = bodies().next().is_some();
        let precision = mean(bodies().filter_map(|(counts, _)| counts.precision())).or(judged.then_some(0.0));
        let recall = mean(bodies().filter_map(|(counts, _)| counts.recall())).or(judged.then_some(0.0));
        let f1 = precision.zip(recall).map(|(p, r)| if p + r > 0.0 { 2.0 * p * r / (p + r) } else { 0.0 });
        let mut sum = None::<Snippets>;
        for snippets in pages.iter().filter_map(|page| page.snippets) {
            let sum = sum.get_or_insert_default();
            (sum.right, sum.wrong, sum.missing) =
                (sum.right + snippets.right, sum.wrong + snippets.wrong, sum.missing + snippets.missing);
        }
        Self {
            pages: pages.len(),
            f1,
            precision,
            recall,
            accuracy: mean(bodies().map(|(_, exact)| truth(exact))),
            page_f1: mean(bodies().map(|(counts, _)| counts.f1())),
            snippets_f1: sum
                .map(|sum| 2.0 * f64::from(sum.right) / f64::from((2 * sum.right + sum.wrong + sum.missing).max(1))),
            title_exact: mean(pages.iter().filter_map(|page| page.title).map(truth)),
            authors_f1: mean(pages.iter().filter_map(|page| page.authors)),
            same_day: mean(pages.iter().filter_map(|page| page.same_day).map(truth)),
        }
    }
}

fn truth(holds: bool) -> f64 {
    f64::from(u8::from(holds))
}

fn share(number: usize) -> f64 {
    f64::from(u32::try_from(number).unwrap_or(u32::MAX))
}

fn mean(values: impl Iterator<Item = f64>) -> Option<f64> {
    let (count, sum) = values.fold((0, 0.0), |(count, sum), value| (count + 1, sum + value));
    (count > 0).then(|| sum / f64::from(count))
}
