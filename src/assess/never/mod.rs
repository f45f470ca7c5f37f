//! What a rule set can never come to, and where it says what nobody can have meant: found without a survey.
//!
//! Each question is put to every region of units that the rules tell apart ([`regions`](super::regions)), with as many
//! items of each list as can make a difference. What always holds: what is said is so for every exactly known unit, or
//! names a unit for which an evaluator says so; where there are too many regions, that is said instead (`R089`). One file
//! a doubt: `conditions`, `grades`, `lines`, `tables`, `choices`, `escalations`. Deliberately absent: what an
//! unknown datum could do.

mod choices;
mod conditions;
mod escalations;
mod grades;
mod lines;
mod lists;
mod tables;
#[cfg(test)]
mod tests;

use super::regions::{Effort, Example, Point, Reach, TooLarge, Walk, regions};
use super::{Possible, reference};
use crate::rules::Diagnostic;
use crate::rules::diagnostic::{Diagnostics, Place};
use crate::rules::language::typed::Span;
use crate::rules::language::uses;
use crate::rules::ruleset::{Criterion, RuleSet};
use crate::text;
pub(crate) use lists::Lists;

/// With how many items of a list a question is put at most.
const ITEMS: usize = 6;
/// How many questions may be answered for one criterion: a rule set is looked at each time it is used.
const QUESTIONS: usize = 300_000;

/// Doubts about what the rules can never come to.
pub fn never(rules: &RuleSet) -> Vec<Diagnostic> {
    let mut doubts = Doubts { rules, effort: Effort::new(QUESTIONS), out: Diagnostics::default() };
    conditions::of_derived(&mut doubts);
    for criterion in rules.enabled() {
        let before = doubts.out.found.len();
        doubts.effort = Effort::new(QUESTIONS);
        let found = conditions::of_criterion(&mut doubts, criterion).and_then(|()| {
            // A constant condition says it all.
            if doubts.out.found.len() > before {
                return Ok(());
            }
            grades::look(&mut doubts, criterion)?;
            lines::look(&mut doubts, criterion)
        });
        if found.is_err() {
            doubts.not_decided(criterion);
        }
    }
    tables::look(&mut doubts);
    choices::look(&mut doubts);
    escalations::look(&mut doubts);
    doubts.out.sorted()
}

/// The rules that are looked at, and what has been found.
struct Doubts<'r> {
    rules: &'r RuleSet,
    /// What may still be asked of the criterion, table or list that is looked at
    effort: Effort,
    out: Diagnostics,
}

impl Doubts<'_> {
    /// Visits the regions with so many items of each list, until `visit` says that this is enough.
    fn regions(
        &self,
        items: usize,
        pinned: &Point,
        visit: &mut dyn FnMut(&mut Walk) -> Result<bool, TooLarge>,
    ) -> Result<(), TooLarge> {
        regions(&self.rules.dictionary, Reach { items, blanks: false }, &self.effort, pinned, visit)
    }

    /// Visits the regions, with one item of each list, then with two, and so on, until `visit` says that this is enough or
    /// no more items can make a difference. Of sums any number may: there nothing is decided but by what is found.
    fn all_regions(
        &self,
        lists: &Lists,
        visit: &mut dyn FnMut(&mut Walk) -> Result<bool, TooLarge>,
    ) -> Result<(), TooLarge> {
        let most = if lists.sums { ITEMS / 2 } else { lists.functions.clamp(1, ITEMS) };
        for items in 1..=most {
            let mut enough = false;
            self.regions(items, &Point::default(), &mut |walk| {
                enough = !visit(walk)?;
                Ok(!enough)
            })?;
            if enough {
                return Ok(());
            }
        }
        if lists.sums || lists.functions > ITEMS { Err(TooLarge) } else { Ok(()) }
    }

    /// A unit of the region that an evaluator confirms.
    fn confirmed(&self, walk: &Walk, confirm: impl Fn(&Example) -> bool) -> Option<Example> {
        walk.points().map(|point| walk.example(&point)).find(|example| confirm(example))
    }

    fn not_decided(&mut self, criterion: &Criterion) {
        let id = &criterion.id;
        self.out
            .note(
                "R089",
                &criterion.place,
                text!(
                    "评估项 `{id}` 分出的情形太多，没有判定它的条件和等级是否都能成立",
                    "criterion `{id}` tells too many cases apart: not decided whether each of its conditions and grades can be"
                ),
            )
            .help(text!(
                "这不算错；拆成几个评估项就能判定",
                "this is no mistake; several smaller criteria can be decided"
            ));
    }
}

/// The list functions of a criterion.
fn lists_of(rules: &RuleSet, criterion: &Criterion) -> Lists {
    Lists::of_criteria([(rules, criterion)])
}

/// Whether a condition asks for anything of the unit, also through derived fields.
fn asks(rules: &RuleSet, cond: &crate::rules::language::typed::Cond) -> bool {
    let used = uses(cond, &rules.derived);
    !used.fields.is_empty() || !used.lists.is_empty() || !used.items.is_empty()
}

/// What the plain evaluator says of a criterion's grades for a unit.
fn grades_of(rules: &RuleSet, criterion: &Criterion, example: &Example) -> Option<Possible> {
    let units = example.units(&rules.dictionary);
    let assessed = reference::assess(rules, &units);
    let at =
        assessed.criteria.iter().position(|&place| rules.criteria.get(place).is_some_and(|c| c.id == criterion.id))?;
    assessed.possible.get(at)?.first().copied()
}

/// Where a part of an expression stands; the whole of it where quotes or escapes shift its places.
fn place_of(rules: &RuleSet, written: &str, place: &Place, span: &Span) -> Place {
    let file = rules.files.get(place.file);
    let plain = file.and_then(|file| file.text.get(place.span.clone())) == Some(written);
    let (start, end) = (place.span.start + span.start, place.span.start + span.end);
    match plain && end <= place.span.end && start < end {
        true => Place { file: place.file, span: start..end },
        false => place.clone(),
    }
}
