//! Criterion by criterion: whether a unit can have another grade under the other rule set.
//!
//! What always holds: both rule sets are asked in the same regions, so a region in which they say the same is the same for
//! all its units. Where list functions only ask for one item each, as many items as there are such functions decide for
//! any number. Deliberately absent: what other criteria make of it.

use super::{Answer, ITEMS, OfCriterion, Pair};
use crate::assess::never::Lists;
use crate::assess::regions::{Asked, TooLarge, Walk};
use crate::assess::{Possible, settle};
use crate::rules::difference::Side;
use crate::rules::ruleset::Criterion;
use rayon::prelude::*;

/// Every criterion that a difference reaches.
pub(super) fn grades(pair: &Pair) -> Vec<OfCriterion> {
    let of = |at: usize| {
        let exact = answer(pair, at, false);
        let blanks = exact.is_same().then(|| answer(pair, at, true));
        OfCriterion { at, exact, blanks }
    };
    pair.reached().into_par_iter().map(of).collect()
}

fn answer(pair: &Pair, at: usize, blanks: bool) -> Answer {
    let sides = [Side::From, Side::To];
    let both = sides.map(|side| pair.criterion(side, at).map(|criterion| (Asked::of(pair.rules(side)), criterion)));
    let lists = Lists::of_criteria(both.iter().flatten().map(|(asked, criterion)| (asked.rules, *criterion)));
    let differs = |walk: &mut Walk| -> Result<bool, TooLarge> {
        let mut grade = |of: &Option<(Asked, &Criterion)>| -> Result<_, TooLarge> {
            let Some((asked, criterion)) = of else { return Ok((Possible::NOT_APPLICABLE, None)) };
            let possible = asked.grades(walk, criterion, &mut |_| {})?;
            Ok((possible, settle(possible, criterion.missing)))
        };
        let [a, b] = &both;
        Ok(grade(a)? != grade(b)?)
    };
    // Blanks are looked for in one item: what a second could hide, the first shows.
    pair.seek(&lists, if blanks { 1 } else { ITEMS }, blanks, Some(at), &differs)
}
