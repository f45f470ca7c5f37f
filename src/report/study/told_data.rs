//! A changed value of a unit in words: which value, what it was and is, and the cell or the row.
//!
//! What always holds: what a private field holds is not told, only that it changed; an item is named by its kind, never by
//! its place in a list, which says nothing to those who read a survey.

use super::between::Between;
use super::told_cause::ToldCause;
use crate::assess::explain::shown;
use crate::rules::{Field, ListIx, Value};
use crate::study::diff::{Changed, Run, What};
use crate::survey::kind_fields;
use crate::text;

/// It.
pub(super) fn data(between: &Between, changed: &Changed) -> ToldCause {
    let runs = &between.diff.runs;
    let [first, second] = runs;
    let dictionary = &second.rules.dictionary;
    let field = |at: usize| dictionary.fields.get(at).map(|field| (field.id.clone(), field.label.clone()));
    let list =
        |at: usize| dictionary.lists.get(at).map(|list| (list.id.clone(), list.label.clone())).unwrap_or_default();
    match changed.what {
        What::Field(at) => {
            let (id, what) = field(at).unwrap_or_default();
            cell(between, changed, dictionary.fields.get(at), id, what)
        }
        What::Cell(at, items, own) => {
            let field = dictionary.lists.get(at).and_then(|list| list.fields.get(own));
            let (id, what) = list(at);
            let [kind_id, kind] = of_kind(between, second, at, items[1]);
            let id = format!("{id}[{kind_id}].{}", field.map_or("", |field| &field.id));
            let label = field.map_or("", |field| &field.label);
            cell(between, changed, field, id, format!("{}·{label}", joined(what, &kind)))
        }
        What::Item(at, items) => {
            let (id, what) = list(at);
            let side = |side: usize| Some((if side == 0 { first } else { second }, (*items.get(side)?)?));
            let [kind_id, kind] = match side(1).or_else(|| side(0)) {
                Some((run, item)) => of_kind(between, run, at, item),
                None => Default::default(),
            };
            let told = |of: usize| match side(of) {
                Some((run, item)) => item_shown(between, run, at, item),
                None => between.pick("没有", "none").to_string(),
            };
            let place = side(1).or_else(|| side(0)).map(|(run, item)| place_of(between, run, at, item));
            let (what, before, after) = (joined(what, &kind), told(0), told(1));
            // One more or one less is no value that changed.
            let (what, change) = match items {
                [None, _] => {
                    let what = text!("{what}（新增）", "{what} (came)").get(between.lang).to_string();
                    (what.clone(), Some(text!("{what}：{after}", "{what}: {after}").get(between.lang).to_string()))
                }
                [_, None] => {
                    let what = text!("{what}（没有了）", "{what} (gone)").get(between.lang).to_string();
                    (
                        what.clone(),
                        Some(text!("{what}：原为 {before}", "{what}: was {before}").get(between.lang).to_string()),
                    )
                }
                _ => (what, None),
            };
            ToldCause {
                kind: "data",
                id: format!("{id}[{kind_id}]"),
                what,
                change,
                before: Some(before),
                after: Some(after),
                place: place.unwrap_or_default(),
            }
        }
        What::Known(at) => {
            let (id, what) = list(at);
            let known = |side: usize| {
                let run = if side == 0 { first } else { second };
                let known = run.units.lists.get(at)?.known.get(*changed.unit.get(side)?)?;
                Some(
                    if *known { between.pick("全部", "all of them") } else { between.pick("不全", "not all") }
                        .to_string(),
                )
            };
            let what = text!("{what}查到的是不是全部", "whether all {what} are known").get(between.lang).to_string();
            ToldCause { kind: "data", id, what, before: known(0), after: known(1), ..ToldCause::default() }
        }
    }
}

fn joined(list: String, kind: &str) -> String {
    if kind.is_empty() { list } else { format!("{list}·{kind}") }
}

/// One value.
fn cell(between: &Between, changed: &Changed, field: Option<&Field>, id: String, what: String) -> ToldCause {
    let runs = &between.diff.runs;
    let [first, second] = runs;
    // The same cell with the same text: whoever reads it now reads it otherwise.
    let otherwise = changed.is_read_otherwise(runs) && first.version != second.version;
    let of = |side: usize| changed.value(runs, side);
    let shown = |side: usize| {
        let (value, origin) = of(side)?;
        let field = field.filter(|field| !field.private)?;
        // A blank cell and no cell are one: nothing was known.
        (value != Value::Unknown || origin.is_some()).then(|| match (&value, origin) {
            (Value::Unknown, Some(origin)) => format!("“{}”", origin.written),
            _ => shown::value(field, &value, origin, between.lang),
        })
    };
    let place = |side: usize| {
        let (_, origin) = of(side)?;
        let run = if side == 0 { first } else { second };
        origin.map(|origin| run.units.shown_place(origin))
    };
    ToldCause {
        kind: if otherwise { "program" } else { "data" },
        id,
        what,
        before: shown(0),
        after: shown(1),
        place: place(1).or_else(|| place(0)).unwrap_or_default(),
        ..ToldCause::default()
    }
}

/// The kind of an item, for programs and for people; nothing where it is not known or not told.
fn of_kind(between: &Between, run: &Run, list: ListIx, item: usize) -> [String; 2] {
    let Some(def) = run.rules.dictionary.lists.get(list) else { return Default::default() };
    let Some(items) = run.units.lists.get(list) else { return Default::default() };
    let told = |lang| {
        let kind = |at: usize| {
            let (field, column) = (def.fields.get(at).filter(|field| !field.private)?, items.fields.get(at)?);
            let value = Some(column.values.get(item)).filter(|value| *value != Value::Unknown)?;
            Some(shown::value(field, &value, column.origin(item), lang))
        };
        kind_fields(def).into_iter().filter_map(kind).collect::<Vec<_>>().join("·")
    };
    [told(crate::lang::Lang::En), told(between.lang)]
}

/// What is known of an item beside its kind: `距外墙 0.30 m、可否迁移 否`.
fn item_shown(between: &Between, run: &Run, list: ListIx, item: usize) -> String {
    let Some(def) = run.rules.dictionary.lists.get(list) else { return String::new() };
    let Some(items) = run.units.lists.get(list) else { return String::new() };
    let kinds = kind_fields(def);
    let mut parts: Vec<String> = Vec::new();
    if items.sure.get(item) != Some(&true) {
        parts.push(between.pick("有没有还不知道", "unknown whether there is any").into());
    }
    let told = def
        .fields
        .iter()
        .zip(&items.fields)
        .enumerate()
        .filter(|(at, (field, _))| !field.private && !kinds.contains(at));
    parts.extend(told.filter_map(|(_, (field, column))| {
        let value = Some(column.values.get(item)).filter(|value| *value != Value::Unknown)?;
        Some(format!("{} {}", field.label, shown::value(field, &value, column.origin(item), between.lang)))
    }));
    if parts.is_empty() {
        return between.pick("有", "there").into();
    }
    parts.join(between.pick("、", ", "))
}

/// The cell that an item stands in, or its row where it stands in several.
fn place_of(between: &Between, run: &Run, list: ListIx, item: usize) -> String {
    let Some(items) = run.units.lists.get(list) else { return String::new() };
    let mut cells: Vec<String> =
        items.fields.iter().filter_map(|column| column.origin(item)).map(|at| run.units.shown_place(at)).collect();
    cells.dedup();
    if let [cell] = cells.as_slice() {
        return cell.clone();
    }
    let row = items.rows.get(item).and_then(Option::as_ref).map(|row| run.units.row_shown(row));
    row.map_or_else(String::new, |row| text!("{row} 行", "{row} (row)").get(between.lang).to_string())
}
