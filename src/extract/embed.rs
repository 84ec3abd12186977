//! Frames and films: what of them is worth naming, since only a browser can show it.

use super::dom::{At, Dom, Tag, attr};
use crate::text;

/// Parts of addresses, and what stands there. A frame from elsewhere is an advert more often than not.
const HOSTS: [(&str, &str); 38] = [
    ("youtube", "video"),
    ("youtu.be", "video"),
    ("vimeo", "video"),
    ("brightcove", "video"),
    ("dailymotion", "video"),
    ("jwplayer", "video"),
    ("jwplatform", "video"),
    ("kaltura", "video"),
    ("streamable", "video"),
    ("wistia", "video"),
    ("twitch.tv", "video"),
    ("rumble.com/embed", "video"),
    ("spotify", "audio"),
    ("soundcloud", "audio"),
    ("omny", "audio"),
    ("megaphone", "audio"),
    ("acast", "audio"),
    ("podcasts.apple", "audio"),
    ("buzzsprout", "audio"),
    ("simplecast", "audio"),
    ("audioboom", "audio"),
    ("twitter", "post"),
    ("platform.x.com", "post"),
    ("instagram", "post"),
    ("facebook", "post"),
    ("tiktok", "post"),
    ("bsky", "post"),
    ("threads.net", "post"),
    ("reddit", "post"),
    ("google.com/maps", "map"),
    ("maps.google", "map"),
    ("openstreetmap", "map"),
    ("datawrapper", "chart"),
    ("dwcdn.net", "chart"),
    ("flourish", "chart"),
    ("flo.uri.sh", "chart"),
    ("infogram", "chart"),
    ("tableau", "chart"),
];
/// Titles that players give themselves, lower case.
const NO_TITLES: [&str; 12] = [
    "youtube video player",
    "youtube video",
    "vimeo video player",
    "video player",
    "video",
    "player",
    "embedded content",
    "embed",
    "iframe",
    "twitter post",
    "x post",
    "spotify player",
];
/// Characters of a title.
const TITLE_AT_MOST: usize = 200;

/// Something that only a browser can show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Embed {
    /// `video`, `audio`, `post`, `map` or `chart`.
    pub what: &'static str,
    /// As the page gives it.
    pub url: String,
    /// What it says it is.
    pub title: Option<String>,
}

/// Where a post is that a page quotes for its picture; its words only say so.
fn post(dom: &Dom<'_>, at: At) -> Option<Embed> {
    let film = |class: &str| class.split_ascii_whitespace().any(|token| token == "tiktok-embed");
    let url = dom.attr(at, "data-instgrm-permalink").or_else(|| {
        let class = dom.attr(at, "class")?;
        film(class).then(|| dom.attr(at, "cite")).flatten()
    })?;
    // "A post shared by Name (@name)"
    let by = dom.subtree(at).map(|inner| text::clean(dom.item(inner).text)).find(|words| words.contains('@'));
    Some(Embed { what: "post", url: url.to_owned(), title: by.filter(|title| is_title(title)) })
}

/// The frame, film or sound at `at`, or the post that a quote stands for; nothing for one without an address or from a place that is not known.
pub fn of(dom: &Dom<'_>, at: At) -> Option<Embed> {
    if dom.tag(at) == Tag::Blockquote {
        return post(dom, at);
    }
    let told = |at: At| ["src", "data-src"].iter().find_map(|name| dom.attr(at, name)).filter(|url| !url.is_empty());
    let is_film = dom.tag(at) == Tag::Film;
    // A film may name its file in a `<source>` of its own.
    let url = told(at).or_else(|| is_film.then(|| dom.children(at).find_map(told)).flatten())?;
    let what = if is_film {
        let audio = dom.item(at).element.is_some_and(|element| element.name() == "audio");
        if audio { "audio" } else { "video" }
    } else {
        HOSTS.iter().find(|(host, _)| url.contains(host)).map(|(_, what)| *what)?
    };
    let element = dom.item(at).element?;
    let title = ["title", "aria-label", "data-title"]
        .iter()
        .filter_map(|name| attr(element, name))
        .map(text::clean)
        .find(|title| is_title(title));
    Some(Embed { what, url: url.to_owned(), title })
}

fn is_title(title: &str) -> bool {
    !title.is_empty() && title.chars().count() < TITLE_AT_MOST && !NO_TITLES.contains(&title.to_lowercase().as_str())
}
