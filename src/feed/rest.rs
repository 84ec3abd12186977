//! When a feed asks not to be read: `skipHours` and `skipDays` of RSS.

use chrono::Weekday;

use crate::feed::tokens::{Token, Tokens};

/// Hours (of Greenwich, 0 to 23) and days on which the feed's publisher sleeps, each once.
///
/// They stand in the channel, mostly before its first item, so that reading ends there; a feed that says nothing of the
/// kind is not read at all.
pub(super) fn skipped(document: &str) -> (Vec<u8>, Vec<Weekday>) {
    let (mut hours, mut days) = (Vec::new(), Vec::new());
    let lower = |name: &str| name.to_ascii_lowercase();
    if !document.contains("skipHours") && !document.contains("skipDays") {
        return (hours, days);
    }
    let mut inside = String::new();
    for token in Tokens::of(document) {
        match token {
            Token::Start(tag) if tag.local().eq_ignore_ascii_case("item") => break,
            Token::Start(tag) => inside = lower(tag.local()),
            Token::End(_) => inside.clear(),
            Token::Text(text) => match inside.as_str() {
                // RSS 0.91 counted from 1, and meant midnight by 24.
                "hour" => hours.extend(text.trim().parse::<u8>().ok().filter(|hour| *hour <= 24).map(|hour| hour % 24)),
                "day" => days.extend(text.trim().parse::<Weekday>().ok().filter(|day| !days.contains(day))),
                _ => {}
            },
        }
    }
    hours.sort_unstable();
    hours.dedup();
    (hours, days)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_and_days_are_read_before_the_first_item() {
        let rss = "<rss><channel><title>hour</title><skipHours><hour>0</hour><hour> 23 </hour><hour>24</hour>\
            <hour>25</hour><hour>noon</hour></skipHours><skipDays><day>Sunday</day><day>saturday</day><day>Sunday</day>\
            <day>Payday</day></skipDays><item><hour>5</hour></item></channel></rss>";
        assert_eq!(skipped(rss), (vec![0, 23], vec![Weekday::Sun, Weekday::Sat]));
        assert_eq!(skipped("<rss><channel><hour>5</hour><item/></channel></rss>"), (Vec::new(), Vec::new()));
    }
}
