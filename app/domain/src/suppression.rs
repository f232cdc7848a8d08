//! Small cells of figures (S5): counts 1–4 are hidden, and as much more as keeps anybody from reckoning them out.
//!
//! What is published is a function of the published numbers' own table alone. Whoever knows these rules and sees the
//! rest of the table still has at least two answers left for every hidden cell: the tests try every small table.

use serde::{Deserialize, Serialize};

/// The largest count that is hidden.
pub const SMALL_MAX: u32 = 4;
/// The smallest denominator that a rate is given on.
pub const RATE_FROM: u32 = 10;

/// A count as it is published.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cell {
    Shown(u32),
    Hidden,
}

impl Cell {
    /// The count, where it is shown.
    pub const fn shown(self) -> Option<u32> {
        match self {
            Self::Shown(count) => Some(count),
            Self::Hidden => None,
        }
    }

    const fn of(count: u32, hidden: bool) -> Self {
        if hidden { Self::Hidden } else { Self::Shown(count) }
    }
}

/// Whether a count is small enough to point at somebody.
pub const fn is_small(count: u32) -> bool {
    count >= 1 && count <= SMALL_MAX
}

/// A row of counts and their total, as published.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct OneWay {
    pub cells: Vec<Cell>,
    pub total: Cell,
}

/// Everything as it is, for those who may see small cells.
pub fn one_way_open(counts: &[u32]) -> OneWay {
    OneWay {
        cells: counts.iter().copied().map(Cell::Shown).collect(),
        total: Cell::Shown(sum(counts)),
    }
}

/// Counts with their total. `total_may_be_shown` is false where the total would give back what another table hides.
///
/// Secondary suppression hides the smallest of what is left, and all that are as small: which of two equals was
/// taken would tell the first.
pub fn one_way(counts: &[u32], total_may_be_shown: bool) -> OneWay {
    let total = sum(counts);
    let mut hidden: Vec<bool> = counts.iter().map(|c| is_small(*c)).collect();
    let mut total_shown = total_may_be_shown && !is_small(total);
    if total_shown {
        while hidden.contains(&true) && gives_back(counts, &hidden) {
            if !hide_smallest(counts, &mut hidden) {
                total_shown = false;
                break;
            }
        }
    } else if !hidden.contains(&true) {
        // With every part shown, the sum would be too.
        hide_smallest(counts, &mut hidden);
    }
    // Nobody at all is no small cell.
    let total_shown = total_shown || total == 0;
    OneWay {
        cells: counts
            .iter()
            .zip(&hidden)
            .map(|(c, h)| Cell::of(*c, *h))
            .collect(),
        total: Cell::of(total, !total_shown),
    }
}

fn sum(counts: &[u32]) -> u32 {
    counts.iter().fold(0, |sum, c| sum.saturating_add(*c))
}

/// Whether the total and the shown cells leave one answer for the hidden ones: one is missing, or they are all at an
/// end of what a small cell can be.
fn gives_back(counts: &[u32], hidden: &[bool]) -> bool {
    let (mut cells, mut missing) = (0_u32, 0_u32);
    for (count, _) in counts.iter().zip(hidden).filter(|(_, h)| **h) {
        cells += 1;
        missing = missing.saturating_add(*count);
    }
    cells < 2 || missing == cells || missing == SMALL_MAX * cells
}

/// Hides the smallest shown count that is not nothing, and its equals; false where there is none.
fn hide_smallest(counts: &[u32], hidden: &mut [bool]) -> bool {
    let shown = counts.iter().zip(hidden.iter()).filter(|(c, h)| **c > 0 && !**h);
    let Some(smallest) = shown.map(|(c, _)| *c).min() else {
        return false;
    };
    for (count, hidden) in counts.iter().zip(hidden) {
        *hidden |= *count == smallest;
    }
    true
}

/// How many there were, came, left and were (S3).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Flow {
    pub opening: u32,
    pub came: u32,
    pub left: u32,
    pub closing: u32,
}

impl Flow {
    /// S3: opening + in − out = closing.
    pub fn adds_up(self) -> bool {
        u64::from(self.opening) + u64::from(self.came) == u64::from(self.closing) + u64::from(self.left)
    }
}

/// The same as published.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ShownFlow {
    pub opening: Cell,
    pub came: Cell,
    pub left: Cell,
    pub closing: Cell,
}

impl ShownFlow {
    /// Everything as it is, for those who may see small cells.
    pub const fn open(flow: Flow) -> Self {
        Self {
            opening: Cell::Shown(flow.opening),
            came: Cell::Shown(flow.came),
            left: Cell::Shown(flow.left),
            closing: Cell::Shown(flow.closing),
        }
    }

    /// Small stocks are hidden. Who came and who left are hidden together: with one of them and both stocks the other
    /// is known. So are they where a stock is hidden, which they would give back.
    pub const fn suppressed(flow: Flow) -> Self {
        let (opening, closing) = (is_small(flow.opening), is_small(flow.closing));
        let moved = opening || closing || is_small(flow.came) || is_small(flow.left);
        Self {
            opening: Cell::of(flow.opening, opening),
            came: Cell::of(flow.came, moved),
            left: Cell::of(flow.left, moved),
            closing: Cell::of(flow.closing, closing),
        }
    }

    /// Whether anything of it is hidden.
    pub const fn hides(&self) -> bool {
        matches!(self.came, Cell::Hidden)
    }
}

/// Numerator and denominator of a rate (S4), where both may be told and the denominator is large enough.
pub const fn rate(numerator: Cell, denominator: Cell) -> Option<(u32, u32)> {
    match (numerator, denominator) {
        (Cell::Shown(n), Cell::Shown(of)) if of >= RATE_FROM => Some((n, of)),
        _ => None,
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::{BTreeSet, HashMap};
    use std::hash::Hash;

    /// Every table of so many numbers up to `most`.
    fn tables(cells: u32, most: u32) -> impl Iterator<Item = Vec<u32>> {
        (0..(most + 1).pow(cells))
            .map(move |n| (0..cells).map(|i| n / (most + 1).pow(i) % (most + 1)).collect())
    }

    /// Groups tables by what is published of them; in each group every hidden place must hold several numbers. Groups
    /// that touch the largest number are cut off by the trial and not by the rule.
    fn try_all<P: Eq + Hash + std::fmt::Debug>(
        most: u32,
        all: impl Iterator<Item = Vec<u32>>,
        publish: impl Fn(&[u32]) -> (P, Vec<bool>),
    ) -> usize {
        let mut groups: HashMap<P, (Vec<bool>, Vec<Vec<u32>>)> = HashMap::new();
        for table in all {
            let (published, hidden) = publish(&table);
            groups
                .entry(published)
                .or_insert((hidden, Vec::new()))
                .1
                .push(table);
        }
        let mut tried = 0;
        for (published, (hidden, tables)) in &groups {
            if tables.iter().flatten().any(|n| *n == most) {
                continue;
            }
            for (place, _) in hidden.iter().enumerate().filter(|(_, h)| **h) {
                let values: BTreeSet<u32> = tables.iter().map(|t| t[place]).collect();
                assert!(
                    values.len() > 1,
                    "{published:?} gives back place {place}: {values:?}"
                );
                tried += 1;
            }
        }
        tried
    }

    #[test]
    fn no_hidden_cell_of_any_small_table_can_be_reckoned_out() {
        for (cells, most) in [(1, 12), (2, 20), (3, 14), (4, 9)] {
            for may in [true, false] {
                let tried = try_all(most, tables(cells, most), |counts| {
                    let shown = one_way(counts, may);
                    let hidden = shown.cells.iter().map(|c| *c == Cell::Hidden).collect();
                    (shown, hidden)
                });
                // One cell without its total is any number there is: every group of it touches the largest.
                assert!(tried > 0 || (cells == 1 && !may), "{cells} cells, {may}");
            }
        }
    }

    #[test]
    fn no_hidden_number_of_two_months_on_end_can_be_reckoned_out() {
        let all = tables(5, 8).filter(|t| t[0] + t[1] >= t[2] && t[0] + t[1] + t[3] >= t[2] + t[4]);
        let tried = try_all(8, all, |t| {
            let middle = t[0] + t[1] - t[2];
            let first = Flow {
                opening: t[0],
                came: t[1],
                left: t[2],
                closing: middle,
            };
            let second = Flow {
                opening: middle,
                came: t[3],
                left: t[4],
                closing: middle + t[3] - t[4],
            };
            assert!(first.adds_up() && second.adds_up());
            let shown = (ShownFlow::suppressed(first), ShownFlow::suppressed(second));
            let hidden = [
                shown.0.opening,
                shown.0.came,
                shown.0.left,
                shown.1.came,
                shown.1.left,
            ]
            .map(|c| c == Cell::Hidden)
            .to_vec();
            (shown, hidden)
        });
        assert!(tried > 0);
    }

    proptest! {
        /// For every hidden cell there is another table that is published alike.
        #[test]
        fn a_hidden_cell_has_another_answer(counts in prop::collection::vec(prop_oneof![0_u32..8, 0_u32..60], 1..8), may: bool) {
            let published = one_way(&counts, may);
            for (i, _) in published.cells.iter().enumerate().filter(|(_, c)| **c == Cell::Hidden) {
                let another = (0..60).filter(|n| *n != counts[i]).any(|n| {
                    let mut other = counts.clone();
                    other[i] = n;
                    // Its equals with it, where they are hidden for being equal.
                    let equals = counts.iter().map(|c| if *c == counts[i] { n } else { *c }).collect::<Vec<_>>();
                    if one_way(&other, may) == published || one_way(&equals, may) == published {
                        return true;
                    }
                    // The others of the hidden take up the difference.
                    (0..counts.len()).filter(|j| *j != i && published.cells[*j] == Cell::Hidden).any(|j| {
                        let mut other = other.clone();
                        let Some(taken) = (counts[i] + counts[j]).checked_sub(n) else { return false };
                        other[j] = taken;
                        one_way(&other, may) == published
                    })
                });
                prop_assert!(another, "{:?} as {:?} gives back {}", counts, published, i);
            }
        }

        #[test]
        fn small_cells_are_never_shown_and_what_is_shown_is_true(counts in prop::collection::vec(0_u32..60, 0..10), may: bool) {
            let published = one_way(&counts, may);
            for (cell, count) in published.cells.iter().zip(&counts) {
                prop_assert!(cell.shown().is_none_or(|n| n == *count && !is_small(n)));
            }
            let total: u32 = counts.iter().sum();
            prop_assert!(published.total.shown().is_none_or(|n| n == total && !is_small(n)));
            prop_assert!(may || total == 0 || published.total == Cell::Hidden);
        }
    }

    #[test]
    fn large_tables_are_shown_whole() {
        let shown = one_way(&[20, 0, 31], true);
        assert_eq!(shown, one_way_open(&[20, 0, 31]));
        assert_eq!(
            one_way(&[20, 3, 31], true).cells,
            [Cell::Hidden, Cell::Hidden, Cell::Shown(31)]
        );
    }

    #[test]
    fn no_rate_under_ten_and_none_of_what_is_hidden() {
        assert_eq!(rate(Cell::Shown(4), Cell::Shown(9)), None);
        assert_eq!(rate(Cell::Shown(0), Cell::Shown(10)), Some((0, 10)));
        assert_eq!(rate(Cell::Hidden, Cell::Shown(40)), None);
        assert_eq!(rate(Cell::Shown(7), Cell::Hidden), None);
    }
}
