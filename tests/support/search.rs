//! A search of a cache as the reader types it.

use dateline::cache::Cache;
use dateline::clock::Zone;
use dateline::news::Headline;
use dateline::query::Query;

/// The stories that a question finds; none where it is none.
pub fn search(cache: &Cache, typed: &str, limit: usize) -> Vec<Headline> {
    let Ok(query) = Query::parse(typed, Zone::utc(), chrono::DateTime::UNIX_EPOCH) else { return Vec::new() };
    cache.search(&query, limit, |_, _| false).unwrap().headlines
}
