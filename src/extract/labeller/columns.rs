//! The columns of a row: the segment itself, its place, the elements around it, its neighbours.

use super::super::dom::Tag;
use super::super::segment::Role;
use super::super::vocabulary::Groups;
use super::profile::{Row, Sink, Whole, joined, log, number, runs, share};
use super::wording::flag;

/// Elements of which the nearest around a segment is looked for.
const AROUND: [Tag; 15] = [
    Tag::Article,
    Tag::Main,
    Tag::Aside,
    Tag::Footer,
    Tag::Header,
    Tag::Nav,
    Tag::Form,
    Tag::Figure,
    Tag::Li,
    Tag::Table,
    Tag::Blockquote,
    Tag::A,
    Tag::P,
    Tag::Ul,
    Tag::Cell,
];
/// Further away than any element is.
const FAR: f32 = 40.0;
/// Elements around a segment that hold ever more of the page.
const LEVELS: usize = 4;
/// Rows in which the heading above is looked for.
const HEADING_WITHIN: usize = 60;

/// Writes one row.
pub fn row(sink: &mut Sink, whole: &Whole<'_, '_>, nth: usize) {
    let Some(row) = whole.rows.get(nth) else { return };
    words(sink, row);
    told(sink, whole, row);
    repetition(sink, whole, row);
    place(sink, whole, row, nth);
    names(sink, whole, row);
    levels(sink, whole, row);
    heading(sink, whole, nth);
    for step in [-3_isize, -2, -1, 1, 2, 3] {
        let other = nth.checked_add_signed(step).and_then(|other| whole.rows.get(other));
        neighbour(sink, whole, row, step, other);
    }
}

fn words(sink: &mut Sink, row: &Row<'_>) {
    let wording = &row.wording;
    let chars = wording.chars.max(1.0);
    let words = wording.words.max(1.0);
    sink.put("role", role(&row.segment.role));
    sink.put("chars", log(wording.chars));
    sink.put("words", wording.words);
    sink.put("linked", share(row.segment.linked, row.segment.chars));
    sink.put("strong", share(row.segment.strong, row.segment.chars));
    sink.put("commas", wording.commas);
    sink.put("stops", wording.stops);
    sink.put("digits", wording.digits / chars);
    sink.put("capitals", wording.capitals / chars);
    sink.put("quotes", wording.quotes);
    sink.put("seams", wording.seams);
    sink.put("titled", wording.titled / words);
    sink.put("word length", wording.chars / words);
    sink.put("foreign", wording.foreign / chars);
    sink.put("end", wording.end);
    sink.put("start", wording.start);
    sink.put("has at", wording.has_at);
    sink.put("has address", wording.has_address);
    sink.put("sentence", wording.sentence);
}

/// Agreement with what the page says of its story.
fn told(sink: &mut Sink, whole: &Whole<'_, '_>, row: &Row<'_>) {
    let overlap =
        |words: &[u64], told: &[u64]| share(words.iter().filter(|word| told.contains(word)).count(), words.len());
    sink.put("in title", overlap(&row.words, &whole.title));
    sink.put("title in it", overlap(&whole.title, &row.words));
    sink.put("in standfirst", overlap(&row.words, &whole.standfirst));
    sink.put("standfirst in it", overlap(&whole.standfirst, &row.words));
    let of = row.words.len().saturating_sub(2);
    let known = || runs(&row.words).filter(|run| whole.body.contains(run)).count();
    sink.put("body", log(number(whole.body.len())));
    sink.put("in body", if whole.body.is_empty() { -1.0 } else { share(known(), of) });
}

fn repetition(sink: &mut Sink, whole: &Whole<'_, '_>, row: &Row<'_>) {
    sink.put("same text", number(whole.texts.get(&joined(&row.words)).copied().unwrap_or_default()));
    let shape = whole.shapes.get(&row.shape).copied().unwrap_or_default();
    sink.put("shape count", log(number(shape.count)));
    sink.put("shape chars", number(shape.chars) / number(shape.count.max(1)));
    sink.put("shape linked", share(shape.linked, shape.chars));
    sink.put("shape prose", share(shape.prose, whole.sums.prose.total()));
    sink.put("shape spread", share(shape.last - shape.first, whole.rows.len()));
}

fn place(sink: &mut Sink, whole: &Whole<'_, '_>, row: &Row<'_>, nth: usize) {
    let sums = &whole.sums;
    let at = row.nth;
    let prose = sums.prose.total();
    sink.put("place", share(nth, whole.rows.len()));
    sink.put("rows", log(number(whole.rows.len())));
    sink.put("page prose", log(number(prose)));
    sink.put("page chars", log(number(sums.chars.total())));
    sink.put("prose before", share(sums.prose.before(at), prose));
    sink.put("chars before", share(sums.chars.before(at), sums.chars.total()));
    let away = |from: usize, least: f32, most: f32| (number(at) - number(from)).clamp(least, most);
    sink.put("after headline", whole.headline.map_or(-100.0, |headline| away(headline, -60.0, 60.0)));
    let since = |headline: usize| log(number(sums.prose.between(&(headline.min(at)..at))));
    sink.put("prose since headline", whole.headline.map_or(-1.0, since));
    let container = &whole.container;
    let inside = sums.prose.between(container);
    sink.put("in container", flag(whole.nodes.contains(&row.segment.from)));
    sink.put("container share", share(inside, prose));
    sink.put("container prose", log(number(inside)));
    sink.put("container before", share(sums.prose.between(&(container.start..at.max(container.start))), inside));
    sink.put("after container start", away(container.start, -60.0, 200.0));
    sink.put("after container end", away(container.end, -200.0, 60.0));
    let holds = |up: usize| {
        let nodes = whole.page.dom.subtree(up);
        nodes.start <= whole.nodes.start && whole.nodes.end <= nodes.end
    };
    let away = whole.page.dom.ancestors(row.segment.from).take_while(|&up| !holds(up)).count();
    sink.put("levels from container", number(away));
    sink.put("fine", is(&whole.fine.kept, at));
    sink.put("coarse", is(&whole.coarse, at));
    sink.put("furniture", is(&whole.fine.furniture, at));
    let kept = |range: std::ops::Range<usize>| {
        whole
            .fine
            .kept
            .get(range.start..range.end.min(whole.fine.kept.len()))
            .unwrap_or_default()
            .iter()
            .filter(|kept| **kept)
            .count()
    };
    sink.put("kept before", number(kept(at.saturating_sub(10)..at)));
    sink.put("kept after", number(kept(at + 1..at + 11)));
}

/// How far up the nearest element of each kind is.
fn names(sink: &mut Sink, whole: &Whole<'_, '_>, row: &Row<'_>) {
    let dom = whole.page.dom;
    let mut tags = [FAR; AROUND.len()];
    let mut groups = [FAR; Groups::COUNT];
    let (mut body, mut furniture, mut depth) = (FAR, 0.0, 0.0_f32);
    for up in dom.ancestors(row.segment.from) {
        let tag = dom.tag(up);
        let found = AROUND.iter().position(|&other| other == tag);
        if let Some(nearest) = found.and_then(|nth| tags.get_mut(nth)) {
            *nearest = nearest.min(depth);
        }
        let own = whole.page.own.get(up).copied().unwrap_or_default();
        if own != Groups::default() {
            for (nearest, _) in groups.iter_mut().zip(own.flags()).filter(|(_, own)| *own) {
                *nearest = nearest.min(depth);
            }
            furniture += flag(own.has(Groups::FURNITURE));
        }
        if dom.attr(up, "itemprop") == Some("articleBody") {
            body = body.min(depth);
        }
        depth += 1.0;
    }
    sink.put("depth", depth);
    for (tag, nearest) in AROUND.iter().zip(tags) {
        sink.put_for(format_args!("{tag:?}"), "up", nearest);
    }
    for (nth, nearest) in groups.into_iter().enumerate() {
        sink.put_for(nth, "group", nearest);
    }
    sink.put("up to body", body);
    sink.put("furniture names", furniture);
    let parent = dom.item(row.block).parent;
    sink.put("tag", code(dom.tag(row.block)));
    sink.put("parent tag", code(dom.tag(parent)));
    sink.put("siblings", number(row.siblings));
}

/// The elements around a segment that hold ever more of the page.
fn levels(sink: &mut Sink, whole: &Whole<'_, '_>, row: &Row<'_>) {
    let dom = whole.page.dom;
    let sums = &whole.sums;
    let mut range = row.nth..row.nth + 1;
    let mut level = 0;
    for up in dom.ancestors(row.segment.from) {
        let next = sums.places.inside(dom, up);
        if next.len() <= range.len() {
            continue;
        }
        range = next;
        let (chars, prose) = (sums.chars.between(&range), sums.prose.between(&range));
        sink.put_for(level, "level chars", log(number(chars)));
        sink.put_for(level, "level linked", share(sums.linked.between(&range), chars));
        sink.put_for(level, "level prose", share(prose, sums.prose.total()));
        sink.put_for(level, "level density", share(prose, chars));
        sink.put_for(level, "level count", log(number(sums.count.between(&range))));
        sink.put_for(level, "level paragraphs", log(number(sums.paragraphs.between(&range))));
        sink.put_for(level, "level headings", number(sums.headings.between(&range)));
        sink.put_for(level, "level place", share(row.nth - range.start, range.len()));
        sink.put_for(level, "level tag", code(dom.tag(up)));
        sink.put_for(level, "level pictures", log(number(whole.pictures.between(&dom.subtree(up)))));
        level += 1;
        if level == LEVELS {
            return;
        }
    }
    for level in level..LEVELS {
        for name in [
            "level chars",
            "level linked",
            "level prose",
            "level density",
            "level count",
            "level paragraphs",
            "level headings",
            "level place",
            "level tag",
            "level pictures",
        ] {
            sink.put_for(level, name, -1.0);
        }
    }
}

/// The heading above.
fn heading(sink: &mut Sink, whole: &Whole<'_, '_>, nth: usize) {
    let above = whole.rows.get(nth.saturating_sub(HEADING_WITHIN)..nth).unwrap_or_default().iter().rev().enumerate();
    let found = above.into_iter().find(|(_, row)| matches!(row.segment.role, Role::Heading(_)));
    let told = |tell: &dyn Fn(&Row<'_>) -> f32| found.map_or(-1.0, |(_, row)| tell(row));
    sink.put("heading away", found.map_or(number(HEADING_WITHIN) + 1.0, |(away, _)| number(away + 1)));
    sink.put("heading sentence", told(&|row| row.wording.sentence));
    sink.put("heading linked", told(&|row| share(row.segment.linked, row.segment.chars)));
    sink.put("heading words", told(&|row| row.wording.words));
    sink.put("heading role", told(&|row| role(&row.segment.role)));
    sink.put("heading fine", told(&|row| is(&whole.fine.kept, row.nth)));
}

fn neighbour(sink: &mut Sink, whole: &Whole<'_, '_>, row: &Row<'_>, step: isize, other: Option<&Row<'_>>) {
    let dom = whole.page.dom;
    let told = |tell: &dyn Fn(&Row<'_>) -> f32| other.map_or(-1.0, tell);
    sink.put_for(step, "next role", told(&|other| role(&other.segment.role)));
    sink.put_for(step, "next chars", told(&|other| log(other.wording.chars)));
    sink.put_for(step, "next linked", told(&|other| share(other.segment.linked, other.segment.chars)));
    sink.put_for(step, "next end", told(&|other| other.wording.end));
    sink.put_for(step, "next sentence", told(&|other| other.wording.sentence));
    sink.put_for(step, "next fine", told(&|other| is(&whole.fine.kept, other.nth)));
    sink.put_for(step, "next furniture", told(&|other| is(&whole.fine.furniture, other.nth)));
    sink.put_for(step, "next same shape", told(&|other| flag(other.shape == row.shape)));
    let parent = |row: &Row<'_>| dom.item(row.block).parent;
    sink.put_for(step, "next same parent", told(&|other| flag(parent(other) == parent(row))));
    // Pictures and the like between the two.
    let between = |other: &Row<'_>| number(other.nth.abs_diff(row.nth)) - number(step.unsigned_abs());
    sink.put_for(step, "next after things", told(&between));
    sink.put_for(step, "next digits", told(&|other| other.wording.digits / other.wording.chars.max(1.0)));
    sink.put_for(step, "next strong", told(&|other| share(other.segment.strong, other.segment.chars)));
}

fn is(flags: &[bool], nth: usize) -> f32 {
    flag(flags.get(nth).copied().unwrap_or_default())
}

/// What a segment is, as a number: like kinds stand near each other.
fn role(role: &Role) -> f32 {
    match role {
        Role::Paragraph => 0.0,
        Role::Loose => 1.0,
        Role::Heading(level) => 2.0 + f32::from(*level) / 10.0,
        Role::Item { ordered: false, .. } => 3.0,
        Role::Item { .. } => 3.5,
        Role::Quote { .. } => 4.0,
        Role::Source { .. } => 5.0,
        Role::Caption { credit: false, .. } => 6.0,
        Role::Caption { .. } => 6.5,
        Role::Cell { .. } => 7.0,
        Role::Code { .. } => 8.0,
        Role::Image { .. } | Role::Embed { .. } | Role::Rule => 9.0,
    }
}

/// An element as a number: like kinds stand near each other.
fn code(tag: Tag) -> f32 {
    match tag {
        Tag::P => 0.0,
        Tag::Block => 1.0,
        Tag::Heading(level) => 2.0 + f32::from(level) / 10.0,
        Tag::Li => 3.0,
        Tag::Ul => 3.2,
        Tag::Ol => 3.4,
        Tag::Blockquote => 4.0,
        Tag::Cell => 5.0,
        Tag::HeadCell => 5.2,
        Tag::Tr => 5.4,
        Tag::Table => 5.6,
        Tag::Figcaption => 6.0,
        Tag::Figure => 6.2,
        Tag::Article => 7.0,
        Tag::Main => 7.2,
        Tag::Body => 7.4,
        Tag::Header => 8.0,
        Tag::Footer => 8.2,
        Tag::Aside => 8.4,
        Tag::Nav => 8.6,
        Tag::Form => 8.8,
        Tag::Dt | Tag::Dd => 9.0,
        Tag::A => 10.0,
        Tag::Inline => 11.0,
        _ => 12.0,
    }
}
