//! Why a unit has the grade it has: values with their cells, comparisons with their margins, citations.

use super::Possible;
use crate::quantity::{Bounds, Decimal, Dimension};
use crate::rules::ruleset::Grade;
use crate::survey::Origin;

/// One criterion for one unit.
#[derive(Clone, Debug, PartialEq)]
pub struct Why {
    /// Place among `RuleSet::criteria`
    pub criterion: usize,
    /// The settled grade; `None`: does not apply
    pub grade: Option<Grade>,
    /// The possible grades
    pub possible: Possible,
    /// By how much it is decided, for each dimension apart: negative falls short, positive has room
    pub margin: Vec<Margin>,
    /// The comparison that decided it, as a sentence: `梯段净宽 1.05 m，要求 ≥ 1.10 m，差 0.05 m`
    pub reason: String,
    /// The values used, in the dictionary's order, lists after
    pub values: Vec<Used>,
}

/// A distance from a threshold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Margin {
    /// Of what dimension
    pub dimension: Dimension,
    /// How far, in base units
    pub value: Decimal,
}

/// A value that a criterion used.
#[derive(Clone, Debug, PartialEq)]
pub struct Used {
    /// The field's id, `pipes.distance` for an item's
    pub field: String,
    /// Its label for people
    pub label: String,
    /// Which item of the unit's list, from 0
    pub item: Option<usize>,
    /// The value as shown to people: `1.05 m`, `砖混`, `未知`
    pub shown: String,
    /// The value for programs: base units, choice ids; `None` unknown
    pub value: Option<Plain>,
    /// Where it was written
    pub origin: Option<Origin>,
}

/// A value for programs.
#[derive(Clone, Debug, PartialEq)]
pub enum Plain {
    /// A number within bounds, in base units
    Number(Bounds),
    /// A choice's id, several joined by `;`, or a text
    Text(String),
    /// Yes or no
    Flag(bool),
}
