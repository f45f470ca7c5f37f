//! The expressions of a rule set that a file answers for, with their branches.

use super::Of;
use super::own::Own;
use crate::assess::branches::Branches;
use crate::assess::uses_of;
use crate::rules::RuleSet;
use crate::rules::diagnostic::Place;
use crate::rules::language::typed::Span;
use crate::rules::ruleset::Rule;

/// An expression.
pub(super) struct Expression<'r> {
    pub of: Of,
    pub branches: Branches<'r>,
    written: &'r str,
    place: &'r Place,
}

/// Those of criteria, derived fields and remedies, in this order.
pub(super) fn expressions<'r>(rules: &'r RuleSet, own: &Own) -> Vec<Expression<'r>> {
    let mut all = Vec::new();
    let expression =
        |of: Of, rule: &'r Rule, branches| Expression { of, branches, written: &rule.written, place: &rule.place };
    for &place in &own.criteria {
        let branches = rules.criteria.get(place).map(|criterion| Branches::of_criterion(rules, criterion));
        let branches = branches.into_iter().flatten();
        all.extend(branches.map(|(rule, branches)| expression(Of::Criterion(place), rule, branches)));
    }
    for &place in &own.derived {
        let Some(it) = rules.derived.get(place) else { continue };
        let branches = Branches::of_expr(rules, &it.value);
        all.push(Expression { of: Of::Derived(place), branches, written: &it.written, place: &it.place });
    }
    for &place in &own.remedies {
        let when = rules.remedies.get(place).and_then(|remedy| remedy.when.as_ref());
        all.extend(when.map(|it| expression(Of::Remedy(place), it, Branches::of_cond(rules, &it.cond))));
    }
    all
}

impl Expression<'_> {
    /// A part of it, as written and where; the whole place where the file writes it with escapes.
    pub fn part(&self, span: &Span) -> (String, Place) {
        let written = self.written.get(span.clone()).unwrap_or(self.written).trim();
        let Place { file, span: whole } = self.place.clone();
        let plain = whole.len() == self.written.len();
        let span = if plain { whole.start + span.start..whole.start + span.end } else { whole };
        (written.to_string(), Place { file, span })
    }
}

/// For each derived field, the enabled criteria that stand on it.
pub(super) fn using(rules: &RuleSet) -> Vec<Vec<usize>> {
    let mut using = vec![Vec::new(); rules.derived.len()];
    for (place, criterion) in rules.criteria.iter().enumerate().filter(|(_, criterion)| criterion.enabled) {
        for ix in uses_of(rules, criterion).derived {
            using.get_mut(ix).into_iter().for_each(|criteria| criteria.push(place));
        }
    }
    using
}
