//! `dateline outlets`: what there is to read.

use std::path::Path;
use std::process::ExitCode;

use serde_json::json;

use crate::news::{Fill, Outlet};
use crate::text;

use super::place::Places;
use super::reader::read_config;
use super::sources::{Sources, print};

/// List the outlets that there are: those in the tree first.
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
        let width = catalogue.outlets.iter().map(|outlet| text::width(&outlet.name)).max().unwrap_or(0);
        let mut page = String::new();
        for (outlet, is_shown) in shown.map(|outlet| (outlet, true)).chain(others.map(|outlet| (outlet, false))) {
            page.push_str(&if self.json { to_json(outlet, is_shown) } else { to_line(outlet, is_shown, width) });
            page.push('\n');
        }
        print(&page)?;
        Ok(ExitCode::SUCCESS)
    }
}

/// Sections that are read here, not in a browser.
fn readable(outlet: &Outlet) -> usize {
    outlet.sections.iter().filter(|section| matches!(section.fill, Fill::Feeds(_))).count()
}

fn to_line(outlet: &Outlet, is_shown: bool, width: usize) -> String {
    let state = match (is_shown, &outlet.off) {
        (true, _) => "on".to_owned(),
        (false, Some(why)) => format!("off: {why}"),
        (false, None) => "off".to_owned(),
    };
    let name = format!("{}{}", outlet.name, " ".repeat(width.saturating_sub(text::width(&outlet.name))));
    let count = readable(outlet);
    let line = format!(
        "{:<14} {name}  {:<2} {:<2} {count:>4} section{} {state}",
        outlet.id,
        outlet.country,
        outlet.language,
        if count == 1 { " " } else { "s" },
    );
    line.trim_end().to_owned()
}

fn to_json(outlet: &Outlet, is_shown: bool) -> String {
    json!({
        "id": outlet.id,
        "name": outlet.name,
        "country": outlet.country,
        "language": outlet.language,
        "also_in": outlet.also_in,
        "home": outlet.home,
        "on": is_shown,
        "off": outlet.off,
        "yours": outlet.yours,
        "sections": readable(outlet),
        "rows": outlet.sections.len(),
    })
    .to_string()
}
