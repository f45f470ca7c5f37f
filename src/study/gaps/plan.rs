//! A plan: what to measure where, what settles most first.
//!
//! Units share no measurement, so what settles a unit with the fewest measurements comes first; doors of one residents'
//! committee at which the same is measured are one batch, the larger ones first. Where a unit has several smallest sets it
//! takes the one that most doors of its committee can take. What always holds: a unit is in one batch, or among those that
//! no measurement settles. Deliberately absent: routes, days, people.

use super::{Gap, Need};
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// The plan.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// In the order in which to go
    pub batches: Vec<Batch>,
    /// Units that no measurement surely settles, since the rules leave something open
    pub never: Vec<usize>,
}

/// The same measurements at some doors of a committee.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Batch {
    /// Which committee
    pub committee: usize,
    /// What is measured at each
    pub needs: Vec<Need>,
    /// The doors, each settled then
    pub units: Vec<usize>,
}

impl Batch {
    /// How many measurements it takes.
    pub fn measurements(&self) -> usize {
        self.needs.len() * self.units.len()
    }
}

impl Plan {
    /// All doors in the order in which to go, each with its batch.
    pub fn doors(&self) -> impl Iterator<Item = (&Batch, usize)> {
        self.batches.iter().flat_map(|batch| batch.units.iter().map(move |&unit| (batch, unit)))
    }

    /// After so many measurements so many units are settled: a point a batch, and the beginning.
    pub fn curve(&self) -> Vec<(usize, usize)> {
        let mut points = vec![(0, 0)];
        let (mut measured, mut settled) = (0, 0);
        for batch in &self.batches {
            measured += batch.measurements();
            settled += batch.units.len();
            points.push((measured, settled));
        }
        points
    }
}

/// The plan for these gaps, `committee` being asked of each unit.
pub fn plan(gaps: &[Gap], committee: &dyn Fn(usize) -> usize) -> Plan {
    let mut common: BTreeMap<(usize, &[Need]), usize> = BTreeMap::new();
    for gap in gaps {
        let committee = committee(gap.unit);
        gap.sure.iter().for_each(|set| *common.entry((committee, set)).or_default() += 1);
    }
    let mut batches: BTreeMap<(usize, &[Need]), Vec<usize>> = BTreeMap::new();
    let mut never = Vec::new();
    for gap in gaps {
        let committee = committee(gap.unit);
        let count = |set: &&Vec<Need>| common.get(&(committee, set.as_slice())).copied().unwrap_or_default();
        // Of equals the first, which is the first in the dictionary's order.
        match gap.sure.iter().rev().max_by_key(count) {
            Some(set) => batches.entry((committee, set)).or_default().push(gap.unit),
            None => never.push(gap.unit),
        }
    }
    let batch =
        |((committee, needs), units): ((usize, &[Need]), Vec<usize>)| Batch { committee, needs: needs.to_vec(), units };
    let mut batches: Vec<Batch> = batches.into_iter().map(batch).collect();
    batches.sort_by_key(|batch| (batch.needs.len(), Reverse(batch.units.len()), batch.committee));
    Plan { batches, never }
}
