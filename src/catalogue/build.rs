//! What an outlet's file says, made into an outlet; and the words for what it may not say.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use toml::Spanned;
use url::Url;

use super::feeds_of;
use super::schema::{Address, OutletTable, Place, SectionTable, YoursFile};
use crate::news::{Feed, Fill, Manners, Outlet, Section, SectionId, Source, SourceKind};

/// The tree under an outlet is at most this deep: more does not fit beside the headlines.
pub(super) const DEEPEST: u8 = 3;

/// Reads one file of the catalogue; an error is text with line and caret.
pub(super) fn outlet(toml: &str) -> Result<Outlet, String> {
    let table: OutletTable = toml::from_str(toml).map_err(|error| error.to_string())?;
    let id_at = table.id.span();
    for (said, word) in [
        (table.name.is_some(), "name"),
        (table.country.is_some(), "country"),
        (table.language.is_some(), "language"),
        (table.home.is_some(), "home"),
    ] {
        if !said {
            return Err(point_at(toml, id_at, &format!("missing field `{word}`")));
        }
    }
    build(toml, table, None)
}

/// Lays the reader's own file over `outlets`: a table with the id of one of them extends it, any other is a new outlet.
pub(super) fn lay_over(mut outlets: Vec<Outlet>, toml: &str) -> Result<Vec<Outlet>, String> {
    let file: YoursFile = toml::from_str(toml).map_err(|error| error.to_string())?;
    for table in file.outlets {
        let id = &table.id.get_ref().0;
        if let Some(at) = outlets.iter().position(|outlet| outlet.id == *id) {
            let extended = build(toml, table, outlets.get(at))?;
            if let Some(place) = outlets.get_mut(at) {
                *place = extended;
            }
        } else {
            if table.name.is_none() {
                return Err(point_at(toml, table.id.span(), "an outlet that the program does not ship needs a name"));
            }
            outlets.push(Outlet { yours: true, ..build(toml, table, None)? });
        }
    }
    Ok(outlets)
}

fn build(toml: &str, table: OutletTable, base: Option<&Outlet>) -> Result<Outlet, String> {
    let id_at = table.id.span();
    let mut outlet = base.cloned().unwrap_or_default();
    outlet.id = table.id.into_inner().0;
    // An id stands before the first / of its sections' ids.
    if outlet.id.contains('/') {
        return Err(point_at(toml, id_at, "an outlet's id has no /"));
    }
    for (place, said) in
        [(&mut outlet.name, table.name), (&mut outlet.country, table.country), (&mut outlet.language, table.language)]
    {
        if let Some(words) = said {
            *place = words.0;
        }
    }
    outlet.also_in.extend(table.also_in.into_iter().map(|words| words.0));
    if let Some(home) = table.home {
        outlet.home = home.0;
    }
    outlet.credit = table.credit.map(|words| words.0).or(outlet.credit);
    outlet.off = table.off.map(|words| words.0).or(outlet.off);
    outlet.shown = table.shown.unwrap_or(outlet.shown);
    let limit = |given: Option<Spanned<u16>>, words: &str, most: u16| match given {
        Some(seconds) if !(1..=most).contains(seconds.get_ref()) => {
            Err(point_at(toml, seconds.span(), &format!("{words} goes from 1 to {most}")))
        }
        given => Ok(given.map(Spanned::into_inner)),
    };
    outlet.manners = Manners {
        agent: table.agent.map(|words| words.0).or(outlet.manners.agent),
        timeout_seconds: limit(table.timeout_seconds, "timeout_seconds", 120)?.or(outlet.manners.timeout_seconds),
        crawl_delay_seconds: limit(table.crawl_delay_seconds, "crawl_delay_seconds", 300)?
            .or(outlet.manners.crawl_delay_seconds),
    };

    let mut builder = Builder {
        toml,
        folder: table.folder,
        sitemap: table.sitemap.map(|address| address.0),
        paths: HashSet::new(),
        addresses: addresses_of(&outlet),
        given: HashSet::new(),
        level_above: outlet.sections.last().map_or(0, |section| section.depth + 1),
        sames: Vec::new(),
        gathers: Vec::new(),
    };
    for entry in table.sections {
        builder.section(&mut outlet, entry)?;
    }
    builder.settle(&mut outlet)?;
    if outlet.home.is_empty() {
        outlet.home =
            first_address(&outlet).ok_or_else(|| point_at(toml, id_at, "an outlet without sections needs a home"))?;
    }
    for section in &mut outlet.sections {
        if section.fill == Fill::Browser && section.page.is_none() {
            section.page = Some(outlet.home.clone());
        }
    }
    Ok(outlet)
}

/// The addresses that fill the outlet's sections, and which section each fills.
fn addresses_of(outlet: &Outlet) -> HashMap<String, SectionId> {
    let mut addresses = HashMap::new();
    for section in &outlet.sections {
        if let Fill::Feeds(feeds) = &section.fill {
            for feed in feeds {
                addresses.entry(feed.url.clone()).or_insert_with(|| section.id.clone());
            }
        }
    }
    addresses
}

/// Where an outlet that names no home is at home: a page of it, or the root of a site that it is read from.
fn first_address(outlet: &Outlet) -> Option<String> {
    let page = outlet.sections.iter().find_map(|section| section.page.clone());
    page.or_else(|| {
        let feed = feeds_of(outlet.sections.iter()).into_iter().next()?;
        Some(Url::parse(&feed.url).ok()?.join("/").ok()?.into())
    })
}

struct Builder<'a> {
    toml: &'a str,
    folder: bool,
    sitemap: Option<String>,
    paths: HashSet<String>,
    /// What fills the sections of the outlet that is extended.
    addresses: HashMap<String, SectionId>,
    /// The addresses met in this table.
    given: HashSet<String>,
    level_above: u8,
    /// Sections that stand twice in the tree: where, and the path they repeat.
    sames: Vec<(usize, Spanned<String>)>,
    /// Sections that show what those under them show.
    gathers: Vec<(usize, Range<usize>)>,
}

impl Builder<'_> {
    fn section(&mut self, outlet: &mut Outlet, mut entry: SectionTable) -> Result<(), String> {
        let toml = self.toml;
        let path_at = entry.path.span();
        let path = entry.path.get_ref().0.clone();
        if !self.paths.insert(path.clone()) {
            return Err(point_at(toml, path_at, "this path is taken by another section"));
        }
        let id = SectionId(format!("{}/{path}", outlet.id));
        let before = outlet.sections.iter().position(|section| section.id == id);

        let (level, level_at) = match (&entry.level, before.and_then(|at| outlet.sections.get(at))) {
            (Some(level), _) => (*level.get_ref(), level.span()),
            (None, Some(replaced)) => (replaced.depth + 1, path_at.clone()),
            (None, None) => (1, path_at.clone()),
        };
        if !(1..=DEEPEST).contains(&level) {
            return Err(point_at(toml, level_at, "level is 1, 2 or 3"));
        }
        let above = match before {
            None => std::mem::replace(&mut self.level_above, level),
            Some(at) => at.checked_sub(1).and_then(|at| outlet.sections.get(at)).map_or(0, |above| above.depth + 1),
        };
        if level > above + 1 {
            return Err(point_at(toml, level_at, "no section of the level above stands before this one"));
        }

        let page = entry.page.take().map(|page| page.0);
        let at = before.unwrap_or(outlet.sections.len());
        let fills = usize::from(entry.same.is_some())
            + usize::from(entry.gather.is_some())
            + usize::from(
                entry.feed.is_some() || !entry.feeds.is_empty() || entry.front.is_some() || entry.sitemap.is_some(),
            );
        if fills > 1 {
            return Err(point_at(
                toml,
                path_at,
                "a section has sources of its own, is the same as another, or gathers",
            ));
        }
        if let Some(same) = entry.same.take() {
            let span = same.span();
            self.sames.push((at, Spanned::new(span, same.into_inner().0)));
        }
        if let Some(gather) = entry.gather.take()
            && *gather.get_ref()
        {
            self.gathers.push((at, gather.span()));
        }
        let blends = std::mem::take(&mut entry.blend).into_iter().map(|blend| blend.0).collect();
        let title = std::mem::take(&mut entry.title.0);
        let by = if self.folder { title.clone() } else { outlet.name.clone() };
        let feeds = self.feeds(&id, page.as_deref(), entry, (&outlet.id, &by))?;
        let section = Section {
            id,
            title,
            depth: level - 1,
            page,
            fill: if feeds.is_empty() { Fill::Browser } else { Fill::Feeds(feeds) },
            blends,
        };
        match outlet.sections.get_mut(at) {
            Some(replaced) => *replaced = section,
            None => outlet.sections.push(section),
        }
        Ok(())
    }

    /// What fills a section: several feeds, or one chain of feed, front and sitemap.
    fn feeds(
        &mut self,
        id: &SectionId,
        page: Option<&str>,
        entry: SectionTable,
        (outlet, by): (&str, &str),
    ) -> Result<Vec<Feed>, String> {
        let toml = self.toml;
        let mut chains: Vec<Vec<Source>> = Vec::new();
        for address in entry.feed.into_iter().chain(entry.feeds) {
            let at = address.span();
            let url = address.into_inner().0;
            // One that is switched off is kept for whoever tries it, and must not be asked under another name either.
            self.take(&url, id, at)?;
            if entry.off.is_none() {
                chains.push(vec![Source { url, kind: SourceKind::Feed }]);
            }
        }

        let mut further = Vec::new();
        let mut further_at = None;
        if let Some(front) = entry.front {
            let at = front.span();
            further_at = Some(at.clone());
            let usual = page.map(str::to_owned).ok_or("front = true stands for the page, and there is none");
            if let Some(url) = address(toml, &at, front.into_inner(), usual)? {
                further.push(Source { url, kind: SourceKind::Front });
            }
        }
        if let Some(sitemap) = entry.sitemap {
            let at = sitemap.span();
            further_at.get_or_insert_with(|| at.clone());
            let usual = self.sitemap.clone().ok_or("sitemap = true stands for the outlet's, and it names none");
            if let Some(url) = address(toml, &at, sitemap.into_inner(), usual)? {
                let under = match entry.under {
                    Some(under) if !under.get_ref().starts_with('/') => {
                        return Err(point_at(toml, under.span(), "a path begins with /"));
                    }
                    Some(under) => under.into_inner(),
                    None => path_of(page).ok_or_else(|| {
                        point_at(toml, at, "a sitemap needs to know under which path its stories are, or a page")
                    })?,
                };
                further.push(Source { url, kind: SourceKind::Sitemap { under } });
            }
        } else if let Some(under) = entry.under {
            return Err(point_at(toml, under.span(), "only a sitemap is filtered by path"));
        }
        if !further.is_empty() {
            match chains.as_mut_slice() {
                [] => {
                    let name = Feed::chain(further.clone(), String::new(), String::new()).map(|feed| feed.url);
                    self.take(&name.unwrap_or_default(), id, further_at.unwrap_or_default())?;
                    chains.push(further);
                }
                [chain] => chain.extend(further),
                _ => {
                    let at = further_at.unwrap_or_default();
                    return Err(point_at(toml, at, "a front or sitemap stands behind one feed, not behind several"));
                }
            }
        }
        Ok(chains.into_iter().filter_map(|sources| Feed::chain(sources, outlet.to_owned(), by.to_owned())).collect())
    }

    /// An address fills one section of the outlet; one that fills several is named once and repeated with `same`.
    fn take(&mut self, url: &str, id: &SectionId, at: Range<usize>) -> Result<(), String> {
        let taken = self.addresses.get(url).is_some_and(|other| other != id);
        if taken || !self.given.insert(url.to_owned()) {
            return Err(point_at(self.toml, at, "this feed fills another section of the outlet already"));
        }
        Ok(())
    }

    /// Fills the sections that repeat or gather others, which may stand before those.
    fn settle(&self, outlet: &mut Outlet) -> Result<(), String> {
        for (at, same) in &self.sames {
            let id = SectionId(format!("{}/{}", outlet.id, same.get_ref()));
            let repeats = |section: &Section| outlet.sections.iter().position(|other| other.id == section.id);
            let found = outlet.sections.iter().find(|section| section.id == id);
            let found = found.filter(|found| !self.sames.iter().any(|(at, _)| repeats(found) == Some(*at))).cloned();
            let Some(found) = found else {
                return Err(point_at(self.toml, same.span(), "there is no such section, or it repeats another itself"));
            };
            if let Some(section) = outlet.sections.get_mut(*at) {
                section.fill = found.fill;
                section.page = section.page.take().or(found.page);
            }
        }
        for (at, span) in &self.gathers {
            let depth = outlet.sections.get(*at).map_or(0, |section| section.depth);
            let under = outlet.sections.iter().skip(at + 1).take_while(|section| section.depth > depth);
            let feeds = feeds_of(under);
            if feeds.is_empty() {
                return Err(point_at(self.toml, span.clone(), "no section under this one has a feed to gather"));
            }
            if let Some(section) = outlet.sections.get_mut(*at) {
                section.fill = Fill::Feeds(feeds);
            }
        }
        Ok(())
    }
}

/// The address that a front or sitemap key means; `None` where it says that there is none.
fn address(toml: &str, at: &Range<usize>, place: Place, usual: Result<String, &str>) -> Result<Option<String>, String> {
    match place {
        Place::Usual(false) => Ok(None),
        Place::Usual(true) => usual.map(Some).map_err(|why| point_at(toml, at.clone(), why)),
        Place::At(address) => {
            let address = Address::try_from(address).map_err(|why| point_at(toml, at.clone(), why))?;
            Ok(Some(address.0))
        }
    }
}

/// The path of a page, as a folder.
fn path_of(page: Option<&str>) -> Option<String> {
    let url = Url::parse(page?).ok()?;
    Some(format!("{}/", url.path().trim_end_matches('/')))
}

/// `message` in the form of the TOML parser's own: line, column, the line itself, and a caret under `span`.
fn point_at(toml: &str, span: Range<usize>, message: &str) -> String {
    let before = toml.get(..span.start).unwrap_or(toml);
    let line_number = before.matches('\n').count() + 1;
    let line = toml.lines().nth(line_number - 1).unwrap_or_default();
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count();
    let carets = "^".repeat(toml.get(span).map_or(1, |at| at.chars().count()).max(1));
    let margin = " ".repeat(line_number.to_string().len());
    let indent = " ".repeat(column);
    format!(
        "TOML parse error at line {line_number}, column {}\n{margin} |\n{line_number} | {line}\n{margin} | {indent}{carets}\n{message}\n",
        column + 1
    )
}
