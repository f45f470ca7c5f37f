//! `R082`: a grade that a criterion provides for and can never have, and why.
//!
//! What always holds: a grade that some unit may have (or that is not known to be impossible) is never told of.

use super::lists::Lists;
use super::{Doubts, grades_of, lists_of};
use crate::assess::Possible;
use crate::assess::regions::{Asked, Example, TooLarge};
use crate::lang::Text;
use crate::rules::ruleset::{Criterion, Grade, Rule};
use crate::text;

/// Looks for grades that no unit has.
pub(super) fn look(doubts: &mut Doubts, criterion: &Criterion) -> Result<(), TooLarge> {
    let rules = doubts.rules;
    let lists = lists_of(rules, criterion);
    let provided: Vec<(Grade, Provided, &Rule)> = [
        Some((Grade::Suitable, Provided::Suitable, &criterion.suitable)),
        criterion.difficult.as_ref().map(|rule| (Grade::Difficult, Provided::Difficult, rule)),
        Some((criterion.otherwise, Provided::Otherwise, &criterion.suitable)),
    ]
    .into_iter()
    .flatten()
    .collect();
    let mut possible = Possible::default();
    doubts.all_regions(&lists, &mut |walk| {
        let asked = Asked { either_way: true, ..Asked::of(rules) };
        possible = possible.or(asked.grades(walk, criterion, &mut |_| {})?);
        Ok(!provided.iter().all(|(grade, ..)| possible.has(*grade)))
    })?;
    for (grade, provided, rule) in provided {
        if possible.has(grade) {
            continue;
        }
        let reason = reason(doubts, criterion, provided, rule, &lists)?;
        let (id, Text { zh, en }) = (&criterion.id, grade.label());
        let message = text!("评估项 `{id}` 总不会是“{zh}”", "criterion `{id}` can never be {en}");
        doubts.out.warning("R082", &rule.place, message).help(reason);
    }
    Ok(())
}

/// By which key a grade is provided for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Provided {
    Suitable,
    Difficult,
    Otherwise,
}

/// Why: with a unit of which one would have expected it, where there is one.
fn reason(
    doubts: &Doubts,
    criterion: &Criterion,
    provided: Provided,
    rule: &Rule,
    lists: &Lists,
) -> Result<Text, TooLarge> {
    let rules = doubts.rules;
    if provided == Provided::Otherwise {
        return Ok(match (criterion.difficult.is_some(), criterion.applies.is_some()) {
            (true, false) => text!(
                "不满足 suitable 的都满足 difficult；看看 difficult 的方向和取值",
                "whatever is not `suitable` is `difficult`; look at the direction and the values of `difficult`"
            ),
            (true, true) => text!(
                "计入的单元（applies 成立）不满足 suitable 的，都满足 difficult；看看三个条件的方向和取值",
                "units that count (by `applies`) and are not `suitable` are `difficult`; look at the directions and the values of all three"
            ),
            (false, _) => text!(
                "计入的单元（applies 成立）都满足 suitable；看看两个条件的方向和取值",
                "units that count (by `applies`) all are `suitable`; look at the directions and the values of both"
            ),
        });
    }
    // A unit that counts says more than one that is left out.
    let (mut met, mut left_out) = (None, None);
    doubts.all_regions(lists, &mut |walk| {
        if Asked::of(rules).cond(walk, &rule.cond, &mut |_| {})? == Some(true) {
            let grades = Asked::of(rules).grades(walk, criterion, &mut |_| {})?;
            let place = if grades.never_applies() { &mut left_out } else { &mut met };
            if place.is_none() {
                let confirm = |example: &Example| grades_of(rules, criterion, example) == Some(grades);
                *place = doubts.confirmed(walk, confirm).map(|example| (grades, example));
            }
        }
        Ok(met.is_none())
    })?;
    let Some((grades, example)) = met.or(left_out) else {
        return Ok(match provided {
            Provided::Suitable => text!("suitable 总不能满足", "`suitable` never holds"),
            _ => text!("difficult 总不能满足", "`difficult` never holds"),
        });
    };
    let Text { zh, en } = example.said(&rules.dictionary);
    Ok(match grades.never_applies() {
        true => text!(
            "满足它的单元都不计入（applies 不成立），例如：{zh}",
            "units that meet it are left out by `applies`, for example: {en}"
        ),
        false => text!(
            "满足 difficult 的单元都已满足 suitable，例如：{zh}。看看两个条件的取值是不是写反了",
            "units that meet `difficult` meet `suitable` already, for example: {en}; see whether the two are the wrong way round"
        ),
    })
}
