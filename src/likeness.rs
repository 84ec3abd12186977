//! Which rows of a list tell of one event: several outlets, the same news.
//!
//! A wrong group is worse than a missed one, since it hides a story that nobody has read. So likeness alone (the cosine of
//! words weighed by how rare they are in the list, those of the title more) is not enough: the stories have to be
//! of different outlets, about as old and of one kind; they share rare words, some that are no names and one that is; and
//! not each title may have a name that the other story lacks. Where the titles have other numbers, or one of them looks
//! ahead to what the other reports, they have to be the more alike. Titles say what kind a story is in English, and a few
//! words of German and French; elsewhere its labels do, and a question mark.
//!
//! `cargo bench --bench same` holds it against pairs that a hand has labelled. What it takes goes with the rare words that
//! rows share: two that share fewer than four are never compared.

mod words;

use std::collections::{BTreeSet, HashMap};

use crate::news::Headline;

use words::{COMMON, Kind, Word};

/// Older than this in relation to each other, two stories are two days' news.
const HOURS_APART: f64 = 36.0;
/// Words in common that few stories of the list have …
const SHARED_AT_LEAST: u8 = 4;
/// … and that are no names: two stories of one person in one place share those.
const DEEDS_AT_LEAST: usize = 2;
/// A rare word is one that no more than this part of the list has …
const RARE_PART: usize = 25;
/// … or so few stories …
const RARE_AT_LEAST: usize = 10;
/// … and never more than so many, however long the list.
const RARE_AT_MOST: usize = 60;
/// Rarity is measured as in a list of this length at least: in a short one every word is rare.
const LIST_AT_LEAST: usize = 100;
/// How much more a word of the title weighs.
const TITLE_WEIGHT: f64 = 2.0;
/// What is compared of one story.
const WORDS_AT_MOST: usize = 60;
/// Rows that are looked at; a list goes on for ever only where somebody wants it to.
const ROWS_AT_MOST: usize = 10_000;
/// One event has so many rows at most.
const GROUP_AT_MOST: usize = 12;

/// From this likeness on two stories are one.
const ALIKE: f64 = 0.38;
/// For every hour beyond the first six between them it takes so much more.
const HOUR: f64 = 0.005;
/// The titles have numbers, and none in common.
const OTHER_NUMBERS: f64 = 0.06;
/// One is about a final, the other does not say so.
const OTHER_STAGE: f64 = 0.25;
/// One of them tells what the other expects.
const LOOKS_AHEAD: f64 = 0.25;
/// A story that joins a group is at least so much like every one in it, so that no chain leads from event to event.
const KIN: f64 = 0.22;

/// Groups of rows about one event: indices into the list, ascending, at least two in each, no row in two of them, ordered
/// by their first.
#[must_use]
pub fn groups<'a>(list: impl Iterator<Item = &'a Headline>) -> Vec<Vec<usize>> {
    let told = Told::of(list);
    let mut groups: Vec<Vec<usize>> = Vec::new();
    // The group of each row, if it leads or joined one.
    let mut group_of: Vec<Option<usize>> = vec![None; told.rows.len()];
    for (row, friends) in told.friends().into_iter().enumerate() {
        let best = friends
            .iter()
            .filter(|(friend, _)| match group_of.get(*friend).copied().flatten() {
                Some(group) => groups.get(group).is_some_and(|group| told.fits(row, group)),
                None => true,
            })
            .max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)));
        let Some((friend, _)) = best.copied() else { continue };
        let group = group_of.get(friend).copied().flatten().unwrap_or_else(|| {
            groups.push(vec![friend]);
            groups.len() - 1
        });
        for member in [friend, row] {
            if let Some(place) = group_of.get_mut(member) {
                *place = Some(group);
            }
        }
        if let Some(group) = groups.get_mut(group) {
            group.push(row);
        }
    }
    groups.sort_unstable();
    groups
}

/// One row as it is compared.
#[derive(Debug)]
struct Row<'a> {
    outlet: &'a str,
    /// In hours; a story without a time is never grouped.
    at: Option<f64>,
    kind: Kind,
    looks_ahead: bool,
    stages: Vec<String>,
    /// Each word once, ascending, with its weight: of length 1 in all.
    words: Vec<(u32, f64)>,
    /// Of the title, ascending.
    title: Vec<u32>,
    /// Names among the words of the title; among all of them.
    names: [Vec<u32>; 2],
    /// Numbers of the title.
    numbers: BTreeSet<String>,
    scores: BTreeSet<String>,
}

/// The list as it is compared.
#[derive(Debug)]
struct Told<'a> {
    rows: Vec<Row<'a>>,
    /// In how many rows each word stands.
    spread: Vec<usize>,
    /// Up to this spread a word is rare.
    rare: usize,
}

/// What the list knows of each of its words.
#[derive(Debug)]
struct Lexicon {
    /// By stem.
    ids: HashMap<String, u32>,
    /// By the word as it is; without one for those that say nothing.
    known: HashMap<String, Option<u32>>,
    spread: Vec<usize>,
    /// How often it stands with a capital where none is needed; how often without.
    capitals: Vec<[usize; 2]>,
}

impl Lexicon {
    fn new() -> Self {
        let known = COMMON.iter().map(|word| ((*word).to_owned(), None)).collect();
        Self { ids: HashMap::new(), known, spread: Vec::new(), capitals: Vec::new() }
    }

    /// `None` for a word that says nothing.
    fn id(&mut self, plain: &str) -> Option<u32> {
        if let Some(id) = self.known.get(plain) {
            return *id;
        }
        let id = (plain.len() > 1).then(|| {
            let new = u32::try_from(self.ids.len()).unwrap_or(u32::MAX);
            *self.ids.entry(words::stem(plain).to_owned()).or_insert(new)
        });
        self.spread.resize(self.ids.len(), 0);
        self.capitals.resize(self.ids.len(), [0, 0]);
        self.known.insert(plain.to_owned(), id);
        id
    }

    /// Takes words in, handed over by `each`: their ids, and whether each has a capital.
    fn take(&mut self, each: impl FnOnce(&mut dyn FnMut(&str, bool, bool))) -> Vec<(u32, bool)> {
        let (mut long, mut long_capital) = (0, 0);
        // Each with a capital or not, and whether it opens a sentence.
        let mut said: Vec<(Option<u32>, bool, bool)> = Vec::with_capacity(WORDS_AT_MOST);
        each(&mut |plain, capital, opens| {
            if plain.len() >= 4 && !words::is_number(plain) {
                (long, long_capital) = (long + 1, long_capital + usize::from(capital));
            }
            said.push((self.id(plain), capital, opens));
        });
        // Some outlets Write All Their Titles Like This.
        let says_nothing = long_capital * 5 > long * 3;
        let mut taken = Vec::with_capacity(said.len().min(WORDS_AT_MOST));
        for (at, (id, capital, opens)) in said.iter().enumerate() {
            let Some(id) = id.filter(|_| taken.len() < WORDS_AT_MOST) else { continue };
            // `Kauri Bank` is a name wherever it stands.
            let goes_on = said.get(at + 1).is_some_and(|(_, capital, opens)| *capital && !opens);
            if let Some([with, without]) = self.capitals.get_mut(usize::try_from(id).unwrap_or(usize::MAX)) {
                *with += usize::from(*capital && (!opens || goes_on) && !says_nothing);
                *without += usize::from(!capital);
            }
            taken.push((id, *capital));
        }
        taken
    }

    fn is_name(&self, id: u32) -> bool {
        let at = usize::try_from(id).unwrap_or(usize::MAX);
        self.capitals.get(at).is_some_and(|[with, without]| *with > without * 2)
    }
}

impl<'a> Told<'a> {
    fn of(list: impl Iterator<Item = &'a Headline>) -> Self {
        let mut lexicon = Lexicon::new();
        let read: Vec<_> = list
            .take(ROWS_AT_MOST)
            .map(|headline| {
                let title = words::title(headline);
                let mut ids = [
                    lexicon.take(|take| words::each_of_title(headline, take)),
                    lexicon.take(|take| words::each_of_lead(headline, take)),
                ];
                ids[1].truncate(WORDS_AT_MOST.saturating_sub(ids[0].len()));
                let mut all: Vec<u32> = ids.iter().flatten().map(|(id, _)| *id).collect();
                all.sort_unstable();
                all.dedup();
                for id in &all {
                    if let Some(spread) = lexicon.spread.get_mut(usize::try_from(*id).unwrap_or(usize::MAX)) {
                        *spread += 1;
                    }
                }
                (headline, title, ids, all)
            })
            .collect();
        let listed = read.len();
        let length = listed.max(LIST_AT_LEAST);
        let rows = read.into_iter().map(|(headline, title, ids, all)| {
            let sorted = |ids: Vec<u32>| {
                let mut ids = ids;
                ids.sort_unstable();
                ids.dedup();
                ids
            };
            let in_title = sorted(ids[0].iter().map(|(id, _)| *id).collect());
            let is_name = |(id, capital): &&(u32, bool)| *capital && lexicon.is_name(*id);
            let names = [
                sorted(ids[0].iter().filter(is_name).map(|(id, _)| *id).collect()),
                sorted(ids.iter().flatten().filter(is_name).map(|(id, _)| *id).collect()),
            ];
            let mut words: Vec<(u32, f64)> = all
                .into_iter()
                .map(|id| {
                    let spread = lexicon.spread.get(usize::try_from(id).unwrap_or(usize::MAX)).copied().unwrap_or(1);
                    let weight = (real(length + 1) / real(spread.max(1))).ln();
                    (id, if has(&in_title, id) { weight * TITLE_WEIGHT } else { weight })
                })
                .collect();
            let length = words.iter().map(|(_, weight)| weight * weight).sum::<f64>().sqrt();
            for (_, weight) in &mut words {
                *weight /= length.max(f64::MIN_POSITIVE);
            }
            let numbers = |wanted: fn(&Word) -> bool| {
                title.iter().filter(|word| wanted(word)).map(|word| word.plain.clone()).collect()
            };
            Row {
                outlet: &headline.outlet,
                at: headline.time().map(|time| real_hours(time.timestamp())),
                kind: Kind::of(headline, &title),
                looks_ahead: words::is_ahead(&title),
                stages: words::stages(&title),
                words,
                title: in_title,
                names,
                numbers: numbers(Word::is_number),
                scores: numbers(Word::is_score),
            }
        });
        let rows = rows.collect();
        let rare = (listed / RARE_PART).clamp(RARE_AT_LEAST, RARE_AT_MOST);
        Self { rows, spread: lexicon.spread, rare }
    }

    fn is_rare(&self, id: u32) -> bool {
        let at = usize::try_from(id).unwrap_or(usize::MAX);
        self.spread.get(at).is_some_and(|spread| *spread <= self.rare)
    }

    /// For each row those before it that tell the same, with how much they are alike.
    fn friends(&self) -> Vec<Vec<(usize, f64)>> {
        let mut rows_with: Vec<Vec<usize>> = vec![Vec::new(); self.spread.len()];
        let mut shared: Vec<u8> = vec![0; self.rows.len()];
        let mut friends = Vec::with_capacity(self.rows.len());
        for (index, row) in self.rows.iter().enumerate() {
            let mut met = Vec::new();
            for (id, _) in row.words.iter().filter(|(id, _)| self.is_rare(*id)) {
                let Some(rows) = rows_with.get_mut(usize::try_from(*id).unwrap_or(usize::MAX)) else { continue };
                for other in rows.iter() {
                    let Some(count) = shared.get_mut(*other) else { continue };
                    if *count == 0 {
                        met.push(*other);
                    }
                    *count = count.saturating_add(1);
                }
                rows.push(index);
            }
            met.sort_unstable();
            let mut found = Vec::new();
            for other in met {
                let count = shared.get_mut(other).map(std::mem::take).unwrap_or_default();
                let before = self.rows.get(other).filter(|_| count >= SHARED_AT_LEAST);
                if let Some(likeness) = before.and_then(|before| self.same(before, row)) {
                    found.push((other, likeness));
                }
            }
            friends.push(found);
        }
        friends
    }

    /// How much they are alike, if that is enough to call them one.
    fn same(&self, a: &Row, b: &Row) -> Option<f64> {
        // Each title has a name that the other story lacks: two matches, two firms.
        if lacks(b, &a.names[0]) && lacks(a, &b.names[0]) {
            return None;
        }
        // A name of the one's title is in the other: what both leads name may be the month, or the land they are in.
        let names_meet = common(&a.names[0], &b.names[1]) || common(&a.names[1], &b.names[0]);
        if !may_be_one(a, b) || !names_meet {
            return None;
        }
        let is_deed = |id: u32| self.is_rare(id) && !(has(&a.names[1], id) && has(&b.names[1], id));
        let deeds = a.words.iter().filter(|(id, _)| is_deed(*id) && weight_of(b, *id).is_some()).count();
        let rare_in_titles = a.title.iter().any(|id| self.is_rare(*id) && has(&b.title, *id));
        let other_scores = !a.scores.is_empty() && !b.scores.is_empty() && a.scores.is_disjoint(&b.scores);
        let other_match = a.stages != b.stages && !a.stages.is_empty() && !b.stages.is_empty();
        if deeds < DEEDS_AT_LEAST || !rare_in_titles || other_scores || other_match {
            return None;
        }
        let mut enough = ALIKE + HOUR * (hours_between(a, b)? - 6.0).max(0.0);
        if !a.numbers.is_empty() && !b.numbers.is_empty() && a.numbers.is_disjoint(&b.numbers) {
            enough += OTHER_NUMBERS;
        }
        if a.stages != b.stages {
            enough += OTHER_STAGE;
        }
        if a.looks_ahead != b.looks_ahead {
            enough += LOOKS_AHEAD;
        }
        Some(likeness(a, b)).filter(|likeness| *likeness >= enough)
    }

    /// True when a row may join a group: kin of each in it.
    fn fits(&self, row: usize, group: &[usize]) -> bool {
        let Some(row) = self.rows.get(row) else { return false };
        let kin = |member: &usize| {
            self.rows.get(*member).is_some_and(|member| may_be_one(member, row) && likeness(member, row) >= KIN)
        };
        group.len() < GROUP_AT_MOST && group.iter().all(kin)
    }
}

/// False for two that are never one, however alike.
fn may_be_one(a: &Row, b: &Row) -> bool {
    a.outlet != b.outlet
        && a.kind == b.kind
        && !a.kind.is_paid()
        && hours_between(a, b).is_some_and(|hours| hours <= HOURS_APART)
}

fn hours_between(a: &Row, b: &Row) -> Option<f64> {
    Some((a.at? - b.at?).abs())
}

/// The cosine: 1 for the same words, 0 for none in common.
fn likeness(a: &Row, b: &Row) -> f64 {
    a.words.iter().filter_map(|(id, mine)| Some(mine * weight_of(b, *id)?)).sum()
}

fn weight_of(row: &Row, id: u32) -> Option<f64> {
    let at = row.words.binary_search_by_key(&id, |(id, _)| *id).ok()?;
    row.words.get(at).map(|(_, weight)| *weight)
}

fn has(ids: &[u32], id: u32) -> bool {
    ids.binary_search(&id).is_ok()
}

fn common(a: &[u32], b: &[u32]) -> bool {
    a.iter().any(|id| has(b, *id))
}

/// True when it does not have one of the names.
fn lacks(row: &Row, names: &[u32]) -> bool {
    names.iter().any(|name| weight_of(row, *name).is_none())
}

fn real(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}

/// Hours since 1970 to the minute.
fn real_hours(seconds: i64) -> f64 {
    f64::from(i32::try_from(seconds / 60).unwrap_or(i32::MAX)) / 60.0
}
