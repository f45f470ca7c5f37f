//! Linear forms: a number of a rule as a sum of what may still be anything, each so many times, and a constant.
//!
//! What always holds: coefficients and constants are whole millionths of the base unit, so a comparison of two forms is
//! exact; what would pass the range of the arithmetic is refused, not wrapped. Deliberately absent: products of two
//! numbers that may both be anything, which `arithmetic` names anew.

use crate::quantity::Decimal;
use crate::rules::{FieldIx, ListIx};
use std::collections::BTreeMap;

/// Whose value: a field of the unit, or of one item of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Slot {
    Unit(FieldIx),
    Item(ListIx, usize, FieldIx),
}

/// A whole number that may be anything within its span: what a field holds, in steps of its grid, or what came of an
/// operation that is no sum.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Number {
    Of(Slot),
    /// The result of an operation, numbered in the order in which they are met
    Made(usize),
}

/// A sum of numbers, each so many millionths times, and a constant.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub(crate) struct Form {
    pub terms: BTreeMap<Number, i128>,
    pub constant: i128,
}

impl Form {
    pub fn constant(value: Decimal) -> Form {
        Form { terms: BTreeMap::new(), constant: i128::from(value.micros()) }
    }

    pub fn of(number: Number, times: i128) -> Form {
        Form { terms: BTreeMap::from([(number, times)]), constant: 0 }
    }

    /// The value, where nothing in it may be anything.
    pub fn value(&self) -> Option<i128> {
        self.terms.is_empty().then_some(self.constant)
    }

    pub fn plus(&self, other: &Form) -> Option<Form> {
        let mut sum = self.clone();
        sum.constant = sum.constant.checked_add(other.constant)?;
        for (number, times) in &other.terms {
            let all = sum.terms.entry(*number).or_default();
            *all = all.checked_add(*times)?;
        }
        sum.terms.retain(|_, times| *times != 0);
        Some(sum)
    }

    pub fn times(&self, factor: i128) -> Option<Form> {
        if factor == 0 {
            return Some(Form::default());
        }
        let times = |(number, times): (&Number, &i128)| Some((*number, times.checked_mul(factor)?));
        Some(Form {
            terms: self.terms.iter().map(times).collect::<Option<_>>()?,
            constant: self.constant.checked_mul(factor)?,
        })
    }

    pub fn minus(&self, other: &Form) -> Option<Form> {
        self.plus(&other.times(-1)?)
    }

    pub fn moved(&self, by: i128) -> Option<Form> {
        Some(Form { terms: self.terms.clone(), constant: self.constant.checked_add(by)? })
    }

    /// Divided by the greatest number that divides every coefficient, the constant rounded down: says the same of "at
    /// least nothing", since all that is summed is whole.
    pub fn reduced(mut self) -> Form {
        let divisor = self.terms.values().fold(0i128, |all, times| gcd(all, times.abs()));
        if divisor > 1 {
            self.terms.values_mut().for_each(|times| *times /= divisor);
            self.constant = self.constant.div_euclid(divisor);
        }
        self
    }
}

fn gcd(a: i128, b: i128) -> i128 {
    if b == 0 { a } else { gcd(b, a % b) }
}
