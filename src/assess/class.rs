//! From conditions to grades, from grades to classes, a block at a time.
//!
//! What always holds: `best <= class <= worst`; a grade is one of the possible ones. Deliberately absent: how a
//! condition is evaluated, and why.

use crate::assess::Assessment;
use crate::assess::Possible;
use crate::assess::evaluate::bitmap::{Bits, Trits};
use crate::assess::evaluate::{Block, Scope};
use crate::assess::notice::{Notices, notices};
use crate::rules::RuleSet;
use crate::rules::ruleset::{Criterion, Grade, Tally};
use crate::survey::Units;
use rayon::prelude::*;

/// Units in a block: few enough for its columns to stay in a core's cache, many enough to make words of bits.
pub(super) const BLOCK: usize = 1024;

/// Grades every unit.
pub fn assess(rules: &RuleSet, units: &Units) -> Assessment {
    let criteria: Vec<usize> =
        rules.criteria.iter().enumerate().filter(|(_, criterion)| criterion.enabled).map(|(place, _)| place).collect();
    let starts: Vec<usize> = (0..units.count).step_by(BLOCK).collect();
    let graded: Vec<(Graded, Notices)> = starts
        .into_par_iter()
        .map(|start| {
            let block = Block::new(rules, units, start..units.count.min(start + BLOCK));
            let graded = Graded::of(&block, &criteria);
            let notices = notices(&block, &criteria, &graded);
            (graded, notices)
        })
        .collect();

    let mut all = Assessment {
        possible: criteria.iter().map(|_| Vec::with_capacity(units.count)).collect(),
        settled: criteria.iter().map(|_| Vec::with_capacity(units.count)).collect(),
        escalated: rules.escalations.iter().map(|_| Vec::with_capacity(units.count)).collect(),
        criteria,
        ..Assessment::default()
    };
    let mut noticed = Notices::default();
    for (graded, notices) in graded {
        extend_each(&mut all.possible, graded.possible);
        extend_each(&mut all.settled, graded.settled);
        extend_each(&mut all.escalated, graded.escalated);
        all.class.extend(graded.class);
        all.best.extend(graded.best);
        all.worst.extend(graded.worst);
        noticed.merge(notices);
    }
    all.findings = noticed.into_findings(rules, units);
    all
}

/// The settled grade of one criterion, by its place, for every unit; `None` where it surely does not apply, and
/// everywhere if it is disabled.
pub fn grades_of(rules: &RuleSet, units: &Units, place: usize) -> Vec<Option<Grade>> {
    let Some(criterion) = rules.criteria.get(place).filter(|criterion| criterion.enabled) else {
        return vec![None; units.count];
    };
    possible_of(rules, units, criterion).into_iter().map(|possible| settle(possible, criterion.missing)).collect()
}

/// The possible grades of one criterion, for every unit.
pub fn possible_of(rules: &RuleSet, units: &Units, criterion: &Criterion) -> Vec<Possible> {
    let starts: Vec<usize> = (0..units.count).step_by(BLOCK).collect();
    let of_block = |start: usize| -> Vec<Possible> {
        possible_grades(&Block::new(rules, units, start..units.count.min(start + BLOCK)), criterion)
    };
    starts.into_par_iter().flat_map_iter(of_block).collect()
}

fn extend_each<T>(columns: &mut [Vec<T>], more: Vec<Vec<T>>) {
    for (column, more) in columns.iter_mut().zip(more) {
        column.extend(more);
    }
}

/// The columns of an [`Assessment`], of one block.
#[derive(Default)]
pub(super) struct Graded {
    pub possible: Vec<Vec<Possible>>,
    pub settled: Vec<Vec<Option<Grade>>>,
    pub escalated: Vec<Vec<bool>>,
    pub class: Vec<Grade>,
    pub best: Vec<Grade>,
    pub worst: Vec<Grade>,
    /// Units to which surely nothing applies
    pub without: Vec<usize>,
}

impl Graded {
    /// Class, best and worst of a unit of the block.
    pub fn classes(&self, unit: usize) -> Option<[Grade; 3]> {
        Some([*self.class.get(unit)?, *self.best.get(unit)?, *self.worst.get(unit)?])
    }

    /// Grades a block by the enabled criteria.
    pub fn of(block: &Block, criteria: &[usize]) -> Graded {
        let enabled: Vec<&Criterion> = criteria.iter().filter_map(|&place| block.rules.criteria.get(place)).collect();
        let mut graded = Graded::default();
        for criterion in &enabled {
            let possible = possible_grades(block, criterion);
            graded.settled.push(possible.iter().map(|possible| settle(*possible, criterion.missing)).collect());
            graded.possible.push(possible);
        }
        let grades = Grades { criteria, units: block.range.len() };
        let outlook = |outlook: Grade| -> Vec<Vec<Option<Grade>>> {
            let weigh: [Option<Grade>; 16] = std::array::from_fn(|set| settle(Possible(set as u8), outlook));
            let of = |possible: &Possible| weigh.get(usize::from(possible.0)).copied().flatten();
            graded.possible.iter().map(|column| column.iter().map(of).collect()).collect()
        };
        let (best, worst) = (outlook(Grade::Suitable), outlook(Grade::Unsuitable));
        graded.escalated =
            block.rules.escalations.iter().map(|line| grades.hold(&line.when, &graded.settled)).collect();
        graded.class = grades.classes(block.rules, &graded.settled);
        graded.best = grades.classes(block.rules, &best);
        graded.worst = grades.classes(block.rules, &worst);
        graded.look_for_nothing(block.rules, grades);
        graded
    }

    /// Where it may be that nothing applies, the class that this makes is among the possible ones.
    fn look_for_nothing(&mut self, rules: &RuleSet, grades: Grades) {
        let everywhere = |holds: fn(Possible) -> bool| {
            let column = |column: &Vec<Possible>| {
                Bits::from_fn(grades.units, |unit| column.get(unit).is_some_and(|&possible| holds(possible)))
            };
            self.possible.iter().map(column).fold(Bits::all(grades.units), |all, one| all.and(&one))
        };
        let (maybe, surely) = (everywhere(Possible::may_not_apply), everywhere(Possible::never_applies));
        self.without = surely.ones().collect();
        let nothing = Grades { units: 1, ..grades }.classes(rules, &[]);
        let class = nothing.first().copied().unwrap_or(rules.when_nothing_applies);
        for unit in maybe.ones() {
            if let (Some(best), Some(worst)) = (self.best.get_mut(unit), self.worst.get_mut(unit)) {
                (*best, *worst) = ((*best).min(class), (*worst).max(class));
            }
        }
    }
}

/// A column of grades for each enabled criterion, `None` for what does not count, and what follows of them.
#[derive(Clone, Copy)]
struct Grades<'c> {
    /// Places of the enabled criteria among the rule set's
    criteria: &'c [usize],
    units: usize,
}

impl Grades<'_> {
    /// The worst grade, worsened by every escalation that holds.
    fn classes(&self, rules: &RuleSet, columns: &[Vec<Option<Grade>>]) -> Vec<Grade> {
        let mut worst: Vec<Option<Grade>> = vec![None; self.units];
        for column in columns {
            worst.iter_mut().zip(column).for_each(|(worst, grade)| *worst = (*worst).max(*grade));
        }
        let mut classes: Vec<Grade> =
            worst.into_iter().map(|worst| worst.unwrap_or(rules.when_nothing_applies)).collect();
        for line in &rules.escalations {
            let held = self.hold(&line.when, columns);
            for (class, _) in classes.iter_mut().zip(held).filter(|(_, held)| *held) {
                *class = (*class).max(line.to);
            }
        }
        classes
    }

    /// Where an escalation's condition holds.
    fn hold(&self, tally: &Tally, columns: &[Vec<Option<Grade>>]) -> Vec<bool> {
        let column = |criterion: usize| columns.get(self.criteria.iter().position(|&place| place == criterion)?);
        let both = |a: &Tally, b: &Tally, op: fn(bool, bool) -> bool| {
            self.hold(a, columns).into_iter().zip(self.hold(b, columns)).map(|(a, b)| op(a, b)).collect()
        };
        match tally {
            Tally::Count { grade, among, at_least, .. } => {
                let mut counts = vec![0u32; self.units];
                for column in among.iter().filter_map(|&criterion| column(criterion)) {
                    counts.iter_mut().zip(column).for_each(|(count, own)| *count += u32::from(*own == Some(*grade)));
                }
                counts.into_iter().map(|count| count >= *at_least).collect()
            }
            Tally::Is { criterion, grade } => match column(*criterion) {
                Some(column) => column.iter().map(|own| *own == Some(*grade)).collect(),
                None => vec![false; self.units],
            },
            Tally::And(a, b) => both(a, b, |a, b| a && b),
            Tally::Or(a, b) => both(a, b, |a, b| a || b),
        }
    }
}

/// A criterion's possible grades, unit by unit.
pub(super) fn possible_grades(block: &Block, criterion: &Criterion) -> Vec<Possible> {
    let units = block.range.len();
    let always = Trits::of(units, Some(true));
    let never = Trits::of(units, Some(false));
    let applies = criterion.applies.as_ref().map_or(always, |rule| block.cond(&rule.cond, Scope::Unit));
    let suitable = block.cond(&criterion.suitable.cond, Scope::Unit);
    let difficult = criterion.difficult.as_ref().map_or(never, |rule| block.cond(&rule.cond, Scope::Unit));

    let may_apply = applies.no.not();
    let may_fail = may_apply.minus(&suitable.yes);
    let parts: [(Possible, Bits); 4] = [
        (Possible::only(Grade::Suitable), may_apply.minus(&suitable.no)),
        (Possible::only(Grade::Difficult), may_fail.minus(&difficult.no)),
        (Possible::only(criterion.otherwise), may_fail.minus(&difficult.yes)),
        (Possible::NOT_APPLICABLE, applies.yes.not()),
    ];
    let mut possible = vec![Possible::default(); units];
    for (grade, where_possible) in parts {
        for unit in where_possible.ones() {
            if let Some(all) = possible.get_mut(unit) {
                *all = all.or(grade);
            }
        }
    }
    possible
}

/// The settled grade: the one possible, else `missing` brought inside the possible ones, in a gap the worse
/// neighbour. Not counting weighs like suitable beside others; alone it is `None`.
pub fn settle(possible: Possible, missing: Grade) -> Option<Grade> {
    if possible.never_applies() {
        return None;
    }
    let has = |grade| possible.has(grade) || (grade == Grade::Suitable && possible.may_not_apply());
    let from_missing = Grade::ALL.into_iter().find(|&grade| grade >= missing && has(grade));
    from_missing.or_else(|| Grade::ALL.into_iter().rfind(|&grade| has(grade)))
}

impl Assessment {
    /// What makes the unit's class: the ids of the criteria at the worst settled grade, in the order of the rules;
    /// where escalation made the class, first every line that holds and leads to it, as `escalate.too-many`.
    /// Empty for a suitable unit.
    pub fn deciding(&self, rules: &RuleSet, unit: usize) -> Vec<String> {
        let class = self.class.get(unit).copied().unwrap_or(Grade::Suitable);
        if class == Grade::Suitable {
            return Vec::new();
        }
        let grades: Vec<Option<Grade>> =
            self.settled.iter().map(|column| column.get(unit).copied().flatten()).collect();
        let worst = grades.iter().copied().flatten().max();
        let lines = rules
            .escalations
            .iter()
            .zip(&self.escalated)
            .filter(|(line, held)| worst < Some(class) && line.to == class && held.get(unit) == Some(&true));
        let criteria = self.criteria.iter().zip(&grades).filter(|(_, grade)| grade.is_some() && **grade == worst);
        let criterion_id = |place: usize| rules.criteria.get(place).map(|criterion| criterion.id.clone());
        lines
            .map(|(line, _)| format!("escalate.{}", line.id))
            .chain(criteria.filter_map(|(&place, _)| criterion_id(place)))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Grade::*;

    fn possible(grades: &[Grade], may_not_apply: bool) -> Possible {
        let start = if may_not_apply { Possible::NOT_APPLICABLE } else { Possible::default() };
        grades.iter().fold(start, |all, &grade| all.or(Possible::only(grade)))
    }

    #[test]
    fn an_open_question_counts_as_missing_says_but_only_as_something_possible() {
        let all = possible(&[Suitable, Difficult, Unsuitable], false);
        for missing in Grade::ALL {
            assert_eq!(settle(all, missing), Some(missing));
        }
        assert_eq!(settle(possible(&[Difficult, Unsuitable], false), Suitable), Some(Difficult));
        assert_eq!(settle(possible(&[Suitable, Difficult], false), Unsuitable), Some(Difficult));
        assert_eq!(settle(possible(&[Suitable], false), Unsuitable), Some(Suitable));
    }

    #[test]
    fn a_gap_falls_to_the_worse_neighbour() {
        assert_eq!(settle(possible(&[Suitable, Unsuitable], false), Difficult), Some(Unsuitable));
    }

    #[test]
    fn not_counting_weighs_like_suitable_unless_it_is_sure() {
        assert_eq!(settle(possible(&[], true), Difficult), None);
        assert_eq!(settle(possible(&[Suitable], true), Unsuitable), Some(Suitable));
        assert_eq!(settle(possible(&[Unsuitable], true), Suitable), Some(Suitable));
        assert_eq!(settle(possible(&[Unsuitable], true), Difficult), Some(Unsuitable));
    }
}
