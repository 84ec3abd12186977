//! Finding stories by a reader's question: words by the full-text index, fields row by row.

use std::collections::HashSet;

use rusqlite::{Connection, Row, params};

use super::rows::headline;
use super::{Cache, CacheError, clamp};
use crate::article::Article;
use crate::mute::Mutes;
use crate::news::StoryKey;
use crate::query::snippet::{Needles, spaced};
use crate::query::{Found, Is, Query, State, Words};

/// A match of no story.
const NOTHING: &str = "\"\"";

impl Cache {
    /// The stories that a question is about, the best first (of equals the newest; without words, the newest of
    /// all), at most `limit`. `has` tells what the reader did to a story.
    ///
    /// # Errors
    /// `SQLite`'s.
    pub fn search(
        &self,
        query: &Query,
        limit: usize,
        has: impl Fn(&StoryKey, State) -> bool,
    ) -> Result<Found, CacheError> {
        let connection = self.lock();
        let sections = listed(&connection, query)?;
        let needles = Needles::of(query.wanted());
        let wanted = expression(query.wanted(), " ");
        let unwanted = expression(query.unwanted(), " OR ").unwrap_or_else(|| NOTHING.to_owned());
        // Where no field can turn a story away, no more than is shown need be looked at.
        let enough = if query.fields.is_empty() && unwanted == NOTHING { clamp(limit.saturating_add(1)) } else { -1 };
        let mut statement = connection.prepare_cached(match &wanted {
            // A word in a headline says more about a story than the same word somewhere in it.
            Some(_) => {
                "SELECT story.key, url, title, kicker, headline.standfirst, authors, labels, published, updated,
                        seconds, outlet, outlet_name, enclosure, found
                 FROM (SELECT rowid AS found, bm25(words, 10.0, 4.0, 1.0) AS score FROM words WHERE words MATCH ?1
                       ORDER BY score LIMIT ?3)
                 JOIN story ON story.id = found JOIN headline ON headline.story = found
                 WHERE found NOT IN (SELECT rowid FROM words WHERE words MATCH ?2)
                 ORDER BY score, coalesce(published, updated, first_seen) DESC"
            }
            None => {
                "SELECT story.key, url, title, kicker, standfirst, authors, labels, published, updated,
                        seconds, outlet, outlet_name, enclosure, story.id
                 FROM headline JOIN story ON story.id = headline.story
                 WHERE ?1 IS NULL AND ?3 < 0 AND story.id NOT IN (SELECT rowid FROM words WHERE words MATCH ?2)
                 ORDER BY coalesce(published, updated, first_seen) DESC"
            }
        })?;
        let mut found = Found::default();
        let mut rows = statement.query(params![wanted, unwanted, enough])?;
        while let Some(row) = rows.next()? {
            let (story, headline) = (story(row)?, headline(row)?);
            let in_sections = sections.iter().all(|(not, stories)| stories.contains(&story) != *not);
            if !in_sections || !query.fits(&headline, |state| has(&headline.key, state)) {
                continue;
            }
            if found.headlines.len() == limit {
                found.is_cut = true;
                break;
            }
            if let Some(snippet) = snippet(&connection, &needles, story, headline.standfirst.as_deref())? {
                found.snippets.insert(headline.key.clone(), snippet);
            }
            found.headlines.push(headline);
        }
        Ok(found)
    }

    /// The numbers of the stories that are muted, for counting.
    ///
    /// # Errors
    /// `SQLite`'s.
    pub fn muted(&self, mutes: &Mutes) -> Result<HashSet<i64>, CacheError> {
        let mut stories = HashSet::new();
        if mutes.is_empty() {
            return Ok(stories);
        }
        let connection = self.lock();
        if let Some(words) = expression(mutes.words(), " OR ") {
            let mut statement = connection.prepare_cached("SELECT rowid FROM words WHERE words MATCH ?1")?;
            for story in statement.query_map([format!("{{title standfirst}} : ({words})")], |row| row.get(0))? {
                stories.insert(story?);
            }
        }
        let mut statement = connection.prepare_cached("SELECT story FROM headline WHERE outlet = ?1")?;
        for outlet in mutes.outlets() {
            for story in statement.query_map([outlet], |row| row.get(0))? {
                stories.insert(story?);
            }
        }
        Ok(stories)
    }
}

fn story(row: &Row) -> rusqlite::Result<i64> {
    row.get(13)
}

/// `words` as an FTS5 expression; `None` where there are none. Each is quoted, so nothing in it is syntax; cleaning took
/// NUL out, which would end the expression early.
fn expression<'a>(words: impl Iterator<Item = &'a Words>, between: &str) -> Option<String> {
    let quoted: Vec<String> = words
        .map(|words| {
            let beginning = if words.beginning { " *" } else { "" };
            format!("\"{}\"{beginning}", spaced(&words.text).replace('"', "\"\""))
        })
        .collect();
    (!quoted.is_empty()).then(|| quoted.join(between))
}

/// For each section that the question names: whether it must not list the story, and the stories that it lists.
fn listed(connection: &Connection, query: &Query) -> Result<Vec<(bool, HashSet<i64>)>, CacheError> {
    let mut statement =
        connection.prepare_cached("SELECT story FROM listed WHERE feed = (SELECT id FROM visit WHERE url = ?1)")?;
    let mut sections = Vec::new();
    for field in &query.fields {
        let Is::Section { feeds, .. } = &field.is else { continue };
        let mut stories = HashSet::new();
        for feed in feeds {
            for story in statement.query_map([feed], |row| row.get(0))? {
                stories.insert(story?);
            }
        }
        sections.push((field.not, stories));
    }
    Ok(sections)
}

/// What a story says round the words: in its standfirst, or else in its text, where that is kept.
fn snippet(
    connection: &Connection,
    needles: &Needles,
    story: i64,
    standfirst: Option<&str>,
) -> Result<Option<String>, CacheError> {
    if let Some(snippet) = standfirst.and_then(|standfirst| needles.snippet(standfirst)) {
        return Ok(Some(snippet));
    }
    let mut statement = connection.prepare_cached("SELECT document FROM article WHERE story = ?1")?;
    let mut rows = statement.query([story])?;
    let Some(row) = rows.next()? else { return Ok(None) };
    let document: String = row.get(0)?;
    let article: Article = serde_json::from_str(&document)?;
    Ok(needles.snippet(&article.body()))
}
