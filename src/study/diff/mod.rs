//! What changed between two runs: units that came and went, units whose class changed, and why: a cell of the survey, a
//! line of the rules, or the program.
//!
//! A run's class is the one that it recorded. Where this program makes another class of the run's own units and rules, the
//! program is a cause. What is left is put down to the changed values of the unit and to the atoms of difference between
//! the rules, in the smallest sets that make the class of the second run of the first: each alone, else two or three, else
//! all of them, marked as not the smallest. What always holds: a unit with the class it had is not among those that moved,
//! whatever changed about it, nor is one with a lift, which is counted nowhere. Deliberately absent: how runs are read, what it looks like.

mod because;
#[cfg(test)]
mod item_tests;
mod items;
mod matching;
#[cfg(test)]
mod tests;
mod values;

pub use values::{Changed, What};

use crate::assess::{Assessment, uses_of};
use crate::lang::Text;
use crate::rules::ruleset::Grade;
use crate::rules::{Difference, RuleSet};
use crate::survey::Units;
use crate::survey::lifts::lift_of;

/// One of the two runs.
#[derive(Clone, Copy, Debug)]
pub struct Run<'a> {
    /// Its rules
    pub rules: &'a RuleSet,
    /// Its units
    pub units: &'a Units,
    /// What this program makes of them
    pub assessment: &'a Assessment,
    /// The class that it recorded of each unit, its best and its worst; none where it is too old to have done so
    pub recorded: Option<&'a [[Grade; 3]]>,
    /// The version of the program that wrote it
    pub version: &'a str,
}

/// What changed.
#[derive(Debug)]
pub struct Diff<'a> {
    /// The first run, and the second
    pub runs: [Run<'a>; 2],
    /// Units of the second run that the first has not
    pub came: Vec<usize>,
    /// Units of the first run that the second has not
    pub went: Vec<usize>,
    /// Units of both, by place in the first and in the second, in the order of the second
    pub both: Vec<[usize; 2]>,
    /// Those that had no lift before and have one now, or the other way round: they are no longer counted, or are now
    pub lifted: Vec<[usize; 2]>,
    /// Those without a lift in either whose class changed, in that order
    pub moved: Vec<Moved>,
    /// Every value that changed, of units of both, in that order
    pub changed: Vec<Changed>,
    /// How the rules differ
    pub rules: RulesDiff<'a>,
}

/// How the rules of two runs differ.
#[derive(Debug)]
pub enum RulesDiff<'a> {
    /// In these atoms; in none where they grade alike
    Atoms(Box<Difference<'a>>),
    /// They do not read surveys alike, so values are not compared
    Unlike(Vec<Text>),
}

/// A unit whose class changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moved {
    /// Its place in the first run, and in the second
    pub unit: [usize; 2],
    /// Its class in the first run
    pub from: Grade,
    /// Its class in the second
    pub to: Grade,
    /// Sets of causes, each of which suffices by itself
    pub sets: Vec<Vec<Because>>,
    /// Whether no smaller set suffices
    pub smallest: bool,
}

/// One cause.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Because {
    /// A value of the unit: place among [`Diff::changed`]
    Data(usize),
    /// An atom of the rules
    Rule(usize),
    /// That the two do not read surveys alike
    Dictionary,
    /// That this program makes the second class of a run that recorded the first: which run, and both
    Program(usize, Grade, Grade),
}

/// Why two runs cannot be held against one another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OtherKeys {
    /// The labels of the fields that name a unit in the first
    pub first: Vec<String>,
    /// In the second
    pub second: Vec<String>,
}

impl Run<'_> {
    /// A unit's class, as the run has it.
    pub fn class(&self, unit: usize) -> Option<Grade> {
        match self.recorded {
            Some(recorded) => recorded.get(unit).map(|[class, ..]| *class),
            None => self.assessment.class.get(unit).copied(),
        }
    }

    /// Whether no missing datum can change a unit's class, as the run has it.
    pub fn is_settled(&self, unit: usize) -> bool {
        match self.recorded {
            Some(recorded) => recorded.get(unit).is_some_and(|[_, best, worst]| best == worst),
            None => self.assessment.is_settled(unit),
        }
    }

    /// Whether a unit surely has a lift: then it is counted nowhere.
    pub fn has_lift(&self, unit: usize) -> bool {
        lift_of(&self.rules.dictionary, self.units, unit) == Some(true)
    }
}

/// What changed from the first run to the second.
pub fn diff<'a>(first: Run<'a>, second: Run<'a>) -> Result<Diff<'a>, OtherKeys> {
    let runs = [first, second];
    let matching::Matched { both, came, went } = matching::matched(&runs)?;
    let rules = match Difference::of(first.rules, second.rules) {
        Ok(difference) => RulesDiff::Atoms(Box::new(difference)),
        Err(unlike) => RulesDiff::Unlike(unlike),
    };
    let changed = match &rules {
        RulesDiff::Atoms(_) => {
            let criteria = runs.iter().flat_map(|run| run.rules.criteria.iter().map(|it| uses_of(run.rules, it)));
            let asked = criteria.flat_map(|uses| uses.fields).collect();
            both.iter().flat_map(|&units| values::changed(&runs, units, &asked)).collect()
        }
        RulesDiff::Unlike(_) => Vec::new(),
    };
    let lifts = |&[old, new]: &[usize; 2]| [first.has_lift(old), second.has_lift(new)];
    let lifted = both.iter().filter(|unit| matches!(lifts(unit), [a, b] if a != b)).copied().collect();
    let counted: Vec<[usize; 2]> = both.iter().filter(|unit| lifts(unit) == [false, false]).copied().collect();
    let moved = because::moved(&runs, &counted, &changed, &rules);
    Ok(Diff { runs, came, went, both, lifted, moved, changed, rules })
}
