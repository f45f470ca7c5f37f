//! Coverage as JSON, in the shape that the manual fixes.

use super::coverage::Covered;
use crate::rules::RuleSet;
use crate::study::coverage::{Branch, Of, Outcome, Sort, What};
use serde_json::{Map, Value, json};

/// The document of one rules file, which was given as `given`.
pub fn document(covered: &Covered, given: &str) -> Value {
    let Covered { rules, coverage, .. } = covered;
    let totals = Sort::ALL.map(|sort| {
        let total = coverage.total(sort);
        (sort.id().to_string(), json!({ "of": total.of, "tests": total.tests, "units": total.units }))
    });
    let inherited = coverage.inherited.iter().filter_map(|&at| rules.criteria.get(at));
    json!({
        "rules": given,
        "totals": Map::from_iter(totals),
        "branches": coverage.branches.iter().map(|it| branch(rules, it)).collect::<Vec<_>>(),
        "inherited": inherited.map(|criterion| criterion.id.as_str()).collect::<Vec<_>>(),
    })
}

fn branch(rules: &RuleSet, branch: &Branch) -> Value {
    let file = rules.files.get(branch.place.file);
    let at = file.map(|file| file.line_column(branch.place.span.start));
    json!({
        "kind": branch.what.sort().id(),
        "of": path(rules, branch.of),
        "what": what(branch.what),
        "written": branch.written,
        "file": file.map(|file| file.name.as_str()),
        "line": at.map(|at| at.0),
        "column": at.map(|at| at.1),
        "tests": branch.tests,
        "units": branch.units,
    })
}

/// Its path in the rules file.
fn path(rules: &RuleSet, of: Of) -> Option<String> {
    Some(match of {
        Of::Criterion(at) => format!("criteria.{}", rules.criteria.get(at)?.id),
        Of::Derived(at) => format!("derive.{}", rules.derived.get(at)?.id),
        Of::Table(at) => format!("tables.{}", rules.tables.get(at)?.id),
        Of::Escalation(at) => format!("verdict.escalate.{}", rules.escalations.get(at)?.id),
        Of::Remedy(at) => format!("remedies.{}", rules.remedies.get(at)?.id),
    })
}

/// A grade, `n/a` or `open`; true or false; the number of a row.
fn what(what: What) -> Value {
    match what {
        What::Outcome(Outcome::NotApplicable) => "n/a".into(),
        What::Outcome(Outcome::Grade(grade)) => grade.id().into(),
        What::Outcome(Outcome::Open) => "open".into(),
        What::Condition(value) | What::Escalation(value) => value.into(),
        What::Row(row) => (row + 1).into(),
    }
}
