//! The elements that make a headline, by the names that the formats and their extensions give them.

#[derive(Clone, Copy, PartialEq)]
pub(super) enum Dialect {
    /// RSS of any version.
    Rss,
    Atom,
}

/// Whose name an element has.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Space {
    /// The feed format's own.
    Native,
    Atom,
    Content,
    DublinCore,
    Terms,
    Feedburner,
    Itunes,
    Media,
    Html,
    Other,
}

/// What an element of an item says.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Role {
    Author,
    Category,
    /// Sound or film, which may be no more than an ornament.
    Clip,
    Content,
    Duration,
    Enclosure,
    Guid,
    Id,
    Link,
    /// A link that is better than [`Role::Link`]: where the story is, not where readers are counted.
    Origin,
    Published,
    /// A date of an extension, which gives way to [`Role::Published`].
    Appeared,
    Summary,
    /// A summary that gives way to [`Role::Summary`].
    Abstract,
    Title,
    /// A title of an extension, which gives way to [`Role::Title`].
    Caption,
    Updated,
}

/// Whose names `uri` stands for. Scheme, case and a slash at the end vary in the wild.
pub(super) fn space_of(uri: &str) -> Space {
    let uri = uri.trim().to_ascii_lowercase();
    let uri = uri.trim_start_matches("https:").trim_start_matches("http:").trim_matches('/');
    match uri {
        "purl.org/rss/1.0"
        | "my.netscape.com/rdf/simple/0.9"
        | "channel.netscape.com/rdf/simple/0.9"
        | "backend.userland.com/rss2"
        | "www.rssboard.org/rss-specification" => Space::Native,
        "www.w3.org/2005/atom" | "purl.org/atom/ns#" => Space::Atom,
        "purl.org/rss/1.0/modules/content" => Space::Content,
        "purl.org/dc/elements/1.1" | "purl.org/dc/elements/1.0" => Space::DublinCore,
        "purl.org/dc/terms" => Space::Terms,
        "rssnamespace.org/feedburner/ext/1.0" => Space::Feedburner,
        "www.itunes.com/dtds/podcast-1.0.dtd" => Space::Itunes,
        "search.yahoo.com/mrss" => Space::Media,
        "www.w3.org/1999/xhtml" => Space::Html,
        _ => Space::Other,
    }
}

/// What a prefix that nobody declared stands for everywhere else.
pub(super) fn space_by_habit(prefix: &str) -> Space {
    match prefix {
        "atom" | "a10" => Space::Atom,
        "content" => Space::Content,
        "dc" => Space::DublinCore,
        "dcterms" => Space::Terms,
        "feedburner" => Space::Feedburner,
        "itunes" => Space::Itunes,
        "media" => Space::Media,
        "xhtml" => Space::Html,
        "rss" => Space::Native,
        _ => Space::Other,
    }
}

/// What the element `name` (in lower case) of an item is to a headline, if anything.
pub(super) fn role_of(dialect: Dialect, space: Space, name: &str) -> Option<Role> {
    match space {
        Space::Native => match (dialect, name) {
            (_, "title") => Some(Role::Title),
            (_, "link") => Some(Role::Link),
            (_, "category") => Some(Role::Category),
            (Dialect::Rss, "author") | (Dialect::Atom, "name") => Some(Role::Author),
            (Dialect::Rss, "description") | (_, "summary") => Some(Role::Summary),
            (Dialect::Rss, "guid") => Some(Role::Guid),
            (Dialect::Rss, "enclosure") => Some(Role::Enclosure),
            (Dialect::Rss, "body" | "fullitem") | (_, "content") => Some(Role::Content),
            (Dialect::Atom, "id") => Some(Role::Id),
            // Atom 0.3 said issued and modified.
            (_, "pubdate" | "published" | "issued") => Some(Role::Published),
            (_, "created") => Some(Role::Appeared),
            (_, "updated" | "modified") => Some(Role::Updated),
            _ => None,
        },
        Space::Atom => match name {
            "id" => Some(Role::Id),
            "link" => Some(Role::Link),
            "published" => Some(Role::Published),
            "summary" => Some(Role::Abstract),
            "updated" => Some(Role::Updated),
            _ => None,
        },
        Space::DublinCore => match name {
            "creator" | "author" => Some(Role::Author),
            "date" => Some(Role::Appeared),
            "description" => Some(Role::Abstract),
            "subject" => Some(Role::Category),
            "title" => Some(Role::Caption),
            _ => None,
        },
        Space::Terms => match name {
            "created" | "issued" => Some(Role::Appeared),
            "modified" => Some(Role::Updated),
            _ => None,
        },
        Space::Itunes => match name {
            "author" => Some(Role::Author),
            "duration" => Some(Role::Duration),
            "summary" => Some(Role::Abstract),
            _ => None,
        },
        Space::Media => match name {
            "content" => Some(Role::Clip),
            "title" => Some(Role::Caption),
            _ => None,
        },
        Space::Content => (name == "encoded").then_some(Role::Content),
        Space::Html => (name == "body").then_some(Role::Content),
        Space::Feedburner => (name == "origlink").then_some(Role::Origin),
        Space::Other => None,
    }
}
