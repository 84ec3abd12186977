//! The headline: what the page tells of itself in its head and what it shows above the story, weighed against each other.

use url::Url;

use super::dom::{At, Dom, Tag};
use super::facts::bare;
use super::furniture::normal;
use super::json;
use super::vocabulary::Groups;
use crate::text;

/// Headings that may be the headline.
const HEADINGS_AT_MOST: usize = 20;
/// Characters of a headline; more is a heading around half of the page.
const TITLE_AT_MOST: usize = 300;
/// Words of a kicker that stands in one element with the headline.
const KICKER_AT_MOST: usize = 6;
/// What stands before a country in the addresses of its sites.
const COUNTRY_PARTS: [&str; 9] = ["co", "com", "org", "net", "ac", "gov", "or", "ne", "go"];
/// Letters of a host's name from which on it is looked for inside a longer name.
const HOST_AT_LEAST: usize = 5;
/// Signs between a headline and the name of its site.
const SEAMS: [char; 19] =
    ['|', '-', '–', '—', '·', '•', ':', '：', '»', '«', '/', '<', '›', '_', '｜', 'ㅣ', '＿', '－', '~'];

/// How the site calls itself, in the form of [`bare`].
#[derive(Debug, Default)]
pub struct Site {
    names: Vec<String>,
    host: String,
}

impl Site {
    /// The site at `url`, by the names that the page gives its publisher.
    pub fn of(url: &Url, publishers: &[String]) -> Self {
        let host = url.host_str().unwrap_or_default();
        let host = host.strip_prefix("www.").unwrap_or(host);
        // The label before the country: "lorneherald" of www.lorneherald.co.nz.
        let label = host.rsplit('.').skip(1).find(|label| !COUNTRY_PARTS.contains(label)).unwrap_or(host);
        let mut names: Vec<String> = publishers.iter().map(|name| bare(name)).collect();
        names.extend([bare(host), bare(label)]);
        names.retain(|name| !name.is_empty());
        Self { names, host: bare(label) }
    }

    /// True for the site's own name.
    pub fn is_called(&self, name: &str) -> bool {
        let name = bare(name);
        !name.is_empty() && self.names.contains(&name)
    }

    /// True for the site's name, alone or with a few words: "The Lorne Herald online".
    fn is_meant_by(&self, tail: &str) -> bool {
        self.is_called(tail)
            || (self.host.len() >= HOST_AT_LEAST
                && tail.split_whitespace().count() <= 9
                && bare(tail).contains(&self.host))
    }
}

/// Titles that the page tells of itself, the most trusted first, without the site's name.
#[derive(Debug, Default)]
pub struct Titles {
    told: Vec<String>,
    /// The first of them comes from the page's data about the story, not from its head.
    from_data: bool,
    /// The `<title>`, as it is.
    window: Option<String>,
}

impl Titles {
    /// All that the page tells: `first` is what its data says.
    pub fn of(dom: &Dom<'_>, first: Option<&str>, social: Vec<String>, site: &Site) -> Self {
        let window = dom.all(Tag::Title).next().and_then(|at| json::field(&dom.words(at, 2_000)));
        let all = first.map(str::to_owned).into_iter().chain(social);
        let mut told: Vec<String> = all.map(|title| without_site(&title, site)).collect();
        let site_alone = |title: &String| site.is_called(title);
        if !told.iter().all(site_alone) || window.is_some() {
            told.retain(|title| !site_alone(title));
        }
        Self { from_data: first.is_some(), told, window }
    }

    fn each(&self) -> impl Iterator<Item = &str> {
        self.told.iter().map(String::as_str).chain(self.window.as_deref())
    }

    /// The title of a page that shows none.
    fn best(&self, site: &Site) -> Option<String> {
        let window = self.window.as_deref().map(|window| without_tail(&without_site(window, site)));
        let first = self.told.first().cloned();
        // A social title may end with a name of the site that nothing else gives away; the other titles don't have it.
        let shorter = first.as_deref().and_then(|first| {
            let others = self.told.iter().skip(1).chain(window.as_ref());
            others.filter(|other| is_long(other) && continues(first, other)).min_by_key(|other| other.len()).cloned()
        });
        shorter.or(first).or(window)
    }
}

/// True when `long` is `short`, a seam between blanks, and more.
fn continues(long: &str, short: &str) -> bool {
    let rest = long.strip_prefix(short).and_then(|rest| rest.strip_prefix(' '));
    rest.is_some_and(|rest| rest.starts_with(SEAMS))
}

/// Enough words to be a headline; a script without blanks counts by its width.
fn is_long(title: &str) -> bool {
    title.split_whitespace().count() >= 3 || (!title.is_ascii() && text::width(title) >= 16)
}

/// The headline's element: the heading that says what the page tells of itself, else the first `<h1>` outside of
/// navigation.
pub fn headline(dom: &Dom<'_>, own: &[Groups], titles: &Titles, site: &Site) -> Option<At> {
    let heading = |level: u8| -> Vec<(At, String)> {
        let all = dom.all(Tag::Heading(level)).take(HEADINGS_AT_MOST);
        all.map(|at| (at, normal(&dom.words(at, 1_000)))).filter(|(_, words)| !words.is_empty()).collect()
    };
    let window = titles.window.as_deref().map(|window| without_tail(&without_site(window, site)));
    let told: Vec<String> = titles.each().chain(window.as_deref()).map(normal).collect();
    let first = heading(1);
    let same = |headings: &[(At, String)]| {
        let long = told.iter().filter(|told| is_long(told));
        long.chain(&told).find_map(|told| headings.iter().find(|(_, words)| words == told).map(|(at, _)| *at))
    };
    let partly = |headings: &[(At, String)]| {
        let fits = |(at, words): &&(At, String)| {
            // At the end of a title stands the site more often than the story.
            words.len() >= 4
                && !site.is_called(&dom.words(*at, 1_000))
                && if is_long(words) {
                    told.iter()
                        .any(|told| begins(told, words) || ends(told, words) || (is_long(told) && ends(words, told)))
                } else {
                    let shown = shown(dom, *at);
                    titles.each().any(|told| continues(told, &shown))
                }
        };
        headings.iter().filter(fits).max_by_key(|(at, words)| (words.len(), std::cmp::Reverse(*at))).map(|(at, _)| *at)
    };
    let free = |headings: Vec<(At, String)>| {
        headings.into_iter().map(|(at, _)| at).find(|&at| {
            let words = text::clean(&dom.words(at, 1_000));
            is_long(&words) && !site.is_called(&words) && !in_navigation(dom, own, at)
        })
    };
    same(&first)
        .or_else(|| partly(&first))
        .or_else(|| {
            let lower: Vec<(At, String)> =
                [2, 3].into_iter().flat_map(heading).filter(|(_, words)| is_long(words)).collect();
            same(&lower)
        })
        .or_else(|| free(first))
}

fn in_navigation(dom: &Dom<'_>, own: &[Groups], at: At) -> bool {
    dom.ancestors(at).take(4).any(|at| {
        dom.tag(at) == Tag::Nav
            || own.get(at).is_some_and(|groups| groups.has(Groups::NAV) && !groups.has(Groups::STORY))
    })
}

/// True when the words of `long` begin with those of `short`.
fn begins(long: &str, short: &str) -> bool {
    long.strip_prefix(short).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
}

fn ends(long: &str, short: &str) -> bool {
    !short.is_empty() && long.strip_suffix(short).is_some_and(|rest| rest.is_empty() || rest.ends_with(' '))
}

/// A headline, and the kicker that stood in one element with it.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Headline {
    /// Without the site's name.
    pub title: Option<String>,
    /// What stood before it.
    pub kicker: Option<String>,
}

/// The headline: as the page shows it where that is near to what it tells of itself, else as it tells.
pub fn title(dom: &Dom<'_>, headline: Option<At>, titles: &Titles, site: &Site) -> Headline {
    let shown = headline.map(|at| shown(dom, at)).filter(|title| title.chars().count() <= TITLE_AT_MOST);
    let Some(shown) = shown.map(|shown| without_site(&shown, site)) else {
        return Headline { title: titles.best(site), kicker: None };
    };
    let whole = normal(&shown);
    if titles.told.iter().all(|told| normal(told) != whole)
        && let Some(split) = titles.told.iter().find_map(|told| without_kicker(&shown, told))
    {
        return split;
    }
    // The data about the story has the headline that the publisher settled on; what the head tells may be made for others.
    let judges = if titles.from_data { 1 } else { usize::MAX };
    let near = titles.each().take(judges).any(|told| overlap(&shown, told) >= 0.4);
    let title = if near || titles.told.is_empty() { Some(shown) } else { titles.best(site) };
    Headline { title, kicker: None }
}

/// The words of the headline's element; what stands in blocks of its own is parted by blanks.
fn shown(dom: &Dom<'_>, at: At) -> String {
    text::clean(&dom.words(at, 1_000))
}

/// A kicker in front of the headline, in its element: what the page tells is the end of what it shows.
fn without_kicker(shown: &str, told: &str) -> Option<Headline> {
    let (all, tail) = (normal(shown), normal(told));
    if !is_long(told) || all == tail || !ends(&all, &tail) {
        return None;
    }
    // The same words end the line as it is written; where they begin is counted in letters.
    let letters = |line: &str| line.chars().filter(|c| c.is_alphanumeric()).count();
    let before = letters(shown).checked_sub(letters(told))?;
    let mut counted = 0;
    let cut = shown.char_indices().find(|(_, c)| {
        counted += usize::from(c.is_alphanumeric());
        counted > before
    });
    let (kicker, _) = shown.split_at_checked(cut?.0)?;
    let kicker = kicker.trim_end_matches(|c: char| !c.is_alphanumeric() && !matches!(c, ')' | '!' | '?')).trim();
    let fits = !kicker.is_empty() && kicker.split_whitespace().count() <= KICKER_AT_MOST;
    fits.then(|| Headline { title: Some(told.to_owned()), kicker: Some(kicker.to_owned()) })
}

/// The share of the words of `told` that `shown` has.
fn overlap(shown: &str, told: &str) -> f64 {
    let (shown, told) = (normal(shown), normal(told));
    let shown: Vec<&str> = shown.split(' ').collect();
    let words: Vec<&str> = told.split(' ').collect();
    super::segment::ratio(words.iter().filter(|word| shown.contains(word)).count(), words.len())
}

/// A title without the site's name at its end or its beginning.
pub fn without_site(title: &str, site: &Site) -> String {
    let mut title = title.trim();
    while let Some((head, tight)) = cut_tail(title, |tail| site.is_meant_by(tail)) {
        title = head;
        // "…-정치ㅣ한국일보": a section stands before the site, in scripts without blanks as tight as that.
        if tight && let Some((head, true)) = cut_tail(title, |tail| !tail.is_ascii() && text::width(tail) <= 8) {
            title = head;
        }
    }
    let mut parts = title.splitn(2, " | ").chain([""]);
    if let (Some(head), Some(rest)) = (parts.next(), parts.next())
        && site.is_called(head)
        && !rest.is_empty()
    {
        title = rest.trim();
    }
    title.to_owned()
}

/// The title before the last seam whose tail is `own`, and whether the seam stands without blanks.
fn cut_tail(title: &str, own: impl Fn(&str) -> bool) -> Option<(&str, bool)> {
    title.rmatch_indices(SEAMS).find_map(|(at, seam)| {
        let (head, tail) = title.split_at_checked(at)?;
        let tail = tail.strip_prefix(seam)?;
        let tight = !head.ends_with(char::is_whitespace);
        let head = head.trim_end_matches(|c: char| c.is_whitespace() || SEAMS.contains(&c));
        (!head.is_empty() && !tail.trim().is_empty() && own(tail)).then_some((head, tight))
    })
}

/// Like [`without_site`] for a title of which nothing else is known: a short end after the last seam is the site.
fn without_tail(title: &str) -> String {
    let mut title = title.trim();
    loop {
        let blanked = |seam: &char| format!(" {seam} ");
        let cut = SEAMS.iter().filter_map(|seam| title.rsplit_once(&blanked(seam))).min_by_key(|(_, tail)| tail.len());
        match cut {
            Some((head, tail)) if tail.split_whitespace().count() <= 4 && is_long(head) => title = head.trim_end(),
            _ => return title.to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn site() -> Site {
        let names = ["The Lorne Herald", "www.lorneherald.example", "lorneherald"];
        Site { names: names.into_iter().map(bare).collect(), host: "lorneherald".to_owned() }
    }

    #[test]
    fn the_name_of_the_site_goes() {
        for (title, left) in [
            ("Ferries run again | The Lorne Herald", "Ferries run again"),
            ("Ferries run again - lorneherald.example", "Ferries run again"),
            ("Ferries run again: Lorne Herald", "Ferries run again"),
            ("Ferries run again - Lorne Herald - Lorne Herald online news", "Ferries run again"),
            ("Lorne Herald | Ferries run again", "Ferries run again"),
            ("渡船今早恢复航行：The Lorne Herald", "渡船今早恢复航行"),
            ("Ferries run again | Transport", "Ferries run again | Transport"),
            ("Ferries - and trains - run again", "Ferries - and trains - run again"),
            ("The Lorne Herald", "The Lorne Herald"),
            ("", ""),
        ] {
            assert_eq!(without_site(title, &site()), left, "{title}");
        }
    }

    #[test]
    fn a_kicker_in_the_headline_is_told_apart() {
        let split = |shown, told| {
            let split = without_kicker(shown, told)?;
            Some((split.kicker?, split.title?))
        };
        assert_eq!(
            split("Transport | Ferries run again", "Ferries run again"),
            Some(("Transport".to_owned(), "Ferries run again".to_owned()))
        );
        assert_eq!(
            split("After the swell: “Ferries” run again!", "\"Ferries\" run again"),
            Some(("After the swell".to_owned(), "\"Ferries\" run again".to_owned()))
        );
        assert_eq!(split("Ferries run again today", "Ferries run again"), None);
        assert_eq!(split("Ferries run again", "Ferries run again"), None);
        assert_eq!(split("One two three four five six seven ferries run again", "ferries run again"), None);
    }
}
