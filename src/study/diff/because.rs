//! Why units moved: the smallest sets of changed values and atoms of the rules that do it.
//!
//! Only what bears on a criterion whose grade differs is tried: values that it asks for, atoms that reach it, and atoms that
//! bear on the verdict. What always holds: what is found is what trying every set of those would find, for sets of up to
//! [`LARGEST`]; a larger cause is all that changed, which always suffices.

use super::values::mixed;
use super::{Because, Changed, Moved, RulesDiff, Run, What};
use crate::assess::{assess, uses_of};
use crate::rules::difference::Side;
use crate::rules::language::Uses;
use crate::rules::ruleset::Grade;
use crate::rules::{Difference, RuleSet};
use crate::study::compare::{LARGEST, SETS, attributed, choose, grades_by_criterion, subsets};
use rayon::prelude::*;
use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, Mutex};

/// The units whose class changed, and why.
pub(super) fn moved(runs: &[Run; 2], both: &[[usize; 2]], changed: &[Changed], rules: &RulesDiff) -> Vec<Moved> {
    let [first, second] = runs;
    let mut of_unit: HashMap<usize, Vec<usize>> = HashMap::new();
    for (at, changed) in changed.iter().enumerate() {
        of_unit.entry(changed.unit[1]).or_default().push(at);
    }
    let steps: Vec<Step> = both
        .iter()
        .filter_map(|&unit| {
            let [old, new] = unit;
            let (from, to) = (first.class(old)?, second.class(new)?);
            let (before, after) = (*first.assessment.class.get(old)?, *second.assessment.class.get(new)?);
            let changed = of_unit.remove(&new).unwrap_or_default();
            (from != to).then_some(Step { unit, from, to, before, after, changed })
        })
        .collect();
    let RulesDiff::Atoms(difference) = rules else {
        let unlike = |step: Step| Moved {
            sets: vec![step.with_program(&mut vec![Because::Dictionary])],
            smallest: false,
            ..step.bare()
        };
        return steps.into_iter().map(unlike).collect();
    };
    let by_rules = rules_alone(runs, difference, &steps);
    let search = Search { runs, changed, difference, mixes: Mutex::default(), uses: uses(runs, difference) };
    let moved = |(step, by_rules): (Step, Option<Atoms>)| {
        let (sets, smallest) = match by_rules {
            _ if step.before == step.after => (vec![Vec::new()], true),
            Some((sets, smallest)) => {
                (sets.into_iter().map(|set| set.into_iter().map(Because::Rule).collect()).collect(), smallest)
            }
            None => search.of(&step),
        };
        let sets = sets.into_iter().map(|mut set| step.with_program(&mut set)).collect();
        Moved { sets, smallest, ..step.bare() }
    };
    steps.into_par_iter().zip(by_rules).map(moved).collect()
}

/// Sets of atoms, and whether no smaller one suffices.
type Atoms = (Vec<Vec<usize>>, bool);

/// A unit that moved: its class as recorded, and as this program makes it.
struct Step {
    unit: [usize; 2],
    from: Grade,
    to: Grade,
    before: Grade,
    after: Grade,
    /// Places among the changed values
    changed: Vec<usize>,
}

impl Step {
    /// The causes with what the program did: it comes first, and last.
    fn with_program(&self, causes: &mut Vec<Because>) -> Vec<Because> {
        let mut all = Vec::new();
        if self.from != self.before {
            all.push(Because::Program(0, self.from, self.before));
        }
        all.append(causes);
        if self.after != self.to {
            all.push(Because::Program(1, self.after, self.to));
        }
        all
    }

    fn bare(&self) -> Moved {
        Moved { unit: self.unit, from: self.from, to: self.to, sets: Vec::new(), smallest: true }
    }
}

/// Of the units of which no value changed, the sets of atoms that move them, as comparing the rules finds them.
fn rules_alone(runs: &[Run; 2], difference: &Difference, steps: &[Step]) -> Vec<Option<Atoms>> {
    let [first, second] = runs;
    let asked: Vec<usize> = (0..steps.len())
        .filter(|&at| steps.get(at).is_some_and(|step| step.changed.is_empty() && step.before != step.after))
        .collect();
    let units: Vec<[usize; 2]> = asked.iter().filter_map(|&at| steps.get(at)).map(|step| step.unit).collect();
    let [old, new]: [Vec<usize>; 2] = [0, 1].map(|side| units.iter().map(|unit| unit[side]).collect());
    let (of_units, causes) = attributed(difference, first.units, [first.assessment, second.assessment], [&old, &new]);
    let mut all: Vec<Option<Atoms>> = vec![None; steps.len()];
    for (at, cause) in asked.into_iter().zip(of_units) {
        if let (Some(slot), Some(cause)) = (all.get_mut(at), causes.get(cause)) {
            *slot = Some((cause.sets.clone(), cause.smallest));
        }
    }
    all
}

/// What each criterion of both uses, in either run, by place among both's.
fn uses(runs: &[Run; 2], difference: &Difference) -> Vec<Vec<Uses>> {
    let mut all: Vec<Vec<Uses>> = vec![Vec::new(); difference.criteria()];
    for (run, side) in runs.iter().zip([Side::From, Side::To]) {
        for (criterion, &at) in run.rules.criteria.iter().zip(difference.places(side)) {
            if let Some(uses) = all.get_mut(at) {
                uses.push(uses_of(run.rules, criterion));
            }
        }
    }
    all
}

struct Search<'s, 'a> {
    runs: &'s [Run<'a>; 2],
    changed: &'s [Changed],
    difference: &'s Difference<'a>,
    mixes: Mutex<HashMap<Vec<usize>, Option<Arc<RuleSet>>>>,
    /// By criterion of both, what it uses in either run
    uses: Vec<Vec<Uses>>,
}

impl Search<'_, '_> {
    /// The sets of a unit of which values changed.
    fn of(&self, step: &Step) -> (Vec<Vec<Because>>, bool) {
        let differing = self.differing(step);
        let data: Vec<usize> = step.changed.iter().copied().filter(|&at| self.matters(at, &differing)).collect();
        let atoms = self.difference.atoms.iter().enumerate();
        let bears = atoms.filter(|(_, atom)| atom.reach.verdict || !atom.reach.criteria.is_disjoint(&differing));
        let rules: Vec<usize> = bears.map(|(at, _)| at).collect();
        for size in 1..=LARGEST.min(data.len() + rules.len()) {
            let mut found: Vec<Vec<Because>> = Vec::new();
            for of_rules in 0..=size.min(rules.len()) {
                let of_data = size - of_rules;
                if of_data > data.len() {
                    continue;
                }
                if choose(data.len(), of_data).saturating_mul(choose(rules.len(), of_rules)) > SETS {
                    return self.all(step);
                }
                for atoms in subsets(&rules, of_rules) {
                    let sets = subsets(&data, of_data);
                    let Some(classes) = self.classes(step, &atoms, &sets) else { continue };
                    for (set, _) in sets.into_iter().zip(classes).filter(|(_, class)| *class == step.after) {
                        let data = set.into_iter().map(Because::Data);
                        found.push(data.chain(atoms.iter().copied().map(Because::Rule)).collect());
                    }
                }
            }
            if !found.is_empty() {
                return (found, true);
            }
        }
        self.all(step)
    }

    /// All that changed: that always suffices.
    fn all(&self, step: &Step) -> (Vec<Vec<Because>>, bool) {
        let data = step.changed.iter().copied().map(Because::Data);
        (vec![data.chain((0..self.difference.atoms.len()).map(Because::Rule)).collect()], false)
    }

    /// The criteria of both whose grade differs.
    fn differing(&self, step: &Step) -> BTreeSet<usize> {
        let of = |side: usize, which: Side| {
            let (run, unit) = (self.runs.get(side)?, *step.unit.get(side)?);
            Some(grades_by_criterion(self.difference, which, run.assessment, &[unit]))
        };
        let (before, after) = (of(0, Side::From).unwrap_or_default(), of(1, Side::To).unwrap_or_default());
        (0..before.len().max(after.len())).filter(|&at| before.get(at) != after.get(at)).collect()
    }

    /// The unit's class with these atoms of the rules, for each set of changed values.
    fn classes(&self, step: &Step, atoms: &[usize], sets: &[Vec<usize>]) -> Option<Vec<Grade>> {
        let rules = self.mix(atoms)?;
        let what = |set: &Vec<usize>| set.iter().filter_map(|&at| self.changed.get(at)).map(|it| it.what).collect();
        let sets: Vec<Vec<What>> = sets.iter().map(what).collect();
        Some(assess(&rules, &mixed(&rules, self.runs, step.unit, &sets)).class)
    }

    fn mix(&self, atoms: &[usize]) -> Option<Arc<RuleSet>> {
        // The lock is never held while a thread panics, and a poisoned one still holds what was put in.
        let known = |mixes: &HashMap<Vec<usize>, Option<Arc<RuleSet>>>| mixes.get(atoms).cloned();
        if let Some(known) = known(&self.mixes.lock().unwrap_or_else(std::sync::PoisonError::into_inner)) {
            return known;
        }
        let made = self.difference.with(atoms).map(Arc::new);
        self.mixes.lock().unwrap_or_else(std::sync::PoisonError::into_inner).insert(atoms.to_vec(), made.clone());
        made
    }

    /// Whether one of these criteria asks for the value, in either run.
    fn matters(&self, changed: usize, criteria: &BTreeSet<usize>) -> bool {
        let Some(changed) = self.changed.get(changed) else { return false };
        let mut uses = criteria.iter().filter_map(|&at| self.uses.get(at)).flatten();
        uses.any(|uses| match changed.what {
            What::Field(field) => uses.fields.contains(&field),
            What::Cell(list, _, field) => uses.items.contains(&(list, field)),
            What::Item(list, _) | What::Known(list) => uses.lists.contains(&list),
        })
    }
}
