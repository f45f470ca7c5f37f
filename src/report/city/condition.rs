//! A condition of a template: which units or items count. All of its questions must be answered with yes.
//!
//! What always holds: what is not known is neither yes nor no (`None`), unless the question is whether it is known.
//! Deliberately absent: the rules language, which decides classes; a template only picks and counts.

use crate::assess::Assessment;
use crate::quantity::{Bounds, Comparison, Decimal};
use crate::rules::ruleset::Grade;
use crate::rules::values::days;
use crate::rules::{FieldIx, Value};
use crate::survey::{Items, Units};
use jiff::civil::Date;

/// All of these.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Condition {
    /// The questions
    pub asks: Vec<Ask>,
    /// Whether it asks about the lift that a unit has already; one that does not leaves such units out
    pub about_lift: bool,
}

/// One question.
#[derive(Clone, Debug, PartialEq)]
pub struct Ask {
    /// Of what
    pub subject: Subject,
    /// What the answer must be
    pub want: Want,
    /// Whether it must not be that
    pub not: bool,
}

/// What is asked about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// The class
    Class,
    /// The best class possible
    Best,
    /// The worst class possible
    Worst,
    /// Whether the class is settled
    Settled,
    /// The grade of a criterion, by its place among the enabled ones
    Grade(usize),
    /// A field of the unit, or of the item
    Field(FieldIx),
}

/// What the answer must be.
#[derive(Clone, Debug, PartialEq)]
pub enum Want {
    /// One of these grades
    Grades(Vec<Grade>),
    /// Yes or no
    Flag(bool),
    /// One of these choices, as bits
    Choices(u64),
    /// One of these texts
    Texts(Vec<String>),
    /// A number between these, ends included
    Between(Option<Decimal>, Option<Decimal>),
    /// A day in the month of the reporting date
    ThisMonth,
    /// Whether there is a value
    Known(bool),
}

/// What a condition is asked of.
#[derive(Clone, Copy)]
pub struct Asked<'a> {
    /// The units
    pub units: &'a Units,
    /// What was made of them
    pub assessment: &'a Assessment,
    /// The reporting date
    pub date: Date,
}

impl Condition {
    /// Whether a unit meets it; `None` where that is not known.
    pub fn of_unit(&self, asked: &Asked, unit: usize) -> Option<bool> {
        all(self.asks.iter().map(|ask| ask.of_unit(asked, unit)))
    }

    /// Whether the answers to all of its questions are known of a unit.
    pub fn is_known(&self, asked: &Asked, unit: usize) -> bool {
        self.asks.iter().all(|ask| ask.of_unit(asked, unit).is_some())
    }

    /// Whether an item, by its place in the columns, meets it.
    pub fn of_item(&self, items: &Items, item: usize, date: Date) -> Option<bool> {
        all(self.asks.iter().map(|ask| match ask.subject {
            Subject::Field(ix) => ask.value(&items.fields.get(ix).map_or(Value::Unknown, |c| c.values.get(item)), date),
            _ => None,
        }))
    }
}

/// Whether all are true: surely not, if any is surely not.
fn all(answers: impl Iterator<Item = Option<bool>>) -> Option<bool> {
    let mut every = Some(true);
    for answer in answers {
        match answer {
            Some(false) => return Some(false),
            None => every = None,
            Some(true) => {}
        }
    }
    every
}

impl Ask {
    fn of_unit(&self, asked: &Asked, unit: usize) -> Option<bool> {
        let a = asked.assessment;
        match self.subject {
            Subject::Class => self.grade(a.class.get(unit).copied()),
            Subject::Best => self.grade(a.best.get(unit).copied()),
            Subject::Worst => self.grade(a.worst.get(unit).copied()),
            Subject::Settled => self.turned(match self.want {
                Want::Flag(flag) => Some(a.is_settled(unit) == flag),
                _ => None,
            }),
            Subject::Grade(at) => self.grade(a.settled.get(at).and_then(|grades| grades.get(unit)).copied().flatten()),
            Subject::Field(ix) => {
                let value = asked.units.fields.get(ix).map_or(Value::Unknown, |column| column.values.get(unit));
                self.value(&value, asked.date)
            }
        }
    }

    /// A criterion that does not apply has none of the grades.
    fn grade(&self, grade: Option<Grade>) -> Option<bool> {
        self.turned(match &self.want {
            Want::Grades(grades) => Some(grade.is_some_and(|grade| grades.contains(&grade))),
            Want::Known(known) => Some(grade.is_some() == *known),
            _ => None,
        })
    }

    fn value(&self, value: &Value, date: Date) -> Option<bool> {
        self.turned(match (&self.want, value) {
            (Want::Known(known), value) => Some(!matches!(value, Value::Unknown | Value::Foreign) == *known),
            // Written, and none of the choices.
            (Want::Choices(_), Value::Foreign) => Some(false),
            (Want::Choices(wanted), Value::Choice(choice)) => {
                Some(1u64.checked_shl(u32::from(*choice)).is_some_and(|bit| wanted & bit != 0))
            }
            (Want::Choices(wanted), Value::Several { must, may }) => match (wanted & must, wanted & may) {
                (0, 0) => Some(false),
                (0, _) => None,
                _ => Some(true),
            },
            (Want::Flag(wanted), Value::Flag(flag)) => Some(wanted == flag),
            (Want::Texts(texts), Value::Text(text)) => Some(texts.iter().any(|wanted| **wanted == **text)),
            (Want::Between(low, high), Value::Number(bounds)) => between(*bounds, *low, *high),
            (Want::ThisMonth, Value::Number(bounds)) => {
                between(*bounds, Some(days(date.first_of_month())), Some(days(date.last_of_month())))
            }
            _ => None,
        })
    }

    fn turned(&self, answer: Option<bool>) -> Option<bool> {
        answer.map(|answer| answer != self.not)
    }
}

fn between(bounds: Bounds, low: Option<Decimal>, high: Option<Decimal>) -> Option<bool> {
    let side = |end: Option<Decimal>, how| end.map_or(Some(true), |end| bounds.compare(how, Bounds::exact(end)));
    all([side(low, Comparison::Ge), side(high, Comparison::Le)].into_iter())
}
