//! The sample edition: a small newspaper embedded in the binary, answered at the fetch door.
//!
//! Three outlets with three shapes of page and four of feed, so that what a reader sees without a network went the
//! same way as what comes over one. Nobody in it exists.

mod masthead;
mod story;

use std::sync::OnceLock;

use chrono::{DateTime, DurationRound, TimeDelta, Utc};
use minijinja::value::Serde;
use minijinja::{AutoEscape, Environment};
use rust_embed::Embed;
use serde::Serialize;

use self::masthead::{Desk, Masthead};
use self::story::Story;
use crate::catalogue::{Catalogue, CatalogueError};

/// In the order they stand on the screen.
const OUTLETS: [(&str, &str); 3] = [
    ("harbour.toml", include_str!("sample/outlets/harbour.toml")),
    ("karaka.toml", include_str!("sample/outlets/karaka.toml")),
    ("meridian.toml", include_str!("sample/outlets/meridian.toml")),
];

/// The harbour at dusk.
const PICTURE: &[u8] = include_bytes!("sample/picture.png");

/// How many stories a page points to under "Latest from".
const LATEST: usize = 5;

/// One template for each outlet's pages (`.html`) and for each form of feed it has.
#[derive(Embed)]
#[folder = "src/sample/templates/"]
struct Templates;

/// The edition as it is delivered at one moment: its dates are counted back from the hour it was opened in.
#[derive(Debug)]
pub struct Edition {
    hour: DateTime<Utc>,
}

/// One embedded answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Embedded {
    /// Such as `text/html; charset=utf-8`.
    pub content_type: &'static str,
    /// The validator, quotes included.
    pub etag: String,
    /// What a server would have sent.
    pub body: Vec<u8>,
}

/// What every hour's edition is printed from.
#[derive(Debug)]
struct Press {
    outlets: Vec<Masthead>,
    /// Newest first.
    stories: Vec<Story>,
    templates: Environment<'static>,
}

/// What an article page is made from.
#[derive(Serialize)]
struct Page<'a> {
    outlet: &'a Masthead,
    /// The way to the story, from the top.
    desks: Vec<&'a Desk>,
    story: Printed<'a>,
    latest: Vec<Printed<'a>>,
    related: Vec<Printed<'a>>,
    /// The class that hides text; on a real site it has another name with every build.
    hidden: String,
}

/// What a feed is made from.
#[derive(Serialize)]
struct Listing<'a> {
    desk: &'a Desk,
    items: Vec<Printed<'a>>,
    built: Stamp,
}

/// A story as a template sees it: with the dates of this edition.
#[derive(Serialize)]
struct Printed<'a> {
    #[serde(flatten)]
    story: &'a Story,
    published: Stamp,
    updated: Option<Stamp>,
}

/// One moment in the forms that feeds and pages write it in.
#[derive(Serialize)]
struct Stamp {
    iso: String,
    mail: String,
    shown: String,
}

impl Edition {
    /// The edition of the hour that `now` is in.
    #[must_use]
    pub fn of(now: DateTime<Utc>) -> Self {
        Self { hour: now.duration_trunc(TimeDelta::hours(1)).unwrap_or(now) }
    }

    /// Its outlets and sections.
    ///
    /// # Errors
    /// When an embedded file is wrong; a test keeps that from being shipped.
    pub fn catalogue() -> Result<Catalogue, CatalogueError> {
        let outlets =
            OUTLETS.iter().map(|(file, toml)| Catalogue::parse_outlet(file, toml)).collect::<Result<_, _>>()?;
        Ok(Catalogue { outlets })
    }

    /// What the edition's server answers for `url`; `None` for an address that it does not have.
    #[must_use]
    pub fn answer(&self, url: &str) -> Option<Embedded> {
        let words = || self.page(url).or_else(|| self.feed(url)).map(|(of, body)| (of, body.into_bytes()));
        let (content_type, body) = words().or_else(|| picture(url))?;
        let name = blake3::hash(url.as_bytes()).to_hex();
        let etag = format!("\"{:x}-{}\"", self.hour.timestamp(), name.get(..16).unwrap_or_default());
        Some(Embedded { content_type, etag, body })
    }

    fn page(&self, url: &str) -> Option<(&'static str, String)> {
        // Feeds hang their own query on a link, and a server looks past it.
        let address = url.split('?').next()?;
        let story = Press::get().stories.iter().find(|story| story.url == address)?;
        let outlet = Press::get().outlets.iter().find(|outlet| outlet.id == story.outlet)?;
        let desks = outlet.way_to(story.sections.first()?);
        let others =
            || Press::get().stories.iter().filter(|other| other.outlet == story.outlet && other.slug != story.slug);
        let latest: Vec<_> = others()
            .filter(|other| desks.first().is_some_and(|desk| other.stands_in(&desk.path)))
            .take(LATEST)
            .map(|other| self.print(other))
            .collect();
        let related: Vec<_> =
            others().filter(|other| story.related.contains(&other.slug)).map(|other| self.print(other)).collect();
        let hidden = story::letters(&format!("{} {}", self.hour, story.slug), 11);
        let page = Page { outlet, desks, story: self.print(story), latest, related, hidden };
        Some(("text/html; charset=utf-8", Press::get().render(&format!("{}.html", outlet.id), &page)?))
    }

    fn feed(&self, url: &str) -> Option<(&'static str, String)> {
        let (outlet, desk) = Press::get()
            .outlets
            .iter()
            .find_map(|outlet| Some((outlet, outlet.sections.iter().find(|desk| desk.feed == url)?)))?;
        let (ending, content_type) = match url.rsplit_once('.') {
            Some((_, "json")) => ("json", "application/feed+json"),
            Some((_, "rdf")) => ("rdf", "application/rdf+xml; charset=utf-8"),
            Some((_, "atom")) => ("atom", "application/atom+xml; charset=utf-8"),
            _ => ("xml", "application/rss+xml; charset=utf-8"),
        };
        let items: Vec<_> = Press::get()
            .stories
            .iter()
            .filter(|story| story.outlet == outlet.id && story.stands_in(&desk.path))
            .map(|story| self.print(story))
            .collect();
        let feed = Listing { desk, items, built: self.stamp(0) };
        Some((content_type, Press::get().render(&format!("{}.{ending}", outlet.id), &feed)?))
    }

    fn print<'a>(&self, story: &'a Story) -> Printed<'a> {
        Printed {
            story,
            published: self.stamp(story.hours),
            updated: story.updated_hours.map(|hours| self.stamp(hours)),
        }
    }

    fn stamp(&self, hours_ago: u16) -> Stamp {
        let time = self.hour - TimeDelta::hours(i64::from(hours_ago));
        Stamp {
            iso: time.format("%Y-%m-%dT%H:%M:%S.000Z").to_string(),
            mail: time.to_rfc2822(),
            shown: time.format("%d %b, %Y %I:%M %p").to_string(),
        }
    }
}

/// One picture for all stories: what is told of it stands in their words.
fn picture(url: &str) -> Option<(&'static str, Vec<u8>)> {
    let address = url.split('?').next()?;
    let (host, path) = address.strip_prefix("https://")?.split_once('/')?;
    (host.ends_with(".example") && matches!(path.rsplit_once('.'), Some((_, "jpg"))))
        .then(|| ("image/png", PICTURE.to_vec()))
}

impl Press {
    /// Set up for the first address that is asked for: a start from the cache needs none of it.
    fn get() -> &'static Self {
        static PRESS: OnceLock<Press> = OnceLock::new();
        PRESS.get_or_init(Self::set_up)
    }

    fn render(&self, template: &str, of: &impl Serialize) -> Option<String> {
        self.templates.get_template(template).ok()?.render(Serde(of)).ok()
    }

    /// A file that does not parse is left out; a test counts them.
    fn set_up() -> Self {
        let outlets = Edition::catalogue().map(|catalogue| catalogue.outlets).unwrap_or_default();
        let outlets = outlets.into_iter().map(Masthead::of).collect();
        let mut stories = story::all();
        stories.sort_by(|a, b| (a.hours, &a.slug).cmp(&(b.hours, &b.slug)));
        let mut templates = Environment::new();
        templates.set_auto_escape_callback(|name| match name.rsplit_once('.') {
            Some((_, "json")) => AutoEscape::Json,
            _ => AutoEscape::Html,
        });
        for name in Templates::iter() {
            let source = Templates::get(&name).and_then(|file| String::from_utf8(file.data.into_owned()).ok());
            if let Some(source) = source {
                // One that does not compile is missing later on, and its pages with it.
                let _ = templates.add_template_owned(name.into_owned(), source);
            }
        }
        Self { outlets, stories, templates }
    }
}
