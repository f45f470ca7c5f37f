//! What would make it possible, at what cost: for each unit the cheapest set of remedies that lifts its class, and the one
//! that makes it suitable.
//!
//! A remedy is offered where its `when` surely holds and where it lifts a criterion: the settled grade is not worse than
//! `from`, and worse than the grade that is reached. All sets of what is offered are tried, where there are no more than
//! [`ALL_SETS`]; else all sets of up to [`FEW`], and it is said. The cheapest has the lowest upper end of its cost (a cost
//! that is not known is above every other), then the best class, then the fewest remedies, then the first in the file.
//! What always holds: the class that is told is the one that an assessment with those grades gives. Deliberately absent:
//! words, and costs for households (`cost`).

mod search;
#[cfg(test)]
mod tests;
mod totals;

pub use totals::{RemedyTotals, SetTotals, Sum, Summed, Totals};

use crate::assess::Assessment;
use crate::assess::asked::{Asked, ask};
use crate::quantity::Bounds;
use crate::rules::RuleSet;
use crate::rules::language::typed::{Cond, Num};
use crate::rules::ruleset::Grade;
use crate::survey::Units;
use crate::survey::lifts::lift_of;
use rayon::prelude::*;
use std::ops::Range;

/// Remedies of a unit of which all sets are tried.
pub const ALL_SETS: usize = 10;
/// How many remedies a set has at most, where more are offered.
pub const FEW: usize = 3;
/// Units whose conditions are evaluated together.
const BLOCK: usize = 1024;

/// What would help a unit that is not suitable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Help {
    /// The remedies that are offered, in the order of the file
    pub offered: Vec<Offer>,
    /// Those that make the class better by themselves, and the class then
    pub alone: Vec<(usize, Grade)>,
    /// The cheapest set that makes the class better
    pub better: Option<Plan>,
    /// The cheapest set that makes it suitable
    pub suitable: Option<Plan>,
    /// Where a better class can be reached by remedies of which it is not known whether their `when` holds: the cheapest
    /// such set
    pub perhaps: Option<Plan>,
    /// Those of its remedies that are not known to be possible
    pub unsure: Vec<usize>,
    /// Whether all sets were tried
    pub whole: bool,
}

/// A remedy that is offered to a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Offer {
    /// Its place among [`RuleSet::remedies`]
    pub remedy: usize,
    /// What it costs, in money; without bounds where nobody says
    pub cost: Bounds,
}

/// A set of remedies and what comes of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// Places among [`RuleSet::remedies`], ascending
    pub remedies: Vec<usize>,
    /// What they cost together
    pub cost: Bounds,
    /// The class then
    pub class: Grade,
    /// The class then, with every criterion at its worst possible grade: the same where no missing datum can undo it
    pub worst: Grade,
}

impl Plan {
    /// Whether no missing datum can undo it.
    pub fn is_sure(&self) -> bool {
        self.class == self.worst
    }
}

/// What would help each of these units; nothing for those that are suitable, have a lift, or can have no help.
pub fn remedies(rules: &RuleSet, units: &Units, a: &Assessment, asked: Range<usize>) -> Vec<Option<Box<Help>>> {
    let conds: Vec<&Cond> =
        rules.remedies.iter().filter_map(|remedy| remedy.when.as_ref()).map(|when| &when.cond).collect();
    let nums: Vec<&Num> = rules.remedies.iter().filter_map(|remedy| remedy.cost.as_ref()).collect();
    let blocks: Vec<Range<usize>> =
        asked.clone().step_by(BLOCK).map(|start| start..asked.end.min(start + BLOCK)).collect();
    let of_block = |block: Range<usize>| -> Vec<Option<Box<Help>>> {
        let answers = ask(rules, units, block.clone(), &conds, &nums);
        block.clone().map(|unit| help(rules, units, a, unit, &at(rules, &answers, unit - block.start))).collect()
    };
    blocks.into_par_iter().flat_map_iter(of_block).collect()
}

/// Whether each remedy can be had, and what it costs.
type Terms = Vec<(Option<bool>, Bounds)>;

fn at(rules: &RuleSet, answers: &Asked, row: usize) -> Terms {
    let (mut holds, mut numbers) = (answers.holds.iter(), answers.numbers.iter());
    let of = |remedy: &crate::rules::ruleset::Remedy| {
        let can = remedy.when.as_ref().map_or(Some(true), |_| holds.next()?.get(row).copied().flatten());
        let cost = remedy.cost.as_ref().and_then(|_| numbers.next()?.get(row).copied());
        (can, cost.unwrap_or(Bounds::UNKNOWN))
    };
    rules.remedies.iter().map(of).collect()
}

fn help(rules: &RuleSet, units: &Units, a: &Assessment, unit: usize, terms: &Terms) -> Option<Box<Help>> {
    let class = *a.class.get(unit)?;
    if class == Grade::Suitable || lift_of(&rules.dictionary, units, unit) == Some(true) {
        return None;
    }
    let state = State::of(rules, a, unit);
    let (mut offered, mut unsure) = (Vec::new(), Vec::new());
    for (remedy, (can, cost)) in terms.iter().enumerate() {
        let lifts =
            rules.remedies.get(remedy).is_some_and(|it| it.lifts.iter().any(|&(at, to)| state.lifts(it.from, at, to)));
        match can {
            Some(true) if lifts => offered.push(Offer { remedy, cost: *cost }),
            None if lifts => unsure.push(Offer { remedy, cost: *cost }),
            _ => {}
        }
    }
    if offered.is_empty() && unsure.is_empty() {
        return None;
    }
    let mut whole = offered.len() <= ALL_SETS;
    let alone = search::alone(rules, &state, class, &offered);
    let (better, suitable) = search::cheapest(rules, &state, class, &offered);
    let perhaps = if unsure.is_empty() || suitable.is_some() {
        None
    } else {
        let mut all = [offered.as_slice(), &unsure].concat();
        all.sort_by_key(|offer| offer.remedy);
        whole &= all.len() <= ALL_SETS;
        let (by_luck, to_suitable) = search::cheapest(rules, &state, class, &all);
        to_suitable.or(by_luck.filter(|_| better.is_none()))
    };
    if offered.is_empty() && perhaps.is_none() {
        return None;
    }
    let in_plan = |offer: &Offer| perhaps.as_ref().is_some_and(|plan| plan.remedies.contains(&offer.remedy));
    let unsure = unsure.iter().filter(|offer| in_plan(offer)).map(|offer| offer.remedy).collect();
    Some(Box::new(Help { offered, alone, better, suitable, perhaps, unsure, whole }))
}

/// A unit's grades by place of the criterion, settled and at their worst; `None` for what does not count.
struct State {
    settled: Vec<Option<Grade>>,
    worst: Vec<Option<Grade>>,
    /// Whether it may be that nothing applies
    may_be_nothing: bool,
}

impl State {
    fn of(rules: &RuleSet, a: &Assessment, unit: usize) -> State {
        let mut state = State {
            settled: vec![None; rules.criteria.len()],
            worst: vec![None; rules.criteria.len()],
            may_be_nothing: true,
        };
        for ((&place, settled), possible) in a.criteria.iter().zip(&a.settled).zip(&a.possible) {
            let possible = possible.get(unit).copied().unwrap_or_default();
            state.may_be_nothing &= possible.may_not_apply();
            if let Some(own) = state.settled.get_mut(place) {
                *own = settled.get(unit).copied().flatten();
            }
            if let Some(own) = state.worst.get_mut(place) {
                *own = Grade::ALL.into_iter().rfind(|&grade| possible.has(grade));
            }
        }
        state
    }

    /// Whether a remedy that lifts the criterion from that grade at worst does lift it here.
    fn lifts(&self, from: Grade, criterion: usize, to: Grade) -> bool {
        self.settled.get(criterion).copied().flatten().is_some_and(|grade| to < grade && grade <= from)
    }
}
