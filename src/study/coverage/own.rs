//! What a rules file itself answers for: all of it, where the file stands on nothing; of a variant what it sets, and what
//! stands on that. What the command line sets is the file's own.
//!
//! What always holds: what is disabled or used by nothing is not among it.

use crate::assess::{used_by_criteria, uses_of};
use crate::rules::RuleSet;
use crate::rules::document::{Item, Node, Table};
use crate::rules::language::uses::{Uses, uses};

/// Places among the rule set's.
#[derive(Default)]
pub(super) struct Own {
    pub criteria: Vec<usize>,
    pub derived: Vec<usize>,
    pub tables: Vec<usize>,
    pub escalations: Vec<usize>,
    pub remedies: Vec<usize>,
    /// Enabled criteria that are taken over unchanged
    pub inherited: Vec<usize>,
}

impl Own {
    pub fn of(rules: &RuleSet) -> Own {
        let mut own = Own::default();
        let whens = rules.remedies.iter().map(|remedy| match &remedy.when {
            Some(when) => uses(&when.cond, &rules.derived),
            None => Uses::default(),
        });
        let whens: Vec<Uses> = whens.collect();
        let mut used = used_by_criteria(rules);
        for when in &whens {
            used.derived.extend(&when.derived);
            used.tables.extend(&when.tables);
        }
        for (place, criterion) in rules.criteria.iter().enumerate().filter(|(_, criterion)| criterion.enabled) {
            match is_set(rules, &["criteria", &criterion.id]) || stands_on_own(rules, &uses_of(rules, criterion)) {
                true => own.criteria.push(place),
                false => own.inherited.push(place),
            }
        }
        for (place, derived) in rules.derived.iter().enumerate().filter(|(place, _)| used.derived.contains(place)) {
            let mut below = Uses::default();
            below.add_expr(&derived.value, &rules.derived);
            if is_set(rules, &["derive", &derived.id]) || stands_on_own(rules, &below) {
                own.derived.push(place);
            }
        }
        let tables = rules.tables.iter().enumerate();
        let tables =
            tables.filter(|(place, table)| used.tables.contains(place) && is_set(rules, &["tables", &table.id]));
        own.tables = tables.map(|(place, _)| place).collect();
        let lines = rules.escalations.iter().enumerate();
        let lines = lines.filter(|(_, line)| is_set(rules, &["verdict", "escalate", &line.id]));
        own.escalations = lines.map(|(place, _)| place).collect();
        for ((place, remedy), when) in rules.remedies.iter().enumerate().zip(&whens) {
            if is_set(rules, &["remedies", &remedy.id]) || stands_on_own(rules, when) {
                own.remedies.push(place);
            }
        }
        own
    }
}

/// Whether anything it stands on is set by the file itself.
fn stands_on_own(rules: &RuleSet, used: &Uses) -> bool {
    let param = |&at: &usize| rules.params.get(at).is_some_and(|param| is_set(rules, &["params", &param.id]));
    let derived = |&at: &usize| rules.derived.get(at).is_some_and(|it| is_set(rules, &["derive", &it.id]));
    let table = |&at: &usize| rules.tables.get(at).is_some_and(|table| is_set(rules, &["tables", &table.id]));
    used.params.iter().any(param) || used.derived.iter().any(derived) || used.tables.iter().any(table)
}

/// Whether the file, or the command line, sets anything of what stands there.
fn is_set(rules: &RuleSet, path: &[&str]) -> bool {
    let Some((last, above)) = path.split_last() else { return false };
    let above: Option<&Table> = above.iter().try_fold(&*rules.merged, |table, key| table.table(key));
    above.and_then(|table| table.item(last)).is_some_and(|item| sets_any(rules, item))
}

fn sets_any(rules: &RuleSet, item: &Item) -> bool {
    match &item.node {
        Node::Table(table) => table.entries.iter().any(|entry| sets_any(rules, &entry.item)),
        _ => item.place.file == 0 || rules.files.get(item.place.file).is_some_and(|file| file.name == "--set"),
    }
}
