//! The form to carry: a row for each door of the plan, in its order, yellow where something is to be measured.
//!
//! What always holds: what is written there adds to the survey when both are assessed. What would contradict it instead, or
//! stand in it twice, has to be mended where it stands: those places are named. Deliberately absent: how a form looks.

use super::measuring::Measuring;
use crate::report::form::{Entry, FilledRow, FormError, Of, ToCarry, to_carry};
use crate::rules::{FieldIx, ListIx, Value};
use crate::study::gaps::Need;
use crate::survey::Units;
use std::collections::BTreeMap;

/// Doors that a line names; the others are in the plan.
const NAMED: usize = 400;

/// The bytes of the workbook.
pub fn form(measuring: &Measuring) -> Result<Vec<u8>, FormError> {
    let Measuring { rules, units, plan, .. } = measuring;
    let mut carry = ToCarry::default();
    let mut lists: BTreeMap<ListIx, Vec<String>> = BTreeMap::new();
    let mut places: Vec<String> = Vec::new();
    for (batch, &unit) in plan.batches.iter().flat_map(|batch| batch.units.iter().map(move |unit| (batch, unit))) {
        let name = units.name(unit);
        let mut row = keys(measuring, unit);
        // What stands in a row of a list already is mended there: the rows, and what they lack.
        let mut rows: BTreeMap<Vec<String>, Vec<String>> = BTreeMap::new();
        for &need in &batch.needs {
            let label = measuring.needs(&[need]);
            match need {
                Need::Field(field) => {
                    let column = units.fields.get(field);
                    let written = column.filter(|column| column.values.get(unit) == Value::Foreign);
                    match written.and_then(|column| column.origin(unit)) {
                        Some(origin) => {
                            let (place, written) = (units.shown_place(origin), &origin.written);
                            places.push(format!("{name}：{label}（{place}，现在写的是“{written}”）"));
                        }
                        None => {
                            carry.fields.insert(field);
                            row.push((Of::Unit(field), Entry::Wanted));
                        }
                    }
                }
                Need::List(list) => {
                    carry.lists.insert(list);
                    lists.entry(list).or_default().push(name.clone());
                }
                Need::Item(list, field) => {
                    rows.entry(rows_of(units, unit, list, field)).or_default().push(label);
                }
            }
        }
        places
            .extend(rows.iter().map(|(rows, labels)| format!("{name}：{}（{}）", labels.join("、"), rows.join("、"))));
        if row.iter().any(|(_, entry)| *entry == Entry::Wanted) {
            carry.doors.push(row);
        }
    }
    carry.told = told(measuring, &lists, &places);
    to_carry(rules, &carry)
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
        let shown: Vec<&str> = names.iter().take(NAMED).map(String::as_str).collect();
        let more = names.len().saturating_sub(NAMED);
        let more = if more > 0 { format!("，另有 {more} 门见补测计划") } else { String::new() };
        told.push(format!("要查“{}”的门（查到的逐项写在那一页）：{}{more}", label(*list), shown.join("、")));
    }
    if !places.is_empty() {
        told.push("下面这些要在原来的调查表里改，写在这里会同原来的矛盾或重复：".into());
        told.extend(places.iter().take(NAMED).cloned());
        if places.len() > NAMED {
            told.push(format!("另有 {} 处见补测计划", places.len() - NAMED));
        }
    }
    told
}
