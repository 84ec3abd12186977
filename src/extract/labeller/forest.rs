//! A forest of small decision trees, grown elsewhere: see `tests/bench/labeller/train.py`.

use std::str::SplitAsciiWhitespace;

/// Nodes of one forest; more is no file of ours.
const NODES_AT_MOST: usize = 100_000;

/// Where a decision leads. Small, so that a forest stays near the processor.
#[derive(Debug, Clone, Copy)]
enum Node {
    /// At most `bound`: the next node; more: the node at `other`.
    Split { column: u16, bound: f32, other: u32 },
    /// The end, with what it adds.
    Leaf(f32),
}

/// Trees whose leaves add up.
#[derive(Debug, Clone, Default)]
pub struct Forest {
    nodes: Vec<Node>,
    roots: Vec<usize>,
}

impl Forest {
    /// Reads weights: a tree a line, written from the root down, the smaller side first. `3:0.5` asks whether column 3 is at
    /// most 0.5, `=0.1` is a leaf. Lines that begin with `#` are notes. `None` for a line that is no whole tree.
    pub fn parse(weights: &str) -> Option<Self> {
        let mut forest = Self::default();
        for line in weights.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
            forest.roots.push(forest.nodes.len());
            forest.grow(line.split_ascii_whitespace())?;
        }
        Some(forest)
    }

    fn grow(&mut self, words: SplitAsciiWhitespace<'_>) -> Option<()> {
        // Splits whose smaller side is being written.
        let mut open: Vec<usize> = Vec::new();
        let mut whole = false;
        for word in words {
            if whole || self.nodes.len() >= NODES_AT_MOST {
                return None;
            }
            let at = self.nodes.len();
            if let Some(leaf) = word.strip_prefix('=') {
                self.nodes.push(Node::Leaf(leaf.parse().ok()?));
                match open.pop() {
                    Some(split) => {
                        if let Some(Node::Split { other, .. }) = self.nodes.get_mut(split) {
                            *other = u32::try_from(at + 1).ok()?;
                        }
                    }
                    None => whole = true,
                }
            } else {
                let (column, bound) = word.split_once(':')?;
                self.nodes.push(Node::Split { column: column.parse().ok()?, bound: bound.parse().ok()?, other: 0 });
                open.push(at);
            }
        }
        whole.then_some(())
    }

    /// How likely a row is what the forest was grown to find, 0 to 1.
    pub fn likelihood(&self, row: &[f32]) -> f32 {
        let sum: f32 = self.roots.iter().map(|&root| self.leaf(root, row)).sum();
        1.0 / (1.0 + (-sum).exp())
    }

    fn leaf(&self, root: usize, row: &[f32]) -> f32 {
        let mut at = root;
        loop {
            match self.nodes.get(at) {
                Some(Node::Split { column, bound, other }) => {
                    let smaller = row.get(usize::from(*column)).is_some_and(|value| value <= bound);
                    at = if smaller { at + 1 } else { usize::try_from(*other).unwrap_or_default().max(at + 1) };
                }
                Some(Node::Leaf(value)) => return *value,
                None => return 0.0,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Forest;

    #[test]
    fn a_tree_is_walked_from_its_root() {
        let forest = Forest::parse("# notes\n0:0.5 1:2 =-1 =-2 =3\n=0.5\n").unwrap_or_default();
        let chance = |row: &[f32]| forest.likelihood(row);
        assert!((chance(&[0.0, 1.0]) - 1.0 / (1.0 + 0.5_f32.exp())).abs() < 1e-6);
        assert!((chance(&[0.5, 3.0]) - 1.0 / (1.0 + 1.5_f32.exp())).abs() < 1e-6);
        assert!((chance(&[0.6, 0.0]) - 1.0 / (1.0 + (-3.5_f32).exp())).abs() < 1e-6);
    }

    #[test]
    fn a_broken_tree_is_refused() {
        for broken in ["0:1 =2", "=1 =2", "x:1 =1 =2", "0:1 = =2", "0:1"] {
            assert!(Forest::parse(broken).is_none(), "{broken}");
        }
    }
}
