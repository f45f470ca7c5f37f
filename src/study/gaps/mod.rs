//! What to go and measure: for each unit that is not settled the smallest sets of measurements that settle it whatever
//! comes out, those that may, and over all units a plan.
//!
//! A measurement is a field of the unit, a field of the items of a list that is known, or a list. What always holds: with a
//! set that is promised to settle, the class is settled for every answer that the rules themselves have one for. That is
//! reckoned by criterion first (`sets`): what is measured makes the grades of some criteria known, whichever they are, and
//! the class must be the same for every grade that the others may have. Where answers hang together less may do; that is
//! found by trying every answer (`answers`), where the fields are the unit's own and can be tried. So it never promises too
//! much; for lists, texts and numbers that meet in one comparison it may ask for more than the least. Deliberately absent:
//! words, and where a door is.

mod answers;
mod asked_anew;
mod near;
mod plan;
mod sets;
#[cfg(test)]
mod tests;

pub use crate::assess::needs::Need;
pub use near::{Near, margin_for, near};
pub use plan::{Batch, Plan, plan};

use crate::assess::needs::Needs;
use crate::assess::{Assessment, Possible};
use crate::rules::RuleSet;
use crate::rules::ruleset::Grade;
use crate::survey::Units;
use crate::survey::lifts::lift_of;
use answers::{Answers, Numbers};
use asked_anew::Anew;
use rayon::prelude::*;

/// How many smallest sets are told.
pub const SETS: usize = 8;

/// What an open unit needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gap {
    /// Which unit
    pub unit: usize,
    /// All that its open criteria need, in the order of the dictionary
    pub needs: Vec<Need>,
    /// The smallest sets that settle it whatever comes out, at most [`SETS`]; none where the rules leave it open
    pub sure: Vec<Vec<Need>>,
    /// The smallest sets that may settle it, where they are smaller than those
    pub chances: Vec<Chance>,
    /// Criteria that stay open whatever is measured: places among [`RuleSet::criteria`]
    pub by_rules: Vec<usize>,
    /// Whether all sets of the unit's own fields were tried, so that no smaller one is known to do
    pub whole: bool,
}

/// A set that may settle a unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chance {
    /// What is to be measured
    pub needs: Vec<Need>,
    /// With what outcome, for instance: criteria and their grades then; `None`: does not apply
    pub when: Vec<(usize, Option<Grade>)>,
    /// The class then
    pub class: Grade,
}

/// The gaps of all units that are not settled and have no lift, in their order.
pub fn gaps(rules: &RuleSet, units: &Units, a: &Assessment) -> Vec<Gap> {
    let Anew { needs, changed } = asked_anew::needs_of(rules, units, a);
    let (now, a) = changed.as_ref().map_or((units, a), |(units, a)| (units, a));
    let has_lift = |unit: usize| lift_of(&rules.dictionary, units, unit) == Some(true);
    let needs: Vec<(usize, Vec<Needs>)> = needs.into_iter().filter(|(unit, _)| !has_lift(*unit)).collect();
    let numbers = Numbers::of(rules);
    let gap = |(unit, needs): (usize, Vec<Needs>)| {
        let answers = Answers { rules, units: now, numbers: &numbers, unit };
        sets::gap(rules, &possible_of(rules, a, unit), &answers, &needs)
    };
    needs.into_par_iter().map(gap).collect()
}

/// The possible grades of a unit by place of the criterion; `None` for criteria that are disabled.
fn possible_of(rules: &RuleSet, a: &Assessment, unit: usize) -> Vec<Option<Possible>> {
    let mut all = vec![None; rules.criteria.len()];
    for (&place, possible) in a.criteria.iter().zip(&a.possible) {
        if let Some(own) = all.get_mut(place) {
            *own = possible.get(unit).copied();
        }
    }
    all
}
