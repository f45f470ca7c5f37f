//! What conditions and numbers are of some units, for questions beside grades: whether a remedy can be had, what it costs.
//!
//! What always holds: they are evaluated as those of criteria are. Deliberately absent: findings about the data, which
//! the assessment has made already.

use crate::assess::evaluate::{Block, Scope};
use crate::quantity::Bounds;
use crate::rules::RuleSet;
use crate::rules::language::typed::{Cond, Num};
use crate::survey::Units;
use std::ops::Range;

/// What was asked of some units in a row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// For each condition, whether it surely holds, or surely does not, for each unit
    pub holds: Vec<Vec<Option<bool>>>,
    /// For each number, what it is of each unit
    pub numbers: Vec<Vec<Bounds>>,
}

/// Evaluates conditions and numbers of these units.
pub fn ask(rules: &RuleSet, units: &Units, range: Range<usize>, conds: &[&Cond], nums: &[&Num]) -> Asked {
    let count = range.len();
    let block = Block::new(rules, units, range);
    let holds = |cond: &&Cond| {
        let held = block.cond(cond, Scope::Unit);
        (0..count).map(|unit| held.get(unit)).collect()
    };
    let number = |num: &&Num| {
        let numbers = block.num(num, Scope::Unit);
        (0..count).map(|unit| numbers.get(unit)).collect()
    };
    Asked { holds: conds.iter().map(holds).collect(), numbers: nums.iter().map(number).collect() }
}
