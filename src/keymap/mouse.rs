//! What a mouse does.

/// A button or wheel of the mouse, and the cell that it is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mouse {
    /// What was done.
    pub gesture: Gesture,
    /// From 0 at the left.
    pub column: u16,
    /// From 0 at the top.
    pub row: u16,
}

/// What was done with a mouse.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gesture {
    /// The first button was pressed.
    Click,
    /// The wheel was turned up.
    WheelUp,
    /// The wheel was turned down.
    WheelDown,
}
