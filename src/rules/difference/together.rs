//! Which changes need one another. Nearly always none does; but a parameter that turns from a length into a count cannot
//! be changed without the expressions that use it, and derived fields that stand on one another the other way round
//! cannot be changed one by one.
//!
//! What always holds: a change that cannot stand with every choice of the others is made together with all that bear on
//! the same criteria, so that each of these is wholly of the one rule set or the other. Coarser than need be, and sure.

use super::changes::What;
use super::{Difference, Reach};
use crate::rules::language::typed::Expr;
use crate::rules::ruleset::{ParamValue, Table};
use crate::rules::values::quantity;
use std::collections::BTreeSet;

/// The changes in groups, in the order of the first of each.
pub(super) fn together(difference: &Difference, changes: &[What], reaches: &[Reach]) -> Vec<Vec<What>> {
    let mut group: Vec<usize> = (0..changes.len()).collect();
    for (at, &what) in changes.iter().enumerate() {
        if !is_unruly(difference, what, changes) {
            continue;
        }
        let Some(own) = reaches.get(at) else { continue };
        for (other, reach) in reaches.iter().enumerate() {
            if !reach.criteria.is_disjoint(&own.criteria) {
                unite(&mut group, at, other);
            }
        }
    }
    let mut groups: Vec<(usize, Vec<What>)> = Vec::new();
    for (at, &what) in changes.iter().enumerate() {
        let Some(&of) = group.get(at) else { continue };
        match groups.iter_mut().find(|(first, _)| *first == of) {
            Some((_, group)) => group.push(what),
            None => groups.push((of, vec![what])),
        }
    }
    groups.into_iter().map(|(_, group)| group).collect()
}

/// Puts two groups together under the lower number.
fn unite(group: &mut [usize], a: usize, b: usize) {
    if let (Some(&a), Some(&b)) = (group.get(a), group.get(b)) {
        group.iter_mut().filter(|of| **of == a.max(b)).for_each(|of| *of = a.min(b));
    }
}

/// Whether a change cannot stand with every choice of the others.
fn is_unruly(difference: &Difference, what: What, changes: &[What]) -> bool {
    let Difference { from, to, things, .. } = difference;
    let other_sort = match what {
        What::Param(at) => things.params.both.get(at).is_some_and(|both| {
            let value = |rules: &crate::rules::RuleSet, at: Option<usize>| Some(rules.params.get(at?)?.value.clone());
            match (value(from, both.0), value(to, both.1)) {
                (Some(a), Some(b)) => !same_sort(&a, &b),
                _ => false,
            }
        }),
        What::Derived(at) => {
            let value =
                |rules: &'_ crate::rules::RuleSet, at: Option<usize>| Some(rules.derived.get(at?)?.value.clone());
            let both = things.derived.both.get(at).copied().unwrap_or_default();
            let other_sort = match (value(from, both.0), value(to, both.1)) {
                (Some(Expr::Num(a)), Some(Expr::Num(b))) => !a.dimension.meets(b.dimension),
                (Some(Expr::Cond(_)), Some(Expr::Cond(_))) => false,
                _ => true,
            };
            other_sort || may_stand_on_itself(difference, at)
        }
        What::Table(at) => {
            let both = things.tables.both.get(at).copied().unwrap_or_default();
            let table = |rules: &'_ crate::rules::RuleSet, at: Option<usize>| rules.tables.get(at?).cloned();
            match (table(from, both.0), table(to, both.1)) {
                (Some(a), Some(b)) => a.keys != b.keys || !same_values(&a, &b),
                _ => false,
            }
        }
        _ => false,
    };
    // Words that are no choice of another field, rows that do not fit other keys: alone, or without it all others.
    other_sort
        || difference.mixed(&|made| made == what).is_none()
        || difference.mixed(&|made| made != what && changes.contains(&made)).is_none()
}

fn same_sort(a: &ParamValue, b: &ParamValue) -> bool {
    match (a, b) {
        (ParamValue::Number { dimension: a, .. }, ParamValue::Number { dimension: b, .. }) => a.meets(*b),
        (a, b) => std::mem::discriminant(a) == std::mem::discriminant(b),
    }
}

fn same_values(a: &Table, b: &Table) -> bool {
    let dimension = |table: &Table| Some(quantity(table.rows.first()?.last()?)?.dimension);
    dimension(a).zip(dimension(b)).is_some_and(|(a, b)| a.meets(b))
}

/// Whether some choice of changes makes a derived field stand on itself.
fn may_stand_on_itself(difference: &Difference, at: usize) -> bool {
    let mut met = BTreeSet::new();
    let mut next = vec![at];
    while let Some(one) = next.pop() {
        for on in difference.stands_on.iter().filter_map(|side| side.get(one)).flatten() {
            if *on == at {
                return true;
            }
            if met.insert(*on) {
                next.push(*on);
            }
        }
    }
    false
}
