//! Where the panes stand: a pure function of the window's size, read by `update` (page height, reflow width) and by `view`.

use ratatui::layout::{Rect, Size};

use super::Pane;

/// From this many columns on, three panes stand side by side. A terminal moves whole rows only: where a story stands
/// beside other panes each line of it costs the whole pane, so it must be worth that.
pub const THREE_PANES_FROM: u16 = 140;
/// A list that stands alone gets no wider: an age at the right belongs to the words at the left.
const LIST_AT_MOST: u16 = 100;
/// From this many rows on, a blank row sets titles and status apart from the panes.
const ROOMY_FROM: u16 = 18;

/// The screen's division.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Layout {
    /// The tree, if it is shown.
    pub sections: Option<Area>,
    /// The list, if it is shown.
    pub headlines: Option<Area>,
    /// The story, if it is shown.
    pub article: Option<Area>,
    /// The last row.
    pub status: Rect,
    /// Panes stand side by side.
    pub side_by_side: bool,
}

/// One pane's part of the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Area {
    /// One row.
    pub title: Rect,
    /// What is under it.
    pub body: Rect,
}

impl Layout {
    /// Divides a window of `size`. Any size will do, 0×0 too.
    #[must_use]
    pub fn of(size: Size, focus: Pane, zen: bool) -> Self {
        let Size { width, height } = size;
        let roomy = height >= ROOMY_FROM;
        let status_height = height.min(1);
        let status = Rect::new(0, height - status_height, width, status_height);
        let panes_height = height - status_height;
        let pane = |x: u16, wide: u16| {
            let title_height = panes_height.min(1);
            let above = title_height + u16::from(roomy);
            let below = u16::from(roomy);
            Area {
                title: Rect::new(x, 0, wide, title_height),
                body: Rect::new(x, above, wide, panes_height.saturating_sub(above + below)),
            }
        };
        // Between two stories that are read alone the list is not alone.
        if width < THREE_PANES_FROM || (zen && focus == Pane::Article) {
            // Flush with the window, as in a pager: a margin of one column is not seen as one and costs a byte a row.
            let whole = pane(0, width);
            return Self {
                sections: (focus == Pane::Sections).then_some(whole),
                headlines: (focus == Pane::Headlines).then(|| pane(0, width.min(LIST_AT_MOST))),
                article: (focus == Pane::Article).then_some(whole),
                status,
                side_by_side: false,
            };
        }
        let sections_width = (width / 6).clamp(21, 26);
        let headlines_width = (width / 3).clamp(36, 48);
        // Two blank columns between the panes: enough to part them without a line.
        let headlines_at = sections_width + 2;
        let article_at = headlines_at + headlines_width + 3;
        Self {
            sections: Some(pane(0, sections_width)),
            headlines: Some(pane(headlines_at, headlines_width)),
            article: Some(pane(article_at, width - article_at - 1)),
            status,
            side_by_side: true,
        }
    }

    /// How wide the article's page may be, also while it is not shown.
    #[must_use]
    pub fn page_width(size: Size, zen: bool) -> u16 {
        Self::of(size, Pane::Article, zen).article.map_or(size.width, |area| area.body.width).max(1)
    }
}
