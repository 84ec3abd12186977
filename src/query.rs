//! What a reader searches for: words that a story has, and fields that say which stories are meant.
//!
//! | typed | finds stories |
//! |---|---|
//! | `harbour bridge` | with both words; the last one may be a beginning |
//! | `bridg*` | with a word that begins so |
//! | `"harbour bridge"` | with these words in this order |
//! | `-ferry`, `-"day trip"`, `-outlet:bbc` | without |
//! | `outlet:rnz` | of an outlet: its id, or a part of its name |
//! | `section:world` | that a section of that name or id lists |
//! | `author:smith` | by somebody of that name |
//! | `label:live` | so marked by the publisher: premium, live, updated, sponsored, opinion, video, podcast |
//! | `is:unread` | unread, read or saved |
//! | `after:2026-11-01`, `before:yesterday` | from that day on, and older than it; also `2026-11`, `2026`, `3d`, `2w`, `12h` |

mod day;
pub mod snippet;

use std::collections::HashMap;

use chrono::{DateTime, Utc};

use crate::clock::Zone;
use crate::news::{Headline, Label, StoryKey};
use crate::text;

/// More terms than anybody types; the index limits how deep a query may be.
const TERMS_AT_MOST: usize = 32;
/// More letters than anybody types.
const TYPED_AT_MOST: usize = 1000;

/// A reader's question; each of its terms must hold.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Query {
    /// What the text says.
    pub words: Vec<Words>,
    /// What is known of the story.
    pub fields: Vec<Field>,
}

/// Words side by side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words {
    /// The story must not have them.
    pub not: bool,
    /// A clean line with at least one letter or number.
    pub text: String,
    /// The last of them may go on.
    pub beginning: bool,
}

/// Something that is known of a story.
#[derive(Debug, Clone, PartialEq)]
pub struct Field {
    /// It must not hold.
    pub not: bool,
    /// What.
    pub is: Is,
}

/// What can be known of a story.
#[derive(Debug, Clone, PartialEq)]
pub enum Is {
    /// The outlet's id, or a part of its name.
    Outlet(String),
    /// A part of an author's name.
    Author(String),
    /// A mark of the publisher's.
    Label(Label),
    /// What the reader did to it.
    State(State),
    /// Older than this.
    Before(DateTime<Utc>),
    /// As old as this, or newer.
    After(DateTime<Utc>),
    /// A section lists it.
    Section {
        /// As typed.
        name: String,
        /// The feeds that fill it, as the cache names them; none before [`Query::resolve`].
        feeds: Vec<String>,
    },
}

/// What a reader did to a story.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Opened it, or marked it.
    Read,
    /// Neither.
    Unread,
    /// Kept it for later.
    Saved,
}

/// What a search found.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Found {
    /// Best first.
    pub headlines: Vec<Headline>,
    /// What some of them say round the words; clean lines.
    pub snippets: HashMap<StoryKey, String>,
    /// There are more.
    pub is_cut: bool,
}

/// Why what was typed is no question; a sentence.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct QueryError(String);

/// The names of the fields, as they are typed.
pub const FIELDS: [&str; 7] = ["outlet", "section", "author", "label", "is", "before", "after"];

/// One stretch of what was typed.
struct Term {
    not: bool,
    field: Option<String>,
    value: String,
    quoted: bool,
}

impl Query {
    /// Reads what was typed.
    ///
    /// # Errors
    /// For a field that is not known, or a value that it does not take; for nothing at all.
    pub fn parse(typed: &str, zone: Zone, now: DateTime<Utc>) -> Result<Self, QueryError> {
        let typed: String = text::clean(typed).chars().take(TYPED_AT_MOST).collect();
        let mut query = Self::default();
        for term in terms(&typed).into_iter().take(TERMS_AT_MOST) {
            match &term.field {
                Some(name) => query.fields.push(Field { not: term.not, is: field(name, &term.value, zone, now)? }),
                None => query.words.extend(words(&term)),
            }
        }
        // Whoever is still typing means the beginning of a word.
        let ends_in_word = typed.chars().next_back().is_some_and(char::is_alphanumeric);
        if let Some(last) = query.words.last_mut().filter(|_| ends_in_word) {
            last.beginning = !last.not;
        }
        if query.words.is_empty() && query.fields.is_empty() {
            return Err(QueryError("There is nothing to search for: type words.".to_owned()));
        }
        Ok(query)
    }

    /// Looks up the feeds of each section that is named.
    ///
    /// # Errors
    /// For a section that nothing is known of.
    pub fn resolve(mut self, feeds_of: impl Fn(&str) -> Vec<String>) -> Result<Self, QueryError> {
        for field in &mut self.fields {
            if let Is::Section { name, feeds } = &mut field.is {
                *feeds = feeds_of(name);
                if feeds.is_empty() {
                    return Err(QueryError(format!("No section with stories is called “{name}”.")));
                }
            }
        }
        Ok(self)
    }

    /// The words that a story has to have.
    pub fn wanted(&self) -> impl Iterator<Item = &Words> {
        self.words.iter().filter(|words| !words.not)
    }

    /// The words that a story must not have.
    pub fn unwanted(&self) -> impl Iterator<Item = &Words> {
        self.words.iter().filter(|words| words.not)
    }

    /// True where every field but [`Is::Section`] holds, which the headline does not tell.
    #[must_use]
    pub fn fits(&self, headline: &Headline, has: impl Fn(State) -> bool) -> bool {
        self.fields.iter().all(|Field { not, is }| {
            let holds = match is {
                Is::Outlet(name) => headline.outlet == *name || has_part(&headline.outlet_name, name),
                Is::Author(name) => headline.authors.iter().any(|author| has_part(author, name)),
                Is::Label(label) => headline.labels.contains(label),
                Is::State(state) => has(*state),
                Is::Before(moment) => headline.time().is_some_and(|time| time < *moment),
                Is::After(moment) => headline.time().is_some_and(|time| time >= *moment),
                Is::Section { .. } => return true,
            };
            holds != *not
        })
    }
}

/// True where the one line has the other in it, whatever the case and the accents.
fn has_part(line: &str, part: &str) -> bool {
    snippet::folded(line).contains(&snippet::folded(part))
}

fn is_quote(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„')
}

/// Cuts a line at its blanks, but not inside quotes; a quote that is not closed ends with the line.
fn terms(typed: &str) -> Vec<Term> {
    let mut terms = Vec::new();
    let mut chars = typed.chars().peekable();
    loop {
        while chars.next_if_eq(&' ').is_some() {}
        if chars.peek().is_none() {
            return terms;
        }
        let not = chars.next_if_eq(&'-').is_some();
        let mut term = Term { not, field: None, value: String::new(), quoted: false };
        while let Some(c) = chars.next_if(|c| *c != ' ') {
            if is_quote(c) && term.value.is_empty() {
                term.quoted = true;
                term.value.extend(std::iter::from_fn(|| chars.next_if(|c| !is_quote(*c))));
                chars.next();
                break;
            }
            let is_name = !term.value.is_empty() && term.value.chars().all(|c| c.is_ascii_alphabetic());
            // `https://…` and `Tauranga:` are words.
            let has_value = chars.peek().is_some_and(|next| !matches!(next, ' ' | '/'));
            if c == ':' && term.field.is_none() && is_name && has_value {
                term.field = Some(std::mem::take(&mut term.value).to_lowercase());
            } else {
                term.value.push(c);
            }
        }
        terms.push(term);
    }
}

fn words(term: &Term) -> Option<Words> {
    let beginning = !term.quoted && term.value.ends_with('*');
    let text = text::clean(term.value.trim_end_matches('*'));
    text.chars().any(char::is_alphanumeric).then_some(Words { not: term.not, text, beginning })
}

fn field(name: &str, value: &str, zone: Zone, now: DateTime<Utc>) -> Result<Is, QueryError> {
    let value = text::clean(value);
    let moment = || {
        day::first_moment(&value, zone, now).ok_or_else(|| {
            QueryError(format!(
                "“{value}” is no day: {name}: takes 2026-11-01, 2026-11, 2026, yesterday, 3d, 2w or 12h."
            ))
        })
    };
    match name {
        "outlet" => Ok(Is::Outlet(value)),
        "section" => Ok(Is::Section { name: value, feeds: Vec::new() }),
        "author" | "by" => Ok(Is::Author(value)),
        "before" => moment().map(Is::Before),
        "after" | "since" => moment().map(Is::After),
        "label" => {
            let labels = Label::ALL;
            let known = labels.into_iter().find(|label| label.word().eq_ignore_ascii_case(&value));
            known.map(Is::Label).ok_or_else(|| {
                let all: Vec<String> = labels.iter().map(|label| label.word().to_lowercase()).collect();
                QueryError(format!("There is no label “{value}”; there are {}.", all.join(", ")))
            })
        }
        "is" => match value.to_lowercase().as_str() {
            "unread" => Ok(Is::State(State::Unread)),
            "read" => Ok(Is::State(State::Read)),
            "saved" => Ok(Is::State(State::Saved)),
            _ => Err(QueryError(format!("A story is unread, read or saved, not “{value}”."))),
        },
        _ => Err(QueryError(format!("There is no field “{name}:”; there are {}:.", FIELDS.join(":, ")))),
    }
}
