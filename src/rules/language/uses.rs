//! What an expression depends on, directly or through derived fields: for what is missing of a unit, for
//! explanations, and for parameters and fields that nothing uses.

use super::typed::{At, Cond, DerivedIx, Expr, Num, ParamIx, Part, TableIx};
use crate::rules::dictionary::{FieldIx, ListIx};
use crate::rules::ruleset::{Criterion, Derived};
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

    /// Adds what the conditions of a criterion use.
    pub fn add_criterion(&mut self, criterion: &Criterion, derived: &[Derived]) {
        criterion.conditions().for_each(|rule| self.add_cond(&rule.cond, derived));
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

    fn cond(&mut self, cond: &Cond) {
        cond.parts(&mut |part| self.part(part));
    }

    fn num(&mut self, num: &Num) {
        num.parts(&mut |part| self.part(part));
    }

    fn part(&mut self, part: Part) {
        match part {
            Part::Cond(cond) => self.cond(cond),
            Part::Num(num) => self.num(num),
            Part::Field(At::Unit(field)) => _ = self.fields.insert(field),
            Part::Field(At::Item(list, field)) => _ = self.items.insert((list, field)),
            Part::List(list) => _ = self.lists.insert(list),
            Part::Param(param) => _ = self.params.insert(param),
            Part::Derived(ix) => _ = self.derived.insert(ix),
            Part::Table(table) => _ = self.tables.insert(table),
        }
    }
}
