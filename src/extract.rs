//! A fetched page into an article: the pipeline, read top to bottom.

use url::Url;

use crate::article::Article;
use crate::trouble::TroubleKind;

/// A page as it came.
#[derive(Debug, Clone, Copy)]
pub struct RawPage<'a> {
    /// The body, decompressed, at most the fetch cap.
    pub bytes: &'a [u8],
    /// Where it came from, after redirects.
    pub url: &'a Url,
    /// The charset of the `Content-Type` header, if it named one.
    pub charset: Option<&'a str>,
}

/// The story on a page.
///
/// # Errors
/// [`TroubleKind::NoStory`] when the page holds none, [`TroubleKind::Consent`] for a consent wall,
/// [`TroubleKind::NotAPage`] for bytes that are not HTML.
pub fn article(page: RawPage<'_>) -> Result<Article, TroubleKind> {
    let _ = page;
    Err(TroubleKind::NoStory)
}
