//! Markup as it comes: tags and text out of a document that claims to be XML and may not be.
//!
//! Never fails: what is no XML is read as a person would read it, and [`Tokens::is_repaired`] says that it happened.

use std::borrow::Cow;

/// The most that one tag may span. Past it a quote was left open, and the tag ends at the next `>`.
const TAG_AT_MOST: usize = 16 * 1024;

/// A piece of the document.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Token<'a> {
    /// `<name …>`; also the first half of `<name …/>`, whose second half follows as [`Token::End`].
    Start(Tag<'a>),
    /// `</name>`.
    End(&'a str),
    /// Characters between tags, references resolved: those of XML; a name that only HTML knows stays as it is.
    Text(Cow<'a, str>),
}

/// A start tag.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Tag<'a> {
    /// With its prefix, as written.
    pub name: &'a str,
    /// All that stands after the name.
    pub inside: &'a str,
}

/// Reads a document from its start to its end, once.
#[derive(Debug, Clone)]
pub(super) struct Tokens<'a> {
    rest: &'a str,
    /// The end tag of an element that was written as `<name/>`.
    pending_end: Option<&'a str>,
    /// How far from the document's end the next `]]>` is, once it was looked for; 0 for none.
    data_end_ahead: Option<usize>,
    /// False once there is no `-->` any more.
    comments_end: bool,
    repaired: bool,
}

impl<'a> Tokens<'a> {
    pub(super) fn of(document: &'a str) -> Self {
        Self { rest: document, pending_end: None, data_end_ahead: None, comments_end: true, repaired: false }
    }

    /// True once something was met that is not well-formed.
    pub(super) fn is_repaired(&self) -> bool {
        self.repaired
    }

    /// Skips past the next `end`; what stood before it.
    fn until(&mut self, end: &str) -> &'a str {
        if let Some((before, after)) = self.rest.split_once(end) {
            self.rest = after;
            return before;
        }
        self.repaired = true;
        std::mem::take(&mut self.rest)
    }

    /// What stands in a `<![CDATA[`. One that was never closed ends with the field that it stands in, and not at the end
    /// of some later item's.
    fn character_data(&mut self) -> &'a str {
        let end = self.data_end();
        let next = self.rest.find("<![CDATA[").filter(|&next| end.is_some_and(|end| next < end));
        let before_next = next.and_then(|next| self.rest.get(..next)).unwrap_or_default();
        if end.is_some() && !["</item>", "</entry>"].iter().any(|item| before_next.contains(item)) {
            return self.until("]]>");
        }
        self.repaired = true;
        let end = self.rest.find("</").unwrap_or(self.rest.len());
        let (data, rest) = self.rest.split_at_checked(end).unwrap_or((self.rest, ""));
        self.rest = rest;
        data
    }

    /// Where the next `]]>` is. Looked for once, however many a `<![CDATA[` stands before it.
    fn data_end(&mut self) -> Option<usize> {
        let left = self.rest.len();
        let ahead = match self.data_end_ahead {
            Some(ahead) if ahead <= left => ahead,
            _ => self.rest.find("]]>").map_or(0, |at| left - at),
        };
        self.data_end_ahead = Some(ahead);
        (ahead > 0).then(|| left - ahead)
    }

    /// A comment that never ends must not take the rest of the feed along.
    fn comment(&mut self) {
        if !self.comments_end {
            self.until(">");
        } else if let Some((_, after)) = self.rest.split_once("-->") {
            self.rest = after;
        } else {
            self.comments_end = false;
            self.repaired = true;
            self.until(">");
        }
    }

    /// `<!DOCTYPE …>`: passed over with its internal subset. Entities declared there are never expanded, so one that
    /// is made of a billion others costs nothing.
    fn declaration(&mut self) {
        let head = self.rest.split('>').next().unwrap_or_default();
        if head.contains('[') {
            self.until("]");
        }
        self.until(">");
    }

    fn tag(&mut self) -> Option<Token<'a>> {
        if let Some(rest) = self.rest.strip_prefix('/') {
            self.rest = rest;
            let name = self.until(">").trim();
            return Some(Token::End(name));
        }
        let Some(end) = end_of_tag(self.rest) else {
            self.repaired = true;
            self.rest = "";
            return None;
        };
        let (tag, rest) = self.rest.split_at_checked(end)?;
        self.rest = rest.strip_prefix('>').unwrap_or(rest);
        let closed = tag.strip_suffix('/');
        let tag = closed.unwrap_or(tag);
        let name_end = tag.find(|c: char| c.is_whitespace() || c == '/').unwrap_or(tag.len());
        let (name, inside) = tag.split_at_checked(name_end)?;
        if inside.contains('&') {
            resolve(inside, &mut self.repaired);
        }
        if closed.is_some() {
            self.pending_end = Some(name);
        }
        Some(Token::Start(Tag { name, inside }))
    }
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        if let Some(name) = self.pending_end.take() {
            return Some(Token::End(name));
        }
        loop {
            let Some(rest) = self.rest.strip_prefix('<') else {
                if self.rest.is_empty() {
                    return None;
                }
                let end = self.rest.find('<').unwrap_or(self.rest.len());
                let (text, rest) = self.rest.split_at_checked(end)?;
                self.rest = rest;
                return Some(Token::Text(resolve(text, &mut self.repaired)));
            };
            self.rest = rest;
            if let Some(rest) = rest.strip_prefix("!--") {
                self.rest = rest;
                self.comment();
            } else if let Some(rest) = rest.strip_prefix("![CDATA[") {
                self.rest = rest;
                return Some(Token::Text(Cow::Borrowed(self.character_data())));
            } else if rest.starts_with('?') {
                self.until("?>");
            } else if rest.strip_prefix('!').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_alphabetic())) {
                self.declaration();
            } else if rest.starts_with(|c: char| c.is_alphabetic() || matches!(c, '_' | ':' | '/')) {
                return self.tag();
            } else {
                self.repaired = true;
                return Some(Token::Text(Cow::Borrowed("<")));
            }
        }
    }
}

/// Where the `>` of the tag at the start of `rest` is: the first that is not inside quotes.
fn end_of_tag(rest: &str) -> Option<usize> {
    let mut quote = None;
    for (at, byte) in rest.bytes().enumerate().take(TAG_AT_MOST) {
        match (byte, quote) {
            (b'>', None) => return Some(at),
            (b'"' | b'\'', None) => quote = Some(byte),
            (_, Some(open)) if byte == open => quote = None,
            _ => {}
        }
    }
    rest.find('>')
}

impl<'a> Tag<'a> {
    /// The name without its prefix.
    pub(super) fn local(self) -> &'a str {
        split_name(self.name).1
    }

    /// The value of the attribute `name` (with prefix, as written), references resolved.
    pub(super) fn attribute(self, name: &str) -> Option<String> {
        let mut ignored = false;
        self.attributes()
            .find(|(key, _)| key.eq_ignore_ascii_case(name))
            .map(|(_, raw)| resolve(raw, &mut ignored).into_owned())
    }

    /// Names and raw values.
    pub(super) fn attributes(self) -> impl Iterator<Item = (&'a str, &'a str)> {
        let mut rest = self.inside;
        std::iter::from_fn(move || {
            let (key, after) = rest.split_once('=')?;
            let key = key.trim().rsplit(char::is_whitespace).next().unwrap_or_default();
            let after = after.trim_start();
            let quote = after.chars().next().filter(|c| matches!(c, '"' | '\''));
            let (value, after) = match quote {
                Some(quote) => after.strip_prefix(quote)?.split_once(quote)?,
                None => after.split_once(char::is_whitespace).unwrap_or((after, "")),
            };
            rest = after;
            Some((key, value))
        })
    }
}

/// Prefix and local part.
pub(super) fn split_name(name: &str) -> (&str, &str) {
    name.split_once(':').unwrap_or(("", name))
}

/// Resolves the references of XML; anything else that starts with `&` stays as it is and counts as repaired.
fn resolve<'a>(text: &'a str, repaired: &mut bool) -> Cow<'a, str> {
    let Some((before, mut rest)) = text.split_once('&') else {
        return Cow::Borrowed(text);
    };
    let mut resolved = String::with_capacity(text.len());
    resolved.push_str(before);
    loop {
        if let Some((c, after)) = reference(rest) {
            resolved.extend(c);
            rest = after;
        } else {
            *repaired = true;
            resolved.push('&');
        }
        let Some((before, after)) = rest.split_once('&') else {
            resolved.push_str(rest);
            return Cow::Owned(resolved);
        };
        resolved.push_str(before);
        rest = after;
    }
}

/// The character that the reference at the start of `rest` (its `&` taken off) means, and what follows it. `Some(None)`
/// for a number that means none.
fn reference(rest: &str) -> Option<(Option<char>, &str)> {
    let end = rest.bytes().take(12).position(|b| b == b';')?;
    let (name, after) = rest.split_at_checked(end)?;
    let after = after.strip_prefix(';')?;
    let c = match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16),
                None => number.parse(),
            };
            char::from_u32(code.ok()?)
        }
    };
    Some((c, after))
}
