//! `dateline sections`: the tree.

use std::collections::HashMap;
use std::process::ExitCode;

use serde_json::json;

use crate::app::picker::Stands;
use crate::news::{Fill, Section, SectionId};
use crate::runtime::errand;

use super::naming::Names;
use super::session::{Given, Session};
use super::table::{Face, Fit, Row, Table};
use super::{EXIT_CODES, NOTHING_FOUND};

/// Id, way, stories not read.
const FITS: &[Fit] = &[Fit::Cut, Fit::Cut, Fit::Number];

/// List the sections that can be read, with their unread stories.
///
/// Without --all those of the tree; counted are stories that are kept. In a pipe, with a tab between them: id, way through
/// the tree, unread stories, outlet (none where it is blended from several).
#[derive(Debug, clap::Args)]
#[command(after_help = EXIT_CODES)]
pub(super) struct Sections {
    /// All that are known: also hidden ones, those of outlets that are not in the tree, and those for a browser.
    #[arg(long)]
    all: bool,
    /// Only those with unread stories.
    #[arg(long)]
    unread: bool,
    /// One JSON object a line, one for each section.
    #[arg(long)]
    json: bool,
}

impl Sections {
    pub(super) fn run(&self, given: Given<'_>) -> anyhow::Result<ExitCode> {
        let session = given.open()?;
        let names = Names::of(&session);
        let is_wanted = |section: &Section, stands| {
            self.all || (stands == Stands::Shown && matches!(section.fill, Fill::Feeds(_) | Fill::Saved))
        };
        let listed: Vec<_> = names.sections().filter(|(section, choice)| is_wanted(section, choice.stands)).collect();
        let sections: Vec<&Section> = listed.iter().map(|(section, _)| *section).collect();
        let unread = unread(&session, &sections)?;
        let mut table = Table::new(FITS, self.json);
        let mut found = false;
        for (section, choice) in listed {
            let count = unread.get(&section.id).copied();
            if self.unread && count.unwrap_or(0) == 0 {
                continue;
            }
            found = true;
            let count_words = count.map(|count| count.to_string()).unwrap_or_default();
            let outlet = outlet_of(&session, section);
            table.push(Row {
                shown: vec![section.id.0.clone(), choice.path.clone(), count_words.clone()],
                face: if count.unwrap_or(0) > 0 { Face::Bold } else { Face::Plain },
                fields: vec![section.id.0.clone(), choice.path.clone(), count_words, outlet.to_owned()],
                json: json!({
                    "id": section.id,
                    "path": choice.path,
                    "title": section.title,
                    "unread": count,
                    "outlet": (!outlet.is_empty()).then_some(outlet),
                    "fill": fill(&section.fill),
                    "stands": match choice.stands {
                        Stands::Shown => "shown",
                        Stands::Hidden => "hidden",
                        Stands::Elsewhere => "elsewhere",
                    },
                    "page": section.page,
                }),
            })?;
        }
        table.finish()?;
        Ok(if found { ExitCode::SUCCESS } else { ExitCode::from(NOTHING_FOUND) })
    }
}

/// Stories not read; no entry for what has none to count.
fn unread(session: &Session, sections: &[&Section]) -> anyhow::Result<HashMap<SectionId, usize>> {
    let marks = &session.edition.marks;
    let mut unread: HashMap<SectionId, usize> =
        errand::unread(&session.desk.cache, marks, &session.mutes, sections)?.into_iter().collect();
    let saved = marks.saved().iter().filter(|headline| !marks.is_read(&headline.key)).count();
    unread.insert(SectionId::saved(), saved);
    Ok(unread)
}

/// The outlet's id; a section that is blended from several has none.
fn outlet_of<'a>(session: &'a Session, section: &Section) -> &'a str {
    let first = section.id.0.split('/').next().unwrap_or_default();
    session.edition.outlets.iter().find(|outlet| outlet.id == first).map_or("", |outlet| &outlet.id)
}

fn fill(fill: &Fill) -> &'static str {
    match fill {
        Fill::Feeds(_) => "feeds",
        Fill::Browser => "browser",
        Fill::Saved => "saved",
        Fill::Search(_) => "search",
        Fill::Weather => "weather",
    }
}
