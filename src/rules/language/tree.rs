//! The syntax tree: what was written, before anything is known of what the names mean.
//!
//! What always holds: a tree is at most [`DEPTH_LIMIT`] nodes deep, so that everything that walks it may recurse.
//! Two trees are equal if they say the same, wherever they stand. Shown with `Display` it is canonical text that
//! reads back as the same tree. Brackets are not kept; the span of what they hold includes them.

use super::typed::Span;
use crate::quantity::{Comparison, Unit};
use std::fmt;

/// How deep a tree may be.
pub const DEPTH_LIMIT: usize = 200;

/// A node and where it was written.
#[derive(Clone, Debug)]
pub struct Tree {
    /// What it says.
    pub node: Node,
    /// Where, brackets around it included.
    pub span: Span,
    depth: usize,
}

impl PartialEq for Tree {
    fn eq(&self, other: &Tree) -> bool {
        self.node == other.node
    }
}

/// What a node says.
#[derive(Clone, Debug, PartialEq)]
pub enum Node {
    /// Something that could not be read, which has been reported.
    Wrong,
    /// A name or the bare id of a choice, folded.
    Name {
        /// Which
        text: String,
        /// Whether it stood between backticks
        ticked: bool,
    },
    /// A number with its unit of measure.
    Number {
        /// The number, in ASCII digits
        written: String,
        /// Its unit of measure, if one was written
        unit: Option<&'static Unit>,
    },
    /// A date, in days since 1970-01-01.
    Date(i32),
    /// A quoted text, exactly as written.
    Text(String),
    /// `true`, `false`
    Known(bool),
    /// `not a`
    Not(Box<Tree>),
    /// `-a`
    Negated(Box<Tree>),
    /// `a + b`, `a and b`, `a >= b`
    Binary(Operator, Box<Tree>, Box<Tree>),
    /// `x in …`
    In(Box<Tree>, Set),
    /// `min(a, b)`
    Call(Function, Vec<Tree>),
    /// `table[a, b]`
    Lookup {
        /// The table's name and where it stands
        table: Box<Tree>,
        /// What is looked up
        keys: Vec<Tree>,
    },
}

/// What stands after `in`.
#[derive(Clone, Debug, PartialEq)]
pub enum Set {
    /// `[a, b]`
    Listed(Vec<Tree>),
    /// `1..2`
    Range(Box<Tree>, Box<Tree>),
    /// A name
    Named(Box<Tree>),
}

/// An operator between two operands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operator {
    /// `or`
    Or,
    /// `and`
    And,
    /// `>=`
    Compare(Comparison),
    /// `+`
    Plus,
    /// `-`
    Minus,
    /// `*`
    Times,
    /// `/`
    Over,
}

impl Operator {
    /// As it is written.
    pub fn written(self) -> &'static str {
        match self {
            Operator::Or => "or",
            Operator::And => "and",
            Operator::Compare(how) => how.written(),
            Operator::Plus => "+",
            Operator::Minus => "-",
            Operator::Times => "*",
            Operator::Over => "/",
        }
    }

    /// How tightly it binds.
    pub fn level(self) -> u8 {
        match self {
            Operator::Or => level::OR,
            Operator::And => level::AND,
            Operator::Compare(_) => level::COMPARE,
            Operator::Plus | Operator::Minus => level::SUM,
            Operator::Times | Operator::Over => level::PRODUCT,
        }
    }
}

/// How tightly things bind, loosest first.
pub mod level {
    /// `a or b`
    pub const OR: u8 = 1;
    /// `a and b`
    pub const AND: u8 = 2;
    /// `not a`
    pub const NOT: u8 = 3;
    /// `a >= b`, `a in …`
    pub const COMPARE: u8 = 4;
    /// `a + b`
    pub const SUM: u8 = 5;
    /// `a * b`
    pub const PRODUCT: u8 = 6;
    /// `-a`
    pub const NEGATED: u8 = 7;
    /// Names, numbers, calls
    pub const ATOM: u8 = 8;
}

/// A function.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Function {
    /// `any(list, cond)`
    Any,
    /// `every(list, cond)`
    Every,
    /// `count(list, cond)`; in escalation conditions `count(difficult)`
    Count,
    /// `min(a, b)`, `min(list, value)`
    Min,
    /// `max(a, b)`, `max(list, value)`
    Max,
    /// `sum(list, value)`
    Sum,
    /// `abs(a)`
    Abs,
    /// `has(field, choice)`
    Has,
    /// `if(cond, a, b)`
    If,
    /// `grade(criterion)`, in escalation conditions only
    Grade,
}

impl Function {
    /// All of them.
    pub const ALL: [Function; 10] = [
        Function::Any,
        Function::Every,
        Function::Count,
        Function::Min,
        Function::Max,
        Function::Sum,
        Function::Abs,
        Function::Has,
        Function::If,
        Function::Grade,
    ];

    /// `any`
    pub fn name(self) -> &'static str {
        match self {
            Function::Any => "any",
            Function::Every => "every",
            Function::Count => "count",
            Function::Min => "min",
            Function::Max => "max",
            Function::Sum => "sum",
            Function::Abs => "abs",
            Function::Has => "has",
            Function::If => "if",
            Function::Grade => "grade",
        }
    }

    /// How it is called, for messages.
    pub fn usage(self) -> &'static str {
        match self {
            Function::Any => "any(pipes, kind == gas)",
            Function::Every => "every(pipes, distance >= 1 m)",
            Function::Count => "count(pipes, kind == gas)",
            Function::Min => "min(a, b)",
            Function::Max => "max(a, b)",
            Function::Sum => "sum(pipes, length)",
            Function::Abs => "abs(a)",
            Function::Has => "has(x, a)",
            Function::If => "if(a >= b, a, b)",
            Function::Grade => "grade(stair-width) == difficult",
        }
    }

    /// The function of that name.
    pub fn named(name: &str) -> Option<Function> {
        Function::ALL.into_iter().find(|function| function.name() == name)
    }
}

impl Tree {
    /// A node at its place.
    pub fn new(node: Node, span: Span) -> Tree {
        let mut below = 0;
        node.each_child(&mut |child| below = below.max(child.depth));
        Tree { node, span, depth: below + 1 }
    }

    /// The same at another place: with the brackets around it.
    pub fn at(self, span: Span) -> Tree {
        Tree { span, ..self }
    }

    /// How many nodes lie on the longest way down.
    pub fn depth(&self) -> usize {
        self.depth
    }

    /// How tightly its outermost operator binds.
    fn level(&self) -> u8 {
        match &self.node {
            Node::Binary(operator, ..) => operator.level(),
            Node::Not(_) => level::NOT,
            Node::In(..) => level::COMPARE,
            Node::Negated(_) => level::NEGATED,
            _ => level::ATOM,
        }
    }

    fn show(&self, f: &mut fmt::Formatter<'_>, at_least: u8) -> fmt::Result {
        if self.level() < at_least { write!(f, "({self})") } else { write!(f, "{self}") }
    }
}

impl Node {
    fn each_child<'a>(&'a self, visit: &mut impl FnMut(&'a Tree)) {
        match self {
            Node::Not(a) | Node::Negated(a) => visit(a),
            Node::Binary(_, a, b) => [a, b].into_iter().for_each(|child| visit(child)),
            Node::In(value, set) => {
                visit(value);
                match set {
                    Set::Listed(items) => items.iter().for_each(visit),
                    Set::Range(low, high) => [low, high].into_iter().for_each(|child| visit(child)),
                    Set::Named(name) => visit(name),
                }
            }
            Node::Call(_, items) => items.iter().for_each(visit),
            Node::Lookup { table, keys } => {
                visit(table);
                keys.iter().for_each(visit);
            }
            Node::Wrong | Node::Name { .. } | Node::Number { .. } | Node::Date(_) | Node::Text(_) | Node::Known(_) => {}
        }
    }
}

impl fmt::Display for Tree {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.node {
            // Not a text that could be read: what is wrong must not become right by being shown.
            Node::Wrong => f.write_str("???"),
            Node::Name { text, ticked: true } => write!(f, "`{text}`"),
            Node::Name { text, ticked: false } => f.write_str(text),
            Node::Number { written, unit: None } => f.write_str(written),
            Node::Number { written, unit: Some(unit) } if unit.symbol == "%" => write!(f, "{written}%"),
            Node::Number { written, unit: Some(unit) } => write!(f, "{written} {}", unit.symbol),
            Node::Date(days) => f.write_str(&shown_date(*days)),
            // A quoted text never holds its own quotation mark, so at least one of the two is free.
            Node::Text(text) if super::fold::fold(text).contains('"') => write!(f, "'{text}'"),
            Node::Text(text) => write!(f, "\"{text}\""),
            Node::Known(known) => write!(f, "{known}"),
            Node::Not(a) => {
                f.write_str("not ")?;
                a.show(f, level::NOT)
            }
            Node::Negated(a) => {
                f.write_str("-")?;
                a.show(f, level::NEGATED)
            }
            Node::Binary(operator, a, b) => {
                let own = operator.level();
                a.show(f, if matches!(operator, Operator::Compare(_)) { own + 1 } else { own })?;
                write!(f, " {} ", operator.written())?;
                b.show(f, own + 1)
            }
            Node::In(value, set) => {
                value.show(f, level::SUM)?;
                f.write_str(" in ")?;
                match set {
                    Set::Listed(items) => show_items(f, "[", items, "]"),
                    Set::Range(low, high) => {
                        low.show(f, level::SUM)?;
                        f.write_str("..")?;
                        high.show(f, level::SUM)
                    }
                    Set::Named(name) => name.show(f, level::SUM),
                }
            }
            Node::Call(function, items) => {
                f.write_str(function.name())?;
                show_items(f, "(", items, ")")
            }
            Node::Lookup { table, keys } => {
                table.show(f, level::ATOM)?;
                show_items(f, "[", keys, "]")
            }
        }
    }
}

fn show_items(f: &mut fmt::Formatter<'_>, open: &str, items: &[Tree], close: &str) -> fmt::Result {
    f.write_str(open)?;
    for (ix, item) in items.iter().enumerate() {
        if ix > 0 {
            f.write_str(", ")?;
        }
        write!(f, "{item}")?;
    }
    f.write_str(close)
}

/// A day, from days since 1970-01-01: `2021-05-12`.
pub fn shown_date(days: i32) -> String {
    let epoch = jiff::civil::Date::constant(1970, 1, 1);
    jiff::Span::new()
        .try_days(days)
        .and_then(|span| epoch.checked_add(span))
        .map_or_else(|_| days.to_string(), |date| date.to_string())
}
