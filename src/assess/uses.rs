//! Which fields a criterion stands on, in any of its conditions, directly or through derived fields.

use crate::rules::language::uses::Uses;
use crate::rules::ruleset::{Criterion, RuleSet};
use crate::rules::{FieldIx, ListIx};

/// What a criterion uses.
pub fn of_criterion(rules: &RuleSet, criterion: &Criterion) -> Uses {
    let mut uses = Uses::default();
    uses.add_criterion(criterion, &rules.derived);
    uses
}

/// What the criteria that count use, all together.
pub fn used_by_criteria(rules: &RuleSet) -> Uses {
    let mut uses = Uses::default();
    rules.enabled().for_each(|criterion| uses.add_criterion(criterion, &rules.derived));
    uses
}

/// The fields used of one list's items.
pub(super) fn of_list(uses: &Uses, list: ListIx) -> impl Iterator<Item = FieldIx> + Clone + '_ {
    uses.items.iter().filter(move |(of, _)| *of == list).map(|(_, field)| *field)
}

/// The fields of the unit that a derived field stands on, and the lists.
pub(super) fn of_derived(rules: &RuleSet, ix: usize) -> Uses {
    let mut uses = Uses::default();
    if let Some(derived) = rules.derived.get(ix) {
        uses.add_expr(&derived.value, &rules.derived);
    }
    uses
}
