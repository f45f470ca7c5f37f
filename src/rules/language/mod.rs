//! The expression language: text → tokens → tree → typed expression, by hand, with a span on every node.
//!
//! `lexer` cuts text into tokens, the longest known name first (`names`, `fold`, `slips`); `parser` climbs
//! precedence into the [`tree`] (`misreadings` is what it says of mistakes); `resolve`, `types` and their neighbours
//! (`compare`, `choices`, `functions`, `arithmetic`, `lookup`, `row_keys`) resolve names and check dimensions into
//! [`typed`]; `tally` reads escalation conditions; [`printer`] says typed expressions to readers in a line, [`outline`]
//! leaf by leaf, both in pieces ([`phrase`]); [`mod@uses`] says what one depends on. What always holds: a typed
//! expression has no unresolved name and no mismatched dimension; all mistakes of a text come out together.
//! Deliberately absent: evaluation, any way to ask whether a value is known, user functions, recursion.

mod arithmetic;
mod choices;
mod compare;
mod fold;
mod functions;
mod lexer;
mod lookup;
mod misreadings;
mod names;
pub mod outline;
mod parser;
pub mod phrase;
pub mod printer;
mod resolve;
mod row_keys;
mod slips;
mod tally;
#[cfg(test)]
mod tests;
pub mod tree;
pub mod typed;
mod types;
pub mod uses;

pub(super) use choices::choice_called;
pub(super) use lookup::typed_row;
pub(super) use names::Names;
pub use tally::check_tally;
pub use uses::{Uses, uses};

use super::diagnostic::Severity;
use super::dictionary::Dictionary;
use super::ruleset::{Derived, Param, RuleSet, Table};
use crate::lang::Text;
use crate::quantity::{Dimension, UNITS};
use std::rc::Rc;
use typed::{Cond, Expr, Num, Span, TableIx};
use types::Checker;

/// One mistake or doubt in the text of an expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// `R007`
    pub code: &'static str,
    /// Whether it stops
    pub severity: Severity,
    /// What is wrong: lower case, no full stop, input in backticks
    pub message: Text,
    /// What to do, where that can be said
    pub help: Option<Text>,
    /// The bytes of the expression's text to underline; empty only where the text itself is
    pub span: Span,
    /// The row of a lookup table that is really to blame. The same row is reported by every expression that looks
    /// it up with keys of that sort.
    pub row: Option<(TableIx, usize)>,
}

impl Problem {
    fn error(code: &'static str, span: Span, message: Text) -> Problem {
        Problem { code, severity: Severity::Error, message, help: None, span, row: None }
    }

    fn warning(code: &'static str, span: Span, message: Text) -> Problem {
        Problem { severity: Severity::Warning, ..Problem::error(code, span, message) }
    }

    fn help(self, help: Text) -> Problem {
        Problem { help: Some(help), ..self }
    }

    fn maybe_help(self, help: Option<Text>) -> Problem {
        Problem { help, ..self }
    }
}

/// What names can mean where an expression stands.
#[derive(Clone, Debug)]
pub struct Scope<'a> {
    /// Fields and lists
    pub dictionary: &'a Dictionary,
    /// Parameters
    pub params: &'a [Param],
    /// The derived fields that are already checked and so may be used
    pub derived: &'a [Derived],
    /// Lookup tables
    pub tables: &'a [Table],
    /// Ids and labels of derived fields that are wrong themselves, which has been reported: an expression that
    /// uses one is wrong too, but nothing more is said of it
    pub unusable: &'a [(String, String)],
    /// All of these by name, made once for many expressions
    pub(super) names: Rc<Names>,
}

impl<'a> Scope<'a> {
    /// The names of a dictionary and of what a rules file declares.
    pub fn new(dictionary: &'a Dictionary, params: &'a [Param], derived: &'a [Derived], tables: &'a [Table]) -> Self {
        let mut names = Names::of(dictionary, params, tables);
        derived.iter().enumerate().for_each(|(ix, derived)| names.add_derived(ix, derived));
        Scope { dictionary, params, derived, tables, unusable: &[], names: Rc::new(names) }
    }

    /// The same, with derived fields that may not be used (yet).
    pub fn with_unusable(mut self, unusable: &'a [(String, String)]) -> Self {
        self.unusable = unusable;
        let names = Rc::make_mut(&mut self.names);
        unusable.iter().enumerate().for_each(|(ix, one)| names.add_unusable(ix, one));
        self
    }

    /// The names of a finished rule set.
    pub fn of(rules: &'a RuleSet) -> Self {
        Scope::new(&rules.dictionary, &rules.params, &rules.derived, &rules.tables)
    }
}

/// Reads and checks a condition. The list of problems is empty only where all that is wrong is that an
/// [`Scope::unusable`] name is used; this holds for the other `check_` functions too.
pub fn check_cond(text: &str, scope: &Scope) -> Result<Cond, Vec<Problem>> {
    check(text, scope, |checker, tree| checker.cond(tree))
}

/// Reads and checks a number, of the dimension that is wanted.
pub fn check_num(text: &str, scope: &Scope, want: Option<Dimension>) -> Result<Num, Vec<Problem>> {
    check(text, scope, |checker, tree| match want {
        Some(dimension) => checker.num_of(tree, dimension),
        None => checker.num(tree),
    })
}

/// Reads and checks a derived field: a number or a condition.
pub fn check_expr(text: &str, scope: &Scope) -> Result<Expr, Vec<Problem>> {
    check(text, scope, |checker, tree| checker.expr(tree))
}

/// Which of the [`Scope::unusable`] names an expression mentions, and where, in order of the text. For putting derived
/// fields in order, before any of them is usable: mistakes are not told here.
pub fn names_used(text: &str, scope: &Scope) -> Vec<(usize, Span)> {
    let tree = parser::parse(text, &scope.names, &mut Vec::new());
    let mut checker = Checker::new(text, scope, &scope.names, Vec::new());
    checker.operand(&tree);
    let mut found = checker.mentioned;
    found.sort_by_key(|(_, span)| span.start);
    found
}

/// Words that no id may be: keywords, functions, units of measure.
pub fn reserved_ids() -> impl Iterator<Item = &'static str> {
    let units = UNITS.iter().flat_map(|unit| std::iter::once(unit.symbol).chain(unit.names.iter().copied()));
    lexer::KEYWORDS.iter().map(|(word, _)| *word).chain(tree::Function::ALL.iter().map(|f| f.name())).chain(units)
}

fn check<T>(
    text: &str,
    scope: &Scope,
    what: impl FnOnce(&mut Checker<'_>, &tree::Tree) -> Option<T>,
) -> Result<T, Vec<Problem>> {
    let mut problems = Vec::new();
    let tree = parser::parse(text, &scope.names, &mut problems);
    let mut checker = Checker::new(text, scope, &scope.names, problems);
    let checked = what(&mut checker, &tree);
    let mut problems = checker.problems;
    match checked {
        Some(checked) if problems.is_empty() => Ok(checked),
        _ => {
            // In order of the text.
            problems.sort_by_key(|problem| (problem.span.start, problem.span.end));
            problems.truncate(types::PROBLEM_LIMIT);
            Err(problems)
        }
    }
}
