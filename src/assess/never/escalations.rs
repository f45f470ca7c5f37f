//! `R088`: an escalation that asks for more grades than the criteria can ever have.
//!
//! What always holds: a criterion counts as able to have every grade that it provides for or that stands in for missing
//! data, so what is told is so. Deliberately absent: criteria that cannot have their grades at the same time.

use super::Doubts;
use crate::rules::ruleset::{Criterion, Grade, RuleSet, Tally};
use crate::text;

/// Looks at every escalation.
pub(super) fn look(doubts: &mut Doubts) {
    let rules = doubts.rules;
    for line in rules.escalations.iter().filter(|line| !could_hold(rules, &line.when) && !is_told(rules, &line.when)) {
        let (id, all) = (&line.id, most(rules, &line.when));
        doubts
            .out
            .warning("R088", &line.place, text!("加重 `{id}` 总不成立", "escalation `{id}` can never hold"))
            .help(text!(
                "它要的等级，启用的评估项里最多有 {all} 项能有；改小门槛，或看看组名",
                "at most {all} enabled criteria can have the grade it asks for; lower the number, or look at the group"
            ));
    }
}

/// Whether it has been told of with the expression (`R025`): too few criteria are enabled, or that one is not.
fn is_told(rules: &RuleSet, tally: &Tally) -> bool {
    match tally {
        Tally::Count { among, at_least, .. } => among.len() < *at_least as usize,
        Tally::Is { criterion, .. } => rules.criteria.get(*criterion).is_none_or(|criterion| !criterion.enabled),
        Tally::And(a, b) | Tally::Or(a, b) => is_told(rules, a) || is_told(rules, b),
    }
}

/// Whether a criterion can have that grade.
fn can_be(criterion: &Criterion, grade: Grade) -> bool {
    let provided = match grade {
        Grade::Suitable => true,
        Grade::Difficult => criterion.difficult.is_some(),
        Grade::Unsuitable => false,
    };
    criterion.enabled && (provided || criterion.otherwise == grade)
}

fn could_hold(rules: &RuleSet, tally: &Tally) -> bool {
    match tally {
        Tally::Count { at_least, .. } => most(rules, tally) >= *at_least as usize,
        Tally::Is { criterion, grade } => rules.criteria.get(*criterion).is_some_and(|own| can_be(own, *grade)),
        Tally::And(a, b) => could_hold(rules, a) && could_hold(rules, b),
        Tally::Or(a, b) => could_hold(rules, a) || could_hold(rules, b),
    }
}

/// How many criteria can have the grade that is counted; of several that must hold the fewest, of several that may the most.
fn most(rules: &RuleSet, tally: &Tally) -> usize {
    match tally {
        Tally::Count { grade, among, .. } => {
            among.iter().filter(|&&at| rules.criteria.get(at).is_some_and(|own| can_be(own, *grade))).count()
        }
        Tally::Is { .. } => usize::from(could_hold(rules, tally)),
        Tally::And(a, b) => most(rules, a).min(most(rules, b)),
        Tally::Or(a, b) => most(rules, a).max(most(rules, b)),
    }
}
