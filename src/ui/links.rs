//! Where the words of a frame lead. They carry [numbers](crate::repertoire::hyperlink); the addresses, by number, are told
//! apart from the frame, since most terminals are told none.

use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::app::Model;
use crate::app::headlines_pane::RowStyle;
use crate::app::overlay::Overlay;
use crate::article::safe_link;
use crate::page::Line;
use crate::repertoire::hyperlink::{NUMBER_AT_MOST, numbered};

/// The address that the menu is about.
const MENU: usize = 1;
/// The first of the story's links in sight.
const STORY: usize = 2;
/// The first of the list's stories in sight: a window has room for as many rows of either.
const LIST: usize = usize::midpoint(STORY, NUMBER_AT_MOST);

/// The addresses of the frame that [`super::view`] draws of this model, from number 1 on; those of a list's stories only
/// where `titles` says so. Empty ones are nowhere on it.
#[must_use]
pub fn addresses(model: &Model, titles: bool) -> Vec<String> {
    let mut addresses = vec![String::new(); STORY - 1];
    let mut put = |number: usize, url: &str| {
        addresses.resize(addresses.len().max(number), String::new());
        if let (Some(place), Some(url)) = (addresses.get_mut(number - 1), safe_link(url)) {
            *place = url;
        }
    };
    if let Some(Overlay::Menu(menu)) = &model.overlay {
        put(MENU, &menu.url);
    }
    let layout = model.layout();
    if let Some(area) = layout.article {
        let lines = in_sight(model, area.body);
        for link in lines.iter().flat_map(|line| &line.spans).filter_map(|span| span.link) {
            if let (Some(number), Some(link)) = (of_story(lines, link), model.article.page.links.get(link)) {
                put(number, &link.url);
            }
        }
    }
    if let Some(area) = layout.headlines.filter(|_| titles) {
        let fitting =
            model.headlines.fitting(RowStyle::of(area.body, layout.side_by_side), usize::from(area.body.height));
        for (nth, headline) in model.headlines.list.iter().skip(model.headlines.top).take(fitting + 1).enumerate() {
            if let Some(number) = of_row(nth) {
                put(number, &headline.url);
            }
        }
    }
    addresses
}

/// The lines of the open story that stand in a pane's body.
pub(super) fn in_sight(model: &Model, body: Rect) -> &[Line] {
    let page = &model.article.page;
    let rows = page.lines.get(model.article.top..).unwrap_or_default();
    rows.get(..usize::from(body.height)).unwrap_or(rows)
}

/// The number of a link of the story, among those of the lines in sight.
fn of_story(lines: &[Line], link: usize) -> Option<usize> {
    let first = lines.iter().flat_map(|line| &line.spans).find_map(|span| span.link)?;
    let number = STORY + link.checked_sub(first)?;
    (number < LIST).then_some(number)
}

fn of_row(nth: usize) -> Option<usize> {
    Some(LIST + nth).filter(|number| *number <= NUMBER_AT_MOST)
}

/// How words of a story look that may lead somewhere.
pub(super) fn story(style: Style, lines: &[Line], link: Option<usize>) -> Style {
    numbered(style, link.and_then(|link| of_story(lines, link)).unwrap_or(0))
}

/// How the title of a list's story looks, the `nth` in sight.
pub(super) fn title(style: Style, nth: usize) -> Style {
    numbered(style, of_row(nth).unwrap_or(0))
}

/// How the address of the menu looks.
pub(super) fn menu(style: Style) -> Style {
    numbered(style, MENU)
}
