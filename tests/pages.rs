//! Pages of our own writing, one for each lesson learned, and the documents that they are: what `read --json` prints
//! of them. The lesson stands in the first line of each page.
//!
//! `UPDATE_PAGES=1 cargo test --test pages` writes the documents anew; read them before keeping them.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Map, Value};

/// The fields of a document that the lessons are about.
const FIELDS: [&str; 7] = ["title", "standfirst", "authors", "labels", "blocks", "related", "error"];
/// Bytes of one page: a lesson, not a newspaper.
const PAGE_AT_MOST: usize = 8 * 1024;

fn pages() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pages");
    let mut pages: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    pages.retain(|page| page.extension().is_some_and(|end| end == "html"));
    pages.sort();
    pages
}

/// What `dateline read --json` prints of these pages, by line.
fn read(pages: &[PathBuf]) -> Vec<Value> {
    let told = Command::new(env!("CARGO_BIN_EXE_dateline")).args(["read", "--json"]).args(pages).output().unwrap();
    String::from_utf8(told.stdout).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn lesson(page: &Path) -> String {
    let html = fs::read_to_string(page).unwrap();
    assert!(html.len() < PAGE_AT_MOST, "{} is too long", page.display());
    let first = html.lines().next().unwrap_or_default();
    let lesson = first.strip_prefix("<!-- ").and_then(|line| line.strip_suffix(" -->"));
    lesson.unwrap_or_else(|| panic!("{} has no lesson in its first line", page.display())).to_owned()
}

/// The document, a field on each line and so for the members of its lists: for eyes and for diffs.
fn document(told: &Value) -> String {
    let fields: Map<String, Value> = FIELDS
        .iter()
        .map(|name| ((*name).to_owned(), told[*name].clone()))
        .filter(|(_, value)| !value.is_null())
        .collect();
    let mut lines = Vec::new();
    for name in FIELDS.iter().filter(|name| fields.contains_key(**name)) {
        let line = match &fields[*name] {
            Value::Array(members) if !members.is_empty() => {
                let members: Vec<String> = members.iter().map(|member| format!("    {member}")).collect();
                format!("[\n{}\n  ]", members.join(",\n"))
            }
            other => other.to_string(),
        };
        lines.push(format!("  \"{name}\": {line}"));
    }
    format!("{{\n{}\n}}\n", lines.join(",\n"))
}

#[test]
fn each_page_is_the_document_beside_it() {
    let pages = pages();
    let told = read(&pages);
    assert_eq!(told.len(), pages.len());
    let mut wrong = String::new();
    for (page, told) in pages.iter().zip(&told) {
        let (lesson, is) = (lesson(page), document(told));
        let beside = page.with_extension("json");
        if std::env::var_os("UPDATE_PAGES").is_some() {
            fs::write(&beside, &is).unwrap();
        }
        let ought = fs::read_to_string(&beside).unwrap_or_default();
        if is != ought {
            let differs: Vec<String> = ought
                .lines()
                .filter(|line| !is.lines().any(|other| other == *line))
                .map(|line| format!("  - {line}"))
                .chain(
                    is.lines()
                        .filter(|line| !ought.lines().any(|other| other == *line))
                        .map(|line| format!("  + {line}")),
                )
                .collect();
            let name = page.file_name().unwrap_or_default().to_string_lossy();
            wrong = format!("{wrong}\n{name}: {lesson}\n{}\n", differs.join("\n"));
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn what_a_premium_page_sells_is_nowhere_in_its_document() {
    let paid = [
        "Engineers from the valley board",
        "kept the paths",
        "will decide on Thursday",
        "forty minutes",
        "club of walkers",
        "Where the new bridge",
        "heard it go",
        "Only those who pay",
    ];
    let premium: Vec<PathBuf> = pages()
        .into_iter()
        .filter(|page| {
            page.file_stem().is_some_and(|name| {
                let name = name.to_string_lossy();
                name.starts_with("premium-") || name == "unmarked"
            })
        })
        .collect();
    assert_eq!(premium.len(), 5);
    for (page, told) in premium.iter().zip(read(&premium)) {
        let words = told.to_string();
        for paid in paid {
            assert!(!words.contains(paid), "{}: {paid}", page.display());
        }
        assert!(told["body"].as_str().unwrap().contains("took the lower footbridge"), "{}", page.display());
        let marked = told["labels"] == serde_json::json!(["Premium"]);
        assert_eq!(marked, !page.ends_with("unmarked.html"), "{}", page.display());
    }
}

#[test]
fn the_body_is_the_words_of_the_blocks_that_say_so() {
    for told in read(&pages()) {
        let body = told["body"].as_str().unwrap();
        for block in told["blocks"].as_array().unwrap() {
            let kind = block["kind"].as_str().unwrap();
            assert_eq!(block["body"].as_bool(), Some(!matches!(kind, "figure" | "embed" | "rule")), "{block}");
            let caption: String =
                block["caption"].as_array().into_iter().flatten().filter_map(|part| part["text"].as_str()).collect();
            assert!(caption.is_empty() || !body.contains(&caption), "{caption}");
        }
    }
}
