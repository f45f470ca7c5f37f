//! What the parser says of a text that it cannot read, and how it goes on.

use super::Problem;
use super::fold::{Folded, fold};
use super::lexer::Kind;
use super::names::nearest_of;
use super::parser::Parser;
use super::tree::{DEPTH_LIMIT, Function, Node, Operator, Tree, level};
use super::typed::Span;
use crate::lang::Text;
use crate::quantity::{Comparison, UNITS};
use crate::text;

impl Parser<'_> {
    /// The next token as messages show it.
    pub fn found(&self) -> Text {
        match self.peek() {
            Kind::End => text!("结尾", "the end"),
            _ => {
                let written = self.written(&self.here());
                text!("`{written}`", "`{written}`")
            }
        }
    }

    /// What the next token should have been.
    pub fn expected(&self, wanted: Text) -> Problem {
        let (Text { zh: want_zh, en: want_en }, Text { zh: found_zh, en: found_en }) = (wanted, self.found());
        // A sign stands apart from the words around it.
        let space = if *self.peek() == Kind::End { "" } else { " " };
        let message = text!("这里应是{want_zh}，却是{space}{found_zh}", "expected {want_en}, found {found_en}");
        // The end has no characters of its own to underline: the last ones stand for it.
        let span = match self.tokens.get(self.at.wrapping_sub(1)) {
            Some(last) if *self.peek() == Kind::End => last.span.clone(),
            _ => self.here(),
        };
        Problem::error("R003", span, message)
    }

    /// A comma, bracket or `..` after a whole expression, where none can stand: said and passed over. Whether what
    /// was read so far is still to be believed.
    pub fn stray(&mut self) -> bool {
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
            _ => self.expected(text!("运算符或结尾", "an operator or the end")).maybe_help(self.comma()),
        };
        self.report(problem);
        let closing = matches!(self.peek(), Kind::Close | Kind::CloseList);
        self.next();
        if !closing && *self.peek() != Kind::End {
            // What follows makes no sense here but may have mistakes of its own.
            self.expression(level::OR);
        }
        closing
    }

    /// A comma was perhaps meant to group digits, or to join two conditions.
    pub fn comma(&self) -> Option<Text> {
        let is_number = |ix: usize| matches!(self.tokens.get(ix).map(|t| &t.kind), Some(Kind::Number { .. }));
        match self.peek() {
            Kind::Comma if is_number(self.at.wrapping_sub(1)) && is_number(self.at + 1) => {
                Some(text!("数字中间不加逗号：`12000`", "digits are not grouped: `12000`"))
            }
            Kind::Comma => Some(text!("几个条件之间写 `且` 或 `或`", "between conditions write `and` or `or`")),
            _ => None,
        }
    }

    /// Reports that the text is too deep, once, and reads no further.
    pub fn give_up(&mut self, span: Span) -> Tree {
        let message = text!(
            "嵌套或连写太深（超过 {DEPTH_LIMIT} 层）",
            "nested or chained too deeply (more than {DEPTH_LIMIT} levels)"
        );
        let help = text!(
            "拆成几个 `derive` 字段；并列的选项写成 `x in [a, b]`",
            "split it into `derive` fields; write alternatives as `x in [a, b]`"
        );
        self.report(Problem::error("R006", span.clone(), message).help(help));
        self.given_up = true;
        self.at = self.tokens.len().saturating_sub(1);
        self.wrong(span)
    }

    /// `1 < x < 2`
    pub fn chained(&mut self, left: &Tree, next: Option<(Comparison, &Tree)>, span: Span) -> Tree {
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

    /// A bracket that is not closed where it must be; reading goes on behind.
    pub fn unclosed(&mut self, open: &Span) -> usize {
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

    pub fn misplaced_list(&mut self) -> Tree {
        let open = self.next();
        let (_, end) = self.items(open.clone(), &Kind::CloseList);
        let span = open.start..end;
        let message = text!("列表只用在 `in` 之后", "a list stands only after `in`");
        self.report(
            Problem::error("R003", span.clone(), message).help(text!("写成 `x in [a, b]`", "write `x in [a, b]`")),
        );
        self.wrong(span)
    }

    /// A name that is no function, before a bracket.
    pub fn no_function(&mut self, name: &Tree) -> Tree {
        let written = self.written(&name.span).to_string();
        let functions = Function::ALL.iter().map(|function| (function.name(), function.usage()));
        let help = match nearest_of(&fold(&written), functions) {
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

    /// Two operands side by side.
    pub fn missing_operator(&mut self, left: &Tree) {
        let here = self.here();
        let said = |problem: &Problem| problem.span.start >= left.span.end && problem.span.end <= here.start;
        if self.problems.iter().any(said) {
            // It stood between the two, but could not be read.
            return;
        }
        let help = match (&left.node, self.peek()) {
            (Node::Number { unit: None, .. }, Kind::Name { text, known: false, .. }) => {
                let near = UNITS.iter().map(|unit| unit.symbol).collect::<Vec<_>>().join(" ");
                Some(text!(
                    "没有计量单位 `{text}`，可用的有 {near}",
                    "there is no unit of measure `{text}`, only {near}"
                ))
            }
            _ => self.signed_label(left),
        };
        let problem = self.expected(text!("运算符", "an operator"));
        self.report(problem.maybe_help(help));
    }

    /// A label with signs that was written without backticks stops at the first sign.
    fn signed_label(&self, left: &Tree) -> Option<Text> {
        let rest = Folded::new(self.text.get(left.span.start..)?);
        let length = self.names.longest_signed_at(&rest.chars)?;
        let label = rest.text(0, length);
        Some(text!(
            "名称里有符号时放在反引号里：``{label}``",
            "a label with signs stands between backticks: ``{label}``"
        ))
    }
}

/// What to write instead of a sign that means nothing.
pub(super) fn instead_of_sign(c: char) -> Option<Text> {
    Some(match c {
        '%' => text!("百分数写成 `40%`，`%` 紧跟数字", "a percentage is a number with `%`: `40%`"),
        '#' => text!("说明写在引号外面", "remarks stand outside the quotes"),
        '。' | ';' | ':' => text!(
            "列出几项用逗号，几个条件之间写 `且` 或 `或`，末尾不加标点",
            "commas stand between items, `and` or `or` between conditions, nothing at the end"
        ),
        _ => return None,
    })
}
