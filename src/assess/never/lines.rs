//! `R083`, `R084`: along one number, everything else being the same, suitable and difficult leave a gap of unsuitable
//! between them, or overlap so that neither holds the other.
//!
//! A criterion's two conditions are looked at along every number that it asks about, from a unit of every region. What
//! always holds: what is told is a unit that an evaluator confirms. Deliberately absent: gaps between numbers that move
//! together.

use super::{Doubts, grades_of};
use crate::assess::Possible;
use crate::assess::regions::{Asked, Example, Few, Number, Point, Slot, TooLarge};
use crate::assess::uses_of;
use crate::lang::Text;
use crate::rules::ruleset::{Criterion, Grade, Rule};
use crate::text;
use std::collections::BTreeSet;

/// Along how many lines a criterion is looked at.
const LINES: usize = 400;

/// A stretch of a line on which everything is the same.
struct Stretch {
    from: i128,
    suitable: bool,
    difficult: bool,
    example: Example,
}

impl Stretch {
    fn grade(&self) -> Grade {
        match (self.suitable, self.difficult) {
            (true, _) => Grade::Suitable,
            (false, true) => Grade::Difficult,
            (false, false) => Grade::Unsuitable,
        }
    }
}

/// Looks along the lines.
pub(super) fn look(doubts: &mut Doubts, criterion: &Criterion) -> Result<(), TooLarge> {
    let Some(difficult) = criterion.difficult.as_ref().filter(|_| criterion.otherwise == Grade::Unsuitable) else {
        return Ok(());
    };
    let mut points = Vec::new();
    let lists = !uses_of(doubts.rules, criterion).lists.is_empty();
    doubts.regions(usize::from(lists), &Point::default(), &mut |walk| {
        Asked::of(doubts.rules).grades(walk, criterion, &mut |_| {})?;
        if let Some(point) = walk.points().next() {
            points.push(walk.example(&point).pinned(&doubts.rules.dictionary, &point));
        }
        Ok(points.len() < LINES)
    })?;
    let mut lines = BTreeSet::new();
    let (mut gap, mut overlap) = (None, None);
    for point in &points {
        for slot in
            point.numbers.keys().filter_map(|number| if let Number::Of(slot) = number { Some(*slot) } else { None })
        {
            let mut pinned = point.clone();
            pinned.numbers.remove(&Number::Of(slot));
            pinned.few.remove(&Few::There(slot));
            if lines.len() >= LINES || !lines.insert(format!("{slot:?} {pinned:?}")) {
                continue;
            }
            let Some(line) = line(doubts, criterion, difficult, slot, &pinned)? else { continue };
            let shown = |at: Option<usize>| confirmed(doubts, criterion, line.get(at?)?, slot);
            gap = gap.or_else(|| shown(gap_of(&line)));
            overlap = overlap.or_else(|| shown(overlap_of(&line)));
        }
        if gap.is_some() && overlap.is_some() {
            break;
        }
    }
    let id = &criterion.id;
    let mut tell = |code, message, help, word| {
        doubts.out.warning(code, &difficult.place, message).help(help).also(&criterion.suitable.place, word);
    };
    if let Some((Text { zh, en }, of)) = gap {
        let (of_zh, of_en) = (of.zh, of.en);
        tell(
            "R083",
            text!(
                "评估项 `{id}` 的适合与较难之间有空档：空档里的单元成了不适合",
                "criterion `{id}` has a gap between suitable and difficult, where units become unsuitable"
            ),
            text!(
                "例如 {zh}：{of_zh} 两边的值都更好；看看两个条件的端点是不是该接上",
                "for example {en}: on both sides of it `{of_en}` does better; see whether the two conditions should meet"
            ),
            text!("与这里之间", "between it and this"),
        );
    }
    if let Some((Text { zh, en }, of)) = overlap {
        let (of_zh, of_en) = (of.zh, of.en);
        tell(
            "R084",
            text!(
                "评估项 `{id}` 的适合与较难有一段重叠，重叠处按适合计",
                "criterion `{id}`: suitable and difficult overlap in part, where suitable counts"
            ),
            text!(
                "例如 {zh}：两个条件都满足，而再往两边各只满足一个；看看 {of_zh} 的端点是不是写错了",
                "for example {en}: it meets both conditions, and beyond it on either side only one holds; look at the ends of `{of_en}`"
            ),
            text!("与这里重叠", "it overlaps with this"),
        );
    }
    Ok(())
}

/// The stretches of a line where the criterion counts and both conditions are known, in order; `None` where its places
/// are not certain.
fn line(
    doubts: &Doubts,
    criterion: &Criterion,
    difficult: &Rule,
    slot: Slot,
    pinned: &Point,
) -> Result<Option<Vec<Stretch>>, TooLarge> {
    let (asked, mut line, mut certain) = (Asked::of(doubts.rules), Vec::new(), true);
    doubts.regions(1, pinned, &mut |walk| {
        let mut ask = |rule: &Rule| asked.cond(walk, &rule.cond, &mut |_| {});
        let applies = criterion.applies.as_ref().map_or(Ok(Some(true)), &mut ask)?;
        let (suitable, difficult) = (ask(&criterion.suitable)?, ask(difficult)?);
        certain &= !walk.is_loose();
        let from = walk.span_of(Number::Of(slot)).map(|span| span.low);
        let example = walk.points().next().map(|point| walk.example(&point));
        if let (Some(true), Some(suitable), Some(difficult), Some(from), Some(example)) =
            (applies, suitable, difficult, from, example)
        {
            line.push(Stretch { from, suitable, difficult, example });
        }
        Ok(true)
    })?;
    line.sort_by_key(|stretch| stretch.from);
    Ok(certain.then_some(line))
}

/// A stretch of unsuitable with suitable somewhere on one side and difficult somewhere on the other.
fn gap_of(line: &[Stretch]) -> Option<usize> {
    let grades: Vec<Grade> = line.iter().map(Stretch::grade).collect();
    (0..grades.len()).find(|&at| {
        let (before, after) = (grades.get(..at).unwrap_or_default(), grades.get(at + 1..).unwrap_or_default());
        let between = |one: Grade, other: Grade| before.contains(&one) && after.contains(&other);
        grades.get(at) == Some(&Grade::Unsuitable)
            && (between(Grade::Suitable, Grade::Difficult) || between(Grade::Difficult, Grade::Suitable))
    })
}

/// A stretch where both hold, on a line where each also holds without the other.
fn overlap_of(line: &[Stretch]) -> Option<usize> {
    let only = |suitable, difficult| line.iter().position(|at| at.suitable == suitable && at.difficult == difficult);
    only(true, false).and(only(false, true)).and(only(true, true))
}

/// What is said of a stretch's unit, and what the number is called, where an evaluator gives the unit that grade.
fn confirmed(doubts: &Doubts, criterion: &Criterion, stretch: &Stretch, slot: Slot) -> Option<(Text, Text)> {
    let dictionary = &doubts.rules.dictionary;
    let field = match slot {
        Slot::Unit(field) => dictionary.fields.get(field),
        Slot::Item(list, _, field) => dictionary.lists.get(list)?.fields.get(field),
    }?;
    let grades = grades_of(doubts.rules, criterion, &stretch.example)?;
    let called = Text { zh: field.label.clone(), en: field.id.clone() };
    (grades == Possible::only(stretch.grade())).then(|| (stretch.example.said(dictionary), called))
}
