//! Lookups along a walk: the keys are asked only as far as the rows tell them apart.
//!
//! What always holds: key by key, rows that cannot match any more are set aside, and only what the rest ask for is
//! decided. What is found is then read from the table as the evaluators read it. Deliberately absent: foreign texts,
//! which no unit within reach has.

use super::conditions::{Asked, Found, Met};
use super::form::Form;
use super::numbers::Within;
use super::walk::{BLANK, Few, TooLarge, Walk};
use crate::assess::evaluate::lookup::{Reach, Side, reach};
use crate::quantity::Bounds;
use crate::rules::language::typed::{Key, Lookup, LookupRow, Pick, RowKey};
use std::collections::BTreeSet;

impl Asked<'_> {
    pub(super) fn lookup(self, walk: &mut Walk, lookup: &Lookup, found: Found) -> Result<Within, TooLarge> {
        let mut rows: Vec<usize> = (0..lookup.rows.len()).collect();
        let mut sides = Vec::new();
        let mut exact = true;
        for (at, key) in lookup.keys.iter().enumerate() {
            let asked: Vec<RowKey> =
                rows.iter().filter_map(|&row| lookup.rows.get(row)?.keys.get(at).copied()).collect();
            let side = match key {
                Key::Choice { pick, choices } => self.choice_side(walk, pick, *choices, &asked)?,
                Key::Number(num) => {
                    let number = self.num(walk, num, found)?;
                    walk.number_side(&number, &asked)?
                }
            };
            exact &= match side {
                Side::Choices(set) => set.count_ones() == 1,
                Side::Number(low, high) => low == high,
                Side::Foreign => false,
            };
            sides.push(side);
            let may = |row: &LookupRow| row.keys.get(at).is_some_and(|asked| meets(*asked, side));
            rows.retain(|&row| lookup.rows.get(row).is_some_and(may));
            // Past a row that asks for nothing more, none is looked at.
            if let Some(end) = rows.iter().position(|&row| exact && takes_all(lookup, row, at + 1)) {
                rows.truncate(end + 1);
            }
        }
        if exact {
            found(Met { table: lookup.table, row: rows.first().copied() });
        }
        Ok(match reach(&lookup.rows, &sides) {
            Reach::Rows(bounds) => of_bounds(bounds),
            Reach::Gap | Reach::Nothing => Within::UNKNOWN,
        })
    }

    /// What a choice key may be: decided only between the choices that some row asks for, and any of the others.
    fn choice_side(self, walk: &mut Walk, pick: &Pick, choices: u16, asked: &[RowKey]) -> Result<Side, TooLarge> {
        if let Pick::Known { choice, .. } = pick {
            return Ok(Side::choice(*choice));
        }
        let Some(slot) = self.choice_slot(pick) else { return Ok(Side::any_choice(choices)) };
        let few = Few::One(slot);
        let named: BTreeSet<u16> = asked
            .iter()
            .filter_map(|asked| if let RowKey::Choice(choice) = asked { Some(*choice) } else { None })
            .collect();
        for &choice in &named {
            if walk.is_among(few, 1 << choice)? {
                return Ok(Side::choice(choice));
            }
        }
        if walk.reach.blanks && !walk.is_among(few, !(1 << BLANK))? {
            return Ok(Side::any_choice(choices));
        }
        // Whichever of the others it is, no row tells it from the rest.
        let other = (walk.possible(few) & !(1 << BLANK)).trailing_zeros();
        Ok(Side::choice(u16::try_from(other).map_err(|_| TooLarge)?))
    }
}

impl Walk<'_> {
    /// What a number key may be: each end decided between the ends that rows have.
    fn number_side(&mut self, number: &Within, asked: &[RowKey]) -> Result<Side, TooLarge> {
        let mut turns = BTreeSet::new();
        for asked in asked {
            if let RowKey::Within(bounds) = asked {
                turns
                    .extend([bounds.low(), bounds.high().and_then(next)].into_iter().flatten().map(|end| end.micros()));
            }
        }
        let low = self.place(number.low.as_ref(), &turns, Bounds::OPEN_LOW)?;
        if number.value().is_some() {
            return Ok(Side::Number(low, low));
        }
        let high = self.place(number.high.as_ref(), &turns, Bounds::OPEN_HIGH)?;
        Ok(Side::Number(low, high.max(low)))
    }

    /// A number between the same turns as an end.
    fn place(&mut self, end: Option<&Form>, turns: &BTreeSet<i64>, open: i64) -> Result<i64, TooLarge> {
        let Some(end) = end else { return Ok(open) };
        let mut last = None;
        for &turn in turns {
            let reached = self.reaches(end, &Form { constant: i128::from(turn), ..Form::default() })?;
            if !reached {
                // Below this turn, and not below the one before.
                return Ok(last.unwrap_or(turn - 1));
            }
            last = Some(turn);
        }
        Ok(last.unwrap_or(0))
    }
}

fn next(end: crate::quantity::Decimal) -> Option<crate::quantity::Decimal> {
    crate::quantity::Decimal::from_micros(end.micros() + 1)
}

fn meets(asked: RowKey, side: Side) -> bool {
    match (asked, side) {
        (RowKey::Any, _) => true,
        (RowKey::Choice(choice), Side::Choices(set)) => set >> choice & 1 == 1,
        (RowKey::Within(bounds), Side::Number(low, high)) => bounds.low_end() <= high && low <= bounds.high_end(),
        _ => false,
    }
}

/// Whether a row asks for nothing in the key columns from `at` on.
fn takes_all(lookup: &Lookup, row: usize, at: usize) -> bool {
    let keys = lookup.rows.get(row).and_then(|row| row.keys.get(at..)).unwrap_or_default();
    keys.iter().all(|key| *key == RowKey::Any)
}

fn of_bounds(bounds: Bounds) -> Within {
    Within { low: bounds.low().map(Form::constant), high: bounds.high().map(Form::constant) }
}
