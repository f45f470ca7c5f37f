//! What the rows of one unit come to, field by field.
//!
//! What always holds: an unknown value gives way to a known one; bounds that overlap narrow each other; what
//! contradicts is unknown, whatever the order of rows, unless the caller says which wins. Only fields of the
//! dictionary take part; a unit's key is shown as first written and contradicts nothing. Deliberately absent: which
//! rows make one unit (`identity.rs`).

use super::met::Met;
use super::{Filed, Identity, RowRef, Source, cell_from, place, place_from};
use crate::lang::Text;
use crate::quantity::Bounds;
use crate::rules::dictionary::{Dictionary, Field};
use crate::rules::value::Value;
use crate::survey::cell::words::fold;
use crate::survey::finding::Finding;
use crate::survey::options::Duplicates;
use crate::survey::table::{FieldColumn, ReadCell};
use crate::survey::units::{Column, Origin, SheetName};
use crate::text;
use rayon::prelude::*;
use std::collections::BTreeMap;

/// What is known of the fields of all units.
pub struct MergedFields {
    /// One column a field, in the dictionary's order
    pub fields: Vec<Column>,
    /// What is to be told
    pub told: Vec<Filed>,
}

/// Merges the rows of every unit. The cells are taken out of `sources`.
pub fn merge_fields(
    sources: &mut [Source],
    identity: &Identity,
    sheets: &[SheetName],
    dictionary: &Dictionary,
    duplicates: Duplicates,
) -> MergedFields {
    let mut by_field: Vec<Vec<Option<FieldColumn>>> =
        dictionary.fields.iter().map(|_| sources.iter().map(|_| None).collect()).collect();
    for (at, source) in sources.iter_mut().enumerate() {
        if identity.unit_of.get(at).is_none_or(Vec::is_empty) {
            continue;
        }
        for column in std::mem::take(&mut source.table.fields) {
            if let Some(slot) = by_field.get_mut(column.field).and_then(|tables| tables.get_mut(at)) {
                *slot = Some(column);
            }
        }
    }
    let context = Context { sources, identity, sheets, duplicates };
    let merged: Vec<OfField> = by_field
        .into_par_iter()
        .zip(&dictionary.fields)
        .map(|(tables, field)| context.merge_field(field, tables))
        .collect();
    let mut completed: BTreeMap<(u32, u32), Vec<(&str, bool)>> = BTreeMap::new();
    let (mut fields, mut told) = (Vec::new(), Vec::new());
    for (of_field, field) in merged.into_iter().zip(&dictionary.fields) {
        fields.push(of_field.column);
        told.extend(of_field.told);
        for (unit, nth, by_this_row) in of_field.completed {
            completed.entry((unit, nth)).or_default().push((&field.label, by_this_row));
        }
    }
    told.extend(completed.into_iter().filter_map(|((unit, nth), what)| context.complete(unit, nth, &what)));
    MergedFields { fields, told }
}

struct Context<'a> {
    sources: &'a [Source],
    identity: &'a Identity,
    sheets: &'a [SheetName],
    duplicates: Duplicates,
}

struct OfField {
    column: Column,
    told: Vec<Filed>,
    /// Unit, which of its rows, and whether that row filled what those before left open, rather than the reverse
    completed: Vec<(u32, u32, bool)>,
    /// What was written so far, to be held once
    met: Met,
}

impl Context<'_> {
    fn merge_field(&self, field: &Field, mut tables: Vec<Option<FieldColumn>>) -> OfField {
        let count = self.identity.first.len();
        let mut of_field =
            OfField { column: Column::new(&field.kind), told: Vec::new(), completed: Vec::new(), met: Met::default() };
        of_field.column.origins.reserve_exact(count);
        for (first, unit) in self.identity.first.iter().zip(0_u32..) {
            let rows = self.identity.more.get(&unit);
            let Some(more) = rows.filter(|_| !field.key) else {
                let cell = take(&mut tables, *first);
                self.push(&mut of_field, *first, cell);
                continue;
            };
            let rows: Vec<RowRef> = [first].into_iter().chain(more).copied().collect();
            let cells: Vec<Option<ReadCell>> = rows.iter().map(|row| take(&mut tables, *row)).collect();
            let has_column = |row: &RowRef| tables.get(row.source as usize).is_some_and(Option::is_some);
            let known: Vec<(RowRef, &ReadCell)> =
                rows.iter().zip(&cells).filter_map(|(row, cell)| Some((*row, cell.as_ref()?))).collect();
            let outcome = combine(&known.iter().map(|(_, cell)| &cell.value).collect::<Vec<_>>(), self.duplicates);
            // What contradicts is taken from nowhere.
            if !outcome.contradicted || self.duplicates != Duplicates::Report {
                self.tell_completed(&mut of_field, unit, &cells, rows.iter().map(has_column));
            }
            for between in &outcome.between {
                of_field.told.extend(self.tell(field, &known, &outcome, *between));
            }
            let saying = known.iter().filter(|(_, cell)| is_known(&cell.value));
            if !outcome.value.is_exact() && saying.clone().nth(1).is_some() {
                let saying = saying.map(|(row, cell)| self.origin(*row, (*cell).clone(), &mut of_field.met)).collect();
                of_field.column.together.insert(unit as usize, saying);
            }
            let chosen = known.get(outcome.of);
            let cell = chosen.map(|(_, cell)| ReadCell { value: outcome.value, ..(*cell).clone() });
            self.push(&mut of_field, chosen.map_or(*first, |(row, _)| *row), cell);
        }
        of_field
    }

    fn push(&self, of_field: &mut OfField, row: RowRef, cell: Option<ReadCell>) {
        let OfField { column, met, .. } = of_field;
        column.values.push(cell.as_ref().map_or(&Value::Unknown, |cell| &cell.value));
        column.origins.push(cell.map(|cell| self.origin(row, cell, met)));
    }

    fn origin(&self, row: RowRef, cell: ReadCell, met: &mut Met) -> Origin {
        let sheet = self.sources.get(row.source as usize).map_or(0, |source| source.sheet);
        Origin { sheet, row: cell.at.0, column: cell.at.1, written: met.once(cell.written) }
    }

    fn tell_completed(
        &self,
        of_field: &mut OfField,
        unit: u32,
        cells: &[Option<ReadCell>],
        has_column: impl Iterator<Item = bool>,
    ) {
        let mut before = false;
        for (nth, (cell, has_column)) in cells.iter().zip(has_column).enumerate() {
            let known = cell.as_ref().is_some_and(|cell| is_known(&cell.value));
            if nth > 0 && known != before && has_column {
                of_field.completed.push((unit, nth as u32, known));
            }
            before |= known;
        }
    }

    /// The finding that two cells narrow each other, or contradict.
    fn tell(
        &self,
        field: &Field,
        known: &[(RowRef, &ReadCell)],
        outcome: &Combined,
        (one, other): (usize, usize),
    ) -> Option<Filed> {
        let ((row_a, a), (row_b, b)) = (known.get(one)?, known.get(other)?);
        let sheet = |row: &RowRef| self.sources.get(row.source as usize).map(|source| (source.file, source.sheet));
        let ((_, there), (file, here)) = (sheet(row_a)?, sheet(row_b)?);
        let name = self.sheets.get(here as usize)?;
        let (label, mine, theirs) = (&field.label, &b.written, &a.written);
        let place = cell_from(self.sheets, here, there, a.at);
        let used = known.get(outcome.of).map_or("", |(_, cell)| &cell.written);
        let (code, message, reading) = match (outcome.contradicted, self.duplicates) {
            (false, _) => (
                "S061",
                text!(
                    "同一门栋的 `{label}`：`{mine}` 与 {place} 的 `{theirs}` 相交，取两者都符合的部分",
                    "`{label}` of one unit: `{mine}` and `{theirs}` in {place} overlap; what both allow is used"
                ),
                shown_value(&outcome.value, used),
            ),
            (true, Duplicates::Report) => (
                "S062",
                text!(
                    "同一门栋的 `{label}` 前后矛盾：`{mine}`，而 {place} 是 `{theirs}`，按未知处理",
                    "`{label}` of one unit contradicts itself: `{mine}`, but `{theirs}` in {place}; it counts as unknown"
                ),
                String::new(),
            ),
            (true, Duplicates::First | Duplicates::Last) => (
                "S062",
                text!(
                    "同一门栋的 `{label}` 前后矛盾：`{mine}`，而 {place} 是 `{theirs}`，按要求取 `{used}`",
                    "`{label}` of one unit contradicts itself: `{mine}`, but `{theirs}` in {place}; `{used}` is used, as asked"
                ),
                used.to_string(),
            ),
        };
        let mut finding = Finding::new(code, &name.file, &name.sheet, message)
            .at(b.at.0, b.at.1)
            .of_field(&*field.id)
            .from_written(&**mine, reading);
        let correct = || text!("请核实后改正其中一处", "find out which is right and correct the other");
        finding.suggestion = outcome.contradicted.then(correct);
        finding.unit = self.name_of(*row_b);
        Some(Filed { file, sheet: Some(here), finding })
    }

    /// The name of a row's unit, as first written.
    fn name_of(&self, row: RowRef) -> String {
        let unit = self.identity.unit_of.get(row.source as usize).and_then(|units| units.get(row.row as usize));
        let first = unit.and_then(|unit| self.identity.first.get(*unit as usize));
        let kept = first.and_then(|f| self.sources.get(f.source as usize)?.table.rows.get(f.row as usize));
        kept.map_or(String::new(), |kept| kept.shown.join("/"))
    }

    /// The finding that two rows of a unit complete each other.
    fn complete(&self, unit: u32, nth: u32, what: &[(&str, bool)]) -> Option<Filed> {
        let (first, row) = (self.identity.rows(unit).next()?, self.identity.rows(unit).nth(nth as usize)?);
        let (there, here) = (place(self.sources, first)?, place(self.sources, row)?);
        let name = self.sheets.get(here.sheet as usize)?;
        let labels = |by_this: bool| {
            let of: Vec<String> =
                what.iter().filter(|(_, by)| *by == by_this).map(|(label, _)| format!("`{label}`")).collect();
            of.join("、")
        };
        let (filled, had) = (labels(true), labels(false));
        let (first_row, mut message) = (there.row, Text::same(""));
        message.zh = format!(
            "与{}{}是同一门栋，合并为一个",
            if here.sheet == there.sheet { "" } else { " " },
            place_from(self.sheets, here.sheet, there.sheet, &format!("第 {first_row} 行"))
        );
        message.en = format!(
            "the same unit as {}, merged",
            place_from(self.sheets, here.sheet, there.sheet, &format!("row {first_row}"))
        );
        if !filled.is_empty() {
            message.zh.push_str(&format!("；由这一行补上 {filled}"));
            message.en.push_str(&format!("; this row adds {}", filled.replace('、', ", ")));
        }
        if !had.is_empty() {
            message.zh.push_str(&format!("；这一行所缺的 {had} 取自前面"));
            message.en.push_str(&format!("; {}, unknown here, stand there", had.replace('、', ", ")));
        }
        let file = self.sources.get(row.source as usize)?.file;
        let mut finding = Finding::new("S060", &name.file, &name.sheet, message).at(here.row, None);
        finding.unit = self.name_of(row);
        Some(Filed { file, sheet: Some(here.sheet), finding })
    }
}

fn take(tables: &mut [Option<FieldColumn>], row: RowRef) -> Option<ReadCell> {
    tables.get_mut(row.source as usize)?.as_mut()?.cells.get_mut(row.row as usize)?.take()
}

/// Foreign text and what could not be read say nothing that another row may not fill.
fn is_known(value: &Value) -> bool {
    !matches!(value, Value::Unknown | Value::Foreign)
}

fn shown_value(value: &Value, written: &str) -> String {
    match value {
        Value::Number(bounds) => bounds.to_string(),
        _ => written.to_string(),
    }
}

/// What several values of one field come to.
#[derive(Debug, PartialEq)]
pub struct Combined {
    /// What is known
    pub value: Value,
    /// Which of the values stands for it: where it is said to come from
    pub of: usize,
    /// Whether they contradict
    pub contradicted: bool,
    /// Two that narrow each other; or each that contradicts one before it, with that one
    pub between: Vec<(usize, usize)>,
}

/// Puts values together. Which are looked at first makes no difference to what is known.
pub fn combine(values: &[&Value], duplicates: Duplicates) -> Combined {
    let known: Vec<(usize, &Value)> =
        values.iter().enumerate().filter(|(_, value)| is_known(value)).map(|(ix, value)| (ix, *value)).collect();
    let Some((first, rest)) = known.split_first() else {
        // Text that is no choice is more than nothing: in a lookup it matches `*`.
        let foreign = values.iter().position(|value| **value == Value::Foreign);
        let value = if foreign.is_some() { Value::Foreign } else { Value::Unknown };
        return Combined { value, of: foreign.unwrap_or(0), contradicted: false, between: Vec::new() };
    };
    let mut together = first.1.clone();
    let mut clash = None;
    for (nth, (_, value)) in rest.iter().enumerate() {
        match meet(&together, value) {
            Some(less) => together = less,
            None => {
                clash = Some(nth);
                break;
            }
        }
    }
    let Some((nth, later)) = clash.and_then(|nth| Some((nth, rest.get(nth)?))) else {
        let of = known.iter().find(|(_, known)| **known == together).map_or(first.0, |(ix, _)| *ix);
        let narrows = rest.iter().find(|(_, value)| !is_same(value, first.1));
        let between = narrows.map(|(ix, _)| (first.0, *ix)).into_iter().collect();
        return Combined { value: together, of, contradicted: false, between };
    };
    let (of, value) = match duplicates {
        Duplicates::Report => (first.0, Value::Unknown),
        Duplicates::First => (first.0, first.1.clone()),
        Duplicates::Last => known.last().map_or((first.0, Value::Unknown), |(ix, v)| (*ix, (*v).clone())),
    };
    // Bounds that have something in common two by two have it all together; sets of choices may contradict only all
    // together, and then the first is named beside the one that is too many.
    let earlier = known.iter().take(nth + 1).find(|(_, earlier)| meet(earlier, later.1).is_none());
    let mut between = vec![(earlier.map_or(first.0, |(ix, _)| *ix), later.0)];
    // Those after it are held against the first alone, so that a unit in every row of a sheet takes no longer.
    let further = rest.iter().skip(nth + 1).filter(|(_, value)| meet(first.1, value).is_none());
    between.extend(further.map(|(ix, _)| (first.0, *ix)));
    Combined { value, of, contradicted: true, between }
}

/// What two values leave together; `None` where they contradict.
fn meet(a: &Value, b: &Value) -> Option<Value> {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => a.narrowed(*b).map(|bounds: Bounds| Value::Number(bounds)),
        (Value::Several { must, may }, Value::Several { must: must_b, may: may_b }) => {
            let (must, may) = (must | must_b, may & may_b);
            (must & !may == 0).then_some(Value::Several { must, may })
        }
        (a, b) => is_same(a, b).then(|| a.clone()),
    }
}

/// Whether two values read alike; texts however they are spaced, in full width or half.
fn is_same(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Text(a), Value::Text(b)) => a == b || fold(a) == fold(b),
        (a, b) => a == b,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quantity::Decimal;

    fn number(text: &str) -> Value {
        let end = |t: &str| Decimal::parse(t);
        match text.split_once('~') {
            Some((low, high)) => Value::Number(Bounds::between(end(low), end(high))),
            None => Value::Number(Bounds::exact(end(text).unwrap())),
        }
    }

    fn together(values: &[Value]) -> Combined {
        combine(&values.iter().collect::<Vec<_>>(), Duplicates::Report)
    }

    #[test]
    fn a_known_value_fills_an_unknown_one() {
        let outcome = together(&[Value::Unknown, number("1.1"), Value::Unknown]);
        assert_eq!((outcome.value, outcome.of, outcome.between), (number("1.1"), 1, vec![]));
        assert_eq!(together(&[Value::Foreign, Value::Choice(1)]).value, Value::Choice(1));
        assert_eq!(together(&[Value::Unknown, Value::Foreign]).value, Value::Foreign);
    }

    #[test]
    fn bounds_that_overlap_narrow_each_other() {
        let outcome = together(&[number("1.0~1.2"), number("1.1~1.3")]);
        assert_eq!((outcome.value, outcome.contradicted, outcome.between), (number("1.1~1.2"), false, vec![(0, 1)]));
        let exact = together(&[number("1.0~1.2"), number("1.1")]);
        assert_eq!((exact.value, exact.of), (number("1.1"), 1));
    }

    #[test]
    fn what_contradicts_is_unknown_in_whatever_order() {
        for values in [["1.1", "1.2", "1.1"], ["1.1", "1.1", "1.2"], ["1.0~1.15", "1.1", "1.2"]] {
            let outcome = together(&values.map(number));
            assert!(outcome.contradicted && outcome.value == Value::Unknown);
        }
        assert_eq!(together(&["1.1", "1.1", "1.2"].map(number)).between, [(0, 2)]);
        assert_eq!(
            together(&["1.1", "1.2", "1.1", "1.3"].map(number)).between,
            [(0, 1), (0, 3)],
            "each that contradicts"
        );
    }

    #[test]
    fn the_first_or_the_last_wins_where_the_caller_says_so() {
        let values = [Value::Unknown, number("1.1"), number("1.2")];
        let values: Vec<&Value> = values.iter().collect();
        assert_eq!(combine(&values, Duplicates::First).value, number("1.1"));
        assert_eq!(combine(&values, Duplicates::Last).value, number("1.2"));
    }

    #[test]
    fn sets_of_choices() {
        let set = |must, may| Value::Several { must, may };
        assert_eq!(together(&[set(1, 7), set(2, 3)]).value, set(3, 3));
        assert!(together(&[set(1, 1), set(2, 2)]).contradicted);
    }
}
