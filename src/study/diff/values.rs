//! What changed of a unit's values, and units put together of both runs' values.
//!
//! What always holds: a value that is read as the same number, choice or text has not changed, however it was written; a
//! list whose items are as many as before is compared item by item, in their order, another one as a whole. Deliberately
//! absent: columns that no rule knows.

use super::Run;
use crate::rules::{FieldIx, ListIx, RuleSet, Value};
use crate::survey::units::{MadeUpItems, Origin, RowPlace};
use crate::survey::{Column, Units};

/// A value that changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Changed {
    /// The unit's place in the first run, and in the second
    pub unit: [usize; 2],
    /// Which value
    pub what: What,
}

/// Which value of a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum What {
    /// A field of the unit
    Field(FieldIx),
    /// A field of the nth item of a list
    Item(ListIx, usize, FieldIx),
    /// A whole list: which items there are
    List(ListIx),
}

/// A value, and where it was written.
pub type Written<'u> = (Value, Option<&'u Origin>);

impl Changed {
    /// The value in one of the runs; none of a whole list.
    pub fn value<'u>(&self, runs: &[Run<'u>; 2], side: usize) -> Option<Written<'u>> {
        let (run, unit) = (runs.get(side)?, *self.unit.get(side)?);
        let (column, at): (&Column, usize) = match self.what {
            What::Field(field) => (run.units.fields.get(field)?, unit),
            What::Item(list, nth, field) => {
                let items = run.units.lists.get(list)?;
                (items.fields.get(field)?, items.of(unit).nth(nth)?)
            }
            What::List(_) => return None,
        };
        Some((column.values.get(at), column.origin(at)))
    }

    /// The rows of a list in one of the runs.
    pub fn rows<'u>(&self, runs: &[Run<'u>; 2], side: usize) -> Vec<&'u RowPlace> {
        let of = |list: ListIx| {
            let (run, unit) = (runs.get(side)?, *self.unit.get(side)?);
            let items = run.units.lists.get(list)?;
            Some(items.of(unit).filter_map(|item| items.rows.get(item)?.as_ref()).collect::<Vec<_>>())
        };
        if let What::List(list) = self.what { of(list).unwrap_or_default() } else { Vec::new() }
    }

    /// Whether one and the same cell, with one and the same text, is read otherwise.
    pub fn is_read_otherwise(&self, runs: &[Run; 2]) -> bool {
        let place = |side: usize| {
            let (_, origin) = self.value(runs, side)?;
            let origin = origin?;
            let sheet = runs.get(side)?.units.sheets.get(origin.sheet as usize)?;
            Some((sheet, origin.row, origin.column, &origin.written))
        };
        place(0).is_some() && place(0) == place(1)
    }
}

/// What changed of a unit.
pub(super) fn changed(runs: &[Run; 2], unit: [usize; 2]) -> Vec<Changed> {
    let [first, second] = runs;
    let [old, new] = unit;
    let mut found: Vec<What> = Vec::new();
    let differ = |a: &Column, b: &Column, at: usize, to: usize| a.values.get(at) != b.values.get(to);
    for (field, (a, b)) in first.units.fields.iter().zip(&second.units.fields).enumerate() {
        // A key is compared as a name: how it is written is no change of the unit.
        let is_key = second.rules.dictionary.fields.get(field).is_none_or(|field| field.key);
        if !is_key && differ(a, b, old, new) {
            found.push(What::Field(field));
        }
    }
    for (list, (a, b)) in first.units.lists.iter().zip(&second.units.lists).enumerate() {
        let sure = |items: &crate::survey::Items, unit: usize| {
            items.of(unit).map(|item| items.sure.get(item).copied()).collect::<Vec<_>>()
        };
        if a.known.get(old) != b.known.get(new) || sure(a, old) != sure(b, new) {
            found.push(What::List(list));
            continue;
        }
        for (nth, (item, other)) in a.of(old).zip(b.of(new)).enumerate() {
            let fields = a.fields.iter().zip(&b.fields).enumerate();
            found.extend(
                fields.filter(|(_, (a, b))| differ(a, b, item, other)).map(|(field, _)| What::Item(list, nth, field)),
            );
        }
    }
    found.into_iter().map(|what| Changed { unit, what }).collect()
}

/// Rows of one unit: for each set of changes the first run's values with these of the second's.
pub(super) fn mixed(rules: &RuleSet, runs: &[Run; 2], unit: [usize; 2], sets: &[Vec<What>]) -> Units {
    let [first, second] = runs;
    let [old, new] = unit;
    let mut rows = Units::new(&rules.dictionary);
    let keys: Vec<_> = first.units.keys.iter().filter_map(|key| key.get(old).cloned()).collect();
    for set in sets {
        let value = |what: What, a: &Column, b: &Column, at: usize, to: usize| {
            if set.contains(&what) { b.values.get(to) } else { a.values.get(at) }
        };
        let fields = first.units.fields.iter().zip(&second.units.fields).enumerate();
        let fields: Vec<Value> = fields.map(|(field, (a, b))| value(What::Field(field), a, b, old, new)).collect();
        let lists = first.units.lists.iter().zip(&second.units.lists).enumerate();
        let lists: Vec<Option<MadeUpItems>> = lists
            .map(|(list, (a, b))| {
                if set.contains(&What::List(list)) {
                    return items(second.units, list, new);
                }
                let mut own = items(first.units, list, old)?;
                for (nth, (_, values)) in own.iter_mut().enumerate() {
                    let Some((item, other)) = a.of(old).nth(nth).zip(b.of(new).nth(nth)) else { continue };
                    for (field, slot) in values.iter_mut().enumerate() {
                        if let (Some(a), Some(b)) = (a.fields.get(field), b.fields.get(field)) {
                            *slot = value(What::Item(list, nth, field), a, b, item, other);
                        }
                    }
                }
                Some(own)
            })
            .collect();
        rows.push(&keys, &fields, &lists);
    }
    rows
}

/// The items of a unit's list; none where the list is not known.
fn items(units: &Units, list: ListIx, unit: usize) -> Option<MadeUpItems> {
    let items = units.lists.get(list)?;
    if items.known.get(unit) != Some(&true) {
        return None;
    }
    let item = |at: usize| {
        let sure = items.sure.get(at) == Some(&true);
        (sure, items.fields.iter().map(|column| column.values.get(at)).collect())
    };
    Some(items.of(unit).map(item).collect())
}
