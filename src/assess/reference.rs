//! The second evaluator: one unit, one row, one value at a time, straight from the page that fixes the meaning.
//! Slow and obvious; it exists so that the fast one can be compared with it.
//!
//! What always holds: it shares nothing with the fast evaluator but [`Bounds`] and the types of rules and units.
//! Deliberately absent: columns, blocks, threads, findings, reasons. It indexes plainly: a rule set that exists
//! names only places that exist, and no command depends on this evaluator.

use crate::assess::Assessment;
use crate::assess::Possible;
use crate::quantity::{Bounds, Comparison, Decimal};
use crate::rules::language::typed::{
    At, Cond, CondNode, Expr, Key, Lookup, LookupRow, Num, NumNode, Pick, RowKey, Word,
};
use crate::rules::ruleset::{Criterion, Grade, ParamValue, RuleSet, Tally};
use crate::rules::{ListIx, Value};
use crate::survey::Units;
use std::sync::Arc;

/// Grades every unit; the findings are left empty.
pub fn assess(rules: &RuleSet, units: &Units) -> Assessment {
    let criteria: Vec<usize> = (0..rules.criteria.len()).filter(|&place| rules.criteria[place].enabled).collect();
    let mut a = Assessment {
        possible: vec![Vec::new(); criteria.len()],
        settled: vec![Vec::new(); criteria.len()],
        escalated: vec![Vec::new(); rules.escalations.len()],
        criteria,
        ..Assessment::default()
    };
    for unit in 0..units.count {
        let row = Row { rules, units, unit, item: None };
        let mut settled = vec![None; rules.criteria.len()];
        let mut best = settled.clone();
        let mut worst = settled.clone();
        let (mut surely_none, mut maybe_none) = (true, true);
        for at in 0..a.criteria.len() {
            let place = a.criteria[at];
            let criterion = &rules.criteria[place];
            let (grades, may_not_apply) = row.possible_grades(criterion);
            surely_none &= grades.is_empty();
            maybe_none &= may_not_apply;
            if !grades.is_empty() {
                let mut weighed = grades.clone();
                if may_not_apply && !weighed.contains(&Grade::Suitable) {
                    weighed.push(Grade::Suitable);
                }
                weighed.sort();
                settled[place] = Some(settled_grade(&weighed, criterion.missing));
                best[place] = weighed.first().copied();
                worst[place] = weighed.last().copied();
            }
            let mut set = if may_not_apply { Possible::NOT_APPLICABLE } else { Possible::default() };
            for grade in grades {
                set = set.or(Possible::only(grade));
            }
            a.possible[at].push(set);
            a.settled[at].push(settled[place]);
        }
        for (at, line) in rules.escalations.iter().enumerate() {
            a.escalated[at].push(holds(&line.when, &settled));
        }
        let nothing = class(rules, &vec![None; rules.criteria.len()]);
        let (mut best, mut worst) = (class(rules, &best), class(rules, &worst));
        if maybe_none {
            best = best.min(nothing);
            worst = worst.max(nothing);
        }
        a.class.push(if surely_none { nothing } else { class(rules, &settled) });
        a.best.push(best);
        a.worst.push(worst);
    }
    a
}

/// `missing`, brought inside the possible grades: no better than the best, no worse than the worst, in a gap the
/// worse neighbour.
fn settled_grade(possible: &[Grade], missing: Grade) -> Grade {
    let (best, worst) = (possible[0], possible[possible.len() - 1]);
    if missing <= best {
        best
    } else if missing >= worst {
        worst
    } else if possible.contains(&missing) {
        missing
    } else {
        // Only difficult lies between two others, and what is worse than it is unsuitable.
        Grade::Unsuitable
    }
}

/// Whether a condition surely holds for a unit, or surely does not.
pub fn holds_for(rules: &RuleSet, units: &Units, unit: usize, condition: &Cond) -> Option<bool> {
    Row { rules, units, unit, item: None }.cond(condition)
}

/// What a number is of a unit.
pub fn number_of(rules: &RuleSet, units: &Units, unit: usize, number: &Num) -> Bounds {
    Row { rules, units, unit, item: None }.num(number)
}

/// The class that grades make, by place among the criteria.
pub fn class(rules: &RuleSet, grades: &[Option<Grade>]) -> Grade {
    let mut class = None;
    for grade in grades.iter().flatten() {
        class = class.max(Some(*grade));
    }
    let mut class = class.unwrap_or(rules.when_nothing_applies);
    for line in &rules.escalations {
        if holds(&line.when, grades) && line.to > class {
            class = line.to;
        }
    }
    class
}

fn holds(tally: &Tally, grades: &[Option<Grade>]) -> bool {
    match tally {
        Tally::Count { grade, among, at_least, .. } => {
            let mut count = 0;
            for &criterion in among {
                if grades[criterion] == Some(*grade) {
                    count += 1;
                }
            }
            count >= *at_least
        }
        Tally::Is { criterion, grade } => grades[*criterion] == Some(*grade),
        Tally::And(a, b) => holds(a, grades) && holds(b, grades),
        Tally::Or(a, b) => holds(a, grades) || holds(b, grades),
    }
}

/// One unit, or one item of one of its lists.
#[derive(Clone, Copy)]
struct Row<'a> {
    rules: &'a RuleSet,
    units: &'a Units,
    unit: usize,
    item: Option<usize>,
}

impl Row<'_> {
    /// The grades that are possible where the criterion counts, best first, and whether it may not count.
    fn possible_grades(self, criterion: &Criterion) -> (Vec<Grade>, bool) {
        let applies = criterion.applies.as_ref().map_or(Some(true), |rule| self.cond(&rule.cond));
        if applies == Some(false) {
            return (Vec::new(), true);
        }
        let if_not_suitable = match criterion.difficult.as_ref().map(|rule| self.cond(&rule.cond)) {
            None | Some(Some(false)) => vec![criterion.otherwise],
            Some(Some(true)) => vec![Grade::Difficult],
            Some(None) if criterion.otherwise == Grade::Difficult => vec![Grade::Difficult],
            Some(None) => vec![Grade::Difficult, criterion.otherwise],
        };
        let grades = match self.cond(&criterion.suitable.cond) {
            Some(true) => vec![Grade::Suitable],
            Some(false) => if_not_suitable,
            None => [vec![Grade::Suitable], if_not_suitable].concat(),
        };
        (grades, applies.is_none())
    }

    fn field(self, at: At) -> Value {
        match (at, self.item) {
            (At::Unit(field), _) => self.units.fields[field].values.get(self.unit),
            (At::Item(list, field), Some(item)) => self.units.lists[list].fields[field].values.get(item),
            (At::Item(..), None) => Value::Unknown,
        }
    }

    /// Inside another list function, a list function is the unit's own matter again.
    fn whole_unit(self) -> Self {
        Row { item: None, ..self }
    }

    /// Every item of the unit as a row, and whether it surely exists; `None` where the list is unknown.
    fn items(self, list: ListIx) -> Option<Vec<(Self, bool)>> {
        let items = &self.units.lists[list];
        let rows = items.of(self.unit).map(|item| (Row { item: Some(item), ..self }, items.sure[item]));
        items.known[self.unit].then(|| rows.collect())
    }

    fn cond(self, cond: &Cond) -> Option<bool> {
        match &cond.node {
            CondNode::Known(value) => Some(*value),
            CondNode::Flag(at) => match self.field(*at) {
                Value::Flag(value) => Some(value),
                _ => None,
            },
            CondNode::FlagParam(param) => match self.rules.params[*param].value {
                ParamValue::Flag(value) => Some(value),
                _ => None,
            },
            CondNode::Derived(ix) => match &self.rules.derived[*ix].value {
                Expr::Cond(cond) => self.whole_unit().cond(cond),
                Expr::Num(_) => None,
            },
            CondNode::Not(a) => not(self.cond(a)),
            CondNode::And(a, b) => and(self.cond(a), self.cond(b)),
            CondNode::Or(a, b) => or(self.cond(a), self.cond(b)),
            CondNode::Compare(a, how, b) => self.num(a).compare(*how, self.num(b)),
            CondNode::Within(x, low, high) => and(
                self.num(x).compare(Comparison::Ge, self.num(low)),
                self.num(x).compare(Comparison::Le, self.num(high)),
            ),
            CondNode::AmongNumbers(x, among) => {
                let mut any = Some(false);
                for number in among {
                    any = or(any, self.num(x).compare(Comparison::Eq, self.num(number)));
                }
                any
            }
            CondNode::SameChoice { left, right, equal } => match (self.choice(left), self.choice(right)) {
                (Some(left), Some(right)) => Some((left == right) == *equal),
                _ => None,
            },
            CondNode::AmongChoices { value, among, .. } => self.choice(value).map(|choice| among.contains(&choice)),
            CondNode::Has { field, choice, .. } => match self.field(*field) {
                Value::Several { must, .. } if must >> choice & 1 == 1 => Some(true),
                Value::Several { may, .. } if may >> choice & 1 == 0 => Some(false),
                _ => None,
            },
            CondNode::SameText { left, right, equal } => match (self.text(left), self.text(right)) {
                (Some(left), Some(right)) => Some((left == right) == *equal),
                _ => None,
            },
            CondNode::AmongTexts { value, among } => {
                let mut any = Some(false);
                for word in among {
                    let same = match (self.text(value), self.text(word)) {
                        (Some(left), Some(right)) => Some(left == right),
                        _ => None,
                    };
                    any = or(any, same);
                }
                any
            }
            CondNode::Any(list, inner) => {
                let mut any = Some(false);
                for (item, sure) in self.items(*list)? {
                    let exists = if sure { Some(true) } else { None };
                    any = or(any, and(exists, item.cond(inner)));
                }
                any
            }
            CondNode::Every(list, inner) => {
                let mut every = Some(true);
                for (item, sure) in self.items(*list)? {
                    let lacks = if sure { Some(false) } else { None };
                    every = and(every, or(lacks, item.cond(inner)));
                }
                every
            }
            CondNode::If(cond, a, b) => match self.cond(cond) {
                Some(true) => self.cond(a),
                Some(false) => self.cond(b),
                None if self.cond(a) == self.cond(b) => self.cond(a),
                None => None,
            },
        }
    }

    fn num(self, num: &Num) -> Bounds {
        match &num.node {
            NumNode::Known(value) => Bounds::exact(*value),
            NumNode::Field(at) => match self.field(*at) {
                Value::Number(bounds) => bounds,
                _ => Bounds::UNKNOWN,
            },
            NumNode::Param(param) => match self.rules.params[*param].value {
                ParamValue::Number { value, .. } => Bounds::exact(value),
                _ => Bounds::UNKNOWN,
            },
            NumNode::Derived(ix) => match &self.rules.derived[*ix].value {
                Expr::Num(num) => self.whole_unit().num(num),
                Expr::Cond(_) => Bounds::UNKNOWN,
            },
            NumNode::Negated(a) => self.num(a).negated(),
            NumNode::Plus(a, b) => self.num(a).plus(self.num(b)),
            NumNode::Minus(a, b) => self.num(a).minus(self.num(b)),
            NumNode::Times(a, b) => self.num(a).times(self.num(b)),
            NumNode::Over(a, b) => self.num(a).over(self.num(b)),
            NumNode::Min(all) => all.iter().map(|num| self.num(num)).reduce(Bounds::min).unwrap_or(Bounds::UNKNOWN),
            NumNode::Max(all) => all.iter().map(|num| self.num(num)).reduce(Bounds::max).unwrap_or(Bounds::UNKNOWN),
            NumNode::Magnitude(a) => self.num(a).magnitude(),
            NumNode::Lookup(lookup) => self.lookup(lookup),
            NumNode::Count(list, cond) => {
                let Some(items) = self.items(*list) else { return Bounds::UNKNOWN };
                let surely = items.iter().filter(|(item, sure)| *sure && item.cond(cond) == Some(true)).count();
                let possibly = items.iter().filter(|(item, _)| item.cond(cond) != Some(false)).count();
                Bounds::between(Decimal::from_int(surely as i64), Decimal::from_int(possibly as i64))
            }
            // Were the items that may not exist left out or taken in, one by one, in every way: the result lies
            // between the extremes of that. Only the smallest lower end can move, for the upper end is held by
            // the items that surely exist.
            NumNode::MinOf(list, value) => {
                let Some(items) = self.items(*list) else { return Bounds::UNKNOWN };
                let values: Vec<(Bounds, bool)> = items.iter().map(|(item, sure)| (item.num(value), *sure)).collect();
                let low = values.iter().map(|(value, _)| value.low_end()).min();
                let high = values.iter().filter(|(_, sure)| *sure).map(|(value, _)| value.high_end()).min();
                low.zip(high).map_or(Bounds::UNKNOWN, |(low, high)| Bounds::from_ends(low, high))
            }
            NumNode::MaxOf(list, value) => {
                let Some(items) = self.items(*list) else { return Bounds::UNKNOWN };
                let values: Vec<(Bounds, bool)> = items.iter().map(|(item, sure)| (item.num(value), *sure)).collect();
                let low = values.iter().filter(|(_, sure)| *sure).map(|(value, _)| value.low_end()).max();
                let high = values.iter().map(|(value, _)| value.high_end()).max();
                low.zip(high).map_or(Bounds::UNKNOWN, |(low, high)| Bounds::from_ends(low, high))
            }
            NumNode::SumOf(list, value) => {
                let Some(items) = self.items(*list) else { return Bounds::UNKNOWN };
                let (mut lows, mut highs) = (Vec::new(), Vec::new());
                for (item, sure) in items {
                    let value = item.num(value);
                    let nothing = Bounds::exact(Decimal::ZERO);
                    let value = if sure { value } else { value.hull(nothing) };
                    lows.push(value.low());
                    highs.push(value.high());
                }
                Bounds::between(total(&lows), total(&highs))
            }
            NumNode::If(cond, a, b) => match self.cond(cond) {
                Some(true) => self.num(a),
                Some(false) => self.num(b),
                None => self.num(a).hull(self.num(b)),
            },
        }
    }

    fn choice(self, pick: &Pick) -> Option<u16> {
        match pick {
            Pick::Known { choice, .. } => Some(*choice),
            Pick::Field(at) => match self.field(*at) {
                Value::Choice(choice) => Some(choice),
                _ => None,
            },
        }
    }

    fn text(self, word: &Word) -> Option<Arc<str>> {
        match word {
            Word::Known(text) | Word::Param(_, text) => Some(text.clone()),
            Word::Field(at) => match self.field(*at) {
                Value::Text(text) => Some(text),
                _ => None,
            },
        }
    }

    /// Tries every key that is possible: every choice, and of a number's bounds every point at which some row
    /// begins, ends, or just does not.
    fn lookup(self, lookup: &Lookup) -> Bounds {
        let mut keys: Vec<Vec<Asked>> = vec![Vec::new()];
        for (at, key) in lookup.keys.iter().enumerate() {
            let possible: Vec<Asked> = match key {
                Key::Choice { pick: Pick::Known { choice, .. }, .. } => vec![Asked::Choice(*choice)],
                Key::Choice { pick: Pick::Field(field), choices } => match self.field(*field) {
                    Value::Choice(choice) => vec![Asked::Choice(choice)],
                    Value::Foreign => vec![Asked::Foreign],
                    _ => (0..*choices).map(Asked::Choice).collect(),
                },
                Key::Number(num) => {
                    let bounds = self.num(num);
                    let (low, high) = (bounds.low_end(), bounds.high_end());
                    let mut points = vec![low, high];
                    for row in lookup.rows.iter() {
                        if let RowKey::Within(row) = row.keys[at] {
                            let (from, to) = (row.low_end(), row.high_end());
                            points.extend([from, from.saturating_sub(1), to, to.saturating_add(1)]);
                        }
                    }
                    points.into_iter().filter(|point| (low..=high).contains(point)).map(Asked::Number).collect()
                }
            };
            keys = keys
                .iter()
                .flat_map(|before| possible.iter().map(move |one| [before.as_slice(), &[*one]].concat()))
                .collect();
        }
        let values: Option<Vec<Decimal>> = keys.iter().map(|keys| first_match(&lookup.rows, keys)).collect();
        let values = values.unwrap_or_default();
        values.into_iter().map(Bounds::exact).reduce(Bounds::hull).unwrap_or(Bounds::UNKNOWN)
    }
}

/// One possible key in one column.
#[derive(Clone, Copy)]
enum Asked {
    Choice(u16),
    Foreign,
    Number(i64),
}

fn first_match(rows: &[LookupRow], keys: &[Asked]) -> Option<Decimal> {
    let matches = |row: &&LookupRow| {
        row.keys.iter().zip(keys).all(|(asked, key)| match (asked, key) {
            (RowKey::Any, _) => true,
            (RowKey::Choice(choice), Asked::Choice(key)) => choice == key,
            (RowKey::Within(bounds), Asked::Number(key)) => (bounds.low_end()..=bounds.high_end()).contains(key),
            _ => false,
        })
    };
    rows.iter().find(matches).map(|row| row.value)
}

/// A sum; open where an end is, or beyond the limit of what can be a quantity.
fn total(ends: &[Option<Decimal>]) -> Option<Decimal> {
    let mut sum: i128 = 0;
    for end in ends {
        sum += i128::from((*end)?.micros());
    }
    Decimal::from_micros(i64::try_from(sum).ok()?)
}

fn not(a: Option<bool>) -> Option<bool> {
    a.map(|a| !a)
}

fn and(a: Option<bool>, b: Option<bool>) -> Option<bool> {
    match (a, b) {
        (Some(false), _) | (_, Some(false)) => Some(false),
        (Some(true), Some(true)) => Some(true),
        _ => None,
    }
}

fn or(a: Option<bool>, b: Option<bool>) -> Option<bool> {
    not(and(not(a), not(b)))
}
