//! Whether some whole numbers satisfy a set of linear inequalities, and which: elimination after Fourier and Motzkin.
//!
//! Each row says that a form is at least nothing. What always holds: "none" is certain; numbers that are found satisfy
//! every row. Between the two lies "perhaps": fractions would do, but no whole numbers were found, or the elimination
//! grew beyond what is tried. Deliberately absent: an objective, floating point.

use super::form::{Form, Number};
use std::collections::{BTreeMap, BTreeSet};

/// How many rows an elimination may grow to.
const ROWS: usize = 400;

/// Whether rows can hold together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Together {
    Never,
    Perhaps,
}

/// Which end of what is left is taken when a number is chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Taste {
    /// The number with the fewest decimals
    Plain,
    Low,
    High,
}

/// Whether the rows can hold together, and how many terms were gone through to find out.
pub(super) fn together(rows: &[Form]) -> (Together, usize) {
    let mut work = 0;
    let answer = match eliminate(rows, &mut work) {
        Ok(_) => Together::Perhaps,
        Err(stop) => stop,
    };
    (answer, work)
}

/// Numbers that satisfy every row, if they are found. Every number is to be bounded on both sides.
/// `unit` is how many steps of its grid make one of what a number counts.
pub(super) fn solve(
    rows: &[Form],
    taste: Taste,
    unit: &dyn Fn(Number) -> i128,
    work: &mut usize,
) -> Option<BTreeMap<Number, i128>> {
    let mut found = BTreeMap::new();
    for (number, bounding) in eliminate(rows, work).ok()?.into_iter().rev() {
        let (mut low, mut high) = (i128::MIN, i128::MAX);
        for row in &bounding {
            let times = *row.terms.get(&number)?;
            let mut rest = row.constant;
            for (other, times) in row.terms.iter().filter(|(other, _)| **other != number) {
                rest = rest.checked_add(times.checked_mul(*found.get(other)?)?)?;
            }
            // times · number + rest >= 0
            match times > 0 {
                true => low = low.max(-rest.div_euclid(times)),
                false => high = high.min(rest.div_euclid(-times)),
            }
        }
        if low > high {
            return None;
        }
        found.insert(number, chosen(low, high, taste, unit(number)));
    }
    Some(found)
}

/// One of the numbers from `low` to `high`.
pub(super) fn chosen(low: i128, high: i128, taste: Taste, unit: i128) -> i128 {
    match taste {
        Taste::Low if low != i128::MIN => low,
        Taste::High if high != i128::MAX => high,
        _ => plainest(low, high, unit),
    }
}

/// A whole one, or else the one with the fewest decimals; of several the smallest in size.
fn plainest(low: i128, high: i128, unit: i128) -> i128 {
    if low <= 0 && high >= 0 {
        return 0;
    }
    let mut step = unit;
    while step > 1 {
        let (first, last) = (-(-low).div_euclid(step) * step, high.div_euclid(step) * step);
        if first <= last && first >= low {
            return if low > 0 { first } else { last };
        }
        step /= 10;
    }
    if low > 0 { low } else { high }
}

/// Each number with the rows that bound it by those that are eliminated after it; in the order of elimination.
type Eliminated = Vec<(Number, Vec<Form>)>;

fn eliminate(rows: &[Form], work: &mut usize) -> Result<Eliminated, Together> {
    let mut rows: Vec<Form> = rows.to_vec();
    let mut eliminated = Vec::new();
    loop {
        if rows.iter().any(|row| row.terms.is_empty() && row.constant < 0) {
            return Err(Together::Never);
        }
        rows.retain(|row| !row.terms.is_empty());
        let Some(number) = cheapest(&rows) else { return Ok(eliminated) };
        let (with, mut without): (Vec<Form>, Vec<Form>) =
            rows.into_iter().partition(|row| row.terms.contains_key(&number));
        let times = |row: &Form| row.terms.get(&number).copied().unwrap_or_default();
        let (above, below): (Vec<&Form>, Vec<&Form>) = with.iter().partition(|row| times(row) > 0);
        for low in &above {
            for high in &below {
                let sum = low.times(-times(high)).zip(high.times(times(low))).and_then(|(low, high)| low.plus(&high));
                without.push(sum.ok_or(Together::Perhaps)?.reduced());
            }
        }
        *work += with.iter().chain(&without).map(|row| row.terms.len()).sum::<usize>();
        rows = strictest(without);
        if rows.len() > ROWS {
            return Err(Together::Perhaps);
        }
        eliminated.push((number, with));
    }
}

/// The number whose elimination makes the fewest rows. What operations made goes first, to be chosen last; of the others
/// rather one that is counted once, for which there is a whole number whatever the rest come to.
fn cheapest(rows: &[Form]) -> Option<Number> {
    let numbers: BTreeSet<Number> = rows.iter().flat_map(|row| row.terms.keys().copied()).collect();
    let cost = |number: &Number| {
        let times = || rows.iter().filter_map(|row| row.terms.get(number));
        let above = times().filter(|times| **times > 0).count();
        let most = times().map(|times| times.unsigned_abs()).max();
        (matches!(number, Number::Of(_)), above * (times().count() - above), most)
    };
    numbers.into_iter().min_by_key(cost)
}

/// Of rows that differ in the constant alone, the one that asks for most.
fn strictest(rows: Vec<Form>) -> Vec<Form> {
    let mut by_terms: BTreeMap<Vec<(Number, i128)>, Form> = BTreeMap::new();
    for row in rows {
        let terms: Vec<(Number, i128)> = row.terms.iter().map(|(number, times)| (*number, *times)).collect();
        let kept = by_terms.entry(terms).or_insert_with(|| row.clone());
        if row.constant < kept.constant {
            *kept = row;
        }
    }
    by_terms.into_values().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(terms: &[(usize, i128)], constant: i128) -> Form {
        Form { terms: terms.iter().map(|&(n, times)| (Number::Made(n), times)).collect(), constant }
    }

    fn together_of(rows: &[Form]) -> Together {
        together(rows).0
    }

    #[test]
    fn rows_that_contradict_are_found_out() {
        // x - y >= 5, y - x >= -4
        assert_eq!(together_of(&[row(&[(0, 1), (1, -1)], -5), row(&[(0, -1), (1, 1)], 4)]), Together::Never);
        // 2x = 1 has no whole solution
        assert_eq!(together_of(&[row(&[(0, 2)], -1).reduced(), row(&[(0, -2)], 1).reduced()]), Together::Never);
        assert_eq!(together_of(&[row(&[(0, 1), (1, -1)], -5), row(&[(0, -1), (1, 1)], 5)]), Together::Perhaps);
    }

    #[test]
    fn numbers_that_satisfy_every_row() {
        // x + y >= 7, x <= 3, y <= 4
        let rows = [row(&[(0, 1), (1, 1)], -7), row(&[(0, -1)], 3), row(&[(1, -1)], 4)];
        assert_eq!(
            solve(&rows, Taste::Plain, &|_| 1, &mut 0),
            Some(BTreeMap::from([(Number::Made(0), 3), (Number::Made(1), 4)]))
        );
    }

    #[test]
    fn of_numbers_that_hang_together_the_one_that_is_counted_once_follows_the_others() {
        // 3x = y, both from 1 to 100: whatever x comes to, there is such a y.
        let spans = [0, 1].into_iter().flat_map(|n| [row(&[(n, 1)], -1), row(&[(n, -1)], 100)]);
        let rows: Vec<Form> = spans.chain([row(&[(0, 3), (1, -1)], 0), row(&[(0, -3), (1, 1)], 0)]).collect();
        let found = BTreeMap::from([(Number::Made(0), 10), (Number::Made(1), 30)]);
        assert_eq!(solve(&rows, Taste::Plain, &|_| 10, &mut 0), Some(found));
    }

    #[test]
    fn the_plainest_number_has_the_fewest_decimals() {
        assert_eq!(plainest(1_099_999, 1_100_001, 1_000_000), 1_100_000);
        assert_eq!(plainest(1_050_000, 1_099_999, 1_000_000), 1_050_000);
        assert_eq!(plainest(1_000_001, 1_099_999, 1_000_000), 1_010_000);
        assert_eq!(plainest(-1_100_000, -1_050_001, 1_000_000), -1_100_000);
        assert_eq!(plainest(-5, 5, 1_000_000), 0);
    }
}
