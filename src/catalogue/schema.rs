//! What an outlet's file may say.

use serde::Deserialize;
use toml::Spanned;
use url::Url;

use crate::catalogue::BLENDED;
use crate::text;

/// One outlet: a file of the catalogue, or a table of the reader's own file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct OutletTable {
    pub(super) id: Spanned<Slug>,
    pub(super) name: Option<Words>,
    pub(super) country: Option<Words>,
    pub(super) language: Option<Words>,
    #[serde(default)]
    pub(super) also_in: Vec<Words>,
    pub(super) home: Option<Address>,
    pub(super) credit: Option<Words>,
    pub(super) off: Option<Words>,
    pub(super) shown: Option<bool>,
    #[serde(default)]
    pub(super) folder: bool,
    pub(super) sitemap: Option<Address>,
    pub(super) agent: Option<Words>,
    pub(super) timeout_seconds: Option<Spanned<u16>>,
    pub(super) crawl_delay_seconds: Option<Spanned<u16>>,
    #[serde(default, rename = "section")]
    pub(super) sections: Vec<SectionTable>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SectionTable {
    pub(super) title: Words,
    pub(super) path: Spanned<Slug>,
    pub(super) level: Option<Spanned<u8>>,
    pub(super) feed: Option<Spanned<Address>>,
    #[serde(default)]
    pub(super) feeds: Vec<Spanned<Address>>,
    pub(super) off: Option<Words>,
    pub(super) front: Option<Spanned<Place>>,
    pub(super) sitemap: Option<Spanned<Place>>,
    pub(super) under: Option<Spanned<String>>,
    pub(super) same: Option<Spanned<Slug>>,
    pub(super) gather: Option<Spanned<bool>>,
    pub(super) page: Option<Address>,
    #[serde(default)]
    pub(super) blend: Vec<Blend>,
}

/// The reader's own file: outlets as tables, sections as tables under them.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct YoursFile {
    #[serde(default, rename = "outlet")]
    pub(super) outlets: Vec<OutletTable>,
}

/// An address, or `true` for the one that goes without saying.
#[derive(Deserialize)]
#[serde(untagged)]
pub(super) enum Place {
    Usual(bool),
    At(String),
}

/// One clean line that is not empty.
#[derive(Deserialize)]
#[serde(try_from = "String")]
pub(super) struct Words(pub(super) String);

impl TryFrom<String> for Words {
    type Error = &'static str;

    fn try_from(outside: String) -> Result<Self, Self::Error> {
        let clean = text::clean(&outside);
        if clean.is_empty() { Err("must not be empty") } else { Ok(Self(clean)) }
    }
}

/// What ids are made of.
#[derive(Deserialize)]
#[serde(try_from = "String")]
pub(super) struct Slug(pub(super) String);

impl TryFrom<String> for Slug {
    type Error = &'static str;

    fn try_from(outside: String) -> Result<Self, Self::Error> {
        let piece = |piece: &str| {
            !piece.is_empty() && piece.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
        };
        if outside.split('/').all(piece) {
            Ok(Self(outside))
        } else {
            Err("must be made of a-z, 0-9 and -, in pieces parted by /")
        }
    }
}

#[derive(Deserialize)]
#[serde(try_from = "String")]
pub(super) struct Address(pub(super) String);

impl TryFrom<String> for Address {
    type Error = &'static str;

    fn try_from(outside: String) -> Result<Self, Self::Error> {
        match Url::parse(&outside) {
            Ok(url) if matches!(url.scheme(), "http" | "https") => Ok(Self(url.into())),
            _ => Err("must be an http or https address"),
        }
    }
}

#[derive(Deserialize)]
#[serde(try_from = "String")]
pub(super) struct Blend(pub(super) String);

impl TryFrom<String> for Blend {
    type Error = String;

    fn try_from(outside: String) -> Result<Self, Self::Error> {
        if BLENDED.iter().any(|(id, _)| *id == outside) {
            return Ok(Self(outside));
        }
        let known: Vec<&str> = BLENDED.iter().map(|(id, _)| *id).collect();
        Err(format!("is not a blended section; there are {}", known.join(", ")))
    }
}
