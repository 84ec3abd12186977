//! Pages that want to do harm, each in its full size: for the test that asks what comes of them, and for the bench that
//! asks what they cost.

use std::fmt::Write as _;

/// What every page here begins with, and what must be left of it.
pub const FIRST: &str =
    "The first paragraph is long enough to be taken for prose, which is what it is, and it ends with a stop.";

/// A hostile page: its name and how it is made.
pub type Recipe = (&'static str, fn() -> String);

/// All of them.
pub const PAGES: &[Recipe] = &[
    ("20,000 nested div", || nested("<div>", "</div>", 20_000)),
    ("200,000 nested div, never closed", || nested("<div>", "", 200_000)),
    ("20,000 nested span with classes", || nested("<span class='a b c related'>", "</span>", 20_000)),
    ("20,000 nested lists", || nested("<ul><li>", "</li></ul>", 20_000)),
    ("20,000 nested tables", || nested("<table><tr><td>", "</td></tr></table>", 20_000)),
    ("20,000 nested tables, never closed", || nested("<table><tr><td>", "", 20_000)),
    ("20,000 nested quotes", || nested("<blockquote><p>q", "</blockquote>", 20_000)),
    ("20,000 nested figures", || nested("<figure><figcaption>", "</figcaption></figure>", 20_000)),
    ("20,000 nested custom elements", || nested("<x-y>", "</x-y>", 20_000)),
    ("20,000 nested bold and links", || nested("<b><a href=/x>", "", 20_000)),
    ("20,000 nested font, unlike", || numbered(20_000, |nth| format!("<font size={nth}>"))),
    ("20,000 nested svg groups", || nested("<svg><g>", "", 20_000)),
    ("20,000 nested math", || nested("<math><mrow>", "", 20_000)),
    ("20,000 nested buttons and paragraphs", || nested("<button><p>", "", 20_000)),
    ("20,000 nested templates", || nested("<template><div>", "", 20_000)),
    ("20,000 nested objects", || nested("<object>", "", 20_000)),
    ("20,000 nested ruby", || nested("<ruby><rt>", "", 20_000)),
    ("20,000 nested articles with headlines", || bare(&"<article><h1>A title</h1>".repeat(20_000))),
    ("20,000 div closed across tables", || nested("<div><table></div>", "", 20_000)),
    ("20,000 bold with wrong end tags", || nested("<b></i>", "", 2_000) + &"<p>word".repeat(20_000)),
    ("unlike bold, then 20,000 paragraphs", || {
        numbered(2_000, |nth| format!("<b id=n{nth}>")) + &"<p>word".repeat(20_000)
    }),
    ("20,000 forms in tables", || nested("<table><form><tr><td>", "", 20_000)),
    ("20,000 select and option", || nested("<select><option>", "", 20_000)),
    ("600,000 attributes on one tag", || wrap(&many_attributes("div", 600_000))),
    ("600,000 attributes on one end tag", || wrap(&many_attributes("/div", 600_000))),
    ("600,000 attributes on the body", || wrap(&many_attributes("body", 600_000))),
    ("600,000 attributes after a short comment", || wrap(&format!("<!-->{}", many_attributes("div", 600_000)))),
    ("600,000 attributes after a strange comment", || wrap(&format!("<!-- a --!>{}", many_attributes("div", 600_000)))),
    ("600,000 attributes after a nameless tag", || wrap(&format!("</>{}", many_attributes("div", 600_000)))),
    ("600,000 attributes in a title in a drawing", || {
        wrap(&format!("<svg><title>{}</title></svg>", many_attributes("div", 600_000)))
    }),
    ("600,000 attributes in a style in a select", || {
        wrap(&format!("<select><style>{}</style></select>", many_attributes("div", 600_000)))
    }),
    ("600,000 attributes on the end of a script", || wrap(&format!("<script>{}", many_attributes("/script", 600_000)))),
    ("600,000 attributes behind an end tag in a value", || {
        wrap(&format!("<style><a b=\"</style>{}\">", many_attributes("div", 600_000)))
    }),
    ("600,000 attributes behind an escaped script", || {
        wrap(&format!("<script><!--<script></script a=\"</script>{}\">", many_attributes("div", 600_000)))
    }),
    ("600,000 attributes in CDATA in a drawing", || {
        wrap(&format!("<svg><![CDATA[ > {} ]]></svg>", many_attributes("div", 600_000)))
    }),
    ("600,000 attributes on 2,400 tags", || wrap(&many_attributes("div", 250).repeat(2_400))),
    ("a class of 2 MB", || wrap(&format!("<div class='{}'>x</div>", "related side ad ".repeat(131_072)))),
    ("20,000 classes of 400 bytes", || wrap(&format!("<p class='{}'>x</p>", "a-b-c_d ".repeat(50)).repeat(20_000))),
    ("an address of 4 MB", || wrap(&format!("<p><a href='/{}'>x</a></p>", "a/../".repeat(800_000)))),
    ("an address of 1 MB over 20,000 pieces", || {
        wrap(&format!("<p><a href='/{}'>{}</a></p>", "a".repeat(1_000_000), "<b>x</b>y".repeat(20_000)))
    }),
    ("8 MB of words in one node", || wrap(&format!("<p>{}</p>", "word ".repeat(8 * 1024 * 1024 / 5)))),
    ("8 MB of one word", || wrap(&format!("<p>{}</p>", "x".repeat(8 * 1024 * 1024)))),
    ("8 MB of one word in a heading", || wrap(&format!("<h1>{}</h1>", "x".repeat(8 * 1024 * 1024)))),
    ("8 MB of preformatted lines", || wrap(&format!("<pre>{}</pre>", "line\n".repeat(8 * 1024 * 1024 / 5)))),
    ("10 MB of white space", || wrap(&format!("<p>{}</p>", " \n\t ".repeat(10 * 1024 * 1024 / 4)))),
    ("10 MB of white space in a caption", || {
        wrap(&format!("<figure><figcaption>{}</figcaption></figure>", " \n".repeat(5 * 1024 * 1024)))
    }),
    ("8 MB of combining marks", || wrap(&format!("<p>e{}</p>", "\u{301}".repeat(4 * 1024 * 1024)))),
    ("2,000,000 br", || wrap(&"<br>".repeat(2_000_000))),
    ("200,000 words between br", || wrap(&"word<br><br>".repeat(200_000))),
    ("1,000,000 entities", || wrap(&format!("<p>{}</p>", "&amp;".repeat(1_000_000)))),
    ("1,000,000 broken entities", || wrap(&format!("<p>{}</p>", "&#xD800;&nosuch;&".repeat(300_000)))),
    ("200,000 siblings", || wrap(&"<p>A short paragraph.</p>".repeat(200_000))),
    ("200,000 siblings of one class", || {
        wrap(&"<div class=x>A sentence of prose, long enough to be one.</div>".repeat(100_000))
    }),
    ("60,000 siblings and a heavy one at every depth", || ladder(60, 1_000)),
    ("100,000 links in a paragraph", || {
        wrap(&format!(
            "<p>{}</p>",
            numbered_plain(100_000, |nth| format!("<a href=/a/long/way/to/{nth}>link {nth}</a> "))
        ))
    }),
    ("100,000 links to related stories", || {
        wrap(&format!(
            "<ul class=related>{}</ul>",
            numbered_plain(100_000, |nth| format!("<li><a href=/a/long/way/to/{nth}>Four words or more</a>"))
        ))
    }),
    ("one link around 100,000 related stories", || {
        wrap(&format!(
            "<div class=related>{}</div>",
            "<a href=/a/long/way/to/it><div>".repeat(100) + &"<p>word</p>".repeat(100_000)
        ))
    }),
    ("5,000 articles", || {
        wrap(
            &"<article><p>A paragraph of an article that is one of very many, and long enough to count.</p></article>"
                .repeat(5_000),
        )
    }),
    ("20,000 headlines", || wrap(&"<h1>A headline of five words</h1>".repeat(20_000))),
    ("20,000 headlines that link", || {
        wrap(&"<li><h2><a href=/x>A headline</a></h2><p>A sentence.</p></li>".repeat(20_000))
    }),
    ("20,000 captions in one figure", || {
        wrap(&format!("<figure>{}</figure>", "<figcaption>A caption of it</figcaption>".repeat(20_000)))
    }),
    ("20,000 cells in a row", || {
        wrap(&format!("<table><tr>{}<tr>{}</table>", "<td>c".repeat(10_000), "<td>c".repeat(10_000)))
    }),
    ("60 columns in 2,000 rows", || {
        wrap(&format!("<table>{}</table>", format!("<tr>{}", "<td>c".repeat(60)).repeat(2_000)))
    }),
    ("a row of 10,000 cells over 2,000 of two", || {
        wrap(&format!("<table><tr>{}{}</table>", "<td>c".repeat(10_000), "<tr><td>c<td>d".repeat(1_900)))
    }),
    ("one cell of 100,000 pieces", || {
        wrap(&format!("<table><tr><td>a<td>b<tr><td>{}<td>b</table>", "<p>a".repeat(100_000)))
    }),
    ("20,000 tables", || wrap(&"<table><tr><td>a<td>b<tr><td>c<td>d</table>".repeat(20_000))),
    ("nested names of captions", || bare(&"<div class=caption>word ".repeat(20_000))),
    ("20,000 hidden elements", || {
        wrap(&"<p style='display:none;a:b;c:d' hidden aria-hidden=true>hidden</p>".repeat(20_000))
    }),
    ("a style of 4 MB", || wrap(&format!("<p style='{}'>x</p>", "a:b;".repeat(1_000_000)))),
    ("20,000 bylines", || wrap(&"<p class=byline>By Ada Quill and Lio Marsh</p>".repeat(20_000))),
    ("1 MB of authors", || head(&format!("<meta name=author content='{}'>", "Ada Quill and ".repeat(75_000)))),
    ("20,000 meta", || head(&"<meta property=og:title content='A title of five words'>".repeat(20_000))),
    ("20,000 links to itself", || head(&"<link rel=canonical href='https://example.org/a'>".repeat(20_000))),
    ("a page of scripts", || head(&"<script>var a = '<p>'; for (i=0; i<9; i++) {}</script>".repeat(50_000))),
    ("20,000 scripts of JSON-LD", || {
        head(&ld("{\"@type\":\"Person\",\"@id\":\"#p\",\"name\":\"Ada\"}").repeat(20_000))
    }),
    ("JSON-LD 100,000 deep", || head(&ld(&"[".repeat(100_000)))),
    ("JSON-LD 120 deep, 20,000 times", || {
        head(&ld(&format!("[{}]", vec![format!("{}{}", "[".repeat(120), "]".repeat(120)); 20_000].join(","))))
    }),
    ("JSON-LD with 100,000 authors by id", || {
        let people = numbered_plain(2_000, |nth| format!("{{\"@type\":\"Person\",\"@id\":\"#{nth}\"}},"));
        let authors = numbered_plain(100_000, |nth| format!("{{\"@id\":\"#{nth}x\"}},"));
        head(&ld(&format!(
            "[{people}{{\"@type\":\"NewsArticle\",\"headline\":\"A title of five words\",\"author\":[{authors}0]}}]"
        )))
    }),
    ("JSON-LD with a body of 4 MB", || {
        head(&ld(&format!(
            "{{\"@type\":\"NewsArticle\",\"headline\":\"A title\",\"articleBody\":\"{}\"}}",
            "word ".repeat(800_000)
        )))
    }),
    ("JSON-LD with 20,000 entities in the headline", || {
        head(&ld(&format!("{{\"@type\":\"NewsArticle\",\"headline\":\"{}\"}}", "&lt;b&gt;".repeat(800))).repeat(500))
    }),
    ("state of 200,000 small objects", || {
        bare(&next(&format!("[{}0]", "{\"type\":\"p\",\"text\":\"word\"},".repeat(200_000))))
    }),
    ("state of 500 nested paragraphs arrays", || {
        let paragraph = format!("{{\"type\":\"paragraph\",\"text\":\"{}\"}}", "word ".repeat(100));
        bare(&next(&format!(
            "{}{}",
            format!("[{paragraph},{paragraph},{paragraph},").repeat(100),
            "0".to_owned() + &"]".repeat(100)
        )))
    }),
    ("Fusion named 100,000 times", || head(&format!("<script>{}</script>", "Fusion.globalContent={".repeat(100_000)))),
    ("Fusion with control codes, broken 2,000 times", || {
        head(&format!("<script>{}</script>", "Fusion.globalContent={\"headline\":\"a\u{1}\",".repeat(2_000)))
    }),
    ("Fusion with 20,000 elements of tables", || {
        let element = "{\"type\":\"table\",\"rows\":[[{\"content\":\"a\"}]]}";
        bare(&format!(
            "<script>Fusion.globalContent={{\"headline\":\"A title\",\"contentCode\":\"free\",\"isPremium\":false,\"elements\":[{}{element}]}};</script>",
            format!("{element},").repeat(20_000)
        ))
    }),
    ("a comment of 8 MB", || wrap(&format!("<!--{}-->", " <b> -- ".repeat(1024 * 1024)))),
    ("a comment without an end", || wrap(&format!("<!--{}", " <b> -- ".repeat(1024 * 1024)))),
    ("8 MB of <", || wrap(&"<".repeat(8 * 1024 * 1024))),
    ("2,000,000 starts of tags", || wrap(&"<a ".repeat(2_000_000))),
    ("2,000,000 starts of end tags", || wrap(&"</a ".repeat(2_000_000))),
    ("1,000,000 quotes", || wrap(&"<a b=\"".repeat(1_000_000))),
    ("8 MB of nothing", || "\0".repeat(8 * 1024 * 1024) + "<p>"),
];

fn bare(head: &str) -> String {
    format!("<html><head><title>A title of five words</title>{head}</head><body></body></html>")
}

/// A page with a story, whose head also holds this.
pub fn head(inside: &str) -> String {
    page(inside, "", "")
}

/// A page with a story, in whose midst stands this.
pub fn wrap(inside: &str) -> String {
    page("", "", inside)
}

fn page(head: &str, before: &str, after: &str) -> String {
    format!(
        "<html><head><title>A title of five words</title>{head}</head><body>{before}<article>\
         <h1>A title of five words</h1><div class=body><p>{FIRST}</p>\
         <p>The second paragraph says in as many words that more will follow it, and nobody has reason to doubt it.</p>\
         <p>Between the two stands whatever the page is about, so that it is judged as a part of the story would be.</p>\
         {after}</div></article></body></html>"
    )
}

fn nested(open: &str, close: &str, times: usize) -> String {
    wrap(&format!("{}deep inside{}", open.repeat(times), close.repeat(times)))
}

fn numbered(times: usize, make: impl Fn(usize) -> String) -> String {
    wrap(&numbered_plain(times, make))
}

fn numbered_plain(times: usize, make: impl Fn(usize) -> String) -> String {
    (0..times).map(make).collect()
}

fn many_attributes(name: &str, times: usize) -> String {
    let mut tag = format!("<{name}");
    for nth in 0..times {
        let _ = write!(tag, " a{nth}=1");
    }
    tag.push('>');
    tag
}

/// At each step many small siblings and one that holds nearly everything.
fn ladder(steps: usize, siblings: usize) -> String {
    let step = "<div>x</div>".repeat(siblings) + "<div>";
    wrap(&format!("{}<p>{}</p>", step.repeat(steps), "A sentence of prose. ".repeat(1_000)))
}

fn ld(json: &str) -> String {
    format!("<script type='application/ld+json'>{json}</script>")
}

fn next(json: &str) -> String {
    format!("<script id=__NEXT_DATA__ type='application/json'>{{\"props\":{json}}}</script>")
}
