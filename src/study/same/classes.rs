//! Whether a unit can be of another class under the other rule set, whatever its criteria say.
//!
//! The criteria that a difference reaches are asked first, under both rule sets; where their grades differ, the others,
//! which are the same under both, until one of them hides the difference or none does. What always holds: where every
//! criterion grades alike and no difference bears on the verdict, nothing is left to ask.

use super::{Answer, ITEMS, OfCriterion, Pair};
use crate::assess::never::Lists;
use crate::assess::regions::{Asked, TooLarge, Walk};
use crate::assess::{class_of, settle};
use crate::rules::difference::Side;
use crate::rules::ruleset::Grade;

/// The classes under both.
pub(super) fn classes(pair: &Pair, criteria: &[OfCriterion]) -> Answer {
    let verdict = pair.difference.atoms.iter().any(|atom| atom.reach.verdict);
    if !verdict && criteria.iter().all(|criterion| criterion.exact.is_same()) {
        return Answer::Same { items: bound(criteria) };
    }
    // What a criterion has shown need not be sought.
    let shown = criteria.iter().find_map(|criterion| match &criterion.exact {
        Answer::Differs(witness) => pair.of_classes(&witness.units),
        _ => None,
    });
    match shown {
        Some(witness) => Answer::Differs(Box::new(witness)),
        None => Search::new(pair, criteria, verdict).answer(ITEMS, false),
    }
}

/// The classes of units with blanks, where the exact ones are the same: criteria may have been merged or renamed, so
/// that none can be held against another.
pub(super) fn with_blanks(pair: &Pair, criteria: &[OfCriterion]) -> Answer {
    let verdict = pair.difference.atoms.iter().any(|atom| atom.reach.verdict);
    Search::new(pair, criteria, verdict).answer(1, true)
}

/// The smallest bound that goes with the answers; `None` where there is none.
fn bound(criteria: &[OfCriterion]) -> Option<usize> {
    let items = |answer: &Answer| if let Answer::Same { items } = answer { *items } else { None };
    criteria.iter().filter_map(|criterion| items(&criterion.exact)).min()
}

struct Search<'s, 'p, 'r> {
    pair: &'s Pair<'p, 'r>,
    /// Criteria whose grades may differ
    reached: Vec<usize>,
    /// The others
    rest: Vec<usize>,
    /// Whether a difference bears on the verdict
    verdict: bool,
}

impl<'s, 'p, 'r> Search<'s, 'p, 'r> {
    fn new(pair: &'s Pair<'p, 'r>, criteria: &[OfCriterion], verdict: bool) -> Self {
        let same = |at: usize| criteria.iter().any(|criterion| criterion.at == at && criterion.exact.is_same());
        let reached: Vec<usize> = criteria.iter().map(|criterion| criterion.at).filter(|&at| !same(at)).collect();
        let rest = (0..pair.difference.criteria()).filter(|at| !reached.contains(at)).collect();
        Search { pair, reached, rest, verdict }
    }

    fn answer(&self, most: usize, blanks: bool) -> Answer {
        let pair = self.pair;
        let of_side = |side: Side| {
            (0..pair.difference.criteria()).filter_map(move |at| Some((pair.rules(side), pair.criterion(side, at)?)))
        };
        let lists = Lists::of_criteria(of_side(Side::From).chain(of_side(Side::To)));
        pair.seek(&lists, most, blanks, None, &|walk| self.differs(walk))
    }

    /// Whether the classes differ in this region.
    fn differs(&self, walk: &mut Walk) -> Result<bool, TooLarge> {
        let pair = self.pair;
        // Places are below the number of criteria, which is how long these are.
        let mut grades = [Side::From, Side::To].map(|_| vec![None; pair.difference.criteria()]);
        let ask = |walk: &mut Walk, side: Side, at: usize| -> Result<Option<Grade>, TooLarge> {
            let Some(criterion) = pair.criterion(side, at) else { return Ok(None) };
            let possible = Asked::of(pair.rules(side)).grades(walk, criterion, &mut |_| {})?;
            Ok(settle(possible, criterion.missing))
        };
        for &at in &self.reached {
            for (own, side) in grades.iter_mut().zip([Side::From, Side::To]) {
                own[at] = ask(walk, side, at)?;
            }
        }
        let [a, b] = &grades;
        if !self.verdict && a == b {
            return Ok(false);
        }
        let worst = |grades: &[Option<Grade>]| grades.iter().copied().flatten().max();
        let shown = worst(a).max(worst(b));
        let escalates = !pair.a.escalations.is_empty() || !pair.b.escalations.is_empty();
        for &at in &self.rest {
            let grade = ask(walk, Side::From, at)?;
            grades.iter_mut().for_each(|own| own[at] = grade);
            let unsuitable = grades.iter().all(|own| worst(own) == Some(Grade::Unsuitable));
            // As bad as anything that differs: the difference is hidden. An escalation may still count it.
            let hidden = !escalates && grade.is_some() && grade >= shown;
            if unsuitable || hidden {
                return Ok(false);
            }
        }
        let class = |side: Side, own: &[Option<Grade>]| {
            let places = pair.difference.places(side);
            class_of(pair.rules(side), &|place| places.get(place).and_then(|&at| own.get(at).copied().flatten()))
        };
        let [a, b] = &grades;
        Ok(class(Side::From, a) != class(Side::To, b))
    }
}
