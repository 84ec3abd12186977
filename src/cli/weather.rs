//! `dateline weather`: a forecast to standard output, as a page.

use std::io::{self, Write as _};
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, bail};
use chrono::Utc;
use serde_json::Value;

use crate::app::EditionKind;
use crate::clock;
use crate::mute::Mutes;
use crate::runtime::{self, Desk, Wishes};
use crate::trouble::TroubleKind;
use crate::weather::{Locality, SERVICE, towns};

use super::economy::{Thrift, keep_books};
use super::place::Places;
use super::read::{reader_zone, terminal_width, to_page};
use super::reader::read_config;
use super::sources::print;
use super::table::{Face, Fit, Row, Table};

/// Print the weather of a place: now, today and seven days.
#[derive(Debug, clap::Args)]
pub(super) struct Weather {
    /// The place, by its name or as the list has it. Without one, the places are listed.
    #[arg(value_name = "PLACE")]
    place: Vec<String>,
    /// Columns of the page; those of the terminal, at most 76, by default.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(10..=400))]
    width: Option<u16>,
}

impl Weather {
    /// Prints the page. When there is none the exit code is 1.
    pub(super) fn run(
        &self,
        sample: bool,
        offline: bool,
        thrift: Thrift,
        config: Option<&Path>,
    ) -> anyhow::Result<ExitCode> {
        let folders = Places::of_this_machine();
        let settings = read_config(&folders, config)?;
        let economy = thrift.over(&settings);
        let own = settings.weather;
        // The reader's own first, so that a hut may bear a town's name.
        let places: Vec<&Locality> = own.iter().chain(towns()).collect();
        if self.place.is_empty() {
            return list(&places);
        }
        let wanted = self.place.join(" ");
        let Some(place) = places.into_iter().find(|place| place.is_meant_by(&wanted)) else {
            bail!("there is no place {wanted:?}; `dateline weather` lists those that are known");
        };
        if sample {
            bail!("the sample edition has no weather");
        }
        let now = Utc::now();
        let wishes = Wishes {
            outlets: Vec::new(),
            languages: Vec::new(),
            sources: None,
            stale_after: Duration::ZERO,
            cache_folder: folders.cache,
            data_folder: None,
            mutes: Mutes::default(),
            searches: Vec::new(),
            offline,
            economy: economy.clone(),
        };
        let (desk, notice) = Desk::bare(EditionKind::Live, &wishes, now)?;
        if let Some(notice) = notice {
            complain(&notice);
        }
        let io =
            tokio::runtime::Builder::new_current_thread().enable_all().build().context("no thread for requests")?;
        let told = io.block_on(runtime::forecast(&Arc::new(desk), &place.address(SERVICE), now));
        keep_books(&economy);
        match told {
            Ok(told) => {
                let zone = place.zone(reader_zone());
                let article = told.forecast.article(place, zone, now);
                print(&to_page(&article, self.width.unwrap_or_else(terminal_width), zone, false))?;
                if let Some(trouble) = told.trouble {
                    let why = match trouble.kind {
                        TroubleKind::NetworkOff => String::new(),
                        _ => format!("{trouble}. "),
                    };
                    complain(&format!("{why}This is what was forecast {}.", clock::ago(told.answered, now)));
                }
                Ok(ExitCode::SUCCESS)
            }
            Err(trouble) => {
                complain(&format!("{trouble}."));
                Ok(ExitCode::FAILURE)
            }
        }
    }
}

/// One place a line: what to type, and its name.
fn list(places: &[&Locality]) -> anyhow::Result<ExitCode> {
    let mut table = Table::new(&[Fit::Whole, Fit::Cut], false);
    for place in places {
        let typed = if place.slug.is_empty() { &place.name } else { &place.slug };
        let cells = vec![typed.clone(), place.name.clone()];
        table.push(Row { shown: cells.clone(), face: Face::Plain, fields: cells, json: Value::Null })?;
    }
    table.finish()?;
    Ok(ExitCode::SUCCESS)
}

pub(super) fn complain(words: &str) {
    let _ = io::stderr().write_all(format!("{words}\n").as_bytes());
}
