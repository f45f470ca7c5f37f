//! Runs the examples that a rules file carries: what is given is a unit of which nothing else is known.

use crate::assess::Assessment;
use crate::assess::assess;
use crate::lang::Text;
use crate::rules::ruleset::{Grade, RuleSet, Test};
use crate::rules::{FieldIx, Value};
use crate::survey::Units;
use crate::text;

/// What became of one embedded test.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TestOutcome {
    /// Place among `RuleSet::tests`
    pub test: usize,
    /// Whether everything came out as expected
    pub passed: bool,
    /// What did not
    pub mismatches: Vec<Text>,
}

/// Runs every embedded test.
pub fn run_tests(rules: &RuleSet) -> Vec<TestOutcome> {
    let units = given(rules, &rules.tests);
    let a = assess(rules, &units);
    rules
        .tests
        .iter()
        .enumerate()
        .map(|(test, expected)| {
            let mismatches = mismatches(rules, &a, test, expected);
            TestOutcome { test, passed: mismatches.is_empty(), mismatches }
        })
        .collect()
}

/// What tests give, as units in their order.
pub fn given(rules: &RuleSet, tests: &[Test]) -> Units {
    let mut units = Units::new(&rules.dictionary);
    let filled = |count: usize, given: &[(FieldIx, Value)]| {
        let value =
            |field| given.iter().find(|(at, _)| *at == field).map_or(Value::Unknown, |(_, value)| value.clone());
        (0..count).map(value).collect::<Vec<_>>()
    };
    for test in tests {
        let fields = filled(rules.dictionary.fields.len(), &test.given);
        let lists: Vec<Option<Vec<_>>> = rules
            .dictionary
            .lists
            .iter()
            .enumerate()
            .map(|(list, def)| {
                let (_, items) = test.lists.iter().find(|(at, _)| *at == list)?;
                Some(items.iter().map(|item| (true, filled(def.fields.len(), item))).collect())
            })
            .collect();
        let name: std::sync::Arc<str> = test.name.as_str().into();
        units.push(&[name], &fields, &lists);
    }
    units
}

fn mismatches(rules: &RuleSet, a: &Assessment, unit: usize, test: &Test) -> Vec<Text> {
    let mut found = Vec::new();
    for &(criterion, wanted) in &test.grades {
        let id = rules.criteria.get(criterion).map_or("", |criterion| &criterion.id);
        let Some(at) = a.criteria.iter().position(|&place| place == criterion) else {
            found.push(text!(
                "评估项 `{id}` 已停用，没有结果可比",
                "criterion `{id}` is disabled: there is nothing to compare with"
            ));
            continue;
        };
        let grade = a.settled.get(at).and_then(|column| column.get(unit)).copied().flatten();
        if grade != wanted {
            let (grade, wanted) = (grade_id(grade), grade_id(wanted));
            found.push(text!("`{id}` 应为 `{wanted}`，实为 `{grade}`", "`{id}` is `{grade}`, expected `{wanted}`"));
        }
    }
    let classes = [
        ("class", test.class, a.class.get(unit)),
        ("best_class", test.best_class, a.best.get(unit)),
        ("worst_class", test.worst_class, a.worst.get(unit)),
    ];
    for (key, wanted, got) in classes {
        if let (Some(wanted), Some(got)) = (wanted, got.filter(|got| wanted.is_some_and(|wanted| wanted != **got))) {
            let (wanted, got) = (wanted.id(), got.id());
            found.push(text!("`{key}` 应为 `{wanted}`，实为 `{got}`", "`{key}` is `{got}`, expected `{wanted}`"));
        }
    }
    found
}

fn grade_id(grade: Option<Grade>) -> &'static str {
    grade.map_or("n/a", Grade::id)
}
