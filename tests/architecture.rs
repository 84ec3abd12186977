//! The house stands as the crate documentation draws it: which module may import which, and where no IO may be named.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// Every module, from the ground up, and what it may import: only what stands above it.
const TABLE: &[(&str, &[&str])] = &[
    ("text", &[]),
    ("dates", &[]),
    ("news", &["text"]),
    ("likeness", &["text", "news"]),
    ("ledger", &[]),
    ("trouble", &["text", "news", "ledger"]),
    ("article", &["text", "news"]),
    ("changes", &["article"]),
    ("marks", &["news", "article"]),
    ("clock", &[]),
    ("query", &["text", "news", "clock"]),
    ("mute", &["text", "news", "marks", "query"]),
    ("weather", &["text", "news", "article", "clock"]),
    ("page", &["text", "news", "article", "changes", "clock"]),
    ("feed", &["text", "dates", "news", "trouble"]),
    ("html", &[]),
    ("front", &["text", "dates", "news", "trouble", "feed", "html"]),
    ("catalogue", &["text", "news"]),
    ("extract", &["text", "dates", "news", "trouble", "article", "html"]),
    ("picture", &[]),
    ("keymap", &["text"]),
    ("repertoire", &["text"]),
    ("input", &["text", "keymap"]),
    ("line", &[]),
    ("theme", &["text", "page"]),
    ("config", &["text", "ledger", "clock", "query", "weather", "page", "picture", "keymap", "repertoire"]),
    (
        "app",
        &[
            "text", "news", "likeness", "ledger", "trouble", "article", "changes", "marks", "clock", "query", "mute",
            "weather", "page", "picture", "keymap", "config",
        ],
    ),
    (
        "ui",
        &[
            "text",
            "news",
            "ledger",
            "article",
            "clock",
            "query",
            "page",
            "picture",
            "keymap",
            "repertoire",
            "theme",
            "app",
        ],
    ),
    ("sample", &["text", "news", "catalogue"]),
    ("fetch", &["text", "news", "ledger", "trouble", "sample"]),
    ("doctor", &["text", "news", "ledger", "trouble", "article", "feed", "front", "extract", "fetch"]),
    ("private", &[]),
    ("cache", &["text", "news", "ledger", "trouble", "article", "query", "mute", "weather", "fetch", "private"]),
    ("library", &["text", "news", "article", "marks", "private"]),
    ("terminal", &["ledger", "repertoire", "input"]),
    ("paint", &["text", "repertoire"]),
    ("browse", &["repertoire"]),
    (
        "runtime",
        &[
            "text",
            "news",
            "ledger",
            "trouble",
            "article",
            "changes",
            "marks",
            "query",
            "mute",
            "mute",
            "weather",
            "feed",
            "front",
            "catalogue",
            "extract",
            "picture",
            "app",
            "sample",
            "fetch",
            "cache",
            "library",
        ],
    ),
    (
        "run",
        &[
            "text",
            "news",
            "article",
            "marks",
            "clock",
            "query",
            "mute",
            "picture",
            "keymap",
            "repertoire",
            "input",
            "line",
            "theme",
            "config",
            "app",
            "ui",
            "fetch",
            "library",
            "terminal",
            "paint",
            "browse",
            "runtime",
        ],
    ),
    (
        "linear",
        &[
            "text",
            "news",
            "article",
            "marks",
            "clock",
            "page",
            "keymap",
            "repertoire",
            "config",
            "app",
            "browse",
            "runtime",
        ],
    ),
    (
        "cli",
        &[
            "text",
            "news",
            "ledger",
            "trouble",
            "article",
            "marks",
            "clock",
            "query",
            "mute",
            "query",
            "weather",
            "page",
            "feed",
            "html",
            "catalogue",
            "extract",
            "picture",
            "keymap",
            "theme",
            "config",
            "app",
            "sample",
            "fetch",
            "doctor",
            "private",
            "cache",
            "library",
            "terminal",
            "paint",
            "browse",
            "runtime",
            "run",
            "linear",
            "repertoire",
        ],
    ),
    ("main", &["cli"]),
];

/// Modules that compute and do nothing else.
const PURE: &[&str] = &[
    "text",
    "dates",
    "news",
    "likeness",
    "ledger",
    "trouble",
    "article",
    "changes",
    "marks",
    "clock",
    "query",
    "weather",
    "page",
    "feed",
    "html",
    "front",
    "catalogue",
    "extract",
    "picture",
    "keymap",
    "repertoire",
    "input",
    "line",
    "theme",
    "config",
    "app",
    "ui",
];

/// A file longer than this holds two ideas.
const LINES_AT_MOST: usize = 450;

fn source_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

/// All Rust files of `src`, as paths below it, with their text.
fn sources() -> BTreeMap<PathBuf, String> {
    let mut folders = vec![source_folder()];
    let mut found = BTreeMap::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let text = std::fs::read_to_string(&path).unwrap();
                found.insert(path.strip_prefix(source_folder()).unwrap().to_owned(), text);
            }
        }
    }
    found
}

/// `app/find.rs` belongs to `app`.
fn module_of(path: &Path) -> String {
    let first = path.components().next().unwrap().as_os_str().to_str().unwrap();
    first.trim_end_matches(".rs").to_owned()
}

/// How deep the module of a file lies: 1 for `app.rs`, 2 for `app/find.rs`, 0 for the roots.
fn depth_of(path: &Path) -> usize {
    if matches!(path.to_str(), Some("main.rs" | "lib.rs")) { 0 } else { path.components().count() }
}

/// The words and signs of Rust source, without comments and literals.
fn tokens(source: &str) -> Vec<String> {
    let chars: Vec<char> = source.chars().collect();
    let at = |index: usize| chars.get(index).copied().unwrap_or('\0');
    let mut tokens = Vec::new();
    let mut i = 0;
    while i < chars.len() {
        let c = at(i);
        if c == '/' && at(i + 1) == '/' {
            while i < chars.len() && at(i) != '\n' {
                i += 1;
            }
        } else if c == '/' && at(i + 1) == '*' {
            let mut open = 0;
            loop {
                match (at(i), at(i + 1)) {
                    ('/', '*') => (open, i) = (open + 1, i + 2),
                    ('*', '/') => (open, i) = (open - 1, i + 2),
                    _ => i += 1,
                }
                if open == 0 || i >= chars.len() {
                    break;
                }
            }
        } else if let Some(after) = raw_string_end(&chars, i) {
            i = after;
        } else if c == '"' {
            i += 1;
            while i < chars.len() && at(i) != '"' {
                i += if at(i) == '\\' { 2 } else { 1 };
            }
            i += 1;
        } else if c == '\'' {
            // A character, or a lifetime.
            i += match (at(i + 1), at(i + 2)) {
                ('\\', _) => 3 + chars.iter().skip(i + 3).take_while(|c| **c != '\'').count() + 1,
                (_, '\'') => 3,
                _ => 1,
            };
        } else if c.is_alphanumeric() || c == '_' {
            let word: String = chars.iter().skip(i).take_while(|c| c.is_alphanumeric() || **c == '_').collect();
            i += word.chars().count();
            tokens.push(word);
        } else if c == ':' && at(i + 1) == ':' {
            tokens.push("::".to_owned());
            i += 2;
        } else {
            if !c.is_whitespace() {
                tokens.push(c.to_string());
            }
            i += 1;
        }
    }
    tokens
}

/// Where a raw string that begins at `start` is over.
fn raw_string_end(chars: &[char], start: usize) -> Option<usize> {
    if start > 0 && chars.get(start - 1).is_some_and(|c| c.is_alphanumeric() || *c == '_') {
        return None;
    }
    let mut i = start;
    if matches!(chars.get(i), Some('b' | 'c')) {
        i += 1;
    }
    if chars.get(i) != Some(&'r') {
        return None;
    }
    let hashes = chars.iter().skip(i + 1).take_while(|c| **c == '#').count();
    i += 1 + hashes;
    if chars.get(i) != Some(&'"') {
        return None;
    }
    i += 1;
    while i < chars.len() {
        if chars.get(i) == Some(&'"') && chars.iter().skip(i + 1).take_while(|c| **c == '#').count() >= hashes {
            return Some(i + 1 + hashes);
        }
        i += 1;
    }
    Some(i)
}

fn is_word(token: &str) -> bool {
    token.starts_with(|c: char| c.is_alphabetic() || c == '_')
}

/// Every path of the tokens, groups spread out: `use a::{b, c::d}` gives `a`, `a::b`, `a::c::d`.
fn paths(tokens: &[String]) -> Vec<Vec<String>> {
    let mut found = Vec::new();
    // What stands before each brace that is open; `None` for a brace that is not a group of a path.
    let mut open: Vec<Option<Vec<String>>> = Vec::new();
    let mut i = 0;
    while let Some(token) = tokens.get(i) {
        let prefix = open.last().cloned().flatten().unwrap_or_default();
        if is_word(token) {
            let mut path = prefix;
            path.push(token.clone());
            i += 1;
            while tokens.get(i).is_some_and(|token| token == "::")
                && let Some(next) = tokens.get(i + 1)
            {
                if is_word(next) {
                    path.push(next.clone());
                    i += 2;
                } else {
                    if next == "{" {
                        open.push(Some(path.clone()));
                        i += 2;
                    }
                    break;
                }
            }
            found.push(path);
            if tokens.get(i).is_some_and(|token| token == "::") {
                i += 1;
            }
            continue;
        }
        match token.as_str() {
            "{" => open.push(None),
            "}" => {
                open.pop();
            }
            _ => {}
        }
        i += 1;
    }
    found
}

/// The modules of this crate that the source names, written in a module that lies `depth` deep.
fn imports(source: &str, depth: usize) -> BTreeSet<String> {
    paths(&tokens(source))
        .into_iter()
        .filter_map(|path| {
            let ups = path.iter().take_while(|word| *word == "super").count();
            match path.first()?.as_str() {
                "crate" | "dateline" => path.get(1).cloned(),
                "super" if ups == depth => path.get(ups).cloned(),
                _ => None,
            }
        })
        .collect()
}

/// What the source names that reaches out of the program.
fn reaches_out(source: &str) -> Vec<String> {
    let tokens = tokens(source);
    let mut found: Vec<String> = paths(&tokens)
        .into_iter()
        .filter(|path| {
            let words: Vec<&str> = path.iter().map(String::as_str).collect();
            matches!(words.as_slice(), ["std", "fs" | "env" | "net" | "process" | "thread", ..])
                || matches!(words.as_slice(), ["tokio" | "reqwest" | "rusqlite" | "crossterm", ..])
                || matches!(words.as_slice(), [_, .., "now"])
                || words.contains(&"Local")
        })
        .map(|path| path.join("::"))
        .collect();
    found.extend(tokens.windows(2).filter_map(|pair| match pair {
        [word, sign] if sign == "!" && matches!(word.as_str(), "print" | "println" | "eprint" | "eprintln" | "dbg") => {
            Some(format!("{word}!"))
        }
        _ => None,
    }));
    found
}

fn may_import(module: &str) -> &'static [&'static str] {
    TABLE.iter().find(|(name, _)| *name == module).map_or(&[], |(_, may)| may)
}

#[test]
fn the_table_names_the_modules_there_are() {
    let listed: BTreeSet<String> = TABLE.iter().map(|(name, _)| (*name).to_owned()).collect();
    assert_eq!(listed.len(), TABLE.len(), "a module stands in the table twice");
    let sources = sources();
    let on_disk: BTreeSet<String> = sources.keys().map(|path| module_of(path)).filter(|name| name != "lib").collect();
    assert_eq!(listed, on_disk);
}

#[test]
fn the_crate_lists_its_modules_in_the_order_of_the_table() {
    let tokens = tokens(&sources()[Path::new("lib.rs")]);
    let declared: Vec<&str> = tokens.windows(2).filter(|pair| pair[0] == "mod").map(|pair| pair[1].as_str()).collect();
    let listed: Vec<&str> = TABLE.iter().map(|(name, _)| *name).filter(|name| *name != "main").collect();
    assert_eq!(declared, listed);
}

#[test]
fn what_may_be_imported_stands_above() {
    for (index, (module, may)) in TABLE.iter().enumerate() {
        for import in *may {
            let above = TABLE.iter().take(index).any(|(name, _)| name == import);
            assert!(above, "{module} may import {import}, which does not stand above it: a cycle in the making");
        }
    }
}

#[test]
fn no_module_imports_what_it_may_not() {
    let mut offences = Vec::new();
    for (path, source) in sources() {
        let module = module_of(&path);
        if module == "lib" {
            continue;
        }
        for import in imports(&source, depth_of(&path)) {
            if import != module && !may_import(&module).contains(&import.as_str()) {
                offences.push(format!("{} names {import}", path.display()));
            }
        }
    }
    assert!(offences.is_empty(), "{offences:#?}");
}

#[test]
fn pure_modules_do_not_reach_out() {
    let mut offences = Vec::new();
    for (path, source) in sources() {
        if PURE.contains(&module_of(&path).as_str()) {
            offences.extend(reaches_out(&source).into_iter().map(|named| format!("{} names {named}", path.display())));
        }
    }
    assert!(offences.is_empty(), "{offences:#?}");
}

#[test]
fn files_are_short_and_rightly_named() {
    let mut offences = Vec::new();
    for (path, source) in sources() {
        let lines = source.lines().count();
        if lines > LINES_AT_MOST {
            offences.push(format!("{} has {lines} lines", path.display()));
        }
        let stem = path.file_stem().unwrap().to_str().unwrap();
        if matches!(stem, "mod" | "utils" | "util" | "helpers" | "prelude" | "common" | "misc") {
            offences.push(format!("{} says nothing of what is in it", path.display()));
        }
    }
    assert!(offences.is_empty(), "{offences:#?}");
}

mod scanner {
    use super::{imports, reaches_out};

    fn named(source: &str, depth: usize) -> Vec<String> {
        imports(source, depth).into_iter().collect()
    }

    #[test]
    fn sees_every_way_to_name_a_module() {
        for (source, depth, expected) in [
            ("use crate::fetch::Answer;", 1, vec!["fetch"]),
            ("use crate::{cache, fetch::{Answer, Fetcher as F}, news};", 1, vec!["cache", "fetch", "news"]),
            ("use crate::{app::{self, Model}, ui};", 2, vec!["app", "ui"]),
            ("fn f() -> crate::app::Msg { crate::run::go() }", 1, vec!["app", "run"]),
            ("fn main() { dateline::cli::main() }", 0, vec!["cli"]),
            ("use super::cache::Cache;", 1, vec!["cache"]),
            ("use super::super::cache::Cache;", 2, vec!["cache"]),
            ("use super::sibling::Thing;", 2, vec![]),
            ("pub(crate) fn f<'a>(x: &'a str) -> char { 'x' }", 1, vec![]),
            ("impl<'a> T<'a> { fn f(&'a self) -> crate::ui::X<'a> {} }", 1, vec!["ui"]),
        ] {
            assert_eq!(named(source, depth), expected, "{source}");
        }
    }

    #[test]
    fn does_not_take_words_for_code() {
        for source in [
            "// use crate::fetch::Answer;",
            "/// See [`crate::fetch`].",
            "/* use crate::fetch; /* nested crate::cache */ still crate::run */",
            r#"let s = "crate::fetch \" crate::cache";"#,
            r##"let s = r#"crate::fetch " crate::cache"#;"##,
            r#"let s = b"std::fs"; let c = '"'; let d = '\''; let e = '\u{1b}';"#,
        ] {
            assert!(named(source, 1).is_empty(), "{source}");
            assert!(reaches_out(source).is_empty(), "{source}");
        }
        // After each of these the code goes on.
        for source in [
            "/* a /* b */ c */ use crate::fetch;",
            r##"let s = r#"""#; use crate::fetch;"##,
            r#"let c = '"'; use crate::fetch; let d = '"';"#,
            r"let c = '\''; use crate::fetch; let d = '\\'; ",
        ] {
            assert_eq!(named(source, 1), ["fetch"], "{source}");
        }
    }

    #[test]
    fn sees_io_however_it_is_written() {
        for source in [
            "use std::fs;",
            "use std::{collections::HashMap, fs::File};",
            "let home = std::env::var(\"HOME\");",
            "use std::net::TcpStream;",
            "std::process::exit(1)",
            "std::thread::sleep(d)",
            "use tokio::sync::mpsc;",
            "async fn f() { reqwest::get(u).await }",
            "use rusqlite::Connection;",
            "crossterm::terminal::size()",
            "let now = Utc::now();",
            "let t = std::time::Instant::now();",
            "use chrono::{DateTime, Local};",
            "println!(\"{x}\")",
            "dbg!(x)",
        ] {
            assert!(!reaches_out(source).is_empty(), "{source}");
        }
    }

    #[test]
    fn sees_no_io_where_there_is_none() {
        for source in
            ["model.now - at", "fn age(at: T, now: T) {}", "use std::collections::HashMap;", "let environment = 1;"]
        {
            assert!(reaches_out(source).is_empty(), "{source}: {:?}", reaches_out(source));
        }
    }
}
