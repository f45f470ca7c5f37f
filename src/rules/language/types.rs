//! Tree → typed expression: what names mean where they stand, and what sort of thing each part is.
//!
//! Every function gives `None` where something was wrong and has been reported (or stems from a name that is
//! [`super::Scope::unusable`]); its callers check the other operands all the same and say nothing more. What always
//! holds: one mistake makes one problem. Comparisons are in `compare`, functions in `functions`.

use super::arithmetic::sample;
use super::names::{Meaning, Names};
use super::tree::{Node, Operator, Tree};
use super::typed::{At, Cond, CondNode, Expr, Num, NumNode, ParamIx, Span, Word};
use super::{Problem, Scope};
use crate::lang::Text;
use crate::quantity::{Decimal, Dimension};
use crate::rules::dictionary::{Field, Kind, ListIx};
use crate::rules::ruleset::ParamValue;
use crate::text;

/// How many problems of one expression are told. Whoever sees more has no expression before them, and finding the
/// right suggestion for each takes time.
pub(super) const PROBLEM_LIMIT: usize = 50;

pub(super) struct Checker<'a> {
    pub text: &'a str,
    pub scope: &'a Scope<'a>,
    pub names: &'a Names,
    pub problems: Vec<Problem>,
    /// The lists whose functions stand around, outermost first; the last one's fields come first
    pub lists: Vec<ListIx>,
    /// Unusable names that were mentioned, and where
    pub mentioned: Vec<(usize, Span)>,
}

/// What a part of an expression turns out to be.
#[derive(Debug)]
pub(super) enum Operand<'a> {
    Cond(Cond),
    Num(Num),
    /// A choice field
    Choice(At),
    /// A text field or quoted words
    Text(Word),
    /// A parameter that holds a choice or a text
    Word(ParamIx, &'a str),
    /// A parameter that holds several
    Words(ParamIx),
}

impl<'a> Checker<'a> {
    pub fn new(text: &'a str, scope: &'a Scope<'a>, names: &'a Names, problems: Vec<Problem>) -> Checker<'a> {
        Checker { text, scope, names, problems, lists: Vec::new(), mentioned: Vec::new() }
    }

    pub fn report(&mut self, problem: Problem) {
        self.problems.push(problem);
    }

    pub fn written(&self, tree: &Tree) -> &'a str {
        self.text.get(tree.span.clone()).unwrap_or_default().trim()
    }

    pub fn field(&self, at: At) -> Option<&'a Field> {
        at.field(self.scope.dictionary)
    }

    /// A condition, number or whatever else a part of an expression is.
    pub fn operand(&mut self, tree: &Tree) -> Option<Operand<'a>> {
        if self.problems.len() >= PROBLEM_LIMIT {
            return None;
        }
        let span = tree.span.clone();
        match &tree.node {
            Node::Wrong => None,
            Node::Known(known) => cond(CondNode::Known(*known), span),
            Node::Number { .. } | Node::Date(_) | Node::Negated(_) => self.number(tree).map(Operand::Num),
            Node::Text(text) => Some(Operand::Text(Word::Known(text.as_str().into()))),
            Node::Name { text, .. } => self.name(text, span),
            Node::Not(inner) => cond(CondNode::Not(Box::new(self.cond(inner)?)), span),
            Node::Binary(operator, left, right) => self.binary(*operator, left, right, span),
            Node::In(value, set) => self.membership(value, set, span).map(Operand::Cond),
            Node::Call(function, arguments) => self.call(*function, arguments, span),
            Node::Lookup { table, keys } => self.lookup(table, keys, span).map(Operand::Num),
        }
    }

    pub fn binary(&mut self, operator: Operator, left: &Tree, right: &Tree, span: Span) -> Option<Operand<'a>> {
        match operator {
            Operator::And | Operator::Or => {
                let (left, right) = (self.cond(left), self.cond(right));
                let (left, right) = (Box::new(left?), Box::new(right?));
                let node = if operator == Operator::And { CondNode::And } else { CondNode::Or };
                cond(node(left, right), span)
            }
            Operator::Compare(how) => self.comparison(how, left, right, span).map(Operand::Cond),
            _ => self.arithmetic(operator, left, right, span).map(Operand::Num),
        }
    }

    pub fn name(&mut self, name: &str, span: Span) -> Option<Operand<'a>> {
        match self.resolve(name, &span)? {
            Meaning::Unit(field) => self.field_operand(At::Unit(field), span),
            Meaning::Item(list, field) => self.field_operand(At::Item(list, field), span),
            Meaning::Param(ix) => match &self.scope.params.get(ix)?.value {
                ParamValue::Number { dimension, .. } => number(NumNode::Param(ix), *dimension, span),
                ParamValue::Word(word) => Some(Operand::Word(ix, word)),
                ParamValue::Words(_) => Some(Operand::Words(ix)),
                ParamValue::Flag(_) => cond(CondNode::FlagParam(ix), span),
            },
            Meaning::Derived(ix) => match &self.scope.derived.get(ix)?.value {
                Expr::Cond(_) => cond(CondNode::Derived(ix), span),
                Expr::Num(num) => number(NumNode::Derived(ix), num.dimension, span),
            },
            Meaning::List(ix) => {
                let id = &self.scope.dictionary.lists.get(ix)?.id;
                let message = text!("清单 `{name}` 不能单独使用", "the list `{name}` cannot stand alone");
                let help = text!("例如 `any({id}, …)`、`count({id})`", "for example `any({id}, …)`, `count({id})`");
                self.report(Problem::error("R011", span, message).help(help));
                None
            }
            Meaning::Table(ix) => {
                let keys = self.scope.tables.get(ix)?.keys.join(", ");
                let message = text!("表 `{name}` 要带键", "the table `{name}` must be looked up with keys");
                let help = text!("写成 `{name}[{keys}]`", "write `{name}[{keys}]`");
                self.report(Problem::error("R021", span, message).help(help));
                None
            }
            Meaning::Unusable(_) | Meaning::Criterion(_) => None,
        }
    }

    pub fn field_operand(&mut self, at: At, span: Span) -> Option<Operand<'a>> {
        let field = self.field(at)?;
        match &field.kind {
            Kind::Number(dimension) => number(NumNode::Field(at), *dimension, span),
            Kind::Percent => number(NumNode::Field(at), Dimension::Number, span),
            Kind::Choice(_) => Some(Operand::Choice(at)),
            Kind::Several(_) => {
                self.only_with_has(field, None, span);
                None
            }
            Kind::Flag => cond(CondNode::Flag(at), span),
            Kind::Text => Some(Operand::Text(Word::Field(at))),
        }
    }

    /// That a field of several choices stands where one of them cannot be asked for like this; which, if it is known.
    pub fn only_with_has(&mut self, field: &Field, asked: Option<u16>, span: Span) {
        let (label, id) = (&field.label, &field.id);
        let choice = field.kind.choices().and_then(|choices| choices.get(usize::from(asked.unwrap_or(0))));
        let example = choice.map_or("a", |choice| choice.id.as_str());
        let message = text!(
            "`{label}` 可有多个选项，只能用 `has`",
            "`{id}` may hold several choices and is only used with `has`"
        );
        let help = text!("写成 `has({id}, {example})`", "write `has({id}, {example})`");
        self.report(Problem::error("R019", span, message).help(help));
    }

    /// A condition.
    pub fn cond(&mut self, tree: &Tree) -> Option<Cond> {
        let operand = self.operand(tree)?;
        let help = match &operand {
            Operand::Cond(_) => None,
            Operand::Num(num) => {
                let (written, sample) = (self.written(tree), sample(num.dimension));
                Some(text!(
                    "与一个值比较，例如 `{written} >= {sample}`",
                    "compare it, for example `{written} >= {sample}`"
                ))
            }
            Operand::Choice(at) => {
                let written = self.written(tree);
                let choices = self.field(*at).and_then(|field| field.kind.choices()).unwrap_or_default();
                let example = choices.first().map_or("", |choice| choice.id.as_str());
                Some(text!("例如 `{written} == {example}`", "for example `{written} == {example}`"))
            }
            Operand::Text(Word::Field(_)) => {
                let written = self.written(tree);
                Some(text!("例如 `{written} == \"…\"`", "for example `{written} == \"…\"`"))
            }
            Operand::Text(_) => Some(text!("名称不用引号", "names stand without quotes")),
            Operand::Word(..) | Operand::Words(_) => {
                let written = self.written(tree);
                Some(text!(
                    "与字段比较，例如 `x == {written}`",
                    "compare a field with it, for example `x == {written}`"
                ))
            }
        };
        match operand {
            Operand::Cond(cond) => Some(cond),
            other => {
                let Text { zh, en } = self.sort(&other);
                let message = text!("这里应是条件，却是{zh}", "expected a condition, found {en}");
                self.report(Problem::error("R013", tree.span.clone(), message).maybe_help(help));
                None
            }
        }
    }

    /// A number.
    pub fn num(&mut self, tree: &Tree) -> Option<Num> {
        match self.operand(tree)? {
            Operand::Num(num) => Some(num),
            other => {
                self.not_a_number(&other, tree);
                None
            }
        }
    }

    pub fn not_a_number(&mut self, operand: &Operand, tree: &Tree) {
        let Text { zh, en } = self.sort(operand);
        let message = text!("这里应是数，却是{zh}", "expected a number, found {en}");
        let help = match operand {
            Operand::Cond(_) => Some(text!(
                "数清单有几项用 `count(清单, 条件)`；变成数用 `if(条件, 1, 0)`",
                "items are counted with `count(list, cond)`; a condition makes a number with `if(cond, 1, 0)`"
            )),
            Operand::Text(Word::Known(_)) => Some(text!("数不用引号", "numbers stand without quotes")),
            _ => None,
        };
        self.report(Problem::error("R014", tree.span.clone(), message).maybe_help(help));
    }

    /// A number or a condition.
    pub fn expr(&mut self, tree: &Tree) -> Option<Expr> {
        match self.operand(tree)? {
            Operand::Cond(cond) => Some(Expr::Cond(cond)),
            Operand::Num(num) => Some(Expr::Num(num)),
            other => {
                let Text { zh, en } = self.sort(&other);
                let message = text!("这里应是数或条件，却是{zh}", "expected a number or a condition, found {en}");
                self.report(Problem::error("R014", tree.span.clone(), message));
                None
            }
        }
    }

    /// What an operand is, in words.
    pub fn sort(&self, operand: &Operand) -> Text {
        match operand {
            Operand::Cond(_) => text!("条件", "a condition"),
            Operand::Num(num) => num.dimension.name(),
            Operand::Choice(at) => {
                let label = self.field(*at).map_or("", |field| field.label.as_str());
                text!("选项（`{label}`）", "a choice (`{label}`)")
            }
            Operand::Text(_) => text!("文字", "text"),
            Operand::Word(..) => text!("选项或文字参数", "a parameter that holds a word"),
            Operand::Words(_) => text!("多选项参数", "a parameter that holds several words"),
        }
    }
}

pub(super) fn cond<'a>(node: CondNode, span: Span) -> Option<Operand<'a>> {
    Some(Operand::Cond(Cond { node, span }))
}

pub(super) fn number<'a>(node: NumNode, dimension: Dimension, span: Span) -> Option<Operand<'a>> {
    Some(Operand::Num(Num { node, dimension, span }))
}

/// A written number.
pub(super) fn known(value: Decimal, dimension: Dimension, span: Span) -> Num {
    Num { node: NumNode::Known(value), dimension, span }
}
