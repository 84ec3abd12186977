//! A forest of small decision trees, grown elsewhere: see `tests/bench/labeller/train.py`.

use std::str::SplitAsciiWhitespace;

/// Nodes of one forest; more is no file of ours.
const NODES_AT_MOST: usize = 100_000;

/// One decision, or the end of the way. Small, so that a forest stays near the processor.
#[derive(Debug, Clone, Copy)]
struct Node {
    /// What the column is compared with; at the end, what that adds.
    value: f32,
    column: u16,
    /// Nodes from here to where more than `value` leads; at most `value` leads to the next. 0 at the end.
    other: u16,
}

#[derive(Debug, Clone, Copy)]
struct Tree {
    root: usize,
    /// What its leaves and those of all trees after it add at least and at most.
    least: f32,
    most: f32,
}

/// Trees whose leaves add up.
#[derive(Debug, Clone, Default)]
pub struct Forest {
    nodes: Vec<Node>,
    trees: Vec<Tree>,
}

impl Forest {
    /// Reads weights: a tree a line, written from the root down, the smaller side first. `3:0.5` asks whether column 3 is at
    /// most 0.5, `=0.1` is a leaf. Lines that begin with `#` are notes. `None` for a line that is no whole tree.
    pub fn parse(weights: &str) -> Option<Self> {
        let mut forest = Self::default();
        for line in weights.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
            let root = forest.nodes.len();
            forest.grow(line.split_ascii_whitespace())?;
            let leaves = || forest.nodes.iter().skip(root).filter(|node| node.other == 0).map(|node| node.value);
            let (least, most) = (leaves().fold(f32::INFINITY, f32::min), leaves().fold(f32::NEG_INFINITY, f32::max));
            forest.trees.push(Tree { root, least, most });
        }
        // The trees that say most come first: then the rest can soon change nothing.
        forest.trees.sort_by(|a, b| (b.most - b.least).total_cmp(&(a.most - a.least)));
        let (mut least, mut most) = (0.0, 0.0);
        for tree in forest.trees.iter_mut().rev() {
            least += tree.least;
            most += tree.most;
            (tree.least, tree.most) = (least, most);
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
                self.nodes.push(Node { value: leaf.parse().ok()?, column: 0, other: 0 });
                match open.pop() {
                    Some(split) => self.nodes.get_mut(split)?.other = u16::try_from(at + 1 - split).ok()?,
                    None => whole = true,
                }
            } else {
                let (column, bound) = word.split_once(':')?;
                self.nodes.push(Node { value: bound.parse().ok()?, column: column.parse().ok()?, other: 0 });
                open.push(at);
            }
        }
        whole.then_some(())
    }

    /// True when a row is more likely than not what the forest was grown to find.
    pub fn finds(&self, row: &[f32]) -> bool {
        let mut sum = 0.0;
        for tree in &self.trees {
            if sum + tree.most <= 0.0 {
                return false;
            }
            if sum + tree.least > 0.0 {
                return true;
            }
            sum += self.leaf(tree.root, row);
        }
        sum > 0.0
    }

    fn leaf(&self, root: usize, row: &[f32]) -> f32 {
        let mut at = root;
        while let Some(node) = self.nodes.get(at) {
            if node.other == 0 {
                return node.value;
            }
            let smaller = row.get(usize::from(node.column)).is_some_and(|value| *value <= node.value);
            at += if smaller { 1 } else { usize::from(node.other) };
        }
        0.0
    }
}

#[cfg(test)]
mod tests {
    use super::Forest;

    #[test]
    fn a_tree_is_walked_from_its_root() {
        let forest = Forest::parse("# notes\n0:0.5 1:2 =-1 =-2 =3\n=0.5\n").unwrap_or_default();
        // Leaves of -1, -2 and 3, and one half of the tree that is a leaf.
        assert!(!forest.finds(&[0.0, 1.0]));
        assert!(!forest.finds(&[0.5, 3.0]));
        assert!(forest.finds(&[0.6, 0.0]));
    }

    #[test]
    fn what_all_trees_say_counts_however_few_are_asked() {
        let forest = Forest::parse("0:1 =-0.1 =0.1\n1:1 =-2 =2\n2:1 =-1.5 =1.5\n3:1 =-0.6 =0.6\n").unwrap_or_default();
        for all in 0..16_u8 {
            let says = |bit: u8| all >> bit & 1 == 1;
            let row: Vec<f32> = (0..4).map(|bit| if says(bit) { 2.0 } else { 0.0 }).collect();
            let sum: f32 =
                [0.1, 2.0, 1.5, 0.6].iter().zip(0..).map(|(leaf, bit)| if says(bit) { *leaf } else { -leaf }).sum();
            assert_eq!(forest.finds(&row), sum > 0.0, "{row:?}");
        }
    }

    #[test]
    fn a_broken_tree_is_refused() {
        for broken in ["0:1 =2", "=1 =2", "x:1 =1 =2", "0:1 = =2", "0:1"] {
            assert!(Forest::parse(broken).is_none(), "{broken}");
        }
    }
}
