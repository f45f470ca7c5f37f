//! The form to carry: a row for each door of the plan, in its order, yellow where something is to be measured.
//!
//! What always holds: what is written there adds to the survey when both are assessed. What might contradict it instead, or
//! stand in it twice, has to be mended where it stands: all those places are named, with what is written there unless that
//! is private. Doors with nothing else to do have no row. Deliberately absent: how a form looks.

use super::measuring::Measuring;
use crate::report::form::{Entry, FilledRow, FormError, Of, ToCarry, to_carry};
use crate::rules::{FieldIx, ListIx};
use crate::study::gaps::Need;
use crate::survey::Units;
use crate::survey::units::Origin;
use std::collections::BTreeMap;

/// Doors that one line names.
const NAMED: usize = 20;

/// The bytes of the workbook.
pub fn form(measuring: &Measuring) -> Result<Vec<u8>, FormError> {
    let Measuring { rules, units, plan, .. } = measuring;
    let mut carry = ToCarry::default();
    let mut lists: BTreeMap<ListIx, Vec<String>> = BTreeMap::new();
    let mut places: Vec<String> = Vec::new();
    for (batch, &unit) in plan.batches.iter().flat_map(|batch| batch.units.iter().map(move |unit| (batch, unit))) {
        let name = units.name(unit);
        let mut row = keys(measuring, unit);
        let mut looked_at = false;
        // What stands in a row of a list already is mended there: the rows, and what they lack.
        let mut rows: BTreeMap<Vec<String>, Vec<String>> = BTreeMap::new();
        for &need in &batch.needs {
            let label = measuring.needs(&[need]);
            match need {
                Need::Field(field) => match units.fields.get(field).map_or(&[][..], |column| column.bearing(unit)) {
                    [] => {
                        carry.fields.insert(field);
                        row.push((Of::Unit(field), Entry::Wanted));
                    }
                    cells => {
                        let cells: Vec<String> = cells.iter().map(|cell| shown(measuring, field, cell)).collect();
                        places.push(format!("{name}：{label}（{}）", cells.join("；")));
                    }
                },
                Need::List(list) => {
                    carry.lists.insert(list);
                    lists.entry(list).or_default().push(name.clone());
                    looked_at = true;
                }
                Need::Item(list, field) => {
                    rows.entry(rows_of(units, unit, list, field)).or_default().push(label);
                }
            }
        }
        places
            .extend(rows.iter().map(|(rows, labels)| format!("{name}：{}（{}）", labels.join("、"), rows.join("、"))));
        if looked_at || row.iter().any(|(_, entry)| *entry == Entry::Wanted) {
            carry.doors.push(row);
        }
    }
    carry.told = told(measuring, &lists, &places);
    to_carry(rules, &carry)
}

/// A cell of a field: where it is, and what it says where everybody may know that.
fn shown(measuring: &Measuring, field: FieldIx, cell: &Origin) -> String {
    let (place, written) = (measuring.units.shown_place(cell), &cell.written);
    let private = measuring.rules.dictionary.fields.get(field).is_none_or(|field| field.private);
    if private { place } else { format!("{place}，现在写的是“{written}”") }
}

/// The rows of a unit's items of which a field is not known, each once.
fn rows_of(units: &Units, unit: usize, list: ListIx, field: FieldIx) -> Vec<String> {
    let Some(items) = units.lists.get(list) else { return Vec::new() };
    let open = |item: &usize| items.fields.get(field).is_some_and(|it| !it.values.get(*item).is_exact());
    let rows = items.of(unit).filter(open).filter_map(|item| items.rows.get(item).copied().flatten());
    let mut rows: Vec<String> = rows.map(|row| units.row_shown(&row)).collect();
    rows.dedup();
    rows
}

/// The cells that say which door a row is of.
fn keys(measuring: &Measuring, unit: usize) -> FilledRow {
    let Measuring { rules, units, .. } = measuring;
    let keys = rules.dictionary.key_fields().zip(&units.keys);
    let mut row: FilledRow = keys
        .map(|(field, column)| (Of::Unit(field), Entry::Text(column.get(unit).map_or("", |key| key).to_string())))
        .collect();
    if let Some(field) = measuring.named().committee() {
        row.push((Of::Unit(field), Entry::Text(measuring.named().committee_of(unit))));
    }
    row
}

fn told(measuring: &Measuring, lists: &BTreeMap<ListIx, Vec<String>>, places: &[String]) -> Vec<String> {
    let mut told = Vec::new();
    let label = |list: ListIx| measuring.rules.dictionary.lists.get(list).map_or("", |list| list.label.as_str());
    for (list, names) in lists {
        told.push(format!("要查“{}”的 {} 门（查到的逐项写在那一页）：", label(*list), names.len()));
        told.extend(names.chunks(NAMED).map(|names| names.join("、")));
    }
    if !places.is_empty() {
        told.push("下面这些要在原来的调查表里改（列了几处的，几处都改）；写在这里会同原来的矛盾或重复：".into());
        told.extend(places.iter().cloned());
    }
    told
}
