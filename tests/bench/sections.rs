//! What a key costs in the section tree, and a letter in going to a section: with as many sections as a catalogue of
//! fifty outlets has, and with ten times as many: `cargo bench --bench sections`. Ten times the sections may cost ten
//! times the time, not a hundred. Prints microseconds for each key.
#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a bench stops at the first surprise and prints its figures"
)]

use std::time::Instant;

use chrono::Utc;
use dateline::app::{Edition, EditionKind, Model, Msg, update};
use dateline::clock::Zone;
use dateline::config::Config;
use dateline::keymap::Key;
use dateline::marks::Marks;
use dateline::news::{Feed, Fill, Section, SectionId};
use dateline::theme::Theme;
use dateline::ui;
use ratatui::buffer::Buffer;
use ratatui::layout::{Rect, Size};

const SIZE: Size = Size { width: 140, height: 45 };
const TIMES: u32 = 20;

fn main() {
    println!("{:>28} {:>12} {:>12}", "key", "700", "7000");
    // What is typed first, then the key that is timed.
    for (before, key) in [
        ("h", "j"),
        ("h G", "k"),
        ("h G l", "h"),
        ("h j", "p"),
        ("h j", ">"),
        ("h j", "x"),
        ("h", "G"),
        ("", "S"),
        ("S", "p"),
        ("S p o l i", "t"),
    ] {
        let costs = [700, 7000].map(|sections| cost(sections, before, key));
        println!("{:>28} {:>12} {:>12}", format!("{before} [{key}]"), costs[0], costs[1]);
    }
}

/// Microseconds of one key, with the frame after it.
fn cost(sections: usize, before: &str, key: &str) -> u128 {
    let theme = Theme::built_in("plain").unwrap();
    let mut ready = Model::new(SIZE, Utc::now(), Zone::utc(), &Config::default(), edition(sections));
    let _ = ready.begin();
    for key in before.split_terminator(' ') {
        let _ = update(&mut ready, Msg::Key(Key::parse(key).unwrap()));
    }
    let mut models: Vec<Model> = (0..TIMES).map(|_| ready.clone()).collect();
    let begun = Instant::now();
    for model in &mut models {
        let _ = update(model, Msg::Key(Key::parse(key).unwrap()));
        let mut buffer = Buffer::empty(Rect::new(0, 0, SIZE.width, SIZE.height));
        let _ = ui::view(model, &theme, &mut buffer);
    }
    begun.elapsed().as_micros() / u128::from(TIMES)
}

/// Outlets of fourteen sections each, all unfolded in the marks.
fn edition(sections: usize) -> Edition {
    let titles = ["World", "Politics", "Business", "Markets", "Sport", "Rugby", "Culture", "Opinion"];
    let mut tree = Vec::with_capacity(sections);
    for at in 0..sections {
        let outlet = format!("outlet{}", at / 14);
        let (depth, title, id) = match at % 14 {
            0 => (0, format!("Outlet {}", at / 14), outlet.clone()),
            nth => (1, titles[nth % titles.len()].to_owned(), format!("{outlet}/{nth}")),
        };
        let feed = Feed::at(format!("https://news.example/{id}.rss"), outlet, "Outlet".to_owned());
        let (id, fill) = (SectionId(id), Fill::Feeds(vec![feed]));
        tree.push(Section { id, title, depth, fill, page: None, blends: Vec::new() });
    }
    let mut marks = Marks::default();
    for section in tree.iter().filter(|section| section.depth == 0) {
        let deed = dateline::marks::SectionDeed::Unfolded;
        marks.sections.merge(&dateline::marks::SectionMark { at: 1, section: section.id.clone(), deed });
    }
    Edition {
        commanded: Vec::new(),
        kind: EditionKind::Live,
        shelf: tree.clone(),
        sections: tree,
        outlets: Vec::new(),
        nothing_kept: false,
        marks,
    }
}
