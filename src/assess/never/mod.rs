//! What a rule set can never come to, found without a survey: criteria that can never have a grade, conditions that
//! are always true or always false.
//!
//! What always holds: what is said is so whatever the values; not everything that is so is found. Every criterion is
//! asked of a unit of which nothing is known but the plausible ranges, and where it only holds fields of the unit
//! against fixed values, of every combination that could make a difference. Deliberately absent: rows of tables that
//! nothing reaches.

mod cases;

use crate::assess::Possible;
use crate::assess::class::possible_grades;
use crate::assess::evaluate::{Block, Scope};
use crate::assess::explain::parts::CondPart;
use crate::lang::Text;
use crate::rules::language::typed::CondNode;
use crate::rules::language::uses::uses as uses_of;
use crate::rules::ruleset::{Criterion, Grade, Rule, RuleSet};
use crate::rules::{Diagnostic, Field, Severity, Value};
use crate::survey::Units;
use crate::text;

/// Warnings on what the enabled criteria can never come to.
pub fn never(rules: &RuleSet) -> Vec<Diagnostic> {
    let open = unit_of_ranges(rules);
    let mut found = Vec::new();
    for criterion in rules.enabled() {
        let before = found.len();
        let block = Block::new(rules, &open, 0..1);
        let conditions = [&criterion.applies, &criterion.difficult].into_iter().flatten().chain([&criterion.suitable]);
        for rule in conditions {
            constant(rules, rule, &CondPart::of(&block, &rule.cond, Scope::Unit), &mut found);
        }
        // A constant condition says it all.
        if found.len() == before {
            grades(rules, criterion, &open, &mut found);
        }
    }
    found
}

/// A unit that may be any: every number within its field's range (or what 无 means of it), all else unknown.
fn unit_of_ranges(rules: &RuleSet) -> Units {
    let mut units = Units::new(&rules.dictionary);
    let ranged = |field: &Field| match (field.range, &field.none) {
        (Some(range), Some(Value::Number(none))) => Value::Number(range.hull(*none)),
        (Some(range), _) => Value::Number(range),
        _ => Value::Unknown,
    };
    let fields: Vec<Value> = rules.dictionary.fields.iter().map(ranged).collect();
    let lists = vec![None; rules.dictionary.lists.len()];
    units.push(&["".into()], &fields, &lists);
    units
}

/// Reports the outermost part of a condition that is always true or always false. A part that asks for nothing of
/// the unit is a switch that planners turn, and no slip.
fn constant(rules: &RuleSet, rule: &Rule, part: &CondPart, found: &mut Vec<Diagnostic>) {
    let used = uses_of(part.cond, &rules.derived);
    let asks = !used.fields.is_empty() || !used.lists.is_empty();
    match part.truth.get(0) {
        Some(always) if part.scope == Scope::Unit && asks => {
            let written = rule.written.get(part.cond.span.clone()).unwrap_or(&rule.written).trim();
            let message = match always {
                true => text!("`{written}` 总是成立", "`{written}` is always true"),
                false => text!("`{written}` 总不成立", "`{written}` is always false"),
            };
            found.push(warning("R081", rule, message));
        }
        // What stands in a derived field is written elsewhere.
        _ if matches!(part.cond.node, CondNode::Derived(_)) => {}
        _ => part.conds.iter().for_each(|inner| constant(rules, rule, inner, found)),
    }
}

/// Reports the grades that a criterion provides for and can never have.
fn grades(rules: &RuleSet, criterion: &Criterion, open: &Units, found: &mut Vec<Diagnostic>) {
    let all = |units: &Units| {
        let block = Block::new(rules, units, 0..units.count);
        possible_grades(&block, criterion).into_iter().fold(Possible::default(), Possible::or)
    };
    let mut possible = all(open);
    if let Some(cases) = cases::of_criterion(rules, criterion) {
        let exact = all(&cases);
        possible = Grade::ALL
            .into_iter()
            .filter(|&grade| exact.has(grade))
            .fold(Possible::default(), |all, grade| all.or(Possible::only(grade)));
    }
    let provided = [
        (Grade::Suitable, &criterion.suitable, true),
        (Grade::Difficult, criterion.difficult.as_ref().unwrap_or(&criterion.suitable), criterion.difficult.is_some()),
        (criterion.otherwise, &criterion.suitable, true),
    ];
    for (grade, rule, provided) in provided {
        if provided && !possible.has(grade) {
            let (id, label) = (&criterion.id, grade.label());
            let Text { zh, en } = label;
            let message = text!("评估项 `{id}` 总不会是“{zh}”", "criterion `{id}` can never be {en}");
            found.push(warning("R082", rule, message));
        }
    }
}

fn warning(code: &'static str, rule: &Rule, message: Text) -> Diagnostic {
    let help = text!("看看比较的方向和取值", "look at the direction of the comparison, and the values");
    let place = Some(rule.place.clone());
    Diagnostic { code, severity: Severity::Warning, message, help: Some(help), place, related: Vec::new() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::assess::trials::fixture::units_with;

    /// What is said of a criterion of that text.
    fn said(criterion: &str) -> Vec<String> {
        let (rules, _) = units_with(&format!("[criteria.more]\ntitle = \"更多\"\n{criterion}\n"), &[]);
        let more = rules.criteria.last().unwrap().suitable.place.span.start;
        let of_more = never(&rules).into_iter().filter(|found| found.place.as_ref().unwrap().span.start >= more);
        of_more.map(|found| format!("{} {}", found.code, found.message.zh)).collect()
    }

    #[test]
    fn a_condition_that_is_always_true_or_false() {
        assert_eq!(said("suitable = \"stair_width >= 1 m or true\""), ["R081 `stair_width >= 1 m or true` 总是成立"]);
        assert_eq!(
            said("suitable = \"fire_lane and storeys >= 0 and abs(stair_width) < -1 m\""),
            ["R081 `fire_lane and storeys >= 0 and abs(stair_width) < -1 m` 总不成立"]
        );
        assert_eq!(said("suitable = \"true\"").len(), 1, "but what it comes to is told");
    }

    #[test]
    fn a_grade_that_a_criterion_can_never_have() {
        let more = ["R082 评估项 `more` 总不会是“较难加装”"];
        assert_eq!(said("suitable = \"stair_width >= 1 m\"\ndifficult = \"stair_width >= 1.1 m\""), more);
        assert_eq!(
            said("suitable = \"stair_width >= 1 m and stair_width < 0.9 m\""),
            ["R082 评估项 `more` 总不会是“适合加装”"]
        );
        assert_eq!(
            said("suitable = \"structure in [brick, frame]\"\ndifficult = \"not structure in [brick, frame]\""),
            ["R082 评估项 `more` 总不会是“不适合加装”"]
        );
        assert_eq!(said("suitable = \"stair_width >= 1.1 m\"\ndifficult = \"stair_width >= 1 m\""), [""; 0]);
        assert_eq!(said("suitable = \"stair_width >= 1 m\"\notherwise = \"difficult\""), [""; 0]);
        assert_eq!(said("suitable = \"every(pipes, distance >= 1 m)\""), [""; 0]);
    }
}
