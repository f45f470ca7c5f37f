//! Rule sets made up from bytes, for property tests: parameters of every sort, derived fields, criteria, escalations;
//! what they are made of is drawn in `made_up_expressions`, units in `made_up_units`. Fewer bytes make simpler things, so
//! that a failing case shrinks by itself; no bytes make the simplest. What always holds: every construct can come up
//! (`constructs` counts). Only evaluation is at stake: dimensions are all plain numbers, spans empty.

use super::made_up_expressions::{cond, decimal, num};
use crate::quantity::Dimension;
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
    pub large: bool,
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

pub fn choices() -> Vec<Choice> {
    let choice = |id: &str| Choice { id: id.to_string(), spellings: vec![format!("{id}式")] };
    ["a", "b", "c"].map(choice).into()
}

/// The fields that units and items alike have: numbers, choices, flag, several choices, text.
fn kinds() -> Vec<Field> {
    let number = || Kind::Number(Dimension::Number);
    vec![
        field("n0", number()),
        field("n1", number()),
        field("n2", number()),
        field("c0", Kind::Choice(choices())),
        field("c1", Kind::Choice(choices())),
        field("f0", Kind::Flag),
        field("s0", Kind::Several(choices())),
        field("t0", Kind::Text),
    ]
}

pub const CHOICE: usize = 3;
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

/// Places of the parameters, one of every sort.
pub const NUMBER_PARAM: usize = 0;
pub const FLAG_PARAM: usize = 1;
pub const CHOICE_PARAM: usize = 2;
pub const CHOICES_PARAM: usize = 3;
pub const TEXT_PARAM: usize = 4;

/// The texts that units have and rules ask for.
pub const TEXTS: [&str; 2] = ["x", "y"];
const GROUPS: [&str; 2] = ["甲", "乙"];

pub fn param(id: &str, value: ParamValue) -> Param {
    Param { id: id.to_string(), label: id.to_string(), value, cite: None, range: None, place: place() }
}

/// A rule set with parameters, derived fields that build on one another, criteria and escalations.
pub fn rules(src: &mut Source) -> RuleSet {
    let mut rules = empty_rules(dictionary());
    let ids: Vec<String> = choices().into_iter().map(|choice| choice.id).collect();
    rules.params = vec![
        param("p0", ParamValue::Number { value: decimal(src), dimension: Dimension::Number, unit: None }),
        param("p1", ParamValue::Flag(src.once_in(2))),
        param("p2", ParamValue::Word(ids[src.pick(ids.len())].clone())),
        param("p3", ParamValue::Words(ids.iter().filter(|_| src.once_in(2)).cloned().collect())),
        param("p4", ParamValue::Word(TEXTS[src.pick(2)].to_string())),
    ];
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
        made.applies = src.once_in(2).then(|| rule(cond(src, &rules, None, 2).node));
        made.otherwise = if src.once_in(4) { Grade::Difficult } else { Grade::Unsuitable };
        made.missing = [Grade::Difficult, Grade::Suitable, Grade::Unsuitable][src.pick(3)];
        made.enabled = !src.once_in(8);
        made.group = src.once_in(2).then(|| GROUPS[src.pick(2)].to_string());
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
    match src.pick(if depth == 0 { 2 } else { 4 }) {
        0 => {
            let group = src.once_in(2).then(|| GROUPS[src.pick(2)].to_string());
            let counts = |criterion: &Criterion| criterion.enabled && (group.is_none() || criterion.group == group);
            let among = (0..rules.criteria.len()).filter(|&place| counts(&rules.criteria[place])).collect();
            Tally::Count { grade: Grade::Difficult, among, group, at_least: 1 + src.pick(3) as u32 }
        }
        1 => Tally::Is { criterion: src.pick(rules.criteria.len()), grade: Grade::Difficult },
        2 => Tally::And(Box::new(tally(src, rules, depth - 1)), Box::new(tally(src, rules, depth - 1))),
        _ => Tally::Or(Box::new(tally(src, rules, depth - 1)), Box::new(tally(src, rules, depth - 1))),
    }
}
