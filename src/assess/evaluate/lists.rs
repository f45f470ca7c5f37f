//! From the items of a list to the units they belong to: any, how many, smallest, largest, sum.
//!
//! What always holds: a unit whose list is unknown gets "unknown", whatever items stand there; an item of which it
//! is not known whether it exists can make a result less certain, never more. Deliberately absent: what is asked of
//! an item.

use super::bitmap::{Bits, Trits};
use super::numbers::Numbers;
use crate::quantity::{Bounds, Decimal};
use crate::survey::Items;
use std::ops::Range;

/// How the items of one list belong to a block's units.
pub(in crate::assess) struct Joined {
    /// Places of the items in the list's columns
    pub items: Range<usize>,
    /// For each item, its unit in the block
    pub unit_of: Vec<u32>,
    /// Items that surely exist
    pub sure: Bits,
    /// Units whose list is known
    pub known: Bits,
    /// The items of each unit, as rows
    rows: Vec<Range<usize>>,
}

impl Joined {
    /// Joins the items of the units in `range`.
    pub fn new(items: &Items, range: &Range<usize>) -> Joined {
        let places: Vec<Range<usize>> = range.clone().map(|unit| items.of(unit)).collect();
        let start = places.first().map_or(0, |first| first.start);
        let end = places.last().map_or(0, |last| last.end);
        let unit_of: Vec<u32> =
            (0u32..).zip(&places).flat_map(|(unit, items)| std::iter::repeat_n(unit, items.len())).collect();
        Joined {
            sure: Bits::from_fn(unit_of.len(), |row| items.sure.get(start + row) == Some(&true)),
            known: Bits::from_fn(range.len(), |unit| items.known.get(range.start + unit) == Some(&true)),
            rows: places
                .iter()
                .map(|items| items.start.saturating_sub(start)..items.end.saturating_sub(start))
                .collect(),
            items: start..end,
            unit_of,
        }
    }

    /// The items of a unit of the block, as rows.
    pub fn of(&self, unit: usize) -> Range<usize> {
        self.rows.get(unit).cloned().unwrap_or(0..0)
    }

    /// Kleene's or over the items, one that may not exist taken as *(unknown and the condition)*.
    pub fn any(&self, cond: &Trits) -> Trits {
        let units = self.rows.len();
        let with_one = |items: &Bits| {
            let mut found = Bits::none(units);
            for item in items.ones() {
                if let Some(&unit) = self.unit_of.get(item) {
                    found.set(unit as usize, true);
                }
            }
            found
        };
        let possible = with_one(&cond.no.not());
        Trits { yes: with_one(&cond.yes.and(&self.sure)).and(&self.known), no: self.known.minus(&possible) }
    }

    /// Between the items that surely exist and meet the condition and those that possibly do.
    pub fn count(&self, cond: &Trits) -> Numbers<'static> {
        let count = |items: &Bits| {
            let mut counts = vec![0i64; self.rows.len()];
            for item in items.ones() {
                if let Some(count) = self.unit_of.get(item).and_then(|&unit| counts.get_mut(unit as usize)) {
                    *count += 1;
                }
            }
            counts
        };
        let (surely, possibly) = (count(&cond.yes.and(&self.sure)), count(&cond.no.not()));
        self.each_known(|unit| {
            let end = |counts: &[i64]| counts.get(unit).and_then(|&count| Decimal::from_int(count));
            Bounds::between(end(&surely), end(&possibly))
        })
    }

    /// The smallest or largest of every unit.
    pub fn extreme(&self, values: &Numbers, pick: fn(Bounds, Bounds) -> Bounds) -> Numbers<'static> {
        Numbers::from_fn(self.rows.len(), |unit| self.extreme_of(unit, |item| values.get(item), pick))
    }

    /// The smallest or largest of a unit; unknown without an item that surely exists. One that may not exist can take the
    /// result further, but not hold it back: there `pick` has only the say it would have beside the others.
    pub fn extreme_of(
        &self,
        unit: usize,
        value: impl Fn(usize) -> Bounds,
        pick: fn(Bounds, Bounds) -> Bounds,
    ) -> Bounds {
        let of = |sure: bool| self.of(unit).filter(move |&item| self.sure.get(item) == sure);
        let Some(sure) = of(true).map(&value).reduce(pick).filter(|_| self.known.get(unit)) else {
            return Bounds::UNKNOWN;
        };
        of(false).fold(sure, |all, item| all.hull(pick(all, value(item))))
    }

    /// The sum of every unit.
    pub fn sum(&self, values: &Numbers) -> Numbers<'static> {
        Numbers::from_fn(self.rows.len(), |unit| self.sum_of(unit, |item| values.get(item)))
    }

    /// The sum of a unit; an item that may not exist adds its value or nothing. Only the sum is held against the limit of
    /// what can be a quantity, not the way to it, so that the order of items says nothing.
    pub fn sum_of(&self, unit: usize, value: impl Fn(usize) -> Bounds) -> Bounds {
        if !self.known.get(unit) {
            return Bounds::UNKNOWN;
        }
        let (mut low, mut high) = (Some(0i128), Some(0i128));
        for item in self.of(unit) {
            let value = value(item);
            let value = if self.sure.get(item) { value } else { value.hull(Bounds::exact(Decimal::ZERO)) };
            let add = |sum: Option<i128>, end: Option<Decimal>| Some(sum? + i128::from(end?.micros()));
            (low, high) = (add(low, value.low()), add(high, value.high()));
        }
        let end = |sum: Option<i128>| sum.and_then(|sum| i64::try_from(sum).ok()).and_then(Decimal::from_micros);
        Bounds::between(end(low), end(high))
    }

    fn each_known(&self, f: impl Fn(usize) -> Bounds) -> Numbers<'static> {
        Numbers::from_fn(self.rows.len(), |unit| if self.known.get(unit) { f(unit) } else { Bounds::UNKNOWN })
    }
}
