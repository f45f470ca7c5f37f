//! The rows of one table in two rule sets, laid side by side, so that each row that differs is a change of its own.
//!
//! What always holds: all rows of the first that are not taken away and all rows of the second that are added, in this
//! order, are the table again; with every change made they are the second's, with none the first's. A row that is moved
//! is taken away and added by one change.

use crate::rules::ruleset::Table;
use crate::rules::values::quantity;

/// A row of either table, or one that both have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Aligned {
    /// Its place in the first
    pub from: Option<usize>,
    /// Its place in the second
    pub to: Option<usize>,
    /// The change that takes it away, adds it or changes its value; numbered from 0 within the table
    pub change: Option<usize>,
}

/// More pairs of rows than these are not laid side by side.
const PAIRS: usize = 4_000_000;

/// The rows side by side; `None` where the tables have other keys or values, or are too long.
pub(super) fn aligned(from: &Table, to: &Table) -> Option<Vec<Aligned>> {
    if from.keys == to.keys && from.rows == to.rows {
        let same = |row| Aligned { from: Some(row), to: Some(row), change: None };
        return Some((0..from.rows.len()).map(same).collect());
    }
    let dimension = |table: &Table| Some(quantity(table.rows.first()?.last()?)?.dimension);
    let alike = dimension(from)?.meets(dimension(to)?);
    if from.keys != to.keys || !alike || from.rows.len().saturating_mul(to.rows.len()) > PAIRS {
        return None;
    }
    let mut rows = side_by_side(&from.rows, &to.rows);
    let mut changes = 0;
    for at in 0..rows.len() {
        let Some(&row) = rows.get(at) else { continue };
        let change = match (row.from, row.to) {
            (Some(a), Some(b)) => !same_value(from.rows.get(a), to.rows.get(b)),
            _ => row.change.is_none(),
        };
        if !change {
            continue;
        }
        // A row that went and came again elsewhere was moved.
        let keys = |row: Aligned| key(row.from.map_or_else(|| to.rows.get(row.to?), |a| from.rows.get(a)));
        let moved = rows.iter().enumerate().skip(at + 1).find(|(_, other)| {
            let opposite = (row.from.is_none() && other.to.is_none()) || (row.to.is_none() && other.from.is_none());
            opposite && other.change.is_none() && keys(row) == keys(**other)
        });
        for place in [Some(at), moved.map(|(place, _)| place)].into_iter().flatten() {
            rows.get_mut(place).into_iter().for_each(|row| row.change = Some(changes));
        }
        changes += 1;
    }
    Some(rows)
}

fn key(row: Option<&Vec<String>>) -> Option<&[String]> {
    row?.split_last().map(|(_, keys)| keys)
}

fn same_value(a: Option<&Vec<String>>, b: Option<&Vec<String>>) -> bool {
    let value = |row: Option<&Vec<String>>| quantity(row?.last()?).map(|read| read.value);
    value(a) == value(b)
}

/// Rows with the same keys beside each other, as many as go without changing the order; what is taken away before what
/// is added.
fn side_by_side(from: &[Vec<String>], to: &[Vec<String>]) -> Vec<Aligned> {
    // How many rows of the rests can be paired.
    let wide = to.len() + 1;
    let mut longest = vec![0u32; (from.len() + 1) * wide];
    let at = |a: usize, b: usize| a * wide + b;
    for a in (0..from.len()).rev() {
        for b in (0..to.len()).rev() {
            // Every place is inside: `a` and `b` are below the lengths, and the table has one more of each.
            longest[at(a, b)] = match key(from.get(a)) == key(to.get(b)) {
                true => longest[at(a + 1, b + 1)] + 1,
                false => longest[at(a + 1, b)].max(longest[at(a, b + 1)]),
            };
        }
    }
    let mut rows = Vec::with_capacity(from.len().max(to.len()));
    let (mut a, mut b) = (0, 0);
    while a < from.len() || b < to.len() {
        let (both, gone) = match (a < from.len(), b < to.len()) {
            (true, true) => (key(from.get(a)) == key(to.get(b)), longest[at(a + 1, b)] >= longest[at(a, b + 1)]),
            (left, _) => (false, left),
        };
        rows.push(Aligned { from: (both || gone).then_some(a), to: (both || !gone).then_some(b), change: None });
        (a, b) = (a + usize::from(both || gone), b + usize::from(both || !gone));
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(rows: &[&str]) -> Table {
        let cells = |row: &&str| row.split(' ').map(str::to_string).collect();
        Table {
            id: "t".into(),
            label: "t".into(),
            keys: vec!["kind".into()],
            rows: rows.iter().map(cells).collect(),
            cite: None,
            places: Vec::new(),
        }
    }

    fn shown(from: &[&str], to: &[&str]) -> Vec<String> {
        let rows = aligned(&table(from), &table(to)).unwrap();
        let place = |place: Option<usize>| place.map_or("-".to_string(), |place| place.to_string());
        rows.iter().map(|row| format!("{}{} {}", place(row.from), place(row.to), place(row.change))).collect()
    }

    #[test]
    fn every_row_that_differs_is_a_change() {
        assert_eq!(shown(&["a 1m", "b 2m"], &["a 100cm", "b 3m"]), ["00 -", "11 0"]);
        assert_eq!(shown(&["a 1m", "b 2m"], &["b 2m", "c 3m"]), ["0- 0", "10 -", "-1 1"]);
        assert_eq!(shown(&["a 1m", "b 2m"], &["b 2m", "a 1m"]), ["0- 0", "10 -", "-1 0"]);
    }

    #[test]
    fn tables_with_other_keys_or_values_are_not_laid_side_by_side() {
        let other = Table { keys: vec!["pressure".into()], ..table(&["a 1m"]) };
        assert!(aligned(&table(&["a 1m"]), &other).is_none());
        assert!(aligned(&table(&["a 1m"]), &table(&["a 1元"])).is_none());
    }
}
