//! Numbers: what is written, what they are added and multiplied to, and whether two of them may meet.
//!
//! A bare number against a length, an area or money is its own mistake, with the number and a unit of measure as
//! the suggestion: the most common slip, and the most dangerous were it accepted.

use super::Problem;
use super::tree::{Node, Operator, Tree};
use super::typed::{Num, NumNode, Span};
use super::types::{Checker, known};
use crate::lang::Text;
use crate::quantity::{Decimal, Dimension, UNITS, Unit, unit_named};
use crate::rules::dictionary::Field;
use crate::text;

/// A value of a dimension, for examples in messages.
pub(super) fn sample(dimension: Dimension) -> &'static str {
    match dimension {
        Dimension::LENGTH => "1.10 m",
        Dimension::AREA => "10 m2",
        Dimension::MONEY => "10000 元",
        Dimension::Year => "2000",
        Dimension::Date => "2000-01-01",
        _ => "1",
    }
}

/// The dimension of two that meet: a bare number takes the other's.
pub(super) fn common(a: Dimension, b: Dimension) -> Option<Dimension> {
    a.meets(b).then_some(if a == Dimension::Number { b } else { a })
}

/// A number that is written without a unit of measure.
fn bare(tree: &Tree) -> Option<String> {
    match &tree.node {
        Node::Number { written, unit: None } => Some(written.clone()),
        Node::Negated(inner) => bare(inner).map(|written| format!("-{written}")),
        _ => None,
    }
}

impl Checker<'_> {
    /// A written number, date, or the opposite of a number.
    pub fn number(&mut self, tree: &Tree) -> Option<Num> {
        let span = tree.span.clone();
        match &tree.node {
            // The lexer has made sure that a written number can be read.
            Node::Number { written, unit: None } => Some(known(Decimal::parse(written)?, Dimension::Number, span)),
            Node::Number { written, unit: Some(unit) } => Some(known(unit.read(written)?, unit.dimension, span)),
            Node::Date(days) => Some(known(Decimal::from_int(i64::from(*days))?, Dimension::Date, span)),
            Node::Negated(inner) => {
                let num = self.num(inner)?;
                if num.dimension == Dimension::Date {
                    self.report(dates_are_compared_only(span));
                    return None;
                }
                let dimension = num.dimension;
                match num.node {
                    NumNode::Known(value) => Some(known(value.negated(), dimension, span)),
                    _ => Some(Num { node: NumNode::Negated(Box::new(num)), dimension, span }),
                }
            }
            _ => None,
        }
    }

    /// `a + b` and its like.
    pub fn arithmetic(&mut self, operator: Operator, left: &Tree, right: &Tree, span: Span) -> Option<Num> {
        let (a, b) = (self.num(left), self.num(right));
        let (a, b) = (a?, b?);
        let dimension = match operator {
            Operator::Plus => a.dimension.sum(b.dimension, false),
            Operator::Minus => a.dimension.sum(b.dimension, true),
            Operator::Times => a.dimension.product(b.dimension),
            _ => a.dimension.quotient(b.dimension),
        };
        let Some(dimension) = dimension else {
            if a.dimension == Dimension::Date || b.dimension == Dimension::Date {
                self.report(dates_are_compared_only(span));
            } else if matches!(operator, Operator::Plus | Operator::Minus) {
                self.do_not_meet((&a, left), (&b, right), span);
            } else {
                let message = text!("算出的单位过于复杂", "the product has too high a power of its unit of measure");
                self.report(Problem::error("R015", span, message));
            }
            return None;
        };
        let (a, b) = (Box::new(a), Box::new(b));
        let node = match operator {
            Operator::Plus => NumNode::Plus(a, b),
            Operator::Minus => NumNode::Minus(a, b),
            Operator::Times => NumNode::Times(a, b),
            _ => NumNode::Over(a, b),
        };
        Some(Num { node, dimension, span })
    }

    /// A number of the dimension that is wanted.
    pub fn num_of(&mut self, tree: &Tree, want: Dimension) -> Option<Num> {
        let num = self.num(tree)?;
        if num.dimension.meets(want) {
            return Some(num);
        }
        let (Text { zh, en }, Text { zh: found_zh, en: found_en }) = (want.name(), num.dimension.name());
        if let (Some(written), Dimension::Powers { .. }) = (bare(tree), want) {
            self.bare_number(&written, want, None, tree.span.clone());
        } else {
            let message = text!("这里应是{zh}，却是{found_zh}", "expected {en}, found {found_en}");
            self.report(Problem::error("R015", tree.span.clone(), message));
        }
        None
    }

    /// Whether two numbers may be compared; reports it if not.
    pub fn meet(&mut self, a: (&Num, &Tree), b: (&Num, &Tree), span: &Span) -> Option<Dimension> {
        let dimension = common(a.0.dimension, b.0.dimension);
        if dimension.is_none() {
            self.do_not_meet(a, b, span.clone());
        }
        dimension
    }

    fn do_not_meet(&mut self, (a, a_tree): (&Num, &Tree), (b, b_tree): (&Num, &Tree), span: Span) {
        for (number, tree, other) in [(a, a_tree, b), (b, b_tree, a)] {
            if let (Some(written), Dimension::Powers { .. }) = (bare(tree), other.dimension) {
                let field = match &other.node {
                    NumNode::Field(at) => self.field(*at),
                    _ => None,
                };
                return self.bare_number(&written, other.dimension, field, number.span.clone());
            }
        }
        let (Text { zh: a_zh, en: a_en }, Text { zh: b_zh, en: b_en }) = (a.dimension.name(), b.dimension.name());
        let message = text!("{a_zh}与{b_zh}不能放在一起", "{a_en} and {b_en} do not go together");
        let help = match (a.dimension, b.dimension) {
            (Dimension::Date, Dimension::Number | Dimension::Year)
            | (Dimension::Number | Dimension::Year, Dimension::Date) => {
                Some(text!("日期写成 `2001-01-01`", "a date is written `2001-01-01`"))
            }
            _ => self.unitless_parameter(a).or_else(|| self.unitless_parameter(b)),
        };
        self.report(Problem::error("R015", span, message).maybe_help(help));
    }

    /// A parameter that was given no unit of measure may have been meant to have one.
    fn unitless_parameter(&self, num: &Num) -> Option<Text> {
        match num.node {
            NumNode::Param(ix) if num.dimension == Dimension::Number => {
                let id = &self.scope.params.get(ix)?.id;
                Some(text!("参数 `{id}` 的值没有写单位", "the value of the parameter `{id}` has no unit of measure"))
            }
            _ => None,
        }
    }

    fn bare_number(&mut self, written: &str, want: Dimension, field: Option<&Field>, span: Span) {
        let Text { zh, en } = want.name();
        let message = text!("`{written}` 缺单位：这里应是{zh}", "`{written}` has no unit of measure: expected {en}");
        let help = fitting_unit(written, want, field).map(|unit| {
            let symbol = unit.symbol;
            text!("例如 `{written} {symbol}`", "for example `{written} {symbol}`")
        });
        self.report(Problem::error("R016", span, message).maybe_help(help));
    }
}

/// The unit of measure that a bare number was most likely meant in: the field's own, or the first that makes the
/// number plausible for the field.
fn fitting_unit(written: &str, want: Dimension, field: Option<&Field>) -> Option<&'static Unit> {
    let own = field.and_then(|field| field.unit);
    // Millimetres are what a drawing has, and so the likelier where a number is too large for metres.
    let usual = [UNITS.iter().find(|unit| unit.dimension == want), unit_named("mm").filter(|mm| mm.dimension == want)];
    let all = UNITS.iter().filter(|unit| unit.dimension == want);
    let mut units = own.into_iter().chain(usual.into_iter().flatten()).chain(all);
    let first = units.clone().next();
    let Some(range) = field.and_then(|field| field.range) else { return first };
    units.find(|unit| unit.read(written).is_some_and(|value| range.admits(value))).or(first)
}

pub(super) fn dates_are_compared_only(span: Span) -> Problem {
    let message = text!("日期只能比较，不能计算", "dates are compared only, not calculated with");
    Problem::error("R015", span, message)
}
