//! The words and names by which a section's page is read.

use crate::news::Label;

/// Pieces of an address behind which there is no story but a list, a person, a shop or a form.
pub(super) const NO_STORY: &[&str] = &[
    "about",
    "account",
    "advertise",
    "advertising",
    "archive",
    "archives",
    "author",
    "authors",
    "byline",
    "careers",
    "category",
    "categories",
    "columnists",
    "contact",
    "contributors",
    "cookies",
    "coupons",
    "donate",
    "edition",
    "events",
    "faq",
    "help",
    "hub",
    "info",
    "jobs",
    "legal",
    "login",
    "newsletter",
    "newsletters",
    "organization",
    "people",
    "player",
    "podcasts",
    "preference",
    "privacy",
    "privacy-policy",
    "profile",
    "register",
    "schedule",
    "search",
    "series",
    "shop",
    "signin",
    "signup",
    "sign-in",
    "sitemap",
    "sponsored",
    "sponsored-content",
    "sponsored-stories",
    "standings",
    "store",
    "submit",
    "subscribe",
    "subscription",
    "support",
    "tag",
    "tags",
    "team",
    "terms",
    "tone",
    "topic",
    "topics",
    "transcripts",
    "user",
    "users",
    "weather",
];

/// Endings of files that are no pages.
pub(super) const FILES: &[&str] = &[
    "gif", "jpeg", "jpg", "m3u8", "m4a", "mov", "mp3", "mp4", "ogg", "pdf", "png", "rss", "svg", "webp", "xml", "zip",
];

/// Pieces of an address that are followed by a story.
pub(super) const STORY: &[&str] = &[
    "a", "article", "articles", "e", "gallery", "item", "live", "liveblog", "opinion", "play", "preview", "stories",
    "story", "video", "videos", "watch",
];

/// Names of elements (in `class`, `id`) that hold no list of the day's stories, piece by piece.
pub(super) const FURNITURE: &[&str] = &[
    "breadcrumb",
    "breadcrumbs",
    "comments",
    "consent",
    "cookie",
    "cookies",
    "footer",
    "masthead",
    "menu",
    "modal",
    "nav",
    "navbar",
    "navigation",
    "newsletter",
    "newsletters",
    "outbrain",
    "sponsor",
    "sponsored",
    "subnav",
    "taboola",
    "ticker",
];

/// Names and headings of what was read most: the same stories again, in another order.
pub(super) const MOST: &[&str] = &[
    "most commented",
    "most popular",
    "most read",
    "most shared",
    "most viewed",
    "most watched",
    "popular now",
    "trending",
    "trending now",
];

/// Words of a card whose story somebody paid for.
pub(super) const PAID: &[&str] = &[
    "ad",
    "advertisement",
    "advertorial",
    "brand insight",
    "brand partner",
    "branded content",
    "in partnership with",
    "paid content",
    "paid for by",
    "paid partner content",
    "partner content",
    "presented by",
    "promoted",
    "sponsored",
    "sponsored by",
    "sponsored content",
    "sponsored stories",
];

/// What a card says of its story in a word of its own.
pub(super) const LABELS: &[(&str, Label)] = &[
    ("premium", Label::Premium),
    ("subscribers only", Label::Premium),
    ("subscriber only", Label::Premium),
    ("for subscribers", Label::Premium),
    ("exclusive to subscribers", Label::Premium),
    ("live", Label::Live),
    ("live blog", Label::Live),
    ("live updates", Label::Live),
    ("updated", Label::Updated),
    ("opinion", Label::Opinion),
    ("comment", Label::Opinion),
    ("editorial", Label::Opinion),
    ("commentary", Label::Opinion),
    ("video", Label::Video),
    ("watch", Label::Video),
];

/// Names of elements whose presence says it, as `data-test-ui` and `data-testid` have them.
pub(super) const MARKS: &[(&str, Label)] = &[
    ("live-indicator", Label::Live),
    ("live-pulse", Label::Live),
    ("premium-badge", Label::Premium),
    ("premium-icon", Label::Premium),
    ("herovideo-icon", Label::Video),
    ("standalone-video-icon", Label::Video),
    ("updated-text", Label::Updated),
    ("watch-icon", Label::Video),
];

/// Links and headings that read like a sentence and are none of the day's stories.
pub(super) const INVITATIONS: &[&str] = &[
    "accept",
    "all ",
    "back to",
    "browse ",
    "click here",
    "explore ",
    "find out more",
    "follow ",
    "full story",
    "get the ",
    "learn more",
    "load more",
    "manage ",
    "more from",
    "more in ",
    "more like",
    "more on ",
    "more stories",
    "next page",
    "previous ",
    "read more",
    "read the full",
    "register ",
    "see all",
    "see more",
    "see our",
    "set preferred source",
    "show more",
    "sign in",
    "sign up",
    "skip to",
    "subscribe",
    "support us",
    "terms of",
    "view all",
    "view more",
];

/// Names of elements that hold a headline.
pub(super) const HEADLINE: &[&str] = &["headline", "title", "heading", "titleline"];
/// Names of elements that hold the lines under a headline.
pub(super) const DECK: &[&str] = &[
    "deck",
    "dek",
    "summary",
    "standfirst",
    "description",
    "excerpt",
    "teaser",
    "trail",
    "synopsis",
    "subhead",
    "abstract",
];
/// Names of elements that hold what is said of a picture.
pub(super) const CAPTION: &[&str] = &["caption", "credit", "figcaption"];
/// Names of elements that hold the word over a headline.
pub(super) const KICKER: &[&str] =
    &["kicker", "eyebrow", "rubric", "category", "cat", "slug", "tag", "label", "overline"];
/// Names of elements that hold who wrote it.
pub(super) const BYLINE: &[&str] = &["author", "authors", "byline", "bylines", "writer"];
/// Names of elements that hold when it was written.
pub(super) const STAMP: &[&str] = &["time", "date", "timestamp", "stamp", "datetime", "lastupdated", "age"];
/// Attributes that hold it as a count of seconds, or of thousandths.
pub(super) const STAMP_ATTRIBUTES: &[&str] = &["data-posted-date-timestamp", "data-timestamp", "data-time"];
/// Names of elements that are there for those who cannot see the page, or not at all.
pub(super) const UNSEEN: &[&str] = &["visually", "sr-only", "screenreader", "screen-reader", "visuallyhidden"];

/// Hosts whose cards state the time in UTC, without a year and without saying so.
pub(super) const UTC_STAMPS: &[&str] = &["nzherald.co.nz"];
