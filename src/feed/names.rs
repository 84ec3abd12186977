//! The elements that make a headline, by the names that the formats and their extensions give them.

#[derive(Clone, Copy, PartialEq)]
pub(super) enum Dialect {
    /// RSS of any version. RSS 1.0 is written out as 2.0.
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
    Other,
}

/// What an element of an item is written out as.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Role {
    /// An element of this name around the text.
    Text(&'static str),
    Author,
    Category,
    Content,
    Enclosure,
    Guid,
    Link,
    /// A link that is better than [`Role::Link`]: where the story is, not where readers are counted.
    Origin,
    Published,
    Summary,
    /// A summary that gives way to [`Role::Summary`].
    Abstract,
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
        "rss" => Space::Native,
        _ => Space::Other,
    }
}

/// What the element `name` (in lower case) of an item is to a headline, if anything.
pub(super) fn role_of(dialect: Dialect, space: Space, name: &str) -> Option<Role> {
    match space {
        Space::Native => match (dialect, name) {
            (_, "title") => Some(Role::Text("title")),
            (_, "link") => Some(Role::Link),
            (_, "category") => Some(Role::Category),
            (Dialect::Rss, "author") | (Dialect::Atom, "name") => Some(Role::Author),
            (Dialect::Rss, "description") | (Dialect::Atom, "summary") => Some(Role::Summary),
            (Dialect::Rss, "guid") => Some(Role::Guid),
            (Dialect::Rss, "enclosure") => Some(Role::Enclosure),
            (Dialect::Atom, "id") => Some(Role::Text("id")),
            (Dialect::Atom, "content") => Some(Role::Content),
            // Atom 0.3 said issued and modified.
            (_, "pubdate" | "published" | "issued") => Some(Role::Published),
            (_, "updated" | "modified") => Some(Role::Updated),
            _ => None,
        },
        Space::Atom => match name {
            "published" => Some(Role::Published),
            "updated" => Some(Role::Updated),
            _ => None,
        },
        Space::DublinCore => match name {
            "creator" => Some(Role::Author),
            "date" => Some(Role::Published),
            "description" => Some(Role::Abstract),
            "subject" => Some(Role::Category),
            _ => None,
        },
        Space::Terms => match name {
            "created" | "issued" => Some(Role::Published),
            "modified" => Some(Role::Updated),
            _ => None,
        },
        Space::Content => (name == "encoded").then_some(Role::Content),
        Space::Feedburner => (name == "origlink").then_some(Role::Origin),
        Space::Other => None,
    }
}
