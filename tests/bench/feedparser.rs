//! Reads the test suite of feedparser (the Python library) and says how many of its expectations about entries hold.
//!
//! `cargo bench --bench feedparser -- FOLDER [--all]`, where FOLDER is feedparser's `tests`; `--all` lists each test that
//! does not hold, and not only the first few of each reason.
//!
//! A test is a feed whose first comment has `Expect:`, an expression of Python, and sometimes `Header:`, what HTTP said.
//! An expectation is translated when it is about an entry's title, link, summary, content, author, id or time, or about
//! the feed's title. The rest is about what this program does not keep: other fields, languages, the types and bases of
//! fields. It compares what a reader would see:
//!
//! * Words pass the door that all words out of feeds pass ([`feed::words`]) on both sides: tags are taken off and
//!   references resolved. So `<b>&amp;</b>` holds where the program shows `&`. Blanks do not count.
//! * Addresses in an expectation's markup (`href`) have to be where ours lead, once those are made absolute.
//! * Of an author the name counts: e-mail addresses are not shown.
//! * A time holds when it is the same instant. What feedparser calls `updated` and `created` may be our `published`:
//!   it says so of `dc:date`, which tells no more than a date.
//! * Expectations that leave no words ("`<blink></blink>` is taken out") are counted apart: they hold easily.

#![expect(clippy::print_stdout, reason = "a bench reports on standard output")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use chrono::{DateTime, TimeZone as _, Utc};
use dateline::feed::{self, Document, Entry, Markup};
use dateline::{dates, text};
use scraper::{Html, Selector};
use url::Url;

use python::{Claim, Step, Value, claims};

#[path = "feedparser/python.rs"]
mod python;

/// The first three are those whose share is said as one figure too.
const FOLDERS: [&str; 5] = ["wellformed", "encoding", "illformed", "entities", "json"];
/// Tests named for each reason, unless all are asked for.
const NAMED: usize = 6;

/// What came of one test.
enum Outcome {
    /// Not about what a reader is shown of entries.
    Untranslated,
    /// True when what it expects has words.
    Held(bool),
    Failed(String),
}

#[derive(Default)]
struct Count {
    files: usize,
    held: usize,
    held_without_words: usize,
    failed: BTreeMap<String, Vec<String>>,
}

impl Count {
    fn translated(&self) -> usize {
        self.held + self.failed.values().map(Vec::len).sum::<usize>()
    }
}

fn main() -> anyhow::Result<()> {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| word != "--bench").collect();
    let Some(folder) = words.iter().find(|word| !word.starts_with("--")) else {
        println!("usage: cargo bench --bench feedparser -- FOLDER [--all]");
        return Ok(());
    };
    let named = if words.iter().any(|word| word == "--all") { usize::MAX } else { NAMED };
    let mut together = (0, 0);
    for (nth, name) in FOLDERS.into_iter().enumerate() {
        let folder = Path::new(folder).join(name);
        let mut count = Count::default();
        for file in files(&folder)? {
            count.files += 1;
            let bytes = fs::read(&file)?;
            let short = file.strip_prefix(&folder)?.display().to_string();
            match outcome(&bytes, &format!("{name}/{short}")) {
                Outcome::Untranslated => {}
                Outcome::Held(has_words) => {
                    count.held += 1;
                    count.held_without_words += usize::from(!has_words);
                }
                Outcome::Failed(why) => {
                    count.failed.entry(why).or_default().push(short);
                }
            }
        }
        report(name, &count, named);
        if nth < 3 {
            together = (together.0 + count.held, together.1 + count.translated());
        }
    }
    let (held, translated) = together;
    println!("the first three together: {held} of {translated} hold = {:.1} %", share(held, translated));
    Ok(())
}

fn report(name: &str, count: &Count, named: usize) {
    let translated = count.translated();
    let share = share(count.held, translated);
    println!(
        "{name:11} {:4} files, {translated:4} translated, {:4} hold = {share:5.1} % ({} of them expect no words)",
        count.files, count.held, count.held_without_words
    );
    for (why, tests) in &count.failed {
        let some: Vec<&str> = tests.iter().take(named).map(String::as_str).collect();
        let rest = if tests.len() > some.len() { " …" } else { "" };
        println!("    {:3} {why}: {}{rest}", tests.len(), some.join(" "));
    }
}

fn share(held: usize, translated: usize) -> f64 {
    let count = |count| u32::try_from(count).map_or(f64::INFINITY, f64::from);
    if translated == 0 { 100.0 } else { 100.0 * count(held) / count(translated) }
}

fn files(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|kind| kind == "xml" || kind == "json") {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}

fn outcome(bytes: &[u8], place: &str) -> Outcome {
    let source = source_text(bytes);
    let Some(expected) = source.split("Expect:").nth(1).and_then(|rest| rest.lines().next()) else {
        return Outcome::Untranslated;
    };
    let expected = expected.trim().trim_end_matches("-->").trim();
    let mut told: Vec<(Vec<Step>, Value)> = Vec::new();
    for claim in claims(expected) {
        match claim {
            Claim::Empty => {}
            Claim::Equal(path, value) if is_ours(&path, &value) => told.push((path, value)),
            Claim::Character(path, c) if is_ours(&path, &Value::Words(c.into())) => {
                told.push((path, Value::Words(c.into())));
            }
            Claim::Equal(..) | Claim::Character(..) | Claim::Other(_) => return Outcome::Untranslated,
        }
    }
    if told.is_empty() {
        return Outcome::Untranslated;
    }
    // As feedparser's own tests serve it.
    let base = Url::parse(&format!("http://127.0.0.1:8097/tests/{place}")).expect("a fixed address");
    let charset = header(&source, "content-type").and_then(|kind| {
        let (_, value) = kind.split_once("charset")?;
        Some(value.trim().strip_prefix('=')?.split(';').next()?.trim().to_owned())
    });
    let Ok(document) = feed::read(bytes, &base, charset.as_deref()) else {
        return Outcome::Failed(reason(&source, place, "not read as a feed"));
    };
    let mut has_words = false;
    for (path, value) in &told {
        has_words |= !matches!(value, Value::Words(words) if packed(words).is_empty());
        if !holds(&document, path, value) {
            let field = path.iter().rev().find_map(|step| match step {
                Step::Name(name) if name != "value" => Some(name.as_str()),
                _ => None,
            });
            return Outcome::Failed(reason(&source, place, field.unwrap_or_default()));
        }
    }
    Outcome::Held(has_words)
}

/// Why a test does not hold: what is known of its kind, or else the field.
fn reason(source: &str, place: &str, field: &str) -> String {
    let file = place.rsplit('/').next().unwrap_or_default();
    let known = if source.contains("<CHANNEL") || place.contains("/cdf/") {
        "CDF is no format that anybody publishes in"
    } else if file.contains("content_location") {
        "Content-Location is not read: HTTP gave it up as a base in 2014"
    } else if file.contains("_crazy") {
        "HTML that no two readers read alike"
    } else if file.contains("_iframe") {
        "what stands inside an iframe is shown by no browser"
    } else if file == "bozo_linenoise.xml" {
        "one broken byte makes no windows-1252 of sound UTF-8"
    } else if matches!(
        file,
        "item_content_encoded_script_nested_cdata.xml"
            | "item_description_not_a_doctype.xml"
            | "xml_declaration_unexpected_character.xml"
    ) {
        "a declaration or CDATA inside HTML is passed over, as browsers do"
    } else if file == "entity_in_doctype.xml" {
        "entities that a DOCTYPE declares are never expanded"
    } else if matches!(file, "lang.xml" | "rang.xml") {
        "HTML 5 gives the reference another character than HTML 4 did"
    } else if file.contains("description_and_summary") || file.contains("summary_and_description") {
        "RSS has no summary; feedparser takes the second of the two for the story"
    } else if file == "http_entry_id_base_docuri.xml" {
        "an id is kept as it is written"
    } else {
        return field.to_owned();
    };
    known.to_owned()
}

/// Enough to find the comment in: the declared charset does not matter for it.
fn source_text(bytes: &[u8]) -> String {
    let plain: Vec<u8> = bytes.iter().copied().filter(|&byte| byte != 0).collect();
    String::from_utf8_lossy(&plain).into_owned()
}

fn header(source: &str, name: &str) -> Option<String> {
    source.lines().find_map(|line| {
        let (key, value) = line.trim().strip_prefix("Header:")?.split_once(':')?;
        key.trim().eq_ignore_ascii_case(name).then(|| value.trim().to_owned())
    })
}

fn names(path: &[Step]) -> Vec<&str> {
    path.iter().filter_map(|step| if let Step::Name(name) = step { Some(name.as_str()) } else { None }).collect()
}

/// True for what is translated.
fn is_ours(path: &[Step], value: &Value) -> bool {
    let names = names(path);
    match (names.as_slice(), value) {
        (["entries", _], Value::Tuple(_)) => {
            matches!(names.last(), Some(&("published_parsed" | "updated_parsed" | "created_parsed")))
        }
        (["feed", "title"] | ["feed", "title_detail", "value"], Value::Words(_)) => true,
        (["entries", rest @ ..], Value::Words(_)) => matches!(
            rest,
            ["title"
                | "link"
                | "summary"
                | "description"
                | "author"
                | "published"
                | "updated"
                | "created"
                | "id"
                | "guid"]
                | ["title_detail" | "summary_detail" | "content", "value"]
                | ["author_detail" | "authors", "name"]
        ),
        _ => false,
    }
}

fn holds(document: &Document, path: &[Step], value: &Value) -> bool {
    let names = names(path);
    if let (["feed", ..], Value::Words(words)) = (names.as_slice(), value) {
        return same_words(document.title.as_deref().unwrap_or_default(), words);
    }
    let mut indices = path.iter().filter_map(|step| if let Step::Index(at) = step { Some(*at) } else { None });
    let Some(entry) = indices.next().and_then(|at| document.entries.get(at)) else { return false };
    let nth = indices.next().unwrap_or(0);
    match (names.get(1).copied().unwrap_or_default(), value) {
        ("published" | "published_parsed", value) => instant(value).is_some_and(|at| entry.published == Some(at)),
        ("updated" | "updated_parsed" | "created" | "created_parsed", value) => {
            instant(value).is_some_and(|at| [entry.updated, entry.published].contains(&Some(at)))
        }
        ("title" | "title_detail", Value::Words(words)) => {
            same_words(entry.title.as_deref().unwrap_or_default(), words)
        }
        ("summary" | "description" | "summary_detail", Value::Words(words)) => {
            // Without a summary the reader is shown how the story begins, as feedparser has it.
            same_markup(entry.summary.as_ref().or(entry.content.as_ref()), words)
        }
        ("content", Value::Words(words)) => nth == 0 && same_markup(entry.content.as_ref(), words),
        ("author" | "author_detail" | "authors", Value::Words(words)) => same_author(entry, nth, words),
        ("link", Value::Words(words)) => entry.link.as_deref().is_some_and(|link| same_address(link, words)),
        ("id" | "guid", Value::Words(words)) => entry.id.as_deref().is_some_and(|id| same_address(id, words)),
        _ => false,
    }
}

/// The words of a piece of HTML as they are shown, without blanks.
fn packed(html: &str) -> String {
    feed::words(html).split_whitespace().collect()
}

fn same_words(shown: &str, expected: &str) -> bool {
    shown.split_whitespace().collect::<String>() == packed(expected)
}

fn same_markup(shown: Option<&Markup>, expected: &str) -> bool {
    let Some(shown) = shown else { return packed(expected).is_empty() };
    let leads_to = addresses(&shown.html, &shown.base);
    let expects = addresses(expected, &shown.base);
    packed(&shown.html) == packed(expected) && expects.iter().all(|address| leads_to.contains(address))
}

/// Where the links of a piece of HTML lead.
fn addresses(html: &str, base: &Url) -> Vec<String> {
    let links = Selector::parse("a[href]").expect("a fixed selector");
    let document = Html::parse_fragment(html);
    let found = document.select(&links).filter_map(|link| link.attr("href"));
    found.map(|href| base.join(href.trim()).map_or_else(|_| href.to_owned(), String::from)).collect()
}

fn same_author(entry: &Entry, nth: usize, expected: &str) -> bool {
    let name: Vec<&str> = expected.split_whitespace().filter(|word| !word.contains('@')).collect();
    let shown = entry.authors.get(nth).map(String::as_str).unwrap_or_default();
    text::clean(&name.join(" ")) == shown
}

/// The same address, however it writes an empty path.
fn same_address(shown: &str, expected: &str) -> bool {
    shown == expected || Url::parse(expected).is_ok_and(|expected| expected.as_str() == shown)
}

fn instant(value: &Value) -> Option<DateTime<Utc>> {
    match value {
        Value::Words(words) => dates::parse(words).map(|at| at.to_utc()),
        Value::Tuple(fields) => {
            let part = |at: usize| fields.get(at).and_then(|&part| u32::try_from(part).ok());
            let year = i32::try_from(*fields.first()?).ok()?;
            Utc.with_ymd_and_hms(year, part(1)?, part(2)?, part(3)?, part(4)?, part(5)?).single()
        }
        Value::Number(_) => None,
    }
}
