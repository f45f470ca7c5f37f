//! Every condition and number of a rule set, whole and in its parts.

use crate::rules::RuleSet;
use crate::rules::language::typed::{Cond, Expr, Num, Part};

/// What is met on the way.
#[derive(Clone, Copy)]
pub(super) enum Met<'r> {
    Cond(&'r Cond),
    Num(&'r Num),
}

/// Visits them all: of criteria, derived fields and remedies.
pub(super) fn walk<'r>(rules: &'r RuleSet, visit: &mut dyn FnMut(Met<'r>)) {
    for criterion in &rules.criteria {
        let conditions = criterion.conditions();
        conditions.for_each(|rule| of_cond(&rule.cond, visit));
    }
    for derived in &rules.derived {
        match &derived.value {
            Expr::Cond(cond) => of_cond(cond, visit),
            Expr::Num(num) => of_num(num, visit),
        }
    }
    for remedy in &rules.remedies {
        remedy.when.iter().for_each(|rule| of_cond(&rule.cond, visit));
        remedy.cost.iter().for_each(|cost| of_num(cost, visit));
    }
}

fn of_cond<'r>(cond: &'r Cond, visit: &mut dyn FnMut(Met<'r>)) {
    visit(Met::Cond(cond));
    cond.parts(&mut |part| of_part(part, visit));
}

fn of_num<'r>(num: &'r Num, visit: &mut dyn FnMut(Met<'r>)) {
    visit(Met::Num(num));
    num.parts(&mut |part| of_part(part, visit));
}

fn of_part<'r>(part: Part<'r>, visit: &mut dyn FnMut(Met<'r>)) {
    match part {
        Part::Cond(cond) => of_cond(cond, visit),
        Part::Num(num) => of_num(num, visit),
        _ => {}
    }
}
