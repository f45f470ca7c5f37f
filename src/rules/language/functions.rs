//! Functions: over lists (`any every count min max sum`), over numbers (`min max abs`), `has` and `if`.
//!
//! `min` and `max` are over a list where their first argument is one. What stands inside a list function sees the
//! item's fields first, then the unit's; inside a second one, the outer item's fields no more.

use super::Problem;
use super::arithmetic::{common, dates_are_compared_only};
use super::names::Meaning;
use super::resolve::Found;
use super::tree::{Function, Node, Tree};
use super::typed::{Cond, CondNode, Num, NumNode, Span};
use super::types::{Checker, Operand, cond, number};
use crate::lang::{Text, listed};
use crate::quantity::Dimension;
use crate::rules::dictionary::ListIx;
use crate::rules::ruleset::Grade;
use crate::text;

impl<'a> Checker<'a> {
    pub fn call(&mut self, function: Function, arguments: &[Tree], span: Span) -> Option<Operand<'a>> {
        match function {
            Function::Any | Function::Every | Function::Count | Function::Sum => {
                self.list_function(function, arguments, span)
            }
            Function::Min | Function::Max => match arguments.first() {
                Some(first) if self.is_list(first) => self.list_function(function, arguments, span),
                _ => self.extreme(function, arguments, span),
            },
            Function::Abs => {
                let [argument] = arguments else { return self.wrong_count(function, arguments.len(), span) };
                let num = self.calculated(argument)?;
                let dimension = num.dimension;
                number(NumNode::Magnitude(Box::new(num)), dimension, span)
            }
            Function::Has => {
                let [field, choice] = arguments else { return self.wrong_count(function, arguments.len(), span) };
                self.has(field, choice, span).map(Operand::Cond)
            }
            Function::If => {
                let [question, yes, no] = arguments else { return self.wrong_count(function, arguments.len(), span) };
                self.conditional(question, yes, no, span)
            }
            Function::Grade => {
                self.only_in_escalation(span);
                None
            }
        }
    }

    fn only_in_escalation(&mut self, span: Span) {
        let message = text!(
            "等级只能在 `[verdict.escalate]` 的 `when` 里问",
            "grades can only be asked for in the `when` of `[verdict.escalate]`"
        );
        self.report(Problem::error("R009", span, message));
    }

    /// Reports how the function is used.
    fn wrong_count(&mut self, function: Function, count: usize, span: Span) -> Option<Operand<'a>> {
        let (name, usage) = (function.name(), function.usage());
        let message = text!("`{name}` 的括号里有 {count} 项，个数不对", "`{name}` does not take {count} arguments");
        let help = text!("例如 `{usage}`", "for example `{usage}`");
        self.report(Problem::error("R010", span, message).help(help));
        None
    }

    fn is_list(&self, tree: &Tree) -> bool {
        matches!(&tree.node, Node::Name { text, .. } if matches!(self.look(text), Found::One(Meaning::List(_))))
    }

    /// The list that is the first argument.
    fn list(&mut self, tree: &Tree, function: Function) -> Option<ListIx> {
        let found = match &tree.node {
            Node::Wrong => return None,
            Node::Name { text, .. } => match self.look(text) {
                Found::One(Meaning::List(list)) => return Some(list),
                Found::Many(_) | Found::Elsewhere(_) | Found::One(Meaning::Unusable(_)) => {
                    self.resolve(text, &tree.span);
                    return None;
                }
                _ => text.as_str(),
            },
            _ => "",
        };
        if function == Function::Count && Grade::named(found).is_some() {
            self.only_in_escalation(tree.span.clone());
            return None;
        }
        let (name, written) = (function.name(), self.written(tree));
        let message = text!(
            "`{name}` 的第一项应是清单，`{written}` 不是",
            "the first of `{name}` must be a list, `{written}` is none"
        );
        let near = self.names.nearest(found, |meaning| matches!(meaning, Meaning::List(_)));
        let help = match near {
            Some((_, near)) => {
                let near = self.spelt(near);
                Some(text!("是不是 `{near}`？", "did you mean `{near}`?"))
            }
            None => {
                let lists = &self.scope.dictionary.lists;
                let zh = lists.iter().map(|list| format!("{}（{}）", list.id, list.label));
                let en = lists.iter().map(|list| format!("{} ({})", list.id, list.label));
                let (zh, en) = (listed(zh).zh, listed(en).en);
                (!lists.is_empty()).then(|| text!("清单有 {zh}", "the lists are {en}"))
            }
        };
        self.report(Problem::error("R011", tree.span.clone(), message).maybe_help(help));
        None
    }

    fn list_function(&mut self, function: Function, arguments: &[Tree], span: Span) -> Option<Operand<'a>> {
        let (list_tree, inside) = match arguments {
            [list, inside] => (list, Some(inside)),
            [list] if function == Function::Count => (list, None),
            _ => return self.wrong_count(function, arguments.len(), span),
        };
        let list = self.list(list_tree, function)?;
        let Some(inside) = inside else {
            let everything = Cond { node: CondNode::Known(true), span: list_tree.span.clone() };
            return number(NumNode::Count(list, Box::new(everything)), Dimension::Count, span);
        };
        self.lists.push(list);
        let made = match function {
            Function::Any => self.cond(inside).and_then(|c| cond(CondNode::Any(list, Box::new(c)), span)),
            Function::Every => self.cond(inside).and_then(|c| cond(CondNode::Every(list, Box::new(c)), span)),
            Function::Count => {
                self.cond(inside).and_then(|c| number(NumNode::Count(list, Box::new(c)), Dimension::Count, span))
            }
            _ => self.item_value(function, list, inside, span).map(Operand::Num),
        };
        self.lists.pop();
        made
    }

    /// `min(list, value)` and its like.
    fn item_value(&mut self, function: Function, list: ListIx, inside: &Tree, span: Span) -> Option<Num> {
        let value = if function == Function::Sum { self.calculated(inside)? } else { self.num(inside)? };
        let dimension = value.dimension;
        if function == Function::Sum && dimension == Dimension::Year {
            let message = text!("年份不能相加", "years do not add up");
            self.report(Problem::error("R015", inside.span.clone(), message));
            return None;
        }
        let value = Box::new(value);
        let node = match function {
            Function::Min => NumNode::MinOf(list, value),
            Function::Max => NumNode::MaxOf(list, value),
            _ => NumNode::SumOf(list, value),
        };
        Some(Num { node, dimension, span })
    }

    /// A number that can be calculated with: no date.
    fn calculated(&mut self, tree: &Tree) -> Option<Num> {
        let num = self.num(tree)?;
        if num.dimension == Dimension::Date {
            self.report(dates_are_compared_only(tree.span.clone()));
            return None;
        }
        Some(num)
    }

    /// `min(a, b, …)`
    fn extreme(&mut self, function: Function, arguments: &[Tree], span: Span) -> Option<Operand<'a>> {
        let [first, _, ..] = arguments else {
            return self.wrong_count(function, arguments.len(), span);
        };
        // A misspelt list is best told as one.
        if let ([Tree { node: Node::Name { text, .. }, .. }, _], Found::Nothing) = (arguments, self.look_at(first))
            && self.names.nearest(text, |meaning| matches!(meaning, Meaning::List(_))).is_some()
        {
            self.list(first, function);
            return None;
        }
        let nums: Vec<Option<Num>> = arguments.iter().map(|argument| self.num(argument)).collect();
        let nums: Vec<Num> = nums.into_iter().collect::<Option<_>>()?;
        let dimension = self.all_meet(&nums, arguments)?;
        let node = if function == Function::Min { NumNode::Min(nums) } else { NumNode::Max(nums) };
        number(node, dimension, span)
    }

    fn look_at(&self, tree: &Tree) -> Found {
        match &tree.node {
            Node::Name { text, .. } => self.look(text),
            _ => Found::Many(Vec::new()),
        }
    }

    /// The dimension that all numbers meet in.
    fn all_meet(&mut self, nums: &[Num], trees: &[Tree]) -> Option<Dimension> {
        let mut pairs = nums.iter().zip(trees);
        let mut first = pairs.next()?;
        let mut dimension = first.0.dimension;
        let mut all = true;
        for pair in pairs {
            match common(dimension, pair.0.dimension) {
                Some(both) if both != dimension => (dimension, first) = (both, pair),
                Some(_) => {}
                None => {
                    self.meet(first, pair, &pair.1.span);
                    all = false;
                }
            }
        }
        all.then_some(dimension)
    }

    /// `if(cond, a, b)` of two numbers or two conditions.
    fn conditional(&mut self, question: &Tree, yes: &Tree, no: &Tree, span: Span) -> Option<Operand<'a>> {
        let question_cond = self.cond(question);
        let (a, b) = (self.operand(yes), self.operand(no));
        match (question_cond?, a?, b?) {
            (question, Operand::Cond(a), Operand::Cond(b)) => {
                cond(CondNode::If(Box::new(question), Box::new(a), Box::new(b)), span)
            }
            (question, Operand::Num(a), Operand::Num(b)) => {
                let dimension = self.meet((&a, yes), (&b, no), &span)?;
                number(NumNode::If(Box::new(question), Box::new(a), Box::new(b)), dimension, span)
            }
            (_, a, b) => {
                let (Text { zh: a_zh, en: a_en }, Text { zh: b_zh, en: b_en }) = (self.sort(&a), self.sort(&b));
                let message = text!(
                    "`if` 的两个结果应同为数或同为条件，却是{a_zh}和{b_zh}",
                    "both results of `if` must be numbers or both conditions, found {a_en} and {b_en}"
                );
                self.report(Problem::error("R014", span, message));
                None
            }
        }
    }
}
