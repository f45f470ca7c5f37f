//! `R085`, `R086`: rows of a lookup table that nothing reaches, and exact keys that no row covers.
//!
//! What always holds: a row is unreached only where every criterion and remedy that looks its table up has been looked at
//! whole; an uncovered key is told only where it leaves a grade open, with a unit that an evaluator confirms. Deliberately
//! absent: texts that are none of the choices, which match `*` alone.

use super::lists::Lists;
use super::{Doubts, QUESTIONS, grades_of, lists_of};
use crate::assess::regions::{Asked, Effort, Example, Met, Point, TooLarge, Walk};
use crate::assess::uses_of;
use crate::lang::Text;
use crate::rules::language::Uses;
use crate::rules::language::typed::TableIx;
use crate::rules::ruleset::{Criterion, Remedy, RuleSet};
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

/// Looks at all lookups: first with one item of each list, which asks with every key that there is; with more where some
/// row is still unreached, since a condition may need them to come to its lookup at all.
pub(super) fn look(doubts: &mut Doubts) {
    let rules = doubts.rules;
    let askers: Vec<(Asker, Uses)> = rules
        .enabled()
        .map(Asker::Criterion)
        .chain(rules.remedies.iter().map(Asker::Remedy))
        .map(|asker| (asker, asker.uses(rules)))
        .filter(|(_, used)| !used.tables.is_empty())
        .collect();
    let mut reached = Reached::default();
    for (asker, used) in &askers {
        doubts.effort = Effort::new(QUESTIONS);
        let with_one = doubts.regions(1, &Point::default(), &mut |walk| {
            asker.ask(doubts, walk, &mut reached)?;
            Ok(true)
        });
        reached.undecided.extend(used.tables.iter().filter(|_| with_one.is_err()));
    }
    for (asker, used) in &askers {
        if reached.all(rules, used) {
            continue;
        }
        doubts.effort = Effort::new(QUESTIONS);
        let with_more = doubts.all_regions(&asker.lists(rules), &mut |walk| {
            asker.ask(doubts, walk, &mut reached)?;
            Ok(!reached.all(rules, used))
        });
        reached.undecided.extend(used.tables.iter().filter(|_| with_more.is_err()));
    }
    let used = askers.iter().flat_map(|(_, used)| used.tables.iter().copied()).collect();
    tell(doubts, &reached, &used);
}

/// Somebody who looks tables up.
#[derive(Clone, Copy)]
enum Asker<'r> {
    Criterion(&'r Criterion),
    Remedy(&'r Remedy),
}

impl Asker<'_> {
    fn uses(self, rules: &RuleSet) -> Uses {
        match self {
            Asker::Criterion(criterion) => uses_of(rules, criterion),
            Asker::Remedy(remedy) => {
                let mut used = Uses::default();
                remedy.when.iter().for_each(|rule| used.add_cond(&rule.cond, &rules.derived));
                remedy.cost.iter().for_each(|cost| used.add_num(cost, &rules.derived));
                used
            }
        }
    }

    fn lists(self, rules: &RuleSet) -> Lists {
        match self {
            Asker::Criterion(criterion) => lists_of(rules, criterion),
            Asker::Remedy(remedy) => {
                let mut lists = Lists::default();
                remedy.when.iter().for_each(|rule| lists.add_cond(rules, &rule.cond));
                remedy.cost.iter().for_each(|cost| lists.add_num(rules, cost));
                lists
            }
        }
    }

    /// Asks in one region, and notes what its lookups come to.
    fn ask(self, doubts: &Doubts, walk: &mut Walk, reached: &mut Reached) -> Result<(), TooLarge> {
        let rules = doubts.rules;
        let asked = Asked { either_way: true, ..Asked::of(rules) };
        let mut missed = BTreeSet::new();
        let mut note = |met: Met| match met.row {
            Some(row) => _ = reached.rows.insert((met.table, row)),
            None => _ = missed.insert(met.table),
        };
        match self {
            Asker::Remedy(remedy) => {
                if let Some(rule) = &remedy.when {
                    asked.cond(walk, &rule.cond, &mut note)?;
                }
                if let Some(cost) = &remedy.cost {
                    asked.num(walk, cost, &mut note)?;
                }
            }
            Asker::Criterion(criterion) => {
                let grades = asked.grades(walk, criterion, &mut note)?;
                missed.retain(|table| grades.is_open() && !reached.uncovered.contains_key(table));
                let confirm = |example: &Example| grades_of(rules, criterion, example) == Some(grades);
                if let Some(&table) = missed.first()
                    && let Some(example) = doubts.confirmed(walk, confirm)
                {
                    reached.uncovered.insert(table, (example, criterion.id.clone()));
                }
            }
        }
        Ok(())
    }
}

impl Reached {
    /// Whether every row of the tables in use is reached.
    fn all(&self, rules: &RuleSet, used: &Uses) -> bool {
        used.tables.iter().all(|&table| {
            let rows = rules.tables.get(table).map_or(0, |table| table.rows.len());
            (0..rows).all(|row| self.rows.contains(&(table, row)))
        })
    }
}

fn tell(doubts: &mut Doubts, reached: &Reached, used: &BTreeSet<TableIx>) {
    let rules = doubts.rules;
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
        if reached.undecided.contains(&ix) || !used.contains(&ix) {
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
