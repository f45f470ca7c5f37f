//! What changed of a unit's values, and units put together of both runs' values.
//!
//! What always holds: a value that is read as the same number, choice or text has not changed, however it was written; in
//! which order the items of a list stand is no change. Deliberately absent: columns that no rule knows.

use super::Run;
use super::items::{Item, Pair, item, unlike};
use crate::rules::{FieldIx, ListIx, RuleSet, Value};
use crate::survey::units::{MadeUpItems, Origin};
use crate::survey::{Column, Units, kind_fields};
use std::collections::BTreeSet;

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
    /// A field of an item that both have, by the item's place in each
    Cell(ListIx, [usize; 2], FieldIx),
    /// An item that one of them alone has, by its place in it; or whether an item of both surely exists, with its values
    Item(ListIx, Pair),
    /// Whether it is known what items there are
    Known(ListIx),
}

/// A value, and where it was written.
pub type Written<'u> = (Value, Option<&'u Origin>);

impl Changed {
    /// The value in one of the runs; none of what is not one value.
    pub fn value<'u>(&self, runs: &[Run<'u>; 2], side: usize) -> Option<Written<'u>> {
        let (run, unit) = (runs.get(side)?, *self.unit.get(side)?);
        let (column, at): (&Column, usize) = match self.what {
            What::Field(field) => (run.units.fields.get(field)?, unit),
            What::Cell(list, items, field) => (run.units.lists.get(list)?.fields.get(field)?, *items.get(side)?),
            What::Item(..) | What::Known(_) => return None,
        };
        Some((column.values.get(at), column.origin(at)))
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
///
/// A field that names the unit is compared as a name, unless the rules ask for it: then how it is written is a value too.
pub(super) fn changed(runs: &[Run; 2], unit: [usize; 2], asked: &BTreeSet<FieldIx>) -> Vec<Changed> {
    let [first, second] = runs;
    let [old, new] = unit;
    let dictionary = &second.rules.dictionary;
    let mut found: Vec<What> = Vec::new();
    let differ = |a: &Column, b: &Column, at: usize, to: usize| a.values.get(at) != b.values.get(to);
    for (field, (a, b)) in first.units.fields.iter().zip(&second.units.fields).enumerate() {
        let is_name = dictionary.fields.get(field).is_none_or(|field| field.key) && !asked.contains(&field);
        if !is_name && differ(a, b, old, new) {
            found.push(What::Field(field));
        }
    }
    for (list, (a, b)) in first.units.lists.iter().zip(&second.units.lists).enumerate() {
        if a.known.get(old) != b.known.get(new) {
            found.push(What::Known(list));
        }
        let kind = dictionary.lists.get(list).map(kind_fields).unwrap_or_default();
        for pair in unlike([a, b], unit, &kind) {
            match pair {
                [Some(item), Some(other)] if a.sure.get(item) == b.sure.get(other) => {
                    let fields = a.fields.iter().zip(&b.fields).enumerate();
                    let fields = fields.filter(|(_, (a, b))| differ(a, b, item, other));
                    found.extend(fields.map(|(field, _)| What::Cell(list, [item, other], field)));
                }
                pair => found.push(What::Item(list, pair)),
            }
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
        let fields = first.units.fields.iter().zip(&second.units.fields).enumerate();
        let fields: Vec<Value> = fields
            .map(|(field, (a, b))| match set.contains(&What::Field(field)) {
                true => b.values.get(new),
                false => a.values.get(old),
            })
            .collect();
        let lists = 0..first.units.lists.len();
        let lists: Vec<Option<MadeUpItems>> = lists.map(|list| items(runs, list, old, set)).collect();
        rows.push(&keys, &fields, &lists);
        for (list, items) in rows.lists.iter_mut().enumerate() {
            let (run, unit) = if set.contains(&What::Known(list)) { (second, new) } else { (first, old) };
            let known = run.units.lists.get(list).is_some_and(|items| items.known.get(unit) == Some(&true));
            items.known.last_mut().into_iter().for_each(|slot| *slot = known);
        }
    }
    rows
}

/// The first run's items of a unit, with these changes.
fn items(runs: &[Run; 2], list: ListIx, old: usize, set: &[What]) -> Option<MadeUpItems> {
    let [a, b] = [runs[0].units.lists.get(list)?, runs[1].units.lists.get(list)?];
    let mut items: Vec<(Option<usize>, Item)> = a.of(old).map(|at| (Some(at), item(a, at))).collect();
    for what in set {
        match *what {
            What::Cell(of, [at, other], field) if of == list => {
                let own = items.iter_mut().find(|(own, _)| *own == Some(at));
                let slot = own.and_then(|(_, (_, values))| values.get_mut(field));
                slot.zip(b.fields.get(field)).into_iter().for_each(|(slot, column)| *slot = column.values.get(other));
            }
            What::Item(of, [at, other]) if of == list => {
                items.retain(|(own, _)| at.is_none() || *own != at);
                items.extend(other.map(|other| (None, item(b, other))));
            }
            _ => {}
        }
    }
    Some(items.into_iter().map(|(_, item)| item).collect())
}
