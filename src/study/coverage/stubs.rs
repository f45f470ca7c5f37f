//! Tests for what no test goes through: whole where a unit can be found that goes there, to be filled in where not.
//!
//! What always holds: a test that is given whole passes, since what it expects is what the evaluator says of it. So it
//! shows what the rules do, and people have to say whether they should. What it gives is no more than it takes.

use super::candidates::candidates;
use super::{Branch, Coverage, Of, Outcome, What};
use crate::assess::branches::{Branches, through};
use crate::assess::{given, grades_of, possible_of, uses_of};
use crate::rules::RuleSet;
use crate::rules::ruleset::{Criterion, Test};
use std::collections::HashMap;

/// A test to be written.
#[derive(Clone, Debug)]
pub struct Stub {
    /// Which branch nothing goes through: a place among [`Coverage::branches`]
    pub branch: usize,
    /// The criterion whose grade is expected; a class is, where there is none
    pub criterion: Option<usize>,
    /// The test, without a name; `None` where people have to find it
    pub test: Option<Test>,
}

/// A test for every outcome, row and escalation that none goes through.
pub fn stubs(rules: &RuleSet, coverage: &Coverage) -> Vec<Stub> {
    let mut tried: HashMap<usize, Option<Tried>> = HashMap::new();
    let bare = coverage.branches.iter().enumerate();
    let bare = bare.filter(|(_, branch)| branch.tests == 0 && !matches!(branch.what, What::Condition(_)));
    bare.map(|(at, branch)| {
        let criteria = criteria_of(rules, branch.of);
        let mut test = |place: usize| {
            let tried = tried.entry(place).or_insert_with(|| Tried::of(rules, place, branch));
            Some((place, tried.as_ref()?.test(branch)?))
        };
        match criteria.iter().find_map(|&place| test(place)) {
            Some((criterion, test)) => Stub { branch: at, criterion: Some(criterion), test: Some(test) },
            None => Stub { branch: at, criterion: criteria.first().copied(), test: None },
        }
    })
    .collect()
}

/// The criteria whose grades can show what happens there.
fn criteria_of(rules: &RuleSet, of: Of) -> Vec<usize> {
    let enabled = rules.criteria.iter().enumerate().filter(|(_, criterion)| criterion.enabled);
    let shows = |(place, criterion): &(usize, &Criterion)| match of {
        Of::Criterion(own) => own == *place,
        Of::Table(table) => uses_of(rules, criterion).tables.contains(&table),
        Of::Derived(_) | Of::Escalation(_) | Of::Remedy(_) => false,
    };
    enabled.filter(shows).map(|(place, _)| place).collect()
}

/// What was tried on a criterion.
struct Tried<'r> {
    rules: &'r RuleSet,
    place: usize,
    criterion: &'r Criterion,
    expressions: Vec<Branches<'r>>,
    tests: Vec<Test>,
    outcomes: Vec<Outcome>,
}

impl<'r> Tried<'r> {
    fn of(rules: &'r RuleSet, place: usize, branch: &Branch) -> Option<Tried<'r>> {
        let criterion = rules.criteria.get(place)?;
        let blank = Test {
            name: String::new(),
            given: Vec::new(),
            lists: Vec::new(),
            grades: Vec::new(),
            class: None,
            best_class: None,
            worst_class: None,
            place: branch.place.clone(),
        };
        let conditions = Branches::of_criterion(rules, criterion).into_iter().map(|(_, branches)| branches);
        let derived = uses_of(rules, criterion).derived;
        let derived = derived.into_iter().filter_map(|ix| rules.derived.get(ix));
        let mut tried = Tried {
            rules,
            place,
            criterion,
            expressions: conditions.chain(derived.map(|derived| Branches::of_expr(rules, &derived.value))).collect(),
            tests: candidates(rules, criterion, &blank),
            outcomes: Vec::new(),
        };
        tried.outcomes = tried.outcomes(&tried.tests);
        Some(tried)
    }

    fn outcomes(&self, tests: &[Test]) -> Vec<Outcome> {
        let possible = possible_of(self.rules, &given(self.rules, tests), self.criterion);
        possible.into_iter().map(Outcome::of).collect()
    }

    /// A test that goes there.
    fn test(&self, branch: &Branch) -> Option<Test> {
        let found = match (branch.what, branch.of) {
            (What::Outcome(outcome), _) => self.outcomes.iter().position(|it| *it == outcome)?,
            (What::Row(row), Of::Table(table)) => self.taking(table, row, &self.tests)?,
            _ => return None,
        };
        let outcome = *self.outcomes.get(found)?;
        let goes = |test: &Test| {
            let alone = std::slice::from_ref(test);
            let takes = match (branch.what, branch.of) {
                (What::Row(row), Of::Table(table)) => self.taking(table, row, alone).is_some(),
                _ => true,
            };
            takes && self.outcomes(alone) == [outcome]
        };
        let mut test = least(self.tests.get(found)?.clone(), &goes);
        let grade = grades_of(self.rules, &given(self.rules, std::slice::from_ref(&test)), self.place);
        test.grades = vec![(self.place, *grade.first()?)];
        Some(test)
    }

    /// The first test that takes a row of a table and leaves nothing open.
    fn taking(&self, table: usize, row: usize, tests: &[Test]) -> Option<usize> {
        let units = given(self.rules, tests);
        let outcomes = self.outcomes(tests);
        let closed = |_, unit: usize| outcomes.get(unit).is_some_and(|outcome| *outcome != Outcome::Open);
        through(self.rules, &units, &self.expressions, &closed).rows.get(table)?.get(row)?.first
    }
}

/// The same without whatever it need not give. Places are within what they are removed from: they are gone through from
/// behind.
fn least(mut test: Test, goes: &dyn Fn(&Test) -> bool) -> Test {
    let try_less = |test: &mut Test, take: &dyn Fn(&mut Test)| {
        let mut less = test.clone();
        take(&mut less);
        if goes(&less) {
            *test = less;
        }
    };
    for at in (0..test.given.len()).rev() {
        try_less(&mut test, &|less| _ = less.given.remove(at));
    }
    for at in (0..test.lists.len()).rev() {
        try_less(&mut test, &|less| _ = less.lists.remove(at));
    }
    for list in 0..test.lists.len() {
        // Candidates have one item of a list at most.
        let fields = test.lists.get(list).and_then(|(_, items)| items.first()).map_or(0, Vec::len);
        for at in (0..fields).rev() {
            try_less(&mut test, &|less| {
                let fields = less.lists.get_mut(list).and_then(|(_, items)| items.first_mut());
                fields.into_iter().for_each(|fields| _ = fields.remove(at));
            });
        }
    }
    test
}
