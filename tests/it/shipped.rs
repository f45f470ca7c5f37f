//! The rule sets that ship with the program are sound: no doubt about any of them, and their own examples hold.

use liftfit::assess::run_tests;
use liftfit::lang::Lang;
use liftfit::rules::{SHIPPED, load, show_diagnostic};

/// Every shipped file that is a rule set; the dictionary is not.
fn rule_sets() -> impl Iterator<Item = &'static str> {
    SHIPPED.iter().map(|(name, ..)| *name).filter(|name| *name != "fields")
}

#[test]
fn nothing_is_to_be_said_about_a_shipped_rule_set() {
    for name in rule_sets() {
        let loaded = load(name, &[]);
        for diagnostic in &loaded.diagnostics {
            eprintln!("{}", show_diagnostic(diagnostic, &loaded.files, Lang::Zh, false));
        }
        assert!(loaded.diagnostics.is_empty() && loaded.rules.is_some(), "{name}");
    }
}

#[test]
fn the_examples_in_the_shipped_rule_sets_hold() {
    for name in rule_sets() {
        let rules = load(name, &[]).rules.unwrap();
        let outcomes = run_tests(&rules);
        assert_eq!(outcomes.len(), rules.tests.len());
        let failed = outcomes.iter().filter(|outcome| !outcome.passed);
        let failed: Vec<_> = failed.map(|outcome| (&rules.tests[outcome.test].name, &outcome.mismatches)).collect();
        assert!(failed.is_empty(), "{name}: {failed:?}");
        assert!(!rules.tests.is_empty(), "{name} carries no examples");
    }
}

#[test]
fn every_figure_and_every_criterion_names_its_source() {
    for name in rule_sets() {
        let rules = load(name, &[]).rules.unwrap();
        for param in &rules.params {
            let norm = param.cite.as_ref().and_then(|cite| cite.norm);
            assert!(norm.is_some(), "{name}: parameter {} names no declared source", param.id);
            assert!(param.range.is_some(), "{name}: parameter {} has no range", param.id);
        }
        for criterion in &rules.criteria {
            let norm = criterion.cite.as_ref().and_then(|cite| cite.norm);
            assert!(norm.is_some(), "{name}: criterion {} names no declared source", criterion.id);
            assert!(criterion.group.is_some(), "{name}: criterion {} is in no group", criterion.id);
        }
        for norm in &rules.sources {
            assert!(
                norm.note.is_some() && norm.binding.is_some(),
                "{name}: source {} says not how sure it is",
                norm.id
            );
        }
    }
}

#[test]
fn every_criterion_of_the_base_is_shown_with_its_datum_missing() {
    let rules = load("shanghai", &[]).rules.unwrap();
    let outcomes = |criterion: usize| {
        let grades = rules.tests.iter().flat_map(|test| &test.grades);
        grades.filter(|(ix, _)| *ix == criterion).count()
    };
    for (ix, criterion) in rules.criteria.iter().enumerate() {
        assert!(outcomes(ix) >= 3, "{} has {} examples", criterion.id, outcomes(ix));
    }
}
