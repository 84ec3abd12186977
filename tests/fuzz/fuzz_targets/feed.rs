//! Any bytes as a feed: no panic, and headlines without control codes or bidirectional overrides.
#![no_main]

use dateline::feed;
use dateline::news::Feed;
use dateline::text::is_hostile;
use libfuzzer_sys::fuzz_target;
use url::Url;

fuzz_target!(|bytes: &[u8]| {
    let source = Feed::at("https://courier.example/feed".to_owned(), "courier".to_owned(), "The Courier".to_owned());
    let Ok(base) = Url::parse(&source.url) else { return };
    if let Ok(parsed) = feed::parse(bytes, &source, &base, None, chrono::DateTime::UNIX_EPOCH) {
        for headline in parsed.headlines {
            for words in [headline.url, headline.title]
                .into_iter()
                .chain(headline.kicker)
                .chain(headline.standfirst)
                .chain(headline.authors)
            {
                assert!(!words.contains(is_hostile), "{words:?}");
            }
        }
    }
});
