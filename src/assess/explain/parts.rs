//! A condition with the value of every part of it, for every row of a block: what reasons, margins and blame are
//! read from. The values come from the block's evaluator, asked once a part.
//!
//! What always holds: a part's rows are those of its own scope; below a list function the parts are in that list's
//! item scope, below a derived field in the scope where it stands. Derived fields within derived fields are opened
//! a few deep only: what each adds to readers is little, what each adds to the tree can be twice as much.

use crate::assess::evaluate::bitmap::Trits;
use crate::assess::evaluate::numbers::Numbers;
use crate::assess::evaluate::{Block, Scope};
use crate::rules::language::typed::{Cond, CondNode, Expr, Key, Num, NumNode};
use std::ops::Range;

/// How deep derived fields within derived fields are opened.
pub(in crate::assess) const OPENED: usize = 4;

/// A condition, its value by row, and what it is made of, in the order of the expression.
pub(in crate::assess) struct CondPart<'b> {
    pub cond: &'b Cond,
    pub scope: Scope,
    pub truth: Trits,
    pub conds: Vec<CondPart<'b>>,
    pub nums: Vec<NumPart<'b>>,
}

/// A number, its value by row, and what it is made of.
pub(in crate::assess) struct NumPart<'b> {
    pub num: &'b Num,
    pub scope: Scope,
    pub value: Numbers<'b>,
    pub conds: Vec<CondPart<'b>>,
    pub nums: Vec<NumPart<'b>>,
}

impl<'b> CondPart<'b> {
    /// Evaluates a condition and all its parts.
    pub fn of(block: &'b Block<'_>, cond: &'b Cond, scope: Scope) -> CondPart<'b> {
        CondPart::within(block, cond, scope, OPENED)
    }

    fn within(block: &'b Block<'_>, cond: &'b Cond, scope: Scope, open: usize) -> CondPart<'b> {
        let conds =
            |all: &[&'b Cond], scope| all.iter().map(|cond| CondPart::within(block, cond, scope, open)).collect();
        let nums = |all: &[&'b Num]| all.iter().map(|num| NumPart::within(block, num, scope, open)).collect();
        let (conds, nums): (Vec<CondPart>, Vec<NumPart>) = match &cond.node {
            CondNode::Not(a) => (conds(&[a], scope), Vec::new()),
            CondNode::And(a, b) | CondNode::Or(a, b) => (conds(&[a, b], scope), Vec::new()),
            CondNode::If(cond, a, b) => (conds(&[cond, a, b], scope), Vec::new()),
            CondNode::Derived(ix) => match block.rules.derived.get(*ix).map(|derived| &derived.value) {
                Some(Expr::Cond(cond)) if open > 0 => {
                    (vec![CondPart::within(block, cond, scope, open - 1)], Vec::new())
                }
                _ => (Vec::new(), Vec::new()),
            },
            CondNode::Any(list, inner) | CondNode::Every(list, inner) => {
                (conds(&[inner], Scope::Item(*list)), Vec::new())
            }
            CondNode::Compare(a, _, b) => (Vec::new(), nums(&[a, b])),
            CondNode::Within(x, low, high) => (Vec::new(), nums(&[x, low, high])),
            CondNode::AmongNumbers(x, among) => {
                let all: Vec<&Num> = std::iter::once(&**x).chain(among).collect();
                (Vec::new(), nums(&all))
            }
            CondNode::Known(_)
            | CondNode::Flag(_)
            | CondNode::FlagParam(_)
            | CondNode::SameChoice { .. }
            | CondNode::AmongChoices { .. }
            | CondNode::Has { .. }
            | CondNode::SameText { .. }
            | CondNode::AmongTexts { .. } => (Vec::new(), Vec::new()),
        };
        CondPart { cond, scope, truth: block.cond(cond, scope), conds, nums }
    }
}

impl<'b> NumPart<'b> {
    fn within(block: &'b Block<'_>, num: &'b Num, scope: Scope, open: usize) -> NumPart<'b> {
        let nums = |all: &[&'b Num], scope| all.iter().map(|num| NumPart::within(block, num, scope, open)).collect();
        let (conds, nums): (Vec<CondPart>, Vec<NumPart>) = match &num.node {
            NumNode::Known(_) | NumNode::Field(_) | NumNode::Param(_) => (Vec::new(), Vec::new()),
            NumNode::Derived(ix) => match block.rules.derived.get(*ix).map(|derived| &derived.value) {
                Some(Expr::Num(num)) if open > 0 => (Vec::new(), vec![NumPart::within(block, num, scope, open - 1)]),
                _ => (Vec::new(), Vec::new()),
            },
            NumNode::Negated(a) | NumNode::Magnitude(a) => (Vec::new(), nums(&[a], scope)),
            NumNode::Plus(a, b) | NumNode::Minus(a, b) | NumNode::Times(a, b) | NumNode::Over(a, b) => {
                (Vec::new(), nums(&[a, b], scope))
            }
            NumNode::Min(all) | NumNode::Max(all) => (Vec::new(), nums(&all.iter().collect::<Vec<_>>(), scope)),
            NumNode::Lookup(lookup) => {
                let numbers = lookup.keys.iter().filter_map(|key| match key {
                    Key::Number(num) => Some(num),
                    Key::Choice { .. } => None,
                });
                (Vec::new(), nums(&numbers.collect::<Vec<_>>(), scope))
            }
            NumNode::Count(list, cond) => (vec![CondPart::within(block, cond, Scope::Item(*list), open)], Vec::new()),
            NumNode::MinOf(list, value) | NumNode::MaxOf(list, value) | NumNode::SumOf(list, value) => {
                (Vec::new(), nums(&[value], Scope::Item(*list)))
            }
            NumNode::If(cond, a, b) => (vec![CondPart::within(block, cond, scope, open)], nums(&[a, b], scope)),
        };
        NumPart { num, scope, value: block.num(num, scope), conds, nums }
    }
}

/// The items that a list function over `list` sees from a row, as rows of the list's scope; `None` where the list
/// is unknown there.
pub(in crate::assess) fn items(block: &Block, list: usize, scope: Scope, row: usize) -> Option<Range<usize>> {
    let (joined, unit) = (block.joined(list)?, block.unit_of(scope, row)?);
    joined.known.get(unit).then(|| joined.of(unit))
}
