//! A page's bytes into a tree that may be walked without fear: decoded, parsed within limits, laid out flat.
//!
//! What a hostile page asks for (open elements without end, attributes by the hundred thousand) is turned down before
//! the tree is built (`guard`); what is left is a list of nodes in reading order (`dom`), on which every walk is a loop.

pub(crate) mod decode;
pub(crate) mod dom;
pub(crate) mod guard;
