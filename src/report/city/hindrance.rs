//! Which items of a list stand in the way of a criterion: each is looked at as if it were the only one of its list.
//!
//! What always holds: the evaluator that decides classes says it, nothing is decided here; an item stands in the way
//! where the unit's criterion is not suitable, or open, and is so too with this item alone. Where only several items
//! together fail a criterion none of them is found; such units are counted (`unexplained`) and told of.

use crate::assess::{assess, uses_of};
use crate::report::Answers;
use crate::report::public::{Told, stories};
use crate::rules::{ListIx, Value};
use crate::survey::units::MadeUpItems;
use crate::survey::{Items, Survey, Units};
use std::collections::HashSet;
use std::sync::Arc;

/// Items looked at together: as many made-up units are in memory.
const BLOCK: usize = 20_000;

/// An item that stands in the way.
#[derive(Clone, Debug)]
pub struct Hindrance {
    /// Whose it is
    pub unit: usize,
    /// Its place in the list's columns
    pub item: usize,
    /// The criteria, as told of the unit with this item alone
    pub criteria: Vec<Told>,
}

/// The items of these units that stand in the way, and how many units have a criterion that no single item explains.
pub fn hindrances(answers: &Answers, list: ListIx, units: &[usize]) -> (Vec<Hindrance>, u64) {
    let Answers { rules, survey, assessment, lang } = *answers;
    let Some(items) = survey.units.lists.get(list) else { return (Vec::new(), 0) };
    let on_list = |criterion: usize| {
        rules.criteria.get(criterion).is_some_and(|criterion| uses_of(rules, criterion).lists.contains(&list))
    };
    // Places among the enabled criteria, of those that look at the list.
    let looking: Vec<(usize, usize)> =
        assessment.criteria.iter().copied().enumerate().filter(|&(_, criterion)| on_list(criterion)).collect();
    let weighs = |at: usize, unit: usize| {
        let grade = assessment.settled.get(at).and_then(|grades| grades.get(unit)).copied().flatten();
        let open = assessment.possible.get(at).and_then(|sets| sets.get(unit)).is_some_and(|set| set.is_open());
        open || grade > Some(crate::rules::ruleset::Grade::Suitable)
    };
    let weighed: Vec<usize> =
        units.iter().copied().filter(|&unit| looking.iter().any(|&(at, _)| weighs(at, unit))).collect();
    let alone: Vec<(usize, usize)> =
        weighed.iter().flat_map(|&unit| items.of(unit).map(move |item| (unit, item))).collect();
    let mut found = Vec::new();
    for block in alone.chunks(BLOCK) {
        let made = Survey { units: each_alone(answers, list, block), ..Survey::default() };
        let outcome = assess(rules, &made.units);
        let asked: Vec<usize> = (0..block.len()).collect();
        let told = stories(&Answers { rules, survey: &made, assessment: &outcome, lang }, &asked);
        for (&(unit, item), story) in block.iter().zip(told) {
            let of_unit = |told: &Told| looking.iter().any(|&(at, ix)| ix == told.criterion && weighs(at, unit));
            let criteria: Vec<Told> =
                story.criteria.into_iter().filter(|told| told.weighs() && of_unit(told)).collect();
            if !criteria.is_empty() {
                found.push(Hindrance { unit, item, criteria });
            }
        }
    }
    let mut told: HashSet<(usize, usize)> = HashSet::new();
    for hindrance in &found {
        told.extend(hindrance.criteria.iter().map(|criterion| (hindrance.unit, criterion.criterion)));
    }
    let explained = |unit: usize| looking.iter().all(|&(at, ix)| !weighs(at, unit) || told.contains(&(unit, ix)));
    let unexplained = weighed.iter().filter(|&&unit| !explained(unit)).count() as u64;
    (found, unexplained)
}

/// A unit for each item: all that is known of its own, and of this list the one item.
fn each_alone(answers: &Answers, list: ListIx, alone: &[(usize, usize)]) -> Units {
    let units = &answers.survey.units;
    let mut made = Units::new(&answers.rules.dictionary);
    for &(unit, item) in alone {
        let keys: Vec<Arc<str>> = units.keys.iter().filter_map(|key| key.get(unit).cloned()).collect();
        let fields: Vec<Value> = units.fields.iter().map(|column| column.values.get(unit)).collect();
        let lists: Vec<Option<MadeUpItems>> = units
            .lists
            .iter()
            .enumerate()
            .map(|(at, items)| match at == list {
                true => Some(vec![one(items, item)]),
                false => {
                    (items.known.get(unit) == Some(&true)).then(|| items.of(unit).map(|it| one(items, it)).collect())
                }
            })
            .collect();
        made.push(&keys, &fields, &lists);
    }
    made
}

fn one(items: &Items, item: usize) -> (bool, Vec<Value>) {
    (items.sure.get(item) == Some(&true), items.fields.iter().map(|column| column.values.get(item)).collect())
}
