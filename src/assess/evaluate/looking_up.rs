//! Lookups over a block: what a table is asked with row by row, what it gives, and what is noticed on the way.
//!
//! What always holds: what several criteria look up alike is looked up once. Deliberately absent: how a table is
//! searched (that is `lookup`).

use super::bitmap::Bits;
use super::lookup::{Reach, Shelves, Side, taken};
use super::numbers::Numbers;
use super::{Block, Scope};
use crate::quantity::Bounds;
use crate::rules::language::typed::{Key, Lookup, NumNode};
use crate::survey::units::{FOREIGN_CHOICE, UNKNOWN_CHOICE};
use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;

/// What lookups noticed on the way, by unit of the block.
#[derive(Clone, Debug)]
pub(in crate::assess) struct Noticed {
    /// Units with a lookup that reaches no row at all
    pub missed: Bits,
    /// Units with a lookup in which foreign text matched
    pub foreign: Bits,
}

/// A lookup that has been answered.
#[derive(Clone)]
pub(in crate::assess) struct LookedUp {
    lookup: Lookup,
    scope: Scope,
    values: Rc<Numbers<'static>>,
}

impl LookedUp {
    /// Whether that lookup is this one, written elsewhere: only keys that are plainly fields are compared.
    fn answers(&self, other: &Lookup, scope: Scope) -> bool {
        let same = |(a, b): (&Key, &Key)| match (a, b) {
            (Key::Choice { pick: a, .. }, Key::Choice { pick: b, .. }) => a == b,
            (Key::Number(a), Key::Number(b)) => match (&a.node, &b.node) {
                (NumNode::Field(a), NumNode::Field(b)) => a == b,
                _ => false,
            },
            _ => false,
        };
        let Lookup { table, keys, rows } = &self.lookup;
        let alike = *table == other.table && keys.len() == other.keys.len() && self.scope == scope;
        alike && keys.iter().zip(&other.keys).all(same) && (Arc::ptr_eq(rows, &other.rows) || rows == &other.rows)
    }
}

impl Block<'_> {
    /// What lookups have noticed so far.
    pub fn noticed(&self) -> Noticed {
        self.noticed.borrow().clone()
    }

    /// What a lookup is asked with, by key and row.
    fn sides<'k>(&'k self, lookup: &'k Lookup, scope: Scope) -> Vec<Box<dyn Fn(usize) -> Side + 'k>> {
        let side = |key: &'k Key| -> Box<dyn Fn(usize) -> Side + 'k> {
            match key {
                Key::Choice { pick, choices: known } => {
                    let choices = self.choices(pick, scope);
                    Box::new(move |row| match choices(row) {
                        UNKNOWN_CHOICE => Side::any_choice(*known),
                        FOREIGN_CHOICE => Side::Foreign,
                        choice => Side::choice(choice),
                    })
                }
                Key::Number(num) => {
                    let numbers = self.num(num, scope);
                    Box::new(move |row| Side::number(numbers.get(row)))
                }
            }
        };
        lookup.keys.iter().map(side).collect()
    }

    /// What a lookup is asked with in one row.
    pub fn sides_at(&self, lookup: &Lookup, scope: Scope, row: usize) -> Vec<Side> {
        self.sides(lookup, scope).iter().map(|side| side(row)).collect()
    }

    /// The row of the table that surely answers a lookup, for every row of the scope.
    pub fn rows_taken(&self, lookup: &Lookup, scope: Scope) -> Vec<Option<usize>> {
        let sides = self.sides(lookup, scope);
        let keys = |row: usize| sides.iter().map(|side| side(row)).collect::<Vec<_>>();
        (0..self.rows(scope)).map(|row| taken(&lookup.rows, &keys(row))).collect()
    }

    /// A lookup; what criteria look up alike is looked up once.
    pub fn lookup(&self, lookup: &Lookup, scope: Scope) -> Numbers<'static> {
        let known = self.looked_up.borrow().iter().find(|known| known.answers(lookup, scope)).cloned();
        let known = known.unwrap_or_else(|| {
            let known = LookedUp { lookup: lookup.clone(), scope, values: Rc::new(self.look_up(lookup, scope)) };
            self.looked_up.borrow_mut().push(known.clone());
            known
        });
        Numbers::clone(&known.values)
    }

    fn look_up(&self, lookup: &Lookup, scope: Scope) -> Numbers<'static> {
        let sides = self.sides(lookup, scope);
        let shelves = Shelves::new(&lookup.rows);
        let asked = RefCell::new(Vec::with_capacity(sides.len()));
        Numbers::from_fn(self.rows(scope), |row| {
            let mut keys = asked.borrow_mut();
            keys.clear();
            keys.extend(sides.iter().map(|side| side(row)));
            let foreign = keys.contains(&Side::Foreign);
            if foreign && !self.foreign_matches {
                return Bounds::UNKNOWN;
            }
            let found = shelves.reach(&keys);
            let notice = foreign || found == Reach::Nothing;
            if let Some(unit) = self.unit_of(scope, row).filter(|_| notice) {
                let mut noticed = self.noticed.borrow_mut();
                match found {
                    Reach::Rows(_) => noticed.foreign.set(unit, true),
                    Reach::Nothing => noticed.missed.set(unit, true),
                    Reach::Gap => {}
                }
            }
            match found {
                Reach::Rows(bounds) => bounds,
                Reach::Gap | Reach::Nothing => Bounds::UNKNOWN,
            }
        })
    }
}
