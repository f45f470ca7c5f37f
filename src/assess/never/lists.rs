//! How many items of a list can make a difference to some conditions.
//!
//! What always holds: of `any`, `every`, `min` and `max` one item each decides, and of a count that is held against a fixed
//! number so many items and one more: of whatever items a unit has, so many say all that they all say. Deliberately absent:
//! how many items a sum would need.

use crate::rules::language::typed::{Cond, CondNode, DerivedIx, Expr, Num, NumNode, Part};
use crate::rules::ruleset::{Criterion, ParamValue, RuleSet};
use std::collections::BTreeSet;

/// The list functions in some conditions, through derived fields too.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Lists {
    /// How many items decide them together, but for what sums would need
    pub functions: usize,
    /// Whether one of them adds items up
    pub sums: bool,
    derived: BTreeSet<DerivedIx>,
}

impl Lists {
    /// Of a condition.
    pub fn of_cond(rules: &RuleSet, cond: &Cond) -> Lists {
        let mut lists = Lists::default();
        lists.add_cond(rules, cond);
        lists
    }

    /// Of criteria, each with the rules that it stands in.
    pub fn of_criteria<'r>(criteria: impl IntoIterator<Item = (&'r RuleSet, &'r Criterion)>) -> Lists {
        let mut lists = Lists::default();
        for (rules, criterion) in criteria {
            // Of another rule set a derived field is another one.
            lists.derived.clear();
            criterion.conditions().for_each(|rule| lists.add_cond(rules, &rule.cond));
        }
        lists
    }

    /// How many items can make a difference; `None` where any number can.
    pub fn enough(&self) -> Option<usize> {
        (!self.sums).then_some(self.functions)
    }

    /// Adds a condition's.
    pub fn add_cond(&mut self, rules: &RuleSet, cond: &Cond) {
        match &cond.node {
            CondNode::Any(..) | CondNode::Every(..) => self.functions += 1,
            CondNode::Compare(a, _, b) if self.add_count(rules, a, &[b]) || self.add_count(rules, b, &[a]) => return,
            CondNode::Within(x, low, high) if self.add_count(rules, x, &[low, high]) => return,
            CondNode::AmongNumbers(x, among) if self.add_count(rules, x, &among.iter().collect::<Vec<_>>()) => return,
            _ => {}
        }
        cond.parts(&mut |part| self.add_part(rules, part));
    }

    /// Adds those of a count that is held against fixed numbers; `false` where it is no such thing.
    fn add_count(&mut self, rules: &RuleSet, count: &Num, against: &[&Num]) -> bool {
        let fixed: Option<Vec<usize>> = against.iter().map(|num| fixed(rules, num)).collect();
        let (Some(inside), Some(most)) = (counted(rules, count), fixed.and_then(|fixed| fixed.into_iter().max()))
        else {
            return false;
        };
        self.functions += most + 1;
        self.add_cond(rules, inside);
        true
    }

    /// Adds a number's.
    pub fn add_num(&mut self, rules: &RuleSet, num: &Num) {
        match num.node {
            NumNode::MinOf(..) | NumNode::MaxOf(..) => self.functions += 1,
            NumNode::Count(..) | NumNode::SumOf(..) => {
                self.functions += 1;
                self.sums = true;
            }
            _ => {}
        }
        num.parts(&mut |part| self.add_part(rules, part));
    }

    fn add_part(&mut self, rules: &RuleSet, part: Part) {
        match part {
            Part::Cond(cond) => self.add_cond(rules, cond),
            Part::Num(num) => self.add_num(rules, num),
            Part::Derived(ix) if self.derived.insert(ix) => match rules.derived.get(ix).map(|derived| &derived.value) {
                Some(Expr::Cond(cond)) => self.add_cond(rules, cond),
                Some(Expr::Num(num)) => self.add_num(rules, num),
                None => {}
            },
            _ => {}
        }
    }
}

/// What is counted, also by a derived field.
fn counted<'n>(rules: &'n RuleSet, num: &'n Num) -> Option<&'n Cond> {
    match &num.node {
        NumNode::Count(_, inside) => Some(inside),
        NumNode::Derived(ix) => match &rules.derived.get(*ix)?.value {
            Expr::Num(num) => counted(rules, num),
            Expr::Cond(_) => None,
        },
        _ => None,
    }
}

/// A fixed number, as whole items.
fn fixed(rules: &RuleSet, num: &Num) -> Option<usize> {
    let value = match &num.node {
        NumNode::Known(value) => *value,
        NumNode::Param(param) => match rules.params.get(*param)?.value {
            ParamValue::Number { value, .. } => value,
            _ => return None,
        },
        _ => return None,
    };
    usize::try_from(value.micros().max(0) / 1_000_000).ok()
}
