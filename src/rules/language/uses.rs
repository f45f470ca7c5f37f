//! What an expression depends on, directly or through derived fields: for what is missing of a unit, for
//! explanations, and for parameters and fields that nothing uses.

use super::typed::{At, Cond, CondNode, DerivedIx, Expr, Key, Num, NumNode, ParamIx, Pick, TableIx, Word};
use crate::rules::dictionary::{FieldIx, ListIx};
use crate::rules::ruleset::Derived;
use std::collections::BTreeSet;

/// What is used, each in order of its place.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Uses {
    /// Fields of the unit
    pub fields: BTreeSet<FieldIx>,
    /// Fields of a list's items
    pub items: BTreeSet<(ListIx, FieldIx)>,
    /// Lists, also where only their items are counted
    pub lists: BTreeSet<ListIx>,
    /// Parameters
    pub params: BTreeSet<ParamIx>,
    /// Derived fields
    pub derived: BTreeSet<DerivedIx>,
    /// Lookup tables
    pub tables: BTreeSet<TableIx>,
}

/// What a condition uses, following derived fields.
pub fn uses(cond: &Cond, derived: &[Derived]) -> Uses {
    let mut uses = Uses::default();
    uses.add_cond(cond, derived);
    uses
}

impl Uses {
    /// Adds what a condition uses.
    pub fn add_cond(&mut self, cond: &Cond, derived: &[Derived]) {
        let known = self.derived.clone();
        self.cond(cond);
        self.follow(known, derived);
    }

    /// Adds what a number uses.
    pub fn add_num(&mut self, num: &Num, derived: &[Derived]) {
        let known = self.derived.clone();
        self.num(num);
        self.follow(known, derived);
    }

    /// Adds what a derived field's expression uses.
    pub fn add_expr(&mut self, expr: &Expr, derived: &[Derived]) {
        match expr {
            Expr::Cond(cond) => self.add_cond(cond, derived),
            Expr::Num(num) => self.add_num(num, derived),
        }
    }

    /// Adds what the derived fields use that are not among the `known` ones, one after the other: a long row of
    /// them, each on the one before, must not run out of stack.
    fn follow(&mut self, mut known: BTreeSet<DerivedIx>, derived: &[Derived]) {
        while let Some(&ix) = self.derived.difference(&known).next() {
            known.insert(ix);
            match derived.get(ix).map(|derived| &derived.value) {
                Some(Expr::Cond(cond)) => self.cond(cond),
                Some(Expr::Num(num)) => self.num(num),
                None => {}
            }
        }
    }

    fn at(&mut self, at: At) {
        match at {
            At::Unit(field) => _ = self.fields.insert(field),
            At::Item(list, field) => _ = self.items.insert((list, field)),
        }
    }

    fn pick(&mut self, pick: &Pick) {
        match pick {
            Pick::Field(at) => self.at(*at),
            Pick::Known { param, .. } => self.params.extend(param),
        }
    }

    fn word(&mut self, word: &Word) {
        match word {
            Word::Field(at) => self.at(*at),
            Word::Param(param, _) => _ = self.params.insert(*param),
            Word::Known(_) => {}
        }
    }

    fn cond(&mut self, cond: &Cond) {
        match &cond.node {
            CondNode::Known(_) => {}
            CondNode::Flag(at) => self.at(*at),
            CondNode::FlagParam(param) => _ = self.params.insert(*param),
            CondNode::Derived(ix) => _ = self.derived.insert(*ix),
            CondNode::Not(a) => self.cond(a),
            CondNode::And(a, b) | CondNode::Or(a, b) => [a, b].into_iter().for_each(|c| self.cond(c)),
            CondNode::Compare(a, _, b) => [a, b].into_iter().for_each(|n| self.num(n)),
            CondNode::Within(a, b, c) => [a, b, c].into_iter().for_each(|n| self.num(n)),
            CondNode::AmongNumbers(a, among) => {
                self.num(a);
                among.iter().for_each(|n| self.num(n));
            }
            CondNode::SameChoice { left, right, .. } => [left, right].into_iter().for_each(|p| self.pick(p)),
            CondNode::AmongChoices { value, param, .. } => {
                self.pick(value);
                self.params.extend(param);
            }
            CondNode::Has { field, param, .. } => {
                self.at(*field);
                self.params.extend(param);
            }
            CondNode::SameText { left, right, .. } => [left, right].into_iter().for_each(|w| self.word(w)),
            CondNode::AmongTexts { value, among } => {
                self.word(value);
                among.iter().for_each(|w| self.word(w));
            }
            CondNode::Any(list, inside) | CondNode::Every(list, inside) => {
                self.lists.insert(*list);
                self.cond(inside);
            }
            CondNode::If(a, b, c) => [a, b, c].into_iter().for_each(|c| self.cond(c)),
        }
    }

    fn num(&mut self, num: &Num) {
        match &num.node {
            NumNode::Known(_) => {}
            NumNode::Field(at) => self.at(*at),
            NumNode::Param(param) => _ = self.params.insert(*param),
            NumNode::Derived(ix) => _ = self.derived.insert(*ix),
            NumNode::Negated(a) | NumNode::Magnitude(a) => self.num(a),
            NumNode::Plus(a, b) | NumNode::Minus(a, b) | NumNode::Times(a, b) | NumNode::Over(a, b) => {
                [a, b].into_iter().for_each(|n| self.num(n));
            }
            NumNode::Min(nums) | NumNode::Max(nums) => nums.iter().for_each(|n| self.num(n)),
            NumNode::Lookup(lookup) => {
                self.tables.insert(lookup.table);
                for key in &lookup.keys {
                    match key {
                        Key::Choice { pick, .. } => self.pick(pick),
                        Key::Number(num) => self.num(num),
                    }
                }
            }
            NumNode::Count(list, inside) => {
                self.lists.insert(*list);
                self.cond(inside);
            }
            NumNode::MinOf(list, value) | NumNode::MaxOf(list, value) | NumNode::SumOf(list, value) => {
                self.lists.insert(*list);
                self.num(value);
            }
            NumNode::If(question, a, b) => {
                self.cond(question);
                [a, b].into_iter().for_each(|n| self.num(n));
            }
        }
    }
}
