//! What was taken on trust, counted: what a class rests on though nobody measured it, or though no rule knows the word.
//!
//! An approximation (约 1.1, S021) *sits on a threshold* if a criterion's possible grades change as soon as the value is
//! allowed to be one millionth less or more. That is asked of the evaluator itself, one value at a time, so thresholds
//! in tables and derived fields count like others. A list *without items* is one that is known and empty: somebody
//! wrote 无, or, where the dictionary says that silence means none, wrote nothing. *Foreign text* is what S081 tells of.
//! What always holds: units with a lift are left out. An approximation copied down with 同上 is not seen here, since the
//! cell says 同上.

use super::Answers;
use crate::assess::{assess, used_by_criteria};
use crate::quantity::Bounds;
use crate::rules::dictionary::Complete;
use crate::rules::language::Uses;
use crate::rules::{FieldIx, ListIx, Value};
use crate::survey::units::MadeUpItems;
use crate::survey::{Origin, Units};
use serde_json::{Value as Json, json};
use std::collections::HashSet;
use std::sync::Arc;

/// The finding that says of a value that it is approximate.
const APPROXIMATE: &str = "S021";
/// The finding that says of a unit that its class rests on foreign text.
const FOREIGN: &str = "S081";
/// Units assessed anew at a time.
const BLOCK: usize = 20_000;

/// All of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Trust {
    /// Approximate values that a criterion uses
    pub approximate: Counted,
    /// Those of them that sit on a threshold: a criterion's grade rests on them
    pub on_threshold: Counted,
    /// Those of them on which the class, or what it may become, rests
    pub class_rests: Counted,
    /// Which units those are, in order
    pub resting: Vec<usize>,
    /// Lists that criteria use, and how many units are taken to have none of their items
    pub without_items: Vec<WithoutItems>,
    /// Units whose class rests on a text outside the dictionary
    pub foreign: u64,
}

/// Values, and the units that have them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counted {
    /// Values
    pub values: u64,
    /// Units that have at least one
    pub units: u64,
}

/// Units without items of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WithoutItems {
    /// The list's id
    pub list: String,
    /// Its label
    pub label: String,
    /// Units known to have none
    pub units: u64,
    /// Whether for some of them it may be that nobody wrote anything, which the dictionary lets mean none
    pub silence: bool,
}

/// An approximate value.
#[derive(Clone, Copy)]
struct Approximate {
    unit: usize,
    /// The list and the item, where it is an item's
    item: Option<(ListIx, usize)>,
    field: FieldIx,
}

impl Trust {
    /// Counts it for these units.
    pub fn of(answers: &Answers, counted: &[usize]) -> Trust {
        let uses = used_by_criteria(answers.rules);
        let values = approximate(answers, &uses, counted);
        let touched = touched(answers, &values);
        let those = |holds: &dyn Fn(&Touched) -> bool| -> Vec<usize> {
            let those = values.iter().zip(&touched).filter(|(_, touched)| holds(touched)).map(|(value, _)| value.unit);
            those.collect()
        };
        let count = |holds: &dyn Fn(&Touched) -> bool| {
            let units = those(holds);
            Counted { values: units.len() as u64, units: units.iter().collect::<HashSet<_>>().len() as u64 }
        };
        let mut resting = those(&|touched| touched.class);
        resting.sort_unstable();
        resting.dedup();
        Trust {
            approximate: count(&|_| true),
            on_threshold: count(&|touched| touched.grade),
            class_rests: count(&|touched| touched.class),
            resting,
            without_items: without_items(answers, &uses, counted),
            foreign: foreign(answers, counted),
        }
    }

    /// As `summary.json` has it.
    pub fn json(&self) -> Json {
        let counted = |Counted { values, units }: Counted| json!({ "values": values, "units": units });
        let lists = self.without_items.iter().map(|none| {
            json!({ "list": none.list, "label": none.label, "units": none.units, "silence_means_none": none.silence })
        });
        json!({
            "approximate": counted(self.approximate),
            "on_threshold": counted(self.on_threshold),
            "class_rests": counted(self.class_rests),
            "without_items": lists.collect::<Vec<_>>(),
            "foreign": { "units": self.foreign },
        })
    }
}

/// The approximate values that criteria use, by unit.
fn approximate(answers: &Answers, uses: &Uses, counted: &[usize]) -> Vec<Approximate> {
    let survey = answers.survey;
    let told = survey.findings.iter().filter(|finding| finding.code == APPROXIMATE);
    let cells: HashSet<(&str, &str, u32, u32)> =
        told.filter_map(|it| Some((&*it.file, &*it.sheet, it.cell?.0, it.cell?.1?))).collect();
    if cells.is_empty() {
        return Vec::new();
    }
    let units = &survey.units;
    let is_approximate = |origin: Option<&Origin>, value: Value| {
        let name = origin.and_then(|origin| units.sheets.get(origin.sheet as usize));
        let cell = origin.zip(name).map(|(at, name)| (&*name.file, &*name.sheet, at.row, at.column));
        matches!(value, Value::Number(_)) && cell.is_some_and(|cell| cells.contains(&cell))
    };
    let mut found = Vec::new();
    for &unit in counted {
        for &field in &uses.fields {
            let Some(column) = units.fields.get(field) else { continue };
            if is_approximate(column.origin(unit), column.values.get(unit)) {
                found.push(Approximate { unit, item: None, field });
            }
        }
        for &(list, field) in &uses.items {
            let Some(items) = units.lists.get(list) else { continue };
            let Some(column) = items.fields.get(field) else { continue };
            for (nth, at) in items.of(unit).enumerate() {
                if is_approximate(column.origin(at), column.values.get(at)) {
                    found.push(Approximate { unit, item: Some((list, nth)), field });
                }
            }
        }
    }
    found
}

/// What changes when a value may be ever so little less or more.
#[derive(Clone, Copy, Default)]
struct Touched {
    /// The possible grades of a criterion
    grade: bool,
    /// The class, or the best or worst it may become
    class: bool,
}

/// Each value's unit assessed anew, with that value widened and all else as it is.
fn touched(answers: &Answers, values: &[Approximate]) -> Vec<Touched> {
    let (rules, before) = (answers.rules, answers.assessment);
    let mut all = Vec::with_capacity(values.len());
    for block in values.chunks(BLOCK) {
        let mut units = Units::new(&rules.dictionary);
        block.iter().for_each(|value| push_widened(&mut units, &answers.survey.units, value));
        let after = assess(rules, &units);
        all.extend(block.iter().enumerate().map(|(at, value)| {
            let differs = |a: &[_], b: &[_]| a.get(value.unit) != b.get(at);
            let grade = before.possible.iter().zip(&after.possible).any(|(a, b)| a.get(value.unit) != b.get(at));
            let class = differs(&before.best, &after.best)
                || differs(&before.worst, &after.worst)
                || differs(&before.class, &after.class);
            Touched { grade, class }
        }));
    }
    all
}

/// Adds a copy of a value's unit, the value widened by the least there is.
fn push_widened(to: &mut Units, from: &Units, value: &Approximate) {
    let unit = value.unit;
    let keys: Vec<Arc<str>> = from.keys.iter().filter_map(|key| key.get(unit).cloned()).collect();
    let mut fields: Vec<Value> = from.fields.iter().map(|column| column.values.get(unit)).collect();
    let copy = |items: &crate::survey::Items| -> MadeUpItems {
        let item = |at: usize| {
            let values = items.fields.iter().map(|column| column.values.get(at)).collect();
            (items.sure.get(at) == Some(&true), values)
        };
        items.of(unit).map(item).collect()
    };
    let mut lists: Vec<MadeUpItems> = from.lists.iter().map(copy).collect();
    let place = match value.item {
        None => fields.get_mut(value.field),
        Some((list, nth)) => {
            lists.get_mut(list).and_then(|items| items.get_mut(nth)).and_then(|item| item.1.get_mut(value.field))
        }
    };
    if let Some(Value::Number(bounds)) = place {
        let (low, high) = (bounds.low_end(), bounds.high_end());
        // An open end stays open: both ends saturate where they are.
        *bounds = Bounds::from_ends(low.saturating_sub(1), high.saturating_add(1));
    }
    let lists: Vec<Option<MadeUpItems>> = lists.into_iter().map(Some).collect();
    to.push(&keys, &fields, &lists);
    // A list of which only some items are known stays one.
    for (items, original) in to.lists.iter_mut().zip(&from.lists) {
        if let Some(known) = items.known.last_mut() {
            *known = original.known.get(unit) == Some(&true);
        }
    }
}

fn without_items(answers: &Answers, uses: &Uses, counted: &[usize]) -> Vec<WithoutItems> {
    let used = uses.lists.iter().filter_map(|&ix| {
        let list = answers.rules.dictionary.lists.get(ix)?;
        let items = answers.survey.units.lists.get(ix)?;
        let none = |unit: usize| items.known.get(unit) == Some(&true) && items.of(unit).is_empty();
        Some(WithoutItems {
            list: list.id.clone(),
            label: list.label.clone(),
            units: counted.iter().filter(|&&unit| none(unit)).count() as u64,
            silence: list.complete == Complete::File,
        })
    });
    used.collect()
}

fn foreign(answers: &Answers, counted: &[usize]) -> u64 {
    let told = answers.assessment.findings.iter().filter(|finding| finding.code == FOREIGN);
    let names: HashSet<&str> = told.map(|finding| finding.unit.as_str()).collect();
    if names.is_empty() {
        return 0;
    }
    counted.iter().filter(|&&unit| names.contains(answers.survey.units.name(unit).as_str())).count() as u64
}
