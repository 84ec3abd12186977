//! What a hostile page may ask of the parser: hundreds of thousands of attributes on one tag (each compared with all
//! before it), thousands of open elements (walked for every new one), formatting that is opened again in every
//! paragraph, and a tree without end. Each tag is looked at before the tokenizer reads it, and each token before the
//! tree is built of it; what goes beyond the limits is left out, and an ordinary page loses nothing.

use std::cell::{Cell, RefCell};

use ego_tree::NodeId;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};
use html5ever::tree_builder::{TreeBuilder, TreeBuilderOpts, TreeSink};
use html5ever::{LocalName, TokenizerResult, local_name};
use memchr::{memchr, memmem};
use scraper::{Html, HtmlTreeSink};

use super::decode;

/// Blink stops at 512 open elements.
const DEPTH_AT_MOST: usize = 400;
/// How often the depth is measured, in start tags.
const MEASURED_EVERY: u32 = 32;
/// Open `<b>`, `<font>` and the like, each of which is opened again in every paragraph that follows.
const FORMATS_AT_MOST: usize = 48;
/// Attributes of one tag.
const ATTRIBUTES_AT_MOST: usize = 256;
/// Bytes of one attribute. Addresses are shorter; what is longer is data for a script.
const VALUE_AT_MOST: usize = 16 * 1024;
/// Bytes after which the size of the tree is looked at.
const RUN_AT_MOST: usize = 8 * 1024;
/// Faults of one run of text.
const FAULTS_AT_MOST: usize = 16;
/// Nodes of one tree. The largest page of a news corpus has about 40,000.
const NODES_AT_MOST: usize = 250_000;
/// Bytes of one page: far more than is ever fetched.
const BYTES_AT_MOST: usize = 64 * 1024 * 1024;

/// The page as a tree of bounded depth and size.
pub fn parse(html: &str) -> Html {
    let html = decode::head(html, BYTES_AT_MOST);
    let whole = StrTendril::from_slice(html);
    let queue = BufferQueue::default();
    let tokenizer = Tokenizer::new(Gate::default(), TokenizerOpts::default());
    let mut at = 0;
    while let Some(rest) = html.get(at..).filter(|rest| !rest.is_empty())
        && tokenizer.sink.has_room()
    {
        let (length, use_of_it) = tokenizer.sink.look(rest);
        let range = u32::try_from(at).ok().zip(u32::try_from(length).ok());
        let Some(Ok(piece)) = range.map(|(at, length)| whole.try_subtendril(at, length)) else { break };
        match use_of_it {
            Use::Read => {
                queue.push_back(piece);
                while !matches!(tokenizer.feed(&queue), TokenizerResult::Done) {}
            }
            Use::Append => drop(tokenizer.sink.tree.process_token(Token::CharacterTokens(piece), 1)),
            Use::PassOver => {}
        }
        at += length;
    }
    tokenizer.end();
    tokenizer.sink.tree.sink.finish()
}

/// What to do with a piece of the page.
enum Use {
    /// The tokenizer reads it.
    Read,
    /// It is text, and goes to the tree as it is: the tokenizer would take it apart line by line.
    Append,
    /// Neither sees it.
    PassOver,
}

/// Between the tokenizer and the tree: knows where the one is and how large the other.
struct Gate {
    tree: TreeBuilder<NodeId, HtmlTreeSink>,
    /// The element whose inside is not markup, while the tokenizer is in it.
    raw: RefCell<Option<LocalName>>,
    /// True where the end of that is not simply its end tag, so that the tokenizer has to read all of it.
    is_escaped: Cell<bool>,
    /// Open formatting elements, as far as start and end tags of a name tell.
    formats: RefCell<Vec<LocalName>>,
    /// Start tags until the depth is measured again.
    until_measured: Cell<u32>,
    is_deep: Cell<bool>,
}

impl Default for Gate {
    fn default() -> Self {
        let sink = HtmlTreeSink::new(Html::new_document());
        Self {
            tree: TreeBuilder::new(sink, TreeBuilderOpts::default()),
            raw: RefCell::default(),
            is_escaped: Cell::default(),
            formats: RefCell::default(),
            until_measured: Cell::new(MEASURED_EVERY),
            is_deep: Cell::default(),
        }
    }
}

impl Gate {
    fn has_room(&self) -> bool {
        self.tree.sink.0.borrow().tree.nodes().len() <= NODES_AT_MOST
    }

    /// The length of what `rest` begins with, and what to do with it. The tokenizer has read everything before it, so
    /// that a tag here is one to the tokenizer too.
    fn look(&self, rest: &str) -> (usize, Use) {
        if let Some(raw) = self.raw.borrow().as_ref() {
            return look_raw(rest, raw, &self.is_escaped);
        }
        let run = run(rest);
        if run > 0 {
            return (run, Use::Read);
        }
        let Some(after) = rest.strip_prefix('<') else { return (rest.len(), Use::Read) };
        if let Some((length, attributes)) = tag(rest) {
            // After one that is read, what follows is no markup, or not yet: that is known when the tag was read.
            return (length, if attributes > ATTRIBUTES_AT_MOST { Use::PassOver } else { Use::Read });
        }
        let declaration = 1 + after.find('>').map_or(after.len(), |end| end + 1);
        if let Some(inside) = after.strip_prefix("!--") {
            (4 + comment(inside), Use::PassOver)
        } else if after.get(..8).is_some_and(|word| word.eq_ignore_ascii_case("!doctype")) {
            (declaration, Use::Read)
        } else if after.starts_with(['!', '?']) || (after.starts_with('/') && after.len() > 1) {
            // Whatever it is, it ends like this and is a comment to a browser.
            (declaration, Use::PassOver)
        } else {
            stray(rest)
        }
    }

    /// False for a tag that goes beyond the limits.
    fn admits(&self, tag: &mut Tag) -> bool {
        tag.attrs.retain(|attribute| attribute.value.len() <= VALUE_AT_MOST);
        let mut formats = self.formats.borrow_mut();
        if tag.kind == TagKind::EndTag {
            if let Some(open) = formats.iter().rposition(|open| *open == tag.name) {
                formats.swap_remove(open);
            }
            return true;
        }
        if is_format(&tag.name) {
            if formats.len() >= FORMATS_AT_MOST {
                return false;
            }
            formats.push(tag.name.clone());
        }
        let left = self.until_measured.get();
        self.until_measured.set(left.checked_sub(1).unwrap_or(MEASURED_EVERY));
        if left == 0 {
            self.is_deep.set(self.depth() > DEPTH_AT_MOST);
        }
        !self.is_deep.get() || is_flat(&tag.name)
    }

    /// How deep the newest node lies, as far as it matters.
    fn depth(&self) -> usize {
        let html = self.tree.sink.0.borrow();
        let newest = html.tree.nodes().next_back();
        newest.map_or(0, |node| node.ancestors().take(DEPTH_AT_MOST + 1).count())
    }
}

impl TokenSink for Gate {
    type Handle = NodeId;

    fn process_token(&self, mut token: Token, line: u64) -> TokenSinkResult<NodeId> {
        let started = match &mut token {
            Token::TagToken(tag) => {
                if tag.kind == TagKind::EndTag {
                    self.raw.take();
                }
                if !self.admits(tag) {
                    return TokenSinkResult::Continue;
                }
                Some(tag.name.clone())
            }
            // What is wrong with a page is nobody's business here.
            Token::ParseError(_) => return TokenSinkResult::Continue,
            _ => None,
        };
        let result = self.tree.process_token(token, line);
        if matches!(result, TokenSinkResult::RawData(_) | TokenSinkResult::Plaintext) {
            self.raw.replace(started);
            self.is_escaped.set(false);
        }
        result
    }

    fn end(&self) {
        self.tree.end();
    }
}

/// How far text and tags go on between which nothing needs to be known; nothing where another thing stands.
fn run(rest: &str) -> usize {
    let mut at = up_to_tag(rest, 0);
    while at < RUN_AT_MOST
        && let Some(next) = rest.get(at..).filter(|next| !begins_raw(next))
        && let Some((length, attributes)) = tag(next)
        && attributes <= ATTRIBUTES_AT_MOST
    {
        at = up_to_tag(rest, at + length);
    }
    at
}

/// Where the text that begins at `from` comes to a `<`, whatever that is.
fn up_to_tag(rest: &str, from: usize) -> usize {
    rest.as_bytes().get(from..).and_then(|rest| memchr(b'<', rest)).map_or(rest.len(), |found| from + found)
}

/// The end of the text that begins at `from`, where the next tag or declaration begins.
fn text(rest: &str, from: usize) -> usize {
    let mut at = from;
    while let Some(found) = rest.get(at..).and_then(|rest| rest.find('<')) {
        let next = rest.as_bytes().get(at + found + 1);
        if next.is_some_and(|b| b.is_ascii_alphabetic() || matches!(b, b'/' | b'!' | b'?')) {
            return at + found;
        }
        at += found + 1;
    }
    rest.len()
}

/// Text that begins with a `<` of its own. The tokenizer makes a sentence of each such fault, so it is spared many.
fn stray(rest: &str) -> (usize, Use) {
    let length = text(rest, 1);
    let plain = rest.get(..length).map_or(0, |text| text.find(['&', '\0', '\r']).unwrap_or(length));
    let faults = rest.bytes().take(plain).filter(|b| *b == b'<').count();
    if faults > FAULTS_AT_MOST { (plain, Use::Append) } else { (length, Use::Read) }
}

/// Inside `<script>`, `<style>` and the like, up to the end tag. One with more to it than its name is passed over: it is
/// never needed, and could hide another tag in a value.
fn look_raw(rest: &str, raw: &LocalName, is_escaped: &Cell<bool>) -> (usize, Use) {
    let after = |at: usize| rest.get(at + 2..).and_then(|name| name.split_at_checked(raw.len()));
    let ends = |at: usize| {
        let tail = after(at).filter(|(name, _)| name.eq_ignore_ascii_case(raw)).map(|(_, tail)| tail)?;
        let clean = tail.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/').starts_with('>');
        let longer = !tail.starts_with(|c: char| c.is_ascii_whitespace() || matches!(c, '/' | '>'));
        Some(clean).filter(|_| !longer)
    };
    let next = |from: usize| find(rest, from, b"</");
    if rest.starts_with("</") {
        return match ends(0) {
            Some(true) => (rest.find('>').map_or(rest.len(), |end| end + 1), Use::Read),
            Some(false) => (2 + raw.len(), Use::PassOver),
            None => (next(2).unwrap_or(rest.len()), Use::Read),
        };
    }
    let mut end = next(0);
    while let Some(at) = end.filter(|&at| ends(at).is_none()) {
        end = next(at + 2);
    }
    let length = end.unwrap_or(rest.len());
    let has_entities = matches!(*raw, local_name!("title") | local_name!("textarea"));
    let begins = || rest.get(..length).is_some_and(|inside| find(inside, 0, b"<!--").is_some());
    // In "<!--<script></script>" the end tag ends nothing.
    is_escaped.set(is_escaped.get() || (*raw == local_name!("script") && begins()));
    match *raw {
        // Nobody reads how a page should look.
        local_name!("style") => (length, Use::PassOver),
        _ if has_entities || is_escaped.get() => (next(0).unwrap_or(rest.len()), Use::Read),
        _ => (length, Use::Append),
    }
}

fn find(rest: &str, from: usize, what: &[u8]) -> Option<usize> {
    memmem::find(rest.as_bytes().get(from..)?, what).map(|at| from + at)
}

/// True for a tag after which the tokenizer may be told to read differently.
fn begins_raw(tag: &str) -> bool {
    let name = tag.trim_start_matches(['<', '/']);
    // Most tags are none of them.
    name.starts_with(['s', 'S', 'n', 'N', 'i', 'I', 't', 'T', 'x', 'X', 'p', 'P'])
        && ["script", "style", "noscript", "iframe", "title", "textarea", "xmp", "noembed", "noframes", "plaintext"]
            .iter()
            .any(|raw| name.get(..raw.len()).is_some_and(|name| name.eq_ignore_ascii_case(raw)))
}

/// The length of a comment from after its `<!--` to after its end.
fn comment(inside: &str) -> usize {
    if let Some(at) = [">", "->"].iter().find(|end| inside.starts_with(**end)) {
        return at.len();
    }
    let mut at = 0;
    while let Some(dashes) = find(inside, at, b"--") {
        let after = inside.get(dashes + 2..).unwrap_or_default();
        if let Some(end) = [">", "!>"].iter().find(|end| after.starts_with(**end)) {
            return dashes + 2 + end.len();
        }
        at = dashes + 1;
    }
    inside.len()
}

/// The length of a tag and how many attributes it has, by the rules of the tokenizer. `None` where no tag begins.
fn tag(rest: &str) -> Option<(usize, usize)> {
    enum Part {
        TagName,
        Between,
        Name,
        AfterName,
        BeforeValue,
        Bare,
    }
    let bytes = rest.as_bytes();
    let mut at = if bytes.get(1) == Some(&b'/') { 2 } else { 1 };
    if bytes.first() != Some(&b'<') || !bytes.get(at).is_some_and(u8::is_ascii_alphabetic) {
        return None;
    }
    let mut part = Part::TagName;
    let mut count = 0;
    while let Some(&byte) = bytes.get(at) {
        at += 1;
        let blank = byte.is_ascii_whitespace();
        part = match part {
            _ if byte == b'>' => return Some((at, count)),
            Part::TagName if blank || byte == b'/' => Part::Between,
            Part::TagName => Part::TagName,
            Part::Name if blank => Part::AfterName,
            Part::Name if byte == b'/' => Part::Between,
            Part::Name | Part::AfterName if byte == b'=' => Part::BeforeValue,
            Part::Name => Part::Name,
            Part::AfterName if blank => Part::AfterName,
            Part::Between | Part::AfterName if blank || byte == b'/' => Part::Between,
            Part::Between | Part::AfterName => {
                count += 1;
                Part::Name
            }
            Part::BeforeValue if blank => Part::BeforeValue,
            Part::BeforeValue if matches!(byte, b'"' | b'\'') => {
                at = bytes.get(at..).and_then(|rest| memchr(byte, rest)).map_or(bytes.len(), |end| at + end + 1);
                Part::Between
            }
            Part::Bare if blank => Part::Between,
            Part::BeforeValue | Part::Bare => Part::Bare,
        };
    }
    Some((bytes.len(), count))
}

/// Opened again by the parser where its end tag is missing.
fn is_format(name: &LocalName) -> bool {
    matches!(
        *name,
        local_name!("b")
            | local_name!("big")
            | local_name!("code")
            | local_name!("em")
            | local_name!("font")
            | local_name!("i")
            | local_name!("nobr")
            | local_name!("s")
            | local_name!("small")
            | local_name!("strike")
            | local_name!("strong")
            | local_name!("tt")
            | local_name!("u")
    )
}

/// Does not nest by itself, or has an inside that is no markup.
fn is_flat(name: &LocalName) -> bool {
    matches!(
        *name,
        local_name!("p")
            | local_name!("br")
            | local_name!("hr")
            | local_name!("img")
            | local_name!("a")
            | local_name!("li")
            | local_name!("tr")
            | local_name!("td")
            | local_name!("th")
            | local_name!("script")
            | local_name!("style")
            | local_name!("textarea")
            | local_name!("title")
            | local_name!("noscript")
            | local_name!("noembed")
            | local_name!("noframes")
            | local_name!("iframe")
            | local_name!("xmp")
    )
}
