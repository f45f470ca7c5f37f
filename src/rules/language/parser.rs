//! Tokens → syntax tree, by precedence climbing. Loosest first: `or`, `and`, `not`, comparison and `in`, `+ -`, `* /`,
//! unary `-`.
//!
//! What always holds: every text makes a tree no deeper than [`DEPTH_LIMIT`]; where there was a mistake it has
//! [`Node::Wrong`] and at least one problem was reported. After a mistake reading goes on at the next `and`, `or`,
//! comma or closing bracket, so that all mistakes of a text come out at once. Comparisons do not chain.

use super::Problem;
use super::lexer::{Kind, Token, lex};
use super::names::Names;
use super::tree::{DEPTH_LIMIT, Function, Node, Operator, Set, Tree, level};
use super::typed::Span;
use crate::quantity::Comparison;
use crate::text;

/// Reads a whole text.
pub(super) fn parse(text: &str, names: &Names, problems: &mut Vec<Problem>) -> Tree {
    let tokens = lex(text, names, problems);
    let mut parser = Parser { text, names, tokens, at: 0, nesting: 0, given_up: false, problems };
    parser.whole()
}

pub(super) struct Parser<'a> {
    pub text: &'a str,
    pub names: &'a Names,
    pub tokens: Vec<Token>,
    pub at: usize,
    pub nesting: usize,
    /// Whether the text is too deep, so that the rest is not read
    pub given_up: bool,
    pub problems: &'a mut Vec<Problem>,
}

impl Parser<'_> {
    pub fn whole(&mut self) -> Tree {
        if *self.peek() == Kind::End {
            // Where something unreadable stood, that has been said.
            if self.problems.is_empty() {
                let message = text!("这里没有内容", "there is nothing here");
                let help = text!("写上内容；用不着就删去这一行", "write something, or leave the line out");
                self.problems.push(Problem::error("R027", 0..self.text.len(), message).help(help));
            }
            return self.wrong(0..self.text.len());
        }
        let mut tree = self.expression(level::OR);
        while *self.peek() != Kind::End {
            if !self.stray() {
                tree = self.wrong(tree.span);
            }
            tree = self.infix(tree, level::OR);
        }
        tree
    }

    pub fn peek(&self) -> &Kind {
        self.tokens.get(self.at).map_or(&Kind::End, |token| &token.kind)
    }

    pub fn peek_second(&self) -> &Kind {
        self.tokens.get(self.at + 1).map_or(&Kind::End, |token| &token.kind)
    }

    /// Where the next token stands; at the end, the place after the text.
    pub fn here(&self) -> Span {
        self.tokens.get(self.at).map_or(self.text.len()..self.text.len(), |token| token.span.clone())
    }

    pub fn next(&mut self) -> Span {
        let span = self.here();
        if *self.peek() != Kind::End {
            self.at += 1;
        }
        span
    }

    pub fn eat(&mut self, kind: &Kind) -> Option<Span> {
        (self.peek() == kind).then(|| self.next())
    }

    pub fn written(&self, span: &Span) -> &str {
        self.text.get(span.clone()).unwrap_or_default()
    }

    pub fn report(&mut self, problem: Problem) {
        if !self.given_up {
            self.problems.push(problem);
        }
    }

    pub fn wrong(&self, span: Span) -> Tree {
        Tree::new(Node::Wrong, span)
    }

    /// Passes over tokens up to where reading can go on; brackets in between are passed over as a whole.
    pub fn skip(&mut self) {
        let mut open = 0usize;
        loop {
            match self.peek() {
                Kind::End => return,
                Kind::And | Kind::Or | Kind::Comma | Kind::Close | Kind::CloseList if open == 0 => return,
                Kind::Open | Kind::OpenList => open += 1,
                Kind::Close | Kind::CloseList => open -= 1,
                _ => {}
            }
            self.next();
        }
    }

    /// The node, unless it makes the tree too deep.
    pub fn node(&mut self, node: Node, span: Span) -> Tree {
        let tree = Tree::new(node, span);
        if tree.depth() > DEPTH_LIMIT { self.give_up(tree.span) } else { tree }
    }

    /// An expression of operators that bind at least so tightly.
    pub fn expression(&mut self, min: u8) -> Tree {
        if self.nesting >= DEPTH_LIMIT {
            let span = self.here();
            return self.give_up(span);
        }
        self.nesting += 1;
        let first = self.prefix();
        let tree = self.infix(first, min);
        self.nesting -= 1;
        tree
    }

    pub fn prefix(&mut self) -> Tree {
        let (make, min): (fn(Box<Tree>) -> Node, u8) = match self.peek() {
            Kind::Not => (Node::Not, level::NOT),
            Kind::Minus => (Node::Negated, level::NEGATED),
            _ => return self.operand(),
        };
        let start = self.next().start;
        let inner = self.expression(min);
        let span = start..inner.span.end;
        self.node(make(Box::new(inner)), span)
    }

    /// Goes on from `left` with operators that bind at least as tightly as `min`.
    pub fn infix(&mut self, mut left: Tree, min: u8) -> Tree {
        let mut compared = false;
        loop {
            if *self.peek() == Kind::Not && *self.peek_second() == Kind::In {
                let span = self.here().start..self.tokens.get(self.at + 1).map_or(0, |token| token.span.end);
                let message = text!("没有运算符 `not in`", "there is no operator `not in`");
                let help = text!("写成 `not x in [a, b]`", "write `not x in [a, b]`");
                self.report(Problem::error("R026", span, message).help(help));
                self.next();
            }
            let operator = match self.peek() {
                Kind::Or => Some(Operator::Or),
                Kind::And => Some(Operator::And),
                Kind::Compare(how) => Some(Operator::Compare(*how)),
                Kind::Plus => Some(Operator::Plus),
                Kind::Minus => Some(Operator::Minus),
                Kind::Star => Some(Operator::Times),
                Kind::Slash => Some(Operator::Over),
                Kind::In => None,
                Kind::Comma | Kind::Close | Kind::CloseList | Kind::Range | Kind::End => return left,
                _ => {
                    self.missing_operator(&left);
                    self.skip();
                    left = self.wrong(left.span);
                    continue;
                }
            };
            let own = operator.map_or(level::COMPARE, Operator::level);
            if own < min {
                return left;
            }
            left = match operator {
                Some(Operator::Compare(how)) => self.comparison(left, how, compared),
                Some(operator) => {
                    self.next();
                    let right = self.expression(own + 1);
                    let span = left.span.start..right.span.end;
                    self.node(Node::Binary(operator, Box::new(left), Box::new(right)), span)
                }
                None => self.membership(left, compared),
            };
            compared = own == level::COMPARE;
        }
    }

    pub fn comparison(&mut self, left: Tree, how: Comparison, compared: bool) -> Tree {
        self.next();
        let right = self.expression(level::SUM);
        let span = left.span.start..right.span.end;
        if compared {
            return self.chained(&left, Some((how, &right)), span);
        }
        self.node(Node::Binary(Operator::Compare(how), Box::new(left), Box::new(right)), span)
    }

    pub fn membership(&mut self, value: Tree, compared: bool) -> Tree {
        self.next();
        let start = value.span.start;
        let (set, end) = self.set();
        let span = start..end.max(value.span.end);
        match set {
            _ if compared => self.chained(&value, None, span),
            Some(set) => self.node(Node::In(Box::new(value), set), span),
            None => self.wrong(span),
        }
    }

    /// What stands after `in`, and where it ends.
    pub fn set(&mut self) -> (Option<Set>, usize) {
        if *self.peek() == Kind::OpenList {
            let open = self.next();
            let problems = self.problems.len();
            let (items, end) = self.items(open.clone(), &Kind::CloseList);
            if items.is_empty() && self.problems.len() == problems {
                let message = text!("列表是空的", "the list is empty");
                self.report(Problem::error("R003", open.start..end, message));
            }
            return ((!items.is_empty()).then_some(Set::Listed(items)), end);
        }
        let low = self.expression(level::SUM);
        let end = low.span.end;
        if self.eat(&Kind::Range).is_some() {
            let high = self.expression(level::SUM);
            let end = high.span.end;
            return (Some(Set::Range(Box::new(low), Box::new(high))), end);
        }
        match low.node {
            Node::Name { .. } => (Some(Set::Named(Box::new(low))), end),
            Node::Wrong => (None, end),
            _ => {
                let message = text!("`in` 之后要有列表、区间或参数", "`in` wants a list, a range or a parameter");
                let help = text!("例如 `x in [a, b]`、`x in 1..2`", "for example `x in [a, b]`, `x in 1..2`");
                self.report(Problem::error("R003", low.span, message).help(help));
                (None, end)
            }
        }
    }

    /// Items between brackets, the first bracket taken; where they end.
    pub fn items(&mut self, open: Span, close: &Kind) -> (Vec<Tree>, usize) {
        let mut items = Vec::new();
        if let Some(span) = self.eat(close) {
            return (items, span.end);
        }
        loop {
            items.push(self.expression(level::OR));
            if let Some(span) = self.eat(close) {
                return (items, span.end);
            }
            if self.eat(&Kind::Comma).is_some() {
                continue;
            }
            if !matches!(self.peek(), Kind::Range) {
                let end = self.unclosed(&open);
                if let Some(last) = items.last_mut().filter(|_| *close == Kind::CloseList) {
                    // Where a list was to end, nobody knows: what follows may not belong to it.
                    last.node = Node::Wrong;
                }
                return (items, end);
            }
            let problem = self.expected(text!("逗号或右括号", "a comma or the closing bracket"));
            self.report(problem.help(text!("区间不用方括号：`x in 1..2`", "a range has no brackets: `x in 1..2`")));
            self.skip();
            if let Some(item) = items.last_mut() {
                item.node = Node::Wrong;
            }
            match self.peek() {
                Kind::Comma => _ = self.next(),
                kind if kind == close => return (items, self.next().end),
                _ => return (items, self.here().start),
            }
        }
    }

    pub fn operand(&mut self) -> Tree {
        let span = self.here();
        let node = match self.peek().clone() {
            Kind::Name { text, ticked, .. } => return self.name(text, ticked),
            Kind::Function(function) => return self.call(function),
            Kind::Open => return self.bracketed(),
            Kind::OpenList => return self.misplaced_list(),
            Kind::Number { written, unit } => Node::Number { written, unit },
            Kind::Date(days) => Node::Date(days),
            Kind::Text(text) => Node::Text(text),
            Kind::True => Node::Known(true),
            Kind::False => Node::Known(false),
            Kind::Wrong => Node::Wrong,
            _ => {
                // Not taken: an operator without its left side still has a right one.
                let problem = self.expected(text!("名称或数值", "a name or a value"));
                self.report(problem);
                return self.wrong(span.start..span.start);
            }
        };
        self.next();
        Tree::new(node, span)
    }

    pub fn bracketed(&mut self) -> Tree {
        let open = self.next();
        let inner = self.expression(level::OR);
        let end = match self.eat(&Kind::Close) {
            Some(close) => close.end,
            None if *self.peek() == Kind::Comma => {
                let problem = self.expected(text!("右括号", "a closing bracket"));
                let help = text!("列表写在方括号里：`x in [a, b]`", "lists stand in square brackets: `x in [a, b]`");
                self.report(problem.help(help));
                self.next();
                let (_, end) = self.items(open.clone(), &Kind::Close);
                return self.wrong(open.start..end);
            }
            None => self.unclosed(&open),
        };
        let span = open.start..end.max(inner.span.end);
        inner.at(span)
    }

    pub fn name(&mut self, text: String, ticked: bool) -> Tree {
        let span = self.next();
        let name = Tree::new(Node::Name { text, ticked }, span.clone());
        match self.peek() {
            Kind::Open => self.no_function(&name),
            Kind::OpenList => {
                let open = self.next();
                let (keys, end) = self.items(open, &Kind::CloseList);
                self.node(Node::Lookup { table: Box::new(name), keys }, span.start..end)
            }
            _ => name,
        }
    }

    pub fn call(&mut self, function: Function) -> Tree {
        let start = self.next().start;
        // The lexer makes a function only of a name with a bracket behind it.
        let open = self.next();
        let (arguments, end) = self.items(open, &Kind::Close);
        self.node(Node::Call(function, arguments), start..end)
    }
}
