//! Items that another source tells of more fully: a pipe of which a column gives the distance alone, and a row of a list
//! the distance, the diameter and whether it can be moved.
//!
//! What always holds: what gives way is told of elsewhere, with all that is known of it; a source that says there are two
//! is not outdone by one that has a single item fit for both, so nothing is lost by pooling. Deliberately absent: items
//! that are equal (`pool.rs`), values that are merely near, guesses at which of two items is meant.

use super::pool::{Origin, Statement};
use crate::rules::value::Value;
use std::collections::{BTreeMap, BTreeSet};

/// Items of one unit that are compared: a sheet may name one unit in all of its rows.
const MANY: usize = 100;

/// The items, by their places among the statements, that give way to those of another source.
pub(super) fn outdone(statements: &[Statement], items: &[usize]) -> BTreeSet<usize> {
    let mut sources: BTreeMap<Origin, Vec<usize>> = BTreeMap::new();
    for &item in items {
        if let Some(statement) = statements.get(item) {
            sources.entry(statement.origin).or_default().push(item);
        }
    }
    let mut outdone = BTreeSet::new();
    if sources.len() < 2 || items.len() > MANY {
        return outdone;
    }
    // Of two sources that say the same the first stays.
    for (less, of_less) in sources.iter().rev() {
        for (_, of_more) in sources.iter().filter(|(more, _)| *more != less) {
            let left = |of: &Vec<usize>| of.iter().copied().filter(|item| !outdone.contains(item)).collect();
            let pair = Pair { statements, more: left(of_more) };
            let gone = pair.outdone(left(of_less));
            outdone.extend(gone);
        }
    }
    outdone
}

/// Items of one source held against those of another.
struct Pair<'s> {
    statements: &'s [Statement],
    more: Vec<usize>,
}

impl Pair<'_> {
    fn outdone(&self, mut rest: Vec<usize>) -> Vec<usize> {
        let mut gone = Vec::new();
        while let Some(first) = rest.pop() {
            // Those that compete for the same items, directly or through others.
            let mut group = vec![first];
            let mut at = 0;
            while let Some(&item) = group.get(at) {
                at += 1;
                let competes = |other: &usize| self.fit(item).any(|more| self.fits(*other, more));
                let (joins, others) = rest.into_iter().partition(competes);
                let joins: Vec<usize> = joins;
                group.extend(joins);
                rest = others;
            }
            let fuller = group.iter().any(|&item| self.fit(item).any(|more| !self.fits(more, item)));
            if fuller && self.each_has_its_own(&group) {
                gone.extend(group);
            }
        }
        gone
    }

    /// The other's items that say all that this one says.
    fn fit(&self, item: usize) -> impl Iterator<Item = usize> {
        self.more.iter().copied().filter(move |&more| self.fits(item, more))
    }

    fn fits(&self, less: usize, more: usize) -> bool {
        let (Some(less), Some(more)) = (self.statements.get(less), self.statements.get(more)) else { return false };
        let written = |s: &Statement, field: usize| s.written.get(field)?.as_ref().map(|cell| cell.written.clone());
        less.values.iter().zip(&more.values).enumerate().all(|(field, pair)| match pair {
            (Value::Unknown, _) => true,
            (Value::Foreign, Value::Foreign) => written(less, field) == written(more, field),
            (less, more) => less == more,
        })
    }

    fn each_has_its_own(&self, group: &[usize]) -> bool {
        let mut taken: BTreeMap<usize, usize> = BTreeMap::new();
        group.iter().all(|&item| self.take(item, &mut taken, &mut BTreeSet::new()))
    }

    /// Finds an item for this one, moving others to another of theirs where need be.
    fn take(&self, item: usize, taken: &mut BTreeMap<usize, usize>, tried: &mut BTreeSet<usize>) -> bool {
        for more in self.fit(item) {
            if !tried.insert(more) {
                continue;
            }
            let free = taken.get(&more).copied().is_none_or(|other| self.take(other, taken, tried));
            if free {
                taken.insert(more, item);
                return true;
            }
        }
        false
    }
}
