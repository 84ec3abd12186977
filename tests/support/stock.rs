//! Plain ratatui: the same frames, sent to a terminal by its own `Terminal` and crossterm.

use std::cell::RefCell;
use std::io::{self, Write};
use std::rc::Rc;

use ratatui::backend::CrosstermBackend;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::{Terminal, TerminalOptions, Viewport};

/// Bytes on their way to a terminal.
#[derive(Debug, Default, Clone)]
struct Sent(Rc<RefCell<Vec<u8>>>);

impl Write for Sent {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Ratatui's terminal over a line that keeps what is sent.
#[derive(Debug)]
pub struct Stock {
    terminal: Option<Terminal<CrosstermBackend<Sent>>>,
    sent: Sent,
}

impl Stock {
    /// For a terminal that was just cleared.
    pub fn new() -> Self {
        // The bytes must not depend on the environment of whoever runs this.
        crossterm::style::force_color_output(true);
        Self { terminal: None, sent: Sent::default() }
    }

    /// The bytes that ratatui sends for the frame. A frame of another size begins on a cleared screen.
    pub fn draw(&mut self, frame: &Buffer, cursor: Option<Position>) -> Vec<u8> {
        let has_size = |terminal: &mut Terminal<_>| terminal.current_buffer_mut().area == frame.area;
        if !self.terminal.as_mut().is_some_and(has_size) {
            self.terminal = Some(terminal(self.sent.clone(), frame.area));
            self.sent.0.borrow_mut().extend_from_slice(b"\x1b[m\x1b[2J");
        }
        if let Some(terminal) = &mut self.terminal {
            let drawn = terminal.draw(|drawing| {
                drawing.buffer_mut().clone_from(frame);
                if let Some(cursor) = cursor {
                    drawing.set_cursor_position(cursor);
                }
            });
            drawn.expect("bytes are kept without fail");
        }
        std::mem::take(&mut *self.sent.0.borrow_mut())
    }
}

/// A fixed viewport asks nobody for the size of the window.
fn terminal(sent: Sent, area: Rect) -> Terminal<CrosstermBackend<Sent>> {
    let options = TerminalOptions { viewport: Viewport::Fixed(area) };
    Terminal::with_options(CrosstermBackend::new(sent), options).expect("bytes are kept without fail")
}
