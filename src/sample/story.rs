//! One story of the sample edition: TOML between `+++` lines, then its blocks with a blank line between two. A block
//! is a paragraph unless it opens with the tag of another one; `[image]` stands for the next picture after the first.

use rust_embed::Embed;
use scraper::{Html, Selector};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// Tags that a block may open with; anything else is the text of a paragraph.
const TAGS: [&str; 10] = ["h2", "h3", "ul", "ol", "blockquote", "table", "pre", "hr", "figure", "audio"];

// A story that is new to the folder is seen when this file is compiled again: Cargo watches only those already in.
#[derive(Embed)]
#[folder = "src/sample/stories/"]
struct Files;

#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Story {
    /// The file's name.
    #[serde(skip_deserializing)]
    pub slug: String,
    #[serde(skip_deserializing)]
    pub url: String,
    /// 26 letters and digits, as Arc has them.
    #[serde(skip_deserializing)]
    id: String,
    pub outlet: String,
    /// Paths in the outlet; the first is where the story lives.
    pub sections: Vec<String>,
    title: String,
    kicker: String,
    standfirst: String,
    #[serde(default)]
    authors: Vec<String>,
    role: Option<String>,
    agency: Option<String>,
    /// Age in whole hours before the edition's.
    pub hours: u16,
    pub updated_hours: Option<u16>,
    /// In the words of [`crate::news::Label`].
    #[serde(default)]
    labels: Vec<String>,
    #[serde(default)]
    premium: bool,
    /// Slugs.
    #[serde(default)]
    pub related: Vec<String>,
    #[serde(default)]
    images: Vec<Image>,
    #[serde(skip_deserializing)]
    blocks: Vec<Piece>,
}

#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Image {
    caption: String,
    credit: String,
}

/// A block as the templates lay it out.
#[derive(Debug, Serialize)]
struct Piece {
    /// `p`, `image`, or the tag it opens with.
    kind: &'static str,
    html: String,
    /// The first words of a paragraph and what follows them: a page cuts one in two where its wall may come down.
    cut: Option<(String, String)>,
    image: Option<Image>,
    /// The same block in Arc's embedded data.
    element: Value,
}

/// Every story that parses.
pub fn all() -> Vec<Story> {
    Files::iter().filter_map(|name| read(&name)).collect()
}

fn read(name: &str) -> Option<Story> {
    let file = String::from_utf8(Files::get(name)?.data.into_owned()).ok()?;
    let (front, body) = file.strip_prefix("+++\n")?.split_once("\n+++\n")?;
    let mut story: Story = toml::from_str(front).ok()?;
    name.strip_suffix(".html")?.clone_into(&mut story.slug);
    story.id = letters(&story.slug, 26);
    let section = story.sections.first()?;
    story.url = match story.outlet.as_str() {
        "harbour" => format!("https://www.harbourpost.example/{section}/{}/{}/", story.slug, story.id),
        "karaka" => format!("https://karaka.example/news/{section}/{}", story.slug),
        _ => format!("https://meridian.example/{section}/{}/", story.slug),
    };
    let mut images = story.images.iter().skip(1);
    let chunks = body.split("\n\n").map(str::trim).filter(|chunk| !chunk.is_empty());
    story.blocks = chunks.map(|chunk| Piece::new(chunk, &mut images)).collect();
    Some(story)
}

impl Story {
    /// True for the section itself and for what is below it.
    pub fn stands_in(&self, path: &str) -> bool {
        self.sections.iter().any(|section| is_within(section, path))
    }
}

impl Piece {
    fn new<'a>(chunk: &str, images: &mut impl Iterator<Item = &'a Image>) -> Self {
        let kind = if chunk == "[image]" { "image" } else { opening_tag(chunk).unwrap_or("p") };
        let image = if kind == "image" { images.next().cloned() } else { None };
        let cut = if kind == "p" && !chunk.contains('<') { after_four_words(chunk) } else { None };
        let element = element(kind, chunk, image.as_ref());
        Self { kind, html: chunk.to_owned(), cut, image, element }
    }
}

fn opening_tag(chunk: &str) -> Option<&'static str> {
    let name = chunk.strip_prefix('<')?.split(|c: char| !c.is_ascii_alphanumeric()).next()?;
    TAGS.into_iter().find(|tag| *tag == name)
}

fn after_four_words(text: &str) -> Option<(String, String)> {
    let (at, _) = text.match_indices(' ').nth(3)?;
    let (head, tail) = text.split_at_checked(at)?;
    Some((head.to_owned(), tail.to_owned()))
}

fn element(kind: &str, chunk: &str, image: Option<&Image>) -> Value {
    let text = |content: String| json!({ "type": "text", "content": content });
    match (kind, image) {
        ("p", _) => text(chunk.to_owned()),
        ("h2" | "h3", _) => {
            let level = if kind == "h2" { 2 } else { 3 };
            json!({ "type": "header", "level": level, "content": inner(chunk, kind).concat() })
        }
        ("ul" | "ol", _) => {
            let order = if kind == "ol" { "ordered" } else { "unordered" };
            let items: Vec<_> = inner(chunk, "li").into_iter().map(text).collect();
            json!({ "type": "list", "list_type": order, "items": items })
        }
        ("blockquote", _) => {
            let said: Vec<_> = inner(chunk, "p").into_iter().map(text).collect();
            let by = text(inner(chunk, "cite").concat());
            json!({ "type": "quote", "subtype": "blockquote", "content_elements": said, "citation": by })
        }
        ("image", Some(Image { caption, credit })) => {
            let url = format!("https://www.harbourpost.example/resizer/v2/{}.jpg", letters(caption, 26));
            json!({ "type": "image", "url": url, "caption": format!("{caption} Photo / {credit}") })
        }
        _ => json!({ "type": "raw_html", "content": chunk }),
    }
}

fn inner(html: &str, tag: &str) -> Vec<String> {
    let Ok(selector) = Selector::parse(tag) else { return Vec::new() };
    Html::parse_fragment(html).select(&selector).map(|found| found.inner_html()).collect()
}

/// True when `path` is `above` or below it.
pub fn is_within(path: &str, above: &str) -> bool {
    path.strip_prefix(above).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// Capital letters and digits that stand for `name` and for nothing else.
pub fn letters(name: &str, count: usize) -> String {
    const ALPHABET: [char; 32] = [
        'A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'I', 'J', 'K', 'L', 'M', 'N', 'O', 'P', 'Q', 'R', 'S', 'T', 'U', 'V',
        'W', 'X', 'Y', 'Z', '2', '3', '4', '5', '6', '7',
    ];
    let hash = blake3::hash(name.as_bytes());
    hash.as_bytes().iter().filter_map(|byte| ALPHABET.get(usize::from(byte % 32))).take(count).collect()
}
