//! What the README says of keys and settings is what the program does.
//!
//! `UPDATE_README=1 cargo test --test readme` writes the table of keys anew.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::fmt::Write as _;

use dateline::app::colon::WITH_WORDS;
use dateline::config::Config;
use dateline::keymap::{Group, TABLE};
use dateline::theme;

const README: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/README.md");
const BEGIN: &str = "<!-- keys: begin -->\n";
const END: &str = "<!-- keys: end -->\n";

fn readme() -> String {
    std::fs::read_to_string(README).unwrap()
}

/// The table of keys as Markdown, in the order of the help page.
fn keys() -> String {
    let mut table = "\n| Keys | What they do | Name in `[keys]` |\n|---|---|---|\n".to_owned();
    for group in Group::ALL {
        writeln!(table, "| **{}** | | |", group.title()).unwrap();
        for entry in TABLE.iter().filter(|entry| entry.group == group) {
            let keys: Vec<String> = entry.keys.iter().map(|key| format!("`{key}`")).collect();
            writeln!(table, "| {} | {} | `{}` |", keys.join(" "), entry.help, entry.name).unwrap();
        }
    }
    writeln!(table, "| **Typed after `:`** | | |").unwrap();
    for command in WITH_WORDS {
        writeln!(table, "| `:{} {}` | {} | |", command.name, command.words, command.help).unwrap();
    }
    table.push('\n');
    table
}

/// The first fenced block of `language`.
fn block<'a>(readme: &'a str, language: &str) -> &'a str {
    let (_, rest) = readme.split_once(&format!("```{language}\n")).unwrap();
    rest.split_once("```").unwrap().0
}

#[test]
fn the_table_of_keys_is_the_programs_own() {
    let readme = readme();
    let (before, rest) = readme.split_once(BEGIN).unwrap();
    let (shown, after) = rest.split_once(END).unwrap();
    if std::env::var_os("UPDATE_README").is_some() {
        std::fs::write(README, format!("{before}{BEGIN}{}{END}{after}", keys())).unwrap();
        return;
    }
    assert_eq!(shown, keys(), "UPDATE_README=1 cargo test --test readme writes it anew");
}

#[test]
fn the_example_config_is_one() {
    let readme = readme();
    let config = Config::parse(block(&readme, "toml")).unwrap();
    assert_ne!(config, Config::default(), "it shows settings that change something");
}

#[test]
fn every_shipped_theme_is_named() {
    let readme = readme();
    for (name, _) in theme::BUILT_IN {
        assert!(readme.contains(&format!("`{name}`")), "{name}");
    }
}

#[test]
fn each_row_of_the_comparison_is_held_by_a_test_that_is_there() {
    let readme = readme();
    let (_, rest) = readme.split_once("## Beside others").unwrap();
    let table: Vec<Vec<&str>> = rest
        .lines()
        .skip_while(|line| !line.starts_with("|---"))
        .skip(1)
        .take_while(|line| line.starts_with('|'))
        .map(|line| line.trim_matches('|').split(" | ").map(str::trim).collect())
        .collect();
    assert!(table.len() > 20);
    for row in table {
        let [about, ours, .., held_by] = row.as_slice() else { panic!("{row:?}") };
        let said = !matches!(*ours, "no" | "not yet");
        let file = held_by.trim_matches(['`', '|', ' ']);
        assert_eq!(said, !file.is_empty(), "{about}");
        if said {
            let source = std::fs::read_to_string(format!("{}/{file}", env!("CARGO_MANIFEST_DIR"))).unwrap();
            assert!(source.contains("#[test]") || source.contains("mod "), "{about}: {file}");
        }
    }
}
