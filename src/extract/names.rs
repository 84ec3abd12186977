//! Who wrote a story: names without "By", roles, addresses and glue; agencies apart.

use super::byline::{
    ACCOUNTS, AGENCIES, DESKS, GLUE, LEADS, LEADS_CJK, NO_NAMES, PARTICLES, PLACES, ROLES, TAILS_CJK, WEEKDAYS,
};
use super::title::Site;
use crate::{dates, text};

/// More names than this is a list of staff, not a byline.
const AUTHORS_AT_MOST: usize = 12;
/// Characters of one name.
const NAME_AT_MOST: usize = 60;

/// Columns of a name in wide letters.
const WIDE_AT_MOST: usize = 20;

/// What a byline names.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Names {
    /// People (or a desk), each once.
    pub authors: Vec<String>,
    /// A news agency among them.
    pub agency: Option<String>,
    /// Agencies and the site itself, where they sign as authors: they stand for people only where nobody is named.
    pub houses: Vec<String>,
}

impl Names {
    /// Takes the names of one outside string in.
    pub fn add(&mut self, outside: &str) {
        let mut line = text::clean(outside);
        if line.chars().count() > NAME_AT_MOST * AUTHORS_AT_MOST || line.contains("://") {
            return;
        }
        if is_agency(&line) {
            self.add_house(&line);
            return;
        }
        for glue in GLUE {
            line = replace_ignoring_case(&line, glue, ";");
        }
        for part in line.split([';', '|', '/', '•', '·', '、', '●']) {
            for (nth, name) in part.split([',', '，']).enumerate() {
                if is_agency(name) || nth == 0 || self.follows(name) {
                    self.add_one(name);
                } else if !name.trim().is_empty() {
                    break;
                }
            }
        }
    }

    /// Takes one entry of a list of authors in. An agency that the publisher lists as an author is one.
    pub fn add_entry(&mut self, outside: &str) {
        let name = text::clean(outside);
        if is_agency(&name) {
            self.agency.get_or_insert_with(|| name.clone());
            push(&mut self.authors, &name);
        } else {
            self.add(&name);
        }
    }

    /// Takes the names of a place on the page in, if they look like names: the page says nothing about what they are.
    pub fn add_shown(&mut self, outside: &str, sure: bool) {
        let mut found = Self::default();
        found.add(outside);
        found.authors.retain(|name| looks_like_a_name(name, sure));
        self.or(found);
    }

    /// Names that are not there yet.
    fn or(&mut self, other: Self) {
        self.agency = self.agency.take().or(other.agency);
        for name in other.authors {
            push(&mut self.authors, &name);
        }
        for name in other.houses {
            push(&mut self.houses, &name);
        }
    }

    /// Puts the site's own names aside: they are no people.
    pub fn put_aside(&mut self, site: &Site) {
        let (own, authors) = std::mem::take(&mut self.authors).into_iter().partition(|name| site.is_called(name));
        self.authors = authors;
        let agencies = std::mem::replace(&mut self.houses, own);
        self.houses.extend(agencies);
    }

    /// Where nobody is named, the houses sign.
    pub fn settle(&mut self) {
        if self.authors.is_empty() {
            self.authors = std::mem::take(&mut self.houses);
        }
    }

    fn add_house(&mut self, name: &str) {
        let name = name.trim();
        self.agency.get_or_insert_with(|| name.to_owned());
        push(&mut self.houses, name);
    }

    /// False for what stands after a comma and is not another name.
    fn follows(&self, name: &str) -> bool {
        let name = name.trim();
        let role = name.to_lowercase().split([' ', '-']).any(|word| ROLES.contains(&word));
        let alone = || !name.is_ascii() && text::width(name) > name.chars().count();
        !role && (name.contains(' ') || alone() || self.authors.is_empty())
    }

    fn add_one(&mut self, outside: &str) {
        let name = outside.split(['(', '<', '[', '（', '【']).find(|part| part.chars().any(char::is_alphabetic));
        let name = without_lead(trimmed(name.unwrap_or_default()));
        let name = cut(name);
        let name = without_tail(&name);
        let (name, agency) = without_agency(name);
        if let Some(agency) = agency {
            self.add_house(agency);
        }
        let name = trimmed(name).trim_end_matches('.').trim_start_matches('@');
        if is_agency(name) {
            self.add_house(name);
            return;
        }
        let words = name.split_whitespace().count();
        let lower = name.to_lowercase();
        if DESKS.contains(&lower.as_str()) {
            push(&mut self.houses, name);
            return;
        }
        let fits = name.chars().count() <= NAME_AT_MOST
            && (1..=7).contains(&words)
            && name.chars().filter(|c| c.is_alphabetic()).count() >= 2
            && name.chars().filter(char::is_ascii_digit).count() <= 2
            && !name.contains('@')
            && !is_dated(name)
            && !ACCOUNTS.contains(&lower.as_str())
            && !LEADS.contains(&lower.as_str())
            && !lower.split_whitespace().any(|word| NO_NAMES.contains(&word.trim_end_matches(':')));
        if fits {
            push(&mut self.authors, name);
        }
    }
}

fn push(names: &mut Vec<String>, name: &str) {
    let lower = name.to_lowercase();
    if names.len() < AUTHORS_AT_MOST && !names.iter().any(|known| known.to_lowercase() == lower) {
        names.push(name.to_owned());
    }
}

/// True for a news agency's name.
pub fn is_agency(name: &str) -> bool {
    AGENCIES.contains(&name.trim().to_lowercase().as_str())
}

/// "March 9", "Sat 20 Dec", "Sat": a day and nobody.
fn is_dated(name: &str) -> bool {
    let mut words = name.split_whitespace();
    let numbered = words.clone().any(|word| word.starts_with(|c: char| c.is_ascii_digit()));
    let first = words.next().unwrap_or_default().to_lowercase();
    let weekday = WEEKDAYS.iter().any(|day| *day == first || (first.len() == 3 && day.starts_with(&first)));
    (numbered && name.split_whitespace().any(dates::is_month)) || (weekday && (numbered || words.next().is_none()))
}

/// True for words that look like a person's name: few, and each large but for the small words of names. `sure` for a
/// place that holds a name and nothing else, where one word is enough.
fn looks_like_a_name(name: &str, sure: bool) -> bool {
    let large = |word: &str| {
        PARTICLES.contains(&word) || !word.chars().find(|c| c.is_alphabetic()).is_some_and(char::is_lowercase)
    };
    let words = name.split_whitespace().count();
    let first = name.split_whitespace().next().unwrap_or_default().to_lowercase();
    if ROLES.contains(&first.as_str()) {
        return false;
    }
    // Names in scripts of wide letters are short and hold at most one blank.
    if text::width(name) > name.chars().count() {
        return words <= 2 && text::width(name) <= WIDE_AT_MOST;
    }
    let enough = (2..=5).contains(&words) || (sure && words == 1);
    enough && name.split_whitespace().all(|word| large(word) || (sure && words == 1))
}

fn trimmed(name: &str) -> &str {
    name.trim().trim_matches(|c: char| matches!(c, ':' | '：' | '-' | '–' | '—' | '"' | '*' | ',' | '_')).trim()
}

fn without_lead(name: &str) -> &str {
    let mut name = name;
    loop {
        // "ByAda Quill": two elements that the page sets apart.
        let glued = name.strip_prefix("By").filter(|rest| {
            let mut letters = rest.chars();
            letters.next().is_some_and(char::is_uppercase) && letters.next().is_some_and(char::is_lowercase)
        });
        let after = glued.or_else(|| {
            LEADS.iter().rev().find_map(|lead| {
                let (head, rest) = name.split_at_checked(lead.len()).or(Some((name, "")))?;
                let parted = rest.starts_with([' ', ':', '.']);
                // "De" begins names too: only what is written small is a word.
                let small =
                    !PARTICLES.contains(lead) || rest.starts_with(':') || head == *lead || is_name_after(lead, head);
                (parted && small && head.to_lowercase() == *lead).then_some(rest)
            })
        });
        let after = after.or_else(|| {
            LEADS_CJK
                .iter()
                .find_map(|lead| name.strip_prefix(lead).filter(|rest| rest.starts_with([' ', ':', '：', '/', '　'])))
        });
        match after {
            Some(rest) => name = rest.trim_start_matches([' ', ':', '：', '.', '/', '　']),
            None => return name,
        }
    }
}

/// "Von", "Av" and "Af" begin bylines more often than names; "De", "Di" and "La" the other way round.
fn is_name_after(lead: &str, head: &str) -> bool {
    matches!(lead, "von" | "av" | "af") && head.chars().next().is_some_and(char::is_uppercase)
}

/// The name up to a date, a role, a place or a word that names don't hold.
fn cut(name: &str) -> String {
    let words: Vec<&str> = name.split_whitespace().filter(|word| !word.contains('@')).collect();
    let end = (1..words.len()).find(|&at| {
        let word = words.get(at).copied().unwrap_or_default();
        let next = words.get(at + 1).copied().unwrap_or_default();
        let lower = word.to_lowercase();
        let lower = lower.trim_end_matches([':', ',']);
        let dated = WEEKDAYS.contains(&lower)
            || (dates::is_month(word) && next.starts_with(|c: char| c.is_ascii_digit()))
            || (word.starts_with(|c: char| c.is_ascii_digit())
                && (word.contains([':', '.', '/']) || dates::is_month(next)));
        let role = at >= 2 && lower.split('-').any(|word| ROLES.contains(&word));
        let place = at >= 2 && PLACES.contains(&lower) && next.starts_with(char::is_uppercase)
            || (at >= 2 && lower == "for" && !next.is_empty());
        dated || role || place || (at >= 2 && NO_NAMES.contains(&lower)) || matches!(word, "-" | "–" | "—")
    });
    let kept = words.get(..end.unwrap_or(words.len())).unwrap_or_default();
    // "Political Correspondent Ada Quill".
    let roles = kept.iter().take_while(|word| word.to_lowercase().split('-').any(|word| ROLES.contains(&word))).count();
    // "Head of Reality Labs" is all role.
    if roles > 0 && kept.get(roles).is_some_and(|word| matches!(*word, "of" | "at" | "der" | "des" | "für")) {
        return String::new();
    }
    let roles = if kept.len() >= roles + 2 { roles } else { 0 };
    kept.get(roles..).unwrap_or_default().join(" ")
}

/// A name without the title that East Asian bylines put behind it.
fn without_tail(name: &str) -> &str {
    let tail = TAILS_CJK.iter().find_map(|tail| name.strip_suffix(tail));
    tail.map(str::trim).filter(|name| !name.is_empty()).unwrap_or(name)
}

/// "Ada Quill The Associated Press": a person of an agency.
fn without_agency(name: &str) -> (&str, Option<&str>) {
    let found = name.match_indices(' ').find_map(|(at, _)| {
        let (person, agency) = name.split_at_checked(at)?;
        let agency = agency.trim();
        let signs = is_agency(agency) && (agency.len() > 4 || agency.chars().all(|c| c.is_uppercase() || c == '/'));
        (person.contains(' ') && signs).then_some((person, agency))
    });
    found.map_or((name, None), |(person, agency)| (person, Some(agency)))
}

fn replace_ignoring_case(line: &str, glue: &str, with: &str) -> String {
    let lower = line.to_ascii_lowercase();
    let mut replaced = String::with_capacity(line.len());
    let mut copied = 0;
    for (at, _) in lower.match_indices(glue) {
        replaced.push_str(line.get(copied..at).unwrap_or_default());
        replaced.push_str(with);
        copied = at + glue.len();
    }
    replaced.push_str(line.get(copied..).unwrap_or_default());
    replaced
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(lines: &[&str]) -> (Vec<String>, Option<String>) {
        let mut names = Names::default();
        for line in lines {
            names.add(line);
        }
        (names.authors, names.agency)
    }

    #[test]
    fn bylines_become_names() {
        for (line, authors, agency) in [
            ("By Ada Quill", vec!["Ada Quill"], None),
            ("BY ADA QUILL AND TOMAS BRANDT", vec!["ADA QUILL", "TOMAS BRANDT"], None),
            ("Ada Quill, Science Editor", vec!["Ada Quill"], None),
            ("Ada Quill, Tomas Brandt and Mere Tahana", vec!["Ada Quill", "Tomas Brandt", "Mere Tahana"], None),
            ("Von Ada Quill und Tomas Brandt, dpa", vec!["Ada Quill", "Tomas Brandt"], Some("dpa")),
            ("Ada Quill; Reuters", vec!["Ada Quill"], Some("Reuters")),
            ("Associated Press", vec![], Some("Associated Press")),
            ("Ada Quill (Wellington)", vec!["Ada Quill"], None),
            ("ada@courier.example", vec![], None),
            ("https://courier.example/ada", vec![], None),
            ("3 min read", vec![], None),
            ("ByAda Quill", vec!["Ada Quill"], None),
            ("Written by Ada Quill for the Lorne Herald", vec!["Ada Quill"], None),
            ("Par Ada Quill avec AFP", vec!["Ada Quill"], Some("AFP")),
            ("Przez Ada Quill", vec!["Ada Quill"], None),
            ("Автор: Ада Куилл", vec!["Ада Куилл"], None),
            ("文/李明", vec!["李明"], None),
            ("山田太郎記者", vec!["山田太郎"], None),
            ("김철수 기자", vec!["김철수"], None),
            ("Exclusive: Ada Quill", vec!["Ada Quill"], None),
            ("Ada Quill Updated 3 May 2024", vec!["Ada Quill"], None),
            ("Ada Quill Science Editor", vec!["Ada Quill"], None),
            ("Political Correspondent Ada Quill", vec!["Ada Quill"], None),
            ("Ada Quill in Wellington", vec!["Ada Quill"], None),
            ("Ada Quill ada@courier.example", vec!["Ada Quill"], None),
            ("Ada Quill The Associated Press", vec!["Ada Quill"], Some("The Associated Press")),
            ("Ada Quill, Head of Boats and Head of Quays", vec!["Ada Quill"], None),
            ("Ada Quill August 18", vec!["Ada Quill"], None),
            ("Di Venner", vec!["Di Venner"], None),
            ("Sun Yang", vec!["Sun Yang"], None),
            ("Staff Writer", vec![], None),
            ("Sat 20 Dec", vec![], None),
            ("March 9", vec![], None),
            ("admin", vec![], None),
            ("", vec![], None),
        ] {
            let (found, wire) = names(&[line]);
            assert_eq!(found, authors, "{line}");
            assert_eq!(wire.as_deref(), agency, "{line}");
        }
    }

    #[test]
    fn a_name_counts_once() {
        assert_eq!(names(&["Ada Quill", "By ada quill"]).0, ["Ada Quill"]);
    }
}
