//! What the grades of criteria, and the class, are as one number moves: a parameter, or a field that is not known.
//!
//! Exact, not sampled: of each unit the places are found at which a comparison turns. [`course`] is a value with its turns,
//! `form` a number as a function of the one that moves, `solve` finds where a comparison turns, `conditions` puts these
//! together as the evaluator does. What always holds: at every number of the grid of six decimals a course says what
//! assessing with that number says. A comparison that the number enters both ways is refused, and named. Deliberately
//! absent: counting units (`study`).

mod conditions;
pub mod course;
mod form;
mod meeting;
mod solve;
#[cfg(test)]
mod tests;

use super::Possible;
use super::class::{BLOCK, possible_grades, settle};
use super::evaluate::bitmap::Bits;
use super::evaluate::{Block, Scope};
use super::verdict::class_of;
use crate::quantity::{Bounds, Decimal};
use crate::rules::diagnostic::Place;
use crate::rules::language::Uses;
use crate::rules::ruleset::{Criterion, Grade, Rule, RuleSet};
use crate::rules::{FieldIx, language::typed::ParamIx};
use crate::survey::Units;
use conditions::{Stepper, Steps, Text};
use course::Course;
pub use meeting::meeting;
use rayon::prelude::*;
use std::cell::RefCell;
use std::collections::BTreeSet;

/// The number that moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Variable {
    /// A parameter, for all units alike
    Param(ParamIx),
    /// A field of the unit
    Field(FieldIx),
}

/// From which number to which, both belonging.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// The lower end
    pub low: Decimal,
    /// The upper end, not below it
    pub high: Decimal,
}

/// A comparison that cannot be solved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unsolved {
    /// It, as written
    pub written: String,
    /// The expression that it stands in
    pub place: Place,
}

/// Places from one to another, both belonging.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Span {
    pub from: i64,
    pub to: i64,
}

impl Span {
    fn exactly(number: i64) -> Span {
        Span { from: 2 * number, to: 2 * number }
    }

    fn of(window: Window) -> Span {
        Span { from: 2 * window.low.micros(), to: 2 * window.high.micros() }
    }

    /// The first and the last number of the grid in it.
    fn numbers(self) -> Option<(i64, i64)> {
        let (first, last) = ((self.from + 1).div_euclid(2), self.to.div_euclid(2));
        (first <= last).then_some((first, last))
    }

    fn bounds(self) -> Bounds {
        let (first, last) = self.numbers().unwrap_or((self.from.div_euclid(2), self.from.div_euclid(2)));
        Bounds::from_ends(first, last)
    }
}

/// A criterion, by its place, and each unit's possible grades as the number moves.
pub type PossibleCourses = (usize, Vec<Course<Possible>>);

/// The possible grades of the enabled criteria that depend on the number, for every unit; the others stay as they are.
pub fn possible_courses(
    rules: &RuleSet,
    units: &Units,
    variable: Variable,
    window: Window,
) -> Result<Vec<PossibleCourses>, Unsolved> {
    let moving = moving(rules, variable);
    let blocks: Vec<Vec<PossibleCourses>> = starts(units)
        .into_par_iter()
        .map(|start| {
            let block = Block::new(rules, units, start..units.count.min(start + BLOCK));
            let stepper = Stepper { block: &block, variable, window: Span::of(window), moving: &moving, noted: None };
            of_block(&stepper)
        })
        .collect::<Result<_, _>>()?;
    let mut all: Vec<PossibleCourses> = Vec::new();
    for block in blocks {
        for (at, (place, courses)) in block.into_iter().enumerate() {
            match all.get_mut(at) {
                Some((_, all)) => all.extend(courses),
                None => all.push((place, courses)),
            }
        }
    }
    Ok(all)
}

/// Every unit's class as the number moves.
pub fn class_courses(
    rules: &RuleSet,
    units: &Units,
    variable: Variable,
    window: Window,
) -> Result<Vec<Course<Grade>>, Unsolved> {
    let moving = moving(rules, variable);
    let blocks: Vec<Vec<Course<Grade>>> = starts(units)
        .into_par_iter()
        .map(|start| {
            let block = Block::new(rules, units, start..units.count.min(start + BLOCK));
            let stepper = Stepper { block: &block, variable, window: Span::of(window), moving: &moving, noted: None };
            Ok(classes(&stepper, of_block(&stepper)?))
        })
        .collect::<Result<_, Unsolved>>()?;
    Ok(blocks.into_iter().flatten().collect())
}

/// The places at which any comparison turns, of any unit, whatever else would decide; ascending.
pub fn turning_places(
    rules: &RuleSet,
    units: &Units,
    variable: Variable,
    window: Window,
) -> Result<Vec<i64>, Unsolved> {
    let moving = moving(rules, variable);
    let blocks: Vec<BTreeSet<i64>> = starts(units)
        .into_par_iter()
        .map(|start| {
            let noted = RefCell::new(BTreeSet::new());
            let block = Block::new(rules, units, start..units.count.min(start + BLOCK));
            let window = Span::of(window);
            of_block(&Stepper { block: &block, variable, window, moving: &moving, noted: Some(&noted) })?;
            Ok(noted.take())
        })
        .collect::<Result<_, Unsolved>>()?;
    Ok(blocks.into_iter().flatten().collect::<BTreeSet<i64>>().into_iter().collect())
}

fn starts(units: &Units) -> Vec<usize> {
    (0..units.count).step_by(BLOCK).collect()
}

/// Which derived fields depend on the number.
fn moving(rules: &RuleSet, variable: Variable) -> Vec<bool> {
    let depends = |at: usize| {
        let mut uses = Uses::default();
        if let Some(derived) = rules.derived.get(at) {
            uses.add_expr(&derived.value, &rules.derived);
        }
        match variable {
            Variable::Param(param) => uses.params.contains(&param),
            Variable::Field(field) => uses.fields.contains(&field),
        }
    };
    (0..rules.derived.len()).map(depends).collect()
}

/// The possible grades of a block's units by the criteria that depend on the number.
fn of_block(stepper: &Stepper) -> Result<Vec<PossibleCourses>, Unsolved> {
    let rules = stepper.block.rules;
    let rule_moves = |rule: &Rule| stepper.moves(&rule.cond);
    let mut all = Vec::new();
    for (place, criterion) in rules.criteria.iter().enumerate().filter(|(_, criterion)| criterion.enabled) {
        let conditions = criterion.conditions();
        if conditions.into_iter().any(rule_moves) {
            all.push((place, of_criterion(stepper, criterion)?));
        }
    }
    Ok(all)
}

fn of_criterion(stepper: &Stepper, criterion: &Criterion) -> Result<Vec<Course<Possible>>, Unsolved> {
    let units = stepper.block.range.len();
    let ask = |rule: &Rule, needed: &Bits| {
        stepper.cond(&rule.cond, Scope::Unit, needed, Text { written: &rule.written, place: &rule.place })
    };
    let surely = |steps: &Option<Steps>, answer: bool| match steps {
        Some(steps) => Bits::from_fn(units, |unit| steps.row(unit) == Course::of(Some(answer))),
        None => Bits::none(units),
    };
    let all = Bits::all(units);
    let applies = criterion.applies.as_ref().map(|rule| ask(rule, &all)).transpose()?;
    let needed = stepper.without(&all, &surely(&applies, false));
    let suitable = Some(ask(&criterion.suitable, &needed)?);
    let needed = stepper.without(&needed, &surely(&suitable, true));
    let difficult = criterion.difficult.as_ref().map(|rule| ask(rule, &needed)).transpose()?;
    let row = |steps: &Option<Steps>, unit: usize, always: bool| match steps {
        Some(steps) => steps.row(unit),
        None => Course::of(Some(always)),
    };
    let of_unit = |unit: usize| {
        let conditions = row(&suitable, unit, true).zip(&row(&difficult, unit, false), |a, b| (a, b));
        row(&applies, unit, true).zip(&conditions, |applies, (suitable, difficult)| {
            possible(criterion.otherwise, applies, suitable, difficult)
        })
    };
    Ok((0..units).map(of_unit).collect())
}

/// The possible grades that three conditions make.
fn possible(otherwise: Grade, applies: Option<bool>, suitable: Option<bool>, difficult: Option<bool>) -> Possible {
    let may_apply = applies != Some(false);
    let may_fail = may_apply && suitable != Some(true);
    let parts = [
        (may_apply && suitable != Some(false), Possible::only(Grade::Suitable)),
        (may_fail && difficult != Some(false), Possible::only(Grade::Difficult)),
        (may_fail && difficult != Some(true), Possible::only(otherwise)),
        (applies != Some(true), Possible::NOT_APPLICABLE),
    ];
    parts.into_iter().filter(|(holds, _)| *holds).fold(Possible::default(), |all, (_, part)| all.or(part))
}

/// The classes of a block's units, of the criteria that move and of those that do not.
fn classes(stepper: &Stepper, moving: Vec<PossibleCourses>) -> Vec<Course<Grade>> {
    let Block { rules, range, .. } = stepper.block;
    let still: Vec<(usize, Vec<Option<Grade>>)> = rules
        .criteria
        .iter()
        .enumerate()
        .filter(|(place, criterion)| criterion.enabled && !moving.iter().any(|(of, _)| of == place))
        .map(|(place, criterion)| {
            let settled = possible_grades(stepper.block, criterion).into_iter();
            (place, settled.map(|possible| settle(possible, criterion.missing)).collect())
        })
        .collect();
    let missing = |place: usize| rules.criteria.get(place).map_or(Grade::Difficult, |criterion| criterion.missing);
    let mut grades: Vec<Option<Grade>> = vec![None; rules.criteria.len()];
    let mut turns: Vec<(i64, usize, Option<Grade>)> = Vec::new();
    let mut of_unit = |unit: usize| {
        let mut set = |place: usize, grade: Option<Grade>| {
            grades.get_mut(place).into_iter().for_each(|slot| *slot = grade);
        };
        for (place, settled) in &still {
            set(*place, settled.get(unit).copied().flatten());
        }
        turns.clear();
        for (place, courses) in &moving {
            let Some(course) = courses.get(unit) else { continue };
            set(*place, settle(course.first, missing(*place)));
            turns.extend(course.turns.iter().map(|(at, possible)| (*at, *place, settle(*possible, missing(*place)))));
        }
        turns.sort_unstable_by_key(|(at, place, _)| (*at, *place));
        let mut course = Course::of(class_of(rules, &|place| grades.get(place).copied().flatten()));
        for group in turns.chunk_by(|a, b| a.0 == b.0) {
            for (_, place, grade) in group {
                grades.get_mut(*place).into_iter().for_each(|slot| *slot = *grade);
            }
            let class = class_of(rules, &|place| grades.get(place).copied().flatten());
            group.first().into_iter().for_each(|(at, ..)| course.turn(*at, class));
        }
        course
    };
    (0..range.len()).map(&mut of_unit).collect()
}
