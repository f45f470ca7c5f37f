//! What changes under other rules: the classes before and after, every unit that moves, and which atoms of difference move
//! it.
//!
//! A move is put down to the atoms that alone suffice (made to the first rule set, they give the unit the class that it
//! has under the second), or else to the smallest sets of two or three that do. Only atoms that reach a criterion whose
//! grade differs are tried, and those that bear on the verdict. Where no set of three suffices, or there are too many
//! to try, all atoms are named that reach these criteria, and marked as not the smallest; together they always suffice. Deliberately absent: what it looks like.

mod causes;
#[cfg(test)]
mod tests;

use crate::assess::{Assessment, assess};
use crate::lang::Text;
use crate::rules::difference::Side;
use crate::rules::ruleset::Grade;
use crate::rules::{Difference, RuleSet};
use crate::survey::Units;
use crate::survey::lifts::counted;
pub(super) use causes::{LARGEST, SETS, choose, subsets};
use rayon::prelude::*;

/// The answers to all pairs that were asked for.
#[derive(Debug)]
pub struct Comparison<'r> {
    /// What each rule set makes of the units
    pub assessments: Vec<Assessment>,
    /// The units that count: those without a lift
    pub counted: Vec<usize>,
    /// The pairs, in the order asked
    pub pairs: Vec<Pair<'r>>,
}

/// One rule set against another.
#[derive(Debug)]
pub struct Pair<'r> {
    /// Place of the first among the rule sets
    pub from: usize,
    /// Place of the second
    pub to: usize,
    /// What differs between them
    pub difference: Difference<'r>,
    /// Units by class under the first (outer) and under the second
    pub matrix: [[u64; 3]; 3],
    /// The units that move, in order
    pub moves: Vec<Move>,
    /// What moves them; several units share one
    pub causes: Vec<Cause>,
    /// Atoms that are in no cause. By itself such a one may still move a unit that another moves back
    pub idle: Vec<usize>,
}

/// A unit that moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Move {
    /// Which one
    pub unit: usize,
    /// Its class under the first rule set
    pub from: Grade,
    /// Under the second
    pub to: Grade,
    /// Place among [`Pair::causes`]
    pub cause: usize,
}

/// What moves a unit.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Cause {
    /// Sets of atoms, each of which suffices by itself; in the order of the atoms
    pub sets: Vec<Vec<usize>>,
    /// Whether no smaller set suffices. If not, the one set has every atom that may bear on the move
    pub smallest: bool,
}

/// Two rule sets that cannot be compared, since they do not read surveys alike.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unlike {
    /// Place of the first
    pub from: usize,
    /// Place of the second
    pub to: usize,
    /// How their dictionaries differ
    pub differences: Vec<Text>,
}

/// Compares rule sets pair by pair. Each is asked once for all units, and its mixes with others for those that move.
pub fn compare<'r>(
    variants: &[&'r RuleSet],
    units: &Units,
    pairs: &[(usize, usize)],
) -> Result<Comparison<'r>, Unlike> {
    let mut differences = Vec::new();
    for &(from, to) in pairs {
        if let (Some(a), Some(b)) = (variants.get(from), variants.get(to)) {
            let difference = Difference::of(a, b).map_err(|differences| Unlike { from, to, differences })?;
            differences.push((from, to, difference));
        }
    }
    let assessments: Vec<Assessment> = variants.iter().map(|rules| assess(rules, units)).collect();
    let counted = variants.first().map_or_else(Vec::new, |rules| counted(&rules.dictionary, units));
    let pair = |(from, to, difference): (usize, usize, Difference<'r>)| {
        pair(units, &counted, [from, to], &assessments, difference)
    };
    let pairs = differences.into_par_iter().filter_map(pair).collect();
    Ok(Comparison { pairs, assessments, counted })
}

fn pair<'r>(
    units: &Units,
    counted: &[usize],
    [from, to]: [usize; 2],
    assessments: &[Assessment],
    difference: Difference<'r>,
) -> Option<Pair<'r>> {
    let (a, b) = (assessments.get(from)?, assessments.get(to)?);
    let mut matrix = [[0; 3]; 3];
    let mut moved = Vec::new();
    for &unit in counted {
        let (before, after) = (*a.class.get(unit)?, *b.class.get(unit)?);
        // A grade is below 3.
        matrix[before as usize][after as usize] += 1;
        if before != after {
            moved.push(unit);
        }
    }
    let (of_units, causes) = attributed(&difference, units, [a, b], [&moved, &moved]);
    let goal: Vec<Grade> = moved.iter().filter_map(|&unit| b.class.get(unit).copied()).collect();
    let moves = moved
        .iter()
        .zip(&goal)
        .zip(of_units)
        .filter_map(|((&unit, &goal), cause)| Some(Move { unit, from: *a.class.get(unit)?, to: goal, cause }));
    let moves = moves.collect();
    let busy = |atom: usize| causes.iter().any(|cause| cause.sets.iter().any(|set| set.contains(&atom)));
    let idle = (0..difference.atoms.len()).filter(|&atom| !busy(atom)).collect();
    Some(Pair { from, to, difference, matrix, moves, causes, idle })
}

/// What moves units of which nothing but the rules differ: for each its place among the causes, and the causes. `units` are
/// those of the first assessment; the places of the moved ones are given in both.
pub(super) fn attributed(
    difference: &Difference,
    units: &Units,
    [a, b]: [&Assessment; 2],
    [before, after]: [&[usize]; 2],
) -> (Vec<usize>, Vec<Cause>) {
    let goal: Vec<Grade> = after.iter().filter_map(|&unit| b.class.get(unit).copied()).collect();
    let grades =
        [grades_by_criterion(difference, Side::From, a, before), grades_by_criterion(difference, Side::To, b, after)];
    let [from, to] = grades;
    causes::causes(difference, &units.chosen(before), from, to, &goal)
}

/// The settled grades of these units under one rule set, by criterion of both; none where it is not there or disabled.
pub(super) fn grades_by_criterion(
    difference: &Difference,
    side: Side,
    assessment: &Assessment,
    units: &[usize],
) -> Vec<Vec<Option<Grade>>> {
    let mut grades = vec![vec![None; units.len()]; difference.criteria()];
    for (place, settled) in assessment.criteria.iter().zip(&assessment.settled) {
        let own = difference.places(side).get(*place).and_then(|&at| grades.get_mut(at));
        if let Some(own) = own {
            *own = units.iter().map(|&unit| settled.get(unit).copied().flatten()).collect();
        }
    }
    grades
}
