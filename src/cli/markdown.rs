//! A story as Markdown (`CommonMark`, with tables), for files of one's own.

use crate::article::{Article, Block, Inline, Item, Text};
use crate::clock::Zone;

/// The story with its address; every line of it is the story's words, never markup that stood in them.
pub(super) fn of(article: &Article, address: &str, zone: Zone) -> String {
    let mut parts = vec![format!("# {}", escaped(&article.title))];
    parts.extend(article.standfirst.as_ref().map(|words| format!("*{}*", escaped(words))));
    let authors = (!article.authors.is_empty()).then(|| format!("By {}", escaped(&article.authors.join(", "))));
    let at = article.published.map(|at| zone.day_and_time(at.to_utc()));
    let labels = article.labels.iter().map(|label| label.word().to_owned());
    let byline: Vec<String> = authors.into_iter().chain(at).chain(labels).collect();
    parts.extend((!byline.is_empty()).then(|| byline.join(" · ")));
    parts.push(format!("<{address}>"));
    parts.extend(article.blocks.iter().map(block).filter(|part| !part.is_empty()));
    if !article.related.is_empty() {
        parts.push("## Related stories".to_owned());
        let related = article.related.iter().map(|story| format!("- {}", link(&escaped(&story.title), &story.url)));
        parts.push(related.collect::<Vec<_>>().join("\n"));
    }
    parts.join("\n\n") + "\n"
}

fn block(block: &Block) -> String {
    match block {
        Block::Heading { level, text } => format!("{} {}", "#".repeat(usize::from(*level)), inline(text)),
        Block::Paragraph { text } => line(text),
        Block::Quote { paragraphs, source } => {
            let source = source.iter().map(|source| format!("— {}", inline(source)));
            let paragraphs: Vec<String> =
                paragraphs.iter().map(line).chain(source).map(|words| format!("> {words}")).collect();
            paragraphs.join("\n>\n")
        }
        Block::List { ordered, items } => list(*ordered, items),
        // The picture itself would be fetched by whatever shows the file.
        Block::Figure { caption, credit, .. } => {
            let words = caption.iter().map(line).chain(credit.iter().map(|credit| format!("({})", escaped(credit))));
            words.collect::<Vec<_>>().join(" ")
        }
        Block::Table { header, rows } => table(*header, rows),
        Block::Code { lines } => {
            let longest = lines.iter().map(|line| ticks(line)).max().unwrap_or(0);
            let fence = "`".repeat(3.max(longest + 1));
            format!("{fence}\n{}\n{fence}", lines.join("\n"))
        }
        Block::Rule => "---".to_owned(),
        Block::Embed { what, title, url } => {
            let words = title.as_ref().map_or_else(|| what.clone(), |title| format!("{what}: {title}"));
            link(&escaped(&words), url)
        }
    }
}

fn list(ordered: bool, items: &[Item]) -> String {
    let mut lines = Vec::with_capacity(items.len());
    // The number of the last row at each depth.
    let mut numbers: Vec<usize> = Vec::new();
    for item in items {
        // A row deeper than by one would be preformatted.
        let depth = usize::from(item.depth).min(numbers.len());
        numbers.truncate(depth + 1);
        if numbers.len() <= depth {
            numbers.push(0);
        }
        let number = numbers.last_mut().map_or(1, |last| {
            *last += 1;
            *last
        });
        let bullet = if ordered { format!("{number}.") } else { "-".to_owned() };
        lines.push(format!("{}{bullet} {}", "    ".repeat(depth), line(&item.text)));
    }
    lines.join("\n")
}

fn table(header: bool, rows: &[Vec<Text>]) -> String {
    let columns = rows.first().map_or(0, Vec::len);
    let row = |cells: Vec<String>| format!("| {} |", cells.join(" | "));
    let mut lines: Vec<String> = rows.iter().map(|cells| row(cells.iter().map(inline).collect())).collect();
    if !header {
        lines.insert(0, row(vec![String::new(); columns]));
    }
    lines.insert(1.min(lines.len()), row(vec!["---".to_owned(); columns]));
    lines.join("\n")
}

/// Text that begins a line: it must not be taken for a heading, a list, a quote.
fn line(text: &Text) -> String {
    let words = inline(text);
    let digits = words.chars().take_while(char::is_ascii_digit).count();
    let after = words.chars().nth(digits);
    match words.chars().next() {
        Some('#' | '-' | '+' | '>' | '=') => format!("\\{words}"),
        // A digit is one byte.
        Some('0'..='9') if matches!(after, Some('.' | ')')) => {
            format!("{}\\{}", words.get(..digits).unwrap_or_default(), words.get(digits..).unwrap_or_default())
        }
        _ => words,
    }
}

fn inline(text: &Text) -> String {
    text.inlines().iter().map(piece).collect()
}

/// Marks stand close to the words: blanks at the ends come out of them.
fn piece(piece: &Inline) -> String {
    let words = piece.text.trim();
    if words.is_empty() {
        return piece.text.clone();
    }
    let before = if piece.text.starts_with(' ') { " " } else { "" };
    let after = if piece.text.ends_with(' ') { " " } else { "" };
    let mut marked = if piece.face.code {
        let fence = "`".repeat(ticks(words) + 1);
        let blank = if words.starts_with('`') || words.ends_with('`') { " " } else { "" };
        format!("{fence}{blank}{words}{blank}{fence}")
    } else {
        escaped(words)
    };
    for (is_marked, mark) in [(piece.face.emphasis, "*"), (piece.face.strong, "**")] {
        if is_marked {
            marked = format!("{mark}{marked}{mark}");
        }
    }
    if let Some(address) = &piece.link {
        marked = link(&marked, address);
    }
    format!("{before}{marked}{after}")
}

fn link(words: &str, address: &str) -> String {
    format!("[{words}](<{}>)", address.replace('<', "%3C").replace('>', "%3E").replace('\\', "%5C"))
}

fn escaped(words: &str) -> String {
    let mut escaped = String::with_capacity(words.len());
    for c in words.chars() {
        if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '~' | '&') {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}

/// The longest run of back-ticks.
fn ticks(words: &str) -> usize {
    words.split(|c| c != '`').map(str::len).max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::of;
    use crate::article::{Article, Block, Face, Item, Text};
    use crate::clock::Zone;

    fn body(blocks: Vec<Block>) -> String {
        let article = Article { title: "T".to_owned(), blocks, ..Article::default() };
        let page = of(&article, "https://a.example/", Zone::utc());
        page.strip_prefix("# T\n\n<https://a.example/>\n\n").unwrap_or(&page).trim_end().to_owned()
    }

    fn paragraph(words: &str) -> Block {
        Block::Paragraph { text: Text::plain(words) }
    }

    #[test]
    fn words_are_never_markup() {
        for (words, written) in [
            ("# no heading", "\\# no heading"),
            ("- no list", "\\- no list"),
            ("1. no list", "1\\. no list"),
            ("1066 was a year", "1066 was a year"),
            ("> no quote", "\\> no quote"),
            (
                "a *b* _c_ [d](e) <f> `g` \\h &amp; i|j",
                "a \\*b\\* \\_c\\_ \\[d\\](e) \\<f\\> \\`g\\` \\\\h \\&amp; i\\|j",
            ),
        ] {
            assert_eq!(body(vec![paragraph(words)]), written);
        }
    }

    #[test]
    fn marks_and_links_are_markup() {
        let mut text = Text::default();
        text.push("All of ", Face::default(), None);
        text.push("this ", Face { strong: true, ..Face::default() }, None);
        text.push("and `that`", Face { code: true, ..Face::default() }, None);
        text.push(" is ", Face::default(), None);
        text.push("here", Face { emphasis: true, ..Face::default() }, Some("https://b.example/(c)"));
        text.push(".", Face::default(), None);
        let written = "All of **this** `` and `that` `` is [*here*](<https://b.example/(c)>).";
        assert_eq!(body(vec![Block::Paragraph { text }]), written);
    }

    #[test]
    fn lists_tables_quotes_and_code_keep_their_shape() {
        let item = |depth, words| Item { depth, text: Text::plain(words) };
        let items = vec![item(0, "a"), item(3, "b"), item(1, "c"), item(0, "2. d")];
        assert_eq!(body(vec![Block::List { ordered: true, items }]), "1. a\n    1. b\n    2. c\n2. 2\\. d");
        let rows =
            vec![vec![Text::plain("Time"), Text::plain("Level")], vec![Text::plain("18:00"), Text::plain("3|1")]];
        let written = "| Time | Level |\n| --- | --- |\n| 18:00 | 3\\|1 |";
        assert_eq!(body(vec![Block::Table { header: true, rows: rows.clone() }]), written);
        let written = "|  |  |\n| --- | --- |\n| Time | Level |\n| 18:00 | 3\\|1 |";
        assert_eq!(body(vec![Block::Table { header: false, rows }]), written);
        let quote = Block::Quote {
            paragraphs: vec![Text::plain("One."), Text::plain("Two.")],
            source: Some(Text::plain("R. Senn")),
        };
        assert_eq!(body(vec![quote]), "> One.\n>\n> Two.\n>\n> — R. Senn");
        let lines = vec!["```".to_owned(), "  a".to_owned()];
        assert_eq!(body(vec![Block::Code { lines }]), "````\n```\n  a\n````");
    }
}
