//! Doubtful near misses: settled units whose class would no more be sure, if a number were off by so much.
//!
//! Every number of one field is widened by the margin, and everything is assessed again: what is not settled then hangs on
//! that number; the least error that does it is found by halves. What always holds: a unit that is not told of keeps its
//! class for every value of that field within the margin, all else as surveyed; one that is told of may be told of too much,
//! where a rule uses a number twice. Deliberately absent: units that are open anyway, noughts (that there is none of
//! something), several fields at once, and fields that some criterion uses together with a private one: how near it is to
//! turning would give the private number away.

use super::Need;
use crate::assess::{Assessment, assess, used_by_criteria, uses_of};
use crate::quantity::{Bounds, Decimal, Dimension, unit_named};
use crate::rules::RuleSet;
use crate::rules::dictionary::{Field, Kind};
use crate::rules::language::uses::Uses;
use crate::rules::ruleset::Grade;
use crate::survey::Units;
use crate::survey::lifts::lift_of;
use crate::survey::units::Values;

/// A unit whose class hangs on a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Near {
    /// Which unit
    pub unit: usize,
    /// The field
    pub need: Need,
    /// The least error with which the class is not sure any more, in base units of measure; the smallest number there is,
    /// a millionth, where the value is on a limit
    pub off: Decimal,
    /// Its class
    pub class: Grade,
    /// The best class within the margin
    pub best: Grade,
    /// The worst class within the margin
    pub worst: Grade,
}

/// The near misses within these margins, each field taking the one that fits it ([`margin_for`]): by unit, the nearest
/// first.
pub fn near(rules: &RuleSet, units: &Units, a: &Assessment, margins: &[(Dimension, Decimal)]) -> Vec<Near> {
    let used = used_by_criteria(rules);
    let fields = used.fields.iter().map(|&field| Need::Field(field));
    let items = used.items.iter().map(|&(list, field)| Need::Item(list, field));
    let mut found: Vec<Near> = fields
        .chain(items)
        .filter(|need| !beside_private(rules, *need))
        .filter_map(|need| {
            let at = margin_for(field_of(rules, need)?, margins)?;
            Some((need, margins.get(at)?.1))
        })
        .flat_map(|(need, margin)| of_field(rules, units, a, need, margin))
        .collect();
    found.sort_by_key(|near| (near.unit, near.off, near.need));
    found
}

/// The near misses of one field.
fn of_field(rules: &RuleSet, units: &Units, a: &Assessment, need: Need, margin: Decimal) -> Vec<Near> {
    let settled: Vec<usize> = (0..units.count)
        .filter(|&unit| a.is_settled(unit) && lift_of(&rules.dictionary, units, unit) != Some(true))
        .collect();
    let all = units.chosen(&settled);
    let wider = assess(rules, &widened(&all, need, &|_| margin.micros()));
    let hanging: Vec<usize> = (0..all.count).filter(|&at| !wider.is_settled(at)).collect();
    // The least error of each, by halves: what is not settled with some error is not with more.
    let some = all.chosen(&hanging);
    let mut ends: Vec<(i64, i64)> = vec![(0, margin.micros()); hanging.len()];
    while ends.iter().any(|(sure, unsure)| sure + 1 < *unsure) {
        let middle: Vec<i64> = ends.iter().map(|(sure, unsure)| (sure + unsure) / 2).collect();
        let tried = assess(rules, &widened(&some, need, &|at| middle.get(at).copied().unwrap_or_default()));
        for (at, ((sure, unsure), middle)) in ends.iter_mut().zip(middle).enumerate() {
            *(if tried.is_settled(at) { sure } else { unsure }) = middle;
        }
    }
    let one = |(&at, (_, off)): (&usize, (i64, i64))| {
        let unit = *settled.get(at)?;
        let off = Decimal::from_micros(off)?;
        Some(Near {
            unit,
            need,
            off,
            class: *a.class.get(unit)?,
            best: *wider.best.get(at)?,
            worst: *wider.worst.get(at)?,
        })
    };
    hanging.iter().zip(ends).filter_map(one).collect()
}

fn field_of(rules: &RuleSet, need: Need) -> Option<&Field> {
    match need {
        Need::Field(field) => rules.dictionary.fields.get(field),
        Need::Item(list, field) => rules.dictionary.lists.get(list)?.fields.get(field),
        Need::List(_) => None,
    }
}

/// Whether the field is private, or a criterion has it and a private one.
fn beside_private(rules: &RuleSet, need: Need) -> bool {
    let has = |uses: &Uses| match need {
        Need::Field(field) => uses.fields.contains(&field),
        Need::Item(list, field) => uses.items.contains(&(list, field)),
        Need::List(_) => false,
    };
    let private = |need: Need| field_of(rules, need).is_none_or(|field| field.private);
    rules.enabled().map(|criterion| uses_of(rules, criterion)).filter(has).any(|uses| {
        uses.fields.iter().any(|&field| private(Need::Field(field)))
            || uses.items.iter().any(|&(list, field)| private(Need::Item(list, field)))
    })
}

/// Which margin a field takes: the largest of its measure (a plain number: of percentages) that is less than ten of the
/// unit of measure in which the field is surveyed, so that two centimetres are nothing for what is read off in millimetres.
pub fn margin_for(field: &Field, margins: &[(Dimension, Decimal)]) -> Option<usize> {
    let dimension = match field.kind {
        Kind::Percent => Dimension::Number,
        // What is counted, and a bare number, is not measured with a tape.
        Kind::Number(Dimension::Number | Dimension::Count | Dimension::Year | Dimension::Date) => return None,
        Kind::Number(dimension) => dimension,
        _ => return None,
    };
    let unit = if field.kind == Kind::Percent { unit_named("%") } else { field.unit };
    let far = unit.map_or(Decimal::parse("10"), |unit| unit.read("10"))?;
    let fits = |(_, (of, margin)): &(usize, &(Dimension, Decimal))| *of == dimension && *margin < far;
    margins.iter().enumerate().filter(fits).max_by_key(|(_, (_, margin))| *margin).map(|(at, _)| at)
}

/// The same units, every number of a field having so much more room on both sides, by the unit's place.
fn widened(units: &Units, need: Need, by: &dyn Fn(usize) -> i64) -> Units {
    let mut wider = units.clone();
    let (column, unit_of): (_, Vec<usize>) = match need {
        Need::Field(field) => (wider.fields.get_mut(field), (0..units.count).collect()),
        Need::Item(list, field) => match wider.lists.get_mut(list) {
            Some(items) => {
                let unit_of = (0..units.count).flat_map(|unit| items.of(unit).map(move |_| unit)).collect();
                (items.fields.get_mut(field), unit_of)
            }
            None => (None, Vec::new()),
        },
        Need::List(_) => (None, Vec::new()),
    };
    if let Some(Values::Number { low, high }) = column.map(|column| &mut column.values) {
        for ((low, high), unit) in low.iter_mut().zip(high).zip(unit_of) {
            // Nought is that there is none of it: nobody held a tape to it.
            if (*low, *high) == (0, 0) {
                continue;
            }
            let margin = Decimal::from_micros(by(unit)).unwrap_or(Decimal::ZERO);
            let bounds = Bounds::from_ends(*low, *high).plus(Bounds::between(Some(margin.negated()), Some(margin)));
            (*low, *high) = (bounds.low_end(), bounds.high_end());
        }
    }
    wider
}
