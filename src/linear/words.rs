//! What is printed, in words: the list, a story, the sections.

use std::ops::Range;

use crate::app::Model;
use crate::app::picker::{self, Stands};
use crate::app::sections_pane::TreeRow;
use crate::app::status;
use crate::article::Block;
use crate::clock;
use crate::marks::millis;
use crate::news::{Headline, Label, SectionId};

use super::typed::HELP;

/// Of the sections that are called so, this many are listed.
const CALLED_AT_MOST: usize = 40;

/// What stands over the list: its name, how many stories, how fresh, and what is the matter with it.
pub fn list_head(model: &Model) -> Vec<String> {
    let list = &model.headlines;
    let fresh = list.freshness.map(|fresh| status::freshness(fresh, model.zone, model.now));
    let said: Vec<String> =
        [Some(model.list_size()).filter(|size| !size.is_empty()), fresh].into_iter().flatten().collect();
    let mut head = vec![format!("{}.", [vec![list.title.clone()], said].concat().join(", "))];
    if list.list.is_empty() {
        head.extend(emptiness(model));
    } else {
        let trouble = status::troubles(&list.troubles).or_else(|| status::lack(list.origin?, model.now));
        head.extend(trouble.map(|said| format!("{said}.")));
    }
    head
}

/// Why a list has no stories, and what can be done.
fn emptiness(model: &Model) -> Vec<String> {
    let list = &model.headlines;
    if let Some(page) = &list.browser_page {
        return vec!["It is not a list of stories. Its address, for a browser:".to_owned(), page.clone()];
    }
    if list.section == SectionId::saved() {
        return vec!["Nothing is saved yet. w in a story keeps it here.".to_owned()];
    }
    if list.section.query().is_some() {
        return vec!["Nothing that was fetched has these words.".to_owned()];
    }
    let lack = || list.origin.and_then(|origin| status::lack(origin, model.now));
    let said = status::troubles(&list.troubles).or_else(lack);
    let said = said.unwrap_or_else(|| "The outlet lists no stories here at the moment".to_owned());
    vec![format!("{said}."), "r asks again, l lists the sections.".to_owned()]
}

/// A row of the list, with its number.
pub fn row(model: &Model, index: usize, headline: &Headline) -> String {
    let mut about: Vec<String> = headline.kicker.iter().cloned().collect();
    about.push(headline.outlet_name.clone());
    about.extend(model.headlines.elsewhere.also(&headline.key, usize::MAX));
    about.extend(headline.time().map(|at| clock::ago(at, model.now)));
    let updated = model.is_updated(headline);
    let labels = headline.labels.iter().filter(|label| !(updated && **label == Label::Updated));
    about.extend(labels.map(|label| match (label, headline.seconds) {
        (Label::Video | Label::Audio, Some(seconds)) => format!("{} {}", label.word(), clock::length(seconds)),
        _ => label.word().to_owned(),
    }));
    let state = match model.marks.is_read(&headline.key) {
        true if updated => "updated since you read it",
        true => "read",
        false => "unread",
    };
    about.push(state.to_owned());
    if model.marks.is_saved(&headline.key) {
        about.push("saved".to_owned());
    }
    about.retain(|words| !words.is_empty());
    format!("{} {} ({})", index + 1, headline.title, about.join(", "))
}

/// What stands over a story: where it is in the list, who publishes it, how fresh it is.
pub fn story_head(model: &Model, headline: &Headline) -> String {
    let list = &model.headlines;
    let mut said = Vec::new();
    if let Some(at) = list.row_of(&headline.key) {
        said.push(format!("{}, {} of {}", list.title, at + 1, list.list.len()));
    }
    said.push(headline.outlet_name.clone());
    said.extend(model.version(&headline.key));
    said.extend(model.article.freshness.map(|fresh| status::freshness(fresh, model.zone, model.now)));
    said.retain(|words| !words.is_empty());
    format!("{}.", said.join(", "))
}

/// Rows of the open story. The bars that set pictures and quotes apart on a screen are told in a word.
pub fn story_rows(model: &Model, rows: Range<usize>) -> Vec<String> {
    let pane = &model.article;
    let block = |index: u32| {
        let at = usize::try_from(index).ok()?.checked_sub(1)?;
        pane.article.as_ref()?.blocks.get(at)
    };
    let mut told = Vec::new();
    let before = rows.start.checked_sub(1).and_then(|at| pane.page.lines.get(at));
    let mut last = before.map(|line| line.place.block);
    for line in pane.page.lines.get(rows).unwrap_or_default() {
        if !line.spans.is_empty() && last.replace(line.place.block) != Some(line.place.block) {
            match block(line.place.block) {
                Some(Block::Figure { .. }) => told.push("Picture:".to_owned()),
                Some(Block::Quote { .. }) => told.push("Quote:".to_owned()),
                _ => {}
            }
        }
        let plain = line.to_plain();
        let words = plain.strip_prefix('│').map_or(plain.as_str(), |rest| rest.strip_prefix(' ').unwrap_or(rest));
        told.push(words.trim_end().to_owned());
    }
    told
}

/// The tree as it is unfolded, or the sections that are called like `wanted`, with what their numbers stand for.
pub fn sections(model: &Model, wanted: &str) -> (Vec<SectionId>, Vec<String>) {
    let mut ids = Vec::new();
    let mut rows = Vec::new();
    if !wanted.is_empty() {
        let all = picker::choices(&model.sections, &model.marks.sections, millis(model.now));
        let letters = wanted.to_lowercase();
        let called: Vec<usize> = (0..all.len())
            .filter(|index| all.get(*index).is_some_and(|choice| choice.path.to_lowercase().contains(&letters)))
            .collect();
        let fitting = if called.is_empty() { picker::matching(&all, wanted) } else { called };
        for choice in fitting.iter().take(CALLED_AT_MOST).filter_map(|index| all.get(*index)) {
            ids.push(choice.id.clone());
            let stands =
                if choice.stands == Stands::Shown { String::new() } else { format!(", {}", choice.stands.words()) };
            rows.push(format!("{} {}{stands}", ids.len(), choice.path.replace(" › ", ", ")));
        }
        if fitting.len() > CALLED_AT_MOST {
            rows.push(format!("{} more are called so.", fitting.len() - CALLED_AT_MOST));
        }
        if ids.is_empty() {
            rows.push(format!("No section is called “{wanted}”."));
        }
        return (ids, rows);
    }
    let pane = &model.sections;
    for row in pane.rows() {
        let TreeRow::Section(index) = row else { continue };
        let Some(section) = pane.all().get(index) else { continue };
        ids.push(section.id.clone());
        let inside = pane.all().iter().skip(index + 1).take_while(|inner| inner.depth > section.depth).count();
        let mut said = vec![section.title.clone()];
        said.extend(pane.pinned_from(index).and_then(|id| model.outlet(&id.0)).map(|outlet| outlet.name.clone()));
        said.extend(Some(pane.unread(index)).filter(|unread| *unread > 0).map(|unread| format!("{unread} unread")));
        if pane.is_folded(index) {
            said.push(format!("{inside} inside"));
        }
        if model.is_failing(index) {
            said.push("failing".to_owned());
        }
        let indent = "  ".repeat(usize::from(section.depth));
        rows.push(format!("{} {indent}{}", ids.len(), said.join(", ")));
    }
    rows.push("A number opens one; l WORD lists all that are called so, also those inside.".to_owned());
    (ids, rows)
}

/// The links of the open story, each with its address on a row of its own.
pub fn links(model: &Model) -> Vec<String> {
    let links = &model.article.page.links;
    if links.is_empty() {
        return vec!["No links here.".to_owned()];
    }
    links.iter().enumerate().flat_map(|(at, link)| [format!("{} {}", at + 1, link.text), link.url.clone()]).collect()
}

/// What can be typed.
pub fn help() -> Vec<String> {
    HELP.iter().map(|(typed, does)| format!("{typed}: {does}.")).collect()
}

/// What stands before the line that is being typed: where the reader is, and what Enter does.
pub fn prompt(model: &Model, told: Told) -> String {
    let new = match model.headlines.pending_new() {
        0 => String::new(),
        new => format!(", {new} new with b"),
    };
    match told {
        Told::Sections => "Number, or b for the list: ".to_owned(),
        Told::List { more: true } => format!("Enter for more{new}: "),
        Told::List { more: false } => format!("{}{new}, h for help: ", model.headlines.title),
        Told::Story { more: Some(percent) } => format!("{percent}%, Enter for more: "),
        Told::Story { more: None } => format!("End, Enter for the next{new}: "),
    }
}

/// What was printed last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Told {
    /// The sections.
    Sections,
    /// The list, as far as it fits a window.
    List {
        /// There is more of it.
        more: bool,
    },
    /// A page of a story.
    Story {
        /// How much of it was told, in hundredths, if there is more.
        more: Option<usize>,
    },
}
