//! Where the words on the screen lead: the addresses that the terminal was told, by numbers of our own, which stay the
//! same for as long as a cell with them is shown. So a cell that leads elsewhere is another cell, and one that moved takes
//! its link along, as it does in the terminal.

use ratatui::buffer::Buffer;

use crate::repertoire::hyperlink::{NUMBER_AT_MOST, is_sendable, number, set_number};

/// The addresses, by number less one; an empty one is free.
#[derive(Debug, Clone, Default)]
pub(super) struct Links {
    known: Vec<String>,
}

impl Links {
    /// Puts our numbers in place of those of a frame, which count from 1 in `addresses`. `shown` is on the screen.
    pub(super) fn renumber(&mut self, frame: &mut Buffer, addresses: &[String], shown: Option<&Buffer>) {
        if addresses.is_empty() {
            frame.content.iter_mut().for_each(|cell| set_number(cell, 0));
            return;
        }
        self.forget_all_but(shown);
        let mut ours: Vec<Option<usize>> = vec![None; addresses.len()];
        for cell in &mut frame.content {
            let theirs = number(cell).checked_sub(1);
            let known = theirs.and_then(|theirs| Some((ours.get_mut(theirs)?, addresses.get(theirs)?)));
            set_number(cell, known.map_or(0, |(ours, address)| *ours.get_or_insert_with(|| self.number_of(address))));
        }
    }

    /// The address of one of our numbers.
    pub(super) fn address(&self, number: usize) -> Option<&str> {
        self.known.get(number.checked_sub(1)?).map(String::as_str)
    }

    /// 0 for an address that no terminal should be told, and for one too many.
    fn number_of(&mut self, address: &str) -> usize {
        if !is_sendable(address) {
            return 0;
        }
        let known = self.known.iter().position(|known| known == address);
        if let Some(place) = known.or_else(|| self.known.iter().position(String::is_empty)) {
            if let Some(free) = self.known.get_mut(place) {
                address.clone_into(free);
            }
            return place + 1;
        }
        if self.known.len() >= NUMBER_AT_MOST {
            return 0;
        }
        self.known.push(address.to_owned());
        self.known.len()
    }

    /// The numbers that nothing on the screen has are free for others.
    fn forget_all_but(&mut self, shown: Option<&Buffer>) {
        let mut used = vec![false; self.known.len() + 1];
        for cell in shown.into_iter().flat_map(|shown| shown.content.iter()) {
            if let Some(used) = used.get_mut(number(cell)) {
                *used = true;
            }
        }
        for (address, _) in self.known.iter_mut().zip(used.into_iter().skip(1)).filter(|(_, used)| !used) {
            address.clear();
        }
    }
}
