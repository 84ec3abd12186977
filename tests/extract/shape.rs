//! Shapes that pages get wrong, or that are made to be too much.

use dateline::article::{Block, Item, Text};

use super::{kinds, page, read};

/// A page that shows nothing and carries a script.
fn drawn(script: &str) -> String {
    format!(
        "<html><head><title>A story in a script of its own</title></head><body><div id=app></div><script>{script}</script></body></html>"
    )
}

fn paragraphs() -> String {
    let words =
        "long enough to count as one of its kind, it says, and then it says so again, so that nobody can miss it";
    ["One", "Two", "Three"]
        .map(|nth| format!("<p>{nth} paragraphs of a story that the page itself does not show, {words}, {words}.</p>"))
        .concat()
}

#[test]
fn no_table_is_wider_than_anyone_reads() {
    let wide = format!("<tr>{}</tr>", "<td>cell</td>".repeat(3_000));
    let spans = "<tr><td colspan=4000000000>a</td><td rowspan=99999999999>b</td></tr>".repeat(900);
    let story = read(&page(&format!("<table>{wide}{spans}</table>")));
    let Some(Block::Table { rows, .. }) = story.blocks.iter().find(|block| matches!(block, Block::Table { .. })) else {
        panic!("{:?}", kinds(&story))
    };
    assert!(rows.iter().all(|row| row.len() <= 64));
    assert!(rows.len() > 900);
}

#[test]
fn a_dash_is_not_who_said_it() {
    let said = "Nobody who was there that evening saw the second boat come in, whatever they say of it now.";
    for (under, expected) in [
        ("<cite>—</cite>", None),
        ("<footer>– </footer>", None),
        ("<p>—</p>", None),
        ("<cite>— Ada Brook</cite>", Some("Ada Brook")),
        ("<cite>—</cite><cite>Ada Brook</cite>", Some("Ada Brook")),
    ] {
        let story = read(&page(&format!("<blockquote><p>{said}</p>{under}</blockquote>")));
        let source = story.blocks.iter().find_map(|block| match block {
            Block::Quote { source, .. } => Some(source.as_ref().map(Text::to_plain)),
            _ => None,
        });
        assert_eq!(source.unwrap_or_else(|| panic!("{under}")).as_deref(), expected, "{under}");
    }
}

#[test]
fn a_paragraph_is_not_cut_where_the_page_shows_other_words() {
    let story = read(&page(
        "<p>• one row of it<br>• another row of it<button>Copy</button><br>• the last row of it, which is a good deal longer</p>",
    ));
    assert!(story.body().contains("another row of it"));
    assert!(!story.body().contains("Copy"));
    let whole = read(&page(
        "<p>• one row of it<br>• another row of it<br>• the last row of it, which is a good deal longer</p>",
    ));
    let list =
        whole.blocks.iter().find_map(|block| if let Block::List { items, .. } = block { Some(items) } else { None });
    let rows: Vec<String> = list.into_iter().flatten().map(|item: &Item| item.text.to_plain()).collect();
    assert_eq!(rows, ["one row of it", "another row of it", "the last row of it, which is a good deal longer"]);
}

#[test]
fn data_are_found_behind_much_that_is_none() {
    let story = serde_json::to_string(&paragraphs()).unwrap().replace('<', "\\u003C");
    for before in
        ["a={\"b\":".repeat(2_000), "f(".repeat(50_000), "x=\"{\";y='<p';".repeat(30), "{\"a\":[".repeat(5_000)]
    {
        let html = drawn(&format!("{before};window.page=(function(a){{return {{text:{story},id:a}}}}(7));"));
        assert_eq!(kinds(&read(&html)), ["paragraph"; 3], "{}", before.get(..8).unwrap_or_default());
    }
}

#[test]
fn styles_and_scripts_in_strings_are_no_story() {
    let code = "<p>.a{color:red}</p><p>.b{color:blue}</p>".repeat(200);
    let script = format!(
        "window.__STATE__={{\"header\":{},\"story\":{{\"html\":{}}}}};",
        serde_json::json!(code),
        serde_json::json!(paragraphs())
    );
    assert!(read(&drawn(&script.replace("</", "<\\/"))).body().starts_with("One paragraphs of a story"));
}
