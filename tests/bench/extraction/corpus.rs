//! A folder of pages with gold: `gold.jsonl`, one object a line, and `html/ID.html.gz`.

use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Deserializer};
use url::Url;

use super::metric::{self, Counts, Page, Snippets};

/// What a page should give. What is missing or empty is not judged.
#[derive(Debug, Deserialize)]
#[serde(default)]
pub struct Gold {
    pub id: String,
    #[serde(deserialize_with = "url")]
    pub url: Url,
    title: Option<String>,
    authors: Option<Vec<String>>,
    published: Option<String>,
    pub body: Option<String>,
    with: Option<Vec<String>>,
    without: Option<Vec<String>>,
}

impl Default for Gold {
    fn default() -> Self {
        let url = Url::parse("https://example.org/").unwrap_or_else(|error| panic!("{error}"));
        Self {
            id: String::new(),
            url,
            title: None,
            authors: None,
            published: None,
            body: None,
            with: None,
            without: None,
        }
    }
}

/// A few golds have no address, or none that can be read.
fn url<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Url, D::Error> {
    let told = Option::<String>::deserialize(deserializer)?;
    Ok(told.and_then(|told| Url::parse(&told).ok()).unwrap_or_else(|| Gold::default().url))
}

/// What an extractor gave.
#[derive(Debug, Default)]
pub struct Prediction {
    pub body: String,
    pub title: String,
    pub authors: Vec<String>,
    pub published: Option<String>,
}

impl Gold {
    /// How near a prediction comes.
    pub fn judge(&self, predicted: &Prediction) -> Page {
        let body = self.body.as_deref().filter(|body| !body.is_empty());
        let tokens = metric::tokens(&predicted.body);
        let gold = body.map(metric::tokens);
        let list = |told: &Option<Vec<String>>| told.clone().unwrap_or_default();
        let (with, without) = (list(&self.with), list(&self.without));
        let day = |date: &Option<String>| date.as_deref().and_then(metric::day);
        Page {
            body: gold.as_ref().map(|gold| Counts::of(gold, &tokens)),
            exact: gold.is_some_and(|gold| gold == tokens),
            snippets: (!with.is_empty() || !without.is_empty()).then(|| Snippets::of(&with, &without, &predicted.body)),
            title: self
                .title
                .as_deref()
                .filter(|title| !title.is_empty())
                .map(|title| metric::normal(title) == metric::normal(&predicted.title)),
            authors: self
                .authors
                .as_deref()
                .filter(|authors| !authors.is_empty())
                .map(|authors| metric::authors(authors, &predicted.authors)),
            same_day: day(&self.published).map(|gold| day(&predicted.published) == Some(gold)),
        }
    }
}

/// The folder, and whether the gold of its pages begins with the headline.
#[derive(Debug, Clone, Default)]
pub struct Corpus {
    pub folder: PathBuf,
    pub with_title: bool,
}

impl Corpus {
    /// The folder's own name.
    pub fn name(&self) -> String {
        self.folder.file_name().unwrap_or_default().to_string_lossy().into_owned()
    }

    /// Its pages one by one: nothing but the one at hand is in memory.
    pub fn pages(&self) -> anyhow::Result<impl Iterator<Item = anyhow::Result<(Gold, Vec<u8>)>> + '_> {
        let lines = BufReader::new(File::open(self.folder.join("gold.jsonl"))?).lines();
        Ok(lines.map(|line| {
            let gold: Gold = serde_json::from_str(&line?)?;
            let bytes = unpacked(&self.folder.join("html").join(format!("{}.html.gz", gold.id)))?;
            Ok((gold, bytes))
        }))
    }
}

fn unpacked(path: &Path) -> anyhow::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    flate2::read::GzDecoder::new(File::open(path)?).read_to_end(&mut bytes)?;
    Ok(bytes)
}
