//! Units to try on a criterion: its fields with values around whatever it holds them against, its lists with nothing
//! or one item.
//!
//! What always holds: nothing rests on these being all there could be. What they come to is asked of the evaluator; a
//! branch for which none of them does is left for people to fill in.

use crate::assess::uses_of;
use crate::quantity::{Bounds, Decimal, Dimension};
use crate::rules::language::typed::{Cond, Expr, Key, Num, NumNode, Part, RowKey};
use crate::rules::language::uses::Uses;
use crate::rules::ruleset::{Criterion, GivenItem, ParamValue, RuleSet, Test};
use crate::rules::{Field, FieldIx, Kind, ListIx, Value};
use std::collections::BTreeSet;

/// How many are tried; where there are more, some that lie evenly among all.
const CASES: u128 = 4096;
/// Values of one number.
const VALUES: usize = 32;

/// What is varied, and how.
enum Axis {
    Field(FieldIx, Vec<Value>),
    Item(ListIx, FieldIx, Vec<Value>),
    /// Whether the list has an item
    List(ListIx),
}

/// Tests that expect nothing yet. The first gives nothing.
pub(super) fn candidates(rules: &RuleSet, criterion: &Criterion, blank: &Test) -> Vec<Test> {
    let used = uses_of(rules, criterion);
    let held = Held::against(rules, criterion, &used);
    let unit = used.fields.iter().filter_map(|&at| {
        let values = held.values(rules.dictionary.fields.get(at)?);
        Some(Axis::Field(at, values))
    });
    let item = used.items.iter().filter_map(|&(list, at)| {
        let values = held.values(rules.dictionary.lists.get(list)?.fields.get(at)?);
        Some(Axis::Item(list, at, values))
    });
    let axes: Vec<Axis> = unit.chain(item).chain(used.lists.iter().map(|&list| Axis::List(list))).collect();
    let count = axes.iter().fold(1u128, |count, axis| count.saturating_mul(axis.len() as u128).min(1 << 60));
    let tried = count.min(CASES);
    let cases = (0..tried).map(|case| if tried == count { case } else { scattered(case, count) });
    std::iter::once(blank.clone()).chain(cases.map(|case| test(&axes, case, blank))).collect()
}

/// Numbers below `count` that lie evenly, however many are taken.
fn scattered(case: u128, count: u128) -> u128 {
    // The golden ratio's fractions are the most even there are.
    let fraction = (case * 0x9e37_79b9_7f4a_7c15) & u128::from(u64::MAX);
    (fraction * count) >> 64
}

impl Axis {
    fn len(&self) -> usize {
        match self {
            Axis::Field(_, values) | Axis::Item(_, _, values) => values.len().max(1),
            Axis::List(_) => 2,
        }
    }
}

fn test(axes: &[Axis], mut case: u128, blank: &Test) -> Test {
    let mut test = blank.clone();
    let mut items: Vec<(ListIx, GivenItem)> = Vec::new();
    for axis in axes {
        let at = usize::try_from(case % axis.len() as u128).unwrap_or(0);
        case /= axis.len() as u128;
        match axis {
            Axis::Field(field, values) => test.given.extend(values.get(at).map(|value| (*field, value.clone()))),
            Axis::Item(list, field, values) => {
                let Some(value) = values.get(at) else { continue };
                match items.iter_mut().find(|(of, _)| of == list) {
                    Some((_, item)) => item.push((*field, value.clone())),
                    None => items.push((*list, vec![(*field, value.clone())])),
                }
            }
            Axis::List(list) => {
                let item = items.iter().find(|(of, _)| of == list).map(|(_, item)| item.clone()).unwrap_or_default();
                test.lists.push((*list, if at == 0 { vec![item] } else { Vec::new() }));
            }
        }
    }
    test
}

/// What numbers are held against: written, parameters, rows of tables.
struct Held {
    numbers: Vec<(Dimension, i64)>,
}

impl Held {
    fn against(rules: &RuleSet, criterion: &Criterion, used: &Uses) -> Held {
        let mut held = Held { numbers: Vec::new() };
        for rule in criterion.conditions() {
            held.cond(rules, &rule.cond);
        }
        for derived in used.derived.iter().filter_map(|&ix| rules.derived.get(ix)) {
            match &derived.value {
                Expr::Cond(cond) => held.cond(rules, cond),
                Expr::Num(num) => held.num(rules, num),
            }
        }
        held.numbers.sort_by_key(|(_, number)| *number);
        held.numbers.dedup();
        held
    }

    fn cond(&mut self, rules: &RuleSet, cond: &Cond) {
        cond.parts(&mut |part| self.part(rules, part));
    }

    fn num(&mut self, rules: &RuleSet, num: &Num) {
        match &num.node {
            NumNode::Known(value) => self.numbers.push((num.dimension, value.micros())),
            NumNode::Param(ix) => {
                if let Some(ParamValue::Number { value, .. }) = rules.params.get(*ix).map(|param| &param.value) {
                    self.numbers.push((num.dimension, value.micros()));
                }
            }
            NumNode::Lookup(lookup) => {
                self.numbers.extend(lookup.rows.iter().map(|row| (num.dimension, row.value.micros())));
                for (key, asked) in lookup.rows.iter().flat_map(|row| lookup.keys.iter().zip(&row.keys)) {
                    if let (Key::Number(key), RowKey::Within(bounds)) = (key, asked) {
                        let ends = [bounds.low(), bounds.high()].into_iter().flatten();
                        // `> 200 mm` begins at the next millionth, which nobody measures.
                        self.numbers.extend(ends.map(|end| (key.dimension, (end.micros() + 50) / 100 * 100)));
                    }
                }
            }
            _ => {}
        }
        num.parts(&mut |part| self.part(rules, part));
    }

    fn part(&mut self, rules: &RuleSet, part: Part) {
        match part {
            Part::Cond(cond) => self.cond(rules, cond),
            Part::Num(num) => self.num(rules, num),
            _ => {}
        }
    }

    /// Values of a field, those first that people would take.
    fn values(&self, field: &Field) -> Vec<Value> {
        match &field.kind {
            Kind::Flag => vec![Value::Flag(true), Value::Flag(false)],
            Kind::Choice(choices) => {
                (0..choices.len()).filter_map(|at| Some(Value::Choice(at.try_into().ok()?))).collect()
            }
            Kind::Several(choices) => {
                let one = (0..choices.len()).filter_map(|at| 1u64.checked_shl(at.try_into().ok()?));
                std::iter::once(0).chain(one).map(|set| Value::Several { must: set, may: set }).collect()
            }
            Kind::Text => Vec::new(),
            Kind::Number(_) | Kind::Percent => self.numbers_of(field),
        }
    }

    /// What it is held against, sums of two (the field may stand in a sum), and what lies a little beside.
    fn numbers_of(&self, field: &Field) -> Vec<Value> {
        let fits = |dimension: &Dimension| {
            field.kind.dimension().is_some_and(|own| own == *dimension || own.meets(*dimension))
        };
        let against: Vec<i64> = self.numbers.iter().filter(|(of, _)| fits(of)).map(|(_, number)| *number).collect();
        let sums = against.iter().enumerate().flat_map(|(at, a)| against.iter().skip(at + 1).map(move |b| a + b));
        let step = step(field);
        let beside = |number: &i64| [*number, *number - step, *number + step];
        let numbers = against.iter().copied().chain([0]).chain(sums).collect::<Vec<i64>>();
        let mut met = BTreeSet::new();
        // A count or a year that is not whole would be no reading.
        let whole = matches!(field.kind, Kind::Number(Dimension::Count | Dimension::Year | Dimension::Date));
        let plausible = |number: &Decimal| {
            field.range.is_none_or(|range| range.admits(*number)) && (!whole || number.micros() % 1_000_000 == 0)
        };
        numbers
            .iter()
            .flat_map(beside)
            .filter(|number| met.insert(*number))
            .filter_map(Decimal::from_micros)
            .filter(plausible)
            .map(|number| Value::Number(Bounds::exact(number)))
            .take(VALUES)
            .collect()
    }
}

/// A little, in millionths: what people would take to be just beside.
fn step(field: &Field) -> i64 {
    match (&field.kind, field.unit) {
        (Kind::Percent, _) => 1_000,
        (Kind::Number(Dimension::LENGTH), Some(unit)) if unit.symbol == "mm" => 1_000,
        (Kind::Number(Dimension::LENGTH | Dimension::Number), _) => 10_000,
        _ => 1_000_000,
    }
}
