//! Which sets of measurements settle a unit.
//!
//! What always holds: sets are tried by how many measurements they have, then in the order of the dictionary.

use super::answers::{Answers, Tried};
use super::{Chance, Gap, Need, SETS};
use crate::assess::needs::Needs;
use crate::assess::{Possible, outlook};
use crate::rules::RuleSet;
use crate::rules::ruleset::Grade;
use std::collections::BTreeSet;

/// Open criteria of which all sets are tried.
const CRITERIA: usize = 12;
/// Fields of the unit of which all sets are tried.
const FIELDS: usize = 8;
/// Outcomes that are tried for one set.
const OUTCOMES: usize = 4_096;

/// A set of measurements, as places among those of the unit.
type Set = BTreeSet<usize>;

/// What a unit needs, whose open criteria need so much.
pub(super) fn gap(rules: &RuleSet, possible: &[Option<Possible>], answers: &Answers, open: &[Needs]) -> Gap {
    let all: BTreeSet<Need> = open.iter().flat_map(|needs| &needs.of).copied().collect();
    let all: Vec<Need> = all.into_iter().collect();
    let place = |need: &Need| all.binary_search(need).unwrap_or_default();
    let open: Vec<Open> = open
        .iter()
        .map(|needs| Open {
            criterion: needs.criterion,
            of: needs.of.iter().map(place).collect(),
            by_rules: needs.by_rules,
            outcomes: outcomes(possible.get(needs.criterion).copied().flatten().unwrap_or_default()),
        })
        .collect();
    let unit = Unit { rules, possible, open: &open };
    let named = |set: &Set| set.iter().filter_map(|&at| all.get(at).copied()).collect::<Vec<Need>>();
    let (mut candidates, mut whole) = candidates(&open);
    // By criterion first; where that asks for several measurements, less may do.
    let (mut sure, mut chances) = search(&candidates, &mut whole, &mut |set| unit.settles(set));
    if sure.first().is_none_or(|set| set.len() > 1) {
        let own: Vec<usize> = (0..all.len()).filter(|&at| matches!(all.get(at), Some(Need::Field(_)))).collect();
        if own.len() > FIELDS {
            whole = false;
        } else {
            candidates.extend((1u32..1 << own.len()).map(|bits| {
                own.iter().enumerate().filter(|(nth, _)| bits & (1 << nth) != 0).map(|(_, &at)| at).collect::<Set>()
            }));
            candidates.sort_by(|a, b| a.len().cmp(&b.len()).then_with(|| a.cmp(b)));
            candidates.dedup();
        }
        let mut untried = false;
        (sure, chances) = search(&candidates, &mut whole, &mut |set| match answers.tried(&named(set)) {
            // What makes the grades known settles it, even where an answer is too large a number to reckon with.
            Some(tried) if !tried.always && matches!(unit.settles(set), Some(Settles::Surely)) => Some(Settles::Surely),
            Some(tried) => Some(unit.told(&tried)),
            None => {
                untried |= set.iter().all(|at| own.contains(at));
                unit.settles(set)
            }
        });
        whole &= !untried;
    }
    let fewest = sure.first().map_or(usize::MAX, Set::len);
    let chance = |(set, told): &(Set, Told)| Chance { needs: named(set), when: told.when.clone(), class: told.class };
    Gap {
        unit: answers.unit,
        sure: sure.iter().map(named).collect(),
        chances: chances.iter().filter(|(set, _)| set.len() < fewest).map(chance).collect(),
        by_rules: open.iter().filter(|open| open.by_rules).map(|open| open.criterion).collect(),
        whole,
        needs: all,
    }
}

/// The smallest sets that surely settle a unit, and the smallest that may.
type Found = (Vec<Set>, Vec<(Set, Told)>);

fn search(candidates: &[Set], whole: &mut bool, settles: &mut dyn FnMut(&Set) -> Option<Settles>) -> Found {
    let (mut sure, mut chances): Found = (Vec::new(), Vec::new());
    for set in candidates {
        let larger = |than: Option<&Set>| than.is_some_and(|than| than.len() < set.len());
        if larger(sure.first()) {
            break;
        }
        match settles(set) {
            Some(Settles::Surely) if sure.len() < SETS => sure.push(set.clone()),
            Some(Settles::Perhaps(told)) if chances.len() < SETS && !larger(chances.first().map(|it| &it.0)) => {
                chances.push((set.clone(), told));
            }
            Some(_) => {}
            None => *whole = false,
        }
    }
    (sure, chances)
}

/// An open criterion.
struct Open {
    criterion: usize,
    of: Set,
    by_rules: bool,
    /// The grades that it may turn out to have, `None` being not applicable
    outcomes: Vec<Option<Grade>>,
}

fn outcomes(possible: Possible) -> Vec<Option<Grade>> {
    let grades = Grade::ALL.into_iter().filter(|&grade| possible.has(grade)).map(Some);
    grades.chain(possible.may_not_apply().then_some(None)).collect()
}

/// Every set that makes some criteria known, the smallest first, and whether these are all.
fn candidates(open: &[Open]) -> (Vec<Set>, bool) {
    let known: Vec<&Open> = open.iter().filter(|open| !open.by_rules).collect();
    let mut sets: BTreeSet<Set> = BTreeSet::new();
    let whole = known.len() <= CRITERIA;
    if whole {
        sets.insert(Set::new());
        for open in &known {
            let more: Vec<Set> = sets.iter().map(|set| set.union(&open.of).copied().collect()).collect();
            sets.extend(more);
        }
    } else {
        sets.extend(known.iter().map(|open| open.of.clone()));
        sets.insert(known.iter().flat_map(|open| &open.of).copied().collect());
    }
    let mut sets: Vec<Set> = sets.into_iter().filter(|set| !set.is_empty()).collect();
    sets.sort_by(|a, b| a.len().cmp(&b.len()).then_with(|| a.cmp(b)));
    (sets, whole)
}

/// What a set does.
enum Settles {
    /// Whatever comes out
    Surely,
    /// For some outcomes, the first of which is told
    Perhaps(Told),
    /// For none
    Never,
}

struct Told {
    when: Vec<(usize, Option<Grade>)>,
    class: Grade,
}

/// A unit, its grades and what is open of them.
struct Unit<'u> {
    rules: &'u RuleSet,
    possible: &'u [Option<Possible>],
    open: &'u [Open],
}

impl Unit<'_> {
    /// What answers that were tried do.
    fn told(&self, tried: &Tried) -> Settles {
        if tried.always {
            return Settles::Surely;
        }
        let Some(row) = tried.first else { return Settles::Never };
        let assessment = &tried.assessment;
        let of = |open: &Open| {
            let at = assessment.criteria.iter().position(|&place| place == open.criterion)?;
            let exact = assessment.possible.get(at)?.get(row).is_some_and(|possible| !possible.is_open());
            Some((open.criterion, *assessment.settled.get(at)?.get(row)?)).filter(|_| exact)
        };
        let when = self.open.iter().filter_map(of).collect();
        let class = assessment.class.get(row).copied().unwrap_or(Grade::Unsuitable);
        Settles::Perhaps(self.needful(Told { when, class }))
    }

    /// The same without conditions that the others make needless.
    fn needful(&self, told: Told) -> Told {
        let Told { mut when, class } = told;
        let decides = |when: &[(usize, Option<Grade>)]| {
            let mut sets: Vec<Option<Possible>> = self.possible.to_vec();
            for (criterion, outcome) in when {
                fix(&mut sets, *criterion, *outcome);
            }
            outlook(self.rules, &sets) == (class, class)
        };
        if decides(&when) {
            // Good grades first: what makes a class bad is seldom that something is good.
            let mut conditions = when.clone();
            conditions.sort_by_key(|(_, grade)| *grade);
            for condition in conditions {
                let rest: Vec<_> = when.iter().copied().filter(|other| *other != condition).collect();
                if decides(&rest) {
                    when = rest;
                }
            }
        }
        Told { when, class }
    }

    /// What measuring a set does; nothing where there are too many outcomes to try.
    fn settles(&self, set: &Set) -> Option<Settles> {
        let known: Vec<&Open> = self.open.iter().filter(|open| !open.by_rules && open.of.is_subset(set)).collect();
        if known.len() == self.open.len() {
            return Some(Settles::Surely);
        }
        let all = known.iter().try_fold(1usize, |all, open| all.checked_mul(open.outcomes.len()))?;
        if all > OUTCOMES {
            return None;
        }
        let mut sets: Vec<Option<Possible>> = self.possible.to_vec();
        let (mut always, mut told) = (true, None);
        for nth in 0..all {
            let mut rest = nth;
            let mut when = Vec::new();
            for open in &known {
                let outcome = open.outcomes.get(rest % open.outcomes.len()).copied().flatten();
                rest /= open.outcomes.len();
                fix(&mut sets, open.criterion, outcome);
                when.push((open.criterion, outcome));
            }
            let (best, worst) = outlook(self.rules, &sets);
            if best == worst {
                told = told.or(Some(Told { when, class: best }));
            } else {
                always = false;
            }
        }
        Some(match told {
            Some(_) if always => Settles::Surely,
            Some(told) => Settles::Perhaps(self.needful(told)),
            None => Settles::Never,
        })
    }
}

/// A criterion's grade, known.
fn fix(sets: &mut [Option<Possible>], criterion: usize, outcome: Option<Grade>) {
    if let Some(own) = sets.get_mut(criterion) {
        *own = Some(outcome.map_or(Possible::NOT_APPLICABLE, Possible::only));
    }
}
