//! What a unit lacks: the fields whose measuring could change its class, coarsely. The exact sets are another
//! question (`gaps`).
//!
//! What always holds: a settled unit lacks nothing; an open one never lacks nothing.

use crate::assess::Assessment;
use crate::assess::uses;
use crate::rules::language::uses::Uses;
use crate::rules::{FieldIx, ListIx, RuleSet};
use crate::survey::Units;

/// The ids of what is missing of a unit: fields in the dictionary's order, then lists' fields as `pipes.pressure`,
/// the list itself where only the existence of an item is open (or the list is unknown and nothing more is asked
/// of its items), and `rules` where nothing of the survey is to blame.
pub fn missing(rules: &RuleSet, units: &Units, a: &Assessment, unit: usize) -> Vec<String> {
    if a.is_settled(unit) {
        return Vec::new();
    }
    let mut used = Uses::default();
    for (&place, possible) in a.criteria.iter().zip(&a.possible) {
        if let Some(criterion) = rules.criteria.get(place).filter(|_| possible.get(unit).is_some_and(|p| p.is_open())) {
            used.add_criterion(criterion, &rules.derived);
        }
    }
    let field = |&field: &usize| {
        let exact = units.fields.get(field).is_some_and(|column| column.values.get(unit).is_exact());
        rules.dictionary.fields.get(field).filter(|_| !exact).map(|field| field.id.clone())
    };
    let mut ids: Vec<String> = used.fields.iter().filter_map(field).collect();
    for &list in &used.lists {
        let fields: Vec<FieldIx> = uses::of_list(&used, list).collect();
        missing_of_list(rules, units, unit, list, &fields, &mut ids);
    }
    if ids.is_empty() {
        ids.push("rules".to_string());
    }
    ids
}

fn missing_of_list(
    rules: &RuleSet,
    units: &Units,
    unit: usize,
    list: ListIx,
    fields: &[FieldIx],
    ids: &mut Vec<String>,
) {
    let (Some(def), Some(items)) = (rules.dictionary.lists.get(list), units.lists.get(list)) else { return };
    let known = items.known.get(unit) == Some(&true);
    let exact =
        |field: usize, item: usize| items.fields.get(field).is_some_and(|column| column.values.get(item).is_exact());
    let existence_alone = |item: usize| items.sure.get(item) != Some(&true) && fields.iter().all(|&f| exact(f, item));
    if (!known && fields.is_empty()) || (known && items.of(unit).any(existence_alone)) {
        ids.push(def.id.clone());
    }
    for &field in fields {
        if !known || items.of(unit).any(|item| !exact(field, item)) {
            ids.extend(def.fields.get(field).map(|field| format!("{}.{}", def.id, field.id)));
        }
    }
}
