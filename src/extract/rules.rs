//! What is known of single outlets, as data: selectors for where the story is and what is not part of it.

use std::sync::LazyLock;

use scraper::Selector;
use serde::Deserialize;
use url::Url;

use super::dom::{At, Dom};
use super::{RawPage, decode, guard};

/// One outlet's entry in `sites.toml`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Site {
    /// The registrable domain; its subdomains count too.
    pub host: String,
    /// CSS selectors of the story's parts.
    pub body: Vec<String>,
    /// Of what is not the story, wherever it stands.
    pub drop: Vec<String>,
    /// Of the standfirst.
    pub standfirst: Vec<String>,
    /// Of the kicker.
    pub kicker: Vec<String>,
    /// Of one element for each author.
    pub author: Vec<String>,
    /// Of a mark that stands only on premium pages.
    pub premium: Vec<String>,
}

#[derive(Debug, Default, Deserialize)]
struct Sites {
    site: Vec<Site>,
}

static SITES: LazyLock<Sites> = LazyLock::new(|| toml::from_str(include_str!("sites.toml")).unwrap_or_default());

/// The entry of the page's outlet.
pub fn of(url: &Url) -> Option<&'static Site> {
    let host = url.host_str()?;
    SITES
        .site
        .iter()
        .find(|site| host.strip_suffix(&site.host).is_some_and(|head| head.is_empty() || head.ends_with('.')))
}

/// The elements that any of the selectors matches, in page order.
pub fn find(dom: &Dom<'_>, selectors: &[String]) -> Vec<At> {
    let mut found: Vec<At> = selectors
        .iter()
        .filter_map(|selector| Selector::parse(selector).ok())
        .flat_map(|selector| dom.select(&selector))
        .collect();
    found.sort_unstable();
    found.dedup();
    found
}

/// Whether what is known of the story's place on its outlet's pages is found on this one; `None` where nothing is known.
#[must_use]
pub fn fits(page: RawPage<'_>) -> Option<bool> {
    let site = of(page.url)?;
    // What is dropped or premium need not be on every page.
    let known = [&site.body, &site.standfirst, &site.author, &site.kicker].into_iter().find(|list| !list.is_empty())?;
    let html = decode::decode(page.bytes, page.charset);
    let tree = guard::parse(&html);
    Some(!find(&Dom::of(&tree), known).is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_selector_of_the_data_parses() {
        let sites: Sites = toml::from_str(include_str!("sites.toml")).unwrap_or_else(|error| panic!("{error}"));
        for site in &sites.site {
            let lists = [&site.body, &site.drop, &site.standfirst, &site.kicker, &site.author, &site.premium];
            for selector in lists.into_iter().flatten() {
                assert!(Selector::parse(selector).is_ok(), "{}: {selector}", site.host);
            }
        }
    }
}
