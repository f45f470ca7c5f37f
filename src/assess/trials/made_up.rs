//! Rule sets and units made up from bytes, for property tests: every node of the typed tree, every way of not
//! knowing. Fewer bytes make simpler things, so that a failing case shrinks by itself; no bytes make the simplest.
//! Only evaluation is at stake: dimensions are all plain numbers, spans empty.

use crate::quantity::{Bounds, Comparison, Decimal, Dimension};
use crate::rules::diagnostic::Place;
use crate::rules::dictionary::{Choice, Complete, Dictionary, Field, Kind, ListDef};
use crate::rules::language::typed::*;
use crate::rules::ruleset::*;
use std::sync::Arc;

/// Bytes to draw from.
pub struct Source<'a> {
    pub bytes: &'a [u8],
    /// Whether numbers may come near the limit of what is a quantity. What passes it is unknown as a whole, so
    /// there a value found out can say less than the bounds before it.
    large: bool,
}

impl<'a> Source<'a> {
    /// With any number.
    pub fn any(bytes: &'a [u8]) -> Source<'a> {
        Source { bytes, large: true }
    }

    /// With numbers far from the limit.
    pub fn small(bytes: &'a [u8]) -> Source<'a> {
        Source { bytes, large: false }
    }

    /// One of `0..n`; 0 once the bytes are used up.
    pub fn pick(&mut self, n: usize) -> usize {
        match self.bytes.split_first() {
            Some((&first, rest)) => {
                self.bytes = rest;
                usize::from(first) % n
            }
            None => 0,
        }
    }

    /// Once in `n` times; never once the bytes are used up.
    pub fn once_in(&mut self, n: usize) -> bool {
        self.pick(n) == n - 1
    }
}

pub const NUMBERS: usize = 3;
pub const CHOICES: u16 = 3;
pub const LISTS: usize = 2;

pub fn field(id: &str, kind: Kind) -> Field {
    Field::bare(id, id, kind)
}

pub fn choices(ids: &[&str]) -> Vec<Choice> {
    ids.iter().map(|id| Choice { id: id.to_string(), spellings: vec![format!("{id}式")] }).collect()
}

/// The fields that units and items alike have: numbers, choices, flag, several choices, text.
fn kinds() -> Vec<Field> {
    let number = || Kind::Number(Dimension::Number);
    let choice = || choices(&["a", "b", "c"]);
    vec![
        field("n0", number()),
        field("n1", number()),
        field("n2", number()),
        field("c0", Kind::Choice(choice())),
        field("c1", Kind::Choice(choice())),
        field("f0", Kind::Flag),
        field("s0", Kind::Several(choice())),
        field("t0", Kind::Text),
    ]
}

const CHOICE: usize = 3;
pub const FLAG: usize = 5;
pub const SEVERAL: usize = 6;
pub const TEXT: usize = 7;

pub fn dictionary() -> Dictionary {
    let list = |id: &str| ListDef {
        id: id.to_string(),
        label: id.to_string(),
        aliases: Vec::new(),
        complete: Complete::Unit,
        fields: kinds(),
        columns: Vec::new(),
    };
    Dictionary { fields: kinds(), lists: vec![list("l0"), list("l1")] }
}

pub fn place() -> Place {
    Place { file: 0, span: 0..0 }
}

pub fn rule(cond: CondNode) -> Rule {
    Rule { cond: Cond { node: cond, span: 0..0 }, written: String::new(), place: place() }
}

pub fn criterion(id: &str, suitable: CondNode) -> Criterion {
    Criterion {
        id: id.to_string(),
        title: id.to_string(),
        group: None,
        enabled: true,
        applies: None,
        suitable: rule(suitable),
        difficult: None,
        otherwise: Grade::Unsuitable,
        missing: Grade::Difficult,
        cite: None,
        note: None,
        place: place(),
    }
}

pub fn empty_rules(dictionary: Dictionary) -> RuleSet {
    RuleSet {
        id: "made-up".to_string(),
        title: String::new(),
        version: String::new(),
        jurisdiction: None,
        effective_from: None,
        effective_to: None,
        dictionary,
        params: Vec::new(),
        derived: Vec::new(),
        tables: Vec::new(),
        criteria: Vec::new(),
        escalations: Vec::new(),
        when_nothing_applies: Grade::Difficult,
        sources: Vec::new(),
        remedies: Vec::new(),
        tests: Vec::new(),
        files: Vec::new(),
        merged: Arc::default(),
    }
}

pub fn param(id: &str, value: ParamValue) -> Param {
    Param { id: id.to_string(), label: id.to_string(), value, cite: None, range: None, place: place() }
}

/// A rule set with parameters, derived fields that build on one another, criteria and escalations.
pub fn rules(src: &mut Source) -> RuleSet {
    let mut rules = empty_rules(dictionary());
    let number = ParamValue::Number { value: decimal(src), dimension: Dimension::Number, unit: None };
    rules.params = vec![param("p0", number), param("p1", ParamValue::Flag(src.once_in(2)))];
    for ix in 0..src.pick(4) {
        let value = match src.once_in(2) {
            true => Expr::Cond(cond(src, &rules, None, 2)),
            false => Expr::Num(num(src, &rules, None, 2)),
        };
        let id = format!("d{ix}");
        rules.derived.push(Derived { label: id.clone(), id, value, written: String::new(), place: place() });
    }
    for ix in 0..1 + src.pick(4) {
        let mut made = criterion(&format!("k{ix}"), CondNode::Known(true));
        made.suitable.cond = cond(src, &rules, None, 3);
        made.difficult = src.once_in(2).then(|| rule(cond(src, &rules, None, 3).node));
        made.applies = src.once_in(3).then(|| rule(cond(src, &rules, None, 2).node));
        made.otherwise = if src.once_in(4) { Grade::Difficult } else { Grade::Unsuitable };
        made.missing = [Grade::Difficult, Grade::Suitable, Grade::Unsuitable][src.pick(3)];
        made.enabled = !src.once_in(8);
        rules.criteria.push(made);
    }
    for ix in 0..src.pick(3) {
        let when = tally(src, &rules, 2);
        let (id, written) = (format!("e{ix}"), String::new());
        rules.escalations.push(Escalation { id, label: None, when, to: Grade::Unsuitable, written, place: place() });
    }
    rules.when_nothing_applies = [Grade::Difficult, Grade::Suitable, Grade::Unsuitable][src.pick(3)];
    rules
}

fn tally(src: &mut Source, rules: &RuleSet, depth: usize) -> Tally {
    let enabled = |src: &mut Source, one_in: usize| {
        let among = rules.criteria.iter().enumerate().filter(|(_, criterion)| criterion.enabled);
        among.map(|(place, _)| place).filter(|_| !src.once_in(one_in)).collect()
    };
    match src.pick(if depth == 0 { 2 } else { 4 }) {
        0 => Tally::Count {
            grade: Grade::Difficult,
            among: enabled(src, 4),
            group: None,
            at_least: 1 + src.pick(3) as u32,
        },
        1 => Tally::Is { criterion: src.pick(rules.criteria.len()), grade: Grade::Difficult },
        2 => Tally::And(Box::new(tally(src, rules, depth - 1)), Box::new(tally(src, rules, depth - 1))),
        _ => Tally::Or(Box::new(tally(src, rules, depth - 1)), Box::new(tally(src, rules, depth - 1))),
    }
}

/// Small numbers, so that they meet; one in many near the limit of what is a quantity.
pub fn decimal(src: &mut Source) -> Decimal {
    let small = src.pick(7) as i64 - 2;
    let value = match src.pick(24) {
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

fn pick(src: &mut Source, item: Option<usize>) -> Pick {
    match src.once_in(2) {
        true => Pick::Known { choice: src.pick(usize::from(CHOICES)) as u16, param: None },
        false => Pick::Field(at(src, item, CHOICE, 2)),
    }
}

fn word(src: &mut Source, item: Option<usize>) -> Word {
    match src.once_in(2) {
        true => Word::Known(Arc::from(["x", "y"][src.pick(2)])),
        false => Word::Field(at(src, item, TEXT, 1)),
    }
}

/// A condition in the scope of an item of `item`, or of a unit.
pub fn cond(src: &mut Source, rules: &RuleSet, item: Option<usize>, depth: usize) -> Cond {
    let conditions: Vec<usize> = of_sort(rules, |value| matches!(value, Expr::Cond(_)));
    let node = match src.pick(if depth == 0 { 8 } else { 18 }) {
        0 => CondNode::Flag(at(src, item, FLAG, 1)),
        1 => CondNode::Known(src.once_in(2)),
        2 => CondNode::FlagParam(1),
        3 => CondNode::SameChoice { left: pick(src, item), right: pick(src, item), equal: src.once_in(2) },
        4 => {
            let among = (0..CHOICES).filter(|_| src.once_in(2)).collect();
            CondNode::AmongChoices { value: Pick::Field(at(src, item, CHOICE, 2)), among, param: None }
        }
        5 => CondNode::Has { field: at(src, item, SEVERAL, 1), choice: src.pick(3) as u16, param: None },
        6 => CondNode::SameText { left: word(src, item), right: word(src, item), equal: src.once_in(2) },
        7 => match conditions.as_slice() {
            [] => CondNode::AmongTexts { value: word(src, item), among: vec![word(src, item), word(src, item)] },
            some => CondNode::Derived(some[src.pick(some.len())]),
        },
        8 => CondNode::Not(Box::new(cond(src, rules, item, depth - 1))),
        9 => CondNode::And(Box::new(cond(src, rules, item, depth - 1)), Box::new(cond(src, rules, item, depth - 1))),
        10 => CondNode::Or(Box::new(cond(src, rules, item, depth - 1)), Box::new(cond(src, rules, item, depth - 1))),
        11 => {
            let [a, b, c] = [(); 3].map(|()| Box::new(cond(src, rules, item, depth - 1)));
            CondNode::If(a, b, c)
        }
        12 => {
            let [a, b, c] = [(); 3].map(|()| Box::new(num(src, rules, item, depth - 1)));
            CondNode::Within(a, b, c)
        }
        13 => CondNode::AmongNumbers(
            Box::new(num(src, rules, item, depth - 1)),
            (0..src.pick(3)).map(|_| num(src, rules, item, depth - 1)).collect(),
        ),
        14 => {
            let list = src.pick(LISTS);
            CondNode::Any(list, Box::new(cond(src, rules, Some(list), depth - 1)))
        }
        15 => {
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
        2 => NumNode::Param(0),
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
fn shared_lookup(src: &mut Source, item: Option<usize>) -> Lookup {
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
        table: 1,
        keys: vec![Key::Choice { pick: pick(src, item), choices: CHOICES }, Key::Number(number)],
        rows: rows.into(),
    }
}

fn lookup(src: &mut Source, rules: &RuleSet, item: Option<usize>, depth: usize) -> Lookup {
    if src.once_in(2) {
        return shared_lookup(src, item);
    }
    let keys: Vec<Key> = (0..1 + src.pick(3))
        .map(|_| match src.once_in(3) {
            true => Key::Number(num(src, rules, item, depth.min(2) - 1)),
            false => Key::Choice { pick: pick(src, item), choices: CHOICES },
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
    Lookup { table: 0, keys, rows }
}
