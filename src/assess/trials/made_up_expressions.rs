//! Conditions and numbers made up from bytes: every node of the typed tree, in the scope of a unit or of an item, list
//! functions within list functions, lookups in a table that is shared and in tables of their own. No bytes make a plain
//! field. Deliberately absent: what becomes of a rule set's parts that are no expressions (`made_up`).

use super::made_up::*;
use crate::quantity::{Bounds, Comparison, Decimal, Dimension};
use crate::rules::language::typed::*;
use crate::rules::ruleset::*;
use std::sync::Arc;

/// The table that every lookup may share, and the one that each has rows of its own for.
pub const SHARED: TableIx = 1;
const OWN: TableIx = 0;

/// Small numbers, so that they meet; one in many near the limit of what is a quantity.
pub fn decimal(src: &mut Source) -> Decimal {
    let small = src.pick(7) as i64 - 2;
    let value = match src.pick(24) {
        // Just beside a whole number, where one comparison turns and the other does not.
        21 if src.large || small != 0 => Decimal::from_micros(small * 1_000_000 + 1),
        22 => Decimal::from_micros(small * 333_333),
        23 if src.large => Decimal::from_int(small * 400_000_000),
        _ => Decimal::from_int(small),
    };
    value.unwrap_or_default()
}

pub fn bounds(src: &mut Source) -> Bounds {
    match src.pick(6) {
        0..=2 => Bounds::exact(decimal(src)),
        3 => Bounds::between(Some(decimal(src)), Some(decimal(src))),
        4 => Bounds::between(Some(decimal(src)), None),
        _ => Bounds::between(None, Some(decimal(src))),
    }
}

/// A field of the item, where there is one, or of the unit: one of `count` that begin at `from`.
fn at(src: &mut Source, item: Option<usize>, from: usize, count: usize) -> At {
    let field = from + src.pick(count);
    match item {
        Some(list) if !src.once_in(4) => At::Item(list, field),
        _ => At::Unit(field),
    }
}

/// A choice by its index, and the parameter that names it, if one does.
fn named_choice(src: &mut Source, rules: &RuleSet) -> (u16, Option<usize>) {
    match src.once_in(3) {
        true => (named(rules, CHOICE_PARAM).first().copied().unwrap_or(0), Some(CHOICE_PARAM)),
        false => (src.pick(usize::from(CHOICES)) as u16, None),
    }
}

/// The choices that a parameter names.
fn named(rules: &RuleSet, param: usize) -> Vec<u16> {
    let words = match &rules.params[param].value {
        ParamValue::Word(word) => std::slice::from_ref(word),
        ParamValue::Words(words) => words,
        _ => &[],
    };
    let all = choices();
    (0..CHOICES).filter(|&choice| words.contains(&all[usize::from(choice)].id)).collect()
}

fn pick(src: &mut Source, rules: &RuleSet, item: Option<usize>) -> Pick {
    match src.once_in(2) {
        true => {
            let (choice, param) = named_choice(src, rules);
            Pick::Known { choice, param }
        }
        false => Pick::Field(at(src, item, CHOICE, 2)),
    }
}

fn word(src: &mut Source, rules: &RuleSet, item: Option<usize>) -> Word {
    match (src.pick(4), &rules.params[TEXT_PARAM].value) {
        (2, _) => Word::Known(Arc::from(TEXTS[src.pick(2)])),
        (3, ParamValue::Word(text)) => Word::Param(TEXT_PARAM, Arc::from(text.as_str())),
        _ => Word::Field(at(src, item, TEXT, 1)),
    }
}

/// A condition in the scope of an item of `item`, or of a unit.
pub fn cond(src: &mut Source, rules: &RuleSet, item: Option<usize>, depth: usize) -> Cond {
    let conditions: Vec<usize> = of_sort(rules, |value| matches!(value, Expr::Cond(_)));
    let node = match src.pick(if depth == 0 { 9 } else { 20 }) {
        0 => CondNode::Flag(at(src, item, FLAG, 1)),
        1 => CondNode::Known(src.once_in(2)),
        2 => CondNode::FlagParam(FLAG_PARAM),
        3 => {
            CondNode::SameChoice { left: pick(src, rules, item), right: pick(src, rules, item), equal: src.once_in(2) }
        }
        4 => {
            let value = Pick::Field(at(src, item, CHOICE, 2));
            match src.once_in(3) {
                true => {
                    CondNode::AmongChoices { value, among: named(rules, CHOICES_PARAM), param: Some(CHOICES_PARAM) }
                }
                false => {
                    let among = (0..CHOICES).filter(|_| src.once_in(2)).collect();
                    CondNode::AmongChoices { value, among, param: None }
                }
            }
        }
        5 => {
            let (choice, param) = named_choice(src, rules);
            CondNode::Has { field: at(src, item, SEVERAL, 1), choice, param }
        }
        6 => CondNode::SameText { left: word(src, rules, item), right: word(src, rules, item), equal: src.once_in(2) },
        7 => {
            let among = (0..src.pick(3)).map(|_| word(src, rules, item)).collect();
            CondNode::AmongTexts { value: word(src, rules, item), among }
        }
        8 => match conditions.as_slice() {
            [] => CondNode::Flag(at(src, item, FLAG, 1)),
            some => CondNode::Derived(some[src.pick(some.len())]),
        },
        9 => CondNode::Not(Box::new(cond(src, rules, item, depth - 1))),
        10 => CondNode::And(Box::new(cond(src, rules, item, depth - 1)), Box::new(cond(src, rules, item, depth - 1))),
        11 => CondNode::Or(Box::new(cond(src, rules, item, depth - 1)), Box::new(cond(src, rules, item, depth - 1))),
        12 => {
            let [a, b, c] = [(); 3].map(|()| Box::new(cond(src, rules, item, depth - 1)));
            CondNode::If(a, b, c)
        }
        13 => {
            let [a, b, c] = [(); 3].map(|()| Box::new(num(src, rules, item, depth - 1)));
            CondNode::Within(a, b, c)
        }
        14 => CondNode::AmongNumbers(
            Box::new(num(src, rules, item, depth - 1)),
            (0..src.pick(3)).map(|_| num(src, rules, item, depth - 1)).collect(),
        ),
        15 => {
            let list = src.pick(LISTS);
            CondNode::Any(list, Box::new(cond(src, rules, Some(list), depth - 1)))
        }
        16 => {
            let list = src.pick(LISTS);
            CondNode::Every(list, Box::new(cond(src, rules, Some(list), depth - 1)))
        }
        _ => {
            use Comparison::*;
            let how = [Ge, Gt, Le, Lt, Eq, Ne][src.pick(6)];
            let [a, b] = [(); 2].map(|()| Box::new(num(src, rules, item, depth - 1)));
            CondNode::Compare(a, how, b)
        }
    };
    Cond { node, span: 0..0 }
}

/// A number in the scope of an item of `item`, or of a unit.
pub fn num(src: &mut Source, rules: &RuleSet, item: Option<usize>, depth: usize) -> Num {
    let numbers = of_sort(rules, |value| matches!(value, Expr::Num(_)));
    let two = |src: &mut Source| [(); 2].map(|()| Box::new(num(src, rules, item, depth - 1)));
    let node = match src.pick(if depth == 0 { 4 } else { 20 }) {
        0 => NumNode::Field(at(src, item, 0, NUMBERS)),
        1 => NumNode::Known(decimal(src)),
        2 => NumNode::Param(NUMBER_PARAM),
        3 => match numbers.as_slice() {
            [] => NumNode::Field(at(src, item, 0, NUMBERS)),
            some => NumNode::Derived(some[src.pick(some.len())]),
        },
        4 => NumNode::Negated(Box::new(num(src, rules, item, depth - 1))),
        5 => NumNode::Magnitude(Box::new(num(src, rules, item, depth - 1))),
        6 => two(src).into(),
        7 => {
            let [a, b] = two(src);
            NumNode::Minus(a, b)
        }
        8 => {
            let [a, b] = two(src);
            NumNode::Times(a, b)
        }
        9 => {
            let [a, b] = two(src);
            NumNode::Over(a, b)
        }
        10 => NumNode::Min((0..1 + src.pick(3)).map(|_| num(src, rules, item, depth - 1)).collect()),
        11 => NumNode::Max((0..1 + src.pick(3)).map(|_| num(src, rules, item, depth - 1)).collect()),
        12 => {
            let list = src.pick(LISTS);
            NumNode::Count(list, Box::new(cond(src, rules, Some(list), depth - 1)))
        }
        13..=15 => {
            let list = src.pick(LISTS);
            let value = Box::new(num(src, rules, Some(list), depth - 1));
            [NumNode::MinOf, NumNode::MaxOf, NumNode::SumOf][src.pick(3)](list, value)
        }
        16 => {
            let when = Box::new(cond(src, rules, item, depth - 1));
            let [a, b] = two(src);
            NumNode::If(when, a, b)
        }
        _ => NumNode::Lookup(lookup(src, rules, item, depth)),
    };
    Num { node, dimension: Dimension::Number, span: 0..0 }
}

impl From<[Box<Num>; 2]> for NumNode {
    fn from([a, b]: [Box<Num>; 2]) -> NumNode {
        NumNode::Plus(a, b)
    }
}

fn of_sort(rules: &RuleSet, sort: fn(&Expr) -> bool) -> Vec<usize> {
    rules.derived.iter().enumerate().filter(|(_, derived)| sort(&derived.value)).map(|(ix, _)| ix).collect()
}

/// A lookup in a table that others look up too, with keys that are plainly fields.
fn shared_lookup(src: &mut Source, rules: &RuleSet, item: Option<usize>) -> Lookup {
    let number = Num { node: NumNode::Field(at(src, item, 0, NUMBERS)), dimension: Dimension::Number, span: 0..0 };
    let whole = |n: i64| Decimal::from_int(n);
    let within = |low, high| RowKey::Within(Bounds::between(low, high));
    let row = |keys: [RowKey; 2], value| LookupRow { keys: keys.to_vec(), value: whole(value).unwrap_or_default() };
    let rows = [
        row([RowKey::Choice(0), within(None, whole(0))], 1),
        row([RowKey::Any, within(whole(1), whole(2))], 2),
        row([RowKey::Choice(1), RowKey::Any], 3),
        row([RowKey::Any, within(whole(0), None)], 4),
    ];
    Lookup {
        table: SHARED,
        keys: vec![Key::Choice { pick: pick(src, rules, item), choices: CHOICES }, Key::Number(number)],
        rows: rows.into(),
    }
}

fn lookup(src: &mut Source, rules: &RuleSet, item: Option<usize>, depth: usize) -> Lookup {
    if src.once_in(2) {
        return shared_lookup(src, rules, item);
    }
    let keys: Vec<Key> = (0..1 + src.pick(3))
        .map(|_| match src.once_in(3) {
            true => Key::Number(num(src, rules, item, depth.min(2) - 1)),
            false => Key::Choice { pick: pick(src, rules, item), choices: CHOICES },
        })
        .collect();
    let rows = (0..1 + src.pick(5)).map(|_| {
        let asked = |key: &Key, src: &mut Source| match key {
            _ if src.once_in(3) => RowKey::Any,
            Key::Choice { .. } => RowKey::Choice(src.pick(usize::from(CHOICES)) as u16),
            Key::Number(_) => RowKey::Within(bounds(src)),
        };
        LookupRow { keys: keys.iter().map(|key| asked(key, src)).collect(), value: decimal(src) }
    });
    let rows = rows.collect::<Vec<_>>().into();
    Lookup { table: OWN, keys, rows }
}
