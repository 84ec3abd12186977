//! What a publisher says about a story by its address, its title and its categories.

use url::Url;

use crate::feed::{Entry, MediaKind};
use crate::news::Label;

/// In no order; a label may be found twice.
pub(super) fn of(url: &Url, title: &str, entry: &Entry) -> Vec<Label> {
    let places = url.path_segments().into_iter().flatten().filter_map(by_place);
    let topics = entry.categories.iter().filter_map(|category| by_category(&category.to_lowercase()));
    places.chain(topics).chain(by_title(title)).chain(by_media(entry)).collect()
}

/// What a publisher says by the address and the title alone: all there is where no feed lists the story.
pub(crate) fn told(url: &Url, title: &str) -> Vec<Label> {
    url.path_segments().into_iter().flatten().filter_map(by_place).chain(by_title(title)).collect()
}

fn by_place(segment: &str) -> Option<Label> {
    match segment {
        "premium" => Some(Label::Premium),
        "live" => Some(Label::Live),
        "opinion" | "opinions" | "commentisfree" | "editorials" => Some(Label::Opinion),
        "video" | "videos" | "av" => Some(Label::Video),
        "sponsored" | "sponsored-stories" | "sponsored-content" => Some(Label::Sponsored),
        _ => None,
    }
}

fn by_category(category: &str) -> Option<Label> {
    match category {
        "premium" | "paid" | "subscriber only" | "subscribers only" => Some(Label::Premium),
        "live" | "live blog" | "liveblog" | "live updates" => Some(Label::Live),
        "opinion" | "comment" | "commentisfree" | "editorial" | "editorials" => Some(Label::Opinion),
        "video" | "videos" => Some(Label::Video),
        "sponsored" | "sponsored content" | "sponsored stories" => Some(Label::Sponsored),
        _ => None,
    }
}

fn by_title(title: &str) -> Option<Label> {
    let lower = title.to_lowercase();
    // In capitals it is a mark wherever it stands, unless all of the title is in capitals.
    let is_marked_live = title.split(' ').any(|word| word.trim_end_matches([':', ',', '|']) == "LIVE")
        && title.chars().any(char::is_lowercase);
    let is_live = is_marked_live
        || lower.contains(" live: ")
        || ["live:", "live |", "live –", "live updates", "live blog", "liveblog"].iter().any(|s| lower.starts_with(s))
        || [" – live", " — live", " - live", " | live", ": live", " live updates", " live blog"]
            .iter()
            .any(|s| lower.ends_with(s));
    let marked = |word: &str| lower.strip_prefix(word).is_some_and(|rest| rest.starts_with([':', '|']));
    if is_live {
        Some(Label::Live)
    } else if marked("opinion") || marked("editorial") || marked("opinion ") {
        Some(Label::Opinion)
    } else if marked("video") || marked("watch") || marked("video ") || marked("watch ") {
        Some(Label::Video)
    } else if marked("sponsored") || marked("sponsored ") {
        Some(Label::Sponsored)
    } else {
        None
    }
}

/// What the story is, by what comes with it. Where it is to be had as a film and as sound, it is a film.
fn by_media(entry: &Entry) -> Option<Label> {
    let has = |kind| entry.played().any(|media| media.kind == kind);
    if has(MediaKind::Video) { Some(Label::Video) } else { has(MediaKind::Audio).then_some(Label::Audio) }
}
