//! Conditions as functions of the number that moves: true, false or unknown between turns, row by row.
//!
//! What does not depend on it is the evaluator's own answer; what does is put together as the evaluator puts it together.
//! Rows whose answer cannot matter, since the other side of an `and` decides, are not asked. Deliberately absent: where a
//! comparison turns (`solve`).

use super::course::Course;
use super::form::{Extreme, Form, Gathered, Operation, Question};
use super::solve::{Leaf, Order};
use super::{Span, Unsolved, Variable};
use crate::assess::evaluate::bitmap::{Bits, Trits};
use crate::assess::evaluate::lists::Joined;
use crate::assess::evaluate::numbers::Numbers;
use crate::assess::evaluate::{Block, Scope};
use crate::quantity::{Bounds, Comparison, Decimal};
use crate::rules::ListIx;
use crate::rules::diagnostic::Place;
use crate::rules::language::typed::{At, Cond, CondNode, Expr, Num, NumNode, Part};
use std::cell::RefCell;
use std::collections::BTreeSet;

/// A condition of every row.
pub(super) enum Steps {
    /// It does not depend on the number that moves
    Fixed(Trits),
    /// It may
    Moving(Vec<Course<Option<bool>>>),
}

/// The text that an expression stands in, for naming what cannot be solved.
#[derive(Clone, Copy)]
pub(super) struct Text<'t> {
    pub written: &'t str,
    pub place: &'t Place,
}

impl Text<'_> {
    pub fn unsolved(self, span: &std::ops::Range<usize>) -> Unsolved {
        let written = self.written.get(span.clone()).filter(|part| !part.is_empty()).unwrap_or(self.written);
        Unsolved { written: written.trim().to_string(), place: self.place.clone() }
    }
}

/// Asks conditions of a block.
pub(super) struct Stepper<'b> {
    pub block: &'b Block<'b>,
    pub variable: Variable,
    /// The whole window
    pub window: Span,
    /// Which derived fields depend on it
    pub moving: &'b [bool],
    /// Where places are noted at which any comparison turns, of whatever row, needed or not; mostly nobody asks
    pub noted: Option<&'b RefCell<BTreeSet<i64>>>,
}

impl<'b> Stepper<'b> {
    /// The rows needed but for those that something else decides; all of them where every turn is to be noted.
    pub fn without(&self, needed: &Bits, decided: &Bits) -> Bits {
        if self.noted.is_some() { needed.clone() } else { needed.minus(decided) }
    }

    /// Whether a condition depends on the number that moves.
    pub fn moves(&self, cond: &Cond) -> bool {
        let mut moves = false;
        cond.parts(&mut |part| moves |= self.part_moves(part));
        moves
    }

    fn num_moves(&self, num: &Num) -> bool {
        let mut moves = false;
        num.parts(&mut |part| moves |= self.part_moves(part));
        moves
    }

    fn part_moves(&self, part: Part) -> bool {
        match part {
            Part::Cond(cond) => self.moves(cond),
            Part::Num(num) => self.num_moves(num),
            Part::Param(param) => self.variable == Variable::Param(param),
            Part::Field(At::Unit(field)) => self.variable == Variable::Field(field),
            Part::Derived(ix) => self.moving.get(ix) == Some(&true),
            Part::Field(At::Item(..)) | Part::List(_) | Part::Table(_) => false,
        }
    }

    /// The condition of every row that is needed; of others whatever comes.
    pub fn cond(&self, cond: &Cond, scope: Scope, needed: &Bits, text: Text) -> Result<Steps, Unsolved> {
        if !self.moves(cond) {
            return Ok(Steps::Fixed(self.block.cond(cond, scope)));
        }
        let rows = self.block.rows(scope);
        let leaf = |order: Order, a: &Num, b: &Num| self.leaf(order, a, b, scope, needed, cond, text);
        Ok(match &cond.node {
            CondNode::Not(a) => self.cond(a, scope, needed, text)?.map(|value| value.map(|value| !value), Trits::not),
            CondNode::And(a, b) => self.two([a, b], scope, needed, text, true)?,
            CondNode::Or(a, b) => self.two([a, b], scope, needed, text, false)?,
            CondNode::Compare(a, how, b) => match how {
                Comparison::Ge => leaf(Order::AtLeast, a, b)?,
                Comparison::Gt => leaf(Order::MoreThan, a, b)?,
                Comparison::Le => leaf(Order::AtLeast, b, a)?,
                Comparison::Lt => leaf(Order::MoreThan, b, a)?,
                Comparison::Eq => leaf(Order::AtLeast, a, b)?.zip(leaf(Order::AtLeast, b, a)?, rows, and),
                Comparison::Ne => {
                    let equal = leaf(Order::AtLeast, a, b)?.zip(leaf(Order::AtLeast, b, a)?, rows, and);
                    equal.map(|value| value.map(|value| !value), Trits::not)
                }
            },
            CondNode::Within(x, low, high) => {
                leaf(Order::AtLeast, x, low)?.zip(leaf(Order::AtLeast, high, x)?, rows, and)
            }
            CondNode::AmongNumbers(x, among) => {
                let mut any = Steps::Fixed(Trits::of(rows, Some(false)));
                for number in among {
                    let equal = leaf(Order::AtLeast, x, number)?.zip(leaf(Order::AtLeast, number, x)?, rows, and);
                    any = any.zip(equal, rows, or);
                }
                any
            }
            CondNode::Any(list, inner) => self.of_items(*list, inner, scope, needed, text, false)?,
            CondNode::Every(list, inner) => self.of_items(*list, inner, scope, needed, text, true)?,
            CondNode::If(question, a, b) => {
                let question = self.cond(question, scope, needed, text)?;
                let surely = |wanted: bool| match &question {
                    Steps::Fixed(trits) if wanted => trits.yes.clone(),
                    Steps::Fixed(trits) => trits.no.clone(),
                    Steps::Moving(_) => Bits::none(rows),
                };
                // Where the question is surely answered the other branch is not asked.
                let a = self.cond(a, scope, &self.without(needed, &surely(false)), text)?;
                let b = self.cond(b, scope, &self.without(needed, &surely(true)), text)?;
                let chosen = |question: Option<bool>, a: Option<bool>, b: Option<bool>| match question {
                    Some(true) => a,
                    Some(false) => b,
                    None => a.filter(|_| a == b),
                };
                Steps::Moving(
                    (0..rows)
                        .map(|row| {
                            let pair = a.row(row).zip(&b.row(row), |a, b| (a, b));
                            question.row(row).zip(&pair, |question, (a, b)| chosen(question, a, b))
                        })
                        .collect(),
                )
            }
            CondNode::Derived(ix) => match self.block.rules.derived.get(*ix).map(|derived| (derived, &derived.value)) {
                Some((derived, Expr::Cond(inner))) => {
                    let own = Text { written: &derived.written, place: &derived.place };
                    let of_units = self.cond(inner, Scope::Unit, &self.units_of(scope, needed), own)?;
                    self.seen_from(of_units, scope)
                }
                _ => Steps::Fixed(Trits::of(rows, None)),
            },
            // Nothing else has a number in it.
            _ => Steps::Fixed(self.block.cond(cond, scope)),
        })
    }

    /// `a and b` (`all`), or `a or b`: what does not move is asked first.
    fn two(&self, both: [&Cond; 2], scope: Scope, needed: &Bits, text: Text, all: bool) -> Result<Steps, Unsolved> {
        let [first, second] = if self.moves(both[0]) { [both[1], both[0]] } else { both };
        let first = self.cond(first, scope, needed, text)?;
        let still_needed = match &first {
            Steps::Fixed(trits) => self.without(needed, if all { &trits.no } else { &trits.yes }),
            Steps::Moving(_) => needed.clone(),
        };
        let second = self.cond(second, scope, &still_needed, text)?;
        Ok(first.zip(second, self.block.rows(scope), if all { and } else { or }))
    }

    /// `any`, or `every`, over the items of each unit.
    fn of_items(
        &self,
        list: ListIx,
        inner: &Cond,
        scope: Scope,
        needed: &Bits,
        text: Text,
        every: bool,
    ) -> Result<Steps, Unsolved> {
        let Some(joined) = self.block.joined(list) else {
            return Ok(Steps::Fixed(Trits::of(self.block.rows(scope), None)));
        };
        let units = self.units_of(scope, needed);
        let steps = self.cond(inner, Scope::Item(list), &items_of(joined, &units), text)?;
        let of_unit = |unit: usize| {
            if !joined.known.get(unit) {
                return Course::of(None);
            }
            joined.of(unit).fold(Course::of(Some(every)), |all, item| {
                // One that may not exist decides nothing.
                let exists = joined.sure.get(item);
                let weak = move |value: Option<bool>| value.filter(|&value| exists || value == every);
                all.zip(&steps.row(item).map(weak), if every { and } else { or })
            })
        };
        let of_units =
            (0..self.block.range.len()).map(|unit| if units.get(unit) { of_unit(unit) } else { Course::of(None) });
        Ok(self.seen_from(Steps::Moving(of_units.collect()), scope))
    }

    /// The units to which needed rows belong.
    fn units_of(&self, scope: Scope, needed: &Bits) -> Bits {
        match scope {
            Scope::Unit => needed.clone(),
            Scope::Item(_) => {
                let mut units = Bits::none(self.block.range.len());
                needed.ones().filter_map(|row| self.block.unit_of(scope, row)).for_each(|unit| units.set(unit, true));
                units
            }
        }
    }

    /// What is said of units, for the rows of a scope.
    fn seen_from(&self, of_units: Steps, scope: Scope) -> Steps {
        match scope {
            Scope::Unit => of_units,
            Scope::Item(_) => {
                let unit = |row: usize| self.block.unit_of(scope, row);
                let row = |row: usize| unit(row).map_or(Course::of(None), |unit| of_units.row(unit));
                Steps::Moving((0..self.block.rows(scope)).map(row).collect())
            }
        }
    }

    #[allow(clippy::too_many_arguments)] // what a comparison is made of, and where it stands
    fn leaf(
        &self,
        order: Order,
        a: &Num,
        b: &Num,
        scope: Scope,
        needed: &Bits,
        whole: &Cond,
        text: Text,
    ) -> Result<Steps, Unsolved> {
        let leaf = Leaf { order, a: self.form(a, scope, needed, text)?, b: self.form(b, scope, needed, text)? };
        let mut courses = vec![Course::of(None); self.block.rows(scope)];
        for row in needed.ones() {
            let course = leaf.course(row, self.window).ok_or_else(|| text.unsolved(&whole.span))?;
            if let Some(noted) = self.noted {
                noted.borrow_mut().extend(course.turns.iter().map(|(place, _)| *place));
            }
            courses.get_mut(row).into_iter().for_each(|slot| *slot = course.clone());
        }
        Ok(Steps::Moving(courses))
    }

    /// A number as a function of the one that moves.
    fn form<'n>(&'n self, num: &Num, scope: Scope, needed: &Bits, text: Text) -> Result<Form<'n>, Unsolved> {
        if !self.num_moves(num) {
            return Ok(Form::Fixed(self.block.num(num, scope)));
        }
        let of = |num: &Num| self.form(num, scope, needed, text).map(Box::new);
        let several =
            |nums: &[Num]| nums.iter().map(|num| self.form(num, scope, needed, text)).collect::<Result<Vec<_>, _>>();
        let two = |operation: Operation, a: &Num, b: &Num| Ok(Form::Two(operation, of(a)?, of(b)?));
        let items = |gathered: Gathered, list: ListIx, inner: &Num| {
            let Some(joined) = self.block.joined(list) else { return Ok(Form::Fixed(unknown())) };
            let units = self.units_of(scope, needed);
            let inner = self.form(inner, Scope::Item(list), &items_of(joined, &units), text)?;
            Ok(self.number_seen_from(Form::OfItems(gathered, joined, Box::new(inner)), scope))
        };
        match &num.node {
            NumNode::Field(_) | NumNode::Param(_) => Ok(Form::Moving),
            NumNode::Derived(ix) => match self.block.rules.derived.get(*ix).map(|derived| (derived, &derived.value)) {
                Some((derived, Expr::Num(inner))) => {
                    let own = Text { written: &derived.written, place: &derived.place };
                    let form = self.form(inner, Scope::Unit, &self.units_of(scope, needed), own)?;
                    Ok(self.number_seen_from(form, scope))
                }
                _ => Ok(Form::Fixed(unknown())),
            },
            NumNode::Negated(a) => Ok(Form::Negated(of(a)?)),
            NumNode::Magnitude(a) => Ok(Form::Magnitude(of(a)?)),
            NumNode::Plus(a, b) => two(Operation::Plus, a, b),
            NumNode::Minus(a, b) => two(Operation::Minus, a, b),
            NumNode::Times(a, b) => two(Operation::Times, a, b),
            NumNode::Over(a, b) => two(Operation::Over, a, b),
            NumNode::Min(all) => Ok(Form::Extreme(Extreme::Min, several(all)?)),
            NumNode::Max(all) => Ok(Form::Extreme(Extreme::Max, several(all)?)),
            NumNode::MinOf(list, inner) => items(Gathered::Extreme(Extreme::Min), *list, inner),
            NumNode::MaxOf(list, inner) => items(Gathered::Extreme(Extreme::Max), *list, inner),
            NumNode::SumOf(list, inner) => items(Gathered::Sum, *list, inner),
            NumNode::Count(list, inner) => {
                let Some(joined) = self.block.joined(*list) else { return Ok(Form::Fixed(unknown())) };
                let units = self.units_of(scope, needed);
                let steps = self.cond(inner, Scope::Item(*list), &items_of(joined, &units), text)?;
                let courses = (0..self.block.range.len()).map(|unit| count(joined, &steps, unit));
                Ok(self.number_seen_from(Form::Stepped(courses.collect()), scope))
            }
            NumNode::If(question, a, b) => {
                let question = match self.cond(question, scope, needed, text)? {
                    Steps::Fixed(trits) => Question::Fixed(trits),
                    Steps::Moving(courses) => Question::Moving(courses),
                };
                Ok(Form::If(Box::new(question), of(a)?, of(b)?))
            }
            // A key that moves may reach any row of the table after any other.
            NumNode::Lookup(_) | NumNode::Known(_) => Err(text.unsolved(&num.span)),
        }
    }

    fn number_seen_from<'n>(&'n self, form: Form<'n>, scope: Scope) -> Form<'n> {
        match scope {
            Scope::Unit => form,
            Scope::Item(list) => {
                let unit_of = self.block.joined(list).map_or(&[][..], |joined| joined.unit_of.as_slice());
                Form::OfUnit(unit_of, Box::new(form))
            }
        }
    }
}

fn unknown() -> Numbers<'static> {
    Numbers::Same(Bounds::UNKNOWN)
}

fn items_of(joined: &Joined, units: &Bits) -> Bits {
    Bits::from_fn(joined.unit_of.len(), |item| joined.unit_of.get(item).is_some_and(|&unit| units.get(unit as usize)))
}

/// How many items of a unit meet a condition: between those that surely do and those that possibly do.
fn count(joined: &Joined, steps: &Steps, unit: usize) -> Course<Bounds> {
    if !joined.known.get(unit) {
        return Course::of(Bounds::UNKNOWN);
    }
    let counts = joined.of(unit).fold(Course::of((0i64, 0i64)), |counts, item| {
        let sure = joined.sure.get(item);
        counts.zip(&steps.row(item), |(surely, possibly), met| {
            (surely + i64::from(sure && met == Some(true)), possibly + i64::from(met != Some(false)))
        })
    });
    counts.map(|(surely, possibly)| Bounds::between(Decimal::from_int(surely), Decimal::from_int(possibly)))
}

fn and(a: Option<bool>, b: Option<bool>) -> Option<bool> {
    if a == Some(false) || b == Some(false) { Some(false) } else { a.and(b) }
}

fn or(a: Option<bool>, b: Option<bool>) -> Option<bool> {
    if a == Some(true) || b == Some(true) { Some(true) } else { a.and(b) }
}

impl Steps {
    /// The course of a row.
    pub fn row(&self, row: usize) -> Course<Option<bool>> {
        match self {
            Steps::Fixed(trits) => Course::of(trits.get(row)),
            Steps::Moving(courses) => courses.get(row).cloned().unwrap_or(Course::of(None)),
        }
    }

    fn map(self, each: fn(Option<bool>) -> Option<bool>, all: fn(Trits) -> Trits) -> Steps {
        match self {
            Steps::Fixed(trits) => Steps::Fixed(all(trits)),
            Steps::Moving(courses) => Steps::Moving(courses.iter().map(|course| course.map(each)).collect()),
        }
    }

    fn zip(self, other: Steps, rows: usize, f: fn(Option<bool>, Option<bool>) -> Option<bool>) -> Steps {
        Steps::Moving((0..rows).map(|row| self.row(row).zip(&other.row(row), f)).collect())
    }
}
