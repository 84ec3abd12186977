//! The file of the reader's own outlets, as the commands read and change it.

use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, anyhow, bail};
use toml_edit::{ArrayOfTables, DocumentMut, Item, Table, value};

use crate::catalogue::Catalogue;
use crate::private;

use super::place::Places;

/// More than anybody writes by hand or imports.
const BYTES_AT_MOST: u64 = 4 * 1024 * 1024;

/// The path of the one section of an outlet that is a feed and nothing more; by it such a feed leaves no folder behind.
pub(super) const ALONE: &str = "feed";

pub(super) struct Sources {
    file: PathBuf,
    text: String,
    /// All outlets, those of the file among them.
    pub(super) catalogue: Catalogue,
}

/// A section for the file.
pub(super) struct NewSection {
    pub(super) title: String,
    pub(super) path: String,
    pub(super) level: u8,
    /// `None` for a folder, which gathers what follows it one level deeper.
    pub(super) feed: Option<String>,
    pub(super) page: Option<String>,
}

/// An outlet for the file; with the id of one that is there it extends that.
pub(super) struct NewOutlet {
    pub(super) id: String,
    /// `None` for one that is there.
    pub(super) name: Option<String>,
    pub(super) home: Option<String>,
    pub(super) is_folder: bool,
    pub(super) sections: Vec<NewSection>,
}

impl Sources {
    /// Reads the file; one that is not there is empty.
    pub(super) fn open(config: Option<&Path>) -> anyhow::Result<Self> {
        let Some(file) = Places::of_this_machine().sources(config) else {
            bail!("this machine names no home, so there is no place for outlets of your own");
        };
        let mut text = String::new();
        match std::fs::File::open(&file) {
            Ok(open) => {
                let read = open.take(BYTES_AT_MOST).read_to_string(&mut text);
                read.with_context(|| format!("{} can't be read", file.display()))?;
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(error).with_context(|| format!("{} can't be read", file.display())),
        }
        let catalogue = Catalogue::built_in()?.with_yours(&file.display().to_string(), &text)?;
        Ok(Self { file, text, catalogue })
    }

    /// The file's name, for the reader.
    pub(super) fn name(&self) -> String {
        self.file.display().to_string()
    }

    /// An id that no outlet has: `wanted`, or with a number behind it.
    pub(super) fn free_id(&self, wanted: &str, also_taken: &[NewOutlet]) -> String {
        let taken = |id: &str| self.catalogue.outlet(id).is_some() || also_taken.iter().any(|outlet| outlet.id == id);
        free(wanted, taken)
    }

    /// Puts outlets at the end of the file.
    pub(super) fn add(&mut self, outlets: &[NewOutlet]) -> anyhow::Result<()> {
        let mut document = self.document()?;
        let tables = tables_of(&mut document)?;
        for outlet in outlets {
            let mut table = Table::new();
            table.insert("id", value(&outlet.id));
            for (key, words) in [("name", &outlet.name), ("home", &outlet.home)] {
                if let Some(words) = words {
                    table.insert(key, value(words));
                }
            }
            if outlet.is_folder {
                table.insert("folder", value(true));
            }
            let mut sections = ArrayOfTables::new();
            for section in &outlet.sections {
                let mut entry = Table::new();
                entry.insert("title", value(&section.title));
                entry.insert("path", value(&section.path));
                if section.level > 1 {
                    entry.insert("level", value(i64::from(section.level)));
                }
                match &section.feed {
                    Some(feed) => entry.insert("feed", value(feed)),
                    None => entry.insert("gather", value(true)),
                };
                if let Some(page) = &section.page {
                    entry.insert("page", value(page));
                }
                sections.push(entry);
            }
            table.insert("section", Item::ArrayOfTables(sections));
            tables.push(table);
        }
        self.write(&document)
    }

    /// Takes an outlet, or one section of it, out of the file; false where it is not in there.
    pub(super) fn remove(&mut self, id: &str) -> anyhow::Result<bool> {
        let mut document = self.document()?;
        let tables = tables_of(&mut document)?;
        let count = |tables: &ArrayOfTables| {
            tables.iter().map(|table| 1 + sections(table).map_or(0, ArrayOfTables::len)).sum::<usize>()
        };
        let before = count(tables);
        match id.split_once('/') {
            None => tables.retain(|table| text_of(table, "id") != Some(id)),
            Some((outlet, path)) => {
                for table in tables.iter_mut().filter(|table| text_of(table, "id") == Some(outlet)) {
                    if let Some(sections) = table.get_mut("section").and_then(Item::as_array_of_tables_mut) {
                        sections.retain(|section| text_of(section, "path") != Some(path));
                    }
                }
                // With its last section goes the outlet.
                let left: usize = tables
                    .iter()
                    .filter(|table| text_of(table, "id") == Some(outlet))
                    .filter_map(sections)
                    .map(ArrayOfTables::len)
                    .sum();
                if left == 0 {
                    tables.retain(|table| text_of(table, "id") != Some(outlet));
                }
            }
        }
        if count(tables) == before {
            return Ok(false);
        }
        self.write(&document)?;
        Ok(true)
    }

    fn document(&self) -> anyhow::Result<DocumentMut> {
        self.text.parse().map_err(|error| anyhow!("{}: {error}", self.name()))
    }

    /// Nothing is written that could not be read again.
    fn write(&mut self, document: &DocumentMut) -> anyhow::Result<()> {
        let text = document.to_string();
        self.catalogue = Catalogue::built_in()?.with_yours(&self.name(), &text)?;
        private::replace(&self.file, text.as_bytes())
            .with_context(|| format!("{} can't be written", self.file.display()))?;
        self.text = text;
        Ok(())
    }
}

fn tables_of(document: &mut DocumentMut) -> anyhow::Result<&mut ArrayOfTables> {
    let item = document.entry("outlet").or_insert_with(|| Item::ArrayOfTables(ArrayOfTables::new()));
    item.as_array_of_tables_mut().ok_or_else(|| anyhow!("outlets are written as [[outlet]] tables"))
}

fn sections(table: &Table) -> Option<&ArrayOfTables> {
    table.get("section").and_then(Item::as_array_of_tables)
}

fn text_of<'a>(table: &'a Table, key: &str) -> Option<&'a str> {
    table.get(key).and_then(Item::as_str)
}

/// `wanted`, or with the first number behind it that makes it free.
pub(super) fn free(wanted: &str, taken: impl Fn(&str) -> bool) -> String {
    if !taken(wanted) {
        return wanted.to_owned();
    }
    (2..u32::MAX).map(|number| format!("{wanted}-{number}")).find(|id| !taken(id)).unwrap_or_default()
}

/// Words as an id: `The Harbour Blog!` is `the-harbour-blog`.
pub(super) fn slug(words: &str) -> String {
    let mut slug = String::new();
    for c in words.to_lowercase().chars().take(60) {
        let plain = match c {
            'ā' | 'à' | 'á' | 'â' | 'ä' => 'a',
            'ē' | 'è' | 'é' | 'ê' | 'ë' => 'e',
            'ī' | 'ì' | 'í' | 'î' | 'ï' => 'i',
            'ō' | 'ò' | 'ó' | 'ô' | 'ö' => 'o',
            'ū' | 'ù' | 'ú' | 'û' | 'ü' => 'u',
            'ñ' => 'n',
            'ç' => 'c',
            other => other,
        };
        if plain.is_ascii_alphanumeric() {
            slug.push(plain);
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    let slug = slug.trim_end_matches('-');
    if slug.is_empty() { "unnamed".to_owned() } else { slug.to_owned() }
}

/// Prints to standard output. That nobody reads it any more is an error here, which ends the command and is none for
/// whoever called it.
pub(super) fn print(words: &str) -> anyhow::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(words.as_bytes()).and_then(|()| out.flush()).context("standard output can't be written")
}
