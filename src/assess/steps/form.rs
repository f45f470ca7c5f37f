//! A number as a function of the one that moves: what does not depend on it is computed once for all rows, the rest is
//! asked row by row.
//!
//! Arithmetic is [`Bounds`]' own, so every value is the one that the evaluator gives for that number. What always holds:
//! [`Form::trends`] says how either end moves as the number grows, or that it cannot be told. Deliberately absent: where
//! comparisons turn (`solve`).

use super::Span;
use super::course::Course;
use crate::assess::evaluate::bitmap::Trits;
use crate::assess::evaluate::lists::Joined;
use crate::assess::evaluate::numbers::Numbers;
use crate::quantity::{Bounds, Decimal};

/// A number of each row.
pub(super) enum Form<'b> {
    /// The one that moves
    Moving,
    /// One that does not depend on it
    Fixed(Numbers<'b>),
    /// One that is the same between turns: how many items meet a condition that depends on it
    Stepped(Vec<Course<Bounds>>),
    Negated(Box<Form<'b>>),
    Magnitude(Box<Form<'b>>),
    Two(Operation, Box<Form<'b>>, Box<Form<'b>>),
    /// The smallest or the largest of several
    Extreme(Extreme, Vec<Form<'b>>),
    If(Box<Question>, Box<Form<'b>>, Box<Form<'b>>),
    /// A number of the unit, for each item of it
    OfUnit(&'b [u32], Box<Form<'b>>),
    /// The smallest, largest or sum of items, for each unit
    OfItems(Gathered, &'b Joined, Box<Form<'b>>),
}

#[derive(Clone, Copy)]
pub(super) enum Operation {
    Plus,
    Minus,
    Times,
    Over,
}

#[derive(Clone, Copy)]
pub(super) enum Extreme {
    Min,
    Max,
}

#[derive(Clone, Copy)]
pub(super) enum Gathered {
    Extreme(Extreme),
    Sum,
}

/// The condition of an `if`.
pub(super) enum Question {
    Fixed(Trits),
    Moving(Vec<Course<Option<bool>>>),
}

/// How an end of a number moves as the one that moves grows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Trend {
    Still,
    Up,
    Down,
    /// It cannot be told
    Wild,
}

impl Trend {
    fn flip(self) -> Trend {
        match self {
            Trend::Up => Trend::Down,
            Trend::Down => Trend::Up,
            other => other,
        }
    }

    pub fn join(self, other: Trend) -> Trend {
        match (self, other) {
            (Trend::Still, other) | (other, Trend::Still) => other,
            (a, b) if a == b => a,
            _ => Trend::Wild,
        }
    }

    /// How the difference of two ends moves.
    pub fn less(self, other: Trend) -> Trend {
        self.join(other.flip())
    }
}

/// How the lower and the upper end move.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Trends {
    pub low: Trend,
    pub high: Trend,
}

impl Trends {
    const STILL: Trends = Trends { low: Trend::Still, high: Trend::Still };
    const WILD: Trends = Trends { low: Trend::Wild, high: Trend::Wild };

    fn negated(self) -> Trends {
        Trends { low: self.high.flip(), high: self.low.flip() }
    }

    fn join(self, other: Trends) -> Trends {
        Trends { low: self.low.join(other.low), high: self.high.join(other.high) }
    }

    fn is_still(self) -> bool {
        self == Trends::STILL
    }
}

impl Extreme {
    fn of(self, a: Bounds, b: Bounds) -> Bounds {
        match self {
            Extreme::Min => a.min(b),
            Extreme::Max => a.max(b),
        }
    }
}

impl Operation {
    fn of(self, a: Bounds, b: Bounds) -> Bounds {
        match self {
            Operation::Plus => a.plus(b),
            Operation::Minus => a.minus(b),
            Operation::Times => a.times(b),
            Operation::Over => a.over(b),
        }
    }
}

impl Form<'_> {
    /// The number of a row where the moving one lies in that span: every value that it then has lies within the result.
    pub fn value(&self, row: usize, span: Span) -> Bounds {
        match self {
            Form::Moving => span.bounds(),
            Form::Fixed(numbers) => numbers.get(row),
            Form::Stepped(courses) => courses.get(row).map_or(Bounds::UNKNOWN, |course| {
                let first = course.at(span.from);
                let inside = course.turns.iter().filter(|(place, _)| span.from < *place && *place <= span.to);
                inside.fold(first, |all, (_, bounds)| all.hull(*bounds))
            }),
            Form::Negated(a) => a.value(row, span).negated(),
            Form::Magnitude(a) => a.value(row, span).magnitude(),
            Form::Two(operation, a, b) => operation.of(a.value(row, span), b.value(row, span)),
            Form::Extreme(pick, all) => {
                let values = all.iter().map(|form| form.value(row, span));
                values.reduce(|a, b| pick.of(a, b)).unwrap_or(Bounds::UNKNOWN)
            }
            Form::If(question, a, b) => match question.answer(row, span) {
                Some(true) => a.value(row, span),
                Some(false) => b.value(row, span),
                None => a.value(row, span).hull(b.value(row, span)),
            },
            Form::OfUnit(unit_of, form) => {
                unit_of.get(row).map_or(Bounds::UNKNOWN, |&unit| form.value(unit as usize, span))
            }
            Form::OfItems(gathered, joined, form) => {
                let value = |item: usize| form.value(item, span);
                match gathered {
                    Gathered::Extreme(Extreme::Min) => joined.extreme_of(row, value, Bounds::min),
                    Gathered::Extreme(Extreme::Max) => joined.extreme_of(row, value, Bounds::max),
                    Gathered::Sum => joined.sum_of(row, value),
                }
            }
        }
    }

    /// Adds the places at which a row's stepped parts turn.
    pub fn breaks(&self, row: usize, out: &mut Vec<i64>) {
        match self {
            Form::Moving | Form::Fixed(_) => {}
            Form::Stepped(courses) => {
                out.extend(courses.get(row).into_iter().flat_map(|course| &course.turns).map(|(place, _)| *place));
            }
            Form::Negated(a) | Form::Magnitude(a) => a.breaks(row, out),
            Form::Two(_, a, b) => [a, b].into_iter().for_each(|form| form.breaks(row, out)),
            Form::Extreme(_, all) => all.iter().for_each(|form| form.breaks(row, out)),
            Form::If(question, a, b) => {
                if let Question::Moving(courses) = &**question {
                    out.extend(courses.get(row).into_iter().flat_map(|course| &course.turns).map(|(place, _)| *place));
                }
                [a, b].into_iter().for_each(|form| form.breaks(row, out));
            }
            Form::OfUnit(unit_of, form) => {
                unit_of.get(row).into_iter().for_each(|&unit| form.breaks(unit as usize, out));
            }
            Form::OfItems(_, joined, form) => joined.of(row).for_each(|item| form.breaks(item, out)),
        }
    }

    /// How the ends of a row's number move within a span in which no stepped part turns.
    pub fn trends(&self, row: usize, span: Span) -> Trends {
        match self {
            Form::Moving => Trends { low: Trend::Up, high: Trend::Up },
            Form::Fixed(_) | Form::Stepped(_) => Trends::STILL,
            Form::Negated(a) => a.trends(row, span).negated(),
            Form::Magnitude(a) => {
                let (trends, value) = (a.trends(row, span), a.value(row, span));
                match (value.low_end() >= 0, value.high_end() <= 0) {
                    _ if trends.is_still() => Trends::STILL,
                    (true, _) => trends,
                    (_, true) => trends.negated(),
                    _ => Trends::WILD,
                }
            }
            Form::Two(operation, a, b) => {
                let (of_a, of_b) = (a.trends(row, span), b.trends(row, span));
                if of_a.is_still() && of_b.is_still() {
                    return Trends::STILL;
                }
                let (value_a, value_b) = (a.value(row, span), b.value(row, span));
                match operation {
                    Operation::Plus => sum((of_a, value_a), (of_b, value_b)),
                    Operation::Minus => sum((of_a, value_a), (of_b.negated(), value_b.negated())),
                    Operation::Times => product((of_a, value_a), (of_b, value_b)),
                    Operation::Over => quotient((of_a, value_a), (of_b, value_b)),
                }
            }
            Form::Extreme(_, all) => all.iter().fold(Trends::STILL, |trends, form| trends.join(form.trends(row, span))),
            Form::If(question, a, b) => match question.answer(row, span) {
                Some(true) => a.trends(row, span),
                Some(false) => b.trends(row, span),
                None => a.trends(row, span).join(b.trends(row, span)),
            },
            Form::OfUnit(unit_of, form) => {
                unit_of.get(row).map_or(Trends::STILL, |&unit| form.trends(unit as usize, span))
            }
            // What is not known does not move.
            Form::OfItems(_, joined, _) if !joined.known.get(row) => Trends::STILL,
            Form::OfItems(_, joined, form) => {
                joined.of(row).fold(Trends::STILL, |trends, item| trends.join(form.trends(item, span)))
            }
        }
    }
}

impl Question {
    /// The answer that holds all through a span.
    fn answer(&self, row: usize, span: Span) -> Option<bool> {
        match self {
            Question::Fixed(trits) => trits.get(row),
            Question::Moving(courses) => {
                let course = courses.get(row)?;
                let first = course.at(span.from);
                let turns = course.turns.iter().any(|(place, _)| span.from < *place && *place <= span.to);
                first.filter(|_| !turns)
            }
        }
    }
}

/// A sum's ends move as its parts' do; but an end that is open stays so, whatever is added to it.
fn sum((of_a, a): (Trends, Bounds), (of_b, b): (Trends, Bounds)) -> Trends {
    let end = |open: bool, one: Trend, other: Trend| if open { Trend::Still } else { one.join(other) };
    let open_low = |trends: Trends, value: Bounds| trends.low == Trend::Still && value.low().is_none();
    let open_high = |trends: Trends, value: Bounds| trends.high == Trend::Still && value.high().is_none();
    Trends {
        low: end(open_low(of_a, a) || open_low(of_b, b), of_a.low, of_b.low),
        high: end(open_high(of_a, a) || open_high(of_b, b), of_a.high, of_b.high),
    }
}

/// How a product moves, one of whose factors stands still.
fn product((of_a, a): (Trends, Bounds), (of_b, b): (Trends, Bounds)) -> Trends {
    let (of_moving, moving, fixed) = match (of_a.is_still(), of_b.is_still()) {
        (true, _) => (of_b, b, a),
        (_, true) => (of_a, a, b),
        _ => return both_move((of_a, a), (of_b, b)),
    };
    if fixed.low_end() >= 0 {
        of_moving
    } else if fixed.high_end() <= 0 {
        of_moving.negated()
    } else if moving.low_end() >= 0 {
        // What is farther from zero reaches farther both ways.
        Trends { low: of_moving.high.flip(), high: of_moving.high }
    } else if moving.high_end() <= 0 {
        Trends { low: of_moving.low, high: of_moving.low.flip() }
    } else {
        Trends::WILD
    }
}

/// Two factors that move the same way, and are not below zero.
fn both_move((of_a, a): (Trends, Bounds), (of_b, b): (Trends, Bounds)) -> Trends {
    if a.low_end() >= 0 && b.low_end() >= 0 { of_a.join(of_b) } else { Trends::WILD }
}

/// How a quotient moves, either of whose parts stands still.
fn quotient((of_a, a): (Trends, Bounds), (of_b, b): (Trends, Bounds)) -> Trends {
    let may_be_zero = b.low_end() <= 0 && b.high_end() >= 0;
    match (of_a.is_still(), of_b.is_still()) {
        (_, true) if may_be_zero => Trends::STILL,
        (_, true) if b.low_end() > 0 => of_a,
        (_, true) => of_a.negated(),
        _ if may_be_zero => Trends::WILD,
        (true, _) if b.high_end() < 0 => quotient((of_a, a.negated()), (of_b.negated(), b.negated())),
        // The divisor is above zero: what is divided by more comes nearer to zero.
        (true, _) => Trends {
            low: if a.low_end() >= 0 { of_b.high.flip() } else { of_b.low },
            high: if a.high_end() >= 0 { of_b.low.flip() } else { of_b.high },
        },
        _ => Trends::WILD,
    }
}

/// Whether arithmetic on what is known passed the limit of what is a quantity: its ends then jump.
pub(super) fn passes_the_limit(form: &Form, row: usize, span: Span) -> bool {
    let closed = |value: Bounds| value.low().is_some() && value.high().is_some();
    match form {
        Form::Moving | Form::Fixed(_) | Form::Stepped(_) => false,
        Form::Negated(a) | Form::Magnitude(a) => passes_the_limit(a, row, span),
        Form::Two(operation, a, b) => {
            let (value_a, value_b) = (a.value(row, span), b.value(row, span));
            let zero = matches!(operation, Operation::Over) && value_b.admits(Decimal::ZERO);
            let jumped = closed(value_a) && closed(value_b) && !zero && !closed(operation.of(value_a, value_b));
            jumped || passes_the_limit(a, row, span) || passes_the_limit(b, row, span)
        }
        Form::Extreme(_, all) => all.iter().any(|form| passes_the_limit(form, row, span)),
        Form::If(_, a, b) => passes_the_limit(a, row, span) || passes_the_limit(b, row, span),
        Form::OfUnit(unit_of, form) => {
            unit_of.get(row).is_some_and(|&unit| passes_the_limit(form, unit as usize, span))
        }
        Form::OfItems(gathered, joined, form) => {
            let known = joined.known.get(row) && joined.of(row).all(|item| closed(form.value(item, span)));
            let sum = matches!(gathered, Gathered::Sum).then(|| joined.sum_of(row, |item| form.value(item, span)));
            let jumped = known && sum.is_some_and(|sum| !closed(sum));
            jumped || joined.of(row).any(|item| passes_the_limit(form, item, span))
        }
    }
}
