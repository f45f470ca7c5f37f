//! From one unit's grades to its class, for questions that ask it of many combinations of grades.
//!
//! What always holds: of the settled grades of an assessment it gives the class of that assessment. `class` does the
//! same for whole columns at once. Deliberately absent: where grades come from.

use super::Possible;
use super::class::settle;
use crate::rules::ruleset::{Grade, RuleSet, Tally};

/// The class that grades make: the worst, worsened by every escalation that holds. `grade` is asked by place among
/// [`RuleSet::criteria`]; what does not count (disabled, or not applicable) has none.
pub fn class_of(rules: &RuleSet, grade: &dyn Fn(usize) -> Option<Grade>) -> Grade {
    let worst = (0..rules.criteria.len()).filter_map(grade).max();
    let made = rules.escalations.iter().filter(|line| holds(&line.when, grade)).map(|line| line.to);
    let class = worst.unwrap_or(rules.when_nothing_applies);
    made.fold(class, Grade::max)
}

/// The best and the worst class that a unit may have, whose criteria may have these grades; `None` for what is disabled.
pub fn outlook(rules: &RuleSet, possible: &[Option<Possible>]) -> (Grade, Grade) {
    let class = |missing: Grade| class_of(rules, &|at| settle(possible.get(at).copied().flatten()?, missing));
    let (best, worst) = (class(Grade::Suitable), class(Grade::Unsuitable));
    match possible.iter().flatten().all(|possible| possible.may_not_apply()) {
        true => {
            let nothing = class_of(rules, &|_| None);
            (best.min(nothing), worst.max(nothing))
        }
        false => (best, worst),
    }
}

/// Whether an escalation's condition holds.
fn holds(tally: &Tally, grade: &dyn Fn(usize) -> Option<Grade>) -> bool {
    match tally {
        Tally::Count { grade: counted, among, at_least, .. } => {
            let count = among.iter().filter(|&&criterion| grade(criterion) == Some(*counted)).count();
            u32::try_from(count).is_ok_and(|count| count >= *at_least)
        }
        Tally::Is { criterion, grade: wanted } => grade(*criterion) == Some(*wanted),
        Tally::And(a, b) => holds(a, grade) && holds(b, grade),
        Tally::Or(a, b) => holds(a, grade) || holds(b, grade),
    }
}
