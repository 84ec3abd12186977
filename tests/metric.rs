//! The metric of the extraction bench: worked by hand where it is small enough to be.
#![expect(clippy::float_cmp, reason = "shares of small numbers are exact")]

#[path = "bench/extraction/metric.rs"]
mod metric;

use metric::{Counts, Page, Score, Snippets, authors, day, normal, tokens};

fn counts(gold: &str, predicted: &str) -> Counts {
    Counts::of(&tokens(gold), &tokens(predicted))
}

#[test]
fn a_token_is_letters_digits_and_underscores_of_any_script_but_no_marks() {
    assert_eq!(tokens("Don't stop_here, 3.5 km²!"), ["Don", "t", "stop_here", "3", "5", "km²"]);
    assert_eq!(tokens("Øst for Ōtāhuhu 東京では Ⅻ"), ["Øst", "for", "Ōtāhuhu", "東京では", "Ⅻ"]);
    // A vowel sign is a mark, and so is an accent that stands alone.
    assert_eq!(tokens("हिन्दी e\u{301}t"), ["ह", "न", "द", "e", "t"]);
    assert!(tokens(" … — 🚢 ").is_empty());
}

#[test]
fn a_page_is_counted_in_shingles_of_four_tokens() {
    assert_eq!(counts("a b c d e", "a b c d e"), Counts { right: 1.0, wrong: 0.0, missing: 0.0 });
    // abcd is right, bcde is missing, bcdf is wrong.
    let third = 1.0 / 3.0;
    assert_eq!(counts("a b c d e", "a b c d f"), Counts { right: third, wrong: third, missing: third });
    // Shorter than a shingle is one.
    assert_eq!(counts("a b", "a b c"), Counts { right: 0.0, wrong: 0.5, missing: 0.5 });
    // What comes twice has to be found twice.
    assert_eq!(counts("a a a a a", "a a a a"), Counts { right: 0.5, wrong: 0.0, missing: 0.5 });
    assert_eq!(counts("a b c d", ""), Counts { right: 0.0, wrong: 0.0, missing: 1.0 });
    assert_eq!(counts("", ""), Counts::default());
}

#[test]
fn f1_is_of_the_means_and_pages_without_a_prediction_have_no_precision() {
    let body = |gold, predicted| Page { body: Some(counts(gold, predicted)), ..Page::default() };
    let pages = [body("a b c d e", "a b c d e"), body("a b c d", ""), body("a b c d e", "a b c d f")];
    let score = Score::of(&pages.each_ref());
    assert_eq!(score.precision, Some(0.75));
    assert_eq!(score.recall, Some(0.5));
    assert_eq!(score.f1, Some(0.6));
    assert_eq!(score.page_f1, Some(0.5));
    assert_eq!(score.accuracy, Some(0.0));
    assert_eq!(score.title_exact, None, "no gold says it");
    assert_eq!(Score::of(&[]).f1, None);
}

#[test]
fn snippets_are_found_whatever_the_white_space() {
    let list = |snippets: &[&str]| snippets.iter().map(|snippet| (*snippet).to_owned()).collect::<Vec<_>>();
    let found =
        Snippets::of(&list(&["the  quay", "no ferry"]), &list(&["Read more"]), "On the\n\nquay. Read\u{a0}more.");
    assert_eq!(found, Snippets { right: 1, wrong: 1, missing: 1 });
    let nothing = Snippets::of(&list(&["the quay"]), &list(&["Read more"]), " ");
    assert_eq!(nothing, Snippets { right: 0, wrong: 0, missing: 1 });
    let page = Page { snippets: Some(found), ..Page::default() };
    assert_eq!(Score::of(&[&page]).snippets_f1, Some(0.5));
}

#[test]
fn names_titles_and_days_are_compared_without_their_dressing() {
    assert_eq!(normal(" “The ﬁnal  Straße” – "), normal("the Final STRASSE"));
    let list = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
    assert_eq!(authors(&list(&["By Ada Quill and Lio Marsh"]), &list(&["lio marsh", "Ada Quill"])), 1.0);
    assert_eq!(authors(&list(&["Ada Quill"]), &list(&["Ada Quill", "Lio Marsh", "Alexander Andrews"])), 0.5);
    assert_eq!(authors(&list(&["Ada Quill"]), &[]), 0.0);
    assert_eq!(day("2026-03-01T23:59:00+13:00"), day("2026-03-01"));
    assert_eq!(day("2026-02-30"), None);
    assert_eq!(day("1 March 2026"), None);
}
