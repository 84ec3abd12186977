//! The floor of a few steps, counted by hand.

use super::floor::{Rows, floor_utf8};

fn rows(lines: &[&str]) -> Rows {
    let cells = |line: &&str| {
        let mut cells = Vec::new();
        for c in line.chars() {
            cells.push(c.to_string());
            if !c.is_ascii() && c != '▌' {
                cells.push(String::new());
            }
        }
        cells.resize(20, " ".to_owned());
        cells
    };
    lines.iter().map(cells).collect()
}

#[test]
fn what_does_not_change_costs_nothing() {
    let screen = rows(&["one", "two"]);
    assert_eq!(floor_utf8(&screen, &screen), 0);
}

#[test]
fn changed_cells_cost_their_bytes_and_a_blank_tail_three() {
    assert_eq!(floor_utf8(&rows(&["one"]), &rows(&["ore"])), 1);
    assert_eq!(floor_utf8(&rows(&["one and two"]), &rows(&["one"])), 3);
    assert_eq!(floor_utf8(&rows(&["▌ one", "  two"]), &rows(&["  one", "▌ two"])), 1 + 3);
    assert_eq!(floor_utf8(&rows(&[""]), &rows(&["新聞"])), 6);
    // A narrow character where a wide one was: both cells are written.
    assert_eq!(floor_utf8(&rows(&["新"]), &rows(&["ab"])), 2);
}

#[test]
fn rows_that_moved_cost_the_scroll_and_what_comes_in() {
    let story = ["the first row here", "the second of them", "a third one as well", "and last the fourth"];
    let scrolled = ["the second of them", "a third one as well", "and last the fourth", "something new"];
    // The blank in what comes in is there already.
    assert_eq!(floor_utf8(&rows(&story), &rows(&scrolled)), 12 + 12);
    let back = ["new", story[0], story[1], story[2]];
    assert_eq!(floor_utf8(&rows(&story), &rows(&back)), 12 + 3);
    // A row that stays below the moved ones is outside the block.
    let with = |lines: [&'static str; 4]| rows(&[lines[0], lines[1], lines[2], lines[3], "j/k move"]);
    assert_eq!(floor_utf8(&with(story), &with(scrolled)), 12 + 12);
}

#[test]
fn a_screen_of_another_size_was_blank() {
    let mut small = rows(&["one"]);
    small[0].truncate(10);
    assert_eq!(floor_utf8(&small, &rows(&["one"])), 3);
}
