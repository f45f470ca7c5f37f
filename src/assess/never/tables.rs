//! `R085`, `R086`: rows of a lookup table that nothing reaches, and exact keys that no row covers.
//!
//! What always holds: a row is unreached only where every criterion and remedy that looks its table up has been looked at
//! whole; an uncovered key is told only where it leaves a grade open, with a unit that an evaluator confirms. Deliberately
//! absent: texts that are none of the choices, which match `*` alone.

use super::{Doubts, grades_of, used_by};
use crate::assess::regions::{Asked, Example, TooLarge};
use crate::lang::Text;
use crate::rules::language::Uses;
use crate::rules::language::typed::{Expr, TableIx};
use crate::rules::ruleset::{Criterion, Remedy};
use crate::text;
use std::collections::{BTreeMap, BTreeSet};

/// What lookups have come to.
#[derive(Default)]
struct Reached {
    rows: BTreeSet<(TableIx, usize)>,
    /// By table, the first unit whose keys no row covers, and the criterion that it leaves open
    uncovered: BTreeMap<TableIx, (Example, String)>,
    /// Tables that somebody looks up who is too large to be looked at
    undecided: BTreeSet<TableIx>,
}

/// Looks at all lookups.
pub(super) fn look(doubts: &mut Doubts) {
    let rules = doubts.rules;
    let mut reached = Reached::default();
    for criterion in rules.enabled() {
        let used = used_by(rules, criterion);
        if !used.tables.is_empty() && of_criterion(doubts, criterion, &used, &mut reached).is_err() {
            reached.undecided.extend(&used.tables);
        }
    }
    for remedy in &rules.remedies {
        let mut used = Uses::default();
        remedy.when.iter().for_each(|rule| used.add_cond(&rule.cond, &rules.derived));
        remedy.cost.iter().for_each(|cost| used.add_num(cost, &rules.derived));
        if !used.tables.is_empty() && of_remedy(doubts, remedy, &used, &mut reached).is_err() {
            reached.undecided.extend(&used.tables);
        }
    }
    tell(doubts, reached);
}

fn of_criterion(doubts: &Doubts, criterion: &Criterion, used: &Uses, reached: &mut Reached) -> Result<(), TooLarge> {
    let rules = doubts.rules;
    doubts.all_regions(!used.lists.is_empty(), &mut |walk| {
        let mut missed = BTreeSet::new();
        let grades = Asked::of(rules).grades(walk, criterion, &mut |met| match met.row {
            Some(row) => _ = reached.rows.insert((met.table, row)),
            None => _ = missed.insert(met.table),
        })?;
        missed.retain(|table| grades.is_open() && !reached.uncovered.contains_key(table));
        if let Some(&table) = missed.first()
            && let Some(example) =
                doubts.confirmed(walk, |example| grades_of(rules, criterion, example) == Some(grades))
        {
            reached.uncovered.insert(table, (example, criterion.id.clone()));
        }
        Ok(!complete(doubts, used, reached))
    })
}

fn of_remedy(doubts: &Doubts, remedy: &Remedy, used: &Uses, reached: &mut Reached) -> Result<(), TooLarge> {
    doubts.all_regions(!used.lists.is_empty(), &mut |walk| {
        let asked = Asked::of(doubts.rules);
        let mut rows = BTreeSet::new();
        if let Some(rule) = &remedy.when {
            asked.cond(walk, &rule.cond, &mut |met| rows.extend(met.row.map(|row| (met.table, row))))?;
        }
        if let Some(cost) = &remedy.cost {
            asked.num(walk, cost, &mut |met| rows.extend(met.row.map(|row| (met.table, row))))?;
        }
        reached.rows.extend(rows);
        Ok(!complete(doubts, used, reached))
    })
}

/// Whether every row is reached and every table has an uncovered key to tell of: nothing more can be found.
fn complete(doubts: &Doubts, used: &Uses, reached: &Reached) -> bool {
    used.tables.iter().all(|&table| {
        let rows = doubts.rules.tables.get(table).map_or(0, |table| table.rows.len());
        reached.uncovered.contains_key(&table) && (0..rows).all(|row| reached.rows.contains(&(table, row)))
    })
}

fn tell(doubts: &mut Doubts, reached: Reached) {
    let rules = doubts.rules;
    let asked_for = |table: TableIx| {
        let uses_it = |used: Uses| used.tables.contains(&table);
        let derived = rules.derived.iter().any(|derived| {
            let mut used = Uses::default();
            match &derived.value {
                Expr::Cond(cond) => used.add_cond(cond, &rules.derived),
                Expr::Num(num) => used.add_num(num, &rules.derived),
            }
            uses_it(used)
        });
        derived || rules.enabled().any(|criterion| uses_it(used_by(rules, criterion)))
    };
    for (ix, table) in rules.tables.iter().enumerate() {
        let id = &table.id;
        if let Some((example, criterion)) = reached.uncovered.get(&ix) {
            let Text { zh, en } = example.said(&rules.dictionary);
            let place = table.places.last().or(table.places.first());
            if let Some(place) = place {
                doubts
                    .out
                    .warning(
                        "R086",
                        place,
                        text!("表 `{id}` 有查不到的情形：没有一行对得上", "table `{id}` has no row for some keys"),
                    )
                    .help(text!(
                        "例如 {zh}：评估项 `{criterion}` 因此定不下来；补上这样一行，或在最后加一行 \"*\"",
                        "for example {en}: criterion `{criterion}` stays open; add such a row, or a last one of \"*\""
                    ));
            }
        }
        if reached.undecided.contains(&ix) || !asked_for(ix) {
            continue;
        }
        for (row, place) in table.places.iter().enumerate().filter(|(row, _)| !reached.rows.contains(&(ix, *row))) {
            let shown = table.rows.get(row).map(|row| row.join(", ")).unwrap_or_default();
            doubts
                .out
                .warning("R085", place, text!("表 `{id}` 的这一行总用不到：{shown}", "nothing reaches this row of table `{id}`: {shown}"))
                .help(text!(
                    "要么前面的行已经把它包住，要么查表的条件不会问到它；调整次序，或删去",
                    "either the rows above it take all its keys, or no condition asks for them; move it up, or remove it"
                ));
        }
    }
}
