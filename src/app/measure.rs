//! How wide the lines of a story are, changed while one is read.

use crate::config::MEASURES;

use super::layout::Layout;
use super::{Effect, Model, Pane};

/// Columns that a key takes away or adds.
const STEP: isize = 4;

impl Model {
    /// In a story its lines become narrower or wider; in the tree, the same keys move a section up or down.
    pub(super) fn move_or_measure(&mut self, forward: bool, times: usize) -> Vec<Effect> {
        if self.focus != Pane::Article {
            return self.move_section(forward);
        }
        let width = Layout::page_width(self.size, self.zen);
        // Columns that the pane has not got are not counted: every step is seen.
        let measure = self.measure.min(width);
        let steps = isize::try_from(times).unwrap_or(isize::MAX).saturating_mul(if forward { STEP } else { -STEP });
        let wished = usize::from(measure).saturating_add_signed(steps);
        let (least, most) = MEASURES.into_inner();
        let next = u16::try_from(wished).unwrap_or(most).clamp(least, most).min(width);
        if next == measure {
            self.notice = Some(match forward {
                true if measure == width => format!("The pane has no more than {width} columns."),
                true => format!("{most} columns are the most."),
                false => format!("{least} columns are the least."),
            });
            return Vec::new();
        }
        self.measure = next;
        self.notice = Some(format!("{next} columns, until you quit. measure = {next} in config.toml keeps it."));
        self.fit();
        Vec::new()
    }
}
