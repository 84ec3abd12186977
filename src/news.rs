//! What there is to read: outlets, their sections, the feeds that fill them, and headlines.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use url::Url;

/// What the id of a section that is filled by a search begins with.
const SEARCH: &str = "search:";
/// What the id of muted words begins with.
const MUTE: &str = "mute:";
/// What the id of a muted outlet begins with.
const MUTE_OUTLET: &str = "mute-outlet:";

/// A publisher: one file of the catalogue.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Outlet {
    /// Short name in ids and config: `nzherald`.
    pub id: String,
    /// As it stands on the screen: `NZ Herald`.
    pub name: String,
    /// ISO 3166 alpha-2; empty where a reader's own file does not say.
    pub country: String,
    /// BCP 47 primary tag of what it publishes: `en`; empty where a reader's own file does not say.
    pub language: String,
    /// Tags of other languages that some of its stories are in.
    pub also_in: Vec<String>,
    /// The front page, for a browser.
    pub home: String,
    /// A credit line that the publisher's terms ask for.
    pub credit: Option<String>,
    /// Why it is shipped switched off, if it is.
    pub off: Option<String>,
    /// In the tree of a reader of its language who chose no outlets.
    pub shown: bool,
    /// From the reader's own file, not from the program.
    pub yours: bool,
    /// How its hosts are asked, where that is not as usual.
    pub manners: Manners,
    /// The outlet's own tree, in order, each section with its depth.
    pub sections: Vec<Section>,
}

/// How a publisher's hosts are asked, where that is not as usual.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Manners {
    /// The `User-Agent` to send.
    pub agent: Option<String>,
    /// To the last byte.
    pub timeout_seconds: Option<u16>,
    /// From one request to the next.
    pub crawl_delay_seconds: Option<u16>,
}

/// Names a section for ever: `world` for a blended one, `nzherald/world/asia` for an outlet's.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SectionId(pub String);

impl SectionId {
    /// The saved stories.
    #[must_use]
    pub fn saved() -> Self {
        Self("saved".to_owned())
    }

    /// The weather.
    #[must_use]
    pub fn weather() -> Self {
        Self("weather".to_owned())
    }

    /// What a search over everything finds.
    #[must_use]
    pub fn search(query: &str) -> Self {
        Self(format!("{SEARCH}{query}"))
    }

    /// Stands for words that are muted: what is hidden need not be a section.
    #[must_use]
    pub fn mute_words(words: &str) -> Self {
        Self(format!("{MUTE}{words}"))
    }

    /// Stands for an outlet that is muted.
    #[must_use]
    pub fn mute_outlet(id: &str) -> Self {
        Self(format!("{MUTE_OUTLET}{id}"))
    }

    /// The words that it stands for, if it stands for muted words.
    #[must_use]
    pub fn muted_words(&self) -> Option<&str> {
        self.0.strip_prefix(MUTE)
    }

    /// The id of the outlet that it stands for, if it stands for a muted one.
    #[must_use]
    pub fn muted_outlet(&self) -> Option<&str> {
        self.0.strip_prefix(MUTE_OUTLET)
    }

    /// What is searched for, in a section that is filled by a search.
    #[must_use]
    pub fn query(&self) -> Option<&str> {
        self.0.strip_prefix(SEARCH).filter(|query| !query.is_empty())
    }
}

impl std::fmt::Display for SectionId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// A node of the section tree. Trees are flat lists in reading order: a section's children are those that follow
/// it with a greater depth.
#[derive(Debug, Clone, PartialEq)]
pub struct Section {
    /// Its name in state and config.
    pub id: SectionId,
    /// The words on the screen.
    pub title: String,
    /// 0 for a root.
    pub depth: u8,
    /// How it is filled.
    pub fill: Fill,
    /// The section's page on the outlet's site, for a browser.
    pub page: Option<String>,
    /// Blended sections that this section's feeds fill as well (ids such as `world`).
    pub blends: Vec<String>,
}

impl Section {
    /// A search as a section.
    #[must_use]
    pub fn search(query: &str) -> Self {
        Self {
            id: SectionId::search(query),
            title: format!("Search: {query}"),
            depth: 0,
            fill: Fill::Search(query.to_owned()),
            page: None,
            blends: Vec::new(),
        }
    }
}

/// How a section gets its headlines.
#[derive(Debug, Clone, PartialEq)]
pub enum Fill {
    /// From feeds, newest first, each story once.
    Feeds(Vec<Feed>),
    /// Not here: `o` opens [`Section::page`] in a browser.
    Browser,
    /// From what the reader saved.
    Saved,
    /// From a search over everything that was fetched.
    Search(String),
    /// With the places whose weather the reader may want.
    Weather,
}

/// What fills a section, or one outlet's share of a blended one.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Feed {
    /// Names it in the cache; the address of its first source, and for a sitemap the path after a `#`, since many
    /// sections share one sitemap.
    pub url: String,
    /// What is asked, in order: the first that has stories fills the section. Never empty.
    pub sources: Vec<Source>,
    /// [`Outlet::id`] of who publishes it.
    pub outlet: String,
    /// [`Outlet::name`] of who publishes it.
    pub outlet_name: String,
}

impl Feed {
    /// A feed at one address and nothing else to ask.
    #[must_use]
    pub fn at(url: String, outlet: String, outlet_name: String) -> Self {
        let sources = vec![Source { url: url.clone(), kind: SourceKind::Feed }];
        Self { url, sources, outlet, outlet_name }
    }

    /// A feed from a chain of sources; `None` for a chain without any.
    #[must_use]
    pub fn chain(sources: Vec<Source>, outlet: String, outlet_name: String) -> Option<Self> {
        let first = sources.first()?;
        let url = match &first.kind {
            SourceKind::Sitemap { under } => format!("{}#{under}", first.url),
            SourceKind::Feed | SourceKind::Front => first.url.clone(),
        };
        Some(Self { url, sources, outlet, outlet_name })
    }
}

/// An address that may have a section's stories.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Source {
    /// http or https.
    pub url: String,
    /// What stands there.
    pub kind: SourceKind,
}

/// What stands at a source's address.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum SourceKind {
    /// RSS, Atom, JSON Feed.
    Feed,
    /// The page of a section, with cards or rows that lead to stories.
    Front,
    /// A news sitemap; stories whose path begins with `under` belong to the section.
    Sitemap {
        /// `/nz/politics/`; `/` for all.
        under: String,
    },
}

/// Where the stories of a section came from, when that was not simply its feed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Origin {
    /// What filled it.
    pub filled: Filled,
    /// Why not the source that comes first.
    pub lack: Option<Lack>,
    /// The newest story that it lists, where that is old.
    pub old: Option<DateTime<Utc>>,
}

/// What kind of source filled a section.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Filled {
    /// Its feed.
    Feed,
    /// Its page.
    Front,
    /// The news sitemap.
    Sitemap,
}

/// What is the matter with a source that answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lack {
    /// It lists no story.
    Empty,
    /// Its newest story is old.
    Stale,
    /// It is not what it should be, or did not answer.
    Failed,
}

/// Names a story, however often and wherever it is listed. Made by [`StoryKey::of`].
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct StoryKey(pub String);

impl StoryKey {
    /// The key of the story at `url`: the 26-character id where an Arc address ends in one, else host and path
    /// without scheme, `www.`, fragment, trailing slash, and the query parameters that only track.
    #[must_use]
    pub fn of(url: &str) -> Self {
        let Ok(parsed) = Url::parse(url) else {
            return Self(url.to_owned());
        };
        let host = parsed.host_str().unwrap_or_default();
        let host = host.strip_prefix("www.").unwrap_or(host);
        let path = parsed.path().trim_end_matches('/');
        let last = path.rsplit('/').next().unwrap_or_default();
        if last.len() == 26 && last.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit()) {
            return Self(last.to_owned());
        }
        let query: Vec<String> = parsed
            .query_pairs()
            .filter(|(name, _)| !is_tracking(name))
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        let mut key = format!("{host}{path}");
        if !query.is_empty() {
            key.push('?');
            key.push_str(&query.join("&"));
        }
        Self(key)
    }
}

fn is_tracking(name: &str) -> bool {
    name.starts_with("utm_")
        || name.starts_with("at_")
        || name.starts_with("itm_")
        || matches!(
            name,
            "ref"
                | "src"
                | "cmp"
                | "CMP"
                | "ftag"
                | "hpt"
                | "fbclid"
                | "gclid"
                | "ocid"
                | "ncid"
                | "smid"
                | "partner"
                | "traffic_source"
        )
}

/// One row of a list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Headline {
    /// The story it stands for.
    pub key: StoryKey,
    /// Where the story is.
    pub url: String,
    /// Clean single line, never empty.
    pub title: String,
    /// What the publisher calls its kind or section: `World`, `Analysis`.
    pub kicker: Option<String>,
    /// Summary, clean single line.
    pub standfirst: Option<String>,
    /// As the feed gives them, cleaned.
    pub authors: Vec<String>,
    /// What the publisher says of it, each once, in the order of [`Label`].
    pub labels: Vec<Label>,
    /// Never later than when it was fetched.
    pub published: Option<DateTime<Utc>>,
    /// Set when the publisher says that it changed after `published`.
    pub updated: Option<DateTime<Utc>>,
    /// How long it plays, for what is heard or seen.
    #[serde(default)]
    pub seconds: Option<u32>,
    /// The sound or film that it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub enclosure: Option<Enclosure>,
    /// [`Outlet::id`].
    pub outlet: String,
    /// [`Outlet::name`].
    pub outlet_name: String,
}

impl Headline {
    /// A row of which nothing is known but where it leads, and a title.
    #[must_use]
    pub fn bare(title: &str, url: &str) -> Self {
        Self {
            key: StoryKey::of(url),
            url: url.to_owned(),
            title: title.to_owned(),
            kicker: None,
            standfirst: None,
            authors: Vec::new(),
            labels: Vec::new(),
            published: None,
            updated: None,
            seconds: None,
            enclosure: None,
            outlet: String::new(),
            outlet_name: String::new(),
        }
    }

    /// The time it is sorted and aged by: when it was published, else when it changed.
    #[must_use]
    pub fn time(&self) -> Option<DateTime<Utc>> {
        self.published.or(self.updated)
    }
}

/// A file to be heard or seen, as a feed encloses it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Enclosure {
    /// http or https.
    pub url: String,
    /// How long it is by the feed, in bytes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bytes: Option<u64>,
}

/// What a publisher says about a story; shown in these words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Label {
    /// Only part of it is for everyone.
    Premium,
    /// It goes on as one reads.
    Live,
    /// It changed since it was published.
    Updated,
    /// Somebody paid for it.
    Sponsored,
    /// A view, not a report.
    Opinion,
    /// The story is a film.
    Video,
    /// The story is to be heard.
    Audio,
}

impl Label {
    /// All of them.
    pub const ALL: [Self; 7] =
        [Self::Premium, Self::Live, Self::Updated, Self::Sponsored, Self::Opinion, Self::Video, Self::Audio];

    /// The word on the screen and in JSON.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Premium => "Premium",
            Self::Live => "Live",
            Self::Updated => "Updated",
            Self::Sponsored => "Sponsored",
            Self::Opinion => "Opinion",
            Self::Video => "Video",
            Self::Audio => "Podcast",
        }
    }
}

/// How fresh what a pane shows is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Freshness {
    /// Asked for and answered at this time.
    Live(DateTime<Utc>),
    /// Kept since this time; nobody has asked since, or the answer is still on its way.
    Cached(DateTime<Utc>),
    /// The network was tried and did not answer; what is shown is from this time.
    Offline(DateTime<Utc>),
    /// From the sample edition in the binary.
    Sample,
}
