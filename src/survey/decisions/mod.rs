//! What a committee decided, beside what the rules compute: read from a file of its own, held against the units, never
//! put in the place of a class.
//!
//! `reading` makes rows of files, `which_unit` finds the unit that a row means, `settle` says which row holds and what
//! has become of it. What always holds: a decision changes no class and no figure of the assessment; every row is in
//! books of its own; of rows that contradict each other none counts, unless their dates tell which came later.
//! Deliberately absent: how any of it is shown.

mod reading;
mod settle;
mod which_unit;

use crate::lang::{Lang, Text};
use crate::rules::ruleset::Grade;
use crate::survey::books::{Books, RejectedRow};
use crate::text;
use std::sync::Arc;

pub use reading::{DecisionsRead, read_decisions};
pub use settle::settle;

/// The decisions of a survey.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Decisions {
    /// By unit: the decision that stands beside its class, lapsed or not; shorter than there are units where the rest
    /// have none
    pub of_units: Vec<Option<Decision>>,
    /// All rows as they were read, in the order of the input
    pub rows: Vec<DecisionRow>,
    /// What became of the rows
    pub books: Books,
    /// The rows that could not be used, whole
    pub rejected: Vec<RejectedRow>,
}

impl Decisions {
    /// What was decided of a unit.
    pub fn of(&self, unit: usize) -> Option<&Decision> {
        self.of_units.get(unit).and_then(Option::as_ref)
    }
}

/// What was decided of one unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// The class that was decided
    pub class: Grade,
    /// Why, in the committee's words
    pub reason: String,
    /// The body that decided
    pub by: String,
    /// The person who decided: for the office, not for pages
    pub person: String,
    /// When: `2021-06-12`, or as it was written where that is no one day
    pub date: String,
    /// The computed class when it was decided, where that is recorded
    pub recorded: Option<Grade>,
    /// The computed class now
    pub computed: Grade,
}

/// How a decision stands to the computed class.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DecisionState {
    /// In force, and the computed class is the same
    Agrees,
    /// In force, and the computed class is another
    Differs,
    /// Not in force any more: the computed class is another than when it was decided
    Lapsed,
    /// In force; what the computed class was when it was decided is not recorded
    Unrecorded,
}

impl Decision {
    /// How it stands to the computed class.
    pub fn state(&self) -> DecisionState {
        match self.recorded {
            None => DecisionState::Unrecorded,
            Some(recorded) if recorded != self.computed => DecisionState::Lapsed,
            Some(_) if self.class == self.computed => DecisionState::Agrees,
            Some(_) => DecisionState::Differs,
        }
    }

    /// Who decided, as the office knows it: the body and the person.
    pub fn decided_by(&self, lang: Lang) -> String {
        let both: Vec<&str> = [&*self.by, &*self.person].into_iter().filter(|part| !part.is_empty()).collect();
        both.join(lang.pick("，", ", "))
    }
}

impl DecisionState {
    /// All of them, in the order in which they are counted.
    pub const ALL: [DecisionState; 4] =
        [DecisionState::Agrees, DecisionState::Differs, DecisionState::Lapsed, DecisionState::Unrecorded];

    /// `agrees`
    pub fn id(self) -> &'static str {
        match self {
            DecisionState::Agrees => "agrees",
            DecisionState::Differs => "differs",
            DecisionState::Lapsed => "lapsed",
            DecisionState::Unrecorded => "unrecorded",
        }
    }

    /// How people know it.
    pub fn label(self) -> Text {
        match self {
            DecisionState::Agrees => text!("与评估一致", "agrees with the assessment"),
            DecisionState::Differs => text!("与评估不同", "differs from the assessment"),
            DecisionState::Lapsed => text!("已失效（评估结论变了）", "lapsed (the computed class has changed)"),
            DecisionState::Unrecorded => {
                text!("有效（没有记下当时的评估结论）", "in force (the computed class of that day is not recorded)")
            }
        }
    }

    /// Whether the decision is in force.
    pub fn in_force(self) -> bool {
        self != DecisionState::Lapsed
    }
}

/// A row of a decisions file, as it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecisionRow {
    /// File, sheet and row
    pub place: (Arc<str>, Arc<str>, u32),
    /// The unit's name; as written where it is none of the survey
    pub unit: String,
    /// The class that was decided, or what is written there
    pub class: Result<Grade, String>,
    /// Why
    pub reason: String,
    /// The body that decided
    pub by: String,
    /// The person who decided
    pub person: String,
    /// When
    pub date: String,
    /// The computed class when it was decided, where that is recorded; or what is written there
    pub recorded: Option<Result<Grade, String>>,
    /// The computed class now, where the unit is known
    pub computed: Option<Grade>,
    /// What became of it
    pub fate: Fate,
}

/// What became of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It is the decision of its unit
    Holds,
    /// Another row decides the same of the unit
    Repeated,
    /// A later decision holds
    Superseded,
    /// It was not used, for the reason that the finding of that code tells
    NotUsed(&'static str),
}

#[cfg(test)]
mod tests;
