//! Which branches of a rule set its embedded tests go through, and which the units of a survey do: the outcomes of
//! every criterion, the smallest conditions of every expression seen true and false, rows of lookup tables,
//! escalations; and tests for what none goes through.
//!
//! A test counts where it says what should come out: for a criterion, and the derived fields it stands on, if it
//! expects the criterion's grade; for an escalation, if it expects a class. Nothing can be expected of a remedy, so there
//! all tests count. Units of a survey all count, those that have a lift too: it is rules that are looked at here.
//!
//! What always holds: what happens is what the evaluator says. A variant answers for what its own file sets, since it
//! has no tests but its own: what it takes over unchanged is its base's to show. Deliberately absent: words.

mod candidates;
mod expressions;
mod own;
mod stubs;
#[cfg(test)]
mod tests;

pub use stubs::{Stub, stubs};

use crate::assess::branches::{Through, through};
use crate::assess::{Assessment, Possible, assess, given, uses_of};
use crate::rules::RuleSet;
use crate::rules::diagnostic::Place;
use crate::rules::ruleset::{Grade, Test};
use crate::survey::Units;
use expressions::{Expression, expressions, using};
use own::Own;

/// What a branch belongs to: a place among the rule set's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Of {
    /// A criterion
    Criterion(usize),
    /// A derived field
    Derived(usize),
    /// A lookup table
    Table(usize),
    /// An escalation
    Escalation(usize),
    /// A remedy
    Remedy(usize),
}

/// What a criterion can come to for a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// It does not count
    NotApplicable,
    /// One grade
    Grade(Grade),
    /// Several are possible
    Open,
}

/// What happens in a branch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// A criterion comes to that
    Outcome(Outcome),
    /// A condition is surely true, or surely false
    Condition(bool),
    /// A row of a table is taken
    Row(usize),
    /// An escalation holds, or does not
    Escalation(bool),
}

/// A branch, and how many go through it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Branch {
    /// What it belongs to
    pub of: Of,
    /// What happens
    pub what: What,
    /// The expression or row, as written; empty where none leads there by itself
    pub written: String,
    /// Where it stands
    pub place: Place,
    /// How many tests
    pub tests: u64,
    /// How many units of the survey, if one was given
    pub units: Option<u64>,
}

/// The branches of a rule set.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Coverage {
    /// Those that the file itself answers for, in the order of criteria, derived fields, tables, escalations, remedies
    pub branches: Vec<Branch>,
    /// Criteria taken over from the base unchanged: places among [`RuleSet::criteria`]
    pub inherited: Vec<usize>,
}

/// The sorts of branches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// Outcomes of criteria
    Outcome,
    /// Conditions, true and false
    Condition,
    /// Rows of tables
    Row,
    /// Escalations, holding and not
    Escalation,
}

/// How many branches of a sort are gone through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Total {
    /// How many there are
    pub of: u64,
    /// By tests
    pub tests: u64,
    /// By the units of the survey, if one was given
    pub units: Option<u64>,
}

impl Sort {
    /// All of them.
    pub const ALL: [Sort; 4] = [Sort::Outcome, Sort::Condition, Sort::Row, Sort::Escalation];

    /// `outcome`
    pub fn id(self) -> &'static str {
        match self {
            Sort::Outcome => "outcome",
            Sort::Condition => "condition",
            Sort::Row => "row",
            Sort::Escalation => "escalation",
        }
    }
}

impl What {
    /// Of which sort it is.
    pub fn sort(self) -> Sort {
        match self {
            What::Outcome(_) => Sort::Outcome,
            What::Condition(_) => Sort::Condition,
            What::Row(_) => Sort::Row,
            What::Escalation(_) => Sort::Escalation,
        }
    }
}

impl Coverage {
    /// How many branches of that sort are gone through.
    pub fn total(&self, sort: Sort) -> Total {
        let all: Vec<&Branch> = self.branches.iter().filter(|branch| branch.what.sort() == sort).collect();
        let met = |met: &dyn Fn(&Branch) -> bool| all.iter().filter(|branch| met(branch)).count() as u64;
        let surveyed = self.branches.iter().any(|branch| branch.units.is_some());
        Total {
            of: all.len() as u64,
            tests: met(&|branch| branch.tests > 0),
            units: surveyed.then(|| met(&|branch| branch.units > Some(0))),
        }
    }
}

impl Outcome {
    /// Every one, from best to worst.
    pub const ALL: [Outcome; 5] = [
        Outcome::NotApplicable,
        Outcome::Grade(Grade::Suitable),
        Outcome::Grade(Grade::Difficult),
        Outcome::Grade(Grade::Unsuitable),
        Outcome::Open,
    ];

    fn of(possible: Possible) -> Outcome {
        match Grade::ALL.into_iter().find(|&grade| possible == Possible::only(grade)) {
            Some(grade) => Outcome::Grade(grade),
            None if possible.never_applies() => Outcome::NotApplicable,
            None => Outcome::Open,
        }
    }
}

/// The branches of a rule set, and what goes through them.
pub fn coverage(rules: &RuleSet, survey: Option<&Units>) -> Coverage {
    let own = Own::of(rules);
    let expressions = expressions(rules, &own);
    let using = using(rules);
    let of_tests = |of: Of, unit: usize| rules.tests.get(unit).is_some_and(|test| says(test, of, &using));
    let tests = Counted::of(rules, &given(rules, &rules.tests), &expressions, &of_tests);
    let units = survey.map(|units| Counted::of(rules, units, &expressions, &|_, _| true));
    let mut all = Branches { tests: &tests, units: units.as_ref(), out: Vec::new() };
    for &place in &own.criteria {
        all.outcomes(rules, place);
        all.conditions(&expressions, Of::Criterion(place));
    }
    own.derived.iter().for_each(|&place| all.conditions(&expressions, Of::Derived(place)));
    own.tables.iter().for_each(|&place| all.rows(rules, place));
    own.escalations.iter().for_each(|&place| all.escalation(rules, place));
    own.remedies.iter().for_each(|&place| all.conditions(&expressions, Of::Remedy(place)));
    Coverage { branches: all.out, inherited: own.inherited }
}

/// Whether a test says what should come out of that, `using` being the criteria that stand on each derived field.
fn says(test: &Test, of: Of, using: &[Vec<usize>]) -> bool {
    let expects = |criterion: usize| test.grades.iter().any(|(at, _)| *at == criterion);
    match of {
        Of::Criterion(criterion) => expects(criterion),
        Of::Derived(ix) => {
            using.get(ix).is_none_or(|using| using.is_empty() || using.iter().any(|&criterion| expects(criterion)))
        }
        Of::Escalation(_) => test.class.or(test.best_class).or(test.worst_class).is_some(),
        Of::Table(_) | Of::Remedy(_) => true,
    }
}

/// Branches as they are found.
struct Branches<'c> {
    tests: &'c Counted,
    units: Option<&'c Counted>,
    out: Vec<Branch>,
}

impl Branches<'_> {
    fn add(&mut self, of: Of, what: What, (written, place): (String, Place), count: impl Fn(&Counted) -> u64) {
        let (tests, units) = (count(self.tests), self.units.map(&count));
        self.out.push(Branch { of, what, written, place, tests, units });
    }

    /// The outcomes that a criterion provides for, each at the expression that leads there.
    fn outcomes(&mut self, rules: &RuleSet, place: usize) {
        let Some(criterion) = rules.criteria.get(place) else { return };
        let used = uses_of(rules, criterion);
        let asks = !used.fields.is_empty() || !used.lists.is_empty();
        for outcome in Outcome::ALL {
            let rule = match outcome {
                Outcome::NotApplicable => criterion.applies.as_ref(),
                Outcome::Grade(Grade::Suitable) => Some(&criterion.suitable),
                Outcome::Grade(Grade::Difficult) => criterion.difficult.as_ref(),
                Outcome::Grade(Grade::Unsuitable) | Outcome::Open => None,
            };
            let otherwise = outcome == Outcome::Grade(criterion.otherwise) || asks && outcome == Outcome::Open;
            let at = match rule {
                Some(rule) => (rule.written.clone(), rule.place.clone()),
                None if otherwise => (String::new(), criterion.place.clone()),
                None => continue,
            };
            self.add(Of::Criterion(place), What::Outcome(outcome), at, |it| it.outcome(place, outcome));
        }
    }

    /// The conditions in the expressions of that.
    fn conditions(&mut self, expressions: &[Expression], of: Of) {
        for (at, expression) in expressions.iter().enumerate().filter(|(_, expression)| expression.of == of) {
            for (leaf, cond) in expression.branches.leaves().enumerate() {
                for value in [true, false] {
                    self.add(of, What::Condition(value), expression.part(&cond.span), |it| {
                        it.condition(at, leaf, value)
                    });
                }
            }
        }
    }

    fn rows(&mut self, rules: &RuleSet, place: usize) {
        let Some(table) = rules.tables.get(place) else { return };
        for (row, (cells, at)) in table.rows.iter().zip(&table.places).enumerate() {
            let at = (cells.join(", "), at.clone());
            self.add(Of::Table(place), What::Row(row), at, |it| it.row(place, row));
        }
    }

    fn escalation(&mut self, rules: &RuleSet, place: usize) {
        let Some(line) = rules.escalations.get(place) else { return };
        for holds in [true, false] {
            let at = (line.written.clone(), line.place.clone());
            self.add(Of::Escalation(place), What::Escalation(holds), at, |it| it.escalation(place, holds));
        }
    }
}

/// How many units go through what.
struct Counted {
    assessment: Assessment,
    through: Through,
    /// By criterion among the assessment's, then by outcome in the order of [`Outcome::ALL`]
    outcomes: Vec<[u64; 5]>,
    escalations: Vec<[u64; 2]>,
}

impl Counted {
    fn of(
        rules: &RuleSet,
        units: &Units,
        expressions: &[Expression],
        counts: &(dyn Fn(Of, usize) -> bool + Sync),
    ) -> Counted {
        let assessment = assess(rules, units);
        let branches: Vec<_> = expressions.iter().map(|expression| expression.branches.clone()).collect();
        let of = |at: usize| expressions.get(at).map(|expression| expression.of);
        let through = through(rules, units, &branches, &|at, unit| of(at).is_some_and(|of| counts(of, unit)));
        let column = |(&place, possible): (&usize, &Vec<Possible>)| {
            let mut found = [0; 5];
            for (unit, possible) in possible.iter().enumerate() {
                let at = Outcome::ALL.iter().position(|&outcome| outcome == Outcome::of(*possible));
                let count = at.and_then(|at| found.get_mut(at)).filter(|_| counts(Of::Criterion(place), unit));
                count.into_iter().for_each(|count| *count += 1);
            }
            found
        };
        let outcomes = assessment.criteria.iter().zip(&assessment.possible).map(column).collect();
        let line = |(place, column): (usize, &Vec<bool>)| {
            let counting = |holds: bool| {
                let all = column.iter().enumerate();
                all.filter(|(unit, it)| **it == holds && counts(Of::Escalation(place), *unit)).count() as u64
            };
            [false, true].map(counting)
        };
        let escalations = assessment.escalated.iter().enumerate().map(line).collect();
        Counted { assessment, through, outcomes, escalations }
    }

    fn outcome(&self, criterion: usize, outcome: Outcome) -> u64 {
        let column = self.assessment.criteria.iter().position(|&place| place == criterion);
        let at = Outcome::ALL.iter().position(|&it| it == outcome);
        column.and_then(|column| self.outcomes.get(column)?.get(at?)).copied().unwrap_or(0)
    }

    fn condition(&self, expression: usize, leaf: usize, value: bool) -> u64 {
        let sides = self.through.leaves.get(expression).and_then(|leaves| leaves.get(leaf));
        sides.and_then(|sides| sides.get(usize::from(value))).map_or(0, |met| met.units)
    }

    fn row(&self, table: usize, row: usize) -> u64 {
        self.through.rows.get(table).and_then(|rows| rows.get(row)).map_or(0, |met| met.units)
    }

    fn escalation(&self, line: usize, holds: bool) -> u64 {
        self.escalations.get(line).and_then(|sides| sides.get(usize::from(holds))).copied().unwrap_or(0)
    }
}
