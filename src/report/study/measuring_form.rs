//! The form to carry: a row for each door of the plan, in its order, yellow where something is to be measured, and on a
//! list's page a row for each item that is known.
//!
//! What always holds: what is written there adds to the survey when both are assessed. An item that stands there with all
//! that the survey says of it is not counted twice. What would contradict the survey instead has to be mended where it
//! stands (`to_mend`). Doors with nothing to do on a page have no row there. Deliberately absent: how a form looks.

use super::measuring::Measuring;
use super::to_mend::ToMend;
use crate::assess::used_by_criteria;
use crate::report::form::{Entry, FilledRow, FormError, Of, ToCarry, can_be_written, to_carry};
use crate::rules::language::uses::Uses;
use crate::rules::value::Value;
use crate::rules::{FieldIx, ListIx};
use crate::study::gaps::Need;
use crate::survey::kind_fields;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The bytes of the workbook.
pub fn form(measuring: &Measuring) -> Result<Vec<u8>, FormError> {
    let Measuring { rules, units, plan, .. } = measuring;
    let mut making =
        Making { measuring, uses: used_by_criteria(rules), carry: ToCarry::default(), mend: ToMend::default() };
    for (batch, unit) in plan.doors() {
        let mut row = keys(measuring, unit);
        if let Some(field) = measuring.named().committee() {
            row.push((Of::Unit(field), Entry::Text(measuring.named().committee_of(unit))));
        }
        let mut wanted: BTreeMap<ListIx, Vec<Need>> = BTreeMap::new();
        for &need in &batch.needs {
            match need {
                Need::Field(field) => match units.fields.get(field).map_or(&[][..], |column| column.bearing(unit)) {
                    [] => {
                        making.carry.fields.insert(field);
                        row.push((Of::Unit(field), Entry::Wanted));
                    }
                    cells => making.mend.field(measuring, unit, field, cells),
                },
                Need::List(list) | Need::Item(list, _) => wanted.entry(list).or_default().push(need),
            }
        }
        wanted.iter().for_each(|(list, needs)| making.list(unit, *list, needs));
        if row.iter().any(|(_, entry)| *entry == Entry::Wanted) {
            making.carry.filled.units.push(row);
        }
    }
    making.carry.told = making.mend.told();
    to_carry(rules, &making.carry)
}

struct Making<'m> {
    measuring: &'m Measuring<'m>,
    uses: Uses,
    carry: ToCarry,
    mend: ToMend,
}

impl Making<'_> {
    /// What is to be found out of a unit's items: all that surely exist, with what is known of them, and a row for what
    /// else there may be.
    fn list(&mut self, unit: usize, list: ListIx, needs: &[Need]) {
        let measuring = self.measuring;
        let Some((def, items)) = measuring.rules.dictionary.lists.get(list).zip(measuring.units.lists.get(list)) else {
            return;
        };
        let whole = needs.contains(&Need::List(list));
        let wanted = |field: FieldIx| {
            needs.contains(&Need::Item(list, field)) || whole && self.uses.items.contains(&(list, field))
        };
        let sure = || items.of(unit).filter(|&item| items.sure.get(item) == Some(&true));
        let value = |field: FieldIx, item: usize| {
            items.fields.get(field).map_or(Value::Unknown, |column| column.values.get(item))
        };
        // What nobody may know is not written anew, so such an item would be counted twice.
        let private = |item: usize| {
            def.fields.iter().enumerate().any(|(at, field)| field.private && value(at, item) != Value::Unknown)
        };
        if sure().any(private) {
            let spot = |item: usize| Some((items.rows.get(item).copied()??, items.columns.get(item).copied()?));
            let spots = items.of(unit).filter_map(spot).collect();
            self.mend.beside(measuring, unit, needs, spots);
            return;
        }
        let besides = self.carry.lists.entry(list).or_default();
        for item in sure() {
            let mut row = keys(measuring, unit);
            for (field, _) in def.fields.iter().enumerate() {
                let (value, wanted) = (value(field, item), wanted(field));
                let written = || items.fields.get(field).and_then(|column| column.origin(item));
                let entry = match &value {
                    Value::Unknown => wanted.then_some(Entry::Wanted),
                    Value::Foreign if !wanted => written().map(|cell| Entry::Text(cell.written.to_string())),
                    value if can_be_written(value) && (value.is_exact() || !wanted) => {
                        Some(Entry::Known(value.clone()))
                    }
                    _ => {
                        self.mend.clear(measuring, unit, (list, field), written());
                        wanted.then_some(Entry::Wanted)
                    }
                };
                if let Some(entry) = entry {
                    besides.insert(field);
                    row.push((Of::Item(field), entry));
                }
            }
            self.carry.filled.items.push((list, row));
        }
        if whole {
            let mut row = keys(measuring, unit);
            let kinds = kind_fields(def);
            let asked = |field: &FieldIx| wanted(*field) || kinds.contains(field);
            row.extend((0..def.fields.len()).filter(asked).map(|field| (Of::Item(field), Entry::Wanted)));
            self.carry.filled.items.push((list, row));
            self.mend.existence(measuring, unit, list);
        }
    }
}

/// The cells that say which door a row is of.
fn keys(measuring: &Measuring, unit: usize) -> FilledRow {
    let keys = measuring.rules.dictionary.key_fields().zip(&measuring.units.keys);
    let key = |column: &[Arc<str>]| Entry::Text(column.get(unit).map_or("", |key| key).to_string());
    keys.map(|(field, column)| (Of::Unit(field), key(column))).collect()
}
