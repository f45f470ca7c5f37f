//! Criterion by criterion: whether a unit can have another grade under the other rule set.
//!
//! What always holds: both rule sets are asked in the same regions, so a region in which they say the same is the same for
//! all its units. Where list functions only ask for one item each, as many items as there are such functions decide for
//! any number. Deliberately absent: what other criteria make of it.

use super::{Answer, ITEMS, OfCriterion, Pair, QUESTIONS};
use crate::assess::never::Lists;
use crate::assess::regions::{Asked, Point, Reach, TooLarge, regions};
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
    // Blanks are looked for in one item: what a second could hide, the first shows.
    let most = if blanks { 1 } else { lists.enough().unwrap_or(ITEMS).min(ITEMS) };
    let mut met = None;
    let mut certain = true;
    for items in lists.functions.min(1)..=most {
        let reach = Reach { items, blanks, questions: QUESTIONS };
        let walked = regions(pair.dictionary(), reach, &Point::default(), &mut |walk| {
            let mut grade = |of: &Option<(Asked, &Criterion)>| -> Result<_, TooLarge> {
                Ok(match of {
                    Some((asked, criterion)) => {
                        let possible = asked.grades(walk, criterion, &mut |_| {})?;
                        (possible, settle(possible, criterion.missing))
                    }
                    None => (Possible::NOT_APPLICABLE, None),
                })
            };
            let [a, b] = [grade(&both[0])?, grade(&both[1])?];
            if a != b {
                let points: Vec<_> = walk.points().collect();
                met = points.iter().find_map(|point| pair.witness(walk.example(point), Some(at)));
                certain &= met.is_some();
            }
            Ok(met.is_none())
        });
        if met.is_some() {
            break;
        }
        if walked.is_err() {
            return Answer::NotDecided;
        }
    }
    match met {
        Some(witness) => Answer::Differs(Box::new(witness)),
        None if !certain => Answer::NotDecided,
        None => Answer::Same { items: lists.enough().is_none_or(|enough| enough > most).then_some(most) },
    }
}
