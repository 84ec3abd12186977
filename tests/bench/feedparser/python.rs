//! As much of Python as the expectations of feedparser's tests are written in.

/// A value that an expectation compares with.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    Words(String),
    Number(i64),
    Tuple(Vec<i64>),
}

/// A step of `entries[0]['title_detail']['value']`: a name or an index.
#[derive(Debug, Clone, PartialEq)]
pub enum Step {
    Name(String),
    Index(usize),
}

/// One claim of an expectation, of those that stand side by side.
#[derive(Debug, Clone, PartialEq)]
pub enum Claim {
    /// `path == value`.
    Equal(Vec<Step>, Value),
    /// `ord(path) == number`: the path is one character.
    Character(Vec<Step>, char),
    /// `bozo`, `not bozo`, `1`: nothing about what is in the feed.
    Empty,
    /// Anything else.
    Other(String),
}

/// The claims of `a and b and (c)`.
pub fn claims(expression: &str) -> Vec<Claim> {
    pieces(expression, " and ").iter().map(|piece| claim(bare(piece))).collect()
}

fn claim(piece: &str) -> Claim {
    if matches!(piece, "bozo" | "not bozo" | "bozo == 1" | "1") {
        return Claim::Empty;
    }
    let other = || Claim::Other(piece.to_owned());
    let sides = pieces(piece, "==");
    let [left, right] = sides.as_slice() else { return other() };
    let (left, right) = (bare(left), bare(right));
    if let Some(inner) = left.strip_prefix("ord(").and_then(|rest| rest.strip_suffix(')')) {
        let code = right.parse().ok().and_then(char::from_u32);
        return path(inner).zip(code).map_or_else(other, |(path, c)| Claim::Character(path, c));
    }
    match (path(left), value(right)) {
        (Some(path), Some(value)) => Claim::Equal(path, value),
        _ => other(),
    }
}

/// `text` cut at `mark`, where that stands neither in quotes nor in brackets.
fn pieces(text: &str, mark: &str) -> Vec<String> {
    let mut pieces = vec![String::new()];
    let (mut depth, mut quote, mut escaped) = (0_usize, None, false);
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        if depth == 0
            && quote.is_none()
            && let Some(after) = rest.strip_prefix(mark)
        {
            pieces.push(String::new());
            rest = after;
            continue;
        }
        match (c, quote) {
            (c, Some(open)) if c == open && !escaped => quote = None,
            ('\'' | '"', None) => quote = Some(c),
            ('(' | '[' | '{', None) => depth += 1,
            (')' | ']' | '}', None) => depth = depth.saturating_sub(1),
            _ => {}
        }
        escaped = c == '\\' && !escaped && quote.is_some();
        pieces.last_mut().expect("there is always one").push(c);
        rest = rest.get(c.len_utf8()..).unwrap_or_default();
    }
    pieces
}

/// Without blanks and brackets around it.
fn bare(piece: &str) -> &str {
    let piece = piece.trim();
    match piece.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) {
        // A tuple keeps its brackets.
        Some(inner) if inner.contains("==") => inner.trim(),
        _ => piece,
    }
}

/// The steps of a path from `entries` or `feed`.
fn path(text: &str) -> Option<Vec<Step>> {
    let end = text.find(['.', '[']).unwrap_or(text.len());
    let (root, mut rest) = text.split_at_checked(end)?;
    if !matches!(root, "entries" | "feed") {
        return None;
    }
    let mut steps = vec![Step::Name(root.to_owned())];
    while !rest.is_empty() {
        if let Some(after) = rest.strip_prefix('.') {
            let end = after.find(['.', '[']).unwrap_or(after.len());
            let (name, after) = after.split_at_checked(end)?;
            if !name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_') {
                return None;
            }
            steps.push(Step::Name(name.to_owned()));
            rest = after;
        } else {
            let (inside, after) = rest.strip_prefix('[')?.split_once(']')?;
            let quoted = inside.strip_prefix(['\'', '"']).and_then(|inner| inner.strip_suffix(['\'', '"']));
            steps.push(match quoted {
                Some(name) => Step::Name(name.to_owned()),
                None => Step::Index(inside.parse().ok()?),
            });
            rest = after;
        }
    }
    Some(steps)
}

fn value(text: &str) -> Option<Value> {
    if let Ok(number) = text.parse() {
        return Some(Value::Number(number));
    }
    if let Some(inner) = text.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) {
        let numbers: Result<Vec<i64>, _> = inner.split(',').map(|number| number.trim().parse()).collect();
        return numbers.ok().map(Value::Tuple);
    }
    let mut words = String::new();
    for piece in pieces(text, "+") {
        words.push_str(&string(piece.trim())?);
    }
    Some(Value::Words(words))
}

/// `'…'`, `u"…"`, `'''…'''`.
fn string(text: &str) -> Option<String> {
    let (is_raw, text) = match text.strip_prefix('r') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('u').unwrap_or(text)),
    };
    let inner = ["'''", "\"\"\"", "'", "\""]
        .iter()
        .find_map(|quote| text.strip_prefix(quote).and_then(|rest| rest.strip_suffix(quote)))?;
    if is_raw {
        return Some(inner.to_owned());
    }
    let mut words = String::new();
    let mut characters = inner.chars();
    while let Some(c) = characters.next() {
        if c != '\\' {
            words.push(c);
            continue;
        }
        words.push(match characters.next()? {
            'n' => '\n',
            't' => '\t',
            'r' => '\r',
            'x' => hex(&mut characters, 2)?,
            'u' => hex(&mut characters, 4)?,
            'U' => hex(&mut characters, 8)?,
            other => other,
        });
    }
    Some(words)
}

fn hex(characters: &mut std::str::Chars<'_>, digits: usize) -> Option<char> {
    let code: String = characters.by_ref().take(digits).collect();
    char::from_u32(u32::from_str_radix(&code, 16).ok()?)
}
