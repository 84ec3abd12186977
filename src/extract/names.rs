//! Who wrote a story: names without "By", roles, addresses and glue; agencies apart.

use crate::text;

/// More names than this is a list of staff, not a byline.
const AUTHORS_AT_MOST: usize = 12;
/// Characters of one name.
const NAME_AT_MOST: usize = 60;

/// Words before a name.
const LEADS: [&str; 22] = [
    "by",
    "von",
    "par",
    "por",
    "di",
    "door",
    "av",
    "af",
    "text",
    "text by",
    "words by",
    "written by",
    "story by",
    "reported by",
    "report by",
    "analysis by",
    "opinion by",
    "author",
    "authors",
    "posted by",
    "published by",
    "geschrieben von",
];
/// Words between two names.
const GLUE: [&str; 9] = [" and ", " und ", " et ", " y ", " e ", " en ", " och ", " og ", " & "];
/// Words after a comma that end the names: what follows is a role or a place.
const ROLES: [&str; 44] = [
    "reporter",
    "correspondent",
    "editor",
    "writer",
    "journalist",
    "columnist",
    "producer",
    "analyst",
    "critic",
    "contributor",
    "author",
    "staff",
    "chief",
    "senior",
    "associate",
    "professor",
    "lecturer",
    "director",
    "founder",
    "freelance",
    "special",
    "political",
    "business",
    "science",
    "health",
    "education",
    "sports",
    "sport",
    "technology",
    "environment",
    "economics",
    "foreign",
    "international",
    "national",
    "bureau",
    "head",
    "phd",
    "md",
    "m.d.",
    "ph.d.",
    "jr",
    "jr.",
    "redakteur",
    "redaktion",
];
/// Words that stand in bylines and in no name.
const NO_NAMES: [&str; 30] = [
    "min",
    "mins",
    "minutes",
    "read",
    "follow",
    "updated",
    "published",
    "share",
    "posted",
    "more",
    "view",
    "profile",
    "comments",
    "comment",
    "ago",
    "subscribe",
    "newsletter",
    "email",
    "all",
    "articles",
    "stories",
    "about",
    "january",
    "february",
    "april",
    "october",
    "november",
    "december",
    "admin",
    "photo",
];
/// News agencies and wires, as they sign.
const AGENCIES: [&str; 34] = [
    "reuters",
    "ap",
    "associated press",
    "the associated press",
    "afp",
    "agence france-presse",
    "agence france presse",
    "dpa",
    "dpa-infocom",
    "epa",
    "efe",
    "ansa",
    "apa",
    "sda",
    "keystone-sda",
    "tass",
    "xinhua",
    "kyodo",
    "kyodo news",
    "yonhap",
    "pti",
    "ani",
    "ians",
    "aap",
    "pa media",
    "press association",
    "bloomberg",
    "upi",
    "cna",
    "belga",
    "anp",
    "ntb",
    "tt",
    "washington post",
];

/// What a byline names.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Names {
    /// People (or a desk), each once.
    pub authors: Vec<String>,
    /// A news agency among them.
    pub agency: Option<String>,
}

impl Names {
    /// Takes the names of one outside string in.
    pub fn add(&mut self, outside: &str) {
        let mut line = text::clean(outside);
        if line.chars().count() > NAME_AT_MOST * AUTHORS_AT_MOST || line.contains("://") {
            return;
        }
        for glue in GLUE {
            line = replace_ignoring_case(&line, glue, ";");
        }
        for part in line.split([';', '|', '/', '•', '·', '\u{2022}']) {
            for (nth, name) in part.split(',').enumerate() {
                if nth > 0 && !self.follows(name) {
                    break;
                }
                self.add_one(name);
            }
        }
    }

    /// False for what stands after a comma and is not another name.
    fn follows(&self, name: &str) -> bool {
        let name = name.trim().to_lowercase();
        let role = name.split([' ', '-']).any(|word| ROLES.contains(&word));
        !role && (name.contains(' ') || self.authors.is_empty())
    }

    fn add_one(&mut self, name: &str) {
        let name =
            without_lead(name.trim().trim_matches(|c: char| matches!(c, ':' | '-' | '–' | '—' | '"' | '*')).trim());
        let name = name.split(['(', '<', '[']).next().unwrap_or_default().trim();
        let name = name.trim_end_matches('.').trim_start_matches('@');
        if is_agency(name) {
            self.agency.get_or_insert_with(|| name.to_owned());
            return;
        }
        let words = name.split_whitespace().count();
        let fits = name.chars().count() <= NAME_AT_MOST
            && (1..=7).contains(&words)
            && name.chars().any(char::is_alphabetic)
            && name.chars().filter(char::is_ascii_digit).count() <= 2
            && !name.contains('@')
            && !name.split_whitespace().any(|word| NO_NAMES.contains(&word.to_lowercase().as_str()));
        let known = self.authors.iter().any(|known| known.eq_ignore_ascii_case(name));
        if fits && !known && self.authors.len() < AUTHORS_AT_MOST {
            self.authors.push(name.to_owned());
        }
    }
}

/// True for a news agency's name.
pub fn is_agency(name: &str) -> bool {
    AGENCIES.contains(&name.trim().to_lowercase().as_str())
}

fn without_lead(name: &str) -> &str {
    let mut name = name;
    loop {
        let after = LEADS.iter().find_map(|lead| {
            let head = name.get(..lead.len())?;
            let rest = name.get(lead.len()..)?;
            (head.eq_ignore_ascii_case(lead) && rest.starts_with([' ', ':'])).then_some(rest)
        });
        match after {
            Some(rest) => name = rest.trim_start_matches([' ', ':']),
            None => return name,
        }
    }
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
            ("Von Ada Quill und Tomas Brandt, dpa", vec!["Ada Quill", "Tomas Brandt"], None),
            ("Ada Quill; Reuters", vec!["Ada Quill"], Some("Reuters")),
            ("Associated Press", vec![], Some("Associated Press")),
            ("Ada Quill (Wellington)", vec!["Ada Quill"], None),
            ("ada@courier.example", vec![], None),
            ("https://courier.example/ada", vec![], None),
            ("3 min read", vec![], None),
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
