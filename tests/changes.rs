//! What changed between two versions of a story: which versions are the same, what came, what went, and at what cost.

use dateline::article::{Article, Block, Place, Text};
use dateline::changes::{Change, Changes, Row, carried};
use dateline::clock::Zone;
use dateline::page::{Page, Setting};

fn paragraph(words: &str) -> Block {
    Block::Paragraph { text: Text::plain(words) }
}

fn story(title: &str, paragraphs: &[&str]) -> Article {
    Article {
        title: title.to_owned(),
        blocks: paragraphs.iter().map(|words| paragraph(words)).collect(),
        ..Article::default()
    }
}

/// The comparison as it is read, without its note.
fn told(was: &Article, is: &Article) -> Vec<String> {
    let Some(changes) = Changes::between(was, is) else { panic!("too long") };
    let setting = Setting {
        width: 200,
        measure: 200,
        paragraphs: dateline::page::Paragraphs::Spaced,
        typesetting: dateline::page::typeset::Typesetting::default(),
        numbers: false,
        link_list: false,
        zone: Zone::utc(),
    };
    let page = Page::of_changes(&changes, "note", setting);
    let lines = page.lines.iter().map(dateline::page::Line::to_plain);
    lines.filter(|line| !line.is_empty()).skip(1).collect()
}

#[test]
fn what_is_read_makes_a_version_and_nothing_else_does() {
    let was = story("The “bridge” stays", &["It will be mended.", "In autumn."]);
    let same = [
        story("The \"bridge\" stays ", &["It will be mended.", "In autumn."]),
        Article { authors: vec!["Ada Quill".to_owned()], ..was.clone() },
        Article { kicker: Some("Harbour".to_owned()), labels: vec![dateline::news::Label::Updated], ..was.clone() },
        Article { updated: Some(chrono::DateTime::UNIX_EPOCH.fixed_offset()), ..was.clone() },
        Article {
            related: vec![dateline::article::Related { title: "Pies".to_owned(), url: String::new() }],
            ..was.clone()
        },
        Article {
            blocks: [
                vec![Block::Figure { caption: Some(Text::plain("Open.")), credit: None, image: None }],
                was.blocks.clone(),
            ]
            .concat(),
            ..was.clone()
        },
    ];
    for (index, other) in same.iter().enumerate() {
        assert_eq!(other.version(), was.version(), "{index}");
    }
    let others = [
        story("The bridge goes", &["It will be mended.", "In autumn."]),
        story("The “bridge” stays", &["It will be mended.", "In spring."]),
        story("The “bridge” stays", &["In autumn."]),
        Article { standfirst: Some("For now.".to_owned()), ..was.clone() },
    ];
    for (index, other) in others.iter().enumerate() {
        assert_ne!(other.version(), was.version(), "{index}");
    }
}

#[test]
fn words_and_paragraphs_that_came_and_went_are_marked() {
    let one = "The council voted nine to four on Sunday to mend the crossing.";
    let two = "The mending begins in autumn.";
    let table: &[(&[&str], &[&str], &[&str])] = &[
        (&[one], &[one, two], &[one, "{+The mending begins in autumn.+}"]),
        (&[one, two], &[two], &["[-The council voted nine to four on Sunday to mend the crossing.-]", two]),
        (
            &[one, two],
            &["The council voted ten to three on Sunday to mend the crossing.", two],
            &["The council voted [-nine-] {+ten+} to [-four-] {+three+} on Sunday to mend the crossing.", two],
        ),
        // What has little in common was not rewritten.
        (&[two], &["Nobody fished."], &["{+Nobody fished.+}", "[-The mending begins in autumn.-]"]),
        (&["It’s “so”."], &["It's \"so\"."], &["It's \"so\"."]),
    ];
    for (was, is, expected) in table {
        let mut lines = told(&story("Bridge", was), &story("Bridge", is));
        assert_eq!(lines.remove(0), "Bridge");
        assert_eq!(lines, *expected);
    }
}

#[test]
fn a_new_headline_and_a_new_summary_are_told() {
    let was = Article { standfirst: Some("Nine to four.".to_owned()), ..story("Bridge goes", &["It is old."]) };
    let is = Article { standfirst: Some("Ten to four.".to_owned()), ..story("Bridge stays", &["It is old."]) };
    assert_eq!(
        told(&was, &is),
        ["Headline was: Bridge goes", "Bridge stays", "[-Nine-] {+Ten+} to four.", "It is old."]
    );
}

#[test]
fn a_live_story_that_grows_has_its_news_on_top_and_the_rest_in_one_line() {
    let old: Vec<String> = (1..=9).map(|n| format!("Entry number {n} of the day.")).collect();
    let old: Vec<&str> = old.iter().map(String::as_str).collect();
    let new = [vec!["The ferry is back."], old.clone()].concat();
    assert_eq!(
        told(&story("Live", &old), &story("Live", &new)),
        ["Live", "{+The ferry is back.+}", "Entry number 1 of the day.", "… 8 paragraphs unchanged"]
    );
}

#[test]
fn however_long_the_versions_are_the_work_is_bounded() {
    let words = |from: usize, count: usize| (from..from + count).map(|n| format!("w{n}")).collect::<Vec<_>>().join(" ");
    // One endless paragraph is told of as a whole.
    let (was, is) = (story("Long", &[&words(0, 400_000)]), story("Long", &[&words(10, 400_000)]));
    let Some(changes) = Changes::between(&was, &is) else { panic!("one paragraph is not many") };
    let kinds = changes.rows.iter().filter_map(|row| match row {
        Row::Paragraph { runs, .. } => runs.first().map(|(change, _)| *change),
        Row::Unchanged { .. } => None,
    });
    assert_eq!(kinds.collect::<Vec<_>>(), [Change::Removed, Change::Inserted]);
    // So are those that come after many words were compared.
    let many = |shift: usize| (0..200).map(|n| words(n * 1000 + shift, 300)).collect::<Vec<_>>();
    let article = |paragraphs: &[String]| story("Many", &paragraphs.iter().map(String::as_str).collect::<Vec<_>>());
    let Some(changes) = Changes::between(&article(&many(0)), &article(&many(1))) else { panic!("200 are not many") };
    assert_eq!(changes.rows.len(), 50 + 150 * 2);
    // Too many paragraphs are not compared.
    let crowd: Vec<String> = (0..5000).map(|n| n.to_string()).collect();
    assert_eq!(Changes::between(&article(&crowd), &article(&crowd)), None);
}

#[test]
fn a_place_goes_with_its_paragraph() {
    let was = story("Bridge", &["One.", "Two.", "Three."]);
    let at = |block| Place { block, byte: 0 };
    let table: &[(&[&str], u32, u32)] = &[
        (&["One.", "Two.", "Three."], 2, 2),
        (&["New.", "Newer.", "One.", "Two.", "Three."], 2, 4),
        (&["Three."], 2, 1),
        (&["Other."], 2, 2),
        (&["New.", "One."], 0, 0),
    ];
    for (is, from, to) in table {
        assert_eq!(carried(&was, &story("Bridge", is), at(*from)), at(*to), "{is:?}");
    }
}
