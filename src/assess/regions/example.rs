//! A unit out of a region: what people can be shown, and what the evaluators can be asked about.
//!
//! What always holds: the unit lies in the region as far as the walk knows it; whoever shows it has asked an evaluator
//! first. What the walk never asked about is filled with the plainest plausible value. Deliberately absent: the choice
//! among many units of a region, but for plain numbers.

use super::form::{Form, Number, Slot};
use super::rows::{Taste, chosen, solve};
use super::walk::{BLANK, Few, ONE, Point, Walk, none_apart, step};
use crate::quantity::{Bounds, Decimal};
use crate::rules::{Dictionary, Field, Kind, Value};
use crate::survey::Units;
use std::collections::BTreeSet;
use std::sync::Arc;

/// A unit, and which of its values were asked about.
pub(crate) struct Example {
    /// Values of the unit's fields, by place in the dictionary
    pub fields: Vec<Value>,
    /// Items of its lists; `None` where it is not known which there are
    pub lists: Vec<Option<Vec<Vec<Value>>>>,
    /// What the walk asked about; all else may be anything
    pub asked: BTreeSet<Slot>,
    /// Which lists it asked about
    pub lists_asked: BTreeSet<usize>,
}

impl Walk<'_> {
    /// Points of the region, the plainest first; some of them may lie outside where products are asked about.
    pub(crate) fn points(&self) -> impl Iterator<Item = Point> + '_ {
        [Taste::Plain, Taste::Low, Taste::High].into_iter().filter_map(|taste| self.point(taste))
    }

    /// Whether the region may be empty without having been found so.
    pub(crate) fn is_loose(&self) -> bool {
        self.loose
    }

    fn point(&self, taste: Taste) -> Option<Point> {
        let mut rows: Vec<Form> = self.rows.clone();
        rows.extend(self.spans_of(&self.rows));
        let unit = |number: Number| self.unit(number);
        let mut work = 0;
        let numbers = solve(&rows, taste, &unit, &mut work);
        // What is left over is looked at with the next question.
        let _ = self.effort.spend(work);
        let mut numbers = numbers?;
        for (number, span) in &self.numbers {
            if span.low > span.high {
                return None;
            }
            numbers.entry(*number).or_insert_with(|| chosen(span.low, span.high, taste, unit(*number)));
        }
        let few = self.few.iter().map(|(few, answers)| (*few, self.one_of(*few, *answers))).collect();
        Some(Point { numbers, few })
    }

    /// How many steps of its grid make one of what a number counts.
    fn unit(&self, number: Number) -> i128 {
        match number {
            Number::Of(slot) => self.field(slot).map_or(1, |field| ONE / step(field)),
            Number::Made(_) => 1,
        }
    }

    /// One of the possible answers: of texts one that no rule mentions, if it may be, and another for each field.
    fn one_of(&self, few: Few, answers: u128) -> u32 {
        let first = answers.trailing_zeros();
        let Few::One(slot) = few else { return first };
        if self.field(slot).is_none_or(|field| field.kind != Kind::Text) {
            return first;
        }
        let before = self.few.range(..few).filter(|(few, _)| matches!(few, Few::One(_))).count();
        let unmentioned = |bit: &u32| *bit != BLANK && *bit as usize >= self.words.len() && answers >> bit & 1 == 1;
        (0..BLANK).filter(unmentioned).nth(before).unwrap_or(first)
    }

    /// The unit at a point.
    pub(crate) fn example(&self, point: &Point) -> Example {
        let of = |slot: Slot, field: &Field| self.value(point, slot, field);
        let unit = |(ix, field): (usize, &Field)| of(Slot::Unit(ix), field);
        let items = |(list, def): (usize, &crate::rules::ListDef)| {
            let count = match point.few.get(&Few::Length(list)) {
                Some(&BLANK) => return None,
                count => count.copied().unwrap_or(0) as usize,
            };
            let item = |item: usize| {
                def.fields.iter().enumerate().map(|(ix, field)| of(Slot::Item(list, item, ix), field)).collect()
            };
            Some((0..count).map(item).collect())
        };
        let numbers = point.numbers.keys().filter_map(|number| match number {
            Number::Of(slot) => Some(*slot),
            Number::Made(_) => None,
        });
        let few = point.few.keys().filter_map(|few| match few {
            Few::One(slot) | Few::Flag(slot) | Few::Among(slot, _) | Few::There(slot) => Some(*slot),
            Few::Same(..) | Few::Length(_) | Few::Switch(_) => None,
        });
        let list = |few: &Few| if let Few::Length(list) = few { Some(*list) } else { None };
        Example {
            fields: self.dictionary.fields.iter().enumerate().map(unit).collect(),
            lists: self.dictionary.lists.iter().enumerate().map(items).collect(),
            asked: numbers.chain(few).collect(),
            lists_asked: point.few.keys().filter_map(list).collect(),
        }
    }

    fn value(&self, point: &Point, slot: Slot, field: &Field) -> Value {
        let one = point.few.get(&Few::One(slot)).copied();
        match &field.kind {
            Kind::Number(_) | Kind::Percent => {
                let micros = match point.few.get(&Few::There(slot)) {
                    Some(&BLANK) => return Value::Unknown,
                    Some(1) => none_apart(field),
                    _ => None,
                };
                let steps = || {
                    let span = self.plausible_span(field);
                    point.numbers.get(&Number::Of(slot)).copied().unwrap_or(chosen(
                        span.low,
                        span.high,
                        Taste::Plain,
                        ONE / step(field),
                    ))
                };
                let micros = micros.unwrap_or_else(|| steps() * step(field));
                let value = i64::try_from(micros).ok().and_then(Decimal::from_micros);
                value.map_or(Value::Unknown, |value| Value::Number(Bounds::exact(value)))
            }
            Kind::Choice(_) => match one {
                Some(BLANK) => Value::Unknown,
                choice => Value::Choice(u16::try_from(choice.unwrap_or(0)).unwrap_or_default()),
            },
            Kind::Several(choices) => {
                let (mut must, mut may) = (0u64, 0u64);
                for choice in 0..choices.len() as u16 {
                    let bit = 1u64.checked_shl(u32::from(choice)).unwrap_or(0);
                    match point.few.get(&Few::Among(slot, choice)) {
                        Some(1) => (must, may) = (must | bit, may | bit),
                        Some(&BLANK) => may |= bit,
                        _ => {}
                    }
                }
                Value::Several { must, may }
            }
            Kind::Flag => match point.few.get(&Few::Flag(slot)) {
                Some(&BLANK) => Value::Unknown,
                answer => Value::Flag(answer == Some(&1)),
            },
            Kind::Text => match one {
                Some(BLANK) => Value::Unknown,
                at => Value::Text(self.text(point, slot, at.unwrap_or(0))),
            },
        }
    }

    /// The text that a bit stands for; one that the rules do not mention is made up.
    fn text(&self, point: &Point, slot: Slot, at: u32) -> Arc<str> {
        let same = point.few.iter().filter(|(_, answer)| **answer == 1).find_map(|(few, _)| match few {
            Few::Same(first, second) if *second == slot => point.few.get(&Few::One(*first)),
            _ => None,
        });
        let at = same.copied().unwrap_or(at);
        self.words.get(at as usize).cloned().unwrap_or_else(|| format!("甲{at}").into())
    }
}

impl Example {
    /// The only unit of a survey, of which everything is spoken.
    pub fn of(dictionary: &Dictionary, units: &Units) -> Example {
        let fields = units.fields.iter().map(|column| column.values.get(0)).collect();
        let items = |list: &crate::survey::Items| {
            let item = |at: usize| list.fields.iter().map(|column| column.values.get(at)).collect();
            (list.known.first() == Some(&true)).then(|| list.of(0).map(item).collect::<Vec<Vec<Value>>>())
        };
        let lists: Vec<Option<Vec<Vec<Value>>>> = units.lists.iter().map(items).collect();
        let of_items = lists.iter().enumerate().flat_map(|(list, items)| {
            let count = items.as_ref().map_or(0, Vec::len);
            let fields = dictionary.lists.get(list).map_or(0, |def| def.fields.len());
            (0..count).flat_map(move |item| (0..fields).map(move |field| Slot::Item(list, item, field)))
        });
        let asked = (0..dictionary.fields.len()).map(Slot::Unit).chain(of_items).collect();
        Example { fields, lists_asked: (0..lists.len()).collect(), asked, lists }
    }

    /// All its values as a point that leaves nothing open; texts as they are in `point`.
    pub fn pinned(&self, dictionary: &Dictionary, point: &Point) -> Point {
        let mut pinned = point.clone();
        let unit = dictionary.fields.iter().zip(&self.fields).enumerate();
        unit.for_each(|(ix, (field, value))| pin(&mut pinned, Slot::Unit(ix), field, value));
        for (list, (def, items)) in dictionary.lists.iter().zip(&self.lists).enumerate() {
            let items = items.as_deref().unwrap_or_default();
            pinned.few.insert(Few::Length(list), items.len() as u32);
            for (item, values) in items.iter().enumerate() {
                let values = def.fields.iter().zip(values).enumerate();
                values.for_each(|(ix, (field, value))| pin(&mut pinned, Slot::Item(list, item, ix), field, value));
            }
        }
        pinned.numbers.retain(|number, _| matches!(number, Number::Of(_)));
        pinned
    }

    /// As the only unit of a survey.
    pub fn units(&self, dictionary: &Dictionary) -> Units {
        let mut units = Units::new(dictionary);
        let items = |items: &Option<Vec<Vec<Value>>>| {
            items.as_ref().map(|items| items.iter().map(|values| (true, values.clone())).collect())
        };
        let lists: Vec<_> = self.lists.iter().map(items).collect();
        units.push(&["".into()], &self.fields, &lists);
        units
    }
}

fn pin(point: &mut Point, slot: Slot, field: &Field, value: &Value) {
    match value {
        Value::Number(bounds) => {
            let micros = bounds.value().map_or(0, |value| i128::from(value.micros()));
            match none_apart(field) == Some(micros) {
                true => _ = point.few.insert(Few::There(slot), 1),
                false => _ = point.numbers.insert(Number::Of(slot), micros / step(field)),
            }
        }
        Value::Choice(choice) => _ = point.few.insert(Few::One(slot), u32::from(*choice)),
        Value::Flag(value) => _ = point.few.insert(Few::Flag(slot), u32::from(*value)),
        Value::Several { must, .. } => {
            let choices = field.kind.choices().map_or(0, <[_]>::len);
            for choice in 0..choices as u16 {
                point.few.insert(Few::Among(slot, choice), u32::from(must >> choice & 1 == 1));
            }
        }
        Value::Text(_) | Value::Foreign | Value::Unknown => {}
    }
}
