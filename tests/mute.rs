//! Which stories muted words and outlets mean, in a list and by the index alike.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use chrono::{DateTime, Utc};
use dateline::cache::{Cache, Visit};
use dateline::marks::{SectionDeed, SectionMark, SectionMarks};
use dateline::mute::Mutes;
use dateline::news::{Headline, SectionId, StoryKey};
use proptest::prelude::*;

const FEED: &str = "https://harbour.example/world.xml";

fn story(title: &str, standfirst: &str) -> Headline {
    let url = format!("https://harbour.example/{}", title.len());
    Headline {
        key: StoryKey::of(&url),
        url,
        title: title.to_owned(),
        kicker: None,
        standfirst: Some(standfirst.to_owned()),
        authors: Vec::new(),
        labels: Vec::new(),
        published: None,
        updated: None,
        seconds: None,
        enclosure: None,
        outlet: "post".to_owned(),
        outlet_name: "The Harbour Post".to_owned(),
    }
}

fn mutes(words: &[&str], outlets: &[&str]) -> Mutes {
    let owned = |all: &[&str]| all.iter().map(|one| (*one).to_owned()).collect::<Vec<_>>();
    Mutes::new(&owned(words), &owned(outlets))
}

#[test]
fn whole_words_side_by_side_whatever_their_case_and_accents() {
    let headline = story("Royal tour of Tāmaki begins", "A quizmaster asks the first question.");
    for (words, muted) in [
        ("ROYAL TOUR", true),
        ("tour royal", false),
        ("tamaki", true),
        ("roy", false),
        ("roy*", true),
        ("the first", true),
        ("quiz", false),
        ("quiz*", true),
        ("begins a", false),
        ("—", false),
        ("*", false),
        ("", false),
    ] {
        assert_eq!(mutes(&[words], &[]).has(&headline), muted, "{words:?}");
    }
    assert!(mutes(&[], &["post"]).has(&headline));
    assert!(!mutes(&[], &["karaka"]).has(&headline));
}

#[test]
fn by_hand_more_is_muted_and_less() {
    let mut marks = SectionMarks::default();
    let mut mark = |at, section, deed| marks.merge(&SectionMark { at, section, deed });
    mark(1, SectionId::mute_words("tour"), SectionDeed::Shown);
    mark(1, SectionId::mute_words("bridge"), SectionDeed::Hidden);
    mark(1, SectionId::mute_outlet("karaka"), SectionDeed::Hidden);
    mark(2, SectionId::mute_outlet("karaka"), SectionDeed::Shown);
    mark(1, SectionId("world".to_owned()), SectionDeed::Hidden);
    let mutes = mutes(&["Tour", "fog"], &["meridian"]).after(&marks);
    let words: Vec<&str> = mutes.words().map(|words| words.text.as_str()).collect();
    assert_eq!(words, ["fog", "bridge"]);
    assert_eq!(mutes.outlets().collect::<Vec<_>>(), ["meridian"]);
}

proptest! {
    /// The count beside a section leaves out what its list leaves out.
    #[test]
    fn the_index_says_the_same(
        title in "[a-cé]{1,2}( [a-cé]{1,2}){0,3}",
        lead in "[a-cé]{1,2}( [a-cé]{1,2}){0,3}",
        words in "[a-ce]{1,2}( [a-ce]{1,2}){0,1}[*]?",
    ) {
        let headline = story(&title, &lead);
        let cache = Cache::in_memory().unwrap();
        let answered: DateTime<Utc> = DateTime::UNIX_EPOCH;
        cache.keep_feed(FEED, std::slice::from_ref(&headline), &Visit { answered: Some(answered), ..Visit::default() }).unwrap();
        let mutes = mutes(&[&words], &[]);
        prop_assert_eq!(cache.muted(&mutes).unwrap().len(), usize::from(mutes.has(&headline)));
    }

    #[test]
    fn nothing_that_is_muted_breaks_it(words in any::<String>(), title in any::<String>()) {
        let mutes = mutes(&[&words], &[]);
        let _ = mutes.has(&story(&title, &words));
        Cache::in_memory().unwrap().muted(&mutes).unwrap();
    }
}
