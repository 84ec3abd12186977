//! `dateline outlets`: what there is to read.

use std::path::Path;
use std::process::ExitCode;

use serde_json::json;

use crate::news::{Fill, Outlet};

use super::place::Places;
use super::reader::read_config;
use super::sources::Sources;
use super::table::{Face, Fit, Row, Table};

/// Id, name, country, language, how many sections, state.
const FITS: &[Fit] = &[Fit::Whole, Fit::Cut, Fit::Whole, Fit::Whole, Fit::Number, Fit::Whole, Fit::Cut];

/// List the outlets that there are: those in the tree first.
///
/// In a pipe, with a tab between them: id, name, country, language, how many sections can be read here, on or off (and why).
#[derive(Debug, clap::Args)]
pub(super) struct Outlets {
    /// One JSON object a line, one for each outlet.
    #[arg(long)]
    json: bool,
}

impl Outlets {
    pub(super) fn run(&self, config: Option<&Path>) -> anyhow::Result<ExitCode> {
        let sources = Sources::open(config)?;
        let settings = read_config(&Places::of_this_machine(), config)?;
        let catalogue = &sources.catalogue;
        let chosen = catalogue.chosen(&settings.outlets, &settings.languages);
        let shown = chosen.iter().filter_map(|id| catalogue.outlet(id));
        let others = catalogue.outlets.iter().filter(|outlet| !chosen.contains(&outlet.id));
        let mut table = Table::new(FITS, self.json);
        for (outlet, is_shown) in shown.map(|outlet| (outlet, true)).chain(others.map(|outlet| (outlet, false))) {
            table.push(row(outlet, is_shown))?;
        }
        table.finish()?;
        Ok(ExitCode::SUCCESS)
    }
}

/// Sections that are read here, not in a browser.
fn readable(outlet: &Outlet) -> usize {
    outlet.sections.iter().filter(|section| matches!(section.fill, Fill::Feeds(_))).count()
}

fn row(outlet: &Outlet, is_shown: bool) -> Row {
    let state = match (is_shown, &outlet.off) {
        (true, _) => "on".to_owned(),
        (false, Some(why)) => format!("off: {why}"),
        (false, None) => "off".to_owned(),
    };
    let count = readable(outlet);
    let Outlet { id, name, country, language, .. } = outlet;
    let before = || [id, name, country, language].map(Clone::clone);
    let sections = if count == 1 { "section" } else { "sections" };
    Row {
        shown: before().into_iter().chain([count.to_string(), sections.to_owned(), state.clone()]).collect(),
        face: Face::Plain,
        fields: before().into_iter().chain([count.to_string(), state]).collect(),
        json: json!({
            "id": id,
            "name": name,
            "country": country,
            "language": language,
            "also_in": outlet.also_in,
            "home": outlet.home,
            "on": is_shown,
            "off": outlet.off,
            "yours": outlet.yours,
            "sections": count,
            "rows": outlet.sections.len(),
        }),
    }
}
