//! The values that a criterion used, as people and as programs read them, each with where it was written.

use super::shown;
use super::{Plain, Used};
use crate::assess::uses;
use crate::lang::Lang;
use crate::quantity::{Bounds, Decimal};
use crate::rules::language::uses::Uses;
use crate::rules::{Field, FieldIx, ListIx, RuleSet, Value};
use crate::survey::{Column, Units};

/// The values of one unit that are used, fields in the dictionary's order, lists after. A list that is unknown, or
/// has no items, stands there itself (with the number of its items, 0, as the value of the latter); so does an item
/// of which it is not known whether it exists.
pub(in crate::assess) fn used(rules: &RuleSet, units: &Units, unit: usize, used: &Uses, lang: Lang) -> Vec<Used> {
    let fields = used.fields.iter().filter_map(|&field| {
        let (def, column) = (rules.dictionary.fields.get(field)?, units.fields.get(field)?);
        Some(one(def, column, unit, lang))
    });
    let mut all: Vec<Used> = fields.collect();
    for &list in &used.lists {
        let fields: Vec<FieldIx> = uses::of_list(used, list).collect();
        of_list(rules, units, unit, list, &fields, lang, &mut all);
    }
    all
}

fn of_list(
    rules: &RuleSet,
    units: &Units,
    unit: usize,
    list: ListIx,
    fields: &[FieldIx],
    lang: Lang,
    all: &mut Vec<Used>,
) {
    let (Some(def), Some(items)) = (rules.dictionary.lists.get(list), units.lists.get(list)) else { return };
    let itself = |item, shown: &str, value| Used {
        field: def.id.clone(),
        label: lang.pick(&def.label, &def.id).clone(),
        item,
        shown: shown.to_string(),
        value,
        origin: None,
    };
    if items.known.get(unit) != Some(&true) {
        all.push(itself(None, shown::unknown(lang), None));
        return;
    }
    if items.of(unit).is_empty() {
        let none = Plain::Number(Bounds::exact(Decimal::ZERO));
        all.push(itself(None, lang.pick("无", "none"), Some(none)));
    }
    for (nth, place) in items.of(unit).enumerate() {
        if items.sure.get(place) != Some(&true) {
            all.push(itself(Some(nth), lang.pick("有无未知", "existence unknown"), None));
        }
        for &field in fields {
            if let (Some(field), Some(column)) = (def.fields.get(field), items.fields.get(field)) {
                let used = one(field, column, place, lang);
                all.push(Used {
                    field: format!("{}.{}", def.id, used.field),
                    label: lang.pick(format!("{}·{}", def.label, used.label), format!("{}.{}", def.id, used.label)),
                    item: Some(nth),
                    ..used
                });
            }
        }
    }
}

fn one(field: &Field, column: &Column, place: usize, lang: Lang) -> Used {
    let (value, origin) = (column.values.get(place), column.origin(place));
    Used {
        label: lang.pick(&field.label, &field.id).clone(),
        shown: shown::value(field, &value, origin, lang),
        value: plain(field, &value),
        field: field.id.clone(),
        item: None,
        origin: origin.cloned(),
    }
}

/// A value for programs; several choices only where they are exactly known.
fn plain(field: &Field, value: &Value) -> Option<Plain> {
    let choice = |place: usize| Some(field.kind.choices()?.get(place)?.id.clone());
    match value {
        Value::Unknown | Value::Foreign => None,
        Value::Number(bounds) => Some(Plain::Number(*bounds)),
        Value::Choice(place) => choice(usize::from(*place)).map(Plain::Text),
        Value::Several { must, may } => {
            let ids: Vec<String> = (0..64).filter(|bit| must >> bit & 1 == 1).filter_map(choice).collect();
            (must == may).then(|| Plain::Text(ids.join(";")))
        }
        Value::Flag(flag) => Some(Plain::Flag(*flag)),
        Value::Text(text) => Some(Plain::Text(text.to_string())),
    }
}
