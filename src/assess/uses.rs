//! Which fields, parameters and derived fields an expression stands on, directly or through derived fields.

use crate::rules::language::typed::{
    At, Cond, CondNode, DerivedIx, Expr, Key, Lookup, Num, NumNode, ParamIx, Pick, Word,
};
use crate::rules::ruleset::{Criterion, RuleSet};
use crate::rules::{FieldIx, ListIx};
use std::collections::{BTreeMap, BTreeSet};

/// What an expression mentions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Uses {
    /// Fields of the unit
    pub fields: BTreeSet<FieldIx>,
    /// Lists, and the fields of their items
    pub lists: BTreeMap<ListIx, BTreeSet<FieldIx>>,
    /// Parameters
    pub params: BTreeSet<ParamIx>,
    /// Derived fields
    pub derived: BTreeSet<DerivedIx>,
    /// Choice fields that a table is looked up with
    pub lookup_choices: Vec<At>,
}

impl Uses {
    /// What a criterion mentions, in any of its conditions.
    pub fn of_criterion(rules: &RuleSet, criterion: &Criterion) -> Uses {
        let mut uses = Uses::default();
        uses.add(rules, criterion);
        uses
    }

    /// Adds what a criterion mentions.
    pub fn add(&mut self, rules: &RuleSet, criterion: &Criterion) {
        for rule in [&criterion.applies, &criterion.difficult].into_iter().flatten().chain([&criterion.suitable]) {
            self.cond(rules, &rule.cond);
        }
    }

    /// Adds what a condition mentions.
    pub fn cond(&mut self, rules: &RuleSet, cond: &Cond) {
        match &cond.node {
            CondNode::Known(_) => {}
            CondNode::Flag(at) => self.at(*at),
            CondNode::FlagParam(param) => _ = self.params.insert(*param),
            CondNode::Derived(ix) => self.derived(rules, *ix),
            CondNode::Not(a) => self.cond(rules, a),
            CondNode::And(a, b) | CondNode::Or(a, b) => [a, b].into_iter().for_each(|cond| self.cond(rules, cond)),
            CondNode::Compare(a, _, b) => [a, b].into_iter().for_each(|num| self.num(rules, num)),
            CondNode::Within(x, low, high) => [x, low, high].into_iter().for_each(|num| self.num(rules, num)),
            CondNode::AmongNumbers(x, among) => {
                self.num(rules, x);
                among.iter().for_each(|num| self.num(rules, num));
            }
            CondNode::SameChoice { left, right, .. } => [left, right].into_iter().for_each(|pick| self.pick(pick)),
            CondNode::AmongChoices { value, param, .. } => {
                self.pick(value);
                self.params.extend(param);
            }
            CondNode::Has { field, param, .. } => {
                self.at(*field);
                self.params.extend(param);
            }
            CondNode::SameText { left, right, .. } => [left, right].into_iter().for_each(|word| self.word(word)),
            CondNode::AmongTexts { value, among } => {
                self.word(value);
                among.iter().for_each(|word| self.word(word));
            }
            CondNode::Any(list, inner) | CondNode::Every(list, inner) => {
                self.lists.entry(*list).or_default();
                self.cond(rules, inner);
            }
            CondNode::If(cond, a, b) => [cond, a, b].into_iter().for_each(|cond| self.cond(rules, cond)),
        }
    }

    /// Adds what a number mentions.
    pub fn num(&mut self, rules: &RuleSet, num: &Num) {
        match &num.node {
            NumNode::Known(_) => {}
            NumNode::Field(at) => self.at(*at),
            NumNode::Param(param) => _ = self.params.insert(*param),
            NumNode::Derived(ix) => self.derived(rules, *ix),
            NumNode::Negated(a) | NumNode::Magnitude(a) => self.num(rules, a),
            NumNode::Plus(a, b) | NumNode::Minus(a, b) | NumNode::Times(a, b) | NumNode::Over(a, b) => {
                [a, b].into_iter().for_each(|num| self.num(rules, num));
            }
            NumNode::Min(all) | NumNode::Max(all) => all.iter().for_each(|num| self.num(rules, num)),
            NumNode::Lookup(lookup) => self.lookup(rules, lookup),
            NumNode::Count(list, cond) => {
                self.lists.entry(*list).or_default();
                self.cond(rules, cond);
            }
            NumNode::MinOf(list, value) | NumNode::MaxOf(list, value) | NumNode::SumOf(list, value) => {
                self.lists.entry(*list).or_default();
                self.num(rules, value);
            }
            NumNode::If(cond, a, b) => {
                self.cond(rules, cond);
                [a, b].into_iter().for_each(|num| self.num(rules, num));
            }
        }
    }

    fn lookup(&mut self, rules: &RuleSet, lookup: &Lookup) {
        for key in &lookup.keys {
            match key {
                Key::Choice { pick, .. } => {
                    self.pick(pick);
                    if let Pick::Field(at) = pick
                        && !self.lookup_choices.contains(at)
                    {
                        self.lookup_choices.push(*at);
                    }
                }
                Key::Number(num) => self.num(rules, num),
            }
        }
    }

    fn derived(&mut self, rules: &RuleSet, ix: DerivedIx) {
        if self.derived.insert(ix) {
            match rules.derived.get(ix).map(|derived| &derived.value) {
                Some(Expr::Cond(cond)) => self.cond(rules, cond),
                Some(Expr::Num(num)) => self.num(rules, num),
                None => {}
            }
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
            Word::Known(_) => {}
            Word::Param(param, _) => _ = self.params.insert(*param),
        }
    }

    fn at(&mut self, at: At) {
        match at {
            At::Unit(field) => _ = self.fields.insert(field),
            At::Item(list, field) => _ = self.lists.entry(list).or_default().insert(field),
        }
    }
}
