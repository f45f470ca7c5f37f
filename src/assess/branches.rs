//! The branches of expressions, and which units go through them: the smallest conditions in `and`, `or`, `not` and
//! `if`, seen true and seen false, and the rows of tables that lookups take.
//!
//! What always holds: the values are the evaluator's; within a list function the rows looked at are its items, and what
//! is counted is still units. A branch of an `if` is gone through only where its condition surely leads there, so are the
//! conditions of a criterion one after the other, and a row of a table is taken only where the keys leave no other. Derived fields are expressions of their own: a condition
//! that uses one sees it whole. Deliberately absent: grades, and whose branches count for what (`study::coverage`).

use super::class::BLOCK;
use super::evaluate::bitmap::{Bits, Trits};
use super::evaluate::{Block, Scope};
use crate::rules::RuleSet;
use crate::rules::language::typed::{Cond, CondNode, Expr, Lookup, Num, NumNode, Part};
use crate::rules::language::uses::uses;
use crate::rules::ruleset::{Criterion, Rule};
use crate::survey::Units;
use rayon::prelude::*;

/// What an expression branches into.
#[derive(Clone, Debug, Default)]
pub struct Branches<'r> {
    leaves: Vec<Reached<'r, &'r Cond>>,
    lookups: Vec<Reached<'r, &'r Lookup>>,
}

/// A part of an expression, and what leads there.
#[derive(Clone, Debug)]
struct Reached<'r, T> {
    part: T,
    scope: Scope,
    guards: Vec<Guard<'r>>,
}

/// A condition that is asked before, and what it has to be.
#[derive(Clone, Copy, Debug)]
struct Guard<'r> {
    cond: &'r Cond,
    wanted: bool,
    scope: Scope,
}

/// How many units go through a branch.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Met {
    /// How many
    pub units: u64,
    /// The first of them
    pub first: Option<usize>,
}

/// What units go through.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Through {
    /// For each expression, for each of its leaves: seen false, seen true
    pub leaves: Vec<Vec<[Met; 2]>>,
    /// For each table, for each of its rows: taken by any of the expressions
    pub rows: Vec<Vec<Met>>,
}

impl<'r> Branches<'r> {
    /// Of a condition of units.
    pub fn of_cond(rules: &RuleSet, cond: &'r Cond) -> Branches<'r> {
        Branches::of(rules, |branches| branches.cond(cond, Scope::Unit, &[]))
    }

    /// Of the conditions of a criterion. Whether it is suitable is asked where it applies, whether it is difficult where
    /// it is not suitable.
    pub fn of_criterion(rules: &RuleSet, criterion: &'r Criterion) -> Vec<(&'r Rule, Branches<'r>)> {
        let conditions = criterion.applies.iter().map(|rule| (rule, true));
        let conditions = conditions.chain([(&criterion.suitable, false)]);
        let mut guards = Vec::new();
        let mut all = Vec::new();
        for (rule, leads_on) in conditions.chain(criterion.difficult.iter().map(|rule| (rule, true))) {
            all.push((rule, Branches::of(rules, |branches| branches.cond(&rule.cond, Scope::Unit, &guards))));
            guards.push(Guard { cond: &rule.cond, wanted: leads_on, scope: Scope::Unit });
        }
        all
    }

    /// Of a number of units.
    pub fn of_num(rules: &RuleSet, num: &'r Num) -> Branches<'r> {
        Branches::of(rules, |branches| branches.num(num, Scope::Unit, &[]))
    }

    /// Of a derived field.
    pub fn of_expr(rules: &RuleSet, expr: &'r Expr) -> Branches<'r> {
        match expr {
            Expr::Cond(cond) => Branches::of_cond(rules, cond),
            Expr::Num(num) => Branches::of_num(rules, num),
        }
    }

    fn of(rules: &RuleSet, walk: impl FnOnce(&mut Branches<'r>)) -> Branches<'r> {
        let mut branches = Branches::default();
        walk(&mut branches);
        // What asks for nothing of the unit is a switch that planners turn: it has one side only.
        branches.leaves.retain(|leaf| {
            let used = uses(leaf.part, &rules.derived);
            !used.fields.is_empty() || !used.lists.is_empty() || !used.items.is_empty()
        });
        branches
    }

    /// The smallest conditions, in the order of the text.
    pub fn leaves(&self) -> impl Iterator<Item = &'r Cond> {
        self.leaves.iter().map(|leaf| leaf.part)
    }

    fn cond(&mut self, cond: &'r Cond, scope: Scope, guards: &[Guard<'r>]) {
        match &cond.node {
            CondNode::Not(a) => self.cond(a, scope, guards),
            CondNode::And(a, b) | CondNode::Or(a, b) => [a, b].into_iter().for_each(|it| self.cond(it, scope, guards)),
            CondNode::If(asked, a, b) => {
                self.cond(asked, scope, guards);
                for (branch, wanted) in [(a, true), (b, false)] {
                    self.cond(branch, scope, &behind(guards, asked, wanted, scope));
                }
            }
            CondNode::Any(list, inner) | CondNode::Every(list, inner) => {
                self.cond(inner, Scope::Item(*list), &of_unit(guards));
            }
            _ => {
                self.leaves.push(Reached { part: cond, scope, guards: guards.to_vec() });
                cond.parts(&mut |part| self.part(part, scope, guards));
            }
        }
    }

    fn num(&mut self, num: &'r Num, scope: Scope, guards: &[Guard<'r>]) {
        match &num.node {
            NumNode::Count(list, _) | NumNode::MinOf(list, _) | NumNode::MaxOf(list, _) | NumNode::SumOf(list, _) => {
                num.parts(&mut |part| self.part(part, Scope::Item(*list), &of_unit(guards)));
            }
            NumNode::If(asked, a, b) => {
                self.cond(asked, scope, guards);
                for (branch, wanted) in [(a, true), (b, false)] {
                    self.num(branch, scope, &behind(guards, asked, wanted, scope));
                }
            }
            node => {
                if let NumNode::Lookup(lookup) = node {
                    self.lookups.push(Reached { part: lookup, scope, guards: guards.to_vec() });
                }
                num.parts(&mut |part| self.part(part, scope, guards));
            }
        }
    }

    fn part(&mut self, part: Part<'r>, scope: Scope, guards: &[Guard<'r>]) {
        match part {
            Part::Cond(cond) => self.cond(cond, scope, guards),
            Part::Num(num) => self.num(num, scope, guards),
            _ => {}
        }
    }
}

fn behind<'r>(guards: &[Guard<'r>], cond: &'r Cond, wanted: bool, scope: Scope) -> Vec<Guard<'r>> {
    [guards, &[Guard { cond, wanted, scope }]].concat()
}

/// What a list function's inside still sees of what leads there: another list's items are out of its sight.
fn of_unit<'r>(guards: &[Guard<'r>]) -> Vec<Guard<'r>> {
    guards.iter().filter(|guard| guard.scope == Scope::Unit).copied().collect()
}

/// Counts the units that go through each branch of these expressions, where `counts` says that a unit counts for an
/// expression.
pub fn through(
    rules: &RuleSet,
    units: &Units,
    expressions: &[Branches],
    counts: &(dyn Fn(usize, usize) -> bool + Sync),
) -> Through {
    let mut all = Through {
        leaves: expressions.iter().map(|of| vec![Default::default(); of.leaves.len()]).collect(),
        rows: rules.tables.iter().map(|table| vec![Met::default(); table.rows.len()]).collect(),
    };
    let starts: Vec<usize> = (0..units.count).step_by(BLOCK).collect();
    let blocks: Vec<Through> = starts
        .into_par_iter()
        .map(|start| {
            let block = Block::new(rules, units, start..units.count.min(start + BLOCK));
            through_block(&block, &all, expressions, counts)
        })
        .collect();
    for of_block in blocks {
        for (leaf, more) in all.leaves.iter_mut().flatten().zip(of_block.leaves.iter().flatten()) {
            leaf.iter_mut().zip(more).for_each(|(side, more)| side.add(*more));
        }
        for (row, more) in all.rows.iter_mut().flatten().zip(of_block.rows.iter().flatten()) {
            row.add(*more);
        }
    }
    all
}

impl Met {
    fn add(&mut self, later: Met) {
        self.units += later.units;
        self.first = self.first.or(later.first);
    }

    fn of(units: &Bits, start: usize) -> Met {
        Met { units: units.ones().count() as u64, first: units.ones().next().map(|unit| start + unit) }
    }
}

fn through_block(
    block: &Block,
    none: &Through,
    expressions: &[Branches],
    counts: &(dyn Fn(usize, usize) -> bool + Sync),
) -> Through {
    let (start, len) = (block.range.start, block.range.len());
    let mut rows: Vec<Vec<Bits>> = none.rows.iter().map(|rows| vec![Bits::none(len); rows.len()]).collect();
    let mut leaves = Vec::with_capacity(expressions.len());
    for (at, branches) in expressions.iter().enumerate() {
        let counting = Bits::from_fn(len, |unit| counts(at, start + unit));
        let leaf = |leaf: &Reached<&Cond>| {
            let (Trits { yes, no }, reached) = (block.cond(leaf.part, leaf.scope), leaf.reached(block));
            [no, yes].map(|side| Met::of(&leaf.units(block, &side.and(&reached)).and(&counting), start))
        };
        leaves.push(branches.leaves.iter().map(leaf).collect());
        for asked in &branches.lookups {
            let Some(taken) = rows.get_mut(asked.part.table) else { continue };
            let reached = asked.reached(block);
            for (row, taken_row) in block.rows_taken(asked.part, asked.scope).into_iter().enumerate() {
                let bits = taken_row.and_then(|taken_row| taken.get_mut(taken_row)).filter(|_| reached.get(row));
                let unit = block.unit_of(asked.scope, row).filter(|&unit| counting.get(unit));
                if let (Some(bits), Some(unit)) = (bits, unit) {
                    bits.set(unit, true);
                }
            }
        }
    }
    Through { leaves, rows: rows.iter().map(|rows| rows.iter().map(|bits| Met::of(bits, start)).collect()).collect() }
}

impl<T> Reached<'_, T> {
    /// The rows to which the conditions before it surely lead; of items, those that surely exist.
    fn reached(&self, block: &Block) -> Bits {
        let all = match self.scope {
            Scope::Unit => Bits::all(block.range.len()),
            Scope::Item(list) => block.joined(list).map_or(Bits::none(0), |joined| joined.sure.clone()),
        };
        self.guards.iter().fold(all, |rows, guard| {
            let Trits { yes, no } = block.cond(guard.cond, self.scope);
            rows.and(if guard.wanted { &yes } else { &no })
        })
    }

    /// The units of some of these rows.
    fn units(&self, block: &Block, rows: &Bits) -> Bits {
        if self.scope == Scope::Unit {
            return rows.clone();
        }
        let mut units = Bits::none(block.range.len());
        rows.ones().filter_map(|row| block.unit_of(self.scope, row)).for_each(|unit| units.set(unit, true));
        units
    }
}
