//! Numbers over the rows of a block: one for all rows, or two columns of ends that share one where all are exact.
//!
//! What always holds: a column is as long as its block has rows. Arithmetic is [`Bounds`]' own, row by row; only
//! comparisons, which every criterion ends in, run over the raw ends. Deliberately absent: where numbers come from.

use super::bitmap::{Bits, Trits};
use crate::quantity::{Bounds, Comparison};
use std::borrow::Cow;

/// A number for every row of a block.
#[derive(Clone, Debug)]
pub(in crate::assess) enum Numbers<'a> {
    /// The same for all rows: what is written, parameters
    Same(Bounds),
    /// The lower ends, and the upper ends where any number is not exact
    Column {
        /// Lower ends
        low: Cow<'a, [i64]>,
        /// Upper ends; `None`: all exact, the same as the lower
        high: Option<Cow<'a, [i64]>>,
    },
}

/// One end of every number.
#[derive(Clone, Copy)]
enum Ends<'a> {
    Same(i64),
    Column(&'a [i64]),
}

impl<'a> Numbers<'a> {
    /// Columns as units hold them.
    pub fn borrowed(low: &'a [i64], high: &'a [i64]) -> Numbers<'a> {
        Numbers::Column { low: Cow::Borrowed(low), high: (low != high).then_some(Cow::Borrowed(high)) }
    }

    /// Row by row.
    pub fn from_fn(rows: usize, f: impl Fn(usize) -> Bounds) -> Numbers<'static> {
        let (mut low, mut high) = (Vec::with_capacity(rows), Vec::with_capacity(rows));
        let mut exact = true;
        for row in 0..rows {
            let bounds = f(row);
            low.push(bounds.low_end());
            high.push(bounds.high_end());
            exact &= bounds.is_exact();
        }
        Numbers::Column { low: Cow::Owned(low), high: (!exact).then_some(Cow::Owned(high)) }
    }

    /// The number of a row; unknown beyond the end.
    pub fn get(&self, row: usize) -> Bounds {
        match self {
            Numbers::Same(bounds) => *bounds,
            Numbers::Column { low, high } => {
                let high = high.as_ref().unwrap_or(low);
                match (low.get(row), high.get(row)) {
                    (Some(&low), Some(&high)) => Bounds::from_ends(low, high),
                    _ => Bounds::UNKNOWN,
                }
            }
        }
    }

    /// The same numbers, looked at from a shorter life.
    pub fn view(&self) -> Numbers<'_> {
        match self {
            Numbers::Same(bounds) => Numbers::Same(*bounds),
            Numbers::Column { low, high } => {
                Numbers::Column { low: Cow::Borrowed(low), high: high.as_deref().map(Cow::Borrowed) }
            }
        }
    }

    /// The same numbers, for any life.
    pub fn owned(self) -> Numbers<'static> {
        match self {
            Numbers::Same(bounds) => Numbers::Same(bounds),
            Numbers::Column { low, high } => {
                Numbers::Column { low: low.into_owned().into(), high: high.map(|high| high.into_owned().into()) }
            }
        }
    }

    /// Every number by itself.
    pub fn map(&self, rows: usize, op: impl Fn(Bounds) -> Bounds) -> Numbers<'static> {
        match self {
            Numbers::Same(bounds) => Numbers::Same(op(*bounds)),
            column => Numbers::from_fn(rows, |row| op(column.get(row))),
        }
    }

    /// Two numbers of each row.
    pub fn zip(&self, rows: usize, other: &Numbers, op: impl Fn(Bounds, Bounds) -> Bounds) -> Numbers<'static> {
        match (self, other) {
            (Numbers::Same(a), Numbers::Same(b)) => Numbers::Same(op(*a, *b)),
            _ => Numbers::from_fn(rows, |row| op(self.get(row), other.get(row))),
        }
    }

    /// The numbers of units, one for each item of theirs.
    pub fn gathered(self, unit_of: &[u32]) -> Numbers<'static> {
        match self {
            Numbers::Same(bounds) => Numbers::Same(bounds),
            column => Numbers::from_fn(unit_of.len(), |item| match unit_of.get(item) {
                Some(&unit) => column.get(unit as usize),
                None => Bounds::UNKNOWN,
            }),
        }
    }

    /// Compares row by row.
    pub fn compare(&self, rows: usize, how: Comparison, other: &Numbers) -> Trits {
        let ((a_low, a_high), (b_low, b_high)) = (self.ends(), other.ends());
        match how {
            Comparison::Ge => {
                Trits { yes: mark(rows, a_low, b_high, |a, b| a >= b), no: mark(rows, a_high, b_low, |a, b| a < b) }
            }
            Comparison::Gt => {
                Trits { yes: mark(rows, a_low, b_high, |a, b| a > b), no: mark(rows, a_high, b_low, |a, b| a <= b) }
            }
            Comparison::Le => other.compare(rows, Comparison::Ge, self),
            Comparison::Lt => other.compare(rows, Comparison::Gt, self),
            // Each lower end meeting the other's upper end leaves room for one value alone.
            Comparison::Eq => Trits {
                yes: mark(rows, a_low, b_high, |a, b| a == b).and(&mark(rows, a_high, b_low, |a, b| a == b)),
                no: mark(rows, a_high, b_low, |a, b| a < b).or(&mark(rows, b_high, a_low, |b, a| b < a)),
            },
            Comparison::Ne => self.compare(rows, Comparison::Eq, other).not(),
        }
    }

    fn ends(&self) -> (Ends<'_>, Ends<'_>) {
        match self {
            Numbers::Same(bounds) => (Ends::Same(bounds.low_end()), Ends::Same(bounds.high_end())),
            Numbers::Column { low, high } => (Ends::Column(low), Ends::Column(high.as_ref().unwrap_or(low))),
        }
    }
}

/// The rows in which two ends stand as asked; rows that a column does not have are out.
fn mark(rows: usize, a: Ends, b: Ends, op: impl Fn(i64, i64) -> bool) -> Bits {
    match (a, b) {
        (Ends::Same(a), Ends::Same(b)) => {
            if op(a, b) {
                Bits::all(rows)
            } else {
                Bits::none(rows)
            }
        }
        (Ends::Column(a), Ends::Same(b)) => Bits::from_fn(rows, |row| a.get(row).is_some_and(|&a| op(a, b))),
        (Ends::Same(a), Ends::Column(b)) => Bits::from_fn(rows, |row| b.get(row).is_some_and(|&b| op(a, b))),
        (Ends::Column(a), Ends::Column(b)) => {
            Bits::from_fn(rows, |row| a.get(row).zip(b.get(row)).is_some_and(|(&a, &b)| op(a, b)))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quantity::Decimal;

    #[test]
    fn comparing_columns_says_what_comparing_bounds_says() {
        let end = |n: i64| Decimal::from_int(n);
        let all: Vec<Bounds> = (-1..3)
            .flat_map(|low| (low..3).map(move |high| Bounds::between(end(low), end(high))))
            .chain([Bounds::UNKNOWN, Bounds::between(None, end(1)), Bounds::between(end(1), None)])
            .collect();
        let pairs: Vec<(Bounds, Bounds)> = all.iter().flat_map(|&a| all.iter().map(move |&b| (a, b))).collect();
        let left = Numbers::from_fn(pairs.len(), |row| pairs[row].0);
        let right = Numbers::from_fn(pairs.len(), |row| pairs[row].1);
        for how in [Comparison::Eq, Comparison::Ne, Comparison::Lt, Comparison::Le, Comparison::Gt, Comparison::Ge] {
            let trits = left.compare(pairs.len(), how, &right);
            for (row, (a, b)) in pairs.iter().enumerate() {
                assert_eq!(trits.get(row), a.compare(how, *b), "{a:?} {how:?} {b:?}");
                let one = Numbers::Same(*a).compare(pairs.len(), how, &right);
                assert_eq!(one.get(row), a.compare(how, *b));
            }
        }
    }

    #[test]
    fn a_column_of_exact_numbers_has_one_column_of_ends() {
        let exact = Numbers::borrowed(&[1, 2], &[1, 2]);
        assert!(matches!(exact, Numbers::Column { high: None, .. }));
        assert!(matches!(exact.zip(2, &exact, Bounds::plus), Numbers::Column { high: None, .. }));
        assert!(matches!(Numbers::borrowed(&[1], &[2]), Numbers::Column { high: Some(_), .. }));
    }
}
