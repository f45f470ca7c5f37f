//! What must hold of rules files, whatever they say: for fuzzing (`fuzz/`), and run over the fuzzers' corpora by the
//! tests.
//!
//! What always holds: a broken promise is a panic, here on purpose and nowhere else. Deliberately absent: what the right
//! answer is, which other tests know.

use super::diagnostic::{CODES, Severity};
use super::language::{Scope, check_cond, check_expr};
use super::{RuleSet, load, load_text, show_diagnostic};
use crate::lang::Lang;
use std::sync::OnceLock;

/// A rules file and its dictionary, with a zero byte between them.
pub fn rules(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let (rules, fields) = text.split_once('\0').unwrap_or((&text, ""));
    let loaded = load_text(&[("rules.toml", rules), ("fields.toml", fields)], &[]);
    for diagnostic in &loaded.diagnostics {
        assert!(CODES.iter().any(|known| known.0 == diagnostic.code), "{} is no code", diagnostic.code);
        assert!(show_diagnostic(diagnostic, &loaded.files, Lang::Zh, false).contains(diagnostic.code));
        if let Some(place) = &diagnostic.place {
            let within = loaded.files.get(place.file).is_some_and(|file| file.text.get(place.span.clone()).is_some());
            assert!(within, "{place:?} is not within the file");
        }
    }
    let any_error = loaded.diagnostics.iter().any(|diagnostic| diagnostic.severity == Severity::Error);
    assert_eq!(loaded.rules.is_none(), any_error, "a rule set stands beside an error, or neither does");
}

/// One expression, among the names of the shipped rules.
pub fn expression(data: &[u8]) {
    static SHIPPED: OnceLock<Option<RuleSet>> = OnceLock::new();
    let Some(rules) = SHIPPED.get_or_init(|| load("shanghai", &[]).rules) else { return };
    let text = String::from_utf8_lossy(data);
    let scope = Scope::new(&rules.dictionary, &rules.params, &rules.derived, &rules.tables);
    let problems = [check_cond(&text, &scope).err(), check_expr(&text, &scope).err()];
    for problem in problems.into_iter().flatten().flatten() {
        assert!(text.get(problem.span.clone()).is_some(), "{problem:?} is not within `{text}`");
    }
}
