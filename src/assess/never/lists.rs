//! How many items of a list can make a difference to some conditions.
//!
//! What always holds: of `any`, `every`, `min` and `max` each one item decides, so as many items as there are such
//! functions suffice. Deliberately absent: how many items a sum or a count would need.

use crate::rules::language::typed::{Cond, CondNode, DerivedIx, Expr, Num, NumNode, Part};
use crate::rules::ruleset::{Criterion, RuleSet};
use std::collections::BTreeSet;

/// The list functions in some conditions, through derived fields too.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Lists {
    /// How many there are
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
        self.functions += usize::from(matches!(cond.node, CondNode::Any(..) | CondNode::Every(..)));
        cond.parts(&mut |part| self.add_part(rules, part));
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
