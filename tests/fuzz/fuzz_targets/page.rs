//! Any bytes with any charset from HTTP: no panic, and a document that is clean or none. The first byte chooses the
//! charset.
#![no_main]

#[path = "../../support/clean.rs"]
mod clean;

use dateline::extract::{RawPage, article};
use libfuzzer_sys::fuzz_target;
use url::Url;

const CHARSETS: [&str; 6] = ["utf-8", "windows-1252", "shift_jis", "utf-16", "iso-2022-jp", "gb18030"];
const ADDRESSES: [&str; 3] =
    ["https://www.lorneherald.example/story", "https://www.nzherald.co.nz/nz/story/ABC/", "file:///tmp/story.html"];

fuzz_target!(|data: &[u8]| {
    let Some((&choice, bytes)) = data.split_first() else { return };
    // Half of the bytes choose none: most pages come without.
    let charset = CHARSETS.get(usize::from(choice) % (CHARSETS.len() * 2)).copied();
    let address = ADDRESSES[usize::from(choice) / 16 % ADDRESSES.len()];
    let Ok(url) = Url::parse(address) else { return };
    if let Ok(story) = article(RawPage { bytes, url: &url, charset })
        && let Some(fault) = clean::fault(&story)
    {
        panic!("{fault}");
    }
});
