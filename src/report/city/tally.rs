//! Counting: how many units of a group meet a condition, what a field of theirs adds up to.
//!
//! What always holds: a unit of which it is not known is not counted, and is counted apart ([`Tally::unknown`]); a group
//! of which nothing is known has no figure rather than 0; a unit that has a lift counts only where the condition asks
//! about lifts.

use super::condition::{Asked, Condition};
use crate::quantity::Decimal;
use crate::report::Answers;
use crate::report::figures::has_lift;
use crate::rules::{FieldIx, Value};
use crate::survey::normal_key;
use jiff::civil::Date;
use std::collections::HashMap;

/// What was counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Units that meet the condition
    pub yes: u64,
    /// Units that do not
    pub no: u64,
    /// Units of which that is not known
    pub unknown: u64,
    /// Units of which everything asked is known
    pub informed: u64,
}

impl Tally {
    /// The figure; none where nothing is known of any unit.
    pub fn figure(self) -> Option<u64> {
        (self.unknown == 0 || self.yes + self.informed > 0).then_some(self.yes)
    }

    fn add(&mut self, answer: Option<bool>, informed: bool) {
        self.informed += u64::from(informed);
        match answer {
            Some(true) => self.yes += 1,
            Some(false) => self.no += 1,
            None => self.unknown += 1,
        }
    }
}

/// Units with what is asked of them.
#[derive(Clone, Copy)]
pub struct Counter<'a> {
    /// The answers
    pub answers: Answers<'a>,
    /// The reporting date
    pub date: Date,
}

impl<'a> Counter<'a> {
    /// What conditions are asked of.
    pub fn asked(&self) -> Asked<'a> {
        Asked { units: &self.answers.survey.units, assessment: self.answers.assessment, date: self.date }
    }

    /// Whether a unit has a lift already.
    pub fn has_lift(&self, unit: usize) -> bool {
        has_lift(&self.answers, unit)
    }

    /// The units that a condition is asked of.
    fn eligible(&self, condition: &Condition, units: &[usize]) -> Vec<usize> {
        units.iter().copied().filter(|&unit| condition.about_lift || !self.has_lift(unit)).collect()
    }

    /// How many of the units meet a condition.
    pub fn count(&self, condition: &Condition, units: &[usize]) -> Tally {
        let mut tally = Tally::default();
        let asked = self.asked();
        for unit in self.eligible(condition, units) {
            tally.add(condition.of_unit(&asked, unit), condition.is_known(&asked, unit));
        }
        tally
    }

    /// How many of the units that meet one condition meet another too, and how many meet the first.
    pub fn share(&self, part: &Condition, whole: &Condition, units: &[usize]) -> (Tally, Tally) {
        let asked = self.asked();
        let of_whole = |unit: &usize| whole.of_unit(&asked, *unit) == Some(true);
        let members: Vec<usize> = self.eligible(whole, units).into_iter().filter(of_whole).collect();
        // Whether those with a lift count is for the whole to say.
        let part = Condition { about_lift: true, ..part.clone() };
        (self.count(&part, &members), self.count(whole, units))
    }

    /// What a field adds up to over the units that meet a condition, and of how many it or the condition is unknown.
    pub fn sum(&self, field: FieldIx, condition: &Condition, units: &[usize]) -> (Option<Decimal>, u64) {
        let Some(column) = self.answers.survey.units.fields.get(field) else { return (None, 0) };
        let (mut sum, mut known, mut unknown) = (Decimal::ZERO, 0, 0);
        for unit in self.eligible(condition, units) {
            let value = match column.values.get(unit) {
                Value::Number(bounds) => bounds.value(),
                _ => None,
            };
            match (condition.of_unit(&self.asked(), unit), value) {
                (Some(false), _) => {}
                // Beyond what a quantity can be it is not known.
                (Some(true), Some(value)) => match sum.plus(value) {
                    Some(more) => {
                        sum = more;
                        known += 1;
                    }
                    None => unknown += 1,
                },
                _ => unknown += 1,
            }
        }
        ((unknown == 0 || known > 0).then_some(sum), unknown)
    }

    /// How many of the units meet a condition now and did not then, by name. One that was not there then, or of which
    /// either is not known, is not counted.
    pub fn new_since(&self, now: &Condition, then: &Condition, before: &Former, units: &[usize]) -> Tally {
        let mut tally = Tally::default();
        for unit in self.eligible(now, units) {
            let answer = match now.of_unit(&self.asked(), unit) {
                Some(true) => match before.unit(&key(&self.answers, unit)) {
                    Some(old) => then.of_unit(&before.counter.asked(), old).map(|already| !already),
                    None => None,
                },
                // What is not known now has not been shown to be new.
                other => other.filter(|met| !met),
            };
            tally.add(answer, answer.is_some());
        }
        tally
    }
}

/// An earlier run, with its units by name.
pub struct Former<'a> {
    /// Its units
    pub counter: Counter<'a>,
    by_key: HashMap<Vec<String>, usize>,
}

impl<'a> Former<'a> {
    /// That run.
    pub fn new(counter: Counter<'a>) -> Former<'a> {
        let units = 0..counter.answers.survey.units.count;
        Former { by_key: units.map(|unit| (key(&counter.answers, unit), unit)).collect(), counter }
    }

    fn unit(&self, key: &[String]) -> Option<usize> {
        self.by_key.get(key).copied()
    }
}

/// A unit's name as names are compared.
fn key(answers: &Answers, unit: usize) -> Vec<String> {
    let dictionary = &answers.rules.dictionary;
    let parts = dictionary.key_fields().zip(&answers.survey.units.keys);
    let parts = parts.filter_map(|(ix, texts)| Some(normal_key(dictionary.fields.get(ix)?, texts.get(unit)?)));
    parts.collect()
}
