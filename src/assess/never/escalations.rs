//! `R088`: an escalation that asks for more grades than the criteria can ever have.
//!
//! What always holds: a criterion counts as able to have every grade that it provides for or that stands in for missing
//! data, so what is told is so. Deliberately absent: criteria that cannot have their grades at the same time.

use super::Doubts;
use crate::rules::ruleset::{Criterion, Grade, RuleSet, Tally};
use crate::text;

/// Looks at every escalation. One that can never hold for want of enabled criteria has been told of with the expression.
pub(super) fn look(doubts: &mut Doubts) {
    let rules = doubts.rules;
    let told = |criteria: &[usize]| criteria.is_empty();
    for line in rules.escalations.iter().filter(|line| !could_hold(rules, &line.when)) {
        let all = most(rules, &line.when);
        if matches!(&line.when, Tally::Is { .. }) || matches!(&line.when, Tally::Count { among, .. } if told(among)) {
            continue;
        }
        let id = &line.id;
        doubts
            .out
            .warning("R088", &line.place, text!("加重 `{id}` 总不成立", "escalation `{id}` can never hold"))
            .help(text!(
                "它要的等级，启用的评估项里最多有 {all} 项能有；改小门槛，或看看组名",
                "at most {all} enabled criteria can have the grade it asks for; lower the number, or look at the group"
            ));
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

/// How many criteria can have the grade that is counted; of several counts the fewest.
fn most(rules: &RuleSet, tally: &Tally) -> usize {
    match tally {
        Tally::Count { grade, among, .. } => {
            among.iter().filter(|&&at| rules.criteria.get(at).is_some_and(|own| can_be(own, *grade))).count()
        }
        Tally::Is { .. } => usize::MAX,
        Tally::And(a, b) | Tally::Or(a, b) => most(rules, a).min(most(rules, b)),
    }
}
