//! How often each construct of the rules language comes up in what is made up, and each way of knowing and of not
//! knowing: once for every unit, or item of a unit, for which it is evaluated.
//!
//! What always holds: a construct without a name here does not compile, and one that hardly ever comes up fails the test.
//! Deliberately absent: whether what is evaluated is right (`properties`, `long`).

use super::made_up::{self, Source};
use super::made_up_expressions::SHARED;
use super::made_up_units;
use crate::assess::{Assessment, assess};
use crate::quantity::Comparison;
use crate::rules::language::typed::*;
use crate::rules::ruleset::{Criterion, Grade, ParamValue, RuleSet, Tally};
use crate::rules::{Kind, ListIx, Value};
use crate::survey::Units;
use proptest::prelude::*;
use proptest::test_runner::{RngAlgorithm, TestRng};
use std::collections::BTreeMap;

/// A function that names every variant, and the list of its names.
macro_rules! names {
    ($($all:ident: $name:ident($of:ty) { $($variant:pat $(if $guard:expr)? => $text:literal,)+ })+) => {
        $(
            const $all: &[&str] = &[$($text),+];
            fn $name(it: $of) -> &'static str {
                match it { $($variant $(if $guard)? => $text),+ }
            }
        )+
        const ALL: &[&[&str]] = &[$($all),+, &POSSIBLE];
    };
}

names! {
    CONDITIONS: of_cond(&CondNode) {
        CondNode::Known(_) => "true, false",
        CondNode::Flag(_) => "flag",
        CondNode::FlagParam(_) => "flag parameter",
        CondNode::Derived(_) => "derived condition",
        CondNode::Not(_) => "not",
        CondNode::And(..) => "and",
        CondNode::Or(..) => "or",
        CondNode::Compare(_, Comparison::Eq, _) => "== of numbers",
        CondNode::Compare(_, Comparison::Ne, _) => "!= of numbers",
        CondNode::Compare(_, Comparison::Lt, _) => "<",
        CondNode::Compare(_, Comparison::Le, _) => "<=",
        CondNode::Compare(_, Comparison::Gt, _) => ">",
        CondNode::Compare(_, Comparison::Ge, _) => ">=",
        CondNode::Within(..) => "in low..high",
        CondNode::AmongNumbers(..) => "in [numbers]",
        CondNode::SameChoice { equal: true, .. } => "== of choices",
        CondNode::SameChoice { equal: false, .. } => "!= of choices",
        CondNode::AmongChoices { param: None, .. } => "in [choices]",
        CondNode::AmongChoices { param: Some(_), .. } => "in choices of a parameter",
        CondNode::Has { param: None, .. } => "has",
        CondNode::Has { param: Some(_), .. } => "has, of a parameter",
        CondNode::SameText { equal: true, .. } => "== of texts",
        CondNode::SameText { equal: false, .. } => "!= of texts",
        CondNode::AmongTexts { .. } => "in [texts]",
        CondNode::Any(..) => "any",
        CondNode::Every(..) => "every",
        CondNode::If(..) => "if, of conditions",
    }
    NUMBERS: of_num(&NumNode) {
        NumNode::Known(_) => "written number",
        NumNode::Field(_) => "number field",
        NumNode::Param(_) => "number parameter",
        NumNode::Derived(_) => "derived number",
        NumNode::Negated(_) => "-a",
        NumNode::Plus(..) => "+",
        NumNode::Minus(..) => "-",
        NumNode::Times(..) => "*",
        NumNode::Over(..) => "/",
        NumNode::Min(_) => "min",
        NumNode::Max(_) => "max",
        NumNode::Magnitude(_) => "abs",
        NumNode::Lookup(lookup) if lookup.table == SHARED => "lookup, shared table",
        NumNode::Lookup(_) => "lookup, own table",
        NumNode::Count(..) => "count",
        NumNode::MinOf(..) => "min of a list",
        NumNode::MaxOf(..) => "max of a list",
        NumNode::SumOf(..) => "sum of a list",
        NumNode::If(..) => "if, of numbers",
    }
    PICKS: of_pick(&Pick) {
        Pick::Field(_) => "choice field",
        Pick::Known { param: None, .. } => "named choice",
        Pick::Known { param: Some(_), .. } => "choice of a parameter",
    }
    WORDS: of_word(&Word) {
        Word::Field(_) => "text field",
        Word::Known(_) => "written text",
        Word::Param(..) => "text of a parameter",
    }
    LOOKUPS: of_keys(usize) {
        0 | 1 => "lookup by one key",
        2 => "lookup by two keys",
        _ => "lookup by more keys",
    }
    KEYS: of_key(&Key) {
        Key::Choice { .. } => "choice key",
        Key::Number(_) => "number key",
    }
    ROWS: of_row(RowKey) {
        RowKey::Any => "row, *",
        RowKey::Choice(_) => "row, choice",
        RowKey::Within(bounds) if bounds.is_exact() => "row, one number",
        RowKey::Within(bounds) if bounds.low().is_none() => "row, up to",
        RowKey::Within(bounds) if bounds.high().is_none() => "row, from",
        RowKey::Within(_) => "row, between",
    }
    PARAMETERS: of_param(&ParamValue) {
        ParamValue::Number { .. } => "parameter, number",
        ParamValue::Word(_) => "parameter, word",
        ParamValue::Words(_) => "parameter, words",
        ParamValue::Flag(_) => "parameter, flag",
    }
    PLACES: of_place((At, Scope)) {
        (At::Item(..), _) => "item's field",
        (At::Unit(_), Scope::Item(_)) => "unit's field, of an item",
        (At::Unit(_), Scope::Unit) => "unit's field",
        (At::Unit(_), Scope::Derived) => "unit's field, derived",
    }
    FUNCTIONS: of_list_function(Scope) {
        Scope::Unit => "list function",
        Scope::Item(_) => "list function in a list function",
        Scope::Derived => "list function, derived",
    }
    DERIVED: of_derived(Scope) {
        Scope::Unit => "derived, of the unit",
        Scope::Item(_) => "derived, of an item",
        Scope::Derived => "derived of derived",
    }
    LISTS: of_list((bool, usize)) {
        (false, 0) => "unknown list",
        (false, _) => "list known in part",
        (true, 0) => "empty list",
        (true, _) => "list",
    }
    ITEMS: of_item(bool) {
        true => "item",
        false => "item that may not exist",
    }
    VALUES: of_value((&Kind, &Value)) {
        (_, Value::Number(bounds)) if bounds.is_exact() => "exact number",
        (_, Value::Number(bounds)) if bounds.low().is_none() => "number up to",
        (_, Value::Number(bounds)) if bounds.high().is_none() => "number from",
        (_, Value::Number(_)) => "number between",
        (_, Value::Choice(_)) => "known choice",
        (_, Value::Foreign) => "foreign text",
        (_, Value::Several { must, may }) if must == may => "known choices",
        (_, Value::Several { .. }) => "choices known in part",
        (_, Value::Flag(_)) => "known flag",
        (_, Value::Text(_)) => "known text",
        (Kind::Number(_) | Kind::Percent, Value::Unknown) => "unknown number",
        (Kind::Choice(_), Value::Unknown) => "unknown choice",
        (Kind::Several(_), Value::Unknown) => "unknown choices",
        (Kind::Flag, Value::Unknown) => "unknown flag",
        (Kind::Text, Value::Unknown) => "unknown text",
    }
    TALLIES: of_tally((&Tally, &[Criterion])) {
        (Tally::Count { group: None, .. }, _) => "count of grades",
        (Tally::Count { group: Some(_), .. }, _) => "count of grades, of a group",
        (Tally::Is { criterion, .. }, criteria) if criteria[*criterion].enabled => "grade of a criterion",
        (Tally::Is { .. }, _) => "grade of a disabled criterion",
        (Tally::And(..), _) => "and, of grades",
        (Tally::Or(..), _) => "or, of grades",
    }
    HELD: of_held(bool) {
        true => "escalation that holds",
        false => "escalation that does not hold",
    }
    ENABLED: of_enabled(bool) {
        true => "criterion",
        false => "disabled criterion",
    }
    APPLIES: of_applies(Option<()>) {
        Some(()) => "applies",
        None => "always applies",
    }
    DIFFICULT: of_difficult((bool, bool)) {
        (true, false) => "difficult",
        (false, false) => "without difficult",
        (true, true) => "difficult, otherwise difficult",
        (false, true) => "otherwise difficult",
    }
    MISSING: of_missing(Grade) {
        Grade::Suitable => "missing = suitable",
        Grade::Difficult => "missing = difficult",
        Grade::Unsuitable => "missing = unsuitable",
    }
    NOTHING: of_nothing(Grade) {
        Grade::Suitable => "nothing applies, suitable",
        Grade::Difficult => "nothing applies, difficult",
        Grade::Unsuitable => "nothing applies, unsuitable",
    }
    CLASSES: of_class([Grade; 3]) {
        [best, _, worst] if best == worst => "settled unit",
        [best, class, _] if best == class => "open unit at its best",
        [_, class, worst] if class == worst => "open unit at its worst",
        _ => "open unit between",
    }
}

/// Possible grades, by the bits of [`crate::assess::Possible`] less one.
const POSSIBLE: [&str; 15] = [
    "suitable",
    "difficult",
    "suitable|difficult",
    "unsuitable",
    "suitable|unsuitable",
    "difficult|unsuitable",
    "suitable|difficult|unsuitable",
    "n/a",
    "suitable|n/a",
    "difficult|n/a",
    "suitable|difficult|n/a",
    "unsuitable|n/a",
    "suitable|unsuitable|n/a",
    "difficult|unsuitable|n/a",
    "suitable|difficult|unsuitable|n/a",
];

/// Where an expression is evaluated: for the unit, for an item of a list, or for what is derived of the unit.
#[derive(Clone, Copy)]
enum Scope {
    Unit,
    Item(usize),
    Derived,
}

/// How often each construct came up.
#[derive(Default)]
struct Seen(BTreeMap<&'static str, usize>);

impl Seen {
    fn count(&mut self, name: &'static str) {
        *self.0.entry(name).or_default() += 1;
    }

    /// Everything that is evaluated for these units.
    fn all(&mut self, rules: &RuleSet, units: &Units) {
        let a = assess(rules, units);
        for unit in 0..units.count {
            let mut of = OfUnit { seen: self, rules, units, unit };
            rules.criteria.iter().for_each(|criterion| of.criterion(criterion));
            rules.escalations.iter().for_each(|line| of.tally(&line.when));
            self.outcome(rules, &a, unit);
        }
    }

    fn outcome(&mut self, rules: &RuleSet, a: &Assessment, unit: usize) {
        a.possible.iter().for_each(|column| self.count(POSSIBLE[usize::from(column[unit].0) - 1]));
        a.escalated.iter().for_each(|column| self.count(of_held(column[unit])));
        self.count(of_class([a.best[unit], a.class[unit], a.worst[unit]]));
        if a.possible.iter().all(|column| column[unit].may_not_apply()) {
            self.count(of_nothing(rules.when_nothing_applies));
        }
    }
}

/// What is evaluated for one unit.
struct OfUnit<'a> {
    seen: &'a mut Seen,
    rules: &'a RuleSet,
    units: &'a Units,
    unit: usize,
}

impl OfUnit<'_> {
    fn criterion(&mut self, criterion: &Criterion) {
        self.seen.count(of_enabled(criterion.enabled));
        if !criterion.enabled {
            return;
        }
        self.seen.count(of_applies(criterion.applies.as_ref().map(|_| ())));
        self.seen.count(of_difficult((criterion.difficult.is_some(), criterion.otherwise == Grade::Difficult)));
        self.seen.count(of_missing(criterion.missing));
        let rules = [&criterion.applies, &criterion.difficult].into_iter().flatten().chain([&criterion.suitable]);
        rules.for_each(|rule| self.cond(&rule.cond, Scope::Unit));
    }

    fn tally(&mut self, tally: &Tally) {
        self.seen.count(of_tally((tally, &self.rules.criteria)));
        if let Tally::And(a, b) | Tally::Or(a, b) = tally {
            [a, b].into_iter().for_each(|part| self.tally(part));
        }
    }

    fn cond(&mut self, cond: &Cond, scope: Scope) {
        self.seen.count(of_cond(&cond.node));
        match &cond.node {
            CondNode::SameChoice { left, right, .. } => {
                [left, right].iter().for_each(|pick| self.seen.count(of_pick(pick)))
            }
            CondNode::AmongChoices { value, .. } => self.seen.count(of_pick(value)),
            CondNode::SameText { left, right, .. } => {
                [left, right].iter().for_each(|word| self.seen.count(of_word(word)))
            }
            CondNode::AmongTexts { value, among } => {
                among.iter().chain([value]).for_each(|word| self.seen.count(of_word(word)));
            }
            CondNode::Any(list, inner) | CondNode::Every(list, inner) => {
                return self.over_items(*list, scope, |of, item| of.cond(inner, item));
            }
            _ => {}
        }
        cond.parts(&mut |part| self.part(part, scope));
    }

    fn num(&mut self, num: &Num, scope: Scope) {
        self.seen.count(of_num(&num.node));
        match &num.node {
            NumNode::Count(list, inner) => return self.over_items(*list, scope, |of, item| of.cond(inner, item)),
            NumNode::MinOf(list, value) | NumNode::MaxOf(list, value) | NumNode::SumOf(list, value) => {
                return self.over_items(*list, scope, |of, item| of.num(value, item));
            }
            NumNode::Lookup(lookup) => {
                self.seen.count(of_keys(lookup.keys.len()));
                for key in &lookup.keys {
                    self.seen.count(of_key(key));
                    if let Key::Choice { pick, .. } = key {
                        self.seen.count(of_pick(pick));
                    }
                }
                lookup.rows.iter().flat_map(|row| &row.keys).for_each(|key| self.seen.count(of_row(*key)));
            }
            _ => {}
        }
        num.parts(&mut |part| self.part(part, scope));
    }

    fn part(&mut self, part: Part, scope: Scope) {
        match part {
            Part::Cond(cond) => self.cond(cond, scope),
            Part::Num(num) => self.num(num, scope),
            Part::Field(at) => self.field(at, scope),
            Part::Param(param) => self.seen.count(of_param(&self.rules.params[param].value)),
            Part::Derived(ix) => {
                self.seen.count(of_derived(scope));
                match &self.rules.derived[ix].value {
                    Expr::Cond(cond) => self.cond(cond, Scope::Derived),
                    Expr::Num(num) => self.num(num, Scope::Derived),
                }
            }
            Part::List(_) | Part::Table(_) => {}
        }
    }

    fn over_items(&mut self, list: ListIx, scope: Scope, mut inner: impl FnMut(&mut Self, Scope)) {
        let items = &self.units.lists[list];
        let (known, places) = (items.known[self.unit], items.of(self.unit));
        self.seen.count(of_list_function(scope));
        self.seen.count(of_list((known, places.len())));
        for item in places.filter(|_| known) {
            self.seen.count(of_item(items.sure[item]));
            inner(self, Scope::Item(item));
        }
    }

    fn field(&mut self, at: At, scope: Scope) {
        self.seen.count(of_place((at, scope)));
        let value = match (at, scope) {
            (At::Item(list, field), Scope::Item(item)) => self.units.lists[list].fields[field].values.get(item),
            (At::Item(..), _) => panic!("an item's field without an item"),
            (At::Unit(field), _) => self.units.fields[field].values.get(self.unit),
        };
        let kind = &at.field(&self.rules.dictionary).expect("made up of the dictionary's fields").kind;
        self.seen.count(of_value((kind, &value)));
    }
}

#[test]
fn every_construct_comes_up() {
    let mut rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let mut seen = Seen::default();
    for _ in 0..3500 {
        let mut bytes = [0; 300];
        rng.fill_bytes(&mut bytes);
        let rules = made_up::rules(&mut Source::any(&bytes));
        let mut units = Units::new(&rules.dictionary);
        for _ in 0..20 {
            rng.fill_bytes(&mut bytes);
            made_up_units::push(&mut units, &made_up_units::unit(&mut Source::any(&bytes)));
        }
        seen.all(&rules, &units);
    }
    let counts = ALL.iter().copied().flatten().map(|name| (*name, seen.0.get(name).copied().unwrap_or(0)));
    let rare: Vec<_> = counts.clone().filter(|(_, count)| *count < 1000).collect();
    counts.for_each(|(name, count)| println!("{count:8} {name}"));
    assert!(rare.is_empty(), "{rare:?}");
}
