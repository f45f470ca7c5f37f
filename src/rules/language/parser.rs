//! Tokens → syntax tree, by precedence climbing. Loosest first: `or`, `and`, `not`, comparison and `in`, `+ -`, `* /`,
//! unary `-`.
//!
//! What always holds: every text makes a tree no deeper than [`DEPTH_LIMIT`]; where there was a mistake it has
//! [`Node::Wrong`] and at least one problem was reported. After a mistake reading goes on at the next `and`, `or`,
//! comma or closing bracket, so that all mistakes of a text come out at once. Comparisons do not chain.

use super::lexer::{Kind, Token, lex};
use super::names::{Names, nearest_of};
use super::tree::{DEPTH_LIMIT, Function, Node, Operator, Set, Tree, level};
use super::typed::Span;
use super::{Problem, fold};
use crate::lang::Text;
use crate::quantity::Comparison;
use crate::text;

/// Reads a whole text.
pub(super) fn parse(text: &str, names: &Names, problems: &mut Vec<Problem>) -> Tree {
    let tokens = lex(text, names, problems);
    let mut parser = Parser { text, names, tokens, at: 0, nesting: 0, given_up: false, problems };
    parser.whole()
}

struct Parser<'a> {
    text: &'a str,
    names: &'a Names,
    tokens: Vec<Token>,
    at: usize,
    nesting: usize,
    /// Whether the text is too deep, so that the rest is not read
    given_up: bool,
    problems: &'a mut Vec<Problem>,
}

impl Parser<'_> {
    fn whole(&mut self) -> Tree {
        if *self.peek() == Kind::End {
            // Where something unreadable stood, that has been said.
            if self.problems.is_empty() {
                let message = text!("这里没有内容", "there is nothing here");
                self.problems.push(Problem::error("R027", 0..self.text.len(), message));
            }
            return self.wrong(0..self.text.len());
        }
        let mut tree = self.expression(level::OR);
        while *self.peek() != Kind::End {
            self.stray();
            tree = self.infix(tree, level::OR);
        }
        tree
    }

    fn peek(&self) -> &Kind {
        self.tokens.get(self.at).map_or(&Kind::End, |token| &token.kind)
    }

    fn peek_second(&self) -> &Kind {
        self.tokens.get(self.at + 1).map_or(&Kind::End, |token| &token.kind)
    }

    /// Where the next token stands; at the end, the place after the text.
    fn here(&self) -> Span {
        self.tokens.get(self.at).map_or(self.text.len()..self.text.len(), |token| token.span.clone())
    }

    fn next(&mut self) -> Span {
        let span = self.here();
        if *self.peek() != Kind::End {
            self.at += 1;
        }
        span
    }

    fn eat(&mut self, kind: &Kind) -> Option<Span> {
        (self.peek() == kind).then(|| self.next())
    }

    fn written(&self, span: &Span) -> &str {
        self.text.get(span.clone()).unwrap_or_default()
    }

    /// The next token as messages show it.
    fn found(&self) -> Text {
        match self.peek() {
            Kind::End => text!("结尾", "the end"),
            _ => {
                let written = self.written(&self.here());
                text!("`{written}`", "`{written}`")
            }
        }
    }

    fn report(&mut self, problem: Problem) {
        if !self.given_up {
            self.problems.push(problem);
        }
    }

    fn wrong(&self, span: Span) -> Tree {
        Tree::new(Node::Wrong, span)
    }

    /// What the next token should have been.
    fn expected(&self, wanted: Text) -> Problem {
        let (Text { zh: want_zh, en: want_en }, Text { zh: found_zh, en: found_en }) = (wanted, self.found());
        let message = text!("这里应是{want_zh}，却是{found_zh}", "expected {want_en}, found {found_en}");
        // The end has no characters of its own to underline: the last ones stand for it.
        let span = match self.tokens.get(self.at.wrapping_sub(1)) {
            Some(last) if *self.peek() == Kind::End => last.span.clone(),
            _ => self.here(),
        };
        Problem::error("R003", span, message)
    }

    /// A comma, bracket or `..` after a whole expression, where none can stand: said and passed over.
    fn stray(&mut self) {
        let Text { zh: found, .. } = self.found();
        let problem = match self.peek() {
            Kind::Close | Kind::CloseList => Problem::error(
                "R004",
                self.here(),
                text!("右括号 {found} 没有配对的左括号", "the bracket {found} was never opened"),
            ),
            Kind::Range => self
                .expected(text!("运算符或结尾", "an operator or the end"))
                .help(text!("区间只用在 `in` 之后：`x in 1..2`", "a range stands only after `in`: `x in 1..2`")),
            _ => self.expected(text!("运算符或结尾", "an operator or the end")).maybe_help(self.digit_groups()),
        };
        self.report(problem);
        self.next();
    }

    /// A comma between two numbers was perhaps meant to group digits.
    fn digit_groups(&self) -> Option<Text> {
        let is_number = |ix: usize| matches!(self.tokens.get(ix).map(|t| &t.kind), Some(Kind::Number { .. }));
        (*self.peek() == Kind::Comma && is_number(self.at.wrapping_sub(1)) && is_number(self.at + 1))
            .then(|| text!("数字中间不加逗号：`12000`", "digits are not grouped: `12000`"))
    }

    /// Passes over tokens up to where reading can go on; brackets in between are passed over as a whole.
    fn skip(&mut self) {
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

    /// Reports that the text is too deep, once, and reads no further.
    fn give_up(&mut self, span: Span) -> Tree {
        let message =
            text!("嵌套或连写太深（超过 {DEPTH_LIMIT} 层）", "nested or chained too deeply (more than {DEPTH_LIMIT})");
        let help = text!(
            "拆成几个 `derive` 字段；并列的选项写成 `x in [a, b]`",
            "split it into `derive` fields; write alternatives as `x in [a, b]`"
        );
        self.report(Problem::error("R006", span.clone(), message).help(help));
        self.given_up = true;
        self.at = self.tokens.len().saturating_sub(1);
        self.wrong(span)
    }

    /// The node, unless it makes the tree too deep.
    fn node(&mut self, node: Node, span: Span) -> Tree {
        let tree = Tree::new(node, span);
        if tree.depth() > DEPTH_LIMIT { self.give_up(tree.span) } else { tree }
    }

    /// An expression of operators that bind at least so tightly.
    fn expression(&mut self, min: u8) -> Tree {
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

    fn prefix(&mut self) -> Tree {
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
    fn infix(&mut self, mut left: Tree, min: u8) -> Tree {
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
                    let problem = self.expected(text!("运算符", "an operator"));
                    let help = self.missing_operator_help(&left);
                    self.report(problem.maybe_help(help));
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

    fn comparison(&mut self, left: Tree, how: Comparison, compared: bool) -> Tree {
        self.next();
        let right = self.expression(level::SUM);
        let span = left.span.start..right.span.end;
        if compared {
            return self.chained(&left, Some((how, &right)), span);
        }
        self.node(Node::Binary(Operator::Compare(how), Box::new(left), Box::new(right)), span)
    }

    /// `1 < x < 2`
    fn chained(&mut self, left: &Tree, next: Option<(Comparison, &Tree)>, span: Span) -> Tree {
        // A third comparison of the same chain has been said.
        if left.node == Node::Wrong {
            return self.wrong(span);
        }
        let help = match (&left.node, next) {
            (Node::Binary(Operator::Compare(first), low, value), Some((second, high))) => {
                let [low, value, high] = [low, value, high].map(|tree| self.written(&tree.span).trim().to_string());
                let (one, two) = (first.written(), second.written());
                use Comparison::{Ge, Gt, Le, Lt};
                let apart = format!("{low} {one} {value} and {value} {two} {high}");
                match (first, second) {
                    (Le | Lt, Le | Lt) => text!(
                        "写成 `{value} in {low}..{high}`（含两端），或 `{apart}`",
                        "write `{value} in {low}..{high}` (both ends belong), or `{apart}`"
                    ),
                    (Ge | Gt, Ge | Gt) => text!(
                        "写成 `{value} in {high}..{low}`（含两端），或 `{apart}`",
                        "write `{value} in {high}..{low}` (both ends belong), or `{apart}`"
                    ),
                    _ => text!("写成 `{apart}`", "write `{apart}`"),
                }
            }
            _ => text!("用 `and` 分成两个条件", "join two conditions with `and`"),
        };
        let message = text!("比较不能连写", "comparisons cannot be chained");
        self.report(Problem::error("R005", span.clone(), message).help(help));
        self.wrong(span)
    }

    fn membership(&mut self, value: Tree, compared: bool) -> Tree {
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
    fn set(&mut self) -> (Option<Set>, usize) {
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
    fn items(&mut self, open: Span, close: &Kind) -> (Vec<Tree>, usize) {
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

    /// A bracket that is not closed where it must be; reading goes on behind.
    fn unclosed(&mut self, open: &Span) -> usize {
        let bracket = self.written(open).to_string();
        let problem = Problem::error(
            "R004",
            open.clone(),
            text!("括号 `{bracket}` 没有配对", "the bracket `{bracket}` is never closed"),
        );
        let Text { zh: found_zh, en: found_en } = self.found();
        let mismatched = matches!(self.peek(), Kind::Close | Kind::CloseList);
        let problem = match self.peek() {
            Kind::End => problem,
            _ => problem.help(text!("在 {found_zh} 之前补上右括号", "a closing bracket is missing before {found_en}")),
        };
        self.report(problem);
        if mismatched {
            return self.next().end;
        }
        self.here().start
    }

    fn operand(&mut self) -> Tree {
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

    fn bracketed(&mut self) -> Tree {
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

    fn misplaced_list(&mut self) -> Tree {
        let open = self.next();
        let (_, end) = self.items(open.clone(), &Kind::CloseList);
        let span = open.start..end;
        let message = text!("列表只用在 `in` 之后", "a list stands only after `in`");
        self.report(
            Problem::error("R003", span.clone(), message).help(text!("写成 `x in [a, b]`", "write `x in [a, b]`")),
        );
        self.wrong(span)
    }

    fn name(&mut self, text: String, ticked: bool) -> Tree {
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

    fn call(&mut self, function: Function) -> Tree {
        let start = self.next().start;
        // The lexer makes a function only of a name with a bracket behind it.
        let open = self.next();
        let (arguments, end) = self.items(open, &Kind::Close);
        self.node(Node::Call(function, arguments), start..end)
    }

    /// A name that is no function, before a bracket.
    fn no_function(&mut self, name: &Tree) -> Tree {
        let written = self.written(&name.span).to_string();
        let functions = Function::ALL.iter().map(|function| (function.name(), function.usage()));
        let help = match nearest_of(&fold::fold(&written), functions) {
            Some((_, usage)) => text!("是不是 `{usage}`？", "did you mean `{usage}`?"),
            None => {
                let all = Function::ALL.map(Function::name).join(" ");
                text!("函数有 {all}", "the functions are {all}")
            }
        };
        let message = text!("没有函数 `{written}`", "there is no function `{written}`");
        self.report(Problem::error("R009", name.span.clone(), message).help(help));
        let open = self.next();
        let (_, end) = self.items(open, &Kind::Close);
        self.wrong(name.span.start..end)
    }

    /// A label with signs that was written without backticks stops at the first sign.
    fn missing_operator_help(&self, left: &Tree) -> Option<Text> {
        let rest = fold::Folded::new(self.text.get(left.span.start..)?);
        let length = self.names.longest_signed_at(&rest.chars)?;
        let label = rest.text(0, length);
        Some(text!(
            "名称里有符号时放在反引号里：``{label}``",
            "a label with signs stands between backticks: ``{label}``"
        ))
    }
}
