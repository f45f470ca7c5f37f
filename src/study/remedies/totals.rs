//! What remedies would do for all units together: at how many doors, how many become suitable, what it costs.
//!
//! What always holds: a unit is counted in one plan at most; costs are added up as bounds, without the limit that a number of
//! the rules has, and where some are not known it is said how many.

use super::{Help, Plan};
use crate::quantity::{Bounds, Decimal};
use crate::rules::RuleSet;
use crate::rules::ruleset::Grade;
use std::collections::BTreeMap;

/// The whole.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// Units that are not suitable and have no lift
    pub not_suitable: u64,
    /// Units that their cheapest plan makes suitable
    pub to_suitable: Summed,
    /// Units whose class gets better, but not suitable, at best
    pub better_only: Summed,
    /// Units that can be made better, or suitable, only by a remedy that is not known to be possible
    pub perhaps: Summed,
    /// Units whose sets were not all tried
    pub not_whole: u64,
    /// One a remedy, in the order of the rules
    pub remedies: Vec<RemedyTotals>,
    /// One a set of remedies that is somebody's cheapest plan to become suitable, most units first
    pub sets: Vec<SetTotals>,
}

/// Units and what their plans cost together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summed {
    /// How many units
    pub units: u64,
    /// Of them, those whose class then is sure
    pub sure: u64,
    /// What the plans cost whose cost is known
    pub cost: Sum,
    /// Units whose plan's cost is not known
    pub without_cost: u64,
}

/// A sum of costs, its ends in millionths of a yuan: as much as all units of a city may come to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sum {
    /// At least
    pub low: i128,
    /// At most
    pub high: i128,
}

/// One remedy.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RemedyTotals {
    /// Units to which it is offered
    pub offered: u64,
    /// Units that it alone makes better
    pub alone_better: u64,
    /// Units that it alone makes suitable
    pub alone_suitable: u64,
    /// Units whose cheapest plan to become suitable has it
    pub in_plans: u64,
    /// Units whose class it could make better, if it were known to be possible there
    pub unsure: u64,
    /// What it costs at the units whose cheapest plan to become suitable has it
    pub cost: Summed,
}

/// One set of remedies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SetTotals {
    /// Places among [`RuleSet::remedies`], ascending
    pub remedies: Vec<usize>,
    /// The units whose cheapest plan it is
    pub summed: Summed,
}

impl Summed {
    fn add(&mut self, cost: Bounds, sure: bool) {
        self.units += 1;
        self.sure += u64::from(sure);
        match cost.high() {
            Some(high) => {
                // What is known to cost so much at most costs nothing at least.
                let low = cost.low().unwrap_or(Decimal::ZERO.min(high));
                self.cost.low += i128::from(low.micros());
                self.cost.high += i128::from(high.micros());
            }
            None => self.without_cost += 1,
        }
    }
}

impl Totals {
    /// Adds up what helps these units, whose classes are given beside it; a plan with a remedy whose cost is not `told` has
    /// no cost.
    pub fn of<'a>(
        rules: &RuleSet,
        units: impl IntoIterator<Item = (Grade, Option<&'a Help>)>,
        told: &dyn Fn(usize) -> bool,
    ) -> Totals {
        let cost = |cost: Bounds, remedies: &[usize]| match remedies.iter().all(|&remedy| told(remedy)) {
            true => cost,
            false => Bounds::UNKNOWN,
        };
        let mut totals = Totals { remedies: vec![RemedyTotals::default(); rules.remedies.len()], ..Totals::default() };
        let mut sets: BTreeMap<Vec<usize>, Summed> = BTreeMap::new();
        for (class, help) in units {
            totals.not_suitable += u64::from(class != Grade::Suitable);
            let Some(help) = help else { continue };
            totals.add(help, &cost);
            if let Some(plan) = &help.suitable {
                let summed = sets.entry(plan.remedies.clone()).or_default();
                summed.add(cost(plan.cost, &plan.remedies), plan.is_sure());
            }
        }
        totals.sets = sets.into_iter().map(|(remedies, summed)| SetTotals { remedies, summed }).collect();
        totals.sets.sort_by_key(|set| std::cmp::Reverse(set.summed.units));
        totals
    }

    fn add(&mut self, help: &Help, cost: &dyn Fn(Bounds, &[usize]) -> Bounds) {
        self.not_whole += u64::from(!help.whole);
        let add = |to: &mut Summed, plan: &Plan| to.add(cost(plan.cost, &plan.remedies), plan.is_sure());
        match (&help.suitable, &help.better) {
            (Some(plan), _) => add(&mut self.to_suitable, plan),
            (None, Some(plan)) => add(&mut self.better_only, plan),
            (None, None) => {}
        }
        help.perhaps.iter().for_each(|plan| add(&mut self.perhaps, plan));
        for &remedy in &help.unsure {
            if let Some(of) = self.remedies.get_mut(remedy) {
                of.unsure += 1;
            }
        }
        for offer in &help.offered {
            let Some(of) = self.remedies.get_mut(offer.remedy) else { continue };
            of.offered += 1;
            let alone = help.alone.iter().find(|(remedy, _)| *remedy == offer.remedy);
            of.alone_better += u64::from(alone.is_some());
            of.alone_suitable += u64::from(alone.is_some_and(|(_, class)| *class == Grade::Suitable));
            if let Some(plan) = help.suitable.as_ref().filter(|plan| plan.remedies.contains(&offer.remedy)) {
                of.in_plans += 1;
                of.cost.add(cost(offer.cost, &[offer.remedy]), plan.is_sure());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn yuan(yuan: i64) -> Option<Decimal> {
        Decimal::from_int(yuan)
    }

    #[test]
    fn a_sum_has_no_limit_and_keeps_the_end_that_is_known() {
        let mut dear = Summed::default();
        (0..201).for_each(|_| dear.add(Bounds::between(yuan(6_000_000), yuan(6_000_000)), true));
        assert_eq!(dear.cost, Sum { low: 1_206_000_000_000_000, high: 1_206_000_000_000_000 });
        let mut some = Summed::default();
        for (low, high) in [(yuan(30_000), yuan(30_000)), (None, yuan(50_000)), (yuan(70_000), None)] {
            some.add(Bounds::between(low, high), false);
        }
        assert_eq!(some.cost, Sum { low: 30_000_000_000, high: 80_000_000_000 });
        assert_eq!((some.units, some.without_cost), (3, 1), "how much more than 70,000 nobody knows");
    }
}
