//! Units that together stand for all there could be, for a criterion that holds fields of the unit against fixed
//! values: each field takes every value at which an answer could change, in every combination.
//!
//! What always holds: `None` where something else is asked, or the combinations are too many; so what is found true
//! of all of them is true of every unit.

use crate::assess::explain::phrase::constant;
use crate::quantity::{Bounds, Decimal};
use crate::rules::language::typed::{At, Cond, CondNode, Expr, Num, NumNode, Pick};
use crate::rules::ruleset::{Criterion, RuleSet};
use crate::rules::{FieldIx, Kind, Value};
use crate::survey::Units;
use std::collections::{BTreeMap, BTreeSet};

/// How many combinations are tried.
const CASES: usize = 1024;

/// The thresholds that each field of the unit is held against, in millionths; empty for what is no number.
type Thresholds = BTreeMap<FieldIx, BTreeSet<i64>>;

/// The units that tell a criterion's possible grades apart.
pub(in crate::assess) fn of_criterion(rules: &RuleSet, criterion: &Criterion) -> Option<Units> {
    let mut asked = Thresholds::new();
    for rule in [&criterion.applies, &criterion.difficult].into_iter().flatten().chain([&criterion.suitable]) {
        of_cond(rules, &rule.cond, &mut asked)?;
    }
    let choices: Vec<(FieldIx, Vec<Value>)> = asked
        .iter()
        .map(|(&field, thresholds)| Some((field, values(rules, field, thresholds)?)))
        .collect::<Option<_>>()?;
    let count = choices.iter().try_fold(1usize, |all, (_, values)| all.checked_mul(values.len()))?;
    if count > CASES {
        return None;
    }
    let mut units = Units::new(&rules.dictionary);
    let lists = vec![None; rules.dictionary.lists.len()];
    for case in 0..count {
        let mut fields = vec![Value::Unknown; rules.dictionary.fields.len()];
        let mut rest = case;
        for (field, values) in &choices {
            let value = values.get(rest % values.len())?;
            rest /= values.len();
            *fields.get_mut(*field)? = value.clone();
        }
        units.push(&["".into()], &fields, &lists);
    }
    Some(units)
}

fn of_cond(rules: &RuleSet, cond: &Cond, asked: &mut Thresholds) -> Option<()> {
    match &cond.node {
        CondNode::Known(_) | CondNode::FlagParam(_) => {}
        CondNode::Flag(At::Unit(field)) | CondNode::Has { field: At::Unit(field), .. } => {
            asked.entry(*field).or_default();
        }
        CondNode::AmongChoices { value: Pick::Field(At::Unit(field)), .. }
        | CondNode::SameChoice { left: Pick::Field(At::Unit(field)), right: Pick::Known { .. }, .. }
        | CondNode::SameChoice { left: Pick::Known { .. }, right: Pick::Field(At::Unit(field)), .. } => {
            asked.entry(*field).or_default();
        }
        CondNode::Compare(a, _, b) => numbers(rules, &[a, b], asked)?,
        CondNode::Within(x, low, high) => numbers(rules, &[x, low, high], asked)?,
        CondNode::AmongNumbers(x, among) => {
            numbers(rules, &std::iter::once(&**x).chain(among).collect::<Vec<_>>(), asked)?;
        }
        CondNode::Not(a) => of_cond(rules, a, asked)?,
        CondNode::And(a, b) | CondNode::Or(a, b) => {
            of_cond(rules, a, asked)?;
            of_cond(rules, b, asked)?;
        }
        CondNode::If(a, b, c) => {
            of_cond(rules, a, asked)?;
            of_cond(rules, b, asked)?;
            of_cond(rules, c, asked)?;
        }
        CondNode::Derived(ix) => match &rules.derived.get(*ix)?.value {
            Expr::Cond(cond) => of_cond(rules, cond, asked)?,
            Expr::Num(_) => return None,
        },
        _ => return None,
    }
    Some(())
}

/// One field against fixed values, or fixed values alone.
fn numbers(rules: &RuleSet, all: &[&Num], asked: &mut Thresholds) -> Option<()> {
    let mut fields = Vec::new();
    let mut fixed = Vec::new();
    for num in all {
        match (&num.node, constant(rules, num)) {
            (NumNode::Field(At::Unit(field)), _) => fields.push(*field),
            (_, Some(bounds)) => fixed.push(bounds.value()?.micros()),
            _ => return None,
        }
    }
    match fields.as_slice() {
        [] => {}
        [field] => asked.entry(*field).or_default().extend(fixed),
        _ => return None,
    }
    Some(())
}

/// The values of a field that could make a difference.
fn values(rules: &RuleSet, field: FieldIx, thresholds: &BTreeSet<i64>) -> Option<Vec<Value>> {
    let field = rules.dictionary.fields.get(field)?;
    let several = |set: usize| Value::Several { must: set as u64, may: set as u64 };
    Some(match &field.kind {
        Kind::Flag => vec![Value::Flag(false), Value::Flag(true)],
        Kind::Choice(choices) => (0..u16::try_from(choices.len()).ok()?).map(Value::Choice).collect(),
        Kind::Several(choices) if choices.len() <= 8 => (0..1usize << choices.len()).map(several).collect(),
        Kind::Several(_) | Kind::Text => return None,
        _ => {
            let around = thresholds.iter().flat_map(|&at| [at - 1, at, at + 1]);
            let plausible = |value: &Decimal| field.range.is_none_or(|range| range.admits(*value));
            let values = around.filter_map(Decimal::from_micros).filter(plausible);
            // What 无 means of the field may lie outside its range.
            values.map(|value| Value::Number(Bounds::exact(value))).chain(field.none.clone()).collect()
        }
    })
    .filter(|values: &Vec<Value>| !values.is_empty())
}
