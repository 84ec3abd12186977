//! Where the words of a frame lead. They carry [numbers](crate::repertoire::hyperlink); the addresses, by number, are told
//! apart from the frame, since most terminals are told none.

use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::app::Model;
use crate::app::headlines_pane::RowStyle;
use crate::app::overlay::Overlay;
use crate::article::safe_link;
use crate::page::{Line, Role, Span};
use crate::repertoire::hyperlink::{NUMBER_AT_MOST, numbered};

/// The address that the menu is about.
const MENU: usize = 1;
/// Of a list that only a browser can show.
const PAGE: usize = 2;
/// The open story's own.
const OWN: usize = 3;
/// The first of the links of the story.
const STORY: usize = 4;
/// The first of the stories of the list in sight: a window has room for as many of either.
const LIST: usize = usize::midpoint(STORY, NUMBER_AT_MOST);

/// The addresses of the frame that [`super::view`] draws of this model, from number 1 on; those of a list's stories only
/// where `titles` says so. Empty ones are nowhere on it.
#[must_use]
pub fn addresses(model: &Model, titles: bool) -> Vec<String> {
    let mut addresses = Vec::new();
    let mut put = |number: usize, url: &str| {
        if addresses.len() < number {
            addresses.resize(number, String::new());
        }
        if let (Some(place), Some(url)) = (addresses.get_mut(number - 1), safe_link(url)) {
            *place = url;
        }
    };
    if let Some(Overlay::Menu(menu)) = &model.overlay {
        put(MENU, &menu.url);
    }
    let layout = model.layout();
    if let Some(area) = layout.article {
        let story = Story::of(model, area.body);
        put(OWN, story.address);
        let links = story.lines.iter().flat_map(|line| &line.spans).filter_map(|span| span.link);
        for (link, number) in links.filter_map(|link| Some((link, story.number_of(link)?))) {
            put(number, model.article.page.links.get(link).map_or("", |link| &link.url));
        }
    }
    if let Some(area) = layout.headlines {
        let list = &model.headlines;
        put(PAGE, list.browser_page.as_deref().unwrap_or_default());
        let style = RowStyle::of(area.body, layout.side_by_side);
        // The last may not fit whole.
        let fitting = list.fitting(style, usize::from(area.body.height)) + 1;
        for (nth, headline) in list.list.iter().skip(list.top).take(fitting).enumerate().filter(|_| titles) {
            if let Some(number) = of_row(nth) {
                put(number, &headline.url);
            }
        }
    }
    addresses
}

/// The open story, as far as it is in sight.
pub(super) struct Story<'a> {
    pub(super) lines: &'a [Line],
    /// Its own address, and the block that this stands in.
    address: &'a str,
    end: u32,
    /// The first of its links in sight.
    first: usize,
}

impl<'a> Story<'a> {
    /// What of it stands in a pane's body.
    pub(super) fn of(model: &'a Model, body: Rect) -> Self {
        let pane = &model.article;
        let rows = pane.page.lines.get(pane.top..).unwrap_or_default();
        let lines = rows.get(..usize::from(body.height)).unwrap_or(rows);
        let (address, blocks) = pane.article.as_ref().map_or(("", 0), |story| (&story.url, story.blocks.len()));
        let first = lines.iter().flat_map(|line| &line.spans).filter_map(|span| span.link).min();
        let end = u32::try_from(blocks + 1).unwrap_or(u32::MAX);
        Self { lines, address, end, first: first.unwrap_or_default() }
    }

    /// How words of it look that may lead somewhere.
    pub(super) fn style(&self, style: Style, line: &Line, span: &Span) -> Style {
        let is_at_end = span.role == Role::Furniture && line.place.block == self.end && !span.text.is_empty();
        let own = if is_at_end && self.address.contains(&span.text) { OWN } else { 0 };
        numbered(style, span.link.map_or(own, |link| self.number_of(link).unwrap_or(0)))
    }

    fn number_of(&self, link: usize) -> Option<usize> {
        let number = STORY + link.checked_sub(self.first)?;
        (number < LIST).then_some(number)
    }
}

fn of_row(nth: usize) -> Option<usize> {
    Some(LIST + nth).filter(|number| *number <= NUMBER_AT_MOST)
}

/// How the title of a list's story looks, the `nth` in sight.
pub(super) fn title(style: Style, nth: usize) -> Style {
    numbered(style, of_row(nth).unwrap_or(0))
}

/// How the address of a list looks that only a browser can show.
pub(super) fn page(style: Style) -> Style {
    numbered(style, PAGE)
}

/// How the address of the menu looks.
pub(super) fn menu(style: Style) -> Style {
    numbered(style, MENU)
}
