//! Which atoms move a unit: alone, or in the smallest sets.
//!
//! A criterion's grade under a set of atoms depends on those of them alone that reach it, so each criterion is asked once
//! for each such part, for all units at once; classes are then put together of grades. What always holds: what is found
//! is what trying every set of the atoms in question would find, where they are no more than [`SETS`].

use super::Cause;
use crate::assess::{class_of, grades_of};
use crate::rules::Difference;
use crate::rules::ruleset::{Grade, RuleSet};
use crate::survey::Units;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

/// The largest sets that are tried.
pub(in crate::study) const LARGEST: usize = 3;
/// Sets that are tried at one size; beyond them all that may bear on the move is named.
pub(in crate::study) const SETS: usize = 20_000;

/// Settled grades, by unit.
type Column = Arc<Vec<Option<Grade>>>;

/// What moves each unit to the class that is its goal: for each its place among the causes, and the causes. `before` and
/// `after` are the units' grades by criterion of both rule sets.
pub(super) fn causes(
    difference: &Difference,
    units: &Units,
    before: Vec<Vec<Option<Grade>>>,
    after: Vec<Vec<Option<Grade>>>,
    goal: &[Grade],
) -> (Vec<usize>, Vec<Cause>) {
    let (before, after) = (arcs(before), arcs(after));
    let mut search =
        Search { difference, units, before: &before, after: &after, columns: HashMap::new(), verdicts: HashMap::new() };
    // Units whose grades differ in the same criteria are asked the same.
    let mut alike: BTreeMap<BTreeSet<usize>, Vec<usize>> = BTreeMap::new();
    for unit in 0..units.count {
        let differs =
            |at: &usize| before.get(*at).and_then(|c| c.get(unit)) != after.get(*at).and_then(|c| c.get(unit));
        alike.entry((0..before.len()).filter(differs).collect()).or_default().push(unit);
    }
    let mut found: Vec<Option<Cause>> = vec![None; units.count];
    for (criteria, units) in alike {
        search.of_alike(&criteria, units, goal, &mut found);
    }
    let mut causes: Vec<Cause> = Vec::new();
    let mut places: HashMap<Cause, usize> = HashMap::new();
    let of_units = found.into_iter().flatten().map(|cause| {
        *places.entry(cause).or_insert_with_key(|cause| {
            causes.push(cause.clone());
            causes.len() - 1
        })
    });
    (of_units.collect(), causes)
}

fn arcs(columns: Vec<Vec<Option<Grade>>>) -> Vec<Column> {
    columns.into_iter().map(Arc::new).collect()
}

struct Search<'s, 'r> {
    difference: &'s Difference<'r>,
    units: &'s Units,
    before: &'s [Column],
    after: &'s [Column],
    /// Grades of a criterion under atoms that reach it
    columns: HashMap<(usize, Vec<usize>), Option<Column>>,
    /// The first rule set with atoms that bear on the verdict
    verdicts: HashMap<Vec<usize>, Option<Arc<RuleSet>>>,
}

impl Search<'_, '_> {
    /// The causes of units whose grades differ in these criteria.
    fn of_alike(&mut self, criteria: &BTreeSet<usize>, units: Vec<usize>, goal: &[Grade], found: &mut [Option<Cause>]) {
        let tried = self.reaching(criteria);
        let mut left = units;
        for size in (1..=LARGEST.min(tried.len())).take_while(|&size| choose(tried.len(), size) <= SETS) {
            let mut sets: HashMap<usize, Vec<Vec<usize>>> = HashMap::new();
            for set in subsets(&tried, size) {
                let Some(classes) = self.classes(&set, &left) else { continue };
                for (&unit, class) in left.iter().zip(classes) {
                    if goal.get(unit) == Some(&class) {
                        sets.entry(unit).or_default().push(set.clone());
                    }
                }
            }
            left.retain(|unit| match sets.remove(unit) {
                Some(sets) => {
                    found
                        .get_mut(*unit)
                        .into_iter()
                        .for_each(|slot| *slot = Some(Cause { sets: sets.clone(), smallest: true }));
                    false
                }
                None => true,
            });
            if left.is_empty() {
                return;
            }
        }
        let all = self.closed(tried);
        for unit in left {
            let cause = Cause { sets: vec![all.clone()], smallest: false };
            found.get_mut(unit).into_iter().for_each(|slot| *slot = Some(cause.clone()));
        }
    }

    /// The atoms that reach any of these criteria, and those that bear on the verdict.
    fn reaching(&self, criteria: &BTreeSet<usize>) -> Vec<usize> {
        let atoms = self.difference.atoms.iter().enumerate();
        let reaches = atoms.filter(|(_, atom)| atom.reach.verdict || !atom.reach.criteria.is_disjoint(criteria));
        reaches.map(|(at, _)| at).collect()
    }

    /// These atoms with all that reach a criterion that one of them reaches, and so on: every criterion is then wholly of
    /// the one rule set or of the other, and these atoms suffice.
    fn closed(&self, mut atoms: Vec<usize>) -> Vec<usize> {
        loop {
            let reached = atoms.iter().filter_map(|&at| self.difference.atoms.get(at));
            let reached: BTreeSet<usize> = reached.flat_map(|atom| atom.reach.criteria.iter().copied()).collect();
            let more = self.reaching(&reached);
            if more.len() == atoms.len() {
                return atoms;
            }
            atoms = more;
        }
    }

    /// The classes of units with these atoms made; `None` where these cannot be.
    fn classes(&mut self, atoms: &[usize], units: &[usize]) -> Option<Vec<Grade>> {
        let of = |at: usize| self.difference.atoms.get(at).map(|atom| &atom.reach);
        let verdict: Vec<usize> =
            atoms.iter().copied().filter(|&at| of(at).is_some_and(|reach| reach.verdict)).collect();
        let mut columns: Vec<Column> = self.before.to_vec();
        for criterion in 0..columns.len() {
            let reaches = |at: &usize| of(*at).is_some_and(|reach| reach.criteria.contains(&criterion));
            let own: Vec<usize> = atoms.iter().copied().filter(reaches).collect();
            if !own.is_empty() {
                *columns.get_mut(criterion)? = self.column(criterion, own)?;
            }
        }
        let rules = self.verdict(verdict)?;
        let class = |&unit: &usize| {
            class_of(&rules, &|at| columns.get(at).and_then(|column| column.get(unit)).copied().flatten())
        };
        Some(units.iter().map(class).collect())
    }

    fn column(&mut self, criterion: usize, atoms: Vec<usize>) -> Option<Column> {
        if let Some(known) = self.columns.get(&(criterion, atoms.clone())) {
            return known.clone();
        }
        let all = self.difference.atoms.iter().enumerate().filter(|(_, atom)| atom.reach.criteria.contains(&criterion));
        let column = match all.map(|(at, _)| at).eq(atoms.iter().copied()) {
            true => self.after.get(criterion).cloned(),
            false => self.difference.with(&atoms).map(|rules| Arc::new(grades_of(&rules, self.units, criterion))),
        };
        self.columns.insert((criterion, atoms), column.clone());
        column
    }

    fn verdict(&mut self, atoms: Vec<usize>) -> Option<Arc<RuleSet>> {
        let difference = self.difference;
        self.verdicts.entry(atoms).or_insert_with_key(|atoms| difference.with(atoms).map(Arc::new)).clone()
    }
}

/// How many sets of that size there are of so many.
pub(in crate::study) fn choose(of: usize, size: usize) -> usize {
    (0..size).fold(1usize, |all, at| all.saturating_mul(of.saturating_sub(at)) / (at + 1))
}

/// All sets of that many of these, in order.
pub(in crate::study) fn subsets(of: &[usize], size: usize) -> Vec<Vec<usize>> {
    if size == 0 {
        return vec![Vec::new()];
    }
    let with_first = |(at, &first): (usize, &usize)| {
        let rest = subsets(of.get(at + 1..).unwrap_or_default(), size - 1);
        rest.into_iter().map(move |rest| std::iter::once(first).chain(rest).collect())
    };
    of.iter().enumerate().flat_map(with_first).collect()
}
