//! Which sets of remedies are tried, and which of them is the cheapest.
//!
//! What always holds: sets are tried by how many remedies they have, then in the order of the file, and of equals the
//! first is kept; so the answer is one, whatever the machine.

use super::{ALL_SETS, FEW, Offer, Plan, State};
use crate::assess::class_of;
use crate::quantity::Bounds;
use crate::rules::RuleSet;
use crate::rules::ruleset::Grade;

/// The cheapest sets that make the class better than `class`, and suitable.
pub(super) fn cheapest(
    rules: &RuleSet,
    state: &State,
    class: Grade,
    offered: &[Offer],
) -> (Option<Plan>, Option<Plan>) {
    let most = if offered.len() <= ALL_SETS { offered.len() } else { FEW };
    let (mut better, mut suitable): (Option<Plan>, Option<Plan>) = (None, None);
    for size in 1..=most {
        for_each_set(offered.len(), size, &mut |set| {
            let offers: Vec<Offer> = set.iter().filter_map(|&at| offered.get(at).copied()).collect();
            let cost = offers.iter().fold(nothing(), |sum, offer| sum.plus(offer.cost));
            let key = |plan: &Plan| (plan.cost.high_end(), plan.class);
            // A set that costs more than both is not looked at.
            let dear = |plan: &Option<Plan>| plan.as_ref().is_some_and(|plan| plan.cost.high_end() < cost.high_end());
            if dear(&better) && dear(&suitable) {
                return;
            }
            let after = |grades: &[Option<Grade>]| lifted(rules, grades, &offers);
            let settled = after(&state.settled);
            let reached = class_of(rules, &|at| settled.get(at).copied().flatten());
            if reached >= class {
                return;
            }
            let remedies = offers.iter().map(|offer| offer.remedy).collect();
            let plan = Plan { remedies, cost, class: reached, worst: worst(rules, state, &after(&state.worst)) };
            if reached == Grade::Suitable && suitable.as_ref().is_none_or(|best| key(&plan) < key(best)) {
                suitable = Some(plan.clone());
            }
            if better.as_ref().is_none_or(|best| key(&plan) < key(best)) {
                better = Some(plan);
            }
        });
    }
    (better, suitable)
}

/// The remedies that make the class better by themselves, and the class then.
pub(super) fn alone(rules: &RuleSet, state: &State, class: Grade, offered: &[Offer]) -> Vec<(usize, Grade)> {
    let of = |offer: &Offer| {
        let grades = lifted(rules, &state.settled, &[*offer]);
        (offer.remedy, class_of(rules, &|at| grades.get(at).copied().flatten()))
    };
    offered.iter().map(of).filter(|(_, reached)| *reached < class).collect()
}

fn nothing() -> Bounds {
    Bounds::exact(crate::quantity::Decimal::ZERO)
}

/// The grades once these remedies are done: each criterion at the grade it is lifted to, where it was not worse than the
/// remedy can take.
fn lifted(rules: &RuleSet, grades: &[Option<Grade>], offers: &[Offer]) -> Vec<Option<Grade>> {
    let mut after = grades.to_vec();
    for remedy in offers.iter().filter_map(|offer| rules.remedies.get(offer.remedy)) {
        for &(criterion, to) in &remedy.lifts {
            // By what it was, not by what another remedy made of it: neither comes first.
            let reached = grades.get(criterion).copied().flatten().is_some_and(|grade| grade <= remedy.from);
            if let (true, Some(Some(own))) = (reached, after.get_mut(criterion)) {
                *own = to.min(*own);
            }
        }
    }
    after
}

fn worst(rules: &RuleSet, state: &State, worst: &[Option<Grade>]) -> Grade {
    let class = class_of(rules, &|at| worst.get(at).copied().flatten());
    if state.may_be_nothing { class.max(class_of(rules, &|_| None)) } else { class }
}

/// Every set of `size` of the first `all` numbers, in order.
fn for_each_set(all: usize, size: usize, then: &mut dyn FnMut(&[usize])) {
    let mut set: Vec<usize> = (0..size).collect();
    if size == 0 || size > all {
        return;
    }
    loop {
        then(&set);
        // The last that can still move up does, and those behind it follow.
        let Some(at) = (0..size).rev().find(|&at| set.get(at).is_some_and(|&value| value < all - size + at)) else {
            return;
        };
        let from = set.get(at).copied().unwrap_or(all) + 1;
        for (value, next) in set.iter_mut().skip(at).zip(from..) {
            *value = next;
        }
    }
}
